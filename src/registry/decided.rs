//! Human decisions against what a run did: conflicts that people settled, and the fate of each decision.
//!
//! Comes in: records, clusters, decisions. Goes out: fates, and clusters at odds with themselves. Nothing is linked or
//! cut here; that was done while matching.

use std::collections::BTreeMap;

use crate::model::decisions::{Decision, DecisionFate, Fate, Identity, Verdict};
use crate::model::kind::{Kind, Party};
use crate::model::records::Records;
use crate::model::resolution::NO_CLUSTER;
use crate::model::value::Class;

/// What each decision came to, in the order of the decisions. `cluster` is the cluster of each record.
///
/// A record known under several rows counts by its first row: rows of one identity are never in two clusters.
#[must_use]
pub fn judge(records: &Records, cluster: &[u32], decisions: &[Decision]) -> Vec<DecisionFate> {
    if decisions.is_empty() {
        return Vec::new();
    }
    let rows = rows_of(records, decisions);
    let place = |identity: &Identity| rows.get(identity).copied().flatten().map(|row| cluster[row as usize]);
    decisions
        .iter()
        .map(|decision| {
            let (fate, why) = fate(decision.verdict, [place(&decision.a), place(&decision.b)]);
            DecisionFate { line: decision.line, verdict: decision.verdict, fate, why: why.to_owned() }
        })
        .collect()
}

fn fate(verdict: Verdict, places: [Option<u32>; 2]) -> (Fate, &'static str) {
    match (verdict, places) {
        (_, [None, None]) => (Fate::Obsolete, "neither record is there"),
        (_, [None, Some(_)]) => (Fate::Obsolete, "the first record is not there"),
        (_, [Some(_), None]) => (Fate::Obsolete, "the second record is not there"),
        (_, [Some(a), Some(b)]) if a == NO_CLUSTER || b == NO_CLUSTER => {
            (Fate::Obsolete, "a record has no usable identity and belongs to no customer")
        }
        (Verdict::Same, [Some(a), Some(b)]) if a != b => (
            Fate::Contradictory,
            "the two stay apart: another decision keeps them apart, or one is a person and one an organisation",
        ),
        (Verdict::Different, [Some(a), Some(b)]) if a == b => {
            (Fate::Contradictory, "the two stay together: they say the same in every field, or other decisions join them")
        }
        (_, [Some(_), Some(_)]) => (Fate::Applied, ""),
    }
}

/// First row of every identity that a decision names; `None` where there is no such row.
fn rows_of<'d>(records: &Records, decisions: &'d [Decision]) -> BTreeMap<&'d Identity, Option<u32>> {
    let mut rows: BTreeMap<&Identity, Option<u32>> = decisions.iter().flat_map(|d| [(&d.a, None), (&d.b, None)]).collect();
    let mut by_text: BTreeMap<(&str, &str), &'d Identity> =
        rows.keys().map(|&id| ((id.channel.as_str(), id.source_key.as_str()), id)).collect();
    for row in 0..records.len() {
        if let Some(identity) = by_text.remove(&(records.channel_name(row), records.source_key.get(row))) {
            rows.insert(identity, Some(row as u32));
        }
        if by_text.is_empty() {
            break;
        }
    }
    rows
}

