//! Tests of this room on small tables written out in full.

use super::*;
use crate::model::kind::Party;
use crate::model::mapping::ColumnMapping;

fn table(header: &[&str], rows: &[&[&str]]) -> RawTable {
    RawTable {
        file: "a.csv".to_owned(),
        header: header.iter().map(|&h| h.to_owned()).collect(),
        columns: (0..header.len()).map(|c| TextColumn::from_texts(rows.iter().map(|r| r[c]))).collect(),
        rows: (1..=rows.len() as u32).collect(),
        ..RawTable::default()
    }
}

fn mapping(record: RecordType, event_kind: &str, columns: &[(&str, &str)]) -> Mapping {
    let column = |&(header, target): &(&str, &str)| ColumnMapping::made(header, &target.parse().unwrap());
    Mapping { record, event_kind: event_kind.to_owned(), columns: columns.iter().map(column).collect(), ..Mapping::default() }
}

fn texts<'a>(shaped: &'a ChannelTable, target: &str) -> Vec<&'a str> {
    let target: Target = target.parse().unwrap();
    shaped.columns.iter().find(|c| c.target == target).map(|c| c.text.iter().collect()).unwrap_or_default()
}

fn keys(shaped: &ChannelTable) -> Vec<&str> {
    shaped.source_key.iter().collect()
}

const LINES: &[(&str, &str)] = &[("Name", "event.key"), ("Email", "email"), ("Item", "item.product"), ("Total", "event.amount")];

#[test]
fn line_items_fold_and_inherit_order_fields_but_not_items() {
    let rows: &[&[&str]] = &[&["#1", "a@b.c", "Mug", "9"], &["#2", "d@e.f", "Cup", "3"], &["#1", "", "", ""], &["", "", "Lid", ""]];
    let shaped = shape(table(&["Name", "Email", "Item", "Total"], rows), mapping(RecordType::Line, "order", LINES));
    assert_eq!(shaped.event_of_row, [0, 1, 0, 0]);
    assert_eq!(shaped.event_first_row, [0, 1]);
    assert_eq!(texts(&shaped, "email"), ["a@b.c", "d@e.f", "a@b.c", "a@b.c"]);
    assert_eq!(texts(&shaped, "item.product"), ["Mug", "Cup", "", "Lid"]);
    assert_eq!(keys(&shaped)[..3], ["#1", "#2", "#1#2"]);
}

#[test]
fn an_order_seen_again_updates_the_event() {
    let columns = [("Order", "event.key"), ("Email", "email"), ("Status", "event.status")];
    let rows: &[&[&str]] = &[&["1", "a@b.c", "pending"], &["2", "d@e.f", "paid"], &["1", "a@b.c", "paid"], &["", "g@h.i", "paid"]];
    let shaped = shape(table(&["Order", "Email", "Status"], rows), mapping(RecordType::Event, "order", &columns));
    assert_eq!(shaped.event_of_row, [0, 1, 0, 2]);
    assert_eq!(shaped.event_first_row, [2, 1, 3]);
}

#[test]
fn a_person_row_makes_an_event_only_where_the_channel_says_so() {
    let rows: &[&[&str]] = &[&["Ada"], &["Bob"]];
    let columns = [("Name", "name")];
    let shaped = shape(table(&["Name"], rows), mapping(RecordType::Person, "", &columns));
    assert_eq!((shaped.event_of_row, shaped.event_first_row.len()), (vec![NO_EVENT, NO_EVENT], 0));
    let shaped = shape(table(&["Name"], rows), mapping(RecordType::Person, "inquiry", &columns));
    assert_eq!(shaped.event_of_row, [0, 1]);
}

#[test]
fn keys_come_from_the_source_or_from_the_row() {
    let rows: &[&[&str]] = &[&["7", "Ada"], &["7", "Bob"], &["7#2", "Cy"], &["", "Di"], &["", "Di"]];
    let columns = [("id", "source_key"), ("name", "name")];
    let shaped = shape(table(&["id", "name"], rows), mapping(RecordType::Person, "", &columns));
    let keys = keys(&shaped);
    assert_eq!(keys[..3], ["7", "7#2", "7#2#2"]);
    assert!(keys[3].starts_with("h:") && keys[3].len() == 36 && keys[3].ends_with(":1"), "{}", keys[3]);
    assert_eq!(keys[4], format!("{}2", &keys[3][..35]));
    let hash = crate::model::hash::hash128(b"\x1fDi");
    assert_eq!(keys[3], format!("h:{hash:032x}:1"));
}

