//! Customs of single countries in western addresses: flats before the house, units before a dash, city behind the district.
//!
//! In: a [`Western`] address, or its lines. Out: the same with its pieces where they belong. No tables of places.

use super::front;
use super::segments::Line;
use super::street_line::is_ordinal;
use super::western::{Western, all_digits};
use super::world::folded;

/// The country that a street's word and a code of five digits prove: Hauptstraße 12, 10115 Berlin; rue Hugo 5, 69002 Lyon. `""` if
/// they prove none.
pub(super) fn street_country(address: &Western) -> &'static str {
    let five = address.postcode.len() == 5 && address.postcode.bytes().all(|b| b.is_ascii_digit());
    if !five || address.city.is_empty() || !address.province.is_empty() {
        return "";
    }
    let any = |words: &[&str]| address.road.split(' ').any(|word| words.contains(&word));
    let words = address.street.split(' ').map(folded);
    let first = words.into_iter().find(|w| w.starts_with(|c: char| c.is_ascii_alphabetic())).unwrap_or_default();
    match first.as_str() {
        _ if ["strasse", "platz", "allee"].iter().any(|end| address.road.ends_with(end)) => "DE",
        "rue" | "chemin" | "impasse" | "quai" => "FR",
        "via" | "viale" | "corso" | "piazza" | "pzza" | "vicolo" | "largo" => "IT",
        _ if any(&["caddesi", "cad", "sokak", "sok", "bulvari", "mahallesi"]) => "TR",
        _ => "",
    }
}

/// `Rua XV de Novembro`: a word for streets of Brazil that Spanish does not have.
pub(super) fn begins_in_brazil(line: &[&str]) -> bool {
    let first = line.first().map(|w| w.to_lowercase()).unwrap_or_default();
    matches!(first.as_str(), "rua" | "travessa" | "praça" | "rodovia" | "estrada")
}

/// 00144 Roma RM, where only the street told Italy: the province behind the city.
pub(super) fn split_italian(address: &mut Western) {
    let Some((city, code)) = address.city.rsplit_once(' ').map(|(city, code)| (city.to_owned(), code.to_owned())) else { return };
    if code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) && address.province.is_empty() {
        address.city = city;
        address.province = code;
    }
}

/// Is the address one of Turkey, by its country or the words of its street?
pub(super) fn is_in_turkey(address: &Western) -> bool {
    address.country == "TR" || address.country.is_empty() && address.road.split(' ').skip(1).any(front::is_turkish)
}

/// Çankaya/Ankara: the district and the city; 45/7: the house and its flat.
pub(super) fn split_turkish(address: &mut Western) {
    let flat = address.number.split_once('-').filter(|(house, door)| all_digits(house) && all_digits(door));
    if let Some((house, door)) = flat.filter(|_| address.room.is_empty()).map(|(h, d)| (h.to_owned(), d.to_owned())) {
        (address.number, address.room) = (house, door);
    }
    let Some((district, city)) = address.city.split_once('/').map(|(d, c)| (d.trim().to_owned(), c.trim().to_owned())) else {
        return;
    };
    if !district.is_empty() && !city.is_empty() {
        address.city = city;
        address.district = district;
    }
}

/// `2/1, 45 Byres Road`: a Scottish flat alone before the house.
pub(super) fn take_flat(lines: &mut Vec<Line>, address: &mut Western) {
    let [first, second, ..] = lines.as_slice() else { return };
    let [flat] = first.as_slice() else { return };
    let digits = |t: &str| !t.is_empty() && t.len() <= 2 && t.bytes().all(|b| b.is_ascii_digit());
    let korean =
        flat.split_once('-').filter(|_| address.country == "KR").is_some_and(|(house, door)| all_digits(house) && all_digits(door));
    // B-201, Sunshine Apartments
    let lettered = flat.split_once('-').is_some_and(|(block, door)| {
        block.len() == 1 && block.bytes().all(|b| b.is_ascii_uppercase()) && (2..=4).contains(&door.len()) && all_digits(door)
    });
    if lettered && lines.len() > 2 {
        address.room = flat.to_lowercase();
        address.unit = format!("Flat {flat}");
        lines.remove(0);
        return;
    }
    let is_flat = korean || flat.split_once('/').is_some_and(|(floor, door)| digits(floor) && digits(door));
    if is_flat && second[0].starts_with(|c: char| c.is_ascii_digit()) && !is_ordinal(second[0]) {
        address.room = flat.replace('/', "-");
        address.unit = format!("Flat {flat}");
        lines.remove(0);
    }
}

/// `305-1450 Burrard St` of Canada is unit 305 of number 1450.
pub(super) fn split_canadian(address: &mut Western) {
    let Some((unit, house)) = address.number.split_once('-') else { return };
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if address.room.is_empty() && digits(unit) && digits(house) {
        (address.room, address.number) = (unit.to_owned(), house.to_owned());
        address.unit = format!("Unit {}", address.room);
        if let Some((_, rest)) = address.street.split_once('-') {
            address.street = rest.to_owned();
        }
    }
}
