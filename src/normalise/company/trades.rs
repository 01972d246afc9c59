//! Trade words: what a company does, as it stands in its name.
//!
//! Facts: the trade list of the PyPI package `companynameparser` 0.1.8 (Apache-2.0) without its place names, and common
//! trades added (`data/trades.txt`; a `?` marks words that are as often part of a brand); products are the nouns for materials and
//! goods among the words of the PyPI package `jieba` 0.42.1 (MIT), with kinds of shops added (`data/products.txt`, all of them as
//! often part of a brand); the Latin list is our own.

use std::sync::LazyLock;

use hashbrown::{HashMap, HashSet};

use super::forms;
use crate::normalise::edges::Longest;

/// Longest trade word, in characters.
const TRADE_MAX: usize = 10;

/// Shortest brand that is left when a trade is taken off, in characters.
pub(super) const BRAND_MIN: usize = 2;

/// Longest brand that is usual, in characters; behind a longer one weak trades are taken too.
const BRAND_USUAL: usize = 4;

/// Word → may it only be taken off before a legal form?
static TRADES: LazyLock<HashMap<&'static str, bool>> = LazyLock::new(|| {
    let products = include_str!("../data/products.txt").lines().map(|line| (line, true));
    let trades = include_str!("../data/trades.txt").lines();
    products.chain(trades.map(|line| line.strip_suffix(" ?").map_or((line, false), |word| (word, true)))).collect()
});

/// The longest trade word by its last character.
static TRADE_LAST: LazyLock<Longest> = LazyLock::new(|| Longest::by_last(TRADES.keys().copied()));

/// Generic words before a trade that are no part of the brand: 波司登 + 国际 + 控股.
const TAILS: &[&str] = &["国际", "集团", "企业", "移动", "数字", "智能", "实业", "控股", "股份", "电脑", "手机"];

/// Ends of shops and small firms that carry no legal form, longest first. What stands before them is the brand, or a trade.
const SHOPS: &[&str] = &[
    "会计师事务所",
    "税务师事务所",
    "律师事务所",
    "专利事务所",
    "房产中介",
    "美容美发店",
    "美容美发",
    "五金建材店",
    "汽车美容店",
    "汽车修理厂",
    "家常菜馆",
    "农家乐",
    "早餐店",
    "快餐店",
    "便利店",
    "火锅店",
    "烧烤店",
    "小吃店",
    "水果店",
    "母婴店",
    "维修店",
    "专卖店",
    "旗舰店",
    "专营店",
    "服装店",
    "理发店",
    "美发店",
    "美甲店",
    "美容院",
    "奶茶店",
    "甜品店",
    "面包店",
    "蛋糕店",
    "烤鸭店",
    "零食店",
    "童装店",
    "女装店",
    "男装店",
    "鞋店",
    "书店",
    "花店",
    "药店",
    "五金店",
    "文具店",
    "眼镜店",
    "数码店",
    "手机店",
    "家具店",
    "大药房",
    "药房",
    "诊所",
    "门诊部",
    "批发部",
    "经营部",
    "经销部",
    "经销处",
    "销售部",
    "服务部",
    "门市部",
    "维修部",
    "修理部",
    "零售部",
    "加工厂",
    "食品厂",
    "服装厂",
    "家具厂",
    "印刷厂",
    "电子厂",
    "塑料厂",
    "纸箱厂",
    "制品厂",
    "工作室",
    "照相馆",
    "摄影馆",
    "麻将馆",
    "健身房",
    "瑜伽馆",
    "拉面馆",
    "牛肉面馆",
    "热干面馆",
    "饺子馆",
    "馄饨店",
    "米粉店",
    "米线店",
    "麻辣烫店",
    "烤肉店",
    "羊肉泡馍馆",
    "泡馍馆",
    "粉店",
    "高级中学",
    "实验小学",
    "实验中学",
    "中心小学",
    "职业中学",
    "幼儿园",
    "学校",
    "小学",
    "中学",
    "生煎店",
    "早点店",
    "卤味店",
    "熟食店",
    "炸鸡店",
    "汉堡店",
    "披萨店",
    "寿司店",
    "茶饮店",
    "饮品店",
    "生鲜店",
    "粮油店",
    "烟酒店",
    "杂货店",
    "日用品店",
    "百货店",
    "玩具店",
    "宠物店",
    "化妆品店",
    "饰品店",
    "窗帘店",
    "灯具店",
    "建材店",
    "轮胎店",
    "汽配店",
    "洗车店",
    "足浴店",
    "按摩店",
    "棋牌室",
    "茶餐厅",
    "大排档",
    "面馆",
    "饭馆",
    "餐馆",
    "茶馆",
    "菜馆",
    "酒馆",
    "咖啡馆",
    "咖啡厅",
    "西餐厅",
    "餐厅",
    "饭店",
    "酒店",
    "宾馆",
    "旅馆",
    "客栈",
    "民宿",
    "酒楼",
    "茶楼",
    "酒吧",
    "网吧",
    "超市",
    "商行",
    "商店",
    "商场",
    "酒庄",
    "茶庄",
    "布行",
    "车行",
    "琴行",
    "养殖场",
    "种植场",
    "小卖部",
    "杂货铺",
    "包子铺",
    "店铺",
    "事务所",
    "面庄",
];

