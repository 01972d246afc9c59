//! Rows that metrics are made of: events, or line items with their events, of a range of customers.
//!
//! Comes in: events with their customers. Goes out: their columns, for polars or one by one; texts as codes of a dictionary
//! that is made once for all rows.

use polars::prelude::{Column, NamedFrom, PlSmallStr, Series};
use polars::series::IsSorted;

use crate::model::events::Events;
use crate::model::text::TextColumn;

use super::aggregate::{AT, CUSTOMER, Source};
use super::by_customer::ByCustomer;
use super::compile::From;
use super::followups::LOG_CHANNEL;
use super::frame::{by_code, dictionary, times};

/// Rows of one frame: events, or line items with their events.
pub(super) struct Rows<'a> {
    source: Source<'a>,
    from: From,
    event: Vec<u32>,
    item: Vec<u32>,
    /// Customer of each row, ascending.
    pub(super) customer: Vec<u32>,
}

impl<'a> Rows<'a> {
    /// The rows of a range of customers, in order of customer and time.
    pub(super) fn new(source: Source<'a>, from: From, by_customer: &ByCustomer, customers: std::ops::Range<usize>) -> Self {
        let mut rows = Self { source, from, event: Vec::new(), item: Vec::new(), customer: Vec::new() };
        for customer in customers {
            let events = by_customer.events_of(customer);
            let customer = u32::try_from(customer).unwrap_or(u32::MAX);
            if from == From::Items {
                for &event in events {
                    rows.push_items(event, customer);
                }
            } else {
                rows.event.extend_from_slice(events);
                rows.customer.extend(std::iter::repeat_n(customer, events.len()));
            }
        }
        rows
    }

    fn push_items(&mut self, event: u32, customer: u32) {
        let of_item = &self.source.events.items.event;
        let first = of_item.partition_point(|&e| e < event);
        let items = of_item[first..].iter().take_while(|&&e| e == event).count();
        self.item.extend((first..first + items).map(|i| u32::try_from(i).unwrap_or(u32::MAX)));
        self.event.extend(std::iter::repeat_n(event, items));
        self.customer.extend(std::iter::repeat_n(customer, items));
    }

    /// Those of the rows that are kept.
    pub(super) fn only(&self, keep: &[bool]) -> Self {
        let kept = |values: &[u32]| values.iter().zip(keep).filter(|(_, keep)| **keep).map(|(value, _)| *value).collect();
        Self { event: kept(&self.event), item: kept(&self.item), customer: kept(&self.customer), ..*self }
    }

    /// Number of rows.
    pub(super) fn len(&self) -> usize {
        self.event.len()
    }

    /// Whose row it is.
    pub(super) fn customers(&self) -> Column {
        let mut customers = Series::new(CUSTOMER.into(), &self.customer);
        customers.set_sorted_flag(IsSorted::Ascending);
        customers.into()
    }

    /// When, as an instant.
    pub(super) fn instants(&self) -> Column {
        Column::new(AT.into(), self.per_event(|e| self.source.events.at[e]))
    }

    fn per_event<T>(&self, value: impl Fn(usize) -> T) -> Vec<T> {
        self.event.iter().map(|&e| value(e as usize)).collect()
    }

    fn per_item<T>(&self, value: impl Fn(usize) -> T) -> Vec<T> {
        self.item.iter().map(|&i| value(i as usize)).collect()
    }

    /// A column by its name in SQL; `dictionary` is that of its texts.
    pub(super) fn column(&self, name: &str, dictionary: Option<&Series>) -> Column {
        if let Some(dictionary) = dictionary {
            return by_code(name, dictionary, self.codes(name).into_iter());
        }
        let Source { events, money, .. } = self.source;
        let label = PlSmallStr::from_str(name);
        match name {
            "at" => times(name, self.times()),
            "paid" => Column::new(label, self.per_event(|e| money.is_paid(events, e))),
            _ => match self.numbers(name) {
                Some(numbers) => Column::new(label, numbers),
                None => super::frame::missing(name, super::sql::Type::Any, self.len()),
            },
        }
    }

    /// Wall-clock times, milliseconds.
    pub(super) fn times(&self) -> Vec<Option<i64>> {
        let Source { events, compiled, .. } = self.source;
        self.per_event(|e| events.at[e].map(|at| compiled.zone.local(at)))
    }

    /// A column of numbers; `None` if it is none.
    pub(super) fn numbers(&self, name: &str) -> Option<Vec<Option<f64>>> {
        let Source { events, money, .. } = self.source;
        let items = &events.items;
        Some(match (name, self.from) {
            ("score", _) => self.per_event(|e| events.score[e]),
            ("quantity", From::Items) => self.per_item(|i| items.quantity[i]),
            ("amount", From::Items) => self.per_item(|i| money.major(events, items.event[i] as usize, items.amount[i])),
            ("amount", _) => self.per_event(|e| money.major(events, e, events.amount[e])),
            ("refunded", From::Events) => self.per_event(|e| money.major(events, e, events.refunded[e])),
            ("net", From::Events) => self.per_event(|e| money.net(events, e)),
            _ => return None,
        })
    }

    /// Codes of a text column into its dictionary; none if it is no text.
    pub(super) fn codes(&self, name: &str) -> Vec<u32> {
        let Source { events, records, .. } = self.source;
        match text_of(events, name) {
            Some((column, false)) => self.event.iter().map(|&e| column.codes[e as usize]).collect(),
            Some((column, true)) => self.item.iter().map(|&i| column.codes[i as usize]).collect(),
            None => {
                let log = records.channels.len() as u32;
                let channel = |e: u32| match e as usize {
                    e if e < self.source.real => u32::from(records.channel(events.record[e] as usize)),
                    _ => log,
                };
                self.event.iter().map(|&e| channel(e)).collect()
            }
        }
    }
}

/// A text column of events, or (`true`) of line items.
pub(super) fn text_of<'a>(events: &'a Events, name: &str) -> Option<(&'a TextColumn, bool)> {
    Some(match name {
        "event_key" => (&events.key, false),
        "kind" => (&events.kind, false),
        "status" => (&events.status, false),
        "currency" => (&events.currency, false),
        "owner" => (&events.owner, false),
        "text" => (&events.text, false),
        "sku" => (&events.items.sku, true),
        "product" => (&events.items.product, true),
        _ => return None,
    })
}

/// The distinct texts of a column, made once for all slices; `None` if it holds no text.
pub(super) fn dictionary_of(source: Source, name: &str) -> Option<Series> {
    if let Some((column, _)) = text_of(source.events, name) {
        return Some(dictionary(&column.values));
    }
    let names = match name {
        "channel" => &source.records.channels,
        "platform" => &source.records.platforms,
        _ => return None,
    };
    // Entries of the follow-up log come from no channel, but have a name of their own.
    let names: Vec<&str> = names.iter().map(String::as_str).chain([LOG_CHANNEL]).collect();
    Some(Series::new(PlSmallStr::EMPTY, names))
}
