//! Checked settings of single rooms: merge, gates, matching, completeness, delivery, money, notices.

use std::collections::BTreeMap;

use super::Place;

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
