//! Columns of names beside each other: whose they are, and whether they are whole names or halves.
//!
//! In: what each column was taken for alone, and facts about its values. Out: the same guesses, where names of several people,
//! of persons and organisations, or of the row and of somebody else are settled; the reason is added to each changed guess.

use crate::model::kind::{Kind, Party, Target};
use crate::model::lifespan::lifespan;

use super::address_columns::{ADDRESS, LINES};
use super::decide::Guess;
use super::facts::ColumnFacts;
use super::header::Meaning;
use super::looks::Look;
use super::mixed::is_mixed;
use super::relate::{NAMED, NAMES, field, is_kind, keep_aside, set};
use super::table::is_head;

/// Several first and several last names are several people in one row (both who register, parent and child): the first pair
/// with the best filled given name is whom the row is about.
pub(super) fn one_person(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let of =
        |guesses: &[Guess], kind: Kind| -> Vec<usize> { (0..guesses.len()).filter(|&i| is_kind(&guesses[i], &[kind])).collect() };
    let (given, family) = (of(guesses, Kind::GivenName), of(guesses, Kind::FamilyName));
    if given.len() < 2 || family.len() < 2 {
        return;
    }
    for columns in [given, family] {
        let first = columns.iter().copied().max_by_key(|&i| (facts[i].filled, std::cmp::Reverse(i)));
        for i in columns.into_iter().filter(|&i| Some(i) != first) {
            keep_aside(&mut guesses[i], Kind::Category, "the row has another first and last name that is filled no worse");
        }
    }
}

/// Owners of whom every row has its own (`owner` of cars, of houses) are whom the table lists, where nobody else has a name; who
/// looks after customers looks after many.
pub(super) fn owners(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    if guesses.iter().any(|g| is_kind(g, NAMED)) {
        return;
    }
    let is_owner = |(g, f): &(&mut Guess, &ColumnFacts)| {
        is_kind(g, &[Kind::Owner]) && f.distinct >= OWNERS_LEAST && f.repeats() <= ROWS_AN_OWNER && 2 * f.filled >= f.rows
    };
    if let Some((guess, _)) = guesses.iter_mut().zip(facts).find(is_owner) {
        set(guess, Kind::PersonName, "every row has an owner of its own, and nobody else has a name");
    }
}

/// Owners from which on a table shows whether every row has its own.
const OWNERS_LEAST: u64 = 20;
/// Rows that share an owner at the most, on average.
const ROWS_AN_OWNER: f64 = 4.0;

/// A lone given or family name whose values are several words is the whole name (`Nombre`, `Nom`, `名`).
pub(super) fn whole_names(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    for party in [Party::Principal, Party::Receiver] {
        let of_party = |g: &Guess, kinds: &[Kind]| field(g).is_some_and(|(p, kind)| p == party && kinds.contains(&kind));
        let parts: Vec<usize> = (0..guesses.len()).filter(|&i| of_party(&guesses[i], NAMES)).collect();
        let [only] = parts[..] else { continue };
        let f = &facts[only];
        let several = f.share_of(|s| s.text.split_whitespace().count() >= 2);
        if of_party(&guesses[only], &[Kind::GivenName, Kind::FamilyName]) && several.max(f.share(Look::HanName)) >= 0.6 {
            guesses[only].meaning = Meaning::Target(Target::Field(party, Kind::PersonName));
            guesses[only].reason = format!("{}; it is the only name and its values are whole names", guesses[only].reason);
        }
    }
}

