//! Whatever happens to a run, the last published one stays whole, nothing half-written is seen, and the next run gives
//! the same bytes as one that nothing happened to.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::support::{AS_OF, Dir, copy, csv_rows, one_channel, people};

/// The night after [`AS_OF`].
const NEXT: &str = "2026-11-01";

/// A project with one published run, whose table has changed since.
fn project() -> Dir {
    let dir = Dir::new();
    dir.write("p/people.csv", people()).write("p/guiyi.toml", one_channel(""));
    dir.guiyi(&["run", "-p", "p", "--as-of", AS_OF]).exits(0);
    dir.write("p/people.csv", format!("{}王芳,18600001111,wangfang@example.com,河北省\n", people()));
    dir
}

/// The same project in a folder of its own.
fn twin(of: &Dir) -> Dir {
    let dir = Dir::new();
    copy(&of.path("p"), dir.path("p"));
    symlink(current(of), dir.path("p/out/current")).expect("a link");
    dir
}

/// Where `out/current` points.
fn current(dir: &Dir) -> PathBuf {
    fs::read_link(dir.path("p/out/current")).expect("a published run")
}

/// Every file of the current run but the manifest, which holds clock and durations.
fn published(dir: &Dir) -> BTreeMap<String, Vec<u8>> {
    let mut files = dir.files("p/out/current/");
    assert!(files.remove("run.json").is_some(), "{:?}", files.keys());
    files
}

/// The project's next run when nothing happens to it.
fn undisturbed(dir: &Dir) -> (PathBuf, BTreeMap<String, Vec<u8>>) {
    let twin = twin(dir);
    twin.guiyi(&["run", "-p", "p", "--as-of", NEXT]).exits(0);
    (current(&twin), published(&twin))
}

/// Runs that can be seen are whole: every file of their manifest is there.
fn check_visible(dir: &Dir) {
    for entry in fs::read_dir(dir.path("p/out/runs")).expect("runs").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let manifest: serde_json::Value =
            serde_json::from_str(&dir.read(&format!("p/out/runs/{name}/run.json"))).expect("a whole manifest");
        for file in manifest["files"].as_array().expect("a list") {
            let path = format!("p/out/runs/{name}/{}", file.as_str().expect("a name"));
            assert!(dir.path(&path).is_file(), "{path} is missing");
        }
    }
}

/// The next run after a disturbance: as if nothing had happened, and nothing is left lying about.
fn check_recovery(dir: &Dir, expected: &(PathBuf, BTreeMap<String, Vec<u8>>), what: &str) {
    dir.guiyi(&["run", "-p", "p", "--as-of", NEXT]).exits(0);
    assert_eq!(current(dir), expected.0, "{what}");
    let now = published(dir);
    assert_eq!(now.keys().collect::<Vec<_>>(), expected.1.keys().collect::<Vec<_>>(), "{what}");
    for (name, bytes) in &now {
        assert!(*bytes == expected.1[name], "{what}: {name} differs");
    }
    let hidden: Vec<String> = dir.files("p/out/runs").into_keys().filter(|name| name.starts_with('.')).collect();
    assert!(hidden.is_empty(), "{what}: {hidden:?}");
    assert!(!dir.path("p/out/.current.new").exists());
}

