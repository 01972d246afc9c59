//! Night after night: what a channel's mode means for rows that are not delivered again.

use std::collections::BTreeMap;

use crate::support::{Dir, csv_rows, one_channel, people};

/// A run as of the given day of November 2026; it must end well and account for every row.
fn night(dir: &Dir, day: u32) -> String {
    let ran = dir.guiyi(&["run", "--as-of", &format!("2026-11-{day:02}")]).exits(0);
    let run: serde_json::Value = serde_json::from_str(&dir.read("out/current/run.json")).expect("JSON");
    let mut rows = BTreeMap::new();
    for line in csv_rows(&dir.read("out/current/xref.csv")) {
        *rows.entry(line["file"].clone()).or_insert(0u64) += 1;
    }
    for input in run["inputs"].as_array().expect("inputs") {
        let count = |name: &str| input[name].as_u64().expect("a count");
        let skipped: u64 = input["skipped"].as_object().expect("reasons").values().filter_map(serde_json::Value::as_u64).sum();
        assert_eq!(count("physical_rows"), skipped + count("accepted") + count("rejected"), "{input}");
        let file = input["file"].as_str().expect("a name");
        assert_eq!(rows.remove(file).unwrap_or(0), count("accepted"), "{input}");
    }
    assert!(rows.is_empty(), "rows of files that were not read: {rows:?}");
    ran.err
}

/// The value of a master column by name of the customer.
fn master(dir: &Dir, column: &str) -> BTreeMap<String, String> {
    let rows = csv_rows(&dir.read("out/current/master.csv"));
    rows.into_iter().map(|mut row| (row.remove("name").expect("a name"), row.remove(column).expect("the column"))).collect()
}

const HEADER: &str = "会员ID,姓名,手机号码,城市,更新时间\n";

/// Project with a channel `members` over `members*.csv` beside some people.
fn project(dir: &Dir, channel: &str) {
    let keys = "fields = { source_key = \"会员ID\", updated_at = \"更新时间\" }\n";
    let rules = format!("{}\n[[channel]]\nname = \"members\"\nfiles = \"members*.csv\"\n{keys}{channel}", one_channel(""));
    dir.write("people.csv", people()).write("guiyi.toml", rules);
}

#[test]
fn an_upsert_channel_keeps_what_it_knows_and_takes_the_newest_value() {
    let dir = Dir::new();
    project(&dir, "mode = \"upsert\"\n");
    let two = "m1,吴清扬,13911110001,杭州,2026-10-01\nm2,郑安宁,13911110002,苏州,2026-10-01\n";
    dir.write("members.csv", format!("{HEADER}{two}"));
    assert!(night(&dir, 1).contains("customers 44 (+44"));
    let ids = master(&dir, "customer_id");
    // Only an older state of one and a newer state of the other is delivered, and then nothing but a header.
    dir.write("members.csv", format!("{HEADER}m1,吴清扬,13911110001,宁波,2026-09-01\nm2,郑安宁,13911110002,无锡,2026-10-05\n"));
    assert!(night(&dir, 2).contains("customers 44 (+0 −0"));
    dir.write("members.csv", HEADER);
    assert!(night(&dir, 3).contains("customers 44 (+0 −0"));
    assert!(night(&dir, 4).contains("customers 44 (+0 −0"));
    let city = master(&dir, "city");
    assert!(city["吴清扬"].starts_with("杭州") && city["郑安宁"].starts_with("无锡"), "{city:?}");
    assert_eq!(master(&dir, "customer_id"), ids);
    assert!(dir.read("out/current/xref.csv").contains("members,state/kept/members/1.parquet,1,m1,"));
    assert!(dir.path("out/current/state/kept/members/1.parquet").exists());
}

#[test]
fn a_mistyped_year_is_not_the_newest_value_for_good() {
    let dir = Dir::new();
    project(&dir, "mode = \"upsert\"\n");
    for (day, city, updated) in
        [(1, "杭州", "2099-10-01"), (2, "宁波", "2026-11-01"), (3, "无锡", "2099-01-01"), (4, "苏州", "2026-11-04")]
    {
        dir.write("members.csv", format!("{HEADER}m1,吴清扬,13911110001,{city},{updated}\n"));
        night(&dir, day);
        let now = &master(&dir, "city")["吴清扬"];
        let expected = if day == 3 { "宁波" } else { city };
        assert!(now.starts_with(expected), "night {day}: {now}");
    }
}

