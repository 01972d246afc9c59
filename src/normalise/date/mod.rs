//! Dates and times: every writing the exports use, in; ISO text, parts and instants, out.
//!
//! `words` turns a cell into numbers and marks, `clock` takes time and zone out of them, `read` makes the date and `order`
//! says which number is which. Naive times are local; a time with an offset is printed in the context's zone. There is no clock here.

mod clock;
mod hidden;
mod order;
mod read;
mod words;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Timelike};

use super::Context;
use super::fold::fold;
use crate::model::parts::Parts;
use crate::model::value::{Class, Normal, Part};
use clock::Zone;
use read::Reading;

/// One birth date out of day, month and year columns (`""` where absent).
pub fn compose_birth(year: &str, month: &str, day: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    let digits = |raw: &str| -> String {
        words::month_number(raw).unwrap_or_else(|| fold(raw).chars().filter(char::is_ascii_digit).collect())
    };
    let (year, month, day) = (digits(year), digits(month), digits(day));
    if year.is_empty() && month.is_empty() && day.is_empty() {
        return;
    }
    let reading = Reading::of_columns(&year, &month, &day);
    out.push(birth_value(&reading, ""));
}

/// A point in time in milliseconds since the epoch; naive times are in the context's zone, bare dates at 00:00.
///
/// `None` for anything that is no full date: partial, impossible, a filler.
#[must_use]
pub fn instant(raw: &str, context: &Context) -> Option<i64> {
    let cell = unquoted(raw);
    if let Some(naive) = plain_moment(cell) {
        return local_ms(naive, context.timezone);
    }
    let reading = read::read(&fold(cell), context)?;
    if reading.is_filler() {
        return None;
    }
    if let Some(ms) = reading.epoch_ms {
        return Some(ms);
    }
    let naive = reading.naive()?;
    match reading.zone {
        Some(Zone::Offset(seconds)) => Some(naive.and_utc().timestamp_millis() - i64::from(seconds) * 1000),
        Some(Zone::Named(zone)) => local_ms(naive, zone),
        None => local_ms(naive, context.timezone),
    }
}

/// `2026-09-28 12:54:11` and `2026/09/28 12:54`, the common stamps, without tokens. `None` for any other text, and for years in
/// which systems write "none".
fn plain_moment(cell: &str) -> Option<NaiveDateTime> {
    let b = cell.as_bytes();
    if !matches!(b.len(), 16 | 19) {
        return None;
    }
    let is_mark = |i: usize, b: u8| match i {
        4 => matches!(b, b'-' | b'/'),
        7 => b == cell.as_bytes()[4],
        10 => b == b' ',
        13 | 16 => b == b':',
        _ => b.is_ascii_digit(),
    };
    if !b.iter().enumerate().all(|(i, &b)| is_mark(i, b)) {
        return None;
    }
    let number = |at: std::ops::Range<usize>| b[at].iter().fold(0, |n, d| n * 10 + u32::from(d - b'0'));
    let year = i32::try_from(number(0..4)).ok().filter(|year| !matches!(year, 0 | 1 | 1900 | 9999))?;
    let date = NaiveDate::from_ymd_opt(year, number(5..7), number(8..10)).filter(|date| !read::is_filler_date(*date))?;
    let time = clock::clock(&cell[11..13], &cell[14..16], cell.get(17..).filter(|s| !s.is_empty()).unwrap_or("0"))?;
    Some(date.and_time(time))
}

/// A date or time. `text` is ISO: `2026-09-28`, or `2026-09-28T12:54:11` local time where a time was given; partial dates
/// keep what they have (`2026-09`, `2026`). What is no date of the calendar is [`Class::Invalid`].
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let cell = unquoted(raw);
    if let Some(normal) = plain_iso(cell) {
        out.push(normal);
        return;
    }
    let folded = fold(cell);
    let invalid = |reason| Normal {
        text: folded.clone().into_owned(),
        class: Class::Invalid,
        parts: Parts::default(),
        findings: vec![reason],
    };
    out.push(match read::read(&folded, context) {
        None => invalid("not_a_date"),
        Some(reading) if reading.is_filler() => filler(&reading, &folded),
        Some(reading) if reading.month_day_only() => invalid("year_missing"),
        Some(reading) if !reading.is_possible() => invalid("impossible_date"),
        Some(reading) => match reading.local(context) {
            Some(local) => dated(&local, reading.has_time()),
            None => partial(&reading),
        },
    });
}

