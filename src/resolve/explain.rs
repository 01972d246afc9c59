//! Why two records are, or are not, one customer: the waterfall of a pair in bits.

use crate::model::records::Records;
use crate::model::watch::Watch;

use super::block::{PairSearch, search};
use super::cluster::Scorer;
use super::compiled::Compiled;
use super::engine::{Worked, work};
use super::prepare::NONE;
use super::score::{Factor, Pattern, probability};
use super::scorer::PairScorer;

/// One line of the waterfall.
#[derive(Debug, Clone, PartialEq)]
pub struct ExplainedFactor {
    /// Comparison or joint factor.
    pub name: String,
    /// Level reached, `not comparable` where a value is missing.
    pub level: String,
    /// Values of the first record, joined by `|`.
    pub left: String,
    /// Values of the second record.
    pub right: String,
    /// m probability, 0–1.
    pub m: f64,
    /// u probability, 0–1.
    pub u: f64,
    /// log2(m / u); 0 where not comparable.
    pub bits: f64,
}

/// The waterfall of a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct PairExplanation {
    /// log2 of the prior odds.
    pub prior: f64,
    /// One line per factor.
    pub factors: Vec<ExplainedFactor>,
    /// Bits taken off because related but different customers (a household, sister companies, branches) share the same values, or
    /// because unrelated ones show them together more often than each alone.
    pub related: f64,
    /// Sum: the match weight.
    pub total: f64,
    /// Probability of the total.
    pub probability: f64,
    /// Threshold of linkage.
    pub threshold: f64,
    /// Which blocking rule found the pair, or why none did.
    pub search: PairSearch,
    /// In one cluster?
    pub together: bool,
    /// Why a pair is decided without weights: `decision`, `veto`, `entity`, `same values`, `no identity`; empty otherwise.
    pub decided: &'static str,
}

/// Explains two source rows. The engine runs again on all records, so that the numbers are those of the run.
#[must_use]
pub fn explain_pair(records: &Records, compiled: &Compiled, a: usize, b: usize, watch: &dyn Watch) -> PairExplanation {
    // Of every pair: one that was taken over has a blocking rule too.
    let w = work(records, &Compiled { full: true, ..compiled.clone() }, watch);
    let (x, y) = (w.prepared.identity_of_row[a], w.prepared.identity_of_row[b]);
    if x == NONE || y == NONE {
        return PairExplanation {
            prior: w.weights.prior,
            factors: Vec::new(),
            related: 0.0,
            total: w.weights.prior,
            probability: probability(w.weights.prior),
            threshold: w.choice.threshold,
            search: PairSearch::default(),
            together: false,
            decided: "no identity",
        };
    }
    explain(&w, x.min(y), x.max(y))
}

fn explain(w: &Worked<'_>, x: u32, y: u32) -> PairExplanation {
    let scorer = PairScorer::new(&w.prepared, &w.layout, &w.weights, &w.decided, w.records, f64::NEG_INFINITY);
    let pattern = scorer.pattern(x, y);
    let factors: Vec<ExplainedFactor> = w.layout.factors.iter().enumerate().map(|(i, f)| line(w, i, f, pattern, x, y)).collect();
    let sum = w.weights.sum(pattern);
    let total = w.weights.bits(pattern);
    PairExplanation {
        prior: w.weights.prior,
        factors,
        related: total - w.weights.prior - sum,
        total,
        probability: probability(total),
        threshold: w.choice.threshold,
        search: if x == y { PairSearch::default() } else { search(w.records, &w.prepared, &w.found, (x, y)) },
        together: w.cluster[x as usize] == w.cluster[y as usize],
        decided: match scorer.bits(x, y) {
            _ if x == y => "same values",
            Some(bits) if bits == f64::INFINITY => "decision",
            _ if w.prepared.entity[x as usize] != w.prepared.entity[y as usize] => "entity",
            Some(bits) if bits == f64::NEG_INFINITY && scorer.vetoed(x, y) => "veto",
            Some(bits) if bits == f64::NEG_INFINITY => "decision",
            _ => "",
        },
    }
}

fn line(w: &Worked<'_>, i: usize, f: &Factor, pattern: Pattern, x: u32, y: u32) -> ExplainedFactor {
    let cell = f.cell(pattern);
    let [a, b] = Factor::split(cell);
    let name = |slot: usize, level: usize| if level == 0 { "not comparable" } else { f.names[slot][level - 1] };
    let level = if f.at.len() == 2 && cell != 0 { format!("{} / {}", name(0, a), name(1, b)) } else { name(0, a).to_owned() };
    let values = |id: u32| {
        let mut slots: Vec<usize> = f.of.iter().map(|&(c, _)| c).collect();
        slots.dedup();
        let texts: Vec<&str> = slots
            .iter()
            .flat_map(|&slot| {
                let dict = &w.records.fields[w.prepared.comparisons[slot].field].dict;
                w.prepared.values(&w.prepared.row(id)[slot]).iter().map(move |&v| dict.text(v))
            })
            .collect();
        texts.join("|")
    };
    ExplainedFactor {
        name: f.name.clone(),
        level,
        left: values(x),
        right: values(y),
        m: w.trained.m[i][cell],
        u: w.trained.u[i][cell],
        bits: w.weights.matching[i][cell],
    }
}
