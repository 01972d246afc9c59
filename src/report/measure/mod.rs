//! From what the rooms found to [`ReportFacts`]: counting only, nothing is decided here.
//!
//! Comes in: tables, records, events, resolution, customers, tags, KPIs and rules of one run ([`Measured`]). Goes out:
//! the facts, gates judged. One file per section of the page.

mod inputs;
mod channels;
mod costs;
mod customers;
mod value;
mod team;
mod matching;
mod cohorts;
mod behind;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::model::correction::Correction;
use crate::model::customers::{Customers, TagOutcome};
use crate::model::events::Events;
use crate::model::finding::Findings;
use crate::model::kpi::{Kpis, Share};
use crate::model::money::{ChannelCost, Money};
use crate::model::records::Records;
use crate::model::remark::Remark;
use crate::model::resolution::Resolution;
use crate::model::shaped::ChannelTable;
use crate::rules::Rules;

use super::facts::{
    Counts, EntryLine, FieldQuality, HistoryPoint, Kpi, NamedCount, PreviousRun, REPORT_FORMAT_VERSION, RemarkLine, ReportFacts,
};
use super::gates::gates;

pub use behind::Behind;

/// What one run found.
#[derive(Debug, Clone, Copy)]
pub struct Measured<'a> {
    /// The checked rules.
    pub rules: &'a Rules,
    /// All tables as read, rejects included.
    pub tables: &'a [ChannelTable],
    /// Accepted rows.
    pub records: &'a Records,
    /// Events.
    pub events: &'a Events,
    /// What is wrong with values.
    pub findings: &'a Findings,
    /// What the data suggest instead of rare values.
    pub corrections: &'a [Correction],
    /// Who is the same customer.
    pub resolution: &'a Resolution,
    /// Golden customers.
    pub customers: &'a Customers,
    /// Metrics, tags, lifecycle, follow-ups.
    pub tags: &'a TagOutcome,
    /// Both KPIs and what stands beside them.
    pub kpis: &'a Kpis,
    /// What channels cost, beside what their rules say.
    pub costs: &'a [ChannelCost],
    /// The moment the run looks from, milliseconds since the epoch.
    pub as_of_ms: i64,
}

/// What the run is called and compared with.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// Run id; the target folder for `dedupe`.
    pub run_id: String,
    /// The moment as printed.
    pub as_of: String,
    /// Program and version.
    pub program: String,
    /// The run before.
    pub previous: Option<PreviousRun>,
    /// How usable each field of each channel was in the run before.
    pub fields_before: Vec<FieldQuality>,
    /// Figures of earlier runs, oldest first.
    pub history: Vec<HistoryPoint>,
    /// What changed: `created`, `updated`, `merged`, `split`, `retired`, `revived`.
    pub changes: Vec<NamedCount>,
    /// Human decisions by fate: `applied`, `obsolete`, `contradictory`; empty without decisions.
    pub decisions: Vec<NamedCount>,
    /// Customers that entered and left each tag since the last run.
    pub tag_moves: BTreeMap<String, (u64, u64)>,
    /// How entry rules are kept.
    pub entry: Vec<EntryLine>,
    /// Things the user should know.
    pub remarks: Vec<Remark>,
    /// What reason codes mean: code to Chinese and English.
    pub reasons: BTreeMap<&'static str, (&'static str, &'static str)>,
}

