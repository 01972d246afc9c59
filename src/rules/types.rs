//! The checked configuration, as the rooms see it. File shapes (serde) live beside their reader, not here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::model::kind::Target;
use crate::model::mapping::{Entity, RecordType};

/// Where in a rule file something was written, for messages of later checks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// File relative to the project.
    pub file: String,
    /// Line from 1.
    pub line: u32,
}

/// Line of each key of a rule, for messages of later checks: for a text the line of its first character.
pub type KeyLines = BTreeMap<&'static str, u32>;

impl Place {
    /// The place of a key of the rule that starts here; the rule's own place if the key was not written.
    #[must_use]
    pub fn of_key(&self, lines: &KeyLines, key: &str) -> Self {
        Self { file: self.file.clone(), line: lines.get(key).copied().unwrap_or(self.line) }
    }
}

/// Everything the user configured.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Project folder; relative paths start here.
    pub root: PathBuf,
    /// `[project]`.
    pub project: Project,
    /// `[[channel]]`, in file order.
    pub channels: Vec<ChannelRule>,
    /// Presets: shipped ones, then the project's `rules/channels/*.toml` (same name replaces).
    pub presets: Vec<Preset>,
    /// `[[metric]]`.
    pub metrics: Vec<MetricRule>,
    /// `[[tag]]`.
    pub tags: Vec<TagRule>,
    /// `[[lifecycle]]`, first stage first.
    pub lifecycle: Vec<LifecycleRule>,
    /// `[[followup]]`.
    pub followups: Vec<FollowupRule>,
    /// `[[tag_alias]]`.
    pub tag_aliases: Vec<TagAliasRule>,
    /// `[[entry_rule]]`.
    pub entry_rules: Vec<EntryRule>,
    /// `[manual_tags]`; `manual_tags.csv` of the project if it is there.
    pub manual_tags: Option<PeopleFile>,
    /// `[followup_log]`.
    pub followup_log: Option<PeopleFile>,
    /// `[affinity]`.
    pub affinity: AffinityRules,
    /// `[calendar]`.
    pub calendar: Calendar,
    /// `[managers]`: owner → manager.
    pub managers: BTreeMap<String, String>,
    /// `[[example]]`: the project's own, and the shipped ones while all rules they are about are shipped.
    pub examples: Vec<ExampleRule>,
    /// `[[extract]]`.
    pub extracts: Vec<ExtractRule>,
    /// `[[merge]]`.
    pub merge: Vec<MergeRule>,
    /// `[gates]`.
    pub gates: Vec<Gate>,
    /// `[match]`.
    pub matching: MatchRules,
    /// `[normalise]`.
    pub normalise: NormaliseRules,
    /// `[completeness]`.
    pub completeness: CompletenessRules,
    /// `[deliver]`.
    pub deliver: DeliverRules,
    /// `[currency]`.
    pub currency: Option<CurrencyRules>,
    /// `[erase]`.
    pub erase: EraseRules,
    /// `[notify]`.
    pub notify: NotifyRules,
    /// `decisions.csv`.
    pub decisions: Vec<crate::model::decisions::Decision>,
}

pub use super::preset::Preset;

/// `[project]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Shown in the report.
    pub name: String,
    /// IANA time zone of naive times. Default `Asia/Shanghai`.
    pub timezone: String,
    /// Default country, ISO 3166 alpha-2. Default `CN`.
    pub country: String,
    /// Default currency, ISO 4217. Default `CNY`.
    pub currency: String,
    /// Report language: `zh` or `en`; the page can switch. Default `zh`.
    pub language: String,
    /// Output folder relative to the project. Default `out`.
    pub out: String,
    /// How many published runs are kept. Default 30.
    pub keep_runs: u32,
    /// How long published runs are kept, milliseconds between their moments; `None` = as long as `keep_runs` allows.
    pub keep_for_ms: Option<i64>,
}

impl Project {
    /// The defaults of a project file that says nothing.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            timezone: "Asia/Shanghai".to_owned(),
            country: "CN".to_owned(),
            currency: "CNY".to_owned(),
            language: "zh".to_owned(),
            out: "out".to_owned(),
            keep_runs: 30,
            keep_for_ms: None,
        }
    }
}

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
    /// Sheet override.
    pub sheet: Option<String>,
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

