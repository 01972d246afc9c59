//! How people and platforms write a value down: masks, typing errors, honorifics, scripts and formats.

use super::person::Person;
use super::rng::Rng;
use super::words::{GIVEN, SURNAMES};

/// Who types the name, and so what can go wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typist {
    /// The person, in a form.
    Self_,
    /// A sales person: honorifics, guesses.
    Sales,
    /// A badge scanner or a foreign form: Latin letters.
    Latin,
}

/// The name as written.
pub fn name(person: &Person, typist: Typist, rng: &mut Rng) -> String {
    if person.chinese { chinese_name(person, typist, rng) } else { english_name(person, typist, rng) }
}

fn chinese_name(p: &Person, typist: Typist, rng: &mut Rng) -> String {
    let latin = match typist {
        Typist::Latin => 1000,
        Typist::Sales => 60,
        Typist::Self_ => 15,
    };
    if rng.chance(latin) {
        return pinyin(p, rng);
    }
    if typist == Typist::Sales && rng.chance(140) {
        let title = if p.female { "女士" } else { "先生" };
        return format!("{}{}", p.family, if rng.chance(300) { "总" } else { title });
    }
    match rng.below(100) {
        0 | 1 => traditional(p),
        2 | 3 => by_sound(p, rng),
        4 => format!("{} {}", p.family, p.given),
        5 => format!("{}{}{}", p.family, p.given, if p.female { "女士" } else { "先生" }),
        _ => format!("{}{}", p.family, p.given),
    }
}

fn pinyin(p: &Person, rng: &mut Rng) -> String {
    let given = capital(&p.given_latin);
    match rng.below(4) {
        0 => format!("{} {given}", capital(p.family_latin)),
        1 => format!("{} {given}", p.family_latin.to_uppercase()),
        2 => format!("{given}, {}", capital(p.family_latin)),
        _ => format!("{given} {}", capital(p.family_latin)),
    }
}

fn traditional(p: &Person) -> String {
    p.given_chars.iter().fold(p.family_traditional.to_owned(), |name, &c| name + GIVEN[c].2)
}

/// One character of the name replaced by another of the same sound, as input methods do.
fn by_sound(p: &Person, rng: &mut Rng) -> String {
    let place = rng.below(p.given_chars.len() as u64) as usize;
    let mut name = p.family.to_owned();
    for (i, &c) in p.given_chars.iter().enumerate() {
        let same = GIVEN.iter().find(|g| g.1 == GIVEN[c].1 && g.0 != GIVEN[c].0);
        name.push_str(if i == place { same.map_or(GIVEN[c].0, |g| g.0) } else { GIVEN[c].0 });
    }
    name
}

fn english_name(p: &Person, typist: Typist, rng: &mut Rng) -> String {
    let (first, last) = (p.given.as_str(), p.family);
    if typist == Typist::Sales && rng.chance(100) {
        return format!("{} {last}", if p.female { "Ms." } else { "Mr." });
    }
    match rng.below(100) {
        0..=6 => format!("{last}, {first}"),
        7..=10 => format!("{first} {last}").to_uppercase(),
        11..=14 => format!("{}. {last}", &first[..1]),
        15..=19 if !p.nickname.is_empty() => format!("{} {last}", p.nickname),
        20..=22 => typo(&format!("{first} {last}"), rng),
        23 => format!("{first} {last}").to_lowercase(),
        _ => format!("{first} {last}"),
    }
}

