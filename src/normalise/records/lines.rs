//! Line items of orders: one per row, or several joined within a row's cells; and orders whose amount is the sum of
//! their lines.

use crate::model::events::Items;
use crate::model::kind::{EventPart, ItemPart, Target};
use crate::model::mapping::{DateOrder, RecordType};
use crate::model::shaped::{ChannelTable, NO_EVENT, ShapedColumn};
use crate::model::text::TextColumn;
use crate::normalise::money;

use super::assemble::per_distinct;
use super::events::{Money, Texts, feeding, number};
use super::source::table_context;

/// What the lines of one order come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sum {
    /// Minor units and currency; `None` without a known amount.
    pub amount: Option<Money>,
    /// True if the lines' statuses differ and some line was paid: only those count, and the order is paid.
    pub partly_paid: bool,
}

/// The sum of each event's lines, where the table states the amount per line: the same column feeds the event's amount
/// and the item's. `None` for all other tables.
pub(super) fn sums(table: &ChannelTable) -> Option<Vec<Sum>> {
    let column = per_line_amount(table)?;
    let context = table_context(table, DateOrder::Iso);
    let amounts = per_distinct(&column.text, |cell| {
        Some(parts(cell, table.mapping.joined).map(|part| money::minor(part, &context)).collect::<Vec<_>>())
    });
    let status = feeding(table, EventPart::Status).first().map(|c| &c.text);
    let states = status.map(|text| per_distinct(text, |cell| Some(states(cell, table))));
    let mut lines: Vec<Vec<(Option<Money>, bool)>> = vec![Vec::new(); table.event_first_row.len()];
    for (row, &event) in table.event_of_row.iter().enumerate().filter(|(_, e)| **e != NO_EVENT) {
        let Some(amounts) = &amounts[column.text.codes[row] as usize] else { continue };
        let paid = status.zip(states.as_ref()).and_then(|(text, states)| states[text.codes[row] as usize].as_ref());
        let is_paid = |line: usize| paid.is_some_and(|p| *p.get(line).or(p.first()).unwrap_or(&false));
        lines[event as usize].extend(amounts.iter().enumerate().map(|(line, &amount)| (amount, is_paid(line))));
    }
    Some(lines.iter().map(|lines| sum(lines)).collect())
}

fn sum(lines: &[(Option<Money>, bool)]) -> Sum {
    let paid = lines.iter().filter(|(_, paid)| *paid).count();
    let partly_paid = paid > 0 && paid < lines.len();
    let counted = lines.iter().filter(|(_, paid)| *paid || !partly_paid).filter_map(|(amount, _)| *amount);
    let amount = counted.reduce(|a, b| (a.0.saturating_add(b.0), a.1.or(b.1)));
    Sum { amount, partly_paid }
}

/// The event amount column that is an item amount, too.
fn per_line_amount(table: &ChannelTable) -> Option<&ShapedColumn> {
    let column = feeding(table, EventPart::Amount).into_iter().next()?;
    let header = |c: &ShapedColumn| table.mapping.columns.get(c.source).map(|m| m.header.as_str());
    let is_item = |c: &&ShapedColumn| c.target == Target::Item(ItemPart::Amount) && header(c) == header(column);
    (table.mapping.record == RecordType::Line && table.columns.iter().any(|c| is_item(&c))).then_some(column)
}

/// Whether each part of a status cell means paid.
fn states(cell: &str, table: &ChannelTable) -> Vec<bool> {
    let is_paid = |word: &str| table.mapping.status.get(&word.to_lowercase()).is_some_and(|s| s == "paid");
    if is_paid(cell.trim()) {
        return vec![true];
    }
    parts(cell, table.mapping.joined).map(is_paid).collect()
}

/// The parts of a cell; the cell itself where nothing is joined. Blank parts keep their place, a last one is none.
pub(super) fn parts(cell: &str, joint: Option<char>) -> impl Iterator<Item = &str> {
    let cell = cell.trim();
    let whole = joint.map_or(cell, |j| cell.strip_suffix(j).unwrap_or(cell));
    let mut pieces = joint.map(|j| whole.split(j));
    let mut once = pieces.is_none().then_some(whole);
    std::iter::from_fn(move || match &mut pieces {
        Some(pieces) => pieces.next().map(str::trim),
        None => once.take(),
    })
}

/// The item columns of a table.
struct Columns<'a> {
    sku: Option<&'a TextColumn>,
    product: Option<&'a TextColumn>,
    quantity: Option<&'a TextColumn>,
    amount: Option<&'a TextColumn>,
}

