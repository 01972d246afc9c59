//! The end of a run: report, gates, all files, and `run.json`.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, TimeZone as _, Utc};
use chrono_tz::Tz;

use super::consolidate::{Labels, Merged, World, label};
use super::failure::Failure;
use super::inputs::Inputs;
use super::notify;
use super::people::Said;
use super::publish::Written;
use super::published::Published;
use super::run::{Rows, Work};
use super::stages::Stages;
use crate::deliver::{Claim, CsvFlavour, DecisionOutcome, Figures, GateOutcome, InputEntry, Manifest, Style, peak_memory};
use crate::model::decisions::{DecisionFate, Fate};
use crate::model::publish::STATE_FORMAT_VERSION;
use crate::model::remark::Remark;
use crate::model::table::{Data, Table};
use crate::normalise::reasons;
use crate::registry::{self, MasterSnapshot};
use crate::report::{
    self, Behind, EntryLine, FieldQuality, Frame, GateResult, HistoryPoint, Measured, NamedCount, PreviousRun, ReportFacts, Sample,
    Samples,
};
use crate::rules::{DECISIONS_FILE, Rules};
use crate::tag::EntryBreaches;

/// When a run began and from when it looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    pub started: DateTime<Utc>,
    pub as_of_ms: i64,
    pub zone: Tz,
}

/// A run beside the one before.
pub(super) struct Judged {
    /// The change feed.
    pub changes: Table,
    /// Tags that customers got and lost since the last run.
    pub tag_changes: Table,
    /// What the report says, with gates and remarks.
    pub facts: ReportFacts,
    /// The rows behind figures of the report that no other file shows.
    pub behind: Behind,
}

