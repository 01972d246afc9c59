//! Cells in Latin script to values: which shape the cell has, the printed form, the parts and the keys.
//!
//! In: folded text without ideographs, or a [`Western`] address out of columns. Out: a [`Normal`].

use super::super::Context;
use super::locate::Place;
use super::street_line::street_score;
use super::western::{self, Western};
use super::world::{country_code, country_name, folded, is_state_too, state_code};
use super::{filler, pinyin, pinyin_scan, postcode};
use crate::model::parts::Parts;
use crate::model::value::{Class, Normal, Part};

/// How many bytes the parts of an address usually have, at most.
const PARTS_BYTES: usize = 120;

/// Normalises a cell: a country, a state, a postcode or an address.
#[must_use]
pub fn normalise(text: &str, context: &Context) -> Normal {
    let mut normal = value(read(text, context));
    if text.contains("**") {
        return masked(normal, text);
    }
    if normal.text != text {
        let again = value(read(&normal.text, context));
        let same = |a: &Normal, b: &Normal| a.text == b.text && a.class == b.class && a.parts == b.parts;
        // What cannot be read again as the same is printed as it came.
        if filler::not_an_address(&normal.text).is_some() || !same(&normal, &again) {
            text.clone_into(&mut normal.text);
        }
    }
    normal
}

/// A partly hidden text: the levels above the street are evidence, the street is not.
fn masked(mut normal: Normal, text: &str) -> Normal {
    normal.parts.retain(|part| matches!(part, Part::Country | Part::Province | Part::City | Part::Postcode));
    text.clone_into(&mut normal.text);
    normal.set(Part::Mask, text);
    normal.class = Class::Masked;
    normal.findings = vec!["masked"];
    normal
}

/// A value that is a country and nothing else.
#[must_use]
pub fn country(code: &str) -> Normal {
    value(Western { country: code.to_owned(), ..Western::default() })
}

/// Country that Latin text is believed to be in when nothing else tells; a Chinese default tells nothing about it.
#[must_use]
pub fn hint<'a>(context: &Context<'a>) -> &'a str {
    if matches!(context.country, "CN" | "TW") { "" } else { context.country }
}

/// A Chinese address by its divisions, else one of the world.
fn read(text: &str, context: &Context) -> Western {
    let home = matches!(context.country, "CN" | "" | "TW");
    let Some(found) = pinyin_scan::scan(text, home).filter(|s| !s.city.is_empty() || !s.district.is_empty()) else {
        return cell(text, hint(context));
    };
    let mut address = western::parse_street(&found.rest);
    address.place = found.place;
    found.country().clone_into(&mut address.country);
    (address.province, address.city, address.postcode) =
        (western::title(&found.province), western::title(&found.city), found.postcode);
    if !found.district.is_empty() {
        address.district = western::title(&found.district);
    }
    address
}

fn cell(text: &str, hint: &str) -> Western {
    // A country, a state or a postcode is short, and only the postcode has digits.
    if text.len() > 12 && (text.len() > 60 || text.bytes().any(|b| b.is_ascii_digit())) {
        return parsed(text, hint);
    }
    let empty = Western::default();
    let states: &[&str] = match hint {
        "" => &["US", "CA", "AU"],
        "US" => &["US"],
        "CA" => &["CA"],
        "AU" => &["AU"],
        _ => &[],
    };
    let state = states.iter().find_map(|c| Some((state_code(text, c)?, *c)));
    let country = country_code(text);
    if let (Some((code, country)), true) = (state, country.is_none() || text.len() == 2) {
        return Western { country: country.to_owned(), province: code.to_owned(), ..empty };
    }
    if let Some(code) = country {
        return Western { country: code.to_owned(), ..empty };
    }
    if pinyin::province(text).is_some() {
        return Western { country: "CN".to_owned(), province: western::title(text), ..empty };
    }
    if postcode::looks_like_postcode(text, hint) {
        let (code, proven) =
            postcode::recognise(text, hint, false).unwrap_or_else(|| (postcode::fold(text, hint).unwrap_or_default(), ""));
        let country = if proven.is_empty() { hint } else { proven };
        return Western { country: country.to_owned(), postcode: code, ..empty };
    }
    parsed(text, hint)
}

/// An address of the table's country, unless its postcode is another country's and none of this one (`LS1 4AB` in a table of the US).
fn parsed(text: &str, hint: &str) -> Western {
    let address = western::parse(text, hint);
    let coded = |word: &str| word.len() >= 3 && word.bytes().any(|b| b.is_ascii_digit());
    if hint.is_empty() || !address.postcode.is_empty() || !text.split([' ', ',']).rev().take(4).any(coded) {
        return address;
    }
    let other = western::parse(text, "");
    if other.postcode.is_empty() || other.country.is_empty() || other.country == hint { address } else { other }
}