/// Clusters whose records hold two valid, differing strong ids (national id, tax number), ascending. One that a person
/// has called the same customer, for every differing pair of ids, is settled and left out.
#[must_use]
pub fn conflicts(records: &Records, cluster: &[u32], decisions: &[Decision]) -> Vec<u32> {
    let mut found = Vec::new();
    for field in records.fields.iter().filter(|f| is_strong(f.kind, f.party)) {
        let mut held: Vec<(u32, u32, u32)> = Vec::new();
        for (row, &cluster) in cluster.iter().enumerate().filter(|(_, c)| **c != NO_CLUSTER) {
            let valid = field.values.get(row).iter().filter(|&&code| field.dict.class(code) == Class::Valid);
            held.extend(valid.map(|&code| (cluster, code, row as u32)));
        }
        held.sort_unstable();
        for of_one in held.chunk_by(|a, b| a.0 == b.0) {
            let values: Vec<&[(u32, u32, u32)]> = of_one.chunk_by(|a, b| a.1 == b.1).collect();
            if values.len() > 1 && !settled(records, &values, decisions) {
                found.push(of_one[0].0);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn is_strong(kind: Kind, party: Party) -> bool {
    party == Party::Principal && matches!(kind, Kind::NationalId | Kind::TaxId)
}

/// Do decisions join every value of a cluster to its first one?
fn settled(records: &Records, values: &[&[(u32, u32, u32)]], decisions: &[Decision]) -> bool {
    let holds = |value: &[(u32, u32, u32)], identity: &Identity| {
        value.iter().any(|&(_, _, row)| {
            let row = row as usize;
            records.channel_name(row) == identity.channel && records.source_key.get(row) == identity.source_key
        })
    };
    let same: Vec<(usize, usize)> = decisions
        .iter()
        .filter(|d| d.verdict == Verdict::Same)
        .filter_map(|d| {
            let at = |identity| values.iter().position(|value| holds(value, identity));
            Some((at(&d.a)?, at(&d.b)?))
        })
        .collect();
    let mut joined = vec![false; values.len()];
    joined[0] = true;
    // At most one more value joins per round.
    for _ in 1..values.len() {
        for &(a, b) in &same {
            let either = joined[a] || joined[b];
            (joined[a], joined[b]) = (either, either);
        }
    }
    joined.iter().all(|&j| j)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::records::Field;
    use crate::model::text::{ListColumn, TextColumn};
    use crate::model::value::{Dict, Normal};

    /// Records `k0`, `k1` … of channel `c`, each with a national id.
    fn records(ids: &[&str]) -> Records {
        let (mut dict, mut values) = (Dict::new(), ListColumn::new());
        for id in ids {
            let code = dict.intern(&Normal::valid(*id));
            values.push([code]);
        }
        let field = Field {
            name: "national_id".into(),
            kind: Kind::NationalId,
            party: Party::Principal,
            scope: String::new(),
            matches: true,
            dict,
            values,
        };
        Records {
            channels: vec!["c".into()],
            channel_of_file: vec![0],
            file: vec![0; ids.len()],
            row: (1..=ids.len() as u32).collect(),
            source_key: TextColumn::from_texts((0..ids.len()).map(|i| format!("k{i}"))),
            fields: vec![field],
            ..Records::default()
        }
    }

    fn decision(a: usize, b: usize, verdict: Verdict) -> Decision {
        let id = |i: usize| Identity { channel: "c".into(), source_key: format!("k{i}") };
        Decision { a: id(a), b: id(b), verdict, by: String::new(), at: String::new(), note: String::new(), line: 2 }
    }

    #[test]
    fn a_decision_is_applied_obsolete_or_contradictory() {
        let records = records(&["a", "a", "b"]);
        let check = |cluster: [u32; 3], a, b, verdict, fate| {
            let judged = judge(&records, &cluster, &[decision(a, b, verdict)]);
            assert_eq!(judged[0].fate, fate, "{cluster:?} {a} {b} {verdict:?}");
            assert_eq!(judged[0].why.is_empty(), fate == Fate::Applied);
        };
        check([0, 0, 1], 0, 1, Verdict::Same, Fate::Applied);
        check([0, 0, 1], 0, 2, Verdict::Different, Fate::Applied);
        check([0, 0, 1], 0, 2, Verdict::Same, Fate::Contradictory);
        check([0, 0, 1], 0, 1, Verdict::Different, Fate::Contradictory);
        check([0, 0, 1], 0, 7, Verdict::Same, Fate::Obsolete);
        check([0, 0, 1], 7, 8, Verdict::Different, Fate::Obsolete);
        check([0, NO_CLUSTER, 1], 0, 1, Verdict::Same, Fate::Obsolete);
    }

    #[test]
    fn two_ids_in_one_customer_are_a_conflict_until_a_person_joins_all_of_them() {
        let records = records(&["a", "b", "c", "d"]);
        let cluster = [0, 0, 0, 1];
        let same = |a, b| decision(a, b, Verdict::Same);
        assert_eq!(conflicts(&records, &cluster, &[]), [0]);
        assert_eq!(conflicts(&records, &cluster, &[same(2, 1)]), [0]);
        assert_eq!(conflicts(&records, &cluster, &[same(2, 1), same(1, 0)]), Vec::<u32>::new());
        assert_eq!(conflicts(&records, &cluster, &[decision(0, 1, Verdict::Different)]), [0]);
    }
}
