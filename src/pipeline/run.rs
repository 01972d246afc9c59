//! `run`: the main job, from channel rules to a published run.

use std::fmt;
use std::path::{Path, PathBuf};

use chrono::Utc;

use super::as_of::AsOf;
use super::consolidate::{Labels, Setting, World, consolidate, correct, label, let_go, zone};
use super::ending::{Ending, Judged, Moment};
use super::failure::Failure;
use super::guard::{Guard, guard, normalise_living};
use super::inputs::{Night, expected_rows, read_channels};
use super::people::Said;
use super::published::{Published, last, next_id};
use super::rooms::Rooms;
use super::stages::Stages;
use super::{dump, models, notify, people, postgres, rooms};
use crate::deliver::{self, Keep};
use crate::model::records::Records;
use crate::model::remark::is_warning;
use crate::model::resolution::Reuse;
use crate::model::shaped::ChannelTable;
use crate::model::watch::Watch;
use crate::normalise::records::Told;
use crate::registry::{self, Counts, RecordCounts, State};
use crate::report::{self, GateResult, Notice};
use crate::rules::{self, Project, Rules};
use crate::tag;

/// What `run` is asked to do.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// Project folder.
    pub project: PathBuf,
    /// The moment it looks from.
    pub as_of: AsOf,
    /// Where to dump the table of each step.
    pub keep_stages: Option<PathBuf>,
    /// Model to score with, instead of that of the last run.
    pub model: Option<PathBuf>,
    /// Train anew instead of keeping the model of the last run.
    pub retrain: bool,
    /// Score every pair again instead of building upon the links of the last run.
    pub full: bool,
    /// Let channels drop by more than their `max_drop`.
    pub accept_drop: bool,
    /// Say what would happen, and write nothing into the output.
    pub dry_run: bool,
}

/// Physical rows of all inputs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rows {
    /// Skipped + accepted + rejected.
    pub read: u64,
    /// Kept.
    pub accepted: u64,
    /// Could not be kept.
    pub rejected: u64,
    /// No data: headers, banners, blanks, footers.
    pub skipped: u64,
}

impl Rows {
    /// Counts the rows of tables.
    #[must_use]
    pub fn of(tables: &[ChannelTable]) -> Self {
        tables.iter().fold(Self::default(), |sum, t| Self {
            read: sum.read + t.input.physical_rows,
            accepted: sum.accepted + t.rows.len() as u64,
            rejected: sum.rejected + t.rejects.len() as u64,
            skipped: sum.skipped + t.skipped.iter().map(|s| s.rows).sum::<u64>(),
        })
    }
}

/// A published run, in the figures of the closing line.
#[derive(Debug, Clone)]
pub struct RunOutcome {
    /// `run ID`, or `dedupe DIR`.
    pub title: String,
    /// Where the files are; `None` if nothing was to be published.
    pub folder: Option<PathBuf>,
    /// Physical rows.
    pub rows: Rows,
    /// Customers.
    pub customers: u64,
    /// What happened to ids.
    pub counts: Counts,
    /// How much was to be done beside the last run; `None` if there was none.
    pub work: Option<Work>,
    /// Questions for people.
    pub review: u64,
    /// 客户信息统一率, 0–1.
    pub unification: Option<f64>,
    /// 数据完整率, 0–1.
    pub completeness: Option<f64>,
    /// Gates with their outcome.
    pub gates: Vec<GateResult>,
    /// Things the user should know.
    pub remarks: Vec<String>,
    /// Those of them that tell of something wrong with what was delivered.
    pub warnings: Vec<String>,
    /// Notifications that could not be sent, one sentence each.
    pub unsent: Vec<String>,
}

/// How much a run had to do beside the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// Records beside those of the last run.
    pub records: RecordCounts,
    /// Pairs scored.
    pub pairs: u64,
    /// What was taken over.
    pub reuse: Reuse,
}

impl Work {
    pub(super) fn of(world: &World) -> Self {
        let facts = &world.resolution.facts;
        Self { records: world.assignment.records, pairs: facts.pairs, reuse: facts.reuse }
    }

    /// The figures by name, as `run.json` and the log have them.
    #[must_use]
    pub fn figures(&self) -> [(&'static str, u64); 9] {
        let Self { records, pairs, reuse } = self;
        [
            ("records_new", records.new),
            ("records_changed", records.changed),
            ("records_unchanged", records.unchanged),
            ("records_gone", records.gone),
            ("identities_fresh", reuse.fresh),
            ("pairs", *pairs),
            ("links_reused", reuse.links),
            ("parts", reuse.parts),
            ("parts_touched", reuse.parts - reuse.parts_reused),
        ]
    }
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { records, pairs, reuse } = self;
        let RecordCounts { new, changed, unchanged, gone } = records;
        write!(f, "records {new} new, {changed} changed, {unchanged} unchanged, {gone} gone; ")?;
        let (links, touched) = (reuse.links, reuse.parts - reuse.parts_reused);
        write!(f, "pairs scored {pairs}, links taken over {links}, components linked anew {touched} of {}", reuse.parts)
    }
}

