//! The README's commands exist: every `guiyi VERB` and every flag it shows is one the program knows.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::Dir;

fn readme() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("README.md")
}

/// Command lines of the program in code blocks, without the program's name.
fn commands(text: &str) -> Vec<String> {
    let mut in_code = false;
    let mut commands = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
        } else if in_code {
            let line = line.split(" #").next().unwrap_or(line);
            let parts = line.split(['|', '&', ';']).map(str::trim);
            commands.extend(parts.filter_map(|part| {
                let own = part.strip_prefix("guiyi ").or_else(|| part.strip_prefix("cargo run -- "));
                own.map(str::to_owned)
            }));
        }
    }
    commands
}

#[test]
fn every_command_of_the_readme_is_known() {
    let dir = Dir::new();
    let commands = commands(&readme());
    let verbs: BTreeSet<&str> = commands.iter().filter_map(|c| c.split_whitespace().next()).collect();
    assert!(["run", "init", "dedupe"].iter().all(|verb| verbs.contains(verb)), "{verbs:?}");
    for command in &commands {
        let mut words = command.split_whitespace();
        let verb = words.next().expect("a verb");
        let help = dir.guiyi(&[verb, "--help"]).exits(0).out;
        for flag in words.filter(|w| w.starts_with("--")) {
            let flag = flag.split('=').next().unwrap_or(flag);
            assert!(help.contains(flag), "`{flag}` of `guiyi {command}` is unknown");
        }
    }
}

/// The code blocks of a language.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let start = format!("```{language}\n");
    text.split(start.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn every_rule_that_the_readme_shows_is_sound() {
    let text = readme();
    let shown = blocks(&text, "toml");
    assert!(shown.len() >= 5, "{shown:?}");
    for block in shown {
        let dir = Dir::new();
        dir.write("people.csv", crate::support::people());
        dir.write("guiyi.toml", format!("{}\n{block}", crate::support::one_channel("")));
        dir.guiyi(&["check"]).exits(0).says("rules are sound");
    }
}

#[test]
fn the_commands_of_a_first_project_work_as_the_readme_shows_them() {
    let dir = Dir::with_exports();
    let text = readme();
    let shown = commands(&text);
    let run = |start: &str, ends: &[i32]| {
        let command = shown.iter().find(|c| c.starts_with(start)).unwrap_or_else(|| panic!("`{start}` is not shown"));
        let args: Vec<&str> = command.split_whitespace().collect();
        let ran = dir.guiyi(&args);
        assert!(ran.code.is_some_and(|code| ends.contains(&code)), "{command}\n{}", ran.err);
    };
    run("init exports/ -o project", &[0]);
    run("check -p project", &[0]);
    run("run -p project", &[0, 1]);
    let block = blocks(&text, "toml").into_iter().find(|b| b.contains("[[extract]]")).expect("extracts are shown");
    dir.write("project/guiyi.toml", format!("{}\n{block}", dir.read("project/guiyi.toml")));
    run("extract repeat_buyers -p project", &[0]);
    run("extract newsletter -p project", &[0]);
    assert!(dir.path("project/out/extracts/repeat_buyers.xlsx").exists() && dir.path("audience.csv").exists());
    run("review -p project --export", &[0]);
    run("review -p project --import", &[0]);
    run("history -p project", &[0]);
    run("train -p project", &[0]);
    run("run -p project --model", &[0, 1]);
    run("run -p project --retrain", &[0, 1]);
    std::fs::copy(dir.path("exports/web_form.csv"), dir.path("contacts.csv")).expect("a table");
    for start in
        ["dedupe contacts.csv -o out", "dedupe contacts.csv --plan", "dedupe contacts.csv -o clean", "profile contacts.csv"]
    {
        run(start, &[0, 1]);
    }
}

#[test]
fn the_demo_and_the_tests_are_one_command_each() {
    let text = readme();
    assert!(text.contains("cargo run -- run -p fixtures/demo") && text.contains("cargo test"));
}
