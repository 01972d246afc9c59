//! Addresses in Latin script: number, street, unit, city, state, postcode, country.
//!
//! In: one line of text, or its pieces from several columns. Out: the pieces with codes and folded words. Goes by
//! words and shapes only; there is no gazetteer of cities, so a city is known by where it stands.

use super::city::{is_city, take_city};
use super::customs::{
    begins_in_brazil, is_in_turkey, split_canadian, split_house, split_italian, split_turkish, street_country, take_flat,
    take_turkish_city,
};
use super::locate::Place;
use super::segments::{self, Line};
use super::world::{Word, country_code, is_state, may_end_country, may_end_state, state_code, street_word};
use super::{pinyin, postcode, russia};

/// A western address in pieces; absent ones are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Western {
    /// ISO 3166 alpha-2.
    pub country: String,
    /// State code for US, CA and AU, else the name as written.
    pub province: String,
    /// City, as printed.
    pub city: String,
    /// Suburb or district, as printed.
    pub district: String,
    /// Folded postcode.
    pub postcode: String,
    /// Street line as printed, with its number, without the unit.
    pub street: String,
    /// Unit as printed (`Apt 22`).
    pub unit: String,
    /// Building or property name as printed.
    pub building: String,
    /// Folded road: core words, then directions, then the type.
    pub road: String,
    /// House number, folded.
    pub number: String,
    /// Unit number, folded.
    pub room: String,
    /// Chinese divisions that the text named in Latin letters; empty for other countries.
    pub place: Place,
}

/// Parses a whole address. `hint` is a country that is believed already, or `""`.
#[must_use]
pub fn parse(text: &str, hint: &str) -> Western {
    if let Some(address) = russia::parse(text, hint) {
        return address;
    }
    let mut address = Western::default();
    let mut lines = segments::lines(text);
    take_country(&mut lines, &mut address, true);
    if address.country.is_empty() {
        hint.clone_into(&mut address.country);
    }
    if address.country.is_empty() && segments::looks_japanese(text) {
        "JP".clone_into(&mut address.country);
    }
    let code_first = take_postcode(&mut lines, &mut address);
    if address.country.is_empty() {
        take_country(&mut lines, &mut address, false);
    }
    take_state(&mut lines, &mut address, code_first);
    if address.postcode.is_empty() {
        take_postcode(&mut lines, &mut address);
    }
    if address.country == "SG" {
        // The country is the city.
        lines.retain(|line| !matches!(line.as_slice(), [word] if word.eq_ignore_ascii_case("singapore")));
        "Singapore".clone_into(&mut address.city);
    } else {
        take_turkish_city(&mut lines, &mut address);
        if address.city.is_empty() {
            take_city(&mut lines, &mut address);
        }
    }
    take_flat(&mut lines, &mut address);
    address.add_lines(lines);
    if address.country.is_empty() {
        street_country(&address).clone_into(&mut address.country);
    }
    match address.country.as_str() {
        _ if is_in_turkey(&address) => split_turkish(&mut address),
        "IT" => split_italian(&mut address),
        "CA" => split_canadian(&mut address),
        _ => {}
    }
    split_house(&mut address);
    address
}

/// Parses a column that holds a street line: never a city, state or country.
#[must_use]
pub fn parse_street(text: &str) -> Western {
    let mut address = Western::default();
    address.add_lines(segments::lines(text));
    address
}

/// Drops lines that became empty.
pub(super) fn tidy(lines: &mut Vec<Line>) {
    lines.retain(|l| !l.is_empty());
}

