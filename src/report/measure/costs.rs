//! What channels cost: one amount per channel in the report's currency, and since when it is for.

use std::collections::BTreeMap;

use crate::model::money::Rates;
use crate::model::remark::Remark;

use super::Measured;

/// What one channel cost.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Cost {
    /// Major units.
    pub(super) amount: f64,
    /// First moment it is for; `None` = as long as there are data.
    pub(super) since: Option<i64>,
}

/// Cost by channel: the rows of `[costs]` up to `as_of`, else `cost` of the channel's rule. One row without a date makes
/// the whole cost one of all time.
pub(super) fn costs(found: &Measured, rates: Option<Rates>, base: &str) -> (BTreeMap<String, Cost>, Vec<Remark>) {
    let mut costs: BTreeMap<String, Cost> = BTreeMap::new();
    let mut unpriced: BTreeMap<&str, u64> = BTreeMap::new();
    for cost in found.costs.iter().filter(|cost| cost.since.is_none_or(|since| since <= found.as_of_ms)) {
        match cost.major(base, rates) {
            Some(amount) => {
                let sum = costs.entry(cost.channel.clone()).or_insert(Cost { amount: 0.0, since: cost.since });
                sum.amount = ((sum.amount + amount) * 100.0).round() / 100.0;
                sum.since = sum.since.min(cost.since);
            }
            None => *unpriced.entry(&cost.currency).or_default() += 1,
        }
    }
    for rule in &found.rules.channels {
        if let Some(amount) = rule.cost {
            costs.entry(rule.name.clone()).or_insert(Cost { amount, since: None });
        }
    }
    let remark = |(currency, rows): (&str, u64)| {
        Remark::new("cost_without_rate", [rows.to_string(), currency.to_owned(), currency.to_owned()])
    };
    (costs, unpriced.into_iter().map(remark).collect())
}
