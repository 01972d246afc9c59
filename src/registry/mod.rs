//! Stable customer ids and what changed since the last run.
//!
//! Comes in: the last published run's `state/` and `master.parquet`, tonight's tables, the records and their clusters. Goes out: a
//! [`Roster`](crate::model::customers::Roster) of ids and members, the ledger of every id ever given, the changes, and
//! the tables of the next `state/`. It reads what `deliver` wrote and writes nothing itself.
//!
//! The law: an id belongs to the records that carry it. When clusters change, an id goes where most of its identity
//! records went; whatever else happens to it is announced.

mod assign;
mod changes;
mod decided;
mod compare;
mod heirs;
mod follow;
mod hmac;
mod id;
mod identity;
pub mod kept;
mod kept_model;
mod ledger;
mod linkage;
mod lookup;
mod owners;
mod pages;
mod parquet;
mod state;
mod tables;
mod tombstones;
mod traces;
mod withdrawn;

pub use assign::{Assignment, Gone, assign};
pub use changes::{MasterSnapshot, feeds};
pub use compare::{CellChange, Comparison, compare};
pub use decided::{conflicts, judge};
pub use id::CustomerId;
pub use identity::fingerprints;
pub use kept_model::{FACTS_FILE, model_at, model_of};
pub use ledger::{Counts, LedgerRow, Move, MoveKind, RecordCounts, Status};
pub use linkage::{LINKAGE_FILE, linkage_of, linkage_tables, linkage_text};
pub use lookup::PublishedTable;
pub use state::{Known, State, VERSION_FILE, load};
pub use tables::{facts_table, state_tables};
pub use tombstones::{Mark, NameForms, TOMBSTONES_FILE, TombstoneKey, Tombstones, is_name};
pub use traces::{Traces, rows_of, traces};
pub use withdrawn::{WITHDRAWN_FILE, ids_of_master, withdraw, withdrawn, withdrawn_text};
