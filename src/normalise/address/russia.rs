//! Russian addresses: in any order, each piece with a word that says what it is.
//!
//! In: a text in Cyrillic letters. Out: its pieces, where at least one word says what one is (`ул.`, `д.`, `кв.`, `г.`, `обл.`); the
//! rules of post since 2014 put the street first, older habits the postcode and the city. Streets get one form whether their word
//! stands before the name or behind it.

use super::western::{Western, all_digits, title};
use super::world::folded;

/// Words for kinds of streets, with the one they are written out as.
const STREETS: &[(&str, &str)] = &[
    ("ул", "улица"),
    ("улица", "улица"),
    ("вул", "вулиця"),
    ("вулиця", "вулиця"),
    ("пр", "проспект"),
    ("пр-т", "проспект"),
    ("пр-кт", "проспект"),
    ("просп", "проспект"),
    ("проспект", "проспект"),
    ("пер", "переулок"),
    ("переулок", "переулок"),
    ("ш", "шоссе"),
    ("шоссе", "шоссе"),
    ("б-р", "бульвар"),
    ("бул", "бульвар"),
    ("бульвар", "бульвар"),
    ("наб", "набережная"),
    ("набережная", "набережная"),
    ("пл", "площадь"),
    ("площадь", "площадь"),
    ("проезд", "проезд"),
    ("пр-д", "проезд"),
    ("аллея", "аллея"),
    ("тупик", "тупик"),
    ("тракт", "тракт"),
    ("линия", "линия"),
    ("мкр", "микрорайон"),
    ("мкр-н", "микрорайон"),
    ("микрорайон", "микрорайон"),
    ("квартал", "квартал"),
];

/// Words for regions, with the one they are written out as.
const REGIONS: &[(&str, &str)] = &[
    ("обл", "область"),
    ("область", "область"),
    ("край", "край"),
    ("респ", "республика"),
    ("республика", "республика"),
    ("ао", "автономный округ"),
];

/// Words before a city or village.
const PLACES: &[&str] = &["г", "гор", "город", "пос", "посёлок", "поселок", "пгт", "село", "деревня", "дер", "станица"];

/// Words of districts.
const DISTRICTS: &[&str] = &["р-н", "район"];

/// Words before a house number.
const HOUSES: &[&str] = &["д", "дом", "вл", "влад", "владение", "буд", "будинок"];

/// Words for further buildings of one number, with the letter they are kept as.
const BUILDINGS: &[(&str, &str)] =
    &[("корп", "к"), ("корпус", "к"), ("к", "к"), ("стр", "с"), ("строение", "с"), ("лит", "лит"), ("литера", "лит")];

/// Words before a flat, an office or a room.
const ROOMS: &[&str] = &["кв", "квартира", "оф", "офис", "пом", "помещение", "комн", "комната", "ком"];

/// Words for entrances and floors, which tell no flat apart.
const WITHIN: &[&str] = &["подъезд", "под", "этаж", "эт", "домофон"];

/// The country's names.
const COUNTRY: &[&str] = &["россия", "рф", "российская федерация"];

/// Short names of cities.
const CITIES: &[(&str, &str)] = &[
    ("мск", "Москва"),
    ("спб", "Санкт-Петербург"),
    ("с-пб", "Санкт-Петербург"),
    ("с-петербург", "Санкт-Петербург"),
    ("екб", "Екатеринбург"),
    ("нск", "Новосибирск"),
];

fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{45F}').contains(&c)
}

/// A word as it is looked up: small letters, no dot.
fn plain(word: &str) -> String {
    word.trim_matches(['.', '«', '»', '"']).to_lowercase()
}

