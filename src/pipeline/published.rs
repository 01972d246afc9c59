//! What is known of the last published run: its id, manifest and folder; and the name of the next one.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::DateTime;

use crate::deliver::Manifest;
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

/// Where `out/current` points; `None` before the first run.
pub(super) fn last(out: &Path) -> Option<Published> {
    let run_id = fs::read_link(out.join("current")).ok()?.file_name()?.to_string_lossy().into_owned();
    run(out, &run_id)
}

/// Names of all published runs, oldest first.
pub(super) fn runs(out: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(out.join("runs")) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().join("run.json").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    names
}

/// A published run by its id.
pub(super) fn run(out: &Path, run_id: &str) -> Option<Published> {
    let run_id = run_id.to_owned();
    let folder = out.join("runs").join(&run_id);
    let manifest = Manifest::read(&folder.join("run.json"))?;
    Some(Published { run_id, folder, manifest })
}

/// The id of the next run: the moment it looks from, and four hex digits that depend on it, on the run before and on the
/// version. The same history gives the same ids.
pub(super) fn next_id(out: &Path, as_of_ms: i64, previous: Option<&str>) -> String {
    let moment = DateTime::from_timestamp_millis(as_of_ms).unwrap_or_default().format("%Y%m%dT%H%M%SZ");
    let version = env!("CARGO_PKG_VERSION");
    let ids = (0u32..).map(|attempt| {
        let seed = format!("{as_of_ms}/{}/{version}/{attempt}", previous.unwrap_or(""));
        format!("{moment}-{:04x}", hash64(seed.as_bytes()) & 0xFFFF)
    });
    // Only after a rollback can a run of the same moment and predecessor be there already.
    ids.into_iter().find(|id| !out.join("runs").join(id).exists()).expect("there are more numbers than runs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_the_moment_and_is_never_taken_twice() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let first = next_id(folder.path(), 1_793_462_399_999, None);
        assert!(first.starts_with("20261031T155959Z-"), "{first}");
        assert_eq!(next_id(folder.path(), 1_793_462_399_999, None), first);
        fs::create_dir_all(folder.path().join("runs").join(&first)).expect("a folder");
        assert_ne!(next_id(folder.path(), 1_793_462_399_999, None), first);
    }
}
