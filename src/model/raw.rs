//! A table as it was read: every cell is text, nothing is understood yet.

use super::finding::Skipped;
use super::remark::Remark;
use super::text::TextColumn;

/// One table out of one file, archive member or sheet.
#[derive(Debug, Clone, Default)]
pub struct RawTable {
    /// Path relative to the project with `/`, plus `!member` for archives and `#sheet` where several are read.
    pub file: String,
    /// Header names as read (trimmed of BOM and line breaks' carriage returns only), one per column. A repeated
    /// name stays repeated; an empty trailing column without any value is dropped and counted.
    pub header: Vec<String>,
    /// Cells by column, each as long as `rows`. Wrappers (`="…"`, leading `'`, tabs) are taken off.
    pub columns: Vec<TextColumn>,
    /// Data record number (from 1, rejected ones counted) of each accepted row.
    pub rows: Vec<u32>,
    /// Physical rows that are no data, by reason.
    pub skipped: Vec<Skipped>,
    /// Data records that could not be kept.
    pub rejects: Vec<RawReject>,
    /// What is known about the input for the manifest.
    pub input: InputFacts,
}

/// A data record of a file that could not be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawReject {
    /// Data record number, from 1.
    pub row: u32,
    /// Reason code, e.g. `wrong_width`, `unreadable`, `no_person_no_event`.
    pub reason: &'static str,
    /// Column at fault, `""` if the whole row is.
    pub column: String,
    /// The record as read (cells joined as CSV).
    pub raw: String,
}

/// Manifest facts of one input file; they go to `run.json`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InputFacts {
    /// Hex SHA-256 of the file's bytes.
    pub sha256: String,
    /// Size of the file in bytes.
    pub bytes: u64,
    /// `csv`, `xlsx`, `jsonl`, `parquet`, …
    pub format: String,
    /// Chosen encoding (`UTF-8`, `GB18030`, …); empty for binary formats.
    pub encoding: String,
    /// Runner-up encoding; empty if the choice was certain.
    pub encoding_runner_up: String,
    /// Score of the chosen encoding minus the runner-up's, in bits per character; infinite where certain.
    pub encoding_margin: f64,
    /// Field delimiter, for delimited text.
    pub delimiter: Option<char>,
    /// Physical rows: skipped + accepted + rejected. The reconciliation checks it.
    pub physical_rows: u64,
    /// Remarks for the user: damaged quotes resynchronised, columns dropped, …
    pub remarks: Vec<Remark>,
}
