//! Scoring: how much every pattern of levels speaks for a match, learned without labels.
//!
//! Comes in: candidate pairs. Goes out: match weights in bits (log2 odds, the prior included). The parts:
//! `pattern` (levels of a pair, packed), `chance` (what agreement is worth among all pairs: u), `em` (m and the prior),
//! `together` (what is no two witnesses), `relation` (households, neighbours and branches), `weights` (tables that turn a pattern into bits),
//! `prune` (the same weight, given up early), `saved` (the model as it is kept).

mod agreeing;
mod chance;
mod em;
mod names;
mod near;
mod small;
mod strangers;
mod pattern;
mod prune;
mod relation;
mod saved;
mod settled;
mod together;
mod weights;

pub use chance::Chance;
pub use em::{Evidence, Trained, first_guess, train, untrained};
pub use pattern::{Factor, Layout, Pattern, compare_slots, pattern, patterns};
pub use prune::Pruned;
pub use relation::Relation;
pub use saved::{factor_models, misfit, relation_models, restore, together_models};
pub use small::{LEARNABLE, chance as population_chance};
pub use weights::{Weights, probability};
