//! What of the last run's linkage still stands: its links between records that are as they were, and its linked parts.
//!
//! Comes in: tonight's identity records and the linkage that the last run left. Goes out: the candidate pairs with a fresh
//! end, the kept links, the kept parts. Where the model, the fields or the program are others than then, nothing stands
//! and every pair is scored; what blocks were not paired whole stays frozen with the model also where all is scored.

use std::mem::take;

use rayon::prelude::*;

use crate::model::hash::{hash64, mix};
use crate::model::linkage::{Basis, KeptPart, Linkage, PROGRAM};
use crate::model::records::Records;
use crate::model::resolution::Reuse;
use crate::model::trained::TrainedModel;

use super::block::{Before, Budget, Candidates, Fresh, again, candidates, keying};
use super::cluster::Link;
use super::compiled::{Compiled, LastLinkage};
use super::engine::Worked;
use super::prepare::{NONE, Prepared};

/// What can be built upon.
pub struct Standing<'a> {
    /// The last run's linkage, as far as its treatment of blocks holds.
    frozen: Option<&'a Linkage>,
    /// The same, if its links hold too; with tonight's number of each of its identity records, or [`NONE`].
    links: Option<(&'a Linkage, Vec<u32>)>,
    /// Tonight's records that are fresh.
    fresh: Fresh,
    /// Why links do not hold.
    why: Option<String>,
}

impl<'a> Standing<'a> {
    /// What of the last run stands, if `model` scored it and scores tonight.
    #[must_use]
    pub fn of(compiled: &'a Compiled, prepared: &Prepared, model: Option<&TrainedModel>) -> Self {
        let (frozen, why) = match &compiled.last {
            LastLinkage::None => (None, None),
            LastLinkage::Missing(why) => (None, Some(why.clone())),
            LastLinkage::Kept(linkage) => match outdated(linkage, model, compiled) {
                Some(why) => (None, Some(why.to_owned())),
                None => (Some(linkage.as_ref()), None),
            },
        };
        let mut standing = Self { frozen, links: None, fresh: Fresh::all(prepared.len()), why };
        if let Some(linkage) = frozen {
            if compiled.full {
                standing.why = Some("it was asked for".to_owned());
            } else if linkage.content.is_empty() {
                standing.why = Some("its links are missing or damaged, or went with an erased person".to_owned());
            } else if linkage.basis.shape != shape(prepared) {
                standing.why = Some("what is compared, or by which keys, is not what it was".to_owned());
            } else {
                let (numbers, is_fresh) = numbers(&linkage.content, &prepared.content);
                standing.fresh = Fresh::of(is_fresh);
                standing.links = Some((linkage, numbers));
            }
        }
        standing
    }

    /// The candidate pairs that must be scored, and who is fresh in the end.
    #[must_use]
    pub fn candidates(&self, records: &Records, prepared: &Prepared, budget: Budget) -> (Candidates, Fresh) {
        match self.frozen {
            Some(Linkage { blocking, lone_words, .. }) => {
                again(records, prepared, budget, Before { blocking, lone_words }, self.fresh.clone())
            }
            None => (candidates(records, prepared, budget), self.fresh.clone()),
        }
    }

    /// The scored links, and those that stand: both by (left, right). `rules` are tonight's rules. Also how many stand.
    #[must_use]
    pub fn with_kept_links(&self, scored: Vec<Link>, fresh: &Fresh, rules: &[String]) -> (Vec<Link>, u64) {
        let Some((linkage, numbers)) = &self.links else { return (scored, 0) };
        let place = |name: &String| rules.iter().position(|rule| rule == name).map_or(u16::MAX, |at| at as u16);
        let rule: Vec<u16> = linkage.rules.iter().map(place).collect();
        let mut links: Vec<Link> = linkage
            .links
            .par_iter()
            .filter_map(|link| {
                let (a, b) = (numbers[link.left as usize], numbers[link.right as usize]);
                let stands = a != NONE && b != NONE && !fresh.has(a) && !fresh.has(b);
                let rule = rule.get(usize::from(link.rule)).copied().unwrap_or(u16::MAX);
                stands.then(|| Link { left: a.min(b), right: a.max(b), bits: link.bits, rule })
            })
            .collect();
        let reused = links.len() as u64;
        links.extend(scored);
        // Both halves are in order, or nearly so: a sort by runs merges them.
        links.sort_by_key(|link| (link.left, link.right));
        (links, reused)
    }

