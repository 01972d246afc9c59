//! Metrics over events and line items: grouped by customer, a slice of customers at a time.
//!
//! Comes in: events with their customers, the compiled metrics. Goes out: one polars column per metric, one value per
//! customer. Events are ordered by (customer, time, position), so `FIRST` and `LAST` mean first and last in time and
//! the order of additions never changes. Customers without rows get what the expression gives over no rows at all:
//! `COUNT(*)` 0, `SUM` NULL.

use polars::lazy::dsl::{AggExpr, FunctionExpr};
use polars::prelude::{
    Column, DataFrame, Expr, IdxCa, IntoLazy, NamedFrom, PlSmallStr, PolarsResult, Series, SortMultipleOptions, col, lit,
};
use polars::series::IsSorted;
use rayon::prelude::*;

use crate::model::events::Events;
use crate::model::money::Money;
use crate::model::records::Records;
use crate::model::text::TextColumn;

use super::compile::{Compiled, Condition, From, Metric};
use super::followups::LOG_CHANNEL;
use super::frame::{bound, by_code, dictionary, settled, times};
use super::sql::{Expression, Pattern};

/// Rows per slice: a frame of thirty columns stays around 100 MB.
const ROWS_PER_SLICE: usize = 400_000;

const CUSTOMER: &str = "__customer";
const AT: &str = "__at";

/// Events by customer: those of customer `c` are `events[starts[c]..starts[c + 1]]`, in order of time.
#[derive(Debug)]
pub(super) struct ByCustomer {
    starts: Vec<usize>,
    events: Vec<u32>,
    /// Events after `as_of`, left out.
    pub(super) later: u64,
}

impl ByCustomer {
    /// Sorts the events up to `as_of` of known customers.
    pub(super) fn new(events: &Events, of_record: &[u32], customers: usize, as_of: i64) -> Self {
        let mut later = 0;
        let mut owner: Vec<u32> = Vec::with_capacity(events.len());
        for (record, at) in events.record.iter().zip(&events.at) {
            let customer = of_record.get(*record as usize).copied().unwrap_or(u32::MAX);
            let is_later = at.is_some_and(|at| at > as_of);
            later += u64::from(is_later);
            owner.push(if is_later { u32::MAX } else { customer });
        }
        let mut starts = vec![0_usize; customers + 1];
        for &customer in owner.iter().filter(|&&c| (c as usize) < customers) {
            starts[customer as usize + 1] += 1;
        }
        for c in 0..customers {
            starts[c + 1] += starts[c];
        }
        let mut next = starts.clone();
        let mut sorted = vec![0_u32; starts[customers]];
        for (event, &customer) in (0_u32..).zip(&owner) {
            if (customer as usize) < customers {
                sorted[next[customer as usize]] = event;
                next[customer as usize] += 1;
            }
        }
        for c in 0..customers {
            sorted[starts[c]..starts[c + 1]].sort_unstable_by_key(|&e| (events.at[e as usize], e));
        }
        Self { starts, events: sorted, later }
    }

    /// Number of customers.
    pub(super) fn customers(&self) -> usize {
        self.starts.len() - 1
    }

    /// Events of a customer in order of time.
    pub(super) fn events_of(&self, customer: usize) -> &[u32] {
        &self.events[self.starts[customer]..self.starts[customer + 1]]
    }

    /// Ranges of customers with at most [`ROWS_PER_SLICE`] events each (one customer at least).
    fn slices(&self) -> Vec<std::ops::Range<usize>> {
        let customers = self.starts.len() - 1;
        let mut slices = Vec::new();
        let mut from = 0;
        while from < customers {
            let limit = self.starts[from] + ROWS_PER_SLICE;
            let to = self.starts.partition_point(|&start| start <= limit).saturating_sub(1).clamp(from + 1, customers);
            slices.push(from..to);
            from = to;
        }
        slices
    }
}

/// What the metrics are computed from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) compiled: &'a Compiled,
    pub(super) records: &'a Records,
    pub(super) events: &'a Events,
    /// Events of the channels; those after them are entries of the follow-up log.
    pub(super) real: usize,
    pub(super) money: &'a Money,
    pub(super) as_of: i64,
}

/// Columns of all metrics over events and items, by position in the rules; others are `None`.
pub(super) fn metrics(source: Source, by_customer: &ByCustomer, remarks: &mut Vec<String>) -> Vec<Option<Series>> {
    let mut out: Vec<Option<Series>> = vec![None; source.compiled.metrics.len()];
    for from in [From::Events, From::Items] {
        let wanted: Vec<usize> = (0..out.len()).filter(|&i| source.compiled.metrics[i].from == from).collect();
        if wanted.is_empty() {
            continue;
        }
        match group(source, by_customer, from, &wanted) {
            Ok(columns) => {
                for (i, column) in wanted.into_iter().zip(columns) {
                    out[i] = Some(column);
                }
            }
            Err(error) => remarks.push(format!("metrics over {} could not be computed: {error}", table_name(from))),
        }
    }
    out
}

