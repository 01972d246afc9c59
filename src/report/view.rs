//! What the page needs beside the facts: headline figures with their gates, tables turned into grids.
//!
//! Comes in: facts. Goes out: shapes for the template. Nothing new is measured here.

use serde::Serialize;

use super::charts::{histogram, sparkline};
use super::facts::{Kpi, NamedCount, ReportFacts};
use super::sankey::{Sankey, sankey};

/// Figures shown as cards, in this order.
const HEADLINE: &[&str] = &[
    "unification",
    "completeness",
    "multi_channel_share",
    "records_per_customer",
    "expected_precision",
    "expected_recall",
    "model_drift",
];

/// Figures that are no shares.
const PLAIN: &[&str] = &["records_per_customer", "customers", "records"];

/// Is the figure a share, shown in percent?
pub(super) fn is_share(name: &str) -> bool {
    !PLAIN.contains(&name)
}

/// One card.
#[derive(Debug, Serialize)]
pub(super) struct Headline {
    name: String,
    value: Option<f64>,
    previous: Option<f64>,
    min: Option<f64>,
    max: Option<f64>,
    percent: bool,
    state: &'static str,
}

/// One line of the table of figures per channel.
#[derive(Debug, Serialize)]
pub(super) struct ChannelKpis {
    channel: String,
    cells: Vec<Option<f64>>,
}

/// One row of a heat map.
#[derive(Debug, Serialize)]
pub(super) struct HeatRow {
    name: String,
    cells: Vec<HeatCell>,
}

/// One cell of a heat map.
#[derive(Debug, Serialize)]
pub(super) struct HeatCell {
    customers: u64,
    heat: String,
    /// Net spend, where the map is about it.
    spend: Option<f64>,
}

/// One field over all channels: the usable share, `None` where the channel has no such field.
#[derive(Debug, Serialize)]
pub(super) struct FieldRow {
    field: String,
    cells: Vec<Option<f64>>,
}

/// Sets of channels as columns over one row per channel (an UpSet plot).
#[derive(Debug, Serialize)]
pub(super) struct Upset {
    sets: Vec<UpsetColumn>,
    rows: Vec<UpsetRow>,
}

/// One set of channels.
#[derive(Debug, Serialize)]
pub(super) struct UpsetColumn {
    channels: Vec<String>,
    customers: u64,
    height: String,
}

/// One channel: its customers, and which sets hold it.
#[derive(Debug, Serialize)]
pub(super) struct UpsetRow {
    channel: String,
    customers: u64,
    cells: Vec<bool>,
}

/// One trend.
#[derive(Debug, Serialize)]
pub(super) struct Trend {
    pub(super) name: &'static str,
    pub(super) last: String,
    pub(super) svg: minijinja::Value,
}

/// Everything the template sees beside the facts.
#[derive(Debug, Serialize)]
pub(super) struct View {
    verdict: &'static str,
    headline: Vec<Headline>,
    channel_kpi_names: Vec<String>,
    channel_kpis: Vec<ChannelKpis>,
    sparklines: Vec<Trend>,
    histogram: minijinja::Value,
    sizes: Vec<NamedCount>,
    has_cost: bool,
    overlap_names: Vec<String>,
    overlap_rows: Vec<HeatRow>,
    upset: Upset,
    sankey: Option<Sankey>,
    buyers_spend: f64,
    cohort_months: usize,
    rfm_rows: Vec<HeatRow>,
    field_channels: Vec<String>,
    field_rows: Vec<FieldRow>,
}

