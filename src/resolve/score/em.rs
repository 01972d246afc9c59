//! Training without labels: expectation–maximisation over counts of agreement patterns.
//!
//! Winkler's EM for Fellegi–Sunter, with three classes: matches (λ), members of one household or company who are
//! different customers (λ_h; they share phone, address, family name and company, and nothing else beyond chance), and
//! unrelated pairs. u is chance minus the matches' share; m has Dirichlet priors; levels of a one-slot factor are
//! monotone by an isotonic M step. Candidate pairs are counted; the pairs blocking never made are unrelated ones and
//! enter through λ, the share of matches among *all* pairs.

use super::chance::Chance;
use super::pattern::{Factor, Layout};
use super::small;
use super::weights::Weights;

const ROUNDS: usize = 40;
/// Rounds with plain chance as u. Two solutions can hold themselves up, a few sure matches and many doubtful ones (all
/// companies of one name, wherever they are); taking matches out of u only once the sure ones are settled leads to them.
const CAUTIOUS_ROUNDS: usize = 10;
/// Pairs of household members, at the least, per matching pair: families exist even where the table shows too few of
/// them to be learned.
const HOUSEHOLDS_LEAST: f64 = 0.1;
/// Pseudo-pairs behind the prior of m.
const PRIOR: f64 = 20.0;

/// The trained model.
#[derive(Debug, Clone)]
pub struct Trained {
    /// m probabilities, `[factor][cell]`.
    pub m: Vec<Vec<f64>>,
    /// u probabilities.
    pub u: Vec<Vec<f64>>,
    /// Probabilities within households.
    pub h: Vec<Vec<f64>>,
    /// Probability that two random identity records match.
    pub lambda: f64,
    /// Probability that two random identity records are of one household.
    pub lambda_household: f64,
    /// Penalised log likelihood after every round.
    pub likelihood: Vec<f64>,
    /// Things the user should know.
    pub remarks: Vec<String>,
}

/// Trains on (pattern, count) of candidate pairs. `scale` = all candidate pairs ÷ counted ones.
#[must_use]
pub fn train(layout: &Layout, chance: &Chance, counts: &[(u64, u32)], scale: f64, records: usize, households: bool) -> Trained {
    let prior: Vec<Vec<f64>> = layout.factors.iter().zip(&chance.cells).map(|(f, c)| prior_m(f, c)).collect();
    let mut t = Trained {
        m: prior.clone(),
        u: chance.cells.clone(),
        h: Vec::new(),
        lambda: 0.5 * records as f64 / chance.pairs,
        lambda_household: if households { 0.1 * records as f64 / chance.pairs } else { 0.0 },
        likelihood: Vec::new(),
        remarks: Vec::new(),
    };
    t.h = layout.factors.iter().enumerate().map(|(i, f)| household_start(f, &t.m[i], &t.u[i])).collect();
    for round in 0..ROUNDS {
        floor_u(&mut t, layout, chance);
        let weights = Weights::new(layout, &t);
        let mut sums: Vec<Vec<f64>> = layout.factors.iter().map(|f| vec![0.0; f.cells()]).collect();
        let mut shared = sums.clone();
        let (mut matches, mut in_house, mut likelihood) = (0.0, 0.0, 0.0);
        for &(pattern, count) in counts {
            let c = f64::from(count) * scale;
            let (p, q, bits) = weights.posteriors(pattern);
            likelihood += c * bits;
            matches += c * p;
            in_house += c * q;
            for (i, factor) in layout.factors.iter().enumerate() {
                let cell = factor.cell(pattern);
                sums[i][cell] += c * p;
                shared[i][cell] += c * q;
            }
        }
        t.likelihood.push(likelihood);
        let before = t.lambda;
        t.lambda = (matches / chance.pairs).clamp(1e-12, 0.5);
        if households {
            t.lambda_household = (in_house / chance.pairs).clamp(HOUSEHOLDS_LEAST * t.lambda, 0.2);
        }
        for (i, factor) in layout.factors.iter().enumerate() {
            t.m[i] = maximise(factor, &sums[i], &prior[i], &t.u[i]);
            t.h[i] = household(factor, &shared[i], &prior[i], &t.u[i]);
            if round >= CAUTIOUS_ROUNDS {
                t.u[i] = without_matches(&chance.cells[i], &t.m[i], t.lambda, factor.kept_chance);
            }
        }
        if round > CAUTIOUS_ROUNDS + 4 && (t.lambda / before - 1.0).abs() < 1e-4 {
            break;
        }
    }
    floor_u(&mut t, layout, chance);
    t
}

/// The default model of a table too small to learn from.
#[must_use]
pub fn untrained(layout: &Layout, chance: &Chance, households: bool) -> Trained {
    let m: Vec<Vec<f64>> = layout.factors.iter().zip(&chance.cells).map(|(f, c)| prior_m(f, c)).collect();
    let h = layout.factors.iter().zip(&m).zip(&chance.cells).map(|((f, m), u)| household_start(f, m, u)).collect();
    small::model(m, h, chance, households)
}

