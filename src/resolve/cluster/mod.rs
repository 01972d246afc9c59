//! Clusters: average linkage inside each connected component, with vetoes, ties by content.
//!
//! Comes in: edges between identity records and a scorer for pairs that blocking did not make. Goes out: merge
//! steps, and the clusters at a threshold. Components larger than the bound are first cut at their weakest edges.

mod linkage;
mod components;

use rayon::prelude::*;

pub use components::{Link, components};
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

/// The steps of every component, in component order; and how many components were cut.
#[must_use]
pub fn dendrogram(n: usize, edges: &[Link], content: &[u64], linkage: Linkage, scorer: &dyn Scorer) -> (Vec<Vec<Merge>>, u64) {
    let (parts, cut) = components(n, edges, content, linkage.component_max);
    // The largest first: their work grows with the cube of their size.
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&p| std::cmp::Reverse(parts[p].members.len()));
    let linked: Vec<(usize, Vec<Merge>)> = order
        .into_par_iter()
        .map(|p| {
            let mut members = parts[p].members.clone();
            // The order of work depends on content only, never on row order.
            members.sort_by_key(|&id| (content[id as usize], id));
            (p, link(&members, &parts[p].edges, linkage, scorer))
        })
        .collect();
    let mut merges = vec![Vec::new(); parts.len()];
    for (p, steps) in linked {
        merges[p] = steps;
    }
    (merges, cut)
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
