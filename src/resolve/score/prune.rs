//! The pruned pass: the weight of a pair, given up as soon as it cannot reach the floor.
//!
//! Comes in: a trained model and two identity records. Goes out: the same weight as the full pattern gives, or nothing
//! where it lies below the floor. Comparisons are made cheapest first; what those left out could add at most bounds the
//! weight from above. Most candidate pairs are different customers and are given up after one or two comparisons.

use crate::model::kind::Kind;

use super::super::compare::Memo;
use super::super::prepare::Prepared;
use super::pattern::{Layout, Pattern, compare_slots};
use super::weights::Weights;

/// Scores candidate pairs down to a floor.
pub struct Pruned<'a> {
    prepared: &'a Prepared,
    layout: &'a Layout,
    weights: &'a Weights,
    floor: f64,
    /// Comparisons, cheapest first.
    order: Vec<usize>,
    /// Per comparison the factors that are complete once it and all before it are made.
    completes: Vec<Vec<usize>>,
    /// Per place in the order, the most the factors completed there can give.
    most: Vec<f64>,
    /// Places whose factors span two comparisons: one missing value does not settle them.
    joint: Vec<bool>,
}

/// How much work a comparison is.
fn cost(kind: Kind) -> u8 {
    match kind {
        Kind::Gender | Kind::BirthDate | Kind::NationalId | Kind::TaxId | Kind::MemberId | Kind::AccountId => 0,
        Kind::Phone | Kind::Url | Kind::Nickname => 1,
        Kind::PersonName => 2,
        Kind::Email => 3,
        Kind::Company => 5,
        Kind::Address => 6,
        _ => 4,
    }
}

impl<'a> Pruned<'a> {
    /// A scorer that gives up below `floor` bits.
    #[must_use]
    pub fn new(prepared: &'a Prepared, layout: &'a Layout, weights: &'a Weights, floor: f64) -> Self {
        let mut order: Vec<usize> = (0..prepared.comparisons.len()).collect();
        order.sort_by_key(|&c| (cost(prepared.comparisons[c].kind), c));
        let mut place_of = vec![0; order.len()];
        order.iter().enumerate().for_each(|(place, &comparison)| place_of[comparison] = place);
        let mut completes = vec![Vec::new(); order.len()];
        let mut most = vec![0.0; order.len()];
        let mut joint = vec![false; order.len()];
        for (f, factor) in layout.factors.iter().enumerate() {
            let last = factor.of.iter().map(|&(c, _)| place_of[c]).max().unwrap_or(0);
            completes[last].push(f);
            most[last] += weights.matching[f].iter().copied().fold(0.0, f64::max);
            joint[last] |= factor.of.iter().any(|&(c, _)| place_of[c] != last);
        }
        Self { prepared, layout, weights, floor, order, completes, most, joint }
    }

    /// The match weight of a pair in bits, `None` if it is below the floor.
    #[must_use]
    pub fn bits(&self, a: u32, b: u32, memo: &mut Memo) -> Option<f64> {
        let (x, y) = (self.prepared.row(a), self.prepared.row(b));
        let both = |place: usize| x[self.order[place]] != 0 && y[self.order[place]] != 0;
        let open = |place: usize| both(place) || self.joint[place];
        let mut hope = self.weights.ceiling() + (0..self.order.len()).filter(|&p| open(p)).map(|p| self.most[p]).sum::<f64>();
        let mut pattern: Pattern = 0;
        for (place, &comparison) in self.order.iter().enumerate() {
            if both(place) {
                if hope < self.floor {
                    return None;
                }
                pattern |= compare_slots(self.prepared, self.layout, (a, b), comparison, memo);
            }
            if open(place) {
                hope -= self.most[place];
                for &factor in &self.completes[place] {
                    hope += self.weights.matching[factor][self.layout.factors[factor].cell(pattern)];
                }
            }
        }
        let bits = self.weights.bits(pattern);
        (bits >= self.floor).then_some(bits)
    }
}
