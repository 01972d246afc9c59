//! Which of three numbers is the year, the month and the day, where the numbers leave it open.

use super::read::Reading;
use crate::model::mapping::DateOrder;
use crate::normalise::Context;

/// Three numbers: year first, year last, or two digits throughout.
pub(super) fn three(a: &str, b: &str, c: &str, mark: char, context: &Context) -> Reading {
    if a.len() >= 4 {
        return Reading::from_numbers(a, b, c);
    }
    if let Some(year) = minguo(a, b, c, context) {
        return Reading::from_numbers(&year.to_string(), b, c);
    }
    if c.len() >= 4 || (c.len() == 3 && a.len() <= 2) {
        return day_and_month(a, b, c, mark, context);
    }
    short_years(&[a, b, c], mark, context)
}

/// The year of `75/03/02` and `104.3.2` as Taiwan writes them, counted from 1912: the year stands first there.
fn minguo(a: &str, b: &str, c: &str, context: &Context) -> Option<u32> {
    let value = |s: &str| s.parse::<u32>().ok();
    let year = value(a).filter(|year| context.country == "TW" && (1..=129).contains(year))?;
    let fits = b.len() <= 2 && c.len() <= 2 && (1..=12).contains(&value(b)?) && (1..=31).contains(&value(c)?);
    (fits && a.len() >= 2).then_some(1911 + year)
}

/// Two-digit years, first or last.
pub(super) fn short_years(parts: &[&str; 3], mark: char, context: &Context) -> Reading {
    let [a, b, c] = *parts;
    let value = |s: &str| s.parse::<u32>().unwrap_or(u32::MAX);
    let first = Reading::from_numbers(&century(a), b, c);
    let last = day_and_month(a, b, &century(c), mark, context);
    let prefer_first = match context.dates {
        DateOrder::DayFirst | DateOrder::MonthFirst => value(a) > 31 || !last.is_possible(),
        DateOrder::Iso => value(a) > 31 || (mark != '/' && value(c) <= 31),
    };
    if prefer_first && (first.is_possible() || !last.is_possible()) {
        first
    } else if last.is_possible() || !first.is_possible() {
        last
    } else {
        first
    }
}

/// Two numbers of which one is the day and one the month, and a year.
pub(super) fn day_and_month(a: &str, b: &str, year: &str, mark: char, context: &Context) -> Reading {
    let (day_first, month_first) = (Reading::from_numbers(year, b, a), Reading::from_numbers(year, a, b));
    let (wanted, other) = if prefers_day(mark, context) { (day_first, month_first) } else { (month_first, day_first) };
    if !wanted.is_possible() && other.is_possible() { other } else { wanted }
}

/// Is the first of two numbers before a year the day?
pub(super) fn prefers_day(mark: char, context: &Context) -> bool {
    match context.dates {
        DateOrder::DayFirst => true,
        DateOrder::MonthFirst => false,
        // No evidence from the column: dots are European; slashes by the country.
        DateOrder::Iso => mark == '.' || !matches!(context.country, "US" | "CA" | "PH" | "CN" | "TW" | "JP" | "KR" | ""),
    }
}

/// The year of two digits: up to 30 in this century, above in the last. (Births and exports alike; there is no clock.)
pub(super) fn century(two: &str) -> String {
    match two.parse::<u32>() {
        Ok(n) if two.len() == 2 && n <= 30 => format!("20{two}"),
        Ok(_) if two.len() == 2 => format!("19{two}"),
        Ok(n) if two.len() == 1 => format!("200{n}"),
        _ => two.to_owned(),
    }
}
