//! Chinese names written in Latin letters: Hanyu Pinyin in either order, Wade–Giles and Hong Kong surnames.
//!
//! A name is recognised when one end is a Chinese surname's spelling and everything else splits into syllables. Where
//! both ends could be the surname, both readings are given, the likelier first.

use std::sync::LazyLock;

use hashbrown::HashMap;

use super::READINGS_MAX;
use super::nicknames::is_western_given;
use super::sinoxenic;
use super::surnames::{self, COMMON};
use super::wade_giles;
use crate::normalise::pinyin;

/// Which end the family name stands at, as far as the writing says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Nothing says.
    Unknown,
    /// Family name first: a comma after it, or it alone in capitals.
    FamilyFirst,
    /// Family name last.
    FamilyLast,
}

/// A recognised name: how many words at which end are the family name, and the readings, joined by `|`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Romanised {
    /// True if the family name stands first.
    pub family_first: bool,
    /// Number of words of the family name.
    pub n_family: usize,
    /// Pinyin of the family name.
    pub family_pinyin: String,
    /// Pinyin of the given name.
    pub given_pinyin: String,
}

/// Rank given to a surname that is only known in another spelling than pinyin.
const RANK_ROMANISED: u16 = 90;

/// Syllables of given names in Hong Kong spelling with the pinyin they may stand for, the commonest first; source in the file.
pub(super) static CANTONESE: LazyLock<HashMap<&'static str, Vec<&'static str>>> =
    LazyLock::new(|| syllables(include_str!("../data/cantonese.txt")));

/// The same in the spelling of families from Fujian and Chaozhou in Singapore, Malaysia and the Philippines.
static SOUTHERN_MIN: LazyLock<HashMap<&'static str, Vec<&'static str>>> =
    LazyLock::new(|| syllables(include_str!("../data/southern_min.txt")));

fn syllables(file: &'static str) -> HashMap<&'static str, Vec<&'static str>> {
    let lines = file.lines().filter(|l| !l.starts_with('#'));
    lines.filter_map(|line| line.split_once(' ').map(|(syllable, pinyin)| (syllable, pinyin.split(' ').collect()))).collect()
}

/// Most readings of a given name in Hong Kong spelling: a syllable stands for up to six in pinyin.
const CANTONESE_MAX: usize = 24;

struct Candidate {
    rank: u16,
    family_first: bool,
    n_family: usize,
    is_compound: bool,
    family_pinyin: String,
    given_pinyin: String,
}

/// The commonest Chinese surnames of Hong Kong, Singapore and Malaysia in the spellings used there; facts: the ten to forty
/// commonest of each as their statistics offices list them.
#[rustfmt::skip]
const OVERSEAS: &[&str] = &[
    "ang", "au", "chan", "chang", "cheng", "cheong", "cheung", "chew", "chia", "choi", "chong", "chow", "choy", "chua", "chung",
    "foo", "fung", "goh", "ho", "hui", "kam", "koh", "kwan", "kwok", "kwong", "lai", "lam", "lau", "law", "lee", "leung", "liew",
    "lim", "lo", "loh", "loke", "low", "lui", "mak", "mok", "ng", "ong", "pang", "poon", "quek", "seah", "sim", "so", "soh", "tam",
    "tan", "tang", "tay", "teo", "teoh", "toh", "tong", "tsang", "tse", "tsui", "wong", "wu", "yap", "yeo", "yeoh", "yeung", "yip",
    "yuen",
];

/// Is a word one of the commonest surnames overseas?
pub(super) fn is_overseas(word: &str) -> bool {
    OVERSEAS.binary_search(&word).is_ok()
}

/// Is a word a syllable of given names in Hong Kong spelling?
pub(super) fn is_cantonese(word: &str) -> bool {
    CANTONESE.contains_key(word)
}

