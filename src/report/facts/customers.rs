//! Customers: tags, value, reasons, what is bought together. Shapes only, see the parent.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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

/// Buyers of one grade, by the metric `grade`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GradeLine {
    /// `A`, `B`, `C`.
    pub grade: String,
    /// Customers.
    pub customers: u64,
    /// Their net spend.
    pub spend: f64,
}

/// Customers of one RFM segment, by the metric `rfm_segment`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SegmentLine {
    /// As the metric names it.
    pub segment: String,
    /// Customers.
    pub customers: u64,
    /// Their net spend.
    pub spend: f64,
}

/// Why customers left or complain, by the metric `churn_reason`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReasonLine {
    /// As the metric names it.
    pub reason: String,
    /// Customers.
    pub customers: u64,
    /// The same by lifecycle stage, in the order of `lifecycle`.
    pub stages: Vec<u64>,
}

/// What customers answered: the metrics `nps_score` (0–10) and `csat_365d` (1–5).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Satisfaction {
    /// Net promoter score, −100 to 100: share of promoters less share of detractors (Reichheld 2003).
    pub nps: Option<f64>,
    /// Customers who answered 9 or 10.
    pub promoters: u64,
    /// Customers who answered 7 or 8.
    pub passives: u64,
    /// Customers who answered 6 or less.
    pub detractors: u64,
    /// Mean of the customers' means, 1–5.
    pub csat: Option<f64>,
    /// Customers with such a mean.
    pub csat_customers: u64,
    /// Customers whose mean is 4 or more.
    pub csat_satisfied: u64,
}

/// Two products bought by the same customers; all counts are among those who bought where both are sold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AffinityLine {
    /// What was bought.
    pub product: String,
    /// What they also bought.
    pub other: String,
    /// Customers who bought both.
    pub both: u64,
    /// Customers who bought `product`.
    pub customers: u64,
    /// Share of all buyers who bought both.
    pub support: f64,
    /// Share of the buyers of `product` who also bought `other`.
    pub confidence: f64,
    /// How many times more often than by chance.
    pub lift: f64,
}
