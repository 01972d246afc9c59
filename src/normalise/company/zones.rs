//! Streets, markets and zones between a place and the brand of a company name in 汉字.
//!
//! Comes in: a simplified name behind its place. Goes out: the name without them, as long as a brand is left.

use super::area::brand_is_left;
use super::trades;

/// Longest name of a street before a shop, in characters.
const STREET_MAX: usize = 6;

/// Takes a street off that stands behind a place and before a shop: 西安市雁塔区 | 小寨路 | 魏家凉皮店.
pub(super) fn strip_street(name: &str) -> &str {
    let mut ends = name.char_indices().enumerate().take(STREET_MAX).skip(2);
    let street = |(_, (at, c)): (usize, (usize, char))| {
        let end = at + c.len_utf8();
        let left = name[end..].trim_start_matches(|c: char| c.is_ascii_digit());
        let left = if left.len() < name.len() - end { left.strip_prefix('号')? } else { left };
        let behind = matches!(c, '路' | '街' | '巷') || name[..end].ends_with("大道");
        (behind
            && !left.starts_with(['道', '区', '桥', '灯', '面'])
            && brand_is_left(left, false)
            && !trades::split(left, true).1.is_empty())
        .then_some(left)
    };
    ends.find_map(street).unwrap_or(name)
}

/// Markets and houses that shops are registered in.
const MARKETS: &[&str] = &[
    "商贸城",
    "批发城",
    "服装城",
    "时装城",
    "建材城",
    "商业城",
    "家纺城",
    "纺织城",
    "袜业城",
    "裘皮城",
    "机电城",
    "食品城",
    "汽车城",
    "眼镜城",
    "灯具城",
    "灯饰城",
    "家具城",
    "家居城",
    "电脑城",
    "数码城",
    "电子城",
    "皮革城",
    "皮具城",
    "装饰城",
    "汽配城",
    "五金城",
    "小商品城",
    "轻纺城",
    "茶城",
    "市场",
    "购物中心",
    "广场",
    "大厦",
];

/// Longest name of a market, with its kind, and shortest before its kind, in characters.
const MARKET_MAX: usize = 14;
const MARKET_MIN: usize = 2;
/// Longest kind of market that is no name by itself (义乌 | 小商品城), in characters.
const MARKET_KIND: usize = 2;

/// Takes a market off that stands behind a place and before a shop: 义乌市 | 国际商贸城 | 美佳饰品商行.
pub(super) fn strip_market(name: &str) -> &str {
    let end = |kind: &&str| {
        let known = kind.chars().count() > MARKET_KIND;
        let at = name.find(*kind).filter(|at| known && *at == 0 || name[..*at].chars().nth(MARKET_MIN - 1).is_some())?;
        Some(at + kind.len()).filter(|end| name[..*end].chars().nth(MARKET_MAX).is_none())
    };
    // Half of the kinds end with these.
    if !name.contains(['城', '场', '心', '厦']) {
        return name;
    }
    let left = MARKETS.iter().filter_map(end).max().map_or(name, |end| &name[end..]);
    let shop = || brand_is_left(left, false) && !trades::split(left, true).1.is_empty();
    if left.len() < name.len() && shop() { left } else { name }
}

/// Kinds of zones that stand between a place and the brand, longest first.
const ZONES: &[&str] = &[
    "自由贸易试验区",
    "高新技术产业开发区",
    "经济技术开发区",
    "高新技术开发区",
    "文化创意产业园",
    "高新技术产业园",
    "国家高新区",
    "旅游度假区",
    "风景名胜区",
    "深度合作区",
    "航空港区",
    "自贸试验区",
    "自由贸易港",
    "综合保税区",
    "经济开发区",
    "保税港区",
    "工业园区",
    "产业园区",
    "自贸区",
    "保税区",
    "新片区",
    "高新区",
    "开发区",
    "合作区",
    "示范区",
    "度假区",
    "风景区",
    "管理区",
    "试验区",
    "先行区",
    "集聚区",
    "科技创新园",
    "科技园区",
    "软件园区",
    "物流园区",
    "微电园",
    "创新园",
    "产业区",
    "工业区",
    "经开区",
    "产业园",
    "工业园",
    "科技园",
    "软件园",
    "物流园",
    "文创园",
    "创意园",
    "创业园",
    "科学城",
    "大学城",
    "科技城",
    "园区",
    "片区",
    "港区",
    "新区",
    "新城",
];

/// Longest name of a zone before its kind, in characters.
const ZONE_MAX: usize = 6;

/// Takes zones off that stand behind a place: 上海 | 自贸试验区临港新片区 | 鼎盛国际贸易.
pub(super) fn strip_zone(name: &str, behind_place: bool) -> &str {
    let mut rest = name;
    // The last characters of the kinds are a cheap first look.
    while behind_place && rest.contains(['区', '港', '园', '城']) {
        let ends = ZONES.iter().filter_map(|zone| rest.find(zone).map(|at| (at, at + zone.len())));
        // The first one, and of those that begin there the longest.
        let Some((at, end)) = ends.min_by_key(|(at, end)| (*at, std::cmp::Reverse(*end))) else { break };
        // 白沟 | 新城, but 新城 | 快印
        let named = &rest[at..end] != "新城" || rest[..at].chars().count() >= MARKET_MIN && brand_is_left(&rest[end..], false);
        if rest[..at].chars().count() > ZONE_MAX || !named || !brand_is_left(&rest[end..], true) {
            break;
        }
        rest = &rest[end..];
    }
    rest
}
