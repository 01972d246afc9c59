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
        let layout = Layout::of(prepared);
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

#[cfg(test)]
mod tests {
    use super::super::super::prepare::prepare;
    use super::super::super::tests::{Row, crowd, records};
    use super::super::Candidates;
    use super::*;

    #[test]
    fn a_rule_is_worth_the_links_among_its_new_pairs() {
        let made = crowd(600);
        // Every one of the crowd, and then every one again without an address.
        let first = made.iter().map(|c| (c.0.as_str(), c.1.as_str(), c.2.as_str(), c.3.as_str(), c.4.as_str()));
        let again = made.iter().map(|c| (c.0.as_str(), c.1.as_str(), c.2.as_str(), c.3.as_str(), ""));
        let rows: Vec<Row> = first.chain(again).collect();
        let records = records(&rows);
        let prepared = prepare(&records, &[], None);
        assert_eq!(prepared.len(), 1200, "nothing folds");
        let worth = Worth::new(&prepared);
        let rule = |pairs: &mut dyn Iterator<Item = (u32, u32)>| {
            let mut made = Made::default();
            made.take(pairs.map(|(a, b)| Candidates::pack(a, b, 0)).collect());
            made
        };
        let mut held = Pairs::new(prepared.len());
        let true_pairs = worth.of(&rule(&mut (0..600).map(|i| (i, i + 600))), &held);
        assert!(true_pairs.pairs == 600.0 && true_pairs.links > 590.0, "{true_pairs:?}");
        let strangers = worth.of(&rule(&mut (0..599).map(|i| (i, i + 601))), &held);
        assert!(strangers.links * (PAIRS_PER_LINK as f64) < strangers.pairs, "{strangers:?}");
        // Pairs that earlier rules made bring nothing more.
        held.take(rule(&mut (0..600).map(|i| (i, i + 600))));
        held.settle();
        let repeated = worth.of(&rule(&mut (0..600).map(|i| (i, i + 600))), &held);
        assert!(repeated.pairs == 0.0 && repeated.links == 0.0, "{repeated:?}");
    }
}
