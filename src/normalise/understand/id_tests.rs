//! Which columns are ids, and whose.

use super::tests::{FAMILY, GIVEN, check, made, mapping, rows, targets, targets_of};

#[test]
fn unique_phones_are_no_row_id_and_sequence_numbers_are() {
    let rows = made(50, |i| format!("1 312 555 {:04}|{}|{} {} Hall Ltd", 1000 + i * 3, i + 1, FAMILY[i % 9], GIVEN[i % 8]));
    check("x1|x2|x3", &rows, &["phone", "extra.ignore.x2", "company"]);
}

#[test]
fn an_id_that_repeats_is_evidence_and_one_that_never_does_is_none() {
    let rows = made(60, |i| format!("{i}|C{:05}|P-{:06}|{} {}", i / 2, i, GIVEN[i / 2 % 8], FAMILY[i / 2 % 9]));
    check("id|customer_id|provider id|name", &rows, &["source_key", "member_id", "extra.ignore.provider id", "name"]);
}

#[test]
fn an_id_of_persons_who_have_no_name_in_common_is_nobodys_own() {
    let contacts = made(90, |i| format!("C{:05}|{} {}", i / 3, GIVEN[i % 8], FAMILY[i % 9]));
    check("client_no|name", &contacts, &["extra.category.client_no", "name"]);
    let apart = made(90, |i| format!("C{:05}|{}|{}", i / 3, GIVEN[i % 8], FAMILY[i % 9]));
    check("client_no|first_name|last_name", &apart, &["extra.category.client_no", "given_name", "family_name"]);
    // A family is told from one person by training; in a register of firms whoever is named changes.
    let family = made(90, |i| format!("C{:05}|{}|{}", i / 3, GIVEN[i % 8], FAMILY[i / 3 % 9]));
    check("client_no|first_name|last_name", &family, &["member_id", "given_name", "family_name"]);
    let firms = made(90, |i| format!("C{:05}|{} Hall Ltd|{} {}", i / 3, FAMILY[i / 3 % 9], GIVEN[i % 8], FAMILY[i % 9]));
    check("client_no|company|owner", &firms, &["member_id", "company", "name"]);
}

#[test]
fn among_organisations_the_number_in_a_register_is_an_id_and_the_founding_date_lasts() {
    let rows = made(60, |i| {
        format!("R{:05}|{} Hall Ltd|19{:02}-03-{:02}|www.hall{}.test", i / 2, FAMILY[i % 9], 40 + i, 1 + i % 28, i / 2)
    });
    let targets = ["member_id", "company", "extra.birth_date.date_of_incorporation", "url"];
    let m = check("registration_number|legal_name|date_of_incorporation|website", &rows, &targets);
    assert!(m.columns.iter().all(|c| c.matches));
    let persons = made(60, |i| format!("R{:05}|{} {}", i / 2, GIVEN[i % 8], FAMILY[i % 9]));
    check("registration_number|full_name", &persons, &["extra.ignore.registration_number", "name"]);
}

#[test]
fn hashes_that_repeat_match_as_what_they_hide() {
    let hash = |i: usize| format!("{:064x}", 0x9e37_79b9_7f4a_7c15u64.wrapping_mul(i as u64 + 7));
    let rows: Vec<String> = (0..40).map(|i| format!("{}|{}", hash(i / 2), hash(100 + i))).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let m = mapping("email_hash|session", &rows);
    assert_eq!(m.columns.iter().map(|c| c.matches).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn a_number_that_stands_in_every_row_is_nobodys_own() {
    let lines = rows(|i| format!("{}|400-820-8820|138123{:05}", ["王伟", "李静", "张敏"][i % 3], 10_000 + 37 * i));
    assert_eq!(targets_of("姓名|电话|手机", &lines), ["name", "extra.category.电话", "phone"]);
}

#[test]
fn a_customer_number_in_two_groups_is_no_phone() {
    let lines = rows(|i| format!("{}-{}|{}", 10_000 + 977 * i, 1000 + 7 * i, ["Weber", "Koch", "Wolf"][i % 3]));
    let doubled: Vec<String> = lines.iter().chain(&lines).cloned().collect();
    assert_eq!(targets_of("Kundennummer|Nachname", &doubled), ["member_id", "family_name"]);
}

#[test]
fn words_under_the_header_of_a_card_are_its_rank() {
    let rows: Vec<String> = (10..40).map(|i| format!("Amy Chan|1381234{i:04}|{}", ["gold", "silver", "platinum"][i % 3])).collect();
    let got = targets("Name|Mobile|Loyalty Card", &rows.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(got[2], "attribute.category.Loyalty Card");
    let rows: Vec<String> = (10..40).map(|i| format!("Amy Chan|1381234{i:04}|L{:05}", i / 2)).collect();
    let got = targets("Name|Mobile|Loyalty Card", &rows.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(got[2], "member_id");
}
