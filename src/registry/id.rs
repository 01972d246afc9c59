//! Customer ids: 60 bits, written as 12 Crockford base32 characters.

use std::fmt;

use crate::model::hash::hash128;

/// Crockford's alphabet: no I, L, O, U. It ascends in ASCII, so ids sort as their numbers do.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Characters of an id: 60 bits at 5 bits each.
pub(super) const LENGTH: usize = 12;

/// A customer id. Its text order and its number order are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CustomerId(u64);

impl CustomerId {
    /// The id a customer born with this smallest identity gets at the given attempt; attempts count from 0 and go on
    /// while the id was given before.
    #[must_use]
    pub fn born_of(identity: u128, attempt: u32) -> Self {
        let hash = if attempt == 0 {
            identity
        } else {
            let mut bytes = [0; 20];
            bytes[..16].copy_from_slice(&identity.to_le_bytes());
            bytes[16..].copy_from_slice(&attempt.to_le_bytes());
            hash128(&bytes)
        };
        Self((hash >> 68) as u64)
    }

    /// The first of its 60 bits, as a number; ids are spread evenly over them.
    pub(super) fn first_bits(self, bits: u32) -> usize {
        (self.0 >> (60 - bits)) as usize
    }

    /// Its text, written into `text`.
    pub(super) fn print(self, text: &mut [u8; LENGTH]) -> &str {
        for (i, byte) in text.iter_mut().enumerate() {
            *byte = ALPHABET[(self.0 >> (5 * (LENGTH - 1 - i)) & 31) as usize];
        }
        std::str::from_utf8(text).expect("the alphabet is ASCII")
    }

    /// Reads an id back; `None` unless it is exactly 12 characters of the alphabet.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != LENGTH {
            return None;
        }
        text.bytes()
            .try_fold(0, |number, byte| {
                let digit = ALPHABET.iter().position(|&a| a == byte)? as u64;
                Some(number << 5 | digit)
            })
            .map(Self)
    }
}

impl fmt::Display for CustomerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; LENGTH];
        f.write_str(self.print(&mut text))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_id_is_twelve_characters_of_the_alphabet() {
        assert_eq!(CustomerId(0).to_string(), "000000000000");
        assert_eq!(CustomerId((1 << 60) - 1).to_string(), "ZZZZZZZZZZZZ");
        assert_eq!(CustomerId::parse("00000000000U"), None);
        assert_eq!(CustomerId::parse("0"), None);
    }

    proptest! {
        #[test]
        fn text_reads_back_and_sorts_as_the_number(a in any::<u128>(), b in any::<u128>(), attempt in 0..3_u32) {
            let (a, b) = (CustomerId::born_of(a, attempt), CustomerId::born_of(b, 0));
            prop_assert_eq!(CustomerId::parse(&a.to_string()), Some(a));
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }
    }
}
