//! Brings the words of a Chinese address into the order divisions, street.
//!
//! In: folded text without labels and postcode at its edges. Out: the same words, with labels inside, blanks between single
//! characters and words before the first division taken out, and divisions that stand at the end moved to the front.

use std::borrow::Cow;

use super::divisions::{How, Level, TABLE};
use super::fold::is_han;
use super::locate::{Place, is_between, is_separator, locate};

/// Labels of levels inside a cell, before a colon.
const LABELS: &[&str] = &[
    "所在省份",
    "所在城市",
    "所在区县",
    "省份",
    "城市",
    "区县",
    "市区",
    "区域",
    "地区",
    "街道",
    "乡镇",
    "街道乡镇",
    "详细地址",
    "收货地址",
    "地址",
    "省",
    "市",
    "区",
    "县",
];

/// Words before an address that are no part of it.
const LEADS: &[&str] = &[
    "我在",
    "我住",
    "我住在",
    "住在",
    "住",
    "寄到",
    "寄往",
    "发到",
    "发往",
    "送到",
    "请送到",
    "请寄到",
    "请发到",
    "麻烦送到",
    "位于",
    "现居",
    "现居住",
];

/// A text in order, and its divisions.
pub struct Ordered<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// False where words before the first division were left out that may mean something: then the text itself must be printed.
    pub known_lead: bool,
    /// As [`locate`] gives it for the text.
    pub place: Place,
    /// As [`locate`] gives it for the text.
    pub rest_at: usize,
}

/// The text in order, with its divisions.
#[must_use]
pub fn located(text: &str) -> Ordered<'_> {
    let first = locate(text, Place::default());
    let (text, known_lead) = ordered(text, first);
    let (place, rest_at) = if matches!(text, Cow::Borrowed(_)) { first } else { locate(&text, Place::default()) };
    Ordered { text, known_lead, place, rest_at }
}

/// The text in order, given what [`locate`] says of it; borrowed where nothing changes. The second value is
/// [`Ordered::known_lead`].
fn ordered(text: &str, (place, at): (Place, usize)) -> (Cow<'_, str>, bool) {
    if place.county.is_some() && !is_spaced(text) {
        return (Cow::Borrowed(text), true);
    }
    let mut text = Cow::Borrowed(text);
    if is_spaced(&text) {
        text = Cow::Owned(closed(&text));
    }
    if text.contains(':') {
        text = Cow::Owned(unlabelled(&text));
    }
    if let Some(fronted) = divisions_first(&text) {
        return (Cow::Owned(fronted), true);
    }
    if let Some(fronted) = city_at_end(&text) {
        return (Cow::Owned(fronted), true);
    }
    let at_start = if matches!(text, Cow::Borrowed(_)) { (place, at) } else { locate(&text, Place::default()) };
    if at_start.0.is_empty()
        && let Some(start) = first_division(&text)
    {
        let known = is_lead(&text[..start]);
        return (Cow::Owned(text[start..].to_owned()), known);
    }
    (text, true)
}

/// Four single ideographs in a row, set apart by blanks: `浙 江 省 杭 州 市`.
fn is_spaced(text: &str) -> bool {
    let mut run = 0;
    text.contains(' ')
        && text.split(' ').any(|word| {
            run = if is_single(word) { run + 1 } else { 0 };
            run >= 4
        })
}

fn is_single(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(is_han) && chars.next().is_none()
}

fn closed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before_single = false;
    for word in text.split(' ') {
        let single = is_single(word);
        if !(out.is_empty() || single && before_single) {
            out.push(' ');
        }
        out.push_str(word);
        before_single = single;
    }
    out
}

