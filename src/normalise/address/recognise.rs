//! Does a text look like an address, a division or a province? For recognising columns; cheap and total.
//!
//! In: any text. Out: yes or no. Does not parse.

use super::divisions::{How, Level, TABLE};
use super::fold;
use super::locate::{Place, is_separator, locate};
use super::street_line::has_glued_type;
use super::world::{Word, country_code, folded, state_code, street_word};

/// Canonical name of a province of China by any of its names (`浙江`, `内蒙`, `廣西省`, `Zhejiang`); `None` if it is none.
///
/// ```
/// use guiyi::normalise::address::province_name;
/// assert_eq!(province_name("内蒙古"), Some("内蒙古自治区"));
/// assert_eq!(province_name("杭州"), None);
/// ```
#[must_use]
pub fn province_name(text: &str) -> Option<&'static str> {
    if text.len() > 60 {
        return None;
    }
    let mut folded_text = String::new();
    fold::text(text, &mut folded_text);
    let name = folded_text.trim_matches(is_separator);
    let table = &*TABLE;
    if let Some(found) = table.starting(name).find(|n| n.text == name && table.get(n.division).level == Level::Province) {
        return Some(table.get(found.division).name);
    }
    super::pinyin::province(name)
}

/// Is a text the canonical name of a province, city or county of China?
#[must_use]
pub fn is_division(text: &str) -> bool {
    TABLE.starting(text).any(|n| n.text == text && n.how != How::Former)
}

/// Words that only addresses hold.
const HAN_WORDS: &[&str] = &[
    "号",
    "路",
    "街",
    "巷",
    "弄",
    "栋",
    "幢",
    "单元",
    "室",
    "小区",
    "花园",
    "村",
    "镇",
    "乡",
    "大道",
    "大厦",
    "公寓",
    "广场",
    "号楼",
    "胡同",
    "街道",
    "苑",
    "家园",
    "学校",
    "大学",
    "医院",
    "工业园",
    "组",
    "座",
];

/// Does a text look like an address with a street, a building or a box?
#[must_use]
pub fn looks_like_address(text: &str) -> bool {
    let text = text.trim();
    if text.len() < 6 || text.len() > 600 || text.contains('@') || text.contains("://") {
        return false;
    }
    if text.chars().any(fold::is_han) {
        return looks_han(text);
    }
    looks_western(text)
}

fn looks_han(text: &str) -> bool {
    let mut folded_text = String::new();
    fold::text(text, &mut folded_text);
    let start = folded_text.trim_start_matches(is_separator);
    let (place, at) = locate(start, Place::default());
    let rest = start[at..].trim_start_matches(is_separator);
    if rest.contains("有限") || rest.contains("公司") && !rest.contains('号') {
        return false; // 杭州市…有限公司 is a company.
    }
    let words = HAN_WORDS.iter().filter(|w| rest.contains(*w)).count();
    let digits = rest.bytes().any(|b| b.is_ascii_digit());
    let masked = rest.contains("**");
    let levels =
        [place.province, place.city, place.county].iter().filter(|l| l.is_some()).count() + usize::from(place.ambiguous.is_some());
    match levels {
        0 => words >= 2 && digits || words >= 3,
        1 => words >= 1 && (digits || words >= 2) || masked,
        _ => {
            rest.is_empty() && place.county.is_some()
                || words >= 1
                || digits
                || masked
                || place.county.is_some() && rest.chars().count() <= 30
        }
    }
}

fn looks_western(text: &str) -> bool {
    let words: Vec<&str> = text.split([' ', ',', '\n']).filter(|w| !w.is_empty()).collect();
    if words.len() < 2 || words.len() > 30 {
        return false;
    }
    let number = words.iter().any(|w| w.starts_with(|c: char| c.is_ascii_digit()) || w.starts_with('#'));
    let kind = |w: &&str| street_word(w);
    let typed = words.iter().skip(1).filter(|w| matches!(kind(w), Some((Word::Type, _)))).count();
    let unit = words.iter().any(|w| matches!(kind(w), Some((Word::Unit, _))));
    let boxed = folded(text).contains("po box");
    let glued = words.len() <= 4 && words[0].len() > 6 && has_glued_type(&folded(words[0]));
    boxed
        || number && glued
        || number
            && (typed > 0
                || unit
                || words.len() >= 3
                    && words[0].len() <= 6
                    && words[0].bytes().all(|b| b.is_ascii_digit())
                    && words[1].starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase()))
        || typed > 0
            && words.len() >= 2
            && words.len() <= 4
            && words[words.len() - 1].len() > 2
            && matches!(
                kind(&words[words.len() - 1]),
                Some((Word::Type, "street" | "road" | "avenue" | "lane" | "drive" | "boulevard" | "strasse"))
            )
}

/// Is a text nothing but divisions (`浙江省`, `北京 朝阳区`, `杭州`), a state of the US, Canada or Australia, or a country?
#[must_use]
pub fn looks_like_division(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || text.len() > 90 {
        return false;
    }
    if !text.chars().any(fold::is_han) {
        return country_code(text).is_some() || ["US", "CA", "AU"].iter().any(|c| state_code(text, c).is_some());
    }
    let mut folded_text = String::new();
    fold::text(text, &mut folded_text);
    let start = folded_text.trim_matches(is_separator);
    if country_code(start).is_some() {
        return true;
    }
    let (place, at) = locate(start, Place::default());
    if place.is_empty() || !start[at..].chars().all(is_separator) {
        return false;
    }
    // A lone county without its level word is a common name as likely (`永康`, `宝山`).
    let short_county = place.county.is_some() && TABLE.starting(start).any(|n| n.text == start && n.how == How::Short);
    !short_county
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_look_like_addresses() {
        for text in [
            "湖南省株洲市石峰区朝阳东路741号",
            "文三路100号2单元",
            "7423 Lake Rd., Apt 22",
            "PO Box 12",
            "江苏 镇江市 句容市 ****",
            "110 Canal Street",
            "Hauptstraße 5",
            "2815 W Byron Street ",
        ] {
            assert!(looks_like_address(text), "{text}");
        }
    }

    #[test]
    fn other_texts_do_not() {
        for text in [
            "张三",
            "13812345678",
            "杭州市亮宝楼彩票有限公司",
            "anna@example.com",
            "希望安排演示",
            "2026-01-01",
            "John Smith",
            "",
            "VIP1000012",
            "http://a.b/c",
        ] {
            assert!(!looks_like_address(text), "{text}");
        }
    }

    #[test]
    fn divisions_look_like_divisions() {
        for text in ["浙江省", "广东", "北京 朝阳区", "杭州", "TX", "New South Wales", "China", "内蒙古自治区"] {
            assert!(looks_like_division(text), "{text}");
        }
        for text in ["张三", "朝阳东路", "hello", "", "杭州饭店"] {
            assert!(!looks_like_division(text), "{text}");
        }
    }

    #[test]
    fn provinces_by_any_name() {
        for (text, want) in [
            ("浙江", "浙江省"),
            ("廣西", "广西壮族自治区"),
            ("内蒙", "内蒙古自治区"),
            ("北京市", "北京市"),
            ("Zhejiang", "浙江省"),
            ("Inner Mongolia", "内蒙古自治区"),
        ] {
            assert_eq!(province_name(text), Some(want), "{text}");
        }
        assert_eq!(province_name("杭州"), None);
    }
}
