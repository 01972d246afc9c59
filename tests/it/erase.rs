//! `erase`: a person is taken out of everything and does not come back; the family stays.

use std::path::Path;

use crate::support::{AS_OF, Dir, Ran, csv_rows, one_channel};

/// A project with a key outside of it.
struct Project {
    dir: Dir,
    keys: Dir,
}

const HEADER: &str = "编号,姓名,手机号码,邮箱,城市\n";
const PHONE: &str = "13811110001";
const FATHER: &str = "f1,郭安宁,13811110001,guoanning@example.com,杭州\n";
const MOTHER: &str = "f2,贺兰英,13811110001,,杭州\n";
const CHILD: &str = "f3,郭晓峰,13811110001,xiaofeng@example.com,杭州\n";

fn crowd() -> String {
    let family = "周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢";
    let line = |(i, name): (usize, char)| format!("k{i},{name}清扬,139111{:05},u{i}@qq.com,杭州\n", 20_000 + i * 131);
    family.chars().enumerate().map(line).collect::<Vec<_>>().concat()
}

impl Project {
    fn new(channel: &str) -> Self {
        let dir = Dir::new();
        dir.write("guiyi.toml", one_channel(&format!("fields = {{ source_key = \"编号\" }}\n{channel}")));
        // So few rows teach no model; that they are three people is not what is tested here.
        let different = |a: &str, b: &str| format!("people,{a},people,{b},different,王,2026-11-01,\n");
        let header = "channel_a,source_key_a,channel_b,source_key_b,verdict,by,at,note\n";
        let family = [different("f1", "f2"), different("f1", "f3"), different("f2", "f3")].concat();
        dir.write("decisions.csv", format!("{header}{family}"));
        Self { dir, keys: Dir::new() }
    }

    fn guiyi(&self, args: &[&str]) -> Ran {
        let key = self.keys.path("secret/guiyi.key");
        self.dir.guiyi_with(args, &[("GUIYI_TOMBSTONE_KEY", key.to_str().expect("UTF-8"))])
    }

    fn night(&self, day: u32, family: &[&str]) -> Ran {
        self.dir.write("people.csv", format!("{HEADER}{}{}", crowd(), family.concat()));
        self.guiyi(&["run", "--as-of", &format!("2026-11-{day:02}")]).exits(0)
    }

    fn names(&self) -> Vec<String> {
        csv_rows(&self.dir.read("out/current/master.csv")).into_iter().map(|r| r["name"].clone()).collect()
    }

    fn id_of(&self, name: &str) -> String {
        let rows = csv_rows(&self.dir.read("out/current/master.csv"));
        rows.into_iter().find(|r| r["name"] == name).unwrap_or_else(|| panic!("no {name}"))["customer_id"].clone()
    }

    /// Files below `out` in which a text stands byte for byte; Parquet files are packed and looked into by [`check_gone`].
    fn files_with(&self, text: &str) -> Vec<String> {
        let holds = |bytes: &[u8]| bytes.windows(text.len()).any(|w| w == text.as_bytes());
        self.dir.files("out").into_iter().filter(|(_, bytes)| holds(bytes)).map(|(name, _)| name).collect()
    }
}

/// All texts of a Parquet file.
fn parquet_texts(path: &Path) -> Vec<String> {
    use polars::prelude::{DataType, ParquetReader, SerReader as _};
    let frame = ParquetReader::new(std::fs::File::open(path).expect("a file")).finish().expect("a Parquet file");
    let texts = frame.columns().iter().filter(|c| c.dtype() == &DataType::String);
    texts.flat_map(|c| c.str().expect("texts").iter().flatten().map(str::to_owned).collect::<Vec<_>>()).collect()
}

fn column(dir: &Dir, table: &str, name: &str) -> Vec<String> {
    use polars::prelude::{ParquetReader, SerReader as _};
    let file = std::fs::File::open(dir.path(&format!("out/current/{table}.parquet"))).expect("a file");
    let frame = ParquetReader::new(file).finish().expect("a Parquet file");
    frame.column(name).expect("the column").str().expect("texts").iter().flatten().map(str::to_owned).collect()
}

