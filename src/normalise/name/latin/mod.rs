//! Names in Latin letters: titles, degrees, suffixes, particles, `Last, First`, initials, and which end is the family name.

mod order;
mod parts;
mod strip;
mod words;

use crate::model::value::{Class, Normal, Part};

use super::nicknames::{is_western_given, nickname_roots};
use super::romanised::{self, Order, Romanised};
use super::{honorific, japanese, sinoxenic, tibetan};
use order::{
    KOREAN, PARTICLES, VIETNAMESE, ends_in_initial, family_stands_first, family_start, is_capitals, is_family_alone,
    order_by_capitals, vietnamese_family_between, vietnamese_family_first,
};
use parts::{fold_words, in_order, join, print, servant_of, set, titles, tokens};
pub(super) use strip::strip_after;
use strip::{strip_before, take_nicknames};
use words::{humps, push_word};
pub(super) use words::{word_key, words};

/// Every folded word that says how a name is to be read.
pub(super) fn marked_words() -> impl Iterator<Item = &'static str> {
    let listed = PARTICLES.iter().chain(VIETNAMESE).chain(KOREAN).copied();
    listed.chain(["family", "the", "abu", "abd", "abdul", "abdel", "abdal"]).chain(sinoxenic::surnames()).chain(tibetan::latin())
}

/// A word of a name: as written, and folded (letters, digits, inner hyphens).
#[derive(Debug, Clone)]
pub(super) struct Word<'a> {
    pub text: &'a str,
    pub key: String,
}

/// A name taken apart. Each list in the order of writing.
#[derive(Debug, Clone, Default)]
pub(super) struct Split<'a> {
    pub titles: Vec<Word<'a>>,
    pub given: Vec<Word<'a>>,
    pub family: Vec<Word<'a>>,
    pub nicknames: Vec<Word<'a>>,
    pub suffix: Option<(&'a str, &'static str)>,
    /// True if the family name is written first.
    pub family_first: bool,
}

/// Fills `out` from a clean name in Latin letters (no brackets, no digits beyond suffixes).
pub(super) fn parse(text: &str, out: &mut Normal) {
    let mut pieces: Vec<Vec<Word>> =
        if text.contains(',') { text.split(',').map(words).filter(|w| !w.is_empty()).collect() } else { vec![words(text)] };
    pieces.retain(|p| !p.is_empty());
    let mut split = Split::default();
    while pieces.len() > 1 && pieces.last_mut().is_some_and(|last| strip_after(last, 0, &mut split)) {
        pieces.pop();
    }
    let (mut words, order, n_family) = match pieces.len() {
        0 => {
            out.text.push_str(text);
            out.class = Class::Invalid;
            out.findings.push("no_letters");
            return;
        }
        1 => (pieces.swap_remove(0), Order::Unknown, 0),
        _ => {
            let mut family = pieces.remove(0);
            strip_after(&mut family, 1, &mut split);
            strip_before(&mut family, 1, &mut split);
            let n = family.len();
            family.extend(pieces.into_iter().flatten().filter(|w| !honorific::is_degree(&w.key)));
            (family, Order::FamilyFirst, n)
        }
    };
    if order == Order::FamilyFirst {
        comma(text, words, n_family, split, out);
        return;
    }
    strip_before(&mut words, 0, &mut split);
    take_nicknames(&mut words, &mut split);
    strip_after(&mut words, 1, &mut split);
    if let [word] = words.as_slice()
        && let Some((first, second)) = humps(word.text)
    {
        words.clear();
        push_word(first, &mut words);
        push_word(second, &mut words);
    }
    arrange(words, split, out);
}

