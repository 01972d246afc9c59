//! How matching went. Shapes only, see the parent.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::NamedCount;

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
