//! One made-up person, made again from (seed, index) whenever a channel needs it: nothing is kept in memory.
//!
//! Households of up to four share surname, address and sometimes a phone; companies have several people.

use super::rng::Rng;
use super::words::{
    BRANDS, EN_BRANDS, EN_TRADES, ESTATES, FIRST, GIVEN, JOBS, LAST, PLACES, ROADS, STREETS, SURNAMES, TRADES, US_PLACES,
};

/// The truth about one person, before any channel writes it down.
#[derive(Debug, Clone)]
pub struct Person {
    /// Index, the `person_id` of `truth.csv`.
    pub id: u64,
    /// Writes Chinese; otherwise English.
    pub chinese: bool,
    /// Family name (`张`, `Miller`).
    pub family: &'static str,
    /// Family name in pinyin, or as it is.
    pub family_latin: &'static str,
    /// Family name in traditional characters, or as it is.
    pub family_traditional: &'static str,
    /// Given name characters as indexes into [`GIVEN`]; empty for English names.
    pub given_chars: Vec<usize>,
    /// Given name (`伟`, `Robert`).
    pub given: String,
    /// Given name in pinyin, or as it is.
    pub given_latin: String,
    /// Nickname of an English given name; may be empty.
    pub nickname: &'static str,
    /// True for a woman.
    pub female: bool,
    /// Birth date as (year, month, day).
    pub birth: (u32, u32, u32),
    /// 11 digits in China, 10 in the United States.
    pub phone: String,
    /// Mail address.
    pub email: String,
    /// Nick on marketplaces.
    pub nick: String,
    /// Where the household lives.
    pub home: Home,
    /// Where the person works, if known to sales.
    pub company: Option<Company>,
    /// Position in (Chinese, English).
    pub job: (&'static str, &'static str),
}

/// An address in parts.
#[derive(Debug, Clone)]
pub struct Home {
    /// Province, or state.
    pub province: &'static str,
    /// City.
    pub city: &'static str,
    /// District; empty in the United States.
    pub district: &'static str,
    /// Road with number (`中山路12号`, `2696 Pine Road`).
    pub street: String,
    /// The same with the short street type; equal to `street` in China.
    pub street_short: String,
    /// Building and room, or flat.
    pub unit: String,
    /// Postcode; empty in China.
    pub postcode: String,
}

/// A company under its three names.
#[derive(Debug, Clone)]
pub struct Company {
    /// Registered name.
    pub full: String,
    /// Name in brackets form, or with another legal form.
    pub other: String,
    /// What people say.
    pub short: String,
}

/// Who lives together: the index of the household's first member.
fn household(seed: u64, id: u64) -> u64 {
    let (block, place) = (id / 4, id % 4);
    // Of ten blocks of four people six are singles, two have a couple, one a family of three, one of four.
    let together = match Rng::keyed(seed, "household", block).below(10) {
        0..=5 => 1,
        6 | 7 => 2,
        8 => 3,
        _ => 4,
    };
    block * 4 + if place < together { 0 } else { place }
}

/// Makes person `id` of the population of `seed`.
#[must_use]
pub fn person(seed: u64, id: u64, population: u64) -> Person {
    let head = household(seed, id);
    let mut house = Rng::keyed(seed, "home", head);
    let mut rng = Rng::keyed(seed, "person", id);
    let chinese = house.chance(700);
    let (home, area) = if chinese { chinese_home(&mut house) } else { english_home(&mut house) };
    let surname = house.below(1 << 32);
    let shared_phone = house.chance(400);
    let own_surname = id == head || rng.chance(700);
    let surname = if own_surname { surname } else { rng.below(1 << 32) };
    let (family, family_latin, family_traditional) = if chinese { chinese_surname(surname) } else { english_surname(surname) };
    let female = rng.chance(500);
    let given = if chinese { chinese_given(&mut rng) } else { english_given(&mut rng) };
    let birth = (rng.between(1955, 2005) as u32, rng.between(1, 12) as u32, rng.between(1, 28) as u32);
    let own_phone = if chinese { mobile(&mut rng) } else { us_phone(&mut rng, area) };
    let email = mailbox(&mut rng, chinese, family_latin, &given.latin, &own_phone);
    let shares = id != head && shared_phone && rng.chance(700);
    let phone = if shares { person(seed, head, population).phone } else { own_phone };
    let nick = nick(&mut rng, family_latin, &given.latin);
    let company = rng.chance(300).then(|| company(seed, rng.below(population / 12 + 3), chinese));
    let job = *rng.pick_common(JOBS);
    Person {
        id,
        chinese,
        family,
        family_latin,
        family_traditional,
        given_chars: given.chars,
        given: given.text,
        given_latin: given.latin,
        nickname: given.nickname,
        female,
        birth,
        phone,
        email,
        nick,
        home,
        company,
        job,
    }
}

/// The smaller of two pseudo-random places in a list, from one number: common entries come first.
fn common(x: u64, n: usize) -> usize {
    let n = n as u64;
    ((x & 0xFFFF) % n).min((x >> 16) % n) as usize
}

fn chinese_surname(x: u64) -> (&'static str, &'static str, &'static str) {
    SURNAMES[common(x, SURNAMES.len())]
}

fn english_surname(x: u64) -> (&'static str, &'static str, &'static str) {
    let name = LAST[common(x, LAST.len())];
    (name, name, name)
}

struct Given {
    chars: Vec<usize>,
    text: String,
    latin: String,
    nickname: &'static str,
}

