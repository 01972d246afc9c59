//! The corridor: one short file per flow, and the only place that names two rooms.
//!
//! Each flow takes plain options and a [`Watch`](crate::model::watch::Watch) and gives back what `cli` prints. Nothing is
//! printed here.

mod as_of;
mod eval;
mod failure;
mod synth;

pub use as_of::AsOf;
pub use eval::eval;
pub use failure::Failure;
pub use synth::{Size, SynthOptions, synth};
