//! What a header says: the name side of the evidence.
//!
//! Comes in: one header as written. Goes out: a [`Hint`], or nothing. It never looks at values.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::model::kind::{EventPart, ItemPart, Kind, Party, Target};
use crate::normalise::fold::simplify;

use super::ledgers::LEDGER_WORDS;
use super::looks::is_han;
use super::nations::NATIONS_WORDS;
use super::tongues::{LINKING, MORE_WORDS, OWN_BEHIND, PARTY_NAMES, RECEIVER_BEHIND};
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

/// Every meaning with its words, the common tongues first.
fn all_words() -> impl Iterator<Item = &'static (&'static str, &'static [&'static str])> {
    WORDS.iter().chain(MORE_WORDS).chain(NATIONS_WORDS).chain(LEDGER_WORDS)
}

static INDEX: LazyLock<HashMap<&'static str, Meaning>> = LazyLock::new(|| {
    let mut index = HashMap::new();
    for (code, words) in all_words() {
        for word in *words {
            index.entry(*word).or_insert_with(|| meaning(code));
        }
    }
    index
});

/// Words that may be found inside a longer Chinese, Japanese or Korean header, longest first. A bare word for a party (`会员`)
/// is its name only where it stands alone.
static INSIDE: LazyLock<Vec<(&'static str, Meaning)>> = LazyLock::new(|| {
    let mut inside: Vec<(&str, Meaning)> = all_words()
        .flat_map(|(code, words)| words.iter().map(|w| (*w, meaning(code))))
        .filter(|(w, _)| w.chars().count() >= 2 && w.chars().any(is_cjk) && !PARTY_NAMES.contains(w))
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
    if let Some(hint) = bracketed(&phrase, header).or_else(|| numbered(&phrase)) {
        return Some(hint);
    }
    let (cjk, latin): (Vec<&str>, Vec<&str>) = phrase.split(' ').partition(|w| w.chars().any(is_cjk));
    if cjk.is_empty() { latin_hint(&latin) } else { han_hint(&cjk.concat()).or_else(|| latin_hint(&latin)) }
}

/// The header without what stands in brackets at its end, if it is known as a whole then: a unit, a currency, a time zone, how
/// it is counted (`Order Total (USD)`, `销售金额(折扣后)`, `Created (UTC)`).
fn bracketed(whole: &str, header: &str) -> Option<Hint> {
    let text = header.trim().trim_end_matches(['*', ':', '：', '?', '？']).trim_end();
    let inside = text.strip_suffix([')', '）', ']', '】'])?;
    let before = &inside[..inside.rfind(['(', '（', '[', '【'])?];
    let short = phrase(before);
    if short.is_empty() || short == whole || RECEIVER_BEHIND.iter().chain(OWN_BEHIND).any(|w| whole.ends_with(w)) {
        return None;
    }
    let known = INDEX.get(short.as_str()).or_else(|| INDEX.get(&*simplify(&short)))?;
    Some(Hint { meaning: known.clone(), exact: true })
}

/// A Chinese word before `No`, `ID` or `编号` in Latin letters, as if it were one Chinese header (`訂單 No`: 订单号).
fn numbered(phrase: &str) -> Option<Hint> {
    let (word, mark) = phrase.split_once(' ')?;
    if !word.chars().all(is_cjk) || !matches!(mark, "no" | "id" | "nr" | "num" | "number" | "code") {
        return None;
    }
    let word = simplify(word);
    let known = ["号", "编号", "id"].iter().find_map(|ending| INDEX.get(format!("{word}{ending}").as_str()))?;
    Some(Hint { meaning: known.clone(), exact: true })
}

/// As written, then with simplified characters; a header known as a whole goes before one known in part.
fn han_hint(text: &str) -> Option<Hint> {
    let written = cjk_hint(text);
    if written.as_ref().is_some_and(|hint| hint.exact) {
        return written;
    }
    let simplified = simplify(text);
    let other = if simplified == text { None } else { cjk_hint(&simplified) };
    if other.as_ref().is_some_and(|hint| hint.exact) { other } else { written.or(other) }
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
        let camel =
            c.is_uppercase() && (previous.is_lowercase() || ((previous.is_uppercase() || previous.is_ascii_digit()) && next_lower));
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
    join_brands(fold_accents(out.trim()))
}

/// Names with a capital inside are one word: `WhatsApp Number` is `whatsapp number`.
fn join_brands(mut phrase: String) -> String {
    for (apart, joined) in
        [("whats app", "whatsapp"), ("we chat", "wechat"), ("we com", "wecom"), ("linked in", "linkedin"), ("pay pal", "paypal")]
    {
        if phrase.contains(apart) {
            let words = format!(" {phrase} ").replace(&format!(" {apart} "), &format!(" {joined} "));
            words.trim().clone_into(&mut phrase);
        }
    }
    phrase
}

