//! One column alone: header and values are two pieces of evidence, and values veto headers.

use crate::model::kind::{EventPart, ItemPart, Kind, Party, Target};

use super::facts::ColumnFacts;
use super::header::{Hint, Meaning, phrase};
use super::looks::Look;

/// What a column was taken for so far.
#[derive(Debug, Clone)]
pub(super) struct Guess {
    /// What it means.
    pub meaning: Meaning,
    /// Share of the sample that fits, 0–1.
    pub fit: f32,
    /// One sentence.
    pub reason: String,
    /// The header said so, and values agree.
    pub by_header: bool,
    /// Whole header known.
    pub exact: bool,
}

/// Decides one column from its header's hint and its values.
pub(super) fn decide(facts: &ColumnFacts, hint: Option<&Hint>) -> Guess {
    if facts.filled == 0 {
        return plain(Kind::Ignore, 0.0, "has no values".to_owned());
    }
    let Some(hint) = hint else {
        if is_party(&facts.header) && named(facts) {
            let reason = format!("header `{}` names the party", facts.header);
            return Guess { meaning: Meaning::SomeName, fit: 1.0, reason, by_header: true, exact: false };
        }
        return by_values(facts, &format!("header `{}` says nothing", facts.header));
    };
    if is_rank(&hint.meaning, facts) {
        let reason = format!("header `{}` says {}, values are words", facts.header, describe(&hint.meaning));
        return Guess { meaning: Meaning::Attribute(Kind::Category), fit: 1.0, reason, by_header: true, exact: hint.exact };
    }
    let (fit, needed) = fit(&hint.meaning, facts);
    if speaks_of(&hint.meaning) && facts.share(Look::YesNo) >= 0.9 && facts.distinct <= 4 {
        return plain(Kind::Boolean, facts.share(Look::YesNo), format!("header `{}` asks, values are yes and no", facts.header));
    }
    if fit >= needed {
        let reason = format!("header `{}` says {}", facts.header, describe(&hint.meaning));
        let guess = Guess { meaning: hint.meaning.clone(), fit, reason, by_header: true, exact: hint.exact };
        return refine(guess, facts);
    }
    if is_hashed(&hint.meaning, facts) {
        return Guess {
            meaning: Meaning::Attribute(Kind::MemberId),
            fit: facts.share(Look::Uuid),
            reason: format!("header `{}` says {}, values are hashes that repeat", facts.header, describe(&hint.meaning)),
            by_header: true,
            exact: hint.exact,
        };
    }
    by_values(
        facts,
        &format!("header `{}` says {}, but only {} of its values fit", facts.header, describe(&hint.meaning), percent(fit)),
    )
}

/// A header that is nothing but a word for the row's party; its values may be names, ids or whatever else.
fn is_party(header: &str) -> bool {
    const PARTIES: &[&str] = &[
        "customer",
        "customers",
        "client",
        "buyer",
        "payer",
        "payee",
        "debtor",
        "account name",
        "kunde",
        "cliente",
        "klant",
        "kund",
    ];
    PARTIES.contains(&phrase(header).as_str())
}

/// Nearly all values are names of some kind: letters, and no type of their own.
fn named(facts: &ColumnFacts) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    let wordy = facts.share_of(|s| letters(&s.text) >= 2 && !is_typed(s.looks) && !s.looks.has(Look::Token));
    wordy >= 0.8 && facts.distinct >= 10
}

/// A name or a place, which no yes or no is: `Is Business`, `是否企业客户`.
fn speaks_of(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::SomeName => true,
        Meaning::Target(Target::Field(_, kind)) => matches!(
            kind,
            Kind::PersonName
                | Kind::GivenName
                | Kind::FamilyName
                | Kind::Nickname
                | Kind::Company
                | Kind::Address
                | Kind::Street
                | Kind::City
                | Kind::Province
                | Kind::JobTitle
                | Kind::Industry
        ),
        _ => false,
    }
}

/// Words under the header of a card or a number: the card's rank or colour (`gold`, `金卡`), and no number of anybody's.
fn is_rank(meaning: &Meaning, facts: &ColumnFacts) -> bool {
    let of_member = matches!(meaning, Meaning::Target(Target::Field(_, Kind::MemberId)) | Meaning::Attribute(Kind::MemberId));
    of_member && facts.repeats() > 1.5 && facts.share_of(|s| !s.text.chars().any(char::is_numeric)) >= 0.9
}

