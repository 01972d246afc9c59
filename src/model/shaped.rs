//! A channel's table after `ingest::shape`: columns are targets, rows are source rows, events are found.

use super::finding::Skipped;
use super::kind::Target;
use super::mapping::Mapping;
use super::raw::{InputFacts, RawReject};
use super::text::TextColumn;

/// "No event" in [`ChannelTable::event_of_row`].
pub const NO_EVENT: u32 = u32::MAX;

/// One table of a channel, ready to be normalised. All texts are still raw.
#[derive(Debug, Clone, Default)]
pub struct ChannelTable {
    /// How it was read.
    pub mapping: Mapping,
    /// As [`super::raw::RawTable::file`].
    pub file: String,
    /// Data record number of each accepted row, ascending.
    pub rows: Vec<u32>,
    /// The source's own key of each row, or `h:` + 32 hex digits of the raw cells' 128-bit hash + `:` + occurrence number.
    pub source_key: TextColumn,
    /// One entry per mapped column, in the table's order; each as long as `rows`. For line-item tables blank cells
    /// already carry the value of their event's first row.
    pub columns: Vec<ShapedColumn>,
    /// Index of the event each row belongs to, or [`NO_EVENT`]. Events count from 0 in order of their first row.
    pub event_of_row: Vec<u32>,
    /// Row (index) that speaks for each event: its first; where rows are whole events and one is repeated, its last.
    pub event_first_row: Vec<u32>,
    /// Rows that were read and could not be kept, from reading and shaping, ascending by row.
    pub rejects: Vec<RawReject>,
    /// Physical rows that are no data.
    pub skipped: Vec<Skipped>,
    /// Manifest facts.
    pub input: InputFacts,
}

/// One mapped column of a [`ChannelTable`].
#[derive(Debug, Clone)]
pub struct ShapedColumn {
    /// What it feeds.
    pub target: Target,
    /// Index into `mapping.columns`; several shaped columns may come from one (a packed cell). Past the end where the file
    /// as a whole says it (its name states consent).
    pub source: usize,
    /// Raw texts.
    pub text: TextColumn,
}

impl ChannelTable {
    /// Lets go of the cells, which nobody needs once they are normalised: what stays is how the table was read, its row
    /// numbers, rejects and facts.
    pub fn release_cells(&mut self) {
        self.source_key = TextColumn::default();
        self.columns = Vec::new();
        self.event_of_row = Vec::new();
        self.event_first_row = Vec::new();
    }

    /// Columns that feed `target`, in composition order.
    pub fn feeding<'a>(&'a self, target: &'a Target) -> impl Iterator<Item = &'a ShapedColumn> + 'a {
        self.columns.iter().filter(move |c| c.target == *target)
    }
}
