//! Packed pairs, each once, kept apart by their left records so that they are sorted in small, independent parts.

use rayon::prelude::*;

/// Pairs as they are made, some of them more than once until the next [`Pairs::settle`].
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

    /// Adds pairs.
    pub fn extend(&mut self, packed: &[u64]) {
        for &pair in packed {
            self.parts[(pair >> self.shift) as usize].pairs.push(pair);
        }
        self.len += packed.len();
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
        let mut all = Vec::with_capacity(self.len);
        for part in self.parts {
            all.extend_from_slice(&part.pairs);
        }
        all
    }
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
        let mut pairs = Pairs::new(1000);
        pairs.extend(&[pack(7, 9, 1), pack(900, 999, 1), pack(0, 1, 1), pack(7, 9, 0)]);
        pairs.settle();
        assert_eq!(pairs.len(), 3);
        pairs.extend(&[pack(7, 9, 2), pack(7, 8, 2), pack(0, 1, 0)]);
        assert_eq!(pairs.into_sorted(), [pack(0, 1, 0), pack(7, 8, 2), pack(7, 9, 0), pack(900, 999, 1)]);
    }
}
