//! Column understanding on invented tables.

use crate::model::kind::{Kind, Party, Target};
use crate::model::mapping::{Entity, Mapping};
use crate::model::raw::RawTable;
use crate::model::text::TextColumn;
use crate::rules::Project;

use super::understand;

/// A table out of a header line and rows, cells separated by `|`.
pub(super) fn table(header: &str, rows: &[&str]) -> RawTable {
    let header: Vec<String> = header.split('|').map(str::to_owned).collect();
    let cells: Vec<Vec<&str>> = rows.iter().map(|r| r.split('|').collect()).collect();
    let columns = (0..header.len()).map(|c| TextColumn::from_texts(cells.iter().map(|r| r[c]))).collect();
    RawTable {
        file: "made/customers.csv".to_owned(),
        header,
        columns,
        rows: (1..=rows.len() as u32).collect(),
        ..RawTable::default()
    }
}

fn mapping(header: &str, rows: &[&str]) -> Mapping {
    understand(&table(header, rows), &[], None, &Project::named("test")).expect("no presets, no ties")
}

fn targets(header: &str, rows: &[&str]) -> Vec<String> {
    mapping(header, rows).columns.iter().map(|c| c.target.to_string()).collect()
}

#[test]
fn a_chinese_sign_up_list_is_understood() {
    let rows = [
        "VIP0001|王建国|男|1985-03-02|13812345678|无|朝阳店|2026/01/02|12.50元|老客户",
        "VIP0002|李娜|女|1990年8月10日|13912345679|lina@qq.com|朝阳店|2026/01/03|￥99|",
        "VIP0003|张伟|男|1978/12/01|+8613712345670|-|海淀店|2026/02/04|18|要发票",
        "VIP0004|欧阳娜娜|女|2001-05-06|159****3344|a@163.com|海淀店|2026/02/05|5.00|",
    ];
    let m = mapping("会员卡号|姓名|性别|出生日期|手机号码（必填）|邮箱|开卡门店|开卡日期|累计消费|备注", &rows);
    let got: Vec<String> = m.columns.iter().map(|c| c.target.to_string()).collect();
    let want = [
        "member_id",
        "name",
        "gender",
        "birth_date",
        "phone",
        "email",
        "extra.category.开卡门店",
        "created_at",
        "extra.amount.累计消费",
        "extra.text.备注",
    ];
    assert_eq!(got, want);
    assert_eq!((m.country.as_str(), m.entity, m.event_kind.as_str()), ("CN", Some(Entity::Person), "signup"));
}

#[test]
fn values_veto_a_header() {
    let rows = ["red|a@x.com", "green|b@y.org", "blue|c@z.net", "pink|d@z.net"];
    let got = targets("phone|contact", &rows);
    assert_ne!(got[0], "phone");
    assert_eq!(got[1], "email");
}

#[test]
fn opaque_headers_are_read_by_their_values() {
    let rows: Vec<String> = (0..60)
        .map(|i| {
            format!(
                "k{i}x|{}|1{}{:09}|user{i}@example.com|{}-0{}-1{}",
                ["王伟", "李静", "张敏", "刘洋", "陈杰", "杨丽", "黄磊"][i % 7],
                3 + i % 6,
                12_345_678 + i * 7,
                1950 + i,
                1 + i % 9,
                i % 9
            )
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(targets("F1|F2|F3|F4|F5", &rows), ["source_key", "name", "phone", "email", "birth_date"]);
}

#[test]
fn row_order_does_not_matter() {
    let mut rows = vec!["1|Ann|Smith|1980-01-02", "2|Bob|Jones|1975-05-06", "3|Eve|Brown|1990-11-12", "4|Joe|White|1960-07-08"];
    let a = mapping("id|first_name|surname|dob", &rows);
    rows.reverse();
    let b = mapping("id|first_name|surname|dob", &rows);
    assert_eq!(format!("{a:?}"), format!("{b:?}"));
}

#[test]
fn a_whole_name_that_repeats_its_parts_is_dropped() {
    let rows = ["Ann May Smith|Ann Smith|Ann|Smith", "Bob Jones|Bob Jones|Bob|Jones", "Eve Lee Brown|Eve Brown|Eve|Brown"];
    let m = mapping("full_name|first_and_surname|first_name|surname", &rows);
    assert_eq!(m.columns[0].target, Target::Field(Party::Principal, Kind::PersonName));
    assert!(matches!(m.columns[1].target, Target::Extra(_, Kind::Ignore)), "{:?}", m.columns[1]);
}

#[test]
fn questions_of_a_known_form_are_understood_by_header_and_values() {
    let rows: Vec<String> = (0..30)
        .map(|i| format!("{i}|2026/09/03 12:{i:02}:00|10秒|127.0.0.1|王小{}|139000000{i:02}|好", ["明", "红", "刚"][i % 3]))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let table = table("序号|提交答卷时间|所用时间|来自IP|1、您的姓名|2、您的手机号|3、满意吗", &rows);
    let presets = crate::rules::presets().unwrap();
    let mapping = understand(&table, &presets, None, &Project::named("p")).unwrap();
    let got: Vec<String> = mapping.columns.iter().map(|c| c.target.to_string()).collect();
    assert_eq!(mapping.preset.as_deref(), Some("wjx"));
    assert_eq!((got[0].as_str(), &got[4..6]), ("source_key", &["name".to_owned(), "phone".to_owned()][..]));
    assert!(got.contains(&"event.at".to_owned()));
}
