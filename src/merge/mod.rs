//! Survivorship: which value wins, and why.
//!
//! Comes in: records, events and the roster of who belongs to whom. Goes out: [`Customers`], one golden row per customer
//! with the lineage of every chosen value, and the KPIs. A value that was hidden never beats a clear one, and a possible
//! one never beats a valid one; after that the preferences of `[[merge]]` decide, and the text where nothing else does.
//! Names, addresses and consent come as a whole from one row. Matching, tags and files are other rooms' work.

mod activity;
mod choose;
mod company;
mod compile;
mod completeness;
mod consent;
mod extras;
mod fields;
mod kpi;
mod lists;
mod master;
mod prefer;
mod quality;
mod told;

use rayon::prelude::*;

use crate::model::customers::{Customers, Lineage, Roster};
use crate::model::events::Events;
use crate::model::mapping::Entity;
use crate::model::publish::MASTER;
use crate::model::records::Records;
use crate::model::table::{Data, Table};
use crate::model::text::TextColumn;

pub use compile::{Compiled, compile};
pub use kpi::{KpiInput, kpis};
pub use master::master_table;
pub use prefer::Prefer;

/// What `merge` reads.
#[derive(Debug, Clone, Copy)]
pub struct MergeInput<'a> {
    /// All accepted rows.
    pub records: &'a Records,
    /// All events.
    pub events: &'a Events,
    /// Ids and members from `registry`.
    pub roster: &'a Roster,
    /// The checked rules.
    pub rules: &'a Compiled,
    /// Milliseconds since the epoch; later times are no sign of life.
    pub as_of: i64,
}

/// Makes one golden row per customer of the roster.
#[must_use]
pub fn merge(input: &MergeInput) -> Customers {
    let (entity, times) = rayon::join(|| entities(input), || activity::row_times(input.records, input.events));
    let MergeInput { records, roster, rules, .. } = *input;
    let places = choose::Places::new(records, roster, &times);
    let world = choose::World { records, roster, entity: &entity, times: &times, places: &places, rules };
    // Some of it is the work of one core: what is chosen and what is listed are made side by side.
    let listed = || {
        let accounts = || (lists::account_ids(input.records, input.roster), lists::manual_tags(input.records, input.roster));
        rayon::join(|| (lists::channels(input.records, input.roster), consent::column(&world)), accounts)
    };
    let others = || rayon::join(|| activity::columns(input), listed);
    let (chosen, (activity, ((channels, (consent, told)), (accounts, tags)))) =
        rayon::join(|| fields::choose(&world, input.events), others);
    let mut columns = chosen.columns;
    let mut lineage = chosen.lineage;
    columns.extend(activity);
    columns.extend([channels, accounts, tags, consent]);
    lineage.push(told);
    columns.push(("source_rows".to_owned(), source_rows(input.roster)));
    let has_account = || lists::has_account(input.records, input.roster);
    let (company_ids, has_account) = rayon::join(|| company::links(input, &entity, &chosen.company), has_account);
    columns.push(("company_id".to_owned(), company_ids));
    let mut flags = chosen.filled;
    flags.insert(completeness::ACCOUNT.to_owned(), has_account);
    let filled = completeness::filled(input.rules, &entity, &flags);
    columns.push(("completeness".to_owned(), completeness::column(input.rules, &entity, &filled)));
    Customers {
        ids: input.roster.ids.clone(),
        golden: golden(input.roster, &entity, columns),
        entity,
        members: input.roster.members.clone(),
        of_record: input.roster.of_record.clone(),
        filled,
        lineage: by_field(lineage),
    }
}

/// Lists that tell something, by field.
fn by_field(mut lists: Vec<Lineage>) -> Vec<Lineage> {
    lists.retain(|list| !list.customer.is_empty());
    lists.sort_by(|a, b| a.field.cmp(&b.field));
    lists
}

/// A master column while it is made.
type NamedColumn = (String, Data);

/// Person if any member is one; the two never merge, so this only matters for damaged input.
fn entities(input: &MergeInput) -> Vec<Entity> {
    let of = |customer| {
        let members: &[u32] = input.roster.members.get(customer);
        let person = members.iter().any(|&row| input.records.entity[row as usize] == Entity::Person);
        if person { Entity::Person } else { Entity::Organisation }
    };
    (0..input.roster.ids.len()).into_par_iter().with_min_len(CHUNK).map(of).collect()
}

/// Customers handled at a time by one thread.
const CHUNK: usize = 4096;

fn source_rows(roster: &Roster) -> Data {
    Data::Int((0..roster.ids.len()).map(|customer| Some(roster.members.get(customer).len() as i64)).collect())
}

/// The golden table: fixed columns in the contract's order (those of `tag` left out), then the others as they come.
fn golden(roster: &Roster, entity: &[Entity], columns: Vec<NamedColumn>) -> Table {
    let mut columns: Vec<Option<NamedColumn>> = columns.into_iter().map(Some).collect();
    let mut table = Table::new();
    for &name in MASTER.columns {
        match name {
            "customer_id" => table.push(name, Data::Text(roster.ids.column(0..roster.ids.len() as u32))),
            "entity" => table.push(name, Data::Text(TextColumn::from_texts(entity.iter().map(|e| e.name())))),
            _ => {
                let made = columns.iter_mut().find(|c| c.as_ref().is_some_and(|(n, _)| n == name)).and_then(Option::take);
                if let Some((_, data)) = made {
                    table.push(name, data);
                }
            }
        }
    }
    for (name, data) in columns.into_iter().flatten() {
        table.push(name, data);
    }
    table
}

/// Lineage is kept for customers of at least this many source rows: with one row there is nothing to tell.
const LINEAGE_ROWS: usize = 2;

#[cfg(test)]
mod tests;
