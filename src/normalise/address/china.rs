//! Chinese addresses: divisions, then what stands below them, then the printed form and the keys.
//!
//! In: folded text with ideographs. Out: a [`Normal`]. Does not know roads or buildings by name.

use super::divisions::TABLE;
use super::filler;
use super::fold::is_han;
use super::locate::{Place, is_between, is_separator};
use super::street::{self, Street};
use super::{hongkong, order, towns};
use crate::model::parts::Parts;
use crate::model::value::{Class, Normal, Part};

/// Labels before an address in a cell.
const LABELS: &[&str] = &[
    "收货地址",
    "收件地址",
    "详细地址",
    "联系地址",
    "通讯地址",
    "家庭地址",
    "公司地址",
    "所在地区",
    "所在地",
    "邮寄地址",
    "居住地址",
    "现住址",
    "地址",
    "住址",
];

/// How many bytes the parts of an address usually have, at most.
const PARTS_BYTES: usize = 280;

/// An address in pieces, before it becomes a value.
struct Read {
    place: Place,
    /// A district that the table does not know.
    zone: String,
    /// Everything below the divisions, as printed.
    rest: String,
    street: Street,
    masked: bool,
}

/// Normalises folded text. `country` is the default for a text that names no division.
#[must_use]
pub fn normalise(text: &str, country: &str) -> Normal {
    let (inner, postcode) = strip_edges(text);
    if inner.len() < text.len() && filler::is_filler(inner) {
        return Normal { text: text.to_owned(), class: Class::Placeholder, parts: Parts::default(), findings: vec!["placeholder"] };
    }
    let mut normal = Normal::default();
    let ordered = order::located(inner);
    let known_lead = ordered.known_lead;
    let read = read(&ordered, &mut normal);
    if known_lead {
        print(&read, &mut normal.text);
    }
    if !postcode.is_empty() {
        normal.text.push(' ');
        normal.text.push_str(postcode);
    }
    let sure = known_lead && postcode.is_empty() && plainly_reads_back(&read);
    if !sure && !reads_back(&read, postcode, &normal.text) {
        // What cannot be read again as the same is printed as it came.
        text.clone_into(&mut normal.text);
    }
    normal.parts = Parts::with_capacity(PARTS_BYTES);
    set_keys(&mut normal, &read);
    normal.set(Part::Postcode, postcode);
    if read.masked {
        normal.class = Class::Masked;
        let mask = normal.text.clone();
        normal.set(Part::Mask, mask);
    }
    set_findings(&mut normal, &read);
    set_parts(&mut normal, read, country);
    normal
}

fn read(ordered: &order::Ordered, normal: &mut Normal) -> Read {
    let text = &*ordered.text;
    let (mut place, at) = located(ordered);
    let mut rest = String::with_capacity(text.len());
    squeeze(&text[at..], &mut rest);
    hongkong::fill_district(&rest, &mut place);
    let county_open = place.county.is_none() && place.ambiguous.is_none() && place.city.is_some();
    let district_len = if county_open { unknown_district(&rest) } else { 0 };
    // 东莞南城区: a city without counties has towns of that name.
    let zone_len = if place.city.is_some_and(|c| TABLE.has_counties(c)) { district_len } else { 0 };
    let zone = rest[..zone_len].to_owned();
    let masked = hide(&mut rest, normal);
    let below = &rest[district_len..];
    let (area, below) = hongkong::split_area(below, &place);
    let mut street = if masked { visible(below) } else { street::parse(below) };
    if street.town.is_empty() {
        area.clone_into(&mut street.town);
    }
    if place.county.is_none()
        && zone.is_empty()
        && !street.town.is_empty()
        && let Some(own) = towns::county_of(&street.town, &place)
    {
        place.take(&TABLE, own);
    }
    if zone_len < district_len {
        rest[..district_len].clone_into(&mut street.town);
    }
    place.conflict &= !place.is_empty();
    Read { place, zone, rest, street, masked }
}

/// The divisions at the start of a text, and where the rest begins. Parts of Hong Kong stand for it.
fn located(ordered: &order::Ordered) -> (Place, usize) {
    let mut place = ordered.place;
    if place.is_empty()
        && hongkong::begins_there(&ordered.text)
        && let Some(hong_kong) = TABLE.by_code(810_000)
    {
        place.take(&TABLE, hong_kong);
    }
    (place, ordered.rest_at)
}

/// A county's full path reads back as itself unless what follows could be taken for more of it or for a postcode.
fn plainly_reads_back(read: &Read) -> bool {
    let ends_plain = !read.rest.ends_with(|c: char| c.is_ascii_digit());
    let starts_plain = TABLE.starting(&read.rest).next().is_none()
        && !read.rest.starts_with(['中', '省', '自', '市', '县', '直', '第', '生', '建', '兵', '区']);
    read.place.county.is_some() && ends_plain && starts_plain
}