impl View {
    /// Arranges the facts.
    pub(super) fn new(facts: &ReportFacts) -> Self {
        let (channel_kpi_names, channel_kpis) = per_channel(&facts.kpis);
        let (overlap_names, overlap_rows) = overlap(facts);
        let (field_channels, field_rows) = field_grid(facts);
        let svg = histogram(&facts.matching.histogram, facts.matching.threshold_bits);
        Self {
            verdict: verdict(facts),
            headline: headline(facts),
            channel_kpi_names,
            channel_kpis,
            sparklines: trends(facts),
            histogram: minijinja::Value::from_safe_string(svg),
            sizes: sizes(facts),
            has_cost: facts.channels.iter().any(|channel| channel.cost.is_some()),
            overlap_names,
            overlap_rows,
            upset: upset(facts),
            sankey: sankey(&facts.flows),
            buyers_spend: facts.grades.iter().map(|line| line.spend).sum(),
            cohort_months: facts.cohorts.iter().map(|c| c.returned.len()).max().unwrap_or(0),
            rfm_rows: rfm(facts),
            field_channels,
            field_rows,
        }
    }
}

fn verdict(facts: &ReportFacts) -> &'static str {
    let mut missed = facts.gates.iter().filter(|gate| !gate.passed).peekable();
    if missed.peek().is_none() {
        "good"
    } else if missed.any(|gate| gate.fail) {
        "bad"
    } else {
        "warn"
    }
}

fn headline(facts: &ReportFacts) -> Vec<Headline> {
    let found = HEADLINE.iter().filter_map(|name| facts.kpis.iter().find(|kpi| kpi.name == *name && kpi.channel.is_none()));
    found
        .map(|kpi| {
            let gate = facts.gates.iter().find(|gate| gate.kpi == kpi.name && gate.channel.is_none());
            Headline {
                name: kpi.name.clone(),
                value: kpi.value,
                previous: kpi.previous,
                min: gate.and_then(|gate| gate.min),
                max: gate.and_then(|gate| gate.max),
                percent: is_share(&kpi.name),
                state: gate.map_or("", |gate| match (gate.passed, gate.fail) {
                    (true, _) => "good",
                    (false, true) => "bad",
                    (false, false) => "warn",
                }),
            }
        })
        .collect()
}

/// Shares that are measured per channel, one line per channel.
fn per_channel(kpis: &[Kpi]) -> (Vec<String>, Vec<ChannelKpis>) {
    let mut names: Vec<String> = Vec::new();
    let mut channels: Vec<String> = Vec::new();
    for kpi in kpis.iter().filter(|kpi| is_share(&kpi.name)) {
        let Some(channel) = &kpi.channel else { continue };
        if !names.contains(&kpi.name) {
            names.push(kpi.name.clone());
        }
        if !channels.contains(channel) {
            channels.push(channel.clone());
        }
    }
    let value = |name: &str, channel: &str| {
        kpis.iter().find(|kpi| kpi.name == name && kpi.channel.as_deref() == Some(channel)).and_then(|kpi| kpi.value)
    };
    let lines = channels
        .iter()
        .map(|channel| ChannelKpis { channel: channel.clone(), cells: names.iter().map(|name| value(name, channel)).collect() })
        .collect();
    (names, lines)
}

/// Usable share of each field in each channel; fields in the order they first occur.
fn field_grid(facts: &ReportFacts) -> (Vec<String>, Vec<FieldRow>) {
    let mut channels: Vec<String> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for line in &facts.fields {
        if !channels.contains(&line.channel) {
            channels.push(line.channel.clone());
        }
        if !names.contains(&line.field.as_str()) {
            names.push(&line.field);
        }
    }
    let share = |field: &str, channel: &str| {
        let line = facts.fields.iter().find(|line| line.field == field && line.channel == channel)?;
        Kpi::share("", None, line.valid, line.rows).value
    };
    let rows = names
        .iter()
        .map(|field| FieldRow { field: (*field).to_owned(), cells: channels.iter().map(|channel| share(field, channel)).collect() })
        .collect();
    (channels, rows)
}

