//! Titles, degrees and generation suffixes around a name in Latin letters: tables and look-ups.
//!
//! Comes in: folded words. Goes out: what each is. Where they stand in a name, the parser of Latin names decides.

use std::sync::LazyLock;

use hashbrown::HashSet;

/// Titles before a Latin name, folded without dots; sorted.
const LATIN_BEFORE: &[&str] = &[
    "abp",
    "adm",
    "admiral",
    "atty",
    "bishop",
    "bp",
    "brig",
    "brother",
    "capt",
    "captain",
    "cdr",
    "chancellor",
    "chef",
    "cllr",
    "cmdr",
    "col",
    "colonel",
    "commander",
    "comte",
    "congressman",
    "cpl",
    "cpt",
    "dame",
    "det",
    "dipl-ing",
    "don",
    "dona",
    "dr",
    "drs",
    "engr",
    "father",
    "fr",
    "frau",
    "fraulein",
    "gen",
    "general",
    "gov",
    "governor",
    "herr",
    "hon",
    "honorable",
    "honourable",
    "imam",
    "ing",
    "insp",
    "judge",
    "justice",
    "lady",
    "lieut",
    "lieutenant",
    "lord",
    "lt",
    "lt-col",
    "lt-gen",
    "ltc",
    "madam",
    "madame",
    "maj",
    "maj-gen",
    "major",
    "marquess",
    "master",
    "me",
    "messrs",
    "miss",
    "mister",
    "mlle",
    "mme",
    "monsieur",
    "mr",
    "mrs",
    "ms",
    "msgr",
    "mx",
    "pastor",
    "pfc",
    "pres",
    "president",
    "prof",
    "professor",
    "pvt",
    "rabbi",
    "rear-adm",
    "rep",
    "rev",
    "revd",
    "reverend",
    "rt-hon",
    "saint",
    "sen",
    "senator",
    "senor",
    "senora",
    "senorita",
    "sergeant",
    "sgt",
    "sheikh",
    "shri",
    "signor",
    "signora",
    "sir",
    "smt",
    "sr",
    "sra",
    "sres",
    "srta",
    "the",
    "vice-adm",
    "viscount",
];

/// Titles that go with a given name when alone with one word: `Sir John`.
const WITH_GIVEN: &[&str] = &["sir", "dame", "sister", "brother", "father", "fr", "master", "don", "dona"];

/// Titles that are also given names or surnames, taken off only with a dot or two words after them.
const ALSO_NAMES: &[&str] = &[
    "bishop",
    "brother",
    "captain",
    "chancellor",
    "chef",
    "col",
    "colonel",
    "commander",
    "comte",
    "dame",
    "det",
    "don",
    "dona",
    "engr",
    "father",
    "fr",
    "gen",
    "general",
    "governor",
    "hon",
    "imam",
    "ing",
    "insp",
    "judge",
    "justice",
    "lady",
    "lord",
    "major",
    "master",
    "me",
    "pastor",
    "pres",
    "president",
    "rep",
    "saint",
    "sen",
    "sergeant",
    "sr",
    "the",
];

/// Titles that parents give as names.
const NAMES_TOO: &[&str] = &[
    "bishop",
    "chancellor",
    "chef",
    "comte",
    "det",
    "dipl-ing",
    "don",
    "dona",
    "fr",
    "gen",
    "general",
    "governor",
    "imam",
    "ing",
    "insp",
    "judge",
    "justice",
    "major",
    "master",
    "me",
    "pastor",
    "president",
    "saint",
    "sen",
    "sr",
    "the",
];

/// Degrees, orders and offices after a Latin name, folded without dots; dropped.
#[rustfmt::skip]
const LATIN_DEGREES: &[&str] = &[
    "acca", "aprn", "arnp", "barrister", "bcom", "bds", "bsc", "bsn", "btech", "cbe", "cfa", "cfp", "cnm", "cnp", "cpa", "crna",
    "dbe", "dd", "dds", "dmd", "dnb", "dnp", "dphil", "dpm", "dpt", "dvm", "edd", "esq", "esquire", "facc", "facp", "facs",
    "fnp", "fnp-c", "frcgp", "frcp", "frcpc", "frcs", "frs", "fsa", "jd", "kbe", "kcb", "kg", "kt", "lcsw", "llb", "llm",
    "lmft", "lmhc", "lpc", "lpn", "lvn", "mba", "mbbs", "mbe", "mcom", "md", "mds", "mph", "mrcgp", "mrcp", "mrcs", "msc",
    "msn", "mtech", "np", "obe", "pa-c", "pharmd", "phd", "pmp", "psyd", "qc", "rn", "rph", "usa", "usaf", "usn",
];

