//! Writes everything, all or nothing.
//!
//! Comes in: tables and texts of a run. Goes out: one folder, visible only when it is whole. [`claim`] takes the lock
//! and makes a hidden sibling folder before the long work; [`Claim::publish`] makes it durable, renames it once and
//! repoints `current`. A run that is dropped or killed leaves the last published run as it was. What the values mean
//! is decided elsewhere; this room only knows how files are written and in which order rows stand.

mod claim;
mod csv;
mod error;
mod extract;
mod folder;
mod lock;
mod manifest;
mod parquet;
mod prune;
mod reconcile;
pub mod tables;

pub use claim::{Claim, claim, claim_dir};
pub use csv::{CsvFlavour, Style};
pub use error::DeliverError;
pub use extract::{Extracted, NameSplit, Sheet, write_extract};
pub use manifest::{ChannelFigures, Figures, GateOutcome, InputEntry, Manifest, StageSeconds, peak_memory};
pub use reconcile::reconcile;
