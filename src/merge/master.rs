//! The published master: golden columns, what `tag` made of them, metrics at the end.

use crate::model::customers::{Customers, TagOutcome};
use crate::model::publish::MASTER;
use crate::model::table::{Data, Table};
use crate::model::text::TextColumn;

/// The master table in the contract's order: fixed columns, extra fields, metrics. Rows are the customers, by id.
///
/// A metric takes the place of an extra field of its name; one that only rules read stays out. An outcome without rows (no tag rules ran) gives empty
/// lifecycle and tag columns.
#[must_use]
pub fn master_table(customers: &Customers, tags: &TagOutcome) -> Table {
    let rows = customers.ids.len();
    let mut table = Table::new();
    for &name in MASTER.columns {
        let made = match name {
            "lifecycle" => Some(texts(&tags.lifecycle, rows)),
            "tags" => Some(texts(&tags.tags, rows)),
            "manual_tags" => tags.manual_tags.as_ref().filter(|column| column.len() == rows).map(|c| Data::Text(c.clone())),
            "lifecycle_since" if tags.lifecycle_since.len() == rows => Some(Data::Time(tags.lifecycle_since.clone())),
            "lifecycle_since" => Some(Data::Time(vec![None; rows])),
            _ => None,
        };
        match (made, customers.golden.shared(name)) {
            (Some(data), _) => table.push(name, data),
            (None, Some(data)) => table.share(name, data),
            (None, None) => table.push(name, Data::Text(TextColumn::missing(rows))),
        }
    }
    let metric = |name: &str| tags.metrics.column(name).is_some();
    let extras = customers.golden.columns().iter().filter(|c| !MASTER.columns.contains(&c.name.as_str()));
    for column in extras.filter(|c| !metric(&c.name)) {
        table.share(column.name.clone(), &column.data);
    }
    let published = |name: &String| !MASTER.columns.contains(&name.as_str()) && !tags.rules_only.contains(name);
    for column in tags.metrics.columns().iter().filter(|c| published(&c.name)) {
        table.share(column.name.clone(), &column.data);
    }
    table
}

fn texts(column: &TextColumn, rows: usize) -> Data {
    Data::Text(if column.len() == rows { column.clone() } else { TextColumn::missing(rows) })
}
