//! Amounts of events in major units of one currency.
//!
//! Comes in: events in minor units of any currency, and the rates if the project has them. Goes out: comparable
//! amounts. Amounts of different currencies are never added: without a rate an amount in another currency is missing,
//! and counted.

use std::collections::BTreeMap;

use crate::model::events::Events;
use crate::rules::CurrencyRules;

use super::frame::to_f64;

/// Currencies without minor units.
const WITHOUT_MINOR: &[&str] = &["JPY", "KRW", "VND"];

/// Factor from minor units to major units of the base currency, per currency code of the events.
#[derive(Debug, Clone)]
pub(super) struct Money {
    /// Base currency.
    pub(super) base: String,
    factors: Vec<Option<f64>>,
    paid: u32,
    /// Events with an amount in each currency that cannot be converted.
    pub(super) unconverted: BTreeMap<String, u64>,
}

impl Money {
    /// Chooses the base: that of the rates, else the only currency there is, else the project's.
    pub(super) fn new(events: &Events, rates: Option<&CurrencyRules>, project_currency: &str) -> Self {
        let mut used = vec![0_u64; events.currency.values.len()];
        for (code, amount) in events.currency.codes.iter().zip(&events.amount) {
            used[*code as usize] += u64::from(amount.is_some());
        }
        let name = |code: usize| {
            let text = events.currency.values.get(u32::try_from(code).unwrap_or(0));
            if text.is_empty() { project_currency } else { text }
        };
        let mut present: Vec<&str> = (0..used.len()).filter(|&code| used[code] > 0).map(name).collect();
        present.sort_unstable();
        present.dedup();
        let base = match (rates, present.as_slice()) {
            (Some(rates), _) => rates.base.clone(),
            (None, [only]) => (*only).to_owned(),
            (None, _) => project_currency.to_owned(),
        };
        let rate = |currency: &str| {
            if currency == base { Some(1.0) } else { rates.and_then(|rates| rates.rates.get(currency).copied()) }
        };
        let minor = |currency: &str| if WITHOUT_MINOR.contains(&currency) { 1.0 } else { 100.0 };
        let factors: Vec<Option<f64>> = (0..used.len()).map(|code| rate(name(code)).map(|rate| rate / minor(name(code)))).collect();
        let mut unconverted = BTreeMap::new();
        for code in (0..used.len()).filter(|&code| factors[code].is_none() && used[code] > 0) {
            *unconverted.entry(name(code).to_owned()).or_default() += used[code];
        }
        let paid = events.status.values.iter().find(|(_, text)| *text == "paid").map_or(u32::MAX, |(code, _)| code);
        Self { base, factors, paid, unconverted }
    }

    /// Does the event's status say that it was paid?
    pub(super) fn is_paid(&self, events: &Events, event: usize) -> bool {
        events.status.codes[event] == self.paid
    }

    /// Minor units of an event's currency as major units of the base.
    pub(super) fn major(&self, events: &Events, event: usize, minor: Option<i64>) -> Option<f64> {
        let factor = self.factors[events.currency.codes[event] as usize]?;
        minor.map(|minor| {
            // Dividing keeps 0.1-like values exact where multiplying by 0.01 would not.
            if (factor - 0.01).abs() < f64::EPSILON { to_f64(minor) / 100.0 } else { to_f64(minor) * factor }
        })
    }

    /// `amount - refunded` of a paid event; 0 of any other; missing where there is no amount.
    pub(super) fn net(&self, events: &Events, event: usize) -> Option<f64> {
        if !self.is_paid(events, event) {
            return Some(0.0);
        }
        let minor = events.amount[event].map(|amount| amount - events.refunded[event].unwrap_or(0));
        self.major(events, event, minor)
    }
}
