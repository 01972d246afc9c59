//! Divisions that belonged elsewhere, zones that are none, and divisions written below a wrong one.

use super::super::divisions::{How, Level, Name, Table};
use super::road::followed_by_own;
use super::{Place, is_between, only_city};

/// Bytes of the names of the Xinjiang corps and its divisions (`生产建设兵团`, `第八师`), which are no places.
pub(super) fn corps(table: &Table, rest: &str, place: &Place) -> Option<usize> {
    if place.province.is_none_or(|p| table.get(p).code != 650_000) {
        return None;
    }
    if let Some(word) = ["生产建设兵团", "建设兵团", "兵团"].into_iter().find(|w| rest.starts_with(w)) {
        return Some(word.len());
    }
    // 第八师, 农六师, 十二师.
    let number = rest.trim_start_matches(['第', '农']);
    let end = number.find('师')?;
    let counted = number[..end].chars().all(|c| "一二三四五六七八九十0123456789".contains(c));
    (counted && (1..=9).contains(&end)).then_some(rest.len() - number.len() + end + '师'.len_utf8())
}

/// Counties that moved to another city, as (old city, county): the old city before them is no conflict.
/// Source: announcements of the Ministry of Civil Affairs, 2011-2023.
pub(super) const MOVED: &[(u32, u32)] = &[
    (341_500, 340_422),
    (340_800, 340_722),
    (340_181, 340_124),
    (512_000, 510_185),
    (220_300, 220_184),
    (133_100, 130_638),
    (133_100, 130_629),
    (133_100, 130_632),
    (420_600, 429_021),
    (370_100, 371_600),
];

/// A full county name that lies elsewhere: accepted if it moved there or replaces a former prefecture, else a conflict.
pub(super) fn moved(table: &Table, rest: &str, place: &mut Place) -> Option<usize> {
    let city = table.get(place.city?);
    // 安庆枞阳, in short
    let short = |n: &&Name| n.how == How::Short && MOVED.contains(&(city.code, table.get(n.division).code));
    if let Some(name) = table.starting(rest).filter(short).max_by_key(|n| n.text.len()).filter(|_| place.county.is_none()) {
        let full = table.starting(rest).any(|n| n.text.len() > name.text.len());
        if !full {
            place.former = true;
            place.take(table, name.division);
            return Some(name.text.len());
        }
    }
    let longest = table
        .starting(rest)
        .filter(|n| n.how != How::Short && table.get(n.division).level == Level::County)
        .max_by_key(|n| n.text.len())?;
    let county = table.get(longest.division);
    if let Some(taken) = place.county {
        // 安徽省巢湖市庐江县, 莱芜市钢城区: what was the prefecture is a county beside it now.
        let sibling = county.parent == table.get(taken).parent && (place.former || table.get(taken).name.ends_with('市'));
        if sibling && taken != longest.division {
            place.former = true;
            place.take(table, longest.division);
            return Some(longest.text.len());
        }
        return None;
    }
    if MOVED.contains(&(city.code, county.code)) {
        place.former = true;
        place.take(table, longest.division);
        return Some(longest.text.len());
    }
    // Former and short names are too common for a contradiction.
    place.conflict |= longest.how == How::Full;
    None
}

/// Cities and provinces that were part of another one, as (what is written before, what it is): no conflict.
pub(super) const APART: &[(u32, u32)] =
    &[(510_000, 500_000), (440_000, 460_000), (654_000, 654_200), (654_000, 654_300), (130_000, 120_000)];

/// A full city or province outside what is known, with a county of its own after it: it is the surer one (四川省重庆市渝中区,
/// 伊犁州塔城地区额敏县). Returns its bytes.
pub(super) fn elsewhere(table: &Table, rest: &str, place: &mut Place) -> Option<usize> {
    let (province, known) = (place.province?, place.city.or(place.province)?);
    if place.county.is_some() || place.ambiguous.is_some() {
        return None;
    }
    let name = table
        .starting(rest)
        .filter(|n| n.how == How::Full && table.get(n.division).level != Level::County && n.text.len() >= 9)
        .max_by_key(|n| n.text.len())?;
    let own = table.get(name.division);
    let apart = APART.contains(&(table.get(known).code, own.code));
    let is_city = own.level == Level::City || only_city(table, name.division).is_some();
    let after = rest[name.text.len()..].trim_start_matches(is_between);
    if !apart && (!is_city || own.province == province || !followed_by_own(table, name.division, own.level, after)) {
        return None;
    }
    (place.province, place.city) = (None, None);
    place.take(table, name.division);
    place.conflict |= !apart;
    place.former |= apart;
    Some(name.text.len())
}

/// Zones above counties that belong to no county, with the city that runs them.
pub(super) const ZONE_CITIES: &[(&str, u32)] = &[
    ("天府新区", 510_100),
    ("西咸新区", 610_100),
    ("贵安新区", 520_100),
    ("江北新区", 320_100),
    ("郑东新区", 410_100),
    ("金普新区", 210_200),
    ("湘江新区", 430_100),
    ("赣江新区", 360_100),
    ("滇中新区", 530_100),
    ("两江新区", 500_100),
];

/// The city of a zone that stands without it.
pub(super) fn zone_city(table: &Table, rest: &str, place: &Place) -> Option<u16> {
    let (_, code) = ZONE_CITIES.iter().find(|(zone, _)| place.city.is_none() && rest.starts_with(zone))?;
    let city = table.by_code(*code)?;
    place.province.is_none_or(|p| p == table.get(city).province).then_some(city)
}

/// Development zones are named alike everywhere and are no misspelt districts.
pub(super) fn is_zone(text: &str) -> bool {
    ["开发区", "高新区", "经开区", "园区", "新区", "示范区", "管理区", "小区", "社区", "校区", "工业区", "景区", "城区", "市区"]
        .iter()
        .any(|z| text.ends_with(z))
}

/// Names every city's zones share.
pub(super) fn is_zone_name(text: &str) -> bool {
    text.ends_with('区')
}
