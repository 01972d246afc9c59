//! Phone numbers: equal with their extension, same line with or without area code or with another extension, visible digits of masked numbers, one wrong digit,
//! also one that a letter stands for.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::model::hash::{hash64, mix};
use crate::model::shown::{Aligned, Shown, shown};
use crate::model::text::Arena;
use crate::model::value::{Class, Dict, Part};

use super::super::text::within_one_edit;
use super::groups::Groups;
use super::visible::{self, Number};
use super::{Buckets, NULL, TermPart, Terms};

/// Level names, best first.
pub const LEVELS: &[&str] = &[
    "equal, one holder",
    "equal, few holders",
    "equal, many holders",
    "same line without area code or extension",
    visible::LEVELS[0],
    visible::LEVELS[1],
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
    lines: Vec<Line>,
    /// Digits of every value, a star where one is hidden or a letter stands for it.
    digits: Arena,
    buckets: Buckets,
}

/// What of a number is looked at for every pair, in one place of memory.
#[derive(Debug, Clone, Copy, Default)]
struct Line {
    /// The last sixteen digits, four bits each, the last one lowest.
    tail: u64,
    /// Code of number and extension, 0 = none or masked.
    national: u32,
    /// Code of the extension, 0 = none.
    extension: u32,
    /// Digits, at most 255.
    length: u8,
    masked: bool,
    /// A letter stands for one of the digits.
    spoilt: bool,
}

impl Line {
    fn new(digits: &str) -> Self {
        let tail = digits.bytes().fold(0u64, |t, b| t << 4 | u64::from(b.wrapping_sub(b'0') & 15));
        Self { tail, length: digits.len().min(255) as u8, ..Self::default() }
    }

    /// Digits in which two numbers agree from the end.
    fn common_end(self, other: Self) -> u8 {
        ((self.tail ^ other.tail).trailing_zeros() / 4) as u8
    }

    /// Digits in which two numbers of up to sixteen digits agree from the front.
    fn common_start(self, other: Self) -> u8 {
        let front = |l: Self| if l.length == 0 { 0 } else { l.tail << (4 * (16 - u32::from(l.length.min(16)))) };
        ((front(self) ^ front(other)).leading_zeros() / 4) as u8
    }

    /// Whether at most one edit lies between the two; `None` where one has more than sixteen digits.
    fn is_one_edit(self, other: Self) -> Option<bool> {
        let (short, long) = (self.length.min(other.length), self.length.max(other.length));
        if long > 16 {
            return None;
        }
        let start = self.common_start(other).min(short);
        let end = self.common_end(other).min(short - start);
        let digit = |l: Self, place: u8| l.tail >> (4 * place) & 15;
        Some(match (short - start - end, long - start - end) {
            (0, 0 | 1) | (1, 1) => true,
            (2, 2) => digit(self, end) == digit(other, end + 1) && digit(self, end + 1) == digit(other, end),
            _ => false,
        })
    }
}

impl PhoneComparer {
    /// Prepares the digits of every distinct number.
    pub fn new(dict: &Dict) -> Self {
        let mut digits = Arena::new();
        let extensions = dict.part_column(Part::Extension);
        let is_masked = |c: u32| dict.class(c) == Class::Masked;
        for c in 1..dict.len() as u32 {
            digits.push(&shown_digits(dict, c));
        }
        let hash = |c: u32| {
            let (own, extension) = (digits.get(c), extensions.code(c));
            let none = own.contains('*') || is_masked(c) || own.is_empty() && extension == 0;
            if none { 0 } else { mix(hash64(own.as_bytes()), u64::from(extension)) }
        };
        let hashes: Vec<u64> = (0..dict.len() as u32).into_par_iter().map(hash).collect();
        let same = |c: u32, earlier: u32| digits.get(c) == digits.get(earlier) && extensions.code(c) == extensions.code(earlier);
        let numbers = Groups::numbers(&hashes, same);
        let line = |c: u32| {
            let (national, extension, masked) = (numbers[c as usize], extensions.code(c), is_masked(c));
            let spoilt = !masked && digits.get(c).contains('*');
            Line { national, extension, masked, spoilt, ..Line::new(digits.get(c)) }
        };
        let lines = (0..dict.len() as u32).into_par_iter().map(line).collect();
        Self { lines, digits, buckets: Buckets::default() }
    }

    /// Fixes the frequency classes.
    pub fn count(&mut self, counts: &[u32], dict: &Dict, terms: &mut Terms<'_>) {
        let national = self.national();
        let part = TermPart { name: "", codes: &national, classes: EXACT };
        let hash = |text: &str| hash64(text.as_bytes());
        self.buckets =
            terms.buckets(&part, counts, |v| mix(hash(self.digits.get(v as u32)), hash(dict.part(v as u32, Part::Extension))));
    }

    fn national(&self) -> Vec<u32> {
        self.lines.iter().map(|l| l.national).collect()
    }

    /// Agreement code of every value and the frequency classes.
    pub fn exactness(&self) -> (Cow<'_, [u32]>, &Buckets) {
        (Cow::Owned(self.national()), &self.buckets)
    }

    /// Reads what is compared of a value, see [`super::Comparison::touch`].
    pub fn touch(&self, code: u32) -> u32 {
        self.lines[code as usize].national
    }

    /// Probability that two records with different numbers agree in seven and more, and in four to six visible digits; see
    /// [`visible`]. `counts`: records per value.
    pub fn strangers_by_visible(&self, counts: &[u32]) -> Option<[f64; 2]> {
        let number = |(code, digits)| Number { digits, records: counts.get(code as usize).copied().unwrap_or(0) };
        visible::strangers(self.digits.iter().map(number))
    }

