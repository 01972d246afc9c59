//! The smaller verbs, help, and what goes to which stream.

use crate::support::{AS_OF, Dir, one_channel, people};

fn project() -> Dir {
    let dir = Dir::new();
    dir.write("people.csv", people()).write("guiyi.toml", one_channel(""));
    dir
}

#[test]
fn help_names_every_verb_with_an_example_and_the_exit_codes() {
    let dir = Dir::new();
    let help = dir.guiyi(&["--help"]).exits(0).out;
    for verb in ["run", "dedupe", "init", "check", "profile", "explain", "extract", "synth", "eval", "completions"] {
        assert!(help.contains(&format!("  {verb} ")), "{verb}\n{help}");
        let own = dir.guiyi(&[verb, "--help"]).exits(0).out;
        assert!(own.contains("Example"), "{verb}\n{own}");
    }
    assert!(help.contains("another run holds the lock"));
}

#[test]
fn check_counts_pairs_per_rule_and_writes_nothing() {
    let dir = project();
    let out = dir.guiyi(&["check"]).exits(0).out;
    assert!(out.contains("blocking rule") && out.contains("people.csv") && out.contains("memory: about"), "{out}");
    assert!(!dir.path("out").exists());
}

#[test]
fn profile_shows_each_column_and_speaks_json() {
    let dir = project();
    let out = dir.guiyi(&["profile", "people.csv"]).exits(0).out;
    assert!(out.contains("手机号码") && out.contains("phone"), "{out}");
    let json = dir.guiyi(&["profile", "people.csv", "--json"]).exits(0).out;
    let profiles: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(profiles[0]["columns"][1]["kind"], "phone");
}

#[test]
fn explain_tells_one_customer_s_story_and_why_two_rows_are_one() {
    let dir = project();
    dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    let story = dir.guiyi(&["explain", "people.csv:2", "--as-of", AS_OF]).exits(0).out;
    assert!(story.contains("张伟") && story.contains("+8613912345678") && story.contains("which value won"), "{story}");
    let pair = dir.guiyi(&["explain", "people.csv:1", "people.csv:2", "--as-of", AS_OF]).exits(0).out;
    assert!(pair.contains("are one customer") && pair.contains("phone") && pair.contains("bits"), "{pair}");
    let other = dir.guiyi(&["explain", "people.csv:1", "people.csv:3", "--as-of", AS_OF]).exits(0).out;
    assert!(other.contains("are different customers"), "{other}");
}

#[test]
fn eval_agrees_with_counting_by_hand() {
    let dir = Dir::new();
    dir.write("truth.csv", "file,row,person_id\na.csv,1,p\na.csv,2,p\nb.csv,1,p\nb.csv,2,q\n");
    dir.write("xref.csv", "channel,file,row,customer_id\nx,in/a.csv,1,X\nx,in/a.csv,2,X\nx,in/b.csv,1,\n");
    // Found: {a1, a2}, b1 and b2 alone. One pair found and right, three real.
    let out = dir.guiyi(&["eval", "xref.csv", "truth.csv", "--json"]).exits(0).out;
    let score: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((score["P"].as_f64(), score["R"].as_f64()), (Some(1.0), Some(0.3333)));
    assert_eq!((score["missing"].as_u64(), score["anonymous"].as_u64()), (Some(1), Some(1)));
}

#[test]
fn synth_repeats_itself() {
    let dir = Dir::new();
    for out in ["a", "b"] {
        dir.guiyi(&["synth", "-o", out, "--customers", "40", "--seed", "5"]).exits(0).prints_nothing();
    }
    assert!(dir.files("a") == dir.files("b"));
    dir.guiyi(&["synth", "-o", "c", "--rows", "200", "--one-file", "crm"]).exits(0);
    assert_eq!(dir.read("c/exports/crm_contacts.csv").lines().count(), 201);
}

#[test]
fn completions_are_a_script() {
    assert!(Dir::new().guiyi(&["completions", "bash"]).exits(0).out.contains("_guiyi"));
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let dir = project();
    let program = env!("CARGO_BIN_EXE_guiyi");
    let line = format!("set -o pipefail; '{program}' completions bash | head -c 1 >/dev/null");
    let status = std::process::Command::new("bash").args(["-c", &line]).current_dir(dir.path("")).status().expect("bash");
    assert!(status.success());
}

#[cfg(unix)]
#[test]
fn a_signal_stops_a_run_and_leaves_the_output_alone() {
    use std::process::{Command, Stdio};
    let dir = Dir::with_exports();
    dir.guiyi(&["init", "exports", "-o", "p", "-q"]).exits(0);
    let mut child = Command::new(env!("CARGO_BIN_EXE_guiyi"))
        .args(["run", "-p", "p", "--as-of", AS_OF])
        .current_dir(dir.path(""))
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let lock = dir.path("p/out/.lock");
    while !lock.exists() {
        std::thread::yield_now();
    }
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill");
    assert!(killed.success());
    assert_eq!(child.wait().expect("it ends").code(), Some(143));
    assert!(!dir.path("p/out/current").exists());
    assert!(dir.files("p/out/runs").is_empty(), "nothing half-written is left");
}
