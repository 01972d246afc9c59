//! What a rule's pairs are worth: how many links the model expects among those that no earlier rule made.
//!
//! Comes in: identity records and the pairs a rule made. Goes out: whether they are worth their time. Only large tables are
//! asked: there, pairs cost the time, and rules that bring one link in thousands of pairs cost most of it. The model is the
//! one that training starts from (default m, chance as it is measured): what it says of a rule depends on the records alone, not
//! on what was kept from an earlier run.

use crate::model::hash::mix;

use super::super::prepare::Prepared;
use super::super::score::{Chance, Layout, Weights, first_guess, patterns};
use super::pairs::{Made, Pairs};

/// Pairs of a rule that are looked at.
const SAMPLE: usize = 8_192;

/// New pairs per expected link beyond which a rule is not worth its time.
pub const PAIRS_PER_LINK: u64 = 500;

/// What a rule adds to the rules before it, as far as a sample tells.
#[derive(Debug, Clone, Copy)]
pub struct Brings {
    /// Pairs that no earlier rule made.
    pub pairs: f64,
    /// Links the model expects among them.
    pub links: f64,
}

/// Judges rules by their pairs.
pub struct Worth<'a> {
    prepared: &'a Prepared,
    layout: Layout,
    weights: Weights,
    chance: Chance,
}

impl<'a> Worth<'a> {
    /// A judge for these records.
    pub fn new(prepared: &'a Prepared) -> Self {
        let layout = Layout::new(&prepared.comparisons, prepared.mostly());
        let chance = Chance::measure(prepared, &layout);
        let weights = Weights::new(&layout, &first_guess(&layout, &chance, prepared.len()));
        Self { prepared, layout, weights, chance }
    }

    /// Chance agreement in these records, which training needs as well.
    pub fn into_chance(self) -> Chance {
        self.chance
    }

    /// What a rule's pairs bring, from a sample of them. `held` must be settled.
    pub fn of(&self, made: &Made, held: &Pairs) -> Brings {
        let share = (SAMPLE as f64 / made.len().max(1) as f64).min(1.0);
        let limit = (share * u64::MAX as f64) as u64;
        let content = &self.prepared.content;
        // Drawn by content, so that it is the same whatever the order of rows.
        let is_drawn = |left: u32, right: u32| {
            let (x, y) = (content[left as usize], content[right as usize]);
            mix(x.min(y), x.max(y)) <= limit
        };
        let mut new = made.drawn(is_drawn);
        new.retain(|&pair| !held.contains(pair));
        let seen = patterns(self.prepared, &self.layout, &new);
        let links: f64 = seen.iter().map(|&pattern| self.weights.posteriors(pattern).0[0]).sum();
        Brings { pairs: new.len() as f64 / share, links: links / share }
    }
}
