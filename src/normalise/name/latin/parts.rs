//! What a name taken apart becomes: its printed text, its parts, and their readings.

use super::super::nicknames::is_western_given;
use super::super::romanised::{self, Order, Romanised};
use super::super::{honorific, sinoxenic, tibetan};
use super::order::VIETNAMESE;
use super::{Split, Word, roots};
use crate::model::value::{Normal, Part};

pub(super) fn set(split: &Split, found: Option<Romanised>, out: &mut Normal) {
    out.set(Part::Script, "latin");
    out.text = print(split);
    honorific::note(&titles(split), out);
    out.set(Part::Tokens, tokens(in_order(split)));
    if let Some((_, canonical)) = split.suffix {
        out.set(Part::Suffix, canonical);
    }
    let family = fold_words(&split.family);
    if let Some(found) = found {
        let given: String = split.given.iter().map(|w| w.key.replace('-', "")).collect();
        out.set(Part::Key, roots(&given, &split.nicknames));
        out.set(Part::Given, given);
        out.set(Part::Family, family.replace(' ', ""));
        out.set(Part::FamilyPinyin, found.family_pinyin);
        out.set(Part::GivenPinyin, found.given_pinyin);
        return;
    }
    let (given, middle) = split.given.split_at(1.min(split.given.len()));
    // Abdul Rahman, Abd al-Aziz: one name of two or three words.
    let servant =
        given.first().filter(|w| matches!(w.key.as_str(), "abdul" | "abdel" | "abdal" | "abdur" | "abdus" | "abd" | "abu"));
    let one = servant.map_or(1, |w| {
        2 + usize::from(w.key == "abd" && matches!(middle.first().map(|m| m.key.as_str()), Some("al" | "el" | "ul" | "ur" | "ar")))
    });
    let (given, middle) = split.given.split_at(one.min(split.given.len()));
    let (given, middle) =
        if split.family_first && is_vietnamese(split) { split.given.split_at(split.given.len() - 1) } else { (given, middle) };
    let (given, middle) = if split.family_first && is_vietnamese(split) { (middle, given) } else { (given, middle) };
    let given = if one > 1 { fold_words(given).replace(' ', "") } else { fold_words(given) };
    // Jolin Tsai, W. Zhang: a given name that cannot be pinyin tells nothing against a Chinese surname.
    let foreign = given.chars().count() == 1 || crate::normalise::pinyin::split(&given).is_none();
    if (foreign || is_western_given(&given))
        && let Some(pinyin) = romanised::family_only(&family.replace(' ', ""))
    {
        out.set(Part::FamilyPinyin, pinyin);
        let keys: Vec<&str> = in_order(split).map(|w| w.key.as_str()).collect();
        western_beside_chinese(&keys, out);
    }
    let spoken: Vec<&str> = split.given.iter().flat_map(|w| w.key.split('-')).collect();
    if out.part(Part::GivenPinyin).is_empty()
        && let Some((mut family_pinyin, given_pinyin)) = sinoxenic::vietnamese(&family, &spoken)
    {
        let known = out.part(Part::FamilyPinyin);
        if !known.is_empty() {
            romanised::append(&mut family_pinyin, known);
        }
        out.set(Part::FamilyPinyin, family_pinyin);
        out.set(Part::GivenPinyin, given_pinyin);
    }
    // Tashi Tsering: both may stand for 汉字.
    if out.part(Part::GivenPinyin).is_empty() && tibetan::is_latin(&family) && tibetan::is_latin(&given) {
        out.set(Part::FamilyPinyin, family.as_str());
        out.set(Part::GivenPinyin, given.as_str());
    }
    out.set(Part::Key, roots(&given, &split.nicknames));
    out.set(Part::Given, given);
    out.set(Part::Middle, fold_words(middle));
    out.set(Part::Family, family);
}

/// `David Xiaoming Li`: the Chinese given name stands between.
pub(super) fn western_beside_chinese(keys: &[&str], out: &mut Normal) {
    if keys.len() >= 3
        && let Some(found) = romanised::recognise(&keys[1..], Order::FamilyLast)
    {
        out.set(Part::GivenPinyin, found.given_pinyin);
    }
}

pub(super) fn is_vietnamese(split: &Split) -> bool {
    split.given.len() > 1 && split.family.len() == 1 && VIETNAMESE.binary_search(&split.family[0].key.as_str()).is_ok()
}

/// The words as written: family name first or last.
pub(super) fn in_order<'s, 'a>(split: &'s Split<'a>) -> impl Iterator<Item = &'s Word<'a>> + Clone {
    let (a, b) = if split.family_first { (&split.family, &split.given) } else { (&split.given, &split.family) };
    a.iter().chain(b)
}

pub(super) fn print(split: &Split) -> String {
    let n_before_nick = if split.family_first { split.family.len() + split.given.len() } else { split.given.len() };
    let words: Vec<&Word> = in_order(split).collect();
    let (before, after) = words.split_at(n_before_nick.min(words.len()));
    let mut text = join(before.iter().copied().chain(&split.nicknames).chain(after.iter().copied()));
    if let Some((written, _)) = split.suffix {
        text.push(' ');
        text.push_str(written);
    }
    text
}

pub(super) fn join<'w, 'a: 'w>(words: impl Iterator<Item = &'w Word<'a>>) -> String {
    let mut text = String::with_capacity(32);
    for word in words {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word.text);
    }
    text
}

pub(super) fn titles(split: &Split) -> String {
    if split.titles.is_empty() {
        return String::new();
    }
    let mut keys: Vec<&str> = Vec::with_capacity(split.titles.len());
    for title in &split.titles {
        if !keys.contains(&title.key.as_str()) {
            keys.push(&title.key);
        }
    }
    keys.join(" ")
}

pub(super) fn tokens<'w, 'a: 'w>(words: impl Iterator<Item = &'w Word<'a>>) -> String {
    let mut out = String::with_capacity(32);
    for piece in words.flat_map(|w| w.key.split('-')) {
        if !out.is_empty() {
            out.push('|');
        }
        out.push_str(piece);
    }
    out
}

pub(super) fn fold_words(words: &[Word]) -> String {
    let mut out = String::with_capacity(16);
    for piece in words.iter().flat_map(|w| w.key.split('-')) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(piece);
    }
    out
}

/// `abdul rahman`, `abdur rahman`, `abdelrahman`: servant of the Merciful, in one spelling; `None` for any other given name.
pub(super) fn servant_of(given: &str) -> Option<String> {
    let rest = given.strip_prefix("abd")?.trim_start();
    let article = ["allah", "ullah", "ollah"].iter().find_map(|god| rest.strip_prefix(god)).map(|_| "ullah");
    let name = article.map(str::to_owned).or_else(|| {
        let behind = ["al", "el", "ul", "ur", "ar", "er", "us", "as", "ol", "u", "e", "a"].iter().find_map(|a| {
            let name = rest.strip_prefix(a)?.trim_start_matches(' ');
            (name.len() >= 4).then_some(name)
        });
        behind.map(|name| name.replace(' ', ""))
    })?;
    // rr of abdurrahman, and the vowels writers disagree on.
    let mut key = String::from("abdul");
    for c in name.chars() {
        let c = match c {
            'e' | 'y' => 'i',
            'o' => 'u',
            c => c,
        };
        if !key.ends_with(c) {
            key.push(c);
        }
    }
    Some(key)
}
