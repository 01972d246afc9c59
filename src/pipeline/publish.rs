//! Writes every file of a run into a claimed folder. Nothing is visible before the claim publishes.

use super::consolidate::World;
use super::failure::Failure;
use super::inputs::Inputs;
use crate::deliver::{Claim, CsvFlavour, DeliverError, Style, tables};
use crate::model::publish::MODEL_FILE;
use crate::model::publish::STATE_FORMAT_VERSION;
use crate::model::table::Table;
use crate::registry::{self, LINKAGE_FILE, VERSION_FILE};
use crate::rules::Rules;

/// Everything but the report and `run.json`, into the claim: files of customers beside files of rows, for much of the
/// encoding of one file is the work of one core. More at a time would hold more tables in memory.
pub(super) fn write(claim: &Claim, written: &Written, with_state: bool) -> Result<(), Failure> {
    let of_customers = || -> Result<(), Failure> {
        write_customers(claim, written)?;
        if with_state {
            write_for_people(claim, written)?;
            write_state(claim, written.world, written.inputs)?;
        }
        Ok(())
    };
    let (customers, rows) = rayon::join(of_customers, || write_rows(claim, written));
    customers?;
    Ok(rows?)
}

/// What is written.
pub(super) struct Written<'a> {
    pub world: &'a World,
    pub inputs: &'a Inputs,
    pub rules: &'a Rules,
    /// The change feed.
    pub changes: &'a Table,
    /// Who entered and left which tag.
    pub tag_changes: &'a Table,
    pub style: &'a Style,
    pub as_of_ms: i64,
}

fn write_customers(claim: &Claim, written: &Written) -> Result<(), DeliverError> {
    let World { resolution, customers, tags, master, .. } = written.world;
    claim.csv("master", master, CsvFlavour::People, written.style)?;
    claim.parquet("master", master)?;
    claim.csv("changes", written.changes, CsvFlavour::Exact, written.style)?;
    claim.csv("followups", &tables::followups(customers, tags), CsvFlavour::People, written.style)?;
    claim.text(MODEL_FILE, &resolution.model.json())
}

/// What those who look after customers work with, and what others follow tags by.
fn write_for_people(claim: &Claim, written: &Written) -> Result<(), DeliverError> {
    let World { data, customers, tags, .. } = written.world;
    let people = |name: &str, table: &Table| claim.csv(name, table, CsvFlavour::People, written.style);
    people("followups_by_owner", &tables::followups_by_owner(tags, &written.rules.managers, written.as_of_ms))?;
    people("escalations", &tables::escalations(customers, tags))?;
    claim.text("followups.ics", &tables::calendar(customers, tags, &written.rules.project.name, written.as_of_ms))?;
    people("affinity", &tables::affinity(tags))?;
    people("manual_tags", &tables::manual_tags(&data.records, customers, tags))?;
    claim.csv("tag_changes", written.tag_changes, CsvFlavour::Exact, written.style)
}

fn write_rows(claim: &Claim, written: &Written) -> Result<(), DeliverError> {
    let World { data, resolution, customers, .. } = written.world;
    let exact = |name: &str, table: &Table| claim.csv(name, table, CsvFlavour::Exact, written.style);
    // The largest table first: beside it stands the master, which is there anyway, and not the records of the state.
    claim.parquet("lineage", &tables::lineage(&data.records, customers))?;
    let xref = tables::xref(&data.records, resolution, customers);
    exact("xref", &xref)?;
    claim.parquet("xref", &xref)?;
    drop(xref);
    claim.parquet("events", &tables::events(&data.records, &data.events, customers))?;
    claim.parquet("items", &tables::items(&data.records, &data.events))?;
    claim.csv("review", &tables::review(&data.records, resolution, customers), CsvFlavour::People, written.style)?;
    claim.csv("corrections", &tables::corrections(&data.corrections), CsvFlavour::People, written.style)?;
    exact("rejects", &tables::rejects(&written.inputs.tables))
}

/// What the next run needs to know of this one.
fn write_state(claim: &Claim, world: &World, inputs: &Inputs) -> Result<(), DeliverError> {
    for (name, table) in registry::state_tables(&world.data.records, &world.resolution, &world.assignment) {
        claim.parquet(&format!("state/{name}"), &table)?;
    }
    for (name, table) in registry::linkage_tables(&world.resolution) {
        claim.parquet(&format!("state/{name}"), &table)?;
    }
    claim.text(&format!("state/{LINKAGE_FILE}"), &registry::linkage_text(&world.resolution))?;
    claim.text(&format!("state/{VERSION_FILE}"), &format!("{STATE_FORMAT_VERSION}\n"))?;
    for memory in &inputs.memories {
        for (name, table) in memory.tables() {
            claim.parquet(&name, &table)?;
        }
    }
    Ok(())
}
