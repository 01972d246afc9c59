//! What assigning looks up for every record: to whom it belonged, and where an id stands in the ledger.
//!
//! Identities and ids are hashes, so their first bits tell where to look: a few steps instead of a search through all.

use std::hint::black_box;

use rayon::prelude::*;

use super::id::CustomerId;
use super::identity::identity;
use super::ledger::LedgerRow;
use super::state::Known;

/// "No old id", "no cluster".
pub(super) const NOBODY: u32 = u32::MAX;

/// A ledger that is searched often.
pub(super) struct Index<'a> {
    rows: &'a [LedgerRow],
    /// First row of each run of ids with the same first bits.
    starts: Vec<u32>,
    bits: u32,
}

impl<'a> Index<'a> {
    /// Invariant: `rows` ascend by id.
    pub(super) fn of(rows: &'a [LedgerRow]) -> Self {
        let bits = bits_for(rows.len());
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for row in rows {
            starts[row.id.first_bits(bits) + 1] += 1;
        }
        for bucket in 1..starts.len() {
            starts[bucket] += starts[bucket - 1];
        }
        Self { rows, starts, bits }
    }

    /// All rows, ascending by id.
    pub(super) fn rows(&self) -> &'a [LedgerRow] {
        self.rows
    }

    /// The row at a place.
    pub(super) fn row(&self, at: u32) -> &'a LedgerRow {
        &self.rows[at as usize]
    }

    /// The place of an id.
    pub(super) fn find(&self, id: CustomerId) -> Option<u32> {
        let bucket = id.first_bits(self.bits);
        let (start, end) = (self.starts[bucket], self.starts[bucket + 1]);
        let near = &self.rows[start as usize..end as usize];
        near.binary_search_by_key(&id, |row| row.id).ok().map(|at| start + at as u32)
    }

    /// Looks at the rows where the search for these ids begins: asked for together, the processor waits for all of them at once.
    fn look_ahead(&self, ids: &[CustomerId]) {
        let start = |id: &CustomerId| self.starts[id.first_bits(self.bits)] as usize;
        black_box(ids.iter().fold(0, |seen, id| seen ^ self.rows.get(start(id)).map_or(0, |row| row.seen)));
    }

    /// The id a redirect leads to; the id itself if it is none.
    pub(super) fn living(&self, id: CustomerId) -> CustomerId {
        let mut id = id;
        // Redirects are kept short, so one step does; the bound only guards against a damaged ledger.
        for _ in 0..8 {
            match self.find(id).and_then(|at| self.rows[at as usize].redirect) {
                Some(next) => id = next,
                None => break,
            }
        }
        id
    }

    /// For each row the row that its redirect leads to, itself if it has none.
    fn all_living(&self) -> Vec<u32> {
        let end = |row: &LedgerRow| row.redirect.and_then(|_| self.find(self.living(row.id)));
        (0..).zip(self.rows).map(|(at, row)| if row.redirect.is_some() { end(row).unwrap_or(NOBODY) } else { at }).collect()
    }
}

/// Ids that are looked up together.
const TOGETHER: usize = 32;

/// First bits that tell so many hashes apart, mostly.
fn bits_for(count: usize) -> u32 {
    const MOST: u32 = 24;
    count.max(2).ilog2().min(MOST)
}

/// A known record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Owner {
    identity: u128,
    /// Was it missing in the last run already?
    pub(super) is_gone: bool,
    /// The old id (index into the ledger) it belongs to.
    pub(super) old: u32,
    pub(super) fingerprint: u64,
}

/// Known records by identity.
pub(super) struct Owners {
    /// In the order of the state's records.
    all: Vec<Owner>,
    /// One of the records whose identity has these first bits; [`NOBODY`] if there is none.
    heads: Vec<u32>,
    /// The next of them.
    next: Vec<u32>,
    bits: u32,
}

