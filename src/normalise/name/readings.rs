//! Names of other scripts in Latin letters: what a reader of passports would write, roughly.
//!
//! Comes in: a name in kana, hangul, Cyrillic, Greek, Arabic, Hebrew, Thai … Goes out: folded Latin letters for keys and for
//! comparing by ear. Letters are those of the `any_ascii` crate; what depends on the letters around them is put right here:
//! small kana, Greek pairs of vowels, Thai vowels that are written before their consonant. Scripts without vowels stay so.

use std::borrow::Cow;

use any_ascii::any_ascii_char;

use crate::normalise::fold::{self, is_han, is_kana};

/// Greek letter pairs that are one sound.
const GREEK: &[(&str, &str)] = &[
    ("ου", "ou"),
    ("ού", "ou"),
    ("αυ", "av"),
    ("αύ", "av"),
    ("ευ", "ev"),
    ("εύ", "ev"),
    ("γγ", "ng"),
    ("γκ", "gk"),
    ("μπ", "b"),
    ("ντ", "nt"),
];

/// The usual spelling of Korean surnames that is not the one of the rules.
const KOREAN: &[(&str, &str)] = &[
    ("김", "kim|gim"),
    ("이", "lee|i"),
    ("박", "park|bak"),
    ("최", "choi|choe"),
    ("정", "jung|jeong"),
    ("강", "kang|gang"),
    ("조", "cho|jo"),
];

/// A name in Latin letters, lower case, without blanks; empty if it has 汉字 (their reading in this name is not known) or
/// nothing to read.
pub(super) fn latin(name: &str) -> String {
    // The article is written or left out at will.
    let name = name.strip_prefix("ال").filter(|rest| rest.chars().count() >= 3).unwrap_or(name);
    if name.is_ascii() || name.chars().any(is_han) {
        return String::new();
    }
    let lower = name.to_lowercase();
    let text = if lower.chars().any(is_kana) {
        kana(&lower)
    } else if lower.chars().any(|c| matches!(c, '\u{370}'..='\u{3FF}')) {
        letters(&GREEK.iter().fold(lower, |text, (pair, sound)| text.replace(pair, sound)))
    } else if lower.contains('ظ') {
        // Mahfouz: as a z more often than as dh.
        letters(&lower.replace('ظ', "ز"))
    } else if lower.chars().any(is_indic) {
        indic(&lower)
    } else if lower.chars().any(is_thai) {
        letters(&thai(&lower))
    } else {
        letters(&lower)
    };
    text.chars().filter(char::is_ascii_alphabetic).collect()
}

/// Cyrillic letters that are not written alike everywhere: the letter, then as scholars (GOST, ISO 9), Germans and Ukrainian
/// passports write it.
const CYRILLIC: &[(char, [&str; 3])] = &[
    ('в', ["v", "w", "v"]),
    ('г', ["g", "g", "h"]),
    ('ё', ["jo", "jo", "io"]),
    ('ж', ["zh", "sch", "zh"]),
    ('з', ["z", "s", "z"]),
    ('и', ["i", "i", "y"]),
    ('й', ["j", "j", "i"]),
    ('х', ["h", "ch", "kh"]),
    ('ц', ["c", "z", "ts"]),
    ('ч', ["ch", "tsch", "ch"]),
    ('ш', ["sh", "sch", "sh"]),
    ('щ', ["shh", "schtsch", "shch"]),
    ('ю', ["ju", "ju", "iu"]),
    ('я', ["ja", "ja", "ia"]),
    ('є', ["je", "je", "ie"]),
    ('ї', ["ji", "ji", "i"]),
];

/// Cyrillic letters of Ukrainian names, read as Ukrainian passports write them: Serhii.
const UKRAINIAN: &[char] = &['і', 'ї', 'є', 'ґ'];

