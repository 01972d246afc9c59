//! The smaller verbs, help, and what goes to which stream.

use crate::support::{AS_OF, Dir, one_channel, people};

fn project() -> Dir {
    let dir = Dir::new();
    dir.write("people.csv", people()).write("guiyi.toml", one_channel(""));
    dir
}

/// A printed table without its spacing.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn help_names_every_verb_with_an_example_and_the_exit_codes() {
    let dir = Dir::new();
    let help = dir.guiyi(&["--help"]).exits(0).out;
    for verb in [
        "run",
        "dedupe",
        "init",
        "check",
        "profile",
        "explain",
        "review",
        "extract",
        "history",
        "diff",
        "rollback",
        "erase",
        "synth",
        "eval",
        "completions",
        "schema",
    ] {
        assert!(help.contains(&format!("  {verb} ")), "{verb}\n{help}");
        let own = dir.guiyi(&[verb, "--help"]).exits(0).out;
        assert!(own.contains("Example"), "{verb}\n{own}");
    }
    assert!(help.contains("another run holds the lock"));
}

#[test]
fn check_counts_pairs_per_rule_and_writes_nothing() {
    let dir = project();
    let out = dir.guiyi(&["check"]).exits(0).out;
    assert!(out.contains("blocking rule") && out.contains("people.csv") && out.contains("memory: about"), "{out}");
    assert!(!dir.path("out").exists());
}

