//! 渠道效果: what each channel brings and costs, how channels overlap, and where contacts begin and end.

use std::collections::BTreeMap;

use chrono::DateTime;
use chrono_tz::Tz;
use rayon::prelude::*;

use crate::model::customers::Customers;
use crate::model::money::Money;
use crate::model::records::Records;
use crate::model::table::Data;

use super::Measured;
use super::costs::Cost;
use crate::report::facts::{ChannelLine, ChannelSet, Flow, Overlap};

/// Sets of channels shown at most; the others are rare.
const SETS_SHOWN: usize = 15;

/// Channels of every customer.
pub(super) struct Seen {
    /// Distinct channels of all customers, ascending; those of customer `c` end at `ends[c]`.
    channels: Vec<u16>,
    ends: Vec<usize>,
    /// Channel of the earliest row with a time, else of the first row.
    first: Vec<u16>,
    /// Time of that row; `i64::MAX` if none has one.
    first_at: Vec<i64>,
    /// Channel of the row with the latest time up to `as_of`; `u16::MAX` if none has one.
    last: Vec<u16>,
}

impl Seen {
    /// Looks at all members of all customers.
    pub(super) fn new(found: &Measured) -> Self {
        let (firsts, lasts) = times(found);
        let customers = found.customers.ids.len();
        let mut seen = Self {
            channels: Vec::with_capacity(customers),
            ends: Vec::with_capacity(customers),
            first: Vec::with_capacity(customers),
            first_at: Vec::with_capacity(customers),
            last: Vec::with_capacity(customers),
        };
        let mut all: Vec<u16> = Vec::new();
        let channel = |row: Option<&u32>| row.map_or(u16::MAX, |&row| found.records.channel(row as usize));
        for customer in 0..customers {
            let members = found.customers.members.get(customer);
            all.clear();
            all.extend(members.iter().map(|&row| found.records.channel(row as usize)));
            let earliest = members.iter().min_by_key(|&&row| (firsts[row as usize], row));
            let latest =
                members.iter().filter(|&&row| lasts[row as usize] > i64::MIN).max_by_key(|&&row| (lasts[row as usize], row));
            seen.first.push(channel(earliest));
            seen.first_at.push(earliest.map_or(i64::MAX, |&row| firsts[row as usize]));
            seen.last.push(channel(latest));
            all.sort_unstable();
            all.dedup();
            seen.channels.extend_from_slice(&all);
            seen.ends.push(seen.channels.len());
        }
        seen
    }

    /// The channels of a customer, ascending.
    pub(super) fn channels_of(&self, customer: usize) -> &[u16] {
        let start = if customer == 0 { 0 } else { self.ends[customer - 1] };
        &self.channels[start..self.ends[customer]]
    }

    /// The channels of every customer.
    fn each(&self) -> impl Iterator<Item = &[u16]> {
        (0..self.ends.len()).map(|customer| self.channels_of(customer))
    }

    /// The channel that a customer came from, and when, if that is known.
    pub(super) fn first(&self, customer: usize) -> (u16, Option<i64>) {
        (self.first[customer], Some(self.first_at[customer]).filter(|at| *at != i64::MAX))
    }

    /// The channel of a customer's last contact; `None` if no contact has a time.
    pub(super) fn last(&self, customer: usize) -> Option<u16> {
        Some(self.last[customer]).filter(|channel| *channel != u16::MAX)
    }

    /// Customers by channel of the first and of the last contact, most customers first.
    pub(super) fn flows(&self, found: &Measured) -> Vec<Flow> {
        let orders = match found.customers.golden.column("orders") {
            Some(Data::Int(orders)) => Some(orders),
            _ => None,
        };
        let mut counts: BTreeMap<(u16, u16), (u64, u64)> = BTreeMap::new();
        for customer in (0..self.last.len()).filter(|&c| self.last[c] != u16::MAX) {
            let count = counts.entry((self.first[customer], self.last[customer])).or_default();
            count.0 += 1;
            count.1 += u64::from(orders.and_then(|orders| orders[customer]).is_some_and(|n| n > 0));
        }
        let name = |channel: u16| found.records.channels[channel as usize].clone();
        let flow = |((from, to), (customers, converted))| Flow { from: name(from), to: name(to), customers, converted };
        let mut flows: Vec<Flow> = counts.into_iter().map(flow).collect();
        flows.sort_by_key(|flow| std::cmp::Reverse(flow.customers));
        flows
    }

