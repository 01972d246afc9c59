//! Legal forms and kinds of organisation: which word says what a company is, in its canonical spelling.

use std::sync::LazyLock;

use hashbrown::{HashMap, HashSet};

use crate::normalise::edges::{LatinWords, Longest};
use crate::normalise::fold;

/// Chinese legal forms and organisation words at the end of a name, simplified, longest first. The second word is the
/// canonical form; empty where the word is its own.
const HAN_FORMS: &[(&str, &str)] = &[
    ("集团股份有限责任公司", "集团股份有限公司"),
    ("(集团)股份有限公司", "集团股份有限公司"),
    ("(集团)有限责任公司", "集团有限公司"),
    ("农民专业合作社联合社", "专业合作社"),
    ("集团有限责任公司", "集团有限公司"),
    ("集团股份有限公司", ""),
    ("控股集团有限公司", "集团有限公司"),
    ("股份有限责任公司", "股份有限公司"),
    ("专业合作社联合社", "专业合作社"),
    ("(集团)有限公司", "集团有限公司"),
    ("有限责任总公司", "有限责任公司"),
    ("农民专业合作社", "专业合作社"),
    ("股份合作公司", ""),
    ("特殊普通合伙", "合伙企业"),
    ("普通合伙企业", "合伙企业"),
    ("有限合伙企业", "有限合伙"),
    ("个人独资企业", ""),
    ("股份有限公司", ""),
    ("有限责任公司", ""),
    ("集团有限公司", ""),
    ("(有限合伙)", "有限合伙"),
    ("(普通合伙)", "合伙企业"),
    ("集团总公司", "集团"),
    ("实业总公司", "总公司"),
    ("个体工商户", ""),
    ("专业合作社", ""),
    ("股份合作社", ""),
    ("国际集团", "集团"),
    ("控股集团", "集团"),
    ("实业集团", "集团"),
    ("有限合伙", ""),
    ("普通合伙", "合伙企业"),
    ("合伙企业", ""),
    ("独资企业", "个人独资企业"),
    ("有限公司", ""),
    ("有限责任", "有限责任公司"),
    ("股份有限", "股份有限公司"),
    ("股份公司", "股份有限公司"),
    ("集团公司", "集团"),
    ("責任公司", "有限责任公司"),
    ("责任公司", "有限责任公司"),
    ("株式会社", ""),
    ("株式會社", "株式会社"),
    ("有限会社", ""),
    ("合同会社", ""),
    ("주식회사", "株式会社"),
    ("유한회사", "有限会社"),
    ("无限公司", ""),
    ("(集团)", "集团"),
    ("(个体)", "个体工商户"),
    ("有限司", "有限公司"),
    ("有限公", "有限公司"),
    ("有限责", "有限责任公司"),
    ("总公司", ""),
    ("合作社", ""),
    ("(株)", "株式会社"),
    ("(주)", "株式会社"),
    ("(有)", "有限会社"),
    ("(유)", "有限会社"),
    ("个体户", "个体工商户"),
    ("集团", ""),
    ("公司", ""),
    ("有限", "有限公司"),
    ("股份", "股份有限公司"),
];

/// Ends of Chinese organisation names without a legal form: shops, schools, hospitals, offices.
pub(super) const HAN_ORGANISATIONS: &[&str] = &[
    "分公司",
    "子公司",
    "支公司",
    "办事处",
    "营业部",
    "经营部",
    "销售部",
    "服务部",
    "门市部",
    "经销部",
    "工作室",
    "事务所",
    "研究院",
    "研究所",
    "设计院",
    "幼儿园",
    "中学",
    "小学",
    "大学",
    "学院",
    "学校",
    "医院",
    "诊所",
    "卫生院",
    "卫生所",
    "药店",
    "药房",
    "大药房",
    "银行",
    "支行",
    "分行",
    "酒店",
    "宾馆",
    "饭店",
    "餐厅",
    "餐馆",
    "旅馆",
    "超市",
    "便利店",
    "商店",
    "商行",
    "商场",
    "商贸",
    "贸易行",
    "专卖店",
    "旗舰店",
    "专营店",
    "服装店",
    "美容院",
    "理发店",
    "书店",
    "花店",
    "网吧",
    "工厂",
    "加工厂",
    "厂",
    "协会",
    "学会",
    "委员会",
    "居委会",
    "村委会",
    "街道办",
    "派出所",
    "公安局",
    "教育局",
    "管理局",
    "税务局",
    "政府",
    "法院",
    "检察院",
    "基金会",
    "俱乐部",
    "养殖场",
    "农场",
    "种植场",
    "服务中心",
    "服务站",
    "培训中心",
    "中心",
    "企业",
    "教会",
    "教堂",
    "律所",
    "门诊部",
    "体育馆",
    "图书馆",
    "博物馆",
    "售楼部",
    "茶馆",
    "茶楼",
    "烧烤店",
    "火锅店",
    "小吃店",
    "水果店",
    "母婴店",
    "维修店",
    "网店",
    "批发部",
    "经销处",
];