/// The program with a line of JSON on stderr at the end of every stage.
fn started(dir: &Dir) -> Child {
    dir.command(&["run", "-p", "p", "--as-of", NEXT, "--log-format", "json"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

/// Waits for `stages` lines and a moment more, then kills.
fn kill_after(dir: &Dir, stages: usize, more: Duration) {
    let mut child = started(dir);
    let lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    lines.take(stages).for_each(|line| drop(line.expect("a line")));
    std::thread::sleep(more);
    // SIGKILL. A run that is done already cannot be killed any more, which is one of the moments.
    let _ = child.kill();
    child.wait().expect("it ends");
}

#[test]
fn a_run_killed_at_any_moment_leaves_the_last_one_whole_and_the_next_recovers() {
    let start = project();
    let (before, expected) = (published(&start), undisturbed(&start));
    let stages = started(&start).wait_with_output().expect("it ends").stderr.split(|&b| b == b'\n').count();
    assert!(stages > 8, "there are stages to kill at: {stages}");
    let start = project();
    let mut caught = 0;
    for moment in 0..20 {
        let what = format!("moment {moment}");
        let dir = twin(&start);
        // The end of every stage, and a moment into the next one; deliver, the last one, takes most of the moments.
        let (stage, more) = if moment < 10 { (moment, 0) } else { (10, 8 * (moment as u64 - 10)) };
        kill_after(&dir, stage, Duration::from_millis(more));
        check_visible(&dir);
        if current(&dir) == current(&start) {
            caught += 1;
            assert!(published(&dir) == before, "{what}: the last run is whole");
            check_recovery(&dir, &expected, &what);
        } else {
            assert!(published(&dir) == expected.1, "{what}: it was done before it was killed");
        }
    }
    assert!(caught >= 10, "only {caught} runs were caught in the middle");
}

#[test]
fn a_run_killed_between_its_place_and_current_is_made_again() {
    let dir = project();
    let expected = undisturbed(&dir);
    // As if killed right after the rename: in its place, announced, not current.
    let done = twin(&dir);
    done.guiyi(&["run", "-p", "p", "--as-of", NEXT]).exits(0);
    let run = expected.0.file_name().expect("a name").to_string_lossy().into_owned();
    copy(&done.path(&format!("p/out/runs/{run}")), dir.path(&format!("p/out/runs/{run}")));
    dir.write("p/out/runs/.publishing", &run);
    check_recovery(&dir, &expected, "in its place, not current");
}

#[test]
fn a_full_disk_fails_the_run_and_leaves_everything_as_it_was() {
    let start = project();
    let expected = undisturbed(&start);
    let program = env!("CARGO_BIN_EXE_guiyi");
    let mut refused = 0;
    // Kilobytes that a file may have: from none up to more than the largest file needs.
    for limit in [1, 2, 4, 8, 12, 16, 24, 48, 96, 100_000] {
        let dir = twin(&start);
        let before = dir.files("p/out");
        let line = format!("ulimit -f {limit}; exec '{program}' run -p p --as-of {NEXT}");
        let ran = Command::new("bash").args(["-c", &line]).current_dir(dir.path("")).output().expect("bash");
        let said = String::from_utf8_lossy(&ran.stderr);
        if ran.status.code() == Some(0) {
            assert!(published(&dir) == expected.1, "{limit}");
            continue;
        }
        refused += 1;
        assert_eq!(ran.status.code(), Some(2), "{limit}: {said}");
        assert!(said.contains("error: cannot write `"), "{limit}: {said}");
        let mut after = dir.files("p/out");
        after.insert(".lock".to_owned(), before[".lock"].clone());
        assert!(after == before, "{limit}: {:?}", after.keys());
        check_recovery(&dir, &expected, &format!("{limit} kilobytes"));
    }
    assert!((5..10).contains(&refused), "{refused}");
}

/// A night whose output is on a file system of its own: small at first, with room at a second try if the first failed.
/// Leaves what the output held after each in `full` and `roomy`, and what the program said and its exit code first in
/// `said` and `code`.
const ON_A_SMALL_DISK: &str = r#"
set -e
mv p/out before
mkdir p/out full roomy
mount -t tmpfs -o size="$1" none p/out
cp -a before/. p/out
set +e
"$0" run -p p --as-of "$2" 2> said
echo "$?" > code
set -e
cp -a p/out/. full
if [ "$(cat code)" != 0 ]; then
  mount -o remount,size=64m p/out
  "$0" run -p p --as-of "$2"
fi
cp -a p/out/. roomy
"#;

/// A command whose mounts nobody else sees; `None` where the system allows none.
fn with_mounts() -> Option<[&'static str; 2]> {
    let probe = Dir::new();
    let may = |flags: &&[&str; 2]| {
        let line = "mount -t tmpfs -o size=1m none .";
        let tried = Command::new("unshare").args(**flags).args(["bash", "-c", line]).current_dir(probe.path("")).output();
        tried.is_ok_and(|tried| tried.status.success())
    };
    // As whoever is root in here, else as whoever is root.
    [["--map-root-user", "--mount"], ["--mount", "--"]].iter().find(may).copied()
}

#[test]
fn a_small_disk_that_is_full_fails_the_run_and_leaves_everything_as_it_was() {
    let Some(unshare) = with_mounts() else {
        #[expect(clippy::print_stderr, reason = "a skipped test says why")]
        {
            eprintln!("skipped: no file system can be mounted here (`unshare --map-root-user --mount`)");
        }
        return;
    };
    let start = project();
    let expected = undisturbed(&start);
    let before = start.files("p/out");
    // What the last run takes, in pages as a disk counts it.
    let taken: usize = before.values().map(|bytes| bytes.len().next_multiple_of(4096)).sum();
    let mut refused = 0;
    for free in [0, 16, 32, 64, 128, 65_536] {
        let dir = twin(&start);
        let size = format!("{}k", taken / 1024 + free);
        let program = env!("CARGO_BIN_EXE_guiyi");
        let mut line = Command::new("unshare");
        line.args(unshare).args(["bash", "-c", ON_A_SMALL_DISK, program, &size, NEXT]).current_dir(dir.path(""));
        let ran = line.output().expect("unshare");
        let (said, code) = (dir.read("said"), dir.read("code"));
        assert!(ran.status.success(), "{free} kilobytes: {said}\n{}", String::from_utf8_lossy(&ran.stderr));
        if code == "0\n" {
            assert_eq!(free, 65_536, "no disk was as small as it was made");
        } else {
            refused += 1;
            assert_eq!(code, "2\n", "{free} kilobytes: {said}");
            assert!(
                said.contains("No space left on device") || said.contains("no space left on device"),
                "{free} kilobytes: {said}"
            );
            let mut full = dir.files("full");
            full.insert(".lock".to_owned(), before[".lock"].clone());
            assert!(full == before, "{free} kilobytes: {:?}", full.keys());
            assert_eq!(fs::read_link(dir.path("full/current")).expect("a link"), current(&start));
        }
        fs::remove_dir(dir.path("p/out")).and_then(|()| fs::rename(dir.path("roomy"), dir.path("p/out"))).expect("its place");
        assert_eq!(current(&dir), expected.0, "{free} kilobytes");
        assert!(published(&dir) == expected.1, "{free} kilobytes");
    }
    assert_eq!(refused, 5);
}

#[test]
fn of_two_runs_at_once_the_second_is_told_who_holds_the_lock() {
    let dir = project();
    let expected = undisturbed(&dir);
    let first = started(&dir);
    let pid = first.id().to_string();
    let signal = |name: &str| assert!(Command::new("kill").args([name, &pid]).status().expect("kill").success());
    let holds = || fs::read_to_string(dir.path("p/out/.lock")).is_ok_and(|text| text.contains(&format!("pid {pid}\nsince ")));
    while !holds() {
        std::thread::yield_now();
    }
    signal("-STOP");
    let second = dir.guiyi(&["run", "-p", "p", "--as-of", NEXT]);
    let third = dir.guiyi(&["review", "-p", "p", "--export", "q.csv"]);
    signal("-CONT");
    let done = first.wait_with_output().expect("it ends");
    second.exits(3).says(&format!("another run holds the lock: pid {pid}"));
    third.exits(0).says("open questions");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(published(&dir) == expected.1);
}

#[test]
fn a_clock_that_goes_backwards_changes_no_id_and_removes_no_current_run() {
    let dir = Dir::new();
    dir.write("p/people.csv", people()).write("p/guiyi.toml", one_channel("").replace("[project]\n", "[project]\nkeep_runs = 2\n"));
    let owners = |dir: &Dir| {
        let rows = csv_rows(&dir.read("p/out/current/xref.csv"));
        rows.into_iter().map(|row| (row["source_key"].clone(), row["customer_id"].clone())).collect::<BTreeMap<_, _>>()
    };
    let mut first = None;
    for day in ["2026-11-05", "2026-11-01", "2026-11-01", "2026-10-01", "2026-11-06", "2026-09-01"] {
        dir.guiyi(&["run", "-p", "p", "--as-of", day]).exits(0);
        let now = owners(&dir);
        assert_eq!(*first.get_or_insert_with(|| now.clone()), now, "{day}");
        let manifest: serde_json::Value = serde_json::from_str(&dir.read("p/out/current/run.json")).expect("JSON");
        assert!(manifest["as_of"].as_str().is_some_and(|at| at.starts_with(day)), "{day}: {}", manifest["as_of"]);
        assert!(fs::read_dir(dir.path("p/out/runs")).expect("runs").count() <= 2, "{day}");
        check_visible(&dir);
    }
}

#[test]
fn a_broken_channel_file_stops_the_run_and_changes_nothing() {
    let start = project();
    let expected = undisturbed(&start);
    let good = start.files("p")["people.csv"].clone();
    let check = |what: &str, spoil: &dyn Fn(&Dir), says: &str| {
        let dir = twin(&start);
        let before = published(&dir);
        spoil(&dir);
        dir.guiyi(&["run", "-p", "p", "--as-of", NEXT]).exits(2).says(says);
        assert!(published(&dir) == before, "{what}");
        check_visible(&dir);
        dir.write("p/people.csv", &good);
        check_recovery(&dir, &expected, what);
    };
    check("missing", &|dir| fs::remove_file(dir.path("p/people.csv")).expect("it is there"), "no file matches `people.csv`");
    check(
        "empty",
        &|dir| {
            dir.write("p/people.csv", "");
        },
        "people.csv: the file is empty",
    );
}

#[test]
fn a_truncated_file_is_no_reason_to_retire_customers() {
    let text = people();
    let cut = &text.as_bytes()[..text.len() / 2];
    let check = |channel: &str, files: &str, whole: &[u8], broken: &[u8], code: i32, says: &str| {
        let dir = Dir::new();
        let rules = one_channel(channel).replace("people.csv", files);
        dir.write(&format!("p/{files}"), whole).write("p/guiyi.toml", rules);
        dir.guiyi(&["run", "-p", "p", "--as-of", AS_OF]).exits(0);
        let customers = csv_rows(&dir.read("p/out/current/master.csv")).len();
        dir.write(&format!("p/{files}"), broken);
        dir.guiyi(&["run", "-p", "p", "--as-of", NEXT]).exits(code).says(says);
        assert_eq!(csv_rows(&dir.read("p/out/current/master.csv")).len(), customers, "{channel} {files}");
    };
    check("max_drop = \"30%\"", "people.csv", text.as_bytes(), cut, 2, "`max_drop` is 30.0 %");
    check(
        "max_drop = \"30%\"\non_problem = \"keep_last\"",
        "people.csv",
        text.as_bytes(),
        cut,
        0,
        "keeps the rows of the last run",
    );
    // A packed file that is cut off is damaged, whatever the rules say about rows.
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(text.as_bytes()).expect("memory");
    let packed = packed.finish().expect("memory");
    let half = &packed[..packed.len() / 2];
    check("", "people.csv.gz", &packed, half, 2, "error: people.csv.gz");
    check("on_problem = \"keep_last\"", "people.csv.gz", &packed, half, 0, "keeps the rows of the last run");
}

#[test]
fn a_deep_drop_is_told_where_nothing_stops_it() {
    let dir = project();
    let text = people();
    let rows = |n: usize| text.lines().take(n + 1).map(|line| format!("{line}\n")).collect::<Vec<_>>().concat();
    dir.write("p/people.csv", rows(29));
    let told = "note: channel `people` has 29 rows, 43 in the last run; `max_drop` of the channel would stop here";
    dir.guiyi(&["run", "-p", "p", "--as-of", NEXT]).exits(0).says(told);
    // A little less is no news.
    let silent = |day: &str| {
        let ran = dir.guiyi(&["run", "-p", "p", "--as-of", day]).exits(0);
        assert!(!ran.err.contains("max_drop"), "{}", ran.err);
    };
    dir.write("p/people.csv", rows(25));
    silent("2026-11-02");
    // A list of nobody retires everybody: cron must hear of it.
    dir.write("p/people.csv", rows(0));
    let told = "warning: channel `people` has 0 rows, 25 in the last run";
    dir.guiyi(&["run", "-p", "p", "--as-of", "2026-11-03", "--quiet"]).exits(0).says(told);
}

#[test]
fn a_column_that_was_emptied_is_warned_of_even_if_quiet() {
    let dir = project();
    let cut = people().lines().map(|line| line.replacen(',', ",,", 1) + "\n").collect::<Vec<_>>().concat();
    assert!(cut.starts_with("姓名,,手机号码"), "{cut}");
    // Every value stands under the header beside its own.
    dir.write("p/people.csv", cut.replacen("姓名,,手机号码,邮箱,省份", "姓名,手机号码,邮箱,省份,编号", 1));
    let told = "warning: channel `people`: `address` is usable in 0 of 43 rows, in the last run in 43 of 43";
    dir.guiyi(&["run", "-p", "p", "--as-of", NEXT, "--quiet"]).exits(0).says(told);
    let quiet = dir.guiyi(&["run", "-p", "p", "--as-of", NEXT, "--quiet"]).exits(0);
    assert_eq!(quiet.err, "", "it is said once");
}

#[test]
fn another_export_under_the_name_of_a_channel_s_file_is_refused() {
    let dir = Dir::with_exports();
    dir.guiyi(&["init", "exports", "-o", "p", "-q"]).exits(0);
    dir.guiyi(&["run", "-p", "p", "--as-of", AS_OF, "--quiet"]);
    let before = current(&dir);
    let jd = fs::read(dir.path("exports/jd_orders.csv")).expect("an export");
    let wrong = |bytes: Vec<u8>, says: &str| {
        dir.write("exports/jd_orders.csv", bytes);
        let ran = dir.guiyi(&["run", "-p", "p", "--as-of", NEXT]).exits(2).says(says);
        ran.says("(guiyi.toml:").says("hint: is it the right file?");
        assert_eq!(current(&dir), before);
    };
    let shopify = fs::read(dir.path("exports/shopify_orders.csv")).expect("an export");
    wrong(shopify.clone(), "the header is that of preset `shopify_orders`, not `jd_orders`, which channel `jd_orders` names");
    wrong(b"a,b\n1,2\n3,4\n".to_vec(), "none of the columns is known to `jd_orders`");
    // What `on_problem` says of a broken file holds for a wrong one.
    let rules =
        dir.read("p/guiyi.toml").replacen("preset = \"jd_orders\"", "preset = \"jd_orders\"\non_problem = \"keep_last\"", 1);
    dir.write("exports/jd_orders.csv", &jd).write("p/guiyi.toml", rules);
    dir.guiyi(&["run", "-p", "p", "--as-of", NEXT, "--quiet"]);
    let rows = |dir: &Dir| csv_rows(&dir.read("p/out/current/xref.csv")).len();
    let whole = rows(&dir);
    dir.write("exports/jd_orders.csv", shopify);
    dir.guiyi(&["run", "-p", "p", "--as-of", "2026-11-02"]).says("channel `jd_orders` keeps the rows of the last run: ");
    assert_eq!(rows(&dir), whole);
}

#[test]
fn a_file_that_keeps_growing_is_read_whole_or_not_at_all() {
    let dir = project();
    let before = published(&dir);
    let path = dir.path("p/people.csv");
    let over = AtomicBool::new(false);
    let ran = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = fs::OpenOptions::new().append(true).open(&path).expect("the table");
            for i in 0..20_000_u64 {
                if over.load(Ordering::Relaxed) {
                    break;
                }
                writeln!(file, "新客{i},13{:09},,河北省", 500_000_000 + i * 7919).expect("a line");
                file.flush().expect("a line");
            }
        });
        let ran = dir.guiyi(&["run", "-p", "p", "--as-of", NEXT]);
        over.store(true, Ordering::Relaxed);
        ran
    });
    // The writer may have paused while the file was read; else the change is noticed.
    if ran.code == Some(2) {
        ran.says("people.csv: changed while it was read").says("hint: export under another name");
        assert!(published(&dir) == before);
    } else {
        ran.exits(0);
        assert_eq!(dir.read("p/out/current/rejects.csv").lines().count(), 1, "no row was read by half");
    }
    dir.guiyi(&["run", "-p", "p", "--as-of", "2026-11-02"]).exits(0);
    check_visible(&dir);
}
