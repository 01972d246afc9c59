//! Counties and towns inside company names: behind their city or province, also without their level word and by former names.
//!
//! Comes in: the short form of a place and what stands behind it. Goes out: what stands behind its county or town. Facts: the division
//! and town tables of [`crate::normalise::address`].

use std::sync::LazyLock;

use hashbrown::{HashMap, HashSet};

use super::places::{HAN, exact, leading};
use crate::normalise::address::divisions::{How, Level, Name, TABLE};
use crate::normalise::address::towns;
use crate::normalise::edges::Longest;
use crate::normalise::pinyin;

/// Names that counties had (静海县, 塘沽区) and the code of the county of today.
pub(super) fn former() -> impl Iterator<Item = (u32, &'static str)> {
    let lines = include_str!("../data/divisions_former.txt").lines().filter_map(|line| line.split_once(' '));
    let counties = lines.filter_map(|(code, name)| Some((code.parse().ok()?, name)));
    // 郊区 and 城区 are of many cities.
    counties.filter(|(_, name): &(u32, &str)| name.ends_with('县') || name.ends_with(['区', '市']) && name.chars().count() > 2)
}

/// Short form of a county, of today or of old → the short forms of the cities it lies in (柯桥 → 绍兴), and for counties that are
/// no districts the short forms of their provinces (浦江 → 金华, 浙江); of a former county also that of today (塘沽 → 滨海新区). Two
/// characters and more.
static OVER_COUNTY: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut over: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
    let of_today = TABLE.all().map(|(_, division)| (division, division.name));
    let of_old = former().filter_map(|(code, name)| Some((TABLE.get(TABLE.by_code(code)?), name)));
    for (county, name) in of_today.chain(of_old).filter(|(division, _)| division.level == Level::County) {
        let Some(stem) = name.strip_suffix(['区', '市', '县']).filter(|stem| stem.chars().count() >= 2) else { continue };
        let province = Some(TABLE.get(county.province).name).filter(|_| !name.ends_with('区'));
        let above = [Some(TABLE.get(county.parent).name), province];
        let over = over.entry(stem).or_default();
        over.extend(above.into_iter().flatten().filter_map(|name| HAN.get(name)));
        // 天津市滨海新区 | 塘沽
        over.extend(exact(county.name).filter(|today| *today != stem));
    }
    over
});

/// Short form of a province, a city or a county → its province's index in [`TABLE`]; none where counties of several provinces
/// share it.
static PROVINCE_OF: LazyLock<HashMap<&'static str, Option<u16>>> = LazyLock::new(|| {
    let mut provinces: HashMap<&'static str, Option<u16>> = HashMap::new();
    for (_, division) in TABLE.all().filter(|(_, division)| division.level != Level::County) {
        if let Some(short) = HAN.get(division.name) {
            provinces.entry(short).or_insert(Some(division.province));
        }
    }
    let above = provinces.clone();
    for (_, county) in TABLE.all().filter(|(_, division)| division.level == Level::County) {
        if let Some(short) = exact(county.name).filter(|short| !above.contains_key(short)) {
            let known = provinces.entry(short).or_insert(Some(county.province));
            *known = known.filter(|province| *province == county.province);
        }
    }
    provinces
});

/// Short form of a county that is no district → the codes of the counties it may mean, with those of cities that have towns and
/// no counties. Around the towns of districts firms are as often named after them: 望京老王.
static CODES: LazyLock<HashMap<&'static str, Vec<u32>>> = LazyLock::new(|| {
    let mut codes: HashMap<&'static str, Vec<u32>> = HashMap::new();
    for (at, division) in TABLE.all() {
        let county = division.level == Level::County && !division.name.ends_with('区')
            || division.level == Level::City && !TABLE.has_counties(at);
        if let Some(short) = exact(division.name).filter(|_| county) {
            codes.entry(short).or_default().push(division.code);
        }
    }
    codes
});

/// Short form of a district → the codes of the districts it may mean. A shop is registered under its town there, too.
static DISTRICTS: LazyLock<HashMap<&'static str, Vec<u32>>> = LazyLock::new(|| {
    let mut codes: HashMap<&'static str, Vec<u32>> = HashMap::new();
    for (_, district) in TABLE.all().filter(|(_, d)| d.level == Level::County && d.name.ends_with('区')) {
        if let Some(short) = exact(district.name) {
            codes.entry(short).or_default().push(district.code);
        }
    }
    codes
});

