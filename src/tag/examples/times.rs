//! Times in examples: wall-clock times, instants with an offset, and offsets from the moment the example looks from.

use crate::rules::parse_duration;

use super::super::frame::read_local;
use super::super::zone::Zone;

/// When an example looks from if it does not say so.
const DEFAULT_AS_OF: &str = "2026-06-30";

const DAY_MS: i64 = 86_400_000;

/// The moment an example looks from: a day means its last millisecond. `None` if it cannot be read.
pub(super) fn as_of(text: &str, zone: &Zone) -> Option<i64> {
    let text = if text.is_empty() { DEFAULT_AS_OF } else { text };
    if text.len() == 10 {
        return read_local(text).map(|day| zone.instant(day + DAY_MS) - 1);
    }
    absolute(text, zone)
}

/// A point in time: `2026-06-30 18:00`, `2026-06-30` (its beginning), `2026-06-30T18:00:00+09:00`, or `-3d` from `as_of`.
pub(super) fn moment(text: &str, as_of: i64, zone: &Zone) -> Option<i64> {
    match parse_duration(text) {
        Some(offset) => Some(as_of + offset),
        None => absolute(text, zone),
    }
}

fn absolute(text: &str, zone: &Zone) -> Option<i64> {
    if let Ok(at) = chrono::DateTime::parse_from_rfc3339(&text.replacen(' ', "T", 1)) {
        return Some(at.timestamp_millis());
    }
    read_local(text).map(|local| zone.instant(local))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_local_with_an_offset_or_counted_from_the_moment() {
        let zone = Zone::new(chrono_tz::Asia::Shanghai);
        let end = as_of("2026-06-30", &zone).unwrap();
        assert_eq!(end, 1_782_835_199_999);
        let check = |text, expected| assert_eq!(moment(text, end, &zone), expected, "{text}");
        check("2026-07-01", Some(end + 1));
        check("2026-06-30 23:59", Some(end + 1 - 60_000));
        check("2026-07-01T01:00:00+09:00", Some(end + 1));
        check("-30d", Some(end - 30 * DAY_MS));
        check("0", Some(end));
        check("yesterday", None);
        check("2026-02-30", None);
    }
}
