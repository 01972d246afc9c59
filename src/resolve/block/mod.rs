//! Blocking: which pairs are looked at.
//!
//! Comes in: identity records. Goes out: candidate pairs, each once, with the first rule that actually emitted it.
//! Rules are conjunctions of keys, recall first. A block larger than its rule's cap is split by a further key, and
//! what is left is capped and counted. Caps follow from the pair budget and from block sizes alone, never from order.

mod keys;
mod missed;
mod rules;

use rayon::prelude::*;

use crate::model::hash::mix;
use crate::model::records::Records;
use crate::model::resolution::BlockingRuleFacts;

use super::prepare::Prepared;
use keys::KeyColumn;
pub use missed::{MissedRule, PairSearch, search};
pub use rules::{Rule, rules};

/// Candidate pairs of identity records.
pub struct Candidates {
    /// `left << 36 | right << 8 | rule`, ascending, left < right, each pair once.
    pub packed: Vec<u64>,
    /// What each rule did.
    pub facts: Vec<BlockingRuleFacts>,
}

impl Candidates {
    /// Left, right and rule of a packed pair.
    #[must_use]
    pub fn unpack(packed: u64) -> (u32, u32, u16) {
        ((packed >> 36) as u32, (packed >> 8 & 0x0FFF_FFFF) as u32, (packed & 0xFF) as u16)
    }
}

/// Most identity records a run can hold (28 bits of a packed pair).
pub const IDENTITIES_MAX: usize = 1 << 28;

/// Largest block of a weak rule that is paired whole (a household and its neighbours, a small office).
const WEAK_MAX: u32 = 40;

/// Identity records from which on pairs per record are cut back: time and memory grow with pairs.
const LARGE: u64 = 500_000;

/// How many pairs may be made.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// Pairs in all.
    pub pairs: u64,
    /// Largest block that is not split, 0 = by budget alone.
    pub block_max: u32,
}

impl Budget {
    /// The budget for `n` identity records: at least two million pairs, else twenty per record, and four for every record
    /// beyond half a million. The surest rules come first, so what a large table loses are the pairs of the weakest ones.
    #[must_use]
    pub fn for_records(n: usize) -> Self {
        let n = n as u64;
        let pairs = 20 * n.min(LARGE) + 4 * n.saturating_sub(LARGE);
        Self { pairs: pairs.max(2_000_000), block_max: 0 }
    }
}

/// Makes the candidate pairs.
#[must_use]
pub fn candidates(records: &Records, prepared: &Prepared, budget: Budget) -> Candidates {
    let columns = keys::columns(records, prepared);
    let rules = rules(&columns);
    let mut out = Candidates { packed: Vec::new(), facts: Vec::new() };
    let mut settled = 0usize;
    for (index, rule) in rules.iter().enumerate().take(255) {
        let spent = settled as u64;
        let allowance = (budget.pairs.saturating_sub(spent) / 2).max(budget.pairs / 50);
        let allowance = if rule.weak { allowance.min(budget.pairs / 10) } else { allowance };
        let mut facts = BlockingRuleFacts { name: rule.name.clone(), ..BlockingRuleFacts::default() };
        let before = out.packed.len();
        emit(rule, index as u64, &columns, prepared, allowance, budget.block_max, &mut out.packed, &mut facts);
        out.facts.push(facts);
        if out.packed.len() > before && (out.packed.len() > 2 * settled.max(1_000_000) || index + 1 == rules.len()) {
            settle(&mut out.packed);
            settled = out.packed.len();
        }
    }
    settle(&mut out.packed);
    let mut pairs = vec![0u64; out.facts.len()];
    out.packed.iter().for_each(|&p| pairs[(p & 0xFF) as usize] += 1);
    for (facts, pairs) in out.facts.iter_mut().zip(pairs) {
        facts.pairs = pairs;
    }
    out
}

/// Sorts pairs and keeps the first rule of each.
fn settle(packed: &mut Vec<u64>) {
    packed.par_sort_unstable();
    packed.dedup_by_key(|p| *p >> 8);
}