/// A name column beside one half of the name is the other half, if its values are single words (`Name` and `Vorname`,
/// `名字` and `姓氏`).
pub(super) fn half_names(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let of = |guesses: &[Guess], kind: Kind| -> Vec<usize> {
        (0..guesses.len()).filter(|&i| guesses[i].by_header && is_kind(&guesses[i], &[kind])).collect()
    };
    let [whole] = of(guesses, Kind::PersonName)[..] else { return };
    let (given, family) = (of(guesses, Kind::GivenName), of(guesses, Kind::FamilyName));
    let f = &facts[whole];
    let half = f.share(Look::OneWord) >= 0.6 || (f.share(Look::Han) >= 0.6 && f.median_chars <= 2);
    match (given.len(), family.len()) {
        (1, 0) if half => set(&mut guesses[whole], Kind::FamilyName, "single words beside a given name"),
        (0, 1) if half => set(&mut guesses[whole], Kind::GivenName, "single words beside a family name"),
        _ => {}
    }
}

/// A `… name` column: a person's, an organisation's, or a category, by its values.
pub(super) fn some_names(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let has = |guesses: &[Guess], kinds: &[Kind]| guesses.iter().any(|g| is_kind(g, kinds) && g.by_header);
    // Of a handful of sites the rows come from none is the row's own name.
    let few = |f: &ColumnFacts| f.distinct <= 30 || f.repeats() > 20.0;
    let site = |g: &Guess, f: &ColumnFacts| is_kind(g, &[Kind::Company]) && few(f) && f.rows > 200;
    let firms =
        |guesses: &[Guess]| guesses.iter().zip(facts).any(|(g, f)| is_kind(g, &[Kind::Company]) && g.by_header && !site(g, f));
    for i in 0..guesses.len() {
        let f = &facts[i];
        let exact_name = is_kind(&guesses[i], &[Kind::PersonName]) && guesses[i].by_header && guesses[i].exact;
        if exact_name
            && looks_like_organisations(f)
            && !has(guesses, &[Kind::BirthDate, Kind::Gender, Kind::GivenName, Kind::FamilyName])
        {
            set(&mut guesses[i], Kind::Company, "values are organisations");
            continue;
        }
        if guesses[i].meaning != Meaning::SomeName {
            continue;
        }
        let personal = has(guesses, &[Kind::BirthDate, Kind::Gender, Kind::NationalId, Kind::BirthYear]);
        let person = f.share(Look::HanName) >= 0.5
            || (f.share(Look::GivenWord).max(f.share(Look::FamilyWord)) >= 0.3 && f.share(Look::OrgWord) < 0.05)
            || personal && !looks_like_organisations(f)
            || is_mixed(&Target::Field(Party::Principal, Kind::PersonName), f);
        // A name that few rows have (`Full Name` of those whose firm is the customer) leaves the others without one.
        let told = |(g, other): (&Guess, &ColumnFacts)| {
            g.by_header && is_kind(g, NAMED) && 2 * other.filled >= f.filled && !site(g, other)
        };
        let taken = guesses.iter().zip(facts).any(told);
        if few(f) && f.rows > 200 {
            keep_aside(&mut guesses[i], Kind::Category, "few distinct values");
        } else if person && !taken {
            set(&mut guesses[i], Kind::PersonName, "values are person names");
        } else if !taken && (looks_like_organisations(f) || !person) {
            set(&mut guesses[i], Kind::Company, "values are organisations");
        } else if !firms(guesses) && !personal && f.share(Look::OrgWord) >= NAMED_SO && looks_like_organisations(f) {
            // The persons named beside it are whom to ask for there (`charity name`, `contact`).
            set(&mut guesses[i], Kind::Company, "values are organisations");
        } else if firms(guesses) && !has(guesses, NAMES) && f.repeats() <= 3.0 {
            // What a shop or seller calls itself beside the name it is registered under.
            guesses[i].meaning = Meaning::Attribute(Kind::Nickname);
            guesses[i].reason.push_str("; another name of the organisation");
        } else {
            keep_aside(&mut guesses[i], Kind::Category, "the row has another name");
        }
    }
}

/// Share of values with an organisation's word (`trust`, `club`, 医院) from which a column beside persons' names is their organisation's.
const NAMED_SO: f32 = 0.3;

