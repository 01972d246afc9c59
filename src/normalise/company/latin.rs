//! Company names in Latin letters: a bag of words, some of them trades, the last ones the legal form.

use std::borrow::Cow;

use crate::model::value::{Normal, Part};
use crate::normalise::fold;

use super::{forms, places, trades};

/// Longest legal form in words: `S.A. de C.V.`, `S. de R.L. de C.V.`.
const FORM_WORDS_MAX: usize = 5;

/// First words of legal forms that are written out.
const LONG_FORM_STARTS: &[&str] = &[
    "limited",
    "public",
    "private",
    "company",
    "corporation",
    "societe",
    "sociedad",
    "societa",
    "gesellschaft",
    "besloten",
    "kabushiki",
    "yugen",
    "godo",
    "sendirian",
    "spolka",
];

/// Legal forms of several words that stand in front, folded: Vietnamese ones, longest first.
const FRONT_FORMS: &[(&[&str], &str)] = &[
    (&["cong", "ty", "tnhh", "mot", "thanh", "vien"], "tnhh"),
    (&["cong", "ty", "tnhh", "mtv"], "tnhh"),
    (&["cong", "ty", "co", "phan"], "ctcp"),
    (&["cong", "ty", "tnhh"], "tnhh"),
    (&["cong", "ty", "cp"], "ctcp"),
    (&["ctcp"], "ctcp"),
];

/// Words of levels that follow a Chinese place in Latin letters.
const LEVELS: &[&str] = &["city", "province", "district", "county", "town"];

/// What stands before the trading name of a company.
const TRADING_AS: &[&str] = &[" t/a ", " T/A ", " trading as ", " d/b/a ", " D/B/A ", " dba ", " DBA ", " doing business as "];

/// Words without weight.
const STOP_WORDS: &[&str] =
    &["and", "of", "the", "und", "et", "y", "e", "for", "at", "in", "de", "des", "der", "die", "das", "van", "on", "co"];

/// Words after which a branch is named or numbered, folded.
const BRANCH_WORDS: &[&str] = &["branch", "store", "shop", "location", "site", "campus", "outlet", "no", "unit", "warehouse"];

struct Word<'a> {
    raw: &'a str,
    key: String,
}

/// Fills the parts of a clean company name.
pub(super) fn parse(text: &str, out: &mut Normal) {
    let (name, notes) = split_brackets(text);
    let trades_as = name.match_indices(' ').any(|(at, _)| TRADING_AS.iter().any(|t| name[at..].starts_with(t)));
    let trading = TRADING_AS.iter().filter(|_| trades_as).find_map(|t| name.split_once(t));
    let trading = trading.filter(|(head, _)| head.chars().any(char::is_alphanumeric));
    let name = match trading {
        Some((company, _)) => {
            out.findings.push("note_in_company");
            company
        }
        None => &*name,
    };
    let (name, mut branch) = split_branch(name);
    let mut region = String::new();
    let mut aliases = Vec::new();
    for note in &notes {
        let key = fold::letters(note);
        // UG (haftungsbeschränkt): brackets that only spell the legal form out.
        if key.len() > 6 && forms::latin_form(&key).is_some() || key == "publ" {
            continue;
        }
        if places::is_latin(&key) {
            region = key;
        } else if note.starts_with('#') || note.split(' ').any(|w| BRANCH_WORDS.contains(&fold::letters(w).as_str())) {
            branch = fold::key(note);
        } else {
            aliases.push(note.as_str());
        }
    }
    let name = uninvert(&name);
    let aliases = if aliases.is_empty() { String::new() } else { aliases.join(" ") };
    let mut words = words(&name);
    // M/s Sharma Traders: messieurs, as Indian firms are addressed.
    if words.len() > 1 && words[0].raw.eq_ignore_ascii_case("m/s") {
        words.remove(0);
    }
    let mut form = strip_forms(&mut words);
    if form.is_empty() {
        form = strip_place_behind_form(&mut words, &mut region);
    }
    let capitals = words.len() == 1 && is_capitals(words[0].raw);
    strip_region(&mut words, &mut region);
    if !aliases.is_empty() {
        words.extend(self::words(&aliases));
    }
    let mut tokens: Vec<&str> = Vec::with_capacity(words.len());
    for word in &words {
        tokens.extend(trades::expand(&word.key).split(' ').filter(|t| !STOP_WORDS.contains(t)));
    }
    // AT&T is not T.
    if tokens.iter().map(|t| t.len()).sum::<usize>() < 2 {
        tokens = words.iter().map(|w| w.key.as_str()).collect();
    }
    let all;
    if tokens.is_empty() {
        all = fold::letters(text);
        tokens.push(&all);
    }
    out.set(Part::LegalForm, form);
    out.set(Part::Branch, branch);
    set_parts(&tokens, capitals, out);
    if !region.is_empty() {
        out.set(Part::Region, region);
    }
}

