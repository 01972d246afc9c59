//! How one text differs from another, if it may be a slip of the pen, of the finger or of the ear.
//!
//! In: two texts. Out: the reason code of the difference, or nothing. Digits never slip: 2023 and 2024 are two values.

use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::normalise::fold::{is_han, push_key};
use crate::normalise::pinyin;

/// Shortest text in which one Latin letter may be wrong, in characters: `vip` and `vis` are two words.
const LATIN_MIN: usize = 5;

/// Group number of characters that look alike; format and source stand in the file.
static SHAPES: LazyLock<HashMap<char, Vec<u16>>> = LazyLock::new(|| {
    let mut groups: HashMap<char, Vec<u16>> = HashMap::new();
    let lines = include_str!("../data/similar_characters.txt").lines().filter(|l| !l.starts_with('#'));
    for (number, line) in (0u16..).zip(lines) {
        line.chars().for_each(|c| groups.entry(c).or_default().push(number));
    }
    groups
});

/// A text as it is compared: folded characters.
pub(super) fn folded(text: &str) -> Vec<char> {
    let (mut key, mut out) = (String::with_capacity(text.len()), Vec::new());
    fold_into(text, &mut key, &mut out);
    out
}

/// As [`folded`], in place of what `out` held; `key` is room for it.
pub(super) fn fold_into(text: &str, key: &mut String, out: &mut Vec<char>) {
    key.clear();
    out.clear();
    if text.is_ascii() {
        text.bytes().for_each(|b| push_key(char::from(b), key));
    } else {
        text.chars().for_each(|c| push_key(c, key));
    }
    out.extend(key.chars());
}

/// The reason code of the one slip that makes `b` of `a`, both [`folded`]; `None` if it takes more, or none.
pub(super) fn slip(a: &[char], b: &[char]) -> Option<&'static str> {
    if a.len() > b.len() {
        return slip(b, a);
    }
    if b.len() - a.len() > 1 || a.len() < 2 {
        return None;
    }
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let end = a[start..].iter().rev().zip(b[start..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (x, y) = (&a[start..a.len() - end], &b[start..b.len() - end]);
    let long = b.len() >= LATIN_MIN && a.len() >= LATIN_MIN - 1;
    match (x, y) {
        ([p, q], [r, s]) if p == s && q == r && !has_digit(x) => {
            (long || is_han(*p) && a.len() > 2).then_some("swapped_characters")
        }
        ([p], [q]) if is_han(*p) && is_han(*q) => replaced(*p, *q, a.len()),
        ([p], [q]) if is_letter(*p) && is_letter(*q) => long.then_some("one_letter"),
        ([], [q]) if is_letter(*q) => long.then_some("one_letter"),
        // 上海海: written twice.
        ([], [q]) if is_han(*q) && a.len() > 2 => {
            let twice = a.get(start.wrapping_sub(1)) == Some(q) || a.get(start) == Some(q);
            twice.then_some("one_letter")
        }
        _ => None,
    }
}

/// One 汉字 in place of another: by its sound or by its shape.
fn replaced(p: char, q: char, length: usize) -> Option<&'static str> {
    let share = |a: &[u16], b: &[u16]| a.iter().any(|x| b.contains(x));
    if SHAPES.get(&p).zip(SHAPES.get(&q)).is_some_and(|(a, b)| share(a, b)) {
        return Some("same_shape");
    }
    // Two characters of which one sounds alike are as often two words (男式, 男士).
    let usual = |c: char| pinyin::readings(c).first().copied();
    (length > 2 && usual(p).is_some() && usual(p) == usual(q)).then_some("same_sound")
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !is_han(c)
}

fn has_digit(text: &[char]) -> bool {
    text.iter().any(|c| c.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_have_reasons_and_other_differences_have_none() {
        for (a, b, want) in [
            ("gmail.com", "gmial.com", Some("swapped_characters")),
            ("acme.com", "acne.com", Some("one_letter")),
            ("melbourne", "melborne", Some("one_letter")),
            ("杭州市", "抗州市", Some("same_shape")),
            ("深圳市", "深镇市", Some("same_sound")),
            ("石家庄市", "石庄家市", Some("swapped_characters")),
            ("乌鲁木齐市", "乌鲁木木齐市", Some("one_letter")),
            ("2023款", "2024款", None),
            ("a1234", "a1235", None),
            ("男装", "女装", None),
            ("金卡", "银卡", None),
            ("vip", "vis", None),
            ("上海", "上海", None),
            ("上海市", "上海", None),
            ("", "a", None),
        ] {
            assert_eq!(slip(&folded(a), &folded(b)), want, "{a} {b}");
            assert_eq!(slip(&folded(b), &folded(a)), want, "{b} {a}");
        }
    }
}