/// Latin letters without their accents; `ß` is `ss`.
fn fold_accents(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ß' => out.push_str("ss"),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            'đ' => out.push('d'),
            'ı' => out.push('i'),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
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
    let words: Vec<&str> = words.into_iter().flat_map(split_number).collect();
    let bare: Vec<&str> = match words.split_last() {
        Some((last, rest)) if !rest.is_empty() && last.bytes().all(|b| b.is_ascii_digit()) => rest.to_vec(),
        _ => words.clone(),
    };
    // With its number first: `Billing Address 2` is a second line, `Phone 2` a second phone.
    let told: Vec<&str> = bare.iter().copied().filter(|w| !LINKING.contains(w)).collect();
    let whole = [&words, &bare, &told].into_iter().find_map(|candidate| whole_hint(candidate));
    if whole.is_some() {
        return whole;
    }
    let party_behind = told.split_last().filter(|(_, rest)| !rest.is_empty()).and_then(|(last, rest)| {
        let party = if RECEIVER_BEHIND.contains(last) { Party::Receiver } else { Party::Principal };
        (party == Party::Receiver || OWN_BEHIND.contains(last)).then_some((rest, party))
    });
    if let Some((meaning, party)) = party_behind.and_then(|(rest, party)| Some((INDEX.get(rest.join(" ").as_str())?, party))) {
        return Some(Hint { meaning: of_party(meaning.clone(), party), exact: true });
    }
    for (rest, party) in without_party(&bare) {
        if let Some(hint) = latin_hint(rest) {
            return Some(Hint { meaning: of_party(hint.meaning, party), exact: false });
        }
    }
    let of_others = bare.iter().any(|w| OTHERS.contains(w));
    if of_others {
        return bare.last().and_then(|last| others_hint(last, &bare));
    }
    tail_hint(&bare)
}

/// The meaning of all words together, perhaps behind words that name a party.
fn whole_hint(words: &[&str]) -> Option<Hint> {
    let known = |words: &[&str]| INDEX.get(words.join(" ").as_str());
    if let Some(meaning) = known(words) {
        return Some(Hint { meaning: meaning.clone(), exact: true });
    }
    let (meaning, party) = without_party(words).find_map(|(rest, party)| Some((known(rest)?, party)))?;
    Some(Hint { meaning: of_party(meaning.clone(), party), exact: true })
}

/// The words after one that names a party, with the party.
fn without_party<'a>(words: &'a [&'a str]) -> impl Iterator<Item = (&'a [&'a str], Party)> {
    let named = RECEIVER.iter().map(|p| (*p, Party::Receiver)).chain(OWN_PARTY.iter().map(|p| (*p, Party::Principal)));
    named.filter_map(move |(prefix, party)| {
        let n = prefix.split(' ').count();
        (words.len() > n && words[..n].join(" ") == prefix).then(|| (&words[n..], party))
    })
}

/// `line2` as `line` and `2`; one-letter codes (`c1`) stay whole.
fn split_number(word: &str) -> impl Iterator<Item = &str> {
    let cut = word.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let cut = if cut < 3 { word.len() } else { cut };
    [&word[..cut], &word[cut..]].into_iter().filter(|w| !w.is_empty())
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
                // `Review Title`: that of a text.
                Meaning::Target(Target::Field(_, Kind::JobTitle)) if n == 1 && words.last() == Some(&"title") => {
                    const OF_PEOPLE: &[&str] = &["professional", "official", "executive", "academic", "military", "job", "staff"];
                    if words.iter().any(|w| OF_PEOPLE.contains(w)) { partial(meaning) } else { None }
                }
                // `… Nr.` numbers anything; alone, or behind a street, it is the house.
                Meaning::Target(Target::Field(_, Kind::HouseNumber)) if n == 1 && words.last() == Some(&"nr") => {
                    Some(Hint { meaning: Meaning::SomeId, exact: false })
                }
                other => partial(other),
            };
        }
    }
    for n in (1..words.len()).rev() {
        // `Last residence`, `First contact`: the first word is no name but says which of several.
        let which = n == 1 && matches!(words[0], "first" | "last" | "second");
        let qualified = words[n..].iter().all(|w| w.len() <= 2 || QUALIFIERS.contains(w) || !which && OWN_PARTY.contains(w));
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
    // 最近消费日期 is one day of many, and no entry's own.
    let is_day = |meaning: &Meaning| {
        matches!(meaning, Meaning::Target(Target::Event(EventPart::At | EventPart::PaidAt) | Target::CreatedAt | Target::UpdatedAt))
    };
    let of_many = ["最近", "最后", "上次", "末次", "首次"].iter().find_map(|which| text.strip_prefix(which));
    if let Some(rest) = of_many.map(|rest| rest.trim_start_matches("一次"))
        && INDEX.get(rest).is_some_and(is_day)
    {
        return Some(Hint { meaning: Meaning::Plain(Kind::Date), exact: true });
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

/// Does a header, as [`phrase`] has it, speak of the number, name or place of somebody beside the customer (a sender, an emergency
/// contact)?
pub(super) fn is_of_others(phrase: &str) -> bool {
    let is_somebodys = |meaning: &Meaning| matches!(meaning, Meaning::Target(Target::Field(..)));
    let latin = || {
        let last = phrase.rsplit(' ').next().and_then(|last| INDEX.get(last));
        phrase.split(' ').any(|word| OTHERS.contains(&word)) && last.is_some_and(is_somebodys)
    };
    let ending = || INSIDE.iter().find(|(word, _)| phrase.ends_with(word)).is_some_and(|(_, meaning)| is_somebodys(meaning));
    if phrase.chars().any(is_han) {
        OTHERS.iter().any(|other| other.chars().any(is_han) && phrase.contains(other)) && ending()
    } else {
        latin()
    }
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

#[cfg(test)]
#[path = "header_tests.rs"]
mod tests;