/// Every usual spelling of a name in Latin letters, as [`latin`] gives it first, joined by `|`: kana without long vowels, Cyrillic as
/// scholars and Germans write it.
pub(in crate::normalise) fn spellings(name: &str) -> String {
    let mut out = latin(name);
    let mut more: Vec<String> = Vec::new();
    if name.chars().any(is_kana) {
        more.extend(super::japanese::romaji(&out));
    } else if name.chars().any(|c| matches!(c, '\u{400}'..='\u{45F}')) {
        let lower = name.to_lowercase();
        let ways = if lower.contains(UKRAINIAN) || lower.contains('г') { 0..3 } else { 0..2 };
        more.extend(ways.map(|way| {
            // щё is schtscho.
            let lower = if way == 1 {
                ["ж", "ч", "ш", "щ"].iter().fold(lower.clone(), |text, s| text.replace(&[s, "ё"].concat(), &[s, "о"].concat()))
            } else {
                lower.clone()
            };
            let written = |c: char| CYRILLIC.iter().find(|(letter, _)| *letter == c).map(|(_, ways)| ways[way]);
            lower.chars().map(|c| written(c).map_or_else(|| letters(c.encode_utf8(&mut [0; 4])), str::to_owned)).collect()
        }));
    }
    if name.chars().any(|c| matches!(c, '\u{5D0}'..='\u{5EA}')) {
        // Peres, Gadot: פ is p as often as f, ו a vowel as often as v.
        let first = name.chars().next().map_or(0, char::len_utf8);
        let rest = name[first..].replace('ו', "o").replace('פ', "p");
        more.push(letters(&(name[..first].replace('פ', "p") + &rest)));
    }
    for spelling in more {
        let spelling: String = spelling.chars().filter(char::is_ascii_alphabetic).collect();
        if !out.split('|').any(|known| known == spelling) {
            out.push('|');
            out.push_str(&spelling);
        }
    }
    out
}

/// As [`latin`] for a Korean surname: the usual spelling first, then the one of the rules.
pub(super) fn korean_family(name: &str) -> String {
    KOREAN.iter().find(|(hangul, _)| *hangul == name).map_or_else(|| latin(name), |(_, spellings)| (*spellings).to_owned())
}

fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            out.extend(any_ascii_char(c).bytes().map(|b| char::from(b.to_ascii_lowercase())));
        }
    }
    out
}

/// Kana after Hepburn: しょう → shou, っ doubles, ー is not written.
fn kana(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut double = false;
    for c in text.chars() {
        match c {
            'っ' | 'ッ' => double = true,
            'ー' => {}
            'ゃ' | 'ゅ' | 'ょ' | 'ャ' | 'ュ' | 'ョ' => {
                if out.ends_with('i') {
                    out.pop();
                }
                let sibilant = out.ends_with("sh") || out.ends_with("ch") || out.ends_with('j');
                let sound = any_ascii_char(c);
                out.push_str(if sibilant { sound.trim_start_matches('y') } else { sound });
            }
            'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' => {
                // ファ, ティ, ジェ: the small vowel is the one that sounds.
                if out.ends_with(['u', 'i', 'e', 'o']) && out.len() > 1 {
                    out.pop();
                }
                out.push_str(any_ascii_char(c));
            }
            c => {
                let sound = any_ascii_char(c);
                if std::mem::take(&mut double)
                    && let Some(first) = sound.chars().next()
                {
                    out.push(first);
                }
                out.push_str(sound);
            }
        }
    }
    out
}

fn is_thai(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{E7F}')
}

/// A name without the Thai letters that are written and not spoken: a consonant with the silencing mark, and with ร the ท before it
/// (จันทร์).
pub(super) fn spoken(text: &str) -> Cow<'_, str> {
    if !text.contains('\u{E4C}') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\u{E4C}' {
            out.push(c);
            continue;
        }
        match out.pop() {
            Some('ร') if out.ends_with(['ท', 'ต', 'ด']) => {
                out.pop();
            }
            // The mark stands on a vowel that goes with its consonant: สวัสดิ์.
            Some('\u{E34}'..='\u{E39}') => {
                out.pop();
            }
            _ => {}
        }
    }
    Cow::Owned(out)
}

/// Moves the vowels that are written before their consonant behind it; รร is a vowel, and consonants at the end are heard as stops
/// and n.
fn thai(text: &str) -> String {
    let mut chars: Vec<char> = Vec::with_capacity(text.len());
    for c in spoken(text).chars() {
        if c == 'ร' && chars.last() == Some(&'ร') {
            chars.pop();
            chars.push('ะ');
        } else {
            chars.push(c);
        }
    }
    let mut i = 1;
    while i < chars.len() {
        if matches!(chars[i - 1], '\u{E40}'..='\u{E44}') {
            chars.swap(i - 1, i);
            i += 1;
        }
        i += 1;
    }
    // บุตร keeps the r that Latin spellings give a vowel: Butra.
    let cluster = chars.len() > 1 && chars.ends_with(&['ร']) && matches!(chars[chars.len() - 2], 'ต' | 'ท');
    if chars.len() > 1
        && !cluster
        && let Some(last) = chars.last_mut()
    {
        *last = match *last {
            'ล' | 'ร' | 'ญ' | 'ณ' | 'ฬ' => 'น',
            'จ' | 'ช' | 'ซ' | 'ศ' | 'ษ' | 'ส' | 'ฎ' | 'ฏ' | 'ฐ' | 'ฑ' | 'ฒ' | 'ด' | 'ถ' | 'ท' | 'ธ' => {
                'ต'
            }
            c => c,
        };
    }
    chars.into_iter().collect()
}

