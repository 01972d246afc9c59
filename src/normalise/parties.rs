//! Cells that speak of a person and of a firm: `杭州华星电子有限公司 张三`, `John Smith (Acme Ltd)`, `华星电子张三`.
//!
//! In: one cell of a name or company column. Out: the person and the firm in it, or which of them the whole cell is. Only
//! what shows itself is parted: a legal form or a trade on one side and a known surname or given name on the other. It
//! normalises neither part, and knows nothing of columns.

use super::company::{is_trade_of_han, looks_like_company};
use super::fold;
use super::name::{is_han_name_in_full, looks_like_person};
use super::understand::lexicon::{has_legal_form, has_org_word, is_family, is_given};

/// Shortest firm without a legal form, in characters: two of a brand and two of a trade.
const BRAND_AND_TRADE: usize = 4;

/// Most pieces of a cell: a person, a firm, a position, a remark.
const PIECES_MAX: usize = 4;

/// Longest cell that is looked at, in bytes; longer ones are sentences.
const CELL_BYTES_MAX: usize = 160;

/// A person and the person's firm, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Both {
    /// The person.
    pub person: String,
    /// The firm.
    pub company: String,
}

/// The person and the firm of a cell that surely names both; `None` for a cell of one of them and for all that is doubtful.
pub(super) fn both(raw: &str) -> Option<Both> {
    // Two parts need a sign between them, or are longer than any name.
    if raw.len() < 12 && raw.is_ascii() || raw.len() > CELL_BYTES_MAX {
        return None;
    }
    let text = fold::clean(raw);
    if text.chars().any(fold::is_han) { of_han(&text) } else { of_latin(&text) }
}

/// True for the whole name of a firm that no person has.
pub(super) fn is_firm(text: &str) -> bool {
    let lower = text.to_lowercase();
    (looks_like_company(text) || has_legal_form(&lower)) && !is_known_person(text)
}

/// True for the name of one person beyond doubt: a known surname in 汉字, a known given name in Latin letters.
pub(super) fn is_known_person(text: &str) -> bool {
    if !looks_like_person(text) {
        return false;
    }
    if text.chars().any(fold::is_han) {
        return is_han_name_in_full(text);
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split([' ', ',', '.']).filter(|w| !w.is_empty()).collect();
    let given = words.iter().any(|w| is_given(w));
    let family = words.iter().any(|w| is_family(w));
    (2..=4).contains(&words.len()) && (given || family) && !has_org_word(&lower)
}

/// Signs between the parts of a Chinese cell.
fn parts_han(c: char) -> bool {
    matches!(c, ' ' | '-' | '—' | '–' | '/' | '|' | ',' | '、' | '_' | '+' | ':' | ';' | '@' | '&')
}

fn of_han(text: &str) -> Option<Both> {
    if text.chars().all(fold::is_han) {
        return glued(text);
    }
    if !text.chars().any(|c| parts_han(c) || c == ')') {
        return None;
    }
    let mut pieces: Vec<&str> = Vec::new();
    for piece in text.split(parts_han).filter(|p| !p.is_empty()) {
        // `张三(华星电子)`, `华星电子有限公司(张三)`; not `华星(杭州)电子有限公司`.
        match piece.strip_suffix(')').and_then(|p| p.split_once('(')) {
            Some((outside, inside)) if !outside.is_empty() && !inside.is_empty() => pieces.extend([outside, inside]),
            _ => pieces.push(piece),
        }
    }
    if pieces.len() == 1 {
        return glued(pieces[0]);
    }
    if pieces.len() > PIECES_MAX {
        return None;
    }
    // 华 is a surname too: what ends in a trade is no person.
    let (firms, others): (Vec<&str>, Vec<&str>) = pieces.into_iter().partition(|piece| is_firm_of_han(piece));
    let persons: Vec<&str> = others.into_iter().filter(|piece| looks_like_person(piece)).collect();
    match (&persons[..], &firms[..]) {
        (&[person], &[firm]) => Some(Both { person: person.to_owned(), company: firm.to_owned() }),
        _ => None,
    }
}

/// A legal form, the word of an institution, or a brand and a trade.
fn is_firm_of_han(text: &str) -> bool {
    looks_like_company(text) || (text.chars().count() >= BRAND_AND_TRADE && is_trade_of_han(text))
}

/// A person right behind a firm: `华星电子有限公司张三`, `华星电子张三`.
fn glued(text: &str) -> Option<Both> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    if starts.len() < BRAND_AND_TRADE + 2 || is_firm_of_han(text) {
        return None;
    }
    let cut = |person: usize| text.split_at(starts[starts.len() - person]);
    // With a position behind the name (`张三经理`) the person may be five characters long.
    let formal = (2..=5).filter(|n| starts.len() >= n + 3).map(cut);
    let by_form = formal.into_iter().find(|(firm, person)| looks_like_company(firm) && looks_like_person(person));
    let by_trade = || {
        let named = |(firm, person): &(&str, &str)| is_firm_of_han(firm) && is_han_name_in_full(person);
        [3, 2].into_iter().filter(|n| starts.len() >= n + BRAND_AND_TRADE).map(cut).find(named)
    };
    let (company, person) = by_form.or_else(by_trade)?;
    Some(Both { person: person.to_owned(), company: company.to_owned() })
}

