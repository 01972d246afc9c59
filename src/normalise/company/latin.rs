//! Company names in Latin letters: a bag of words, some of them trades, the last ones the legal form.

use std::borrow::Cow;

use crate::model::value::{Normal, Part};
use crate::normalise::fold;

use super::{forms, places, trades};

/// Longest legal form in words: `S.A. de C.V.`, `S. de R.L. de C.V.`.
const FORM_WORDS_MAX: usize = 5;

/// Words of levels that follow a Chinese place in Latin letters.
const LEVELS: &[&str] = &["city", "province", "district", "county", "town"];

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
];

/// Words without weight.
const STOP_WORDS: &[&str] = &[
    "and", "of", "the", "und", "et", "y", "e", "for", "at", "in", "de", "des", "der", "die", "das", "van", "on", "co", "del", "do",
    "da", "di", "du", "dos", "della", "dei", "delle", "ve", "og", "och",
];

/// Words without weight that count as the first of a name: De Vries, On Running.
const FIRST_WORDS: &[&str] = &["de", "van", "del", "do", "da", "di", "du", "dos", "della", "in", "on", "at", "e", "y"];

/// Words after which a branch is named or numbered, folded.
const BRANCH_WORDS: &[&str] = &["branch", "store", "shop", "location", "site", "campus", "outlet", "no", "unit", "warehouse"];

/// Kinds of institutions named after what follows: Bank of China, University of Texas.
const NAMED_OF: &[&str] = &[
    "academy",
    "archdiocese",
    "association",
    "bank",
    "board",
    "bureau",
    "cathedral",
    "chamber",
    "church",
    "city",
    "college",
    "council",
    "county",
    "department",
    "diocese",
    "district",
    "faculty",
    "federation",
    "foundation",
    "friends",
    "government",
    "hospital",
    "house",
    "institute",
    "ministry",
    "museum",
    "office",
    "school",
    "society",
    "state",
    "town",
    "township",
    "union",
    "university",
    "village",
];

/// Trades that stand in front of the brand: Hotel Adlon, Transports Leroy. Any other trade in front is part of the brand: Home Depot.
const FRONT_TRADES: &[&str] = &[
    "academy",
    "agency",
    "atelier",
    "auto",
    "bakery",
    "bank",
    "bar",
    "brewery",
    "cafe",
    "center",
    "church",
    "cinema",
    "clinic",
    "club",
    "college",
    "company",
    "construction",
    "consulting",
    "distribution",
    "engineering",
    "export",
    "farm",
    "food",
    "foods",
    "foundation",
    "gallery",
    "garage",
    "group",
    "holding",
    "holdings",
    "hospital",
    "hotel",
    "hotels",
    "import",
    "industries",
    "institute",
    "international",
    "kindergarten",
    "laboratory",
    "labs",
    "law",
    "library",
    "logistics",
    "manufacturing",
    "marketing",
    "montessori",
    "museum",
    "music",
    "pharma",
    "pharmacy",
    "pizza",
    "plant",
    "preschool",
    "radio",
    "restaurant",
    "salon",
    "school",
    "services",
    "shop",
    "spa",
    "store",
    "studio",
    "studios",
    "supermarket",
    "taxi",
    "textiles",
    "theater",
    "tours",
    "trading",
    "transport",
    "transports",
    "travel",
    "university",
    "vineyard",
];

/// Words that tell a company only together with its trade: General Motors and General Electric.
const PLAIN: &[&str] = &[
    "advanced",
    "african",
    "allied",
    "american",
    "asian",
    "associated",
    "atlantic",
    "best",
    "british",
    "canadian",
    "central",
    "chinese",
    "city",
    "consolidated",
    "county",
    "deutsche",
    "east",
    "english",
    "european",
    "federal",
    "first",
    "french",
    "general",
    "german",
    "grand",
    "great",
    "imperial",
    "indian",
    "italian",
    "japan",
    "japanese",
    "korean",
    "metro",
    "metropolitan",
    "modern",
    "new",
    "nihon",
    "nippon",
    "north",
    "old",
    "pacific",
    "premier",
    "prime",
    "republic",
    "royal",
    "second",
    "south",
    "standard",
    "state",
    "superior",
    "union",
    "united",
    "universal",
    "west",
];