/// One-character ends that count only after a trade: 五金厂, 电脑店.
const SHOP_LETTERS: &[char] = &['厂', '店', '行', '馆', '铺', '坊', '部', '社', '屋'];

/// Last characters of [`SHOPS`]: a cheap first look.
static SHOP_LAST: LazyLock<Longest> = LazyLock::new(|| Longest::by_last(SHOPS.iter().copied()));

/// One-character goods before the one-character ends of works and dealers: 永发 | 袜厂, 天天 | 布业.
const GOODS: &str = "袜布纸鞋帽衣裤伞笔灯锁刀针线绳网桶箱包袋盒瓶杯锅炉铁钢铜铝锡银金玉石砖瓦砂沙木竹藤草棉麻丝毛皮革漆胶油盐糖醋酱米面粉豆菜果瓜茶酒水奶药花车船机电书琴蛋鱼肉冰煤";

/// Ends of works and dealers before which one character names the goods.
const WORKS: &[char] = &['厂', '业', '铺', '行', '庄', '坊'];

/// Splits a simplified name without place and legal form into brand and trade. `formal`: a legal form stood behind it.
/// Trades are taken off the end one after another (小米 | 通讯 | 技术), the first of them also if it is as often part of a brand.
/// The brand keeps at least [`BRAND_MIN`] characters; the trade may be empty.
pub(super) fn split(core: &str, formal: bool) -> (&str, &str) {
    let hospital = core.strip_suffix("医院").filter(|stem| formal && stem.chars().count() >= BRAND_MIN);
    let mut end = hospital.map(str::len).or_else(|| shop_start(core)).unwrap_or(core.len());
    let mut weak_too = formal || end < core.len();
    while let Some(start) = trade_start(&core[..end], weak_too) {
        let word = &core[start..end];
        // 锦园纸 | 制品, but 豆豆 | 纸: a second one-character trade is part of the brand.
        if end < core.len() && word.chars().count() < 2 {
            break;
        }
        end = start;
        weak_too = false;
        if core[..end].chars().count() > BRAND_USUAL {
            // 移动 and 国际 in the middle of a long name say as little as at its end.
            weak_too = formal;
        } else if let Some(rest) = TAILS.iter().find_map(|t| core[..end].strip_suffix(t)).filter(|r| r.chars().count() >= BRAND_MIN)
        {
            end = rest.len();
        }
    }
    core.split_at(end)
}

/// Where the end of a shop's name begins, with the trade inside it, if enough brand is left.
fn shop_start(core: &str) -> Option<usize> {
    let last = core.chars().next_back()?;
    let enough = |stem: &&str| stem.chars().count() >= BRAND_MIN;
    if SHOP_LAST.may_be(last)
        && let Some(stem) = SHOPS.iter().find_map(|shop| core.strip_suffix(shop).filter(enough))
    {
        return Some(stem.len());
    }
    let stem = core.strip_suffix(last).filter(|_| SHOP_LETTERS.contains(&last) || WORKS.contains(&last))?;
    let trade = trade_start(stem, true).filter(|_| SHOP_LETTERS.contains(&last));
    let goods = || {
        let good = stem.chars().next_back().filter(|c| WORKS.contains(&last) && GOODS.contains(*c) && !core.ends_with("银行"))?;
        stem.strip_suffix(good).filter(enough).map(str::len)
    };
    trade.or_else(goods)
}