/// Does the printed form give the same divisions and the same rest?
fn reads_back(read: &Read, postcode: &str, text: &str) -> bool {
    let (inner, code) = strip_edges(text);
    let ordered = order::located(inner);
    let (mut place, at) = located(&ordered);
    let order::Ordered { text: ordered, known_lead, .. } = ordered;
    let levels = |p: &Place| (p.province, p.city, p.county, p.ambiguous.filter(|_| p.county.is_none()));
    let mut rest = String::with_capacity(text.len());
    squeeze(&ordered[at..], &mut rest);
    hongkong::fill_district(&rest, &mut place);
    known_lead && code == postcode && levels(&place) == levels(&read.place) && rest == read.rest && !text.is_empty()
}

/// Cuts labels, a leading or trailing postcode and separators off. Returns the text and the postcode.
fn strip_edges(text: &str) -> (&str, &str) {
    let mut text = text.trim_matches(is_separator);
    let labelled = text.starts_with(['收', '详', '联', '通', '家', '公', '所', '邮', '居', '现', '地', '住']);
    for label in LABELS.iter().filter(|_| labelled) {
        if let Some(rest) = text.strip_prefix(label) {
            let after = rest.trim_start_matches([' ', ':', '.', ')']);
            if after.len() < rest.len() {
                text = after;
                break;
            }
        }
    }
    let is_code = |s: &str| s.len() == 6 && s.bytes().all(|b| b.is_ascii_digit());
    if text.is_char_boundary(6) && text.len() > 6 && is_code(&text[..6]) && text[6..].starts_with(|c| is_han(c) || is_separator(c))
    {
        return (text[6..].trim_start_matches(is_separator), &text[..6]);
    }
    let cut = text.len().saturating_sub(6);
    let before = text.get(..cut).unwrap_or_default();
    let marked = before.ends_with([' ', ',']) || before.trim_end_matches(':').ends_with("邮编");
    if cut > 0 && marked && is_code(&text[cut..]) {
        let before = before.trim_end_matches(is_separator);
        return (before.trim_end_matches("邮编").trim_end_matches(is_separator), &text[cut..]);
    }
    (text, "")
}

/// Writes `rest` without the separators that say nothing: they stay only between two Latin letters or digits.
fn squeeze(rest: &str, out: &mut String) {
    let mut gap: Option<char> = None;
    let rest = rest.trim_start_matches(|c: char| c != '(' && is_between(c));
    for c in rest.trim_matches(|c: char| is_separator(c) || c == '\u{201C}' || c == '\u{201D}').chars() {
        if is_separator(c) {
            let weight = |c: char| matches!(c, '-' | '/' | '.');
            gap = match gap {
                Some(old) if weight(old) || !weight(c) => Some(old),
                _ => Some(c),
            };
            continue;
        }
        if let Some(gap) = gap.take()
            && c.is_ascii_alphanumeric()
            && out.ends_with(|l: char| l.is_ascii_alphanumeric())
        {
            out.push(if matches!(gap, '-' | '/') { gap } else { ' ' });
        }
        if c != '"' && c != '\'' {
            out.push(c);
        }
    }
}

/// Bytes of a district at the start of `rest` that the table does not know: a development zone or a new district.
fn unknown_district(rest: &str) -> usize {
    const NOT: &[&str] = &[
        "小区",
        "园区",
        "社区",
        "校区",
        "景区",
        "厂区",
        "库区",
        "片区",
        "住宅区",
        "生活区",
        "工业区",
        "城区",
        "市区",
        "院区",
        "山区",
        "矿区",
        "老区",
        "街区",
        "军区",
        "地区",
        "郊区",
        "家属区",
        "东区",
        "西区",
        "南区",
        "北区",
        "中区",
    ];
    const ZONES: &[&str] = &["开发区", "高新区", "经开区", "工业园区", "新区", "保税区", "示范区", "度假区", "管理区", "合作区"];
    for (n, (at, c)) in rest.char_indices().enumerate() {
        if !is_han(c) || n > 11 || matches!(c, '路' | '街' | '道' | '镇' | '乡' | '村' | '巷') {
            return 0;
        }
        if !matches!(c, '区' | '县') {
            continue;
        }
        let end = at + c.len_utf8();
        let name = &rest[..end];
        if ZONES.iter().any(|z| name.ends_with(z)) {
            return end;
        }
        if (2..=4).contains(&n) && !NOT.iter().any(|z| name.ends_with(z)) {
            return end;
        }
        return 0;
    }
    0
}

