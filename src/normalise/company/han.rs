//! Company names in 汉字 (and Japanese or Korean ones): place, brand, trade, legal form, branch.

use std::borrow::Cow;

use crate::model::value::{Normal, Part};
use crate::normalise::fold::{self, simplify};
use crate::normalise::name::{japanese_surname, spellings};
use crate::normalise::pinyin::{self, push_readings};

use super::area::{inner_place, strip_county_alone, strip_finer, strip_inner_place, strip_region, without_continent};
use super::branches::{BRANCH_ENDS, split_branch};
use super::zones::{strip_market, strip_street, strip_zone};
use super::{around, counties, forms, institution, known, latin, lines, places, trades, twins};

/// Most readings of a brand's pinyin.
const BRAND_READINGS_MAX: usize = 4;

/// Fewest and most characters of a brand whose initials in pinyin may stand for it.
const INITIALS_MIN: usize = 3;
const INITIALS_MAX: usize = 5;

/// Ends of places where a shop is: 新华书店(北京图书大厦).
const SITES: &[&str] = &["大厦", "广场", "商场", "商城", "购物中心", "路"];

/// Legal forms of Japan.
const JAPANESE_FORMS: &[&str] = &["株式会社", "有限会社", "合同会社"];

/// Legal forms that may stand in front.
const FRONT_FORMS: &[(&str, &str)] = &[
    ("株式会社", "株式会社"),
    ("有限会社", "有限会社"),
    ("合同会社", "合同会社"),
    ("(株)", "株式会社"),
    ("(有)", "有限会社"),
    ("주식회사", "株式会社"),
    ("(주)", "株式会社"),
    ("유한회사", "有限会社"),
    ("个体工商户", "个体工商户"),
    ("个体户", "个体工商户"),
];

/// Words in brackets that belong to the legal form or the name; they are read without the brackets.
const INLINE: &[&str] = &["集团", "控股", "有限合伙", "普通合伙", "特殊普通合伙", "股份", "有限", "个体", "个体工商户"];

/// What brackets said, and the name around them.
#[derive(Default)]
struct Brackets {
    before: String,
    after: String,
    region: Option<&'static str>,
    branch: String,
    note: bool,
}

/// Fills the parts of a clean company name; gives its brand as it was before it was written in the usual way, if it was (国网 for
/// 国家电网, 南京市第一中学).
pub(super) fn parse(text: &str, out: &mut Normal) -> Option<String> {
    let twin = || around::behind_latin(text).map(|at| (at, false));
    let Some((at, two)) = around::second_name(text).map(|at| (at, true)).or_else(twin) else { return parse_one(text, out) };
    let written = parse_one(&text[at..], out);
    if two {
        out.findings.push("note_in_company");
    }
    // Lenovo (Beijing) Limited 联想(北京)有限公司: its name in Latin letters is how it is read.
    let first = text[..at].trim_end_matches(around::BETWEEN);
    if !first.chars().any(fold::is_han) {
        let mut other = Normal::default();
        latin::parse(first, &mut other);
        let reading = fold::letters(other.part(Part::Brand));
        let all = [out.part(Part::BrandPinyin), "|", &reading].concat();
        out.set(Part::BrandPinyin, all.trim_start_matches('|'));
    }
    written
}

