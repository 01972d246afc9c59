//! The flow of resolve: prepare, block, train, score, link, choose the threshold, tell.

use std::time::Instant;

use rayon::prelude::*;

use crate::model::hash::mix;
use crate::model::kind::Kind;
use crate::model::records::Records;
use crate::model::resolution::{BlockingRuleFacts, Resolution};
use crate::model::watch::Watch;

use super::block::{Budget, Candidates, candidates};
use super::cluster::{Link, Linkage, Merge, cut, dendrogram};
use super::compare::Memo;
use super::compiled::Compiled;
use super::decide::{Decided, decided};
use super::outcome;
use super::prepare::{Prepared, prepare};
use super::score::{Chance, LEARNABLE, Layout, Pruned, Trained, Weights, patterns, population_chance, train, untrained};
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
    let sample = Sample::take(&prepared, &found.packed);
    let seen = patterns(&prepared, &layout, sample.pairs(&found.packed));
    step("compare", &mut seconds);
    watch.stage("train", 0);
    let trained = model(&prepared, &layout, &sample, &seen, found.packed.len());
    let weights = Weights::new(&layout, &trained);
    step("train", &mut seconds);
    watch.stage("score", found.packed.len() as u64);
    let scored = match sample {
        Sample::All => scored(&found.packed, &seen, &weights),
        Sample::Some(_) => pruned(&found.packed, &Pruned::new(&prepared, &layout, &weights, EDGE_FLOOR)),
    };
    let decided = decided(records, &prepared, &compiled.decisions);
    let edges = edges(scored, &decided);
    step("score", &mut seconds);
    watch.stage("cluster", 0);
    let scorer = PairScorer::new(&prepared, &layout, &weights, &decided, records, -CLIP);
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

/// The pairs the model is trained on.
enum Sample {
    /// All candidate pairs.
    All,
    /// Those at whose ends a sampled record stands.
    Some(Vec<u64>),
}

impl Sample {
    /// All pairs up to [`TRAINING_PAIRS`]; of more, those of records drawn by content hash.
    fn take(prepared: &Prepared, packed: &[u64]) -> Self {
        if packed.len() <= TRAINING_PAIRS {
            return Self::All;
        }
        // A pair is in with either end: the share of records is chosen so that the share of pairs comes out.
        let share = 1.0 - (1.0 - TRAINING_PAIRS as f64 / packed.len() as f64).sqrt();
        let limit = (share * u64::MAX as f64) as u64;
        let drawn: Vec<bool> = prepared.content.iter().map(|&c| mix(c, 0x5A) <= limit).collect();
        let is_in = |&p: &u64| {
            let (a, b, _) = Candidates::unpack(p);
            drawn[a as usize] || drawn[b as usize]
        };
        Self::Some(packed.par_chunks(65_536).flat_map_iter(|chunk| chunk.iter().copied().filter(is_in)).collect())
    }

    fn pairs<'a>(&'a self, packed: &'a [u64]) -> &'a [u64] {
        match self {
            Self::All => packed,
            Self::Some(drawn) => drawn,
        }
    }
}

/// Learns the model, or takes the default one where there is too little to learn from.
fn model(prepared: &Prepared, layout: &Layout, sample: &Sample, seen: &[u64], pairs: usize) -> Trained {
    let n = prepared.len();
    if n < LEARNABLE {
        let kinds: Vec<Kind> = prepared.comparisons.iter().map(|c| c.kind).collect();
        let all = (n * n.saturating_sub(1)) as f64 / 2.0;
        return untrained(layout, &population_chance(layout, &kinds, all));
    }
    let chance = Chance::measure(prepared, layout);
    let scale = match sample {
        Sample::All => 1.0,
        Sample::Some(drawn) => pairs as f64 / drawn.len().max(1) as f64,
    };
    train(layout, &chance, &pattern_counts(seen), scale, n)
}

/// Distinct patterns with their counts.
fn pattern_counts(seen: &[u64]) -> Vec<(u64, u32)> {
    let mut sorted = seen.to_vec();
    sorted.par_sort_unstable();
    sorted.chunk_by(|a, b| a == b).map(|c| (c[0], c.len() as u32)).collect()
}

/// Edges of pairs whose patterns are known.
fn scored(packed: &[u64], seen: &[u64], weights: &Weights) -> Vec<Link> {
    packed.par_iter().zip(seen).filter_map(|(&packed, &pattern)| link(packed, weights.bits(pattern))).collect()
}

/// Edges by the pruned pass.
fn pruned(packed: &[u64], scorer: &Pruned<'_>) -> Vec<Link> {
    let parts: Vec<Vec<Link>> = packed
        .par_chunks(8192)
        .map_init(Memo::default, |memo, chunk| {
            let mut links = Vec::new();
            scorer.scores(chunk, memo, |at, bits| links.extend(link(chunk[at], bits)));
            links
        })
        .collect();
    parts.concat()
}

fn link(packed: u64, bits: f64) -> Option<Link> {
    let (left, right, rule) = Candidates::unpack(packed);
    (bits >= EDGE_FLOOR).then_some(Link { left, right, bits: bits as f32, rule })
}

/// Decided pairs go in and decide.
fn edges(mut edges: Vec<Link>, decided: &Decided) -> Vec<Link> {
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
