//! One example as the tables a run would have: a customer, a record per channel, events and line items.
//!
//! What the example does not write follows from its events as in a run: channels, first and last seen, orders, spend.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::customers::Customers;
use crate::model::events::{Events, Items};
use crate::model::mapping::Entity;
use crate::model::money::Money;
use crate::model::records::Records;
use crate::model::table::{Data, Table};
use crate::model::text::{ListColumn, TextColumn};
use crate::rules::{Cell, ExampleEvent, ExampleRule};

use super::super::compile::Compiled;
use super::super::sql::Type;
use super::times;

/// Channel of events that name none.
const CHANNEL: &str = "example";

/// The tables of one example.
pub(super) struct World {
    pub(super) customers: Customers,
    pub(super) records: Records,
    pub(super) events: Events,
    pub(super) as_of_ms: i64,
}

/// Builds the tables. Times that cannot be read were refused before.
pub(super) fn build(rule: &ExampleRule, compiled: &Compiled) -> World {
    let as_of_ms = times::as_of(&rule.as_of, &compiled.zone).unwrap_or_default();
    let channels: BTreeSet<&str> = rule.events.iter().map(channel).collect();
    let mut channels: Vec<String> = channels.into_iter().map(str::to_owned).collect();
    if channels.is_empty() {
        channels.push(CHANNEL.to_owned());
    }
    let records = records(&channels);
    let events = events(rule, compiled, &channels, as_of_ms);
    let mut members = ListColumn::new();
    members.push(0..channels.len() as u32);
    let customers = Customers {
        ids: ["EXAMPLE"].into_iter().collect(),
        entity: vec![entity(rule)],
        members,
        of_record: vec![0; channels.len()],
        golden: golden(rule, compiled, &events, &Known { channels: &channels, as_of: as_of_ms }),
        ..Customers::default()
    };
    World { customers, records, events, as_of_ms }
}

fn channel(event: &ExampleEvent) -> &str {
    if event.channel.is_empty() { CHANNEL } else { &event.channel }
}

fn entity(rule: &ExampleRule) -> Entity {
    let organisation = Cell::Text(Entity::Organisation.name().to_owned());
    let is_one = rule.customer.iter().any(|cell| cell.name == "entity" && cell.cell == organisation);
    if is_one { Entity::Organisation } else { Entity::Person }
}

/// One row per channel.
fn records(channels: &[String]) -> Records {
    let rows = channels.len();
    let files: Vec<String> = channels.iter().map(|channel| format!("{channel}.csv")).collect();
    Records {
        channels: channels.to_vec(),
        platforms: channels.to_vec(),
        files,
        channel_of_file: (0..rows as u16).collect(),
        file: (0..rows as u32).collect(),
        row: vec![1; rows],
        source_key: TextColumn::from_texts((0..rows).map(|row| row.to_string())),
        entity: vec![Entity::Person; rows],
        updated_at: vec![None; rows],
        created_at: vec![None; rows],
        ..Records::default()
    }
}

/// Major units as minor ones.
fn minor(amount: Option<f64>) -> Option<i64> {
    amount.map(|amount| (amount * 100.0).round() as i64)
}

