//! Words of names: which are nothing alike at a glance, and sets of them (readings, formal names).
//!
//! Comes in: folded words. Goes out: tests that decide nearly all pairs without a look at the texts. Knows no levels.

use crate::model::value::{Dict, Part};

use super::super::text::Sketch;
use super::intersect;

/// What of a word tells cheaply that another is nothing like it.
#[derive(Clone, Copy)]
pub struct Outline {
    /// Characters and length.
    pub sketch: Sketch,
    /// The first four bytes, the first one lowest; missing ones are 0.
    pub head: u32,
}

impl Outline {
    /// The outline of a word.
    pub fn of(word: &str) -> Self {
        let head = word.bytes().take(4).zip(0..).fold(0, |head, (byte, place)| head | u32::from(byte) << (8 * place));
        Self { sketch: Sketch::of(word), head }
    }

    /// Two words that no test of closeness down to the Jaro–Winkler similarity `near` can bring together: no initial, no
    /// double name, too few letters in common.
    pub fn is_unlike(self, other: Self, near: f64) -> bool {
        let plain = |s: Sketch| s.is_ascii_word() && s.length() > 1;
        let (x, y) = (self.sketch, other.sketch);
        let prefix = (self.head ^ other.head).trailing_zeros() / 8;
        plain(x) && plain(y) && !x.could_be_similar(y, near, prefix) && !x.could_be_within(y, 2) && !begins_with(x, y, prefix)
    }
}

/// Whether one of two words may be the beginning of the other: `prefix` is how far their heads agree.
fn begins_with(x: Sketch, y: Sketch, prefix: u32) -> bool {
    prefix as usize >= x.length().min(y.length()).min(4)
}

/// Sets of words: readings, formal names.
pub struct Sets {
    /// Sorted word codes of the sets of several words.
    sets: Vec<Box<[u32]>>,
    /// The set of each distinct text.
    pub of_text: Vec<Member>,
}

/// A set of words: of none, of one word (nearly all of them), or one of [`Sets::sets`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Member(u32);

/// Marks a [`Member`] that is a set of several words.
const SEVERAL: u32 = 1 << 31;

impl Sets {
    /// The sets of all texts of a part, words joined by `|`.
    pub fn new(dict: &Dict, part: Part) -> Self {
        Self::of(dict.part_column(part).pool.arena().iter().map(|(_, text)| text))
    }

    /// The sets of texts, words joined by `|`.
    pub fn of<T: AsRef<str>>(texts: impl Iterator<Item = T>) -> Self {
        let mut words = crate::model::text::Interner::new();
        let mut sets = Vec::new();
        let mut member = |text: &str| {
            let mut codes: Vec<u32> = text.split('|').filter(|t| !t.is_empty()).map(|t| words.intern(t)).collect();
            codes.sort_unstable();
            codes.dedup();
            match codes[..] {
                [] => Member::default(),
                [one] => Member(one),
                _ => {
                    sets.push(codes.into_boxed_slice());
                    Member(SEVERAL | (sets.len() as u32 - 1))
                }
            }
        };
        let of_text = texts.map(|text| member(text.as_ref())).collect();
        Self { sets, of_text }
    }

    /// Whether two sets share a word; `None` if one has none.
    pub fn agree(&self, a: Member, b: Member) -> Option<bool> {
        if a.0 == 0 || b.0 == 0 {
            return None;
        }
        if a == b || a.0 & SEVERAL == 0 && b.0 & SEVERAL == 0 {
            return Some(a == b);
        }
        Some(intersect(self.words(&a), self.words(&b)))
    }

    fn words<'a>(&'a self, member: &'a Member) -> &'a [u32] {
        match member.0 {
            one if one & SEVERAL == 0 => std::slice::from_ref(&member.0),
            several => &self.sets[(several & !SEVERAL) as usize],
        }
    }
}
