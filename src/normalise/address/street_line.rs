//! The street part of a western address: unit, box, number, road, building.
//!
//! In: lines of words without city, state, postcode and country. Out: the pieces set on a [`Western`]. Does not know
//! streets; it goes by numbers and the words of street types.

use super::customs::is_storey;
use super::front;
use super::western::{Western, all_digits, title};
use super::world::{Word, folded, street_word};

impl Western {
    /// Takes lines that hold a street, a unit, a box and names. The likeliest line is the street; names before it are
    /// buildings, names after it a district.
    pub fn add_lines(&mut self, mut lines: Vec<Vec<&str>>) {
        for line in &mut lines {
            // Blk 512 Bedok North Street 3: the block is the house.
            if self.country == "SG"
                && line.len() > 3
                && matches!(folded(line[0]).as_str(), "blk" | "block")
                && starts_with_number(line[1])
            {
                line.remove(0);
            }
            for word in line.iter_mut() {
                *word = word.trim_matches('.');
            }
            line.retain(|w| !w.is_empty());
            if self.take_box(line) {
                line.clear();
            }
            self.take_unit(line);
        }
        lines.retain(|l| !l.is_empty());
        join_lone_number(&mut lines);
        let mut street = None;
        for (i, line) in lines.iter().enumerate() {
            let score = street_score(line);
            if self.road.is_empty() && street.is_none_or(|(_, best)| score > best) {
                street = Some((i, score));
            }
        }
        let street = street.map(|(i, _)| i);
        for (i, line) in lines.iter().enumerate() {
            if Some(i) == street {
                self.take_street(line);
            } else if let Some(door) = door(line).filter(|_| street.is_some_and(|s| i > s) && self.room.is_empty()) {
                self.room = door;
                append(&mut self.unit, line[0]);
            } else if street.is_some_and(|s| i > s) && self.district.is_empty() && street_score(line) == 0 {
                self.district = title(&line.join(" "));
            } else {
                append(&mut self.building, &title(&line.join(" ")));
            }
        }
    }

    /// `PO Box 12`, `P.O. Box 12`, `GPO Box 12`, `Postfach 12`.
    fn take_box(&mut self, words: &[&str]) -> bool {
        if !may_be_box(words) {
            return false;
        }
        let all = folded(&words.join(" "));
        let all = all.strip_prefix("p o ").map_or_else(|| all.clone(), |t| format!("po {t}"));
        let number =
            ["po box ", "pobox ", "gpo box ", "post office box ", "postfach ", "locked bag ", "private bag ", "apartado ", "bp "]
                .iter()
                .find_map(|p| all.strip_prefix(p));
        let Some(number) =
            number.filter(|n| !n.is_empty() && n.len() <= 10 && self.road.is_empty() && n.bytes().any(|b| b.is_ascii_digit()))
        else {
            return false;
        };
        "po box".clone_into(&mut self.road);
        number.clone_into(&mut self.number);
        self.street = format!("PO Box {}", number.to_uppercase());
        true
    }

    /// Takes `Apt 22`, `# 5`, `Suite 100`, `2nd Floor`, `5/F`, `3º B` out of the words.
    pub fn take_unit(&mut self, words: &mut Vec<&str>) {
        let mut i = 0;
        while i < words.len() {
            let before = i.checked_sub(1).map(|at| words[at]);
            let Some((taken, value)) = unit_at(&words[i..]).or_else(|| unit_behind(before?, &words[i..])) else {
                i += 1;
                continue;
            };
            append(&mut self.unit, words[i..i + taken].join(" ").trim_end_matches('.'));
            if !self.room.is_empty() {
                self.room.push('-');
            }
            self.room.push_str(&value);
            words.drain(i..i + taken);
        }
    }

    /// Mariahilfer Straße 45/2/15: the house, the stairs and the door.
    fn split_stairs(&mut self, number: &str) {
        let mut parts = number.split('/');
        let (Some(house), Some(stairs), Some(door), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return;
        };
        let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        if self.room.is_empty() && digits(house) && digits(stairs) && digits(door) {
            house.clone_into(&mut self.number);
            self.room = [stairs, "-", door].concat();
        }
    }

