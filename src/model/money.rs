//! Amounts of events in major units of one currency.
//!
//! Comes in: events in minor units of any currency, and rates if the project has them. Goes out: comparable amounts.
//! Amounts of different currencies are never added: without a rate an amount in another currency is missing, and
//! counted.

use std::collections::BTreeMap;

use super::events::Events;

/// Currencies without minor units (ISO 4217 exponent 0) that `normalise::money` reads so.
const WITHOUT_MINOR: &[&str] = &["JPY", "KRW", "VND"];

/// How amounts become comparable.
#[derive(Debug, Clone)]
pub struct Money {
    /// The currency everything is in.
    pub base: String,
    /// Events with an amount, by currency, that cannot be converted.
    pub unconverted: BTreeMap<String, u64>,
    factors: Vec<Option<f64>>,
    paid: Option<u32>,
    refund: Option<u32>,
}

/// Rates of a project: the base and how many units of it one unit of another currency is worth.
pub type Rates<'a> = (&'a str, &'a BTreeMap<String, f64>);

impl Money {
    /// Chooses the base: that of the rates, else the only currency there is, else the project's.
    #[must_use]
    pub fn new(events: &Events, rates: Option<Rates>, project_currency: &str) -> Self {
        let mut used = vec![0_u64; events.currency.values.len()];
        for (code, amount) in events.currency.codes.iter().zip(&events.amount) {
            used[*code as usize] += u64::from(amount.is_some());
        }
        let names: Vec<&str> =
            events.currency.values.iter().map(|(_, text)| if text.is_empty() { project_currency } else { text }).collect();
        let mut present: Vec<&str> = names.iter().zip(&used).filter(|(_, n)| **n > 0).map(|(name, _)| *name).collect();
        present.sort_unstable();
        present.dedup();
        let base = match (rates, present.as_slice()) {
            (Some((base, _)), _) => base,
            (None, [only]) => only,
            (None, _) => project_currency,
        };
        let rate = |name: &str| if name == base { Some(1.0) } else { rates.and_then(|(_, rates)| rates.get(name).copied()) };
        let minor = |name: &str| if WITHOUT_MINOR.contains(&name) { 1.0 } else { 100.0 };
        let factors: Vec<Option<f64>> = names.iter().map(|name| rate(name).map(|rate| minor(name) / rate)).collect();
        let mut unconverted = BTreeMap::new();
        for ((name, count), factor) in names.iter().zip(&used).zip(&factors) {
            if factor.is_none() && *count > 0 {
                *unconverted.entry((*name).to_owned()).or_default() += count;
            }
        }
        let code = |column: &super::text::TextColumn, word: &str| {
            column.values.iter().find(|(_, text)| *text == word).map(|(code, _)| code)
        };
        let (paid, refund) = (code(&events.status, "paid"), code(&events.kind, "refund"));
        Self { base: base.to_owned(), unconverted, factors, paid, refund }
    }

    /// Does the event's status say that it was paid?
    #[must_use]
    pub fn is_paid(&self, events: &Events, event: usize) -> bool {
        self.paid == Some(events.status.codes[event])
    }

    /// Minor units of an event's currency as major units of the base; missing without a rate.
    #[must_use]
    pub fn major(&self, events: &Events, event: usize, minor: Option<i64>) -> Option<f64> {
        // Divided, not multiplied: 10 / 100 is the double nearest to 0.1, 10 * 0.01 need not be.
        let per_major = self.factors[events.currency.codes[event] as usize]?;
        minor.map(|minor| minor as f64 / per_major)
    }

    /// What a paid event adds to spend: its amount less what was refunded; a refund of its own counts against it,
    /// whatever sign the platform gives it. 0 for an event that was not paid; missing where there is no amount.
    #[must_use]
    pub fn net(&self, events: &Events, event: usize) -> Option<f64> {
        if !self.is_paid(events, event) {
            return Some(0.0);
        }
        let amount = events.amount[event];
        let minor = if self.refund == Some(events.kind.codes[event]) {
            amount.map(|amount| -amount.abs())
        } else {
            amount.map(|amount| amount - events.refunded[event].unwrap_or(0).abs())
        };
        self.major(events, event, minor)
    }
}

/// One amount spent on a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelCost {
    /// The channel.
    pub channel: String,
    /// First moment the amount is for, milliseconds since the epoch; `None` = as long as there are data.
    pub since: Option<i64>,
    /// Minor units.
    pub minor: i64,
    /// ISO 4217; `""` = the currency everything is in.
    pub currency: String,
}

impl ChannelCost {
    /// The amount in major units of the base; missing without a rate.
    #[must_use]
    pub fn major(&self, base: &str, rates: Option<Rates>) -> Option<f64> {
        let currency = if self.currency.is_empty() { base } else { &self.currency };
        let rate = if currency == base { 1.0 } else { rates.and_then(|(_, rates)| rates.get(currency).copied())? };
        let minor = if WITHOUT_MINOR.contains(&currency) { 1.0 } else { 100.0 };
        Some(self.minor as f64 / (minor / rate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::text::TextColumn;

    fn events(of: &[(&str, &str, &str, i64)]) -> Events {
        Events {
            record: vec![0; of.len()],
            kind: TextColumn::from_texts(of.iter().map(|e| e.0)),
            status: TextColumn::from_texts(of.iter().map(|e| e.1)),
            currency: TextColumn::from_texts(of.iter().map(|e| e.2)),
            amount: of.iter().map(|e| Some(e.3)).collect(),
            refunded: vec![None; of.len()],
            ..Events::default()
        }
    }

    #[test]
    fn yen_have_no_cents_and_refunds_count_against_spend() {
        let events = events(&[("order", "paid", "JPY", 500), ("refund", "paid", "JPY", 200), ("order", "pending", "JPY", 9)]);
        let money = Money::new(&events, None, "CNY");
        assert_eq!(money.base, "JPY");
        assert_eq!([0, 1, 2].map(|e| money.net(&events, e)), [Some(500.0), Some(-200.0), Some(0.0)]);
    }

    #[test]
    fn without_a_rate_an_amount_is_missing_and_counted() {
        let events = events(&[("order", "paid", "CNY", 100), ("order", "paid", "USD", 100), ("order", "paid", "", 100)]);
        let money = Money::new(&events, None, "CNY");
        assert_eq!([0, 1, 2].map(|e| money.net(&events, e)), [Some(1.0), None, Some(1.0)]);
        assert_eq!(money.unconverted, BTreeMap::from([("USD".to_owned(), 1)]));
        let rates = BTreeMap::from([("USD".to_owned(), 8.0)]);
        let money = Money::new(&events, Some(("CNY", &rates)), "CNY");
        assert_eq!(money.net(&events, 1), Some(8.0));
    }

    #[test]
    fn a_cost_in_another_currency_needs_a_rate() {
        let cost = |minor, currency: &str| ChannelCost { channel: "a".into(), since: None, minor, currency: currency.into() };
        let rates = BTreeMap::from([("USD".to_owned(), 7.0)]);
        let major = |minor, currency| cost(minor, currency).major("CNY", Some(("CNY", &rates)));
        assert_eq!([major(10_050, ""), major(100, "USD"), major(100, "EUR")], [Some(100.5), Some(7.0), None]);
    }
}
