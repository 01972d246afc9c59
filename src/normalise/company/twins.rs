//! Brands that have a name in 汉字 and one in Latin letters that do not sound alike: 宝马 and BMW.
//!
//! Facts of everyday knowledge, as the firms use them themselves. In: a folded brand. Out: the other name of it. Brands that are the
//! pinyin of their characters (华为 and Huawei) need no list.

use std::borrow::Cow;
use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::normalise::edges::LatinWords;
use crate::normalise::{fold, pinyin};

/// Folded words, then the brand as [`super::known::canonical`] gives it; sorted.
const TWINS: &[(&str, &str)] = &[
    ("adidas", "阿迪达斯"),
    ("agricultural bank of china", "农业银行"),
    ("air china", "中国国际航空"),
    ("air liquide", "液化空气"),
    ("amazon", "亚马逊"),
    ("amway", "安利"),
    ("apple", "苹果"),
    ("astrazeneca", "阿斯利康"),
    ("asus", "华硕"),
    ("audi", "奥迪"),
    ("autodesk", "欧特克"),
    ("baic", "北京汽车"),
    ("bank of china", "中国银行"),
    ("bank of communications", "交通银行"),
    ("basf", "巴斯夫"),
    ("bayer", "拜耳"),
    ("bmw", "宝马"),
    ("boe", "京东方"),
    ("boeing", "波音"),
    ("bosch", "博世"),
    ("bridgestone", "普利司通"),
    ("bunge", "邦吉"),
    ("burger king", "汉堡王"),
    ("byd", "比亚迪"),
    ("bytedance", "字节跳动"),
    ("canon", "佳能"),
    ("cargill", "嘉吉"),
    ("carrefour", "家乐福"),
    ("caterpillar", "卡特彼勒"),
    ("cathay pacific", "国泰航空"),
    ("catl", "宁德时代"),
    ("chanel", "香奈儿"),
    ("chery", "奇瑞"),
    ("china construction", "建设银行"),
    ("china construction bank", "建设银行"),
    ("china eastern", "东方航空"),
    ("china everbright bank", "光大银行"),
    ("china life", "中国人寿"),
    ("china merchants", "招商银行"),
    ("china merchants bank", "招商银行"),
    ("china minsheng bank", "民生银行"),
    ("china mobile", "中国移动"),
    ("china railway", "中国中铁"),
    ("china southern", "南方航空"),
    ("china telecom", "中国电信"),
    ("china unicom", "中国联通"),
    ("cisco", "思科"),
    ("citibank", "花旗银行"),
    ("coca cola", "可口可乐"),
    ("cosco", "中远"),
    ("costco", "开市客"),
    ("country garden", "碧桂园"),
    ("crrc", "中国中车"),
    ("daikin", "大金"),
    ("danone", "达能"),
    ("dell", "戴尔"),
    ("deloitte", "德勤"),
    ("denso", "电装"),
    ("dhl", "敦豪"),
    ("disney", "迪士尼"),
    ("dji", "大疆"),
    ("dupont", "杜邦"),
    ("emerson", "艾默生"),
    ("epson", "爱普生"),
    ("ericsson", "爱立信"),
    ("ernst young", "安永"),
    ("estee lauder", "雅诗兰黛"),
    ("evergrande", "恒大"),
    ("exxonmobil", "埃克森美孚"),
    ("facebook", "脸书"),
    ("familymart", "全家"),
    ("fanuc", "发那科"),
    ("faurecia", "佛吉亚"),
    ("faw", "中国第一汽车"),
    ("fedex", "联邦快递"),
    ("fonterra", "恒天然"),
    ("ford", "福特"),
    ("fotile", "方太"),
    ("foxconn", "富士康"),
    ("fujitsu", "富士通"),
    ("gac", "广州汽车"),
    ("ge", "通用电气"),
    ("geely", "吉利"),
    ("general electric", "通用电气"),
    ("general motors", "通用汽车"),
    ("google", "谷歌"),
    ("great wall", "长城"),
    ("gree", "格力"),
    ("gsk", "葛兰素史克"),
    ("gucci", "古驰"),
    ("h3c", "新华三"),
    ("haier", "海尔"),
    ("heineken", "喜力"),
    ("henkel", "汉高"),
    ("hermes", "爱马仕"),
    ("hikvision", "海康威视"),
    ("hilton", "希尔顿"),
    ("hisense", "海信"),
    ("hitachi", "日立"),
    ("honda", "本田"),
    ("honeywell", "霍尼韦尔"),
    ("honor", "荣耀"),
    ("hp", "惠普"),
    ("hsbc", "汇丰"),
    ("hyatt", "凯悦"),
    ("hyundai", "现代"),
    ("ibm", "国际商业机器"),
    ("icbc", "工商银行"),
    ("ikea", "宜家"),
    ("industrial commercial bank of china", "工商银行"),
    ("intel", "英特尔"),
    ("jd", "京东"),
    ("johnson johnson", "强生"),
    ("joyoung", "九阳"),
    ("kawasaki", "川崎"),
    ("kfc", "肯德基"),
    ("komatsu", "小松"),
    ("kpmg", "毕马威"),
    ("kubota", "久保田"),
    ("lancome", "兰蔻"),
    ("lawson", "罗森"),
    ("lego", "乐高"),
    ("lenovo", "联想"),
    ("lg", "乐金"),
    ("linde", "林德"),
    ("loreal", "欧莱雅"),
    ("louis vuitton", "路易威登"),
    ("lufthansa", "汉莎"),
    ("maersk", "马士基"),
    ("magna", "麦格纳"),
    ("marriott", "万豪"),
    ("master kong", "康师傅"),
    ("mattel", "美泰"),
    ("mazda", "马自达"),
    ("mcdonalds", "麦当劳"),
    ("mckinsey", "麦肯锡"),
    ("mediatek", "联发科"),
    ("mercedes benz", "奔驰"),
    ("mercedes benz", "梅赛德斯奔驰"),
    ("merck", "默克"),
    ("metro", "麦德龙"),
    ("mg", "晨光"),
    ("michael kors", "迈克高仕"),
    ("michelin", "米其林"),
    ("microsoft", "微软"),
    ("midea", "美的"),
    ("miniso", "名创优品"),
    ("mitsubishi", "三菱"),
    ("mitsui", "三井"),
    ("monsanto", "孟山都"),
    ("murata", "村田"),
    ("nec", "日本电气"),
    ("nestle", "雀巢"),
    ("netease", "网易"),
    ("nike", "耐克"),
    ("nikon", "尼康"),
    ("nintendo", "任天堂"),
    ("nio", "蔚来"),
    ("nissan", "日产"),
    ("nokia", "诺基亚"),
    ("novartis", "诺华"),
    ("nvidia", "英伟达"),
    ("olympus", "奥林巴斯"),
    ("omron", "欧姆龙"),
    ("oracle", "甲骨文"),
    ("otis", "奥的斯"),
    ("panasonic", "松下"),
    ("peking university", "北京大学"),
    ("pepsico", "百事"),
    ("petrochina", "中国石油"),
    ("pfizer", "辉瑞"),
    ("pg", "宝洁"),
    ("philips", "飞利浦"),
    ("pizza hut", "必胜客"),
    ("posco", "浦项"),
    ("pricewaterhousecoopers", "普华永道"),
    ("procter gamble", "宝洁"),
    ("puma", "彪马"),
    ("qualcomm", "高通"),
    ("ricoh", "理光"),
    ("robam", "老板"),
    ("roche", "罗氏"),
    ("saic", "上海汽车"),
    ("saint gobain", "圣戈班"),
    ("samsung", "三星"),
    ("sanofi", "赛诺菲"),
    ("sany", "三一"),
    ("sanyo", "三洋"),
    ("sap", "思爱普"),
    ("schneider", "施耐德"),
    ("sf", "顺丰"),
    ("sf express", "顺丰"),
    ("sharp", "夏普"),
    ("shell", "壳牌"),
    ("sheraton", "喜来登"),
    ("shiseido", "资生堂"),
    ("siemens", "西门子"),
    ("sinopec", "中国石化"),
    ("sinopharm", "国药"),
    ("sinotrans", "中国外运"),
    ("sony", "索尼"),
    ("standard chartered", "渣打"),
    ("starbucks", "星巴克"),
    ("state grid", "国家电网"),
    ("subaru", "斯巴鲁"),
    ("sumitomo", "住友"),
    ("suning", "苏宁"),
    ("supor", "苏泊尔"),
    ("suzuki", "铃木"),
    ("swatch", "斯沃琪"),
    ("syngenta", "先正达"),
    ("tencent", "腾讯"),
    ("tesla", "特斯拉"),
    ("thyssenkrupp", "蒂森克虏伯"),
    ("toshiba", "东芝"),
    ("toyota", "丰田"),
    ("tsinghua university", "清华大学"),
    ("tsingtao", "青岛啤酒"),
    ("tsmc", "台湾积体电路"),
    ("twitter", "推特"),
    ("unicharm", "尤妮佳"),
    ("unilever", "联合利华"),
    ("uniqlo", "优衣库"),
    ("ups", "联合包裹"),
    ("valeo", "法雷奥"),
    ("vanke", "万科"),
    ("vmware", "威睿"),
    ("volkswagen", "大众"),
    ("volvo", "沃尔沃"),
    ("walmart", "沃尔玛"),
    ("want want", "旺旺"),
    ("watsons", "屈臣氏"),
    ("xcmg", "徐工"),
    ("xerox", "施乐"),
    ("xiaomi", "小米"),
    ("xpeng", "小鹏"),
    ("xtep", "特步"),
    ("yamaha", "雅马哈"),
    ("youngor", "雅戈尔"),
    ("zf", "采埃孚"),
    ("zoomlion", "中联重科"),
    ("zte", "中兴"),
];

