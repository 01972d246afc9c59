//! Numbers given to a person or organisation: equal, one edit, else.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::model::hash::hash64;
use crate::model::text::{Arena, Interner};
use crate::model::value::{Dict, Part};

use super::super::text::{within_one_edit, within_two_edits};
use super::{Buckets, NULL, TermPart, Terms};

/// Level names, best first.
pub const LEVELS: &[&str] = &["equal, one holder", "equal, several holders", "one edit", "two edits", "else"];
/// Levels of equality.
pub const EXACT: u8 = 2;

/// Places of an id that are looked at for how its characters run out: what is longer agrees no more often than its beginning.
const PLACES_MAX: usize = 32;

/// Compares ids as texts.
pub struct IdComparer {
    key: Vec<u32>,
    keys: Arena,
    buckets: Buckets,
}

impl IdComparer {
    /// Prepares the key of every distinct id.
    pub fn new(dict: &Dict) -> Self {
        let mut keys = Interner::new();
        let key = (0..dict.len() as u32)
            .map(|c| {
                let key = dict.part(c, Part::Key);
                keys.intern(if key.is_empty() { dict.text(c) } else { key })
            })
            .collect();
        Self { key, keys: keys.into_arena(), buckets: Buckets::default() }
    }

    /// Fixes the frequency classes.
    pub fn count(&mut self, counts: &[u32], terms: &mut Terms<'_>) {
        let part = TermPart { name: "", codes: &self.key, classes: EXACT };
        self.buckets = terms.buckets(&part, counts, |v| hash64(self.keys.get(self.key[v]).as_bytes()));
    }

    /// Agreement code of every value and the frequency classes.
    pub fn exactness(&self) -> (Cow<'_, [u32]>, &Buckets) {
        (Cow::Borrowed(&self.key), &self.buckets)
    }

    /// Probability that two ids are equal if their characters were drawn apart, each as often as `counts` (records per value) say
    /// it stands at its place in ids of its length; 0 without ids. Numbers of five digits run out, and of numbers given in a row only
    /// the last digits differ.
    pub fn equal_by_characters(&self, counts: &[u32]) -> f64 {
        let mut of_length: BTreeMap<usize, (f64, Vec<[f64; 256]>)> = BTreeMap::new();
        let mut all = 0.0;
        for (&key, &count) in self.key.iter().zip(counts).filter(|(key, count)| **key != 0 && **count != 0) {
            let (text, count) = (self.keys.get(key).as_bytes(), f64::from(count));
            let text = &text[..text.len().min(PLACES_MAX)];
            let (sum, places) = of_length.entry(text.len()).or_insert_with(|| (0.0, vec![[0.0; 256]; text.len()]));
            places.iter_mut().zip(text).for_each(|(place, &byte)| place[usize::from(byte)] += count);
            *sum += count;
            all += count;
        }
        let equal = |sum: f64, place: &[f64; 256]| place.iter().map(|c| c * c).sum::<f64>() / (sum * sum);
        let of = |(sum, places): &(f64, Vec<[f64; 256]>)| {
            (sum / all).powi(2) * places.iter().map(|place| equal(*sum, place)).product::<f64>()
        };
        of_length.values().map(of).sum()
    }

    /// Reads what is compared of a value, see [`super::Comparison::touch`].
    pub fn touch(&self, code: u32) -> u32 {
        self.key[code as usize]
    }

    /// Level of two ids.
    pub fn compare(&self, a: u32, b: u32) -> u8 {
        let (ka, kb) = (self.key[a as usize], self.key[b as usize]);
        if ka == 0 || kb == 0 {
            return NULL;
        }
        if ka == kb {
            return 1 + self.buckets.class(ka);
        }
        let (x, y) = (self.keys.get(ka), self.keys.get(kb));
        if x.len().min(y.len()) < 5 {
            5
        } else if within_one_edit(x, y) {
            3
        } else if within_two_edits(x, y) {
            4
        } else {
            5
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::value::Normal;

    use super::*;

    #[test]
    fn ids_run_out_as_their_characters_do() {
        let mut dict = Dict::default();
        let texts = ["A1", "A2", "B1", "77777"];
        let codes: Vec<u32> = texts.iter().map(|text| dict.intern(&Normal::valid(*text))).collect();
        assert_eq!(codes, [1, 2, 3, 4]);
        let comparer = IdComparer::new(&dict);
        // Two of four ids have two characters, of which two and one are alike at either place.
        let expected = (3.0f64 / 4.0).powi(2) * (5.0 / 9.0) * (5.0 / 9.0) + (1.0f64 / 4.0).powi(2);
        assert!((comparer.equal_by_characters(&[0, 1, 1, 1, 1]) - expected).abs() < 1e-12);
        assert!(comparer.equal_by_characters(&[0; 5]).abs() < 1e-12);
    }
}
