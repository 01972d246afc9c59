//! Ids of persons, organisations and members.
//!
//! In: an id as written. Out: its canonical form, class and, where the scheme tells, birth date and gender. Checked
//! schemes are [`Class::Valid`] only with the right check digit. Texts are whole: whoever prints them masks them.

mod china;
mod tax;

#[cfg(test)]
mod tests;

use super::Context;
use super::fold::{fold, lookalike_digit};
use super::masks::{end_only, is_star, starred};
use crate::model::parts::Parts;
use crate::model::value::{Class, Normal, Part};

pub use tax::normalise as tax;

/// An id without a check digit: member, account, source key. `text` keeps its case; `Key` is in lower case, that of a
/// number without separators, where that differs. Digits that a spreadsheet turned into `4.479E+11` are lost: [`Class::Invalid`].
pub fn plain(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    if let Some(end) = end_only(raw, context) {
        out.push(masked(format!("****{}", end.to_lowercase())));
        return;
    }
    let folded = unquoted(raw);
    let text = folded.strip_suffix(".0").filter(|t| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit())).unwrap_or(&folded);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return;
    }
    if is_scientific(&text) {
        out.push(rejected(text, "scientific_notation"));
        return;
    }
    let mut normal = Normal::valid(starred(&text, PLAIN_X));
    if is_filler(&normal.text) {
        normal.class = Class::Placeholder;
        normal.findings.push("filler_number");
    } else if normal.text.contains("**") {
        let mask = normal.text.to_lowercase();
        normal = masked(normal.text);
        if normal.class == Class::Masked {
            normal.set(Part::Mask, mask);
        }
    } else {
        let key = key_of(&normal.text);
        if key != normal.text {
            normal.set(Part::Key, key);
        }
    }
    out.push(normal);
}

/// Digits of an id from which on it is a number, whose separators come and go (`ABC-1234`, `京A·12345`); in a user name they are
/// part of it.
const NUMBER_DIGITS: usize = 4;

/// What two ids are equal by.
fn key_of(text: &str) -> String {
    let is_number = text.chars().filter(char::is_ascii_digit).count() >= NUMBER_DIGITS;
    let separates = |c: char| matches!(c, ' ' | '-' | '.' | '·' | '•' | '/' | '_' | '‐' | '–');
    text.chars().filter(|c| !is_number || !separates(*c)).collect::<String>().to_lowercase()
}

/// Letters X in a row that hide digits of a personal or tax number; and of a number that may be anything, whose schemes may begin so.
const CHECKED_X: usize = 3;
const PLAIN_X: usize = 4;

/// Folded text without blanks and quotes around it, of whatever script they were.
fn unquoted(raw: &str) -> String {
    let mark = |c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '`');
    fold(raw).trim_matches(mark).to_owned()
}

/// A personal identity number: a Chinese 身份证 (15 or 18 digits), a US social security number, or any other document
/// number. `text` has no separators and is in upper case.
///
/// 身份证 carry `Year`, `Month`, `Day`, `Type` (`male`, `female`) and, for 15 digits, the 18-digit form as `Key`. Numbers
/// without a check digit and with a wrong one are [`Class::Possible`], so that a slip of one digit still compares.
pub fn national(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    if let Some(end) = end_only(raw, context) {
        out.push(masked(format!("****{}", end.to_uppercase())));
        return;
    }
    let folded = unquoted(raw);
    if is_scientific(&folded) {
        out.push(rejected(folded, "scientific_notation"));
        return;
    }
    // A run of X goes on over a separator: what is left of it is masked too.
    let bare: String = folded.chars().filter(|c| c.is_alphanumeric() || is_star(*c)).collect();
    let text = starred(&bare, CHECKED_X).to_ascii_uppercase();
    if text.is_empty() {
        out.push(rejected(folded, "not_an_id"));
    } else if text.contains("**") {
        out.push(masked(text));
    } else if is_filler(&text) {
        let class = Class::Placeholder;
        out.push(Normal { text, class, parts: Parts::default(), findings: vec!["filler_number"] });
    } else if let Some(normal) = china::card(&text) {
        out.push(normal);
    } else {
        out.push(social_security(&folded, context).unwrap_or_else(|| document(text)));
    }
}

/// A number of no checked scheme.
fn document(text: String) -> Normal {
    let long_enough = text.chars().count() >= 4 && text.chars().any(|c| c.is_ascii_digit());
    if !long_enough {
        return rejected(text, "not_an_id");
    }
    Normal { class: Class::Possible, ..Normal::valid(text) }
}

fn masked(text: String) -> Normal {
    let visible = text.chars().any(char::is_alphanumeric);
    let class = if visible { Class::Masked } else { Class::Placeholder };
    let mut normal =
        Normal { text, class, parts: Parts::default(), findings: vec![if visible { "masked" } else { "fully_masked" }] };
    if visible {
        let mask = normal.text.clone();
        normal.set(Part::Mask, mask);
    }
    normal
}

/// A US social security number: nine digits, written 3-2-4 or bare in a table of the United States. `None` if it is none.
///
/// Area 000 and 666, group 00 and serial 0000 were never given (Social Security Administration); 9xx are taxpayer
/// numbers. Letters that look like digits are read as such when the shape is right.
fn social_security(folded: &str, context: &Context) -> Option<Normal> {
    let text: String = folded.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let groups: Vec<usize> = folded.split(['-', ' ']).map(str::len).collect();
    let written = groups == [3, 2, 4];
    let bare = context.country == "US" && text.len() == 9;
    if !written && !bare {
        return None;
    }
    let digits: String =
        text.chars().map(|c| if c.is_ascii_digit() { Some(c) } else { lookalike_digit(c) }).collect::<Option<String>>()?;
    if is_filler(&digits) {
        return Some(Normal { text: digits, class: Class::Placeholder, parts: Parts::default(), findings: vec!["filler_number"] });
    }
    let never = matches!(&digits[..3], "000" | "666") || &digits[3..5] == "00" || &digits[5..] == "0000";
    let repaired = digits != text;
    let mut normal = Normal::valid(digits);
    if never {
        normal.class = Class::Invalid;
        normal.findings.push("no_such_number");
    } else if repaired || normal.text.starts_with('9') {
        normal.class = Class::Possible;
        normal.findings.push(if repaired { "lookalike_letters" } else { "taxpayer_number" });
    }
    Some(normal)
}

fn rejected(text: String, reason: &'static str) -> Normal {
    Normal { text, class: Class::Invalid, parts: Parts::default(), findings: vec![reason] }
}

/// One character throughout, a count, or a number printed on sample cards (078-05-1120, 219-09-9999).
fn is_filler(text: &str) -> bool {
    const SAMPLES: &[&str] = &["078051120", "219099999", "457555462"];
    let b: Vec<u8> = text.bytes().filter(u8::is_ascii_alphanumeric).collect();
    if b.len() < 4 {
        return text.bytes().all(|b| b == b'0');
    }
    let runs = |step: u8| b.iter().all(u8::is_ascii_digit) && b.windows(2).all(|w| (w[0] - b'0' + step) % 10 == w[1] - b'0');
    b.iter().all(|c| *c == b[0])
        || (b.len() >= 6 && (runs(1) && b[0] <= b'1' || runs(9) && matches!(b[0], b'0' | b'9')))
        || SAMPLES.contains(&text)
}

/// `4.479E+11`.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    mantissa.split_once('.').is_some_and(|(a, b)| digits(a) && digits(b)) && exponent.strip_prefix('+').is_some_and(digits)
}