/// A birth date: a time of day is dropped, impossible dates keep their digits as [`Class::Possible`] so that a slip of one
/// digit still compares, scanned letters are read as the digits they look like.
pub fn birth(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let cell = unquoted(raw);
    if let Some(mut normal) = plain_iso(cell) {
        normal.text.truncate(10);
        out.push(normal);
        return;
    }
    let folded = fold(cell);
    if let Some(reading) = hidden::read(&folded, context) {
        let mut normal = birth_value(&reading, &folded);
        normal.findings.push("masked");
        out.push(normal);
        return;
    }
    let reading = read::read(&folded, context).filter(|r| r.epoch_ms.is_none());
    if let Some(reading) = reading.filter(Reading::is_possible) {
        out.push(birth_value(&reading, &folded));
        return;
    }
    // What is written may still be compared digit by digit.
    if let Some(reading) = read::digits_as_written(&folded, context) {
        out.push(birth_value(&reading, &folded));
        return;
    }
    out.push(Normal { text: folded.into_owned(), class: Class::Invalid, parts: Parts::default(), findings: vec!["not_a_date"] });
}

fn unquoted(raw: &str) -> &str {
    raw.trim_matches(|c: char| c.is_whitespace() || c == '\'' || c == '"')
}

fn birth_value(reading: &Reading, cell: &str) -> Normal {
    if reading.is_filler() {
        return filler(reading, cell);
    }
    let mut normal = partial(reading);
    if !reading.is_possible() {
        normal.class = Class::Possible;
        normal.findings.push("impossible_date");
    }
    if reading.repaired {
        normal.class = Class::Possible;
        normal.findings.push("lookalike_letters");
    }
    normal
}

fn filler(reading: &Reading, cell: &str) -> Normal {
    let text = if reading.year.is_empty() { cell.to_owned() } else { reading.iso() };
    Normal { text, class: Class::Placeholder, parts: Parts::default(), findings: vec!["filler_date"] }
}

/// A value with the parts a reading has; its text is their ISO form.
fn partial(reading: &Reading) -> Normal {
    let mut normal = Normal::valid(reading.iso());
    normal.set(Part::Year, reading.year.as_str());
    normal.set(Part::Month, reading.month.as_str());
    normal.set(Part::Day, reading.day.as_str());
    normal
}

fn dated(local: &NaiveDateTime, with_time: bool) -> Normal {
    let (year, month, day) = (format!("{:04}", local.year()), format!("{:02}", local.month()), format!("{:02}", local.day()));
    let mut text = format!("{year}-{month}-{day}");
    if with_time {
        text = format!("{text}T{:02}:{:02}:{:02}", local.hour(), local.minute(), local.second());
    }
    Normal {
        text,
        class: Class::Valid,
        parts: [(Part::Year, year), (Part::Month, month), (Part::Day, day)].into_iter().collect(),
        findings: Vec::new(),
    }
}

/// `2026-09-28` or `2026/09/28`, with `hh:mm:ss` or without: the common cells, read by position.
fn plain_iso(cell: &str) -> Option<Normal> {
    let b = cell.as_bytes();
    if !matches!(b.len(), 10 | 19) || !matches!(b[4], b'-' | b'/') || b[7] != b[4] {
        return None;
    }
    let number = |from: usize, to: usize| -> Option<u32> {
        b[from..to].iter().try_fold(0, |n, d| d.is_ascii_digit().then(|| n * 10 + u32::from(d - b'0')))
    };
    let date = NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(5, 7)?, number(8, 10)?)?;
    if read::is_filler_date(date) || !(1600..=2200).contains(&date.year()) {
        return None;
    }
    let with_time = b.len() == 19;
    if with_time {
        let is_time = matches!(b[10], b' ' | b'T') && b[13] == b':' && b[16] == b':';
        NaiveTime::from_hms_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?).filter(|_| is_time)?;
    }
    let iso = |i: usize| match i {
        4 | 7 => '-',
        10 => 'T',
        _ => char::from(b[i]),
    };
    let (year, month, day) = (&cell[..4], &cell[5..7], &cell[8..10]);
    let text = (0..b.len()).map(iso).collect();
    Some(Normal {
        text,
        class: Class::Valid,
        parts: [(Part::Year, year), (Part::Month, month), (Part::Day, day)].into_iter().collect(),
        findings: Vec::new(),
    })
}

/// Milliseconds of a naive time in a zone: the earlier of two, and an hour later where the clocks jumped over it.
fn local_ms(naive: NaiveDateTime, zone: chrono_tz::Tz) -> Option<i64> {
    match zone.from_local_datetime(&naive) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.timestamp_millis()),
        LocalResult::None => {
            let later = naive.checked_add_signed(TimeDelta::hours(1))?;
            zone.from_local_datetime(&later).earliest().map(|at| at.timestamp_millis())
        }
    }
}

impl Reading {
    /// The reading as local time of the context's zone; `None` without a full date.
    fn local(&self, context: &Context) -> Option<NaiveDateTime> {
        let utc_ms = match (self.epoch_ms, self.zone) {
            (Some(ms), _) => ms,
            (None, None) => return self.naive(),
            (None, Some(Zone::Offset(seconds))) => self.naive()?.and_utc().timestamp_millis() - i64::from(seconds) * 1000,
            (None, Some(Zone::Named(zone))) => local_ms(self.naive()?, zone)?,
        };
        let utc = DateTime::from_timestamp_millis(utc_ms)?;
        Some(utc.with_timezone(&context.timezone).naive_local())
    }
}
