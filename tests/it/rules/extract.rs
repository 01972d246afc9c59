//! `guiyi extract`: who is in it, in which form, and that nothing is written when something is wrong.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};

use crate::support::{AS_OF, Dir, csv_rows};

const ORDERS: &str = "单号,姓名,手机,邮箱,时间,金额,订阅,客户id,生日,备注\n\
    o1,张伟,13912345678,zhangwei@163.com,2026-10-01 10:00:00,100.50,是,wm01,1988-03-04,想问售后\n\
    o2,张伟,13912345678,zhangwei@163.com,2026-10-20 10:00:00,200.00,是,wm01,1988-03-04,\n\
    o3,李娜,13787654321,lina88@qq.com,2026-10-05 09:30:00,999.00,否,wm02,1990-12-31,\n\
    o4,欧阳晓月,13600001234,,2026-09-01 08:00:00,50.00,,,,=1+1\n\
    o5,Anna Schmidt,+491711234567,anna@example.de,2026-08-01 08:00:00,70.00,是,,,\n";

const PROJECT: &str = "[gates]\nunification = 0\ncompleteness = 0\n\n[[channel]]\nname = \"shop\"\nfiles = \"orders.csv\"\nplatform = \"wecom\"\nrecord = \"event\"\n\
    event_kind = \"order\"\nfields = { \"event.key\" = \"单号\", name = \"姓名\", phone = \"手机\", email = \"邮箱\", \"event.at\" = \"时间\", \"event.amount\" = \"金额\", \
    \"consent.email\" = \"订阅\", account_id = \"客户id\", birth_date = \"生日\", text = \"备注\" }\n";

fn project(extracts: &str) -> Dir {
    let dir = Dir::new();
    dir.write("orders.csv", ORDERS).write("guiyi.toml", format!("{PROJECT}\n{extracts}"));
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    dir
}

fn cells(text: &str, column: &str) -> Vec<String> {
    csv_rows(text).into_iter().map(|row| row[column].clone()).collect()
}

#[test]
fn an_extract_has_the_chosen_customers_in_order_and_nobody_who_opted_out() {
    let dir = project(
        "[[extract]]\nname = \"buyers\"\nwhere = \"net_spend >= 60 AND HAS(channels, 'shop')\"\norder = [\"net_spend DESC\"]\n\
         columns = { \"姓名\" = \"name\", \"消费\" = \"spend\", \"单数\" = \"paid_orders\", \"均单\" = \"ROUND(net_spend / paid_orders, 2)\", \"末单\" = \"last_order_at\" }\n",
    );
    dir.guiyi(&["extract", "buyers"])
        .exits(0)
        .says("extract buyers of run 20261031T155959Z")
        .says(": 2 rows of 2 customers, left out 1 opted out, 0 without a required column")
        .prints_nothing();
    let expected = "姓名,消费,单数,均单,末单\n张伟,300.50,2,150.25,2026-10-20T10:00:00+08:00\nAnna Schmidt,70.00,1,70,2026-08-01T08:00:00+08:00\n";
    assert_eq!(dir.read("out/extracts/buyers.csv"), expected);
}

#[test]
fn opted_out_customers_are_in_it_where_it_says_so() {
    let dir = project(
        "[[extract]]\nname = \"all\"\ninclude_opted_out = true\norder = \"spend DESC\"\nlimit = 2\ncolumns = [\"name\", \"consent\"]\n\
         [[extract]]\nname = \"sms\"\npurpose = \"sms\"\norder = \"name\"\ncolumns = [\"name\"]\n",
    );
    dir.guiyi(&["extract", "all", "-o", "all.csv"]).exits(0);
    assert_eq!(dir.read("all.csv"), "name,consent\n李娜,email:no\n张伟,email:yes\n");
    dir.guiyi(&["extract", "sms"]).exits(0).says("4 rows of 4 customers");
}

#[test]
fn columns_left_out_mean_the_whole_master() {
    let dir = project("[[extract]]\nname = \"whole\"\ninclude_opted_out = true\n");
    dir.guiyi(&["extract", "whole"]).exits(0);
    assert_eq!(dir.read("out/extracts/whole.csv"), dir.read("out/current/master.csv"));
}

#[test]
fn masks_cover_persons_and_leave_figures() {
    let columns = "columns = [\"name\", \"phone\", \"email\", \"birth_date\", \"account_ids\", \"text\", \"spend\"]\norder = \"spend DESC\"\nlimit = 1\n";
    let dir = project(&format!(
        "[[extract]]\nname = \"partly\"\nmask = \"partial\"\n{columns}[[extract]]\nname = \"hidden\"\nmask = \"hidden\"\n{columns}"
    ));
    dir.guiyi(&["extract", "partly"]).exits(0);
    assert_eq!(
        dir.read("out/extracts/partly.csv").lines().nth(1),
        Some("张*,139****5678,z*******@163.com,1988,wecom:****,,300.50")
    );
    dir.guiyi(&["extract", "hidden"]).exits(0);
    assert_eq!(dir.read("out/extracts/hidden.csv").lines().nth(1), Some(",,,,,,300.50"));
}