/// Where the longest trade word at the end of a text begins, if enough brand is left before it.
fn trade_start(text: &str, weak_too: bool) -> Option<usize> {
    let longest = TRADE_LAST.of(text.chars().next_back()?).min(TRADE_MAX);
    let spared = text.char_indices().nth(BRAND_MIN)?.0;
    // The ends of the text, from the shortest on; the longest that is a trade wins.
    let starts = text.char_indices().rev().map(|(i, _)| i).take(longest).take_while(|&start| start >= spared);
    starts.filter(|&start| TRADES.get(&text[start..]).is_some_and(|weak| weak_too || !weak)).last()
}

/// Does a simplified text end in a trade, with enough brand before it?
pub(super) fn ends_in_trade(text: &str) -> bool {
    text.chars().next_back().is_some() && trade_start(text, true).is_some()
}

/// Is the simplified text nothing but trades and words for kinds of organisations (石油化工, 银行)? Then it is no brand.
pub(super) fn is_generic(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return true };
    let ends = text.char_indices().map(|(i, c)| i + c.len_utf8()).take(GENERIC_FIRST.of(first));
    ends.into_iter().any(|end| {
        let head = &text[..end];
        (TRADES.contains_key(head) || forms::is_organisation_word(head)) && is_generic(&text[end..])
    })
}

/// The longest trade or word for an organisation by its first character.
static GENERIC_FIRST: LazyLock<Longest> =
    LazyLock::new(|| Longest::by_first(TRADES.keys().chain(forms::HAN_ORGANISATIONS).copied()));

/// Is the simplified text a trade by itself, perhaps several in a row?
pub(super) fn is_trade(text: &str) -> bool {
    TRADES.contains_key(text)
}

/// Trades and generic words in Latin names, folded, abbreviations expanded.
const LATIN: &str = "academy accessories accountants accounting acoustics advertising advisers advisors advisory aerospace agency agricultural agriculture air \
airlines airways alliance aluminium aluminum analytics antiques apparel appliances architects architecture art arts assembly asset associates association atelier auction \
audio auto automation automobile automotive aviation bakery bank banking bar bars beauty beverage beverages bikes biotech biotechnology boats books boutique brands brewery \
broadcasting brokerage brokers builders building buildings cafe capital care cargo carpets catering cattle cement center ceramics chemical chemicals chemist child childcare children church \
cinema civil cleaners cleaning clinic clothing club coatings coffee collection college commerce commercial commodities communication communications community components \
computer computers computing concrete confectionery construction consultancy consultants consulting consumer contracting contractors controls cooperative cosmetics council couriers \
creations creative credit daycare day dairy data dealers decor defence defense delivery dental dentistry design designs developers development developments diagnostics digital direct distribution \
distributors drilling drinks drugs early ecommerce education educational electric electrical electricals electronic electronics elementary elevators energy engineering engineers enterprise \
enterprises entertainment environmental equipment equities estate estates events exchange exploration export exports express exteriors fabrication fabrics facilities farm farms fashion fashions feed \
fiber film films finance financial fisheries fitness floors florist flooring food foods footwear forestry forwarding foundation foundry franchise freight fruit fuel fund funds furnishings furniture \
gallery games gaming garage garden gardens garments gas gifts glass global goods grocery group growers gym hardware headstart health healthcare heating high hire holding holdings home homes \
hospital hospitality hotel hotels house housing hvac imaging import imports industrial industries industry information infrastructure insurance institute institutes institution instruments insulation integration interactive \
interiors international internet investment investments investors jewellers jewellery jewelers jewelry kindergarten kitchens laboratories laboratory labs land landscaping law lawyers leaf leasing \
leather legal leisure library lighting limousine liquor live logistics lumber machine machinery machines maintenance management manufacturer manufacturers manufacturing marine market marketing markets \
material materials measurement meats mechanical media medical medicine metal metals mill mills mineral minerals mining ministries mobile mobility montessori mortgage motor motors movers museum music \
national network networks news nursery nurseries nutrition office offices oil online optical optics organics organisation organization outdoor outfitters outlet packaging packing paint paints paper parish parts partners \
partnership parts pet petroleum pets pharma pharmaceutical pharmaceuticals pharmacy photo photography pictures pipes pizza plant plastics plumbing poultry power precision preschool press primary printers printing processing \
procurement produce producers production productions products professional programme programs projects promotions properties property protection provisions public publications publishers publishing pumps \
radio rail realtors realty recordings records recovery recruitment recycling refining refrigeration rehabilitation removals rental rentals repair repairs research resort resources restaurant \
restaurants retail risk robotics roofing rubber sales salon school schools science sciences seafood secondary security seeds semiconductor semiconductors senior service services ship shipping shoes shop \
shops sign signs smart social software solar solution solutions spa spares sport sporting sports staffing station stationery steel storage store stores stationers strategies studio studios supermarket supplies supply support \
surfaces surgery surgical surveyors sweets system systems tailors tannery tax taxi tea technical technologies technology telecom telecommunications telecoms television temple testing textile textiles theater \
therapeutics therapy timber tire tires tobacco tools tour tourism tours toys trade traders trading training transit transport transportation transports travel travels treatment trucking trucks trust tutoring \
tyres university utilities vehicles ventures veterinary video vineyard vineyards warehouse warehousing waste watches water wealth web welding wellness wholesale wholesalers wind windows wine wines wireless wood \
woodworking works workshop world worldwide yachts youth factory factories plastic product garment mold molds mould moulds craft crafts lamp lamps toy bag bags sanayi ticaret san tic holdinggesellschaft department authority cooperative equity securities assurance reinsurance pension telecommunication airport railways railroad shipyard refinery company";

