//! The data-quality profile of a table: what `profile` finds and prints, as JSON and as a page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::remark::Remark;

/// Profile of one table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableProfile {
    /// File as in the manifest.
    pub file: String,
    /// Channel name.
    pub channel: String,
    /// Preset that recognised it, if any.
    pub preset: Option<String>,
    /// `person`, `organisation`, or `mixed` where rows decide.
    pub entity: &'static str,
    /// Country of phones and addresses.
    pub country: String,
    /// `csv`, `xlsx`, …
    pub format: String,
    /// Encoding; `""` for binary formats.
    pub encoding: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// Accepted rows.
    pub rows: u64,
    /// Rejected records.
    pub rejected: u64,
    /// Accepted rows that repeat an earlier row cell by cell.
    pub repeated: u64,
    /// Physical rows that are no data, by reason.
    pub skipped: BTreeMap<&'static str, u64>,
    /// What the table was taken for and why.
    pub remarks: Vec<String>,
    /// The same in Chinese, one for one.
    pub remarks_zh: Vec<String>,
    /// What the reader remarked.
    pub notes: Vec<Remark>,
    /// One entry per column, in order.
    pub columns: Vec<ColumnProfile>,
}

/// Profile of one column. `rows = missing + valid + possible + role + virtual + masked + placeholder + invalid`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ColumnProfile {
    /// Header as in the file.
    pub header: String,
    /// Kind name.
    pub kind: &'static str,
    /// What the column feeds, as rule files write it.
    pub target: String,
    /// Takes part in matching.
    pub matches: bool,
    /// Why it was taken for this.
    pub reason: String,
    /// The same in Chinese.
    pub reason_zh: String,
    /// Rows of the table.
    pub rows: u64,
    /// Empty cells and words for "nothing".
    pub missing: u64,
    /// Cells that are not missing.
    pub filled: u64,
    /// Cells of each class; a cell of several values counts by its best one.
    pub valid: u64,
    /// Well formed but not verifiable.
    pub possible: u64,
    /// Shared on purpose.
    pub role: u64,
    /// Relay values of platforms.
    #[serde(rename = "virtual")]
    pub relay: u64,
    /// Partly hidden.
    pub masked: u64,
    /// Fillers.
    pub placeholder: u64,
    /// Cannot be what the column says.
    pub invalid: u64,
    /// Distinct texts of filled cells.
    pub distinct: u64,
    /// Smallest value of dates, numbers and amounts, as read; `None` for other kinds.
    pub lowest: Option<String>,
    /// Largest value, likewise.
    pub highest: Option<String>,
    /// Most frequent texts.
    pub top: Vec<Counted>,
    /// Most frequent shapes: letters `a`/`A`, digits `9`, Han `汉`, runs longer than three end in `+`.
    pub patterns: Vec<Counted>,
    /// Scripts of the filled cells, most frequent first.
    pub scripts: Vec<Counted>,
    /// Shortest filled cell in characters; 0 in an empty column.
    pub length_min: u64,
    /// Median length in characters.
    pub length_median: u64,
    /// Longest filled cell in characters.
    pub length_max: u64,
    /// What is wrong or peculiar, most cells first.
    pub findings: Vec<Finding>,
    /// Cells that cannot be what the column says, first rows first.
    pub invalid_examples: Vec<InvalidExample>,
}

/// A text and how many cells have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// The text.
    pub value: String,
    /// Cells.
    pub cells: u64,
}

/// A bad cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InvalidExample {
    /// Data record number in the file.
    pub row: u32,
    /// The cell as read.
    pub raw: String,
    /// Reason codes, comma-joined; may be empty.
    pub reasons: String,
}

/// A reason code with the cells that have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The code.
    pub reason: &'static str,
    /// What it means, in Chinese.
    pub zh: &'static str,
    /// What it means, in English.
    pub en: &'static str,
    /// Cells.
    pub cells: u64,
}

impl TableProfile {
    /// Changes every text that comes from the data: top values, bounds and examples.
    pub fn change_samples(&mut self, change: impl Fn(&str) -> String) {
        for column in &mut self.columns {
            column.top.iter_mut().for_each(|top| top.value = change(&top.value));
            column.invalid_examples.iter_mut().for_each(|bad| bad.raw = change(&bad.raw));
            for bound in [&mut column.lowest, &mut column.highest] {
                *bound = bound.as_deref().map(&change);
            }
        }
    }
}
