//! Birth dates of which a part is hidden: `1990-**-**`, `****-05-12`, `XX/XX/1990`.

use super::order::{day_and_month, prefers_day};
use super::read::Reading;
use crate::normalise::Context;
use crate::normalise::masks::starred;

/// Letters X in a row that hide a part.
const LETTERS: usize = 2;

/// What is left of a date with hidden parts; `None` if nothing is hidden, nothing is left or a part is hidden by half.
pub(super) fn read(cell: &str, context: &Context) -> Option<Reading> {
    let text = starred(cell, LETTERS);
    if !text.contains('*') || text.len() > 32 {
        return None;
    }
    let is_mark = |c: char| matches!(c, '/' | '-' | '.' | ' ' | '年' | '月' | '日' | '号');
    let written: Vec<&str> = text.split(is_mark).filter(|part| !part.is_empty()).collect();
    let parts = match *written.as_slice() {
        [digits] if digits.len() == 8 && digits.is_ascii() => [&digits[..4], &digits[4..6], &digits[6..]],
        [year, month] => [year, month, ""],
        [a, b, c] => [a, b, c],
        _ => return None,
    };
    let is_part = |part: &&str| part.bytes().all(|b| b == b'*') || part.bytes().all(|b| b.is_ascii_digit());
    if !parts.iter().all(is_part) {
        return None;
    }
    let told = parts.map(|part| if part.starts_with('*') { "" } else { part });
    let mark = text.chars().find(|&c| is_mark(c)).unwrap_or('-');
    let reading = match (parts.map(str::len), told) {
        ([4, ..], [year, month, day]) => Reading::from_numbers(year, month, day),
        ([_, _, 4], ["", one, year] | [one, "", year]) => {
            let is_first = !told[0].is_empty();
            let is_day = one.parse::<u32>().is_ok_and(|n| n > 12) || is_first == prefers_day(mark, context);
            if is_day { Reading::from_numbers(year, "", one) } else { Reading::from_numbers(year, one, "") }
        }
        ([_, _, 4], [a, b, _]) => Reading { year: String::new(), ..day_and_month(a, b, "2000", mark, context) },
        _ => return None,
    };
    let says_something = !(reading.year.is_empty() && reading.month.is_empty() && reading.day.is_empty());
    (says_something && reading.is_possible()).then_some(reading)
}
