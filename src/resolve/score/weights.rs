//! Weights: tables that turn a pattern into log2 odds.

use super::em::Trained;
use super::pattern::{Factor, Layout, Pattern};
use super::relation::RELATIONS_MAX;

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
    unrelated: f64,
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
        Self {
            factors: layout.factors.clone(),
            matching: layout.factors.iter().zip(table(&t.m)).map(|(factor, bits)| rarer_never_less(factor, bits)).collect(),
            prior: t.lambda.log2(),
            related: t.relations.iter().map(|r| (r.lambda, table(&r.p))).collect(),
            unrelated: 1.0 - t.lambda - t.relations.iter().map(|r| r.lambda).sum::<f64>(),
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
        self.prior + self.sum(pattern) - (self.unrelated + related).log2()
    }

    /// What a pair can weigh before any evidence, at the most: evidence adds to it, relations only take away.
    #[must_use]
    pub fn ceiling(&self) -> f64 {
        self.prior - self.unrelated.log2()
    }

    /// Probability of a relation's pair showing this pattern, relative to chance.
    fn relation(&self, r: usize, pattern: Pattern) -> f64 {
        let (lambda, table) = &self.related[r];
        lambda * self.total(table, pattern).clamp(-200.0, 200.0).exp2()
    }

    /// Posteriors of match and of every relation, and the pattern's log2 likelihood relative to chance.
    #[must_use]
    pub fn posteriors(&self, pattern: Pattern) -> ([f64; 1 + RELATIONS_MAX], f64) {
        let mut p = [0.0; 1 + RELATIONS_MAX];
        p[0] = (self.prior + self.sum(pattern).clamp(-200.0, 200.0)).exp2();
        (0..self.related.len()).for_each(|r| p[r + 1] = self.relation(r, pattern));
        let total = self.unrelated + p.iter().sum::<f64>();
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
    }
    bits
}

/// Probability of log2 odds.
#[must_use]
pub fn probability(bits: f64) -> f64 {
    1.0 / (1.0 + (-bits).exp2())
}