/// Characters of luck and greatness that firms are named with: 永新, 德兴, 富顺 are as often brands as counties.
const OF_BRANDS: &str = "安宝博昌长成诚达大德东方丰凤福富光广海合和恒华嘉建金康乐利龙隆明宁平庆仁荣瑞盛顺太泰天通同万威文祥新信星兴义盈永玉裕元源远云正中";

/// Characters of sides of towns, rivers and hills.
const SIDES: &str = "城江河湖桥铁东南西北中新山海关口";

/// Short forms of counties that are words.
const WORDS: &str = "公安 凌云 凤凰 桃源 友谊 木兰 紫金 莲花 合作 共和 资源 温泉 灯塔 无极 无为 将乐 延长 响水 清流 清水 金山 金沙 金湖 金川 金堂 太湖 \
庐山 衡山 雷山 昆玉 白玉 墨玉 蓝山 灵宝 灵石 天柱 石门 石林 石泉 三江 三台 三门 三原 双江 双湖 双峰 大悟 大名 大关 大英 巧家 美姑 朝阳 紫阳 望江 望都 \
开远 进贤 修文 集贤 志丹 富民 惠民 新民 裕民 民丰 民乐 民主 云霄 青神 青田 普兰 沙雅 海伦 安图 柏乡 柳林 竹山 榆树 梨树 白杨 龙门 龙泉 龙井 玉树 林口 \
景泰 商城 商水 深泽 临江 平原 高台 塔城 五星 水城 同心 江山 明水 长子 上高 北海 东山 南山 西湖 小金 青山 五河 洪湖 东江 江口 湖口";

/// Short forms of counties, of today and of old, of two characters and more, but for those that are as often something else; and
/// whether they are districts.
static ALONE: LazyLock<HashMap<&'static str, bool>> = LazyLock::new(|| {
    let of_today = TABLE.all().filter(|(_, division)| division.level == Level::County).flat_map(|(at, division)| {
        let autonomous = TABLE.short(at).filter(|_| division.name.contains("自治"));
        [autonomous.map(|stem| (stem, false)), without_level(division.name)]
    });
    let stems = of_today.chain(former().map(|(_, name)| without_level(name))).flatten();
    // 城南旧事 | 咖啡馆: sides of a town are words.
    let of_brands = |stem: &str| stem.chars().all(|c| OF_BRANDS.contains(c)) || stem.chars().all(|c| SIDES.contains(c));
    let mut alone = HashMap::new();
    for (stem, district) in stems {
        if !of_brands(stem) && !WORDS.split_ascii_whitespace().any(|word| word == stem) {
            *alone.entry(stem).or_insert(district) &= district;
        }
    }
    alone
});

/// The name of a county without its level word, and whether it is a district.
fn without_level(name: &'static str) -> Option<(&'static str, bool)> {
    let stem = name.strip_suffix(['市', '县', '旗', '区']).filter(|stem| stem.chars().nth(1).is_some());
    stem.filter(|_| !name.contains("自治")).map(|stem| (stem, name.ends_with('区')))
}

/// First characters of [`ALONE`]: a cheap first look.
static ALONE_FIRST: LazyLock<Longest> = LazyLock::new(|| Longest::by_first(ALONE.keys().copied()));

/// The county a simplified text begins with by its short form, without its city or province before it: 宁津 | 铭亿机械. Such a text
/// may be a longer brand as well. `shop`: districts, too.
pub(super) fn alone(text: &str, shop: bool) -> Option<(usize, &'static str)> {
    let first = text.chars().next()?;
    let longest = ALONE_FIRST.of(first).min(COUNTY_MAX);
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).enumerate().take(longest).skip(1);
    let ends = ends.filter(|(n, _)| ALONE_FIRST.has(first, n + 1)).map(|(_, end)| end);
    let listed = ends.filter_map(|end| ALONE.get_key_value(&text[..end]).map(|(stem, district)| (end, *stem, *district)));
    listed.filter(|(.., district)| shop || !district).last().map(|(end, stem, _)| (end, stem))
}

