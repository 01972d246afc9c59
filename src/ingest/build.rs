//! Records to a table: which physical rows are data, what is rejected, every cell interned in its column.
//!
//! One builder per table, fed block by block. Columns are interned side by side; within a column in row order, so
//! the outcome doesn't depend on threads.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::block::{Block, Mark};
use super::cell;
use super::layout;
use crate::model::finding::Skipped;
use crate::model::raw::{InputFacts, RawReject, RawTable};
use crate::model::remark::Remark;
use crate::model::text::TextBuilder;

/// Data rows after the header that may be instructions of an import template.
const INSTRUCTION_ROWS_MAX: u32 = 3;
/// Bytes of a rejected record that are kept.
const RAW_BYTES_MAX: usize = 4096;

/// Columns of a table from which on it is wide.
const WIDE: usize = 12;
/// Columns of a wide table that are interned in turn, [`ROWS_TOGETHER`] rows of each.
const COLUMNS_TOGETHER: usize = 4;
const ROWS_TOGETHER: usize = 512;

/// Occurrences of one mend with the first row it happened in.
#[derive(Debug, Default, Clone, Copy)]
struct Mended {
    rows: u64,
    first: u32,
}

impl Mended {
    fn count(&mut self, row: u32) {
        self.rows += 1;
        if self.rows == 1 {
            self.first = row;
        }
    }

    fn remark(self, code: &'static str) -> Option<Remark> {
        (self.rows > 0).then(|| Remark::new(code, [self.rows.to_string(), self.first.to_string()]))
    }
}

/// A table in the making.
#[derive(Debug)]
pub(super) struct Builder {
    header: Vec<String>,
    /// The header as its cells are unwrapped, to know it when it is repeated.
    header_cells: Vec<String>,
    columns: Vec<TextBuilder>,
    rows: Vec<u32>,
    next_row: u32,
    records: u64,
    header_at: Option<u64>,
    skipped: BTreeMap<&'static str, u64>,
    rejects: Vec<RawReject>,
    /// Rows that are a footer if no data follows.
    held: Vec<Vec<String>>,
    /// The record before was blank.
    after_blank: bool,
    padded: Mended,
    trimmed: Mended,
    resynced: Mended,
    /// Joins the cells of a reject.
    delimiter: char,
}

impl Builder {
    /// A builder for a table whose header is record `header_at` (from 0) of the source, or whose columns are named
    /// elsewhere (`None`: JSON, Parquet).
    pub(super) fn new(header: Vec<String>, header_at: Option<u64>, delimiter: char) -> Self {
        let columns = vec![TextBuilder::default(); header.len()];
        let header_cells = header.iter().map(|h| cell::unwrap(h).to_owned()).collect();
        Self {
            header,
            header_cells,
            columns,
            rows: Vec::new(),
            next_row: 1,
            records: 0,
            header_at,
            skipped: BTreeMap::new(),
            rejects: Vec::new(),
            held: Vec::new(),
            after_blank: false,
            padded: Mended::default(),
            trimmed: Mended::default(),
            resynced: Mended::default(),
            delimiter,
        }
    }

    /// The header's last row as it stands in the file, where its names come from more than one row.
    pub(super) fn is_written(&mut self, cells: &[String]) {
        self.header_cells = cells.iter().map(|h| cell::unwrap(h).to_owned()).collect();
    }

    /// Columns.
    pub(super) fn width(&self) -> usize {
        self.header.len()
    }

    /// Adds the columns of `names` beyond those there are; earlier rows miss them.
    pub(super) fn widen(&mut self, names: &[String]) {
        for name in &names[self.header.len()..] {
            let mut column = TextBuilder::default();
            self.rows.iter().for_each(|_| column.push(""));
            self.columns.push(column);
            self.header.push(name.clone());
        }
    }

    /// Makes room for `times` as much as there is now.
    pub(super) fn foresee(&mut self, times: f64) {
        self.rows.reserve((self.rows.len() as f64 * times) as usize);
        self.columns.iter_mut().for_each(|column| column.foresee(times));
    }

