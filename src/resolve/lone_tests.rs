//! What is done with a table that has one field to match by.

use crate::model::kind::Kind;
use crate::model::mapping::Entity;
use crate::model::records::Records;
use crate::model::resolution::{NO_CLUSTER, Resolution};
use crate::model::value::Normal;
use crate::model::watch::Unwatched;

use super::cluster::Merge;
use super::prepare::prepare;
use super::score::Layout;
use super::tests::{Row, firm, own_field, records};
use super::threshold::shift_of;
use super::{Compiled, resolve};

/// Firms that have nothing but these names.
fn firms(names: &[String]) -> Records {
    let rows: Vec<Row> = names.iter().map(|_| ("", "", "", "", "")).collect();
    let company = own_field("company", Kind::Company, names.iter().map(|name| Some(firm(name))));
    Records { entity: vec![Entity::Organisation; names.len()], fields: vec![company], ..records(&rows) }
}

fn found(records: &Records) -> Resolution {
    let mut compiled = Compiled::default();
    compiled.matching.precision = None;
    resolve(records, &compiled, &Unwatched)
}

/// Names nobody shares: `Abara Steel`, `Abebe Timber` …
fn names(count: usize) -> Vec<String> {
    let (starts, ends) =
        (["ab", "cor", "del", "fen", "gil", "hum", "jas", "kol"], ["ara", "ebeck", "idon", "oplex", "umira", "ywen"]);
    let trades = ["Steel", "Timber", "Glass", "Bakery", "Foods", "Printing", "Tools", "Textile", "Energy", "Dental", "Marine"];
    (0..count)
        .map(|i| format!("{}{}{} {}", starts[i % 8], ends[i / 8 % 6], ["", "x", "o"][i / 48 % 3], trades[(i * 7 + i / 11) % 11]))
        .collect()
}

#[test]
fn a_list_of_firms_alone_joins_equal_names_and_no_others() {
    for count in [20, 140] {
        let mut list = names(count);
        list.extend(names(10));
        let r = found(&firms(&list));
        let joined = |a: usize, b: usize| r.cluster[a] != NO_CLUSTER && r.cluster[a] == r.cluster[b];
        assert!((0..10).all(|i| joined(i, count + i)), "equal names of {count}");
        let others = (0..count).flat_map(|a| (0..a).map(move |b| (a, b))).filter(|&(a, b)| joined(a, b)).count();
        assert!(others <= count / 20, "{others} other names of {count} joined");
        assert!(r.facts.remarks.iter().any(|told| told.contains("only `company`")), "{:?}", r.facts.remarks);
    }
}

#[test]
fn a_list_of_numbers_alone_joins_equal_numbers() {
    let numbers: Vec<String> = (0..100u64).map(|i| format!("4{:08}", (i % 90) * 7_654_321 % 99_999_989)).collect();
    let rows: Vec<Row> = numbers.iter().map(|n| ("", "", n.as_str(), "", "")).collect();
    let r = found(&records(&rows));
    for (i, number) in numbers.iter().enumerate().take(10) {
        assert_eq!(r.cluster[i], r.cluster[90 + i], "{number}");
    }
    assert_eq!(r.cluster.iter().collect::<std::collections::BTreeSet<_>>().len(), 90);
}

#[test]
fn a_kept_model_of_one_field_gives_the_same_customers_again() {
    let mut list = names(120);
    list.extend(names(12));
    let table = firms(&list);
    let first = found(&table);
    let mut compiled = Compiled::default();
    compiled.matching.precision = None;
    compiled.model = Some(super::KeptModel { model: first.model.clone(), wanted: false });
    let again = resolve(&table, &compiled, &Unwatched);
    assert_eq!(first.cluster, again.cluster);
    assert_eq!(again.model.json(), first.model.json());
}

#[test]
fn names_of_persons_are_two_fields_and_their_customers_get_the_benefit_of_their_records() {
    let step = [vec![Merge { into: 0, from: 1, bits: 5.0 }]];
    let list = names(80);
    let persons: Vec<Row> =
        list.iter().map(|name| name.split_once(' ').unwrap_or_default()).map(|n| (n.0, n.1, "", "", "")).collect();
    assert!(shift_of(&prepare(&records(&persons), &[], None), &step) > 0.0);
    assert_eq!(shift_of(&prepare(&firms(&list), &[], None), &step), 0.0);
}

#[test]
fn names_are_one_factor_where_two_fields_beside_them_show_how_many_match() {
    let list = names(80);
    let rows: Vec<Row> = list.iter().map(|name| name.split_once(' ').unwrap_or_default()).map(|n| (n.0, n.1, "", "", "")).collect();
    let mut table = Records { entity: vec![Entity::Person; list.len()], ..records(&rows) };
    let name_factors = |table: &Records| {
        let factors = Layout::new(&prepare(table, &[], None).comparisons, Entity::Person).factors;
        factors.iter().filter(|f| f.kinds[0] == Kind::PersonName).map(|f| f.at.len()).max()
    };
    // An attribute may be worth nothing, and is no view to rely on.
    for (field, kind, slots) in [("trade", Kind::Industry, 1), ("team", Kind::Category, 1), ("place", Kind::Place, 2)] {
        let cells = (0..list.len()).map(|i| Some(Normal::valid(format!("{field} {}", i % 7))));
        table.fields.push(own_field(field, kind, cells));
        assert_eq!(name_factors(&table), Some(slots), "with {field}");
    }
}
