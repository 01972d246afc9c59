//! Writes everything, all or nothing.
//!
//! Comes in: tables and texts of a run. Goes out: one folder, visible only when it is whole. [`claim`] takes the lock
//! and makes a hidden sibling folder before the long work; [`Claim::publish`] makes it durable, renames it once and
//! repoints `current`. A run that is dropped or killed leaves the last published run as it was. What the values mean
//! is decided elsewhere; this room only knows how files are written and in which order rows stand.

mod calendar;
mod claim;
mod clock;
mod csv;
mod decisions;
mod durable;
mod error;
mod extract;
mod folder;
mod forget;
mod lock;
mod manifest;
mod notify;
mod pages;
mod parquet;
mod postgres;
mod prune;
mod reconcile;
mod sheet;
mod secret;
mod single;
pub mod tables;

pub use claim::{Claim, Hold, claim, claim_dir, hold};
pub use csv::{CsvFlavour, Style};
pub use decisions::{Revision, revise_decisions};
pub use error::DeliverError;
pub use extract::{Extracted, NameSplit, Sheet, write_extract};
pub use forget::{Forgotten, Removed};
pub use manifest::{ChannelFigures, DecisionOutcome, Figures, GateOutcome, InputEntry, Manifest, StageSeconds, peak_memory};
pub use notify::{Receiver, Sent, send};
pub use postgres::{Postgres, PostgresFeed, PostgresLoad, PostgresTarget};
pub use prune::Keep;
pub use reconcile::reconcile;
pub use secret::{make_secret, secret};
pub use sheet::{ReviewSheet, SheetForm, review_sheet};
pub use single::{write_file, write_table};
