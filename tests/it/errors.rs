//! Bad input gets one clear error, exit 2 (or 3), and leaves the output as it was.

use std::io::Write as _;

use crate::support::{AS_OF, Dir, one_channel, people};

/// Runs a project that was published once; expects `code`, the texts on stderr, and an untouched output.
fn check(dir: &Dir, code: i32, texts: &[&str]) {
    let before = dir.files("out/runs");
    let mut ran = dir.guiyi(&["run", "--as-of", "2026-11-02"]).exits(code).prints_nothing();
    for text in texts {
        ran = ran.says(text);
    }
    assert!(ran.err.starts_with("error: "), "{}", ran.err);
    assert!(dir.files("out/runs") == before, "the output was touched");
}

/// A project that was published once.
fn published() -> Dir {
    let dir = Dir::new();
    dir.write("people.csv", people()).write("guiyi.toml", one_channel(""));
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    dir
}

#[test]
fn what_programs_leave_beside_the_exports_is_passed_over() {
    let dir = Dir::new();
    let rules = one_channel("").replace("people.csv", "exports/*");
    dir.write("exports/people.csv", people()).write("guiyi.toml", rules);
    dir.write("exports/~$people.csv", [5, b'w', 0, 0])
        .write("exports/._people.csv", [0, 5, 22, 7])
        .write("exports/.DS_Store", [0; 9]);
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0).says("rows 44/43/0/1");
    // One that is named is meant.
    dir.write("guiyi.toml", one_channel("").replace("people.csv", "exports/~$*"));
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(2).says("is not a table");
}

#[test]
fn a_missing_file() {
    let dir = published();
    std::fs::remove_file(dir.path("people.csv")).expect("it was there");
    check(&dir, 2, &["guiyi.toml:", "`people.csv`", "hint: "]);
}

#[test]
fn an_empty_file() {
    let dir = published();
    dir.write("people.csv", "");
    check(&dir, 2, &["people.csv: the file is empty", "hint: "]);
}

#[test]
fn a_directory() {
    let dir = published();
    std::fs::remove_file(dir.path("people.csv")).expect("it was there");
    std::fs::create_dir(dir.path("people.csv")).expect("a folder");
    check(&dir, 2, &["people.csv", "folder"]);
}

#[test]
fn a_binary() {
    let dir = published();
    let noise: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    dir.write("people.csv", [b"\x7fELF\x02\x01\x01\x00".as_slice(), &noise].concat());
    check(&dir, 2, &["people.csv"]);
}

#[test]
fn a_truncated_workbook() {
    let dir = published();
    let made = Dir::with_exports();
    let book = made.files("exports").remove("tradeshow.xlsx").expect("a made workbook");
    dir.write("book.xlsx", &book[..book.len() / 2]).write("guiyi.toml", one_channel("").replace("people.csv", "book.xlsx"));
    check(&dir, 2, &["book.xlsx"]);
}

#[test]
fn a_truncated_gz() {
    let dir = published();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(people().repeat(500).as_bytes()).expect("memory");
    let bytes = gz.finish().expect("memory");
    dir.write("people.csv.gz", &bytes[..bytes.len() / 2])
        .write("guiyi.toml", one_channel("").replace("people.csv", "people.csv.gz"));
    check(&dir, 2, &["people.csv.gz"]);
}

#[test]
fn a_wrong_encoding_override() {
    let dir = published();
    dir.write("guiyi.toml", one_channel("encoding = \"utf-16le\"\n"));
    check(&dir, 2, &["people.csv", "utf-16le"]);
    dir.write("guiyi.toml", one_channel("encoding = \"klingon\"\n"));
    check(&dir, 2, &["klingon", "hint: "]);
}

#[test]
fn a_table_without_header() {
    let dir = published();
    dir.write(
        "people.csv",
        "张伟,13912345678,zhangwei@example.com\n李娜,13787654321,lina@example.com\n王芳,13687654321,wf@example.com\n",
    );
    check(&dir, 2, &["people.csv:1", "header", "hint: "]);
}