/// The printed form, the parts and the keys of an address.
#[must_use]
pub fn value(a: Western) -> Normal {
    let mut normal = Normal { text: print(&a), parts: Parts::with_capacity(PARTS_BYTES), ..Normal::default() };
    let place = match a.country.as_str() {
        _ if !a.place.is_empty() => a.place,
        "CN" | "HK" | "MO" | "TW" => pinyin::place(&a.country, &a.province, &a.city, &a.district),
        _ => Place::default(),
    };
    let han = |name: &'static str, latin: &str| if name.is_empty() { latin.to_owned() } else { name.to_owned() };
    let province = han(place.province_name(), &a.province);
    let city = han(place.city_name(), &a.city);
    let district = han(place.county_name(), &a.district);
    let building = folded(&a.building);
    set_keys(&mut normal, &a, [&province, &city, &district, &building]);
    if a.road.is_empty() {
        normal.findings.push("no_street");
    }
    let parts = [
        (Part::Country, a.country),
        (Part::Province, province),
        (Part::City, city),
        (Part::District, district),
        (Part::Road, a.road),
        (Part::Number, a.number),
        (Part::Building, building),
        (Part::Room, a.room),
        (Part::Postcode, a.postcode),
    ];
    normal.parts.extend(parts);
    if normal.text.is_empty() {
        normal.class = Class::Placeholder;
    }
    normal
}

/// `7423 Lake Rd Apt 22, Columbus, OH 43215, US`. A building stands where reading the text again finds it.
fn print(a: &Western) -> String {
    let score = |text: &str| street_score(&text.split_whitespace().collect::<Vec<_>>());
    let first = a.street.is_empty() || !a.building.is_empty() && score(&a.building) < score(&a.street);
    let (before, after) = if first { (a.building.as_str(), "") } else { ("", a.building.as_str()) };
    let postcode = if a.postcode.is_empty() { String::new() } else { postcode::printed(&a.postcode, &a.country) };
    // A code that is a state's too would be read as the state.
    let country = if is_state_too(&a.country) { country_name(&a.country) } else { &a.country };
    let pieces: [[&str; 2]; 6] =
        [[before, ""], [&a.street, &a.unit], [after, &a.district], [&a.city, ""], [&a.province, &postcode], [country, ""]];
    let mut text = String::with_capacity(pieces.iter().flatten().map(|p| p.len() + 2).sum());
    for (i, pair) in pieces.iter().enumerate() {
        // The two of a pair stand beside each other, but for building and district.
        let mut between = ", ";
        for piece in pair.iter().filter(|p| !p.is_empty()) {
            if !text.is_empty() {
                text.push_str(between);
            }
            text.push_str(piece);
            between = if i == 2 { ", " } else { " " };
        }
    }
    text
}

fn set_keys(normal: &mut Normal, a: &Western, [province, city, district, building]: [&str; 4]) {
    let (province, city, district) = (fold_name(province), fold_name(city), fold_name(district));
    // A municipality is its own city.
    let city = if city == province { String::new() } else { city };
    let code = a.postcode.to_ascii_lowercase();
    let pieces = [a.number.as_str(), &a.road, building, &a.room, &district, &city, &province, &code];
    normal.parts.write(Part::Tokens, |tokens| {
        for (n, word) in pieces.iter().flat_map(|p| p.split(' ')).filter(|w| !w.is_empty()).enumerate() {
            if n > 0 {
                tokens.push('|');
            }
            tokens.push_str(word);
        }
    });
    let mut key = String::with_capacity(32);
    for piece in [&province, &city, &district, &a.road, &a.number, building, &a.room] {
        // Two numbers in a row must not run together.
        if key.ends_with(|c: char| c.is_ascii_digit()) && piece.starts_with(|c: char| c.is_ascii_digit()) {
            key.push('-');
        }
        key.extend(piece.chars().filter(|c| !c.is_whitespace()));
    }
    if key.is_empty() {
        key = if code.is_empty() { a.country.to_ascii_lowercase() } else { code };
    }
    normal.set(Part::Key, key);
}

/// Folds a Latin name; a Chinese one is folded already.
fn fold_name(name: &str) -> String {
    if name.is_ascii() || !name.chars().any(super::fold::is_han) { folded(name) } else { name.to_owned() }
}
