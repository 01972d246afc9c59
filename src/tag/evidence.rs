//! Why a customer has a tag, or which part of its condition failed.
//!
//! Comes in: the outcome of [`super::tag`] and a question about one tag and one customer. Goes out: the values the
//! condition read and the truth of each part that `AND` joins. The condition is computed again on that one row.

use std::collections::BTreeSet;

use polars::prelude::{DataFrame, Expr, IntoColumn, Series};

use crate::model::customers::{Customers, TagOutcome};
use crate::model::table::Data;
use crate::rules::print_duration;

use super::affinity::RECOMMENDED;
use super::compile::{Compiled, Tag};
use super::fields::Fields;
use super::frame::{bound, evaluate, holds, show, to_column, to_data};
use super::sql::{self, Expression, Grain, Type};

/// Which tag of which customer is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The tag's name.
    pub tag: &'a str,
    /// Customer index.
    pub customer: u32,
    /// The moment the run looked from, milliseconds since the epoch.
    pub as_of_ms: i64,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Has the customer the tag?
    pub given: bool,
    /// The condition as written, on one line.
    pub condition: String,
    /// Columns the condition reads with the customer's values, sorted by name; `""` if missing.
    pub values: Vec<(String, String)>,
    /// The parts that `AND` joins, as written, each with whether it holds.
    pub parts: Vec<(String, bool)>,
    /// The tag of the same group that took this one's place, if that is why it is absent.
    pub ousted_by: Option<String>,
}

/// Explains one tag of one customer; `None` if no rule makes such a tag or there is no such customer.
///
/// A part that looks at all customers at once (a quantile) is seen for this customer alone here.
#[must_use]
pub fn evidence(compiled: &Compiled, customers: &Customers, outcome: &TagOutcome, question: Question) -> Option<Evidence> {
    let tag = compiled.tags.iter().find(|tag| tag.rule.name == question.tag)?;
    let row = question.customer as usize;
    if row >= customers.ids.len() {
        return None;
    }
    let tags: Vec<&str> = outcome.tags.get(row).split('|').collect();
    let given = tags.contains(&question.tag);
    let frame = one_row(compiled, customers, outcome, row);
    let local = compiled.zone.local(question.as_of_ms);
    let truth = |expression: &Expression| evaluate(&frame, bound(expression, local)).is_ok_and(|series| holds(&series)[0]);
    let mut parts: Vec<(String, bool)> = sql::parts(&tag.rule.when)
        .into_iter()
        .filter_map(|text| {
            let expression = sql::compile(&text, &compiled.field_types, Grain::Row).ok()?;
            Some((text, truth(&expression)))
        })
        .collect();
    let mut fresh = true;
    if let (Some(since), Some(expires)) = (&tag.since, tag.rule.expires_ms) {
        let at = evaluate(&frame, bound(since, local)).ok().map(|series| to_data(&series, Type::Time, &compiled.zone));
        fresh = matches!(at, Some(Data::Time(times)) if times[0].is_some_and(|at| at > question.as_of_ms.saturating_sub(expires)));
        parts.push((format!("{} less than {} ago", sql::one_line(&tag.rule.since), print_duration(expires)), fresh));
    }
    let ousted_by = if given || !fresh || !truth(&tag.when) { None } else { ousted_by(compiled, tag, &tags) };
    let read = tag.when.uses.iter().chain(tag.since.iter().flat_map(|since| &since.uses));
    let read: BTreeSet<&String> = read.collect();
    let values = read.into_iter().map(|name| (name.clone(), value(&frame, name, compiled))).collect();
    Some(Evidence { given, condition: sql::one_line(&tag.rule.when), values, parts, ousted_by })
}

fn ousted_by(compiled: &Compiled, tag: &Tag, given: &[&str]) -> Option<String> {
    let group = tag.rule.group.as_ref()?;
    let rivals = compiled.tags.iter().filter(|rival| rival.rule.group.as_ref() == Some(group));
    rivals.map(|rival| &rival.rule.name).find(|name| given.contains(&name.as_str())).cloned()
}

/// The customer's row with fields, metrics and lifecycle.
fn one_row(compiled: &Compiled, customers: &Customers, outcome: &TagOutcome, row: usize) -> DataFrame {
    let recommended = match outcome.metrics.column(RECOMMENDED) {
        Some(Data::Text(column)) => Some(column),
        _ => None,
    };
    let mut columns = Fields { compiled, customers, manual: outcome.manual_tags.as_ref(), recommended }.columns(row..row + 1);
    for metric in &compiled.metrics {
        if let Some(data) = outcome.metrics.column(&metric.rule.name) {
            columns.push(to_column(&metric.rule.name, data, metric.value.kind, row..row + 1, &compiled.zone));
        }
    }
    columns.push(super::frame::texts("lifecycle", &outcome.lifecycle, row..row + 1));
    let since = outcome.lifecycle_since[row].map(|t| compiled.zone.local(t));
    columns.push(super::frame::times("lifecycle_since", vec![since]));
    DataFrame::new(1, columns).unwrap_or_else(|_| DataFrame::empty_with_height(1))
}

/// A value of the row as a person reads it.
fn value(frame: &DataFrame, name: &str, compiled: &Compiled) -> String {
    let series: Option<Series> = evaluate(frame, Expr::Column(name.into())).ok();
    let kind = compiled.field_types.get(name).copied().unwrap_or(super::sql::Type::Any);
    let data = series.map(|series| to_data(series.into_column().as_materialized_series(), kind, &compiled.zone));
    data.and_then(|data| show(&data, 0, &compiled.zone)).unwrap_or_default()
}
