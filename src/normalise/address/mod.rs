//! Addresses: free text or several columns in, divisions, road, number, building, room, postcode and keys out.
//!
//! Chinese addresses go by the division table and by the words that end names; addresses in Latin script by their
//! shape. A level nobody can know stays empty. Text after the divisions is folded (simplified, half width) but kept.
//! Does not geocode and does not correct spelling.

mod china;
mod divisions;
mod fold;
mod locate;
mod packed;
mod pinyin;
mod postcode;
mod recognise;
mod street;
mod western;
mod world;

pub use packed::{Packed, unpack};
pub use postcode::looks_like_postcode;
pub use recognise::{looks_like_address, looks_like_division, province_name};
pub use world::country_code;

use super::Context;
use crate::model::value::{Class, Normal, Part};
use western::Western;

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

/// One address out of several columns: the columns are trusted, free text fills what they lack. Appends one value, none if
/// every column is empty.
pub fn compose(parts: &AddressParts, context: &Context, out: &mut Vec<Normal>) {
    let cell = |text| if is_filler(text) { "" } else { text };
    let parts = AddressParts {
        free: cell(parts.free),
        street: cell(parts.street),
        number: cell(parts.number),
        unit: cell(parts.unit),
        district: cell(parts.district),
        city: cell(parts.city),
        province: cell(parts.province),
        postcode: cell(parts.postcode),
        country: cell(parts.country),
    };
    let text = [parts.free, parts.street, parts.unit, parts.district, parts.city, parts.province];
    let country = country_code(parts.country).unwrap_or("");
    if text.iter().any(|t| t.chars().any(fold::is_han)) {
        out.extend(compose_han(&parts, country, context));
    } else {
        out.extend(compose_western(&parts, country, context));
    }
}

/// A free-text address in one cell. Appends one value, none if the cell is blank.
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let mut text = String::new();
    fold::text(raw, &mut text);
    if text.is_empty() {
        return;
    }
    if let Some(other) = not_an_address(&text) {
        out.push(other);
        return;
    }
    if !text.chars().any(fold::is_han) {
        out.push(from_western(western_cell(&text, context)));
        return;
    }
    if let Some(code) = world::han_country(&text) {
        out.push(bare_country(code));
        return;
    }
    let packed = if has_mobile(&text) { unpack(&text) } else { None };
    let mut normal = china::normalise(packed.as_ref().map_or(&text, |p| &p.address), han_country(context));
    if packed.is_some() {
        normal.findings.push("packed_contact");
    }
    out.push(normal);
}

/// Country of a text in ideographs that names no division.
fn han_country<'a>(context: &Context<'a>) -> &'a str {
    if matches!(context.country, "CN" | "HK" | "MO" | "TW" | "SG" | "MY" | "JP") { context.country } else { "CN" }
}

/// Words that stand for no address, folded.
const FILLERS: &[&str] = &[
    "无",
    "没有",
    "暂无",
    "未知",
    "不详",
    "空",
    "略",
    "保密",
    "待定",
    "待补",
    "无地址",
    "没有地址",
    "地址",
    "详细地址",
    "收货地址",
    "同上",
    "同前",
    "测试",
    "测试地址",
    "未填",
    "未填写",
    "请填写",
    "其他",
    "其它",
    "null",
    "none",
    "nil",
    "nan",
    "n/a",
    "na",
    "n.a.",
    "unknown",
    "test",
    "testing",
    "same",
    "same as above",
    "as above",
    "ditto",
    "address",
    "tbd",
    "tba",
    "xxx",
    "xx",
    "x",
    "asdf",
    "abc",
    "no address",
    "not provided",
    "not available",
    "-",
    "--",
    ".",
    "undefined",
    "(null)",
    "(blank)",
    "(空)",
];

/// True for a cell that says nothing: blank, a word for none, or marks only.
fn is_filler(raw: &str) -> bool {
    let text = raw.trim();
    if text.is_empty() {
        return true;
    }
    if text.chars().count() > 14 {
        return !text.chars().any(char::is_alphanumeric);
    }
    let mut folded = String::new();
    fold::text(text, &mut folded);
    let folded = folded.to_lowercase();
    let bare = folded.trim_matches([' ', '.', ',', '(', ')', '!', '?']);
    FILLERS.contains(&folded.as_str()) || FILLERS.contains(&bare) || !folded.chars().any(char::is_alphanumeric)
}

/// Fillers, hidden texts and values of other kinds.
fn not_an_address(text: &str) -> Option<Normal> {
    let value = |class, finding| Some(Normal { text: text.to_owned(), class, parts: Vec::new(), findings: vec![finding] });
    if is_filler(text) {
        return value(Class::Placeholder, if text.contains('*') { "masked" } else { "placeholder" });
    }
    if text.starts_with("##") || text.starts_with("$$") {
        return value(Class::Masked, "encrypted");
    }
    let dense = !text.contains(' ');
    if dense && (text.contains('@') || text.contains("://")) {
        return value(Class::Invalid, "not_an_address");
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let only_phone =
        digits >= 9 && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b' ' | b'(' | b')' | b'.'));
    if only_phone && !(digits == 9 && text.as_bytes().get(5) == Some(&b'-')) {
        return value(Class::Invalid, "phone_in_address");
    }
    None
}

