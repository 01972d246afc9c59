//! Columns together: what one column alone leaves open, settled step by step.
//!
//! In: the table, facts about each column and what it was taken for alone. Out: the same guesses, changed where other columns say more,
//! each with its reason. Steps for names, ids and addresses have files of their own; here are their order, and dates, constant
//! columns and the last resort.

use crate::model::kind::{Kind, Party, Target};
use crate::model::raw::RawTable;

use super::address_columns::{one_address, parcels};
use super::by_values::is_birth_like;
use super::decide::Guess;
use super::facts::ColumnFacts;
use super::group_ids;
use super::header::{Meaning, phrase};
use super::id_columns::ids;
use super::looks::Look;
use super::name_columns::{half_names, looks_like_organisations, one_person, owners, some_names, stray_names, whole_names};
use super::{beside, repeats};

/// Settles what needs more than one column.
pub(super) fn settle(table: &RawTable, facts: &[ColumnFacts], guesses: &mut [Guess]) {
    date_parts(facts, guesses);
    owners(facts, guesses);
    one_person(facts, guesses);
    whole_names(facts, guesses);
    half_names(facts, guesses);
    some_names(facts, guesses);
    stray_names(facts, guesses);
    beside::chosen_names(facts, guesses);
    beside::remarked_names(facts, guesses);
    beside::other_persons(table, facts, guesses);
    ids(facts, guesses);
    beside::numbers_of_others(facts, guesses);
    beside::ends_of_papers(facts, guesses);
    group_ids::set_aside(table, facts, guesses);
    parcels(guesses);
    one_address(facts, guesses);
    repeats::repeated_names(table, guesses);
    repeats::repeated_streets(table, guesses);
    one_birth_date(facts, guesses);
    constants(facts, guesses);
    last_resort(facts, guesses);
}

/// Rows from which on one value in all of them is the same for a reason that is not the customers'.
const CONSTANT_ROWS: u64 = 20;

/// A name, number, mail, street or job that stands in every row alike is the shop's, a sender's or a test's, and nobody's own.
fn constants(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    const OWN: &[Kind] = &[
        Kind::PersonName,
        Kind::Phone,
        Kind::Email,
        Kind::Address,
        Kind::Street,
        Kind::NationalId,
        Kind::MemberId,
        Kind::AccountId,
        Kind::JobTitle,
    ];
    for (f, guess) in facts.iter().zip(guesses) {
        let same = f.distinct == 1 && f.filled == f.rows && f.rows >= CONSTANT_ROWS;
        if same && field(guess).is_some_and(|(_, kind)| OWN.contains(&kind)) {
            keep_aside(guess, Kind::Category, "one value in all rows is nobody's own");
        }
    }
}

/// Where nothing else could match, the column with most distinct texts is the name of what the table lists.
fn last_resort(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    const IDENTITY: &[Kind] = &[
        Kind::PersonName,
        Kind::GivenName,
        Kind::FamilyName,
        Kind::Nickname,
        Kind::Company,
        Kind::Phone,
        Kind::Email,
        Kind::Address,
        Kind::Street,
        Kind::NationalId,
        Kind::TaxId,
        Kind::MemberId,
        Kind::AccountId,
        Kind::Url,
    ];
    let known = |g: &Guess| field(g).is_some_and(|(_, k)| IDENTITY.contains(&k));
    if guesses.iter().any(known) {
        return;
    }
    let wordy = |i: &usize| {
        matches!(guesses[*i].meaning, Meaning::Plain(Kind::Category | Kind::Text))
            && facts[*i].share_of(|s| s.text.chars().filter(|c| c.is_alphabetic()).count() >= 2) >= 0.8
            && facts[*i].distinct >= 10
    };
    let Some(best) = (0..facts.len()).filter(wordy).max_by_key(|&i| (facts[i].distinct, std::cmp::Reverse(i))) else { return };
    let f = &facts[best];
    let person = f.share(Look::HanName) >= 0.3
        || (f.share(Look::Words) >= 0.7 && f.share(Look::OrgWord) < 0.05 && !looks_like_organisations(f));
    let kind = if person { Kind::PersonName } else { Kind::Company };
    set(&mut guesses[best], kind, "nothing else in the table could say who a row is");
}

