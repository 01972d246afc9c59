//! Places around the brand of a company name in 汉字: divisions, towns, zones and streets before it, a place behind it.
//!
//! Comes in: a simplified name without legal form. Goes out: the name without its places, as long as a brand is left. What a
//! place is says [`places`]; brackets are read by [`super::han`].

use std::sync::LazyLock;

use crate::normalise::edges::Longest;
use crate::normalise::fold;

use super::zones::strip_zone;
use super::{counties, forms, known, places, trades};

/// Longest name of a town before its level word, in characters.
const TOWN_MAX: usize = 4;

/// 中国移动通信集团 | 浙江 | 有限公司: takes a place off that stands before the legal form and behind a group.
pub(super) fn strip_inner_place<'a>(before: &'a str, region: &mut Option<&'static str>) -> &'a str {
    let Some((head, place)) = places::trailing(before).filter(|_| region.is_none()) else { return before };
    let stem = forms::han_form(head).map_or("", |(stem, _)| stem);
    if stem.chars().count() < trades::BRAND_MIN {
        return before;
    }
    *region = Some(place);
    stem
}

/// Takes places off the front, as long as a brand is left. `after` is what stands behind a place in brackets. `region` gets the last
/// of them, `first` the first.
pub(super) fn strip_region<'a>(
    name: &'a str,
    after: &str,
    region: &mut Option<&'static str>,
    first: &mut Option<&'static str>,
) -> &'a str {
    let in_brackets = region.is_some();
    // 北京盈科(深圳)律师事务所: an office is named after the city it was founded in.
    let of_office = in_brackets && after.ends_with("事务所");
    let mut rest = name;
    while let Some((len, place)) = places::leading(rest).or_else(|| counties::in_full(rest)) {
        if rest.chars().next().is_some_and(|first| PLACE_BRAND_FIRST.may_be(first))
            && PLACE_BRANDS.iter().any(|brand| rest.starts_with(brand))
        {
            break;
        }
        let left = &rest[len..];
        let prefix = &rest[..len];
        let long_form = prefix.ends_with(['省', '市', '区', '县', '盟', '旗']) || prefix.ends_with("自治州");
        let enough = if in_brackets && !of_office {
            // 长沙故事(南平): the place is in the brackets, so a short form in front is part of the brand.
            (long_form || places::is_abroad(prefix) && brand_is_left(left, false))
                && left.chars().count() >= trades::BRAND_MIN
                && !trades::is_trade(left)
        } else {
            (brand_is_left(left, long_form) || prefix == "中国" && left.ends_with("银行") && left != "银行")
                && (long_form || !places::is_broad(prefix))
                && (region.is_none() || !(left.starts_with(['镇', '乡']) || left.starts_with("街道") || begins_a_street(left)))
                && (long_form || in_brackets || region.is_none_or(|outer| counties::may_hold(outer, place)))
        };
        if !enough {
            break;
        }
        if !in_brackets {
            *region = Some(place);
            first.get_or_insert(place);
        }
        rest = left;
    }
    rest
}

/// Takes a county off the front of a name without any other place, if it is too long for one brand: 天台 | 江渔 | 百货商行; a zone
/// too: 江北新区 | 揽亦悦 | 数码电子产品经营部. `shop` as in [`strip_finer`].
pub(super) fn strip_county_alone<'a>(name: &'a str, region: &mut Option<&'static str>, shop: bool) -> &'a str {
    if region.is_some() {
        return name;
    }
    let is_long = |len: usize| {
        let (whole, trade) = trades::split(name, true);
        !trade.is_empty() && whole.get(len..).is_some_and(|brand| brand.chars().nth(trades::BRAND_MIN - 1).is_some())
    };
    let county = counties::alone(name, shop)
        .filter(|(len, _)| is_long(*len) && is_apart(&name[*len..]) && brand_is_left(&name[*len..], false));
    if let Some((len, county)) = county {
        *region = Some(county);
        return &name[len..];
    }
    let left = strip_zone(name, true);
    let zone = &name[..name.len() - left.len()];
    if zone.ends_with(['区', '城']) && zone.chars().count() > 2 && is_long(zone.len()) { left } else { name }
}

/// Does a text go on behind the short form of a county as a new word?
fn is_apart(left: &str) -> bool {
    // 沈家门 | 海鲜大王
    let food = ["海鲜", "海产", "江鲜", "河鲜", "湖鲜", "山货", "海味"].iter().any(|food| left.starts_with(food));
    (food || !left.starts_with(NO_COUNTY_BEFORE)) && !begins_new_place(left) && !left.ends_with(['学', '院', '局', '校'])
}

/// 宁海 | 路社区, but 上海 | 路桥.
fn begins_a_street(left: &str) -> bool {
    left.starts_with('路') && !["路桥", "路面", "路灯", "路政"].iter().any(|works| left.starts_with(works))
}