/// `Last, First`: printed first name first, unless that order would be read differently.
fn comma<'a>(text: &str, mut words: Vec<Word<'a>>, n_family: usize, mut split: Split<'a>, out: &mut Normal) {
    let mut given = words.split_off(n_family);
    strip_before(&mut given, 0, &mut split);
    take_nicknames(&mut given, &mut split);
    strip_after(&mut given, 1, &mut split);
    if given.is_empty() {
        arrange(words, split, out);
        return;
    }
    // Beethoven, Ludwig van
    let particle = |w: &Word| PARTICLES.binary_search(&w.key.as_str()).is_ok() && w.text.starts_with(char::is_lowercase);
    let kept = given.iter().rposition(|w| !particle(w)).map_or(given.len(), |i| i + 1);
    let mut family = given.split_off(kept);
    family.extend(words);
    // Lam Chi Wai, Peter: the whole Chinese name stands before the comma.
    let whole: Vec<&str> = family.iter().map(|w| w.key.as_str()).collect();
    let western = given.len() == 1 && given[0].key.len() > 2 && is_western_given(&given[0].key) && (2..=3).contains(&whole.len());
    let chinese = if western { romanised::recognise(&whole, Order::FamilyFirst) } else { None };
    let chinese = chinese.filter(|f| f.n_family == 1 && !f.given_pinyin.is_empty() && !is_western_given(whole[1]));
    if chinese.is_some() {
        given.extend(family.drain(1..));
    }
    if let Some(found) = chinese.or_else(|| western_among_chinese(&family, &mut given)) {
        split.family = family;
        split.given = given;
        split.family_first = true;
        set(&split, None, out);
        out.set(Part::FamilyPinyin, found.family_pinyin);
        out.set(Part::GivenPinyin, found.given_pinyin);
        out.text.clear();
        out.text.push_str(text);
        return;
    }
    split.family = family;
    split.given = given;
    split.family_first = true;
    let mut reordered = Normal::default();
    let mut turned = split.clone();
    turned.family_first = false;
    let printed = print(&turned);
    finish(&split, Order::FamilyFirst, out);
    parse(&printed, &mut reordered);
    let same = [Part::Given, Part::Family, Part::Middle, Part::FamilyPinyin, Part::GivenPinyin, Part::Suffix];
    if same.iter().all(|p| reordered.part(*p) == out.part(*p)) {
        out.text = printed;
        out.set(Part::Tokens, reordered.part(Part::Tokens));
    } else {
        out.text.clear();
        out.text.push_str(text);
    }
}

/// `Chan, Ka Yee Karen`, `Chan, Karen Ka Yee`: the Western given name, which is moved to the front, beside two Chinese syllables.
fn western_among_chinese(family: &[Word], given: &mut [Word]) -> Option<Romanised> {
    let ([family], 3) = (family, given.len()) else { return None };
    let western = |w: &Word| w.key.len() > 2 && is_western_given(&w.key);
    let read = |one: &Word, two: &Word| romanised::recognise(&[&family.key, &one.key, &two.key], Order::FamilyFirst);
    let behind = western(&given[2]) && !western(&given[1]);
    let found = if behind { read(&given[0], &given[1]) } else { read(&given[1], &given[2]).filter(|_| western(&given[0])) };
    let found = found.filter(|found| found.n_family == 1 && !found.given_pinyin.is_empty())?;
    if behind {
        given.rotate_right(1);
    }
    Some(found)
}

