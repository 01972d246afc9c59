//! Phone numbers: equal with their extension, same line with or without area code or with another extension, visible digits of masked numbers, one wrong digit.

use std::borrow::Cow;

use crate::model::value::{Class, Dict, Part};

use super::super::text::within_one_edit;
use super::{Buckets, NULL, part_codes, part_counts};

/// Level names, best first.
pub const LEVELS: &[&str] = &[
    "equal, one holder",
    "equal, few holders",
    "equal, many holders",
    "same line without area code or extension",
    "visible digits agree, 7+",
    "visible digits agree, 4+",
    "same line, other extension",
    "one digit",
    "else",
];
/// Levels of equality.
pub const EXACT: u8 = 3;

const SUFFIX: u8 = 4;
const MASKED_SEVEN: u8 = 5;
const MASKED_FOUR: u8 = 6;
const OTHER_EXTENSION: u8 = 7;
const ONE_DIGIT: u8 = 8;
const ELSE: u8 = 9;

/// Compares phone numbers by their national digits.
pub struct PhoneComparer {
    national: Vec<u32>,
    digits: Vec<Box<str>>,
    masked: Vec<bool>,
    /// Code of the extension, 0 = none.
    extension: Vec<u32>,
    buckets: Buckets,
}

impl PhoneComparer {
    /// Prepares the digits of every distinct number.
    pub fn new(dict: &Dict) -> Self {
        let n = dict.len() as u32;
        let masked: Vec<bool> = (0..n).map(|c| dict.class(c) == Class::Masked).collect();
        let mut numbers = crate::model::text::Interner::new();
        let digits: Vec<Box<str>> = (0..n)
            .map(|c| if masked[c as usize] { dict.part(c, Part::Mask).into() } else { written_digits(dict, c).into() })
            .collect();
        let extension = part_codes(dict, Part::Extension);
        let national = (0..n as usize)
            .map(|c| match (masked[c], extension[c]) {
                (true, _) => 0,
                (_, 0) => numbers.intern(&digits[c]),
                (_, e) => numbers.intern(&format!("{}x{e}", digits[c])),
            })
            .collect();
        Self { national, digits, masked, extension, buckets: Buckets::default() }
    }

    /// Fixes the frequency classes.
    pub fn count(&mut self, counts: &[u32]) {
        let pool = self.national.iter().copied().max().unwrap_or(0) as usize + 1;
        self.buckets = Buckets::new(part_counts(&self.national, pool, counts), EXACT);
    }

    /// Agreement code of every value and the frequency classes.
    pub fn exactness(&self) -> (Cow<'_, [u32]>, &Buckets) {
        (Cow::Borrowed(&self.national), &self.buckets)
    }

    /// Level of two numbers.
    pub fn compare(&self, a: u32, b: u32) -> u8 {
        let (i, j) = (a as usize, b as usize);
        let (x, y) = (&*self.digits[i], &*self.digits[j]);
        if x.is_empty() || y.is_empty() {
            return NULL;
        }
        if self.masked[i] || self.masked[j] {
            return masked_level(x, y);
        }
        if self.national[i] == self.national[j] {
            return 1 + self.buckets.class(self.national[i]);
        }
        if x == y {
            let both = self.extension[i] != 0 && self.extension[j] != 0;
            return if both { OTHER_EXTENSION } else { SUFFIX };
        }
        let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
        if short.len() >= 7 && long.len() > short.len() && long.ends_with(short) {
            SUFFIX
        } else if short.len() >= 7 && within_one_edit(x, y) {
            ONE_DIGIT
        } else {
            ELSE
        }
    }
}

/// National digits of a number; the digits as written of one that cannot be right.
pub fn written_digits(dict: &Dict, code: u32) -> String {
    match dict.part(code, Part::National) {
        "" => dict.text(code).chars().filter(char::is_ascii_digit).collect(),
        national => national.to_owned(),
    }
}

/// Numbers of one length are compared place by place, others from the end as far as both go.
fn masked_level(x: &str, y: &str) -> u8 {
    let (mut agree, mut hidden) = (0, true);
    for (p, q) in x.bytes().rev().zip(y.bytes().rev()) {
        if p == b'*' || q == b'*' {
            // Behind hidden digits only numbers of one length can be aligned.
            if x.len() != y.len() {
                break;
            }
        } else if p == q {
            agree += 1;
        } else {
            hidden = false;
        }
    }
    match (hidden, agree) {
        (false, _) => ELSE,
        (true, 7..) => MASKED_SEVEN,
        (true, 4..) => MASKED_FOUR,
        _ => NULL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masked_numbers_agree_by_their_visible_digits() {
        for (a, b, level) in [
            ("138****1234", "13899991234", MASKED_SEVEN),
            ("1******1234", "13899991234", MASKED_FOUR),
            ("138****1234", "1******1234", MASKED_FOUR),
            ("138****1234", "13899991235", ELSE),
            ("*******1234", "99991234", MASKED_FOUR),
            ("186******05", "186******05", MASKED_FOUR),
            ("1*********5", "1*********5", NULL),
        ] {
            assert_eq!(masked_level(a, b), level, "{a} {b}");
            assert_eq!(masked_level(b, a), level, "{b} {a}");
        }
    }
}
