//! When a customer was seen, and what the orders add up to.

use rayon::prelude::*;

use crate::model::customers::NO_CUSTOMER;
use crate::model::events::Events;
use crate::model::recode::Recoder;
use crate::model::records::Records;
use crate::model::table::Data;
use crate::model::text::TextColumn;
use crate::rules::CurrencyRules;

use super::{MergeInput, NamedColumn};

/// When each row was last known to be true: its update, else its creation, else its last event; `i64::MIN` if unknown.
pub(super) fn row_times(records: &Records, events: &Events) -> Vec<i64> {
    let of = |row: usize| records.updated_at.get(row).copied().flatten().or(records.created_at.get(row).copied().flatten());
    let rows = (0..records.len()).into_par_iter().with_min_len(CHUNK);
    let mut times: Vec<i64> = rows.map(|row| of(row).unwrap_or(i64::MIN)).collect();
    for event in 0..events.len() {
        let row = events.record[event] as usize;
        if of(row).is_none() {
            times[row] = times[row].max(events.at[event].unwrap_or(i64::MIN));
        }
    }
    times
}

/// What one customer did.
#[derive(Debug, Clone, Default)]
struct Activity {
    first_seen: Option<i64>,
    last_seen: Option<i64>,
    orders: i64,
    last_order_at: Option<i64>,
    /// Net amount by currency code: (code, orders, minor units if any amount is known).
    amounts: Vec<(u32, i64, Option<i64>)>,
}

impl Activity {
    /// What this customer did, in the place of what it held: its rows, and these of the events.
    fn gather(&mut self, input: &MergeInput, customer: usize, own: &[u32], words: &Words) {
        let MergeInput { records, events, roster, as_of, .. } = *input;
        let mut amounts = std::mem::take(&mut self.amounts);
        amounts.clear();
        *self = Self { amounts, ..Self::default() };
        for &row in roster.members.get(customer) {
            let times = [records.created_at.get(row as usize), records.updated_at.get(row as usize)];
            times.into_iter().flatten().flatten().filter(|t| **t <= as_of).for_each(|&t| self.see(t));
        }
        for &event in own {
            count(self, events, event as usize, words);
        }
    }

    fn see(&mut self, at: i64) {
        self.first_seen = Some(self.first_seen.map_or(at, |t| t.min(at)));
        self.last_seen = Some(self.last_seen.map_or(at, |t| t.max(at)));
    }

    fn add(&mut self, currency: u32, orders: i64, amount: Option<i64>) {
        match self.amounts.iter_mut().find(|(c, ..)| *c == currency) {
            Some((_, n, sum)) => {
                *n += orders;
                *sum = match (*sum, amount) {
                    (Some(a), Some(b)) => Some(a + b),
                    (a, b) => a.or(b),
                };
            }
            None => self.amounts.push((currency, orders, amount)),
        }
    }
}

/// `first_seen`, `last_seen`, `orders`, `spend`, `currency`, `last_order_at`; and `spend_other` where customers paid in
/// currencies that their `spend` does not hold.
///
/// Only paid events up to `as_of` count, refunds subtract, and amounts are never added across currencies: without
/// `[currency]`, `spend` is in the currency of most orders (tie: first by name).
pub(super) fn columns(input: &MergeInput) -> Vec<NamedColumn> {
    let (lines, spend_other) = lines(input);
    let mut columns = vec![
        ("first_seen".to_owned(), Data::Time(lines.first_seen)),
        ("last_seen".to_owned(), Data::Time(lines.last_seen)),
        ("orders".to_owned(), Data::Int(lines.orders)),
        ("spend".to_owned(), Data::Money(lines.spend)),
        ("currency".to_owned(), Data::Text(TextColumn::from_texts(lines.currency))),
        ("last_order_at".to_owned(), Data::Time(lines.last_order_at)),
    ];
    if !spend_other.is_empty() {
        let (mut other, mut rows) = (Recoder::new(), 0..input.roster.ids.len());
        for (customer, text) in &spend_other {
            // Takes the customer's own row, too.
            rows.by_ref().take_while(|row| row < customer).for_each(|_| other.push_text(""));
            other.push_text(text);
        }
        rows.for_each(|_| other.push_text(""));
        columns.push(("spend_other".to_owned(), Data::Text(other.finish())));
    }
    columns
}

