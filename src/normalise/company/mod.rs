//! Company names.

mod forms;

use super::{Context, fold};
use crate::model::value::Normal;

/// A company name.
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    out.push(Normal::valid(raw.trim()));
}

/// Does a text look like the name of a company or organisation?
#[must_use]
pub fn looks_like_company(text: &str) -> bool {
    if text.is_ascii() {
        return looks_latin(text);
    }
    let text = fold::clean(text);
    if text.chars().any(fold::is_han) { forms::ends_like_organisation(&fold::simplify(&text)) } else { looks_latin(&text) }
}

fn looks_latin(text: &str) -> bool {
    let mut words = text.rsplit([' ', ',']).map(fold::letters).filter(|w| !w.is_empty());
    let (Some(last), Some(_)) = (words.next(), words.next()) else { return false };
    forms::is_strong_latin_form(&last)
}
