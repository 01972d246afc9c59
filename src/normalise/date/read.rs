//! A cell to what it says of year, month, day and time: digits alone, common shapes by position, the rest by tokens.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::clock::{Zone, clock, take_time};
use super::order::{century, day_and_month, short_years, three};
use super::words::{Token, era, tokens};
use crate::normalise::Context;
use crate::normalise::fold::lookalike_digit;

/// What a cell says. Year, month and day are digits, padded to 4, 2 and 2; `""` where not said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reading {
    pub year: String,
    pub month: String,
    pub day: String,
    /// Time of day.
    pub time: Option<NaiveTime>,
    pub zone: Option<Zone>,
    /// Seconds or milliseconds since the epoch, in milliseconds.
    pub epoch_ms: Option<i64>,
    /// Letters were read as the digits they look like.
    pub repaired: bool,
}

impl Reading {
    pub(super) fn from_numbers(year: &str, month: &str, day: &str) -> Self {
        let pad = |s: &str, width: usize| if s.is_empty() { String::new() } else { format!("{s:0>width$}") };
        Self { year: pad(year, 4), month: pad(month, 2), day: pad(day, 2), ..Self::default() }
    }

    /// A reading of three columns; a year of two digits is completed.
    pub(super) fn of_columns(year: &str, month: &str, day: &str) -> Self {
        let year = if year.len() == 2 { century(year) } else { year.to_owned() };
        Self::from_numbers(&year, month, day)
    }

    /// The calendar date; `None` if partial or impossible.
    pub(super) fn date(&self) -> Option<NaiveDate> {
        if let Some(ms) = self.epoch_ms {
            return chrono::DateTime::from_timestamp_millis(ms).map(|t| t.date_naive());
        }
        NaiveDate::from_ymd_opt(self.year.parse().ok()?, self.month.parse().ok()?, self.day.parse().ok()?)
    }

    /// Date and time as written, 00:00 without a time.
    pub(super) fn naive(&self) -> Option<NaiveDateTime> {
        Some(self.date()?.and_time(self.time.unwrap_or(NaiveTime::MIN)))
    }

    pub(super) fn has_time(&self) -> bool {
        self.time.is_some() || self.epoch_ms.is_some()
    }

    /// Month and day without a year.
    pub(super) fn month_day_only(&self) -> bool {
        self.epoch_ms.is_none() && self.year.is_empty()
    }

    /// True if what is said can be on a calendar of the years 1000–2200 (a birthday without year: of a leap year).
    pub(super) fn is_possible(&self) -> bool {
        if self.epoch_ms.is_some() {
            return true;
        }
        let number = |s: &str| s.parse::<u32>().ok();
        let year_ok =
            self.year.is_empty() || (self.year.len() == 4 && number(&self.year).is_some_and(|y| (1000..=2200).contains(&y)));
        let month_ok =
            self.month.is_empty() || (self.month.len() == 2 && number(&self.month).is_some_and(|m| (1..=12).contains(&m)));
        let day_ok = if self.day.is_empty() {
            true
        } else {
            let year = if self.year.is_empty() { 2000 } else { self.year.parse().unwrap_or(0) };
            let date = number(&self.month).zip(number(&self.day)).and_then(|(m, d)| NaiveDate::from_ymd_opt(year, m, d));
            self.day.len() == 2 && date.is_some()
        };
        year_ok && month_ok && day_ok
    }

    /// Dates that systems write for "none".
    pub(super) fn is_filler(&self) -> bool {
        if self.epoch_ms == Some(0) {
            return true;
        }
        let zeros = |s: &str| s.bytes().all(|b| b == b'0');
        if !self.year.is_empty() && zeros(&self.year) && zeros(&self.month) && zeros(&self.day) {
            return true;
        }
        match self.year.as_str() {
            "0001" | "9999" => true,
            "1900" => self.month == "01" && matches!(self.day.as_str(), "00" | "01"),
            _ => self.epoch_ms.is_none() && self.date().is_some_and(is_filler_date),
        }
    }

