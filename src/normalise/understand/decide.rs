//! One column alone: header and values are two pieces of evidence, and values veto headers.

use crate::model::kind::{EventPart, ItemPart, Kind, Party, Target};

use super::by_values::{by_values, id_is_phone};
use super::ends;
use super::facts::ColumnFacts;
use super::header::{Hint, Meaning, phrase};
use super::looks::{Look, is_han};
use super::words::HELPERS;

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
    if let Some(guess) = ends::decide(facts) {
        return guess;
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
    if is_somewhere(&facts.header) && facts.distinct < PLACES_LEAST {
        return by_values(facts, &format!("header `{}` names a place, of which there are {}", facts.header, facts.distinct));
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
    if is_helpers(&facts.header) {
        let reason = format!("header `{}` speaks of somebody who brought or serves the customer", facts.header);
        return plain(Kind::Category, 1.0, reason);
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
        "exhibitor",
        "insured",
        "tenant",
        "kunde",
        "cliente",
        "klant",
        "kund",
    ];
    PARTIES.contains(&phrase(header).as_str())
}

/// Places from which on they are the customers': the branches they were served in are fewer.
const PLACES_LEAST: u64 = 50;

/// A header that says somewhere and not whose: where the customer is, or the branch that served him.
fn is_somewhere(header: &str) -> bool {
    matches!(phrase(header).as_str(), "location" | "place")
}

/// A header about whoever recommended, served or delivered to the customer: no number or mailbox there reaches him.
fn is_helpers(header: &str) -> bool {
    let phrase = phrase(header);
    let is_word = |word: &str| phrase.split(' ').any(|w| w == word);
    let is_inside = |word: &str| word.chars().any(is_han) && phrase.contains(word) && !phrase.contains(&format!("被{word}"));
    HELPERS.iter().any(|word| is_word(word) || is_inside(word))
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
            // `User Name` of a list of those who attended is what they are called.
            Kind::AccountId if facts.share_of(|s| s.looks.has(Look::GivenWord) && s.looks.has(Look::FamilyWord)) >= 0.3 => {
                Some((*party, Kind::PersonName, "values are person names"))
            }
            // `Account` of a list of firms is the firm.
            Kind::AccountId if facts.share_of(|s| s.text.contains(' ') && !s.text.chars().any(char::is_numeric)) >= 0.6 => {
                Some((*party, Kind::Company, "values are names of several words"))
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
            // `Last message` may be when it was.
            EventPart::Text => (1.0 - facts.share(Look::Date), 0.3),
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
        Kind::BirthDate => (date_fit(facts).max(facts.share_of(|s| is_year_and_month(&s.text))), 0.4),
        Kind::Date | Kind::ContractEnd => (date_fit(facts), 0.4),
        Kind::BirthYear => (facts.share_of(|s| s.looks.has(Look::Integer) && is_birth_year(&s.text)), 0.5),
        Kind::BirthMonth => (facts.share(Look::Month), 0.5),
        Kind::BirthDay => (facts.share(Look::Day), 0.5),
        Kind::Gender => (gender_fit(facts), 0.3),
        Kind::PersonName | Kind::GivenName | Kind::MiddleName | Kind::FamilyName => {
            (facts.share_of(|s| !is_typed(s.looks) && !s.looks.has(Look::Long) && is_wordy(&s.text)), 0.5)
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

/// More letters than digits: `SN387700194671` is nobody's name.
fn is_wordy(text: &str) -> bool {
    let count = |test: fn(char) -> bool| text.chars().filter(|&c| test(c)).count();
    let (letters, digits) = (count(char::is_alphabetic), count(|c| c.is_ascii_digit()));
    letters > 0 && letters >= digits
}

/// Mail, web, phone, date or decimal number.
fn is_typed(looks: super::looks::Looks) -> bool {
    [Look::Email, Look::Url, Look::PhoneStrong, Look::Date, Look::Number, Look::Money].iter().any(|&l| looks.has(l))
}

/// A year somebody may have been born in, also long ago (`1743`), or its last two digits.
fn is_birth_year(text: &str) -> bool {
    text.len() == 2 || text.len() == 4 && ("1000"..="2030").contains(&text)
}

/// `2015.03`, `2015-3`, `2015年3月`: 出生年月 as it is asked for.
fn is_year_and_month(text: &str) -> bool {
    let Some((year, month)) = text.trim_end_matches('月').split_once(['.', '-', '/', '年']) else { return false };
    let month: Option<u8> = month.parse().ok().filter(|m| (1..=12).contains(m));
    year.len() == 4 && ("1900".."2100").contains(&year) && month.is_some()
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

pub(super) fn plain(kind: Kind, fit: f32, reason: String) -> Guess {
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
