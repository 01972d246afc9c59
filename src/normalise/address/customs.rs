//! Customs of single countries in western addresses: flats before the house, units before a dash, city behind the district.
//!
//! In: a [`Western`] address, or its lines. Out: the same with its pieces where they belong. No tables of places.

use super::front;
use super::segments::Line;
use super::street_line::is_ordinal;
use super::western::{Western, all_digits, title};
use super::world::folded;
use crate::normalise::company;

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

/// Provinces of Turkey, folded; each is its city's name.
#[rustfmt::skip]
const TURKISH: &[&str] = &[
    "adana", "adiyaman", "afyonkarahisar", "agri", "aksaray", "amasya", "ankara", "antalya", "ardahan", "artvin", "aydin",
    "balikesir", "bartin", "batman", "bayburt", "bilecik", "bingol", "bitlis", "bolu", "burdur", "bursa", "canakkale", "cankiri",
    "corum", "denizli", "diyarbakir", "duzce", "edirne", "elazig", "erzincan", "erzurum", "eskisehir", "gaziantep", "giresun",
    "gumushane", "hakkari", "hatay", "igdir", "isparta", "istanbul", "izmir", "kahramanmaras", "karabuk", "karaman", "kars",
    "kastamonu", "kayseri", "kilis", "kirikkale", "kirklareli", "kirsehir", "kocaeli", "konya", "kutahya", "malatya", "manisa",
    "mardin", "mersin", "mugla", "mus", "nevsehir", "nigde", "ordu", "osmaniye", "rize", "sakarya", "samsun", "sanliurfa", "siirt",
    "sinop", "sirnak", "sivas", "tekirdag", "tokat", "trabzon", "tunceli", "usak", "van", "yalova", "yozgat", "zonguldak",
];

/// `Lale Sokak No: 12 D: 5 Çankaya/Ankara`: district and city in the line of a Turkish street.
pub(super) fn take_turkish_city(lines: &mut [Line], address: &mut Western) {
    let Some(last) = lines.last_mut().filter(|line| line.len() > 2) else { return };
    let Some((district, city)) = last[last.len() - 1].split_once('/') else { return };
    if TURKISH.contains(&folded(city).as_str()) && last.iter().any(|word| front::is_turkish(&folded(word))) {
        (address.city, address.district) = (title(city), title(district));
        last.pop();
    }
}

/// Çankaya/Ankara: the district and the city; 45/7: the house and its flat.
pub(super) fn split_turkish(address: &mut Western) {
    let flat = address.number.split_once('-').filter(|(house, door)| all_digits(house) && all_digits(door));
    if let Some((house, door)) = flat.filter(|_| address.room.is_empty()).map(|(h, d)| (h.to_owned(), d.to_owned())) {
        (address.number, address.room) = (house, door);
    }
    // Kadikoy Istanbul
    let province = |city: &str| TURKISH.contains(&folded(city).as_str());
    let two = || address.city.rsplit_once(' ').filter(|(_, city)| province(city) && address.district.is_empty());
    let parted = address.city.split_once('/').or_else(two);
    let Some((district, city)) = parted.map(|(d, c)| (d.trim().to_owned(), c.trim().to_owned())) else {
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

/// Marszałkowska 10/5 of Poland and Keizersgracht 123-II of the Netherlands: the house and its flat. 65/79 is a house of two numbers.
pub(super) fn split_house(address: &mut Western) {
    if address.country == "NL" && address.road.ends_with("strasse") && !address.street.contains("stra") {
        address.road.truncate(address.road.len() - "sse".len());
        address.road.push_str("at");
    }
    if matches!(address.country.as_str(), "DE" | "AT" | "CH") && address.city.is_ascii() {
        address.city = with_umlauts(&address.city);
    }
    let Some((house, flat)) = address.number.split_once('-').filter(|_| address.room.is_empty()) else { return };
    let number = |text: &str| text.trim_end_matches(|c: char| c.is_ascii_lowercase()).parse::<u32>().ok();
    let is_flat = match address.country.as_str() {
        "PL" => address.street.contains('/') && number(house).zip(number(flat)).is_some_and(|(a, b)| !are_neighbours(a, b)),
        "NL" => is_storey(flat),
        _ => false,
    };
    if is_flat {
        (address.room, address.number) = (flat.to_owned(), house.to_owned());
    }
}

/// Duesseldorf and Zuerich with their dots: a city of the countries that write them.
pub(super) fn with_umlauts(city: &str) -> String {
    let word = |word: &str| {
        let dotted =
            word.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü").replace("Ae", "Ä").replace("Oe", "Ö").replace("Ue", "Ü");
        let known = company::plain_umlauts(&folded(word)).is_some_and(|plain| plain == folded(&dotted));
        if known { dotted } else { word.to_owned() }
    };
    city.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Two numbers of one side of a street, the lower one first.
fn are_neighbours(a: u32, b: u32) -> bool {
    b > a && (b - a).is_multiple_of(2) && b - a <= 30 && a >= 10
}

/// Storeys of Dutch houses, folded.
pub(super) fn is_storey(word: &str) -> bool {
    matches!(word, "i" | "ii" | "iii" | "iv" | "hs" | "huis")
}
