//! Names of blocking rules and comparisons as people read them, in both languages.
//!
//! Comes in: a name as the engine says it, such as `phone.last4+name.given` or `account_id@jd`: fields joined by `+`, each
//! with what of its value counts behind a point and whose ids it holds behind an `@`. Goes out: Chinese and English; a
//! field or part nobody knows stays as it is.

use std::collections::BTreeMap;

/// What of a value counts: name, Chinese, English.
const PARTS: &[(&str, &str, &str)] = &[
    ("namefull", "姓和名", "given and family name"),
    ("namesound", "姓名读音", "sound of the name"),
    ("given", "名", "given name"),
    ("givenroot", "名（昵称本名）", "given name behind nicknames"),
    ("givenstart", "名的开头", "start of the given name"),
    ("family", "姓", "family name"),
    ("familysound", "姓的读音", "sound of the family name"),
    ("familystart", "姓的开头", "start of the family name"),
    ("middle", "中间名", "middle name"),
    ("year", "年份", "year"),
    ("monthday", "月日", "month and day"),
    ("last4", "末四位", "last four digits"),
    ("last7", "末七位", "last seven digits"),
    ("ends", "首三位与末四位", "first three and last four digits"),
    ("local", "邮箱名", "local part"),
    ("brand", "字号", "brand"),
    ("brandsound", "字号读音", "sound of the brand"),
    ("word", "少见词", "rare word"),
    ("acronym", "缩写", "acronym"),
    ("house", "门牌", "road and house number"),
    ("road", "道路", "road"),
    ("postcode", "邮编", "postcode"),
    ("district", "区县", "district"),
    ("city", "城市", "city"),
];

/// Parts that name their field, too: a given name is always one of a person's name.
const ALONE: &[&str] =
    &["namefull", "namesound", "given", "givenroot", "givenstart", "family", "familysound", "familystart", "middle"];

/// The name in Chinese and English; `words` is the dictionary of the page, with fields as `kind_NAME`.
pub(super) fn spoken(name: &str, words: &BTreeMap<String, (String, String)>) -> (String, String) {
    let terms: Vec<(String, String)> = name.split('+').map(|term| spoken_term(term, words)).collect();
    let joined = |of: fn(&(String, String)) -> &str| terms.iter().map(of).collect::<Vec<_>>().join(" + ");
    (joined(|term| &term.0), joined(|term| &term.1))
}

fn spoken_term(term: &str, words: &BTreeMap<String, (String, String)>) -> (String, String) {
    let (field, scope) = term.split_once('@').map_or((term, None), |(field, scope)| (field, Some(scope)));
    let known = field.rsplit_once('.').and_then(|(field, part)| Some((field, PARTS.iter().find(|(name, ..)| *name == part)?)));
    let (field, part) = known.map_or((field, None), |(field, part)| (field, Some(part)));
    let (zh, en) = words.get(&format!("kind_{field}")).cloned().unwrap_or_else(|| (field.to_owned(), field.to_owned()));
    let (zh, en) = match part {
        Some((name, zh, en)) if ALONE.contains(name) && field == "name" => ((*zh).to_owned(), (*en).to_owned()),
        Some((_, of_zh, of_en)) => (format!("{zh}·{of_zh}"), format!("{en}: {of_en}")),
        None => (zh, en),
    };
    match scope {
        Some(scope) => (format!("{zh} {scope}"), format!("{en} {scope}")),
        None => (zh, en),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, zh: &str, en: &str) {
        let word = |key: &str, zh: &str, en: &str| (format!("kind_{key}"), (zh.to_owned(), en.to_owned()));
        let words = BTreeMap::from([
            word("phone", "电话", "phone"),
            word("name", "姓名", "name"),
            word("account_id", "平台账号", "account id"),
        ]);
        assert_eq!(spoken(name, &words), (zh.to_owned(), en.to_owned()));
    }

    #[test]
    fn rules_are_told_field_by_field() {
        check("name.namefull", "姓和名", "given and family name");
        check("phone.last4+name.familysound", "电话·末四位 + 姓的读音", "phone: last four digits + sound of the family name");
        check("account_id@jd", "平台账号 jd", "account id jd");
        check("phone", "电话", "phone");
    }

    #[test]
    fn what_nobody_knows_stays_as_it_is() {
        check("等级.x+mother.given", "等级.x + mother·名", "等级.x + mother: given name");
    }
}
