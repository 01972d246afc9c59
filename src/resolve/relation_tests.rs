//! Customers who share values for a reason stay apart, and their own records are found: colleagues of a firm, children of
//! one household.

use crate::model::hash::mix;
use crate::model::kind::Kind;
use crate::model::resolution::Resolution;
use crate::model::value::Normal;
use crate::model::watch::Unwatched;

use super::tests::{Row, own_field, records, together};
use super::{Compiled, resolve};

/// A person's values as they are written in one row.
type Written = (String, String, String, String, String);

/// Syllables that names are made of.
const STARTS: [&str; 16] =
    ["an", "be", "car", "dor", "eg", "frit", "ger", "hein", "il", "ja", "ka", "lu", "mar", "nor", "ot", "pe"];
const ENDS: [&str; 16] =
    ["na", "la", "lo", "tho", "on", "zi", "da", "rik", "se", "no", "bert", "mut", "fried", "gard", "win", "lin"];

/// One of these syllables, drawn by number and salt.
fn part(i: u64, salt: u64, of: &[&str]) -> String {
    of[(mix(i, salt) % of.len() as u64) as usize].to_owned()
}

/// Firms of four: one switchboard, one mail domain, one house; every third person has a second row with a slip in the name.
/// `office` is the share in ten of rows with the firm's own mailbox.
fn firms(office: u64) -> (Vec<Written>, Vec<u64>) {
    let (mut rows, mut persons) = (Vec::new(), Vec::new());
    for firm in 0..250u64 {
        let phone = format!("4{:08}", mix(firm, 1) % 100_000_000);
        let domain = format!("{}{}{firm}.example", part(firm, 2, &STARTS), part(firm, 3, &ENDS));
        let house = format!("road{} {}", mix(firm, 4) % 90, mix(firm, 5) % 200);
        for member in 0..4 {
            let person = firm * 4 + member;
            let given = part(person, 6, &STARTS) + &part(person, 7, &ENDS);
            let family = part(person, 8, &STARTS) + &part(person, 9, &ENDS) + &part(person, 10, &ENDS);
            let mail = if mix(person, 11) % 10 < office { "office".to_owned() } else { format!("{given}.{family}") };
            let mail = format!("{mail}@{domain}");
            rows.push((given.clone(), family.clone(), phone.clone(), mail.clone(), house.clone()));
            persons.push(person);
            if person.is_multiple_of(3) {
                let slip = format!("{}x{}", &family[..2], &family[2..]);
                rows.push((given, slip, if person.is_multiple_of(2) { phone.clone() } else { String::new() }, mail, house.clone()));
                persons.push(person);
            }
        }
    }
    (rows, persons)
}

/// Households of one to three children on a parent's phone and mailbox; every third child has a second row.
fn school() -> (Vec<Written>, Vec<u64>) {
    let (mut rows, mut persons) = (Vec::new(), Vec::new());
    for house in 0..500u64 {
        let family = part(house, 1, &STARTS) + &part(house, 2, &ENDS) + &part(house, 3, &ENDS);
        let phone = format!("5{:08}", mix(house, 4) % 100_000_000);
        let mail = format!("{}.{family}{}@mail.example", part(house, 5, &STARTS), mix(house, 6) % 90);
        let road = format!("road{} {}", mix(house, 7) % 90, mix(house, 8) % 200);
        for child in 0..=mix(house, 9) % 3 {
            let person = house * 3 + child;
            let given = part(person, 10, &STARTS) + &part(person, 11, &ENDS);
            rows.push((given.clone(), family.clone(), phone.clone(), mail.clone(), road.clone()));
            persons.push(person);
            if person.is_multiple_of(3) {
                rows.push((given, format!("{}x{}", &family[..2], &family[2..]), phone.clone(), mail.clone(), String::new()));
                persons.push(person);
            }
        }
    }
    (rows, persons)
}

