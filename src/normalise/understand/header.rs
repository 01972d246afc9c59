//! What a header says: the name side of the evidence.
//!
//! Comes in: one header as written. Goes out: a [`Hint`], or nothing. It never looks at values.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::model::kind::{EventPart, ItemPart, Kind, Party, Target};

use super::looks::is_han;
use super::words::{OTHERS, OWN_PARTY, OWN_PARTY_HAN, QUALIFIERS, RECEIVER, RECEIVER_HAN, WORDS};

/// What a header means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A target that rule files could name.
    Target(Target),
    /// An attribute of the party that may match.
    Attribute(Kind),
    /// A column to keep that does not match.
    Plain(Kind),
    /// Where the row came from.
    Provenance,
    /// An id; its values decide whose.
    RowId,
    /// Some name whose owner the header does not say for sure (`site name`).
    SomeName,
    /// Some id or number of something the header does not say for sure (`provider id`).
    SomeId,
}

/// A header's meaning and how sure it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hint {
    /// The meaning.
    pub meaning: Meaning,
    /// The whole header was known, not just a part of it.
    pub exact: bool,
}

static INDEX: LazyLock<HashMap<&'static str, Meaning>> = LazyLock::new(|| {
    let mut index = HashMap::new();
    for (code, words) in WORDS {
        for word in *words {
            index.entry(*word).or_insert_with(|| meaning(code));
        }
    }
    index
});

/// Words that may be found inside a longer Chinese, Japanese or Korean header, longest first.
static INSIDE: LazyLock<Vec<(&'static str, Meaning)>> = LazyLock::new(|| {
    let mut inside: Vec<(&str, Meaning)> = WORDS
        .iter()
        .flat_map(|(code, words)| words.iter().map(|w| (*w, meaning(code))))
        .filter(|(w, _)| w.chars().count() >= 2 && w.chars().any(is_cjk))
        .collect();
    inside.sort_by_key(|(w, _)| (std::cmp::Reverse(w.chars().count()), *w));
    inside
});

fn meaning(code: &str) -> Meaning {
    let kind = |name: &str| name.parse::<Kind>().expect("the table names kinds");
    match code {
        "provenance" => Meaning::Provenance,
        "row_id" => Meaning::RowId,
        _ => match code.as_bytes()[0] {
            b'+' => Meaning::Attribute(kind(&code[1..])),
            b'-' => Meaning::Plain(kind(&code[1..])),
            _ => Meaning::Target(code.parse().expect("the table names targets")),
        },
    }
}

fn is_cjk(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3041}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}')
}

/// What a header says about its column.
pub(super) fn hint(header: &str) -> Option<Hint> {
    let phrase = phrase(header);
    if phrase.is_empty() {
        return None;
    }
    if let Some(meaning) = INDEX.get(phrase.as_str()) {
        return Some(Hint { meaning: meaning.clone(), exact: true });
    }
    if phrase.contains(' ') && phrase.chars().any(is_cjk) {
        // `商品ID` is one word although two scripts meet in it.
        if let Some(meaning) = INDEX.get(phrase.replace(' ', "").as_str()) {
            return Some(Hint { meaning: meaning.clone(), exact: true });
        }
    }
    let (cjk, latin): (Vec<&str>, Vec<&str>) = phrase.split(' ').partition(|w| w.chars().any(is_cjk));
    if cjk.is_empty() { latin_hint(&latin) } else { cjk_hint(&cjk.concat()).or_else(|| latin_hint(&latin)) }
}

/// A header without marks: NFKC, question numbers and `(必填)` marks off, words in lower case without accents, one blank
/// between Latin words, none between Chinese characters.
pub(super) fn phrase(header: &str) -> String {
    let text: String = header.nfkc().collect();
    let text = strip_marks(&text);
    let mut out = String::with_capacity(text.len());
    let mut previous = ' ';
    let chars: Vec<char> = text.chars().collect();
    for (i, &c) in chars.iter().enumerate() {
        let next_lower = chars.get(i + 1).is_some_and(|n| n.is_lowercase());
        let camel = c.is_uppercase() && (previous.is_lowercase() || (previous.is_uppercase() && next_lower));
        let script = (is_cjk(c) && previous.is_alphanumeric() && !is_cjk(previous) && previous.is_alphabetic())
            || (is_cjk(previous) && c.is_alphabetic() && !is_cjk(c));
        if (camel || script) && !out.ends_with(' ') {
            out.push(' ');
        }
        if c.is_alphanumeric() || (matches!(c, '/' | '(' | ')') && is_cjk(previous)) || (c == '#' && chars.len() <= 8) {
            out.extend(c.to_lowercase());
        } else if !(out.ends_with(' ') || (is_cjk(previous) && chars.get(i + 1).is_some_and(|&n| is_cjk(n)))) {
            out.push(' ');
        }
        previous = c;
    }
    fold_accents(out.trim())
}

