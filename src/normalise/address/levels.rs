//! A place in columns of plain ASCII, city, province and country with nothing below them: the commonest address of contact lists,
//! put together at once.
//!
//! Comes in: the cells of one row's address columns. Goes out: the value that `compose` gives, or `None` for whatever is not that
//! plain, which is left to it. Both must say the same (a test compares them).

use super::compose::AddressParts;
use super::filler;
use super::world::{country_code, country_name, folded, is_state_too, state_code};
use crate::model::parts::Parts;
use crate::model::value::{Normal, Part};

/// Longest name that is looked at.
const NAME_BYTES: usize = 40;

/// What the parts of most places take.
const PARTS_BYTES: usize = 64;

/// The value of a city or province in a country that is named.
pub(super) fn levels(parts: &AddressParts) -> Option<Normal> {
    let AddressParts { free, street, number, unit, district, city, province, postcode, country } = *parts;
    let is_more = [free, street, number, unit, district, postcode].iter().any(|part| !part.is_empty());
    if is_more || country.is_empty() || city.len() + province.len() == 0 {
        return None;
    }
    let names = [city, province];
    if !names.iter().all(|name| is_plain(name)) || filler::is_filler(country) {
        return None;
    }
    if names.iter().any(|name| !name.is_empty() && filler::is_filler(name)) {
        return None;
    }
    // Places of these countries are looked up among their divisions.
    let country = country_code(country).filter(|code| !matches!(*code, "CN" | "HK" | "MO" | "TW"))?;
    // A state in the column of cities.
    if province.is_empty() && city.len() == 2 && state_code(city, country).is_some() {
        return None;
    }
    let state = state_code(province, country);
    if state.is_some_and(|state| !is_plain(state)) {
        return None;
    }
    Some(value(city, state.unwrap_or(province), state.is_some(), country))
}

/// Letters and single blanks between them; nothing at all is plain, too.
fn is_plain(name: &str) -> bool {
    let bytes = name.as_bytes();
    let is_letter = |b: Option<&u8>| b.is_none_or(u8::is_ascii_alphabetic);
    bytes.len() <= NAME_BYTES
        && bytes.iter().all(|b| b.is_ascii_alphabetic() || *b == b' ')
        && is_letter(bytes.first())
        && is_letter(bytes.last())
        && !bytes.windows(2).any(|two| two == b"  ")
}

fn value(city: &str, province: &str, is_state: bool, country: &str) -> Normal {
    let printed = if is_state_too(country) { country_name(country) } else { country };
    let mut text = String::with_capacity(city.len() + province.len() + printed.len() + 4);
    push_title(city, &mut text);
    let city_ends = text.len();
    if !text.is_empty() && !province.is_empty() {
        text.push_str(", ");
    }
    let province_starts = text.len();
    if is_state {
        text.push_str(province);
    } else {
        push_title(province, &mut text);
    }
    let province_ends = text.len();
    text.push_str(", ");
    text.push_str(printed);
    let (city, province) = (&text[..city_ends], &text[province_starts..province_ends]);
    let (city_key, province_key) = (folded(city), folded(province));
    // A municipality is its own city.
    let city_key = if city_key == province_key { "" } else { &city_key };
    let mut parts = Parts::with_capacity(PARTS_BYTES);
    parts.write(Part::Tokens, |tokens| {
        let words = [city_key, &province_key].into_iter().flat_map(|name| name.split(' ')).filter(|word| !word.is_empty());
        for (n, word) in words.enumerate() {
            if n > 0 {
                tokens.push('|');
            }
            tokens.push_str(word);
        }
    });
    parts.write(Part::Key, |key| key.extend([&province_key, city_key].into_iter().flat_map(|name| name.split(' '))));
    parts.set(Part::Country, country);
    parts.set(Part::Province, province);
    parts.set(Part::City, city);
    Normal { text, parts, ..Normal::default() }
}

/// Appends a plain name as `western::title` writes it.
fn push_title(name: &str, out: &mut String) {
    let mixed = name.bytes().any(|b| b.is_ascii_lowercase()) && name.bytes().any(|b| b.is_ascii_uppercase());
    let mut start = true;
    out.extend(name.chars().map(|c| match std::mem::replace(&mut start, c == ' ') {
        _ if mixed => c,
        true => c.to_ascii_uppercase(),
        false => c.to_ascii_lowercase(),
    }));
}

#[cfg(test)]
mod tests {
    use super::super::compose::by_rules;
    use super::*;
    use crate::normalise::Context;

    #[test]
    fn plain_places_are_what_the_rules_make_of_them() {
        let cities = [
            "",
            "Austin",
            "austin",
            "AUSTIN",
            "New York",
            "new york",
            "NEW YORK",
            "St. Louis",
            "Hangzhou",
            "Singapore",
            "Berlin",
            "test",
            "Unknown",
            "x",
            "San  Jose",
            "O'Fallon",
            "Winston-Salem",
            "McAllen",
            "N",
            "Texas",
            "TX",
            "Ile de France",
            "12",
            " Rome",
        ];
        let provinces = [
            "",
            "TX",
            "tx",
            "Texas",
            "texas",
            "TEXAS",
            "Zhejiang",
            "DE",
            "Bavaria",
            "BAVARIA",
            "NSW",
            "Ontario",
            "n/a",
            "Q C",
            "New York",
            "ny",
            "Tamil Nadu",
            "TN",
            "SP",
            "Austin",
            "ZZ",
            "Xinjiang",
            "Dadra and Nagar Haveli",
        ];
        let countries = [
            "",
            "US",
            "us",
            "USA",
            "United States",
            "Germany",
            "DE",
            "CN",
            "Taiwan",
            "CA",
            "IN",
            "India",
            "BR",
            "ZZ",
            "AU",
            "test",
        ];
        let context = Context::default();
        let mut plain = 0;
        for (city, province) in cities.iter().flat_map(|city| provinces.map(|province| (*city, province))) {
            for country in countries {
                let parts = AddressParts { city, province, country, ..AddressParts::default() };
                if let Some(quick) = levels(&parts) {
                    let mut out = Vec::new();
                    by_rules(&parts, &context, &mut out);
                    assert_eq!(out, [quick], "{parts:?}");
                    plain += 1;
                }
            }
        }
        assert!(plain > 1000, "{plain}");
    }

    #[test]
    fn anything_below_a_city_is_left_to_the_rules() {
        let place = AddressParts { city: "Austin", province: "TX", country: "US", ..AddressParts::default() };
        assert_eq!(levels(&place).map(|value| value.text).as_deref(), Some("Austin, TX, US"));
        for more in [
            AddressParts { street: "1 Main St", ..place },
            AddressParts { postcode: "78701", ..place },
            AddressParts { country: "", ..place },
            AddressParts { city: "Saint-Denis", ..place },
        ] {
            assert_eq!(levels(&more), None, "{more:?}");
        }
    }
}