fn check_gone(project: &Project, texts: &[&str]) {
    for text in texts {
        let found = project.files_with(text);
        assert!(found.is_empty(), "`{text}` still stands in {found:?}");
        for name in project.dir.files("out").into_keys().filter(|n| n.ends_with(".parquet")) {
            let values = parquet_texts(&project.dir.path(&format!("out/{name}")));
            assert!(!values.iter().any(|v| v.contains(text)), "`{text}` still stands in {name}");
        }
    }
}

#[test]
fn a_person_is_erased_everywhere_and_stays_away_while_the_family_stays() {
    let project = Project::new("");
    project.night(1, &[FATHER, MOTHER, CHILD]);
    project.night(2, &[FATHER, MOTHER, CHILD]);
    let father = project.id_of("郭安宁");
    let others: Vec<String> = ["贺兰英", "郭晓峰"].map(|n| project.id_of(n)).to_vec();
    // Asking changes nothing; the phone is the family's.
    let before = project.dir.files("out");
    let asked = project.guiyi(&["erase", PHONE]).exits(0).says("belongs to 3 customers").says("add --yes");
    assert!(asked.out.contains(&father) && asked.out.contains("郭**") && !asked.out.contains("郭安宁"), "{}", asked.out);
    let refused = project.guiyi(&["erase", PHONE, "--yes"]).exits(2).says("belongs to 3 customers").says("--all");
    assert!(!refused.err.contains(PHONE), "{}", refused.err);
    let mut after = project.dir.files("out");
    after.insert(".lock".to_owned(), before[".lock"].clone());
    assert!(after == before);

    let done = project.guiyi(&["erase", "GuoAnning@example.com", "--yes"]).exits(0);
    assert!(done.out.contains("certificate of erasure") && done.out.contains(&father), "{}", done.out);
    assert!(done.out.matches("master.csv 1").count() == 2 && done.out.contains("xref.parquet 1"), "{}", done.out);
    assert!(done.out.contains("source file `people.csv`") && done.out.contains("line 3 of decisions.csv"), "{}", done.out);
    check_gone(&project, &["郭安宁", "guoanning@example.com", "|f1"]);
    assert!(!project.dir.read("out/current/xref.csv").contains(",f1,"));
    // Hashes of everybody's values go too; what blocks were too large says nothing of anybody.
    let state = |file: &str| project.dir.path(&format!("out/current/state/{file}")).exists();
    assert!(["identities", "links", "steps", "words"].iter().all(|name| !state(&format!("{name}.parquet"))));
    assert!(state("blocks.parquet") && state("linkage.json"));
    assert_eq!(project.names().len(), 32);

    // The same row again, edited under another key, and written in Latin letters with the same phone.
    let edited = "f9,郭安宁,+86 138 1111 0001,,宁波\n";
    let latin = "f10,Guo Anning,13811110001,,宁波\n";
    project.night(3, &[FATHER, MOTHER, CHILD, edited, latin]).says("every pair was scored anew");
    assert!(!project.names().iter().any(|n| n == "郭安宁" || n.eq_ignore_ascii_case("Guo Anning")), "{:?}", project.names());
    let rejects = csv_rows(&project.dir.read("out/current/rejects.csv"));
    let erased: Vec<(&str, &str)> = rejects.iter().map(|r| (r["reason"].as_str(), r["raw"].as_str())).collect();
    assert_eq!(erased, [("erased", ""), ("erased", ""), ("erased", "")]);
    check_gone(&project, &["郭安宁", "guoanning@example.com"]);
    for (name, id) in ["贺兰英", "郭晓峰"].into_iter().zip(&others) {
        assert_eq!(&project.id_of(name), id);
    }
    // The feed tells followers; afterwards nothing is left to tell.
    let changes = csv_rows(&project.dir.read("out/current/changes.csv"));
    assert!(changes.iter().any(|c| c["change"] == "retired" && c["customer_id"] == father), "{changes:?}");
    project.night(4, &[FATHER, MOTHER, CHILD, edited, latin]);
    assert!(!project.dir.read("out/current/changes.csv").contains(&father));
    // A namesake on another phone is somebody else.
    project.night(5, &[FATHER, MOTHER, CHILD, "n1,郭安宁,13899990000,,宁波\n"]);
    assert_eq!(project.names().iter().filter(|n| *n == "郭安宁").count(), 1);
    assert_ne!(project.id_of("郭安宁"), father);
}