/// Words that end the names of organisations without a legal form and of hardly any person, folded.
const LATIN_ORGANISATIONS: &[&str] = &[
    "academy",
    "agency",
    "associates",
    "association",
    "bank",
    "brothers",
    "bureau",
    "cafe",
    "center",
    "centre",
    "charities",
    "chemicals",
    "clinic",
    "college",
    "community",
    "construction",
    "consulting",
    "council",
    "daycare",
    "department",
    "electronics",
    "elementary",
    "engineering",
    "enterprises",
    "foods",
    "foundation",
    "furniture",
    "group",
    "headstart",
    "holdings",
    "hospital",
    "hotel",
    "industries",
    "institute",
    "instruments",
    "insurance",
    "international",
    "laboratories",
    "labs",
    "library",
    "logistics",
    "manufacturing",
    "ministries",
    "motors",
    "museum",
    "nursery",
    "packaging",
    "partners",
    "pharmacy",
    "plastics",
    "preschool",
    "properties",
    "restaurant",
    "retail",
    "school",
    "schools",
    "services",
    "society",
    "solutions",
    "store",
    "stores",
    "supermarket",
    "supplies",
    "systems",
    "technologies",
    "technology",
    "textiles",
    "theater",
    "trading",
    "university",
    "ventures",
    "wholesale",
    "ymca",
    "ywca",
];

/// A legal form in Latin, Cyrillic or Greek letters.
#[derive(Debug, Clone, Copy)]
struct LatinForm {
    canonical: &'static str,
    /// An ordinary word or initials as well.
    weak: bool,
    /// One word, and it may stand in front of the name.
    front: bool,
}

/// The lines of `data/legal_forms.txt` word by word: spelling as listed, and what it is.
fn listed_forms() -> impl Iterator<Item = (&'static str, LatinForm)> {
    let lines = include_str!("../data/legal_forms.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(' ')).flat_map(|(canonical, spellings)| {
        spellings.split(' ').map(move |marked| {
            let spelling = marked.trim_start_matches(['^', '?']);
            let marks = &marked[..marked.len() - spelling.len()];
            let front = marks.contains('^') && !spelling.contains('_');
            (spelling, LatinForm { canonical, weak: marks.contains('?'), front })
        })
    })
}

/// Folded spelling without blanks → what it is. The first line that lists a spelling counts.
static LATIN: LazyLock<HashMap<String, LatinForm>> = LazyLock::new(|| {
    let mut forms: HashMap<String, LatinForm> = HashMap::new();
    for (spelling, form) in listed_forms() {
        let known = forms.entry(fold::letters(spelling)).or_insert(form);
        known.front |= form.front;
    }
    forms
});

/// First words of forms of several words that are longer than four letters: a cheap first look.
static LONG_STARTS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    listed_forms().filter_map(|(spelling, _)| spelling.split_once('_')).map(|(first, _)| fold::letters(first)).collect()
});

/// Forms of several words that stand in front, longest first: their folded words, and the canonical form.
static FRONT_PHRASES: LazyLock<Vec<(Vec<String>, &'static str)>> = LazyLock::new(|| {
    let lines = include_str!("../data/legal_forms.txt").lines().filter(|line| !line.starts_with('#'));
    let phrases = lines.filter_map(|line| line.split_once(' ')).flat_map(|(canonical, spellings)| {
        let front = spellings.split(' ').filter_map(|s| s.strip_prefix('^')).map(|s| s.trim_start_matches('?'));
        front.filter(|s| s.contains('_')).map(move |s| (s.split('_').map(fold::letters).collect::<Vec<_>>(), canonical))
    });
    let mut phrases: Vec<_> = phrases.collect();
    phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    phrases
});

static LATIN_ORGANISATION_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| LATIN_ORGANISATIONS.iter().copied().collect());

/// Last characters of [`HAN_ORGANISATIONS`]: a cheap first look.
static HAN_LAST: LazyLock<Longest> = LazyLock::new(|| Longest::by_last(HAN_ORGANISATIONS.iter().copied()));

