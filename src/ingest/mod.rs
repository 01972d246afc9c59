//! bytes -> text -> table -> channel table, or rejects.
//!
//! [`read`] takes a file's tables as they are: text cells, nothing understood yet. [`shape`] takes a table and its
//! mapping and finds source keys, events and packed values. One of the two doors that touch data files; knows
//! neither the terminal nor the normalisers.

mod block;
mod build;
mod cell;
mod delimited;
mod encoding;
mod error;
mod layout;
mod shape;
mod source;
mod split;
mod workbook;

use std::path::Path;

pub use error::IngestError;
pub use shape::shape;

use crate::model::raw::RawTable;
use crate::model::watch::Watch;
use encoding::Evidence;
use source::Source;

/// What the user says about a file; whatever is `None` is found out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Encoding label (`gb18030`, `utf-16le`, `macintosh`, …).
    pub encoding: Option<String>,
    /// Field delimiter of delimited text; an ASCII character.
    pub delimiter: Option<char>,
    /// Name of the one sheet to read.
    pub sheet: Option<String>,
    /// Physical row of the header, from 1.
    pub header_row: Option<u32>,
}

/// Reads every table of a file: one for delimited text, JSON and Parquet, one per sheet or archive member otherwise.
///
/// `shown_as` is the path relative to the project with `/`; it names the file in messages and in [`RawTable::file`].
/// `watch` is ticked by physical rows. If it is cancelled, what was read so far is returned.
///
/// # Errors
/// If the file is missing, unreadable, empty, without header, or an option does not fit it. Never for a damaged row
/// or cell.
pub fn read(path: &Path, shown_as: &str, options: &ReadOptions, watch: &dyn Watch) -> Result<Vec<RawTable>, IngestError> {
    let source = Source::open(path, shown_as)?;
    let (fingerprint, tables) = rayon::join(|| source::fingerprint(path), || tables(&source, options, watch));
    let mut tables = tables?;
    let (sha256, bytes) = fingerprint.map_err(|e| IngestError::io(shown_as, &e))?;
    for table in &mut tables {
        table.input.sha256.clone_from(&sha256);
        table.input.bytes = bytes;
    }
    Ok(tables)
}

fn tables(source: &Source, options: &ReadOptions, watch: &dyn Watch) -> Result<Vec<RawTable>, IngestError> {
    let head = source.head(8)?;
    match head.as_slice() {
        [] => Err(IngestError::Empty { file: source.shown.clone() }),
        [b'P', b'K', 3, 4, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => workbook::read(source, options, watch),
        _ => text(source, options, watch),
    }
}

fn text(source: &Source, options: &ReadOptions, watch: &dyn Watch) -> Result<Vec<RawTable>, IngestError> {
    let evidence = Evidence::gather(source.reader()?).map_err(|e| IngestError::io(&source.shown, &e))?;
    if evidence.is_blank() {
        return Err(IngestError::Empty { file: source.shown.clone() });
    }
    Ok(vec![delimited::read(source, &evidence, options, watch)?])
}
