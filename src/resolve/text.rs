//! String closeness used by the comparers: Jaro–Winkler and edit tests on folded text; places without their accents.
//!
//! Sources: Jaro 1989; Winkler 1990 (prefix bonus 0.1 per character, at most four); Damerau 1964 (one edit or
//! transposition).

use std::borrow::Cow;

use rapidfuzz::distance::jaro_winkler;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Jaro–Winkler similarity in `[0, 1]`; symmetric, 1 on equal. Never call it on missing values.
#[must_use]
pub fn jaro_winkler(a: &str, b: &str) -> f64 {
    // Argument order is fixed by content, so that the last bits are symmetric too.
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    if a.is_ascii() && b.is_ascii() {
        jaro_winkler::similarity(a.bytes(), b.bytes())
    } else {
        jaro_winkler::similarity(a.chars(), b.chars())
    }
}

/// True if the texts differ by at most one insertion, deletion, substitution or transposition of neighbours.
#[must_use]
pub fn within_one_edit(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return one_edit(a.as_bytes(), b.as_bytes());
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    one_edit(&a, &b)
}

/// As [`within_one_edit`] of any symbols.
#[must_use]
pub fn one_edit<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let start = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let (s, l) = (&short[start..], &long[start..]);
    let end = s.iter().rev().zip(l.iter().rev()).take_while(|(x, y)| x == y).count();
    let (s, l) = (&s[..s.len() - end], &l[..l.len() - end]);
    match (s.len(), l.len()) {
        (0, 0 | 1) | (1, 1) => true,
        (2, 2) => s[0] == l[1] && s[1] == l[0],
        _ => false,
    }
}

/// What of a text tells cheaply that another is nothing like it: the set of its characters and its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sketch {
    characters: u64,
    length: u8,
}

impl Sketch {
    /// The sketch of a text: one bit per Latin letter and digit, the rest share what is left.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let bit = |c: char| match c {
            'a'..='z' => c as u32 - 'a' as u32,
            '0'..='9' => 26 + c as u32 - '0' as u32,
            _ => 36 + c as u32 % 28,
        };
        let (mut characters, mut length) = (0u64, 0usize);
        for c in text.chars() {
            characters |= 1 << bit(c);
            length += 1;
        }
        // What is too long to be told from anything has every character.
        u8::try_from(length).map_or(Self { characters: u64::MAX, length: u8::MAX }, |length| Self { characters, length })
    }

    /// The sketch of these parts, see [`Sketch::parts`].
    #[must_use]
    pub fn from_parts((characters, length): (u64, u8)) -> Self {
        Self { characters, length }
    }

    /// Set of characters and length, to be kept without padding.
    #[must_use]
    pub fn parts(self) -> (u64, u8) {
        (self.characters, self.length)
    }

    /// Characters, at most 255.
    #[must_use]
    pub fn length(self) -> usize {
        usize::from(self.length)
    }

    /// Only Latin letters and digits: one bit each.
    #[must_use]
    pub fn is_ascii_word(self) -> bool {
        self.characters >> 36 == 0
    }

    /// False only if the texts are surely more than one edit apart, neither is the beginning of the other, and their
    /// Jaro–Winkler similarity is surely below `least` (0.4–1).
    ///
    /// A character that only one text has is unmatched in Jaro's sense. With a' of a and b' of b characters unmatched the
    /// Jaro similarity is at most 1 − (a'/a + b'/b) / 3, and Winkler's bonus is at most four tenths of what is missing.
    #[must_use]
    pub fn could_be_close(self, other: Self, least: f64) -> bool {
        let only = |x: Self, y: Self| (x.characters & !y.characters).count_ones();
        let (a, b) = (only(self, other), only(other, self));
        if a == 0 || b == 0 || a == 1 && b == 1 {
            return true;
        }
        // Without dividing: a'/a + b'/b <= limit.
        let (of_a, of_b) = (f64::from(self.length), f64::from(other.length));
        f64::from(a) * of_b + f64::from(b) * of_a <= (3.0 * (1.0 - least) / 0.6 + 1e-9) * of_a * of_b
    }
}

impl Sketch {
    /// False only if the Jaro–Winkler similarity of two texts that begin with `prefix` equal characters (four stand for any
    /// more) is surely below `least` (0.4–1). Knows more than [`Sketch::could_be_close`], and nothing of edits and beginnings.
    #[must_use]
    pub fn could_be_similar(self, other: Self, least: f64, prefix: u32) -> bool {
        let only = |x: Self, y: Self| f64::from((x.characters & !y.characters).count_ones());
        let (a, b) = (only(self, other), only(other, self));
        let (of_a, of_b) = (f64::from(self.length), f64::from(other.length));
        // Winkler's bonus is a tenth of what is missing for each equal character, up to four.
        let missing = (1.0 - least) / (1.0 - 0.1 * f64::from(prefix.min(4)));
        a * of_b + b * of_a <= (3.0 * missing + 1e-9) * of_a * of_b
    }