fn events(rule: &ExampleRule, compiled: &Compiled, channels: &[String], as_of: i64) -> Events {
    let given = &rule.events;
    let texts = |of: &dyn Fn(&ExampleEvent) -> String| TextColumn::from_texts(given.iter().map(of));
    let currency = compiled.rates.as_ref().map_or(&compiled.currency, |rates| &rates.base);
    let record = |event: &ExampleEvent| channels.binary_search_by(|c| c.as_str().cmp(channel(event))).unwrap_or(0) as u32;
    let mut items = Items::default();
    let lines: Vec<_> = (0_u32..).zip(given).flat_map(|(e, event)| event.items.iter().map(move |item| (e, item))).collect();
    items.event = lines.iter().map(|(event, _)| *event).collect();
    items.sku = TextColumn::from_texts(lines.iter().map(|(_, item)| &item.sku));
    items.product = TextColumn::from_texts(lines.iter().map(|(_, item)| &item.product));
    items.quantity = lines.iter().map(|(_, item)| item.quantity).collect();
    items.amount = lines.iter().map(|(_, item)| minor(item.amount)).collect();
    Events {
        record: given.iter().map(record).collect(),
        key: TextColumn::from_texts((1..=given.len()).map(|i| format!("e{i}"))),
        kind: texts(&|e| e.kind.clone()),
        at: given.iter().map(|e| e.at.as_ref().and_then(|at| times::moment(at, as_of, &compiled.zone))).collect(),
        status: texts(&|e| e.status.clone()),
        amount: given.iter().map(|e| minor(e.amount)).collect(),
        refunded: given.iter().map(|e| minor(e.refunded)).collect(),
        currency: texts(&|e| if e.currency.is_empty() { currency.clone() } else { e.currency.clone() }),
        owner: texts(&|e| e.owner.clone()),
        score: given.iter().map(|e| e.score).collect(),
        text: texts(&|e| e.text.clone()),
        items,
    }
}

/// What the golden values follow from besides the events.
struct Known<'a> {
    channels: &'a [String],
    as_of: i64,
}

fn golden(rule: &ExampleRule, compiled: &Compiled, events: &Events, known: &Known) -> Table {
    let mut columns: BTreeMap<String, Data> = BTreeMap::new();
    for cell in &rule.customer {
        let kind = compiled.field_types.get(&cell.name).copied().unwrap_or(Type::Any);
        columns.insert(cell.name.clone(), one(&cell.cell, kind, compiled, known.as_of));
    }
    for (name, data) in derived(compiled, events, known) {
        columns.entry(name.to_owned()).or_insert(data);
    }
    let mut table = Table::new();
    for (name, data) in columns {
        table.push(name, data);
    }
    table
}

/// A written value as a column of one row.
fn one(cell: &Cell, kind: Type, compiled: &Compiled, as_of: i64) -> Data {
    match (cell, kind) {
        (Cell::Text(text), Type::Time) => Data::Time(vec![times::moment(text, as_of, &compiled.zone)]),
        (Cell::Text(text), _) => Data::Text(TextColumn::from_texts([text])),
        (Cell::Number(number), _) => Data::Float(vec![Some(*number)]),
        (Cell::Bool(truth), _) => Data::Bool(vec![Some(*truth)]),
    }
}

/// What a run would know from the events.
fn derived(compiled: &Compiled, events: &Events, known: &Known) -> Vec<(&'static str, Data)> {
    let rates = compiled.rates.as_ref().map(|rates| (rates.base.as_str(), &rates.rates));
    let money = Money::new(events, rates, &compiled.currency);
    let past: Vec<usize> = (0..events.len()).filter(|&e| events.at[e].is_none_or(|at| at <= known.as_of)).collect();
    let seen = || past.iter().filter_map(|&e| events.at[e]);
    let orders: Vec<usize> = past.iter().copied().filter(|&e| events.kind.get(e) == "order" && money.is_paid(events, e)).collect();
    let spend: f64 = past.iter().filter_map(|&e| money.net(events, e)).sum();
    let last_order = orders.iter().filter_map(|&e| events.at[e]).max();
    vec![
        ("channels", Data::Text(TextColumn::from_texts([known.channels.join("|")]))),
        ("first_seen", Data::Time(vec![seen().min()])),
        ("last_seen", Data::Time(vec![seen().max()])),
        ("orders", Data::Int(vec![Some(orders.len() as i64)])),
        ("spend", Data::Money(vec![(!orders.is_empty()).then(|| (spend * 100.0).round() as i64)])),
        ("last_order_at", Data::Time(vec![last_order])),
    ]
}
