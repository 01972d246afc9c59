//! Metrics over fields, lifecycle and tags: one pass over the customers.
//!
//! Comes in: customers and the metrics over events. Goes out: the [`TagOutcome`]. A stage is the last one in file
//! order whose condition holds; of a tag group only the true tag with the highest priority (then file order) is given.

use polars::prelude::{Column, DataFrame, IntoColumn, PlSmallStr, Series};
use rayon::prelude::*;

use crate::model::customers::{ByPeople, Customers, TagOutcome};
use crate::model::recode::Recoder;
use crate::model::table::{Data, Table};
use crate::model::text::{MISSING, TextBuilder, TextColumn};

use super::affinity::{Bought, RECOMMENDED};
use super::audit::audit;
use super::compile::{Compiled, Metric, Tag};
use super::fields::Fields;
use super::frame::{bound, evaluate, holds, settled, to_data};
use super::manual::Manual;
use super::sql::{Expression, Type};

/// State of one pass.
pub(super) struct Pass<'a> {
    pub(super) compiled: &'a Compiled,
    pub(super) customers: &'a Customers,
    pub(super) as_of: i64,
    pub(super) people: &'a ByPeople,
    pub(super) has_touches: bool,
    pub(super) frame: DataFrame,
    pub(super) remarks: Vec<String>,
    manual: Option<Manual>,
    bought: Option<Bought>,
}

/// What a pass starts from.
pub(super) struct Start<'a> {
    pub(super) compiled: &'a Compiled,
    pub(super) customers: &'a Customers,
    pub(super) as_of: i64,
    /// What people wrote.
    pub(super) people: &'a ByPeople,
    /// Is there any follow-up event to tell done from not done?
    pub(super) has_touches: bool,
    /// Tags given by people, where there are any.
    pub(super) manual: Option<Manual>,
    /// What is bought together, where a rule asks.
    pub(super) bought: Option<Bought>,
    pub(super) remarks: Vec<String>,
}

impl<'a> Pass<'a> {
    /// The fields that some rule reads, and the metrics over events.
    pub(super) fn new(start: Start<'a>, mut metrics: Vec<Option<Series>>) -> (Self, Vec<Option<Series>>) {
        let Start { compiled, customers, as_of, people, has_touches, manual, bought, remarks } = start;
        let rows = customers.ids.len();
        let fields = Fields {
            compiled,
            customers,
            manual: manual.as_ref().map(|manual| &manual.column),
            recommended: bought.as_ref().map(|bought| &bought.recommended),
        };
        let mut columns = fields.columns(0..rows);
        for (metric, series) in compiled.metrics.iter().zip(&mut metrics) {
            if let Some(series) = series {
                series.rename(PlSmallStr::from_str(&metric.rule.name));
                columns.push(series.clone().into_column());
            }
        }
        let frame = DataFrame::new(rows, columns).unwrap_or_else(|_| DataFrame::empty_with_height(rows));
        (Self { compiled, customers, as_of, people, has_touches, frame, remarks, manual, bought }, metrics)
    }

    /// Runs the pass.
    pub(super) fn run(mut self, mut metrics: Vec<Option<Series>>) -> TagOutcome {
        self.field_metrics(&mut metrics);
        let (lifecycle, lifecycle_since) = self.lifecycle();
        let (tags, tag_counts) = self.tags();
        let followups = self.followups();
        let mut table = Table::new();
        let (rules, rows, zone) = (&self.compiled.metrics, self.customers.ids.len(), &self.compiled.zone);
        let data = |(metric, series): (&Metric, &Option<Series>)| {
            let kind = metric.value.kind;
            series.as_ref().map_or_else(|| super::frame::absent(kind, rows), |series| to_data(series, kind, zone))
        };
        let made: Vec<Data> = rules.par_iter().zip(&metrics).map(data).collect();
        for (metric, data) in rules.iter().zip(made) {
            table.push(metric.rule.name.clone(), data);
        }
        let rules_only = rules.iter().filter(|metric| !metric.rule.deliver).map(|metric| metric.rule.name.clone()).collect();
        let mut affinity = Vec::new();
        if let Some(bought) = self.bought.take() {
            table.push(RECOMMENDED, Data::Text(bought.recommended));
            affinity = bought.pairs;
        }
        let audit = audit(self.compiled, &tag_counts, self.manual.as_ref(), self.customers.ids.len());
        let (manual_tags, manual) = self.manual.map_or_else(Default::default, |manual| (Some(manual.column), manual.rows));
        TagOutcome {
            metrics: table,
            rules_only,
            tags,
            manual_tags,
            manual,
            affinity,
            audit,
            lifecycle,
            lifecycle_since,
            followups,
            tag_counts,
            remarks: self.remarks,
        }
    }