#[test]
fn a_row_that_names_nobody_and_tells_nothing_is_rejected() {
    let columns = [("id", "source_key"), ("name", "name"), ("city", "city"), ("at", "event.at")];
    let rows: &[&[&str]] =
        &[&["1", "Ada", "", ""], &["2", "", "Paris", ""], &["3", "", "", "2026-01-01"], &["4", "Bob, Jr", "", ""]];
    let header = ["id", "name", "city", "at"];
    let shaped = shape(table(&header, rows), mapping(RecordType::Person, "inquiry", &columns));
    assert_eq!(shaped.rows, [1, 3, 4]);
    assert_eq!((shaped.event_of_row.as_slice(), shaped.event_first_row.as_slice()), (&[0, 1, 2][..], &[0, 1, 2][..]));
    assert_eq!(
        (shaped.rejects[0].row, shaped.rejects[0].reason, shaped.rejects[0].raw.as_str()),
        (2, "no_person_no_event", "2,,Paris,")
    );
    let shaped = shape(table(&header, rows), mapping(RecordType::Person, "", &columns));
    assert_eq!((shaped.rows, keys_of(&shaped.source_key)), (vec![1, 4], vec!["1", "4"]));
}

fn keys_of(column: &TextColumn) -> Vec<&str> {
    column.iter().collect()
}

#[test]
fn a_table_without_any_person_column_keeps_its_rows() {
    let columns = [("title", "extra.text.title"), ("year", "extra.ignore.year")];
    let rows: &[&[&str]] = &[&["A study", "1999"], &["", "2000"]];
    let shaped = shape(table(&["title", "year"], rows), mapping(RecordType::Person, "", &columns));
    assert_eq!((shaped.rows.as_slice(), shaped.columns.len()), (&[1][..], 1));
}

#[test]
fn one_column_may_feed_two_targets_and_ignored_ones_are_not_carried() {
    let columns = [("nick", "account_id"), ("x", "extra.ignore.x"), ("nick", "nickname")];
    let shaped = shape(table(&["nick", "x"], &[&["tb1", "1"]]), mapping(RecordType::Person, "", &columns));
    assert_eq!((texts(&shaped, "account_id"), texts(&shaped, "nickname"), shaped.columns.len()), (vec!["tb1"], vec!["tb1"], 2));
}

#[test]
fn packed_cells_are_taken_apart() {
    let columns = [("order", "event.key"), ("addr", "receiver.address")];
    let rows: &[&[&str]] = &[
        &["1", "周晓月，86-13900000004，江苏省 扬州市 广陵区 文昌路1号, 2室"],
        &["2", "林宇，139****0005，浙江省 杭州市"],
        &["3", "上海市 浦东新区，世纪大道1号"],
    ];
    let shaped = shape(table(&["order", "addr"], rows), mapping(RecordType::Event, "order", &columns));
    assert_eq!(texts(&shaped, "receiver.name"), ["周晓月", "林宇", ""]);
    assert_eq!(texts(&shaped, "receiver.phone"), ["86-13900000004", "139****0005", ""]);
    assert_eq!(
        texts(&shaped, "receiver.address"),
        ["江苏省 扬州市 广陵区 文昌路1号, 2室", "浙江省 杭州市", "上海市 浦东新区，世纪大道1号"]
    );

    let columns = [("order", "event.key"), ("form", "extra.text.form")];
    let rows: &[&[&str]] = &[&["1", "姓名:周晓月;手机号:13900000004;备注:无"], &["2", "姓名：林宇；手机号：13900000005"]];
    let shaped = shape(table(&["order", "form"], rows), mapping(RecordType::Event, "order", &columns));
    assert_eq!((texts(&shaped, "name"), texts(&shaped, "phone")), (vec!["周晓月", "林宇"], vec!["13900000004", "13900000005"]));
    assert!(shaped.columns.iter().any(|c| c.target == Target::Field(Party::Principal, Kind::PersonName) && c.source == 1));
}

#[test]
fn a_value_repeated_for_each_joined_line_item_is_one_value() {
    let columns = [
        ("主订单", "event.key"),
        ("收件人", "receiver.name"),
        ("提交", "event.at"),
        ("状态", "event.status"),
        ("商品", "item.product"),
        ("备注", "event.text"),
    ];
    let rows: &[&[&str]] = &[
        &["7;7", "周晓月;周晓月;", "2026-01-01 10:00:00;2026-01-01 10:00:05", "已完成;已完成", "杯;杯", "快;慢"],
        &["8", "林宇", "2026-01-02 10:00:00", "已完成", "碗", ""],
    ];
    let mut joined = mapping(RecordType::Line, "order", &columns);
    joined.joined = Some(';');
    let shaped = shape(table(&["主订单", "收件人", "提交", "状态", "商品", "备注"], rows), joined);
    assert_eq!(texts(&shaped, "event.key"), ["7", "8"]);
    assert_eq!(texts(&shaped, "receiver.name"), ["周晓月", "林宇"]);
    assert_eq!(texts(&shaped, "event.at"), ["2026-01-01 10:00:00", "2026-01-02 10:00:00"]);
    assert_eq!(texts(&shaped, "event.status")[0], "已完成;已完成");
    assert_eq!((texts(&shaped, "item.product")[0], texts(&shaped, "event.text")[0]), ("杯;杯", "快;慢"));
}

