//! Training without labels: expectation–maximisation over counts of agreement patterns.
//!
//! Winkler's EM for Fellegi–Sunter with further classes: matches (λ), related but different customers (see `relation`:
//! households, neighbours, branches) and unrelated pairs. u is chance minus the matches' share; m has Dirichlet priors;
//! levels of a one-slot factor are monotone by an isotonic M step. Candidate pairs are counted; the pairs blocking never made are unrelated ones and
//! enter through λ, the share of matches among *all* pairs.

use crate::model::kind::Kind;

use super::super::compare::VISIBLE;
use super::chance::Chance;
use super::names;
use super::near::NearNames;
use super::pattern::{Factor, Layout, Pattern};
use super::relation::{RELATIONS_MAX, Relation, Share, apart, relations, share_with_families, siblings_apart};
use super::settled::{feeds_itself, is_of_chance};
use super::small;
use super::strangers::{given_to_one, limit_strangers};
use super::together::Together;
use super::weights::Weights;

const ROUNDS: usize = 40;
/// Rounds with plain chance as u, but for what is given to one customer. Two solutions can hold themselves up, a few sure matches and many doubtful ones (all
/// companies of one name, wherever they are); taking matches out of u only once the sure ones are settled leads to them.
const CAUTIOUS_ROUNDS: usize = 10;
/// Rounds in which only pairs more likely to match than not count as matches.
const SURE_ROUNDS: usize = 5;
/// Share of other given names on one mailbox or id, under one family name, from which on it is families'.
const FAMILIES_SHARE: f64 = 0.25;
/// Of a pattern: the pair shares what is given to one customer.
const VOUCHED: u8 = 1 << 7;
/// Pseudo-pairs behind the prior of m.
pub const PRIOR: f64 = 20.0;

/// The trained model.
#[derive(Debug, Clone)]
pub struct Trained {
    /// m probabilities, `[factor][cell]`.
    pub m: Vec<Vec<f64>>,
    /// u probabilities.
    pub u: Vec<Vec<f64>>,
    /// Probability that two random identity records match.
    pub lambda: f64,
    /// Different customers who share values for a reason.
    pub relations: Vec<Relation>,
    /// What hangs together among unrelated customers.
    pub together: Vec<Together>,
    /// Penalised log likelihood after every round.
    pub likelihood: Vec<f64>,
    /// Things the user should know.
    pub remarks: Vec<String>,
}

/// What a model is trained on.
pub struct Evidence<'a> {
    /// Distinct patterns of candidate pairs, with their counts, by pattern.
    pub counts: &'a [(Pattern, u32)],
    /// All candidate pairs ÷ counted ones.
    pub scale: f64,
    /// Identity records.
    pub records: usize,
    /// Patterns of labelled pairs; `true` = one customer. Their class is known: it is not estimated.
    pub labelled: &'a [(Pattern, bool)],
}

