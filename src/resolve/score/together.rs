//! What hangs together among unrelated customers: a county and the place of birth, a given name and the gender, a country and the
//! language.
//!
//! Comes in: patterns of random pairs. Goes out: how many times as often two slots show their levels together as if they were
//! independent, along a tree of slots (Chow & Liu 1968), so that chance is a distribution still. Such slots are no two witnesses: without
//! it training explains what hangs together by a class of its own and takes that for the matches (namesakes by given name, born where
//! they live). Only what is usual is looked at; what is rare by chance, a sample of pairs cannot show, and the matches in it would pass for
//! dependence.

use rayon::prelude::*;

use crate::model::kind::Kind;

use super::pattern::{Factor, Layout, Pattern};

/// How equal, how near, else: levels are few pairs, states are many.
const STATES: usize = 3;
/// Pairs that weigh as much as what the states of the levels say.
const SMOOTH: f64 = 20.0;
/// Times the matches that may be in a sample, that a cell must have, by chance or in fact: records have about one match each.
const CHANCE_LEAST: f64 = 5.0;
/// Twice the log likelihood ratio of dependence against independence, from which on two slots hang together.
const EVIDENCE_LEAST: f64 = 50.0;
/// Bits that one cell of pairs which agree must be off by, at the least.
const BITS_LEAST: f64 = 0.2;

/// Share of random pairs that a state has, from which on namesakes tell of it.
const USUAL_LEAST: f64 = 0.01;

/// Bits by which meeting more seldom than by chance speaks for a match, at the most: what excludes one another among unrelated customers
/// (another gender beside one given name) is as seldom of one customer.
const SELDOM_MOST: f64 = 1.0;

/// Two slots that hang together.
#[derive(Debug, Clone, PartialEq)]
pub struct Together {
    /// The slots, by their place in a pattern.
    pub at: [usize; 2],
    /// log2 of how many times as often their levels meet than independence has it, `bits[first | second << 4]`.
    pub bits: Vec<f64>,
}

impl Together {
    /// log2 of how many times as often unrelated customers show these two levels together.
    #[must_use]
    pub fn of(&self, pattern: Pattern) -> f64 {
        let nibble = |slot: usize| (pattern >> (4 * slot)) as usize & 15;
        self.bits[nibble(self.at[0]) | nibble(self.at[1]) << 4]
    }

    /// Takes over the rows that another tells of.
    fn take_rows(&mut self, other: &Together) {
        self.bits.iter_mut().zip(&other.bits).filter(|(_, told)| **told != 0.0).for_each(|(bits, &told)| *bits = told);
    }

    /// The least of the bits, 0 at the most.
    #[must_use]
    pub fn least(&self) -> f64 {
        self.bits.iter().copied().fold(0.0, f64::min)
    }
}

/// One slot of the layout.
struct Slot {
    at: usize,
    exact: usize,
    levels: usize,
    factor: usize,
    /// Its level in every pair.
    seen: Vec<u8>,
}

impl Slot {
    /// True if at least so many pairs agree and so many differ.
    fn is_usual(&self, least: f64) -> bool {
        let agree = self.seen.iter().filter(|&&level| level != 0 && usize::from(level) < self.levels).count() as f64;
        let differ = self.seen.iter().filter(|&&level| usize::from(level) == self.levels).count() as f64;
        agree >= least && differ >= least
    }

    fn state(&self, level: usize) -> usize {
        if level <= self.exact { 0 } else { usize::from(level == self.levels) + 1 }
    }
}

/// Pairs of records that have a common value in common, of one slot.
#[derive(Debug)]
pub struct Namesakes {
    /// The slot, by its place in a pattern.
    pub at: usize,
    /// Their patterns, each with the probability that it is no match.
    pub pairs: Vec<(Pattern, f64)>,
}

/// Evidence, factors and levels of two slots that hang together.
type Found = (f64, (usize, usize), Together);

/// The most evidence first.
fn by_evidence(x: &Found, y: &Found) -> std::cmp::Ordering {
    y.0.total_cmp(&x.0).then(x.2.at.cmp(&y.2.at))
}

