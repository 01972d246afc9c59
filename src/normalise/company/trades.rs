//! Trade words: what a company does, as it stands in its name.
//!
//! Facts: the trade list of the PyPI package `companynameparser` 0.1.8 (Apache-2.0) without its place names, and common
//! trades added (`data/trades.txt`; a `?` marks words that are as often part of a brand); products are the nouns for materials and
//! goods among the words of the PyPI package `jieba` 0.42.1 (MIT), with kinds of shops added (`data/products.txt`, all of them as
//! often part of a brand). Goods are further words of `jieba` for materials, goods and works, chosen by counting which characters
//! stand in the trades and which in the brands of some eight thousand registered names (`data/goods.txt`): they say what a firm
//! does only behind a brand.

use std::sync::LazyLock;

use hashbrown::HashMap;

use super::forms;
use super::shops::SHOPS;
use crate::normalise::edges::{LastPairs, Longest};
use crate::normalise::name::begins_with_common_surname;

/// Longest trade word, in characters.
const TRADE_MAX: usize = 10;

/// Shortest brand that is left when a trade is taken off, in characters.
pub(super) const BRAND_MIN: usize = 2;

/// Longest brand that is usual, in characters; behind a longer one weak trades are taken too.
const BRAND_USUAL: usize = 4;

/// How surely a word is a trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sure {
    /// Always.
    Yes,
    /// As often part of a brand: only before a legal form.
    Formal,
    /// Goods: only before a legal form and behind a brand, and never alone.
    Goods,
}

/// Every trade word, and how surely it is one.
static TRADES: LazyLock<HashMap<&'static str, Sure>> = LazyLock::new(|| {
    let goods = include_str!("../data/goods.txt").lines().map(|line| (line, Sure::Goods));
    let products = include_str!("../data/products.txt").lines().map(|line| (line, Sure::Formal));
    let trades = include_str!("../data/trades.txt").lines();
    let shops = SHOPS.iter().filter(|shop| !shop.ends_with(['学', '校'])).map(|shop| (*shop, Sure::Formal));
    let trades = trades.map(|line| line.strip_suffix(" ?").map_or((line, Sure::Yes), |word| (word, Sure::Formal)));
    goods.chain(shops).chain(products).chain(trades).collect()
});

/// The longest trade word by its last character.
static TRADE_LAST: LazyLock<Longest> = LazyLock::new(|| Longest::by_last(TRADES.keys().copied()));

/// The ends of trade words: most brands end with none.
static TRADE_PAIRS: LazyLock<LastPairs> = LazyLock::new(|| LastPairs::of(TRADES.keys().copied()));

/// Generic words before a trade that are no part of the brand: 波司登 + 国际 + 控股.
const TAILS: &[&str] =
    &["国际", "集团", "企业", "移动", "数字", "智能", "物联", "数科", "实业", "控股", "股份", "电脑", "手机", "在线", "智慧"];

/// Last characters of [`TAILS`]: a cheap first look.
static TAIL_LAST: LazyLock<Longest> = LazyLock::new(|| Longest::by_last(TAILS.iter().copied()));

/// Trades that say nothing without the goods before them: 羊绒 | 制品.
const OF_GOODS: &[&str] = &["制品", "用品", "加工", "批发", "种植", "养殖", "器材", "配件", "酿造"];

/// One-character ends that count only after a trade: 五金厂, 电脑店.
const SHOP_LETTERS: &[char] = &['厂', '店', '行', '馆', '铺', '坊', '部', '社', '屋', '摊', '场', '城'];

/// Last characters of [`SHOPS`]: a cheap first look.
static SHOP_LAST: LazyLock<Longest> = LazyLock::new(|| Longest::by_last(SHOPS.iter().copied()));

/// One-character goods before the one-character ends of works and dealers: 永发 | 袜厂, 天天 | 布业.
const GOODS: &str = "袜布纸鞋帽衣裤伞笔灯锁刀针线绳网桶箱包袋盒瓶杯锅炉铁钢铜铝锡银金玉石砖瓦砂沙木竹藤草棉麻丝毛皮革漆胶油盐糖醋酱米面粉豆菜果瓜茶酒水奶药花车船机电书琴蛋鱼肉冰煤钛硅铸窗门香毯烛镁炭刷卡钉线缆袖领扣链梯板材椅桌床柜凳帘席茧绸缎纱绒羽参菌菇饼糕羊牛猪鸡鸭鹅钟表壶碗墨剑砚扇瓷陶";

