//! How dates are written: form of one text, order of day and month of a column.

use crate::model::mapping::DateOrder;

/// A text that is written like a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DateForm {
    /// Four-digit year; two-digit years are placed in 1930–2029.
    pub year: u16,
    /// What stands first and second where both are numbers and the year is last; `None` where the order is certain.
    pub ambiguous: Option<(u8, u8)>,
    /// A time of day follows.
    pub has_time: bool,
}

/// The form of a date text, `None` if it is not written like a date. Day and month may be impossible (a typo is still
/// written like a date) as long as they are at most 99.
pub(super) fn form(text: &str) -> Option<DateForm> {
    if text.len() < 6 || text.len() > 40 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let lower = text.to_lowercase();
    if lower.contains(['@', '#', '$', '%', '*', '=', '(', '_']) || lower.starts_with('+') {
        return None;
    }
    let has_time = lower.contains(':');
    let date_part = split_time(&lower);
    let separated = date_part.contains(['-', '/', '.', '年', ',', ' ', '년']);
    let fields: Vec<&str> = date_part
        .split(|c: char| !c.is_alphanumeric() || matches!(c, '年' | '月' | '日' | '년' | '월' | '일'))
        .filter(|f| !f.is_empty())
        .collect();
    let found = if separated { separated_date(&fields) } else { compact_date(&date_part) };
    found.map(|(year, ambiguous)| DateForm { year, ambiguous, has_time })
}

/// The part before the time of day.
fn split_time(lower: &str) -> String {
    let cut = lower.find(':').map_or(lower.len(), |colon| {
        lower[..colon].rfind([' ', 't', '日', ',']).map_or(0, |i| i + usize::from(lower[i..].starts_with('日')) * '日'.len_utf8())
    });
    lower[..cut].trim().to_owned()
}

type Found = (u16, Option<(u8, u8)>);

fn separated_date(fields: &[&str]) -> Option<Found> {
    // A weekday or an ordinal ending may stand around a named month.
    if let Some(m) = fields.iter().position(|f| month_of(f).is_some()) {
        let numbers: Vec<&str> = fields.iter().enumerate().filter(|&(i, _)| i != m).map(|(_, f)| *f).collect();
        let number = |f: &str| f.trim_end_matches(|c: char| c.is_alphabetic()).parse::<u16>().ok();
        let values: Vec<u16> = numbers.iter().filter_map(|f| number(f)).collect();
        let [a, b] = values[..] else { return None };
        let year = if a > 31 { a } else { b };
        return Some((full_year(year)?, None));
    }
    let [a, b, c] = fields[..] else { return None };
    if ![a, b, c].iter().all(|f| f.len() <= 4 && f.bytes().all(|x| x.is_ascii_digit())) {
        return None;
    }
    if a.len() == 4 {
        return (b.len() <= 2 && c.len() <= 2).then(|| full_year(a.parse().ok()?).map(|y| (y, None))).flatten();
    }
    if let Some(year) = minguo_year(a, b, c) {
        return Some((year, None));
    }
    if a.len() > 2 || b.len() > 2 || c.len() == 3 || c.len() == 1 {
        return None;
    }
    let (first, second) = (a.parse::<u8>().ok()?, b.parse::<u8>().ok()?);
    if first > 31 || second > 31 || (first > 12 && second > 12) {
        return None;
    }
    Some((full_year(c.parse().ok()?)?, Some((first, second))))
}

/// `104/03/02`, `75.3.2`: a year of the Republic (Taiwan) or of two digits that can be no day, before month and day.
fn minguo_year(year: &str, month: &str, day: &str) -> Option<u16> {
    let (y, m, d) = (year.parse::<u16>().ok()?, month.parse::<u16>().ok()?, day.parse::<u16>().ok()?);
    let plausible = (1..=12).contains(&m) && (1..=31).contains(&d) && month.len() <= 2 && day.len() <= 2;
    let early = year.len() == 2 && (32..=99).contains(&y);
    (plausible && (early || (100..=129).contains(&y))).then_some(1911 + y)
}

/// Eight digits with the year first, or last.
fn compact_date(text: &str) -> Option<Found> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text[range].parse::<u16>().ok();
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    if (1850..=2035).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day) {
        return Some((year, None));
    }
    let (first, second, year) = (number(0..2)?, number(2..4)?, number(4..8)?);
    let fits = (1850..=2035).contains(&year) && first >= 1 && second >= 1 && first.min(second) <= 12 && first.max(second) <= 31;
    fits.then(|| (year, Some((u8::try_from(first).unwrap_or(0), u8::try_from(second).unwrap_or(0)))))
}

fn full_year(year: u16) -> Option<u16> {
    match year {
        0..=29 => Some(2000 + year),
        30..=99 => Some(1900 + year),
        1000..=2999 => Some(year),
        _ => None,
    }
}

/// The number of a month's name in English, German, French, Spanish, Italian or Portuguese.
pub(super) fn month_of(lower: &str) -> Option<u8> {
    const MONTHS: [&[&str]; 12] = [
        &["jan", "january", "januar", "janvier", "enero", "gennaio", "janeiro"],
        &["feb", "february", "februar", "fevrier", "février", "febrero", "febbraio", "fevereiro"],
        &["mar", "march", "märz", "marz", "mars", "marzo", "março"],
        &["apr", "april", "avril", "abril", "aprile"],
        &["may", "mai", "mayo", "maggio", "maio"],
        &["jun", "june", "juni", "juin", "junio", "giugno", "junho"],
        &["jul", "july", "juli", "juillet", "julio", "luglio", "julho"],
        &["aug", "august", "aout", "août", "agosto"],
        &["sep", "sept", "september", "septembre", "septiembre", "settembre", "setembro"],
        &["oct", "october", "oktober", "octobre", "octubre", "ottobre", "outubro", "okt"],
        &["nov", "november", "novembre", "noviembre", "novembro"],
        &["dec", "december", "dezember", "décembre", "decembre", "diciembre", "dicembre", "dezembro", "dez"],
    ];
    MONTHS.iter().position(|names| names.contains(&lower)).and_then(|i| u8::try_from(i + 1).ok())
}

/// The order of day and month that a column's ambiguous dates show, with votes for day first and month first.
///
/// A first number over 12 votes for day first, a second over 12 for month first; the stronger side must lead three to
/// one. Without any vote `default` holds, if there are such dates at all.
pub(super) fn order(forms: &[(DateForm, u64)], default: DateOrder) -> (DateOrder, u64, u64) {
    let (mut day_first, mut month_first, mut seen) = (0, 0, 0);
    for (form, count) in forms {
        if let Some((first, second)) = form.ambiguous {
            seen += count;
            day_first += if first > 12 { *count } else { 0 };
            month_first += if second > 12 { *count } else { 0 };
        }
    }
    let order = if seen == 0 {
        DateOrder::Iso
    } else if day_first > 3 * month_first {
        DateOrder::DayFirst
    } else if month_first > 3 * day_first {
        DateOrder::MonthFirst
    } else if default == DateOrder::Iso {
        DateOrder::DayFirst
    } else {
        default
    };
    (order, day_first, month_first)
}