/// The letters and digits of a name folded, and the marks of India that say a consonant has no vowel or another sound.
pub(super) fn keyed(name: &str) -> String {
    let name = spoken(name);
    if !name.chars().any(is_indic) {
        return fold::letters(&name);
    }
    let mark = |c: char| is_indic(c) && matches!(c as u32 & 0x7F, 0x3C | 0x4D | 0x70);
    name.chars().filter(|c| mark(*c) || c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Scripts of India from Devanagari to Malayalam, whose blocks of Unicode have one order.
fn is_indic(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{D7F}')
}

/// Consonants of Devanagari and its kin from the fifteenth place of their block on.
const INDIC_CONSONANTS: [&str; 37] = [
    "k", "kh", "g", "gh", "n", "ch", "chh", "j", "jh", "n", "t", "th", "d", "dh", "n", "t", "th", "d", "dh", "n", "n", "p", "ph",
    "b", "bh", "m", "y", "r", "r", "l", "l", "zh", "v", "sh", "sh", "s", "h",
];

/// Vowels from the fifth place on; the marks behind consonants have the same order from the 3Eth place on, without the first.
const INDIC_VOWELS: [&str; 16] = ["a", "a", "i", "i", "u", "u", "ri", "l", "e", "e", "e", "ai", "o", "o", "o", "au"];

/// Letters of India: a consonant has an `a` behind it unless a mark says otherwise; at the end of a word of the north it is not
/// spoken after a single consonant.
fn indic(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let place = |c: char| if is_indic(c) { Some(c as u32 & 0x7F) } else { None };
    let mut out = String::with_capacity(text.len());
    for (i, &c) in chars.iter().enumerate() {
        let Some(at) = place(c) else { continue };
        let next = chars.get(i + 1).copied().and_then(place);
        match at {
            0x01 | 0x02 | 0x70 => out.push(if matches!(next, Some(0x2A..=0x2E)) { 'm' } else { 'n' }),
            0x03 => out.push('h'),
            0x05..=0x14 => out.push_str(INDIC_VOWELS[at as usize - 0x05]),
            0x15..=0x39 => {
                out.push_str(INDIC_CONSONANTS[at as usize - 0x15]);
                let next = if next == Some(0x3C) { chars.get(i + 2).copied().and_then(place) } else { next };
                let cluster = i > 0 && place(chars[i - 1]) == Some(0x4D);
                let last = next.is_none() && i + 2 >= chars.len();
                let southern = matches!(c, '\u{B80}'..='\u{D7F}');
                if !matches!(next, Some(0x3E..=0x4D)) && (!last || cluster || southern) {
                    out.push('a');
                }
            }
            0x3E..=0x4C => out.push_str(INDIC_VOWELS[at as usize - 0x3E + 1]),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_many_scripts_have_latin_letters() {
        for (name, expected) in [
            ("Иван", "ivan"),
            ("Щербакова", "shcherbakova"),
            ("Παπαδόπουλος", "papadopoulos"),
            ("Ευάγγελος", "evangelos"),
            ("たろう", "tarou"),
            ("しょうへい", "shouhei"),
            ("ジョン", "jon"),
            ("フィリップ", "firippu"),
            ("دوود", "dwwd"),
            ("דוד", "dvd"),
            ("ใจดี", "chaidi"),
            ("민수", "minsu"),
            ("राहुल", "rahul"),
            ("नरेंद्र", "narendra"),
            ("शर्मा", "sharma"),
            ("কুমার", "kumar"),
            ("வரதன்", "varatan"),
            ("จันทร์", "chan"),
            ("山田", ""),
            ("ivan", ""),
        ] {
            assert_eq!(latin(name), expected, "{name}");
        }
        for (name, expected) in [("Кузнецов", "kuznetsov|kuznecov|kusnezow"), ("タナカ", "tanaka"), ("さとう", "satou|sato")]
        {
            assert_eq!(spellings(name), expected);
        }
        assert_eq!((korean_family("김").as_str(), korean_family("남궁").as_str()), ("kim|gim", "namgung"));
    }
}
