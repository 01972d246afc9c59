//! Chinese divisions in Latin letters.
//!
//! In: Latin words. Out: the Chinese division whose name reads so, if only one does. Does not read roads.

use std::sync::LazyLock;

use ::pinyin::{ToPinyin, ToPinyinMulti};
use hashbrown::HashMap;

use super::divisions::{Division, Level, TABLE};
use super::locate::Place;
use super::world::folded;

/// English names of the provinces, as in ISO 3166-2:CN, with the everyday ones.
const PROVINCES: &[(&str, &str)] = &[
    ("anhui", "安徽省"),
    ("beijing", "北京市"),
    ("chongqing", "重庆市"),
    ("fujian", "福建省"),
    ("gansu", "甘肃省"),
    ("guangdong", "广东省"),
    ("guangxi", "广西壮族自治区"),
    ("guizhou", "贵州省"),
    ("hainan", "海南省"),
    ("hebei", "河北省"),
    ("heilongjiang", "黑龙江省"),
    ("henan", "河南省"),
    ("hubei", "湖北省"),
    ("hunan", "湖南省"),
    ("inner mongolia", "内蒙古自治区"),
    ("nei mongol", "内蒙古自治区"),
    ("neimenggu", "内蒙古自治区"),
    ("jiangsu", "江苏省"),
    ("jiangxi", "江西省"),
    ("jilin", "吉林省"),
    ("liaoning", "辽宁省"),
    ("ningxia", "宁夏回族自治区"),
    ("qinghai", "青海省"),
    ("shaanxi", "陕西省"),
    ("shandong", "山东省"),
    ("shanghai", "上海市"),
    ("shanxi", "山西省"),
    ("sichuan", "四川省"),
    ("tianjin", "天津市"),
    ("tibet", "西藏自治区"),
    ("xizang", "西藏自治区"),
    ("xinjiang", "新疆维吾尔自治区"),
    ("yunnan", "云南省"),
    ("zhejiang", "浙江省"),
];

/// English names of cities and counties that pinyin does not give, with the code of the division.
const EXONYMS: &[(&str, u32)] = &[
    ("harbin", 230_100),
    ("urumqi", 650_100),
    ("wulumuqi", 650_100),
    ("hohhot", 150_100),
    ("huhhot", 150_100),
    ("ordos", 150_600),
    ("hulunbuir", 150_700),
    ("baotou", 150_200),
    ("qiqihar", 230_200),
    ("lhasa", 540_100),
    ("shigatse", 540_200),
    ("nyingchi", 540_400),
    ("kashgar", 653_100),
    ("kashi", 653_100),
    ("karamay", 650_200),
    ("turpan", 650_400),
    ("hotan", 653_200),
    ("ili", 654_000),
    ("yining", 654_002),
    ("korla", 652_801),
    ("aksu", 652_900),
    ("xian", 610_100),
    ("canton", 440_100),
    ("swatow", 440_500),
    ("amoy", 350_200),
    ("tsingtao", 370_200),
    ("nanking", 320_100),
    ("pudong", 310_115),
    ("pudongnewarea", 310_115),
    ("binhainewarea", 120_116),
    ("suzhouindustrialpark", 320_576),
    ("sip", 320_576),
    ("taipei", 710_100),
    ("kaohsiung", 710_200),
    ("newtaipei", 710_300),
    ("taichung", 710_400),
    ("tainan", 710_500),
    ("taoyuan", 710_600),
    ("keelung", 710_700),
    ("chiayi", 710_900),
    ("yilan", 711_200),
    ("changhua", 711_700),
    ("pingtung", 712_400),
    ("hualien", 712_600),
    ("centralandwestern", 810_101),
    ("eastern", 810_102),
    ("kowlooncity", 810_103),
    ("kwuntong", 810_104),
    ("southern", 810_105),
    ("shamshuipo", 810_106),
    ("wanchai", 810_107),
    ("wongtaisin", 810_108),
    ("yautsimmong", 810_109),
    ("islands", 810_110),
    ("kwaitsing", 810_111),
    ("north", 810_112),
    ("saikung", 810_113),
    ("shatin", 810_114),
    ("tuenmun", 810_115),
    ("taipo", 810_116),
    ("tsuenwan", 810_117),
    ("yuenlong", 810_118),
];

