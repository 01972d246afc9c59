//! The country and currency a table speaks of, by its phones, postcodes, states, mail domains, cities and script.

use std::collections::BTreeMap;

use crate::model::kind::{EventPart, Kind, Target};

use super::decide::Guess;
use super::facts::ColumnFacts;
use super::header::{Meaning, phrase};
use super::lexicon::{STATES_AU, STATES_CA, STATES_US};
use super::looks::{Look, is_han};
use super::table::principal;
use crate::normalise::address::country_code;
use crate::normalise::fold::{is_hangul, is_kana, simplify};

/// True if names and companies are written in Latin letters only.
pub(super) fn is_latin(facts: &[ColumnFacts], guesses: &[Guess]) -> bool {
    let named = [Kind::PersonName, Kind::GivenName, Kind::FamilyName, Kind::Company];
    let mut names = facts.iter().zip(guesses).filter(|(_, g)| principal(g, &named)).map(|(f, _)| f).peekable();
    names.peek().is_some() && names.all(|f| f.share(Look::Latin) >= 0.95 && f.share(Look::Han) < 0.01)
}

/// Kinds whose values are words of a language.
const WRITTEN: [Kind; 4] = [Kind::PersonName, Kind::Address, Kind::Company, Kind::City];

/// Share of a column's values that only Japan writes so, from which on the others in 汉字 are read as Japan's: most names and many addresses
/// have nothing of the kind.
const JAPANESE_LEAST: f32 = 0.1;

/// Kana (not the の of Chinese shops), characters made or simplified in Japan alone, prefectures
/// and legal forms.
fn is_japanese(text: &str) -> bool {
    const MADE_IN_JAPAN: &str = "県辻峠榊畑込働凪雫笹栃枠広沢桜栄駅斎塩滝徳恵辺渋髙﨑";
    const WORDS: [&str; 6] = ["東京都", "大阪府", "京都府", "北海道", "丁目", "式会社"];
    let only = |c: char| is_kana(c) && !matches!(c, 'ー' | 'の') || MADE_IN_JAPAN.contains(c);
    text.chars().any(only) || WORDS.iter().any(|word| text.contains(word))
}

/// The country that phones, postcodes, states, mail domains and script speak of.
///
/// Each kind of evidence votes with its share of values; the best country wins with half a vote at least.
pub(super) fn country(facts: &[ColumnFacts], guesses: &[Guess]) -> Option<(&'static str, String)> {
    let mut votes: BTreeMap<&'static str, (f32, &'static str)> = BTreeMap::new();
    let mut vote = |country: &'static str, weight: f32, why: &'static str| {
        let entry = votes.entry(country).or_insert((0.0, why));
        entry.0 += weight;
    };
    header_votes(facts, &mut vote);
    let traditional = facts.iter().any(|f| is_traditional(&f.header));
    let of_han = if traditional { 0.3 } else { 1.0 };
    let written = |guess: &Guess| matches!(guess.meaning, Meaning::Target(Target::Field(_, kind)) if WRITTEN.contains(&kind));
    let japanese = facts.iter().zip(guesses).filter(|(_, g)| written(g)).map(|(f, _)| f.share_of(|s| is_japanese(&s.text)));
    let japanese = (japanese.fold(0.0, f32::max) / JAPANESE_LEAST).min(1.0);
    for (f, g) in facts.iter().zip(guesses) {
        let Meaning::Target(Target::Field(_, kind)) = g.meaning else { continue };
        match kind {
            Kind::Phone => {
                phone_votes(f, &mut vote);
                if traditional {
                    island_votes(f, &mut vote);
                }
            }
            Kind::Postcode => postcode_votes(f, &mut vote),
            Kind::Province => state_votes(f, &mut vote),
            Kind::Email | Kind::Url => domain_votes(f, &mut vote),
            Kind::Country => country_votes(f, &mut vote),
            Kind::City | Kind::Place => city_votes(f, &mut vote),
            _ => {}
        }
        match kind {
            kind if WRITTEN.contains(&kind) => {
                vote("CN", (f.share(Look::Han) - f.share(Look::Kana)) * of_han * (1.0 - japanese), "Chinese characters");
                vote("JP", f.share(Look::Kana).max(f.share(Look::Han) * japanese), "Kana and characters of Japan");
                vote("KR", f.share(Look::Hangul), "Hangul");
            }
            Kind::NationalId => {
                vote("US", f.share_of(|s| s.text.len() == 11 && s.looks.has(Look::NationalId)), "social security numbers");
            }
            _ => {}
        }
    }
    let mut best: Option<(&'static str, f32, &'static str)> = None;
    for (country, (weight, why)) in votes {
        if weight >= 0.3 && best.is_none_or(|(_, w, _)| weight > w) {
            best = Some((country, weight, why));
        }
    }
    best.map(|(country, _, why)| (country, format!("country {country}: {why}")))
}