#[test]
fn every_format_holds_the_same_rows() {
    let one = |name: &str, more: &str| {
        format!(
            "[[extract]]\nname = \"{name}\"\n{more}columns = [\"name\", \"phone\", \"spend\", \"paid_orders\", \"last_order_at\", \"text\"]\norder = \"spend\"\n"
        )
    };
    let dir = project(
        &[
            one("plain", ""),
            one("bom", "encoding = \"utf-8-bom\"\n"),
            one("gb", "encoding = \"gb18030\"\n"),
            one("book", "format = \"xlsx\"\n"),
            one("lines", "format = \"jsonl\"\nfile = \"rows.jsonl\"\n"),
            one("columnar", "format = \"parquet\"\n"),
        ]
        .concat(),
    );
    for name in ["plain", "bom", "gb", "book", "lines", "columnar"] {
        dir.guiyi(&["extract", name]).exits(0);
    }
    let files = dir.files("out/extracts");
    let plain = dir.read("out/extracts/plain.csv");
    assert_eq!(cells(&plain, "name"), ["欧阳晓月", "Anna Schmidt", "张伟"]);
    assert_eq!(cells(&plain, "text")[0], "'=1+1");
    assert_eq!(files["bom.csv"], [b"\xef\xbb\xbf".as_slice(), plain.as_bytes()].concat());
    assert_eq!(encoding_rs::GB18030.decode(&files["gb.csv"]).0, plain);
    assert!(!files["gb.csv"].is_ascii() && std::str::from_utf8(&files["gb.csv"]).is_err());
    assert!(files["columnar.parquet"].starts_with(b"PAR1"));
    let lines: Vec<serde_json::Value> =
        dir.read("out/extracts/rows.jsonl").lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(
        (lines[2]["name"].as_str(), lines[2]["spend"].as_f64(), lines[2]["paid_orders"].as_i64()),
        (Some("张伟"), Some(300.5), Some(2))
    );
    assert_eq!((lines[0]["text"].as_str(), lines[1]["text"].as_str()), (Some("=1+1"), None));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(files["book.xlsx"].clone())).expect("a workbook");
    let sheet = book.worksheet_range("book").expect("the sheet");
    assert_eq!(sheet.get((0, 2)), Some(&Data::String("spend".into())));
    assert_eq!(sheet.get((3, 1)), Some(&Data::String("+8613912345678".into())), "phones are texts");
    assert_eq!((sheet.get((3, 2)), sheet.get((3, 3))), (Some(&Data::Float(300.5)), Some(&Data::Float(2.0))));
    assert!(matches!(sheet.get((3, 4)), Some(Data::DateTime(_))), "{:?}", sheet.get((3, 4)));
    assert_eq!(sheet.get((1, 5)), Some(&Data::String("=1+1".into())), "a string, not a formula");
}

#[test]
fn templates_are_what_other_programs_import() {
    let names = [
        "zoho_contacts",
        "salesforce_contacts",
        "hubspot_contacts",
        "mailchimp_audience",
        "fxiaoke_customers",
        "dingtalk_customers",
        "wecom_remark",
    ];
    let one =
        |name: &&str| format!("[[extract]]\nname = \"{name}\"\ntemplate = \"{name}\"\norder = \"spend DESC\"\nformat = \"csv\"\n");
    let extracts = names.iter().map(one).collect::<Vec<_>>().concat();
    let dir = project(&extracts);
    let rows = |name: &str| {
        dir.guiyi(&["extract", name]).exits(0);
        csv_rows(&dir.read(&format!("out/extracts/{name}.csv")))
    };
    let zoho = rows("zoho_contacts");
    assert_eq!(
        (zoho[0]["Last Name"].as_str(), zoho[0]["First Name"].as_str(), zoho[0]["Date of Birth"].as_str()),
        ("张", "伟", "1988-03-04")
    );
    assert_eq!((zoho[1]["Last Name"].as_str(), zoho[1]["First Name"].as_str()), ("Schmidt", "Anna"));
    assert_eq!((zoho[2]["Last Name"].as_str(), zoho[2]["First Name"].as_str()), ("欧阳", "晓月"));
    assert_eq!(rows("salesforce_contacts")[0]["LastName"], "张");
    let hubspot = rows("hubspot_contacts");
    assert_eq!(hubspot.len(), 2, "without an e-mail HubSpot knows nobody");
    assert_eq!(hubspot[0]["Lifecycle Stage"], "customer");
    let mailchimp = rows("mailchimp_audience");
    assert_eq!((mailchimp[0]["Birthday"].as_str(), mailchimp[0]["TAGS"].contains(',')), ("03/04", true));
    assert_eq!(rows("fxiaoke_customers")[0]["手机（选填）"], "13912345678");
    assert_eq!(rows("dingtalk_customers")[1]["*手机号"], "+491711234567");
    let remarks = rows("wecom_remark");
    assert_eq!(remarks.iter().map(|r| r["external_userid"].as_str()).collect::<Vec<_>>(), ["wm01"]);
    assert_eq!((remarks[0]["remark"].as_str(), remarks[0]["remark_mobiles"].as_str()), ("张伟-复购", "13912345678"));
}

