//! Company and organisation names: place, brand, trade, legal form, branch.
//!
//! A name in 汉字 is 杭州(place) 华星(brand) 电子科技(trade) 有限公司(form), the place sometimes in brackets behind the brand
//! ([`han`]); a Latin one is a bag of words of which some are trades and the last the legal form ([`latin`]). The brand is
//! what distinguishes; equal companies written differently get equal brands. Registers and codes are not looked up here.

mod area;
mod around;
mod branches;
mod counties;
mod forms;
mod han;
mod institution;
mod known;
mod latin;
mod lines;
mod places;
mod shops;
#[cfg(test)]
mod tests;
mod trades;
mod twins;
mod written;
mod zones;

use std::borrow::Cow;
use std::sync::LazyLock;

use hashbrown::HashSet;

use super::{Context, fold};
use crate::model::value::{Class, Normal};

/// Fillers in company columns, letters and digits only, folded.
const FILLERS: &str = "个人 个体 个体经营 个体户 个体工商户 自营 有限责任公司 股份有限公司 集团有限公司 集团公司 总公司 分公司 股份公司 私人 个人用户 个人客户 无公司 没有公司 无 没有 暂无 暂缺 空 无单位 无业 待业 自由职业 自由职业者 自由 自己 本人 家庭 家庭主妇 学生 在校学生 退休 失业 未知 不详 保密 未填 未填写 \
公司 公司名称 公司名 单位 单位名称 某公司 某某公司 有限公司 测试 测试公司 企业 其他 其它 散客 不便透露 \
self selfemployed selfemployment freelance freelancer individual personal private privateperson homemaker housewife student retired unemployed none null nil \
nan na notapplicable notavailable unknown undefined test testing testcompany company companyname mycompany yourcompany nocompany nil asdf qwerty xyz abc xxx tbd home other others \
notemployed disabled independent noemployer";

static FILLER_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| FILLERS.split_ascii_whitespace().collect());

/// Most names of a cell.
const NAMES_MAX: usize = 30;

/// A company name: one value, none for a blank cell; a list of names between semicolons (`Bank Melli Iran; BMI`) gives each of them.
/// `text` is the clean name as written.
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    // ①上海携程商务有限公司
    let raw = raw.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{2460}'..='\u{249B}'));
    let text = tidy(raw);
    if text.is_empty() {
        let raw = raw.trim();
        if !raw.is_empty() {
            out.push(Normal { class: Class::Placeholder, findings: vec!["placeholder"], ..Normal::valid(raw) });
        }
        return;
    }
    let Some(names) = listed(&text) else {
        out.push(name(text));
        return;
    };
    let before = out.len();
    for value in names.into_iter().map(|one| name(tidy(one))) {
        if value.class.is_key() && !out[before..].contains(&value) {
            out.push(value);
        }
    }
    if out.len() == before {
        out.push(name(text));
    }
}

/// The brand of a company as its name has it (`Johnson & Johnson`, 鴻海), for people to read; `text` is that of a value. Matching
/// takes the folded brand. A name without one gives the empty text.
#[must_use]
pub fn brand_as_written(text: &str) -> String {
    let mut value = Normal::default();
    let before = parts_of(text, &mut value);
    let brand = value.part(crate::model::value::Part::Brand);
    let own = || before.as_deref().and_then(|before| written::stretch(text, before));
    let found = written::stretch(text, brand).or_else(own).unwrap_or(brand);
    // 东方电气集团东方汽轮机: the group that the firm belongs to.
    let group = found.split_once("集团").filter(|(group, rest)| group.chars().nth(1).is_some() && rest.chars().nth(1).is_some());
    group
        .map_or(found, |(group, _)| group.strip_suffix("控股").filter(|stem| stem.chars().nth(1).is_some()).unwrap_or(group))
        .to_owned()
}

/// The names of a list; `None` for anything else, such as a name with a character of a web page in it (`Smith &amp; Sons`).
fn listed(text: &str) -> Option<Vec<&str>> {
    let names: Vec<&str> = text.split(';').map(str::trim).filter(|name| !name.is_empty()).collect();
    // 浙江天能电池有限公司; 李工
    let contact =
        names.len() > 1 && names[0].ends_with("公司") && names[1..].iter().all(|name| branches::is_note(name) && !name.is_ascii());
    let names = if contact { vec![names[0]] } else { names };
    let least = if contact { 1 } else { 2 };
    let of_web = |name: &&str| name.rsplit_once('&').is_some_and(|(_, sign)| !sign.contains(' '));
    let enough = |name: &&str| name.chars().filter(|c| c.is_alphabetic()).nth(1).is_some();
    let whole = (least..=NAMES_MAX).contains(&names.len()) && names.iter().all(enough) && !names.iter().any(of_web);
    whole.then_some(names)
}