/// Decides which words are the family name, then sets the parts.
fn arrange<'a>(mut words: Vec<Word<'a>>, mut split: Split<'a>, out: &mut Normal) {
    if words.len() == 1 {
        single(&words, &split, out);
        return;
    }
    if is_family_alone(&words) {
        family_alone(&words, &split, out);
        return;
    }
    split_initials(&mut words);
    let order = order_by_capitals(&words);
    let order = if order == Order::Unknown && ends_in_initial(&words) { Order::FamilyFirst } else { order };
    let keys: Vec<&str> = words.iter().map(|w| w.key.as_str()).collect();
    let n = keys.len();
    // Lu Si Si: the last syllable is a Western name as well.
    let syllables = n == 3
        && (crate::normalise::pinyin::split(keys[2]).is_some_and(|s| s.len() == 1) || romanised::is_cantonese(keys[2]))
        && romanised::recognise(&keys, Order::Unknown).is_some_and(|found| found.family_first && !found.given_pinyin.is_empty());
    // Law Ka Leung Gallen: behind a surname and two syllables any other word is a Western name.
    let chosen = n == 4 && keys[3].len() >= 4 && !keys[3].contains('-') && crate::normalise::pinyin::split(keys[3]).is_none();
    let chosen = chosen && words.iter().all(|w| w.text.starts_with(char::is_uppercase));
    // Jia Lian Lee: a surname, and a Western name elsewhere.
    let surname_last = romanised::overseas_first(&keys) == Some(false);
    let western_last = n >= 3 && !syllables && !surname_last && (chosen || is_western_given(keys[n - 1]));
    let before = if western_last { romanised::recognise(&keys[..n - 1], Order::Unknown) } else { None };
    if let Some(found) = before.filter(|f| f.family_first && f.n_family == 1 && (!chosen || !f.given_pinyin.is_empty())) {
        // Wang Zhihui Amy: the Western given name is written last.
        split.given = words.split_off(1);
        split.given.rotate_right(1);
        split.family = words;
        let printed = join(split.family.iter().chain(&split.given[1..]).chain(&split.given[..1]));
        set(&split, None, out);
        out.set(Part::FamilyPinyin, found.family_pinyin);
        out.set(Part::GivenPinyin, found.given_pinyin);
        out.text = printed;
        return;
    }
    if let Some((family_pinyin, given_pinyin)) = married_before_own(&words, &keys) {
        split.given = words.split_off(1);
        split.family = words;
        split.family_first = true;
        let found = Romanised { family_first: true, n_family: 1, family_pinyin, given_pinyin };
        set(&split, Some(found), out);
        return;
    }
    if let Some(found) = western_before_chinese(&words, &keys) {
        // Tony Leung Chiu-wai: a Western given name before the whole Chinese one.
        let family = words.remove(1);
        split.given = words;
        split.family = vec![family];
        let printed = join(split.given[..1].iter().chain(&split.family).chain(&split.given[1..]));
        set(&split, None, out);
        out.set(Part::FamilyPinyin, found.family_pinyin);
        out.set(Part::GivenPinyin, found.given_pinyin);
        out.text = printed;
        return;
    }
    if order == Order::Unknown && vietnamese_family_between(&keys) {
        let printed = join(words.iter());
        split.given = words.split_off(2);
        split.family = words.split_off(1);
        split.given.append(&mut words);
        split.family_first = true;
        set(&split, None, out);
        out.text = printed;
        return;
    }
    let vietnamese = order == Order::Unknown && VIETNAMESE.binary_search(&keys[0]).is_ok() && vietnamese_family_first(&words);
    let found = if vietnamese { None } else { recognise(&keys, order) };
    let (start, family_first) = if let Some(found) = &found {
        (if found.family_first { found.n_family } else { words.len() - found.n_family }, found.family_first)
    } else if order == Order::FamilyFirst || family_stands_first(&words) {
        (words.iter().take_while(|w| is_capitals(w.text)).count().clamp(1, words.len() - 1), true)
    } else {
        (family_start(&words), false)
    };
    let tail = words.split_off(start);
    (split.given, split.family) = if family_first { (tail, words) } else { (words, tail) };
    split.family_first = family_first;
    set(&split, found, out);
}

/// A Chinese name in Latin letters, or else a Japanese one; where a long Japanese surname stands beside what may be a rare Chinese
/// one (`Shimizu Ai`), the Japanese reading goes before.
fn recognise(keys: &[&str], order: Order) -> Option<Romanised> {
    let known = chinese_or_japanese(keys, order);
    match (known, sinoxenic::korean(keys, order)) {
        (Some(mut known), Some(korean)) if (known.family_first, known.n_family) == (korean.family_first, korean.n_family) => {
            romanised::append(&mut known.family_pinyin, &korean.family_pinyin);
            romanised::append(&mut known.given_pinyin, &korean.given_pinyin);
            Some(known)
        }
        (known, korean) => known.or(korean),
    }
}