    /// Customers in both channels, every pair once, a channel with itself first.
    pub(super) fn overlap(&self, records: &Records) -> Vec<Overlap> {
        let n = records.channels.len();
        let mut counts = vec![0_u64; n * n];
        for channels in self.each() {
            for (i, &a) in channels.iter().enumerate() {
                for &b in &channels[i..] {
                    counts[a as usize * n + b as usize] += 1;
                }
            }
        }
        let pairs = (0..n).flat_map(|a| (a..n).map(move |b| (a, b)));
        pairs
            .map(|(a, b)| Overlap { a: records.channels[a].clone(), b: records.channels[b].clone(), customers: counts[a * n + b] })
            .collect()
    }

    /// Customers by exact set of channels, largest first.
    pub(super) fn sets(&self, records: &Records) -> Vec<ChannelSet> {
        let mut counts: BTreeMap<&[u16], u64> = BTreeMap::new();
        for channels in self.each().filter(|channels| !channels.is_empty()) {
            *counts.entry(channels).or_default() += 1;
        }
        let mut sets: Vec<(&[u16], u64)> = counts.into_iter().collect();
        sets.sort_by_key(|(_, customers)| std::cmp::Reverse(*customers));
        sets.truncate(SETS_SHOWN);
        let names = |channels: &[u16]| channels.iter().map(|&c| records.channels[c as usize].clone()).collect();
        sets.into_iter().map(|(channels, customers)| ChannelSet { channels: names(channels), customers }).collect()
    }
}

/// When each row's person was first and last known, by its own time and its events up to `as_of`; `i64::MAX` and `i64::MIN`
/// if unknown.
fn times(found: &Measured) -> (Vec<i64>, Vec<i64>) {
    let records = found.records;
    let known = |at: &Option<i64>| at.filter(|at| *at <= found.as_of_ms);
    let own = |row: usize| records.created_at.get(row).and_then(known);
    let mut firsts: Vec<i64> = (0..records.len()).map(|row| own(row).unwrap_or(i64::MAX)).collect();
    let mut lasts: Vec<i64> = (0..records.len()).map(|row| own(row).unwrap_or(i64::MIN)).collect();
    for (record, at) in found.events.record.iter().zip(&found.events.at) {
        let row = *record as usize;
        if let (true, Some(at)) = (row < firsts.len(), known(at)) {
            firsts[row] = firsts[row].min(at);
            lasts[row] = lasts[row].max(at);
        }
    }
    (firsts, lasts)
}

/// One line per channel, in order of name.
pub(super) fn lines(
    found: &Measured,
    seen: &Seen,
    (money, bought): (&Money, &[Bought]),
    costs: &BTreeMap<String, Cost>,
) -> Vec<ChannelLine> {
    let records = found.records;
    let mut lines: Vec<ChannelLine> =
        records.channels.iter().map(|name| ChannelLine { channel: name.clone(), ..ChannelLine::default() }).collect();
    for row in 0..records.len() {
        lines[records.channel(row) as usize].rows += 1;
    }
    for (channels, first) in seen.each().zip(&seen.first) {
        for &channel in channels {
            let line = &mut lines[channel as usize];
            line.customers += 1;
            line.acquired += u64::from(channel == *first);
            line.exclusive += u64::from(channels.len() == 1);
        }
    }
    count_orders(found, money, &mut lines);
    for bought in bought {
        let line = &mut lines[bought.channel as usize];
        line.converted += 1;
        line.repeat += u64::from(bought.orders >= 2);
    }
    for (channel, line) in lines.iter_mut().enumerate() {
        if let Some(cost) = costs.get(&line.channel) {
            spread(found, seen, money, (channel as u16, cost), line);
        }
    }
    lines
}

