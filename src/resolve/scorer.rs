//! Scores pairs on demand, with vetoes.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::model::kind::Kind;
use crate::model::records::Records;
use crate::model::value::{Class, Dict};

use super::cluster::Scorer;
use super::compare::Memo;
use super::decide::Decided;
use super::prepare::Prepared;
use super::score::{Layout, Pattern, Pruned, Weights, pattern};
use super::text::within_one_edit;

thread_local! {
    /// What this thread remembers, and for which scorer: the codes of another table mean other texts.
    static MEMO: RefCell<(u64, Memo)> = RefCell::default();
}

/// Number of the next scorer.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// Scores pairs of identity records that blocking did not make.
pub struct PairScorer<'a> {
    prepared: &'a Prepared,
    layout: &'a Layout,
    decided: &'a Decided,
    pruned: Pruned<'a>,
    number: u64,
    /// Comparisons of ids with a check digit: two valid, differing ones veto.
    vetoes: Vec<(usize, &'a Dict)>,
}

impl<'a> PairScorer<'a> {
    /// A scorer over these records. Weights are exact from `least` bits on; what lies below may be told as anything below.
    #[must_use]
    pub fn new(
        prepared: &'a Prepared,
        layout: &'a Layout,
        weights: &'a Weights,
        decided: &'a Decided,
        records: &'a Records,
        least: f64,
    ) -> Self {
        let pruned = Pruned::new(prepared, layout, weights, least);
        let vetoes = prepared
            .comparisons
            .iter()
            .enumerate()
            .filter(|(_, c)| matches!(c.kind, Kind::NationalId | Kind::TaxId))
            .map(|(slot, c)| (slot, &records.fields[c.field].dict))
            .collect();
        Self { prepared, layout, decided, pruned, number: NEXT.fetch_add(1, Ordering::Relaxed), vetoes }
    }

    /// Does something with what this thread remembers of this scorer's texts.
    fn with_memo<T>(&self, act: impl FnOnce(&mut Memo) -> T) -> T {
        MEMO.with_borrow_mut(|(number, memo)| {
            if *number != self.number {
                (*number, *memo) = (self.number, Memo::default());
            }
            act(memo)
        })
    }

    /// The pattern of a pair.
    #[must_use]
    pub fn pattern(&self, a: u32, b: u32) -> Pattern {
        self.with_memo(|memo| pattern(self.prepared, self.layout, a, b, memo))
    }

    /// Two check-digit-valid ids more than one edit apart: never one customer.
    #[must_use]
    pub fn vetoed(&self, a: u32, b: u32) -> bool {
        self.vetoes.iter().any(|&(slot, dict)| {
            let (x, y) = (self.prepared.values(&self.prepared.row(a)[slot]), self.prepared.values(&self.prepared.row(b)[slot]));
            // Both number systems with a check digit have eighteen characters.
            let sure = |c: &u32| dict.class(*c) == Class::Valid && dict.text(*c).len() == 18;
            !x.is_empty()
                && !y.is_empty()
                && x.iter().all(sure)
                && y.iter().all(sure)
                && x.iter().all(|&p| y.iter().all(|&q| !within_one_edit(dict.text(p), dict.text(q))))
        })
    }
}

impl Scorer for PairScorer<'_> {
    fn bits(&self, a: u32, b: u32) -> Option<f64> {
        if self.prepared.entity[a as usize] != self.prepared.entity[b as usize]
            || self.decided.is_different(a, b)
            || self.vetoed(a, b)
        {
            return Some(f64::NEG_INFINITY);
        }
        if self.decided.is_same(a, b) {
            return Some(f64::INFINITY);
        }
        self.with_memo(|memo| self.pruned.bits_or_less(a, b, memo))
    }
}
