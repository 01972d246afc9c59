//! Names of other scripts in Latin letters: what a reader of passports would write, roughly.
//!
//! Comes in: a name in kana, hangul, Cyrillic, Greek, Arabic, Hebrew, Thai … Goes out: folded Latin letters for keys and for
//! comparing by ear. Letters are those of the `any_ascii` crate; what depends on the letters around them is put right here:
//! small kana, Greek pairs of vowels, Thai vowels that are written before their consonant. Scripts without vowels stay so.

use any_ascii::any_ascii_char;

use crate::normalise::fold::{is_han, is_kana};

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
    } else if lower.chars().any(is_thai) {
        letters(&thai(&lower))
    } else {
        letters(&lower)
    };
    text.chars().filter(char::is_ascii_alphabetic).collect()
}

/// Cyrillic letters that are not written alike everywhere: the letter, then as scholars (GOST, ISO 9) and German
/// readers write it.
const CYRILLIC: &[(char, [&str; 2])] = &[
    ('в', ["v", "w"]),
    ('ё', ["jo", "jo"]),
    ('ж', ["zh", "sch"]),
    ('з', ["z", "s"]),
    ('й', ["j", "j"]),
    ('х', ["h", "ch"]),
    ('ц', ["c", "z"]),
    ('ч', ["ch", "tsch"]),
    ('ш', ["sh", "sch"]),
    ('щ', ["shh", "schtsch"]),
    ('ю', ["ju", "ju"]),
    ('я', ["ja", "ja"]),
];

/// Every usual spelling of a name in Latin letters, as [`latin`] gives it first, joined by `|`: kana without long vowels, Cyrillic as
/// scholars and Germans write it.
pub(super) fn spellings(name: &str) -> String {
    let mut out = latin(name);
    let mut more: Vec<String> = Vec::new();
    if name.chars().any(is_kana) {
        more.extend(super::japanese::romaji(&out));
    } else if name.chars().any(|c| matches!(c, '\u{400}'..='\u{45F}')) {
        let lower = name.to_lowercase();
        more.extend((0..2).map(|way| {
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

/// Moves the vowels that are written before their consonant behind it; a consonant with the silencing mark goes.
fn thai(text: &str) -> String {
    let mut chars: Vec<char> = Vec::with_capacity(text.len());
    for c in text.chars() {
        if c == '\u{E4C}' {
            chars.pop();
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
    chars.into_iter().collect()
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
