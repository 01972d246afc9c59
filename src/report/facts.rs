//! Everything the report shows, as plain values: what the pipeline fills, what `report.json` carries.
//!
//! Shapes only. Every list is in the order it is shown; shares are 0–1; money is in major units; a `None` is "not
//! known" and is shown as a dash, never as 0.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::remark::Remark;

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
    /// Buyers by the month of their first paid order, oldest first.
    #[serde(default)]
    pub cohorts: Vec<Cohort>,
    /// Lifecycle stages, first stage first.
    pub lifecycle: Vec<NamedCount>,
    /// Tags in rule order.
    pub tags: Vec<TagLine>,
    /// RFM: customers by recency and frequency score.
    pub rfm: Vec<RfmCell>,
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

/// One figure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Kpi {
    /// `unification`, `completeness`, `rejected_share`, …
    pub name: String,
    /// Channel; `None` = overall.
    pub channel: Option<String>,
    /// Its value; `None` if there was nothing to measure.
    pub value: Option<f64>,
    /// Value of the previous run.
    pub previous: Option<f64>,
    /// Counted on top of the fraction, if it is one.
    pub part: Option<u64>,
    /// Counted below.
    pub whole: Option<u64>,
}

impl Kpi {
    /// A share of counted things; unknown if there is nothing to count.
    #[must_use]
    pub fn share(name: &str, channel: Option<&str>, part: u64, whole: u64) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "counts of rows are far below 2^53")]
        let value = (whole > 0).then(|| part as f64 / whole as f64);
        Self {
            name: name.to_owned(),
            channel: channel.map(str::to_owned),
            value,
            previous: None,
            part: Some(part),
            whole: Some(whole),
        }
    }

    /// A plain number.
    #[must_use]
    pub fn number(name: &str, value: f64) -> Self {
        Self { name: name.to_owned(), value: Some(value), ..Self::default() }
    }

    /// Key in [`PreviousRun::values`]: the name, and the channel after a `/`.
    #[must_use]
    pub fn key(&self) -> String {
        self.channel.as_ref().map_or_else(|| self.name.clone(), |channel| format!("{}/{channel}", self.name))
    }
}

/// One gate with its outcome.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GateResult {
    /// Figure it watches.
    pub kpi: String,
    /// Channel; `None` = overall.
    pub channel: Option<String>,
    /// The figure's value.
    pub value: Option<f64>,
    /// Smallest accepted value.
    pub min: Option<f64>,
    /// Largest accepted value.
    pub max: Option<f64>,
    /// Largest accepted drop since the last run.
    pub max_drop: Option<f64>,
    /// Drop since the last run, if it fell.
    pub drop: Option<f64>,
    /// Did it pass?
    pub passed: bool,
    /// Does a miss make exit code 1?
    pub fail: bool,
    /// What was missed, `NAME value < level`; `""` if passed.
    pub miss: String,
}

/// Figures of one run, for the trend.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HistoryPoint {
    /// Run id.
    pub run_id: String,
    /// Customers.
    pub customers: u64,
    /// Unification, 0–1.
    pub unification: Option<f64>,
    /// Completeness, 0–1.
    pub completeness: Option<f64>,
}

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

/// How matching went.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Matching {
    /// The funnel, widest step first: records, identity records, pairs, edges, customers.
    pub funnel: Vec<NamedCount>,
    /// Blocking rules.
    pub blocking: Vec<BlockingLine>,
    /// Comparisons with weights.
    pub comparisons: Vec<ComparisonLine>,
    /// Prior probability that two random records match.
    pub lambda: Option<f64>,
    /// Threshold in bits.
    pub threshold_bits: Option<f64>,
    /// Expected pairwise precision.
    pub expected_precision: Option<f64>,
    /// Expected pairwise recall.
    pub expected_recall: Option<f64>,
    /// Pairs by match weight.
    pub histogram: Vec<Bin>,
    /// Customers by number of rows.
    pub cluster_sizes: Vec<SizeLine>,
    /// Rows by how they came to their customer: `single`, `exact:phone`, `score`, …
    pub matched_by: Vec<NamedCount>,
}

/// One blocking rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BlockingLine {
    /// Name.
    pub name: String,
    /// Blocks of at least two records.
    pub blocks: u64,
    /// Pairs it emitted first.
    pub pairs: u64,
    /// Records in its largest block.
    pub largest: u64,
    /// Blocks split or capped.
    pub capped: u64,
    /// Pairs not made.
    pub cut: u64,
}

/// One comparison.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ComparisonLine {
    /// Field or group.
    pub name: String,
    /// Levels, best first.
    pub levels: Vec<LevelLine>,
}

