//! Categories, tags and free text.

use super::Context;
use crate::model::value::Normal;

/// A value out of a short list.
pub fn category(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    out.push(Normal::valid(raw.trim()));
}

/// A list of tags.
pub fn tags(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    out.push(Normal::valid(raw.trim()));
}

/// Free text, trimmed.
pub fn free(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    out.push(Normal::valid(raw.trim()));
}