fn trends(facts: &ReportFacts) -> Vec<Trend> {
    #[expect(clippy::cast_precision_loss, reason = "the height of a line")]
    let customers: Vec<Option<f64>> = facts.history.iter().map(|point| Some(point.customers as f64)).collect();
    let unification: Vec<Option<f64>> = facts.history.iter().map(|point| point.unification).collect();
    let completeness: Vec<Option<f64>> = facts.history.iter().map(|point| point.completeness).collect();
    let percent = |values: &[Option<f64>]| super::render::percent(values.last().copied().flatten());
    let whole = facts.history.last().map_or_else(String::new, |point| super::render::grouped(point.customers));
    [
        ("unification", percent(&unification), unification),
        ("completeness", percent(&completeness), completeness),
        ("customers", whole, customers),
    ]
    .into_iter()
    .map(|(name, last, values)| Trend { name, last, svg: minijinja::Value::from_safe_string(sparkline(&values)) })
    .collect()
}

/// Sizes up to ten one by one, larger ones together.
fn sizes(facts: &ReportFacts) -> Vec<NamedCount> {
    const ALONE: u32 = 10;
    let mut out: Vec<NamedCount> = Vec::new();
    let mut more = 0;
    for line in &facts.matching.cluster_sizes {
        if line.members <= ALONE {
            out.push(NamedCount::new(&line.members.to_string(), line.customers));
        } else {
            more += line.customers;
        }
    }
    if more > 0 {
        out.push(NamedCount::new(&format!("> {ALONE}"), more));
    }
    out
}

fn heat(count: u64, most: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a shade of colour")]
    let share = if most == 0 { 0.0 } else { (count as f64 / most as f64).sqrt() };
    format!("{share:.3}")
}

fn overlap(facts: &ReportFacts) -> (Vec<String>, Vec<HeatRow>) {
    let names: Vec<String> = facts.overlap.iter().filter(|line| line.a == line.b).map(|line| line.a.clone()).collect();
    let count = |a: &str, b: &str| {
        let found = facts.overlap.iter().find(|line| (line.a == a && line.b == b) || (line.a == b && line.b == a));
        found.map_or(0, |line| line.customers)
    };
    let most = facts.overlap.iter().map(|line| line.customers).max().unwrap_or(0);
    let rows = names
        .iter()
        .map(|a| HeatRow {
            name: a.clone(),
            cells: names
                .iter()
                .map(|b| count(a, b))
                .map(|customers| HeatCell { customers, heat: heat(customers, most), spend: None })
                .collect(),
        })
        .collect();
    (names, rows)
}

/// The largest sets, each a column; channels with most customers first.
fn upset(facts: &ReportFacts) -> Upset {
    let most = facts.channel_sets.iter().map(|set| set.customers).max().unwrap_or(0);
    let sets = facts.channel_sets.iter().map(|set| UpsetColumn {
        channels: set.channels.clone(),
        customers: set.customers,
        height: heat(set.customers, most),
    });
    let mut rows: Vec<UpsetRow> = facts
        .overlap
        .iter()
        .filter(|line| line.a == line.b)
        .map(|line| UpsetRow {
            channel: line.a.clone(),
            customers: line.customers,
            cells: facts.channel_sets.iter().map(|set| set.channels.contains(&line.a)).collect(),
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.customers));
    Upset { sets: sets.collect(), rows }
}

/// Frequency down from 5, recency to the right up to 5; empty without scores.
fn rfm(facts: &ReportFacts) -> Vec<HeatRow> {
    if facts.rfm.is_empty() {
        return Vec::new();
    }
    let most = facts.rfm.iter().map(|cell| cell.customers).max().unwrap_or(0);
    let cell = |recency: u8, frequency: u8| {
        let cells = || facts.rfm.iter().filter(|cell| cell.recency == recency && cell.frequency == frequency);
        let customers = cells().map(|cell| cell.customers).sum::<u64>();
        HeatCell { customers, heat: heat(customers, most), spend: Some(cells().map(|cell| cell.spend).sum()) }
    };
    (1..=5_u8)
        .rev()
        .map(|frequency| HeatRow { name: frequency.to_string(), cells: (1..=5).map(|recency| cell(recency, frequency)).collect() })
        .collect()
}
