//! Rare texts of a field that are one slip away from a frequent one.
//!
//! The frequent texts are indexed by what is left of them when one character is taken out (SymSpell, Garbe 2012), so that
//! a rare text asks the index instead of every other text.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::{FREQUENT_MIN, TIMES_MIN, counts, edit, place};
use crate::model::correction::Correction;
use crate::model::hash::{hash64, mix};
use crate::model::records::{Field, Records};
use crate::model::value::{Class, Dict, Part};
use crate::normalise::{address, email};

/// Longest text that is looked at, in characters.
const LENGTH_MAX: usize = 40;

/// One distinct text within its context.
struct Unit<'a> {
    text: &'a str,
    folded: Vec<char>,
    context: u64,
    rows: u64,
    first: u32,
}

/// The text of a value that `part` is about, and the hash of what it is compared within; `None` if it has none.
pub(super) fn unit<'a>(dict: &'a Dict, code: u32, part: &str) -> Option<(&'a str, u64)> {
    let of = |p: Part| dict.part(code, p);
    let within = |parts: &[Part]| parts.iter().fold(1, |h, p| mix(h, hash64(of(*p).as_bytes())));
    let (text, context) = match part {
        "domain" => (dict.text(code).rsplit_once('@').map_or("", |(_, domain)| domain), 0),
        "city" => (of(Part::City), within(&[Part::Country, Part::Province])),
        "district" => (of(Part::District), within(&[Part::Country, Part::Province, Part::City])),
        "brand" => (of(Part::Brand), within(&[Part::Trade])),
        _ => (dict.text(code), 0),
    };
    let usable = matches!(dict.class(code), Class::Valid | Class::Possible | Class::Role);
    (usable && !text.is_empty()).then_some((text, context))
}

/// Suggestions for one part of a field.
pub(super) fn rare(records: &Records, field: &Field, part: &'static str) -> Vec<Correction> {
    let units = units(field, part);
    let mut index: HashMap<u64, Vec<u32>> = HashMap::new();
    for (i, unit) in (0u32..).zip(&units).filter(|(_, u)| u.rows >= FREQUENT_MIN) {
        for key in keys(unit) {
            index.entry(key).or_default().push(i);
        }
    }
    if index.is_empty() {
        return Vec::new();
    }
    units
        .par_iter()
        .with_min_len(512)
        .filter(|unit| !is_known(part, unit.text))
        .filter_map(|unit| {
            let mut near: Vec<u32> = keys(unit).iter().filter_map(|key| index.get(key)).flatten().copied().collect();
            near.sort_unstable();
            near.dedup();
            let frequent = near.into_iter().map(|i| &units[i as usize]);
            let slips = frequent.filter(|f| f.context == unit.context && f.rows >= unit.rows.saturating_mul(TIMES_MIN));
            let found = slips.filter_map(|f| Some((f, edit::slip(&unit.folded, &f.folded)?)));
            let (best, reason) = found.max_by(|(a, _), (b, _)| a.rows.cmp(&b.rows).then_with(|| b.text.cmp(a.text)))?;
            let (file, row) = place(records, unit.first);
            Some(Correction {
                field: field.name.clone(),
                part,
                value: unit.text.to_owned(),
                suggestion: best.text.to_owned(),
                rows: unit.rows,
                suggestion_rows: best.rows,
                reason,
                file,
                row,
                context: unit.context,
                ..Correction::default()
            })
        })
        .collect()
}

fn units<'a>(field: &'a Field, part: &str) -> Vec<Unit<'a>> {
    let (rows, first) = counts(field);
    let mut known: HashMap<(&str, u64), usize> = HashMap::new();
    let mut units: Vec<Unit> = Vec::new();
    for code in (1..field.dict.len() as u32).filter(|&c| rows[c as usize] > 0) {
        let Some((text, context)) = unit(&field.dict, code, part) else { continue };
        let at = *known.entry((text, context)).or_insert_with(|| {
            units.push(Unit { text, folded: edit::folded(text), context, rows: 0, first: u32::MAX });
            units.len() - 1
        });
        units[at].rows += rows[code as usize];
        units[at].first = units[at].first.min(first[code as usize]);
    }
    units.retain(|u| (2..=LENGTH_MAX).contains(&u.folded.len()));
    units
}

/// The text itself and what is left of it without one character, hashed with its context.
fn keys(unit: &Unit) -> Vec<u64> {
    let mut text = String::with_capacity(unit.folded.len() * 3);
    let mut keys = Vec::with_capacity(unit.folded.len() + 1);
    for skip in 0..=unit.folded.len() {
        text.clear();
        text.extend(unit.folded.iter().enumerate().filter(|(i, _)| *i != skip).map(|(_, c)| *c));
        keys.push(mix(unit.context, hash64(text.as_bytes())));
    }
    keys
}

/// Texts that are right however rare: mail providers, divisions of China.
fn is_known(part: &str, text: &str) -> bool {
    match part {
        "domain" => email::is_free_provider(text),
        "city" | "district" => address::is_division(text),
        _ => false,
    }
}
