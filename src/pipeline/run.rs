//! `run`: the main job, from channel rules to a published run.

use std::fmt;
use std::path::PathBuf;

use chrono::Utc;

use super::as_of::AsOf;
use super::consolidate::{Setting, World, consolidate, normalise, zone};
use super::ending::{Ending, Moment};
use super::failure::Failure;
use super::inputs::{expected_rows, read_channels};
use super::published::{last, next_id};
use super::stages::Stages;
use super::{dump, people, rooms};
use crate::deliver;
use crate::model::shaped::ChannelTable;
use crate::model::watch::Watch;
use crate::registry::{self, Counts};
use crate::report::GateResult;
use crate::rules;
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
    /// Let channels drop by more than their `max_drop`.
    pub accept_drop: bool,
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
    /// Where the files are.
    pub folder: PathBuf,
    /// Physical rows.
    pub rows: Rows,
    /// Customers.
    pub customers: u64,
    /// What happened to ids.
    pub counts: Counts,
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
}

impl RunOutcome {
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

/// Runs a project and publishes the outcome.
///
/// # Errors
/// Nothing was delivered then, and the output is as it was.
pub fn run(options: &RunOptions, watch: &dyn Watch) -> Result<RunOutcome, Failure> {
    let started = Utc::now();
    let stages = Stages::start(watch);
    let rules = rules::load(&options.project)?;
    let rooms = rooms::compile(&rules)?;
    let zone = zone(&rules.project.timezone);
    let as_of_ms = options.as_of.resolve(zone);
    let out = rules.root.join(&rules.project.out);
    let before = last(&out);
    let run_id = next_id(&out, as_of_ms, before.as_ref().map(|b| b.run_id.as_str()));
    let claim = deliver::claim(&out, &run_id)?;
    let mut inputs =
        stages.run_of("ingest", expected_rows(&rules), || read_channels(&rules, before.as_ref(), options.accept_drop, watch))??;
    let said = people::read(&rules, zone, watch)?;
    let entry = tag::entry_breaches(&inputs.tables, &rooms.tag);
    let data = normalise(&mut inputs.tables, &stages)?;
    deliver::reconcile(&inputs.tables, &data.records).map_err(lost)?;
    let state = before.as_ref().map(|b| registry::load(&b.folder.join("state"))).transpose()?.flatten();
    let setting = Setting { rooms: &rooms, previous: state.as_ref(), as_of_ms, said: &said };
    let world = consolidate(data, &inputs.tables, &setting, &stages)?;
    let moment = Moment { started, as_of_ms, zone };
    let ending = Ending {
        rules: &rules,
        inputs: &inputs,
        said: &said,
        entry: &entry,
        world: &world,
        before: before.as_ref(),
        moment,
        run_id: &run_id,
    };
    let (gates, remarks) = stages.run("deliver", || ending.write(&claim))??;
    if let Some(folder) = &options.keep_stages {
        dump::dump(folder, &inputs.tables, &world, &ending.style())?;
    }
    ending.manifest(&claim, &stages, &gates, &remarks)?;
    if watch.cancelled() {
        return Err(Failure::Stopped);
    }
    claim.publish(rules.project.keep_runs)?;
    Ok(outcome(format!("run {run_id}"), out.join("current"), &inputs.tables, &world, gates, remarks))
}

/// A run that lost a row is a bug, and is not published.
pub(super) fn lost(what: String) -> Failure {
    Failure::Refused(anyhow::anyhow!(
        "rows were lost, nothing is published\n{what}\n\nhint: this is a bug in guiyi; please report it with the file"
    ))
}

pub(super) fn outcome(
    title: String,
    folder: PathBuf,
    tables: &[ChannelTable],
    world: &World,
    gates: Vec<GateResult>,
    remarks: Vec<String>,
) -> RunOutcome {
    RunOutcome {
        title,
        folder,
        rows: Rows::of(tables),
        customers: world.customers.ids.len() as u64,
        counts: world.assignment.counts,
        review: (world.resolution.review.len() + world.resolution.conflicted.len()) as u64,
        unification: world.kpis.unification.value(),
        completeness: world.kpis.completeness.value(),
        gates,
        remarks,
    }
}
