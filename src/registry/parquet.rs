//! Reads columns of the Parquet files that `deliver` wrote. Whole files into memory: no mmap.

use std::io::Cursor;
use std::path::Path;

use anyhow::Context as _;
use polars::prelude::{DataFrame, ParquetReader, SerReader};

use crate::model::text::TextColumn;

/// Reads `columns` of a Parquet file (all if `None`).
///
/// # Errors
/// If the file cannot be read, is no Parquet, or lacks a column.
pub(super) fn read(path: &Path, columns: Option<&[&str]>) -> anyhow::Result<DataFrame> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let columns = columns.map(|names| names.iter().map(|&n| n.to_owned()).collect());
    ParquetReader::new(Cursor::new(bytes)).with_columns(columns).set_rechunk(true).finish().with_context(|| damaged(path))
}

/// What is said of a file that is no Parquet, or not whole.
pub(super) fn damaged(path: &Path) -> String {
    format!("`{}` is damaged\n\nhint: `guiyi history` lists the runs that can be rolled back to", path.display())
}

/// A text column; null is missing.
pub(super) fn texts(frame: &DataFrame, name: &str) -> anyhow::Result<TextColumn> {
    let column = frame.column(name)?.str()?;
    Ok(TextColumn::from_texts(column.iter().map(Option::unwrap_or_default)))
}

/// A column of whole numbers.
pub(super) fn numbers(frame: &DataFrame, name: &str) -> anyhow::Result<Vec<Option<i64>>> {
    Ok(frame.column(name)?.i64()?.iter().collect())
}
