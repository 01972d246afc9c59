//! Chance agreement: the probability of each level among all pairs of identity records.
//!
//! Exact levels come from value counts (exact over all pairs), the rest from a sample of pairs drawn by hash. The
//! joint levels of given and family name are sampled within the strata "family names agree" and "given names
//! agree", because chance never shows a rare surname twice in a plain sample. Matches are still inside; training
//! takes them out.

use rayon::prelude::*;

use crate::model::hash::mix;
use crate::model::kind::Kind;

use super::super::prepare::Prepared;
use super::agreeing::Held;
use super::em::first_guess;
use super::pattern::{Factor, Layout, Pattern, patterns_of};
use super::together::{self, Namesakes, Together};
use super::weights::Weights;

/// Random pairs looked at.
const SAMPLE: usize = 200_000;

/// Pairs of namesakes looked at, per part of a name.
const NAMESAKES: u64 = 30_000;

/// Records that have a name, from which on hardly any two of them are one customer's.
const NAMESAKES_LEAST: u32 = 20;

/// Records held against themselves.
const OWN: usize = 20_000;

/// Probability of each cell among all pairs, per factor. Cells with the same comparable slots sum to one.
pub struct Chance {
    /// `cells[factor][cell]`.
    pub cells: Vec<Vec<f64>>,
    /// Smallest probability that can be told from zero, per factor: a quarter of one pair.
    pub floor: Vec<f64>,
    /// What equality is never rarer than among non-matches, per factor; 0 = not known.
    pub least: Vec<f64>,
    /// What level a record's value reaches against itself, `own[factor][slot][level]` as a share of records: an address without
    /// a house is at most in the same city. Empty where equality is one thing for all values.
    pub own: Vec<Vec<Vec<f64>>>,
    /// Identity records that hold the most frequent value, per factor of one slot; 0 = not counted.
    pub holders: Vec<u32>,
    /// Probability that non-matches agree in what masked values show, in most of it and in some, per factor of one slot; `None`
    /// where that is not told by values that are not masked.
    pub visible: Vec<Option<[f64; 2]>>,
    /// Probability that ids drawn at random, character by character, are equal, per factor of one slot; `None` of other kinds.
    pub drawn: Vec<Option<f64>>,
    /// What hangs together.
    pub together: Vec<Together>,
    /// Pairs of identity records.
    pub pairs: f64,
}

impl Chance {
    /// Measures chance agreement.
    #[must_use]
    pub fn measure(prepared: &Prepared, layout: &Layout) -> Self {
        let n = prepared.len() as u64;
        let pairs = (n as f64) * (n as f64 - 1.0) / 2.0;
        let order = by_content(prepared);
        let at = |i: u32| order[i as usize];
        let random: Vec<(u32, u32)> = random_pairs(n, SAMPLE).into_iter().map(|(a, b)| (at(a), at(b))).collect();
        let random = patterns_of(prepared, layout, &random, |&pair| pair);
        let drawn = Drawn { prepared, layout, order: &order, random: &random };
        // Much of one factor is the work of one core.
        let cells = layout.factors.par_iter().map(|f| factor_cells(drawn, f)).collect();
        let floor = layout.factors.par_iter().map(|f| 0.25 / filled_pairs(prepared, f).max(1.0)).collect();
        let least = layout.factors.iter().map(|f| least_agreement(prepared, f)).collect();
        let own = own_levels(prepared, layout, &order);
        let holders = layout.factors.iter().map(|f| holders(prepared, f)).collect();
        let visible = layout.factors.iter().map(|f| visible(prepared, f)).collect();
        let drawn = layout.factors.iter().map(|f| drawn_agreement(prepared, f)).collect();
        let unknown = Vec::new();
        let mut chance = Self { cells, floor, least, own, holders, visible, drawn, together: unknown, pairs: pairs.max(1.0) };
        let namesakes = namesakes(prepared, layout, &order, &chance);
        chance.together = together::measure(layout, &random, &namesakes, n);
        chance
    }
}

/// Pairs of records that have a common name in common, per slot of a person's name, each with the probability that it is no match as
/// far as the model says that training starts from.
fn namesakes(prepared: &Prepared, layout: &Layout, order: &[u32], chance: &Chance) -> Vec<Namesakes> {
    let weights = Weights::new(layout, &first_guess(layout, chance, prepared.len()));
    let slots = layout.factors.iter().filter(|f| f.kinds[0] == Kind::PersonName).flat_map(|f| f.of.iter().zip(&f.at));
    let slots: Vec<((usize, usize), usize)> = slots.map(|(&of, &at)| (of, at)).filter(|((_, within), _)| *within < 2).collect();
    let of_slot = |((comparison, within), at): &((usize, usize), usize)| {
        let exactness = prepared.comparisons[*comparison].exactness(*within)?;
        let held = Held { prepared, order, exactness: &exactness, comparison: *comparison };
        let pairs = held.pairs_of_common(*within as u64 + 5, NAMESAKES_LEAST, NAMESAKES);
        let strangers = |pattern: Pattern| (pattern, 1.0 - weights.posteriors(pattern).0[0]);
        let pairs = patterns_of(prepared, layout, &pairs, |&pair| pair).into_iter().map(strangers).collect();
        Some(Namesakes { at: *at, pairs })
    };
    slots.par_iter().filter_map(of_slot).collect()
}

