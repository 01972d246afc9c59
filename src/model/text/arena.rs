//! Distinct texts in one string.

use std::ops::Range;

/// Distinct texts one after the other in one string, addressed by code.
///
/// Invariant: the ends are ascending and every end is the end of a text that was pushed.
#[derive(Debug, Clone)]
pub struct Arena {
    all: String,
    /// The lower 32 bits of each text's end.
    ends: Vec<u32>,
    /// The first code whose text ends past each further 4 GiB: hardly ever any.
    turns: Vec<u32>,
}

impl Default for Arena {
    fn default() -> Self {
        Self::new()
    }
}

impl Arena {
    /// An arena that holds only the empty text, as code 0.
    #[must_use]
    pub fn new() -> Self {
        Self { all: String::new(), ends: vec![0], turns: Vec::new() }
    }

    /// Number of texts, the empty one included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True if only the empty text is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.len() <= 1
    }

    /// The text of a code.
    ///
    /// # Panics
    /// On a code this arena never gave.
    #[must_use]
    pub fn get(&self, code: u32) -> &str {
        &self.all[self.span(code)]
    }

    /// The bytes of a code.
    #[must_use]
    pub fn bytes(&self, code: u32) -> &[u8] {
        &self.all.as_bytes()[self.span(code)]
    }

    fn span(&self, code: u32) -> Range<usize> {
        let end = self.ends[code as usize] as usize;
        let start = if code == 0 { 0 } else { self.ends[code as usize - 1] as usize };
        if self.turns.is_empty() {
            return start..end;
        }
        let turns = |code: u32| self.turns.partition_point(|&turn| turn <= code) << 32;
        start + turns(code.saturating_sub(1))..end + turns(code)
    }

    /// Appends a text and returns its code. Does not look for an equal text; [`Interner`] does.
    ///
    /// # Panics
    /// After 2^32 texts.
    pub fn push(&mut self, text: &str) -> u32 {
        let code = u32::try_from(self.ends.len()).expect("fewer than 2^32 distinct values");
        let before = self.all.len();
        self.all.push_str(text);
        self.end_at(before, self.all.len());
        code
    }

    /// Notes where a text ends, those before it ending at `before`.
    fn end_at(&mut self, before: usize, end: usize) {
        for _ in before >> 32..end >> 32 {
            self.turns.push(self.ends.len() as u32);
        }
        self.ends.push(end as u32);
    }

    /// Appends all texts of another arena. Its code `c` is `c + shift` here for every `c` but 0; the shift is returned.
    ///
    /// # Panics
    /// At 2^32 texts.
    pub fn append(&mut self, other: &Self) -> u32 {
        let shift = u32::try_from(self.ends.len() - 1).expect("fewer than 2^32 distinct values");
        let before = self.all.len();
        self.all.push_str(&other.all);
        if self.all.len() >> 32 == 0 {
            self.ends.extend(other.ends[1..].iter().map(|end| end + before as u32));
        } else {
            let mut last = before;
            for code in 1..other.ends.len() as u32 {
                let end = before + other.span(code).end;
                self.end_at(last, end);
                last = end;
            }
        }
        assert!(u32::try_from(self.ends.len()).is_ok(), "fewer than 2^32 distinct values");
        shift
    }

    /// All texts with their codes, the empty one first.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &str)> + Clone + '_ {
        (0..self.len()).map(|i| {
            let code = i as u32;
            (code, self.get(code))
        })
    }

    /// Bytes of all texts together.
    #[must_use]
    pub fn text_bytes(&self) -> usize {
        self.all.len()
    }

    /// Makes room for this many texts more, of so many bytes together.
    pub fn reserve(&mut self, texts: usize, bytes: usize) {
        self.all.reserve(bytes);
        self.ends.reserve(texts);
    }

    /// Heap bytes held.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.all.capacity() + (self.ends.capacity() + self.turns.capacity()) * 4
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_past_four_gibibytes_are_counted_by_turns() {
        // As if two texts had ended past the first and one past the third turn; no test fills so much memory.
        let mut arena = Arena::new();
        arena.end_at(0, 10);
        arena.end_at(10, (1 << 32) + 5);
        arena.end_at((1 << 32) + 5, (1 << 32) + 9);
        arena.end_at((1 << 32) + 9, (3 << 32) + 1);
        let spans: Vec<_> = (0..5).map(|code| arena.span(code)).collect();
        let turn = |n: usize| n << 32;
        assert_eq!(spans, [0..0, 0..10, 10..turn(1) + 5, turn(1) + 5..turn(1) + 9, turn(1) + 9..turn(3) + 1]);
    }

    #[test]
    fn codes_of_an_appended_arena_are_shifted() {
        let (mut a, mut b) = (Arena::new(), Arena::new());
        let first = a.push("x");
        let (second, third) = (b.push("张"), b.push("y"));
        let shift = a.append(&b);
        assert_eq!((a.get(first), a.get(second + shift), a.get(third + shift)), ("x", "张", "y"));
        assert_eq!((a.len(), a.append(&Arena::new())), (4, 3));
    }
}
