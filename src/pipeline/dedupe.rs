//! `dedupe`: tables in, the same files as a run out, without a project and without state.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use chrono::Utc;

use super::as_of::AsOf;
use super::consolidate::{Labels, Setting, consolidate, correct, let_go, normalise, zone};
use super::ending::{Ending, Moment};
use super::failure::Failure;
use super::inputs::{InputFile, Inputs, Reader, read_files};
use super::people::Said;
use super::run::{RunOutcome, lost, outcome};
use super::stages::Stages;
use super::{dump, models, rooms};
use crate::deliver::{self, Claim, CsvFlavour, InputEntry, Manifest, tables};
use crate::model::kind::{Kind, Party, Target};
use crate::model::mapping::Mapping;
use crate::model::shaped::ChannelTable;
use crate::model::watch::Watch;
use crate::normalise::company::brand_as_written;
use crate::normalise::records::{Normalised, Told};
use crate::normalise::understand;
use crate::rules::{self, ChannelRule, DedupeConfig, Rules};

/// What `dedupe` is asked to do.
#[derive(Debug, Clone)]
pub struct DedupeOptions {
    /// Tables.
    pub files: Vec<PathBuf>,
    /// Where the files go; `None` with `plan`.
    pub out: Option<PathBuf>,
    /// Column that holds the source's own key.
    pub id: Option<String>,
    /// Configuration, as `dedupe.toml` of an earlier call or written by hand.
    pub config: Option<PathBuf>,
    /// Say what each column was taken for, and do nothing else.
    pub plan: bool,
    /// Stop after normalising and write `normalised.csv`.
    pub normalise_only: bool,
    /// Put the new files in the place of an earlier outcome.
    pub replace: bool,
    /// Model to score with, instead of training one.
    pub model: Option<PathBuf>,
    /// Labelled pairs to train with.
    pub labels: Option<PathBuf>,
    /// The moment it looks from.
    pub as_of: AsOf,
    /// Where to dump the table of each step.
    pub keep_stages: Option<PathBuf>,
    /// First language of the report, `zh` or `en`, and that of the reasons in the configuration; without it Chinese there and
    /// English here.
    pub language: Option<String>,
}

/// What `dedupe` did.
#[derive(Debug)]
pub struct DedupeOutcome {
    /// How each table was read: (file, mapping).
    pub plan: Vec<(String, Mapping)>,
    /// The same as a configuration that `--config` accepts, one text per table.
    pub configs: Vec<String>,
    /// What was published; `None` with `plan` and `normalise_only`.
    pub published: Option<RunOutcome>,
}

/// Runs the implied project.
///
/// # Errors
/// Nothing was delivered then, and an existing output is as it was.
pub fn dedupe(options: &DedupeOptions, watch: &dyn Watch) -> Result<DedupeOutcome, Failure> {
    let started = Utc::now();
    let stages = Stages::start(watch);
    let given = Tables { files: &options.files, id: options.id.as_deref(), config: options.config.as_deref() };
    let (mut rules, table_rule) = implied(&given)?;
    if let Some(language) = &options.language {
        rules.project.language.clone_from(language);
    }
    let mut rooms = rooms::compile(&rules)?;
    rooms.resolve.model = models::wanted(options.model.as_deref(), &rules)?;
    rooms.resolve.labels = options.labels.as_deref().map(rules::read_labels).transpose()?.unwrap_or_default();
    let claim = options.out.as_deref().filter(|_| !options.plan).map(|out| deliver::claim_dir(out, options.replace)).transpose()?;
    let mut inputs = stages.run("ingest", || read(&given, &rules, table_rule.as_ref(), watch))??;
    let mut done = decisions(&inputs.tables, options.language.as_deref() == Some("zh"));
    let Some(claim) = claim else { return Ok(done) };
    let told = if options.normalise_only || options.keep_stages.is_some() { Told::OfRows } else { Told::Counted };
    let mut data = normalise(&mut inputs.tables, told, &stages)?;
    deliver::reconcile(&inputs.tables, &data.records).map_err(lost)?;
    let lists_corrections = !rooms.corrections.is_applied() && !options.normalise_only;
    if !lists_corrections {
        correct(&mut data, &rooms, &stages)?;
    }
    write_configs(&claim, &done.configs)?;
    let zone = zone(&rules.project.timezone);
    let moment = Moment { started, as_of_ms: options.as_of.resolve(zone), zone };
    if options.normalise_only {
        normalised(&claim, &inputs, &data, &moment)?;
        claim.publish(1)?;
        return Ok(done);
    }
    let said = Said::default();
    let setting = Setting { rooms: &rooms, previous: None, as_of_ms: moment.as_of_ms, said: &said, lists_corrections };
    let mut merged = consolidate(data, &setting, &stages)?;
    if options.keep_stages.is_none() {
        merged.release_parts();
    }
    let labels = Labels { tag: &rooms.tag, merge: &rooms.merge, tables: &inputs.tables, as_of_ms: moment.as_of_ms };
    let ending = Ending { rules: &rules, inputs: &inputs, said: &said, entry: &[], before: None, moment, run_id: "" };
    let (world, judged) = ending.finish(&merged, &labels, (&claim, &stages))?;
    if let Some(folder) = &options.keep_stages {
        dump::dump(folder, &inputs.tables, &merged, &ending.style())?;
    }
    ending.manifest(&world, &judged, (&claim, &stages))?;
    if watch.cancelled() {
        return Err(Failure::Stopped);
    }
    let folder = claim.publish(1)?;
    let title = format!("dedupe {}", options.out.as_deref().unwrap_or(&folder).display());
    done.published = Some(outcome(title, Some(folder), &inputs.tables, &world, judged));
    let own = world.own();
    let_go((own, merged, inputs));
    Ok(done)
}

