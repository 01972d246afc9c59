//! Extracts: which customers of a published master, in which order, with which columns.
//!
//! Comes in: a compiled `[[extract]]` and a master table as it was published. Goes out: the chosen rows with the
//! extract's columns, consent respected. Metrics for rules only are no columns of the master: they are computed again out of
//! it, as of the run's moment. Files, masks and forms of other programs are `deliver`'s work.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use polars::prelude::{Column, DataFrame, IntoColumn, PlSmallStr};

use crate::model::table::{Data, Table};
use crate::model::text::TextColumn;
use crate::rules::{ExtractColumn, ExtractRule};

use super::compile::{Compiled, Metric};
use super::frame::{bound, evaluate, holds, missing, settled, to_column, to_data};
use super::sql::{Expression, Type};

/// Column that holds the account, where an extract has one row per account.
pub(super) const ACCOUNT: &str = "account_id";

/// One extract, ready to run.
#[derive(Debug, Clone)]
pub struct Extract {
    pub(super) rule: ExtractRule,
    pub(super) filter: Option<Expression>,
    pub(super) columns: Vec<Chosen>,
    pub(super) order: Vec<(Expression, bool)>,
}

/// One column of an extract.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    pub(super) column: ExtractColumn,
    pub(super) value: Expression,
    /// The master column it is, if it is one and nothing else.
    pub(super) plain: Option<String>,
}

impl Extract {
    /// What was written.
    #[must_use]
    pub fn rule(&self) -> &ExtractRule {
        &self.rule
    }

    /// For each column the master column it shows as it is, if it does.
    pub fn sources(&self) -> impl Iterator<Item = Option<&str>> {
        self.columns.iter().map(|chosen| chosen.plain.as_deref())
    }

    /// Every column of the master that it reads.
    fn reads(&self) -> impl Iterator<Item = &str> {
        let expressions = self.columns.iter().map(|c| &c.value).chain(self.filter.iter()).chain(self.order.iter().map(|(e, _)| e));
        expressions.flat_map(|expression| expression.uses.iter().map(String::as_str))
    }
}

/// The chosen customers.
#[derive(Debug, Clone)]
pub struct Selected {
    /// The extract's columns under their headers.
    pub table: Table,
    /// For each column the master column it shows as it is, if it does.
    pub sources: Vec<Option<String>>,
    /// Customers chosen.
    pub customers: u64,
    /// Customers left out because they opted out.
    pub opted_out: u64,
}

impl Compiled {
    /// An extract by name.
    #[must_use]
    pub fn extract(&self, name: &str) -> Option<&Extract> {
        self.extracts.iter().find(|extract| extract.rule.name == name)
    }

    /// Names of all tags that rules make, in rule order.
    pub fn tag_names(&self) -> impl Iterator<Item = &str> + Clone {
        self.tags.iter().map(|tag| tag.rule.name.as_str())
    }

    /// Names of all extracts, in rule order.
    pub fn extract_names(&self) -> impl Iterator<Item = &str> + Clone {
        self.extracts.iter().map(|extract| extract.rule.name.as_str())
    }
}

/// Chooses customers of a published master that was made at `as_of_ms`. A field that no channel carried in that run is
/// missing everywhere.
///
/// # Errors
/// If the run was made by rules that had none of the metrics it reads, or an expression cannot be computed.
pub fn select(extract: &Extract, master: &Table, compiled: &Compiled, as_of_ms: i64) -> Result<Selected, String> {
    let rows = master.rows();
    let local = compiled.zone.local(as_of_ms);
    let (frame, made) = frame(extract, master, (compiled, local))?;
    let values = |expression: &Expression| evaluate(&frame, bound(expression, local));
    let mut chosen: Vec<usize> = match &extract.filter {
        Some(filter) => holds(&values(filter)?).iter().enumerate().filter(|(_, holds)| **holds).map(|(row, _)| row).collect(),
        None => (0..rows).collect(),
    };
    let before = chosen.len();
    if !extract.rule.include_opted_out {
        chosen.retain(|&row| !opted_out(text(master, "consent", row), extract.rule.purpose.as_deref()));
    }
    let opted_out = (before - chosen.len()) as u64;
    let mut keys = Vec::new();
    for (expression, down) in &extract.order {
        keys.push((to_data(&values(expression)?, expression.kind, &compiled.zone), *down));
    }
    chosen.sort_by(|&a, &b| ordered(&keys, a, b));
    chosen.truncate(extract.rule.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX)));
    let customers = chosen.len() as u64;
    let accounts = extract.rule.per_account.as_ref().map(|platform| accounts(master, platform, &mut chosen));
    let mut table = Table::new();
    let mut sources = Vec::new();
    for one in columns(extract, master) {
        let data = match (&one, &accounts) {
            (One::Master(ACCOUNT, _), Some(accounts)) => Data::Text(TextColumn::from_texts(accounts)),
            (One::Master(name, _), _) => match master.column(name).or_else(|| made.column(name)) {
                Some(data) => picked(data, &chosen),
                None => Data::Text(TextColumn::missing(chosen.len())),
            },
            (One::Computed(chosen_column), _) => {
                picked(&to_data(&values(&chosen_column.value)?, chosen_column.value.kind, &compiled.zone), &chosen)
            }
        };
        let (header, source) = match one {
            One::Master(name, header) => (header, Some(name.to_owned())),
            One::Computed(chosen) => (chosen.column.header.as_str(), None),
        };
        table.push(header, data);
        sources.push(source);
    }
    Ok(Selected { table, sources, customers, opted_out })
}

/// A column of the output.
enum One<'a> {
    /// A master column under a header.
    Master(&'a str, &'a str),
    /// An expression.
    Computed(&'a Chosen),
}

