//! Events by customer, in order of time.
//!
//! Comes in: events with the customers of their records. Goes out: for each customer the positions of its events up to
//! `as_of`, by (time, position), and ranges of customers small enough to be computed at once. Events of records without a
//! customer are left out, later ones are counted.

use std::ops::Range;

use crate::model::events::Events;

/// Rows per slice: a frame of thirty columns stays around 100 MB.
const ROWS_PER_SLICE: usize = 400_000;

/// Events by customer: those of customer `c` are `events[starts[c]..starts[c + 1]]`, in order of time.
#[derive(Debug)]
pub(super) struct ByCustomer {
    starts: Vec<usize>,
    events: Vec<u32>,
    /// Events after `as_of`, left out.
    pub(super) later: u64,
}

impl ByCustomer {
    /// Sorts the events up to `as_of` of known customers.
    pub(super) fn new(events: &Events, of_record: &[u32], customers: usize, as_of: i64) -> Self {
        let mut later = 0;
        let mut owner: Vec<u32> = Vec::with_capacity(events.len());
        for (record, at) in events.record.iter().zip(&events.at) {
            let customer = of_record.get(*record as usize).copied().unwrap_or(u32::MAX);
            let is_later = at.is_some_and(|at| at > as_of);
            later += u64::from(is_later);
            owner.push(if is_later { u32::MAX } else { customer });
        }
        let mut starts = vec![0_usize; customers + 1];
        for &customer in owner.iter().filter(|&&c| (c as usize) < customers) {
            starts[customer as usize + 1] += 1;
        }
        for c in 0..customers {
            starts[c + 1] += starts[c];
        }
        let mut next = starts.clone();
        let mut sorted = vec![0_u32; starts[customers]];
        for (event, &customer) in (0_u32..).zip(&owner) {
            if (customer as usize) < customers {
                sorted[next[customer as usize]] = event;
                next[customer as usize] += 1;
            }
        }
        for c in 0..customers {
            sorted[starts[c]..starts[c + 1]].sort_unstable_by_key(|&e| (events.at[e as usize], e));
        }
        Self { starts, events: sorted, later }
    }

    /// Number of customers.
    pub(super) fn customers(&self) -> usize {
        self.starts.len() - 1
    }

    /// Events of a customer in order of time.
    pub(super) fn events_of(&self, customer: usize) -> &[u32] {
        &self.events[self.starts[customer]..self.starts[customer + 1]]
    }

    /// Ranges of customers with at most [`ROWS_PER_SLICE`] events each (one customer at least).
    pub(super) fn slices(&self) -> Vec<Range<usize>> {
        let customers = self.starts.len() - 1;
        let mut slices = Vec::new();
        let mut from = 0;
        while from < customers {
            let limit = self.starts[from] + ROWS_PER_SLICE;
            let to = self.starts.partition_point(|&start| start <= limit).saturating_sub(1).clamp(from + 1, customers);
            slices.push(from..to);
            from = to;
        }
        slices
    }
}
