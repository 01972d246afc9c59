//! How two rows, or customers, of a published run are related: the links that the run kept, and the values they were compared by.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::explain::{Kept, LinkStory};
use super::failure::Failure;
use super::links::Web;
use super::lookup::{Found, Row, text};
use crate::model::table::{Data, Table};
use crate::registry::{PublishedModel, PublishedTable};

/// Links shown at most.
const LINKS_SHOWN: usize = 20;

/// Rows with the scored pairs that the run kept among them.
pub(super) fn web(folder: &Path, rows: &[Row]) -> Result<Web, Failure> {
    let keys: BTreeSet<&str> = rows.iter().map(|row| row.source_key.as_str()).collect();
    let edges = PublishedTable::read(&folder.join("state/edges.parquet"))?;
    let edges = edges.with_any_text("left_source_key", &keys)?.with_any_text("right_source_key", &keys)?.table()?;
    let mut web = Web::default();
    for row in rows {
        web.row(row.name.clone(), row.channel.clone(), row.source_key.clone());
    }
    if let Some(Data::Int(weights)) = edges.column("weight") {
        for (at, weight) in weights.iter().enumerate() {
            let end = |side: &str| (text(&edges, &format!("{side}_channel"), at), text(&edges, &format!("{side}_source_key"), at));
            web.pair(end("left"), end("right"), weight.unwrap_or(0), &text(&edges, "rule", at));
        }
    }
    Ok(web)
}

/// What a run kept of how two customers, or rows, are related.
pub(super) fn link_story(folder: &Path, one: Found, other: Found) -> Result<LinkStory, Failure> {
    let model = PublishedModel::read(&folder.join("model.json"))?;
    let names = |rows: &[Row]| rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>();
    let (a, b) = (names(&one.rows), names(&other.rows));
    let customers = [one.customer, other.customer];
    let together = customers[0] == customers[1] && !customers[0].is_empty();
    let mut rows: BTreeMap<String, Row> = one.rows.into_iter().chain(other.rows).map(|row| (row.name.clone(), row)).collect();
    let xref = PublishedTable::read(&folder.join("xref.parquet"))?;
    // The way from row to row may lead over any row of the customer, and of equal rows only one has links.
    for customer in customers.iter().filter(|customer| !customer.is_empty()) {
        let all = Row::of(&xref.with_text("customer_id", customer)?.table()?);
        rows.extend(all.into_iter().map(|row| (row.name.clone(), row)));
    }
    let rows: Vec<Row> = rows.into_values().collect();
    let (web, values) = (web(folder, &rows)?, Values::of(folder, &rows)?);
    let stand =
        |names: &[String]| -> Vec<String> { names.iter().map(|name| web.stand_in(name, |row| values.compared(row))).collect() };
    let (from, to) = (stand(&a), stand(&b));
    let links = web.between(&from, &to);
    let way = if together && links.is_empty() { web.way(&from[0], &to[0]) } else { Vec::new() };
    let shown = links.first().map_or_else(|| [a[0].clone(), b[b.len() - 1].clone()], |link| link.rows.clone());
    Ok(LinkStory {
        customers,
        more: links.len().saturating_sub(LINKS_SHOWN),
        equal: together && from[0] == to[0],
        links: links.into_iter().take(LINKS_SHOWN).collect(),
        way,
        kept: values.side_by_side(&shown, &model),
        shown,
        prior: model.prior,
        threshold: model.threshold,
    })
}

/// The values by which rows were compared, as `state/records` keeps them.
struct Values {
    table: Table,
    /// Line of each row, by its name.
    line: BTreeMap<String, usize>,
}

impl Values {
    fn of(folder: &Path, rows: &[Row]) -> Result<Self, Failure> {
        let keys: BTreeSet<&str> = rows.iter().map(|row| row.source_key.as_str()).collect();
        let table = PublishedTable::read(&folder.join("state/records.parquet"))?.with_any_text("source_key", &keys)?.table()?;
        let place = |at: usize| ((text(&table, "channel", at), text(&table, "source_key", at)), at);
        let places: BTreeMap<(String, String), usize> = (0..table.rows()).map(place).collect();
        let find = |row: &Row| places.get(&(row.channel.clone(), row.source_key.clone())).map(|&at| (row.name.clone(), at));
        let line = rows.iter().filter_map(find).collect();
        Ok(Self { table, line })
    }

    /// Fields with their column; a dot marks the columns of values.
    fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.table.columns().iter().filter_map(|c| c.name.split_once('.').map(|(_, field)| (c.name.as_str(), field)))
    }

    fn cell(&self, name: &str, column: &str) -> String {
        self.line.get(name).map_or_else(String::new, |&at| text(&self.table, column, at))
    }

    /// Everything a row is compared by. Receivers are contact points, and not compared.
    fn compared(&self, name: &str) -> Vec<String> {
        let own = self.fields().filter(|(column, _)| column.starts_with("principal."));
        own.map(|(column, _)| self.cell(name, column)).collect()
    }

    /// The values of two rows, with what their field can weigh.
    fn side_by_side(&self, names: &[String; 2], model: &PublishedModel) -> Vec<Kept> {
        let mut kept = Vec::new();
        for (column, field) in self.fields() {
            let values = [self.cell(&names[0], column), self.cell(&names[1], column)];
            if values.iter().all(String::is_empty) {
                continue;
            }
            let compared = column.starts_with("principal.") && values.iter().all(|value| !value.is_empty());
            // The platform of an account is no part of its name in the model.
            let span = if compared { model.span(field.split_once('@').map_or(field, |(name, _)| name)) } else { None };
            kept.push(Kept { field: field.to_owned(), values, span });
        }
        kept
    }
}
