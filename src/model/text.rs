//! Dictionary-coded text: distinct values once, a `u32` code per row.
//!
//! Codes never leave the process and never order anything. Code 0 is the empty text everywhere, and the empty
//! text means "missing".

use std::hint::black_box;
use std::ops::Range;
use std::sync::Arc;

use super::hash::hash64;
use super::slots::Slots;

/// Code of the empty text: a missing value.
pub const MISSING: u32 = 0;

/// Texts that are looked up together, so that the processor waits for the memory of all of them at once.
pub(super) const TOGETHER: usize = 32;

/// A bit for each of [`TOGETHER`] texts.
const EACH_REPEATED: u32 = u32::MAX;

/// Look-up tables of so many bytes are near the processor anyway: nobody needs to look ahead.
const NEAR_BYTES: usize = 1 << 14;

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
    pub(super) fn look_ahead(&self, hashes: impl Iterator<Item = u64> + Clone) {
        black_box(hashes.clone().fold(0, |seen, hash| seen ^ self.table.guess(hash).unwrap_or(0)));
        black_box(hashes.fold(0, |seen, hash| seen ^ self.look_at(hash)));
    }

    /// A byte of the text that a text of this hash will be compared with; its slot was looked at before.
    pub(super) fn look_at(&self, hash: u64) -> u8 {
        self.table.guess(hash).and_then(|code| self.arena.bytes(code).first().copied()).unwrap_or(0)
    }

    /// Part of the slot where the look-up of this hash begins.
    pub(super) fn look_at_slot(&self, hash: u64) -> u32 {
        self.table.guess(hash).unwrap_or(0)
    }

    /// As [`Self::intern`] for a text whose [`hash64`] is known and which is not empty.
    pub(super) fn intern_hashed(&mut self, text: &str, hash: u64) -> u32 {
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
    pub(super) fn seal(&mut self) {
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

/// One text per row, dictionary-coded. Invariant: every code is in `values`.
#[derive(Debug, Clone, Default)]
pub struct TextColumn {
    /// Distinct values; code 0 is the empty text. Columns over the same values share them.
    pub values: Arc<Arena>,
    /// One code per row.
    pub codes: Vec<u32>,
}

impl TextColumn {
    /// A column of `rows` missing values.
    #[must_use]
    pub fn missing(rows: usize) -> Self {
        Self { values: Arc::default(), codes: vec![MISSING; rows] }
    }

    /// A column from one text per row.
    #[must_use]
    pub fn from_texts<S: AsRef<str>>(texts: impl IntoIterator<Item = S>) -> Self {
        let mut builder = TextBuilder::default();
        for text in texts {
            builder.push(text.as_ref());
        }
        builder.finish()
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The text of a row; `""` where missing.
    #[must_use]
    pub fn get(&self, row: usize) -> &str {
        self.values.get(self.codes[row])
    }

    /// The texts in row order.
    pub fn iter(&self) -> impl Iterator<Item = &str> + '_ {
        self.codes.iter().map(|&c| self.values.get(c))
    }
}

/// Builds a [`TextColumn`] row by row.
#[derive(Debug, Clone, Default)]
pub struct TextBuilder {
    interner: Interner,
    codes: Vec<u32>,
}

impl TextBuilder {
    /// Appends one row.
    pub fn push(&mut self, text: &str) {
        let code = self.interner.intern(text);
        self.codes.push(code);
    }

    /// Appends several rows.
    pub fn push_each(&mut self, texts: &[&str]) {
        let codes = &mut self.codes;
        self.interner.intern_each(texts, |code| codes.push(code));
    }

    /// Makes room for `times` as many rows more, and for their texts where most are different so far.
    pub fn foresee(&mut self, times: f64) {
        let more = |now: usize| (now as f64 * times) as usize;
        let (rows, distinct) = (self.codes.len(), self.interner.arena.len());
        self.codes.reserve(more(rows));
        if distinct * 2 > rows {
            self.interner.reserve(more(distinct), more(self.interner.arena.text_bytes()));
        }
    }

    /// Number of rows so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// True before the first row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The finished column.
    #[must_use]
    pub fn finish(self) -> TextColumn {
        TextColumn { values: self.interner.into_arena().into(), codes: self.codes }
    }
}

/// Several codes per row: the codes of row `i` are `codes[offsets[i]..offsets[i + 1]]`.
///
/// Invariant: `offsets` is ascending, starts at 0 and ends at `codes.len()`.
#[derive(Debug, Clone)]
pub struct ListColumn {
    offsets: Vec<u32>,
    codes: Vec<u32>,
}

impl Default for ListColumn {
    fn default() -> Self {
        Self { offsets: vec![0], codes: Vec::new() }
    }
}

impl ListColumn {
    /// A list column without rows.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A list column without rows that has room for so many, and for so many codes in all.
    #[must_use]
    pub fn with_capacity(rows: usize, codes: usize) -> Self {
        let mut offsets = Vec::with_capacity(rows + 1);
        offsets.push(0);
        Self { offsets, codes: Vec::with_capacity(codes) }
    }

    /// Appends a row with these codes.
    ///
    /// # Panics
    /// At 2^32 values in one column.
    pub fn push(&mut self, codes: impl IntoIterator<Item = u32>) {
        self.codes.extend(codes);
        self.offsets.push(u32::try_from(self.codes.len()).expect("fewer than 2^32 values in a column"));
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The codes of a row; empty where missing.
    #[must_use]
    pub fn get(&self, row: usize) -> &[u32] {
        &self.codes[self.offsets[row] as usize..self.offsets[row + 1] as usize]
    }

    /// Where the codes of a row stand among [`Self::codes`].
    #[must_use]
    pub fn places(&self, row: usize) -> Range<usize> {
        self.offsets[row] as usize..self.offsets[row + 1] as usize
    }

    /// All codes of all rows.
    #[must_use]
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// The rows from the first to the last one that holds a value; rows outside hold none.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        let end = self.codes.len() as u32;
        let first = self.offsets.partition_point(|&offset| offset == 0) - 1;
        let past = self.offsets.partition_point(|&offset| offset < end);
        first.min(past)..past
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

    #[test]
    fn the_span_of_a_list_column_holds_every_value() {
        let of = |rows: &[&[u32]]| {
            let mut column = ListColumn::new();
            for row in rows {
                column.push(row.iter().copied());
            }
            column.span()
        };
        assert_eq!(of(&[&[], &[1], &[], &[2, 3], &[]]), 1..4);
        assert_eq!(of(&[&[1], &[2]]), 0..2);
        assert!(of(&[&[], &[]]).is_empty() && of(&[]).is_empty());
    }

    #[test]
    fn a_list_column_keeps_rows_apart() {
        let mut l = ListColumn::new();
        l.push([3, 1]);
        l.push([]);
        l.push([2]);
        assert_eq!((l.len(), l.get(0), l.get(1), l.get(2)), (3, &[3, 1][..], &[][..], &[2][..]));
    }
}
