//! Which folders of `out/runs` may go: leftovers of killed runs, and runs beyond those to keep.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::claim::{MANIFEST, current_of};
use super::error::DeliverError;
use super::folder;
use super::manifest::Manifest;

/// Which published runs stay.
#[derive(Debug, Clone, Copy)]
pub struct Keep {
    /// At most this many, the new one counted.
    pub runs: u32,
    /// Only those that look from this moment or a later one, milliseconds since the epoch; `None` = of any age.
    pub since_ms: Option<i64>,
}

impl From<u32> for Keep {
    fn from(runs: u32) -> Self {
        Self { runs, since_ms: None }
    }
}

/// Ending of a folder that is being written or removed. Whoever holds the lock may remove it.
pub(super) const PARTIAL: &str = ".partial";

/// The hidden name under which `name` is written or removed.
pub(super) fn partial_name(name: &str) -> String {
    format!(".{name}{PARTIAL}")
}

/// Names the run that is just being published: it has its place already, but may not be current yet.
const PUBLISHING: &str = ".publishing";

/// Writes down, durably, which run is about to get its place.
pub(super) fn announce(runs: &Path, run_id: &str) -> Result<(), DeliverError> {
    let mark = runs.join(PUBLISHING);
    let mut file = folder::create(&mark)?;
    file.write_all(run_id.as_bytes()).and_then(|()| file.sync_all()).map_err(DeliverError::io("write", &mark))?;
    folder::sync(runs)
}

/// Takes the mark off once the run is current.
pub(super) fn settle(runs: &Path) -> Result<(), DeliverError> {
    let mark = runs.join(PUBLISHING);
    match fs::remove_file(&mark) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(DeliverError::io("remove", &mark)(e)),
        _ => Ok(()),
    }
}

/// Removes a run that a kill caught between its place and `current`: nobody has ever seen it, and the next run starts from
/// the one before.
fn unseen(runs: &Path) -> Result<(), DeliverError> {
    let Ok(run_id) = fs::read_to_string(runs.join(PUBLISHING)) else { return Ok(()) };
    let is_name = !run_id.is_empty() && !run_id.starts_with('.') && !run_id.contains('/');
    let place = runs.join(&run_id);
    if is_name && place.is_dir() && current_of(runs.parent().unwrap_or(runs)) != run_id {
        let hidden = runs.join(partial_name(&run_id));
        fs::rename(&place, &hidden).map_err(DeliverError::io("remove", &place))?;
        folder::remove(&hidden).map_err(DeliverError::io("remove", &hidden))?;
    }
    settle(runs)
}

/// Removes what killed runs left in `runs`. Only called while holding the lock.
pub(super) fn leftovers(runs: &Path) -> Result<(), DeliverError> {
    unseen(runs)?;
    for entry in entries(runs)? {
        let name = name_of(&entry);
        if name.starts_with('.') && name.ends_with(PARTIAL) {
            folder::remove(&entry).map_err(DeliverError::io("remove", &entry))?;
        }
    }
    Ok(())
}

/// Removes the oldest published runs, by name, so that with one more there are at most `keep.runs`, and those that are too
/// old; never `current`.
pub(super) fn old_runs(runs: &Path, current: &str, keep: Keep) -> Result<(), DeliverError> {
    let mut published: Vec<PathBuf> = entries(runs)?.into_iter().filter(|p| p.is_dir() && !name_of(p).starts_with('.')).collect();
    let held = published.iter().any(|p| name_of(p) == current);
    published.retain(|p| name_of(p) != current);
    published.sort();
    let others = (keep.runs as usize).saturating_sub(1 + usize::from(held));
    let is_old = |run: &Path| keep.since_ms.is_some_and(|since| moment_of(run).is_some_and(|at| at < since));
    for (_, old) in published.iter().rev().enumerate().filter(|(i, run)| *i >= others || is_old(run)) {
        // First out of sight, then away: a kill in between leaves a leftover, not half a run.
        let hidden = runs.join(partial_name(&name_of(old)));
        fs::rename(old, &hidden).map_err(DeliverError::io("remove", old))?;
        folder::remove(&hidden).map_err(DeliverError::io("remove", &hidden))?;
    }
    Ok(())
}

/// The moment a published run looked from; `None` if it does not say, and then it is of no age.
fn moment_of(run: &Path) -> Option<i64> {
    let manifest = Manifest::read(&run.join(MANIFEST))?;
    chrono::DateTime::parse_from_rfc3339(&manifest.as_of).ok().map(|at| at.timestamp_millis())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, DeliverError> {
    let list = fs::read_dir(folder).map_err(DeliverError::io("read folder", folder))?;
    list.map(|entry| entry.map(|e| e.path()).map_err(DeliverError::io("read folder", folder))).collect()
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}