/// Do three short words begin (`true`) or end (`false`) with one of the commonest surnames overseas, and not both? In pinyin a
/// given name of two syllables is one word; of three words the common surname is the family's (`Wei Ming Tan`).
pub(super) fn overseas_first(words: &[&str]) -> Option<bool> {
    let [first, middle, last] = words else { return None };
    let is_known = |w: &str| OVERSEAS.binary_search(&w).is_ok();
    let syllable = |w: &str| w.len() <= 6 && !w.contains('-') && (!is_western_given(w) || is_known(w));
    if !(syllable(first) && syllable(middle) && syllable(last)) {
        return None;
    }
    // So Young Kim, Kim Min Ho: Korean names; Wang Xiao Tong: a surname of the mainland before a syllable of pinyin.
    let korean = |w: &str| sinoxenic::is_korean_surname(w) && !is_known(w);
    let mainland = |w: &str| surnames::pinyin_rank(w).is_some_and(|rank| rank < COMMON);
    match (is_known(first), is_known(last)) {
        (true, false) if !korean(last) => Some(true),
        (false, true) if !korean(first) && (*last == "tan" || !mainland(first) || !is_syllable(last)) => Some(false),
        _ => None,
    }
}

fn is_syllable(word: &str) -> bool {
    pinyin::split(word).is_some_and(|syllables| syllables.len() == 1)
}

/// Syllables that hardly any Chinese given name has: Alan, Teresa and Amanda are pinyin by accident.
const UNUSUAL: &[&str] =
    &["a", "ba", "ca", "fo", "ga", "ha", "ka", "la", "ma", "ne", "o", "ou", "pa", "re", "ri", "sa", "se", "ta", "te", "za"];

/// A Western given name of several syllables of which one is no Chinese name's.
fn is_no_pinyin(given: &str) -> bool {
    let unusual = || pinyin::split(given).is_some_and(|all| all.len() > 1 && all.iter().any(|s| UNUSUAL.contains(s)));
    is_western_given(given) && unusual()
}

/// Recognises folded words (inner hyphens kept) as one Chinese name.
pub(super) fn recognise(words: &[&str], order: Order) -> Option<Romanised> {
    let mut found = recognise_any(words, order)?;
    if let [first, last] = words {
        let (family, given) = if found.family_first { (first, last) } else { (last, first) };
        // Alan Mak of Hong Kong; Lisa Wang may be meant by her pinyin.
        if surnames::pinyin_rank(family).is_none() && is_no_pinyin(given) {
            found.given_pinyin.clear();
        }
    }
    Some(found)
}

fn recognise_any(words: &[&str], order: Order) -> Option<Romanised> {
    let hinted = (order == Order::Unknown).then(|| overseas_first(words)).flatten();
    let Some(family_first) = hinted else { return recognise_in(words, order) };
    let turned = if family_first { words.to_vec() } else { [&words[words.len() - 1..], &words[..words.len() - 1]].concat() };
    let plain = recognise_in(words, order);
    if plain.as_ref().is_some_and(|found| found.family_first == family_first) {
        return plain;
    }
    let Some(mut found) = recognise_in(&turned, Order::FamilyFirst).filter(|found| found.n_family == 1) else { return plain };
    found.family_first = family_first;
    if let Some(other) = plain {
        append(&mut found.family_pinyin, &other.family_pinyin);
        append(&mut found.given_pinyin, &other.given_pinyin);
    }
    Some(found)
}