/// `[[metric]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricRule {
    /// Where it was written.
    pub place: Place,
    /// Where its keys were written.
    pub lines: KeyLines,
    /// Column name.
    pub name: String,
    /// `events`, `items` or `fields`.
    pub from: String,
    /// SQL condition on rows; empty = all.
    pub filter: String,
    /// Window before `as_of`, milliseconds.
    pub within_ms: Option<i64>,
    /// SQL aggregate.
    pub value: String,
}

/// `[[tag]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct TagRule {
    /// Where it was written.
    pub place: Place,
    /// Where its keys were written.
    pub lines: KeyLines,
    /// Tag as printed.
    pub name: String,
    /// English name for the English report; empty = `name`.
    pub name_en: String,
    /// `basic`, `behaviour`, `value`, `needs`.
    pub dimension: String,
    /// SQL condition over metrics and fields.
    pub when: String,
    /// Only the first true tag of a group (by priority, then file order) is given.
    pub group: Option<String>,
    /// Higher first. Default 0.
    pub priority: i32,
    /// SQL expression (a time) of when the reason for the tag arose; empty = unknown.
    pub since: String,
    /// The tag ends this long after `since`, in milliseconds, even where the condition still holds; `None` = never.
    pub expires_ms: Option<i64>,
    /// For people.
    pub description: String,
}

/// `[[lifecycle]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct LifecycleRule {
    /// Where it was written.
    pub place: Place,
    /// Where its keys were written.
    pub lines: KeyLines,
    /// Stage as printed.
    pub stage: String,
    /// English name; empty = `stage`.
    pub stage_en: String,
    /// SQL condition.
    pub when: String,
    /// SQL expression (a time) of when the stage was entered; empty = unknown.
    pub since: String,
}

/// How far a due time is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Milliseconds.
    After(i64),
    /// Working days; the time of day stays.
    WorkingDays(i32),
}

/// What happens to a due time on a day off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnDayOff {
    /// It stays.
    #[default]
    Keep,
    /// The next working day, at the same time of day.
    Next,
    /// The working day before, at the same time of day.
    Previous,
}

/// `[calendar]`: which days are worked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    /// Days of the week without work, Monday = 0.
    pub weekend: BTreeSet<u8>,
    /// Days off besides.
    pub days_off: BTreeSet<chrono::NaiveDate>,
    /// Weekend days worked all the same.
    pub workdays: BTreeSet<chrono::NaiveDate>,
    /// The last year whose days off are known; `None` = all that matter are written.
    pub last_year: Option<i32>,
}

/// `[[tag_alias]]`: what other systems call a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagAliasRule {
    /// Where it was written.
    pub place: Place,
    /// Names as they come in; letter case does not matter.
    pub from: Vec<String>,
    /// The name they mean.
    pub to: String,
    /// Only in this channel; `None` = everywhere.
    pub channel: Option<String>,
    /// Tags given by people end this long after their date, milliseconds; `None` = never.
    pub expires_ms: Option<i64>,
}

/// `[[entry_rule]]`: how people should write something into the source systems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRule {
    /// Where it was written.
    pub place: Place,
    /// Where its keys were written.
    pub lines: KeyLines,
    /// What it is about: a target as in `fields`, or the user's own field.
    pub field: String,
    /// Regular expression that a filled cell must match.
    pub pattern: String,
    /// What people are told.
    pub message: String,
    /// Only in this channel; `None` = everywhere.
    pub channel: Option<String>,
}

/// `[manual_tags]` and `[followup_log]`: tables in which people wrote about customers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeopleFile {
    /// Where it was written.
    pub place: Place,
    /// Glob patterns relative to the project.
    pub files: Vec<String>,
    /// Role → header; roles that are not named are found by their usual headers.
    pub columns: BTreeMap<String, String>,
    /// Channel of ids that name none.
    pub channel: Option<String>,
    /// Outcomes that leave the action open.
    pub open_outcomes: Vec<String>,
}

