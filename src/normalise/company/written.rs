//! The brand as the name has it: `Johnson & Johnson`, 鴻海, where the brand to compare is `johnson johnson`, 鸿海.
//!
//! Comes in: a clean name and its folded brand. Goes out: the stretch of the name that the brand was taken from, letter for
//! letter, with the signs and small words inside it. It takes nothing apart: what the brand is say [`super::han`] and
//! [`super::latin`].

use super::latin::{is_small_word, is_trade, written_out};
use crate::normalise::fold;

/// Words of divisions that a brand leaves out: 南京市第一中学 is 南京第一中学.
const LEVELS: &str = "省市县区";

/// The stretch of `text` that folds to `brand`; `None` where the brand is not written there in one piece.
pub(super) fn stretch<'a>(text: &'a str, brand: &str) -> Option<&'a str> {
    if brand.is_empty() {
        return None;
    }
    let eastern = |c: char| fold::is_han(c) || fold::is_kana(c) || fold::is_hangul(c);
    if brand.chars().any(eastern) || text.chars().any(eastern) { of_characters(text, brand) } else { of_words(text, brand) }
}

/// Character by character; signs between them and words of divisions are passed over.
fn of_characters<'a>(text: &'a str, brand: &str) -> Option<&'a str> {
    let wanted: Vec<char> = fold::letters(brand).chars().collect();
    let folded: Vec<(usize, usize, String)> = text
        .char_indices()
        .map(|(at, c)| (at, at + c.len_utf8(), fold::letters(&fold::simplify(&text[at..at + c.len_utf8()]))))
        .collect();
    let from = |first: usize| {
        let (mut found, mut end) = (0, 0);
        for (_, to, letters) in &folded[first..] {
            if letters.is_empty() {
                continue;
            }
            let fits = letters.chars().eq(wanted[found..].iter().copied().take(letters.chars().count()));
            if fits {
                found += letters.chars().count();
                end = *to;
            } else if found == 0 || !letters.starts_with(|c| LEVELS.contains(c)) {
                return None;
            }
            if found == wanted.len() {
                return Some(end);
            }
        }
        None
    };
    (0..folded.len()).filter(|&first| !folded[first].2.is_empty()).find_map(|first| Some(&text[folded[first].0..from(first)?]))
}

/// Word by word; small words and trades between them are passed over.
fn of_words<'a>(text: &'a str, brand: &str) -> Option<&'a str> {
    let wanted: Vec<&str> = brand.split(' ').collect();
    let words = words(text);
    let from = |first: usize| {
        let (mut rest, mut at) = (wanted.as_slice(), first);
        while let Some(next) = rest.first() {
            let (_, key) = words.get(at)?;
            let whole = written_out(key);
            let n = whole.split(' ').count();
            if rest.len() >= n && whole.split(' ').eq(rest[..n].iter().copied()) {
                rest = &rest[n..];
            } else if rest.len() > 1 && *key == [*next, rest[1]].concat() {
                rest = &rest[2..];
            } else if words.get(at + 1).is_some_and(|(_, second)| [key, second.as_str()].concat() == *next) {
                rest = &rest[1..];
                at += 1;
            } else if at == first || !is_small_word(key) && !is_trade(whole) {
                return None;
            }
            at += 1;
        }
        at.checked_sub(1)
    };
    let (first, last) = (0..words.len()).find_map(|first| Some((first, from(first)?)))?;
    let (start, end) = (words[first].0, words[last].0 + word_len(&text[words[last].0..]));
    let found = &text[start..end];
    // The dot of `Bros.` ends the name, that of `St. Mary's` does not.
    let bare = found.trim_end_matches(['.', '\'', '/']);
    Some(if bare.contains('.') && found.ends_with('.') && !bare.contains(' ') { found } else { bare })
}

/// Bytes of the word a text begins with.
fn word_len(text: &str) -> usize {
    text.find(|c| !is_of_word(c)).unwrap_or(text.len())
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '\'' | '\u{2019}' | '/' | '\u{300}'..='\u{36F}')
}

/// The words of a text: where they begin, and folded.
fn words(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_of_word).map(|skip| at + skip) {
        let len = word_len(&text[start..]);
        let key = fold::letters(&text[start..start + len]);
        if !key.is_empty() {
            let plain = super::plain_umlauts(&key);
            found.push((start, plain.unwrap_or(key)));
        }
        at = start + len;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::stretch;

    #[test]
    fn a_brand_is_found_as_it_is_written() {
        for (text, brand, expected) in [
            ("Johnson & Johnson", "johnson johnson", Some("Johnson & Johnson")),
            ("The Coca-Cola Company", "coca cola", Some("Coca-Cola")),
            ("L'Oréal S.A.", "loreal", Some("L'Oréal")),
            ("IKEA of Sweden AB", "ikea sweden", Some("IKEA of Sweden")),
            ("St. Mary's Hospital", "saint marys", Some("St. Mary's")),
            ("Müller Maschinenbau GmbH", "muller", Some("Müller")),
            ("Acme Bros. Ltd", "acme brothers", Some("Acme Bros")),
            ("Acme Foods Vision", "acme vision", Some("Acme Foods Vision")),
            ("Acme Blue Vision", "acme vision", None),
            ("鴻海精密工業股份有限公司", "鸿海", Some("鴻海")),
            ("TCL科技集团股份有限公司", "tcl", Some("TCL")),
            ("南京市第一中学", "南京第一中学", Some("南京市第一中学")),
            ("一汽-大众汽车有限公司", "一汽大众", Some("一汽-大众")),
            ("北京四中", "北京第四中学", None),
            ("", "", None),
        ] {
            assert_eq!(stretch(text, brand), expected, "{text}");
        }
    }
}
