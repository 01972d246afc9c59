//! `train`, `--model`, `--labels`, `--retrain`: models through the binary.

use crate::support::{AS_OF, Dir, csv_rows};

/// The made exports as a project `p`.
fn project() -> Dir {
    let dir = Dir::with_exports();
    dir.guiyi(&["init", "exports", "-o", "p"]).exits(0);
    // Gates are not the matter here.
    let rules =
        dir.read("p/guiyi.toml").replace("unification = 0.95", "unification = 0").replace("completeness = 0.9", "completeness = 0");
    dir.write("p/guiyi.toml", rules);
    dir
}

fn run(dir: &Dir, day: u32, more: &[&str]) -> serde_json::Value {
    let as_of = format!("2026-11-{day:02}");
    let args = [&["run", "-p", "p", "--as-of", as_of.as_str()], more].concat();
    let ran = dir.guiyi(&args);
    assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.err);
    serde_json::from_str(&dir.read("p/out/current/model.json")).expect("model.json is JSON")
}

/// Contacts: `people` different ones, every third twice, the second time with only the initial and no phone.
fn contacts(people: usize) -> String {
    let givens = ["Anna", "Bela", "Carl", "Dora", "Egon", "Fritz", "Gerda", "Heinz", "Ilse", "Jan", "Klara"];
    let families = ["Abel", "Busch", "Conrad", "Dorn", "Ebert", "Fuchs", "Graf", "Haas", "Imhof", "Jung", "Kern", "Lang", "Moll"];
    let row = |i: usize| {
        let (given, family) = (givens[i * 7 % 11], families[i * 5 % 13]);
        let (mail, phone) = (format!("{}{i}@example.com", given.to_lowercase()), 20_000_000 + i * 791_923 % 70_000_000);
        let again = if i.is_multiple_of(3) { format!("b{i},{},{family},{mail},\n", &given[..1]) } else { String::new() };
        format!("a{i},{given},{family},{mail},+49 30 {phone:08}\n{again}")
    };
    let rows: String = (0..people).map(row).collect();
    format!("id,first name,last name,email,phone\n{rows}")
}

#[test]
fn a_run_keeps_the_model_of_the_last_one_until_it_is_told_to_train_anew() {
    let dir = project();
    let first = run(&dir, 1, &[]);
    assert!(first["em_rounds"].as_u64() > Some(0));
    let xref = dir.read("p/out/current/xref.csv");
    assert_eq!(run(&dir, 2, &[]), first);
    assert_eq!(dir.read("p/out/current/xref.csv"), xref, "the kept model gives the same customers");
    let report: serde_json::Value = serde_json::from_str(&dir.read("p/out/current/report.json")).expect("JSON");
    let drift = report["kpis"].as_array().and_then(|kpis| kpis.iter().find(|kpi| kpi["name"] == "model_drift").cloned());
    assert_eq!(drift.expect("drift is a figure of the report")["value"], 0.0);
    // Another night: fewer rows. The kept model stays as it is; a new one counts the records it was trained on.
    let store = dir.files("exports").into_keys().find(|name| name.ends_with("forms.csv") || name.contains("form")).expect("a form");
    let text = dir.files("exports").remove(&store).expect("its bytes");
    let half = text.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(i, _)| i + 1).nth(20).unwrap_or(text.len());
    dir.write(&format!("exports/{store}"), &text[..half]);
    assert_eq!(run(&dir, 3, &["--accept-drop"]), first);
    let anew = run(&dir, 4, &["--retrain"]);
    assert!(anew["records"].as_u64() < first["records"].as_u64(), "{} {}", anew["records"], first["records"]);
}

#[test]
fn a_trained_model_is_used_where_it_is_asked_for_and_nowhere_replaced() {
    let dir = Dir::new();
    dir.write("big.csv", contacts(240)).write("small.csv", contacts(60));
    dir.guiyi(&["train", "big.csv", "--id", "id", "-o", "model"])
        .exits(0)
        .says("identity records")
        .says("model.json")
        .prints_nothing();
    let trained: serde_json::Value = serde_json::from_str(&dir.read("model/model.json")).expect("JSON");
    assert!(dir.path("model/facts.parquet").is_file());
    dir.guiyi(&["dedupe", "small.csv", "--id", "id", "-o", "done", "--model", "model/model.json", "--as-of", AS_OF]).exits(0);
    let used: serde_json::Value = serde_json::from_str(&dir.read("done/model.json")).expect("JSON");
    assert_eq!(used["factors"], trained["factors"]);
    let of: std::collections::BTreeMap<String, String> =
        csv_rows(&dir.read("done/xref.csv")).into_iter().map(|r| (r["source_key"].clone(), r["customer_id"].clone())).collect();
    assert_eq!(of["a0"], of["b0"]);
    assert_ne!(of["a0"], of["a1"]);
    // Without the facts beside it a model still scores, and the run says what it counts itself.
    dir.write("alone/model.json", dir.read("model/model.json"));
    let alone = ["dedupe", "small.csv", "--id", "id", "-o", "again", "--model", "alone/model.json"];
    dir.guiyi(&alone).exits(0).says("came without its facts.parquet");
    dir.write("people.csv", contacts(60));
    let rules = "[project]\nname = \"x\"\n[match]\nmodel = \"none.json\"\n[[channel]]\nname = \"people\"\nfiles = \"people.csv\"\n";
    dir.write("guiyi.toml", rules);
    dir.guiyi(&["check"]).exits(2).says("none.json");
    // Another kind of table: an error, no silent training.
    dir.write("firms.csv", "id,company,city\n1,Acme Ltd,London\n2,Beta GmbH,Berlin\n");
    dir.guiyi(&["dedupe", "firms.csv", "--id", "id", "-o", "firms", "--model", "model/model.json"])
        .exits(2)
        .says("knows nothing of")
        .says("hint:");
    assert!(!dir.path("firms").exists());
}