    /// Number and name of a street.
    fn take_street(&mut self, words: &[&str]) {
        let mut words = words;
        // No. 88 Jianguo Road; No.100 Wensan Road.
        let numbered = words.len() > 1 && starts_with_number(words[1]);
        if numbered && matches!(folded(words[0]).as_str(), "no" | "nr" | "number") {
            words = &words[1..];
        }
        // Plot No. 12, without a street.
        if let [number] = words
            && starts_with_number(number)
        {
            self.number = folded(number).replace(' ', "-");
            (*number).clone_into(&mut self.street);
            return;
        }
        let mut names = words;
        if let Some((first, rest)) = words.split_first().filter(|(w, rest)| starts_with_number(strip_no(w)) && !rest.is_empty()) {
            names = rest;
            let first = strip_no(first);
            let mut number = house(first);
            // 3/45 Smith Street is unit 3 of number 45; 12 1/2 Elm Street is a half number.
            let pair = first.split_once('/').filter(|_| self.country != "IN");
            if let Some((unit, house)) = pair.filter(|(u, h)| !u.is_empty() && starts_with_number(h)) {
                if self.room.is_empty() {
                    self.room = folded(unit);
                }
                number = folded(house);
            } else if rest.len() > 1 && rest[0].contains('/') && starts_with_number(rest[0]) {
                number = format!("{number}-{}", folded(rest[0]).replace(' ', "-"));
                names = &rest[1..];
            }
            // 12 bis avenue Foch
            if let Some((repeat, rest)) = names.split_first().filter(|(w, rest)| !rest.is_empty() && is_repeat(w)) {
                number.push_str(&folded(repeat));
                names = rest;
            }
            self.number = number;
        } else if let [rest @ .., number, stair, door] = words
            && !rest.is_empty()
            && self.room.is_empty()
            && number.len() <= 4
            && number.bytes().chain(door.bytes()).all(|b| b.is_ascii_digit())
            && stair.len() == 1
            && stair.bytes().all(|b| b.is_ascii_uppercase())
        {
            // Mannerheimintie 10 A 5: the house, the stairs and the flat.
            names = rest;
            (*number).clone_into(&mut self.number);
            self.room = folded(stair) + door;
        } else if let [rest @ .., number, storey] = words
            && !rest.is_empty()
            && self.room.is_empty()
            && number.len() <= 4
            && number.bytes().all(|b| b.is_ascii_digit())
            && storey.len() > 1
            && is_storey(&folded(storey))
        {
            // Keizersgracht 123 II
            names = rest;
            (*number).clone_into(&mut self.number);
            self.room = folded(storey);
        } else if let Some((number, rest)) = number_in_two(words) {
            names = rest;
            self.number = number;
        } else if let Some((last, rest)) = words.split_last().filter(|(w, rest)| starts_with_number(w) && !rest.is_empty()) {
            let before = rest.last().map(|w| folded(w)).unwrap_or_default();
            if !matches!(
                before.as_str(),
                "highway" | "hwy" | "route" | "rte" | "interstate" | "road" | "us" | "sr" | "fm" | "cr" | "ave" | "avenue"
            ) {
                // Insurgentes Sur No. 1602
                let label = rest.len() > 1 && matches!(before.as_str(), "no" | "nr" | "num" | "numero");
                names = if label { &rest[..rest.len() - 1] } else { rest };
                self.number = house(last);
                self.split_stairs(last);
            }
        }
        self.road = road(names);
        self.street = words.join(" ");
    }
}

