//! What a downstream system must do to follow: `changes.csv`.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;

use crate::model::publish::TAG_CHANGES;
use crate::model::table::{Column, Data, Table};
use crate::model::text::{Arena, TextBuilder, TextColumn};

use super::assign::Assignment;
use super::pages::PagedFile;

/// The last published `master.parquet`, sorted by `customer_id`. Its columns are read when they are asked for: a master
/// is as large as all golden values together.
#[derive(Debug)]
pub struct MasterSnapshot(PagedFile);

impl MasterSnapshot {
    /// Opens a published master; `None` if there is no such file.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub fn read(path: &Path) -> anyhow::Result<Option<Self>> {
        if !path.exists() {
            return Ok(None);
        }
        PagedFile::open(path).map(|file| Some(Self(file)))
    }

    /// The whole table. Parquet holds money as whole numbers: `is_money` says which columns are.
    ///
    /// # Errors
    /// If the file is damaged.
    pub fn table(&self, is_money: impl Fn(&str) -> bool) -> anyhow::Result<Table> {
        let names: Vec<&str> = self.0.names().collect();
        let columns: Vec<anyhow::Result<Option<Data>>> = names.par_iter().map(|name| self.0.data(name)).collect();
        let mut table = Table::new();
        for (name, data) in names.into_iter().zip(columns) {
            match data? {
                Some(Data::Int(numbers)) if is_money(name) => table.push(name, Data::Money(numbers)),
                Some(data) => table.push(name, data),
                None => {}
            }
        }
        Ok(table)
    }

    /// A column of texts; `None` if there is none.
    fn texts(&self, name: &str) -> anyhow::Result<Option<TextColumn>> {
        Ok(match self.0.data(name)? {
            Some(Data::Text(column)) => Some(column),
            _ => None,
        })
    }

    /// Rows (before, now) of the customers that both masters have.
    fn pairs(&self, now: &TextColumn) -> anyhow::Result<Vec<(u32, u32)>> {
        Ok(self.texts("customer_id")?.map(|ids| both(&ids, now)).unwrap_or_default())
    }
}

/// What a follower must do, and which customers entered and left which tag.
///
/// # Errors
/// If the last master is damaged.
pub fn feeds(before: Option<&MasterSnapshot>, now: &Table, assignment: &Assignment) -> anyhow::Result<(Table, Table)> {
    let pairs = match (before, now.column("customer_id")) {
        (Some(before), Some(Data::Text(ids))) => before.pairs(ids)?,
        _ => Vec::new(),
    };
    let (changes, tags) = rayon::join(|| changes(before, now, assignment, &pairs), || tag_changes(before, now, &pairs));
    Ok((changes?, tags?))
}

/// The change feed: what happened to ids, then which customers have other values than in the last published master.
///
/// `now` is the master table, sorted by `customer_id`; `pairs` are the rows of customers that both masters have. A column that one of the two masters lacks counts as missing
/// values there. Rows are in the order in which a follower should apply them.
fn changes(
    previous_master: Option<&MasterSnapshot>,
    now: &Table,
    assignment: &Assignment,
    pairs: &[(u32, u32)],
) -> anyhow::Result<Table> {
    let mut feed = Feed::default();
    for m in &assignment.moves {
        let into = m.into.map(|id| id.to_string()).unwrap_or_default();
        feed.push(m.kind.name(), &m.id.to_string(), &into, "");
    }
    if let (Some(before), Some(Data::Text(ids))) = (previous_master, now.column("customer_id")) {
        let differing: Vec<anyhow::Result<Vec<bool>>> = now.columns().par_iter().map(|c| differs(before, c, pairs)).collect();
        let differing: Vec<Vec<bool>> = differing.into_iter().collect::<anyhow::Result<_>>()?;
        // Columns in which no customer has another value are not looked at again.
        let named = now.columns().iter().zip(&differing).filter(|(_, differs)| differs.contains(&true));
        let named: Vec<(&str, &[bool])> = named.map(|(c, differs)| (c.name.as_str(), differs.as_slice())).collect();
        let mut fields = String::new();
        for (i, &(_, row)) in pairs.iter().enumerate() {
            fields.clear();
            for (name, _) in named.iter().filter(|(_, differs)| differs[i]) {
                if !fields.is_empty() {
                    fields.push('|');
                }
                fields.push_str(name);
            }
            if !fields.is_empty() {
                feed.push("updated", ids.get(row as usize), "", &fields);
            }
        }
    }
    Ok(feed.finish())
}

