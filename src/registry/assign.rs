//! Which id each cluster gets: ids follow their records, the rest is announced.
//!
//! Each old id goes to the cluster that holds most of its identity records (tie: earliest first seen, then smallest
//! identity hash). A cluster with several keeps the earliest born (tie: most records, then smallest id); the others
//! redirect to it. A cluster with none gets a new id. An id without records retires, and lives again when they return.
//! A record that goes on under another key (see [`super::heirs`]) counts as the one it was.

use std::cmp::Reverse;
use std::collections::HashSet;

use rayon::prelude::*;

use crate::model::customers::{NO_CUSTOMER, Roster};
use crate::model::records::Records;
use crate::model::resolution::{NO_CLUSTER, Resolution};
use crate::model::text::{Arena, ListColumn};

use super::heirs::{Tonight, succession};
use super::id::{CustomerId, LENGTH};
use super::identity::{fingerprints, identities};
use super::ledger::{Counts, LedgerRow, Move, MoveKind, RecordCounts, Status};
use super::owners::{Found, Index, NOBODY, Owners};
use super::state::State;

/// Runs after which a missing record is forgotten. An id whose records stay away longer is still revived if the record
/// that named it returns; the bound keeps the state from growing for ever. Three months of nights.
const GONE_RUNS_MAX: u32 = 90;

/// The ids of this run's clusters and what that changes.
#[derive(Debug, Clone, Default)]
pub struct Assignment {
    /// Ids with their members, for `merge`.
    pub roster: Roster,
    /// Number of this run, from 1.
    pub run: u32,
    /// What happened to ids, in the order of `changes.csv`.
    pub moves: Vec<Move>,
    /// How much happened.
    pub counts: Counts,
    /// How the records differ from those of the last run.
    pub records: RecordCounts,
    /// Every id ever given, ascending by id.
    pub ledger: Vec<LedgerRow>,
    /// Fingerprint of each record (see [`fingerprints`]); none where there is no earlier run to compare with.
    pub fingerprints: Vec<u64>,
    /// Records that are missing this time and whose customer is remembered.
    pub gone: Vec<Gone>,
}

/// A record of an earlier run that is missing now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// Its channel.
    pub channel: String,
    /// Its source key.
    pub source_key: String,
    /// The customer it belongs to.
    pub customer: CustomerId,
    /// Number of the first run without it.
    pub since: u32,
    /// Row and fingerprint of the record it goes on as, where people named it and there is one.
    pub goes_on: Option<(u32, u64)>,
}

/// Gives every cluster its id. `previous` is the state of the last published run, `None` before the first.
///
/// Depends on identities, clusters and the state alone: not on row order, file names or codes.
///
/// # Errors
/// If the state has to say more of its records, and its file is damaged.
pub fn assign(records: &Records, resolution: &Resolution, previous: Option<&State>) -> anyhow::Result<Assignment> {
    let fingerprints = if previous.is_some() { fingerprints(records) } else { Vec::new() };
    let empty = State::default();
    let previous = previous.unwrap_or(&empty);
    let identities = identities(records);
    let clusters = Clusters::of(records, resolution, &identities);
    let index = Index::of(&previous.ledger);
    let owners = Owners::of(&previous.records, &index);
    let known: Vec<Option<Found>> = identities.par_iter().map(|&i| owners.find(i)).collect();
    let mut present = present(&owners, &identities, &known, &resolution.cluster);
    let tonight = Tonight { records, cluster: &resolution.cluster, fingerprints: &fingerprints, known: &known };
    let succession = succession(&tonight, previous, &owners, &present)?;
    let mut owner_of_row: Vec<u32> = known.iter().map(|known| known.map_or(NOBODY, |k| k.old)).collect();
    succession.heirs().for_each(|heir| owner_of_row[heir.row as usize] = heir.old);
    let is_named = |place: u32| previous.is_named(place as usize);
    // What goes on word for word need not be remembered under its old key, unless people named it by that.
    succession.places.iter().filter(|&&place| !is_named(place)).for_each(|&place| present[place as usize] = true);
    let claims = claims(&resolution.cluster, &fingerprints, &owner_of_row, previous.ledger.len());
    let chosen = choose(&claims, &clusters, previous.ledger.len());
    let (ids, reborn) = name(&claims, &chosen, &clusters, &index);
    let run = previous.run() + 1;
    let changed = || {
        let moves = moves(&Fates { ledger: &index, claims: &claims, chosen: &chosen, ids: &ids, reborn: &reborn });
        let ledger = ledger(&index, &moves, &ids, run);
        let gone = gone(previous, &present, &fingerprints, (&Index::of(&ledger), run));
        (moves, ledger, gone)
    };
    let ((moves, ledger, gone), roster) = rayon::join(changed, || clusters.roster(&ids, records.len()));
    let mut counts = record_counts(&resolution.cluster, &fingerprints, &known);
    let went_on = succession.places.iter().filter(|&&place| is_named(place)).count() as u64;
    counts.gone = (gone.iter().filter(|gone| gone.since == run).count() as u64).saturating_sub(went_on);
    succession.count(&mut counts);
    Ok(Assignment { roster, run, counts: Counts::of(&moves), moves, records: counts, ledger, fingerprints, gone })
}

