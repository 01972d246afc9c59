//! What customers are worth, why they leave, what they answer and what they buy together. All of it hangs on metrics of
//! the rules, by name; where a project has none of that name, nothing is shown.

use std::collections::BTreeMap;

use crate::model::table::Data;
use crate::model::text::TextColumn;

use super::Measured;
use crate::report::facts::{AffinityLine, GradeLine, ReasonLine, RfmCell, Satisfaction, SegmentLine};

/// Reasons and pairs of products shown at most.
const LINES_SHOWN: usize = 30;

/// A text metric.
fn texts<'a>(found: &'a Measured, name: &str) -> Option<&'a TextColumn> {
    match found.tags.metrics.column(name) {
        Some(Data::Text(column)) => Some(column),
        _ => None,
    }
}

/// A metric of numbers, whole or not.
fn numbers(found: &Measured, name: &str) -> Option<Vec<Option<f64>>> {
    match found.tags.metrics.column(name) {
        Some(Data::Float(values)) => Some(values.clone()),
        Some(Data::Int(values)) => Some(values.iter().map(|value| value.map(|n| n as f64)).collect()),
        _ => None,
    }
}

fn net_spend<'a>(found: &'a Measured) -> Option<&'a [Option<f64>]> {
    match found.tags.metrics.column("net_spend") {
        Some(Data::Float(spend)) => Some(spend),
        _ => None,
    }
}

/// What a customer spent, in cents, so that the order of addition does not matter.
fn cents(spend: Option<&[Option<f64>]>, customer: usize) -> i64 {
    spend.and_then(|spend| spend[customer]).map_or(0, |spend| (spend * 100.0).round() as i64)
}

/// Customers and their spend by the text of a metric; customers without one are in none.
fn by_text(found: &Measured, name: &str) -> BTreeMap<String, (u64, i64)> {
    let mut lines = BTreeMap::new();
    let Some(column) = texts(found, name) else { return lines };
    let spend = net_spend(found);
    let mut by_code = vec![(0_u64, 0_i64); column.values.len()];
    for (customer, &code) in column.codes.iter().enumerate() {
        let line = &mut by_code[code as usize];
        line.0 += 1;
        line.1 += cents(spend, customer);
    }
    for (code, text) in column.values.iter().filter(|(_, text)| !text.is_empty()) {
        let (customers, cents) = by_code[code as usize];
        let line: &mut (u64, i64) = lines.entry(text.to_owned()).or_default();
        line.0 += customers;
        line.1 += cents;
    }
    lines
}

/// Buyers by the metric `grade`, in order of its letters.
pub(super) fn grades(found: &Measured) -> Vec<GradeLine> {
    let lines = by_text(found, "grade").into_iter();
    lines.map(|(grade, (customers, cents))| GradeLine { grade, customers, spend: cents as f64 / 100.0 }).collect()
}

/// Buyers by the metric `rfm_segment`, most spend first.
pub(super) fn segments(found: &Measured) -> Vec<SegmentLine> {
    let mut lines: Vec<(String, (u64, i64))> = by_text(found, "rfm_segment").into_iter().collect();
    lines.sort_by_key(|(_, (customers, cents))| std::cmp::Reverse((*cents, *customers)));
    let lines = lines.into_iter();
    lines.map(|(segment, (customers, cents))| SegmentLine { segment, customers, spend: cents as f64 / 100.0 }).collect()
}

/// Customers by the metrics `rfm_r` and `rfm_f`, if the rules have them; spend is `net_spend`.
pub(super) fn rfm(found: &Measured) -> Vec<RfmCell> {
    let (Some(Data::Int(recency)), Some(Data::Int(frequency))) =
        (found.tags.metrics.column("rfm_r"), found.tags.metrics.column("rfm_f"))
    else {
        return Vec::new();
    };
    let spend = net_spend(found);
    let mut cells: BTreeMap<(u8, u8), (u64, i64)> = BTreeMap::new();
    for (customer, (r, f)) in recency.iter().zip(frequency).enumerate() {
        let score = |score: &Option<i64>| score.and_then(|s| u8::try_from(s).ok()).filter(|s| (1..=5).contains(s));
        if let (Some(r), Some(f)) = (score(r), score(f)) {
            let cell = cells.entry((r, f)).or_default();
            cell.0 += 1;
            cell.1 += cents(spend, customer);
        }
    }
    cells
        .into_iter()
        .map(|((recency, frequency), (customers, cents))| RfmCell { recency, frequency, customers, spend: cents as f64 / 100.0 })
        .collect()
}

/// Customers by the metric `churn_reason` and stage, most first.
pub(super) fn churn_reasons(found: &Measured) -> Vec<ReasonLine> {
    let Some(reasons) = texts(found, "churn_reason") else { return Vec::new() };
    let stages: Vec<&str> = found.rules.lifecycle.iter().map(|rule| rule.stage.as_str()).collect();
    let mut lines: BTreeMap<&str, ReasonLine> = BTreeMap::new();
    for (customer, reason) in reasons.iter().enumerate().filter(|(_, reason)| !reason.is_empty()) {
        let new = || ReasonLine { reason: reason.to_owned(), customers: 0, stages: vec![0; stages.len()] };
        let line = lines.entry(reason).or_insert_with(new);
        line.customers += 1;
        if let Some(stage) = stages.iter().position(|stage| *stage == found.tags.lifecycle.get(customer)) {
            line.stages[stage] += 1;
        }
    }
    let mut lines: Vec<ReasonLine> = lines.into_values().collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.customers));
    lines.truncate(LINES_SHOWN);
    lines
}

/// The metrics `nps_score` and `csat_365d`; `None` if nobody answered either.
pub(super) fn satisfaction(found: &Measured) -> Option<Satisfaction> {
    let mut out = Satisfaction::default();
    for score in numbers(found, "nps_score").into_iter().flatten().flatten() {
        match score {
            score if score >= 9.0 => out.promoters += 1,
            score if score >= 7.0 => out.passives += 1,
            _ => out.detractors += 1,
        }
    }
    let asked = out.promoters + out.passives + out.detractors;
    out.nps = (asked > 0).then(|| (out.promoters as f64 - out.detractors as f64) * 100.0 / asked as f64);
    // Millionths, so that the order of addition does not matter.
    let mut sum = 0_i64;
    for mean in numbers(found, "csat_365d").into_iter().flatten().flatten() {
        sum += (mean * 1e6).round() as i64;
        out.csat_customers += 1;
        out.csat_satisfied += u64::from(mean >= 4.0);
    }
    out.csat = (out.csat_customers > 0).then(|| sum as f64 / 1e6 / out.csat_customers as f64);
    (asked + out.csat_customers > 0).then_some(out)
}

/// Pairs of products, strongest first.
pub(super) fn affinity(found: &Measured) -> Vec<AffinityLine> {
    let pairs = found.tags.affinity.iter().take(LINES_SHOWN);
    pairs
        .map(|pair| AffinityLine {
            product: pair.product.clone(),
            other: pair.other.clone(),
            both: pair.both,
            customers: pair.customers,
            support: pair.support(),
            confidence: pair.confidence(),
            lift: pair.lift(),
        })
        .collect()
}
