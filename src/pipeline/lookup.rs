//! `explain --published`: the answer out of a published run's files, at once, however large the project is.

use std::path::{Path, PathBuf};

use anyhow::anyhow;

use super::consolidate::zone;
use super::explain::{CustomerStory, ExplainOptions, Explanation, FOLLOWUP, LINEAGE, MEMBER, TIMELINE, cells, rows_of, unknown};
use super::failure::Failure;
use super::published::last;
use crate::deliver::Style;
use crate::model::table::Data;
use crate::registry::PublishedTable;
use crate::rules;

/// Links shown at most.
const LINKS_SHOWN: usize = 20;

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
            let links = links(&folder, &one.members, &other.members)?;
            Ok(Explanation::Links { customers: [one.customer, other.customer], links })
        }
    }
}

fn folder(out: &Path, run: Option<&str>) -> Result<PathBuf, Failure> {
    let Some(run) = run else {
        return last(out).map(|published| published.folder).ok_or_else(|| {
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
struct Found {
    customer: String,
    /// (channel, source key).
    members: Vec<(String, String)>,
}

fn find(folder: &Path, xref: &PublishedTable, id: &str) -> Result<Found, Failure> {
    let found = |rows: &PublishedTable| Found {
        customer: rows.texts("customer_id").into_iter().next().unwrap_or_default(),
        members: rows.texts("channel").into_iter().zip(rows.texts("source_key")).collect(),
    };
    let as_customer = xref.with_text("customer_id", id)?;
    if !as_customer.is_empty() {
        return Ok(found(&as_customer));
    }
    // A key or a path may hold colons itself: every split is tried.
    for (at, _) in id.match_indices(':') {
        let (before, after) = (&id[..at], &id[at + 1..]);
        let by_key = xref.with_text("channel", before)?.with_text("source_key", after)?;
        if !by_key.is_empty() {
            return Ok(found(&by_key));
        }
        if let Ok(row) = after.parse() {
            let by_row = xref.with_text("file", before)?.with_number("row", row)?;
            if !by_row.is_empty() {
                return Ok(found(&by_row));
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
    let golden = if master.rows() > 0 { cells(&master, 0, style) } else { Vec::new() };
    Ok(CustomerStory {
        golden: golden.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
        members: rows_of(&xref.with_text("customer_id", id)?.table()?, id, MEMBER, style),
        lineage: rows_of(&of_customer("lineage.parquet")?, id, LINEAGE, style),
        timeline: rows_of(&of_customer("events.parquet")?, id, TIMELINE, style),
        followups: followups(folder, id)?,
    })
}

/// What is due for a customer, as `followups.csv` tells it; nothing if the run wrote none.
fn followups(folder: &Path, id: &str) -> anyhow::Result<Vec<Vec<String>>> {
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
            found.push(columns.iter().map(|c| c.and_then(|c| record.get(c)).unwrap_or_default().to_owned()).collect());
        }
    }
    Ok(found)
}

/// Scored pairs with one side each, strongest first.
fn links(folder: &Path, a: &[(String, String)], b: &[(String, String)]) -> Result<Vec<[String; 4]>, Failure> {
    let edges = PublishedTable::read(&folder.join("state/edges.parquet"))?.table()?;
    let text = |name: &str, row: usize| match edges.column(name) {
        Some(Data::Text(column)) => column.get(row).to_owned(),
        _ => String::new(),
    };
    let Some(Data::Int(weights)) = edges.column("weight") else { return Ok(Vec::new()) };
    let mut found: Vec<(i64, [String; 4])> = Vec::new();
    for (row, weight) in weights.iter().enumerate() {
        let left = (text("left_channel", row), text("left_source_key", row));
        let right = (text("right_channel", row), text("right_source_key", row));
        let between = (a.contains(&left) && b.contains(&right)) || (a.contains(&right) && b.contains(&left));
        if between {
            let weight = weight.unwrap_or(0);
            let name = |(channel, key): (String, String)| format!("{channel}:{key}");
            // Weights are published in 1/1024 bit.
            found.push((weight, [name(left), name(right), format!("{:+.2}", weight as f64 / 1024.0), text("rule", row)]));
        }
    }
    found.sort_by(|x, y| y.0.cmp(&x.0).then_with(|| x.1.cmp(&y.1)));
    found.truncate(LINKS_SHOWN);
    Ok(found.into_iter().map(|(_, link)| link).collect())
}
