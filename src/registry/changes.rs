//! What a downstream system must do to follow: `changes.csv`.

use std::collections::BTreeSet;
use std::path::Path;

use polars::prelude::{Column as PlColumn, DataFrame, DataType};
use rayon::prelude::*;

use crate::model::publish::TAG_CHANGES;
use crate::model::table::{Column, Data, Table};
use crate::model::text::{TextBuilder, TextColumn};

use super::assign::Assignment;
use super::parquet;

/// The last published `master.parquet`, sorted by `customer_id`.
#[derive(Debug, Clone)]
pub struct MasterSnapshot(DataFrame);

impl MasterSnapshot {
    /// Reads a published master; `None` if there is no such file.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub fn read(path: &Path) -> anyhow::Result<Option<Self>> {
        if !path.exists() {
            return Ok(None);
        }
        parquet::read(path, None).map(|frame| Some(Self(frame)))
    }

    /// The whole table. Parquet holds money as whole numbers: `is_money` says which columns are.
    #[must_use]
    pub fn table(&self, is_money: impl Fn(&str) -> bool) -> Table {
        let mut table = Table::new();
        for column in self.0.columns() {
            if let Some(data) = data_of(column, is_money(column.name())) {
                table.push(column.name().as_str(), data);
            }
        }
        table
    }

    fn ids(&self) -> Vec<&str> {
        self.0
            .column("customer_id")
            .and_then(PlColumn::str)
            .map(|ids| ids.iter().map(Option::unwrap_or_default).collect())
            .unwrap_or_default()
    }
}

/// The change feed: what happened to ids, then which customers have other values than in the last published master.
///
/// `now` is the master table, sorted by `customer_id`. A column that one of the two masters lacks counts as missing
/// values there. Rows are in the order in which a follower should apply them.
#[must_use]
pub fn changes(previous_master: Option<&MasterSnapshot>, now: &Table, assignment: &Assignment) -> Table {
    let mut feed = Feed::default();
    for m in &assignment.moves {
        let into = m.into.map(|id| id.to_string()).unwrap_or_default();
        feed.push(m.kind.name(), &m.id.to_string(), &into, "");
    }
    if let (Some(before), Some(Data::Text(ids))) = (previous_master, now.column("customer_id")) {
        let both = both(&before.ids(), ids);
        let differing: Vec<(&str, Vec<bool>)> =
            now.columns().par_iter().map(|c| (c.name.as_str(), differs(&before.0, c, &both))).collect();
        for (i, &(_, row)) in both.iter().enumerate() {
            let fields: Vec<&str> = differing.iter().filter(|(_, d)| d[i]).map(|(name, _)| *name).collect();
            if !fields.is_empty() {
                feed.push("updated", ids.get(row), "", &fields.join("|"));
            }
        }
    }
    feed.finish()
}

/// Which customers entered and left which tag since the last published master, by customer and tag. New customers
/// enter all of theirs; those who are gone leave nothing, for `changes` says so.
#[must_use]
pub fn tag_changes(previous_master: Option<&MasterSnapshot>, now: &Table) -> Table {
    let mut feed = [TextBuilder::default(), TextBuilder::default(), TextBuilder::default()];
    let before = previous_master.and_then(|before| Some((before.ids(), before.0.column("tags").ok()?.str().ok()?)));
    if let (Some((ids_before, tags_before)), Some(Data::Text(ids)), Some(Data::Text(tags))) =
        (before, now.column("customer_id"), now.column("tags"))
    {
        let pairs = both(&ids_before, ids);
        let mut pairs = pairs.iter().peekable();
        for row in 0..ids.len() {
            let then = pairs.next_if(|(_, now)| *now == row).and_then(|(then, _)| tags_before.get(*then)).unwrap_or("");
            let today = tags.get(row);
            if then == today {
                continue;
            }
            let list =
                |text: &'_ str| text.split('|').filter(|tag| !tag.is_empty()).map(str::to_owned).collect::<BTreeSet<String>>();
            let (then, today) = (list(then), list(today));
            for tag in then.symmetric_difference(&today) {
                let change = if today.contains(tag) { "entered" } else { "left" };
                for (column, text) in feed.iter_mut().zip([ids.get(row), tag.as_str(), change]) {
                    column.push(text);
                }
            }
        }
    }
    let mut table = Table::new();
    for (name, column) in TAG_CHANGES.columns.iter().zip(feed) {
        table.push(*name, Data::Text(column.finish()));
    }
    table
}