#[test]
fn remembered_rows_are_erased_too() {
    let project = Project::new("mode = \"append\"\n");
    project.night(1, &[FATHER, MOTHER]);
    project.night(2, &[]);
    assert!(project.names().contains(&"郭安宁".to_owned()));
    let id = project.id_of("郭安宁");
    let done = project.guiyi(&["erase", &id, "--yes", "--json"]).exits(0);
    let certificate: serde_json::Value = serde_json::from_str(&done.out).expect("JSON");
    assert_eq!(certificate["customers"], serde_json::json!([id]));
    assert_eq!(certificate["runs"].as_array().map(Vec::len), Some(2), "{certificate}");
    check_gone(&project, &["郭安宁", "guoanning@example.com"]);
    project.night(3, &[]);
    assert_eq!(project.names().len(), 31);
    assert!(project.names().contains(&"贺兰英".to_owned()));
}

#[test]
fn what_was_to_be_done_for_a_person_goes_with_them() {
    let project = Project::new("\n[[followup]]\naction = \"call\"\nfrom = \"as_of\"\ndue = \"24h\"\n");
    project.night(1, &[FATHER, MOTHER, CHILD]);
    let id = project.id_of("郭安宁");
    assert!(project.dir.read("out/current/followups.ics").contains("SUMMARY:call 郭安宁"));
    assert!(project.dir.read("out/current/customer_channels.csv").contains(&id));
    let done = project.guiyi(&["erase", &id, "--yes"]).exits(0);
    assert!(done.out.contains("followups.ics 1") && done.out.contains("customer_channels.csv 1"), "{}", done.out);
    check_gone(&project, &["郭安宁"]);
    let calendar = project.dir.read("out/current/followups.ics");
    assert!(calendar.contains("SUMMARY:call 贺兰英") && calendar.ends_with("END:VCALENDAR\r\n"), "{calendar}");
}

#[test]
fn a_file_of_requests_erases_them_all() {
    let project = Project::new("");
    project.night(1, &[FATHER, MOTHER, CHILD]);
    project.dir.write("requests.txt", format!("{}\nxiaofeng@example.com\n", project.id_of("贺兰英")));
    project.guiyi(&["erase", "--file", "requests.txt", "--yes"]).exits(0);
    assert_eq!(project.names().len(), 31);
    check_gone(&project, &["贺兰英", "郭晓峰"]);
    project.dir.write("requests.txt", "nonsense\n");
    project.guiyi(&["erase", "--file", "requests.txt"]).exits(2).says("number 1 of those asked for is neither");
    project.guiyi(&["erase", "13734561234"]).exits(2).says("is not known in any run");
    project.guiyi(&["erase"]).exits(2).says("nobody is named").says("hint: ");
}