/// So many persons with a phone of their own, half of them with two named rows that differ by a slip, all with a row that has the phone alone. Of every hundred
/// phones `families` are of two persons with one family name.
fn buyers(of: u64, families: u64) -> (Vec<Written>, Vec<u64>) {
    let (mut rows, mut persons) = (Vec::new(), Vec::new());
    for person in 0..of {
        let family = part(person, 1, &STARTS) + &part(person, 2, &ENDS) + &part(person, 3, &ENDS);
        let phone = format!("6{:08}", mix(person, 4) % 100_000_000);
        let given = part(person, 5, &STARTS) + &part(person, 6, &ENDS);
        let mut add = |given: &str, family: &str, person: u64| {
            rows.push((given.to_owned(), family.to_owned(), phone.clone(), String::new(), String::new()));
            persons.push(person);
        };
        add(&given, &family, person);
        if mix(person, 7) % 100 < families {
            add(&(part(person, 8, &STARTS) + &part(person, 9, &ENDS)), &family, 10_000 + person);
        } else if person.is_multiple_of(2) {
            add(&given, &format!("{}x{}", &family[..2], &family[2..]), person);
        }
        add("", "", person);
    }
    (rows, persons)
}

#[test]
fn a_phone_alone_is_its_holders_where_names_show_that_phones_are_not_shared() {
    let (right, wrong, missed) = judged_at(Some(0.985), buyers(1200, 0));
    assert_eq!((wrong, missed), (0, 0), "{right} right");
    // The same table with families: a row that may be of either is nobody's.
    let (_, wrong, missed) = judged_at(Some(0.985), buyers(1200, 40));
    assert!(wrong * 4 < missed, "{wrong} wrong, {missed} missed");
}

#[test]
fn orders_of_one_account_are_its_holders_though_they_have_nothing_else_in_common() {
    let (written, persons) = buyers(120, 0);
    let rows: Vec<Row> = written.iter().map(|w| (w.0.as_str(), w.1.as_str(), "", "", "")).collect();
    let mut orders = records(&rows);
    let accounts = written.iter().map(|w| Some(Normal::valid(w.2.as_str())));
    orders.fields.push(own_field("account_id", Kind::AccountId, accounts));
    let (right, wrong, missed) = judge(&resolve(&orders, &Compiled::default(), &Unwatched), &persons);
    assert_eq!((wrong, missed), (0, 0), "{right} right");
}

#[test]
fn children_with_a_family_card_are_customers_of_their_own() {
    let (written, persons) = school();
    let cards = || written.iter().map(|w| Some(Normal::valid(w.2.as_str())));
    // With a house, and with nothing else that a family has together.
    for (housed, most) in [(true, 20), (false, 40)] {
        let road = |w: &Written| if housed { w.4.clone() } else { String::new() };
        let roads: Vec<String> = written.iter().map(road).collect();
        let rows: Vec<Row> =
            written.iter().zip(&roads).map(|(w, road)| (w.0.as_str(), w.1.as_str(), "", "", road.as_str())).collect();
        let mut members = records(&rows);
        members.fields.push(own_field("member_id", Kind::MemberId, cards()));
        let (right, wrong, missed) = judge(&resolve(&members, &Compiled::default(), &Unwatched), &persons);
        assert_eq!(right + missed, 500);
        // Syllables make near given names.
        assert!(wrong <= most && missed <= most, "{wrong} wrong, {missed} of {} missed", right + missed);
    }
}

#[test]
fn a_licence_is_its_holders_whatever_the_names_are_spoilt_to() {
    let (mut written, mut persons) = buyers(1200, 0);
    let named = |w: &Written, of: u64| !w.0.is_empty() && of.is_multiple_of(2);
    let spoilt: Vec<(Written, u64)> = written
        .iter()
        .zip(&persons)
        .filter(|&(w, &of)| named(w, of))
        .map(|(w, &of)| {
            ((part(of, 20, &ENDS) + &part(of, 21, &ENDS), part(of, 22, &ENDS), w.2.clone(), String::new(), String::new()), of)
        })
        .collect();
    let (rows, of): (Vec<Written>, Vec<u64>) = spoilt.into_iter().unzip();
    written.extend(rows);
    persons.extend(of);
    let rows: Vec<Row> = written.iter().map(|w| (w.0.as_str(), w.1.as_str(), "", "", "")).collect();
    let mut holders = records(&rows);
    let licences = written.iter().map(|w| Some(Normal::valid(w.2.as_str())));
    holders.fields.push(own_field("licence", Kind::MemberId, licences));
    let (right, wrong, missed) = judge(&resolve(&holders, &Compiled::default(), &Unwatched), &persons);
    assert!(wrong == 0 && missed * 50 < right, "{right} right, {wrong} wrong, {missed} missed");
}

