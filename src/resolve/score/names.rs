//! What one customer's names may differ in: what training learns of it, kept to what chance cannot pass for.
//!
//! Comes in: m of a joint factor of given and family name, after the M step. Goes out: the same with its doubtful cells limited.
//! Among strangers names hang together with all else that is not by accident: given names have their years, family names their places.
//! Pairs that agree in one name and in little else are then more than chance expects, and would pass for customers who change their names.

use super::pattern::Factor;

/// Matches a class of equal names must have for what is learned of them to stand for the other classes.
const MATCHES_LEAST: f64 = 30.0;

/// Standard errors by which what is learned of a class may be too small.
const ERRORS: f64 = 2.0;

/// Limits what `matches` matches learn of one name equal and the other altogether another.
pub fn limit(factor: &Factor, m: &mut [f64], matches: f64) {
    for slot in 0..2 {
        classes_alike((factor, slot), m, matches);
    }
    let both = |c: &usize| Factor::comparable(*c) == 3;
    let all: f64 = (0..factor.cells()).filter(both).map(|c| m[c]).sum();
    if all > 0.0 {
        (0..factor.cells()).filter(both).for_each(|c| m[c] /= all);
    }
}

/// Whether somebody's other name has changed does not hang on how common this one is: the class of equal names that shows it least says how
/// often it happens, in all classes.
fn classes_alike((factor, slot): (&Factor, usize), m: &mut [f64], matches: f64) {
    let (exact, other_exact) = (usize::from(factor.exact[slot]), usize::from(factor.exact[1 - slot]));
    let cell = |level: usize, other: usize| if slot == 0 { level | other << 4 } else { other | level << 4 };
    let last = factor.levels[1 - slot];
    let equal: Vec<f64> = (1..=exact).map(|level| (1..=other_exact).map(|other| m[cell(level, other)]).sum()).collect();
    let changed: Vec<f64> = (1..=exact).map(|level| m[cell(level, last)]).collect();
    let all: f64 = equal.iter().sum();
    if all <= 0.0 {
        return;
    }
    let at_most = |(&equal, &changed): (&f64, &f64)| {
        let (of, seen) = (equal * matches, changed * matches);
        (of >= MATCHES_LEAST).then(|| (seen + ERRORS * (seen + 1.0).sqrt()) / of)
    };
    let together = changed.iter().sum::<f64>() / all;
    let times = equal.iter().zip(&changed).filter_map(at_most).fold(together, f64::min);
    (1..=exact).for_each(|level| m[cell(level, last)] = times * equal[level - 1]);
}

#[cfg(test)]
mod tests {
    use crate::model::kind::Kind;

    use super::*;

    /// Names of four levels each: rare and equal, common and equal, near, else.
    fn names() -> Factor {
        Factor {
            name: "name".to_owned(),
            slots: vec!["name.given".to_owned(), "name.family".to_owned()],
            at: vec![0, 1],
            of: vec![(0, 0), (0, 1)],
            levels: [4, 4],
            names: vec![vec!["equal, rare", "equal", "near", "else"]; 2],
            exact: [2, 2],
            kinds: vec![Kind::PersonName; 2],
            kept_chance: 0.1,
        }
    }

    /// m of matches whose given names are rare or common alike, with these shares of other family names beside each.
    fn limited(changed: [f64; 2], matches: f64) -> Vec<f64> {
        let mut m = vec![0.0; 256];
        let equal = (1.0 - changed[0] - changed[1]) / 2.0;
        (m[0x11], m[0x22], m[0x41], m[0x42]) = (equal, equal, changed[0], changed[1]);
        limit(&names(), &mut m, matches);
        assert!((m.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        m
    }

    #[test]
    fn other_family_names_are_as_usual_beside_rare_given_names_as_beside_common_ones() {
        // Thirty in a hundred matches beside common given names, one beside rare ones: namesakes of one year.
        let m = limited([0.01, 0.30], 10_000.0);
        assert!(m[0x42] < 0.03 && (m[0x42] / m[0x41] - 1.0).abs() < 1e-9, "{} {}", m[0x41], m[0x42]);
        // As many beside both: they are what customers do.
        let m = limited([0.1, 0.1], 10_000.0);
        assert!((m[0x41] - 0.1).abs() < 0.01 && (m[0x42] - 0.1).abs() < 0.01, "{} {}", m[0x41], m[0x42]);
        // Too few matches to tell the classes apart: only their sum is known.
        let m = limited([0.01, 0.30], 50.0);
        assert!((m[0x41] + m[0x42] - 0.31).abs() < 0.01, "{} {}", m[0x41], m[0x42]);
    }
}
