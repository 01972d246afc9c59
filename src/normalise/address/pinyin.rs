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

/// Level words after a name in Latin letters, longest first.
const LEVEL_WORDS: &[&str] = &[
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
fn stem(text: &str) -> String {
    stem_of(folded(text))
}

/// As [`stem`] of a name that is folded already.
fn stem_of(mut name: String) -> String {
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
    for (own, division) in TABLE.all().filter(|(_, d)| d.code < 710_000) {
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

/// True for ASCII as long as the names of provinces, with and without level words.
fn may_name_province(text: &str) -> bool {
    text.is_ascii() && (5..=48).contains(&text.len())
}

/// Canonical name of the province with this stem.
fn province_of(stem: &str) -> Option<&'static str> {
    PROVINCE_STEMS.binary_search_by(|(latin, _)| latin.as_str().cmp(stem)).ok().map(|i| PROVINCE_STEMS[i].1)
}

fn province_index(name: &str) -> Option<u16> {
    TABLE.all().find(|(_, d)| d.level == Level::Province && d.name == name).map(|(i, _)| i)
}

/// The city that a Latin stem names within what is known: a prefecture, else a county-level city.
fn city(stem: &str, place: &Place) -> Option<u16> {
    if stem.len() < 3 {
        return None;
    }
    let province = place.province;
    let within = |d: &Division| province.is_none_or(|p| p == d.province);
    only_named(stem, Level::City, within).or_else(|| only_named(stem, Level::County, |d| within(d) && d.name.ends_with('市')))
}

/// The county that a Latin stem names within the city, or within the province where no city is known.
fn county(stem: &str, place: &Place) -> Option<u16> {
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

/// What [`scan`] found: the divisions, their names as written, the postcode and what is left.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// The divisions.
    pub place: Place,
    /// Province as written, empty for a municipality.
    pub province: String,
    /// City as written.
    pub city: String,
    /// District as written.
    pub district: String,
    /// Six digits, or empty.
    pub postcode: String,
    /// The text without all of these, lines joined by `, `.
    pub rest: String,
    stated: bool,
}

/// Reads Chinese divisions off the end of an address in Latin letters (`…, Xihu District, Hangzhou, Zhejiang 310012, China`).
/// `None` unless the text proves that it is Chinese: the country, a province, or with `home` a city of China.
#[must_use]
pub fn scan(text: &str, home: bool) -> Option<Scan> {
    if !text.is_ascii() && !text.contains(['\u{FC}', '\u{2019}']) || text.len() > 400 {
        return None;
    }
    let levelled = || text.as_bytes().windows(3).any(|w| w.eq_ignore_ascii_case(b"shi"));
    scan_from_end(text, home).or_else(|| scan_from_end(&levelled().then(|| by_level_words(text))??, home)).or_else(|| {
        // Guangdong Shenzhen Nanshan: from large to small, nothing else.
        let mut words: Vec<&str> = text.split([',', ' ', '/', '-']).filter(|w| !w.is_empty()).collect();
        words.reverse();
        let plain =
            (2..=5).contains(&words.len()) && may_end_division(words[words.len() - 1]) && !text.bytes().any(|b| b.is_ascii_digit());
        plain.then(|| scan_from_end(&words.join(","), home)).flatten().filter(|s| s.rest.is_empty())
    })
}

/// `zhejiang sheng hangzhou shi xihu qu wenyi lu 18 hao`: pinyin from large to small with level words, turned round.
fn by_level_words(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split([' ', ',']).filter(|w| !w.is_empty()).collect();
    let is = |w: &str, levels: &[&str]| levels.iter().any(|l| w.eq_ignore_ascii_case(l));
    let sheng = words.iter().position(|w| is(w, &["sheng"])).map_or(0, |i| i + 1);
    let shi = (sheng..words.len()).find(|&i| is(words[i], &["shi"]))? + 1;
    let county = (shi..words.len().min(shi + 4)).find(|&i| is(words[i], &["qu", "xian", "shi"])).map_or(shi, |i| i + 1);
    let pieces = [&words[county..], &words[shi..county], &words[sheng..shi], &words[..sheng]];
    let pieces: Vec<String> = pieces.iter().filter(|p| !p.is_empty()).map(|p| p.join(" ")).collect();
    (shi - sheng <= 4 && sheng <= 4 && pieces.len() > 1).then(|| pieces.join(", "))
}

/// Letters that tell the ends of names apart.
const END: usize = 3;

/// How names of divisions, level words and the country end, three letters each: a cheap first look.
static ENDS: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let mut ends = vec![false; 26_usize.pow(END as u32)];
    let stems = READINGS.keys().map(String::as_str).chain(PROVINCE_STEMS.iter().map(|(stem, _)| stem.as_str()));
    for name in stems.chain(LEVEL_WORDS.iter().chain(COUNTRY).copied()) {
        if let Some(slot) = end_of(name) {
            ends[slot] = true;
        }
    }
    ends
});

/// The slot of [`ENDS`] of the last word of an ASCII text; `None` if that has fewer letters.
fn end_of(text: &str) -> Option<usize> {
    let mut letters = text.bytes().rev().take_while(|b| *b != b' ').filter(u8::is_ascii_alphabetic);
    let mut slot = 0;
    for _ in 0..END {
        slot = slot * 26 + usize::from(letters.next()?.to_ascii_lowercase() - b'a');
    }
    Some(slot)
}

/// False where no name of a division that ends with this word is known, and it is no postcode.
fn may_end_division(word: &str) -> bool {
    if !word.is_ascii() {
        return true;
    }
    let word = word.trim_end_matches('.');
    if word.bytes().any(|b| b.is_ascii_digit()) {
        return word.len() == 6;
    }
    end_of(word).is_none_or(|slot| ENDS[slot])
}

