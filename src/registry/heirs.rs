//! Records that go on under another key: an export without ids whose rows were edited, a column that was added or moved,
//! ids that lost their zeros, a channel of another name.
//!
//! Comes in: what the last run knew and does not find tonight (the departed), and tonight's records that nobody knew (the
//! newcomers). Goes out: which newcomer goes on as which departed record. Where it could be several, it is nobody: an id
//! that is lost is a nuisance, an id that goes to somebody else is an error.
//!
//! A record that says the same in every matching field goes on wherever it is, if what it says would link two records that
//! stand beside each other. One that was edited goes on within its channel, where its customer would else be left without
//! records, and the name and a number, or several numbers, stayed.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::model::kind::{Kind, Party};
use crate::model::mapping::Entity;
use crate::model::records::{Field, Records};
use crate::model::resolution::NO_CLUSTER;
use crate::model::text::TextColumn;
use crate::model::value::Class;

use super::ledger::RecordCounts;
use super::owners::{Found, NOBODY, Owners};
use super::state::State;
use super::tables::column_name;

/// Tonight's records, as far as it matters which of them were there.
pub(super) struct Tonight<'a> {
    /// The records.
    pub(super) records: &'a Records,
    /// The cluster of each.
    pub(super) cluster: &'a [u32],
    /// What each says.
    pub(super) fingerprints: &'a [u64],
    /// What is known of each by its key.
    pub(super) known: &'a [Option<Found>],
}

/// Which new records go on as records that are gone.
#[derive(Default)]
pub(super) struct Succession {
    /// Those that say the same.
    same: Vec<Heir>,
    /// Places in the state of the records they go on as.
    pub(super) places: Vec<u32>,
    /// Those that were edited.
    edited: Vec<Heir>,
    /// How many records they were.
    edited_were: u64,
}

impl Succession {
    /// All of them.
    pub(super) fn heirs(&self) -> impl Iterator<Item = &Heir> {
        self.same.iter().chain(&self.edited)
    }

    /// Counts heirs as records that were there.
    pub(super) fn count(&self, counts: &mut RecordCounts) {
        let (same, edited) = (self.same.len() as u64, self.edited.len() as u64);
        counts.new -= same + edited;
        counts.unchanged += same;
        counts.changed += edited;
        counts.gone = counts.gone.saturating_sub(self.edited_were);
    }
}

/// Finds heirs: first of the same values, then edited ones among what is left.
///
/// # Errors
/// If the state's file of records is damaged.
pub(super) fn succession(tonight: &Tonight, previous: &State, owners: &Owners, present: &[bool]) -> anyhow::Result<Succession> {
    let Tonight { records, cluster, fingerprints, known } = tonight;
    let left = (0..).zip(owners.all()).zip(present).filter(|((_, o), is_present)| !**is_present && !o.is_gone && o.old != NOBODY);
    let departed: Vec<Departed> = left.map(|((place, o), _)| Departed { fingerprint: o.fingerprint, old: o.old, place }).collect();
    if departed.is_empty() {
        return Ok(Succession::default());
    }
    let unknown = (0..known.len()).filter(|&row| known[row].is_none() && cluster[row] != NO_CLUSTER);
    let newcomers: Vec<Newcomer> =
        unknown.map(|row| Newcomer { fingerprint: fingerprints[row], cluster: cluster[row], row: row as u32 }).collect();
    let (same, places) = of_the_same_values(departed.clone(), newcomers.clone(), records);
    // Ids and clusters that have something of each other are settled.
    let mut has_heir = vec![false; previous.ledger.len()];
    let mut is_claimed: HashSet<u32> = HashSet::new();
    for (row, known) in known.iter().enumerate().filter(|(row, _)| cluster[*row] != NO_CLUSTER) {
        if let Some(known) = known.filter(|k| k.old != NOBODY) {
            has_heir[known.old as usize] = true;
            is_claimed.insert(cluster[row]);
        }
    }
    for heir in &same {
        has_heir[heir.old as usize] = true;
        is_claimed.insert(cluster[heir.row as usize]);
    }
    let left: Vec<Departed> = departed.into_iter().filter(|d| !has_heir[d.old as usize]).collect();
    let came: Vec<Newcomer> = newcomers.into_iter().filter(|n| !is_claimed.contains(&n.cluster)).collect();
    if left.is_empty() || came.is_empty() {
        return Ok(Succession { same, places, ..Succession::default() });
    }
    let at: Vec<(usize, u32)> = left.iter().map(|d| (d.place as usize, d.old)).collect();
    let edited = edited_since(&at, &came, records, previous)?;
    let olds: HashSet<u32> = edited.iter().map(|heir| heir.old).collect();
    let edited_were = left.iter().filter(|d| olds.contains(&d.old)).count() as u64;
    Ok(Succession { same, places, edited, edited_were })
}