/// The county a simplified text begins with by a name with its level word that is not its official one of today: 酉阳县, 双江自治县,
/// 海安县.
pub(super) fn in_full(text: &str) -> Option<(usize, &'static str)> {
    if !text.chars().take(FULL_MAX).any(|c| matches!(c, '县' | '旗')) {
        return None;
    }
    let county = |name: &&Name| TABLE.get(name.division).level == Level::County;
    let full = |name: &&Name| name.how == How::Full && name.text.ends_with(['县', '旗']);
    if let Some(found) = TABLE.starting(text).filter(county).rfind(full) {
        return Some((found.text.len(), TABLE.short(found.division).unwrap_or(found.text)));
    }
    // 海安县: nearly every city and many districts were one.
    let was =
        TABLE.starting(text).filter(county).rfind(|name| name.how == How::Short && text[name.text.len()..].starts_with('县'))?;
    Some((was.text.len() + "县".len(), was.text))
}

/// Longest name of a county with its level word, in characters.
const FULL_MAX: usize = 16;

/// Is this the name of a town of some county, without its level word?
pub(super) fn is_town(name: &str) -> bool {
    towns::is_town(name)
}

/// What stands behind the short form of one of a city's or province's counties, or of one of a county's towns, that a simplified
/// text begins with: 柯桥 | 恒宇 of 绍兴, 灵溪 | 雅信 of 苍南; and the county. Of the towns of districts those outside the city proper
/// (安亭 | 汇众 of 嘉定); firms are as often named after the others as they lie in them, but for shops (`shop`: 大沥 | 永利 of 南海).
pub(super) fn behind_county<'a>(place: &str, text: &'a str, shop: bool) -> Option<(&'a str, Option<&'static str>)> {
    let ends = || text.char_indices().map(|(at, _)| at).skip(2).take(COUNTY_MAX - 1);
    let of_place = |end: usize| Some((end, *OVER_COUNTY.get_key_value(&text[..end]).filter(|(_, over)| over.contains(&place))?.0));
    let county = OVER_FIRST.may_be(text.chars().next()?).then(|| ends().filter_map(of_place).last()).flatten();
    if let Some((end, county)) = county {
        return Some((&text[end..], Some(county)));
    }
    let mut codes = CODES.get(place).into_iter().flatten();
    let town = codes.find_map(|code| ends().filter(|end| towns::is_town_of(*code, &text[..*end])).last());
    let mut districts = DISTRICTS.get(place).into_iter().flatten();
    let of_district =
        |code: u32, name: &str| if shop { towns::is_town_of(code, name) } else { towns::is_rural_town_of(code, name) };
    let town = town.or_else(|| districts.find_map(|code| ends().filter(|end| of_district(*code, &text[..*end])).last()));
    town.map(|end| (&text[end..], None))
}

/// Province and city of a place by its short form, the city as far as it is known: 深圳 → 广东, 深圳.
pub(super) fn seat(place: &str) -> Option<(&'static str, Option<&'static str>)> {
    SEATS.get(place).copied().flatten()
}

/// Short form of a province, city or county → those of its province and city; none where several share it.
static SEATS: LazyLock<HashMap<&'static str, Option<Seat>>> = LazyLock::new(|| {
    let mut seats: HashMap<&'static str, Option<Seat>> = HashMap::new();
    let by_rank = [Level::Province, Level::City, Level::County];
    for (_, division) in by_rank.into_iter().flat_map(|level| TABLE.all().filter(move |(_, d)| d.level == level)) {
        let (Some(short), Some(province)) = (exact(division.name), HAN.get(TABLE.get(division.province).name)) else { continue };
        let of_municipality = || matches!(*province, "北京" | "上海" | "天津" | "重庆").then_some(*province);
        let city = match division.level {
            Level::Province => of_municipality(),
            Level::City => Some(short),
            Level::County => of_municipality().or_else(|| exact(TABLE.get(division.parent).name)),
        };
        let seat = (*province, city);
        let known = seats.entry(short).or_insert(Some(seat));
        // 吉林 is the province; 朝阳 a city or a district of another.
        *known = known.filter(|known| known.1.is_none() || *known == seat);
    }
    seats
});

/// Short forms of a province and a city in it.
type Seat = (&'static str, Option<&'static str>);

/// The place of a text that is a place and the short form of a county in it: 深圳龙华.
pub(super) fn with_county(text: &str) -> Option<&'static str> {
    let (len, place) = leading(text)?;
    OVER_COUNTY.get(&text[len..]).filter(|over| over.contains(&place)).map(|_| place)
}

/// A first look before [`behind_county`]: false where the text cannot begin with a county or town of the place.
pub(super) fn may_begin(place: &str, text: &str) -> bool {
    text.starts_with(|c| OVER_FIRST.may_be(c)) || CODES.contains_key(place) || DISTRICTS.contains_key(place)
}