/// Words or marks of organisations, and few of persons.
pub(super) fn looks_like_organisations(facts: &ColumnFacts) -> bool {
    // Digits behind a person's name may be the date of birth.
    let marks = facts.share_of(|s| {
        if lifespan(&s.text).is_some() {
            return false;
        }
        let lower = s.text.to_lowercase();
        s.looks.has(Look::OrgWord)
            || lower.contains('&')
            || lower.contains('/') && !is_ticketed(&s.text)
            || lower.contains("'s ")
            || lower.ends_with("'s")
            || lower.starts_with("the ")
            || lower.contains(" of ")
            || lower.contains(" and ")
            || (s.looks.has(Look::Latin) && lower.bytes().any(|b| b.is_ascii_digit()))
    });
    let persons = facts.share_of(|s| {
        s.looks.has(Look::HanName)
            || s.looks.has(Look::Honorific)
            || (s.looks.has(Look::GivenWord) && s.looks.has(Look::FamilyWord))
    });
    marks >= 0.2 && marks > persons * 1.5
}

/// `ZHANG/SAN`, `SMITH/JOHN MR`: a person as tickets print the name.
fn is_ticketed(text: &str) -> bool {
    text.split_once('/').is_some_and(|(family, given)| {
        [family, given]
            .iter()
            .all(|half| half.chars().any(char::is_uppercase) && half.chars().all(|c| c.is_uppercase() || c == ' '))
    })
}

/// Kinds that are no identity of the row where only values speak for them and few rows have them.
const STRAY: &[Kind] = &[
    Kind::Company,
    Kind::Url,
    Kind::BirthDate,
    Kind::Gender,
    Kind::Address,
    Kind::Street,
    Kind::City,
    Kind::Province,
    Kind::Country,
];

/// Names and companies seen by values only do not compete with those that a header names.
pub(super) fn stray_names(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let person = guesses.iter().any(|g| g.by_header && is_kind(g, NAMES));
    let named = person || guesses.iter().any(|g| g.by_header && is_kind(g, &[Kind::Company]));
    let addressed = guesses.iter().any(|g| g.by_header && is_kind(g, ADDRESS));
    // Town and postcode may be named by their headers while the line above them is known by its values only.
    let has_line = guesses.iter().any(|g| g.by_header && is_kind(g, LINES));
    let mut seen_name = false;
    for i in 0..guesses.len() {
        if guesses[i].by_header {
            continue;
        }
        if is_kind(&guesses[i], NAMES) {
            let kind = field(&guesses[i]).map_or(Kind::PersonName, |(_, k)| k);
            // A given and a family name may stand beside each other; a second whole name may not.
            let of_company = !person && kind == Kind::PersonName && is_contact(&facts[i]);
            if (named && !of_company) || (kind == Kind::PersonName && seen_name) {
                keep_aside(&mut guesses[i], Kind::Category, "the row's own name stands elsewhere");
            }
            seen_name |= kind == Kind::PersonName;
        } else if is_kind(&guesses[i], ADDRESS) && addressed && (has_line || !is_kind(&guesses[i], LINES)) {
            keep_aside(&mut guesses[i], Kind::Category, "the row's own address stands elsewhere");
        } else if named && is_kind(&guesses[i], STRAY) && facts[i].filled * 2 < facts[i].rows {
            keep_aside(&mut guesses[i], Kind::Category, "filled in few rows and the header does not say whose it is");
        }
    }
}

/// Beside a company, under a header that says nothing: names of its people, of each hardly more than one row. Those of one's
/// own staff repeat, and who runs a company is no contact.
fn is_contact(facts: &ColumnFacts) -> bool {
    let latin = facts.share(Look::GivenWord).max(facts.share(Look::FamilyWord)) >= 0.4 && !looks_like_organisations(facts);
    (facts.share(Look::HanName) >= 0.8 || latin)
        && 2 * facts.filled >= facts.rows
        && facts.repeats() <= 2.0
        && !is_head(&facts.header)
}
