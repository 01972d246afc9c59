//! Where to stop linking: expected precision, recall and F1 from the linkage steps themselves.
//!
//! A step that joins clusters of p and q source rows makes p·q pairs, right with the probability of its mean weight.
//! The mean of a step between clusters weighs the prior of a single pair; within a population where customers have
//! several records the odds are better by the number of records a customer has, so the weight is shifted by that
//! (log2 of the mean cluster size seen by a record, at most four bits). F1 is largest where a step's probability falls below half the F1
//! reached (Lipton, Elkan & Narayanaswamy 2014).

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::trained::Calibration;
use crate::rules::MatchRules;

use super::cluster::Merge;
use super::prepare::Prepared;
use super::score::probability;

/// A threshold with what is expected of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Choice {
    /// Steps from this mean weight on are taken, in bits.
    pub threshold: f64,
    /// Expected pairwise precision, 0–1.
    pub precision: f64,
    /// Expected pairwise recall, 0–1; what blocking missed is not in it.
    pub recall: f64,
}

/// One step with the pairs of source rows it makes.
#[derive(Clone, Copy)]
struct Step {
    bits: f64,
    pairs: f64,
    /// Pairs expected to be right.
    right: f64,
}

/// Candidate thresholds: quarter bits.
fn grid() -> impl Iterator<Item = f64> {
    (-24..=64).map(|i| f64::from(i) / 4.0)
}

/// What the choice follows besides the steps.
#[derive(Clone, Copy)]
pub struct Wish<'a> {
    /// A threshold or a precision that is asked for.
    pub rules: &'a MatchRules,
    /// Threshold of a kept model.
    pub kept: Option<f64>,
    /// How weights become probabilities.
    pub calibration: Calibration,
}

/// The records an average record's customer has, in bits: what a step's mean weight is shifted by.
#[must_use]
pub fn shift_of(prepared: &Prepared, merges: &[Vec<Merge>]) -> f64 {
    shift(prepared, &steps(prepared, merges))
}

/// Chooses the threshold.
#[must_use]
pub fn choose(prepared: &Prepared, merges: &[Vec<Merge>], wish: Wish<'_>) -> Choice {
    let Wish { rules, kept, calibration } = wish;
    let steps = steps(prepared, merges);
    let within: f64 = prepared.rows.iter().map(|&r| f64::from(r) * (f64::from(r) - 1.0) / 2.0).sum();
    let scale = Scale { shift: shift(prepared, &steps), calibration };
    let likely = rated(&steps, scale);
    let at = |threshold: f64| expectation(&likely, within, threshold);
    if let Some(bits) = rules.threshold_bits.or(kept) {
        return at(bits);
    }
    match rules.precision {
        Some(level) => promised(&steps, within, scale, level),
        None => likeliest(&likely, within),
    }
}

/// The threshold of the largest expected F1.
fn likeliest(likely: &[Step], within: f64) -> Choice {
    // Of thresholds that come to the same, the one nearest to even odds: it also says what of rows equal in everything is enough.
    let nearest = |a: &Choice, b: &Choice| b.threshold.abs().total_cmp(&a.threshold.abs());
    let choices: Vec<Choice> = grid().collect::<Vec<f64>>().into_par_iter().map(|t| expectation(likely, within, t)).collect();
    let best = choices.into_iter().max_by(|a, b| f1(a).total_cmp(&f1(b)).then(nearest(a, b)));
    best.unwrap_or_else(|| expectation(likely, within, 0.0))
}

/// The threshold of the largest expected F1 with an expected precision of `level`.
///
/// What a single pair's prior makes of the steps decides: where precision is promised, the benefit of the doubt is not given,
/// unless the doubt costs more recall than it may gain precision ([`precise_f`]); what the steps are thought to be worth keeps
/// the level in any case.
fn promised(steps: &[Step], within: f64, scale: Scale, level: f64) -> Choice {
    let (likely, cautious) = (rated(steps, scale), rated(steps, Scale { shift: 0.0, ..scale }));
    let best = likeliest(&likely, within);
    let doubted = |c: &Choice| expectation(&cautious, within, c.threshold);
    let from = grid().filter(|&t| t >= best.threshold);
    let allowed: Vec<Choice> = from.map(|t| expectation(&likely, within, t)).filter(|c| c.precision >= level).collect();
    let sure = allowed.iter().position(|c| doubted(c).precision >= level);
    let value: Vec<f64> = allowed.iter().map(|c| precise_f(&doubted(c))).collect();
    let worth = (0..allowed.len()).rev().max_by(|&a, &b| value[a].total_cmp(&value[b]));
    sure.into_iter().chain(worth).min().map_or(best, |at| allowed[at])
}

