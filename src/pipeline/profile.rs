//! `profile`: what is in each column of a file, and how good it is.

use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::inputs::shown;
use crate::ingest::{self, ReadOptions};
use crate::model::watch::Watch;
use crate::normalise::profile::{self, TableProfile};
use crate::normalise::understand;
use crate::rules;

/// Profiles every table of every file.
///
/// # Errors
/// If a file cannot be read or understood.
pub fn profile(files: &[PathBuf], watch: &dyn Watch) -> Result<Vec<TableProfile>, Failure> {
    let rules = rules::implied(Path::new("."))?;
    watch.stage("profile", 0);
    let mut profiles = Vec::new();
    for path in files {
        let tables =
            ingest::read(path, &shown(Path::new(""), path), &ReadOptions::default(), watch).map_err(anyhow::Error::from)?;
        for table in tables {
            let mapping = understand::understand(&table, &rules.presets, None, &rules.project).map_err(anyhow::Error::from)?;
            profiles.push(profile::profile(&table, &mapping));
        }
        if watch.cancelled() {
            return Err(Failure::Stopped);
        }
    }
    Ok(profiles)
}