impl RunOutcome {
    /// True if every gate passed and nothing was wrong with what was delivered.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        self.warnings.is_empty() && self.gates.iter().all(|g| g.passed)
    }

    /// True if a gate failed that decides the exit code.
    #[must_use]
    pub fn gate_failed(&self) -> bool {
        self.gates.iter().any(|g| !g.passed && g.fail)
    }
}

impl fmt::Display for RunOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rows, ids) = (&self.rows, &self.counts);
        write!(f, "{}: rows {}/{}/{}/{}, ", self.title, rows.read, rows.accepted, rows.rejected, rows.skipped)?;
        let new = ids.created + ids.revived;
        write!(f, "customers {} (+{new} \u{2212}{} merged {} split {}), ", self.customers, ids.retired, ids.merged, ids.split)?;
        write!(
            f,
            "review {} open, unification {}, completeness {}",
            self.review,
            percent(self.unification),
            percent(self.completeness)
        )?;
        for gate in self.gates.iter().filter(|g| !g.passed) {
            write!(f, ", {}: {}", if gate.fail { "gate failed" } else { "gate warns" }, gate.miss)?;
        }
        Ok(())
    }
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |s| format!("{:.1} %", s * 100.0))
}

/// Runs a project, publishes the outcome and tells whom the project wants told.
///
/// # Errors
/// Nothing was delivered then, and the output is as it was.
pub fn run(options: &RunOptions, watch: &dyn Watch) -> Result<RunOutcome, Failure> {
    let rules = rules::load(&options.project)?;
    let done = publish(options, &rules, watch);
    if options.dry_run {
        return done.map(|(outcome, _)| outcome);
    }
    match done {
        Ok((outcome, notice)) => {
            let unsent = notify::send(&rules.notify, &notice, outcome.is_fine());
            Ok(RunOutcome { unsent, ..outcome })
        }
        Err(Failure::Refused(error)) => {
            let notice = report::failure_notice(&rules.project.name, &rules.project.language, &error.to_string());
            match notify::send(&rules.notify, &notice, false).as_slice() {
                [] => Err(Failure::Refused(error)),
                // The failure itself stays first: it decides what is to be done.
                unsent => Err(Failure::Refused(anyhow::anyhow!("{error:#}\nwarning: {}", unsent.join("\nwarning: ")))),
            }
        }
        Err(other) => Err(other),
    }
}