/// Is there a run of eleven digits or stars that starts with 1?
fn has_mobile(text: &str) -> bool {
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

fn bare_country(code: &'static str) -> Normal {
    let mut normal = Normal::valid(code);
    normal.set(Part::Country, code);
    normal.set(Part::Key, code);
    normal
}

/// Country that a column of Latin text is believed to be in when nothing else tells; `CN` tells nothing about it.
fn western_hint<'a>(context: &Context<'a>) -> &'a str {
    if matches!(context.country, "CN" | "TW") { "" } else { context.country }
}

/// One cell in Latin script: a country, a state, a postcode or an address.
fn western_cell(text: &str, context: &Context) -> Western {
    let hint = western_hint(context);
    let empty = Western::default();
    let states = if hint.is_empty() { ["US", "CA", "AU"] } else { [hint; 3] };
    let state = states.iter().find_map(|c| Some((state_of(text, c)?, *c)));
    if let (Some((code, country)), true) =
        (state, country_code(text).is_none() || text.len() == 2 && !matches!(text, "US" | "UK" | "CN" | "GB"))
    {
        return Western { country: country.to_owned(), province: code.to_owned(), ..empty };
    }
    if let Some(code) = country_code(text) {
        return Western { country: code.to_owned(), ..empty };
    }
    if let Some(province) = pinyin::province(text) {
        return Western { country: "CN".to_owned(), province: province.to_owned(), ..empty };
    }
    if looks_like_postcode(text, hint) {
        let (country, code) = match postcode::recognise(text, 2, hint, false) {
            Some((code, country)) => (country, code),
            None => (hint, postcode::fold(text, hint).unwrap_or_default()),
        };
        return Western { country: country.to_owned(), postcode: code, ..empty };
    }
    western::parse(text, hint)
}

fn state_of(text: &str, country: &str) -> Option<&'static str> {
    world::state_code(text, country)
}

fn compose_han(parts: &AddressParts, country: &str, context: &Context) -> Option<Normal> {
    let mut text = String::new();
    let join = |text: &mut String, piece: &str| {
        if !piece.is_empty() {
            text.push(' ');
            text.push_str(piece);
        }
    };
    for piece in [parts.province, parts.city, parts.district] {
        join(&mut text, piece);
    }
    let packed = unpack(parts.free);
    let free = packed.as_ref().map_or(parts.free, |p| &p.address);
    // A free cell that repeats the street column holds more than it.
    if !free.contains(parts.street) || parts.street.is_empty() {
        join(&mut text, parts.street);
    }
    join(&mut text, free);
    if !parts.number.is_empty() && !text.contains(parts.number) {
        text.push_str(parts.number);
        if parts.number.bytes().all(|b| b.is_ascii_digit()) {
            text.push('号');
        }
    }
    join(&mut text, parts.unit);
    let mut folded = String::new();
    fold::text(&text, &mut folded);
    let default = if country.is_empty() { han_country(context) } else { country };
    let mut normal = china::normalise(&folded, default);
    if !country.is_empty() {
        normal.set(Part::Country, country);
    }
    if let Some(code) = postcode::fold(parts.postcode, normal.part(Part::Country)) {
        normal.set(Part::Postcode, code);
    }
    if packed.is_some() {
        normal.findings.push("packed_contact");
    }
    Some(normal)
}

