//! Incremental runs: a night that builds upon the last one gives what a night that scores everything gives, byte for byte.

use std::collections::BTreeMap;
use std::fs;

use crate::support::{Dir, Ran, copy, one_channel, people};

/// Files that tell how a run came about, beside what came of it.
const OF_THE_RUN: [&str; 3] = ["run.json", "report.json", "report/index.html"];

fn night(dir: &Dir, project: &str, night: u32, flags: &[&str]) -> Ran {
    fs::remove_dir_all(dir.path(&format!("{project}/exports"))).expect("last night's exports");
    copy(&dir.path(&format!("made/night-{night:02}/exports")), dir.path(&format!("{project}/exports")));
    dir.guiyi(&[&["run", "-p", project, "--as-of", &format!("2026-11-{night:02}")], flags].concat()).exits(0)
}

fn published(dir: &Dir, project: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = dir.files(&format!("{project}/out/current"));
    // Robots are told how many notes there are, and a run that scores everything notes that.
    files.retain(|name, _| !OF_THE_RUN.contains(&name.as_str()) && !name.starts_with("notify/"));
    files
}

fn count(dir: &Dir, run: &str, name: &str) -> u64 {
    let run: serde_json::Value = serde_json::from_str(&dir.read(&format!("{run}/run.json"))).expect("JSON");
    run["counts"][name].as_u64().unwrap_or_else(|| panic!("no {name} in {run}"))
}

#[test]
fn nights_that_build_upon_the_last_one_publish_the_bytes_of_nights_that_score_everything() {
    let dir = Dir::new();
    dir.guiyi(&["synth", "-o", "made", "--customers", "300", "--evolve", "4", "--seed", "11", "-q"]).exits(0);
    // A project is called like its folder, and the name is in what it publishes.
    copy(&dir.path("made/night-04/exports"), dir.path("some/p/exports"));
    dir.guiyi(&["init", "some/p/exports", "-o", "some/p", "-q"]).exits(0);
    let rules = format!("{}\n[gates]\nunification = 0\ncompleteness = 0\n", dir.read("some/p/guiyi.toml"));
    dir.write("some/p/guiyi.toml", rules);
    copy(&dir.path("some"), dir.path("all"));
    for number in 1..=4 {
        let ran = night(&dir, "some/p", number, &[]);
        night(&dir, "all/p", number, &["--full"]);
        let (some, all) = (published(&dir, "some/p"), published(&dir, "all/p"));
        let names: Vec<&String> = some.keys().collect();
        assert_eq!(names, all.keys().collect::<Vec<_>>());
        assert!(names.iter().any(|name| *name == "master.csv") && names.iter().any(|name| *name == "state/links.parquet"));
        for (name, bytes) in &some {
            assert!(*bytes == all[name], "{name} differs on night {number}");
        }
        if number > 1 {
            ran.says("since the last run: records ").says("links taken over ");
            let of = |project: &str, name: &str| count(&dir, &format!("{project}/p/out/current"), name);
            assert!(of("some", "links_reused") > 0 && of("some", "records_unchanged") > 0);
            assert!(of("some", "pairs") < of("all", "pairs") && of("all", "links_reused") == 0);
            assert!(of("some", "parts_touched") < of("some", "parts"));
        }
    }
}

#[test]
fn records_are_counted_beside_the_last_run() {
    let dir = Dir::new();
    dir.write("guiyi.toml", one_channel("")).write("people.csv", people());
    dir.guiyi(&["run", "--as-of", "2026-11-01"]).exits(0);
    let mut lines: Vec<String> = people().lines().map(str::to_owned).collect();
    let (gone, changed) = (lines.pop(), lines.pop());
    assert!(gone.is_some());
    let changed = changed.expect("a row").replacen("user38", "user99", 1);
    lines.push(changed);
    dir.write("people.csv", lines.join("\n") + "\n");
    let kept = lines.len() - 2;
    let ran = dir.guiyi(&["run", "--as-of", "2026-11-02"]).exits(0);
    let said = ran.err.lines().find(|line| line.starts_with("since the last run: ")).expect("the line").to_owned();
    let of = |name: &str| count(&dir, "out/current", name);
    let figures = [of("records_new"), of("records_changed"), of("records_unchanged"), of("records_gone")];
    assert!(figures[2] == kept as u64 && figures[0] + figures[1] == 1 && figures[3] >= 1, "{said}");
    assert!(said.contains(&format!("{kept} unchanged")), "{said}");
}

#[test]
fn where_a_night_cannot_build_upon_the_last_one_it_says_why() {
    let dir = Dir::new();
    dir.write("guiyi.toml", one_channel("")).write("people.csv", people());
    let run =
        |day: u32, flags: &[&str]| dir.guiyi(&[&["run", "--as-of", &format!("2026-11-{day:02}")], flags].concat()).exits(0).err;
    let anew = "every pair was scored anew, no link of the last run was taken over: ";
    assert!(!run(1, &[]).contains(anew));
    assert!(!run(2, &[]).contains(anew));
    assert!(run(3, &["--full"]).contains(&format!("{anew}it was asked for")));
    assert!(run(4, &["--retrain"]).contains(&format!("{anew}the model was trained anew")));
    fs::remove_file(dir.path("out/current/state/links.parquet")).expect("links");
    assert!(run(5, &[]).contains(&format!("{anew}its links are missing")));
    // What a program of state format 3 left.
    for name in ["linkage.json", "identities.parquet", "links.parquet", "steps.parquet", "blocks.parquet", "words.parquet"] {
        fs::remove_file(dir.path(&format!("out/current/state/{name}"))).expect("a file of the linkage");
    }
    dir.write("out/current/state/format_version", "3\n");
    let said = run(6, &[]);
    assert!(said.contains(&format!("{anew}it left none")) && said.contains("(+0 \u{2212}0 merged 0 split 0)"), "{said}");
    let json = run(7, &["--log-format", "json"]);
    let summary: serde_json::Value = json.lines().rev().find_map(|l| serde_json::from_str(l).ok()).expect("a summary");
    assert_eq!(summary["work"]["pairs"], 0, "{summary}");
}