/// What headers are written in: Kana and Hangul stand in tables of one country, words of a language in those of a few.
fn header_votes(facts: &[ColumnFacts], vote: Vote) {
    const WORDS: &[(&str, &[&str])] = &[
        ("DE", &["plz", "strasse", "vorname", "nachname", "geburtsdatum", "ort", "anrede", "firma", "telefon"]),
        ("FR", &["prenom", "ville", "code postal", "date de naissance", "civilite", "rue", "nom"]),
        ("ES", &["apellidos", "codigo postal", "fecha de nacimiento", "provincia", "poblacion", "apellido"]),
        ("BR", &["cep", "cpf", "cnpj", "sobrenome", "bairro", "uf", "endereco", "cidade", "data de nascimento"]),
        ("IT", &["cognome", "cap", "citta", "indirizzo", "codice fiscale", "partita iva", "data di nascita"]),
        ("NL", &["voornaam", "achternaam", "woonplaats", "straat", "huisnummer", "geboortedatum", "tussenvoegsel"]),
        ("PL", &["imie", "nazwisko", "miasto", "ulica", "kod pocztowy", "nip", "pesel", "data urodzenia"]),
        ("TR", &["ad", "soyad", "adi", "soyadi", "ilce", "il", "dogum tarihi", "vergi no", "tc kimlik no"]),
        ("VN", &["ho ten", "ho va ten", "dia chi", "dien thoai", "so dien thoai", "ngay sinh", "tinh thanh"]),
        ("IN", &["pincode", "pin code", "gstin", "aadhaar", "aadhaar number", "pan number"]),
        ("US", &["ssn", "zip", "zip code", "zipcode", "ein"]),
        ("GB", &["nino", "nhs number", "post town", "vat reg no"]),
    ];
    let headers: Vec<String> = facts.iter().map(|f| phrase(&f.header)).collect();
    let written = |test: fn(char) -> bool| facts.iter().any(|f| f.header.chars().any(test));
    if written(is_kana) {
        vote("JP", 4.0, "headers in Japanese");
    }
    if written(is_hangul) {
        vote("KR", 4.0, "headers in Korean");
    }
    for (country, words) in WORDS {
        let known = words.iter().filter(|w| headers.iter().any(|h| h == *w)).count();
        vote(country, [0.0, 0.0, 0.3, 0.45, 0.6][known.min(4)], "words in the headers");
    }
}

/// Written in characters that the mainland has simplified.
fn is_traditional(text: &str) -> bool {
    !text.chars().any(is_kana) && simplify(text) != text
}

/// Numbers as Hong Kong and Taiwan have them, which are like those of many countries: in tables in traditional characters.
fn island_votes(f: &ColumnFacts, vote: Vote) {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
    let hongkong = f.share_of(|s| {
        let d = digits(&s.text);
        d.len() == 8 && (b'2'..=b'9').contains(&d[0]) && !s.text.starts_with('+')
    });
    vote("HK", hongkong * 1.5, "eight-digit numbers under headers in traditional characters");
    let taiwan = f.share_of(|s| {
        let d = digits(&s.text);
        d.len() == 10 && d.starts_with(b"09") && !s.text.starts_with('+')
    });
    vote("TW", taiwan * 1.5, "Taiwanese mobile numbers");
}

