//! The end of a run: report, gates, all files, and `run.json`.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, TimeZone as _, Utc};
use chrono_tz::Tz;

use super::consolidate::World;
use super::failure::Failure;
use super::inputs::Inputs;
use super::publish;
use super::published::Published;
use super::run::Rows;
use super::stages::Stages;
use crate::deliver::{Claim, Figures, GateOutcome, InputEntry, Manifest, Style, peak_memory};
use crate::model::publish::STATE_FORMAT_VERSION;
use crate::registry::MasterSnapshot;
use crate::rules::Rules;

/// When a run began and from when it looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    pub started: DateTime<Utc>,
    pub as_of_ms: i64,
    pub zone: Tz,
}

/// Everything the end of a run looks at.
pub(super) struct Ending<'a> {
    pub rules: &'a Rules,
    pub inputs: &'a Inputs,
    pub world: &'a World,
    pub before: Option<&'a Published>,
    pub moment: Moment,
    /// Empty for `dedupe`, which keeps no state.
    pub run_id: &'a str,
}

impl Ending<'_> {
    /// How values are printed.
    pub fn style(&self) -> Style {
        Style { timezone: self.moment.zone, bom: self.rules.deliver.bom }
    }

    /// Writes everything but `run.json`; gives the gates and the remarks for the user.
    pub fn write(&self, claim: &Claim) -> Result<(Vec<GateOutcome>, Vec<String>), Failure> {
        let master = self.before.map(|b| MasterSnapshot::read(&b.folder.join("master.parquet"))).transpose()?.flatten();
        publish::write_tables(claim, self.world, &self.inputs.tables, master.as_ref(), &self.style())?;
        if !self.run_id.is_empty() {
            publish::write_state(claim, self.world, self.inputs)?;
        }
        let gates = Vec::new();
        Ok((gates, self.remarks()))
    }

    fn remarks(&self) -> Vec<String> {
        let mut remarks = self.inputs.remarks.clone();
        for table in &self.inputs.tables {
            remarks.extend(table.input.remarks.iter().map(|r| format!("{}: {r}", table.file)));
        }
        remarks.extend(self.world.resolution.facts.remarks.iter().cloned());
        remarks.extend(self.world.tags.remarks.iter().cloned());
        remarks
    }

    /// Writes `run.json`, the only file with clock, durations, host and threads.
    pub fn manifest(&self, claim: &Claim, stages: &Stages, gates: &[GateOutcome], remarks: &[String]) -> Result<(), Failure> {
        let mut timed = stages.done();
        let steps = &self.world.resolution.facts.seconds;
        timed.extend(steps.iter().map(|(step, seconds)| crate::deliver::StageSeconds {
            name: format!("resolve/{step}"),
            seconds: *seconds,
            peak_memory_bytes: None,
        }));
        let manifest = Manifest {
            run_id: self.run_id.to_owned(),
            previous_run: self.before.map_or_else(String::new, |b| b.run_id.clone()),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            state_format: STATE_FORMAT_VERSION,
            as_of: self.time(self.moment.as_of_ms),
            started: self.time(self.moment.started.timestamp_millis()),
            finished: self.time(Utc::now().timestamp_millis()),
            host: host(),
            threads: rayon::current_num_threads(),
            seconds: stages.seconds(),
            peak_memory_bytes: peak_memory(),
            stages: timed,
            inputs: self.inputs.tables.iter().map(InputEntry::of).collect(),
            counts: self.counts(),
            kpis: Figures::from(&self.world.kpis),
            gates: gates.to_vec(),
            remarks: remarks.to_vec(),
            files: Vec::new(),
        };
        Ok(claim.manifest(&manifest)?)
    }

    fn time(&self, ms: i64) -> String {
        let time = self.moment.zone.timestamp_millis_opt(ms).single();
        time.map_or_else(String::new, |t| t.to_rfc3339_opts(SecondsFormat::Millis, true))
    }

    fn counts(&self) -> BTreeMap<String, u64> {
        let World { data, resolution, assignment, customers, tags, .. } = self.world;
        let (rows, ids) = (Rows::of(&self.inputs.tables), assignment.counts);
        let counts = [
            ("rows_read", rows.read),
            ("rows_accepted", rows.accepted),
            ("rows_rejected", rows.rejected),
            ("rows_skipped", rows.skipped),
            ("identity_records", resolution.facts.identity_records),
            ("without_identity", resolution.facts.without_identity),
            ("pairs", resolution.facts.pairs),
            ("edges", resolution.facts.edges),
            ("customers", customers.ids.len() as u64),
            ("created", ids.created),
            ("revived", ids.revived),
            ("retired", ids.retired),
            ("merged", ids.merged),
            ("split", ids.split),
            ("review", resolution.review.len() as u64),
            ("conflicted", resolution.conflicted.len() as u64),
            ("events", data.events.len() as u64),
            ("followups", tags.followups.len() as u64),
        ];
        counts.into_iter().map(|(name, n)| (name.to_owned(), n)).collect()
    }
}

/// The machine's name, where the system tells.
fn host() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname").map(|name| name.trim().to_owned()).unwrap_or_default()
}
