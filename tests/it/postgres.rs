//! `[deliver.postgres]` against a real server, started here from the installed PostgreSQL; without one the test says so and ends.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::support::{Dir, csv_rows, one_channel, people};

/// A server of its own on a unix socket.
struct Server {
    folder: tempfile::TempDir,
    process: Child,
}

/// Where Debian puts the programs of the server; else whatever the path finds.
fn program(name: &str) -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|e| e.path()).collect();
    versions.sort();
    let debian = versions.into_iter().rev().map(|v| v.join("bin").join(name));
    let path = std::env::var_os("PATH").unwrap_or_default();
    debian.chain(std::env::split_paths(&path).map(|p| p.join(name))).find(|p| p.is_file())
}

/// The server refuses to run as root: then it runs as the user that Debian made for it, or as nobody.
fn user() -> Option<u32> {
    let root = fs::metadata("/proc/self").map(|m| m.uid()).ok()? == 0;
    let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let id = |name: &str| {
        let line = passwd.lines().find(|l| l.starts_with(&format!("{name}:")))?;
        line.split(':').nth(2)?.parse::<u32>().ok()
    };
    root.then(|| id("postgres").or_else(|| id("nobody")).unwrap_or(65_534))
}

fn command(program: &Path, user: Option<u32>) -> Command {
    let mut command = Command::new(program);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).env("LC_ALL", "C").current_dir("/");
    if let Some(user) = user {
        command.uid(user);
    }
    command
}

/// Starts the server over the cluster in a folder, with its socket there.
fn serve(postgres: &Path, user: Option<u32>, folder: &Path) -> Child {
    command(postgres, user)
        .arg("-D")
        .arg(folder.join("data"))
        .arg("-k")
        .arg(folder)
        .args(["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=10", "-c", "shared_buffers=8MB"])
        .spawn()
        .expect("the server starts")
}

impl Server {
    #[expect(clippy::print_stderr, reason = "a skipped test says why")]
    fn start_or_say() -> Option<Self> {
        let server = Self::start();
        if server.is_none() {
            eprintln!("skipped: PostgreSQL is not installed (Debian: apt-get install postgresql)");
        }
        server
    }

    fn start() -> Option<Self> {
        let (initdb, postgres, user) = (program("initdb")?, program("postgres")?, user());
        // A socket's path is short by law: the folder lies directly in the temporary one.
        let folder = tempfile::Builder::new().prefix("pg").tempdir().expect("a temporary folder");
        chown(folder.path(), user, None).expect("the folder changes hands");
        let data = folder.path().join("data");
        let made = command(&initdb, user).args(["-A", "trust", "-U", "guiyi", "-E", "UTF8", "-N", "-D"]).arg(&data).status();
        assert!(made.expect("initdb starts").success(), "initdb failed");
        let process = serve(&postgres, user, folder.path());
        let server = Self { folder, process };
        server.wait();
        Some(server)
    }

    /// Ends at once, as in a crash.
    fn crash(&mut self) {
        let ended = Command::new("kill").args(["-QUIT", &self.process.id().to_string()]).status().expect("kill");
        assert!(ended.success() && self.process.wait().is_ok());
    }

    /// Comes back after a crash.
    fn recover(&mut self) {
        self.process = serve(&program("postgres").expect("it was there"), user(), self.folder.path());
        self.wait();
    }