/// As [`recognise`], without a look at what is common overseas.
fn recognise_in(words: &[&str], order: Order) -> Option<Romanised> {
    let n = words.len();
    if !(2..=4).contains(&n) {
        return None;
    }
    let last = (order != Order::FamilyFirst).then(|| candidate(words, 1, false)).flatten();
    let western = |c: &Candidate| western_start(words[0], c.rank) && !reads_chinese(&words[1..]);
    let first = (order != Order::FamilyLast).then(|| candidate(words, 1, true)).flatten();
    let first = first.filter(|c| order == Order::FamilyFirst || last.is_some() || !western(c));
    let compound = (n >= 3 && order != Order::FamilyLast).then(|| candidate(words, 2, true)).flatten();
    let compound_last = (n >= 3 && order != Order::FamilyFirst && compound.is_none()).then(|| candidate(words, 2, false)).flatten();
    let compound_last = compound_last.filter(|c| c.is_compound);
    let mut found: Vec<Candidate> = [compound, compound_last, first, last].into_iter().flatten().collect();
    // A stable sort: of two equally common surnames the first one written wins.
    found.sort_by_key(|c| c.rank);
    let mut found = found.into_iter();
    let hong_kong = cantonese(words, order);
    let known = match found.next() {
        // A compound surname written as one word leaves no doubt.
        Some(likely) if likely.n_family == 1 && likely.is_compound && surnames::romanised(&words[0].replace('-', "")).is_none() => {
            return Some(result(likely, std::iter::empty()));
        }
        Some(likely) => Some(result(likely, found)),
        None => None,
    };
    match (known, hong_kong) {
        // Lee Siu Lung: the last word is a surname too, but the first one is none in pinyin.
        (Some(known), Some(mut more)) if !known.family_first && surnames::pinyin_rank(words[0]).is_none() => {
            append(&mut more.family_pinyin, &known.family_pinyin);
            append(&mut more.given_pinyin, &known.given_pinyin);
            Some(more)
        }
        (Some(mut known), Some(more)) => {
            append(&mut known.family_pinyin, &more.family_pinyin);
            append(&mut known.given_pinyin, &more.given_pinyin);
            Some(known)
        }
        (known, more) => known.or(more).or_else(|| mixed(words, order)).or_else(|| overseas(words, order)),
    }
}

/// `Lee Ka Shing`, `Cheung Wai`: a Hong Kong surname and one or two syllables in Hong Kong spelling, with what they may stand
/// for in pinyin. A surname that is pinyin too needs two of them, apart (`Ma Ka Fai`), for pinyin writes given names as one word.
fn cantonese(words: &[&str], order: Order) -> Option<Romanised> {
    let (family, n_family, given) = match words {
        // Au Yeung Ka Fai
        [one, two, given @ ..] if !given.is_empty() && surnames::romanised(&[*one, *two].concat()).is_some() => {
            ([*one, *two].concat(), 2, given)
        }
        [family, given @ ..] => (family.replace('-', ""), 1, given),
        [] => return None,
    };
    let family_pinyin = surnames::romanised(&family).filter(|_| order != Order::FamilyLast)?;
    let pieces: Vec<&str> = given.iter().flat_map(|w| w.split('-')).collect();
    let plain_pinyin = surnames::pinyin_rank(&family).is_some();
    let fitting = pieces.len() == 2 || pieces.len() == 1 && !plain_pinyin && !is_western_given(pieces[0]);
    if !fitting || pieces.len() == 1 && western_start(words[0], RANK_ROMANISED) {
        return None;
    }
    let of = |table: &'static HashMap<&str, Vec<&'static str>>| pieces.iter().map(|p| table.get(*p)).collect::<Option<Vec<_>>>();
    // Lee Kim Wong may be a Western Lee; Tan Kim Chuan is none.
    let western = pieces.iter().any(|p| is_western_given(p)) && is_western_given(&family);
    let overseas = of(&SOUTHERN_MIN).filter(|_| pieces.len() == 2 && !western);
    let mut given_pinyin = of(&CANTONESE).map(|syllables| likeliest(&syllables)).unwrap_or_default();
    if let Some(syllables) = overseas {
        append(&mut given_pinyin, &likeliest(&syllables));
    }
    if given_pinyin.is_empty() {
        return None;
    }
    Some(Romanised { family_first: true, n_family, family_pinyin: family_pinyin.to_owned(), given_pinyin })
}

