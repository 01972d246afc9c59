//! German and Nordic words in letters without dots and strokes: Mueller and Müller are one, and so are Groenland and Grønland.
//!
//! Comes in: a folded word. Goes out: the word with its ae, oe, ue as the plain letter that ä, ö, ø, ü are folded to. Only listed words
//! and longer ones that begin with one change (`data/umlauts.txt`): Boeing, Michael and Blue keep their letters.

use std::sync::LazyLock;

use hashbrown::HashSet;

/// Shortest listed word that longer ones may begin with, in letters: `moebel` in Moebelhaus.
const STEM_MIN: usize = 6;

static WORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../../data/umlauts.txt").lines().filter(|line| !line.starts_with('#')).collect());

/// The word with plain vowels, if it or its beginning is listed.
pub(super) fn plain(word: &str) -> Option<String> {
    if !word.is_ascii() || !has_digraph(word) {
        return None;
    }
    let listed = |n: &usize| WORDS.contains(&word[..*n]);
    let n = Some(word.len()).filter(listed).or_else(|| (STEM_MIN..word.len()).rev().find(listed))?;
    let stem = word[..n].replace("ae", "a").replace("oe", "o").replace("ue", "u");
    Some(stem + &word[n..])
}

fn has_digraph(word: &str) -> bool {
    let bytes = word.as_bytes();
    (1..bytes.len()).any(|at| bytes[at] == b'e' && matches!(bytes[at - 1], b'a' | b'o' | b'u'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_with_dots_lose_their_second_letter() {
        for (word, expected) in [
            ("mueller", Some("muller")),
            ("moebelhaus", Some("mobelhaus")),
            ("soehne", Some("sohne")),
            ("oersted", Some("orsted")),
            ("boeing", None),
            ("michael", None),
            ("blue", None),
            ("queen", None),
            ("muller", None),
        ] {
            assert_eq!(plain(word).as_deref(), expected, "{word}");
        }
        assert!(WORDS.iter().all(|word| has_digraph(word) && plain(word).is_some_and(|p| plain(&p).is_none())));
    }
}
