//! Mail addresses.

use super::Context;
use crate::model::value::Normal;

/// Every mail address of a cell.
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    out.push(Normal::valid(raw.trim()));
}
