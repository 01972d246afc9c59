//! Records out of small made-up channel tables.

use super::{Normalised, Told, records, records_told};
use crate::model::kind::{Kind, Party, Target};
use crate::model::mapping::{ColumnMapping, Entity, Mapping, RecordType};
use crate::model::shaped::{ChannelTable, NO_EVENT, ShapedColumn};
use crate::model::text::TextColumn;
use crate::model::watch::Unwatched;

/// A channel table out of targets and rows, both separated by `|`. Rows with an `event.key` make an event per key.
fn table(channel: &str, targets: &str, rows: &[&str]) -> ChannelTable {
    let targets: Vec<Target> = targets.split('|').map(|t| t.parse().expect("a target")).collect();
    let cells: Vec<Vec<&str>> = rows.iter().map(|r| r.split('|').collect()).collect();
    let columns = targets
        .iter()
        .enumerate()
        .map(|(source, target)| ShapedColumn {
            target: target.clone(),
            network: None,
            source,
            text: TextColumn::from_texts(cells.iter().map(|r| r[source])),
        })
        .collect();
    let mapping = Mapping {
        channel: channel.to_owned(),
        platform: channel.to_owned(),
        record: RecordType::Line,
        event_kind: "order".to_owned(),
        country: "CN".to_owned(),
        currency: "CNY".to_owned(),
        timezone: "Asia/Shanghai".to_owned(),
        columns: targets.iter().map(column).collect(),
        ..Mapping::default()
    };
    let key = targets.iter().position(|t| t.to_string() == "event.key");
    let (mut event_of_row, mut event_first_row, mut seen) = (Vec::new(), Vec::new(), Vec::new());
    for (row, cells) in cells.iter().enumerate() {
        let Some(key) = key.map(|k| cells[k]) else {
            event_of_row.push(NO_EVENT);
            continue;
        };
        let event = seen.iter().position(|k| *k == key).unwrap_or_else(|| {
            seen.push(key);
            event_first_row.push(row as u32);
            seen.len() - 1
        });
        event_of_row.push(event as u32);
    }
    ChannelTable {
        mapping,
        file: format!("{channel}.csv"),
        rows: (1..=rows.len() as u32).collect(),
        source_key: TextColumn::from_texts((0..rows.len()).map(|i| format!("k{i}"))),
        columns,
        event_of_row,
        event_first_row,
        ..ChannelTable::default()
    }
}

fn column(target: &Target) -> ColumnMapping {
    ColumnMapping::made(&target.to_string(), target)
}

/// The texts of a field per row, values joined by `|`.
fn texts(n: &Normalised, name: &str) -> Vec<String> {
    let field = n.records.fields.iter().find(|f| f.name == name).unwrap_or_else(|| panic!("no field {name}"));
    (0..n.records.len())
        .map(|row| field.values.get(row).iter().map(|&c| field.dict.text(c)).collect::<Vec<_>>().join("|"))
        .collect()
}

#[test]
fn the_usual_receiver_of_an_account_is_the_buyer_and_a_gift_is_not() {
    let rows = [
        "1|nick1|王伟|13812345678|浙江省杭州市西湖区文三路1号",
        "2|nick1|王**|138****5678|浙江省杭州市西湖区****",
        "3|nick1|李娜|13912345678|江苏省南京市鼓楼区中山路2号",
        "4||赵敏|13712345678|上海市浦东新区世纪大道3号",
    ];
    let n = records(&[table("taobao", "event.key|account_id|receiver.name|receiver.phone|receiver.address", &rows)], &Unwatched);
    assert_eq!(texts(&n, "name"), ["王伟", "王**", "", "赵敏"]);
    assert_eq!(texts(&n, "receiver_name"), ["", "", "李娜", ""]);
    assert_eq!(texts(&n, "phone")[2], "");
    assert_eq!(texts(&n, "receiver_phone")[2], "+8613912345678");
    assert!(texts(&n, "address")[0].contains("文三路"));
}

#[test]
fn a_receiver_in_traditional_characters_is_the_masked_one() {
    let rows = ["1|a|邓**|177****3070", "2|a|鄧凱剛|17744493070", "3|a|李娜|13912345678"];
    let n = records(&[table("shop", "event.key|account_id|receiver.name|receiver.phone", &rows)], &Unwatched);
    assert_eq!(texts(&n, "receiver_name"), ["", "", "李娜"]);
}

