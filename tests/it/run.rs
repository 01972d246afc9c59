//! `run`: from exports to a published run, every row accounted for, ids kept.

use crate::support::{AS_OF, Dir, ROWS, csv_rows, one_channel, people};

#[test]
fn a_project_becomes_a_published_run_with_every_file_of_the_contract() {
    let dir = Dir::new();
    dir.write("people.csv", people()).write("guiyi.toml", one_channel(""));
    let ran = dir.guiyi(&["run", "--as-of", AS_OF]).exits(0).prints_nothing();
    assert!(ran.err.contains("rows 44/43/0/1"), "{}", ran.err);
    let files = dir.files("out/current/");
    for name in [
        "master.csv",
        "master.parquet",
        "xref.csv",
        "xref.parquet",
        "joins.parquet",
        "events.parquet",
        "items.parquet",
        "lineage.parquet",
        "changes.csv",
        "review.csv",
        "followups.csv",
        "rejects.csv",
        "report/index.html",
        "report.json",
        "model.json",
        "state/records.parquet",
        "state/edges.parquet",
        "state/facts.parquet",
        "state/ids.parquet",
        "state/format_version",
        "run.json",
    ] {
        assert!(files.contains_key(name), "{name} is missing among {:?}", files.keys());
    }
    assert_eq!(csv_rows(&dir.read("out/current/master.csv")).len(), ROWS - 1);
}

#[test]
fn the_same_phone_makes_one_customer_and_the_xref_names_every_row() {
    let dir = Dir::new();
    dir.write("people.csv", people()).write("guiyi.toml", one_channel(""));
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    let xref = csv_rows(&dir.read("out/current/xref.csv"));
    let ids: Vec<&str> = xref.iter().map(|r| r["customer_id"].as_str()).collect();
    assert_eq!(ids.len(), ROWS);
    assert!(ids[0] == ids[1] && ids[1] != ids[2], "{ids:?}");
    assert!(ids.iter().all(|id| id.len() == 12), "{ids:?}");
}

#[test]
fn a_second_run_keeps_every_id_and_announces_only_what_is_new() {
    let dir = Dir::new();
    dir.write("people.csv", people()).write("guiyi.toml", one_channel(""));
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    let before = csv_rows(&dir.read("out/current/xref.csv"));
    dir.write("people.csv", format!("{}王芳,18600001111,wangfang@example.com,河北省\n", people()));
    dir.guiyi(&["run", "--as-of", "2026-11-01"]).exits(0).says("customers 43 (+1 −0 merged 0 split 0)");
    let after = csv_rows(&dir.read("out/current/xref.csv"));
    for (a, b) in before.iter().zip(&after) {
        assert_eq!((&a["source_key"], &a["customer_id"]), (&b["source_key"], &b["customer_id"]));
    }
    let created: Vec<_> = csv_rows(&dir.read("out/current/changes.csv")).into_iter().filter(|c| c["change"] == "created").collect();
    assert_eq!(created.len(), 1);
}

#[test]
fn a_failed_gate_delivers_and_exits_1() {
    let dir = Dir::new();
    let rules = one_channel("").replace("completeness = 0", "completeness = 1");
    dir.write("people.csv", people().replace("四川省", "")).write("guiyi.toml", rules);
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(1).says("gate failed: completeness");
    assert!(dir.path("out/current/master.csv").exists());
}

#[test]
fn a_header_without_rows_is_a_channel_without_rows() {
    let dir = Dir::new();
    dir.write("people.csv", "姓名,手机号码,邮箱,省份\n").write("guiyi.toml", one_channel(""));
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0).says("rows 1/0/0/1");
    assert_eq!(dir.read("out/current/xref.csv").lines().count(), 1);
}

#[test]
fn quiet_says_nothing_and_json_says_one_object_per_line() {
    let dir = Dir::new();
    dir.write("people.csv", people()).write("guiyi.toml", one_channel(""));
    let quiet = dir.guiyi(&["run", "--as-of", AS_OF, "--quiet"]).exits(0).prints_nothing();
    assert_eq!(quiet.err, "");
    let json = dir.guiyi(&["run", "--as-of", "2026-11-01", "--log-format", "json"]).exits(0).prints_nothing();
    let lines: Vec<serde_json::Value> = json.err.lines().map(|l| serde_json::from_str(l).expect(l)).collect();
    assert!(lines.iter().any(|l| l["stage"] == "ingest" && l["seconds"].is_number() && l["rows"].is_number()), "{}", json.err);
    let rows = |stage: &str| lines.iter().find(|l| l["stage"] == stage).map(|l| l["rows"].clone());
    for stage in ["normalise", "block", "cluster", "registry", "merge", "tag", "deliver"] {
        assert_eq!(rows(stage), Some(ROWS.into()), "{stage}\n{}", json.err);
    }
    assert!(lines.last().is_some_and(|l| l["summary"].as_str().is_some_and(|s| s.starts_with("run "))), "{}", json.err);
}

#[test]
fn stages_can_be_kept() {
    let dir = Dir::new();
    dir.write("people.csv", people()).write("guiyi.toml", one_channel(""));
    dir.guiyi(&["run", "--as-of", AS_OF, "--keep-stages", "stages"]).exits(0);
    assert!(dir.read("stages/1_columns.csv").contains("手机号码,phone"));
    assert_eq!(csv_rows(&dir.read("stages/6_clusters.csv")).len(), ROWS);
}

#[cfg(unix)]
#[test]
fn what_holds_personal_data_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = Dir::new();
    dir.write("people.csv", people()).write("guiyi.toml", one_channel(""));
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    let mode = |name: &str| std::fs::metadata(dir.path(name)).expect("it exists").permissions().mode() & 0o777;
    assert_eq!((mode("out/current/master.csv"), mode("out/current/")), (0o600, 0o700));
}

#[test]
fn remarks_are_on_the_page_in_both_languages() {
    let dir = Dir::new();
    // 43 rows are too few to learn from, and one cell holds a NUL.
    dir.write("people.csv", people().replace("李娜,137", "李\0娜,137")).write("guiyi.toml", one_channel(""));
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0).says("note: people.csv: NUL characters taken out: 1");
    let page = dir.read("out/current/report/index.html");
    for words in ["已去掉 1 个 NUL 字符", "NUL characters taken out: 1", "采用默认权重", "weights are defaults"] {
        assert!(page.contains(words), "{words}");
    }
    let report: serde_json::Value = serde_json::from_str(&dir.read("out/current/report.json")).expect("JSON");
    let codes: Vec<&str> = report["remarks"].as_array().expect("remarks").iter().filter_map(|r| r["code"].as_str()).collect();
    assert_eq!(codes, ["nul_characters", "untrained"]);
}
