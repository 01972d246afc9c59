//! When two words of company names are one, but for a typo or an abbreviation.

use super::within_one_edit;

/// Trades in 汉字 that share a character name one trade in two ways (`塑胶`, `塑料`).
/// What works and shops of all trades end with says nothing, unless it is all that is said.
pub(super) fn shares_characters(s: &str, t: &str) -> bool {
    let holds = |s: &str, t: &str| s.chars().all(|c| t.contains(c));
    !s.is_ascii() && (s.chars().any(|c| t.contains(c) && !OF_ANY_TRADE.contains(c)) || holds(s, t) || holds(t, s))
}

/// Characters that trades of all kinds have.
const OF_ANY_TRADE: &str = "厂店行部铺馆坊社场所制品业";

/// One a typo of the other or its beginning. A word in 汉字 of two characters is another one with one of them changed (海尔, 海信).
pub(super) fn alike(s: &str, t: &str) -> bool {
    let (edit, begin) = if s.is_ascii() && t.is_ascii() { (5, 3) } else { (4, 2) };
    let short = s.chars().count().min(t.chars().count());
    short >= edit && within_one_edit(s, t) && !differ_in_number(s, t) && !differ_in_one_of_four(s, t)
        || short >= begin && (s.starts_with(t) || t.starts_with(s))
}

/// Are two texts in 汉字 of four characters at the most equal but for one: 南方航空, 东方航空? Then they are two names.
pub(super) fn differ_in_one_of_four(s: &str, t: &str) -> bool {
    !s.is_ascii() && s.len() == t.len() && s.chars().count() <= 4
}

/// Are two texts of one length equal but for their numbers: 第一人民, 第六人民?
pub(super) fn differ_in_number(s: &str, t: &str) -> bool {
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let mut differing = s.chars().zip(t.chars()).filter(|(a, b)| a != b).peekable();
    s.len() == t.len() && differing.peek().is_some() && differing.all(|(a, b)| numeral(a) && numeral(b))
}