/// Drops, doubles or swaps one letter; the text must be ASCII.
pub fn typo(text: &str, rng: &mut Rng) -> String {
    let mut bytes = text.as_bytes().to_vec();
    if bytes.len() > 3 {
        let i = rng.between(1, bytes.len() as u64 - 2) as usize;
        match rng.below(3) {
            0 => drop(bytes.remove(i)),
            1 => bytes.insert(i, bytes[i]),
            _ => bytes.swap(i, i + 1),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().collect::<String>() + letters.as_str())
}

/// The phone as people type it: with and without country code, separators, full-width digits, now and then wrong.
pub fn phone(p: &Person, rng: &mut Rng) -> String {
    let digits = if rng.chance(12) { typo(&p.phone, rng) } else { p.phone.clone() };
    if digits.len() != p.phone.len() {
        return digits;
    }
    let form = rng.below(100);
    if p.chinese {
        let (a, b, c) = (&digits[..3], &digits[3..7], &digits[7..]);
        match form {
            0..=5 => format!("+86{digits}"),
            6..=9 => format!("86-{digits}"),
            10 | 11 => format!("0086{digits}"),
            12..=17 => format!("{a} {b} {c}"),
            18..=22 => format!("{a}-{b}-{c}"),
            23 => digits.bytes().map(|d| char::from_u32(0xFF10 + u32::from(d - b'0')).unwrap_or('0')).collect(),
            _ => digits,
        }
    } else {
        let (a, b, c) = (&digits[..3], &digits[3..6], &digits[6..]);
        match form {
            0..=24 => format!("({a}) {b}-{c}"),
            25..=54 => format!("{a}-{b}-{c}"),
            55..=74 => format!("+1{digits}"),
            75..=81 => format!("{a}.{b}.{c}"),
            82..=89 => format!("+1 {a} {b} {c}"),
            _ => digits,
        }
    }
}

/// The phone, or nothing, or a filler.
pub fn phone_or_none(p: &Person, missing: u64, rng: &mut Rng) -> String {
    if rng.chance(missing) {
        return String::new();
    }
    match rng.below(250) {
        0 => if p.chinese { "13800138000" } else { "5555555555" }.to_owned(),
        1 => "无".to_owned(),
        _ => phone(p, rng),
    }
}

/// The middle of a Chinese mobile hidden: `138****1234`.
pub fn masked_phone(phone: &str) -> String {
    match (phone.get(..3), phone.get(7..)) {
        (Some(head), Some(tail)) => format!("{head}****{tail}"),
        _ => "***".to_owned(),
    }
}

/// All but the first and the last four digits hidden, as JD does: `1******1234`.
pub fn jd_phone(phone: &str) -> String {
    match (phone.get(..1), phone.get(phone.len().saturating_sub(4)..)) {
        (Some(head), Some(tail)) => format!("{head}******{tail}"),
        _ => "***".to_owned(),
    }
}

/// All but the family name hidden: `张**`.
pub fn masked_name(p: &Person) -> String {
    let family = SURNAMES.iter().find(|s| s.0 == p.family).map_or("*", |s| s.0);
    format!("{family}**")
}

/// The mail address, or nothing; sometimes in capitals or with a wrong domain.
pub fn email_or_none(p: &Person, missing: u64, rng: &mut Rng) -> String {
    if rng.chance(missing) {
        return String::new();
    }
    match rng.below(100) {
        0 | 1 => p.email.to_uppercase(),
        2 => p.email.replace("gmail.com", "gmial.com").replace("163.com", "163.con"),
        _ => p.email.clone(),
    }
}

/// The company under one of its names; `""` where the person has none.
pub fn company(p: &Person, rng: &mut Rng) -> String {
    let Some(company) = &p.company else { return String::new() };
    match rng.below(10) {
        0 | 1 => &company.short,
        2 => &company.other,
        _ => &company.full,
    }
    .clone()
}

/// One-line address as on a parcel, with `gap` between the levels.
pub fn address(p: &Person, gap: &str, rng: &mut Rng) -> String {
    let home = &p.home;
    if !p.chinese {
        let street = if rng.chance(500) { &home.street } else { &home.street_short };
        let unit = if home.unit.is_empty() { String::new() } else { format!(", {}", home.unit) };
        return format!("{street}{unit}, {}, {} {}", home.city, home.province, home.postcode);
    }
    let province = if rng.chance(80) { home.province.trim_end_matches('省') } else { home.province };
    let unit = if rng.chance(150) { "" } else { &home.unit };
    format!("{province}{gap}{}{gap}{}{gap}{}{unit}", home.city, home.district, home.street)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::person::person;

    #[test]
    fn masks_keep_what_the_platforms_show() {
        assert_eq!(masked_phone("13812345678"), "138****5678");
        assert_eq!(jd_phone("13812345678"), "1******5678");
    }

    #[test]
    fn every_way_of_writing_gives_text() {
        let mut rng = Rng::keyed(1, "noise", 0);
        for id in 0..500 {
            let p = person(1, id, 500);
            for typist in [Typist::Self_, Typist::Sales, Typist::Latin] {
                assert!(!name(&p, typist, &mut rng).trim().is_empty());
            }
            assert!(!phone(&p, &mut rng).is_empty());
            assert!(!address(&p, " ", &mut rng).contains("  "));
        }
    }
}
