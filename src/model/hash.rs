//! Stable hashes: xxh3 with a fixed seed, so that a hash means the same in every run, thread and version.

use xxhash_rust::xxh3;

/// The seed of every content hash in guiyi. Changing it changes tie-breaks and samples.
const SEED: u64 = 0x6775_6979_6931; // "guiyi1"

/// Hashes bytes to 64 bits. Equal in every process.
#[must_use]
pub fn hash64(bytes: &[u8]) -> u64 {
    xxh3::xxh3_64_with_seed(bytes, SEED)
}

/// Hashes bytes to 128 bits, for keys that must not collide over billions of rows.
#[must_use]
pub fn hash128(bytes: &[u8]) -> u128 {
    xxh3::xxh3_128_with_seed(bytes, SEED)
}

/// Mixes two hashes into one; the order matters.
#[must_use]
pub fn mix(a: u64, b: u64) -> u64 {
    // The finaliser of splitmix64 over a rotated sum: cheap and well distributed.
    let mut z = a.rotate_left(25) ^ b.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
