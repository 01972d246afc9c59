//! Cohort retention: of the customers who first bought in a month, who bought again one, two, three … months later.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike as _};
use chrono_tz::Tz;

use super::Measured;
use crate::model::customers::NO_CUSTOMER;
use crate::model::money::Money;
use crate::report::facts::Cohort;

/// Months shown: the last ones before the run.
const MONTHS_SHOWN: i64 = 12;

/// Cohorts of the last twelve months, oldest first; months without new buyers are left out. Empty without paid orders.
pub(super) fn cohorts(found: &Measured, money: &Money) -> Vec<Cohort> {
    let zone: Tz = found.rules.project.timezone.parse().unwrap_or(chrono_tz::UTC);
    let Some(last) = month(found.as_of_ms, zone) else { return Vec::new() };
    let mut bought: BTreeMap<u32, BTreeSet<i64>> = BTreeMap::new();
    let events = found.events;
    let order = events.kind.values.iter().find(|(_, text)| *text == "order").map(|(code, _)| code);
    for event in (0..events.len()).filter(|&e| order == Some(events.kind.codes[e])) {
        let Some(at) = events.at[event].filter(|at| *at <= found.as_of_ms) else { continue };
        let customer = found.customers.of_record.get(events.record[event] as usize).copied().unwrap_or(NO_CUSTOMER);
        if customer != NO_CUSTOMER && money.is_paid(events, event) {
            bought.entry(customer).or_default().extend(month(at, zone));
        }
    }
    let mut cohorts: BTreeMap<i64, Cohort> = BTreeMap::new();
    for months in bought.values() {
        let Some(&first) = months.first().filter(|first| last - **first < MONTHS_SHOWN) else { continue };
        let cohort = cohorts.entry(first).or_insert_with(|| Cohort {
            month: format!("{}-{:02}", first.div_euclid(12), first.rem_euclid(12) + 1),
            customers: 0,
            returned: vec![0; (last - first) as usize],
        });
        cohort.customers += 1;
        for later in months.iter().skip(1) {
            cohort.returned[(later - first - 1) as usize] += 1;
        }
    }
    cohorts.into_values().collect()
}

/// Months since year 0; `None` for a moment no calendar has.
fn month(ms: i64, zone: Tz) -> Option<i64> {
    let time = DateTime::from_timestamp_millis(ms)?.with_timezone(&zone);
    Some(i64::from(time.year()) * 12 + i64::from(time.month0()))
}
