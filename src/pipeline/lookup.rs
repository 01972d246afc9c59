//! `explain --published`: the answer out of a published run's files, at once, however large the project is. Nothing is
//! matched again: the weights are those that the run kept.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::anyhow;

use super::consolidate::zone;
use super::explain::{
    CustomerStory, ExplainOptions, Explanation, FOLLOWUP, LINEAGE, MEMBER, TIMELINE, cells, rows_of, time, unknown,
};
use super::failure::Failure;
use super::linked::{link_story, model, web};
use super::published::last;
use crate::deliver::Style;
use crate::model::table::{Data, Table};
use crate::registry::PublishedTable;
use crate::rules;

/// Looks the IDs up in the run of this id, or in the last one.
pub(super) fn look_up(options: &ExplainOptions, run: Option<&str>) -> Result<Explanation, Failure> {
    let rules = rules::load(&options.project)?;
    let folder = folder(&rules.root.join(&rules.project.out), run)?;
    let style = Style { timezone: zone(&rules.project.timezone), bom: false };
    let xref = PublishedTable::read(&folder.join("xref.parquet"))?;
    let one = find(&folder, &xref, &options.id)?;
    match &options.other {
        None if one.customer.is_empty() => Ok(Explanation::Nobody(options.id.clone())),
        None => Ok(Explanation::Customer(Box::new(story(&folder, &xref, &one.customer, &style)?))),
        Some(other) => {
            let other = find(&folder, &xref, other)?;
            Ok(Explanation::Links(Box::new(link_story(&folder, one, other)?)))
        }
    }
}

fn folder(out: &Path, run: Option<&str>) -> Result<PathBuf, Failure> {
    let Some(run) = run else {
        return last(out)?.map(|published| published.folder).ok_or_else(|| {
            anyhow!("{}: no run is published yet\n\nhint: `guiyi run` first, or leave `--published` out", out.display()).into()
        });
    };
    let folder = out.join("runs").join(run);
    let is_name = !run.contains(['/', '\\']) && run != "..";
    if is_name && folder.join("run.json").is_file() {
        return Ok(folder);
    }
    Err(anyhow!("there is no run `{run}`\n\nhint: the runs are the folders in {}", out.join("runs").display()).into())
}

/// What an ID names: a customer with its rows, or one row.
pub(super) struct Found {
    /// Empty for a row without usable identity.
    pub customer: String,
    /// Never empty.
    pub rows: Vec<Row>,
}

/// One row of a run.
pub(super) struct Row {
    /// `FILE:ROW`.
    pub name: String,
    pub channel: String,
    pub source_key: String,
}

impl Row {
    /// The rows of a piece of xref.
    pub fn of(table: &Table) -> Vec<Self> {
        let row = |at: usize| Self {
            name: format!("{}:{}", text(table, "file", at), text(table, "row", at)),
            channel: text(table, "channel", at),
            source_key: text(table, "source_key", at),
        };
        (0..table.rows()).map(row).collect()
    }
}