/// Records with a customer that are new, changed and unchanged.
fn record_counts(cluster: &[u32], fingerprints: &[u64], known: &[Option<Found>]) -> RecordCounts {
    let mut counts = RecordCounts::default();
    for row in (0..cluster.len()).filter(|&row| cluster[row] != NO_CLUSTER) {
        *match known[row] {
            Some(owner) if owner.is_gone => &mut counts.new,
            Some(owner) if owner.fingerprint == fingerprints[row] => &mut counts.unchanged,
            Some(_) => &mut counts.changed,
            None => &mut counts.new,
        } += 1;
    }
    counts
}

/// The clusters as far as ids need them.
struct Clusters {
    members: ListColumn,
    /// Hash of the smallest member identity, by text.
    smallest: Vec<u128>,
    /// Earliest time known of any member; `i64::MAX` if none is.
    first_seen: Vec<i64>,
}

impl Clusters {
    fn of(records: &Records, resolution: &Resolution, identities: &[u128]) -> Self {
        let members = members(&resolution.cluster, resolution.clusters as usize);
        let key = |row: u32| (records.channel_name(row as usize), records.source_key.get(row as usize));
        let seen = |row: u32| {
            let times = [records.created_at.get(row as usize), records.updated_at.get(row as usize)];
            times.into_iter().flatten().flatten().min().copied().unwrap_or(i64::MAX)
        };
        let facts: Vec<(u128, i64)> = (0..members.len())
            .into_par_iter()
            .map(|c| {
                let rows = members.get(c);
                let smallest = match rows {
                    [only] => Some(*only),
                    several => several.iter().copied().min_by_key(|&row| key(row)),
                };
                let first_seen = rows.iter().map(|&row| seen(row)).min();
                (smallest.map_or(0, |row| identities[row as usize]), first_seen.unwrap_or(i64::MAX))
            })
            .collect();
        let (smallest, first_seen) = facts.into_iter().unzip();
        Self { members, smallest, first_seen }
    }

    /// Customers by ascending id; `rows` counts all records, those without a customer too.
    fn roster(&self, ids: &[CustomerId], rows: usize) -> Roster {
        let mut order: Vec<u32> = (0..ids.len() as u32).filter(|&c| !self.members.get(c as usize).is_empty()).collect();
        order.par_sort_unstable_by_key(|&c| ids[c as usize]);
        let mut roster = Roster { of_record: vec![NO_CUSTOMER; rows], ..Roster::default() };
        for (customer, &cluster) in order.iter().enumerate() {
            let rows = self.members.get(cluster as usize);
            for &row in rows {
                roster.of_record[row as usize] = customer as u32;
            }
            roster.members.push(rows.iter().copied());
        }
        roster.ids = printed(&order, ids).into();
        roster
    }
}