/// As [`parse`], for a text of one name.
fn parse_one(text: &str, out: &mut Normal) -> Option<String> {
    let simple = simplify(text);
    // 浙江大学(医学院)附属第一医院: the school of medicine is left out as often as not.
    let school = simple.len() > "大学医学院附属".len() && simple.ends_with(['院', ')']) && simple.contains("大学医学院附属");
    let short = school.then(|| simple.replace("大学医学院附属", "大学附属"));
    let own = simple.len() > "大学医院".len() && simple.ends_with("医院") && simple.contains("大学");
    let own = own.then(|| institution::hospital_by_own_name(&simple)).flatten();
    let short = own.or(short).or_else(|| institution::school_in_full(&simple)).or_else(|| institution::hospital_in_full(&simple));
    let (front_form, name) = strip_front(short.as_deref().unwrap_or(&simple));
    let (main, branch) = split_branch(name);
    let Brackets { before, after, mut region, branch: shop, note } = brackets(main);
    if note {
        out.findings.push("note_in_company");
    }
    let (before, after, form) = strip_form(&before, &after);
    let group = before.strip_suffix("集团").filter(|stem| region.is_some() && stem.chars().count() >= trades::BRAND_MIN);
    // 东软集团(大连)有限公司: the group stands before the place.
    let before = group.unwrap_or(before);
    let before = if after.is_empty() && !form.is_empty() { strip_inner_place(before, &mut region) } else { before };
    let in_front = region.is_none();
    let mut first_place = region;
    let before = strip_region(before, after, &mut region, &mut first_place);
    let before =
        if after.is_empty() && front_form.is_empty() { strip_county_alone(before, &mut region, form.is_empty()) } else { before };
    // 中国(上海)自由贸易试验区: before the brackets stands no brand.
    let zone = strip_zone(after, true);
    let (before, after) = if zone.len() < after.len() && places::whole(before).is_some() { (zone, "") } else { (before, after) };
    let before = strip_finer(before, region, in_front, form.is_empty());
    // 广州市海珠区 | 新港中路 | 衣之纯服装有限公司
    let before =
        if region.is_some() && (form.is_empty() || simple.contains(['区', '镇'])) { strip_street(before) } else { before };
    let before = if form.is_empty() && region.is_some() { strip_market(before) } else { before };
    let chain = known::chain(before).filter(|(_, rest)| after.is_empty() && known::names_shop(rest));
    let (before, shop) = match chain {
        Some((chain, place)) => (chain, [place, &shop].concat()),
        None => (before, shop),
    };
    let formal = region.is_some() || [form, front_form, branch, &shop].iter().any(|t| !t.is_empty());
    // 中原高速 is the short name of 中原高速公路股份有限公司: of two characters and two the last two are the trade there too.
    let formal = formal || is_short_name(before);
    let (brand, trade) = if before.is_empty() && after.is_empty() {
        (region.unwrap_or(main), Cow::Borrowed(""))
    } else {
        brand_and_trade(before, after, formal)
    };
    let (brand, inner) = if region.is_none_or(|r| r == "中国") { inner_place(brand) } else { (without_continent(brand), None) };
    let region = inner.or(region);
    // 国药控股 | 广州: the trade stands before the place.
    let (brand, first) = if inner.is_some() { split(brand, true) } else { (brand, "") };
    let trade: &str = if first.is_empty() { &trade } else { &[first, &trade].concat() };
    let told = if form.is_empty() && front_form.is_empty() { institution::with_place(brand, trade, region) } else { None };
    let told = told.or_else(|| institution::bureau(brand).filter(|_| trade.is_empty()));
    let told =
        told.or_else(|| institution::counted(brand, trade, region)).or_else(|| institution::local_bank(brand, trade, region));
    let brand = told.as_deref().unwrap_or(brand);
    let brand = if brand.chars().any(fold::is_letter) { brand } else { &simple };
    // 中国能源建设集团 | 广东省电力设计研究院
    let brand = brand
        .strip_suffix("集团")
        .filter(|stem| stem.chars().filter(|c| fold::is_letter(*c)).count() >= trades::BRAND_MIN)
        .unwrap_or(brand);
    // 崇武镇 | 石雕工艺: a town that is all there is.
    let level = ["街道", "镇", "乡"].iter().find_map(|level| brand.strip_suffix(level));
    let town = level.filter(|stem| region.is_some() && !trade.is_empty() && counties::is_town(stem));
    let brand = town.unwrap_or(brand);
    let rewritten = short.is_some() || told.is_some();
    let shorter = set_parts(brand, trade, out);
    out.set(Part::Region, region.unwrap_or(""));
    if let Some((province, city)) = region.and_then(|last| seat(first_place.unwrap_or(last), last)) {
        out.set(Part::Province, province);
        out.set(Part::City, city.unwrap_or(""));
    }
    // 美的集团股份有限公司 is not 美的置业集团有限公司: a registered name says what a firm does. A name by hand leaves it out.
    if out.part(Part::Line).is_empty() && form.starts_with("集团") && form.ends_with("有限公司") {
        out.set(Part::Line, "group");
    }
    let form = if form.is_empty() { front_form } else { form };
    // 株式会社田中製作所 is Tanaka Seisakusho.
    if JAPANESE_FORMS.contains(&form)
        && let Some(readings) = japanese_surname(out.part(Part::Brand))
    {
        let all = [&*readings, "|", out.part(Part::BrandPinyin)].concat();
        out.set(Part::BrandPinyin, all);
    }
    out.set(Part::LegalForm, form);
    out.set(Part::Branch, fold::key(if branch.is_empty() { &shop } else { branch }));
    // 中国 | 人民财产保险
    let of_china =
        |written: String| if simple.contains(&["中国", &written].concat()) { ["中国", &written].concat() } else { written };
    shorter.map(of_china).or_else(|| rewritten.then(|| whole_name(&simple).to_owned()))
}

