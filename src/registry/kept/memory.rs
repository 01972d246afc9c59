//! What the next run will remember of a channel, as tables of `state/kept/<channel>/`.

use std::collections::BTreeSet;

use crate::model::publish::KEPT;
use crate::model::raw::RawTable;
use crate::model::recode::Recoder;
use crate::model::table::{Data, Table};
use crate::model::text::TextColumn;

use super::{FIXED, KeptTable, SEEN_FILE, SEEN_RUNS_MAX, Seen, folder_name};

/// Everything to be remembered of a channel.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    /// The channel.
    pub channel: String,
    /// Where its rows come from: remembered tables by number, then tonight's by file name.
    pub sources: Vec<Remembered>,
    /// Superseded values.
    pub seen: Vec<Seen>,
    /// Number of this run.
    pub run: u32,
}

/// Rows of one table that are to be remembered.
#[derive(Debug, Clone)]
pub struct Remembered {
    /// The table as it was read.
    pub raw: RawTable,
    /// Where the rows were read first, for rows that were remembered before: file and row per raw row.
    pub origin: Option<(TextColumn, Vec<u32>)>,
    /// The rows to keep, ascending: (index into `raw`, run that first saw it, source key).
    pub rows: Vec<(u32, u32, String)>,
}

impl Remembered {
    /// All rows of a remembered table, as they are.
    #[must_use]
    pub fn all(table: KeptTable) -> Self {
        let rows = (0..table.first.len()).map(|i| (i as u32, table.first[i], table.source_key.get(i).to_owned())).collect();
        Self { raw: table.raw, origin: Some((table.file, table.file_row)), rows }
    }

    /// The file and row a row was first read from.
    fn origin(&self, row: u32) -> (&str, u32) {
        let at = row as usize;
        match &self.origin {
            Some((files, rows)) => (files.get(at), rows[at]),
            None => (&self.raw.file, self.raw.rows[at]),
        }
    }
}

impl Memory {
    /// Forgets these rows (data record numbers) of a table.
    pub fn forget(&mut self, file: &str, numbers: &BTreeSet<u32>) {
        for source in self.sources.iter_mut().filter(|s| s.raw.file == file) {
            let raw = &source.raw;
            source.rows.retain(|(row, ..)| !numbers.contains(&raw.rows[*row as usize]));
        }
    }

    /// The tables with their names below the run's folder: one per layout, then the superseded values. Rows stand in the
    /// order of the sources.
    #[must_use]
    pub fn tables(&self) -> Vec<(String, Table)> {
        let folder = format!("{KEPT}/{}", folder_name(&self.channel));
        let mut layouts: Vec<(&[String], Vec<&Remembered>)> = Vec::new();
        for source in self.sources.iter().filter(|s| !s.rows.is_empty()) {
            match layouts.iter_mut().find(|(header, _)| *header == source.raw.header) {
                Some((_, sources)) => sources.push(source),
                None => layouts.push((&source.raw.header, vec![source])),
            }
        }
        let mut tables: Vec<(String, Table)> = layouts
            .iter()
            .enumerate()
            .map(|(i, (header, sources))| (format!("{folder}/{}", i + 1), layout(header, sources)))
            .collect();
        if self.seen.iter().any(|s| self.is_fresh(s)) {
            tables.push((format!("{folder}/{SEEN_FILE}"), self.seen_table()));
        }
        tables
    }

    fn is_fresh(&self, seen: &Seen) -> bool {
        self.run.saturating_sub(seen.last) < SEEN_RUNS_MAX
    }

    fn seen_table(&self) -> Table {
        let mut seen: Vec<&Seen> = self.seen.iter().filter(|s| self.is_fresh(s)).collect();
        seen.sort_unstable();
        let number = |of: fn(&Seen) -> i64| Data::Int(seen.iter().map(|s| Some(of(s))).collect());
        let mut table = Table::new();
        table.push("key", Data::Text(TextColumn::from_texts(seen.iter().map(|s| format!("{:032x}", s.key)))));
        table.push("value", number(|s| s.value.cast_signed()));
        table.push("first", number(|s| i64::from(s.first)));
        table.push("last", number(|s| i64::from(s.last)));
        table
    }
}

/// Rows of one header out of several tables.
fn layout(header: &[String], sources: &[&Remembered]) -> Table {
    let rows = || sources.iter().flat_map(|s| s.rows.iter().map(move |row| (*s, row)));
    let mut table = Table::new();
    table.push(FIXED[0], Data::Text(TextColumn::from_texts(rows().map(|(_, (.., key))| key))));
    table.push(FIXED[1], Data::Int(rows().map(|(_, (_, first, _))| Some(i64::from(*first))).collect()));
    table.push(FIXED[2], Data::Text(TextColumn::from_texts(rows().map(|(s, (row, ..))| s.origin(*row).0))));
    table.push(FIXED[3], Data::Int(rows().map(|(s, (row, ..))| Some(i64::from(s.origin(*row).1))).collect()));
    for (i, name) in header.iter().enumerate() {
        let mut column = Recoder::new();
        for (number, source) in sources.iter().enumerate() {
            let cells = &source.raw.columns[i];
            for (row, ..) in &source.rows {
                let code = cells.codes[*row as usize];
                column.push_code(number, code, || cells.values.get(code));
            }
        }
        table.push(format!("{i}:{name}"), Data::Text(column.finish()));
    }
    table
}
