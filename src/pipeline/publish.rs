//! Writes every file of a run into a claimed folder. Nothing is visible before the claim publishes.

use super::consolidate::{Merged, World};
use super::inputs::Inputs;
use crate::deliver::{Claim, CsvFlavour, DeliverError, Style, tables};
use crate::model::publish::{MODEL_FILE, STATE_FORMAT_VERSION};
use crate::model::table::Table;
use crate::registry::{self, LINKAGE_FILE, VERSION_FILE};
use crate::rules::Rules;

/// How and for whom files are written, whatever the run means beside the one before.
#[derive(Clone, Copy)]
pub(super) struct Written<'a> {
    pub inputs: &'a Inputs,
    pub rules: &'a Rules,
    pub style: &'a Style,
    pub as_of_ms: i64,
    /// Write what the next run needs to know.
    pub with_state: bool,
}

impl Written<'_> {
    /// Files of customers.
    pub fn customers(&self, world: &World, claim: &Claim) -> Result<(), DeliverError> {
        let World { resolution, customers, tags, master, .. } = world;
        claim.csv("master", master, CsvFlavour::People, self.style)?;
        claim.parquet("master", master)?;
        claim.csv("followups", &tables::followups(customers, tags), CsvFlavour::People, self.style)?;
        claim.text(MODEL_FILE, &resolution.model.json())?;
        if self.with_state { self.for_people(world, claim) } else { Ok(()) }
    }

    /// What those who look after customers work with.
    fn for_people(&self, world: &World, claim: &Claim) -> Result<(), DeliverError> {
        let World { data, customers, tags, .. } = world;
        let people = |name: &str, table: &Table| claim.csv(name, table, CsvFlavour::People, self.style);
        people("followups_by_owner", &tables::followups_by_owner(tags, &self.rules.managers, self.as_of_ms))?;
        people("escalations", &tables::escalations(customers, tags))?;
        claim.text("followups.ics", &tables::calendar(customers, tags, &self.rules.project.name, self.as_of_ms))?;
        people("affinity", &tables::affinity(tags))?;
        people("manual_tags", &tables::manual_tags(&data.records, customers, tags))
    }

    /// Files of rows, then the state: what does not hang on labels, and is written beside them. The largest table comes
    /// first, while there is no master yet.
    pub fn rows(&self, merged: &Merged, claim: &Claim) -> Result<(), DeliverError> {
        let Merged { data, resolution, customers, .. } = merged;
        let exact = |name: &str, table: &Table| claim.csv(name, table, CsvFlavour::Exact, self.style);
        claim.parquet("lineage", &tables::lineage(&data.records, customers))?;
        let xref = tables::xref(&data.records, resolution, customers);
        exact("xref", &xref)?;
        claim.parquet("xref", &xref)?;
        drop(xref);
        claim.parquet("joins", &tables::joins(&data.records, resolution))?;
        claim.parquet("events", &tables::events(&data.records, &data.events, customers))?;
        claim.parquet("items", &tables::items(&data.records, &data.events))?;
        claim.csv("review", &tables::review(&data.records, resolution, customers), CsvFlavour::People, self.style)?;
        claim.csv("corrections", &tables::corrections(&data.corrections), CsvFlavour::People, self.style)?;
        exact("rejects", &tables::rejects(&self.inputs.tables))?;
        if self.with_state { self.state(merged, claim) } else { Ok(()) }
    }

    /// What the next run needs to know of this one.
    fn state(&self, merged: &Merged, claim: &Claim) -> Result<(), DeliverError> {
        let Merged { data, resolution, assignment, .. } = merged;
        for (name, table) in registry::state_tables(&data.records, resolution, assignment) {
            claim.parquet(&format!("state/{name}"), &table)?;
        }
        for (name, table) in registry::linkage_tables(resolution) {
            claim.parquet(&format!("state/{name}"), &table)?;
        }
        claim.text(&format!("state/{LINKAGE_FILE}"), &registry::linkage_text(resolution))?;
        claim.text(&format!("state/{VERSION_FILE}"), &format!("{STATE_FORMAT_VERSION}\n"))?;
        for memory in &self.inputs.memories {
            for (name, table) in memory.tables() {
                claim.parquet(&name, &table)?;
            }
        }
        Ok(())
    }
}
