//! Which divisions of China a text names.
//!
//! In: folded text that starts with an address. Out: the divisions it names or implies, and where the rest begins.
//! A level that several divisions could fill stays empty; nothing is guessed from the road.

use ::pinyin::{Pinyin, ToPinyinMulti};

use super::divisions::{Division, How, Level, Name, TABLE, Table};
use super::towns;

/// The divisions of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// Index of the province.
    pub province: Option<u16>,
    /// Index of the city.
    pub city: Option<u16>,
    /// Index of the county.
    pub county: Option<u16>,
    /// A county that several divisions share, by one of them: its name is sure, what is above is not.
    pub ambiguous: Option<u16>,
    /// A former name was used.
    pub former: bool,
    /// A full name was met that lies elsewhere than the divisions before it.
    pub conflict: bool,
    /// A name was misspelt in one character, or skipped as unreadable before a county that tells it.
    pub misspelt: bool,
}

impl Place {
    /// True if no division was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.province.is_none() && self.ambiguous.is_none()
    }

    /// Canonical name of the province, `""` if unknown.
    #[must_use]
    pub fn province_name(&self) -> &'static str {
        self.province.map_or("", |i| TABLE.get(i).name)
    }

    /// Canonical name of the city, `""` if unknown.
    #[must_use]
    pub fn city_name(&self) -> &'static str {
        self.city.map_or("", |i| TABLE.get(i).name)
    }

    /// Canonical name of the county, `""` if unknown.
    #[must_use]
    pub fn county_name(&self) -> &'static str {
        self.county.or(self.ambiguous).map_or("", |i| TABLE.get(i).name)
    }

    /// Takes a division and everything above it.
    pub fn take(&mut self, table: &Table, own: u16) {
        let division = table.get(own);
        self.province = Some(division.province);
        match division.level {
            // A municipality is its own city; the city node follows it in the table.
            Level::Province => self.city = self.city.or_else(|| only_city(table, own)),
            Level::City => self.city = Some(own),
            Level::County => {
                self.city = Some(division.parent);
                self.county = Some(own);
                self.ambiguous = None;
            }
        }
    }

    /// May this division stand next, given what is known?
    fn fits(&self, own: u16, division: &Division) -> bool {
        match division.level {
            Level::Province => self.province.is_none_or(|p| p == own),
            Level::City => match self.city {
                Some(city) => city == own,
                None => self.province.is_none_or(|p| p == division.province),
            },
            Level::County => match (self.county, self.city) {
                (Some(county), _) => county == own,
                (None, Some(city)) => city == division.parent,
                (None, None) => self.province.is_none_or(|p| p == division.province),
            },
        }
    }
}

/// The city of a municipality or special region: the division after it, if it has the same name.
fn only_city(table: &Table, province: u16) -> Option<u16> {
    let name = table.get(province).name;
    (name.ends_with('市') || name.ends_with("特别行政区")).then_some(province + 1)
}

/// Words between divisions that name none.
const SKIPPED: &[&str] = &[
    "中华人民共和国",
    "中国",
    "省直辖县级行政区划",
    "自治区直辖县级行政区划",
    "省直辖县级行政单位",
    "省直辖行政单位",
    "自治区直辖县级行政单位",
    "省直辖",
    "市辖区",
    "市辖县",
    "直辖县级行政区划",
    "直辖县级行政单位",
    "县级行政区划",
    "县级行政单位",
    "直辖县级",
    "直辖县",
    "城区",
    "郊县",
    "辖区",
    "大陆",
];

