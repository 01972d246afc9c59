//! Text folding shared by the normalisers: width, case, accents, 繁→简, blanks.
//!
//! Comes in: any text. Goes out: [`clean`] text for people, [`key`] text for keys. Neither knows what a value means.

use std::borrow::Cow;
use std::sync::LazyLock;

use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfkc};

/// First and last 汉字 of the simplification table: the basic block and extension A.
const HAN_FIRST: u32 = 0x3400;
const HAN_LAST: u32 = 0x9FFF;

/// Characters that simplified names keep: 乾 is qián in 张乾 and 乾坤, and only elsewhere the old form of 干; so are the others.
const KEPT: [char; 4] = ['乾', '藉', '瞭', '吒'];

/// Japanese forms that the tables leave as they are, each with the simplified one: 渡辺 is 渡边, 徳 is 德. The first is what is written.
const JAPANESE: &str = "辺边 徳德 沢泽 浜滨 桜樱 恵惠 斎斋 斉齐 広广 滝泷 栄荣 実实 塩盐 黒黑 県县 関关 戸户 団团 仏佛 児儿 円圆 剣剑 厳严 呉吴 \
変变 専专 帯带 暁晓 条条 検检 楽乐 様样 歩步 毎每 満满 瀬濑 焼烧 産产 発发 砕碎 祢祢 経经 絵绘 緑绿 蔵藏 薬药 覚觉 観观 豊丰 転转 軽轻 遅迟 \
鉄铁 銭钱 鎮镇 険险 隠隐 霊灵 頼赖 顕显 駅驿 鶏鸡 亀龟 歳岁 蛍萤 髪发 圧压 弥弥 穂穗 静静 氷冰 郷乡 黙默 齢龄 拝拜 渋涩 獣兽 畳叠 闘斗 聴听";

/// Simplified form of every 汉字 in the table, from the `OpenCC` t2s tables, character by character.
///
/// Character by character, not by phrase: a key must fold a name and its parts alike.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let all: Vec<char> = (HAN_FIRST..=HAN_LAST).filter_map(char::from_u32).collect();
    let Ok(opencc) = OpenCC::from_config(BuiltinConfig::T2s) else {
        // Unreachable with the embedded tables; without them every character is its own simplification.
        return all;
    };
    let mut text = String::with_capacity(all.len() * 4);
    for c in &all {
        text.push(*c);
        text.push('\n');
    }
    let converted = opencc.convert(&text);
    // A target outside the table would change the length in bytes, on which callers that slice both forms rely.
    let target = |c: char, line: &str| line.chars().next().filter(|&t| han_index(t).is_some()).unwrap_or(c);
    let simple: Vec<char> = all.iter().zip(converted.lines()).map(|(&c, line)| target(c, line)).collect();
    let mut simple = simple;
    for pair in JAPANESE.split_ascii_whitespace() {
        let mut forms = pair.chars();
        if let (Some(i), Some(simplified)) = (forms.next().and_then(han_index), forms.next()) {
            simple[i] = simplified;
        }
    }
    // Some targets are themselves mapped on; fold to the end of the chain so that folding twice changes nothing.
    let step = |c: char| han_index(c).filter(|_| !KEPT.contains(&c)).and_then(|i| simple.get(i).copied()).unwrap_or(c);
    all.iter().zip(&simple).map(|(&c, &s)| if KEPT.contains(&c) { c } else { step(step(s)) }).collect()
});

fn han_index(c: char) -> Option<usize> {
    let code = u32::from(c);
    (HAN_FIRST..=HAN_LAST).contains(&code).then(|| (code - HAN_FIRST) as usize)
}

/// True for 汉字 (all blocks, `々` and `〇`).
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '々' | '〇')
}

/// True for hiragana and katakana, half width too.
#[must_use]
pub fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{FF66}'..='\u{FF9F}')
}

/// True for hangul syllables and letters.
#[must_use]
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}')
}

/// True for letters of the Latin script.
#[must_use]
pub fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{00C0}'..='\u{024F}' | '\u{0250}'..='\u{02AF}' | '\u{1E00}'..='\u{1EFF}' | 'ª' | 'º') && c.is_alphabetic()
}