/// Trains on candidate pairs.
#[must_use]
pub fn train(layout: &Layout, chance: &Chance, evidence: &Evidence<'_>) -> Trained {
    let records = evidence.records;
    let factors = &layout.factors;
    let mut t = first_guess(layout, chance, records);
    let prior = t.m.clone();
    share_with_families(&mut t.relations, layout, &of_families(layout, evidence.counts), (&prior, &t.u));
    first_shares(&mut t.relations, chance, records);
    let shown = shown(layout, &t.relations, evidence, &given_to_one(factors, chance, records));
    let near = NearNames::count(layout, chance, evidence.counts, evidence.scale);
    near.raise(&mut t.u, &[]);
    by_visible(&mut t.u, layout, chance);
    for (i, factor) in factors.iter().enumerate() {
        limit_strangers(&mut t.u[i], (i, factor), chance, records);
    }
    let mut settled: Option<Trained> = None;
    for round in 0..ROUNDS {
        floor_u(&mut t, layout, chance);
        let sums = expect(layout, &t, evidence, (&shown, round < SURE_ROUNDS));
        t.likelihood.push(sums.likelihood + penalty(&t, &prior));
        let before = t.lambda;
        // Fewer matches than one pair cannot be told from none: rows that are equal in everything folded before.
        t.lambda = (sums.pairs[0].max(1.0) / chance.pairs).min(0.5);
        for (r, relation) in t.relations.iter_mut().enumerate() {
            let least = relation.least(sums.showing[r]);
            relation.lambda = (sums.pairs[r + 1] / chance.pairs).clamp(least * t.lambda, 0.2);
        }
        for (i, factor) in factors.iter().enumerate() {
            t.m[i] = maximise(factor, &sums.cells[0][i], &prior[i], &t.u[i]);
            if factor.at.len() == 2 && t.relations.iter().any(|r| r.share[i] == Share::Partly) {
                apart(factor, &mut t.m[i]);
            }
            if factor.at.len() == 2 && factor.kinds[0] == Kind::PersonName {
                names::limit(factor, &mut t.m[i], &t.u[i], (sums.pairs[0], sums.renamed[i]));
            }
            if factor.at.len() == 2 && factor.kinds[0] == Kind::PersonName && t.relations.iter().any(Relation::is_of_families) {
                siblings_apart(factor, &mut t.m[i], &t.u[i]);
            }
        }
        // What one customer's records agree in is what related customers' records agree in where they share it at all.
        for (r, relation) in t.relations.iter_mut().enumerate() {
            relation.learn(factors, &sums.cells[r + 1], &t.m, &t.u);
        }
        if round >= CAUTIOUS_ROUNDS {
            for (i, factor) in factors.iter().enumerate() {
                t.u[i] = without_matches(&chance.cells[i], &t.m[i], t.lambda, factor.kept_chance);
                limit_strangers(&mut t.u[i], (i, factor), chance, records);
                let exact = 1..=usize::from(factor.exact[0]);
                at_least(&mut t.u[i], &chance.cells[i], exact, chance.least[i]);
                if factor.at.len() == 2 {
                    at_least_independent(&mut t.u[i], &chance.cells[i], &t.m[i], t.lambda);
                }
            }
            near.raise(&mut t.u, &sums.cells);
            by_visible(&mut t.u, layout, chance);
        }
        if round == CAUTIOUS_ROUNDS {
            settled = Some(t.clone());
        }
        if settled.as_ref().is_some_and(|s| feeds_itself(s, &t))
            || round > CAUTIOUS_ROUNDS + 4 && (t.lambda / before - 1.0).abs() < 1e-4
        {
            break;
        }
    }
    if let Some(settled) = settled.take_if(|s| is_of_chance(s, &t, chance.pairs)) {
        t = settled;
        t.remarks
            .push("training stopped at the matches it was sure of: further ones would have been agreement by chance".to_owned());
    }
    floor_u(&mut t, layout, chance);
    t
}

/// What training starts from: default m, chance as it is measured, half as many matching pairs as there are records.
#[must_use]
pub fn first_guess(layout: &Layout, chance: &Chance, records: usize) -> Trained {
    let prior = priors(layout, chance);
    let mut relations = relations(layout, &prior, &chance.cells);
    first_shares(&mut relations, chance, records);
    let mut t = Trained {
        m: prior,
        u: chance.cells.clone(),
        lambda: 0.5 * records as f64 / chance.pairs,
        relations,
        together: chance.together.clone(),
        likelihood: Vec::new(),
        remarks: Vec::new(),
    };
    floor_u(&mut t, layout, chance);
    t
}

/// A tenth as many related pairs as there are records.
fn first_shares(relations: &mut [Relation], chance: &Chance, records: usize) {
    for relation in relations {
        relation.lambda = 0.1 * records as f64 / chance.pairs;
    }
}

/// log2 of the prior density of m, up to a constant: what the pseudo-pairs behind it weigh.
fn penalty(t: &Trained, prior: &[Vec<f64>]) -> f64 {
    let cells = t.m.iter().flatten().zip(prior.iter().flatten());
    cells.filter(|(m, p)| **m > 0.0 && **p > 0.0).map(|(m, p)| PRIOR * p * m.log2()).sum()
}

/// Sums of posteriors: matches first, then the relations.
struct Sums {
    pairs: [f64; 1 + RELATIONS_MAX],
    /// Matches that would show it if they were a relation's, per relation.
    showing: [f64; RELATIONS_MAX],
    /// Matches with both names altogether others that all else makes sure, or what is given to one customer vouches for, per factor.
    renamed: Vec<f64>,
    cells: Vec<Vec<Vec<f64>>>,
    likelihood: f64,
}