/// An institution's name in full: what stands before brackets and legal form.
fn whole_name(simple: &str) -> &str {
    let name = &simple[..simple.find('(').filter(|at| *at > 0).unwrap_or(simple.len())];
    let (name, _) = split_branch(name);
    forms::han_form(name).map_or(name, |(stem, _)| stem)
}

/// Province and city of a name between whose first and last place lie all others.
fn seat(first: &str, last: &str) -> Option<(&'static str, Option<&'static str>)> {
    let outer = counties::seat(first);
    let inner = counties::seat(last).filter(|inner| outer.is_none_or(|outer| outer.0 == inner.0));
    outer.filter(|seat| seat.1.is_some()).or(inner).or(outer)
}

/// Four characters and more, all of them 汉字, and no institution: there the last two may be the trade without a legal form too.
fn is_short_name(name: &str) -> bool {
    name.chars().nth(2 * trades::BRAND_MIN - 1).is_some()
        && !name.ends_with(['院', '校', '学', '局', '府', '会', '处', '所', '心', '队', '场'])
        && name.chars().all(fold::is_han)
}

/// Brand and trade of what stands before a place in brackets and after it; `after` alone is empty without such a place.
fn brand_and_trade<'a>(before: &'a str, after: &'a str, formal: bool) -> (&'a str, Cow<'a, str>) {
    if !before.is_empty() && !after.is_empty() {
        // 大众汽车(中国)投资: the trade goes on behind the place.
        let (brand, first) = split(before, false);
        return (brand, if first.is_empty() { after.into() } else { [first, after].concat().into() });
    }
    let (brand, trade) = if after.is_empty() { split(before, formal) } else { split(after, true) };
    // 青岛 | 啤酒, 中国 | 石油化工: where only a place distinguishes, the whole is the brand.
    let only_place = after.is_empty() && !trade.is_empty() && places::exact(brand).is_some();
    if only_place { known::leading(before).unwrap_or((before, "".into())) } else { (brand, trade.into()) }
}

/// Brand and trade of a name without place and legal form; of a chain, its name and the trades behind it (星巴克 | 咖啡).
fn split(core: &str, formal: bool) -> (&str, &str) {
    let chain = known::chain(core).filter(|(_, rest)| trades::is_generic(rest));
    chain.unwrap_or_else(|| trades::split(core, formal))
}