/// `Chao Yuen Ren`: a surname in any spelling before two syllables, each in a spelling of its own.
fn mixed(words: &[&str], order: Order) -> Option<Romanised> {
    let [family, given @ ..] = words else { return None };
    let pieces: Vec<&str> = given.iter().flat_map(|w| w.split('-')).collect();
    let western = pieces.iter().filter(|p| is_western_given(p)).count() > usize::from(!is_western_given(family));
    if order == Order::FamilyLast || pieces.len() != 2 || western {
        return None;
    }
    let (_, family_pinyin) = family_readings(family).filter(|(rank, _)| *rank < COMMON || surnames::romanised(family).is_some())?;
    let of = |piece: &str| {
        let own = pinyin::syllables().find(|s| *s == piece);
        let tables = [CANTONESE.get(piece), SOUTHERN_MIN.get(piece), wade_giles::SYLLABLES.get(piece)];
        let mut readings: Vec<&str> = own.into_iter().chain(tables.into_iter().flatten().flatten().copied()).collect();
        let mut seen = Vec::new();
        readings.retain(|reading| {
            !seen.contains(reading) && {
                seen.push(*reading);
                true
            }
        });
        (!readings.is_empty()).then_some(readings)
    };
    let (one, two) = (of(pieces[0])?, of(pieces[1])?);
    let given_pinyin = likeliest(&[&one, &two]);
    Some(Romanised { family_first: true, n_family: 1, family_pinyin, given_pinyin })
}

/// `Lim Swee Say`, `Lee Kuan Yew`: a surname in Hokkien or Cantonese spelling before two short words in a spelling that is not
/// read further.
fn overseas(words: &[&str], order: Order) -> Option<Romanised> {
    let [family, one, two] = words else { return None };
    let short = |w: &str| (2..=5).contains(&w.len()) && !w.contains('-') && !is_western_given(w);
    let family_pinyin = surnames::romanised(family).filter(|_| order != Order::FamilyLast && short(one) && short(two))?;
    Some(Romanised { family_first: true, n_family: 1, family_pinyin: family_pinyin.to_owned(), given_pinyin: String::new() })
}

