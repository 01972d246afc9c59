//! Local time of instants and back, fast enough for every event.
//!
//! Comes in: a time zone. Goes out: a table of its offsets from 1970 to 2099, so that ten million look-ups cost as
//! much as a binary search in a few entries. Before and after, the first and last offset hold.

use chrono::{Offset, TimeZone};
use chrono_tz::Tz;

const DAY_MS: i64 = 86_400_000;
const HOUR_MS: i64 = 3_600_000;

/// Days from 1970-01-01 to 2100-01-01.
const DAYS: i64 = 47_482;

/// Offsets of a time zone.
#[derive(Debug, Clone)]
pub(super) struct Zone {
    /// (instant from which on, offset in milliseconds), ascending.
    steps: Vec<(i64, i64)>,
}

impl Zone {
    /// The offsets of a zone.
    pub(super) fn new(zone: Tz) -> Self {
        let mut steps = vec![(i64::MIN, offset_ms(zone, 0))];
        for day in 0..DAYS {
            let (start, end) = (day * DAY_MS, (day + 1) * DAY_MS);
            let (before, after) = (offset_ms(zone, start), offset_ms(zone, end));
            if before != after {
                steps.push((first_with(zone, start, end, after), after));
            }
        }
        Self { steps }
    }

    /// The wall clock's reading at an instant, both in milliseconds since 1970.
    pub(super) fn local(&self, utc: i64) -> i64 {
        utc + self.offset(utc)
    }

    /// The instant at which the wall clock shows `local`. Where the clock is set back and shows it twice, the
    /// first; where it is set forward and never shows it, as if it had not been set.
    pub(super) fn instant(&self, local: i64) -> i64 {
        let earlier = local - self.offset(local - DAY_MS / 2 - HOUR_MS * 2);
        if self.local(earlier) == local {
            return earlier;
        }
        let later = local - self.offset(local + DAY_MS / 2 + HOUR_MS * 2);
        if self.local(later) == local { later } else { earlier }
    }

    fn offset(&self, utc: i64) -> i64 {
        let after = self.steps.partition_point(|(from, _)| *from <= utc);
        self.steps[after - 1].1
    }
}

fn offset_ms(zone: Tz, utc: i64) -> i64 {
    let instant = chrono::DateTime::from_timestamp_millis(utc).unwrap_or_default().naive_utc();
    i64::from(zone.offset_from_utc_datetime(&instant).fix().local_minus_utc()) * 1000
}

/// First instant (to the second) in `start..=end` with the offset that holds at `end`.
fn first_with(zone: Tz, mut start: i64, mut end: i64, offset: i64) -> i64 {
    while end - start > 1000 {
        let middle = start + (end - start) / 2000 * 1000;
        if offset_ms(zone, middle) == offset { end = middle } else { start = middle }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_time_knows_summer() {
        let berlin = Zone::new(chrono_tz::Europe::Berlin);
        // 2026-03-29 01:00 UTC: clocks go from 02:00 to 03:00.
        let change = 1_774_746_000_000;
        assert_eq!(berlin.local(change - 1) - (change - 1), HOUR_MS);
        assert_eq!(berlin.local(change) - change, 2 * HOUR_MS);
        // 02:30 local does not exist that day; it is read as 02:30 winter time.
        assert_eq!(berlin.instant(change + HOUR_MS + HOUR_MS / 2), change + HOUR_MS / 2);
    }

    #[test]
    fn a_time_shown_twice_is_the_first() {
        let berlin = Zone::new(chrono_tz::Europe::Berlin);
        // 2026-10-25 01:00 UTC: clocks go from 03:00 back to 02:00, so 02:30 is shown at 00:30 and 01:30 UTC.
        let change = 1_792_890_000_000;
        assert_eq!(berlin.instant(change + HOUR_MS + HOUR_MS / 2), change - HOUR_MS / 2);
    }

    #[test]
    fn a_zone_without_summer_has_one_offset_today() {
        let shanghai = Zone::new(chrono_tz::Asia::Shanghai);
        for utc in [0, 1_767_225_600_000, 4_000_000_000_000] {
            assert_eq!(shanghai.local(utc), utc + 8 * HOUR_MS);
            assert_eq!(shanghai.instant(shanghai.local(utc)), utc);
        }
    }
}
