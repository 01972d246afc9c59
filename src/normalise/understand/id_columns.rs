//! Columns of ids: the row's own key, a party's number, or nothing of use.
//!
//! In: what each column was taken for alone, and facts about its values. Out: the same guesses, where every `RowId` and `SomeId` is
//! settled. An id that stands in one row alone tells nothing about equality and is kept aside.

use crate::model::kind::{Kind, Party, Target};

use super::decide::Guess;
use super::facts::ColumnFacts;
use super::header::{Meaning, phrase};
use super::looks::Look;
use super::relate::{NAMES, is_kind, keep_aside, set};

/// Ids: the row's own key, a party's number that repeats, or nothing of use.
pub(super) fn ids(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let mut has_key = guesses.iter().any(|g| is_kind(g, &[Kind::SourceKey]));
    // Whom to ask for at an organisation is not known in every row.
    let named = |(f, g): (&ColumnFacts, &Guess)| is_kind(g, NAMES) && 10 * f.filled >= 8 * f.rows;
    let organisations = guesses.iter().any(|g| is_kind(g, &[Kind::Company])) && !facts.iter().zip(&*guesses).any(named);
    for i in 0..guesses.len() {
        let f = &facts[i];
        let row_id = match guesses[i].meaning {
            Meaning::RowId => true,
            Meaning::SomeId => false,
            _ => continue,
        };
        let complete = f.filled == f.rows && f.is_unique();
        let first = i == 0 && f.median_chars <= 40;
        if complete && !has_key && (row_id || first) {
            has_key = true;
            set(&mut guesses[i], Kind::SourceKey, "one value per row, so it is the row's own key");
        } else if f.is_unique() || f.repeats() < 1.001 {
            keep_aside(&mut guesses[i], Kind::Ignore, "one value per row tells nothing about equality");
        } else if is_party_id(&f.header, organisations)
            || (!row_id
                && f.repeats() <= 20.0
                && f.share(Look::Integer) + f.share(Look::Token) >= 0.8
                && f.median_chars >= 4
                && guesses[i].by_header)
        {
            let own = is_party_id(&f.header, organisations);
            guesses[i].meaning = if own {
                Meaning::Target(Target::Field(Party::Principal, Kind::MemberId))
            } else {
                Meaning::Attribute(Kind::MemberId)
            };
            guesses[i].reason = format!("{}; {} distinct values repeat over {} cells", guesses[i].reason, f.distinct, f.filled);
        } else {
            keep_aside(&mut guesses[i], if f.repeats() > 20.0 { Kind::Category } else { Kind::Ignore }, "no id of the party");
        }
    }
}

/// The header names a party whose id this is: in a table of organisations, an organisation or the register it is in.
fn is_party_id(header: &str, organisations: bool) -> bool {
    let phrase = phrase(header);
    let named = |words: &[&str]| words.iter().any(|w| phrase.split(' ').any(|p| p.starts_with(w)));
    if organisations
        && (named(ORGANISATION_WORDS) || ["注册号", "登记号", "公司", "企业", "单位", "供应商"].iter().any(|w| phrase.contains(w)))
    {
        return true;
    }
    [
        "customer",
        "client",
        "cust",
        "user",
        "person",
        "patient",
        "member",
        "contact",
        "student",
        "employee",
        "voter",
        "party",
        "subject",
        "kunden",
        "patron",
        "borrower",
        "elector",
        "subscriber",
        "guest",
        "resident",
        "participant",
        "applicant",
        "attendee",
        "registrant",
        "buyer",
        "purchaser",
        "individual",
    ]
    .iter()
    .any(|w| phrase.split(' ').any(|p| p.starts_with(w)))
        || ["客户", "用户", "会员", "顾客", "联系人", "顧客", "고객"].iter().any(|w| phrase.contains(w))
        || matches!(phrase.as_str(), "ncid" | "uid")
}

/// Beginnings of words for an organisation, its account and the register it is in.
const ORGANISATION_WORDS: &[&str] = &[
    "compan",
    "entity",
    "organi",
    "org",
    "firm",
    "business",
    "corporat",
    "supplier",
    "vendor",
    "merchant",
    "account",
    "partner",
    "dealer",
    "registration",
    "registry",
    "register",
    "regno",
    "handelsregister",
    "kvk",
    "firma",
];
