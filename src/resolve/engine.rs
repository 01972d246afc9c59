//! The flow of resolve: prepare, block, train, score, link, choose the threshold, tell.

use std::time::Instant;

use rayon::prelude::*;

use crate::model::hash::mix;
use crate::model::kind::Kind;
use crate::model::records::Records;
use crate::model::resolution::{BlockingRuleFacts, Resolution};
use crate::model::trained::{Calibration, FieldProfile, MODEL_VERSION, TrainedModel, six_digits};
use crate::model::watch::Watch;

use super::block::{Budget, Candidates, PAIRS_PER_LINK, candidates};
use super::cluster::{Link, Linkage, Merge, cut, dendrogram};
use super::compare::Memo;
use super::compiled::Compiled;
use super::decide::{Decided, decided};
use super::labels::Labelled;
use super::outcome;
use super::prepare::{Prepared, prepare};
use super::score::{
    Chance, Evidence, LEARNABLE, Layout, Pattern, Pruned, Trained, Weights, factor_models, patterns, population_chance,
    relation_models, restore, train, untrained,
};
use super::scorer::PairScorer;
use super::threshold::{Choice, Wish, choose, shift_of};

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

/// Population stability index from which on one speaks of a shift (Siddiqi 2006).
const SHIFT: f64 = 0.25;
/// What `model.json` says of itself.
const METHOD: &str = "Fellegi–Sunter, EM without labels; classes: match, related but different, unrelated";

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
    /// How weights become probabilities.
    pub calibration: Calibration,
    /// Labelled pairs that were there.
    pub labels: u64,
    /// Expected precision that is asked for.
    pub precision: Option<f64>,
    /// The model that was given, where it was used.
    pub kept: Option<TrainedModel>,
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
    let prepared = prepare(records, &compiled.matching.ignore, compiled.model.as_ref());
    let given = compiled.model.as_ref().filter(|_| prepared.misfit.is_none());
    let kept = given.map(|given| &given.model);
    step("prepare", &mut seconds);
    watch.stage("block", prepared.len() as u64);
    let mut budget = Budget::for_records(prepared.len());
    budget.block_max = compiled.matching.block_max;
    let found = candidates(records, &prepared, budget);
    step("block", &mut seconds);
    watch.stage("compare", found.packed.len() as u64);
    let layout = Layout::new(&prepared.comparisons, prepared.mostly());
    let labelled = Labelled::find(records, &prepared, &compiled.labels);
    let (trained, seen) = if let Some(model) = kept {
        (restore(&layout, model), None)
    } else {
        let sample = Sample::take(&prepared, &found.packed);
        let seen = patterns(&prepared, &layout, sample.pairs(&found.packed));
        step("compare", &mut seconds);
        watch.stage("train", 0);
        let trained = learn(&prepared, &layout, &Seen { sample: &sample, patterns: &seen, found: &found }, &labelled);
        step("train", &mut seconds);
        (trained, matches!(sample, Sample::All).then_some(seen))
    };
    let weights = Weights::new(&layout, &trained);
    watch.stage("score", found.packed.len() as u64);
    let scored = match seen {
        Some(seen) => scored(&found.packed, &seen, &weights),
        None => pruned(&found.packed, &Pruned::new(&prepared, &layout, &weights, EDGE_FLOOR)),
    };
    let decided = decided(records, &prepared, &compiled.decisions);
    let edges = edges(scored, &decided);
    step("score", &mut seconds);
    watch.stage("cluster", 0);
    let scorer = PairScorer::new(&prepared, &layout, &weights, &decided, records, -CLIP);
    let linkage = Linkage { floor: STEP_FLOOR, clip: CLIP, component_max: COMPONENT_MAX };
    let (merges, parts_cut) = dendrogram(prepared.len(), &edges, &prepared.content, linkage, &scorer);
    let calibration = match kept {
        Some(model) => model.calibration,
        None => labelled.calibrate(&merges, STEP_FLOOR, || shift_of(&prepared, &merges)),
    };
    // Who now asks for another precision gets another threshold, from the same weights.
    let asked = given.filter(|given| given.wanted || given.model.precision == compiled.matching.precision);
    let wish = Wish { rules: &compiled.matching, kept: asked.map(|given| given.model.threshold_bits), calibration };
    let choice = choose(&prepared, &merges, wish);
    let cluster = cut(prepared.len(), &merges, choice.threshold);
    step("cluster", &mut seconds);
    let mut remarks = trained.remarks.clone();
    if !prepared.left_out.is_empty() {
        remarks.push(format!("too many fields to match by; left out: {}", prepared.left_out.join(", ")));
    }
    if kept.is_some_and(|model| model.facts.parts().next().is_none()) {
        remarks.push("the model came without its facts.parquet: which values are common is counted in these records".to_owned());
    }
    remarks.extend(prepared.misfit.iter().map(|why| format!("the kept model is not used ({why}): trained anew")));
    if !found.left_out.is_empty() {
        let rules: Vec<String> = found.left_out.iter().map(|(rule, pairs)| format!("{rule} ({pairs} pairs)")).collect();
        remarks.push(format!(
            "blocking rules left out because they bring less than one link in {PAIRS_PER_LINK} pairs: {}",
            rules.join(", ")
        ));
    }
    if parts_cut > 0 {
        remarks.push(format!("{parts_cut} components of more than {COMPONENT_MAX} records were cut at their weakest edges"));
    }
    let (pairs, rules, labels) = (found.packed.len() as u64, found.facts, labelled.pairs.len() as u64);
    let kept = kept.cloned();
    Worked {
        records,
        prepared,
        layout,
        trained,
        weights,
        decided,
        edges,
        merges,
        calibration,
        labels,
        precision: compiled.matching.precision,
        kept,
        choice,
        cluster,
        rules,
        pairs,
        remarks,
        seconds,
    }
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
fn learn(prepared: &Prepared, layout: &Layout, seen: &Seen<'_>, labelled: &Labelled) -> Trained {
    let n = prepared.len();
    let mut trained = if n < LEARNABLE {
        let kinds: Vec<Kind> = prepared.comparisons.iter().map(|c| c.kind).collect();
        let all = (n * n.saturating_sub(1)) as f64 / 2.0;
        untrained(layout, &population_chance(layout, &kinds, all))
    } else {
        let measured = seen.found.chance.is_none().then(|| Chance::measure(prepared, layout));
        let chance = seen.found.chance.as_ref().or(measured.as_ref()).expect("measured where blocking did not");
        let scale = match seen.sample {
            Sample::All => 1.0,
            Sample::Some(drawn) => seen.found.packed.len() as f64 / drawn.len().max(1) as f64,
        };
        let mut counts = pattern_counts(seen.patterns);
        let labelled = labelled.patterns(prepared, layout);
        if matches!(seen.sample, Sample::All) {
            // What is known of a pair takes the place of what is estimated.
            for (pattern, _) in &labelled {
                if let Ok(at) = counts.binary_search_by_key(pattern, |c| c.0) {
                    counts[at].1 = counts[at].1.saturating_sub(1);
                }
            }
        }
        train(layout, chance, &Evidence { counts: &counts, scale, records: n, labelled: &labelled })
    };
    trained.settle();
    trained
}

