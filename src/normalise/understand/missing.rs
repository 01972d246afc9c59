//! Words that mean "nothing" in one table.
//!
//! `NA` may be a surname and `U` a middle initial: a word counts as missing for a table only if it stands in columns
//! whose other values have another shape (dates, numbers, phones, mail addresses, long texts), or in several columns.

use super::facts::ColumnFacts;
use super::looks::Look;

/// True for words that often mean "nothing"; which of them do in a table is decided by [`words`].
pub(super) fn is_filler(text: &str) -> bool {
    // None of the words has a digit: most values of most columns are known by that.
    if text.bytes().any(|b| b.is_ascii_digit() || b == b'@') {
        return false;
    }
    if text.chars().all(|c| matches!(c, '-' | '—' | '–' | '_' | '.' | '?' | '/' | '*' | '#' | '\u{a0}' | '～' | '~' | '？')) {
        return true;
    }
    let lower = text.to_lowercase();
    matches!(
        lower.as_str(),
        "na" | "n/a"
            | "n.a."
            | "n.a"
            | "#n/a"
            | "nan"
            | "null"
            | "nil"
            | "none"
            | "\\n"
            | "<na>"
            | "<null>"
            | "(null)"
            | "[null]"
            | "u"
            | "un"
            | "unk"
            | "unkn"
            | "unknown"
            | "not known"
            | "not available"
            | "not provided"
            | "not specified"
            | "unspecified"
            | "undefined"
            | "missing"
            | "blank"
            | "no data"
            | "tbd"
            | "tba"
            | "xx"
            | "xxx"
            | "keine"
            | "keine angabe"
            | "k.a."
            | "unbekannt"
            | "inconnu"
            | "desconocido"
            | "sin datos"
            | "无"
            | "没有"
            | "暂无"
            | "未知"
            | "未填"
            | "未填写"
            | "空"
            | "不详"
            | "不明"
            | "保密"
            | "(跳过)"
            | "（跳过）"
            | "无数据"
            | "なし"
            | "不明な"
            | "없음"
            | "(empty)"
            | "empty"
    )
}

/// Words for which one column is enough: they mean nothing else anywhere.
fn is_certain(lower: &str) -> bool {
    lower.chars().all(|c| !c.is_alphanumeric())
        || matches!(
            lower,
            "n/a"
                | "n.a."
                | "#n/a"
                | "nan"
                | "null"
                | "\\n"
                | "<na>"
                | "<null>"
                | "(null)"
                | "[null]"
                | "unknown"
                | "not known"
                | "not available"
                | "not provided"
                | "not specified"
                | "unspecified"
                | "undefined"
                | "no data"
                | "(跳过)"
                | "（跳过）"
                | "未知"
                | "未填"
                | "未填写"
                | "暂无"
                | "不详"
        )
}

/// The words that mean "nothing" in this table, sorted.
pub(super) fn words(columns: &[ColumnFacts]) -> Vec<String> {
    let mut found: Vec<(String, u64, u64)> = Vec::new();
    for column in columns {
        for (word, count) in &column.fillers {
            let lower = word.to_lowercase();
            let votes = if is_certain(&lower) || (*count >= 3 && has_other_shape(column, word)) {
                2
            } else {
                // A word that is frequent in a column of words may still be a value of it.
                u64::from(*count >= 3)
            };
            match found.iter_mut().find(|(w, _, _)| *w == lower) {
                Some(entry) => {
                    entry.1 += votes;
                    entry.2 += count;
                }
                None => found.push((lower, votes, *count)),
            }
        }
    }
    let mut words: Vec<String> = found.into_iter().filter(|(_, votes, _)| *votes >= 2).map(|(word, _, _)| word).collect();
    words.sort();
    words
}

/// True if the word cannot be a value of its column: the others are dates, numbers, mail addresses, phones, or much longer.
fn has_other_shape(column: &ColumnFacts, word: &str) -> bool {
    let typed = [
        Look::Date,
        Look::Integer,
        Look::Number,
        Look::Email,
        Look::PhoneStrong,
        Look::PhoneWeak,
        Look::Address,
        Look::Url,
        Look::Gender,
    ];
    column.filled > 0
        && (typed.iter().any(|&look| column.share(look) >= 0.8) || column.median_chars >= 4 * word.chars().count().max(2))
}
