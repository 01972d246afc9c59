//! Person names: one cell or several columns in, one [`Normal`] per person out.
//!
//! The script decides the reading: 汉字 ([`han`]), Latin ([`latin`], Chinese names in Latin letters [`romanised`]), kana, hangul
//! and the rest ([`other`]). Honorifics, notes in brackets, numbers and decoration are taken off the printed name and
//! kept as parts or findings. Masked names and fillers are classes of their own. Nothing here knows genders or people.

mod brand;
mod compose;
mod display;
mod han;
mod honorific;
mod japanese;
mod latin;
mod mask;
mod nicknames;
mod notes;
mod other;
mod people;
mod placeholder;
mod quick;
mod readings;
mod romanised;
mod sinoxenic;
mod surnames;
#[cfg(test)]
mod tests;
mod tibetan;
mod wade_giles;

use super::{Context, company, fold};
use crate::model::parts::Parts;
use crate::model::value::{Class, Normal, Part};

pub(super) use brand::{brand_readings, two_syllables};
pub use nicknames::nickname_roots;
pub(super) use readings::spellings;

/// Readings of a Japanese surname in 汉字, joined by `|`: 田中 is tanaka; `None` for anything else.
pub(super) fn japanese_surname(text: &str) -> Option<String> {
    japanese::family_readings(text)
}

/// Most readings a pinyin part holds.
const READINGS_MAX: usize = 8;

/// Most rounds until a name and its printed form agree; every round shortens the text, so two are the usual case.
const ROUNDS_MAX: usize = 5;

/// How many bytes the parts of a name usually have, at most.
const PARTS_BYTES: usize = 64;

/// From this many digits on, they are a phone number and no counter.
const PHONE_DIGITS: usize = 7;

/// A name in several columns; absent ones are `""`.
#[derive(Debug, Clone, Copy, Default)]
pub struct NameParts<'a> {
    /// The whole name, if a column has it.
    pub full: &'a str,
    /// Given name column.
    pub given: &'a str,
    /// Middle name column.
    pub middle: &'a str,
    /// Family name column.
    pub family: &'a str,
}

/// One name out of several columns. The columns are trusted over the order of words; a whole-name column fills what
/// they lack (middle names, titles, suffixes). Nothing is pushed if every column is blank.
pub fn compose(parts: &NameParts, context: &Context, out: &mut Vec<Normal>) {
    let both = parts.full.is_empty() && parts.middle.is_empty();
    match both.then(|| quick::of_columns(parts.given, parts.family)).flatten() {
        Some(value) => out.push(value),
        None => compose_slowly(parts, context, out),
    }
}

/// As [`compose`], for names of any shape.
fn compose_slowly(parts: &NameParts, context: &Context, out: &mut Vec<Normal>) {
    compose::compose(parts, context, out);
}

/// A whole person name in one cell. Several people in a cell (`张三、李四`, `John & Mary Smith`) give several values;
/// a blank cell gives none.
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    match quick::whole(raw) {
        Some(value) => out.push(value),
        None => normalise_slowly(raw, context, out),
    }
}

/// As [`normalise`], for names of any shape.
fn normalise_slowly(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    let text = fold::clean_without(raw, fold::is_decoration);
    if text.is_empty() {
        if !raw.trim().is_empty() {
            out.push(filler(raw.trim()));
        }
        return;
    }
    if shape(&text) == Shape::Han {
        out.push(settle(&text));
        return;
    }
    people::each(&text, |person| out.push(settle(person)));
}

/// A name the person chose: a nick, an account's display name. Weak evidence; `Key` is its folded form.
pub fn nickname(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    display::normalise(raw, out);
}

/// Does a text look like one person's name (汉字 with a known surname, or two to four Latin words)? For findings about
/// wrong columns and for guessing what a column is; a guess, not a proof.
#[must_use]
pub fn looks_like_person(text: &str) -> bool {
    let text = fold::clean(text);
    if text.is_empty() || text.len() > 60 || placeholder::is_placeholder(&text) || company::looks_like_company(&text) {
        return false;
    }
    if text.chars().any(fold::is_han) { people::is_han_person(&text) } else { people::is_latin_person(&text) }
}

