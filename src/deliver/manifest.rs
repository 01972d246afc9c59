//! `run.json`: what was read, how long it took, what came out. The only file with clock, durations, host and threads.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::model::decisions::DecisionFate;
use crate::model::kpi::{Kpis, Share};
use crate::model::shaped::ChannelTable;

/// Everything `run.json` says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Manifest {
    /// Id of the run; empty for `dedupe`.
    pub run_id: String,
    /// Number of the run in its line of runs, from 1; a run after a rollback counts on from the run it follows.
    pub run: u32,
    /// The run that was published before; empty for the first.
    pub previous_run: String,
    /// Version of the program.
    pub version: String,
    /// Version of the state's layout.
    pub state_format: u32,
    /// The moment that windows count from, with offset.
    pub as_of: String,
    /// When the run began, with offset.
    pub started: String,
    /// When it was done, with offset.
    pub finished: String,
    /// Name of the machine.
    pub host: String,
    /// Worker threads.
    pub threads: usize,
    /// Seconds from start to end.
    pub seconds: f64,
    /// Largest resident memory in bytes, where the system tells.
    pub peak_memory_bytes: Option<u64>,
    /// Stages in order.
    pub stages: Vec<StageSeconds>,
    /// Inputs in order of file name.
    pub inputs: Vec<InputEntry>,
    /// Counts by name: `rows_read`, `rows_accepted`, `customers`, `created`, …
    pub counts: BTreeMap<String, u64>,
    /// The KPIs.
    pub kpis: Figures,
    /// Gates with their outcome.
    pub gates: Vec<GateOutcome>,
    /// Human decisions with their fate, in the order of `decisions.csv`.
    pub decisions: Vec<DecisionOutcome>,
    /// Things the user should know, one sentence each.
    pub remarks: Vec<String>,
    /// Every other file of the run, sorted; filled in by [`super::Claim::manifest`].
    pub files: Vec<String>,
}

/// One line of `decisions.csv` and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionOutcome {
    /// Line in `decisions.csv`.
    pub line: u32,
    /// `same` or `different`.
    pub verdict: String,
    /// `applied`, `obsolete` or `contradictory`.
    pub fate: String,
    /// Why it was not applied; empty if it was.
    pub why: String,
}

impl DecisionOutcome {
    /// The manifest entry of one decision.
    #[must_use]
    pub fn of(decision: &DecisionFate) -> Self {
        let DecisionFate { line, verdict, fate, why } = decision;
        Self { line: *line, verdict: verdict.name().to_owned(), fate: fate.name().to_owned(), why: why.clone() }
    }
}

/// One stage of the run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StageSeconds {
    /// The room's name.
    pub name: String,
    /// Seconds it took.
    pub seconds: f64,
    /// Largest resident memory in bytes up to its end, where the system tells.
    pub peak_memory_bytes: Option<u64>,
}

/// One input table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct InputEntry {
    /// Path relative to the project, with member and sheet.
    pub file: String,
    /// Channel it feeds.
    pub channel: String,
    /// Preset that matched, if any.
    pub preset: Option<String>,
    /// Hex SHA-256 of the file's bytes.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// `csv`, `xlsx`, …
    pub format: String,
    /// Chosen encoding; empty for binary formats.
    pub encoding: String,
    /// The encoding that came second; empty if the choice was certain.
    pub encoding_runner_up: String,
    /// By how many bits per character it came second; `None` if the choice was certain.
    pub encoding_margin: Option<f64>,
    /// Physical rows.
    pub physical_rows: u64,
    /// Rows kept.
    pub accepted: u64,
    /// Rows that could not be kept.
    pub rejected: u64,
    /// Rows that are no data, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// What was noticed while reading.
    pub remarks: Vec<String>,
}

impl InputEntry {
    /// Rows that the source delivered: kept, and left out because they are known or superseded.
    #[must_use]
    pub fn delivered(&self) -> u64 {
        let known = ["known", "superseded"].iter().filter_map(|reason| self.skipped.get(*reason));
        self.accepted + known.sum::<u64>()
    }

