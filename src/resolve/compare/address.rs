//! Addresses: room by room down to province by province; a house number counts only on its road.

use std::borrow::Cow;

use hashbrown::HashMap;

use crate::model::hash::{hash64, mix};
use crate::model::text::Arena;
use crate::model::value::{Dict, Part};

use super::super::text::{Sketch, jaro_winkler, sketches, within_one_edit, without_accents};
use super::{Buckets, Memo, NULL, TermPart, Terms, part_codes};

/// Level names, best first.
pub const LEVELS: &[&str] = &[
    "same room",
    "same house, few holders",
    "same house, many holders",
    "same house, other room",
    "close road, same number",
    "close road, close number",
    "same postcode, rare",
    "same postcode",
    "same road or close postcode",
    "same or close district",
    "same city, rare",
    "same city",
    "close city name",
    "same province",
    "else",
];
/// Levels of equality.
pub const EXACT: u8 = 1;

const HOUSE: u8 = 2;
const OTHER_ROOM: u8 = 4;
const CLOSE_ROAD: u8 = 5;
const CLOSE_NUMBER: u8 = 6;
const POSTCODE: u8 = 7;
const ROAD: u8 = 9;
const DISTRICT: u8 = 10;
const CITY: u8 = 11;
const CLOSE_CITY: u8 = 13;
const PROVINCE: u8 = 14;
const ELSE: u8 = 15;

/// Compares addresses by their parts.
pub struct AddressComparer {
    parts: Vec<Parts>,
    roads: Arena,
    numbers: Arena,
    road_sketches: Vec<Sketch>,
    postcodes: Codes,
    mistyped: Codes,
    house: Vec<u32>,
    houses: Buckets,
    postcode_buckets: Buckets,
    districts: Arena,
    cities: Arena,
    city_buckets: Buckets,
}

#[derive(Clone, Copy, Default)]
struct Parts {
    province: u32,
    city: u32,
    district: u32,
    road: u32,
    number: u32,
    building: u32,
    room: u32,
    postcode: u32,
    mistyped: u32,
}

impl AddressComparer {
    /// Prepares the parts of every distinct address.
    pub fn new(dict: &Dict) -> Self {
        let column = |part| part_codes(dict, part);
        // São Paulo and Sao Paulo are one city.
        let place = |part| plain_codes(column(part), dict.part_column(part).pool.arena());
        let (province, city, district, road) =
            (column(Part::Province), place(Part::City), place(Part::District), column(Part::Road));
        let (number, building, room, postcode) =
            (column(Part::Number), column(Part::Building), column(Part::Room), column(Part::Postcode));
        let mistyped = column(Part::MistypedPostcode);
        let parts: Vec<Parts> = (0..dict.len())
            .map(|i| Parts {
                province: province[i],
                city: city[i],
                district: district[i],
                road: road[i],
                number: number[i],
                building: building[i],
                room: room[i],
                postcode: postcode[i],
                mistyped: mistyped[i],
            })
            .collect();
        let mut houses: HashMap<(u32, u32), u32> = HashMap::new();
        let mut house_code = |p: &Parts| {
            let next = houses.len() as u32 + 1;
            if p.road == 0 || p.number == 0 { 0 } else { *houses.entry((p.road, p.number)).or_insert(next) }
        };
        let house = parts.iter().map(&mut house_code).collect();
        let texts = |part| dict.part_column(part).pool.arena().clone();
        Self {
            parts,
            road_sketches: sketches(dict.part_column(Part::Road).pool.arena()),
            roads: texts(Part::Road),
            numbers: texts(Part::Number),
            postcodes: Codes::new(texts(Part::Postcode)),
            mistyped: Codes::new(texts(Part::MistypedPostcode)),
            house,
            houses: Buckets::default(),
            postcode_buckets: Buckets::default(),
            districts: texts(Part::District),
            cities: texts(Part::City),
            city_buckets: Buckets::default(),
        }
    }

    /// Fixes the frequency classes.
    pub fn count(&mut self, counts: &[u32], dict: &Dict, terms: &mut Terms<'_>) {
        let part = |v: usize, part: Part| hash64(dict.part(v as u32, part).as_bytes());
        let mut buckets =
            |name, codes: &[u32], hash: &dyn Fn(usize) -> u64| terms.buckets(&TermPart { name, codes, classes: 2 }, counts, hash);
        self.houses = buckets("house", &self.house, &|v| mix(part(v, Part::Road), part(v, Part::Number)));
        let postcode: Vec<u32> = self.parts.iter().map(|p| p.postcode).collect();
        self.postcode_buckets = buckets("postcode", &postcode, &|v| part(v, Part::Postcode));
        let city: Vec<u32> = self.parts.iter().map(|p| p.city).collect();
        self.city_buckets = buckets("city", &city, &|v| hash64(without_accents(dict.part(v as u32, Part::City)).as_bytes()));
    }

