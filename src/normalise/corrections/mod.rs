//! Suggested corrections: a dictionary made from the data itself.
//!
//! In: normalised records. Out: [`Correction`]s: a rare value one slip away from a frequent one of the same field and
//! context, and values that look made up because they stand beside many names. Nothing is changed here but by [`apply`],
//! for what a rule names. Works on distinct values.

mod apply;
mod edit;
mod names;
mod rule;
mod units;

use rayon::prelude::*;

use crate::model::correction::Correction;
use crate::model::kind::Kind;
use crate::model::records::{Field, Records};

pub use apply::apply;
pub use rule::{Compiled, compile};

/// Rows the frequent value has at least.
const FREQUENT_MIN: u64 = 5;

/// How many times as frequent it is at least.
const TIMES_MIN: u64 = 5;

/// Most suggestions of one part of a field; the ones of the most frequent suggestions stay.
const KEPT_MAX: usize = 2000;

/// Every suggestion, by field, part and rows of the suggestion.
#[must_use]
pub fn suggest(records: &Records) -> Vec<Correction> {
    let is_told = |f: &&Field| f.party == crate::model::kind::Party::Principal && !parts_of(f.kind).is_empty();
    let fields: Vec<&Field> = records.fields.iter().filter(is_told).collect();
    let of_part = |field: &Field, counts: &Counts, part: &'static str| {
        let mut found = units::rare(records, field, counts, part);
        found.sort_by(|a, b| b.suggestion_rows.cmp(&a.suggestion_rows).then_with(|| a.value.cmp(&b.value)));
        found.truncate(KEPT_MAX);
        found
    };
    let of_field = |field: &&Field| {
        let counts = Counts::of(field);
        parts_of(field.kind).iter().flat_map(|part| of_part(field, &counts, part)).collect::<Vec<_>>()
    };
    let (lists, mut of_names) =
        rayon::join(|| fields.par_iter().map(of_field).collect::<Vec<_>>(), || names::variants_and_suspects(records));
    let mut found: Vec<Correction> = lists.into_iter().flatten().collect();
    found.append(&mut of_names);
    let order = |c: &Correction| (c.field.clone(), c.part, std::cmp::Reverse(c.suggestion_rows.max(c.names)), c.value.clone());
    found.sort_by_cached_key(order);
    found
}

/// The parts of a kind's values that a dictionary is made of.
fn parts_of(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Email => &["domain"],
        Kind::Address => &["city", "district"],
        Kind::Company => &["brand"],
        Kind::Category | Kind::Place | Kind::Industry | Kind::JobTitle | Kind::CompanySize | Kind::Owner | Kind::Tags => &["value"],
        _ => &[],
    }
}

/// Rows per value of a field, and the first row of each; `u32::MAX` for none.
struct Counts {
    rows: Vec<u64>,
    first: Vec<u32>,
}

impl Counts {
    fn of(field: &Field) -> Self {
        let mut counts = Self { rows: vec![0; field.dict.len()], first: vec![u32::MAX; field.dict.len()] };
        for row in 0..field.values.len() {
            for &code in field.values.get(row) {
                counts.rows[code as usize] += 1;
                let first = &mut counts.first[code as usize];
                *first = (*first).min(row as u32);
            }
        }
        counts
    }
}

/// File and row number of a record.
fn place(records: &Records, row: u32) -> (String, u32) {
    let i = row as usize;
    match (records.file.get(i), records.row.get(i)) {
        (Some(&file), Some(&number)) => (records.files[file as usize].clone(), number),
        _ => (String::new(), 0),
    }
}

#[cfg(test)]
mod tests;