/// Everything the end of a run looks at besides its customers.
pub(super) struct Ending<'a> {
    pub rules: &'a Rules,
    pub inputs: &'a Inputs,
    /// What people wrote about customers, as written.
    pub said: &'a Said,
    /// How entry rules are kept.
    pub entry: &'a [EntryBreaches],
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

    /// What this run means beside the one before: the change feed, the report's facts, the gates. Writes nothing.
    pub fn judge(&self, world: &World) -> Result<Judged, Failure> {
        let World { master, assignment, .. } = world;
        let before = self.before.map(|b| MasterSnapshot::read(&b.folder.join("master.parquet"))).transpose()?.flatten();
        let (changes, tag_changes) = registry::feeds(before.as_ref(), master, assignment)?;
        drop(before);
        let (facts, behind) = self.facts(world, &changes, &tag_changes);
        Ok(Judged { changes, tag_changes, facts, behind })
    }

    /// Labels customers, judges the run and writes everything but `run.json`. What hangs on labels stands beside files of
    /// rows and the state, which do not: much of either is the work of one core. More at a time would hold more tables in
    /// memory.
    pub fn finish<'m>(
        &self,
        merged: &'m Merged,
        labels: &Labels,
        (claim, stages): (&Claim, &Stages),
    ) -> Result<(World<'m>, Judged), Failure> {
        let written = Written {
            rules: self.rules,
            inputs: self.inputs,
            style: &self.style(),
            as_of_ms: self.moment.as_of_ms,
            with_state: !self.run_id.is_empty(),
        };
        let labelled = || {
            let world = label(merged, labels, stages)?;
            let judged = stages.run("deliver", || self.deliver(&world, &written, claim))??;
            Ok((world, judged))
        };
        let (labelled, rows) = rayon::join(labelled, || written.rows(merged, claim));
        stages.prolong();
        rows?;
        labelled
    }

    /// Judges the run and writes what hangs on labels: change feeds, report, files of customers.
    fn deliver(&self, world: &World, written: &Written, claim: &Claim) -> Result<Judged, Failure> {
        let judged = self.judge(world)?;
        self.write_judged(claim, &judged)?;
        written.customers(world, claim)?;
        Ok(judged)
    }

    /// Writes what the run means beside the one before: change feeds, report, notices.
    fn write_judged(&self, claim: &Claim, judged: &Judged) -> Result<(), Failure> {
        claim.csv("changes", &judged.changes, CsvFlavour::Exact, &self.style())?;
        if !self.run_id.is_empty() {
            claim.csv("tag_changes", &judged.tag_changes, CsvFlavour::Exact, &self.style())?;
        }
        claim.csv("customer_channels", &judged.behind.channels, CsvFlavour::People, &self.style())?;
        claim.csv("customer_months", &judged.behind.months, CsvFlavour::People, &self.style())?;
        let samples = if self.rules.deliver.mask_report { Samples::Masked } else { Samples::Clear };
        let report = report::report(&judged.facts, samples);
        claim.text("report/index.html", &report.html)?;
        if !self.run_id.is_empty() {
            notify::write(claim, &report::notice(&judged.facts))?;
        }
        Ok(claim.text("report.json", &report.json)?)
    }

    /// Everything the report says, and the rows behind it.
    fn facts(&self, world: &World, changes: &Table, tag_changes: &Table) -> (ReportFacts, Behind) {
        let World { data, resolution, customers, tags, kpis, .. } = world;
        let found = Measured {
            rules: self.rules,
            tables: &self.inputs.tables,
            records: &data.records,
            events: &data.events,
            findings: &data.findings,
            corrections: &data.corrections,
            resolution,
            customers,
            tags,
            kpis,
            costs: &self.said.costs,
            as_of_ms: self.moment.as_of_ms,
        };
        let Earlier { previous, history, fields: fields_before } = self.earlier();
        let frame = Frame {
            run_id: self.run_id.to_owned(),
            as_of: self.time(self.moment.as_of_ms),
            program: format!("guiyi {}", env!("CARGO_PKG_VERSION")),
            previous,
            fields_before,
            history,
            changes: count(changes),
            decisions: fates(world),
            tag_moves: moves(tag_changes),
            entry: self.entry.iter().map(entry_line).collect(),
            remarks: self.remarks(world),
            reasons: reasons::REASONS.iter().map(|r| (r.code, (r.zh, r.en))).collect(),
        };
        report::measure(&found, frame)
    }

    /// The figures of the run before, and of those before it, out of its `report.json`.
    fn earlier(&self) -> Earlier {
        let text = self.before.and_then(|b| std::fs::read_to_string(b.folder.join("report.json")).ok());
        // A report of another version is no reason to stop: the trend starts anew.
        let Some(facts) = text.and_then(|t| serde_json::from_str::<ReportFacts>(&t).ok()) else { return Earlier::default() };
        let values = facts.kpis.iter().filter_map(|kpi| kpi.value.map(|value| (kpi.key(), value))).collect();
        let mut history = facts.history;
        let from = history.len().saturating_sub(HISTORY);
        let previous = PreviousRun { run_id: facts.run_id, as_of: facts.as_of, values };
        Earlier { previous: Some(previous), history: history.split_off(from), fields: facts.fields }
    }

    fn remarks(&self, world: &World) -> Vec<Remark> {
        let mut remarks = self.inputs.remarks.clone();
        for table in &self.inputs.tables {
            remarks.extend(table.input.remarks.iter().map(|r| r.clone().at(&table.file)));
        }
        remarks.extend(world.resolution.facts.remarks.iter().map(|r| Remark::read(r)));
        remarks.extend(world.tags.remarks.iter().map(|r| Remark::read(r)));
        remarks.extend(decided(world));
        remarks
    }

    /// Writes `run.json`, the only file with clock, durations, host and threads.
    pub fn manifest(&self, world: &World, judged: &Judged, (claim, stages): (&Claim, &Stages)) -> Result<(), Failure> {
        let mut timed = stages.done();
        let steps = &world.resolution.facts.seconds;
        timed.extend(steps.iter().map(|(step, seconds)| crate::deliver::StageSeconds {
            name: format!("resolve/{step}"),
            seconds: *seconds,
            peak_memory_bytes: None,
        }));
        let manifest = Manifest {
            run_id: self.run_id.to_owned(),
            run: if self.run_id.is_empty() { 0 } else { self.before.map_or(0, |b| b.manifest.run) + 1 },
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
            inputs: self.inputs.tables.iter().chain(&self.said.tables).map(InputEntry::of).collect(),
            counts: self.counts(world, &judged.changes),
            kpis: Figures::from(&world.kpis),
            gates: judged.facts.gates.iter().map(gate).collect(),
            decisions: world.fates.iter().map(DecisionOutcome::of).collect(),
            remarks: judged.facts.remarks.iter().map(ToString::to_string).collect(),
            files: Vec::new(),
        };
        Ok(claim.manifest(&manifest)?)
    }

    fn time(&self, ms: i64) -> String {
        let time = self.moment.zone.timestamp_millis_opt(ms).single();
        time.map_or_else(String::new, |t| t.to_rfc3339_opts(SecondsFormat::Millis, true))
    }

    fn counts(&self, world: &World, changes: &Table) -> BTreeMap<String, u64> {
        let World { data, resolution, assignment, customers, tags, .. } = world;
        let (rows, ids) = (Rows::of(&self.inputs.tables), assignment.counts);
        let updated = count(changes).iter().find(|c| c.name == "updated").map_or(0, |c| c.count);
        let counts = [
            ("rows_read", rows.read),
            ("rows_accepted", rows.accepted),
            ("rows_rejected", rows.rejected),
            ("rows_skipped", rows.skipped),
            ("identity_records", resolution.facts.identity_records),
            ("without_identity", resolution.facts.without_identity),
            ("edges", resolution.facts.edges),
            ("customers", customers.ids.len() as u64),
            ("created", ids.created),
            ("revived", ids.revived),
            ("retired", ids.retired),
            ("merged", ids.merged),
            ("split", ids.split),
            ("updated", updated),
            ("review", resolution.review.len() as u64),
            ("conflicted", resolution.conflicted.len() as u64),
            ("events", data.events.len() as u64),
            ("followups", tags.followups.len() as u64),
        ];
        counts.into_iter().chain(Work::of(world).figures()).map(|(name, n)| (name.to_owned(), n)).collect()
    }
}