/// The first code that is neither the mainland's nor Taiwan's, whose districts go by pinyin too.
const HONG_KONG: u32 = 810_000;

/// Level words after a name in Latin letters, longest first.
pub(super) const LEVEL_WORDS: &[&str] = &[
    " autonomous region",
    " autonomous prefecture",
    " autonomous county",
    " special administrative region",
    " municipality",
    " prefecture",
    " new district",
    " new area",
    " province",
    " district",
    " county",
    " banner",
    " sheng",
    " city",
    " dist",
    " prov",
    " shi",
    " xian",
    " sar",
    " qu",
];

/// The folded name without its level word and blanks (`zhejiang` of `ZHE JIANG Province`).
pub(super) fn stem(text: &str) -> String {
    stem_of(folded(text))
}

/// As [`stem`] of a name that is folded already.
pub(super) fn stem_of(mut name: String) -> String {
    if name.contains(' ') {
        for word in LEVEL_WORDS {
            if let Some(len) = name.strip_suffix(word).map(str::len) {
                name.truncate(len);
            }
        }
        name.retain(|c| c != ' ');
    }
    name
}

/// [`PROVINCES`] without blanks, sorted.
static PROVINCE_STEMS: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    let mut stems: Vec<_> = PROVINCES.iter().map(|(latin, han)| (latin.replace(' ', ""), *han)).collect();
    stems.sort_unstable();
    stems
});

/// Divisions by how their names read, with and without level words, in all readings; only ever asked, never walked.
///
/// The second vector of each entry holds those for which the reading is a rare one (信阳 as `shenyang`).
static READINGS: LazyLock<HashMap<String, [Vec<u16>; 2]>> = LazyLock::new(|| {
    let mut map: HashMap<String, [Vec<u16>; 2]> = HashMap::new();
    let mut add = |key: String, rare: bool, own: u16| {
        let all = map.entry(key).or_default();
        if !all.iter().any(|v| v.contains(&own)) {
            all[usize::from(rare)].push(own);
        }
    };
    for (own, division) in TABLE.all().filter(|(_, d)| d.code < HONG_KONG) {
        let whole = division.name;
        let bare = whole.trim_end_matches(['市', '区', '县', '盟', '州', '旗']).trim_end_matches("地区").trim_end_matches("矿");
        let names = [whole, if bare.chars().count() > 1 { bare } else { whole }, TABLE.short(own).unwrap_or(whole)];
        for name in names {
            if let Some(main) = main_reading(name) {
                add(main, false, own);
            }
            for reading in readings(name) {
                add(reading, true, own);
            }
        }
    }
    for (latin, code) in EXONYMS {
        if let Some(own) = TABLE.by_code(*code) {
            add((*latin).to_owned(), false, own);
        }
    }
    map
});

/// The common reading of a name, run together.
fn main_reading(name: &str) -> Option<String> {
    name.chars().map(|c| Some(c.to_pinyin()?.plain().replace('ü', "v"))).collect()
}

/// All readings of a name run together, at most eight.
fn readings(name: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for c in name.chars() {
        let Some(multi) = c.to_pinyin_multi() else { return Vec::new() };
        let mut plain: Vec<String> = multi.into_iter().map(|r| r.plain().replace('ü', "v")).collect();
        plain.sort_unstable();
        plain.dedup();
        all = all.iter().flat_map(|head| plain.iter().map(move |p| format!("{head}{p}"))).take(8).collect();
    }
    all
}

/// The one division of a level with this name that fits; rare readings count only where no common one fits.
fn only_named(name: &str, level: Level, fits: impl Fn(&Division) -> bool) -> Option<u16> {
    READINGS.get(name)?.iter().find_map(|all| {
        let mut found = all.iter().copied().filter(|i| TABLE.get(*i).level == level && fits(TABLE.get(*i)));
        let first = found.next()?;
        Some(found.next().is_none().then_some(first))
    })?
}

