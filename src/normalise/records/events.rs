//! Typed events and line items of all tables.

use crate::model::events::{Events, Items};
use crate::model::kind::{EventPart, ItemPart, Target};
use crate::model::mapping::{DateOrder, RecordType};
use crate::model::records::Records;
use crate::model::shaped::{ChannelTable, NO_EVENT, ShapedColumn};
use crate::model::text::{TextBuilder, TextColumn};
use crate::normalise::missing::is_missing;
use crate::normalise::money;

use super::assemble::{per_distinct, times};
use super::source::table_context;
use crate::model::kind::Kind;

/// Builds the events of all tables and gives rows without a creation time the time of their event.
pub(super) fn events(tables: &[&ChannelTable], records: &mut Records) -> Events {
    let mut out = Events::default();
    let mut texts = Texts::default();
    let mut base = 0usize;
    for table in tables {
        let at = event_times(table);
        one_table(table, base, &at, &mut out, &mut texts);
        for (row, &event) in table.event_of_row.iter().enumerate() {
            if event != NO_EVENT && records.created_at[base + row].is_none() {
                records.created_at[base + row] = at[table.event_first_row[event as usize] as usize];
            }
        }
        base += table.rows.len();
    }
    texts.finish(&mut out);
    out
}

/// Text columns of the events while they are built.
#[derive(Default)]
struct Texts {
    key: TextBuilder,
    kind: TextBuilder,
    status: TextBuilder,
    currency: TextBuilder,
    owner: TextBuilder,
    text: TextBuilder,
    sku: TextBuilder,
    product: TextBuilder,
}

impl Texts {
    fn finish(self, out: &mut Events) {
        out.key = self.key.finish();
        out.kind = self.kind.finish();
        out.status = self.status.finish();
        out.currency = self.currency.finish();
        out.owner = self.owner.finish();
        out.text = self.text.finish();
        out.items.sku = self.sku.finish();
        out.items.product = self.product.finish();
    }
}

/// When each row's event happened: its own time, else when it was paid, else when the row was made.
fn event_times(table: &ChannelTable) -> Vec<Option<i64>> {
    let mut at = times(table, &Target::Event(EventPart::At));
    for target in [Target::Event(EventPart::PaidAt), Target::CreatedAt] {
        for (slot, other) in at.iter_mut().zip(times(table, &target)) {
            *slot = slot.or(other);
        }
    }
    at
}

fn one_table(table: &ChannelTable, base: usize, at: &[Option<i64>], out: &mut Events, texts: &mut Texts) {
    let reader = EventReader::new(table);
    let first_event = out.record.len();
    for &first in &table.event_first_row {
        let row = first as usize;
        out.record.push(u32::try_from(base + row).expect("fewer than 2^32 records"));
        out.at.push(at[row]);
        texts.key.push(reader.text(EventPart::Key, row));
        let kind = reader.text(EventPart::Kind, row);
        texts.kind.push(if kind.is_empty() { &table.mapping.event_kind } else { kind });
        texts.status.push(&reader.status(row));
        let (amount, currency) = split(reader.amount(row));
        out.amount.push(amount);
        out.refunded.push(split(reader.refunded(row)).0);
        let named = reader.text(EventPart::Currency, row).trim().to_uppercase();
        texts.currency.push(if named.is_empty() { currency.unwrap_or(&table.mapping.currency) } else { &named });
        texts.owner.push(reader.text(EventPart::Owner, row));
        out.score.push(reader.number(EventPart::Score, row));
        texts.text.push(reader.text(EventPart::Text, row));
    }
    items(table, first_event, &mut out.items, texts);
}

