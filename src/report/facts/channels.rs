//! Channels: what they bring, how they overlap, who comes back. Shapes only, see the parent.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    /// What it cost, if given.
    pub cost: Option<f64>,
    /// First day that the cost is for, in the project's time zone; `""` = as long as there are data.
    #[serde(default)]
    pub cost_since: String,
    /// Customers first seen in it since then; `None` without a cost.
    #[serde(default)]
    pub cost_acquired: Option<u64>,
    /// Net spend in it since then; `None` without a cost.
    #[serde(default)]
    pub cost_spend: Option<f64>,
}

/// Customers whose first contact was in one channel and whose last was in another, or the same. Customers without any
/// date are in none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Flow {
    /// Channel of the first contact.
    pub from: String,
    /// Channel of the last contact.
    pub to: String,
    /// Customers.
    pub customers: u64,
    /// Of these, with a paid order anywhere.
    pub converted: u64,
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
