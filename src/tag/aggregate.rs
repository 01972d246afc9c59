//! Metrics over events and line items: grouped by customer, a slice of customers at a time.
//!
//! Comes in: events with their customers, the compiled metrics. Goes out: one polars column per metric, one value per
//! customer. Events are ordered by (customer, time, position), so `FIRST` and `LAST` mean first and last in time and
//! the order of additions never changes. Customers without rows get what the expression gives over no rows at all:
//! `COUNT(*)` 0, `SUM` NULL. Conditions are polars'; plain aggregates are made in [`super::fold`], others grouped by polars out
//! of the rows that one of their conditions holds for.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use polars::lazy::dsl::{AggExpr, FunctionExpr};
use polars::prelude::{Column, DataFrame, Expr, IdxCa, IntoLazy, PlSmallStr, PolarsResult, Series, SortMultipleOptions, col, lit};
use rayon::prelude::*;

use crate::model::events::Events;
use crate::model::money::Money;
use crate::model::records::Records;

use super::by_customer::ByCustomer;
use super::compile::{Compiled, Condition, From, Metric};
use super::fold::{Cells, Folding, Part};
use super::frame::{bound, holds, settled};
use super::rows::{Rows, dictionary_of};
use super::sql::{Expression, Pattern};

/// Column of the customer.
pub(super) const CUSTOMER: &str = "__customer";
/// Column of the instant.
pub(super) const AT: &str = "__at";

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
        match of_table(source, by_customer, from, &wanted) {
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
fn of_table(source: Source, by_customer: &ByCustomer, from: From, wanted: &[usize]) -> PolarsResult<Vec<Series>> {
    let metrics: Vec<&Metric> = wanted.iter().map(|&i| &source.compiled.metrics[i]).collect();
    Plan::new(source, from, &metrics).columns(by_customer, &metrics)
}

/// How the metrics of one table are computed.
struct Plan<'a> {
    source: Source<'a>,
    from: From,
    /// Conditions that a metric names.
    conditions: Vec<&'a Condition>,
    folded: Vec<Folding<'a>>,
    grouped: Vec<&'a Metric>,
    /// Columns that anything reads, with the dictionaries of texts.
    dictionaries: BTreeMap<&'a str, Option<Series>>,
    matched: Vec<Matched<'a>>,
}

