//! Tables about somebody whom other tables only mention: their stores, agents, vendors, doctors.
//!
//! Beside a buyer, `agent_phone` is somebody else's and `store_name` says where he bought. Where nobody else has a name, and
//! nearly every row names another agent or store, they are what the table lists, and their columns say so of themselves.

use crate::model::kind::{EventPart, Kind, Party, Target};
use crate::normalise::fold::simplify;

use super::facts::ColumnFacts;
use super::header::{Hint, Meaning, hint, phrase};
use super::words::LISTED;

/// Rows from which on a table shows whether a name stands in one row or in all.
const ROWS_LEAST: u64 = 10;
/// Rows that share one name at the most, on average.
const ROWS_A_NAME: f64 = 4.0;

const NAMES: &[Kind] = &[Kind::PersonName, Kind::GivenName, Kind::FamilyName, Kind::Company];

/// What every header means, in the table's own light.
pub(super) fn hints(facts: &[ColumnFacts]) -> Vec<Option<Hint>> {
    let mut hints: Vec<Option<Hint>> = facts.iter().map(|f| hint(&f.header)).collect();
    if hints.iter().flatten().any(|hint| names_somebody(&hint.meaning) || is_of_order(&hint.meaning)) {
        return hints;
    }
    let phrases: Vec<String> = facts.iter().map(|f| simplify(&phrase(&f.header)).into_owned()).collect();
    let listed = LISTED.iter().find(|word| {
        let owns: Vec<(Meaning, &ColumnFacts)> =
            phrases.iter().zip(facts).filter_map(|(phrase, f)| Some((own(phrase, word)?.meaning, f))).collect();
        // First and last names repeat; then both of them, or a phone or mailbox of each row's own, say that it lists them.
        let one_each = |(meaning, f): &(Meaning, &ColumnFacts)| tells_who(meaning) && is_each_rows_own(f);
        let half = |kind: Kind| owns.iter().find(|(meaning, _)| is_of(meaning, kind)).map(|(_, f)| *f);
        let halves = half(Kind::GivenName).zip(half(Kind::FamilyName)).is_some_and(|(given, family)| are_many(given, family));
        owns.iter().any(|(meaning, _)| is_name(meaning)) && (halves || owns.iter().any(one_each))
    });
    if let Some(word) = listed {
        for (hint, phrase) in hints.iter_mut().zip(&phrases) {
            if let Some(own) = own(phrase, word) {
                *hint = Some(own);
            }
        }
    }
    hints
}

/// What a header says of `word`, if it begins with it. A bare name may be a person's or an organisation's, which the values
/// decide; a bare id is that of the listed.
fn own(phrase: &str, word: &str) -> Option<Hint> {
    let rest = phrase.strip_prefix(word)?;
    let rest = if word.is_ascii() { rest.strip_prefix(' ')? } else { rest.trim_start() };
    if matches!(rest, "名" | "名称") {
        return Some(Hint { meaning: Meaning::SomeName, exact: false });
    }
    let hint = hint(rest)?;
    let meaning = match hint.meaning {
        Meaning::Target(Target::Field(Party::Principal, Kind::PersonName)) => Meaning::SomeName,
        Meaning::RowId => Meaning::SomeId,
        meaning @ (Meaning::Target(Target::Field(Party::Principal, _)) | Meaning::SomeName | Meaning::SomeId) => meaning,
        _ => return None,
    };
    Some(Hint { meaning, exact: false })
}

fn is_name(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::SomeName => true,
        Meaning::Target(Target::Field(Party::Principal, kind)) => NAMES.contains(kind),
        _ => false,
    }
}

fn is_of(meaning: &Meaning, kind: Kind) -> bool {
    *meaning == Meaning::Target(Target::Field(Party::Principal, kind))
}

/// A name, or a way to reach one.
fn tells_who(meaning: &Meaning) -> bool {
    const REACHED: &[Kind] = &[Kind::Phone, Kind::Email];
    is_name(meaning) || matches!(meaning, Meaning::Target(Target::Field(_, kind)) if REACHED.contains(kind))
}

/// Somebody has a name by a header that speaks of nobody else.
fn names_somebody(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Target(Target::Field(Party::Principal | Party::Receiver, kind)) if NAMES.contains(kind))
}

/// Orders name the store and the agent of each.
fn is_of_order(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Target(Target::Event(EventPart::Key | EventPart::Amount | EventPart::PaidAt) | Target::Item(_)))
}

/// Are there so many first and last names that hardly two rows share both?
fn are_many(given: &ColumnFacts, family: &ColumnFacts) -> bool {
    let least = given.distinct.min(family.distinct);
    2 * given.filled >= given.rows && least >= HALVES_LEAST && given.distinct * family.distinct >= NAMES_A_ROW * given.rows
}

/// First and last names from which on they may be those of each row, and pairs of them a row.
const HALVES_LEAST: u64 = 50;
const NAMES_A_ROW: u64 = 20;

fn is_each_rows_own(facts: &ColumnFacts) -> bool {
    facts.rows >= ROWS_LEAST && 2 * facts.filled >= facts.rows && facts.repeats() <= ROWS_A_NAME
}
