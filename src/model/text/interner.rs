//! Equal texts under equal codes.

use std::hint::black_box;

use super::{Arena, MISSING, TOGETHER};
use crate::model::hash::hash64;
use crate::model::slots::Slots;

/// A bit for each of [`TOGETHER`] texts.
const EACH_REPEATED: u32 = u32::MAX;

/// Look-up tables of so many bytes are near the processor anyway: nobody needs to look ahead.
const NEAR_BYTES: usize = 1 << 14;

/// An arena that gives equal texts equal codes.
///
/// Invariant: the table holds every code but 0, or none.
#[derive(Debug, Clone, Default)]
pub struct Interner {
    arena: Arena,
    table: Slots,
}

impl Interner {
    /// An empty interner; `""` is code 0.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The code of `text`, new if it was never seen. `""` is always 0.
    pub fn intern(&mut self, text: &str) -> u32 {
        if text.is_empty() { MISSING } else { self.intern_hashed(text, hash64(text.as_bytes())) }
    }

    /// As [`Self::intern`] for each of several texts; `code` is handed their codes in their order.
    pub fn intern_each(&mut self, texts: &[&str], mut code: impl FnMut(u32)) {
        for some in texts.chunks(TOGETHER) {
            let mut hashes = [0; TOGETHER];
            // One bit per text that is like the one before it; before the first, the empty text.
            let mut repeated = 0_u32;
            let (mut before, mut hash) = ("", 0);
            for (i, &text) in some.iter().enumerate() {
                // Comparing no bytes would be a call all the same.
                let is_repeated = if text.is_empty() { before.is_empty() } else { text == before };
                if is_repeated {
                    repeated |= 1 << i;
                } else {
                    (before, hash) = (text, if text.is_empty() { 0 } else { hash64(text.as_bytes()) });
                }
                hashes[i] = hash;
            }
            // Only an empty text can be like nothing before it.
            if repeated == EACH_REPEATED >> (TOGETHER - some.len()) {
                for _ in some {
                    code(MISSING);
                }
                continue;
            }
            if self.table.heap_bytes() > NEAR_BYTES {
                self.look_ahead(hashes[..some.len()].iter().copied());
            }
            let mut last = MISSING;
            for (i, (text, hash)) in some.iter().zip(hashes).enumerate() {
                if repeated >> i & 1 == 0 {
                    last = if text.is_empty() { MISSING } else { self.intern_hashed(text, hash) };
                }
                code(last);
            }
        }
    }

    /// Looks at the slots and texts that texts of these hashes will be compared with, a few at a time.
    pub(in crate::model) fn look_ahead(&self, hashes: impl Iterator<Item = u64> + Clone) {
        black_box(hashes.clone().fold(0, |seen, hash| seen ^ self.look_at_slot(hash)));
        black_box(hashes.fold(0, |seen, hash| seen ^ self.look_at(hash)));
    }

    /// A byte of the text that a text of this hash will be compared with; its slot was looked at before.
    pub(in crate::model) fn look_at(&self, hash: u64) -> u8 {
        self.table.guess(hash).and_then(|code| self.arena.bytes(code).first().copied()).unwrap_or(0)
    }

    /// The slot where the look-up of this hash begins.
    pub(in crate::model) fn look_at_slot(&self, hash: u64) -> u64 {
        self.table.glance(hash)
    }

    /// As [`Self::intern`] for a text whose [`hash64`] is known and which is not empty.
    pub(in crate::model) fn intern_hashed(&mut self, text: &str, hash: u64) -> u32 {
        if self.is_sealed() {
            self.fill_table();
        }
        let arena = &self.arena;
        match self.table.find_or_free(hash, |c| arena.bytes(c) == text.as_bytes()) {
            Ok(code) => code,
            Err(free) => {
                let code = self.arena.push(text);
                free.take(code);
                code
            }
        }
    }

    /// Makes room for this many texts more, of so many bytes together.
    pub fn reserve(&mut self, texts: usize, bytes: usize) {
        self.arena.reserve(texts, bytes);
        self.table.reserve(texts);
    }

    /// The code of `text` if it was interned before.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<u32> {
        if text.is_empty() {
            return Some(MISSING);
        }
        if self.is_sealed() {
            return self.arena.iter().find(|(_, known)| *known == text).map(|(code, _)| code);
        }
        self.table.find(hash64(text.as_bytes()), |c| self.arena.bytes(c) == text.as_bytes())
    }

    /// Lets go of the look-up table. It is made again when the next text is interned; until then finding a text takes a look at
    /// all of them.
    pub(in crate::model) fn seal(&mut self) {
        self.table = Slots::default();
    }

    fn is_sealed(&self) -> bool {
        self.table.is_empty() && !self.arena.is_empty()
    }

    fn fill_table(&mut self) {
        self.table.reserve(self.arena.len());
        for (code, text) in self.arena.iter().skip(1) {
            if let Err(free) = self.table.find_or_free(hash64(text.as_bytes()), |_| false) {
                free.take(code);
            }
        }
    }

    /// Heap bytes held, roughly.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.arena.heap_bytes() + self.table.heap_bytes()
    }

    /// The arena behind.
    #[must_use]
    pub fn arena(&self) -> &Arena {
        &self.arena
    }

    /// Drops the look-up table and keeps the texts.
    #[must_use]
    pub fn into_arena(self) -> Arena {
        self.arena
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_share_a_code_and_empty_is_zero() {
        let mut i = Interner::new();
        assert_eq!(i.intern(""), MISSING);
        let a = i.intern("张三");
        assert_eq!(i.intern("李四"), a + 1);
        assert_eq!(i.intern("张三"), a);
        assert_eq!(i.find("王五"), None);
        assert_eq!(i.arena().get(a), "张三");
    }

    #[test]
    fn several_texts_are_interned_as_one_after_the_other() {
        // Few texts, some of them beside their like; and more than are near the processor.
        for (rows, distinct) in [(200, 90), (20_000, 7_001)] {
            let text = |i: u32| if i % 7 < 2 { String::new() } else { (i / 2 * (i / 2) % distinct).to_string() };
            let texts: Vec<String> = (0..rows).map(text).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let (mut one, mut each, mut codes) = (Interner::new(), Interner::new(), Vec::new());
            each.intern_each(&texts, |code| codes.push(code));
            assert_eq!(codes, texts.iter().map(|text| one.intern(text)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_sealed_interner_knows_its_texts_again() {
        let mut i = Interner::new();
        let (a, b) = (i.intern("a"), i.intern("b"));
        i.seal();
        assert_eq!((i.find("a"), i.find("c"), i.arena().get(b)), (Some(a), None, "b"));
        assert_eq!((i.intern("c"), i.intern("a"), i.find("b")), (b + 1, a, Some(b)));
    }
}
