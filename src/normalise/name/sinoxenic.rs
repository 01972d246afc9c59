//! Korean and Vietnamese names in Latin letters or hangul, with the pinyin of the characters they may be written with.
//!
//! In: the folded words of a name, or hangul. Out: pinyin readings for comparing with names in 汉字 (文在寅, 阮文雄). A name is
//! recognised when one end is a surname and everything else splits into known syllables; the tables name their sources.

use std::sync::LazyLock;

use any_ascii::any_ascii_char;
use hashbrown::HashMap;

use super::READINGS_MAX;
use super::nicknames::is_western_given;
use super::romanised::{Order, Romanised};

/// Spellings of surnames and of syllables, with the pinyin they may stand for, the commonest first.
struct Tables {
    surnames: HashMap<&'static str, &'static str>,
    syllables: HashMap<&'static str, Vec<&'static str>>,
}

impl Tables {
    fn read(file: &'static str) -> Self {
        let mut out = Self { surnames: HashMap::new(), syllables: HashMap::new() };
        for (spellings, pinyin) in file.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once(' ')) {
            if let Some(spellings) = spellings.strip_prefix('=') {
                for spelling in spellings.split(',') {
                    out.surnames.entry(spelling).or_insert(pinyin);
                }
                continue;
            }
            for spelling in spellings.split(',') {
                let known = out.syllables.entry(spelling).or_default();
                for reading in pinyin.split(' ') {
                    if !known.contains(&reading) {
                        known.push(reading);
                    }
                }
            }
        }
        out
    }

    /// The combinations of what the syllables may stand for, the commonest first, joined by `|`; empty if one is unknown.
    fn given(&self, syllables: &[&str]) -> String {
        let known: Option<Vec<_>> = syllables.iter().map(|s| self.syllables.get(*s)).collect();
        let Some(known) = known.filter(|known| !known.is_empty()) else { return String::new() };
        let mut all: Vec<(usize, String)> = vec![(0, String::new())];
        for readings in known {
            let longer = |(cost, head): &(usize, String)| {
                let (cost, head) = (*cost, head.clone());
                readings.iter().enumerate().map(move |(rank, r)| (cost + rank, format!("{head}{r}"))).collect::<Vec<_>>()
            };
            all = all.iter().flat_map(longer).collect();
        }
        all.sort_by_key(|(cost, _)| *cost);
        let mut readings: Vec<&str> = Vec::with_capacity(READINGS_MAX);
        for (_, reading) in &all {
            if readings.len() < READINGS_MAX && !readings.contains(&reading.as_str()) {
                readings.push(reading);
            }
        }
        readings.join("|")
    }
}

static KOREAN: LazyLock<Tables> = LazyLock::new(|| Tables::read(include_str!("../data/korean.txt")));
static VIETNAMESE: LazyLock<Tables> = LazyLock::new(|| Tables::read(include_str!("../data/vietnamese.txt")));

/// Longest Korean given name in Latin letters, without hyphen.
const KOREAN_GIVEN_MAX: usize = 12;

/// Every spelling of a Korean or Vietnamese surname.
pub(super) fn surnames() -> impl Iterator<Item = &'static str> {
    KOREAN.surnames.keys().chain(VIETNAMESE.surnames.keys()).copied()
}

/// Is a folded word a spelling of a Korean surname?
pub(super) fn is_korean_surname(word: &str) -> bool {
    KOREAN.surnames.contains_key(word)
}

/// Recognises folded words (inner hyphens kept) as a Korean name: a surname at one end, a given name of two syllables.
pub(super) fn korean(words: &[&str], order: Order) -> Option<Romanised> {
    if !(2..=3).contains(&words.len()) {
        return None;
    }
    let read = |family: &str, given: &[&str]| {
        let family = KOREAN.surnames.get(family)?;
        let given = korean_given(given).filter(|given| !given.is_empty())?;
        Some(((*family).to_owned(), given))
    };
    let first = || read(words[0], &words[1..]).map(|found| (true, found));
    let last = || read(words[words.len() - 1], &words[..words.len() - 1]).map(|found| (false, found));
    let (family_first, (family_pinyin, given_pinyin)) = match order {
        Order::FamilyFirst => first(),
        Order::FamilyLast => last(),
        Order::Unknown => first().or_else(last),
    }?;
    Some(Romanised { family_first, n_family: 1, family_pinyin, given_pinyin })
}

