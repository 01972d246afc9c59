//! `init`: exports nobody described, a project that runs without an edit.

use crate::support::{AS_OF, Dir, csv_rows, people};

#[test]
fn init_then_run_needs_no_edit_and_accounts_for_every_row() {
    let dir = Dir::with_exports();
    dir.guiyi(&["init", "exports", "-o", "project"]).exits(0).says("9 channels");
    let rules = dir.read("project/guiyi.toml");
    for preset in
        ["taobao_orders", "jd_orders", "youzan_customers", "shopify_orders", "wecom_contacts", "wjx", "eventbrite_attendees"]
    {
        assert!(rules.contains(&format!("preset = \"{preset}\"")), "{preset}\n{rules}");
    }
    let ran = dir.guiyi(&["run", "-p", "project", "--as-of", AS_OF]);
    assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.err);
    let rows = dir.read("truth.csv").lines().count() - 1;
    assert_eq!(dir.read("project/out/current/xref.csv").lines().count() - 1, rows);
    let score = dir.guiyi(&["eval", "project/out/current/xref.csv", "truth.csv", "--json"]).exits(0);
    assert!(score.out.contains("\"missing\":0,"), "{}", score.out);
}

#[test]
fn an_unknown_table_gets_its_mapping_with_reasons() {
    let dir = Dir::new();
    dir.write("data/members.csv", people()).write("data/notes.md", "no export");
    dir.guiyi(&["init", "data", "-o", "p"]).exits(0).says("left out: data/notes.md");
    let rules = dir.read("p/guiyi.toml");
    assert!(rules.contains("\"手机号码\" = \"phone\"  # "), "{rules}");
    assert!(rules.contains("files = \"../data/members.csv\""), "{rules}");
}

#[test]
fn a_project_is_not_written_over() {
    let dir = Dir::new();
    dir.write("people.csv", people()).write("p/guiyi.toml", "# mine\n");
    dir.guiyi(&["init", "people.csv", "-o", "p"]).exits(2).says("--replace");
    assert_eq!(dir.read("p/guiyi.toml"), "# mine\n");
}

#[test]
fn nothing_to_read_is_an_error() {
    let dir = Dir::new();
    std::fs::create_dir(dir.path("empty")).expect("a folder");
    dir.guiyi(&["init", "empty", "-o", "p"]).exits(2).says("no export found");
    dir.guiyi(&["init", "nowhere", "-o", "p"]).exits(2).says("nowhere");
    assert!(!dir.path("p").exists());
}

#[test]
fn a_firm_and_its_person_in_one_cell_are_the_person_other_channels_know() {
    let dir = Dir::new();
    let surnames = ["王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙"];
    let person =
        |i: usize| (format!("宁波{}恒机械有限公司", surnames[i]), format!("{}建国", surnames[i]), format!("1381234{i:04}"));
    let sold = |i: usize| {
        let (firm, name, phone) = person(i);
        format!("{firm} {name},{phone},NMRV50")
    };
    let told = |i: usize| {
        let (firm, name, phone) = person(i);
        format!("小{name},{firm}{name},张伟,2026-10-01 10:00,{phone}")
    };
    let lines = |line: &dyn Fn(usize) -> String| (0..12).map(line).collect::<Vec<_>>().join("\n");
    dir.write("data/流水.csv", format!("客户名称及联系人,手机/电话,型号\n{}\n", lines(&sold)));
    dir.write("data/企微.csv", format!("客户名称,备注名,添加人,添加时间,手机\n{}\n", lines(&told)));
    dir.guiyi(&["init", "data", "-o", "p"]).exits(0);
    let ran = dir.guiyi(&["run", "-p", "p", "--as-of", AS_OF]);
    assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.err);
    let master = csv_rows(&dir.read("p/out/current/master.csv"));
    let persons: Vec<_> = master.iter().filter(|row| row["entity"] == "person").collect();
    assert_eq!(persons.len(), 12, "{master:?}");
    assert!(persons.iter().all(|row| row["company"].ends_with("恒机械有限公司")), "{persons:?}");
}

#[test]
fn numbers_under_other_headers_are_one_column_where_the_same_people_have_them() {
    let dir = Dir::new();
    let list = |header: &str, row: &dyn Fn(usize) -> String| (0..60).fold(format!("{header}\n"), |text, i| text + &row(i) + "\n");
    let phone = |i: usize| format!("1381234{i:04}");
    let name = |i: usize| format!("{}{}", ["王", "李", "张", "刘"][i % 4], ["伟", "娜", "敏", "静", "磊"][i % 5]);
    // Every plate once in the one list, again and again in the other; goods have numbers, too.
    dir.write("data/owners.csv", list("姓名,手机,号牌", &|i| format!("{},{},粤B{:05}", name(i), phone(i), 7 * i)));
    dir.write(
        "data/visits.csv",
        list("送修人,电话,车牌号,货号", &|i| {
            format!("{},{},粤B{:05},SKU-{i:04}", name(i / 2), phone(i / 2), 7 * (i / 2))
        }),
    );
    dir.write("data/leads.csv", list("姓名,手机,型号", &|i| format!("{},1399876{i:04},SKU-{i:04}", name(i + 1))));
    dir.guiyi(&["init", "data", "-o", "p"]).exits(0);
    let rules = dir.read("p/guiyi.toml");
    for header in ["号牌", "车牌号"] {
        assert!(rules.contains(&format!("\"{header}\" = \"attribute.category.号牌\"  # ")), "{header}\n{rules}");
    }
    assert!(!rules.contains("attribute.category.货号") && !rules.contains("attribute.category.型号"), "{rules}");
    let ran = dir.guiyi(&["run", "-p", "p", "--as-of", AS_OF]);
    assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.err);
    let header = dir.read("p/out/current/master.csv").lines().next().unwrap_or_default().to_owned();
    assert!(header.split(',').any(|column| column == "号牌") && !header.contains("车牌号"), "{header}");
}