#[test]
fn a_snapshot_that_becomes_a_feed_of_changes_is_warned_of_where_it_loses_rows() {
    let dir = Dir::new();
    project(&dir, "");
    let rows = |n: usize| (0..n).map(|i| format!("m{i},吴清{i},139111{i:05},杭州,2026-10-01\n")).collect::<Vec<_>>().concat();
    dir.write("members.csv", format!("{HEADER}{}", rows(40)));
    night(&dir, 1);
    project(&dir, "mode = \"upsert\"\n");
    dir.write("members.csv", format!("{HEADER}{}", rows(3)));
    assert!(night(&dir, 2).contains("channel `members` has 3 rows, 40 in the last run"));
    assert!(!night(&dir, 3).contains("in the last run;"), "the mode remembers from then on");
}

#[test]
fn an_append_channel_accumulates_and_counts_a_repeated_row_once() {
    let dir = Dir::new();
    project(&dir, "mode = \"append\"\n");
    let row = |i: u32| format!("m{i},{}安宁,139111100{i:02},苏州,2026-10-01\n", ["", "郑", "冯", "褚", "卫"][i as usize]);
    dir.write("members.csv", format!("{HEADER}{}{}", row(1), row(2)));
    assert!(night(&dir, 1).contains("customers 44 (+44"));
    dir.write("members.csv", format!("{HEADER}{}{}", row(2), row(3)));
    assert!(night(&dir, 2).contains("customers 45 (+1 −0"));
    dir.write("members.csv", format!("{HEADER}{}", row(4)));
    assert!(night(&dir, 3).contains("customers 46 (+1 −0"));
    let keys: Vec<String> = csv_rows(&dir.read("out/current/xref.csv"))
        .into_iter()
        .filter(|r| r["channel"] == "members")
        .map(|r| r["source_key"].clone())
        .collect();
    assert_eq!(keys.len(), 4, "{keys:?}");
}

#[test]
fn the_modification_time_of_a_file_plays_no_part() {
    let dir = Dir::new();
    let keys = "fields = { source_key = \"会员ID\" }\nmode = \"upsert\"\n";
    let rules = format!("{}\n[[channel]]\nname = \"members\"\nfiles = \"members*.csv\"\n{keys}", one_channel(""));
    dir.write("people.csv", people()).write("guiyi.toml", rules);
    let file = |city: &str| format!("会员ID,姓名,手机号码,城市\nm1,吴清扬,13911110001,{city}\n");
    dir.write("members1.csv", file("杭州"));
    night(&dir, 1);
    dir.write("members2.csv", file("宁波"));
    night(&dir, 2);
    // The first file is written anew: younger by the clock, the same by what it says.
    std::fs::remove_file(dir.path("members1.csv")).expect("it was there");
    dir.write("members1.csv", file("杭州"));
    night(&dir, 3);
    assert!(master(&dir, "city")["吴清扬"].starts_with("宁波"));
}

#[test]
fn rows_that_leave_a_window_by_age_do_not_retire_their_customers() {
    let dir = Dir::new();
    project(&dir, "window = \"30d\"\n");
    let rows = "m1,吴清扬,13911110001,杭州,2026-09-20\nm2,郑安宁,13911110002,苏州,2026-10-25\n";
    dir.write("members.csv", format!("{HEADER}{rows}"));
    night(&dir, 1);
    dir.write("members.csv", format!("{HEADER}m3,冯安宁,13911110003,苏州,2026-11-01\n"));
    // m1 is older than the window; m2 is not, so the source has deleted it.
    assert!(night(&dir, 2).contains("customers 44 (+1 −1"));
    assert!(night(&dir, 3).contains("customers 44 (+0 −0"));
}

#[test]
fn a_broken_delivery_leaves_an_upsert_channel_as_it_was() {
    let dir = Dir::new();
    project(&dir, "mode = \"upsert\"\non_problem = \"keep_last\"\nmax_drop = \"30%\"\n");
    let rows = (10..20)
        .map(|i| format!("m{i},吴清{},139111100{i},杭州,2026-10-01\n", "扬波流泉溪河湖海江洋".chars().nth(i - 10).expect("ten")))
        .collect::<Vec<_>>()
        .concat();
    dir.write("members.csv", format!("{HEADER}{rows}"));
    assert!(night(&dir, 1).contains("customers 52"));
    dir.write("members.csv", format!("{HEADER}m10,吴清扬,13911110010,宁波,2026-10-09\n"));
    let said = night(&dir, 2);
    assert!(said.contains("a drop of 90.0 %") && said.contains("customers 52 (+0 −0"), "{said}");
    assert!(master(&dir, "city")["吴清扬"].starts_with("杭州"));
    dir.guiyi(&["run", "--as-of", "2026-11-03", "--accept-drop"]).exits(0).says("customers 52 (+0 −0");
    assert!(master(&dir, "city")["吴清扬"].starts_with("宁波"));
}

