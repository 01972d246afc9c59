//! Names of columns that write the family name first get the comma that says so.

use std::borrow::Cow;

use crate::normalise::fold::{is_han, is_hangul, is_kana};

/// Words before a family name that belong to it.
const PARTICLES: &[&str] = &[
    "de", "di", "da", "do", "du", "la", "le", "lo", "li", "del", "della", "dello", "dei", "degli", "dal", "dalla", "dos", "das",
    "van", "von", "der", "den", "ter", "ten", "zu", "zum", "st", "saint", "san", "santa", "mac", "mc", "el", "al", "bin", "ben",
    "abu", "o",
];

/// `DE LUCA MARIO` as `DE LUCA, MARIO`; a name with a comma, a single word or another script stays as it is.
pub(super) fn with_comma(name: &str) -> Cow<'_, str> {
    let text = name.trim();
    let other = |c: char| c == ',' || c == '，' || is_han(c) || is_kana(c) || is_hangul(c);
    if text.contains(other) || !text.contains(' ') {
        return Cow::Borrowed(name);
    }
    let mut end = 0;
    for word in text.split_inclusive(' ') {
        end += word.len();
        let bare = word.trim().trim_end_matches('\'').to_lowercase();
        if !bare.is_empty() && !PARTICLES.contains(&bare.as_str()) {
            break;
        }
    }
    let (family, given) = text.split_at(end);
    if given.trim().is_empty() { Cow::Borrowed(name) } else { Cow::Owned(format!("{}, {}", family.trim(), given.trim())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_family_name_is_parted_with_its_particles() {
        let check = |name: &str, want: &str| assert_eq!(with_comma(name), want);
        check("ROSSI MARIO", "ROSSI, MARIO");
        check("DE LUCA MARIO", "DE LUCA, MARIO");
        check("ROSSI, MARIO", "ROSSI, MARIO");
        check("ROSSI", "ROSSI");
        check("DE LUCA", "DE LUCA");
        check("王 伟", "王 伟");
    }
}
