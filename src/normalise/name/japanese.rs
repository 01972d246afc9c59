//! Japanese names in kanji and in Latin letters: which word is the surname, and how both are read.
//!
//! Comes in: a simplified name of 汉字, or folded Latin words. Goes out: readings in Latin letters in one spelling, so that
//! 田中太郎, `Tanaka Taro`, `TANAKA, Tarou` and `タナカ タロウ` meet: Hepburn without long vowels. A name in kanji may be Chinese as
//! well; these readings stand behind those of pinyin then. Kana themselves are read in [`super::readings`].

use std::sync::LazyLock;

use hashbrown::{HashMap, HashSet};

use super::nicknames::is_western_given;
use super::romanised::{Order, Romanised};
use crate::normalise::edges::Longest;
use crate::normalise::fold::{is_kana, simplify};

/// Most readings of a given name in kanji.
const READINGS_MAX: usize = 12;

/// Longest given name in kanji, in characters.
const GIVEN_MAX: usize = 3;

/// From this many letters on, a surname is believed in front of a Western given name too (`Watanabe Naomi`).
const SURE: usize = 6;

/// Characters that end a Japanese given name: only before them is a surname of one character believed.
const GIVEN_ENDS: &str = "郎介辅助彦斗夫子美香恵惠奈菜佳一太人";

/// A table of the data files: kanji as [`simplify`] gives them, with their readings folded.
fn table(file: &'static str) -> HashMap<String, Vec<String>> {
    let mut table: HashMap<String, Vec<String>> = HashMap::new();
    for line in file.lines().filter(|l| !l.starts_with('#')) {
        let Some((kanji, readings)) = line.split_once(' ') else { continue };
        let known = table.entry(simplify(kanji).into_owned()).or_default();
        for reading in readings.split(' ').filter_map(romaji) {
            if !known.contains(&reading) {
                known.push(reading);
            }
        }
    }
    table
}

static SURNAMES: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| table(include_str!("../data/japanese_surnames.txt")));

static GIVEN: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| table(include_str!("../data/japanese_given.txt")));

/// Readings of surnames, sorted.
static IN_LATIN: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut all: Vec<&str> = SURNAMES.values().flatten().map(String::as_str).collect();
    all.sort_unstable();
    all.dedup();
    all
});

/// First characters of [`SURNAMES`]: a cheap first look.
static FIRST: LazyLock<Longest> = LazyLock::new(|| Longest::by_first(SURNAMES.keys().map(String::as_str)));

/// The surname of at least two characters that a simplified name begins with, in bytes. At least one character stays.
pub(super) fn family_len(simple: &str) -> Option<usize> {
    prefix(simple).filter(|len| simple[..*len].chars().count() > 1)
}

/// Is a simplified text a surname of at least two characters?
pub(super) fn is_family(simple: &str) -> bool {
    simple.chars().count() > 1 && SURNAMES.contains_key(simple)
}

fn prefix(simple: &str) -> Option<usize> {
    let longest = FIRST.of(simple.chars().next()?);
    let ends = simple.char_indices().map(|(i, _)| i).take(longest + 1).skip(1);
    ends.filter(|&end| SURNAMES.contains_key(&simple[..end])).last()
}

/// The surname in kanji that a name with kana begins with, and its readings joined by `|`: 斎藤 | さくら.
pub(super) fn family_before_kana(text: &str) -> Option<(&str, String)> {
    let end = text.find(is_kana).filter(|end| *end > 0 && text[*end..].chars().all(is_kana))?;
    Some((&text[..end], family_readings(&text[..end])?))
}

/// Readings of a surname in kanji, joined by `|`.
pub(super) fn family_readings(kanji: &str) -> Option<String> {
    SURNAMES.get(&*simplify(kanji)).map(|readings| readings.join("|"))
}

/// Readings of family and given name of a simplified name without blanks, each joined by `|`; `None` if it is not Japanese.
/// The given name's are empty where a character is not known.
pub(super) fn readings(simple: &str) -> Option<(String, String)> {
    let len = prefix(simple)?;
    let (family, given) = simple.split_at(len);
    let one = family.chars().count() == 1;
    if given.chars().count() > GIVEN_MAX || one && !given.ends_with(|c| GIVEN_ENDS.contains(c)) {
        return None;
    }
    Some((SURNAMES.get(family)?.join("|"), of_given(given).join("|")))
}

/// The readings of a given name: those of the whole, then those of its characters in turn.
fn of_given(given: &str) -> Vec<String> {
    let mut out = GIVEN.get(given).cloned().unwrap_or_default();
    let mut spellings: Vec<(usize, String)> = vec![(0, String::new())];
    for c in given.chars() {
        let Some(readings) = GIVEN.get(c.encode_utf8(&mut [0; 4])) else { return out };
        let longer = |(cost, head): &(usize, String)| {
            let (cost, head) = (*cost, head.clone());
            readings.iter().enumerate().map(move |(rank, r)| (cost + rank, format!("{head}{r}"))).collect::<Vec<_>>()
        };
        spellings = spellings.iter().flat_map(longer).collect();
        spellings.sort_by_key(|(cost, _)| *cost);
        spellings.truncate(READINGS_MAX);
    }
    for spelling in spellings.into_iter().filter_map(|(_, s)| romaji(&s)) {
        if !out.contains(&spelling) {
            out.push(spelling);
        }
    }
    out.truncate(READINGS_MAX);
    out
}

