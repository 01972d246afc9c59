//! Phone numbers.

use super::Context;
use crate::model::value::Normal;

/// Every phone number of a cell.
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    out.push(Normal::valid(raw.trim()));
}