/// Is a text a Chinese name of two or three 汉字 that begins with one of the common surnames (four with a compound one)?
/// Surer than [`looks_like_person`], for texts that may be anything.
pub(super) fn is_han_name_in_full(text: &str) -> bool {
    let simple = fold::simplify(text);
    let n = simple.chars().count();
    let long = usize::from(surnames::compound(&simple).is_some());
    (2..=3 + long).contains(&n) && han::begins_with_common_surname(&simple) && people::is_han_person(&simple)
}

/// Does a simplified text begin with a compound surname or one of the commonest single ones?
pub(super) fn begins_with_common_surname(simple: &str) -> bool {
    han::begins_with_common_surname(simple)
}

/// Parses a clean text until its printed form parses to itself.
fn settle(text: &str) -> Normal {
    let mut value = parse(text);
    if value.text == text {
        return value;
    }
    for _ in 0..ROUNDS_MAX {
        let mut next = parse(&fold::clean(&value.text));
        let stable = next.text == value.text;
        if next.part(Part::Honorific).is_empty() && !value.part(Part::Honorific).is_empty() {
            next.set(Part::Honorific, value.part(Part::Honorific));
        }
        for finding in &value.findings {
            if !next.findings.contains(finding) {
                next.findings.push(finding);
            }
        }
        value = next;
        if stable {
            break;
        }
    }
    value
}

/// One person's name: what it is decides who parses it.
fn parse(text: &str) -> Normal {
    let mut out = Normal { parts: Parts::with_capacity(PARTS_BYTES), ..Normal::default() };
    match shape(text) {
        Shape::Other => {}
        shape => return plain(text, shape, out),
    }
    let whole = text;
    let text = &*with_middle_dots(trim_marks(text));
    if let Some(joined) = family_before_comma(text) {
        return parse(&joined);
    }
    if placeholder::is_placeholder(text) {
        return if text.bytes().any(|b| b.is_ascii_digit()) && !text.chars().any(char::is_alphabetic) {
            rejected(whole, "no_letters")
        } else {
            filler(if text.is_empty() { whole } else { text })
        };
    }
    if let Some(pattern) = mask::pattern(text) {
        mask::parse(&pattern, &mut out);
        return out;
    }
    if text.contains('@') {
        return rejected(text, "looks_like_email");
    }
    let text = &*notes::strip_brackets(text, &mut out);
    let text = &*strip_digits(text, &mut out);
    let text = &*notes::strip_words(trim_marks(text), &mut out);
    if text.is_empty() {
        return rejected(whole, "no_letters");
    }
    if placeholder::is_placeholder(text) {
        return filler(text);
    }
    if company::looks_like_company(text) {
        return company_name(text, out);
    }
    by_script(text, &mut out);
    out
}

/// `박,하은` and `王, 小明` without the comma; nothing else is one name that way.
fn family_before_comma(text: &str) -> Option<String> {
    let (family, given) = text.split_once(',')?;
    let (family, given) = (family.trim(), given.trim());
    let of = |script: fn(char) -> bool| family.chars().chain(given.chars()).all(script);
    let letters = |text: &str| text.chars().count();
    let is_name = (1..=2).contains(&letters(given))
        && (of(fold::is_hangul) && letters(family) == 1 || of(fold::is_han) && han::is_surname(&fold::simplify(family)));
    is_name.then(|| format!("{family}{given}"))
}

/// What a clean text is made of: the two usual cases need none of the repairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// 汉字 of the basic block only.
    Han,
    /// ASCII letters, blanks, inner dots, hyphens and apostrophes.
    Latin,
    /// Anything else.
    Other,
}

fn shape(text: &str) -> Shape {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return Shape::Other };
    if first.is_ascii_alphabetic() {
        let plain = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b' ' | b'.' | b'-' | b'\'');
        let ends_plain = last.is_ascii_alphabetic() || *last == b'.';
        return if ends_plain && bytes.iter().all(plain) { Shape::Latin } else { Shape::Other };
    }
    if text.chars().all(|c| matches!(c, '\u{4E00}'..='\u{9FFF}')) { Shape::Han } else { Shape::Other }
}

