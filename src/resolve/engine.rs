//! The flow of resolve: prepare, block, train, score, link, choose the threshold, tell.

use std::time::Instant;

use rayon::prelude::*;

use crate::model::hash::hash64;
use crate::model::kind::Kind;
use crate::model::records::Records;
use crate::model::resolution::{BlockingRuleFacts, Resolution};
use crate::model::watch::Watch;

use super::block::{Budget, Candidates, candidates};
use super::cluster::{Link, Linkage, Merge, cut, dendrogram};
use super::compiled::Compiled;
use super::decide::{Decided, decided};
use super::outcome;
use super::prepare::{Prepared, prepare};
use super::score::{Chance, LEARNABLE, Layout, Trained, Weights, patterns, population_chance, train, untrained};
use super::scorer::PairScorer;
use super::threshold::{Choice, choose};

/// Pairs are kept as edges from this weight on: far enough below any threshold for linkage to see its alternatives.
pub const EDGE_FLOOR: f64 = -8.0;
/// Linkage steps are recorded down to this weight.
const STEP_FLOOR: f64 = -6.0;
/// Pair weights in linkage are clipped to ± this many bits.
const CLIP: f64 = 10.0;
/// Largest component linked as a whole: its pairs are all scored.
const COMPONENT_MAX: usize = 600;
/// Candidate pairs whose patterns train the model; more are sampled by pair hash.
const TRAINING_PAIRS: usize = 2_000_000;

/// Everything the engine worked out, before it is told as a [`Resolution`].
pub struct Worked<'a> {
    /// The records.
    pub records: &'a Records,
    /// Identity records.
    pub prepared: Prepared,
    /// Slots and factors.
    pub layout: Layout,
    /// The model.
    pub trained: Trained,
    /// Its tables.
    pub weights: Weights,
    /// Decided pairs.
    pub decided: Decided,
    /// Edges by (left, right).
    pub edges: Vec<Link>,
    /// Steps per component.
    pub merges: Vec<Vec<Merge>>,
    /// Chosen threshold and what is expected of it.
    pub choice: Choice,
    /// Cluster of each identity record.
    pub cluster: Vec<u32>,
    /// Blocking rules with what each did.
    pub rules: Vec<BlockingRuleFacts>,
    /// Candidate pairs.
    pub pairs: u64,
    /// Distinct (pattern, count) of the candidates, for facts.
    pub remarks: Vec<String>,
    /// Seconds per step.
    pub seconds: Vec<(String, f64)>,
}

/// Finds out which records are the same customer.
#[must_use]
pub fn resolve(records: &Records, compiled: &Compiled, watch: &dyn Watch) -> Resolution {
    outcome::tell(&work(records, compiled, watch))
}

/// Runs the engine.
#[must_use]
pub fn work<'a>(records: &'a Records, compiled: &Compiled, watch: &dyn Watch) -> Worked<'a> {
    let mut seconds = Vec::new();
    let mut clock = Instant::now();
    let mut step = |name: &str, seconds: &mut Vec<(String, f64)>| {
        seconds.push((name.to_owned(), clock.elapsed().as_secs_f64()));
        clock = Instant::now();
    };
    watch.stage("prepare", records.len() as u64);
    let prepared = prepare(records, &compiled.matching.ignore);
    step("prepare", &mut seconds);
    watch.stage("block", prepared.len() as u64);
    let mut budget = Budget::for_records(prepared.len());
    budget.block_max = compiled.matching.block_max;
    let found = candidates(records, &prepared, budget);
    step("block", &mut seconds);
    watch.stage("compare", found.packed.len() as u64);
    let layout = Layout::new(&prepared.comparisons, prepared.mostly());
    let all = patterns(&prepared, &layout, &found.packed);
    step("compare", &mut seconds);
    watch.stage("train", 0);
    let trained = model(&prepared, &layout, &found, &all);
    let weights = Weights::new(&layout, &trained);
    step("train", &mut seconds);
    watch.stage("cluster", 0);
    let decided = decided(records, &prepared, &compiled.decisions);
    let edges = edges(&found, &all, &weights, &decided);
    let scorer = PairScorer::new(&prepared, &layout, &weights, &decided, records);
    let linkage = Linkage { floor: STEP_FLOOR, clip: CLIP, component_max: COMPONENT_MAX };
    let (merges, parts_cut) = dendrogram(prepared.len(), &edges, &prepared.content, linkage, &scorer);
    let choice = choose(&prepared, &merges, &compiled.matching);
    let cluster = cut(prepared.len(), &merges, choice.threshold);
    step("cluster", &mut seconds);
    let mut remarks = trained.remarks.clone();
    if parts_cut > 0 {
        remarks.push(format!("{parts_cut} components of more than {COMPONENT_MAX} records were cut at their weakest edges"));
    }
    let (pairs, rules) = (found.packed.len() as u64, found.facts);
    Worked { records, prepared, layout, trained, weights, decided, edges, merges, choice, cluster, rules, pairs, remarks, seconds }
}

