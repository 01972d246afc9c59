//! The moment a run looks from.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;

/// `--as-of`: now, a day (its end), or a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AsOf {
    /// The clock.
    #[default]
    Now,
    /// The end of this day in the project's time zone.
    Day(NaiveDate),
    /// A time of day in the project's time zone.
    Local(NaiveDateTime),
    /// A moment with its own offset, milliseconds since the epoch.
    Moment(i64),
}

impl FromStr for AsOf {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            return Ok(AsOf::Day(day));
        }
        if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
            return Ok(AsOf::Moment(moment.timestamp_millis()));
        }
        for pattern in ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"] {
            if let Ok(local) = NaiveDateTime::parse_from_str(text, pattern) {
                return Ok(AsOf::Local(local));
            }
        }
        Err("not a date (2026-10-31) or a time (2026-10-31T18:00:00+08:00)".to_owned())
    }
}

impl AsOf {
    /// The moment in milliseconds since the epoch. A day ends at its last millisecond. A time that a change of clocks
    /// leaves out or repeats is taken as its earliest reading.
    #[must_use]
    pub fn resolve(self, zone: Tz) -> i64 {
        match self {
            AsOf::Now => Utc::now().timestamp_millis(),
            AsOf::Moment(at) => at,
            AsOf::Local(local) => at(zone, local),
            AsOf::Day(day) => {
                let next = day.succ_opt().unwrap_or(day).and_time(chrono::NaiveTime::MIN);
                at(zone, next) - 1
            }
        }
    }
}

fn at(zone: Tz, local: NaiveDateTime) -> i64 {
    zone.from_local_datetime(&local).earliest().map_or_else(|| local.and_utc().timestamp_millis(), |t| t.timestamp_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, millis: i64) {
        let as_of: AsOf = text.parse().expect("a date or a time");
        assert_eq!(as_of.resolve(chrono_tz::Asia::Shanghai), millis, "{text}");
    }

    #[test]
    fn a_day_means_its_end_in_the_project_s_zone() {
        // 2026-10-31 24:00 in Shanghai is 16:00 UTC.
        check("2026-10-31", 1_793_462_400_000 - 1);
    }

    #[test]
    fn times_are_local_unless_they_say_otherwise() {
        check("2026-11-01 00:00:00", 1_793_462_400_000);
        check("2026-10-31T16:00:00Z", 1_793_462_400_000);
        assert!("yesterday".parse::<AsOf>().is_err());
    }
}
