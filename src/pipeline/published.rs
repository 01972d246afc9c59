//! What is known of the last published run: its id, manifest and folder; and the name of the next one.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Timelike as _};

use crate::deliver::{Hold, Manifest};
use crate::model::hash::hash64;

/// The last published run of a project.
pub(super) struct Published {
    /// Its id.
    pub run_id: String,
    /// `out/runs/<run_id>`.
    pub folder: PathBuf,
    /// Its `run.json`.
    pub manifest: Manifest,
}

/// Files that the next run cannot do without: without them it would begin anew, and nobody would keep an id.
const NEEDED: [&str; 4] = ["master.parquet", "state/format_version", "state/ids.parquet", "state/records.parquet"];

/// What to do about a last run that is not whole.
const GO_BACK: &str =
    "hint: restore it from a copy, or go back: `guiyi history` lists the runs, and `guiyi rollback RUN` makes one of them current";

/// Where `out/current` points; `None` before the first run. A flow that will publish asks only while it holds the lock.
///
/// # Errors
/// If there was a run and it is not whole, or nothing says which it was.
pub(super) fn last(out: &Path) -> anyhow::Result<Option<Published>> {
    let link = out.join("current");
    if link.symlink_metadata().is_err() {
        // A first run that was killed before it was pointed to is made again; later ones follow one that was.
        let follows = |run: &Published| !run.manifest.previous_run.is_empty();
        if run_ids(out).into_iter().filter_map(|id| published(out, id)).any(|run| follows(&run)) {
            bail!("`{}` is missing, and there are runs\n\n{GO_BACK}", link.display());
        }
        return Ok(None);
    }
    let Some(run_id) = current_id(out) else {
        bail!(
            "`{}` is no link to a run\n\nhint: copies must keep links; remove it, and `guiyi rollback RUN` makes it anew",
            link.display()
        );
    };
    let manifest = out.join("runs").join(&run_id).join("run.json");
    let run = published(out, run_id).ok_or_else(|| anyhow!("`{}` is missing or damaged\n\n{GO_BACK}", manifest.display()))?;
    let is_lost = |name: &&&str| run.manifest.files.iter().any(|file| file == **name) && !run.folder.join(name).exists();
    match NEEDED.iter().find(is_lost) {
        Some(name) => Err(anyhow!("`{}` is missing\n\n{GO_BACK}", run.folder.join(name).display())),
        None => Ok(Some(run)),
    }
}

/// The id of the run that `out/current` names, be it whole or not.
pub(super) fn current_id(out: &Path) -> Option<String> {
    Some(fs::read_link(out.join("current")).ok()?.file_name()?.to_string_lossy().into_owned())
}

/// A published run by its id; `None` if there is none of that name.
pub(super) fn published(out: &Path, run_id: String) -> Option<Published> {
    let folder = out.join("runs").join(&run_id);
    let manifest = Manifest::read(&folder.join("run.json"))?;
    Some(Published { run_id, folder, manifest })
}

/// Ids of all runs that are there, in order. Ids ascend in the order of publishing.
pub(super) fn run_ids(out: &Path) -> Vec<String> {
    let entries = fs::read_dir(out.join("runs")).into_iter().flatten().flatten();
    let names = entries.filter(|e| e.path().is_dir()).map(|e| e.file_name().to_string_lossy().into_owned());
    let mut ids: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
    ids.sort();
    ids
}

/// How a moment is written in an id.
const MOMENT: &str = "%Y%m%dT%H%M%SZ";

/// The id of the next run: the moment it looks from, and four hex digits that depend on it, on the run before and on the
/// version. The same history gives the same ids. Ids always ascend: where the moment is not after that of every run
/// there is (a clock went backwards, `--as-of` names an earlier day), the second after the latest is taken.
pub(super) fn next_id(hold: &Hold, as_of_ms: i64, previous: Option<&str>) -> String {
    let ids = run_ids(hold.out());
    let moments = ids.iter().map(String::as_str).chain(previous).filter_map(|id| id.split_once('-').map(|(moment, _)| moment));
    let latest = moments.filter_map(|text| NaiveDateTime::parse_from_str(text, MOMENT).ok()).max();
    let wanted = DateTime::from_timestamp_millis(as_of_ms).unwrap_or_default().naive_utc().with_nanosecond(0).unwrap_or_default();
    let moment = latest.map_or(wanted, |latest| wanted.max(latest + TimeDelta::seconds(1)));
    let seed = format!("{as_of_ms}/{}/{}", previous.unwrap_or(""), env!("CARGO_PKG_VERSION"));
    format!("{}-{:04x}", moment.format(MOMENT), hash64(seed.as_bytes()) & 0xFFFF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deliver;

    const NOW: i64 = 1_793_462_399_999;

    fn next(folder: &Path, as_of_ms: i64) -> String {
        next_id(&deliver::hold(folder).expect("nobody holds the lock"), as_of_ms, None)
    }

    #[test]
    fn an_id_names_the_moment_and_the_same_history_gives_the_same_id() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let first = next(folder.path(), NOW);
        assert!(first.starts_with("20261031T155959Z-"), "{first}");
        assert_eq!(next(folder.path(), NOW), first);
    }

    #[test]
    fn ids_ascend_even_if_the_clock_goes_backwards() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut ids = Vec::new();
        for as_of in [NOW, NOW, NOW - 86_400_000, NOW + 500, NOW + 86_400_000, 0] {
            let id = next(folder.path(), as_of);
            fs::create_dir_all(folder.path().join("runs").join(&id)).expect("a folder");
            ids.push(id);
        }
        assert!(ids.windows(2).all(|w| w[0] < w[1]), "{ids:?}");
    }
}
