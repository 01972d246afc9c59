//! Says what the digits of a candidate are: whose number, of which class, in which canonical form.
//!
//! A table mixes numbers of several countries. A number is first tried where the table is at home, then by rules of
//! decreasing certainty; the order is fixed, so the same digits and home always give the same number.

use std::borrow::Cow;

use super::scan::Candidate;
use super::{china, filler, mask, nanp, run_on, world};
use crate::model::value::{Class, Normal, Part};
use crate::normalise::Context;

/// What a number turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub class: Class,
    /// E.164, or digits where no country is known.
    pub text: String,
    /// How many characters at the end of `text` are the national significant number; 0 for none.
    pub n_national: usize,
    /// ISO 3166 code; `""` if unknown.
    pub region: Cow<'static, str>,
    /// `mobile`, `landline`, …; `""` if unknown.
    pub kind: &'static str,
    /// Why it is not plainly valid.
    pub reason: Option<&'static str>,
}

impl Verdict {
    /// Digits that only fill the field.
    pub(super) fn placeholder(digits: &str) -> Self {
        let text = if digits.is_empty() { "0".to_owned() } else { digits.to_owned() };
        Self { class: Class::Placeholder, text, n_national: 0, region: Cow::Borrowed(""), kind: "", reason: Some("filler_number") }
    }

    fn invalid(digits: &str, reason: &'static str) -> Self {
        let text = digits.to_owned();
        Self { class: Class::Invalid, text, n_national: 0, region: Cow::Borrowed(""), kind: "", reason: Some(reason) }
    }

    fn local(digits: &str, reason: &'static str) -> Self {
        Self {
            class: Class::Possible,
            text: digits.to_owned(),
            n_national: digits.trim_start_matches('0').len(),
            region: Cow::Borrowed(""),
            kind: "",
            reason: Some(reason),
        }
    }

    /// The same with a reason, unless it has one.
    pub(super) fn because(mut self, reason: &'static str) -> Self {
        self.reason.get_or_insert(reason);
        self
    }

    /// The same with an extension behind it. No subscriber of a Chinese mobile has any: it is a platform's relay to a hidden number.
    pub(super) fn behind(mut self, extension: &str) -> Self {
        let is_mobile = self.kind == "mobile" && self.region == "CN";
        if is_mobile && extension.len() >= 2 && self.class == Class::Valid {
            self.class = Class::Virtual;
            self.reason = Some("privacy_number");
        }
        self
    }

    /// National significant number; `""` for none.
    pub(super) fn national(&self) -> &str {
        &self.text[self.text.len() - self.n_national..]
    }

    fn is_good(&self) -> bool {
        matches!(self.class, Class::Valid | Class::Role | Class::Virtual)
    }
}

/// The values of a candidate; two where two numbers stand side by side.
pub(super) fn candidate(candidate: &Candidate, context: &Context) -> Vec<Normal> {
    if candidate.digits.contains('*') {
        return match hidden_or_extension(candidate) {
            Some(with_extension) => vec![single(&with_extension, context)],
            None => vec![mask::masked(candidate)],
        };
    }
    let whole = single(candidate, context);
    if whole.class != Class::Invalid {
        return vec![whole];
    }
    side_by_side(candidate, context)
        .or_else(|| run_on::with_extension(candidate, context.country).map(|normal| vec![normal]))
        .unwrap_or_else(|| vec![whole])
}

/// `88888888*801`: one star before a short tail is an extension, not a hidden digit.
fn hidden_or_extension(candidate: &Candidate) -> Option<Candidate> {
    let (number, tail) = candidate.digits.split_once('*')?;
    let fits = number.len() >= 8 && number.len() + tail.len() != 10 && (1..=6).contains(&tail.len()) && !tail.contains('*');
    fits.then(|| {
        let breaks = candidate.breaks.iter().copied().filter(|b| b.0 < number.len()).collect();
        Candidate { digits: number.to_owned(), extension: tail.to_owned(), breaks, ..candidate.clone() }
    })
}

fn single(candidate: &Candidate, context: &Context) -> Normal {
    let grouped = by_grouping(candidate, context.country);
    let mut verdict = grouped.unwrap_or_else(|| decide(&candidate.digits, candidate.plus, context.country));
    let mut extension = candidate.extension.as_str();
    if extension.is_empty()
        && let Some((number, tail)) = tail_of(candidate)
    {
        let shorter = decide(number, candidate.plus, context.country);
        if reads_better(&verdict, &shorter, number, tail) {
            (verdict, extension) = (shorter, tail);
        }
    }
    if candidate.repaired {
        verdict = if verdict.is_good() { verdict } else { Verdict::invalid(&candidate.digits, "lookalike_letters") };
    }
    verdict = verdict.behind(extension);
    let has_number = verdict.class != Class::Invalid && verdict.class != Class::Placeholder;
    let mut normal = verdict.into_normal();
    if has_number {
        normal.set(Part::Extension, extension);
    }
    if candidate.repaired && has_number {
        normal.findings.push("lookalike_letters");
    }
    normal
}

