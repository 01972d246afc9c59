//! The city of a western address, known by where it stands and what it is not.
//!
//! In: the lines left when country, postcode and state are off. Out: the city set on a [`Western`], its line or words gone.

use super::segments::Line;
use super::western::{Western, tidy, title};
use super::world::{Word, street_word};

/// Takes the city: the last line if it may be one, or what follows the last street or unit word of it.
pub(super) fn take_city(lines: &mut Vec<Line>, address: &mut Western) {
    let known = !address.province.is_empty() || !address.postcode.is_empty() || !address.country.is_empty();
    let several = lines.len() > 1;
    let Some(last) = lines.last_mut() else { return };
    if several && last.len() > 1 {
        address.take_unit(last); // 34th floor. New York
    }
    if last.is_empty() {
        tidy(lines);
        return take_city(lines, address);
    }
    let numbered = !address.country.is_empty() && !address.postcode.is_empty() && is_numbered_city(last);
    if (is_city(last) || numbered) && (known || several || last.len() <= 3) {
        address.city = title(&last.join(" "));
        lines.pop();
        name_new_york(address);
        return;
    }
    if !known || !last[0].starts_with(|c: char| c.is_ascii_digit()) {
        return;
    }
    if let Some(cut) = city_start(last).filter(|&c| c < last.len()) {
        address.city = title(&last[cut..].join(" "));
        last.truncate(cut);
    }
}

/// NYC and New York City are New York.
fn name_new_york(address: &mut Western) {
    let short = ["nyc", "new york city"].iter().any(|name| address.city.eq_ignore_ascii_case(name));
    if short && matches!(address.country.as_str(), "US" | "") {
        "New York".clone_into(&mut address.city);
        if address.province.is_empty() {
            "NY".clone_into(&mut address.province);
        }
        "US".clone_into(&mut address.country);
    }
}

/// `7423 Lake Rd Apt 22 Columbus`: the city is what follows the last street or unit word.
fn city_start(line: &[&str]) -> Option<usize> {
    let mut cut = None;
    for (i, word) in line.iter().enumerate().skip(1) {
        let last = i + 1 == line.len();
        match street_word(word) {
            Some((Word::Type, _)) if !last => cut = Some(i + 1),
            Some((Word::Direction, _)) if cut == Some(i) && !last && word.len() <= 2 => cut = Some(i + 1),
            Some((Word::Unit, _)) if !last && line[i + 1].bytes().any(|b| b.is_ascii_digit()) => cut = Some(i + 2),
            _ if word.starts_with('#') => cut = Some(i + 1),
            _ => {}
        }
    }
    cut
}

/// Types that end no city's name.
const STREET_ONLY: &[&str] = &[
    "street",
    "road",
    "avenue",
    "lane",
    "drive",
    "boulevard",
    "court",
    "close",
    "crescent",
    "terrace",
    "way",
    "broadway",
    "strasse",
    "highway",
];

/// May this line be a city: no digits, no unit word, no street type at its end?
pub(super) fn is_city(words: &[&str]) -> bool {
    let no_digits = words.iter().all(|w| !w.bytes().any(|b| b.is_ascii_digit() || b == b'#'));
    let Some(last) = words.last() else { return false };
    let kind = |w: &str| street_word(w);
    let street = matches!(kind(last), Some((Word::Type, t)) if STREET_ONLY.contains(&t) && (words.len() > 1 || t == "broadway"));
    let european = matches!(kind(words[0]), Some((Word::Type, "rue" | "via" | "calle" | "rua" | "avenida" | "viale" | "piazza")))
        && words.len() > 1;
    let unit = matches!(kind(words[0]), Some((Word::Unit, _))) && words.len() == 2 && words[1].len() <= 2;
    no_digits && !street && !european && !unit
}

/// `Dublin 2`, `Praha 1`: a city with the number of its district.
fn is_numbered_city(words: &[&str]) -> bool {
    let [name @ .., number] = words else { return false };
    let digits = number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit());
    digits && name.len() == 1 && is_city(name) && street_word(name[0]).is_none()
}
