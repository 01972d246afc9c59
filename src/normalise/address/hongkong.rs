//! Areas of Hong Kong and Macau: most addresses there name an area (铜锣湾) and not the district it lies in.
//!
//! In: folded text. Out: the district whose area it names first. Format and source of the table stand in the file.

use std::sync::LazyLock;

use super::divisions::{Level, TABLE};
use super::locate::Place;

static AREAS: LazyLock<Vec<(&'static str, u32)>> = LazyLock::new(|| {
    let lines = include_str!("../data/hongkong_areas.txt").lines().filter(|l| !l.starts_with('#'));
    lines.filter_map(|l| l.split_once(' ')).filter_map(|(code, area)| Some((area, code.parse().ok()?))).collect()
});

/// Parts of Hong Kong before an area.
const PARTS: &[&str] = &["香港岛", "香港", "港岛", "九龙", "新界"];

/// Takes the district of the first area that `rest` names, if it is known to be in Hong Kong or Macau but not where.
pub fn fill_district(rest: &str, place: &mut Place) {
    let Some(code) = place.province.map(|p| TABLE.get(p).code).filter(|c| matches!(c, 810_000 | 820_000)) else { return };
    if place.county.is_some() || place.ambiguous.is_some() {
        return;
    }
    // The earliest area; of several that begin there the longest (薄扶林道 before 薄扶林).
    let found = AREAS.iter().filter(|(_, c)| c / 10_000 == code / 10_000).filter_map(|(area, c)| Some((rest.find(area)?, area, c)));
    if let Some((_, _, district)) = found.min_by_key(|(at, area, _)| (*at, std::cmp::Reverse(area.len())))
        && let Some(own) = TABLE.by_code(*district).filter(|&own| TABLE.get(own).level == Level::County)
    {
        place.take(&TABLE, own);
    }
}

/// Parts an address below Hong Kong into the area it begins with (九龙尖沙咀) and the rest; no area where the street is called after
/// it (薄扶林道) or nothing is left.
#[must_use]
pub fn split_area<'a>(rest: &'a str, place: &Place) -> (&'a str, &'a str) {
    let Some(code) = place.province.map(|p| TABLE.get(p).code).filter(|c| matches!(c, 810_000 | 820_000)) else {
        return ("", rest);
    };
    let inner = PARTS.iter().find_map(|part| rest.strip_prefix(part)).unwrap_or(rest);
    let own = AREAS.iter().filter(|(area, c)| c / 10_000 == code / 10_000 && inner.starts_with(area)).map(|(area, _)| area.len());
    let (area, street) = inner.split_at(own.max().unwrap_or(0));
    if street.is_empty() || street.starts_with(['道', '路', '街', '村', '邨', '站', '区']) {
        ("", rest)
    } else {
        (area, street)
    }
}

/// Does a text begin with a part of Hong Kong and an area within it (九龙尖沙咀), without saying Hong Kong?
#[must_use]
pub fn begins_there(text: &str) -> bool {
    let Some(after) = PARTS.iter().skip(2).find_map(|part| text.strip_prefix(part)) else { return false };
    AREAS.iter().any(|(area, code)| code / 10_000 == 81 && after.starts_with(area))
}

#[cfg(test)]
mod tests {
    use super::super::locate::locate;
    use super::*;

    #[test]
    fn areas_tell_the_district() {
        for (text, district) in
            [("香港中环皇后大道中99号", "中西区"), ("香港铜锣湾轩尼诗道", "湾仔区"), ("澳门氹仔", "嘉模堂区"), ("香港皇后大道", "")]
        {
            let (mut place, at) = locate(text, Place::default());
            fill_district(&text[at..], &mut place);
            assert_eq!(place.county_name(), district, "{text}");
        }
        assert!(begins_there("九龙尖沙咀弥敦道") && !begins_there("九龙坡区"));
    }

    #[test]
    fn every_area_has_a_district() {
        assert!(AREAS.iter().all(|(_, code)| TABLE.by_code(*code).is_some()) && AREAS.len() > 90);
    }
}