/// What training sees of the candidate pairs.
struct Seen<'a> {
    sample: &'a Sample,
    /// Pattern of every pair of the sample.
    patterns: &'a [Pattern],
    /// All candidate pairs.
    found: &'a Candidates,
}

impl Worked<'_> {
    /// What the user should know.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = self.remarks.clone();
        if let Some((field, moved)) = self.drift().filter(|drift| drift.1 > SHIFT) {
            remarks.push(format!(
                "the data has moved since the model was trained, `{field}` most (stability index {moved:.2}): `guiyi run --retrain` \
                 trains it anew"
            ));
        }
        remarks
    }

    /// The field that moved most since the kept model was trained, with its population stability index.
    #[must_use]
    pub fn drift(&self) -> Option<(String, f64)> {
        let now = |was: &FieldProfile| self.prepared.profile.iter().find(|p| p.name == was.name);
        let moved = self
            .kept
            .as_ref()?
            .profile
            .iter()
            .filter_map(|was| now(was).map(|now| (was.name.clone(), six_digits(was.stability(now)))));
        moved.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
    }

    /// The model as it is kept. One that was given stays as it is, but for a threshold chosen anew.
    #[must_use]
    pub fn model(&self) -> TrainedModel {
        if let Some(kept) = &self.kept {
            return TrainedModel { threshold_bits: self.choice.threshold, precision: self.precision, ..kept.clone() };
        }
        TrainedModel {
            version: MODEL_VERSION,
            method: METHOD.to_owned(),
            entity: self.layout.entity.name().to_owned(),
            records: self.prepared.len() as u64,
            precision: self.precision,
            labels: self.labels,
            lambda: self.trained.lambda,
            relations: relation_models(&self.trained),
            threshold_bits: self.choice.threshold,
            calibration: self.calibration,
            expected_precision: six_digits(self.choice.precision),
            expected_recall: six_digits(self.choice.recall),
            em_rounds: self.trained.likelihood.len() as u64,
            profile: self.prepared.profile.clone(),
            factors: factor_models(&self.layout, &self.trained, &self.weights),
            facts: self.prepared.facts.clone(),
        }
    }
}

/// Distinct patterns with their counts.
fn pattern_counts(seen: &[Pattern]) -> Vec<(Pattern, u32)> {
    let mut sorted = seen.to_vec();
    sorted.par_sort_unstable();
    sorted.chunk_by(|a, b| a == b).map(|c| (c[0], c.len() as u32)).collect()
}

/// Edges of pairs whose patterns are known.
fn scored(packed: &[u64], seen: &[Pattern], weights: &Weights) -> Vec<Link> {
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
