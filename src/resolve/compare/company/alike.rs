//! When two words of company names are one, but for a typo or an abbreviation.

use super::{jaro_winkler, within_one_edit};

/// Trades in 汉字 that share a character name one trade in two ways (`塑胶`, `塑料`).
/// What works and shops of all trades end with says nothing, unless it is all that is said.
pub(super) fn shares_characters(s: &str, t: &str) -> bool {
    let holds = |s: &str, t: &str| s.chars().all(|c| t.contains(c));
    !s.is_ascii() && (s.chars().any(|c| t.contains(c) && !OF_ANY_TRADE.contains(c)) || holds(s, t) || holds(t, s))
}

/// Characters that trades of all kinds have.
const OF_ANY_TRADE: &str = "厂店行部铺馆坊社场所制品业";

/// Stages of school, each with houses of its own: Springfield Elementary, Springfield High.
const STAGES: &[&str] = &[
    "college",
    "elementary",
    "high",
    "kindergarten",
    "middle",
    "nursery",
    "preschool",
    "primary",
    "secondary",
    "university",
    "中学",
    "大学",
    "学院",
    "小学",
    "幼儿园",
];

/// Do two trades name stages of school, and no stage that both have?
pub(super) fn are_other_stages(x: &[Box<str>], y: &[Box<str>]) -> bool {
    let stages = |words: &[Box<str>]| {
        let of = |word: &str| STAGES.iter().position(|stage| if stage.is_ascii() { word == *stage } else { word.ends_with(stage) });
        words.iter().filter_map(|word| of(word)).fold(0u32, |all, stage| all | 1 << stage)
    };
    let (x, y) = (stages(x), stages(y));
    x != 0 && y != 0 && x & y == 0
}

/// One a typo of the other or its beginning. A word in 汉字 of two characters is another one with one of them changed (海尔, 海信) or one
/// more behind them (同仁, 同仁堂).
pub(super) fn alike(s: &str, t: &str) -> bool {
    let (edit, begin) = if s.is_ascii() && t.is_ascii() { (5, 3) } else { (4, 2) };
    let (n, m) = (s.chars().count(), t.chars().count());
    let short = n.min(m);
    let one_more = short == begin && n.max(m) == begin + 1 && !s.is_ascii();
    short >= edit && within_one_edit(s, t) && !differ_in_number(s, t) && !differ_in_one_of_four(s, t)
        || short >= begin && !one_more && (s.starts_with(t) || t.starts_with(s))
}

/// Are two texts in 汉字 of four characters at the most equal but for one: 南方航空, 东方航空? Then they are two names.
pub(super) fn differ_in_one_of_four(s: &str, t: &str) -> bool {
    !s.is_ascii() && s.len() == t.len() && s.chars().count() <= 4
}

/// Are two texts equal but for their numbers or directions: 第一人民, 第六人民; 中铁一局, 中铁十一局; 华东师范, 华南师范?
pub(super) fn differ_in_number(s: &str, t: &str) -> bool {
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let direction = |c: char| "东南西北中".contains(c);
    let mut differing = s.chars().zip(t.chars()).filter(|(a, b)| a != b).peekable();
    if s.len() == t.len() {
        let told = |(a, b): (char, char)| numeral(a) && numeral(b) || direction(a) && direction(b);
        return differing.peek().is_some() && differing.all(told);
    }
    // What is left between what begins and what ends alike.
    let head: usize = s.chars().zip(t.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (s, t) = (&s[head..], &t[head..]);
    let tail: usize = s.chars().rev().zip(t.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    s[..s.len() - tail].chars().chain(t[..t.len() - tail].chars()).all(numeral)
}

/// Kinds of institutions, each with houses of its own within one name: 北京大学, 北京大学第三医院.
const KINDS: &[&str] =
    &["大学", "学院", "医院", "中学", "小学", "幼儿园", "银行", "研究院", "研究所", "出版社", "局", "法院", "检察院"];

/// Do two brands in 汉字 name institutions of two kinds?
pub(super) fn differ_in_kind(s: &str, t: &str) -> bool {
    let kind = |text: &str| if text.is_ascii() { None } else { KINDS.iter().position(|kind| text.ends_with(kind)) };
    matches!((kind(s), kind(t)), (Some(a), Some(b)) if a != b)
}

/// Words that are nothing alike at the same place of two texts.
const UNLIKE_WORDS: f64 = 0.8;
/// Characters of a word that says something, at the least.
const LONG_WORD: usize = 4;

/// Words that tell two of a kind apart, however alike they are written.
const OPPOSITES: &[&str] = &[
    "east", "eastern", "first", "fourth", "lower", "north", "northern", "second", "south", "southern", "third", "upper", "west",
    "western",
];

/// Have two texts as many words, of which some stand at the same place and are nothing alike or opposites: First Bank of Omaha, First
/// Bank of Alaska; Eastern Kentucky, Western Kentucky?
pub(super) fn differ_in_a_word(s: &str, t: &str) -> bool {
    let blanks = |text: &str| text.bytes().filter(|b| *b == b' ').count();
    let opposite = |a: &str, b: &str| OPPOSITES.contains(&a) && OPPOSITES.contains(&b);
    // Of short words (of, de, and, 2) every language and every hand has its own.
    let long = |word: &str| word.chars().count() >= LONG_WORD;
    let unlike =
        |a: &str, b: &str| long(a) && long(b) && jaro_winkler(a, b) < UNLIKE_WORDS && !a.starts_with(b) && !b.starts_with(a);
    let mut words = s.split(' ').zip(t.split(' ')).filter(|(a, b)| a != b);
    blanks(s) > 0 && blanks(s) == blanks(t) && words.any(|(a, b)| opposite(a, b) || unlike(a, b))
}
