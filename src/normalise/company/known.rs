//! Well-known names: short names of large Chinese firms, and chains whose shops are named after streets.
//!
//! Facts of everyday knowledge, as the firms use them themselves. In: a brand or a name without place and legal form. Out: one
//! spelling of the brand. Not a register: a firm that is not listed keeps the brand its name gives.

use std::borrow::Cow;
use std::sync::LazyLock;

use hashbrown::HashMap;

use super::{trades, twins};

/// A brand, then what else it is called. All simplified, as the brand part stands after place, trade and legal form are off.
const ALIASES: &[&str] = &[
    "中国石油 中石油 中国石油天然气 中国石油天然气股份",
    "中国石化 中石化 中国石油化工 中国石化销售",
    "中国海油 中海油 中国海洋石油 海洋石油",
    "中国移动 中移动 中国移动通信",
    "中国电信 中电信",
    "中国联通 联通 中国联合网络通信 中国联合网络",
    "中国铁塔 铁塔",
    "国家电网 国网",
    "南方电网 南网 中国南方电网",
    "中国建筑 中建",
    "中国中铁 中铁",
    "中国铁建 铁建",
    "中国中车 中车",
    "中国交建 中交 中国交通建设",
    "中国人寿 国寿 中国人寿保险",
    "平安 中国平安 中国平安保险",
    "中国人保 人保 中国人民保险 中国人民财产保险 人民财产保险",
    "太平洋 太保 中国太保 中国太平洋 太平洋保险 中国太平洋保险",
    "中国邮政 邮政 中国邮政速递 中国邮政速递物流",
    "工商银行 工行 中国工商银行",
    "农业银行 农行 中国农业银行",
    "建设银行 建行 中国建设银行",
    "中国银行 中行",
    "交通银行 交行",
    "招商银行 招行",
    "浦东发展银行 浦发银行 浦发 浦东发展",
    "民生银行 中国民生银行",
    "光大银行 中国光大银行",
    "广发银行 广东发展银行",
    "邮储银行 邮政储蓄银行 中国邮政储蓄银行 邮储",
    "中国第一汽车 第一汽车 一汽 中国一汽 一汽集团",
    "上海汽车 上汽",
    "广州汽车 广汽",
    "北京汽车 北汽",
    "南方航空 南航 中国南方航空",
    "东方航空 东航 中国东方航空",
    "中国国际航空 国航 国际航空",
    "海南航空 海航",
    "四川航空 川航",
    "厦门航空 厦航",
    "日本电气 日本电気",
    "台湾积体电路 台积电 积体 台湾积体",
    "富士康 鸿富锦",
    "国泰君安 国君",
    "新东方 新东方教育",
    "茅台 贵州茅台",
    "青岛啤酒 青啤",
    "国药 中国医药 国药控股",
    "首钢 首都钢铁",
    "宝钢 宝山钢铁",
    "鞍钢 鞍山钢铁",
    "武钢 武汉钢铁",
    "中兴 中兴通讯",
    "中粮 中粮粮油",
    "大润发 大润发超市",
    "携程 携程旅行 携程旅行网 携程网",
    "美团 美团优选 美团外卖 美团买菜",
    "中国科学院大学 科学院大学 中科院大学 国科大",
    "国际商业机器 美国国际商业机器",
    "北京大学 北大",
    "浙江大学 浙大",
    "上海交通大学 上海交大",
    "西安交通大学 西安交大",
    "哈尔滨工业大学 哈工大",
    "北京航空航天大学 北航",
    "中国科学技术大学 中科大",
    "华中科技大学 华中科大",
];

