//! The flow of resolve: prepare, block, train, score, link, choose the threshold, tell.

use std::time::Instant;

use rayon::prelude::*;

use crate::model::linkage::KeptPart;
use crate::model::records::Records;
use crate::model::resolution::{Resolution, Reuse};
use crate::model::trained::{Calibration, FieldProfile, MODEL_VERSION, TrainedModel, six_digits};
use crate::model::watch::Watch;

use super::block::{Budget, Candidates, LARGE, PAIRS_PER_LINK};
use super::cluster::{Graph, Link, Linkage, Merge, cut, dendrogram};
use super::compare::Memo;
use super::compiled::Compiled;
use super::decide::{Decided, decided};
use super::incremental::Standing;
use super::labels::Labelled;
use super::learning::{Sample, Seen, learn};
use super::lone::lone;
use super::outcome;
use super::prepare::{Prepared, prepare};
use super::score::{Layout, Pattern, Pruned, Trained, Weights, factor_models, patterns, relation_models, restore, together_models};
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
    /// Scored weights that decisions took the place of.
    pub overruled: Vec<Overruled>,
    /// Steps per component.
    pub merges: Vec<Vec<Merge>>,
    /// What the next run may take over of them.
    pub parts: Vec<KeptPart>,
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
    /// Candidate pairs that were scored, and what blocking did.
    pub found: Candidates,
    /// What was taken over from the last run.
    pub reuse: Reuse,
    /// Things the user should know.
    pub remarks: Vec<String>,
    /// Seconds per step.
    pub seconds: Vec<(String, f64)>,
}

/// Finds out which records are the same customer.
#[must_use]
pub fn resolve(records: &Records, compiled: &Compiled, watch: &dyn Watch) -> Resolution {
    outcome::tell(work(records, compiled, watch))
}

/// Runs the engine.
#[must_use]
pub fn work<'a>(records: &'a Records, compiled: &Compiled, watch: &dyn Watch) -> Worked<'a> {
    let mut clock = Clock::start();
    watch.stage("prepare", records.len() as u64);
    let prepared = prepare(records, &compiled.matching.ignore, compiled.model.as_ref());
    let given = compiled.model.as_ref().filter(|_| prepared.misfit.is_none());
    let kept = given.map(|given| &given.model);
    clock.step("prepare");
    watch.stage("block", prepared.len() as u64);
    let standing = Standing::of(compiled, &prepared, kept);
    let (found, fresh) = standing.candidates(records, &prepared, budget(compiled, &prepared));
    clock.step("block");
    watch.stage("compare", found.packed.len() as u64);
    let layout = Layout::of(&prepared);
    let labelled = Labelled::find(records, &prepared, &compiled.labels);
    let (trained, seen) = match kept {
        Some(model) => (restore(&layout, model), None),
        None => trained(&prepared, &layout, &found, &labelled, (&mut clock, watch)),
    };
    let weights = Weights::new(&layout, &trained);
    watch.stage("score", found.packed.len() as u64);
    let scorer = || Pruned::new(&prepared, &layout, &weights, EDGE_FLOOR);
    let scored = match seen {
        Some((Sample::All, seen)) => scored(&found.packed, &seen, &weights),
        Some((Sample::Some(drawn), seen)) => beside(scored(&drawn, &seen, &weights), pruned(&found.packed, &drawn, &scorer())),
        None => pruned(&found.packed, &[], &scorer()),
    };
    let decided = decided(records, &prepared, &compiled.decisions);
    let (links, links_reused) = standing.with_kept_links(scored, &fresh, &found.rules);
    let (edges, overruled) = edges(links, &decided);
    clock.step("score");
    watch.stage("cluster", 0);
    let scorer = PairScorer::new(&prepared, &layout, &weights, &decided, records, -CLIP);
    let linkage = Linkage { floor: STEP_FLOOR, clip: CLIP, component_max: COMPONENT_MAX };
    let graph = Graph { edges: &edges, content: &prepared.content, apart: &decided.different, kept: standing.parts() };
    let linked = dendrogram(&graph, linkage, &scorer);
    let calibration = match kept {
        Some(model) => model.calibration,
        None => labelled.calibrate(&linked.merges, STEP_FLOOR, || shift_of(&prepared, &linked.merges)),
    };
    // Who now asks for another precision gets another threshold, from the same weights.
    let asked = given.filter(|given| given.wanted || given.model.precision == compiled.matching.precision);
    let wish = Wish { rules: &compiled.matching, kept: asked.map(|given| given.model.threshold_bits), calibration };
    let choice = choose(&prepared, &linked.merges, wish);
    let cluster = cut(prepared.len(), &linked.merges, choice.threshold);
    clock.step("cluster");
    let mut remarks = remarks(&prepared, &layout, (&found, &trained), kept, linked.cut);
    remarks.extend(standing.remark());
    let reuse =
        Reuse { links: links_reused, parts: linked.parts.len() as u64, parts_reused: linked.reused, ..standing.counts(&fresh) };
    Worked {
        records,
        layout,
        trained,
        weights,
        decided,
        edges,
        overruled,
        merges: linked.merges,
        parts: linked.parts,
        calibration,
        labels: labelled.pairs.len() as u64,
        precision: compiled.matching.precision,
        kept: kept.cloned(),
        choice,
        cluster,
        found,
        reuse,
        remarks,
        seconds: clock.seconds,
        prepared,
    }
}

/// How many pairs may be made.
#[must_use]
pub fn budget(compiled: &Compiled, prepared: &Prepared) -> Budget {
    Budget { block_max: compiled.matching.block_max, ..Budget::for_records(prepared.len()) }
}

