//! The customers' fields as polars columns: only those some rule reads.
//!
//! Comes in: golden values. Goes out: columns of the promised type; a field that no channel carries in this run is a
//! column of NULLs.

use std::collections::BTreeSet;
use std::ops::Range;

use polars::prelude::{Column, PlSmallStr};

use crate::model::customers::Customers;
use crate::model::text::TextColumn;

use super::affinity::RECOMMENDED;
use super::compile::Compiled;
use super::frame::{missing, to_column};
use super::sql::{Expression, Type};

/// The fields of the customers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a> {
    pub(super) compiled: &'a Compiled,
    pub(super) customers: &'a Customers,
    /// Tags given by people, under their canonical names, where there are any.
    pub(super) manual: Option<&'a TextColumn>,
    /// The product each customer is likely to buy next, where it was computed.
    pub(super) recommended: Option<&'a TextColumn>,
}

impl Fields<'_> {
    /// One column per field that is read and is no metric, over a range of customers.
    pub(super) fn columns(&self, rows: Range<usize>) -> Vec<Column> {
        let made: BTreeSet<&str> = self.compiled.metrics.iter().map(|m| m.rule.name.as_str()).collect();
        let made_later = ["lifecycle", "lifecycle_since", "tags"];
        let wanted = self.compiled.fields_read().into_iter().filter(|name| !made.contains(name) && !made_later.contains(name));
        wanted.map(|name| self.column(name, rows.clone())).collect()
    }

    fn column(&self, name: &str, rows: Range<usize>) -> Column {
        let kind = self.compiled.field_types.get(name).copied().unwrap_or(Type::Any);
        if let Some(manual) = self.manual.filter(|_| name == "manual_tags") {
            return super::frame::texts(name, manual, rows);
        }
        if let Some(data) = self.customers.golden.column(name) {
            return to_column(name, data, kind, rows, &self.compiled.zone);
        }
        if let Some(recommended) = self.recommended.filter(|_| name == RECOMMENDED) {
            return super::frame::texts(name, recommended, rows);
        }
        let label = PlSmallStr::from_str(name);
        match name {
            "entity" => Column::new(label, rows.map(|row| self.customers.entity[row].name()).collect::<Vec<_>>()),
            "source_rows" => {
                let count = |row: usize| i64::try_from(self.customers.members.get(row).len()).unwrap_or(i64::MAX);
                Column::new(label, rows.map(count).collect::<Vec<_>>())
            }
            _ => missing(name, kind, rows.len()),
        }
    }
}

impl Compiled {
    /// Columns of `fields` that any expression reads.
    pub(super) fn fields_read(&self) -> BTreeSet<&str> {
        let mut read: Vec<&Expression> = self.fields_order.iter().map(|&i| &self.metrics[i].value).collect();
        for stage in &self.lifecycle {
            read.push(&stage.when);
            read.extend(stage.since.as_ref());
        }
        for tag in &self.tags {
            read.push(&tag.when);
            read.extend(tag.since.as_ref());
        }
        for followup in &self.followups {
            read.push(&followup.from);
            read.extend(followup.when.iter().chain(&followup.unless));
        }
        read.iter().flat_map(|expression| expression.uses.iter().map(String::as_str)).collect()
    }
}
