//! What a column's values look like as a whole: counts over all rows, looks over a sample of distinct values.
//!
//! The sample is the most frequent values plus the distinct values of smallest content hash, so it does not depend on
//! the order of rows. A value weighs 1 + log2(its count): a frequent filler does not speak for the column.

use rayon::prelude::*;

use crate::model::hash::hash64;
use crate::model::lifespan::lifespan;
use crate::model::raw::RawTable;
use crate::model::text::{MISSING, TextColumn};

use super::dates::{self, DateForm};
use super::looks::{Look, Looks, looks};

/// Distinct values looked at per column.
const SAMPLE: usize = 1_000;
/// Of which the most frequent ones.
const FREQUENT: usize = 64;

/// One distinct value of the sample.
#[derive(Debug, Clone)]
pub(super) struct Sampled {
    /// The trimmed text.
    pub text: String,
    /// Cells that hold it.
    pub count: u64,
    /// Damped weight, at least 1.
    pub weight: u64,
    /// What it looks like.
    pub looks: Looks,
    /// Its date form, if it is written like a date.
    pub date: Option<DateForm>,
}

/// Facts of one column.
#[derive(Debug, Clone)]
pub(super) struct ColumnFacts {
    /// Header as in the file.
    pub header: String,
    /// Rows of the table.
    pub rows: u64,
    /// Cells with a value that is no filler word.
    pub filled: u64,
    /// Distinct values of those.
    pub distinct: u64,
    /// Looked-at values.
    pub sample: Vec<Sampled>,
    /// Filler words seen with their counts (`NA`, `U`, `-`), by word.
    pub fillers: Vec<(String, u64)>,
    weights: u64,
    looks: [u64; Look::COUNT],
    /// Median length in characters over the sample.
    pub median_chars: usize,
}

impl ColumnFacts {
    /// Share of the sample with a look, 0–1; 0 for an empty column.
    pub(super) fn share(&self, look: Look) -> f32 {
        self.ratio(self.looks[look as usize])
    }

    /// Share of the sample for which `test` holds, 0–1.
    pub(super) fn share_of(&self, test: impl Fn(&Sampled) -> bool) -> f32 {
        self.ratio(self.sample.iter().filter(|s| test(s)).map(|s| s.weight).sum())
    }

    /// Share of the sample whose index passes `test`, 0–1.
    pub(super) fn share_where(&self, test: impl Fn(usize) -> bool) -> f32 {
        self.ratio(self.sample.iter().enumerate().filter(|(i, _)| test(*i)).map(|(_, s)| s.weight).sum())
    }

    #[expect(clippy::cast_precision_loss, reason = "shares for decisions and display")]
    fn ratio(&self, weight: u64) -> f32 {
        if self.weights == 0 { 0.0 } else { weight as f32 / self.weights as f32 }
    }

    /// Cells per distinct value; 0 for an empty column.
    #[expect(clippy::cast_precision_loss, reason = "a ratio for decisions")]
    pub(super) fn repeats(&self) -> f64 {
        if self.distinct == 0 { 0.0 } else { self.filled as f64 / self.distinct as f64 }
    }

    /// Every filled cell has a value of its own.
    pub(super) fn is_unique(&self) -> bool {
        self.filled > 1 && self.distinct == self.filled
    }

    /// Date forms of the sample with their counts.
    pub(super) fn dates(&self) -> Vec<(DateForm, u64)> {
        self.sample.iter().filter_map(|s| s.date.map(|d| (d, s.count))).collect()
    }
}

/// Facts of every column of a table.
pub(super) fn facts(table: &RawTable) -> Vec<ColumnFacts> {
    table.header.par_iter().zip(&table.columns).map(|(header, column)| column_facts(header, column)).collect()
}

