//! One name out of several columns: given, middle, family, and perhaps the whole.

use crate::model::value::{Class, Normal, Part};
use crate::normalise::Context;
use crate::normalise::fold::{self, clean_without, is_decoration, is_han, is_hangul, is_kana, simplify};

use super::latin::{self, Split, Word};
use super::romanised::Order;
use super::{NameParts, han, honorific, mask, normalise, placeholder, settle};

/// The columns, cleaned; fillers are `""`.
struct Cells {
    full: String,
    given: String,
    middle: String,
    family: String,
}

/// See [`super::compose`].
pub(super) fn compose(parts: &NameParts, context: &Context, out: &mut Vec<Normal>) {
    let tidy = |cell: &str| {
        let text = clean_without(cell, is_decoration);
        if placeholder::says_nothing(&text) { String::new() } else { text.into_owned() }
    };
    let cells = Cells { full: tidy(parts.full), given: tidy(parts.given), middle: tidy(parts.middle), family: tidy(parts.family) };
    if cells.given.is_empty() && cells.family.is_empty() {
        let whole = [&cells.full, &cells.middle].into_iter().find(|t| !t.is_empty());
        let raw = || [parts.full, parts.given, parts.family, parts.middle].into_iter().find(|t| !t.trim().is_empty());
        normalise(whole.map(String::as_str).or_else(raw).unwrap_or(""), context, out);
        return;
    }
    let normal = one(&cells);
    if normal.text.is_empty() {
        // Nothing but titles and suffixes in the columns: they are the name.
        let longest = [&cells.full, &cells.family, &cells.given].into_iter().max_by_key(|t| t.len());
        normalise(longest.map_or("", String::as_str), context, out);
        return;
    }
    out.push(normal);
}

fn one(cells: &Cells) -> Normal {
    let both = format!("{}{}", cells.given, cells.family);
    if placeholder::is_placeholder(&both) && cells.full.is_empty() {
        return settle(&format!("{} {}", cells.given, cells.family));
    }
    if both.contains(['*', '@']) {
        let han = both.chars().any(is_han);
        let (first, last) = if han { (&cells.family, &cells.given) } else { (&cells.given, &cells.family) };
        return settle(format!("{first} {last}").trim());
    }
    if both.chars().any(|c| is_kana(c) || is_hangul(c)) {
        return east(cells);
    }
    match (is_han_text(&cells.family), is_han_text(&cells.given)) {
        (true, true) => from_han(cells),
        (true, false) if cells.given.is_empty() => from_han(cells),
        (false, true) if cells.family.is_empty() => from_han(cells),
        (false, false) => from_latin(cells),
        _ => settle(format!("{} {}", cells.family, cells.given).trim()),
    }
}

fn is_han_text(text: &str) -> bool {
    text.chars().any(is_han)
}

/// Kana and hangul: family name first, as written.
fn east(cells: &Cells) -> Normal {
    let hangul = [&cells.family, &cells.given].iter().any(|t| t.chars().any(is_hangul));
    let mut out = Normal::default();
    let blank = if hangul || cells.family.is_empty() || cells.given.is_empty() { "" } else { " " };
    out.text = format!("{}{blank}{}", cells.family, cells.given);
    out.set(Part::Script, if hangul { "hangul" } else { "kana" });
    out.set(Part::Family, fold::letters(&cells.family));
    out.set(Part::Given, fold::letters(&cells.given));
    if cells.family.is_empty() || cells.given.is_empty() {
        out.class = Class::Possible;
        out.findings.push("single_token");
    }
    out
}

/// 汉字 columns.
fn from_han(cells: &Cells) -> Normal {
    let tight = |text: &str| text.chars().filter(|c| is_han(*c) || *c == '·').collect::<String>();
    let (mut family, mut given) = (tight(&cells.family), tight(&cells.given));
    let mut title = String::new();
    for cell in [&mut family, &mut given] {
        let simple = simplify(cell).into_owned();
        if honorific::is_han_honorific(&simple) {
            title = simple;
            cell.clear();
        }
    }
    let (simple_family, simple_given) = (simplify(&family).into_owned(), simplify(&given).into_owned());
    if !family.is_empty() && given.len() > family.len() && simple_given.starts_with(&simple_family) {
        given = given[family.len()..].to_owned();
    } else if !given.is_empty() && family.len() > given.len() && simple_family.ends_with(&simple_given) {
        family.truncate(family.len() - given.len());
    } else if family == given {
        given.clear();
    }
    let mut out = if family.is_empty() || given.is_empty() {
        half_han(&family, &given, &title, cells)
    } else {
        let mut out = Normal::default();
        out.set(Part::Script, "han");
        let stripped_len = honorific::strip_han(&simplify(&given), |_| false).rest.len();
        han::named(&simplify(&family), &simplify(&given[..stripped_len]), &mut out);
        out.text = format!("{family}{}", &given[..stripped_len]);
        title.push_str(&simplify(&given[stripped_len..]));
        out
    };
    if !title.is_empty() {
        out.set(Part::Honorific, title);
    }
    out
}

/// Only one of the two columns says something.
fn half_han(family: &str, given: &str, title: &str, cells: &Cells) -> Normal {
    if is_han_text(&cells.full) {
        return settle(&cells.full);
    }
    if given.is_empty() {
        return settle(&format!("{family}{title}"));
    }
    // A given name column with a whole name in it: three characters that begin with a common surname.
    let simple = simplify(given);
    if simple.chars().count() >= 3 && han::begins_with_common_surname(&simple) {
        let mut out = settle(given);
        out.findings.push("whole_name_in_given");
        return out;
    }
    let mut out = Normal { class: Class::Possible, findings: vec!["single_token"], ..Normal::valid(given) };
    out.set(Part::Script, "han");
    out.set(Part::Given, &*simple);
    out.set(Part::GivenPinyin, crate::normalise::pinyin::joined_readings(&simple, super::READINGS_MAX));
    out
}