/// What the run before says of itself and of those before it.
#[derive(Default)]
struct Earlier {
    previous: Option<PreviousRun>,
    history: Vec<HistoryPoint>,
    fields: Vec<FieldQuality>,
}

/// Decisions by fate.
fn fates(world: &World) -> Vec<NamedCount> {
    let of = |fate: Fate| world.fates.iter().filter(|j| j.fate == fate).count() as u64;
    if world.fates.is_empty() {
        return Vec::new();
    }
    Fate::ALL.iter().map(|&fate| NamedCount::new(fate.name(), of(fate))).collect()
}

/// What became of the decisions, in a sentence; and a sentence for each that was not applied, up to a number.
fn decided(world: &World) -> Vec<Remark> {
    let fates = fates(world);
    if fates.is_empty() {
        return Vec::new();
    }
    let counts: Vec<String> = fates.iter().map(|f| format!("{} {}", f.count, f.name)).collect();
    let mut said = vec![Remark::read(&counts.join(", ")).at(DECISIONS_FILE)];
    let missed: Vec<&DecisionFate> = world.fates.iter().filter(|j| j.fate != Fate::Applied).collect();
    said.extend(missed.iter().take(DECISIONS_NAMED).map(|j| {
        let sentence = format!("`{}` is {}: {}", j.verdict.name(), j.fate.name(), j.why);
        Remark::read(&sentence).at(&format!("{DECISIONS_FILE}:{}", j.line))
    }));
    if missed.len() > DECISIONS_NAMED {
        said.push(Remark::new("decisions_more", [missed.len().to_string()]).at(DECISIONS_FILE));
    }
    said
}

/// Decisions that were not applied and are named one by one in log and report; `run.json` names them all.
const DECISIONS_NAMED: usize = 10;

/// Runs that the report's trend looks back on.
const HISTORY: usize = 30;

/// Rows of `changes` by kind, in the order of the contract.
fn count(changes: &Table) -> Vec<NamedCount> {
    let Some(Data::Text(kinds)) = changes.column("change") else { return Vec::new() };
    let known = ["created", "updated", "merged", "split", "retired", "revived"];
    known.iter().map(|name| NamedCount::new(name, kinds.iter().filter(|kind| kind == name).count() as u64)).collect()
}

/// Customers that entered and left each tag.
fn moves(changes: &Table) -> BTreeMap<String, (u64, u64)> {
    let mut moves: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    if let (Some(Data::Text(tags)), Some(Data::Text(kinds))) = (changes.column("tag"), changes.column("change")) {
        for (tag, kind) in tags.iter().zip(kinds.iter()) {
            let count = moves.entry(tag.to_owned()).or_default();
            if kind == "entered" { count.0 += 1 } else { count.1 += 1 }
        }
    }
    moves
}

fn entry_line(found: &EntryBreaches) -> EntryLine {
    let sample = |(file, row, text): &(String, u32, String)| Sample { file: file.clone(), row: *row, text: text.clone() };
    EntryLine {
        field: found.field.clone(),
        message: found.message.clone(),
        channel: found.channel.clone(),
        owner: found.owner.clone(),
        cells: found.cells,
        breaches: found.breaches,
        samples: found.samples.iter().map(sample).collect(),
    }
}

/// A gate as `run.json` says it.
fn gate(result: &GateResult) -> GateOutcome {
    let levels = [(">=", result.min), ("<=", result.max), ("drop <=", result.max_drop)];
    let words: Vec<String> = levels.iter().filter_map(|(sign, level)| level.map(|l| format!("{sign} {l}"))).collect();
    let kpi = result.channel.as_ref().map_or_else(|| result.kpi.clone(), |channel| format!("{}/{channel}", result.kpi));
    GateOutcome { kpi, value: result.value, level: words.join(", "), passed: result.passed, fails_run: result.fail }
}

/// The machine's name, where the system tells.
fn host() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname").map(|name| name.trim().to_owned()).unwrap_or_default()
}
