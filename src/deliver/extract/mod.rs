//! Extracts: chosen customers as the file another program or a person wants.
//!
//! Comes in: a table, what each column shows, and the rule. Goes out: one file, written beside its place and renamed, so
//! that readers see the old or the new one. Masks and forms are applied here; who is in it was decided before.

mod format;
mod mask;
mod shape;
mod xlsx;

use std::fs;
use std::path::Path;

use chrono_tz::Tz;

use crate::model::nature::Personal;
use crate::model::table::Table;
use crate::rules::ExtractRule;

use super::error::DeliverError;
use super::folder;
use super::prune::partial_name;

pub use shape::NameSplit;

/// What an extract's file is made from.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// The rule.
    pub rule: &'a ExtractRule,
    /// The chosen rows.
    pub table: &'a Table,
    /// Which personal data each column shows.
    pub personal: &'a [Option<Personal>],
    /// Zone of printed times.
    pub zone: Tz,
    /// The moment of the run, milliseconds since the epoch: what a workbook says it was made at.
    pub as_of_ms: i64,
    /// Takes a name apart.
    pub split: &'a NameSplit<'a>,
}

/// How many rows were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extracted {
    /// Rows in the file.
    pub rows: u64,
    /// Rows left out because a required column is empty.
    pub incomplete: u64,
}

/// Writes an extract, all or nothing. The file is for its owner only.
///
/// # Errors
/// What the system says, or that the format cannot hold the rows.
pub fn write_extract(path: &Path, sheet: &Sheet) -> Result<Extracted, DeliverError> {
    let masked = mask::masked(sheet.table, sheet.personal, sheet.rule.mask);
    let shaped = shape::shaped(&masked, sheet);
    let (table, incomplete) = shape::complete(shaped, &sheet.rule.required);
    let bytes = format::bytes(&table, sheet).map_err(|message| DeliverError::Encode { path: path.to_path_buf(), message })?;
    replace(path, &bytes)?;
    Ok(Extracted { rows: table.rows() as u64, incomplete })
}

/// Puts a file in its place with one rename.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), DeliverError> {
    use std::io::Write as _;
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    folder::make(parent)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let partial = parent.join(partial_name(&name));
    let written = folder::create(&partial)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()).map_err(DeliverError::io("write", &partial)))
        .and_then(|()| fs::rename(&partial, path).map_err(DeliverError::io("write", path)));
    if written.is_err() {
        // The half-written file is of no use; that it stays where it cannot be removed changes nothing.
        drop(fs::remove_file(&partial));
    }
    written?;
    folder::sync(parent)
}