#[test]
fn schema_describes_rule_files_the_report_and_the_tables() {
    let dir = project();
    let schema = |what: &[&str]| -> serde_json::Value {
        serde_json::from_str(&dir.guiyi(&[&["schema"], what].concat()).exits(0).out).expect("JSON")
    };
    assert_eq!(schema(&[])["properties"]["channel"]["items"]["properties"]["trust"]["maximum"], 100);
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    // Every key of the report is in its schema, and every required one is in the report.
    let (schema_of_report, tables) = (schema(&["report"]), schema(&["tables"]));
    let report: serde_json::Value = serde_json::from_str(&dir.read("out/current/report.json")).expect("JSON");
    let known = schema_of_report["properties"].as_object().expect("properties");
    let unknown: Vec<&String> = report.as_object().expect("an object").keys().filter(|k| !known.contains_key(*k)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    for key in schema_of_report["required"].as_array().expect("required keys") {
        assert!(report.get(key.as_str().expect("a name")).is_some(), "{key}");
    }
    // The fixed columns of every CSV, in order.
    for name in ["master", "xref", "changes", "review", "followups", "rejects"] {
        let text = dir.read(&format!("out/current/{name}.csv"));
        let header: Vec<&str> = text.lines().next().expect("a header").split(',').collect();
        let required = tables["$defs"][name]["required"].as_array().expect("columns");
        let wanted: Vec<&str> = required.iter().filter_map(|c| c.as_str()).collect();
        assert_eq!(header[..wanted.len()], wanted, "{name}");
    }
}

#[test]
fn a_run_that_needs_more_memory_than_allowed_delivers_nothing() {
    let dir = project();
    dir.guiyi(&["run", "--as-of", AS_OF, "--memory-limit", "2M"]).exits(2).says("`--memory-limit` is 2 MiB");
    assert!(!dir.path("out/current").exists());
    dir.guiyi(&["run", "--as-of", AS_OF, "--memory-limit", "much"]).exits(2).says("write `2G` or `512M`");
    dir.guiyi(&["run", "--as-of", AS_OF, "--memory-limit", "8G"]).exits(0);
}

#[test]
fn profile_shows_each_column_and_speaks_json() {
    let dir = project();
    let out = dir.guiyi(&["profile", "people.csv"]).exits(0).out;
    assert!(out.contains("手机号码") && out.contains("phone"), "{out}");
    let json = dir.guiyi(&["profile", "people.csv", "--json"]).exits(0).out;
    let profiles: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(profiles[0]["columns"][1]["kind"], "phone");
    let reasons = &profiles[0]["columns"][1];
    assert!(reasons["reason"].as_str().is_some_and(|r| r.starts_with("header `手机号码` says phone")), "{reasons}");
    assert!(reasons["reason_zh"].as_str().is_some_and(|r| r.starts_with("表头 `手机号码` 表示电话")), "{reasons}");
}

#[test]
fn profile_speaks_chinese_in_the_terminal_and_on_the_page_if_asked() {
    let dir = project();
    let out = dir.guiyi(&["profile", "people.csv", "--language", "zh"]).exits(0).out;
    for words in ["识别为", "最常见", "个人", "手机号码：表头 `手机号码` 表示电话"] {
        assert!(out.contains(words), "{words}\n{out}");
    }
    assert!(!out.contains("says"), "{out}");
    dir.guiyi(&["profile", "people.csv", "--html", "page.html"]).exits(0);
    assert!(dir.read("page.html").contains("data-zh=\"表头 `手机号码` 表示电话"));
}

#[test]
fn profile_writes_a_page_and_hides_people_if_asked() {
    let dir = project();
    dir.guiyi(&["profile", "people.csv", "--html", "clear.html"]).exits(0).prints_nothing();
    dir.guiyi(&["profile", "people.csv", "--html", "masked.html", "--mask", "--language", "en"]).exits(0);
    let (clear, masked) = (dir.read("clear.html"), dir.read("masked.html"));
    assert!(clear.contains("13510345678") && clear.contains("lang=\"zh-CN\""));
    assert!(!masked.contains("13510345678") && masked.contains("lang=\"en\"") && masked.contains("Usable cells"));
    let json = dir.guiyi(&["profile", "people.csv", "--json", "--mask"]).exits(0).out;
    assert!(!json.contains("13510345678") && json.contains("repeated"));
    dir.guiyi(&["profile", "people.csv", "--html", "no/such/folder.html"]).exits(2).says("cannot be written");
}

#[test]
fn explain_tells_one_customer_s_story_and_why_two_rows_are_one() {
    let dir = project();
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    let story = dir.guiyi(&["explain", "people.csv:2", "--as-of", AS_OF]).exits(0).out;
    assert!(story.contains("张伟") && story.contains("+8613912345678") && story.contains("which value won"), "{story}");
    let pair = dir.guiyi(&["explain", "people.csv:1", "people.csv:2", "--as-of", AS_OF]).exits(0).out;
    assert!(pair.contains("are one customer") && pair.contains("phone") && pair.contains("bits"), "{pair}");
    let other = dir.guiyi(&["explain", "people.csv:1", "people.csv:3", "--as-of", AS_OF]).exits(0).out;
    assert!(other.contains("are different customers"), "{other}");
    // The whole waterfall, with the reason for which nobody looked at the second pair.
    for words in ["found by blocking rule `phone`", "prior", "m         u", "equal", "total +", "threshold +"] {
        assert!(pair.contains(words), "{words}\n{pair}");
    }
    for words in ["no blocking rule found the pair", "  phone: they differ in phone", "total -"] {
        assert!(other.contains(words), "{words}\n{other}");
    }
    let weak = story.lines().find(|l| l.starts_with("weakest link: +")).expect("a weakest link");
    assert!(weak.contains("(threshold +") && weak.ends_with("between 1 row and 1 row"), "{story}");
}

#[test]
fn explain_tells_a_decision_and_an_id_of_earlier_days() {
    let dir = project();
    dir.write("people.csv", "编号,姓名,手机号码\n1,张伟,13912345678\n2,李娜,13787654321\n3,王芳,13512340000\n");
    dir.write("guiyi.toml", one_channel("fields = { source_key = \"编号\" }\n"));
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    let id = |dir: &Dir, key: &str| -> String {
        let rows = crate::support::csv_rows(&dir.read("out/current/xref.csv"));
        rows.into_iter().find(|row| row["source_key"] == key).expect("a row")["customer_id"].clone()
    };
    let (one, two) = (id(&dir, "1"), id(&dir, "2"));
    dir.write("decisions.csv", "channel_a,source_key_a,channel_b,source_key_b,verdict\npeople,1,people,2,same\n");
    dir.guiyi(&["run", "--as-of", "2026-11-01"]).exits(0);
    let gone = if id(&dir, "1") == one { two } else { one };
    for way in [&["--as-of", "2026-11-01"][..], &["--published"]] {
        let story = dir.guiyi(&[&["explain", &gone], way].concat()).exits(0).out;
        assert!(story.contains("weakest link: a decision") && story.contains("张伟") && story.contains("李娜"), "{story}");
    }
    let pair = dir.guiyi(&["explain", "people:1", "people:2", "--as-of", "2026-11-01"]).exits(0).out;
    assert!(pair.contains("are one customer (a person, or a link of the source, decided it)"), "{pair}");
    let kept = dir.guiyi(&["explain", "people:1", "people:2", "--published"]).exits(0).out;
    assert!(words(&kept).contains("people.csv:1 people.csv:2 same decision"), "{kept}");
}

#[test]
fn explain_looks_into_a_published_run_without_its_inputs() {
    let dir = project();
    dir.guiyi(&["explain", "people.csv:2", "--published"]).exits(2).says("no run is published yet");
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    let live = dir.guiyi(&["explain", "people.csv:2", "--as-of", AS_OF]).exits(0).out;
    std::fs::remove_file(dir.path("people.csv")).expect("it was there");
    let story = dir.guiyi(&["explain", "people.csv:2", "--published"]).exits(0).out;
    assert_eq!(story, live);
    let id = story.lines().find_map(|line| line.strip_prefix("customer_id")).expect("an id").trim().to_owned();
    assert_eq!(dir.guiyi(&["explain", &id, "--published"]).exits(0).out, story);
    let pair = dir.guiyi(&["explain", "people.csv:1", "people.csv:2", "--published"]).exits(0).out;
    assert!(pair.contains("are one customer") && pair.contains("scored links") && pair.contains("phone"), "{pair}");
    assert!(pair.contains("threshold +") && words(&pair).contains("phone +8613912345678 +8613912345678 same +"), "{pair}");
    let other = dir.guiyi(&["explain", "people.csv:1", "people.csv:3", "--published"]).exits(0).out;
    assert!(other.contains("are different customers") && other.contains("no pair between them was kept"), "{other}");
    dir.guiyi(&["explain", "nobody", "--published"]).exits(2).says("nothing is known by `nobody`");
    dir.guiyi(&["explain", &id, "--published", "--tag", "x"]).exits(2).says("cannot be used with");
    dir.guiyi(&["explain", "people.csv:2", "--run", "2020"]).exits(2).says("there is no run `2020`");
}

#[test]
fn a_published_customer_is_told_as_the_run_would_tell_it() {
    let dir = Dir::with_exports();
    dir.guiyi(&["init", "exports", "-o", "p", "-q"]).exits(0);
    dir.guiyi(&["run", "-p", "p", "--as-of", AS_OF, "--quiet"]);
    let mut rows: std::collections::BTreeMap<String, Vec<String>> = std::collections::BTreeMap::new();
    for row in crate::support::csv_rows(&dir.read("p/out/current/xref.csv")) {
        rows.entry(row["customer_id"].clone()).or_default().push(format!("{}:{}", row["file"], row["row"]));
    }
    let (id, rows) = rows.into_iter().filter(|(id, _)| !id.is_empty()).max_by_key(|(_, rows)| rows.len()).expect("a customer");
    let told = |args: &[&str]| {
        let out = dir.guiyi(&[&["explain", "-p", "p"], args].concat()).exits(0).out;
        let mut lines: Vec<String> = out.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let published = told(&[&id, "--published"]);
    assert_eq!(published, told(&[&id, "--as-of", AS_OF]));
    assert!(published.iter().any(|line| line.starts_with("weakest link: ")), "{published:#?}");
    // From every row there is a way to every other, or they are equal.
    let first = &rows[0];
    for other in &rows[1..] {
        let pair = dir.guiyi(&["explain", "-p", "p", first, other, "--published"]).exits(0).out;
        let kinds = ["scored links", "the way from one", "equal in all that is compared"];
        assert!(kinds.iter().any(|kind| pair.contains(kind)) && pair.contains("values they were compared by"), "{pair}");
    }
}

#[test]
fn eval_agrees_with_counting_by_hand() {
    let dir = Dir::new();
    dir.write("truth.csv", "file,row,person_id\na.csv,1,p\na.csv,2,p\nb.csv,1,p\nb.csv,2,q\n");
    dir.write("xref.csv", "channel,file,row,customer_id\nx,in/a.csv,1,X\nx,in/a.csv,2,X\nx,in/b.csv,1,\n");
    // Found: {a1, a2}, b1 and b2 alone. One pair found and right, three real.
    let out = dir.guiyi(&["eval", "xref.csv", "truth.csv", "--json"]).exits(0).out;
    let score: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((score["P"].as_f64(), score["R"].as_f64()), (Some(1.0), Some(0.3333)));
    assert_eq!((score["missing"].as_u64(), score["anonymous"].as_u64()), (Some(1), Some(1)));
}

#[test]
fn eval_scores_every_threshold_of_a_run_and_the_chosen_one_is_the_run() {
    let dir = Dir::new();
    dir.guiyi(&["synth", "-o", "made", "--customers", "150", "--seed", "11"]).exits(0);
    dir.guiyi(&["init", "made/exports", "-o", "p"]).exits(0);
    dir.guiyi(&["run", "-p", "p", "--as-of", AS_OF]).exits(0);
    let told = |args: &[&str]| dir.guiyi(&[&["eval", "p/out/current/xref.csv", "made/truth.csv"], args].concat()).exits(0).out;
    let score: serde_json::Value = serde_json::from_str(&told(&["--curve", "--json"])).expect("JSON");
    let points = score["curve"].as_array().expect("a list");
    let chosen = points.iter().find(|p| p["threshold"] == score["threshold"]).expect("the chosen threshold is a point");
    assert_eq!((&chosen["P"], &chosen["R"], &chosen["F1"]), (&score["P"], &score["R"], &score["F1"]));
    let recall = |at: usize| points[at]["R"].as_f64().expect("a number");
    assert!(points.len() >= 5 && recall(0) < recall(points.len() - 1), "{points:?}");
    assert!(told(&["--curve"]).lines().any(|line| line.ends_with("chosen") || line.ends_with("chosen, best")));
    assert!(!told(&[]).contains("every threshold"));
    dir.write("alone/xref.csv", dir.read("p/out/current/xref.csv"));
    let ran = dir.guiyi(&["eval", "alone/xref.csv", "made/truth.csv", "--curve"]).exits(2).prints_nothing();
    ran.says("there is no `joins.parquet` beside it").says("hint: a curve needs the xref where `run` or `dedupe` wrote it");
}

#[test]
fn eval_refuses_labels_of_other_files() {
    let dir = Dir::new();
    dir.write("truth.csv", "file,row,person_id\nc.csv,1,p\nc.csv,2,p\n");
    dir.write("xref.csv", "channel,file,row,customer_id\nx,in/a.csv,1,X\nx,in/a.csv,2,X\n");
    let ran = dir.guiyi(&["eval", "xref.csv", "truth.csv"]).exits(2).prints_nothing();
    ran.says("error: no record of truth.csv is in xref.csv").says("hint: both name records by file and row");
}

#[test]
fn synth_repeats_itself() {
    let dir = Dir::new();
    for out in ["a", "b"] {
        dir.guiyi(&["synth", "-o", out, "--customers", "40", "--seed", "5"]).exits(0).prints_nothing();
    }
    assert!(dir.files("a") == dir.files("b"));
    dir.guiyi(&["synth", "-o", "c", "--rows", "200", "--one-file", "crm"]).exits(0);
    assert_eq!(dir.read("c/exports/crm_contacts.csv").lines().count(), 201);
}

#[test]
fn completions_are_a_script() {
    assert!(Dir::new().guiyi(&["completions", "bash"]).exits(0).out.contains("_guiyi"));
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let dir = project();
    let program = env!("CARGO_BIN_EXE_guiyi");
    let line = format!("set -o pipefail; '{program}' completions bash | head -c 1 >/dev/null");
    let status = std::process::Command::new("bash").args(["-c", &line]).current_dir(dir.path("")).status().expect("bash");
    assert!(status.success());
}

#[cfg(unix)]
#[test]
fn a_signal_stops_a_run_and_leaves_the_output_alone() {
    use std::process::{Command, Stdio};
    let dir = Dir::with_exports();
    dir.guiyi(&["init", "exports", "-o", "p", "-q"]).exits(0);
    let mut child = dir.command(&["run", "-p", "p", "--as-of", AS_OF]).stderr(Stdio::null()).spawn().expect("the program starts");
    let lock = dir.path("p/out/.lock");
    while !lock.exists() {
        std::thread::yield_now();
    }
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill");
    assert!(killed.success());
    assert_eq!(child.wait().expect("it ends").code(), Some(143));
    assert!(!dir.path("p/out/current").exists());
    assert!(dir.files("p/out/runs").is_empty(), "nothing half-written is left");
}
