//! What text costs under the code pages that have one byte per character, by the languages written in them.
//!
//! A language's letters are dear by how many there are; where an alphabet is all a language's own, the commoner half of it, listed
//! first, is four fifths of a text. Letters of another language are as rare as signs. Central Europe's, Turkey's and the Baltic's pages differ from the Western one in a few letters
//! (`ð`, `þ` and `ý` are `ğ`, `ş` and `ı`), and whichever language explains the file is right.

use encoding_rs::{
    Encoding, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256,
    WINDOWS_1257,
};

use super::models::{ASCII_BITS, IMPOSSIBLE_BITS};

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
/// Bits added where the Western mixture shows two letters above 127 in a row: rare in every Western language.
const RUN_BITS: f64 = 6.0;
/// Bits added for a capital before anything but a small letter, and within a word.
const CAPITAL_BITS: f64 = 1.5;
const MID_CAPITAL_BITS: f64 = 6.0;
/// Bits added where letters of two alphabets meet.
const MIXED_BITS: f64 = 8.0;

/// A code page: the character of each byte and what it is, looked up once for all texts.
struct Page {
    chars: [char; 256],
    lower: [bool; 256],
    upper: [bool; 256],
    letter: [bool; 256],
}

impl Page {
    fn of(encoding: &'static Encoding) -> Self {
        let chars = std::array::from_fn(|byte| {
            let byte = [u8::try_from(byte).unwrap_or(u8::MAX)];
            encoding.decode_without_bom_handling(&byte).0.chars().next().unwrap_or('\u{fffd}')
        });
        Self {
            chars,
            lower: chars.map(char::is_lowercase),
            upper: chars.map(char::is_uppercase),
            letter: chars.map(char::is_alphabetic),
        }
    }
}

/// What bytes cost as a text of a code page, by the language that explains it best.
pub(super) fn bits(bytes: &[u8], encoding: &'static Encoding) -> f64 {
    let page = Page::of(encoding);
    let languages = LANGUAGES.iter().filter(|language| language.encoding == encoding);
    let best = languages.map(|language| language_bits(bytes, &page, language)).fold(f64::INFINITY, f64::min);
    let mixture = encoding == WINDOWS_1252 || encoding == MACINTOSH || best.is_infinite();
    if mixture { best.min(western_bits(bytes, &page, encoding)) } else { best }
}

/// The bytes above 127 with the one before and the one after each.
fn beyond_ascii(bytes: &[u8]) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
    let at = |i: usize| bytes.get(i).map_or(usize::from(b' '), |&byte| usize::from(byte));
    let beyond = bytes.iter().enumerate().filter(|(_, byte)| !byte.is_ascii());
    beyond.map(move |(i, &byte)| (i.checked_sub(1).map_or(usize::from(b' '), at), usize::from(byte), at(i + 1)))
}

fn ascii_bits(bytes: &[u8]) -> f64 {
    bytes.iter().filter(|byte| byte.is_ascii()).count() as f64 * ASCII_BITS
}

fn language_bits(bytes: &[u8], page: &Page, language: &Language) -> f64 {
    let letters: Vec<char> = language.letters.chars().collect();
    // Where most letters are ASCII, one bit says that this one is not.
    let each = (letters.len() as f64).log2();
    let cost = |at: usize| match (language.latin, at < letters.len() / 2) {
        (true, _) => each + 1.0,
        (false, true) => each + COMMON_BITS,
        (false, false) => each + UNCOMMON_BITS,
    };
    let own: [Option<f64>; 256] =
        page.chars.map(|c| c.to_lowercase().find_map(|small| letters.iter().position(|&letter| letter == small)).map(cost));
    let beyond: f64 = beyond_ascii(bytes)
        .map(|(before, byte, after)| match (page.chars[byte], own[byte]) {
            ('\u{fffd}' | '\u{80}'..='\u{9f}', _) => IMPOSSIBLE_BITS,
            (_, Some(letter)) => {
                let mid = page.upper[byte] && page.lower[before];
                let alone = page.upper[byte] && !page.lower[after];
                let mixed = !language.latin && [before, after].iter().any(|&near| page.chars[near].is_ascii_alphabetic());
                letter
                    + if mid { MID_CAPITAL_BITS } else { 0.0 }
                    + if alone { CAPITAL_BITS } else { 0.0 }
                    + if mixed { MIXED_BITS } else { 0.0 }
            }
            ('«' | '»' | '„' | '“' | '”' | '‘' | '’' | '–' | '—' | '…' | '№' | '\u{a0}', _) => EVERYDAY_BITS,
            _ if page.letter[before] || page.letter[after] => INSIDE_BITS,
            _ => STRANGE_BITS,
        })
        .sum();
    ascii_bits(bytes) + beyond
}

/// What bytes cost as a text in one of many Western languages.
fn western_bits(bytes: &[u8], page: &Page, encoding: &'static Encoding) -> f64 {
    // Mac Roman exports are old ones only: one bit of doubt per character.
    let prior = if encoding == MACINTOSH { 1.0 } else { 0.0 };
    let beyond: f64 = beyond_ascii(bytes)
        .map(|(before, byte, after)| {
            let run = match (page.chars[before].is_ascii(), page.lower[before] && page.lower[byte]) {
                (true, _) => 0.0,
                (false, true) => RUN_BITS / 2.0,
                (false, false) => RUN_BITS,
            };
            prior + accent_bits(page, before, byte, after) + run
        })
        .sum();
    ascii_bits(bytes) + beyond
}

/// Bits of a Western character above 127 between its neighbours.
fn accent_bits(page: &Page, before: usize, byte: usize, after: usize) -> f64 {
    let inside = page.letter[before] && page.letter[after];
    match page.chars[byte] {
        '\u{fffd}' | '\u{80}'..='\u{9f}' => IMPOSSIBLE_BITS,
        'é' | 'è' | 'ê' | 'ë' | 'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ç' | 'í' | 'ì' | 'î' | 'ï' | 'ñ' | 'ó' | 'ò' | 'ô' | 'ö'
        | 'õ' | 'ø' | 'ú' | 'ù' | 'û' | 'ü' | 'ß' | 'æ' | 'œ' | 'ý' | 'ÿ' => 5.3,
        'É' | 'È' | 'Ê' | 'Ë' | 'Á' | 'À' | 'Â' | 'Ä' | 'Ã' | 'Å' | 'Ç' | 'Í' | 'Ì' | 'Î' | 'Ï' | 'Ñ' | 'Ó' | 'Ò' | 'Ô' | 'Ö'
        | 'Õ' | 'Ø' | 'Ú' | 'Ù' | 'Û' | 'Ü' | 'Æ' | 'Œ' => {
            if page.lower[before] {
                13.0
            } else {
                8.0
            }
        }
        '’' => 7.0,
        '‘' | '“' | '”' | '–' | '—' | '…' | '€' | '£' | '°' | '«' | '»' | '®' | '©' | '™' | '•' | '¡' | '¿' | 'º' | 'ª'
        | '\u{a0}' => {
            if inside {
                12.0
            } else {
                8.0
            }
        }
        _ => 13.0,
    }
}