/// Pinyin of cities with that of each of their counties, or of their towns where they have none: guangzhou and baiyun, dongguan and houjie.
static IN_PINYIN: LazyLock<HashSet<(String, String)>> = LazyLock::new(|| {
    let counties = TABLE.all().map(|(_, division)| division).filter(|division| division.level == Level::County);
    let short = |name: &'static str| exact(name).map(pinyin::usual);
    let counties = counties.filter_map(|county| Some((short(TABLE.get(county.parent).name)?, short(county.name)?)));
    // Dongguan Houjie
    let cities = TABLE.all().filter(|(at, division)| division.level == Level::City && !TABLE.has_counties(*at));
    let towns = cities.flat_map(|(_, city)| towns::of(city.code).map(|town| (city.name, town)));
    let towns = towns
        .filter(|(_, town)| town.chars().nth(1).is_some())
        .filter_map(|(city, town)| Some((short(city)?, pinyin::usual(town))));
    counties.chain(towns).collect()
});

/// Is a word in pinyin the short form of a county of a city in pinyin?
pub(super) fn is_county_in_pinyin(city: &str, word: &str) -> bool {
    IN_PINYIN.contains(&(city.to_owned(), word.to_owned()))
}

/// First characters of [`OVER_COUNTY`]: a cheap first look.
static OVER_FIRST: LazyLock<Longest> = LazyLock::new(|| Longest::by_first(OVER_COUNTY.keys().copied()));

/// Longest short form of a county or a town, in characters.
const COUNTY_MAX: usize = 5;

/// May one place lie in the other: not 安顺 in 天津? Both are short forms; countries and what is not known hold everything.
pub(super) fn may_hold(outer: &str, inner: &str) -> bool {
    match (PROVINCE_OF.get(outer), PROVINCE_OF.get(inner)) {
        (Some(Some(outer)), Some(Some(inner))) => outer == inner,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counties_and_towns_are_known_behind_their_places() {
        for (place, text, expected) in [
            ("绍兴", "柯桥恒宇", Some("恒宇")),
            ("浙江", "浦江维克", Some("维克")),
            ("天津", "静海瑞旺", Some("瑞旺")),
            ("滨海新区", "塘沽华洋", Some("华洋")),
            ("苍南", "灵溪雅信", Some("雅信")),
            ("东莞", "厚街凯丽", Some("凯丽")),
            ("浙江", "柯桥恒宇", None),
            ("杭州", "云栖信息", None),
            ("南海", "大沥永利", Some("永利")),
            ("福田", "华强北永利", None),
        ] {
            assert_eq!(behind_county(place, text, false).map(|found| found.0), expected, "{place} {text}");
        }
        assert_eq!(behind_county("福田", "华强北永利", true), Some(("永利", None)));
        assert_eq!(behind_county("温州", "瓯海娄桥奥康", true), Some(("娄桥奥康", Some("瓯海"))));
        for (place, expected) in [
            ("深圳", Some(("广东", Some("深圳")))),
            ("浙江", Some(("浙江", None))),
            ("上海", Some(("上海", Some("上海")))),
            ("义乌", Some(("浙江", Some("金华")))),
            ("浦东", Some(("上海", Some("上海")))),
            ("吉林", Some(("吉林", None))),
            ("朝阳", None),
            ("鼓楼", None),
        ] {
            assert_eq!(seat(place), expected, "{place}");
        }
        assert!(may_hold("浙江", "义乌") && may_hold("中国", "上海") && !may_hold("天津", "安顺"));
        let first = |text: &'static str| alone(text, false).map(|(end, county)| (county, &text[end..]));
        assert_eq!(first("宁津铭亿机械设备"), Some(("宁津", "铭亿机械设备")));
        assert_eq!(first("老河口双华机床"), Some(("老河口", "双华机床")));
        assert_eq!((first("永新华商贸"), first("凤凰传奇"), first("南浔奇拳")), (None, None, None));
        assert_eq!((alone("南浔奇拳", true), alone("巴马寿夫人", false)), (Some((6, "南浔")), Some((6, "巴马"))));
        assert_eq!((in_full("海安县荣腾"), in_full("海安荣腾")), (Some((9, "海安")), None));
        assert_eq!((in_full("酉阳县兴成"), in_full("双江自治县勐库")), (Some((9, "酉阳")), Some((15, "双江"))));
        assert_eq!((with_county("深圳龙华"), with_county("深圳杭州")), (Some("深圳"), None));
    }
}
