//! Time of day and zone: taken out of the tokens of a cell, so that the date remains.

use chrono::NaiveTime;
use chrono_tz::Tz;

use super::words::Token;

/// Where a time was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// Seconds east of UTC.
    Offset(i32),
    /// By name.
    Named(Tz),
}

/// The time of day of three texts of digits.
pub(super) fn clock(hour: &str, minute: &str, second: &str) -> Option<NaiveTime> {
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
pub(super) fn take_time(pieces: &mut Vec<Token>) -> Option<(Option<NaiveTime>, Option<Zone>)> {
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