fn korean_given(words: &[&str]) -> Option<String> {
    let pieces: Vec<&str> = words.iter().flat_map(|w| w.split('-')).filter(|p| !p.is_empty()).collect();
    match pieces[..] {
        [one, two] if !(is_western_given(one) && is_western_given(two)) => Some(KOREAN.given(&[one, two])),
        [one] if one.is_ascii() && one.len() <= KOREAN_GIVEN_MAX && !is_western_given(one) => {
            let splits = (1..one.len()).map(|at| one.split_at(at));
            let mut known = splits.map(|(a, b)| KOREAN.given(&[a, b])).filter(|given| !given.is_empty());
            known.next()
        }
        _ => None,
    }
}

/// Pinyin of a Korean surname and given name in hangul; empty where unknown.
pub(super) fn of_hangul(family: &str, given: &str) -> (String, String) {
    let spelt = |c: char| {
        let mut letters = any_ascii_char(c).to_ascii_lowercase();
        // Stops at the end are written k, p, t: 국 is guk.
        let stop = match letters.pop() {
            Some('g') if !letters.ends_with('n') => Some('k'),
            Some('b') => Some('p'),
            Some('d') => Some('t'),
            last => last,
        };
        letters.extend(stop);
        letters
    };
    let lower: Vec<String> = given.chars().map(spelt).collect();
    let syllables: Vec<&str> = lower.iter().map(String::as_str).collect();
    let surname: String = family.chars().map(spelt).collect();
    (KOREAN.surnames.get(surname.as_str()).copied().unwrap_or_default().to_owned(), KOREAN.given(&syllables))
}

/// Pinyin of a Vietnamese surname and of the words of a given name in the order of speaking (`van hung`), folded; `None` if one is
/// unknown.
pub(super) fn vietnamese(family: &str, given: &[&str]) -> Option<(String, String)> {
    let surname = VIETNAMESE.surnames.get(family)?;
    let given = VIETNAMESE.given(given);
    (!given.is_empty()).then(|| ((*surname).to_owned(), given))
}

/// Are the folded words a Vietnamese name of three or more syllables with its surname first?
pub(super) fn is_vietnamese(words: &[&str]) -> bool {
    words.len() >= 3
        && VIETNAMESE.surnames.contains_key(words[0])
        && words[1..].iter().all(|w| VIETNAMESE.syllables.contains_key(*w))
        && !words[1..].iter().all(|w| is_western_given(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn korean_names_are_read_in_either_order() {
        for (words, order, expected) in [
            ("moon jae-in", Order::Unknown, Some((true, "wen", "zairen"))),
            ("myung-bak lee", Order::Unknown, Some((false, "li", "mingbo"))),
            ("kim minjun", Order::Unknown, Some((true, "jin", "minjun"))),
            ("robert johnson", Order::Unknown, None),
            ("kim basinger", Order::Unknown, None),
            ("lee ann", Order::Unknown, None),
        ] {
            let words: Vec<&str> = words.split(' ').collect();
            let found = korean(&words, order);
            let got =
                found.as_ref().map(|r| (r.family_first, r.family_pinyin.as_str(), r.given_pinyin.split('|').next().unwrap_or("")));
            assert_eq!(got, expected, "{words:?}");
        }
    }

    #[test]
    fn hangul_and_vietnamese_have_the_pinyin_of_their_characters() {
        let (family, given) = of_hangul("박", "정희");
        assert_eq!(family, "piao|pu");
        assert!(given.split('|').any(|g| g == "zhengxi"), "{given}");
        let (family, given) = vietnamese("nguyen", &["van", "hung"]).expect("all known");
        assert_eq!(family, "ruan");
        assert!(given.starts_with("wenxiong"), "{given}");
        assert!(is_vietnamese(&["tran", "hung", "dao"]) && !is_vietnamese(&["le", "john", "smith"]));
    }
}
