//! Money: amounts in minor units.
//!
//! In: an amount as exports write it. Out: an integer and the currency if the text names one. Text that is no single
//! amount (ranges, counts, words) gives nothing.

use super::Context;
use super::fold::fold;

/// Currency signs and names, longest first where one begins another. A sign used by several countries is decided by the
/// context.
const SIGNS: &[(&str, &str)] = &[
    ("人民币", "CNY"),
    ("rmb", "CNY"),
    ("cny", "CNY"),
    ("us$", "USD"),
    ("u.s.$", "USD"),
    ("美元", "USD"),
    ("美金", "USD"),
    ("usd", "USD"),
    ("hk$", "HKD"),
    ("港币", "HKD"),
    ("港元", "HKD"),
    ("hkd", "HKD"),
    ("nt$", "TWD"),
    ("新台币", "TWD"),
    ("台币", "TWD"),
    ("twd", "TWD"),
    ("s$", "SGD"),
    ("sgd", "SGD"),
    ("a$", "AUD"),
    ("au$", "AUD"),
    ("aud", "AUD"),
    ("c$", "CAD"),
    ("ca$", "CAD"),
    ("cad", "CAD"),
    ("r$", "BRL"),
    ("brl", "BRL"),
    ("欧元", "EUR"),
    ("euros", "EUR"),
    ("euro", "EUR"),
    ("eur", "EUR"),
    ("€", "EUR"),
    ("英镑", "GBP"),
    ("gbp", "GBP"),
    ("£", "GBP"),
    ("日元", "JPY"),
    ("円", "JPY"),
    ("jpy", "JPY"),
    ("韩元", "KRW"),
    ("krw", "KRW"),
    ("₩", "KRW"),
    ("원", "KRW"),
    ("inr", "INR"),
    ("₹", "INR"),
    ("rs.", "INR"),
    ("rs", "INR"),
    ("vnd", "VND"),
    ("₫", "VND"),
    ("thb", "THB"),
    ("฿", "THB"),
    ("rub", "RUB"),
    ("₽", "RUB"),
    ("руб", "RUB"),
    ("chf", "CHF"),
    ("sek", "SEK"),
    ("nok", "NOK"),
    ("dkk", "DKK"),
    ("pln", "PLN"),
    ("zł", "PLN"),
    ("czk", "CZK"),
    ("huf", "HUF"),
    ("mxn", "MXN"),
    ("nzd", "NZD"),
    ("zar", "ZAR"),
    ("aed", "AED"),
    ("sar", "SAR"),
    ("try", "TRY"),
    ("₺", "TRY"),
    ("idr", "IDR"),
    ("myr", "MYR"),
    ("rm", "MYR"),
    ("php", "PHP"),
    ("₱", "PHP"),
    ("ils", "ILS"),
    ("₪", "ILS"),
    ("mop", "MOP"),
];

/// Currencies written with `$`, `¥` and 元 at home.
const DOLLARS: &[&str] = &["USD", "AUD", "CAD", "HKD", "SGD", "NZD", "TWD", "MXN"];
const YUAN: &[&str] = &["CNY", "TWD", "HKD", "MOP", "JPY"];

/// An amount in minor units (two decimals; none for JPY, KRW, VND) and its currency if the text names one.
///
/// Understands signs and codes on either side, thousands in every grouping, decimal commas, 万 and 亿, brackets or a
/// minus on either side for negative, and a remark in brackets after the number. `None` for missing, ranges and words;
/// more decimals than the currency has are rounded half away from zero.
#[must_use]
pub fn minor(raw: &str, context: &Context) -> Option<(i64, Option<&'static str>)> {
    let folded = fold(raw).to_lowercase();
    let mut rest = folded.trim_matches(|c: char| c.is_whitespace() || c == '\'' || c == '"');
    let bracketed = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')'));
    let mut negative = bracketed.is_some();
    rest = bracketed.unwrap_or(rest).trim();
    let mut currency = None;
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('-') {
            negative = !negative;
            rest = after;
        } else if let Some(after) = rest.strip_prefix('+') {
            rest = after;
        } else if let Some((code, after)) = sign_before(rest, context).filter(|_| currency.is_none()) {
            (currency, rest) = (Some(code), after);
        } else {
            break;
        }
    }
    let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | ' '))).unwrap_or(rest.len());
    let (number, tail) = rest.split_at(end);
    let (power, tail) = scale(tail.trim_start());
    let (trailing_minus, code) = after_number(tail, context)?;
    negative ^= trailing_minus;
    currency = currency.or(code);
    let decimals = decimals_of(currency.unwrap_or(context.currency));
    let value = scaled(number.trim(), power, decimals, currency.unwrap_or(context.currency))?;
    Some((if negative { -value } else { value }, currency))
}

