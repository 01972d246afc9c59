//! One column whose header says nothing, or says what its values do not: what the values alone say.
//!
//! In: facts about the column's values. Out: a guess that no header vouches for, with the share of values that fit and the reason. What is
//! of no known kind is kept as a number, a category or a text, and is no evidence.

use crate::model::kind::{Kind, Party, Target};
use crate::model::reach::reach;

use super::decide::{Guess, percent, plain};
use super::facts::ColumnFacts;
use super::header::Meaning;
use super::looks::Look;

/// What the values alone say.
pub(super) fn by_values(facts: &ColumnFacts, why: &str) -> Guess {
    let field = |kind: Kind, fit: f32, what: &str| Guess {
        meaning: Meaning::Target(Target::Field(Party::Principal, kind)),
        fit,
        reason: format!("{why}; {} of its values are {what}", percent(fit)),
        by_header: false,
        exact: false,
    };
    let s = |look| facts.share(look);
    let test: &[(Kind, f32, f32, &str)] = &[
        (Kind::Email, s(Look::Email), 0.6, "mail addresses"),
        (Kind::Url, s(Look::Url), 0.6, "web addresses"),
        (Kind::NationalId, s(Look::NationalId), 0.6, "identity numbers"),
        (Kind::TaxId, s(Look::TaxId), 0.6, "organisation numbers with a sound check digit"),
    ];
    if let Some(&(kind, fit, _, what)) = test.iter().find(|(_, fit, needed, _)| fit >= needed) {
        return field(kind, fit, what);
    }
    if s(Look::Uuid).max(s(Look::Ip)) >= 0.8 {
        return opaque(facts, why);
    }
    if s(Look::Date) >= 0.7 {
        return dates_by_values(facts, why);
    }
    let phone = phone_by_values(facts);
    if phone >= 0.5 {
        return field(Kind::Phone, phone, "phone numbers");
    }
    let ways = facts.share_of(|v| v.looks.has(Look::Email) || v.looks.has(Look::PhoneStrong) || reach(&v.text).is_some());
    if ways >= 0.6 {
        let kind = if s(Look::Email) > phone { Kind::Email } else { Kind::Phone };
        return field(kind, ways, "phones, mail addresses or accounts in turn");
    }
    if s(Look::Gender) >= 0.8 && facts.distinct <= 8 {
        return field(Kind::Gender, s(Look::Gender), "gender words");
    }
    if s(Look::YesNo) >= 0.9 && facts.distinct <= 4 {
        return plain(Kind::Boolean, s(Look::YesNo), format!("{why}; values are yes and no"));
    }
    if let Some(guess) = words_by_values(facts, &field) {
        return guess;
    }
    rest_by_values(facts, why)
}

/// Names, companies, addresses and their parts.
fn words_by_values(facts: &ColumnFacts, field: &dyn Fn(Kind, f32, &str) -> Guess) -> Option<Guess> {
    let s = |look| facts.share(look);
    if s(Look::HanName) >= 0.6 && facts.distinct >= 5 {
        return Some(field(Kind::PersonName, s(Look::HanName), "person names"));
    }
    if s(Look::Address) >= 0.5 {
        return Some(field(Kind::Address, s(Look::Address), "addresses"));
    }
    if (s(Look::LegalForm) >= 0.3 || s(Look::OrgWord) >= 0.5) && facts.distinct >= 20 && s(Look::Long) < 0.3 {
        return Some(field(Kind::Company, s(Look::LegalForm).max(s(Look::OrgWord)), "organisations"));
    }
    if s(Look::PostcodeForm) >= 0.6 {
        return Some(field(Kind::Postcode, s(Look::PostcodeForm), "postcodes"));
    }
    if s(Look::Province) >= 0.8 && facts.distinct >= 3 {
        return Some(field(Kind::Province, s(Look::Province), "provinces or states"));
    }
    if s(Look::Country) >= 0.8 {
        return Some(field(Kind::Country, s(Look::Country), "countries"));
    }
    if s(Look::HanPlace) >= 0.7 {
        return Some(field(Kind::City, s(Look::HanPlace), "cities or districts"));
    }
    if s(Look::Words) < 0.7 || facts.distinct < 10 {
        return (s(Look::NumberedWords) >= 0.7)
            .then(|| field(Kind::Street, s(Look::NumberedWords), "numbers and words, as streets are written"));
    }
    let (one, given, family) = (s(Look::OneWord), s(Look::GivenWord), s(Look::FamilyWord));
    if one < 0.5 && given.max(family) >= 0.25 && s(Look::OrgWord) < 0.2 {
        return Some(field(Kind::PersonName, given.max(family), "words with common given or family names"));
    }
    if one >= 0.6 && given >= 0.25 && given >= 1.2 * family {
        return Some(field(Kind::GivenName, given, "common given names"));
    }
    if one >= 0.6 && family >= 0.25 && family >= 1.2 * given {
        return Some(field(Kind::FamilyName, family, "common family names"));
    }
    None
}

