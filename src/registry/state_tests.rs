//! What is read back from `state/` and `master.parquet`, on real files.

use std::fs;

use polars::prelude::{Column, DataFrame, IntoColumn as _, NamedFrom as _, ParquetWriter, Series};

use super::*;
use crate::model::table::{Data, Table};
use crate::registry::{Assignment, MasterSnapshot, Move, MoveKind, feeds};

/// Writes a Parquet file with these columns; `""` becomes null, as `deliver` does.
fn parquet(path: &Path, texts: &[(&str, &[&str])], numbers: &[(&str, &[Option<i64>])]) {
    let missing = |values: &[&str]| values.iter().map(|v| (!v.is_empty()).then(|| (*v).to_owned())).collect::<Vec<_>>();
    let mut columns: Vec<Column> =
        texts.iter().map(|(name, values)| Series::new((*name).into(), missing(values)).into_column()).collect();
    columns.extend(numbers.iter().map(|(name, values)| Series::new((*name).into(), values.to_vec()).into_column()));
    let mut frame = DataFrame::new_infer_height(columns).unwrap();
    ParquetWriter::new(fs::File::create(path).unwrap()).finish(&mut frame).unwrap();
}

const A: &str = "000000000001";
const B: &str = "000000000002";

fn state_in(folder: &Path, version: &str) {
    fs::write(folder.join(VERSION_FILE), version).unwrap();
    let ids: &[(&str, &[&str])] = &[("customer_id", &[B, A]), ("status", &["merged", "active"]), ("redirect", &[A, ""])];
    parquet(&folder.join("ids.parquet"), ids, &[("born", &[Some(2), Some(1)]), ("seen", &[Some(2), Some(3)])]);
    let records: &[(&str, &[&str])] =
        &[("channel", &["c", "c", "d"]), ("source_key", &["1", "2", "3"]), ("customer_id", &[A, "", A])];
    parquet(
        &folder.join("records.parquet"),
        records,
        &[("gone", &[None, None, Some(2)]), ("fingerprint", &[Some(7), Some(-1), None])],
    );
}

#[test]
fn no_state_folder_is_a_first_run() {
    let folder = tempfile::tempdir().unwrap();
    assert!(load(&folder.path().join("state")).unwrap().is_none());
}

#[test]
fn a_published_state_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    state_in(folder.path(), "1\n");
    let state = load(folder.path()).unwrap().unwrap();
    let (a, b) = (CustomerId::parse(A).unwrap(), CustomerId::parse(B).unwrap());
    assert_eq!(state.run(), 3);
    let ledger: Vec<_> = state.ledger.iter().map(|r| (r.id, r.born, r.status, r.redirect)).collect();
    assert_eq!(ledger, [(a, 1, Status::Active, None), (b, 2, Status::Merged, Some(a))]);
    // The record without a customer is no known record.
    let keys: Vec<&str> = state.records.source_key.iter().collect();
    assert_eq!((keys, &state.records.gone, state.records.fingerprint), (vec!["1", "3"], &vec![None, Some(2)], vec![7, 0]));
}

#[test]
fn a_newer_layout_is_refused_with_both_numbers() {
    let folder = tempfile::tempdir().unwrap();
    state_in(folder.path(), "99");
    let error = load(folder.path()).unwrap_err().to_string();
    assert!(error.contains("the state has format 99, this program knows formats up to 4"), "{error}");
}

#[test]
fn an_older_layout_is_read_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    state_in(folder.path(), "1");
    assert_eq!(load(folder.path()).unwrap().unwrap().run(), 3);
    state_in(folder.path(), "0");
    let error = load(folder.path()).unwrap_err().to_string();
    assert!(error.contains("the state has format 0, which this program no longer reads"), "{error}");
}

#[test]
fn a_damaged_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    state_in(folder.path(), "1");
    fs::write(folder.path().join("ids.parquet"), "no parquet").unwrap();
    let error = format!("{:#}", load(folder.path()).unwrap_err());
    assert!(error.contains("ids.parquet` is damaged"), "{error}");
}

/// A master of customers A and B.
fn master(name_of_b: &str, orders_of_b: i64) -> Table {
    let mut table = Table::new();
    table.push("customer_id", Data::Text(TextColumn::from_texts([A, B])));
    table.push("name", Data::Text(TextColumn::from_texts(["张三", name_of_b])));
    table.push("orders", Data::Int(vec![None, Some(orders_of_b)]));
    table
}

fn feed(now: &Table, moves: Vec<Move>) -> Vec<(String, String, String)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("master.parquet");
    parquet(&path, &[("customer_id", &[A, B]), ("name", &["张三", ""])], &[("orders", &[None, Some(1)])]);
    let before = MasterSnapshot::read(&path).unwrap();
    let (table, _) = feeds(before.as_ref(), now, &Assignment { moves, ..Assignment::default() }).unwrap();
    let text = |name: &str, row: usize| match table.column(name) {
        Some(Data::Text(values)) => values.get(row).to_owned(),
        other => panic!("{name}: {other:?}"),
    };
    (0..table.rows()).map(|row| (text("change", row), text("customer_id", row), text("fields", row))).collect()
}

#[test]
fn only_customers_with_other_values_are_updated() {
    assert_eq!(feed(&master("", 1), Vec::new()), []);
    let updated = |fields: &str| vec![("updated".to_owned(), B.to_owned(), fields.to_owned())];
    assert_eq!(feed(&master("李四", 2), Vec::new()), updated("name|orders"));
    let mut emptied = master("", 1);
    emptied = emptied.columns().iter().fold(Table::new(), |mut table, column| {
        let emptied = Data::Text(TextColumn::missing(2));
        table.push(&*column.name, if column.name == "name" { emptied } else { (*column.data).clone() });
        table
    });
    assert_eq!(feed(&emptied, Vec::new()), [("updated".to_owned(), A.to_owned(), "name".to_owned())]);
    let mut wider = master("", 1);
    wider.push("level", Data::Text(TextColumn::from_texts(["", "gold"])));
    assert_eq!(feed(&wider, Vec::new()), updated("level"));
}

#[test]
fn a_column_of_another_type_counts_by_its_values() {
    let mut now = master("", 1);
    now = now.columns().iter().fold(Table::new(), |mut table, column| {
        match &*column.data {
            Data::Int(orders) => table.push(&*column.name, Data::Float(orders.iter().map(|n| n.map(|n| n as f64)).collect())),
            other => table.push(&*column.name, other.clone()),
        }
        table
    });
    assert_eq!(feed(&now, Vec::new()), []);
}

#[test]
fn moves_come_before_updates() {
    let created = Move { kind: MoveKind::Created, id: CustomerId::parse(A).unwrap(), into: None };
    let kinds: Vec<String> = feed(&master("李四", 1), vec![created]).into_iter().map(|(kind, ..)| kind).collect();
    assert_eq!(kinds, ["created", "updated"]);
}
