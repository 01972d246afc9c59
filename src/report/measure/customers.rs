//! 客户洞察: lifecycle, tags, regions.

use std::collections::BTreeMap;

use crate::model::customers::TagAudit;
use crate::model::table::Data;
use crate::model::text::{MISSING, TextColumn};

use super::Measured;
use crate::report::facts::{NamedCount, RegionLine, TagAuditLine, TagLine};

/// Regions shown at most.
const LINES_SHOWN: usize = 30;

/// Customers per stage, in rule order; customers without a stage last, if there are any.
pub(super) fn lifecycle(found: &Measured) -> Vec<NamedCount> {
    let counts = count_texts(&found.tags.lifecycle);
    let stages = found.rules.lifecycle.iter();
    stages
        .map(|rule| NamedCount {
            name: rule.stage.clone(),
            name_en: rule.stage_en.clone(),
            count: counts.get(rule.stage.as_str()).copied().unwrap_or(0),
        })
        .collect()
}

fn count_texts(column: &TextColumn) -> BTreeMap<&str, u64> {
    let mut by_code = vec![0_u64; column.values.len()];
    column.codes.iter().for_each(|&code| by_code[code as usize] += 1);
    let mut counts = BTreeMap::new();
    for (code, text) in column.values.iter() {
        *counts.entry(text).or_default() += by_code[code as usize];
    }
    counts
}

/// Customers per tag, in rule order.
pub(super) fn tags(found: &Measured, moves: &BTreeMap<String, (u64, u64)>) -> Vec<TagLine> {
    let english = |name: &str| found.rules.tags.iter().find(|rule| rule.name == name).map(|rule| rule.name_en.clone());
    found
        .tags
        .tag_counts
        .iter()
        .map(|(name, dimension, customers)| TagLine {
            name: name.clone(),
            name_en: english(name).unwrap_or_default(),
            dimension: dimension.clone(),
            customers: *customers,
            entered: moves.get(name).map_or(0, |moved| moved.0),
            left: moves.get(name).map_or(0, |moved| moved.1),
        })
        .collect()
}

/// Lines of the table of tags that deserve a look.
const AUDIT_SHOWN: usize = 200;

/// Tags that deserve a look, most customers first.
pub(super) fn tag_audit(found: &Measured) -> Vec<TagAuditLine> {
    let line = |audit: &TagAudit| TagAuditLine {
        tag: audit.tag.clone(),
        manual: audit.manual,
        channels: audit.channels.clone(),
        customers: audit.customers,
        unmapped: audit.unmapped,
        over_used: audit.over_used,
        near: audit.near.clone(),
    };
    found.tags.audit.iter().take(AUDIT_SHOWN).map(line).collect()
}

/// Customers by province, else country, most first; spend counts where it is in the report's currency.
pub(super) fn regions(found: &Measured, currency: &str) -> Vec<RegionLine> {
    let golden = &found.customers.golden;
    let text = |name: &str| match golden.column(name) {
        Some(Data::Text(column)) => Some(column),
        _ => None,
    };
    let (province, country, paid_in) = (text("province"), text("country"), text("currency"));
    let spend = match golden.column("spend") {
        Some(Data::Money(spend)) => Some(spend),
        _ => None,
    };
    // Counted by codes: there are few regions and many customers.
    let code = |column: Option<&TextColumn>, row: usize| column.map_or(MISSING, |column| column.codes[row]);
    let counters = |column: Option<&TextColumn>| vec![(0_u64, 0_i64); column.map_or(1, |column| column.values.len())];
    let (mut of_provinces, mut of_countries) = (counters(province), counters(country));
    for row in 0..found.customers.ids.len() {
        let line = match (code(province, row), code(country, row)) {
            (MISSING, MISSING) => continue,
            (MISSING, country) => &mut of_countries[country as usize],
            (province, _) => &mut of_provinces[province as usize],
        };
        line.0 += 1;
        if paid_in.is_none_or(|column| column.get(row) == currency) {
            line.1 += spend.and_then(|spend| spend[row]).unwrap_or(0);
        }
    }
    let mut regions: BTreeMap<String, (u64, i64)> = BTreeMap::new();
    for (column, counts) in [(province, of_provinces), (country, of_countries)] {
        let texts = column.into_iter().flat_map(|column| column.values.iter());
        for ((_, text), (customers, cents)) in texts.zip(counts).filter(|(_, (customers, _))| *customers > 0) {
            let line = regions.entry(text.to_owned()).or_default();
            line.0 += customers;
            line.1 += cents;
        }
    }
    let mut lines: Vec<RegionLine> = regions
        .into_iter()
        .map(|(region, (customers, cents))| RegionLine { region, customers, spend: cents as f64 / 100.0 })
        .collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.customers));
    lines.truncate(LINES_SHOWN);
    lines
}
