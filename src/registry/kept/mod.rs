//! The rows of a channel that are known from earlier runs: what `append`, `upsert`, `window` and `keep_last` remember.
//!
//! Comes in: `state/kept/<channel>/` of the last published run, and tonight's tables. Goes out: which rows count tonight
//! ([`settle`]), and the tables that the next run will read ([`Memory::tables`]). Rows are kept raw, as the source wrote
//! them, so that tonight's rules decide what they mean. It does not read exports and does not understand columns.

mod memory;
mod read;
mod settle;

pub use memory::{Memory, Remembered};
pub use read::{KeptTable, kept};
pub use settle::{Policy, Settled, Source, settle};

/// A value of a key that a newer one has taken the place of. It is remembered so that an old file that is delivered again
/// does not pass for news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// Hash of the source key.
    pub key: u128,
    /// Hash of the row, or of all rows of the order.
    pub value: u64,
    /// Number of the run that first saw the value.
    pub first: u32,
    /// Number of the last run in which it was delivered.
    pub last: u32,
}

/// Runs after which a superseded value that is no longer delivered is forgotten, so that the memory stays bounded.
const SEEN_RUNS_MAX: u32 = 90;

/// The folder of a channel below [`KEPT`](crate::model::publish::KEPT).
#[must_use]
pub fn folder_name(channel: &str) -> String {
    // A channel's name holds no `/`; a leading point would hide the folder or lead out of it.
    if channel.starts_with('.') { format!("_{channel}") } else { channel.to_owned() }
}

/// File of the superseded values in a channel's folder.
const SEEN_FILE: &str = "seen";

/// Columns of a remembered table before the cells: the row's key, the run that first saw it, and where it was read.
const FIXED: [&str; 4] = ["source_key", "first", "file", "file_row"];

#[cfg(test)]
mod tests;
