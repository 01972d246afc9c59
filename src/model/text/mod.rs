//! Dictionary-coded text: distinct values once, a `u32` code per row.
//!
//! Codes never leave the process and never order anything. Code 0 is the empty text everywhere, and the empty
//! text means "missing".

mod arena;
mod columns;
mod interner;

pub use arena::Arena;
pub use columns::{ListColumn, TextBuilder, TextColumn};
pub use interner::Interner;

/// Code of the empty text: a missing value.
pub const MISSING: u32 = 0;

/// Texts that are looked up together, so that the processor waits for the memory of all of them at once.
pub(super) const TOGETHER: usize = 32;