fn listed(list: &[(&str, &'static str)], word: &str) -> Option<&'static str> {
    list.iter().find(|(name, _)| *name == word).map(|(_, long)| *long)
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) && word.chars().count() <= 8
}

/// The words of a piece; `д.5` and `кв12` are two, `Красная 5-12` stays.
fn words(piece: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for word in piece.split_whitespace().map(|w| w.trim_matches(['(', ')', ';'])) {
        let head = word.split_once('.').filter(|(head, rest)| !rest.is_empty() && head.chars().all(is_cyrillic));
        let digit = word.find(|c: char| c.is_ascii_digit()).filter(|at| *at > 0);
        let glued = digit.map(|at| word.split_at(at)).filter(|(head, _)| {
            let head = plain(head);
            HOUSES.contains(&head.as_str()) || ROOMS.contains(&head.as_str()) || listed(BUILDINGS, &head).is_some()
        });
        match head.or(glued) {
            Some((head, rest)) => out.extend([head, rest]),
            None => out.push(word),
        }
    }
    out.retain(|w| w.chars().any(char::is_alphanumeric));
    out
}

/// The address of a text in Cyrillic letters in which a word says what a piece is; `None` for any other.
pub(super) fn parse(text: &str, hint: &str) -> Option<Western> {
    if text.is_ascii() || !text.contains(is_cyrillic) {
        return None;
    }
    let mut address = Western { country: hint.to_owned(), ..Western::default() };
    let mut names: Vec<String> = Vec::new();
    let mut marked = false;
    for piece in text.split([',', ';', '\n']) {
        let words = words(piece);
        if COUNTRY.contains(&plain(&words.join(" ")).as_str()) {
            "RU".clone_into(&mut address.country);
            continue;
        }
        marked |= read(&words, &mut address, &mut names);
    }
    if !marked {
        return None;
    }
    // Красный проспект has its word; a name without one is a city, then a district.
    for name in names {
        let place = if address.city.is_empty() { &mut address.city } else { &mut address.district };
        if place.is_empty() {
            *place = name;
        }
    }
    address.city = listed(CITIES, &address.city.to_lowercase()).map_or_else(|| title(&address.city), str::to_owned);
    if !address.number.is_empty() {
        address.street = [address.street.as_str(), ", ", &address.number].concat();
    }
    Some(address)
}

/// Reads one piece; names without a word of their own are left for later. Whether any word said what something is.
fn read(words: &[&str], address: &mut Western, names: &mut Vec<String>) -> bool {
    let mut marked = false;
    let mut name: Vec<&str> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let (word, next) = (plain(words[at]), words.get(at + 1).copied());
        let next_number = next.filter(|w| is_number(w));
        let with_value = next.filter(|w| is_number(w) || w.chars().count() == 1);
        if all_digits(&word) && word.len() == 6 && address.postcode.is_empty() {
            address.postcode = word;
        } else if let Some(number) = next_number.filter(|_| HOUSES.contains(&word.as_str())) {
            set_house(number, address);
            (marked, at) = (true, at + 1);
        } else if let Some(value) = with_value.filter(|_| ROOMS.contains(&word.as_str())) {
            address.room = folded(value).replace(' ', "-");
            (marked, at) = (true, at + 1);
        } else if let Some((letter, value)) = listed(BUILDINGS, &word).zip(with_value).filter(|_| !address.number.is_empty()) {
            address.number.push_str(&[letter, &folded(value)].concat());
            (marked, at) = (true, at + 1);
        } else if next_number.is_some() && WITHIN.contains(&word.as_str()) {
            at += 1;
        } else if is_number(&word) && name.is_empty() && !address.road.is_empty() {
            // Красный проспект, 50
            set_house(words[at], address);
        } else if is_number(&word) && name.iter().any(|w| listed(STREETS, &plain(w)).is_some()) && name.len() > 1 {
            marked |= set_name(&std::mem::take(&mut name), address, names);
            set_house(words[at], address);
        } else {
            name.push(words[at]);
        }
        at += 1;
    }
    set_name(&name, address, names) || marked
}

/// `5`, `5а`, and `5-12` of a house and its flat.
fn set_house(number: &str, address: &mut Western) {
    let flat = number.split_once('-').filter(|(house, door)| all_digits(house) && all_digits(door));
    let (house, door) = flat.map_or((number, ""), |pair| pair);
    if address.number.is_empty() {
        address.number = folded(house).replace(' ', "-");
        if address.room.is_empty() {
            door.clone_into(&mut address.room);
        }
    } else if address.room.is_empty() && all_digits(number) {
        // Ленина, 5, 12
        number.clone_into(&mut address.room);
    }
}

/// Puts a name where the word before or behind it says; whether one did.
fn set_name(words: &[&str], address: &mut Western, names: &mut Vec<String>) -> bool {
    if words.is_empty() {
        return false;
    }
    let keys: Vec<String> = words.iter().map(|w| plain(w)).collect();
    let without = |at: usize| {
        let rest: Vec<&str> = words.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, w)| *w).collect();
        rest.join(" ")
    };
    let several = words.len() > 1;
    let edge = |at: &usize| *at == 0 || at + 1 == words.len();
    if let Some(at) = (0..keys.len()).filter(edge).find(|&at| several && listed(STREETS, &keys[at]).is_some()) {
        if address.road.is_empty() {
            let kind = listed(STREETS, &keys[at]).unwrap_or_default();
            address.road = [folded(&without(at)).as_str(), " ", &folded(kind)].concat();
            address.street = words.join(" ");
        }
        return true;
    }
    if let Some(at) = (0..keys.len()).find(|&at| several && listed(REGIONS, &keys[at]).is_some()) {
        let kind = listed(REGIONS, &keys[at]).unwrap_or_default();
        address.province = if at == 0 { [kind, " ", &without(at)].concat() } else { [&without(at), " ", kind].concat() };
        address.province = title(&address.province);
        return true;
    }
    if let Some(at) = (0..keys.len()).filter(edge).find(|&at| several && DISTRICTS.contains(&keys[at].as_str())) {
        address.district = title(&without(at));
        return true;
    }
    if several && PLACES.contains(&keys[0].as_str()) {
        address.city = without(0);
        return true;
    }
    if words.iter().all(|w| !w.contains(|c: char| c.is_ascii_digit())) {
        names.push(title(&words.join(" ")));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_known_by_their_words_in_any_order() {
        for (text, want) in [
            ("ул. Ленина, д. 5, кв. 12, Москва, 101000", ["ленина улица", "5", "12", "Москва", "", "101000"]),
            ("101000, г. Москва, ул.Ленина, д.5, кв.12", ["ленина улица", "5", "12", "Москва", "", "101000"]),
            ("Москва, Ленина ул., 5-12", ["ленина улица", "5", "12", "Москва", "", ""]),
            (
                "г. Санкт-Петербург, Невский пр-т, д. 28, кв. 5, 191186",
                ["невскии проспект", "28", "5", "Санкт-Петербург", "", "191186"],
            ),
            ("СПб, пр. Невский 28 кв 5", ["невскии проспект", "28", "5", "Санкт-Петербург", "", ""]),
            (
                "Россия, 620014, Свердловская обл., г. Екатеринбург, ул. Малышева, д. 51, корп. 2, кв. 77",
                ["малышева улица", "51к2", "77", "Екатеринбург", "Свердловская область", "620014"],
            ),
            ("Москва, Тверская ул., 12 стр. 1", ["тверская улица", "12с1", "", "Москва", "", ""]),
            ("630099, Новосибирск, Красный проспект, 50, офис 301", ["красныи проспект", "50", "301", "Новосибирск", "", "630099"]),
        ] {
            let a = parse(text, "").unwrap_or_default();
            let got = [&a.road, &a.number, &a.room, &a.city, &a.province, &a.postcode].map(String::as_str);
            assert_eq!(got, want, "{text}");
        }
        assert_eq!((parse("Москва", ""), parse("10 Main St", "")), (None, None));
    }
}
