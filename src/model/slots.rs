//! The look-up table of a dictionary: codes by hash.
//!
//! Comes in: a 64-bit hash and a code. Goes out: the code of an equal value, if there is one. Each slot keeps 32 bits of
//! its hash, so that the table grows, and tells nearly all unequal values apart, without a look at the values themselves,
//! which lie scattered over memory. It holds no values.
//!
//! Slots lie in the order of their hashes, the next free one taken where two would have the same (linear probing; Knuth,
//! volume 3, 6.4): a look-up waits for one place of memory, and growing walks through the old and the new table once.

/// Of eight slots, so many are filled at the most: a look-up in vain then passes four and a half on average.
const FILLED_OF_EIGHT: usize = 5;

/// Slots of the smallest table, as a power of two.
const BITS_MIN: u32 = 3;

/// Most slots, as a power of two: as many as short hashes.
const BITS_MAX: u32 = 32;

/// A short hash in the upper half, the code + 1 in the lower; 0 is a free slot.
type Slot = u64;

/// Codes by hash. Codes are below `u32::MAX`.
///
/// Invariant: no slots at all, or a power of two of them of which one is free at least.
#[derive(Debug, Clone, Default)]
pub struct Slots {
    slots: Vec<Slot>,
    filled: usize,
}

/// The place of a value that is not there yet.
#[derive(Debug)]
pub struct Free<'a> {
    slot: &'a mut Slot,
    filled: &'a mut usize,
    hash: u32,
}

impl Free<'_> {
    /// Keeps the code of the value.
    pub fn take(self, code: u32) {
        *self.slot = u64::from(self.hash) << 32 | (u64::from(code) + 1);
        *self.filled += 1;
    }
}

impl Slots {
    /// The code of this hash for which `is` is true, or the place for a new one.
    ///
    /// # Errors
    /// The free place, if no such code is there.
    pub fn find_or_free(&mut self, hash: u64, is: impl Fn(u32) -> bool) -> Result<u32, Free<'_>> {
        if (self.filled + 1) * 8 > self.slots.len() * FILLED_OF_EIGHT {
            self.resize(self.filled + 1);
        }
        let hash = short(hash);
        match self.probe(hash, is) {
            (_, Some(code)) => Ok(code),
            (at, None) => Err(Free { slot: &mut self.slots[at], filled: &mut self.filled, hash }),
        }
    }

    /// The code of this hash for which `is` is true.
    #[must_use]
    pub fn find(&self, hash: u64, is: impl Fn(u32) -> bool) -> Option<u32> {
        if self.slots.is_empty() { None } else { self.probe(short(hash), is).1 }
    }

    /// What stands where the search for this hash begins; it means nothing. For looking ahead: asked for many hashes before the
    /// first of them is looked up, the processor waits for all their slots at once, since nothing is decided by what they hold.
    #[must_use]
    pub fn glance(&self, hash: u64) -> u64 {
        self.slots.get(self.home(short(hash))).copied().unwrap_or(0)
    }

    /// The code that a look-up of this hash will probably find; one that it will find may go unseen. For looking ahead at what it
    /// stands for, once the slot was looked at.
    #[must_use]
    pub fn guess(&self, hash: u64) -> Option<u32> {
        let hash = short(hash);
        let slot = self.slots.get(self.home(hash)).copied().unwrap_or(0);
        code_of(slot).filter(|_| (slot >> 32) as u32 == hash)
    }

    /// The slot in which a code of this short hash is, or the free one that ends the search.
    fn probe(&self, hash: u32, is: impl Fn(u32) -> bool) -> (usize, Option<u32>) {
        let last = self.slots.len() - 1;
        let mut at = self.home(hash);
        loop {
            let slot = self.slots[at];
            match code_of(slot) {
                None => return (at, None),
                Some(code) if (slot >> 32) as u32 == hash && is(code) => return (at, Some(code)),
                Some(_) => at = (at + 1) & last,
            }
        }
    }

    /// Where the search for a short hash begins: its upper bits.
    fn home(&self, hash: u32) -> usize {
        let bits = self.slots.len().checked_ilog2().unwrap_or(0);
        (u64::from(hash) >> (BITS_MAX - bits)) as usize
    }

    /// Makes room for this many codes more.
    pub fn reserve(&mut self, more: usize) {
        let wanted = self.filled + more;
        if wanted * 8 > self.slots.len() * FILLED_OF_EIGHT {
            self.resize(wanted);
        }
    }

    /// Moves everything to a table with room for so many codes.
    fn resize(&mut self, codes: usize) {
        let least = (codes * 8).div_ceil(FILLED_OF_EIGHT).max(1);
        let bits = least.next_power_of_two().ilog2().max(BITS_MIN);
        assert!(bits <= BITS_MAX, "fewer than 2^31 values in a dictionary");
        let old = std::mem::replace(&mut self.slots, vec![0; 1 << bits]);
        let last = self.slots.len() - 1;
        for slot in old.into_iter().filter(|slot| *slot != 0) {
            let mut at = self.home((slot >> 32) as u32);
            while self.slots[at] != 0 {
                at = (at + 1) & last;
            }
            self.slots[at] = slot;
        }
    }

    /// Number of codes held.
    #[must_use]
    pub fn len(&self) -> usize {
        self.filled
    }

    /// True without codes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.filled == 0
    }

    /// Heap bytes held.
    #[must_use]
    pub fn heap_bytes(&self) -> usize {
        self.slots.capacity() * size_of::<Slot>()
    }
}

/// The 32 bits of a hash that are kept: both its ends are well mixed.
fn short(hash: u64) -> u32 {
    hash as u32 ^ (hash >> 32) as u32
}

fn code_of(slot: Slot) -> Option<u32> {
    (slot as u32).checked_sub(1)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

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

    #[test]
    fn an_empty_table_holds_nothing() {
        let slots = Slots::default();
        assert_eq!((slots.find(0, |_| true), slots.len(), slots.heap_bytes()), (None, 0, 0));
        assert_eq!((slots.guess(u64::MAX), slots.glance(u64::MAX)), (None, 0));
    }

    proptest! {
        /// Whatever the hashes, also the highest ones, whose search goes on at the beginning.
        #[test]
        fn a_table_is_a_map(values in prop::collection::vec((0u64..40, prop::bool::ANY), 0..300), room in 0usize..50) {
            let hash = |value: u64, high: bool| if high { u64::from(u32::MAX) - value % 3 } else { value << 28 };
            let (mut slots, mut map) = (Slots::default(), BTreeMap::new());
            slots.reserve(room);
            for (code, &value) in (0u32..).zip(&values) {
                let known = slots.find_or_free(hash(value.0, value.1), |c| values[c as usize] == value);
                let known = known.map_err(|free| free.take(code)).ok();
                prop_assert_eq!(known, map.get(&value).copied());
                map.entry(value).or_insert(code);
            }
            prop_assert_eq!(slots.len(), map.len());
            for (value, code) in map {
                prop_assert_eq!(slots.find(hash(value.0, value.1), |c| values[c as usize] == value), Some(code));
            }
        }
    }
}
