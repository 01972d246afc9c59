//! Tokens to a date and time. The order of day and month comes from the context where the numbers leave it open.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::words::{Token, era, tokens};
use crate::model::mapping::DateOrder;
use crate::normalise::Context;
use crate::normalise::fold::lookalike_digit;

/// Where a time was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// Seconds east of UTC.
    Offset(i32),
    /// By name.
    Named(Tz),
}

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
    fn from_numbers(year: &str, month: &str, day: &str) -> Self {
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
        (1970, 1, 1) | (1899, 12, 30 | 31) | (2099 | 2199, 12, 31) | (1900, 1, 1) | (1111, 11, 11) | (9999, _, _) | (1, 1, 1)
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

fn clock(hour: &str, minute: &str, second: &str) -> Option<NaiveTime> {
    let hour: u32 = hour.parse().ok()?;
    // A leap second and the midnight at the end of a day are the moment before.
    let (hour, minute, second) = match (hour, minute.parse().ok()?, second.parse().ok()?) {
        (24, 0, 0) => (23, 59, 59),
        (h, m, 60) => (h, m, 59),
        other => other,
    };
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// Takes time of day and zone out of the tokens. `None` if there is a time that no clock shows.
#[expect(clippy::type_complexity, reason = "time and zone, each optional, or no reading at all")]
fn take_time(pieces: &mut Vec<Token>) -> Option<(Option<NaiveTime>, Option<Zone>)> {
    let is_hour_mark =
        |t: &Token| matches!(t, Token::Mark(':')) || matches!(t, Token::Word(w) if matches!(w.as_str(), "时" | "時" | "点" | "點"));
    let Some(at) = (1..pieces.len()).find(|&i| is_hour_mark(&pieces[i]) && matches!(pieces[i - 1], Token::Number(_))) else {
        let (afternoon, _) = half_day(pieces);
        return Some((None, None)).filter(|_| afternoon.is_none());
    };
    let mut from = at - 1;
    let Token::Number(hour) = pieces[from].clone() else { return None };
    let mut to = at + 1;
    let mut rest = [String::from("0"), String::from("0")];
    let mut slot = 0;
    while to < pieces.len() {
        match &pieces[to] {
            Token::Number(n) if slot < 2 => {
                rest[slot].clone_from(n);
                slot += 1;
                to += 1;
            }
            Token::Mark(':') if slot < 2 => to += 1,
            Token::Word(w) if matches!(w.as_str(), "分" | "秒" | "整") => to += 1,
            // Fractions of a second.
            Token::Mark('.' | ',') if slot == 2 && matches!(pieces.get(to + 1), Some(Token::Number(_))) => to += 2,
            _ => break,
        }
    }
    // Everything after the clock time is half of the day and zone; a year may follow it (Unix `date`).
    let tail: Vec<Token> = pieces.split_off(to);
    pieces.truncate(from);
    while from > 0 && matches!(&pieces[from - 1], Token::Word(w) if w == "t" || w == "at" || w == "à" || w == "um") {
        from -= 1;
    }
    pieces.truncate(from);
    let (before, kept) = half_day(pieces);
    *pieces = kept;
    let (after, tail) = half_day(&tail);
    let hour: u32 = hour.parse().ok()?;
    let hour = match (before.or(after), hour) {
        (Some(true), 1..=11) => hour + 12,
        (Some(false), 12) => 0,
        _ => hour,
    };
    let time = clock(&hour.to_string(), &rest[0], &rest[1])?;
    let zone = take_zone(&tail, pieces)?;
    Some((Some(time), zone))
}

/// Removes am/pm and 上午/下午; true = afternoon.
fn half_day(pieces: &[Token]) -> (Option<bool>, Vec<Token>) {
    let mut half = None;
    let kept = pieces
        .iter()
        .filter(|t| {
            let Token::Word(w) = t else { return true };
            let found = match w.as_str() {
                "am" | "a" | "上午" | "凌晨" | "早上" | "早晨" | "午前" => Some(false),
                "pm" | "p" | "下午" | "晚上" | "中午" | "傍晚" | "夜里" | "午後" => Some(true),
                _ => None,
            };
            half = half.or(found);
            found.is_none() && !(w == "m" && half.is_some())
        })
        .cloned()
        .collect();
    (half, kept)
}

/// The zone in what follows a time; a four-digit year there goes back to the date. `None` if something else stands there.
#[expect(clippy::option_option, reason = "no zone, or something that is no zone at all")]
fn take_zone(tail: &[Token], date: &mut Vec<Token>) -> Option<Option<Zone>> {
    let mut zone = None;
    let mut i = 0;
    while i < tail.len() {
        match &tail[i] {
            Token::Mark('+' | '-') if matches!(tail.get(i + 1), Some(Token::Number(_))) => {
                let sign = if tail[i] == Token::Mark('+') { 1 } else { -1 };
                let Some(Token::Number(n)) = tail.get(i + 1) else { return None };
                let minutes = match (tail.get(i + 2), tail.get(i + 3)) {
                    (Some(Token::Mark(':')), Some(Token::Number(m))) => {
                        i += 2;
                        m.clone()
                    }
                    _ => String::from("0"),
                };
                let (hours, minutes) = if n.len() == 4 { (n[..2].to_owned(), n[2..].to_owned()) } else { (n.clone(), minutes) };
                let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
                if hours > 14 || minutes > 59 {
                    return None;
                }
                zone = Some(Zone::Offset(sign * (hours * 3600 + minutes * 60)));
                i += 2;
                continue;
            }
            Token::Number(n) if n.len() == 4 => date.extend([Token::Mark(' '), Token::Number(n.clone())]),
            Token::Word(w) => zone = zone.or_else(|| named_zone(w)),
            Token::Month(_) | Token::Number(_) => return None,
            Token::Mark(_) => {}
        }
        i += 1;
    }
    Some(zone)
}

/// Zones by the abbreviations exports use. `CST` is China's where nothing says America's, so it is left to the context.
fn named_zone(word: &str) -> Option<Zone> {
    Some(match word {
        "z" | "utc" | "gmt" => Zone::Offset(0),
        "est" => Zone::Offset(-5 * 3600),
        "edt" => Zone::Offset(-4 * 3600),
        "cdt" => Zone::Offset(-5 * 3600),
        "mst" => Zone::Offset(-7 * 3600),
        "mdt" => Zone::Offset(-6 * 3600),
        "pst" => Zone::Offset(-8 * 3600),
        "pdt" => Zone::Offset(-7 * 3600),
        "bst" => Zone::Named(chrono_tz::Europe::London),
        "cet" | "cest" | "mez" | "mesz" => Zone::Named(chrono_tz::Europe::Berlin),
        "jst" | "kst" => Zone::Offset(9 * 3600),
        "ist" => Zone::Offset(5 * 3600 + 1800),
        "aest" => Zone::Offset(10 * 3600),
        "hkt" | "sgt" => Zone::Offset(8 * 3600),
        _ => return None,
    })
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

/// Three numbers: year first, year last, or two digits throughout.
fn three(a: &str, b: &str, c: &str, mark: char, context: &Context) -> Reading {
    if a.len() >= 4 {
        return Reading::from_numbers(a, b, c);
    }
    if c.len() >= 4 || (c.len() == 3 && a.len() <= 2) {
        return day_and_month(a, b, c, mark, context);
    }
    short_years(&[a, b, c], mark, context)
}

/// Two-digit years, first or last.
fn short_years(parts: &[&str; 3], mark: char, context: &Context) -> Reading {
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
fn day_and_month(a: &str, b: &str, year: &str, mark: char, context: &Context) -> Reading {
    let (day_first, month_first) = (Reading::from_numbers(year, b, a), Reading::from_numbers(year, a, b));
    let prefers_day = match context.dates {
        DateOrder::DayFirst => true,
        DateOrder::MonthFirst => false,
        // No evidence from the column: dots are European; slashes by the country.
        DateOrder::Iso => mark == '.' || !matches!(context.country, "US" | "CA" | "PH" | "CN" | "TW" | "JP" | "KR" | ""),
    };
    let (wanted, other) = if prefers_day { (day_first, month_first) } else { (month_first, day_first) };
    if !wanted.is_possible() && other.is_possible() { other } else { wanted }
}

/// The year of two digits: up to 30 in this century, above in the last. (Births and exports alike; there is no clock.)
fn century(two: &str) -> String {
    match two.parse::<u32>() {
        Ok(n) if two.len() == 2 && n <= 30 => format!("20{two}"),
        Ok(_) if two.len() == 2 => format!("19{two}"),
        Ok(n) if two.len() == 1 => format!("200{n}"),
        _ => two.to_owned(),
    }
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
