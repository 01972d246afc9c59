//! Institutions that only their place tells apart: 杭州市第一人民医院, 萧山区教育局.
//!
//! Comes in: a brand, a trade and a place as [`super::han`] found them. Goes out: the brand with its place where the rest is
//! nothing but an ordinal and words that hundreds of institutions share. Firms' brands pass through.

use super::{places, trades};

/// Words many institutions are called by, longest first.
const COMMON: &[&str] = &[
    "精神卫生中心",
    "疾病预防控制中心",
    "中西医结合",
    "人民检察院",
    "实验外国语",
    "街道办事处",
    "妇幼保健院",
    "社区卫生服务",
    "中级人民",
    "职业技术",
    "妇幼保健",
    "人民政府",
    "人民法院",
    "卫生服务",
    "广播电视",
    "派出所",
    "管委会",
    "居委会",
    "村委会",
    "委员会",
    "检察院",
    "外国语",
    "中医院",
    "传染病",
    "少年宫",
    "文化宫",
    "图书馆",
    "博物馆",
    "博物院",
    "美术馆",
    "体育馆",
    "档案馆",
    "文化馆",
    "卫生院",
    "人民",
    "中心",
    "中医",
    "妇幼",
    "妇产",
    "儿童",
    "口腔",
    "肿瘤",
    "胸科",
    "眼科",
    "实验",
    "高级",
    "初级",
    "职业",
    "机关",
    "城关",
    "老年",
    "政府",
    "法院",
    "海关",
    "分局",
    "支队",
    "大队",
];

/// What institutions are, at the end of their names.
const KINDS: &[&str] = &[
    "医院",
    "保健院",
    "卫生院",
    "卫生室",
    "中学",
    "小学",
    "学校",
    "幼儿园",
    "学院",
    "图书馆",
    "博物馆",
    "体育馆",
    "档案馆",
    "文化馆",
    "少年宫",
    "文化宫",
    "局",
    "政府",
    "法院",
    "检察院",
    "海关",
    "委员会",
    "管委会",
    "居委会",
    "村委会",
    "派出所",
    "办事处",
    "支队",
    "大队",
    "中心",
];

/// The brand of an institution without legal form with its place, where nothing else tells it apart; `None` if the brand does.
pub(super) fn with_place(brand: &str, trade: &str, region: Option<&'static str>) -> Option<String> {
    if !KINDS.iter().any(|kind| if trade.is_empty() { brand.ends_with(kind) } else { trade.ends_with(kind) }) {
        return None;
    }
    // 萧山区教育局 and 萧山教育局 are one.
    let (own, rest) = places::leading(brand).map_or((None, brand), |(len, place)| (Some(place), &brand[len..]));
    // 杭州市第二中学, with nothing taken off.
    let stem = KINDS.iter().filter(|_| trade.is_empty()).find_map(|kind| rest.strip_suffix(kind)).unwrap_or(rest);
    if rest.is_empty() || !is_common(rest) && !is_common(stem) {
        return None;
    }
    let place = own.or(region)?;
    // 中国 | 中铁四局
    if place == "中国" && rest.starts_with('中') {
        return None;
    }
    let kind = if is_ordinal(rest) { trade } else { "" };
    let whole = [place, rest, kind].concat();
    // 福田区政府 and 福田区人民政府 are one.
    let office = ["政府", "法院", "检察院"].iter().find_map(|kind| Some((whole.strip_suffix(kind)?, kind)));
    let office = office.filter(|(office, _)| !office.ends_with(|c| "民级院".contains(c)));
    Some(office.map_or_else(|| whole.clone(), |(office, kind)| [office, "人民", kind].concat()))
}

/// Longest number of a school, in characters.
const NUMBER_MAX: usize = 3;

/// 西安高新一中: a simplified name with its school written out (西安高新第一中学, 中关村第一小学); `None` for any other.
pub(super) fn school_in_full(name: &str) -> Option<String> {
    if let Some(school) = name.strip_suffix("中学校") {
        return Some([school, "中学"].concat());
    }
    let (stem, kind) = [('中', "中学"), ('小', "小学")].into_iter().find_map(|(c, kind)| Some((name.strip_suffix(c)?, kind)))?;
    let head = stem.trim_end_matches(is_numeral);
    let number = &stem[head.len()..];
    let counts = (1..=NUMBER_MAX).contains(&number.chars().count()) && head.chars().count() >= 2;
    counts.then(|| [head.strip_suffix('第').unwrap_or(head), "第", number, kind].concat())
}

