//! Linkage that is taken over: a part whose members, edges and decisions are those of the last run has its steps.
//!
//! Average linkage depends on nothing else: pairs that blocking did not make are scored from the members' own values.

use std::collections::BTreeMap;

use crate::model::hash::mix;
use crate::model::linkage::{KeptPart, KeptStep};

use super::components::Component;
use super::linkage::Merge;

/// A part ready to be linked.
pub struct Part {
    /// Its members in the order of work: by content, never by row.
    pub members: Vec<u32>,
    /// Hash of all that its linkage depends on.
    pub hash: u64,
}

impl Part {
    /// The part of a component. `apart` are decisions inside it that keep two members apart.
    pub fn of(component: &Component, content: &[u64], apart: &[(u32, u32)]) -> Self {
        let mut members = component.members.clone();
        members.sort_by_key(|&id| (content[id as usize], id));
        let pair = |a: u32, b: u32| {
            let (a, b) = (content[a as usize], content[b as usize]);
            mix(a.min(b), a.max(b))
        };
        // Sums, because neither members nor edges have an order that outlives the run.
        let nodes = members.iter().fold(0u64, |sum, &id| sum.wrapping_add(mix(content[id as usize], 1)));
        let edges =
            component.edges.iter().fold(0u64, |sum, e| sum.wrapping_add(mix(pair(e.left, e.right), u64::from(e.bits.to_bits()))));
        let decided = apart.iter().fold(0u64, |sum, &(a, b)| sum.wrapping_add(mix(pair(a, b), 2)));
        let hash = mix(mix(nodes, members.len() as u64), mix(edges, mix(decided, component.edges.len() as u64)));
        Self { members, hash }
    }

    /// The steps as the next run may take them over.
    ///
    /// # Panics
    /// Never: steps join members of the part.
    pub fn keep(&self, steps: &[Merge]) -> KeptPart {
        let mut places: Vec<(u32, u16)> = self.members.iter().enumerate().map(|(place, &id)| (id, place as u16)).collect();
        places.sort_unstable();
        let place = |id: u32| places[places.binary_search_by_key(&id, |p| p.0).expect("steps join members")].1;
        let step = |merge: &Merge| KeptStep { into: place(merge.into), from: place(merge.from), bits: merge.bits };
        KeptPart { hash: self.hash, steps: steps.iter().map(step).collect() }
    }

    /// The steps of a part of the last run; `None` if they are not of a part of this size.
    pub fn restore(&self, kept: &KeptPart) -> Option<Vec<Merge>> {
        let member = |place: u16| self.members.get(usize::from(place)).copied();
        let step = |step: &KeptStep| Some(Merge { into: member(step.into)?, from: member(step.from)?, bits: step.bits });
        kept.steps.iter().map(step).collect()
    }
}

/// Pairs that must not be linked, by the number of the component that holds both ends.
pub fn decided_inside(n: usize, components: &[Component], apart: &[(u32, u32)]) -> BTreeMap<usize, Vec<(u32, u32)>> {
    let mut inside: BTreeMap<usize, Vec<(u32, u32)>> = BTreeMap::new();
    if apart.is_empty() {
        return inside;
    }
    let mut number = vec![usize::MAX; n];
    for (p, component) in components.iter().enumerate() {
        component.members.iter().for_each(|&id| number[id as usize] = p);
    }
    for &(a, b) in apart {
        let p = number[a as usize];
        if p != usize::MAX && p == number[b as usize] {
            inside.entry(p).or_default().push((a, b));
        }
    }
    inside
}
