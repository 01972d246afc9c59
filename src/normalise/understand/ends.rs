//! Columns that hold the last characters of a number only: `手机尾号`, `ssn_last4`, `card last four`.

use crate::model::kind::{Kind, Party, Target};

use super::decide::Guess;
use super::facts::ColumnFacts;
use super::header::{self, Meaning, phrase};

/// Words that say so, each with blanks around it where it is no Chinese.
const HAN: &[&str] =
    &["尾号", "尾號", "尾数", "后四位", "后4位", "後四位", "後4位", "末四位", "末4位", "尾四位", "后六位", "后6位"];
const LATIN: &[&str] = &[
    " last four digits ",
    " last 4 digits ",
    " last4digits ",
    " last digits ",
    " last four ",
    " last 4 ",
    " last4 ",
    " last six ",
    " last 6 ",
    " last6 ",
    " last 5 ",
    " last5 ",
    " ending in ",
];

/// Characters of an end.
pub(in crate::normalise) const LENGTH: std::ops::RangeInclusive<usize> = 3..=6;

/// Share of the cells that must be as short as that.
const SHORT: f32 = 0.8;

/// The header without the words that say so; `None` where it has none.
fn number_of(header: &str) -> Option<String> {
    let phrase = format!(" {} ", phrase(header));
    if let Some(word) = HAN.iter().find(|word| phrase.contains(*word)) {
        return Some(phrase.replace(word, " ").trim().to_owned());
    }
    let word = LATIN.iter().find(|word| phrase.contains(*word))?;
    Some(phrase.replacen(word, " ", 1).trim().to_owned())
}

/// Does the header speak of the last characters of a number?
pub(in crate::normalise) fn says_so(header: &str) -> bool {
    number_of(header).is_some()
}

/// What the column means if it holds the last characters of a person's or firm's number.
pub(super) fn decide(facts: &ColumnFacts) -> Option<Guess> {
    let number = number_of(&facts.header)?;
    let short = facts.share_of(|s| LENGTH.contains(&s.text.len()) && s.text.bytes().all(|b| b.is_ascii_alphanumeric()));
    if short < SHORT {
        return None;
    }
    let kind = match header::hint(&number).map(|hint| hint.meaning) {
        Some(Meaning::Target(Target::Field(Party::Principal, kind)) | Meaning::Attribute(kind)) => Some(kind),
        _ => None,
    };
    let meaning = match kind {
        Some(kind @ (Kind::Phone | Kind::NationalId | Kind::TaxId)) => Meaning::Target(Target::Field(Party::Principal, kind)),
        Some(kind @ (Kind::MemberId | Kind::AccountId)) => Meaning::Attribute(kind),
        _ if number.contains('卡') || number.split(' ').any(|word| word == "card" || word == "cc") => {
            Meaning::Attribute(Kind::MemberId)
        }
        _ => return None,
    };
    let reason = format!("header `{}` says the last characters of a number", facts.header);
    Some(Guess { meaning, fit: short, reason, by_header: true, exact: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_ends() {
        for (header, number) in [
            ("手机尾号", "手机"),
            ("手机号后四位", "手机号"),
            ("身份证后6位", "身份证"),
            ("ssn_last4", "ssn"),
            ("Card Last Four", "card"),
            ("last 4 of SSN", "of ssn"),
            ("phoneLast4", "phone"),
            ("Phone (last 4 digits)", "phone"),
            ("银行卡尾号", "银行卡"),
        ] {
            assert_eq!(number_of(header).as_deref(), Some(number), "{header}");
        }
        for header in ["last_name", "手机号", "last order", "phone 4", "Last 4 orders value"] {
            assert!(number_of(header).is_none_or(|rest| rest.contains("orders")), "{header}");
        }
    }
}
