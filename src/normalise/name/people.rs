//! Several people in one cell, and what looks like one person.

use crate::normalise::company::looks_like_company;
use crate::normalise::fold::{is_han, is_latin, simplify};

use super::{han, honorific, latin, mask, placeholder, surnames};

/// Most people a cell is split into, and most names of a list between semicolons.
const PEOPLE_MAX: usize = 6;
const LISTED_MAX: usize = 30;

/// Signs that part people.
fn parts_people(c: char) -> bool {
    matches!(c, '、' | '/' | ';' | '&' | '|' | '+' | ',')
}

/// Calls `person` once per person of a clean cell: once for the whole text unless every piece is a person.
pub(super) fn each(text: &str, mut person: impl FnMut(&str)) {
    if !text.contains(parts_people) && !text.contains(" and ") {
        person(text);
        return;
    }
    if text.chars().any(is_han) {
        let pieces: Vec<&str> = text.split(parts_people).map(str::trim).filter(|p| !p.is_empty()).collect();
        if (2..=PEOPLE_MAX).contains(&pieces.len()) && pieces.iter().all(|p| is_han_person(p)) {
            pieces.into_iter().for_each(person);
        } else {
            person(text);
        }
        return;
    }
    if let Some(child) = somebodys(text) {
        person(child);
        return;
    }
    if let Some(passenger) = passenger(text) {
        person(&passenger);
        return;
    }
    match couples(super::trim_marks(text)) {
        Some(people) => people.iter().for_each(|p| person(p)),
        None => person(text),
    }
}

/// What stands between a name and that of the father or husband in Indian and Malaysian registers: son, daughter, wife, husband of.
const OF_SOMEBODY: &[&str] = &["s/o", "d/o", "w/o", "h/o", "a/l", "a/p"];

/// `Ramesh Kumar S/O Suresh Kumar`: the name in front.
fn somebodys(text: &str) -> Option<&str> {
    let is_between = |w: &&str| OF_SOMEBODY.contains(&w.trim_end_matches(['.', ':', '-']).to_ascii_lowercase().as_str());
    let between = text.split_whitespace().find(is_between)?;
    let own = text[..text.find(between)?].trim_end();
    (!own.is_empty()).then_some(own)
}

/// Titles behind the given name of a ticket, longest first.
const OF_TICKETS: &[&str] = &["MSTR", "MISS", "MRS", "MR"];

/// Fewest letters of a given name before a title that is run together with it: HASSAN/AMR has none.
const BEFORE_TITLE_MIN: usize = 3;

/// `ZHAO/ZILONG MR`, `ZHAO/ZILONGMR`: one person as airlines and hotels write it, as `MR ZHAO, ZILONG`.
fn passenger(text: &str) -> Option<String> {
    let (family, given) = text.split_once('/')?;
    let letters = |t: &str| t.bytes().all(|b| b.is_ascii_uppercase() || matches!(b, b' ' | b'-' | b'\''));
    if family.trim().len() < 2 || !letters(family) || !letters(given) {
        return None;
    }
    let apart = given.rsplit_once(' ').filter(|(_, title)| OF_TICKETS.contains(title) || matches!(*title, "MS" | "DR"));
    let glued = || {
        let title = OF_TICKETS.iter().find(|title| given.ends_with(*title))?;
        Some((&given[..given.len() - title.len()], *title)).filter(|(name, _)| name.len() >= BEFORE_TITLE_MIN)
    };
    let (name, title) = apart.or_else(glued)?;
    Some(format!("{title} {}, {}", family.trim(), name.trim()))
}

/// `John & Mary Smith`, `John Smith / Mary Jones`: people in Latin letters.
fn couples(text: &str) -> Option<Vec<String>> {
    let joined = text.replace(" and ", " & ");
    let pieces: Vec<&str> = joined.split(['&', '/', ';', '|', '+']).map(str::trim).filter(|p| !p.is_empty()).collect();
    // Of a list each name is whole; John & Mary have one family name.
    let listed = text.contains(';');
    if !(2..=if listed { LISTED_MAX } else { PEOPLE_MAX }).contains(&pieces.len())
        || text.contains('*')
        || text.to_ascii_lowercase().contains("c/o")
        || looks_like_company(text)
    {
        return None;
    }
    let words: Vec<Vec<latin::Word>> = pieces.iter().map(|p| latin::words(p)).collect();
    let name_like = |ws: &Vec<latin::Word>| (1..=4).contains(&ws.len()) && ws.iter().all(|w| w.text.chars().all(is_name_char));
    let last = words.last()?;
    if !words.iter().all(name_like) || last.len() < 2 && !listed {
        return None;
    }
    if listed {
        return Some(pieces.iter().map(|piece| (*piece).to_owned()).collect());
    }
    let family = last[last.len() - 1].text;
    let whole = |piece: &&str, ws: &Vec<latin::Word>| {
        let names = ws.iter().filter(|w| !honorific::is_title(&w.key, w.text.ends_with('.'), 1)).count();
        if names < 2 && !piece.contains(',') { format!("{piece} {family}") } else { (*piece).to_owned() }
    };
    let n = pieces.len();
    Some(
        pieces
            .iter()
            .zip(&words)
            .enumerate()
            .map(|(i, (piece, ws))| if i + 1 == n { (*piece).to_owned() } else { whole(piece, ws) })
            .collect(),
    )
}

fn is_name_char(c: char) -> bool {
    is_latin(c) || matches!(c, '.' | '-' | '\'' | ',' | '"')
}

/// Last characters of things that are no people: places, shops, organisations.
const NO_PERSON_ENDS: &str = "省市区县镇乡村路街道号店厂社院校部所司局处行馆场园公寓楼层室州盟旗会站港";

/// Does a simplified text end like a place or an institution?
pub(super) fn ends_like_place(text: &str) -> bool {
    text.chars().next_back().is_some_and(|c| NO_PERSON_ENDS.contains(c))
}

/// Two to four 汉字 with a known surname, or a surname with an honorific, or a dotted name.
pub(super) fn is_han_person(text: &str) -> bool {
    let tight: String = simplify(text).chars().filter(|c| *c != ' ').collect();
    if !tight.chars().all(|c| is_han(c) || c == '·') || placeholder::is_placeholder(&tight) || mask::pattern(&tight).is_some() {
        return false;
    }
    if tight.contains('·') {
        return tight.chars().count() <= 20;
    }
    let stripped = honorific::strip_han(&tight, han::is_surname);
    let n = stripped.rest.chars().count();
    if !stripped.honorific.is_empty() && han::is_surname(stripped.rest) {
        return true;
    }
    let Some(first) = stripped.rest.chars().next() else { return false };
    let compound = surnames::compound(stripped.rest).is_some();
    let known = compound || surnames::rank(first).is_some();
    let place = n >= 3 && ends_like_place(stripped.rest);
    known && !place && (2..=if compound { 5 } else { 4 }).contains(&n)
}

/// Two to four Latin words of letters, or a title and one.
pub(super) fn is_latin_person(text: &str) -> bool {
    if !text.chars().all(|c| is_name_char(c) || c == ' ') {
        return false;
    }
    let words = latin::words(text);
    (2..=5).contains(&words.len()) && words.iter().any(|w| w.key.chars().count() > 1)
}
