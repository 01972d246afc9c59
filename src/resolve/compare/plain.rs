//! Categories, places, nicknames, web sites, gender: equal by frequency, close, else.

use std::borrow::Cow;

use crate::model::hash::hash64;
use crate::model::shown::{Aligned, Shown, shown};
use crate::model::text::{Arena, Interner};
use crate::model::value::{Class, Dict, Part};

use super::super::text::{Sketch, jaro_winkler, sketches, within_one_edit};
use super::{Buckets, Memo, NULL, TermPart, Terms};

/// What kind of plain value it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Two values, no closeness.
    Gender,
    /// A registrable domain; no closeness.
    Url,
    /// A chosen name; a one-edit typo is close. Masked ones (`t**5`) agree by what they show and equal none.
    Nickname,
    /// A place, job or other category; Jaro–Winkler ≥ 0.9 or a shared word is close.
    Category,
    /// Years of age: two lists of one person may lie a year or more apart.
    Count,
}

/// Compares plain values by their key.
pub struct PlainComparer {
    style: Style,
    key: Vec<u32>,
    keys: Arena,
    /// By value: agreement code, 0 of masked nicknames; `None` where it is the key.
    equal: Option<Vec<u32>>,
    /// By key.
    sketches: Vec<Sketch>,
    /// By key: the number a count stands for.
    counts: Vec<Option<i32>>,
    buckets: Buckets,
}

impl PlainComparer {
    /// Prepares the key of every distinct value.
    pub fn new(dict: &Dict, style: Style) -> Self {
        let mut keys = Interner::new();
        let is_masked = |c: u32| style == Style::Nickname && dict.class(c) == Class::Masked;
        let key: Vec<u32> = (0..dict.len() as u32)
            .map(|c| {
                let part = match style {
                    Style::Url => Part::Domain,
                    _ if is_masked(c) => Part::Mask,
                    _ => Part::Key,
                };
                let key = dict.part(c, part);
                keys.intern(if key.is_empty() { dict.text(c) } else { key })
            })
            .collect();
        let masked = |c: usize| is_masked(c as u32);
        let equal =
            (0..key.len()).any(masked).then(|| key.iter().enumerate().map(|(c, &k)| if masked(c) { 0 } else { k }).collect());
        let keys = keys.into_arena();
        let number = |key: usize| keys.get(key as u32).parse::<f64>().ok().filter(|n| n.abs() < 1e6).map(|n| n as i32);
        let counts = if style == Style::Count { (0..keys.len()).map(number).collect() } else { Vec::new() };
        Self { style, key, sketches: sketches(&keys), counts, keys, equal, buckets: Buckets::default() }
    }

    /// Level names of the style, best first.
    pub fn levels(&self) -> &'static [&'static str] {
        match self.style {
            Style::Gender => &["equal", "else"],
            Style::Count => &["equal", "one apart", "two or three apart", "else"],
            Style::Nickname if self.equal.is_some() => {
                &["equal, rare", "equal", "equal, common", "equal, very common", "close", "visible characters agree", "else"]
            }
            Style::Url | Style::Nickname | Style::Category => {
                &["equal, rare", "equal", "equal, common", "equal, very common", "close", "else"]
            }
        }
    }

    /// Levels of equality.
    pub fn exact(&self) -> u8 {
        if matches!(self.style, Style::Gender | Style::Count) { 1 } else { 4 }
    }

    /// Fixes the frequency classes.
    pub fn count(&mut self, counts: &[u32], terms: &mut Terms<'_>) {
        let codes = self.equal.as_ref().unwrap_or(&self.key);
        let part = TermPart { name: "", codes, classes: self.exact() };
        self.buckets = terms.buckets(&part, counts, |v| hash64(self.keys.get(self.key[v]).as_bytes()));
    }

    /// Agreement code of every value and the frequency classes.
    pub fn exactness(&self) -> (Cow<'_, [u32]>, &Buckets) {
        (Cow::Borrowed(self.equal.as_ref().unwrap_or(&self.key)), &self.buckets)
    }

    /// Reads what is compared of a value, see [`super::Comparison::touch`].
    pub fn touch(&self, code: u32) -> u32 {
        self.key[code as usize]
    }

    /// Level of two values.
    pub fn compare(&self, a: u32, b: u32, memo: &mut Memo) -> u8 {
        let (ka, kb) = (self.key[a as usize], self.key[b as usize]);
        if ka == 0 || kb == 0 {
            return NULL;
        }
        let last = self.levels().len() as u8;
        if self.equal.as_ref().is_some_and(|equal| equal[a as usize] == 0 || equal[b as usize] == 0) {
            return match shown_of_nicknames(self.keys.get(ka), self.keys.get(kb)) {
                Shown::Agrees(0) => NULL,
                Shown::Agrees(_) => last - 1,
                Shown::Differs => last,
            };
        }
        if ka == kb {
            return 1 + self.buckets.class(ka);
        }
        match self.style {
            Style::Gender => 2,
            Style::Count => match self.counts[ka as usize].zip(self.counts[kb as usize]).map(|(x, y)| (x - y).abs()) {
                Some(0 | 1) => 2,
                Some(2 | 3) => 3,
                _ => 4,
            },
            Style::Url => 6,
            Style::Nickname | Style::Category => {
                let (x, y) = (self.sketches[ka as usize], self.sketches[kb as usize]);
                if x.length().min(y.length()) < SHORTEST || !x.could_be_close(y, CLOSE) {
                    return last;
                }
                memo.level(0, ka, kb, |a, b| if close(self.keys.get(a), self.keys.get(b)) { 5 } else { last })
            }
        }
    }
}