const STATES_IN: &str = "andhra pradesh,arunachal pradesh,assam,bihar,chhattisgarh,goa,gujarat,haryana,himachal pradesh,jharkhand,karnataka,kerala,madhya pradesh,maharashtra,manipur,meghalaya,mizoram,nagaland,odisha,punjab,rajasthan,sikkim,tamil nadu,telangana,tripura,uttar pradesh,uttarakhand,west bengal,delhi,chandigarh,puducherry";

type Vote<'a> = &'a mut dyn FnMut(&'static str, f32, &'static str);

fn phone_votes(f: &ColumnFacts, vote: Vote) {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let mobile_cn = f.share_of(|s| {
        let d = digits(&s.text);
        let d = d.strip_prefix("0086").or_else(|| d.strip_prefix("86").filter(|d| d.len() == 11)).unwrap_or(&d).to_owned();
        let masked =
            s.text.chars().filter(|c| c.is_ascii_digit() || *c == '*').count() == 11 && s.text.contains('*') && d.starts_with('1');
        (d.len() == 11 && d.starts_with('1') && d.as_bytes()[1] > b'2') || masked
    });
    vote("CN", mobile_cn * 2.0, "Chinese mobile numbers");
    const PREFIXES: &[(&str, &str)] = &[
        ("44", "GB"),
        ("49", "DE"),
        ("33", "FR"),
        ("34", "ES"),
        ("39", "IT"),
        ("61", "AU"),
        ("81", "JP"),
        ("82", "KR"),
        ("91", "IN"),
        ("55", "BR"),
        ("52", "MX"),
        ("31", "NL"),
        ("32", "BE"),
        ("41", "CH"),
        ("43", "AT"),
        ("46", "SE"),
        ("47", "NO"),
        ("45", "DK"),
        ("358", "FI"),
        ("48", "PL"),
        ("351", "PT"),
        ("353", "IE"),
        ("64", "NZ"),
        ("65", "SG"),
        ("852", "HK"),
        ("886", "TW"),
        ("60", "MY"),
        ("7", "RU"),
        ("27", "ZA"),
        ("1", "US"),
    ];
    for (prefix, country) in PREFIXES {
        let share = f.share_of(|s| {
            let plus = s.text.strip_prefix('+').or_else(|| s.text.strip_prefix("00"));
            plus.is_some_and(|rest| digits(rest).starts_with(prefix))
        });
        vote(country, share * 2.0, "international phone prefixes");
    }
    let american = f.share_of(|s| {
        let d = digits(&s.text);
        let d = if d.len() == 11 { d.strip_prefix('1').unwrap_or(&d) } else { &d };
        d.len() == 10 && d.as_bytes()[0] >= b'2' && d.as_bytes()[3] >= b'2' && !s.text.starts_with('+')
    });
    vote("US", american, "ten-digit phone numbers");
    vote(
        "GB",
        f.share_of(|s| s.text.starts_with('0') && digits(&s.text).len() == 11) * 0.7,
        "eleven-digit phone numbers with a leading zero",
    );
    // North American numbers begin with any of 2–9, Indian mobile numbers with 6–9.
    let high = f.share_of(|s| {
        let d = digits(&s.text);
        let d = if d.len() == 12 { d.strip_prefix("91").unwrap_or(&d) } else { d.strip_prefix('0').unwrap_or(&d) };
        d.len() == 10 && d.as_bytes()[0] >= b'6'
    });
    vote("IN", if high >= 0.95 { 1.5 } else { 0.0 }, "Indian mobile numbers");
    let japanese = f.share_of(|s| {
        let d = digits(&s.text);
        d.len() == 11 && ["070", "080", "090"].iter().any(|p| d.starts_with(p)) && s.text.starts_with('0')
    });
    vote("JP", japanese * 1.5, "Japanese mobile numbers");
    vote("KR", f.share_of(|s| s.text.starts_with("010") && digits(&s.text).len() == 11) * 1.5, "Korean mobile numbers");
    vote(
        "AU",
        f.share_of(|s| digits(&s.text).len() == 10 && s.text.trim_start_matches('(').starts_with("04")),
        "Australian mobile numbers",
    );
}