/// Ranks that follow an ordinal or end a longer name: `John Smith, 2nd Baronet`, `3rd Earl of Somewhere`.
const PEERAGE: &[&str] = &[
    "baron", "baroness", "baronet", "bt", "count", "countess", "duchess", "duke", "earl", "lord", "marquess", "marquis", "viscount",
];

static LATIN_TITLE_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| LATIN_BEFORE.iter().copied().collect());

static LATIN_DEGREE_SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| LATIN_DEGREES.iter().copied().collect());

/// Titles that may also stand after the name.
const ALSO_AFTER: &[&str] = &["mr", "mrs", "ms", "miss", "dr", "prof", "mx"];

/// Every folded word that is a title, a degree, a rank or a suffix beside a Latin name.
pub(in crate::normalise::name) fn latin_words() -> impl Iterator<Item = &'static str> {
    let suffixes = ["jr", "jnr", "junior", "sr", "snr", "senior", "ii", "iii", "iv", "bart"];
    LATIN_BEFORE.iter().chain(ALSO_AFTER).chain(LATIN_DEGREES).chain(PEERAGE).copied().chain(suffixes)
}

/// Is the folded word (letters and inner hyphens) a title before a Latin name? `dotted`: it was written with a dot;
/// `words_after`: how many words follow.
pub(in crate::normalise::name) fn is_title(word: &str, dotted: bool, words_after: usize) -> bool {
    LATIN_TITLE_SET.contains(word) && (dotted || words_after >= 2 && word != "me" && word != "the" || !ALSO_NAMES.contains(&word))
}

/// Is the folded word a title where a column of its own says the family name? `dotted`: it was written with a dot.
pub(in crate::normalise::name) fn is_title_alone(word: &str, dotted: bool) -> bool {
    LATIN_TITLE_SET.contains(word) && (dotted && word.len() > 2 || !NAMES_TOO.contains(&word))
}

/// Does a lone word after this title belong to the given name?
pub(in crate::normalise::name) fn goes_with_given(title: &str) -> bool {
    WITH_GIVEN.contains(&title)
}

/// Is the folded word a title that may follow the name?
pub(in crate::normalise::name) fn is_title_after(word: &str) -> bool {
    LATIN_TITLE_SET.contains(word) && ALSO_AFTER.contains(&word)
}

/// Is the folded word a degree or order after a name?
pub(in crate::normalise::name) fn is_degree(word: &str) -> bool {
    LATIN_DEGREE_SET.contains(word)
}

/// Is the folded word an ordinal (`1st`, `22nd`)?
pub(in crate::normalise::name) fn is_ordinal(word: &str) -> bool {
    if !word.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    !digits.is_empty()
        && digits.len() < 4
        && digits.bytes().all(|b| b.is_ascii_digit())
        && matches!(&word[digits.len()..], "st" | "nd" | "rd" | "th")
}

/// Is the folded word a rank of the peerage?
pub(in crate::normalise::name) fn is_peerage(word: &str) -> bool {
    PEERAGE.binary_search(&word).is_ok()
}

/// Is the generation suffix written out, so that it may as well be a surname (`Tom Senior`)?
pub(in crate::normalise::name) fn is_whole_word_generation(word: &str) -> bool {
    matches!(word, "junior" | "senior")
}

/// Canonical generation suffix of a folded word.
pub(in crate::normalise::name) fn generation(word: &str) -> Option<&'static str> {
    Some(match word {
        "jr" | "jnr" | "junior" => "jr",
        "sr" | "snr" | "senior" => "sr",
        "ii" | "2nd" => "ii",
        "iii" | "3rd" => "iii",
        "iv" | "4th" => "iv",
        _ => return None,
    })
}
