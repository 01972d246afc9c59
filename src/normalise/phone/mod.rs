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
mod patterns;
mod quick;
mod run_on;
mod scan;
mod world;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::Context;
use super::fold::fold;
use crate::model::parts::Parts;
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
    if let Some(normal) = quick::quick(trimmed, context) {
        out.push(normal);
        return;
    }
    scanned(trimmed, context, out);
}

/// True for a cell that is read alike in every country: one number behind a plus sign, in plain marks, perhaps with an extension.
pub(in crate::normalise) fn is_of_no_home(raw: &str) -> bool {
    let Some(number) = raw.trim().strip_prefix('+') else { return false };
    let (number, extension) = number.split_once('x').unwrap_or((number, ""));
    let plain = |b: u8| matches!(b, b'0'..=b'9' | b' ' | b'-' | b'.' | b'(' | b')');
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    // With sixteen digits it may be two numbers; marks in a row may hide digits.
    (7..16).contains(&digits)
        && number.bytes().all(plain)
        && number.as_bytes().windows(2).all(|two| two[0] != two[1] || two[0].is_ascii_digit())
        && extension.bytes().all(|b| b.is_ascii_digit())
}

/// The numbers of a cell of any shape.
fn scanned(trimmed: &str, context: &Context, out: &mut Vec<Normal>) {
    // ①138… ②139…: folding would make digits of the counters.
    let counted = trimmed.contains(|c| matches!(c, '①'..='⑳'));
    let trimmed = if counted { Cow::Owned(trimmed.replace(|c| matches!(c, '①'..='⑳'), "/")) } else { Cow::Borrowed(trimmed) };
    let folded = fold(&trimmed);
    if folded.is_empty() {
        return;
    }
    let before = out.len();
    if let Some(reason) = scan::not_a_phone(&folded) {
        out.push(Normal { text: folded.into_owned(), class: Class::Invalid, parts: Parts::default(), findings: vec![reason] });
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
        out.push(Normal { text: folded.into_owned(), class: Class::Invalid, parts: Parts::default(), findings: vec![reason] });
    }
}

/// Eleven digits that are an assigned Chinese mobile, with +86 or without, and nothing else: the commonest cell.
fn plain_mobile(raw: &str, context: &Context) -> Option<Verdict> {
    let after = raw.strip_prefix("+86");
    let digits = after.unwrap_or(raw);
    let chinese = after.is_some() || matches!(context.country, "CN" | "");
    let plain = chinese && digits.len() == 11 && digits.bytes().all(|b| b.is_ascii_digit());
    (plain && china::is_mobile(digits) && !filler::is_filler(digits)).then(|| china::mobile(digits))
}

impl Verdict {
    fn into_normal(self) -> Normal {
        let mut normal = Normal { text: self.text, class: self.class, parts: Parts::with_capacity(24), findings: Vec::new() };
        normal.parts.set(Part::National, &normal.text[normal.text.len() - self.n_national..]);
        normal.set(Part::Region, self.region);
        normal.set(Part::Type, self.kind);
        normal.findings.extend(self.reason);
        normal
    }
}
