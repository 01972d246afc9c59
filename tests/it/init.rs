//! `init`: exports nobody described, a project that runs without an edit.

use crate::support::{AS_OF, Dir, people};

#[test]
fn init_then_run_needs_no_edit_and_accounts_for_every_row() {
    let dir = Dir::with_exports();
    dir.guiyi(&["init", "exports", "-o", "project"]).exits(0).says("9 channels");
    let rules = dir.read("project/guiyi.toml");
    for preset in
        ["taobao_orders", "jd_orders", "youzan_customers", "shopify_orders", "wecom_contacts", "wjx", "eventbrite_attendees"]
    {
        assert!(rules.contains(&format!("preset = \"{preset}\"")), "{preset}\n{rules}");
    }
    let ran = dir.guiyi(&["run", "-p", "project", "--as-of", AS_OF]);
    assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.err);
    let rows = dir.read("truth.csv").lines().count() - 1;
    assert_eq!(dir.read("project/out/current/xref.csv").lines().count() - 1, rows);
    let score = dir.guiyi(&["eval", "project/out/current/xref.csv", "truth.csv", "--json"]).exits(0);
    assert!(score.out.contains("\"missing\":0,"), "{}", score.out);
}

#[test]
fn an_unknown_table_gets_its_mapping_with_reasons() {
    let dir = Dir::new();
    dir.write("data/members.csv", people()).write("data/notes.md", "no export");
    dir.guiyi(&["init", "data", "-o", "p"]).exits(0).says("left out: data/notes.md");
    let rules = dir.read("p/guiyi.toml");
    assert!(rules.contains("\"手机号码\" = \"phone\"  # "), "{rules}");
    assert!(rules.contains("files = \"../data/members.csv\""), "{rules}");
}

#[test]
fn a_project_is_not_written_over() {
    let dir = Dir::new();
    dir.write("people.csv", people()).write("p/guiyi.toml", "# mine\n");
    dir.guiyi(&["init", "people.csv", "-o", "p"]).exits(2).says("--replace");
    assert_eq!(dir.read("p/guiyi.toml"), "# mine\n");
}

#[test]
fn nothing_to_read_is_an_error() {
    let dir = Dir::new();
    std::fs::create_dir(dir.path("empty")).expect("a folder");
    dir.guiyi(&["init", "empty", "-o", "p"]).exits(2).says("no export found");
    dir.guiyi(&["init", "nowhere", "-o", "p"]).exits(2).says("nowhere");
    assert!(!dir.path("p").exists());
}
