//! Legal forms at the end of a company name in Latin letters, or in front of it, and the seat behind them.

use super::super::{forms, places};
use super::words::{is_capitals, is_shouted, words};
use super::{STOP_WORDS, Word, trades};

/// Longest legal form in words: `S.A. de C.V.`, `S. de R.L. de C.V.`.
pub(super) const FORM_WORDS_MAX: usize = 5;

/// `Petrol d.d., Ljubljana`: the seat behind the legal form and a comma is a place, whichever it is.
pub(super) fn strip_seat<'a>(name: &'a str, region: &mut String) -> &'a str {
    let Some((head, tail)) = name.contains(',').then(|| name.rsplit_once(", ")).flatten() else { return name };
    let (front, back) = (words(head), words(tail));
    let formal = last_form(&front, None).is_some_and(|(_, form)| form != "co");
    let names_place = |w: &Word| {
        (w.raw.starts_with(char::is_uppercase) || w.raw != back[0].raw)
            && forms::latin_form(&w.key).is_none()
            && !trades::is_latin_trade(trades::expand(&w.key))
    };
    if !formal || back.is_empty() || back.len() > 2 || back[0].key == "the" || !back.iter().all(names_place) {
        return name;
    }
    *region = back.iter().map(|w| w.key.as_str()).collect();
    head
}

/// Forms that are believed in front only of words that are not in capitals themselves.
pub(super) const IN_FRONT_OF_SMALL: &[&str] = &["as", "ab", "mb", "ou", "cv", "sci", "ud", "too", "sas"];

/// Forms that stand in front and are nothing else, however they are written.
const IN_FRONT: &[&str] = &["aktiebolaget", "aktieselskabet", "borisat", "osakeyhtio"];

/// Weak forms that are believed in small letters behind a name in capitals and small ones: Škoda Auto as.
const ALSO_SMALL: &[&str] = &["as", "sa", "ab", "ag", "kg", "nv", "bv", "sas", "snc"];

/// Takes legal forms off the end (and `PT`, `OOO` off the front), leaving a word; the canonical forms in text order.
pub(super) fn strip_forms(words: &mut Vec<Word>) -> String {
    let mut found: Vec<&'static str> = Vec::new();
    while let Some((n, form)) = last_form(words, found.first().copied()) {
        words.truncate(words.len() - n);
        found.insert(0, form);
        while words.len() > 1 && words.last().is_some_and(|w| matches!(w.key.as_str(), "and" | "und")) {
            words.pop();
        }
    }
    // Gelli Anna & C. snc
    if words.len() > 1 && found.iter().any(|f| matches!(*f, "snc" | "sas" | "sapa")) && words[words.len() - 1].key == "c" {
        words.pop();
    }
    let shouting = words.iter().skip(1).all(|w| is_capitals(w.raw));
    let in_front = words.first().filter(|w| is_shouted(w.raw) && !(shouting && IN_FRONT_OF_SMALL.contains(&w.key.as_str())));
    // Pão de Açúcar is no ПАО.
    let in_front =
        in_front.filter(|_| words.len() > 1 && !matches!(words[1].key.as_str(), "de" | "do" | "da" | "del" | "di" | "la"));
    if let Some(form) = in_front.and_then(|w| forms::front_form(&w.key)) {
        found.insert(0, form);
        words.remove(0);
    }
    let named_before = words.len() > 1 && IN_FRONT.contains(&words[0].key.as_str())
        || words.len() > 1 && words[0].key == "oy" && found.first() == Some(&"ab");
    if let Some(form) = words.first().filter(|_| named_before).and_then(|w| forms::latin_form(&w.key)) {
        found.insert(0, form);
        words.remove(0);
    }
    let leads = |form: &[String]| words.len() > form.len() && form.iter().zip(&*words).all(|(part, word)| *part == word.key);
    if let Some((form, canonical)) = forms::front_phrases().iter().find(|(form, _)| leads(form)) {
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
pub(super) fn last_form(words: &[Word], before: Option<&str>) -> Option<(usize, &'static str)> {
    let n = words.len();
    for k in (2..=FORM_WORDS_MAX.min(n.saturating_sub(1))).rev() {
        let tail = &words[n - k..];
        if tail.iter().all(|w| w.key.len() <= 4) || forms::begins_long_form(&tail[0].key) {
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
    // eG, GbR: a capital at the end is a form's.
    let inner_capital = last.raw.len() <= 4 && last.raw.ends_with(char::is_uppercase);
    let small = ALSO_SMALL.contains(&last.raw)
        && words[..n - 1].iter().all(|w| w.raw.starts_with(char::is_uppercase) || STOP_WORDS.contains(&w.key.as_str()));
    // Oy Karl Fazer Ab
    let finnish = last.raw == "Ab" && words[0].key == "oy";
    let written_as_form = of_limited
        || finnish
        || !forms::is_weak(&last.key)
        || inner_capital
        || small
        || is_capitals(last.raw)
        || last.raw.contains(['.', '/']);
    written_as_form.then_some((1, form))
}

/// `LLC, Dubai`, `Inc. of Zhuhai`: a place behind the legal form, which is returned.
pub(super) fn strip_place_behind_form(words: &mut Vec<Word>, region: &mut String) -> String {
    let Some((place, before)) = words.split_last().filter(|(w, before)| places::is_latin(&w.key) || is_seat(w, before)) else {
        return String::new();
    };
    // Delhaize d.o.o. Beograd
    let behind_of = before.last().is_some_and(|w| w.key == "of");
    let kept = before.len() - usize::from(behind_of);
    let Some((n, _)) = last_form(&words[..kept], None).filter(|(n, _)| words[kept - n].key.len() > 1) else {
        return String::new();
    };
    let form = words[kept - n].raw;
    if !form.starts_with(char::is_uppercase) && !form.contains('.') {
        return String::new();
    }
    place.key.clone_into(region);
    words.truncate(kept);
    strip_forms(words)
}

/// Delhaize d.o.o. Beograd: a word behind a legal form with dots is a place.
pub(super) fn is_seat(word: &Word, before: &[Word]) -> bool {
    let dotted = |w: &Word| w.raw.matches('.').count() >= 2 && forms::latin_form(&w.key).is_some();
    before.len() > 1
        && before.last().is_some_and(dotted)
        && word.raw.starts_with(char::is_uppercase)
        && !is_capitals(word.raw)
        && !trades::is_latin_trade(trades::expand(&word.key))
}