    /// Takes the records of one block.
    pub(super) fn take(&mut self, text: &str, block: &Block) {
        let mut accepted: Vec<usize> = Vec::with_capacity(block.records.len());
        let mut scratch = String::new();
        for record in 0..block.records.len() {
            let at = self.records;
            self.records += 1;
            let verdict = self.judge(text, block, record, at, &mut scratch);
            self.after_blank = matches!(verdict, Verdict::Skip("blank"));
            match verdict {
                Verdict::Skip(reason) => *self.skipped.entry(reason).or_default() += 1,
                Verdict::Hold => self.held.push(owned_cells(text, block, record)),
                Verdict::Data => {
                    if !self.held.is_empty() {
                        self.commit(text, block, &accepted);
                        accepted.clear();
                        self.release();
                    }
                    if self.admit(text, block, record) {
                        accepted.push(record);
                    }
                }
            }
        }
        self.commit(text, block, &accepted);
    }

    /// A whole record that its reader could not make sense of.
    pub(super) fn reject(&mut self, reason: &'static str, raw: &str) {
        self.records += 1;
        let row = self.take_row();
        self.push_reject(row, reason, raw);
    }

    fn judge(&self, text: &str, block: &Block, record: usize, at: u64, scratch: &mut String) -> Verdict {
        let cells = block.cells_of(record);
        let mut filled = 0;
        let mut first_filled = usize::MAX;
        for (i, cell) in cells.iter().enumerate() {
            if cell.start < cell.end && !cell::unwrap(cell.text(text, scratch)).is_empty() {
                filled += 1;
                first_filled = first_filled.min(i);
                if filled > 2 {
                    break;
                }
            }
        }
        if filled == 0 {
            return Verdict::Skip("blank");
        }
        let Some(header_at) = self.header_at else { return Verdict::Data };
        if at < header_at {
            return Verdict::Skip("banner");
        }
        let start = cell::unwrap(cells[first_filled].text(text, scratch));
        let begins_header = self.header_cells.get(first_filled).is_some_and(|h| h == start);
        if at == header_at || (begins_header && self.repeats_header(&owned_cells(text, block, record))) {
            return Verdict::Skip("header");
        }
        let may_instruct = self.next_row <= INSTRUCTION_ROWS_MAX && self.held.is_empty();
        if may_instruct && layout::is_instruction(&owned_cells(text, block, record)) {
            return Verdict::Skip("instruction");
        }
        if layout::is_total(start) && layout::is_total_row(&owned_cells(text, block, record)) {
            return Verdict::Skip("total");
        }
        let wide = self.header.len() >= 4;
        // A line of one cell is no row of a wide table; a short one behind a blank line may close it (`12,records downloaded`).
        let odd = cells.len() == 1 || (self.after_blank && cells.len() * 3 <= self.header.len());
        if wide && (odd || (filled <= 2 && layout::is_footer(start, filled))) { Verdict::Hold } else { Verdict::Data }
    }

    fn repeats_header(&self, cells: &[String]) -> bool {
        self.header_cells.len() > 1
            && cells.len() + 1 >= self.header_cells.len()
            && self.header_cells.iter().enumerate().all(|(i, h)| cells.get(i).map_or("", String::as_str) == h)
    }

    /// Decides on a data row; false if it is rejected.
    fn admit(&mut self, text: &str, block: &Block, record: usize) -> bool {
        let cells = block.cells_of(record);
        let row = self.take_row();
        let mark = block.records[record].mark;
        let blank = |c: &super::block::Cell| cell::unwrap(c.text(text, &mut String::new())).is_empty();
        let width = self.header.len();
        let fits = match cells.len() {
            n if n == width => true,
            n if n < width => n > 1 || width <= 2,
            _ => cells[width..].iter().all(blank),
        };
        if mark == Mark::Broken || !fits {
            let reason = if mark == Mark::Broken { "unbalanced_quote" } else { "wrong_width" };
            let r = block.records[record];
            self.push_reject(row, reason, &text[r.start as usize..r.end as usize]);
            return false;
        }
        if cells.len() < width {
            self.padded.count(row);
        } else if cells.len() > width {
            self.trimmed.count(row);
        }
        if mark == Mark::Resynced {
            self.resynced.count(row);
        }
        self.rows.push(row);
        true
    }

