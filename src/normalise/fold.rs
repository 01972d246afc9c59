//! Characters that mean the same: full-width and foreign digits, dashes, blanks, invisible marks, as plain ASCII.
//!
//! In: any text. Out: the same text with typographic variants replaced. It does not translate words or scripts.

use std::borrow::Cow;

/// The ASCII character a typographic variant stands for; `None` for a mark that is dropped.
///
/// Covers full-width forms, ideographic punctuation, dashes, blanks and the decimal digits of the common scripts.
#[must_use]
pub fn fold_char(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(if c.is_ascii_whitespace() && c != '\n' { ' ' } else { c });
    }
    let code = c as u32;
    match code {
        0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0),
        0x00AD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2064 | 0x2066..=0x2069 | 0xFEFF | 0xFE0E | 0xFE0F => None,
        0x00A0 | 0x1680 | 0x2000..=0x200A | 0x202F | 0x205F | 0x3000 => Some(' '),
        0x0085 | 0x2028 | 0x2029 => Some('\n'),
        0x2010..=0x2015 | 0x2212 | 0x2043 | 0xFE58 | 0xFE63 | 0x2E3A => Some('-'),
        0x3001 | 0xFF64 => Some('、'),
        0x3002 | 0xFF61 => Some('。'),
        0x3010 | 0x3014 | 0x3016 => Some('['),
        0x3011 | 0x3015 | 0x3017 => Some(']'),
        0x2018 | 0x2019 | 0x201B | 0x2032 => Some('\''),
        0x201C..=0x201F | 0x2033 => Some('"'),
        0x0660..=0x0669 => digit(code - 0x0660),
        0x06F0..=0x06F9 => digit(code - 0x06F0),
        0x0966..=0x096F => digit(code - 0x0966),
        0x09E6..=0x09EF => digit(code - 0x09E6),
        0x0E50..=0x0E59 => digit(code - 0x0E50),
        0x2460..=0x2468 => digit(code - 0x245F),
        _ => Some(c),
    }
}

fn digit(value: u32) -> Option<char> {
    char::from_digit(value, 10)
}

/// Folds a text and trims it; borrows where nothing changes. Idempotent.
#[must_use]
pub fn fold(raw: &str) -> Cow<'_, str> {
    let trimmed = raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if trimmed.bytes().all(|b| b.is_ascii() && (b == b'\n' || !b.is_ascii_control())) {
        return Cow::Borrowed(trimmed);
    }
    let folded: String = trimmed.chars().filter_map(fold_char).collect();
    let inner = folded.trim();
    if inner.len() == folded.len() { Cow::Owned(folded) } else { Cow::Owned(inner.to_owned()) }
}

/// The digit a letter was mistaken for by a reader or a scanner (`O` for 0, `l` for 1, `Z` for 2).
#[must_use]
pub fn lookalike_digit(c: char) -> Option<char> {
    match c {
        'O' | 'o' => Some('0'),
        'l' | 'I' | 'i' | '|' => Some('1'),
        'Z' | 'z' => Some('2'),
        'S' | 's' => Some('5'),
        'G' => Some('6'),
        'B' => Some('8'),
        'g' | 'q' => Some('9'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_become_ascii_and_plain_text_is_borrowed() {
        assert_eq!(fold("　１３８－１２３４＋（转）\u{200B} "), "138-1234+(转)");
        assert_eq!(fold("٠١٢"), "012");
        assert!(matches!(fold(" plain text "), Cow::Borrowed("plain text")));
    }
}
