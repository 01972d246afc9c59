//! Company names in Latin letters: a bag of words, some of them trades, the last ones the legal form.

mod ending;
mod quick;
mod reading;
mod region;
mod roles;
mod thai;
mod trades;
mod umlauts;
mod vietnamese;
mod words;

use crate::model::value::{Normal, Part};
use crate::normalise::address::state_code;
use crate::normalise::fold;

use super::{counties, forms, known, places};
use ending::{strip_forms, strip_place_behind_form, strip_seat};
use reading::{in_pinyin, set_reading};
use region::strip_region;
use roles::{CORPORATE, FIRST_WORDS, FRONT_TRADES, NAMED_OF, PLAIN, STOP_WORDS};
use words::{BRANCH_WORDS, is_capitals, split_brackets, split_branch, uninvert, words, write_out_turkish};

/// What stands before the trading name of a company, its former name or the person a letter is for.
const NOTES: &[&str] = &[
    " t/a ",
    " T/A ",
    " trading as ",
    " d/b/a ",
    " D/B/A ",
    " dba ",
    " DBA ",
    " doing business as ",
    " c/o ",
    " C/O ",
    " f/k/a ",
    " F/K/A ",
    " fka ",
    " formerly ",
    " attn ",
    " Attn ",
    " ATTN ",
    " attn: ",
    " Attn: ",
    " ATTN: ",
    " Inh. ",
    " inh. ",
    " Inhaber ",
];

struct Word<'a> {
    raw: &'a str,
    key: String,
}

/// Fills the parts of a clean company name.
pub(super) fn parse(text: &str, out: &mut Normal) {
    if !quick::parse(text, out) {
        parse_slowly(text, out);
    }
}

