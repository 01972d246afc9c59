//! Ids of persons, organisations and members.

use super::Context;
use crate::model::value::Normal;

/// An id without a check digit.
pub fn plain(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    out.push(Normal::valid(raw.trim()));
}

/// A personal identity number.
pub fn national(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    out.push(Normal::valid(raw.trim()));
}

/// An organisation's number.
pub fn tax(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    out.push(Normal::valid(raw.trim()));
}