#[test]
fn a_file_that_states_consent_states_it_for_every_row() {
    let mut stated = mapping(RecordType::Person, "", &[("Email", "email")]);
    stated.file_consent = vec![("email".to_owned(), false), ("sms".to_owned(), true)];
    let shaped = shape(table(&["Email"], &[&["a@b.c"], &["d@e.f"]]), stated);
    assert_eq!(texts(&shaped, "consent.email"), ["suppressed", "suppressed"]);
    assert_eq!(texts(&shaped, "consent.sms"), ["yes", "yes"]);
}

#[test]
fn years_of_life_leave_the_name() {
    let headings = |rows: &[&[&str]], columns: &[(&str, &str)]| {
        let header: Vec<&str> = columns.iter().map(|c| c.0).collect();
        shape(table(&header, rows), mapping(RecordType::Person, "", columns))
    };
    let shaped = headings(&[&["Wright, Roger, 1854-1921"], &["Burgin, Susan, b. 1725"], &["Gordon, J."]], &[("heading", "name")]);
    assert_eq!(texts(&shaped, "name"), ["Wright, Roger", "Burgin, Susan", "Gordon, J."]);
    assert_eq!(texts(&shaped, "birth_date"), ["1854", "1725", ""]);
    assert_eq!(texts(&shaped, "attribute.birth_date.died"), ["1921", "", ""]);
    // What a column of its own says stands; what it leaves out is taken from the name.
    let rows: [&[&str]; 2] = [&["Wright, Roger, 1854-1921", "1854-03-02"], &["Burgin, Susan, b. 1725", ""]];
    let shaped = headings(&rows, &[("heading", "name"), ("born", "birth_date")]);
    let births: Vec<Vec<&str>> =
        shaped.columns.iter().filter(|c| c.target.to_string() == "birth_date").map(|c| c.text.iter().collect()).collect();
    assert_eq!(births, [["1854-03-02", ""], ["", "1725"]]);
}

#[test]
fn one_name_with_years_among_many_stays_as_it_is() {
    let names: Vec<String> = (0..20).map(|i| format!("Wright, Roger{i}")).chain(["Wright, Roger, 1854-1921".to_owned()]).collect();
    let cells: Vec<[&str; 1]> = names.iter().map(|name| [name.as_str()]).collect();
    let rows: Vec<&[&str]> = cells.iter().map(|row| &row[..]).collect();
    assert_eq!(shape(table(&["heading"], &rows), mapping(RecordType::Person, "", &[("heading", "name")])).columns.len(), 1);
}

#[test]
fn the_end_of_a_phone_behind_a_name_is_one_where_the_tables_own_phones_say_so() {
    let known: Vec<[String; 2]> = (0..8).map(|i| [format!("王芳{}", 5670 + i), format!("1381234{}", 5670 + i)]).collect();
    let told = |known: &[[String; 2]]| {
        let more = [["张三8020", ""], ["李女士-9132", ""], ["赵六13912345678", ""], ["钱七", ""], ["Lucky2020", ""]];
        let cells: Vec<[&str; 2]> = known.iter().map(|r| [r[0].as_str(), r[1].as_str()]).chain(more).collect();
        let rows: Vec<&[&str]> = cells.iter().map(|row| &row[..]).collect();
        let columns = [("备注", "name"), ("手机", "phone")];
        shape(table(&["备注", "手机"], &rows), mapping(RecordType::Person, "", &columns))
    };
    let shaped = told(&known);
    let phones: Vec<Vec<&str>> =
        shaped.columns.iter().filter(|c| c.target.to_string() == "phone").map(|c| c.text.iter().collect()).collect();
    assert_eq!(phones[1], ["", "", "", "", "", "", "", "", "*******8020", "*******9132", "13912345678", "", ""]);
    let counted: Vec<[String; 2]> = known.iter().enumerate().map(|(i, r)| [format!("王芳{:04}", i + 1), r[1].clone()]).collect();
    assert_eq!(told(&counted).columns.len(), 2, "counters");
}
