//! Addresses in Latin script: number, street, unit, city, state, postcode, country.
//!
//! In: one line of text, or its pieces from several columns. Out: the pieces with codes and folded words. Goes by
//! words and shapes only; there is no gazetteer of cities, so a city is known by where it stands.

use super::postcode;
use super::world::{Word, country_code, folded, state_code, street_word};

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
}

/// Parses a whole address. `hint` is a country that is believed already, or `""`.
#[must_use]
pub fn parse(text: &str, hint: &str) -> Western {
    let mut address = Western { country: hint.to_owned(), ..Western::default() };
    let mut lines: Vec<Vec<&str>> = text
        .split([',', ';', '\n', '|'])
        .map(|line| line.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric) || *w == "#").collect())
        .filter(|words: &Vec<&str>| !words.is_empty())
        .collect();
    take_country(&mut lines, &mut address);
    take_postcode(&mut lines, &mut address);
    take_state(&mut lines, &mut address);
    if address.postcode.is_empty() {
        take_postcode(&mut lines, &mut address);
    }
    take_city(&mut lines, &mut address);
    for line in lines {
        address.add_line(&line);
    }
    address
}

/// Drops lines that became empty.
fn tidy(lines: &mut Vec<Vec<&str>>) {
    lines.retain(|l| !l.is_empty());
}

fn take_country(lines: &mut Vec<Vec<&str>>, address: &mut Western) {
    let several = lines.len() > 1;
    let has_postcode = lines.iter().skip(1).any(|l| l.iter().any(|w| w.len() >= 4 && w.bytes().all(|b| b.is_ascii_digit())));
    let Some(last) = lines.last_mut() else { return };
    for words in (1..=last.len().min(5)).rev() {
        let whole = words == last.len();
        let tail = last[last.len() - words..].join(" ");
        let Some(code) = country_code(&tail) else { continue };
        let is_state = ["US", "CA", "AU"].iter().any(|c| state_code(&tail, c).is_some());
        let before_is_state = last.len() > words && state_code(&last[last.len() - words - 1..].join(" "), "US").is_some();
        let short = tail.len() <= 2 && !matches!(code, "US" | "GB");
        let sure = if whole { several && (!is_state || has_postcode) } else { !is_state && !before_is_state && !short };
        if sure || (whole && !several && !is_state) {
            code.clone_into(&mut address.country);
            last.truncate(last.len() - words);
            break;
        }
    }
    tidy(lines);
}

fn take_postcode(lines: &mut Vec<Vec<&str>>, address: &mut Western) {
    let n = lines.len();
    for i in (n.saturating_sub(2)..n).rev() {
        let line = &mut lines[i];
        // The first word of the first line is a house number.
        let first = usize::from(i == 0 && line.len() > 1);
        for words in [2, 1] {
            if line.len() < words + first.min(line.len() - 1) {
                continue;
            }
            let at = line.len() - words;
            let tail = line[at..].concat();
            if let Some((code, country)) = postcode::recognise(&tail, words, &address.country, n > 1 || line.len() > 3) {
                address.postcode = code;
                if address.country.is_empty() {
                    country.clone_into(&mut address.country);
                }
                line.truncate(at);
                tidy(lines);
                return;
            }
        }
        // 10115 Berlin, 75001 Paris: the code stands before the city.
        if i > 0
            && line.len() > 1
            && matches!(line[0].len(), 4..=6)
            && line[0].bytes().all(|b| b.is_ascii_digit())
            && street_word(&folded(line[line.len() - 1])).is_none()
        {
            line[0].clone_into(&mut address.postcode);
            line.remove(0);
            return;
        }
    }
}

