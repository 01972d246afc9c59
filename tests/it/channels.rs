//! Facts about single channels, from real-shaped exports through `init` and `run` to the master.

use std::collections::BTreeMap;

use crate::support::{AS_OF, Dir, csv_rows};

/// Makes a project of the exports in `exports/`, runs it, and gives the master by name.
fn master(dir: &Dir) -> BTreeMap<String, BTreeMap<String, String>> {
    dir.guiyi(&["init", "exports", "-o", "p"]).exits(0);
    let ran = dir.guiyi(&["run", "-p", "p", "--as-of", AS_OF]);
    assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.err);
    csv_rows(&dir.read("p/out/current/master.csv")).into_iter().map(|row| (row["name"].clone(), row)).collect()
}

/// Sixty other people, so that the tables are large enough to learn from: given name, family name, number.
fn others(line: impl Fn(&str, &str, usize) -> String) -> String {
    let given = ["Clara", "Diego", "Edith", "Frank", "Greta", "Hugo", "Irene", "Jonas", "Klara", "Louis"];
    let family = ["Abbott", "Becker", "Castro", "Dubois", "Eriksen", "Fischer"];
    let all = given.iter().flat_map(|g| family.iter().map(move |f| (g, f)));
    all.enumerate().map(|(i, (g, f))| line(g, f, i)).collect()
}

#[test]
fn the_unsubscribed_file_wins_consent_however_new_the_other_is() {
    let dir = Dir::new();
    let header = "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,LAST_CHANGED,LEID,EUID,NOTES,TAGS";
    let line = |given: &str, family: &str, at: &str, id: &str| {
        let mail = format!("{given}.{}@gmail.com", if family.is_empty() { "moore" } else { family });
        format!("{mail},{given},{family},2,2026-01-01 10:00:00,{at} 10:00:00,{id},e{id},,")
    };
    let subscribed = others(|g, f, i| line(g, f, "2026-02-01", &format!("s{i}")) + "\n");
    dir.write(
        "exports/subscribed_email_audience_export_1a.csv",
        format!("{header}\n{}\n{}\n{subscribed}", line("Ada", "Moore", "2026-09-01", "1"), line("Ben", "Stone", "2026-09-01", "2")),
    );
    // One in five is in both files, there without a family name.
    let short = |g: &str, f: &str, i: usize| line(g, f, "2026-03-01", &format!("u{i}")).replacen(&format!(",{f},"), ",,", 1);
    let both = others(|g, f, i| if i % 5 == 0 { short(g, f, i) + ",2026-03-01 10:00:00,,,,\n" } else { String::new() });
    dir.write(
        "exports/unsubscribed_email_audience_export_1a.csv",
        format!(
            "{header},UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER\n{},2026-03-01 10:00:00,May,9,,\n{both}",
            short("Ada", "Moore", 99)
        ),
    );
    let master = master(&dir);
    assert_eq!((master["Ada Moore"]["source_rows"].as_str(), master["Ada Moore"]["consent"].as_str()), ("2", "email:no"));
    assert_eq!(master["Ben Stone"]["consent"], "email:yes");
}

#[test]
fn an_email_opt_out_of_a_crm_is_a_no() {
    let dir = Dir::new();
    dir.write(
        "exports/contacts.csv",
        "Record Id,Contact Owner,First Name,Last Name,Account Name,Email,Phone,Mailing City,Email Opt Out\n\
         zcrm_1,Li,Ada,Moore,Acme,ada.moore@gmail.com,,Oslo,true\nzcrm_2,Li,Ben,Stone,Bolt,ben.stone@gmail.com,,Rome,false\n",
    );
    let master = master(&dir);
    assert_eq!((master["Ada Moore"]["consent"].as_str(), master["Ben Stone"]["consent"].as_str()), ("email:no", ""));
}