/// Learns the model, or takes the default one where there is too little to learn from.
fn model(prepared: &Prepared, layout: &Layout, found: &Candidates, all: &[u64]) -> Trained {
    let n = prepared.len();
    if n < LEARNABLE {
        let kinds: Vec<Kind> = prepared.comparisons.iter().map(|c| c.kind).collect();
        let pairs = (n * n.saturating_sub(1)) as f64 / 2.0;
        return untrained(layout, &population_chance(layout, &kinds, pairs));
    }
    let chance = Chance::measure(prepared, layout);
    let (counts, scale) = pattern_counts(prepared, found, all);
    train(layout, &chance, &counts, scale, n)
}

/// Distinct patterns with their counts, of at most [`TRAINING_PAIRS`] pairs taken by content hash; and the scale.
fn pattern_counts(prepared: &Prepared, found: &Candidates, all: &[u64]) -> (Vec<(u64, u32)>, f64) {
    let share = (TRAINING_PAIRS as f64 / all.len().max(1) as f64).min(1.0);
    let limit = (share * u64::MAX as f64) as u64;
    let mut taken: Vec<u64> = if share >= 1.0 {
        all.to_vec()
    } else {
        found
            .packed
            .par_iter()
            .zip(all)
            .filter(|(p, _)| {
                let (a, b, _) = Candidates::unpack(**p);
                let (x, y) = (prepared.content[a as usize], prepared.content[b as usize]);
                hash64(&(x ^ y).to_le_bytes()) <= limit
            })
            .map(|(_, &pattern)| pattern)
            .collect()
    };
    let scale = all.len() as f64 / taken.len().max(1) as f64;
    taken.par_sort_unstable();
    (taken.chunk_by(|a, b| a == b).map(|c| (c[0], c.len() as u32)).collect(), scale)
}

/// Candidate pairs above the edge floor, and decided pairs.
fn edges(found: &Candidates, all: &[u64], weights: &Weights, decided: &Decided) -> Vec<Link> {
    let mut edges: Vec<Link> = found
        .packed
        .par_iter()
        .zip(all)
        .filter_map(|(&packed, &pattern)| {
            let bits = weights.bits(pattern);
            let (left, right, rule) = Candidates::unpack(packed);
            (bits >= EDGE_FLOOR).then_some(Link { left, right, bits: bits as f32, rule })
        })
        .collect();
    for &(left, right) in &decided.same {
        match edges.binary_search_by_key(&(left, right), |e| (e.left, e.right)) {
            Ok(at) => edges[at].bits = f32::INFINITY,
            Err(at) => edges.insert(at, Link { left, right, bits: f32::INFINITY, rule: u16::MAX }),
        }
    }
    for edge in &mut edges {
        if decided.is_different(edge.left, edge.right) {
            edge.bits = f32::NEG_INFINITY;
        }
    }
    edges
}
