//! All or nothing, on real folders.

use std::os::unix::fs::PermissionsExt as _;

use super::*;
use crate::model::table::Data;
use crate::model::text::TextColumn;

const STYLE: Style = Style { timezone: chrono_tz::UTC, bom: false };

fn table() -> Table {
    let mut table = Table::new();
    table.push("customer_id", Data::Text(TextColumn::from_texts(["0A"])));
    table
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn publish(out: &Path, run_id: &str, keep: u32) -> PathBuf {
    let claim = claim(out, run_id).unwrap();
    claim.csv("master", &table(), CsvFlavour::People, &STYLE).unwrap();
    claim.parquet("state/ids", &table()).unwrap();
    claim.manifest(&Manifest { run_id: run_id.to_owned(), ..Manifest::default() }).unwrap();
    claim.publish(keep).unwrap()
}

#[test]
fn a_published_run_is_current_and_for_its_owner_only() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    let place = publish(&out, "r1", 30);
    assert_eq!(fs::read_link(out.join("current")).unwrap(), Path::new("runs/r1"));
    assert_eq!(fs::read_to_string(out.join("current/master.csv")).unwrap(), "customer_id\n0A\n");
    assert_eq!((mode(&place), mode(&place.join("state")), mode(&out)), (0o700, 0o700, 0o700));
    assert_eq!((mode(&place.join("master.csv")), mode(&place.join("state/ids.parquet"))), (0o600, 0o600));
    assert_eq!(Manifest::read(&place.join("run.json")).unwrap().files, ["master.csv", "state/ids.parquet"]);
    assert_eq!(names(&out), [".lock", "current", "runs"]);
}

#[test]
fn a_dropped_claim_leaves_the_last_run_as_it_was() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    publish(&out, "r1", 30);
    let claim = claim(&out, "r2").unwrap();
    claim.text("report.json", "{}").unwrap();
    drop(claim);
    assert_eq!(names(&out.join("runs")), ["r1"]);
    assert_eq!(fs::read_link(out.join("current")).unwrap(), Path::new("runs/r1"));
}

#[test]
fn leftovers_of_a_killed_run_go_with_the_next_one() {
    let root = tempfile::tempdir().unwrap();
    let out = root.path().join("out");
    fs::create_dir_all(out.join("runs/.r0.partial/state")).unwrap();
    fs::write(out.join("runs/.r0.partial/state/ids.parquet"), "half").unwrap();
    symlink("runs/r0", out.join(".current.new")).unwrap();
    publish(&out, "r1", 30);
    assert_eq!(names(&out.join("runs")), ["r1"]);
    assert_eq!(names(&out), [".lock", "current", "runs"]);
}

#[test]
fn two_runs_at_once_are_refused_with_the_owner() {
    let root = tempfile::tempdir().unwrap();
    let first = claim(root.path(), "r1").unwrap();
    match claim(root.path(), "r2") {
        Err(DeliverError::Busy { owner, .. }) => assert_eq!(owner, format!("pid {}", std::process::id())),
        other => panic!("expected a held lock, got {other:?}"),
    }
    drop(first);
    assert!(claim(root.path(), "r2").is_ok());
}

#[test]
fn old_runs_are_pruned_but_never_the_current_one() {
    let root = tempfile::tempdir().unwrap();
    for run in ["r1", "r2", "r3"] {
        publish(root.path(), run, 2);
    }
    assert_eq!(names(&root.path().join("runs")), ["r2", "r3"]);
    // A clock that went backwards: the newest run has the smallest name.
    publish(root.path(), "r0", 2);
    assert_eq!(names(&root.path().join("runs")), ["r0", "r3"]);
    publish(root.path(), "r1", 2);
    assert_eq!(names(&root.path().join("runs")), ["r0", "r1"]);
    assert_eq!(fs::read_link(root.path().join("current")).unwrap(), Path::new("runs/r1"));
}

#[test]
fn a_run_killed_before_it_was_current_is_removed_by_the_next() {
    let root = tempfile::tempdir().unwrap();
    publish(root.path(), "r1", 30);
    let runs = root.path().join("runs");
    fs::create_dir(runs.join("r2")).unwrap();
    fs::write(runs.join(".publishing"), "r2").unwrap();
    drop(claim(root.path(), "r3").unwrap());
    assert_eq!(names(&runs), ["r1"]);
    // One that did become current stays.
    fs::write(runs.join(".publishing"), "r1").unwrap();
    drop(claim(root.path(), "r3").unwrap());
    assert_eq!(names(&runs), ["r1"]);
}

#[test]
fn a_run_that_cannot_become_current_is_taken_back() {
    let root = tempfile::tempdir().unwrap();
    publish(root.path(), "r1", 30);
    let claim = claim(root.path(), "r2").unwrap();
    // A folder in the way of the link cannot be replaced by a rename.
    fs::remove_file(root.path().join("current")).unwrap();
    fs::create_dir_all(root.path().join("current/in/the/way")).unwrap();
    let error = claim.publish(30).unwrap_err().to_string();
    assert!(error.starts_with("cannot repoint `"), "{error}");
    assert_eq!(names(&root.path().join("runs")), ["r1"]);
}

#[test]
fn an_output_that_cannot_be_written_fails_at_once() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("out"), "a file").unwrap();
    let error = claim(&root.path().join("out"), "r1").unwrap_err().to_string();
    assert!(error.starts_with("cannot make folder `"), "{error}");
}

fn publish_dir(dir: &Path, replace: bool, text: &str) -> Result<PathBuf, DeliverError> {
    let claim = claim_dir(dir, replace)?;
    claim.text("xref.csv", text)?;
    claim.publish(0)
}

#[test]
fn a_folder_of_its_own_is_replaced_only_when_asked() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("result");
    publish_dir(&dir, false, "one").unwrap();
    assert_eq!(names(root.path()), ["result"]);
    let refused = publish_dir(&dir, false, "two").unwrap_err().to_string();
    assert!(refused.contains("already exists") && refused.contains("--replace"), "{refused}");
    assert_eq!(fs::read_to_string(dir.join("xref.csv")).unwrap(), "one");
    publish_dir(&dir, true, "two").unwrap();
    assert_eq!(fs::read_to_string(dir.join("xref.csv")).unwrap(), "two");
    assert_eq!((names(root.path()), mode(&dir)), (vec!["result".to_owned()], 0o700));
}

#[test]
fn a_folder_with_foreign_files_is_never_replaced() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("home");
    publish_dir(&dir, false, "one").unwrap();
    fs::write(dir.join("thesis.txt"), "years of work").unwrap();
    let refused = publish_dir(&dir, true, "two").unwrap_err().to_string();
    assert!(refused.contains("`thesis.txt`"), "{refused}");
    assert_eq!(names(&dir), ["run.json", "thesis.txt", "xref.csv"]);
}

#[test]
fn an_empty_folder_is_taken_without_asking() {
    let root = tempfile::tempdir().unwrap();
    publish_dir(root.path().join("new/deep").as_path(), false, "one").unwrap();
    fs::create_dir(root.path().join("empty")).unwrap();
    publish_dir(root.path().join("empty").as_path(), false, "one").unwrap();
    assert_eq!(names(&root.path().join("empty")), ["run.json", "xref.csv"]);
}