/// What the master shows of the activity of all customers, one row each.
struct Lines<'a> {
    first_seen: Vec<Option<i64>>,
    last_seen: Vec<Option<i64>>,
    orders: Vec<Option<i64>>,
    last_order_at: Vec<Option<i64>>,
    spend: Vec<Option<i64>>,
    currency: Vec<&'a str>,
}

/// The columns of [`Lines`] in their order, some rows of them.
type Rows<'l, 'a> = (Numbers<'l>, Numbers<'l>, Numbers<'l>, Numbers<'l>, Numbers<'l>, &'l mut [&'a str]);
type Numbers<'l> = &'l mut [Option<i64>];

/// The lines of all customers, and what those paid in other currencies that did: (customer, amounts), ascending.
fn lines<'a>(input: &MergeInput<'a>) -> (Lines<'a>, Vec<(usize, String)>) {
    let MergeInput { events, roster, .. } = *input;
    let customers = roster.ids.len();
    let words = Words::of(events);
    let (starts, own) = by_customer(input);
    let none = || vec![None; customers];
    let (first_seen, last_seen, last_order_at) = (none(), none(), none());
    let (orders, spent, currency) = (none(), none(), vec![""; customers]);
    let mut lines = Lines { first_seen, last_seen, orders, last_order_at, spend: spent, currency };
    let chunks = (
        lines.first_seen.par_chunks_mut(CHUNK),
        lines.last_seen.par_chunks_mut(CHUNK),
        lines.orders.par_chunks_mut(CHUNK),
        lines.last_order_at.par_chunks_mut(CHUNK),
        lines.spend.par_chunks_mut(CHUNK),
        lines.currency.par_chunks_mut(CHUNK),
    );
    let fill = |(chunk, (first_seen, last_seen, orders, last_order_at, amount, currency)): (usize, Rows<'_, 'a>)| {
        let (mut activity, mut others) = (Activity::default(), Vec::new());
        for i in 0..first_seen.len() {
            let customer = chunk * CHUNK + i;
            activity.gather(input, customer, &own[starts[customer] as usize..starts[customer + 1] as usize], &words);
            (first_seen[i], last_seen[i]) = (activity.first_seen, activity.last_seen);
            (orders[i], last_order_at[i]) = (Some(activity.orders), activity.last_order_at);
            let Spend { amount: sum, currency: of, other } = spend(&activity, &events.currency, input.rules.currency.as_ref());
            (amount[i], currency[i]) = (sum, of);
            if !other.is_empty() {
                others.push((customer, other));
            }
        }
        others
    };
    let others: Vec<Vec<(usize, String)>> = chunks.into_par_iter().enumerate().map(fill).collect();
    (lines, others.into_iter().flatten().collect())
}

/// Customers handled at a time by one thread.
const CHUNK: usize = 2048;

/// Events up to now, customer by customer and in their own order: those of customer `c` are
/// `events[starts[c]..starts[c + 1]]`.
fn by_customer(input: &MergeInput) -> (Vec<u32>, Vec<u32>) {
    let MergeInput { events, roster, as_of, .. } = *input;
    let owner = |event: usize| {
        let counts = events.at[event].is_none_or(|at| at <= as_of);
        let customer = roster.of_record.get(events.record[event] as usize).copied().unwrap_or(NO_CUSTOMER);
        if counts { customer } else { NO_CUSTOMER }
    };
    let owners: Vec<u32> = (0..events.len()).into_par_iter().map(owner).collect();
    let mut starts = vec![0_u32; roster.ids.len() + 1];
    for &customer in owners.iter().filter(|&&customer| customer != NO_CUSTOMER) {
        starts[customer as usize + 1] += 1;
    }
    for customer in 1..starts.len() {
        starts[customer] += starts[customer - 1];
    }
    let (mut next, mut own) = (starts.clone(), vec![0; starts[roster.ids.len()] as usize]);
    for (event, &customer) in (0..).zip(&owners).filter(|&(_, &customer)| customer != NO_CUSTOMER) {
        own[next[customer as usize] as usize] = event;
        next[customer as usize] += 1;
    }
    (starts, own)
}

/// Codes of the words that matter.
struct Words {
    paid: Option<u32>,
    refund: Option<u32>,
}

impl Words {
    fn of(events: &Events) -> Self {
        let find = |column: &TextColumn, word: &str| column.values.iter().find(|(_, text)| *text == word).map(|(code, _)| code);
        Self { paid: find(&events.status, "paid"), refund: find(&events.kind, "refund") }
    }
}

fn count(activity: &mut Activity, events: &Events, event: usize, words: &Words) {
    let at = events.at[event];
    if let Some(at) = at {
        activity.see(at);
    }
    if words.paid != Some(events.status.codes[event]) {
        return;
    }
    let (currency, amount) = (events.currency.codes[event], events.amount[event]);
    if words.refund == Some(events.kind.codes[event]) {
        // A refund of its own, whatever sign the platform gives it.
        activity.add(currency, 0, amount.map(|a| -a.abs()));
        return;
    }
    activity.orders += 1;
    activity.last_order_at = activity.last_order_at.max(at);
    let refunded = events.refunded[event].unwrap_or(0).abs();
    activity.add(currency, 1, amount.map(|a| a - refunded));
}

/// A customer's spend as the master shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Spend<'a> {
    amount: Option<i64>,
    currency: &'a str,
    /// What is in other currencies: `USD:12.00|EUR:3.50`.
    other: String,
}