/// One-character dishes and goods at the end of two-character ones before shops: 沟帮子 | 熏鸡店, 三峡 | 苕酥店.
const DISHES: &str = "粉鸡鸭鹅鱼虾蟹肉羊牛糕饼酥粥汤粽卷串饭饺丸腐茶酒糖果菜鞋帽衣袜布灯锁刀画笔镜";

/// Ends of shops before which two characters name the dish or the goods.
const SHOPS_OF_DISHES: &[char] = &['店', '馆', '摊'];

/// Last characters of names of machines and goods.
const HEADS: &str = "机床器仪泵阀尺锯钳具剂漆膜缆轴簧炉罐柜椅帽鞋袜";

/// Ends of works and dealers before which one character names the goods.
const WORKS: &[char] = &['厂', '业', '铺', '行', '庄', '坊'];

/// Splits a simplified name without place and legal form into brand and trade. `formal`: a legal form stood behind it.
/// Trades are taken off the end one after another (小米 | 通讯 | 技术), the first of them also if it is as often part of a brand.
/// The brand keeps at least [`BRAND_MIN`] characters; the trade may be empty.
pub(super) fn split(core: &str, formal: bool) -> (&str, &str) {
    let hospital =
        core.strip_suffix("医院").filter(|stem| (formal || stem.chars().count() == BRAND_MIN) && stem.chars().count() >= BRAND_MIN);
    let mut end = hospital.map(str::len).or_else(|| shop_start(core)).unwrap_or(core.len());
    let shop = end < core.len();
    // 老白干 | 酒专卖店
    let drink = core[..end]
        .strip_suffix(['酒', '茶'])
        .filter(|stem| shop && stem.chars().count() > BRAND_MIN && trade_start(&core[..end], true, true).is_none());
    end = drink.map_or(end, str::len);
    let mut weak_too = formal || shop;
    let mut goods_too = formal || shop;
    while let Some(start) = trade_start(&core[..end], weak_too, goods_too) {
        let word = &core[start..end];
        // 锦园纸 | 制品, but 豆豆 | 纸: a second one-character trade is part of the brand.
        if end < core.len() && word.chars().count() < 2 {
            break;
        }
        end = start;
        // 天泽 | 丝网 | 制品, but 锦园 | 纸制品
        if word == "制品" && trade_start(&core[..end], true, true).is_none() {
            end = before_one_good(&core[..end]).unwrap_or(end);
        }
        weak_too = OF_GOODS.contains(&word);
        // 恒顺 | 醋业 | 门市部
        if shop && let Some(good) = core[..end].strip_suffix('业').and_then(before_one_good) {
            end = good;
        }
        if let Some(group) = core[..end].strip_suffix("集团").filter(|group| group.chars().count() > BRAND_USUAL) {
            // 中铁大桥局 | 集团 | 第四工程
            end = group.len();
            break;
        }
        if core[..end].chars().count() > BRAND_USUAL {
            // 移动 and 国际 in the middle of a long name say as little as at its end.
            weak_too = formal;
            goods_too = formal || shop;
        } else if let Some(rest) = without_tail(&core[..end]) {
            end = rest.len();
        }
    }
    // 锐锋 | 锯床: of four characters of which the last is a kind of goods the last two are the trade.
    let last = core[..end].chars().next_back();
    if formal && last.is_some_and(|last| HEADS.contains(last)) && core[..end].chars().count() == 2 * BRAND_MIN {
        end = core.char_indices().nth(BRAND_MIN).map_or(end, |(at, _)| at);
    }
    // 张三的小店: what is somebody's is no name without it; 美的 is nobody's.
    let owner = core[..end].strip_suffix('的').is_some_and(|owner| owner.chars().count() >= BRAND_MIN);
    if owner { (core, "") } else { core.split_at(end) }
}

/// A brand of [`BRAND_MIN`] characters and more without one of [`TAILS`] behind it.
fn without_tail(text: &str) -> Option<&str> {
    let last = text.chars().next_back().filter(|last| TAIL_LAST.may_be(*last));
    let rest = last.and_then(|_| TAILS.iter().find_map(|tail| text.strip_suffix(tail)));
    rest.filter(|rest| rest.chars().nth(BRAND_MIN - 1).is_some())
}

