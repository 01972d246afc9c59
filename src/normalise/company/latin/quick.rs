//! The common names without the long way: `Saber Analytics`, `Blue Ridge Dental Group, Inc.`.
//!
//! Words of ASCII letters, each with a small one, of which none has a role but as a trade: no place, legal form, branch or word
//! without weight, but for one sure legal form at the end. What the long way then does is known beforehand. Whatever is not
//! certain here is left to it; both must say the same (a test compares them).

use std::sync::LazyLock;

use hashbrown::HashSet;

use super::super::{forms, places};
use super::ending::FORM_WORDS_MAX;
use super::{Extent, NOTES, STOP_WORDS, set_parts, set_reading, trades, umlauts};
use crate::model::value::{Normal, Part};

/// Longest name that is looked at, in bytes, and most of its words.
const BYTES_MAX: usize = 60;
const WORDS_MAX: usize = 5;

/// Words that the long way treats on their own, besides legal forms and places.
const OWN: &[&str] = &["air", "college", "inh", "inhaber", "mc", "oy", "san", "the", "tic", "university", "us", "ve"];

/// Every word that makes a name one for the long way.
static MARKED: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let notes = NOTES.iter().flat_map(|note| note.trim().split(' '));
    let phrases = forms::front_phrases().iter().flat_map(|(words, _)| words).map(String::as_str);
    notes.chain(STOP_WORDS.iter().copied()).chain(phrases).chain(OWN.iter().copied()).collect()
});

/// Fills the parts of a clean name; false if it is one for the long way.
pub(super) fn parse(text: &str, out: &mut Normal) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() > BYTES_MAX || !bytes.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b' ' | b',' | b'.')) {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    let Some((name, form)) = without_form(&lower) else { return false };
    if name.bytes().any(|b| !b.is_ascii_lowercase() && b != b' ') || name.starts_with("hong kong ") {
        return false;
    }
    let written = text.split(' ').zip(name.split(' '));
    let mut tokens: Vec<&str> = Vec::with_capacity(WORDS_MAX);
    let mut last = ["", ""];
    let mut branded = false;
    for (n, (raw, word)) in written.enumerate() {
        let small = raw.bytes().any(|b| b.is_ascii_lowercase());
        if n == WORDS_MAX || word.len() < 2 || !small || is_marked(word) {
            return false;
        }
        last = [last[1], word];
        let long = trades::expand(word);
        branded |= !trades::is_latin_trade(long);
        tokens.extend(long.split(' ').filter(|token| !STOP_WORDS.contains(token)));
    }
    // New Zealand; and what stands before a comma may be no more than a trade.
    let joined = last[0].len() + last[1].len() <= places::LATIN_MAX && !last[0].is_empty() && places::is_latin(&last.concat());
    // Nanjing Agricultural Univ
    let university = matches!(tokens.last(), Some(&("university" | "college")));
    if joined || university || tokens.is_empty() || form.is_some() && !branded {
        return false;
    }
    out.set(Part::LegalForm, form.unwrap_or_default());
    set_parts(&tokens, Extent { own: tokens.len(), named: 0, far: false }, false, out);
    set_reading(out);
    true
}

/// The words before a sure legal form, and that in its canonical form; `None` where it is not certain what the end is.
fn without_form(lower: &str) -> Option<(&str, Option<&'static str>)> {
    let (front, end) = lower.rsplit_once(' ').unwrap_or(("", lower));
    let word = end.strip_suffix('.').unwrap_or(end);
    if ends_in_form_of_short_words(lower) {
        return None;
    }
    match forms::latin_form(word) {
        None => Some((lower, None)),
        Some(form) if !front.is_empty() && !forms::is_weak(word) && form != "co" => {
            Some((front.strip_suffix(',').unwrap_or(front), Some(form)))
        }
        Some(_) => None,
    }
}

/// Are several words of at most four letters at the end a legal form together (`Pty Ltd`)? Longer ones are listed by their first.
fn ends_in_form_of_short_words(lower: &str) -> bool {
    let mut joined = String::new();
    let words = lower.rsplit([' ', ',']).map(|word| word.strip_suffix('.').unwrap_or(word)).filter(|word| !word.is_empty());
    words.take(FORM_WORDS_MAX).take_while(|word| word.len() <= 4).enumerate().any(|(n, word)| {
        joined.insert_str(0, word);
        n > 0 && forms::latin_form(&joined).is_some()
    })
}

fn is_marked(word: &str) -> bool {
    MARKED.contains(word)
        || forms::latin_form(word).is_some()
        || forms::begins_long_form(word)
        || places::is_latin(word)
        || umlauts::plain(word).is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{parse as read, parse_slowly};
    use super::*;

    fn parts(text: &str, way: impl Fn(&str, &mut Normal)) -> String {
        let mut out = Normal::valid(text);
        way(text, &mut out);
        format!("{:?} {:?}", out.parts, out.findings)
    }

    #[test]
    fn ordinary_names_are_read_here() {
        for text in [
            "Saber Analytics",
            "Gulci",
            "Blue Ridge Dental Group, Inc.",
            "Johnson Electric Ltd",
            "hiblxnd bVentures",
            "Acme Mfg Corp",
        ] {
            assert!(parse(text, &mut Normal::default()), "{text}");
            assert_eq!(parts(text, read), parts(text, parse_slowly), "{text}");
        }
        for text in [
            "IBM Software",
            "Bank of China",
            "Haier Europe",
            "Acme & Sons",
            "McDonald Co",
            "Trading, Ltd",
            "Hong Kong",
            "Acme (UK) Ltd",
        ] {
            assert!(!parse(text, &mut Normal::default()), "{text}");
        }
    }

    const WORDS: &[&str] = &[
        "Acme",
        "Blue",
        "Ridge",
        "Trading",
        "Foods",
        "Ltd",
        "Ltd.",
        "Inc",
        "Inc.",
        "LLC",
        "Co",
        "Co.",
        "GmbH",
        "Holdings",
        "Group",
        "Mfg",
        "Intl",
        "Bank",
        "China",
        "New",
        "Zealand",
        "Hong",
        "Kong",
        "General",
        "Motors",
        "American",
        "St",
        "Mueller",
        "Private",
        "Limited",
        "Company",
        "Oy",
        "Ab",
        "San",
        "Air",
        "Lines",
        "Mc",
        "Donald",
        "School",
        "University",
        "Store",
        "International",
        "Huawei",
        "Yong",
        "Li",
        "Sa",
        "Hs",
        "Impex",
        "Shanghai",
        "Partners",
        "and",
        "City",
        "Federal",
        "Corporation",
        "Public",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn the_long_way_says_the_same(
            words in prop::collection::vec(prop_oneof![prop::sample::select(WORDS).prop_map(str::to_owned), "[A-Z]?[a-z]{1,6}"], 1..6),
            comma in any::<bool>(),
        ) {
            let (last, front) = words.split_last().expect("a word");
            let text = if comma && !front.is_empty() { format!("{}, {last}", front.join(" ")) } else { words.join(" ") };
            prop_assert_eq!(parts(&text, read), parts(&text, parse_slowly), "{}", text);
        }
    }
}
