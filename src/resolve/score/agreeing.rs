//! Pairs of identity records that agree exactly in a slot: how many there are of each frequency class, and an even sample of them.
//!
//! Chance never shows two holders of a rare value in a plain sample of pairs, so they are taken from the values. Records may hold
//! several (two phones, a name in two scripts): their values are more than the records are, and two records may share more than one.

use rayon::prelude::*;

use super::super::compare::Exactness;
use super::super::prepare::{LIST, Prepared};
use crate::model::hash::mix;

/// Pairs drawn.
const SAMPLE: u64 = 60_000;

/// The values of one slot that can be equal, by who holds them.
#[derive(Clone, Copy)]
pub(super) struct Held<'a> {
    pub prepared: &'a Prepared,
    /// Identity records in the order of their content.
    pub order: &'a [u32],
    /// How equality of the slot is known.
    pub exactness: &'a Exactness<'a>,
    /// The comparison the slot is of.
    pub comparison: usize,
}

impl Held<'_> {
    /// Probability per frequency class that two records which have a value agree in one of the class; a pair that shares several
    /// values is counted once, by the rarest class among them.
    pub(super) fn equal_by_class(self, classes: u8, seed: u64) -> Vec<f64> {
        let pairs_of = |n: f64| (n * (n - 1.0) / 2.0).max(1.0);
        let several = self.prepared.codes.iter().skip(self.comparison).step_by(self.prepared.width()).any(|code| code & LIST != 0);
        if !several {
            let agreeing = self.exactness.buckets.agreeing(classes);
            let filled: f64 = agreeing.iter().map(|a| a.1).sum();
            return agreeing.iter().map(|(pairs, _)| pairs / pairs_of(filled)).collect();
        }
        let filled = (0..self.prepared.len() as u32).filter(|&id| !self.codes(id).is_empty()).count();
        let drawn = self.draw(seed, 2, SAMPLE);
        let mut equal = vec![0.0; classes as usize];
        for &(a, b) in &drawn.pairs {
            let shared = self.shared(a, b);
            let rarest = shared.iter().map(|&code| self.exactness.buckets.class(code)).min().unwrap_or(0);
            equal[rarest as usize] += 1.0 / shared.len().max(1) as f64;
        }
        let each = drawn.of as f64 / (drawn.pairs.len() as f64).max(1.0) / pairs_of(filled as f64);
        equal.into_iter().map(|pairs| pairs * each).collect()
    }

    /// Pairs that agree, evenly over all of them, each with its weight: one that is drawn by any of several values counts less.
    pub(super) fn pairs(self, seed: u64) -> (Vec<(u32, u32)>, Vec<f64>) {
        let pairs = self.draw(seed, 2, SAMPLE).pairs;
        let weights = pairs.iter().map(|&(a, b)| 1.0 / self.shared(a, b).len().max(1) as f64).collect();
        (pairs, weights)
    }

    /// At most `most` pairs that agree in a value of at least `holders` records, evenly over all of them.
    pub(super) fn pairs_of_common(self, seed: u64, holders: u32, most: u64) -> Vec<(u32, u32)> {
        self.draw(seed, holders, most).pairs
    }

    /// The codes two records have in common.
    fn shared(self, a: u32, b: u32) -> Vec<u32> {
        let (mut x, y) = (self.codes(a), self.codes(b));
        x.retain(|code| y.contains(code));
        x
    }

    /// The different codes of a record's values.
    fn codes(self, id: u32) -> Vec<u32> {
        let cell = &self.prepared.row(id)[self.comparison];
        let mut codes: Vec<u32> = self.prepared.values(cell).iter().map(|&value| self.exactness.codes[value as usize]).collect();
        codes.retain(|&code| code != 0);
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    /// Draws at most `most` pairs that agree in some value of at least `holders` records.
    fn draw(self, seed: u64, holders: u32, most: u64) -> Drawn {
        let is_held = |code: u32| code != 0 && (holders <= 2 || self.exactness.buckets.holders(code) >= holders);
        // (code, place in the order of content): codes depend on the order of rows, places do not.
        let mut by_code: Vec<(u32, u32)> = Vec::with_capacity(self.order.len());
        for (place, &id) in self.order.iter().enumerate() {
            match self.prepared.values(&self.prepared.row(id)[self.comparison]) {
                // Most records hold one value, and need no list.
                &[value] => {
                    let code = self.exactness.codes[value as usize];
                    if is_held(code) {
                        by_code.push((code, place as u32));
                    }
                }
                _ => by_code.extend(self.codes(id).into_iter().filter(|&code| is_held(code)).map(|code| (code, place as u32))),
            }
        }
        by_code.par_sort_unstable();
        let mut blocks: Vec<&[(u32, u32)]> = by_code.chunk_by(|a, b| a.0 == b.0).filter(|b| b.len() > 1).collect();
        blocks.sort_unstable_by(|a, b| a.iter().map(|held| held.1).cmp(b.iter().map(|held| held.1)));
        let mut ends = Vec::with_capacity(blocks.len());
        let mut of = 0u64;
        for block in &blocks {
            of += block.len() as u64 * (block.len() as u64 - 1) / 2;
            ends.push(of);
        }
        let want = most.min(of);
        let pair = |i: u64| {
            // Evenly spaced over all agreeing pairs; within the block by hash.
            let at = (u128::from(i) * u128::from(of) / u128::from(want)) as u64;
            let block = blocks[ends.partition_point(|&e| e <= at)];
            let n = block.len() as u64;
            let a = mix(at, seed) % n;
            let b = mix(at, seed + 77) % (n - 1);
            let b = if b >= a { b + 1 } else { b };
            let (x, y) = (self.order[block[a as usize].1 as usize], self.order[block[b as usize].1 as usize]);
            (x.min(y), x.max(y))
        };
        Drawn { pairs: (0..want).map(pair).collect(), of }
    }
}

