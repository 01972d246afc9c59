//! Street words that stand before the name, in Romance and Slavic languages and in Turkish: one spelling for each.
//!
//! In: the folded words of a road. Out: the same with abbreviations written out (`av`, `avda`, `c`, `r`, `pza`, `cad`). Words that mean
//! the same in two languages get one spelling, since a letter is all that is written of either: `r` is a rue or a rua. Everyday usage.

use super::world::{Word, street_word};
use crate::normalise::company;

/// The spelling, then the ways it is written in front of a name.
const FRONT: &[(&str, &[&str])] = &[
    ("alameda", &["al", "alam", "alameda", "aleja", "aleje"]),
    ("avenue", &["av", "avd", "avda", "ave", "avenida", "avenue"]),
    ("boulevard", &["bd", "bld", "blvd", "boul", "boulevard", "bulevar", "bvd"]),
    ("calle", &["c", "calle", "carrer", "cl"]),
    ("carretera", &["carretera", "ctra"]),
    ("chemin", &["ch", "che", "chemin"]),
    ("corso", &["corso", "cso"]),
    ("estrada", &["estr", "estrada"]),
    ("impasse", &["imp", "impasse"]),
    ("jalan", &["jalan", "jl", "jln"]),
    ("largo", &["largo", "lgo"]),
    ("paseo", &["paseo", "passeig", "pso"]),
    ("place", &["pca", "piazza", "pl", "placa", "place", "plaza", "praca", "pza", "pzza"]),
    ("rodovia", &["rod", "rodovia"]),
    ("rue", &["r", "rua", "rue"]),
    ("travessa", &["trav", "travessa", "tv"]),
    ("via", &["v", "via"]),
    ("viale", &["viale", "vle"]),
    // ul. Marszałkowska is as often written without.
    ("", &["ul", "ulica", "ulitsa"]),
];

/// Turkish words behind a name.
const BEHIND: &[(&str, &[&str])] = &[
    ("bulvari", &["bulv", "bulvar"]),
    ("caddesi", &["cad", "cadde"]),
    ("mahallesi", &["mah", "mahalle"]),
    ("sokak", &["sok", "sokagi"]),
];

/// Is a folded word one of Turkish streets?
pub(super) fn is_turkish(word: &str) -> bool {
    BEHIND.iter().any(|(long, ways)| *long == word || ways.contains(&word))
}

/// The words of a road, each written out.
pub(super) fn written_out(folded: &str) -> String {
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
    let mut out = String::with_capacity(folded.len() + 8);
    let first = front(&words);
    for (at, word) in words.iter().enumerate() {
        // Carrer de Balmes is as often written without.
        if at == 1 && *word == "de" && first == Some("calle") {
            continue;
        }
        let long = match at {
            0 => first,
            _ if *word == "o" && at > 1 && at + 1 == words.len() && first.is_some_and(is_french) => Some("ouest"),
            _ if *word == "st" && first.is_some_and(is_french) => Some("saint"),
            1 if *word == "s" && first.is_some_and(is_italian) => Some("san"),
            _ if words.get(at + 1).is_some_and(|next| matches!(street_word(next), Some((Word::Type, _)))) => ordinal(word),
            _ => BEHIND.iter().find(|(_, ways)| ways.contains(word)).map(|(long, _)| *long),
        };
        let plain = if long.is_none() && word.len() > 5 { company::plain_umlauts(word) } else { None };
        let word = long.or(plain.as_deref()).unwrap_or(word);
        if !out.is_empty() && !word.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    // Marktpl. 3
    match out.strip_suffix("pl").filter(|stem| stem.rsplit(' ').next().is_some_and(|last| last.len() > 3)) {
        Some(stem) => [stem, "platz"].concat(),
        None => out,
    }
}

/// Is it a word, as [`front`] gives it, that French streets begin with?
fn is_french(first: &str) -> bool {
    matches!(first, "rue" | "boulevard" | "avenue" | "place" | "chemin" | "impasse")
}

/// The same of Italian ones.
fn is_italian(first: &str) -> bool {
    matches!(first, "via" | "viale" | "corso" | "place" | "largo")
}

/// `fifth` before Avenue as the post writes it.
fn ordinal(word: &str) -> Option<&'static str> {
    const ORDINALS: &[(&str, &str)] = &[
        ("first", "1st"),
        ("second", "2nd"),
        ("third", "3rd"),
        ("fourth", "4th"),
        ("fifth", "5th"),
        ("sixth", "6th"),
        ("seventh", "7th"),
        ("eighth", "8th"),
        ("ninth", "9th"),
        ("tenth", "10th"),
        ("eleventh", "11th"),
        ("twelfth", "12th"),
    ];
    ORDINALS.iter().find(|(name, _)| *name == word).map(|(_, number)| *number)
}

/// The first word written out, where it begins a street's name: not in C Street and Avenue Road.
fn front(words: &[&str]) -> Option<&'static str> {
    let (first, next) = (words.first()?, words.get(1)?);
    if *first == "str" && matches!(*next, "des" | "der" | "dem" | "am" | "im" | "zum" | "zur") {
        return Some("strasse");
    }
    if let Some(number) = ordinal(first).filter(|_| matches!(street_word(next), Some((Word::Type, _)))) {
        return Some(number);
    }
    let (long, _) = FRONT.iter().find(|(_, ways)| ways.contains(first))?;
    let named = !matches!(street_word(next), Some((Word::Type | Word::Direction, _))) && next.len() > 1
        || words.len() > 2 && (*next == "s" && is_italian(long) || *next == "st" && is_french(long));
    let english = || words.len() > 2 && matches!(street_word(words[words.len() - 1]), Some((Word::Type, _)));
    (named && !english()).then_some(*long)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_street_has_one_spelling() {
        for (text, want) in [
            ("av des champs elysees", "avenue des champs elysees"),
            ("avda de la constitucion", "avenue de la constitucion"),
            ("r das flores", "rue das flores"),
            ("rua das flores", "rue das flores"),
            ("c mayor", "calle mayor"),
            ("pzza san marco", "place san marco"),
            ("ul marszalkowska", "marszalkowska"),
            ("bagdat cad", "bagdat caddesi"),
            ("marktpl", "marktplatz"),
            ("muellerstrasse", "mullerstrasse"),
            ("carrer de balmes", "calle balmes"),
            ("bd st michel", "boulevard saint michel"),
            ("pza s marco", "place san marco"),
            ("str des 17 juni", "strasse des 17 juni"),
            ("fifth avenue", "5th avenue"),
            ("second street", "2nd street"),
            ("second", "second"),
            ("c street", "c street"),
            ("avenue road", "avenue road"),
            ("r", "r"),
        ] {
            assert_eq!(written_out(text), want, "{text}");
        }
    }
}
