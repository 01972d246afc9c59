//! One address out of several columns.
//!
//! In: the cells of one row's address columns. Out: one [`Normal`]. The columns are trusted; free text fills what they
//! lack; the country decides the rules, else the script and shape of the text.

use super::super::Context;
use super::customs::split_house;
use super::levels::levels;
use super::western::{self, Western};
use super::world::{country_code, folded, state_code};
use super::{china, filler, fold, han_country, japan, latin, pinyin, postcode, unpack};
use crate::model::parts::Parts;
use crate::model::value::{Class, Normal, Part};

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

/// One address out of several columns. Appends one value; none if every column is empty. Columns that hold only fillers
/// give one placeholder.
pub fn compose(parts: &AddressParts, context: &Context, out: &mut Vec<Normal>) {
    match levels(parts) {
        Some(place) => out.push(place),
        None => by_rules(parts, context, out),
    }
}

/// As [`compose`], whatever the columns hold.
pub(super) fn by_rules(parts: &AddressParts, context: &Context, out: &mut Vec<Normal>) {
    let mut filler_seen = None;
    let mut cell = |text| {
        if !filler::is_filler(text) {
            return text;
        }
        if !text.trim().is_empty() {
            filler_seen = Some(text.trim());
        }
        ""
    };
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
    let normal = if text.iter().any(|t| t.chars().any(fold::is_han)) {
        Some(han(&parts, country, context))
    } else {
        western(&parts, country, context)
    };
    // Where no street was asked for, none is missing.
    let asked = [parts.free, parts.street, parts.number, parts.unit].iter().any(|cell| !cell.is_empty());
    match (normal, filler_seen) {
        (Some(mut normal), _) => {
            normal.findings.retain(|finding| asked || *finding != "no_street");
            out.push(normal);
        }
        (None, Some(text)) => {
            out.push(Normal {
                text: text.to_owned(),
                class: Class::Placeholder,
                parts: Parts::default(),
                findings: vec!["placeholder"],
            });
        }
        (None, None) => {}
    }
}

/// Glues the levels in front of the free text; a level that is repeated in it is read once.
fn han(parts: &AddressParts, country: &str, context: &Context) -> Normal {
    let packed = unpack(parts.free);
    let free = packed.as_ref().map_or(parts.free, |p| &p.address);
    // A free cell that repeats the street column holds more than it.
    let street = if free.contains(parts.street) { "" } else { parts.street };
    let mut text = [parts.province, parts.city, parts.district, street, free]
        .iter()
        .filter(|p| !p.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" ");
    if !parts.number.is_empty() && !text.contains(parts.number) {
        text.push_str(parts.number);
        if parts.number.bytes().all(|b| b.is_ascii_digit()) {
            text.push('号');
        }
    }
    if !parts.unit.is_empty() && !text.contains(parts.unit) {
        text.push(' ');
        text.push_str(parts.unit);
    }
    if matches!(country, "" | "JP")
        && let Some(mut japanese) = japan::normalise(&text)
    {
        if let Some(code) = postcode::fold(parts.postcode, "JP") {
            japanese.set(Part::Postcode, code);
        }
        return japanese;
    }
    let default = if country.is_empty() { han_country(context) } else { country };
    let mut normal = china::normalise(&folded_cell(&text), default);
    if !country.is_empty() {
        normal.set(Part::Country, country);
    }
    if let Some(code) = postcode::fold(parts.postcode, normal.part(Part::Country)) {
        normal.set(Part::Postcode, code);
    }
    if packed.is_some() {
        normal.findings.push("packed_contact");
    }
    normal
}

fn folded_cell(text: &str) -> String {
    let mut folded = String::new();
    fold::text(text, &mut folded);
    folded
}