/// What a channel brought in the time its cost is for.
fn spread(found: &Measured, seen: &Seen, money: &Money, (channel, cost): (u16, &Cost), line: &mut ChannelLine) {
    let zone: Tz = found.rules.project.timezone.parse().unwrap_or(chrono_tz::UTC);
    let since = cost.since.unwrap_or(i64::MIN);
    let day = |ms: i64| DateTime::from_timestamp_millis(ms).map(|at| at.with_timezone(&zone).format("%Y-%m-%d").to_string());
    line.cost = Some(cost.amount);
    line.cost_since = cost.since.and_then(day).unwrap_or_default();
    let acquired = seen.first.iter().zip(&seen.first_at).filter(|(first, at)| **first == channel && **at >= since);
    line.cost_acquired = Some(acquired.count() as u64);
    let events = found.events;
    let mut cents = 0;
    for event in (0..events.len()).filter(|&e| found.records.channel(events.record[e] as usize) == channel) {
        // An event without a time may be of any time: it counts only where all times do.
        let is_in = events.at[event].map_or(cost.since.is_none(), |at| at >= since && at <= found.as_of_ms);
        if is_in && money.is_paid(events, event) {
            cents += money.net(events, event).map_or(0, |net| (net * 100.0).round() as i64);
        }
    }
    line.cost_spend = Some(cents as f64 / 100.0);
}

/// A customer's paid orders in a channel, one at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bought {
    pub customer: u32,
    pub channel: u16,
    pub orders: u32,
}

/// Paid orders up to `as_of` of known customers, by customer and channel.
pub(super) fn bought(found: &Measured, money: &Money) -> Vec<Bought> {
    let events = found.events;
    let order = events.kind.values.iter().find(|(_, text)| *text == "order").map(|(code, _)| code);
    let of_event = |event: usize| {
        let counts = order == Some(events.kind.codes[event]) && is_paid_by_now(found, money, event);
        let record = events.record[event] as usize;
        let customer = customer_of(found.customers, record).filter(|_| counts)?;
        Some((customer, found.records.channel(record)))
    };
    let mut all: Vec<(u32, u16)> = (0..events.len()).into_par_iter().filter_map(of_event).collect();
    all.par_sort_unstable();
    let same = all.chunk_by(|a, b| a == b);
    same.map(|same| Bought { customer: same[0].0, channel: same[0].1, orders: same.len() as u32 }).collect()
}

fn is_paid_by_now(found: &Measured, money: &Money, event: usize) -> bool {
    found.events.at[event].is_none_or(|at| at <= found.as_of_ms) && money.is_paid(found.events, event)
}

/// Paid orders up to `as_of`, and net spend in cents so that the order of addition does not matter.
fn count_orders(found: &Measured, money: &Money, lines: &mut [ChannelLine]) {
    let events = found.events;
    let order = events.kind.values.iter().find(|(_, text)| *text == "order").map(|(code, _)| code);
    let mut cents = vec![0_i64; lines.len()];
    for event in (0..events.len()).filter(|&event| is_paid_by_now(found, money, event)) {
        let record = events.record[event] as usize;
        let channel = found.records.channel(record);
        cents[channel as usize] += money.net(events, event).map_or(0, |net| (net * 100.0).round() as i64);
        if order == Some(events.kind.codes[event]) {
            lines[channel as usize].orders += 1;
        }
    }
    for (line, cents) in lines.iter_mut().zip(cents) {
        line.spend = cents as f64 / 100.0;
    }
}

fn customer_of(customers: &Customers, record: usize) -> Option<u32> {
    customers.of_record.get(record).copied().filter(|customer| *customer != u32::MAX)
}
