//! Tables of orders, parcels and questionnaires.

use super::tests::{FAMILY, GIVEN, check, made, rows, table, targets_of};
use super::understand;
use crate::model::mapping::RecordType;
use crate::rules::Project;

#[test]
fn an_unknown_shop_lists_orders_and_their_lines() {
    let rows = made(30, |i| {
        format!(
            "A{}|2026-03-{:02} 10:00:00|{} {}|u{}@mail.com|Mug|{}|{}.50|{}|paid",
            100 + i / 2,
            1 + i % 28,
            GIVEN[i / 2 % 8],
            FAMILY[i / 2 % 9],
            i / 2,
            1 + i % 3,
            3 + i,
            9 + i
        )
    });
    let m = check(
        "Order No|Order Date|Customer Name|Email|Product|Qty|Unit Price|Order Total|Payment Status",
        &rows,
        &["event.key", "event.at", "name", "email", "item.product", "item.quantity", "item.amount", "event.amount", "event.status"],
    );
    assert_eq!((m.record, m.event_kind.as_str()), (RecordType::Line, "order"));
    assert_eq!(m.status.get("paid").map(String::as_str), Some("paid"));
}

#[test]
fn an_order_list_without_buyer_leaves_everything_to_the_receiver() {
    let rows = made(30, |i| {
        format!(
            "E{i}|wx{}|{}|138{:08}|浙江省杭州市西湖区文三路{i}号|99.00|已发货",
            i / 2,
            ["王伟", "李静", "张敏"][i % 3],
            12_345_000 + i
        )
    });
    let m = check(
        "订单号|买家账号|收货人|手机|地址|实付金额|订单状态",
        &rows,
        &["event.key", "account_id", "receiver.name", "receiver.phone", "receiver.address", "event.amount", "event.status"],
    );
    assert_eq!(m.event_kind, "order");
}

#[test]
fn a_questionnaire_is_a_list_of_inquiries() {
    let rows = made(20, |i| {
        format!(
            "{}|2026/9/{} 12:00:00|{}|139{:08}|{}|想了解价格和交期，请联系我。",
            i + 1,
            1 + i % 28,
            ["陈丽", "赵强"][i % 2],
            55_500_000 + i,
            ["浙江", "江苏"][i % 2]
        )
    });
    let m = check(
        "序号|提交答卷时间|1、您的姓名|2、您的联系方式|3、您所在的省份|4、您的需求是什么",
        &rows,
        &["source_key", "event.at", "name", "phone", "province", "event.text"],
    );
    assert_eq!(m.event_kind, "inquiry");
}

#[test]
fn the_senders_columns_of_a_parcel_list_are_nobodys() {
    let lines = rows(|i| {
        let name = ["王伟", "李静", "张敏", "刘洋", "陈杰"][i % 5];
        format!(
            "SF{i:08}|0571-87654321|浙江省杭州市余杭区良渚路1号|{name}|138123{:05}|江苏省苏州市吴中区人民路{i}号",
            10_000 + 37 * i
        )
    });
    let got = targets_of("运单号|寄件电话|寄件地址|收件人|收件电话|收件详细地址", &lines);
    let want = ["extra.category.寄件电话", "extra.category.寄件地址", "receiver.name", "receiver.phone", "receiver.address"];
    assert_eq!(got[1..], want);
}

#[test]
fn days_counted_by_a_spreadsheet_are_dates_with_their_time() {
    let lines = rows(|i| format!("Ada Moore{i}|{}.{}", 46_000 + i, 10_417 + 31 * i));
    assert_eq!(targets_of("Customer name|Date joined", &lines)[1], "created_at");
}

#[test]
fn orders_with_one_plain_date_happened_then() {
    let lines = rows(|i| {
        format!(
            "{}|{:02}/09/2026|HK${}.00|+852 6123 4{:03}|{}",
            500_100 + i,
            1 + i % 28,
            100 + i,
            i,
            ["陳大文", "李小明", "黃美玲"][i % 3]
        )
    });
    let got = targets_of("訂單 No|日期 Date|總額 Total|電話 Tel|客人姓名 Customer", &lines);
    assert_eq!(got, ["event.key", "event.at", "event.amount", "phone", "name"]);
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

#[test]
fn tickets_are_no_orders_and_numbers_of_devices_no_names() {
    let rows = made(40, |i| {
        format!(
            "BX{:06}|2026-03-{:02} 10:00|{}|139{:08}|SN{:012}|{}",
            37 * i,
            1 + i % 28,
            ["陈丽", "赵强", "王伟明", "孙悦", "周敏", "李娜"][i % 6],
            55_500_000 + i,
            7_000_001 * i,
            ["不开机", "异响"][i % 2]
        )
    });
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let table = table("报修单号|报修时间|报修人|报修电话|SN码|故障现象", &rows);
    let m = understand(&table, &[], None, &Project::named("p")).expect("understood");
    assert_eq!((m.record, m.event_kind.as_str()), (RecordType::Person, "ticket"));
    let target = |header: &str| m.columns.iter().find(|c| c.header == header).expect("there").target.to_string();
    assert_eq!(["报修人", "报修电话"].map(target), ["name", "phone"]);
    assert!(target("SN码").starts_with("extra."), "{}", target("SN码"));
}

#[test]
fn whoever_is_recommended_is_the_customer_and_not_who_recommends() {
    let name = |i: usize| ["陈丽", "赵强", "王伟明", "孙悦", "周敏", "李娜"][i % 6];
    let rows =
        made(40, |i| format!("{}|139{:08}|{}|138{:08}|{:04}", name(i), 55_500_000 + i, name(i + 3), 66_600_000 + i, 1000 + 37 * i));
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let table = table("推荐人|推荐人手机|被推荐人|被推荐人手机|备用手机尾号", &rows);
    let m = understand(&table, &[], None, &Project::named("p")).expect("understood");
    let targets: Vec<String> = m.columns.iter().map(|c| c.target.to_string()).collect();
    assert_eq!(targets[1..3], ["extra.category.推荐人手机", "name"]);
    assert_eq!((targets[3].as_str(), targets[4].as_str()), ("phone", "phone"));
}