fn postcode_votes(f: &ColumnFacts, vote: Vote) {
    let form = |text: &str| {
        text.chars()
            .map(|c| {
                if c.is_ascii_digit() {
                    '9'
                } else if c.is_ascii_alphabetic() {
                    'a'
                } else {
                    c
                }
            })
            .collect::<String>()
    };
    vote(
        "GB",
        f.share_of(|s| {
            let w = form(&s.text);
            w.ends_with("9aa") && w.starts_with('a')
        }),
        "British postcodes",
    );
    vote("CA", f.share_of(|s| matches!(form(&s.text).as_str(), "a9a 9a9" | "a9a9a9")), "Canadian postcodes");
    vote(
        "US",
        f.share_of(|s| matches!(form(&s.text).as_str(), "99999-9999")) + f.share_of(|s| form(&s.text) == "99999") * 0.4,
        "five-digit postcodes",
    );
    vote("CN", f.share_of(|s| form(&s.text) == "999999") * 0.5, "six-digit postcodes");
    vote("AU", f.share_of(|s| form(&s.text) == "9999") * 0.3, "four-digit postcodes");
    vote("NL", f.share_of(|s| matches!(form(&s.text).as_str(), "9999 aa" | "9999aa")), "Dutch postcodes");
    vote("JP", f.share_of(|s| form(&s.text) == "999-9999"), "Japanese postcodes");
    vote("BR", f.share_of(|s| form(&s.text) == "99999-999"), "Brazilian postcodes");
    vote("PL", f.share_of(|s| form(&s.text) == "99-999"), "Polish postcodes");
}

fn state_votes(f: &ColumnFacts, vote: Vote) {
    let of = |list: &str| f.share_of(|s| list.split(' ').any(|code| code.eq_ignore_ascii_case(&s.text)));
    vote("US", of(STATES_US), "states");
    vote("AU", of(STATES_AU) * 1.1, "states");
    vote("CA", of(STATES_CA), "provinces");
    let japanese = |s: &str| s.ends_with('県') || matches!(s, "東京都" | "大阪府" | "京都府" | "北海道");
    vote("JP", f.share_of(|s| japanese(&s.text)) * 2.0, "prefectures");
    vote("IN", f.share_of(|s| STATES_IN.split(',').any(|state| state.eq_ignore_ascii_case(&s.text))) * 1.5, "states");
    vote("CN", f.share_of(|s| s.looks.has(Look::Province) && s.text.chars().any(is_han)), "provinces");
}

fn city_votes(f: &ColumnFacts, vote: Vote) {
    const CITIES: &[(&str, &str)] = &[
        (
            "GB",
            "london birmingham manchester liverpool leeds sheffield bristol glasgow edinburgh cardiff nottingham leicester coventry plymouth southampton norwich belfast aberdeen",
        ),
        (
            "US",
            "new york,los angeles,chicago,houston,phoenix,philadelphia,san antonio,san diego,dallas,austin,seattle,denver,boston,atlanta,miami,portland,columbus",
        ),
        ("AU", "sydney melbourne brisbane perth adelaide canberra hobart darwin geelong newcastle"),
        ("DE", "berlin hamburg münchen munich köln cologne frankfurt stuttgart düsseldorf leipzig dresden hannover bremen"),
        ("FR", "paris marseille lyon toulouse nice nantes strasbourg montpellier bordeaux lille rennes"),
        ("ES", "madrid barcelona valencia sevilla zaragoza málaga bilbao"),
        ("IT", "roma milano napoli torino palermo genova bologna firenze"),
        ("CA", "toronto montreal vancouver calgary ottawa edmonton winnipeg"),
        ("IN", "mumbai delhi bangalore bengaluru hyderabad chennai kolkata pune"),
        ("CN", "beijing shanghai guangzhou shenzhen hangzhou chengdu wuhan nanjing"),
    ];
    for (country, cities) in CITIES {
        let split = if cities.contains(',') { ',' } else { ' ' };
        // A handful of big cities stands for a country: a tenth of the column is already much.
        let share = f.share_of(|s| cities.split(split).any(|c| c == s.text.to_lowercase()));
        vote(country, (share * 6.0).min(0.8), "its cities");
    }
}