/// Runs a project and publishes the outcome.
fn publish(options: &RunOptions, rules: &Rules, watch: &dyn Watch) -> Result<(RunOutcome, Notice), Failure> {
    let started = Utc::now();
    let stages = Stages::start(watch);
    let mut rooms = rooms::compile(rules)?;
    let wanted = models::wanted(options.model.as_deref(), rules)?;
    let zone = zone(&rules.project.timezone);
    let as_of_ms = options.as_of.resolve(zone);
    let out = rules.root.join(&rules.project.out);
    // A run that publishes looks up what it builds on only while nobody else can publish.
    let hold = if options.dry_run { None } else { Some(deliver::hold(&out)?) };
    let before = last(&out)?;
    let previous = before.as_ref().map(|b| b.run_id.as_str());
    let run_id = hold.as_ref().map_or_else(String::new, |hold| next_id(hold, as_of_ms, previous));
    let claim = hold.map(|hold| hold.claim(&run_id)).transpose()?;
    rooms.resolve.model = match wanted {
        None if !options.retrain => models::of_last_run(before.as_ref())?,
        wanted => wanted,
    };
    let mut guard = guard(rules, &out)?;
    let mut postgres = if claim.is_some() { postgres::connect(rules)? } else { None };
    let night = Night { previous: before.as_ref(), as_of_ms, accept_drop: options.accept_drop };
    let mut inputs = stages.run_of("ingest", expected_rows(rules), || read_channels(rules, &night, watch))??;
    let said = people::read(rules, zone, watch)?;
    let entry = tag::entry_breaches(&inputs.tables, &rooms.tag);
    let told = if options.keep_stages.is_some() { Told::OfRows } else { Told::Counted };
    let mut data = normalise_living(&mut inputs, guard.as_mut(), told, &stages)?;
    deliver::reconcile(&inputs.tables, &data.records).map_err(lost)?;
    let lists_corrections = !rooms.corrections.is_applied();
    if !lists_corrections {
        correct(&mut data, &rooms, &stages)?;
    }
    let mut merged = {
        // What the last run left is read when it is needed, and let go of before files are written.
        let (linkage, state) = rayon::join(|| models::linkage_of_last_run(before.as_ref()), || state_of(before.as_ref(), &out));
        (rooms.resolve.last, rooms.resolve.full) = (linkage, options.full);
        let mut state = state?;
        follow(&mut rooms, &said, &data.records, state.as_mut())?;
        let setting = Setting { rooms: &rooms, previous: state.as_ref(), as_of_ms, said: &said, lists_corrections };
        consolidate(data, &setting, &stages)?
    };
    let Rooms { tag, merge, resolve, .. } = rooms;
    drop(resolve);
    let labels = Labels { tag: &tag, merge: &merge, tables: &inputs.tables, as_of_ms };
    let moment = Moment { started, as_of_ms, zone };
    let before = before.as_ref();
    let ending = Ending { rules, inputs: &inputs, said: &said, entry: &entry, before, moment, run_id: &run_id };
    match &options.keep_stages {
        Some(folder) => dump::dump(folder, &inputs.tables, &merged, &ending.style())?,
        None => merged.release_parts(),
    }
    let work = |world: &World| before.is_some().then(|| Work::of(world));
    let Some(claim) = claim else {
        let world = label(&merged, &labels, &stages)?;
        let judged = stages.run("report", || ending.judge(&world))??;
        let notice = report::notice(&judged.facts);
        let outcome = outcome("dry run".to_owned(), None, &inputs.tables, &world, judged);
        return Ok((RunOutcome { work: work(&world), ..outcome }, notice));
    };
    let (world, mut judged) = ending.finish(&merged, &labels, (&claim, &stages))?;
    if let Some(postgres) = &mut postgres {
        stages.run("postgres", || postgres::load(postgres, &world, &judged, (&out, &run_id, before)))??;
    }
    ending.manifest(&world, &judged, (&claim, &stages))?;
    if watch.cancelled() {
        return Err(Failure::Stopped);
    }
    if let Some(tombstones) = guard.as_ref().and_then(Guard::learned) {
        claim.replace(registry::TOMBSTONES_FILE, tombstones.text().as_bytes())?;
    }
    claim.publish(kept_runs(&rules.project, as_of_ms))?;
    postgres::commit(postgres, &mut judged.facts.gates);
    let notice = report::notice(&judged.facts);
    let outcome = outcome(format!("run {run_id}"), Some(out.join("current")), &inputs.tables, &world, judged);
    let outcome = RunOutcome { work: work(&world), ..outcome };
    let own = world.own();
    let_go((own, merged, inputs));
    Ok((outcome, notice))
}

/// The state that a run builds on, with the ids that nobody may get again.
pub(super) fn state_of(before: Option<&Published>, out: &Path) -> anyhow::Result<Option<State>> {
    let mut state = before.map(|b| registry::load(&b.folder.join("state"))).transpose()?.flatten();
    if let Some(state) = &mut state {
        state.withdraw(&registry::withdrawn(out)?);
    }
    Ok(state)
}

/// Lets decisions and what else people named follow records that go on under another key.
///
/// # Errors
/// If the state's file of records is damaged.
pub(super) fn follow(rooms: &mut Rooms, said: &Said, records: &Records, state: Option<&mut State>) -> anyhow::Result<()> {
    let Some(state) = state else { return Ok(()) };
    let decisions = &mut rooms.resolve.decisions;
    let decided = decisions.iter().flat_map(|d| [&d.a, &d.b]).map(|id| (id.channel.clone(), id.source_key.clone()));
    state.follow(decided.chain(said.named()).collect(), records)?;
    *decisions = state.followed(decisions, records);
    Ok(())
}

/// Which published runs stay beside this one.
fn kept_runs(project: &Project, as_of_ms: i64) -> Keep {
    Keep { runs: project.keep_runs, since_ms: project.keep_for_ms.map(|age| as_of_ms - age) }
}

/// A run that lost a row is a bug, and is not published.
pub(super) fn lost(what: String) -> Failure {
    Failure::Refused(anyhow::anyhow!(
        "rows were lost, nothing is published\n{what}\n\nhint: this is a bug in guiyi; please report it with the file"
    ))
}

pub(super) fn outcome(
    title: String,
    folder: Option<PathBuf>,
    tables: &[ChannelTable],
    world: &World,
    judged: Judged,
) -> RunOutcome {
    RunOutcome {
        title,
        folder,
        rows: Rows::of(tables),
        customers: world.customers.ids.len() as u64,
        counts: world.assignment.counts,
        work: None,
        review: (world.resolution.review.len() + world.resolution.conflicted.len()) as u64,
        unification: world.kpis.unification.value(),
        completeness: world.kpis.completeness.value(),
        gates: judged.facts.gates,
        warnings: judged.facts.remarks.iter().filter(|r| is_warning(&r.code)).map(ToString::to_string).collect(),
        remarks: judged.facts.remarks.iter().map(ToString::to_string).collect(),
        unsent: Vec::new(),
    }
}