/// Counts everything the report shows and judges the gates; with the rows behind figures that no other file shows.
#[must_use]
pub fn measure(found: &Measured, frame: Frame) -> (ReportFacts, Behind) {
    let rates = found.rules.currency.as_ref().map(|rates| (rates.base.as_str(), &rates.rates));
    let money = Money::new(found.events, rates, &found.rules.project.currency);
    let has_money = found.events.amount.iter().any(Option::is_some);
    let counts = counts(found);
    let kpis = kpis(found, &counts, frame.previous.as_ref());
    let gates = gates(&found.rules.gates, &kpis);
    let (largest, weakest) = matching::clusters(found);
    let (seen, (bought, months)) =
        rayon::join(|| channels::Seen::new(found), || (channels::bought(found, &money), cohorts::months(found, &money)));
    let behind = behind::behind(found, &seen, &bought, &months);
    let (costs, mut unpriced) = costs::costs(found, rates, &money.base);
    let mut remarks = frame.remarks;
    remarks.append(&mut unpriced);
    let fields = inputs::fields(found.records);
    remarks.extend(inputs::dropped(&frame.fields_before, &fields));
    let mut history = frame.history;
    history.push(HistoryPoint {
        run_id: frame.run_id.clone(),
        customers: counts.customers,
        unification: found.kpis.unification.value(),
        completeness: found.kpis.completeness.value(),
    });
    let facts = ReportFacts {
        format_version: REPORT_FORMAT_VERSION,
        project: found.rules.project.name.clone(),
        run_id: frame.run_id,
        as_of: frame.as_of,
        program: frame.program,
        language: found.rules.project.language.clone(),
        masked: false,
        currency: if has_money { money.base.clone() } else { String::new() },
        previous: frame.previous,
        counts,
        kpis,
        gates,
        history,
        inputs: inputs::inputs(found.tables),
        fields,
        findings: inputs::findings(found.findings, &frame.reasons),
        corrections: inputs::corrections(found.corrections, &frame.reasons),
        rejects: inputs::rejects(found.tables),
        matching: matching::matching(found),
        largest,
        weakest,
        changes: frame.changes,
        decisions: frame.decisions,
        channels: channels::lines(found, &seen, (&money, &bought), &costs),
        overlap: seen.overlap(found.records),
        channel_sets: seen.sets(found.records),
        flows: seen.flows(found),
        cohorts: cohorts::cohorts(found, &months),
        lifecycle: customers::lifecycle(found),
        tags: customers::tags(found, &frame.tag_moves),
        rfm: value::rfm(found),
        grades: value::grades(found),
        segments: value::segments(found),
        churn_reasons: value::churn_reasons(found),
        satisfaction: value::satisfaction(found),
        affinity: value::affinity(found),
        regions: customers::regions(found, &money.base),
        team: team::team(found),
        followups: team::followups(found),
        tag_audit: customers::tag_audit(found),
        entry: frame.entry,
        remarks: remarks.iter().map(RemarkLine::from).collect(),
    };
    (facts, behind)
}

fn counts(found: &Measured) -> Counts {
    let sum = |of: fn(&ChannelTable) -> u64| found.tables.iter().map(of).sum::<u64>();
    let organisations = found.customers.entity.iter().filter(|e| **e == crate::model::mapping::Entity::Organisation).count() as u64;
    let customers = found.customers.ids.len() as u64;
    let of_record = &found.customers.of_record;
    let unattributed = found.events.record.iter().filter(|r| of_record.get(**r as usize).is_none_or(|c| *c == u32::MAX)).count();
    Counts {
        rows_read: sum(|table| table.input.physical_rows),
        accepted: sum(|table| table.rows.len() as u64),
        rejected: sum(|table| table.rejects.len() as u64),
        skipped: sum(|table| table.skipped.iter().map(|s| s.rows).sum()),
        customers,
        persons: customers - organisations,
        organisations,
        without_identity: found.resolution.facts.without_identity,
        events: found.events.len() as u64,
        unattributed_events: unattributed as u64,
        review_open: (found.resolution.review.len() + found.resolution.conflicted.len()) as u64,
    }
}

/// All figures with those of the run before.
fn kpis(found: &Measured, counts: &Counts, previous: Option<&PreviousRun>) -> Vec<Kpi> {
    let share = |name: &str, channel: Option<&str>, share: Share| Kpi::share(name, channel, share.part, share.whole);
    let known = found.kpis;
    let read = counts.accepted + counts.rejected;
    let mut kpis = vec![
        share("unification", None, known.unification),
        share("completeness", None, known.completeness),
        share("multi_channel_share", None, known.multi_channel),
        share("records_per_customer", None, known.identity_records_per_customer),
        Kpi::number("expected_precision", known.expected_precision),
        Kpi::number("expected_recall", known.expected_recall),
        Kpi::share("rejected_share", None, counts.rejected, read),
        Kpi::number("customers", counts.customers as f64),
        Kpi::number("records", counts.accepted as f64),
    ];
    kpis.extend(found.resolution.facts.drift.as_ref().map(|(_, drift)| Kpi::number("model_drift", *drift)));
    for channel in &known.channels {
        let name = Some(channel.channel.as_str());
        kpis.push(share("unification", name, channel.unification));
        kpis.push(share("completeness", name, channel.completeness));
        let of_channel = || found.tables.iter().filter(|table| table.mapping.channel == channel.channel);
        let rejected: u64 = of_channel().map(|table| table.rejects.len() as u64).sum();
        let accepted: u64 = of_channel().map(|table| table.rows.len() as u64).sum();
        kpis.push(Kpi::share("rejected_share", name, rejected, accepted + rejected));
        kpis.push(Kpi { channel: Some(channel.channel.clone()), ..Kpi::number("records", accepted as f64) });
    }
    for kpi in &mut kpis {
        kpi.previous = previous.and_then(|previous| previous.values.get(&kpi.key()).copied());
    }
    kpis
}
