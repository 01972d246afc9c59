//! Categories, tags and free text.

use unicode_normalization::UnicodeNormalization;

use super::Context;
use crate::model::value::{Normal, Part};

/// A value out of a short list: blanks trimmed and collapsed; `Key` is the case- and width-folded form where it differs.
pub fn category(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    out.extend(one_category(raw));
}

/// A list of tags, one value each, in order and without repeats. Splits at `、 , ， ; ； | ┋`, line ends, and takes quotes,
/// brackets and `#` of lists away (`"""VIP"",""Blog"""`, `["a","b"]`).
pub fn tags(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    let before = out.len();
    let is_mark = |c: char| matches!(c, '、' | ',' | '，' | ';' | '；' | '|' | '┋' | '\n' | '\r' | '\t');
    for tag in raw.split(is_mark) {
        let bare = tag.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '[' | ']' | '“' | '”' | '{' | '}'));
        if let Some(normal) = one_category(bare)
            && !out[before..].iter().any(|n| n.text == normal.text)
        {
            out.push(normal);
        }
    }
}

/// Free text, trimmed; line breaks inside stay.
pub fn free(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    let text = raw.trim();
    if !text.is_empty() {
        out.push(Normal::valid(text));
    }
}

fn one_category(raw: &str) -> Option<Normal> {
    let mut text = String::with_capacity(raw.len());
    for word in raw.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    if text.is_empty() {
        return None;
    }
    let key = if text.is_ascii() { text.to_ascii_lowercase() } else { fold_key(&text) };
    let mut normal = Normal::valid(text);
    if key != normal.text {
        normal.set(Part::Key, key);
    }
    Some(normal)
}

/// NFKC, lower case, blanks collapsed.
fn fold_key(text: &str) -> String {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).nfkc().collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_compare_without_case_and_width() {
        let key = |raw: &str| {
            let mut out = Vec::new();
            category(raw, &Context::default(), &mut out);
            (out[0].text.clone(), out[0].part(Part::Key).to_owned())
        };
        assert_eq!(key("  White   Tea "), ("White Tea".into(), "white tea".into()));
        assert_eq!(key("ＶＩＰ　客户"), ("ＶＩＰ 客户".into(), "vip 客户".into()));
        assert_eq!(key("vip"), ("vip".into(), String::new()));
    }

    #[test]
    fn tag_lists_of_every_platform_are_split() {
        let list = |raw: &str| {
            let mut out = Vec::new();
            tags(raw, &Context::default(), &mut out);
            out.into_iter().map(|n| n.text).collect::<Vec<_>>()
        };
        assert_eq!(list("\"\"\"VIP\"\",\"\"Blog\"\"\""), ["VIP", "Blog"]);
        assert_eq!(list("高意向、已报价、高意向"), ["高意向", "已报价"]);
        assert_eq!(list("a┋b | c；d"), ["a", "b", "c", "d"]);
        assert_eq!(list("[\"a\", \"b\"]"), ["a", "b"]);
        assert_eq!(list(" , ;"), Vec::<String>::new());
    }
}