/// `301, Silver Arcade, C.G. Road`: the number before a building's name is the one of the street behind it.
fn join_lone_number(lines: &mut Vec<Vec<&str>>) {
    let lone = |line: &Vec<&str>| matches!(line.as_slice(), [number] if starts_with_number(number) && number.len() <= 5);
    let street = |line: &Vec<&str>| {
        line.len() > 1
            && !line.iter().any(|w| w.bytes().any(|b| b.is_ascii_digit()))
            && matches!(line.last().and_then(|w| street_word(w)), Some((Word::Type, _)))
    };
    if lines.len() < 3 || !lone(&lines[0]) {
        return;
    }
    if let Some(at) = lines.iter().position(street).filter(|at| *at > 1) {
        let number = lines[0][0];
        lines[at].insert(0, number);
        lines.remove(0);
    }
}

/// `Lindenallee 14 b`, `Laan 55 bis`: a number and its letter behind the street.
fn number_in_two<'w, 'a>(words: &'w [&'a str]) -> Option<(String, &'w [&'a str])> {
    let [rest @ .., number, letter] = words else { return None };
    let lettered = letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_lowercase() || b"ABCDFGH".contains(&b));
    let digits = number.len() <= 4 && number.bytes().all(|b| b.is_ascii_digit());
    (digits && !rest.is_empty() && (lettered || is_repeat(letter))).then(|| (folded(number) + &folded(letter), rest))
}

/// The second and third house of one number in France.
fn is_repeat(word: &str) -> bool {
    ["bis", "ter", "quater"].iter().any(|repeat| word.eq_ignore_ascii_case(repeat))
}

/// A first look: does the line begin with the letter of a word for post boxes?
fn may_be_box(words: &[&str]) -> bool {
    let first = words.iter().flat_map(|w| w.chars()).find(|c| c.is_alphanumeric() || !c.is_ascii());
    first.is_some_and(|c| !c.is_ascii() || matches!(c.to_ascii_lowercase(), 'a' | 'b' | 'g' | 'l' | 'p'))
}

/// `No.100` without its `No.`.
fn strip_no(word: &str) -> &str {
    word.strip_prefix("No.").or_else(|| word.strip_prefix("no.")).or_else(|| word.strip_prefix("NO.")).unwrap_or(word)
}

fn starts_with_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) && !is_ordinal(word)
}

/// How much a line looks like a street: a number counts two, a street type one.
#[must_use]
pub fn street_score(words: &[&str]) -> u8 {
    let number = words.len() > 1 && (starts_with_number(strip_no(words[0])) || starts_with_number(words[words.len() - 1]));
    let kind = |w: &&str| matches!(street_word(w), Some((Word::Type, _)));
    // Folding would change nothing but a capital that is in no end.
    let plain = |w: &str| w.len() > 7 && w.is_ascii() && w.bytes().skip(1).all(|b| b.is_ascii_lowercase());
    let glued = words.iter().any(|w| w.len() > 6 && if plain(w) { has_glued_type(w) } else { has_glued_type(&folded(w)) });
    let any_digit = words.iter().any(|w| w.bytes().any(|b| b.is_ascii_digit()));
    u8::from(number) * 2 + u8::from(words.iter().any(kind) || glued).max(u8::from(any_digit))
}

/// Does a folded word end in a street type (`hauptstrasse`, `ringweg`)?
#[must_use]
pub fn has_glued_type(word: &str) -> bool {
    ["strasse", "str", "weg", "platz", "allee", "gasse", "straat", "laan", "gatan", "vej"].iter().any(|t| word.ends_with(t))
}

