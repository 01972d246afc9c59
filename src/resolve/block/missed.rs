//! Why blocking did not make a pair: rule by rule, what the two records lack or do not share.
//!
//! Comes in: the records as the engine saw them. Goes out: one line per rule. Decides nothing.

use crate::model::records::Records;

use super::emit::rule_keys;
use super::keys::{self, KeyColumn};
use super::{Candidates, Prepared, Rule, rules};

/// A rule that two records have all keys for, and that did not pair them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissedRule {
    /// The rule's name, as in the report.
    pub rule: String,
    /// Its parts in which the two share no key; empty if they share one in each.
    pub differs: Vec<String>,
    /// Identity records in the smallest block that both stand in, which is larger than what is paired; 0 if there is none.
    pub crowd: u64,
}

/// What blocking did with a pair.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PairSearch {
    /// The first rule that made the pair; `None` if none did.
    pub found: Option<String>,
    /// Rules that did not make it though both have what they ask for, the surest first; empty if one did.
    pub missed: Vec<MissedRule>,
    /// Rules that ask for a value that one of the two has not; 0 if the pair was found.
    pub unfilled: u64,
}

/// Looks for a pair among the candidates. Keys all records again: made for explaining single pairs.
#[must_use]
pub fn search(records: &Records, prepared: &Prepared, made: &Candidates, pair: (u32, u32)) -> PairSearch {
    let (left, right) = (pair.0.min(pair.1), pair.0.max(pair.1));
    let wanted = u64::from(left) << 28 | u64::from(right);
    if let Ok(at) = made.packed.binary_search_by_key(&wanted, |p| p >> 8) {
        let (_, _, rule) = Candidates::unpack(made.packed[at]);
        return PairSearch { found: made.facts.get(usize::from(rule)).map(|r| r.name.clone()), ..PairSearch::default() };
    }
    let columns = keys::columns(records, prepared, keys::Wanted::All, made.blocking.edges);
    let mut search = PairSearch::default();
    for rule in rules(&columns) {
        let has = |&c: &usize| [left, right].iter().all(|&id| !columns[c].keys(prepared, id, &mut Vec::new()).is_empty());
        if !rule.columns.iter().all(has) {
            search.unfilled += 1;
            continue;
        }
        let differs: Vec<String> =
            rule.columns.iter().map(|&c| &columns[c]).filter(|c| !shares(c, prepared, (left, right))).map(rules::name).collect();
        let crowd = if differs.is_empty() { crowd(&rule, &columns, prepared, (left, right)) } else { 0 };
        search.missed.push(MissedRule { rule: rule.name, differs, crowd });
    }
    search
}

fn shares(column: &KeyColumn, prepared: &Prepared, (left, right): (u32, u32)) -> bool {
    let (mut some, mut others) = (Vec::new(), Vec::new());
    let others = column.keys(prepared, right, &mut others);
    column.keys(prepared, left, &mut some).iter().any(|key| others.contains(key))
}

/// Identity records in the smallest block of a rule that holds both.
fn crowd(rule: &Rule, columns: &[KeyColumn], prepared: &Prepared, (left, right): (u32, u32)) -> u64 {
    let of = |id: u32| {
        let mut keys = Vec::new();
        rule_keys(rule, columns, prepared, id, &mut keys);
        keys
    };
    let other = of(right);
    let shared: Vec<u64> = of(left).into_iter().filter(|key| other.contains(key)).collect();
    let mut sizes = vec![0u64; shared.len()];
    let mut keys = Vec::new();
    for id in 0..prepared.len() as u32 {
        rule_keys(rule, columns, prepared, id, &mut keys);
        for (size, key) in sizes.iter_mut().zip(&shared) {
            *size += u64::from(keys.contains(key));
        }
    }
    sizes.into_iter().min().unwrap_or(0)
}