fn chinese_or_japanese(keys: &[&str], order: Order) -> Option<Romanised> {
    let chinese = romanised::recognise(keys, order);
    let common = |key: &str| romanised::family_only(key).is_some();
    if chinese.is_some()
        && (keys.len() != 2 || keys.iter().any(|key| common(key)) || !keys.iter().any(|key| japanese::is_sure(key)))
    {
        return chinese;
    }
    japanese::recognise(keys, order).or(chinese)
}

/// `XM Wang`, `Wang XM`: initials run together beside a Chinese surname.
fn split_initials(words: &mut Vec<Word>) {
    let initials =
        |w: &Word| (2..=3).contains(&w.text.len()) && w.text.bytes().all(|b| b.is_ascii_uppercase() && !b"AEIOU".contains(&b));
    let [one, two] = &words[..] else { return };
    let at = match (initials(one), initials(two)) {
        (true, false) if romanised::family_only(&two.key).is_some() => 0,
        (false, true) if romanised::family_only(&one.key).is_some() => 1,
        _ => return,
    };
    // NG is a surname, and so is any other word that both tables know.
    if romanised::family_only(&words[at].key).is_some() {
        return;
    }
    let text = words[at].text;
    let letters = (0..text.len()).map(|i| Word { text: &text[i..=i], key: text[i..=i].to_ascii_lowercase() });
    words.splice(at..=at, letters.collect::<Vec<_>>());
}

/// `Lam Cheng Yuet-ngor` (林鄭月娥): a husband's surname before a surname and two syllables. Readings of the first surname, and of what
/// stands behind it.
fn married_before_own(words: &[Word], keys: &[&str]) -> Option<(String, String)> {
    let apart = keys.len() == 4 || keys.len() == 3 && keys[2].contains('-');
    let chinese = |key: &str| romanised::family_only(key).filter(|_| !is_western_given(key) || romanised::is_overseas(key));
    if !apart || !words.iter().all(|w| w.text.starts_with(char::is_uppercase)) {
        return None;
    }
    let husband = chinese(keys[0])?;
    chinese(keys[1])?;
    // Au Yeung Ka Man has one surname of two syllables.
    if romanised::recognise(keys, Order::Unknown).is_some_and(|found| found.n_family > 1) {
        return None;
    }
    let own = romanised::recognise(&keys[1..], Order::FamilyFirst).filter(|f| f.n_family == 1 && !f.given_pinyin.is_empty())?;
    let given =
        own.family_pinyin.split('|').flat_map(|family| own.given_pinyin.split('|').map(move |given| [family, given].concat()));
    let given: Vec<String> = given.take(READINGS_MAX).collect();
    Some((husband, given.join("|")))
}

/// Fewest syllables of pinyin that are a name of the north-west by themselves.
const LONG_NAME: usize = 5;

/// Most readings of a surname with a given name behind it.
const READINGS_MAX: usize = 8;

/// The Chinese name behind a Western given name: its given name is hyphenated or in two pieces, or pinyin behind a common surname
/// (Richard Liu Qiangdong).
fn western_before_chinese(words: &[Word], keys: &[&str]) -> Option<Romanised> {
    let apart = keys.len() == 4 || keys.len() == 3 && (keys[2].contains('-') || romanised::is_whole(keys[1], keys[2]));
    // Karen is Ka Ren as well, but no surname.
    let sure = is_western_given(keys[0]) && romanised::family_only(keys[0]).is_none();
    let western = apart && keys[0].len() > 1 && (sure || crate::normalise::pinyin::split(keys[0]).is_none());
    if !western
        || !words.iter().all(|w| w.text.starts_with(char::is_uppercase))
        || !sure && romanised::recognise(keys, Order::Unknown).is_some()
    {
        return None;
    }
    romanised::recognise(&keys[1..], Order::FamilyFirst).filter(|f| f.n_family == 1)
}