    /// Linked parts of the last run.
    #[must_use]
    pub fn parts(&self) -> &'a [KeptPart] {
        self.links.as_ref().map_or(&[], |(linkage, _)| &linkage.parts)
    }

    /// Identity records beside those of the last run.
    #[must_use]
    pub fn counts(&self, fresh: &Fresh) -> Reuse {
        let gone = self.links.as_ref().map_or(0, |(_, numbers)| numbers.iter().filter(|n| **n == NONE).count());
        Reuse { incremental: self.links.is_some(), fresh: fresh.count() as u64, gone: gone as u64, ..Reuse::default() }
    }

    /// Why every pair was scored, where the last run left links.
    #[must_use]
    pub fn remark(&self) -> Option<String> {
        self.why.as_ref().map(|why| format!("every pair was scored anew, no link of the last run was taken over: {why}"))
    }
}

/// Why nothing of a linkage can be used; `None` if its treatment of blocks holds.
fn outdated(linkage: &Linkage, model: Option<&TrainedModel>, compiled: &Compiled) -> Option<&'static str> {
    let Some(model) = model else { return Some("the model was trained anew") };
    if linkage.basis.program != PROGRAM {
        Some("another version of the program left them")
    } else if model.facts.parts().next().is_none() {
        Some("the model came without its facts")
    } else if linkage.basis.model != model.fingerprint() {
        Some("another model had scored them")
    } else if linkage.blocking.block_max != compiled.matching.block_max {
        Some("`block_max` has changed")
    } else {
        None
    }
}

/// Hash of what pairs of this table depend on besides their two records and the model.
fn shape(prepared: &Prepared) -> u64 {
    let comparisons = prepared.comparisons.iter().fold(1, |sum, c| {
        let name = hash64(c.known_as.as_bytes());
        mix(sum, mix(mix(name, hash64(c.kind.name().as_bytes())), c.slots.len() as u64))
    });
    mix(comparisons, keying(prepared))
}

/// Tonight's number of each identity record of the last run, or [`NONE`]; and which of tonight's are fresh. A content hash
/// that two records share names neither.
fn numbers(before: &[u64], now: &[u64]) -> (Vec<u32>, Vec<bool>) {
    let sorted = |content: &[u64]| {
        let mut all: Vec<(u64, u32)> = content.iter().enumerate().map(|(id, &c)| (c, id as u32)).collect();
        all.par_sort_unstable();
        all
    };
    let (old, new) = (sorted(before), sorted(now));
    let (mut numbers, mut fresh) = (vec![NONE; before.len()], vec![true; now.len()]);
    let mut rest = old.chunk_by(|a, b| a.0 == b.0).peekable();
    for same in new.chunk_by(|a, b| a.0 == b.0) {
        while rest.next_if(|old| old[0].0 < same[0].0).is_some() {}
        if let ([(_, now)], Some([(_, before)])) = (same, rest.next_if(|old| old[0].0 == same[0].0)) {
            numbers[*before as usize] = *now;
            fresh[*now as usize] = false;
        }
    }
    (numbers, fresh)
}

/// What a finished run leaves for the next one; taken out of it where nothing else needs it.
#[must_use]
pub fn left_behind(w: &mut Worked<'_>) -> Linkage {
    Linkage {
        basis: Basis { program: PROGRAM.to_owned(), model: w.model().fingerprint(), shape: shape(&w.prepared) },
        content: take(&mut w.prepared.content),
        first_row: w.prepared.first_row.clone(),
        rules: take(&mut w.found.rules),
        links: Vec::new(),
        overruled: take(&mut w.overruled),
        parts: take(&mut w.parts),
        blocking: take(&mut w.found.blocking),
        lone_words: take(&mut w.found.lone_words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_known_by_content_and_ambiguous_ones_are_fresh() {
        let (numbers, fresh) = numbers(&[5, 9, 7, 7, 3], &[3, 7, 5, 1, 9, 9]);
        assert_eq!(numbers, [2, NONE, NONE, NONE, 0]);
        assert_eq!(fresh, [false, true, false, true, true, true]);
    }
}
