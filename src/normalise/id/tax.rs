//! Numbers of organisations: 统一社会信用代码 (GB 32100-2015), the 15-digit registration number (GS 15-2006), the
//! organisation code (GB 11714-1997), VAT numbers, EIN, ABN; anything else as it stands.

use super::{CHECKED_X, is_filler, is_scientific, masked, rejected};
use crate::model::parts::Parts;
use crate::model::value::{Class, Normal, Part};
use crate::normalise::Context;
use crate::normalise::fold::fold;
use crate::normalise::masks::{end_only, is_star, starred};

/// The 31 characters of GB 32100 in the order of their values: no I, O, S, V, Z.
const CREDIT: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Countries whose VAT numbers begin with their code (EU, and EL for Greece, XI for Northern Ireland, GB, CH, NO).
const VAT: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL",
    "PL", "PT", "RO", "SE", "SI", "SK", "XI", "GB", "CH", "NO",
];

/// An organisation's number. `text` has no separators and is in upper case. Checked schemes are [`Class::Valid`] only with
/// the right check digit, else [`Class::Possible`] with a finding.
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    if let Some(end) = end_only(raw, context) {
        out.push(masked(format!("****{}", end.to_uppercase())));
        return;
    }
    let folded = fold(raw.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '`')));
    if is_scientific(&folded) {
        out.push(rejected(folded.into_owned(), "scientific_notation"));
        return;
    }
    // A run of X goes on over a separator: what is left of it is masked too.
    let bare: String = folded.chars().filter(|c| c.is_alphanumeric() || is_star(*c)).collect();
    let text = starred(&bare, CHECKED_X).to_ascii_uppercase();
    if text.is_empty() {
        out.push(rejected(folded.into_owned(), "not_an_id"));
    } else if text.contains("**") {
        out.push(masked(text));
    } else if is_filler(&text) {
        out.push(Normal { text, class: Class::Placeholder, parts: Parts::default(), findings: vec!["filler_number"] });
    } else {
        out.push(checked(text, context));
    }
}

fn checked(text: String, context: &Context) -> Normal {
    let digits_only = text.bytes().all(|b| b.is_ascii_digit());
    let (kind, right) = match text.len() {
        18 if text.chars().all(|c| CREDIT.contains(c)) => ("credit_code", Some(credit_code_checks(&text))),
        15 if digits_only => ("registration", Some(registration_checks(&text))),
        9 if text.get(..8).is_some_and(|b| b.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()))
            && context.country == "CN" =>
        {
            ("organisation_code", Some(organisation_code_checks(&text)))
        }
        9 if digits_only && context.country == "US" => ("ein", None),
        11 if digits_only && context.country == "AU" => ("abn", Some(abn_checks(&text))),
        6..=14 if text.get(..2).is_some_and(|c| VAT.contains(&c)) && text.bytes().filter(u8::is_ascii_digit).count() >= 5 => {
            ("vat", None)
        }
        _ => ("", None),
    };
    let country = if kind == "vat" { text[..2].to_owned() } else { String::new() };
    let mut normal = Normal::valid(text);
    if normal.text.chars().filter(char::is_ascii_digit).count() < 3 {
        normal.class = Class::Invalid;
        normal.findings.push("not_an_id");
        return normal;
    }
    normal.set(Part::Type, kind);
    normal.set(Part::Country, country);
    if right == Some(false) {
        normal.class = Class::Possible;
        normal.findings.push("check_digit_wrong");
    }
    normal
}

/// GB 32100: weights 3^i mod 31, check = (31 − sum mod 31) mod 31.
fn credit_code_checks(text: &str) -> bool {
    let value = |c: char| CREDIT.find(c).unwrap_or(0);
    let mut weight = 1;
    let mut sum = 0;
    for c in text.chars().take(17) {
        sum += value(c) * weight;
        weight = weight * 3 % 31;
    }
    text.chars().last().is_some_and(|c| value(c) == (31 - sum % 31) % 31)
}

/// GS 15-2006: ISO 7064 MOD 11,10 over 15 digits.
fn registration_checks(text: &str) -> bool {
    let mut product = 10;
    for digit in text.bytes().take(14).map(|b| u32::from(b - b'0')) {
        let sum = (product + digit) % 10;
        product = if sum == 0 { 10 } else { sum } * 2 % 11;
    }
    (product + u32::from(text.as_bytes()[14] - b'0')) % 10 == 1
}

/// GB 11714: weights 3 7 9 10 5 8 4 2, modulo 11, 10 is X.
fn organisation_code_checks(text: &str) -> bool {
    let value = |c: char| c.to_digit(36).unwrap_or(0);
    let sum: u32 = text.chars().zip([3, 7, 9, 10, 5, 8, 4, 2]).map(|(c, w)| value(c) * w).sum();
    let check = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        n => char::from_digit(n, 10).unwrap_or('0'),
    };
    text.ends_with(check)
}

/// Australian Business Number: first digit less one, weights 10 1 3 5 … 19, divisible by 89.
fn abn_checks(text: &str) -> bool {
    let weights = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19];
    let sum: i32 = text.bytes().zip(weights).enumerate().map(|(i, (b, w))| (i32::from(b - b'0') - i32::from(i == 0)) * w).sum();
    sum % 89 == 0
}