/// Brands in Latin letters that are as often written as a few letters; folded words.
const LATIN_ALIASES: &[(&str, &str)] = &[
    ("bayerische motoren", "bmw"),
    ("bayerische motoren werke", "bmw"),
    ("business machines", "ibm"),
    ("deutsche lufthansa", "lufthansa"),
    ("ey", "ernst young"),
    ("hewlett packard", "hp"),
    ("j j", "johnson johnson"),
    ("jnj", "johnson johnson"),
    ("jp morgan chase", "jpmorgan chase"),
    ("kentucky fried chicken", "kfc"),
    ("m s", "marks spencer"),
    ("p g", "procter gamble"),
    ("pg", "procter gamble"),
    ("pwc", "pricewaterhousecoopers"),
    ("seven eleven", "7 eleven"),
    ("vw", "volkswagen"),
    ("wal mart", "walmart"),
];

/// Chains that name their shops after a place: 麦当劳望京店. Simplified.
const CHAINS: &[&str] = &[
    "中国石化",
    "中国石油",
    "中石化",
    "中石油",
    "麦当劳",
    "肯德基",
    "必胜客",
    "汉堡王",
    "德克士",
    "华莱士",
    "塔斯汀",
    "赛百味",
    "达美乐",
    "棒约翰",
    "星巴克",
    "瑞幸",
    "库迪",
    "挪瓦",
    "喜茶",
    "奈雪的茶",
    "蜜雪冰城",
    "茶百道",
    "古茗",
    "沪上阿姨",
    "一点点",
    "霸王茶姬",
    "书亦烧仙草",
    "茶颜悦色",
    "乐乐茶",
    "七分甜",
    "海底捞",
    "呷哺呷哺",
    "沙县小吃",
    "小肥羊",
    "老娘舅",
    "大娘水饺",
    "乡村基",
    "和府捞面",
    "杨铭宇",
    "凑凑",
    "小龙坎",
    "大龙燚",
    "巴奴",
    "西贝",
    "外婆家",
    "绿茶",
    "老乡鸡",
    "真功夫",
    "永和大王",
    "永和豆浆",
    "吉野家",
    "味千",
    "杨国福",
    "张亮",
    "正新鸡排",
    "绝味",
    "周黑鸭",
    "煌上煌",
    "紫燕百味鸡",
    "好利来",
    "元祖",
    "鲍师傅",
    "泸溪河",
    "全聚德",
    "狗不理",
    "全家",
    "罗森",
    "喜士多",
    "美宜佳",
    "十足",
    "便利蜂",
    "沃尔玛",
    "家乐福",
    "大润发",
    "永辉",
    "华润万家",
    "物美",
    "山姆",
    "麦德龙",
    "盒马",
    "胖东来",
    "屈臣氏",
    "万宁",
    "名创优品",
    "优衣库",
    "海澜之家",
    "无印良品",
    "宜家",
    "苏宁",
    "国美",
    "迪卡侬",
    "老百姓",
    "益丰",
    "一心堂",
    "大参林",
    "海王星辰",
    "同仁堂",
    "链家",
    "我爱我家",
    "中原地产",
    "如家",
    "汉庭",
    "锦江之星",
    "七天",
    "全季",
    "亚朵",
    "维也纳",
    "丰巢",
    "菜鸟驿站",
    "京东便利店",
    "天猫小店",
    "百果园",
    "钱大妈",
    "良品铺子",
    "来伊份",
    "三只松鼠",
    "孩子王",
    "周大福",
    "周生生",
    "周大生",
    "老凤祥",
    "六福",
    "东阿阿胶",
    "涪陵榨菜",
    "字节跳动",
    "农夫山泉",
    "王府井",
];

/// Endings of the names of a chain's shops.
const SHOP_ENDS: &[&str] = &["店", "餐厅", "门店", "超市", "站", "中心"];

/// Any name of a firm, the first one of its line included → the first one.
static BY_ALIAS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = ALIASES.iter().filter_map(|line| line.split_once(' '));
    lines.flat_map(|(brand, aliases)| std::iter::once(brand).chain(aliases.split(' ')).map(move |name| (name, brand))).collect()
});

