//! Folds address text character by character: full width to half, traditional to simplified, punctuation to one form.
//!
//! In: any text. Out: the same text with fewer ways to write it. Does not change letter case and does not drop words.

use std::sync::LazyLock;

use ferrous_opencc::{OpenCC, config::BuiltinConfig};

/// First and last code point of the block that [`SIMPLIFIED`] covers.
const HAN: std::ops::RangeInclusive<u32> = 0x4E00..=0x9FFF;

/// Characters OpenCC would simplify but which names of places keep (乾县, 於潜).
const KEPT: &[char] = &['乾', '於'];

/// Simplified form of every unified ideograph, by code point (OpenCC's character table).
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let all: Vec<char> = HAN.filter_map(char::from_u32).collect();
    let Ok(converter) = OpenCC::from_config(BuiltinConfig::T2s) else {
        return all; // The table is compiled in, so this cannot happen; traditional text would just stay as it is.
    };
    let lines: String = all.iter().flat_map(|&c| [c, '\n']).collect();
    let converted = converter.convert(&lines);
    let folded: Vec<char> = converted.lines().filter_map(|line| line.chars().next()).collect();
    if folded.len() != all.len() {
        return all;
    }
    all.iter().zip(folded).map(|(&from, to)| if KEPT.contains(&from) { from } else { to }).collect()
});

/// True for a unified ideograph.
#[must_use]
pub fn is_han(c: char) -> bool {
    HAN.contains(&(c as u32)) || ('\u{3400}'..='\u{4DBF}').contains(&c) || ('\u{20000}'..='\u{2FA1F}').contains(&c)
}

/// The folded form of one character; `None` where it is dropped (zero-width marks).
#[must_use]
pub fn char(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(if c.is_ascii_control() { ' ' } else { c });
    }
    Some(match c {
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
        _ if HAN.contains(&(c as u32)) => SIMPLIFIED[(c as u32 - HAN.start()) as usize],
        _ => c,
    })
}

/// Folds `raw` into `out` (cleared first): every run of blanks becomes one, ends are trimmed.
pub fn text(raw: &str, out: &mut String) {
    out.clear();
    out.reserve(raw.len());
    let mut gap = false;
    for c in raw.chars() {
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
