//! How good a value is before any preference counts: clear before hidden, whole before cut short.

use crate::model::kind::Kind;
use crate::model::mapping::Entity;
use crate::model::value::{Class, Dict, Part};

/// Rank of a value as golden value, larger is better; `None` if it can be none (filler, impossible).
///
/// The class decides first. Within a class a full name comes before initials and a surname alone, a mobile number of a
/// person before a landline, a detailed address before a mere region, a full date of birth before a partial one.
pub(super) fn quality(kind: Kind, entity: Entity, dict: &Dict, code: u32) -> Option<i64> {
    let class = class_rank(entity, dict.class(code))?;
    let detail = match kind {
        Kind::PersonName => fullness(dict, code),
        Kind::Phone => i64::from(entity == Entity::Person && dict.part(code, Part::Type).contains("mobile")),
        Kind::Address => detail(dict, code),
        Kind::BirthDate => [Part::Year, Part::Month, Part::Day].iter().filter(|p| has(dict, code, **p)).count() as i64,
        _ => 0,
    };
    Some(class * 100 + detail)
}

/// Rank of a class; `None` for fillers and impossible values. A role mailbox is how an organisation is reached.
pub(super) fn class_rank(entity: Entity, class: Class) -> Option<i64> {
    match (class, entity) {
        (Class::Valid, _) | (Class::Role, Entity::Organisation) => Some(5),
        (Class::Possible, _) => Some(4),
        (Class::Role, Entity::Person) => Some(3),
        (Class::Virtual, _) => Some(2),
        (Class::Masked, _) => Some(1),
        (Class::Placeholder | Class::Invalid, _) => None,
    }
}

fn has(dict: &Dict, code: u32, part: Part) -> bool {
    dict.part_column(part).code(code) != 0
}

/// 4 = given and family name; 3 = both, but only as they sound (`Li Chenghao`, of whom another row has the 汉字); 2 = one of them only
/// an initial; 1 = one of them alone (`王先生`). A name without parts counts by its text: two words, or two Chinese characters, are whole.
fn fullness(dict: &Dict, code: u32) -> i64 {
    let (given, family) = (dict.part(code, Part::Given), dict.part(code, Part::Family));
    match (given.is_empty(), family.is_empty()) {
        (false, false) if is_initial(given) || is_initial(family) => 2,
        (false, false) if is_transcribed(dict, code) => 3,
        (false, false) => 4,
        (false, true) | (true, false) => 1,
        (true, true) => {
            let text = dict.text(code);
            let whole = text.contains(char::is_whitespace) || (!text.is_ascii() && text.chars().count() >= 2);
            if whole { 4 } else { 1 }
        }
    }
}

/// A Chinese name in Latin letters: many are written so.
fn is_transcribed(dict: &Dict, code: u32) -> bool {
    let read = [Part::GivenPinyin, Part::FamilyPinyin].iter().all(|&part| has(dict, code, part));
    read && dict.part(code, Part::Script) == "latin"
}

/// One Latin letter, with or without a point.
fn is_initial(name: &str) -> bool {
    let letters = name.trim_end_matches('.');
    letters.len() == 1 && letters.is_ascii()
}

/// 4 for anything below the district, 2 for a city, 1 for a province.
fn detail(dict: &Dict, code: u32) -> i64 {
    let below = [Part::Road, Part::Number, Part::Building, Part::Room, Part::Town].iter().any(|&p| has(dict, code, p));
    i64::from(below) * 4 + i64::from(has(dict, code, Part::City)) * 2 + i64::from(has(dict, code, Part::Province))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Normal;

    fn rank(kind: Kind, entity: Entity, class: Class, parts: &[(Part, &str)]) -> Option<i64> {
        let mut dict = Dict::new();
        let mut value = Normal { text: "x".into(), class, ..Normal::default() };
        for (part, text) in parts {
            value.set(*part, *text);
        }
        let code = dict.intern(&value);
        quality(kind, entity, &dict, code)
    }

    #[test]
    fn a_hidden_value_never_beats_a_clear_one() {
        let full = &[(Part::Given, "三"), (Part::Family, "张")];
        let masked = rank(Kind::PersonName, Entity::Person, Class::Masked, full);
        let surname = rank(Kind::PersonName, Entity::Person, Class::Valid, &[(Part::Family, "张")]);
        assert!(surname > masked);
        assert_eq!(rank(Kind::Phone, Entity::Person, Class::Placeholder, &[]), None);
    }

    #[test]
    fn full_names_come_before_initials_and_surnames() {
        let of = |parts: &[(Part, &str)]| rank(Kind::PersonName, Entity::Person, Class::Valid, parts);
        let full = of(&[(Part::Given, "anna"), (Part::Family, "may")]);
        let initial = of(&[(Part::Given, "a"), (Part::Family, "may")]);
        let surname = of(&[(Part::Family, "may")]);
        assert!(full > initial && initial > surname);
        let whole = |given: &str, script: &str| {
            let read = [(Part::GivenPinyin, "chenghao"), (Part::FamilyPinyin, "li")];
            of(&[&[(Part::Script, script), (Part::Given, given), (Part::Family, "li")], &read[..]].concat())
        };
        assert!(whole("成浩", "han") > whole("chenghao", "latin") && whole("chenghao", "latin") > initial);
    }

    #[test]
    fn an_organisation_is_reached_at_its_role_mailbox() {
        let of = |entity| rank(Kind::Email, entity, Class::Role, &[]);
        let valid = rank(Kind::Email, Entity::Person, Class::Valid, &[]);
        assert!(of(Entity::Organisation) == valid && of(Entity::Person) < valid);
    }

    #[test]
    fn a_street_comes_before_a_region() {
        let of = |parts: &[(Part, &str)]| rank(Kind::Address, Entity::Person, Class::Valid, parts);
        assert!(of(&[(Part::Road, "r"), (Part::City, "c")]) > of(&[(Part::City, "c"), (Part::Province, "p")]));
    }
}
