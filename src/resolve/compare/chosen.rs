//! Which comparisons a table has.
//!
//! Comes in: the fields of the records. Goes out: one comparison for each that says something, prepared, and the names of those that found no
//! room in a pattern.

use rayon::prelude::*;

use crate::model::kind::{Kind, Party};
use crate::model::mapping::Entity;
use crate::model::records::{Field, Records};
use crate::model::value::{Class, Dict, Part};

use super::{Comparer, Comparison, SLOTS_MAX, Slot, address, company, date, id, mail, name, phone, plain};

/// One comparison per matching principal field that holds any usable value, in field order; at most [`SLOTS_MAX`] slots. And
/// the names of those that went.
///
/// Many channels bring many account and card numbers, each a field of its own. Where they are more than a pattern
/// holds, those that say least go: attributes before what identifies, less filled before better filled ones.
#[must_use]
pub fn comparisons(records: &Records, ignored: &[String]) -> (Vec<Comparison>, Vec<String>) {
    let persons = mostly(&records.entity) == Entity::Person;
    let mut all: Vec<Comparison> = records
        .fields
        .par_iter()
        .enumerate()
        .filter(|(_, f)| f.matches && f.party == Party::Principal && !ignored.contains(&f.name))
        .filter_map(|(index, field)| comparison(index, field, persons))
        .collect();
    // An age is made from a birth date: where one file has the one and another file the other, the birth date tells more.
    if all.iter().any(|c| c.kind == Kind::BirthDate) {
        all.retain(|c| c.kind != Kind::Number);
    }
    let slots = |list: &[Comparison]| list.iter().map(|c| c.slots.len()).sum::<usize>();
    let mut left_out = Vec::new();
    while slots(&all) > SLOTS_MAX {
        let filled = |c: &Comparison| {
            let values = &records.fields[c.field].values;
            (0..records.len()).filter(|&row| !values.get(row).is_empty()).count()
        };
        let least = (0..all.len()).min_by_key(|&i| (all[i].identifies, filled(&all[i]), std::cmp::Reverse(i))).unwrap_or(0);
        left_out.push(all.remove(least).known_as);
    }
    for (number, comparison) in all.iter_mut().enumerate() {
        comparison.number = number as u8;
    }
    (all, left_out)
}

/// What most of these are; persons where both are as many.
#[must_use]
pub fn mostly(entities: &[Entity]) -> Entity {
    let organisations = entities.iter().filter(|&&e| e == Entity::Organisation).count();
    if 2 * organisations > entities.len() { Entity::Organisation } else { Entity::Person }
}

fn comparison(index: usize, field: &Field, persons: bool) -> Option<Comparison> {
    let dict = &field.dict;
    let usable: Vec<bool> = (0..dict.len() as u32).map(|c| c != 0 && is_comparable(field.kind, dict, c)).collect();
    if !usable.iter().any(|&u| u) {
        return None;
    }
    let (comparer, identifies) = match field.kind {
        Kind::PersonName => (Comparer::Name(name::NameComparer::new(dict)), true),
        Kind::Phone => (Comparer::Phone(phone::PhoneComparer::new(dict)), true),
        Kind::Email => (Comparer::Mail(mail::MailComparer::new(dict, persons)), true),
        Kind::Company => (Comparer::Company(Box::new(company::CompanyComparer::new(dict))), true),
        Kind::Address => (Comparer::Address(Box::new(address::AddressComparer::new(dict))), has_street(dict)),
        Kind::BirthDate => (Comparer::Date(date::DateComparer::new(dict)), false),
        Kind::NationalId | Kind::TaxId | Kind::MemberId | Kind::AccountId => (Comparer::Id(id::IdComparer::new(dict)), true),
        Kind::Nickname => (Comparer::Plain(plain::PlainComparer::new(dict, plain::Style::Nickname)), true),
        Kind::Url => (Comparer::Plain(plain::PlainComparer::new(dict, plain::Style::Url)), true),
        Kind::Gender => (Comparer::Plain(plain::PlainComparer::new(dict, plain::Style::Gender)), false),
        Kind::Number => (Comparer::Plain(plain::PlainComparer::new(dict, plain::Style::Count)), false),
        Kind::Place | Kind::Category | Kind::Industry | Kind::JobTitle | Kind::CompanySize => {
            (Comparer::Plain(plain::PlainComparer::new(dict, plain::Style::Category)), false)
        }
        _ => return None,
    };
    let anchors = match field.kind {
        Kind::Address => has_street(dict) || dict.part_column(Part::Postcode).pool.arena().len() > 1,
        kind => is_ones_own(kind),
    };
    let known_as = if field.scope.is_empty() { field.name.clone() } else { format!("{}@{}", field.name, field.scope) };
    let slots = slots(&known_as, &comparer);
    Some(Comparison {
        name: field.name.clone(),
        known_as,
        field: index,
        kind: field.kind,
        identifies,
        anchors,
        slots,
        number: 0,
        count: Vec::new(),
        usable,
        comparer,
    })
}

/// Is a value of the kind given to one person, so that different ones seldom agree in it?
#[must_use]
pub fn is_ones_own(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Phone
            | Kind::Email
            | Kind::NationalId
            | Kind::TaxId
            | Kind::MemberId
            | Kind::AccountId
            | Kind::Nickname
            | Kind::BirthDate
    )
}

/// Evidence classes; and numbers and addresses that cannot be right but are written out: equal damage is evidence too.
fn is_comparable(kind: Kind, dict: &Dict, code: u32) -> bool {
    let written = matches!(kind, Kind::Phone | Kind::Email | Kind::NationalId | Kind::TaxId) && dict.text(code).len() >= 6;
    dict.class(code).is_evidence() || dict.class(code) == Class::Invalid && written
}

fn has_street(dict: &Dict) -> bool {
    dict.part_column(Part::Road).pool.arena().len() > 1
}

fn slots(name: &str, comparer: &Comparer) -> Vec<Slot> {
    let one = |levels: &[&'static str], exact: u8| vec![Slot { name: name.to_owned(), levels: levels.to_vec(), exact }];
    match comparer {
        Comparer::Name(_) => name::slots(name),
        Comparer::Phone(_) => one(phone::LEVELS, phone::EXACT),
        Comparer::Mail(_) => one(mail::LEVELS, mail::EXACT),
        Comparer::Company(_) => one(company::LEVELS, company::EXACT),
        Comparer::Address(_) => one(address::LEVELS, address::EXACT),
        Comparer::Date(_) => one(date::LEVELS, date::EXACT),
        Comparer::Id(c) => one(c.levels(), id::EXACT),
        Comparer::Plain(c) => one(c.levels(), c.exact()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{own_field, records};
    use super::*;
    use crate::model::value::Normal;

    #[test]
    fn every_kind_that_rules_may_match_by_is_compared_and_no_other() {
        for &kind in Kind::ALL {
            let mut table = records(&[]);
            table.fields = vec![own_field("x", kind, (0..4).map(|i| Some(Normal::valid(format!("value {i}")))))];
            assert_eq!(!comparisons(&table, &[]).0.is_empty(), kind.is_compared(), "{kind}");
        }
    }
}
