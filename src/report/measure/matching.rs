//! How matching went: funnel, blocking, weights, histogram, clusters.

use std::collections::BTreeMap;

use crate::model::resolution::MatchedBy;
use crate::model::table::Data;

use super::Measured;
use crate::report::facts::{Bin, BlockingLine, ClusterLine, ComparisonLine, LevelLine, Matching, NamedCount, SizeLine};

/// Customers listed as largest and as weakest.
const CLUSTERS_SHOWN: usize = 10;

/// The section's numbers.
pub(super) fn matching(found: &Measured) -> Matching {
    let facts = &found.resolution.facts;
    let funnel = [
        ("records", found.records.len() as u64),
        ("identity_records", facts.identity_records),
        ("pairs", facts.pairs),
        ("edges", facts.edges),
        ("customers", found.customers.ids.len() as u64),
    ];
    let known = |value: f64| value.is_finite().then_some(value);
    Matching {
        funnel: funnel.into_iter().map(|(name, count)| NamedCount::new(name, count)).collect(),
        blocking: facts
            .rules
            .iter()
            .map(|rule| BlockingLine {
                name: rule.name.clone(),
                blocks: rule.blocks,
                pairs: rule.pairs,
                largest: rule.largest,
                capped: rule.capped,
                cut: rule.cut,
            })
            .collect(),
        comparisons: facts
            .comparisons
            .iter()
            .map(|comparison| ComparisonLine {
                name: comparison.name.clone(),
                levels: comparison
                    .levels
                    .iter()
                    .map(|level| LevelLine {
                        name: level.name.clone(),
                        m: known(level.m).unwrap_or(0.0),
                        u: known(level.u).unwrap_or(0.0),
                        weight_bits: known(level.weight).unwrap_or(0.0),
                    })
                    .collect(),
            })
            .collect(),
        lambda: known(facts.lambda),
        threshold_bits: known(facts.threshold),
        expected_precision: known(facts.expected_precision),
        expected_recall: known(facts.expected_recall),
        histogram: facts.histogram.iter().map(|&(from_bits, pairs)| Bin { from_bits, pairs }).collect(),
        cluster_sizes: sizes(found),
        matched_by: matched_by(found),
    }
}

/// Customers by number of rows.
fn sizes(found: &Measured) -> Vec<SizeLine> {
    let mut sizes: BTreeMap<u32, u64> = BTreeMap::new();
    for customer in 0..found.customers.ids.len() {
        let members = u32::try_from(found.customers.members.get(customer).len()).unwrap_or(u32::MAX);
        *sizes.entry(members).or_default() += 1;
    }
    sizes.into_iter().map(|(members, customers)| SizeLine { members, customers }).collect()
}

/// Rows by how they came to their customer, most first.
fn matched_by(found: &Measured) -> Vec<NamedCount> {
    let mut counts: BTreeMap<MatchedBy, u64> = BTreeMap::new();
    for how in &found.resolution.matched_by {
        *counts.entry(*how).or_default() += 1;
    }
    let name = |how: MatchedBy| match how {
        MatchedBy::Single => "single".to_owned(),
        MatchedBy::Exact(key) => {
            format!("exact:{}", found.resolution.exact_keys.get(usize::from(key)).map_or("", String::as_str))
        }
        MatchedBy::Score => "score".to_owned(),
        MatchedBy::Decision => "decision".to_owned(),
        MatchedBy::None => "none".to_owned(),
    };
    // Keys of one name (account ids of several platforms) are one line, as in `xref`.
    let mut named: BTreeMap<String, u64> = BTreeMap::new();
    for (how, count) in counts {
        *named.entry(name(how)).or_default() += count;
    }
    let mut lines: Vec<NamedCount> = named.into_iter().map(|(name, count)| NamedCount::new(&name, count)).collect();
    lines.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    lines
}

/// Customers of the most rows, and customers of two rows or more whose weakest row is held by the least weight.
pub(super) fn clusters(found: &Measured) -> (Vec<ClusterLine>, Vec<ClusterLine>) {
    let members = |customer: usize| found.customers.members.get(customer);
    let weakest = |customer: usize| {
        let weights = members(customer).iter().map(|&row| found.resolution.match_weight.get(row as usize).copied().flatten());
        weights.flatten().fold(None, |least: Option<f32>, weight| Some(least.map_or(weight, |least| least.min(weight))))
    };
    let mut by_size: Vec<usize> = (0..found.customers.ids.len()).filter(|&c| members(c).len() > 1).collect();
    let mut by_weight: Vec<(f32, usize)> = by_size.iter().filter_map(|&c| weakest(c).map(|weight| (weight, c))).collect();
    by_size.sort_by_key(|&c| (std::cmp::Reverse(members(c).len()), c));
    by_weight.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let line = |customer: usize| ClusterLine {
        customer_id: found.customers.ids[customer].to_owned(),
        name: name(found, customer),
        rows: members(customer).len() as u64,
        channels: channels(found, customer),
        weakest_bits: weakest(customer).map(f64::from),
    };
    let largest = by_size.iter().take(CLUSTERS_SHOWN).map(|&c| line(c)).collect();
    let weak = by_weight.iter().take(CLUSTERS_SHOWN).map(|&(_, c)| line(c)).collect();
    (largest, weak)
}

/// The customer's name, else its company.
fn name(found: &Measured, customer: usize) -> String {
    let cell = |name: &str| match found.customers.golden.column(name) {
        Some(Data::Text(column)) => column.get(customer),
        _ => "",
    };
    let own = cell("name");
    if own.is_empty() { cell("company").to_owned() } else { own.to_owned() }
}

fn channels(found: &Measured, customer: usize) -> String {
    let mut names: Vec<&str> =
        found.customers.members.get(customer).iter().map(|&row| found.records.channel_name(row as usize)).collect();
    names.sort_unstable();
    names.dedup();
    names.join("|")
}
