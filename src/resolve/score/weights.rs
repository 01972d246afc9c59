//! Weights: tables that turn a pattern into log2 odds.

use crate::model::mapping::Entity;

use super::em::Trained;
use super::pattern::{Factor, Layout, ORGANISATIONS, Pattern};
use super::relation::{RELATIONS_MAX, Relation};
use super::together::Together;

/// Look-up tables in bits.
#[derive(Debug, Clone)]
pub struct Weights {
    factors: Vec<Factor>,
    /// log2(m / u) per factor and cell.
    pub matching: Vec<Vec<f64>>,
    /// log2 λ.
    pub prior: f64,
    /// λ and log2(p / u) per factor and cell of each relation.
    related: Vec<(f64, Vec<Vec<f64>>)>,
    /// The mark of the pairs each relation speaks of, where persons and organisations are both there.
    speaks_of: Vec<Option<Pattern>>,
    /// What hangs together among unrelated customers.
    pub together: Vec<Together>,
    /// Share of all pairs that are neither matches nor related.
    pub unrelated: f64,
}

impl Weights {
    /// Tables of a trained model.
    #[must_use]
    pub fn new(layout: &Layout, t: &Trained) -> Self {
        let table = |p: &[Vec<f64>]| -> Vec<Vec<f64>> {
            p.iter()
                .zip(&t.u)
                .map(|(p, u)| p.iter().zip(u).map(|(&p, &u)| if p > 0.0 && u > 0.0 { (p / u).log2() } else { 0.0 }).collect())
                .collect()
        };
        let learned = table(&t.m);
        let matching: Vec<Vec<f64>> =
            layout.factors.iter().zip(&learned).map(|(factor, bits)| rarer_never_less(factor, bits.clone())).collect();
        // What is commoner among unrelated pairs than it was counted is so for relations too.
        let related = |r: &Relation| {
            let mut bits = table(&r.p);
            for ((bits, learned), held) in bits.iter_mut().zip(&learned).zip(&matching) {
                bits.iter_mut().zip(learned).zip(held).for_each(|((bits, learned), held)| *bits -= (learned - held).max(0.0));
            }
            (r.lambda, bits)
        };
        Self {
            factors: layout.factors.clone(),
            prior: t.lambda.log2(),
            related: t.relations.iter().map(related).collect(),
            speaks_of: t
                .relations
                .iter()
                .map(|r| layout.both.then_some(if r.entity() == Entity::Person { 0 } else { ORGANISATIONS }))
                .collect(),
            together: t.together.clone(),
            unrelated: 1.0 - t.lambda - t.relations.iter().map(|r| r.lambda).sum::<f64>(),
            matching,
        }
    }

    /// Sum of log2(m/u) of a pattern.
    #[must_use]
    pub fn sum(&self, pattern: Pattern) -> f64 {
        self.total(&self.matching, pattern)
    }

    fn total(&self, table: &[Vec<f64>], pattern: Pattern) -> f64 {
        self.factors.iter().zip(table).map(|(factor, bits)| bits[factor.cell(pattern)]).sum()
    }

    /// Match weight in bits: log2 of the odds of a match against everything else, the prior included.
    #[must_use]
    pub fn bits(&self, pattern: Pattern) -> f64 {
        let related: f64 = (0..self.related.len()).map(|r| self.relation(r, pattern)).sum();
        self.prior + self.sum(pattern) - (self.unrelated(pattern) + related).log2()
    }

    /// Probability of an unrelated pair showing this pattern, relative to independent chance.
    fn unrelated(&self, pattern: Pattern) -> f64 {
        if self.together.is_empty() {
            return self.unrelated;
        }
        self.unrelated * self.together.iter().map(|together| together.of(pattern)).sum::<f64>().exp2()
    }

    /// What a pair can weigh before any evidence, at the most: evidence adds to it, relations only take away.
    #[must_use]
    pub fn ceiling(&self) -> f64 {
        self.prior - self.unrelated.log2() - self.together.iter().map(Together::least).sum::<f64>()
    }

    /// Probability of a relation's pair showing this pattern, relative to chance.
    fn relation(&self, r: usize, pattern: Pattern) -> f64 {
        if self.speaks_of[r].is_some_and(|mark| mark != pattern & ORGANISATIONS) {
            return 0.0;
        }
        let (lambda, table) = &self.related[r];
        lambda * self.total(table, pattern).clamp(-200.0, 200.0).exp2()
    }

    /// Posteriors of match and of every relation, and the pattern's log2 likelihood relative to chance.
    #[must_use]
    pub fn posteriors(&self, pattern: Pattern) -> ([f64; 1 + RELATIONS_MAX], f64) {
        let mut p = [0.0; 1 + RELATIONS_MAX];
        p[0] = (self.prior + self.sum(pattern).clamp(-200.0, 200.0)).exp2();
        (0..self.related.len()).for_each(|r| p[r + 1] = self.relation(r, pattern));
        let total = self.unrelated(pattern) + p.iter().sum::<f64>();
        (p.map(|x| x / total), total.log2())
    }
}

