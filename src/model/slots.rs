//! The look-up table of a dictionary: codes by hash.
//!
//! Comes in: a 64-bit hash and a code. Goes out: the code of an equal value, if there is one. Each slot keeps 32 bits of
//! its hash, so that the table grows, and tells nearly all unequal values apart, without a look at the values themselves,
//! which lie scattered over memory. It holds no values and never walks its slots.

use hashbrown::HashTable;
use hashbrown::hash_table::{Entry, VacantEntry};

/// A code with 32 bits of its value's hash.
#[derive(Debug, Clone, Copy)]
struct Slot {
    hash: u32,
    code: u32,
}

impl Slot {
    /// The hash that the table goes by: both ends of it, of which the table takes its bits, are well mixed.
    fn spread(hash: u32) -> u64 {
        u64::from(hash) << 32 | u64::from(hash)
    }

    fn short(hash: u64) -> u32 {
        hash as u32 ^ (hash >> 32) as u32
    }
}

/// Codes by hash.
#[derive(Debug, Clone, Default)]
pub struct Slots(HashTable<Slot>);

/// The place of a value that is not there yet.
#[derive(Debug)]
pub struct Free<'a> {
    place: VacantEntry<'a, Slot>,
    hash: u32,
}

impl Free<'_> {
    /// Keeps the code of the value.
    pub fn take(self, code: u32) {
        self.place.insert(Slot { hash: self.hash, code });
    }
}

impl Slots {
    /// The code of this hash for which `is` is true, or the place for a new one.
    ///
    /// # Errors
    /// The free place, if no such code is there.
    pub fn find_or_free(&mut self, hash: u64, is: impl Fn(u32) -> bool) -> Result<u32, Free<'_>> {
        let hash = Slot::short(hash);
        match self.0.entry(Slot::spread(hash), |s| s.hash == hash && is(s.code), |s| Slot::spread(s.hash)) {
            Entry::Occupied(found) => Ok(found.get().code),
            Entry::Vacant(place) => Err(Free { place, hash }),
        }
    }

    /// The code of this hash for which `is` is true.
    #[must_use]
    pub fn find(&self, hash: u64, is: impl Fn(u32) -> bool) -> Option<u32> {
        let hash = Slot::short(hash);
        self.0.find(Slot::spread(hash), |s| s.hash == hash && is(s.code)).map(|s| s.code)
    }

    /// Makes room for this many codes more.
    pub fn reserve(&mut self, more: usize) {
        self.0.reserve(more, |s| Slot::spread(s.hash));
    }

    /// Heap bytes held, roughly.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.0.allocation_size()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_one_hash_are_told_apart_by_the_value() {
        let values = ["", "a", "b"];
        let mut slots = Slots::default();
        for code in 1..3 {
            assert!(
                slots.find_or_free(7, |c| values[c as usize] == values[code as usize]).map_err(|free| free.take(code)).is_err()
            );
        }
        assert_eq!(slots.find(7, |c| values[c as usize] == "b"), Some(2));
        assert_eq!(slots.find(7, |c| values[c as usize] == "c"), None);
        assert_eq!(slots.find(8, |_| true), None);
    }
}
