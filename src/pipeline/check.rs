//! `check`: everything a run would do up to counting pairs; writes nothing.

use std::path::Path;

use super::as_of::AsOf;
use super::consolidate::zone;
use super::failure::Failure;
use super::guard::{guard, normalise_living};
use super::inputs::{Night, expected_rows, read_channels};
use super::published::last;
use super::run::{Rows, lost};
use super::stages::Stages;
use super::{models, rooms};
use crate::deliver::{self, peak_memory};
use crate::model::records::Records;
use crate::model::resolution::BlockingRuleFacts;
use crate::model::watch::Watch;
use crate::normalise::records::Told;
use crate::resolve::block::{Budget, candidates};
use crate::resolve::prepare::prepare;
use crate::rules::{self, MatchRules, RuleErrors};
use crate::tag;

/// One channel as it would be read.
#[derive(Debug, Clone)]
pub struct CheckedTable {
    /// File.
    pub file: String,
    /// Channel.
    pub channel: String,
    /// Preset, if one fits.
    pub preset: Option<String>,
    /// Encoding, empty for binary formats.
    pub encoding: String,
    /// Accepted rows.
    pub rows: u64,
    /// Rejected rows.
    pub rejected: u64,
}

/// What a run would work on.
#[derive(Debug, Clone)]
pub struct CheckOutcome {
    /// Tables.
    pub tables: Vec<CheckedTable>,
    /// Physical rows.
    pub rows: Rows,
    /// Cells with findings, by (channel, field, reason).
    pub findings: Vec<(String, String, &'static str, u64)>,
    /// Blocking rules with the pairs each would make.
    pub rules: Vec<BlockingRuleFacts>,
    /// Examples of the rule files, all of which hold.
    pub examples: usize,
    /// Memory that a run takes, estimated in bytes.
    pub memory: Option<u64>,
    /// Things the user should know.
    pub remarks: Vec<String>,
}

/// Bytes a run holds per candidate pair at its peak: the pair, its pattern and its edge.
const BYTES_PER_PAIR: u64 = 24;

/// The pairs each blocking rule would make; none is compared.
fn count_pairs(records: &Records, matching: &MatchRules) -> Vec<BlockingRuleFacts> {
    let prepared = prepare(records, &matching.ignore, None);
    let budget = Budget { block_max: matching.block_max, ..Budget::for_records(prepared.len()) };
    candidates(records, &prepared, budget).facts
}

/// Validates, runs the examples of the rule files, reads and normalises a project, and counts pairs.
///
/// # Errors
/// What would stop a run.
pub fn check(project: &Path, watch: &dyn Watch) -> Result<CheckOutcome, Failure> {
    let stages = Stages::start(watch);
    let rules = rules::load(project)?;
    let rooms = rooms::compile(&rules)?;
    models::wanted(None, &rules)?;
    let examples = stages.run("examples", || tag::examples(&rooms.tag))?;
    if !examples.failures.is_empty() {
        return Err(RuleErrors(examples.failures).into());
    }
    let out = rules.root.join(&rules.project.out);
    let before = last(&out)?;
    let as_of_ms = AsOf::Now.resolve(zone(&rules.project.timezone));
    let night = Night { previous: before.as_ref(), as_of_ms, accept_drop: false };
    let mut inputs = stages.run_of("ingest", expected_rows(&rules), || read_channels(&rules, &night, watch))??;
    let data = normalise_living(&mut inputs, guard(&rules, &out)?.as_mut(), Told::Counted, &stages)?;
    deliver::reconcile(&inputs.tables, &data.records).map_err(lost)?;
    let rules = stages.run("block", || count_pairs(&data.records, &rooms.resolve.matching))?;
    let pairs: u64 = rules.iter().map(|r| r.pairs).sum();
    let tables = inputs.tables.iter().map(|t| CheckedTable {
        file: t.file.clone(),
        channel: t.mapping.channel.clone(),
        preset: t.mapping.preset.clone(),
        encoding: t.input.encoding.clone(),
        rows: t.rows.len() as u64,
        rejected: t.rejects.len() as u64,
    });
    let findings =
        data.findings.counts.iter().map(|((channel, field, reason), count)| (channel.clone(), field.clone(), *reason, count.cells));
    Ok(CheckOutcome {
        tables: tables.collect(),
        rows: Rows::of(&inputs.tables),
        findings: findings.collect(),
        rules,
        examples: examples.held,
        memory: peak_memory().map(|bytes| bytes + pairs * BYTES_PER_PAIR),
        remarks: inputs.remarks.iter().map(ToString::to_string).collect(),
    })
}
