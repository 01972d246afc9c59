//! Cohort retention: of the customers who first bought in a month, who bought again one, two, three … months later.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _};
use chrono_tz::Tz;
use rayon::prelude::*;

use super::Measured;
use crate::model::customers::NO_CUSTOMER;
use crate::model::money::Money;
use crate::report::facts::Cohort;

/// Months shown: the last ones before the run.
const MONTHS_SHOWN: i64 = 12;

/// A month in which a customer bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Month {
    pub customer: u32,
    /// Months since year 0.
    pub number: i64,
}

/// Months with paid orders up to `as_of`, by customer and month, each once.
pub(super) fn months(found: &Measured, money: &Money) -> Vec<Month> {
    let zone = zone(found);
    let events = found.events;
    let order = events.kind.values.iter().find(|(_, text)| *text == "order").map(|(code, _)| code);
    let of_event = |event: usize| {
        if order != Some(events.kind.codes[event]) || !money.is_paid(events, event) {
            return None;
        }
        let number = month(events.at[event].filter(|at| *at <= found.as_of_ms)?, zone)?;
        let customer = found.customers.of_record.get(events.record[event] as usize).copied().unwrap_or(NO_CUSTOMER);
        (customer != NO_CUSTOMER).then_some(Month { customer, number })
    };
    let mut months: Vec<Month> = (0..events.len()).into_par_iter().filter_map(of_event).collect();
    months.par_sort_unstable();
    months.dedup();
    months
}

/// The customers whose first month is shown, each with that month and all of theirs.
pub(super) fn shown<'m>(found: &Measured, months: &'m [Month]) -> impl Iterator<Item = (i64, &'m [Month])> {
    let last = month(found.as_of_ms, zone(found));
    let customers = months.chunk_by(|a, b| a.customer == b.customer);
    customers
        .filter_map(move |own| Some((own[0].number, own)).filter(|(first, _)| last.is_some_and(|last| last - first < MONTHS_SHOWN)))
}

/// Cohorts of the last twelve months, oldest first; months without new buyers are left out. Empty without paid orders.
pub(super) fn cohorts(found: &Measured, months: &[Month]) -> Vec<Cohort> {
    let Some(last) = month(found.as_of_ms, zone(found)) else { return Vec::new() };
    let mut cohorts: BTreeMap<i64, Cohort> = BTreeMap::new();
    for (first, own) in shown(found, months) {
        let new = || Cohort { month: name(first), customers: 0, returned: vec![0; (last - first) as usize] };
        let cohort = cohorts.entry(first).or_insert_with(new);
        cohort.customers += 1;
        for later in &own[1..] {
            cohort.returned[(later.number - first - 1) as usize] += 1;
        }
    }
    cohorts.into_values().collect()
}

/// A month as the page and the rows behind it say it.
pub(super) fn name(month: i64) -> String {
    format!("{}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
}

fn zone(found: &Measured) -> Tz {
    found.rules.project.timezone.parse().unwrap_or(chrono_tz::UTC)
}

/// Months since year 0; `None` for a moment no calendar has.
fn month(ms: i64, zone: Tz) -> Option<i64> {
    let time = DateTime::from_timestamp_millis(ms)?.with_timezone(&zone);
    Some(i64::from(time.year()) * 12 + i64::from(time.month0()))
}