fn column_facts(header: &str, column: &TextColumn) -> ColumnFacts {
    let mut counts = vec![0u64; column.values.len()];
    for &code in &column.codes {
        counts[code as usize] += 1;
    }
    let mut fillers: Vec<(String, u64)> = Vec::new();
    let mut values: Vec<(u32, u64)> = Vec::with_capacity(counts.len());
    let mut filled = 0;
    for (code, &count) in counts.iter().enumerate() {
        let code = code as u32;
        if code == MISSING || count == 0 {
            continue;
        }
        let text = column.values.get(code);
        let trimmed = text.trim();
        if trimmed.is_empty() {
            continue;
        }
        if trimmed.len() <= 24 && super::missing::is_filler(trimmed) {
            fillers.push((trimmed.to_owned(), count));
            continue;
        }
        filled += count;
        values.push((code, count));
    }
    let distinct = values.len() as u64;
    let sample = sample(column, values);
    let mut shares = [0u64; Look::COUNT];
    let mut weights = 0;
    for value in &sample {
        weights += value.weight;
        for (i, share) in shares.iter_mut().enumerate() {
            if value.looks.bit(i) {
                *share += value.weight;
            }
        }
    }
    fillers.sort();
    let mut lengths: Vec<usize> = sample.iter().map(|s| s.text.chars().count()).collect();
    lengths.sort_unstable();
    ColumnFacts {
        header: header.to_owned(),
        rows: column.codes.len() as u64,
        filled,
        distinct,
        fillers,
        weights,
        looks: shares,
        median_chars: lengths.get(lengths.len() / 2).copied().unwrap_or(0),
        sample,
    }
}

/// The most frequent values and those of smallest content hash.
fn sample(column: &TextColumn, mut values: Vec<(u32, u64)>) -> Vec<Sampled> {
    if values.len() > SAMPLE {
        values = drawn(column, &values);
    }
    let mut sample: Vec<Sampled> = values
        .into_iter()
        .map(|(code, count)| {
            let text = column.values.get(code).trim().to_owned();
            // A name is a name with the years of a life behind it, too.
            let (seen, date) = (looks(lifespan(&text).map_or(&text, |life| life.name)), dates::form(&text));
            Sampled { weight: 1 + u64::from(count.ilog2()), looks: seen, date, count, text }
        })
        .collect();
    sample.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
    sample
}

/// Of more than [`SAMPLE`] values with their counts the [`FREQUENT`] most frequent ones, of equally frequent ones those of
/// smaller hash, and of the others those of smallest hash. Every value is hashed once.
fn drawn(column: &TextColumn, values: &[(u32, u64)]) -> Vec<(u32, u64)> {
    let mut counts: Vec<u64> = values.iter().map(|&(_, count)| count).collect();
    let (_, &mut least, _) = counts.select_nth_unstable_by(FREQUENT - 1, |a, b| b.cmp(a));
    let mut drawn: Vec<(u32, u64)> = values.iter().copied().filter(|&(_, count)| count > least).collect();
    let hashed = |&(code, count): &(u32, u64)| (hash64(column.values.bytes(code)), code, count);
    let mut rest: Vec<(u64, u32, u64)> = values.iter().filter(|&&(_, count)| count <= least).map(hashed).collect();
    // Those as frequent as the last of the frequent ones fill these up.
    let missing = FREQUENT - drawn.len();
    rest.select_nth_unstable_by_key(missing - 1, |&(hash, code, count)| (count < least, hash, code));
    drawn.extend(rest.drain(..missing).map(|(_, code, count)| (code, count)));
    rest.select_nth_unstable_by_key(SAMPLE - FREQUENT - 1, |&(hash, code, _)| (hash, code));
    drawn.extend(rest[..SAMPLE - FREQUENT].iter().map(|&(_, code, count)| (code, count)));
    drawn
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use super::*;

    #[test]
    fn a_sample_is_the_most_frequent_values_and_those_of_smallest_hash() {
        for (rows, repeated) in [(1_500, 0), (3_000, 40), (5_000, 64), (5_000, 300), (9_000, 4_000)] {
            // Some values twice, every third of them three times.
            let texts = (0..rows).map(|i| if i % 2 == 0 && i / 2 < repeated { i / 6 } else { 100_000 + i });
            let column = TextColumn::from_texts(texts.map(|i| i.to_string()));
            let mut counts = vec![0; column.values.len()];
            column.codes.iter().for_each(|&code| counts[code as usize] += 1);
            let values: Vec<(u32, u64)> = (1..).zip(counts[1..].iter().copied()).collect();
            let hash = |code: u32| hash64(column.values.bytes(code));
            let mut expected = values.clone();
            expected.sort_by_key(|&(code, count)| (Reverse(count), hash(code), code));
            expected[FREQUENT..].sort_by_key(|&(code, _)| (hash(code), code));
            expected.truncate(SAMPLE);
            let mut found = drawn(&column, &values);
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{rows} rows");
        }
    }
}
