//! Labelled pairs: what they teach about weights and about the threshold.
//!
//! Their class is known, so training does not estimate it; and a logistic curve through the weights at which the linkage
//! joins them (Platt 1999) turns weights into probabilities that fit them.

use std::collections::BTreeMap;

use crate::model::decisions::Decision;
use crate::model::records::Records;
use crate::model::trained::{Calibration, six_digits};

use super::cluster::Merge;
use super::compare::Memo;
use super::decide::pairs_of;
use super::prepare::Prepared;
use super::score::{Layout, Pattern, pattern};

/// Standard deviation of the offset before labels are seen, in bits.
const OFFSET_SPREAD: f64 = 1.5;
/// Standard deviation of ln(slope) before labels are seen.
const SLOPE_SPREAD: f64 = 0.3;
/// Labels of each verdict from which on the curve is fitted.
const EACH_LEAST: usize = 5;

/// Pairs of identity records with a verdict, smaller record first, each once.
#[derive(Debug, Clone, Default)]
pub struct Labelled {
    /// (left, right, one customer?), by left and right.
    pub pairs: Vec<(u32, u32, bool)>,
}

impl Labelled {
    /// The labels whose two records are there and are not one identity record. "Different" wins over "same".
    #[must_use]
    pub fn find(records: &Records, prepared: &Prepared, labels: &[Decision]) -> Self {
        if labels.is_empty() {
            return Self::default();
        }
        let found = pairs_of(records, prepared, labels);
        let mut pairs: Vec<(u32, u32, bool)> = found.same.iter().map(|&(a, b)| (a, b, true)).collect();
        pairs.extend(found.different.iter().map(|&(a, b)| (a, b, false)));
        pairs.sort_unstable();
        Self { pairs }
    }

    /// Their patterns.
    #[must_use]
    pub fn patterns(&self, prepared: &Prepared, layout: &Layout) -> Vec<(Pattern, bool)> {
        let mut memo = Memo::default();
        self.pairs.iter().map(|&(a, b, same)| (pattern(prepared, layout, a, b, &mut memo), same)).collect()
    }

    /// The curve that fits the weights at which these pairs are joined; pairs that are never joined stand at `floor`. Fewer
    /// than five labels of one verdict leave the curve as it is.
    /// `shift` is what the threshold's choice adds to a step's weight.
    #[must_use]
    pub fn calibrate(&self, merges: &[Vec<Merge>], floor: f64, shift: impl FnOnce() -> f64) -> Calibration {
        let same = self.pairs.iter().filter(|p| p.2).count();
        if same.min(self.pairs.len() - same) < EACH_LEAST {
            return Calibration::default();
        }
        let shift = shift();
        let joined = self.joined_at(merges, floor);
        let mut labels_of: BTreeMap<u32, f64> = BTreeMap::new();
        for at in &joined {
            *labels_of.entry(at.from).or_default() += 1.0;
        }
        // A step's labels stand for all pairs it makes: whoever labels sees the pairs with a link, and in a wrong step between
        // large clusters these are few.
        let weights: Vec<f64> =
            joined.iter().map(|at| if at.from == NEVER { 1.0 } else { at.pairs / labels_of[&at.from] }).collect();
        let mean = weights.iter().sum::<f64>() / weights.len() as f64;
        let point = |((at, weight), pair): ((&Joined, f64), &(u32, u32, bool))| Point {
            bits: at.bits + shift,
            same: pair.2,
            weight: (weight / mean).min(WEIGHT_MOST),
        };
        fit(&joined.iter().zip(weights).zip(&self.pairs).map(point).collect::<Vec<_>>())
    }

    /// The step that brings each pair together.
    fn joined_at(&self, merges: &[Vec<Merge>], floor: f64) -> Vec<Joined> {
        let mut wanted: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (i, &(a, b, _)) in self.pairs.iter().enumerate() {
            wanted.entry(a).or_default().push(i);
            wanted.entry(b).or_default().push(i);
        }
        let mut at = vec![Joined { bits: floor, pairs: 1.0, from: NEVER }; self.pairs.len()];
        for steps in merges.iter().filter(|s| s.iter().any(|m| wanted.contains_key(&m.into) || wanted.contains_key(&m.from))) {
            follow(steps, &wanted, &self.pairs, &mut at);
        }
        at
    }
}

