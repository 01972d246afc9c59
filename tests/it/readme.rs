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

#[test]
fn the_demo_and_the_tests_are_one_command_each() {
    let text = readme();
    assert!(text.contains("cargo run -- run -p fixtures/demo") && text.contains("cargo test"));
}