#[test]
fn sub_orders_joined_in_one_cell_all_count_as_spend() {
    let dir = Dir::new();
    dir.write(
        "exports/douyin.csv",
        "\u{feff}主订单编号,子订单编号,选购商品,商品数量,商家编码,订单应付金额,收件人,收件人手机号,详细地址,订单提交时间,订单状态\n\
         \"\t69001\",\"\t69001;69002\",杯;盘,2;1,A1;A2,99.00;49.00,周晓月,13912345678,江苏省扬州市广陵区解放路3号,2026-01-02 10:00:00,已完成;已完成\n\
         \"\t69003\",\"\t69003\",碗,1,A3,20.00,林宇,13812345678,广东省深圳市南山区科技路5号,2026-02-02 10:00:00,已完成\n",
    );
    let master = master(&dir);
    assert_eq!((master["周晓月"]["orders"].as_str(), master["周晓月"]["spend"].as_str()), ("1", "148.00"));
    assert_eq!((master["林宇"]["orders"].as_str(), master["林宇"]["spend"].as_str()), ("1", "20.00"));
}

#[test]
fn amounts_per_line_item_add_up_to_the_order() {
    let dir = Dir::new();
    let header = "order-id,order-item-id,purchase-date,buyer-email,buyer-name,sku,product-name,quantity-purchased,currency,item-price,recipient-name,ship-address-1,ship-city,ship-country";
    let line = |order: &str, mail: &str, name: &str, price: &str| {
        format!(
            "{order},{order}{price},2026-01-01T10:50:49-08:00,{mail}@marketplace.amazon.com,{name},S,Mug,1,USD,{price},{name},1 Main St,Boston,US"
        )
    };
    let lines = [
        line("1", "q1w2e3", "Ada Moore", "10.00"),
        line("1", "q1w2e3", "Ada Moore", "5.50"),
        line("2", "z9y8x7", "Ben Stone", "4.00"),
    ];
    dir.write("exports/amazon.txt", format!("{header}\n{}\n", lines.join("\n")).replace(',', "\t"));
    let master = master(&dir);
    assert_eq!((master["Ada Moore"]["orders"].as_str(), master["Ada Moore"]["spend"].as_str()), ("1", "15.50"));
    assert_eq!(master["Ben Stone"]["spend"], "4.00");
}

#[test]
fn a_shop_run_in_chinese_is_recognised() {
    let dir = Dir::new();
    dir.write(
        "exports/客户.csv",
        "名称,用户名,上次活动,注册日期,电子邮件,订单,总支出,AOV,国家/地区,城市,地区,邮政编码\n\
         周晓月,zhou,2026-03-01,2026-01-01,zhouxy@163.com,2,88.00,44.00,CN,扬州市,江苏省,225000\n",
    );
    let master = master(&dir);
    assert!(dir.read("p/guiyi.toml").contains("woo_customers"), "{}", dir.read("p/guiyi.toml"));
    let row = &master["周晓月"];
    assert_eq!([&row["email"], &row["city"], &row["postcode"]], ["zhouxy@163.com", "扬州市", "225000"]);
}

#[test]
fn a_web_page_named_xls_is_a_channel() {
    let dir = Dir::new();
    let page = "<meta charset=gbk><table><tr><th>姓名<th>手机<th>城市<tr><td>周晓月<td>13900000004<td>扬州市<tr><td>林宇<td>13900000005<td>上海市</table>";
    dir.write("exports/members.xls", encoding_rs::GBK.encode(page).0);
    let master = master(&dir);
    assert_eq!((master.len(), master["周晓月"]["phone"].as_str()), (2, "+8613900000004"));
}

#[test]
fn a_crm_report_ends_where_its_footer_begins() {
    let dir = Dir::new();
    dir.write(
        "exports/report.csv",
        "\"First Name\",\"Last Name\",\"Account Name\",\"Email\"\r\n\"Ada\",\"Moore\",\"Acme\",\"ada.moore@gmail.com\"\r\n\
         \"Ben\",\"Stone\",\"Bolt\",\"ben.stone@gmail.com\"\r\n\r\n\r\n\"Contacts & Accounts\"\r\n\
         \"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.\"\r\n\"Acme\"\r\n",
    );
    let master = master(&dir);
    assert_eq!(master.keys().collect::<Vec<_>>(), ["Ada Moore", "Ben Stone"]);
    assert_eq!(csv_rows(&dir.read("p/out/current/rejects.csv")), []);
}