#[cfg(unix)]
#[test]
fn the_key_lies_outside_is_private_and_is_needed() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = Project::new("");
    project.night(1, &[FATHER]);
    let id = project.id_of("郭安宁");
    project.dir.guiyi(&["erase", &id, "--yes"]).exits(2).says("needs a key").says("GUIYI_TOMBSTONE_KEY");
    let inside = [("GUIYI_TOMBSTONE_KEY", "guiyi.key")];
    project.dir.guiyi_with(&["erase", &id, "--yes"], &inside).exits(2).says("lies inside the project");
    assert!(project.names().contains(&"郭安宁".to_owned()));
    project.guiyi(&["erase", &id, "--yes"]).exits(0);
    let key = project.keys.path("secret/guiyi.key");
    let mode = |path: &Path| std::fs::metadata(path).expect("it exists").permissions().mode() & 0o777;
    assert_eq!((mode(&key), mode(&project.dir.path("out/tombstones"))), (0o600, 0o600));
    // Without the key, with another one, or with one that others may read, nobody is let back in by mistake.
    project.dir.guiyi(&["run"]).exits(2).says("people were erased here, and no key is configured");
    std::fs::rename(&key, key.with_extension("away")).expect("it moves");
    project.guiyi(&["run"]).exits(2).says("there is no key");
    std::fs::write(&key, "x".repeat(64)).expect("another key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).expect("its mode");
    project.guiyi(&["run"]).exits(2).says("the tombstones were made with key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).expect("its mode");
    project.guiyi(&["run"]).exits(2).says("may be read by others");
    std::fs::rename(key.with_extension("away"), &key).expect("it moves back");
    project.night(2, &[FATHER]);
    assert!(!project.names().contains(&"郭安宁".to_owned()));
}

#[test]
fn a_run_in_which_two_people_were_one_customer_keeps_neither_of_them_mixed() {
    let project = Project::new("");
    let header = "channel_a,source_key_a,channel_b,source_key_b,verdict,by,at,note\n";
    let said = project.dir.read("decisions.csv");
    project.dir.write("decisions.csv", format!("{header}people,f1,people,f2,same,王,2026-11-01,\n"));
    project.night(1, &[FATHER, MOTHER]);
    assert_eq!(project.names().len(), 31);
    project.dir.write("decisions.csv", said);
    project.night(2, &[FATHER, MOTHER]);
    let mother = project.id_of("贺兰英");
    let done = project.guiyi(&["erase", &mother, "--yes"]).exits(0);
    assert!(done.out.contains("1 customers held rows of other people too in that run"), "{}", done.out);
    check_gone(&project, &["贺兰英"]);
    // The father is who he was in the run in which they were two.
    assert!(project.names().contains(&"郭安宁".to_owned()));
    let first = project.dir.files("out/runs").into_keys().find(|f| f.ends_with("/xref.csv")).expect("the first run");
    assert!(project.dir.read(&format!("out/runs/{first}")).contains(",f1,"));
}

#[test]
fn orders_go_with_the_customer_who_placed_them() {
    let (dir, keys) = (Dir::with_exports(), Dir::new());
    dir.guiyi(&["init", "exports", "-o", "."]).exits(0);
    let key = keys.path("guiyi.key");
    let guiyi = |args: &[&str]| dir.guiyi_with(args, &[("GUIYI_TOMBSTONE_KEY", key.to_str().expect("UTF-8"))]);
    let ran = guiyi(&["run", "--as-of", AS_OF]);
    assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.err);
    let rows = csv_rows(&dir.read("out/current/master.csv"));
    let customer =
        rows.iter().max_by_key(|r| (r["orders"].parse::<u32>().unwrap_or(0), r["customer_id"].clone())).expect("a customer");
    let (id, count) = (&customer["customer_id"], rows.len());
    let events = || parquet_texts(&dir.path("out/current/events.parquet"));
    assert!(events().contains(id), "{customer:?}");
    let keys_of = |wanted: &dyn Fn(&str) -> bool| -> std::collections::BTreeSet<(String, String)> {
        let rows = csv_rows(&dir.read("out/current/xref.csv"));
        let own = rows.iter().filter(|r| wanted(&r["customer_id"]) && !r["source_key"].is_empty());
        own.map(|r| (r["channel"].clone(), r["source_key"].clone())).collect()
    };
    let erased = keys_of(&|customer| customer == id);
    guiyi(&["erase", id, "--yes"]).exits(0);
    assert!(!events().contains(id));
    // Every item still has its event.
    let known: std::collections::BTreeSet<String> = column(&dir, "events", "event_id").into_iter().collect();
    assert!(column(&dir, "items", "event_id").iter().all(|event| known.contains(event)));
    assert_eq!(csv_rows(&dir.read("out/current/master.csv")).len(), count - 1);
    let again = guiyi(&["run", "--as-of", "2026-11-01"]);
    assert!(matches!(again.code, Some(0 | 1)), "{}", again.err);
    assert!(!dir.read("out/current/master.csv").contains(id.as_str()));
    // How many others there are is the matching's business: it learns from the rows that are left.
    assert!(!erased.is_empty() && keys_of(&|_| true).is_disjoint(&erased));
    assert!(dir.read("out/current/rejects.csv").contains("erased"));
}