fn f1(choice: &Choice) -> f64 {
    if choice.precision + choice.recall > 0.0 {
        2.0 * choice.precision * choice.recall / (choice.precision + choice.recall)
    } else {
        0.0
    }
}

/// F0.5: precision counts twice as much as recall (van Rijsbergen 1979).
fn precise_f(choice: &Choice) -> f64 {
    1.25 * choice.precision * choice.recall / (0.25 * choice.precision + choice.recall).max(1e-12)
}

/// Components whose steps are told together.
const AT_A_TIME: usize = 4096;

/// Steps of all components with running minima as weights, so that a threshold takes a prefix.
fn steps(prepared: &Prepared, merges: &[Vec<Merge>]) -> Vec<Step> {
    let rows = |id: u32| f64::from(prepared.rows[id as usize]);
    let of_some = |merges: &[Vec<Merge>]| {
        let mut size: BTreeMap<u32, f64> = BTreeMap::new();
        let mut out = Vec::with_capacity(merges.len());
        for steps in merges {
            size.clear();
            let mut lowest = f64::INFINITY;
            for merge in steps {
                let p = *size.entry(merge.into).or_insert_with(|| rows(merge.into));
                let q = *size.entry(merge.from).or_insert_with(|| rows(merge.from));
                lowest = lowest.min(merge.bits);
                out.push(Step { bits: lowest, pairs: p * q, right: 0.0 });
                size.insert(merge.into, p + q);
            }
        }
        out
    };
    merges.par_chunks(AT_A_TIME).map(of_some).collect::<Vec<_>>().concat()
}

/// Most bits a step's mean weight is shifted by: a few customers of hundreds of records say little of what two records are.
const SHIFT_MOST: f64 = 4.0;

/// log2 of the records an average record's customer has, from the steps that are more likely right than not.
/// None where one field is all there is: what its levels say is known of customers with as many records as they have.
fn shift(prepared: &Prepared, steps: &[Step]) -> f64 {
    if prepared.only_field().is_some_and(|field| prepared.comparisons[field].slots.len() == 1) {
        return 0.0;
    }
    let pairs: f64 = steps.iter().filter(|s| s.bits >= 0.0).map(|s| s.pairs).sum();
    (1.0 + 2.0 * pairs / prepared.len().max(1) as f64).log2().min(SHIFT_MOST)
}

/// From a step's weight to its probability.
#[derive(Clone, Copy)]
struct Scale {
    shift: f64,
    calibration: Calibration,
}

impl Scale {
    fn probability(self, bits: f64) -> f64 {
        probability((self.calibration.offset + self.calibration.slope * (bits + self.shift)).clamp(-60.0, 60.0))
    }
}

/// The steps with the pairs expected to be right on a scale.
fn rated(steps: &[Step], scale: Scale) -> Vec<Step> {
    steps.par_iter().map(|step| Step { right: scale.probability(step.bits) * step.pairs, ..*step }).collect()
}

fn expectation(steps: &[Step], within: f64, threshold: f64) -> Choice {
    let (mut right, mut made, mut missed) = (within, within, 0.0);
    for step in steps {
        if step.bits >= threshold {
            right += step.right;
            made += step.pairs;
        } else {
            missed += step.right;
        }
    }
    let precision = if made > 0.0 { right / made } else { 1.0 };
    let recall = if right + missed > 0.0 { right / (right + missed) } else { 1.0 };
    Choice { threshold, precision, recall }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The threshold chosen for pairs of source rows at these weights, with a promised precision.
    fn chosen(steps: &[(f64, f64)], level: f64) -> f64 {
        let steps: Vec<Step> = steps.iter().map(|&(bits, pairs)| Step { bits, pairs, right: 0.0 }).collect();
        promised(&steps, 0.0, Scale { shift: 1.0, calibration: Calibration::default() }, level).threshold
    }

    #[test]
    fn caution_is_kept_where_it_costs_little_and_given_up_where_it_costs_much() {
        // A thousand sure pairs and a few doubtful ones: the doubtful ones are left.
        let few = chosen(&[(12.0, 1000.0), (0.7, 60.0)], 0.985);
        assert!(few > 0.7, "{few}");
        // As many doubtful pairs as sure ones: without them half the customers would stay apart.
        let many = chosen(&[(12.0, 1000.0), (4.2, 900.0)], 0.985);
        assert!(many <= 4.2, "{many}");
        // What is promised is kept in either case, as the model expects it.
        assert!(chosen(&[(12.0, 1000.0), (0.5, 900.0)], 0.985) > 0.5);
    }
}