/// Hashes of what the header names (`email_hash`): equal where the values were, as long as some repeat and none stands for many.
fn is_hashed(meaning: &Meaning, facts: &ColumnFacts) -> bool {
    let of_party = match meaning {
        Meaning::Target(Target::Field(Party::Principal, kind)) => matches!(
            kind,
            Kind::Email
                | Kind::Phone
                | Kind::PersonName
                | Kind::GivenName
                | Kind::FamilyName
                | Kind::BirthDate
                | Kind::NationalId
                | Kind::TaxId
                | Kind::Address
                | Kind::Street
                | Kind::Postcode
        ),
        _ => false,
    };
    of_party && facts.share(Look::Uuid) >= 0.8 && !facts.is_unique() && facts.repeats() <= 50.0
}

/// A header may be right about the person and wrong about the form: a whole address in a column called region.
fn refine(mut guess: Guess, facts: &ColumnFacts) -> Guess {
    let numbers_needed = if guess.exact { 0.9 } else { 0.5 };
    let better = match &guess.meaning {
        Meaning::Target(Target::Field(party, kind)) => match kind {
            Kind::PersonName if facts.share(Look::OrgWord) >= 0.5 && facts.share(Look::HanName) < 0.3 => {
                Some((*party, Kind::Company, "values are organisations"))
            }
            Kind::PersonName | Kind::Company if facts.share(Look::Email) >= 0.8 => {
                Some((*party, Kind::Email, "values are mail addresses"))
            }
            Kind::Company if facts.share(Look::HanName) >= 0.7 && facts.share(Look::OrgWord) < 0.1 => {
                Some((*party, Kind::PersonName, "values are person names"))
            }
            Kind::Province | Kind::City | Kind::District | Kind::Country if facts.share(Look::Address) >= 0.5 => {
                Some((*party, Kind::Address, "values are whole addresses"))
            }
            Kind::MemberId | Kind::AccountId if facts.share(Look::Email) >= 0.8 => {
                Some((*party, Kind::Email, "values are mail addresses"))
            }
            Kind::MemberId | Kind::AccountId if facts.share(Look::PhoneStrong) >= 0.8 => {
                Some((*party, Kind::Phone, "values are phone numbers"))
            }
            // `Title` of some exports is the form of address.
            Kind::JobTitle if gender_words(facts) >= 0.8 => Some((*party, Kind::Gender, "values are forms of address")),
            Kind::Owner if facts.share(Look::OrgWord) >= 0.4 => Some((*party, Kind::Company, "values are organisations")),
            Kind::FamilyName if facts.share(Look::HanName) >= 0.6 && facts.median_chars >= 2 => {
                Some((*party, Kind::PersonName, "values are whole names"))
            }
            _ => None,
        },
        Meaning::RowId | Meaning::SomeId if facts.share(Look::Email) >= 0.8 => {
            Some((Party::Principal, Kind::Email, "values are mail addresses"))
        }
        // `Best number`: the header's last word speaks of some number, the values of which.
        Meaning::RowId | Meaning::SomeId if id_is_phone(facts, guess.exact) >= numbers_needed => {
            Some((Party::Principal, Kind::Phone, "values are phone numbers"))
        }
        _ => None,
    };
    if let Some((party, kind, why)) = better {
        guess.meaning = Meaning::Target(Target::Field(party, kind));
        guess.reason = format!("{}, but {why}", guess.reason);
    }
    guess
}

