//! Records that people named by a key which is no longer there: decisions and tags follow them to the key they go on under.
//!
//! Comes in: tonight's records, the last run's state, what people named. Goes out: for each identity that is not there the
//! one it goes on as, if that is certain. See [`super::heirs`] for when it is.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::decisions::{Decision, Identity};
use crate::model::records::Records;

use super::heirs::{self, Newcomer};
use super::identity::{fingerprints, identity};
use super::owners::{Index, Owners};
use super::state::State;

/// A record by channel and source key.
type Key = (String, String);

impl State {
    /// Takes in which records people named, and finds the rows that those which are not there go on as.
    ///
    /// # Errors
    /// If the state's file of records is damaged.
    pub fn follow(&mut self, named: BTreeSet<Key>, records: &Records) -> anyhow::Result<()> {
        let rows = rows(&named, records, self)?;
        self.named = named.into_iter().map(|key| (key.clone(), rows.get(&key).copied())).collect();
        Ok(())
    }

    /// The decisions with every record under the key it has tonight; one that is gone for good stays as it is.
    #[must_use]
    pub fn followed(&self, decisions: &[Decision], records: &Records) -> Vec<Decision> {
        let at = |row: u32| Identity {
            channel: records.channel_name(row as usize).to_owned(),
            source_key: records.source_key.get(row as usize).to_owned(),
        };
        let now = |id: &Identity| {
            let row = self.named.get(&(id.channel.clone(), id.source_key.clone())).copied().flatten();
            row.map_or_else(|| id.clone(), at)
        };
        let followed = |d: &Decision| {
            let (a, b) = (now(&d.a), now(&d.b));
            // One about a record and itself says nothing.
            if a == b { d.clone() } else { Decision { a, b, ..d.clone() } }
        };
        decisions.iter().map(followed).collect()
    }
}

/// Rows that named records go on as which are not there tonight.
fn rows(named: &BTreeSet<Key>, records: &Records, state: &State) -> anyhow::Result<BTreeMap<Key, u32>> {
    let mut missing: BTreeMap<(&str, &str), &Key> = named.iter().map(|key| ((key.0.as_str(), key.1.as_str()), key)).collect();
    for row in 0..records.len() {
        if missing.is_empty() {
            return Ok(BTreeMap::new());
        }
        missing.remove(&(records.channel_name(row), records.source_key.get(row)));
    }
    let before = &state.records;
    let place = |i: usize| missing.get(&(before.channel.get(i), before.source_key.get(i))).map(|id| (i, *id));
    let places: Vec<(usize, &Key)> = (0..before.customer.len()).filter_map(place).collect();
    if places.is_empty() {
        return Ok(BTreeMap::new());
    }
    let says = fingerprints(records);
    let mut rows: HashMap<u64, Option<usize>> = places.iter().map(|(i, _)| (before.fingerprint[*i], None)).collect();
    rows.remove(&0);
    for (row, says) in says.iter().enumerate() {
        if let Some(first) = rows.get_mut(says).filter(|first| first.is_none()) {
            *first = heirs::is_telling(records, row).then_some(row);
        }
    }
    let mut now = BTreeMap::new();
    let mut edited = Vec::new();
    for (i, id) in places {
        match rows.get(&before.fingerprint[i]).copied().flatten() {
            Some(row) => drop(now.insert(id.clone(), row as u32)),
            None => edited.push((i, id)),
        }
    }
    // What was there in the last run may have been edited since; that is, of one that went on before, what it went on as.
    let there: HashMap<u64, usize> = (0..before.customer.len())
        .filter(|&i| before.gone[i].is_none() && rows.contains_key(&before.fingerprint[i]))
        .map(|i| (before.fingerprint[i], i))
        .collect();
    let last = |i: usize| if before.gone[i].is_none() { Some(i) } else { there.get(&before.fingerprint[i]).copied() };
    let edited: Vec<(usize, &Key)> = edited.into_iter().filter_map(|(i, id)| Some((last(i)?, id))).collect();
    // Or it is there, and says something else.
    let mut keys: BTreeMap<(&str, &str), Vec<&Key>> = BTreeMap::new();
    for &(i, key) in &edited {
        keys.entry((before.channel.get(i), before.source_key.get(i))).or_default().push(key);
    }
    for row in (0..records.len()).filter(|_| !keys.is_empty()) {
        for key in keys.get(&(records.channel_name(row), records.source_key.get(row))).into_iter().flatten() {
            now.entry((*key).clone()).or_insert(row as u32);
        }
    }
    let edited: Vec<(usize, &Key)> = edited.into_iter().filter(|(_, key)| !now.contains_key(*key)).collect();
    if !edited.is_empty() {
        let ledger = Index::of(&state.ledger);
        let owners = Owners::of(before, &ledger);
        let mut buffer = Vec::new();
        let mut is_new =
            |row: usize| owners.find(identity(records.channel_name(row), records.source_key.get(row), &mut buffer)).is_none();
        let mut alike: HashMap<u64, u32> = HashMap::new();
        let mut newcomers = Vec::new();
        for row in (0..records.len()).filter(|&row| is_new(row)) {
            let next = alike.len() as u32;
            // Rows that say the same are one.
            let cluster = *alike.entry(says[row]).or_insert(next);
            newcomers.push(Newcomer { fingerprint: says[row], cluster, row: row as u32 });
        }
        // So are those that said the same before.
        let places: BTreeMap<u64, usize> = edited.iter().map(|&(i, _)| (before.fingerprint[i], i)).collect();
        let departed: Vec<(usize, u32)> = places.values().copied().zip(0..).collect();
        for heir in heirs::edited_since(&departed, &newcomers, records, state)? {
            let said = before.fingerprint[departed[heir.old as usize].0];
            for (_, key) in edited.iter().filter(|(i, _)| before.fingerprint[*i] == said) {
                now.entry((*key).clone()).or_insert(heir.row);
            }
        }
    }
    Ok(now)
}
