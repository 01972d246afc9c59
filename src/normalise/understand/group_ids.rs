//! Ids that several persons share: the number of a policy, a household, a contract, the account of a firm.
//!
//! In: a table and what its columns were taken for. Out: id columns whose equal values stand beside different persons are kept
//! aside, since they are nobody's own. Nothing else is changed.

use std::borrow::Cow;

use crate::model::kind::Kind;
use crate::model::raw::RawTable;
use crate::model::text::{MISSING, TextColumn};
use crate::normalise::fold::simplify;

use super::decide::Guess;
use super::header::Meaning;
use super::looks::is_han;
use super::relate::{is_kind, keep_aside};

/// Rows that are looked at.
const ROWS_MAX: usize = 200_000;
/// Pairs of rows with one id from which on they show whose it is.
const PAIRS_LEAST: u32 = 30;
/// Share of pairs with different persons from which on an id is no person's own: slips of the pen and new surnames come to less.
const OTHERS_LEAST: f64 = 0.4;

/// Keeps ids aside that are shared by persons of different names and birth dates.
pub(super) fn set_aside(table: &RawTable, guesses: &mut [Guess]) {
    let of = |kinds: &[Kind]| -> Vec<usize> { (0..guesses.len()).filter(|&i| is_kind(&guesses[i], kinds)).collect() };
    let (given, whole, born) = (of(&[Kind::GivenName]), of(&[Kind::PersonName]), of(&[Kind::BirthDate]));
    let Some(&name) = given.first().or_else(|| whole.first()) else { return };
    let is_given = !given.is_empty();
    for (i, guess) in guesses.iter_mut().enumerate() {
        // A header that names the person (`customer_id`) is believed.
        let id = matches!(guess.meaning, Meaning::Attribute(Kind::MemberId)) || is_kind(guess, &[Kind::AccountId]);
        if !id {
            continue;
        }
        let ids = &table.columns[i];
        let names = others(ids, &table.columns[name], |a, b| is_other_name(a, b, is_given));
        let births = born.first().and_then(|&b| others(ids, &table.columns[b], |a, b| a != b));
        let shared = names.is_some_and(|share| share >= OTHERS_LEAST) && births.is_none_or(|share| share >= OTHERS_LEAST);
        if shared {
            keep_aside(guess, Kind::Category, "different persons share one value: it is no person's own");
        }
    }
}

/// Share of pairs of rows with one id whose values are another's; `None` if too few pairs show it. Each row is compared with the
/// first one of its id.
fn others(ids: &TextColumn, values: &TextColumn, is_other: impl Fn(&str, &str) -> bool) -> Option<f64> {
    let mut first: Vec<Option<u32>> = vec![None; ids.values.len()];
    let (mut pairs, mut other) = (0u32, 0u32);
    for (&id, &value) in ids.codes.iter().zip(&values.codes).take(ROWS_MAX) {
        if id == MISSING || value == MISSING {
            continue;
        }
        match first[id as usize] {
            None => first[id as usize] = Some(value),
            Some(before) => {
                pairs += 1;
                let differ = before != value && is_other(values.values.get(before).trim(), values.values.get(value).trim());
                other += u32::from(differ);
            }
        }
    }
    (pairs >= PAIRS_LEAST).then(|| f64::from(other) / f64::from(pairs))
}

/// Names of two persons: no likeness of given names, or of whole names less than two words in common.
fn is_other_name(a: &str, b: &str, is_given: bool) -> bool {
    if a.chars().any(is_han) || b.chars().any(is_han) {
        let (a, b): (Cow<str>, Cow<str>) = (simplify(a), simplify(b));
        return !(a.contains(&*b) || b.contains(&*a));
    }
    let words = |text: &str| -> Vec<String> {
        let lower = text.to_lowercase();
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let (a, b) = (words(a), words(b));
    let alike =
        |x: &str, y: &str| x == y || ((x.len() == 1 || y.len() == 1) && x[..1] == y[..1]) || strsim::jaro_winkler(x, y) >= 0.85;
    let common = a.iter().filter(|x| b.iter().any(|y| x.is_ascii() && y.is_ascii() && alike(x, y) || x == &y)).count();
    let needed = if is_given { 1 } else { 2 };
    common < needed.min(a.len()).min(b.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_names_are_of_two_persons_if_they_share_the_family_name_alone() {
        let check = |a: &str, b: &str, want: bool| assert_eq!(is_other_name(a, b, false), want, "{a} / {b}");
        check("Smith, John", "John Smith", false);
        check("Smith, John", "Mary Smith", true);
        check("J. Smith", "John Smith", false);
        check("Jon Smith", "John Smyth", false);
        check("王伟", "王伟先生", false);
        check("王伟", "李娜", true);
        check("Åse Öberg", "Åse Öberg", false);
        assert!(is_other_name("John", "Mary", true));
        assert!(!is_other_name("John", "Jon", true));
    }
}
