//! Which of many hashes may have come more than once: a filter in front of tables and sorts, which need not see the others.
//!
//! Comes in: hashes. Goes out: for each, whether it may have come twice; of those that came once a few are told to have. One bit
//! per hash of eight times as many (Bloom 1970, with one hash function).

/// Which keys came twice, give or take some that did not: one bit per key's hash.
pub struct Twice {
    twice: Vec<u64>,
    mask: u64,
}

impl Twice {
    /// Of so many keys, at the most.
    #[must_use]
    pub fn of(len: usize, keys: impl Iterator<Item = u64>) -> Self {
        let bits = (8 * len).next_power_of_two().max(64);
        let (mut once, mut twice) = (vec![0u64; bits / 64], vec![0u64; bits / 64]);
        let mask = bits as u64 - 1;
        // Many iterators in one are quicker asked to call than asked for the next.
        keys.for_each(|key| {
            let (word, bit) = Self::at(key, mask);
            twice[word] |= once[word] & bit;
            once[word] |= bit;
        });
        Self { twice, mask }
    }

    fn at(key: u64, mask: u64) -> (usize, u64) {
        let at = key & mask;
        ((at >> 6) as usize, 1 << (at & 63))
    }

    /// False only if the key came once or never.
    #[must_use]
    pub fn may_hold(&self, key: u64) -> bool {
        let (word, bit) = Self::at(key, self.mask);
        self.twice[word] & bit != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::hash::mix;

    #[test]
    fn what_came_twice_is_always_told_and_what_came_once_seldom() {
        let key = |k: u64| mix(k, 1);
        let keys = || (0..1000).chain(0..100).map(key);
        let twice = Twice::of(1100, keys());
        assert!((0..100).all(|k| twice.may_hold(key(k))));
        let wrong = (100..1000).filter(|&k| twice.may_hold(key(k))).count();
        assert!(wrong < 200, "{wrong} of 900");
        assert!(!Twice::of(0, std::iter::empty()).may_hold(7));
    }
}
