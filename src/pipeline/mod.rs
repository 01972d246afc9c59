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
mod extract;
mod synth;
mod eval;

mod rooms;
mod inputs;
mod people;
mod consolidate;
mod ending;
mod publish;
mod published;
mod dump;
mod stages;
mod as_of;
mod failure;

pub use as_of::AsOf;
pub use check::{CheckOutcome, CheckedTable, check};
pub use dedupe::{DedupeOptions, DedupeOutcome, dedupe};
pub use eval::eval;
pub use explain::{CustomerStory, ExplainOptions, Explanation, TagStory, explain};
pub use extract::{ExtractOptions, ExtractOutcome, extract};
pub use failure::Failure;
pub use init::{InitOptions, InitOutcome, NewChannel, init};
pub use profile::profile;
pub use run::{Rows, RunOptions, RunOutcome, run};
pub use synth::{Size, SynthOptions, synth};