/// Minor digits of a currency (ISO 4217, the ones exports meet).
fn decimals_of(currency: &str) -> u32 {
    if matches!(currency, "JPY" | "KRW" | "VND" | "CLP" | "ISK") { 0 } else { 2 }
}

/// A currency at the start of the text.
fn sign_before<'a>(text: &'a str, context: &Context) -> Option<(&'static str, &'a str)> {
    if let Some((sign, code)) = SIGNS.iter().find(|(sign, _)| text.starts_with(sign)) {
        return Some((code, text[sign.len()..].trim_start_matches([':', ' '])));
    }
    let home = |list: &[&'static str], usual| list.iter().find(|c| **c == context.currency).copied().unwrap_or(usual);
    if let Some(rest) = text.strip_prefix('$') {
        return Some((home(DOLLARS, "USD"), rest));
    }
    if let Some(rest) = text.strip_prefix(['¥', '￥']) {
        return Some((if context.currency == "JPY" { "JPY" } else { "CNY" }, rest));
    }
    let rest = ["元", "圆", "块"].iter().find_map(|word| text.strip_prefix(word))?;
    Some((home(YUAN, "CNY"), rest))
}

/// 万, 亿, 千, k, m: powers of ten after a number, and what follows.
fn scale(tail: &str) -> (u32, &str) {
    const SCALES: &[(&str, u32)] = &[
        ("万", 4),
        ("萬", 4),
        ("亿", 8),
        ("億", 8),
        ("百万", 6),
        ("千万", 7),
        ("千", 3),
        ("w", 4),
        ("k", 3),
        ("mio", 6),
        ("mn", 6),
        ("m", 6),
    ];
    let found = SCALES.iter().filter(|(word, _)| tail.starts_with(word)).max_by_key(|(word, _)| word.len());
    let Some((word, power)) = found else { return (0, tail) };
    let after = &tail[word.len()..];
    // A letter goes on into another word: `kg`, `mxn`.
    if word.is_ascii() && after.starts_with(|c: char| c.is_ascii_alphabetic()) { (0, tail) } else { (*power, after) }
}

/// Currency, minus and remark after the number; `None` if something else stands there.
fn after_number(tail: &str, context: &Context) -> Option<(bool, Option<&'static str>)> {
    let (mut rest, mut minus, mut code) = (tail.trim(), false, None);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('-').filter(|_| !minus) {
            (minus, rest) = (after.trim().is_empty() || sign_before(after.trim(), context).is_some(), after.trim());
            if !minus {
                return None;
            }
        } else if let Some((found, after)) = sign_before(rest, context).filter(|_| code.is_none()) {
            (code, rest) = (Some(found), after.trim_start());
        } else if rest.starts_with(['(', '[', '/', '*']) {
            return Some((minus, code));
        } else {
            rest =
                ["整", "正", "起", "左右", "以上", "每", ".-", "cr", "dr"].iter().find_map(|w| rest.strip_prefix(w))?.trim_start();
        }
    }
    Some((minus, code))
}

/// The number times 10^power, in units of 10^-decimals.
fn scaled(number: &str, power: u32, decimals: u32, currency: &str) -> Option<i64> {
    let (whole, fraction) = split_decimals(number, currency)?;
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    if (digits.is_empty() && fraction.is_empty()) || digits.len() > 15 || fraction.len() > 15 {
        return None;
    }
    let mut value: i128 = 0;
    for b in digits.bytes().chain(fraction.bytes()) {
        value = value * 10 + i128::from(b - b'0');
    }
    let shift = i64::from(power) + i64::from(decimals) - i64::try_from(fraction.len()).ok()?;
    let value = if shift >= 0 {
        value.checked_mul(10_i128.checked_pow(u32::try_from(shift).ok()?)?)?
    } else {
        let divisor = 10_i128.checked_pow(u32::try_from(-shift).ok()?)?;
        (value + divisor / 2) / divisor
    };
    i64::try_from(value).ok()
}

/// Splits at the decimal mark, if there is one; `None` where the marks make no number.
fn split_decimals<'a>(number: &'a str, currency: &str) -> Option<(&'a str, &'a str)> {
    let digits_only = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let last = number.rfind(['.', ',']);
    let Some(at) = last else { return grouped(number, &[' ', '\'']).then_some((number, "")) };
    let (whole, fraction) = (&number[..at], &number[at + 1..]);
    let mark = number[at..].chars().next()?;
    let other = if mark == '.' { ',' } else { '.' };
    if !digits_only(fraction) {
        return None;
    }
    let groups_by_mark = whole.contains(mark);
    let euro = matches!(currency, "EUR" | "BRL" | "DKK" | "NOK" | "SEK" | "PLN" | "CZK" | "HUF" | "TRY" | "IDR" | "VND" | "RUB");
    let thousand =
        fraction.len() == 3 && !whole.contains(other) && !whole.is_empty() && !whole.starts_with('0') && whole.len() <= 3;
    if groups_by_mark || (thousand && (mark == ',' || euro)) {
        return (grouped(number, &[mark]) && fraction.len() == 3).then_some((number, ""));
    }
    grouped(whole, &[other, ' ', '\'']).then_some((whole, fraction))
}