/// Share of values that fit a meaning and the share that is needed for the header to hold.
fn fit(meaning: &Meaning, facts: &ColumnFacts) -> (f32, f32) {
    match meaning {
        Meaning::Target(Target::Field(_, kind) | Target::Extra(_, kind) | Target::Attribute(_, kind))
        | Meaning::Attribute(kind)
        | Meaning::Plain(kind) => kind_fit(*kind, facts),
        Meaning::Target(Target::Event(part)) => match part {
            EventPart::At | EventPart::PaidAt => kind_fit(Kind::Date, facts),
            EventPart::Amount | EventPart::Refunded => kind_fit(Kind::Amount, facts),
            EventPart::Score => kind_fit(Kind::Score, facts),
            EventPart::Key => kind_fit(Kind::MemberId, facts),
            EventPart::Kind | EventPart::Status | EventPart::Currency | EventPart::Owner => (1.0 - typed(facts), 0.3),
            EventPart::Text => (1.0, 0.0),
        },
        Meaning::Target(Target::Item(part)) => match part {
            ItemPart::Quantity | ItemPart::Amount => kind_fit(Kind::Amount, facts),
            ItemPart::Sku | ItemPart::Product => (1.0 - facts.share(Look::Date), 0.5),
        },
        Meaning::Target(Target::CreatedAt | Target::UpdatedAt) => kind_fit(Kind::Date, facts),
        Meaning::Target(Target::Consent(_) | Target::OptOut(_)) => (facts.share(Look::YesNo), 0.3),
        Meaning::Provenance => (1.0 - facts.share(Look::Date).max(facts.share(Look::Email)), 0.5),
        Meaning::RowId | Meaning::SomeId => {
            (1.0 - facts.share_of(|s| s.looks.has(Look::Date) && s.text.len() > 8 || s.looks.has(Look::Long)), 0.5)
        }
        Meaning::SomeName => (1.0 - typed(facts), 0.5),
    }
}

/// At least five digits, visible or hidden, and hardly a letter (an extension's `x` or `ext`).
fn phone_like(text: &str) -> bool {
    let digits = text.chars().filter(|c| c.is_ascii_digit() || *c == '*').count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    digits >= 5 && letters <= 4 && letters * 2 <= digits
}

/// Share of values with a type of their own: mail, web, phone, date, number.
fn typed(facts: &ColumnFacts) -> f32 {
    facts.share_of(|s| {
        let l = s.looks;
        l.has(Look::Email)
            || l.has(Look::Url)
            || l.has(Look::PhoneStrong)
            || l.has(Look::Date)
            || l.has(Look::Number)
            || l.has(Look::Money)
            || l.has(Look::Integer)
    })
}

fn kind_fit(kind: Kind, facts: &ColumnFacts) -> (f32, f32) {
    let any = |looks: &[Look]| facts.share_of(|s| looks.iter().any(|&l| s.looks.has(l)));
    let numeric = || any(&[Look::Integer, Look::Number, Look::Money]);
    match kind {
        Kind::Email => (facts.share(Look::Email), 0.3),
        // A header that says phone holds for any column of digits: damaged numbers are still compared.
        Kind::Phone => {
            (facts.share_of(|s| phone_like(&s.text) || s.looks.has(Look::PhoneStrong) || s.looks.has(Look::PhoneWeak)), 0.4)
        }
        Kind::Url => (facts.share(Look::Url), 0.3),
        Kind::AreaCode => {
            (facts.share_of(|s| s.text.len() <= 6 && s.text.trim_start_matches('+').bytes().all(|b| b.is_ascii_digit())), 0.5)
        }
        Kind::Date | Kind::BirthDate | Kind::ContractEnd => (date_fit(facts), 0.4),
        Kind::BirthYear => (facts.share_of(|s| s.looks.has(Look::Integer) && is_birth_year(&s.text)), 0.5),
        Kind::BirthMonth => (facts.share(Look::Month), 0.5),
        Kind::BirthDay => (facts.share(Look::Day), 0.5),
        Kind::Gender => (gender_fit(facts), 0.3),
        Kind::PersonName | Kind::GivenName | Kind::MiddleName | Kind::FamilyName => {
            (facts.share_of(|s| !is_typed(s.looks) && !s.looks.has(Look::Long) && s.text.chars().any(char::is_alphabetic)), 0.5)
        }
        Kind::Nickname => (1.0 - facts.share(Look::Email).max(facts.share(Look::Url)), 0.3),
        Kind::Company => (1.0 - facts.share_of(|s| is_typed(s.looks) || s.looks.has(Look::Integer)), 0.5),
        Kind::Address | Kind::Street => (1.0 - facts.share_of(|s| is_typed(s.looks) || s.looks.has(Look::Integer)), 0.5),
        Kind::Unit => {
            (1.0 - facts.share_of(|s| s.looks.has(Look::Email) || s.looks.has(Look::Url) || s.looks.has(Look::PhoneStrong)), 0.5)
        }
        Kind::HouseNumber => (facts.share_of(|s| s.text.len() <= 12 && s.text.bytes().any(|b| b.is_ascii_digit())), 0.5),
        Kind::Country | Kind::Province | Kind::City | Kind::District | Kind::Place => (
            1.0 - facts.share_of(|s| {
                is_typed(s.looks)
                    || s.looks.has(Look::Integer)
                    || matches!(s.text.to_lowercase().as_str(), "yes" | "no" | "是" | "否")
            }),
            0.5,
        ),
        Kind::Postcode => (
            facts.share_of(|s| {
                (3..=11).contains(&s.text.chars().count()) && s.text.bytes().any(|b| b.is_ascii_digit()) && !s.looks.has(Look::Date)
            }),
            0.4,
        ),
        Kind::NationalId | Kind::TaxId => {
            (facts.share_of(|s| s.text.bytes().filter(u8::is_ascii_digit).count() >= 4 && !s.text.contains('@')), 0.4)
        }
        Kind::MemberId | Kind::AccountId | Kind::LinksTo | Kind::SourceKey => {
            (1.0 - facts.share_of(|s| s.looks.has(Look::Long) || s.looks.has(Look::Time)), 0.5)
        }
        Kind::Amount | Kind::Number | Kind::Score => (numeric(), 0.5),
        Kind::Boolean => (facts.share(Look::YesNo), 0.3),
        Kind::Industry | Kind::CompanySize | Kind::JobTitle | Kind::Category | Kind::Tags | Kind::Owner => {
            (1.0 - any(&[Look::Email, Look::Url, Look::PhoneStrong]), 0.3)
        }
        Kind::Text | Kind::Ignore => (1.0, 0.0),
    }
}