#[test]
fn a_masked_receiver_by_another_name_at_one_phone_is_one() {
    let rows = ["1|nick|团*|155****7455", "2|nick|王国宇|15575457455", "3|two|李*|1******7455", "4|two|王国宇|15575450000"];
    let n = records(&[table("jd", "event.key|account_id|receiver.name|receiver.phone", &rows)], &Unwatched);
    assert_eq!(texts(&n, "name"), ["团*", "王国宇", "", ""]);
}

#[test]
fn a_tie_between_receivers_promotes_none() {
    let rows = ["1|a|王伟|13812345678", "2|a|李娜|13912345678"];
    let n = records(&[table("jd", "event.key|account_id|receiver.name|receiver.phone", &rows)], &Unwatched);
    assert_eq!(texts(&n, "receiver_name"), ["王伟", "李娜"]);
    assert!(texts(&n, "name").iter().all(String::is_empty));
}

#[test]
fn order_lines_count_once_when_receivers_are_counted() {
    // Three lines of one order to 李娜, two orders to 王伟.
    let rows =
        ["1|a|李娜|13912345678", "1|a|李娜|13912345678", "1|a|李娜|13912345678", "2|a|王伟|13812345678", "3|a|王伟|13812345678"];
    let n = records(&[table("jd", "event.key|account_id|receiver.name|receiver.phone", &rows)], &Unwatched);
    assert_eq!(texts(&n, "name"), ["", "", "", "王伟", "王伟"]);
}

#[test]
fn a_buyer_with_a_phone_keeps_the_receiver_apart_unless_it_is_the_same_phone() {
    let rows = ["1|13812345678|李娜|13912345678", "2|13812345678|王伟|13812345678"];
    let n = records(&[table("youzan", "event.key|phone|receiver.name|receiver.phone", &rows)], &Unwatched);
    assert_eq!(texts(&n, "name"), ["", "王伟"]);
    assert_eq!(texts(&n, "receiver_name"), ["李娜", ""]);
}

#[test]
fn a_receiver_of_the_buyers_full_name_is_the_buyer_unless_each_has_a_phone() {
    let rows = [
        "1|Ada Moore|a1@x.com||Ada Moore||12 Oak Street, Salem, OR 97301",
        "2|Ben Stone|b1@x.com||Cleo Stone||7 Elm Road, Salem, OR 97302",
        "3|Dan Field|d1@x.com|(503) 362-6414|DAN FIELD|(503) 362-9999|9 Pine Lane, Salem, OR 97303",
        "4|Eve|e1@x.com||Eve||3 Fir Court, Salem, OR 97304",
    ];
    let header = "event.key|name|email|phone|receiver.name|receiver.phone|receiver.address";
    let n = records(&[table("shop", header, &rows)], &Unwatched);
    let own: Vec<bool> = texts(&n, "address").iter().map(|address| !address.is_empty()).collect();
    assert_eq!(own, [true, false, false, false]);
}

#[test]
fn a_buyer_whose_phone_is_partly_hidden_is_the_receiver_if_every_visible_digit_agrees() {
    let rows = [
        "1|138****5678|王伟|13812345678",
        "2|138****5678|王*|138****5678",
        "3|139****5678|李娜|13712345678",
        "4|1********78|赵敏|13812345678",
    ];
    let n = records(&[table("pdd", "event.key|phone|receiver.name|receiver.phone", &rows)], &Unwatched);
    assert_eq!(texts(&n, "name"), ["王伟", "王*", "", ""]);
}

#[test]
fn a_phone_that_is_none_at_home_is_read_in_the_country_of_its_row() {
    let rows = [
        "王伟|13812345678|中国",
        "Jonas Weber|0170 1234567|Germany",
        "Li Na|13912345678|Deutschland",
        "Ann|+447911123456|US",
        "Max|170 1234567|Germany",
        "Anna|347 234 5678|Italy",
        "Tom|07700 900123|UK",
        "李娜|13512345678|Italy",
        "Bob|212 736 5000|",
    ];
    let n = records(&[table("crm", "name|phone|country", &rows)], &Unwatched);
    let of_rows = ["+8613812345678", "+491701234567", "+8613912345678", "+447911123456", "+491701234567"];
    assert_eq!(texts(&n, "phone")[..5], of_rows);
    assert_eq!(texts(&n, "phone")[5..], ["+393472345678", "+447700900123", "+8613512345678", "+12127365000"]);
}

#[test]
fn a_number_of_two_countries_is_one_of_where_its_row_lives() {
    let rows = ["Mei|91234567|Hong Kong", "Wei|91234567|Singapore", "Li|91234567|", "王伟|13812345678|Singapore"];
    let mut table = table("shop", "name|phone|country", &rows);
    table.mapping.country = "HK".to_owned();
    let n = records(&[table], &Unwatched);
    assert_eq!(texts(&n, "phone")[..3], ["+85291234567", "+6591234567", "+85291234567"]);
}