    /// `1985`, `1985-08`, `1985-08-10`, `--08-10`.
    pub(super) fn iso(&self) -> String {
        let year = if self.year.is_empty() { "-" } else { &self.year };
        match (self.month.is_empty(), self.day.is_empty()) {
            (true, true) => self.year.clone(),
            (false, true) => format!("{year}-{}", self.month),
            (true, false) => format!("{year}--{}", self.day),
            (false, false) => format!("{year}-{}-{}", self.month, self.day),
        }
    }
}

/// Calendar dates that systems write for "none": the epochs of Unix, Excel and .NET, and the ends of time.
pub(super) fn is_filler_date(date: NaiveDate) -> bool {
    use chrono::Datelike;
    matches!(
        (date.year(), date.month(), date.day()),
        (1 | 1900 | 1970, 1, 1) | (1899, 12, 30 | 31) | (2099 | 2199, 12, 31) | (1111, 11, 11) | (9999, _, _)
    )
}

/// What a folded cell says; `None` if it is no date at all. The result may be impossible or partial.
pub(super) fn read(cell: &str, context: &Context) -> Option<Reading> {
    if cell.len() > 64 || !cell.contains(|c: char| c.is_ascii_digit() || super::words::is_han(c)) {
        return None;
    }
    if cell.bytes().all(|b| b.is_ascii_digit()) {
        return from_digits(cell, context);
    }
    if let Some(reading) = yearless(cell) {
        return Some(reading);
    }
    if let Some(reading) = excel_serial(cell).or_else(|| three_numbers(cell, context)).or_else(|| year_month_day(cell)) {
        return Some(reading);
    }
    let mut pieces = tokens(cell);
    let (time, zone) = take_time(&mut pieces)?;
    let mut reading = from_pieces(&pieces, context)?;
    reading.time = time;
    reading.zone = zone;
    Some(reading)
}

/// `--08` and `---10`: a month or a day alone, in the ISO form this room prints.
fn yearless(cell: &str) -> Option<Reading> {
    let rest = cell.strip_prefix("--")?;
    let (is_day, number) = rest.strip_prefix('-').map_or((false, rest), |day| (true, day));
    if number.len() != 2 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (month, day) = if is_day { ("", number) } else { (number, "") };
    Some(Reading::from_numbers("", month, day))
}

/// `3/15/2024` and its like without any word: the common cells, without tokens.
fn three_numbers(cell: &str, context: &Context) -> Option<Reading> {
    let mark = cell.chars().find(|c| matches!(c, '/' | '-' | '.'))?;
    let mut parts = cell.split(mark);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    let number = |s: &str| (1..=4).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    (parts.next().is_none() && number(a) && number(b) && number(c)).then(|| three(a, b, c, mark, context))
}

/// `1985年8月10日`, the common writing.
fn year_month_day(cell: &str) -> Option<Reading> {
    let (year, rest) = cell.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let day = rest.strip_suffix(['日', '号'])?;
    let number = |s: &str, most| (1..=most).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
    (year.len() == 4 && number(year, 4) && number(month, 2) && number(day, 2)).then(|| Reading::from_numbers(year, month, day))
}

