//! Numbers for equal values, without keeping their texts.
//!
//! Comes in: the hash of what a value is equal by, and a test of equality with an earlier value. Goes out: one number for all
//! that are equal, from 1 on in the order they came. Texts stay where they are.

use std::hint::black_box;

use crate::model::slots::Slots;

/// Values whose slots are looked at together.
const TOGETHER: usize = 32;

/// Groups of equal values.
#[derive(Default)]
pub struct Groups {
    slots: Slots,
    /// The value each group began with.
    first: Vec<u32>,
}

impl Groups {
    /// Room for so many.
    #[must_use]
    pub fn with_capacity(values: usize) -> Self {
        let mut groups = Self::default();
        groups.slots.reserve(values);
        groups
    }

    /// The numbers of values whose hashes these are; a hash of 0 is no value's and has the number 0. `equal` tells whether a value is
    /// equal to an earlier one of the same hash.
    pub fn numbers(hashes: &[u64], equal: impl Fn(u32, u32) -> bool) -> Vec<u32> {
        let mut groups = Self::with_capacity(hashes.len());
        let mut numbers = Vec::with_capacity(hashes.len());
        for some in hashes.chunks(TOGETHER) {
            // The slots of some values are waited for at once.
            black_box(some.iter().fold(0, |seen, &hash| seen ^ groups.slots.glance(hash)));
            for &hash in some {
                let value = numbers.len() as u32;
                numbers.push(if hash == 0 { 0 } else { groups.number(hash, value, |earlier| equal(value, earlier)) });
            }
        }
        numbers
    }

    /// The number of a value's group. `equal` tells whether an earlier value of the same hash is equal to it.
    pub fn number(&mut self, hash: u64, value: u32, equal: impl Fn(u32) -> bool) -> u32 {
        let first = &self.first;
        match self.slots.find_or_free(hash, |number| equal(first[number as usize - 1])) {
            Ok(number) => number,
            Err(free) => {
                let number = first.len() as u32 + 1;
                free.take(number);
                self.first.push(value);
                number
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_have_one_number_even_where_hashes_collide() {
        let texts = ["a", "b", "a", "c", "b"];
        let mut groups = Groups::with_capacity(2);
        let numbers: Vec<u32> =
            (0..5).map(|v| groups.number(7, v, |earlier| texts[earlier as usize] == texts[v as usize])).collect();
        assert_eq!(numbers, [1, 2, 1, 3, 2]);
        let of_all = Groups::numbers(&[7, 7, 0, 7, 7], |v, earlier| texts[earlier as usize] == texts[v as usize]);
        assert_eq!(of_all, [1, 2, 0, 3, 2]);
    }
}