/// What a range of customers gives.
struct Slice {
    /// One per folded metric.
    parts: Vec<Part>,
    /// The customers with rows that count for a grouped metric, and these metrics.
    groups: DataFrame,
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
    fn new(source: Source<'a>, from: From, metrics: &[&'a Metric]) -> Self {
        let named = |condition: &&Condition| metrics.iter().any(|m| m.rows.as_ref() == Some(&condition.name));
        let conditions: Vec<&Condition> = source.compiled.conditions.iter().filter(|c| c.from == from).filter(named).collect();
        let place = |metric: &Metric| conditions.iter().position(|c| metric.rows.as_ref() == Some(&c.name));
        let (mut folded, mut grouped) = (Vec::new(), Vec::new());
        for &metric in metrics {
            match Folding::new(metric, place(metric)) {
                Some(folding) => folded.push(folding),
                None => grouped.push(metric),
            }
        }
        let read = || metrics.iter().map(|m| &m.value).chain(conditions.iter().filter_map(|c| c.filter.as_ref()));
        let names: BTreeSet<&str> = read().flat_map(|e| e.uses.iter().map(String::as_str)).collect();
        let dictionaries = names.into_iter().map(|name| (name, dictionary_of(source, name))).collect();
        let matched = matched(read().flat_map(|e| &e.patterns), &dictionaries);
        Self { source, from, conditions, folded, grouped, dictionaries, matched }
    }

    /// One column per metric, over all customers.
    fn columns(&self, by_customer: &ByCustomer, metrics: &[&Metric]) -> PolarsResult<Vec<Series>> {
        let over_none = self.over_none(by_customer, metrics)?;
        let slices: PolarsResult<Vec<Slice>> =
            by_customer.slices().into_par_iter().map(|customers| self.slice(by_customer, customers)).collect();
        let (parts, groups): (Vec<Vec<Part>>, Vec<DataFrame>) =
            slices?.into_iter().map(|slice| (slice.parts, slice.groups)).unzip();
        let of_name = |name: &str| over_none.column(name).map(Column::as_materialized_series);
        let mut columns: BTreeMap<&str, Series> = BTreeMap::new();
        for (metric, series) in self.grouped.iter().zip(self.spread(by_customer, &groups, &over_none)?) {
            columns.insert(&metric.rule.name, series);
        }
        let mut parts: Vec<_> = parts.into_iter().map(Vec::into_iter).collect();
        for folding in &self.folded {
            let name = folding.metric.rule.name.as_str();
            let own = parts.iter_mut().filter_map(Iterator::next).collect();
            columns.insert(name, folding.series(own, self.source)?.cast(of_name(name)?.dtype())?);
        }
        Ok(metrics.iter().filter_map(|metric| columns.remove(metric.rule.name.as_str())).collect())
    }

    /// The metrics over no rows at all, in one row.
    fn over_none(&self, by_customer: &ByCustomer, metrics: &[&Metric]) -> PolarsResult<DataFrame> {
        let rows = Rows::new(self.source, self.from, by_customer, 0..0);
        let conditions = self.conditions.iter().map(|c| Column::new(c.name.as_str().into(), Vec::<bool>::new()));
        let frame = self.frame(&rows, metrics.iter().map(|m| &m.value), conditions.collect())?;
        frame.lazy().select(self.aggregates(metrics)).collect()
    }

    fn slice(&self, by_customer: &ByCustomer, customers: Range<usize>) -> PolarsResult<Slice> {
        let rows = Rows::new(self.source, self.from, by_customer, customers.clone());
        let truth = self.truth(&rows)?;
        let cells = Cells::of(&self.folded, &rows);
        let part = |folding: &Folding| folding.part(&rows, &cells, &truth, customers.clone());
        let parts = self.folded.par_iter().map(part).collect();
        Ok(Slice { parts, groups: self.groups(&rows, &truth)? })
    }

    /// For each condition: which rows count?
    fn truth(&self, rows: &Rows) -> PolarsResult<Vec<Vec<bool>>> {
        let local = self.source.compiled.zone.local(self.source.as_of);
        let filters = self.conditions.iter().filter_map(|c| c.filter.as_ref());
        let frame = self.frame(rows, filters, vec![rows.instants()])?.lazy();
        let truth = frame.select(self.conditions.iter().map(|c| self.condition(c, local)).collect::<Vec<_>>()).collect()?;
        Ok(truth.columns().iter().map(|column| holds(&column.as_materialized_series().rechunk())).collect())
    }

    /// The grouped metrics of the customers that have rows which count for one.
    fn groups(&self, rows: &Rows, truth: &[Vec<bool>]) -> PolarsResult<DataFrame> {
        if self.grouped.is_empty() {
            return Ok(DataFrame::empty());
        }
        let place = |metric: &&Metric| self.conditions.iter().position(|c| metric.rows.as_ref() == Some(&c.name));
        let used: Option<BTreeSet<usize>> = self.grouped.iter().map(place).collect();
        // A metric without a condition looks at every row.
        let keep: Vec<bool> = match &used {
            Some(used) => (0..rows.len()).map(|row| used.iter().any(|&condition| truth[condition][row])).collect(),
            None => vec![true; rows.len()],
        };
        let rows = rows.only(&keep);
        let kept = |truth: &Vec<bool>| truth.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(holds, _)| *holds).collect();
        let conditions = self.conditions.iter().zip(truth).map(|(condition, truth)| {
            let truth: Vec<bool> = kept(truth);
            Column::new(condition.name.as_str().into(), truth)
        });
        let columns = std::iter::once(rows.customers()).chain(conditions).collect();
        let frame = self.frame(&rows, self.grouped.iter().map(|m| &m.value), columns)?;
        let grouped = frame.lazy().group_by([col(CUSTOMER)]).agg(self.aggregates(&self.grouped));
        grouped.sort([CUSTOMER], SortMultipleOptions::default()).collect()
    }

    /// These columns and those that the expressions read.
    fn frame<'e>(
        &self,
        rows: &Rows,
        read: impl Iterator<Item = &'e Expression> + Clone,
        mut columns: Vec<Column>,
    ) -> PolarsResult<DataFrame> {
        let names: BTreeSet<&str> = read.clone().flat_map(|e| e.uses.iter().map(String::as_str)).collect();
        columns.extend(names.into_iter().map(|name| rows.column(name, self.dictionaries.get(name).and_then(Option::as_ref))));
        let patterns: Vec<&Pattern> = read.flat_map(|e| &e.patterns).collect();
        let matched = self.matched.iter().filter(|m| patterns.contains(&m.pattern));
        columns.extend(matched.map(|m| rows.column(&m.pattern.column, Some(&m.dictionary)).with_name(m.name.as_str().into())));
        DataFrame::new(rows.len(), columns)
    }

    fn aggregates(&self, metrics: &[&Metric]) -> Vec<Expr> {
        let local = self.source.compiled.zone.local(self.source.as_of);
        metrics.iter().map(|m| summed(self.bound(&m.value, local)).alias(m.rule.name.as_str())).collect()
    }

    /// The grouped metrics of all customers: those of no group have the value over no rows.
    fn spread(&self, by_customer: &ByCustomer, groups: &[DataFrame], over_none: &DataFrame) -> PolarsResult<Vec<Series>> {
        if self.grouped.is_empty() {
            return Ok(Vec::new());
        }
        let mut at: Vec<u32> = Vec::new();
        for group in groups {
            at.extend(group.column(CUSTOMER)?.as_materialized_series().u32()?.iter().flatten());
        }
        // The value over no rows goes last; every customer without rows points there.
        let none = u32::try_from(at.len()).unwrap_or(u32::MAX);
        let mut position = vec![none; by_customer.customers()];
        for (row, &customer) in (0_u32..).zip(&at) {
            position[customer as usize] = row;
        }
        let position = IdxCa::from_vec(PlSmallStr::EMPTY, position);
        let spread = |metric: &&Metric| -> PolarsResult<Series> {
            let name = metric.rule.name.as_str();
            let over_none = over_none.column(name)?.as_materialized_series();
            let mut whole: Option<Series> = None;
            for group in groups {
                let series = group.column(name)?.as_materialized_series();
                match &mut whole {
                    Some(whole) => {
                        whole.append(series)?;
                    }
                    None => whole = Some(series.clone()),
                }
            }
            let mut whole = whole.unwrap_or_else(|| over_none.clear());
            let dtype = whole.dtype().clone();
            whole.append(&over_none.cast(&dtype)?)?;
            Ok(settled(whole.rechunk().take(&position)?))
        };
        self.grouped.par_iter().map(spread).collect()
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
fn matched<'a>(patterns: impl Iterator<Item = &'a Pattern>, columns: &BTreeMap<&str, Option<Series>>) -> Vec<Matched<'a>> {
    const VALUE: &str = "__value";
    let mut found: Vec<Matched> = Vec::new();
    for pattern in patterns {
        let known = columns.get(pattern.column.as_str()).and_then(Option::as_ref);
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

#[cfg(test)]
mod tests {
    use polars::prelude::{DataType, LiteralValue, when};
    use proptest::prelude::*;

    use super::super::tests::{AS_OF, DAY, Made, compiled, event, events, records};
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

    const EVERY_FOLD: &str = r#"
        [[metric]]
        name = "n"
        value = "COUNT(*)"
        [[metric]]
        name = "paid_orders"
        where = "kind = 'order' AND paid"
        value = "COUNT(*)"
        [[metric]]
        name = "scored"
        within = "10d"
        value = "(count(score))"
        [[metric]]
        name = "texts"
        value = "COUNT(text)"
        [[metric]]
        name = "of_channel"
        value = "COUNT(Channel)"
        [[metric]]
        name = "timed"
        where = "kind <> 'visit'"
        value = "COUNT(at)"
        [[metric]]
        name = "net"
        where = "paid"
        value = "SUM(net)"
        [[metric]]
        name = "refunds"
        within = "3d"
        value = "SUM(refunded)"
        [[metric]]
        name = "least"
        value = "MIN(amount)"
        [[metric]]
        name = "most"
        where = "kind = 'order'"
        value = "MAX(amount)"
        [[metric]]
        name = "begin"
        value = "MIN(at)"
        [[metric]]
        name = "end"
        where = "text IS NOT NULL"
        value = "MAX(at)"
        [[metric]]
        name = "came_by"
        where = "at IS NOT NULL"
        value = "FIRST(channel)"
        [[metric]]
        name = "first_text"
        value = "FIRST(text)"
        [[metric]]
        name = "last_text"
        where = "paid"
        value = "LAST(text)"
        [[metric]]
        name = "last_score"
        where = "score IS NOT NULL"
        value = "LAST(score)"
        [[metric]]
        name = "first_at"
        within = "5d"
        value = "FIRST(at)"
        [[metric]]
        name = "mean"
        where = "score > 3"
        value = "AVG(score)"
        [[metric]]
        name = "greatest_text"
        where = "paid"
        value = "MAX(text)"
        [[metric]]
        name = "of_all"
        value = "SUM(CASE WHEN paid THEN amount END) FILTER (WHERE kind = 'order')"
        [[metric]]
        name = "kinds"
        value = "COUNT(DISTINCT kind)"
        "#;

    /// Every metric once as it is computed, once by polars alone.
    fn check(made: &[Made], scores: &[Option<f64>], customers: u32) {
        let compiled = compiled(EVERY_FOLD);
        let (records, mut events) = (records(customers), events(made));
        events.score = scores.to_vec();
        let of_record: Vec<u32> = (0..customers).collect();
        let by_customer = ByCustomer::new(&events, &of_record, customers as usize, AS_OF);
        let money = Money::new(&events, None, "CNY");
        let source =
            Source { compiled: &compiled, records: &records, events: &events, real: events.len(), money: &money, as_of: AS_OF };
        let metrics: Vec<&Metric> = compiled.metrics.iter().filter(|m| m.from == From::Events).collect();
        let plan = Plan::new(source, From::Events, &metrics);
        let folded = plan.folded.len();
        let own = plan.columns(&by_customer, &metrics).unwrap();
        let all = Plan { folded: Vec::new(), grouped: metrics.clone(), ..plan };
        let by_polars = all.columns(&by_customer, &metrics).unwrap();
        assert!(folded >= 17 && folded < metrics.len(), "{folded} of {}", metrics.len());
        assert_eq!((own.len(), by_polars.len()), (metrics.len(), metrics.len()));
        for ((metric, own), polars) in metrics.iter().zip(&own).zip(&by_polars) {
            assert_eq!(own.dtype(), polars.dtype(), "{}", metric.rule.name);
            assert!(own.equals_missing(polars), "{}: {own:?} {polars:?}", metric.rule.name);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn plain_aggregates_are_those_of_polars(
            rows in proptest::collection::vec(((0_u32..6, 0_usize..4, 0_i64..15, 0_usize..3), (-900_i64..9000, 0_i64..700, 0_i32..9)), 0..40)
        ) {
            let kinds = ["order", "visit", "refund", ""];
            let made = rows.iter().map(|&((customer, kind, days, status), (amount, refunded, score))| Made {
                status: ["paid", "", "refunded"][status],
                amount: (amount % 7 != 0).then_some(amount),
                refunded: (refunded % 3 != 0).then_some(refunded),
                text: if score % 2 == 0 { "" } else { ["too late", "dear", "nice"][status] },
                ..event(customer, kinds[kind], days * DAY)
            });
            let scores: Vec<Option<f64>> = rows.iter().map(|row| (row.1.2 > 2).then(|| f64::from(row.1.2))).collect();
            check(&made.collect::<Vec<_>>(), &scores, 7);
        }
    }

    #[test]
    fn no_customers_have_columns_of_the_same_kinds() {
        check(&[], &[], 0);
        check(&[], &[], 2);
    }
}