/// Canonical name of a province written in Latin letters (`Zhejiang Province`, `ZHE JIANG`); `None` if it is none.
#[must_use]
pub fn province(text: &str) -> Option<&'static str> {
    may_name_province(text).then(|| stem(text)).and_then(|stem| province_of(&stem))
}

/// The names of provinces and every reading of a division, as [`stem`] gives them.
pub(super) fn division_stems() -> impl Iterator<Item = &'static str> {
    READINGS.keys().map(String::as_str).chain(PROVINCE_STEMS.iter().map(|(stem, _)| stem.as_str()))
}

/// True for ASCII as long as the names of provinces, with and without level words.
pub(super) fn may_name_province(text: &str) -> bool {
    text.is_ascii() && (5..=48).contains(&text.len())
}

/// Canonical name of the province with this stem.
pub(super) fn province_of(stem: &str) -> Option<&'static str> {
    PROVINCE_STEMS.binary_search_by(|(latin, _)| latin.as_str().cmp(stem)).ok().map(|i| PROVINCE_STEMS[i].1)
}

/// The division of a province by its canonical name.
pub(super) fn province_index(name: &str) -> Option<u16> {
    TABLE.all().find(|(_, d)| d.level == Level::Province && d.name == name).map(|(i, _)| i)
}

/// The city that a Latin stem names within what is known: a prefecture, else a county-level city.
pub(super) fn city(stem: &str, place: &Place) -> Option<u16> {
    if stem.len() < 3 {
        return None;
    }
    let province = place.province;
    let within = |d: &Division| province.is_none_or(|p| p == d.province);
    only_named(stem, Level::City, within).or_else(|| only_named(stem, Level::County, |d| within(d) && d.name.ends_with('市')))
}

/// The county that a Latin stem names within the city, or within the province where no city is known.
pub(super) fn county(stem: &str, place: &Place) -> Option<u16> {
    let (known_city, province) = (place.city, place.province);
    if stem.len() < 3 {
        return None;
    }
    only_named(stem, Level::County, |d| match known_city {
        Some(city) => d.parent == city,
        None => province.is_none_or(|p| p == d.province),
    })
}

/// The divisions that Latin names mean, as far as they are sure. Empty names are unknown. `country` is `CN`, or `HK`, `MO`, `TW`.
#[must_use]
pub fn place(country: &str, province_name: &str, city_name: &str, district_name: &str) -> Place {
    let mut place = Place::default();
    let special = match country {
        "HK" => Some(810_000),
        "MO" => Some(820_000),
        "TW" => Some(710_000),
        _ => None,
    };
    let named = province(province_name).or_else(|| province(city_name).filter(|han| han.ends_with('市')));
    if let Some(found) = special.and_then(|code| TABLE.by_code(code)).or_else(|| named.and_then(province_index)) {
        place.take(&TABLE, found);
    }
    if place.city.is_none()
        && let Some(found) = city(&stem(city_name), &place)
    {
        place.take(&TABLE, found);
    }
    let open = place.city.is_some() || city_name.is_empty();
    if place.county.is_none()
        && open
        && let Some(found) = county(&stem(district_name), &place)
    {
        place.take(&TABLE, found);
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: [&str; 3], want: [&str; 3]) {
        let place = place("CN", names[0], names[1], names[2]);
        assert_eq!([place.province_name(), place.city_name(), place.county_name()], want, "{names:?}");
    }

    #[test]
    fn pinyin_names_the_division_where_only_one_reads_so() {
        check(["Zhejiang", "Hangzhou", "Xihu District"], ["浙江省", "杭州市", "西湖区"]);
        check(["", "Beijing", "Chaoyang"], ["北京市", "北京市", "朝阳区"]);
        check(["", "Xiamen City", ""], ["福建省", "厦门市", ""]);
        check(["Guangdong", "Shen Zhen", "Nanshan"], ["广东省", "深圳市", "南山区"]);
        check(["", "Suzhou", ""], ["", "", ""]);
        check(["Jiangsu", "Suzhou", ""], ["江苏省", "苏州市", ""]);
        check(["Jiangsu", "Kunshan", ""], ["江苏省", "苏州市", "昆山市"]);
        check(["", "Springfield", ""], ["", "", ""]);
    }
}