/// `[affinity]`: which products are bought together.
#[derive(Debug, Clone, PartialEq)]
pub struct AffinityRules {
    /// Products are told apart by their stock keeping unit instead of their title.
    pub by_sku: bool,
    /// Fewest customers who bought both.
    pub min_customers: u64,
    /// Smallest lift: how many times more often than by chance.
    pub min_lift: f64,
    /// Smallest share of the buyers of one who also bought the other, 0–1.
    pub min_confidence: f64,
}

impl Default for AffinityRules {
    /// Five customers are the fewest from which a share of ten per cent is not one purchase.
    fn default() -> Self {
        Self { by_sku: false, min_customers: 5, min_lift: 1.5, min_confidence: 0.1 }
    }
}

/// `[[followup]]`.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowupRule {
    /// Where it was written.
    pub place: Place,
    /// Where its keys were written.
    pub lines: KeyLines,
    /// What to do.
    pub action: String,
    /// Time column or metric the due date counts from.
    pub from: String,
    /// When it is due, counted from there; may be before (`-7d`).
    pub due: Due,
    /// What happens to a due time on a day off.
    pub on_day_off: OnDayOff,
    /// How long after the due time the owner's manager is told, milliseconds; `None` = never.
    pub escalate_ms: Option<i64>,
    /// SQL condition under which the rule applies at all; empty = always.
    pub when: String,
    /// SQL condition under which nothing is due; empty = never.
    pub unless: String,
}

/// One plain value in a rule file.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text, dates included; `""` means missing.
    Text(String),
    /// A number.
    Number(f64),
    /// Yes or no.
    Bool(bool),
}

/// A named value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenCell {
    /// Where it was written.
    pub place: Place,
    /// Field or metric.
    pub name: String,
    /// The value.
    pub cell: Cell,
}

/// `[[example]]`: a made customer and what the rules must say about it.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleRule {
    /// Where it was written.
    pub place: Place,
    /// Where its keys were written.
    pub lines: KeyLines,
    /// What it shows.
    pub name: String,
    /// The moment it looks from, as written; empty = the end of 2026-06-30.
    pub as_of: String,
    /// IANA time zone; `None` = the project's.
    pub timezone: Option<String>,
    /// Fields of the customer. What is not written follows from the events where that is possible.
    pub customer: Vec<WrittenCell>,
    /// What happened.
    pub events: Vec<ExampleEvent>,
    /// Tags that must be given.
    pub tags: Vec<String>,
    /// Tags that must not be given.
    pub not_tags: Vec<String>,
    /// The stage; `Some("")` = none.
    pub stage: Option<String>,
    /// Metrics with their values.
    pub metrics: Vec<WrittenCell>,
    /// Follow-ups that must be open, with the due time where it matters (`""` = any).
    pub followups: Vec<WrittenCell>,
    /// Follow-ups that must not be open.
    pub not_followups: Vec<String>,
    /// Follow-ups that must be overdue.
    pub overdue: Vec<String>,
}

/// One event of an example.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleEvent {
    /// Where it was written.
    pub place: Place,
    /// `order`, `inquiry`, …
    pub kind: String,
    /// When, as written; `None` = unknown.
    pub at: Option<String>,
    /// `paid`, `pending`, …
    pub status: String,
    /// Major units.
    pub amount: Option<f64>,
    /// Major units.
    pub refunded: Option<f64>,
    /// ISO 4217; empty = the project's.
    pub currency: String,
    /// Channel; empty = `example`.
    pub channel: String,
    /// Sales person.
    pub owner: String,
    /// Survey score.
    pub score: Option<f64>,
    /// Message.
    pub text: String,
    /// Line items.
    pub items: Vec<ExampleItem>,
}

/// One line item of an example's event.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleItem {
    /// Stock keeping unit.
    pub sku: String,
    /// Product title.
    pub product: String,
    /// Pieces.
    pub quantity: Option<f64>,
    /// Major units.
    pub amount: Option<f64>,
}

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

/// `[[merge]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeRule {
    /// Where it was written.
    pub place: Place,
    /// Master column.
    pub field: String,
    /// `trust`, `newest`, `complete`, `frequent`, `longest`, in order of weight.
    pub prefer: Vec<String>,
}

