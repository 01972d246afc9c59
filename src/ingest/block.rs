//! A block of records cut out of text: spans, not strings. Every reader fills it, [`super::build`] empties it.

/// A cell: a span of the block's text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// Doubled quotes stand for one.
    pub escaped: bool,
}

impl Cell {
    /// A span that is text as it stands.
    pub(super) fn plain(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32, escaped: false }
    }

    /// The cell as written, quotes doubled where they were.
    pub(super) fn span<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start as usize..self.end as usize]
    }

    /// The cell's text; `scratch` is used only where quotes were doubled.
    pub(super) fn text<'a>(&self, text: &'a str, scratch: &'a mut String) -> &'a str {
        let span = self.span(text);
        if !self.escaped {
            return span;
        }
        scratch.clear();
        let mut rest = span;
        while let Some(at) = rest.find("\"\"") {
            scratch.push_str(&rest[..=at]);
            rest = &rest[at + 2..];
        }
        scratch.push_str(rest);
        scratch
    }
}

/// How sure the splitter is of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Cut as the quotes say.
    Sound,
    /// An unbalanced quote was taken as text.
    Resynced,
    /// An unbalanced quote, and the line does not fit without it: to be rejected.
    Broken,
}

/// A record: a run of cells and the text they came from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    pub first: u32,
    pub cells: u32,
    pub start: u32,
    pub end: u32,
    pub mark: Mark,
}

/// Records over one text.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// Cells of all records.
    pub cells: Vec<Cell>,
    /// Records in order.
    pub records: Vec<Record>,
}

impl Block {
    /// Ends a record that began with cell `first` and spans `start..end` of the text.
    pub(super) fn close(&mut self, first: usize, start: usize, end: usize, mark: Mark) {
        let cells = (self.cells.len() - first) as u32;
        self.records.push(Record { first: first as u32, cells, start: start as u32, end: end as u32, mark });
    }

    /// The cells of a record.
    pub(super) fn cells_of(&self, record: usize) -> &[Cell] {
        let r = self.records[record];
        &self.cells[r.first as usize..(r.first + r.cells) as usize]
    }

    /// Forgets all records, keeping the allocations.
    pub(super) fn clear(&mut self) {
        self.cells.clear();
        self.records.clear();
    }
}

/// Writes cells of sources that are no text (sheets, JSON, Parquet) as a block over a text of its own.
#[derive(Debug, Default)]
pub(super) struct BlockWriter {
    /// The text the block spans.
    pub text: String,
    /// The records so far.
    pub block: Block,
    first: usize,
    start: usize,
}

impl BlockWriter {
    /// Appends a cell to the open record.
    pub(super) fn cell(&mut self, value: &str) {
        let start = self.text.len();
        self.text.push_str(value);
        self.block.cells.push(Cell::plain(start, self.text.len()));
        self.text.push('\t');
    }

    /// Ends the open record.
    pub(super) fn end_record(&mut self) {
        let end = self.text.len().max(self.start + 1) - 1;
        self.block.close(self.first, self.start, end.max(self.start), Mark::Sound);
        self.first = self.block.cells.len();
        self.start = self.text.len();
    }

    /// True once the block should be handed on.
    pub(super) fn is_full(&self) -> bool {
        self.text.len() > 8 * 1024 * 1024
    }

    /// Forgets everything, keeping the allocations.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.block.clear();
        (self.first, self.start) = (0, 0);
    }
}
