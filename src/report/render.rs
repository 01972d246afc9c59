//! Fills the page template.
//!
//! Comes in: masked facts. Goes out: HTML. Every value is escaped by the template engine; only the style, the script,
//! the dictionary and our own SVG are trusted.

use std::collections::BTreeMap;

use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};

use super::facts::ReportFacts;
use super::view::{View, is_share};

const PAGE: &str = include_str!("page/page.html");
const MACROS: &str = include_str!("page/macros.html");
const STYLE: &str = include_str!("page/style.css");
const SCRIPT: &str = include_str!("page/script.js");
const WORDS: &str = include_str!("page/words.json");

/// What stands for a value that is not known.
const UNKNOWN: &str = "–";

/// The words of the page: key to Chinese and English.
fn words() -> BTreeMap<String, (String, String)> {
    serde_json::from_str(WORDS).expect("the shipped dictionary is valid; a test reads it")
}

/// Renders the page.
pub(super) fn page(facts: &ReportFacts) -> String {
    let env = environment(&facts.language);
    let template = env.get_template("page.html").expect("the template is added above");
    let context = context! {
        ..Value::from(Serde(facts)),
        ..Value::from(Serde(View::new(facts))),
        ..trusted()
    };
    template.render(context).expect("the template uses known names only; a test renders it")
}

/// Style, script and dictionary, which stand in the page as they are.
pub(super) fn trusted() -> Value {
    context! {
        style => Value::from_safe_string(STYLE.to_owned()),
        script => Value::from_safe_string(SCRIPT.to_owned()),
        // `<` never occurs in the dictionary, so it cannot close its script element.
        words => Value::from_safe_string(WORDS.to_owned()),
    }
}

/// The template engine with the words, macros and filters of our pages.
pub(super) fn environment(language: &str) -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    let english = language == "en";
    let dictionary = words();
    let known = dictionary.clone();
    env.add_function("has_word", move |key: String| known.contains_key(&key));
    env.add_function("word", move |key: String| match dictionary.get(&key) {
        Some((zh, en)) => Ok(if english { en.clone() } else { zh.clone() }),
        None => Err(minijinja::Error::new(minijinja::ErrorKind::InvalidOperation, format!("no word for `{key}`"))),
    });
    env.add_function("ratio", |part: f64, whole: f64| format!("{:.4}", if whole > 0.0 { part / whole } else { 0.0 }));
    env.add_filter("n", |value: Option<u64>| value.map_or_else(|| UNKNOWN.to_owned(), grouped));
    env.add_filter("pct", percent);
    env.add_filter("dec", |value: Option<f64>| value.map_or_else(|| UNKNOWN.to_owned(), |v| grouped_decimal(v, 2)));
    env.add_filter("money", |value: Option<f64>| value.map_or_else(|| UNKNOWN.to_owned(), money));
    env.add_filter("signed", |value: f64| format!("{}{}", if value > 0.0 { "+" } else { "" }, grouped_decimal(value, 2)));
    env.add_filter("points", |value: f64| format!("{value:+.1} pp", value = value * 100.0));
    env.add_filter("sci", scientific);
    env.add_filter("of", |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 });
    env.add_filter("per", |cost: Option<f64>, count: Option<f64>| {
        cost.zip(count.filter(|count| *count > 0.0)).map(|(cost, count)| cost / count)
    });
    env.add_filter("over", |spend: Option<f64>, cost: Option<f64>| {
        spend.zip(cost.filter(|cost| *cost > 0.0)).map(|(spend, cost)| spend / cost)
    });
    env.add_filter("roi", |spend: Option<f64>, cost: Option<f64>| {
        spend.zip(cost.filter(|cost| *cost > 0.0)).map(|(spend, cost)| (spend - cost) / cost)
    });
    env.add_filter("moment", |as_of: String| moment(&as_of));
    env.add_filter("sql", |text: String| sql(&text));
    env.add_filter("holds", |column: String, entry: String| {
        format!("'|' || {column} || '|' LIKE {}", sql(&format!("%|{entry}|%")))
    });
    env.add_filter("months_later", |month: String, months: i64| months_later(&month, months));
    let fields = words();
    env.add_filter("spoken_zh", {
        let fields = fields.clone();
        move |name: String| super::keys::spoken(&name, &fields).0
    });
    env.add_filter("spoken_en", move |name: String| super::keys::spoken(&name, &fields).1);
    env.add_filter("chinese_level", |level: String| super::levels::chinese(&level));
    env.add_filter("level", |value: Option<f64>, name: String| {
        if is_share(&name) { percent(value) } else { value.map_or_else(|| UNKNOWN.to_owned(), |v| grouped_decimal(v, 2)) }
    });
    env.add_global("language", if english { "en" } else { "zh" });
    env.add_template("macros.html", MACROS).expect("the shipped template is valid; a test parses it");
    env.add_template("page.html", PAGE).expect("the shipped template is valid; a test parses it");
    env
}

