//! Configuration: `guiyi.toml`, `rules/*.toml` and channel presets as typed, checked values.
//!
//! Comes in: a project folder. Goes out: [`Rules`], or every mistake at once with file, line and a hint. This room
//! reads rule files only, never data. What a rule *means* (does the column exist, is the SQL sound) is checked by the
//! `compile` of the room that owns it, into the same [`RuleError`].

mod error;
mod preset;
mod types;

pub use error::{RuleError, RuleErrors};
pub use preset::{Preset, Recognised, header_key, known_header, packed_columns, parse_preset, presets, recognise};
pub use types::*;