/// Words of corporations that are no trade.
const CORPORATE: &[&str] = &["company", "enterprises", "group", "holding", "holdings", "international", "partners", "worldwide"];

struct Word<'a> {
    raw: &'a str,
    key: String,
}

/// Fills the parts of a clean company name.
pub(super) fn parse(text: &str, out: &mut Normal) {
    let (name, notes) = split_brackets(text);
    let noted = name.match_indices(' ').any(|(at, _)| NOTES.iter().any(|t| name[at..].starts_with(t)));
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
    // M/s Sharma Traders: messieurs, as Indian firms are addressed.
    if words.len() > 1 && words[0].raw.eq_ignore_ascii_case("m/s") {
        words.remove(0);
    }
    // Boeing Company, The
    if words.len() > 1 && words.last().is_some_and(|w| w.key == "the") {
        words.pop();
    }
    let mut form = strip_forms(&mut words);
    if form.is_empty() {
        form = strip_place_behind_form(&mut words, &mut region);
    }
    let capitals = words.len() == 1 && is_capitals(words[0].raw);
    strip_region(&mut words, &mut region);
    if !aliases.is_empty() {
        words.extend(self::words(&aliases));
    }
    let mut tokens: Vec<&str> = Vec::with_capacity(words.len());
    // The short words of Vietnamese are names.
    let vietnamese = matches!(form.as_str(), "tnhh" | "ctcp");
    for (n, word) in words.iter().enumerate() {
        let counts = |t: &&str| vietnamese || !STOP_WORDS.contains(t) || n == 0 && words.len() > 1 && FIRST_WORDS.contains(t);
        tokens.extend(trades::expand(&word.key).split(' ').filter(counts));
    }
    // AT&T is not T.
    if tokens.iter().map(|t| t.len()).sum::<usize>() < 2 {
        tokens = words.iter().map(|w| w.key.as_str()).collect();
    }
    let all;
    if tokens.is_empty() {
        all = fold::letters(text);
        tokens.push(&all);
    }
    out.set(Part::LegalForm, form);
    out.set(Part::Branch, branch);
    set_parts(&tokens, capitals, out);
    if let Some(phrase) = named_of(&words) {
        out.set(Part::Brand, phrase);
    }
    if !region.is_empty() {
        out.set(Part::Region, region);
    }
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

/// Is a token of a name part of what distinguishes it?
fn is_brand(tokens: &[&str], at: usize) -> bool {
    let word = tokens[at];
    if !trades::is_latin_trade(word) {
        return true;
    }
    at == 0 && !FRONT_TRADES.contains(&word) && tokens.get(1).is_some_and(|next| !trades::is_latin_trade(next))
}

fn set_parts(tokens: &[&str], capitals: bool, out: &mut Normal) {
    let part = |brand: bool| (0..tokens.len()).filter(move |&at| is_brand(tokens, at) == brand).map(|at| tokens[at]);
    let (mut brand, trade): (Vec<&str>, Vec<&str>) = (part(true).collect(), part(false).collect());
    if !trade.is_empty() && brand.iter().all(|t| PLAIN.contains(t)) {
        let all: Vec<&str> = tokens.iter().copied().filter(|t| !CORPORATE.contains(t)).collect();
        brand = if all.is_empty() { trade.clone() } else { all };
    }
    out.parts.write(Part::Brand, |out| join(if brand.is_empty() { &trade } else { &brand }, ' ', out));
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

/// Cuts bracketed texts out.
fn split_brackets(text: &str) -> (Cow<'_, str>, Vec<String>) {
    if !text.contains(['(', '[', '{', ')', ']', '}']) {
        return (text.into(), Vec::new());
    }
    let mut outside = String::with_capacity(text.len());
    let mut notes: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => {
                if depth == 0 {
                    notes.push(String::new());
                    outside.push(' ');
                }
                depth += 1;
            }
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            c if depth == 0 => outside.push(c),
            c => notes.last_mut().into_iter().for_each(|n| n.push(c)),
        }
    }
    if !outside.chars().any(char::is_alphanumeric) {
        return (notes.join(" ").into(), Vec::new());
    }
    (outside.into(), notes)
}

