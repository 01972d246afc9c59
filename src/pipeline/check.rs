//! `check`: everything a run would do up to counting pairs; writes nothing.

use std::path::Path;

use super::consolidate::normalise;
use super::failure::Failure;
use super::inputs::{expected_rows, read_channels};
use super::published::last;
use super::rooms;
use super::run::{Rows, lost};
use super::stages::Stages;
use crate::deliver::{self, peak_memory};
use crate::model::resolution::BlockingRuleFacts;
use crate::model::watch::Watch;
use crate::resolve;
use crate::rules::{self, RuleErrors};
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

/// Validates, runs the examples of the rule files, reads and normalises a project, and counts pairs.
///
/// # Errors
/// What would stop a run.
pub fn check(project: &Path, watch: &dyn Watch) -> Result<CheckOutcome, Failure> {
    let stages = Stages::start(watch);
    let rules = rules::load(project)?;
    let rooms = rooms::compile(&rules)?;
    let examples = stages.run("examples", || tag::examples(&rooms.tag))?;
    if !examples.failures.is_empty() {
        return Err(RuleErrors(examples.failures).into());
    }
    let before = last(&rules.root.join(&rules.project.out));
    let mut inputs = stages.run_of("ingest", expected_rows(&rules), || read_channels(&rules, before.as_ref(), false, watch))??;
    let data = normalise(&mut inputs.tables, &stages)?;
    deliver::reconcile(&inputs.tables, &data.records).map_err(lost)?;
    let facts = stages.room("block", || resolve::resolve(&data.records, &rooms.resolve, watch).facts)?;
    let pairs: u64 = facts.rules.iter().map(|r| r.pairs).sum();
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
        rules: facts.rules,
        examples: examples.held,
        memory: peak_memory().map(|bytes| bytes + pairs * BYTES_PER_PAIR),
        remarks: inputs.remarks,
    })
}
