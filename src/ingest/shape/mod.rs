//! RawTable + Mapping -> ChannelTable: source keys, events, packed cells, rows that say nothing.
//!
//! Total: any table and mapping give a channel table; rows that cannot be used are rejects.

mod events;
mod keys;
mod packed;

use crate::model::kind::{Kind, Target};
use crate::model::mapping::{Mapping, RecordType};
use crate::model::raw::{RawReject, RawTable};
use crate::model::shaped::{ChannelTable, NO_EVENT, ShapedColumn};
use crate::model::text::TextColumn;

/// Turns a table and its mapping into a channel table.
///
/// `mapping.columns[i]` is column `i` of the table; entries after those feed a further target from the first column
/// with the same header. Columns mapped to [`Kind::Ignore`] are not carried. Rows with neither a person value nor an
/// event are rejected as `no_person_no_event`.
#[must_use]
pub fn shape(table: RawTable, mapping: Mapping) -> ChannelTable {
    let columns = carried(&table, &mapping);
    let keys = keys::source_keys(&table, &mapping);
    let mut events = events::find(&columns, &mapping, table.rows.len());
    let kept = telling_rows(&columns, &mapping, &events);
    let mut shaped = ChannelTable {
        file: table.file.clone(),
        source_key: keys,
        columns,
        rejects: table.rejects.clone(),
        skipped: table.skipped.clone(),
        input: table.input.clone(),
        rows: table.rows.clone(),
        mapping,
        ..ChannelTable::default()
    };
    if kept.len() < table.rows.len() {
        reject_others(&table, &kept, &mut shaped);
        events.keep(&kept);
        keep_rows(&mut shaped, &kept);
    }
    if shaped.mapping.record == RecordType::Line {
        events.inherit(&mut shaped.columns);
    }
    shaped.event_of_row = events.of_row;
    shaped.event_first_row = events.first_row;
    packed::unpack(&mut shaped);
    shaped
}

/// The columns that feed something, in mapping order.
fn carried(table: &RawTable, mapping: &Mapping) -> Vec<ShapedColumn> {
    let mut columns = Vec::new();
    for (source, column) in mapping.columns.iter().enumerate() {
        let ignored = matches!(column.target, Target::Field(_, Kind::Ignore) | Target::Extra(_, Kind::Ignore));
        let raw = column_index(table, mapping, source);
        if let (false, Some(raw)) = (ignored, raw) {
            columns.push(ShapedColumn { target: column.target.clone(), source, text: table.columns[raw].clone() });
        }
    }
    columns
}

/// The table's column behind entry `source` of the mapping.
fn column_index(table: &RawTable, mapping: &Mapping, source: usize) -> Option<usize> {
    if source < table.columns.len() {
        return Some(source);
    }
    table.header.iter().position(|h| *h == mapping.columns[source].header)
}

/// Rows that name somebody or tell of an event, ascending.
fn telling_rows(columns: &[ShapedColumn], mapping: &Mapping, events: &events::Found) -> Vec<usize> {
    let named: Vec<&TextColumn> = columns.iter().filter(|c| names_somebody(&c.target)).map(|c| &c.text).collect();
    let told: Vec<&TextColumn> = columns.iter().filter(|c| tells_event(&c.target)).map(|c| &c.text).collect();
    let any: Vec<&TextColumn> = columns.iter().map(|c| &c.text).collect();
    let makes_events = !mapping.event_kind.is_empty() || matches!(mapping.record, RecordType::Event | RecordType::Line);
    let filled = |columns: &[&TextColumn], row: usize| columns.iter().any(|c| c.codes[row] != 0);
    (0..events.of_row.len())
        .filter(|&row| {
            filled(&named, row)
                || (makes_events
                    && events.of_row[row] != NO_EVENT
                    && (told.is_empty() || filled(&told, row) || events.is_shared(row)))
                || (named.is_empty() && !makes_events && filled(&any, row))
        })
        .collect()
}

fn names_somebody(target: &Target) -> bool {
    let (Target::Field(_, kind) | Target::Extra(_, kind)) = target else { return false };
    matches!(
        kind,
        Kind::PersonName
            | Kind::GivenName
            | Kind::FamilyName
            | Kind::Nickname
            | Kind::Phone
            | Kind::Email
            | Kind::Company
            | Kind::Address
            | Kind::Street
            | Kind::MemberId
            | Kind::AccountId
            | Kind::NationalId
            | Kind::TaxId
            | Kind::Url
    )
}

fn tells_event(target: &Target) -> bool {
    matches!(target, Target::Event(_) | Target::Item(_))
}

fn reject_others(table: &RawTable, kept: &[usize], shaped: &mut ChannelTable) {
    let mut kept = kept.iter().peekable();
    for row in 0..table.rows.len() {
        if kept.next_if(|&&k| k == row).is_some() {
            continue;
        }
        let cells: Vec<&str> = table.columns.iter().map(|c| c.get(row)).collect();
        shaped.rejects.push(RawReject {
            row: table.rows[row],
            reason: "no_person_no_event",
            column: String::new(),
            raw: as_csv(&cells),
        });
    }
    shaped.rejects.sort_by_key(|r| r.row);
}

fn as_csv(cells: &[&str]) -> String {
    let mut line = String::new();
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            line.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(cell);
        }
    }
    line
}

fn keep_rows(shaped: &mut ChannelTable, kept: &[usize]) {
    shaped.rows = kept.iter().map(|&r| shaped.rows[r]).collect();
    for text in shaped.columns.iter_mut().map(|c| &mut c.text).chain([&mut shaped.source_key]) {
        text.codes = kept.iter().map(|&r| text.codes[r]).collect();
    }
}
