//! Plain aggregates of one column: counted, added up and compared as rows go by.
//!
//! Comes in: rows of customers, and which of them count. Goes out: a value per customer, as polars would give it; it would cut
//! the rows into groups first, and every column into a column per group for some of them. What is no aggregate of one
//! column of numbers, times or texts is left to polars.

use std::collections::BTreeMap;
use std::ops::Range;

use polars::prelude::{IdxCa, NamedFrom, PlSmallStr, PolarsResult, Series, TimeUnit};

use crate::model::text::MISSING;

use super::aggregate::Source;
use super::compile::{From, Metric};
use super::frame::rounded;
use super::rows::{Rows, dictionary_of};
use super::sql::Fold;

/// A metric that is one plain aggregate.
pub(super) struct Folding<'a> {
    pub(super) metric: &'a Metric,
    fold: &'a Fold,
    /// Place of the condition that rows must meet to count; `None` = all count.
    condition: Option<usize>,
}

/// Values of a range of customers.
pub(super) enum Part {
    Counts(Vec<i64>),
    Numbers(Vec<Option<f64>>),
    /// Wall-clock milliseconds.
    Times(Vec<Option<i64>>),
    /// Into the dictionary of the column.
    Codes(Vec<Option<u32>>),
}

/// The columns that folds read, of the rows at hand: each is made once, however many read it.
pub(super) struct Cells<'a>(BTreeMap<&'a str, Cell>);

/// A column of rows.
enum Cell {
    Numbers(Vec<Option<f64>>),
    Times(Vec<Option<i64>>),
    Codes(Vec<u32>),
}

impl<'a> Cells<'a> {
    /// The columns of these metrics.
    pub(super) fn of(folded: &[Folding<'a>], rows: &Rows) -> Self {
        let of_column = |folding: &Folding<'a>| {
            let name = folding.column()?;
            Some((name, held(name, folding.metric.from)?))
        };
        let names: BTreeMap<&str, Holds> = folded.iter().filter_map(of_column).collect();
        let cell = |(name, held)| match held {
            Holds::Number => (name, Cell::Numbers(rows.numbers(name).unwrap_or_default())),
            Holds::Time => (name, Cell::Times(rows.times())),
            Holds::Text => (name, Cell::Codes(rows.codes(name))),
        };
        Self(names.into_iter().map(cell).collect())
    }
}

impl Cell {
    /// The values of the rows that were chosen.
    fn of(&self, chosen: &[Option<usize>]) -> Part {
        match self {
            Cell::Numbers(values) => Part::Numbers(chosen.iter().map(|row| row.and_then(|row| values[row])).collect()),
            Cell::Times(values) => Part::Times(chosen.iter().map(|row| row.and_then(|row| values[row])).collect()),
            Cell::Codes(codes) => Part::Codes(chosen.iter().map(|row| row.map(|row| codes[row])).collect()),
        }
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Number,
    Time,
    Text,
}

fn held(name: &str, from: From) -> Option<Holds> {
    Some(match (name, from) {
        ("at", _) => Holds::Time,
        ("score" | "amount", _) | ("refunded" | "net", From::Events) | ("quantity", From::Items) => Holds::Number,
        ("event_key" | "kind" | "status" | "currency" | "owner" | "text" | "channel" | "platform", _) => Holds::Text,
        ("sku" | "product", From::Items) => Holds::Text,
        _ => return None,
    })
}

impl<'a> Folding<'a> {
    /// The metric, if it is a plain aggregate.
    pub(super) fn new(metric: &'a Metric, condition: Option<usize>) -> Option<Self> {
        let fold = metric.value.fold.as_ref()?;
        let held = |name: &String| held(name, metric.from);
        let is_plain = match fold {
            Fold::Rows => true,
            Fold::Values(name) | Fold::First(name) | Fold::Last(name) => held(name).is_some(),
            Fold::Sum(name) => held(name) == Some(Holds::Number),
            Fold::Least(name) | Fold::Greatest(name) => held(name).is_some_and(|held| held != Holds::Text),
        };
        is_plain.then_some(Self { metric, fold, condition })
    }

    /// The column it reads.
    fn column(&self) -> Option<&'a str> {
        match self.fold {
            Fold::Rows => None,
            Fold::Values(name)
            | Fold::Sum(name)
            | Fold::Least(name)
            | Fold::Greatest(name)
            | Fold::First(name)
            | Fold::Last(name) => Some(name),
        }
    }

