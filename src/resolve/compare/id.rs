//! Numbers given to a person or organisation: equal, one edit, else; masked ones by what they show.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::model::hash::hash64;
use crate::model::shown::{Aligned, Shown, shown};
use crate::model::text::{Arena, Interner};
use crate::model::value::{Class, Dict, Part};

use super::super::text::{within_one_edit, within_two_edits};
use super::visible::{self, Number};
use super::{Buckets, NULL, TermPart, Terms};

/// Level names, best first, of ids of which none is masked.
const LEVELS: &[&str] = &["equal, one holder", "equal, several holders", "one edit", "two edits", "else"];
/// The same where some are.
const LEVELS_MASKED: &[&str] = &[
    "equal, one holder",
    "equal, several holders",
    "one edit",
    "two edits",
    visible::LEVELS[0],
    visible::LEVELS[1],
    "visible characters agree",
    "else",
];
/// Levels of equality.
pub const EXACT: u8 = 2;

/// Places of an id that are looked at for how its characters run out: what is longer agrees no more often than its beginning.
const PLACES_MAX: usize = 32;

/// Compares ids as texts.
pub struct IdComparer {
    /// 0 for masked values, which equal none.
    key: Vec<u32>,
    keys: Arena,
    buckets: Buckets,
    /// Somebody chose it, see [`is_chosen`].
    chosen: Vec<bool>,
    /// Letters and digits of every value, stars where they are hidden; `None` where nothing is masked.
    shown: Option<Arena>,
}

/// Letters, digits and stars of an id: what separates them is not always hidden with them.
pub fn shown_characters(dict: &Dict, code: u32) -> String {
    let part = if dict.class(code) == Class::Masked { Part::Mask } else { Part::Key };
    let text = Some(dict.part(code, part)).filter(|text| !text.is_empty()).unwrap_or_else(|| dict.text(code));
    text.chars().filter(|c| c.is_alphanumeric() || *c == '*').collect()
}

impl IdComparer {
    /// Prepares the key of every distinct id.
    pub fn new(dict: &Dict) -> Self {
        let codes = || 0..dict.len() as u32;
        let is_masked = |c: u32| dict.class(c) == Class::Masked;
        let mut keys = Interner::new();
        let key = codes()
            .map(|c| match dict.part(c, Part::Key) {
                _ if is_masked(c) => 0,
                "" => keys.intern(dict.text(c)),
                key => keys.intern(key),
            })
            .collect();
        let shown = codes().any(is_masked).then(|| {
            let mut shown = Arena::new();
            codes().skip(1).for_each(|c| {
                shown.push(&shown_characters(dict, c));
            });
            shown
        });
        let chosen = codes().map(|c| is_chosen(dict.text(c))).collect();
        Self { key, keys: keys.into_arena(), buckets: Buckets::default(), chosen, shown }
    }

    /// Level names, best first.
    pub fn levels(&self) -> &'static [&'static str] {
        if self.shown.is_some() { LEVELS_MASKED } else { LEVELS }
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
            return self.shown.as_ref().map_or(NULL, |shown| masked_level(shown.get(a), shown.get(b)));
        }
        let last = self.levels().len() as u8;
        if ka == kb {
            return 1 + self.buckets.class(ka);
        }
        let (x, y) = (self.keys.get(ka), self.keys.get(kb));
        if x.len().min(y.len()) < 5 || self.chosen[a as usize] || self.chosen[b as usize] {
            last
        } else if within_one_edit(x, y) {
            3
        } else if within_two_edits(x, y) {
            4
        } else {
            last
        }
    }

    /// Probability that two records with different ids agree in seven and more, and in four to six visible characters; see [`visible`].
    /// `counts`: records per value.
    pub fn strangers_by_visible(&self, counts: &[u32]) -> Option<[f64; 2]> {
        let shown = self.shown.as_ref()?;
        let number = |(code, digits)| Number { digits, records: counts.get(code as usize).copied().unwrap_or(0) };
        visible::strangers(shown.iter().map(number))
    }
}

/// Digits behind a name that somebody chose, at most; ids that are given have more, or have them anywhere.
const CHOSEN_DIGITS: usize = 3;

/// Is this an account's name that somebody chose, small letters for the most part, not capitals as in codes, and perhaps a few digits behind them? One that is close is another's who
/// has the same name (`jsmith`, `ksmith`, `jsmith2`): nobody types it by hand.
fn is_chosen(id: &str) -> bool {
    let letters = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let small = letters.bytes().filter(u8::is_ascii_lowercase).count();
    2 * small > letters.len()
        && id.len() - letters.len() <= CHOSEN_DIGITS
        && letters.len() >= 4
        && !letters.bytes().any(|b| b.is_ascii_digit())
}

/// Level of two values, one at least of them masked or missing.
fn masked_level(x: &str, y: &str) -> u8 {
    let [most, some] = visible::LEAST;
    match shown(x.as_bytes(), y.as_bytes(), b'*', Aligned::AtEdges) {
        _ if x.is_empty() || y.is_empty() => NULL,
        Shown::Agrees(0) => NULL,
        Shown::Agrees(n) if n >= most => 5,
        Shown::Agrees(n) if n >= some => 6,
        Shown::Agrees(_) => 7,
        Shown::Differs => LEVELS_MASKED.len() as u8,
    }
}

#[cfg(test)]
mod tests {
    use crate::model::value::Normal;

    use super::*;

    #[test]
    fn a_close_name_that_somebody_chose_is_somebody_elses() {
        for (id, chosen) in [
            ("jsmith", true),
            ("jsmith2", true),
            ("j.smith_85", true),
            ("jsmith1985", false),
            ("8idxmxzq7", false),
            ("IDXMeZQ7", false),
            ("MeiMei", true),
            ("1234567", false),
            ("c10023x", false),
        ] {
            assert_eq!(is_chosen(id), chosen, "{id}");
        }
    }

    #[test]
    fn masked_ids_agree_by_what_they_show_and_equal_none() {
        let mut dict = Dict::default();
        let mut code = |text: &str, class: Class| {
            let mut id = Normal { class, ..Normal::valid(text) };
            id.set(if class == Class::Masked { Part::Mask } else { Part::Key }, text.to_lowercase());
            dict.intern(&id)
        };
        let full = code("11010519491231002X", Class::Valid);
        let [most, end, last, other] =
            ["110105********002X", "****-002X", "1****************X", "110106********002X"].map(|text| code(text, Class::Masked));
        let none = code("", Class::Valid);
        let mut ids = IdComparer::new(&dict);
        ids.count(&vec![1; dict.len()], &mut Terms::new("id", None, &mut crate::model::trained::Facts::default()));
        let level = |a: u32, b: u32| match ids.compare(a, b) {
            NULL => "",
            level => ids.levels()[usize::from(level) - 1],
        };
        for (a, b, expected) in [
            (full, full, "equal, one holder"),
            (full, most, "visible digits agree, 7+"),
            (most, most, "visible digits agree, 7+"),
            (full, end, "visible digits agree, 4+"),
            (most, end, "visible digits agree, 4+"),
            (full, last, "visible characters agree"),
            (full, other, "else"),
            (most, other, "else"),
            (none, most, ""),
        ] {
            assert_eq!((level(a, b), level(b, a)), (expected, expected), "{a} {b}");
        }
        assert_eq!(ids.exactness().0[most as usize], 0);
        assert!(ids.strangers_by_visible(&vec![1; dict.len()]).is_some());
    }

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