/// A text of one of the usual shapes.
fn plain(text: &str, shape: Shape, mut out: Normal) -> Normal {
    if placeholder::is_placeholder(text) {
        return filler(text);
    }
    if shape == Shape::Han {
        // 某 is the only ideograph that hides.
        if let Some(pattern) = text.contains('某').then(|| mask::pattern(text)).flatten() {
            mask::parse(&pattern, &mut out);
        } else if company::is_company_of_han(text) {
            return company_name(text, out);
        } else {
            let leading = notes::leading_person(text);
            if leading.is_some() {
                out.findings.push("note_in_name");
            }
            han::parse(leading.unwrap_or(text), &mut out);
        }
        return out;
    }
    let text = &*notes::strip_words(text, &mut out);
    if company::looks_like_company(text) {
        return company_name(text, out);
    }
    latin::parse(text, &mut out);
    out
}

fn by_script(text: &str, out: &mut Normal) {
    if text.is_ascii() {
        latin::parse(text, out);
        return;
    }
    let has = |test: fn(char) -> bool| text.chars().any(test);
    if has(fold::is_kana) {
        other::kana(text, out);
    } else if has(fold::is_hangul) {
        other::hangul(text, out);
    } else if has(fold::is_han) {
        notes::parse_with_han(text, out);
    } else if has(fold::is_latin) {
        latin::parse(text, out);
    } else {
        other::other(text, out);
    }
}

/// 阿卜杜拉.买买提: a transcribed name with the dot of the keyboard, as one with `·`. 张三.李四 may be two people.
fn with_middle_dots(text: &str) -> std::borrow::Cow<'_, str> {
    let dotted = text.contains('.') && text.chars().all(|c| c == '.' || fold::is_han(c));
    let piece = |p: &str| p.chars().count() >= 2;
    if dotted && text.split('.').all(piece) && !text.split('.').all(people::is_han_person) {
        return text.replace('.', "·").into();
    }
    text.into()
}

/// Punctuation around a name; a trailing dot stays, it may end an initial.
fn trim_marks(text: &str) -> &str {
    let mark = |c: char| {
        matches!(
            c,
            ' ' | ','
                | ';'
                | ':'
                | '-'
                | '_'
                | '/'
                | '\\'
                | '|'
                | '。'
                | '、'
                | '!'
                | '?'
                | '·'
                | '~'
                | '='
                | '+'
                | '^'
                | '%'
                | '$'
                | '<'
                | '>'
        )
    };
    let text = text.trim_end_matches(mark).trim_start_matches(|c| mark(c) || c == '.');
    let lone_quote = |q: char| text.matches(q).count() == 1 && (text.starts_with(q) || text.ends_with(q));
    let text = if lone_quote('"') { text.trim_matches('"') } else { text };
    let text = if lone_quote('\'') { text.trim_matches('\'') } else { text };
    match text.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
        Some(inner) if !inner.contains('"') => inner.trim(),
        _ => text,
    }
}

/// Takes digits out: a phone number packed into the cell, or a counter behind the name. Ordinals (`3rd`) stay.
fn strip_digits<'a>(text: &'a str, out: &mut Normal) -> std::borrow::Cow<'a, str> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 {
        return text.into();
    }
    let keep_word = |word: &str| !word.bytes().any(|b| b.is_ascii_digit()) || honorific::is_ordinal(&latin::word_key(word));
    let mut kept = String::with_capacity(text.len());
    for word in text.split(' ') {
        let word: String = if keep_word(word) { word.to_owned() } else { word.chars().filter(|c| !c.is_ascii_digit()).collect() };
        if word.chars().any(char::is_alphanumeric) {
            if !kept.is_empty() {
                kept.push(' ');
            }
            kept.push_str(&word);
        }
    }
    if kept == text {
        return text.into();
    }
    out.findings.push(if digits >= PHONE_DIGITS { "phone_in_name" } else { "number_in_name" });
    kept.into()
}

/// A company in the name column: evidence by its words, never split into given and family name.
fn company_name(text: &str, mut out: Normal) -> Normal {
    out.text.push_str(text);
    out.class = Class::Possible;
    out.findings.push("company_in_name");
    let tokens: Vec<String> = text.split(' ').map(fold::letters).filter(|w| !w.is_empty()).collect();
    out.set(Part::Tokens, tokens.join("|"));
    out
}

fn filler(text: &str) -> Normal {
    Normal { text: text.to_owned(), class: Class::Placeholder, parts: Parts::default(), findings: vec!["placeholder"] }
}

fn rejected(text: &str, why: &'static str) -> Normal {
    Normal { text: text.to_owned(), class: Class::Invalid, parts: Parts::default(), findings: vec![why] }
}