/// A cell as text; empty if there is no such column.
pub(super) fn text(table: &Table, column: &str, row: usize) -> String {
    match table.column(column) {
        Some(Data::Text(column)) => column.get(row).to_owned(),
        Some(Data::Int(column)) => column[row].map(|n| n.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

fn find(folder: &Path, xref: &PublishedTable, id: &str) -> Result<Found, Failure> {
    let found = |rows: &PublishedTable| -> Result<Found, Failure> {
        let rows = rows.table()?;
        Ok(Found { customer: text(&rows, "customer_id", 0), rows: Row::of(&rows) })
    };
    let as_customer = xref.with_text("customer_id", id)?;
    if !as_customer.is_empty() {
        return found(&as_customer);
    }
    // A key or a path may hold colons itself: every split is tried.
    for (at, _) in id.match_indices(':') {
        let (before, after) = (&id[..at], &id[at + 1..]);
        let by_key = xref.with_text("channel", before)?.with_text("source_key", after)?;
        if !by_key.is_empty() {
            return found(&by_key);
        }
        if let Ok(row) = after.parse() {
            let by_row = xref.with_text("file", before)?.with_number("row", row)?;
            if !by_row.is_empty() {
                return found(&by_row);
            }
        }
    }
    // An id of earlier days leads to the customer it became part of.
    let ids = PublishedTable::read(&folder.join("state/ids.parquet"))?.with_text("customer_id", id)?;
    match ids.texts("redirect").into_iter().next().filter(|to| !to.is_empty() && to != id) {
        Some(redirect) => find(folder, xref, &redirect),
        None => Err(unknown(id)),
    }
}

fn story(folder: &Path, xref: &PublishedTable, id: &str, style: &Style) -> Result<CustomerStory, Failure> {
    let of_customer =
        |name: &str| -> anyhow::Result<_> { PublishedTable::read(&folder.join(name))?.with_text("customer_id", id)?.table() };
    let master = of_customer("master.parquet")?;
    let rows = xref.with_text("customer_id", id)?.table()?;
    let web = web(folder, &Row::of(&rows))?;
    let threshold = model(folder).map(|model| model.threshold_bits);
    let golden = if master.rows() > 0 { cells(&master, 0, style) } else { Vec::new() };
    Ok(CustomerStory {
        golden: golden.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
        members: rows_of(&rows, id, MEMBER, style),
        bond: web.bond(threshold),
        lineage: rows_of(&of_customer("lineage.parquet")?, id, LINEAGE, style),
        timeline: timeline(folder, &of_customer("events.parquet")?, id, style)?,
        followups: followups(folder, id, style)?,
    })
}

/// What happened to a customer, each event with the products of its line items before its text.
fn timeline(folder: &Path, events: &Table, id: &str, style: &Style) -> Result<Vec<Vec<String>>, Failure> {
    let ids: Vec<String> = (0..events.rows()).map(|row| text(events, "event_id", row)).collect();
    let wanted: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
    let items = PublishedTable::read(&folder.join("items.parquet"))?.with_any_text("event_id", &wanted)?.table()?;
    let mut products: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in 0..items.rows() {
        let names = [text(&items, "product", row), text(&items, "sku", row)];
        products.entry(text(&items, "event_id", row)).or_default().extend(names.into_iter().find(|name| !name.is_empty()));
    }
    let mut timeline = rows_of(events, id, TIMELINE, style);
    for (cells, event) in timeline.iter_mut().zip(&ids) {
        let words = cells.pop().filter(|text| !text.is_empty());
        cells.push(products.remove(event).into_iter().flatten().chain(words).collect::<Vec<_>>().join(", "));
        // A currency without an amount says nothing.
        if cells[AMOUNT].is_empty() {
            cells[AMOUNT + 1].clear();
        }
    }
    Ok(timeline)
}

/// Place of the amount in [`TIMELINE`]; the currency follows.
const AMOUNT: usize = 3;

/// What is due for a customer, as `followups.csv` tells it; nothing if the run wrote none.
fn followups(folder: &Path, id: &str, style: &Style) -> anyhow::Result<Vec<Vec<String>>> {
    let path = folder.join("followups.csv");
    if !path.exists() {
        return Ok(Vec::new());
    }
    let mut reader = csv::Reader::from_path(&path)?;
    let header: Vec<String> = reader.headers()?.iter().map(|h| h.trim_start_matches('\u{feff}').to_owned()).collect();
    let place = |name: &str| header.iter().position(|h| h == name);
    let Some(customer) = place("customer_id") else { return Ok(Vec::new()) };
    let columns: Vec<Option<usize>> = FOLLOWUP.iter().map(|name| place(name)).collect();
    let mut found = Vec::new();
    for record in reader.records() {
        let record = record?;
        if record.get(customer) == Some(id) {
            let plain = |cell: &str| {
                let at = chrono::DateTime::parse_from_rfc3339(cell);
                at.map_or_else(|_| cell.to_owned(), |at| time(at.timestamp_millis(), style))
            };
            found.push(columns.iter().map(|c| plain(c.and_then(|c| record.get(c)).unwrap_or_default())).collect());
        }
    }
    Ok(found)
}
