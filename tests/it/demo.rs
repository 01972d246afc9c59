//! The demo project of the README: nine made channels, every row accounted for, identities found.

use std::path::Path;

use crate::support::{AS_OF, Dir, copy, csv_rows};

fn demo() -> Dir {
    let dir = Dir::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo");
    for part in ["exports", "guiyi.toml", "truth.csv"] {
        let from = fixtures.join(part);
        if from.is_dir() {
            copy(&from, dir.path(part));
        } else {
            std::fs::copy(&from, dir.path(part)).expect("a fixture");
        }
    }
    dir
}

#[test]
fn the_demo_delivers_and_finds_who_is_who() {
    let dir = demo();
    let ran = dir.guiyi(&["run", "--as-of", AS_OF]).exits(0);
    assert!(ran.err.contains("master: ") && ran.err.contains("report: "), "{}", ran.err);
    let run: serde_json::Value = serde_json::from_str(&dir.read("out/current/run.json")).expect("JSON");
    let inputs = run["inputs"].as_array().expect("inputs");
    assert_eq!(inputs.len(), 9);
    for input in inputs {
        let skipped: u64 = input["skipped"].as_object().expect("reasons").values().filter_map(serde_json::Value::as_u64).sum();
        let rows = |name: &str| input[name].as_u64().expect("a count");
        assert_eq!(rows("physical_rows"), skipped + rows("accepted") + rows("rejected"), "{}", input["file"]);
    }
    let score = dir.guiyi(&["eval", "out/current/xref.csv", "truth.csv", "--json"]).exits(0);
    let score: serde_json::Value = serde_json::from_str(&score.out).expect("JSON");
    // Floors well below what is reached: synth's truth proves wiring, not quality.
    assert!(score["F1"].as_f64() > Some(0.9) && score["P"].as_f64() > Some(0.93), "{score}");
    assert_eq!(score["missing"], 0);
    assert!(csv_rows(&dir.read("out/current/master.csv")).iter().any(|c| !c["tags"].is_empty()));
}
