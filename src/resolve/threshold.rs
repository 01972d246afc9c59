//! Where to stop linking: expected precision, recall and F1 from the linkage steps themselves.
//!
//! A step that joins clusters of p and q source rows makes p·q pairs, right with the probability of its mean weight.
//! The mean of a step between clusters weighs the prior of a single pair; within a population where customers have
//! several records the odds are better by the number of records a customer has, so the weight is shifted by that
//! (log2 of the mean cluster size seen by a record). F1 is largest where a step's probability falls below half the F1
//! reached (Lipton, Elkan & Narayanaswamy 2014).

use rayon::prelude::*;

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
    /// Pairs expected to be right, with the shift and without it.
    right: [f64; 2],
}

/// Index into [`Step::right`].
const SHIFTED: usize = 0;
const PLAIN: usize = 1;

/// Candidate thresholds: quarter bits.
fn grid() -> impl Iterator<Item = f64> {
    (-24..=64).map(|i| f64::from(i) / 4.0)
}

/// Chooses the threshold.
#[must_use]
pub fn choose(prepared: &Prepared, merges: &[Vec<Merge>], rules: &MatchRules) -> Choice {
    let mut steps = steps(prepared, merges);
    let within: f64 = prepared.rows.iter().map(|&r| f64::from(r) * (f64::from(r) - 1.0) / 2.0).sum();
    let shift = shift(prepared, &steps);
    for step in &mut steps {
        step.right = [shift, 0.0].map(|shift| probability((step.bits + shift).clamp(-60.0, 60.0)) * step.pairs);
    }
    let at = |threshold: f64| expectation(&steps, within, SHIFTED, threshold);
    if let Some(bits) = rules.threshold_bits {
        return at(bits);
    }
    // Of thresholds that come to the same, the one nearest to even odds: it also says what of rows equal in everything is enough.
    let nearest = |a: &Choice, b: &Choice| b.threshold.abs().total_cmp(&a.threshold.abs());
    let best = grid()
        .collect::<Vec<f64>>()
        .into_par_iter()
        .map(at)
        .collect::<Vec<Choice>>()
        .into_iter()
        .max_by(|a, b| f1(a).total_cmp(&f1(b)).then(nearest(a, b)))
        .unwrap_or(at(0.0));
    match rules.precision {
        Some(level) => {
            let enough = |c: &Choice| cautious(&steps, within, c.threshold) >= level;
            grid().filter(|&t| t >= best.threshold).map(at).find(enough).unwrap_or(best)
        }
        None => best,
    }
}

/// Expected precision without the shift: what a single pair's prior makes of the steps. Where precision is promised,
/// the benefit of the doubt is not given.
fn cautious(steps: &[Step], within: f64, threshold: f64) -> f64 {
    expectation(steps, within, PLAIN, threshold).precision
}

fn f1(choice: &Choice) -> f64 {
    if choice.precision + choice.recall > 0.0 {
        2.0 * choice.precision * choice.recall / (choice.precision + choice.recall)
    } else {
        0.0
    }
}

/// Steps of all components with running minima as weights, so that a threshold takes a prefix.
fn steps(prepared: &Prepared, merges: &[Vec<Merge>]) -> Vec<Step> {
    let mut size: std::collections::BTreeMap<u32, f64> = std::collections::BTreeMap::new();
    let mut out = Vec::new();
    for steps in merges {
        size.clear();
        let mut lowest = f64::INFINITY;
        for merge in steps {
            let rows = |id: u32| f64::from(prepared.rows[id as usize]);
            let p = *size.entry(merge.into).or_insert_with(|| rows(merge.into));
            let q = *size.entry(merge.from).or_insert_with(|| rows(merge.from));
            lowest = lowest.min(merge.bits);
            out.push(Step { bits: lowest, pairs: p * q, right: [0.0; 2] });
            size.insert(merge.into, p + q);
        }
    }
    out
}

/// log2 of the records an average record's customer has, from the steps that are more likely right than not.
fn shift(prepared: &Prepared, steps: &[Step]) -> f64 {
    let pairs: f64 = steps.iter().filter(|s| s.bits >= 0.0).map(|s| s.pairs).sum();
    (1.0 + 2.0 * pairs / prepared.len().max(1) as f64).log2()
}

fn expectation(steps: &[Step], within: f64, which: usize, threshold: f64) -> Choice {
    let (mut right, mut made, mut missed) = (within, within, 0.0);
    for step in steps {
        if step.bits >= threshold {
            right += step.right[which];
            made += step.pairs;
        } else {
            missed += step.right[which];
        }
    }
    let precision = if made > 0.0 { right / made } else { 1.0 };
    let recall = if right + missed > 0.0 { right / (right + missed) } else { 1.0 };
    Choice { threshold, precision, recall }
}
