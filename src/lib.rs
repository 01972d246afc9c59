//! guiyi 归一: one customer out of many channel records.
//!
//! ```text
//! exports ─► ingest ─► normalise ─► resolve ─► registry ─► merge ─► tag ─► report ─► deliver
//!            (door)                 block·compare·score·cluster                      (door)
//! ```
//!
//! Imports run one way: `main` → `cli` → `pipeline` → rooms → `rules` → `model`. A room never imports another room;
//! `pipeline` is the only place that names two. `tests/it/floor_plan.rs` holds this.

pub mod model;
pub mod rules;
