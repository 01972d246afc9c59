//! Identity resolution: which records are the same customer.
//!
//! Comes in: `Records` with normalised values and their parts. Goes out: a `Resolution`: clusters, edges, doubtful
//! pairs, the model and its facts. Fellegi–Sunter without labels: identity records, blocking, comparison levels,
//! u on non-matches, EM, a household class, expected F1, average linkage. No I/O, no text parsing, no polars.
//!
//! Sources: Fellegi & Sunter 1969; Winkler 1988 and 2006 (EM, frequency-based matching); Christen, *Data Matching*
//! 2012; Sokal & Michener 1958 (average linkage).

mod compiled;
mod engine;
mod incremental;
mod learning;
mod lone;
mod outcome;
mod joins;
mod explain;
pub mod prepare;
pub mod block;
pub mod compare;
pub mod score;
pub mod cluster;
mod decide;
mod labels;
mod scorer;
mod threshold;
mod twice;
pub mod text;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod law_tests;
#[cfg(test)]
mod incremental_tests;
#[cfg(test)]
mod relation_tests;
#[cfg(test)]
mod lone_tests;
#[cfg(test)]
mod mixed_tests;

pub use block::{IDENTITIES_MAX as ROWS_MAX, MissedRule, PairSearch};
pub use compiled::{Compiled, KeptModel, LastLinkage, compile};
pub use engine::{EDGE_FLOOR, resolve};
pub use explain::{ExplainedFactor, PairExplanation, explain_pair};