pub(super) fn all_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// Takes a country off the end: a last line of its own, or the last words of it. `codes`: may a code that is a state's
/// too be the country, if the postcode before it fits?
fn take_country(lines: &mut Vec<Line>, address: &mut Western, codes: bool) {
    let several = lines.len() > 1;
    let in_text = lines.iter().skip(1).flatten().rfind(|w| w.len() >= 4 && all_digits(w)).copied();
    let has_postcode = !address.postcode.is_empty() || in_text.is_some();
    let fits = |code: &str| codes && in_text.is_some_and(|zip| postcode::is_of_country_not_state(zip, code));
    let Some(last) = lines.last_mut() else { return };
    if !last.last().is_some_and(|w| may_end_country(w)) {
        return;
    }
    for words in (1..=last.len().min(5)).rev() {
        let whole = words == last.len();
        let tail = last[last.len() - words..].join(" ");
        let Some(code) = country_code(&tail) else { continue };
        let letters = tail.bytes().filter(u8::is_ascii_alphabetic).count();
        let plain_code = matches!(tail.as_str(), "US" | "USA" | "UK" | "U.S.A." | "U.S." | "U.K.");
        // Ciudad de México, Isle of Man
        let joined = !whole && matches!(last[last.len() - words - 1], "de" | "del" | "do" | "of");
        let sure = if joined {
            false
        } else if whole {
            // `CA` after a city is California, `DE` after a postcode is Germany.
            if several {
                plain_code || !is_state(&tail) || (letters <= 2 && fits(code))
            } else {
                letters > 3 && !is_state(&tail) && has_postcode
            }
        } else {
            // `St` and `Dr` are codes of countries too, so only names count inside a line; New Jersey is no Jersey.
            let longer_is_state = is_state(&last[last.len() - words - 1..].join(" "));
            plain_code || letters > 3 && !is_state(&tail) && !longer_is_state && (has_postcode || several || last.len() > 3)
        };
        if sure {
            code.clone_into(&mut address.country);
            last.truncate(last.len() - words);
            break;
        }
    }
    tidy(lines);
}

/// Takes a postcode off the last two lines: at their end, or before the city (`10115 Berlin`); true if it stood before the city.
fn take_postcode(lines: &mut Vec<Line>, address: &mut Western) -> bool {
    let n = lines.len();
    for i in (n.saturating_sub(2)..n).rev() {
        let (line, before) = (&lines[i], &lines[..i]);
        let found = code_at_end(line, before.is_empty(), &address.country)
            .or_else(|| code_at_start(line, before.is_empty(), &address.country));
        let Some((code, country, range)) = found else { continue };
        address.postcode = code;
        if address.country.is_empty() {
            country.clone_into(&mut address.country);
        }
        let before_city = range.start == 0;
        lines[i].drain(range);
        if before_city && i + 1 < n && !lines[i].is_empty() {
            take_region(lines, address);
        }
        tidy(lines);
        return before_city;
    }
    false
}

/// `48001 Bilbao, Vizcaya`: what follows the line of code and city is a region, where it is no state that [`take_state`] knows.
fn take_region(lines: &mut Vec<Line>, address: &mut Western) {
    let Some(last) = lines.last() else { return };
    let region = last.join(" ");
    let known = ["US", "CA", "AU", "MX", "BR", "IN"].iter().any(|country| state_code(&region, country).is_some());
    if !known && last.len() <= 3 && is_city(last) && address.province.is_empty() {
        address.province = title(&region);
        lines.pop();
    }
}

