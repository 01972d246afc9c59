//! The words of a name in Latin letters: where one ends and the next begins.
//!
//! In: a clean name. Out: its words as written, each with its key. What a word is to the name is not asked here.

use super::order::PARTICLES;
use super::{Word, honorific, is_western_given};
use crate::normalise::fold::push_key;

/// Letters and digits folded, inner hyphens kept, everything else dropped.
pub(in crate::normalise::name) fn word_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut hyphen = false;
    for c in text.chars() {
        if c.is_alphanumeric() {
            if hyphen {
                key.push('-');
            }
            hyphen = false;
            push_key(c, &mut key);
        } else if c == '-' && !key.is_empty() {
            hyphen = true;
        }
    }
    key
}

/// The words of a text; words without letters are dropped, `D.Wilson` and `J.R.` are split at the dots.
pub(in crate::normalise::name) fn words(text: &str) -> Vec<Word<'_>> {
    let mut out = Vec::with_capacity(4);
    // Signs that part people part words too, where the people could not be told apart.
    for piece in text.split([' ', '&', '/', ';', '|', '+']) {
        let piece =
            piece.trim_matches(|c: char| matches!(c, ',' | ';' | ':' | '_' | '/' | '\\' | '|' | '!' | '?' | '=' | '+' | '~' | '&'));
        let key = word_key(piece);
        if key.is_empty() {
            continue;
        }
        let inner_dot = piece.trim_end_matches('.').contains('.');
        if inner_dot && !honorific::is_degree(&key) && !honorific::is_title(&key, true, 1) {
            let mut rest = piece;
            while let Some(at) = rest.find('.') {
                // The dot belongs to an initial, not to a word (`amy.wang`).
                let initial = rest[..at].chars().count() < 2;
                push_word(&rest[..if initial { at + 1 } else { at }], &mut out);
                rest = &rest[at + 1..];
            }
            push_word(rest, &mut out);
        } else if let Some((first, second)) = camel(piece) {
            push_word(first, &mut out);
            push_word(second, &mut out);
        } else {
            out.push(Word { text: piece, key });
        }
    }
    out
}

/// `HanMeimei` → `Han`, `Meimei`: two capitalised words of pinyin, run together.
fn camel(text: &str) -> Option<(&str, &str)> {
    let (first, second) = two_capitalised(text)?;
    let split = |word: &str| crate::normalise::pinyin::split(&word.to_ascii_lowercase()).is_some();
    (split(first) && split(second)).then_some((first, second))
}

/// `HallBrian` → `Hall`, `Brian`: all there is of a name, one half of it a given name and the other none (`MaryAnn` is one name,
/// `MacDonald` begins with a particle).
pub(super) fn humps(text: &str) -> Option<(&str, &str)> {
    let (first, second) = two_capitalised(text)?;
    let [head, tail] = [first, second].map(str::to_ascii_lowercase);
    let particle = head == "fitz" || PARTICLES.binary_search(&head.as_str()).is_ok();
    let one_given = is_western_given(&head) != is_western_given(&tail);
    (first.len() > 2 && second.len() > 2 && !particle && one_given).then_some((first, second))
}

/// The halves of a word of ASCII letters with one capital inside; each has two letters and more.
fn two_capitalised(text: &str) -> Option<(&str, &str)> {
    let mut capitals = text.char_indices().skip(1).filter(|(_, c)| c.is_ascii_uppercase());
    let (at, _) = capitals.next()?;
    let one = capitals.next().is_none() && text.is_ascii() && text.starts_with(|c: char| c.is_ascii_uppercase());
    let (first, second) = text.split_at(at);
    (one && at > 1 && second.len() > 1).then_some((first, second))
}

pub(super) fn push_word<'a>(text: &'a str, out: &mut Vec<Word<'a>>) {
    let key = word_key(text);
    if !key.is_empty() {
        out.push(Word { text, key });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_split_at_inner_dots() {
        let keys = |text| words(text).into_iter().map(|w| w.key).collect::<Vec<_>>();
        assert_eq!(keys("D.Wilson"), ["d", "wilson"]);
        assert_eq!(keys("J.R.R. Tolkien"), ["j", "r", "r", "tolkien"]);
        assert_eq!(keys("Maj.-Gen. O'Brien Smith-Jones"), ["maj-gen", "obrien", "smith-jones"]);
    }
}
