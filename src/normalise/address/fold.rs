//! Folds address text character by character: full width to half, traditional to simplified, punctuation to one form.
//!
//! In: any text. Out: the same text with fewer ways to write it. Does not change letter case and does not drop words.

use crate::normalise::fold::simplify_char;

/// Characters that would be simplified but which names of places keep (乾县, 於潜).
const KEPT: [char; 2] = ['乾', '於'];

/// True for a unified ideograph.
#[must_use]
pub fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c) || ('\u{3400}'..='\u{4DBF}').contains(&c) || ('\u{20000}'..='\u{2FA1F}').contains(&c)
}

/// The folded form of one character; `None` where it is dropped (zero-width marks).
#[must_use]
pub fn char(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(match c {
            '\n' | '\r' => ',', // A line ends where a comma could stand.
            _ if c.is_ascii_control() => ' ',
            _ => c,
        });
    }
    Some(match c {
        '巿' => '市', // fú, typed for shì
        _ if KEPT.contains(&c) => c,
        '\u{4E00}'..='\u{9FFF}' => simplify_char(c),
        '\u{3000}' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{2028}' | '\u{2029}' | '\u{85}' => ' ',
        '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{AD}' | '\u{2060}' => return None,
        '、' | '，' | '；' | '､' => ',',
        '。' | '·' | '•' | '｡' | '∙' => '.',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' | 'ー' | '﹣' => '-',
        '【' | '［' | '〔' | '（' | '﹙' | '「' | '『' => '(',
        '】' | '］' | '〕' | '）' | '﹚' | '」' | '』' => ')',
        '＊' | '×' | '●' | '※' | '✱' | '﹡' => '*',
        '〇' => '零',
        '’' | '‘' | '＇' => '\'',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0)?,
        _ => simplify_char(c),
    })
}

/// Folds `raw` into `out` (cleared first): every run of blanks becomes one, ends are trimmed.
pub fn text(raw: &str, out: &mut String) {
    out.clear();
    out.reserve(raw.len());
    let mut gap = false;
    for c in raw.trim().chars() {
        match char(c) {
            None => {}
            Some(c) if c.is_whitespace() => gap = !out.is_empty(),
            Some(c) => {
                if gap {
                    out.push(' ');
                    gap = false;
                }
                out.push(c);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, want: &str) {
        let mut out = String::new();
        text(raw, &mut out);
        assert_eq!(out, want, "{raw:?}");
    }

    #[test]
    fn widths_scripts_and_marks_become_one_form() {
        check("臺灣省臺北市信義區", "台湾省台北市信义区");
        check("浙江省，杭州市　西湖区 １２号（东门）", "浙江省,杭州市 西湖区 12号(东门)");
        check(" 乾县\u{200B}城关镇\n", "乾县城关镇");
        check("＊＊＊＊", "****");
        check("", "");
    }
}
