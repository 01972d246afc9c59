//! `history` and `rollback`: the published runs of a project, and going back to one of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::anyhow;
use serde::Serialize;

use super::failure::Failure;
use super::published::{Published, current_id, last, published, run_ids};
use crate::deliver::{self, Manifest};
use crate::registry::{self, LedgerRow};
use crate::rules;

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// `out/current` points to it.
    Current,
    /// The current run builds on it.
    Earlier,
    /// The current run does not build on it: somebody went back to one before it.
    RolledBack,
}

/// One published run.
#[derive(Debug, Clone, Serialize)]
pub struct PastRun {
    /// Where it stands.
    pub standing: Standing,
    /// Bytes its folder takes.
    pub bytes: u64,
    /// Its `run.json`: counts, KPIs, gates, inputs.
    pub manifest: Manifest,
}

/// The published runs of a project, oldest first.
///
/// # Errors
/// If the project's rules cannot be read.
pub fn history(project: &Path) -> Result<Vec<PastRun>, Failure> {
    let rules = rules::load(project)?;
    let out = rules.root.join(&rules.project.out);
    // The list is there for going back, too: the current run need not be whole.
    let current = current_id(&out).and_then(|id| published(&out, id));
    let line = line_of(&out, current.as_ref());
    let runs = run_ids(&out).into_iter().filter_map(|id| published(&out, id)).map(|run| {
        let standing = match &current {
            Some(current) if current.run_id == run.run_id => Standing::Current,
            _ if line.contains(&run.run_id) => Standing::Earlier,
            _ => Standing::RolledBack,
        };
        PastRun { standing, bytes: bytes_of(&run.folder), manifest: run.manifest }
    });
    Ok(runs.collect())
}

/// The current run and all it builds on.
fn line_of(out: &Path, current: Option<&Published>) -> BTreeSet<String> {
    let mut line = BTreeSet::new();
    let mut next = current.map(|c| (c.run_id.clone(), c.manifest.previous_run.clone()));
    while let Some((id, before)) = next {
        if !line.insert(id) || before.is_empty() {
            break;
        }
        next = Some((before.clone(), published(out, before).map(|run| run.manifest.previous_run).unwrap_or_default()));
    }
    line
}

fn bytes_of(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| if entry.path().is_dir() { bytes_of(&entry.path()) } else { entry.metadata().map_or(0, |m| m.len()) }).sum()
}

/// The run a word names: an id, the beginning of exactly one, or `current`.
pub(super) fn named(out: &Path, word: &str) -> Result<Published, Failure> {
    let hint = "hint: `guiyi history` lists the runs";
    if word == "current" {
        return last(out)?.ok_or_else(|| anyhow!("nothing was published yet\n\n{hint}").into());
    }
    let ids = run_ids(out);
    let fits: Vec<&String> =
        ids.iter().filter(|id| id.as_str() == word).chain(ids.iter().filter(|id| id.starts_with(word))).collect();
    match fits.as_slice() {
        [] => Err(anyhow!("there is no run `{word}`\n\n{hint}").into()),
        [id, others @ ..] if id.as_str() == word || others.is_empty() => {
            published(out, (*id).clone()).ok_or_else(|| anyhow!("run `{id}` has no readable run.json\n\n{hint}").into())
        }
        several => Err(anyhow!("{} runs begin with `{word}`\n\n{hint}", several.len()).into()),
    }
}

/// What a rollback did.
#[derive(Debug, Clone)]
pub struct RolledBack {
    /// The run that was current.
    pub from: String,
    /// The run that is current now.
    pub to: String,
    /// Ids that are withdrawn for good.
    pub withdrawn: u64,
}

/// Ids of every readable run after this one, for a current run whose ledger is damaged: what it gave itself is in its master.
fn given_after(out: &Path, to: &Published) -> Vec<LedgerRow> {
    let mut rows = Vec::new();
    for id in run_ids(out).into_iter().filter(|id| *id > to.run_id) {
        let folder = out.join("runs").join(id);
        match registry::load(&folder.join("state")) {
            Ok(state) => rows.extend(state.into_iter().flat_map(|state| state.ledger)),
            Err(_) => rows.extend(registry::ids_of_master(&folder)),
        }
    }
    rows
}

/// Points `current` back to an earlier run. The next run builds on it; ids given since then are never used again.
///
/// # Errors
/// If there is no such run, it is current already, the state of the run to go back to cannot be used, or another run holds the lock.
pub fn rollback(project: &Path, run: &str) -> Result<RolledBack, Failure> {
    let rules = rules::load(project)?;
    let out = rules.root.join(&rules.project.out);
    if !out.is_dir() {
        return Err(anyhow!("nothing was published yet\n\nhint: `guiyi run` publishes").into());
    }
    let hold = deliver::hold(&out)?;
    let from = current_id(&out).unwrap_or_default();
    let to = if run == "current" { named(&out, &from)? } else { named(&out, run)? };
    if from == to.run_id {
        return Err(anyhow!("run `{from}` is current already").into());
    }
    let ledger = |folder: &Path| -> anyhow::Result<_> {
        Ok(registry::load(&folder.join("state"))?.map(|state| state.ledger).unwrap_or_default())
    };
    let listed = registry::withdrawn(&out)?;
    let left = ledger(&out.join("runs").join(&from)).unwrap_or_else(|_| given_after(&out, &to));
    let withdrawn = registry::withdraw(&listed, &left, &ledger(&to.folder)?);
    // Written first: a kill in between leaves ids on the list that the current run knows, and those stay what they are.
    hold.replace(registry::WITHDRAWN_FILE, registry::withdrawn_text(&withdrawn).as_bytes())?;
    hold.point(&to.run_id)?;
    Ok(RolledBack { from, to: to.run_id, withdrawn: (withdrawn.len() - listed.len()) as u64 })
}
