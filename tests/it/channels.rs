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
