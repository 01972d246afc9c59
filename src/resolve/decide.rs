//! Decided pairs: people's verdicts and the links a source itself gives.

use std::collections::BTreeMap;

use crate::model::decisions::{Decision, Verdict};
use crate::model::kind::Kind;
use crate::model::records::Records;

use super::prepare::{NONE, Prepared};

/// Pairs of identity records that are decided, smaller first, sorted.
#[derive(Debug, Clone, Default)]
pub struct Decided {
    /// Must link.
    pub same: Vec<(u32, u32)>,
    /// Cannot link.
    pub different: Vec<(u32, u32)>,
}

impl Decided {
    /// Sorted, each pair once and with one verdict.
    fn settled(mut self) -> Self {
        for list in [&mut self.same, &mut self.different] {
            list.sort_unstable();
            list.dedup();
        }
        let different = &self.different;
        self.same.retain(|p| different.binary_search(p).is_err());
        self
    }

    /// True if the pair must not be linked.
    #[must_use]
    pub fn is_different(&self, a: u32, b: u32) -> bool {
        !self.different.is_empty() && self.different.binary_search(&(a.min(b), a.max(b))).is_ok()
    }

    /// True if the pair must be linked.
    #[must_use]
    pub fn is_same(&self, a: u32, b: u32) -> bool {
        !self.same.is_empty() && self.same.binary_search(&(a.min(b), a.max(b))).is_ok()
    }
}

/// Decisions and source links as pairs of identity records. "Different" wins over "same"; decisions about records
/// that are not there, or that folded into one identity record, have no pair.
#[must_use]
pub fn decided(records: &Records, prepared: &Prepared, decisions: &[Decision]) -> Decided {
    let links: Vec<_> = records.fields.iter().filter(|f| f.kind == Kind::LinksTo).collect();
    if decisions.is_empty() && links.is_empty() {
        return Decided::default();
    }
    let names = Names::of(records, prepared, false);
    let mut out = names.pairs(decisions);
    for field in links {
        for row in 0..records.len() {
            let own = prepared.identity_of_row[row];
            for &value in field.values.get(row) {
                let target = records
                    .channels
                    .iter()
                    .enumerate()
                    .filter(|(c, _)| records.platforms[*c] == records.platforms[records.channel(row) as usize]);
                for (_, channel) in target {
                    if let Some(other) = names.find(channel, field.dict.text(value))
                        && own != NONE
                        && own != other
                    {
                        out.same.push((own.min(other), own.max(other)));
                    }
                }
            }
        }
    }
    out.settled()
}

/// Decisions alone, as pairs of identity records.
#[must_use]
pub fn pairs_of(records: &Records, prepared: &Prepared, decisions: &[Decision]) -> Decided {
    let by_key = decisions.iter().any(|d| d.a.channel.is_empty() || d.b.channel.is_empty());
    Names::of(records, prepared, by_key).pairs(decisions).settled()
}

/// Identity records by channel and source key, and by source key alone where only one channel has it.
struct Names<'a> {
    of_channel: BTreeMap<(&'a str, &'a str), u32>,
    /// `None` where several channels have the key.
    of_key: BTreeMap<&'a str, Option<u32>>,
}

impl<'a> Names<'a> {
    fn of(records: &'a Records, prepared: &Prepared, by_key: bool) -> Self {
        let mut names = Self { of_channel: BTreeMap::new(), of_key: BTreeMap::new() };
        // Decisions and links name the channel; only labels may leave it out.
        for row in (0..records.len()).filter(|&row| prepared.identity_of_row[row] != NONE) {
            let (id, key) = (prepared.identity_of_row[row], records.source_key.get(row));
            names.of_channel.insert((records.channel_name(row), key), id);
            if by_key {
                names.of_key.entry(key).and_modify(|known| *known = known.filter(|&k| k == id)).or_insert(Some(id));
            }
        }
        names
    }

    /// An empty channel stands for any.
    fn find(&self, channel: &str, key: &str) -> Option<u32> {
        if channel.is_empty() { self.of_key.get(key).copied().flatten() } else { self.of_channel.get(&(channel, key)).copied() }
    }

    fn pairs(&self, decisions: &[Decision]) -> Decided {
        let mut out = Decided::default();
        for d in decisions {
            if let (Some(a), Some(b)) = (self.find(&d.a.channel, &d.a.source_key), self.find(&d.b.channel, &d.b.source_key))
                && a != b
            {
                let list = if d.verdict == Verdict::Same { &mut out.same } else { &mut out.different };
                list.push((a.min(b), a.max(b)));
            }
        }
        out
    }
}
