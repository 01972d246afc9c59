//! `review`: doubtful pairs and customers at odds with themselves, side by side for a person.

use std::collections::BTreeMap;

use crate::model::customers::Customers;
use crate::model::kind::{Kind, Party};
use crate::model::records::{Field, Records};
use crate::model::resolution::Resolution;
use crate::model::review::{CONFLICT_CHANCE, QuestionKind};
use crate::model::table::{Data, Table};
use crate::model::text::{TextBuilder, TextColumn};
use crate::model::value::Class;

use super::columns;

/// One question.
struct Item<'a> {
    kind: &'static str,
    left: u32,
    right: u32,
    weight: Option<f64>,
    probability: Option<f64>,
    why: &'a str,
}

/// One row per question, best one first (by the chance that its answer changes something; conflicts before pairs of the
/// same chance): `pair` (are these the same?) or `conflict` (one customer whose records disagree in a strong id). After
/// the fixed columns come `FIELD_a` and `FIELD_b` for every matching field. `verdict` is empty, for people.
#[must_use]
pub fn review(records: &Records, resolution: &Resolution, customers: &Customers) -> Table {
    let pairs = resolution.review.iter().map(|p| Item {
        kind: QuestionKind::Pair.name(),
        left: p.left,
        right: p.right,
        weight: Some(columns::bits(p.weight)),
        probability: Some((f64::from(p.probability) * 1e4).round() / 1e4),
        why: &p.why,
    });
    let mut items: Vec<Item> = conflicts(records, resolution).chain(pairs).collect();
    let chance = |item: &Item| item.probability.unwrap_or(CONFLICT_CHANCE);
    items.sort_by(|a, b| chance(b).total_cmp(&chance(a)));
    let (left, right) = (|| items.iter().map(|i| i.left), || items.iter().map(|i| i.right));
    let customer = |row: u32| customers.of_record[row as usize];
    let mut table = Table::new();
    table.push("item", Data::Int((1..=items.len() as i64).map(Some).collect()));
    table.push("kind", Data::Text(TextColumn::from_texts(items.iter().map(|i| i.kind))));
    table.push("customer_id_a", columns::customers(&customers.ids, left().map(customer)));
    table.push("channel_a", columns::channels(records, left()));
    table.push("source_key_a", columns::source_keys(records, left()));
    table.push("customer_id_b", columns::customers(&customers.ids, right().map(customer)));
    table.push("channel_b", columns::channels(records, right()));
    table.push("source_key_b", columns::source_keys(records, right()));
    table.push("weight", Data::Float(items.iter().map(|i| i.weight).collect()));
    table.push("probability", Data::Float(items.iter().map(|i| i.probability).collect()));
    table.push("why", Data::Text(TextColumn::from_texts(items.iter().map(|i| i.why))));
    table.push("verdict", Data::Text(TextColumn::missing(items.len())));
    for (name, fields) in compared(records) {
        table.push(format!("{name}_a"), values(&fields, left()));
        table.push(format!("{name}_b"), values(&fields, right()));
    }
    table
}

/// Matching fields of the principal by name, scopes together, in field order.
fn compared(records: &Records) -> Vec<(&str, Vec<&Field>)> {
    let mut named: Vec<(&str, Vec<&Field>)> = Vec::new();
    for field in records.fields.iter().filter(|f| f.matches && f.party == Party::Principal) {
        match named.iter_mut().find(|(name, _)| *name == field.name) {
            Some((_, fields)) => fields.push(field),
            None => named.push((&field.name, vec![field])),
        }
    }
    named
}

/// The values of these rows as a person reads them, joined by `|`.
fn values(fields: &[&Field], rows: impl Iterator<Item = u32>) -> Data {
    let mut column = TextBuilder::default();
    for row in rows {
        let texts: Vec<&str> = fields.iter().flat_map(|f| f.values.get(row as usize).iter().map(|&c| f.dict.text(c))).collect();
        column.push(&texts.join("|"));
    }
    Data::Text(column.finish())
}

/// One question per conflicted cluster: the first two records whose valid strong ids differ.
fn conflicts<'a>(records: &'a Records, resolution: &'a Resolution) -> impl Iterator<Item = Item<'a>> {
    let mut members: BTreeMap<u32, Vec<u32>> = resolution.conflicted.iter().map(|&c| (c, Vec::new())).collect();
    if !members.is_empty() {
        for (row, cluster) in resolution.cluster.iter().enumerate() {
            if let Some(rows) = members.get_mut(cluster) {
                rows.push(row as u32);
            }
        }
    }
    members.into_values().filter_map(|rows| at_odds(records, &rows)).map(|(left, right)| Item {
        kind: QuestionKind::Conflict.name(),
        left,
        right,
        weight: None,
        probability: None,
        why: "one customer with two differing ids",
    })
}

fn at_odds(records: &Records, rows: &[u32]) -> Option<(u32, u32)> {
    let strong = records.fields.iter().filter(|f| matches!(f.kind, Kind::NationalId | Kind::TaxId));
    for field in strong {
        let mut valid = rows.iter().flat_map(|&row| field.values.get(row as usize).iter().map(move |&code| (row, code)));
        let mut valid = valid.by_ref().filter(|&(_, code)| field.dict.class(code) == Class::Valid);
        if let Some((first, code)) = valid.next()
            && let Some((second, _)) = valid.find(|&(_, other)| other != code)
        {
            return Some((first, second));
        }
    }
    match rows {
        [first, second, ..] => Some((*first, *second)),
        _ => None,
    }
}
