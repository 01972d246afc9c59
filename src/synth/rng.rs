//! Chance that repeats: splitmix64 keyed by what it is used for, so that any person can be made again from the seed.

use crate::model::hash::{hash64, mix};

/// A small deterministic generator. Two generators with one key give one sequence, in any order of use.
#[derive(Debug, Clone)]
pub struct Rng(u64);

impl Rng {
    /// A generator for one purpose and one index (`person`, 17).
    #[must_use]
    pub fn keyed(seed: u64, purpose: &str, index: u64) -> Self {
        Self(mix(mix(seed, hash64(purpose.as_bytes())), index))
    }

    /// The next 64 bits (splitmix64, Steele, Lea and Flood 2014).
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n` (0 if `n` is 0).
    pub fn below(&mut self, n: u64) -> u64 {
        // Multiply-shift: the bias is below n / 2^64.
        ((u128::from(self.draw()) * u128::from(n)) >> 64) as u64
    }

    /// A number in `low..=high`.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }

    /// True in `per_mille` of 1000 cases.
    pub fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// One element.
    pub fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len() as u64) as usize]
    }

    /// One element of a list whose earlier elements are more common (the smaller of two draws).
    pub fn pick_common<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let n = list.len() as u64;
        let i = self.below(n).min(self.below(n));
        &list[i as usize]
    }

    /// Appends `n` decimal digits.
    pub fn digits(&mut self, n: usize, out: &mut String) {
        for _ in 0..n {
            out.push(char::from(b'0' + self.below(10) as u8));
        }
    }

    /// 1, 2, 3 … where each further one has probability `per_mille` / 1000, at most `most`.
    pub fn repeats(&mut self, per_mille: u64, most: u64) -> u64 {
        let mut n = 1;
        while n < most && self.chance(per_mille) {
            n += 1;
        }
        n
    }
}

/// A shuffle of `0..n` that needs no memory: `i → (a·i + b) mod n` with `a` prime to `n`.
#[derive(Debug, Clone, Copy)]
pub struct Shuffle {
    n: u64,
    a: u64,
    b: u64,
}

impl Shuffle {
    /// A shuffle of `0..n` for one purpose.
    #[must_use]
    pub fn new(seed: u64, purpose: &str, n: u64) -> Self {
        let mut rng = Rng::keyed(seed, purpose, n);
        let mut a = rng.below(n.max(1)) | 1;
        while gcd(a, n.max(1)) != 1 {
            a += 2;
        }
        Self { n: n.max(1), a, b: rng.below(n.max(1)) }
    }

    /// Where `i` goes.
    #[must_use]
    pub fn at(self, i: u64) -> u64 {
        ((u128::from(self.a) * u128::from(i) + u128::from(self.b)) % u128::from(self.n)) as u64
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shuffle_reaches_everything_once() {
        for n in [1, 2, 7, 12, 100, 1001] {
            let shuffle = Shuffle::new(1, "test", n);
            let mut seen: Vec<u64> = (0..n).map(|i| shuffle.at(i)).collect();
            seen.sort_unstable();
            assert_eq!(seen, (0..n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn equal_keys_give_equal_numbers_and_others_do_not() {
        let draw = |seed, purpose, index| Rng::keyed(seed, purpose, index).draw();
        assert_eq!(draw(1, "a", 2), draw(1, "a", 2));
        assert_ne!(draw(1, "a", 2), draw(1, "b", 2));
        assert_ne!(draw(1, "a", 2), draw(2, "a", 2));
    }
}