/// Phones in a column of ids. Where the header knows it for an id (`Kundennummer`), digits in two groups are no phone yet.
pub(super) fn id_is_phone(facts: &ColumnFacts, is_id: bool) -> f32 {
    let loose = facts.share_of(|s| !s.looks.has(Look::PhoneStrong) && s.text.contains('-'));
    if is_id && loose > 0.1 { 0.0 } else { phone_by_values(facts) }
}

/// Phones by their form alone: marks of a phone, or ten digits as North American numbers have them.
fn phone_by_values(facts: &ColumnFacts) -> f32 {
    let strong = facts.share(Look::PhoneStrong);
    let american = facts.share_of(|s| {
        let b = s.text.as_bytes();
        b.len() == 10 && b.iter().all(u8::is_ascii_digit) && b[0] >= b'2' && b[3] >= b'2'
    });
    let marked = facts.share_of(|s| {
        s.looks.has(Look::PhoneWeak) && s.text.contains(['-', ' ', '.']) && s.text.bytes().filter(u8::is_ascii_digit).count() >= 7
    });
    let american = if american >= 0.95 { american } else { 0.0 };
    let marked = if marked >= 0.8 && facts.repeats() < 5.0 { marked } else { 0.0 };
    strong.max(american).max(marked)
}

/// Birth dates spread over decades and have no time of day.
fn dates_by_values(facts: &ColumnFacts, why: &str) -> Guess {
    let fit = facts.share(Look::Date);
    if is_birth_like(facts) {
        return Guess {
            meaning: Meaning::Target(Target::Field(Party::Principal, Kind::BirthDate)),
            fit,
            reason: format!("{why}; {} of its values are dates without time, spread over decades as birth dates are", percent(fit)),
            by_header: false,
            exact: false,
        };
    }
    plain(Kind::Date, fit, format!("{why}; {} of its values are dates", percent(fit)))
}

/// Dates whose years spread as birth years do: a wide range, mostly before 2012, no time of day.
pub(super) fn is_birth_like(facts: &ColumnFacts) -> bool {
    let mut years: Vec<u16> = facts.dates().iter().map(|(d, _)| d.year).collect();
    if years.len() < 8 || facts.share(Look::Time) > 0.05 {
        return false;
    }
    years.sort_unstable();
    let at = |share: usize| years[(years.len() - 1) * share / 100];
    at(90) - at(10) >= 20 && at(50) <= 2010 && at(95) <= 2026 && facts.distinct >= 20.min(facts.filled / 4)
}

/// Ids, numbers, categories and texts: kept, but no evidence.
fn rest_by_values(facts: &ColumnFacts, why: &str) -> Guess {
    let s = |look| facts.share(look);
    let number = facts.share_of(|v| v.looks.has(Look::Number) || v.looks.has(Look::Money));
    let token = facts.share_of(|v| v.looks.has(Look::Token) || v.looks.has(Look::Integer));
    if s(Look::Money) >= 0.5 {
        return plain(Kind::Amount, s(Look::Money), format!("{why}; values are amounts of money"));
    }
    if number >= 0.3 && token + number >= 0.8 {
        return plain(Kind::Number, number, format!("{why}; values are numbers"));
    }
    if token >= 0.8 && facts.is_unique() {
        return opaque(facts, why);
    }
    if s(Look::Integer) >= 0.8 {
        return plain(Kind::Number, s(Look::Integer), format!("{why}; values are whole numbers"));
    }
    if s(Look::Long) >= 0.5 || facts.median_chars > 60 {
        return plain(Kind::Text, 1.0, format!("{why}; values are long texts"));
    }
    if facts.distinct <= 50.max(facts.filled / 20) {
        return plain(Kind::Category, 1.0, format!("{why}; {} distinct values in {} cells", facts.distinct, facts.filled));
    }
    plain(Kind::Text, 1.0, format!("{why}; values are of no known kind"))
}

/// A token per row: an id of the row if it is the first column, decided later.
fn opaque(facts: &ColumnFacts, why: &str) -> Guess {
    Guess {
        meaning: Meaning::SomeId,
        fit: 1.0,
        reason: format!("{why}; {} distinct opaque tokens in {} cells", facts.distinct, facts.filled),
        by_header: false,
        exact: false,
    }
}