/// Takes `省份:` and its like out where they begin a word.
fn unlabelled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let starts_word = out.is_empty() || out.ends_with(is_separator);
        let label = LABELS.iter().filter(|_| starts_word).find_map(|l| rest.strip_prefix(l)?.trim_start().strip_prefix(':'));
        if let Some(after) = label {
            rest = after.trim_start();
            continue;
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// Moves divisions that end the text (`文三路100号, 西湖区, 杭州市`), or that stand from small to large, to the front.
fn divisions_first(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(is_separator).filter(|w| !w.is_empty()).collect();
    if words.len() < 2 || words.len() > 12 {
        return None;
    }
    let (before, _) = locate(words[0], Place::default());
    // A text that begins with its largest division is in order.
    if before.province.is_some() && before.ambiguous.is_none() && level(words[0]) != Some(Level::County) {
        return None;
    }
    let mut tail: Vec<(Level, &str)> = words.iter().rev().map_while(|w| Some((level(w)?, *w))).take(4).collect();
    if tail.is_empty() {
        return None;
    }
    let head = &words[..words.len() - tail.len()];
    tail.sort_by_key(|(level, _)| *level);
    let front: Vec<&str> = tail.iter().map(|(_, w)| *w).chain(head.iter().copied()).collect();
    if front == words {
        return None;
    }
    let fronted = front.join(" ");
    let (place, _) = locate(&fronted, Place::default());
    let (now, _) = locate(text, Place::default());
    let rank = |p: &Place| [p.province, p.city, p.county].iter().flatten().count();
    (rank(&place) > rank(&now) && rank(&place) >= 2).then_some(fronted)
}

/// Moves a city that ends the text to the front, if it settles which of several counties the text begins with
/// (`西湖区文三路90号杭州`).
fn city_at_end(text: &str) -> Option<String> {
    let (place, _) = locate(text, Place::default());
    if place.ambiguous.is_none() || place.county.is_some() || place.city.is_some() {
        return None;
    }
    let starts: Vec<usize> = text.char_indices().rev().map(|(i, _)| i).take(5).skip(1).collect();
    starts.into_iter().find_map(|at| {
        let (head, city) = text.split_at(at);
        let fronted = format!("{city} {head}");
        let is_city = level(city) == Some(Level::City);
        (is_city && locate(&fronted, Place::default()).0.county.is_some()).then_some(fronted)
    })
}

/// The highest level that a whole word names.
fn level(word: &str) -> Option<Level> {
    TABLE.starting(word).filter(|n| n.text == word).map(|n| TABLE.get(n.division).level).min()
}

/// The first place where a province or a city begins that is followed by what lies in it, or a county that is set apart from what
/// stands before it: 翡翠城北区 is an estate, and not 城北区 of 西宁.
fn first_division(text: &str) -> Option<usize> {
    let mut seen_street = false;
    for (n, (i, c)) in text.char_indices().enumerate() {
        if n > 24 || seen_street {
            return None;
        }
        seen_street = matches!(c, '路' | '街' | '号' | '巷' | '弄' | '栋' | '村' | '层' | '室');
        if n == 0 || !is_han(c) || !TABLE.starting(&text[i..]).any(|n| n.how != How::Former) {
            continue;
        }
        let (place, end) = locate(&text[i..], Place::default());
        let full = TABLE.starting(&text[i..]).any(|n| n.how == How::Full && TABLE.get(n.division).level == Level::Province);
        let above = TABLE.starting(&text[i..]).any(|n| n.how != How::Former && TABLE.get(n.division).level != Level::County);
        if !above && !text[..i].ends_with(is_between) && !is_lead(&text[..i]) {
            continue;
        }
        let levels = [place.province, place.city, place.county].iter().flatten().count();
        let address_follows = !text[i + end..].trim_start_matches(is_between).starts_with("分公司");
        if levels >= 3 && address_follows || full && levels >= 2 {
            return Some(i);
        }
    }
    None
}

/// Words before an address that say nothing: `请寄到`, `CN`, brackets.
fn is_lead(lead: &str) -> bool {
    let lead = lead.trim_matches(is_between);
    lead.is_empty() || LEADS.contains(&lead) || lead.eq_ignore_ascii_case("china") || lead == "CN" || lead == "中国"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &str, known: bool) {
        let got = located(text);
        assert_eq!((&*got.text, got.known_lead), (want, known), "{text}");
    }

    #[test]
    fn a_county_inside_a_word_is_none() {
        check("翡翠城北区12-3-502", "翡翠城北区12-3-502", true);
        check("寄到余杭区翡翠城12-3-502", "余杭区翡翠城12-3-502", true);
        check("小王,余杭区翡翠城12-3-502", "余杭区翡翠城12-3-502", false);
    }

    #[test]
    fn divisions_come_first() {
        check("浙江省杭州市西湖区文三路100号", "浙江省杭州市西湖区文三路100号", true);
        check("文三路100号,西湖区,杭州市,浙江省", "浙江省 杭州市 西湖区 文三路100号", true);
        check("西湖区文三路100号,杭州", "杭州 西湖区文三路100号", true);
        check("西湖区 杭州市 浙江省", "西湖区 杭州市 浙江省", true); // Read in either order.
        check("浙 江 省 杭 州 市 西 湖 区 文三路", "浙江省杭州市西湖区 文三路", true);
        check("省份:浙江 城市:杭州 区县:西湖区", "浙江 杭州 西湖区", true);
    }

    #[test]
    fn words_before_the_first_division_are_left_out() {
        check("请送到北京市海淀区中关村大街1号", "北京市海淀区中关村大街1号", true);
        check("CN 浙江省 杭州市 西湖区 文三路", "浙江省 杭州市 西湖区 文三路", true);
        check("张三浙江省杭州市西湖区文三路100号", "浙江省杭州市西湖区文三路100号", false);
        check("南京路100号", "南京路100号", true);
        check("人民路1号北京市海淀区", "人民路1号北京市海淀区", true);
    }
}
