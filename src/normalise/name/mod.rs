//! Person names.

use super::Context;
use crate::model::value::Normal;

/// A name in several columns; absent ones are `""`.
#[derive(Debug, Clone, Copy, Default)]
pub struct NameParts<'a> {
    /// The whole name, if a column has it.
    pub full: &'a str,
    /// Given name column.
    pub given: &'a str,
    /// Middle name column.
    pub middle: &'a str,
    /// Family name column.
    pub family: &'a str,
}

/// One name out of several columns.
pub fn compose(parts: &NameParts, context: &Context, out: &mut Vec<Normal>) {
    let joined = format!("{} {} {}", parts.given, parts.middle, parts.family);
    normalise(if parts.full.is_empty() { &joined } else { parts.full }, context, out);
}

/// A whole person name in one cell.
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    out.push(Normal::valid(raw.trim()));
}

/// A name the person chose.
pub fn nickname(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    out.push(Normal::valid(raw.trim()));
}
