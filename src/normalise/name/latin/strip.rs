//! What stands around a name in Latin letters: titles before it, degrees, generations and ranks behind it, nicknames in quotes.
//!
//! In: the words of a name. Out: those that are the name; the others go to the [`Split`].

use super::{Split, Word, honorific};

/// Takes titles off the front, leaving at least `keep` words.
pub(super) fn strip_before<'a>(words: &mut Vec<Word<'a>>, keep: usize, split: &mut Split<'a>) {
    let mut n = 0;
    while n < words.len().saturating_sub(keep.max(1))
        && honorific::is_title(&words[n].key, words[n].text.ends_with('.'), words.len() - n - 1)
    {
        n += 1;
    }
    split.titles.extend(words.drain(..n));
}

/// Takes degrees, suffixes and late titles off the end, leaving at least `keep` words. True if nothing is left.
pub(in crate::normalise::name) fn strip_after<'a>(words: &mut Vec<Word<'a>>, keep: usize, split: &mut Split<'a>) -> bool {
    strip_peerage(words, keep, split);
    while words.len() > keep {
        let Some(last) = words.last() else { break };
        if honorific::is_whole_word_generation(&last.key) && keep > 0 && words.len() < 3 {
            break;
        }
        if let Some(canonical) = honorific::generation(&last.key) {
            split.suffix = Some((last.text.trim_end_matches('.'), canonical));
        } else if honorific::is_title_after(&last.key) && split.titles.is_empty() {
            split.titles.push(last.clone());
        } else if !honorific::is_degree(&last.key) {
            break;
        }
        words.pop();
    }
    words.is_empty()
}

/// Takes a rank off the end: `2nd Baronet`, `3rd Earl of Somewhere`, a last `Bart` behind two names.
fn strip_peerage<'a>(words: &mut Vec<Word<'a>>, keep: usize, split: &mut Split<'a>) {
    let n = words.len();
    let ranked =
        (keep..n.saturating_sub(1)).find(|&i| honorific::is_ordinal(&words[i].key) && honorific::is_peerage(&words[i + 1].key));
    let at = match ranked {
        Some(at) => at,
        None if n > 2 && matches!(words[n - 1].key.as_str(), "baronet" | "bart" | "bt") => n - 1,
        None if keep == 0 && n == 1 && words[0].key == "baronet" => 0,
        None => return,
    };
    let rank = if ranked.is_some() { at + 1 } else { at };
    split.titles.push(words[rank].clone());
    words.truncate(at);
}

/// Takes words in quotes out: `Robert "Bob" Smith`.
pub(super) fn take_nicknames<'a>(words: &mut Vec<Word<'a>>, split: &mut Split<'a>) {
    let quoted = |w: &Word| {
        w.text.len() > 2 && (w.text.starts_with('"') && w.text.ends_with('"') || w.text.starts_with('\'') && w.text.ends_with('\''))
    };
    if !words.iter().any(quoted) || words.iter().all(quoted) {
        return;
    }
    let (nicknames, rest) = std::mem::take(words).into_iter().partition(quoted);
    split.nicknames = nicknames;
    *words = rest;
}
