//! Which end of a name in Latin letters is the family name, as far as particles, capitals and surnames say.
//!
//! Comes in: the words of a name. Goes out: an order, or where the family name begins. Nothing is set here.

use super::super::nicknames::is_western_given;
use super::super::romanised::{self, Order};
use super::super::sinoxenic;
use super::Word;

/// Words that begin a family name of several words.
pub(super) const PARTICLES: &[&str] = &[
    "af", "al", "ap", "av", "ben", "bin", "bint", "binte", "binti", "da", "dal", "das", "de", "degli", "dei", "del", "della",
    "den", "der", "di", "dos", "du", "el", "ibn", "la", "le", "los", "mac", "mc", "op", "saint", "san", "santa", "st", "ten",
    "ter", "van", "vander", "vom", "von", "zu", "zum", "zur",
];

/// Vietnamese family names, which stand first in names written with Vietnamese letters.
pub(super) const VIETNAMESE: &[&str] = &[
    "bui", "cao", "dang", "dinh", "do", "doan", "duong", "ha", "ho", "hoang", "huynh", "lam", "le", "luong", "luu", "ly", "mai",
    "ngo", "nguyen", "pham", "phan", "phung", "ta", "thai", "to", "tran", "trinh", "truong", "vo", "vu", "vuong",
];

/// Syllables of Vietnamese given names that Chinese and Korean ones have not.
const VIETNAMESE_ONLY: &[&str] =
    &["ngoc", "quoc", "phuc", "duc", "bich", "nhat", "tuyet", "thuy", "phuong", "huong", "truc", "hiep", "trung"];

/// Korean family names, which stand first before a hyphenated given name.
pub(super) const KOREAN: &[&str] = &[
    "ahn", "bae", "baek", "chang", "cho", "choi", "chung", "han", "hong", "hwang", "jang", "jeon", "jeong", "jo", "jung", "kang",
    "kim", "ko", "kwak", "kwon", "lee", "lim", "min", "moon", "nam", "noh", "oh", "park", "rhee", "ryu", "seo", "shin", "sohn",
    "son", "song", "suh", "yang", "yi", "yoo", "yoon", "yu",
];

/// `Smith J`, `Wang X. M.`: nothing but initials behind one word that is no given name; one of two letters is a surname (`Li X. M.`).
pub(super) fn ends_in_initial(words: &[Word]) -> bool {
    let first = words[0].key.as_str();
    let surname = || match first.chars().count() {
        0..2 => false,
        2 => romanised::family_only(first).is_some(),
        _ => true,
    };
    (2..=4).contains(&words.len()) && words[1..].iter().all(|w| w.key.chars().count() == 1) && surname() && !is_western_given(first)
}

/// `van der Berg`, `Smith Family`: several words, all of them the family name.
pub(super) fn is_family_alone(words: &[Word]) -> bool {
    let is_particle = |w: &Word| PARTICLES.binary_search(&w.key.as_str()).is_ok();
    let lower = |w: &Word| w.text.starts_with(|c: char| c.is_lowercase());
    let last = &words[words.len() - 1];
    last.key == "family" && words.len() <= 3
        || is_particle(&words[0]) && lower(&words[0]) && !is_particle(last) && (is_particle(&words[1]) || !lower(last))
}

/// All letters upper case, at least two of them.
pub(super) fn is_capitals(text: &str) -> bool {
    let mut n = 0;
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        if !c.is_uppercase() {
            return false;
        }
        n += 1;
    }
    n >= 2
}

/// `XU Chengfeng`, `Chengfeng XU`: the words in capitals are the family name, if the others are not.
pub(super) fn order_by_capitals(words: &[Word]) -> Order {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return Order::Unknown };
    match (is_capitals(first.text), is_capitals(last.text)) {
        (true, false) if last.key.len() > 1 && first.key.len() > 2 => Order::FamilyFirst,
        (true, false) if last.key.len() > 1 && romanised::family_only(&first.key).is_some() => Order::FamilyFirst,
        (false, true) if first.key.len() > 1 => Order::FamilyLast,
        _ => Order::Unknown,
    }
}

