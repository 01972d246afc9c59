//! The model of a table that has one field to match by: a list of firms' names, of mail addresses, of numbers.
//!
//! Of one field alone nobody can learn how many pairs match: every share of matches explains the levels seen equally well, and
//! expectation–maximisation ends at none. What is known of such values in general takes the place of learning: how often two
//! records that agree as far as a level says are one customer. Comes in: the levels of the candidate pairs. Goes out: the model
//! that gives every level that probability. It compares nothing itself.

use crate::model::kind::Kind;
use crate::model::mapping::Entity;

use super::prepare::Prepared;
use super::score::{Factor, Layout, Pattern, Trained, Weights};

/// What a level of the only field says.
struct Level {
    /// Share of its pairs that are one customer.
    same: f64,
    /// Pairs of one customer at this level, at the most, for each that agrees wholly: where far more agree so far, what they
    /// agree in is the trade's or the town's.
    most: f64,
}

/// Levels of a firm's name, from the best on: equal three times (rare, in between, common), the same brand or nearly all
/// words, a close brand or most words, an acronym, some words, else. By what labelled lists show: owners of American patents as
/// they were written (National Bureau of Economic Research; University of Massachusetts), affiliations of authors (Leipzig).
const FIRM: [Level; 8] = [
    Level { same: 0.97, most: f64::INFINITY },
    Level { same: 0.95, most: f64::INFINITY },
    Level { same: 0.93, most: f64::INFINITY },
    Level { same: 0.8, most: 2.0 },
    Level { same: 0.57, most: 2.6 },
    Level { same: 0.35, most: 0.3 },
    Level { same: 0.1, most: 1.0 },
    Level { same: 0.000_1, most: 1.0 },
];

/// Share of pairs with one number or address that are one customer.
const ONES_OWN: f64 = 0.97;
/// Share of pairs with nearly one number or address that are one customer: most are neighbours in a range or namesakes.
const NEARLY: f64 = 0.05;

/// The only field of a table: the factor that nearly all its records can be matched by, where no other has a say.
#[must_use]
pub fn lone(prepared: &Prepared, layout: &Layout) -> Option<usize> {
    let field = prepared.only_field()?;
    let mut factors = (0..layout.factors.len()).filter(|&at| layout.factors[at].of.iter().any(|of| of.0 == field));
    let (at, None) = (factors.next()?, factors.next()) else { return None };
    let known = match layout.factors[at].kinds[..] {
        [Kind::Company] => layout.entity == Entity::Organisation,
        [Kind::Phone | Kind::Email | Kind::NationalId | Kind::TaxId | Kind::MemberId | Kind::AccountId | Kind::Nickname] => true,
        _ => false,
    };
    known.then_some(at)
}

/// The levels of the pairs that were compared.
#[derive(Clone, Copy)]
pub struct Compared<'a> {
    /// Patterns of candidate pairs, with their counts.
    pub counts: &'a [(Pattern, u32)],
    /// All candidate pairs ÷ counted ones.
    pub scale: f64,
    /// Rows that are equal to an earlier one in everything.
    pub folded: usize,
    /// Identity records.
    pub records: usize,
}

/// Puts what is known of the only field in the place of what was guessed.
pub fn settle(model: &mut Trained, layout: &Layout, at: usize, compared: Compared<'_>) {
    let Compared { counts, scale, folded, records } = compared;
    let factor = &layout.factors[at];
    let levels = levels(factor);
    let pairs = (records as f64 * (records as f64 - 1.0) / 2.0).max(1.0);
    // Half a pair for every level: what no pair shows tonight may be shown tomorrow.
    let mut seen = vec![0.5; levels.len()];
    for &(pattern, count) in counts {
        if let Some(level) = factor.cell(pattern).checked_sub(1).filter(|&level| level < seen.len()) {
            seen[level] += f64::from(count) * scale;
        }
    }
    if let Some(last) = seen.len().checked_sub(1) {
        seen[last] += (pairs - seen.iter().sum::<f64>()).max(0.0);
    }
    let exact = usize::from(factor.exact[0]);
    let whole = folded as f64 + levels.iter().zip(&seen).take(exact).map(|(level, seen)| level.same * seen).sum::<f64>();
    let same: Vec<f64> = levels.iter().zip(&seen).map(|(level, &seen)| (level.same * seen).min(level.most * whole)).collect();
    let matching: f64 = same.iter().sum();
    model.lambda = (matching / pairs).min(0.5);
    model.relations.clear();
    for (level, (same, seen)) in same.iter().zip(&seen).enumerate() {
        model.m[at][level + 1] = same / matching;
        model.u[at][level + 1] = (seen - same) / (pairs - matching).max(1.0);
    }
    let weights = Weights::new(layout, model);
    let likelihood = counts.iter().map(|&(pattern, count)| f64::from(count) * scale * weights.posteriors(pattern).1).sum();
    model.likelihood = vec![likelihood];
    // What is known of such values is not what a handful of rows made up for.
    model.remarks.clear();
}

fn levels(factor: &Factor) -> Vec<Level> {
    if factor.kinds == [Kind::Company] {
        return FIRM.into();
    }
    let (exact, all) = (usize::from(factor.exact[0]), factor.levels[0]);
    let level = |at: usize| match at {
        at if at < exact => Level { same: ONES_OWN, most: f64::INFINITY },
        at if at + 1 < all => Level { same: NEARLY, most: NEARLY },
        _ => Level { same: 0.000_1, most: NEARLY },
    };
    (0..all).map(level).collect()
}
