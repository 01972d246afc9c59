//! Real-shaped cells with what they must become.

use super::*;
use crate::model::mapping::DateOrder;

fn one(raw: &str, dates: DateOrder, is_birth: bool) -> Normal {
    let mut out = Vec::new();
    let context = Context { dates, ..Context::default() };
    if is_birth {
        birth(raw, &context, &mut out);
    } else {
        normalise(raw, &context, &mut out);
    }
    assert_eq!(out.len(), 1, "{raw:?}");
    out.remove(0)
}

fn check(dates: DateOrder, is_birth: bool, cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|&(raw, want)| {
            let got = one(raw, dates, is_birth);
            let got = format!("{} {}", got.class.name(), got.text);
            (got != want).then(|| format!("{raw:?}: got `{got}`, want `{want}`"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn dates_of_channel_exports() {
    check(
        DateOrder::Iso,
        false,
        &[
            ("2026-09-28", "valid 2026-09-28"),
            ("2026/9/3", "valid 2026-09-03"),
            ("2026.09.28", "valid 2026-09-28"),
            ("20260928", "valid 2026-09-28"),
            ("2026-09-28 12:54:11", "valid 2026-09-28T12:54:11"),
            ("2026/09/03 12:00:00", "valid 2026-09-03T12:00:00"),
            ("2024-03-12 09:14", "valid 2024-03-12T09:14:00"),
            ("2026-09-28T12:54:11", "valid 2026-09-28T12:54:11"),
            ("2026-09-28T12:54:11Z", "valid 2026-09-28T20:54:11"),
            ("2026-09-28T12:54:11.123Z", "valid 2026-09-28T20:54:11"),
            ("2026-09-28T12:54:11+08:00", "valid 2026-09-28T12:54:11"),
            ("2026-03-12 09:14:02 +0000", "valid 2026-03-12T17:14:02"),
            ("2009-01-01T10:50:49-08:00", "valid 2009-01-02T02:50:49"),
            ("2026/09/27 3:00:00 PM GMT+3", "valid 2026-09-27T20:00:00"),
            ("Sep 26, 2026 7:05 PM", "valid 2026-09-26T19:05:00"),
            ("September 26, 2026", "valid 2026-09-26"),
            ("26 Sep 2026", "valid 2026-09-26"),
            ("Aug-85", "valid 1985-08"),
            ("24年3月12日", "valid 2024-03-12"),
            ("2024/3/12上午9:14", "valid 2024-03-12T09:14:00"),
            ("2024/3/12 下午 9:14:05", "valid 2024-03-12T21:14:05"),
            ("2024-03-12T09:14:02.000+0800", "valid 2024-03-12T09:14:02"),
            ("Tue Mar 12 2024 09:14:02 GMT+0800 (China Standard Time)", "valid 2024-03-12T09:14:02"),
            ("12/3/2024 9:14:02 a.m.", "valid 2024-12-03T09:14:02"),
            ("2024-03-12 24:00:00", "valid 2024-03-12T23:59:59"),
            ("0001-01-01T00:00:00", "placeholder 0001-01-01"),
            ("1899/12/30", "placeholder 1899-12-30"),
            ("26-Sep-26", "valid 2026-09-26"),
            ("26th of September 2026", "valid 2026-09-26"),
            ("Sat, 26 Sep 2026 19:05:00 +0800", "valid 2026-09-26T19:05:00"),
            ("Sat Sep 26 19:05:00 UTC 2026", "valid 2026-09-27T03:05:00"),
            ("3/15/2024 2:30 PM", "valid 2024-03-15T14:30:00"),
            ("3/15/2024 12:30 AM", "valid 2024-03-15T00:30:00"),
            ("11/29/24 22:28", "valid 2024-11-29T22:28:00"),
            ("1/1/2026 10:00:00", "valid 2026-01-01T10:00:00"),
            ("15/03/2024", "valid 2024-03-15"),
            ("15.03.2024", "valid 2024-03-15"),
            ("04.03.2024", "valid 2024-03-04"),
            ("2026年9月28日", "valid 2026-09-28"),
            ("2026年9月28日 12时54分", "valid 2026-09-28T12:54:00"),
            ("2026年09月28日 下午3:05", "valid 2026-09-28T15:05:00"),
            ("2026年9月28号", "valid 2026-09-28"),
            ("2026 年 9 月 28 日", "valid 2026-09-28"),
            ("二〇二一年十二月三日", "valid 2021-12-03"),
            ("民国110年5月3日", "valid 2021-05-03"),
            ("令和6年1月2日", "valid 2024-01-02"),
            ("2026-09", "valid 2026-09"),
            ("2026年9月", "valid 2026-09"),
            ("2026", "valid 2026"),
            ("202609", "valid 2026-09"),
            ("20260928125411", "valid 2026-09-28T12:54:11"),
            ("1790571251", "valid 2026-09-28T12:54:11"),
            ("1790571251000", "valid 2026-09-28T12:54:11"),
            ("45361", "valid 2024-03-10"),
            ("45361.5", "valid 2024-03-10T12:00:00"),
            ("２０２６－０９－２８", "valid 2026-09-28"),
            ("\t2026-09-28 12:54:11", "valid 2026-09-28T12:54:11"),
            ("12 March 2024", "valid 2024-03-12"),
            ("12 mars 2024", "valid 2024-03-12"),
            ("12. März 2024", "valid 2024-03-12"),
            ("3 de mayo de 2024", "valid 2024-05-03"),
            ("2026-02-30", "invalid 2026-02-30"),
            ("1970-01-01", "placeholder 1970-01-01"),
            ("0000-00-00 00:00:00", "placeholder 0000-00-00"),
            ("9999-12-31", "placeholder 9999-12-31"),
            ("1900/1/1", "placeholder 1900-01-01"),
            ("hello", "invalid hello"),
            ("13800138000", "invalid 13800138000"),
            ("12:30", "invalid 12:30"),
            ("杭州市西湖区3号", "invalid 杭州市西湖区3号"),
        ],
    );
}

#[test]
fn the_column_decides_day_and_month() {
    check(
        DateOrder::DayFirst,
        false,
        &[("07/08/2026", "valid 2026-08-07"), ("07/08/26", "valid 2026-08-07"), ("7/13/2026", "valid 2026-07-13")],
    );
    check(
        DateOrder::MonthFirst,
        false,
        &[("07/08/2026", "valid 2026-07-08"), ("07/08/26 01:00", "valid 2026-07-08T01:00:00"), ("13/7/2026", "valid 2026-07-13")],
    );
}

#[test]
fn births_keep_the_digits_of_impossible_dates() {
    check(
        DateOrder::Iso,
        true,
        &[
            ("1976/04/03", "valid 1976-04-03"),
            ("1985年8月10日", "valid 1985-08-10"),
            ("19040605", "valid 1904-06-05"),
            ("05/06/2007", "valid 2007-05-06"),
            ("1860-03-17", "valid 1860-03-17"),
            ("1985-08-10 00:00:00", "valid 1985-08-10"),
            ("1985", "valid 1985"),
            ("1985-08", "valid 1985-08"),
            ("8月10日", "valid --08-10"),
            ("85-08-10", "valid 1985-08-10"),
            ("850810", "valid 1985-08-10"),
            ("31121985", "valid 1985-12-31"),
            ("1755-81-01", "possible 1755-81-01"),
            ("1861-13-45", "possible 1861-13-45"),
            ("2007-02-30", "possible 2007-02-30"),
            ("19041345", "possible 1904-13-45"),
            ("10/18/|931", "possible 1931-10-18"),
            ("20o90919", "possible 2009-09-19"),
            ("195508Z6", "possible 1955-08-26"),
            ("196520128", "possible 1965-20-128"),
            ("09/275/1962", "possible 1962-09-275"),
            ("026/25/1967", "possible 1967-026-25"),
            ("08/13/18965", "possible 18965-08-13"),
            ("-0050-01-0", "possible 0050-01-00"),
            ("1900-01-01", "placeholder 1900-01-01"),
            ("1970-01-01", "placeholder 1970-01-01"),
            ("1111-11-11", "placeholder 1111-11-11"),
            ("0000-00-00", "placeholder 0000-00-00"),
            ("9999-12-31", "placeholder 9999-12-31"),
            ("abc", "invalid abc"),
            ("13800138000", "invalid 13800138000"),
        ],
    );
    let kept = one("1755-81-01", DateOrder::Iso, true);
    assert_eq!((kept.part(Part::Year), kept.part(Part::Month), kept.part(Part::Day)), ("1755", "81", "01"));
    assert_eq!(kept.findings, ["impossible_date"]);
}

#[test]
fn births_keep_the_parts_that_are_not_hidden() {
    let cases = [
        ("1990-**-**", "valid 1990"),
        ("1990-XX-XX", "valid 1990"),
        ("1990-05-**", "valid 1990-05"),
        ("****-05-12", "valid --05-12"),
        ("****年05月12日", "valid --05-12"),
        ("1990年**月**日", "valid 1990"),
        ("**/**/1990", "valid 1990"),
        ("●●/●●/1990", "valid 1990"),
        ("1990****", "valid 1990"),
        ("****0512", "valid --05-12"),
        ("****-**-**", "invalid ****-**-**"),
        ("19**-05-12", "invalid 19**-05-12"),
        ("****-13-12", "invalid ****-13-12"),
    ];
    check(DateOrder::Iso, true, &cases);
    check(DateOrder::DayFirst, true, &[("12/05/****", "valid --05-12"), ("**/05/1990", "valid 1990-05")]);
    check(DateOrder::MonthFirst, true, &[("05/12/****", "valid --05-12"), ("05/**/1990", "valid 1990-05")]);
    assert_eq!(one("1990-**-**", DateOrder::Iso, true).findings, ["masked"]);
}

#[test]
fn birth_columns_compose() {
    let mut out = Vec::new();
    compose_birth("1985", "8", "10", &Context::default(), &mut out);
    compose_birth("1985年", "Aug", "", &Context::default(), &mut out);
    compose_birth("", "", "", &Context::default(), &mut out);
    compose_birth("1985", "13", "10", &Context::default(), &mut out);
    assert_eq!(
        out.iter().map(|n| (n.text.as_str(), n.class)).collect::<Vec<_>>(),
        [("1985-08-10", Class::Valid), ("1985-08", Class::Valid), ("1985-13-10", Class::Possible)]
    );
}

#[test]
fn instants_know_their_zone() {
    let at = |raw: &str| instant(raw, &Context::default());
    assert_eq!(at("2026-09-28 12:54:11"), Some(1_790_571_251_000));
    assert_eq!(at("2026-09-28T04:54:11Z"), Some(1_790_571_251_000));
    assert_eq!(at("2026-09-28 04:54:11 +0000"), Some(1_790_571_251_000));
    assert_eq!(at("1790571251"), Some(1_790_571_251_000));
    assert_eq!(at("2026-09-28"), Some(1_790_524_800_000));
    assert_eq!(at("2026-09"), None);
    assert_eq!(at("1970-01-01"), None);
    assert_eq!(at("x"), None);
    let berlin = Context { timezone: chrono_tz::Europe::Berlin, ..Context::default() };
    // 02:30 does not exist on the night the clocks go forward; it is 03:30 summer time.
    assert_eq!(instant("2026-03-29 02:30:00", &berlin), Some(1_774_747_800_000));
}

#[test]
fn common_stamps_are_read_as_the_tokens_say() {
    let berlin = Context { timezone: chrono_tz::Europe::Berlin, ..Context::default() };
    let mut read = 0;
    for year in ["2026", "1999", "1970", "1900", "0001", "0000", "9999", "2099"] {
        for day in ["01-01", "02-29", "03-29", "12-31", "13-01", "06-31", "00-10"] {
            for time in ["00:00:00", "02:30:00", "24:00:00", "23:59:60", "12:30", "25:00", "12:60:00"] {
                for mark in ["-", "/"] {
                    let date = format!("{year}-{day}").replace('-', mark);
                    // Two blanks are no common stamp.
                    let (quick, slow) = (format!("{date} {time}"), format!("{date}  {time}"));
                    assert_eq!(instant(&quick, &berlin), instant(&slow, &berlin), "{quick}");
                    read += usize::from(instant(&quick, &berlin).is_some());
                }
            }
        }
    }
    assert!(read > 150, "{read}");
}

mod laws {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_gives_a_value_that_settles(raw in "(\\PC{0,30}|[0-9|oZ]{0,10}[-/.年 ]?[0-9]{0,4}[-/.月 T]?[0-9]{0,5}[日 ]?[0-9: apm+年]{0,9})", is_birth in any::<bool>()) {
            for dates in [DateOrder::Iso, DateOrder::DayFirst, DateOrder::MonthFirst] {
                let first = one(&raw, dates, is_birth);
                let _ = instant(&raw, &Context { dates, ..Context::default() });
                if first.class.is_evidence() {
                    let again = one(&first.text, dates, is_birth);
                    prop_assert_eq!((&again.text, &again.parts), (&first.text, &first.parts), "{:?}", raw);
                    prop_assert!(again.class == first.class || first.findings.contains(&"lookalike_letters"));
                }
            }
        }
    }
}

#[test]
fn years_of_the_republic_stand_first_in_taiwan() {
    let of = |country: &str, raw: &str| {
        let mut out = Vec::new();
        birth(raw, &Context { country, dates: DateOrder::Iso, ..Context::default() }, &mut out);
        format!("{} {}", out[0].class.name(), out[0].text)
    };
    assert_eq!(of("TW", "75/03/02"), "valid 1986-03-02");
    assert_eq!(of("TW", "104.5.3"), "valid 2015-05-03");
    assert_eq!(of("TW", "1986/03/02"), "valid 1986-03-02");
    assert_eq!(of("TW", "03/15/1986"), "valid 1986-03-15");
    assert_eq!(of("US", "75/03/02"), "valid 1975-03-02");
}