/// Digits alone: years, months, days, times and epochs by their number.
fn from_digits(d: &str, context: &Context) -> Option<Reading> {
    let number: i64 = d.parse().ok()?;
    match d.len() {
        4 => Some(Reading { year: d.to_owned(), ..Reading::default() }),
        5 => excel_serial(d),
        6 => {
            let month = Reading { year: d[..4].to_owned(), month: d[4..].to_owned(), ..Reading::default() };
            let plausible = ("1900".."2100").contains(&&d[..4]) && month.is_possible();
            Some(if plausible { month } else { short_years(&[&d[..2], &d[2..4], &d[4..]], '-', context) })
        }
        8 => {
            let year_first = Reading::from_numbers(&d[..4], &d[4..6], &d[6..]);
            let year_last = day_and_month(&d[..2], &d[2..4], &d[4..], '/', context);
            let last_fits = year_last.is_possible() && ("1850".."2101").contains(&&d[4..]);
            Some(if (year_first.is_possible() && number >= 16_000_000) || !last_fits { year_first } else { year_last })
        }
        10 if (946_684_800..4_102_444_800).contains(&number) => {
            Some(Reading { epoch_ms: Some(number * 1000), ..Reading::default() })
        }
        13 if (946_684_800_000..4_102_444_800_000).contains(&number) => {
            Some(Reading { epoch_ms: Some(number), ..Reading::default() })
        }
        12 | 14 => {
            let mut reading = Reading::from_numbers(&d[..4], &d[4..6], &d[6..8]);
            reading.time = clock(&d[8..10], &d[10..12], d.get(12..14).unwrap_or("0"));
            (reading.time.is_some() && reading.is_possible()).then_some(reading)
        }
        _ => None,
    }
}

