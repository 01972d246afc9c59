//! The state of the last published run, as far as ids need it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::model::publish::{STATE_FORMAT_OLDEST, STATE_FORMAT_VERSION};
use crate::model::text::TextColumn;

use super::id::CustomerId;
use super::ledger::{LedgerRow, Status};
use super::pages::PagedFile;

/// File in `state/` that holds the number of the layout, and nothing else.
pub const VERSION_FILE: &str = "format_version";

/// What is known from the last published run.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Every id ever given, ascending by id.
    pub ledger: Vec<LedgerRow>,
    /// Every record that belongs, or belonged, to a customer.
    pub records: Known,
    /// The file the records come from, for what is asked for seldom; `None` if they come from no file.
    pub records_file: Option<PathBuf>,
    /// Records that people named, by channel and source key, with the row that one goes on as which is not there.
    pub named: BTreeMap<(String, String), Option<u32>>,
}

/// Records of the last run and the customers they belong to; columns of equal length.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Channel of each record.
    pub channel: TextColumn,
    /// Source key of each record.
    pub source_key: TextColumn,
    /// Customer of each record.
    pub customer: Vec<CustomerId>,
    /// Number of the run from which on the record was missing; `None` if it was there.
    pub gone: Vec<Option<u32>>,
    /// Fingerprint of each record; of one that was missing that of the record it goes on as, 0 if there is none.
    pub fingerprint: Vec<u64>,
    /// Row of each record in the file it comes from.
    pub file_row: Vec<u32>,
}

impl State {
    /// Number of the last run, 0 before the first.
    #[must_use]
    pub fn run(&self) -> u32 {
        self.ledger.iter().map(|row| row.seen.max(row.born)).max().unwrap_or(0)
    }

    /// Did people name this known record?
    pub(super) fn is_named(&self, place: usize) -> bool {
        !self.named.is_empty() && self.named.contains_key(&self.key(place))
    }

    /// The row that a known record goes on as which people named and which is not there.
    pub(super) fn goes_on_at(&self, place: usize) -> Option<u32> {
        if self.named.is_empty() { None } else { self.named.get(&self.key(place)).copied().flatten() }
    }

    fn key(&self, place: usize) -> (String, String) {
        (self.records.channel.get(place).to_owned(), self.records.source_key.get(place).to_owned())
    }

    /// What these known records said in these columns; `None` for a column that was not kept.
    ///
    /// # Errors
    /// If the file is damaged.
    pub(super) fn said(&self, places: &[usize], columns: &[Option<String>]) -> anyhow::Result<Vec<Option<TextColumn>>> {
        let Some(path) = &self.records_file else { return Ok(vec![None; columns.len()]) };
        let file = PagedFile::open(path)?;
        let kept: BTreeSet<&str> = file.names().collect();
        let pick = |name: &String| {
            let column = file.texts(name)?;
            let codes = places.iter().map(|&place| column.codes[self.records.file_row[place] as usize]).collect();
            Ok(TextColumn { codes, values: column.values })
        };
        columns.iter().map(|name| name.as_ref().filter(|name| kept.contains(name.as_str())).map(pick).transpose()).collect()
    }
}

/// Reads `state/` of the last published run; `None` if there is no such folder.
///
/// # Errors
/// If the layout is of a newer program, or a file is missing or damaged.
pub fn load(state_dir: &Path) -> anyhow::Result<Option<State>> {
    if !state_dir.exists() {
        return Ok(None);
    }
    check_version(&state_dir.join(VERSION_FILE))?;
    let context = || format!("the state of the last run in `{}` cannot be used", state_dir.display());
    let records_file = state_dir.join("records.parquet");
    let (ledger, records) = rayon::join(|| ledger(&state_dir.join("ids.parquet")), || known(&records_file));
    let (ledger, records) = (ledger.with_context(context)?, records.with_context(context)?);
    Ok(Some(State { ledger, records, records_file: Some(records_file), named: BTreeMap::new() }))
}

fn check_version(path: &Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let version: u32 = text.trim().parse().with_context(|| format!("`{}` holds no version number", path.display()))?;
    if version < STATE_FORMAT_OLDEST {
        bail!(
            "`{}`: the state has format {version}, which this program no longer reads\n\nhint: move `out` away and start anew",
            path.display()
        );
    }
    if version > STATE_FORMAT_VERSION {
        bail!(
            "`{}`: the state has format {version}, this program knows formats up to {STATE_FORMAT_VERSION}\n\nhint: use the program \
             that wrote it, or a newer one",
            path.display()
        );
    }
    Ok(())
}

fn ledger(path: &Path) -> anyhow::Result<Vec<LedgerRow>> {
    let file = PagedFile::open(path)?;
    let [ids, status, redirect] = file.several(["customer_id", "status", "redirect"], PagedFile::texts)?;
    let [born, seen] = file.several(["born", "seen"], PagedFile::numbers)?;
    let mut rows = Vec::with_capacity(ids.len());
    for i in 0..ids.len() {
        let word = status.get(i);
        let Some(&(status, _)) = Status::ALL.iter().find(|(_, name)| *name == word) else {
            bail!("`{}`: unknown status `{word}`", path.display());
        };
        let redirect = redirect.get(i);
        rows.push(LedgerRow {
            id: id(ids.get(i), path)?,
            born: run_number(born[i], path)?,
            seen: run_number(seen[i], path)?,
            status,
            redirect: if redirect.is_empty() { None } else { Some(id(redirect, path)?) },
        });
    }
    rows.sort_unstable_by_key(|row| row.id);
    Ok(rows)
}

fn known(path: &Path) -> anyhow::Result<Known> {
    let file = PagedFile::open(path)?;
    let [channel, source_key, customers] = file.several(["channel", "source_key", "customer_id"], PagedFile::texts)?;
    let [gone, fingerprint] = file.several(["gone", "fingerprint"], PagedFile::numbers)?;
    let mut ids: Vec<Option<CustomerId>> = vec![None; customers.values.len()];
    for (code, text) in customers.values.iter().skip(1) {
        ids[code as usize] = Some(id(text, path)?);
    }
    let owned: Vec<usize> = (0..customers.len()).filter(|&i| customers.codes[i] != 0).collect();
    let pick = |column: TextColumn| TextColumn { codes: owned.iter().map(|&i| column.codes[i]).collect(), values: column.values };
    Ok(Known {
        channel: pick(channel),
        source_key: pick(source_key),
        customer: owned.iter().filter_map(|&i| ids[customers.codes[i] as usize]).collect(),
        fingerprint: owned.iter().map(|&i| fingerprint[i].map_or(0, i64::cast_unsigned)).collect(),
        file_row: owned.iter().map(|&i| i as u32).collect(),
        gone: owned.iter().map(|&i| gone[i].map(|n| run_number(Some(n), path)).transpose()).collect::<Result<_, _>>()?,
    })
}

fn id(text: &str, path: &Path) -> anyhow::Result<CustomerId> {
    CustomerId::parse(text).with_context(|| format!("`{}`: `{text}` is no customer id", path.display()))
}

fn run_number(number: Option<i64>, path: &Path) -> anyhow::Result<u32> {
    number.and_then(|n| u32::try_from(n).ok()).with_context(|| format!("`{}`: a run number is missing", path.display()))
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