/// True if digits stand in groups of three behind the marks (two for Indian lakhs).
fn grouped(whole: &str, marks: &[char]) -> bool {
    let groups: Vec<&str> = whole.split(marks).collect();
    let digits = groups.iter().all(|g| g.bytes().all(|b| b.is_ascii_digit()));
    let shape = groups.len() == 1
        || (!groups[0].is_empty()
            && groups[0].len() <= 3
            && groups[1..].iter().all(|g| (2..=3).contains(&g.len()))
            && groups[groups.len() - 1].len() == 3);
    digits && shape
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(currency: &str, cases: &[(&str, Option<i64>, Option<&str>)]) {
        for &(raw, amount, code) in cases {
            let got = minor(raw, &Context { currency, ..Context::default() });
            assert_eq!(got, amount.map(|a| (a, code.map(known))), "{raw:?}");
        }
    }

    fn known(code: &str) -> &'static str {
        SIGNS.iter().map(|s| s.1).find(|c| *c == code).expect("a code of the table")
    }

    #[test]
    fn amounts_as_exports_write_them() {
        check(
            "CNY",
            &[
                ("343.20", Some(34320), None),
                ("￥343.20", Some(34320), Some("CNY")),
                ("¥ 3,136.09", Some(313_609), Some("CNY")),
                ("153.42元", Some(15342), Some("CNY")),
                ("92.6元", Some(9260), Some("CNY")),
                ("2171.0", Some(217_100), None),
                ("499.00（系统计算中，该值仅供参考）", Some(49900), None),
                ("12元", Some(1200), Some("CNY")),
                ("1,234.56", Some(123_456), None),
                ("1.234,56", Some(123_456), None),
                ("1 234,56", Some(123_456), None),
                ("1\u{a0}234,56 €", Some(123_456), Some("EUR")),
                ("1'234.50 CHF", Some(123_450), Some("CHF")),
                ("1,23,456.00", Some(12_345_600), None),
                ("1,234", Some(123_400), None),
                ("12,5", Some(1250), None),
                ("(15.00)", Some(-1500), None),
                ("-15.00", Some(-1500), None),
                ("￥-15", Some(-1500), Some("CNY")),
                ("-￥15", Some(-1500), Some("CNY")),
                ("15.00-", Some(-1500), None),
                ("－15", Some(-1500), None),
                ("($15.00)", Some(-1500), Some("USD")),
                ("1.5万", Some(1_500_000), None),
                ("1.5万元", Some(1_500_000), Some("CNY")),
                ("2亿", Some(20_000_000_000), None),
                ("3千万", Some(3_000_000_000), None),
                ("5k", Some(500_000), None),
                ("$49.00", Some(4900), Some("USD")),
                ("USD 49", Some(4900), Some("USD")),
                ("49 USD", Some(4900), Some("USD")),
                ("RMB100", Some(10000), Some("CNY")),
                ("人民币100元整", Some(10000), Some("CNY")),
                ("£1,200", Some(120_000), Some("GBP")),
                ("１２３．４５", Some(12345), None),
                ("0", Some(0), None),
                ("0.00", Some(0), None),
                (".5", Some(50), None),
                ("1.005", Some(101), None),
                ("1.004", Some(100), None),
                ("HK$8", Some(800), Some("HKD")),
                ("", None, None),
                ("-", None, None),
                ("免费", None, None),
                ("100-200", None, None),
                ("3件", None, None),
                ("2026-01-02", None, None),
                ("1,2,3", None, None),
                ("abc", None, None),
                ("13800138000", Some(1_380_013_800_000), None),
                ("99999999999999999999", None, None),
                ("5kg", None, None),
            ],
        );
        check("JPY", &[("¥1,200", Some(1200), Some("JPY")), ("1200円", Some(1200), Some("JPY")), ("99.5", Some(100), None)]);
        check(
            "EUR",
            &[
                ("1.234", Some(123_400), None),
                ("1.234,5", Some(123_450), None),
                ("12.34", Some(1234), None),
                ("$5", Some(500), Some("USD")),
            ],
        );
        check("AUD", &[("$5", Some(500), Some("AUD"))]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read_or_passed_over(raw in "(\\PC{0,24}|[-+(¥$€]?[0-9., ']{0,20}[万kM元)-]{0,3})") {
            let _ = minor(&raw, &Context::default());
        }

        #[test]
        fn printed_amounts_read_back(cents in -1_000_000_000_000_i64..1_000_000_000_000) {
            let text = format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100);
            prop_assert_eq!(minor(&text, &Context::default()), Some((cents, None)));
        }
    }
}
