//! Countries, states and street words of the world: names to codes.
//!
//! In: words. Out: ISO codes and canonical words. Does not parse addresses.

use std::sync::LazyLock;

use hashbrown::{HashMap, HashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Countries; source in the file.
const COUNTRIES: &str = include_str!("../data/countries.txt");
/// States of the US, Canada and Australia; source in the file.
const STATES: &str = include_str!("../data/states.txt");
/// Street types, directions and unit words; source in the file.
const STREET_WORDS: &str = include_str!("../data/street_words.txt");

/// What a word of a street line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Word {
    /// street, road, avenue …
    Type,
    /// north, southwest …
    Direction,
    /// apartment, suite …
    Unit,
}

/// Look-up tables; only ever asked, never walked.
struct Tables {
    countries: HashMap<String, &'static str>,
    /// English names by code.
    country_names: HashMap<&'static str, &'static str>,
    /// Last words of the names of countries.
    country_ends: HashSet<String>,
    states: [(&'static str, HashMap<String, &'static str>); 6],
    /// Last words of the names and codes of states.
    state_ends: HashSet<String>,
    words: HashMap<String, (Word, &'static str)>,
    /// Lengths of the keys of `words` by their first letter, one bit each.
    word_lengths: [u64; 26],
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables {
        countries: HashMap::new(),
        country_names: HashMap::new(),
        country_ends: HashSet::new(),
        states: ["US", "CA", "AU", "BR", "IN", "MX"].map(|c| (c, HashMap::new())),
        state_ends: HashSet::new(),
        words: HashMap::new(),
        word_lengths: [0; 26],
    };
    for line in lines(COUNTRIES) {
        let code = line.split('|').next().unwrap_or_default();
        if let Some(name) = line.split('|').nth(2) {
            tables.country_names.entry(code).or_insert(name);
        }
        for name in line.split('|').filter(|n| !n.is_empty()) {
            let name = folded(name);
            tables.country_ends.insert(name.rsplit(' ').next().unwrap_or_default().to_owned());
            tables.countries.insert(name, code);
        }
    }
    for line in lines(STATES) {
        let mut cells = line.split('|');
        let (Some(country), Some(code)) = (cells.next(), cells.next()) else { continue };
        for name in std::iter::once(code).chain(cells) {
            if let Some((_, states)) = tables.states.iter_mut().find(|(c, _)| *c == country) {
                let name = folded(name);
                tables.state_ends.insert(name.rsplit(' ').next().unwrap_or_default().to_owned());
                states.insert(name, code);
            }
        }
    }
    for line in lines(STREET_WORDS) {
        let mut cells = line.split('|');
        let (Some(kind), Some(word)) = (cells.next(), cells.next()) else { continue };
        let kind = match kind {
            "type" => Word::Type,
            "direction" => Word::Direction,
            _ => Word::Unit,
        };
        for name in std::iter::once(word).chain(cells) {
            let name = folded(name);
            if let Some(lengths) = letter(&name).and_then(|first| tables.word_lengths.get_mut(first)) {
                *lengths |= 1 << name.len().min(63);
            }
            tables.words.insert(name, (kind, word));
        }
    }
    tables
});

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|l| !l.starts_with('#') && !l.is_empty())
}

/// Lower case, without accents, dots, and repeated blanks; `ß` is `ss`, `ø` is `o`.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        fold_into(c, &mut out);
    }
    while out.ends_with(' ') {
        out.pop();
    }
    out
}

fn fold_into(c: char, out: &mut String) {
    match c {
        '.' | '\'' | '’' | '`' => {}
        _ if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
        _ if c.is_ascii() => {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        }
        'ß' => out.push_str("ss"),
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ı' => out.push('i'),
        'þ' | 'Þ' => out.push_str("th"),
        '\u{4E00}'..='\u{9FFF}' => out.push(c),
        _ => {
            let start = out.len();
            match FOLDED.of(c) {
                Some(letters) => out.push_str(letters),
                None => out.extend(base_letters(c)),
            }
            if out.len() == start && c.is_whitespace() && !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        }
    }
}