/// The chains by their first character.
static CHAINS_BY_FIRST: LazyLock<HashMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let mut chains: HashMap<char, Vec<&'static str>> = HashMap::new();
    for chain in CHAINS {
        chains.entry(chain.chars().next().unwrap_or_default()).or_default().push(chain);
    }
    chains
});

/// The usual brand of a simplified brand that is a short or long name of it; otherwise the brand itself.
pub(super) fn canonical(brand: &str) -> &str {
    BY_ALIAS.get(brand).copied().unwrap_or(brand)
}

/// The well-known brand that a name of nothing but a place and trades begins with, and the trades behind it (中国石化 | 加油站).
pub(super) fn leading(name: &str) -> Option<(&str, Cow<'_, str>)> {
    let ends = name.char_indices().map(|(at, _)| at).skip(3);
    let end = ends.filter(|at| BY_ALIAS.contains_key(&name[..*at]) && trades::is_generic(&name[*at..])).last()?;
    Some((&name[..end], name[end..].into()))
}

/// The usual brand of a firm whose short or long name is brand and trade together (人民 | 财产保险).
pub(super) fn canonical_of_parts(brand: &str, trade: &str) -> Option<&'static str> {
    if trade.is_empty() || trade.len() > PARTS_MAX { None } else { BY_ALIAS.get([brand, trade].concat().as_str()).copied() }
}

/// The usual brand of a folded one in Latin letters that is an alias of it.
pub(super) fn canonical_latin(brand: &str) -> Option<&'static str> {
    LATIN_ALIASES.iter().find(|(alias, _)| *alias == brand).map(|(_, brand)| *brand)
}

/// Longest trade in an alias, in bytes.
const PARTS_MAX: usize = 12;

/// The chain a simplified name begins with, and what follows.
pub(super) fn chain(name: &str) -> Option<(&str, &str)> {
    let chains = CHAINS_BY_FIRST.get(&name.chars().next()?).into_iter().flatten();
    let chain = chains.filter(|chain| name.starts_with(*chain)).map(|chain| chain.len()).max();
    // 阿迪达斯三里屯旗舰店: the one shop of a brand there.
    let one = name.ends_with(['店', '柜']) && OF_ONE_BRAND.iter().any(|end| name.ends_with(end));
    let of_brand = || one.then(|| twins::leading(name)).flatten();
    chain.or_else(of_brand).map(|length| name.split_at(length))
}

/// Shops that sell one brand alone.
const OF_ONE_BRAND: &[&str] = &["旗舰店", "专卖店", "体验店", "专柜"];

/// Does what follows a chain's name name one of its shops (`望京店`)?
pub(super) fn names_shop(rest: &str) -> bool {
    SHOP_ENDS.iter().any(|end| rest.strip_suffix(end).is_some_and(|place| place.chars().count() >= 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_alias_leads_to_one_brand() {
        let aliases: Vec<&str> = ALIASES.iter().flat_map(|line| line.split(' ')).collect();
        assert_eq!(BY_ALIAS.len(), aliases.len());
        assert!(BY_ALIAS.values().all(|brand| canonical(brand) == *brand));
        assert_eq!((canonical("工行"), canonical("华星")), ("工商银行", "华星"));
    }

    #[test]
    fn short_names_in_latin_letters_are_written_out() {
        assert_eq!((canonical_latin("pwc"), canonical_latin("acme")), (Some("pricewaterhousecoopers"), None));
    }

    #[test]
    fn shops_of_chains_are_told_from_other_names() {
        assert_eq!(chain("麦当劳望京店"), Some(("麦当劳", "望京店")));
        assert!(names_shop("望京店") && !names_shop("店") && !names_shop("食品"));
        assert_eq!(chain("阿迪达斯三里屯旗舰店"), Some(("阿迪达斯", "三里屯旗舰店")));
        assert_eq!((chain("苹果园小吃店"), chain("老板娘饭店")), (None, None));
        assert_eq!((chain("麦当劳"), chain("华星")), (Some(("麦当劳", "")), None));
    }
}
