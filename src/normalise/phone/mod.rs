//! Phone numbers: a cell in, every number of it out, as E.164 with region, type and class.
//!
//! Plain Chinese mobiles and North American numbers take a path without the world's metadata; everything else is
//! scanned into candidates (`scan`) and decided (`decide`) with libphonenumber's metadata. The class depends on the
//! number alone, never on how it was written, so the normalised text gives the same value again.

mod china;
mod decide;
mod filler;
mod mask;
mod nanp;
mod scan;
mod world;

#[cfg(test)]
mod tests;

use super::Context;
use super::fold::fold;
use crate::model::value::{Class, Normal, Part};
use decide::Verdict;

/// Every phone number of a cell. A cell without any gives one [`Class::Invalid`] value with the reason.
///
/// `text` is E.164 (digits alone for local numbers and short codes, the pattern for masked ones);
/// `National` never has a trunk 0, so that numbers with and without known region compare.
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let trimmed = raw.trim_matches(|c: char| c.is_whitespace() || c == '\'' || c == '"');
    if let Some(verdict) = plain_mobile(trimmed, context) {
        out.push(verdict.into_normal());
        return;
    }
    let folded = fold(trimmed);
    if folded.is_empty() {
        return;
    }
    let before = out.len();
    if let Some(reason) = scan::not_a_phone(&folded) {
        out.push(Normal { text: folded.into_owned(), class: Class::Invalid, parts: Vec::new(), findings: vec![reason] });
        return;
    }
    let mut rejected: Option<Normal> = None;
    for candidate in scan::candidates(&folded) {
        for normal in decide::candidate(&candidate, context) {
            if normal.class == Class::Invalid {
                rejected.get_or_insert(normal);
            } else if !out[before..].iter().any(|n| n.text == normal.text) {
                out.push(normal);
            }
        }
    }
    if out.len() == before {
        let reason = rejected.map_or_else(
            || if folded.bytes().any(|b| b.is_ascii_digit()) { "wrong_length" } else { "no_digits" },
            |n| n.findings.first().copied().unwrap_or("no_such_number"),
        );
        out.push(Normal { text: folded.into_owned(), class: Class::Invalid, parts: Vec::new(), findings: vec![reason] });
    }
}

/// One number out of an area code column and a number column; either may be `""`.
pub fn compose(area: &str, number: &str, context: &Context, out: &mut Vec<Normal>) {
    let area_digits: String = fold(area).chars().filter(char::is_ascii_digit).collect();
    let number_digits = fold(number).bytes().filter(u8::is_ascii_digit).count();
    // A number column that already holds a whole number needs no area code.
    if area_digits.is_empty() || number_digits > 8 || number_digits == 0 {
        normalise(number, context, out);
    } else {
        let plus = if fold(area).starts_with('+') { "+" } else { "" };
        normalise(&format!("{plus}{area_digits}-{}", number.trim()), context, out);
    }
}

/// Eleven digits that are an assigned Chinese mobile, or ten that are North American, without any decoration.
fn plain_mobile(raw: &str, context: &Context) -> Option<Verdict> {
    let bytes = raw.as_bytes();
    let (international, digits) = match bytes.strip_prefix(b"+86") {
        Some(rest) => (true, rest),
        None => (false, bytes),
    };
    if digits.len() == 11 && digits[0] == b'1' && digits.iter().all(u8::is_ascii_digit) {
        let text = std::str::from_utf8(digits).ok()?;
        if (international || matches!(context.country, "CN" | "")) && china::is_mobile(text) && !filler::is_filler(text) {
            return Some(china::mobile(text));
        }
    }
    if digits.len() == 10 && !international && digits.iter().all(u8::is_ascii_digit) && nanp::is_home(context.country) {
        let text = std::str::from_utf8(digits).ok()?;
        if !filler::is_filler(text) {
            return nanp::valid(text);
        }
    }
    None
}

impl Verdict {
    fn into_normal(self) -> Normal {
        let mut normal = Normal { text: self.text, class: self.class, parts: Vec::with_capacity(4), findings: Vec::new() };
        if !self.national.is_empty() {
            normal.parts.push((Part::National, self.national));
        }
        if !self.region.is_empty() {
            normal.parts.push((Part::Region, self.region));
        }
        if !self.kind.is_empty() {
            normal.parts.push((Part::Type, self.kind.to_owned()));
        }
        normal.findings.extend(self.reason);
        normal
    }
}