/// Signs between the parts of a Latin cell, the surest first.
const LATIN_SIGNS: &[&str] = &[" - ", " – ", " — ", " | ", " / ", "; ", ": ", " @ ", " c/o ", "/", ", "];

fn of_latin(text: &str) -> Option<Both> {
    let pair = |a: &str, b: &str| {
        let (a, b) = (a.trim(), b.trim());
        let of = |person: &str, firm: &str| {
            (is_known_person(person) && is_firm(firm)).then(|| Both { person: person.to_owned(), company: firm.to_owned() })
        };
        of(a, b).or_else(|| of(b, a))
    };
    if let Some((outside, inside)) = text.strip_suffix(')').and_then(|t| t.rsplit_once('(')) {
        return pair(outside, inside);
    }
    LATIN_SIGNS.iter().find_map(|sign| {
        let (first, last) = (text.split_once(sign)?, text.rsplit_once(sign)?);
        // `Acme, Inc., John Smith`, `John Smith, Acme, Inc.`: the cut that leaves a firm and a person.
        pair(first.0, first.1).or_else(|| pair(last.0, last.1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: Option<(&str, &str)>) {
        let got = both(text);
        assert_eq!(got.as_ref().map(|b| (b.person.as_str(), b.company.as_str())), want, "{text}");
    }

    #[test]
    fn a_person_and_a_firm_in_one_cell_are_parted() {
        check("杭州华星电子有限公司 张三", Some(("张三", "杭州华星电子有限公司")));
        check("杭州华星电子有限公司张建国", Some(("张建国", "杭州华星电子有限公司")));
        check("华星（杭州）电子有限公司张建国", Some(("张建国", "华星(杭州)电子有限公司")));
        check("张三-华星电子", Some(("张三", "华星电子")));
        check("张三（杭州华星有限公司）", Some(("张三", "杭州华星有限公司")));
        check("华星电子张建国", Some(("张建国", "华星电子")));
        check("李娜/采购/宁波博远机械厂", Some(("李娜", "宁波博远机械厂")));
        check("苏州市第一人民医院付莹诗医师", Some(("付莹诗医师", "苏州市第一人民医院")));
        check("宁波博远机械厂王经理", Some(("王经理", "宁波博远机械厂")));
        check("John Smith (Northwind Ltd)", Some(("John Smith", "Northwind Ltd")));
        check("Northwind Trading LLC - Mary Jones", Some(("Mary Jones", "Northwind Trading LLC")));
        check("Northwind, Inc., Mary Jones", Some(("Mary Jones", "Northwind, Inc.")));
        check("Mary Jones, Northwind Inc", Some(("Mary Jones", "Northwind Inc")));
    }

    #[test]
    fn what_is_one_of_them_or_doubtful_stays_whole() {
        for text in [
            "张三",
            "欧阳建国",
            "杭州华星电子有限公司",
            "华星（杭州）电子有限公司",
            "杭州华星电子有限公司宁波分公司",
            "杭州华星电子有限公司黄石店",
            "张三-VIP",
            "张三 上海",
            "华星电子",
            "张小泉剪刀专卖店",
            "John Smith",
            "Smith, John",
            "Smith & Jones LLP",
            "Northwind LLC - Springfield Branch",
            "Northwind Inc, Springfield",
            "Mary Jones MD, PC",
            "John Smith - VIP",
            "买买提·艾力",
        ] {
            check(text, None);
        }
    }
}
