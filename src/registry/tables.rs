//! The tables of `state/`: what the next run needs to know of this one.

use std::borrow::Cow;
use std::iter::once_with;
use std::sync::Arc;

use rayon::prelude::*;

use crate::model::customers::NO_CUSTOMER;
use crate::model::kind::Party;
use crate::model::recode::Recoder;
use crate::model::records::{Field, Records};
use crate::model::resolution::{Edge, Resolution};
use crate::model::table::{Data, Table};
use crate::model::text::{Arena, MISSING, TextColumn};
use crate::model::trained::Facts;

use super::assign::{Assignment, Gone};
use super::identity::fingerprints;

/// Builds `records`, `edges`, `facts` and `ids`, each with its name in `state/` and only when it is asked for: together
/// they are large.
pub fn state_tables<'a>(
    records: &'a Records,
    resolution: &'a Resolution,
    assignment: &'a Assignment,
) -> impl Iterator<Item = (&'static str, Table)> + 'a {
    once_with(move || ("records", records_table(records, assignment)))
        .chain(once_with(move || ("edges", edges_table(records, resolution))))
        .chain(once_with(move || ("facts", facts_table(&resolution.model.facts))))
        .chain(once_with(move || ("ids", ids_table(assignment))))
}

/// One row per record: identity, customer, fingerprint and normalised matching values; then the missing records that
/// are remembered, with the run since which they are missing.
fn records_table(records: &Records, assignment: &Assignment) -> Table {
    let gone = &assignment.gone;
    let mut table = Table::new();
    table.push("channel", Data::Text(channels(records, gone)));
    let keys = records.source_key.iter().chain(gone.iter().map(|g| g.source_key.as_str()));
    table.push("source_key", Data::Text(plain(keys)));
    table.push("customer_id", Data::Text(customers(records, assignment)));
    table.push("gone", Data::Int(after(records.len(), gone.iter().map(|g| i64::from(g.since)))));
    let found = match assignment.fingerprints.as_slice() {
        [] => Cow::Owned(fingerprints(records)),
        known => Cow::Borrowed(known),
    };
    let fingerprints = found.iter().map(|&f| Some(f.cast_signed()));
    table.push(
        "fingerprint",
        Data::Int(fingerprints.chain(gone.iter().map(|g| g.goes_on.map(|(_, says)| says.cast_signed()))).collect()),
    );
    let mut fields: Vec<(String, &Field)> = Vec::new();
    for field in records.fields.iter().filter(|f| f.matches) {
        let name = column_name(field);
        if table.column(&name).is_none() && fields.iter().all(|(known, _)| *known != name) {
            fields.push((name, field));
        }
    }
    let columns: Vec<TextColumn> = fields.par_iter().map(|(_, field)| values(field, gone.len())).collect();
    for ((name, _), column) in fields.into_iter().zip(columns) {
        table.push(name, Data::Text(column));
    }
    table
}

/// Channel names, each looked up once.
fn channels(records: &Records, gone: &[Gone]) -> TextColumn {
    let mut column = Recoder::new();
    for row in 0..records.len() {
        column.push_code(0, u32::from(records.channel(row)) + 1, || records.channel_name(row));
    }
    for gone in gone {
        column.push_text(&gone.channel);
    }
    column.finish()
}

/// `rows` missing values, then these.
fn after(rows: usize, numbers: impl Iterator<Item = i64>) -> Vec<Option<i64>> {
    std::iter::repeat_n(None, rows).chain(numbers.map(Some)).collect()
}

/// A text column of values that hardly repeat: nothing is looked up.
fn plain<'a>(texts: impl Iterator<Item = &'a str>) -> TextColumn {
    let mut values = Arena::new();
    let codes = texts.map(|text| if text.is_empty() { 0 } else { values.push(text) }).collect();
    TextColumn { values: values.into(), codes }
}

fn customers(records: &Records, assignment: &Assignment) -> TextColumn {
    let rows = 0..records.len();
    let of_rows = rows.map(|row| assignment.roster.of_record.get(row).copied().unwrap_or(NO_CUSTOMER));
    let mut column = assignment.roster.ids.column(of_rows);
    if assignment.gone.is_empty() {
        return column;
    }
    let values = Arc::make_mut(&mut column.values);
    column.codes.extend(assignment.gone.iter().map(|g| values.push(&g.customer.to_string())));
    column
}

/// `phone`, `receiver.phone`, `account_id@taobao`; the marks keep it apart from the fixed columns.
pub(super) fn column_name(field: &Field) -> String {
    let party = match field.party {
        Party::Principal => "principal",
        Party::Receiver => "receiver",
    };
    if field.scope.is_empty() { format!("{party}.{}", field.name) } else { format!("{party}.{}@{}", field.name, field.scope) }
}