/// The ids of these clusters in this order.
fn printed(order: &[u32], ids: &[CustomerId]) -> Arena {
    const CHUNK: usize = 4096;
    let print = |clusters: &[u32]| {
        clusters.iter().fold(Arena::new(), |mut arena, &cluster| {
            arena.push(ids[cluster as usize].print(&mut [0; LENGTH]));
            arena
        })
    };
    let parts: Vec<Arena> = order.par_chunks(CHUNK).map(print).collect();
    let mut all = Arena::new();
    all.reserve(order.len(), parts.iter().map(Arena::text_bytes).sum());
    for part in &parts {
        all.append(part);
    }
    all
}

/// Rows of each cluster, ascending.
fn members(cluster: &[u32], clusters: usize) -> ListColumn {
    let groups = Groups::of(cluster, clusters);
    let mut members = ListColumn::new();
    (0..clusters).for_each(|c| members.push(groups.get(c).iter().copied()));
    members
}

/// Rows by a small number each; rows with a number beyond are left out.
struct Groups {
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Groups {
    fn of(numbers: &[u32], count: usize) -> Self {
        let mut starts = vec![0_u32; count + 1];
        for &number in numbers.iter().filter(|&&n| (n as usize) < count) {
            starts[number as usize + 1] += 1;
        }
        for number in 0..count {
            starts[number + 1] += starts[number];
        }
        let (mut next, mut rows) = (starts.clone(), vec![0; starts[count] as usize]);
        for (row, &number) in (0..).zip(numbers).filter(|&(_, &n)| (n as usize) < count) {
            rows[next[number as usize] as usize] = row;
            next[number as usize] += 1;
        }
        Self { starts, rows }
    }

    /// Rows with this number, ascending.
    fn get(&self, number: usize) -> &[u32] {
        &self.rows[self.starts[number] as usize..self.starts[number + 1] as usize]
    }
}

/// How many of an old id's identity records a cluster holds.
#[derive(Debug, Clone, Copy)]
struct Claim {
    old: u32,
    cluster: u32,
    records: u32,
}

/// Claims by (old, cluster). Rows that fold into one identity record count once: 500 orders weigh as one.
fn claims(cluster: &[u32], fingerprints: &[u64], owner: &[u32], old_ids: usize) -> Vec<Claim> {
    const CHUNK: usize = 4096;
    let owner: Vec<u32> = owner.iter().zip(cluster).map(|(&o, &c)| if c == NO_CLUSTER { NOBODY } else { o }).collect();
    let groups = Groups::of(&owner, old_ids);
    let claims_of = |start: usize| {
        let (mut claims, mut held) = (Vec::new(), Vec::new());
        for old in start..old_ids.min(start + CHUNK) {
            held.clear();
            held.extend(groups.get(old).iter().map(|&row| (cluster[row as usize], fingerprints[row as usize])));
            held.sort_unstable();
            held.dedup();
            let same = held.chunk_by(|a, b| a.0 == b.0);
            claims.extend(same.map(|same| Claim { old: old as u32, cluster: same[0].0, records: same.len() as u32 }));
        }
        claims
    };
    let starts: Vec<usize> = (0..old_ids).step_by(CHUNK).collect();
    starts.into_par_iter().flat_map_iter(claims_of).collect()
}

/// The cluster each old id goes to, [`NOBODY`] where none of its records is left.
fn choose(claims: &[Claim], clusters: &Clusters, old_ids: usize) -> Vec<u32> {
    let mut chosen = vec![NOBODY; old_ids];
    for of_one in claims.chunk_by(|a, b| a.old == b.old) {
        let best = of_one.iter().min_by_key(|c| {
            let cluster = c.cluster as usize;
            (Reverse(c.records), clusters.first_seen[cluster], clusters.smallest[cluster])
        });
        chosen[of_one[0].old as usize] = best.map_or(NOBODY, |c| c.cluster);
    }
    chosen
}

/// The id of each cluster, and which ledger rows came back by name alone (their records were forgotten meanwhile).
fn name(claims: &[Claim], chosen: &[u32], clusters: &Clusters, ledger: &Index) -> (Vec<CustomerId>, Vec<u32>) {
    let mut kept: Vec<Option<(u32, Reverse<u32>, CustomerId)>> = vec![None; clusters.smallest.len()];
    for claim in claims.iter().filter(|c| chosen[c.old as usize] == c.cluster) {
        let row = ledger.row(claim.old);
        let rank = (row.born, Reverse(claim.records), row.id);
        let best = &mut kept[claim.cluster as usize];
        *best = Some(best.map_or(rank, |b| b.min(rank)));
    }
    let mut unnamed: Vec<usize> = (0..kept.len()).filter(|&c| kept[c].is_none()).collect();
    unnamed.par_sort_unstable_by_key(|&c| (clusters.smallest[c], c));
    // Records that are known belong to an id, and cannot bring another one back.
    let mut is_known = vec![false; kept.len()];
    for claim in claims {
        is_known[claim.cluster as usize] = true;
    }
    let mut ids: Vec<CustomerId> = kept.iter().map(|k| k.map_or(CustomerId::born_of(0, 0), |(.., id)| id)).collect();
    let given = Given { born: Vec::with_capacity(unnamed.len()), others: HashSet::new() };
    let mut names = Names { ledger, chosen, given, reborn: Vec::new() };
    for cluster in unnamed {
        ids[cluster] = names.give(clusters.smallest[cluster], !is_known[cluster]);
    }
    (ids, names.reborn)
}

/// Ids that were given to clusters.
struct Given {
    /// Those of a first attempt, ascending: they ascend with the identities.
    born: Vec<CustomerId>,
    /// Those of further attempts: hardly ever any.
    others: HashSet<CustomerId>,
}

impl Given {
    /// Takes an id; false if it was given before. First attempts come in ascending order.
    fn take(&mut self, id: CustomerId, attempt: u32) -> bool {
        if attempt > 0 {
            return self.born.binary_search(&id).is_err() && self.others.insert(id);
        }
        let is_new = self.born.last() != Some(&id) && !self.others.contains(&id);
        if is_new {
            self.born.push(id);
        }
        is_new
    }
}

/// Ids that are given to clusters without one.
struct Names<'a> {
    ledger: &'a Index<'a>,
    chosen: &'a [u32],
    given: Given,
    /// Retired ids that live again.
    reborn: Vec<u32>,
}