fn table_name(from: From) -> &'static str {
    match from {
        From::Events => "events",
        From::Items => "items",
        From::Fields => "fields",
    }
}

/// One column per wanted metric, over all customers.
fn group(source: Source, by_customer: &ByCustomer, from: From, wanted: &[usize]) -> PolarsResult<Vec<Series>> {
    let plan = Plan::new(source, from, wanted);
    let customers = by_customer.starts.len() - 1;
    let empty = plan.run(plan.frame(by_customer, 0..0)?, false)?;
    let mut columns: Vec<Series> = Vec::new();
    let mut at: Vec<u32> = Vec::new();
    let slices = by_customer.slices();
    let outs: PolarsResult<Vec<DataFrame>> =
        slices.into_par_iter().map(|slice| plan.run(plan.frame(by_customer, slice)?, true)).collect();
    for out in outs? {
        at.extend(out.column(CUSTOMER)?.as_materialized_series().u32()?.iter().flatten());
        for (i, column) in out.columns()[1..].iter().enumerate() {
            let series = column.as_materialized_series();
            match columns.get_mut(i) {
                Some(whole) => {
                    whole.append(series)?;
                }
                None => columns.push(series.clone()),
            }
        }
    }
    // The value over no rows goes last; every customer without rows points there.
    let none = u32::try_from(at.len()).unwrap_or(u32::MAX);
    let mut position = vec![none; customers];
    for (row, &customer) in (0_u32..).zip(&at) {
        position[customer as usize] = row;
    }
    let position = IdxCa::from_vec(PlSmallStr::EMPTY, position);
    let spread = |(i, over_none): (usize, &Column)| -> PolarsResult<Series> {
        let over_none = over_none.as_materialized_series();
        let mut whole = columns.get(i).cloned().unwrap_or_else(|| over_none.clear());
        let dtype = whole.dtype().clone();
        whole.append(&over_none.cast(&dtype)?)?;
        Ok(settled(whole.rechunk().take(&position)?))
    };
    empty.columns().par_iter().enumerate().map(spread).collect()
}

/// The group-by of one table.
struct Plan<'a> {
    source: Source<'a>,
    from: From,
    conditions: Vec<&'a Condition>,
    metrics: Vec<&'a Metric>,
    columns: Vec<(&'a str, Option<Series>)>,
    matched: Vec<Matched<'a>>,
}

/// A pattern matched once per distinct text, gathered like the texts themselves.
struct Matched<'a> {
    pattern: &'a Pattern,
    /// Column of the frame.
    name: String,
    /// True or false for each distinct text.
    dictionary: Series,
}

impl<'a> Plan<'a> {
    fn new(source: Source<'a>, from: From, wanted: &[usize]) -> Self {
        let compiled = source.compiled;
        let conditions: Vec<&Condition> = compiled.conditions.iter().filter(|c| c.from == from).collect();
        let metrics: Vec<&Metric> = wanted.iter().map(|&i| &compiled.metrics[i]).collect();
        let read = || metrics.iter().map(|m| &m.value).chain(conditions.iter().filter_map(|c| c.filter.as_ref()));
        let mut columns: Vec<&str> = read().flat_map(|e| e.uses.iter().map(String::as_str)).collect();
        columns.sort_unstable();
        columns.dedup();
        let columns: Vec<(&str, Option<Series>)> = columns.into_iter().map(|name| (name, dictionary_of(source, name))).collect();
        let matched = matched(read().flat_map(|e| &e.patterns), &columns);
        Self { source, from, conditions, metrics, columns, matched }
    }

    /// The rows of a range of customers.
    fn frame(&self, by_customer: &ByCustomer, customers: std::ops::Range<usize>) -> PolarsResult<DataFrame> {
        let starts = &by_customer.starts;
        let events = &by_customer.events[starts[customers.start]..starts[customers.end]];
        let owners = customers.flat_map(|c| {
            let customer = u32::try_from(c).unwrap_or(u32::MAX);
            std::iter::repeat_n(customer, starts[c + 1] - starts[c])
        });
        let rows = Rows::new(self.source, self.from, events, owners);
        let mut columns = vec![rows.customers(), rows.instants()];
        columns.extend(self.columns.iter().map(|(name, dictionary)| rows.column(name, dictionary.as_ref())));
        let matched = self.matched.iter();
        columns.extend(matched.map(|m| rows.text(&m.pattern.column, &m.dictionary).with_name(m.name.as_str().into())));
        DataFrame::new(rows.event.len(), columns)
    }

