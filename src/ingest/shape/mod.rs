//! A raw table and its mapping to a channel table: source keys, events, packed cells, rows that say nothing.
//!
//! Total: any table and mapping give a channel table; rows that cannot be used are rejects.

mod contact;
mod events;
mod joined;
mod keys;
mod packed;
mod reached;

use crate::model::kind::{Kind, Target};
use crate::model::mapping::{Mapping, RecordType};
use crate::model::networks::network_of_header;
use crate::model::raw::{RawReject, RawTable};
use crate::model::shaped::{ChannelTable, NO_EVENT, ShapedColumn};
use crate::model::text::{MISSING, TextColumn};

/// What a row of a suppression list says of consent.
const SUPPRESSED: &str = "suppressed";
/// Stands for a column of the file where none is behind a value.
const NO_SOURCE: usize = usize::MAX;

/// Turns a table and its mapping into a channel table.
///
/// `mapping.columns[i]` is column `i` of the table; entries after those feed a further target from the first column
/// with the same header. Columns mapped to [`Kind::Ignore`] are not carried. Rows with neither a person value nor an
/// event are rejected as `no_person_no_event`.
#[must_use]
pub fn shape(mut table: RawTable, mapping: Mapping) -> ChannelTable {
    joined::collapse(&mut table, &mapping);
    let feeds = feeds(&table, &mapping);
    let views: Vec<View> =
        feeds.iter().map(|f| View { target: &mapping.columns[f.source].target, text: &table.columns[f.raw] }).collect();
    let source_key = keys::source_keys(&table, &mapping);
    let mut events = events::find(&views, &mapping, table.rows.len());
    let kept = telling_rows(&views, &mapping, &events);
    let rejects = rejects(&table, &kept);
    let columns = carried(table.columns, &feeds, &mapping);
    let mut shaped = ChannelTable {
        file: table.file,
        rows: table.rows,
        source_key,
        columns,
        rejects: table.rejects,
        skipped: table.skipped,
        input: table.input,
        mapping,
        ..ChannelTable::default()
    };
    if !rejects.is_empty() {
        shaped.rejects.extend(rejects);
        shaped.rejects.sort_by_key(|r| r.row);
        events.keep(&kept);
        keep_rows(&mut shaped, &kept);
    }
    if shaped.mapping.record == RecordType::Line {
        events.inherit(&mut shaped.columns);
    }
    shaped.event_of_row = events.of_row;
    shaped.event_first_row = events.first_row;
    packed::unpack(&mut shaped);
    reached::tell_apart(&mut shaped);
    state_consent(&mut shaped);
    shaped
}

/// A column for each purpose the file as a whole states consent for.
fn state_consent(shaped: &mut ChannelTable) {
    for (purpose, given) in &shaped.mapping.file_consent {
        let word = if *given { "yes" } else { SUPPRESSED };
        let text = TextColumn::from_texts(shaped.rows.iter().map(|_| word));
        shaped.columns.push(ShapedColumn { target: Target::Consent(purpose.clone()), network: None, source: NO_SOURCE, text });
    }
}

/// A mapping entry and the table's column behind it.
struct Feed {
    source: usize,
    raw: usize,
}

/// A column with what it feeds.
struct View<'a> {
    target: &'a Target,
    text: &'a TextColumn,
}

/// The columns that feed something, in mapping order.
fn feeds(table: &RawTable, mapping: &Mapping) -> Vec<Feed> {
    let used = |target: &Target| !matches!(target, Target::Field(_, Kind::Ignore) | Target::Extra(_, Kind::Ignore));
    (0..mapping.columns.len())
        .filter(|&source| used(&mapping.columns[source].target))
        .filter_map(|source| column_index(table, mapping, source).map(|raw| Feed { source, raw }))
        .collect()
}

/// The table's column behind entry `source` of the mapping.
fn column_index(table: &RawTable, mapping: &Mapping, source: usize) -> Option<usize> {
    if source < table.columns.len() {
        return Some(source);
    }
    table.header.iter().position(|h| *h == mapping.columns[source].header)
}

/// Moves the columns over; one that feeds several targets is copied for all but the last.
fn carried(mut columns: Vec<TextColumn>, feeds: &[Feed], mapping: &Mapping) -> Vec<ShapedColumn> {
    let text = |(i, feed): (usize, &Feed)| {
        let again = feeds[i + 1..].iter().any(|later| later.raw == feed.raw);
        let text = if again { columns[feed.raw].clone() } else { std::mem::take(&mut columns[feed.raw]) };
        let column = &mapping.columns[feed.source];
        let is_account = matches!(column.target, Target::Field(_, Kind::AccountId));
        let network = if is_account { network_of_header(&column.header) } else { None };
        ShapedColumn { target: column.target.clone(), network, source: feed.source, text }
    };
    feeds.iter().enumerate().map(text).collect()
}

/// Rows that name somebody or tell of an event, ascending.
fn telling_rows(columns: &[View], mapping: &Mapping, events: &events::Found) -> Vec<usize> {
    let those = |wanted: fn(&Target) -> bool| columns.iter().filter(|c| wanted(c.target)).map(|c| c.text).collect::<Vec<_>>();
    let (named, told, any) = (those(names_somebody), those(tells_event), those(|_| true));
    let makes_events = !mapping.event_kind.is_empty() || matches!(mapping.record, RecordType::Event | RecordType::Line);
    let filled = |columns: &[&TextColumn], row: usize| columns.iter().any(|c| c.codes[row] != MISSING);
    let tells = |row: usize| events.of_row[row] != NO_EVENT && (told.is_empty() || filled(&told, row) || events.is_shared(row));
    (0..events.of_row.len())
        .filter(|&row| {
            filled(&named, row) || (makes_events && tells(row)) || (named.is_empty() && !makes_events && filled(&any, row))
        })
        .collect()
}

fn names_somebody(target: &Target) -> bool {
    let (Target::Field(_, kind) | Target::Extra(_, kind) | Target::Attribute(_, kind)) = target else { return false };
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

/// A reject for every row that is not kept.
fn rejects(table: &RawTable, kept: &[usize]) -> Vec<RawReject> {
    let mut kept = kept.iter().peekable();
    let mut rejects = Vec::new();
    for row in 0..table.rows.len() {
        if kept.next_if(|&&k| k == row).is_none() {
            let cells: Vec<&str> = table.columns.iter().map(|c| c.get(row)).collect();
            let raw = as_csv(&cells);
            rejects.push(RawReject { row: table.rows[row], reason: "no_person_no_event", column: String::new(), raw });
        }
    }
    rejects
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

#[cfg(test)]
mod tests;