impl Names<'_> {
    /// The first id of this identity that nobody ever had; or the retired one that bears its name, where it may return.
    fn give(&mut self, identity: u128, may_return: bool) -> CustomerId {
        for attempt in 0.. {
            let id = CustomerId::born_of(identity, attempt);
            let had = self.ledger.find(id);
            let is_retired = |at: u32| self.ledger.row(at).status == Status::Retired && self.chosen[at as usize] == NOBODY;
            let back = had.filter(|&at| may_return && attempt == 0 && is_retired(at));
            if (had.is_none() || back.is_some()) && self.given.take(id, attempt) {
                self.reborn.extend(back);
                return id;
            }
        }
        unreachable!("2^32 attempts cannot all be taken")
    }
}

/// What decides the fate of the old ids.
struct Fates<'a> {
    ledger: &'a Index<'a>,
    claims: &'a [Claim],
    chosen: &'a [u32],
    ids: &'a [CustomerId],
    reborn: &'a [u32],
}

/// Everything that happened to ids, in the order of `changes.csv`.
fn moves(fates: &Fates) -> Vec<Move> {
    let Fates { ledger, claims, chosen, ids, reborn } = fates;
    let mut moves = Vec::new();
    for (row, &cluster) in ledger.rows().iter().zip(*chosen) {
        let into = (cluster != NOBODY).then(|| ids[cluster as usize]);
        let (kind, into) = match (row.status, into) {
            (Status::Active, None) => (MoveKind::Retired, None),
            (Status::Retired, Some(id)) if id == row.id => (MoveKind::Revived, None),
            (_, Some(id)) if id != row.id => (MoveKind::Merged, Some(id)),
            _ => continue,
        };
        moves.push(Move { kind, id: row.id, into });
    }
    moves.extend(reborn.iter().map(|&at| Move { kind: MoveKind::Revived, id: ledger.row(at).id, into: None }));
    for claim in claims.iter().filter(|c| chosen[c.old as usize] != c.cluster) {
        let (id, into) = (ledger.row(claim.old).id, Some(ids[claim.cluster as usize]));
        moves.push(Move { kind: MoveKind::Split, id, into });
    }
    let born = ids.iter().filter(|&&id| ledger.find(id).is_none());
    moves.extend(born.map(|&id| Move { kind: MoveKind::Created, id, into: None }));
    moves.par_sort_unstable();
    moves
}