#[test]
fn a_market_report_with_a_blank_first_line_and_a_count_below_is_read() {
    let dir = Dir::new();
    let header = "Sales Record Number,Order Number,Buyer Username,Buyer Name,Buyer Email,Ship To Name,Ship To Phone,Ship To City,Item Title,Quantity,Total Price,Sale Date";
    let line = |n: u32, user: &str, name: &str| {
        format!(
            "\"{n}\",\"01-0000{n}\",\"{user}\",\"{name}\",\"{user}@gmail.com\",\"{name}\",\"\",\"Boston\",\"Mug\",\"1\",\"$4.00\",\"Jan-02-26\""
        )
    };
    let lines = [line(1, "adam", "Ada Moore"), line(2, "bens", "Ben Stone")].join("\r\n");
    dir.write(
        "exports/orders.csv",
        format!("\r\n{header}\r\n{lines}\r\n\r\n2,record(s) downloaded,from Jan-01-26\r\nSeller ID : acme\r\n"),
    );
    let master = master(&dir);
    assert_eq!(master.keys().collect::<Vec<_>>(), ["Ada Moore", "Ben Stone"]);
    assert_eq!(master["Ada Moore"]["spend"], "4.00");
}

#[test]
fn an_export_of_orders_without_anybody_may_come_last() {
    let dir = Dir::new();
    dir.write("exports/members.csv", "姓名,手机\n周晓月,13900000004\n林宇,13800000005\n");
    dir.write(
        "exports/拼多多.csv",
        "商品,订单号,订单状态,商品总价(元),用户实付金额(元),商品数量(件),订单成交时间\n杯,250101-1,已收货,9.90,9.90,1,2026-01-02 10:00:00\n\
         盘,250101-2,已收货,19.90,19.90,1,2026-01-03 10:00:00\n",
    );
    let master = master(&dir);
    assert_eq!(master.len(), 2);
    let xref = csv_rows(&dir.read("p/out/current/xref.csv"));
    assert_eq!(xref.iter().filter(|row| row["matched_by"] == "none" && row["customer_id"].is_empty()).count(), 2);
}

#[test]
fn a_phone_is_read_in_the_country_of_its_row() {
    let dir = Dir::new();
    let rows = others(|g, f, i| format!("{g} {f},{},{g}{i}@gmail.com,United States\n", 2_125_550_100 + i));
    dir.write(
        "exports/contacts.csv",
        format!("Full Name,Phone,Email,Country\n{rows}Jonas Weber,0170 1234567,jonas.weber@gmail.com,Germany\n"),
    );
    assert_eq!(master(&dir)["Jonas Weber"]["phone"], "+491701234567");
}

#[test]
fn a_shop_whose_columns_are_named_in_chinese_needs_no_edit() {
    // Shopify documents its customer columns in English for every language; translated tables are still understood.
    let dir = Dir::new();
    dir.write(
        "exports/顾客.csv",
        "名字,姓氏,电子邮件,接受电子邮件营销,公司,地址 1,地址 2,城市,省份,国家/地区,邮编,电话,接受短信营销,消费总额,订单总数,标签,备注\n\
         晓月,周,zhouxy@163.com,yes,,解放路3号,,扬州市,江苏省,中国,225000,13900000004,no,88.00,2,VIP,\n\
         宇,林,linyu@163.com,no,,科技路5号,,深圳市,广东省,中国,518000,13800000005,no,20.00,1,,\n",
    );
    let master = master(&dir);
    let row = &master["周晓月"];
    assert_eq!(
        [&row["email"], &row["phone"], &row["city"], &row["postcode"]],
        ["zhouxy@163.com", "+8613900000004", "扬州市", "225000"]
    );
    assert!(row["consent"].contains("email:yes"), "{row:?}");
}

#[test]
fn a_registry_of_couples_lists_one_of_them() {
    let dir = Dir::new();
    let rows =
        others(|g, f, i| format!("R{i},{g},{f},{},2026-05-01,{g}{i}@gmail.com\n", if i % 3 == 0 { "Sam,Hill" } else { "," }));
    dir.write(
        "exports/registry.csv",
        format!("Registry #,Registrant First Name,Registrant Last Name,Co-Registrant First Name,Co-Registrant Last Name,Event Date,Email\n{rows}"),
    );
    assert!(master(&dir).contains_key("Clara Abbott"));
}