/// Where the end of a shop's name begins, with the trade inside it, if enough brand is left.
fn shop_start(core: &str) -> Option<usize> {
    let last = core.chars().next_back()?;
    let enough = |stem: &&str| stem.chars().count() >= BRAND_MIN;
    // 桂发祥 | 麻花店 is no florist's: of two readings the one with the longer trade.
    if SHOP_LAST.may_be(last)
        && let Some(stem) = SHOPS.iter().find_map(|shop| core.strip_suffix(shop).filter(enough))
        && !stem.ends_with("卫生")
    {
        let letter =
            core.strip_suffix(last).filter(|_| SHOP_LETTERS.contains(&last)).and_then(|stem| trade_start(stem, true, true));
        return Some(letter.map_or(stem.len(), |start| start.min(stem.len())));
    }
    // 汽车美容装饰 | 中心: only behind a trade, and no office of health.
    let centre = core.strip_suffix("中心").filter(|stem| !stem.ends_with(['生', '疗', '制', '救']) && !is_generic(stem));
    if let Some(start) = centre.and_then(|stem| trade_start(stem, true, true)) {
        return Some(start);
    }
    let stem = core.strip_suffix(last).filter(|_| SHOP_LETTERS.contains(&last) || WORKS.contains(&last))?;
    // 牛仔 | 自行车 | 业
    let trade = trade_start(stem, true, true).filter(|start| SHOP_LETTERS.contains(&last) || stem.len() - start > "车".len());
    let goods = || before_one_good(stem).filter(|_| WORKS.contains(&last) && !core.ends_with("银行"));
    trade.or_else(goods).or_else(|| before_dish(stem).filter(|_| SHOPS_OF_DISHES.contains(&last)))
}

/// Is a text nothing but a dish and the end of a shop's name: 醉蟹店?
pub(super) fn is_shop_of_a_dish(text: &str) -> bool {
    let stem = text.strip_suffix(SHOPS_OF_DISHES).filter(|stem| stem.chars().count() <= BRAND_MIN);
    stem.is_some_and(|stem| stem.ends_with(|c| DISHES.contains(c)))
}

/// Where a dish at the end of a shop's name of three to five characters begins: of one character behind a brand of two or somebody's
/// name, else of two.
fn before_dish(stem: &str) -> Option<usize> {
    stem.chars().next_back().filter(|c| DISHES.contains(*c))?;
    let of_one = match stem.chars().count() {
        3 => true,
        4 => begins_with_common_surname(stem),
        5 => false,
        _ => return None,
    };
    stem.char_indices().rev().nth(usize::from(!of_one)).map(|(at, _)| at)
}

/// Where one character of [`GOODS`] at the end of a text begins, if enough brand is left before it.
fn before_one_good(text: &str) -> Option<usize> {
    let good = text.chars().next_back().filter(|c| GOODS.contains(*c))?;
    text.strip_suffix(good).filter(|stem| stem.chars().nth(BRAND_MIN - 1).is_some()).map(str::len)
}

/// Where the longest trade word at the end of a text begins, if enough brand is left before it.
fn trade_start(text: &str, weak_too: bool, goods_too: bool) -> Option<usize> {
    let mut back = text.char_indices().rev();
    let ((_, last), (_, before)) = (back.next()?, back.next()?);
    let paired = TRADE_PAIRS.may_end(before, last);
    let longest = if paired { TRADE_LAST.of(last).min(TRADE_MAX) } else { 1 };
    let spared = text.char_indices().nth(BRAND_MIN)?.0;
    // The ends of the text, from the shortest on; the longest that is a trade wins.
    let ends = text.char_indices().rev().enumerate().take(longest).filter(|(n, _)| TRADE_LAST.has(last, n + 1));
    let starts = ends.map(|(_, (at, _))| at).take_while(|&start| start >= spared);
    let trade = |start: usize| match TRADES.get(&text[start..]) {
        Some(Sure::Yes) => true,
        Some(Sure::Formal) => weak_too,
        Some(Sure::Goods) => goods_too && !cuts_a_word(text, start),
        None => false,
    };
    let found = starts.filter(|&start| trade(start)).last().map(|start| with_whole_word(text, start, spared));
    // 恒恩天成 | 制钉
    let made = || text.strip_suffix(last)?.strip_suffix('制').map(str::len).filter(|at| *at >= spared);
    if found.is_none() && goods_too && GOODS.contains(last) { made() } else { found }
}

