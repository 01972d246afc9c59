//! Addresses.

use super::Context;
use crate::model::value::Normal;

/// An address in several columns; absent ones are `""`.
#[derive(Debug, Clone, Copy, Default)]
pub struct AddressParts<'a> {
    /// Free text that may hold everything.
    pub free: &'a str,
    /// Street with or without number.
    pub street: &'a str,
    /// House number alone.
    pub number: &'a str,
    /// Unit, flat, second line.
    pub unit: &'a str,
    /// District, county, suburb.
    pub district: &'a str,
    /// City.
    pub city: &'a str,
    /// Province, state (name or code).
    pub province: &'a str,
    /// Postcode.
    pub postcode: &'a str,
    /// Country (name or code).
    pub country: &'a str,
}

/// One address out of several columns.
pub fn compose(parts: &AddressParts, context: &Context, out: &mut Vec<Normal>) {
    let all = [
        parts.free,
        parts.street,
        parts.number,
        parts.unit,
        parts.district,
        parts.city,
        parts.province,
        parts.postcode,
        parts.country,
    ];
    normalise(&all.join(" "), context, out);
}

/// A free-text address in one cell.
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let _ = context;
    out.push(Normal::valid(raw.trim()));
}