/// What departed records (place in the state, old id), all that is left of their ids, became when they were edited.
///
/// # Errors
/// If the state's file of records is damaged.
pub(super) fn edited_since(
    departed: &[(usize, u32)],
    newcomers: &[Newcomer],
    records: &Records,
    previous: &State,
) -> anyhow::Result<Vec<Heir>> {
    let columns: Vec<Option<String>> = records.fields.iter().map(|field| takes_part(field).then(|| column_name(field))).collect();
    let at: Vec<usize> = departed.iter().map(|d| d.0).collect();
    let before = Before {
        old: departed.iter().map(|d| d.1).collect(),
        channel: at.iter().map(|&place| previous.records.channel.get(place)).collect(),
        said: previous.said(&at, &columns)?,
    };
    Ok(of_edited(&before, newcomers, records))
}

/// A record of the last run that is not there tonight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Departed {
    /// What it said; never 0.
    fingerprint: u64,
    /// The old id it belongs to.
    old: u32,
    /// Its place in the state.
    place: u32,
}

/// A record of tonight that nobody knew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Newcomer {
    /// What it says.
    pub(super) fingerprint: u64,
    /// Its cluster.
    pub(super) cluster: u32,
    /// Its row.
    pub(super) row: u32,
}

/// A newcomer that goes on as an old id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Heir {
    /// Its row.
    pub(super) row: u32,
    /// The old id.
    pub(super) old: u32,
}

/// Newcomers that say what a departed record said, and the places in the state they take.
///
/// Nobody where departed records of several ids, or newcomers of several customers, say the same.
fn of_the_same_values(mut departed: Vec<Departed>, mut newcomers: Vec<Newcomer>, records: &Records) -> (Vec<Heir>, Vec<u32>) {
    departed.sort_unstable();
    newcomers.sort_unstable();
    let (mut heirs, mut places) = (Vec::new(), Vec::new());
    let mut rest = newcomers.as_slice();
    for left in departed.chunk_by(|a, b| a.fingerprint == b.fingerprint) {
        rest = &rest[rest.partition_point(|n| n.fingerprint < left[0].fingerprint)..];
        let came = &rest[..rest.partition_point(|n| n.fingerprint == left[0].fingerprint)];
        let (Some(first), old) = (came.first(), left[0].old) else { continue };
        let is_one = left.iter().all(|d| d.old == old) && came.iter().all(|n| n.cluster == first.cluster);
        if is_one && is_telling(records, first.row as usize) {
            heirs.extend(came.iter().map(|n| Heir { row: n.row, old }));
            places.extend(left.iter().map(|d| d.place));
        }
    }
    (heirs, places)
}

/// Fields beside a name that a record without any number needs for being known by them.
const FIELDS_BESIDE_NAME: usize = 2;

/// Is what a record says its own? A number or the name of a firm is, a name with two more fields is; a bare name is not.
pub(super) fn is_telling(records: &Records, row: usize) -> bool {
    let (mut is_named, mut beside) = (false, 0);
    for field in records.fields.iter().filter(|f| f.matches && f.party == Party::Principal) {
        if own_values(field, row).next().is_none() {
            continue;
        }
        match field.kind {
            kind if is_number(kind) => return true,
            Kind::Company if records.entity[row] == Entity::Organisation => return true,
            Kind::PersonName => is_named = true,
            Kind::BirthDate | Kind::Address | Kind::Company => beside += 1,
            _ => {}
        }
    }
    is_named && beside >= FIELDS_BESIDE_NAME
}

/// Values that are somebody's own.
fn own_values(field: &Field, row: usize) -> impl Iterator<Item = &str> {
    let is_own = |code: &u32| *code != 0 && matches!(field.dict.class(*code), Class::Valid | Class::Possible);
    field.values.get(row).iter().filter(move |code| is_own(code)).map(|&code| field.dict.text(code))
}

fn is_number(kind: Kind) -> bool {
    matches!(kind, Kind::Phone | Kind::Email | Kind::MemberId | Kind::AccountId | Kind::NationalId | Kind::TaxId)
}

/// Values of one customer's records in one channel, by field.
type Said<'a> = BTreeMap<usize, BTreeSet<&'a str>>;