#[expect(clippy::too_many_arguments, reason = "the inner loop of candidates, split out for reading")]
fn emit(
    rule: &Rule,
    index: u64,
    columns: &[KeyColumn],
    prepared: &Prepared,
    allowance: u64,
    block_max: u32,
    out: &mut Vec<u64>,
    facts: &mut BlockingRuleFacts,
) {
    let keyed = keyed(rule, columns, prepared.len());
    let blocks = blocks(&keyed);
    facts.blocks = blocks.len() as u64;
    facts.largest = blocks.iter().map(|b| b.len() as u64).max().unwrap_or(0);
    let block_max = if rule.weak && (block_max == 0 || block_max > WEAK_MAX) { WEAK_MAX } else { block_max };
    let cap = cap(&blocks, allowance, block_max);
    let pairs: Vec<Vec<u64>> = blocks
        .par_chunks(1024)
        .map(|chunk| {
            let mut pairs = Vec::new();
            for block in chunk.iter().filter(|b| b.len() as u64 <= cap) {
                pair_up(block, prepared, index, &mut pairs);
            }
            pairs
        })
        .collect();
    for p in pairs {
        out.extend(p);
    }
    let mut room = allowance / 2;
    for block in blocks.iter().filter(|b| b.len() as u64 > cap) {
        facts.capped += 1;
        let whole = size(block.len());
        let before = out.len();
        let mut members: Vec<u32> = block.iter().map(|k| k.1).collect();
        members.dedup();
        split(&members, rule, columns, prepared, index, &mut room, out);
        facts.cut += whole.saturating_sub((out.len() - before) as u64);
    }
}

fn size(members: usize) -> u64 {
    (members as u64) * (members as u64).saturating_sub(1) / 2
}

/// Largest block size such that all blocks up to it stay within the allowance.
fn cap(blocks: &[&[(u64, u32)]], allowance: u64, block_max: u32) -> u64 {
    let mut sizes: Vec<usize> = blocks.iter().map(|b| b.len()).collect();
    sizes.par_sort_unstable();
    let mut sum = 0u64;
    let mut cap = 2;
    let mut i = 0;
    while i < sizes.len() {
        let same = sizes[i..].iter().take_while(|&&s| s == sizes[i]).count();
        sum += size(sizes[i]) * same as u64;
        if sum > allowance {
            break;
        }
        cap = sizes[i] as u64;
        i += same;
    }
    if block_max > 0 { cap.min(u64::from(block_max)) } else { cap }
}

/// (key, identity) of a rule's conjunction, sorted.
fn keyed(rule: &Rule, columns: &[KeyColumn], n: usize) -> Vec<(u64, u32)> {
    let chunk = 16_384;
    let parts: Vec<Vec<(u64, u32)>> = (0..n.div_ceil(chunk))
        .into_par_iter()
        .map(|c| {
            let mut part = Vec::with_capacity(chunk);
            let mut keys = Vec::new();
            for id in c * chunk..((c + 1) * chunk).min(n) {
                rule_keys(rule, columns, id, &mut keys);
                part.extend(keys.iter().map(|&k| (k, id as u32)));
            }
            part
        })
        .collect();
    let mut keyed: Vec<(u64, u32)> = parts.concat();
    keyed.par_sort_unstable();
    keyed.dedup();
    keyed
}

/// All keys of one record under a rule: the cross product of its columns' keys; none if one column has none.
fn rule_keys(rule: &Rule, columns: &[KeyColumn], id: usize, keys: &mut Vec<u64>) {
    keys.clear();
    keys.push(0x51);
    for &column in &rule.columns {
        let values = columns[column].keys(id);
        if values.is_empty() {
            keys.clear();
            return;
        }
        let so_far = std::mem::take(keys);
        for &value in values {
            keys.extend(so_far.iter().map(|&k| mix(k, value)));
        }
    }
}

fn blocks(keyed: &[(u64, u32)]) -> Vec<&[(u64, u32)]> {
    keyed.chunk_by(|a, b| a.0 == b.0).filter(|b| b.len() > 1).collect()
}

fn pair_up(block: &[(u64, u32)], prepared: &Prepared, index: u64, out: &mut Vec<u64>) {
    for (i, &(_, left)) in block.iter().enumerate() {
        for &(_, right) in &block[i + 1..] {
            if left != right && prepared.entity[left as usize] == prepared.entity[right as usize] {
                let (l, r) = (left.min(right), left.max(right));
                out.push(u64::from(l) << 36 | u64::from(r) << 8 | index);
            }
        }
    }
}

/// Splits an oversized block by every further key column; sub-blocks are taken from the smallest while there is room.
fn split(members: &[u32], rule: &Rule, columns: &[KeyColumn], prepared: &Prepared, index: u64, room: &mut u64, out: &mut Vec<u64>) {
    let mut sub: Vec<(u64, u32)> = Vec::new();
    for (c, column) in columns.iter().enumerate().filter(|(c, k)| k.splits && !rule.columns.contains(c)) {
        for &id in members {
            sub.extend(column.keys(id as usize).iter().map(|&k| (mix(c as u64, k), id)));
        }
    }
    sub.sort_unstable();
    sub.dedup();
    let mut parts: Vec<&[(u64, u32)]> = blocks(&sub);
    parts.sort_by_key(|b| (b.len(), b[0].0));
    for part in parts {
        if size(part.len()) > *room || part.len() * 2 > members.len() && part.len() > 64 {
            continue;
        }
        *room -= size(part.len());
        pair_up(part, prepared, index, out);
    }
}