type Code = (String, &'static str, std::ops::Range<usize>);

fn code_at_end(line: &[&str], first_line: bool, country: &str) -> Option<Code> {
    for words in [2, 1] {
        let Some(at) = line.len().checked_sub(words) else { continue };
        // Bare digits at the end of the only line may be a house number, unless a state stands before them.
        let after_state = at > 0 && state_code(line[at - 1], "US").is_some() && line[at - 1].len() <= 3;
        let digits_allowed = !first_line || line.len() > 3 || after_state;
        let alone = at == 0 && first_line && country.is_empty();
        let digits_allowed = !alone && (digits_allowed || at == 0);
        if let Some((code, proven)) = postcode::recognise(&line[at..].join(" "), country, digits_allowed) {
            return Some((code, proven, at..line.len()));
        }
    }
    None
}

fn code_at_start(line: &[&str], first_line: bool, country: &str) -> Option<Code> {
    if first_line || line.len() < 2 {
        return None;
    }
    for words in [2, 1] {
        let Some(head) = line.get(..words).filter(|_| line.len() > words) else { continue };
        let street_follows = matches!(street_word(line[line.len() - 1]), Some((Word::Type, _)));
        if street_follows {
            return None;
        }
        if let Some((code, proven)) = postcode::recognise(&head.join(" "), country, true) {
            return Some((code, proven, 0..words));
        }
    }
    // 111 51 Stockholm, 110 00 Praha: of no known country, three digits and two before a city.
    let [hundreds, rest, city, ..] = line else { return None };
    let pieces = country.is_empty() && hundreds.len() == 3 && rest.len() == 2 && all_digits(hundreds) && all_digits(rest);
    (pieces && city.starts_with(char::is_uppercase)).then(|| ([*hundreds, *rest].concat(), "", 0..2))
}

/// Takes a state of the US, Canada or Australia off the end. `code_first`: the postcode stood before the city, as it does in none of
/// these.
fn take_state(lines: &mut Vec<Line>, address: &mut Western, code_first: bool) {
    let words_in_all: usize = lines.iter().map(Vec::len).sum();
    let brazilian = address.country.is_empty() && lines.len() > 1 && begins_in_brazil(&lines[0]);
    let Some(last) = lines.last_mut() else { return };
    let zip = address.postcode.len();
    let known = !address.country.is_empty();
    let countries: &[&str] = match (address.country.as_str(), zip) {
        ("US", _) => &["US"],
        ("MX", _) => &["MX"],
        ("", 0 | 8) if brazilian => &["BR"],
        // 20121 Milano MI
        ("", 5) if code_first => &["MX"],
        ("", 5) => &["US", "MX"],
        ("CA", _) => &["CA"],
        ("AU", _) | ("", 4) => &["AU"],
        ("", _) => &["US", "CA", "AU", "IN", "MX"],
        ("IT", _) => {
            // 00184 Roma RM
            if words_in_all > 1 && last[last.len() - 1].len() == 2 && last[last.len() - 1].bytes().all(|b| b.is_ascii_uppercase()) {
                last.pop().unwrap_or_default().clone_into(&mut address.province);
                tidy(lines);
            }
            return;
        }
        ("BR", _) => {
            // Belo Horizonte/MG
            let slashed = last.last().and_then(|word| word.split_once('/'));
            if let Some((city, code)) = slashed.and_then(|(city, state)| Some((city, state_code(state, "BR")?))) {
                code.clone_into(&mut address.province);
                last.pop();
                last.extend(Some(city).filter(|city| !city.is_empty()));
                tidy(lines);
                return;
            }
            &["BR"]
        }
        ("IN", _) => &["IN"],
        ("CN", _) => &[],
        _ => return,
    };
    let maybe_chinese = match address.country.as_str() {
        "CN" => true,
        "" => matches!(zip, 0 | 6) && last.last().is_some_and(|w| w.len() > 3),
        _ => false,
    };
    if maybe_chinese && (words_in_all > last.len() || last.len() > 1 || zip > 0) {
        for words in (1..=last.len().min(3)).rev() {
            let tail = last[last.len() - words..].join(" ");
            if pinyin::province(&tail).is_some_and(|han| !han.ends_with('市')) {
                address.province = title(&tail);
                "CN".clone_into(&mut address.country);
                last.truncate(last.len() - words);
                tidy(lines);
                return;
            }
        }
    }
    if !last.last().is_some_and(|w| may_end_state(w)) {
        return;
    }
    for words in (1..=last.len().min(3)).rev() {
        let tail = last[last.len() - words..].join(" ");
        // A code is written in capitals or after a comma; `la` and `de` are words otherwise.
        let code_like = tail.len() <= 3;
        let placed = words == last.len() || zip > 0 || tail.bytes().all(|b| b.is_ascii_uppercase() || b == b'.');
        if words == words_in_all && zip == 0 && !known {
            continue;
        }
        for country in countries {
            // Codes of India and Mexico are words elsewhere.
            let sure = known || !code_like || !matches!(*country, "IN" | "MX");
            if let Some(code) = state_code(&tail, country).filter(|_| sure && (!code_like || placed)) {
                code.clone_into(&mut address.province);
                (*country).clone_into(&mut address.country);
                // Washington DC is the city, too.
                let words = if code == "DC" && words > 1 && last.len() <= words { words - 1 } else { words };
                last.truncate(last.len() - words);
                tidy(lines);
                return;
            }
        }
    }
}

/// Title case for text written in one case; mixed case stays as written.
#[must_use]
pub fn title(text: &str) -> String {
    let text = text.trim_matches(['.', ' ', '-']);
    let mixed = text.chars().any(char::is_lowercase) && text.chars().any(char::is_uppercase);
    if mixed {
        return text.to_owned();
    }
    let mut start = true;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if std::mem::replace(&mut start, !c.is_alphanumeric() && c != '\'') {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, hint: &str, want: [&str; 7]) {
        let a = parse(text, hint);
        let got = [&a.number, &a.road, &a.room, &a.city, &a.province, &a.postcode, &a.country].map(String::as_str);
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn american_lines() {
        check("7423 Lake Rd., Apt 22, Columbus, OH 43215, US", "", ["7423", "lake road", "22", "Columbus", "OH", "43215", "US"]);
        check("2696 Pine Rd., Apt 33", "", ["2696", "pine road", "33", "", "", "", ""]);
        check("1802 N. Fairfield", "", ["1802", "fairfield north", "", "", "", "", ""]);
        check("1802 North Fairfield Avenue", "", ["1802", "fairfield north avenue", "", "", "", "", ""]);
        check("7423 Lake Rd Apt 22 Columbus OH 43215", "", ["7423", "lake road", "22", "Columbus", "OH", "43215", "US"]);
        check("350 5th Ave, New York, NY 10118-0110", "", ["350", "5th avenue", "", "New York", "NY", "10118", "US"]);
        check(
            "350 Fifth Avenue, 34th floor. New York, NY 10118-3299 USA",
            "",
            ["350", "5th avenue", "34", "New York", "NY", "10118", "US"],
        );
        check("PO Box 1234, Springfield, Illinois 62704", "", ["1234", "po box", "", "Springfield", "IL", "62704", "US"]);
        check("Portland OR 97201", "", ["", "", "", "Portland", "OR", "97201", "US"]);
        check("123 Main St.", "", ["123", "main street", "", "", "", "", ""]);
        check("San Francisco, CA", "", ["", "", "", "San Francisco", "CA", "", "US"]);
    }

    #[test]
    fn british_canadian_australian_lines() {
        check("10 Downing Street, London, SW1A 2AA, UK", "", ["10", "downing street", "", "London", "", "SW1A2AA", "GB"]);
        check("Flat 2, 12 High St, Leeds LS1 4AP", "", ["12", "high street", "2", "Leeds", "", "LS14AP", "GB"]);
        check("12, High Street, Leeds, LS1 4AP", "", ["12", "high street", "", "Leeds", "", "LS14AP", "GB"]);
        check("1 Grafton Street, Dublin 2, D02 Y006, Ireland", "", ["1", "grafton street", "", "Dublin 2", "", "D02Y006", "IE"]);
        check("2/1, 45 Byres Road, Glasgow G12 8TN", "", ["45", "byres road", "2-1", "Glasgow", "", "G128TN", "GB"]);
        check(
            "305-1450 Burrard St, Vancouver BC V6Z 2A8",
            "",
            ["1450", "burrard street", "305", "Vancouver", "BC", "V6Z2A8", "CA"],
        );
        check("100 Queen St W, Toronto, ON M5H 2N2", "", ["100", "queen west street", "", "Toronto", "ON", "M5H2N2", "CA"]);
        check("3/45 Smith St, Fitzroy VIC 3065", "", ["45", "smith street", "3", "Fitzroy", "VIC", "3065", "AU"]);
    }

    #[test]
    fn european_and_asian_lines() {
        check("Hauptstr. 5, 10115 Berlin, Germany", "", ["5", "hauptstrasse", "", "Berlin", "", "10115", "DE"]);
        check("Am Markt 12, 28195 Bremen, DE", "", ["12", "am markt", "", "Bremen", "", "28195", "DE"]);
        check("12 rue de Rivoli, 75001 Paris, France", "", ["12", "rue de rivoli", "", "Paris", "", "75001", "FR"]);
        check("Via Roma 12, 00184 Roma RM, Italia", "", ["12", "via roma", "", "Roma", "RM", "00184", "IT"]);
        check(
            "Keizersgracht 123, 1015 CJ Amsterdam, Netherlands",
            "",
            ["123", "keizersgracht", "", "Amsterdam", "", "1015CJ", "NL"],
        );
        check("Kungsgatan 10, 111 43 Stockholm, Sweden", "", ["10", "kungsgatan", "", "Stockholm", "", "11143", "SE"]);
        check("ul. Marszałkowska 10, 00-590 Warszawa, Poland", "", ["10", "marszalkowska", "", "Warszawa", "", "00590", "PL"]);
        check("Königsallee 92, D-40212 Düsseldorf", "", ["92", "konigsallee", "", "Düsseldorf", "", "40212", "DE"]);
        check("Kerkstraat 12-A, 1017 GL Amsterdam", "", ["12a", "kerkstraat", "", "Amsterdam", "", "1017GL", "NL"]);
        check("12 bis rue Hugo, 75008 Paris, France", "", ["12bis", "rue hugo", "", "Paris", "", "75008", "FR"]);
        check(
            "Rua das Flores 123, Apto 45, Curitiba - PR, 80020-190, Brasil",
            "",
            ["123", "rue das flores", "45", "Curitiba", "PR", "80020190", "BR"],
        );
        check("10 Collyer Quay, Singapore 049315", "", ["10", "collyer quay", "", "Singapore", "", "049315", "SG"]);
    }
}
