//! Aligns two rows of sounds: the cheapest way to turn one into the other (Needleman & Wunsch 1970), and whether it is cheap enough.

use super::units::{Unit, VOWELS, group, vowel_distance};

/// Cost of two consonants of one group (b and p, s and sh) in place of each other, in hundredths; twice that at the beginning.
const NEAR: u32 = 40;

/// Cost of two consonants that have nothing in common.
const FAR: u32 = 200;

/// What may differ at most, in hundredths: a little, and a little more per consonant; measured on pairs of names.
const FREE: u32 = 30;
const FREE_PER_CONSONANT: u32 = 17;
const FREE_MAX: u32 = 115;
const FREE_BARE: u32 = 12;
const FREE_PER_CONSONANT_BARE: u32 = 13;

/// Consonants that cost at least this to leave out count for what may differ.
const SOUNDING: u32 = 40;

/// Can the two rows be one name? Never for empty rows.
pub fn alike(a: &[Unit], b: &[Unit]) -> bool {
    !a.is_empty() && !b.is_empty() && cost(a, b) <= allowed(a, b)
}

/// Can the two rows be one brand? Brands are made to be told apart, and their owners write them with care: half as much may differ.
pub fn closely_alike(a: &[Unit], b: &[Unit]) -> bool {
    !a.is_empty() && !b.is_empty() && 2 * cost(a, b) <= allowed(a, b)
}

/// What may differ between two rows of one name.
fn allowed(a: &[Unit], b: &[Unit]) -> u32 {
    let consonants = |row: &[Unit]| row.iter().filter(|u| !u.is_vowel() && u.skip >= SOUNDING).count() as u32;
    let n = consonants(a).min(consonants(b));
    // Without vowels a row says less, and less may differ.
    let bare = !a.iter().chain(b).any(|u| u.is_vowel());
    let allowed = if bare { FREE_BARE + FREE_PER_CONSONANT_BARE * n } else { FREE + FREE_PER_CONSONANT * n };
    allowed.min(FREE_MAX)
}

/// Do two rows begin with the same sound, as an initial and a name do?
pub fn same_start(a: &[Unit], b: &[Unit]) -> bool {
    let first = |row: &[Unit]| row.iter().take(2).map(|u| u.mask).collect::<Vec<_>>();
    let (x, y) = (first(a), first(b));
    x.iter().any(|m| y.first().is_some_and(|n| m & n != 0)) || y.iter().any(|m| x.first().is_some_and(|n| m & n != 0))
}

fn cost(a: &[Unit], b: &[Unit]) -> u32 {
    let mut above: Vec<u32> = std::iter::once(0)
        .chain(b.iter().scan(0, |sum, u| {
            *sum += u.skip;
            Some(*sum)
        }))
        .collect();
    let mut row = above.clone();
    for (i, u) in a.iter().enumerate() {
        row[0] = above[0] + u.skip;
        for (j, v) in b.iter().enumerate() {
            row[j + 1] =
                (above[j] + change(*u, *v) * if i + j == 0 { 2 } else { 1 }).min(above[j + 1] + u.skip).min(row[j] + v.skip);
        }
        std::mem::swap(&mut above, &mut row);
    }
    above[b.len()]
}

/// Cost of one sound in place of another.
fn change(a: Unit, b: Unit) -> u32 {
    if a.mask & b.mask != 0 {
        return 0;
    }
    match (a.is_vowel(), b.is_vowel()) {
        (true, true) => vowel_distance(a.mask & VOWELS, b.mask & VOWELS),
        (false, false) if group(a.mask) & group(b.mask) != 0 => NEAR,
        _ => FAR,
    }
}
