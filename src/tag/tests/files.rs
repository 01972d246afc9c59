//! Rule files: the shipped ones, valid and invalid fixtures, examples.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;

#[test]
fn every_shipped_example_holds() {
    let outcome = crate::tag::examples(&compiled(""));
    let shown = crate::rules::RuleErrors(outcome.failures.clone()).to_string();
    assert!(outcome.failures.is_empty(), "{shown}");
    assert!(outcome.held >= 20, "{} examples", outcome.held);
}

#[test]
fn a_failing_example_says_where_what_and_why() {
    let text = "[[example]]\nname = \"two\"\nevents = [{ kind = \"inquiry\", at = \"-1d\" }]\ntags = [\"高活跃意向客户\"]\nstage = \"成交\"\n\
                not_tags = [\"新客户\"]\nmetrics = { inquiries_30d = 2, aov = 3 }\nfollowups = { \"首次触达\" = \"2026-01-01\" }\noverdue = \"首次触达\"";
    let shown: Vec<String> = crate::tag::examples(&compiled(text))
        .failures
        .into_iter()
        .filter(|e| e.file == "guiyi.toml")
        .map(|e| format!("{}: {} ({})", e.line, e.message, e.hint))
        .collect();
    assert_eq!(
        shown,
        [
            "4: example `two`: expected tag `高活跃意向客户`, got `新客户` (`inquiries_30d >= 3` does not hold: inquiries_30d is 1)",
            "6: example `two`: expected no tag `新客户`, got it (`first_seen > as_of - INTERVAL '30 days'` holds: first_seen is 2026-06-29 23:59:59)",
            "5: example `two`: expected stage `成交`, got stage `意向` ()",
            "7: example `two`: expected metric `inquiries_30d` to be `2`, got `1` ()",
            "7: example `two`: expected metric `aov` to be `3`, got nothing ()",
            "8: example `two`: expected follow-up `首次触达` due 2026-01-01 00:00:00, got `首次触达` due 2026-06-30 23:59:59, `意向周跟进` due 2026-07-06 23:59:59 ()",
            "9: example `two`: expected follow-up `首次触达` to be overdue, got `首次触达` due 2026-06-30 23:59:59, `意向周跟进` due 2026-07-06 23:59:59 (without any event of kind `followup` or `touch` nothing is called overdue)",
        ]
    );
}

fn fixture(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules").join(kind)
}

fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ext| ext == "toml"));
    files.sort();
    files
}

/// Loads and compiles a project file: the messages, or `""`.
fn messages(file: &Path) -> String {
    let dir = tempfile::tempdir().unwrap();
    fs::copy(file, dir.path().join("guiyi.toml")).unwrap();
    let rules = match load(dir.path()) {
        Ok(rules) => rules,
        Err(errors) => return format!("error: {errors}\n"),
    };
    match compile(&rules) {
        Ok(_) => String::new(),
        Err(errors) => format!("error: {}\n", crate::rules::RuleErrors(errors)),
    }
}

#[test]
fn every_invalid_rule_file_gets_its_message() {
    for file in toml_files(&fixture("invalid")) {
        let found = messages(&file);
        let expected = file.with_extension("txt");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&expected, &found).unwrap();
        }
        let expected = fs::read_to_string(&expected).unwrap_or_default();
        assert!(!found.is_empty(), "{} is accepted", file.display());
        assert_eq!(found, expected, "{}", file.display());
    }
}

#[test]
fn every_valid_rule_file_is_accepted() {
    for file in toml_files(&fixture("valid")) {
        assert_eq!(messages(&file), "", "{}", file.display());
    }
}