/// One `[gates]` entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// Where it was written.
    pub place: Place,
    /// `unification`, `completeness`, `rejected_share`, `customers`, …
    pub kpi: String,
    /// Channel it is measured for; `None` = overall.
    pub channel: Option<String>,
    /// Smallest accepted value.
    pub min: Option<f64>,
    /// Largest accepted value.
    pub max: Option<f64>,
    /// Largest accepted drop since the last run.
    pub max_drop: Option<f64>,
    /// `true` = exit 1, `false` = warn only.
    pub fail: bool,
}

/// `[match]`.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchRules {
    /// Smallest expected precision of `run`. Default 0.985. `None` = maximise F1 (what `dedupe` does).
    pub precision: Option<f64>,
    /// Threshold in bits; overrides the calibrated choice.
    pub threshold_bits: Option<f64>,
    /// Fields kept out of matching, by name.
    pub ignore: Vec<String>,
    /// Model file to use instead of training, relative to the project.
    pub model: Option<String>,
    /// Largest block before it is split or capped. Default 0 = chosen from the budget.
    pub block_max: u32,
}

impl Default for MatchRules {
    fn default() -> Self {
        Self { precision: Some(0.985), threshold_bits: None, ignore: Vec::new(), model: None, block_max: 0 }
    }
}

/// `[completeness]`: required fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompletenessRules {
    /// For persons. Default `name, contact, channel, province`.
    pub person: Vec<String>,
    /// For organisations. Default `name, contact, channel, industry, company_size`.
    pub organisation: Vec<String>,
}

impl Default for CompletenessRules {
    fn default() -> Self {
        let list = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect();
        Self {
            person: list(&["name", "contact", "channel", "province"]),
            organisation: list(&["name", "contact", "channel", "industry", "company_size"]),
        }
    }
}

/// `[deliver]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliverRules {
    /// Write a BOM before people's CSV files.
    pub bom: bool,
    /// Mask personal data in the report. Default true.
    pub mask_report: bool,
    /// `[deliver.postgres]`.
    pub postgres: Option<PostgresRules>,
}

/// `[deliver.postgres]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostgresRules {
    /// Connection text without a password: `host=/run/postgresql dbname=customers user=guiyi`.
    pub url: String,
    /// Schema of the tables. Default `guiyi`.
    pub schema: String,
}

impl Default for DeliverRules {
    fn default() -> Self {
        Self { bom: false, mask_report: true, postgres: None }
    }
}

/// `[currency]`.
#[derive(Debug, Clone, PartialEq)]
pub struct CurrencyRules {
    /// Currency that amounts are converted to.
    pub base: String,
    /// Units of base per unit of each currency.
    pub rates: BTreeMap<String, f64>,
}

/// When a run is told about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NotifyWhen {
    /// After every run, and when one fails.
    #[default]
    Always,
    /// When a gate was missed or the run failed.
    Problem,
}

/// `[notify]`: who is told about a run. A value that begins with `$` names an environment variable.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotifyRules {
    /// URL of a WeCom 企业微信 group robot.
    pub wecom: Option<String>,
    /// URL of a DingTalk 钉钉 group robot.
    pub dingtalk: Option<String>,
    /// The robot's signing secret (加签), if it has one.
    pub dingtalk_secret: Option<String>,
    /// URL that gets the run's figures as JSON.
    pub webhook: Option<String>,
    /// When.
    pub when: NotifyWhen,
    /// Milliseconds until sending is given up; `None` = 10 s.
    pub timeout_ms: Option<i64>,
}

/// `[erase]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EraseRules {
    /// File of the key that tombstones are made with, outside the project; the environment may name another one.
    pub key_file: Option<String>,
}

/// `[normalise]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NormaliseRules {
    /// Where it is written.
    pub place: Place,
    /// Parts (`domain`, `city`, `district`, `brand`, `name`, `number`, `mailbox`) and fields whose suggested corrections are put
    /// in the place of the values; empty: all of them are only listed.
    pub apply_corrections: Vec<String>,
}