/// What the writing alone says in a Chinese table: `1-303-538-7655` is North American although its digits are a Chinese
/// mobile's, `090-1234-5678` a Japanese mobile although 090x are Chinese area codes.
fn by_grouping(candidate: &Candidate, country: &str) -> Option<Verdict> {
    let digits = candidate.digits.as_str();
    if candidate.plus || digits.len() != 11 || !matches!(country, "CN" | "") {
        return None;
    }
    match candidate.breaks.first()?.0 {
        1 => {
            nanp::valid(digits.strip_prefix('1')?).filter(|_| !filler::is_filler(digits)).map(|v| v.because("country_code_assumed"))
        }
        3 if ["070", "080", "090"].iter().any(|p| digits.starts_with(p)) => {
            world::national_valid(digits, "JP").map(|v| v.because("country_code_assumed"))
        }
        _ => None,
    }
}

/// True if a number with extension is the better reading of the same digits.
fn reads_better(whole: &Verdict, shorter: &Verdict, number: &str, tail: &str) -> bool {
    // `62345678-12` is a local number with its extension, not ten digits of North America.
    let split_oddly = tail.len() < 4 && whole.n_national == 10 && whole.text.starts_with("+1");
    if whole.is_good() && whole.class != Class::Virtual && !split_oddly || whole.class == Class::Placeholder {
        return false;
    }
    let local = matches!(number.len(), 7 | 8) && shorter.class == Class::Possible;
    shorter.is_good() || local || (shorter.class == Class::Possible && whole.class == Class::Invalid)
}

/// The last group of a candidate, if it may be an extension written with a mark only (`0571-88888888-801`).
fn tail_of(candidate: &Candidate) -> Option<(&str, &str)> {
    let &(at, mark) = candidate.breaks.last()?;
    let (number, tail) = candidate.digits.split_at(at);
    let dialled = matches!(mark, '-' | '#' | '[' | '(' | ' ' | '~' | ',' | '_' | '.');
    ((1..=6).contains(&tail.len()) && number.len() >= 7 && dialled).then_some((number, tail))
}

/// Two or three whole numbers with nothing but blanks between them, or run together.
fn side_by_side(candidate: &Candidate, context: &Context) -> Option<Vec<Normal>> {
    let digits = &candidate.digits;
    let mut cuts: Vec<usize> = candidate.breaks.iter().map(|b| b.0).collect();
    if digits.len() == 22 {
        cuts.push(11);
    }
    cuts.into_iter().find_map(|at| {
        let (left, right) = digits.split_at(at);
        if left.len() < 8 || right.len() < 7 {
            return None;
        }
        let first = decide(left, candidate.plus, context.country);
        if !first.is_good() {
            return None;
        }
        let second = match right.len() {
            7 | 8 => decide(&behind_area_of(&first, right)?, false, context.country),
            _ => decide(right, false, context.country),
        };
        second.is_good().then(|| vec![first.into_normal(), second.into_normal()])
    })
}

/// `5501235` beside `0592-5501234`: a subscriber's number with the area code of a Chinese landline, and its trunk 0.
pub(super) fn behind_area_of(landline: &Verdict, subscriber: &str) -> Option<String> {
    let national = landline.national();
    let area = national.len().checked_sub(subscriber.len()).filter(|n| (2..=3).contains(n))?;
    let fits = landline.kind == "landline" && landline.region.starts_with("CN") && !subscriber.starts_with(['0', '1']);
    fits.then(|| ["0", &national[..area], subscriber].concat())
}

/// What `digits` are, written with or without a plus sign in a table of `country`.
pub(super) fn decide(digits: &str, plus: bool, country: &str) -> Verdict {
    let stripped = digits.trim_start_matches('0');
    if digits.len() < 3 || digits.len() > 22 {
        return Verdict::invalid(digits, "wrong_length");
    }
    if filler::is_filler(digits) || filler::is_filler(stripped) {
        return in_a_row(stripped, country).unwrap_or_else(|| Verdict::placeholder(digits));
    }
    if plus || (digits.starts_with("00") && digits.len() >= 10) {
        return international(stripped).unwrap_or_else(|| Verdict::invalid(digits, wrong(stripped, "")));
    }
    let verdict = if matches!(country, "CN" | "") {
        in_china(digits)
    } else if nanp::is_home(country) {
        in_north_america(digits)
    } else {
        in_world(digits, country)
    };
    verdict.unwrap_or_else(|| Verdict::invalid(digits, wrong(digits, country)))
}