/// `2026-10-31T23:59:59.999+08:00` as people read it, to the second.
fn moment(as_of: &str) -> String {
    match (as_of.get(..10), as_of.get(11..19), as_of.find(['+', 'Z']), as_of.rfind('-')) {
        (Some(day), Some(time), Some(zone), _) => format!("{day} {time} {}", &as_of[zone..]),
        (Some(day), Some(time), None, Some(zone)) if zone > 19 => format!("{day} {time} {}", &as_of[zone..]),
        _ => as_of.to_owned(),
    }
}

/// A month so many months after another one, both as `2026-01`.
fn months_later(month: &str, months: i64) -> String {
    let Some((year, number)) = month.rsplit_once('-').and_then(|(y, m)| Some((y.parse::<i64>().ok()?, m.parse::<i64>().ok()?)))
    else {
        return String::new();
    };
    let sum = year * 12 + number - 1 + months;
    format!("{}-{:02}", sum.div_euclid(12), sum.rem_euclid(12) + 1)
}

/// A text as SQL writes it.
fn sql(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A share in percent; rounded down near 100 %, so that only a full share shows as one.
pub(super) fn percent(value: Option<f64>) -> String {
    let Some(value) = value else { return UNKNOWN.to_owned() };
    let percent = value * 100.0;
    if percent < 100.0 && percent > 99.9 {
        return format!("{:.2}%", (percent * 100.0).floor() / 100.0);
    }
    format!("{percent:.1}%")
}

/// `1234567` as `1,234,567`.
pub(super) fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number with thousands grouped and at most `places` decimals.
fn grouped_decimal(value: f64, places: usize) -> String {
    let text = format!("{:.places$}", value.abs());
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let decimals = decimals.trim_end_matches('0');
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), grouped);
    let sign = if value < 0.0 && (whole != "0" || !decimals.is_empty()) { "−" } else { "" };
    if decimals.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") }
}

/// Money with two decimals always, so that columns align.
fn money(value: f64) -> String {
    let text = grouped_decimal(value, 2);
    match text.split_once('.') {
        Some((_, decimals)) if decimals.len() == 1 => text + "0",
        Some(_) => text,
        None => text + ".00",
    }
}

/// A probability: three digits that count.
fn scientific(value: Option<f64>) -> String {
    match value {
        None => UNKNOWN.to_owned(),
        Some(value) if value == 0.0 || value.abs() >= 0.001 => grouped_decimal(value, 4),
        Some(value) => format!("{value:.1e}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([0, 12, 999, 1000, 1_234_567].map(grouped), ["0", "12", "999", "1,000", "1,234,567"]);
        assert_eq!(grouped_decimal(-1234.5, 2), "−1,234.5");
        assert_eq!(grouped_decimal(-0.001, 2), "0");
        assert_eq!([1234.5, 0.0, -2.25].map(money), ["1,234.50", "0.00", "−2.25"]);
        assert_eq!(percent(Some(0.95123)), "95.1%");
        assert_eq!(percent(Some(0.999_99)), "99.99%");
        assert_eq!(percent(Some(1.0)), "100.0%");
        assert_eq!(percent(None), "–");
        assert_eq!(scientific(Some(0.000_012)), "1.2e-5");
    }

    #[test]
    fn a_moment_is_shown_to_the_second() {
        assert_eq!(moment("2026-10-31T23:59:59.999+08:00"), "2026-10-31 23:59:59 +08:00");
        assert_eq!(moment("2026-10-31T23:59:59.999-05:00"), "2026-10-31 23:59:59 -05:00");
        assert_eq!(moment("2026-10-31T23:59:59.999Z"), "2026-10-31 23:59:59 Z");
        assert_eq!(moment("soon"), "soon");
    }

    #[test]
    fn months_pass_over_the_year() {
        assert_eq!(["2026-11", "2026-01"].map(|month| months_later(month, 2)), ["2027-01", "2026-03"]);
        assert_eq!(months_later("soon", 1), "");
    }

    #[test]
    fn quotes_are_doubled_in_conditions() {
        assert_eq!(sql("O'Neil"), "'O''Neil'");
    }

    #[test]
    fn the_dictionary_cannot_close_its_element() {
        assert!(!WORDS.contains('<') && !words().is_empty());
    }
}
