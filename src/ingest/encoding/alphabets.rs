//! What text costs under the code pages that have one byte per character, by the languages written in them.
//!
//! A language's letters are dear by how many there are; where an alphabet is all a language's own, the commoner half of it, listed
//! first, is four fifths of a text. Letters of another language are as rare as signs. Central Europe's, Turkey's and the Baltic's pages differ from the Western one in a few letters
//! (`ð`, `þ` and `ý` are `ğ`, `ş` and `ı`), and whichever language explains the file is right.

use encoding_rs::{
    Encoding, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256,
    WINDOWS_1257,
};

use super::models::{ASCII_BITS, IMPOSSIBLE_BITS, single_byte_bits};

/// The letters of a language beyond ASCII, lower case, and the code page it is written in.
struct Language {
    encoding: &'static Encoding,
    letters: &'static str,
    /// Written in the Latin alphabet: most of its letters are ASCII.
    latin: bool,
}

const fn latin(encoding: &'static Encoding, letters: &'static str) -> Language {
    Language { encoding, letters, latin: true }
}

const fn own(encoding: &'static Encoding, letters: &'static str) -> Language {
    Language { encoding, letters, latin: false }
}

/// French, German, Spanish, Portuguese, Italian, Scandinavian, Icelandic; Polish, Czech and Slovak, Hungarian, Romanian, Croatian
/// and Slovenian; Turkish; Lithuanian, Latvian; Russian, Ukrainian, Serbian; Greek; Hebrew; Arabic.
const LANGUAGES: &[Language] = &[
    latin(WINDOWS_1252, "àâæçéèêëîïôùûüœ"),
    latin(WINDOWS_1252, "äöüß"),
    latin(WINDOWS_1252, "áéíóúñü"),
    latin(WINDOWS_1252, "áâãàçéêíóôõú"),
    latin(WINDOWS_1252, "àèéìòù"),
    latin(WINDOWS_1252, "åäöæøé"),
    latin(WINDOWS_1252, "áðéíóúýþæö"),
    latin(WINDOWS_1250, "ąćęłńóśźż"),
    latin(WINDOWS_1250, "áäčďéěíĺľňóôřšťúůýž"),
    latin(WINDOWS_1250, "áéíóöőúüű"),
    latin(WINDOWS_1250, "ăâîşţ"),
    latin(WINDOWS_1250, "čćđšž"),
    latin(WINDOWS_1254, "çğıöşüâîûi\u{307}"),
    latin(WINDOWS_1257, "ąčęėįšųūž"),
    latin(WINDOWS_1257, "āčēģīķļņšūž"),
    own(WINDOWS_1251, "оаеинтрслвкмдпугяьызбйчхжшюцщэфъё"),
    own(WINDOWS_1251, "оаниевртсілкудмпязьгбчхйжшюцщфїєґ"),
    own(WINDOWS_1251, "аоеинртсјвкулмпдгзбчшћхњцжљђфџ"),
    own(WINDOWS_1253, "αοιτεσνηυρςκπλμίόάωγέδήχύθφβξώζψϊϋΐΰ"),
    own(WINDOWS_1255, "יולהאמרתבנשדחכםקעגפטסצןזךץף"),
    own(WINDOWS_1256, "المنيروبدةحعسهتفأخكجشزقصطإئىذغضءظثآؤ"),
];

/// Bits by which a letter of the commoner half is cheaper than one of many alike, and one of the other half dearer: log2 of the
/// share of either in the letters over its share in a text.
const COMMON_BITS: f64 = -0.68;
const UNCOMMON_BITS: f64 = 1.32;
/// Bits of quotation marks and dashes.
const EVERYDAY_BITS: f64 = 10.0;
/// Bits of a letter of another language, or a sign.
const STRANGE_BITS: f64 = 13.0;
/// Bits of a strange character at a letter.
const INSIDE_BITS: f64 = 20.0;
/// Bits added for a capital before anything but a small letter, and within a word.
const CAPITAL_BITS: f64 = 1.5;
const MID_CAPITAL_BITS: f64 = 6.0;
/// Bits added where letters of two alphabets meet.
const MIXED_BITS: f64 = 8.0;

/// What a text costs as it was read under a code page, by the language that explains it best.
pub(super) fn bits(text: &str, encoding: &'static Encoding) -> f64 {
    let languages = LANGUAGES.iter().filter(|language| language.encoding == encoding);
    let best = languages.map(|language| language_bits(text, language)).fold(f64::INFINITY, f64::min);
    let mixture = encoding == WINDOWS_1252 || encoding == MACINTOSH || best.is_infinite();
    if mixture { best.min(single_byte_bits(text, encoding)) } else { best }
}

fn language_bits(text: &str, language: &Language) -> f64 {
    let letters: Vec<char> = language.letters.chars().collect();
    // Where most letters are ASCII, one bit says that this one is not.
    let each = (letters.len() as f64).log2();
    let own = |c: char| c.to_lowercase().find_map(|small| letters.iter().position(|&letter| letter == small));
    let letter = |at: usize| match (language.latin, at < letters.len() / 2) {
        (true, _) => each + 1.0,
        (false, true) => each + COMMON_BITS,
        (false, false) => each + UNCOMMON_BITS,
    };
    let (mut bits, mut before) = (0.0, ' ');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        bits += match (c, own(c)) {
            (c, _) if c.is_ascii() => ASCII_BITS,
            ('\u{fffd}' | '\u{80}'..='\u{9f}', _) => IMPOSSIBLE_BITS,
            (_, Some(at)) => {
                let mid = c.is_uppercase() && before.is_lowercase();
                let alone = c.is_uppercase() && !after.is_lowercase();
                let mixed = !language.latin && [before, after].iter().any(char::is_ascii_alphabetic);
                letter(at)
                    + if mid { MID_CAPITAL_BITS } else { 0.0 }
                    + if alone { CAPITAL_BITS } else { 0.0 }
                    + if mixed { MIXED_BITS } else { 0.0 }
            }
            ('«' | '»' | '„' | '“' | '”' | '‘' | '’' | '–' | '—' | '…' | '№' | '\u{a0}', _) => EVERYDAY_BITS,
            _ if before.is_alphabetic() || after.is_alphabetic() => INSIDE_BITS,
            _ => STRANGE_BITS,
        };
        before = c;
    }
    bits
}
