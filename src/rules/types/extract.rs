//! Checked `[[extract]]`: who goes out, with which columns, in which form.

use super::{KeyLines, Place};

/// How much personal data an extract shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MaskLevel {
    /// Everything.
    #[default]
    Clear,
    /// Enough to recognise one's own customer: `张**`, `139****5678`, `z***@163.com`; addresses and free text are empty.
    Partial,
    /// Names, contacts, addresses, birth dates, ids and free text are empty.
    Hidden,
}

/// File format of an extract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ExtractFormat {
    /// Comma-separated.
    #[default]
    Csv,
    /// A workbook of one sheet.
    Xlsx,
    /// Parquet.
    Parquet,
    /// One JSON object per line.
    Jsonl,
}

impl ExtractFormat {
    /// Ending of the file's name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            ExtractFormat::Csv => "csv",
            ExtractFormat::Xlsx => "xlsx",
            ExtractFormat::Parquet => "parquet",
            ExtractFormat::Jsonl => "jsonl",
        }
    }
}

/// Encoding of an extract's CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextEncoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-8 after a byte order mark, as Excel wants it.
    Utf8Bom,
    /// GB18030, as Chinese desktop programs want it.
    Gb18030,
}

/// How a value is brought into the form another program imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    /// As it is.
    #[default]
    Plain,
    /// Family name of a person's name.
    FamilyName,
    /// Given name of a person's name.
    GivenName,
    /// A phone without the country's prefix, where the country is China; else in international form.
    LocalPhone,
    /// `2026-06-30`.
    Date,
    /// `06/30`.
    MonthDay,
}

/// One column of an extract.
#[derive(Debug, Clone, PartialEq)]
pub struct ExtractColumn {
    /// Where it was written.
    pub place: Place,
    /// Header in the file.
    pub header: String,
    /// SQL expression; most often a column of the master.
    pub value: String,
    /// Its form.
    pub shape: Shape,
    /// What joins a list, instead of `|`.
    pub separator: Option<String>,
    /// Most characters kept.
    pub max_chars: Option<usize>,
}

/// A named set of columns another program imports: `rules/extracts/*.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct ExtractTemplate {
    /// Its name in `template = "…"`.
    pub name: String,
    /// For people.
    pub title: String,
    /// Format the program wants.
    pub format: ExtractFormat,
    /// Encoding the program wants.
    pub encoding: TextEncoding,
    /// Headers that must be filled: customers without are left out.
    pub required: Vec<String>,
    /// One row per account on this platform, instead of one per customer.
    pub per_account: Option<String>,
    /// Purpose of consent that counts; `None` = any.
    pub purpose: Option<String>,
    /// The columns in order.
    pub columns: Vec<ExtractColumn>,
}

/// `[[extract]]`, with its template filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct ExtractRule {
    /// Where it was written.
    pub place: Place,
    /// Where its keys were written.
    pub lines: KeyLines,
    /// Its name on the command line.
    pub name: String,
    /// SQL condition; empty = all.
    pub filter: String,
    /// Columns; empty = all of the master.
    pub columns: Vec<ExtractColumn>,
    /// SQL expressions to sort by, each with whether downwards. Ties stand by `customer_id`.
    pub order: Vec<(String, bool)>,
    /// Most customers.
    pub limit: Option<u64>,
    /// How much personal data it shows.
    pub mask: MaskLevel,
    /// File format.
    pub format: ExtractFormat,
    /// Encoding of CSV.
    pub encoding: TextEncoding,
    /// Headers that must be filled: customers without are left out.
    pub required: Vec<String>,
    /// One row per account on this platform, instead of one per customer.
    pub per_account: Option<String>,
    /// Keep customers who opted out.
    pub include_opted_out: bool,
    /// Purpose of consent that counts; `None` = any.
    pub purpose: Option<String>,
    /// File name; `None` = the extract's name and the format's ending.
    pub file: Option<String>,
}