/// Pairs drawn, and of how many.
struct Drawn {
    pairs: Vec<(u32, u32)>,
    of: u64,
}

#[cfg(test)]
mod tests {
    use crate::model::kind::Kind;
    use crate::model::text::ListColumn;
    use crate::model::value::{Dict, Normal, Part};
    use crate::resolve::prepare::prepare;
    use crate::resolve::tests::{Row, records};

    use super::*;

    /// Probability that two of these records agree in a phone, each given with all its numbers.
    fn chance_of_phones(phones: &[Vec<u32>]) -> f64 {
        let names: Vec<String> = (0..phones.len()).map(|i| format!("anna{i}")).collect();
        let rows: Vec<Row> = names.iter().map(|name| (name.as_str(), "abel", "", "", "")).collect();
        let mut records = records(&rows);
        let (mut dict, mut values) = (Dict::new(), ListColumn::new());
        for numbers in phones {
            let codes: Vec<u32> = numbers
                .iter()
                .map(|number| {
                    let mut phone = Normal::valid(format!("2{number:08}"));
                    phone.set(Part::National, format!("2{number:08}"));
                    dict.intern(&phone)
                })
                .collect();
            values.push(codes);
        }
        (records.fields[1].dict, records.fields[1].values) = (dict, values);
        let prepared = prepare(&records, &[], None);
        let comparison = prepared.comparisons.iter().position(|c| c.kind == Kind::Phone).expect("phones are compared");
        let order: Vec<u32> = (0..prepared.len() as u32).collect();
        let exactness = prepared.comparisons[comparison].exactness(0).expect("phones can be equal");
        Held { prepared: &prepared, order: &order, exactness: &exactness, comparison }.equal_by_class(3, 0).iter().sum()
    }

    #[test]
    fn chance_agreement_is_a_share_of_records_however_many_values_they_hold() {
        // Ninety records, each number held by three: 90 of 4,005 pairs agree.
        let one: Vec<Vec<u32>> = (0..90).map(|i| vec![i / 3]).collect();
        let with_own: Vec<Vec<u32>> = (0..90).map(|i| vec![1000 + i, i / 3]).collect();
        let both: Vec<Vec<u32>> = (0..90).map(|i| vec![1000 + i / 3, i / 3]).collect();
        for phones in [one, with_own, both] {
            let chance = chance_of_phones(&phones);
            assert!((chance * 4005.0 / 90.0 - 1.0).abs() < 1e-9, "{chance} of {:?}", &phones[..3]);
        }
    }
}
