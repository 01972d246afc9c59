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
    let mut identity: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for row in 0..records.len() {
        if prepared.identity_of_row[row] != NONE {
            identity.insert((records.channel_name(row), records.source_key.get(row)), prepared.identity_of_row[row]);
        }
    }
    let find = |channel: &str, key: &str| identity.get(&(channel, key)).copied();
    let mut out = Decided::default();
    for d in decisions {
        if let (Some(a), Some(b)) = (find(&d.a.channel, &d.a.source_key), find(&d.b.channel, &d.b.source_key))
            && a != b
        {
            let list = if d.verdict == Verdict::Same { &mut out.same } else { &mut out.different };
            list.push((a.min(b), a.max(b)));
        }
    }
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
                    if let Some(other) = find(channel, field.dict.text(value))
                        && own != NONE
                        && own != other
                    {
                        out.same.push((own.min(other), own.max(other)));
                    }
                }
            }
        }
    }
    for list in [&mut out.same, &mut out.different] {
        list.sort_unstable();
        list.dedup();
    }
    let different = std::mem::take(&mut out.different);
    out.same.retain(|p| different.binary_search(p).is_err());
    out.different = different;
    out
}