    /// The values of a range of customers, whose rows these are.
    pub(super) fn part(&self, rows: &Rows, cells: &Cells, truth: &[Vec<bool>], customers: Range<usize>) -> Part {
        let counting = Counting { rows, truth: self.condition.map(|place| truth[place].as_slice()), customers };
        let cell = self.column().and_then(|name| cells.0.get(name));
        match (self.fold, cell) {
            (Fold::Values(_), Some(Cell::Numbers(values))) => counting.known(|row| values[row].is_some()),
            (Fold::Values(_), Some(Cell::Times(values))) => counting.known(|row| values[row].is_some()),
            // A row always has a channel.
            (Fold::Values(name), Some(Cell::Codes(_))) if matches!(name.as_str(), "channel" | "platform") => {
                counting.known(|_| true)
            }
            (Fold::Values(_), Some(Cell::Codes(codes))) => counting.known(|row| codes[row] != MISSING),
            (Fold::Sum(_), Some(Cell::Numbers(values))) => {
                let add = |sum: &mut Option<f64>, row: usize| *sum = values[row].map(|value| sum.unwrap_or(0.0) + value);
                Part::Numbers(counting.fold(None, |row| values[row].is_some(), add))
            }
            (Fold::Least(_), Some(Cell::Numbers(values))) => Part::Numbers(counting.best(values, |a, b| a < b)),
            (Fold::Least(_), Some(Cell::Times(values))) => Part::Times(counting.best(values, |a, b| a < b)),
            (Fold::Greatest(_), Some(Cell::Numbers(values))) => Part::Numbers(counting.best(values, |a, b| a > b)),
            (Fold::Greatest(_), Some(Cell::Times(values))) => Part::Times(counting.best(values, |a, b| a > b)),
            (Fold::First(_), Some(cell)) => cell.of(&counting.first()),
            (Fold::Last(_), Some(cell)) => cell.of(&counting.last()),
            // `new` lets nothing else through.
            _ => counting.known(|_| true),
        }
    }

    /// The parts of all customers as one column, numbers rounded as they are published.
    pub(super) fn series(&self, parts: Vec<Part>, source: Source) -> PolarsResult<Series> {
        let (mut counts, mut numbers, mut local, mut codes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            match part {
                Part::Counts(values) => counts.extend(values),
                Part::Numbers(values) => numbers.extend(values.into_iter().map(|value| value.and_then(rounded))),
                Part::Times(values) => local.extend(values),
                Part::Codes(values) => codes.extend(values),
            }
        }
        let name = PlSmallStr::EMPTY;
        Ok(match (self.fold, self.text()) {
            (Fold::Rows | Fold::Values(_), _) => Series::new(name, counts),
            (_, Some(column)) => {
                let dictionary = dictionary_of(source, column).unwrap_or_else(|| Series::new(name, Vec::<String>::new()));
                dictionary.take(&codes.into_iter().collect::<IdxCa>())?
            }
            _ if local.is_empty() => Series::new(name, numbers),
            _ => {
                let local = Series::new(name, local);
                local.i64()?.clone().into_datetime(TimeUnit::Milliseconds, None).into()
            }
        })
    }

    /// The column of texts it chooses from.
    fn text(&self) -> Option<&str> {
        match self.fold {
            Fold::First(name) | Fold::Last(name) if held(name, self.metric.from) == Some(Holds::Text) => Some(name),
            _ => None,
        }
    }
}

/// Rows of a range of customers, and which of them count.
struct Counting<'a> {
    rows: &'a Rows<'a>,
    truth: Option<&'a [bool]>,
    customers: Range<usize>,
}

impl Counting<'_> {
    /// How many rows that count have a value.
    fn known(&self, has: impl Fn(usize) -> bool) -> Part {
        Part::Counts(self.fold(0, has, |count, _| *count += 1))
    }

    /// Goes through the rows that count and have a value, and changes what their customer has.
    fn fold<T: Clone>(&self, start: T, has: impl Fn(usize) -> bool, mut change: impl FnMut(&mut T, usize)) -> Vec<T> {
        let mut out = vec![start; self.customers.len()];
        for (row, &customer) in self.rows.customer.iter().enumerate() {
            if self.truth.is_none_or(|truth| truth[row]) && has(row) {
                change(&mut out[customer as usize - self.customers.start], row);
            }
        }
        out
    }

    /// The value of each customer that no other one is better than.
    fn best<T: Copy>(&self, values: &[Option<T>], better: impl Fn(T, T) -> bool) -> Vec<Option<T>> {
        let change = |best: &mut Option<T>, row: usize| {
            if let Some(value) = values[row]
                && best.is_none_or(|best| better(value, best))
            {
                *best = Some(value);
            }
        };
        self.fold(None, |_| true, change)
    }

    fn first(&self) -> Vec<Option<usize>> {
        self.fold(None, |_| true, |first: &mut Option<usize>, row| *first = first.or(Some(row)))
    }

    fn last(&self) -> Vec<Option<usize>> {
        self.fold(None, |_| true, |last, row| *last = Some(row))
    }
}
