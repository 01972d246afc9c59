//! The common cells without allocation on the way: digits, hidden digits and plain separators, in four shapes.
//!
//! Whatever is not certain here is left to the scanner; both must say the same (a test compares them).

use super::decide::Verdict;
use super::{china, filler, mask, nanp, patterns};
use crate::model::value::{Normal, Part};
use crate::normalise::Context;

/// Longest number with country code and prefix that is looked at.
const DIGITS_MAX: usize = 18;

/// Digits and stars of a cell without its separators.
struct Squeezed {
    digits: [u8; DIGITS_MAX],
    len: usize,
    stars: usize,
    plus: bool,
    /// Digits after the last separator.
    last_group: usize,
    /// The first separator stands after one digit, or after the three of 070, 080, 090: left to the scanner.
    odd_start: bool,
}

/// The value of a cell that is a Chinese mobile (or its masked form), a landline with area code, or a North American
/// number, written with blanks, dashes, dots and brackets only.
pub(super) fn quick(raw: &str, context: &Context) -> Option<Normal> {
    let (raw, extension) = split_extension(raw);
    let cell = squeeze(raw.as_bytes())?;
    let text = std::str::from_utf8(&cell.digits[..cell.len]).ok()?;
    let chinese_home = matches!(context.country, "CN" | "");
    let (rest, chinese) = chinese_part(text, cell.plus);
    if cell.stars > 0 {
        if !extension.is_empty() {
            return None;
        }
        let whole = cell.stars >= 2 && rest.len() == 11 && rest.starts_with('1') && (chinese || !cell.plus);
        return whole.then(|| mask::pattern(rest));
    }
    if filler::is_filler(text) || filler::is_filler(rest) || chinese_home && filler::is_no_mobile(text) {
        return None;
    }
    let verdict = if (chinese || (chinese_home && !cell.plus)) && china::is_mobile(rest) {
        china::mobile(rest)
    } else if let Some(national) = text.strip_prefix('0').filter(|n| chinese_home && !cell.plus && !n.starts_with('0')) {
        china::plain_landline(national)?
    } else if let Some(verdict) = foreign(text, cell.plus, context) {
        verdict
    } else {
        match north_american(text, &cell, chinese_home, context) {
            Some(verdict) => verdict,
            // Without an extension of its own the last group may be one.
            None if cell.plus && !extension.is_empty() => unassigned(text)?,
            None => return None,
        }
    };
    if extension.is_empty() {
        return Some(verdict.into_normal());
    }
    // Behind a Chinese number that is written as one, other marks than digits may belong to it.
    if verdict.region == "CN" && !(cell.plus && text.starts_with('1')) {
        return None;
    }
    let mut normal = verdict.behind(extension).into_normal();
    normal.set(Part::Extension, extension);
    Some(normal)
}

/// `… x7571`: the number and its extension; no extension where it is written otherwise.
fn split_extension(raw: &str) -> (&str, &str) {
    match raw.split_once('x') {
        Some((number, extension)) if (1..=6).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_digit()) => {
            (number.trim_end_matches(' '), extension)
        }
        _ => (raw, ""),
    }
}

/// Takes the separators out; `None` where anything else stands or where a run of marks may hide digits.
fn squeeze(raw: &[u8]) -> Option<Squeezed> {
    let mut cell = Squeezed { digits: [0; DIGITS_MAX], len: 0, stars: 0, plus: false, last_group: 0, odd_start: false };
    let mut previous = 0;
    for (i, &b) in raw.iter().enumerate() {
        match b {
            b'0'..=b'9' | b'*' => {
                *cell.digits.get_mut(cell.len)? = b;
                cell.len += 1;
                cell.stars += usize::from(b == b'*');
                cell.last_group += 1;
            }
            b'+' if i == 0 => cell.plus = true,
            b' ' | b'-' | b'.' | b'(' | b')' if b != previous || b == b' ' => {
                cell.odd_start |=
                    cell.len == 1 || (cell.len == 3 && cell.digits[0] == b'0' && cell.digits[2] == b'0' && cell.digits[1] >= b'7');
                cell.last_group = if b == b')' { cell.last_group } else { 0 }
            }
            _ => return None,
        }
        previous = b;
    }
    (cell.len >= 10 && cell.last_group > 0 && (cell.plus || !cell.odd_start)).then_some(cell)
}

/// The digits after a Chinese country code, and whether there was one.
fn chinese_part(text: &str, plus: bool) -> (&str, bool) {
    let after = if plus {
        text.strip_prefix("86")
    } else {
        text.strip_prefix("0086").or_else(|| text.strip_prefix("86").filter(|rest| rest.len() == 11))
    };
    match after.filter(|rest| rest.len() == 11) {
        Some(rest) => (rest, true),
        None => (text, false),
    }
}

/// A number of one of the countries whose patterns are at hand: with its calling code, or as people at home write it.
fn foreign(text: &str, plus: bool, context: &Context) -> Option<Verdict> {
    if !plus {
        return patterns::at_home(text, context.country).filter(|_| !matches!(context.country, "CN" | ""));
    }
    let verdict = patterns::international(text)?;
    let dialled = &text[verdict.text.len() - verdict.n_national - 1..];
    (!filler::is_filler(dialled.trim_start_matches('0'))).then_some(verdict)
}

/// A number behind +1 that is nobody's there: a Chinese mobile whose country code is missing, or unassigned.
fn unassigned(text: &str) -> Option<Verdict> {
    let rest = text.strip_prefix('1').filter(|rest| rest.len() == 10)?;
    if filler::is_filler(rest) || nanp::valid(rest).is_some() {
        return None;
    }
    if china::is_mobile(text) && !nanp::has_area(rest) {
        return Some(china::mobile(text).because("country_code_missing"));
    }
    nanp::unassigned(rest)
}

fn north_american(text: &str, cell: &Squeezed, chinese_home: bool, context: &Context) -> Option<Verdict> {
    if cell.last_group < 4 {
        return None;
    }
    let rest = match text.len() {
        11 => text.strip_prefix('1')?,
        10 if !cell.plus => text,
        _ => return None,
    };
    if cell.plus || nanp::is_home(context.country) {
        return nanp::valid(rest);
    }
    let service = ["400", "800", "950"].iter().any(|p| text.starts_with(p));
    if chinese_home && !service { nanp::valid(rest).map(|v| v.because("country_code_assumed")) } else { None }
}
