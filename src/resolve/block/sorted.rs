//! Sorted keys of a rule: those that at least two records share, in the order of the keys.
//!
//! Comes in: keys of records, in parts. Goes out: blocks. Knows nothing of rules.

use rayon::prelude::*;

use super::super::twice::Twice;

/// Key and identity record.
pub type Keyed = (u64, u32);

/// Keys are sorted in ranges of their first bits, each small enough to stay near the processor.
const RANGE_BITS: u32 = 6;
const RANGES: usize = 1 << RANGE_BITS;

/// Keys that at least two entries have.
#[derive(Default)]
pub struct Sorted {
    /// Ranges of ascending keys, each (key, record) once.
    ranges: Vec<Vec<Keyed>>,
}

impl Sorted {
    /// Sorts. Keys are hashes, spread over all bits.
    #[must_use]
    pub fn of(parts: &[Ranged]) -> Self {
        Self { ranges: (0..RANGES).into_par_iter().map_init(Vec::new, |room, range| shared(parts, range, room)).collect() }
    }

    /// The entries of each key that `counts`, by ascending keys.
    pub fn blocks(&self, counts: impl Fn(&[Keyed]) -> bool + Sync) -> Vec<&[Keyed]> {
        let of_range = |range: &'_ Vec<Keyed>| -> Vec<(usize, usize)> {
            let mut start = 0;
            let spans = range.chunk_by(|a, b| a.0 == b.0).map(|block| {
                start += block.len();
                (start - block.len(), start)
            });
            spans.filter(|&(start, end)| counts(&range[start..end])).collect()
        };
        let spans: Vec<Vec<(usize, usize)>> = self.ranges.par_iter().map(of_range).collect();
        self.ranges.iter().zip(spans).flat_map(|(range, spans)| spans.into_iter().map(|(start, end)| &range[start..end])).collect()
    }
}

/// Entries by the range of their keys.
pub struct Ranged {
    keyed: Vec<Keyed>,
    ends: [u32; RANGES],
}

impl Ranged {
    /// Of so many entries, at most 2^32.
    #[must_use]
    pub fn of(part: &[Keyed]) -> Self {
        let range = |key: u64| (key >> (u64::BITS - RANGE_BITS)) as usize;
        let mut ends = [0u32; RANGES];
        for &(key, _) in part {
            ends[range(key)] += 1;
        }
        for r in 1..RANGES {
            ends[r] += ends[r - 1];
        }
        let mut next = [0u32; RANGES];
        next[1..].copy_from_slice(&ends[..RANGES - 1]);
        let mut keyed = vec![(0, 0); part.len()];
        for &(key, id) in part {
            let at = &mut next[range(key)];
            keyed[*at as usize] = (key, id);
            *at += 1;
        }
        Self { keyed, ends }
    }

    fn range(&self, range: usize) -> &[Keyed] {
        let start = if range == 0 { 0 } else { self.ends[range - 1] };
        &self.keyed[start as usize..self.ends[range] as usize]
    }
}

/// The entries of a range whose keys at least two entries have. `room` is used again from range to range.
fn shared(parts: &[Ranged], range: usize, room: &mut Vec<Keyed>) -> Vec<Keyed> {
    let all = || parts.iter().flat_map(|part| part.range(range));
    let twice = Twice::of(parts.iter().map(|part| part.range(range).len()).sum(), all().map(|k| k.0));
    room.clear();
    for part in parts {
        room.extend(part.range(range).iter().filter(|k| twice.may_hold(k.0)));
    }
    room.sort_unstable();
    room.dedup();
    let blocks = || room.chunk_by(|a, b| a.0 == b.0).filter(|block| block.len() > 1);
    let mut kept = Vec::with_capacity(blocks().map(<[Keyed]>::len).sum());
    blocks().for_each(|block| kept.extend_from_slice(block));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::hash::mix;

    #[test]
    fn shared_keys_come_out_sorted_and_once() {
        let key = |k: u64| mix(k, 1);
        let parts = [vec![(key(1), 0), (key(2), 0), (key(2), 0), (key(3), 1)], vec![(key(2), 2), (key(3), 5), (key(9), 6)]];
        let sorted = Sorted::of(&parts.map(|part| Ranged::of(&part)));
        let got = sorted.blocks(|_| true).concat();
        assert!(got.is_sorted());
        let shared: Vec<Keyed> = got.iter().copied().filter(|k| got.iter().filter(|o| o.0 == k.0).count() > 1).collect();
        let mut expected = vec![(key(2), 0), (key(2), 2), (key(3), 1), (key(3), 5)];
        expected.sort_unstable();
        assert_eq!(shared, expected);
    }
}
