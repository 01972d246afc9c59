//! The checked configuration, as the rooms see it. File shapes (serde) live beside their reader, not here.

mod channel;
mod labels;
mod people;
mod example;
mod extract;
mod settings;

use std::collections::BTreeMap;
use std::path::PathBuf;

pub use super::preset::Preset;
pub use channel::*;
pub use example::*;
pub use extract::*;
pub use labels::*;
pub use people::*;
pub use settings::*;

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

/// Everything the user configured. The default is a job that configures nothing: no channel, no label, no preset.
#[derive(Debug, Clone, Default)]
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
    /// `[costs]`.
    pub costs: Option<PeopleFile>,
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

impl Default for Project {
    /// A project without a name.
    fn default() -> Self {
        Self::named("")
    }
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