fn append(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

/// `2nd`, `5th`, `21st`.
pub(super) fn is_ordinal(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0 && ["st", "nd", "rd", "th"].iter().any(|e| word[digits..].eq_ignore_ascii_case(e))
}

/// A unit at the start of the words: `(words taken, folded value)`.
fn unit_at(words: &[&str]) -> Option<(usize, String)> {
    let word = *words.first()?;
    let next = words.get(1).copied();
    if let Some(rest) = word.strip_prefix('#') {
        return if rest.is_empty() { next.map(|n| (2, value(n))) } else { Some((1, value(rest))) }.filter(|(_, v)| !v.is_empty());
    }
    if let Some(floor) = word.strip_suffix("/F").or_else(|| word.strip_suffix("/f")).filter(|f| !f.is_empty() && f.len() <= 3) {
        return Some((1, format!("{}f", value(floor))));
    }
    if word.ends_with(['º', 'ª', '°']) && word.starts_with(|c: char| c.is_ascii_digit()) {
        let floor = value(word.trim_end_matches(['º', 'ª', '°']));
        // 4ª planta; 2º Izq.; 3º B
        let side = |n: &str| matches!(folded(n).as_str(), "izq" | "izda" | "izquierda" | "dcha" | "derecha" | "centro");
        return match next {
            Some(word) if matches!(folded(word).as_str(), "planta" | "piso") => Some((2, floor)),
            Some(door) if side(door) => Some((2, format!("{floor}-{}", value(door)))),
            Some(door) if door.len() == 1 => Some((2, floor + &value(door))),
            _ => Some((1, floor)),
        };
    }
    // 2o 1a, 3o B: as 2º 1ª, where the letters have been lost.
    let spanish = |w: &str, end: char| w.strip_suffix(end).is_some_and(|d| (1..=2).contains(&d.len()) && all_digits(d));
    if let Some(door) = next.filter(|_| spanish(word, 'o')) {
        let floor = word.trim_end_matches('o');
        if spanish(door, 'a') {
            return Some((2, format!("{}-{}", value(floor), value(door.trim_end_matches('a')))));
        }
        if door.len() == 1 && door.bytes().all(|b| b.is_ascii_uppercase()) {
            return Some((2, value(floor) + &value(door)));
        }
    }
    // 3. OG, 2. Stock
    if let [floor, storey, rest @ ..] = words
        && floor.len() <= 2
        && floor.bytes().all(|b| b.is_ascii_digit())
        && matches!(folded(storey).as_str(), "og" | "stock" | "etage" | "obergeschoss")
    {
        let side = rest.first().is_some_and(|w| matches!(folded(w).as_str(), "links" | "rechts" | "mitte"));
        let side = if side { folded(rest[0]) } else { String::new() };
        return Some((2 + usize::from(!side.is_empty()), value(floor) + side.get(..1).unwrap_or_default()));
    }
    if is_ordinal(word) && next.is_some_and(|w| matches!(folded(w).as_str(), "floor" | "fl" | "flr")) {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        return Some((2, word[..digits].to_owned()));
    }
    let Some((Word::Unit, kind)) = street_word(word) else { return None };
    match next {
        // Flat No. 302
        Some(no) if matches!(folded(no).as_str(), "no" | "nr") => {
            words.get(2).filter(|n| is_unit_value(n, kind)).map(|n| (3, value(n)))
        }
        Some("#") => words.get(2).map(|n| (3, value(n))).filter(|(_, v)| !v.is_empty()),
        Some(next) if is_unit_value(next, kind) => Some((2, value(next))),
        _ => None,
    }
}

/// `10/12 m. 5`, `45 bus 3`: words for flats in Poland and Belgium, which are such only behind a house number.
fn unit_behind(before: &str, words: &[&str]) -> Option<(usize, String)> {
    let [word, number, ..] = words else { return None };
    let numbered = |w: &str| w.starts_with(|c: char| c.is_ascii_digit());
    let unit = matches!(folded(word).as_str(), "m" | "lok" | "bus") && numbered(before);
    (unit && numbered(number) && number.len() <= 5).then(|| (2, value(number)))
}

/// C/ Mayor 15, 3B: a line of nothing but floor and door behind the street.
fn door(line: &[&str]) -> Option<String> {
    let [word] = line else { return None };
    let letter = word.bytes().last().filter(u8::is_ascii_alphabetic);
    let floor = word.len() <= 3 && word.len() > 1 && word.bytes().rev().skip(1).all(|b| b.is_ascii_digit());
    (letter.is_some() && floor).then(|| value(word))
}

/// A house number as compared: `12 A`, `12-A` and `12/A` are `12a`.
fn house(word: &str) -> String {
    let number = folded(word).replace(' ', "-");
    let lettered = number.split_once('-').filter(|(digits, letter)| {
        digits.bytes().all(|b| b.is_ascii_digit()) && letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_lowercase())
    });
    lettered.map_or_else(|| number.clone(), |(digits, letter)| [digits, letter].concat())
}