/// Pairs rightly together, wrongly together, and missed.
fn judged(table: (Vec<Written>, Vec<u64>)) -> (usize, usize, usize) {
    judged_at(None, table)
}

/// The same with an expected precision, as a run asks for it.
fn judged_at(precision: Option<f64>, (written, persons): (Vec<Written>, Vec<u64>)) -> (usize, usize, usize) {
    let rows: Vec<Row> = written.iter().map(|w| (w.0.as_str(), w.1.as_str(), w.2.as_str(), w.3.as_str(), w.4.as_str())).collect();
    let mut compiled = Compiled::default();
    compiled.matching.precision = precision;
    judge(&resolve(&records(&rows), &compiled, &Unwatched), &persons)
}

fn judge(found: &Resolution, persons: &[u64]) -> (usize, usize, usize) {
    let mut sums = (0, 0, 0);
    for a in 0..persons.len() {
        for b in a + 1..persons.len() {
            match (persons[a] == persons[b], together(found, a, b)) {
                (true, true) => sums.0 += 1,
                (false, true) => sums.1 += 1,
                (true, false) => sums.2 += 1,
                (false, false) => {}
            }
        }
    }
    sums
}

#[test]
fn colleagues_on_one_switchboard_and_one_domain_are_customers_of_their_own() {
    let (right, wrong, missed) = judged(firms(0));
    assert_eq!((right + missed, wrong), (334, 0));
    assert!(missed <= 3, "{missed} of {} missed", right + missed);
}

#[test]
fn a_mailbox_of_the_firm_is_nobodys_own() {
    let (right, wrong, missed) = judged(firms(5));
    assert_eq!(right + missed, 334);
    // Syllables make namesakes, near ones too.
    assert!(wrong <= 8 && missed <= 10, "{wrong} wrong, {missed} of {} missed", right + missed);
}

#[test]
fn children_on_a_parents_phone_and_mailbox_are_customers_of_their_own() {
    let (right, wrong, missed) = judged(school());
    assert_eq!(right + missed, 500);
    // Syllables make near given names.
    assert!(wrong <= 15 && missed <= 15, "{wrong} wrong, {missed} of {} missed", right + missed);
}

#[test]
fn brothers_and_sisters_born_in_one_town_are_customers_of_their_own() {
    let (written, persons) = school();
    let rows: Vec<Row> = written.iter().map(|w| (w.0.as_str(), w.1.as_str(), "", "", "")).collect();
    let mut born = records(&rows);
    let town = |of: u64| part(of / 3 % 211, 30, &STARTS) + &part(of / 3 % 211, 31, &ENDS) + &part(of / 3 % 211, 32, &ENDS);
    let day = |of: u64| format!("{}-{:02}-{:02}", 1900 + mix(of, 33) % 60, 1 + mix(of, 34) % 12, 1 + mix(of, 35) % 28);
    born.fields.push(own_field("birth_place", Kind::Place, persons.iter().map(|&of| Some(Normal::valid(town(of))))));
    born.fields.push(own_field("birth_date", Kind::BirthDate, persons.iter().map(|&of| Some(Normal::valid(day(of))))));
    let (right, wrong, missed) = judge(&resolve(&born, &Compiled::default(), &Unwatched), &persons);
    // Syllables make near given names.
    assert!(wrong <= 40 && missed <= 5, "{right} right, {wrong} wrong, {missed} missed");
}
