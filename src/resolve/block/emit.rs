//! One rule's pairs: its blocks, whole up to the cap, the larger ones taken apart by further keys.

use rayon::prelude::*;

use crate::model::hash::mix;
use crate::model::linkage::RuleBlocks;
use crate::model::resolution::BlockingRuleFacts;

use super::super::prepare::Prepared;
use super::Candidates;
use super::keys::{Glance, KeyColumn};
use super::pairs::Made;
use super::rules::Rule;
use super::sorted::{Keyed, Ranged, Sorted};

/// Largest block of a weak rule that is paired whole (a household and its neighbours, a small office).
const WEAK_MAX: u32 = 40;

/// Members of oversized blocks that are taken apart at a time. What is left of the last ones when the room is used up is in vain.
const AT_A_TIME: usize = 1 << 14;

/// Makes the pairs of rules.
pub struct Maker<'a> {
    prepared: &'a Prepared,
    columns: &'a [KeyColumn],
    block_max: u32,
    /// Are there persons and organisations?
    mixed: bool,
}

/// What a rule did, and how it treated its blocks.
struct Told {
    facts: BlockingRuleFacts,
    blocks: RuleBlocks,
    /// Members of the largest part of an oversized block that was paired.
    largest_part: usize,
}

/// An oversized block's members by further keys; the parts from the smallest.
struct Apart {
    keyed: Vec<Keyed>,
    parts: Vec<(usize, usize)>,
    members: usize,
}

impl<'a> Maker<'a> {
    /// A maker over these keys. `block_max`: largest block that is not split, 0 = by allowance alone.
    pub fn new(prepared: &'a Prepared, columns: &'a [KeyColumn], block_max: u32) -> Self {
        let mixed = prepared.entity.windows(2).any(|w| w[0] != w[1]);
        Self { prepared, columns, block_max, mixed }
    }

    /// Makes the pairs of a rule, about `allowance` at the most, and tells what it did (`pairs` stays 0) and how it treated
    /// its blocks.
    pub fn emit(&self, rule: &Rule, index: u8, allowance: u64, out: &mut Made) -> (BlockingRuleFacts, RuleBlocks) {
        let keyed = self.keyed(rule);
        let blocks = keyed.blocks(|block| block.len() > 1);
        let facts = BlockingRuleFacts {
            name: rule.name.clone(),
            blocks: blocks.len() as u64,
            largest: blocks.iter().map(|b| b.len() as u64).max().unwrap_or(0),
            ..BlockingRuleFacts::default()
        };
        let blocks_of_rule = RuleBlocks { name: rule.known_as.clone(), ..RuleBlocks::default() };
        let mut told = Told { facts, blocks: blocks_of_rule, largest_part: 0 };
        let weak_max = rule.weak && (self.block_max == 0 || self.block_max > WEAK_MAX);
        let cap = cap(&blocks, allowance, if weak_max { WEAK_MAX } else { self.block_max });
        let (whole, oversized): (Vec<&[Keyed]>, Vec<&[Keyed]>) = blocks.into_iter().partition(|b| b.len() as u64 <= cap);
        let left = allowance.saturating_sub(whole.iter().map(|b| size(b.len())).sum());
        told.blocks.limit = limit(cap, if weak_max || self.block_max > 0 { 0 } else { left });
        let pairs: Vec<Vec<u64>> = whole
            .par_chunks(1024)
            .map(|chunk| {
                let mut pairs = Vec::new();
                for block in chunk {
                    self.pair_up(block, rule, index, &mut pairs);
                }
                pairs
            })
            .collect();
        for pairs in pairs {
            out.take(pairs);
        }
        self.take_apart(&oversized, rule, index, allowance / 2, &mut told, out);
        told.blocks.part_limit = part_limit(told.largest_part);
        told.blocks.settle();
        (told.facts, told.blocks)
    }

