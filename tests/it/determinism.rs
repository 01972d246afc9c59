//! The same inputs give the same bytes of every file but run.json: twice, with any number of threads, in any order of files.

use std::collections::BTreeMap;

use crate::support::{AS_OF, Dir};

/// A run of the made exports from an empty `out/`, every file but the manifest.
fn published(rename: impl Fn(&str) -> String, threads: &str) -> BTreeMap<String, Vec<u8>> {
    let dir = Dir::with_exports();
    let text = project(&rename);
    for (name, bytes) in dir.files("exports") {
        dir.write(&format!("in/{}", rename(&name)), bytes);
    }
    dir.write("guiyi.toml", text);
    let ran = dir.guiyi(&["run", "--as-of", AS_OF, "--threads", threads]);
    assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.err);
    let mut files = dir.files("out/current/");
    assert!(files.remove("run.json").is_some());
    files
}

/// One channel per made export, in the order of `rename`d names.
fn project(rename: &dyn Fn(&str) -> String) -> String {
    let channels = [
        ("eventbrite", "eventbrite.csv"),
        ("jd", "jd_orders.csv"),
        ("shopify", "shopify_orders.csv"),
        ("store", "store_signup.csv"),
        ("taobao", "taobao_orders.csv"),
        ("tradeshow", "tradeshow.xlsx"),
        ("web_form", "web_form.csv"),
        ("wecom", "wecom_contacts.xlsx"),
        ("youzan", "youzan_customers.csv"),
    ];
    let mut list: Vec<(String, &str)> = channels.iter().map(|(name, file)| (rename(file), *name)).collect();
    list.sort();
    let lines = list.iter().map(|(file, name)| format!("[[channel]]\nname = \"{name}\"\nfiles = \"in/{file}\"\n"));
    std::iter::once("[project]\nname = \"test\"\n".to_owned()).chain(lines).collect()
}

fn check_same(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (name, bytes) in a {
        assert!(bytes == &b[name], "{name} differs");
    }
}

#[test]
fn two_runs_and_any_number_of_threads_give_the_same_bytes() {
    let plain = |name: &str| name.to_owned();
    let first = published(plain, "1");
    assert!(first.len() > 10, "{:?}", first.keys());
    check_same(&first, &published(plain, "1"));
    check_same(&first, &published(plain, "4"));
}

#[test]
fn another_order_of_files_gives_the_same_customers() {
    let first = published(str::to_owned, "2");
    // The first letter is mirrored in the alphabet, so that the files sort the other way round.
    let mirror = |name: &str| {
        let first = name.as_bytes()[0];
        format!("{}_{name}", char::from(b'a' + b'z' - first))
    };
    let second = published(mirror, "2");
    let master = |files: &BTreeMap<String, Vec<u8>>| String::from_utf8(files["master.csv"].clone()).expect("UTF-8");
    assert_eq!(master(&first), master(&second));
}
