//! 渠道效果: what each channel brings, and how channels overlap.

use std::collections::BTreeMap;

use crate::model::customers::Customers;
use crate::model::money::Money;
use crate::model::records::Records;

use super::Measured;
use crate::report::facts::{ChannelLine, ChannelSet, Overlap};

/// Sets of channels shown at most; the others are rare.
const SETS_SHOWN: usize = 15;

/// Channels of every customer.
pub(super) struct Seen {
    /// Distinct channels, ascending.
    channels: Vec<Vec<u16>>,
    /// Channel of the earliest row with a time, else of the first row.
    first: Vec<u16>,
}

impl Seen {
    /// Looks at all members of all customers.
    pub(super) fn new(found: &Measured) -> Self {
        let times = first_times(found);
        let (mut channels, mut first) = (Vec::new(), Vec::new());
        for customer in 0..found.customers.ids.len() {
            let members = found.customers.members.get(customer);
            let mut all: Vec<u16> = members.iter().map(|&row| found.records.channel(row as usize)).collect();
            let earliest = members.iter().min_by_key(|&&row| (times[row as usize], row));
            first.push(earliest.map_or(u16::MAX, |&row| found.records.channel(row as usize)));
            all.sort_unstable();
            all.dedup();
            channels.push(all);
        }
        Self { channels, first }
    }

    /// Customers in both channels, every pair once, a channel with itself first.
    pub(super) fn overlap(&self, records: &Records) -> Vec<Overlap> {
        let n = records.channels.len();
        let mut counts = vec![0_u64; n * n];
        for channels in &self.channels {
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
        for channels in self.channels.iter().filter(|channels| !channels.is_empty()) {
            *counts.entry(channels).or_default() += 1;
        }
        let mut sets: Vec<(&[u16], u64)> = counts.into_iter().collect();
        sets.sort_by_key(|(_, customers)| std::cmp::Reverse(*customers));
        sets.truncate(SETS_SHOWN);
        let names = |channels: &[u16]| channels.iter().map(|&c| records.channels[c as usize].clone()).collect();
        sets.into_iter().map(|(channels, customers)| ChannelSet { channels: names(channels), customers }).collect()
    }
}

/// When each row's person was first known: its own time, else its first event; `i64::MAX` if unknown.
fn first_times(found: &Measured) -> Vec<i64> {
    let records = found.records;
    let mut times: Vec<i64> =
        (0..records.len()).map(|row| records.created_at.get(row).copied().flatten().unwrap_or(i64::MAX)).collect();
    for (record, at) in found.events.record.iter().zip(&found.events.at) {
        if let (Some(time), Some(at)) = (times.get_mut(*record as usize), at) {
            *time = (*time).min(*at);
        }
    }
    times
}

/// One line per channel, in order of name.
pub(super) fn lines(found: &Measured, seen: &Seen, money: &Money) -> Vec<ChannelLine> {
    let records = found.records;
    let mut lines: Vec<ChannelLine> = records
        .channels
        .iter()
        .map(|name| ChannelLine {
            channel: name.clone(),
            cost: found.rules.channels.iter().find(|rule| rule.name == *name).and_then(|rule| rule.cost),
            ..ChannelLine::default()
        })
        .collect();
    for row in 0..records.len() {
        lines[records.channel(row) as usize].rows += 1;
    }
    for (channels, first) in seen.channels.iter().zip(&seen.first) {
        for &channel in channels {
            let line = &mut lines[channel as usize];
            line.customers += 1;
            line.acquired += u64::from(channel == *first);
            line.exclusive += u64::from(channels.len() == 1);
        }
    }
    count_orders(found, money, &mut lines);
    lines
}

/// Paid orders up to `as_of`, net spend in cents so that the order of addition does not matter, and who bought twice.
fn count_orders(found: &Measured, money: &Money, lines: &mut [ChannelLine]) {
    let events = found.events;
    let order = events.kind.values.iter().find(|(_, text)| *text == "order").map(|(code, _)| code);
    let mut cents = vec![0_i64; lines.len()];
    let mut bought: BTreeMap<(u16, u32), u32> = BTreeMap::new();
    for event in 0..events.len() {
        if events.at[event].is_some_and(|at| at > found.as_of_ms) || !money.is_paid(events, event) {
            continue;
        }
        let record = events.record[event] as usize;
        let channel = found.records.channel(record);
        cents[channel as usize] += money.net(events, event).map_or(0, |net| (net * 100.0).round() as i64);
        if order == Some(events.kind.codes[event]) {
            lines[channel as usize].orders += 1;
            if let Some(customer) = customer_of(found.customers, record) {
                *bought.entry((channel, customer)).or_default() += 1;
            }
        }
    }
    for ((channel, _), orders) in bought {
        lines[channel as usize].converted += 1;
        lines[channel as usize].repeat += u64::from(orders >= 2);
    }
    for (line, cents) in lines.iter_mut().zip(cents) {
        line.spend = cents as f64 / 100.0;
    }
}

fn customer_of(customers: &Customers, record: usize) -> Option<u32> {
    customers.of_record.get(record).copied().filter(|customer| *customer != u32::MAX)
}
