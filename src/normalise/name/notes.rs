//! What stands around a name: notes in brackets, labels, mixed scripts.

use std::borrow::Cow;

use crate::model::value::{Normal, Part};
use crate::normalise::fold::{is_han, is_latin, simplify};

use super::{han, honorific, japanese, latin, people, placeholder, surnames};

/// Opening brackets with their closing ones, after NFKC.
const BRACKETS: &[(char, char)] =
    &[('(', ')'), ('[', ']'), ('【', '】'), ('{', '}'), ('「', '」'), ('《', '》'), ('〔', '〕'), ('『', '』')];

fn closing(open: char) -> Option<char> {
    BRACKETS.iter().find(|(o, _)| *o == open).map(|(_, c)| *c)
}

fn is_closing(c: char) -> bool {
    BRACKETS.iter().any(|(_, close)| *close == c)
}

/// Takes brackets out of a name and puts what they held where it belongs.
pub(super) fn strip_brackets<'a>(text: &'a str, out: &mut Normal) -> Cow<'a, str> {
    if !text.chars().any(|c| closing(c).is_some() || is_closing(c)) {
        return Cow::Borrowed(text);
    }
    let mut outside = String::with_capacity(text.len());
    let mut notes: Vec<String> = Vec::new();
    let mut depth: Vec<char> = Vec::new();
    for c in text.chars() {
        if let Some(close) = closing(c) {
            if depth.is_empty() {
                notes.push(String::new());
                outside.push(' ');
            }
            depth.push(close);
        } else if depth.last() == Some(&c) {
            depth.pop();
        } else if is_closing(c) {
            // A closing bracket without an opening one says nothing.
        } else if depth.is_empty() {
            outside.push(c);
        } else if let Some(note) = notes.last_mut() {
            note.push(c);
        }
    }
    let mut name = outside.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
    for note in notes.iter().map(|n| n.trim()).filter(|n| !n.is_empty()) {
        place_note(note, &mut name, out);
    }
    Cow::Owned(name)
}

/// Decides what one note in brackets is.
fn place_note(note: &str, name: &mut String, out: &mut Normal) {
    let simple = simplify(note);
    let outside_is_han = name.chars().any(is_han);
    let note_is_han = note.chars().any(is_han);
    if name.is_empty() {
        name.push_str(note);
    } else if matches!(&*simple, "收" | "代收" | "签收" | "转") || honorific::is_han_honorific(&simple) {
        out.set(Part::Honorific, &simple);
    } else if !outside_is_han && note_is_han && people::is_han_person(note) {
        *name = format!("{note} {name}");
    } else if honorific::generation(&latin::word_key(note)).is_some()
        || outside_is_han && !note_is_han && note.chars().filter(|c| is_latin(*c)).count() >= 3 && note.split(' ').count() <= 3
    {
        *name = format!("{name} {note}");
    } else if !outside_is_han && !note.contains(' ') && note.chars().all(|c| is_latin(c) || c == '-') && note.chars().count() > 1 {
        *name = match name.rsplit_once(' ') {
            Some((before, last)) => format!("{before} \"{note}\" {last}"),
            None => format!("{name} \"{note}\""),
        };
    } else {
        out.findings.push("note_in_name");
    }
}

/// Words that begin a note inside a Latin name, folded.
pub(super) const NOTE_WORDS: &[&str] =
    &["nee", "née", "aka", "formerly", "f/k/a", "a/k/a", "dba", "c/o", "attn", "attention", "fao"];

/// Takes labels off the front (`收货人: 张三`, `Attn: John Smith`) and notes off the end (`née Jones`).
pub(super) fn strip_words<'a>(text: &'a str, out: &mut Normal) -> Cow<'a, str> {
    let mut text = text;
    if let Some((label, rest)) = text.split_once(':') {
        let word = label.trim().to_lowercase();
        if placeholder::is_placeholder(label) || NOTE_WORDS.contains(&word.as_str()) {
            text = rest.trim();
        }
    }
    if text.len() > 6 && text.contains(' ') {
        let mut start = 0;
        for word in text.split(' ') {
            let may_be = word.len() <= 9
                && matches!(word.as_bytes().first(), Some(b'a' | b'A' | b'c' | b'C' | b'd' | b'D' | b'f' | b'F' | b'n' | b'N'));
            let note = may_be && NOTE_WORDS.iter().any(|w| word.trim_end_matches(['.', ':']).eq_ignore_ascii_case(w));
            if note && start == 0 {
                out.findings.push("note_in_name");
                return Cow::Borrowed(text[word.len()..].trim());
            }
            if note {
                out.findings.push("note_in_name");
                return Cow::Borrowed(text[..start].trim());
            }
            start += word.len() + 1;
        }
    }
    Cow::Borrowed(text)
}

/// A name with 汉字 and perhaps more: separators, Latin letters.
pub(super) fn parse_with_han(text: &str, out: &mut Normal) {
    let text = &*first_segment(text, out);
    if !text.chars().any(|c| c.is_alphabetic() && !is_han(c)) {
        let only: String = text.chars().filter(|c| is_han(*c) || matches!(c, ' ' | '·')).collect();
        han::parse(only.trim(), out);
        return;
    }
    let name: String = text.chars().filter(|c| is_han(*c) || *c == '·').collect();
    let rest: String = text.chars().map(|c| if is_han(c) || c == '·' { ' ' } else { c }).collect();
    let (titles, words): (Vec<_>, Vec<_>) = latin::words(&rest).into_iter().partition(|w| honorific::is_title(&w.key, true, 1));
    han::parse(name.trim_matches('·'), out);
    if let Some(title) = titles.first() {
        out.set(Part::Honorific, title.key.as_str());
    }
    let letters: usize = words.iter().map(|w| w.key.chars().count()).sum();
    if letters <= 3 {
        if letters > 0 {
            out.findings.push("note_in_name");
        }
        return;
    }
    out.findings.push("two_scripts");
    for word in &words {
        out.text.push(' ');
        out.text.push_str(word.text);
    }
    let tokens: Vec<&str> = words.iter().flat_map(|w| w.key.split('-')).collect();
    out.set(Part::Tokens, tokens.join("|"));
}