/// The E step.
fn expect(layout: &Layout, t: &Trained, evidence: &Evidence<'_>, (shown, sure): (&[u8], bool)) -> Sums {
    let weights = Weights::new(layout, t);
    let none: Vec<Vec<f64>> = layout.factors.iter().map(|f| vec![0.0; f.cells()]).collect();
    let mut sums = Sums {
        pairs: [0.0; 1 + RELATIONS_MAX],
        showing: [0.0; RELATIONS_MAX],
        renamed: vec![0.0; layout.factors.len()],
        cells: vec![none; 1 + t.relations.len()],
        likelihood: 0.0,
    };
    let mut showing = [0.0; RELATIONS_MAX];
    let both: Vec<Option<usize>> = layout.factors.iter().map(names::both_others).collect();
    let mut add = |pattern: Pattern, c: f64, posterior: &[f64], vouched: bool| {
        if vouched || posterior[0] >= names::SURE {
            let renamed = |(i, both): &(usize, &Option<usize>)| both.is_some_and(|both| layout.factors[*i].cell(pattern) == both);
            both.iter().enumerate().filter(renamed).for_each(|(i, _)| sums.renamed[i] += c * posterior[0]);
        }
        for (class, cells) in sums.cells.iter_mut().enumerate() {
            let share = c * posterior[class];
            sums.pairs[class] += share;
            for (i, factor) in layout.factors.iter().enumerate() {
                cells[i][factor.cell(pattern)] += share;
            }
        }
    };
    let mut likelihood = 0.0;
    for (&(pattern, count), shown) in evidence.counts.iter().zip(shown) {
        let c = f64::from(count) * evidence.scale;
        let (mut posterior, bits) = weights.posteriors(pattern);
        if sure && posterior[0] < 0.5 {
            posterior[0] = 0.0;
        }
        likelihood += c * bits;
        showing.iter_mut().enumerate().filter(|(r, _)| shown >> r & 1 == 1).for_each(|(_, sum)| *sum += c * posterior[0]);
        add(pattern, c, &posterior, shown & VOUCHED != 0);
    }
    // All other pairs are nobody's: without them a share of matches that falls would seem to cost likelihood.
    let all = evidence.records as f64 * (evidence.records as f64 - 1.0) / 2.0;
    let looked_at: f64 = evidence.counts.iter().map(|&(_, count)| f64::from(count) * evidence.scale).sum();
    likelihood += (all - looked_at).max(0.0) * weights.unrelated.log2();
    for &(pattern, same) in evidence.labelled {
        let (mut posterior, _) = weights.posteriors(pattern);
        let others = 1.0 - posterior[0];
        for p in &mut posterior {
            *p = if same || others <= 0.0 { 0.0 } else { *p / others };
        }
        posterior[0] = if same { 1.0 } else { 0.0 };
        add(pattern, 1.0, &posterior, same);
    }
    sums.likelihood = likelihood;
    sums.showing = showing;
    sums
}

/// Which relations each pattern would show, one bit each, and [`VOUCHED`] where the pair shares what is given to one customer.
fn shown(layout: &Layout, relations: &[Relation], evidence: &Evidence<'_>, given_to_one: &[usize]) -> Vec<u8> {
    let vouched = |pattern: Pattern| {
        let is_equal = |factor: &Factor| (1..=usize::from(factor.exact[0])).contains(&factor.cell(pattern));
        given_to_one.iter().any(|&i| is_equal(&layout.factors[i]))
    };
    let bits = |pattern: Pattern| {
        let shows = relations.iter().map(|relation| relation.would_show(&layout.factors, pattern));
        let vouched = if vouched(pattern) { VOUCHED } else { 0 };
        shows.enumerate().fold(vouched, |bits, (r, shows)| bits | u8::from(shows) << r)
    };
    evidence.counts.iter().map(|&(pattern, _)| bits(pattern)).collect()
}

/// The default model of a table too small to learn from.
#[must_use]
pub fn untrained(layout: &Layout, chance: &Chance) -> Trained {
    let m = priors(layout, chance);
    let related = relations(layout, &m, &chance.cells);
    small::model(m, related, chance)
}

/// Default m of all factors.
fn priors(layout: &Layout, chance: &Chance) -> Vec<Vec<f64>> {
    let own = |factor: usize| chance.own.get(factor).map_or(&[][..], Vec::as_slice);
    layout.factors.iter().enumerate().map(|(i, factor)| prior_m(factor, &chance.cells[i], own(i))).collect()
}