fn family_alone(words: &[Word], split: &Split, out: &mut Normal) {
    out.class = Class::Possible;
    out.findings.push("surname_only");
    out.set(Part::Script, "latin");
    out.text = join(split.titles.iter().chain(words));
    honorific::note(&titles(split), out);
    out.set(Part::Tokens, tokens(words.iter()));
    let names: Vec<Word> = words.iter().filter(|w| !matches!(w.key.as_str(), "family" | "the")).cloned().collect();
    out.set(Part::Family, fold_words(if names.is_empty() { words } else { &names }));
}

/// One word: a family name after a title, else a given name.
fn single(words: &[Word], split: &Split, out: &mut Normal) {
    out.class = Class::Possible;
    out.set(Part::Script, "latin");
    out.set(Part::Tokens, tokens(words.iter()));
    let key = words[0].key.replace('-', " ");
    if split.titles.last().is_some_and(|t| !honorific::goes_with_given(&t.key)) {
        out.findings.push("surname_only");
        out.text = join(split.titles.iter().chain(words));
        honorific::note(&titles(split), out);
        if let Some(pinyin) = romanised::family_only(&key) {
            out.set(Part::FamilyPinyin, pinyin);
        }
        out.set(Part::Family, key);
    } else {
        out.findings.push("single_token");
        out.text = join(split.titles.iter().chain(words));
        honorific::note(&titles(split), out);
        out.set(Part::Key, roots(&key, &[]));
        if let Some(found) = romanised::run_together(&key) {
            out.set(Part::FamilyPinyin, found.family_pinyin);
            out.set(Part::GivenPinyin, found.given_pinyin);
        } else if crate::normalise::pinyin::split(&key).is_some_and(|syllables| syllables.len() >= LONG_NAME) {
            // Abudushalamu is 阿布都沙拉木.
            out.set(Part::GivenPinyin, key.as_str());
        }
        out.set(Part::Given, key);
    }
    if let Some((written, canonical)) = split.suffix {
        out.text.push(' ');
        out.text.push_str(written);
        out.set(Part::Suffix, canonical);
    }
}

/// Sets every part and the printed text of a name with given and family words.
pub(super) fn finish(split: &Split, order: Order, out: &mut Normal) {
    let keys: Vec<&str> = in_order(split).map(|w| w.key.as_str()).collect();
    let found = recognise(&keys, order);
    let found = found.filter(|f| f.family_first == split.family_first && f.n_family == split.family.len());
    set(split, found, out);
}

/// Formal roots of a given name and its quoted nicknames, sorted, joined by `|`; the name itself if the table does not
/// know it; empty for an initial.
pub(super) fn roots(given: &str, nicknames: &[Word]) -> String {
    let first = given.split(' ').next().unwrap_or("");
    if let Some(servant) = servant_of(given).filter(|_| nicknames.is_empty()) {
        return servant;
    }
    if nicknames.is_empty() {
        return match nickname_roots(first) {
            [] if first.len() < 2 => String::new(),
            [] => given.to_owned(),
            roots => roots.join("|"),
        };
    }
    let mut all: Vec<&str> = Vec::new();
    for name in std::iter::once(first).chain(nicknames.iter().map(|w| w.key.as_str())) {
        match nickname_roots(name) {
            [] if name.len() < 2 => {}
            [] => all.push(name),
            roots => all.extend(roots),
        }
    }
    all.sort_unstable();
    all.dedup();
    all.join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn word_tables_are_sorted() {
        for table in [PARTICLES, VIETNAMESE, KOREAN] {
            assert!(table.windows(2).all(|w| w[0] < w[1]), "{table:?}");
        }
    }
}
