//! HMAC-SHA-256 (RFC 2104) over the `sha2` crate. Written out because the `hmac` crate turns on a feature of `digest` that
//! builds polars anew; the test vectors are those of RFC 4231.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// Bytes of a block of SHA-256.
const BLOCK: usize = 64;

/// A key, worked into both states.
#[derive(Debug, Clone)]
pub(super) struct Hmac {
    inner: Sha256,
    outer: Sha256,
}

impl Hmac {
    /// Takes a key of any length.
    pub(super) fn new(key: &[u8]) -> Self {
        let mut block = [0u8; BLOCK];
        if key.len() > BLOCK {
            let short: [u8; 32] = Sha256::digest(key).into();
            block[..32].copy_from_slice(&short);
        } else {
            block[..key.len()].copy_from_slice(key);
        }
        let padded = |pad: u8| {
            let mut state = Sha256::new();
            state.update(block.map(|byte| byte ^ pad));
            state
        };
        Self { inner: padded(0x36), outer: padded(0x5c) }
    }

    /// The code of a message given in pieces.
    pub(super) fn code<'a>(&self, pieces: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
        let mut inner = self.inner.clone();
        for piece in pieces {
            inner.update(piece);
        }
        let mut outer = self.outer.clone();
        outer.update(inner.finalize());
        outer.finalize().into()
    }
}

/// Lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a String takes everything");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(key: &[u8], message: &str, expected: &str) {
        assert_eq!(hex(&Hmac::new(key).code([message.as_bytes()])), expected);
    }

    #[test]
    fn the_test_vectors_of_rfc_4231_hold() {
        check(&[0x0b; 20], "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        check(b"Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        let long = "Test Using Larger Than Block-Size Key - Hash Key First";
        check(&[0xaa; 131], long, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    #[test]
    fn pieces_are_one_message() {
        let key = Hmac::new(b"k");
        assert_eq!(key.code([b"ab".as_slice(), b"c"]), key.code([b"abc".as_slice()]));
    }
}
