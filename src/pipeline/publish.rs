//! Writes every file of a run into a claimed folder. Nothing is visible before the claim publishes.

use std::fs;

use anyhow::Context as _;

use super::consolidate::World;
use super::inputs::{Inputs, KEPT, kept_name};
use crate::deliver::{Claim, CsvFlavour, DeliverError, Style, tables};
use crate::model::publish::STATE_FORMAT_VERSION;
use crate::model::shaped::ChannelTable;
use crate::model::table::Table;
use crate::registry::{self, VERSION_FILE};

/// Tables that people open and tables that programs read, into the claim.
pub(super) fn write_tables(
    claim: &Claim,
    world: &World,
    inputs: &[ChannelTable],
    changes: &Table,
    style: &Style,
) -> Result<(), DeliverError> {
    let World { data, resolution, customers, tags, master, .. } = world;
    let people = |name: &str, table: &Table| claim.csv(name, table, CsvFlavour::People, style);
    let exact = |name: &str, table: &Table| claim.csv(name, table, CsvFlavour::Exact, style);
    people("master", master)?;
    claim.parquet("master", master)?;
    let xref = tables::xref(&data.records, resolution, customers);
    exact("xref", &xref)?;
    claim.parquet("xref", &xref)?;
    drop(xref);
    claim.parquet("events", &tables::events(&data.records, &data.events, customers))?;
    claim.parquet("items", &tables::items(&data.records, &data.events))?;
    claim.parquet("lineage", &tables::lineage(&data.records, customers))?;
    exact("changes", changes)?;
    people("review", &tables::review(&data.records, resolution, customers))?;
    people("followups", &tables::followups(customers, tags))?;
    exact("rejects", &tables::rejects(inputs))?;
    claim.text("model.json", &resolution.model_json)
}

/// What the next run needs to know of this one.
pub(super) fn write_state(claim: &Claim, world: &World, inputs: &Inputs) -> anyhow::Result<()> {
    for (name, table) in registry::state_tables(&world.data.records, &world.resolution, &world.assignment, &[]) {
        claim.parquet(&format!("state/{name}"), &table)?;
    }
    claim.text(&format!("state/{VERSION_FILE}"), &format!("{STATE_FORMAT_VERSION}\n"))?;
    for file in &inputs.kept {
        let bytes = fs::read(&file.path).with_context(|| format!("{}: cannot be kept", file.shown))?;
        claim.bytes(&format!("{KEPT}/{}", kept_name(&file.shown)), &bytes)?;
    }
    Ok(())
}
