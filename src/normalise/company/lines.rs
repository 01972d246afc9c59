//! Lines of business: what trade words of different languages have in common.
//!
//! In: the trade words of a name. Out: the lines they name, so that 永利铝业 and Yongli Food are told apart although neither knows
//! the other's words. The lines are broad, and a trade may name several or none. The list is our own (`data/lines.txt`).

use std::sync::LazyLock;

use hashbrown::HashMap;

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
    push(words.filter_map(|word| TABLE.latin.get(word)).fold(0, |all, line| all | line), out);
}

/// Appends the lines that a folded trade in 汉字, kana or hangul names, joined by `|`. Of a word of two characters and one of one, the longer.
pub(super) fn push_other(trade: &str, out: &mut String) {
    let mut ends = trade.char_indices().map(|(at, c)| at + c.len_utf8()).chain([0]);
    let mut end = ends.next().unwrap_or_default();
    let mut all = 0;
    for (at, _) in trade.char_indices() {
        let longer = ends.next().unwrap_or_default();
        let word = |end: usize| trade.get(at..end).and_then(|word| TABLE.other.get(word));
        all |= word(longer).or_else(|| word(end)).copied().unwrap_or_default();
        end = longer;
    }
    push(all, out);
}

fn push(lines: Lines, out: &mut String) {
    let named = TABLE.names.iter().enumerate().filter(|(n, _)| lines >> n & 1 == 1);
    for (nth, (_, name)) in named.enumerate() {
        out.push_str(if nth > 0 { "|" } else { "" });
        out.push_str(name);
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
