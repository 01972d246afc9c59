//! The words of a company name in Latin letters, and what stands around them: brackets, branches, what is turned round a comma.

use std::borrow::Cow;

use super::ending::strip_forms;
use super::{STOP_WORDS, Word, trades, umlauts};
use crate::normalise::fold;

/// Words after which a branch is named or numbered, folded.
pub(super) const BRANCH_WORDS: &[&str] =
    &["branch", "store", "shop", "location", "site", "campus", "outlet", "no", "unit", "warehouse"];

/// Cuts bracketed texts out.
pub(super) fn split_brackets(text: &str) -> (Cow<'_, str>, Vec<String>) {
    if !text.bytes().any(|b| matches!(b, b'(' | b'[' | b'{' | b')' | b']' | b'}')) {
        return (text.into(), Vec::new());
    }
    let mut outside = String::with_capacity(text.len());
    let mut notes: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => {
                if depth == 0 {
                    notes.push(String::new());
                    outside.push(' ');
                }
                depth += 1;
            }
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            c if depth == 0 => outside.push(c),
            c => notes.last_mut().into_iter().for_each(|n| n.push(c)),
        }
    }
    if !outside.chars().any(char::is_alphanumeric) {
        return (notes.join(" ").into(), Vec::new());
    }
    (outside.into(), notes)
}

/// `Acme Foods - Leeds Branch`, `Acme Foods Store 12`, `Acme #12`: the name, and the branch folded.
pub(super) fn split_branch(name: &str) -> (Cow<'_, str>, String) {
    if name.contains('-')
        && let Some((head, tail)) = name.rsplit_once(" - ")
        && tail.split(' ').any(|w| BRANCH_WORDS.contains(&fold::letters(w).as_str()))
    {
        return (head.into(), fold::key(tail.trim()));
    }
    if !name.bytes().next_back().is_some_and(|b| b.is_ascii_digit() || matches!(b, b' ' | b'#')) {
        return (name.into(), String::new());
    }
    let words: Vec<&str> = name.split(' ').filter(|w| !w.is_empty()).collect();
    let number =
        |w: &str| w.trim_start_matches(['#', '0']).bytes().all(|b| b.is_ascii_digit()) && w.bytes().any(|b| b.is_ascii_digit());
    match &words[..] {
        [head @ .., word, last] if !head.is_empty() && number(last) && BRANCH_WORDS.contains(&fold::letters(word).as_str()) => {
            (head.join(" ").into(), format!("{} {}", fold::letters(word), last.trim_start_matches('#')))
        }
        [head @ .., last] if !head.is_empty() && last.starts_with('#') && number(last) => {
            (head.join(" ").into(), (*last).to_owned())
        }
        _ => (name.into(), String::new()),
    }
}

/// `Manufacturing, Thornton Limited` → `Thornton Limited Manufacturing`: what stands before the comma is only trade.
pub(super) fn uninvert(name: &str) -> Cow<'_, str> {
    let Some((first, rest)) = name.split_once(',') else { return name.into() };
    let front = words(first);
    let only_trade = !front.is_empty()
        && front.iter().all(|w| trades::is_latin_trade(trades::expand(&w.key)) || STOP_WORDS.contains(&w.key.as_str()));
    let mut back = words(rest);
    strip_forms(&mut back);
    if !only_trade || back.is_empty() {
        return name.into();
    }
    // The legal form stays at the end.
    let n_brand = back.len();
    let rest_words: Vec<&str> = rest.split([' ', ',']).filter(|w| w.chars().any(char::is_alphanumeric)).collect();
    let (brand, form) = rest_words.split_at(n_brand.min(rest_words.len()));
    format!("{} {first} {}", brand.join(" "), form.join(" ")).into()
}

/// The words of a name: split at everything but letters, digits, dots, apostrophes and slashes.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '\'' | '/');
    let mut out = Vec::with_capacity(6);
    if text.is_ascii() {
        let pieces = text.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '\'' | '/'));
        for piece in pieces.filter(|piece| !piece.is_empty()) {
            let short = piece.len() <= 4 || !piece.contains('/');
            for raw in piece.split(|c| c == '/' && !short) {
                let key: String = raw.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
                if !key.is_empty() {
                    push_word(Word { raw, key: umlauts::plain(&key).unwrap_or(key) }, &mut out);
                }
            }
        }
        return out;
    }
    for piece in text.split(|c: char| !inside(c) && !is_mark(c)) {
        // A/S is one word; Sinai/Ogden are two.
        let short = piece.chars().count() <= 4;
        for raw in piece.split(|c| c == '/' && !short) {
            let mut key = String::with_capacity(raw.len());
            fold::push_letters(raw, &mut key);
            if raw.contains(is_sign) {
                // Signs of tones and missing vowels tell words of these scripts apart.
                key = raw
                    .chars()
                    .filter(|c| c.is_alphanumeric() || is_sign(*c))
                    .collect::<String>()
                    .replace("\u{E4D}\u{E32}", "\u{E33}");
            } else if key.is_ascii() {
                key = umlauts::plain(&key).unwrap_or(key);
            } else {
                key = key.chars().map(without_accent).collect();
            }
            if !key.is_empty() {
                push_word(Word { raw, key }, &mut out);
            }
        }
    }
    out
}

/// Accents and the vowels of Arabic: marks on letters that are no letters themselves.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{65F}') || is_sign(c)
}

/// Signs of tones and of missing vowels from India to Laos.
fn is_sign(c: char) -> bool {
    match c as u32 {
        0xE47..=0xE4E | 0xEC8..=0xECD => true,
        code @ 0x900..=0xDFF => matches!(code & 0x7F, 0x3C | 0x4D),
        _ => false,
    }
}

/// `San. ve Tic.`: industry and trade, as Turkish firms shorten them. San Marco is a saint.
pub(super) fn write_out_turkish(words: &mut [Word]) {
    for at in 1..words.len() {
        let next = words.get(at + 1).map_or("", |w| w.key.as_str());
        let dotted = words[at].raw.ends_with('.');
        let before = words[at - 1].key.as_str();
        let long = match words[at].key.as_str() {
            "san" if dotted || matches!(next, "ve" | "tic" | "ticaret") => "sanayi",
            "tic" if dotted || matches!(before, "ve" | "sanayi") => "ticaret",
            _ => continue,
        };
        long.clone_into(&mut words[at].key);
    }
}

/// Greek and Cyrillic letters as they stand in names in capitals, which carry no accents.
pub(super) fn without_accent(c: char) -> char {
    match c {
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'ё' => 'е',
        c => c,
    }
}

/// Appends a word; `Co-operative` is one, and so are `Air Lines` and `Mc Donald`.
pub(super) fn push_word<'a>(word: Word<'a>, out: &mut Vec<Word<'a>>) {
    if let Some(last) = out.last_mut() {
        if last.key == "co" && matches!(word.key.as_str(), "op" | "operative" | "operativa") {
            "cooperative".clone_into(&mut last.key);
            return;
        }
        if last.key == "air" && word.key == "lines" {
            "airlines".clone_into(&mut last.key);
            return;
        }
        if last.key == "mc" && word.key.len() > 2 {
            last.key.push_str(&word.key);
            last.raw = word.raw;
            return;
        }
    }
    out.push(word);
}

/// In capitals but for a letter or two: `ПрАТ`.
pub(super) fn is_shouted(text: &str) -> bool {
    is_capitals(text) || !text.is_ascii() && text.chars().filter(|c| c.is_uppercase()).count() > 1
}

pub(super) fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase)
}
