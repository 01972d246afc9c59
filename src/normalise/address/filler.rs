//! Address cells that say nothing, hide everything or hold something else.
//!
//! In: a raw or folded cell. Out: a value of class placeholder, masked or invalid, or nothing. Does not parse.

use std::sync::LazyLock;

use hashbrown::HashSet;

use super::fold;
use crate::model::parts::Parts;
use crate::model::value::{Class, Normal};

/// Words that stand for no address, folded.
const FILLERS: &[&str] = &[
    "无",
    "没有",
    "暂无",
    "未知",
    "不详",
    "空",
    "略",
    "保密",
    "待定",
    "待补",
    "无地址",
    "没有地址",
    "地址",
    "详细地址",
    "收货地址",
    "同上",
    "同前",
    "测试",
    "测试地址",
    "未填",
    "未填写",
    "请填写",
    "其他",
    "其它",
    "null",
    "none",
    "nil",
    "nan",
    "n/a",
    "na",
    "n.a.",
    "unknown",
    "test",
    "testing",
    "same",
    "same as above",
    "as above",
    "ditto",
    "address",
    "tbd",
    "tba",
    "xxx",
    "xx",
    "x",
    "asdf",
    "abc",
    "no address",
    "not provided",
    "not available",
    "-",
    "--",
    ".",
    "undefined",
    "(null)",
    "(blank)",
    "(空)",
];

/// True for a cell that says nothing: blank, a word for none, or marks only.
#[must_use]
pub fn is_filler(raw: &str) -> bool {
    let text = raw.trim();
    if text.is_empty() {
        return true;
    }
    if text.chars().count() > 14 {
        return !text.chars().any(char::is_alphanumeric);
    }
    if let Some(is_filler) = is_plain_filler(text.as_bytes()) {
        return is_filler;
    }
    let mut folded = String::new();
    fold::text(text, &mut folded);
    let folded = folded.to_lowercase();
    let bare = folded.trim_matches([' ', '.', ',', '(', ')', '!', '?']);
    FILLER_SET.contains(folded.as_str()) || FILLER_SET.contains(bare) || !folded.chars().any(char::is_alphanumeric)
}

static FILLER_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| FILLERS.iter().copied().collect());

/// Is a text of at most fourteen letters and digits, single blanks and signs of ASCII, with a letter or digit at both ends, a
/// filler? There is nothing to fold but the case. `None` for any other text.
fn is_plain_filler(text: &[u8]) -> Option<bool> {
    let mut buffer = [0; 14];
    let lower = buffer.get_mut(..text.len())?;
    let ends = text.first()?.is_ascii_alphanumeric() && text.last()?.is_ascii_alphanumeric();
    let plain = ends && text.iter().all(|b| matches!(b, b' '..=b'~')) && !text.windows(2).any(|two| two == b"  ");
    lower.copy_from_slice(text);
    lower.make_ascii_lowercase();
    std::str::from_utf8(lower).ok().filter(|_| plain).map(|word| FILLER_SET.contains(word))
}

/// Fillers, hidden texts and values of other kinds.
#[must_use]
pub fn not_an_address(text: &str) -> Option<Normal> {
    let value = |class, finding| Some(Normal { text: text.to_owned(), class, parts: Parts::default(), findings: vec![finding] });
    if is_filler(text) {
        return value(Class::Placeholder, if text.contains('*') { "masked" } else { "placeholder" });
    }
    if text.starts_with("##") || text.starts_with("$$") {
        return value(Class::Masked, "ciphertext");
    }
    let dense = !text.contains(' ');
    if dense && (text.contains('@') || text.contains("://")) {
        return value(Class::Invalid, "not_an_address");
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let only_phone =
        digits >= 9 && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b' ' | b'(' | b')' | b'.'));
    if only_phone && !(digits == 9 && text.as_bytes().get(5) == Some(&b'-')) {
        return value(Class::Invalid, "phone_in_address");
    }
    None
}
