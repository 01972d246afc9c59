//! Exports without ids of their own: a row is known by a hash of its cells, and its customer must outlive every edit of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{Dir, csv_rows, one_channel, people};

/// Customer by phone.
fn ids(dir: &Dir) -> BTreeMap<String, String> {
    let rows = csv_rows(&dir.read("out/current/master.csv"));
    rows.into_iter().map(|row| (row["phone"].clone(), row["customer_id"].clone())).collect()
}

fn night(dir: &Dir, table: &str, day: u32) -> BTreeMap<String, String> {
    dir.write("people.csv", table);
    dir.guiyi(&["run", "--as-of", &format!("2026-10-{day}"), "-q"]).exits(0);
    assert!(!dir.read("out/current/changes.csv").contains(",created,") || day == 1, "{}", dir.read("out/current/changes.csv"));
    ids(dir)
}

#[test]
fn customers_outlive_columns_that_are_added_and_moved_and_cells_that_are_edited() {
    let dir = Dir::new();
    dir.write("guiyi.toml", one_channel(""));
    let first = night(&dir, &people(), 1);
    assert_eq!(first.len(), 42);
    let with = |text: &str, more: &dyn Fn(usize) -> String| -> String {
        text.lines().enumerate().map(|(i, line)| format!("{line},{}\n", more(i))).collect::<Vec<_>>().concat()
    };
    // A column more; the next night it counts on; then the columns stand in another order.
    let points = |n: usize| move |i: usize| if i == 0 { "积分".to_owned() } else { format!("{}", i * n) };
    assert_eq!(night(&dir, &with(&people(), &points(10)), 2), first);
    assert_eq!(night(&dir, &with(&people(), &points(12)), 3), first);
    let turned: String = people().lines().map(|line| line.split(',').rev().collect::<Vec<_>>().join(",") + "\n").collect();
    assert_eq!(night(&dir, &turned, 4), first);
    dir.guiyi(&["run", "--as-of", "2026-10-05"]).exits(0).says("records 0 new, 0 changed, 43 unchanged, 0 gone");
}

#[test]
fn a_customer_outlives_another_phone_and_another_name_of_the_channel() {
    let dir = Dir::new();
    dir.write("guiyi.toml", one_channel(""));
    let first = night(&dir, &people(), 1);
    let (old, new) = ("13787654321", "13787650000");
    let moved = night(&dir, &people().replace(old, new), 2);
    assert_eq!(moved["+8613787650000"], first["+8613787654321"]);
    let told = csv_rows(&dir.read("out/current/changes.csv"));
    assert_eq!((told.len(), told[0]["change"].as_str(), told[0]["fields"].as_str()), (1, "updated", "phone|phones"));
    dir.write("guiyi.toml", one_channel("").replace("name = \"people\"", "name = \"members\""));
    assert_eq!(night(&dir, &people().replace(old, new), 3), moved);
}

#[test]
fn what_people_said_of_a_row_follows_it() {
    let dir = Dir::new();
    dir.write("guiyi.toml", one_channel(""));
    night(&dir, &people(), 1);
    let xref = csv_rows(&dir.read("out/current/xref.csv"));
    let key = |row: usize| xref[row - 1]["source_key"].clone();
    // Rows 3 and 4 are two people for the program, rows 1 and 2 one: people say the opposite. Row 5 gets a tag.
    let line = |a: usize, b: usize, verdict: &str| format!("people,{},people,{},{verdict},,,\n", key(a), key(b));
    let header = "channel_a,source_key_a,channel_b,source_key_b,verdict,by,at,note\n";
    dir.write("decisions.csv", format!("{header}{}{}", line(3, 4, "same"), line(1, 2, "different")));
    dir.write("manual_tags.csv", format!("customer,tag\npeople:{},重点\n", key(5)));
    dir.guiyi(&["run", "--as-of", "2026-10-02"]).exits(0).says("2 applied, 0 obsolete");
    let everybody =
        || csv_rows(&dir.read("out/current/master.csv")).into_iter().map(|row| row["customer_id"].clone()).collect::<BTreeSet<_>>();
    let (master, tags) = (everybody(), dir.read("out/current/manual_tags.csv"));
    // The next night has a column more; then phones change; a night later everything is as it was the night before.
    let more =
        |text: &str| text.lines().map(|line| format!("{line},1\n")).collect::<Vec<_>>().concat().replacen(",1\n", ",积分\n", 1);
    let moved = more(&people()).replace("13787654321", "13787650000").replace("13912345678", "13912340000");
    for (day, table) in [(3, more(&people())), (4, moved.clone()), (5, moved.replace(",1\n", ",2\n")), (6, moved)] {
        dir.write("people.csv", table);
        let ran = dir.guiyi(&["run", "--as-of", &format!("2026-10-{day:02}")]).exits(0);
        assert!(ran.err.contains("2 applied, 0 obsolete"), "day {day}: {}", ran.err);
        let changes = dir.read("out/current/changes.csv");
        assert!(!["created", "merged", "split", "retired"].iter().any(|c| changes.contains(&format!(",{c},"))), "{day}: {changes}");
        assert_eq!(dir.read("out/current/manual_tags.csv"), tags, "day {day}");
        assert_eq!(everybody(), master, "day {day}");
    }
}