pub(super) fn own_levels(prepared: &Prepared, layout: &Layout, order: &[u32]) -> Vec<Vec<Vec<f64>>> {
    let step = order.len().div_ceil(OWN).max(1);
    let selves: Vec<(u32, u32)> = order.iter().step_by(step).map(|&id| (id, id)).collect();
    let patterns = patterns_of(prepared, layout, &selves, |&pair| pair);
    let of_slot = |factor: &Factor, slot: usize| {
        let (comparison, within) = factor.of[slot];
        if prepared.comparisons[comparison].exactness(within).is_some() {
            return Vec::new();
        }
        let mut own = [0.0; 16];
        for &pattern in &patterns {
            own[Factor::split(factor.cell(pattern))[slot]] += 1.0;
        }
        let levels = factor.levels[slot];
        let all: f64 = own[1..levels].iter().sum();
        // Half a record for every level but the last: what no value reaches tonight may be reached tomorrow.
        let share = |level: usize| {
            if (1..levels).contains(&level) { (own[level] + 0.5) / (all + 0.5 * (levels - 1) as f64) } else { 0.0 }
        };
        if all > 0.0 { (0..16).map(share).collect() } else { Vec::new() }
    };
    layout.factors.iter().map(|f| (0..f.at.len()).map(|slot| of_slot(f, slot)).collect()).collect()
}

fn holders(prepared: &Prepared, factor: &Factor) -> u32 {
    let exactness = (factor.at.len() == 1).then(|| prepared.comparisons[factor.of[0].0].exactness(factor.of[0].1)).flatten();
    exactness.map_or(0, |exactness| exactness.buckets.most())
}

fn least_agreement(prepared: &Prepared, factor: &Factor) -> f64 {
    if factor.at.len() == 1 { prepared.comparisons[factor.of[0].0].least_agreement() } else { 0.0 }
}

/// What chance is measured on.
#[derive(Clone, Copy)]
struct Drawn<'a> {
    prepared: &'a Prepared,
    layout: &'a Layout,
    /// Identity records in the order of their content.
    order: &'a [u32],
    /// Patterns of random pairs.
    random: &'a [Pattern],
}

fn filled_pairs(prepared: &Prepared, factor: &Factor) -> f64 {
    let width = prepared.width();
    let filled = prepared.codes.iter().skip(factor.of[0].0).step_by(width).filter(|&&c| c != 0).count() as f64;
    filled * (filled - 1.0) / 2.0
}

fn visible(prepared: &Prepared, factor: &Factor) -> Option<[f64; 2]> {
    let [(comparison, _)] = factor.of[..] else { return None };
    prepared.comparisons[comparison].strangers_by_visible()
}

fn drawn_agreement(prepared: &Prepared, factor: &Factor) -> Option<f64> {
    let [(comparison, _)] = factor.of[..] else { return None };
    prepared.comparisons[comparison].drawn_agreement()
}

/// Identity records in the order of their content, so that samples are the same whatever the order of rows and files.
pub(super) fn by_content(prepared: &Prepared) -> Vec<u32> {
    let mut order: Vec<(u64, u32)> = prepared.content.iter().copied().zip(0..).collect();
    order.par_sort_unstable();
    order.into_iter().map(|(_, id)| id).collect()
}

/// Distinct pairs drawn by hash; all pairs where there are fewer.
fn random_pairs(n: u64, want: usize) -> Vec<(u32, u32)> {
    let all = n * n.saturating_sub(1) / 2;
    if all <= want as u64 {
        return (0..n as u32).flat_map(|a| (a + 1..n as u32).map(move |b| (a, b))).collect();
    }
    (0..want as u64)
        .map(|i| {
            let a = mix(i, 0xA11) % n;
            let b = mix(i, 0xB22) % (n - 1);
            let b = if b >= a { b + 1 } else { b };
            (a.min(b) as u32, a.max(b) as u32)
        })
        .collect()
}

