//! The published tables: from what the rooms hand over to named columns in the contract's order and sort.
//!
//! `master` is built by `merge` and `changes` by `registry`; everything else here. All functions are pure.

mod columns;
mod corrections;
mod events;
mod findings;
mod lineage;
mod normalised;
mod people;
mod review;
mod xref;

pub use corrections::corrections;
pub use events::{events, items};
pub use findings::{followups, rejects};
pub use lineage::lineage;
pub use normalised::normalised;
pub use people::{affinity, calendar, escalations, followups_by_owner, manual_tags};
pub use review::review;
pub use xref::{joins, xref};