    /// (key, identity) of a rule's conjunction, sorted; keys of one record alone may be left out.
    fn keyed(&self, rule: &Rule) -> Sorted {
        let (chunk, n) = (16_384, self.prepared.len());
        let parts: Vec<Ranged> = (0..n.div_ceil(chunk))
            .into_par_iter()
            .map_init(Default::default, |(part, keys): &mut (Vec<Keyed>, Vec<u64>), c| {
                part.clear();
                for id in (c * chunk) as u32..((c + 1) * chunk).min(n) as u32 {
                    match glance(rule, self.columns, self.prepared, id) {
                        Glance::None => {}
                        Glance::One(key) => part.push((key, id)),
                        Glance::Several => {
                            rule_keys(rule, self.columns, self.prepared, id, keys);
                            part.extend(keys.iter().map(|&k| (k, id)));
                        }
                    }
                }
                Ranged::of(part)
            })
            .collect();
        Sorted::of(&parts)
    }

    fn pair_up(&self, block: &[Keyed], rule: &Rule, index: u8, out: &mut Vec<u64>) {
        let entity = &self.prepared.entity;
        let may_meet =
            |left, right| rule.half_hidden.is_none_or(|column| self.columns[column].is_half_hidden(self.prepared, left, right));
        for (i, &(_, left)) in block.iter().enumerate() {
            for &(_, right) in &block[i + 1..] {
                if left != right && (!self.mixed || entity[left as usize] == entity[right as usize]) && may_meet(left, right) {
                    out.push(Candidates::pack(left, right, index));
                }
            }
        }
    }

    /// Splits oversized blocks by every further key column; parts are taken from the smallest while there is room.
    fn take_apart(&self, oversized: &[&[Keyed]], rule: &Rule, index: u8, mut room: u64, told: &mut Told, out: &mut Made) {
        told.facts.capped = oversized.len() as u64;
        let mut rest = oversized;
        while room > 0 && !rest.is_empty() {
            let mut members = 0;
            let more = |block: &&&[Keyed]| {
                members += block.len();
                members - block.len() < AT_A_TIME
            };
            let taken = rest.iter().take_while(more).count();
            let (batch, behind) = rest.split_at(taken);
            let mut apart: Vec<Apart> = batch.par_iter().map(|block| self.apart(block, rule)).collect();
            for (block, apart) in batch.iter().zip(&mut apart) {
                if room == 0 {
                    told.blocks.refused.push(block[0].0);
                    apart.parts.clear();
                    continue;
                }
                told.blocks.split.push(block[0].0);
                apart.parts.retain(|&(start, end)| {
                    let len = end - start;
                    let fits = size(len) <= room && (len * 2 <= apart.members || len <= 64);
                    if fits {
                        room -= size(len);
                        told.largest_part = told.largest_part.max(len);
                    } else {
                        told.blocks.parts_refused.push(mix(block[0].0, apart.keyed[start].0));
                    }
                    fits
                });
            }
            let pairs_of = |apart: &Apart| {
                let mut pairs = Vec::new();
                apart.parts.iter().for_each(|&(start, end)| self.pair_up(&apart.keyed[start..end], rule, index, &mut pairs));
                pairs
            };
            let made: Vec<Vec<u64>> = apart.par_iter().map(pairs_of).collect();
            told.facts.cut +=
                batch.iter().zip(&made).map(|(block, made)| size(block.len()).saturating_sub(made.len() as u64)).sum::<u64>();
            out.take(made.concat());
            rest = behind;
        }
        told.blocks.refused.extend(rest.iter().map(|block| block[0].0));
        told.facts.cut += rest.iter().map(|b| size(b.len())).sum::<u64>();
    }