/// Sets brand and trade with what follows from them; gives the brand as it stands in the name if a usual spelling of it was set.
fn set_parts(brand: &str, trade: &str, out: &mut Normal) -> Option<String> {
    let whole = known::canonical_of_parts(brand, trade);
    let written = brand;
    let brand = twins::without_twin(brand);
    let usual = whole.unwrap_or_else(|| known::canonical(brand));
    let own = (usual != brand).then(|| if whole.is_some() { [written, trade].concat() } else { written.to_owned() });
    let (brand, trade) = (spelt(usual), fold::letters(trade));
    if brand.is_ascii() {
        out.set(Part::BrandPinyin, twins::reading_of(&brand).unwrap_or_default());
    } else if !brand.chars().any(fold::is_han) {
        out.set(Part::BrandPinyin, spellings(&brand));
    } else if !brand.chars().any(|c| fold::is_kana(c) || fold::is_hangul(c)) {
        out.parts.write(Part::BrandPinyin, |out| {
            push_readings(&brand, BRAND_READINGS_MAX, out);
            twins::push_more_readings(&brand, out);
        });
    }
    out.parts.write(Part::Key, |key| key.extend([&*brand, &*trade]));
    let between = if trade.is_empty() || brand.is_empty() { "" } else { "|" };
    out.parts.write(Part::Tokens, |tokens| tokens.extend([&*brand, between, &*trade]));
    if brand.is_ascii() && (2..=6).contains(&brand.len()) {
        out.set(Part::Acronym, brand.as_str());
    } else if (INITIALS_MIN..=INITIALS_MAX).contains(&brand.chars().count()) && brand.chars().all(fold::is_han) {
        // 比亚迪 is BYD.
        out.parts.write(Part::Acronym, |out| out.extend(brand.chars().filter_map(|c| pinyin::readings(c).first()?.get(..1))));
    }
    out.set(Part::Brand, brand);
    out.parts.write(Part::Line, |out| lines::push_other(&trade, out));
    out.set(Part::Trade, trade);
    own
}

/// A brand folded; one in Latin letters alone as in a Latin name (7-Eleven: `7 eleven`).
fn spelt(brand: &str) -> String {
    if !brand.is_ascii() {
        return fold::letters(brand);
    }
    let words = brand.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '\'')).map(fold::letters);
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn strip_front(name: &str) -> (&'static str, &str) {
    if !name.starts_with(['株', '有', '合', '(', '주', '유', '个']) {
        return ("", name);
    }
    let found = FRONT_FORMS.iter().find_map(|(form, canonical)| name.strip_prefix(form).map(|rest| (*canonical, rest.trim())));
    found.filter(|(_, rest)| !rest.is_empty()).unwrap_or(("", name))
}

/// Reads the brackets of a name: a place splits it, a form or a trade is read inline, a former name is dropped.
fn brackets(name: &str) -> Brackets {
    let mut found = Brackets::default();
    // 0xE3 begins the marks of the East.
    if !name.bytes().any(|b| matches!(b, b'(' | b'[' | b')' | b']' | 0xE3)) {
        name.clone_into(&mut found.before);
        return found;
    }
    let mut rest = name;
    while let Some(open) = rest.find(['(', '[', '【', '〔']) {
        let (before, tail) = rest.split_at(open);
        let open_len = tail.chars().next().map_or(1, char::len_utf8);
        let (content, after) = match closing(tail) {
            Some(close) => (&tail[open_len..close], tail[close..].trim_start_matches([')', ']', '】', '〕'])),
            None => (&tail[open_len..], ""),
        };
        found.push(before);
        // 深圳市腾讯计算机系统有限公司(腾讯): behind the legal form stands another name.
        let behind_form = after.trim().is_empty() && found.region.is_none() && ends_in_company(&found.before);
        place_content(content.trim(), after.trim(), behind_form, &mut found);
        rest = after;
    }
    if rest.contains([')', ']', '】', '〕']) {
        found.push(&rest.replace([')', ']', '】', '〕'], ""));
    } else {
        found.push(rest);
    }
    found
}

/// Where the bracket that a text begins with is closed; brackets inside it have their own.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' if depth <= 1 => return Some(at),
            ')' | ']' | '】' | '〕' => depth -= 1,
            _ => {}
        }
    }
    None
}

impl Brackets {
    /// Text outside brackets: before the first place, or after it.
    fn push(&mut self, text: &str) {
        if self.region.is_some() { self.after.push_str(text) } else { self.before.push_str(text) }
    }

    /// 北京大学第三医院(北医三院): another name of an organisation that is already named.
    fn is_alias(&self, content: &str) -> bool {
        content.ends_with(['院', '校', '学', '馆', '局']) && self.after.is_empty() && forms::ends_like_organisation(&self.before)
    }