/// The country that the columns prove: the country column, the postcode's shape, a state with a postcode that fits.
fn known_country<'a>(parts: &AddressParts, country: &'a str, context: &Context<'a>) -> &'a str {
    if !country.is_empty() {
        return country;
    }
    if let Some((_, proven)) = postcode::recognise(&folded_cell(parts.postcode), "", false).filter(|(_, c)| !c.is_empty()) {
        return proven;
    }
    let digits = parts.postcode.bytes().filter(u8::is_ascii_digit).count();
    let by_state = [("US", [0, 5, 9]), ("CA", [0, 3, 3]), ("AU", [0, 4, 3])]
        .into_iter()
        .find(|(c, fitting)| fitting.contains(&digits) && state_code(parts.province, c).is_some());
    by_state.map_or(latin::hint(context), |(c, _)| c)
}

fn western(parts: &AddressParts, country: &str, context: &Context) -> Option<Normal> {
    let mut parts = *parts;
    let alone = [parts.free, parts.city, parts.province, parts.postcode, parts.district].iter().all(|p| p.is_empty());
    if alone && parts.street.contains(',') {
        (parts.free, parts.street) = (parts.street, ""); // The street column holds everything.
    }
    let known = known_country(&parts, country, context);
    let line = if parts.province.is_empty() { city_line(parts.city, known) } else { None };
    let known = line.map_or(known, |line| {
        (parts.city, parts.province) = (line.city, line.province);
        if line.country.is_empty() { known } else { line.country }
    });
    let mut address = if parts.free.is_empty() { Western::default() } else { western::parse(&folded_cell(parts.free), known) };
    take_street(&mut address, &parts);
    if !known.is_empty() {
        known.clone_into(&mut address.country);
    }
    take_levels(&mut address, &parts, known);
    split_house(&mut address);
    let mut mistyped = None;
    if !parts.postcode.is_empty() {
        match postcode::fold(parts.postcode, &address.country) {
            Some(code) => address.postcode = code,
            None => mistyped = Some(postcode::mistyped(parts.postcode)),
        }
    }
    if address == Western::default() {
        return None;
    }
    let mut normal = latin::value(address);
    if let Some(code) = mistyped {
        normal.findings.push("bad_postcode");
        if !code.is_empty() {
            normal.set(Part::MistypedPostcode, code);
        }
    }
    Some(normal)
}

/// A city's cell that says more than the city.
#[derive(Debug, PartialEq, Eq)]
struct CityLine<'a> {
    city: &'a str,
    province: &'a str,
    /// Empty where the cell does not tell.
    country: &'static str,
}

/// Countries whose states stand behind cities.
const STATES_OF: [&str; 3] = ["US", "CA", "AU"];

/// `Austin, TX, USA`, `Paris, France` or `TX` in a column of cities; `None` where the cell is a city's name alone. A code that
/// is a state's and a country's (`CA`) is the state's.
fn city_line<'a>(cell: &'a str, known: &str) -> Option<CityLine<'a>> {
    let cell = cell.trim();
    let Some((before, last)) = cell.rsplit_once(',').map(|(before, last)| (before.trim(), last.trim())) else {
        let is_code = cell.len() == 2 && cell.bytes().all(|b| b.is_ascii_uppercase());
        return (is_code && state_code(cell, known).is_some()).then_some(CityLine { city: "", province: cell, country: "" });
    };
    let of_state = |text: &str| {
        let own = state_code(text, known).map(|_| "");
        own.or_else(|| STATES_OF.into_iter().find(|country| state_code(text, country).is_some()))
    };
    if let Some(country) = of_state(last) {
        return Some(CityLine { city: before, province: last, country });
    }
    let country = country_code(last)?;
    let (city, province) = match before.rsplit_once(',').map(|(city, state)| (city.trim(), state.trim())) {
        Some((city, state)) => (city, state),
        None if state_code(before, country).is_some() => ("", before),
        None => (before, ""),
    };
    Some(CityLine { city, province, country })
}