impl Owners {
    pub(super) fn of(known: &Known, ledger: &Index) -> Self {
        let living = ledger.all_living();
        let count = known.customer.len();
        let owner = |buffer: &mut Vec<u8>, i: usize| {
            if i.is_multiple_of(TOGETHER) {
                ledger.look_ahead(&known.customer[i..count.min(i + TOGETHER)]);
            }
            Owner {
                identity: identity(known.channel.get(i), known.source_key.get(i), buffer),
                is_gone: known.gone[i].is_some(),
                old: ledger.find(known.customer[i]).map_or(NOBODY, |at| living[at as usize]),
                fingerprint: known.fingerprint[i],
            }
        };
        let all: Vec<Owner> = (0..count).into_par_iter().map_init(Vec::new, owner).collect();
        let bits = bits_for(all.len());
        let (mut heads, mut next) = (vec![NOBODY; 1 << bits], Vec::with_capacity(all.len()));
        for (i, owner) in (0..).zip(&all) {
            next.push(std::mem::replace(&mut heads[first_bits(owner.identity, bits)], i));
        }
        Self { all, heads, next, bits }
    }

    /// Number of known records.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// All known records, by their places in the state.
    pub(super) fn all(&self) -> &[Owner] {
        &self.all
    }

    /// All known records of an identity, as places in the state.
    pub(super) fn places(&self, identity: u128) -> impl Iterator<Item = u32> + '_ {
        let some = |at: u32| (at != NOBODY).then_some(at);
        let near =
            std::iter::successors(some(self.heads[first_bits(identity, self.bits)]), move |&at| some(self.next[at as usize]));
        near.filter(move |&at| self.all[at as usize].identity == identity)
    }

    /// The record of an identity. One that is there speaks before one that is remembered.
    pub(super) fn find(&self, identity: u128) -> Option<Found> {
        let mut places = self.places(identity);
        let first = places.next()?;
        let owner = |at: u32| &self.all[at as usize];
        let mut best = owner(first);
        let mut is_only = true;
        for at in places {
            best = best.min(owner(at));
            is_only = false;
        }
        let &Owner { is_gone, old, fingerprint, .. } = best;
        Some(Found { fingerprint, old, is_gone, only: is_only.then_some(first) })
    }
}

/// What is known of a record, by itself: all records are asked for several times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) fingerprint: u64,
    /// The old id (index into the ledger) it belongs to.
    pub(super) old: u32,
    /// Was it missing in the last run already?
    pub(super) is_gone: bool,
    /// Its place in the state, if it is the only one of its identity.
    pub(super) only: Option<u32>,
}

fn first_bits(hash: u128, bits: u32) -> usize {
    (hash >> (128 - bits)) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::text::TextColumn;
    use crate::registry::ledger::Status;

    fn row(id: CustomerId, redirect: Option<CustomerId>) -> LedgerRow {
        LedgerRow { id, born: 1, seen: 1, status: Status::Active, redirect }
    }

    proptest! {
        #[test]
        fn an_id_is_found_where_it_stands(hashes in prop::collection::btree_set(0..1_u128 << 7, 0..40), low in any::<bool>()) {
            // All of the first bits, or none of them, tell the ids apart.
            let id = |hash: u128| CustomerId::born_of(hash << if low { 68 } else { 121 }, 0);
            let rows: Vec<LedgerRow> = hashes.iter().map(|&hash| row(id(hash), None)).collect();
            let index = Index::of(&rows);
            for hash in 0..1_u128 << 7 {
                let expected = rows.iter().position(|row| row.id == id(hash)).map(|at| at as u32);
                prop_assert_eq!(index.find(id(hash)), expected);
            }
        }
    }

    #[test]
    fn a_record_that_is_there_speaks_before_one_that_is_remembered() {
        let ids = [1_u128, 2].map(|n| CustomerId::born_of(n << 120, 0));
        let ledger = [row(ids[0], Some(ids[1])), row(ids[1], None)];
        let known = Known {
            channel: TextColumn::from_texts(["a", "a", "b"]),
            source_key: TextColumn::from_texts(["1", "1", "1"]),
            customer: vec![ids[1], ids[0], ids[0]],
            gone: vec![Some(3), None, None],
            fingerprint: vec![0, 7, 8],
            file_row: vec![0, 1, 2],
        };
        let owners = Owners::of(&known, &Index::of(&ledger));
        let of = |channel: &str| identity(channel, "1", &mut Vec::new());
        let found = owners.find(of("a")).unwrap();
        assert_eq!(found, Found { fingerprint: 7, old: 1, is_gone: false, only: None });
        let mut places: Vec<u32> = owners.places(of("a")).collect();
        places.sort_unstable();
        assert_eq!(places, [0, 1]);
        assert_eq!(owners.find(of("b")).map(|found| (found.old, found.only)), Some((1, Some(2))));
        assert!(owners.find(of("c")).is_none());
    }
}