/// The columns asked for; all of the master if none are.
fn columns<'a>(extract: &'a Extract, master: &'a Table) -> Vec<One<'a>> {
    if extract.columns.is_empty() {
        return master.columns().iter().map(|column| One::Master(&column.name, &column.name)).collect();
    }
    let one = |chosen: &'a Chosen| match &chosen.plain {
        Some(name) => One::Master(name, &chosen.column.header),
        None => One::Computed(chosen),
    };
    extract.columns.iter().map(one).collect()
}

/// The columns that expressions read; and, once more, those of them that are metrics for rules only, computed anew.
fn frame(extract: &Extract, master: &Table, (compiled, local): (&Compiled, i64)) -> Result<(DataFrame, Table), String> {
    let mut names: BTreeSet<&str> = extract.reads().collect();
    let computed = computed_anew(&mut names, master, compiled);
    let is_metric = |name: &str| compiled.metrics.iter().any(|metric| metric.rule.name == name);
    if let Some(name) = names.iter().find(|name| is_metric(name) && master.column(name).is_none()) {
        return Err(format!("the run has no metric `{name}`"));
    }
    let rows = master.rows();
    let column = |name: &str| -> Column {
        let kind = compiled.field_types.get(name).copied().unwrap_or(Type::Any);
        match master.column(name) {
            Some(data) => to_column(name, data, kind, 0..rows, &compiled.zone),
            None => missing(name, kind, rows),
        }
    };
    let lower = |error: polars::prelude::PolarsError| error.to_string().to_lowercase();
    let mut frame = DataFrame::new(rows, names.into_iter().map(column).collect()).map_err(lower)?;
    let mut made = Table::new();
    for metric in computed {
        let series = settled(evaluate(&frame, bound(&metric.value, local))?);
        made.push(metric.rule.name.clone(), to_data(&series, metric.value.kind, &compiled.zone));
        frame.with_column(series.into_column().with_name(PlSmallStr::from_str(&metric.rule.name))).map_err(lower)?;
    }
    Ok((frame, made))
}

/// Metrics over fields that are read, but only for rules and so not in the master, each after those it reads. `names` loses
/// them and gains what they are made of.
fn computed_anew<'a>(names: &mut BTreeSet<&'a str>, master: &Table, compiled: &'a Compiled) -> Vec<&'a Metric> {
    let mut computed = Vec::new();
    for metric in compiled.fields_order.iter().rev().map(|&i| &compiled.metrics[i]) {
        let name = metric.rule.name.as_str();
        if !metric.rule.deliver && master.column(name).is_none() && names.remove(name) {
            names.extend(metric.value.uses.iter().map(String::as_str));
            computed.push(metric);
        }
    }
    computed.reverse();
    computed
}

fn text<'a>(table: &'a Table, name: &str, row: usize) -> &'a str {
    match table.column(name) {
        Some(Data::Text(column)) => column.get(row),
        _ => "",
    }
}

/// Did the customer refuse? `consent` lists `purpose:yes` and `purpose:no`. For a purpose its own statement and that on
/// `marketing` count, without one any refusal does.
pub(super) fn opted_out(consent: &str, purpose: Option<&str>) -> bool {
    let refused = consent.split('|').filter_map(|statement| statement.strip_suffix(":no"));
    let mut counting = refused.filter(|refused| purpose.is_none_or(|purpose| *refused == purpose || *refused == "marketing"));
    counting.next().is_some()
}

/// Order of two rows: the keys in turn, missing last, then the master's own order.
fn ordered(keys: &[(Data, bool)], a: usize, b: usize) -> Ordering {
    for (data, down) in keys {
        let order = match data {
            Data::Text(column) => known(some(column.get(a)), some(column.get(b)), *down, Ord::cmp),
            Data::Int(values) | Data::Time(values) | Data::Money(values) => known(values[a], values[b], *down, Ord::cmp),
            Data::Float(values) => known(values[a], values[b], *down, f64::total_cmp),
            Data::Bool(values) => known(values[a], values[b], *down, Ord::cmp),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    a.cmp(&b)
}

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn known<T>(a: Option<T>, b: Option<T>, down: bool, order: impl Fn(&T, &T) -> Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if down => order(&b, &a),
        (Some(a), Some(b)) => order(&a, &b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

/// One row per account on a platform: `account_ids` lists `platform:id`. Gives the ids; `rows` is repeated to match.
fn accounts(master: &Table, platform: &str, rows: &mut Vec<usize>) -> Vec<String> {
    let (mut ids, mut repeated) = (Vec::new(), Vec::new());
    for &row in rows.iter() {
        let own = text(master, "account_ids", row).split('|').filter_map(|account| account.split_once(':'));
        for (_, id) in own.filter(|(of, _)| *of == platform) {
            ids.push(id.to_owned());
            repeated.push(row);
        }
    }
    *rows = repeated;
    ids
}

/// These rows of a column.
fn picked(data: &Data, rows: &[usize]) -> Data {
    fn pick<T: Copy>(values: &[T], rows: &[usize]) -> Vec<T> {
        rows.iter().map(|&row| values[row]).collect()
    }
    match data {
        // The texts are taken anew: an extract of few customers carries none of the others' values along.
        Data::Text(column) => Data::Text(TextColumn::from_texts(rows.iter().map(|&row| column.get(row)))),
        Data::Int(values) => Data::Int(pick(values, rows)),
        Data::Float(values) => Data::Float(pick(values, rows)),
        Data::Time(values) => Data::Time(pick(values, rows)),
        Data::Money(values) => Data::Money(pick(values, rows)),
        Data::Bool(values) => Data::Bool(pick(values, rows)),
    }
}
