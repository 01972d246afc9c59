//! `history`, `diff`, `rollback`: the runs that were.

use std::collections::BTreeSet;

use crate::support::{Dir, csv_rows, one_channel, people};

fn night(dir: &Dir, day: u32) {
    dir.guiyi(&["run", "--as-of", &format!("2026-11-{day:02}")]).exits(0);
}

/// Three nights: as it was; one customer more; that one moved and one gone.
fn three_nights() -> Dir {
    let dir = Dir::new();
    let keyed = |text: String| -> String {
        let key = |i: usize| if i == 0 { "编号".to_owned() } else { format!("k{i}") };
        text.lines().enumerate().map(|(i, line)| format!("{},{line}\n", key(i))).collect::<Vec<_>>().concat()
    };
    let write = |rows: String| {
        dir.write("people.csv", keyed(rows));
    };
    dir.write("guiyi.toml", one_channel("fields = { source_key = \"编号\" }\n"));
    write(people());
    night(&dir, 1);
    write(format!("{}王芳,18600001111,wangfang@example.com,河北省\n", people()));
    night(&dir, 2);
    write(format!(
        "{}王芳,18600001111,wangfang@example.com,湖北省\n",
        people().replacen("李娜,13787654321,lina88@qq.com,四川省", ",,,", 1)
    ));
    night(&dir, 3);
    dir
}

fn runs(dir: &Dir) -> Vec<serde_json::Value> {
    let listed = dir.guiyi(&["history", "--json"]).exits(0);
    serde_json::from_str(&listed.out).expect("JSON")
}

fn id(run: &serde_json::Value) -> String {
    run["manifest"]["run_id"].as_str().expect("an id").to_owned()
}

fn customers(dir: &Dir) -> BTreeSet<String> {
    csv_rows(&dir.read("out/current/master.csv")).into_iter().map(|r| r["customer_id"].clone()).collect()
}

#[test]
fn history_lists_runs_with_counts_and_kpis() {
    let dir = three_nights();
    let table = dir.guiyi(&["history"]).exits(0).out;
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 4, "{table}");
    assert!(lines[0].contains("customers") && lines[0].contains("unified"), "{table}");
    assert!(lines[3].starts_with('*') && lines[3].contains("20261103T155959Z-") && lines[3].contains("2026-11-03"), "{table}");
    let runs = runs(&dir);
    assert_eq!(runs.len(), 3);
    assert_eq!((&runs[0]["standing"], &runs[2]["standing"]), (&"earlier".into(), &"current".into()));
    let counts = |i: usize, name: &str| runs[i]["manifest"]["counts"][name].as_u64();
    assert_eq!(
        (counts(0, "customers"), counts(1, "created"), counts(2, "retired"), counts(2, "updated")),
        (Some(42), Some(1), Some(1), Some(1))
    );
    assert_eq!(dir.guiyi(&["history", "--last", "1"]).exits(0).out.lines().count(), 2);
    assert_eq!(Dir::new().write("guiyi.toml", one_channel("")).guiyi(&["history", "--json"]).exits(0).out, "[]\n");
}

#[test]
fn diff_shows_counts_customers_and_cells() {
    let dir = three_nights();
    let told = dir.guiyi(&["diff", "20261101", "current"]).exits(0).out;
    assert!(told.contains("customers: 1 only in the second; 1 only in the first (0 merged, 1 retired"), "{told}");
    let cells = csv_rows(&dir.guiyi(&["diff", "20261102", "20261103", "--cells"]).exits(0).out);
    let moved: Vec<_> = cells.iter().filter(|c| c["field"] == "province").collect();
    assert_eq!(moved.len(), 1, "{cells:?}");
    assert_eq!((moved[0]["before"].as_str(), moved[0]["after"].as_str()), ("河北省", "湖北省"));
    assert!(cells.iter().any(|c| c["change"] == "retired"), "{cells:?}");
    let json: serde_json::Value =
        serde_json::from_str(&dir.guiyi(&["diff", "20261102", "current", "--json"]).exits(0).out).expect("JSON");
    assert_eq!(json["fields"]["province"], 1);
    assert_eq!(json["second"]["run_id"], id(&runs(&dir)[2]));
}