    /// Reads what is compared of a value, see [`super::Comparison::touch`].
    pub fn touch(&self, code: u32) -> u32 {
        self.parts[code as usize].road
    }

    /// Level of two addresses.
    pub fn compare(&self, a: u32, b: u32, memo: &mut Memo) -> u8 {
        let (p, q) = (&self.parts[a as usize], &self.parts[b as usize]);
        let differ = |x: u32, y: u32| x != 0 && y != 0 && x != y;
        let same = |x: u32, y: u32| x != 0 && x == y;
        let elsewhere = differ(p.province, q.province) || differ(p.city, q.city) && !same(p.postcode, q.postcode);
        let street = self.street_level(a, b, memo);
        if street != ELSE && street != NULL && !elsewhere {
            return street;
        }
        if same(p.postcode, q.postcode) {
            return POSTCODE + self.postcode_buckets.class(p.postcode);
        }
        if self.near_postcodes(p, q) || street != ELSE && street != NULL {
            return ROAD;
        }
        if !elsewhere && (same(p.district, q.district) || self.close_districts(p.district, q.district, memo)) {
            DISTRICT
        } else if same(p.city, q.city) {
            CITY + self.city_buckets.class(p.city)
        } else if p.city != 0 && q.city != 0 && !differ(p.province, q.province) && self.close_cities(p.city, q.city, memo) {
            CLOSE_CITY
        } else if same(p.province, q.province) && !differ(p.city, q.city) {
            PROVINCE
        } else if self.incomparable(p, q) {
            NULL
        } else {
            ELSE
        }
    }

    /// House and road of both, `NULL` if one has no street, `ELSE` if they differ.
    fn street_level(&self, a: u32, b: u32, memo: &mut Memo) -> u8 {
        let (p, q) = (&self.parts[a as usize], &self.parts[b as usize]);
        let building = p.building != 0 && p.building == q.building;
        if p.road == 0 || q.road == 0 {
            return if building { HOUSE } else { NULL };
        }
        if p.road == q.road {
            if p.number == 0 || q.number == 0 {
                return if building { HOUSE } else { ROAD };
            }
            if p.number != q.number {
                return if self.close_numbers(p.number, q.number, memo) { CLOSE_NUMBER } else { ROAD };
            }
            return match (p.room, q.room) {
                (0, _) | (_, 0) => HOUSE + self.houses.class(self.house[a as usize]),
                (x, y) if x == y => EXACT,
                _ => OTHER_ROOM,
            };
        }
        let (x, y) = (self.road_sketches[p.road as usize], self.road_sketches[q.road as usize]);
        let close = x.could_be_close(y, CLOSE_ROADS)
            && memo.level(0, p.road, q.road, |a, b| u8::from(close_roads(self.roads.get(a), self.roads.get(b)))) == 1;
        match close {
            true if p.number != 0 && p.number == q.number => CLOSE_ROAD,
            true if self.close_numbers(p.number, q.number, memo) => CLOSE_NUMBER,
            true => ROAD,
            false => ELSE,
        }
    }

    fn close_cities(&self, a: u32, b: u32, memo: &mut Memo) -> bool {
        memo.level(1, a, b, |a, b| u8::from(close_places(self.cities.get(a), self.cities.get(b)))) == 1
    }

    fn close_districts(&self, a: u32, b: u32, memo: &mut Memo) -> bool {
        a != 0 && b != 0 && memo.level(2, a, b, |a, b| u8::from(close_places(self.districts.get(a), self.districts.get(b)))) == 1
    }

    /// Numbers of at least three characters, one of them mistyped; shorter ones are the neighbours'.
    fn close_numbers(&self, a: u32, b: u32, memo: &mut Memo) -> bool {
        a != 0 && b != 0 && memo.level(3, a, b, |a, b| u8::from(mistyped_number(self.numbers.get(a), self.numbers.get(b)))) == 1
    }

    /// Postcodes one edit apart, mistyped ones among them; British ones of one outward part.
    fn near_postcodes(&self, p: &Parts, q: &Parts) -> bool {
        let written = |p: &Parts| match (p.postcode, p.mistyped) {
            (0, 0) => None,
            (0, code) => Some((&self.mistyped, code)),
            (code, _) => Some((&self.postcodes, code)),
        };
        let (Some((xs, x)), Some((ys, y))) = (written(p), written(q)) else { return false };
        let (own, other) = (xs.outward(x), ys.outward(y));
        own.is_some() && own == other
            || xs.sketches[x as usize].could_be_within(ys.sketches[y as usize], 1)
                && within_one_edit(xs.texts.get(x), ys.texts.get(y))
    }

    #[expect(clippy::unused_self, reason = "stands beside the levels it completes")]
    fn incomparable(&self, p: &Parts, q: &Parts) -> bool {
        let both = |x: u32, y: u32| x != 0 && y != 0;
        !(both(p.province, q.province)
            || both(p.city, q.city)
            || both(p.district, q.district)
            || both(p.road, q.road)
            || both(p.postcode | p.mistyped, q.postcode | q.mistyped))
    }
}