    /// Conditions, then aggregates: by customer, or over all rows at once.
    fn run(&self, frame: DataFrame, grouped: bool) -> PolarsResult<DataFrame> {
        let local = self.source.compiled.zone.local(self.source.as_of);
        let conditions: Vec<Expr> = self.conditions.iter().map(|c| self.condition(c, local)).collect();
        let aggregates: Vec<Expr> =
            self.metrics.iter().map(|m| summed(self.bound(&m.value, local)).alias(m.rule.name.as_str())).collect();
        let lazy = frame.lazy().with_columns(conditions);
        if grouped {
            let sorted = SortMultipleOptions::default();
            lazy.group_by([col(CUSTOMER)]).agg(aggregates).sort([CUSTOMER], sorted).collect()
        } else {
            lazy.select(aggregates).collect()
        }
    }

    /// The expression with `as_of` filled in and its patterns read from their columns.
    fn bound(&self, expression: &Expression, local: i64) -> Expr {
        let bound = bound(expression, local);
        if expression.patterns.is_empty() {
            return bound;
        }
        bound.map_expr(|part| self.matched.iter().find(|m| m.pattern.expr == part).map_or(part, |m| col(m.name.as_str())))
    }

    fn condition(&self, condition: &Condition, local: i64) -> Expr {
        let filter = condition.filter.as_ref().map(|filter| self.bound(filter, local));
        let window = condition.within_ms.map(|within| col(AT).gt(lit(self.source.as_of.saturating_sub(within))));
        let both = match (filter, window) {
            (Some(filter), Some(window)) => filter.and(window),
            (one, other) => one.or(other).unwrap_or_else(|| lit(true)),
        };
        both.fill_null(lit(false)).alias(condition.name.as_str())
    }
}

/// The same with values counted by adding them up: to count those of a group (`COUNT`, and `SUM` to know whether there is
/// anything to add), polars cuts every column into a column per group.
fn summed(expr: Expr) -> Expr {
    expr.map_expr(|part| match part {
        Expr::Agg(AggExpr::Count { input, include_nulls: false }) => (*input).clone().is_not_null().sum(),
        Expr::Function { mut input, function: FunctionExpr::NullCount } if input.len() == 1 => input.remove(0).is_null().sum(),
        other => other,
    })
}

/// Patterns over columns of texts, each computed over the distinct texts; what polars refuses stays in the expression.
fn matched<'a>(patterns: impl Iterator<Item = &'a Pattern>, columns: &[(&str, Option<Series>)]) -> Vec<Matched<'a>> {
    const VALUE: &str = "__value";
    let mut found: Vec<Matched> = Vec::new();
    for pattern in patterns {
        let known = columns.iter().find(|(name, _)| *name == pattern.column).and_then(|(_, dictionary)| dictionary.as_ref());
        let (Some(dictionary), false) = (known, found.iter().any(|m| m.pattern == pattern)) else { continue };
        let texts = dictionary.clone().with_name(pattern.column.as_str().into());
        let frame = DataFrame::new(texts.len(), vec![texts.into()]);
        let run = frame.and_then(|frame| frame.lazy().select([pattern.expr.clone().alias(VALUE)]).collect());
        if let Ok(dictionary) = run.and_then(|out| Ok(out.column(VALUE)?.as_materialized_series().rechunk())) {
            found.push(Matched { pattern, name: format!("__match_{}", found.len()), dictionary });
        }
    }
    found
}

/// Rows of one frame: events, or line items with their events.
struct Rows<'a> {
    source: Source<'a>,
    from: From,
    event: Vec<u32>,
    item: Vec<u32>,
    customer: Vec<u32>,
}

impl<'a> Rows<'a> {
    fn new(source: Source<'a>, from: From, events: &[u32], owners: impl Iterator<Item = u32>) -> Self {
        let mut rows = Self { source, from, event: Vec::new(), item: Vec::new(), customer: Vec::new() };
        for (&event, customer) in events.iter().zip(owners) {
            if from == From::Items {
                let of_item = &source.events.items.event;
                let first = of_item.partition_point(|&e| e < event);
                let items = of_item[first..].iter().take_while(|&&e| e == event).count();
                rows.item.extend((first..first + items).map(|i| u32::try_from(i).unwrap_or(u32::MAX)));
                rows.event.extend(std::iter::repeat_n(event, items));
                rows.customer.extend(std::iter::repeat_n(customer, items));
            } else {
                rows.event.push(event);
                rows.customer.push(customer);
            }
        }
        rows
    }