/// Default m: mostly equal, the exact levels by the share of records that hold such values, the rest falling off.
fn prior_m(factor: &Factor, chance: &[f64]) -> Vec<f64> {
    let slot = |which: usize, at: &dyn Fn(usize) -> usize| {
        let (levels, exact) = (factor.levels[which], usize::from(factor.exact[which]));
        let mut p = vec![0.0; 16];
        // Agreement by chance goes with the square of a value's frequency, agreement of matches with the frequency.
        let mass: Vec<f64> = (1..=exact).map(|l| chance[at(l)].sqrt().max(1e-6)).collect();
        let sum: f64 = mass.iter().sum();
        (1..=exact).for_each(|l| p[l] = 0.8 * mass[l - 1] / sum);
        let between = levels.saturating_sub(exact + 1);
        (exact + 1..levels).for_each(|l| p[l] = 0.14 / between as f64);
        p[levels] += 1.0 - p.iter().sum::<f64>();
        p
    };
    let first = slot(0, &|l| l);
    if factor.at.len() == 1 {
        return first;
    }
    let second = slot(1, &|l| l << 4);
    let mut cells = vec![0.0; 256];
    for g in 0..16 {
        for f in 0..16 {
            cells[g | f << 4] = match (g, f) {
                (0, 0) => 0.0,
                (_, 0) => first[g],
                (0, _) => second[f],
                _ => first[g] * second[f],
            };
        }
    }
    cells
}

fn household_start(factor: &Factor, m: &[f64], u: &[f64]) -> Vec<f64> {
    household(factor, &vec![0.0; factor.cells()], m, u)
}

/// Household probabilities: shared slots learned, personal ones at chance. A name shares its family part only.
fn household(factor: &Factor, sums: &[f64], prior: &[f64], u: &[f64]) -> Vec<f64> {
    if factor.at.len() == 1 {
        return if factor.shared[0] { maximise(factor, sums, prior, u) } else { u.to_vec() };
    }
    if factor.shared == [true, true] {
        return maximise(factor, sums, prior, u);
    }
    let mut cells = u.to_vec();
    if !factor.shared[1] {
        return cells;
    }
    let family: Vec<f64> = (0..16).map(|f| (0..16).map(|g| sums[g | f << 4]).sum::<f64>() + PRIOR * prior[f << 4]).collect();
    let total: f64 = family[1..].iter().sum::<f64>().max(1e-300);
    for f in 1..16 {
        let p = family[f] / total;
        cells[f << 4] = p;
        for g in 1..16 {
            // Other given names as frequent as chance has them; equal ones are what a match is.
            cells[g | f << 4] = p * u[g];
        }
    }
    cells
}

/// Cells that share their comparable slots, as one distribution: the weighted maximum with its prior.
fn maximise(factor: &Factor, sums: &[f64], prior: &[f64], u: &[f64]) -> Vec<f64> {
    let mut m = vec![0.0; factor.cells()];
    for group in 1..4 {
        let cells: Vec<usize> = (0..factor.cells()).filter(|&c| Factor::comparable(c) == group && prior[c] > 0.0).collect();
        if cells.is_empty() {
            continue;
        }
        let weight: Vec<f64> = cells.iter().map(|&c| sums[c] + PRIOR * prior[c]).collect();
        let total: f64 = weight.iter().sum();
        if factor.at.len() == 1 {
            let ratios = isotonic(&weight, &cells.iter().map(|&c| u[c].max(1e-12)).collect::<Vec<_>>());
            cells.iter().zip(ratios).for_each(|(&c, r)| m[c] = u[c].max(1e-12) * r);
            let sum: f64 = cells.iter().map(|&c| m[c]).sum();
            for &c in &cells {
                m[c] /= sum;
            }
        } else {
            cells.iter().zip(&weight).for_each(|(&c, w)| m[c] = w / total);
        }
    }
    m
}

/// Ratios weight/u made non-increasing by pooling adjacent violators; the exact solution of the monotone M step.
fn isotonic(weight: &[f64], u: &[f64]) -> Vec<f64> {
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (&w, &u) in weight.iter().zip(u) {
        pools.push((w, u, 1));
        while pools.len() > 1 {
            let (b, a) = (pools[pools.len() - 1], pools[pools.len() - 2]);
            if a.0 / a.1 >= b.0 / b.1 {
                break;
            }
            pools.pop();
            let last = pools.len() - 1;
            pools[last] = (a.0 + b.0, a.1 + b.1, a.2 + b.2);
        }
    }
    pools.iter().flat_map(|&(w, u, n)| std::iter::repeat_n(w / u, n)).collect()
}

/// Chance minus the matches in it. A share of the chance is kept: the difference of two near numbers is noise, and what
/// different customers share by nature (a company's name, a house) is never all matches.
fn without_matches(chance: &[f64], m: &[f64], lambda: f64, kept: f64) -> Vec<f64> {
    chance.iter().zip(m).map(|(&p, &m)| ((p - lambda * m) / (1.0 - lambda)).max(p * kept)).collect()
}

fn floor_u(t: &mut Trained, layout: &Layout, chance: &Chance) {
    for (i, factor) in layout.factors.iter().enumerate() {
        for cell in 1..factor.cells() {
            if t.m[i][cell] > 0.0 {
                t.u[i][cell] = t.u[i][cell].max(chance.floor[i]);
            }
        }
    }
}