/// Digits in a row that are a number where the table is at home all the same: 98765 is a common beginning of Indian mobiles, and what
/// counts on from there is a number like the others; 2345 6789 is one of Hong Kong. `None` for fillers, and in China and North America.
fn in_a_row(national: &str, country: &str) -> Option<Verdict> {
    let of_india = country == "IN" && national.starts_with("98765") && national.len() == 10;
    let first = national.as_bytes().first()?;
    let short = national.len() == SHORT_RUN && *first > b'1' && national.bytes().any(|b| b != *first);
    let at_home = !matches!(country, "CN" | "") && !nanp::is_home(country);
    if of_india || short && at_home { world::national_valid(national, country) } else { None }
}

/// Why digits are no number: what begins like a Chinese mobile, or stands in North America, has one right length.
fn wrong(digits: &str, country: &str) -> &'static str {
    let national = digits.trim_start_matches('0');
    let national = national.strip_prefix("86").unwrap_or(national);
    let like_mobile = national.starts_with('1') && national.as_bytes().get(1).is_some_and(|b| (b'3'..=b'9').contains(b));
    let wrong_length = match country {
        "CN" | "" => like_mobile && national.len() != 11,
        _ if nanp::is_home(country) => digits.len() != 10 && !(digits.len() == 11 && digits.starts_with('1')),
        _ => false,
    };
    if wrong_length || !(7..=13).contains(&digits.len()) { "wrong_length" } else { "no_such_number" }
}

/// Digits after a plus sign or 00.
fn international(digits: &str) -> Option<Verdict> {
    if let Some(rest) = digits.strip_prefix("86") {
        return china::explicit(rest);
    }
    if let Some(rest) = digits.strip_prefix('1') {
        if filler::is_filler(rest) {
            return Some(Verdict::placeholder(rest));
        }
        if let Some(verdict) = nanp::valid(rest) {
            return Some(verdict);
        }
        if china::is_mobile(digits) && !nanp::has_area(rest) {
            return Some(china::mobile(digits).because("country_code_missing"));
        }
        return nanp::unassigned(rest);
    }
    // Mexican mobiles were dialled with a 1 behind the country code until 2019.
    if let Some(mobile) = digits.strip_prefix("521").filter(|m| m.len() == 10) {
        return world::international(&["52", mobile].concat());
    }
    let known = world::international(digits);
    let national = world::calling_code_length(digits).map(|length| &digits[length..]);
    if let Some(national) = national.filter(|national| filler::is_filler(national.trim_start_matches('0'))) {
        // +36 1 234 5678, +91 98765 43210: written with its country, and a number there.
        let first = national.as_bytes().first();
        let short = national.len() <= SHORT_RUN && national.bytes().any(|b| Some(&b) != first) || national.starts_with("98765");
        return known.filter(|v| short && v.is_good()).or_else(|| Some(Verdict::placeholder(national)));
    }
    known
}

/// Longest national number that may be digits in a row and a number all the same.
const SHORT_RUN: usize = 8;

/// Ten digits, or eleven with the trunk 1, of North America.
fn north_american(digits: &str) -> Option<Verdict> {
    match digits.len() {
        10 => nanp::valid(digits),
        11 => nanp::valid(digits.strip_prefix('1')?),
        _ => None,
    }
}

/// A whole number with its country code but without a plus sign.
fn unsigned_international(digits: &str) -> Option<Verdict> {
    if digits.len() < 11 || digits.starts_with('0') {
        return None;
    }
    world::international_valid(digits).filter(|v| v.region != "CN").map(|v| v.because("country_code_assumed"))
}

