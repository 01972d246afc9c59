//! What one customer's names may differ in: what training learns of it, kept to what chance cannot pass for.
//!
//! Comes in: m of a joint factor of given and family name, after the M step. Goes out: the same with its doubtful cells limited.
//! Among strangers names hang together with all else that is not by accident: given names have their years, family names their places.
//! Pairs that agree in one name and in little else are then more than chance expects, and would pass for customers who change their names.

use std::ops::RangeInclusive;

use crate::model::kind::Kind;

use super::pattern::Factor;

/// Matches a class of equal names must have for what is learned of them to stand for the other classes.
const MATCHES_LEAST: f64 = 30.0;

/// Standard errors by which what is learned of a class may be too small.
const ERRORS: f64 = 2.0;

/// Odds from which on all else makes a pair one customer whatever its names are, as a probability.
pub const SURE: f64 = 0.95;

/// Times as often as if they were independent that both names of a customer are altogether others, at the most, and the share that is always
/// possible; more of it is believed of pairs that are [`SURE`] or share what is given to one customer.
const BOTH_MOST: (f64, f64) = (4.0, 0.005);

/// The cell of both names altogether others, of a joint factor of names.
#[must_use]
pub fn both_others(factor: &Factor) -> Option<usize> {
    (factor.at.len() == 2 && factor.kinds[0] == Kind::PersonName).then(|| factor.levels[0] | factor.levels[1] << 4)
}

/// Takes what is not one customer's out of a cell of names altogether others, down to `kept`. It is strangers', whose names begin with one
/// letter as often as by chance: as much is taken out of the cells `beside` it.
pub fn take_strangers(m: &mut [f64], u: &[f64], (cell, kept): (usize, f64), beside: impl Iterator<Item = usize>) {
    let strangers = (m[cell] - kept).max(0.0);
    m[cell] = kept;
    beside.for_each(|c| m[c] = (m[c] - strangers * u[c] / u[cell].max(1e-300)).max(0.0));
}

/// Limits what `matches` matches learn of one name equal and the other altogether another, and of both altogether others, which `renamed` of them
/// surely have.
pub fn limit(factor: &Factor, m: &mut [f64], u: &[f64], (matches, renamed): (f64, f64)) {
    for slot in 0..2 {
        classes_alike((factor, slot), m, u, matches);
    }
    both_changed(factor, m, u, renamed / matches.max(1.0));
    let both = |c: &usize| Factor::comparable(*c) == 3;
    let all: f64 = (0..factor.cells()).filter(both).map(|c| m[c]).sum();
    if all > 0.0 {
        (0..factor.cells()).filter(both).for_each(|c| m[c] /= all);
    }
}

/// Whether somebody's other name has changed does not hang on how common this one is: the class of equal names that shows it least says how
/// often it happens, in all classes.
fn classes_alike((factor, slot): (&Factor, usize), m: &mut [f64], u: &[f64], matches: f64) {
    let (exact, other_exact) = (usize::from(factor.exact[slot]), usize::from(factor.exact[1 - slot]));
    let cell = |level: usize, other: usize| if slot == 0 { level | other << 4 } else { other | level << 4 };
    let equal: Vec<f64> = (1..=exact).map(|level| (1..=other_exact).map(|other| m[cell(level, other)]).sum()).collect();
    let all: f64 = equal.iter().sum();
    if all <= 0.0 {
        return;
    }
    let at_most = |(&equal, &changed): (&f64, &f64)| {
        let (of, seen) = (equal * matches, changed * matches);
        (of >= MATCHES_LEAST).then(|| (seen + ERRORS * (seen + 1.0).sqrt()) / of)
    };
    let times = |m: &[f64], other: usize| {
        let changed: Vec<f64> = (1..=exact).map(|level| m[cell(level, other)]).collect();
        let together = changed.iter().sum::<f64>() / all;
        equal.iter().zip(&changed).filter_map(at_most).fold(together, f64::min)
    };
    let last = factor.levels[1 - slot];
    let of_last = times(m, last);
    for level in 1..=exact {
        let beside = factor.letters(1 - slot).map(|letter| cell(level, letter));
        take_strangers(m, u, (cell(level, last), of_last * equal[level - 1]), beside);
    }
    for letter in factor.letters(1 - slot) {
        let of_letter = times(m, letter);
        (1..=exact).for_each(|level| m[cell(level, letter)] = m[cell(level, letter)].min(of_letter * equal[level - 1]));
    }
}

