//! `dedupe`: any table, no project.

use crate::support::{AS_OF, Dir, csv_rows, people};

#[test]
fn a_table_is_deduplicated_into_a_folder_with_its_own_configuration() {
    let dir = Dir::new();
    dir.write("people.csv", people());
    let ran = dir.guiyi(&["dedupe", "people.csv", "-o", "done", "--as-of", AS_OF]).exits(0).prints_nothing();
    assert!(ran.err.contains("手机号码") && ran.err.contains("phone"), "{}", ran.err);
    let xref = csv_rows(&dir.read("done/xref.csv"));
    assert!(xref[0]["customer_id"] == xref[1]["customer_id"] && xref[1]["customer_id"] != xref[2]["customer_id"]);
    assert!(dir.read("done/dedupe.toml").contains("\"手机号码\" = \"phone\""));
    assert!(!dir.path("done/state").exists(), "dedupe keeps no state");
}

#[test]
fn the_written_configuration_gives_the_same_outcome() {
    let dir = Dir::new();
    dir.write("people.csv", people());
    dir.guiyi(&["dedupe", "people.csv", "-o", "a", "--as-of", AS_OF]).exits(0);
    dir.guiyi(&["dedupe", "people.csv", "-o", "b", "--as-of", AS_OF, "--config", "a/dedupe.toml"]).exits(0);
    assert_eq!(dir.read("a/xref.csv"), dir.read("b/xref.csv"));
    assert_eq!(dir.read("a/master.csv"), dir.read("b/master.csv"));
}

/// Soldiers with phones, of whom a third is written down twice; their regiment stands under a header nobody knows.
fn soldiers() -> String {
    let (given, family) =
        (["John", "James", "William", "Thomas", "George"], ["Reid", "Muir", "Dunn", "Hay", "Boyd", "Kerr", "Lamb"]);
    let regiments = ["Royal Scots", "Black Watch", "Cheshire", "Gordon Highlanders"];
    let rows = (0..240usize).flat_map(|i| {
        let phone = format!("0141 496 {:04}", i * 41);
        let row = format!("{},{},{phone},{}\n", given[i % 5], family[i / 5 % 7], regiments[(i * 7 + i / 35) % 4]);
        std::iter::repeat_n(row, 1 + usize::from(i % 3 == 0))
    });
    std::iter::once("First name,Surname,Phone,Regiment\n".to_owned()).chain(rows).collect()
}

/// Whether the run says that the regiment matches.
fn regiment_matches(err: &str) -> bool {
    err.lines().any(|line| line.starts_with("Regiment") && line.split_whitespace().nth(2) == Some("yes"))
}

#[test]
fn attributes_match_as_much_with_the_plan_and_in_a_project() {
    let dir = Dir::new();
    dir.write("soldiers.csv", soldiers());
    let plan = dir.guiyi(&["dedupe", "soldiers.csv", "--plan"]).exits(0);
    let called = |target: &str| dir.write("plan.toml", plan.out.replace("attribute.category.Regiment", target));
    let dedupe = |out: &str| dir.guiyi(&["dedupe", "soldiers.csv", "-o", out, "--as-of", AS_OF, "--config", "plan.toml"]);
    let alone = dir.guiyi(&["dedupe", "soldiers.csv", "-o", "alone", "--as-of", AS_OF]).exits(0);
    assert!(regiment_matches(&alone.err), "{}", alone.err);
    called("attribute.category.Regiment");
    assert!(regiment_matches(&dedupe("planned").exits(0).err), "{}", plan.out);
    let xref = dir.read("alone/xref.csv");
    assert_eq!(xref, dir.read("planned/xref.csv"));
    called("extra.category.Regiment");
    assert!(!regiment_matches(&dedupe("beside").exits(0).err), "{}", plan.out);
    called("attribute.text.Regiment");
    dedupe("text").exits(2).says("values of `attribute.text.Regiment` cannot be compared").says("attribute.category.Regiment");

    dir.guiyi(&["init", "soldiers.csv", "-o", "project"]).exits(0);
    assert!(dir.read("project/guiyi.toml").contains("attribute.category.Regiment"));
    // Nobody says from which province he is: the gates tell.
    dir.guiyi(&["run", "-p", "project", "--as-of", AS_OF]).exits(1);
    let weights =
        |xref: &str| csv_rows(xref).iter().map(|row| (row["row"].clone(), row["match_weight"].clone())).collect::<Vec<_>>();
    assert_eq!(weights(&dir.read("project/out/current/xref.csv")), weights(&xref), "the same evidence");
}

