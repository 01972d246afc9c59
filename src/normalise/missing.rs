//! What counts as missing: one contract for the whole program.

use super::Context;
use crate::model::kind::Kind;

/// True if a cell says nothing: empty, blanks, or a word for "none" (`无`, `-`, `NULL`, `N/A`, …) in a column of this kind.
#[must_use]
pub fn is_missing(kind: Kind, raw: &str, context: &Context) -> bool {
    let _ = kind;
    raw.trim().is_empty() || context.missing.iter().any(|m| m.eq_ignore_ascii_case(raw.trim()))
}