/// Measures on patterns of random pairs of `records` identity records. Random pairs hardly ever have a name in common: what else goes
/// with a name (a gender, a nationality, a year of birth with a given name; a region with a family name) `namesakes` tell.
#[must_use]
pub fn measure(layout: &Layout, random: &[Pattern], namesakes: &[Namesakes], records: u64) -> Vec<Together> {
    // Two records in `records` match one another: so many pairs of the sample, several times over.
    let least = (CHANCE_LEAST * 2.0 * random.len() as f64 / (records as f64).max(2.0)).max(SMOOTH);
    let of_factor = |(factor, f): (usize, &Factor)| {
        let slot = |i: usize| {
            let level = |&pattern: &Pattern| (pattern >> (4 * f.at[i])) as u8 & 15;
            let seen = random.iter().map(level).collect();
            Slot { at: f.at[i], exact: usize::from(f.exact[i]), levels: f.levels[i], factor, seen }
        };
        (0..f.at.len()).map(slot).collect::<Vec<_>>()
    };
    let all: Vec<Slot> = layout.factors.iter().enumerate().flat_map(of_factor).collect();
    let slots: Vec<&Slot> = all.iter().filter(|slot| slot.is_usual(least)).collect();
    let pairs: Vec<(&Slot, &Slot)> = (0..slots.len())
        .flat_map(|i| (i + 1..slots.len()).map(move |j| (i, j)))
        .map(|(i, j)| (slots[i], slots[j]))
        .filter(|(a, b)| a.factor != b.factor)
        .collect();
    let dependent = |(a, b): &(&Slot, &Slot)| dependence(a, b, least).map(|(evidence, t)| (evidence, (a.factor, b.factor), t));
    let mut found: Vec<_> = pairs.par_iter().filter_map(dependent).collect();
    found.sort_by(by_evidence);
    let mut beside: Vec<Found> = namesakes.iter().flat_map(|of_name| hanging_on(of_name, &all, layout)).collect();
    beside.sort_by(by_evidence);
    // What hangs on names comes last: it is told by pairs that have a name in common, the rest by all.
    for (evidence, ends, together) in beside {
        match found.iter_mut().find(|known| known.2.at == together.at) {
            Some(known) => known.2.take_rows(&together),
            None => found.push((evidence, ends, together)),
        }
    }
    // A tree: slots of one factor hang together already.
    let mut tree: Vec<usize> = (0..layout.factors.len()).collect();
    let mut kept = Vec::new();
    for (_, ends, together) in found {
        let (one, other) = (tree[ends.0], tree[ends.1]);
        if one != other {
            tree.iter_mut().filter(|root| **root == other).for_each(|root| *root = one);
            kept.push(together);
        }
    }
    kept
}

/// The slots that hang on equal names of one slot.
fn hanging_on(of_name: &Namesakes, slots: &[Slot], layout: &Layout) -> Vec<Found> {
    let Some(name) = slots.iter().find(|slot| slot.at == of_name.at) else { return Vec::new() };
    let hangs = |other: &Slot| {
        let (evidence, of_states) = beside_names(other, &of_name.pairs)?;
        let mut bits = vec![0.0; 256];
        let is_first = name.at < other.at;
        for equal in 1..=name.exact {
            for level in 1..=other.levels {
                bits[if is_first { equal | level << 4 } else { level | equal << 4 }] = of_states[other.state(level)];
            }
        }
        let ends = if is_first { [name, other] } else { [other, name] };
        let together = Together { at: ends.map(|slot| slot.at), bits };
        Some((evidence, (ends[0].factor, ends[1].factor), together))
    };
    slots.iter().filter(|slot| !is_name(&layout.factors[slot.factor])).filter_map(hangs).collect()
}

fn is_name(factor: &Factor) -> bool {
    factor.kinds[0] == Kind::PersonName
}

