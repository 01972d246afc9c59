//! Suggested corrections through the binary: listed, applied only where a rule says so.

use std::fmt::Write as _;

use crate::support::{AS_OF, Dir, csv_rows};

/// Twelve customers of one company, one with its mail domain misspelt; ten of a shop that types one mailbox for everybody.
fn table() -> String {
    let names = ["王伟", "李娜", "张敏", "刘洋", "陈静", "杨帆", "黄磊", "赵倩", "周涛", "吴迪", "徐莉", "孙强"];
    let mut text = String::from("姓名,手机号码,邮箱\n");
    for (i, name) in names.iter().enumerate() {
        let domain = if i == 11 { "acme-tolos.de" } else { "acme-tools.de" };
        writeln!(text, "{name},139876543{i:02},u{i}@{domain}").expect("a text");
    }
    for (i, name) in names.iter().enumerate().take(10) {
        writeln!(text, "{name}{name},137876543{i:02},weixin@made-shop.cn").expect("a text");
    }
    text
}

#[test]
fn corrections_are_listed_and_nothing_is_rewritten() {
    let dir = Dir::new();
    dir.write("people.csv", table());
    dir.guiyi(&["dedupe", "people.csv", "-o", "done", "--as-of", AS_OF]).exits(0);
    let found = csv_rows(&dir.read("done/corrections.csv"));
    let domain = found.iter().find(|r| r["part"] == "domain").expect("the domain is suggested");
    assert_eq!((domain["value"].as_str(), domain["suggestion"].as_str()), ("acme-tolos.de", "acme-tools.de"));
    assert_eq!((domain["reason"].as_str(), domain["applied"].as_str()), ("swapped_characters", "false"));
    assert_eq!((domain["file"].as_str(), domain["row"].as_str()), ("people.csv", "12"));
    let suspect = found.iter().find(|r| r["part"] == "mailbox").expect("the mailbox is suspicious");
    assert_eq!((suspect["value"].as_str(), suspect["names"].as_str()), ("weixin@made-shop.cn", "10"));
    assert!(dir.read("done/master.csv").contains("u11@acme-tolos.de"));
    assert!(
        dir.read("done/report.json").contains("\"acme-tolos.de\"")
            && dir.read("done/report/index.html").contains("corrections.csv")
    );
}

#[test]
fn a_rule_applies_what_it_names() {
    let dir = Dir::new();
    dir.write("people.csv", table());
    dir.guiyi(&["dedupe", "people.csv", "-o", "done", "--as-of", AS_OF]).exits(0);
    let config = dir.read("done/dedupe.toml");
    dir.write("with.toml", format!("{config}\n[normalise]\napply_corrections = [\"domain\"]\n"));
    dir.guiyi(&["dedupe", "people.csv", "-o", "applied", "--config", "with.toml", "--as-of", AS_OF]).exits(0);
    let master = dir.read("applied/master.csv");
    assert!(master.contains("u11@acme-tools.de") && !master.contains("acme-tolos"), "{master}");
    let found = csv_rows(&dir.read("applied/corrections.csv"));
    let applied: Vec<(&str, &str)> = found.iter().map(|r| (r["part"].as_str(), r["applied"].as_str())).collect();
    assert_eq!(applied, [("domain", "true"), ("mailbox", "false")]);
    dir.guiyi(&["dedupe", "people.csv", "-o", "rows", "--config", "with.toml", "--normalise-only"]).exits(0);
    let rows = csv_rows(&dir.read("rows/normalised.csv"));
    assert!(rows[11]["findings"].split('|').any(|f| f == "corrected"), "{:?}", rows[11]);
}

#[test]
fn a_rule_that_names_nothing_known_is_refused() {
    let dir = Dir::new();
    dir.write("people.csv", table());
    dir.write("with.toml", "[normalise]\napply_corrections = [\"domian\"]\n");
    dir.guiyi(&["dedupe", "people.csv", "-o", "done", "--config", "with.toml"])
        .exits(2)
        .says("`domian`")
        .says("did you mean `domain`?");
    assert!(!dir.path("done").exists());
}