    /// The manifest entry of one table.
    #[must_use]
    pub fn of(table: &ChannelTable) -> Self {
        let mut skipped = BTreeMap::new();
        for s in &table.skipped {
            *skipped.entry(s.reason.to_owned()).or_default() += s.rows;
        }
        Self {
            file: table.file.clone(),
            channel: table.mapping.channel.clone(),
            preset: table.mapping.preset.clone(),
            sha256: table.input.sha256.clone(),
            bytes: table.input.bytes,
            format: table.input.format.clone(),
            encoding: table.input.encoding.clone(),
            encoding_runner_up: table.input.encoding_runner_up.clone(),
            encoding_margin: Some(table.input.encoding_margin).filter(|m| m.is_finite()),
            physical_rows: table.input.physical_rows,
            accepted: table.rows.len() as u64,
            rejected: table.rejects.len() as u64,
            skipped,
            remarks: table.input.remarks.iter().map(ToString::to_string).collect(),
        }
    }
}

/// The KPIs as shares, 0–1; `None` out of nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Figures {
    /// 客户信息统一率.
    pub unification: Option<f64>,
    /// 数据完整率.
    pub completeness: Option<f64>,
    /// Mean number of identity records of a customer.
    pub identity_records_per_customer: Option<f64>,
    /// Share of customers in two or more channels.
    pub multi_channel: Option<f64>,
    /// The model's expected pairwise precision.
    pub expected_precision: f64,
    /// The model's expected pairwise recall.
    pub expected_recall: f64,
    /// Per channel, by name.
    pub channels: Vec<ChannelFigures>,
}

/// The KPIs of one channel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChannelFigures {
    /// Channel name.
    pub channel: String,
    /// 客户信息统一率 of its rows.
    pub unification: Option<f64>,
    /// 数据完整率 of its customers.
    pub completeness: Option<f64>,
}

impl From<&Kpis> for Figures {
    fn from(kpis: &Kpis) -> Self {
        let channels = kpis.channels.iter().map(|c| ChannelFigures {
            channel: c.channel.clone(),
            unification: c.unification.value(),
            completeness: c.completeness.value(),
        });
        Self {
            unification: kpis.unification.value(),
            completeness: kpis.completeness.value(),
            identity_records_per_customer: Share::value(kpis.identity_records_per_customer),
            multi_channel: kpis.multi_channel.value(),
            expected_precision: kpis.expected_precision,
            expected_recall: kpis.expected_recall,
            channels: channels.collect(),
        }
    }
}

/// One gate and how it went.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct GateOutcome {
    /// The KPI's name.
    pub kpi: String,
    /// Its value; `None` if there was nothing to measure.
    pub value: Option<f64>,
    /// The level as words: `>= 0.95`, `drop <= 0.02`.
    pub level: String,
    /// Did it hold?
    pub passed: bool,
    /// Does a failure fail the run (exit 1), or only warn?
    pub fails_run: bool,
}

impl Manifest {
    /// The text of `run.json`.
    ///
    /// # Panics
    /// Never: strings, numbers and lists always serialise.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("strings, numbers and lists always serialise");
        text.push('\n');
        text
    }

    /// Reads a published `run.json`; `None` if it is missing or not ours.
    #[must_use]
    pub fn read(path: &Path) -> Option<Self> {
        serde_json::from_str(&fs::read_to_string(path).ok()?).ok()
    }

    /// The top-level names a published manifest lists; empty if it is missing or not ours.
    pub(super) fn files_of(path: &Path) -> BTreeSet<String> {
        let files = Self::read(path).map(|m| m.files).unwrap_or_default();
        files.iter().filter_map(|f| f.split('/').next()).map(str::to_owned).collect()
    }
}

/// Largest resident memory of this process so far, in bytes; `None` where the system does not tell.
#[must_use]
pub fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kib| kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_back_what_it_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.json");
        let manifest =
            Manifest { run_id: "r1".into(), files: vec!["state/ids.parquet".into(), "xref.csv".into()], ..Manifest::default() };
        fs::write(&path, manifest.to_json()).unwrap();
        assert_eq!(Manifest::read(&path), Some(manifest));
        assert_eq!(Manifest::files_of(&path), BTreeSet::from(["state".to_owned(), "xref.csv".to_owned()]));
    }

    #[test]
    fn an_endless_encoding_margin_is_left_out() {
        let mut table = ChannelTable::default();
        table.input.encoding_margin = f64::INFINITY;
        assert_eq!(InputEntry::of(&table).encoding_margin, None);
    }
}
