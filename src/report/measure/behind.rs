//! The rows behind figures that no other file can show: who came and bought in which channel, who bought in which months.
//!
//! Comes in: what the figures are counted from. Goes out: tables, a row for each that was counted.

use super::Measured;
use super::channels::{Bought, Seen};
use super::cohorts::{self, Month};
use crate::model::publish::{CUSTOMER_CHANNELS, CUSTOMER_MONTHS};
use crate::model::table::{Data, Table};
use crate::model::text::{Arena, TextBuilder, TextColumn};

/// Rows behind figures of the report.
#[derive(Debug, Clone)]
pub struct Behind {
    /// One row per customer and channel, by customer and channel.
    pub channels: Table,
    /// One row per customer and month with an order, of the customers in the report's cohorts; by customer and month.
    pub months: Table,
}

/// Both tables.
pub(super) fn behind(found: &Measured, seen: &Seen, bought: &[Bought], months: &[Month]) -> Behind {
    Behind { channels: of_channels(found, seen, bought), months: of_months(found, months) }
}

fn of_channels(found: &Measured, seen: &Seen, bought: &[Bought]) -> Table {
    let all_orders = match found.customers.golden.column("orders") {
        Some(Data::Int(orders)) => orders.as_slice(),
        _ => &[],
    };
    let mut rest = bought;
    let (mut customers, mut channels, mut last) = (Vec::new(), Vec::new(), Vec::new());
    let (mut acquired, mut acquired_at, mut orders, mut customer_orders) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for customer in 0..found.customers.ids.len() {
        for &channel in seen.channels_of(customer) {
            // Both lists ascend: each step is a short one.
            rest = &rest[rest.iter().take_while(|b| (b.customer as usize, b.channel) < (customer, channel)).count()..];
            let own = rest.first().filter(|b| (b.customer as usize, b.channel) == (customer, channel)).map_or(0, |b| b.orders);
            let (first, at) = seen.first(customer);
            customers.push(customer as u32);
            channels.push(u32::from(channel) + 1);
            acquired.push(Some(first == channel));
            acquired_at.push(at.filter(|_| first == channel));
            last.push(seen.last(customer).map_or(0, |last| u32::from(last) + 1));
            orders.push(Some(i64::from(own)));
            customer_orders.push(all_orders.get(customer).copied().flatten());
        }
    }
    let names = named(&found.records.channels);
    let data = [
        ids(found, &customers),
        Data::Text(TextColumn { values: names.clone().into(), codes: channels }),
        Data::Bool(acquired),
        Data::Time(acquired_at),
        Data::Text(TextColumn { values: names.into(), codes: last }),
        Data::Int(orders),
        Data::Int(customer_orders),
    ];
    table(CUSTOMER_CHANNELS.columns, data)
}

fn of_months(found: &Measured, months: &[Month]) -> Table {
    let (mut customers, mut firsts, mut then) = (Vec::new(), TextBuilder::default(), TextBuilder::default());
    for (first, own) in cohorts::shown(found, months) {
        for month in own {
            customers.push(month.customer);
            firsts.push(&cohorts::name(first));
            then.push(&cohorts::name(month.number));
        }
    }
    table(CUSTOMER_MONTHS.columns, [ids(found, &customers), Data::Text(firsts.finish()), Data::Text(then.finish())])
}

fn ids(found: &Measured, customers: &[u32]) -> Data {
    Data::Text(found.customers.ids.column(customers.iter().copied()))
}

/// Texts whose codes are their places, from 1.
fn named(names: &[String]) -> Arena {
    let mut arena = Arena::new();
    for name in names {
        arena.push(name);
    }
    arena
}

fn table(names: &[&str], data: impl IntoIterator<Item = Data>) -> Table {
    let mut table = Table::new();
    for (name, data) in names.iter().zip(data) {
        table.push(*name, data);
    }
    table
}
