//! Blocking once more: pairs with at least one fresh record, each block treated as it was before.
//!
//! Comes in: identity records, which of them are fresh, and how the last run treated the blocks. Goes out: the pairs, and
//! the treatment with what tonight adds to it. A block is paired whole unless it is listed; one that has outgrown its
//! rule's limit is listed now, and its members are fresh too, because pairs among them are no candidates any more. So a
//! pair is a candidate by its two records and the lists alone, and with every record fresh this is the full blocking.

use rayon::prelude::*;

use crate::model::hash::{hash64, mix};
use crate::model::linkage::{Blocking, RuleBlocks};
use crate::model::records::Records;
use crate::model::resolution::BlockingRuleFacts;
use crate::model::value::{Dict, Part};

use super::super::prepare::Prepared;
use super::atom::Atom;
use super::emit::{part_limit, rule_keys, size};
use super::keys::{self, KeyColumn};
use super::pairs::{Made, Pairs};
use super::rules::{Rule, rules};
use super::sorted::{Keyed, Ranged, Sorted};
use super::{Budget, Candidates, finished};

/// Limit of a rule that the last run knew nothing of: no record had what it asks for.
const NEW_RULE_LIMIT: u32 = 80;

/// What the last run leaves to blocking.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    /// How it treated blocks.
    pub blocking: &'a Blocking,
    /// Company words that one name only had, ascending.
    pub lone_words: &'a [u64],
}

/// Which records are fresh: new, changed, or in a block that is treated in another way than before.
#[derive(Debug, Clone)]
pub struct Fresh {
    is: Vec<bool>,
    count: usize,
}

impl Fresh {
    /// Every one of `n` records.
    #[must_use]
    pub fn all(n: usize) -> Self {
        Self { is: vec![true; n], count: n }
    }

    /// These.
    #[must_use]
    pub fn of(is: Vec<bool>) -> Self {
        let count = is.iter().filter(|f| **f).count();
        Self { is, count }
    }

    /// Is the record fresh?
    #[must_use]
    pub fn has(&self, id: u32) -> bool {
        self.is[id as usize]
    }

    /// True if every record is.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.count == self.is.len()
    }

    /// How many are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    fn ids(&self) -> impl Iterator<Item = u32> {
        self.is.iter().enumerate().filter(|(_, f)| **f).map(|(id, _)| id as u32)
    }

    fn add(&mut self, ids: &[u32]) {
        for &id in ids {
            self.count += usize::from(!std::mem::replace(&mut self.is[id as usize], true));
        }
    }
}

/// Makes the pairs that have a fresh end. Tells who is fresh in the end.
#[must_use]
pub fn again(records: &Records, prepared: &Prepared, budget: Budget, before: Before<'_>, mut fresh: Fresh) -> (Candidates, Fresh) {
    // As the run that trained the model found: a table that grows keeps what it had.
    let columns = keys::columns(records, prepared, keys::Wanted::Shared, before.blocking.edges);
    let rules = rules(&columns);
    if !fresh.is_all() {
        let changed = with_changed_words(records, prepared, &columns, before.lone_words);
        fresh.add(&changed);
    }
    loop {
        let work = Again::new(prepared, &columns, before.blocking, budget, &fresh);
        let (made, stirred) = work.run(&rules);
        let known = fresh.count;
        fresh.add(&stirred);
        if fresh.count == known {
            return (made, fresh);
        }
    }
}

/// Records with a company word that has become a key, or is none any more: two names have it now, or only one.
fn with_changed_words(records: &Records, prepared: &Prepared, columns: &[KeyColumn], lone_before: &[u64]) -> Vec<u32> {
    let of_words = columns.iter().filter(|c| c.atom == Atom::Word);
    let changed = |column: &KeyColumn| {
        let dict = &records.fields[prepared.comparisons[column.comparison].field].dict;
        let values: Vec<bool> =
            (0..column.values()).into_par_iter().map(|code| has_changed_word(column, dict, code, lone_before)).collect();
        let of_record = |&id: &u32| prepared.values(&prepared.row(id)[column.comparison]).iter().any(|&code| values[code as usize]);
        (0..prepared.len() as u32).into_par_iter().filter(of_record).collect::<Vec<u32>>()
    };
    of_words.flat_map(changed).collect()
}