/// Tables without a project, and what was said about them.
pub(super) struct Tables<'a> {
    pub files: &'a [PathBuf],
    pub id: Option<&'a str>,
    pub config: Option<&'a Path>,
}

/// Reads tables, with the rules of the implied project.
pub(super) fn read_tables(given: &Tables<'_>, stages: &Stages) -> Result<(Rules, Inputs), Failure> {
    let (rules, table_rule) = implied(given)?;
    let inputs = stages.run("ingest", || read(given, &rules, table_rule.as_ref(), stages.watch))??;
    Ok((rules, inputs))
}

/// The rules of the implied project, and what the user said about its tables.
fn implied(given: &Tables<'_>) -> Result<(Rules, Option<ChannelRule>), Failure> {
    let mut rules = rules::implied(Path::new("."))?;
    let DedupeConfig { mut table, matching, normalise } = match given.config {
        Some(path) => rules::dedupe_config(path)?,
        None => DedupeConfig {
            table: ChannelRule { trust: 50, ..ChannelRule::default() },
            matching: rules.matching.clone(),
            normalise: rules.normalise.clone(),
        },
    };
    rules.matching = matching;
    rules.normalise = normalise;
    if let Some(zone) = &table.timezone {
        rules.project.timezone.clone_from(zone);
    }
    let key = Target::Field(Party::Principal, Kind::SourceKey);
    if let Some(id) = given.id {
        table.fields.retain(|(target, headers)| *target != key && !headers.iter().any(|h| h == id));
        table.fields.push((key, vec![id.to_owned()]));
    }
    let said = given.config.is_some() || given.id.is_some();
    Ok((rules, said.then_some(table)))
}

fn read(given: &Tables<'_>, rules: &Rules, table_rule: Option<&ChannelRule>, watch: &dyn Watch) -> Result<Inputs, Failure> {
    let reader = Reader { presets: &rules.presets, project: &rules.project, shared: &BTreeSet::new(), carries_all: false, watch };
    let mut tables = Vec::new();
    for file in files(given.files)? {
        let rule = table_rule.map(|rule| ChannelRule { name: stem(&file.shown), ..rule.clone() });
        tables.extend(read_files(&reader, &[file], rule.as_ref())?);
    }
    tables.sort_by(|a, b| a.file.cmp(&b.file));
    tables.iter_mut().for_each(understand::alone);
    Ok(Inputs { tables, ..Inputs::default() })
}

/// The file's name without folder and extensions: the channel's name.
fn stem(shown: &str) -> String {
    let name = shown.rsplit('/').next().unwrap_or(shown);
    name.split('.').next().filter(|s| !s.is_empty()).unwrap_or(name).to_owned()
}

/// Files are known by their name; by their path as given where two have the same name.
fn files(paths: &[PathBuf]) -> Result<Vec<InputFile>, Failure> {
    let name = |path: &Path| path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let names: BTreeSet<String> = paths.iter().map(|p| name(p)).collect();
    let plain = names.len() == paths.len();
    let shown = |path: &PathBuf| if plain { name(path) } else { super::inputs::shown(Path::new(""), path) };
    let mut files: Vec<InputFile> = paths.iter().map(|path| InputFile { path: path.clone(), shown: shown(path) }).collect();
    files.sort_by(|a, b| a.shown.cmp(&b.shown));
    if let Some(twice) = files.windows(2).find(|w| w[0].shown == w[1].shown) {
        return Err(anyhow!("`{}` is given twice", twice[0].shown).into());
    }
    Ok(files)
}

fn decisions(tables: &[ChannelTable], chinese: bool) -> DedupeOutcome {
    let plan: Vec<(String, Mapping)> = tables.iter().map(|t| (t.file.clone(), t.mapping.clone())).collect();
    let configs = plan.iter().map(|(_, mapping)| rules::write_config(mapping, chinese)).collect();
    DedupeOutcome { plan, configs, published: None }
}

/// `dedupe.toml`, then `dedupe-2.toml` … for further tables.
fn write_configs(claim: &Claim, configs: &[String]) -> Result<(), Failure> {
    for (i, config) in configs.iter().enumerate() {
        let name = if i == 0 { "dedupe.toml".to_owned() } else { format!("dedupe-{}.toml", i + 1) };
        claim.text(&name, config)?;
    }
    Ok(())
}

fn normalised(claim: &Claim, inputs: &Inputs, data: &Normalised, moment: &Moment) -> Result<(), Failure> {
    let style = deliver::Style { timezone: moment.zone, bom: false };
    claim.csv("normalised", &tables::normalised(&data.records, brand_as_written), CsvFlavour::People, &style)?;
    claim.csv("rejects", &tables::rejects(&inputs.tables), CsvFlavour::Exact, &style)?;
    claim.csv("corrections", &tables::corrections(&data.corrections), CsvFlavour::People, &style)?;
    let inputs = inputs.tables.iter().map(InputEntry::of).collect();
    let version = env!("CARGO_PKG_VERSION").to_owned();
    Ok(claim.manifest(&Manifest { version, inputs, ..Manifest::default() })?)
}
