//! Everything the report shows, as plain values: what the pipeline fills, what `report.json` carries.
//!
//! Shapes only. Every list is in the order it is shown; shares are 0–1; money is in major units; a `None` is "not
//! known" and is shown as a dash, never as 0.

mod figures;
mod inputs;
mod matching;
mod channels;
mod customers;
mod team;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::remark::Remark;

pub use channels::*;
pub use customers::*;
pub use figures::*;
pub use inputs::*;
pub use matching::*;
pub use team::*;

/// Version of `report.json`'s shape.
pub const REPORT_FORMAT_VERSION: u32 = 2;

/// All facts of one run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReportFacts {
    /// [`REPORT_FORMAT_VERSION`].
    pub format_version: u32,
    /// Project name.
    pub project: String,
    /// Run id.
    pub run_id: String,
    /// The moment the run looks from, as printed, with its time zone.
    pub as_of: String,
    /// Program and version.
    pub program: String,
    /// First language of the page: `zh` or `en`.
    pub language: String,
    /// Are samples masked? Set by [`crate::report::report`] from its options; filled facts hold raw samples.
    pub masked: bool,
    /// Currency of all money below; `""` if there is none.
    pub currency: String,
    /// The run this one is compared with.
    pub previous: Option<PreviousRun>,
    /// Whole-run counts.
    pub counts: Counts,
    /// Figures overall (`channel` is `None`) and per channel.
    pub kpis: Vec<Kpi>,
    /// Gates with their outcome.
    pub gates: Vec<GateResult>,
    /// Figures of the last runs, oldest first, this one last.
    pub history: Vec<HistoryPoint>,
    /// Input files.
    pub inputs: Vec<Input>,
    /// Source × field matrix.
    pub fields: Vec<FieldQuality>,
    /// What is wrong with values, most frequent first.
    pub findings: Vec<FindingLine>,
    /// What the data themselves suggest instead of rare values, most frequent suggestion first; `corrections.csv` has all.
    #[serde(default)]
    pub corrections: Vec<CorrectionLine>,
    /// Rows that could not be kept, by file and reason.
    pub rejects: Vec<RejectLine>,
    /// How matching went.
    pub matching: Matching,
    /// Customers of the most rows.
    pub largest: Vec<ClusterLine>,
    /// Customers held together by the weakest links.
    pub weakest: Vec<ClusterLine>,
    /// What changed since the last run: created, updated, merged, split, retired, revived.
    pub changes: Vec<NamedCount>,
    /// Human decisions by fate: applied, obsolete, contradictory; empty without decisions.
    #[serde(default)]
    pub decisions: Vec<NamedCount>,
    /// Channels.
    pub channels: Vec<ChannelLine>,
    /// Customers in two channels at once.
    pub overlap: Vec<Overlap>,
    /// Customers by exact set of channels, largest first.
    pub channel_sets: Vec<ChannelSet>,
    /// Customers by channel of the first and the last contact, most customers first.
    #[serde(default)]
    pub flows: Vec<Flow>,
    /// Buyers by the month of their first paid order, oldest first.
    #[serde(default)]
    pub cohorts: Vec<Cohort>,
    /// Lifecycle stages, first stage first.
    pub lifecycle: Vec<NamedCount>,
    /// Tags in rule order.
    pub tags: Vec<TagLine>,
    /// RFM: customers by recency and frequency score.
    pub rfm: Vec<RfmCell>,
    /// Buyers by grade, best first.
    #[serde(default)]
    pub grades: Vec<GradeLine>,
    /// Buyers by RFM segment, most spend first.
    #[serde(default)]
    pub segments: Vec<SegmentLine>,
    /// Why customers left or complain, most customers first.
    #[serde(default)]
    pub churn_reasons: Vec<ReasonLine>,
    /// What customers answered; `None` if nobody was asked.
    #[serde(default)]
    pub satisfaction: Option<Satisfaction>,
    /// What is bought together, strongest first.
    #[serde(default)]
    pub affinity: Vec<AffinityLine>,
    /// Regions, most customers first.
    pub regions: Vec<RegionLine>,
    /// Sales people.
    pub team: Vec<TeamLine>,
    /// Follow-ups by action.
    pub followups: Vec<FollowupLine>,
    /// Tags that deserve a look, most customers first.
    #[serde(default)]
    pub tag_audit: Vec<TagAuditLine>,
    /// How entry rules are kept, by rule, channel and owner.
    #[serde(default)]
    pub entry: Vec<EntryLine>,
    /// Things the reader should know.
    pub remarks: Vec<RemarkLine>,
}

/// One thing the reader should know, in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RemarkLine {
    /// Code of the wording; `""` for a sentence of its own.
    pub code: String,
    /// Values of the wording, in order.
    pub values: Vec<String>,
    /// File it is about; `""` if none.
    pub place: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl From<&Remark> for RemarkLine {
    fn from(remark: &Remark) -> Self {
        Self {
            code: remark.code().to_owned(),
            values: remark.values().to_vec(),
            place: remark.place().to_owned(),
            zh: remark.chinese(),
            en: remark.english(),
        }
    }
}

/// English, with the place in front.
impl std::fmt::Display for RemarkLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let joint = if self.place.is_empty() { "" } else { ": " };
        write!(f, "{}{joint}{}", self.place, self.en)
    }
}

/// The run this one is compared with.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PreviousRun {
    /// Its id.
    pub run_id: String,
    /// Its moment, as printed.
    pub as_of: String,
    /// Its figures: `unification`, `completeness/taobao`, … (see [`Kpi::key`]).
    pub values: BTreeMap<String, f64>,
}

/// Counts of the whole run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Physical rows read.
    pub rows_read: u64,
    /// Rows kept.
    pub accepted: u64,
    /// Rows not kept.
    pub rejected: u64,
    /// Rows that are no data.
    pub skipped: u64,
    /// Customers.
    pub customers: u64,
    /// Persons among them.
    pub persons: u64,
    /// Organisations among them.
    pub organisations: u64,
    /// Rows without any usable identity.
    pub without_identity: u64,
    /// Events.
    pub events: u64,
    /// Events without a customer.
    pub unattributed_events: u64,
    /// Undecided review pairs.
    pub review_open: u64,
}

/// A name with a count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NamedCount {
    /// Name or code.
    pub name: String,
    /// English name; `""` if the same.
    #[serde(default)]
    pub name_en: String,
    /// How many.
    pub count: u64,
}

impl NamedCount {
    /// A code with a count.
    #[must_use]
    pub fn new(name: &str, count: u64) -> Self {
        Self { name: name.to_owned(), name_en: String::new(), count }
    }
}
