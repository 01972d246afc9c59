//! Typed events and line items of all tables.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::model::events::Events;
use crate::model::kind::{EventPart, Target};
use crate::model::mapping::DateOrder;
use crate::model::records::Records;
use crate::model::shaped::{ChannelTable, NO_EVENT, ShapedColumn};
use crate::model::text::{TextBuilder, TextColumn};
use crate::normalise::missing::is_missing;
use crate::normalise::money;

use super::assemble::{per_distinct, times};
use super::lines;
use super::source::table_context;
use crate::model::kind::Kind;

/// Builds the events of all tables.
pub(super) fn events(tables: &[&ChannelTable]) -> Events {
    let mut out = Events::default();
    let mut texts = Texts::default();
    let mut base = 0usize;
    let events = tables.iter().map(|table| table.event_first_row.len()).sum();
    out.record.reserve(events);
    out.at.reserve(events);
    out.amount.reserve(events);
    out.refunded.reserve(events);
    out.score.reserve(events);
    for table in tables {
        let at = event_times(table);
        one_table(table, base, &at, &mut out, &mut texts);
        base += table.rows.len();
    }
    texts.finish(&mut out);
    out
}

/// Gives rows without a creation time the time of their event.
pub(super) fn date_rows(tables: &[&ChannelTable], events: &Events, records: &mut Records) {
    let (mut base, mut first_event) = (0, 0);
    for table in tables {
        for (created, &event) in records.created_at[base..].iter_mut().zip(&table.event_of_row) {
            if event != NO_EVENT && created.is_none() {
                *created = events.at[first_event + event as usize];
            }
        }
        base += table.rows.len();
        first_event += table.event_first_row.len();
    }
}

/// Text columns of the events while they are built.
#[derive(Default)]
pub(super) struct Texts {
    key: TextBuilder,
    kind: TextBuilder,
    status: TextBuilder,
    currency: TextBuilder,
    owner: TextBuilder,
    text: TextBuilder,
    pub sku: TextBuilder,
    pub product: TextBuilder,
}

impl Texts {
    /// Those that have a text per event.
    fn of_events(&mut self) -> [&mut TextBuilder; 6] {
        [&mut self.key, &mut self.kind, &mut self.status, &mut self.currency, &mut self.owner, &mut self.text]
    }

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
    let sums = lines::sums(table);
    // Texts are looked up together: keys are hardly ever equal, the others mostly like the one before them.
    let mut cells = [(); 6].map(|()| Vec::with_capacity(TOGETHER));
    for (chunk, rows) in table.event_first_row.chunks(TOGETHER).enumerate() {
        let [keys, kinds, statuses, currencies, owners, notes] = &mut cells;
        for (event, &first) in (chunk * TOGETHER..).zip(rows) {
            let row = first as usize;
            let of_lines = sums.as_ref().map(|sums| sums[event]);
            out.record.push(u32::try_from(base + row).expect("fewer than 2^32 records"));
            out.at.push(at[row]);
            keys.push(reader.key.get(row));
            kinds.push(some_or(reader.kind.get(row), &table.mapping.event_kind));
            let (amount, currency) = split(of_lines.map_or_else(|| reader.amount.get(row), |lines| lines.amount));
            let is_paid = of_lines.is_some_and(|lines| lines.partly_paid);
            statuses.push(if is_paid { "paid" } else { reader.status(row, amount) });
            out.amount.push(amount);
            out.refunded.push(split(reader.refunded.get(row)).0);
            currencies.push(some_or(reader.currency.get(row), currency.unwrap_or(&table.mapping.currency)));
            owners.push(reader.owner.get(row));
            out.score.push(number(reader.score.get(row)));
            notes.push(reader.text.get(row));
        }
        for (column, cells) in texts.of_events().into_iter().zip(&mut cells) {
            column.push_each(cells);
            cells.clear();
        }
    }
    lines::items(table, first_event, &mut out.items, texts);
}

/// Events whose texts are looked up together.
const TOGETHER: usize = 256;

fn some_or<'a>(text: &'a str, other: &'a str) -> &'a str {
    if text.is_empty() { other } else { text }
}

/// Minor units and the currency a cell names.
pub(super) type Money = (i64, Option<&'static str>);

fn split(money: Option<Money>) -> (Option<i64>, Option<&'static str>) {
    money.map_or((None, None), |(amount, currency)| (Some(amount), currency))
}

/// The columns of one event part with what each distinct text says (`""` = nothing).
struct PartTexts<'a> {
    columns: Vec<(&'a TextColumn, Vec<Cow<'a, str>>)>,
}