/// 上海六院: a simplified name of a city's hospital written out (上海第六人民医院); `None` for any other.
pub(super) fn hospital_in_full(name: &str) -> Option<String> {
    let stem = name.strip_suffix('院')?;
    let head = stem.trim_end_matches(is_numeral);
    let number = &stem[head.len()..];
    let place = head.strip_suffix('市').unwrap_or(head);
    (!number.is_empty() && places::whole(place).is_some()).then(|| [head, "第", number, "人民医院"].concat())
}

/// 四川大学华西医院: a simplified name of a university's hospital by the hospital's own name (四川华西医院), as it is called as often,
/// behind the place of the university; `None` for any other and for those without a name of their own (北京大学第三医院).
pub(super) fn hospital_by_own_name(name: &str) -> Option<String> {
    let stem = name.strip_suffix("医院")?;
    let (university, tail) = stem.rsplit_once("大学")?;
    let tail = tail.rsplit_once("医学院").map_or(tail, |(_, behind)| behind);
    let own = tail.strip_prefix("附属").unwrap_or(tail);
    let named = own.chars().nth(1).is_some()
        && !own.contains(['第', '附', '(', ')'])
        && !own.contains(is_numeral)
        && !is_common(own)
        && !trades::is_generic(own)
        && places::whole(own).is_none()
        && !university.ends_with(own);
    if !named {
        return None;
    }
    // 中山大学 is not in 中山.
    let place =
        places::leading(university).filter(|(_, place)| !matches!(*place, "中山" | "中国") && places::leading(own).is_none());
    Some([place.map_or("", |(len, _)| &university[..len]), own, "医院"].concat())
}

/// The brand of a firm that is only counted (中国第一 | 汽车), or of a school that is only a university's (北京师范大学附属 | 实验中学):
/// with its trade; `None` for any other.
pub(super) fn counted(brand: &str, trade: &str, region: Option<&'static str>) -> Option<String> {
    let place = if is_ordinal(brand) { region.unwrap_or_default() } else { "" };
    (!trade.is_empty() && (ends_in_ordinal(brand) || brand.ends_with("附属"))).then(|| [place, brand, trade].concat())
}

/// 中国建筑第三工程局: a bureau of works with its number, in the short form (中建三局); `None` for any other brand.
pub(super) fn bureau(brand: &str) -> Option<String> {
    let (owner, rest) =
        ["建筑", "中建", "中铁", "中交", "中国建筑"].iter().find_map(|owner| Some((*owner, brand.strip_prefix(owner)?)))?;
    let rest = rest.strip_prefix('第').unwrap_or(rest);
    let number = &rest[..rest.find(|c| !is_numeral(c))?];
    let kind = &rest[number.len()..];
    let kind = [("工程局", "局"), ("航务工程局", "航局"), ("公路工程局", "公局")].iter().find(|(long, _)| *long == kind)?.1;
    let owner = if owner.ends_with("建筑") { "中建" } else { owner };
    (!number.is_empty()).then(|| [owner, number, kind].concat())
}

/// A bank that every city has (上海农商银行): its place and kind, in one spelling; `None` for any other firm.
pub(super) fn local_bank(brand: &str, trade: &str, region: Option<&'static str>) -> Option<String> {
    let last = if trade.is_empty() { brand } else { trade };
    if !last.ends_with(['行', '社']) {
        return None;
    }
    let whole = [brand, trade].concat();
    let (own, rest) = places::leading(&whole).map_or((None, whole.as_str()), |(len, place)| (Some(place), &whole[len..]));
    let kind = match rest {
        "农商银行" | "农村商业银行" | "农商行" => "农商银行",
        "农村信用合作联社" | "农村信用社" | "农信社" | "信用联社" => "农信社",
        _ => return None,
    };
    Some([own.or(region)?, kind].concat())
}

