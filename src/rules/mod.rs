//! Configuration: `guiyi.toml`, `rules/*.toml` and channel presets as typed, checked values.
//!
//! Comes in: a project folder. Goes out: [`Rules`], or every mistake at once with file, line and a hint. This room
//! reads rule files only, never data. What a rule *means* (does the column exist, is the SQL sound) is checked by the
//! `compile` of the room that owns it, into the same [`RuleError`].

mod error;
mod types;
mod preset;
mod duration;
mod hint;
mod reader;
mod channel;
mod example;
mod extract;
mod people;
mod sections;
mod decisions;
mod labels;
mod shipped;
mod load;
mod config;
mod schema;
mod zones;

pub use config::{ChannelFiles, DedupeConfig, dedupe_config, write_config, write_project};
pub use decisions::DECISIONS_FILE;
pub use duration::{parse_duration, parse_share, print_duration};
pub use error::{RuleError, RuleErrors};
pub use extract::personal;
pub use hint::{did_you_mean, nearest};
pub use labels::read_labels;
pub use load::{PROJECT_FILE, implied, load};
pub use preset::{Preset, Recognised, header_key, known_header, packed_columns, parse_preset, presets, recognise};
pub use schema::schema;
pub use shipped::shipped;
pub use types::*;
pub use zones::zone_of;