/// As [`parse`], for names of any shape.
fn parse_slowly(text: &str, out: &mut Normal) {
    let (text, thai_form) = thai::strip(text).unwrap_or((text, ""));
    let (name, notes) = split_brackets(text);
    let may_begin = |at: usize| name.as_bytes().get(at + 1).is_some_and(|b| b"acdfit".contains(&b.to_ascii_lowercase()));
    let noted = name.match_indices(' ').any(|(at, _)| may_begin(at) && NOTES.iter().any(|t| name[at..].starts_with(t)));
    let trading = NOTES.iter().filter(|_| noted).find_map(|t| name.split_once(t));
    let trading = trading.filter(|(head, _)| head.chars().any(char::is_alphanumeric));
    let name = match trading {
        Some((company, _)) => {
            out.findings.push("note_in_company");
            company
        }
        None => &*name,
    };
    let (name, mut branch) = split_branch(name);
    let mut region = String::new();
    let mut aliases = Vec::new();
    for note in &notes {
        let key = fold::letters(note);
        // UG (haftungsbeschränkt): brackets that only spell the legal form out.
        if key.len() > 6 && forms::latin_form(&key).is_some() || matches!(key.as_str(), "publ" | "p" | "pvt" | "private" | "the") {
            continue;
        }
        if places::is_latin(&key) {
            region = key;
        } else if note.starts_with('#') || note.split(' ').any(|w| BRANCH_WORDS.contains(&fold::letters(w).as_str())) {
            branch = fold::key(note);
        } else {
            aliases.push(note.as_str());
        }
    }
    let name = strip_seat(&name, &mut region);
    let name = uninvert(name);
    let aliases = if aliases.is_empty() { String::new() } else { aliases.join(" ") };
    let mut words = words(&name);
    write_out_turkish(&mut words);
    // M/s Sharma Traders: messieurs, as Indian firms are addressed.
    if words.len() > 1 && words[0].raw.trim_end_matches('.').eq_ignore_ascii_case("m/s") {
        words.remove(0);
    }
    // Boeing Company, The
    if words.len() > 1 && words.last().is_some_and(|w| w.key == "the") {
        words.pop();
    }
    let mut form = if thai_form.is_empty() { strip_forms(&mut words) } else { thai_form.to_owned() };
    if form.is_empty() {
        form = strip_place_behind_form(&mut words, &mut region);
    }
    // The short words of Vietnamese are names.
    let vietnamese = matches!(form.as_str(), "tnhh" | "ctcp");
    let capitals = words.len() == 1 && is_capitals(words[0].raw);
    if vietnamese {
        vietnamese::strip(&mut words, &mut region);
    } else {
        let n = words.len();
        strip_region(&mut words, &mut region);
        // McKinsey & Company, Inc. United States
        if form.is_empty() && words.len() < n {
            form = strip_forms(&mut words);
        }
    }
    let n_own = words.len();
    if !aliases.is_empty() {
        words.extend(self::words(&aliases));
    }
    // Tool & Die; PG&E.
    let behind_and = name.rsplit_once('&').map(|(_, rest)| rest.trim_start());
    let mut tokens: Vec<&str> = Vec::with_capacity(words.len());
    let mut own = 0;
    for (n, word) in words.iter().enumerate() {
        own = if n == n_own { tokens.len() } else { own };
        // Van der Berg
        let of_name = n == 1 && words.len() > 2 && matches!(words[0].key.as_str(), "van" | "von");
        let first = n == 0 && words.len() > 1;
        let joined = n > 0 && n + 1 == n_own && behind_and.is_some_and(|rest| rest.starts_with(word.raw)) && word.key != "co";
        // Wing On International: what a word stands for before nothing but a trade is a name.
        let joined = joined || word.key == "on" && n > 0 && words.get(n + 1).is_none_or(|w| trades::is_latin_trade(&w.key));
        let counts = |t: &&str| vietnamese || of_name || joined || !STOP_WORDS.contains(t) || first && FIRST_WORDS.contains(t);
        // MTN Nigeria is no mountain.
        let initials = n == 0 && word.key.len() <= 3 && is_capitals(word.raw) && words.iter().any(|w| !is_capitals(w.raw));
        let spelt = if initials { &word.key } else { trades::expand(&word.key) };
        tokens.extend(spelt.split(' ').filter(counts));
    }
    // AT&T is not T.
    if tokens.iter().map(|t| t.len()).sum::<usize>() < 2 {
        tokens = words.iter().map(|w| w.key.as_str()).collect();
    }
    // What stands in brackets is another name: a word to compare, no part of the brand.
    let own = if own == 0 { tokens.len() } else { own.min(tokens.len()) };
    let all;
    if tokens.is_empty() {
        all = fold::letters(text);
        tokens.push(&all);
    }
    out.set(Part::LegalForm, form);
    out.set(Part::Branch, branch);
    let chinese = places::is_chinese_latin(&region);
    // Guangzhou Baiyun Meizhiyuan
    if chinese && own > 1 && counties::is_county_in_pinyin(&region, tokens[0]) && in_pinyin(&tokens[1..own]) > 0 {
        tokens.remove(0);
    }
    let own = own.min(tokens.len());
    // Nanjing Agricultural University is not Nanjing University.
    let university = own > 2 && matches!(tokens[own - 1], "university" | "college");
    let named = match () {
        () if university => own - 1,
        () if chinese => in_pinyin(&tokens[..own.max(1)]),
        () => 0,
    };
    // Wenzhou Jinshi: what is spelt like a far town as well.
    let far = chinese && named > 0 && !counties::is_county_in_pinyin(&region, tokens[0]);
    set_parts(&tokens, Extent { own: own.max(1), named, far }, capitals, out);
    if let Some(phrase) = named_of(&words) {
        if let Some(university) = university_of_state(&phrase) {
            let rest = tokens.iter().filter(|t| !university.split(' ').any(|word| word == **t));
            let whole: Vec<&str> = std::iter::once(university).chain(rest.copied()).collect();
            out.parts.write(Part::Tokens, |out| join(&whole, '|', out));
        }
        out.set(Part::Brand, phrase);
    }
    if !region.is_empty() {
        out.set(Part::Region, region);
    }
    set_reading(out);
}

/// `Bank of China`: the name of an institution that what follows is part of, in full.
fn named_of(words: &[Word]) -> Option<String> {
    let words = if words.first()?.key == "the" { &words[1..] } else { words };
    let of = words.iter().take(4).position(|w| w.key == "of").filter(|at| *at > 0 && *at + 1 < words.len())?;
    NAMED_OF.contains(&trades::expand(&words[of - 1].key)).then(|| {
        let spelt: Vec<&str> = words.iter().map(|w| trades::expand(&w.key)).collect();
        spelt.join(" ")
    })
}