/// The word at the start of `rest` that names no division.
fn skipped(rest: &str, place: &Place) -> Option<&'static str> {
    if !rest.starts_with(['中', '省', '自', '市', '县', '直', '城', '郊', '辖', '大', '香', '港', '九', '新', '岛'])
    {
        return None;
    }
    if let Some(word) = SKIPPED.iter().find(|w| rest.starts_with(*w)) {
        let after = || rest[word.len()..].trim_start_matches(is_between);
        return match *word {
            // 北京市 城区 朝阳区, as map services write it; 城区 alone is a place.
            "城区" | "郊县" | "辖区" => {
                place.city.filter(|c| followed_by_own(&TABLE, *c, Level::City, after())).map(|_| *word)
            }
            "大陆" => (place.is_empty() && TABLE.starting(after()).any(|n| n.how == How::Full)).then_some(*word),
            _ => Some(word),
        };
    }
    let hong_kong = place.province.is_some_and(|p| TABLE.get(p).code == 810_000) && place.county.is_none();
    let part = ["香港岛", "港岛", "岛", "九龙", "新界"].into_iter().find(|w| hong_kong && rest.starts_with(w))?;
    // 九龙 and 新界 lie above the districts.
    let own = |n: &Name| TABLE.get(n.division).code / 10_000 == 81 && TABLE.get(n.division).level == Level::County;
    TABLE.starting(rest[part.len()..].trim_start_matches(is_between)).any(own).then_some(part)
}

