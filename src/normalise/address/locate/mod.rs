//! Which divisions of China a text names.
//!
//! In: folded text that starts with an address. Out: the divisions it names or implies, and where the rest begins.
//! A level that several divisions could fill stays empty; nothing is guessed from the road.

mod misspelt;
mod moved;
mod road;

use super::divisions::{Division, How, Level, Name, TABLE, Table};
use misspelt::misspelt;
use moved::{corps, elsewhere, moved, zone_city};
use road::{followed_by_own, plausible};

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
        check("湖北襄樊樊城区", ["湖北省", "襄阳市", "樊城区"], "");
        check("高新区", ["", "", ""], "高新区");
        check("苏州高新区狮山路", ["江苏省", "苏州市", "虎丘区"], "狮山路");
        check("杭州市余杭塘路866号", ["浙江省", "杭州市", ""], "余杭塘路866号");
        check("浙江义乌国际商贸城二区", ["浙江省", "金华市", "义乌市"], "国际商贸城二区");
        check("宁波鄞县大道1288号", ["浙江省", "宁波市", ""], "鄞县大道1288号");
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