/// The part of a 汉字 cell that is the name: `张三-财务` → `张三`.
fn first_segment<'a>(text: &'a str, out: &mut Normal) -> Cow<'a, str> {
    let separator = |c: char| {
        matches!(c, ':' | ',' | '-' | '_' | '/' | '|' | ';' | '、' | '。' | '.' | '~' | '+' | '&' | '!' | '?' | '=' | '"' | '\'')
    };
    if !text.contains(separator) {
        let leading = leading_person(text);
        if leading.is_some() {
            out.findings.push("note_in_name");
        }
        return Cow::Borrowed(leading.unwrap_or(text));
    }
    // 让-保罗·萨特: a double name, transcribed.
    if text.contains('·') && !text.contains(|c| separator(c) && c != '-') {
        return Cow::Owned(text.replace('-', ""));
    }
    let segments: Vec<&str> = text.split(separator).map(str::trim).filter(|s| !s.is_empty()).collect();
    if segments.len() < 2 || segments.iter().filter(|s| s.chars().any(is_han)).count() < 2 {
        return Cow::Owned(text.replace(separator, " ").split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" "));
    }
    out.findings.push("note_in_name");
    let persons = || segments.iter().filter(|s| people::is_han_person(s));
    // 豆豆-王琳珍, 花卷-秦莹芳: a pet's or child's name in front of the person's.
    let is_own = |s: &&&str| !is_pet_form(s);
    let name = persons().find(is_own).or_else(|| persons().next());
    let name = name.or_else(|| segments.iter().find(|s| s.chars().any(is_han)));
    Cow::Borrowed(name.copied().unwrap_or(text))
}

/// 豆豆, 小白 or 花卷: one 汉字 twice, or two of which the first is hardly anybody's surname.
fn is_pet_form(text: &str) -> bool {
    let mut chars = text.chars();
    let (Some(first), Some(second), None) = (chars.next(), chars.next(), chars.next()) else { return false };
    first == second || matches!(first, '小' | '大' | '老' | '阿') || surnames::rank(first).is_none_or(|rank| rank >= RARE_SURNAME)
}

/// Surnames from this rank on are rarer than what else begins with them.
const RARE_SURNAME: u16 = 150;

/// 汉字 from which on a text without separators is longer than a name.
const LONGER_THAN_A_NAME: usize = 6;
/// 汉字 of a surname and a given name of two, behind which nothing of the name follows, and those of the shortest note behind them; behind
/// a name of two 汉字 a note has one more.
const WHOLE_NAME: usize = 3;
const SHORTEST_NOTE: usize = 2;

/// A surname and a given name of one or two 汉字, behind which no more of the name follows; 高橋 and 長谷川 are surnames alone.
fn is_whole_name(text: &str) -> bool {
    let n = text.chars().count();
    let simple = simplify(text);
    (2..=WHOLE_NAME).contains(&n)
        && people::is_han_person(text)
        && honorific::strip_han(&simple, han::is_surname).honorific.is_empty()
        && !han::is_surname(&simple)
        && !japanese::is_family(&simple)
}

/// The person before a note that nothing but a blank, or the person's title, sets off, as staff write remarks: `马敏丽 诺信新材料采购`,
/// `彭经理博远物流`. A note has at least four 汉字 behind a blank, two behind a whole name of three (`石清安 日本团`), three behind a title.
pub(super) fn leading_person(text: &str) -> Option<&str> {
    let han = |text: &str| text.chars().filter(|c| is_han(*c)).count();
    if let Some((first, rest)) = text.split_once(' ')
        && !text.contains('·')
        && is_whole_name(first)
        && han(rest) >= (if han(first) == WHOLE_NAME { SHORTEST_NOTE } else { SHORTEST_NOTE + 1 })
        && !people::is_han_person(rest)
        && !honorific::is_han_honorific(&simplify(rest))
    {
        return Some(first);
    }
    if text.len() < 3 * LONGER_THAN_A_NAME || text.contains('·') || text.chars().filter(|c| is_han(*c)).count() < LONGER_THAN_A_NAME
    {
        return None;
    }
    if let Some((first, rest)) = text.split_once(' ') {
        return (han(first) >= 2 && han(rest) >= 4 && people::is_han_person(first)).then_some(first);
    }
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).skip(2).take(4).collect();
    ends.into_iter().find_map(|end| {
        let (name, rest) = text.split_at(end);
        let family = han::is_surname(&simplify(&name[..name.char_indices().nth(1)?.0]));
        let titled = family && honorific::is_han_honorific(&simplify(&name[name.char_indices().nth(1)?.0..]));
        // The longest title: `总经理` goes on behind `总`.
        let longer = rest.chars().next().is_some_and(|next| {
            let title: String = name.chars().skip(1).chain([next]).collect();
            honorific::is_han_honorific(&simplify(&title))
        });
        (titled && !longer && han(rest) >= 3).then_some(name)
    })
}