fn take_state(lines: &mut Vec<Vec<&str>>, address: &mut Western) {
    let words_in_all: usize = lines.iter().map(Vec::len).sum();
    let Some(last) = lines.last_mut() else { return };
    let zip = address.postcode.len();
    let countries: &[&str] = match (address.country.as_str(), zip) {
        ("US", _) => &["US"],
        ("CA", _) => &["CA"],
        ("AU", _) => &["AU"],
        ("", 4) => &["AU"],
        ("", 5) => &["US"],
        ("", _) => &["US", "CA", "AU"],
        _ => &[],
    };
    for words in (1..=last.len().min(3)).rev() {
        let tail = last[last.len() - words..].join(" ");
        // A code is written in capitals or after a comma; `la` and `de` are words otherwise.
        let code_like = tail.len() <= 3;
        let placed = words == last.len() || zip > 0 || tail.bytes().all(|b| b.is_ascii_uppercase() || b == b'.');
        if words == words_in_all && zip == 0 && code_like {
            continue;
        }
        for country in countries {
            if let Some(code) = state_code(&tail, country).filter(|_| !code_like || placed) {
                code.clone_into(&mut address.province);
                (*country).clone_into(&mut address.country);
                last.truncate(last.len() - words);
                tidy(lines);
                return;
            }
        }
    }
}

fn take_city(lines: &mut Vec<Vec<&str>>, address: &mut Western) {
    let known = !address.province.is_empty() || !address.postcode.is_empty() || !address.country.is_empty();
    let several = lines.len() > 1;
    let Some(last) = lines.last_mut() else { return };
    let starts_with_number = last[0].starts_with(|c: char| c.is_ascii_digit());
    if lines_is_city(last) && (known || several) {
        address.city = title(&last.join(" "));
        lines.pop();
        return;
    }
    if !known || !starts_with_number {
        return;
    }
    // 7423 Lake Rd Apt 22 Columbus: the city is what follows the last street or unit word.
    let mut cut = None;
    for (i, word) in last.iter().enumerate().skip(1) {
        match street_word(&folded(word)) {
            Some((Word::Type, _)) if i + 1 < last.len() => cut = Some(i + 1),
            Some((Word::Direction, _)) if cut == Some(i) && i + 1 < last.len() && word.len() <= 2 => cut = Some(i + 1),
            Some((Word::Unit, _)) if i + 1 < last.len() && last[i + 1].bytes().any(|b| b.is_ascii_digit()) => cut = Some(i + 2),
            _ if word.starts_with('#') => cut = Some(i + 1),
            _ => {}
        }
    }
    if let Some(cut) = cut.filter(|&c| c < last.len()) {
        address.city = title(&last[cut..].join(" "));
        last.truncate(cut);
    }
}

/// May this line be a city: no digits, no unit word, no street type at its end?
fn lines_is_city(words: &[&str]) -> bool {
    let no_digits = words.iter().all(|w| !w.bytes().any(|b| b.is_ascii_digit() || b == b'#'));
    let Some(last) = words.last() else { return false };
    let street = match street_word(&folded(last)) {
        Some((
            Word::Type,
            "street" | "road" | "avenue" | "lane" | "drive" | "boulevard" | "court" | "close" | "crescent" | "terrace" | "way",
        )) => words.len() > 1,
        _ => false,
    };
    let unit = matches!(street_word(&folded(words[0])), Some((Word::Unit, _))) && words.len() == 2 && words[1].len() <= 2;
    no_digits && !street && !unit
}

impl Western {
    /// Takes one line that may hold a street, a unit, a box or a name.
    pub fn add_line(&mut self, words: &[&str]) {
        let mut words: Vec<&str> = words.iter().map(|w| w.trim_matches(['.', '"', '(', ')'])).filter(|w| !w.is_empty()).collect();
        if self.take_box(&words) {
            return;
        }
        self.take_unit(&mut words);
        if words.is_empty() {
            return;
        }
        let has_digit = words.iter().any(|w| w.bytes().any(|b| b.is_ascii_digit()));
        let has_type = words.iter().skip(1).any(|w| matches!(street_word(&folded(w)), Some((Word::Type, _))));
        if self.road.is_empty() && (has_digit || has_type) {
            self.take_street(&words);
        } else if self.road.is_empty()
            && self.street.is_empty()
            && words.len() <= 3
            && self.building.is_empty()
            && self.city.is_empty()
        {
            // A lone name: a street without a number (`Broadway`) as likely as anything else.
            self.take_street(&words);
        } else if self.road.is_empty() || has_type && self.building.is_empty() {
            append(&mut self.building, &title(&words.join(" ")));
        } else if self.district.is_empty() && !has_digit && !has_type {
            self.district = title(&words.join(" "));
        } else {
            append(&mut self.building, &title(&words.join(" ")));
        }
    }