/// Default m: mostly equal, as far as values can be: the exact levels by the share of records that hold such values; the rest
/// falling off.
fn prior_m(factor: &Factor, chance: &[f64], own: &[Vec<f64>]) -> Vec<f64> {
    let slot = |which: usize, at: &dyn Fn(usize) -> usize| {
        let (levels, exact) = (factor.levels[which], usize::from(factor.exact[which]));
        let mut p = vec![0.0; 16];
        if let Some(own) = own.get(which).filter(|own| !own.is_empty()) {
            (1..=levels).for_each(|l| p[l] = 0.8 * own[l]);
            let between = levels.saturating_sub(exact + 1);
            (exact + 1..levels).for_each(|l| p[l] += 0.14 / between as f64);
            p[levels] += 1.0 - p.iter().sum::<f64>();
            return p;
        }
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

/// Cells that share their comparable slots, as one distribution: the weighted maximum with its prior.
pub fn maximise(factor: &Factor, sums: &[f64], prior: &[f64], u: &[f64]) -> Vec<f64> {
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

/// Mail addresses and ids that families share, as indices of factors: among pairs with one value and one family name, more given
/// names are altogether others than slips of the pen come to (siblings on a parent's mailbox, a family's card).
fn of_families(layout: &Layout, counts: &[(Pattern, u32)]) -> Vec<usize> {
    // Given and family name, by the place of their slots: together in one factor or each in its own.
    let name = |part: usize| {
        let factors = layout.factors.iter().filter(|f| f.kinds[0] == Kind::PersonName);
        factors.flat_map(|f| (0..f.at.len()).map(move |i| (f, i))).find(|(f, i)| f.of[*i].1 == part)
    };
    let (Some(given), Some(family)) = (name(0), name(1)) else { return Vec::new() };
    let level = |(factor, slot): (&Factor, usize), pattern: Pattern| Factor::split(factor.cell(pattern))[slot];
    let shared = |factor: &Factor| {
        let (mut others, mut all) = (0.0, 0.0);
        for &(pattern, count) in counts {
            let (of_given, of_family) = (level(given, pattern), level(family, pattern));
            let (one_family, value) = ((1..=usize::from(family.0.exact[family.1])).contains(&of_family), factor.cell(pattern));
            if of_given > 0 && one_family && (1..=usize::from(factor.exact[0])).contains(&value) {
                all += f64::from(count);
                others += if of_given == given.0.levels[given.1] { f64::from(count) } else { 0.0 };
            }
        }
        others > FAMILIES_SHARE * all
    };
    let given_to_one = |factor: &Factor| matches!(factor.kinds[..], [Kind::Email | Kind::MemberId | Kind::AccountId]);
    (0..layout.factors.len()).filter(|&i| given_to_one(&layout.factors[i]) && shared(&layout.factors[i])).collect()
}

/// Raises the equal levels to `least` together, in proportion to their chance.
fn at_least(u: &mut [f64], chance: &[f64], exact: std::ops::RangeInclusive<usize>, least: f64) {
    let sum: f64 = exact.clone().map(|level| chance[level]).sum();
    for level in exact.filter(|_| sum > 0.0) {
        u[level] = u[level].max(least.min(sum) * chance[level] / sum);
    }
}

/// Raises joint cells to what the two slots would show if they were independent. Non-matches agree in both names at least as
/// often as that (families, branches and fashions only add to it), and one slot's chance is known far better than the
/// joint one: matches are a small share of it. Without this floor a small table may take all its namesakes for matches.
fn at_least_independent(u: &mut [f64], chance: &[f64], m: &[f64], lambda: f64) {
    let slot = |which: usize| -> [f64; 16] {
        std::array::from_fn(|level| {
            let of = |cell: usize| Factor::split(cell)[which] == level && Factor::comparable(cell) == 3;
            let sum = |p: &[f64]| (0..256).filter(|&c| of(c)).map(|c| p[c]).sum::<f64>();
            ((sum(chance) - lambda * sum(m)) / (1.0 - lambda)).max(0.0)
        })
    };
    let [first, second] = [slot(0), slot(1)];
    for cell in (0..256).filter(|&c| Factor::comparable(c) == 3 && m[c] > 0.0) {
        let [g, f] = Factor::split(cell);
        u[cell] = u[cell].max(first[g] * second[f]);
    }
}

/// What masked values show agrees among non-matches as often as full values say.
fn by_visible(u: &mut [Vec<f64>], layout: &Layout, chance: &Chance) {
    for (i, factor) in layout.factors.iter().enumerate() {
        let Some(visible) = chance.visible.get(i).copied().flatten() else { continue };
        for (level, p) in VISIBLE.iter().zip(visible).filter(|(_, p)| *p > 0.0) {
            if let Some(at) = factor.names[0].iter().position(|name| name == level) {
                u[i][at + 1] = p;
            }
        }
    }
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

#[cfg(test)]
#[path = "em_tests.rs"]
mod tests;
