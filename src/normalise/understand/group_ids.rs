//! Ids that several persons share: the number of a policy, a household, a contract, the account of a firm.
//!
//! In: a table of persons and what its columns were taken for. Out: id columns whose equal values stand beside persons who have no
//! name in common (the contacts of a firm) are kept aside, since they are nobody's own. Members of a family have theirs in common:
//! they are for training to tell apart. Nothing else is changed.

use std::collections::HashMap;

use crate::model::kind::Kind;
use crate::model::mapping::Entity;
use crate::model::raw::RawTable;
use crate::model::text::{MISSING, TextColumn};
use crate::normalise::fold::simplify;
use crate::normalise::name::looks_like_person;

use super::decide::Guess;
use super::facts::ColumnFacts;
use super::header::Meaning;
use super::looks::is_han;
use super::relate::{is_kind, keep_aside};
use super::table::entity;

/// Rows that are looked at.
const ROWS_MAX: usize = 200_000;
/// Pairs of rows with one id from which on they show whose it is.
const PAIRS_LEAST: u32 = 30;
/// Rows that one id is looked at in beside its first: what stands for "the same as the phone" in half of all rows is one value of many.
const AGAIN_MAX: u8 = 10;
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

/// Keeps ids aside that persons share who have no name in common, nor what else is each one's own.
pub(super) fn set_aside(table: &RawTable, facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let is_id = |guess: &Guess| {
        matches!(guess.meaning, Meaning::Attribute(Kind::MemberId)) || is_kind(guess, &[Kind::AccountId, Kind::MemberId])
    };
    let ids: Vec<usize> = (0..guesses.len()).filter(|&i| is_id(&guesses[i])).collect();
    let of = |kind: Kind| (0..guesses.len()).find(|&i| is_kind(&guesses[i], &[kind]));
    let (given, family, whole, born) = (of(Kind::GivenName), of(Kind::FamilyName), of(Kind::PersonName), of(Kind::BirthDate));
    if ids.is_empty() || entity(table, facts, guesses).0 != Some(Entity::Person) {
        return;
    }
    let columns = match (given, family, whole) {
        (Some(given), Some(family), _) => vec![given, family],
        (_, _, whole) => whole.into_iter().collect(),
    };
    let names: Vec<(usize, Names)> = columns.into_iter().map(|c| (c, Names::new(&table.columns[c]))).collect();
    if names.is_empty() {
        return;
    }
    // What else is each person's own differs too, where names are not merely spoilt.
    let own: Vec<usize> = (0..guesses.len())
        .filter(|&i| is_id(&guesses[i]) || is_kind(&guesses[i], &[Kind::Email, Kind::BirthDate, Kind::NationalId]))
        .collect();
    let differ = |share: Option<f64>| share.is_some_and(|share| share >= OTHERS_LEAST);
    let are_others = |id: &usize| {
        let ids = &table.columns[*id];
        names.iter().all(|(c, names)| differ(others_with(ids, &table.columns[*c], |a, b| names.are_others(a, b))))
            && own
                .iter()
                .filter(|&c| c != id)
                .all(|&c| another(ids, &table.columns[c], Some(c) == born).is_none_or(|share| share >= OWN_LEAST))
    };
    let shared: Vec<usize> = ids.into_iter().filter(are_others).collect();
    for i in shared {
        keep_aside(&mut guesses[i], Kind::Category, "different persons share one value: it is no person's own");
    }
}

/// Share of pairs of rows with one id whose values in a column are another's: dates that are not equal, other texts that are not alike.
fn another(ids: &TextColumn, column: &TextColumn, dates: bool) -> Option<f64> {
    others_with(ids, column, |a, b| {
        let alike = || strsim::jaro_winkler(column.values.get(a), column.values.get(b)) >= ALIKE_LEAST;
        Some(a != b && (dates || !alike()))
    })
}

/// Share of pairs of rows with one id whose values are another's, of those that can be told; `None` if too few show it. The first
/// rows of an id are compared with the very first.
fn others_with(ids: &TextColumn, values: &TextColumn, is_other: impl Fn(u32, u32) -> Option<bool>) -> Option<f64> {
    let mut first: Vec<Option<u32>> = vec![None; ids.values.len()];
    let mut again = vec![0u8; ids.values.len()];
    let (mut all, mut pairs, mut other) = (0u32, 0u32, 0u32);
    for (&id, &value) in
        ids.codes.iter().zip(&values.codes).take(ROWS_MAX).filter(|&(&id, &value)| id != MISSING && value != MISSING)
    {
        match first[id as usize] {
            None => first[id as usize] = Some(value),
            Some(_) if again[id as usize] == AGAIN_MAX => {}
            Some(before) => {
                again[id as usize] += 1;
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
    /// Words of each distinct value, lower case; none where one of them is unusual, or a nickname or title in 汉字: they tell nothing.
    words: Vec<Vec<String>>,
}

impl Names {
    fn new(column: &TextColumn) -> Self {
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
        // 爱吃豆包 and 王总 may be anybody.
        let called = |word: &String| word.chars().count() == 1 || looks_like_person(word);
        let known = |word: &String| {
            if word.chars().any(is_han) { called(word) } else { word.len() == 1 || usual[word] >= USUAL_LEAST }
        };
        words.iter_mut().filter(|words| !words.iter().all(known)).for_each(Vec::clear);
        Self { words }
    }

    /// Have two values no word in common, not even a similar one? `None` where a name is spoilt, or one is in 汉字 and the other is not.
    fn are_others(&self, a: u32, b: u32) -> Option<bool> {
        let (a, b) = (&self.words[a as usize], &self.words[b as usize]);
        let in_han = |words: &[String]| words.iter().any(|word| word.chars().any(is_han));
        if a.is_empty() || b.is_empty() || in_han(a) != in_han(b) {
            return None;
        }
        Some(!a.iter().any(|x| b.iter().any(|y| alike(x, y))))
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
        // A family name in common, as of two words of Latin letters.
        || (han && (a.chars().next() == b.chars().next() || a.contains(b) || b.contains(a)))
        || (!han && strsim::jaro_winkler(a, b) >= ALIKE_LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_names_are_of_two_persons_if_they_share_no_word() {
        let check = |a: &str, b: &str, want: Option<bool>| {
            let all = if want.is_some() { vec![a, b, a, b, a, b] } else { vec![a, a, a, b] };
            let column = || TextColumn::from_texts(all.iter().copied());
            let names = Names::new(&column());
            let code = |text: &str| column().codes[all.iter().position(|t| *t == text).expect("one of them")];
            assert_eq!(names.are_others(code(a), code(b)), want, "{a} / {b}");
        };
        check("Smith, John", "John Smith", Some(false));
        check("Smith, John", "Mary Smith", Some(false));
        check("Smith, John", "Mary Jones", Some(true));
        check("J. Smith", "John Smith", Some(false));
        check("Jon Smith", "John Smyth", Some(false));
        check("王伟", "王伟先生", Some(false));
        check("王伟", "李娜", Some(true));
        check("王伟", "王芳", Some(false));
        check("王**", "王芳", Some(false));
        check("王总", "王伟", Some(false));
        check("爱吃豆包", "李娜", None);
        check("王伟", "Wei Wang", None);
        check("John", "Mary", Some(true));
        check("John", "Jon", Some(false));
        check("John", "x\u{feff}qz9", None);
    }
}
