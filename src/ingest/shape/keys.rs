//! The source key of every row: the source's own id, or a hash of the row.

use std::fmt::Write as _;
use std::sync::Arc;

use hashbrown::HashTable;
use rayon::prelude::*;

use crate::model::hash::{hash64, hash128};
use crate::model::kind::{EventPart, Kind, Party, Target};
use crate::model::mapping::{Mapping, RecordType};
use crate::model::raw::RawTable;
use crate::model::text::{Arena, MISSING, TextColumn};

/// Between the cells of a row when it is hashed: a character no export uses.
const CELL_END: u8 = 0x1f;
/// Rows hashed by one thread at a time.
const ROWS_PER_CHUNK: usize = 8192;

/// One key per row, unique within the table.
///
/// The mapped source key (of several columns the first filled one); for orders and order lines without one the event
/// key; else the hash of the row's raw cells and its occurrence number. A key that comes again gets `#2`, `#3`, … in
/// row order.
pub(super) fn source_keys(table: &RawTable, mapping: &Mapping) -> TextColumn {
    let own = key_columns(table, mapping);
    // Where every row has a key that no other has, the column is what is asked for.
    if let Some(column) = own.first().filter(|column| column.codes.iter().zip(1..).all(|(&code, new)| code == new)) {
        return TextColumn { values: Arc::clone(&column.values), codes: column.codes.clone() };
    }
    let rows: Vec<usize> = (0..table.rows.len()).collect();
    let hashes: Vec<u128> = rows.par_chunks(ROWS_PER_CHUNK).flat_map_iter(|chunk| row_hashes(table, &own, chunk)).collect();
    let mut keys = Keys::default();
    keys.reserve(hashes.iter().filter(|&&hash| hash == 0).count(), hashes.len());
    for (row, &hash) in hashes.iter().enumerate() {
        match own.iter().find(|c| c.codes[row] != MISSING) {
            Some(column) => keys.push_own(column.get(row)),
            None => keys.push_hashed(hash),
        }
    }
    TextColumn { codes: (1..=table.rows.len() as u32).collect(), values: keys.values.into() }
}

fn key_columns<'a>(table: &'a RawTable, mapping: &Mapping) -> Vec<&'a TextColumn> {
    let of = |target: &Target| -> Vec<&'a TextColumn> {
        let raw = mapping.columns_of(target).into_iter().filter_map(|i| super::column_index(table, mapping, i));
        raw.map(|i| &table.columns[i]).collect()
    };
    let own = of(&Target::Field(Party::Principal, Kind::SourceKey));
    if own.is_empty() && matches!(mapping.record, RecordType::Event | RecordType::Line) {
        return of(&Target::Event(EventPart::Key));
    }
    own
}

/// Hashes of the raw cells of rows without a key of their own; 0 for the others.
fn row_hashes(table: &RawTable, own: &[&TextColumn], rows: &[usize]) -> Vec<u128> {
    let mut bytes = Vec::new();
    let mut hash = |row: usize| {
        if own.iter().any(|c| c.codes[row] != MISSING) {
            return 0;
        }
        bytes.clear();
        for (i, column) in table.columns.iter().enumerate() {
            if i > 0 {
                bytes.push(CELL_END);
            }
            bytes.extend_from_slice(column.values.bytes(column.codes[row]));
        }
        hash128(&bytes)
    };
    rows.iter().map(|&row| hash(row)).collect()
}

/// A key of the source's own: its hash, its code, and the last number given to its repeats.
#[derive(Clone, Copy)]
struct OwnKey {
    hash: u64,
    code: u32,
    number: u32,
}

/// Digits of a hash in a key.
const HEX_DIGITS: usize = 32;
/// Bytes of a key that is a hash, mostly.
const HASHED_BYTES: usize = 36;

/// Keys given so far. Every key is pushed once, so its code is its row + 1.
#[derive(Default)]
struct Keys {
    values: Arena,
    /// (hash of the row, how often it came).
    hashed: HashTable<(u128, u32)>,
    /// The sources' own keys.
    own: HashTable<OwnKey>,
    scratch: String,
}

impl Keys {
    /// Makes room for so many keys of the source's own out of so many in all.
    fn reserve(&mut self, own: usize, all: usize) {
        self.own.reserve(own, |e| e.hash);
        self.hashed.reserve(all - own, |e| e.0 as u64);
        self.values.reserve(all, (all - own) * HASHED_BYTES);
    }

    fn push_hashed(&mut self, hash: u128) {
        // The low half is as well mixed as the whole.
        let entry = self.hashed.entry(hash as u64, |e| e.0 == hash, |e| e.0 as u64);
        let occurrence = entry.and_modify(|e| e.1 += 1).or_insert((hash, 1)).get().1;
        self.scratch.clear();
        self.scratch.push_str("h:");
        let digit = |place: usize| b"0123456789abcdef"[(hash >> (4 * (HEX_DIGITS - 1 - place)) & 15) as usize];
        let digits: [u8; HEX_DIGITS] = std::array::from_fn(digit);
        self.scratch.push_str(std::str::from_utf8(&digits).expect("digits are ASCII"));
        self.scratch.push(':');
        if occurrence == 1 {
            self.scratch.push('1');
        } else {
            write!(self.scratch, "{occurrence}").expect("writing to a string cannot fail");
        }
        self.values.push(&self.scratch);
    }

    fn push_own(&mut self, key: &str) {
        let Some(mut number) = self.last_number(key) else { return self.add_own(key) };
        let mut numbered = String::new();
        loop {
            number += 1;
            numbered.clear();
            write!(numbered, "{key}#{number}").expect("writing to a string cannot fail");
            if self.last_number(&numbered).is_none() {
                break;
            }
        }
        let values = &self.values;
        let hash = hash64(key.as_bytes());
        if let Some(entry) = self.own.find_mut(hash, |e| e.hash == hash && values.bytes(e.code) == key.as_bytes()) {
            entry.number = number;
        }
        self.add_own(&numbered);
    }

    fn last_number(&self, key: &str) -> Option<u32> {
        let hash = hash64(key.as_bytes());
        self.own.find(hash, |e| e.hash == hash && self.values.bytes(e.code) == key.as_bytes()).map(|e| e.number)
    }

    fn add_own(&mut self, key: &str) {
        let code = self.values.push(key);
        let hash = hash64(key.as_bytes());
        self.own.insert_unique(hash, OwnKey { hash, code, number: 1 }, |e| e.hash);
    }
}
