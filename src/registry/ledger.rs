//! The ledger of every id ever given, and the moves that change it.

use super::id::CustomerId;

/// Where an id stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// A living customer.
    Active,
    /// Merged into another id; see [`LedgerRow::redirect`].
    Merged,
    /// All its records are gone.
    Retired,
    /// Given by a run that was rolled back, and never used again.
    Withdrawn,
}

impl Status {
    /// Every status with its name in `ids.parquet`.
    pub const ALL: &'static [(Status, &'static str)] =
        &[(Status::Active, "active"), (Status::Merged, "merged"), (Status::Retired, "retired"), (Status::Withdrawn, "withdrawn")];

    /// The status's name in `ids.parquet`.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// One id ever given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerRow {
    /// The id.
    pub id: CustomerId,
    /// Number of the run that gave it, from 1.
    pub born: u32,
    /// Number of the last run in which it was a living customer.
    pub seen: u32,
    /// Where it stands.
    pub status: Status,
    /// The living (or last) id it was merged into, never itself a redirect.
    pub redirect: Option<CustomerId>,
}

/// What happened to an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MoveKind {
    /// A new customer.
    Created,
    /// A retired id whose records came back.
    Revived,
    /// Some of the id's records now belong to another id.
    Split,
    /// The id redirects to another one from now on.
    Merged,
    /// All its records are gone.
    Retired,
}

impl MoveKind {
    /// The word in `changes.csv`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            MoveKind::Created => "created",
            MoveKind::Revived => "revived",
            MoveKind::Split => "split",
            MoveKind::Merged => "merged",
            MoveKind::Retired => "retired",
        }
    }
}

/// One move, ordered as `changes.csv` lists them: a change feed is applied from top to bottom, so ids that others
/// point into come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Move {
    /// What happened.
    pub kind: MoveKind,
    /// To which id.
    pub id: CustomerId,
    /// Where its records went, for merged and split.
    pub into: Option<CustomerId>,
}

/// How many ids moved, for the summary line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// New ids.
    pub created: u64,
    /// Revived ids.
    pub revived: u64,
    /// Announced splits.
    pub split: u64,
    /// Ids merged into others.
    pub merged: u64,
    /// Retired ids.
    pub retired: u64,
}

impl Counts {
    /// Counts moves by kind.
    #[must_use]
    pub fn of(moves: &[Move]) -> Self {
        let mut counts = Self::default();
        for m in moves {
            *match m.kind {
                MoveKind::Created => &mut counts.created,
                MoveKind::Revived => &mut counts.revived,
                MoveKind::Split => &mut counts.split,
                MoveKind::Merged => &mut counts.merged,
                MoveKind::Retired => &mut counts.retired,
            } += 1;
        }
        counts
    }
}

/// Records with a customer beside those of the last run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RecordCounts {
    /// Not there in the last run.
    pub new: u64,
    /// There, with other matching values.
    pub changed: u64,
    /// There, with the same matching values.
    pub unchanged: u64,
    /// There then, and not now.
    pub gone: u64,
}