/// Nothing but an ordinal, common words, offices and places?
fn is_common(text: &str) -> bool {
    let mut rest = without_ordinal(text);
    while !rest.is_empty() {
        let word = COMMON.iter().find_map(|word| rest.strip_prefix(word));
        let office = || rest.find('局').filter(|at| rest[..*at].chars().count() <= 8).map(|at| &rest[at + "局".len()..]);
        let place = || places::leading(rest).map(|(len, _)| &rest[len..]);
        match word.or_else(office).or_else(place) {
            Some(shorter) => rest = shorter,
            None => return false,
        }
    }
    true
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十百".contains(c)
}

/// The text behind `第三`, or the text.
fn without_ordinal(text: &str) -> &str {
    let behind = text.strip_prefix('第').map(|t| t.trim_start_matches(is_numeral));
    behind.filter(|rest| rest.len() + "第".len() < text.len()).unwrap_or(text)
}

fn is_ordinal(text: &str) -> bool {
    !text.is_empty() && without_ordinal(text).is_empty()
}

fn ends_in_ordinal(text: &str) -> bool {
    text.rfind('第').is_some_and(|at| is_ordinal(&text[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_institutions_without_a_name_of_their_own_carry_their_place() {
        for (brand, trade, region, expected) in [
            ("人民", "医院", Some("江苏"), Some("江苏人民")),
            ("第二", "中学", Some("杭州"), Some("杭州第二中学")),
            ("萧山区教育局", "", Some("杭州"), Some("萧山教育局")),
            ("杭州市第二中学", "", None, Some("杭州第二中学")),
            ("公安局锦江区分局", "", Some("成都"), Some("成都公安局锦江区分局")),
            ("海关", "", Some("深圳"), Some("深圳海关")),
            ("协和", "医院", Some("北京"), None),
            ("学军", "中学", Some("杭州"), None),
            ("华星", "电子", Some("杭州"), None),
            ("人民", "医院", None, None),
        ] {
            assert_eq!(with_place(brand, trade, region).as_deref(), expected, "{brand}{trade}");
        }
        assert_eq!(counted("中国第一", "汽车", None).as_deref(), Some("中国第一汽车"));
        assert_eq!(counted("第一", "建筑", Some("上海")).as_deref(), Some("上海第一建筑"));
        assert_eq!(counted("华星", "电子", Some("上海")), None);
        assert_eq!(local_bank("农商银行", "", Some("上海")).as_deref(), Some("上海农商银行"));
        assert_eq!(local_bank("上海", "农村商业银行", None).as_deref(), Some("上海农商银行"));
        assert_eq!(local_bank("招商", "银行", Some("上海")), None);
        assert_eq!(bureau("建筑第三工程局").as_deref(), Some("中建三局"));
        assert_eq!(bureau("中交第一航务工程局").as_deref(), Some("中交一航局"));
        assert_eq!((bureau("建筑工程局"), bureau("中铁三局"), bureau("华星")), (None, None, None));
        assert_eq!(with_place("政府", "", Some("福田")).as_deref(), Some("福田人民政府"));
        assert_eq!(with_place("法院", "", Some("朝阳")).as_deref(), Some("朝阳人民法院"));
        assert_eq!(school_in_full("西安高新一中").as_deref(), Some("西安高新第一中学"));
        assert_eq!(school_in_full("中关村一小").as_deref(), Some("中关村第一小学"));
        assert_eq!(hospital_by_own_name("四川大学华西医院").as_deref(), Some("四川华西医院"));
        assert_eq!(hospital_by_own_name("上海交通大学医学院附属瑞金医院").as_deref(), Some("上海瑞金医院"));
        assert_eq!(hospital_by_own_name("首都医科大学附属北京天坛医院").as_deref(), Some("北京天坛医院"));
        for whole in
            ["北京大学第三医院", "武汉大学人民医院", "同济大学附属同济医院", "北京大学深圳医院", "北京大学口腔医院", "协和医院"]
        {
            assert_eq!(hospital_by_own_name(whole), None, "{whole}");
        }
        assert_eq!(hospital_in_full("上海六院").as_deref(), Some("上海第六人民医院"));
        assert_eq!((hospital_in_full("北医三院"), hospital_in_full("上海医院")), (None, None));
        assert_eq!((school_in_full("万里江中"), school_in_full("一中")), (None, None));
    }
}
