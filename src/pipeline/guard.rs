//! Keeps erased people out: rows that tombstones know end as rejects with the reason `erased` and without their text.
//!
//! Rows whose source key is marked go before anything is read out of them. A row that is known by name and contact only
//! is found after normalising; then all is normalised once more without it, so that nothing of it is left anywhere, and
//! its source key is marked, so that the next night needs no second pass.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};

use super::consolidate::normalise;
use super::failure::Failure;
use super::inputs::Inputs;
use super::stages::Stages;
use crate::deliver;
use crate::model::raw::RawReject;
use crate::normalise::records::{self, Normalised, Told};
use crate::registry::{Mark, TombstoneKey, Tombstones};
use crate::rules::Rules;

/// Names the key file; it goes before `[erase] key_file`.
pub(super) const KEY_VARIABLE: &str = "GUIYI_TOMBSTONE_KEY";

/// Why a row is rejected.
const ERASED: &str = "erased";

/// Tombstones and their key.
pub(super) struct Guard {
    key: TombstoneKey,
    stones: Tombstones,
    learned: BTreeSet<Mark>,
}

/// The guard of a project; `None` if nobody was ever erased.
///
/// # Errors
/// If there are tombstones and not the key they were made with: without it erased people would come back.
pub(super) fn guard(rules: &Rules, out: &Path) -> anyhow::Result<Option<Guard>> {
    let Some(stones) = Tombstones::read(out)? else { return Ok(None) };
    let hint = format!("hint: set `key_file` in [erase] or the variable {KEY_VARIABLE} to the key that `guiyi erase` was run with");
    let path = key_path(rules)?.ok_or_else(|| anyhow!("people were erased here, and no key is configured\n\n{hint}"))?;
    let key =
        read_key(&path)?.ok_or_else(|| anyhow!("people were erased here, and there is no key `{}`\n\n{hint}", path.display()))?;
    check_key(&key, &stones)?;
    Ok(Some(Guard { key, stones, learned: BTreeSet::new() }))
}

/// A key must be the one the marks were made with.
pub(super) fn check_key(key: &TombstoneKey, stones: &Tombstones) -> anyhow::Result<()> {
    if stones.fingerprint == key.fingerprint() {
        return Ok(());
    }
    Err(anyhow!(
        "the tombstones were made with key {}, not with key {}\n\nhint: the right key is needed to keep erased people out",
        stones.fingerprint,
        key.fingerprint()
    ))
}

/// Where the key is; `None` if nothing says so.
///
/// # Errors
/// If it lies inside the project, where copies and backups of the project would take it along.
pub(super) fn key_path(rules: &Rules) -> anyhow::Result<Option<PathBuf>> {
    let named = std::env::var_os(KEY_VARIABLE).filter(|v| !v.is_empty()).map(PathBuf::from);
    let Some(path) = named.or_else(|| rules.erase.key_file.as_ref().map(|file| rules.root.join(file))) else { return Ok(None) };
    let absolute = std::path::absolute(&path).with_context(|| format!("key `{}` cannot be found", path.display()))?;
    // Neither the file nor its folder need be there yet: what is there of the path tells.
    let there = absolute.ancestors().skip(1).find_map(|folder| folder.canonicalize().ok());
    let root = rules.root.canonicalize().with_context(|| format!("`{}` cannot be found", rules.root.display()))?;
    if there.is_some_and(|folder| folder.starts_with(root)) {
        let hint = "hint: keep it where copies of the project do not take it along, such as `/etc/guiyi/tombstone.key`";
        return Err(anyhow!("key `{}` lies inside the project\n\n{hint}", path.display()));
    }
    Ok(Some(path))
}

/// Reads the key; `None` if there is no such file.
pub(super) fn read_key(path: &Path) -> anyhow::Result<Option<TombstoneKey>> {
    let Some(text) = deliver::secret(path)? else { return Ok(None) };
    let key = TombstoneKey::read(&text);
    key.map(Some).ok_or_else(|| anyhow!("key `{}` is too short\n\nhint: at least 32 characters", path.display()))
}

impl Guard {
    /// The list with what was learned tonight; `None` if nothing was.
    pub fn learned(&self) -> Option<Tombstones> {
        let mut stones = self.stones.clone();
        let before = stones.marks.len();
        stones.marks.extend(&self.learned);
        (stones.marks.len() > before).then_some(stones)
    }
}

/// Normalises all tables without the rows of erased people, and lets go of the cells.
pub(super) fn normalise_living(
    inputs: &mut Inputs,
    guard: Option<&mut Guard>,
    told: Told,
    stages: &Stages,
) -> Result<Normalised, Failure> {
    let Some(guard) = guard else { return normalise(&mut inputs.tables, told, stages) };
    let mut rows: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for table in &inputs.tables {
        let keys: Vec<&str> = table.source_key.iter().collect();
        let marked = guard.stones.marked_sources(&guard.key, &table.mapping.channel, keys);
        if !marked.is_empty() {
            rows.insert(table.file.clone(), marked.into_iter().map(|row| table.rows[row]).collect());
        }
    }
    refuse(inputs, &rows);
    loop {
        let data = stages.room("normalise", || records::records_told(&inputs.tables, told, stages.watch))?;
        let marked = guard.stones.marked_persons(&guard.key, &data.records);
        if marked.is_empty() {
            inputs.tables.iter_mut().for_each(crate::model::shaped::ChannelTable::release_cells);
            return Ok(data);
        }
        let mut rows: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        for row in marked {
            let records = &data.records;
            guard.learned.insert(guard.key.source(records.channel_name(row), records.source_key.get(row)));
            let file = &records.files[records.file[row] as usize];
            rows.entry(file.clone()).or_default().insert(records.row[row]);
        }
        refuse(inputs, &rows);
    }
}

/// Turns rows (data record numbers by file) into rejects, and forgets them.
fn refuse(inputs: &mut Inputs, rows: &BTreeMap<String, BTreeSet<u32>>) {
    for (file, numbers) in rows {
        for table in inputs.tables.iter_mut().filter(|t| t.file == *file) {
            let keep: Vec<bool> = table.rows.iter().map(|number| !numbers.contains(number)).collect();
            let gone = table.rows.iter().filter(|number| numbers.contains(number));
            let rejects: Vec<RawReject> =
                gone.map(|&row| RawReject { row, reason: ERASED, column: String::new(), raw: String::new() }).collect();
            table.retain(&keep);
            table.rejects.extend(rejects);
            table.rejects.sort_by_key(|r| r.row);
        }
        for memory in &mut inputs.memories {
            memory.forget(file, numbers);
        }
    }
}
