//! The middle of every flow: channel tables → records → clusters → ids → customers → tags → master and KPIs.
//!
//! In memory only; who publishes decides what is written.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use rayon::prelude::*;

use super::failure::Failure;
use super::models;
use super::people::Said;
use super::rooms::Rooms;
use super::stages::Stages;
use crate::merge::{self, KpiInput, MergeInput};
use crate::model::customers::{ByPeople, Customers, TagOutcome};
use crate::model::decisions::DecisionFate;
use crate::model::kpi::Kpis;
use crate::model::resolution::Resolution;
use crate::model::shaped::ChannelTable;
use crate::model::table::Table;
use crate::normalise::corrections;
use crate::normalise::records::{self, Normalised, Told};
use crate::registry::{self, Assignment, State};
use crate::resolve;
use crate::tag::{self, TagInput};

/// What a run knows once it is decided who is who.
pub(super) struct Merged {
    /// Records, events, findings.
    pub data: Normalised,
    /// Who is the same customer.
    pub resolution: Resolution,
    /// What became of each human decision.
    pub fates: Vec<DecisionFate>,
    /// Which id each customer has, and what moved.
    pub assignment: Assignment,
    /// Golden values.
    pub customers: Customers,
    /// What people wrote, by customer.
    pub people: ByPeople,
    /// What people wrote about nobody known, one remark each.
    unknown: Vec<String>,
}

impl Merged {
    /// Lets go of what only matching and merging look at, so that what is written finds room.
    pub fn release_parts(&mut self) {
        self.data.records.fields.par_iter_mut().for_each(|field| field.dict.release_parts());
    }
}

/// What a run knows once everything is decided.
pub(super) struct World<'a> {
    /// Records, events, findings.
    pub data: &'a Normalised,
    /// Who is the same customer.
    pub resolution: &'a Resolution,
    /// What became of each human decision.
    pub fates: &'a [DecisionFate],
    /// Which id each customer has, and what moved.
    pub assignment: &'a Assignment,
    /// Golden values.
    pub customers: &'a Customers,
    /// What people wrote, by customer.
    pub people: &'a ByPeople,
    /// Metrics, tags, lifecycle, follow-ups.
    pub tags: TagOutcome,
    /// The master table.
    pub master: Table,
    /// Both KPIs and what stands beside them.
    pub kpis: Kpis,
}

impl World<'_> {
    /// Takes out what it holds of its own, for [`let_go`].
    pub fn own(self) -> (TagOutcome, Table) {
        (self.tags, self.master)
    }
}

/// Lets go of what nobody needs any more, while the run goes on: much memory takes long, and at the end of the program it need
/// not be waited for.
pub(super) fn let_go(all: impl Send + 'static) {
    rayon::spawn(move || drop(all));
}

/// What decides besides the data.
pub(super) struct Setting<'a> {
    pub rooms: &'a Rooms,
    pub previous: Option<&'a State>,
    pub as_of_ms: i64,
    /// What people wrote about customers.
    pub said: &'a Said,
    /// List what the data suggest instead of rare values: nothing was applied of it.
    pub lists_corrections: bool,
}

/// Normalises the tables of all channels and lets go of their cells.
pub(super) fn normalise(tables: &mut [ChannelTable], told: Told, stages: &Stages) -> Result<Normalised, Failure> {
    stages.watch.rows(tables.iter().map(|table| table.rows.len() as u64).sum());
    let data = stages.room("normalise", || records::records_told(tables, told, stages.watch))?;
    tables.iter_mut().for_each(ChannelTable::release_cells);
    Ok(data)
}

/// More rows than pairs have room to name cannot be matched at once.
pub(super) fn few_enough(rows: usize) -> anyhow::Result<()> {
    let most = resolve::ROWS_MAX;
    anyhow::ensure!(
        rows <= most,
        "{rows} rows, and at most {most} can be matched at once\n\nhint: match parts of them, by country for instance, each in a project of its own"
    );
    Ok(())
}