fn in_china(digits: &str) -> Option<Verdict> {
    if filler::is_no_mobile(digits) {
        return Some(Verdict::placeholder(digits));
    }
    if let Some(mobile) = china::bare_mobile(digits) {
        return Some(if filler::is_filler(mobile) { Verdict::placeholder(mobile) } else { china::mobile(mobile) });
    }
    if let Some(verdict) = china::service(digits) {
        return Some(verdict);
    }
    if let Some(rest) = digits.trim_start_matches('0').strip_prefix("86").filter(|r| r.len() >= 10)
        && let Some(verdict) = china::explicit(rest).filter(Verdict::is_good)
    {
        return Some(verdict);
    }
    if let Some(national) = digits.strip_prefix('0') {
        let national = national.trim_start_matches('0');
        return china::service(national)
            .filter(|v| v.class == Class::Role && national.len() == 10)
            .or_else(|| china::landline(national))
            .or_else(|| (8..=11).contains(&national.len()).then(|| Verdict::local(digits, "country_unknown")));
    }
    if let Some(verdict) = north_american(digits) {
        return Some(verdict.because("country_code_assumed"));
    }
    if (7..=8).contains(&digits.len()) {
        return (digits.as_bytes()[0] >= b'2').then(|| Verdict::local(digits, "area_code_missing"));
    }
    china::landline(digits)
        .filter(Verdict::is_good)
        .or_else(|| unsigned_international(digits))
        .or_else(|| china::is_unassigned_mobile(digits).then(|| china::unassigned(digits)))
        .or_else(|| ten_of_north_america(digits))
        .or_else(|| china::landline(digits))
}

/// A Chinese mobile in another country's table; the reason only where 86 was not written.
fn foreign_mobile(mobile: &str, digits: &str) -> Verdict {
    let verdict = china::mobile(mobile);
    if digits.len() > mobile.len() + 1 { verdict } else { verdict.because("country_code_assumed") }
}

/// Ten digits that are North American by area code or by shape, though no number is known to be assigned.
fn ten_of_north_america(digits: &str) -> Option<Verdict> {
    (nanp::has_area(digits) || nanp::has_shape(digits)).then(|| nanp::unassigned(digits)).flatten()
}

fn in_north_america(digits: &str) -> Option<Verdict> {
    if let Some(verdict) = north_american(digits) {
        return Some(verdict);
    }
    if let Some(rest) = digits.strip_prefix("011").filter(|r| r.len() >= 8)
        && let Some(verdict) = international(rest).filter(Verdict::is_good)
    {
        return Some(verdict);
    }
    if digits.len() == 7 {
        return (digits.as_bytes()[0] >= b'2').then(|| Verdict::local(digits, "area_code_missing"));
    }
    if let Some(mobile) = china::bare_mobile(digits) {
        return Some(foreign_mobile(mobile, digits));
    }
    let eleven = digits.strip_prefix('1').filter(|r| r.len() == 10);
    unsigned_international(digits)
        .or_else(|| eleven.or((digits.len() == 10).then_some(digits)).and_then(nanp::unassigned))
        .or_else(|| china::is_unassigned_mobile(digits).then(|| china::unassigned(digits)))
        .or_else(|| {
            let foreign = digits.starts_with('0') && (9..=12).contains(&digits.len());
            foreign.then(|| Verdict::local(digits, "country_unknown"))
        })
}

/// Prefixes that were dialled inside a country before its numbers got their present form, and are still written.
const FORMER_PREFIXES: &[(&str, &[&str])] = &[
    ("AM", &["8"]),
    ("AZ", &["8"]),
    ("GE", &["8"]),
    ("KG", &["8"]),
    ("MD", &["8"]),
    ("MX", &["01", "044", "045", "1"]),
    ("TJ", &["8"]),
    ("TM", &["8"]),
    ("UA", &["8"]),
    ("UZ", &["8"]),
];

/// `8 (067) 123-45-67` of Ukraine, `01 55 …` of Mexico: the number behind a prefix of former times.
fn behind_former_prefix(digits: &str, country: &str) -> Option<Verdict> {
    let (_, prefixes) = FORMER_PREFIXES.iter().find(|(of, _)| *of == country)?;
    let numbers = prefixes.iter().filter_map(|prefix| digits.strip_prefix(prefix)).filter(|number| number.len() >= 8);
    numbers.into_iter().find_map(|number| world::national_valid(number, country))
}

fn in_world(digits: &str, country: &str) -> Option<Verdict> {
    let at_home = world::National::new(digits, country);
    if let Some(verdict) = at_home.valid().or_else(|| behind_former_prefix(digits, country)) {
        return Some(verdict);
    }
    if let Some(mobile) = china::bare_mobile(digits) {
        return Some(foreign_mobile(mobile, digits));
    }
    unsigned_international(digits)
        .or_else(|| north_american(digits).map(|v| v.because("country_code_assumed")))
        .or_else(|| at_home.possible())
        .or_else(|| (7..=8).contains(&digits.len()).then(|| Verdict::local(digits, "area_code_missing")))
}