static LATIN_OF: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut names: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
    for (latin, han) in TWINS {
        names.entry(han).or_default().push(latin);
    }
    names
});

/// Bytes of the brand of this table that a simplified name begins with.
pub(super) fn leading(name: &str) -> Option<usize> {
    let ends = name.char_indices().map(|(at, _)| at).skip(2).take(BRAND_MAX - 1);
    ends.filter(|at| LATIN_OF.contains_key(&name[..*at])).last()
}

/// Longest brand in 汉字, in characters.
const BRAND_MAX: usize = 8;

/// The names in Latin letters, folded words, of a brand in 汉字.
pub(super) fn latin_of(han: &str) -> &'static [&'static str] {
    LATIN_OF.get(han).map_or(&[], Vec::as_slice)
}

/// What a brand in Latin letters, folded words, is read like by one in 汉字: its letters without blanks, if it is the pinyin of
/// several characters or has a twin; `None` for any other.
pub(super) fn reading_of(latin: &str) -> Option<String> {
    let is_pinyin = || {
        let words = latin.strip_suffix(UNIVERSITY).unwrap_or(latin);
        let letters = words.bytes().all(|b| b.is_ascii_lowercase() || b == b' ') && words.len() <= PINYIN_MAX;
        letters && words.split(' ').try_fold(0, |n, word| Some(n + pinyin::split(word)?.len())).is_some_and(|n| n >= 2)
    };
    twin_of(latin).or_else(|| is_pinyin().then(|| latin.replace(' ', "")))
}