/// Departed records of ids that nothing else is left of; columns of equal length.
struct Before<'a> {
    /// The old id of each.
    old: Vec<u32>,
    /// Its channel.
    channel: Vec<&'a str>,
    /// For each field of tonight's records what it said there, joined by `|`; `None` where that is not known.
    said: Vec<Option<TextColumn>>,
}

/// Newcomers that are what a departed record became when it was edited. The clusters of `newcomers` hold nobody who was known.
fn of_edited(before: &Before, newcomers: &[Newcomer], records: &Records) -> Vec<Heir> {
    let mut left: BTreeMap<(&str, u32), Said> = BTreeMap::new();
    let mut holders: BTreeMap<(&str, usize, &str), BTreeSet<u32>> = BTreeMap::new();
    for (i, (&old, &channel)) in before.old.iter().zip(&before.channel).enumerate() {
        for (f, column) in before.said.iter().enumerate() {
            let texts = column.as_ref().map_or("", |column| column.get(i));
            for text in texts.split('|').filter(|text| !text.is_empty()) {
                left.entry((channel, old)).or_default().entry(f).or_default().insert(text);
                if is_number(records.fields[f].kind) {
                    holders.entry((channel, f, text)).or_default().insert(old);
                }
            }
        }
    }
    let mut came: BTreeMap<(&str, u32), (Vec<u32>, Said)> = BTreeMap::new();
    for &Newcomer { row, cluster, .. } in newcomers {
        let of_cluster = came.entry((records.channel_name(row as usize), cluster)).or_default();
        of_cluster.0.push(row);
        for (f, field) in records.fields.iter().enumerate().filter(|(_, field)| takes_part(field)) {
            of_cluster.1.entry(f).or_default().extend(own_values(field, row as usize));
        }
    }
    let mut pairs: Vec<(u32, u32, &[u32])> = Vec::new();
    for ((channel, cluster), (rows, said)) in &came {
        let near: BTreeSet<u32> = said
            .iter()
            .flat_map(|(&f, texts)| texts.iter().map(move |&text| (f, text)))
            .filter_map(|(f, text)| holders.get(&(*channel, f, text)))
            .flatten()
            .copied()
            .collect();
        pairs.extend(
            near.into_iter()
                .filter(|&old| goes_on(&left[&(*channel, old)], said, records))
                .map(|old| (old, *cluster, rows.as_slice())),
        );
    }
    let count = |of: fn(&(u32, u32, &[u32])) -> u32| {
        pairs.iter().fold(BTreeMap::<u32, u32>::new(), |mut counts, pair| {
            *counts.entry(of(pair)).or_default() += 1;
            counts
        })
    };
    let (of_old, of_cluster) = (count(|p| p.0), count(|p| p.1));
    let only = pairs.iter().filter(|(old, cluster, _)| of_old[old] == 1 && of_cluster[cluster] == 1);
    only.flat_map(|&(old, _, rows)| rows.iter().map(move |&row| Heir { row, old })).collect()
}

/// Is it a field an edited record may be known by?
fn takes_part(field: &Field) -> bool {
    let names = matches!(field.kind, Kind::PersonName | Kind::Company | Kind::BirthDate | Kind::Address);
    field.matches && field.party == Party::Principal && (names || is_number(field.kind))
}

/// Is this what that record became? A national id or tax number says so alone. With the name it takes a number; without a
/// name on one of the sides two; against another name, which may be another of the family, two numbers and the birth
/// date, or three numbers.
fn goes_on(was: &Said, is: &Said, records: &Records) -> bool {
    let (mut numbers, mut is_born_alike, mut names) = (0, false, Names::Missing);
    for (f, texts) in was {
        let kind = records.fields[*f].kind;
        let Some(now) = is.get(f).filter(|now| !now.is_empty()) else { continue };
        let is_shared = !texts.is_disjoint(now);
        match kind {
            Kind::NationalId | Kind::TaxId if is_shared => return true,
            Kind::BirthDate => is_born_alike = is_shared,
            Kind::PersonName => names = if is_shared { Names::Equal } else { Names::Differ },
            Kind::Company if matches!(names, Names::Missing) => names = if is_shared { Names::Equal } else { Names::Missing },
            kind if is_number(kind) => numbers += u32::from(is_shared),
            _ => {}
        }
    }
    match names {
        Names::Equal => numbers >= 1,
        Names::Missing => numbers >= 2,
        Names::Differ => numbers >= 3 || numbers >= 2 && is_born_alike,
    }
}

/// How the names of two records stand.
enum Names {
    Equal,
    Differ,
    Missing,
}

#[cfg(test)]
#[path = "heirs_tests.rs"]
mod tests;
