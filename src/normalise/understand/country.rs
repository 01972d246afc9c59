//! The country and currency a table speaks of, by its phones, postcodes, states, mail domains, cities and script.

use std::collections::BTreeMap;

use crate::model::kind::{EventPart, Kind, Target};

use super::decide::Guess;
use super::facts::ColumnFacts;
use super::header::Meaning;
use super::lexicon::{STATES_AU, STATES_CA, STATES_US};
use super::looks::{Look, is_han};
use super::table::principal;

/// True if names and companies are written in Latin letters only.
pub(super) fn is_latin(facts: &[ColumnFacts], guesses: &[Guess]) -> bool {
    let named = [Kind::PersonName, Kind::GivenName, Kind::FamilyName, Kind::Company];
    let mut names = facts.iter().zip(guesses).filter(|(_, g)| principal(g, &named)).map(|(f, _)| f).peekable();
    names.peek().is_some() && names.all(|f| f.share(Look::Latin) >= 0.95 && f.share(Look::Han) < 0.01)
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
    for (f, g) in facts.iter().zip(guesses) {
        let Meaning::Target(Target::Field(_, kind)) = g.meaning else { continue };
        match kind {
            Kind::Phone => phone_votes(f, &mut vote),
            Kind::Postcode => postcode_votes(f, &mut vote),
            Kind::Province => state_votes(f, &mut vote),
            Kind::Email | Kind::Url => domain_votes(f, &mut vote),
            Kind::Country => country_votes(f, &mut vote),
            Kind::City | Kind::Place => city_votes(f, &mut vote),
            _ => {}
        }
        match kind {
            Kind::PersonName | Kind::Address | Kind::Company | Kind::City => {
                vote("CN", f.share(Look::Han) - f.share(Look::Kana), "Chinese characters");
                vote("JP", f.share(Look::Kana), "Kana");
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
        (".gov", "US"),
        (".edu", "US"),
    ];
    for (ending, country) in ENDINGS {
        vote(country, f.share_of(|s| s.text.to_lowercase().trim_end_matches('/').ends_with(ending)), "mail and web domains");
    }
}

fn country_votes(f: &ColumnFacts, vote: Vote) {
    const NAMES: &[(&str, &str)] = &[
        ("cn", "CN"),
        ("china", "CN"),
        ("中国", "CN"),
        ("us", "US"),
        ("usa", "US"),
        ("united states", "US"),
        ("united states of america", "US"),
        ("gb", "GB"),
        ("uk", "GB"),
        ("united kingdom", "GB"),
        ("de", "DE"),
        ("germany", "DE"),
        ("deutschland", "DE"),
        ("fr", "FR"),
        ("france", "FR"),
        ("au", "AU"),
        ("australia", "AU"),
        ("ca", "CA"),
        ("canada", "CA"),
        ("jp", "JP"),
        ("japan", "JP"),
        ("日本", "JP"),
        ("kr", "KR"),
        ("es", "ES"),
        ("spain", "ES"),
        ("it", "IT"),
        ("italy", "IT"),
        ("nl", "NL"),
        ("in", "IN"),
        ("india", "IN"),
        ("br", "BR"),
        ("mx", "MX"),
    ];
    for (name, country) in NAMES {
        vote(country, f.share_of(|s| s.text.eq_ignore_ascii_case(name)), "the country column");
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