    /// 滴滴出行(小桔科技), 杭州第二中药厂(青春宝): another name behind a name that is no place.
    fn is_second(&self, content: &str) -> bool {
        let named =
            self.after.is_empty() && self.before.chars().count() >= trades::BRAND_MIN && places::whole(&self.before).is_none();
        // 传音控股(TECNO)
        let latin = content.chars().nth(1).is_some() && content.chars().all(|c| c.is_ascii_alphabetic() || c == ' ');
        if named && latin && self.before.chars().all(fold::is_han) {
            return true;
        }
        let firm = || !trades::is_generic(content) && trades::ends_in_trade(content);
        let short = || (2..=4).contains(&content.chars().count()) && self.before.ends_with(['厂', '社', '馆', '院']);
        named && content.chars().all(fold::is_han) && (firm() || short())
    }
}

/// Has a text behind a bracket a brand of its own?
fn is_named(text: &str) -> bool {
    let stem = forms::han_form(text).map_or(text, |(stem, _)| stem);
    let stem = places::leading(stem).map_or(stem, |(len, _)| &stem[len..]);
    !trades::is_generic(stem) && !text.contains(['(', '[', '【']) && stem.chars().nth(trades::BRAND_MIN).is_some()
}

/// Does a name end in a legal form in full, with a brand before it?
fn ends_in_company(name: &str) -> bool {
    name.ends_with("公司") && forms::han_form(name).is_some_and(|(rest, _)| rest.chars().count() >= trades::BRAND_MIN)
}

/// Takes the content of brackets as what it is; `after`: what follows; `behind_form`: nothing, and a legal form stands before.
fn place_content(content: &str, after: &str, behind_form: bool, found: &mut Brackets) {
    if content.is_empty() {
    } else if let Some(place) =
        places::whole(content).or_else(|| places::county(content)).or_else(|| counties::with_county(content))
    {
        // 山东鲁花集团有限公司(莱阳): a name with a place of its own says where its office is.
        if behind_form && places::leading(&found.before).is_some() {
            found.branch.push_str(content);
        } else {
            found.region = Some(place);
        }
    } else if matches!(content, "株" | "有" | "주" | "유") {
        // ソフトバンク(株): with its brackets it is a legal form, without them a word.
        found.push(&format!("({content})"));
    } else if found.before.is_empty() && is_named(after) {
        // (个体)老王五金店, [VIP]广州唯品会电子商务有限公司
        found.note = true;
    } else if INLINE.contains(&content) || trades::is_trade(content) {
        found.push(content);
    } else if content.ends_with(['店', '站', '库'])
        || content.ends_with("院区")
        || content.ends_with("总部")
        || content.ends_with("校区")
        || content.ends_with("网点")
        || content.ends_with("专柜")
        || BRANCH_ENDS.iter().any(|end| content.ends_with(end))
        || SITES.iter().any(|site| content.ends_with(site)) && !found.before.is_empty()
    {
        found.branch.push_str(content);
    } else if content.starts_with(['原', '曾', '筹', '吊', '注', '已', '迁'])
        || matches!(content, "存续" | "在业" | "开业" | "在营" | "停业" | "清算")
        || content.contains("公司")
        || content.len() > 30
        || behind_form
        || found.is_alias(content)
        || after.is_empty() && found.is_second(content)
    {
        found.note = true;
    } else {
        found.push(content);
    }
}

/// Takes the legal form off the end; a second one before it too (`合伙企业(有限合伙)`), whose name is then not kept.
fn strip_form<'a>(before: &'a str, after: &'a str) -> (&'a str, &'a str, &'static str) {
    let (mut rest, may_be_empty) = if after.is_empty() { (before, false) } else { (after, true) };
    let mut first = "";
    while let Some((shorter, form)) = forms::han_form(rest) {
        if shorter.is_empty() && !may_be_empty {
            break;
        }
        rest = shorter.trim_end();
        first = if first.is_empty() { form } else { first };
    }
    if after.is_empty() { (rest, after, first) } else { (before, rest, first) }
}
