//! The KPIs of the contract, as exact counts.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::customers::Customers;
use crate::model::kpi::{ChannelKpis, FieldFill, Kpis, Share};
use crate::model::mapping::Entity;
use crate::model::records::Records;
use crate::model::resolution::{NO_CLUSTER, Resolution};

use super::compile::Compiled;
use super::completeness::REQUIRED_MAX;

/// What the KPIs are counted from.
#[derive(Debug, Clone, Copy)]
pub struct KpiInput<'a> {
    /// All accepted rows.
    pub records: &'a Records,
    /// Clusters, conflicts and review pairs.
    pub resolution: &'a Resolution,
    /// The merged customers.
    pub customers: &'a Customers,
    /// The checked rules.
    pub rules: &'a Compiled,
    /// Rejected rows by channel: they were read, so they count.
    pub rejected: &'a BTreeMap<String, u64>,
}

/// Counts the KPIs overall and per channel.
///
/// Unification: rows with identity whose customer has no unresolved conflict and which are no end of an undecided review
/// pair, out of rows read less skipped ones. Completeness: filled required fields out of customers times required fields;
/// a customer counts in every channel it has a row of.
#[must_use]
pub fn kpis(input: &KpiInput) -> Kpis {
    let settled = settled(input.resolution);
    let mut channels: BTreeMap<&str, ChannelKpis> = BTreeMap::new();
    for name in input.records.channels.iter().chain(input.rejected.keys()) {
        channels.entry(name).or_insert_with(|| ChannelKpis { channel: name.clone(), ..ChannelKpis::default() });
    }
    let mut unification = vec![Share::default(); input.records.channels.len()];
    for (row, &settled) in settled.iter().enumerate() {
        unification[input.records.channel(row) as usize].count(settled);
    }
    for (name, share) in input.records.channels.iter().zip(&unification) {
        if let Some(kpis) = channels.get_mut(name.as_str()) {
            kpis.unification = *share;
        }
    }
    for (name, &rejected) in input.rejected {
        if let Some(kpis) = channels.get_mut(name.as_str()) {
            kpis.unification.whole += rejected;
        }
    }
    let mut kpis = Kpis {
        unification: channels.values().fold(Share::default(), |sum, c| plus(sum, c.unification)),
        fields: required(input.rules),
        expected_precision: input.resolution.facts.expected_precision,
        expected_recall: input.resolution.facts.expected_recall,
        identity_records_per_customer: Share {
            part: input.resolution.facts.identity_records,
            whole: input.customers.ids.len() as u64,
        },
        ..Kpis::default()
    };
    count_customers(input, &mut kpis, &mut channels);
    kpis.channels = channels.into_values().collect();
    kpis
}

fn plus(a: Share, b: Share) -> Share {
    Share { part: a.part + b.part, whole: a.whole + b.whole }
}

/// Which rows have found their customer for good.
fn settled(resolution: &Resolution) -> Vec<bool> {
    let conflicted: BTreeSet<u32> = resolution.conflicted.iter().copied().collect();
    let mut settled: Vec<bool> = resolution.cluster.iter().map(|c| *c != NO_CLUSTER && !conflicted.contains(c)).collect();
    for pair in &resolution.review {
        settled[pair.left as usize] = false;
        settled[pair.right as usize] = false;
    }
    settled
}

/// The required fields of both entities, nothing counted yet.
fn required(rules: &Compiled) -> Vec<FieldFill> {
    let of = |entity: Entity| {
        let fields = rules.required(entity).iter().take(REQUIRED_MAX);
        fields.map(move |f| FieldFill { entity: entity.name(), field: f.clone(), filled: Share::default() })
    };
    of(Entity::Person).chain(of(Entity::Organisation)).collect()
}

fn count_customers(input: &KpiInput, kpis: &mut Kpis, channels: &mut BTreeMap<&str, ChannelKpis>) {
    let persons = input.rules.required(Entity::Person).len().min(REQUIRED_MAX);
    let organisations = input.rules.required(Entity::Organisation).len().min(REQUIRED_MAX);
    let mut by_channel = vec![Share::default(); input.records.channels.len()];
    let mut seen: Vec<u16> = Vec::new();
    for (customer, &bits) in input.customers.filled.iter().enumerate() {
        let (first, fields) = match input.customers.entity[customer] {
            Entity::Person => (0, persons),
            Entity::Organisation => (persons, organisations),
        };
        for i in 0..fields {
            kpis.fields[first + i].filled.count(bits >> i & 1 == 1);
        }
        let share = Share { part: u64::from(bits.count_ones()), whole: fields as u64 };
        kpis.completeness = plus(kpis.completeness, share);
        seen.clear();
        seen.extend(input.customers.members.get(customer).iter().map(|&row| input.records.channel(row as usize)));
        seen.sort_unstable();
        seen.dedup();
        kpis.multi_channel.count(seen.len() >= 2);
        for &channel in &seen {
            by_channel[channel as usize] = plus(by_channel[channel as usize], share);
        }
    }
    for (name, share) in input.records.channels.iter().zip(by_channel) {
        if let Some(kpis) = channels.get_mut(name.as_str()) {
            kpis.completeness = share;
        }
    }
}
