//! A folder of one's own, the program in it, and a full print of what happened when an expectation fails.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

/// A moment that makes runs repeatable.
pub const AS_OF: &str = "2026-10-31";

/// A temporary folder that is gone after the test.
pub struct Dir(TempDir);

impl Dir {
    /// An empty folder.
    pub fn new() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    /// A folder with the small made exports in `exports/` and their `truth.csv`.
    pub fn with_exports() -> Self {
        let dir = Self::new();
        copy(made(), dir.path(""));
        dir
    }

    /// A path inside.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, with its folders.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, content).expect("a file");
        self
    }

    /// Reads a file.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|e| panic!("{name}: {e}\n{}", self.listing()))
    }

    /// Runs the program here.
    pub fn guiyi(&self, args: &[&str]) -> Ran {
        self.guiyi_with(args, &[])
    }

    /// Runs the program here with further environment variables.
    pub fn guiyi_with(&self, args: &[&str], env: &[(&str, &str)]) -> Ran {
        let ran = self.command(args).envs(env.iter().copied()).output();
        self.ran(args, ran.expect("the program starts"))
    }

    /// The program here, not yet started, with nothing on its stdin.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guiyi"));
        command.args(args).current_dir(self.0.path()).stdin(Stdio::null());
        command
    }

    fn ran(&self, args: &[&str], output: Output) -> Ran {
        Ran {
            what: format!("guiyi {}", args.join(" ")),
            listing: self.listing(),
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Runs the program here with this text on its stdin.
    pub fn guiyi_typing(&self, args: &[&str], typed: &str) -> Ran {
        let mut command = self.command(args);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        // A program that stops reading early is no failure of the test.
        drop(child.stdin.take().expect("a pipe").write_all(typed.as_bytes()));
        self.ran(args, child.wait_with_output().expect("it ends"))
    }

    /// Every file below with its bytes, by relative path; links are not followed.
    pub fn files(&self, name: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        gather(&self.path(name), "", &mut files);
        files
    }

    fn listing(&self) -> String {
        self.files("").iter().map(|(name, bytes)| format!("  {name} ({} bytes)", bytes.len())).collect::<Vec<_>>().join("\n")
    }
}

fn gather(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let kind = entry.file_type().expect("a file type");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if kind.is_dir() {
            gather(&entry.path(), &format!("{name}/"), files);
        } else if kind.is_file() {
            let mut bytes = Vec::new();
            fs::File::open(entry.path()).and_then(|mut f| f.read_to_end(&mut bytes)).expect("a readable file");
            files.insert(name, bytes);
        }
    }
}

/// Copies a folder into another.
pub fn copy(from: &Path, to: PathBuf) {
    let mut files = BTreeMap::new();
    gather(from, "", &mut files);
    for (name, bytes) in files {
        let path = to.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
}

/// What a command did.
pub struct Ran {
    what: String,
    listing: String,
    /// Exit code; `None` if a signal ended it.
    pub code: Option<i32>,
    /// stdout.
    pub out: String,
    /// stderr.
    pub err: String,
}

impl Ran {
    /// Panics with everything there is to know unless the exit code is `code`.
    pub fn exits(self, code: i32) -> Self {
        assert!(self.code == Some(code), "expected exit {code}\n{}", self.story());
        self
    }

    /// Panics unless stderr holds the text.
    pub fn says(self, text: &str) -> Self {
        assert!(self.err.contains(text), "expected on stderr: {text}\n{}", self.story());
        self
    }

    /// Panics unless stdout is empty.
    pub fn prints_nothing(self) -> Self {
        assert!(self.out.is_empty(), "expected an empty stdout\n{}", self.story());
        self
    }

    fn story(&self) -> String {
        let Self { what, listing, code, out, err } = self;
        format!("command: {what}\nexit: {code:?}\nstdout:\n{out}\nstderr:\n{err}\nfiles:\n{listing}")
    }
}

/// Exports of some hundred rows, made once per test process.
fn made() -> &'static Path {
    static MADE: OnceLock<Dir> = OnceLock::new();
    let dir = MADE.get_or_init(|| {
        let dir = Dir::new();
        dir.guiyi(&["synth", "-o", ".", "--customers", "120", "--seed", "3"]).exits(0);
        dir
    });
    dir.0.path()
}

/// Rows of a csv text as maps from column to cell.
pub fn csv_rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a csv row")).collect()
}

/// A project of one channel over `people.csv`, with further lines for the channel.
pub fn one_channel(channel: &str) -> String {
    format!(
        "[project]\nname = \"test\"\n\n[gates]\nunification = 0\ncompleteness = 0\n\n[[channel]]\nname = \"people\"\nfiles = \"people.csv\"\n{channel}"
    )
}

/// Rows of [`people`]; the first two are one person.
pub const ROWS: usize = 43;

/// A small table: 43 rows of 42 people; rows 1 and 2 are one person, row 3 is another.
pub fn people() -> String {
    let mut text = String::from(
        "姓名,手机号码,邮箱,省份\n张伟,13912345678,zhangwei@163.com,浙江省\n张伟,+86 139 1234 5678,,浙江省\n李娜,13787654321,lina88@qq.com,四川省\n",
    );
    let (family, given) = ("王赵陈杨黄周吴徐孙胡", ["丽华", "建国", "晓燕", "志强"]);
    for (i, name) in family.chars().flat_map(|f| given.iter().map(move |g| format!("{f}{g}"))).enumerate() {
        let province = ["浙江省", "四川省", "广东省", "山东省", "湖北省"][i % 5];
        let line = format!("{name},1{}{:08},user{i}@qq.com,{province}\n", 35 + i % 5, 10_345_678 + i * 1_234_567);
        text.push_str(&line);
    }
    text
}