/// The codes, those of texts that are equal but for accents and strokes made one: the first of them.
fn plain_codes(codes: Vec<u32>, texts: &Arena) -> Vec<u32> {
    let mut first: HashMap<Cow<'_, str>, u32> = HashMap::new();
    if texts.iter().all(|(_, text)| matches!(without_accents(text), Cow::Borrowed(_))) {
        return codes;
    }
    let plain: Vec<u32> = texts.iter().map(|(code, text)| *first.entry(without_accents(text)).or_insert(code)).collect();
    codes.into_iter().map(|code| plain[code as usize]).collect()
}

/// Latin place names with a typo; Chinese ones are canonical and differ by a whole place.
fn close_places(x: &str, y: &str) -> bool {
    x.is_ascii() && y.is_ascii() && x.len().min(y.len()) >= 4 && (within_one_edit(x, y) || jaro_winkler(x, y) >= 0.9)
}

fn mistyped_number(x: &str, y: &str) -> bool {
    x.len().min(y.len()) >= 3 && within_one_edit(x, y)
}

/// Jaro–Winkler similarity of close road names.
const CLOSE_ROADS: f64 = 0.92;

fn close_roads(x: &str, y: &str) -> bool {
    if x.is_ascii() && y.is_ascii() {
        let short = x.len().min(y.len());
        return short >= 4 && (within_one_edit(x, y) || jaro_winkler(x, y) >= CLOSE_ROADS || x.starts_with(y) || y.starts_with(x));
    }
    x.chars().count().min(y.chars().count()) >= 3 && within_one_edit(x, y)
}

/// Postcodes, with what tells nearly all of them apart.
struct Codes {
    texts: Arena,
    sketches: Vec<Sketch>,
    /// Hash of the outward part of a British postcode, 0 = none.
    outward: Vec<u64>,
}

impl Codes {
    fn new(texts: Arena) -> Self {
        let outward = texts.iter().map(|(_, text)| outward(text).map_or(0, |part| hash64(part.as_bytes()))).collect();
        Self { sketches: sketches(&texts), outward, texts }
    }

    fn outward(&self, code: u32) -> Option<u64> {
        Some(self.outward[code as usize]).filter(|&part| part != 0)
    }
}

/// The outward part of a British style postcode: all but the last three characters.
fn outward(code: &str) -> Option<&str> {
    (code.is_ascii() && code.len() > 4 && code.bytes().any(|c| c.is_ascii_alphabetic())).then(|| &code[..code.len() - 3])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Normal;

    #[test]
    fn a_mistyped_number_of_three_digits_is_nearer_than_another_house_and_a_neighbour_is_not() {
        let house = |road: &str, number: &str, district: &str| {
            let mut value = Normal::valid(format!("{number} {road} {district}"));
            for (part, text) in [(Part::Road, road), (Part::Number, number), (Part::District, district)] {
                value.set(part, text);
            }
            value
        };
        let mut dict = Dict::new();
        let mut code = |road: &str, number: &str, district: &str| dict.intern(&house(road, number, district));
        let pairs = [
            (code("muhlenweg", "1577", ""), code("muhlenweg", "1557", ""), CLOSE_NUMBER),
            (code("muhlenweg", "1577", ""), code("muhlenwegg", "15i77", ""), CLOSE_NUMBER),
            (code("muhlenweg", "1577", ""), code("muhlenwegg", "1577", ""), CLOSE_ROAD),
            (code("muhlenweg", "157", ""), code("muhlenweg", "128", ""), ROAD),
            (code("muhlenweg", "12", ""), code("muhlenweg", "14", ""), ROAD),
            (code("", "", "altona"), code("", "", "altonna"), DISTRICT),
            (code("", "", "altona"), code("", "", "altona"), DISTRICT),
            (code("muhlenweg", "1577", "altona"), code("lange strasse", "1577", "wandsbek"), ELSE),
        ];
        let comparer = AddressComparer::new(&dict);
        for (a, b, level) in pairs {
            let told = [(a, b), (b, a)].map(|(a, b)| comparer.compare(a, b, &mut Memo::default()));
            assert_eq!(told, [level; 2], "{} / {}", dict.text(a), dict.text(b));
        }
    }

    #[test]
    fn accents_make_no_other_city() {
        let mut dict = Dict::new();
        let mut code = |text: &str, city: &str| {
            let mut address = Normal::valid(text);
            for (part, text) in [(Part::City, city), (Part::Road, "rue das flores"), (Part::Number, "12")] {
                address.set(part, text);
            }
            dict.intern(&address)
        };
        let (a, b, c) = (code("a", "São Paulo"), code("b", "Sao Paulo"), code("c", "Santos"));
        let comparer = AddressComparer::new(&dict);
        assert!((HOUSE..OTHER_ROOM).contains(&comparer.compare(a, b, &mut Memo::default())));
        assert_eq!(comparer.compare(a, c, &mut Memo::default()), ROAD);
    }
}
