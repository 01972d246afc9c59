//! Numbers for equal values, without keeping their texts.
//!
//! Comes in: the hash of what a value is equal by, and a test of equality with an earlier value. Goes out: one number for all
//! that are equal, from 1 on in the order they came. Texts stay where they are.

use crate::model::slots::Slots;

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
    }
}
