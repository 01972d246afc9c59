//! Weights: tables that turn a pattern into log2 odds.

use super::em::Trained;
use super::pattern::Layout;

/// Look-up tables in bits.
#[derive(Debug, Clone)]
pub struct Weights {
    layout: Layout,
    /// log2(m / u) where the names agree.
    namesake: Vec<Vec<f64>>,
    /// log2(m / u) per factor and cell.
    pub matching: Vec<Vec<f64>>,
    /// log2(h / u) per factor and cell.
    pub household: Vec<Vec<f64>>,
    /// log2 λ.
    pub prior: f64,
    lambda_household: f64,
    unrelated: f64,
}

impl Weights {
    /// Tables of a trained model.
    #[must_use]
    pub fn new(layout: &Layout, t: &Trained) -> Self {
        let table = |p: &[Vec<f64>], u: &[Vec<f64>]| -> Vec<Vec<f64>> {
            p.iter()
                .zip(u)
                .map(|(p, u)| p.iter().zip(u).map(|(&p, &u)| if p > 0.0 && u > 0.0 { (p / u).log2() } else { 0.0 }).collect())
                .collect()
        };
        Self {
            layout: layout.clone(),
            matching: table(&t.m, &t.u),
            namesake: table(&t.m, &t.namesake),
            household: table(&t.h, &t.u),
            prior: t.lambda.log2(),
            lambda_household: t.lambda_household,
            unrelated: 1.0 - t.lambda - t.lambda_household,
        }
    }

    /// log2(m / u) of a factor's cell within a pattern.
    #[must_use]
    pub fn factor_bits(&self, factor: usize, cell: usize, names_agree: bool) -> f64 {
        if names_agree { self.namesake[factor][cell] } else { self.matching[factor][cell] }
    }

    /// Sums of log2(m/u) and log2(h/u) of a pattern.
    #[must_use]
    pub fn sums(&self, pattern: u64) -> (f64, f64) {
        let tables = if self.layout.names_agree(pattern) { &self.namesake } else { &self.matching };
        let (mut s, mut t) = (0.0, 0.0);
        for ((factor, table), household) in self.layout.factors.iter().zip(tables).zip(&self.household) {
            let cell = factor.cell(pattern);
            s += table[cell];
            t += household[cell];
        }
        (s, t)
    }

    /// Match weight in bits: log2 of the odds of a match against everything else, the prior included.
    #[must_use]
    pub fn bits(&self, pattern: u64) -> f64 {
        let (s, t) = self.sums(pattern);
        self.prior + s - self.against(t)
    }

    /// log2 of the weight of "no match": households and unrelated pairs.
    fn against(&self, t: f64) -> f64 {
        (self.lambda_household * t.clamp(-200.0, 200.0).exp2() + self.unrelated).log2()
    }

    /// Posterior of match and of household, and the pattern's log2 likelihood relative to chance.
    #[must_use]
    pub fn posteriors(&self, pattern: u64) -> (f64, f64, f64) {
        let (s, t) = self.sums(pattern);
        let matching = (self.prior + s.clamp(-200.0, 200.0)).exp2();
        let house = self.lambda_household * t.clamp(-200.0, 200.0).exp2();
        let total = matching + house + self.unrelated;
        (matching / total, house / total, total.log2())
    }
}

/// Probability of log2 odds.
#[must_use]
pub fn probability(bits: f64) -> f64 {
    1.0 / (1.0 + (-bits).exp2())
}