fn chinese_given(rng: &mut Rng) -> Given {
    let chars: Vec<usize> = (0..rng.repeats(820, 2)).map(|_| rng.below(GIVEN.len() as u64) as usize).collect();
    let text = chars.iter().map(|&c| GIVEN[c].0).collect();
    let latin = chars.iter().map(|&c| GIVEN[c].1).collect();
    Given { chars, text, latin, nickname: "" }
}

fn english_given(rng: &mut Rng) -> Given {
    let (first, nickname) = *rng.pick_common(FIRST);
    Given { chars: Vec::new(), text: first.to_owned(), latin: first.to_owned(), nickname }
}

pub(super) fn chinese_home(rng: &mut Rng) -> (Home, &'static str) {
    let (province, city, district, area) = PLACES[rng.below(PLACES.len() as u64) as usize];
    let street = format!("{}{}号", rng.pick(ROADS), rng.between(1, 999));
    let unit = format!(
        "{}{}栋{}单元{}{:02}室",
        rng.pick(ESTATES),
        rng.between(1, 32),
        rng.between(1, 4),
        rng.between(1, 24),
        rng.between(1, 4)
    );
    (Home { province, city, district, street_short: street.clone(), street, unit, postcode: String::new() }, area)
}

pub(super) fn english_home(rng: &mut Rng) -> (Home, &'static str) {
    let (city, state, zip, area) = US_PLACES[rng.below(US_PLACES.len() as u64) as usize];
    let (name, long, short) = STREETS[rng.below(STREETS.len() as u64) as usize];
    let number = rng.between(1, 9999);
    let unit = if rng.chance(350) { format!("Apt {}", rng.between(1, 60)) } else { String::new() };
    let postcode = format!("{zip}{:02}", rng.between(1, 40));
    let street = format!("{number} {name} {long}");
    let street_short = format!("{number} {name} {short}");
    (Home { province: state, city, district: "", street, street_short, unit, postcode }, area)
}

pub(super) fn mobile(rng: &mut Rng) -> String {
    const PREFIXES: &[&str] = &[
        "130", "131", "132", "133", "135", "136", "137", "138", "139", "150", "151", "152", "155", "156", "158", "159", "170",
        "173", "176", "177", "178", "180", "181", "185", "186", "187", "188", "189", "199",
    ];
    let mut phone = rng.pick(PREFIXES).to_owned();
    rng.digits(8, &mut phone);
    phone
}

pub(super) fn us_phone(rng: &mut Rng, area: &str) -> String {
    let mut phone = format!("{area}{}", rng.between(220, 989));
    rng.digits(4, &mut phone);
    phone
}

fn mailbox(rng: &mut Rng, chinese: bool, family: &str, given: &str, phone: &str) -> String {
    const CHINESE: &[&str] = &["qq.com", "163.com", "126.com", "qq.com", "sina.com", "foxmail.com", "outlook.com"];
    const ENGLISH: &[&str] = &["gmail.com", "yahoo.com", "hotmail.com", "icloud.com", "gmail.com", "outlook.com"];
    let family = family.to_lowercase().replace([' ', '\'', '-'], "");
    let given = given.to_lowercase();
    let mut local = match (rng.below(5), chinese) {
        (0, true) => {
            let mut qq = rng.between(1, 9).to_string();
            rng.digits(8, &mut qq);
            return format!("{qq}@qq.com");
        }
        (1, true) => return format!("{phone}@163.com"),
        (0 | 1, false) => format!("{given}.{family}"),
        (2, _) => format!("{given}{family}"),
        (3, _) => format!("{family}{given}"),
        _ => format!("{given}_{family}"),
    };
    let digits = rng.between(2, 4) as usize;
    rng.digits(digits, &mut local);
    format!("{local}@{}", rng.pick(if chinese { CHINESE } else { ENGLISH }))
}

fn nick(rng: &mut Rng, family: &str, given: &str) -> String {
    let mut nick = match rng.below(4) {
        0 => "tb".to_owned(),
        1 => format!("{}{}", given.to_lowercase(), family.to_lowercase()),
        2 => "user".to_owned(),
        _ => format!("{}_", given.to_lowercase()),
    };
    rng.digits(7, &mut nick);
    nick
}

/// Company `index` of the population; several people have the same one.
fn company(seed: u64, index: u64, chinese: bool) -> Company {
    let mut rng = Rng::keyed(seed, if chinese { "company" } else { "english company" }, index);
    if !chinese {
        let name = format!("{} {}", rng.pick(EN_BRANDS), rng.pick(EN_TRADES));
        return Company { full: format!("{name} Ltd"), other: format!("{name} Limited"), short: name };
    }
    let city = PLACES[rng.below(PLACES.len() as u64) as usize].1.trim_end_matches('市');
    let brand = rng.pick(BRANDS);
    let (trade, short) = TRADES[rng.below(TRADES.len() as u64) as usize];
    Company {
        full: format!("{city}{brand}{trade}有限公司"),
        other: format!("{brand}（{city}）{trade}有限责任公司"),
        short: format!("{brand}{short}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_the_same_whenever_it_is_made() {
        for id in 0..200 {
            let (a, b) = (person(7, id, 200), person(7, id, 200));
            assert_eq!((a.given, a.phone, a.email, a.home.street), (b.given, b.phone, b.email, b.home.street));
        }
    }

    #[test]
    fn some_households_share_a_phone_and_all_share_the_address() {
        let people: Vec<Person> = (0..400).map(|id| person(7, id, 400)).collect();
        let shared = |f: fn(&Person) -> &str| people.windows(2).filter(|w| f(&w[0]) == f(&w[1])).count();
        let (phones, streets) = (shared(|p| &p.phone), shared(|p| &p.home.street));
        assert!(phones > 10 && streets > phones, "{phones} phones, {streets} streets");
    }
}
