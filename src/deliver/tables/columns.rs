//! Columns that several tables share: where a row comes from and whose it is.

use rayon::prelude::*;

use crate::model::ids::Ids;
use crate::model::records::Records;
use crate::model::table::{Data, Table};
use crate::model::text::{Arena, TextColumn};

/// Makes one column.
pub(super) type Make<'a> = &'a (dyn Fn() -> Data + Sync);

/// A table of these columns, made side by side.
pub(super) fn table(columns: &[(&str, Make)]) -> Table {
    let made: Vec<Data> = columns.par_iter().map(|(_, make)| make()).collect();
    let mut table = Table::new();
    for ((name, _), data) in columns.iter().zip(made) {
        table.push(*name, data);
    }
    table
}

/// A text column whose code `i + 1` is `names[i]`; codes beyond are missing.
fn coded(names: &[String], codes: impl Iterator<Item = u32>) -> Data {
    let mut values = Arena::new();
    for name in names {
        values.push(name);
    }
    // `u32::MAX` ("none") wraps to 0, the missing value.
    Data::Text(TextColumn { values: values.into(), codes: codes.map(|c| c.wrapping_add(1)).collect() })
}

/// Channel names of these rows.
pub(super) fn channels(records: &Records, rows: impl Iterator<Item = u32>) -> Data {
    coded(&records.channels, rows.map(|row| u32::from(records.channel(row as usize))))
}

/// Platforms of these rows' channels.
pub(super) fn platforms(records: &Records, rows: impl Iterator<Item = u32>) -> Data {
    coded(&records.platforms, rows.map(|row| u32::from(records.channel(row as usize))))
}

/// File names of these rows.
pub(super) fn files(records: &Records, rows: impl Iterator<Item = u32>) -> Data {
    coded(&records.files, rows.map(|row| records.file[row as usize]))
}

/// Row numbers of these rows.
pub(super) fn row_numbers(records: &Records, rows: impl Iterator<Item = u32>) -> Data {
    Data::Int(rows.map(|row| Some(i64::from(records.row[row as usize]))).collect())
}

/// Source keys of these rows.
pub(super) fn source_keys(records: &Records, rows: impl Iterator<Item = u32>) -> Data {
    picked(&records.source_key, rows)
}

/// Customer ids of these customer indexes; [`crate::model::customers::NO_CUSTOMER`] is missing.
pub(super) fn customers(ids: &Ids, customers: impl Iterator<Item = u32>) -> Data {
    Data::Text(ids.column(customers))
}

/// These rows of a text column.
pub(super) fn picked(column: &TextColumn, rows: impl Iterator<Item = u32>) -> Data {
    Data::Text(TextColumn { values: column.values.clone(), codes: rows.map(|row| column.codes[row as usize]).collect() })
}

/// Bits with three decimals: match weights are 1/1024 bit, and more digits say nothing.
pub(super) fn bits(weight: f32) -> f64 {
    (f64::from(weight) * 1000.0).round() / 1000.0
}
