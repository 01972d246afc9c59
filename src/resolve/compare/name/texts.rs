//! How alike two different names are by their letters: typos, umlauts written out, double names, shared characters.

use super::super::super::text::{jaro_winkler, within_one_edit, within_two_edits};
use super::{F_CLOSE, F_EDITS, F_ELSE, F_NEAR, F_SOUND, G_CLOSE, G_EDITS, G_ELSE, G_INITIAL, G_NEAR, G_SOUND};

/// Jaro–Winkler similarity of near names.
pub(super) const NEAR: f64 = 0.82;

/// Umlauts and ring vowels written out (`mueller`, `aase`) and left out (`muller`, `ase`) are one name.
fn same_without_umlauts(a: &str, b: &str) -> bool {
    a.is_ascii()
        && b.is_ascii()
        && a.len() != b.len()
        && a.len().abs_diff(b.len()) <= 3
        && without_umlauts(a.as_bytes()).eq(without_umlauts(b.as_bytes()))
}

/// The letters of a word, an `e` behind a, o or u and an `a` behind a left out.
fn without_umlauts(word: &[u8]) -> impl Iterator<Item = u8> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let (&first, tail) = rest.split_first()?;
        rest = match (first, tail) {
            (b'a' | b'o' | b'u', [b'e', after @ ..]) | (b'a', [b'a', after @ ..]) => after,
            _ => tail,
        };
        Some(first)
    })
}

/// The level of two given names that are not equal, by their texts.
pub(super) fn given_text(a: &str, b: &str) -> u8 {
    let han = !a.is_ascii() && !b.is_ascii();
    if han {
        return han_overlap(a, b, G_NEAR, G_ELSE);
    }
    if a.len() == 1 || b.len() == 1 {
        return if a.as_bytes()[0] == b.as_bytes()[0] { G_INITIAL } else { G_ELSE };
    }
    if same_without_umlauts(a, b) {
        return G_SOUND;
    }
    if a.len().min(b.len()) >= 4 && within_one_edit(a, b) || parts_meet(a, b) {
        return G_CLOSE;
    }
    let similarity = jaro_winkler(a, b);
    if similarity >= 0.92 {
        G_CLOSE
    } else if similarity >= NEAR || a.len().min(b.len()) >= 3 && (a.starts_with(b) || b.starts_with(a)) {
        G_NEAR
    } else if some_edits(a, b) {
        G_EDITS
    } else {
        G_ELSE
    }
}

/// Two edits, or one in a word of three letters: two mistyped copies of one name are as far apart as that.
fn some_edits(a: &str, b: &str) -> bool {
    match a.len().min(b.len()) {
        0..3 => false,
        3 => within_one_edit(a, b),
        _ => within_two_edits(a, b),
    }
}

/// The level of two family names that are not equal, by their texts.
pub(super) fn family_text(a: &str, b: &str) -> u8 {
    if same_without_umlauts(a, b) {
        return F_SOUND;
    }
    if a.len().min(b.len()) >= 4 && within_one_edit(a, b) || parts_meet(a, b) {
        return F_CLOSE;
    }
    let similarity = jaro_winkler(a, b);
    if similarity >= 0.92 {
        F_CLOSE
    } else if similarity >= NEAR || a.len().min(b.len()) == 1 && a.as_bytes()[0] == b.as_bytes()[0] {
        F_NEAR
    } else if some_edits(a, b) {
        F_EDITS
    } else {
        F_ELSE
    }
}

/// Surnames that are written with either character since the second simplification of 1977, or since one was avoided.
const ONE_SURNAME: &[[&str; 2]] = &[["萧", "肖"], ["傅", "付"], ["阎", "闫"], ["戴", "代"], ["蓝", "兰"], ["邱", "丘"]];

/// Are these two simplified surnames as often one written in two ways: 萧 and 肖?
pub(super) fn is_one_surname(a: &str, b: &str) -> bool {
    ONE_SURNAME.iter().any(|pair| *pair == [a, b] || *pair == [b, a])
}

/// Given names in 汉字 of at least two characters that share one at its place.
fn han_overlap(a: &str, b: &str, near: u8, other: u8) -> u8 {
    let shared = a.chars().zip(b.chars()).filter(|(x, y)| x == y).count();
    let (n, m) = (a.chars().count(), b.chars().count());
    if shared > 0 && n.max(m) >= 2 { near } else { other }
}

/// Double names: a whole word of one is a word of the other (`smith-jones`, `smith`; `mary ann`, `ann`).
fn parts_meet(a: &str, b: &str) -> bool {
    let split = |c: char| c == '-' || c == ' ';
    if !a.contains(split) && !b.contains(split) {
        return false;
    }
    a.split(split).any(|x| x.len() >= 3 && b.split(split).any(|y| x == y))
}
