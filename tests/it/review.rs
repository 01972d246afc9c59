//! `review`: questions out, answers in, and what a run makes of them.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use crate::support::{AS_OF, Dir, Ran, copy, csv_rows};

/// Made exports as a published project in `p`, large enough to ask a few questions. Made once, copied for each test.
fn published() -> Dir {
    static MADE: OnceLock<Dir> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let dir = Dir::new();
        dir.guiyi(&["synth", "-o", ".", "--customers", "1000", "--seed", "3"]).exits(0);
        dir.guiyi(&["init", "exports", "-o", "p", "-q"]).exits(0);
        let rules = dir.read("p/guiyi.toml");
        dir.write("p/guiyi.toml", format!("{rules}\n[gates]\nunification = 0\ncompleteness = 0\n"));
        run(&dir, AS_OF).exits(0);
        dir
    });
    let dir = Dir::new();
    copy(&made.path(""), dir.path(""));
    let current = std::fs::read_link(made.path("p/out/current")).expect("a link");
    std::os::unix::fs::symlink(current, dir.path("p/out/current")).expect("a link");
    dir
}

fn run(dir: &Dir, as_of: &str) -> Ran {
    dir.guiyi(&["run", "-p", "p", "--as-of", as_of])
}

fn review(dir: &Dir, args: &[&str]) -> Ran {
    dir.guiyi(&[&["review", "-p", "p", "--by", "王芳"], args].concat())
}

/// The interactive mode with these lines typed.
fn typed(dir: &Dir, lines: &str) -> Ran {
    dir.guiyi_typing(&["review", "-p", "p", "--by", "王芳"], lines)
}

/// Fills `verdict` of a csv sheet row by row; gives its text without byte order mark.
fn filled(sheet: &str, verdicts: &[&str]) -> String {
    let mut reader = csv::Reader::from_reader(sheet.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().expect("a header").clone();
    let at = header.iter().position(|h| h == "verdict").expect("a verdict column");
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&header).expect("memory");
    for (i, record) in reader.records().enumerate() {
        let record = record.expect("a row");
        let verdict = verdicts.get(i).copied().unwrap_or("");
        out.write_record(record.iter().enumerate().map(|(c, cell)| if c == at { verdict } else { cell })).expect("memory");
    }
    String::from_utf8(out.into_inner().expect("memory")).expect("UTF-8")
}

fn decisions(dir: &Dir) -> Vec<std::collections::BTreeMap<String, String>> {
    csv_rows(&dir.read("p/decisions.csv"))
}

#[test]
fn a_sheet_goes_out_is_filled_in_and_the_next_run_obeys() {
    let dir = published();
    review(&dir, &["--export", "q.csv"]).exits(0).says("open questions in q.csv").prints_nothing();
    let sheet = dir.read("q.csv");
    let questions = csv_rows(sheet.trim_start_matches('\u{feff}'));
    assert!(questions.len() >= 3, "{sheet}");
    assert!(questions.iter().any(|q| !q["differs"].is_empty()), "{sheet}");
    let chance = |q: &std::collections::BTreeMap<String, String>| q["probability"].parse::<f64>().unwrap_or(0.5);
    assert!(questions.windows(2).all(|w| chance(&w[0]) >= chance(&w[1])), "best question first");
    dir.write("filled.csv", filled(&sheet, &["是", "different"]));
    let done = "review: 2 accepted, 0 unchanged, 0 contradictory, 0 unreadable, 0 skipped";
    review(&dir, &["--import", "filled.csv"]).exits(0).says(done);
    review(&dir, &["--import", "filled.csv"]).exits(0).says("review: 0 accepted, 2 unchanged");
    let kept = decisions(&dir);
    let (same, different) = (&questions[0], &questions[1]);
    assert_eq!((kept.len(), kept[0]["verdict"].as_str(), kept[0]["by"].as_str()), (2, "same", "王芳"));
    assert_eq!((&kept[0]["source_key_a"], &kept[0]["source_key_b"]), (&same["source_key_a"], &same["source_key_b"]));

    run(&dir, "2026-11-01").exits(0).says("decisions.csv: 2 applied, 0 obsolete, 0 contradictory");
    let owner = |q: &std::collections::BTreeMap<String, String>, side: &str| {
        let (channel, key) = (&q[&format!("channel_{side}")], &q[&format!("source_key_{side}")]);
        let xref = csv_rows(&dir.read("p/out/current/xref.csv"));
        xref.into_iter().find(|x| x["channel"] == *channel && x["source_key"] == *key).expect("a row")["customer_id"].clone()
    };
    assert_eq!(owner(same, "a"), owner(same, "b"));
    assert_ne!(owner(different, "a"), owner(different, "b"));
    let manifest: serde_json::Value = serde_json::from_str(&dir.read("p/out/current/run.json")).expect("JSON");
    assert_eq!(manifest["decisions"][0]["fate"], "applied");
    let report: serde_json::Value = serde_json::from_str(&dir.read("p/out/current/report.json")).expect("JSON");
    assert_eq!(report["decisions"][0]["count"], 2);
    // What is decided is not asked again.
    review(&dir, &["--export", "q2.csv"]).exits(0);
    let pair = |q: &std::collections::BTreeMap<String, String>| (q["source_key_a"].clone(), q["source_key_b"].clone());
    let again = csv_rows(dir.read("q2.csv").trim_start_matches('\u{feff}'));
    assert!(again.iter().all(|q| pair(q) != pair(same) && pair(q) != pair(different)));
}