fn factor_cells(drawn: Drawn<'_>, factor: &Factor) -> Vec<f64> {
    let mut count = vec![0.0; factor.cells()];
    for &p in drawn.random {
        count[factor.cell(p)] += 1.0;
    }
    let mut cells = vec![0.0; factor.cells()];
    let slot = |i: usize| {
        let column: Vec<f64> = (0..16)
            .map(|l| (0..16).map(|o| count[if i == 0 { l | o << 4 } else { o | l << 4 } & (factor.cells() - 1)]).sum::<f64>())
            .collect();
        let column = if factor.at.len() == 1 { (0..16).map(|l| count[l]).collect() } else { column };
        slot_chance(drawn, factor, i, &column)
    };
    let first = slot(0);
    cells[1..16].copy_from_slice(&first[1..16]);
    if factor.at.len() == 2 {
        let second = slot(1);
        for level in 1..16 {
            cells[level << 4] = second[level];
        }
        joint(drawn, factor, &count, &first, &second, &mut cells);
    }
    cells
}

/// One slot's levels: exact ones from counts, the others from the sample, together one.
fn slot_chance(drawn: Drawn<'_>, factor: &Factor, which: usize, sampled: &[f64]) -> Vec<f64> {
    let levels = factor.levels[which];
    let total: f64 = sampled[1..=levels].iter().sum();
    let mut p = vec![0.0; 16];
    // Half a pair for every level: an unseen level is rare, not impossible, and no rarer than the sample can tell.
    for level in 1..=levels {
        p[level] = (sampled[level] + 0.5) / (total + 0.5 * levels as f64);
    }
    if let Some(exactness) = drawn.prepared.comparisons[factor.of[which].0].exactness(factor.of[which].1) {
        let exact = usize::from(factor.exact[which]);
        let held = Held { prepared: drawn.prepared, order: drawn.order, exactness: &exactness, comparison: factor.of[which].0 };
        let mut equal = held.equal_by_class(factor.exact[which], which as u64);
        for p in &mut equal {
            *p *= exactness.among;
        }
        let rest: f64 = p[exact + 1..=levels].iter().sum();
        let exact_sum: f64 = equal.iter().sum::<f64>().min(0.999);
        p[1..=exact].copy_from_slice(&equal);
        for value in &mut p[exact + 1..=levels] {
            *value *= (1.0 - exact_sum) / rest.max(1e-300);
        }
    }
    p
}

/// Joint levels of two slots.
#[expect(clippy::needless_range_loop, reason = "g and f are levels: they make the cell's number, not only an index")]
fn joint(drawn: Drawn<'_>, factor: &Factor, random: &[f64], first: &[f64], second: &[f64], cells: &mut [f64]) {
    let Drawn { prepared, layout, order, .. } = drawn;
    let strata: Vec<Vec<f64>> = (0..2)
        .map(|which| {
            let mut count = vec![0.0; 256];
            let (comparison, within) = factor.of[which];
            let exactness = prepared.comparisons[comparison].exactness(within);
            let held = |e| Held { prepared, order, exactness: &e, comparison }.pairs(which as u64);
            let (pairs, weights) = exactness.map(held).unwrap_or_default();
            for (&p, weight) in patterns_of(prepared, layout, &pairs, |&pair| pair).iter().zip(weights) {
                count[factor.cell(p)] += weight;
            }
            count
        })
        .collect();
    let total: f64 = (0..256).filter(|&c| Factor::comparable(c) == 3).map(|c| random[c]).sum();
    for g in 1..=factor.levels[0] {
        for f in 1..=factor.levels[1] {
            let cell = g | f << 4;
            let product = first[g] * second[f];
            // Chance given that one name agrees: a share of that name's agreement, smoothed by independence.
            let conditional = |stratum: &[f64], fixed: f64, cell_other: f64, same: &dyn Fn(usize) -> bool| {
                let within: f64 = (0..256).filter(|&c| Factor::comparable(c) == 3 && same(c)).map(|c| stratum[c]).sum();
                fixed * shrunk(stratum[cell], within, cell_other)
            };
            cells[cell] = if f <= usize::from(factor.exact[1]) {
                conditional(&strata[1], second[f], first[g], &|c| c >> 4 == f)
            } else if g <= usize::from(factor.exact[0]) {
                conditional(&strata[0], first[g], second[f], &|c| c & 15 == g)
            } else {
                shrunk(random[cell], total, product)
            };
        }
    }
    let sum: f64 = (0..256).filter(|&c| Factor::comparable(c) == 3).map(|c| cells[c]).sum();
    (0..256).filter(|&c| Factor::comparable(c) == 3).for_each(|c| cells[c] /= sum.max(1e-300));
}

/// A share counted in a sample, drawn to what independence says by one pair's worth of evidence (a gamma prior of shape
/// one): a cell the sample is too small to show keeps the independent value, never less.
fn shrunk(count: f64, total: f64, independent: f64) -> f64 {
    (count + 1.0) / (total + 1.0 / independent.max(1e-12))
}
