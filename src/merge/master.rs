//! The published master: golden columns, what `tag` made of them, metrics at the end.

use crate::model::customers::{Customers, TagOutcome};
use crate::model::publish::MASTER;
use crate::model::table::{Data, Table};
use crate::model::text::TextColumn;

/// The master table in the contract's order: fixed columns, extra fields, metrics. Rows are the customers, by id.
///
/// A metric takes the place of an extra field of its name. An outcome without rows (no tag rules ran) gives empty
/// lifecycle and tag columns.
#[must_use]
pub fn master_table(customers: &Customers, tags: &TagOutcome) -> Table {
    let rows = customers.ids.len();
    let mut table = Table::new();
    for &name in MASTER.columns {
        let data = match name {
            "lifecycle" => texts(&tags.lifecycle, rows),
            "tags" => texts(&tags.tags, rows),
            "manual_tags" if tags.manual_tags.as_ref().is_some_and(|column| column.len() == rows) => {
                Data::Text(tags.manual_tags.clone().unwrap_or_default())
            }
            "lifecycle_since" if tags.lifecycle_since.len() == rows => Data::Time(tags.lifecycle_since.clone()),
            "lifecycle_since" => Data::Time(vec![None; rows]),
            _ => customers.golden.column(name).cloned().unwrap_or_else(|| Data::Text(TextColumn::missing(rows))),
        };
        table.push(name, data);
    }
    let metric = |name: &str| tags.metrics.column(name).is_some();
    let extras = customers.golden.columns().iter().filter(|c| !MASTER.columns.contains(&c.name.as_str()));
    for column in extras.filter(|c| !metric(&c.name)) {
        table.push(column.name.clone(), column.data.clone());
    }
    for column in tags.metrics.columns().iter().filter(|c| !MASTER.columns.contains(&c.name.as_str())) {
        table.push(column.name.clone(), column.data.clone());
    }
    table
}

fn texts(column: &TextColumn, rows: usize) -> Data {
    Data::Text(if column.len() == rows { column.clone() } else { TextColumn::missing(rows) })
}