static LATIN_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| LATIN.split_ascii_whitespace().collect());

/// Abbreviations in company names, folded, with what they stand for; sorted.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("acad", "academy"),
    ("acct", "accounting"),
    ("adv", "advertising"),
    ("agri", "agriculture"),
    ("amer", "american"),
    ("apts", "apartments"),
    ("arch", "architects"),
    ("assn", "association"),
    ("assoc", "associates"),
    ("assocs", "associates"),
    ("assoctn", "association"),
    ("auth", "authority"),
    ("bldg", "building"),
    ("bldrs", "builders"),
    ("bros", "brothers"),
    ("brs", "brothers"),
    ("cath", "catholic"),
    ("centre", "center"),
    ("chem", "chemicals"),
    ("chems", "chemicals"),
    ("chldrn", "children"),
    ("cia", "company"),
    ("cmty", "community"),
    ("cntr", "center"),
    ("coll", "college"),
    ("comm", "community"),
    ("comms", "communications"),
    ("comp", "computer"),
    ("compagnie", "company"),
    ("companhia", "company"),
    ("compania", "company"),
    ("cons", "consulting"),
    ("const", "construction"),
    ("constr", "construction"),
    ("consult", "consulting"),
    ("coop", "cooperative"),
    ("cooperativa", "cooperative"),
    ("ctr", "center"),
    ("dept", "department"),
    ("dev", "development"),
    ("devel", "development"),
    ("dist", "distribution"),
    ("distr", "distribution"),
    ("distrib", "distribution"),
    ("edu", "education"),
    ("educ", "education"),
    ("elec", "electric"),
    ("elect", "electric"),
    ("electr", "electronics"),
    ("elem", "elementary"),
    ("eng", "engineering"),
    ("engg", "engineering"),
    ("engr", "engineering"),
    ("engrg", "engineering"),
    ("ent", "enterprises"),
    ("enterp", "enterprises"),
    ("entpr", "enterprises"),
    ("entps", "enterprises"),
    ("env", "environmental"),
    ("eqpt", "equipment"),
    ("equip", "equipment"),
    ("fdn", "foundation"),
    ("fin", "financial"),
    ("ft", "fort"),
    ("gen", "general"),
    ("govt", "government"),
    ("groupe", "group"),
    ("grp", "group"),
    ("grup", "group"),
    ("grupa", "group"),
    ("grupo", "group"),
    ("grupp", "group"),
    ("gruppe", "group"),
    ("gruppo", "group"),
    ("hldg", "holdings"),
    ("hldgs", "holdings"),
    ("hosp", "hospital"),
    ("hs", "high school"),
    ("imp", "import"),
    ("impex", "import export"),
    ("ind", "industries"),
    ("inds", "industries"),
    ("indus", "industries"),
    ("info", "information"),
    ("ins", "insurance"),
    ("inst", "institute"),
    ("instr", "instruments"),
    ("instrs", "instruments"),
    ("int", "international"),
    ("internat", "international"),
    ("intl", "international"),
    ("inv", "investments"),
    ("invest", "investments"),
    ("invs", "investments"),
    ("invt", "investment"),
    ("lab", "labs"),
    ("laboratories", "labs"),
    ("laboratory", "labs"),
    ("ldry", "laundry"),
    ("lib", "library"),
    ("log", "logistics"),
    ("logis", "logistics"),
    ("mach", "machinery"),
    ("manuf", "manufacturing"),
    ("manufac", "manufacturing"),
    ("manufact", "manufacturing"),
    ("matls", "materials"),
    ("med", "medical"),
    ("mfg", "manufacturing"),
    ("mfrs", "manufacturers"),
    ("mgmt", "management"),
    ("mgt", "management"),
    ("mkt", "market"),
    ("mktg", "marketing"),
    ("mngmt", "management"),
    ("mt", "mount"),
    ("mtn", "mountain"),
    ("mtrs", "motors"),
    ("natl", "national"),
    ("ntwk", "network"),
    ("org", "organization"),
    ("organisation", "organization"),
    ("packg", "packaging"),
    ("pckg", "packaging"),
    ("pharm", "pharmaceuticals"),
    ("pkg", "packaging"),
    ("pkging", "packaging"),
    ("plast", "plastics"),
    ("presch", "preschool"),
    ("prod", "products"),
    ("prods", "products"),
    ("prop", "property"),
    ("props", "properties"),
    ("ptnr", "partners"),
    ("ptnrs", "partners"),
    ("ptrs", "partners"),
    ("rd", "road"),
    ("rest", "restaurant"),
    ("sch", "school"),
    ("schl", "school"),
    ("sci", "science"),
    ("serv", "services"),
    ("servs", "services"),
    ("soc", "society"),
    ("soln", "solutions"),
    ("solns", "solutions"),
    ("sols", "solutions"),
    ("sq", "square"),
    ("st", "saint"),
    ("ste", "sainte"),
    ("svc", "services"),
    ("svcs", "services"),
    ("svs", "services"),
    ("sys", "systems"),
    ("syst", "systems"),
    ("tech", "technology"),
    ("technol", "technology"),
    ("technologies", "technology"),
    ("telecomm", "telecommunications"),
    ("text", "textiles"),
    ("texts", "textiles"),
    ("theatre", "theater"),
    ("trans", "transport"),
    ("transp", "transport"),
    ("univ", "university"),
    ("whse", "warehouse"),
    ("whsle", "wholesale"),
    ("wks", "works"),
    ("wld", "world"),
    ("xport", "export"),
];

static EXPANSIONS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| ABBREVIATIONS.iter().copied().collect());

/// A folded Latin word with its abbreviation expanded (`mfg` → `manufacturing`).
pub(super) fn expand(word: &str) -> &str {
    EXPANSIONS.get(word).copied().unwrap_or(word)
}

/// Is the folded, expanded Latin word a trade or a generic word of company names?
pub(super) fn is_latin_trade(word: &str) -> bool {
    LATIN_SET.contains(word)
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
        ] {
            assert_eq!(split(core, formal), (brand, trade), "{core}");
        }
    }

    #[test]
    fn abbreviations_are_sorted_once() {
        assert!(ABBREVIATIONS.windows(2).all(|w| w[0].0 < w[1].0), "{:?}", ABBREVIATIONS.windows(2).find(|w| w[0].0 >= w[1].0));
    }
}
