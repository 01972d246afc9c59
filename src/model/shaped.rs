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
    /// Of account ids: the network they are of; `None` for those of the exporting platform.
    pub network: Option<&'static str>,
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

    /// Drops the rows whose entry in `keep` is false, and events that no row is left of. Rejects, skipped rows and facts stay
    /// as they are: who drops rows accounts for them.
    pub fn retain(&mut self, keep: &[bool]) {
        let kept: Vec<usize> = (0..self.rows.len()).filter(|&row| keep[row]).collect();
        if kept.len() == self.rows.len() {
            return;
        }
        self.rows = kept.iter().map(|&row| self.rows[row]).collect();
        for text in self.columns.iter_mut().map(|c| &mut c.text).chain([&mut self.source_key]) {
            text.codes = kept.iter().map(|&row| text.codes[row]).collect();
        }
        self.retain_events(&kept);
    }

    /// Counts events anew over the kept rows. One whose speaker went is spoken for by its last row that stayed.
    fn retain_events(&mut self, kept: &[usize]) {
        let mut renumbered = vec![NO_EVENT; self.event_first_row.len()];
        let mut speakers: Vec<u32> = Vec::new();
        let mut of_row = Vec::with_capacity(kept.len());
        for (new, &old) in kept.iter().enumerate() {
            let event = self.event_of_row.get(old).copied().unwrap_or(NO_EVENT);
            if event == NO_EVENT {
                of_row.push(NO_EVENT);
                continue;
            }
            let number = &mut renumbered[event as usize];
            if *number == NO_EVENT {
                *number = speakers.len() as u32;
                speakers.push(new as u32);
            } else if keeps(kept, self.event_first_row[event as usize]).is_none() {
                speakers[*number as usize] = new as u32;
            }
            of_row.push(*number);
        }
        for (event, &number) in renumbered.iter().enumerate().filter(|(_, n)| **n != NO_EVENT) {
            if let Some(new) = keeps(kept, self.event_first_row[event]) {
                speakers[number as usize] = new;
            }
        }
        self.event_of_row = of_row;
        self.event_first_row = speakers;
    }

    /// Columns that feed `target`, in composition order.
    pub fn feeding<'a>(&'a self, target: &'a Target) -> impl Iterator<Item = &'a ShapedColumn> + 'a {
        self.columns.iter().filter(move |c| c.target == *target)
    }
}

/// The new index of an old row, if it is kept.
fn keeps(kept: &[usize], old: u32) -> Option<u32> {
    kept.binary_search(&(old as usize)).ok().map(|new| new as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_counted_anew_and_keep_a_speaker() {
        let mut table = ChannelTable {
            rows: vec![1, 2, 3, 5, 8],
            source_key: TextColumn::from_texts(["a", "b", "a#2", "c", "a#3"]),
            event_of_row: vec![0, 1, 0, NO_EVENT, 0],
            event_first_row: vec![4, 1],
            ..ChannelTable::default()
        };
        let mut whole = table.clone();
        whole.retain(&[true; 5]);
        assert_eq!((whole.event_of_row, whole.event_first_row), (vec![0, 1, 0, NO_EVENT, 0], vec![4, 1]));
        table.retain(&[true, false, true, true, false]);
        assert_eq!((table.rows.as_slice(), table.source_key.iter().collect::<Vec<_>>()), (&[1, 3, 5][..], vec!["a", "a#2", "c"]));
        assert_eq!((table.event_of_row.as_slice(), table.event_first_row.as_slice()), (&[0, 0, NO_EVENT][..], &[1][..]));
    }
}
