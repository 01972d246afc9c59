//! Ids that several persons share: the number of a policy, a household, a contract, the account of a firm.
//!
//! In: a table and what its columns were taken for. Out: id columns whose equal values stand beside different persons are kept
//! aside, since they are nobody's own. Nothing else is changed.

use std::collections::HashMap;

use crate::model::kind::Kind;
use crate::model::mapping::Entity;
use crate::model::raw::RawTable;
use crate::model::text::{MISSING, TextColumn};
use crate::normalise::fold::simplify;

use super::decide::Guess;
use super::facts::ColumnFacts;
use super::header::{Meaning, phrase};
use super::looks::is_han;
use super::relate::{is_kind, keep_aside};
use super::table::entity;

/// Rows that are looked at.
const ROWS_MAX: usize = 200_000;
/// Pairs of rows with one id from which on they show whose it is.
const PAIRS_LEAST: u32 = 30;
/// Share of the pairs with one id that can be told, at the least: where most names are spoilt, what is left of them is as well.
const TOLD_LEAST: f64 = 1.0 / 3.0;
/// Share of pairs with different persons from which on an id is no person's own: slips of the pen and new surnames come to less.
const OTHERS_LEAST: f64 = 0.4;

/// The same for mail addresses, birth dates and other ids, which are spoilt together with the names in bad tables.
const OWN_LEAST: f64 = 0.5;
/// Jaro–Winkler similarity from which on two texts are one with slips of the pen.
const ALIKE_LEAST: f64 = 0.85;

/// Rows with a word from which on it is a name people have, and no spoilt one.
const USUAL_LEAST: u32 = 3;

/// Keeps ids aside that are shared by persons of different names and birth dates. Families tell from one person by the given name
/// where the header speaks of what they have together; elsewhere training tells them, and ids are kept aside that persons share
/// who have no name in common, as the contacts of a firm do.
pub(super) fn set_aside(table: &RawTable, facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let is_id = |guess: &Guess| {
        matches!(guess.meaning, Meaning::Attribute(Kind::MemberId)) || is_kind(guess, &[Kind::AccountId, Kind::MemberId])
    };
    let ids: Vec<usize> = (0..guesses.len()).filter(|&i| is_id(&guesses[i])).collect();
    let of = |kind: Kind| (0..guesses.len()).find(|&i| is_kind(&guesses[i], &[kind]));
    let (given, family, whole, born) = (of(Kind::GivenName), of(Kind::FamilyName), of(Kind::PersonName), of(Kind::BirthDate));
    let persons = || entity(table, facts, guesses).0 == Some(Entity::Person);
    let (of_groups, others): (Vec<usize>, Vec<usize>) = ids.into_iter().partition(|&i| may_be_shared(&table.header[i]));
    let others = if others.is_empty() || !persons() { Vec::new() } else { others };
    // What else is each person's own differs too, where names are not merely spoilt.
    let own: Vec<usize> = (0..guesses.len())
        .filter(|&i| is_id(&guesses[i]) || is_kind(&guesses[i], &[Kind::Email, Kind::BirthDate, Kind::NationalId]))
        .collect();
    let mut shared = Vec::new();
    let mut judge = |ids: &[usize], columns: &[(usize, usize)]| {
        if ids.is_empty() || columns.is_empty() {
            return;
        }
        let names: Vec<(usize, Names)> = columns.iter().map(|&(c, common)| (c, Names::new(&table.columns[c], common))).collect();
        let differ = |share: Option<f64>| share.is_some_and(|share| share >= OTHERS_LEAST);
        let are_others = |id: &usize| {
            let ids = &table.columns[*id];
            names.iter().all(|(c, names)| differ(others_with(ids, &table.columns[*c], |a, b| names.are_others(a, b))))
                && own
                    .iter()
                    .filter(|&c| c != id)
                    .all(|&c| another(ids, &table.columns[c], Some(c) == born).is_none_or(|s| s >= OWN_LEAST))
        };
        shared.extend(ids.iter().copied().filter(are_others));
    };
    match (given, family, whole) {
        (Some(given), Some(family), _) => {
            judge(&of_groups, &[(given, 1)]);
            judge(&others, &[(given, 1), (family, 1)]);
        }
        (Some(given), None, _) => judge(&of_groups, &[(given, 1)]),
        (None, _, Some(whole)) => {
            judge(&of_groups, &[(whole, 2)]);
            judge(&others, &[(whole, 1)]);
        }
        (None, _, None) => {}
    }
    for i in shared {
        keep_aside(&mut guesses[i], Kind::Category, "different persons share one value: it is no person's own");
    }
}

/// The header speaks of what several persons may have together; one that names a person (`customer_id`, `donor_id`) is believed.
fn may_be_shared(header: &str) -> bool {
    #[rustfmt::skip]
    const SHARED: &[&str] = &[
        "policy", "household", "family", "contract", "account", "group", "plan", "claim", "case", "booking", "reservation", "order", "property", "unit",
        "vehicle", "loan", "保单", "保险单", "家庭", "户号", "合同", "房号", "订单", "案件", "车牌", "团",
    ];
    let phrase = phrase(header);
    let begins = |word: &str| phrase.split(' ').any(|w| w.starts_with(word));
    SHARED.iter().any(|word| if word.is_ascii() { begins(word) } else { phrase.contains(word) })
}

