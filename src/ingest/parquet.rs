//! Parquet: every column cast to text.

use std::io::Cursor;

use polars::prelude::{AnyValue, DataType, ParquetReader, SerReader, Series};
use rayon::prelude::*;

use super::IngestError;
use super::cell;
use super::source::Source;
use crate::model::finding::Skipped;
use crate::model::raw::{InputFacts, RawTable};
use crate::model::text::{MISSING, TextBuilder, TextColumn};
use crate::model::watch::Watch;

/// Reads the one table of a Parquet file. Rows without any value are skipped as blank.
pub(super) fn read(source: &Source, watch: &dyn Watch) -> Result<RawTable, IngestError> {
    let frame = ParquetReader::new(Cursor::new(source.bytes()?)).finish().map_err(|error| {
        let what = format!("the Parquet file is damaged or truncated ({})", error.to_string().lines().next().unwrap_or_default());
        IngestError::unreadable(&source.shown, what, "write it again")
    })?;
    let rows = frame.height();
    let mut columns: Vec<TextColumn> =
        frame.columns().par_iter().map(|column| text_column(column.as_materialized_series())).collect();
    watch.tick(rows as u64);
    let header = frame.columns().iter().map(|column| column.name().to_string()).collect();
    let input = InputFacts {
        format: "parquet".to_owned(),
        encoding_margin: f64::INFINITY,
        physical_rows: rows as u64,
        ..InputFacts::default()
    };
    let mut table = RawTable { file: source.shown.clone(), header, input, ..RawTable::default() };
    let filled: Vec<usize> = (0..rows).filter(|&row| columns.iter().any(|c| c.codes[row] != MISSING)).collect();
    if filled.len() < rows {
        table.skipped.push(Skipped { reason: "blank", rows: (rows - filled.len()) as u64 });
        for c in &mut columns {
            c.codes = filled.iter().map(|&row| c.codes[row]).collect();
        }
    }
    table.rows = (1..=filled.len() as u32).collect();
    table.columns = columns;
    Ok(table)
}

fn text_column(series: &Series) -> TextColumn {
    let mut builder = TextBuilder::default();
    let whole = !matches!(series.dtype(), DataType::Float32 | DataType::Float64);
    match series.cast(&DataType::String) {
        Ok(text) if whole => {
            let time = matches!(series.dtype(), DataType::Datetime(..));
            let text = text.str().expect("the cast gave strings");
            for value in text.iter() {
                builder.push(tidy(value.unwrap_or_default(), time));
            }
        }
        _ => series.iter().for_each(|value| builder.push(&shown(&value))),
    }
    builder.finish()
}

/// A cell's text; zero fractions of a second are taken off.
fn tidy(text: &str, time: bool) -> &str {
    let text = cell::unwrap(text);
    match text.split_once('.') {
        Some((whole, fraction)) if time && fraction.bytes().all(|b| b == b'0') => whole,
        _ => text,
    }
}

fn shown(value: &AnyValue) -> String {
    match value {
        AnyValue::Null => String::new(),
        AnyValue::Float64(x) => cell::number(*x),
        AnyValue::Float32(x) => cell::number(f64::from(*x)),
        other => other.to_string(),
    }
}