/// Latin letters without their accents; `ß` is `ss`.
fn fold_accents(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ß' => out.push_str("ss"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            c if is_cjk(c) => out.push(c),
            c => out.extend(std::iter::once(c).nfd().filter(|d| !matches!(d, '\u{300}'..='\u{36f}'))),
        }
    }
    out
}

/// Takes question numbers, mandatory marks, asking words and punctuation off.
fn strip_marks(text: &str) -> String {
    let mut text = text.replace(['\u{feff}', '\r', '\n', '\t'], " ");
    for mark in ["必填", "选填", "系统", "单选", "多选", "可选", "required", "optional", "必須", "任意", "필수"] {
        for (open, close) in [('(', ')'), ('[', ']'), ('【', '】'), ('<', '>'), ('{', '}')] {
            text = text.replace(&format!("{open}{mark}{close}"), "");
        }
    }
    let mut rest = text.trim().trim_matches(['*', ':', '?', '!', '"', '\'', '。', '、', '？', '：', '＊']).trim();
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    if (1..=3).contains(&digits) {
        let after = rest[digits..].trim_start();
        if let Some(stripped) = after.strip_prefix(['、', '.', ')', ':', '．']) {
            rest = stripped.trim();
        }
    }
    let lower = rest.to_lowercase();
    for ask in
        ["what is your ", "what's your ", "please enter your ", "please provide your ", "enter your ", "please enter ", "your "]
    {
        if lower.starts_with(ask) && rest.is_char_boundary(ask.len()) {
            rest = &rest[ask.len()..];
            break;
        }
    }
    rest.trim().to_owned()
}

fn latin_hint(words: &[&str]) -> Option<Hint> {
    let words: Vec<&str> = words
        .iter()
        .copied()
        .filter(|w| !matches!(*w, "the" | "of" | "de" | "field" | "col" | "column" | "txt" | "str" | "value" | "clean" | "cleaned"))
        .collect();
    let joined = |w: &[&str]| w.join(" ");
    let bare: Vec<&str> = match words.split_last() {
        Some((last, rest)) if !rest.is_empty() && last.bytes().all(|b| b.is_ascii_digit()) => rest.to_vec(),
        _ => words.clone(),
    };
    for candidate in [&words, &bare] {
        if let Some(meaning) = INDEX.get(joined(candidate).as_str()) {
            return Some(Hint { meaning: meaning.clone(), exact: true });
        }
    }
    for (prefixes, party) in [(RECEIVER, Party::Receiver), (OWN_PARTY, Party::Principal)] {
        for prefix in prefixes {
            let n = prefix.split(' ').count();
            if bare.len() > n && joined(&bare[..n]) == *prefix {
                let rest = &bare[n..];
                if let Some(hint) = INDEX.get(joined(rest).as_str()).cloned().or_else(|| latin_hint(rest).map(|h| h.meaning)) {
                    return Some(Hint {
                        meaning: of_party(hint, party),
                        exact: party == Party::Receiver || n == bare.len() - rest.len(),
                    });
                }
            }
        }
    }
    let of_others = bare.iter().any(|w| OTHERS.contains(w));
    if of_others {
        return bare.last().and_then(|last| others_hint(last, &bare));
    }
    tail_hint(&bare)
}

