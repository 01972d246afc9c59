//! Which records are the same customer, and what is known about each decision.

use super::linkage::Linkage;
use super::trained::TrainedModel;

/// "No identity": the record has nothing to be matched by and no customer.
pub const NO_CLUSTER: u32 = u32::MAX;

/// How a source row came to its customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MatchedBy {
    /// Alone in its cluster.
    Single,
    /// Equal in a whole key: index into [`Resolution::exact_keys`].
    Exact(u16),
    /// By match weight.
    Score,
    /// By a person's decision or a link column of the source.
    Decision,
    /// No usable identity.
    None,
}

/// Where the model that scored is from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ModelUse {
    /// Trained on these records; none was given.
    #[default]
    Trained,
    /// The one that was given.
    Kept,
    /// Trained on these records, because the one that was given could not be used; half a sentence on why.
    Replaced(String),
}

/// The outcome of `resolve`.
#[derive(Debug, Clone, Default)]
pub struct Resolution {
    /// Cluster of each record (index of `Records`), or [`NO_CLUSTER`]. Clusters are numbered from 0 by their first record.
    pub cluster: Vec<u32>,
    /// Number of clusters.
    pub clusters: u32,
    /// How each record came to its cluster.
    pub matched_by: Vec<MatchedBy>,
    /// Strongest match weight in bits to another member, per record; `None` for singles.
    pub match_weight: Vec<Option<f32>>,
    /// Names that [`MatchedBy::Exact`] points into (`phone`, `email`, …).
    pub exact_keys: Vec<String>,
    /// Pairs that a person should look at, best question first.
    pub review: Vec<ReviewPair>,
    /// How customers would change with the threshold, down to the lowest weight at which linkage is recorded, by (row, to).
    pub joins: Vec<Join>,
    /// Scored pairs above the edge floor, by (left, right), between representatives of identity records.
    pub edges: Vec<Edge>,
    /// The model that scored, with its frequency facts.
    pub model: TrainedModel,
    /// Where that model is from.
    pub model_use: ModelUse,
    /// What the next run can build upon; its links are [`Self::edges`].
    pub linkage: Linkage,
    /// Facts for the report.
    pub facts: ResolveFacts,
    /// Clusters with an unresolved identity conflict (two valid, differing strong ids).
    pub conflicted: Vec<u32>,
}

/// One scored pair between two records (the first record of each identity record).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// Record index, the smaller one.
    pub left: u32,
    /// Record index, the larger one.
    pub right: u32,
    /// Match weight in bits; infinite where it was decided.
    pub bits: f32,
    /// Blocking rule that emitted the pair first: index into [`ResolveFacts::rules`].
    pub rule: u16,
}

impl Edge {
    /// Match weight in 1/1024 bit, ± 1000 bits where it was decided.
    #[must_use]
    pub fn weight(&self) -> i32 {
        (f64::from(self.bits).clamp(-1000.0, 1000.0) * 1024.0).round() as i32
    }
}

/// Two rows of a tree that says from which threshold down they are one customer: at a threshold, the rows that joins of at least
/// this weight connect are one customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Join {
    /// Record index.
    pub row: u32,
    /// Record index of another row.
    pub to: u32,
    /// Highest threshold in bits at which the two are one customer; ± 1000 or infinite where it was decided.
    pub bits: f64,
}

/// A doubtful pair.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewPair {
    /// Record index.
    pub left: u32,
    /// Record index.
    pub right: u32,
    /// Match weight in bits.
    pub weight: f32,
    /// Calibrated probability, 0–1.
    pub probability: f32,
    /// Why it is asked, in one phrase (`between thresholds`, `weakest link of a customer`, …).
    pub why: String,
}

/// What `resolve` tells the report.
#[derive(Debug, Clone, Default)]
pub struct ResolveFacts {
    /// Identity records after folding equal ones.
    pub identity_records: u64,
    /// Records without any usable identity.
    pub without_identity: u64,
    /// Blocking rules with what each did.
    pub rules: Vec<BlockingRuleFacts>,
    /// Pairs compared, those on demand of linkage apart.
    pub pairs: u64,
    /// What was taken over from the last run.
    pub reuse: Reuse,
    /// Pairs kept as edges.
    pub edges: u64,
    /// Comparisons with m, u and weight per level.
    pub comparisons: Vec<ComparisonFacts>,
    /// Prior probability that two random records match.
    pub lambda: f64,
    /// Threshold in bits above which clusters merge.
    pub threshold: f64,
    /// Expected pairwise precision, estimated by the model, 0–1.
    pub expected_precision: f64,
    /// Expected pairwise recall, estimated by the model, 0–1.
    pub expected_recall: f64,
    /// Histogram of edge weights: (lower bound in bits, pairs).
    pub histogram: Vec<(i32, u64)>,
    /// Cluster sizes: (members, clusters).
    pub cluster_sizes: Vec<(u32, u64)>,
    /// Things the user should know (EM not believed, blocks capped, pairs cut), one sentence each.
    pub remarks: Vec<String>,
    /// Population stability index of the field that moved most since the kept model was trained, with the field's name;
    /// `None` if the model was trained on these records.
    pub drift: Option<(String, f64)>,
    /// Seconds per step, only for `run.json`.
    pub seconds: Vec<(String, f64)>,
}

/// What a run took over from the last one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reuse {
    /// Were only pairs with a fresh end scored?
    pub incremental: bool,
    /// Identity records that were not there in the last run, or stand in blocks that are treated in another way.
    pub fresh: u64,
    /// Identity records of the last run that are gone.
    pub gone: u64,
    /// Links taken over.
    pub links: u64,
    /// Connected parts of more than two identity records.
    pub parts: u64,
    /// Those that took over their customers.
    pub parts_reused: u64,
}

/// One blocking rule and its effect.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BlockingRuleFacts {
    /// The rule's name, e.g. `phone`, `family+birth_date`.
    pub name: String,
    /// Blocks of at least two records.
    pub blocks: u64,
    /// Pairs this rule emitted first.
    pub pairs: u64,
    /// Largest block's records.
    pub largest: u64,
    /// Blocks that were split or capped.
    pub capped: u64,
    /// Pairs not made because of caps or the budget.
    pub cut: u64,
}

/// One comparison of the model.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ComparisonFacts {
    /// Field or group name.
    pub name: String,
    /// Its levels, best first, "else" last. The null level is not listed: it has no weight.
    pub levels: Vec<LevelFacts>,
}

/// One comparison level.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LevelFacts {
    /// What the level means.
    pub name: String,
    /// m probability.
    pub m: f64,
    /// u probability.
    pub u: f64,
    /// log2(m / u), before term frequency.
    pub weight: f64,
}