/// The letters and digits of a character, decomposed, in lower case, without marks.
fn base_letters(c: char) -> impl Iterator<Item = char> {
    c.nfkd().filter(|d| !is_combining_mark(*d)).flat_map(char::to_lowercase).filter(|d| d.is_alphanumeric())
}

/// [`base_letters`] of the scripts up to U+3100, one after the other, and where those of each character begin.
struct Folded {
    letters: String,
    starts: Vec<u32>,
}

impl Folded {
    /// The letters of a character; `None` where the table does not reach.
    fn of(&self, c: char) -> Option<&str> {
        let at = c as usize;
        self.letters.get(*self.starts.get(at)? as usize..*self.starts.get(at + 1)? as usize)
    }
}

static FOLDED: LazyLock<Folded> = LazyLock::new(|| {
    let mut table = Folded { letters: String::new(), starts: vec![0] };
    for c in '\0'..'\u{3100}' {
        table.letters.extend(base_letters(c));
        table.starts.push(u32::try_from(table.letters.len()).unwrap_or(u32::MAX));
    }
    table
});

/// ISO 3166-1 alpha-2 code of a country name or code, in English, Chinese or its own language; `None` if it is none.
///
/// ```
/// use guiyi::normalise::address::country_code;
/// assert_eq!(country_code("U.S.A."), Some("US"));
/// assert_eq!(country_code("德国"), Some("DE"));
/// ```
#[must_use]
pub fn country_code(text: &str) -> Option<&'static str> {
    if text.len() > 60 {
        return None;
    }
    let look = |w: &str| TABLES.countries.get(w).copied();
    with_short(text, look).unwrap_or_else(|| look(&folded(text)))
}

/// Could a line that ends with this word end with a country? A quick no for most lines.
#[must_use]
pub fn may_end_country(word: &str) -> bool {
    !word.ends_with(|c: char| c.is_ascii_digit()) && with_short(word, |w| TABLES.country_ends.contains(w)).unwrap_or(true)
}

/// Could a line that ends with this word end with a state? A quick no for most lines.
#[must_use]
pub fn may_end_state(word: &str) -> bool {
    with_short(word, |w| TABLES.state_ends.contains(w)).unwrap_or(true)
}

/// Calls `look` with a folded ASCII word of at most 40 bytes, without the heap; `None` for other words.
fn with_short<T>(word: &str, look: impl FnOnce(&str) -> T) -> Option<T> {
    let mut buffer = [0u8; 40];
    let mut len = 0;
    for b in word.bytes() {
        match b {
            b'.' | b'\'' | b'`' => {}
            b' ' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {
                *buffer.get_mut(len)? = b.to_ascii_lowercase();
                len += 1;
            }
            _ => return None,
        }
    }
    std::str::from_utf8(&buffer[..len]).ok().map(look)
}

/// Code of a country by a Chinese name, without folding.
#[must_use]
pub fn han_country(text: &str) -> Option<&'static str> {
    // The longest names of countries in the table have fourteen ideographs.
    if text.len() > 42 || text.len() < 6 {
        return None;
    }
    // 香港 is a region of the division table too, which knows more.
    TABLES.countries.get(text).copied().filter(|code| !matches!(*code, "HK" | "MO" | "TW"))
}

/// English name of a country code; the code itself if it is none.
#[must_use]
pub fn country_name(code: &str) -> &str {
    TABLES.country_names.get(code).copied().unwrap_or(code)
}

/// Postal code of a state or province of `country` (`US`, `CA`, `AU`, `BR`, `MX`; of `IN` its name) by name or code; `None` for other
/// countries.
#[must_use]
pub fn state_code(text: &str, country: &str) -> Option<&'static str> {
    if text.len() > 40 {
        return None;
    }
    let states = TABLES.states.iter().find(|(c, _)| *c == country).map(|(_, states)| states)?;
    let look = |w: &str| states.get(w).copied();
    with_short(text, look).unwrap_or_else(|| look(&folded(text)))
}