/// A column about somebody else is kept, but is no identity of the row's party.
fn others_hint(last: &str, words: &[&str]) -> Option<Hint> {
    let item = words.len() > 1 && matches!(words[0], "lineitem" | "item" | "product" | "line");
    let kind = match INDEX.get(last)? {
        meaning @ Meaning::Target(Target::Item(_)) if item => return Some(Hint { meaning: meaning.clone(), exact: false }),
        Meaning::Target(Target::Field(_, Kind::PersonName)) if item => {
            return Some(Hint { meaning: Meaning::Target(Target::Item(ItemPart::Product)), exact: false });
        }
        Meaning::Target(Target::Event(EventPart::At | EventPart::PaidAt)) | Meaning::Plain(Kind::Date) => Kind::Date,
        Meaning::RowId => return Some(Hint { meaning: Meaning::SomeId, exact: false }),
        Meaning::Target(Target::Field(_, Kind::PersonName)) if !words.contains(&"file") => {
            return Some(Hint { meaning: Meaning::SomeName, exact: false });
        }
        _ => Kind::Category,
    };
    Some(Hint { meaning: Meaning::Plain(kind), exact: false })
}

/// The longest known ending, then the longest known beginning, of a header of several words.
fn tail_hint(words: &[&str]) -> Option<Hint> {
    let partial = |meaning: &Meaning| Some(Hint { meaning: meaning.clone(), exact: false });
    for n in (1..words.len()).rev() {
        if let Some(meaning) = INDEX.get(words[words.len() - n..].join(" ").as_str()) {
            return match meaning {
                Meaning::Target(Target::Field(_, Kind::PersonName)) if n == 1 => {
                    Some(Hint { meaning: Meaning::SomeName, exact: false })
                }
                Meaning::RowId if n == 1 => Some(Hint { meaning: Meaning::SomeId, exact: false }),
                other => partial(other),
            };
        }
    }
    for n in (1..words.len()).rev() {
        let qualified = words[n..].iter().all(|w| w.len() <= 2 || QUALIFIERS.contains(w) || OWN_PARTY.contains(w));
        if let Some(meaning) =
            INDEX.get(words[..n].join(" ").as_str()).filter(|m| qualified && matches!(m, Meaning::Target(Target::Field(..))))
        {
            return partial(meaning);
        }
    }
    // `code` and `num` end ids whose owner is anyone's guess.
    matches!(words.last(), Some(&"code" | &"num" | &"nbr" | &"nr")).then_some(Hint { meaning: Meaning::SomeId, exact: false })
}

fn cjk_hint(text: &str) -> Option<Hint> {
    if let Some(meaning) = INDEX.get(text) {
        return Some(Hint { meaning: meaning.clone(), exact: true });
    }
    for (prefixes, party) in [(RECEIVER_HAN, Party::Receiver), (OWN_PARTY_HAN, Party::Principal)] {
        for prefix in prefixes {
            let Some(rest) = text.strip_prefix(prefix) else { continue };
            if rest.is_empty() && party == Party::Receiver {
                return Some(Hint { meaning: Meaning::Target(Target::Field(party, Kind::PersonName)), exact: true });
            }
            let rest = rest.trim_start_matches(['的', '/', '：']);
            if let Some(meaning) = INDEX.get(rest) {
                return Some(Hint { meaning: of_party(meaning.clone(), party), exact: true });
            }
        }
    }
    let of_others = OTHERS.iter().any(|o| o.chars().any(is_han) && text.contains(o));
    let party = if RECEIVER_HAN.iter().any(|r| text.contains(r)) { Party::Receiver } else { Party::Principal };
    let ending = INSIDE.iter().find(|(w, _)| text.ends_with(w));
    let found = ending.or_else(|| INSIDE.iter().find(|(w, _)| text.contains(w)))?;
    if of_others {
        let kind = match &found.1 {
            Meaning::Target(Target::Event(EventPart::At | EventPart::PaidAt) | Target::CreatedAt | Target::UpdatedAt)
            | Meaning::Plain(Kind::Date) => Kind::Date,
            Meaning::Target(Target::Field(_, Kind::Owner)) => return Some(Hint { meaning: found.1.clone(), exact: false }),
            _ => Kind::Category,
        };
        return Some(Hint { meaning: Meaning::Plain(kind), exact: false });
    }
    Some(Hint { meaning: of_party(found.1.clone(), party), exact: false })
}

/// The same meaning for a party.
fn of_party(meaning: Meaning, party: Party) -> Meaning {
    match meaning {
        Meaning::Target(Target::Field(Party::Principal, kind)) => Meaning::Target(Target::Field(party, kind)),
        Meaning::Target(Target::Event(_) | Target::CreatedAt) | Meaning::Plain(_) if party == Party::Receiver => {
            Meaning::Plain(Kind::Category)
        }
        other => other,
    }
}