/// Is what a name begins with apart from its brand: is a brand left behind it in the name's own reading?
fn is_two_words(name: &str, len: usize) -> bool {
    trades::split(name, true).0.get(len..).is_some_and(|brand| brand.chars().nth(trades::BRAND_MIN - 1).is_some())
}

/// Takes a town off that stands behind its city or county: 东莞市 | 厚街镇 | 宏发五金厂.
pub(super) fn strip_town(name: &str, behind_place: bool) -> &str {
    let ends: Vec<(usize, char)> = name.char_indices().take(TOWN_MAX + 2).collect();
    let town = |i: usize| {
        let end = ends[i].0 + ends[i].1.len_utf8();
        // 石牌村 | 阿强手机维修, but 中关村 | 科技
        let level =
            ["街道", "社区", "小区"].iter().any(|level| name[..end].ends_with(level)) || matches!(ends[i].1, '镇' | '乡' | '村');
        // 寻味乡野 is one word.
        let own = || counties::is_town(&name[..ends[i].0]) || !matches!(ends[i].1, '乡' | '村') || is_two_words(name, end);
        // 大尹村 | 镇
        let goes_on = ends.get(i + 1).is_some_and(|(_, next)| matches!(next, '镇' | '乡'));
        (level && i >= 2 && !goes_on && own()).then(|| &name[end..])
    };
    let left = (0..ends.len()).find_map(town).filter(|left| behind_place && brand_is_left(left, false));
    left.unwrap_or(name)
}

/// Most counties, towns and zones between a place and a brand.
const FINER_MAX: usize = 4;

/// Takes off what stands between a place and the brand, one after another: counties, towns, zones. `in_front`: the place stood
/// before the name, not in brackets.
/// `shop`: the name has no legal form of a company.
pub(super) fn strip_finer<'a>(name: &'a str, place: Option<&'static str>, in_front: bool, shop: bool) -> &'a str {
    let Some(mut place) = place else { return name };
    let mut rest = name;
    for _ in 0..FINER_MAX {
        let (county, inner) = if in_front { strip_county(rest, place, shop) } else { (rest, None) };
        place = inner.unwrap_or(place);
        // 束河 | 古镇
        let old = ["古镇", "古城"].iter().filter(|_| county.len() < rest.len()).find_map(|old| county.strip_prefix(old));
        let county = old.filter(|left| brand_is_left(left, false)).unwrap_or(county);
        let shorter = strip_zone(strip_town(county, true), true);
        if shorter.len() == rest.len() {
            break;
        }
        rest = shorter;
    }
    rest
}

/// What makes another name of the short form of a county: 白云 | 山, 武侯 | 祠, 黄浦 | 江.
const NO_COUNTY_BEFORE: [char; 28] = [
    '区', '市', '县', '镇', '乡', '街', '道', '路', '村', '江', '河', '湖', '山', '桥', '门', '祠', '寺', '塔', '岛', '港', '湾',
    '宫', '嘴', '海', '关', '寨', '沟', '峡',
];

/// 浦东 | 新区, 白云 | 新城: not before 石井 | 新势力.
fn begins_new_place(left: &str) -> bool {
    left.strip_prefix('新').is_some_and(|rest| rest.starts_with(['区', '城', '村', '镇', '街', '路', '园', '乡', '港']))
}

/// Takes a county off that stands behind a place: 河北雄安新区 | 容城县 | 白洋淀旅游, 绍兴 | 柯桥 | 恒宇纺织品. And the county.
fn strip_county<'a>(name: &'a str, place: &str, shop: bool) -> (&'a str, Option<&'static str>) {
    let full = places::leading(name).filter(|(len, _)| name[..*len].ends_with(['市', '区', '县', '旗']));
    let full = full.map(|(len, county)| (&name[len..], Some(county))).filter(|(left, _)| brand_is_left(left, true));
    let zone = || NAMED_ZONES.iter().find_map(|zone| name.strip_prefix(zone)).map(|left| (left, None));
    // 湖北武昌 | 实验中学 is named after its county.
    // Most brands are too short to hold a county before a brand; the goods of a shop may have taken a part of it.
    let least = if shop { trades::BRAND_MIN } else { 2 * trades::BRAND_MIN - 1 };
    let long = || trades::split(name, true).0.chars().nth(least).is_some();
    let may_be = full.is_none() && counties::may_begin(place, name);
    let short = may_be.then(|| counties::behind_county(place, name, shop).or_else(zone)).flatten();
    full.or(short.filter(|(left, _)| is_apart(left) && long() && brand_is_left(left, false))).unwrap_or((name, None))
}

/// Zones that are known without their kind.
const NAMED_ZONES: &[&str] = &["大亚湾", "松山湖", "张江", "亦庄", "漕河泾", "外高桥", "临港", "前海", "横琴", "南沙", "滨海"];