static HAN_ORGANISATION_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| HAN_ORGANISATIONS.iter().copied().collect());

/// The legal form a simplified name ends with: the name before it, and the canonical form.
pub(super) fn han_form(name: &str) -> Option<(&str, &'static str)> {
    // The commonest one, with nothing before it that makes it longer.
    if let Some(rest) = name.strip_suffix("有限公司").filter(|rest| !rest.ends_with(['份', '团', ')'])) {
        return Some((rest, "有限公司"));
    }
    let last = name.chars().next_back()?;
    let misspelt = misspelt_limited(name).map(|rest| (rest, "有限公司"));
    if misspelt.is_some() || !"司社户伙业团)任사份限公责".contains(last) {
        return misspelt;
    }
    HAN_FORMS.iter().find_map(|(form, canonical)| {
        let rest = name.strip_suffix(form)?;
        Some((rest, if canonical.is_empty() { *form } else { *canonical }))
    })
}

/// Characters that are taken for 限 by eye, by ear or by a scanner.
const LIKE_LIMITED: &str = "现線线跟根艰狠恨很阴陷险眼银郎显";

/// The name before 有限公司 with one wrong character: 有限公可, 有现公司.
fn misspelt_limited(name: &str) -> Option<&str> {
    let mut back = name.char_indices().rev();
    let (d, c, b, a) = (back.next()?, back.next()?, back.next()?, back.next()?);
    let wrong = match (a.1, b.1, c.1, d.1) {
        ('有', '限', '公', last) => last != '司',
        ('有', '限', third, '司') => third != '公' && third != '任',
        ('有', second, '公', '司') => LIKE_LIMITED.contains(second),
        ('冇' | '友' | '右' | '又', '限', '公', '司') => true,
        _ => false,
    };
    (wrong && fold::is_han(d.1)).then(|| &name[..a.0]).filter(|rest| !rest.is_empty())
}

/// A first look before [`LATIN`].
static LATIN_FIRST: LazyLock<LatinWords> = LazyLock::new(|| LatinWords::of(LATIN.keys().map(String::as_str)));

fn listed(word: &str) -> Option<&'static LatinForm> {
    if LATIN_FIRST.may_hold(word) { LATIN.get(word) } else { None }
}

/// Canonical legal form of a folded Latin word (letters and digits only).
pub(super) fn latin_form(word: &str) -> Option<&'static str> {
    listed(word).map(|form| form.canonical)
}

/// Canonical legal form of a folded word that may stand in front of a name (`ООО`, `PT`).
pub(super) fn front_form(word: &str) -> Option<&'static str> {
    listed(word).filter(|form| form.front).map(|form| form.canonical)
}

/// Legal forms of several words that may stand in front, longest first.
pub(super) fn front_phrases() -> &'static [(Vec<String>, &'static str)] {
    &FRONT_PHRASES
}

/// May a folded word begin a legal form of several written-out words?
pub(super) fn begins_long_form(word: &str) -> bool {
    LONG_STARTS.contains(word)
}

/// Every folded Latin word that says at the end of a name that it is a company or an organisation.
pub(super) fn latin_ends() -> impl Iterator<Item = &'static str> {
    LATIN.keys().map(String::as_str).chain(LATIN_ORGANISATIONS.iter().copied())
}

/// Is the folded word also an ordinary word?
pub(super) fn is_weak(word: &str) -> bool {
    listed(word).is_some_and(|form| form.weak)
}

/// Does the folded last word of a name say that it is an organisation?
pub(super) fn ends_organisation(word: &str) -> bool {
    LATIN_ORGANISATION_SET.contains(word)
}

/// Is the simplified text a word for organisations and nothing else?
pub(super) fn is_organisation_word(text: &str) -> bool {
    HAN_ORGANISATION_SET.contains(text)
}

/// Does a simplified name end like an organisation?
pub(super) fn ends_like_organisation(name: &str) -> bool {
    let Some(last) = name.chars().next_back() else { return false };
    han_form(name).is_some_and(|(rest, _)| !rest.is_empty())
        || HAN_LAST.may_be(last)
            && HAN_ORGANISATIONS.iter().any(|o| name.strip_suffix(o).is_some_and(|rest| rest.chars().count() >= 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_chinese_forms_come_first() {
        let longest_first = HAN_FORMS.windows(2).all(|w| w[0].0.chars().count() >= w[1].0.chars().count());
        assert!(longest_first);
        assert!(LATIN_ORGANISATIONS.windows(2).all(|w| w[0] < w[1]));
    }
}
