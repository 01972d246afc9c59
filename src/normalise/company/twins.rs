//! Brands that have a name in 汉字 and one in Latin letters that do not sound alike: 宝马 and BMW.
//!
//! Facts of everyday knowledge, as the firms use them themselves. In: a folded brand. Out: the other name of it. Brands that are the
//! pinyin of their characters (华为 and Huawei) need no list.

use std::borrow::Cow;
use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::normalise::{fold, pinyin};

/// Folded words, then the brand as [`super::known::canonical`] gives it; sorted.
const TWINS: &[(&str, &str)] = &[
    ("adidas", "阿迪达斯"),
    ("agricultural bank of china", "农业银行"),
    ("amazon", "亚马逊"),
    ("amway", "安利"),
    ("apple", "苹果"),
    ("astrazeneca", "阿斯利康"),
    ("asus", "华硕"),
    ("audi", "奥迪"),
    ("autodesk", "欧特克"),
    ("bank of china", "中国银行"),
    ("bank of communications", "交通银行"),
    ("basf", "巴斯夫"),
    ("bayer", "拜耳"),
    ("bmw", "宝马"),
    ("boe", "京东方"),
    ("boeing", "波音"),
    ("bosch", "博世"),
    ("bytedance", "字节跳动"),
    ("canon", "佳能"),
    ("carrefour", "家乐福"),
    ("caterpillar", "卡特彼勒"),
    ("cathay pacific", "国泰航空"),
    ("catl", "宁德时代"),
    ("china construction", "建设银行"),
    ("china merchants", "招商银行"),
    ("cisco", "思科"),
    ("citibank", "花旗银行"),
    ("coca cola", "可口可乐"),
    ("costco", "开市客"),
    ("danone", "达能"),
    ("dell", "戴尔"),
    ("deloitte", "德勤"),
    ("dhl", "敦豪"),
    ("disney", "迪士尼"),
    ("dji", "大疆"),
    ("dupont", "杜邦"),
    ("emerson", "艾默生"),
    ("ericsson", "爱立信"),
    ("ernst young", "安永"),
    ("exxonmobil", "埃克森美孚"),
    ("familymart", "全家"),
    ("fanuc", "发那科"),
    ("fedex", "联邦快递"),
    ("ford", "福特"),
    ("fotile", "方太"),
    ("foxconn", "富士康"),
    ("fujitsu", "富士通"),
    ("ge", "通用电气"),
    ("general electric", "通用电气"),
    ("general motors", "通用汽车"),
    ("google", "谷歌"),
    ("gree", "格力"),
    ("gsk", "葛兰素史克"),
    ("h3c", "新华三"),
    ("haier", "海尔"),
    ("henkel", "汉高"),
    ("hikvision", "海康威视"),
    ("hisense", "海信"),
    ("hitachi", "日立"),
    ("honda", "本田"),
    ("honeywell", "霍尼韦尔"),
    ("honor", "荣耀"),
    ("hp", "惠普"),
    ("hsbc", "汇丰"),
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
    ("lawson", "罗森"),
    ("lenovo", "联想"),
    ("loreal", "欧莱雅"),
    ("maersk", "马士基"),
    ("mcdonalds", "麦当劳"),
    ("mckinsey", "麦肯锡"),
    ("mediatek", "联发科"),
    ("mercedes benz", "奔驰"),
    ("mercedes benz", "梅赛德斯奔驰"),
    ("merck", "默克"),
    ("metro", "麦德龙"),
    ("mg", "晨光"),
    ("michelin", "米其林"),
    ("microsoft", "微软"),
    ("midea", "美的"),
    ("miniso", "名创优品"),
    ("mitsubishi", "三菱"),
    ("murata", "村田"),
    ("nestle", "雀巢"),
    ("netease", "网易"),
    ("nike", "耐克"),
    ("nintendo", "任天堂"),
    ("nio", "蔚来"),
    ("nissan", "日产"),
    ("nokia", "诺基亚"),
    ("novartis", "诺华"),
    ("nvidia", "英伟达"),
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
    ("pricewaterhousecoopers", "普华永道"),
    ("procter gamble", "宝洁"),
    ("puma", "彪马"),
    ("qualcomm", "高通"),
    ("ricoh", "理光"),
    ("robam", "老板"),
    ("roche", "罗氏"),
    ("saic", "上海汽车"),
    ("samsung", "三星"),
    ("sanofi", "赛诺菲"),
    ("sap", "思爱普"),
    ("schneider", "施耐德"),
    ("sharp", "夏普"),
    ("shell", "壳牌"),
    ("siemens", "西门子"),
    ("sinopec", "中国石化"),
    ("sony", "索尼"),
    ("standard chartered", "渣打"),
    ("starbucks", "星巴克"),
    ("suning", "苏宁"),
    ("supor", "苏泊尔"),
    ("tencent", "腾讯"),
    ("tesla", "特斯拉"),
    ("thyssenkrupp", "蒂森克虏伯"),
    ("toshiba", "东芝"),
    ("toyota", "丰田"),
    ("tsinghua university", "清华大学"),
    ("tsmc", "台湾积体电路"),
    ("unilever", "联合利华"),
    ("uniqlo", "优衣库"),
    ("volkswagen", "大众"),
    ("volvo", "沃尔沃"),
    ("walmart", "沃尔玛"),
    ("watsons", "屈臣氏"),
    ("xerox", "施乐"),
    ("xiaomi", "小米"),
    ("xpeng", "小鹏"),
    ("xtep", "特步"),
    ("yamaha", "雅马哈"),
    ("zte", "中兴"),
];

static LATIN_OF: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut names: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
    for (latin, han) in TWINS {
        names.entry(han).or_default().push(latin);
    }
    names
});

/// The names in Latin letters, folded words, of a brand in 汉字.
pub(super) fn latin_of(han: &str) -> &'static [&'static str] {
    LATIN_OF.get(han).map_or(&[], Vec::as_slice)
}

/// What a brand in Latin letters, folded words, is read like by one in 汉字: its letters without blanks, if it is the pinyin of
/// several characters or has a twin; `None` for any other.
pub(super) fn reading_of(latin: &str) -> Option<String> {
    let twin = TWINS.binary_search_by(|(name, _)| (*name).cmp(latin)).is_ok();
    let is_pinyin = || {
        let words = latin.strip_suffix(UNIVERSITY).unwrap_or(latin);
        let letters = words.bytes().all(|b| b.is_ascii_lowercase() || b == b' ') && words.len() <= PINYIN_MAX;
        letters && words.split(' ').try_fold(0, |n, word| Some(n + pinyin::split(word)?.len())).is_some_and(|n| n >= 2)
    };
    (twin || is_pinyin()).then(|| latin.replace(' ', ""))
}

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