/// Street, number and unit columns over what the free text gave.
fn take_street(address: &mut Western, parts: &AddressParts) {
    if !parts.street.is_empty() {
        let line = western::parse_street(&folded_cell(parts.street));
        if !line.room.is_empty() {
            (address.room, address.unit) = (line.room, line.unit);
        }
        (address.road, address.number, address.street) = (line.road, line.number, line.street);
        if !line.building.is_empty() {
            address.building = line.building;
        }
        if address.district.is_empty() {
            address.district = line.district;
        }
    }
    let number = folded_cell(parts.number);
    if !number.is_empty() && address.number.is_empty() {
        address.number = folded(&number).replace(' ', "-");
        address.street = if address.street.is_empty() { number } else { format!("{number} {}", address.street) };
    }
    if !parts.unit.is_empty() {
        add_unit(address, &folded_cell(parts.unit));
    }
}

/// Province, city and district columns over what the free text gave.
fn take_levels(address: &mut Western, parts: &AddressParts, known: &str) {
    if !parts.province.is_empty() {
        let province = folded_cell(parts.province);
        address.province = state_code(&province, known).map_or_else(|| western::title(&province), str::to_owned);
        if known.is_empty() && pinyin::province(&province).is_some() {
            "CN".clone_into(&mut address.country);
        }
    }
    if !parts.city.is_empty() {
        address.city = western::title(&folded_cell(parts.city));
    }
    if !parts.district.is_empty() {
        address.district = western::title(&folded_cell(parts.district));
    }
}