fn has_changed_word(column: &KeyColumn, dict: &Dict, code: u32, lone_before: &[u64]) -> bool {
    let mut words = dict.part(code, Part::Tokens).split('|').filter(|word| !word.is_empty());
    words.any(|word| {
        let known_as = column.lone_word(word);
        column.lone_words.binary_search(&known_as).is_ok() != lone_before.binary_search(&known_as).is_ok()
    })
}

/// A set of hashes that may hold a few more than were put in.
struct Marks {
    bits: Vec<u64>,
    mask: u64,
}

impl Marks {
    fn of(hashes: &[u64]) -> Self {
        let size = (16 * hashes.len()).next_power_of_two().max(64);
        let mut marks = Self { bits: vec![0; size / 64], mask: size as u64 - 1 };
        for &hash in hashes {
            let at = hash & marks.mask;
            marks.bits[(at >> 6) as usize] |= 1 << (at & 63);
        }
        marks
    }

    fn may_hold(&self, hash: u64) -> bool {
        let at = hash & self.mask;
        self.bits[(at >> 6) as usize] >> (at & 63) & 1 == 1
    }
}

/// Key columns that a mask has room for; the others are taken to be shared by everybody.
const MASKED: usize = 128;

/// For each record the columns in which it shares a key with a fresh one, a bit each; empty where all are fresh.
fn reach(prepared: &Prepared, columns: &[KeyColumn], fresh: &Fresh) -> Vec<u128> {
    if fresh.is_all() {
        return Vec::new();
    }
    let shared: Vec<Vec<bool>> = columns.par_iter().take(MASKED).map(|column| shared_values(prepared, column, fresh)).collect();
    let of_record = |id: u32| {
        let row = prepared.row(id);
        let has = |(column, shared): (&KeyColumn, &Vec<bool>)| {
            prepared.values(&row[column.comparison]).iter().any(|&v| shared[v as usize])
        };
        columns.iter().zip(&shared).enumerate().fold(0u128, |mask, (bit, of)| mask | u128::from(has(of)) << bit)
    };
    (0..prepared.len() as u32).into_par_iter().map(of_record).collect()
}

/// Values that share a key with a value of a fresh record.
fn shared_values(prepared: &Prepared, column: &KeyColumn, fresh: &Fresh) -> Vec<bool> {
    let mut keys = Vec::new();
    let mut several = Vec::new();
    fresh.ids().for_each(|id| keys.extend_from_slice(column.keys(prepared, id, &mut several)));
    let marks = Marks::of(&keys);
    (0..column.values()).map(|value| column.of_value(value).iter().any(|&key| marks.may_hold(key))).collect()
}

/// One round of blocking.
struct Again<'a> {
    prepared: &'a Prepared,
    columns: &'a [KeyColumn],
    kept: &'a Blocking,
    budget: Budget,
    fresh: &'a Fresh,
    reach: Vec<u128>,
    /// Are there persons and organisations?
    mixed: bool,
}

/// What came of some blocks.
#[derive(Default)]
struct Came {
    pairs: Vec<u64>,
    /// Records whose block is treated in another way than before.
    stirred: Vec<u32>,
    split: Vec<u64>,
    parts_refused: Vec<u64>,
    facts: BlockingRuleFacts,
}

impl<'a> Again<'a> {
    fn new(prepared: &'a Prepared, columns: &'a [KeyColumn], kept: &'a Blocking, budget: Budget, fresh: &'a Fresh) -> Self {
        let mixed = prepared.entity.windows(2).any(|w| w[0] != w[1]);
        Self { prepared, columns, kept, budget, fresh, reach: reach(prepared, columns, fresh), mixed }
    }