/// Equality of rarer values never weighs less than equality of commoner ones: a cell too rare to be learned takes the weight
/// of its commoner neighbours. For the slots of one value (given and family name); one-slot factors have it from the
/// monotone M step.
fn rarer_never_less(factor: &Factor, mut bits: Vec<f64>) -> Vec<f64> {
    if factor.at.len() == 2 && factor.of[0].0 == factor.of[1].0 {
        let [first, second] = factor.exact.map(usize::from);
        for (g, f) in (1..=first).rev().flat_map(|g| (1..=second).rev().map(move |f| (g, f))) {
            let commoner = [(g + 1, f, g < first), (g, f + 1, f < second)];
            let least = commoner.iter().filter(|c| c.2).map(|&(g, f, _)| bits[g | f << 4]).fold(f64::NEG_INFINITY, f64::max);
            bits[g | f << 4] = bits[g | f << 4].max(least);
        }
        nearly_never_more(factor, &mut bits);
    }
    bits
}

/// A part of a name that is nearly or otherwise equal (swapped, sounding alike, an initial) never weighs more than the best equal
/// one beside the same other part: what is written in another order is too rare in a sample of unrelated pairs to be counted, and
/// namesakes are written in both orders as the persons themselves are.
fn nearly_never_more(factor: &Factor, bits: &mut [f64]) {
    let [first, second] = factor.exact.map(usize::from);
    let best = |cells: &mut dyn Iterator<Item = f64>| cells.filter(|&bits| bits != 0.0).fold(f64::NEG_INFINITY, f64::max);
    for g in 1..=first {
        let most = best(&mut (1..=second).map(|f| bits[g | f << 4]));
        let nearly = (second + 1..=factor.levels[1]).map(|f| g | f << 4);
        nearly.filter(|_| most.is_finite()).for_each(|cell| bits[cell] = bits[cell].min(most));
    }
    for f in 1..=second {
        let most = best(&mut (1..=first).map(|g| bits[g | f << 4]));
        let nearly = (first + 1..=factor.levels[0]).map(|g| g | f << 4);
        nearly.filter(|_| most.is_finite()).for_each(|cell| bits[cell] = bits[cell].min(most));
    }
}

/// Probability of log2 odds.
#[must_use]
pub fn probability(bits: f64) -> f64 {
    1.0 / (1.0 + (-bits).exp2())
}

#[cfg(test)]
mod tests {
    use crate::model::kind::Kind;

    use super::*;

    /// Given and family name: equal, nearly (an initial; swapped), else.
    fn names() -> Factor {
        Factor {
            name: "name".to_owned(),
            slots: vec!["name.given".to_owned(), "name.family".to_owned()],
            at: vec![0, 1],
            of: vec![(0, 0), (0, 1)],
            levels: [3, 3],
            names: vec![vec!["equal", "initial", "else"], vec!["equal", "swapped or sound", "else"]],
            exact: [1, 1],
            kinds: vec![Kind::PersonName; 2],
            kept_chance: 0.1,
        }
    }

    fn at(given: usize, family: usize) -> usize {
        given | family << 4
    }

    #[test]
    fn a_swapped_name_never_weighs_more_than_an_equal_one() {
        let mut bits = vec![0.0; 256];
        // No unrelated pair of the sample was swapped; an initial is rightly less.
        (bits[at(1, 1)], bits[at(1, 2)], bits[at(2, 1)], bits[at(1, 3)]) = (9.6, 21.6, 8.8, -3.0);
        let bits = rarer_never_less(&names(), bits);
        assert_eq!((bits[at(1, 1)], bits[at(1, 2)], bits[at(2, 1)], bits[at(1, 3)]), (9.6, 9.6, 8.8, -3.0));
    }

    #[test]
    fn a_swapped_name_speaks_no_more_for_a_household_than_an_equal_one() {
        let layout = Layout { offset: vec![0], factors: vec![names()], entity: Entity::Person, both: false };
        let cells = |equal: f64, swapped: f64, others: f64| {
            let mut p = vec![0.0; 256];
            (p[at(1, 1)], p[at(1, 2)], p[at(3, 3)]) = (equal, swapped, others);
            vec![p]
        };
        // Swapped names were never seen among unrelated pairs; households have namesakes a tenth as often as one person has.
        let household = Relation::kept("household", 1e-4, cells(0.07, 0.02, 0.91)).expect("it is one");
        let t = Trained {
            m: cells(0.7, 0.2, 0.1),
            u: cells(1e-2, 1e-9, 0.99),
            lambda: 1e-3,
            relations: vec![household],
            together: Vec::new(),
            likelihood: Vec::new(),
            remarks: Vec::new(),
        };
        let weights = Weights::new(&layout, &t);
        let [equal, swapped] = [0x11, 0x21].map(|pattern| weights.posteriors(pattern).0);
        assert!((equal[0] / equal[1] / (swapped[0] / swapped[1]) - 1.0).abs() < 1e-9, "{equal:?} {swapped:?}");
        assert!((weights.bits(0x11) - weights.bits(0x21)).abs() < 1e-9);
    }
}