/// The letters without blanks of folded words that are a brand with a name in 汉字: `china merchants`.
pub(super) fn twin_of(latin: &str) -> Option<String> {
    let listed = TWIN_FIRST.may_hold(latin) && TWINS.binary_search_by(|(name, _)| (*name).cmp(latin)).is_ok();
    listed.then(|| latin.replace(' ', ""))
}

/// A first look before [`TWINS`].
static TWIN_FIRST: LazyLock<LatinWords> = LazyLock::new(|| LatinWords::of(TWINS.iter().map(|(latin, _)| *latin)));

/// Most readings of the name of a university's place.
const READINGS_MAX: usize = 2;

/// How universities end, as they are read in both writings: 浙江 | 大学.
const UNIVERSITY: &str = " university";

/// Appends what else a brand in 汉字 is read like: its names in Latin letters, without blanks and each behind a `|`.
pub(super) fn push_more_readings(han: &str, out: &mut String) {
    let readings = han.strip_suffix("大学").map(|stem| pinyin::joined_readings(stem, READINGS_MAX)).unwrap_or_default();
    let universities: Vec<String> = readings.split('|').filter(|r| !r.is_empty()).map(|r| r.to_owned() + UNIVERSITY).collect();
    for piece in universities.iter().map(String::as_str).chain(latin_of(han).iter().copied()) {
        out.push('|');
        out.extend(piece.split(' '));
    }
}

/// A brand in Latin letters with the trade that a university's name is not read without.
pub(super) fn with_university<'a>(brand: &'a str, trade: &str) -> Cow<'a, str> {
    if trade == "university" && !brand.contains(trade) { Cow::Owned([brand, UNIVERSITY].concat()) } else { Cow::Borrowed(brand) }
}

/// Longest brand in pinyin, in bytes.
const PINYIN_MAX: usize = 30;

/// A brand in 汉字 without its own name in Latin letters beside it: BYD比亚迪, H3C新华三. Any other brand as it is.
pub(super) fn without_twin(brand: &str) -> &str {
    let han = brand.trim_matches(|c: char| c.is_ascii());
    if han.len() == brand.len() || han.chars().count() < 2 || !han.chars().all(fold::is_han) {
        return brand;
    }
    let latin = fold::letters(&brand.replace(han, ""));
    let sound = || pinyin::usual(han);
    let initials = || han.chars().filter_map(|c| pinyin::usual(c.encode_utf8(&mut [0; 4])).chars().next()).collect::<String>();
    let twin = latin_of(han).contains(&latin.as_str()) || latin.len() > 1 && (latin == sound() || latin == initials());
    if twin { han } else { brand }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_two_scripts_are_one_brand() {
        for (brand, expected) in [
            ("BYD比亚迪", "比亚迪"),
            ("H3C新华三", "新华三"),
            ("海尔Haier", "海尔"),
            ("TCL王牌", "TCL王牌"),
            ("3M", "3M"),
            ("华星", "华星"),
        ] {
            assert_eq!(without_twin(brand), expected, "{brand}");
        }
    }

    #[test]
    fn brands_in_latin_letters_are_read_where_characters_may_stand_behind_them() {
        for (latin, expected) in [
            ("huawei", Some("huawei")),
            ("yong li", Some("yongli")),
            ("coca cola", Some("cocacola")),
            ("bmw", Some("bmw")),
            ("lin", None),
            ("smith", None),
            ("acme", None),
            ("zhejiang university", Some("zhejianguniversity")),
            ("boston university", None),
        ] {
            assert_eq!(reading_of(latin).as_deref(), expected, "{latin}");
        }
        assert_eq!(latin_of("宝马"), ["bmw"]);
        assert!(TWINS.is_sorted());
    }
}