fn domain_votes(f: &ColumnFacts, vote: Vote) {
    const ENDINGS: &[(&str, &str)] = &[
        (".uk", "GB"),
        (".de", "DE"),
        (".fr", "FR"),
        (".it", "IT"),
        (".es", "ES"),
        (".com.au", "AU"),
        (".cn", "CN"),
        ("@qq.com", "CN"),
        ("@163.com", "CN"),
        ("@126.com", "CN"),
        (".jp", "JP"),
        (".kr", "KR"),
        (".br", "BR"),
        (".nl", "NL"),
        (".se", "SE"),
        (".no", "NO"),
        (".dk", "DK"),
        (".fi", "FI"),
        (".pl", "PL"),
        (".ca", "CA"),
        (".in", "IN"),
        (".mx", "MX"),
        (".nz", "NZ"),
        (".ie", "IE"),
        (".tr", "TR"),
        (".vn", "VN"),
        (".tw", "TW"),
        (".hk", "HK"),
        (".ru", "RU"),
        (".pt", "PT"),
        (".at", "AT"),
        (".ch", "CH"),
        (".be", "BE"),
        (".sg", "SG"),
        (".za", "ZA"),
        (".gov", "US"),
        (".edu", "US"),
    ];
    for (ending, country) in ENDINGS {
        vote(country, f.share_of(|s| s.text.to_lowercase().trim_end_matches('/').ends_with(ending)), "mail and web domains");
    }
}

/// What a value that names its country weighs, beside one that only has its form.
const SAID: f32 = 2.5;

fn country_votes(f: &ColumnFacts, vote: Vote) {
    let mut seen: BTreeMap<&'static str, f32> = BTreeMap::new();
    for (i, s) in f.sample.iter().enumerate() {
        if let Some(code) = country_code(&s.text) {
            *seen.entry(code).or_insert(0.0) += f.share_where(|j| j == i);
        }
    }
    for (country, share) in seen {
        vote(country, share * SAID, "the country column");
    }
}

/// The currency that signs in amounts, or else the country, speak of.
pub(super) fn currency(facts: &[ColumnFacts], guesses: &[Guess], country: &str) -> Option<&'static str> {
    const SIGNS: &[(&str, &str)] = &[
        ("¥", "CNY"),
        ("￥", "CNY"),
        ("元", "CNY"),
        ("€", "EUR"),
        ("£", "GBP"),
        ("円", "JPY"),
        ("₩", "KRW"),
        ("원", "KRW"),
        ("₹", "INR"),
    ];
    for (f, g) in facts.iter().zip(guesses) {
        let money = matches!(g.meaning, Meaning::Target(Target::Event(EventPart::Amount)) | Meaning::Plain(Kind::Amount));
        if money && let Some((_, code)) = SIGNS.iter().find(|(sign, _)| f.share_of(|s| s.text.contains(sign)) >= 0.1) {
            return Some(code);
        }
    }
    const OF_COUNTRY: &[(&str, &str)] = &[
        ("CN", "CNY"),
        ("US", "USD"),
        ("GB", "GBP"),
        ("JP", "JPY"),
        ("KR", "KRW"),
        ("AU", "AUD"),
        ("CA", "CAD"),
        ("IN", "INR"),
        ("BR", "BRL"),
        ("MX", "MXN"),
        ("CH", "CHF"),
        ("SE", "SEK"),
        ("NO", "NOK"),
        ("DK", "DKK"),
        ("PL", "PLN"),
        ("NZ", "NZD"),
        ("SG", "SGD"),
        ("HK", "HKD"),
        ("TW", "TWD"),
        ("DE", "EUR"),
        ("FR", "EUR"),
        ("ES", "EUR"),
        ("IT", "EUR"),
        ("NL", "EUR"),
        ("BE", "EUR"),
        ("AT", "EUR"),
        ("FI", "EUR"),
        ("IE", "EUR"),
        ("PT", "EUR"),
    ];
    OF_COUNTRY.iter().find(|(c, _)| *c == country).map(|(_, code)| *code)
}
