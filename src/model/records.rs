//! All accepted source rows of all channels with their normalised values: what `resolve` matches and `merge` reads.

use super::kind::{Kind, Party};
use super::mapping::Entity;
use super::text::{Arena, ListColumn, TextColumn};
use super::value::Dict;

/// One table of records over all channels. Row `i` of every column is the same source row; rows are ordered by
/// (file, row) with files sorted by name.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// Channel names, sorted.
    pub channels: Vec<String>,
    /// Platform of each channel.
    pub platforms: Vec<String>,
    /// File names, sorted.
    pub files: Vec<String>,
    /// Channel of each file.
    pub channel_of_file: Vec<u16>,
    /// File of each row.
    pub file: Vec<u32>,
    /// Data record number of each row in its file.
    pub row: Vec<u32>,
    /// Source key of each row; (channel, source key) is the row's identity over runs.
    pub source_key: TextColumn,
    /// Person or organisation, per row.
    pub entity: Vec<Entity>,
    /// Normalised fields.
    pub fields: Vec<Field>,
    /// Milliseconds since the epoch at which the source row was last updated, where the channel says so.
    pub updated_at: Vec<Option<i64>>,
    /// Milliseconds since the epoch at which the source first knew the person (sign-up, first contact, order time).
    pub created_at: Vec<Option<i64>>,
    /// Finding codes of each row (codes of `finding_codes`), for `normalised.csv`; without rows where nobody asked for them.
    pub findings: ListColumn,
    /// Reason codes that `findings` points into.
    pub finding_codes: Arena,
}

/// One normalised field over all records: a list of values per row.
#[derive(Debug, Clone)]
pub struct Field {
    /// Name: the kind's name for principal fields (`phone`), `receiver_phone`, or the extra column's own name.
    pub name: String,
    /// Kind of its values.
    pub kind: Kind,
    /// Whom the values belong to.
    pub party: Party,
    /// Values agree only within one scope: platform for account ids, channel for member ids; `""` = everywhere.
    pub scope: String,
    /// May it take part in matching?
    pub matches: bool,
    /// Distinct values.
    pub dict: Dict,
    /// Codes into `dict` per row, in the row's own order, without repeats. Placeholder and invalid values are listed
    /// too (their class says so).
    pub values: ListColumn,
}

impl Records {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.row.len()
    }

    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.row.is_empty()
    }

    /// Channel index of a row.
    #[must_use]
    pub fn channel(&self, row: usize) -> u16 {
        self.channel_of_file[self.file[row] as usize]
    }

    /// Channel name of a row.
    #[must_use]
    pub fn channel_name(&self, row: usize) -> &str {
        &self.channels[self.channel(row) as usize]
    }

    /// First field of a kind and party.
    #[must_use]
    pub fn field(&self, kind: Kind, party: Party) -> Option<&Field> {
        self.fields.iter().find(|f| f.kind == kind && f.party == party)
    }
}
