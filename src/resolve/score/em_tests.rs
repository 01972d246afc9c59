//! Laws of training, on factors and counts made by hand.

use proptest::prelude::*;

use super::*;
use crate::model::kind::Kind;
use crate::model::mapping::Entity;

const LEVELS: usize = 3;

/// `n` independent factors of three levels: equal, close, else. Mail addresses only: nothing a household could share.
fn layout(n: usize) -> Layout {
    let factor = |i: usize| Factor {
        name: format!("f{i}"),
        slots: vec![format!("f{i}")],
        at: vec![i],
        of: vec![(i, 0)],
        levels: [LEVELS, 0],
        names: vec![vec!["equal", "close", "else"]],
        exact: [1, 0],
        kinds: vec![Kind::Email],
        kept_chance: 0.02,
    };
    Layout { offset: (0..n).collect(), factors: (0..n).map(factor).collect(), entity: Entity::Person, both: false }
}

fn cells(p: [f64; LEVELS]) -> Vec<f64> {
    let mut cells = vec![0.0; 16];
    cells[1..=LEVELS].copy_from_slice(&p);
    cells
}

fn chance(cells: Vec<Vec<f64>>, pairs: f64) -> Chance {
    let floor = vec![0.25 / pairs; cells.len()];
    Chance {
        least: vec![0.0; cells.len()],
        own: Vec::new(),
        holders: Vec::new(),
        visible: Vec::new(),
        drawn: Vec::new(),
        together: Vec::new(),
        cells,
        floor,
        pairs,
    }
}

/// All patterns of `n` factors with three levels.
fn all_patterns(n: usize) -> impl Iterator<Item = (Pattern, Vec<usize>)> {
    (0..LEVELS.pow(n as u32)).map(move |code| {
        let levels: Vec<usize> = (0..n).map(|i| code / LEVELS.pow(i as u32) % LEVELS + 1).collect();
        (levels.iter().enumerate().map(|(i, &l)| (l as Pattern) << (4 * i)).sum(), levels)
    })
}

/// Counts of all patterns, as a table of `records` would give them: each factor with its m and u.
fn expected(m: [f64; LEVELS], u: &[[f64; LEVELS]], lambda: f64, pairs: f64) -> (Vec<(Pattern, u32)>, Chance) {
    let of = |p: &dyn Fn(usize) -> [f64; LEVELS], l: &[usize]| l.iter().enumerate().map(|(i, &l)| p(i)[l - 1]).product::<f64>();
    let count = |l: &[usize]| pairs * (lambda * of(&|_| m, l) + (1.0 - lambda) * of(&|i| u[i], l));
    let counts = all_patterns(u.len()).map(|(pattern, l)| (pattern, count(&l).round() as u32)).collect();
    let mixed = u.iter().map(|u| cells([0, 1, 2].map(|l| lambda * m[l] + (1.0 - lambda) * u[l]))).collect();
    (counts, chance(mixed, pairs))
}

#[test]
fn known_probabilities_are_recovered() {
    let (n, records) = (3, 2_000usize);
    let pairs = (records * (records - 1)) as f64 / 2.0;
    let (m, u, lambda) = ([0.85, 0.09, 0.06], [0.002, 0.02, 0.978], 5e-4);
    let (counts, chance) = expected(m, &[u; 3], lambda, pairs);
    let t = train(&layout(n), &chance, &Evidence { counts: &counts, scale: 1.0, records, labelled: &[] });
    assert!((t.lambda / lambda - 1.0).abs() < 0.05, "λ {}", t.lambda);
    for i in 0..n {
        for l in 0..LEVELS {
            assert!((t.m[i][l + 1] - m[l]).abs() < 0.02, "m {:?}", &t.m[i][1..4]);
            assert!((t.u[i][l + 1] / u[l] - 1.0).abs() < 0.1, "u {:?}", &t.u[i][1..4]);
        }
    }
}

#[test]
fn a_mail_column_with_three_duplicates_in_ten_gives_the_u_of_those_who_are_different() {
    let records = 1_000usize;
    let pairs = (records * (records - 1)) as f64 / 2.0;
    // 300 matches agree in their mail address nearly always, and twenty other pairs by chance.
    let (lambda, by_chance) = (300.0 / pairs, 20.0 / pairs);
    let other = [0.004, 0.02, 0.976];
    let u = [[by_chance, 0.001, 0.999 - by_chance], other, other];
    let (counts, chance) = expected([0.95, 0.03, 0.02], &u, lambda, pairs);
    let t = train(&layout(3), &chance, &Evidence { counts: &counts, scale: 1.0, records, labelled: &[] });
    let found = t.u[0][1] / by_chance;
    assert!((0.5..=2.0).contains(&found), "{found} times the u of those who are different");
}

