//! What only rows together tell: a name written differently beside the same phone or mailbox, and phones and mailboxes
//! that stand beside so many names that they are nobody's.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{edit, place};
use crate::model::correction::Correction;
use crate::model::kind::{Kind, Party};
use crate::model::records::{Field, Records};
use crate::model::value::{Class, Dict, Part};
use crate::normalise::fold::is_han;

/// Different names from which a mobile or a person's mailbox is suspicious. Families and small offices share one among
/// fewer.
const SUSPICIOUS_NAMES: usize = 10;

/// Most names beside one phone of which one may be another misspelt.
const NAMES_MAX: usize = 6;

/// Name variants of one phone or mailbox, and suspects, of every phone and mail field.
pub(super) fn variants_and_suspects(records: &Records) -> Vec<Correction> {
    let Some(names) = records.field(Kind::PersonName, Party::Principal) else { return Vec::new() };
    let contacts = records.fields.iter().filter(|f| matches!(f.kind, Kind::Phone | Kind::Email) && f.party == Party::Principal);
    let mut variants: BTreeMap<(u32, u32), Correction> = BTreeMap::new();
    let mut out = Vec::new();
    for contact in contacts {
        for group in groups(names, contact).chunk_by(|a, b| a.0 == b.0) {
            let counted = counted(group);
            if counted.len() >= SUSPICIOUS_NAMES {
                out.extend(suspect(records, contact, group, &counted));
            } else if (2..=NAMES_MAX).contains(&counted.len()) {
                misspelt(records, names, group, &counted, &mut variants);
            }
        }
    }
    out.extend(variants.into_values());
    out
}

/// (contact, name, row) of every row with one name, sorted; contacts that identify nobody left out.
fn groups(names: &Field, contact: &Field) -> Vec<(u32, u32, u32)> {
    let named = |code: u32| {
        matches!(names.dict.class(code), Class::Valid | Class::Possible) && !names.dict.part(code, Part::Given).is_empty()
    };
    let personal = |code: u32| {
        let class = matches!(contact.dict.class(code), Class::Valid | Class::Possible);
        class && contact.dict.part(code, Part::Type) != "landline"
    };
    let mut out: Vec<(u32, u32, u32)> = (0..names.values.len().min(contact.values.len()))
        .into_par_iter()
        .filter_map(|row| match names.values.get(row) {
            [name] if named(*name) => Some((row, *name)),
            _ => None,
        })
        .flat_map_iter(|(row, name)| contact.values.get(row).iter().filter(|c| personal(**c)).map(move |&c| (c, name, row as u32)))
        .collect();
    out.par_sort_unstable();
    out
}

/// Names of a group with their rows.
fn counted(group: &[(u32, u32, u32)]) -> Vec<(u32, u64)> {
    group.chunk_by(|a, b| a.1 == b.1).map(|same| (same[0].1, same.len() as u64)).collect()
}

fn suspect(records: &Records, contact: &Field, group: &[(u32, u32, u32)], counted: &[(u32, u64)]) -> Option<Correction> {
    let first = group.iter().map(|g| g.2).min()?;
    let (file, row) = place(records, first);
    Some(Correction {
        field: contact.name.clone(),
        part: if contact.kind == Kind::Phone { "number" } else { "mailbox" },
        value: contact.dict.text(group[0].0).to_owned(),
        rows: group.len() as u64,
        names: counted.len() as u64,
        reason: "many_names",
        file,
        row,
        ..Correction::default()
    })
}

/// A name one slip from another that is more frequent beside the same contact.
fn misspelt(
    records: &Records,
    names: &Field,
    group: &[(u32, u32, u32)],
    counted: &[(u32, u64)],
    variants: &mut BTreeMap<(u32, u32), Correction>,
) {
    for &(rare, rows) in counted {
        let better = counted.iter().filter(|(name, n)| *name != rare && *n > rows);
        let slips = better.filter_map(|&(name, n)| Some((name, n, name_slip(&names.dict, rare, name)?)));
        let Some((name, n, reason)) = slips.max_by_key(|(name, n, _)| (*n, std::cmp::Reverse(*name))) else { continue };
        let at = group.iter().filter(|g| g.1 == rare).map(|g| g.2);
        let found = variants.entry((rare, name)).or_insert_with(|| Correction {
            field: names.name.clone(),
            part: "name",
            value: names.dict.text(rare).to_owned(),
            suggestion: names.dict.text(name).to_owned(),
            reason,
            ..Correction::default()
        });
        found.at.extend(at);
        found.at.sort_unstable();
        found.at.dedup();
        found.rows = found.at.len() as u64;
        found.suggestion_rows = found.suggestion_rows.max(n);
        if let Some(&first) = found.at.first() {
            (found.file, found.row) = place(records, first);
        }
    }
}

/// The slip between two names: one part differs by it, the other is the same.
fn name_slip(dict: &Dict, a: u32, b: u32) -> Option<&'static str> {
    // Parts are folded: equal ones have one code. Most pairs end here.
    let same = |p: Part| dict.part_column(p).code(a) == dict.part_column(p).code(b);
    let differing = match (same(Part::Given), same(Part::Family)) {
        (true, false) => Part::Family,
        (false, true) => Part::Given,
        _ => return None,
    };
    let [x, y] = [a, b].map(|code| edit::folded(dict.part(code, differing)));
    edit::slip(&x, &y).or_else(|| one_character(&x, &y))
}

/// A family or given name of one or two 汉字 is too short for a slip by itself, but not beside the same phone. Of four
/// letters two may be swapped (Jonh); with another letter they are another name as often (John and Joan).
fn one_character(a: &[char], b: &[char]) -> Option<&'static str> {
    let han = a.iter().chain(b).all(|&c| is_han(c));
    let short = if han { a.len() <= 2 && b.len() <= 2 } else { a.len() == 4 && b.len() == 4 };
    let padded = |name: &[char]| [&['张', '张'], name].concat();
    let found = if short { edit::slip(&padded(a), &padded(b)) } else { None };
    found.filter(|&reason| han || reason == "swapped_characters")
}
