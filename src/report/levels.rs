//! Levels of comparisons in Chinese.
//!
//! Comes in: a level's name as the engine says it, in English: terms joined by `, ` and, for parts of a value, ` / `. Goes
//! out: the same in Chinese; a term nobody knows stays English.

/// Terms: English, Chinese.
const TERMS: &[(&str, &str)] = &[
    ("equal", "相同"),
    ("rare", "罕见"),
    ("common", "常见"),
    ("very common", "很常见"),
    ("nickname or sound", "昵称或同音"),
    ("swapped or sound", "颠倒或同音"),
    ("initial", "首字母"),
    ("close", "相近"),
    ("near", "接近"),
    ("some edits", "差一两个字符"),
    ("first letter", "仅首字母相同"),
    ("else", "不同"),
    ("one holder", "一人使用"),
    ("few holders", "少数人使用"),
    ("several holders", "多人使用"),
    ("many holders", "很多人使用"),
    ("one edit", "差一个字符"),
    ("two edits", "差两个字符"),
    ("one digit", "差一位"),
    ("or day and month swapped", "或日月颠倒"),
    ("two parts of three", "年月日中两项相同"),
    ("equal as far as known", "已知部分相同"),
    ("same year", "同年"),
    ("acronym", "缩写"),
    ("same brand or nearly all words", "字号相同或几乎全部词相同"),
    ("close brand or most words", "字号相近或多数词相同"),
    ("some words", "部分词相同"),
    ("same room", "同一户"),
    ("same house", "同一楼"),
    ("other room", "不同户"),
    ("close road", "道路相近"),
    ("same number", "门牌相同"),
    ("close number", "门牌相近"),
    ("same road or close postcode", "同一道路或邮编相近"),
    ("same postcode", "同邮编"),
    ("same or close district", "同区县或区县名相近"),
    ("same city", "同城市"),
    ("close city name", "城市名相近"),
    ("same province", "同省"),
    ("same local part", "邮箱名相同"),
    ("same local part with its digits", "邮箱名含数字相同"),
    ("close local part", "邮箱名相近"),
    ("same digits", "数字相同"),
    ("other digits", "数字不同"),
    ("same rare domain", "相同的罕见域名"),
    ("same line without area code or extension", "去掉区号和分机后相同"),
    ("same line", "同一号码"),
    ("other extension", "不同分机"),
    ("visible characters agree", "可见字符一致"),
    ("visible digits agree", "可见数字一致"),
    ("3+", "不少于 3 位"),
    ("4+", "不少于 4 位"),
    ("7+", "不少于 7 位"),
];

/// The level in Chinese.
pub(super) fn chinese(level: &str) -> String {
    let term =
        |term: &str| TERMS.iter().find(|(english, _)| *english == term).map_or_else(|| term.to_owned(), |(_, zh)| (*zh).to_owned());
    let part = |part: &str| part.split(", ").map(term).collect::<Vec<_>>().join("，");
    level.split(" / ").map(part).collect::<Vec<_>>().join(" / ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_read_part_by_part() {
        let check = |level, expected| assert_eq!(chinese(level), expected);
        check("equal, very common / swapped or sound", "相同，很常见 / 颠倒或同音");
        check("one digit, or day and month swapped", "差一位，或日月颠倒");
        check("visible digits agree, 7+", "可见数字一致，不少于 7 位");
        check("something new", "something new");
    }
}
