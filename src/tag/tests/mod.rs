//! Hand-made customers whose tags can be counted by hand: how they are made. The facts are in the files beside.

mod labels;
mod packs;
mod sql;
mod files;

use std::fs;

use crate::model::customers::{ByPeople, Customers, TagOutcome};
use crate::model::events::Events;
use crate::model::mapping::Entity;
use crate::model::records::Records;
use crate::model::table::{Data, Table};
use crate::model::text::{ListColumn, TextBuilder, TextColumn};
use crate::rules::{Rules, load};

use super::{Compiled, TagInput, compile, evidence, tag};

/// 2026-06-30 23:59:59.999 in Shanghai, as a date `--as-of` means.
pub(super) const AS_OF: i64 = 1_782_835_199_999;

pub(super) const HOUR: i64 = 3_600_000;

pub(super) const DAY: i64 = 24 * HOUR;

/// One made event: customer, kind, milliseconds before `AS_OF`, status, minor units.
#[derive(Clone, Copy)]
pub(super) struct Made {
    pub(super) customer: u32,
    pub(super) kind: &'static str,
    pub(super) ago: i64,
    pub(super) status: &'static str,
    pub(super) amount: Option<i64>,
    pub(super) refunded: Option<i64>,
    pub(super) currency: &'static str,
    pub(super) text: &'static str,
}

pub(super) fn event(customer: u32, kind: &'static str, ago: i64) -> Made {
    Made { customer, kind, ago, status: "", amount: None, refunded: None, currency: "CNY", text: "" }
}

pub(super) fn order(customer: u32, ago: i64, amount: i64) -> Made {
    Made { status: "paid", amount: Some(amount), ..event(customer, "order", ago) }
}

pub(super) fn rules(text: &str) -> Rules {
    let dir = tempfile::tempdir().unwrap();
    let text = format!("{text}\n[[channel]]\nname = \"a\"\nfiles = \"a.csv\"\n");
    fs::write(dir.path().join("guiyi.toml"), text).unwrap();
    load(dir.path()).unwrap_or_else(|errors| panic!("{errors}"))
}

pub(super) fn compiled(text: &str) -> Compiled {
    compile(&rules(text)).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// `n` customers of one record each, without golden values.
pub(super) fn customers(n: u32, golden: Table) -> Customers {
    let mut members = ListColumn::new();
    (0..n).for_each(|i| members.push([i]));
    Customers {
        ids: (0..n).map(|i| format!("C{i:011}")).collect(),
        entity: vec![Entity::Person; n as usize],
        members,
        of_record: (0..n).collect(),
        golden,
        ..Customers::default()
    }
}

pub(super) fn records(n: u32) -> Records {
    Records {
        channels: vec!["a".into(), "b".into()],
        platforms: vec!["pa".into(), "pb".into()],
        files: vec!["a.csv".into(), "b.csv".into()],
        channel_of_file: vec![0, 1],
        file: (0..n).map(|i| i % 2).collect(),
        row: (1..=n).collect(),
        source_key: TextColumn::from_texts((0..n).map(|i| i.to_string())),
        entity: vec![Entity::Person; n as usize],
        ..Records::default()
    }
}

pub(super) fn events(made: &[Made]) -> Events {
    let texts = |pick: fn(&Made) -> &'static str| {
        let mut builder = TextBuilder::default();
        for m in made {
            builder.push(pick(m));
        }
        builder.finish()
    };
    Events {
        record: made.iter().map(|m| m.customer).collect(),
        key: TextColumn::missing(made.len()),
        kind: texts(|m| m.kind),
        at: made.iter().map(|m| Some(AS_OF - m.ago)).collect(),
        status: texts(|m| m.status),
        amount: made.iter().map(|m| m.amount).collect(),
        refunded: made.iter().map(|m| m.refunded).collect(),
        currency: texts(|m| m.currency),
        owner: TextColumn::missing(made.len()),
        score: vec![None; made.len()],
        text: texts(|m| m.text),
        items: crate::model::events::Items::default(),
    }
}

pub(super) fn run_with(compiled: &Compiled, golden: Table, n: u32, made: &[Made]) -> TagOutcome {
    let (customers, records, events) = (customers(n, golden), records(n), events(made));
    tag(
        TagInput { customers: &customers, records: &records, events: &events, people: &ByPeople::default(), as_of_ms: AS_OF },
        compiled,
    )
}

pub(super) fn run(text: &str, n: u32, made: &[Made]) -> TagOutcome {
    run_with(&compiled(text), Table::new(), n, made)
}

pub(super) fn ints(outcome: &TagOutcome, metric: &str) -> Vec<Option<i64>> {
    match outcome.metrics.column(metric) {
        Some(Data::Int(values)) => values.clone(),
        other => panic!("{metric} is {other:?}"),
    }
}

pub(super) fn floats(outcome: &TagOutcome, metric: &str) -> Vec<Option<f64>> {
    match outcome.metrics.column(metric) {
        Some(Data::Float(values)) => values.clone(),
        other => panic!("{metric} is {other:?}"),
    }
}

pub(super) fn tags(outcome: &TagOutcome) -> Vec<&str> {
    outcome.tags.iter().collect()
}

pub(super) fn has(outcome: &TagOutcome, customer: usize, tag: &str) -> bool {
    outcome.tags.get(customer).split('|').any(|given| given == tag)
}