    /// False only if the texts are surely more than `edits` edits (Levenshtein with transposition of neighbours) apart: one edit adds
    /// or takes away at most one character.
    #[must_use]
    pub fn could_be_within(self, other: Self, edits: u32) -> bool {
        let only = |x: Self, y: Self| (x.characters & !y.characters).count_ones();
        only(self, other) <= edits && only(other, self) <= edits && self.length.abs_diff(other.length) as u32 <= edits
    }
}

/// The sketches of all texts of an arena, by code.
#[must_use]
pub fn sketches(texts: &crate::model::text::Arena) -> Vec<Sketch> {
    (0..texts.len() as u32).map(|code| Sketch::of(texts.get(code))).collect()
}

/// True if the texts are within two edits (Levenshtein with transposition of neighbours).
#[must_use]
pub fn within_two_edits(a: &str, b: &str) -> bool {
    rapidfuzz::distance::osa::distance_with_args(a.chars(), b.chars(), &rapidfuzz::distance::osa::Args::default().score_cutoff(2))
        .is_some()
}

/// A place in Latin letters without accents and strokes, in the case it has; any other as it is.
#[must_use]
pub fn without_accents(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.bytes().any(|b| b.is_ascii_alphabetic()) {
        return Cow::Borrowed(text);
    }
    let stroke = |c| match c {
        'ø' => 'o',
        'Ø' => 'O',
        'ł' => 'l',
        'Ł' => 'L',
        'ı' => 'i',
        'đ' => 'd',
        'Đ' => 'D',
        c => c,
    };
    Cow::Owned(text.nfd().filter(|c| !is_combining_mark(*c)).map(stroke).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accents_and_strokes_make_no_other_place() {
        let plain = ["Kadıköy", "São Paulo", "Łódź", "北京", "Boston"].map(without_accents);
        assert_eq!(plain, ["Kadikoy", "Sao Paulo", "Lodz", "北京", "Boston"].map(Cow::Borrowed));
    }

    #[test]
    fn one_edit_is_one_edit() {
        for (a, b, yes) in [
            ("smith", "smith", true),
            ("smith", "smyth", true),
            ("smith", "smiht", true),
            ("smith", "smit", true),
            ("smith", "smithe", true),
            ("smith", "smi", false),
            ("smith", "thims", false),
            ("", "a", true),
            ("", "ab", false),
            ("陈永春", "陈用春", true),
        ] {
            assert_eq!(within_one_edit(a, b), yes, "{a} {b}");
            assert_eq!(within_one_edit(b, a), yes, "{b} {a}");
        }
    }

    proptest! {
        #[test]
        fn jaro_winkler_is_symmetric_in_range_and_near_the_oracle(a in "[a-c]{1,9}", b in "[a-c]{1,9}") {
            let x = jaro_winkler(&a, &b);
            prop_assert!((0.0..=1.0).contains(&x));
            prop_assert_eq!(x.to_bits(), jaro_winkler(&b, &a).to_bits());
            prop_assert!((jaro_winkler(&a, &a) - 1.0).abs() < 1e-12);
        }

        #[test]
        fn a_sketch_never_gives_up_what_is_close(a in "[a-f0-2 -]{1,9}", b in "[a-f0-2 -]{1,9}", least in 0.8f64..0.99) {
            let close = within_one_edit(&a, &b) || a.starts_with(&b) || b.starts_with(&a) || jaro_winkler(&a, &b) >= least;
            prop_assert!(!close || Sketch::of(&a).could_be_close(Sketch::of(&b), least), "{:?} {:?}", a, b);
        }

        #[test]
        fn a_sketch_and_a_prefix_never_give_up_what_is_similar(a in "[a-f]{1,9}", b in "[a-f]{1,9}", least in 0.5f64..0.99) {
            let prefix = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count() as u32;
            let similar = jaro_winkler(&a, &b) >= least;
            prop_assert!(!similar || Sketch::of(&a).could_be_similar(Sketch::of(&b), least, prefix), "{:?} {:?}", a, b);
        }

        #[test]
        fn a_sketch_never_gives_up_what_is_two_edits_away(a in "[a-f]{1,7}", b in "[a-f]{1,7}") {
            prop_assert!(!within_two_edits(&a, &b) || Sketch::of(&a).could_be_within(Sketch::of(&b), 2), "{:?} {:?}", a, b);
        }

        #[test]
        fn one_edit_agrees_with_the_optimal_string_alignment(a in "[ab]{0,6}", b in "[ab]{0,6}") {
            prop_assert_eq!(within_one_edit(&a, &b), strsim::osa_distance(&a, &b) <= 1);
            prop_assert_eq!(within_two_edits(&a, &b), strsim::osa_distance(&a, &b) <= 2);
        }
    }
}