fn spend<'a>(activity: &Activity, currencies: &'a TextColumn, rules: Option<&'a CurrencyRules>) -> Spend<'a> {
    let mut known: Vec<(&str, i64, i64)> =
        activity.amounts.iter().filter_map(|&(code, orders, sum)| Some((currencies.values.get(code), orders, sum?))).collect();
    if known.is_empty() {
        // No order at all is nothing spent; orders without amounts are unknown spend.
        return Spend { amount: (activity.orders == 0).then_some(0), ..Spend::default() };
    }
    known.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    match rules {
        None => {
            let (currency, _, amount) = known.remove(0);
            Spend { amount: Some(amount), currency, other: listed(&known) }
        }
        Some(rules) => {
            let (converted, rest): (Vec<_>, Vec<_>) = known.into_iter().partition(|(c, ..)| rate(rules, c).is_some());
            let in_base = |(c, _, amount): &(&str, i64, i64)| (*amount as f64 * rate(rules, c).unwrap_or(0.0)).round() as i64;
            let amount = (!converted.is_empty()).then(|| converted.iter().map(in_base).sum());
            Spend { amount, currency: &rules.base, other: listed(&rest) }
        }
    }
}

fn rate(rules: &CurrencyRules, currency: &str) -> Option<f64> {
    if currency == rules.base { Some(1.0) } else { rules.rates.get(currency).copied() }
}

fn listed(amounts: &[(&str, i64, i64)]) -> String {
    let mut sorted = amounts.to_vec();
    sorted.sort_unstable();
    let show = |(currency, _, amount): &(&str, i64, i64)| {
        let sign = if *amount < 0 { "-" } else { "" };
        let minor = amount.unsigned_abs();
        format!("{currency}:{sign}{}.{:02}", minor / 100, minor % 100)
    };
    sorted.iter().map(show).collect::<Vec<_>>().join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(amounts: &[(&str, i64, Option<i64>)], rules: Option<&CurrencyRules>, expected: (Option<i64>, &str, &str)) {
        let currencies = TextColumn::from_texts(amounts.iter().map(|(c, ..)| c));
        let mut activity = Activity::default();
        for (i, &(_, orders, sum)) in amounts.iter().enumerate() {
            activity.orders += orders;
            activity.add(currencies.codes[i], orders, sum);
        }
        let spend = spend(&activity, &currencies, rules);
        assert_eq!((spend.amount, spend.currency, spend.other.as_str()), expected);
    }

    #[test]
    fn amounts_are_never_added_across_currencies() {
        check(&[("CNY", 1, Some(100)), ("USD", 2, Some(50)), ("CNY", 0, Some(-30))], None, (Some(50), "USD", "CNY:0.70"));
        check(&[("USD", 1, Some(5)), ("CNY", 1, Some(7))], None, (Some(7), "CNY", "USD:0.05"));
    }

    #[test]
    fn with_rates_everything_convertible_is_in_the_base() {
        let rules = CurrencyRules { base: "CNY".into(), rates: [("USD".to_owned(), 7.0)].into() };
        check(&[("CNY", 1, Some(100)), ("USD", 2, Some(50)), ("EUR", 1, Some(9))], Some(&rules), (Some(450), "CNY", "EUR:0.09"));
    }

    #[test]
    fn no_order_is_nothing_spent_and_unknown_amounts_are_unknown() {
        check(&[], None, (Some(0), "", ""));
        check(&[("CNY", 1, None)], None, (None, "", ""));
    }
}