#[test]
fn unknown_keys_are_all_shown_with_line_and_hint() {
    let dir = published();
    dir.write("guiyi.toml", one_channel("trsut = 3\nmoed = \"append\"\n"));
    check(&dir, 2, &["guiyi.toml:11: ", "`trsut`", "guiyi.toml:12: ", "`moed`", "did you mean `mode`"]);
}

#[test]
fn a_wrong_type() {
    let dir = published();
    dir.write("guiyi.toml", one_channel("trust = \"very\"\n"));
    check(&dir, 2, &["guiyi.toml:11", "trust"]);
}

#[test]
fn a_bad_expression() {
    let dir = published();
    dir.write("rules/tags.toml", "[[tag]]\nname = \"x\"\ndimension = \"basic\"\nwhen = \"ordres > 3\"\n");
    check(&dir, 2, &["rules/tags.toml:4", "`ordres`", "hint: "]);
    dir.write("rules/tags.toml", "[[tag]]\nname = \"x\"\ndimension = \"basic\"\nwhen = \"orders > (SELECT 1)\"\n");
    check(&dir, 2, &["rules/tags.toml:4"]);
}

#[test]
fn an_unmapped_required_field() {
    let dir = published();
    dir.write("guiyi.toml", one_channel("fields = { phone = \"电话号码\" }\n"));
    check(&dir, 2, &["people.csv", "`电话号码`", "hint: "]);
}

#[test]
fn a_broken_channel_is_skipped_or_keeps_its_last_rows_if_its_rule_says_so() {
    let two = |on_problem: &str| {
        format!("{}\n[[channel]]\nname = \"more\"\nfiles = \"more.csv\"\non_problem = \"{on_problem}\"\n", one_channel(""))
    };
    let dir = Dir::new();
    dir.write("people.csv", people()).write("more.csv", "姓名,手机号码\n王芳,18600001111\n").write("guiyi.toml", two("keep_last"));
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0).says("customers 43");
    dir.write("more.csv", "");
    dir.guiyi(&["run", "--as-of", "2026-11-01"])
        .exits(0)
        .says("customers 43 (+0")
        .says("channel `more` keeps the rows of the last run");
    dir.guiyi(&["run", "--as-of", "2026-11-02"]).exits(0).says("customers 43 (+0");
    dir.write("guiyi.toml", two("skip"));
    dir.guiyi(&["run", "--as-of", "2026-11-03"]).exits(0).says("customers 42 (+0 −1").says("channel `more` is left out");
}

#[test]
fn a_drop_beyond_its_limit_stops_the_run_unless_accepted() {
    let dir = Dir::new();
    dir.write("people.csv", people()).write("guiyi.toml", one_channel("max_drop = \"30%\"\n"));
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    dir.write("people.csv", people().lines().take(2).collect::<Vec<_>>().join("\n"));
    check(&dir, 2, &["has 1 rows, 43 in the last run", "--accept-drop"]);
    dir.guiyi(&["run", "--as-of", "2026-11-02", "--accept-drop"]).exits(0);
}

#[test]
fn an_unwritable_output() {
    let dir = Dir::new();
    dir.write("people.csv", people()).write("guiyi.toml", one_channel("")).write("out", "a file, not a folder");
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(2).says("error: ").says("out");
    assert_eq!(dir.read("out"), "a file, not a folder");
}

#[test]
fn a_lock_that_is_held() {
    let dir = published();
    let lock = std::fs::File::options().write(true).create(true).truncate(false).open(dir.path("out/.lock")).expect("a lock file");
    lock.lock().expect("nobody else holds it");
    check(&dir, 3, &["another run holds the lock"]);
}

#[test]
fn a_bad_flag_and_an_unknown_verb() {
    let dir = Dir::new();
    dir.guiyi(&["run", "--as-of", "yesterday"]).exits(2).says("2026-10-31");
    dir.guiyi(&["rnu"]).exits(2).says("'rnu'");
    dir.guiyi(&["run", "--threads", "0"]).exits(2);
}

#[test]
fn an_id_nobody_knows() {
    published().guiyi(&["explain", "NOBODY"]).exits(2).says("`NOBODY`");
}
