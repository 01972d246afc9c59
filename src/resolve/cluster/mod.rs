//! Clusters: average linkage inside each connected component, with vetoes, ties by content.
//!
//! Comes in: edges between identity records and a scorer for pairs that blocking did not make. Goes out: merge
//! steps, and the clusters at a threshold. Components larger than the bound are first cut at their weakest edges.

mod linkage;
mod components;
mod kept;

use rayon::prelude::*;

use crate::model::linkage::KeptPart;

pub use components::{Link, components};
pub use kept::Part;
pub use linkage::{Merge, Scorer, link};

/// How clusters are made.
#[derive(Debug, Clone, Copy)]
pub struct Linkage {
    /// Steps are recorded down to this mean pair weight, in bits.
    pub floor: f64,
    /// Pair weights are clipped to ± this many bits, so that one pair cannot decide for all.
    pub clip: f64,
    /// Largest component that is linked as a whole.
    pub component_max: usize,
}

/// What is to be linked.
pub struct Graph<'a> {
    /// Edges by (left, right).
    pub edges: &'a [Link],
    /// Content hash of each identity record.
    pub content: &'a [u64],
    /// Pairs that must not be linked, whether they are edges or not, by (left, right).
    pub apart: &'a [(u32, u32)],
    /// Parts of the last run, by hash.
    pub kept: &'a [KeptPart],
}

/// The linkage of every part.
pub struct Linked {
    /// Steps of every part, by the part's first member.
    pub merges: Vec<Vec<Merge>>,
    /// Components that were cut.
    pub cut: u64,
    /// What the next run may take over, by hash.
    pub parts: Vec<KeptPart>,
    /// Parts whose steps were taken over.
    pub reused: u64,
}

/// Members from which on linking a component is work enough for itself.
const LARGE: usize = 32;
/// Other components that are linked at a time.
const AT_A_TIME: usize = 256;

/// One part when it is linked.
struct OnePart {
    /// Its place among the parts.
    place: usize,
    steps: Vec<Merge>,
    /// What the next run may take over; nothing of a single pair.
    kept: Option<KeptPart>,
    reused: bool,
}

/// Links every part; those that are as they were take over their steps.
#[must_use]
pub fn dendrogram(graph: &Graph<'_>, linkage: Linkage, scorer: &dyn Scorer) -> Linked {
    let (components, cut) = components(graph.content.len(), graph.edges, graph.content, linkage.component_max);
    let apart = kept::decided_inside(graph.content.len(), &components, graph.apart);
    // The largest first: their work grows with the cube of their size.
    let mut order: Vec<usize> = (0..components.len()).collect();
    order.sort_by_key(|&p| std::cmp::Reverse(components[p].members.len()));
    let one = |p: usize| {
        let component = &components[p];
        let part = Part::of(component, graph.content, apart.get(&p).map_or(&[], Vec::as_slice));
        if component.members.len() == 2 {
            let steps = link(&part.members, &component.edges, linkage, scorer);
            return OnePart { place: p, steps, kept: None, reused: false };
        }
        let before = graph.kept.binary_search_by_key(&part.hash, |k| k.hash).ok().map(|at| &graph.kept[at]);
        if let Some((kept, steps)) = before.and_then(|kept| Some((kept, part.restore(kept)?))) {
            return OnePart { place: p, steps, kept: Some(kept.clone()), reused: true };
        }
        let steps = link(&part.members, &component.edges, linkage, scorer);
        let kept = Some(part.keep(&steps));
        OnePart { place: p, steps, kept, reused: false }
    };
    // Large ones are handed out one by one, lest a single thread gets most of them.
    let large = order.partition_point(|&p| components[p].members.len() > LARGE);
    let (large, small) = order.split_at(large);
    let large: Vec<OnePart> = large.par_iter().with_max_len(1).map(|&p| one(p)).collect();
    let small: Vec<OnePart> = small.par_iter().with_max_len(AT_A_TIME).map(|&p| one(p)).collect();
    let mut done = Linked { merges: vec![Vec::new(); components.len()], cut, parts: Vec::new(), reused: 0 };
    for one in large.into_iter().chain(small) {
        done.merges[one.place] = one.steps;
        done.reused += u64::from(one.reused);
        done.parts.extend(one.kept);
    }
    done.parts.sort_unstable_by_key(|part| part.hash);
    done
}

/// Clusters at a threshold: the cluster of each identity record, named by its smallest member.
#[must_use]
pub fn cut(n: usize, merges: &[Vec<Merge>], threshold: f64) -> Vec<u32> {
    let mut cluster: Vec<u32> = (0..n as u32).collect();
    for steps in merges {
        for step in taken(steps, threshold) {
            let (a, b) = (root(&mut cluster, step.into), root(&mut cluster, step.from));
            cluster[a.max(b) as usize] = a.min(b);
        }
    }
    for id in 0..n as u32 {
        cluster[id as usize] = root(&mut cluster, id);
    }
    cluster
}

/// The steps a threshold takes: all before the first one below it.
pub fn taken(steps: &[Merge], threshold: f64) -> impl Iterator<Item = &Merge> {
    steps.iter().take_while(move |m| m.bits >= threshold)
}

fn root(cluster: &mut [u32], mut id: u32) -> u32 {
    while cluster[id as usize] != id {
        cluster[id as usize] = cluster[cluster[id as usize] as usize];
        id = cluster[id as usize];
    }
    id
}