/// Days since 1899-12-30 with a fraction of a day, 1954–2064 only: smaller and larger numbers are more likely something else.
fn excel_serial(cell: &str) -> Option<Reading> {
    let (whole, fraction) = cell.split_once('.').unwrap_or((cell, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.len() != 5 || !digits(whole) || !digits(fraction) || fraction.len() > 12 {
        return None;
    }
    let days: u64 = whole.parse().ok().filter(|d| (20_000..=60_000).contains(d))?;
    let date = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(chrono::Days::new(days))?;
    let text = date.to_string();
    let mut reading = Reading::from_numbers(&text[..4], &text[5..7], &text[8..]);
    if !fraction.is_empty() {
        let share: f64 = format!("0.{fraction}").parse().ok()?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a day is at most 86400 seconds")]
        let seconds = ((share * 86_400.0).round() as u32).min(86_399);
        reading.time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0);
    }
    Some(reading)
}

/// The date in tokens without a time.
fn from_pieces(pieces: &[Token], context: &Context) -> Option<Reading> {
    let mut numbers: Vec<&str> = Vec::new();
    let mut month_name = None;
    let mut mark = ' ';
    let mut marked = Reading::default();
    let mut era_base = 0;
    let mut yearless = false;
    for (i, piece) in pieces.iter().enumerate() {
        match piece {
            Token::Number(n) => {
                let next = pieces.get(i + 1).and_then(|t| if let Token::Word(w) = t { Some(w.as_str()) } else { None });
                match next {
                    Some("年") => marked.year.clone_from(n),
                    Some("月") => marked.month.clone_from(n),
                    Some("日" | "号" | "號") => marked.day.clone_from(n),
                    _ => numbers.push(n),
                }
            }
            Token::Month(m) if month_name.is_none() => month_name = Some(*m),
            Token::Month(_) => return None,
            Token::Word(w) => match era(w) {
                Some(base) => era_base = base,
                None if is_noise(w) => {}
                None => return None,
            },
            Token::Mark(c @ ('/' | '.' | '-')) => {
                yearless |= numbers.is_empty() && i == 1 && *c == '-' && pieces[0] == Token::Mark('-');
                if mark == ' ' {
                    mark = *c;
                }
            }
            Token::Mark(' ' | ',' | '(' | ')' | '[' | ']' | '\'' | '\n' | '、') => {}
            Token::Mark(_) => return None,
        }
    }
    if !(marked.year.is_empty() && marked.month.is_empty() && marked.day.is_empty()) {
        return from_marked(&marked, &numbers, era_base);
    }
    if yearless && numbers.len() == 2 {
        return Some(Reading::from_numbers("", numbers[0], numbers[1]));
    }
    match (month_name, numbers.as_slice()) {
        (Some(month), rest) => from_named_month(month, rest),
        (None, [a, b, c]) => Some(three(a, b, c, mark, context)),
        (None, [a, b]) if a.len() == 4 && b.len() <= 2 => Some(Reading::from_numbers(a, b, "")),
        (None, [a, b]) if b.len() == 4 && a.len() <= 2 => Some(Reading::from_numbers(b, a, "")),
        (None, [a]) if a.len() == 4 => Some(Reading::from_numbers(a, "", "")),
        (None, [a]) if a.len() == 8 => from_digits(a, context),
        _ => None,
    }
}

/// Words that carry no date: weekdays, ordinals, `of`, `de`, 约.
fn is_noise(word: &str) -> bool {
    const NOISE: &[&str] = &[
        "st", "nd", "rd", "th", "er", "of", "de", "del", "the", "年", "月", "日", "号", "號", "公元", "公历", "阳历", "出生", "生",
        "t", "at", "z",
    ];
    const WEEKDAYS: &[&str] = &[
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "monday",
        "tuesday",
        "tues",
        "wednesday",
        "thursday",
        "thur",
        "thurs",
        "friday",
        "saturday",
        "sunday",
    ];
    NOISE.contains(&word)
        || WEEKDAYS.contains(&word)
        || word.starts_with("星期")
        || word.starts_with("周")
        || word.starts_with("礼拜")
}

/// `1985年8月10日` and what of it is there.
fn from_marked(marked: &Reading, numbers: &[&str], era_base: u32) -> Option<Reading> {
    // `1985年8月10` without the last mark.
    let day = match numbers {
        [] => marked.day.as_str(),
        [day] if marked.day.is_empty() && !marked.month.is_empty() && day.len() <= 2 => day,
        _ => return None,
    };
    let year = if era_base > 0 {
        marked.year.parse::<u32>().ok()?.checked_add(era_base)?.to_string()
    } else if marked.year.len() == 2 {
        century(&marked.year)
    } else {
        marked.year.clone()
    };
    Some(Reading::from_numbers(&year, &marked.month, day))
}

fn from_named_month(month: u8, numbers: &[&str]) -> Option<Reading> {
    let month = month.to_string();
    Some(match numbers {
        [n] if n.len() == 4 => Reading::from_numbers(n, &month, ""),
        [n] if n.len() == 2 && *n > "31" => Reading::from_numbers(&century(n), &month, ""),
        [n] if n.len() <= 2 => Reading::from_numbers("", &month, n),
        [a, b] if a.len() == 4 && b.len() <= 2 => Reading::from_numbers(a, &month, b),
        [a, b] if b.len() == 4 && a.len() <= 2 => Reading::from_numbers(b, &month, a),
        [a, b] if a.len() <= 2 && b.len() == 2 => Reading::from_numbers(&century(b), &month, a),
        _ => return None,
    })
}

/// A birth date that is on no calendar, by its digits: `1755-81-01`, `196520128`, `10/18/|931`. `None` without at least six.
pub(super) fn digits_as_written(cell: &str, context: &Context) -> Option<Reading> {
    let mut repaired = false;
    let mut lost = false;
    let text: String = cell
        .chars()
        .map(|c| {
            if c.is_ascii_digit() || matches!(c, '/' | '-' | '.' | ' ') {
                return c;
            }
            repaired = true;
            lookalike_digit(c).unwrap_or_else(|| {
                lost = true;
                '?'
            })
        })
        .collect();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if lost || !(6..=12).contains(&digits) {
        return None;
    }
    if let Some(mut reading) = read(&text, context).filter(|r| r.epoch_ms.is_none() && r.time.is_none()) {
        reading.repaired = repaired;
        return (!reading.day.is_empty() && reading.year.len() <= 5 && reading.month.len() <= 3 && reading.day.len() <= 3)
            .then_some(reading);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.', ' ']).filter(|p| !p.is_empty()).collect();
    let mut reading = match *parts.as_slice() {
        [a, b, c] => three(a, b, c, '/', context),
        [a] if (7..=9).contains(&a.len()) => Reading::from_numbers(&a[..4], &a[4..6], &a[6..]),
        _ => return None,
    };
    reading.repaired = repaired;
    let short = |s: &str, most| (1..=most).contains(&s.len());
    (short(&reading.year, 5) && short(&reading.month, 3) && short(&reading.day, 3)).then_some(reading)
}
