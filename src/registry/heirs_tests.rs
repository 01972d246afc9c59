//! Who goes on as whom: rows of (name, phone, email, birth date) of channel `c`; `""` is missing.

use super::*;
use crate::model::text::ListColumn;
use crate::model::value::{Dict, Normal};
use crate::registry::identity::fingerprints;

const KINDS: [Kind; 4] = [Kind::PersonName, Kind::Phone, Kind::Email, Kind::BirthDate];

type Row = [&'static str; 4];

const ZHANG: Row = ["张伟", "+8613912345678", "zhang@163.com", "1990-01-02"];

fn records(rows: &[Row]) -> Records {
    let field = |i: usize| {
        let (mut dict, mut values) = (Dict::new(), ListColumn::new());
        for row in rows {
            values.push((!row[i].is_empty()).then(|| dict.intern(&Normal::valid(row[i]))));
        }
        let (name, kind) = (KINDS[i].name().to_owned(), KINDS[i]);
        Field { name, kind, party: Party::Principal, scope: String::new(), matches: true, dict, values }
    };
    Records {
        channels: vec!["c".into()],
        channel_of_file: vec![0],
        file: vec![0; rows.len()],
        row: (1..=rows.len() as u32).collect(),
        source_key: TextColumn::missing(rows.len()),
        entity: vec![Entity::Person; rows.len()],
        fields: (0..KINDS.len()).map(field).collect(),
        ..Records::default()
    }
}

/// Rows that are word for word what departed rows were: (row, old id). Every row of either side is a customer of its own.
fn same(before: &[Row], now: &[Row]) -> Vec<(u32, u32)> {
    let was = fingerprints(&records(before));
    let departed = (0..).zip(was).map(|(i, fingerprint)| Departed { fingerprint, old: i, place: i }).collect();
    let records = records(now);
    let newcomers =
        (0..).zip(fingerprints(&records)).map(|(i, fingerprint)| Newcomer { fingerprint, cluster: i, row: i }).collect();
    let mut heirs: Vec<_> = of_the_same_values(departed, newcomers, &records).0.iter().map(|heir| (heir.row, heir.old)).collect();
    heirs.sort_unstable();
    heirs
}

/// Rows that departed rows became: (row, old id).
fn edited(before: &[Row], now: &[Row]) -> Vec<(u32, u32)> {
    let said = (0..KINDS.len()).map(|i| Some(TextColumn::from_texts(before.iter().map(|row| row[i])))).collect();
    let before = Before { old: (0..before.len() as u32).collect(), channel: vec!["c"; before.len()], said };
    let newcomers: Vec<_> = (0..now.len() as u32).map(|row| Newcomer { fingerprint: 0, cluster: row, row }).collect();
    let mut heirs: Vec<_> = of_edited(&before, &newcomers, &records(now)).iter().map(|heir| (heir.row, heir.old)).collect();
    heirs.sort_unstable();
    heirs
}

#[test]
fn a_record_that_says_the_same_goes_on() {
    let other = ["李娜", "+8613787654321", "", ""];
    assert_eq!(same(&[ZHANG, other], &[other, ZHANG]), [(0, 1), (1, 0)]);
    assert!(same(&[ZHANG], &[other]).is_empty());
}

#[test]
fn a_bare_name_is_not_enough_for_going_on() {
    let bare = ["张伟", "", "", ""];
    assert!(same(&[bare], &[bare]).is_empty());
    // Two customers who say the same: nobody knows which is which.
    assert!(same(&[ZHANG, ZHANG], &[ZHANG, ZHANG]).is_empty());
}

#[test]
fn an_edited_record_goes_on_by_name_and_a_number() {
    let [name, phone, email, born] = ZHANG;
    for now in [[name, "+8613500000001", email, born], [name, phone, "", ""], ["", phone, email, ""], [name, "", email, ""]] {
        assert_eq!(edited(&[ZHANG], &[now]), [(0, 0)], "{now:?}");
    }
    // The name was mistyped, everything else stayed.
    assert_eq!(edited(&[ZHANG], &[["章伟", phone, email, born]]), [(0, 0)]);
}

#[test]
fn another_of_the_family_does_not_go_on_as_the_one_who_left() {
    let [name, phone, email, born] = ZHANG;
    for now in [["张丽", phone, email, ""], ["张丽", phone, "", born], ["张丽", phone, email, "1992-03-04"], [name, "", "", born]]
    {
        assert!(edited(&[ZHANG], &[now]).is_empty(), "{now:?}");
    }
}

#[test]
fn where_it_could_be_either_it_is_nobody() {
    let [name, phone, email, born] = ZHANG;
    assert!(edited(&[ZHANG], &[[name, phone, "", ""], [name, "", email, born]]).is_empty());
    assert!(edited(&[[name, phone, "", ""], [name, "", email, born]], &[ZHANG]).is_empty());
}