    fn take_row(&mut self) -> u32 {
        let row = self.next_row;
        self.next_row += 1;
        row
    }

    fn push_reject(&mut self, row: u32, reason: &'static str, raw: &str) {
        let mut end = raw.len().min(RAW_BYTES_MAX);
        while !raw.is_char_boundary(end) {
            end -= 1;
        }
        self.rejects.push(RawReject { row, reason, column: String::new(), raw: raw[..end].to_owned() });
    }

    fn commit(&mut self, text: &str, block: &Block, accepted: &[usize]) {
        if accepted.is_empty() {
            return;
        }
        // Neighbouring cells share a cache line, so a wide table's columns go a few at a time.
        let together = if self.columns.len() > WIDE { COLUMNS_TOGETHER } else { 1 };
        self.columns.par_chunks_mut(together).enumerate().for_each(|(group, columns)| {
            let mut values = Vec::with_capacity(ROWS_TOGETHER);
            for tile in accepted.chunks(ROWS_TOGETHER) {
                for (i, column) in (group * together..).zip(columns.iter_mut()) {
                    push_tile(text, block, (tile, i), column, &mut values);
                }
            }
        });
    }

    /// Data follows, so the held rows were data, too.
    fn release(&mut self) {
        for cells in std::mem::take(&mut self.held) {
            let row = self.take_row();
            if cells.len() == 1 && self.header.len() > 2 {
                self.push_reject(row, "wrong_width", &cells.join(&self.delimiter.to_string()));
                continue;
            }
            if cells.len() < self.header.len() {
                self.padded.count(row);
            }
            self.rows.push(row);
            for (i, column) in self.columns.iter_mut().enumerate() {
                column.push(cells.get(i).map_or("", String::as_str));
            }
        }
    }

    /// The finished table. Rows still held are its footer.
    pub(super) fn finish(mut self, file: String, mut input: InputFacts) -> RawTable {
        if !self.held.is_empty() {
            *self.skipped.entry("footer").or_default() += self.held.len() as u64;
        }
        let mut columns: Vec<_> = self.columns.into_iter().map(TextBuilder::finish).collect();
        let named = self.header.len();
        while self.header.last().is_some_and(|h| cell::unwrap(h).is_empty()) && columns.last().is_some_and(|c| c.values.is_empty())
        {
            self.header.pop();
            columns.pop();
        }
        if named > self.header.len() {
            input.remarks.push(Remark::new("trailing_columns", [(named - self.header.len()).to_string()]));
        }
        input.remarks.extend(self.padded.remark("short_rows"));
        input.remarks.extend(self.trimmed.remark("long_rows"));
        input.remarks.extend(self.resynced.remark("unbalanced_quotes"));
        input.remarks.extend(layout::damage_at_source(&self.header, &columns));
        input.physical_rows = self.records;
        let skipped = self.skipped.into_iter().map(|(reason, rows)| Skipped { reason, rows }).collect();
        RawTable { file, header: self.header, columns, rows: self.rows, skipped, rejects: self.rejects, input }
    }
}

/// Appends cell `i` of some records to its column; `values` is room for them.
fn push_tile<'a>(text: &'a str, block: &Block, (tile, i): (&[usize], usize), column: &mut TextBuilder, values: &mut Vec<&'a str>) {
    let mut scratch = String::new();
    values.clear();
    for &record in tile {
        match block.cells_of(record).get(i) {
            // Many cells are empty.
            Some(cell) if cell.start == cell.end => values.push(""),
            Some(cell) if cell.escaped => {
                column.push_each(values);
                values.clear();
                column.push(cell::unwrap(cell.text(text, &mut scratch)));
            }
            Some(cell) => values.push(cell::unwrap(cell.span(text))),
            None => values.push(""),
        }
    }
    column.push_each(values);
}

/// What a physical row is.
enum Verdict {
    Data,
    Skip(&'static str),
    Hold,
}

fn owned_cells(text: &str, block: &Block, record: usize) -> Vec<String> {
    let mut scratch = String::new();
    block.cells_of(record).iter().map(|c| cell::unwrap(c.text(text, &mut scratch)).to_owned()).collect()
}