/// No step brings the two together.
const NEVER: u32 = u32::MAX;
/// Times the mean that one label may weigh.
const WEIGHT_MOST: f64 = 10.0;

/// The step at which a pair comes together.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Joined {
    bits: f64,
    /// Pairs of identity records the step makes.
    pairs: f64,
    /// First member of the cluster that joins, which names the step; [`NEVER`] if there is none.
    from: u32,
}

/// A labelled pair under the curve.
struct Point {
    bits: f64,
    same: bool,
    weight: f64,
}

/// Follows the steps of one component and notes at which of them each pair comes together.
fn follow(steps: &[Merge], wanted: &BTreeMap<u32, Vec<usize>>, pairs: &[(u32, u32, bool)], at: &mut [Joined]) {
    let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut lowest = f64::INFINITY;
    for step in steps {
        lowest = lowest.min(step.bits);
        let joining = members.remove(&step.from).unwrap_or_else(|| vec![step.from]);
        let grown = members.entry(step.into).or_insert_with(|| vec![step.into]);
        for id in &joining {
            for &pair in wanted.get(id).into_iter().flatten() {
                let (a, b, _) = pairs[pair];
                if grown.contains(&if a == *id { b } else { a }) {
                    at[pair] = Joined { bits: lowest, pairs: (grown.len() * joining.len()) as f64, from: step.from };
                }
            }
        }
        grown.extend(joining);
    }
}

/// The most probable curve: logistic likelihood with a normal prior on the offset (in bits) and on ln(slope), found on a
/// grid, so that it is the same everywhere.
fn fit(points: &[Point]) -> Calibration {
    let loss = |offset: f64, slope: f64| {
        let prior = (offset / OFFSET_SPREAD).powi(2) / 2.0 + (slope.ln() / SLOPE_SPREAD).powi(2) / 2.0;
        let miss = |p: &Point| {
            let odds = std::f64::consts::LN_2 * (offset + slope * p.bits.clamp(-30.0, 30.0));
            p.weight * (1.0 + (if p.same { -odds } else { odds }).exp()).ln()
        };
        prior + points.iter().map(miss).sum::<f64>()
    };
    let slopes = (-10..=10).map(|i| six_digits((f64::from(i) / 10.0).exp()));
    let curves = slopes.flat_map(|slope| (-64..=64).map(move |i| Calibration { offset: f64::from(i) / 4.0, slope }));
    let fitted = curves.map(|c| (loss(c.offset, c.slope), c)).min_by(|a, b| a.0.total_cmp(&b.0));
    fitted.map_or_else(Calibration::default, |(_, curve)| curve)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_noted_at_the_lowest_step_that_brings_them_together() {
        let steps = vec![
            Merge { into: 1, from: 2, bits: 9.0 },
            Merge { into: 3, from: 4, bits: 5.0 },
            Merge { into: 1, from: 3, bits: 6.0 },
        ];
        let labelled = Labelled { pairs: vec![(1, 2, true), (2, 4, false), (3, 4, true), (4, 7, false)] };
        let at: Vec<(f64, f64)> = labelled.joined_at(&[steps], -6.0).into_iter().map(|p| (p.bits, p.pairs)).collect();
        assert_eq!(at, [(9.0, 1.0), (5.0, 4.0), (5.0, 1.0), (-6.0, 1.0)]);
    }

    #[test]
    fn labels_move_the_curve_only_as_far_as_they_must() {
        assert_eq!(Labelled::default().calibrate(&[], -6.0, || 0.0), Calibration::default());
        // Confirmed where the model was sure already: hardly anything moves.
        let point = |bits: f64, same: bool| Point { bits, same, weight: 1.0 };
        let sure = fit(&[point(12.0, true), point(15.0, true), point(-9.0, false)]);
        assert!(sure.offset.abs() <= 0.5, "{sure:?}");
        // Pairs at three bits that are different customers, again and again: three bits are no longer even odds.
        let points: Vec<Point> = (0..40).map(|i| point(3.0, i % 10 == 0)).chain((0..20).map(|_| point(9.0, true))).collect();
        let moved = fit(&points);
        let odds = |bits: f64| moved.offset + moved.slope * bits;
        assert!(odds(3.0) < -1.0 && odds(9.0) > 3.0, "{moved:?}");
    }
}