/// `Acme Foods - Leeds Branch`, `Acme Foods Store 12`, `Acme #12`: the name, and the branch folded.
fn split_branch(name: &str) -> (Cow<'_, str>, String) {
    if let Some((head, tail)) = name.rsplit_once(" - ")
        && tail.split(' ').any(|w| BRANCH_WORDS.contains(&fold::letters(w).as_str()))
    {
        return (head.into(), fold::key(tail.trim()));
    }
    if !name.bytes().next_back().is_some_and(|b| b.is_ascii_digit() || matches!(b, b' ' | b'#')) {
        return (name.into(), String::new());
    }
    let words: Vec<&str> = name.split(' ').filter(|w| !w.is_empty()).collect();
    let number =
        |w: &str| w.trim_start_matches(['#', '0']).bytes().all(|b| b.is_ascii_digit()) && w.bytes().any(|b| b.is_ascii_digit());
    match &words[..] {
        [head @ .., word, last] if !head.is_empty() && number(last) && BRANCH_WORDS.contains(&fold::letters(word).as_str()) => {
            (head.join(" ").into(), format!("{} {}", fold::letters(word), last.trim_start_matches('#')))
        }
        [head @ .., last] if !head.is_empty() && last.starts_with('#') && number(last) => {
            (head.join(" ").into(), (*last).to_owned())
        }
        _ => (name.into(), String::new()),
    }
}

/// `Manufacturing, Thornton Limited` → `Thornton Limited Manufacturing`: what stands before the comma is only trade.
fn uninvert(name: &str) -> Cow<'_, str> {
    let Some((first, rest)) = name.split_once(',') else { return name.into() };
    let front = words(first);
    let only_trade = !front.is_empty()
        && front.iter().all(|w| trades::is_latin_trade(trades::expand(&w.key)) || STOP_WORDS.contains(&w.key.as_str()));
    let mut back = words(rest);
    strip_forms(&mut back);
    if !only_trade || back.is_empty() {
        return name.into();
    }
    // The legal form stays at the end.
    let n_brand = back.len();
    let rest_words: Vec<&str> = rest.split([' ', ',']).filter(|w| w.chars().any(char::is_alphanumeric)).collect();
    let (brand, form) = rest_words.split_at(n_brand.min(rest_words.len()));
    format!("{} {first} {}", brand.join(" "), form.join(" ")).into()
}

/// `Petrol d.d., Ljubljana`: the seat behind the legal form and a comma is a place, whichever it is.
fn strip_seat<'a>(name: &'a str, region: &mut String) -> &'a str {
    let Some((head, tail)) = name.rsplit_once(", ") else { return name };
    let (front, back) = (words(head), words(tail));
    let formal = last_form(&front, None).is_some_and(|(_, form)| form != "co");
    let names_place = |w: &Word| {
        w.raw.starts_with(char::is_uppercase)
            && forms::latin_form(&w.key).is_none()
            && !trades::is_latin_trade(trades::expand(&w.key))
    };
    if !formal || back.is_empty() || back.len() > 2 || back[0].key == "the" || !back.iter().all(names_place) {
        return name;
    }
    *region = back.iter().map(|w| w.key.as_str()).collect();
    head
}

/// The words of a name: split at everything but letters, digits, dots, apostrophes and slashes.
fn words(text: &str) -> Vec<Word<'_>> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '\'' | '/');
    let mut out = Vec::with_capacity(6);
    for piece in text.split(|c: char| !inside(c) && !('\u{300}'..='\u{36F}').contains(&c)) {
        // A/S is one word; Sinai/Ogden are two.
        let short = piece.chars().count() <= 4;
        for raw in piece.split(|c| c == '/' && !short) {
            let mut key = String::with_capacity(raw.len());
            fold::push_letters(raw, &mut key);
            if !key.is_ascii() {
                key = key.chars().map(without_accent).collect();
            }
            if !key.is_empty() {
                push_word(Word { raw, key }, &mut out);
            }
        }
    }
    out
}

/// Greek and Cyrillic letters as they stand in names in capitals, which carry no accents.
fn without_accent(c: char) -> char {
    match c {
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'ё' => 'е',
        c => c,
    }
}

