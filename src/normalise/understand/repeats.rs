//! Columns that only repeat what other columns of the row say: whole names beside their parts, doubled street lines.

use crate::model::hash::{hash64, mix};
use crate::model::kind::{Kind, Party};
use crate::model::raw::RawTable;
use crate::model::text::MISSING;

use super::decide::Guess;
use super::relate::{field, is_kind, keep_aside};

/// Rows compared to see whether a column repeats others.
const ROWS: usize = 1_000;

/// A street line that the next one repeats (`12 Elm Rd, Apt 3` beside `12 Elm Rd` and `Apt 3`) is kept aside.
pub(super) fn repeated_streets(table: &RawTable, guesses: &mut [Guess]) {
    for party in [Party::Principal, Party::Receiver] {
        let lines = |guesses: &[Guess], kinds: &[Kind]| -> Vec<usize> {
            (0..guesses.len()).filter(|&i| field(&guesses[i]).is_some_and(|(p, k)| p == party && kinds.contains(&k))).collect()
        };
        let streets = lines(guesses, &[Kind::Address, Kind::Street]);
        if streets.len() < 2 {
            continue;
        }
        for i in streets {
            let others: Vec<usize> =
                lines(guesses, &[Kind::Address, Kind::Street, Kind::Unit]).into_iter().filter(|&j| j != i).collect();
            if !others.is_empty() && repeats(table, i, &others) {
                keep_aside(&mut guesses[i], Kind::Ignore, "repeats the words of the other address lines");
            }
        }
    }
}

/// A whole-name column that only repeats words of the other name columns says nothing new.
pub(super) fn repeated_names(table: &RawTable, guesses: &mut [Guess]) {
    let names: Vec<usize> = (0..guesses.len())
        .filter(|&i| is_kind(&guesses[i], &[Kind::PersonName, Kind::GivenName, Kind::MiddleName, Kind::FamilyName]))
        .collect();
    let whole: Vec<usize> = names.iter().copied().filter(|&i| is_kind(&guesses[i], &[Kind::PersonName])).collect();
    if whole.len() < 2 {
        return;
    }
    // The column with most words is looked at last, so that it stays.
    let mut by_words: Vec<(u64, usize)> = whole.iter().map(|&i| (words_in(table, i), i)).collect();
    by_words.sort_unstable_by_key(|&(words, i)| (words, std::cmp::Reverse(i)));
    let mut kept = names.clone();
    for &(_, i) in &by_words[..by_words.len() - 1] {
        let others: Vec<usize> = kept.iter().copied().filter(|&j| j != i).collect();
        if repeats(table, i, &others) {
            kept.retain(|&j| j != i);
            keep_aside(&mut guesses[i], Kind::Ignore, "repeats the words of the other name columns");
        }
    }
}

/// Words in all distinct values of a column.
fn words_in(table: &RawTable, column: usize) -> u64 {
    let column = &table.columns[column];
    column.codes.iter().map(|&c| memchr::memchr_iter(b' ', column.values.bytes(c)).count() as u64 + u64::from(c != MISSING)).sum()
}

/// True if nearly every value of a column consists of words of the other columns' values in its row.
fn repeats(table: &RawTable, column: usize, others: &[usize]) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let rows = content_sample(table, column, others);
    let known = |&row: &usize| {
        let all: Vec<String> = others.iter().flat_map(|&o| words(table.columns[o].get(row))).collect();
        let mine = words(table.columns[column].get(row));
        mine.iter().all(|word| all.contains(word)) || all.concat().contains(&mine.concat())
    };
    rows.iter().filter(|row| known(row)).count() * 20 >= rows.len() * 19
}

/// Rows in which `column` has a value, at most [`ROWS`], chosen by the content of the columns: independent of row order.
fn content_sample(table: &RawTable, column: usize, others: &[usize]) -> Vec<usize> {
    let own = &table.columns[column];
    let mut hashes: Vec<u64> = (1..own.values.len() as u32).map(|code| hash64(own.values.bytes(code))).collect();
    let mut smallest = hashes.clone();
    let cut = if smallest.len() > ROWS { *smallest.select_nth_unstable(ROWS).1 } else { u64::MAX };
    hashes.insert(0, u64::MAX);
    let chosen = |code: u32| code != MISSING && hashes[code as usize] <= cut;
    let mut rows: Vec<(u64, usize)> = own
        .codes
        .iter()
        .enumerate()
        .filter(|&(_, &code)| chosen(code))
        .map(|(row, &code)| {
            let content = others.iter().fold(hashes[code as usize], |h, &o| mix(h, hash64(table.columns[o].get(row).as_bytes())));
            (content, row)
        })
        .collect();
    rows.sort_unstable();
    rows.dedup_by_key(|&mut (content, _)| content);
    rows.truncate(ROWS);
    rows.into_iter().map(|(_, row)| row).collect()
}
