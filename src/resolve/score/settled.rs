//! Whether to believe in matches beyond those that training is sure of.
//!
//! Comes in: the model as it was when the sure matches had settled, and the one training has come to since. Goes out: yes or no. Matches
//! that agree by chance in something common are taken out of u, which calls their agreement rare, which makes more of them.

use super::em::Trained;

/// Times the settled number of matches that taking them out of u may lead to. Beyond that it feeds itself: pairs that agree by
/// chance in something common are called matches, are taken out of u, and their agreement is called rare.
const GROWTH_MOST: f64 = 2.0;
/// Times the settled number of matches from which on further ones are doubted.
const GROWTH_DOUBTED: f64 = 1.15;
/// Bits of likelihood that every doubted match must bring: what is told from chance by hardly anything is chance that hangs together.
const WORTH_LEAST: f64 = 1.0;

/// True if there are more matches than the `settled` ones can lead to.
#[must_use]
pub fn feeds_itself(settled: &Trained, t: &Trained) -> bool {
    t.lambda > GROWTH_MOST * settled.lambda
}

/// True if the matches beyond those of the `settled` model are agreement by chance: there are too many of them, or they bring too little.
/// What they bring is measured from the round on in which the settled matches were taken out of u. `pairs` are all pairs of records.
#[must_use]
pub fn is_of_chance(settled: &Trained, t: &Trained, pairs: f64) -> bool {
    let doubted = t.lambda > GROWTH_DOUBTED * settled.lambda;
    let worth = t.likelihood.last().zip(t.likelihood.get(settled.likelihood.len())).map_or(0.0, |(last, first)| last - first);
    feeds_itself(settled, t) || doubted && worth < WORTH_LEAST * (t.lambda - settled.lambda) * pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(lambda: f64, likelihood: &[f64]) -> Trained {
        let likelihood = likelihood.to_vec();
        Trained {
            m: Vec::new(),
            u: Vec::new(),
            lambda,
            relations: Vec::new(),
            together: Vec::new(),
            likelihood,
            remarks: Vec::new(),
        }
    }

    #[test]
    fn further_matches_are_few_or_worth_something() {
        let settled = model(1e-4, &[10.0, 20.0]);
        let is_of_chance = |lambda, brought| is_of_chance(&settled, &model(lambda, &[10.0, 20.0, 500.0, 500.0 + brought]), 1e7);
        assert!(!is_of_chance(1.1e-4, 0.0), "few");
        assert!(is_of_chance(1.5e-4, 400.0), "500 matches more, 0.8 bits each");
        assert!(!is_of_chance(1.5e-4, 1_000.0), "two bits each");
        assert!(is_of_chance(2.1e-4, 10_000.0), "more than any");
    }
}
