//! Names in kana, hangul and every other script: kept whole, split only where a blank or a known rule splits them; their
//! reading in Latin letters beside them.

use crate::model::value::{Class, Normal, Part};
use crate::normalise::fold::{is_han, is_hangul, key, letters};

use super::{READINGS_MAX, japanese, nicknames, readings, romanised, sinoxenic};

/// Two-syllable Korean surnames.
const KOREAN_COMPOUND: &[&str] = &["남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방"];

/// Honorifics after Japanese names.
const JAPANESE_AFTER: &[&str] = &["さん", "さま", "ちゃん", "くん", "様", "氏", "殿", "君"];

/// Honorifics after Korean names.
const KOREAN_AFTER: &[&str] = &["씨", "님", "선생님", "사장님"];

/// Fills `out` from a name with kana: family name first where a blank parts them, given name first where `·` does.
pub(super) fn kana(text: &str, out: &mut Normal) {
    out.set(Part::Script, "kana");
    let text = strip_suffixes(text, JAPANESE_AFTER, out);
    out.text.push_str(text);
    if let Some((given, family)) = text.split_once('·') {
        set(Part::Given, letters(given), out);
        set(Part::Family, letters(family), out);
    } else if let Some((family, given)) = text.split_once(' ') {
        set(Part::Family, letters(family), out);
        if let Some(reading) = japanese::family_readings(family) {
            out.set(Part::FamilyPinyin, reading);
        }
        set(Part::Given, letters(given), out);
    } else if let Some((family, reading)) = japanese::family_before_kana(text) {
        out.set(Part::Family, letters(family));
        out.set(Part::FamilyPinyin, reading);
        set(Part::Given, letters(&text[family.len()..]), out);
    } else {
        one_piece(text, out);
    }
}

/// Fills `out` from a name with hangul: 김철수 is 김 + 철수.
pub(super) fn hangul(text: &str, out: &mut Normal) {
    out.set(Part::Script, "hangul");
    let text = strip_suffixes(text, KOREAN_AFTER, out);
    let tight: String = text.chars().filter(|c| *c != ' ').collect();
    out.text.push_str(&tight);
    let n = tight.chars().count();
    if !(2..=5).contains(&n) || !tight.chars().all(|c| is_hangul(c) || is_han(c)) {
        one_piece(&tight, out);
        return;
    }
    let compound = KOREAN_COMPOUND.iter().find(|s| n > 2 && tight.starts_with(*s));
    let family_len = compound.map_or_else(|| tight.chars().next().map_or(0, char::len_utf8), |s| s.len());
    let (family, given) = tight.split_at(family_len);
    out.set(Part::Family, key(family));
    set(Part::Given, key(given), out);
    // The characters it may be written with come last: the name itself is read first.
    let (family_pinyin, given_pinyin) = sinoxenic::of_hangul(family, given);
    for (part, known, more) in [
        (Part::FamilyPinyin, readings::korean_family(family), family_pinyin),
        (Part::GivenPinyin, out.part(Part::GivenPinyin).to_owned(), given_pinyin),
    ] {
        let mut all = known;
        if !all.is_empty() && !more.is_empty() {
            romanised::append(&mut all, &more);
        }
        let kept: Vec<&str> = all.split('|').take(READINGS_MAX).collect();
        out.set(part, kept.join("|"));
    }
}

/// Fills `out` from a name in any other script: words in order, the last one the family name.
pub(super) fn other(text: &str, out: &mut Normal) {
    out.set(Part::Script, "other");
    let text = strip_thai_title(text, out);
    out.text.push_str(text);
    let words: Vec<String> = joined(text.split(' ').flat_map(initials_apart).map(readings::keyed).filter(|w| !w.is_empty()));
    match &words[..] {
        [] => {
            out.class = Class::Invalid;
            out.findings.push("no_letters");
        }
        [_] => one_piece(text, out),
        [family, given, patronymic] if is_patronymic(patronymic) => {
            set(Part::Given, given.clone(), out);
            out.set(Part::Middle, patronymic.as_str());
            set(Part::Family, family.clone(), out);
            out.set(Part::Tokens, words.join("|"));
        }
        // Петров А. С.
        [family, given, initials @ ..]
            if family.chars().count() > 1 && [given].into_iter().chain(initials).all(|w| is_initial(w)) =>
        {
            set(Part::Given, given.clone(), out);
            out.set(Part::Middle, initials.join(" "));
            set(Part::Family, family.clone(), out);
            out.set(Part::Tokens, words.join("|"));
        }
        [given, middle @ .., family] => {
            set(Part::Given, given.clone(), out);
            out.set(Part::Middle, middle.join(" "));
            set(Part::Family, family.clone(), out);
            out.set(Part::Tokens, words.join("|"));
        }
    }
}

