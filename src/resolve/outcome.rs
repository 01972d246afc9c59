//! Tells what the engine worked out: clusters of source rows, how each row came to its customer, doubtful pairs, facts.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::kind::Kind;
use crate::model::resolution::{
    ComparisonFacts, Edge, LevelFacts, MatchedBy, ModelUse, NO_CLUSTER, Resolution, ResolveFacts, ReviewPair,
};

use super::cluster::{Link, taken};
use super::compare::Memo;
use super::engine::Worked;
use super::incremental::left_behind;
use super::joins::joins;
use super::prepare::NONE;
use super::score::{Factor, compare_slots, pattern, probability};

/// Doubtful steps lie at most this many bits below the threshold.
const DOUBT: f64 = 1.5;

/// The resolution of a finished run of the engine.
#[must_use]
pub fn tell(mut worked: Worked<'_>) -> Resolution {
    let linkage = left_behind(&mut worked);
    let w = &worked;
    let own = own_weights(w);
    let ((cluster, clusters), (best, joins)) = rayon::join(
        || rows_to_clusters(w, &own),
        || rayon::join(|| best_links(w), || joins(&w.prepared.identity_of_row, &w.prepared.first_row, &w.merges, &own)),
    );
    let exact_keys: Vec<String> = w.prepared.comparisons.iter().map(|c| c.name.clone()).collect();
    let mut size = vec![0u32; clusters as usize];
    cluster.iter().filter(|&&c| c != NO_CLUSTER).for_each(|&c| size[c as usize] += 1);
    let (matched_by, match_weight) = cluster
        .par_iter()
        .enumerate()
        .map_init(Memo::default, |memo, (row, &c)| {
            let id = w.prepared.identity_of_row[row];
            if c == NO_CLUSTER {
                (MatchedBy::None, None)
            } else if size[c as usize] == 1 {
                (MatchedBy::Single, None)
            } else {
                how(w, id, best[id as usize], own[id as usize], memo)
            }
        })
        .unzip();
    let (facts, (review, model)) = rayon::join(|| facts(w, &cluster, &size), || rayon::join(|| review(w), || w.model()));
    Resolution {
        cluster,
        clusters,
        matched_by,
        match_weight,
        exact_keys,
        review,
        joins,
        edges: w.edges.par_iter().map(|e| edge(w, e)).collect(),
        linkage,
        model,
        model_use: match &w.prepared.misfit {
            Some(why) => ModelUse::Replaced(why.clone()),
            None if w.kept.is_some() => ModelUse::Kept,
            None => ModelUse::Trained,
        },
        facts,
        conflicted: Vec::new(),
    }
}

/// Weight of an identity record against its own copy, where it stands for several rows.
fn own_weights(w: &Worked<'_>) -> Vec<f64> {
    (0..w.prepared.len() as u32)
        .into_par_iter()
        .map_init(Memo::default, |memo, id| {
            if w.prepared.rows[id as usize] == 1 {
                f64::INFINITY
            } else {
                w.weights.bits(pattern(&w.prepared, &w.layout, id, id, memo))
            }
        })
        .collect()
}

/// Cluster per source row, numbered by first row. Rows that folded but are too poor to match themselves, and found
/// nobody else, are one customer each.
fn rows_to_clusters(w: &Worked<'_>, own: &[f64]) -> (Vec<u32>, u32) {
    let mut members = vec![0u32; w.prepared.len()];
    w.cluster.iter().for_each(|&c| members[c as usize] += 1);
    let mut number = vec![NO_CLUSTER; w.prepared.len()];
    let mut next = 0;
    let clusters = w
        .prepared
        .identity_of_row
        .iter()
        .map(|&id| {
            if id == NONE {
                return NO_CLUSTER;
            }
            let c = w.cluster[id as usize];
            let poor = members[c as usize] == 1 && own[id as usize] < w.choice.threshold;
            if poor {
                next += 1;
                return next - 1;
            }
            let number = &mut number[c as usize];
            if *number == NO_CLUSTER {
                *number = next;
                next += 1;
            }
            *number
        })
        .collect();
    (clusters, next)
}

/// Strongest edge of each identity record inside its cluster.
fn best_links(w: &Worked<'_>) -> Vec<Option<Link>> {
    let mut best: Vec<Option<Link>> = vec![None; w.prepared.len()];
    for edge in w.edges.iter().filter(|e| w.cluster[e.left as usize] == w.cluster[e.right as usize]) {
        for end in [edge.left, edge.right] {
            let slot = &mut best[end as usize];
            if slot.is_none_or(|b| edge.bits > b.bits) {
                *slot = Some(*edge);
            }
        }
    }
    best
}