/// A second address line: `Apt 22`, `22`, or a property name.
fn add_unit(address: &mut Western, unit: &str) {
    let mut words: Vec<&str> = unit.split([' ', ',']).filter(|w| !w.is_empty()).collect();
    if !address.room.is_empty() {
        let mut second = Western::default();
        second.take_unit(&mut words.clone());
        if second.room == address.room {
            return; // The street line held it already.
        }
    }
    let before = address.room.len();
    address.take_unit(&mut words);
    let rest = words.join(" ");
    if rest.is_empty() {
        return;
    }
    let short = words.len() == 1 && rest.len() <= 6 && (rest.bytes().any(|b| b.is_ascii_digit()) || rest.len() == 1);
    if address.room.len() == before && short && address.room.is_empty() {
        address.room = folded(&rest).replace(' ', "-");
        address.unit = format!("Unit {rest}");
    } else if address.building.is_empty() {
        address.building = western::title(&rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(parts: AddressParts, want: &str, levels: [&str; 4]) {
        let mut out = Vec::new();
        compose(&parts, &Context::default(), &mut out);
        let n = &out[0];
        assert_eq!(n.text, want, "{parts:?}");
        let got = [n.part(Part::Country), n.part(Part::Province), n.part(Part::City), n.part(Part::District)];
        assert_eq!(got, levels, "{parts:?}");
    }

    #[test]
    fn chinese_columns() {
        let parts = AddressParts { province: "浙江省", city: "杭州市", district: "西湖区", ..AddressParts::default() };
        check(AddressParts { free: "文三路100号", ..parts }, "浙江省杭州市西湖区文三路100号", ["CN", "浙江省", "杭州市", "西湖区"]);
        check(
            AddressParts { free: "浙江省杭州市西湖区文三路100号", ..parts },
            "浙江省杭州市西湖区文三路100号",
            ["CN", "浙江省", "杭州市", "西湖区"],
        );
        check(
            AddressParts { street: "文三路", number: "100", unit: "2单元804", ..parts },
            "浙江省杭州市西湖区文三路100号2单元804",
            ["CN", "浙江省", "杭州市", "西湖区"],
        );
        check(AddressParts { province: "浙江省", ..AddressParts::default() }, "浙江省", ["CN", "浙江省", "", ""]);
        check(
            AddressParts { province: "北京", city: "北京", district: "朝阳", country: "中国", ..AddressParts::default() },
            "北京市朝阳区",
            ["CN", "北京市", "北京市", "朝阳区"],
        );
        check(
            AddressParts {
                city: "市辖区",
                province: "上海市",
                district: "浦东新区",
                free: "世纪大道1号",
                ..AddressParts::default()
            },
            "上海市浦东新区世纪大道1号",
            ["CN", "上海市", "上海市", "浦东新区"],
        );
    }

    #[test]
    fn a_citys_cell_may_hold_the_state_and_the_country() {
        let of = |city| AddressParts { city, ..AddressParts::default() };
        for (cell, levels) in [
            ("Austin, TX, USA", ["US", "TX", "Austin", ""]),
            ("Austin, Texas", ["US", "TX", "Austin", ""]),
            ("San Jose, CA", ["US", "CA", "San Jose", ""]),
            ("Toronto, ON", ["CA", "ON", "Toronto", ""]),
            ("Paris, France", ["FR", "", "Paris", ""]),
            ("Munich, Bavaria, Germany", ["DE", "Bavaria", "Munich", ""]),
            ("Rome, nowhere", ["", "", "Rome, nowhere", ""]),
            ("Rome", ["", "", "Rome", ""]),
        ] {
            let mut out = Vec::new();
            compose(&of(cell), &Context::default(), &mut out);
            let got = [Part::Country, Part::Province, Part::City, Part::District].map(|part| out[0].part(part));
            assert_eq!(got, levels, "{cell}");
        }
        let us = AddressParts { country: "US", ..of("TX") };
        check(us, "TX, US", ["US", "TX", "", ""]);
    }

    #[test]
    fn western_columns() {
        let us = AddressParts {
            street: "2696 Pine Rd.",
            unit: "Apt 33",
            city: "Austin",
            province: "TX",
            postcode: "'78701",
            country: "US",
            ..AddressParts::default()
        };
        check(us, "2696 Pine Rd Apt 33, Austin, TX 78701, US", ["US", "TX", "Austin", ""]);
        check(
            AddressParts { street: "2696 Pine Rd., Apt 33", ..us },
            "2696 Pine Rd Apt 33, Austin, TX 78701, US",
            ["US", "TX", "Austin", ""],
        );
        check(
            AddressParts { province: "Texas", country: "", ..us },
            "2696 Pine Rd Apt 33, Austin, TX 78701, US",
            ["US", "TX", "Austin", ""],
        );
        let au = AddressParts {
            number: "83",
            street: "wilshire street",
            unit: "erinsvale",
            city: "rose bay",
            postcode: "2029",
            province: "nsw",
            ..AddressParts::default()
        };
        check(au, "Erinsvale, 83 wilshire street, Rose Bay, NSW 2029, AU", ["AU", "NSW", "Rose Bay", ""]);
        let gb = AddressParts { street: "110 Canal Street", city: "Glasgow", postcode: "E74 3JG", ..AddressParts::default() };
        check(gb, "110 Canal Street, Glasgow, E74 3JG, GB", ["GB", "", "Glasgow", ""]);
        check(AddressParts { city: "Springfield", ..AddressParts::default() }, "Springfield", ["", "", "Springfield", ""]);
        check(
            AddressParts { city: "Munich", country: "Germany", ..AddressParts::default() },
            "Munich, Germany",
            ["DE", "", "Munich", ""],
        );
        check(
            AddressParts {
                street: "No. 100 Wensan Road",
                district: "Xihu",
                city: "Hangzhou",
                province: "Zhejiang",
                country: "China",
                ..AddressParts::default()
            },
            "100 Wensan Road, Xihu, Hangzhou, Zhejiang, CN",
            ["CN", "浙江省", "杭州市", "西湖区"],
        );
    }

    #[test]
    fn empty_columns_give_nothing_and_fillers_a_placeholder() {
        let mut out = Vec::new();
        compose(&AddressParts::default(), &Context::default(), &mut out);
        assert!(out.is_empty());
        compose(&AddressParts { free: "无", city: "-", ..AddressParts::default() }, &Context::default(), &mut out);
        assert_eq!(out[0].class, Class::Placeholder);
    }
}