/// The ledger after the moves.
fn ledger(before: &Index, moves: &[Move], ids: &[CustomerId], run: u32) -> Vec<LedgerRow> {
    let mut rows = before.rows().to_vec();
    for m in moves {
        match before.find(m.id).map(|at| &mut rows[at as usize]) {
            Some(row) => match m.kind {
                MoveKind::Retired => row.status = Status::Retired,
                MoveKind::Merged => (row.status, row.redirect) = (Status::Merged, m.into),
                MoveKind::Revived => (row.status, row.redirect) = (Status::Active, None),
                MoveKind::Created | MoveKind::Split => {}
            },
            None => rows.push(LedgerRow { id: m.id, born: run, seen: run, status: Status::Active, redirect: None }),
        }
    }
    rows.par_sort_unstable_by_key(|row| row.id);
    let index = Index::of(&rows);
    let living: Vec<u32> = ids.par_iter().filter_map(|&id| index.find(id)).collect();
    let ends: Vec<Option<CustomerId>> = rows.iter().map(|row| row.redirect.map(|id| index.living(id))).collect();
    for at in living {
        rows[at as usize].seen = run;
    }
    rows.iter_mut().zip(ends).for_each(|(row, end)| row.redirect = end);
    rows
}

/// For each known record: has it a customer today?
fn present(owners: &Owners, identities: &[u128], known: &[Option<Found>], cluster: &[u32]) -> Vec<bool> {
    let mut present = vec![false; owners.len()];
    for ((&identity, known), _) in identities.iter().zip(known).zip(cluster).filter(|(_, c)| **c != NO_CLUSTER) {
        match known {
            Some(Found { only: Some(at), .. }) => present[*at as usize] = true,
            Some(_) => owners.places(identity).for_each(|at| present[at as usize] = true),
            None => {}
        }
    }
    present
}

/// Known records without a customer today.
fn gone(previous: &State, present: &[bool], fingerprints: &[u64], (ledger, run): (&Index, u32)) -> Vec<Gone> {
    let known = &previous.records;
    let since = |i: usize| known.gone[i].unwrap_or(run);
    let gone = |i: usize| {
        let row = previous.goes_on_at(i);
        (row.is_some() || run - since(i) < GONE_RUNS_MAX).then(|| Gone {
            channel: known.channel.get(i).to_owned(),
            source_key: known.source_key.get(i).to_owned(),
            customer: ledger.living(known.customer[i]),
            since: since(i),
            goes_on: row.map(|row| (row, fingerprints[row as usize])),
        })
    };
    (0..known.customer.len()).filter(|&i| !present[i]).filter_map(gone).collect()
}

#[cfg(test)]
#[path = "assign_tests.rs"]
mod tests;
