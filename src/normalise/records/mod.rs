//! From channel tables to one table of normalised records and events.
//!
//! Comes in: [`ChannelTable`]s of all channels, all texts still raw. Goes out: [`Normalised`]: every field as a dictionary of
//! distinct values with a list of codes per row, typed events, and what was wrong with the data. Every distinct raw
//! text (or tuple of texts, for values spread over columns) is normalised once. It does not decide what a column is
//! (`understand` does) and does not compare rows, except to see whether a parcel's receiver is the buyer.

mod assemble;
mod events;
mod lines;
mod order;
mod plan;
mod receiver;
mod source;
mod tuples;
mod wrong;

use crate::model::correction::Correction;
use crate::model::events::Events;
use crate::model::finding::Findings;
use crate::model::kind::{EventPart, Target};
use crate::model::records::Records;
use crate::model::shaped::ChannelTable;
use crate::model::watch::Watch;

/// All channels' rows after normalisation.
#[derive(Debug, Clone, Default)]
pub struct Normalised {
    /// Source rows, ordered by (file, row).
    pub records: Records,
    /// Events, in order of their first row.
    pub events: Events,
    /// What is wrong with the data, counted per (channel, field, reason), with samples.
    pub findings: Findings,
    /// What the data themselves suggest instead of rare values; filled by whoever asks `corrections`.
    pub corrections: Vec<Correction>,
}

/// Normalises the tables of all channels into one table of records.
///
/// The order of `tables` is free: files are sorted by name. On a stop asked through `watch` the outcome is incomplete
/// and must be dropped.
#[must_use]
pub fn records(tables: &[ChannelTable], watch: &dyn Watch) -> Normalised {
    records_told(tables, Told::Counted, watch)
}

/// What is told of wrong values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// How many there are, with samples.
    Counted,
    /// That, and the reasons of every row (`Records::findings`), which only a table of all normalised rows shows.
    OfRows,
}

/// As [`records`], telling so much of wrong values.
#[must_use]
pub fn records_told(tables: &[ChannelTable], told: Told, watch: &dyn Watch) -> Normalised {
    let mut sorted: Vec<&ChannelTable> = tables.iter().collect();
    sorted.sort_by(|a, b| a.file.cmp(&b.file).then_with(|| a.rows.first().cmp(&b.rows.first())));
    let plans = plan::plans(&sorted);
    let of_rows = || rayon::join(|| assemble::frame(&sorted), || events::events(&sorted));
    let (built, (frame, events)) = rayon::join(|| source::build(&sorted, &plans, watch), of_rows);
    let mut out = assemble::assemble(&sorted, frame, built, told);
    events::date_rows(&sorted, &events, &mut out.records);
    out.events = events;
    receiver::promote(&mut out.records, &sorted);
    assemble::decide_entities(&mut out.records, &sorted);
    out.records.fields.iter_mut().for_each(|field| field.dict.seal());
    out
}

/// When each row of a table was last changed at the source, milliseconds since the epoch; `None` where it does not say.
#[must_use]
pub fn updated_at(table: &ChannelTable) -> Vec<Option<i64>> {
    assemble::times(table, &Target::UpdatedAt)
}

/// The earliest moment each row of a table tells of (event, payment, creation, change), milliseconds since the epoch;
/// `None` where it tells of none.
#[must_use]
pub fn earliest(table: &ChannelTable) -> Vec<Option<i64>> {
    let parts = [EventPart::At, EventPart::PaidAt].map(Target::Event);
    let mut out = vec![None; table.rows.len()];
    for target in parts.into_iter().chain([Target::CreatedAt, Target::UpdatedAt]) {
        for (slot, at) in out.iter_mut().zip(assemble::times(table, &target)) {
            *slot = [*slot, at].into_iter().flatten().min();
        }
    }
    out
}

#[cfg(test)]
mod tests;
