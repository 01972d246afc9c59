//! The source key of every row: the source's own id, or a hash of the row.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::model::hash::hash128;
use crate::model::kind::{EventPart, Kind, Party, Target};
use crate::model::mapping::{Mapping, RecordType};
use crate::model::raw::RawTable;
use crate::model::text::{MISSING, TextBuilder, TextColumn};

/// Between the cells of a row when it is hashed: a character no export uses.
const CELL_END: u8 = 0x1f;

/// One key per row, unique within the table.
///
/// The mapped source key (of several columns the first filled one); for orders and order lines without one the event key; else the hash of the row's raw cells
/// and its occurrence number. A key that comes again gets `#2`, `#3`, … in row order.
pub(super) fn source_keys(table: &RawTable, mapping: &Mapping) -> TextColumn {
    let rows = table.rows.len();
    let own = key_columns(table, mapping);
    let mut keys = TextBuilder::default();
    let mut seen_own: HashMap<String, u32> = HashMap::new();
    let mut seen_hash: HashMap<u128, u32> = HashMap::new();
    let (mut key, mut bytes) = (String::new(), Vec::new());
    for row in 0..rows {
        key.clear();
        if let Some(column) = own.iter().find(|c| c.codes[row] != MISSING) {
            key.push_str(column.get(row));
        }
        if key.is_empty() {
            hashed(table, row, &mut seen_hash, &mut key, &mut bytes);
        } else {
            number(&mut key, &mut seen_own);
        }
        keys.push(&key);
    }
    keys.finish()
}

fn key_columns<'a>(table: &'a RawTable, mapping: &Mapping) -> Vec<&'a TextColumn> {
    let of = |target: &Target| -> Vec<&'a TextColumn> {
        mapping
            .columns_of(target)
            .into_iter()
            .filter_map(|i| super::column_index(table, mapping, i))
            .map(|i| &table.columns[i])
            .collect()
    };
    let own = of(&Target::Field(Party::Principal, Kind::SourceKey));
    if own.is_empty() && matches!(mapping.record, RecordType::Event | RecordType::Line) {
        return of(&Target::Event(EventPart::Key));
    }
    own
}

fn hashed(table: &RawTable, row: usize, seen: &mut HashMap<u128, u32>, key: &mut String, bytes: &mut Vec<u8>) {
    bytes.clear();
    for (i, column) in table.columns.iter().enumerate() {
        if i > 0 {
            bytes.push(CELL_END);
        }
        bytes.extend_from_slice(column.values.bytes(column.codes[row]));
    }
    let hash = hash128(bytes);
    let occurrence = seen.entry(hash).or_default();
    *occurrence += 1;
    write!(key, "h:{hash:032x}:{occurrence}").expect("writing to a string cannot fail");
}

/// Makes `key` unique among those seen.
fn number(key: &mut String, seen: &mut HashMap<String, u32>) {
    let Some(count) = seen.get_mut(key.as_str()) else {
        seen.insert(key.clone(), 1);
        return;
    };
    let length = key.len();
    let mut next = *count;
    loop {
        next += 1;
        key.truncate(length);
        write!(key, "#{next}").expect("writing to a string cannot fail");
        if !seen.contains_key(key.as_str()) {
            break;
        }
    }
    seen.insert(key[..length].to_owned(), next);
    seen.insert(key.clone(), 1);
}
