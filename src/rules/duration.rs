//! Durations, shares and times as people write them in rule files.
//!
//! Comes in: the text of one value. Goes out: milliseconds, or a share from 0 to 1. No calendar arithmetic: a day
//! is 24 hours, as in the contract's `within`.

/// Units with their length in milliseconds, shortest first.
const UNITS: &[(&str, i64)] = &[("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("w", 604_800_000)];

/// Milliseconds of `30d`, `24h`, `-7d`, `15m`, `2w`, `45s`; several parts add up (`1d12h`). `None` if it is none.
///
/// A number without a unit is refused, except `0`: nobody should have to guess.
#[must_use]
pub fn parse_duration(text: &str) -> Option<i64> {
    let text = text.trim();
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    let mut total: i64 = 0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let count: i64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let unit_len = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (_, millis) = UNITS.iter().find(|(unit, _)| *unit == &rest[..unit_len])?;
        total = total.checked_add(count.checked_mul(*millis)?)?;
        rest = &rest[unit_len..];
    }
    if text.is_empty() || text == "-" || text == "+" { None } else { Some(sign * total) }
}

/// The shortest text that reads back to the same duration: `7d`, `-36h`, `90s`.
#[must_use]
pub fn print_duration(millis: i64) -> String {
    let found = UNITS.iter().rev().find(|(_, length)| millis != 0 && millis % length == 0);
    found.map_or_else(|| "0".to_owned(), |(unit, length)| format!("{}{unit}", millis / length))
}

/// A share of `30%` or `0.3`; `None` if it is no number or not within 0 and 1.
#[must_use]
pub fn parse_share(text: &str) -> Option<f64> {
    let text = text.trim();
    let share = match text.strip_suffix('%') {
        Some(percent) => percent.trim().parse::<f64>().ok()? / 100.0,
        None => text.parse().ok()?,
    };
    (0.0..=1.0).contains(&share).then_some(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_unit() {
        let check = |text, expected: Option<i64>| assert_eq!(parse_duration(text), expected, "{text}");
        check("30d", Some(2_592_000_000));
        check("24h", Some(86_400_000));
        check("-7d", Some(-604_800_000));
        check("15m", Some(900_000));
        check("2w", Some(1_209_600_000));
        check("1d12h", Some(129_600_000));
        check("0", Some(0));
        check("30", None);
        check("", None);
        check("-", None);
        check("d", None);
        check("3 months", None);
        check("9999999999999999w", None);
    }

    #[test]
    fn a_printed_duration_reads_back() {
        for millis in [0, 1_000, 900_000, 86_400_000, -604_800_000, 129_600_000] {
            assert_eq!(parse_duration(&print_duration(millis)), Some(millis));
        }
    }

    #[test]
    fn shares_are_percent_or_fraction() {
        assert_eq!(parse_share("30%"), Some(0.3));
        assert_eq!(parse_share("0.3"), Some(0.3));
        assert_eq!(parse_share("130%"), None);
        assert_eq!(parse_share("much"), None);
    }
}