    fn apart(&self, block: &[Keyed], rule: &Rule) -> Apart {
        let (mut keyed, mut own): (Vec<Keyed>, Vec<Keyed>) = Default::default();
        let mut several = Vec::new();
        let further = self.columns.iter().enumerate().filter(|(c, k)| k.splits && !rule.columns.contains(c));
        for (_, column) in further {
            own.clear();
            for &(_, id) in block {
                match column.glance(self.prepared.row(id)[column.comparison]) {
                    Glance::None => {}
                    Glance::One(key) => own.push((mix(column.id, key), id)),
                    Glance::Several => {
                        own.extend(column.keys(self.prepared, id, &mut several).iter().map(|&k| (mix(column.id, k), id)));
                    }
                }
            }
            // Most keys are of one member alone and make no part.
            own.sort_unstable();
            own.dedup();
            own.chunk_by(|a, b| a.0 == b.0).filter(|part| part.len() > 1).for_each(|part| keyed.extend_from_slice(part));
        }
        let mut start = 0;
        let mut parts: Vec<(usize, usize)> = keyed
            .chunk_by(|a, b| a.0 == b.0)
            .map(|part| {
                start += part.len();
                (start - part.len(), start)
            })
            .collect();
        parts.sort_by_key(|&(start, end)| (end - start, keyed[start].0));
        Apart { keyed, parts, members: block.len() }
    }
}

/// The key of a record under a rule where each of its columns has one.
fn glance(rule: &Rule, columns: &[KeyColumn], prepared: &Prepared, id: u32) -> Glance {
    let row = prepared.row(id);
    let (mut key, mut several) = (NO_KEY, false);
    for &column in &rule.columns {
        let column = &columns[column];
        match column.glance(row[column.comparison]) {
            Glance::None => return Glance::None,
            Glance::One(own) => key = mix(key, own),
            Glance::Several => several = true,
        }
    }
    if several { Glance::Several } else { Glance::One(key) }
}

/// What the keys of a conjunction are mixed into.
const NO_KEY: u64 = 0x51;

/// All keys of one record under a rule: the cross product of its columns' keys; none if one column has none.
pub fn rule_keys(rule: &Rule, columns: &[KeyColumn], prepared: &Prepared, id: u32, keys: &mut Vec<u64>) {
    keys.clear();
    keys.push(NO_KEY);
    let mut several = Vec::new();
    for &column in &rule.columns {
        match columns[column].keys(prepared, id, &mut several) {
            [] => {
                keys.clear();
                return;
            }
            &[value] => keys.iter_mut().for_each(|k| *k = mix(*k, value)),
            values => {
                let so_far = std::mem::take(keys);
                for &value in values {
                    keys.extend(so_far.iter().map(|&k| mix(k, value)));
                }
            }
        }
    }
}

/// How large a block that is paired whole may grow: twice the cap; where no cap was needed, until it alone takes a quarter of
/// the pairs that were left.
fn limit(cap: u64, left: u64) -> u32 {
    u32::try_from((2 * cap).max((left / 2).isqrt())).unwrap_or(u32::MAX)
}

/// How large a part of a split block may grow.
pub fn part_limit(largest: usize) -> u32 {
    u32::try_from(2 * largest.max(8)).unwrap_or(u32::MAX)
}

/// Pairs among so many.
pub fn size(members: usize) -> u64 {
    (members as u64) * (members as u64).saturating_sub(1) / 2
}

/// Largest block size such that all blocks up to it stay within the allowance.
fn cap(blocks: &[&[Keyed]], allowance: u64, block_max: u32) -> u64 {
    let mut of_size = vec![0u64; blocks.iter().map(|b| b.len()).max().map_or(0, |largest| largest + 1)];
    for block in blocks {
        of_size[block.len()] += 1;
    }
    let mut sum = 0u64;
    let mut cap = 2;
    for (members, &blocks) in of_size.iter().enumerate().filter(|(_, blocks)| **blocks > 0) {
        sum += size(members) * blocks;
        if sum > allowance {
            break;
        }
        cap = members as u64;
    }
    if block_max > 0 { cap.min(u64::from(block_max)) } else { cap }
}