/// Lists what the data suggest instead of rare values, and puts in their place what the rules allow: values that are matched.
pub(super) fn correct(data: &mut Normalised, rooms: &Rooms, stages: &Stages) -> Result<(), Failure> {
    let Normalised { records, findings, .. } = &mut *data;
    data.corrections = stages.run("corrections", || {
        let mut found = corrections::suggest(records);
        corrections::apply(records, findings, &mut found, &rooms.corrections);
        found
    })?;
    Ok(())
}

/// Takes normalised records to customers with golden values.
pub(super) fn consolidate(mut data: Normalised, setting: &Setting, stages: &Stages) -> Result<Merged, Failure> {
    let Setting { rooms, previous, as_of_ms, said, lists_corrections } = *setting;
    few_enough(data.records.len())?;
    let (records, mut corrections) = (&data.records, std::mem::take(&mut data.corrections));
    let resolve = || stages.room("resolve", || resolve::resolve(records, &rooms.resolve, stages.watch));
    let list = || -> Result<(), Failure> {
        if lists_corrections {
            corrections = stages.room("corrections", || corrections::suggest(records))?;
        }
        Ok(())
    };
    // Some of matching is the work of one core: what is only listed is found beside it.
    let (resolution, listed) = rayon::join(resolve, list);
    let mut resolution = resolution?;
    listed?;
    data.corrections = corrections;
    models::insist(rooms.resolve.model.as_ref(), &resolution)?;
    let decisions = &rooms.resolve.decisions;
    resolution.conflicted = registry::conflicts(&data.records, &resolution.cluster, decisions);
    let fates = registry::judge(&data.records, &resolution.cluster, decisions);
    let assignment = stages.run("registry", || registry::assign(&data.records, &resolution, previous))??;
    let input = MergeInput {
        records: &data.records,
        events: &data.events,
        roster: &assignment.roster,
        rules: &rooms.merge,
        as_of: as_of_ms,
    };
    let customers = stages.run("merge", || merge::merge(&input))?;
    let (people, unknown) = said.resolve(&data.records, &customers, &assignment);
    Ok(Merged { data, resolution, fates, assignment, customers, people, unknown })
}

/// What labels are given by.
pub(super) struct Labels<'a> {
    pub tag: &'a tag::Compiled,
    pub merge: &'a merge::Compiled,
    pub tables: &'a [ChannelTable],
    pub as_of_ms: i64,
}

/// Labels customers, and puts their master together.
pub(super) fn label<'a>(merged: &'a Merged, labels: &Labels, stages: &Stages) -> Result<World<'a>, Failure> {
    let Merged { data, resolution, fates, assignment, customers, people, unknown } = merged;
    let as_of_ms = labels.as_of_ms;
    let input = TagInput { customers, records: &data.records, events: &data.events, people, as_of_ms };
    let mut tags = stages.run("tag", || tag::tag(input, labels.tag))?;
    tags.remarks.extend(unknown.iter().cloned());
    let master = merge::master_table(customers, &tags);
    let mut rejected: BTreeMap<String, u64> = BTreeMap::new();
    for table in labels.tables {
        *rejected.entry(table.mapping.channel.clone()).or_default() += table.rejects.len() as u64;
    }
    let kpis = merge::kpis(&KpiInput { records: &data.records, resolution, customers, rules: labels.merge, rejected: &rejected });
    Ok(World { data, resolution, fates, assignment, customers, people, tags, master, kpis })
}

/// The project's time zone; `compile` has refused unknown ones.
pub(super) fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(chrono_tz::Asia::Shanghai)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_rows_than_pairs_can_name_are_refused() {
        assert!(few_enough(268_435_456).is_ok());
        let why = few_enough(268_435_457).unwrap_err().to_string();
        assert!(why.starts_with("268435457 rows, and at most 268435456 can be matched at once"), "{why}");
    }
}