/// Which customers entered and left which tag since the last published master, by customer and tag. New customers
/// enter all of theirs; those who are gone leave nothing, for `changes` says so.
fn tag_changes(previous_master: Option<&MasterSnapshot>, now: &Table, pairs: &[(u32, u32)]) -> anyhow::Result<Table> {
    let mut feed = [TextBuilder::default(), TextBuilder::default(), TextBuilder::default()];
    let tags_before = previous_master.map(|before| before.texts("tags")).transpose()?.flatten();
    if let (Some(tags_before), Some(Data::Text(ids)), Some(Data::Text(tags))) =
        (tags_before, now.column("customer_id"), now.column("tags"))
    {
        let mut pairs = pairs.iter().peekable();
        for row in 0..ids.len() {
            let then = pairs.next_if(|(_, now)| *now as usize == row).map_or("", |(then, _)| tags_before.get(*then as usize));
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
    Ok(table)
}

/// Rows (before, now) of the ids that both masters have; both lists ascend.
fn both(before: &TextColumn, now: &TextColumn) -> Vec<(u32, u32)> {
    let mut pairs = Vec::with_capacity(now.len());
    let (mut i, mut j) = (0, 0);
    while i < before.len() && j < now.len() {
        match before.get(i).cmp(now.get(j)) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                pairs.push((i as u32, j as u32));
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    pairs
}

/// For each pair of rows: is the column's value another one? A column of another type than before counts as its numbers,
/// where it has some.
fn differs(before: &MasterSnapshot, now: &Column, pairs: &[(u32, u32)]) -> anyhow::Result<Vec<bool>> {
    let before = before.0.data(&now.name)?;
    Ok(match &*now.data {
        Data::Text(values) => match before {
            Some(Data::Text(before)) => texts_differ(&before, values, pairs),
            _ => pairs.iter().map(|&(_, j)| !values.get(j as usize).is_empty()).collect(),
        },
        Data::Int(values) | Data::Time(values) | Data::Money(values) => {
            let old = before.map(whole_numbers).unwrap_or_default();
            pairs.iter().map(|&(i, j)| old.get(i as usize).copied().flatten() != values[j as usize]).collect()
        }
        Data::Float(values) => {
            let old = before.map(numbers).unwrap_or_default();
            let bits = |v: Option<f64>| v.map(f64::to_bits);
            pairs.iter().map(|&(i, j)| bits(old.get(i as usize).copied().flatten()) != bits(values[j as usize])).collect()
        }
        Data::Bool(values) => {
            let old = match before {
                Some(Data::Bool(old)) => old,
                _ => Vec::new(),
            };
            pairs.iter().map(|&(i, j)| old.get(i as usize).copied().flatten() != values[j as usize]).collect()
        }
    })
}

/// "No code yet".
const NONE: u32 = u32::MAX;

/// For each pair of rows: is the text another one? Where texts repeat, two that were equal once are not looked at again.
fn texts_differ(before: &TextColumn, now: &TextColumn, pairs: &[(u32, u32)]) -> Vec<bool> {
    let mut equal = vec![NONE; before.values.len()];
    let differ = |&(i, j): &(u32, u32)| {
        let (then, today) = (before.codes[i as usize], now.codes[j as usize]);
        if equal[then as usize] == today {
            return false;
        }
        let differ = before.values.bytes(then) != now.values.bytes(today);
        if !differ {
            equal[then as usize] = today;
        }
        differ
    };
    pairs.iter().map(differ).collect()
}

/// Values as whole numbers, where they can be.
fn whole_numbers(data: Data) -> Vec<Option<i64>> {
    match data {
        Data::Int(values) | Data::Time(values) | Data::Money(values) => values,
        Data::Float(values) => values.into_iter().map(|v| v.map(|v| v as i64)).collect(),
        Data::Text(values) => values.iter().map(|text| text.parse().ok()).collect(),
        Data::Bool(values) => values.into_iter().map(|v| v.map(i64::from)).collect(),
    }
}

/// Values as numbers, where they can be.
fn numbers(data: Data) -> Vec<Option<f64>> {
    match data {
        Data::Float(values) => values,
        Data::Int(values) | Data::Time(values) | Data::Money(values) => values.into_iter().map(|v| v.map(|v| v as f64)).collect(),
        Data::Text(values) => values.iter().map(|text| text.parse().ok()).collect(),
        Data::Bool(values) => values.into_iter().map(|v| v.map(|v| f64::from(u8::from(v)))).collect(),
    }
}

/// Rows of `changes.csv` while they are gathered.
#[derive(Default)]
struct Feed {
    change: TextBuilder,
    /// Hardly any customer stands there twice: nobody looks for them.
    customers: Arena,
    into: TextBuilder,
    fields: TextBuilder,
}

impl Feed {
    fn push(&mut self, change: &str, customer: &str, into: &str, fields: &str) {
        self.change.push(change);
        self.customers.push(customer);
        self.into.push(into);
        self.fields.push(fields);
    }

    fn finish(self) -> Table {
        let mut table = Table::new();
        table.push("seq", Data::Int((1..=self.change.len() as i64).map(Some).collect()));
        table.push("change", Data::Text(self.change.finish()));
        let codes = (1..self.customers.len() as u32).collect();
        table.push("customer_id", Data::Text(TextColumn { values: self.customers.into(), codes }));
        table.push("into_customer_id", Data::Text(self.into.finish()));
        table.push("fields", Data::Text(self.fields.finish()));
        table
    }
}
