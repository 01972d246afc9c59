//! What every column of a table is, and why: the outcome of column understanding.

use std::collections::BTreeMap;

use super::kind::Target;

/// What one row of a channel's table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RecordType {
    /// One row is one person or organisation (sign-up, contact, lead, form entry).
    #[default]
    Person,
    /// One row is one order or other event with the person in it.
    Event,
    /// One row is one line item; rows with the same `event.key` fold into one event, blank cells inherit from its first row.
    Line,
    /// One row is one customer × sales person (WeCom).
    Relation,
}

/// Whether a table lists persons or organisations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Entity {
    /// A person; a company is an attribute.
    #[default]
    Person,
    /// An organisation.
    Organisation,
}

impl Entity {
    /// The name in outputs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Entity::Person => "person",
            Entity::Organisation => "organisation",
        }
    }
}

/// How a whole table is read.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    /// Channel name (`taobao`); from the project file, else the preset's or the file's stem.
    pub channel: String,
    /// Platform: the scope of account ids (`taobao`, `jd`); the channel's name where no preset says more.
    pub platform: String,
    /// Preset that matched the header, if any.
    pub preset: Option<String>,
    /// What one row is.
    pub record: RecordType,
    /// Kind of the events the rows make: `order`, `inquiry`, `visit`, `signup`, `scan`, …; empty if they make none.
    pub event_kind: String,
    /// Persons or organisations; `None` = decided per record (a person name makes a person).
    pub entity: Option<Entity>,
    /// Index of the column that says of each row whether it is a person or an organisation, where there is one.
    pub party_column: Option<usize>,
    /// Status word → `paid`, `pending`, `cancelled`, `refunded`; looked up after trimming and case folding.
    pub status: BTreeMap<String, String>,
    /// Values that mean missing in every column of this table besides the general ones.
    pub missing: Vec<String>,
    /// Default currency of amounts (`CNY`).
    pub currency: String,
    /// Default country of phones and addresses, ISO 3166 alpha-2.
    pub country: String,
    /// IANA time zone of naive times.
    pub timezone: String,
    /// True if the mail addresses are a platform's relays: they reach somebody and identify nobody.
    pub relay_email: bool,
    /// Consent that the file as a whole states: (purpose, given). `false` makes it a suppression list, which always wins.
    pub file_consent: Vec<(String, bool)>,
    /// What joins the line items of an order within one cell (`;`); `None` = a row is one line item.
    pub joined: Option<char>,
    /// One entry per column of the table, in order. Entries after those feed a further target from the first column
    /// with the same header (a member name is account id and nickname).
    pub columns: Vec<ColumnMapping>,
    /// What the table as a whole was taken for and why, for `init` and `dedupe --plan`.
    pub remarks: Vec<String>,
}

/// What one column is.
#[derive(Debug, Clone)]
pub struct ColumnMapping {
    /// Header as in the file.
    pub header: String,
    /// What it feeds; `Extra(_, Ignore)` columns are counted and dropped.
    pub target: Target,
    /// Position among columns that compose one value (several address lines in order).
    pub order: u8,
    /// How dates in this column are written; `None` for other kinds.
    pub dates: Option<DateOrder>,
    /// Share of filled cells the kind's parser took, 0–1, on the sample looked at.
    pub fit: f32,
    /// Why, in one sentence.
    pub reason: String,
    /// True if the column takes part in matching.
    pub matches: bool,
    /// Whole names in this column begin with the family name, in Latin letters too.
    pub family_first: bool,
    /// The cells of this name or company column hold persons and organisations, or a person and the firm at once.
    pub mixed: bool,
}

#[cfg(test)]
impl ColumnMapping {
    /// A column that is what it is said to be and takes part in matching.
    pub fn made(header: &str, target: &Target) -> Self {
        Self {
            header: header.to_owned(),
            target: target.clone(),
            order: 0,
            dates: None,
            fit: 1.0,
            reason: String::new(),
            matches: true,
            family_first: false,
            mixed: false,
        }
    }
}

/// Order of day and month in a column, decided from all its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DateOrder {
    /// Year first or unambiguous forms only.
    #[default]
    Iso,
    /// Day before month.
    DayFirst,
    /// Month before day.
    MonthFirst,
}

impl Mapping {
    /// Indexes of the columns that feed `target`, in composition order.
    #[must_use]
    pub fn columns_of(&self, target: &Target) -> Vec<usize> {
        let mut found: Vec<usize> = (0..self.columns.len()).filter(|&i| self.columns[i].target == *target).collect();
        found.sort_by_key(|&i| (self.columns[i].order, i));
        found
    }
}