    fn run(&self, rules: &[Rule]) -> (Candidates, Vec<u32>) {
        let mut held = Pairs::new(self.prepared.len());
        let mut left_out = Vec::new();
        let mut blocking = self.kept.clone();
        let (mut facts, mut stirred, mut settled) = (Vec::new(), Vec::new(), 0usize);
        for (index, rule) in rules.iter().enumerate().take(255) {
            let mut treated = self.kept.rule(&rule.known_as).cloned().unwrap_or_else(|| self.new_rule(rule));
            if treated.left_out {
                facts.push(BlockingRuleFacts { name: rule.name.clone(), ..BlockingRuleFacts::default() });
                left_out.push(rule.name.clone());
                continue;
            }
            let keyed = self.keyed(rule, &treated);
            let blocks = keyed.blocks(|block| self.matters(block));
            let came: Vec<Came> = blocks.par_chunks(256).map(|chunk| self.came(chunk, rule, index as u8, &treated)).collect();
            let mut did = BlockingRuleFacts { name: rule.name.clone(), ..BlockingRuleFacts::default() };
            let mut made = Made::default();
            for one in came {
                made.take(one.pairs);
                stirred.extend(one.stirred);
                treated.split.extend(one.split);
                treated.parts_refused.extend(one.parts_refused);
                did.blocks += one.facts.blocks;
                did.largest = did.largest.max(one.facts.largest);
                did.capped += one.facts.capped;
                did.cut += one.facts.cut;
            }
            treated.settle();
            blocking.set(treated);
            facts.push(did);
            held.take(made);
            if held.len() > 2 * settled.max(1_000_000) {
                held.settle();
                settled = held.len();
            }
        }
        (Candidates { left_out, ..finished(held, facts, rules, self.columns, blocking) }, stirred)
    }

    fn new_rule(&self, rule: &Rule) -> RuleBlocks {
        let limit = if self.budget.block_max > 0 { 2 * self.budget.block_max } else { NEW_RULE_LIMIT };
        RuleBlocks { name: rule.known_as.clone(), limit, part_limit: part_limit(0), ..RuleBlocks::default() }
    }

    /// A block that can give a pair.
    fn matters(&self, block: &[Keyed]) -> bool {
        block.len() > 1 && block.iter().any(|&(_, id)| self.fresh.has(id))
    }

    /// Does the record share a key with a fresh one in each of these columns?
    fn reaches(&self, id: u32, columns: &[usize]) -> bool {
        self.reach.is_empty() || columns.iter().all(|&c| c >= MASKED || self.reach[id as usize] >> c & 1 == 1)
    }

    /// (key, identity) of a rule's conjunction, sorted; where not all are fresh, about those of the fresh ones' blocks.
    fn keyed(&self, rule: &Rule, treated: &RuleBlocks) -> Sorted {
        let wanted = (!self.fresh.is_all()).then(|| {
            let mut keys = Vec::new();
            let mut all = Vec::new();
            for id in self.fresh.ids() {
                rule_keys(rule, self.columns, self.prepared, id, &mut keys);
                all.extend(keys.iter().filter(|key| treated.refused.binary_search(key).is_err()));
            }
            Marks::of(&all)
        });
        if wanted.as_ref().is_some_and(|wanted| wanted.bits.iter().all(|&word| word == 0)) {
            return Sorted::default();
        }
        let (chunk, n) = (16_384, self.prepared.len());
        let parts: Vec<Ranged> = (0..n.div_ceil(chunk))
            .into_par_iter()
            .map_init(Default::default, |(part, keys): &mut (Vec<Keyed>, Vec<u64>), c| {
                part.clear();
                for id in (c * chunk) as u32..((c + 1) * chunk).min(n) as u32 {
                    if self.reaches(id, &rule.columns) {
                        rule_keys(rule, self.columns, self.prepared, id, keys);
                        let shared = keys.iter().filter(|&&k| wanted.as_ref().is_none_or(|wanted| wanted.may_hold(k)));
                        part.extend(shared.map(|&k| (k, id)));
                    }
                }
                Ranged::of(part)
            })
            .collect();
        Sorted::of(&parts)
    }