#[test]
fn a_sheet_is_read_as_spreadsheets_save_it() {
    let dir = published();
    review(&dir, &["--export", "q.csv"]).exits(0);
    let text = filled(&dir.read("q.csv"), &["不同", "跳过", "是"]);
    // Chinese Excel: GB18030 with semicolons and CRLF; long numbers spoilt.
    let mut out = csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for record in csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).records() {
        let record = record.expect("a row");
        let spoil = |cell: &str| {
            let is_long = cell.len() >= 14 && cell.bytes().all(|b| b.is_ascii_digit());
            if is_long { format!("{}.{}E+{}", &cell[..1], &cell[1..3], cell.len() - 1) } else { cell.to_owned() }
        };
        out.write_record(record.iter().map(spoil)).expect("memory");
    }
    let bytes = out.into_inner().expect("memory");
    let (gb, _, _) = encoding_rs::GB18030.encode(std::str::from_utf8(&bytes).expect("UTF-8"));
    dir.write("gb.csv", &gb);
    review(&dir, &["--import", "gb.csv"])
        .exits(0)
        .says("review: 2 accepted, 0 unchanged, 0 contradictory, 0 unreadable, 1 skipped");
    // The keys are those of the run, not those that the spreadsheet made of them.
    let known = csv_rows(&dir.read("p/out/current/xref.csv"));
    for d in decisions(&dir) {
        for side in ["a", "b"] {
            let (channel, key) = (&d[&format!("channel_{side}")], &d[&format!("source_key_{side}")]);
            assert!(known.iter().any(|x| x["channel"] == *channel && x["source_key"] == *key), "{channel}:{key}");
        }
    }
}

#[test]
fn a_workbook_goes_out_and_comes_back() {
    let dir = published();
    review(&dir, &["--export", "q.xlsx"]).exits(0);
    review(&dir, &["--export", "q.xlsx"]).exits(2).says("already exists").says("--replace");
    review(&dir, &["--export", "q.xlsx", "--replace"]).exits(0);
    review(&dir, &["--import", "q.xlsx"]).exits(0).says("review: 0 accepted").says("without verdict");
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    review(&dir, &["--export", "q.csv"]).exits(0);
    let text = filled(&dir.read("q.csv"), &["Same", "否"]);
    for (row, record) in csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).records().enumerate() {
        for (column, cell) in record.expect("a row").iter().enumerate() {
            page.write_string(row as u32, column as u16, cell).expect("a cell");
        }
    }
    dir.write("filled.xlsx", book.save_to_buffer().expect("a workbook"));
    review(&dir, &["--import", "filled.xlsx"]).exits(0).says("review: 2 accepted");
}

#[test]
fn a_masked_sheet_shows_nobody_and_still_comes_back() {
    let dir = published();
    review(&dir, &["--export", "clear.csv"]).exits(0);
    review(&dir, &["--export", "q.csv", "--masked"]).exits(0);
    let (clear, masked) = (dir.read("clear.csv"), dir.read("q.csv"));
    for question in csv_rows(clear.trim_start_matches('\u{feff}')) {
        for (column, cell) in &question {
            let personal = ["source_key", "name", "phone", "email"].iter().any(|p| column.starts_with(p));
            assert!(
                !personal || cell.len() < 4 || cell.contains('*') || !masked.contains(cell.as_str()),
                "{column} {cell}\n{masked}"
            );
        }
    }
    dir.write("filled.csv", filled(&masked, &["same"]));
    review(&dir, &["--import", "filled.csv"]).exits(0).says("review: 1 accepted");
    let first = &csv_rows(clear.trim_start_matches('\u{feff}'))[0];
    assert_eq!(decisions(&dir)[0]["source_key_a"], first["source_key_a"]);
}

