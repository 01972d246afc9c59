//! Checked metrics, tags, stages, aliases, entry rules and what is bought together.

use super::{KeyLines, Place};

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
    /// A column of the master, and so of the change feed; `false` = for rules alone.
    pub deliver: bool,
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