/// `С.И.` and `С.Петров` at their dots; any other word whole.
fn initials_apart(word: &str) -> Vec<&str> {
    let pieces: Vec<&str> = word.split('.').filter(|piece| !piece.is_empty()).collect();
    let initials = pieces.len() > 1 && pieces[..pieces.len() - 1].iter().all(|piece| is_initial(piece));
    if initials { pieces } else { vec![word] }
}

/// Forms of address before Thai names, longest first; written with a blank behind them or without.
const THAI_BEFORE: &[&str] = &["เด็กหญิง", "เด็กชาย", "นางสาว", "น.ส.", "ด.ช.", "ด.ญ.", "นาย", "นาง", "คุณ"];

fn strip_thai_title<'a>(text: &'a str, out: &mut Normal) -> &'a str {
    let stripped = THAI_BEFORE.iter().find_map(|title| Some((*title, text.strip_prefix(title)?.trim_start())));
    // The name goes on with a letter, and has two words: given and family name.
    match stripped.filter(|(_, rest)| rest.contains(' ') && rest.starts_with(char::is_alphabetic)) {
        Some((title, rest)) => {
            out.set(Part::Honorific, title);
            rest
        }
        None => text,
    }
}

/// Sets a given or family name with its reading in Latin letters.
fn set(part: Part, name: String, out: &mut Normal) {
    let reading = if part == Part::Family { Part::FamilyPinyin } else { Part::GivenPinyin };
    let spellings = readings::spellings(&name);
    if part == Part::Given {
        // Сергій and Serhiy, Γεώργιος and George: spellings of one name in several languages.
        let mut roots: Vec<&str> = spellings.split('|').flat_map(nicknames::nickname_roots).copied().collect();
        roots.sort_unstable();
        roots.dedup();
        out.set(Part::Key, roots.join("|"));
    }
    out.set(reading, spellings);
    out.set(part, name);
}

/// Arabic words that are no name without the next one: servant of, father of, son of.
const ARABIC_BEFORE: &[&str] = &["عبد", "أبو", "ابو", "بن", "ابن", "آل", "بو"];

/// The words, those that only begin a name joined with the next.
fn joined(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(4);
    let mut begun = false;
    for word in words {
        let begins = ARABIC_BEFORE.contains(&word.as_str());
        match out.last_mut() {
            // Nasr Allah is one name.
            Some(last) if begun || word == "الله" => last.push_str(&word),
            _ => out.push(word),
        }
        begun = begins;
    }
    out
}

fn is_initial(word: &str) -> bool {
    word.chars().count() == 1
}

/// Russian patronymics end a name that begins with the family name.
fn is_patronymic(word: &str) -> bool {
    ["ович", "евич", "ьич", "овна", "евна", "ична", "инична"].iter().any(|end| word.ends_with(end))
}

fn one_piece(text: &str, out: &mut Normal) {
    out.class = Class::Possible;
    out.findings.push("single_token");
    let letters = readings::keyed(text);
    set(Part::Given, letters.clone(), out);
    out.set(Part::Tokens, letters);
}

fn strip_suffixes<'a>(text: &'a str, suffixes: &[&str], out: &mut Normal) -> &'a str {
    for suffix in suffixes {
        if let Some(rest) = text.strip_suffix(suffix)
            && rest.chars().filter(|c| c.is_alphanumeric()).count() >= 2
        {
            out.set(Part::Honorific, *suffix);
            return rest.trim_end();
        }
    }
    text
}