/// May a folded Latin word, hyphens dropped, be a surname?
pub(super) fn is_surname(word: &str) -> bool {
    let japanese_end = matches!(word.bytes().next_back(), Some(b'a' | b'e' | b'i' | b'o' | b'u' | b'n' | b'h'));
    japanese_end && romaji(word).is_some_and(|r| IN_LATIN.binary_search(&r.as_str()).is_ok())
}

/// Is a folded Latin word a surname that is long enough to be no accident?
pub(super) fn is_sure(word: &str) -> bool {
    word.len() >= SURE && is_surname(word)
}

/// Is a folded Latin word of five letters or more the reading of a listed given name?
fn is_given(word: &str) -> bool {
    word.len() >= GIVEN_SURE && romaji(word).is_some_and(|r| GIVEN_LATIN.contains(r.as_str()))
}

/// Readings of given names of one character and one vowel: 翔 is sho, 健 is ken.
static SHORT_GIVEN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let alone = GIVEN.iter().filter(|(kanji, _)| kanji.chars().count() == 1).filter_map(|(_, readings)| readings.first());
    alone.map(String::as_str).filter(|r| r.bytes().filter(|b| b"aeiou".contains(b)).count() == 1).collect()
});

/// Shortest given name in Latin letters that is no accident.
const GIVEN_SURE: usize = 5;

/// Readings of whole given names, and of two characters in turn where the first reading of each is meant (晋三: shinzo).
static GIVEN_LATIN: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let whole = GIVEN.iter().filter(|(kanji, _)| kanji.chars().count() > 1).flat_map(|(_, readings)| readings.iter().cloned());
    let first = |c: &&String| c.chars().count() == 1;
    let firsts: Vec<&String> =
        GIVEN.iter().filter(|(kanji, _)| first(kanji)).filter_map(|(_, readings)| readings.first()).collect();
    let ends = ["zo", "ro", "taro", "jiro", "suke", "hiko", "ya", "to", "shi", "mi", "ko", "ka", "na", "ki", "o"];
    let pairs = firsts.iter().flat_map(|head| ends.iter().filter_map(move |end| romaji(&[head.as_str(), end].concat())));
    whole.chain(pairs).collect()
});

/// Recognises two folded words as one Japanese name: one is a surname, the other reads like Japanese.
pub(super) fn recognise(words: &[&str], order: Order) -> Option<Romanised> {
    let [one, two] = words else { return None };
    let (one, two) = (one.replace('-', ""), two.replace('-', ""));
    let name = |family: &str, given: &str| {
        let given = romaji(given)?;
        // Kato Sho, but no Ito Lin.
        let listed = family.len() >= 4 && SHORT_GIVEN.contains(given.as_str());
        let vowels = if listed || is_sure(family) { 1 } else { 2 };
        let given = Some(given).filter(|g| g.bytes().filter(|b| b"aeiou".contains(b)).count() >= vowels)?;
        is_surname(family).then(|| romaji(family)).flatten().map(|family| (family, given))
    };
    let last = (order != Order::FamilyFirst).then(|| name(&two, &one)).flatten();
    let sure = one.len() >= SURE || !is_western_given(&two);
    // Abe Shinzo, but no Abe Lincoln.
    let surname = !is_western_given(&one) || is_given(&two);
    let first = (order != Order::FamilyLast && surname && sure).then(|| name(&one, &two)).flatten();
    let (family_first, mut found, other) = match (last, first) {
        (Some(last), other) => (false, last, other),
        (None, Some(first)) => (true, first, None),
        (None, None) => return None,
    };
    if let Some((family, given)) = other {
        found.0 += &["|", &family].concat();
        found.1 += &["|", &given].concat();
    }
    Some(Romanised { family_first, n_family: 1, family_pinyin: found.0, given_pinyin: found.1 })
}