    /// `PO Box 12`, `P.O. Box 12`, `GPO Box 12`, `Postfach 12`.
    fn take_box(&mut self, words: &[&str]) -> bool {
        let all = folded(&words.join(" "));
        let all = all.strip_prefix("p o ").map_or(all.clone(), |t| format!("po {t}"));
        let number = ["po box ", "pobox ", "gpo box ", "post office box ", "postfach ", "locked bag ", "private bag ", "apartado "]
            .iter()
            .find_map(|p| all.strip_prefix(p));
        let Some(number) = number.filter(|n| n.len() <= 10 && self.road.is_empty()) else { return false };
        "po box".clone_into(&mut self.road);
        number.clone_into(&mut self.number);
        self.street = format!("PO Box {}", number.to_uppercase());
        true
    }

    /// Takes `Apt 22`, `# 5`, `Suite 100`, `2nd Floor`, `Flat 2` out of the words.
    pub fn take_unit(&mut self, words: &mut Vec<&str>) {
        let mut i = 0;
        while i < words.len() {
            let word = words[i];
            let (taken, value) = if let Some(rest) = word.strip_prefix('#') {
                if rest.is_empty() { (2, words.get(i + 1).copied().unwrap_or("")) } else { (1, rest) }
            } else {
                match street_word(&folded(word)) {
                    Some((Word::Unit, kind)) => match words.get(i + 1) {
                        Some(next) if *next == "#" => (3, words.get(i + 2).copied().unwrap_or("")),
                        Some(next) if is_unit_value(next, kind) => (2, next.trim_start_matches('#')),
                        _ => (0, ""),
                    },
                    _ if ordinal(word) && words.get(i + 1).is_some_and(|w| matches!(folded(w).as_str(), "floor" | "fl")) => {
                        (2, word)
                    }
                    _ => (0, ""),
                }
            };
            let end = (i + taken).min(words.len());
            let value = folded(value);
            if taken == 0 || value.is_empty() {
                i += 1;
                continue;
            }
            append(&mut self.unit, &words[i..end].join(" "));
            if !self.room.is_empty() {
                self.room.push('-');
            }
            self.room.push_str(value.trim_end_matches(|c: char| c.is_ascii_lowercase() && ordinal(&value)).trim_start_matches('0'));
            words.drain(i..end);
        }
    }

    /// Number and name of a street.
    fn take_street(&mut self, words: &[&str]) {
        let mut names = words;
        let starts_with_digit = |w: &str| w.starts_with(|c: char| c.is_ascii_digit()) && !ordinal(w);
        if let Some((first, rest)) = words.split_first().filter(|(w, rest)| starts_with_digit(w) && !rest.is_empty()) {
            names = rest;
            let mut number = folded(first).replace(' ', "-");
            // 3/45 Smith Street is unit 3 of number 45; 12 1/2 Elm Street is a half number.
            if let Some((unit, house)) = first.split_once('/').filter(|(u, h)| !u.is_empty() && starts_with_digit(h)) {
                if self.room.is_empty() {
                    self.room = folded(unit);
                }
                number = folded(house);
            } else if rest.len() > 1 && rest[0].contains('/') {
                number = format!("{number}-{}", folded(rest[0]).replace(' ', "-"));
                names = &rest[1..];
            }
            self.number = number;
        } else if let Some((last, rest)) = words.split_last().filter(|(w, rest)| starts_with_digit(w) && !rest.is_empty()) {
            let before = rest.last().map(|w| folded(w)).unwrap_or_default();
            if !matches!(before.as_str(), "highway" | "hwy" | "route" | "rte" | "interstate" | "road" | "us" | "sr" | "fm" | "cr") {
                names = rest;
                self.number = folded(last).replace(' ', "-");
            }
        }
        self.road = road(names);
        self.street = words.join(" ");
    }
}

