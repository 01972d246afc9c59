//! Sales people and what they owe. Shapes only, see the parent.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Sample;

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
    /// Due by now.
    #[serde(default)]
    pub due: u64,
    /// Overdue ones; `None` without follow-up data.
    pub overdue: Option<u64>,
}

/// One follow-up action.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FollowupLine {
    /// Action.
    pub action: String,
    /// English name; `""` if the same.
    #[serde(default)]
    pub action_en: String,
    /// Open ones.
    pub open: u64,
    /// Due by now.
    pub due: u64,
    /// Overdue ones; `None` without follow-up data.
    pub overdue: Option<u64>,
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