/// log2 of how many times as often namesakes show the states of another slot than any two records, with the evidence for it; `None` if
/// it does not hang on the name. States that are rare by chance tell nothing: a match in a hundred pairs would pass for dependence.
fn beside_names(other: &Slot, namesakes: &[(Pattern, f64)]) -> Option<(f64, [f64; STATES])> {
    let (mut any, mut theirs) = ([0.0; STATES], [0.0; STATES]);
    other.seen.iter().filter(|level| **level != 0).for_each(|&level| any[other.state(usize::from(level))] += 1.0);
    for &(pattern, weight) in namesakes {
        let level = (pattern >> (4 * other.at)) as usize & 15;
        if level != 0 {
            theirs[other.state(level)] += weight;
        }
    }
    let (all, of_names) = (any.iter().sum::<f64>(), theirs.iter().sum::<f64>());
    let (mut bits, mut evidence, mut most) = ([0.0; STATES], 0.0, 0.0f64);
    for state in (0..STATES).filter(|&state| any[state] >= USUAL_LEAST * all && any[state] > 0.0) {
        let expected = of_names * any[state] / all;
        bits[state] = ((theirs[state] + SMOOTH) / (expected + SMOOTH)).log2().max(-SELDOM_MOST);
        evidence += if theirs[state] > 0.0 { 2.0 * theirs[state] * (theirs[state] / expected).ln() } else { 0.0 };
        if state + 1 < STATES {
            most = most.max(bits[state].abs());
        }
    }
    (evidence >= EVIDENCE_LEAST && most >= BITS_LEAST).then_some((evidence, bits))
}

/// How two slots hang together, with the evidence for it; `None` if they do not. Cells that have fewer pairs than `least`, both in fact
/// and by chance, tell nothing.
fn dependence(a: &Slot, b: &Slot, least: f64) -> Option<(f64, Together)> {
    let mut counted = vec![0u32; 256];
    for (&x, &y) in a.seen.iter().zip(&b.seen) {
        counted[usize::from(x | y << 4)] += 1;
    }
    let count: Vec<f64> = counted.into_iter().map(f64::from).collect();
    let cells: Vec<usize> = (0..256).filter(|&cell| Factor::comparable(cell) == 3 && count[cell] > 0.0).collect();
    let all: f64 = cells.iter().map(|&cell| count[cell]).sum();
    let (mut first, mut second, mut states) = ([0.0; 16], [0.0; 16], [[0.0; STATES]; STATES]);
    for &cell in &cells {
        let [x, y] = Factor::split(cell);
        first[x] += count[cell];
        second[y] += count[cell];
        states[a.state(x)][b.state(y)] += count[cell];
    }
    let row = states.map(|of| of.iter().sum::<f64>());
    let column: [f64; STATES] = std::array::from_fn(|y| states.iter().map(|of| of[y]).sum());
    let enough = |expected: f64, seen: f64| expected.max(seen) >= least;
    let (mut bits_of, mut evidence, mut most) = ([[0.0; STATES]; STATES], 0.0, 0.0f64);
    for x in 0..STATES {
        for y in 0..STATES {
            let expected = row[x] * column[y] / all.max(1.0);
            let seen = states[x][y];
            if enough(expected, seen) {
                bits_of[x][y] = ((seen + 1.0) / (expected + 1.0)).log2();
                evidence += if seen > 0.0 { 2.0 * seen * (seen / expected).ln() } else { 0.0 };
                if x + 1 < STATES && y + 1 < STATES {
                    most = most.max(bits_of[x][y].abs());
                }
            }
        }
    }
    if evidence < EVIDENCE_LEAST || most < BITS_LEAST {
        return None;
    }
    let mut bits = vec![0.0; 256];
    for x in 1..=a.levels {
        for y in 1..=b.levels {
            let of_states = bits_of[a.state(x)][b.state(y)];
            let expected = first[x] * second[y] / all;
            let cell = x | y << 4;
            let seen = if enough(expected, count[cell]) { count[cell] } else { expected * f64::exp2(of_states) };
            bits[cell] = ((seen + SMOOTH * f64::exp2(of_states)) / (expected + SMOOTH)).log2().max(-SELDOM_MOST);
        }
    }
    Some((evidence, Together { at: [a.at, b.at], bits }))
}

#[cfg(test)]
mod tests {
    use crate::model::hash::mix;
    use crate::model::mapping::Entity;
    use crate::model::trained::TrainedModel;

    use super::super::{Trained, restore, together_models};
    use super::*;

