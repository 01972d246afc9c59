//! Chinese divisions in Latin letters.
//!
//! In: Latin words. Out: the Chinese division whose name reads so, if only one does. Does not read roads.

use ::pinyin::ToPinyinMulti;

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

/// Level words after a name in Latin letters.
const LEVEL_WORDS: &[&str] = &[
    " province",
    " sheng",
    " municipality",
    " autonomous region",
    " autonomous prefecture",
    " prefecture",
    " city",
    " shi",
    " new district",
    " district",
    " qu",
    " county",
    " xian",
];

/// The folded name without its level word and blanks (`zhejiang` of `ZHE JIANG Province`).
fn stem(text: &str) -> String {
    let mut name = folded(text);
    for word in LEVEL_WORDS {
        if let Some(stem) = name.strip_suffix(word) {
            name = stem.to_owned();
        }
    }
    name.retain(|c| c != ' ');
    name
}

/// Canonical name of a province written in Latin letters (`Zhejiang Province`, `ZHE JIANG`); `None` if it is none.
#[must_use]
pub fn province(text: &str) -> Option<&'static str> {
    if !text.is_ascii() || text.len() < 5 || text.len() > 40 {
        return None;
    }
    let name = stem(text);
    PROVINCES.iter().find(|(latin, _)| latin.replace(' ', "") == name).map(|(_, han)| *han)
}

/// The divisions that Latin names mean, as far as they are sure. Empty names are unknown.
#[must_use]
pub fn place(province_name: &str, city_name: &str, district_name: &str) -> Place {
    let mut place = Place::default();
    let named = province(province_name).or_else(|| province(city_name).filter(|han| han.ends_with('市')));
    if let Some(found) = named.and_then(|han| only(Level::Province, |d| d.name == han)) {
        place.take(&TABLE, found);
    }
    let within = |place: &Place, d: &Division| place.province.is_none_or(|p| p == d.province);
    let (city, county) = (stem(city_name), stem(district_name));
    if place.city.is_none() && city.len() > 2 {
        let found = only(Level::City, |d| within(&place, d) && reads(d.name, &city))
            .or_else(|| only(Level::County, |d| within(&place, d) && d.name.ends_with('市') && reads(d.name, &city)));
        if let Some(found) = found {
            place.take(&TABLE, found);
        }
    }
    if place.county.is_none() && county.len() > 2 {
        let found = only(Level::County, |d| match place.city {
            Some(city) => d.parent == city && reads(d.name, &county),
            None => within(&place, d) && city_name.is_empty() && reads(d.name, &county),
        });
        if let Some(found) = found {
            place.take(&TABLE, found);
        }
    }
    place
}

/// The one division of a level that fits; `None` if none or several do.
fn only(level: Level, fits: impl Fn(&Division) -> bool) -> Option<u16> {
    let mut found = TABLE.all().filter(|(_, d)| d.level == level && fits(d)).map(|(i, _)| i);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Does a Chinese name, with or without its level word, read as `latin` in any of its readings?
fn reads(name: &str, latin: &str) -> bool {
    let chars: Vec<char> = name.chars().collect();
    reads_chars(&chars, latin)
}

fn reads_chars(chars: &[char], latin: &str) -> bool {
    if latin.is_empty() {
        // What is left must be the level word.
        return matches!(chars, [] | ['市' | '区' | '县' | '盟' | '州'] | ['地' | '新' | '矿', '区'])
            || chars.iter().collect::<String>().contains("自治");
    }
    let Some((first, rest)) = chars.split_first() else { return false };
    let Some(readings) = first.to_pinyin_multi() else { return false };
    readings.into_iter().any(|r| {
        let plain = r.plain();
        let plain = if plain.contains('ü') { plain.replace('ü', "v") } else { plain.to_owned() };
        latin.strip_prefix(plain.as_str()).is_some_and(|tail| reads_chars(rest, tail))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: [&str; 3], want: [&str; 3]) {
        let place = place(names[0], names[1], names[2]);
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
