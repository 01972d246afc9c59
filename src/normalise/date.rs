//! Dates and times.

use super::Context;
use crate::model::value::Normal;

/// One birth date out of day, month and year columns (`""` where absent).
pub fn compose_birth(year: &str, month: &str, day: &str, context: &Context, out: &mut Vec<Normal>) {
    birth(&format!("{year}-{month}-{day}"), context, out);
}

/// A point in time in milliseconds since the epoch; naive times are in the context's zone, bare dates at 00:00.
#[must_use]
pub fn instant(raw: &str, context: &Context) -> Option<i64> {
    let _ = (raw, context);
    None
}

/// A date or time.
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    out.push(Normal::valid(raw.trim()));
}

/// A birth date.
pub fn birth(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    out.push(Normal::valid(raw.trim()));
}