fn scan_from_end(text: &str, home: bool) -> Option<Scan> {
    let last = text.rsplit([',', ';', '\n', '|', '(', ')']).map(str::trim).find(|s| !s.is_empty())?;
    if !may_end_division(last.split_whitespace().next_back()?) {
        return None;
    }
    let mut found = Scan::default();
    let segments: Vec<&str> = text.split([',', ';', '\n', '|', '(', ')']).map(str::trim).filter(|s| !s.is_empty()).collect();
    let mut kept: Vec<String> = Vec::new();
    for (i, segment) in segments.iter().enumerate().rev() {
        let words: Vec<&str> = segment.split_whitespace().collect();
        let left = found.take_words(&words, kept.is_empty());
        if left > 0 {
            kept.push(words[..left].join(" "));
        }
        if i + 1 == segments.len() && left == words.len() {
            return None; // The end of the text says nothing of China.
        }
    }
    let known = found.stated || !found.province.is_empty() || home && found.place.city.is_some();
    if !known || found.place.is_empty() {
        return None;
    }
    kept.reverse();
    found.rest = kept.join(", ");
    Some(found)
}

impl Scan {
    /// Takes divisions off the end of one line of words; how many words are left. `open`: nothing unknown was met yet, so a name
    /// may stand without its level word.
    fn take_words(&mut self, words: &[&str], open: bool) -> usize {
        let mut left = words.len();
        'words: while left > 0 {
            let last = words[left - 1].trim_end_matches('.');
            if last.len() == 6 && last.bytes().all(|b| b.is_ascii_digit()) && self.postcode.is_empty() && open {
                last.clone_into(&mut self.postcode);
                left -= 1;
                continue;
            }
            for n in (1..=left.min(5)).rev() {
                let name = words[left - n..left].join(" ");
                if !name.bytes().any(|b| b.is_ascii_digit()) && self.take_name(&name, open) {
                    left -= n;
                    continue 'words;
                }
            }
            break;
        }
        left
    }

    /// Takes one name if it is the country or the next division upwards.
    fn take_name(&mut self, name: &str, open: bool) -> bool {
        let low = folded(name);
        if !self.stated && self.place.is_empty() && open && COUNTRY.contains(&low.as_str()) {
            self.stated = true;
            return true;
        }
        let letters = low.bytes().filter(|b| *b != b' ').count();
        let stem = stem_of(low);
        let levelled = stem.len() < letters;
        if !open && !levelled {
            return false;
        }
        if self.place.province.is_none()
            && let Some(own) = Some(name).filter(|n| may_name_province(n)).and_then(|_| province_of(&stem)).and_then(province_index)
        {
            self.place.take(&TABLE, own);
            let is_city = self.place.city.is_some();
            name.clone_into(if is_city { &mut self.city } else { &mut self.province });
            // A municipality is no proof of its own: `Shanghai` is known, but a province's name is surer.
            self.stated |= is_city;
            return true;
        }
        let is_sure = self.stated || self.place.province.is_some() || stem.len() >= 5;
        if self.place.city.is_none()
            && is_sure
            && let Some(own) = city(&stem, &self.place)
        {
            self.place.take(&TABLE, own);
            name.clone_into(&mut self.city);
            return true;
        }
        // Xihu District, Hangzhou: within the city; Kunshan, Suzhou too.
        let fits = self.place.city.is_some() || self.place.province.is_some() && levelled;
        if self.place.county.is_none()
            && fits
            && let Some(own) = county(&stem, &self.place)
        {
            self.place.take(&TABLE, own);
            name.clone_into(&mut self.district);
            return true;
        }
        // Hangzhou, Hangzhou City; Beijing, Beijing.
        open && self.place.county.is_none() && levelled && !stem.is_empty() && self.city.eq_ignore_ascii_case(name)
    }
}

/// Names of the country at the end of an address, folded.
const COUNTRY: &[&str] = &[
    "china",
    "cn",
    "chn",
    "pr china",
    "p r china",
    "prc",
    "mainland china",
    "peoples republic of china",
    "the peoples republic of china",
];

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

    #[test]
    fn divisions_are_read_off_the_end_of_a_latin_address() {
        let check = |text: &str, want: [&str; 3], rest: &str| {
            let found = scan(text, true).unwrap_or_default();
            let names = [found.place.province_name(), found.place.city_name(), found.place.county_name()];
            assert_eq!((names, found.rest.as_str()), (want, rest), "{text}");
        };
        let xihu = ["浙江省", "杭州市", "西湖区"];
        check("100 Wensan Road, Xihu District, Hangzhou, Zhejiang 310012, China", xihu, "100 Wensan Road");
        check("Xihu District Hangzhou City Zhejiang Province P.R. China", xihu, "");
        check("Nanshan, Shenzhen", ["广东省", "深圳市", "南山区"], "");
        check("Harbin, Heilongjiang", ["黑龙江省", "哈尔滨市", ""], "");
        check("Hohhot, Inner Mongolia", ["内蒙古自治区", "呼和浩特市", ""], "");
        check("88 Jianguo Road, Chaoyang District, Beijing", ["北京市", "北京市", "朝阳区"], "88 Jianguo Road");
        check("100 Century Avenue, Pudong New Area, Shanghai", ["上海市", "上海市", "浦东新区"], "100 Century Avenue");
        assert_eq!(scan("1 Main St, Springfield, IL 62701", true), None);
        assert_eq!(scan("12 Beijing Road", true), None);
        assert_eq!(scan("Anyang, Korea", true), None);
    }
}