fn compose_western(parts: &AddressParts, country: &str, context: &Context) -> Option<Normal> {
    let fold_cell = |text: &str| {
        let mut folded = String::new();
        fold::text(text, &mut folded);
        folded
    };
    let shape_country = postcode::recognise(&fold_cell(parts.postcode), 2, "", false).map_or("", |(_, c)| c);
    let state_country = ["US", "CA", "AU"].into_iter().find(|c| {
        let digits = parts.postcode.bytes().filter(u8::is_ascii_digit).count();
        let fits = match *c {
            "AU" => matches!(digits, 0 | 4),
            "US" => matches!(digits, 0 | 5 | 9),
            _ => digits == 0 || digits == 3,
        };
        fits && world::state_code(parts.province, c).is_some()
    });
    let known = [country, shape_country, state_country.unwrap_or(""), western_hint(context)]
        .into_iter()
        .find(|c| !c.is_empty())
        .unwrap_or("");
    let mut address = if parts.free.is_empty() { Western::default() } else { western::parse(&fold_cell(parts.free), known) };
    if !parts.street.is_empty() {
        let line = western::parse(&fold_cell(parts.street), known);
        // A street column may hold commas, but its last piece is no city while a city column exists.
        address.room = if line.room.is_empty() { std::mem::take(&mut address.room) } else { line.room };
        address.unit = if line.unit.is_empty() { std::mem::take(&mut address.unit) } else { line.unit };
        (address.road, address.number, address.street) = (line.road, line.number, line.street);
        if address.building.is_empty() {
            address.building = line.building;
        }
        if parts.city.is_empty() && address.city.is_empty() {
            address.city = line.city;
        }
    }
    let (number, unit) = (fold_cell(parts.number), fold_cell(parts.unit));
    if !number.is_empty() && address.number.is_empty() {
        address.number = world::folded(&number).replace(' ', "-");
        address.street = format!("{number} {}", address.street).trim_end().to_owned();
    }
    if !unit.is_empty() {
        add_unit(&mut address, &unit);
    }
    if !known.is_empty() {
        known.clone_into(&mut address.country);
    }
    if !parts.province.is_empty() {
        let province = fold_cell(parts.province);
        let chinese = if matches!(known, "" | "CN") { pinyin::province(&province) } else { None };
        address.province = world::state_code(&province, known).or(chinese).map_or_else(|| western::title(&province), str::to_owned);
        if chinese.is_some() && known.is_empty() {
            "CN".clone_into(&mut address.country);
        }
    }
    if !parts.city.is_empty() {
        address.city = western::title(&fold_cell(parts.city));
    }
    if !parts.district.is_empty() {
        address.district = western::title(&fold_cell(parts.district));
    }
    let mut bad_postcode = false;
    if !parts.postcode.is_empty() {
        match postcode::fold(parts.postcode, &address.country) {
            Some(code) => address.postcode = code,
            None => bad_postcode = true,
        }
    }
    if address == Western::default() && !bad_postcode {
        return None;
    }
    let mut normal = from_western(address);
    if bad_postcode {
        normal.findings.push("bad_postcode");
    }
    if normal.text.is_empty() { None } else { Some(normal) }
}

/// A second address line: `Apt 22`, `22`, or a property name.
fn add_unit(address: &mut Western, unit: &str) {
    let mut words: Vec<&str> = unit.split([' ', ',']).filter(|w| !w.is_empty()).collect();
    let before = address.room.len();
    address.take_unit(&mut words);
    let rest = words.join(" ");
    if rest.is_empty() {
        return;
    }
    let short = words.len() == 1 && rest.len() <= 6 && (rest.bytes().any(|b| b.is_ascii_digit()) || rest.len() == 1);
    if address.room.len() == before && short && address.room.is_empty() {
        address.room = world::folded(&rest);
        address.unit = format!("Unit {rest}");
    } else if address.building.is_empty() {
        address.building = western::title(&rest);
    }
}

/// The printed form, the parts and the keys of a western address.
fn from_western(a: Western) -> Normal {
    let mut normal = Normal::default();
    let street = [a.street.as_str(), a.unit.as_str()].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ");
    let state =
        [a.province.clone(), postcode::printed(&a.postcode)].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ");
    let country = if world::state_code(&a.country, "US").is_some() || world::state_code(&a.country, "CA").is_some() {
        world::country_name(&a.country)
    } else {
        &a.country
    };
    let pieces = [a.building.as_str(), &street, &a.district, &a.city, &state, country];
    normal.text = pieces.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(", ");
    let (city, district, building) = (world::folded(&a.city), world::folded(&a.district), world::folded(&a.building));
    let mut words: Vec<&str> = Vec::new();
    for piece in [a.number.as_str(), &a.road, &building, &a.room, &district, &city] {
        words.extend(piece.split(' ').filter(|w| !w.is_empty()));
    }
    let (province, code) = (world::folded(&a.province), a.postcode.to_ascii_lowercase());
    words.extend([province.as_str(), code.as_str()].into_iter().filter(|w| !w.is_empty()));
    let tokens = words.join("|");
    let mut key = String::new();
    for piece in [&province, &city, &district, &a.road, &a.number, &building, &a.room] {
        if key.ends_with(|c: char| c.is_ascii_digit()) && piece.starts_with(|c: char| c.is_ascii_digit()) {
            key.push('-');
        }
        key.extend(piece.chars().filter(|c| !c.is_whitespace()));
    }
    if key.is_empty() {
        key = [code.as_str(), a.country.as_str()].concat();
    }
    for (part, value) in [
        (Part::Country, &a.country),
        (Part::Province, &a.province),
        (Part::City, &a.city),
        (Part::District, &a.district),
        (Part::Road, &a.road),
        (Part::Number, &a.number),
        (Part::Building, &building),
        (Part::Room, &a.room),
        (Part::Postcode, &a.postcode),
        (Part::Tokens, &tokens),
        (Part::Key, &key),
    ] {
        if !value.is_empty() {
            normal.parts.push((part, value.clone()));
        }
    }
    if a.road.is_empty() {
        normal.findings.push("no_street");
    }
    if normal.text.is_empty() {
        normal.class = Class::Placeholder;
    }
    normal
}

#[cfg(test)]
mod tests;