#[test]
fn a_project_may_bring_its_own_template() {
    let dir = project("[[extract]]\nname = \"x\"\n");
    dir.write("guiyi.toml", format!("{PROJECT}\n[[extract]]\nname = \"ours\"\ntemplate = \"ours\"\n"));
    dir.write("rules/extracts/ours.toml", "name = \"ours\"\nrequired = [\"邮箱（必填）\"]\n[columns]\n\"邮箱（必填）\" = \"email\"\n\"备注\" = { value = \"name\", max_chars = 1 }\n");
    dir.guiyi(&["extract", "ours"]).exits(0).says("2 rows of 3 customers, left out 1 opted out, 1 without a required column");
    assert_eq!(cells(&dir.read("out/extracts/ours.csv"), "备注").concat().chars().count(), 2);
}

#[test]
fn what_is_wrong_is_said_and_an_earlier_file_stays() {
    let dir = project("[[extract]]\nname = \"buyers\"\ncolumns = [\"name\"]\n");
    dir.guiyi(&["extract", "buyers"]).exits(0);
    let before = dir.read("out/extracts/buyers.csv");
    dir.guiyi(&["extract", "byers"]).exits(2).says("error: there is no extract `byers`").says("hint: did you mean `buyers`?");
    dir.guiyi(&["extract", "buyers", "--run", "20261031"])
        .exits(2)
        .says("there is no run `20261031`")
        .says("did you mean `20261031T155959Z");
    std::fs::create_dir(dir.path("folder")).expect("a folder");
    dir.guiyi(&["extract", "buyers", "-o", "folder"]).exits(2).says("cannot write `folder`");
    assert!(!dir.path(".folder.partial").exists(), "nothing half-written is left");
    dir.write(
        "guiyi.toml",
        format!("{PROJECT}\n[[metric]]\nname = \"n\"\nvalue = \"COUNT(*)\"\n[[extract]]\nname = \"buyers\"\nwhere = \"n > 1\"\n"),
    );
    dir.guiyi(&["extract", "buyers"]).exits(2).says("the run has no metric `n`").says("hint: run the project again");
    assert_eq!(dir.read("out/extracts/buyers.csv"), before);
}

#[test]
fn an_extract_of_an_earlier_run_looks_from_its_moment() {
    let dir = project(
        "[[extract]]\nname = \"recent\"\nwhere = \"last_order_at > as_of - INTERVAL '30 days'\"\norder = \"name\"\ncolumns = [\"name\"]\n",
    );
    let first = dir.guiyi(&["extract", "recent"]).exits(0).err;
    let run = first.split("of run ").nth(1).and_then(|t| t.split(':').next()).expect("a run id").to_owned();
    dir.guiyi(&["run", "--as-of", "2026-12-31"]).exits(0);
    dir.guiyi(&["extract", "recent"]).exits(0).says("0 rows of 0 customers");
    assert_eq!(dir.read("out/extracts/recent.csv"), "name\n");
    dir.guiyi(&["extract", "recent", "--run", &run]).exits(0).says("1 rows of 1 customers");
    assert_eq!(dir.read("out/extracts/recent.csv"), "name\n张伟\n");
}

#[cfg(unix)]
#[test]
fn an_extract_is_for_its_owner_only_and_repeats_byte_for_byte() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = project("[[extract]]\nname = \"book\"\nformat = \"xlsx\"\n");
    dir.guiyi(&["extract", "book", "-o", "a.xlsx"]).exits(0);
    dir.guiyi(&["extract", "book", "-o", "b.xlsx", "--threads", "1"]).exits(0);
    let files = dir.files("");
    assert!(files["a.xlsx"] == files["b.xlsx"]);
    let mode = std::fs::metadata(dir.path("a.xlsx")).expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn metrics_for_rules_only_are_computed_again_out_of_the_run() {
    let dir = project(
        "[[extract]]\nname = \"silent\"\nwhere = \"days_since_contact >= 20\"\norder = \"recency_weeks DESC\"\n\
         columns = { \"姓名\" = \"name\", \"天\" = \"days_since_contact\", \"周\" = \"recency_weeks\" }\n\
         [[metric]]\nname = \"recency_weeks\"\nfrom = \"fields\"\ndeliver = false\nvalue = \"ROUND(recency_days / 7, 1)\"\n",
    );
    assert!(!dir.read("out/current/master.csv").lines().next().expect("a header").contains("recency"));
    dir.guiyi(&["extract", "silent"]).exits(0);
    assert_eq!(dir.read("out/extracts/silent.csv"), "姓名,天,周\nAnna Schmidt,91,13\n欧阳晓月,60,8.6\n");
}
