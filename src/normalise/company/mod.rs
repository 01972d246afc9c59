//! Company names.

use super::Context;
use crate::model::value::Normal;

/// A company name.
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    out.push(Normal::valid(raw.trim()));
}