/// A folded Latin word in one spelling: Hepburn, long vowels not written (`satoh`, `satou` → `sato`; `matuda` → `matsuda`).
/// `None` if it does not read as Japanese.
pub(super) fn romaji(word: &str) -> Option<String> {
    let bytes = word.as_bytes();
    let mut out = String::with_capacity(word.len() + 2);
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        // The n that closes a syllable; m before the lips' sounds.
        let closes = match rest {
            [b'n', after @ ..] => after.first().is_none_or(|b| !b"aeiouy".contains(b)),
            [b'm', b'b' | b'p' | b'm', ..] => true,
            _ => false,
        };
        if closes {
            out.push('n');
            at += 1;
            continue;
        }
        // A doubled consonant: hattori, matchi.
        if let [first, second, ..] = rest
            && (first == second && b"kstpgdbz".contains(first) || (first, second) == (&b't', &b'c'))
        {
            out.push(char::from(*first));
            at += 1;
            continue;
        }
        let onset = rest.iter().take_while(|b| !b"aeiou".contains(b)).count();
        let (&vowel, onset) = (rest.get(onset)?, std::str::from_utf8(&rest[..onset]).ok()?);
        out.push_str(hepburn(onset, vowel)?);
        out.push(char::from(vowel));
        at += onset.len() + 1;
        at += match (vowel, &bytes[at..]) {
            // Satoh, Ohno; the h of john stays.
            (b'o', [b'h']) => 1,
            (b'o', [b'h', next, after @ ..]) if !b"aeiouy".contains(next) && after.iter().any(|b| b"aeiou".contains(b)) => 1,
            (b'o', [b'u' | b'o', ..]) | (b'u', [b'u', ..]) | (b'a', [b'a', ..]) => 1,
            _ => 0,
        };
    }
    (!out.is_empty()).then_some(out)
}

/// The consonants of a syllable in Hepburn; `None` if there is no such syllable.
fn hepburn(onset: &str, vowel: u8) -> Option<&'static str> {
    let glides = b"auo".contains(&vowel);
    Some(match (onset, vowel) {
        ("", _) | ("w", b'o') => "",
        ("k", _) => "k",
        ("g", _) => "g",
        ("s" | "sh", b'i') => "sh",
        ("s", _) => "s",
        ("sh" | "sy", _) if glides => "sh",
        ("z" | "d" | "j", b'i') => "j",
        ("z" | "d", b'u') => "z",
        ("z", _) => "z",
        ("j" | "zy" | "jy" | "dy", _) if glides => "j",
        ("t" | "ch", b'i') => "ch",
        ("t" | "ts", b'u') => "ts",
        ("t", _) => "t",
        ("ch" | "ty" | "cy", _) if glides => "ch",
        ("d", _) => "d",
        ("n", _) => "n",
        ("h" | "f", b'u') => "f",
        ("h", _) => "h",
        ("b", _) => "b",
        ("p", _) => "p",
        ("m", _) => "m",
        ("r", _) => "r",
        ("w", b'a') => "w",
        ("y", _) if glides => "y",
        ("ky", _) if glides => "ky",
        ("gy", _) if glides => "gy",
        ("ny", _) if glides => "ny",
        ("hy", _) if glides => "hy",
        ("by", _) if glides => "by",
        ("py", _) if glides => "py",
        ("my", _) if glides => "my",
        ("ry", _) if glides => "ry",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_sound_are_one() {
        for (word, expected) in [
            ("satoh", Some("sato")),
            ("satou", Some("sato")),
            ("ohno", Some("ono")),
            ("oono", Some("ono")),
            ("matuda", Some("matsuda")),
            ("sinzi", Some("shinji")),
            ("zyunko", Some("junko")),
            ("kenichi", Some("kenichi")),
            ("shimbashi", Some("shinbashi")),
            ("hattori", Some("hattori")),
            ("ishii", Some("ishii")),
            ("smith", None),
            ("xu", None),
            ("lee", None),
            ("john", None),
            ("", None),
        ] {
            assert_eq!(romaji(word).as_deref(), expected, "{word}");
        }
        for word in SURNAMES.values().chain(GIVEN.values()).flatten() {
            assert_eq!(romaji(word).as_ref(), Some(word), "folding twice is folding once");
        }
    }

    #[test]
    fn names_in_kanji_are_read() {
        for (name, family, given) in [
            ("田中太郎", "tanaka", "taro"),
            ("小林诚", "kobayashi", "makoto"),
            ("铃木一郎", "suzuki", "ichiro"),
            ("渡边直美", "watanabe", "naomi"),
            ("林太郎", "hayashi", "taro"),
        ] {
            let (families, givens) = readings(name).expect("a Japanese name");
            assert!(families.split('|').any(|f| f == family) && givens.split('|').any(|g| g == given), "{families} {givens}");
        }
        assert!(readings("王志辉").is_none() && readings("林志玲").is_none());
    }

    #[test]
    fn names_in_latin_letters_are_recognised_in_either_order() {
        let check = |words: &[&str], order| recognise(words, order).map(|r| (r.family_first, r.family_pinyin, r.given_pinyin));
        let found = |first, family: &str, given: &str| Some((first, family.to_owned(), given.to_owned()));
        assert_eq!(check(&["tanaka", "taro"], Order::Unknown), found(true, "tanaka", "taro"));
        assert_eq!(check(&["taro", "tanaka"], Order::Unknown), found(false, "tanaka", "taro"));
        assert_eq!(check(&["watanabe", "naomi"], Order::Unknown), found(true, "watanabe", "naomi"));
        assert_eq!(check(&["abe", "shinzo"], Order::Unknown), found(true, "abe", "shinzo"));
        assert_eq!(check(&["abe", "lincoln"], Order::Unknown), None);
        assert_eq!(check(&["john", "tanaka"], Order::Unknown), None);
    }
}