/// Mail, web, phone, date or decimal number.
fn is_typed(looks: super::looks::Looks) -> bool {
    [Look::Email, Look::Url, Look::PhoneStrong, Look::Date, Look::Number, Look::Money].iter().any(|&l| looks.has(l))
}

/// A year somebody may have been born in, also long ago (`1743`), or its last two digits.
fn is_birth_year(text: &str) -> bool {
    text.len() == 2 || text.len() == 4 && ("1000"..="2030").contains(&text)
}

/// Dates, spreadsheet serial days (a time is a fraction of the day) or epoch seconds, or bare years.
fn date_fit(facts: &ColumnFacts) -> f32 {
    facts.share_of(|s| {
        let serial = s.looks.has(Look::Integer) && matches!(s.text.len(), 5 | 10 | 13);
        let days = s.text.split_once('.').map_or("", |(days, _)| days);
        let timed = s.looks.has(Look::Number) && days.len() == 5 && ("20000".."60000").contains(&days);
        s.date.is_some() || serial || timed || s.looks.has(Look::Year)
    })
}

/// Gender words, titles, or a code of few values.
fn gender_fit(facts: &ColumnFacts) -> f32 {
    let words = gender_words(facts);
    if facts.distinct <= 4 && facts.median_chars <= 2 { words.max(0.5) } else { words }
}

/// Share of gender words and forms of address that tell a gender.
fn gender_words(facts: &ColumnFacts) -> f32 {
    facts.share_of(|s| {
        s.looks.has(Look::Gender)
            || matches!(s.text.to_lowercase().trim_end_matches('.'), "mr" | "mrs" | "ms" | "miss" | "herr" | "frau")
    })
}

/// What the values alone say.
fn by_values(facts: &ColumnFacts, why: &str) -> Guess {
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
fn id_is_phone(facts: &ColumnFacts, is_id: bool) -> f32 {
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

fn plain(kind: Kind, fit: f32, reason: String) -> Guess {
    Guess { meaning: Meaning::Plain(kind), fit, reason, by_header: false, exact: false }
}

/// The meaning in words.
pub(super) fn describe(meaning: &Meaning) -> String {
    match meaning {
        Meaning::Target(target) => target.to_string().replace('_', " "),
        Meaning::Attribute(kind) | Meaning::Plain(kind) => kind.name().replace('_', " "),
        Meaning::Provenance => "where the row came from".to_owned(),
        Meaning::RowId | Meaning::SomeId => "an id".to_owned(),
        Meaning::SomeName => "some name".to_owned(),
    }
}

/// A share as a whole percentage.
pub(super) fn percent(share: f32) -> String {
    format!("{:.0} %", share * 100.0)
}

/// How many of the filled cells fit.
pub(super) fn share_text(fit: f32, facts: &ColumnFacts) -> String {
    format!("{} of {} filled cells fit", percent(fit), facts.filled)
}