/// Shortens every run of `*` to four. True if what it hides is the street itself.
fn hide(rest: &mut String, normal: &mut Normal) -> bool {
    if !rest.contains('*') {
        return false;
    }
    let visible = rest.trim_end_matches('*');
    if !visible.contains('*') {
        let street = street::parse(visible);
        if !street.number.is_empty() || !street.building.is_empty() && !street.room.is_empty() {
            rest.truncate(visible.len());
            normal.findings.push("masked_tail");
            return false;
        }
    }
    let mut out = String::with_capacity(rest.len());
    let mut stars = 0;
    for c in rest.chars() {
        stars = if c == '*' { stars + 1 } else { 0 };
        if stars == 1 {
            out.push_str("****");
        } else if stars == 0 {
            out.push(c);
        }
    }
    *rest = out;
    true
}

/// Only what stands whole before the first hidden character.
fn visible(rest: &str) -> Street {
    let before = rest.split('*').next().unwrap_or_default();
    let mut street = street::parse(before);
    if street.number.is_empty() {
        // The name may go on under the mask.
        street.road.clear();
        street.building.clear();
        street.room.clear();
    }
    street
}

/// `浙江省杭州市西湖区文三路100号`; the city of a municipality is not repeated.
fn print(read: &Read, out: &mut String) {
    let (province, city) = (read.place.province_name(), read.place.city_name());
    out.push_str(province);
    if city != province {
        out.push_str(city);
    }
    out.push_str(read.place.county_name());
    out.push_str(&read.rest);
}

fn set_parts(normal: &mut Normal, read: Read, default_country: &str) {
    let Read { place, zone, street, .. } = read;
    let country = match place.province.map(|p| TABLE.get(p).code / 10_000) {
        Some(71) => "TW",
        Some(81) => "HK",
        Some(82) => "MO",
        Some(_) => "CN",
        None => default_country,
    };
    let county = place.county_name();
    let levels = [(Part::Country, country), (Part::Province, place.province_name()), (Part::City, place.city_name())];
    normal.parts.extend(levels);
    let below = [
        (Part::District, if county.is_empty() { zone } else { county.to_owned() }),
        (Part::Town, street.town),
        (Part::Road, street.road),
        (Part::Number, street.number),
        (Part::Building, street.building),
        (Part::Room, street.room),
    ];
    normal.parts.extend(below);
}

/// Key and tokens; the town is left out where a road is known, since most people do not write it.
fn set_keys(normal: &mut Normal, read: &Read) {
    let Read { place, zone, rest, street, .. } = read;
    let (province, city) = (place.province_name(), place.city_name());
    let city = if city == province { "" } else { city };
    let county = if place.county_name().is_empty() { zone } else { place.county_name() };
    let town = if street.road.is_empty() { street.town.as_str() } else { "" };
    let mut key = String::with_capacity(rest.len() + 32);
    let mut tokens = String::with_capacity(rest.len() + 48);
    let pieces = [province, city, county, town, &street.road, &street.number, &street.building, &street.room];
    for (i, piece) in pieces.into_iter().enumerate().filter(|(_, p)| !p.is_empty()) {
        // Two numbers in a row must not run together.
        if i > 5 && key.ends_with(|c: char| c.is_ascii_digit()) && piece.starts_with(|c: char| c.is_ascii_digit()) {
            key.push('-');
        }
        key.push_str(piece);
        if i == 6 {
            let name = piece.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
            token(&mut tokens, name);
            token(&mut tokens, &piece[name.len()..]);
        } else {
            token(&mut tokens, piece);
        }
    }
    normal.set(Part::Tokens, tokens);
    normal.set(Part::Key, key);
}

fn token(tokens: &mut String, word: &str) {
    if word.is_empty() {
        return;
    }
    if !tokens.is_empty() {
        tokens.push('|');
    }
    tokens.push_str(word);
}

fn set_findings(normal: &mut Normal, read: &Read) {
    let Read { place, zone, street, .. } = read;
    let findings = [
        (place.ambiguous.is_some() && place.county.is_none(), "ambiguous_district"),
        (place.former, "former_division"),
        (place.conflict, "division_conflict"),
        (place.misspelt, "division_misspelt"),
        (!zone.is_empty(), "unknown_district"),
        (place.is_empty(), "no_division"),
        (
            street.road.is_empty() && street.building.is_empty() && street.number.is_empty() && normal.class != Class::Masked,
            "no_street",
        ),
        (normal.class == Class::Masked, "masked"),
    ];
    normal.findings.extend(findings.into_iter().filter(|(found, _)| *found).map(|(_, code)| code));
}