/// What two nicknames show, one at least of them masked.
fn shown_of_nicknames(x: &str, y: &str) -> Shown {
    let (x, y): (Vec<char>, Vec<char>) = (x.chars().collect(), y.chars().collect());
    shown(&x, &y, '*', Aligned::Loosely)
}

/// Jaro–Winkler similarity of close values.
const CLOSE: f64 = 0.9;
/// Characters a value must have to be close to another.
const SHORTEST: usize = 4;

/// Of values of at least [`SHORTEST`] characters. The sketches of close ones could be close: words that are all in the other
/// value bring no character that it has not.
fn close(x: &str, y: &str) -> bool {
    within_one_edit(x, y) || jaro_winkler(x, y) >= CLOSE || words_meet(x, y)
}

/// One value's words are all in the other (`st. louis` in `st. louis county`).
fn words_meet(x: &str, y: &str) -> bool {
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    short.split_whitespace().all(|w| long.split_whitespace().any(|v| v == w))
}

#[cfg(test)]
mod tests {
    use crate::model::value::Normal;

    use super::*;

    #[test]
    fn ages_a_year_apart_are_nearer_than_ages_a_decade_apart() {
        let mut dict = Dict::new();
        let code = |dict: &mut Dict, age: &str| dict.intern(&Normal::valid(age));
        let [thirty, one_more, three_more, forty, none] = ["30", "31", "33.0", "40", "n/k"].map(|age| code(&mut dict, age));
        let mut ages = PlainComparer::new(&dict, Style::Count);
        ages.count(&vec![1; dict.len()], &mut Terms::new("age", None, &mut crate::model::trained::Facts::default()));
        let level = |other: u32| ages.levels()[usize::from(ages.compare(thirty, other, &mut Memo::default())) - 1];
        assert_eq!(
            [thirty, one_more, three_more, forty, none].map(level),
            ["equal", "one apart", "two or three apart", "else", "else"]
        );
    }

    #[test]
    fn masked_nicknames_agree_by_what_they_show() {
        let mut dict = Dict::new();
        let mut masked = |text: &str| {
            let mut value = Normal { class: Class::Masked, ..Normal::valid(text) };
            value.set(Part::Mask, text);
            dict.intern(&value)
        };
        let [first, both] = ["爱***", "爱***5"].map(&mut masked);
        let [own, other] = ["爱豆包066685", "豆包爱"].map(|text| dict.intern(&Normal::valid(text)));
        let mut nicknames = PlainComparer::new(&dict, Style::Nickname);
        nicknames.count(&vec![1; dict.len()], &mut Terms::new("n", None, &mut crate::model::trained::Facts::default()));
        let level = |a: u32, b: u32| nicknames.levels()[usize::from(nicknames.compare(a, b, &mut Memo::default())) - 1];
        assert_eq!([level(first, own), level(both, own), level(first, first)], ["visible characters agree"; 3]);
        assert_eq!([level(first, other), level(other, both), level(own, other)], ["else"; 3]);
        assert_eq!(nicknames.exactness().0[first as usize], 0);
    }

    proptest::proptest! {
        #[test]
        fn a_sketch_never_gives_up_close_values(a in "[a-c]{1,3}( [a-d]{1,3}){0,2}", b in "[a-c]{1,3}( [a-d]{1,3}){0,2}") {
            proptest::prop_assert!(!close(&a, &b) || Sketch::of(&a).could_be_close(Sketch::of(&b), CLOSE), "{} {}", a, b);
        }
    }
}