#[test]
fn a_rollback_goes_back_and_never_gives_an_id_again() {
    let dir = three_nights();
    let ids: Vec<String> = runs(&dir).iter().map(id).collect();
    let published = customers(&dir);
    dir.guiyi(&["rollback", &ids[0]])
        .exits(0)
        .prints_nothing()
        .says(&format!("rollback: current is {} again", ids[0]))
        .says("1 ids are");
    let first = customers(&dir);
    assert_eq!(first.len(), 42);
    let listed = dir.guiyi(&["history"]).exits(0).out;
    assert!(listed.lines().nth(1).is_some_and(|l| l.starts_with('*')) && listed.matches("\n-").count() == 2, "{listed}");
    // The next run builds on the first one and sorts after all there ever were, though it looks from an earlier day.
    night(&dir, 2);
    let after = runs(&dir);
    assert!(id(&after[3]) > ids[2], "{} {}", id(&after[3]), ids[2]);
    assert_eq!(after[3]["manifest"]["previous_run"], ids[0]);
    let now = customers(&dir);
    let withdrawn: BTreeSet<String> = published.difference(&first).cloned().collect();
    assert_eq!(withdrawn.len(), 1);
    assert!(now.is_disjoint(&withdrawn), "{now:?}");
    assert_eq!(now.difference(&first).count(), 1);
    night(&dir, 4);
    assert_eq!(customers(&dir), now, "ids stay what they are");
    // Forward again: a run of the line that was left has its ids back.
    dir.guiyi(&["rollback", &ids[2]]).exits(0);
    night(&dir, 5);
    assert_eq!(customers(&dir), published);
}

#[test]
fn mistakes_of_rollback_and_diff_leave_everything_as_it_is() {
    let dir = three_nights();
    let before = dir.files("out");
    dir.guiyi(&["rollback", "20251231"]).exits(2).says("there is no run `20251231`").says("hint: `guiyi history`");
    dir.guiyi(&["rollback", "2026"]).exits(2).says("3 runs begin with `2026`");
    dir.guiyi(&["rollback", "20261103"]).exits(2).says("is current already");
    dir.guiyi(&["diff", "20261101", "nothing"]).exits(2).says("there is no run `nothing`");
    let lock = std::fs::File::options().write(true).open(dir.path("out/.lock")).expect("a lock file");
    lock.lock().expect("nobody else holds it");
    dir.guiyi(&["rollback", "20261101"]).exits(3).says("another run holds the lock");
    drop(lock);
    let mut after = dir.files("out");
    let mut before = before;
    // The lock names its last holder.
    after.remove(".lock");
    before.remove(".lock");
    assert!(after == before);
}

/// Damages a file of the current run.
fn damage(dir: &Dir, name: &str) {
    let file = dir.path(&format!("out/current/{name}"));
    std::fs::write(&file, &std::fs::read(&file).expect("a file")[..20]).expect("a file");
}

/// Breaks the current run.
type Break<'a> = &'a dyn Fn(&Dir);

#[test]
fn a_last_run_that_is_not_whole_stops_the_next_and_one_can_go_back() {
    let remove = |name: &'static str| move |dir: &Dir| std::fs::remove_file(dir.path(name)).expect("it was there");
    let cases: [(Break, &str); 6] = [
        (&|dir| damage(dir, "run.json"), "run.json` is missing or damaged"),
        (&|dir| damage(dir, "state/ids.parquet"), "ids.parquet` is damaged"),
        (&remove("out/current/state/format_version"), "state/format_version` is missing"),
        (&remove("out/current/master.parquet"), "master.parquet` is missing"),
        (&remove("out/current"), "`./out/current` is missing, and there are runs"),
        (&|dir| damage(dir, "model.json"), "hint: `guiyi run --retrain`"),
    ];
    for (break_it, says) in cases {
        let dir = three_nights();
        let ids: Vec<String> = runs(&dir).iter().map(id).collect();
        let published = customers(&dir);
        break_it(&dir);
        let before = dir.files("out/runs");
        dir.guiyi(&["run", "--as-of", "2026-11-04"]).exits(2).says(says).says("hint: ");
        assert!(dir.files("out/runs") == before, "{says}");
        dir.guiyi(&["history"]).exits(0);
        dir.guiyi(&["rollback", &ids[1]]).exits(0);
        night(&dir, 4);
        assert_eq!(customers(&dir), published, "{says}");
    }
}
