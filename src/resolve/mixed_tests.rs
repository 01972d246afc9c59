//! Persons and organisations in one table.

use crate::model::kind::Kind;
use crate::model::mapping::Entity;
use crate::model::records::Records;
use crate::model::watch::Unwatched;

use super::tests::{Row, firm, own_field, records};
use super::{Compiled, resolve};

/// Practices with their own row, written twice by every third, and the people who work there; each practice has one phone and house.
fn practices() -> (Vec<[String; 4]>, Vec<String>) {
    let (starts, ends) =
        (["ab", "cor", "del", "fen", "gil", "hum", "jas", "kol"], ["ara", "ebeck", "idon", "oplex", "umira", "ywen"]);
    let word = |i: usize| format!("{}{}", starts[i % 8], ends[i / 8 % 6]);
    let (mut rows, mut firms) = (Vec::new(), Vec::new());
    for i in 0..120 {
        let (phone, house) = (format!("4{:08}", (i + 1) * 7_654_321 % 99_999_989), format!("{} road {}", word(i * 7), 3 * i + 2));
        let firm = format!("{}{} practice", word(i), ["", "x", "o"][i / 48 % 3]);
        for copy in 0..=usize::from(i % 3 == 0) {
            rows.push([String::new(), String::new(), phone.clone(), house.clone()]);
            firms.push(if copy == 0 { firm.clone() } else { format!("{firm} group") });
        }
        for person in 0..3 {
            rows.push([word(i * 5 + person * 11), format!("{}son", word(i * 3 + person * 17)), phone.clone(), house.clone()]);
            firms.push(String::new());
        }
    }
    (rows, firms)
}

fn table(rows: &[[String; 4]], firms: &[String]) -> Records {
    let rows: Vec<Row> = rows.iter().map(|r| (r[0].as_str(), r[1].as_str(), r[2].as_str(), "", r[3].as_str())).collect();
    let mut made = records(&rows);
    made.entity = firms.iter().map(|firm| if firm.is_empty() { Entity::Person } else { Entity::Organisation }).collect();
    let cells = firms.iter().map(|name| (!name.is_empty()).then(|| firm(name)));
    made.fields.push(own_field("company", Kind::Company, cells));
    made
}

#[test]
fn two_rows_of_one_practice_are_no_colleagues_and_its_people_are_not_one() {
    let (rows, firms) = practices();
    let r = resolve(&table(&rows, &firms), &Compiled::default(), &Unwatched);
    let twice: Vec<usize> = (1..rows.len()).filter(|&i| !firms[i].is_empty() && !firms[i - 1].is_empty()).collect();
    let found = twice.iter().filter(|&&i| r.cluster[i] == r.cluster[i - 1]).count();
    assert!(found * 10 >= twice.len() * 9, "{found} of {} practices", twice.len());
    let people: Vec<usize> = (1..rows.len()).filter(|&i| firms[i].is_empty() && firms[i - 1].is_empty()).collect();
    let joined = people.iter().filter(|&&i| r.cluster[i] == r.cluster[i - 1]).count();
    assert!(joined * 20 <= people.len(), "{joined} of {} colleagues", people.len());
}