#[test]
fn rows_that_give_no_decision_are_named_with_their_number() {
    let dir = published();
    review(&dir, &["--export", "q.csv"]).exits(0);
    let questions = csv_rows(dir.read("q.csv").trim_start_matches('\u{feff}'));
    let line = |q: usize, verdict: &str| {
        let q = &questions[q];
        format!("{},{},{},{},{verdict}\n", q["channel_a"], q["source_key_a"], q["channel_b"], q["source_key_b"])
    };
    let header = "channel_a,source_key_a,channel_b,source_key_b,verdict\n";
    let rows = [line(0, "same"), line(1, "vielleicht"), line(2, "same"), line(2, "不同"), "jd,nobody,jd,no one,same\n".to_owned()];
    dir.write("bad.csv", format!("{header}{}", rows.concat()));
    let ran = review(&dir, &["--import", "bad.csv"]).exits(0);
    let ran = ran.says("bad.csv:3: unreadable: verdict `vielleicht`").says("bad.csv:4: contradictory: row 5 says the opposite");
    let ran = ran.says("bad.csv:5: contradictory: row 4").says("bad.csv:6: unreadable: `jd:nobody` is no record");
    ran.says("review: 1 accepted, 0 unchanged, 2 contradictory, 2 unreadable");
    // An earlier decision wins unless it is told otherwise.
    dir.write("again.csv", format!("{header}{}", line(0, "different")));
    review(&dir, &["--import", "again.csv"]).exits(2).says("again.csv:2: contradictory: decisions.csv:2 says `same`");
    review(&dir, &["--import", "again.csv", "--replace"]).exits(0).says("review: 1 accepted (1 replaced)");
    let kept = decisions(&dir);
    assert_eq!((kept.len(), kept[0]["verdict"].as_str()), (1, "different"));
    dir.write("other.csv", "a,b\n1,2\n");
    review(&dir, &["--import", "other.csv"]).exits(2).says("no columns `verdict`").says("hint: fill the sheet");
}

#[test]
fn the_terminal_asks_one_question_after_the_other() {
    let dir = published();
    let ran = typed(&dir, "s\nmaybe\nu\n不同\nk\nu\nk\nq\n").exits(0).prints_nothing();
    let ran = ran.says("[1/").says("[2/").says("are these the same customer?").says("`maybe` is no answer");
    ran.says("review: 0 same, 1 different, 1 skipped");
    assert_eq!(decisions(&dir).len(), 1);
    assert_eq!(decisions(&dir)[0]["verdict"], "different");
    // The end of input is a way to stop; what is decided is not asked again.
    typed(&dir, "").exits(0).says("review: 0 same, 0 different, 0 skipped");
    let all = typed(&dir, &"d\n".repeat(1000)).exits(0).says(" 0 left");
    assert!(all.err.contains("hardly pays"), "after nothing but differences it no longer pays\n{}", all.err);
    typed(&dir, "s\n").exits(0).says("review: no open questions");
}

#[test]
fn decisions_outlive_ids_and_wait_for_records_that_are_gone() {
    let dir = Dir::new();
    let rows = "编号,姓名,手机号码\n1,张伟,13912345678\n2,李娜,13787654321\n3,王芳,13512340000\n";
    dir.write("p/people.csv", rows).write("p/guiyi.toml", crate::support::one_channel("fields = { source_key = \"编号\" }\n"));
    let decided = "channel_a,source_key_a,channel_b,source_key_b,verdict\npeople,1,people,2,same\npeople,2,people,3,different\npeople,1,people,3,same\n";
    dir.write("p/decisions.csv", decided);
    let ran = run(&dir, AS_OF).exits(0).says("decisions.csv: 2 applied, 0 obsolete, 1 contradictory");
    ran.says("is contradictory: the two stay apart");
    let customers = |dir: &Dir| csv_rows(&dir.read("p/out/current/master.csv")).len();
    assert_eq!(customers(&dir), 2);
    dir.write("p/people.csv", rows.replace("2,李娜,13787654321\n", ""));
    run(&dir, "2026-11-01").exits(0).says("decisions.csv:2: `same` is obsolete: the second record is not there");
    dir.write("p/people.csv", rows.replace("张伟,13912345678", "张大伟,18612345678"));
    run(&dir, "2026-11-02").exits(0).says("decisions.csv: 2 applied");
    assert_eq!(customers(&dir), 2);
}

#[test]
fn without_a_published_run_there_is_nothing_to_review() {
    let dir = Dir::new();
    dir.write("p/people.csv", crate::support::people()).write("p/guiyi.toml", crate::support::one_channel(""));
    for args in [&["--export", "q.csv"][..], &["--import", "q.csv"], &[]] {
        review(&dir, args).exits(2).says("holds no published run").says("hint: `guiyi run` first");
    }
    run(&dir, AS_OF).exits(0);
    review(&dir, &["--export", "q.pdf"]).exits(2).says("neither `.csv` nor `.xlsx`");
}

#[test]
fn the_terminal_mode_ends_on_a_signal_with_the_answers_kept() {
    let dir = published();
    let mut child =
        dir.command(&["review", "-p", "p"]).stdin(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(b"s\n").expect("it reads");
    while !dir.path("p/decisions.csv").exists() {
        std::thread::yield_now();
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill").success());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    assert_eq!(decisions(&dir).len(), 1);
    drop(stdin);
}