impl<'a> PartTexts<'a> {
    fn new(table: &'a ChannelTable, part: EventPart, change: impl Fn(&'a str) -> Cow<'a, str> + Sync) -> Self {
        let context = table_context(table, DateOrder::Iso);
        let says = |text: &'a str| {
            let text = text.trim();
            if is_missing(Kind::Text, text, &context) { Cow::Borrowed("") } else { change(text) }
        };
        let read = |column: &'a ShapedColumn| {
            let codes = (0..column.text.values.len() as u32).into_par_iter().with_min_len(TOGETHER);
            (&column.text, codes.map(|code| says(column.text.values.get(code))).collect())
        };
        Self { columns: feeding(table, part).into_iter().map(read).collect() }
    }

    /// The first text of the row that says something.
    fn get(&self, row: usize) -> &str {
        let texts = self.columns.iter().map(|(column, values)| &*values[column.codes[row] as usize]);
        texts.into_iter().find(|text| !text.is_empty()).unwrap_or("")
    }
}

/// The amounts of the first column of one event part.
struct PartMoney<'a> {
    column: Option<(&'a TextColumn, Vec<Option<Money>>)>,
}

impl<'a> PartMoney<'a> {
    fn new(table: &'a ChannelTable, part: EventPart) -> Self {
        let context = table_context(table, DateOrder::Iso);
        let read = |column: &&'a ShapedColumn| {
            let text: &'a TextColumn = &column.text;
            (text, per_distinct(text, |text| money::minor(text, &context)))
        };
        Self { column: feeding(table, part).first().map(read) }
    }

    fn get(&self, row: usize) -> Option<Money> {
        self.column.as_ref().and_then(|(column, values)| values[column.codes[row] as usize])
    }
}

/// The columns that feed a part of the event, in composition order.
pub(super) fn feeding(table: &ChannelTable, part: EventPart) -> Vec<&ShapedColumn> {
    let mut columns: Vec<&ShapedColumn> = table.columns.iter().filter(|c| c.target == Target::Event(part)).collect();
    columns.sort_by_key(|c| table.mapping.columns.get(c.source).map_or(0, |m| m.order));
    columns
}

/// Reads the event columns of one table.
struct EventReader<'a> {
    key: PartTexts<'a>,
    kind: PartTexts<'a>,
    status: PartTexts<'a>,
    currency: PartTexts<'a>,
    owner: PartTexts<'a>,
    score: PartTexts<'a>,
    text: PartTexts<'a>,
    amount: PartMoney<'a>,
    refunded: PartMoney<'a>,
    /// Rows are sales and no column says how they went.
    all_sold: bool,
}

impl<'a> EventReader<'a> {
    fn new(table: &'a ChannelTable) -> Self {
        let plain = |part| PartTexts::new(table, part, Cow::Borrowed);
        let canonical = |word: &'a str| {
            let known = |word: &str| table.mapping.status.get(&word.to_lowercase()).cloned();
            let of_a_line = || lines::parts(word, table.mapping.joined).find_map(known);
            Cow::Owned(known(word).or_else(of_a_line).unwrap_or_else(|| word.to_lowercase()))
        };
        let status = PartTexts::new(table, EventPart::Status, canonical);
        Self {
            key: plain(EventPart::Key),
            kind: plain(EventPart::Kind),
            currency: PartTexts::new(table, EventPart::Currency, |text| Cow::Owned(text.to_uppercase())),
            owner: plain(EventPart::Owner),
            score: plain(EventPart::Score),
            text: plain(EventPart::Text),
            amount: PartMoney::new(table, EventPart::Amount),
            refunded: PartMoney::new(table, EventPart::Refunded),
            all_sold: status.columns.is_empty() && table.mapping.event_kind == "order",
            status,
        }
    }

    /// Canonical status; a table of orders without any status column lists what was sold, so those are paid.
    fn status(&self, row: usize, amount: Option<i64>) -> &str {
        if self.all_sold && amount.is_some() { "paid" } else { self.status.get(row) }
    }
}

/// A plain number; currency signs and thousands separators are no part of one.
pub(super) fn number(text: &str) -> Option<f64> {
    text.trim().replace(',', "").parse::<f64>().ok().filter(|n| n.is_finite())
}