/// Vietnamese names with Vietnamese letters, Korean names with a hyphenated given name.
pub(super) fn family_stands_first(words: &[Word]) -> bool {
    let first = words[0].key.as_str();
    let last = words[words.len() - 1].key.as_str();
    if VIETNAMESE.binary_search(&first).is_ok() {
        return vietnamese_family_first(words);
    }
    words.len() == 2
        && KOREAN.binary_search(&first).is_ok()
        && KOREAN.binary_search(&last).is_err()
        && last.split('-').count() == 2
        && last.split('-').all(|part| (2..=5).contains(&part.len()))
        && !last.split('-').any(is_western_given)
}

/// A Vietnamese surname before letters or syllables of Vietnamese.
pub(super) fn vietnamese_family_first(words: &[Word]) -> bool {
    let only = |c: char| matches!(c, 'ă' | 'đ' | 'ơ' | 'ư' | 'Ă' | 'Đ' | 'Ơ' | 'Ư' | '\u{1EA0}'..='\u{1EF9}');
    let also = |c: char| matches!(c, 'à'..='ã' | 'è'..='ê' | 'ì' | 'í' | 'ò'..='õ' | 'ù' | 'ú' | 'ý' | 'ĩ' | 'ũ' | 'À'..='Ã' | 'È'..='Ê' | 'Ì' | 'Í' | 'Ò'..='Õ' | 'Ù' | 'Ú' | 'Ý');
    let has = |test: &dyn Fn(char) -> bool| words.iter().any(|w| w.text.chars().any(test));
    if has(&only) || words.len() > 2 && matches!(words[1].key.as_str(), "van" | "thi") {
        return true;
    }
    let keys: Vec<&str> = words.iter().map(|w| w.key.as_str()).collect();
    let syllables = sinoxenic::is_vietnamese(&keys);
    if words.len() > 2 && syllables && has(&also) {
        return true;
    }
    // Ho Ngoc Ha: no other language writes such a syllable.
    let sure = |key: &&str| key.ends_with("nh") || key.starts_with("nh") || VIETNAMESE_ONLY.contains(key);
    if words.len() > 2 && syllables && keys.last() != Some(&"nguyen") && keys[1..].iter().any(sure) {
        return true;
    }
    let last = keys.last().is_some_and(|key| VIETNAMESE.binary_search(key).is_ok());
    // Lam Wai Man may be Chinese as well.
    let chinese = || romanised::recognise(&keys, Order::Unknown).is_some_and(|found| !found.given_pinyin.is_empty());
    syllables && !last && !chinese()
}

/// Vietnamese family names that are no Chinese word and hardly any given name.
const VIETNAMESE_SURE: &[&str] =
    &["bui", "dinh", "doan", "duong", "huynh", "nguyen", "pham", "phung", "tran", "trinh", "truong", "vuong"];

/// `Bao Pham Quoc`, `Mai Tran Thi`: given name, family name, middle name, as forms with fields of their own print Vietnamese names.
pub(super) fn vietnamese_family_between(keys: &[&str]) -> bool {
    let [given, family, middle] = *keys else { return false };
    let surname = |key: &str| VIETNAMESE.binary_search(&key).is_ok();
    let middle_only = matches!(middle, "thi" | "van");
    VIETNAMESE_SURE.contains(&family)
        && (middle_only || !surname(given) && !surname(middle))
        && sinoxenic::is_vietnamese(&[family, middle, given])
}

/// Index of the first word of the family name in Western order; at least 1 unless the name begins with a particle.
pub(super) fn family_start(words: &[Word]) -> usize {
    let n = words.len();
    let is_particle = |w: &Word| PARTICLES.binary_search(&w.key.as_str()).is_ok();
    // Abd al Aziz is one given name.
    let servant = |i: usize| matches!(words[i].key.as_str(), "abd" | "abdul" | "abdel" | "abdal" | "abdur" | "abdus" | "abu");
    let begins = |i: usize| (is_particle(&words[i]) || servant(i)) && !servant(i - 1);
    (1..n - 1).find(|&i| begins(i)).unwrap_or(n - 1)
}
