//! Birth dates: equal, one wrong digit or swapped day and month, two parts of three (also birthdays without a year), equal as far as
//! they are known, same year.

use std::borrow::Cow;

use crate::model::hash::hash64;
use crate::model::value::{Dict, Part};

use super::super::text::one_edit;
use super::{Buckets, NULL, TermPart, Terms};

/// Level names, best first.
pub const LEVELS: &[&str] = &[
    "equal",
    "equal, common",
    "one digit, or day and month swapped",
    "two parts of three",
    "equal as far as known",
    "same year",
    "else",
];
/// Levels of equality.
pub const EXACT: u8 = 2;

const DIGIT: u8 = 3;
const TWO_PARTS: u8 = 4;
const KNOWN: u8 = 5;
const YEAR: u8 = 6;
const ELSE: u8 = 7;

#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Parts {
    year: u16,
    month: u8,
    day: u8,
}

impl Parts {
    /// Year, month and day are there.
    fn is_whole(self) -> bool {
        self.year != 0 && self.month != 0 && self.day != 0
    }

    /// Of two dates, one of which is not whole: nothing they both tell differs.
    fn agrees(self, other: Self) -> bool {
        let same = |a: u8, b: u8| a == 0 || b == 0 || a == b;
        (self.year == 0 || other.year == 0 || self.year == other.year) && same(self.month, other.month) && same(self.day, other.day)
    }

    /// Month and day are there.
    fn tells_birthday(self) -> bool {
        self.month != 0 && self.day != 0
    }
}

/// Compares dates by their parts.
pub struct DateComparer {
    parts: Vec<Parts>,
    digits: Vec<[u8; 8]>,
    buckets: Buckets,
}

impl DateComparer {
    /// Prepares the parts of every distinct date.
    pub fn new(dict: &Dict) -> Self {
        let parts: Vec<Parts> = (0..dict.len() as u32)
            .map(|c| Parts {
                year: dict.part(c, Part::Year).parse().unwrap_or(0),
                month: dict.part(c, Part::Month).parse().unwrap_or(0),
                day: dict.part(c, Part::Day).parse().unwrap_or(0),
            })
            .collect();
        let digits = parts
            .iter()
            .map(|p| {
                let text = format!("{:04}{:02}{:02}", p.year % 10_000, p.month % 100, p.day % 100);
                let mut d = [b'0'; 8];
                d.copy_from_slice(text.as_bytes());
                d
            })
            .collect();
        Self { parts, digits, buckets: Buckets::default() }
    }

    /// Fixes the frequency classes.
    pub fn count(&mut self, counts: &[u32], dict: &Dict, terms: &mut Terms<'_>) {
        let codes = self.equal_codes();
        let part = TermPart { name: "", codes: &codes, classes: EXACT };
        self.buckets = terms.buckets(&part, counts, |v| hash64(dict.text(v as u32).as_bytes()));
    }

    /// Agreement code of every value (the value itself, where the date is whole) and the frequency classes.
    pub fn exactness(&self) -> (Cow<'_, [u32]>, &Buckets) {
        (Cow::Owned(self.equal_codes()), &self.buckets)
    }

    /// What is not a whole date is never equal.
    fn equal_codes(&self) -> Vec<u32> {
        (0..).zip(&self.parts).map(|(value, parts)| if parts.is_whole() { value } else { 0 }).collect()
    }

    /// Share of pairs of dates in which both are whole, by `counts` (records per value).
    pub fn whole_pairs(&self, counts: &[u32]) -> f64 {
        let sum = |whole: bool| -> f64 {
            let told =
                self.parts.iter().zip(counts).filter(|(p, _)| if whole { p.is_whole() } else { p.year != 0 || p.tells_birthday() });
            told.map(|(_, &count)| f64::from(count)).sum()
        };
        (sum(true) / sum(false).max(1.0)).powi(2)
    }

    /// Probability that two dates are equal if year, month and day were drawn apart, each as often as `counts` (records per
    /// value) say; 0 without whole dates.
    pub fn equal_by_parts(&self, counts: &[u32]) -> f64 {
        let mut years: std::collections::BTreeMap<u16, f64> = std::collections::BTreeMap::new();
        let (mut months, mut days, mut all) = ([0.0; 256], [0.0; 256], 0.0f64);
        for (p, &count) in self.parts.iter().zip(counts).filter(|(p, _)| p.is_whole()) {
            let count = f64::from(count);
            *years.entry(p.year).or_default() += count;
            months[usize::from(p.month)] += count;
            days[usize::from(p.day)] += count;
            all += count;
        }
        let agree = |squares: f64| squares / (all * all).max(1.0);
        let of = |counts: &[f64]| agree(counts.iter().map(|c| c * c).sum());
        agree(years.values().map(|c| c * c).sum()) * of(&months) * of(&days)
    }

