//! Partly hidden names: `张**`, `*三`, `J*** S***`, `李某某`, `王XX`.

use crate::model::value::{Class, Normal, Part};
use crate::normalise::fold::{is_han, is_latin, key, simplify};

use super::honorific::strip_han;
use super::surnames;

/// Signs that hide a character.
fn hides(c: char) -> bool {
    matches!(c, '*' | '●' | '○' | '■' | '□' | '×' | '✱' | '＊' | '某' | '∗' | '#')
}

/// The name with every hidden character as `*`, if it is a masked name.
pub(super) fn pattern(text: &str) -> Option<String> {
    if text.contains(['*', '●', '○', '■', '□', '×', '✱', '∗']) || text.contains("##") {
        return Some(text.chars().map(|c| if c != '某' && hides(c) { '*' } else { c }).collect());
    }
    let first = text.chars().next()?;
    if !is_han(first) {
        return None;
    }
    let rest = &text[first.len_utf8()..];
    // 张某, 李某某, 王某人; 刘X, 刘xx.
    let some = rest.strip_suffix('人').unwrap_or(rest);
    let hidden = if !some.is_empty() && some.chars().all(|c| c == '某') {
        some
    } else if !rest.is_empty() && rest.chars().all(|c| matches!(c, 'x' | 'X')) {
        rest
    } else {
        return None;
    };
    Some(std::iter::once(first).chain(hidden.chars().map(|_| '*')).collect())
}

/// Fills `out` from a pattern of [`pattern`].
pub(super) fn parse(pattern: &str, out: &mut Normal) {
    let han = pattern.chars().any(is_han);
    let tight: String = if han { pattern.chars().filter(|c| *c != ' ').collect() } else { pattern.to_owned() };
    let simple = simplify(&tight).into_owned();
    let stripped = strip_han(&simple, |s| s != "*" && s.chars().count() == 1);
    let shown = &tight[..stripped.rest.len()];
    let visible = stripped.rest.chars().any(char::is_alphanumeric);
    out.text.push_str(if stripped.rest.is_empty() { &tight } else { shown });
    if !visible {
        out.class = Class::Placeholder;
        return;
    }
    out.class = Class::Masked;
    out.findings.push("masked");
    out.set(Part::Mask, key(stripped.rest));
    out.set(Part::Honorific, stripped.honorific);
    let script = if han {
        "han"
    } else if pattern.chars().any(is_latin) {
        "latin"
    } else {
        "other"
    };
    out.set(Part::Script, script);
    if !han {
        return;
    }
    let seen: String = stripped.rest.chars().take_while(|c| is_han(*c)).collect();
    let family = match surnames::compound(&seen) {
        Some((surname, _)) => surname.to_owned(),
        None => seen.chars().take(1).collect(),
    };
    out.set(Part::FamilyPinyin, surnames::family_readings(&family));
    out.set(Part::Family, family);
}