/// Rows (before, now) of the ids that both masters have; both lists ascend.
fn both(before: &[&str], now: &TextColumn) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < before.len() && j < now.len() {
        match before[i].cmp(now.get(j)) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                pairs.push((i, j));
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    pairs
}

/// For each pair of rows: is the column's value another one?
fn differs(before: &DataFrame, now: &Column, pairs: &[(usize, usize)]) -> Vec<bool> {
    let before = before.column(&now.name).ok();
    match &*now.data {
        Data::Text(values) => {
            let old: Vec<&str> =
                before.and_then(|c| c.str().ok()).map(|c| c.iter().map(Option::unwrap_or_default).collect()).unwrap_or_default();
            pairs.iter().map(|&(i, j)| old.get(i).copied().unwrap_or_default() != values.get(j)).collect()
        }
        Data::Int(values) | Data::Time(values) | Data::Money(values) => {
            let old = cast(before, &DataType::Int64);
            let old: Vec<Option<i64>> = old.as_ref().and_then(|c| c.i64().ok()).map(|c| c.iter().collect()).unwrap_or_default();
            pairs.iter().map(|&(i, j)| old.get(i).copied().flatten() != values[j]).collect()
        }
        Data::Float(values) => {
            let old = cast(before, &DataType::Float64);
            let old: Vec<Option<f64>> = old.as_ref().and_then(|c| c.f64().ok()).map(|c| c.iter().collect()).unwrap_or_default();
            let bits = |v: Option<f64>| v.map(f64::to_bits);
            pairs.iter().map(|&(i, j)| bits(old.get(i).copied().flatten()) != bits(values[j])).collect()
        }
        Data::Bool(values) => {
            let old: Vec<Option<bool>> = before.and_then(|c| c.bool().ok()).map(|c| c.iter().collect()).unwrap_or_default();
            pairs.iter().map(|&(i, j)| old.get(i).copied().flatten() != values[j]).collect()
        }
    }
}

/// A Parquet column as `deliver` wrote it; `None` for a type that it never writes.
fn data_of(column: &PlColumn, is_money: bool) -> Option<Data> {
    Some(match column.dtype() {
        DataType::String => Data::Text(TextColumn::from_texts(column.str().ok()?.iter().map(Option::unwrap_or_default))),
        DataType::Int64 if is_money => Data::Money(column.i64().ok()?.iter().collect()),
        DataType::Int64 => Data::Int(column.i64().ok()?.iter().collect()),
        DataType::Float64 => Data::Float(column.f64().ok()?.iter().collect()),
        DataType::Boolean => Data::Bool(column.bool().ok()?.iter().collect()),
        DataType::Datetime(..) => Data::Time(column.cast(&DataType::Int64).ok()?.i64().ok()?.iter().collect()),
        _ => return None,
    })
}

fn cast(column: Option<&PlColumn>, to: &DataType) -> Option<PlColumn> {
    column.and_then(|c| c.cast(to).ok())
}

/// Rows of `changes.csv` while they are gathered.
#[derive(Default)]
struct Feed {
    change: TextBuilder,
    customer: TextBuilder,
    into: TextBuilder,
    fields: TextBuilder,
}

impl Feed {
    fn push(&mut self, change: &str, customer: &str, into: &str, fields: &str) {
        self.change.push(change);
        self.customer.push(customer);
        self.into.push(into);
        self.fields.push(fields);
    }

    fn finish(self) -> Table {
        let mut table = Table::new();
        table.push("seq", Data::Int((1..=self.change.len() as i64).map(Some).collect()));
        table.push("change", Data::Text(self.change.finish()));
        table.push("customer_id", Data::Text(self.customer.finish()));
        table.push("into_customer_id", Data::Text(self.into.finish()));
        table.push("fields", Data::Text(self.fields.finish()));
        table
    }
}
