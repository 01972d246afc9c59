//! bytes -> text -> table -> channel table, or rejects.
//!
//! [`read`] takes a file's tables as they are: text cells, nothing understood yet. [`shape`] takes a table and its
//! mapping and finds source keys, events and packed values. One of the two doors that touch data files; knows
//! neither the terminal nor the normalisers.

mod archive;
mod block;
mod build;
mod cell;
mod delimited;
mod encoding;
mod error;
mod json;
mod layout;
mod markup;
mod nested;
mod parquet;
mod shape;
mod source;
mod split;
mod two_rows;
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
    /// Names of the sheets to read, perhaps with `*`; all where there is none.
    pub sheets: Vec<String>,
    /// Names of the members of an archive to read, perhaps with `*`; all where there is none.
    pub members: Vec<String>,
    /// Name the sheet in [`RawTable::file`] even where one alone is read: others are read elsewhere.
    pub names_sheets: bool,
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
    let before = source::stamp(path);
    let (fingerprint, tables) = rayon::join(|| source::fingerprint(path), || tables(&source, options, watch));
    // Looked at first: a file that grew may also look damaged, and this says why.
    if before != source::stamp(path) {
        return Err(IngestError::unreadable(
            shown_as,
            "changed while it was read",
            "export under another name and rename the file once it is whole, or run later",
        ));
    }
    let mut tables = tables?;
    let (sha256, bytes) = fingerprint.map_err(|e| IngestError::io(shown_as, &e))?;
    for table in &mut tables {
        table.input.sha256.clone_from(&sha256);
        table.input.bytes = bytes;
        nested::unfold(table);
    }
    Ok(tables)
}

/// Reads by what the bytes are; names only help where bytes don't tell.
fn tables(source: &Source, options: &ReadOptions, watch: &dyn Watch) -> Result<Vec<RawTable>, IngestError> {
    let head = source.head(16)?;
    match head.as_slice() {
        [] => Err(IngestError::Empty { file: source.shown.clone() }),
        [b'P', b'K', 3 | 5, ..] => {
            let bytes = source.bytes()?;
            if archive::is_workbook(source, &bytes) {
                return workbook::read(source, bytes, options, watch);
            }
            archive::read(source, &bytes, options, watch)
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] => workbook::read(source, source.bytes()?, options, watch),
        [b'P', b'A', b'R', b'1', ..] => Ok(vec![parquet::read(source, watch)?]),
        _ => match foreign(&head) {
            Some((what, hint)) => Err(IngestError::unreadable(&source.shown, what, hint)),
            None => text(source, options, watch),
        },
    }
}

/// Is one of these patterns (`*` stands for anything) the name, or does it fit?
fn is_wanted(name: &str, wanted: &[String]) -> bool {
    wanted.iter().any(|pattern| pattern == name || glob::Pattern::new(pattern).is_ok_and(|p| p.matches(name)))
}

/// Names in backticks, with commas between.
fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")
}

/// Formats that are known and not read.
fn foreign(head: &[u8]) -> Option<(&'static str, &'static str)> {
    match head {
        [b'%', b'P', b'D', b'F', ..] => Some(("is a PDF", "export the table as csv or xlsx")),
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] | [b'G', b'I', b'F', b'8', ..] => {
            Some(("is a picture", "export the table as csv or xlsx"))
        }
        [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xbc, 0xaf, ..] => {
            Some(("is a rar or 7z archive", "unpack it, or pack it as zip"))
        }
        _ => None,
    }
}

fn text(source: &Source, options: &ReadOptions, watch: &dyn Watch) -> Result<Vec<RawTable>, IngestError> {
    let evidence = Evidence::gather(source.reader()?).map_err(|e| IngestError::io(&source.shown, &e))?;
    if evidence.is_blank() {
        return Err(IngestError::Empty { file: source.shown.clone() });
    }
    if let Some(markup) = markup::recognise(&evidence) {
        return markup::read(source, &evidence, markup, options, watch);
    }
    let format = if json::is_json(source, &evidence) { json::read } else { delimited::read };
    Ok(vec![format(source, &evidence, options, watch)?])
}

#[cfg(test)]
mod tests;
