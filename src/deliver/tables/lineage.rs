//! `lineage`: which source row each golden value came from, and what it beat.

use crate::model::customers::Customers;
use crate::model::records::Records;
use crate::model::table::{Data, Table};
use crate::model::text::TextColumn;

use super::columns;

/// One row per golden value of the customers with two or more source rows, by customer and field.
#[must_use]
pub fn lineage(records: &Records, customers: &Customers) -> Table {
    let sorted = &customers.lineage;
    debug_assert!(sorted.is_sorted_by_key(|l| (l.customer, &l.field)), "merge hands over lineage by customer and field");
    let rows = || sorted.iter().map(|l| l.record);
    let mut table = Table::new();
    table.push("customer_id", columns::customers(&customers.ids, sorted.iter().map(|l| l.customer)));
    table.push("field", Data::Text(TextColumn::from_texts(sorted.iter().map(|l| &*l.field))));
    table.push("value", columns::unique(sorted.iter().map(|l| l.value.as_str())));
    table.push("channel", columns::channels(records, rows()));
    table.push("file", columns::files(records, rows()));
    table.push("row", columns::row_numbers(records, rows()));
    table.push("rule", Data::Text(TextColumn::from_texts(sorted.iter().map(|l| l.rule))));
    table.push("losers", columns::unique(sorted.iter().map(|l| l.losers.as_str())));
    table
}
