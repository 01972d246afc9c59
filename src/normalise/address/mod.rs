//! Addresses: free text or several columns in, divisions, road, number, building, room, postcode and keys out.
//!
//! Chinese addresses go by the division table and by the words that end names; addresses in Latin script by their
//! shape. A level nobody can know stays empty. Text after the divisions is folded (simplified, half width) but kept.
//! Does not geocode and does not correct spelling.

mod china;
mod city;
mod compose;
mod customs;
pub(super) mod divisions;
mod filler;
mod fold;
mod front;
mod hongkong;
mod japan;
mod korea;
mod latin;
mod levels;
mod locate;
mod order;
mod packed;
mod pinyin;
mod pinyin_scan;
mod postcode;
mod recognise;
mod russia;
mod segments;
mod street;
mod street_line;
pub(in crate::normalise) mod towns;
mod western;
mod world;

pub use compose::{AddressParts, compose};
pub use packed::{Packed, unpack};
pub use postcode::looks_like_postcode;
pub use recognise::{is_division, looks_like_address, looks_like_division, province_name};
pub use world::country_code;
pub(in crate::normalise) use world::state_code;

use super::Context;
use crate::model::value::{Class, Normal, Part};

/// A free-text address in one cell. Appends one value, none if the cell is blank.
///
/// ```
/// use guiyi::model::value::Part;
/// use guiyi::normalise::{Context, address};
/// let mut out = Vec::new();
/// address::normalise("杭州 西湖区文三路100号2单元804室", &Context::default(), &mut out);
/// assert_eq!(out[0].text, "浙江省杭州市西湖区文三路100号2单元804室");
/// assert_eq!((out[0].part(Part::Road), out[0].part(Part::Room)), ("文三路", "2-804"));
/// ```
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let mut text = String::new();
    fold::text(raw, &mut text);
    if text.is_empty() {
        return;
    }
    if let Some(other) = filler::not_an_address(&text) {
        out.push(other);
        return;
    }
    if !text.chars().any(fold::is_han) {
        out.push(korea::normalise(&text).unwrap_or_else(|| latin::normalise(&text, context)));
        return;
    }
    if let Some(japanese) = japan::normalise(raw) {
        out.push(japanese);
        return;
    }
    if let Some(code) = world::han_country(&text) {
        out.push(latin::country(code));
        return;
    }
    let mut is_packed = false;
    while let Some(packed) = if has_mobile(&text) { unpack(&text) } else { None } {
        // Shorter each time.
        text = packed.address;
        is_packed = true;
    }
    let mut normal = china::normalise(&text, han_country(context));
    let sure = !is_packed && !normal.part(Part::City).is_empty() && normal.class != Class::Masked && !has_mobile(&normal.text);
    if !sure && normal.text != text && !is_chinese(&normal.text) {
        normal.text = text;
    }
    if is_packed {
        normal.findings.push("packed_contact");
    }
    out.push(normal);
}

/// Would this folded text be read as a Chinese address and nothing else?
fn is_chinese(text: &str) -> bool {
    text.chars().any(fold::is_han)
        && filler::not_an_address(text).is_none()
        && world::han_country(text).is_none()
        && !(has_mobile(text) && unpack(text).is_some())
        && japan::normalise(text).is_none()
}

/// Country of a text in ideographs that names no division.
fn han_country<'a>(context: &Context<'a>) -> &'a str {
    if matches!(context.country, "CN" | "HK" | "MO" | "TW" | "SG" | "MY" | "JP") { context.country } else { "CN" }
}

/// Is there a run of eleven digits or stars that starts with 1, or a number with the prefix of China?
fn has_mobile(text: &str) -> bool {
    let hidden_or_digit = |b: &u8| b.is_ascii_digit() || *b == b'*';
    if text.bytes().filter(hidden_or_digit).count() < 11 {
        return false;
    }
    let mut run = 0;
    text.bytes().any(|b| {
        run = match b {
            b'1' if run == 0 => 1,
            b'0'..=b'9' | b'*' if run > 0 => run + 1,
            _ => 0,
        };
        run == 11
    }) || text.contains("86-1")
}

#[cfg(test)]
mod tests;
