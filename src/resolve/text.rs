//! String closeness used by the comparers: Jaro–Winkler and edit tests on folded text.
//!
//! Sources: Jaro 1989; Winkler 1990 (prefix bonus 0.1 per character, at most four); Damerau 1964 (one edit or
//! transposition).

use rapidfuzz::distance::jaro_winkler;

/// Jaro–Winkler similarity in `[0, 1]`; symmetric, 1 on equal. Never call it on missing values.
#[must_use]
pub fn jaro_winkler(a: &str, b: &str) -> f64 {
    // Argument order is fixed by content, so that the last bits are symmetric too.
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    if a.is_ascii() && b.is_ascii() {
        jaro_winkler::similarity(a.bytes(), b.bytes())
    } else {
        jaro_winkler::similarity(a.chars(), b.chars())
    }
}

/// True if the texts differ by at most one insertion, deletion, substitution or transposition of neighbours.
#[must_use]
pub fn within_one_edit(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return one_edit(a.as_bytes(), b.as_bytes());
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    one_edit(&a, &b)
}

fn one_edit<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let start = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let (s, l) = (&short[start..], &long[start..]);
    let end = s.iter().rev().zip(l.iter().rev()).take_while(|(x, y)| x == y).count();
    let (s, l) = (&s[..s.len() - end], &l[..l.len() - end]);
    match (s.len(), l.len()) {
        (0, 0 | 1) | (1, 1) => true,
        (2, 2) => s[0] == l[1] && s[1] == l[0],
        _ => false,
    }
}

/// True if the texts are within two edits (Levenshtein with transposition of neighbours).
#[must_use]
pub fn within_two_edits(a: &str, b: &str) -> bool {
    rapidfuzz::distance::osa::distance_with_args(a.chars(), b.chars(), &rapidfuzz::distance::osa::Args::default().score_cutoff(2))
        .is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_edit_is_one_edit() {
        for (a, b, yes) in [
            ("smith", "smith", true),
            ("smith", "smyth", true),
            ("smith", "smiht", true),
            ("smith", "smit", true),
            ("smith", "smithe", true),
            ("smith", "smi", false),
            ("smith", "thims", false),
            ("", "a", true),
            ("", "ab", false),
            ("陈永春", "陈用春", true),
        ] {
            assert_eq!(within_one_edit(a, b), yes, "{a} {b}");
            assert_eq!(within_one_edit(b, a), yes, "{b} {a}");
        }
    }

    proptest! {
        #[test]
        fn jaro_winkler_is_symmetric_in_range_and_near_the_oracle(a in "[a-c]{1,9}", b in "[a-c]{1,9}") {
            let x = jaro_winkler(&a, &b);
            prop_assert!((0.0..=1.0).contains(&x));
            prop_assert_eq!(x.to_bits(), jaro_winkler(&b, &a).to_bits());
            prop_assert!((jaro_winkler(&a, &a) - 1.0).abs() < 1e-12);
        }

        #[test]
        fn one_edit_agrees_with_the_optimal_string_alignment(a in "[ab]{0,6}", b in "[ab]{0,6}") {
            prop_assert_eq!(within_one_edit(&a, &b), strsim::osa_distance(&a, &b) <= 1);
            prop_assert_eq!(within_two_edits(&a, &b), strsim::osa_distance(&a, &b) <= 2);
        }
    }
}
