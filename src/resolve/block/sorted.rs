//! Sorted keys of a rule: those that at least two records share, in the order of the keys.

use rayon::prelude::*;

/// Key and identity record.
pub type Keyed = (u64, u32);

/// Keys that at least two entries have, sorted and each (key, record) once. Keys are hashes, spread over all bits.
#[must_use]
pub fn sorted(mut parts: Vec<Vec<Keyed>>) -> Vec<Keyed> {
    let shared = Shared::of(&parts);
    parts.par_iter_mut().for_each(|part| part.retain(|&(key, _)| shared.may_hold(key)));
    let place = |key: u64| (key >> 56) as usize;
    let mut ends = [0usize; 256];
    parts.iter().flatten().for_each(|&(key, _)| ends[place(key)] += 1);
    let mut next = [0usize; 256];
    for p in 1..256 {
        ends[p] += ends[p - 1];
    }
    next[1..].copy_from_slice(&ends[..255]);
    let mut all = vec![(0, 0); ends[255]];
    for &(key, id) in parts.iter().flatten() {
        all[next[place(key)]] = (key, id);
        next[place(key)] += 1;
    }
    drop(parts);
    let mut rest = all.as_mut_slice();
    let mut slices = Vec::with_capacity(256);
    let mut start = 0;
    for end in ends {
        let (slice, behind) = rest.split_at_mut(end - start);
        slices.push(slice);
        (rest, start) = (behind, end);
    }
    slices.into_par_iter().for_each(<[Keyed]>::sort_unstable);
    all.dedup();
    all
}

/// Which keys came twice, give or take some that did not: one bit per key's hash.
struct Shared {
    twice: Vec<u64>,
    mask: u64,
}

impl Shared {
    fn of(parts: &[Vec<Keyed>]) -> Self {
        let keys: usize = parts.iter().map(Vec::len).sum();
        let bits = (8 * keys).next_power_of_two().max(64);
        let (mut once, mut twice) = (vec![0u64; bits / 64], vec![0u64; bits / 64]);
        let mask = bits as u64 - 1;
        for &(key, _) in parts.iter().flatten() {
            let (word, bit) = Self::at(key, mask);
            twice[word] |= once[word] & bit;
            once[word] |= bit;
        }
        Self { twice, mask }
    }

    fn at(key: u64, mask: u64) -> (usize, u64) {
        let at = key & mask;
        ((at >> 6) as usize, 1 << (at & 63))
    }

    fn may_hold(&self, key: u64) -> bool {
        let (word, bit) = Self::at(key, self.mask);
        self.twice[word] & bit != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::hash::mix;

    #[test]
    fn shared_keys_come_out_sorted_and_once() {
        let key = |k: u64| mix(k, 1);
        let parts = vec![vec![(key(1), 0), (key(2), 0), (key(2), 0), (key(3), 1)], vec![(key(2), 2), (key(3), 5), (key(9), 6)]];
        let got = sorted(parts);
        assert!(got.is_sorted());
        let shared: Vec<Keyed> = got.iter().copied().filter(|k| got.iter().filter(|o| o.0 == k.0).count() > 1).collect();
        let mut expected = vec![(key(2), 0), (key(2), 2), (key(3), 1), (key(3), 5)];
        expected.sort_unstable();
        assert_eq!(shared, expected);
    }
}
