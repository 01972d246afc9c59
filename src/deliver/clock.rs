//! Prints points in time with their offset, fast: `2026-09-28T12:54:11+08:00`.
//!
//! Comes in: milliseconds since the epoch, UTC. Goes out: wall-clock time of one zone, to the second. Offsets are looked up
//! once per day and zone, as long as no clock is turned on that day.

use chrono::{DateTime, Offset as _, SecondsFormat, TimeZone as _};
use chrono_tz::Tz;

const DAY_S: i64 = 86_400;
/// Days remembered: those of three years stand in different places.
const DAYS: usize = 1 << 10;

/// The offset that holds on a whole UTC day.
#[derive(Debug, Clone, Copy)]
struct Day {
    number: i64,
    offset_s: Option<i64>,
}

/// A zone with the offsets of the days seen so far.
#[derive(Debug)]
pub(super) struct Clock {
    zone: Tz,
    days: Vec<Day>,
}

impl Clock {
    pub(super) fn new(zone: Tz) -> Self {
        Self { zone, days: vec![Day { number: i64::MIN, offset_s: None }; DAYS] }
    }

    /// Appends a moment; one beyond the calendar prints nothing.
    pub(super) fn print(&mut self, millis: i64, out: &mut Vec<u8>) {
        let seconds = millis.div_euclid(1000);
        let Some(offset) = self.offset(seconds.div_euclid(DAY_S)) else { return self.print_slowly(millis, out) };
        let local = seconds + offset;
        let (year, month, day) = date(local.div_euclid(DAY_S));
        if !(0..=9999).contains(&year) {
            return self.print_slowly(millis, out);
        }
        let second = local.rem_euclid(DAY_S);
        two(out, year / 100);
        two(out, year % 100);
        let parts = [(b'-', month), (b'-', day), (b'T', second / 3600), (b':', second / 60 % 60), (b':', second % 60)];
        for (mark, number) in parts {
            out.push(mark);
            two(out, number);
        }
        out.push(if offset < 0 { b'-' } else { b'+' });
        two(out, offset.abs() / 3600);
        out.push(b':');
        two(out, offset.abs() / 60 % 60);
    }

    /// Seconds to add on a UTC day; `None` if they change on it or are no whole minutes.
    fn offset(&mut self, day: i64) -> Option<i64> {
        let known = &mut self.days[day.rem_euclid(DAYS as i64) as usize];
        if known.number != day {
            let at = |second: i64| {
                let time = DateTime::from_timestamp(second, 0)?;
                Some(i64::from(self.zone.offset_from_utc_datetime(&time.naive_utc()).fix().local_minus_utc()))
            };
            let first = day.checked_mul(DAY_S).and_then(at);
            let last = day.checked_mul(DAY_S).and_then(|start| at(start.checked_add(DAY_S - 1)?));
            *known = Day { number: day, offset_s: first.filter(|offset| first == last && offset % 60 == 0) };
        }
        known.offset_s
    }

    fn print_slowly(&self, millis: i64, out: &mut Vec<u8>) {
        if let Some(at) = self.zone.timestamp_millis_opt(millis).single() {
            out.extend_from_slice(at.to_rfc3339_opts(SecondsFormat::Secs, false).as_bytes());
        }
    }
}

/// Two digits.
fn two(out: &mut Vec<u8>, number: i64) {
    out.extend_from_slice(&[b'0' + (number / 10) as u8, b'0' + (number % 10) as u8]);
}

/// Year, month and day of a day number since 1970-01-01, by the proleptic Gregorian calendar (Howard Hinnant's
/// `civil_from_days`).
fn date(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn printed(zone: Tz, millis: i64) -> String {
        let mut out = Vec::new();
        Clock::new(zone).print(millis, &mut out);
        String::from_utf8(out).unwrap()
    }

    fn by_chrono(zone: Tz, millis: i64) -> String {
        let at = zone.timestamp_millis_opt(millis).single();
        at.map_or_else(String::new, |at| at.to_rfc3339_opts(SecondsFormat::Secs, false))
    }

    #[test]
    fn clocks_that_are_turned_and_far_days_print_as_chrono_prints_them() {
        use chrono_tz::{Africa::Monrovia, America::New_York, Asia::Shanghai};
        // New York turns its clocks on 2026-03-08 at 07:00 UTC and on 2026-11-01 at 06:00 UTC.
        for at in [1_772_953_199_999, 1_772_953_200_000, 1_793_512_799_000, 1_793_512_800_000, -1, 0, i64::MAX, i64::MIN] {
            for zone in [New_York, Shanghai, Monrovia, Tz::UTC] {
                assert_eq!(printed(zone, at), by_chrono(zone, at), "{zone} {at}");
            }
        }
        assert_eq!(printed(Shanghai, 1_790_571_251_000), "2026-09-28T12:54:11+08:00");
        assert_eq!(printed(Tz::UTC, 951_782_400_000), "2000-02-29T00:00:00+00:00");
    }

    proptest! {
        /// Any moment of thousands of years, in zones with and without summer time.
        #[test]
        fn any_moment_prints_as_chrono_prints_it(millis in -70_000_000_000_000_i64..260_000_000_000_000, zone in 0..4_usize) {
            let zone = [chrono_tz::Asia::Shanghai, chrono_tz::Europe::Berlin, chrono_tz::Asia::Kathmandu, Tz::UTC][zone];
            prop_assert_eq!(printed(zone, millis), by_chrono(zone, millis));
        }
    }
}
