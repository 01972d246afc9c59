//! Customers: stable ids, members, golden values with their lineage.

use super::ids::Ids;
use super::mapping::Entity;
use super::table::Table;
use super::text::{ListColumn, TextColumn};

/// Who belongs to whom, before any value is chosen: what `registry` decides and `merge` reads.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    /// Stable ids, ascending.
    pub ids: Ids,
    /// Record indexes of each customer, ascending.
    pub members: ListColumn,
    /// Customer index of each record; [`NO_CUSTOMER`] where the record has none.
    pub of_record: Vec<u32>,
}

/// "No customer" in [`Roster::of_record`] and [`Customers::of_record`].
pub const NO_CUSTOMER: u32 = u32::MAX;

/// The customers of a run, ordered by `customer_id`.
#[derive(Debug, Clone, Default)]
pub struct Customers {
    /// 12 Crockford base32 characters each, ascending.
    pub ids: Ids,
    /// Person or organisation.
    pub entity: Vec<Entity>,
    /// Record indexes of each customer, ascending.
    pub members: ListColumn,
    /// Customer index of each record; `u32::MAX` where the record has none.
    pub of_record: Vec<u32>,
    /// Golden columns: every `master` column of the contract that `merge` decides, then mapped extra fields.
    pub golden: Table,
    /// Which required fields are filled: bit `i` is field `i` of the entity's list in `[completeness]`.
    pub filled: Vec<u64>,
    /// Where golden values came from; only customers of two or more source rows. Sorted by field; lists of one field tell of
    /// different customers.
    pub lineage: Vec<Lineage>,
}

/// Where the golden values of one master column came from: columns of equal length, by customer, none missing but
/// losers.
#[derive(Debug, Clone, Default)]
pub struct Lineage {
    /// Master column.
    pub field: String,
    /// Customer index, ascending.
    pub customer: Vec<u32>,
    /// The winning value as printed.
    pub value: TextColumn,
    /// Record that carries it.
    pub record: Vec<u32>,
    /// Rule that decided (`trust`, `newest`, `frequent`, …).
    pub rule: TextColumn,
    /// The other distinct values, joined by `|`.
    pub losers: TextColumn,
}

/// Tags, lifecycle and follow-ups of customers; rows align with [`Customers`].
#[derive(Debug, Clone, Default)]
pub struct TagOutcome {
    /// Metric columns in rule order.
    pub metrics: Table,
    /// Names of metrics that only rules read: they are no columns of the master.
    pub rules_only: Vec<String>,
    /// Tags joined by `|`, in rule order.
    pub tags: TextColumn,
    /// Tags that people gave, under their canonical names, sorted and joined by `|`; `None` if nobody gave any.
    pub manual_tags: Option<TextColumn>,
    /// Every tag that people gave, with who and when.
    pub manual: ManualTags,
    /// Products bought by the same customers, strongest first; empty where no rule asks.
    pub affinity: Vec<Affinity>,
    /// Tags that deserve a look.
    pub audit: Vec<TagAudit>,
    /// Lifecycle stage; `""` if none applies.
    pub lifecycle: TextColumn,
    /// When the stage was entered, milliseconds since the epoch; unknown if the rule has no anchor.
    pub lifecycle_since: Vec<Option<i64>>,
    /// Follow-ups due, sorted by (`due_at`, customer).
    pub followups: Vec<Followup>,
    /// Customers per tag, in rule order.
    pub tag_counts: Vec<(String, String, u64)>,
    /// Things the user should know, one sentence each.
    pub remarks: Vec<String>,
}

/// One action that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followup {
    /// Customer index.
    pub customer: u32,
    /// The rule's action.
    pub action: String,
    /// Rule name.
    pub rule: String,
    /// Milliseconds since the epoch.
    pub due_at: i64,
    /// Past due at `as_of`; `None` where there is no follow-up data to tell.
    pub overdue: Option<bool>,
    /// Who should do it; `""` if unknown.
    pub owner: String,
    /// The owner's manager, where it is overdue for so long that the rule escalates it; else `""`.
    pub escalated_to: String,
}

/// What people wrote about customers outside the channels.
#[derive(Debug, Clone, Default)]
pub struct ByPeople {
    /// Tags given by hand.
    pub tags: Vec<GivenTag>,
    /// What was done, in order of (customer, time); `None` if the project keeps no log.
    pub log: Option<Vec<LogEntry>>,
}

/// One tag given by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenTag {
    /// Customer index.
    pub customer: u32,
    /// The tag as written.
    pub tag: String,
    /// Who gave it.
    pub by: String,
    /// When, milliseconds since the epoch.
    pub at: Option<i64>,
    /// Why.
    pub note: String,
    /// Until when, milliseconds since the epoch.
    pub expires: Option<i64>,
}

/// One entry of a follow-up log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// Customer index.
    pub customer: u32,
    /// What was done; `""` = whatever was open.
    pub action: String,
    /// When, milliseconds since the epoch.
    pub at: i64,
    /// Who did it.
    pub by: String,
    /// What came out.
    pub outcome: String,
    /// False where the outcome leaves the action open.
    pub done: bool,
}

/// Tags that people gave, one row each, in columns; ordered by (customer, tag, time).
#[derive(Debug, Clone, Default)]
pub struct ManualTags {
    /// Customer index.
    pub customer: Vec<u32>,
    /// Canonical name.
    pub tag: TextColumn,
    /// The name as it came in.
    pub given_as: TextColumn,
    /// Channel; `""` for the project's own table of tags.
    pub channel: TextColumn,
    /// Record it stands in; `None` for the project's own table of tags.
    pub record: Vec<Option<u32>>,
    /// Who gave it; `""` if unknown.
    pub by: TextColumn,
    /// When, milliseconds since the epoch.
    pub at: Vec<Option<i64>>,
    /// Why.
    pub note: TextColumn,
}

/// Two products bought by the same customers: who bought `product` often also bought `other`. All counts are among the
/// customers who bought where each of the two is sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Affinity {
    /// What was bought.
    pub product: String,
    /// What they also bought.
    pub other: String,
    /// Customers who bought `product`.
    pub customers: u64,
    /// Customers who bought `other`.
    pub customers_other: u64,
    /// Customers who bought both.
    pub both: u64,
    /// Customers who bought anything there.
    pub buyers: u64,
}

impl Affinity {
    /// Share of the buyers who bought both, 0–1.
    #[must_use]
    pub fn support(&self) -> f64 {
        self.both as f64 / self.buyers as f64
    }

    /// Share of those who bought `product` who also bought `other`, 0–1.
    #[must_use]
    pub fn confidence(&self) -> f64 {
        self.both as f64 / self.customers as f64
    }

    /// How many times more often than if the two had nothing to do with each other.
    #[must_use]
    pub fn lift(&self) -> f64 {
        self.confidence() * self.buyers as f64 / self.customers_other as f64
    }
}

/// A tag that deserves a look, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagAudit {
    /// The tag as it comes in.
    pub tag: String,
    /// Given by people, not by a rule.
    pub manual: bool,
    /// Channels it comes from, sorted; empty for rules.
    pub channels: Vec<String>,
    /// Customers that have it.
    pub customers: u64,
    /// No rule and no alias knows it.
    pub unmapped: bool,
    /// More than half of the customers have it: it tells nothing.
    pub over_used: bool,
    /// Tags that are written almost the same.
    pub near: Vec<String>,
}