/// Is a country's code one of a state of the US, Canada or Australia too (`CA`, `DE`)?
#[must_use]
pub fn is_state_too(country: &str) -> bool {
    /// By the two letters of a code.
    static KNOWN: LazyLock<[bool; 26 * 26]> = LazyLock::new(|| {
        let letter = |i: usize| char::from(b'A' + i as u8);
        std::array::from_fn(|i| is_state(&String::from_iter([letter(i / 26), letter(i % 26)])))
    });
    match country.as_bytes() {
        [a @ b'A'..=b'Z', b @ b'A'..=b'Z'] => KNOWN[usize::from(a - b'A') * 26 + usize::from(b - b'A')],
        _ => is_state(country),
    }
}

/// Is it the name or the code of a state of the US, Canada or Australia?
#[must_use]
pub fn is_state(text: &str) -> bool {
    ["US", "CA", "AU"].iter().any(|c| state_code(text, c).is_some())
}

/// Kind and canonical form of a word of a street line, in any case and with or without dots.
#[must_use]
pub fn street_word(word: &str) -> Option<(Word, &'static str)> {
    // Most words begin with no letter of a street word that is as long.
    let listed = |first: usize| TABLES.word_lengths[first] >> word.len().min(63) & 1 == 1;
    if letter(word).is_some_and(|first| !listed(first)) && word.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let look = |w: &str| TABLES.words.get(w).copied();
    with_short(word, look).unwrap_or_else(|| look(&folded(word)))
}

/// Place in the alphabet of the first character, if that is an ASCII letter.
fn letter(word: &str) -> Option<usize> {
    let first = word.bytes().next().filter(u8::is_ascii_alphabetic)?;
    Some(usize::from(first.to_ascii_lowercase() - b'a'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_by_any_name() {
        for (name, code) in [
            ("China", "CN"),
            ("中国", "CN"),
            ("us", "US"),
            ("U.S.", "US"),
            ("United States", "US"),
            ("英国", "GB"),
            ("UK", "GB"),
            ("Deutschland", "DE"),
            ("DEU", "DE"),
            ("Österreich", "AT"),
            ("South Korea", "KR"),
            ("Côte d'Ivoire", "CI"),
        ] {
            assert_eq!(country_code(name), Some(code), "{name}");
        }
        assert_eq!(country_code("Atlantis"), None);
        assert_eq!(country_code(""), None);
    }

    #[test]
    fn states_are_known_within_their_country() {
        assert_eq!(state_code("texas", "US"), Some("TX"));
        assert_eq!(state_code("N.Y.", "US"), Some("NY"));
        assert_eq!(state_code("WA", "AU"), Some("WA"));
        assert_eq!(state_code("Québec", "CA"), Some("QC"));
        assert_eq!(state_code("TX", "AU"), None);
        assert_eq!(state_code("TX", "DE"), None);
    }

    #[test]
    fn letters_of_every_script_fold_as_by_the_tables_of_unicode() {
        for c in ('\u{80}'..char::MAX).filter(|c| c.is_alphabetic() || c.is_whitespace()) {
            if !"ßøØłŁđĐðÐæÆœŒıþÞ".contains(c) {
                assert_eq!(folded(&c.to_string()), base_letters(c).collect::<String>(), "{c}");
            }
        }
        assert_eq!(folded("Ünal ΆΘΗΝΑ Ёлка ガ 北京"), "unal αθηνα елка カ 北京");
    }

    #[test]
    fn street_words_have_one_form() {
        assert_eq!(street_word("rd"), Some((Word::Type, "road")));
        assert_eq!(street_word("n"), Some((Word::Direction, "north")));
        assert_eq!(street_word("apt"), Some((Word::Unit, "apartment")));
    }
}