    fn customers(&self) -> Column {
        let mut customers = Series::new(CUSTOMER.into(), &self.customer);
        customers.set_sorted_flag(IsSorted::Ascending);
        customers.into()
    }

    fn instants(&self) -> Column {
        Column::new(AT.into(), self.per_event(|e| self.source.events.at[e]))
    }

    fn per_event<T>(&self, value: impl Fn(usize) -> T) -> Vec<T> {
        self.event.iter().map(|&e| value(e as usize)).collect()
    }

    fn per_item<T>(&self, value: impl Fn(usize) -> T) -> Vec<T> {
        self.item.iter().map(|&i| value(i as usize)).collect()
    }

    fn column(&self, name: &str, dictionary: Option<&Series>) -> Column {
        let Source { events, money, compiled, .. } = self.source;
        if let Some(dictionary) = dictionary {
            return self.text(name, dictionary);
        }
        let label = PlSmallStr::from_str(name);
        match (name, self.from) {
            ("at", _) => times(name, self.per_event(|e| events.at[e].map(|at| compiled.zone.local(at)))),
            ("paid", _) => Column::new(label, self.per_event(|e| money.is_paid(events, e))),
            ("score", _) => Column::new(label, self.per_event(|e| events.score[e])),
            ("quantity", _) => Column::new(label, self.per_item(|i| events.items.quantity[i])),
            ("amount", From::Items) => {
                let items = &events.items;
                Column::new(label, self.per_item(|i| money.major(events, items.event[i] as usize, items.amount[i])))
            }
            ("amount", _) => Column::new(label, self.per_event(|e| money.major(events, e, events.amount[e]))),
            ("refunded", _) => Column::new(label, self.per_event(|e| money.major(events, e, events.refunded[e]))),
            ("net", _) => Column::new(label, self.per_event(|e| money.net(events, e))),
            _ => super::frame::missing(name, super::sql::Type::Any, self.event.len()),
        }
    }

    fn text(&self, name: &str, dictionary: &Series) -> Column {
        let Source { events, records, .. } = self.source;
        match text_of(events, name) {
            Some((column, false)) => by_code(name, dictionary, self.event.iter().map(|&e| column.codes[e as usize])),
            Some((column, true)) => by_code(name, dictionary, self.item.iter().map(|&i| column.codes[i as usize])),
            None => {
                let log = records.channels.len() as u32;
                let channel = |e: u32| match e as usize {
                    e if e < self.source.real => u32::from(records.channel(events.record[e] as usize)),
                    _ => log,
                };
                by_code(name, dictionary, self.event.iter().map(|&e| channel(e)))
            }
        }
    }
}

/// A text column of events, or (`true`) of line items.
fn text_of<'a>(events: &'a Events, name: &str) -> Option<(&'a TextColumn, bool)> {
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
fn dictionary_of(source: Source, name: &str) -> Option<Series> {
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

#[cfg(test)]
mod tests {
    use polars::prelude::{DataType, LiteralValue, when};

    use super::*;

    #[test]
    fn values_of_groups_are_counted_alike_by_adding_up() {
        let columns = vec![
            Column::new(CUSTOMER.into(), [0_u32, 0, 1, 1, 2]),
            Column::new("net".into(), [Some(1.5), None, None, None, Some(2.0)]),
        ];
        let frame = DataFrame::new(5, columns).unwrap();
        let net = || col("net");
        let sum = when(net().null_count().lt(net().len())).then(net().sum()).otherwise(lit(LiteralValue::untyped_null()));
        for expr in [net().count().cast(DataType::Int64), sum] {
            let over = |expr: Expr, rows: &DataFrame| {
                let grouped = rows.clone().lazy().group_by([col(CUSTOMER)]).agg([expr.clone().alias("value")]);
                let grouped = grouped.sort([CUSTOMER], SortMultipleOptions::default()).collect().unwrap();
                (grouped, rows.clone().lazy().select([expr.alias("value")]).collect().unwrap())
            };
            for rows in [frame.clone(), frame.slice(0, 0)] {
                let (plain, added) = (over(expr.clone(), &rows), over(summed(expr.clone()), &rows));
                assert!(plain.0.equals_missing(&added.0) && plain.1.equals_missing(&added.1), "{expr:?}: {plain:?} {added:?}");
                assert_eq!(plain.0.schema(), added.0.schema());
            }
        }
    }
}