    /// Reads what is compared of a value, see [`super::Comparison::touch`].
    pub fn touch(&self, code: u32) -> u32 {
        u32::from(self.parts[code as usize].year)
    }

    /// Level of two dates.
    pub fn compare(&self, a: u32, b: u32) -> u8 {
        let (p, q) = (self.parts[a as usize], self.parts[b as usize]);
        if p.year == 0 || q.year == 0 {
            return match (p.tells_birthday() && q.tells_birthday(), p.agrees(q)) {
                (false, _) => NULL,
                (true, true) => TWO_PARTS,
                (true, false) => ELSE,
            };
        }
        if !p.is_whole() || !q.is_whole() {
            return match (p.agrees(q), p.year == q.year) {
                (true, _) => KNOWN,
                (false, true) => YEAR,
                (false, false) => ELSE,
            };
        }
        if p == q {
            return 1 + self.buckets.class(a);
        }
        if p.year == q.year && p.month == q.day && p.day == q.month
            || near_digits(&self.digits[a as usize], &self.digits[b as usize])
        {
            return DIGIT;
        }
        let same = usize::from(p.year == q.year) + usize::from(p.month == q.month) + usize::from(p.day == q.day);
        match (same, p.year == q.year) {
            (2.., _) => TWO_PARTS,
            (_, true) => YEAR,
            _ => ELSE,
        }
    }
}

fn near_digits(a: &[u8; 8], b: &[u8; 8]) -> bool {
    a.iter().zip(b).filter(|(p, q)| p != q).count() <= 2 && one_edit(a, b)
}

#[cfg(test)]
mod tests {
    use crate::model::value::Normal;

    use super::*;

    #[test]
    fn a_bare_year_is_equal_as_far_as_it_is_known_and_never_wholly() {
        let mut dict = Dict::default();
        let dates = [
            ("1980", "01", "05"),
            ("1980", "", ""),
            ("1980", "01", ""),
            ("1980", "02", ""),
            ("1981", "", ""),
            ("1980", "07", "19"),
            ("", "01", "05"),
        ];
        let codes = dates.map(|(year, month, day)| {
            let mut date = Normal::valid(format!("{year}-{month}-{day}"));
            for (part, text) in [(Part::Year, year), (Part::Month, month), (Part::Day, day)].into_iter().filter(|p| !p.1.is_empty())
            {
                date.set(part, text);
            }
            dict.intern(&date)
        });
        let comparer = DateComparer::new(&dict);
        let level = |a: usize, b: usize| LEVELS[usize::from(comparer.compare(codes[a], codes[b])) - 1];
        for (a, b) in [(1, 1), (0, 1), (0, 2), (1, 3), (2, 2)] {
            assert_eq!((level(a, b), level(b, a)), ("equal as far as known", "equal as far as known"), "{a} {b}");
        }
        assert_eq!([level(0, 3), level(2, 3), level(0, 5)], ["same year"; 3]);
        assert_eq!([level(1, 4), level(0, 4)], ["else"; 2]);
        assert_eq!([level(0, 6), level(6, 0), level(6, 6)], ["two parts of three"; 3], "a birthday without its year");
        assert_eq!(level(5, 6), "else");
        assert_eq!(comparer.compare(codes[1], codes[6]), NULL);
        let (codes, _) = comparer.exactness();
        assert_eq!(codes.iter().filter(|&&code| code != 0).count(), 2, "whole dates");
        assert!((comparer.whole_pairs(&[0, 1, 1, 1, 1, 1, 1, 0]) - 1.0 / 9.0).abs() < 1e-12);
    }

    #[test]
    fn dates_drawn_by_their_parts_agree_by_the_product_of_the_parts() {
        let mut dict = Dict::default();
        for (year, month, day) in
            [("1980", "01", "05"), ("1980", "02", "05"), ("1990", "01", "05"), ("1990", "02", "06"), ("1990", "", "")]
        {
            let mut date = Normal::valid(format!("{year}-{month}-{day}"));
            for (part, text) in [(Part::Year, year), (Part::Month, month), (Part::Day, day)].into_iter().filter(|p| !p.1.is_empty())
            {
                date.set(part, text);
            }
            dict.intern(&date);
        }
        let comparer = DateComparer::new(&dict);
        // Years and months are two and two of four whole dates, days three and one.
        assert!((comparer.equal_by_parts(&[0, 1, 1, 1, 1, 9]) - 0.5 * 0.5 * (9.0 + 1.0) / 16.0).abs() < 1e-12);
        assert!(comparer.equal_by_parts(&[0; 6]).abs() < 1e-12);
    }
}