#[test]
fn labels_are_learned_from_and_counted() {
    let dir = Dir::new();
    dir.write("contacts.csv", contacts(90));
    let same = (0..8).map(|i| format!("a{},b{},same", 3 * i, 3 * i));
    let different = (0..8).map(|i| format!("a{i},a{},0", i + 11));
    let mut labels: Vec<String> = vec!["id_a,id_b,verdict".into(), "a0,nobody,same".into()];
    labels.extend(same.chain(different));
    let labels = labels.join("\n");
    dir.write("pairs.csv", labels);
    let args = ["train", "contacts.csv", "--id", "id", "--labels", "pairs.csv", "-o", "model"];
    dir.guiyi(&args).exits(0).says("16 of 17 labels used").says("1 of 17 labels teach nothing");
    dir.guiyi(&["dedupe", "contacts.csv", "--id", "id", "--labels", "pairs.csv", "-o", "done"]).exits(0);
    let model: serde_json::Value = serde_json::from_str(&dir.read("done/model.json")).expect("JSON");
    assert_eq!(model["labels"], 16);
}

#[test]
fn a_project_trains_on_what_people_decided() {
    let dir = project();
    run(&dir, 1, &[]);
    let rows = csv_rows(&dir.read("p/out/current/xref.csv"));
    let known: Vec<_> = rows.iter().filter(|r| !r["customer_id"].is_empty()).collect();
    let apart = known.windows(2).find(|w| w[0]["customer_id"] != w[1]["customer_id"]).expect("two customers");
    let side = |i: usize| format!("{},{}", apart[i]["channel"], apart[i]["source_key"]);
    let decisions = format!("channel_a,source_key_a,channel_b,source_key_b,verdict\n{},{},different\n", side(0), side(1));
    dir.write("p/decisions.csv", decisions);
    dir.guiyi(&["train", "-p", "p", "--as-of", AS_OF]).exits(0).says("of 1 labels used");
    let model = run(&dir, 2, &["--model", "p/model/model.json"]);
    let trained: serde_json::Value = serde_json::from_str(&dir.read("p/model/model.json")).expect("JSON");
    assert_eq!(model["factors"], trained["factors"]);
}

#[test]
fn what_is_no_model_and_what_are_no_labels_is_one_clear_error() {
    let dir = Dir::new();
    dir.write("contacts.csv", contacts(20))
        .write("old.json", "{\"version\": 1}")
        .write("odd.json", "[]")
        .write("odd.csv", "a,b\n1,2\n");
    let dedupe = |more: &[&str]| dir.guiyi(&[&["dedupe", "contacts.csv", "-o", "done"], more].concat()).exits(2).says("hint:");
    dedupe(&["--model", "none.json"]).says("`none.json`");
    dedupe(&["--model", "old.json"]).says("layout version 1");
    dedupe(&["--model", "odd.json"]).says("is no model");
    dedupe(&["--labels", "odd.csv"]).says("odd.csv").says("`id_a`");
    dir.guiyi(&["dedupe", "contacts.csv", "-o", "done", "--labels", "none.csv"]).exits(2).says("none.csv");
    assert!(!dir.path("done").exists());
}

#[test]
fn data_that_has_moved_is_told_and_may_fail_a_gate_until_the_model_is_trained_anew() {
    let dir = Dir::new();
    let rules = "[project]\nname = \"x\"\n[gates]\nmodel_drift = 0.25\n[[channel]]\nname = \"people\"\nfiles = \"people.csv\"\n\
                 fields = { source_key = \"id\" }\n";
    dir.write("guiyi.toml", rules).write("people.csv", contacts(240));
    let night = |day: &str, more: &[&str]| dir.guiyi(&[&["run", "--as-of", day], more].concat());
    night("2026-11-01", &[]).exits(0);
    night("2026-11-02", &[]).exits(0);
    // From one night to the next nobody leaves a phone number any more.
    let without: Vec<String> =
        contacts(240).lines().map(|l| l.rsplit_once(',').map_or(l, |(rest, _)| rest).to_owned() + ",").collect();
    let text = without.join("\n").replacen("email,", "email,phone", 1);
    let some: String = text.replacen("@example.com,\na2", "@example.com,+49 30 20791923\na2", 1);
    dir.write("people.csv", some);
    night("2026-11-03", &[]).exits(1).says("gate failed: model_drift").says("`phone` most").says("--retrain");
    night("2026-11-04", &["--retrain"]).exits(0);
    night("2026-11-05", &[]).exits(0);
}
