//! Is a name that is found in an address a division, or the beginning of a road or a shop?

use super::super::divisions::{How, Level, Name, Table};
use super::super::towns;
use super::moved::is_zone_name;
use super::{Place, is_separator};

/// Characters that may stand between a short name and a road word without ending the road's name.
pub(super) const ROAD_MIDDLE: &[char] = &[
    '东', '西', '南', '北', '中', '上', '下', '内', '外', '前', '后', '新', '老', '大', '小', '环', '一', '二', '三', '四', '五',
    '六', '七', '八', '九', '十',
];

/// What makes a short name before it a road's name.
pub(super) const ROAD_WORDS: &[&str] = &["路", "街", "大道", "巷", "胡同", "道", "弄", "里", "条", "公路", "桥", "立交", "支路"];

/// What makes a short name before it the name of something else.
pub(super) const OTHER_WORDS: &[&str] = &[
    "大厦", "大楼", "广场", "酒店", "宾馆", "饭店", "花园", "花苑", "小区", "公寓", "新村", "街道", "镇", "乡", "村", "站", "门",
    "家园", "公园", "名都", "名城", "城", "苑", "庄园", "医院", "大学", "学院", "中学", "小学", "学校", "国际", "湖", "山", "河",
    "港", "湾", "寺", "社区", "市场", "商场", "商城", "商厦", "中心", "银行", "集团", "有限", "公司", "机场", "码头",
];

/// What a city has one of, behind its name and 国际.
const OF_CITIES: &[&str] = &["商贸城", "小商品", "会展", "博览", "展览", "机场", "贸易城", "物流港", "物流园"];

/// Does the full name of a division within `own` follow? Then a short name is the division, whatever the words.
pub(super) fn followed_by_own(table: &Table, own: u16, level: Level, rest: &str) -> bool {
    let within = |n: &Name| {
        let division = table.get(n.division);
        match level {
            Level::Province => division.province == own && n.division != own,
            Level::City => division.parent == own,
            Level::County => false,
        }
    };
    table.starting(rest).any(|n| n.how != How::Short && within(n))
}

/// Is a short name at this place really the division, seen from what follows it?
pub(super) fn plausible(table: &Table, name: &Name, rest: &str, place: &Place) -> bool {
    let division = table.get(name.division);
    if division.code / 10_000 == 71 && name.text.ends_with(['乡', '镇']) {
        return place.province == Some(division.province); // 宝山乡 is a town of many places.
    }
    if name.how == How::Former {
        // 鄞县大道 still bears the name.
        if name.text.ends_with('县') && ["大道", "路", "街"].iter().any(|road| rest.starts_with(road)) {
            return false;
        }
        // 塘沽 and 市区 were parts of one city.
        let short = name.text.len() <= 6 && !name.text.ends_with(['县', '市']);
        if short && place.city.is_none() && !followed_by_own(table, name.division, division.level, rest) {
            return false;
        }
        // 番禺市桥 is 番禺 and 市桥; 郊区 and 新区 were the names of many.
        let generic = name.text.ends_with('区') && (name.text.len() <= 6 || matches!(name.text, "高新区" | "开发区" | "园区"));
        return !(name.text.ends_with('市') && rest.starts_with('桥') || generic && place.city.is_none());
    }
    if name.how == How::Full {
        return true;
    }
    if followed_by_own(table, name.division, division.level, rest) {
        return true;
    }
    let delimited = rest.chars().next().is_none_or(is_separator);
    let rest = rest.trim_start_matches(is_separator);
    let after_middle = rest.trim_start_matches(ROAD_MIDDLE);
    let road = |s: &str| ROAD_WORDS.iter().any(|w| s.starts_with(w));
    // At most two characters between: 朝阳北路, 朝阳门外大街.
    let is_road = road(rest)
        || (rest.len() - after_middle.len() <= 6 && road(after_middle))
        || rest.starts_with("门外")
        || rest.starts_with("门内");
    if is_road && !is_inner_district(rest) {
        return false;
    }
    // 余杭塘路: roads are not named with one character, not even behind their county.
    let one = rest.chars().next().map_or(0, char::len_utf8);
    if division.level == Level::County && !delimited && rest[one..].starts_with('路') && !is_inner_district(rest) {
        return false;
    }
    // 海淀学院路: what is named is the road.
    // 义乌国际商贸城 lies in 义乌, whoever built 昆山国际.
    let is_citys = place.province.is_some()
        && rest.strip_prefix("国际").is_some_and(|kind| OF_CITIES.iter().any(|word| kind.starts_with(word)));
    let is_other =
        !is_citys && OTHER_WORDS.iter().any(|w| rest.strip_prefix(w).is_some_and(|after| !(road(after) && w.chars().count() > 1)));
    match division.level {
        Level::Province => true,
        Level::City => delimited || !is_other || ends_with_own(table, name.division, rest),
        Level::County if is_zone_name(name.text) => place.city.is_some(),
        Level::County if place.city.is_some() => delimited || !is_other,
        Level::County => delimited || division.name.ends_with('市') && !is_other || towns::begins_with_town_of(division.code, rest),
    }
}

/// Is all that follows the short name of a county of this city (拉萨城关)?
pub(super) fn ends_with_own(table: &Table, city: u16, rest: &str) -> bool {
    table.starting(rest).any(|n| n.text.len() == rest.len() && table.get(n.division).parent == city)
}

/// `道里区`, `道外区`, `桥东区` after `哈尔滨` begin like a road word.
pub(super) fn is_inner_district(rest: &str) -> bool {
    ["道里", "道外", "桥东", "桥西", "里水", "路桥", "路南", "路北", "街道口", "里下河"].iter().any(|w| rest.starts_with(w))
}