#[test]
fn a_killed_erasure_is_finished_by_the_next() {
    use std::process::{Command, Stdio};
    let project = Project::new("mode = \"upsert\"\n");
    project.night(1, &[]);
    project.night(2, &[]);
    let key = project.keys.path("secret/guiyi.key");
    let names: Vec<String> = project.names().into_iter().take(6).collect();
    for (name, wait_ms) in names.iter().zip([0, 8, 16, 30, 50, 80]) {
        let id = project.id_of(name);
        let mut erasing = Command::new(env!("CARGO_BIN_EXE_guiyi"))
            .args(["erase", &id, "--yes"])
            .current_dir(project.dir.path(""))
            .env("GUIYI_TOMBSTONE_KEY", &key)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        // Whenever the kill comes, before, within or after the work, what follows holds.
        std::thread::sleep(std::time::Duration::from_millis(wait_ms));
        erasing.kill().expect("it is ours");
        erasing.wait().expect("it ends");
        let again = project.guiyi(&["erase", &id, "--yes"]);
        assert!(again.code == Some(0) || again.err.contains("is not known in any run"), "{}", again.err);
        check_gone(&project, &[name.as_str()]);
        let hidden = project.dir.files("out/runs").into_keys().find(|file| file.starts_with('.'));
        assert_eq!(hidden, None);
    }
    let ran = project.night(3, &[]);
    assert!(!names.iter().any(|name| project.names().contains(name)), "{}", ran.err);
    let lock = std::fs::File::options().write(true).open(project.dir.path("out/.lock")).expect("a lock file");
    lock.lock().expect("nobody else holds it");
    project.guiyi(&["erase", "anybody@example.com", "--yes"]).exits(3).says("another run holds the lock");
}

#[test]
fn a_rollback_does_not_bring_anybody_back() {
    let project = Project::new("");
    project.night(1, &[FATHER, MOTHER]);
    project.night(2, &[FATHER, MOTHER]);
    let id = project.id_of("郭安宁");
    project.guiyi(&["erase", &id, "--yes"]).exits(0);
    project.guiyi(&["rollback", "20261101"]).exits(0);
    assert!(!project.names().contains(&"郭安宁".to_owned()));
    project.night(3, &[FATHER, MOTHER]);
    assert!(!project.names().contains(&"郭安宁".to_owned()));
}

#[test]
fn an_opt_out_carries_through_a_merge_and_a_split() {
    let dir = Dir::new();
    let rules = one_channel("fields = { source_key = \"编号\", \"consent.sms\" = \"短信\", updated_at = \"更新\" }\n");
    dir.write("guiyi.toml", rules);
    let crowd = crowd().lines().map(|l| format!("{l},是,2026-10-01\n")).collect::<Vec<_>>().concat();
    let rows = "a,郭安宁,13811110001,g1@example.com,杭州,否,2026-10-05\nb,郭安宁,13811110002,g2@example.com,杭州,是,2026-10-02\n";
    dir.write("people.csv", format!("编号,姓名,手机号码,邮箱,城市,短信,更新\n{crowd}{rows}"));
    let night = |day: u32, verdict: &str| -> Vec<(String, String)> {
        let header = "channel_a,source_key_a,channel_b,source_key_b,verdict,by,at,note\n";
        dir.write("decisions.csv", format!("{header}people,a,people,b,{verdict},王,2026-11-01,\n"));
        dir.guiyi(&["run", "--as-of", &format!("2026-11-{day:02}")]).exits(0);
        let rows = csv_rows(&dir.read("out/current/master.csv"));
        rows.into_iter().filter(|r| r["name"] == "郭安宁").map(|r| (r["phones"].clone(), r["consent"].clone())).collect()
    };
    let mut apart = night(1, "different");
    apart.sort();
    assert_eq!(apart.iter().map(|(_, c)| c.as_str()).collect::<Vec<_>>(), ["sms:no", "sms:yes"]);
    let together = night(2, "same");
    assert_eq!(together.iter().map(|(_, c)| c.as_str()).collect::<Vec<_>>(), ["sms:no"]);
    let mut again = night(3, "different");
    again.sort();
    assert_eq!(again, apart);
}
