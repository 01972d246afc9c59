//! Checked `[[channel]]`: which files a channel is and how they are read.

use std::collections::BTreeMap;

use crate::model::kind::Target;
use crate::model::mapping::{Entity, RecordType};

use super::Place;

/// How a channel's files follow each other over runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Each delivery is the whole channel.
    #[default]
    Snapshot,
    /// Rows are only ever added.
    Append,
    /// The newest row per source key wins.
    Upsert,
}

/// What to do when a channel's file is missing, unreadable or truncated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnProblem {
    /// Stop with exit 2.
    #[default]
    Fail,
    /// Use the channel's records of the last published run.
    KeepLast,
    /// Run without the channel.
    Skip,
}

/// `[[channel]]`.
#[derive(Debug, Clone, Default)]
pub struct ChannelRule {
    /// Where it was written.
    pub place: Place,
    /// Channel name.
    pub name: String,
    /// Glob patterns relative to the project.
    pub files: Vec<String>,
    /// Preset to use; `None` = recognise.
    pub preset: Option<String>,
    /// Overrides of column → target, by header.
    pub fields: Vec<(Target, Vec<String>)>,
    /// Platform: scope of account ids.
    pub platform: Option<String>,
    /// Forced entity.
    pub entity: Option<Entity>,
    /// What one row is, where the preset does not say it.
    pub record: Option<RecordType>,
    /// Kind of the events the rows make.
    pub event_kind: Option<String>,
    /// Status word → canonical status.
    pub status: BTreeMap<String, String>,
    /// Values that mean missing in this channel.
    pub missing: Vec<String>,
    /// How files follow each other.
    pub mode: Mode,
    /// The export reaches back this many milliseconds only: rows that leave it by age stay known.
    pub window_ms: Option<i64>,
    /// 0–100, higher wins in survivorship. Default 50.
    pub trust: u8,
    /// What to do on a broken file.
    pub on_problem: OnProblem,
    /// Largest tolerated drop of rows since the last run, 0–1.
    pub max_drop: Option<f64>,
    /// Encoding override.
    pub encoding: Option<String>,
    /// Delimiter override.
    pub delimiter: Option<char>,
    /// Sheets of a workbook to read, perhaps with `*`; empty for all.
    pub sheets: Vec<String>,
    /// Members of an archive to read, perhaps with `*`; empty for all.
    pub members: Vec<String>,
    /// Header row override, physical row from 1.
    pub header_row: Option<u32>,
    /// Time zone override.
    pub timezone: Option<String>,
    /// Country override.
    pub country: Option<String>,
    /// Currency override.
    pub currency: Option<String>,
    /// Cost of the channel in the period, major units of its currency.
    pub cost: Option<f64>,
    /// The channel promises each member or account id belongs to exactly one customer.
    pub one_per_customer: bool,
    /// The channel promises no customer twice.
    pub unique_persons: bool,
}
