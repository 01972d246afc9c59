//! The run's way into PostgreSQL: connected before the long work, loaded before publishing, and committed after.

use std::path::Path;

use anyhow::Context as _;

use super::consolidate::World;
use super::ending::Judged;
use super::failure::Failure;
use super::published::{Published, published};
use crate::deliver::{Manifest, Postgres, PostgresFeed, PostgresLoad, PostgresTarget, tables};
use crate::model::publish::CHANGES;
use crate::model::table::{Data, Table};
use crate::model::text::{TextBuilder, TextColumn};
use crate::report::GateResult;
use crate::rules::Rules;

/// Connection text that goes before the one of the rules.
const URL_VARIABLE: &str = "GUIYI_POSTGRES";

/// The password, as other clients of PostgreSQL take it.
const PASSWORD_VARIABLE: &str = "PGPASSWORD";

/// Connects if the project says so.
pub(super) fn connect(rules: &Rules) -> Result<Option<Postgres>, Failure> {
    let Some(postgres) = &rules.deliver.postgres else { return Ok(None) };
    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let target = PostgresTarget {
        connection: variable(URL_VARIABLE).unwrap_or_else(|| postgres.url.clone()),
        password: variable(PASSWORD_VARIABLE),
        schema: postgres.schema.clone(),
    };
    Ok(Some(Postgres::connect(&target)?))
}

/// Loads the run, and before it the change feeds of runs that did not arrive, into a transaction.
pub(super) fn load(
    postgres: &mut Postgres,
    world: &World,
    judged: &Judged,
    (out, run_id, before): (&Path, &str, Option<&Published>),
) -> Result<(), Failure> {
    let xref = tables::xref(&world.data.records, world.resolution, world.customers);
    let mut feeds = missed(postgres, out, before)?;
    feeds.push(PostgresFeed {
        run_id: run_id.to_owned(),
        previous_run: before.map(|b| b.run_id.clone()).unwrap_or_default(),
        as_of: judged.facts.as_of.clone(),
        changes: judged.changes.clone(),
    });
    let load = PostgresLoad { master: &world.master, xref: &xref, tags: &tags(world), feeds: &feeds };
    Ok(postgres.load(&load)?)
}

/// The feeds of the runs that this one builds on and that are not there, oldest first: nights on which the commit failed, or
/// the project said nothing of PostgreSQL. A database without any run begins with this one.
fn missed(postgres: &mut Postgres, out: &Path, before: Option<&Published>) -> Result<Vec<PostgresFeed>, Failure> {
    let Some(loaded) = postgres.loaded_runs()?.filter(|loaded| !loaded.is_empty()) else { return Ok(Vec::new()) };
    let mut feeds = Vec::new();
    let mut next = before.map(|b| b.run_id.clone());
    while let Some(run) = next.take().filter(|id| !loaded.contains(id)).and_then(|id| published(out, id)) {
        let Manifest { run_id, previous_run, as_of, .. } = run.manifest;
        next = Some(previous_run.clone()).filter(|id| !id.is_empty());
        feeds.push(PostgresFeed { run_id, previous_run, as_of, changes: changes_of(&run.folder)? });
    }
    feeds.reverse();
    Ok(feeds)
}

/// `changes.csv` of a published run.
fn changes_of(run: &Path) -> Result<Table, Failure> {
    let path = run.join("changes.csv");
    let context = || format!("`{}` cannot be read again for PostgreSQL", path.display());
    let mut columns: Vec<TextBuilder> = CHANGES.columns.iter().map(|_| TextBuilder::default()).collect();
    let mut reader = csv::Reader::from_path(&path).with_context(context)?;
    for record in reader.records() {
        let record = record.with_context(context)?;
        for (at, column) in columns.iter_mut().enumerate() {
            column.push(record.get(at).unwrap_or_default());
        }
    }
    let mut table = Table::new();
    for (name, column) in CHANGES.columns.iter().zip(columns) {
        table.push(*name, Data::Text(column.finish()));
    }
    Ok(table)
}

/// One row per customer and tag.
fn tags(world: &World) -> Table {
    let (mut customers, mut tags) = (TextBuilder::default(), TextBuilder::default());
    for (id, cell) in world.customers.ids.iter().zip(world.tags.tags.iter()) {
        let mut own: Vec<&str> = cell.split('|').filter(|tag| !tag.is_empty()).collect();
        own.sort_unstable();
        own.dedup();
        for tag in own {
            customers.push(id);
            tags.push(tag);
        }
    }
    let text = |column: TextBuilder| -> TextColumn { column.finish() };
    let mut table = Table::new();
    table.push("customer_id", Data::Text(text(customers)));
    table.push("tag", Data::Text(text(tags)));
    table
}

/// Commits after the run was published. A failure here is a failed gate (exit 1): the files are delivered, the tables are
/// those of the run before, and the next run makes them its own.
pub(super) fn commit(postgres: Option<Postgres>, gates: &mut Vec<GateResult>) {
    let Some(Err(error)) = postgres.map(Postgres::commit) else { return };
    let miss = format!("{error}; the files are published, and the next run loads what is missing");
    gates.push(GateResult { kpi: "postgres".to_owned(), passed: false, fail: true, miss, ..GateResult::default() });
}
