//! Columns of codes: one text per row, or several.

use std::ops::Range;
use std::sync::Arc;

use super::{Arena, Interner, MISSING};

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
        let (rows, distinct) = (self.codes.len(), self.interner.arena().len());
        self.codes.reserve(more(rows));
        if distinct * 2 > rows {
            self.interner.reserve(more(distinct), more(self.interner.arena().text_bytes()));
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
