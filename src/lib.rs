//! guiyi 归一: one customer out of many channel records.
//!
//! ```text
//! exports ─► ingest ─► normalise ─► resolve ─► registry ─► merge ─► tag ─► report ─► deliver
//!            (door)                 block·compare·score·cluster                      (door)
//! ```
//!
//! Imports run one way: `main` → `cli` → `pipeline` → rooms → `rules` → `model`. A room never imports another room;
//! `pipeline` is the only place that names two. `tests/it/floor_plan.rs` holds this.

#![cfg_attr(not(test), warn(missing_docs))]

pub mod cli;
pub mod pipeline;
pub mod ingest;
pub mod normalise;
pub mod resolve;
pub mod registry;
pub mod merge;
pub mod tag;
pub mod report;
pub mod deliver;
pub mod synth;
pub mod eval;
pub mod rules;
pub mod model;
