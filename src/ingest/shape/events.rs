//! Which rows are one event: line items fold by key, a repeated order updates, a form entry is its own event.

use super::View;
use crate::model::kind::{EventPart, Kind, Target};
use crate::model::mapping::{Mapping, RecordType};
use crate::model::shaped::{NO_EVENT, ShapedColumn};
use crate::model::text::{MISSING, TextColumn};

/// The events of a table.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Event of each row, or [`NO_EVENT`].
    pub of_row: Vec<u32>,
    /// Row that speaks for each event: its first, or where the table repeats an order as a whole, its last.
    pub first_row: Vec<u32>,
    /// Rows of each event.
    rows: Vec<u32>,
}

/// Finds the events of all rows, counted in order of their first row.
pub(super) fn find(columns: &[View], mapping: &Mapping, rows: usize) -> Found {
    let mut found = Found { of_row: vec![NO_EVENT; rows], ..Found::default() };
    let folds = matches!(mapping.record, RecordType::Event | RecordType::Line);
    if !folds && mapping.event_kind.is_empty() {
        return found;
    }
    let keys = columns.iter().find(|c| *c.target == Target::Event(EventPart::Key)).map(|c| c.text);
    match (folds, keys) {
        (true, Some(keys)) => fold(columns, mapping.record, keys, &mut found),
        _ => (0..rows).for_each(|row| found.open(row)),
    }
    found
}

fn fold(columns: &[View], record: RecordType, keys: &TextColumn, found: &mut Found) {
    let mut event_of_key = vec![NO_EVENT; keys.values.len()];
    for (row, &key) in keys.codes.iter().enumerate() {
        if key == MISSING {
            let continues =
                record == RecordType::Line && row > 0 && found.of_row[row - 1] != NO_EVENT && is_line_only(columns, row);
            if continues {
                found.join(row, found.of_row[row - 1]);
            } else {
                found.open(row);
            }
            continue;
        }
        match event_of_key[key as usize] {
            NO_EVENT => {
                found.open(row);
                event_of_key[key as usize] = found.of_row[row];
            }
            event => {
                found.join(row, event);
                if record == RecordType::Event {
                    found.first_row[event as usize] = row as u32;
                }
            }
        }
    }
}

/// True for a row that holds line item values and nobody's name or contact: it belongs to the order above.
fn is_line_only(columns: &[View], row: usize) -> bool {
    let filled = |c: &&View| c.text.codes[row] != MISSING;
    let item = columns.iter().filter(filled).any(|c| matches!(c.target, Target::Item(_)));
    let person = columns.iter().filter(filled).any(|c| matches!(c.target, Target::Field(_, kind) if *kind != Kind::SourceKey));
    item && !person
}

impl Found {
    fn open(&mut self, row: usize) {
        self.of_row[row] = self.first_row.len() as u32;
        self.first_row.push(row as u32);
        self.rows.push(1);
    }

    fn join(&mut self, row: usize, event: u32) {
        self.of_row[row] = event;
        self.rows[event as usize] += 1;
    }

    /// True if other rows tell of the same event.
    pub(super) fn is_shared(&self, row: usize) -> bool {
        self.rows.get(self.of_row[row] as usize).is_some_and(|&n| n > 1)
    }

    /// Forgets all rows but `kept` (ascending) and the events that lose every row.
    pub(super) fn keep(&mut self, kept: &[usize]) {
        let speaking: Vec<u32> = self.first_row.clone();
        let mut renamed = vec![NO_EVENT; speaking.len()];
        let mut next = Found { of_row: Vec::with_capacity(kept.len()), ..Found::default() };
        for (row, &old_row) in kept.iter().enumerate() {
            let old = self.of_row[old_row];
            if old == NO_EVENT {
                next.of_row.push(NO_EVENT);
                continue;
            }
            let event = &mut renamed[old as usize];
            if *event == NO_EVENT {
                *event = next.first_row.len() as u32;
                next.first_row.push(row as u32);
                next.rows.push(0);
            }
            if speaking[old as usize] as usize == old_row {
                next.first_row[*event as usize] = row as u32;
            }
            next.rows[*event as usize] += 1;
            next.of_row.push(*event);
        }
        *self = next;
    }

    /// Gives blank cells of later rows the value of their event's first row; line item cells stay as they are.
    pub(super) fn inherit(&self, columns: &mut [ShapedColumn]) {
        for column in columns.iter_mut().filter(|c| !matches!(c.target, Target::Item(_))) {
            for (row, &event) in self.of_row.iter().enumerate() {
                if column.text.codes[row] == MISSING && event != NO_EVENT {
                    column.text.codes[row] = column.text.codes[self.first_row[event as usize] as usize];
                }
            }
        }
    }
}