/// The party and kind a guess is a value of.
pub(super) fn field(guess: &Guess) -> Option<(Party, Kind)> {
    match guess.meaning {
        Meaning::Target(Target::Field(party, kind)) => Some((party, kind)),
        _ => None,
    }
}

/// True if the guess is a value of the row's own party, of one of these kinds.
pub(super) fn is_kind(guess: &Guess, kinds: &[Kind]) -> bool {
    field(guess).is_some_and(|(party, kind)| party == Party::Principal && kinds.contains(&kind))
}

/// Kinds that name a person or an organisation.
pub(super) const NAMED: &[Kind] = &[Kind::PersonName, Kind::GivenName, Kind::FamilyName, Kind::Company];

/// Kinds that name a person.
pub(super) const NAMES: &[Kind] = &[Kind::PersonName, Kind::GivenName, Kind::FamilyName];

/// Takes a column for a value of the row's own party, with the reason.
pub(super) fn set(guess: &mut Guess, kind: Kind, why: &str) {
    guess.meaning = Meaning::Target(Target::Field(Party::Principal, kind));
    guess.reason = format!("{}; {why}", guess.reason);
}

/// Keeps a column that is no evidence, with the reason.
pub(super) fn keep_aside(guess: &mut Guess, kind: Kind, why: &str) {
    guess.meaning = Meaning::Plain(kind);
    guess.reason = format!("{}; {why}", guess.reason);
}

/// Columns of a year, a month and a day side by side.
pub(super) fn date_columns(facts: &[ColumnFacts]) -> Option<[usize; 3]> {
    let find = |names: &[&str], look: Look| {
        (0..facts.len()).find(|&i| names.contains(&phrase(&facts[i].header).as_str()) && facts[i].share(look) >= 0.8)
    };
    let year =
        find(&["year", "yyyy", "yr", "年", "jahr", "annee", "ano", "anio", "anno", "jaar", "rok", "god", "год"], Look::Year)?;
    let month = find(&["month", "mm", "mon", "月", "monat", "mois", "mes", "mese", "maand", "miesiac", "месяц"], Look::Month)?;
    let day = find(&["day", "dd", "日", "tag", "jour", "dia", "giorno", "dag", "dzien", "день"], Look::Day)?;
    Some([year, month, day])
}

/// Columns `year`, `month`, `day` side by side are a birth date if the years are birth years.
fn date_parts(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let Some(columns) = date_columns(facts) else { return };
    let [year, ..] = columns;
    let born = facts[year].share_of(|s| s.text.parse::<u16>().is_ok_and(|y| (1900..=2016).contains(&y)));
    if born >= 0.9 && facts[year].distinct >= 15 {
        for (i, kind) in columns.into_iter().zip([Kind::BirthYear, Kind::BirthMonth, Kind::BirthDay]) {
            set(&mut guesses[i], kind, "year, month and day stand side by side and the years are birth years");
        }
    }
}

/// A birth date named by the header wins over one seen by values; of several without header the best spread stays.
fn one_birth_date(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let births: Vec<usize> = (0..guesses.len()).filter(|&i| is_kind(&guesses[i], &[Kind::BirthDate])).collect();
    let named = births.iter().any(|&i| guesses[i].by_header);
    let person = guesses.iter().any(|g| is_kind(g, NAMES));
    for i in births {
        if !guesses[i].by_header && (named || !person || !is_birth_like(&facts[i])) {
            keep_aside(&mut guesses[i], Kind::Date, "not the birth date of a person");
        }
    }
}
