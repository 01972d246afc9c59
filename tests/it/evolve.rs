//! Sixty nights of a made-up world: ids stay with their people, every change is announced and true, the state stays small.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::support::{Dir, copy, csv_rows};

const NIGHTS: usize = 60;

/// Who had which id on one night.
#[derive(Default)]
struct Night {
    /// Id of every record, by channel and source key.
    owner: BTreeMap<(String, String), String>,
    /// People behind every id.
    people: BTreeMap<String, BTreeSet<String>>,
}

/// A project over tonight's exports, as `init` writes it.
fn project(dir: &Dir) {
    copy(&dir.path(&format!("made/night-{NIGHTS}/exports")), dir.path("p/exports"));
    dir.guiyi(&["init", "p/exports", "-o", "p", "-q"]).exits(0);
    let rules = dir.read("p/guiyi.toml").replace("keep_runs = 30", "keep_runs = 5");
    assert!(rules.contains("keep_runs = 5"), "{rules}");
    dir.write("p/guiyi.toml", format!("{rules}\n[gates]\nunification = 0\ncompleteness = 0\n"));
}

fn run(dir: &Dir, night: usize) -> Night {
    fs::remove_dir_all(dir.path("p/exports")).expect("last night's exports");
    copy(&dir.path(&format!("made/night-{night:02}/exports")), dir.path("p/exports"));
    dir.guiyi(&["run", "-p", "p", "--as-of", &as_of(night), "--quiet"]).exits(0);
    let truth = dir.read(&format!("made/night-{night:02}/truth.csv"));
    let person: BTreeMap<(String, String), String> = csv_rows(&truth)
        .into_iter()
        .map(|mut t| ((take(&mut t, "file"), take(&mut t, "row")), take(&mut t, "person_id")))
        .collect();
    let mut tonight = Night::default();
    for mut row in csv_rows(&dir.read("p/out/current/xref.csv")) {
        let id = take(&mut row, "customer_id");
        if id.is_empty() {
            continue;
        }
        let file = take(&mut row, "file").trim_start_matches("exports/").to_owned();
        let person = person[&(file, take(&mut row, "row"))].clone();
        tonight.people.entry(id.clone()).or_default().insert(person);
        tonight.owner.insert((take(&mut row, "channel"), take(&mut row, "source_key")), id);
    }
    tonight
}

/// The day of a night: November 2026, then December.
fn as_of(night: usize) -> String {
    if night <= 30 { format!("2026-11-{night:02}") } else { format!("2026-12-{:02}", night - 30) }
}

fn take(row: &mut BTreeMap<String, String>, column: &str) -> String {
    row.remove(column).unwrap_or_else(|| panic!("no column {column}"))
}

/// What a night announced: (change, id, into).
fn announced(dir: &Dir) -> Vec<(String, String, String)> {
    let changes = csv_rows(&dir.read("p/out/current/changes.csv"));
    changes
        .into_iter()
        .map(|mut c| (take(&mut c, "change"), take(&mut c, "customer_id"), take(&mut c, "into_customer_id")))
        .collect()
}

fn size(dir: &Dir, name: &str) -> usize {
    dir.files(name).values().map(Vec::len).sum()
}

#[test]
fn sixty_nights_keep_every_id_with_its_owner() {
    let dir = Dir::new();
    dir.guiyi(&["synth", "-o", "made", "--customers", "60", "--evolve", "60", "--seed", "7", "-q"]).exits(0);
    project(&dir);
    let mut before = run(&dir, 1);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut missed = Vec::new();
    let mut early = 0;
    for night in 2..=NIGHTS {
        let now = run(&dir, night);
        let changes = announced(&dir);
        let moved: BTreeSet<(&str, &str)> = changes
            .iter()
            .filter(|(change, ..)| change == "merged" || change == "split")
            .map(|(_, id, into)| (id.as_str(), into.as_str()))
            .collect();
        for (record, id) in &now.owner {
            let old = before.owner.get(record).unwrap_or(id);
            assert!(old == id || moved.contains(&(old, id)), "night {night}: {record:?} went from {old} to {id} unannounced");
        }
        let touched: BTreeSet<&str> = moved.iter().flat_map(|&(a, b)| [a, b]).collect();
        for (id, people) in &now.people {
            let others = before.people.get(id).is_some_and(|old| old.is_disjoint(people));
            assert!(!others || touched.contains(id.as_str()), "night {night}: {id} is somebody else now, unannounced");
        }
        for (change, id, into) in &changes {
            *seen.entry(change.clone()).or_default() += 1;
            let (old, new) = (before.people.get(id), now.people.get(into));
            if change == "merged" {
                let one = old.zip(new).is_none_or(|(old, new)| !old.is_disjoint(new));
                assert!(one, "night {night}: {id} {old:?} was merged into {into} {new:?}");
            }
            if change == "split" && now.people.get(id).zip(new).is_some_and(|(rest, new)| !rest.is_disjoint(new)) {
                missed.push(format!("night {night}: {id} lost {into} {new:?}"));
            }
        }
        if night == 10 {
            early = size(&dir, "p/out/current/state");
        }
        before = now;
    }
    assert!(missed.is_empty(), "splits of one person's rows: {missed:#?}");
    for change in ["created", "updated", "merged", "split", "retired", "revived"] {
        assert!(seen.contains_key(change), "a world without `{change}` proves little: {seen:?}");
    }
    assert_eq!(fs::read_dir(dir.path("p/out/runs")).expect("a folder").count(), 5, "retention holds");
    let late = size(&dir, "p/out/current/state");
    assert!(late < 2 * early, "the state grew from {early} to {late} bytes");
}

#[test]
fn a_night_can_be_made_alone_and_says_what_is_new() {
    let dir = Dir::new();
    dir.guiyi(&["synth", "-o", "a", "--customers", "200", "--evolve", "12"]).exits(0).says("12 nights in a/night-01 …");
    dir.guiyi(&["synth", "-o", "b", "--customers", "200", "--evolve", "12", "--seed", "2", "-q"]).exits(0);
    assert_ne!(dir.files("a/night-05"), dir.files("b/night-05"));
    let happened: BTreeSet<String> = (1..=12)
        .flat_map(|night| csv_rows(&dir.read(&format!("a/night-{night:02}/happened.csv"))))
        .map(|mut h| take(&mut h, "happened"))
        .collect();
    let all = ["added", "moved", "new address", "new phone", "removed", "returned"];
    assert_eq!(happened.iter().map(String::as_str).collect::<Vec<_>>(), all);
    assert_eq!(dir.read("a/night-01/happened.csv").lines().count(), 1, "nothing is new on the first night");
    dir.guiyi(&["synth", "-o", "c", "--evolve", "3", "--rows", "9", "--one-file", "crm"]).exits(2).says("cannot be used with");
}
