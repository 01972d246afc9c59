//! Columns of addresses beside each other: which of several is the row's own, and whom a parcel goes to.
//!
//! In: what each column was taken for alone, and facts about its values. Out: the same guesses with one address per party; the others are
//! kept aside, with the reason.

use crate::model::kind::{Kind, Party, Target};

use super::decide::Guess;
use super::facts::ColumnFacts;
use super::header::{Meaning, phrase};
use super::relate::{NAMES, field, is_kind, keep_aside, set};

/// Kinds with the road in them.
pub(super) const LINES: &[Kind] = &[Kind::Address, Kind::Street];

/// Kinds that are an address or a part of one.
pub(super) const ADDRESS: &[Kind] = &[
    Kind::Address,
    Kind::Street,
    Kind::HouseNumber,
    Kind::Unit,
    Kind::Country,
    Kind::Province,
    Kind::City,
    Kind::District,
    Kind::Postcode,
];

/// Of several addresses of the same party (home and mailing), the best filled is the address; parts that can stand only
/// once (city, province …) come from one column.
pub(super) fn one_address(facts: &[ColumnFacts], guesses: &mut [Guess]) {
    let place = |g: &Guess| field(g).filter(|(_, k)| ADDRESS.contains(k));
    for party in [Party::Principal, Party::Receiver] {
        let columns: Vec<usize> = (0..guesses.len()).filter(|&i| place(&guesses[i]).is_some_and(|(p, _)| p == party)).collect();
        let groups: Vec<&'static str> = columns.iter().map(|&i| address_group(&facts[i].header)).collect();
        let mut named: Vec<(&str, u64)> = Vec::new();
        for (&i, &group) in columns.iter().zip(&groups) {
            match named.iter_mut().find(|(g, _)| *g == group) {
                Some(entry) => entry.1 += facts[i].filled,
                None => named.push((group, facts[i].filled)),
            }
        }
        let has_lines = |group: &str| columns.iter().zip(&groups).any(|(&i, &g)| g == group && is_line(&guesses[i]));
        named.retain(|(group, _)| !group.is_empty() && has_lines(group));
        if named.len() > 1 {
            // The place somebody lives at comes before the one letters go to and the employer's, if it is filled at all well.
            let rank = |group: &str| GROUPS.iter().position(|g| *g == group);
            let most = named.iter().map(|(_, filled)| *filled).max().unwrap_or(0);
            let best = named.iter().filter(|(_, filled)| 2 * filled >= most).min_by_key(|(g, _)| rank(g)).map_or("", |(g, _)| *g);
            for (&i, &group) in columns.iter().zip(&groups) {
                if group != best && named.iter().any(|(g, _)| *g == group) {
                    keep_aside(&mut guesses[i], Kind::Category, "another address of the row says more of who it is");
                }
            }
        }
        for kind in [Kind::Country, Kind::Province, Kind::City, Kind::District, Kind::Postcode, Kind::HouseNumber] {
            let same: Vec<usize> = (0..guesses.len()).filter(|&i| field(&guesses[i]) == Some((party, kind))).collect();
            let best = same.iter().copied().max_by_key(|&i| (facts[i].filled, guesses[i].exact, std::cmp::Reverse(i)));
            for i in same {
                if Some(i) != best {
                    keep_aside(&mut guesses[i], Kind::Category, "another column of the same kind is better filled");
                }
            }
        }
        house_alone(guesses, party);
    }
}

/// A house number is a part of an address only on its road; where no column has roads (a voters' roll of one ward) it is compared
/// for itself.
fn house_alone(guesses: &mut [Guess], party: Party) {
    let is_of = |g: &Guess, kinds: &[Kind]| field(g).is_some_and(|(p, k)| p == party && kinds.contains(&k));
    if guesses.iter().any(|g| is_of(g, LINES)) {
        return;
    }
    for guess in guesses.iter_mut().filter(|g| is_of(g, &[Kind::HouseNumber])) {
        guess.meaning = Meaning::Attribute(Kind::Category);
        guess.reason.push_str("; no column has the road it stands on, so it is compared for itself");
    }
}

fn is_line(guess: &Guess) -> bool {
    field(guess).is_some_and(|(_, k)| matches!(k, Kind::Address | Kind::Street | Kind::City | Kind::Postcode))
}

/// Addresses a row may have besides each other, the most personal first.
#[rustfmt::skip]
const GROUPS: &[&str] = &[
    "home", "residential", "residence", "res", "permanent", "current", "physical", "legal", "default", "billing", "mailing", "mail", "postal",
    "work", "workplace", "office", "business", "company", "employer", "organisation", "organization", "firm", "job", "other",
];

/// The same groups at the beginning of Chinese headers.
#[rustfmt::skip]
const HAN_GROUPS: &[(&str, &str)] = &[
    ("家庭", "home"), ("住宅", "home"), ("居住", "home"), ("现住", "home"), ("现居", "home"), ("常住", "home"), ("户籍", "permanent"),
    ("户口", "permanent"), ("通讯", "mailing"), ("通信", "mailing"), ("邮寄", "mailing"), ("单位", "work"), ("公司", "work"),
    ("工作", "work"), ("办公", "work"), ("企业", "work"),
];

/// Which of a row's addresses a header speaks of.
fn address_group(header: &str) -> &'static str {
    let phrase = phrase(header);
    if let Some((_, group)) = HAN_GROUPS.iter().find(|(start, _)| phrase.starts_with(start)) {
        return group;
    }
    let first = phrase.split(' ').next().unwrap_or("");
    GROUPS.iter().copied().find(|g| *g == first && phrase.contains(' ')).unwrap_or("")
}

/// Where only the receiver has a name, phones and addresses that name no party are the receiver's. Where nobody but the row's
/// own party has a name, phone or address, a shipping address is its own.
pub(super) fn parcels(guesses: &mut [Guess]) {
    let of_receiver = |g: &Guess, kinds: &[Kind]| matches!(field(g), Some((Party::Receiver, kind)) if kinds.contains(&kind));
    let receiver = guesses.iter().any(|g| of_receiver(g, &[Kind::PersonName]));
    let buyer = guesses.iter().any(|g| is_kind(g, NAMES));
    let reached = guesses.iter().any(|g| of_receiver(g, NAMES) || of_receiver(g, &[Kind::Phone, Kind::Email, Kind::Company]));
    if buyer && !reached && !guesses.iter().any(|g| is_kind(g, ADDRESS)) {
        for guess in guesses.iter_mut() {
            if let Some((Party::Receiver, kind)) = field(guess).filter(|(_, kind)| ADDRESS.contains(kind)) {
                set(guess, kind, "no other receiver is named and there is no other address");
            }
        }
    }
    if !receiver || buyer {
        return;
    }
    for guess in guesses.iter_mut() {
        if let Some((Party::Principal, kind)) = field(guess)
            && (kind == Kind::Phone || ADDRESS.contains(&kind))
            && !["buyer", "billing", "customer", "买家", "客户", "会员", "下单"]
                .iter()
                .any(|w| guess.reason.to_lowercase().contains(w))
        {
            guess.meaning = Meaning::Target(Target::Field(Party::Receiver, kind));
            guess.reason = format!("{}; the receiver is the only person named", guess.reason);
        }
    }
}