impl<'a> Columns<'a> {
    fn of(table: &'a ChannelTable) -> Self {
        let column = |part| table.columns.iter().find(|c| c.target == Target::Item(part)).map(|c| &c.text);
        Self {
            sku: column(ItemPart::Sku),
            product: column(ItemPart::Product),
            quantity: column(ItemPart::Quantity),
            amount: column(ItemPart::Amount),
        }
    }

    fn all(&self) -> impl Iterator<Item = &'a TextColumn> {
        [self.sku, self.product, self.quantity, self.amount].into_iter().flatten()
    }

    /// How many line items the row holds: as many as its numbers say, else as many as both sku and product say.
    fn lines(&self, row: usize, joint: Option<char>) -> usize {
        let Some(joint) = joint else { return 1 };
        let count = |column: Option<&TextColumn>| column.map_or(1, |c| parts(c.get(row), Some(joint)).count());
        let numbers = count(self.quantity).max(count(self.amount));
        if numbers > 1 {
            return numbers;
        }
        let (sku, product) = (count(self.sku), count(self.product));
        if sku == product { sku } else { 1 }
    }
}

/// Adds the line items of a table's events, those of each event in row order.
pub(super) fn items(table: &ChannelTable, first_event: usize, items: &mut Items, texts: &mut Texts) {
    let columns = Columns::of(table);
    if columns.all().next().is_none() || !matches!(table.mapping.record, RecordType::Line | RecordType::Event) {
        return;
    }
    let joint = table.mapping.joined;
    let context = table_context(table, DateOrder::Iso);
    let amounts = columns.amount.map(|c| (c, per_distinct(c, |text| money::minor(text, &context))));
    let mut rows: Vec<(u32, usize)> =
        table.event_of_row.iter().enumerate().filter(|&(_, &e)| e != NO_EVENT).map(|(row, &e)| (e, row)).collect();
    rows.sort_unstable();
    for (event, row) in rows {
        if columns.all().all(|c| c.get(row).trim().is_empty()) {
            continue;
        }
        let event = u32::try_from(first_event).expect("fewer than 2^32 events") + event;
        let lines = columns.lines(row, joint);
        if lines > 1 {
            for line in 0..lines {
                let of_line = |column: Option<&TextColumn>| {
                    let parts = column.map(|c| parts(c.get(row), joint).map(str::to_owned).collect::<Vec<_>>()).unwrap_or_default();
                    if parts.len() == lines { parts.into_iter().nth(line) } else { None }
                };
                // A text that is not joined is the first line's; a number that is not is the whole row's.
                let text = |column: Option<&TextColumn>| {
                    let whole = || column.filter(|_| line == 0).map(|c| c.get(row).trim().to_owned());
                    of_line(column).or_else(whole).unwrap_or_default()
                };
                items.event.push(event);
                texts.sku.push(&text(columns.sku));
                texts.product.push(&text(columns.product));
                items.quantity.push(of_line(columns.quantity).and_then(|n| number(&n)));
                items.amount.push(of_line(columns.amount).and_then(|a| money::minor(&a, &context)).map(|(minor, _)| minor));
            }
            continue;
        }
        items.event.push(event);
        texts.sku.push(columns.sku.map_or("", |c| c.get(row).trim()));
        texts.product.push(columns.product.map_or("", |c| c.get(row).trim()));
        items.quantity.push(columns.quantity.and_then(|c| number(c.get(row))));
        items.amount.push(amounts.as_ref().and_then(|(c, values)| values[c.codes[row] as usize]).map(|(minor, _)| minor));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_keep_their_place() {
        let check = |cell: &str, joint, expected: &[&str]| assert_eq!(parts(cell, joint).collect::<Vec<_>>(), expected, "{cell}");
        check("A1; A2", Some(';'), &["A1", "A2"]);
        check("A1;A2;", Some(';'), &["A1", "A2"]);
        check("A1;;A3", Some(';'), &["A1", "", "A3"]);
        check("A1;A2", None, &["A1;A2"]);
        check("", Some(';'), &[""]);
    }

    #[test]
    fn only_paid_lines_count_where_statuses_differ() {
        let line = |minor: i64, paid: bool| (Some((minor, None)), paid);
        let check = |lines: &[(Option<Money>, bool)], amount: Option<i64>, partly_paid: bool| {
            assert_eq!(sum(lines), Sum { amount: amount.map(|a| (a, None)), partly_paid });
        };
        check(&[line(9900, true), line(4900, true)], Some(14_800), false);
        check(&[line(9900, true), line(4900, false)], Some(9900), true);
        check(&[line(9900, false), line(4900, false)], Some(14_800), false);
        check(&[(None, true), line(1, true)], Some(1), false);
        check(&[(None, false)], None, false);
        check(&[], None, false);
    }
}