    fn came(&self, blocks: &[&[Keyed]], rule: &Rule, index: u8, treated: &RuleBlocks) -> Came {
        let mut came = Came::default();
        for block in blocks {
            let key = block[0].0;
            came.facts.blocks += 1;
            came.facts.largest = came.facts.largest.max(block.len() as u64);
            let before = came.pairs.len();
            if treated.refused.binary_search(&key).is_ok() {
                came.facts.capped += 1;
            } else if treated.split.binary_search(&key).is_ok() {
                came.facts.capped += 1;
                self.take_apart(block, rule, index, treated, &mut came);
            } else if block.len() > treated.limit as usize {
                came.facts.capped += 1;
                came.split.push(key);
                came.stirred.extend(block.iter().map(|&(_, id)| id));
                self.take_apart(block, rule, index, treated, &mut came);
            } else {
                self.pair_up(block, rule, index, &mut came.pairs);
            }
            let stale = block.iter().filter(|&&(_, id)| !self.fresh.has(id)).count();
            came.facts.cut += (size(block.len()) - size(stale)).saturating_sub((came.pairs.len() - before) as u64);
        }
        came
    }

    /// Pairs with a fresh end.
    fn pair_up(&self, block: &[Keyed], rule: &Rule, index: u8, out: &mut Vec<u64>) {
        let entity = &self.prepared.entity;
        let may_meet =
            |left, right| rule.half_hidden.is_none_or(|column| self.columns[column].is_half_hidden(self.prepared, left, right));
        for (i, &(_, left)) in block.iter().enumerate() {
            let left_is_fresh = self.fresh.has(left);
            for &(_, right) in &block[i + 1..] {
                let counts = left_is_fresh || self.fresh.has(right);
                if counts
                    && left != right
                    && (!self.mixed || entity[left as usize] == entity[right as usize])
                    && may_meet(left, right)
                {
                    out.push(Candidates::pack(left, right, index));
                }
            }
        }
    }

    /// The parts of a split block by every further key column.
    fn take_apart(&self, block: &[Keyed], rule: &Rule, index: u8, treated: &RuleBlocks, came: &mut Came) {
        let further: Vec<usize> =
            (0..self.columns.len()).filter(|c| self.columns[*c].splits && !rule.columns.contains(c)).collect();
        let mut several = Vec::new();
        let mut wanted = Vec::new();
        if !self.fresh.is_all() {
            for &(_, id) in block.iter().filter(|&&(_, id)| self.fresh.has(id)) {
                for &c in &further {
                    wanted
                        .extend(self.columns[c].keys(self.prepared, id, &mut several).iter().map(|&k| mix(self.columns[c].id, k)));
                }
            }
        }
        let wanted = (!self.fresh.is_all()).then(|| Marks::of(&wanted));
        let mut keyed: Vec<Keyed> = Vec::new();
        for &(_, id) in block {
            for &c in further.iter().filter(|&&c| self.reaches(id, &[c])) {
                let parts = self.columns[c].keys(self.prepared, id, &mut several).iter().map(|&k| mix(self.columns[c].id, k));
                keyed.extend(
                    parts.filter(|&part| wanted.as_ref().is_none_or(|wanted| wanted.may_hold(part))).map(|part| (part, id)),
                );
            }
        }
        keyed.sort_unstable();
        keyed.dedup();
        let before = came.pairs.len();
        for part in keyed.chunk_by(|a, b| a.0 == b.0).filter(|part| self.matters(part)) {
            let known_as = mix(block[0].0, part[0].0);
            if treated.parts_refused.binary_search(&known_as).is_ok() {
                continue;
            }
            if part.len() > treated.part_limit as usize {
                came.parts_refused.push(known_as);
                came.stirred.extend(part.iter().map(|&(_, id)| id));
            } else {
                self.pair_up(part, rule, index, &mut came.pairs);
            }
        }
        // A pair may share several parts.
        came.pairs[before..].sort_unstable();
        let mut each = came.pairs.split_off(before);
        each.dedup();
        came.pairs.append(&mut each);
    }
}

/// What of the table decides how names are keyed, beside each name: a hash.
#[must_use]
pub fn keying(prepared: &Prepared) -> u64 {
    prepared.comparisons.iter().filter(|c| c.keys_latin_by_ear()).fold(0, |sum, c| mix(sum, hash64(c.known_as.as_bytes())))
}
