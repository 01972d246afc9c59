//! Lines of business: what trade words of different languages have in common.
//!
//! In: the trade words of a name. Out: the lines they name, so that 永利铝业 and Yongli Food are told apart although neither knows
//! the other's words. The lines are broad, and a trade may name several or none. The list is our own (`data/lines.txt`).

use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::normalise::edges::{LatinWords, Longest};

/// A set of lines, a bit each.
type Lines = u64;

/// Names of the lines, the words of each in Latin letters, and those of all others.
struct Table {
    names: Vec<&'static str>,
    latin: HashMap<&'static str, Lines>,
    other: HashMap<&'static str, Lines>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { names: Vec::new(), latin: HashMap::new(), other: HashMap::new() };
    let lines = include_str!("../data/lines.txt").lines().filter(|line| !line.starts_with('#'));
    for (name, words) in lines.filter_map(|line| line.split_once(": ")) {
        let (latin, other) = words.split_once(" | ").unwrap_or((words, ""));
        let line = 1 << table.names.len();
        table.names.push(name);
        latin.split(' ').for_each(|word| *table.latin.entry(word).or_default() |= line);
        other.split(' ').for_each(|word| *table.other.entry(word).or_default() |= line);
    }
    table
});

/// Appends the lines that folded words in Latin letters name, joined by `|`.
pub(super) fn push_latin<'a>(words: impl Iterator<Item = &'a str>, out: &mut String) {
    push(
        words.filter(|word| FIRST_LATIN.may_hold(word)).filter_map(|word| TABLE.latin.get(word)).fold(0, |all, line| all | line),
        out,
    );
}

/// The first characters of the words that are not in Latin letters: a cheap first look.
static FIRST: LazyLock<Longest> = LazyLock::new(|| Longest::by_first(TABLE.other.keys().copied()));

/// A first look before the words in Latin letters.
static FIRST_LATIN: LazyLock<LatinWords> = LazyLock::new(|| LatinWords::of(TABLE.latin.keys().copied()));

/// Appends the lines that a folded trade in 汉字, kana or hangul names, joined by `|`. Of a word of two characters and one of one, the longer.
pub(super) fn push_other(trade: &str, out: &mut String) {
    let mut all = 0;
    for (at, c) in trade.char_indices().filter(|(_, c)| FIRST.may_be(*c)) {
        let rest = &trade[at..];
        let one = c.len_utf8();
        let two =
            rest[one..].chars().next().filter(|_| FIRST.has(c, 2)).and_then(|next| TABLE.other.get(&rest[..one + next.len_utf8()]));
        all |= two.or_else(|| TABLE.other.get(&rest[..one]).filter(|_| FIRST.has(c, 1))).copied().unwrap_or_default();
    }
    push(all, out);
}

fn push(mut lines: Lines, out: &mut String) {
    let start = out.len();
    while lines != 0 {
        out.push_str(if out.len() > start { "|" } else { "" });
        out.push_str(TABLE.names[lines.trailing_zeros() as usize]);
        lines &= lines - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trades_of_all_languages_name_one_line() {
        let latin = |words: &str| {
            let mut out = String::new();
            push_latin(words.split(' '), &mut out);
            out
        };
        let other = |trade: &str| {
            let mut out = String::new();
            push_other(trade, &mut out);
            out
        };
        assert_eq!((latin("food"), other("食品")), ("food".into(), "food".into()));
        assert_eq!((latin("aluminium products"), other("铝业")), ("metal".into(), "metal".into()));
        assert_eq!((latin("technology development"), other("科技发展")), (String::new(), String::new()));
        assert_eq!((other("汽车零部件"), other("중공업"), other("")), ("auto".into(), "machinery".into(), String::new()));
        assert!(TABLE.names.len() < 64 && TABLE.names.is_sorted());
    }
}
