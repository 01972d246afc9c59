//! 客户洞察 and team: lifecycle, tags, RFM, regions, sales people, follow-ups.

use std::collections::BTreeMap;

use crate::model::customers::TagAudit;
use crate::model::table::Data;
use crate::model::text::TextColumn;

use super::Measured;
use crate::report::facts::{FollowupLine, NamedCount, RegionLine, RfmCell, TagAuditLine, TagLine, TeamLine};

/// Regions and sales people shown at most.
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

/// Customers by the metrics `rfm_r` and `rfm_f`, if the rules have them; spend is `net_spend`.
pub(super) fn rfm(found: &Measured) -> Vec<RfmCell> {
    let (Some(Data::Int(recency)), Some(Data::Int(frequency))) =
        (found.tags.metrics.column("rfm_r"), found.tags.metrics.column("rfm_f"))
    else {
        return Vec::new();
    };
    let spend = match found.tags.metrics.column("net_spend") {
        Some(Data::Float(spend)) => Some(spend),
        _ => None,
    };
    let mut cells: BTreeMap<(u8, u8), (u64, i64)> = BTreeMap::new();
    for (customer, (r, f)) in recency.iter().zip(frequency).enumerate() {
        let score = |score: &Option<i64>| score.and_then(|s| u8::try_from(s).ok()).filter(|s| (1..=5).contains(s));
        if let (Some(r), Some(f)) = (score(r), score(f)) {
            let cell = cells.entry((r, f)).or_default();
            cell.0 += 1;
            cell.1 += spend.and_then(|spend| spend[customer]).map_or(0, |spend| (spend * 100.0).round() as i64);
        }
    }
    cells
        .into_iter()
        .map(|((recency, frequency), (customers, cents))| RfmCell { recency, frequency, customers, spend: cents as f64 / 100.0 })
        .collect()
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
    let cell = |column: Option<&'_ TextColumn>, row: usize| column.map_or("", |column| column.get(row)).to_owned();
    let mut regions: BTreeMap<String, (u64, i64)> = BTreeMap::new();
    for row in 0..found.customers.ids.len() {
        let province = cell(province, row);
        let region = if province.is_empty() { cell(country, row) } else { province };
        if region.is_empty() {
            continue;
        }
        let line = regions.entry(region).or_default();
        line.0 += 1;
        if paid_in.is_none_or(|column| column.get(row) == currency) {
            line.1 += spend.and_then(|spend| spend[row]).unwrap_or(0);
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

/// Sales people by customers; customers without one last. Empty if nobody has one.
pub(super) fn team(found: &Measured) -> Vec<TeamLine> {
    let Some(Data::Text(owners)) = found.customers.golden.column("owner") else { return Vec::new() };
    let first = |row: usize| owners.get(row).split('|').next().unwrap_or("");
    let orders = match found.customers.golden.column("orders") {
        Some(Data::Int(orders)) => Some(orders),
        _ => None,
    };
    let mut lines: BTreeMap<&str, TeamLine> = BTreeMap::new();
    for row in 0..found.customers.ids.len() {
        let line = lines.entry(first(row)).or_default();
        line.customers += 1;
        line.converted += u64::from(orders.and_then(|orders| orders[row]).is_some_and(|n| n > 0));
    }
    for followup in &found.tags.followups {
        let line = lines.entry(first(followup.customer as usize)).or_default();
        line.followups += 1;
        line.overdue = add(line.overdue, followup.overdue);
    }
    if lines.keys().all(|owner| owner.is_empty()) {
        return Vec::new();
    }
    let mut lines: Vec<TeamLine> = lines.into_iter().map(|(owner, line)| TeamLine { owner: owner.to_owned(), ..line }).collect();
    lines.sort_by_key(|line| (line.owner.is_empty(), std::cmp::Reverse(line.customers)));
    lines.truncate(LINES_SHOWN);
    lines
}

/// Counts overdue ones; unknown stays unknown.
fn add(sum: Option<u64>, overdue: Option<bool>) -> Option<u64> {
    overdue.map_or(sum, |overdue| Some(sum.unwrap_or(0) + u64::from(overdue)))
}

/// Follow-ups by action, in rule order.
pub(super) fn followups(found: &Measured) -> Vec<FollowupLine> {
    let mut lines: Vec<FollowupLine> = Vec::new();
    for rule in &found.rules.followups {
        if !lines.iter().any(|line| line.action == rule.action) {
            lines.push(FollowupLine { action: rule.action.clone(), ..FollowupLine::default() });
        }
    }
    for followup in &found.tags.followups {
        if let Some(line) = lines.iter_mut().find(|line| line.action == followup.action) {
            line.open += 1;
            line.due += u64::from(followup.due_at <= found.as_of_ms);
            line.overdue = add(line.overdue, followup.overdue);
        }
    }
    lines
}
