//! Western given names and the formal names their short forms stand for.
//!
//! Facts from the PyPI package `nicknames` 1.0.1 (Apache-2.0), cut down to roots: a formal name stands for itself, a
//! short form for every formal name it is used for; spellings of Arabic names that differ by more than a letter, and common names
//! without short forms that families from Hong Kong choose (Karen, Winston), are our own addition. One line per name in `data/given_names.txt`: the name, then its roots.

use std::sync::LazyLock;

use hashbrown::HashMap;

static ROOTS: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let lines = include_str!("../data/given_names.txt").lines();
    lines
        .filter_map(|line| {
            let mut words = line.split(' ');
            let name = words.next()?;
            let roots: Vec<&str> = words.collect();
            Some((name, if roots.is_empty() { vec![name] } else { roots }))
        })
        .collect()
});

/// Formal roots of a folded given name, sorted: `bill` → `robert`, `william`; a formal name → itself; a name the
/// table does not know → empty.
#[must_use]
pub fn nickname_roots(given: &str) -> &'static [&'static str] {
    ROOTS.get(given).map_or(&[], Vec::as_slice)
}

/// True if the table knows the folded word as a Western given name.
pub(super) fn is_western_given(word: &str) -> bool {
    ROOTS.contains_key(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_have_the_roots_of_their_formal_names() {
        for (given, root) in [
            ("bob", "robert"),
            ("liz", "elizabeth"),
            ("bill", "william"),
            ("robert", "robert"),
            ("jack", "john"),
            ("peggy", "margaret"),
        ] {
            assert!(nickname_roots(given).contains(&root), "{given}");
        }
        assert_eq!(nickname_roots("robert"), ["robert"]);
        assert!(nickname_roots("zhihui").is_empty());
    }
}
