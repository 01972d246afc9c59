//! A folder as staff leave it: workbooks of several layouts, archives of several exports, rows that are no rows. `init` and
//! `run` need no hand, every row is accounted for, and who is the same is told across all of it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write as _};

use rust_xlsxwriter::{Workbook, Worksheet};

use crate::support::{AS_OF, Dir, csv_rows};

/// People of the folder.
const PEOPLE: usize = 48;

const FAMILY: [&str; 12] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙"];
const GIVEN: [&str; 8] = ["建国", "晓红", "志强", "美玲", "文博", "雅静", "思远", "海燕"];
const BRANDS: [&str; 12] = ["华翔", "鼎盛", "瑞丰", "博远", "天工", "恒达", "宏图", "锦程", "金禾", "凯越", "明德", "启航"];

fn name(i: usize) -> String {
    format!("{}{}", FAMILY[i % 12], GIVEN[(i / 12 + 3 * i) % 8])
}

fn phone(i: usize) -> String {
    format!("13{}{:08}", 5 + i % 4, 12_345_678 + 914_377 * i)
}

fn company(i: usize) -> String {
    format!("苏州{}{}有限公司", BRANDS[i % 12], ["机械", "电子", "物流", "食品"][i / 12])
}

fn mail(i: usize) -> String {
    format!("buyer{:03}@{}.com.cn", 7 * i + 11, ["huaxiang", "dingsheng", "ruifeng"][i % 3])
}

/// The key of a person in the list of users.
fn number(i: usize) -> usize {
    880_000 + 7 * i
}

/// Writes a row; whole numbers as numbers, as people type them.
fn put(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in cells.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
        let at = u16::try_from(column).expect("few columns");
        match cell.parse::<f64>() {
            Ok(number) => sheet.write_number(row, at, number),
            Err(_) => sheet.write_string(row, at, *cell),
        }
        .expect("a cell");
    }
}

/// A ledger: January under two header rows, February in other words, and a sheet that explains them.
fn ledger() -> Vec<u8> {
    let mut book = Workbook::new();
    let january = book.add_worksheet().set_name("1月").expect("a name");
    put(january, 0, &["2026年1月客户跟进台账"]);
    put(january, 1, &["序号", "客户信息", "", "", "跟进情况", ""]);
    put(january, 2, &["", "公司", "联系人", "联系电话", "方式", "业务员"]);
    for (row, i) in (0..PEOPLE).step_by(2).enumerate() {
        let (count, owner) = ((row + 1).to_string(), ["赵磊", "孙丽"][row % 2]);
        put(january, 3 + row as u32, &[&count, &company(i), &name(i), &phone(i), "拜访", owner]);
    }
    put(january, 3 + PEOPLE as u32 / 2, &["合计", "共24条"]);
    let february = book.add_worksheet().set_name("2月").expect("a name");
    put(february, 0, &["序号", "客户单位", "对接人", "手机", "录入日期"]);
    for (row, i) in (0..PEOPLE).step_by(3).enumerate() {
        let (count, day) = ((row + 1).to_string(), format!("{}.25", 46_000 + row));
        put(february, 1 + row as u32, &[&count, &company(i), &name(i), &phone(i), &day]);
    }
    let about = book.add_worksheet().set_name("填写说明").expect("a name");
    put(about, 0, &["每周五前填写"]);
    book.save_to_buffer().expect("a workbook")
}

/// An archive of a list of users and of orders that name nothing but the user's number.
fn portal() -> Vec<u8> {
    let mut users = vec!["user_id,name,mobile,email,registered_at".to_owned()];
    let mut orders = vec!["order_no,user_id,created_at,amount,currency,status".to_owned()];
    for i in 0..PEOPLE {
        users.push(format!("{},{},+86 {},{},2024-03-0{} 10:00:00", number(i), name(i), phone(i), mail(i), 1 + i % 9));
        for k in 0..=i % 2 {
            orders.push(format!("SO{:06},{},2026-0{}-11 09:00:00,{}.50,CNY,paid", 100 * i + k, number(i), 1 + k, 100 + i));
        }
    }
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (member, lines) in [("users_20261001.csv", users), ("orders_20261001.csv", orders)] {
        zip.start_file(member, zip::write::SimpleFileOptions::default()).expect("a member");
        zip.write_all(lines.join("\n").as_bytes()).expect("its text");
    }
    zip.finish().expect("an archive").into_inner()
}

/// A parcel list in GB18030 with a banner, the shop's own number as sender in every row, its header again, and a footer.
fn parcels() -> Vec<u8> {
    let header = "运单号,寄件电话,收件人,收件电话,收件详细地址";
    let mut lines = vec!["9月面单明细,,,,".to_owned(), header.to_owned()];
    for (row, i) in (0..PEOPLE).filter(|i| i % 4 != 3).enumerate() {
        lines.push(format!("=\"SF{row:010}\",0512-65432100,{},{},江苏省苏州市吴中区人民路{}号{i}室", name(i), phone(i), 10 + i));
        lines.extend((row == 20).then(|| header.to_owned()));
    }
    lines.extend(["合计,,36单,,".to_owned(), "制表人：孙丽,,审核：,,".to_owned()]);
    encoding_rs::GB18030.encode(&lines.join("\r\n")).0.into_owned()
}