#[test]
fn a_mixed_column_gives_persons_their_firms_and_firms_no_person() {
    let rows = ["杭州华星电子有限公司 张三", "李娜", "宁波博远机械厂", "王伟-华星电子"];
    let of = |target: &str| {
        let mut table = table("crm", target, &rows);
        table.mapping.columns[0].mixed = true;
        let n = records_told(&[table], Told::OfRows, &Unwatched);
        assert_eq!(texts(&n, "name"), ["张三", "李娜", "", "王伟"], "{target}");
        assert_eq!(texts(&n, "company"), ["杭州华星电子有限公司", "", "宁波博远机械厂", "华星电子"], "{target}");
        let (person, firm) = (Entity::Person, Entity::Organisation);
        assert_eq!(n.records.entity, [person, person, firm, person], "{target}");
        assert!(n.findings.counts.is_empty(), "{target}");
    };
    of("name");
    of("company");
}

#[test]
fn a_row_is_what_its_type_says_whatever_its_name_looks_like() {
    let rows = ["Volga Petroleum|Entity", "Ali Hashemi|Individual", "Smith LLC|Individual", "Northwind LLC|?"];
    let mut table = table("list", "name|extra.category.type", &rows);
    table.mapping.party_column = Some(1);
    let n = records(&[table], &Unwatched);
    assert_eq!(texts(&n, "company"), ["Volga Petroleum", "", "", "Northwind LLC"]);
    assert_eq!(texts(&n, "name")[1], "Ali Hashemi");
    assert_eq!(n.records.entity[..2], [Entity::Organisation, Entity::Person]);
}

#[test]
fn several_phone_columns_are_one_list_without_repeats() {
    let n = records(
        &[table("crm", "name|phone|phone", &["王伟|13812345678|138 1234 5678", "李娜|13912345678|13712345678"])],
        &Unwatched,
    );
    assert_eq!(texts(&n, "phone"), ["+8613812345678", "+8613912345678|+8613712345678"]);
}

#[test]
fn name_parts_and_birth_parts_make_one_value_each() {
    let n = records(
        &[table("list", "given_name|family_name|birth_year|birth_month|birth_day", &["Anna|Smith|1980|2|3", "|||| "])],
        &Unwatched,
    );
    assert_eq!(texts(&n, "name"), ["Anna Smith", ""]);
    assert_eq!(texts(&n, "birth_date"), ["1980-02-03", ""]);
}

#[test]
fn a_company_in_the_name_column_is_moved_and_counted() {
    let n = records_told(
        &[table("crm", "name|phone", &["杭州西湖塑胶有限公司|13812345678", "王伟|13912345678"])],
        Told::OfRows,
        &Unwatched,
    );
    assert_eq!(texts(&n, "name"), ["", "王伟"]);
    assert_eq!(texts(&n, "company"), ["杭州西湖塑胶有限公司", ""]);
    assert_eq!(n.records.entity, [Entity::Organisation, Entity::Person]);
    let key = ("crm".to_owned(), "name".to_owned(), "wrong_field");
    assert_eq!(n.findings.counts[&key].cells, 1);
    let codes = n.records.findings.get(0);
    assert!(codes.iter().any(|&c| n.records.finding_codes.get(c) == "wrong_field"));
}

#[test]
fn account_ids_have_one_field_per_platform() {
    let n = records(&[table("jd", "account_id", &["u1"]), table("taobao", "account_id", &["u1"])], &Unwatched);
    let scopes: Vec<&str> = n.records.fields.iter().filter(|f| f.kind == Kind::AccountId).map(|f| f.scope.as_str()).collect();
    assert_eq!(scopes, ["jd", "taobao"]);
}

#[test]
fn events_are_typed_and_lines_become_items() {
    let rows = [
        "A1|2026-03-01 10:00:00|已付款|20.50|王伟|杯子|2",
        "A1|2026-03-01 10:00:00|已付款|20.50|王伟|盘子|1",
        "A2|2026-03-02|奇怪|7|李娜|碗|3",
    ];
    let mut t = table("shop", "event.key|event.at|event.status|event.amount|name|item.product|item.quantity", &rows);
    t.mapping.status.insert("已付款".to_owned(), "paid".to_owned());
    let n = records(&[t], &Unwatched);
    let e = &n.events;
    assert_eq!((e.len(), e.record.clone(), e.amount.clone()), (2, vec![0, 2], vec![Some(2050), Some(700)]));
    assert_eq!(e.status.iter().collect::<Vec<_>>(), ["paid", "奇怪"]);
    assert_eq!(e.at[0], Some(1_772_330_400_000));
    assert_eq!((e.items.event.clone(), e.items.quantity[1]), (vec![0, 0, 1], Some(1.0)));
    assert_eq!(n.records.created_at[1], e.at[0]);
}