    /// Level of two numbers.
    pub fn compare(&self, a: u32, b: u32) -> u8 {
        let (i, j) = (a as usize, b as usize);
        let (x, y) = (self.lines[i], self.lines[j]);
        if x.length == 0 || y.length == 0 {
            return NULL;
        }
        if x.masked || y.masked {
            return masked_level(self.digits.get(a), self.digits.get(b));
        }
        if x.spoilt || y.spoilt {
            return if agree_but_for_stars(self.digits.get(a), self.digits.get(b)) { ONE_DIGIT } else { ELSE };
        }
        if x.national == y.national {
            return 1 + self.buckets.class(x.national);
        }
        let (short, long) = (x.length.min(y.length), x.length.max(y.length));
        let ends_alike = x.common_end(y) >= short.min(16) && (long <= 16 || ends_with(self.digits.get(a), self.digits.get(b)));
        if short == long && ends_alike && (long <= 16 || self.digits.get(a) == self.digits.get(b)) {
            return if x.extension != 0 && y.extension != 0 { OTHER_EXTENSION } else { SUFFIX };
        }
        if short >= 7 && long > short && ends_alike {
            SUFFIX
        } else if short >= 7 && x.is_one_edit(y).unwrap_or_else(|| within_one_edit(self.digits.get(a), self.digits.get(b))) {
            ONE_DIGIT
        } else {
            ELSE
        }
    }
}

fn ends_with(x: &str, y: &str) -> bool {
    x.ends_with(y) || y.ends_with(x)
}

/// National digits of a number; the digits as written of one that cannot be right.
pub fn written_digits(dict: &Dict, code: u32) -> Cow<'_, str> {
    match dict.part(code, Part::National) {
        "" => dict.text(code).chars().filter(char::is_ascii_digit).collect(),
        national => Cow::Borrowed(national),
    }
}

/// Digits of a number as far as they are told: a star for each that is hidden, and for one that a letter stands for.
pub fn shown_digits(dict: &Dict, code: u32) -> Cow<'_, str> {
    match dict.class(code) {
        Class::Masked => Cow::Borrowed(dict.part(code, Part::Mask)),
        Class::Invalid if dict.part(code, Part::National).is_empty() => {
            spoilt(dict.text(code)).map_or_else(|| written_digits(dict, code), Cow::Owned)
        }
        _ => written_digits(dict, code),
    }
}

/// Digits of a number of at least seven, one of which a letter stands for: as a star.
fn spoilt(text: &str) -> Option<String> {
    let shown: String = text.chars().filter(|c| c.is_alphanumeric()).map(|c| if c.is_ascii_digit() { c } else { '*' }).collect();
    let stars = shown.matches('*').count();
    (stars == 1 && shown.len() > LINE_LEAST).then_some(shown)
}

/// Digits that two numbers must have in common.
const LINE_LEAST: usize = 7;

/// Whether two numbers agree from the end, as far as both go, in all that is no star.
fn agree_but_for_stars(x: &str, y: &str) -> bool {
    let places = || x.bytes().rev().zip(y.bytes().rev());
    let is_star = |p: u8, q: u8| p == b'*' || q == b'*';
    places().all(|(p, q)| p == q || is_star(p, q)) && places().filter(|&(p, q)| !is_star(p, q)).count() >= LINE_LEAST
}

/// Numbers of one length are compared place by place, others from the end as far as both go.
fn masked_level(x: &str, y: &str) -> u8 {
    let [most, some] = visible::LEAST;
    match shown(x.as_bytes(), y.as_bytes(), b'*', Aligned::AtEnd) {
        Shown::Differs => ELSE,
        Shown::Agrees(n) if n >= most => MASKED_SEVEN,
        Shown::Agrees(n) if n >= some => MASKED_FOUR,
        Shown::Agrees(_) => NULL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_tell_one_edit_and_common_ends_as_the_digits_do() {
        let numbers = [
            "13899991234",
            "13899991235",
            "1389999123",
            "31899991234",
            "99991234",
            "02162341234",
            "62341234",
            "7",
            "77",
            "70",
            "13899919234",
            "13899990000",
            "1389999000",
        ];
        for x in numbers {
            for y in numbers {
                let (a, b) = (Line::new(x), Line::new(y));
                assert_eq!(a.is_one_edit(b), Some(within_one_edit(x, y)), "{x} {y}");
                let end = x.bytes().rev().zip(y.bytes().rev()).take_while(|(p, q)| p == q).count();
                assert_eq!(usize::from(a.common_end(b)).min(x.len().min(y.len())), end, "{x} {y}");
            }
        }
    }

    #[test]
    fn a_letter_may_stand_for_a_digit() {
        assert_eq!(spoilt("+1 617 l69 8038").as_deref(), Some("1617*698038"));
        assert_eq!(spoilt("1381234567O").as_deref(), Some("1381234567*"));
        for whole in ["6171698038", "call me", "617 ask Ann", "1-800-FLOWERS", "l234567"] {
            assert_eq!(spoilt(whole), None, "{whole}");
        }
        for (a, b, agree) in [
            ("1617*698038", "6179698038", true),
            ("1617*698038", "6179698039", false),
            ("617*698038", "61*9698038", true),
            ("*1234567", "1234567", true),
            ("*123456", "9123456", false),
        ] {
            assert_eq!(agree_but_for_stars(a, b), agree, "{a} {b}");
        }
    }

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
