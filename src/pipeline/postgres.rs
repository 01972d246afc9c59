//! The run's way into PostgreSQL: the transaction is open before the long work, loaded before publishing, and committed after.

use super::consolidate::World;
use super::ending::Judged;
use super::failure::Failure;
use super::published::Published;
use crate::deliver::{Postgres, PostgresLoad, PostgresTarget, tables};
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

/// Loads the run into the open transaction.
pub(super) fn load(
    postgres: &mut Postgres,
    world: &World,
    judged: &Judged,
    (run_id, before): (&str, Option<&Published>),
) -> Result<(), Failure> {
    let xref = tables::xref(&world.data.records, &world.resolution, &world.customers);
    let load = PostgresLoad {
        run_id,
        previous_run: before.map_or("", |b| &b.run_id),
        as_of: &judged.facts.as_of,
        master: &world.master,
        xref: &xref,
        tags: &tags(world),
        changes: &judged.changes,
    };
    Ok(postgres.load(&load)?)
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
    let miss = format!("postgres {error}");
    gates.push(GateResult { kpi: "postgres".to_owned(), passed: false, fail: true, miss, ..GateResult::default() });
}