/// The value of one clean name that is not empty.
fn name(text: Cow<'_, str>) -> Normal {
    let mut value = Normal::valid(&*text);
    let letters = may_be_filler(&text).then(|| fold::letters(&text));
    if letters.as_deref().is_some_and(is_filler) {
        value.class = Class::Placeholder;
        value.findings.push("placeholder");
    } else if text.contains('@') && !text.contains(' ') {
        value.class = Class::Invalid;
        value.findings.push("looks_like_email");
    } else if letters.is_some_and(|letters| letters.bytes().all(|b| b.is_ascii_digit())) {
        value.class = Class::Invalid;
        value.findings.push("no_letters");
    } else if text.contains('*') {
        value.class = Class::Masked;
        value.findings.push("masked");
        value.set(crate::model::value::Part::Mask, fold::key(&text));
    } else {
        parts_of(&text, &mut value);
    }
    value
}

/// Fills the parts of a name that is one; gives its brand before it was written in another way, if it was.
fn parts_of(text: &str, value: &mut Normal) -> Option<String> {
    if !text.is_ascii() && text.chars().any(|c| fold::is_han(c) || fold::is_kana(c) || fold::is_hangul(c)) {
        return han::parse(text, value);
    }
    latin::parse(text, value);
    None
}

/// Does a text look like the name of a company or organisation: a legal form at its end, or a word like 医院, `School`?
/// For findings about wrong columns and for guessing what a column is; bare brands are not recognised.
#[must_use]
pub fn looks_like_company(text: &str) -> bool {
    if text.is_ascii() {
        return latin::looks_like_company(text);
    }
    let text = fold::clean(text);
    if text.chars().any(fold::is_han) { is_company_of_han(&text) } else { latin::looks_like_company(&text) }
}

/// As [`looks_like_company`] for a clean text with 汉字.
pub(super) fn is_company_of_han(text: &str) -> bool {
    forms::ends_like_organisation(&fold::simplify(text))
}

/// Every folded Latin word that says at the end of a name that it is a company or an organisation.
pub(super) fn latin_ends() -> impl Iterator<Item = &'static str> {
    forms::latin_ends()
}

/// A folded word in Latin letters with plain vowels for `ae`, `oe`, `ue`, where it is known that they stand for ä, ö, ü.
pub(super) fn plain_umlauts(word: &str) -> Option<String> {
    latin::plain_umlauts(word)
}

/// Does a Chinese text end with what a company does (`华星电子`), whether or not a legal form follows?
pub(super) fn is_trade_of_han(text: &str) -> bool {
    trades::ends_in_trade(&fold::simplify(text))
}

/// Longest of [`FILLERS`], in bytes.
const FILLER_MAX: usize = 18;

/// False for a text of ASCII and 汉字 with more letters than any filler, one of which is no digit: there is nothing to look up.
fn may_be_filler(text: &str) -> bool {
    let (mut bytes, mut word) = (0, false);
    for c in text.chars() {
        let letter = c.is_ascii_alphabetic() || matches!(c, '\u{4E00}'..='\u{9FFF}');
        if !letter && !c.is_ascii() {
            return true;
        }
        word |= letter;
        bytes += if letter || c.is_ascii_digit() { c.len_utf8() } else { 0 };
    }
    !word || bytes <= FILLER_MAX
}

fn is_filler(letters: &str) -> bool {
    letters.is_empty() || FILLER_SET.contains(letters)
}

/// `1、杭州华星`: without the number that counts the entries of a list.
fn without_counter(text: &str) -> &str {
    // *ST康美药业股份有限公司, *深圳迅雷网络技术有限公司: a star in front of a name in full hides nothing.
    if let Some(rest) = text.strip_prefix('*').map(|rest| rest.trim_start_matches("ST")) {
        return if rest.contains('*') || !rest.ends_with("公司") || !rest.starts_with(fold::is_han) { text } else { rest };
    }
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let counts = (1..=3).contains(&(text.len() - rest.len()));
    let name = rest.strip_prefix(['、', '.', ')']).filter(|name| counts && name.starts_with(fold::is_han));
    name.unwrap_or(text)
}

/// Clean text without decoration, marks around it, and blanks between 汉字.
fn tidy(raw: &str) -> Cow<'_, str> {
    let text = fold::clean_without(raw, fold::is_decoration);
    let mark = |c: char| {
        matches!(c, ' ' | ',' | ';' | ':' | '-' | '_' | '/' | '\\' | '|' | '。' | '、' | '!' | '?' | '·' | '~' | '=' | '+' | '^')
    };
    let trimmed = without_counter(text.trim_matches(mark));
    let trimmed = match trimmed.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
        Some(inner) if !inner.contains('"') => inner.trim_matches(mark),
        _ => trimmed,
    };
    let trimmed = if trimmed.contains(':') { around::without_label(trimmed) } else { trimmed };
    let squeezable = trimmed.contains(' ') && trimmed.chars().any(fold::is_han);
    if trimmed.len() == text.len() && !squeezable {
        return text;
    }
    if !squeezable {
        return Cow::Owned(trimmed.to_owned());
    }
    let second = around::second_name(trimmed).map(|at| trimmed[..at].chars().count() - 1);
    let chars: Vec<char> = trimmed.chars().collect();
    let east = |c: Option<&char>| c.is_some_and(|&c| fold::is_han(c) || matches!(c, '(' | ')'));
    let keep = |i: usize| chars[i] != ' ' || second == Some(i) || !(east(chars.get(i.wrapping_sub(1))) || east(chars.get(i + 1)));
    Cow::Owned((0..chars.len()).filter(|&i| keep(i)).map(|i| chars[i]).collect())
}