/// 达能亚太(上海): the part of the world behind a brand.
pub(super) fn without_continent(brand: &str) -> &str {
    let places = ["亚太", "中国", "大中华", "亚洲"];
    let stem = places.iter().find_map(|place| brand.strip_suffix(place)).filter(|stem| stem.chars().count() >= trades::BRAND_MIN);
    stem.unwrap_or(brand)
}

/// A place at the end of a brand of its own: OPPO广东.
pub(super) fn inner_place(brand: &str) -> (&str, Option<&'static str>) {
    let long = brand.ends_with(['省', '市']);
    let enough = |stem: &str| {
        stem.chars().count() >= trades::BRAND_MIN
            && (long || brand.ends_with("中国") || stem.is_ascii() || known::canonical(stem) != stem)
            || stem.chars().count() > trades::BRAND_MIN
    };
    match places::trailing(brand).filter(|(stem, _)| enough(stem)) {
        Some((stem, place)) => (stem, Some(place)),
        None => (brand, None),
    }
}

/// 浙江 | 大学医学院, 四川 | 农业大学: the place is the university's name.
fn of_university(left: &str) -> bool {
    let kind = left.find("大学").map(|at| &left[..at]);
    // 东莞 | 理工学院
    let college = || left.strip_suffix("学院").is_some_and(|kind| COLLEGES.contains(&kind) || UNIVERSITIES.contains(&kind));
    kind.is_some_and(|kind| kind.is_empty() || UNIVERSITIES.contains(&kind) || trades::is_trade(kind)) || college()
}

/// What colleges teach, where it stands before 学院, besides [`UNIVERSITIES`].
const COLLEGES: &[&str] = &[
    "医",
    "音乐",
    "美术",
    "体育",
    "工程",
    "职业",
    "职业技术",
    "工业职业技术",
    "信息职业技术",
    "交通职业技术",
    "城市职业",
    "教育",
    "警察",
    "行政",
    "开放",
    "幼儿师范",
    "文理",
];

/// What universities teach, where it stands before 大学.
const UNIVERSITIES: &[&str] = &[
    "人民",
    "科学技术",
    "传媒",
    "矿业",
    "石油",
    "地质",
    "计量",
    "民航",
    "邮电",
    "航空航天",
    "电子科技",
    "师范",
    "理工",
    "工业",
    "科技",
    "医科",
    "中医药",
    "农业",
    "农林",
    "财经",
    "交通",
    "外国语",
    "工商",
    "海洋",
    "政法",
    "民族",
    "中文",
    "城市",
    "浸会",
    "岭南",
];

/// Brands that begin with a place.
const PLACE_BRANDS: &[&str] = &[
    "宁德时代",
    "泸州老窖",
    "北京现代",
    "上海大众",
    "海南航空",
    "西安杨森",
    "长沙故事",
    "沙县小吃",
    "东阿阿胶",
    "东阳光",
    "涪陵榨菜",
    "云南白药",
    "金华火腿",
    "中国人民解放军",
    "上海交大",
    "西安交大",
    "中国科学院",
    "中国社会科学院",
    "中国农业科学院",
    "中国医学科学院",
];

/// First characters of [`PLACE_BRANDS`]: a cheap first look.
static PLACE_BRAND_FIRST: LazyLock<Longest> = LazyLock::new(|| Longest::by_first(PLACE_BRANDS.iter().copied()));

/// What makes another word of a place: 上海滩, 北京城, 重庆人.
const OF_PLACE: [char; 9] = ['滩', '城', '湾', '港', '人', '味', '菜', '风', '话'];

/// What is done to goods by those who make them.
const MADE: &[&str] = &["制造", "生产", "加工", "制品", "加工厂", "制造厂", "制品厂", "厂", "矿业", "冶炼"];

/// Is there a brand in what is left behind a place? 海南 | 航空 has none: there the place is the brand.
pub(super) fn brand_is_left(left: &str, long_form: bool) -> bool {
    if of_university(left) {
        return false;
    }
    let (brand, _) = trades::split(left, true);
    let n = brand.chars().count();
    // 沈阳 | 飞机制造, 上海 | 手表厂: goods that somebody makes are no brand; 苹果 | 贸易 may be one.
    let made = || {
        let goods = MADE.iter().find_map(|end| left.strip_suffix(end));
        goods.is_some_and(|goods| trades::is_goods(goods) || trades::is_generic(goods))
    };
    let generic = trades::is_generic(left) || trades::is_goods(left) || made() || trades::is_shop_of_a_dish(left);
    // 上海滩 | 餐饮管理, but 天津 | 众合金 | 商贸
    let second = brand.chars().next().map_or(0, char::len_utf8);
    if !long_form && left.starts_with(OF_PLACE) && trades::is_trade(&brand[second..]) {
        return false;
    }
    n >= trades::BRAND_MIN && !generic && !trades::is_generic(brand) || long_form && !generic && left.chars().any(fold::is_letter)
}