    fn wait(&self) {
        for _ in 0..300 {
            if self.try_sql("SELECT 1").is_some() {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("the server does not answer");
    }

    fn connection(&self) -> String {
        format!("host={} dbname=postgres user=guiyi", self.folder.path().display())
    }

    fn try_sql(&self, sql: &str) -> Option<String> {
        let psql = program("psql").expect("the client comes with the server");
        let ran = Command::new(psql)
            .args([&self.connection(), "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql])
            .output()
            .expect("psql starts");
        ran.status.success().then(|| String::from_utf8_lossy(&ran.stdout).trim().to_owned())
    }

    fn sql(&self, sql: &str) -> String {
        self.try_sql(sql).unwrap_or_else(|| panic!("failed: {sql}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The fast way down; what it leaves is removed with the folder.
        let _ = Command::new("kill").args(["-INT", &self.process.id().to_string()]).status();
        let _ = self.process.wait();
    }
}

fn project(dir: &Dir, connection: &str) {
    let rules = format!("{}\n[deliver.postgres]\nurl = \"{connection}\"\n", one_channel(""));
    dir.write("people.csv", people()).write("guiyi.toml", rules);
    dir.write("rules/tags.toml", "[[tag]]\nname = \"西南\"\ndimension = \"basic\"\nwhen = \"province = '四川省'\"\n");
}

/// The id of the current run.
fn current(dir: &Dir) -> String {
    let run = fs::read_link(dir.path("out/current")).expect("a link");
    run.file_name().expect("a name").to_string_lossy().into_owned()
}

#[test]
fn every_run_is_in_postgresql_as_it_is_in_the_files() {
    let Some(server) = Server::start_or_say() else { return };
    let dir = Dir::new();
    project(&dir, &server.connection());
    let check = || {
        let master = csv_rows(&dir.read("out/current/master.csv"));
        assert_eq!(server.sql("SELECT count(*) FROM guiyi.master"), master.len().to_string());
        for row in &master {
            let sql = format!(
                "SELECT coalesce(name,'')||'/'||coalesce(phone,'')||'/'||coalesce(tags,'')||'/'||source_rows FROM guiyi.master WHERE customer_id = '{}'",
                row["customer_id"]
            );
            assert_eq!(server.sql(&sql), format!("{}/{}/{}/{}", row["name"], row["phone"], row["tags"], row["source_rows"]));
        }
        let tags: usize = master.iter().map(|r| r["tags"].split('|').filter(|t| !t.is_empty()).count()).sum();
        assert!(tags > 0, "nobody has a tag");
        assert_eq!(server.sql("SELECT count(*) FROM guiyi.tags"), tags.to_string());
        let xref = csv_rows(&dir.read("out/current/xref.csv"));
        assert_eq!(server.sql("SELECT count(*) FROM guiyi.xref x JOIN guiyi.master m USING (customer_id)"), xref.len().to_string());
        let run = current(&dir);
        let changes = csv_rows(&dir.read("out/current/changes.csv")).len();
        assert_eq!(server.sql(&format!("SELECT count(*) FROM guiyi.changes WHERE run_id = '{run}'")), changes.to_string());
        run
    };
    dir.guiyi(&["run", "--as-of", "2026-11-01"]).exits(0);
    let first = check();
    dir.write(
        "people.csv",
        people().replacen("李娜", "李\t娜\\娜", 1).lines().take(30).map(|l| format!("{l}\n")).collect::<Vec<_>>().concat(),
    );
    dir.guiyi(&["run", "--as-of", "2026-11-02"]).exits(0);
    let second = check();
    assert_eq!(server.sql(&format!("SELECT previous_run FROM guiyi.runs WHERE run_id = '{second}'")), first);
    assert_eq!(
        server.sql("SELECT pg_typeof(spend)||'/'||pg_typeof(first_seen)||'/'||pg_typeof(orders) FROM guiyi.master LIMIT 1"),
        "numeric/timestamp with time zone/bigint"
    );

    // Whatever is there is put right: strange rows, missing ones, a column of an earlier run.
    server.sql("DELETE FROM guiyi.master WHERE customer_id IN (SELECT customer_id FROM guiyi.master LIMIT 3)");
    server.sql("ALTER TABLE guiyi.master ADD COLUMN old text; UPDATE guiyi.master SET old = 'x'; INSERT INTO guiyi.master (customer_id) VALUES ('STRANGER')");
    dir.guiyi(&["rollback", &first]).exits(0);
    dir.guiyi(&["run", "--as-of", "2026-11-03"]).exits(0);
    check();
    assert_eq!(server.sql("SELECT count(old) FROM guiyi.master"), "0");

    // A dry run does not touch it; a load that fails publishes nothing.
    let (runs, files) = (server.sql("SELECT count(*) FROM guiyi.runs"), dir.files("out/runs"));
    dir.guiyi(&["run", "--dry-run"]).exits(0);
    server.sql("ALTER TABLE guiyi.tags ADD CONSTRAINT never CHECK (tag IS NULL) NOT VALID; DELETE FROM guiyi.tags");
    dir.guiyi(&["run", "--as-of", "2026-11-04"]).exits(2).says("cannot write rows in PostgreSQL").says("never");
    assert_eq!(server.sql("SELECT count(*) FROM guiyi.runs"), runs);
    assert!(dir.files("out/runs") == files);
}

#[test]
fn a_commit_that_fails_keeps_the_files_and_the_next_run_delivers_what_is_missing() {
    let Some(mut server) = Server::start_or_say() else { return };
    let dir = Dir::new();
    project(&dir, &server.connection());
    dir.guiyi(&["run", "--as-of", "2026-11-01"]).exits(0);
    let mut runs = vec![current(&dir)];
    let more = |n: usize| {
        let new = ["贾明轩,18611110001,,河北省\n", "薛冰洁,15922220002,,辽宁省\n", "雷鸣远,17733330003,,海南省\n"];
        let rows = new[..n].concat();
        dir.write("people.csv", format!("{}{rows}", people()));
    };
    // A deferred constraint speaks at the commit only.
    let at_commit = |body: &str| {
        server.sql("DROP TRIGGER IF EXISTS late ON guiyi.runs");
        server.sql(&format!(
            "CREATE OR REPLACE FUNCTION guiyi.late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
        ));
        server.sql("CREATE CONSTRAINT TRIGGER late AFTER INSERT ON guiyi.runs DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guiyi.late()");
    };
    at_commit("RAISE EXCEPTION 'not tonight';");
    more(1);
    let ran = dir.guiyi(&["run", "--as-of", "2026-11-02", "--quiet"]).exits(1);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    ran.says(
        "gate failed: cannot commit to PostgreSQL: not tonight; the files are published, and the next run loads what is missing",
    );
    runs.push(current(&dir));
    assert_ne!(runs[0], runs[1]);
    assert_eq!(csv_rows(&dir.read("out/current/master.csv")).len(), 43);
    assert_eq!(server.sql("SELECT count(*) FROM guiyi.master"), "42");

    // The server dies in the middle of the commit.
    at_commit("PERFORM pg_sleep(100);");
    more(2);
    let run = dir.command(&["run", "--as-of", "2026-11-03"]).stderr(Stdio::piped()).spawn().expect("the program starts");
    while server
        .try_sql("SELECT 1 FROM pg_stat_activity WHERE query = 'COMMIT' AND wait_event = 'PgSleep'")
        .is_none_or(|s| s.is_empty())
    {
        std::thread::sleep(Duration::from_millis(20));
    }
    server.crash();
    let ran = run.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.code() == Some(1) && said.contains("gate failed: cannot commit to PostgreSQL"), "{said}");
    runs.push(current(&dir));
    assert_eq!(csv_rows(&dir.read("out/current/master.csv")).len(), 44);

    // The next night brings the tables up to date, and the feeds of the nights that are missing.
    server.recover();
    server.sql("DROP TRIGGER late ON guiyi.runs");
    more(3);
    dir.guiyi(&["run", "--as-of", "2026-11-04"]).exits(0);
    runs.push(current(&dir));
    assert_eq!(server.sql("SELECT count(*) FROM guiyi.master"), "45");
    assert_eq!(server.sql("SELECT string_agg(run_id, ' ' ORDER BY run_id) FROM guiyi.runs"), runs.join(" "));
    for run in &runs {
        let feed = csv_rows(&dir.read(&format!("out/runs/{run}/changes.csv")));
        let sql = |seq: &str| {
            let row = "change||'/'||customer_id||'/'||coalesce(into_customer_id,'')||'/'||coalesce(fields,'')";
            server.sql(&format!("SELECT {row} FROM guiyi.changes WHERE run_id = '{run}' AND seq = {seq}"))
        };
        assert_eq!(server.sql(&format!("SELECT count(*) FROM guiyi.changes WHERE run_id = '{run}'")), feed.len().to_string());
        for c in feed.iter().take(3) {
            let expected = [&c["change"], &c["customer_id"], &c["into_customer_id"], &c["fields"]].map(String::as_str).join("/");
            assert_eq!(sql(&c["seq"]), expected);
        }
    }
}

#[test]
fn a_user_without_rights_is_told_and_one_whose_schema_is_made_for_him_needs_no_more() {
    let Some(server) = Server::start_or_say() else { return };
    server.sql("CREATE ROLE guest LOGIN");
    let dir = Dir::new();
    project(&dir, &server.connection().replace("user=guiyi", "user=guest"));
    let ran = dir.guiyi(&["run", "--as-of", "2026-11-01"]).exits(2);
    ran.says("error: cannot make the schema in PostgreSQL: permission denied for database postgres");
    assert!(!dir.path("out/current").exists() && dir.files("out/runs").is_empty());
    server.sql("CREATE SCHEMA guiyi AUTHORIZATION guest");
    dir.guiyi(&["run", "--as-of", "2026-11-01"]).exits(0);
    // Somebody who reads in a transaction of his own does not hold the next load up.
    let psql = program("psql").expect("the client comes with the server");
    let mut reader = Command::new(psql)
        .args([&server.connection(), "-Xq", "-c", "BEGIN; SELECT count(*) FROM guiyi.master; SELECT pg_sleep(100)"])
        .stdout(Stdio::null())
        .spawn()
        .expect("psql starts");
    while server.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == "0" {
        std::thread::sleep(Duration::from_millis(20));
    }
    dir.write("people.csv", format!("{}王芳,18600001111,wangfang@example.com,河北省\n", people()));
    dir.guiyi(&["run", "--as-of", "2026-11-02"]).exits(0);
    assert_eq!(server.sql("SELECT count(*) FROM guiyi.master"), "43");
    reader.kill().expect("it was there");
    reader.wait().expect("it ends");
}

#[test]
fn a_server_that_is_not_there_stops_the_run_before_the_work() {
    let dir = Dir::new();
    project(&dir, "host=/nowhere dbname=customers user=guiyi");
    dir.guiyi(&["run"]).exits(2).says("cannot connect to PostgreSQL");
    assert!(dir.files("out/runs").is_empty());
    project(&dir, "host=db.example.com dbname=customers user=guiyi");
    dir.guiyi(&["run"]).exits(2).says("there is no TLS").says("hint: ");
    dir.write("guiyi.toml", format!("{}\n[deliver.postgres]\nscheme = \"x\"\n", one_channel("")));
    dir.guiyi(&["run"]).exits(2).says("`scheme`").says("did you mean `schema`");
}