fn how(w: &Worked<'_>, id: u32, best: Option<Link>, own: f64, memo: &mut Memo) -> (MatchedBy, Option<f32>) {
    let (a, b, bits) = match best {
        Some(link) if link.bits == f32::INFINITY => return (MatchedBy::Decision, None),
        Some(link) => (link.left, link.right, link.bits),
        None if own.is_finite() => (id, id, own as f32),
        // In the cluster through pairs below the edge floor: joined by the mean alone.
        None => return (MatchedBy::Score, None),
    };
    let filled = |slot: usize| [a, b].iter().all(|&id| w.prepared.row(id)[slot] != 0);
    let key = w.prepared.comparisons.iter().enumerate().filter(|(slot, c)| is_key(c.kind) && filled(*slot)).find(|(slot, c)| {
        let levels = compare_slots(&w.prepared, &w.layout, (a, b), *slot, memo);
        let level = (levels >> (4 * w.layout.offset[*slot])) as u8 & 15;
        level != 0 && level <= c.slots[0].exact
    });
    (key.map_or(MatchedBy::Score, |(slot, _)| MatchedBy::Exact(slot as u16)), Some(bits))
}

/// Kinds whose equality is told as the reason.
fn is_key(kind: Kind) -> bool {
    matches!(kind, Kind::Phone | Kind::Email | Kind::NationalId | Kind::TaxId | Kind::MemberId | Kind::AccountId)
}

fn edge(w: &Worked<'_>, e: &Link) -> Edge {
    Edge { left: w.prepared.first_row[e.left as usize], right: w.prepared.first_row[e.right as usize], bits: e.bits, rule: e.rule }
}

/// Steps just below the threshold, each shown by its strongest pair, nearest to the threshold first.
fn review(w: &Worked<'_>) -> Vec<ReviewPair> {
    let threshold = w.choice.threshold;
    let mut doubtful: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    for steps in &w.merges {
        let done = taken(steps, threshold).count();
        if let Some(step) = steps.get(done).filter(|s| s.bits >= threshold - DOUBT) {
            let (a, b) = (w.cluster[step.into as usize], w.cluster[step.from as usize]);
            if a != b {
                doubtful.insert((a.min(b), a.max(b)), step.bits);
            }
        }
    }
    let mut asked = vec![false; w.prepared.len()];
    for &(a, _) in doubtful.keys() {
        asked[a as usize] = true;
    }
    let mut strongest: BTreeMap<(u32, u32), Link> = BTreeMap::new();
    for edge in &w.edges {
        let (a, b) = (w.cluster[edge.left as usize], w.cluster[edge.right as usize]);
        let key = (a.min(b), a.max(b));
        if a != b
            && asked[key.0 as usize]
            && doubtful.contains_key(&key)
            && edge.bits.is_finite()
            && strongest.get(&key).is_none_or(|s| edge.bits > s.bits)
        {
            strongest.insert(key, *edge);
        }
    }
    let mut pairs: Vec<ReviewPair> = strongest
        .iter()
        .map(|(key, link)| ReviewPair {
            left: w.prepared.first_row[link.left as usize],
            right: w.prepared.first_row[link.right as usize],
            weight: link.bits,
            probability: probability(doubtful[key]) as f32,
            why: "just below the threshold".to_owned(),
        })
        .collect();
    pairs.sort_by(|a, b| b.probability.total_cmp(&a.probability).then((a.left, a.right).cmp(&(b.left, b.right))));
    pairs
}

fn facts(w: &Worked<'_>, cluster: &[u32], size: &[u32]) -> ResolveFacts {
    let mut histogram: BTreeMap<i32, u64> = BTreeMap::new();
    for edge in w.edges.iter().filter(|e| e.bits.is_finite()) {
        *histogram.entry(edge.bits.floor() as i32).or_default() += 1;
    }
    let mut sizes: BTreeMap<u32, u64> = BTreeMap::new();
    for &s in size {
        *sizes.entry(s).or_default() += 1;
    }
    ResolveFacts {
        identity_records: w.prepared.len() as u64,
        without_identity: cluster.iter().filter(|&&c| c == NO_CLUSTER).count() as u64,
        rules: w.found.facts.clone(),
        pairs: w.found.packed.len() as u64,
        reuse: w.reuse,
        edges: w.edges.len() as u64,
        comparisons: w.layout.factors.iter().enumerate().map(|(i, f)| comparison(w, i, f)).collect(),
        lambda: w.trained.lambda,
        threshold: w.choice.threshold,
        expected_precision: w.choice.precision,
        expected_recall: w.choice.recall,
        histogram: histogram.into_iter().collect(),
        cluster_sizes: sizes.into_iter().collect(),
        remarks: w.remarks(),
        drift: w.drift(),
        seconds: w.seconds.clone(),
    }
}

/// m, u and weight per level; of a joint factor, of the cells with both slots comparable.
fn comparison(w: &Worked<'_>, index: usize, factor: &Factor) -> ComparisonFacts {
    let both = if factor.at.len() == 2 { 3 } else { 1 };
    let levels = (0..factor.cells())
        .filter(|&cell| Factor::comparable(cell) == both && w.trained.m[index][cell] > 0.0)
        .map(|cell| {
            let [a, b] = Factor::split(cell);
            let name = match both {
                3 => format!("{} / {}", factor.names[0][a - 1], factor.names[1][b - 1]),
                _ => factor.names[0][a - 1].to_owned(),
            };
            LevelFacts { name, m: w.trained.m[index][cell], u: w.trained.u[index][cell], weight: w.weights.matching[index][cell] }
        })
        .collect();
    ComparisonFacts { name: factor.name.clone(), levels }
}
