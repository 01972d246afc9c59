//! Values that are probably another value mistyped, or that look made up because they are everywhere.

/// A suggestion made from the data itself. Nothing is rewritten unless a rule says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Correction {
    /// Field as in [`Records`](super::records::Records): `email`, `address`, `等级`.
    pub field: String,
    /// What of the value: `domain`, `city`, `district`, `brand`, `name`, `value`, or `number` and `mailbox` of suspects.
    pub part: &'static str,
    /// The rare or suspicious text.
    pub value: String,
    /// What it probably should be; `""` for a suspect, which should be nothing.
    pub suggestion: String,
    /// Rows with the value.
    pub rows: u64,
    /// Rows with the suggestion; 0 for a suspect.
    pub suggestion_rows: u64,
    /// Different names beside a suspect; 0 otherwise.
    pub names: u64,
    /// Reason code.
    pub reason: &'static str,
    /// File of the first row with the value.
    pub file: String,
    /// That row.
    pub row: u32,
    /// A rule said so: the suggestion stands in the value's place from here on.
    pub applied: bool,
    /// Within what the value is compared (province of a city …), as a hash; 0 for everything.
    pub context: u64,
    /// Rows it is about, where not every row with the value is meant (a name beside one phone): indexes into the records.
    pub at: Vec<u32>,
}
