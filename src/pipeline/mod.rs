//! The corridor: one short file per flow, and the only place that names two rooms.
//!
//! Each flow takes plain options and a [`Watch`](crate::model::watch::Watch) and gives back what `cli` prints. Nothing is
//! printed here.

mod run;
mod dedupe;
mod init;
mod check;
mod profile;
mod explain;
mod review;
mod review_import;
mod review_session;
mod history;
mod id_columns;
mod diff;
mod erase;
mod lookup;
mod linked;
mod links;
mod extract;
mod synth;
mod eval;
mod train;

mod rooms;
mod models;
mod inputs;
mod keep;
mod grouping;
mod guard;
mod same_ids;
mod same_values;
mod people;
mod costs;
mod consolidate;
mod ending;
mod publish;
mod postgres;
mod published;
mod notify;
mod review_partition;
mod review_queue;
mod dump;
mod stages;
mod as_of;
mod failure;

pub use as_of::AsOf;
pub use check::{CheckOutcome, CheckedTable, check};
pub use dedupe::{DedupeOptions, DedupeOutcome, dedupe};
pub use diff::{Difference, Fate, diff};
pub use erase::{Certificate, EraseOptions, EraseOutcome, ErasedRun, Hit, erase};
pub use eval::{Curve, eval};
pub use explain::{CustomerStory, ExplainOptions, Explanation, Kept, LinkStory, TagStory, explain};
pub use extract::{ExtractOptions, ExtractOutcome, extract};
pub use failure::Failure;
pub use history::{PastRun, RolledBack, Standing, history, rollback};
pub use init::{InitOptions, InitOutcome, NewChannel, init};
pub use links::{Bond, Link};
pub use profile::{ProfileOptions, profile};
pub use review::{ExportOptions, Exported, export};
pub use review_import::{ImportOptions, Imported, Trouble, import};
pub use review_session::{Rest, Session as ReviewSession, Tally};
pub use run::{Rows, RunOptions, RunOutcome, Work, run};
pub use synth::{Size, SynthOptions, synth};
pub use train::{TrainOptions, TrainOutcome, train};
