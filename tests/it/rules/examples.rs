//! `[[example]]` blocks: run by `check`, failing with file and line.

use crate::support::{Dir, one_channel, people};

fn check(rules: &str) -> crate::support::Ran {
    let dir = Dir::new();
    dir.write("people.csv", people()).write("guiyi.toml", one_channel("")).write("rules/own.toml", rules);
    dir.guiyi(&["check"])
}

#[test]
fn check_runs_the_shipped_examples_where_all_rules_are_shipped() {
    let ran = check("").exits(0);
    let held: usize = ran.err.split("rules are sound, ").nth(1).and_then(|t| t.split(' ').next()?.parse().ok()).expect("a count");
    assert!(held >= 30, "{}", ran.err);
}

#[test]
fn a_project_s_own_rules_bring_their_own_examples() {
    let own = "[[metric]]\nname = \"n\"\nvalue = \"COUNT(*)\"\n[[tag]]\nname = \"常客\"\nwhen = \"n >= 2\"\n\
               [[example]]\nname = \"twice\"\nevents = [{ kind = \"visit\", at = \"-1d\" }, { kind = \"visit\" }]\ntags = [\"常客\"]\n";
    check(own).exits(0).says("rules are sound, 1 example holds");
}

#[test]
fn a_failing_example_stops_check_and_names_file_line_expected_and_got() {
    let own = "[[metric]]\nname = \"n\"\nvalue = \"COUNT(*)\"\n[[tag]]\nname = \"常客\"\nwhen = \"n >= 3\"\n\
               [[example]]\nname = \"twice\"\nevents = [{ kind = \"visit\", at = \"-1d\" }, { kind = \"visit\" }]\ntags = [\"常客\"]\n";
    check(own)
        .exits(2)
        .says("error: rules/own.toml:10: example `twice`: expected tag `常客`, got no tag")
        .says("hint: `n >= 3` does not hold: n is 2")
        .prints_nothing();
}