#[test]
fn joined_line_items_are_items_of_their_own_and_their_amounts_add_up() {
    let header = "event.key|event.status|event.amount|item.amount|item.product|item.sku|item.quantity";
    let rows = [
        "1|已完成;已完成|99.00;49.00|99.00;49.00|杯;盘|A1;A2|2;1",
        "2|已完成;已关闭|30;20|30;20|碗;勺|A3;A4|1;1",
        "3|已完成|148|148|锅;盖|A5;A6|1;2",
        "4|已完成|10|10|刀；叉|A7|1",
        "5|已完成|5.50|5.50|筷|A8|1",
        "5|已关闭|4.50|4.50|匙|A9|1",
    ];
    let mut t = table("douyin", header, &rows);
    t.mapping.joined = Some(';');
    t.mapping.status = [("已完成", "paid"), ("已关闭", "cancelled")].map(|(a, b)| (a.to_owned(), b.to_owned())).into();
    // One column feeds both: the amount is a line's.
    t.mapping.columns[3].header = t.mapping.columns[2].header.clone();
    let n = records(&[t], &Unwatched);
    assert_eq!(n.events.amount, [14_800, 3000, 14_800, 1000, 550].map(Some));
    assert_eq!(n.events.status.iter().collect::<Vec<_>>(), ["paid"; 5]);
    let items = &n.events.items;
    assert_eq!(items.event, [0, 0, 1, 1, 2, 2, 3, 4, 4]);
    assert_eq!(items.product.iter().collect::<Vec<_>>(), ["杯", "盘", "碗", "勺", "锅", "盖", "刀；叉", "筷", "匙"]);
    assert_eq!(items.amount, [Some(9900), Some(4900), Some(3000), Some(2000), None, None, Some(1000), Some(550), Some(450)]);
    assert_eq!(items.quantity[..6], [2.0, 1.0, 1.0, 1.0, 1.0, 2.0].map(Some));
}

#[test]
fn an_opt_out_is_a_no_and_its_absence_says_nothing() {
    let n = records(&[table("crm", "email|opt_out.email", &["a@b.com|true", "c@b.com|false", "d@b.com|"])], &Unwatched);
    assert_eq!(texts(&n, "consent.email"), ["no", "", ""]);
}

#[test]
fn relay_mail_addresses_of_a_platform_are_no_key() {
    let mut t = table("amazon", "email", &["x7k@example.com"]);
    t.mapping.relay_email = true;
    let n = records(&[t], &Unwatched);
    let field = &n.records.fields[0];
    assert_eq!(field.dict.class(field.values.get(0)[0]), crate::model::value::Class::Virtual);
}

#[test]
fn files_are_sorted_whatever_the_order_of_tables() {
    let (a, b) = (table("a", "name|email", &["Ann Lee|a@b.com"]), table("b", "name|email", &["Bob Ray|b@b.com"]));
    let one = records(&[a.clone(), b.clone()], &Unwatched);
    let two = records(&[b, a], &Unwatched);
    assert_eq!(one.records.files, ["a.csv", "b.csv"]);
    assert_eq!(texts(&one, "email"), texts(&two, "email"));
    assert_eq!(one.records.field(Kind::Email, Party::Principal).map(|f| f.dict.len()), Some(3));
}

#[test]
fn a_table_without_rows_is_a_channel_without_records() {
    let n = records(&[table("empty", "name|phone", &[])], &Unwatched);
    assert_eq!((n.records.len(), n.records.channels.len(), n.events.len()), (0, 1, 0));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let rows: Vec<String> = (0..3_000)
        .map(|i| format!("王{}|1{:010}|u{}@qq.com", ["伟", "芳", "娜"][i % 3], 3_800_000_000u64 + i as u64 / 2, i / 3))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let t = [table("crm", "name|phone|email", &rows)];
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| {
            let n = records(&t, &Unwatched);
            let codes: Vec<Vec<u32>> = n.records.fields.iter().map(|f| f.values.codes().to_vec()).collect();
            (codes, texts(&n, "phone"), format!("{:?}", n.findings.counts))
        })
    };
    assert_eq!(run(1), run(4));
}
