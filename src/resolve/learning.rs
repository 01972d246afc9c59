//! What the model is trained on: all candidate pairs, or those of a sample of records; and labelled pairs.

use rayon::prelude::*;

use crate::model::hash::mix;

use super::block::Candidates;
use super::labels::Labelled;
use super::lone::{Compared, lone, settle};
use super::prepare::Prepared;
use super::score::{Chance, Evidence, LEARNABLE, Layout, Pattern, Trained, first_guess, population_chance, train, untrained};

/// Candidate pairs whose patterns train the model; more are sampled by pair hash.
const TRAINING_PAIRS: usize = 2_000_000;

/// The pairs the model is trained on.
pub enum Sample {
    /// All candidate pairs.
    All,
    /// Those at whose ends a sampled record stands.
    Some(Vec<u64>),
}

impl Sample {
    /// All pairs up to [`TRAINING_PAIRS`]; of more, those of records drawn by content hash.
    #[must_use]
    pub fn take(prepared: &Prepared, packed: &[u64]) -> Self {
        if packed.len() <= TRAINING_PAIRS {
            return Self::All;
        }
        // A pair is in with either end: the share of records is chosen so that the share of pairs comes out.
        let share = 1.0 - (1.0 - TRAINING_PAIRS as f64 / packed.len() as f64).sqrt();
        let limit = (share * u64::MAX as f64) as u64;
        let drawn: Vec<bool> = prepared.content.iter().map(|&c| mix(c, 0x5A) <= limit).collect();
        let is_in = |&p: &u64| {
            let (a, b, _) = Candidates::unpack(p);
            drawn[a as usize] || drawn[b as usize]
        };
        Self::Some(packed.par_chunks(65_536).flat_map_iter(|chunk| chunk.iter().copied().filter(is_in)).collect())
    }

    /// The pairs of the sample.
    #[must_use]
    pub fn pairs<'a>(&'a self, packed: &'a [u64]) -> &'a [u64] {
        match self {
            Self::All => packed,
            Self::Some(drawn) => drawn,
        }
    }
}

/// Learns the model, or takes the default one where there is too little to learn from.
#[must_use]
pub fn learn(prepared: &Prepared, layout: &Layout, seen: &Seen<'_>, labelled: &Labelled) -> Trained {
    let n = prepared.len();
    let scale = match seen.sample {
        Sample::All => 1.0,
        Sample::Some(drawn) => seen.found.packed.len() as f64 / drawn.len().max(1) as f64,
    };
    let mut counts = pattern_counts(seen.patterns);
    let lone = lone(prepared, layout);
    let mut trained = if n < LEARNABLE {
        untrained(layout, &population_chance(prepared, layout))
    } else {
        let measured = seen.found.chance.is_none().then(|| Chance::measure(prepared, layout));
        let chance = seen.found.chance.as_ref().or(measured.as_ref()).expect("measured where blocking did not");
        if lone.is_some() {
            first_guess(layout, chance, n)
        } else {
            let labelled = labelled.patterns(prepared, layout);
            if matches!(seen.sample, Sample::All) {
                known_not_estimated(&mut counts, &labelled);
            }
            train(layout, chance, &Evidence { counts: &counts, scale, records: n, labelled: &labelled })
        }
    };
    if let Some(at) = lone {
        let rows: usize = prepared.rows.iter().map(|&rows| rows as usize).sum();
        settle(&mut trained, layout, at, Compared { counts: &counts, scale, folded: rows - n, records: n });
    }
    trained.settle();
    trained
}

/// What is known of a pair takes the place of what is estimated.
fn known_not_estimated(counts: &mut [(Pattern, u32)], labelled: &[(Pattern, bool)]) {
    for (pattern, _) in labelled {
        if let Ok(at) = counts.binary_search_by_key(pattern, |c| c.0) {
            counts[at].1 = counts[at].1.saturating_sub(1);
        }
    }
}

/// What training sees of the candidate pairs.
pub struct Seen<'a> {
    /// The sample.
    pub sample: &'a Sample,
    /// Pattern of every pair of the sample.
    pub patterns: &'a [Pattern],
    /// All candidate pairs.
    pub found: &'a Candidates,
}

/// Distinct patterns with their counts.
fn pattern_counts(seen: &[Pattern]) -> Vec<(Pattern, u32)> {
    let mut sorted = seen.to_vec();
    sorted.par_sort_unstable();
    sorted.chunk_by(|a, b| a == b).map(|c| (c[0], c.len() as u32)).collect()
}
