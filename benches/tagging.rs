//! Tagging alone, with the shipped rules: `cargo bench --bench tagging`; one million customers with ten million events:
//! `GUIYI_BENCH_CUSTOMERS=1000000 cargo bench --bench tagging`.
//!
//! Customers and events are made in memory from a counter: every customer has ten events over three years (orders,
//! inquiries, visits, survey answers), so metrics, quantiles, RFM and tags have something to do. Throughput is in events.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use guiyi::model::customers::{ByPeople, Customers};
use guiyi::model::events::{Events, Items};
use guiyi::model::hash::hash64;
use guiyi::model::mapping::Entity;
use guiyi::model::records::Records;
use guiyi::model::table::{Data, Table};
use guiyi::model::text::{Arena, ListColumn, TextColumn};
use guiyi::{rules, tag};

/// 2026-10-31 24:00 in Shanghai.
const AS_OF_MS: i64 = 1_793_462_399_999;

const DAY_MS: i64 = 86_400_000;

/// Events of every customer.
const EVENTS: usize = 10;

/// A number that looks random and is the same everywhere.
fn dice(of: usize, sides: u64) -> u64 {
    hash64(&(of as u64).to_le_bytes()) % sides
}

/// A column out of few texts.
fn chosen(rows: usize, texts: &[&str], pick: impl Fn(usize) -> u64) -> TextColumn {
    let mut values = Arena::new();
    let codes: Vec<u32> = texts.iter().map(|text| if text.is_empty() { 0 } else { values.push(text) }).collect();
    TextColumn { values: values.into(), codes: (0..rows).map(|row| codes[pick(row) as usize % codes.len()]).collect() }
}

struct World {
    customers: Customers,
    records: Records,
    events: Events,
}

fn world(customers: usize) -> World {
    let rows = customers;
    let mut members = ListColumn::new();
    (0..rows as u32).for_each(|row| members.push([row]));
    let mut golden = Table::new();
    let seen = |row: usize| Some(AS_OF_MS - dice(row, 1_100) as i64 * DAY_MS);
    golden.push("first_seen", Data::Time((0..rows).map(seen).collect()));
    golden.push("last_seen", Data::Time((0..rows).map(|row| Some(AS_OF_MS - dice(row + 7, 400) as i64 * DAY_MS)).collect()));
    golden.push("channels", Data::Text(chosen(rows, &["taobao", "taobao|wecom", "jd", "jd|shopify|wecom"], |row| dice(row, 4))));
    let customers = Customers {
        ids: (0..rows).map(|row| format!("{row:012}")).collect(),
        entity: vec![Entity::Person; rows],
        members,
        of_record: (0..rows as u32).collect(),
        golden,
        ..Customers::default()
    };
    let records = Records {
        channels: vec!["taobao".into()],
        platforms: vec!["taobao".into()],
        files: vec!["a.csv".into()],
        channel_of_file: vec![0],
        file: vec![0; rows],
        row: (1..=rows as u32).collect(),
        source_key: TextColumn::missing(rows),
        entity: vec![Entity::Person; rows],
        updated_at: vec![None; rows],
        created_at: vec![None; rows],
        ..Records::default()
    };
    World { customers, records, events: events(rows * EVENTS) }
}

fn events(rows: usize) -> Events {
    let kind = |event: usize| dice(event, 8);
    let is_order = |event: usize| kind(event) < 4;
    let bought: Vec<usize> = (0..rows).filter(|&event| is_order(event)).collect();
    let items = Items {
        event: bought.iter().map(|&event| event as u32).collect(),
        sku: TextColumn::missing(bought.len()),
        product: chosen(bought.len(), &["推车", "婴儿床", "奶瓶", "纸尿裤", "安全座椅"], |item| dice(item + 3, 5)),
        quantity: vec![Some(1.0); bought.len()],
        amount: vec![None; bought.len()],
    };
    Events {
        record: (0..rows).map(|event| (event / EVENTS) as u32).collect(),
        key: TextColumn::missing(rows),
        kind: chosen(rows, &["order", "order", "order", "order", "inquiry", "visit", "survey", "form"], kind),
        at: (0..rows).map(|event| Some(AS_OF_MS - (dice(event + 11, 1_100 * 24) as i64) * DAY_MS / 24)).collect(),
        status: chosen(rows, &["paid", "paid", "paid", "cancelled", "", "", "", ""], kind),
        amount: (0..rows).map(|event| is_order(event).then(|| dice(event + 13, 200_000) as i64)).collect(),
        refunded: (0..rows).map(|event| (is_order(event) && dice(event + 17, 20) == 0).then_some(500)).collect(),
        currency: chosen(rows, &["CNY"], |_| 0),
        owner: TextColumn::missing(rows),
        score: (0..rows).map(|event| (kind(event) == 6).then(|| dice(event + 19, 11) as f64)).collect(),
        text: chosen(rows, &["", "", "", "想问售后服务", "有优惠吗"], |event| dice(event + 23, 5)),
        items,
    }
}

fn shipped() -> tag::Compiled {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = "[project]\nname = \"bench\"\n\n[[channel]]\nname = \"none\"\nfiles = \"none.csv\"\n";
    std::fs::write(folder.path().join("guiyi.toml"), text).expect("a temporary folder");
    let rules = rules::load(folder.path()).expect("the shipped rules are sound");
    tag::compile(&rules).expect("the shipped rules are sound")
}

fn tagging(c: &mut Criterion) {
    let asked = std::env::var("GUIYI_BENCH_CUSTOMERS").ok().and_then(|n| n.parse().ok());
    let (compiled, people) = (shipped(), ByPeople::default());
    for customers in asked.map_or_else(|| vec![10_000, 100_000], |n: usize| vec![n]) {
        let w = world(customers);
        let input =
            tag::TagInput { customers: &w.customers, records: &w.records, events: &w.events, people: &people, as_of_ms: AS_OF_MS };
        let mut group = c.benchmark_group("tagging");
        group.sample_size(10).throughput(Throughput::Elements(w.events.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(customers), |b| b.iter(|| black_box(tag::tag(input, &compiled))));
        group.finish();
    }
}

criterion_group!(benches, tagging);
criterion_main!(benches);