fn values(field: &Field, gone: usize) -> TextColumn {
    let mut column = Recoder::new();
    column.expect(field.values.codes().len(), [field.dict.texts()]);
    let rows = field.values.len();
    let single = |row: usize| match field.values.get(row) {
        [] => Some((0, MISSING)),
        [code] => Some((0, *code)),
        _ => None,
    };
    let mut row = 0;
    while row < rows {
        column.push_codes((row..rows).map_while(single), |_, code| field.dict.text(code));
        row = column.len();
        if row < rows {
            let texts: Vec<&str> = field.values.get(row).iter().map(|&code| field.dict.text(code)).collect();
            column.push_text(&texts.join("|"));
            row += 1;
        }
    }
    (0..gone).for_each(|_| column.push_text(""));
    column.finish()
}

/// Scored pairs between identities, weight in 1/1024 bit.
fn edges_table(records: &Records, resolution: &Resolution) -> Table {
    let edges = &resolution.edges;
    let names: Vec<&str> = resolution.facts.rules.iter().map(|rule| rule.name.as_str()).collect();
    let (channels, rules) = (arena(records.channels.iter().map(String::as_str)), arena(names.iter().copied()));
    let channel = |of: fn(&Edge) -> u32| {
        let codes = edges.iter().map(|e| u32::from(records.channel(of(e) as usize)) + 1).collect();
        Data::Text(TextColumn { values: Arc::clone(&channels), codes })
    };
    let key = |of: fn(&Edge) -> u32| {
        let codes = edges.iter().map(|e| records.source_key.codes[of(e) as usize]).collect();
        Data::Text(TextColumn { values: records.source_key.values.clone(), codes })
    };
    // Rules of a name of their own; a rule that nobody knows has none.
    let rule = |e: &Edge| if usize::from(e.rule) < names.len() { u32::from(e.rule) + 1 } else { MISSING };
    let mut table = Table::new();
    table.push("left_channel", channel(|e| e.left));
    table.push("left_source_key", key(|e| e.left));
    table.push("right_channel", channel(|e| e.right));
    table.push("right_source_key", key(|e| e.right));
    table.push("weight", Data::Int(edges.iter().map(|e| Some(i64::from(e.weight()))).collect()));
    table.push("rule", Data::Text(TextColumn { values: rules, codes: edges.iter().map(rule).collect() }));
    table
}

/// Texts with the codes 1, 2, ….
fn arena<'a>(texts: impl Iterator<Item = &'a str>) -> Arc<Arena> {
    let mut values = Arena::new();
    for text in texts {
        values.push(text);
    }
    values.into()
}

/// Frozen facts of a model: (part, hash of the term, value), by part and hash. A part without terms has one row without
/// hash.
#[must_use]
pub fn facts_table(facts: &Facts) -> Table {
    let empty = |part: &&str| facts.part(part).is_some_and(<[_]>::is_empty);
    let mut rows: Vec<(&str, Option<u64>, u32)> = facts.iter().map(|(part, hash, value)| (part, Some(hash), value)).collect();
    rows.extend(facts.parts().filter(empty).map(|part| (part, None, 0)));
    rows.sort_unstable();
    let mut table = Table::new();
    table.push("part", Data::Text(TextColumn::from_texts(rows.iter().map(|row| row.0))));
    table.push("term", Data::Int(rows.iter().map(|row| row.1.map(u64::cast_signed)).collect()));
    table.push("value", Data::Int(rows.iter().map(|row| Some(i64::from(row.2))).collect()));
    table
}

/// Every id ever given, ascending.
fn ids_table(assignment: &Assignment) -> Table {
    let ledger = &assignment.ledger;
    let ids: Vec<String> = ledger.iter().map(|row| row.id.to_string()).collect();
    let mut table = Table::new();
    table.push("customer_id", Data::Text(plain(ids.iter().map(String::as_str))));
    table.push("born", Data::Int(ledger.iter().map(|row| Some(i64::from(row.born))).collect()));
    table.push("seen", Data::Int(ledger.iter().map(|row| Some(i64::from(row.seen))).collect()));
    table.push("status", Data::Text(TextColumn::from_texts(ledger.iter().map(|row| row.status.name()))));
    let redirects = ledger.iter().map(|row| row.redirect.map(|id| id.to_string()).unwrap_or_default());
    table.push("redirect", Data::Text(TextColumn::from_texts(redirects)));
    table
}
