//! What a run leaves of its linkage for the next one, so that only what changed is scored and clustered again.
//!
//! Identity records are known by the hash of their matching values, never by row or code: the next run numbers them anew.
//! [`Blocking`] is frozen with the model: which blocks are not paired whole is decided once and then only added to, so
//! that a pair is a candidate, or not, because of its two records.

use serde::{Deserialize, Serialize};

use super::resolution::Edge;

/// Version of the program, and of its keys, content hashes and linkage within: what another one left is not built upon.
pub const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), "/12");

/// The linkage of a run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Linkage {
    /// What it depends on besides the records.
    pub basis: Basis,
    /// Content hash of each identity record, in the order of the run.
    pub content: Vec<u64>,
    /// First record of each identity record, ascending; empty in a linkage that was read back.
    pub first_row: Vec<u32>,
    /// Names of the blocking rules that [`KeptLink::rule`] points into.
    pub rules: Vec<String>,
    /// Scored pairs from the edge floor on, by (left, right); empty in a linkage that is not read back, which has
    /// [`Self::overruled`] instead: its links are the run's edges.
    pub links: Vec<KeptLink>,
    /// Edges (by place) that a decision took the place of, with their scored weight; `None` if the pair was not scored.
    pub overruled: Vec<(u32, Option<f32>)>,
    /// Steps of the parts that were linked, part by part.
    pub parts: Vec<KeptPart>,
    /// How blocks are treated.
    pub blocking: Blocking,
    /// Hashes of company words that are in one name only, ascending: they are no keys until a second name has them.
    pub lone_words: Vec<u64>,
}

/// What a linkage depends on besides the records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// [`PROGRAM`] of the program that left it.
    pub program: String,
    /// Fingerprint of the model and its frequency facts.
    pub model: u64,
    /// Hash of what is compared, and how names are keyed: what of the whole table a pair's weight and keys depend on.
    pub shape: u64,
}

/// A scored pair of identity records.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KeptLink {
    /// Place in [`Linkage::content`], the smaller one.
    pub left: u32,
    /// Place in [`Linkage::content`], the larger one.
    pub right: u32,
    /// Match weight in bits, before any decision.
    pub bits: f32,
    /// Place in [`Linkage::rules`].
    pub rule: u16,
}

/// The linkage of one connected part of more than two identity records.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KeptPart {
    /// Hash of its members, its edges and the decisions inside.
    pub hash: u64,
    /// Its steps.
    pub steps: Vec<KeptStep>,
}

/// One step of average linkage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KeptStep {
    /// Place of the cluster that grows, among the part's members by content hash.
    pub into: u16,
    /// Place of the cluster that joins it.
    pub from: u16,
    /// Mean clipped pair weight between the two, in bits.
    pub bits: f64,
}

/// How the blocks of every rule are treated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blocking {
    /// Largest block that is not split, as the rules asked for; 0 = by budget alone.
    pub block_max: u32,
    /// The edges of values are keys, for pairs that are mistyped in every field.
    pub edges: bool,
    /// One entry per rule, by name.
    pub rules: Vec<RuleBlocks>,
}

/// How the blocks of one rule are treated. Keys are hashes, ascending.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleBlocks {
    /// The rule's name with its fields' scopes.
    pub name: String,
    /// Identity records from which on a block that is not listed is listed as split.
    pub limit: u32,
    /// The same of a part of a split block, which is then listed as refused.
    pub part_limit: u32,
    /// Blocks that are taken apart by further keys.
    pub split: Vec<u64>,
    /// Blocks that are not paired at all.
    pub refused: Vec<u64>,
    /// Parts of split blocks that are not paired; block and part in one hash.
    pub parts_refused: Vec<u64>,
    /// The rule brings too few links for its pairs: it makes none.
    pub left_out: bool,
}

impl Blocking {
    /// The blocks of a rule.
    #[must_use]
    pub fn rule(&self, name: &str) -> Option<&RuleBlocks> {
        self.rules.iter().find(|rule| rule.name == name)
    }

    /// Puts in, or in the place of, the blocks of a rule.
    pub fn set(&mut self, blocks: RuleBlocks) {
        match self.rules.iter_mut().find(|rule| rule.name == blocks.name) {
            Some(rule) => *rule = blocks,
            None => self.rules.push(blocks),
        }
    }
}

impl RuleBlocks {
    /// Brings the lists into order.
    pub fn settle(&mut self) {
        for list in [&mut self.split, &mut self.refused, &mut self.parts_refused] {
            list.sort_unstable();
            list.dedup();
        }
    }
}

impl Linkage {
    /// The links behind a run's edges: those that were scored, with the weight they had before a decision.
    #[must_use]
    pub fn links_of(&self, edges: &[Edge]) -> Vec<KeptLink> {
        let rows = self.first_row.last().map_or(0, |&last| last as usize + 1);
        let mut identity = vec![0u32; rows];
        self.first_row.iter().enumerate().for_each(|(id, &row)| identity[row as usize] = id as u32);
        let link = |edge: &Edge, bits: f32| KeptLink {
            left: identity[edge.left as usize],
            right: identity[edge.right as usize],
            bits,
            rule: edge.rule,
        };
        let mut overruled = self.overruled.iter().peekable();
        let scored = |(at, edge): (usize, &Edge)| match overruled.next_if(|o| o.0 as usize == at) {
            Some(&(_, bits)) => bits.map(|bits| link(edge, bits)),
            None => Some(link(edge, edge.bits)),
        };
        edges.iter().enumerate().filter_map(scored).collect()
    }

    /// The linkage as the next run gets it: with its links, and without what only this run's records give a meaning.
    #[must_use]
    pub fn as_read_back(mut self, edges: &[Edge]) -> Self {
        self.links = self.links_of(edges);
        (self.first_row, self.overruled) = (Vec::new(), Vec::new());
        self
    }
}