/// Guests of a hotel as two systems export them, GB18030: every third once more, by a mask of the name and of the 身份证, and with no
/// more of the phone than its end.
fn guests() -> (Vec<u8>, usize) {
    const GUESTS: usize = 240;
    let (family, given) = (["王", "李", "张", "刘", "陈", "杨", "赵"], ["小明", "丽华", "建国", "秀英", "志强"]);
    let mut lines = vec!["姓名,身份证号,手机,手机尾号,城市".to_owned()];
    for i in 0..GUESTS {
        let (name, last) = (format!("{}{}", family[i % 7], given[i / 7 % 5]), given[i / 7 % 5].chars().last().unwrap_or_default());
        let digits = format!("33010{}19{:02}{:02}{:02}{:03}", i % 8, 50 + i % 45, 1 + i % 12, 1 + i % 28, i * 37 % 1000);
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        let sum: usize = digits.bytes().zip(weights).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
        let card = format!("{digits}{}", char::from(b"10X98765432"[sum % 11]));
        let phone = format!("138{:08}", i * 7_919_321 % 100_000_000);
        lines.push(format!("{name},{card},{phone},,杭州"));
        if i % 3 == 0 {
            lines.push(format!("**{last},{}********{},,{},杭州", &card[..6], &card[14..], &phone[7..]));
        }
    }
    (encoding_rs::GB18030.encode(&lines.join("\r\n")).0.into_owned(), GUESTS)
}

#[test]
fn masked_guests_are_the_guests_they_show() {
    let dir = Dir::new();
    let (bytes, guests) = guests();
    dir.write("guests.csv", bytes);
    let ran = dir.guiyi(&["dedupe", "guests.csv", "-o", "a", "--as-of", AS_OF]).exits(0);
    assert!(ran.err.contains("the last characters of a number"), "{}", ran.err);
    assert_eq!(csv_rows(&dir.read("a/master.csv")).len(), guests);
    let xref = csv_rows(&dir.read("a/xref.csv"));
    let of_card: Vec<&str> = xref.iter().map(|row| row["customer_id"].as_str()).collect();
    assert!(of_card.chunks(4).all(|rows| rows.len() < 2 || rows[0] == rows[1]), "each mask stands behind the row it hides");
    dir.guiyi(&["dedupe", "guests.csv", "-o", "b", "--as-of", AS_OF, "--config", "a/dedupe.toml"]).exits(0);
    assert_eq!(dir.read("a/xref.csv"), dir.read("b/xref.csv"));
}

#[test]
fn a_plan_is_a_configuration_on_stdout_and_writes_nothing() {
    let dir = Dir::new();
    dir.write("people.csv", people());
    let plan = dir.guiyi(&["dedupe", "people.csv", "--plan"]).exits(0);
    assert!(plan.out.contains("[columns]"), "{}", plan.out);
    assert_eq!(dir.files("").len(), 1);
}

