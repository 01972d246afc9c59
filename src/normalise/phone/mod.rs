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
use super::masks::end_only;
use crate::model::parts::Parts;
use crate::model::value::{Class, Normal, Part};
use decide::Verdict;

/// Every phone number of a cell. A cell without any gives one [`Class::Invalid`] value with the reason.
///
/// `text` is E.164 (digits alone for local numbers and short codes, the pattern for masked ones);
/// `National` never has a trunk 0, so that numbers with and without known region compare.
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let trimmed = raw.trim_matches(|c: char| c.is_whitespace() || c == '\'' || c == '"');
    if let Some(end) = end_only(trimmed, context) {
        out.push(mask::pattern(&mask::with_hidden_front(end, context.country)));
        return;
    }
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
    let trimmed = spelt_out(&trimmed).map_or(trimmed, Cow::Owned);
    let (country, trimmed) = named_place(&trimmed).unwrap_or((context.country, &trimmed));
    let context = &Context { country, ..*context };
    let folded = fold(trimmed);
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
        for mut normal in decide::candidate(&candidate, context) {
            if let Some(in_area) = out[before..].last().and_then(|last| of_same_area(last, &candidate, context)) {
                normal = in_area;
            }
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

/// `0571-87654321/87654322`: a second number without an area code beside a Chinese landline that has one.
fn of_same_area(last: &Normal, candidate: &scan::Candidate, context: &Context) -> Option<Normal> {
    let digits = candidate.digits.as_str();
    if !matches!(digits.len(), 7 | 8) || candidate.plus || digits.starts_with('0') || last.part(Part::Type) != "landline" {
        return None;
    }
    let national = last.part(Part::National);
    let area = national.len().checked_sub(digits.len()).filter(|n| (2..=3).contains(n))?;
    let whole = ["0", &national[..area], digits].concat();
    let with_area = scan::Candidate { digits: whole, breaks: Vec::new(), ..candidate.clone() };
    let chinese = last.part(Part::Region).starts_with("CN") || last.text.starts_with("+86");
    let first = decide::candidate(&with_area, context).into_iter().next();
    first.filter(|normal| chinese && normal.class == Class::Valid)
}

/// Fewest 汉字 digits that are a number written out, and the digits they stand for.
const SPELT_MIN: usize = 7;
const SPELT: &str = "零〇一幺二两三四五六七八九";
const SPELT_AS: &[u8] = b"0011223456789";

/// `一三八…` in digits, `136…4455` with its hidden digits as stars; `None` for any other text.
fn spelt_out(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    if text.contains('…') && text.bytes().any(|b| b.is_ascii_digit()) {
        return Some(text.replace("……", "…").replace('…', "****"));
    }
    let digit = |c: char| SPELT.chars().position(|d| d == c).map(|at| char::from(SPELT_AS[at]));
    let all = text.chars().all(|c| matches!(c, ' ' | '-') || digit(c).is_some());
    let spelt: String = text.chars().filter_map(digit).collect();
    (all && spelt.len() >= SPELT_MIN).then_some(spelt)
}

/// `香港 6123 4567`: the country of the place a number is written behind, and the number.
fn named_place(text: &str) -> Option<(&'static str, &str)> {
    const PLACES: &[(&str, &str)] = &[
        ("香港", "HK"),
        ("澳门", "MO"),
        ("澳門", "MO"),
        ("台湾", "TW"),
        ("台灣", "TW"),
        ("臺灣", "TW"),
        ("新加坡", "SG"),
        ("日本", "JP"),
        ("韩国", "KR"),
    ];
    let (place, country) = PLACES.iter().find(|(place, _)| text.starts_with(place))?;
    let number = text[place.len()..].trim_start_matches([' ', ':', '：', '-']);
    number.starts_with(|c: char| c.is_ascii_digit() || c == '(').then_some((*country, number))
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