/// A unit's value as compared: `4B` is `4b`, `#07-12` is `7-12`.
fn value(word: &str) -> String {
    let folded = folded(word.trim_matches(['#', '.'])).replace(' ', "-");
    let short = folded.trim_start_matches('0');
    if short.is_empty() { folded } else { short.to_owned() }
}

/// May this word be the value of a unit word: `22`, `4B`, `B`, `#5`?
fn is_unit_value(word: &str, kind: &str) -> bool {
    let word = word.trim_matches(['.', '#']);
    let digits = word.bytes().any(|b| b.is_ascii_digit());
    let letter = word.len() == 1
        && word
            .bytes()
            .all(|b| if kind == "lot" { false } else { b.is_ascii_uppercase() || b.is_ascii_lowercase() && kind == "apartment" });
    word.len() <= 8 && word.is_ascii() && (digits && !is_ordinal(word) || letter)
}

/// The comparable form of a street name: core words, then directions, then the type: `N. Fairfield` is
/// `fairfield north`, `North Fairfield Avenue` is `fairfield north avenue`.
fn road(names: &[&str]) -> String {
    let all = front::written_out(&folded(&names.join(" ")));
    let words: Vec<&str> = all.split(' ').filter(|w| !w.is_empty()).collect();
    let type_at =
        (1..words.len()).rev().take_while(|&i| street_word(words[i]).is_some_and(|(w, _)| w != Word::Unit)).find_map(|i| {
            match street_word(words[i]) {
                Some((Word::Type, canonical)) => Some((i, canonical)),
                _ => None,
            }
        });
    let (mut core, mut directions): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for (i, &word) in words.iter().enumerate() {
        let at_edge = i == 0 || type_at.is_some_and(|(t, _)| i > t) || i + 1 == words.len();
        let names_it = words.len() == 1 || words.len() == 2 && type_at.is_some(); // North Road
        match street_word(word) {
            _ if type_at.is_some_and(|(t, _)| t == i) => {}
            Some((Word::Direction, canonical)) if at_edge && !names_it => directions.push(canonical),
            _ if i == 0 && word == "st" => core.push("saint"),
            _ => core.push(word),
        }
    }
    let mut road = core.join(" ");
    if let Some(stem) = road.strip_suffix("str").filter(|s| s.len() > 3) {
        road = format!("{stem}strasse"); // Hauptstr. 5
    }
    for direction in directions {
        append(&mut road, direction);
    }
    if let Some((_, kind)) = type_at {
        append(&mut road, kind);
    }
    road
}

#[cfg(test)]
mod tests {
    use super::super::western::parse_street;

    fn check(text: &str, want: [&str; 4]) {
        let a = parse_street(text);
        assert_eq!([&a.number, &a.road, &a.room, &a.building].map(String::as_str), want, "{text}");
    }

    #[test]
    fn numbers_roads_and_units() {
        check("1600 Pennsylvania Ave NW", ["1600", "pennsylvania northwest avenue", "", ""]);
        check("123 N Main St # 4B", ["123", "main north street", "4b", ""]);
        check("88 St James St", ["88", "saint james street", "", ""]);
        check("12 1/2 Elm St", ["12-1-2", "elm street", "", ""]);
        check("3330 North Rd.", ["3330", "north road", "", ""]);
        check("US Highway 50", ["", "us highway 50", "", ""]);
        check("221B Baker Street", ["221b", "baker street", "", ""]);
        check("No.100 Wensan Road", ["100", "wensan road", "", ""]);
        check("cotton tail dr", ["", "cotton tail drive", "", ""]);
        check("Calle Mayor 15, 3º B", ["15", "calle mayor", "3b", ""]);
        check("Room 1201, SOHO New Town, No. 88 Jianguo Road", ["88", "jianguo road", "1201", "SOHO New Town"]);
        check("1010 W. 5th St., Apt. #3", ["1010", "5th west street", "3", ""]);
    }
}