/// Share of pairs of rows with one id whose values in a column are another's: dates that are not equal, other texts that are not alike.
fn another(ids: &TextColumn, column: &TextColumn, dates: bool) -> Option<f64> {
    others_with(ids, column, |a, b| {
        let alike = || strsim::jaro_winkler(column.values.get(a), column.values.get(b)) >= ALIKE_LEAST;
        Some(a != b && (dates || !alike()))
    })
}

/// Share of pairs of rows with one id whose values are another's, of those that can be told; `None` if too few show it. Each row is
/// compared with the first one of its id.
fn others_with(ids: &TextColumn, values: &TextColumn, is_other: impl Fn(u32, u32) -> Option<bool>) -> Option<f64> {
    let mut first: Vec<Option<u32>> = vec![None; ids.values.len()];
    let (mut all, mut pairs, mut other) = (0u32, 0u32, 0u32);
    for (&id, &value) in
        ids.codes.iter().zip(&values.codes).take(ROWS_MAX).filter(|&(&id, &value)| id != MISSING && value != MISSING)
    {
        match first[id as usize] {
            None => first[id as usize] = Some(value),
            Some(before) => {
                all += 1;
                if let Some(differ) = is_other(before, value) {
                    pairs += 1;
                    other += u32::from(differ);
                }
            }
        }
    }
    (pairs >= PAIRS_LEAST && f64::from(pairs) >= TOLD_LEAST * f64::from(all)).then(|| f64::from(other) / f64::from(pairs))
}

/// The names of a column, word by word.
struct Names {
    /// Words of each distinct value, lower case; none where one of them is unusual: spoilt names tell nothing.
    words: Vec<Vec<String>>,
    /// Words that two names of one person have in common: one where the column holds given or family names alone, or where any will do.
    common: usize,
}

impl Names {
    fn new(column: &TextColumn, common: usize) -> Self {
        let mut rows = vec![0u32; column.values.len()];
        column.codes.iter().take(ROWS_MAX).for_each(|&code| rows[code as usize] += 1);
        let mut words: Vec<Vec<String>> = vec![Vec::new(); rows.len()];
        let mut usual: HashMap<String, u32> = HashMap::new();
        for (code, text) in column.values.iter().filter(|(code, _)| *code != MISSING && rows[*code as usize] > 0) {
            words[code as usize] = words_of(text);
            for word in &words[code as usize] {
                *usual.entry(word.clone()).or_default() += rows[code as usize];
            }
        }
        let known = |word: &String| word.chars().any(is_han) || word.len() == 1 || usual[word] >= USUAL_LEAST;
        words.iter_mut().filter(|words| !words.iter().all(known)).for_each(Vec::clear);
        Self { words, common }
    }

    /// Are two values the names of two persons: fewer words alike than names of one person have? `None`
    /// where a name is spoilt, or one is in 汉字 and the other is not.
    fn are_others(&self, a: u32, b: u32) -> Option<bool> {
        let (a, b) = (&self.words[a as usize], &self.words[b as usize]);
        let in_han = |words: &[String]| words.iter().any(|word| word.chars().any(is_han));
        if a.is_empty() || b.is_empty() || in_han(a) != in_han(b) {
            return None;
        }
        let common = a.iter().filter(|x| b.iter().any(|y| alike(x, y))).count();
        Some(common < self.common.min(a.len()).min(b.len()))
    }
}

/// Words in lower case and simplified characters; a name in 汉字 is one.
fn words_of(text: &str) -> Vec<String> {
    let lower = simplify(text).to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn alike(a: &str, b: &str) -> bool {
    let initial = |short: &str, long: &str| short.len() == 1 && long.starts_with(short);
    let han = a.chars().any(is_han);
    a == b
        || initial(a, b)
        || initial(b, a)
        || (han && (a.contains(b) || b.contains(a)))
        || (!han && strsim::jaro_winkler(a, b) >= ALIKE_LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_what_several_persons_have_are_told_by_their_words() {
        for (header, shared) in [
            ("policy_number", true),
            ("HouseholdID", true),
            ("家庭编号", true),
            ("customer_id", false),
            ("community_id", false),
            ("border_pass_no", false),
        ] {
            assert_eq!(may_be_shared(header), shared, "{header}");
        }
    }

    #[test]
    fn two_names_are_of_two_persons_if_they_share_the_family_name_alone() {
        let check = |a: &str, b: &str, common: usize, want: Option<bool>| {
            let all = if want.is_some() { vec![a, b, a, b, a, b] } else { vec![a, a, a, b] };
            let column = || TextColumn::from_texts(all.iter().copied());
            let names = Names::new(&column(), common);
            let code = |text: &str| column().codes[all.iter().position(|t| *t == text).expect("one of them")];
            assert_eq!(names.are_others(code(a), code(b)), want, "{a} / {b}");
        };
        check("Smith, John", "John Smith", 2, Some(false));
        check("Smith, John", "Mary Smith", 2, Some(true));
        check("J. Smith", "John Smith", 2, Some(false));
        check("Jon Smith", "John Smyth", 2, Some(false));
        check("王伟", "王伟先生", 2, Some(false));
        check("王伟", "李娜", 2, Some(true));
        check("王伟", "Wei Wang", 2, None);
        check("John", "Mary", 1, Some(true));
        check("John", "Jon", 1, Some(false));
        check("John", "x\u{feff}qz9", 1, None);
    }
}