/// Where a trade begins if a longer word begins before it and ends in it: 薏仁源 | 农产品销售, not 薏仁源农 | 产品销售.
fn with_whole_word(text: &str, start: usize, spared: usize) -> usize {
    let first =
        text[..start].chars().next_back().filter(|c| GENERIC_FIRST.has(*c, WHOLE_WORD) || GENERIC_FIRST.has(*c, WHOLE_WORD + 1));
    let Some(before) = first.map(char::len_utf8) else { return start };
    let inside = text[start..].char_indices().map(|(at, c)| start + at + c.len_utf8()).take(WHOLE_WORD).skip(1);
    let wider = start - before;
    let sure = |end: usize| TRADES.get(&text[wider..end]) == Some(&Sure::Yes);
    if wider >= spared && inside.take_while(|end| *end <= text.len()).any(sure) { wider } else { start }
}

/// Most characters of a trade in which a longer word ends.
const WHOLE_WORD: usize = 3;

/// Do the characters around a place in a text make a trade of their own: 华强 | 电子 | 网, not 华强电 | 子网?
fn cuts_a_word(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back().map_or(0, char::len_utf8);
    let behind = text[at..].chars().next().map_or(0, char::len_utf8);
    TRADES.get(&text[at - before..at + behind]).is_some_and(|sure| *sure != Sure::Goods)
}

/// Does a simplified text end in a trade, with enough brand before it?
pub(super) fn ends_in_trade(text: &str) -> bool {
    text.chars().next_back().is_some() && trade_start(text, true, false).is_some()
}

/// Is the simplified text nothing but trades and words for kinds of organisations (石油化工, 银行)? Then it is no brand.
pub(super) fn is_generic(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return true };
    let ends = text.char_indices().map(|(i, c)| i + c.len_utf8()).enumerate().take(GENERIC_FIRST.of(first));
    ends.filter(|(n, _)| GENERIC_FIRST.has(first, n + 1)).any(|(_, end)| {
        let head = &text[..end];
        (is_trade(head) || forms::is_organisation_word(head)) && is_generic(&text[end..])
    })
}

/// The longest trade or word for an organisation by its first character.
static GENERIC_FIRST: LazyLock<Longest> = LazyLock::new(|| {
    let trades = TRADES.iter().filter(|(_, sure)| **sure != Sure::Goods).map(|(word, _)| word);
    Longest::by_first(trades.chain(forms::HAN_ORGANISATIONS).copied())
});

/// Is the simplified text one trade word by itself? Goods alone are none.
pub(super) fn is_trade(text: &str) -> bool {
    TRADES.get(text).is_some_and(|sure| *sure != Sure::Goods)
}

/// Is the simplified text one word for goods, such as 煤矿 in 贵州金沙煤矿?
pub(super) fn is_goods(text: &str) -> bool {
    TRADES.contains_key(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brand_and_trade_are_told_apart() {
        for (core, formal, brand, trade) in [
            ("盈梦气体", true, "盈梦", "气体"),
            ("晋王碳素纤维", false, "晋王", "碳素纤维"),
            ("华星新能源科技", true, "华星", "新能源科技"),
            ("国美手机汽车部件", true, "国美", "手机汽车部件"),
            ("小米通讯技术", true, "小米", "通讯技术"),
            ("波司登国际控股", true, "波司登", "国际控股"),
            ("小龙坎火锅店", false, "小龙坎", "火锅店"),
            ("宏达电脑经营部", false, "宏达", "电脑经营部"),
            ("新龙铝材厂", false, "新龙", "铝材厂"),
            ("金杜律师事务所", false, "金杜", "律师事务所"),
            ("独立世界", false, "独立世界", ""),
            ("锦园纸", true, "锦园", "纸"),
            ("科技", true, "科技", ""),
            ("乐视影业网络通信", true, "乐视", "影业网络通信"),
            ("美菱物联科技", true, "美菱", "物联科技"),
            ("万华聚氨酯", true, "万华", "聚氨酯"),
            ("锐锋锯床", true, "锐锋", "锯床"),
            ("张三的小店", false, "张三的小店", ""),
            ("美的制冷设备", true, "美的", "制冷设备"),
        ] {
            assert_eq!(split(core, formal), (brand, trade), "{core}");
        }
    }
}
