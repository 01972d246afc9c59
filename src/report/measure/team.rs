//! Sales people, and what is due.

use std::collections::BTreeMap;

use crate::model::table::Data;

use super::Measured;
use crate::report::facts::{FollowupLine, TeamLine};

/// Sales people shown at most.
const LINES_SHOWN: usize = 30;

/// Sales people by customers; customers without one last. Empty if nobody has one.
pub(super) fn team(found: &Measured) -> Vec<TeamLine> {
    let Some(Data::Text(owners)) = found.customers.golden.column("owner") else { return Vec::new() };
    let orders = match found.customers.golden.column("orders") {
        Some(Data::Int(orders)) => Some(orders),
        _ => None,
    };
    let mut counts = vec![(0, 0); owners.values.len()];
    for (row, &code) in owners.codes.iter().enumerate() {
        let (customers, converted) = &mut counts[code as usize];
        *customers += 1;
        *converted += u64::from(orders.and_then(|orders| orders[row]).is_some_and(|n| n > 0));
    }
    let mut lines: BTreeMap<&str, TeamLine> = BTreeMap::new();
    for ((_, text), (customers, converted)) in owners.values.iter().zip(counts).filter(|(_, (customers, _))| *customers > 0) {
        let line = lines.entry(first(text)).or_default();
        line.customers += customers;
        line.converted += converted;
    }
    for followup in &found.tags.followups {
        let line = lines.entry(first(owners.get(followup.customer as usize))).or_default();
        line.followups += 1;
        line.due += u64::from(followup.due_at <= found.as_of_ms);
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

/// The first of several owners.
fn first(owners: &str) -> &str {
    owners.split('|').next().unwrap_or("")
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
            let (action, action_en) = (rule.action.clone(), rule.action_en.clone());
            lines.push(FollowupLine { action, action_en, ..FollowupLine::default() });
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