    /// One result column; a failure is a remark and a column of NULLs.
    pub(super) fn evaluate(&mut self, title: &str, expression: &Expression) -> Series {
        let local = self.compiled.zone.local(self.as_of);
        evaluate(&self.frame, bound(expression, local)).unwrap_or_else(|error| {
            self.remarks.push(format!("{title} could not be computed: {error}"));
            Series::full_null(PlSmallStr::EMPTY, self.frame.height(), &super::frame::dtype(expression.kind))
        })
    }

    /// Result columns of expressions that do not need each other, as [`Self::evaluate`] gives them.
    fn evaluate_all(&mut self, wanted: &[(String, &Expression)]) -> Vec<Series> {
        let local = self.compiled.zone.local(self.as_of);
        let frame = &self.frame;
        let found: Vec<Result<Series, String>> =
            wanted.par_iter().map(|(_, expression)| evaluate(frame, bound(expression, local))).collect();
        let (rows, remarks) = (frame.height(), &mut self.remarks);
        let settle = |((title, expression), found): (&(String, &Expression), Result<Series, String>)| {
            found.unwrap_or_else(|error| {
                remarks.push(format!("{title} could not be computed: {error}"));
                Series::full_null(PlSmallStr::EMPTY, rows, &super::frame::dtype(expression.kind))
            })
        };
        wanted.iter().zip(found).map(settle).collect()
    }

    fn keep(&mut self, name: &str, column: Column) {
        let column = column.with_name(PlSmallStr::from_str(name));
        if let Err(error) = self.frame.with_column(column) {
            self.remarks.push(format!("`{name}` could not be kept: {error}"));
        }
    }

    fn field_metrics(&mut self, metrics: &mut [Option<Series>]) {
        let compiled = self.compiled;
        for (i, metric) in in_order(compiled) {
            let series = settled(self.evaluate(&format!("metric `{}`", metric.rule.name), &metric.value));
            self.keep(&metric.rule.name, series.clone().into_column());
            metrics[i] = Some(series);
        }
    }

    fn lifecycle(&mut self) -> (TextColumn, Vec<Option<i64>>) {
        let compiled = self.compiled;
        let rows = self.frame.height();
        let mut stage: Vec<Option<usize>> = vec![None; rows];
        let mut since: Vec<Option<i64>> = vec![None; rows];
        let read = compiled.lifecycle.iter().flat_map(|rule| {
            let title = format!("lifecycle stage `{}`", rule.rule.stage);
            std::iter::once(&rule.when).chain(&rule.since).map(move |expression| (title.clone(), expression))
        });
        let read: Vec<(String, &Expression)> = read.collect();
        let mut found = self.evaluate_all(&read).into_iter();
        for (i, rule) in compiled.lifecycle.iter().enumerate() {
            let in_stage = found.next().map_or_else(|| vec![false; rows], |series| holds(&series));
            let entered = rule.since.as_ref().and_then(|_| found.next());
            let entered = entered.map_or_else(|| vec![None; rows], |series| instants(&series, compiled));
            for row in (0..rows).filter(|&row| in_stage[row]) {
                stage[row] = Some(i);
                since[row] = entered[row];
            }
        }
        let mut names = TextBuilder::default();
        for found in &stage {
            names.push(found.map_or("", |i| compiled.lifecycle[i].rule.stage.as_str()));
        }
        let names = names.finish();
        self.keep("lifecycle", super::frame::texts("lifecycle", &names, 0..rows));
        let local = since.iter().map(|t| t.map(|t| compiled.zone.local(t))).collect();
        self.keep("lifecycle_since", super::frame::times("lifecycle_since", local));
        (names, since)
    }