/// A 汉字's simplified form; any other character itself.
#[must_use]
pub fn simplify_char(c: char) -> char {
    match han_index(c) {
        Some(i) => SIMPLIFIED.get(i).copied().unwrap_or(c),
        None => c,
    }
}

/// 繁 → 简, character by character; borrowed where nothing changes. Keeps the length in bytes.
#[must_use]
pub fn simplify(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(|c| simplify_char(c) != c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(simplify_char).collect())
}

/// Characters that carry no text: controls, zero-width, variation selectors, directional marks.
fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{8}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}' | '\u{AD}' | '\u{34F}' | '\u{61C}'
        | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Emoji, dingbats and arrows: decoration in names.
#[must_use]
pub fn is_decoration(c: char) -> bool {
    matches!(c, '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{2190}'..='\u{21FF}'
        | '\u{E000}'..='\u{F8FF}' | '\u{20E3}')
}

/// One apostrophe and one middle dot, before NFKC would turn some of them into a blank and a combining mark.
fn unify(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{02BC}' | '\u{02B9}' | '\u{00B4}' | '`' | '\u{2032}' => '\'',
        '\u{201C}' | '\u{201D}' | '\u{201F}' | '\u{2033}' => '"',
        '\u{2022}' | '\u{2027}' | '\u{2219}' | '\u{22C5}' | '\u{30FB}' | '\u{FF65}' | '\u{0387}' | '\u{1427}' => '·',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}' => '-',
        c => c,
    }
}

/// NFKC text with plain quotes, dots and hyphens, no invisible characters, single blanks, trimmed.
///
/// Borrowed where nothing changes. Idempotent.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    clean_without(text, |_| false)
}

/// As [`clean`], with the characters `drop` says left out. Letters, digits and signs of ASCII, 汉字 and hangul stay unasked.
#[must_use]
pub fn clean_without(text: &str, drop: impl Fn(char) -> bool) -> Cow<'_, str> {
    if is_clean(text) {
        return Cow::Borrowed(text);
    }
    if let Some(narrow) = narrowed(text) {
        return Cow::Owned(narrow);
    }
    let mut out = String::with_capacity(text.len());
    let kept = text.chars().filter(|&c| !is_ignorable(c) && !drop(c)).map(unify);
    for c in kept.nfkc().map(unify) {
        if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_ignorable(c) && !drop(c) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    if !is_nfkc(&out) {
        // What was left out stood between marks that now have an order of their own.
        out = out.nfkc().collect();
    }
    Cow::Owned(out)
}

/// A clean text but for full-width signs and blanks too many, which is all that NFKC would change.
fn narrowed(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let narrow = match c {
            ' ' | '\u{3000}' => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
                continue;
            }
            '\u{FF40}' => return None,
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0)?,
            c if is_plain(c) => c,
            _ => return None,
        };
        out.push(narrow);
    }
    out.truncate(out.trim_end().len());
    Some(out)
}

/// Characters that are clean by themselves, whatever stands beside them.
fn is_plain(c: char) -> bool {
    matches!(c, '!'..='_' | 'a'..='~' | '·' | '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{AC00}'..='\u{D7A3}')
}

/// A cheap sufficient test: ASCII, kana, hangul syllables and plain 汉字, single blanks inside.
fn is_clean(text: &str) -> bool {
    let mut blank_before = true;
    for c in text.chars() {
        if c == ' ' {
            if blank_before {
                return false;
            }
            blank_before = true;
            continue;
        }
        if !is_plain(c) {
            return false;
        }
        blank_before = false;
    }
    !blank_before || text.is_empty()
}

/// Appends a character folded for keys: lower case, Latin letters without accents (`ß` → `ss`, `ø` → `o`), 汉字 simplified.
pub fn push_key(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if let Some(i) = han_index(c) {
        out.push(SIMPLIFIED.get(i).copied().unwrap_or(c));
        return;
    }
    for lower in c.to_lowercase() {
        match latin_letters(lower) {
            Some(letters) => out.push_str(letters),
            None if is_latin(lower) => {
                for base in std::iter::once(lower).nfkd().filter(|&d| !is_combining_mark(d)) {
                    match latin_letters(base) {
                        Some(letters) => out.push_str(letters),
                        None => out.push(base),
                    }
                }
            }
            // A combining mark of its own only occurs over a letter without a composed form.
            None if ('\u{300}'..='\u{36F}').contains(&lower) => {}
            None => out.push(lower),
        }
    }
}

/// Letters that Unicode does not decompose.
fn latin_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        'ŋ' => "ng",
        'ĸ' => "k",
        'ŧ' => "t",
        'ə' => "e",
        _ => return None,
    })
}

/// A text folded for keys: see [`push_key`]. Punctuation and blanks stay.
#[must_use]
pub fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        push_key(c, &mut out);
    }
    out
}

/// The letters and digits of a text folded for keys, nothing else.
#[must_use]
pub fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_letters(text, &mut out);
    out
}

/// As [`letters`], appended to `out`.
pub fn push_letters(text: &str, out: &mut String) {
    for c in text.chars().filter(|c| is_letter(*c)) {
        push_key(c, out);
    }
}

/// Letters and digits; the tables of Unicode are not asked about ASCII and the basic block of 汉字.
#[must_use]
pub fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii() && (matches!(c, '\u{4E00}'..='\u{9FFF}') || c.is_alphanumeric())
}

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
    let stays = |c: char| matches!(c, ' '..='~' | '\n' | '\u{4E00}'..='\u{9FFF}');
    if trimmed.chars().all(stays) {
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
    use proptest::prelude::*;

    #[test]
    fn keys_fold_case_accents_width_and_script() {
        for (raw, expected) in [
            ("Müller", "muller"),
            ("Straße", "strasse"),
            ("Łukasz Ørsted", "lukasz orsted"),
            ("Ægir Þór", "aegir thor"),
            ("Nguyễn Đức", "nguyen duc"),
            ("IŞIK ışık", "isik isik"),
            ("劉曉東", "刘晓东"),
            ("張偉", "张伟"),
            ("鍾", "钟"),
            ("が", "が"),
        ] {
            assert_eq!(key(raw), expected, "{raw}");
        }
    }

    #[test]
    fn clean_text_has_single_blanks_and_half_width_signs() {
        for (raw, expected) in [
            ("  a\t b ", "a b"),
            ("Ｊｏｈｎ　Ｓｍｉｔｈ", "John Smith"),
            ("张三（财务）", "张三(财务)"),
            ("O\u{2019}Brien", "O'Brien"),
            ("\u{FEFF}王\u{200B}伟", "王伟"),
            ("阿凡提•买买提", "阿凡提·买买提"),
            ("张＊＊", "张**"),
            ("", ""),
        ] {
            assert_eq!(clean(raw), expected, "{raw}");
        }
    }

    #[test]
    fn variants_become_ascii_and_plain_text_is_borrowed() {
        assert_eq!(fold("　１３８－１２３４＋（转）\u{200B} "), "138-1234+(转)");
        assert_eq!(fold("٠١٢"), "012");
        assert!(matches!(fold(" plain text "), Cow::Borrowed("plain text")));
    }

    proptest! {
        #[test]
        fn full_width_text_is_cleaned_as_by_the_tables(text in "[ A-c\u{3000}\u{FF00}-\u{FF5F}王가·]{0,12}") {
            let mut slow = String::new();
            for c in text.chars().map(unify).nfkc().map(unify) {
                if c.is_whitespace() {
                    if !slow.is_empty() && !slow.ends_with(' ') {
                        slow.push(' ');
                    }
                } else {
                    slow.push(c);
                }
            }
            prop_assert_eq!(clean(&text).into_owned(), slow.trim_end().to_owned());
        }

        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            let once = clean(&text).into_owned();
            prop_assert_eq!(clean(&once).into_owned(), once.clone());
            let folded = key(&once);
            prop_assert_eq!(key(&folded), folded.clone());
            let simple = simplify(&once).into_owned();
            prop_assert_eq!(simplify(&simple).into_owned(), simple.clone());
        }
    }
}
