//! `train`: a model out of tables or a project, for runs to come. Nothing is published.

use std::path::{Path, PathBuf};

use super::as_of::AsOf;
use super::consolidate::{few_enough, normalise, zone};
use super::dedupe::{Tables, read_tables};
use super::failure::Failure;
use super::guard::{guard, normalise_living};
use super::inputs::{Night, expected_rows, read_channels};
use super::published::last;
use super::rooms::{self, Rooms};
use super::stages::Stages;
use crate::deliver;
use crate::model::decisions::Decision;
use crate::model::publish::MODEL_FILE;
use crate::model::records::Records;
use crate::model::trained::TrainedModel;
use crate::model::watch::Watch;
use crate::normalise::records::Told;
use crate::registry::{FACTS_FILE, facts_table};
use crate::resolve;
use crate::rules;

/// What `train` is asked to do.
#[derive(Debug, Clone)]
pub struct TrainOptions {
    /// Tables to train on; empty = the project.
    pub files: Vec<PathBuf>,
    /// Project folder, where no tables are given.
    pub project: PathBuf,
    /// Column that holds the source's own key, for tables.
    pub id: Option<String>,
    /// Configuration of the tables, as for `dedupe`.
    pub config: Option<PathBuf>,
    /// Labelled pairs.
    pub labels: Option<PathBuf>,
    /// Folder for `model.json` and `facts.parquet`; `None` = `model` in the project.
    pub out: Option<PathBuf>,
    /// The moment it looks from.
    pub as_of: AsOf,
}

/// What `train` learned.
#[derive(Debug, Clone)]
pub struct TrainOutcome {
    /// The model.
    pub model: TrainedModel,
    /// Where it is.
    pub file: PathBuf,
    /// Labels that were given.
    pub labels: u64,
    /// Candidate pairs it was trained on.
    pub pairs: u64,
    /// Things the user should know.
    pub remarks: Vec<String>,
}

/// Trains a model.
///
/// # Errors
/// What would stop a run; nothing is written then.
pub fn train(options: &TrainOptions, watch: &dyn Watch) -> Result<TrainOutcome, Failure> {
    let stages = Stages::start(watch);
    let labels = options.labels.as_deref().map(rules::read_labels).transpose()?.unwrap_or_default();
    if options.files.is_empty() { of_project(options, labels, &stages) } else { of_tables(options, labels, &stages) }
}

fn of_tables(options: &TrainOptions, labels: Vec<Decision>, stages: &Stages) -> Result<TrainOutcome, Failure> {
    let tables = Tables { files: &options.files, id: options.id.as_deref(), config: options.config.as_deref() };
    let (rules, mut inputs) = read_tables(&tables, stages)?;
    let mut rooms = rooms::compile(&rules)?;
    let data = normalise(&mut inputs.tables, Told::Counted, stages)?;
    rooms.resolve.labels = labels;
    let out = options.out.clone().unwrap_or_else(|| PathBuf::from("model"));
    learn(&data.records, &rooms, &out, stages)
}

fn of_project(options: &TrainOptions, labels: Vec<Decision>, stages: &Stages) -> Result<TrainOutcome, Failure> {
    let rules = rules::load(&options.project)?;
    let mut rooms = rooms::compile(&rules)?;
    let out = rules.root.join(&rules.project.out);
    let before = last(&out)?;
    let as_of_ms = options.as_of.resolve(zone(&rules.project.timezone));
    let night = Night { previous: before.as_ref(), as_of_ms, accept_drop: true };
    let mut inputs = stages.run_of("ingest", expected_rows(&rules), || read_channels(&rules, &night, stages.watch))??;
    let data = normalise_living(&mut inputs, guard(&rules, &out)?.as_mut(), Told::Counted, stages)?;
    // What people decided is learned from; it decides nothing here, or the pairs in question would teach only themselves.
    rooms.resolve.labels = std::mem::take(&mut rooms.resolve.decisions).into_iter().chain(labels).collect();
    let folder = options.out.clone().unwrap_or_else(|| rules.root.join("model"));
    learn(&data.records, &rooms, &folder, stages)
}

fn learn(records: &Records, rooms: &Rooms, out: &Path, stages: &Stages) -> Result<TrainOutcome, Failure> {
    few_enough(records.len())?;
    let resolution = stages.room("resolve", || resolve::resolve(records, &rooms.resolve, stages.watch))?;
    let given = rooms.resolve.labels.len() as u64;
    let facts = resolution.facts;
    let mut remarks = facts.remarks;
    let used = resolution.model.labels;
    if used < given {
        remarks.push(format!(
            "{} of {given} labels teach nothing: repeated, of records that are not there, or of equal ones",
            given - used
        ));
    }
    std::fs::create_dir_all(out).map_err(|e| anyhow::anyhow!("{}: {}", out.display(), e.to_string().to_lowercase()))?;
    let file = out.join(MODEL_FILE);
    deliver::write_table(&out.join(FACTS_FILE), &facts_table(&resolution.model.facts))?;
    deliver::write_file(&file, &resolution.model.json())?;
    Ok(TrainOutcome { model: resolution.model, file, labels: given, pairs: facts.pairs, remarks })
}