/// Phones that want no more messages: tabs, UTF-16.
fn refusals() -> Vec<u8> {
    let lines: Vec<String> = (0..PEOPLE).step_by(6).map(|i| format!("{}\t2026/09/0{}\tTD", phone(i), 1 + i % 9)).collect();
    let text = format!("\u{feff}手机号\t退订时间\t回复内容\r\n{}\r\n", lines.join("\r\n"));
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn folder() -> Dir {
    let dir = Dir::new();
    dir.write("exports/销售台账.xlsx", ledger()).write("exports/portal.zip", portal());
    dir.write("exports/快递/9月.csv", parcels()).write("exports/退订.txt", refusals());
    dir.write("exports/读我.md", "ask Sun Li");
    dir
}

#[test]
fn a_folder_as_staff_leave_it_needs_no_hand() {
    let dir = folder();
    let made = dir.guiyi(&["init", "exports", "-o", "p"]).exits(0).says("6 channels");
    assert!(made.err.contains("../exports/销售台账.xlsx#1月") && made.err.contains("../exports/portal.zip!orders"), "{}", made.err);
    let ran = dir.guiyi(&["run", "-p", "p", "--as-of", AS_OF]);
    assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.err);

    let xref = csv_rows(&dir.read("p/out/current/xref.csv"));
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    let mut customers: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for row in &xref {
        let file = row["file"].trim_start_matches("../exports/");
        *rows.entry(file).or_default() += 1;
        customers.insert((file, &row["row"]), &row["customer_id"]);
    }
    let expected = [
        ("portal.zip!orders_20261001.csv", 72),
        ("portal.zip!users_20261001.csv", 48),
        ("快递/9月.csv", 36),
        ("退订.txt", 8),
        ("销售台账.xlsx#1月", 24),
        ("销售台账.xlsx#2月", 16),
    ];
    assert_eq!(rows.into_iter().collect::<Vec<_>>(), expected, "titles, totals, second headers and footers are no rows");

    // Person 0 is the first row of every file. (A number alone is a question for people in a folder as small as this.)
    let with_more = expected.iter().filter(|(file, _)| *file != "退订.txt");
    let of_first: BTreeSet<&str> = with_more.map(|(file, _)| customers[&(*file, "1")]).collect();
    assert_eq!(of_first.len(), 1, "{of_first:?}\n{}", ran.err);
    let master = csv_rows(&dir.read("p/out/current/master.csv"));
    assert_eq!(master.iter().filter(|m| !m["name"].is_empty()).count(), PEOPLE, "{}", ran.err);
    let first = master.iter().find(|m| m["customer_id"] == *of_first.first().expect("one")).expect("in the master");
    assert_eq!((first["name"].as_str(), first["orders"].as_str(), first["spend"].as_str()), ("王建国", "1", "100.50"));
    assert!(master.iter().all(|m| !m["phones"].contains("65432100")), "the sender's number is nobody's");
}

#[test]
fn a_sheet_that_no_channel_names_is_told_once() {
    let dir = folder();
    dir.guiyi(&["init", "exports", "-o", "p"]).exits(0);
    dir.guiyi(&["run", "-p", "p", "--as-of", AS_OF]);
    let run = dir.read("p/out/current/run.json");
    let told = |text: &str| run.matches(text).count();
    assert_eq!(told("销售台账.xlsx#1月: sheet `填写说明` is named by no channel"), 1, "{run}");
    // There and with its file.
    assert_eq!(told("is named by no channel"), 2, "{run}");
}

#[test]
fn a_sheet_that_is_not_there_is_named_with_those_that_are() {
    let dir = folder();
    dir.guiyi(&["init", "exports", "-o", "p"]).exits(0);
    let rules = dir.read("p/guiyi.toml");
    dir.write("p/guiyi.toml", rules.replace("sheet = \"2月\"", "sheet = \"3月\""));
    let hint = "hint: the workbook has `1月`, `2月`, `填写说明`";
    dir.guiyi(&["run", "-p", "p", "--as-of", AS_OF]).exits(2).says("no sheet `3月`").says(hint);
    dir.write("p/guiyi.toml", rules.replace("member = \"orders_20261001.csv\"", "member = \"order.csv\""));
    dir.guiyi(&["run", "-p", "p", "--as-of", AS_OF]).exits(2).says("no member `order.csv`");
    dir.write("p/guiyi.toml", rules.replace("sheet = \"2月\"\n", ""));
    dir.guiyi(&["run", "-p", "p", "--as-of", AS_OF]).exits(2).says("销售台账.xlsx#1月");
}