/// Columns in Latin letters (and scripts without rules of their own).
fn from_latin(cells: &Cells) -> Normal {
    if cells.family.is_empty() && (cells.given.contains(',') || cells.given.contains(' ') && cells.full.is_empty()) {
        return settle(&cells.given);
    }
    if cells.given.is_empty() && cells.family.contains(',') && latin::words(&cells.family).len() > 1 {
        return settle(&cells.family);
    }
    if mask::pattern(&cells.family).is_some() || mask::pattern(&cells.given).is_some() {
        return settle(format!("{} {}", cells.given, cells.family).trim());
    }
    let full = if is_han_text(&cells.full) { Vec::new() } else { latin::words(&cells.full) };
    let mut split = Split::default();
    let mut given = latin::words(&cells.given);
    let mut family = latin::words(&cells.family);
    let mut middle = latin::words(&cells.middle);
    strip_titles(&mut given, &mut split);
    if !given.is_empty() || family.len() > 1 {
        strip_titles(&mut family, &mut split);
    }
    // `Senior` is a surname too: it stays one unless the whole name has another.
    let spelt_out = family.first().is_some_and(|w| honorific::is_whole_word_generation(&w.key));
    let keep = usize::from(spelt_out && full.iter().filter(|w| !honorific::is_title_alone(&w.key, false)).count() < 3);
    latin::strip_after(&mut family, keep, &mut split);
    latin::strip_after(&mut given, 1, &mut split);
    separate(&mut given, &mut family);
    fill_from_full(full, &mut given, &mut middle, &mut family, &mut split);
    given.extend(middle);
    if given.is_empty() || family.is_empty() {
        return half_latin(given, family, split);
    }
    split.given = given;
    split.family = family;
    let mut out = Normal::default();
    latin::finish(&split, Order::FamilyLast, &mut out);
    out
}

fn half_latin<'a>(given: Vec<Word<'a>>, family: Vec<Word<'a>>, mut split: Split<'a>) -> Normal {
    let mut out = Normal::default();
    let finding = if family.is_empty() { "single_token" } else { "surname_only" };
    let empty = given.is_empty() && family.is_empty();
    split.given = given;
    split.family = family;
    latin::finish(&split, Order::FamilyLast, &mut out);
    if empty {
        out.text = split.titles.first().map_or_else(String::new, |w| w.text.to_owned());
        out.class = Class::Placeholder;
        out.findings.push("placeholder");
        return out;
    }
    out.class = Class::Possible;
    out.findings.push(finding);
    out
}

/// Takes titles off the front of a column; a column of nothing but a title becomes empty.
fn strip_titles<'a>(words: &mut Vec<Word<'a>>, split: &mut Split<'a>) {
    let n = words.iter().take_while(|w| honorific::is_title_alone(&w.key, w.text.ends_with('.'))).count();
    split.titles.extend(words.drain(..n));
}

/// One column repeats the other: given `John Smith` beside family `Smith`, family `John Smith` beside given `John`.
fn separate(given: &mut Vec<Word>, family: &mut Vec<Word>) {
    let same = |a: &[Word], b: &[Word]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.key == b.key);
    let (g, f) = (given.len(), family.len());
    if f > 0 && g > f && same(&given[g - f..], family) {
        given.truncate(g - f);
    } else if g > 0 && f > g && same(&family[..g], given) {
        family.drain(..g);
    }
}

/// What the whole-name column has and the others lack: middle names, the missing end, titles, suffixes.
fn fill_from_full<'a>(
    mut full: Vec<Word<'a>>,
    given: &mut Vec<Word<'a>>,
    middle: &mut Vec<Word<'a>>,
    family: &mut Vec<Word<'a>>,
    split: &mut Split<'a>,
) {
    if full.is_empty() {
        return;
    }
    latin::strip_after(&mut full, 1, split);
    full.retain(|w| !split.titles.iter().any(|t| t.key == w.key));
    strip_titles(&mut full, split);
    full.retain(|w| honorific::generation(&w.key).is_none() || given.iter().chain(family.iter()).any(|k| k.key == w.key));
    let known = |w: &Word, lists: [&Vec<Word>; 3]| lists.iter().any(|l| l.iter().any(|k| k.key == w.key));
    let has_all = |words: &[Word]| words.iter().all(|w| full.iter().any(|f| f.key == w.key));
    if !has_all(given) || !has_all(family) {
        return;
    }
    let rest: Vec<Word> = full.iter().filter(|w| !known(w, [given, middle, family])).cloned().collect();
    if given.is_empty() && family.is_empty() && rest.len() == 1 && !split.titles.is_empty() {
        *family = rest;
    } else if given.is_empty() && family.is_empty() {
        *given = rest;
        *family = given.split_off(given.len().saturating_sub(1).max(1).min(given.len()));
    } else if given.is_empty() {
        *given = rest;
    } else if family.is_empty() {
        let mut rest = rest;
        if let Some(last) = rest.pop() {
            family.push(last);
        }
        middle.extend(rest);
    } else if middle.is_empty() {
        *middle = rest;
    }
}