/// The University of Washington is not Washington University, as everywhere in America: the words of such a name that are one to compare.
fn university_of_state(phrase: &str) -> Option<&str> {
    let place = phrase.strip_prefix("university of ")?;
    let ends = place.match_indices(' ').map(|(at, _)| at).take(2).chain([place.len()]);
    let state = ends.filter(|end| state_code(&place[..*end], "US").is_some()).last()?;
    Some(&phrase[..phrase.len() - place.len() + state])
}

/// How far the words of a name reach: its own ones, before those in brackets, and of these the ones that are the brand, if known; and
/// whether they name no place within that of the name.
#[derive(Clone, Copy)]
struct Extent {
    own: usize,
    named: usize,
    far: bool,
}

/// Is a token of a name part of what distinguishes it?
fn is_brand(tokens: &[&str], named: usize, at: usize) -> bool {
    if named > 0 {
        return at < named;
    }
    let word = tokens[at];
    if !trades::is_latin_trade(word) {
        return true;
    }
    at == 0
        && !FRONT_TRADES.contains(&word)
        && !trades::is_front_word(word)
        && tokens.get(1).is_some_and(|next| !trades::is_latin_trade(next))
}

/// Sets the parts of the tokens of a name.
fn set_parts(tokens: &[&str], Extent { own, named, far }: Extent, capitals: bool, out: &mut Normal) {
    let part = |brand: bool, n: usize| (0..n).filter(move |&at| is_brand(tokens, named, at) == brand).map(|at| tokens[at]);
    let (mut brand, trade): (Vec<&str>, Vec<&str>) = (part(true, own).collect(), part(false, tokens.len()).collect());
    if !trade.is_empty() && brand.iter().all(|t| PLAIN.contains(t) || !far && places::is_latin(t)) {
        let all: Vec<&str> = tokens[..own].iter().copied().filter(|t| !CORPORATE.contains(t)).collect();
        brand = if all.is_empty() { trade.clone() } else { all };
    }
    out.parts.write(Part::Brand, |out| join(if brand.is_empty() { &trade } else { &brand }, ' ', out));
    if let Some(usual) = known::canonical_latin(out.part(Part::Brand)) {
        out.set(Part::Brand, usual);
    }
    out.parts.write(Part::Trade, |out| join(&trade, ' ', out));
    out.parts.write(Part::Tokens, |out| join(tokens, '|', out));
    let mut sorted = tokens.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    out.parts.write(Part::Key, |out| join(&sorted, ' ', out));
    out.parts.write(Part::Acronym, |out| {
        if tokens.len() > 1 {
            out.extend(tokens.iter().filter_map(|t| t.chars().next()));
        } else if capitals && tokens.iter().all(|t| t.chars().count() <= 6) {
            out.extend(tokens.iter().copied());
        }
    });
}

/// Appends words, joined by a sign. None of them is empty.
fn join(words: &[&str], by: char, out: &mut String) {
    for (n, word) in words.iter().enumerate() {
        if n > 0 {
            out.push(by);
        }
        out.push_str(word);
    }
}

/// A folded word without weight inside a name: `of`, `und`.
pub(super) fn is_small_word(word: &str) -> bool {
    STOP_WORDS.contains(&word)
}

/// Does a folded word, written out, say what a company does?
pub(super) fn is_trade(word: &str) -> bool {
    trades::is_latin_trade(word)
}

/// A folded word written out, where it is short for others: `intl` is `international`.
pub(super) fn written_out(word: &str) -> &str {
    trades::expand(word)
}

/// See [`super::plain_umlauts`].
pub(super) fn plain_umlauts(word: &str) -> Option<String> {
    umlauts::plain(word)
}

/// See [`super::looks_like_company`].
pub(super) fn looks_like_company(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    let Some(at) = text.rfind([' ', ',']) else { return false };
    let last = &text[at + 1..];
    if last.len() > 20 || !text[..at].chars().any(char::is_alphanumeric) {
        return false;
    }
    let key = fold::letters(last);
    if forms::latin_form(&key).is_some() {
        return !forms::is_weak(&key) && !matches!(key.as_str(), "co" | "doo" | "sro")
            || last.contains('.') && key.len() > 1 && !key.starts_with("pa")
            || key == "co" && text[..at].trim_end().ends_with('&');
    }
    forms::ends_organisation(&key)
}
