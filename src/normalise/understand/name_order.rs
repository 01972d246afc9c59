//! Whether the whole names of a column begin with the family name (`ROSSI MARIO`), without a comma to say so.
//!
//! The header may say it (`Cognome e Nome`), the values may show it (given names stand last), or the country has the
//! custom. A name that is read the wrong way round makes a couple of one family name look like one given name.

use super::facts::ColumnFacts;
use super::header::phrase;
use super::lexicon;
use super::looks::{Look, is_han};

/// Words for a family name in headers.
const FAMILY: &[&str] = &[
    "last",
    "surname",
    "family",
    "lastname",
    "nachname",
    "familienname",
    "cognome",
    "apellido",
    "apellidos",
    "sobrenome",
    "achternaam",
    "nazwisko",
    "soyad",
    "soyadi",
    "фамилия",
];

/// Words for a given name in headers.
const GIVEN: &[&str] = &[
    "first",
    "given",
    "firstname",
    "forename",
    "vorname",
    "nome",
    "nombre",
    "nombres",
    "prenom",
    "prenoms",
    "voornaam",
    "imie",
    "ad",
    "adi",
    "имя",
];

/// Countries whose names are written with the family name first in Latin letters and read like nothing else. (Vietnamese names
/// without their marks read like Chinese ones; the name room settles those.)
const CUSTOM: &[&str] = &["HU"];

/// True if the family name comes first in most names of the column.
pub(super) fn is_family_first(facts: &ColumnFacts, country: &str) -> bool {
    let two = |words: &[&str]| (2..=4).contains(&words.len());
    let votes = |test: &dyn Fn(&str, &str) -> bool| {
        facts.share_of(|s| {
            let lower = s.text.to_lowercase();
            let words: Vec<&str> = lower.split_whitespace().collect();
            s.looks.has(Look::Words) && !s.text.contains([',', '，']) && two(&words) && test(words[0], words[words.len() - 1])
        })
    };
    let first = votes(&|a, b| lexicon::is_given(a) && !lexicon::is_given(b));
    let last = votes(&|a, b| lexicon::is_given(b) && !lexicon::is_given(a));
    let shown = last >= 0.1 && last >= 4.0 * first;
    let other_way = first >= 0.1 && first >= 4.0 * last;
    let latin = facts.share(Look::Latin) >= 0.5 && facts.share_of(|s| s.text.chars().any(is_han)) < 0.2;
    latin && !other_way && (shown || said(&facts.header) || CUSTOM.contains(&country))
}

/// True if the header names the family name before the given name.
fn said(header: &str) -> bool {
    let phrase = phrase(header);
    let words: Vec<&str> = phrase.split(' ').collect();
    let given = words.iter().position(|w| GIVEN.contains(w));
    // `Nom et prénom`, `Name, Vorname`: the plain word is the family name where the other one names the given name.
    let plain = words.iter().position(|w| matches!(*w, "nom" | "name" | "naam"));
    let family = words.iter().position(|w| FAMILY.contains(w)).or(plain);
    given.zip(family).is_some_and(|(given, family)| family < given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_say_which_name_comes_first() {
        let check = |header: &str, want: bool| assert_eq!(said(header), want, "{header}");
        check("Cognome e Nome", true);
        check("Nome e Cognome", false);
        check("Nom et prénom", true);
        check("Prénom Nom", false);
        check("Name, Vorname", true);
        check("Last Name, First Name", true);
        check("First and last name", false);
        check("Full name", false);
        check("Nombre y apellidos", false);
    }
}