type Money = (i64, Option<&'static str>);

fn split(money: Option<Money>) -> (Option<i64>, Option<&'static str>) {
    money.map_or((None, None), |(amount, currency)| (Some(amount), currency))
}

/// Reads the event columns of one table.
struct EventReader<'a> {
    table: &'a ChannelTable,
    amount: Option<(&'a TextColumn, Vec<Option<Money>>)>,
    refunded: Option<(&'a TextColumn, Vec<Option<Money>>)>,
    columns: Vec<(EventPart, Vec<&'a ShapedColumn>)>,
}

impl<'a> EventReader<'a> {
    fn new(table: &'a ChannelTable) -> Self {
        let columns: Vec<(EventPart, Vec<&ShapedColumn>)> = EventPart::ALL
            .iter()
            .map(|&(part, _)| {
                let mut feeding: Vec<&ShapedColumn> = table.columns.iter().filter(|c| c.target == Target::Event(part)).collect();
                feeding.sort_by_key(|c| table.mapping.columns.get(c.source).map_or(0, |m| m.order));
                (part, feeding)
            })
            .collect();
        let context = table_context(table, DateOrder::Iso);
        let money = |part: EventPart| {
            let column = columns.iter().find(|(p, _)| *p == part).and_then(|(_, c)| c.first().copied())?;
            Some((&column.text, per_distinct(&column.text, |text| money::minor(text, &context))))
        };
        Self { table, amount: money(EventPart::Amount), refunded: money(EventPart::Refunded), columns }
    }

    fn feeding(&self, part: EventPart) -> &[&'a ShapedColumn] {
        self.columns.iter().find(|(p, _)| *p == part).map_or(&[], |(_, c)| c)
    }

    /// The first text of a part that says something.
    fn text(&self, part: EventPart, row: usize) -> &'a str {
        let context = table_context(self.table, DateOrder::Iso);
        let says = |text: &&str| !is_missing(Kind::Text, text, &context);
        self.feeding(part).iter().map(|c| c.text.get(row)).find(says).map_or("", str::trim)
    }

    fn amount(&self, row: usize) -> Option<Money> {
        self.amount.as_ref().and_then(|(column, values)| values[column.codes[row] as usize])
    }

    fn refunded(&self, row: usize) -> Option<Money> {
        self.refunded.as_ref().and_then(|(column, values)| values[column.codes[row] as usize])
    }

    fn number(&self, part: EventPart, row: usize) -> Option<f64> {
        number(self.text(part, row))
    }

    /// Canonical status; a table of orders without any status column lists what was sold, so those are paid.
    fn status(&self, row: usize) -> String {
        if self.feeding(EventPart::Status).is_empty() {
            let sold = self.table.mapping.event_kind == "order" && self.amount(row).is_some();
            return if sold { "paid".to_owned() } else { String::new() };
        }
        let word = self.text(EventPart::Status, row).to_lowercase();
        self.table.mapping.status.get(&word).cloned().unwrap_or(word)
    }
}

/// A plain number; currency signs and thousands separators are no part of one.
fn number(text: &str) -> Option<f64> {
    text.trim().replace(',', "").parse::<f64>().ok().filter(|n| n.is_finite())
}

/// One item per row of a table that has item columns.
fn items(table: &ChannelTable, first_event: usize, items: &mut Items, texts: &mut Texts) {
    let column = |part: ItemPart| table.columns.iter().find(|c| c.target == Target::Item(part)).map(|c| &c.text);
    let parts = ItemPart::ALL.iter().map(|&(part, _)| column(part)).collect::<Vec<_>>();
    let [sku, product, quantity, amount] = parts[..] else { return };
    if parts.iter().all(Option::is_none) || !matches!(table.mapping.record, RecordType::Line | RecordType::Event) {
        return;
    }
    let context = table_context(table, DateOrder::Iso);
    let amounts = amount.map(|c| (c, per_distinct(c, |text| money::minor(text, &context))));
    let text = |column: Option<&'_ TextColumn>, row: usize| column.map_or("", |c| c.get(row).trim()).to_owned();
    let mut rows: Vec<(u32, usize)> =
        table.event_of_row.iter().enumerate().filter(|&(_, &e)| e != NO_EVENT).map(|(row, &e)| (e, row)).collect();
    rows.sort_unstable();
    for (event, row) in rows {
        if parts.iter().flatten().all(|c| c.get(row).trim().is_empty()) {
            continue;
        }
        items.event.push(u32::try_from(first_event).expect("fewer than 2^32 events") + event);
        texts.sku.push(&text(sku, row));
        texts.product.push(&text(product, row));
        items.quantity.push(quantity.and_then(|c| number(c.get(row))));
        items.amount.push(amounts.as_ref().and_then(|(c, values)| values[c.codes[row] as usize]).map(|(minor, _)| minor));
    }
}