/// The combinations of readings, those of the commonest ones first, at most [`CANTONESE_MAX`], joined by `|`.
pub(super) fn likeliest(syllables: &[&Vec<&str>]) -> String {
    let mut all: Vec<(usize, String)> = vec![(0, String::new())];
    for readings in syllables {
        let longer = |(cost, head): &(usize, String)| {
            let (cost, head) = (*cost, head.clone());
            readings.iter().enumerate().map(move |(rank, r)| (cost + rank, format!("{head}{r}"))).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    all.sort_by_key(|(cost, _)| *cost);
    all.truncate(CANTONESE_MAX);
    let mut out = String::new();
    for (_, spelling) in &all {
        append(&mut out, spelling);
    }
    out
}

/// `Dan Rice` and `Lee Moore` begin with a Western given name, not with a surname.
fn western_start(word: &str, rank: u16) -> bool {
    rank >= COMMON && is_western_given(word) || is_western_given(word) && surnames::pinyin_rank(word).is_none()
}

/// Sounds that pinyin writes and hardly any Western given name or surname of syllables does (`Lan Yujuan`).
fn reads_chinese(given: &[&str]) -> bool {
    let sounds = ["x", "q", "zh", "ng", "uan", "uo", "iu", "ao", "ui", "ian"];
    given.iter().any(|word| sounds.iter().any(|s| word.contains(s)))
}

fn result(likely: Candidate, others: impl Iterator<Item = Candidate>) -> Romanised {
    let mut family_pinyin = likely.family_pinyin;
    let mut given_pinyin = likely.given_pinyin;
    for other in others {
        append(&mut family_pinyin, &other.family_pinyin);
        append(&mut given_pinyin, &other.given_pinyin);
    }
    Romanised { family_first: likely.family_first, n_family: likely.n_family, family_pinyin, given_pinyin }
}

/// Appends the values of a list joined by `|` that another has not yet.
pub(super) fn append(list: &mut String, more: &str) {
    for value in more.split('|') {
        if !list.split('|').any(|v| v == value) {
            if !list.is_empty() {
                list.push('|');
            }
            list.push_str(value);
        }
    }
}

fn candidate(words: &[&str], n_family: usize, family_first: bool) -> Option<Candidate> {
    let (family, given) = if family_first {
        words.split_at(n_family)
    } else {
        let (g, f) = words.split_at(words.len() - n_family);
        (f, g)
    };
    let family: String = family.concat().replace('-', "");
    let (rank, family_pinyin) = family_readings(&family)?;
    // `lee` splits into two syllables, but li does not.
    let main = family_pinyin.split('|').next().unwrap_or_default();
    let is_compound = pinyin::split(main).is_some_and(|s| s.len() > 1);
    if n_family > 1 && !is_compound {
        return None;
    }
    let in_pinyin = surnames::pinyin_rank(&family).is_some();
    let given_pinyin = given_readings(given, in_pinyin)?;
    // A compound surname is no accident.
    Some(Candidate { rank: if is_compound { 0 } else { rank }, family_first, n_family, is_compound, family_pinyin, given_pinyin })
}

/// Rank and pinyin of a folded surname in any spelling.
fn family_readings(word: &str) -> Option<(u16, String)> {
    let word = match word {
        "lyu" | "luu" => "lv",
        word => word,
    };
    let romanised = surnames::romanised(word);
    let Some(rank) = surnames::pinyin_rank(word) else {
        return romanised.map(|readings| (RANK_ROMANISED, readings.to_owned()));
    };
    let mut readings = word.to_owned();
    append(&mut readings, romanised.unwrap_or(word));
    Some((if romanised.is_some() { rank.min(RANK_ROMANISED) } else { rank }, readings))
}

/// Pinyin of family and given name of one run-together word (`wangzhihui`, `zhihuiwang`): two or three syllables, a
/// common surname at one end.
pub(super) fn run_together(word: &str) -> Option<Romanised> {
    let syllables = pinyin::split(word).filter(|s| (2..=3).contains(&s.len()) && word.len() >= 5)?;
    if is_western_given(word) {
        return None;
    }
    let common = |s: &str| surnames::pinyin_rank(s).is_some_and(|r| r < COMMON);
    let (first, last) = (syllables[0], syllables[syllables.len() - 1]);
    let mut found = Romanised { family_first: true, n_family: 1, family_pinyin: String::new(), given_pinyin: String::new() };
    if common(first) {
        found.family_pinyin.push_str(first);
        found.given_pinyin.push_str(&word[first.len()..]);
    }
    if common(last) {
        append(&mut found.family_pinyin, last);
        append(&mut found.given_pinyin, &word[..word.len() - last.len()]);
    }
    (!found.family_pinyin.is_empty()).then_some(found)
}

/// Pinyin of a lone folded surname, if it is common enough to be read as Chinese beside a Western given name.
pub(super) fn family_only(word: &str) -> Option<String> {
    family_readings(word).filter(|(rank, _)| *rank < COMMON).map(|(_, readings)| readings)
}

/// Are two folded words a common surname and a given name in one word of pinyin, which is no surname and no Western name itself?
pub(super) fn is_whole(family: &str, given: &str) -> bool {
    let common = |word: &str| surnames::pinyin_rank(word).is_some_and(|rank| rank < COMMON);
    // Wayne Lim Junjie, but Robert Lee Manning
    let overseas = OVERSEAS.binary_search(&family).is_ok() && !is_western_given(family);
    (common(family) || overseas)
        && !common(given)
        && !is_western_given(given)
        && family_only(given).is_none()
        && given.len() > 2
        && pinyin::split(given).is_some_and(|syllables| syllables.len() <= 2)
}

/// Pinyin of the words of a given name, run together; `None` if they are not one to three syllables.
fn given_readings(words: &[&str], family_in_pinyin: bool) -> Option<String> {
    let pieces: Vec<&str> = words.iter().flat_map(|w| w.split('-')).filter(|p| !p.is_empty()).collect();
    if pieces.iter().any(|p| p.len() < 2 && *p != "e") {
        return None;
    }
    let syllables: Option<usize> = pieces.iter().map(|p| pinyin::split(p).map(|s| s.len())).sum();
    let mut out = match syllables {
        Some(1..=3) => pieces.concat(),
        Some(_) => return None,
        None => String::new(),
    };
    // Chi-ling, Chien-ming: who writes a hyphen often writes Wade–Giles, also behind a surname that reads the same in both.
    // Yu Tien: one syllable of Wade–Giles rather than two of pinyin.
    let one = matches!(pieces[..], [piece] if syllables == Some(2) && wade_giles::SYLLABLES.contains_key(piece));
    if out.is_empty() || !family_in_pinyin || one || words.iter().any(|w| w.contains('-')) {
        append_wade_giles(&pieces, &mut out);
    }
    (!out.is_empty()).then_some(out)
}

/// Appends the pinyin that Wade–Giles pieces (`chih`, `ming`) may stand for, at most [`READINGS_MAX`].
fn append_wade_giles(pieces: &[&str], out: &mut String) {
    if pieces.len() > 3 {
        return;
    }
    let mut spellings = vec![String::new()];
    for piece in pieces {
        let Some(readings) = wade_giles::SYLLABLES.get(*piece) else { return };
        spellings = spellings.iter().flat_map(|s| readings.iter().map(move |r| format!("{s}{r}"))).take(READINGS_MAX).collect();
    }
    for spelling in spellings {
        append(out, &spelling);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, order: Order, expected: Option<(bool, &str, &str)>) {
        let words: Vec<&str> = words.split(' ').collect();
        let got = recognise(&words, order);
        let got = got.as_ref().map(|r| (r.family_first, r.family_pinyin.as_str(), r.given_pinyin.as_str()));
        assert_eq!(got, expected, "{words:?}");
    }

    #[test]
    fn pinyin_names_are_recognised_in_either_order() {
        use Order::{FamilyFirst, Unknown};
        check("xu chengfeng", Unknown, Some((true, "xu", "chengfeng")));
        check("chengfeng xu", Unknown, Some((false, "xu", "chengfeng")));
        check("zhang hua-fang", Unknown, Some((true, "zhang", "huafang")));
        check("ouyang xiu", Unknown, Some((true, "ouyang", "xiu")));
        check("ou yang xiu", Unknown, Some((true, "ouyang|ou|xiu", "xiu|yangxiu|ouyang")));
        check("xu cheng feng", Unknown, Some((true, "xu|feng", "chengfeng|xucheng")));
        check("lan xu", FamilyFirst, Some((true, "lan", "xu")));
        check("lan xu", Unknown, Some((false, "xu|lan", "lan|xu")));
        check("cheung chi-ming", Unknown, Some((true, "zhang", "chiming|jiming|qiming|zhiming|ziming|ciming|ximing")));
        check("hsu chih-ming", Unknown, Some((true, "xu", "chiming|zhiming")));
    }

    #[test]
    fn three_short_words_have_the_surname_that_is_common_overseas() {
        use Order::Unknown;
        let family = |text: &str| {
            let words: Vec<&str> = text.split(' ').collect();
            let found = recognise(&words, Unknown).expect("a Chinese name");
            (found.family_first, found.family_pinyin.split('|').next().unwrap_or_default().to_owned())
        };
        for text in ["jia lian lee", "kok wai goh", "siew lian goh", "wing sze lau", "wai man ho", "wei ming tan"] {
            assert!(!family(text).0, "{text}");
        }
        for text in ["chan ka yan", "tan wei ming", "goh siew lian", "lee jia lian"] {
            assert!(family(text).0, "{text}");
        }
        assert_eq!(family("jia lian lee").1, family("lee jia lian").1);
        assert_eq!(overseas_first(&["kim", "min", "ho"]), None);
        assert_eq!(overseas_first(&["so", "young", "kim"]), None);
        assert_eq!(overseas_first(&["wang", "xiao", "tong"]), None);
        assert_eq!(overseas_first(&["mary", "lee", "ho"]), None);
        assert!(OVERSEAS.windows(2).all(|w| w[0] < w[1]));
    }

    #[test]
    fn western_names_are_not() {
        for words in ["robert johnson", "dan rice", "jessica perez", "lee moore", "mary", "d wilson"] {
            check(words, Order::Unknown, None);
        }
    }
}