/// Both names altogether others, at one customer, is two changes: it is as seldom as that, but for the share that surely has it. (Persons
/// of one town and year would pass for customers who change both their names, where little else is compared.)
fn both_changed(factor: &Factor, m: &mut [f64], u: &[f64], sure: f64) {
    let [last_given, last_family] = factor.levels;
    let sum = |given: RangeInclusive<usize>, family: RangeInclusive<usize>| -> f64 {
        given.flat_map(|g| family.clone().map(move |f| g | f << 4)).map(|cell| m[cell]).sum()
    };
    let [same_given, same_family] = [0, 1].map(|slot| 1..=factor.levels[slot] - 1 - factor.letters(slot).count());
    let other_given = sum(last_given..=last_given, same_family.clone()) / sum(1..=last_given, same_family).max(1e-300);
    let other_family = sum(same_given.clone(), last_family..=last_family) / sum(same_given, 1..=last_family).max(1e-300);
    let (times, always) = BOTH_MOST;
    let both = last_given | last_family << 4;
    let kept = m[both].min((times * other_given * other_family).max(always).max(sure));
    let [given, family] = [0, 1].map(|slot| factor.letters(slot).chain([factor.levels[slot]]).collect::<Vec<_>>());
    let beside = given.iter().flat_map(|g| family.iter().map(move |f| g | f << 4)).filter(|&cell| cell != both);
    take_strangers(m, u, (both, kept), beside);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::compare::FIRST_LETTER;

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

    /// The same with the level of names that begin alike.
    fn lettered() -> Factor {
        Factor { levels: [5, 5], names: vec![vec!["equal, rare", "equal", "near", FIRST_LETTER, "else"]; 2], ..names() }
    }

    /// m of matches whose given names are rare or common alike, with these shares of other family names beside each.
    fn limited(changed: [f64; 2], matches: f64) -> Vec<f64> {
        let mut m = vec![0.0; 256];
        let equal = (1.0 - changed[0] - changed[1]) / 2.0;
        (m[0x11], m[0x22], m[0x41], m[0x42]) = (equal, equal, changed[0], changed[1]);
        limit(&names(), &mut m, &[0.01; 256], (matches, 0.0));
        assert!((m.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        m
    }

    #[test]
    fn strangers_begin_with_one_letter_as_often_as_by_chance() {
        let factor = lettered();
        let mut u = vec![0.0; 256];
        (u[0x55], u[0x45], u[0x54], u[0x44]) = (0.88, 0.06, 0.06, 0.004);
        let limited = |letters: f64| {
            let mut m = vec![0.0; 256];
            (m[0x11], m[0x55], m[0x45], m[0x54], m[0x44]) = (0.47, 0.44, 0.03, 0.03, 0.03 + letters);
            limit(&factor, &mut m, &u, (10_000.0, 0.0));
            m
        };
        // Half of the matches would be strangers: their first letters go with them.
        let m = limited(0.0);
        assert!(m[0x55] < 0.02 && m[0x45] < 0.002 && m[0x54] < 0.002, "{} {} {}", m[0x55], m[0x45], m[0x54]);
        assert!(m[0x44] > 0.03, "what chance does not show stays: {}", m[0x44]);
        assert!(limited(0.1)[0x44] > 0.15);
    }

    #[test]
    fn family_names_that_begin_alike_are_as_usual_beside_rare_given_names_as_beside_common_ones() {
        let factor = lettered();
        let mut m = vec![0.0; 256];
        // Namesakes of one year: some of their family names begin with one letter.
        (m[0x11], m[0x22], m[0x41], m[0x42]) = (0.45, 0.45, 0.001, 0.099);
        limit(&factor, &mut m, &[0.01; 256], (10_000.0, 0.0));
        assert!(m[0x42] < 0.005 && m[0x41] > 0.0005, "{} {}", m[0x41], m[0x42]);
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

    #[test]
    fn both_names_change_as_seldom_as_two_changes_meet_unless_it_is_sure() {
        let limited = |renamed: f64| {
            let mut m = vec![0.0; 256];
            (m[0x11], m[0x44]) = (0.7, 0.3);
            limit(&names(), &mut m, &[0.01; 256], (10_000.0, renamed));
            m[0x44]
        };
        assert!((limited(0.0) - 0.007).abs() < 1e-3, "{}", limited(0.0));
        assert!((limited(2_000.0) - 0.222).abs() < 1e-3, "{}", limited(2_000.0));
        assert!((limited(5_000.0) - 0.3).abs() < 1e-9, "{}", limited(5_000.0));
    }
}