/// Appends a word; `Co-operative` is one, and so is `Mc Donald`.
fn push_word<'a>(word: Word<'a>, out: &mut Vec<Word<'a>>) {
    if let Some(last) = out.last_mut() {
        if last.key == "co" && matches!(word.key.as_str(), "op" | "operative" | "operativa") {
            "cooperative".clone_into(&mut last.key);
            return;
        }
        if last.key == "mc" && word.key.len() > 2 {
            last.key.push_str(&word.key);
            last.raw = word.raw;
            return;
        }
    }
    out.push(word);
}

/// Forms that are believed in front only of words that are not in capitals themselves.
const IN_FRONT_OF_SMALL: &[&str] = &["as", "ab", "mb", "ou", "cv", "sci", "ud", "too", "sas"];

/// Takes legal forms off the end (and `PT`, `OOO` off the front), leaving a word; the canonical forms in text order.
fn strip_forms(words: &mut Vec<Word>) -> String {
    let mut found: Vec<&'static str> = Vec::new();
    while let Some((n, form)) = last_form(words, found.first().copied()) {
        words.truncate(words.len() - n);
        found.insert(0, form);
        while words.len() > 1 && words.last().is_some_and(|w| matches!(w.key.as_str(), "and" | "und")) {
            words.pop();
        }
    }
    let shouting = words.iter().skip(1).all(|w| is_capitals(w.raw));
    let in_front = words.first().filter(|w| is_shouted(w.raw) && !(shouting && IN_FRONT_OF_SMALL.contains(&w.key.as_str())));
    if let Some(form) = in_front.filter(|_| words.len() > 1).and_then(|w| forms::front_form(&w.key)) {
        found.insert(0, form);
        words.remove(0);
    }
    let leads = |form: &[String]| words.len() > form.len() && form.iter().zip(&*words).all(|(part, word)| *part == word.key);
    if let Some((form, canonical)) = forms::front_phrases().iter().find(|(form, _)| leads(form)) {
        found.insert(0, canonical);
        words.drain(..form.len());
    }
    if found.len() > 1 {
        found.retain(|f| *f != "co");
    }
    found.dedup();
    found.join(" ")
}

/// The legal form at the end, given the one taken off before: how many words, and the canonical form. At least one word stays
/// before it.
fn last_form(words: &[Word], before: Option<&str>) -> Option<(usize, &'static str)> {
    let n = words.len();
    for k in (2..=FORM_WORDS_MAX.min(n.saturating_sub(1))).rev() {
        let tail = &words[n - k..];
        if tail.iter().all(|w| w.key.len() <= 4) || forms::begins_long_form(&tail[0].key) {
            let joined: String = tail.iter().map(|w| w.key.as_str()).collect();
            if let Some(form) =
                forms::latin_form(&joined).filter(|_| !forms::is_weak(&joined) || tail.iter().all(|w| w.key.len() == 1))
            {
                return Some((k, form));
            }
        }
    }
    let last = words.last().filter(|_| n > 1)?;
    let form = forms::latin_form(&last.key)?;
    let of_limited = before == Some("ltd") && matches!(last.key.as_str(), "private" | "public" | "proprietary" | "pvt");
    let written_as_form = of_limited || !forms::is_weak(&last.key) || is_capitals(last.raw) || last.raw.contains(['.', '/']);
    written_as_form.then_some((1, form))
}

/// `LLC, Dubai`, `Inc. of Zhuhai`: a place behind the legal form, which is returned.
fn strip_place_behind_form(words: &mut Vec<Word>, region: &mut String) -> String {
    let Some((place, before)) = words.split_last().filter(|(w, before)| places::is_latin(&w.key) || is_seat(w, before)) else {
        return String::new();
    };
    // Delhaize d.o.o. Beograd
    let behind_of = before.last().is_some_and(|w| w.key == "of");
    let kept = before.len() - usize::from(behind_of);
    let Some((n, _)) = last_form(&words[..kept], None).filter(|(n, _)| words[kept - n].key.len() > 1) else {
        return String::new();
    };
    if !words[kept - n].raw.starts_with(char::is_uppercase) {
        return String::new();
    }
    place.key.clone_into(region);
    words.truncate(kept);
    strip_forms(words)
}