#[test]
fn labels_say_what_a_doubtful_pattern_is() {
    let records = 1_000usize;
    let pairs = (records * (records - 1)) as f64 / 2.0;
    // Equal in one factor, different in the other: as many as there are full agreements.
    let counts = [(0x11, 200), (0x31, 200), (0x33, (pairs - 400.0) as u32)];
    let share = |agreeing: f64| cells([agreeing / pairs, 1.0 / pairs, 1.0 - (agreeing + 1.0) / pairs]);
    let weight = |labelled: &[(Pattern, bool)]| {
        let layout = layout(2);
        let evidence = Evidence { counts: &counts, scale: 1.0, records, labelled };
        let t = train(&layout, &chance(vec![share(400.0), share(200.0)], pairs), &evidence);
        Weights::new(&layout, &t).bits(0x31)
    };
    let (alone, same, different) = (weight(&[]), weight(&[(0x31, true); 60]), weight(&[(0x31, false); 60]));
    assert!(different < alone + 1e-9 && alone < same, "{different} {alone} {same}");
}

#[test]
fn the_default_match_agrees_as_far_as_its_values_go() {
    let factor = &layout(1).factors[0];
    let chance = cells([0.01, 0.09, 0.9]);
    let unknown = prior_m(factor, &chance, &[]);
    assert!((unknown[1] - 0.8).abs() < 1e-12 && (unknown[3] - 0.06).abs() < 1e-12);
    // Nine values in ten say so little that only closeness can be told.
    let mut own = vec![0.0; 16];
    (own[1], own[2]) = (0.1, 0.9);
    let known = prior_m(factor, &chance, &[own]);
    assert!((known[1] - 0.08).abs() < 1e-12 && (known[2] - 0.86).abs() < 1e-12 && (known[3] - 0.06).abs() < 1e-12, "{known:?}");
}

#[test]
fn namesakes_are_at_least_as_frequent_as_independent_names_make_them() {
    let both = |g: usize, f: usize| g | f << 4;
    // One pair in ten shares a given name, one in a hundred a family name; the matches seem to explain all who share both.
    let (lambda, mut chance, mut m) = (0.002, vec![0.0; 256], vec![0.0; 256]);
    for (cell, p, q) in [(both(1, 1), 0.002, 1.0), (both(1, 2), 0.098, 1e-9), (both(2, 1), 0.008, 1e-9), (both(2, 2), 0.892, 1e-9)]
    {
        (chance[cell], m[cell]) = (p, q);
    }
    let mut u = without_matches(&chance, &m, lambda, 0.0);
    assert!(u[both(1, 1)] < 1e-9);
    at_least_independent(&mut u, &chance, &m, lambda);
    let expected = 0.098 * 0.008 / (1.0 - lambda) / (1.0 - lambda);
    assert!((u[both(1, 1)] / expected - 1.0).abs() < 1e-3, "{} {expected}", u[both(1, 1)]);
    assert!((u[both(2, 2)] - 0.892 / (1.0 - lambda)).abs() < 0.02);
}

#[test]
fn equality_is_at_least_as_frequent_as_the_parts_make_it() {
    let (mut u, chance) = (cells([1e-7, 0.1, 0.9]), cells([1e-4, 0.1, 0.9]));
    at_least(&mut u, &chance, 1..=1, 3e-5);
    assert!((u[1] - 3e-5).abs() < 1e-12 && (u[2] - 0.1).abs() < 1e-12);
    at_least(&mut u, &chance, 1..=1, 3e-3);
    assert!((u[1] - 1e-4).abs() < 1e-12, "never more than all agreement that was seen");
}

proptest! {
    #[test]
    fn the_penalised_likelihood_never_falls(
        counts in prop::collection::vec(0u32..400, 27),
        chances in prop::collection::vec((1u32..200, 1u32..400), 3),
    ) {
        let layout = layout(3);
        let records = 3_000usize;
        let pairs = (records * (records - 1)) as f64 / 2.0;
        let counts: Vec<(Pattern, u32)> = all_patterns(3).map(|p| p.0).zip(counts).filter(|c| c.1 > 0).collect();
        let share = |&(equal, close): &(u32, u32)| {
            let (equal, close) = (f64::from(equal) / 1e4, f64::from(close) / 1e4);
            cells([equal, close, 1.0 - equal - close])
        };
        let chance = chance(chances.iter().map(share).collect(), pairs);
        let t = train(&layout, &chance, &Evidence { counts: &counts, scale: 1.0, records, labelled: &[] });
        // Rounds that take only sure pairs, and those that move u, climb another hill.
        let rounds = &t.likelihood[SURE_ROUNDS..t.likelihood.len().min(CAUTIOUS_ROUNDS)];
        for pair in rounds.windows(2) {
            prop_assert!(pair[1] >= pair[0] - 1e-6 * pair[0].abs().max(1.0), "{:?}", rounds);
        }
    }
}