fn set_parts(tokens: &[&str], capitals: bool, out: &mut Normal) {
    let (trade, brand): (Vec<&str>, Vec<&str>) = tokens.iter().partition(|t| trades::is_latin_trade(t));
    out.parts.write(Part::Brand, |out| join(if brand.is_empty() { &trade } else { &brand }, ' ', out));
    out.parts.write(Part::Trade, |out| join(&trade, ' ', out));
    out.parts.write(Part::Tokens, |out| join(tokens, '|', out));
    let mut sorted = tokens.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    out.parts.write(Part::Key, |out| join(&sorted, ' ', out));
    out.parts.write(Part::Acronym, |out| {
        if tokens.len() > 1 {
            out.extend(tokens.iter().filter_map(|t| t.chars().next()));
        } else if capitals && tokens.iter().all(|t| t.chars().count() <= 6) {
            out.extend(tokens.iter().copied());
        }
    });
}

/// Appends words, joined by a sign. None of them is empty.
fn join(words: &[&str], by: char, out: &mut String) {
    for (n, word) in words.iter().enumerate() {
        if n > 0 {
            out.push(by);
        }
        out.push_str(word);
    }
}

/// Cuts bracketed texts out.
fn split_brackets(text: &str) -> (Cow<'_, str>, Vec<String>) {
    if !text.contains(['(', '[', '{', ')', ']', '}']) {
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
fn split_branch(name: &str) -> (Cow<'_, str>, String) {
    if let Some((head, tail)) = name.rsplit_once(" - ")
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
fn uninvert(name: &str) -> Cow<'_, str> {
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
fn words(text: &str) -> Vec<Word<'_>> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '\'' | '/');
    let mut out = Vec::with_capacity(6);
    for piece in text.split(|c: char| !inside(c) && !('\u{300}'..='\u{36F}').contains(&c)) {
        // A/S is one word; Sinai/Ogden are two.
        let short = piece.chars().count() <= 4;
        for raw in piece.split(|c| c == '/' && !short) {
            let mut key = String::with_capacity(raw.len());
            fold::push_letters(raw, &mut key);
            if !key.is_empty() {
                out.push(Word { raw, key });
            }
        }
    }
    out
}

/// Takes legal forms off the end (and `PT`, `OOO` off the front), leaving a word; the canonical forms in text order.
fn strip_forms(words: &mut Vec<Word>) -> String {
    let mut found: Vec<&'static str> = Vec::new();
    while let Some((n, form)) = last_form(words, found.first().copied()) {
        words.truncate(words.len() - n);
        found.insert(0, form);
        while words.len() > 1 && words.last().is_some_and(|w| matches!(w.key.as_str(), "and" | "und")) {
            words.pop();
        }
    }
    if words.len() > 1
        && let Some(first) = words.first().filter(|w| {
            is_capitals(w.raw)
                && matches!(
                    w.key.as_str(),
                    "pt" | "ooo" | "uab" | "zao" | "oao" | "pao" | "sia" | "tov" | "ооо" | "зао" | "пао" | "ао" | "тов" | "ип"
                )
        })
        && let Some(form) = forms::latin_form(&first.key)
    {
        found.insert(0, form);
        words.remove(0);
    }
    let in_front =
        |(form, _): &&(&[&str], &str)| words.len() > form.len() && form.iter().zip(&*words).all(|(part, word)| *part == word.key);
    if let Some((form, canonical)) = FRONT_FORMS.iter().find(in_front) {
        found.insert(0, canonical);
        words.drain(..form.len());
    }
    if found.len() > 1 {
        found.retain(|f| *f != "co");
    }
    found.dedup();
    found.join(" ")
}

/// The legal form at the end, given the one taken off before: how many words, and the canonical form. At least one word stays
/// before it.
fn last_form(words: &[Word], before: Option<&str>) -> Option<(usize, &'static str)> {
    let n = words.len();
    for k in (2..=FORM_WORDS_MAX.min(n.saturating_sub(1))).rev() {
        let tail = &words[n - k..];
        if tail.iter().all(|w| w.key.len() <= 4) || LONG_FORM_STARTS.contains(&tail[0].key.as_str()) {
            let joined: String = tail.iter().map(|w| w.key.as_str()).collect();
            if let Some(form) =
                forms::latin_form(&joined).filter(|_| !forms::is_weak(&joined) || tail.iter().all(|w| w.key.len() == 1))
            {
                return Some((k, form));
            }
        }
    }
    let last = words.last().filter(|_| n > 1)?;
    let form = forms::latin_form(&last.key)?;
    let of_limited = before == Some("ltd") && matches!(last.key.as_str(), "private" | "public" | "proprietary" | "pvt");
    let written_as_form = of_limited || !forms::is_weak(&last.key) || is_capitals(last.raw) || last.raw.contains(['.', '/']);
    written_as_form.then_some((1, form))
}

/// `LLC, Dubai`, `Inc. of Zhuhai`: a place behind the legal form, which is returned.
fn strip_place_behind_form(words: &mut Vec<Word>, region: &mut String) -> String {
    let Some((place, before)) = words.split_last().filter(|(w, _)| places::is_latin(&w.key)) else { return String::new() };
    let behind_of = before.last().is_some_and(|w| w.key == "of");
    let kept = before.len() - usize::from(behind_of);
    let Some((n, _)) = last_form(&words[..kept], None).filter(|(n, _)| words[kept - n].key.len() > 1) else {
        return String::new();
    };
    if !words[kept - n].raw.starts_with(char::is_uppercase) {
        return String::new();
    }
    place.key.clone_into(region);
    words.truncate(kept);
    strip_forms(words)
}

/// Takes a place off the end or, for a Chinese city, the front, leaving a word.
fn strip_region(words: &mut Vec<Word>, region: &mut String) {
    for k in [2, 1] {
        let n = words.len();
        if n <= k {
            continue;
        }
        let tail = &words[n - k..];
        if tail.iter().map(|w| w.key.len()).sum::<usize>() > places::LATIN_MAX {
            continue;
        }
        let joined: String = tail.iter().map(|w| w.key.as_str()).collect();
        if places::is_latin(&joined)
            && words[..n - k].iter().any(|w| !STOP_WORDS.contains(&w.key.as_str()))
            && !is_joined_by_of(&words[..n - k])
        {
            words.truncate(n - k);
            *region = joined;
            return;
        }
    }
    // Foshan Shunde Midea; Dongguan City Yishun.
    while words.first().is_some_and(|w| places::is_chinese_latin(&w.key)) {
        let park = words.get(1).is_some_and(|w| w.key == "industrial") && words.get(2).is_some_and(|w| w.key == "park");
        let level = if park { 2 } else { usize::from(words.get(1).is_some_and(|w| LEVELS.contains(&w.key.as_str()))) };
        if words.iter().skip(1 + level).all(|w| trades::is_latin_trade(trades::expand(&w.key))) {
            return;
        }
        *region = words.remove(0).key;
        words.drain(..level);
    }
}

/// `Bank of China`, `Air in Asia`: the place is the name.
fn is_joined_by_of(before: &[Word]) -> bool {
    before.last().is_some_and(|w| matches!(w.key.as_str(), "of" | "in" | "de" | "the"))
}

fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase)
}

/// See [`super::looks_like_company`].
pub(super) fn looks_like_company(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let Some(at) = text.rfind([' ', ',']) else { return false };
    let last = &text[at + 1..];
    if last.len() > 20 || !text[..at].chars().any(char::is_alphanumeric) {
        return false;
    }
    let key = fold::letters(last);
    if forms::latin_form(&key).is_some() {
        return !forms::is_weak(&key) && !matches!(key.as_str(), "co" | "doo" | "sro")
            || last.contains('.') && key.len() > 1 && !key.starts_with("pa")
            || key == "co" && text[..at].trim_end().ends_with('&');
    }
    forms::ends_organisation(&key)
}