/// Bytes of the names of the Xinjiang corps and its divisions (`生产建设兵团`, `第八师`), which are no places.
fn corps(table: &Table, rest: &str, place: &Place) -> Option<usize> {
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
const MOVED: &[(u32, u32)] = &[
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

/// True for what may stand between two divisions.
#[must_use]
pub fn is_separator(c: char) -> bool {
    matches!(c, ' ' | ',' | '.' | '-' | '/' | '\\' | '|' | '_' | ':' | ';' | '>' | '~' | '"' | '\'')
}

/// True for what may stand between two divisions: separators and brackets and arrows.
#[must_use]
pub fn is_between(c: char) -> bool {
    is_separator(c) || matches!(c, '(' | ')' | '[' | ']' | '+' | '=' | '^' | '?' | '!' | '&' | '→' | '⇒' | '»' | '›')
}

/// The best name at a place: fitting, longest, of the highest level.
struct Best {
    name: Name,
    level: Level,
    /// Another division of the same level has the same name.
    shared: bool,
    /// A short name before one of its own counties.
    continued: bool,
}

/// Finds the divisions at the start of `text`, beginning with what `known` already says. Returns them and the
/// byte at which the rest begins.
#[must_use]
pub fn locate(text: &str, known: Place) -> (Place, usize) {
    let table = &*TABLE;
    let (mut place, mut at) = (known, 0);
    // Province, city, county, each perhaps twice, and words between: no text needs more steps.
    for _ in 0..12 {
        let rest = text[at..].trim_start_matches(is_between);
        let start = text.len() - rest.len();
        if let Some(word) = skipped(rest, &place) {
            at = start + word.len();
            continue;
        }
        // 重庆市 县 奉节县: the level alone, as platforms write it.
        if let Some(after) = rest
            .strip_prefix('县')
            .filter(|r| place.city.is_some_and(|c| followed_by_own(table, c, Level::City, r.trim_start_matches(is_between))))
        {
            at = text.len() - after.len();
            continue;
        }
        if let Some(province) = abbreviation(table, rest, &place) {
            place.take(table, province);
            at = start + '沪'.len_utf8();
            continue;
        }
        let Some(best) = best(table, rest, &place) else {
            if let Some(len) = corps(table, rest, &place) {
                at = start + len;
                continue;
            }
            if let Some(len) = moved(table, rest, &mut place).or_else(|| elsewhere(table, rest, &mut place)) {
                at = start + len;
                continue;
            }
            if let Some(len) = misspelt(table, rest, &mut place) {
                at = start + len;
                continue;
            }
            if let Some(city) = zone_city(table, rest, &place) {
                place.take(table, city);
            }
            break;
        };
        let own = best.name.division;
        place.former |= best.name.how == How::Former;
        if best.shared {
            place.ambiguous = Some(own);
            place.province = place.province.or_else(|| shared_province(table, &best.name));
        } else {
            place.take(table, own);
        }
        at = start + best.name.text.len();
        // 内江市中区 is 内江 and 市中区, not 内江市 and 中区.
        let inner = &text[at - best.name.text.len().min(3)..];
        if inner.starts_with('市')
            && best.level == Level::City
            && followed_by_own(table, own, Level::City, inner)
            && !followed_by_own(table, own, Level::City, &text[at..])
        {
            at -= '市'.len_utf8();
        } else if best.name.text.ends_with('市') && text[at..].starts_with('区') {
            at += '区'.len_utf8(); // 杭州市区
        }
        if let Some(ambiguous) = place.ambiguous.filter(|_| place.county.is_none() && !best.shared) {
            settle(table, ambiguous, &mut place);
        }
    }
    (place, at)
}

/// One-character names of provinces, in the order of their codes. Source: GB/T 2260 usage on licence plates.
const ABBREVIATIONS: &[(char, u32)] = &[
    ('京', 11),
    ('津', 12),
    ('冀', 13),
    ('晋', 14),
    ('蒙', 15),
    ('辽', 21),
    ('吉', 22),
    ('黑', 23),
    ('沪', 31),
    ('苏', 32),
    ('浙', 33),
    ('皖', 34),
    ('闽', 35),
    ('赣', 36),
    ('鲁', 37),
    ('豫', 41),
    ('鄂', 42),
    ('湘', 43),
    ('粤', 44),
    ('桂', 45),
    ('琼', 46),
    ('渝', 50),
    ('川', 51),
    ('蜀', 51),
    ('贵', 52),
    ('黔', 52),
    ('云', 53),
    ('滇', 53),
    ('藏', 54),
    ('陕', 61),
    ('秦', 61),
    ('甘', 62),
    ('陇', 62),
    ('青', 63),
    ('宁', 64),
    ('新', 65),
    ('港', 81),
    ('澳', 82),
    ('台', 71),
];

/// A province by one character, if it stands alone or before a full name within it.
fn abbreviation(table: &Table, rest: &str, place: &Place) -> Option<u16> {
    let first = rest.chars().next().filter(|_| place.is_empty())?;
    let (_, code) = ABBREVIATIONS.iter().find(|(c, _)| *c == first)?;
    let after = &rest[first.len_utf8()..];
    let delimited = after.chars().next().is_none_or(is_separator);
    if table.starting(rest).any(|n| n.how != How::Former) {
        return None;
    }
    let province = table.by_code(code * 10_000)?;
    let within = followed_by_own(table, province, Level::Province, after.trim_start_matches(is_separator));
    (after.is_empty() || within || delimited && first == '沪').then_some(province)
}

/// A shared county name followed by its city or province: the one that lies there.
fn settle(table: &Table, ambiguous: u16, place: &mut Place) {
    let name = table.get(ambiguous).name;
    let mut found = table.starting(name).filter(|n| n.text == name && place.fits(n.division, table.get(n.division)));
    if let (Some(only), None) = (found.next(), found.next()) {
        place.take(table, only.division);
    }
}

/// The province all divisions of a shared name lie in.
fn shared_province(table: &Table, name: &Name) -> Option<u16> {
    let mut provinces =
        table.starting(name.text).filter(|n| n.text == name.text && n.how == name.how).map(|n| table.get(n.division).province);
    let first = provinces.next()?;
    provinces.all(|p| p == first).then_some(first)
}

fn best(table: &Table, rest: &str, place: &Place) -> Option<Best> {
    let mut best: Option<Best> = None;
    // Longest first; a shorter name never wins.
    for name in table.starting(rest).rev() {
        if best.as_ref().is_some_and(|b| b.name.text.len() > name.text.len()) {
            break;
        }
        let division = table.get(name.division);
        if !place.fits(name.division, division) || !plausible(table, name, &rest[name.text.len()..], place) {
            continue;
        }
        // After a shared county name only what lies above it is news.
        if place.ambiguous.is_some() && division.level == Level::County {
            continue;
        }
        let level = division.level;
        // 文山州 文山: said once more, the name is the county's.
        let is_news = |b: &Best| place.city != Some(b.name.division);
        let order =
            |b: &Best| (b.name.text.len(), std::cmp::Reverse(b.name.how), is_news(b), std::cmp::Reverse(b.level), b.continued);
        // 新竹 is a city and a county; 新竹东区 lies in the city.
        let continued = level == Level::City
            && name.how == How::Short
            && followed_by_own(table, name.division, level, &rest[name.text.len()..]);
        let new = Best { name: *name, level, shared: false, continued };
        match &mut best {
            None => best = Some(new),
            Some(old) if order(old) == order(&new) => old.shared = true,
            Some(old) if order(old) < order(&new) => *old = new,
            Some(_) => {}
        }
    }
    // A shared city or a shared short name says nothing sure.
    best.filter(|b| !b.shared || (b.level == Level::County && b.name.how == How::Full))
}

/// A full county name that lies elsewhere: accepted if it moved there or replaces a former prefecture, else a conflict.
fn moved(table: &Table, rest: &str, place: &mut Place) -> Option<usize> {
    let city = table.get(place.city?);
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
const APART: &[(u32, u32)] = &[(510_000, 500_000), (440_000, 460_000), (654_000, 654_200), (654_000, 654_300), (130_000, 120_000)];

/// A full city or province outside what is known, with a county of its own after it: it is the surer one (四川省重庆市渝中区,
/// 伊犁州塔城地区额敏县). Returns its bytes.
fn elsewhere(table: &Table, rest: &str, place: &mut Place) -> Option<usize> {
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
const ZONE_CITIES: &[(&str, u32)] = &[("天府新区", 510_100), ("西咸新区", 610_100), ("贵安新区", 520_100), ("江北新区", 320_100)];

/// The city of a zone that stands without it.
fn zone_city(table: &Table, rest: &str, place: &Place) -> Option<u16> {
    let (_, code) = ZONE_CITIES.iter().find(|(zone, _)| place.city.is_none() && rest.starts_with(zone))?;
    let city = table.by_code(*code)?;
    place.province.is_none_or(|p| p == table.get(city).province).then_some(city)
}

/// Characters that tell two places apart by themselves: a name with another of these is another name.
const TELLING: &[char] =
    &['东', '西', '南', '北', '中', '上', '下', '城', '新', '老', '高', '经', '开', '大', '小', '郊', '市', '县', '区'];

/// A county or city of what is known whose name is written with one wrong character (雁搭区, 东菀市), or a city that cannot be
/// read before a county that tells it (抗州市西湖区). Returns the bytes of the misspelt name.
fn misspelt(table: &Table, rest: &str, place: &mut Place) -> Option<usize> {
    if place.county.is_some() || place.ambiguous.is_some() || place.conflict {
        return None;
    }
    let (level, above) = match (place.province, place.city) {
        (Some(province), None) => (Level::City, province),
        (Some(_), Some(city)) => (Level::County, city),
        (None, _) => return misspelt_city(table, rest, place),
    };
    if level == Level::City
        && let Some((city, len)) = misspelt_short(table, rest, above)
    {
        place.take(table, city);
        place.misspelt = true;
        return Some(len);
    }
    let end = rest.char_indices().skip(2).take(4).find(|(_, c)| matches!(c, '市' | '区' | '县' | '州'))?;
    let written = &rest[..end.0 + end.1.len_utf8()];
    if is_zone(written) || !written.chars().all(super::fold::is_han) {
        return None;
    }
    let near = |d: &Division| d.level == level && d.parent == above && one_wrong(d.name, written, level == Level::City);
    let mut found = table.all().filter(|(_, d)| near(d)).map(|(i, _)| i);
    let only = found.next().filter(|_| found.next().is_none());
    let own = only.or_else(|| told_by_county(table, &rest[written.len()..], above, level, written))?;
    place.take(table, own);
    place.misspelt = true;
    Some(written.len())
}

/// A city written with one wrong character of the same sound before one of its counties (杭洲市西湖区), nothing being known.
fn misspelt_city(table: &Table, rest: &str, place: &mut Place) -> Option<usize> {
    let end = rest.char_indices().skip(2).take(3).find(|(_, c)| *c == '市')?;
    let written = &rest[..end.0 + end.1.len_utf8()];
    let after = rest[written.len()..].trim_start_matches(is_between);
    let near = |own: u16, d: &Division| {
        d.level == Level::City && one_wrong(d.name, written, true) && followed_by_own(table, own, Level::City, after)
    };
    let mut found = table.all().filter(|(own, d)| near(*own, d)).map(|(own, _)| own);
    let own = found.next().filter(|_| found.next().is_none())?;
    place.take(table, own);
    place.misspelt = true;
    Some(written.len())
}

/// A city of the province by its short name with one wrong character of the same sound, at the end or before a separator
/// (广西柳洲). Returns the city and the bytes.
fn misspelt_short(table: &Table, rest: &str, province: u16) -> Option<(u16, usize)> {
    let len: usize = rest.chars().take(2).map(char::len_utf8).sum();
    let (written, after) = rest.split_at(len);
    if len < 6 || !after.chars().next().is_none_or(is_separator) || !written.chars().all(super::fold::is_han) {
        return None;
    }
    let full = [written, "市"].concat();
    let near = |d: &Division| d.level == Level::City && d.parent == province && one_wrong(d.name, &full, true);
    let mut found = table.all().filter(|(_, d)| near(d)).map(|(own, _)| own);
    found.next().filter(|_| found.next().is_none()).map(|own| (own, len))
}

/// Development zones are named alike everywhere and are no misspelt districts.
fn is_zone(text: &str) -> bool {
    ["开发区", "高新区", "经开区", "园区", "新区", "示范区", "管理区", "小区", "社区", "校区", "工业区", "景区", "城区", "市区"]
        .iter()
        .any(|z| text.ends_with(z))
}

/// Is `written` the name but for one character? Cities differ from others of their province by one character, so there the
/// wrong one must sound the same.
fn one_wrong(name: &str, written: &str, must_sound: bool) -> bool {
    if name.len() != written.len() || name.len() < 9 {
        return false;
    }
    let mut wrong = name.chars().zip(written.chars()).filter(|(a, b)| a != b);
    match (wrong.next(), wrong.next()) {
        (Some((a, b)), None) => {
            let telling = TELLING.contains(&a) || TELLING.contains(&b);
            sounds_alike(a, b) || !must_sound && !telling
        }
        _ => false,
    }
}

/// Do two characters share a reading, tones aside?
fn sounds_alike(a: char, b: char) -> bool {
    let readings = |c: char| c.to_pinyin_multi().into_iter().flatten().map(Pinyin::plain);
    readings(a).any(|x| readings(b).any(|y| x == y))
}

/// The city whose full county follows an unreadable name, if one city of the province has it.
fn told_by_county(table: &Table, after: &str, province: u16, level: Level, written: &str) -> Option<u16> {
    if level != Level::City || !written.ends_with('市') {
        return None;
    }
    let after = after.trim_start_matches(is_between);
    let within = |n: &&Name| {
        let d = table.get(n.division);
        n.how == How::Full && d.level == Level::County && d.province == province
    };
    let longest = table.starting(after).filter(within).map(|n| n.text.len()).max()?;
    let mut found = table.starting(after).filter(within).filter(|n| n.text.len() == longest);
    let first = found.next().filter(|_| found.next().is_none())?;
    let city = table.get(first.division).parent;
    let shared = table.get(city).name.chars().filter(|c| *c != '市' && written.contains(*c)).count();
    (shared > 0).then_some(city)
}

/// Characters that may stand between a short name and a road word without ending the road's name.
const ROAD_MIDDLE: &[char] = &[
    '东', '西', '南', '北', '中', '上', '下', '内', '外', '前', '后', '新', '老', '大', '小', '环', '一', '二', '三', '四', '五',
    '六', '七', '八', '九', '十',
];
/// What makes a short name before it a road's name.
const ROAD_WORDS: &[&str] = &["路", "街", "大道", "巷", "胡同", "道", "弄", "里", "条", "公路", "桥", "立交", "支路"];
/// What makes a short name before it the name of something else.
const OTHER_WORDS: &[&str] = &[
    "大厦", "大楼", "广场", "酒店", "宾馆", "饭店", "花园", "花苑", "小区", "公寓", "新村", "街道", "镇", "乡", "村", "站", "门",
    "家园", "公园", "名都", "名城", "城", "苑", "庄园", "医院", "大学", "学院", "中学", "小学", "学校", "国际", "湖", "山", "河",
    "港", "湾", "寺", "社区", "市场", "商场", "商城", "商厦", "中心", "银行", "集团", "有限", "公司", "机场", "码头",
];

/// Does the full name of a division within `own` follow? Then a short name is the division, whatever the words.
fn followed_by_own(table: &Table, own: u16, level: Level, rest: &str) -> bool {
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
fn plausible(table: &Table, name: &Name, rest: &str, place: &Place) -> bool {
    let division = table.get(name.division);
    if division.code / 10_000 == 71 && name.text.ends_with(['乡', '镇']) {
        return place.province == Some(division.province); // 宝山乡 is a town of many places.
    }
    if name.how == How::Former {
        // 塘沽 and 市区 were parts of one city.
        if name.text.len() <= 6 && !name.text.ends_with(['县', '市']) && place.city.is_none() {
            return false;
        }
        // 番禺市桥 is 番禺 and 市桥; 郊区 and 新区 were the names of many.
        let generic = name.text.len() <= 6 && name.text.ends_with('区');
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
    // 海淀学院路: what is named is the road.
    let is_other = OTHER_WORDS.iter().any(|w| rest.strip_prefix(w).is_some_and(|after| !(road(after) && w.chars().count() > 1)));
    match division.level {
        Level::Province => true,
        Level::City => delimited || !is_other || ends_with_own(table, name.division, rest),
        Level::County if is_zone_name(name.text) => place.city.is_some(),
        Level::County if place.city.is_some() => delimited || !is_other,
        Level::County => delimited || division.name.ends_with('市') && !is_other || towns::begins_with_town_of(division.code, rest),
    }
}

/// Is all that follows the short name of a county of this city (拉萨城关)?
fn ends_with_own(table: &Table, city: u16, rest: &str) -> bool {
    table.starting(rest).any(|n| n.text.len() == rest.len() && table.get(n.division).parent == city)
}

/// `道里区`, `道外区`, `桥东区` after `哈尔滨` begin like a road word.
fn is_inner_district(rest: &str) -> bool {
    ["道里", "道外", "桥东", "桥西", "里水", "路桥", "路南", "路北", "街道口", "里下河"].iter().any(|w| rest.starts_with(w))
}

/// Names every city's zones share.
fn is_zone_name(text: &str) -> bool {
    text.ends_with('区')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: [&str; 3], rest: &str) {
        let (place, at) = locate(text, Place::default());
        assert_eq!([place.province_name(), place.city_name(), place.county_name()], want, "{text}");
        assert_eq!(&text[at..], rest, "{text}");
    }

    #[test]
    fn full_names_with_and_without_separators() {
        check("湖南省株洲市石峰区朝阳东路741号", ["湖南省", "株洲市", "石峰区"], "朝阳东路741号");
        check("江苏省 扬州市 广陵区 文昌路", ["江苏省", "扬州市", "广陵区"], " 文昌路");
        check("浙江省,杭州市,西湖区", ["浙江省", "杭州市", "西湖区"], "");
        check("浙江省.杭州市.西湖区.文三路", ["浙江省", "杭州市", "西湖区"], ".文三路");
    }

    #[test]
    fn missing_levels_are_filled_where_one_division_fits() {
        check("邯郸市邯山区和平路", ["河北省", "邯郸市", "邯山区"], "和平路");
        check("石峰区朝阳东路", ["湖南省", "株洲市", "石峰区"], "朝阳东路");
        check("朝阳区建国路88号", ["", "", "朝阳区"], "建国路88号");
        check("吉林省朝阳区", ["吉林省", "长春市", "朝阳区"], "");
    }

    #[test]
    fn short_names_stand_for_divisions_but_not_in_road_names() {
        check("河北 廊坊市 香河县", ["河北省", "廊坊市", "香河县"], "");
        check("北京朝阳北路101号", ["北京市", "北京市", ""], "朝阳北路101号");
        check("北京海淀中关村大街27号", ["北京市", "北京市", "海淀区"], "中关村大街27号");
        check("南京路100号", ["", "", ""], "南京路100号");
        check("杭州", ["浙江省", "杭州市", ""], "");
        check("哈尔滨道里区中央大街", ["黑龙江省", "哈尔滨市", "道里区"], "中央大街");
    }
}
