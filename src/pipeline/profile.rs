//! `profile`: what is in each column of a file, and how good it is.

use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::inputs::shown;
use crate::deliver;
use crate::ingest::{self, ReadOptions};
use crate::model::profile::TableProfile;
use crate::model::watch::Watch;
use crate::normalise::profile;
use crate::normalise::understand;
use crate::report::{self, Samples};
use crate::rules;

/// What `profile` is asked to do.
#[derive(Debug, Clone)]
pub struct ProfileOptions {
    /// Tables.
    pub files: Vec<PathBuf>,
    /// Where the page is written, if it is wanted.
    pub html: Option<PathBuf>,
    /// First language of the page: `zh` or `en`.
    pub language: &'static str,
    /// Are values of the data shown as they are?
    pub samples: Samples,
}

/// Profiles every table of every file and writes the page if it is wanted.
///
/// # Errors
/// If a file cannot be read or understood, or the page cannot be written.
pub fn profile(options: &ProfileOptions, watch: &dyn Watch) -> Result<Vec<TableProfile>, Failure> {
    let rules = rules::implied(Path::new("."))?;
    let mut profiles = Vec::new();
    for path in &options.files {
        watch.stage("read", 0);
        let tables =
            ingest::read(path, &shown(Path::new(""), path), &ReadOptions::default(), watch).map_err(anyhow::Error::from)?;
        watch.stage("profile", tables.iter().map(|t| t.columns.len() as u64).sum());
        for table in tables {
            let mapping = understand::understand(&table, &rules.presets, None, &rules.project).map_err(anyhow::Error::from)?;
            profiles.push(profile::profile(&table, &mapping));
            watch.tick(table.columns.len() as u64);
        }
        if watch.cancelled() {
            return Err(Failure::Stopped);
        }
    }
    if options.samples == Samples::Masked {
        for profile in &mut profiles {
            profile.change_samples(report::mask);
        }
    }
    if let Some(path) = &options.html {
        deliver::write_file(path, &report::profile_page(&profiles, options.language))?;
    }
    Ok(profiles)
}