    fn tags(&mut self) -> (TextColumn, Vec<(String, String, u64)>) {
        let compiled = self.compiled;
        let rows = self.frame.height();
        let mut given: Vec<Vec<bool>> = Vec::new();
        let anchor = |tag: &'a Tag| tag.since.as_ref().filter(|_| tag.rule.expires_ms.is_some());
        let read = compiled.tags.iter().flat_map(|tag| {
            let title = format!("tag `{}`", tag.rule.name);
            std::iter::once(&tag.when).chain(anchor(tag)).map(move |expression| (title.clone(), expression))
        });
        let read: Vec<(String, &Expression)> = read.collect();
        let mut found = self.evaluate_all(&read).into_iter();
        for tag in &compiled.tags {
            let mut has = found.next().map_or_else(|| vec![false; rows], |series| holds(&series));
            if let (Some(since), Some(expires)) = (anchor(tag).and_then(|_| found.next()), tag.rule.expires_ms) {
                let oldest = self.as_of.saturating_sub(expires);
                for (has, since) in has.iter_mut().zip(instants(&since, compiled)) {
                    *has &= since.is_some_and(|since| since > oldest);
                }
            }
            given.push(has);
        }
        keep_best_of_groups(&compiled.tags, &mut given, rows);
        let cells = joined(compiled.tags.iter().map(|tag| tag.rule.name.as_str()).zip(&given), rows);
        let counts = compiled.tags.iter().zip(&given).map(|(tag, given)| {
            let customers = given.iter().filter(|&&g| g).count() as u64;
            (tag.rule.name.clone(), tag.rule.dimension.clone(), customers)
        });
        let counts = counts.collect();
        self.keep("tags", super::frame::texts("tags", &cells, 0..rows));
        (cells, counts)
    }
}

/// The names of what each row has, joined. Rows that have had the same so far share a text: customers with many tags are many,
/// different sets of tags are few.
fn joined<'t>(given: impl Iterator<Item = (&'t str, &'t Vec<bool>)>, rows: usize) -> TextColumn {
    let (mut sets, mut set_of): (Vec<String>, Vec<u32>) = (vec![String::new()], vec![MISSING; rows]);
    for (name, given) in given {
        let mut with_it = vec![MISSING; sets.len()];
        for (set, _) in set_of.iter_mut().zip(given).filter(|(_, given)| **given) {
            let larger = &mut with_it[*set as usize];
            if *larger == MISSING {
                let before = &sets[*set as usize];
                sets.push(if before.is_empty() { name.to_owned() } else { format!("{before}|{name}") });
                *larger = (sets.len() - 1) as u32;
            }
            *set = *larger;
        }
    }
    let mut column = Recoder::new();
    column.push_codes(set_of.iter().map(|&set| (0, set)), |_, set| &sets[set as usize]);
    column.finish()
}

/// Metrics over fields in the order they need each other, with their position in the rules.
fn in_order(compiled: &Compiled) -> Vec<(usize, &super::compile::Metric)> {
    compiled.fields_order.iter().map(|&i| (i, &compiled.metrics[i])).collect()
}

/// A column of times as instants.
pub(super) fn instants(series: &Series, compiled: &Compiled) -> Vec<Option<i64>> {
    match to_data(series, Type::Time, &compiled.zone) {
        crate::model::table::Data::Time(times) => times,
        _ => vec![None; series.len()],
    }
}

/// Takes every tag but the best true one of each group away.
#[expect(clippy::needless_range_loop, reason = "several columns are read and written at one row")]
fn keep_best_of_groups(tags: &[Tag], given: &mut [Vec<bool>], rows: usize) {
    let mut groups: Vec<&str> = tags.iter().filter_map(|tag| tag.rule.group.as_deref()).collect();
    groups.sort_unstable();
    groups.dedup();
    for group in groups {
        let mut members: Vec<usize> = (0..tags.len()).filter(|&i| tags[i].rule.group.as_deref() == Some(group)).collect();
        members.sort_by_key(|&i| (std::cmp::Reverse(tags[i].rule.priority), i));
        for row in 0..rows {
            let mut taken = false;
            for &i in &members {
                let keep = given[i][row] && !taken;
                taken |= given[i][row];
                given[i][row] = keep;
            }
        }
    }
}