#[test]
fn what_is_remembered_does_not_depend_on_threads() {
    let nights = |threads: &str| {
        let dir = Dir::new();
        project(&dir, "mode = \"upsert\"\n");
        for (day, rows) in [(1, 1..60), (2, 40..90), (3, 20..50)] {
            let line =
                |i: u32| format!("m{i},吴清{},139111{i:05},杭州,2026-10-0{day}\n", char::from_u32(0x6c5f + i).expect("a letter"));
            dir.write("members.csv", format!("{HEADER}{}", rows.map(line).collect::<Vec<_>>().concat()));
            dir.guiyi(&["run", "--as-of", &format!("2026-11-{day:02}"), "--threads", threads]).exits(0);
        }
        let mut files = dir.files("out/current/");
        files.remove("run.json");
        files
    };
    let (one, four) = (nights("1"), nights("4"));
    assert!(one.contains_key("state/kept/members/1.parquet") && one == four);
}

#[test]
fn a_window_on_a_channel_that_never_forgets_is_a_mistake() {
    let dir = Dir::new();
    project(&dir, "mode = \"append\"\nwindow = \"30d\"\n");
    dir.guiyi(&["run"]).exits(2).says("`window` of channel `members` has no meaning").says("hint: ");
}

#[test]
fn a_dry_run_tells_everything_and_writes_nothing() {
    let dir = Dir::new();
    dir.write("people.csv", people()).write("guiyi.toml", one_channel(""));
    dir.guiyi(&["run", "--dry-run"]).exits(0).says("dry run: rows 44/43/0/1, customers 42 (+42");
    assert!(!dir.path("out").exists());
    night(&dir, 1);
    let before = dir.files("out");
    dir.write("people.csv", people().lines().take(40).collect::<Vec<_>>().join("\n"));
    dir.guiyi(&["run", "--dry-run", "--as-of", "2026-11-02"]).exits(0).says("−4");
    assert!(dir.files("out") == before);
    dir.write("people.csv", people().replace("四川省", ""));
    dir.write("guiyi.toml", one_channel("").replace("completeness = 0", "completeness = 1"));
    dir.guiyi(&["run", "--dry-run", "--as-of", "2026-11-02"]).exits(1).says("gate failed: completeness");
}

#[test]
fn a_state_of_format_1_is_read_and_one_of_a_newer_program_is_refused() {
    let dir = Dir::new();
    dir.write("people.csv", people()).write("guiyi.toml", one_channel(""));
    night(&dir, 1);
    dir.write("out/current/state/format_version", "1\n");
    assert!(night(&dir, 2).contains("(+0 −0"));
    assert_eq!(dir.read("out/current/state/format_version"), "4\n");
    dir.write("out/current/state/format_version", "5\n");
    dir.guiyi(&["run"]).exits(2).says("the state has format 5, this program knows formats up to 4").says("hint: ");
}

#[test]
fn old_runs_go_by_age_where_the_project_says_so() {
    let dir = Dir::new();
    let rules = one_channel("").replace("name = \"test\"", "name = \"test\"\nkeep_for = \"3d\"");
    dir.write("people.csv", people()).write("guiyi.toml", rules);
    for day in [1, 2, 3, 4, 5, 6] {
        night(&dir, day);
    }
    let runs: Vec<String> = dir.files("out/runs").into_keys().filter(|f| f.ends_with("/run.json")).collect();
    let days: Vec<&str> = runs.iter().map(|name| &name[6..8]).collect();
    assert_eq!(days, ["03", "04", "05", "06"]);
}

#[cfg(unix)]
#[test]
fn the_last_run_is_looked_up_while_the_lock_is_held() {
    use std::process::{Command, Stdio};
    let dir = Dir::new();
    dir.write("people.csv", people()).write("guiyi.toml", one_channel(""));
    night(&dir, 1);
    let manifest = dir.read("out/current/run.json");
    let path = std::fs::canonicalize(dir.path("out/current")).expect("a run").join("run.json");
    // A pipe in the place of run.json: whoever looks the last run up waits here until it is written.
    std::fs::remove_file(&path).expect("it was there");
    assert!(Command::new("mkfifo").arg(&path).status().expect("mkfifo runs").success());
    let mut run = dir.command(&["run", "--as-of", "2026-11-02"]).stderr(Stdio::null()).spawn().expect("the program starts");
    // Opening the writing end returns once the run reads: it is at the look-up now.
    let mut pipe = std::fs::File::options().write(true).open(&path).expect("the pipe");
    let lock = std::fs::File::open(dir.path("out/.lock")).expect("a lock file");
    let held = lock.try_lock().is_err();
    drop(lock);
    std::io::Write::write_all(&mut pipe, manifest.as_bytes()).expect("the run reads");
    drop(pipe);
    std::fs::remove_file(&path).expect("the pipe");
    std::fs::write(&path, &manifest).expect("the manifest");
    let ended = run.wait().expect("it ends");
    assert!(held, "the run looked up its predecessor before it took the lock");
    assert_eq!(ended.code(), Some(0));
}
