//! `--keep-stages`: the table of every step, one noun each, for people who want to see what flowed.

use std::path::Path;

use super::consolidate::Merged;
use super::failure::Failure;
use crate::deliver::{self, CsvFlavour, Manifest, Style, tables};
use crate::model::resolution::{NO_CLUSTER, Resolution};
use crate::model::shaped::ChannelTable;
use crate::model::table::{Data, Table};
use crate::model::text::TextColumn;
use crate::normalise::company::brand_as_written;

/// Writes `1_columns`, `2_normalised`, `3_blocks`, `4_comparisons`, `5_edges` and `6_clusters` as csv into `folder`.
pub(super) fn dump(folder: &Path, inputs: &[ChannelTable], merged: &Merged, style: &Style) -> Result<(), Failure> {
    let claim = deliver::claim_dir(folder, true)?;
    let resolution = &merged.resolution;
    let stages = [
        ("1_columns", columns(inputs)),
        ("2_normalised", tables::normalised(&merged.data.records, brand_as_written)),
        ("3_blocks", blocks(resolution)),
        ("4_comparisons", comparisons(resolution)),
        ("5_edges", edges(merged)),
        ("6_clusters", clusters(merged)),
    ];
    for (name, table) in &stages {
        claim.csv(name, table, CsvFlavour::Exact, style)?;
    }
    claim.manifest(&Manifest::default())?;
    claim.publish(1)?;
    Ok(())
}

fn text<S: AsRef<str>>(cells: impl Iterator<Item = S>) -> Data {
    Data::Text(TextColumn::from_texts(cells))
}

fn int(cells: impl Iterator<Item = u64>) -> Data {
    Data::Int(cells.map(|n| i64::try_from(n).ok()).collect())
}

fn float(cells: impl Iterator<Item = f64>) -> Data {
    Data::Float(cells.map(Some).collect())
}

fn columns(inputs: &[ChannelTable]) -> Table {
    let all: Vec<_> = inputs.iter().flat_map(|t| t.mapping.columns.iter().map(move |c| (t, c))).collect();
    let mut table = Table::new();
    table.push("file", text(all.iter().map(|(t, _)| &t.file)));
    table.push("channel", text(all.iter().map(|(t, _)| &t.mapping.channel)));
    table.push("header", text(all.iter().map(|(_, c)| &c.header)));
    table.push("target", text(all.iter().map(|(_, c)| c.target.to_string())));
    table.push("matches", Data::Bool(all.iter().map(|(_, c)| Some(c.matches)).collect()));
    table.push("fit", float(all.iter().map(|(_, c)| f64::from(c.fit))));
    table.push("reason", text(all.iter().map(|(_, c)| &c.reason)));
    table
}

fn blocks(resolution: &Resolution) -> Table {
    let rules = &resolution.facts.rules;
    let mut table = Table::new();
    table.push("rule", text(rules.iter().map(|r| &r.name)));
    table.push("blocks", int(rules.iter().map(|r| r.blocks)));
    table.push("pairs", int(rules.iter().map(|r| r.pairs)));
    table.push("largest", int(rules.iter().map(|r| r.largest)));
    table.push("capped", int(rules.iter().map(|r| r.capped)));
    table.push("cut", int(rules.iter().map(|r| r.cut)));
    table
}

fn comparisons(resolution: &Resolution) -> Table {
    let all: Vec<_> = resolution.facts.comparisons.iter().flat_map(|c| c.levels.iter().map(move |l| (c, l))).collect();
    let mut table = Table::new();
    table.push("comparison", text(all.iter().map(|(c, _)| &c.name)));
    table.push("level", text(all.iter().map(|(_, l)| &l.name)));
    table.push("m", float(all.iter().map(|(_, l)| l.m)));
    table.push("u", float(all.iter().map(|(_, l)| l.u)));
    table.push("weight", float(all.iter().map(|(_, l)| l.weight)));
    table
}

fn edges(merged: &Merged) -> Table {
    let (records, edges) = (&merged.data.records, &merged.resolution.edges);
    let name = |row: u32| format!("{}:{}", records.files[records.file[row as usize] as usize], records.row[row as usize]);
    let rules = &merged.resolution.facts.rules;
    let mut table = Table::new();
    table.push("left", text(edges.iter().map(|e| name(e.left))));
    table.push("right", text(edges.iter().map(|e| name(e.right))));
    table.push("weight", float(edges.iter().map(|e| f64::from(e.weight()) / 1024.0)));
    table.push("rule", text(edges.iter().map(|e| rules.get(usize::from(e.rule)).map_or("", |r| r.name.as_str()))));
    table
}

fn clusters(merged: &Merged) -> Table {
    let (records, clusters) = (&merged.data.records, &merged.resolution.cluster);
    let mut table = Table::new();
    table.push("file", text(records.file.iter().map(|&f| &records.files[f as usize])));
    table.push("row", int(records.row.iter().map(|&r| u64::from(r))));
    table.push("cluster", Data::Int(clusters.iter().map(|&c| (c != NO_CLUSTER).then(|| i64::from(c))).collect()));
    table
}
