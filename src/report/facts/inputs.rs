//! What came in: files, fields, findings, rejects. Shapes only, see the parent.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{NamedCount, RemarkLine};

/// One input file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Input {
    /// Path relative to the project.
    pub file: String,
    /// Channel.
    pub channel: String,
    /// Preset that recognised it; `""` if none.
    pub preset: String,
    /// `csv`, `xlsx`, …
    pub format: String,
    /// Encoding; `""` for binary formats.
    pub encoding: String,
    /// Physical rows.
    pub rows: u64,
    /// Rows kept.
    pub accepted: u64,
    /// Rows not kept.
    pub rejected: u64,
    /// Rows that are no data, by reason.
    pub skipped: Vec<NamedCount>,
    /// Remarks of the reader.
    pub remarks: Vec<RemarkLine>,
}

/// One field of one channel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FieldQuality {
    /// Channel.
    pub channel: String,
    /// Field.
    pub field: String,
    /// Rows of the channel.
    pub rows: u64,
    /// Rows with any text in it.
    pub filled: u64,
    /// Rows with a usable value.
    pub valid: u64,
    /// Rows with a filler only.
    pub placeholder: u64,
    /// Rows with a masked value only.
    pub masked: u64,
    /// Rows with something that cannot be this field only.
    pub invalid: u64,
    /// Distinct usable values.
    pub distinct: u64,
}

/// One kind of trouble in one field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FindingLine {
    /// Channel.
    pub channel: String,
    /// Field.
    pub field: String,
    /// Reason code.
    pub reason: String,
    /// What it means, in Chinese; `""` if nothing more is known.
    #[serde(default)]
    pub zh: String,
    /// What it means, in English.
    #[serde(default)]
    pub en: String,
    /// Cells.
    pub cells: u64,
    /// Examples.
    pub samples: Vec<Sample>,
}

/// One suggestion, or one suspect.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CorrectionLine {
    /// Field.
    pub field: String,
    /// What of the value: `domain`, `city`, …, `value`; `number` and `mailbox` of suspects.
    pub part: String,
    /// The rare or suspicious text.
    pub value: String,
    /// What it probably should be; `""` for a suspect.
    pub suggestion: String,
    /// Rows with the value.
    pub rows: u64,
    /// Rows with the suggestion.
    pub suggestion_rows: u64,
    /// Names beside a suspect.
    pub names: u64,
    /// Reason code.
    pub reason: String,
    /// What it means, in Chinese.
    pub zh: String,
    /// What it means, in English.
    pub en: String,
    /// File of the first row with the value.
    pub file: String,
    /// That row.
    pub row: u32,
    /// A rule put the suggestion in its place.
    pub applied: bool,
}

impl CorrectionLine {
    /// Does it tell of a person, so that samples are masked?
    #[must_use]
    pub fn is_personal(&self) -> bool {
        matches!(self.part.as_str(), "name" | "number" | "mailbox")
    }
}

/// One example.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sample {
    /// File.
    pub file: String,
    /// Data record number.
    pub row: u32,
    /// Text as read, masked in the report.
    pub text: String,
}

/// Rows of one file that could not be kept, for one reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RejectLine {
    /// File.
    pub file: String,
    /// Reason code.
    pub reason: String,
    /// Rows.
    pub rows: u64,
    /// Examples.
    pub samples: Vec<Sample>,
}
