//! Blocking: which pairs are looked at.
//!
//! Comes in: identity records. Goes out: candidate pairs, each once, with the first rule that actually emitted it.
//! Rules are conjunctions of keys, recall first. A block larger than its rule's cap is split by a further key, and
//! what is left is capped and counted. Caps follow from the pair budget and from block sizes alone, never from order.

mod again;
mod atom;
mod emit;
mod keys;
mod missed;
mod pairs;
mod rules;
mod sorted;
mod worth;

use rayon::prelude::*;

use crate::model::linkage::{Blocking, RuleBlocks};
use crate::model::records::Records;
use crate::model::resolution::BlockingRuleFacts;

use super::prepare::Prepared;
use super::score::Chance;
pub use again::{Before, Fresh, again, keying};
use emit::Maker;
pub use missed::{MissedRule, PairSearch, search};
use pairs::{Made, Pairs};
pub use rules::{Rule, rules};
pub use worth::PAIRS_PER_LINK;
use worth::Worth;

/// Candidate pairs of identity records.
pub struct Candidates {
    /// `left << 36 | right << 8 | rule`, ascending, left < right, each pair once.
    pub packed: Vec<u64>,
    /// What each rule did.
    pub facts: Vec<BlockingRuleFacts>,
    /// What each rule is known by from run to run.
    pub rules: Vec<String>,
    /// How blocks were treated, and are to be from now on.
    pub blocking: Blocking,
    /// Company words that are no keys because one name only has them, ascending.
    pub lone_words: Vec<u64>,
    /// Rules whose pairs were left out for bringing too few links, each with the pairs it made where that is known.
    pub left_out: Vec<String>,
    /// Chance agreement, where it was measured to judge rules.
    pub chance: Option<Chance>,
}

impl Candidates {
    /// A packed pair; the smaller record is the left one.
    #[must_use]
    pub fn pack(a: u32, b: u32, rule: u8) -> u64 {
        u64::from(a.min(b)) << 36 | u64::from(a.max(b)) << 8 | u64::from(rule)
    }

    /// Left and right of a packed pair.
    #[must_use]
    pub fn ends(packed: u64) -> (u32, u32) {
        ((packed >> 36) as u32, (packed >> 8 & 0x0FFF_FFFF) as u32)
    }

    /// Left, right and rule of a packed pair.
    #[must_use]
    pub fn unpack(packed: u64) -> (u32, u32, u16) {
        ((packed >> 36) as u32, (packed >> 8 & 0x0FFF_FFFF) as u32, (packed & 0xFF) as u16)
    }
}

/// Most identity records a run can hold (28 bits of a packed pair).
pub const IDENTITIES_MAX: usize = 1 << 28;

/// Identity records from which on pairs per record are cut back, rules must be worth their pairs, and the edges of values are no
/// keys: time and memory grow with pairs.
pub const LARGE: u64 = 500_000;

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
    let edges = prepared.len() as u64 <= LARGE;
    let columns = keys::columns(records, prepared, keys::Wanted::Shared, edges);
    let rules = rules(&columns);
    let maker = Maker::new(prepared, &columns, budget.block_max);
    let mut held = Pairs::new(prepared.len());
    let worth = (prepared.len() as u64 > LARGE).then(|| Worth::new(prepared));
    // What a rule may cost without being asked what it is worth.
    let unasked = (prepared.len() / 4) as u64;
    let (mut facts, mut left_out) = (Vec::new(), Vec::new());
    let mut blocking = Blocking { block_max: budget.block_max, edges, rules: Vec::new() };
    let mut settled = 0usize;
    // What is left out is not spent on weaker rules: larger blocks would only make them poorer.
    let mut saved = 0u64;
    for (index, rule) in rules.iter().enumerate().take(255) {
        let spent = settled as u64 + saved;
        let allowance = (budget.pairs.saturating_sub(spent) / 2).max(budget.pairs / 50);
        let allowance = if rule.weak { allowance.min(budget.pairs / 10) } else { allowance };
        let mut made = Made::default();
        let (did, blocks) = maker.emit(rule, index as u8, allowance, &mut made);
        facts.push(did);
        if let Some(worth) = worth.as_ref().filter(|_| made.len() as u64 > unasked) {
            held.settle();
            settled = held.len();
            let brings = worth.of(&made, &held);
            if brings.pairs > unasked as f64 && brings.pairs > PAIRS_PER_LINK as f64 * brings.links {
                saved += brings.pairs as u64;
                let told = &mut facts[index];
                told.cut += made.len() as u64;
                left_out.push(format!("{} ({} pairs)", told.name, made.len()));
                blocking.set(RuleBlocks { left_out: true, name: blocks.name, ..RuleBlocks::default() });
                continue;
            }
        }
        blocking.set(blocks);
        let before = held.len();
        held.take(made);
        if held.len() > before && (held.len() > 2 * settled.max(1_000_000) || index + 1 == rules.len()) {
            held.settle();
            settled = held.len();
        }
    }
    Candidates { left_out, chance: worth.map(Worth::into_chance), ..finished(held, facts, &rules, &columns, blocking) }
}

/// The pairs with what is told of them.
fn finished(
    held: Pairs,
    mut facts: Vec<BlockingRuleFacts>,
    rules: &[Rule],
    columns: &[keys::KeyColumn],
    blocking: Blocking,
) -> Candidates {
    let packed = held.into_sorted();
    let of_rules = |some: &[u64]| {
        let mut pairs = [0u64; 1 << 8];
        for pair in some {
            pairs[(pair & 0xFF) as usize] += 1;
        }
        pairs
    };
    let sum = |a: [u64; 1 << 8], b: [u64; 1 << 8]| std::array::from_fn(|rule| a[rule] + b[rule]);
    let pairs = packed.par_chunks(1 << 16).map(of_rules).reduce(|| [0; 1 << 8], sum);
    for (facts, pairs) in facts.iter_mut().zip(pairs) {
        facts.pairs = pairs;
    }
    let mut lone_words: Vec<u64> = columns.iter().flat_map(|c| c.lone_words.iter().copied()).collect();
    lone_words.sort_unstable();
    let known_as = rules.iter().map(|rule| rule.known_as.clone()).collect();
    Candidates { packed, facts, rules: known_as, blocking, lone_words, left_out: Vec::new(), chance: None }
}