#[test]
fn a_plan_gives_its_reasons_in_the_language_asked_for() {
    let dir = Dir::new();
    dir.write("people.csv", people());
    let english = dir.guiyi(&["dedupe", "people.csv", "--plan"]).exits(0);
    let chinese = dir.guiyi(&["dedupe", "people.csv", "--plan", "--language", "zh"]).exits(0);
    let reasons = |text: &str| {
        text.lines()
            .filter(|l| l.contains(" = "))
            .filter_map(|l| l.split_once("\"  # "))
            .map(|(_, r)| r.to_owned())
            .collect::<Vec<_>>()
    };
    assert!(reasons(&english.out).iter().any(|r| r.starts_with("header `")), "{}", english.out);
    assert!(reasons(&chinese.out).iter().any(|r| r.starts_with("表头 `")), "{}", chinese.out);
    assert!(!reasons(&chinese.out).iter().any(|r| r.contains("header")), "{}", chinese.out);
    // The Chinese one is a configuration as well.
    dir.write("plan.toml", &chinese.out);
    dir.guiyi(&["dedupe", "people.csv", "-o", "done", "--as-of", AS_OF, "--config", "plan.toml", "--language", "zh"])
        .exits(0)
        .says("参与匹配");
}

#[test]
fn an_id_column_is_the_source_key() {
    let dir = Dir::new();
    dir.write("people.csv", "no,姓名,手机号码\nA7,张伟,13912345678\nA8,李娜,13787654321\n");
    dir.guiyi(&["dedupe", "people.csv", "-o", "done", "--id", "no", "--as-of", AS_OF]).exits(0);
    let keys: Vec<String> = csv_rows(&dir.read("done/xref.csv")).into_iter().map(|r| r["source_key"].clone()).collect();
    assert_eq!(keys, ["A7", "A8"]);
    dir.guiyi(&["dedupe", "people.csv", "-o", "no", "--id", "number"]).exits(2).says("`number`");
    assert!(!dir.path("no").exists());
}

#[test]
fn normalise_only_cleans_and_matches_nothing() {
    let dir = Dir::new();
    dir.write("people.csv", people());
    dir.guiyi(&["dedupe", "people.csv", "-o", "clean", "--normalise-only"]).exits(0);
    let rows = csv_rows(&dir.read("clean/normalised.csv"));
    assert_eq!((rows.len(), rows[1]["phone"].as_str()), (43, "+8613912345678"));
    assert!(!dir.path("clean/master.csv").exists());
}

#[test]
fn an_outcome_is_replaced_only_when_asked_and_only_if_it_is_ours() {
    let dir = Dir::new();
    dir.write("people.csv", people());
    dir.guiyi(&["dedupe", "people.csv", "-o", "done", "--as-of", AS_OF]).exits(0);
    let before = dir.files("done");
    dir.guiyi(&["dedupe", "people.csv", "-o", "done"]).exits(2).says("--replace");
    assert_eq!(dir.files("done"), before);
    dir.guiyi(&["dedupe", "people.csv", "-o", "done", "--replace"]).exits(0);
    dir.write("done/mine.txt", "mine");
    dir.guiyi(&["dedupe", "people.csv", "-o", "done", "--replace"]).exits(2).says("mine.txt");
}

#[test]
fn a_list_of_firms_with_a_contact_in_some_rows_is_one_of_firms() {
    let dir = Dir::new();
    let names =
        ["Northwind", "Fabrikam", "Contoso", "Bluewater", "Redwood", "Pinecrest", "Lakeside", "Summit", "Harbour", "Granite"];
    let row = |i: usize| {
        let contact = if i < 10 { format!("{} Smith", ["John", "Mary", "Ann", "Peter", "Susan"][i % 5]) } else { String::new() };
        format!("{i},{} Trading Ltd,{contact},+44 20 7946 0{:03}", names[i % 10], i % 10)
    };
    let rows: Vec<String> = (0..20).map(row).collect();
    dir.write("firms.csv", format!("no,Company,Contact,Phone\n{}\n", rows.join("\n")));
    dir.guiyi(&["dedupe", "firms.csv", "-o", "done", "--as-of", AS_OF]).exits(0).says("entity organisation");
    let xref = csv_rows(&dir.read("done/xref.csv"));
    assert!((0..10).all(|i| xref[i]["customer_id"] == xref[i + 10]["customer_id"]), "{xref:?}");
}
