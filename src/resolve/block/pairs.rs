//! Packed pairs, each once, kept apart by their left records so that they are sorted in small, independent parts.

use rayon::prelude::*;

use super::Candidates;

/// The pairs of one rule as they are made: some of them more than once, and some that earlier rules made.
#[derive(Default)]
pub struct Made {
    chunks: Vec<Vec<u64>>,
    len: usize,
}

impl Made {
    /// Adds pairs.
    pub fn take(&mut self, packed: Vec<u64>) {
        self.len += packed.len();
        if !packed.is_empty() {
            self.chunks.push(packed);
        }
    }

    /// Pairs made, repeated ones as often as they came.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// The pairs for which `is_drawn` is true, ascending, each once.
    #[must_use]
    pub fn drawn(&self, is_drawn: impl Fn(u32, u32) -> bool + Sync) -> Vec<u64> {
        let is_in = |&&packed: &&u64| {
            let (left, right) = Candidates::ends(packed);
            is_drawn(left, right)
        };
        let mut drawn: Vec<u64> =
            self.chunks.par_iter().flat_map_iter(|chunk| chunk.iter().filter(is_in).copied().collect::<Vec<u64>>()).collect();
        drawn.sort_unstable();
        drawn.dedup();
        drawn
    }
}

/// Pairs of all rules, some of them more than once until the next [`Pairs::settle`].
pub struct Pairs {
    /// Parts of ascending left records.
    parts: Vec<Part>,
    /// Bits of a packed pair behind those that tell its part.
    shift: u32,
    len: usize,
}

#[derive(Default)]
struct Part {
    pairs: Vec<u64>,
    /// The first so many are sorted and each once.
    settled: usize,
}

/// Bits of the left record that tell a pair's part.
const PART_BITS: u32 = 8;

impl Pairs {
    /// No pairs yet, of `n` identity records.
    #[must_use]
    pub fn new(n: usize) -> Self {
        let behind = (usize::BITS - n.leading_zeros()).saturating_sub(PART_BITS);
        let parts = (0..=n >> behind).map(|_| Part::default()).collect();
        Self { parts, shift: 36 + behind, len: 0 }
    }

    /// Pairs held, repeated ones counted as often as they came since they were last settled.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Adds the pairs of a rule.
    pub fn take(&mut self, made: Made) {
        let (shift, parts) = (self.shift, self.parts.len());
        self.len += made.len;
        let by_part: Vec<(Vec<u64>, Vec<u32>)> =
            made.chunks.into_par_iter().map(|chunk| partitioned(&chunk, shift, parts)).collect();
        self.parts.par_iter_mut().enumerate().for_each(|(place, part)| {
            for (pairs, ends) in &by_part {
                let start = if place == 0 { 0 } else { ends[place - 1] };
                part.pairs.extend_from_slice(&pairs[start as usize..ends[place] as usize]);
            }
        });
    }

    /// True if the pair is held, whatever its rule; pairs added since the last [`Pairs::settle`] are not seen.
    #[must_use]
    pub fn contains(&self, packed: u64) -> bool {
        let part = &self.parts[(packed >> self.shift) as usize];
        part.pairs[..part.settled].binary_search_by_key(&(packed >> 8), |p| p >> 8).is_ok()
    }

    /// Keeps each pair once, with the first of its rules.
    pub fn settle(&mut self) {
        self.parts.par_iter_mut().for_each(Part::settle);
        self.len = self.parts.iter().map(|p| p.pairs.len()).sum();
    }

    /// All pairs, ascending, each once.
    #[must_use]
    pub fn into_sorted(mut self) -> Vec<u64> {
        self.settle();
        let mut all = vec![0; self.len];
        let mut behind = all.as_mut_slice();
        let placed: Vec<(&mut [u64], Part)> = self
            .parts
            .into_iter()
            .map(|part| {
                let (place, rest) = std::mem::take(&mut behind).split_at_mut(part.pairs.len());
                behind = rest;
                (place, part)
            })
            .collect();
        placed.into_par_iter().for_each(|(place, part)| place.copy_from_slice(&part.pairs));
        all
    }
}

/// Pairs by their part, and where each part ends.
fn partitioned(pairs: &[u64], shift: u32, parts: usize) -> (Vec<u64>, Vec<u32>) {
    let part = |pair: u64| (pair >> shift) as usize;
    let mut ends = vec![0u32; parts];
    for &pair in pairs {
        ends[part(pair)] += 1;
    }
    for p in 1..parts {
        ends[p] += ends[p - 1];
    }
    let mut next = vec![0u32; parts];
    next[1..].copy_from_slice(&ends[..parts - 1]);
    let mut sorted = vec![0u64; pairs.len()];
    for &pair in pairs {
        let at = &mut next[part(pair)];
        sorted[*at as usize] = pair;
        *at += 1;
    }
    (sorted, ends)
}

impl Part {
    fn settle(&mut self) {
        if self.pairs.len() == self.settled {
            return;
        }
        let (old, new) = self.pairs.split_at_mut(self.settled);
        new.sort_unstable();
        let mut merged: Vec<u64> = Vec::with_capacity(old.len() + new.len());
        let mut last = u64::MAX;
        let (mut i, mut j) = (0, 0);
        while i < old.len() || j < new.len() {
            let from_old = j == new.len() || i < old.len() && old[i] <= new[j];
            let pair = if from_old { old[i] } else { new[j] };
            if from_old {
                i += 1;
            } else {
                j += 1;
            }
            if pair >> 8 != last >> 8 {
                merged.push(pair);
                last = pair;
            }
        }
        merged.shrink_to_fit();
        self.settled = merged.len();
        self.pairs = merged;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pair_is_kept_once_with_its_first_rule() {
        let pack = |l: u64, r: u64, rule: u64| l << 36 | r << 8 | rule;
        let made = |packed: &[u64]| {
            let mut made = Made::default();
            packed.chunks(2).for_each(|few| made.take(few.to_vec()));
            made
        };
        let mut pairs = Pairs::new(1000);
        pairs.take(made(&[pack(7, 9, 1), pack(900, 999, 1), pack(0, 1, 1), pack(7, 9, 0)]));
        pairs.settle();
        assert_eq!(pairs.len(), 3);
        assert!(pairs.contains(pack(7, 9, 5)) && !pairs.contains(pack(7, 8, 1)));
        pairs.take(made(&[pack(7, 9, 2), pack(7, 8, 2), pack(0, 1, 0)]));
        assert_eq!(pairs.into_sorted(), [pack(0, 1, 0), pack(7, 8, 2), pack(7, 9, 0), pack(900, 999, 1)]);
    }
}
