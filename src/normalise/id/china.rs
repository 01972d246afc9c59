//! The Chinese identity card number: GB 11643-1999 (18 digits, ISO 7064 MOD 11-2) and its 15-digit predecessor.

use chrono::NaiveDate;

use crate::model::value::{Class, Normal, Part};

/// First two digits: provinces, regions, and the codes for Taiwan, Hong Kong, Macao and their residence permits.
const PROVINCES: &[u8] = &[
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71,
    81, 82, 83, 91,
];

/// Weights of the 17 digits before the check digit.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// The value of an upper-case text that has the shape of a card number; `None` if it has not.
pub(super) fn card(text: &str) -> Option<Normal> {
    let body = text.get(..17).filter(|_| text.len() == 18);
    let is_card = match body {
        Some(body) => body.bytes().all(|b| b.is_ascii_digit()) && text.ends_with(|c: char| c.is_ascii_digit() || c == 'X'),
        None => text.len() == 15 && text.bytes().all(|b| b.is_ascii_digit()),
    };
    if !is_card {
        return None;
    }
    let long = body.map_or_else(|| format!("{}19{}", &text[..6], &text[6..]), str::to_owned);
    let check = check_digit(&long);
    let mut normal = Normal::valid(text);
    let province: u8 = text[..2].parse().ok()?;
    let (year, month, day) = (&long[6..10], &long[10..12], &long[12..14]);
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let born = date.is_some() && ("1850".."2200").contains(&year);
    if !PROVINCES.contains(&province) || !born {
        normal.class = Class::Possible;
        normal.findings.push("impossible_id");
        return Some(normal);
    }
    normal.set(Part::Year, year);
    normal.set(Part::Month, month);
    normal.set(Part::Day, day);
    normal.set(Part::Type, if (long.as_bytes()[16] - b'0') % 2 == 1 { "male" } else { "female" });
    if body.is_none() {
        normal.set(Part::Key, format!("{long}{check}"));
    } else if !text.ends_with(check) {
        normal.class = Class::Possible;
        normal.findings.push("check_digit_wrong");
    }
    Some(normal)
}

/// The check digit of 17 digits.
fn check_digit(digits: &str) -> char {
    let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(d, w)| u32::from(d - b'0') * w).sum();
    ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'][(sum % 11) as usize]
}
