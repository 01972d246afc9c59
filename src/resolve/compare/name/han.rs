//! What of a name in 汉字 is compared besides its parts: the letters its readings begin with, and the end that a mask shows.

use crate::model::text::Interner;
use crate::model::value::{Class, Dict, Part};

/// The last 汉字 of a given name, also of one that is hidden but for it.
pub fn last_han(dict: &Dict, value: u32) -> Option<char> {
    let part = if dict.class(value) == Class::Masked { Part::Mask } else { Part::Given };
    let is_han = dict.part(value, Part::Script) == "han";
    dict.part(value, part).chars().next_back().filter(|&c| is_han && c != '*')
}

/// Names of two 汉字 that were read as a surname and a given name, as one word by value and 0 for any other name; empty if there is
/// none.
pub(super) fn pairs(dict: &Dict, words: &mut Interner) -> Vec<u32> {
    let is_one = |text: &str| text.chars().count() == 1;
    let mut pair = |v: u32| {
        let [family, given] = [Part::Family, Part::Given].map(|part| dict.part(v, part));
        let is_pair = is_one(family) && is_one(given) && dict.part(v, Part::Script) == "han";
        if is_pair { words.intern(&[family, given].concat()) } else { 0 }
    };
    let pairs: Vec<u32> = (0..dict.len() as u32).map(&mut pair).collect();
    if pairs.iter().any(|&pair| pair != 0) { pairs } else { Vec::new() }
}

pub(super) fn letter_bit(letter: u8) -> u32 {
    1 << (letter - b'a')
}

/// The first letters of readings joined by `|`, one bit each.
pub(super) fn first_letters(readings: &str) -> u32 {
    readings.split('|').filter_map(|r| r.bytes().next()).filter(u8::is_ascii_lowercase).fold(0, |bits, l| bits | letter_bit(l))
}

/// Letters that may begin the second of two syllables of a given name in 汉字, one bit each: a consonant before a vowel or before h,
/// and the vowels that begin syllables; empty for names of one or more than two characters.
pub(super) fn second_letters(dict: &Dict, value: u32) -> u32 {
    if dict.part(value, Part::Script) != "han" || dict.part(value, Part::Given).chars().count() != 2 {
        return 0;
    }
    let vowel = |b: u8| b"aeiouv".contains(&b);
    let begins = |w: &[u8]| if vowel(w[0]) { b"aeo".contains(&w[0]) } else { vowel(w[1]) || w[1] == b'h' };
    let letters = |reading: &str| {
        let bytes = reading.as_bytes();
        bytes.windows(2).skip(1).filter(|w| w[0].is_ascii_lowercase() && begins(w)).fold(0, |bits, w| bits | letter_bit(w[0]))
    };
    dict.part(value, Part::GivenPinyin).split('|').fold(0, |bits, reading| bits | letters(reading))
}