    /// Three slots of two levels: equal, else.
    fn layout() -> Layout {
        let factor = |at: usize| Factor {
            name: at.to_string(),
            slots: vec![at.to_string()],
            at: vec![at],
            of: vec![(at, 0)],
            levels: [2, 0],
            names: vec![vec!["equal", "else"]],
            exact: [1, 0],
            kinds: vec![Kind::Category],
            kept_chance: 0.5,
        };
        Layout { offset: vec![0, 1, 2], factors: (0..3).map(factor).collect(), entity: Entity::Person, both: false }
    }

    /// Pairs that agree in the county with one in eight, in the third slot with one in two, and in the place of birth: with `born` of
    /// eight where they agree in the county, else with one in eight.
    fn random(born: u64) -> Vec<Pattern> {
        let draw = |i: u64, of: u64, seed: u64| mix(i, seed) % of;
        let level = |agree: bool| if agree { 1 } else { 2 };
        let pair = |i: u64| {
            let county = draw(i, 8, 1) == 0;
            let place = draw(i, 8, 2) < if county { born } else { 1 };
            level(county) | level(place) << 4 | level(draw(i, 2, 3) == 0) << 8
        };
        (0..100_000).map(pair).collect()
    }

    #[test]
    fn born_where_one_lives_is_one_witness() {
        let found = measure(&layout(), &random(7), &[], 10_000);
        assert_eq!(found.iter().map(|t| t.at).collect::<Vec<_>>(), [[0, 1]]);
        // The county agrees in 1/8 of the pairs, the place in 14/64, both in 7/64: four times as often as independence has it.
        let bits = |county: usize, place: usize| found[0].bits[county | place << 4];
        assert!((bits(1, 1) - 2.0).abs() < 0.05, "{}", bits(1, 1));
        assert!((bits(1, 2) + SELDOM_MOST).abs() < 1e-9 && bits(2, 2) > 0.0, "{} {}", bits(1, 2), bits(2, 2));
        assert_eq!((bits(0, 1), bits(1, 0)), (0.0, 0.0), "missing is no evidence");
    }

    #[test]
    fn what_goes_with_a_name_is_told_by_namesakes() {
        let mut layout = layout();
        layout.factors[0].kinds = vec![Kind::PersonName];
        // No random pair has a name in common; one in five has the nationality, but of namesakes nine in ten.
        let pair = |i: u64, name: Pattern, of_ten: u64| name | if mix(i, 1) % 10 < of_ten { 1 } else { 2 } << 4;
        let random: Vec<Pattern> = (0..100_000).map(|i| pair(i, 2, 2)).collect();
        let namesakes = |weight: f64| Namesakes { at: 0, pairs: (0..5_000).map(|i| (pair(i, 1, 9), weight)).collect() };
        let found = measure(&layout, &random, &[namesakes(1.0)], 10_000);
        assert_eq!(found.iter().map(|t| t.at).collect::<Vec<_>>(), [[0, 1]]);
        let bits = |name: usize, nation: usize| found[0].bits[name | nation << 4];
        assert!((bits(1, 1) - 4.5f64.log2()).abs() < 0.1, "{}", bits(1, 1));
        assert!((bits(1, 2) + SELDOM_MOST).abs() < 1e-9 && bits(2, 1) == 0.0 && bits(2, 2) == 0.0);
        assert_eq!(measure(&layout, &random, &[namesakes(0.0)], 10_000), [], "all of them are matches");
        assert_eq!(measure(&layout, &random, &[], 10_000), []);
    }

    #[test]
    fn what_is_independent_or_rarer_than_matches_may_be_is_left_alone() {
        assert_eq!(measure(&layout(), &random(1), &[], 10_000), []);
        // Of sixty records, thousands of these pairs may be matches.
        assert_eq!(measure(&layout(), &random(7), &[], 60), []);
    }

    #[test]
    fn it_is_kept_by_the_names_of_slots_and_levels() {
        let together = measure(&layout(), &random(7), &[], 10_000);
        let (m, u, relations) = (Vec::new(), Vec::new(), Vec::new());
        let trained = Trained { m, u, lambda: 0.1, relations, together, likelihood: Vec::new(), remarks: Vec::new() };
        let model = TrainedModel { lambda: 0.1, together: together_models(&layout(), &trained), ..TrainedModel::default() };
        assert_eq!(model.together[0].slots, ["0", "1"]);
        assert_eq!(restore(&layout(), &model).together, trained.together);
    }
}