/// Trains a model on the candidate pairs. Also gives the sample of them and its patterns.
fn trained(
    prepared: &Prepared,
    layout: &Layout,
    found: &Candidates,
    labelled: &Labelled,
    (clock, watch): (&mut Clock, &dyn Watch),
) -> (Trained, Option<(Sample, Vec<Pattern>)>) {
    let sample = Sample::take(prepared, &found.packed);
    let seen = patterns(prepared, layout, sample.pairs(&found.packed));
    clock.step("compare");
    watch.stage("train", 0);
    let trained = learn(prepared, layout, &Seen { sample: &sample, patterns: &seen, found }, labelled);
    clock.step("train");
    (trained, Some((sample, seen)))
}

/// What there is to say of the run besides its figures.
fn remarks(
    prepared: &Prepared,
    layout: &Layout,
    (found, trained): (&Candidates, &Trained),
    kept: Option<&TrainedModel>,
    parts_cut: u64,
) -> Vec<String> {
    let mut remarks = trained.remarks.clone();
    if !prepared.left_out.is_empty() {
        remarks.push(format!("too many fields to match by; left out: {}", prepared.left_out.join(", ")));
    }
    if kept.is_some_and(|model| model.facts.parts().next().is_none()) {
        remarks.push("the model came without its facts.parquet: which values are common is counted in these records".to_owned());
    }
    remarks.extend(prepared.misfit.iter().map(|why| format!("the kept model is not used ({why}): trained anew")));
    if let Some(only) = lone(prepared, layout).or((layout.factors.len() == 1).then_some(0)) {
        remarks.push(format!(
            "only `{}` to match by: how often equal and similar values are one customer is assumed, not learned from the data; \
             labelled pairs (--labels) or one field more would tell",
            layout.factors[only].name
        ));
    }
    if !found.left_out.is_empty() {
        let rules = found.left_out.join(", ");
        remarks.push(format!("blocking rules left out because they bring less than one link in {PAIRS_PER_LINK} pairs: {rules}"));
    }
    if !found.blocking.edges {
        remarks.push(format!(
            "a table of more than {LARGE} records: pairs that are mistyped in every field are not looked for by the edges of values"
        ));
    }
    if parts_cut > 0 {
        remarks.push(format!("{parts_cut} components of more than {COMPONENT_MAX} records were cut at their weakest edges"));
    }
    remarks
}

/// Seconds per step.
struct Clock {
    last: Instant,
    seconds: Vec<(String, f64)>,
}

impl Clock {
    fn start() -> Self {
        Self { last: Instant::now(), seconds: Vec::new() }
    }

    fn step(&mut self, name: &str) {
        self.seconds.push((name.to_owned(), self.last.elapsed().as_secs_f64()));
        self.last = Instant::now();
    }
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
            together: together_models(&self.layout, &self.trained),
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

/// Edges of pairs whose patterns are known.
pub fn scored(packed: &[u64], seen: &[Pattern], weights: &Weights) -> Vec<Link> {
    packed.par_iter().zip(seen).filter_map(|(&packed, &pattern)| link(packed, weights.bits(pattern))).collect()
}

/// Edges by the pruned pass, of pairs that are not among the `known` ones. Both ascend.
pub fn pruned(packed: &[u64], known: &[u64], scorer: &Pruned<'_>) -> Vec<Link> {
    let parts: Vec<Vec<Link>> = packed
        .par_chunks(8192)
        .map_init(Default::default, |(memo, rest): &mut (Memo, Vec<u64>), chunk| {
            let mut known = known[known.partition_point(|&pair| pair < chunk[0])..].iter().peekable();
            rest.clear();
            rest.extend(chunk.iter().filter(|pair| known.next_if_eq(pair).is_none()));
            let mut links = Vec::new();
            scorer.scores(rest, memo, |at, bits| links.extend(link(rest[at], bits)));
            links
        })
        .collect();
    parts.concat()
}

/// Two lists of edges as one, by (left, right) as they are.
pub fn beside(mut some: Vec<Link>, others: Vec<Link>) -> Vec<Link> {
    some.extend(others);
    // Two ascending runs are merged in one pass.
    some.sort_by_key(|e| (e.left, e.right));
    some
}

fn link(packed: u64, bits: f64) -> Option<Link> {
    let (left, right, rule) = Candidates::unpack(packed);
    (bits >= EDGE_FLOOR).then_some(Link { left, right, bits: bits as f32, rule })
}

/// A scored weight that a decision took the place of, by the place of its edge; `None` if the pair was not scored.
pub type Overruled = (u32, Option<f32>);

/// Decided pairs go in and decide.
fn edges(mut edges: Vec<Link>, decided: &Decided) -> (Vec<Link>, Vec<Overruled>) {
    let pair = |e: &Link| (e.left, e.right);
    let find = |edges: &[Link], wanted: &(u32, u32)| edges.binary_search_by_key(wanted, pair);
    let unscored = decided.same.iter().filter(|same| find(&edges, same).is_err());
    let unscored: Vec<Link> = unscored.map(|&(left, right)| Link { left, right, bits: f32::INFINITY, rule: u16::MAX }).collect();
    if !unscored.is_empty() {
        edges.extend(unscored);
        edges.sort_by_key(pair);
    }
    let verdicts = decided.same.iter().map(|p| (p, f32::INFINITY)).chain(decided.different.iter().map(|p| (p, f32::NEG_INFINITY)));
    let mut overruled = Vec::new();
    for (decided, bits) in verdicts {
        if let Ok(at) = find(&edges, decided) {
            let scored = std::mem::replace(&mut edges[at].bits, bits);
            overruled.push((at as u32, scored.is_finite().then_some(scored)));
        }
    }
    overruled.sort_unstable_by_key(|o| o.0);
    (edges, overruled)
}