/// One level of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LevelLine {
    /// What it means.
    pub name: String,
    /// Probability among matches.
    pub m: f64,
    /// Probability among non-matches.
    pub u: f64,
    /// Weight in bits.
    pub weight_bits: f64,
}

/// Pairs of one bin of weights.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Bin {
    /// Lower bound in bits.
    pub from_bits: i32,
    /// Pairs.
    pub pairs: u64,
}

/// Customers of one size.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SizeLine {
    /// Rows per customer.
    pub members: u32,
    /// Customers.
    pub customers: u64,
}

/// One customer worth a look.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClusterLine {
    /// Customer id.
    pub customer_id: String,
    /// Name, masked in the report.
    pub name: String,
    /// Rows.
    pub rows: u64,
    /// Channels, joined by `|`.
    pub channels: String,
    /// Weakest link in bits.
    pub weakest_bits: Option<f64>,
}

/// One channel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChannelLine {
    /// Channel.
    pub channel: String,
    /// Rows kept.
    pub rows: u64,
    /// Customers seen in it.
    pub customers: u64,
    /// Customers first seen in it.
    pub acquired: u64,
    /// Customers seen nowhere else.
    pub exclusive: u64,
    /// Customers with a paid order in it.
    pub converted: u64,
    /// Customers with two or more paid orders in it.
    pub repeat: u64,
    /// Paid orders.
    pub orders: u64,
    /// Net spend.
    pub spend: f64,
    /// Cost in the period, if given.
    pub cost: Option<f64>,
}

/// Customers in two channels.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Overlap {
    /// One channel.
    pub a: String,
    /// The other, or the same: then all its customers.
    pub b: String,
    /// Customers in both.
    pub customers: u64,
}

/// Customers in exactly these channels.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChannelSet {
    /// Channels.
    pub channels: Vec<String>,
    /// Customers.
    pub customers: u64,
}

/// Customers whose first paid order fell into one month.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cohort {
    /// `2026-03`, in the project's time zone.
    pub month: String,
    /// Customers.
    pub customers: u64,
    /// Of these, who had a paid order 1, 2, 3, … months later, up to the month of the run.
    pub returned: Vec<u64>,
}

/// One tag.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TagLine {
    /// Tag.
    pub name: String,
    /// English name; `""` if the same.
    pub name_en: String,
    /// `basic`, `behaviour`, `value`, `needs`.
    pub dimension: String,
    /// Customers.
    pub customers: u64,
    /// Customers that have it and had it not in the last run.
    #[serde(default)]
    pub entered: u64,
    /// Customers that had it in the last run and have it no more.
    #[serde(default)]
    pub left: u64,
}

/// A tag that deserves a look.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TagAuditLine {
    /// The tag as it comes in.
    pub tag: String,
    /// Given by people, not by a rule.
    pub manual: bool,
    /// Channels it comes from; empty for rules.
    pub channels: Vec<String>,
    /// Customers.
    pub customers: u64,
    /// No rule and no alias knows it.
    pub unmapped: bool,
    /// More than half of the customers have it.
    pub over_used: bool,
    /// Tags that are written almost the same.
    pub near: Vec<String>,
}

/// How one entry rule is kept by one owner in one channel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EntryLine {
    /// The rule's field.
    pub field: String,
    /// What people are told.
    pub message: String,
    /// Channel.
    pub channel: String,
    /// Who entered it; `""` if unknown.
    pub owner: String,
    /// Filled cells.
    pub cells: u64,
    /// Cells that break the rule.
    pub breaches: u64,
    /// The first ones.
    pub samples: Vec<Sample>,
}

/// One cell of the RFM grid.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RfmCell {
    /// Recency score, 1–5.
    pub recency: u8,
    /// Frequency score, 1–5.
    pub frequency: u8,
    /// Customers.
    pub customers: u64,
    /// Their net spend.
    pub spend: f64,
}

/// One region.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RegionLine {
    /// Province or country.
    pub region: String,
    /// Customers.
    pub customers: u64,
    /// Their net spend.
    pub spend: f64,
}

/// One sales person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TeamLine {
    /// Name; `""` = nobody.
    pub owner: String,
    /// Customers.
    pub customers: u64,
    /// Customers with a paid order.
    pub converted: u64,
    /// Follow-ups.
    pub followups: u64,
    /// Overdue ones; `None` without follow-up data.
    pub overdue: Option<u64>,
}

/// One follow-up action.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FollowupLine {
    /// Action.
    pub action: String,
    /// Open ones.
    pub open: u64,
    /// Due by now.
    pub due: u64,
    /// Overdue ones; `None` without follow-up data.
    pub overdue: Option<u64>,
}