/// Delhaize d.o.o. Beograd: a word behind a legal form with dots is a place.
fn is_seat(word: &Word, before: &[Word]) -> bool {
    let dotted = |w: &Word| w.raw.matches('.').count() >= 2 && forms::latin_form(&w.key).is_some();
    before.len() > 1
        && before.last().is_some_and(dotted)
        && word.raw.starts_with(char::is_uppercase)
        && !is_capitals(word.raw)
        && !trades::is_latin_trade(trades::expand(&word.key))
}

/// Takes a place off the end or, for a Chinese city, the front, leaving a word.
fn strip_region(words: &mut Vec<Word>, region: &mut String) {
    for k in [2, 1] {
        let n = words.len();
        if n <= k {
            continue;
        }
        let tail = &words[n - k..];
        if tail.iter().map(|w| w.key.len()).sum::<usize>() > places::LATIN_MAX {
            continue;
        }
        let joined: String = tail.iter().map(|w| w.key.as_str()).collect();
        if places::is_latin(&joined)
            && words[..n - k]
                .iter()
                .any(|w| !STOP_WORDS.contains(&w.key.as_str()) && !trades::is_latin_trade(trades::expand(&w.key)))
            && !is_joined_by_of(&words[..n - k])
        {
            words.truncate(n - k);
            *region = joined;
            return;
        }
    }
    strip_of_region(words, region);
    strip_inner_region(words, region);
    // Foshan Shunde Midea; Dongguan City Yishun.
    while words.first().is_some_and(|w| places::is_chinese_latin(&w.key)) {
        let park = words.get(1).is_some_and(|w| w.key == "industrial") && words.get(2).is_some_and(|w| w.key == "park");
        let level = if park { 2 } else { usize::from(words.get(1).is_some_and(|w| LEVELS.contains(&w.key.as_str()))) };
        if words.iter().skip(1 + level).all(|w| trades::is_latin_trade(trades::expand(&w.key))) {
            return;
        }
        *region = words.remove(0).key;
        words.drain(..level);
    }
}

/// `A&W Food Services of Canada`: a country behind a brand and its trade is where it works.
fn strip_of_region(words: &mut Vec<Word>, region: &mut String) {
    let [before @ .., trade, of, place] = words.as_slice() else { return };
    let known = of.key == "of" && places::is_latin(&place.key) && trades::is_latin_trade(trades::expand(&trade.key));
    let branded = before.iter().any(|w| !STOP_WORDS.contains(&w.key.as_str()) && !trades::is_latin_trade(trades::expand(&w.key)));
    if known && branded && !NAMED_OF.contains(&trades::expand(&trade.key)) {
        place.key.clone_into(region);
        words.truncate(words.len() - 2);
    }
}

/// `Haier Europe Appliances`: takes a country out that stands behind the brand and before nothing but trades.
fn strip_inner_region(words: &mut Vec<Word>, region: &mut String) {
    let trade = |w: &Word| trades::is_latin_trade(trades::expand(&w.key));
    let Some(at) = words.iter().rposition(|w| !trade(w)).filter(|at| *at > 0 && *at + 1 < words.len()) else { return };
    let country = places::is_latin(&words[at].key) && !places::is_chinese_latin(&words[at].key);
    let before = &words[..at];
    if country && before.iter().any(|w| !STOP_WORDS.contains(&w.key.as_str()) && !trade(w)) && !is_joined_by_of(before) {
        *region = words.remove(at).key;
    }
}

/// `Bank of China`, `Air in Asia`: the place is the name.
fn is_joined_by_of(before: &[Word]) -> bool {
    before
        .last()
        .is_some_and(|w| matches!(w.key.as_str(), "of" | "in" | "de" | "the" | "del" | "do" | "da" | "du" | "di" | "della"))
}

/// In capitals but for a letter or two: `ПрАТ`.
fn is_shouted(text: &str) -> bool {
    is_capitals(text) || !text.is_ascii() && text.chars().filter(|c| c.is_uppercase()).count() > 1
}

fn is_capitals(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase)
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