fn append(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

/// `2nd`, `5th`, `21st`.
fn ordinal(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0 && matches!(&word[digits..].to_ascii_lowercase()[..], "st" | "nd" | "rd" | "th")
}

/// May this word be the value of a unit word: `22`, `4B`, `B`, `#5`?
fn is_unit_value(word: &str, kind: &str) -> bool {
    let word = word.trim_matches(['.', '#']);
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let named = matches!(kind, "building" | "tower" | "block" | "penthouse" | "shop" | "lot" | "space" | "door");
    !word.is_empty()
        && word.len() <= 8
        && (digits > 0 && !ordinal(word)
            || word.len() == 1 && !named && word.bytes().all(|b| b.is_ascii_alphabetic())
            || word.len() == 1 && kind != "lot" && word.bytes().all(|b| b.is_ascii_uppercase()))
}

/// The comparable form of a street name: core words, then directions, then the type: `N. Fairfield` is
/// `fairfield north`, `North Fairfield Avenue` is `fairfield north avenue`.
fn road(names: &[&str]) -> String {
    let words: Vec<String> =
        names.iter().flat_map(|w| folded(w).split(' ').map(str::to_owned).collect::<Vec<_>>()).filter(|w| !w.is_empty()).collect();
    let last_type = words
        .iter()
        .enumerate()
        .rev()
        .take_while(|(i, w)| *i > 0 && matches!(street_word(w), Some((Word::Type | Word::Direction, _))))
        .find_map(|(i, w)| match street_word(w) {
            Some((Word::Type, canonical)) => Some((i, canonical)),
            _ => None,
        });
    let (mut core, mut directions) = (Vec::new(), Vec::new());
    for (i, word) in words.iter().enumerate() {
        let at_end = i == 0 || last_type.is_some_and(|(t, _)| i > t) || i + 1 == words.len();
        match street_word(word) {
            _ if last_type.is_some_and(|(t, _)| t == i) => {}
            Some((Word::Direction, canonical)) if at_end && words.len() > 1 && !(words.len() == 2 && last_type.is_some()) => {
                directions.push(canonical)
            }
            _ if i == 0 && word == "st" => core.push("saint"),
            _ => core.push(word.as_str()),
        }
    }
    let mut road = core.join(" ");
    if let Some(stem) = road.strip_suffix("str").filter(|s| s.len() > 3) {
        road = format!("{stem}strasse"); // Hauptstr. 5
    }
    for direction in directions {
        append(&mut road, direction);
    }
    if let Some((_, kind)) = last_type {
        append(&mut road, kind);
    }
    road
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
    text.chars()
        .flat_map(|c| {
            let first = std::mem::replace(&mut start, !c.is_alphanumeric() && c != '\'');
            if first { c.to_uppercase().collect::<Vec<_>>() } else { c.to_lowercase().collect() }
        })
        .collect()
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
        check("PO Box 1234, Springfield, Illinois 62704", "", ["1234", "po box", "", "Springfield", "IL", "62704", "US"]);
    }

    #[test]
    fn british_canadian_australian_german_lines() {
        check("10 Downing Street, London, SW1A 2AA, UK", "", ["10", "downing street", "", "London", "", "SW1A2AA", "GB"]);
        check("Flat 2, 12 High St, Leeds LS1 4AP", "", ["12", "high street", "2", "Leeds", "", "LS14AP", "GB"]);
        check("100 Queen St W, Toronto, ON M5H 2N2", "", ["100", "queen west street", "", "Toronto", "ON", "M5H2N2", "CA"]);
        check("3/45 Smith St, Fitzroy VIC 3065", "", ["45", "smith street", "3", "Fitzroy", "VIC", "3065", "AU"]);
        check("Hauptstr. 5, 10115 Berlin, Germany", "", ["5", "hauptstrasse", "", "Berlin", "", "10115", "DE"]);
    }
}
