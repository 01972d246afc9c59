//! The house stands as drawn: imports run one way, rooms keep apart, every file says what it is, outside crates stay in
//! their rooms.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use syn::{AttrStyle, Item, UseTree};

const ROOMS: &[&str] = &["ingest", "normalise", "resolve", "registry", "merge", "tag", "report", "deliver", "synth", "eval"];

/// How high a part of the house lies; it may use what lies lower.
fn level(part: &str) -> u8 {
    match part {
        "main" => 5,
        "cli" => 4,
        "pipeline" => 3,
        "rules" => 1,
        "model" => 0,
        room if ROOMS.contains(&room) => 2,
        other => panic!("`{other}` is no part of the house"),
    }
}

/// Outside crates that belong to certain rooms.
const CRATES: &[(&str, &[&str])] = &[
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("indicatif", &["cli"]),
    ("signal_hook", &["cli"]),
    ("mimalloc", &["main"]),
    ("calamine", &["ingest"]),
    ("flate2", &["ingest"]),
    ("html5gum", &["ingest"]),
    ("zip", &["ingest"]),
    ("encoding_rs", &["model", "ingest", "deliver", "synth"]),
    ("rust_xlsxwriter", &["deliver", "synth"]),
    ("icalendar", &["deliver"]),
    ("polars", &["ingest", "registry", "tag", "deliver"]),
    ("plotters", &["report"]),
    ("plotters_backend", &["report"]),
    ("polars_arrow", &["deliver"]),
    ("polars_parquet", &["registry", "deliver"]),
    ("sqlparser", &["tag", "rules"]),
    ("minijinja", &["report"]),
    ("rapidfuzz", &["resolve"]),
    ("rlibphonenumber", &["normalise"]),
    ("ferrous_opencc", &["normalise"]),
    ("pinyin", &["normalise"]),
    ("any_ascii", &["normalise"]),
    ("idna", &["normalise"]),
    ("psl", &["normalise"]),
    ("rustix", &["deliver", "ingest"]),
    ("reqwest", &["deliver"]),
    ("tokio", &["deliver"]),
    ("ring", &["deliver"]),
    ("base64", &["deliver"]),
    ("glob", &["pipeline", "ingest"]),
    ("postgres", &["deliver"]),
    ("toml", &["rules"]),
];

struct Source {
    path: PathBuf,
    part: String,
    file: syn::File,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a source file");
            let relative = path.strip_prefix(&root).expect("below src").to_path_buf();
            let first = relative.iter().next().expect("a name").to_string_lossy().into_owned();
            let part = first.trim_end_matches(".rs").to_owned();
            let file = syn::parse_file(&text).unwrap_or_else(|e| panic!("{}: {e}", relative.display()));
            Source { path: relative, part, file, text }
        })
        .collect()
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, paths);
        } else if path.extension().is_some_and(|e| e == "rs") {
            paths.push(path);
        }
    }
}

/// First two names of every imported path: (`crate`, `model`), (`polars`, `prelude`).
fn imports(items: &[Item], found: &mut Vec<(String, String)>) {
    for item in items {
        match item {
            Item::Use(item) => tree(&item.tree, &mut Vec::new(), found),
            Item::Mod(inner) => {
                if let Some((_, items)) = &inner.content {
                    imports(items, found);
                }
            }
            _ => {}
        }
    }
}

fn tree(tree_: &UseTree, path: &mut Vec<String>, found: &mut Vec<(String, String)>) {
    match tree_ {
        UseTree::Path(p) => {
            path.push(p.ident.to_string());
            tree(&p.tree, path, found);
            path.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|t| tree(t, path, found)),
        UseTree::Name(_) | UseTree::Rename(_) | UseTree::Glob(_) => {
            let last = match tree_ {
                UseTree::Name(n) => n.ident.to_string(),
                UseTree::Rename(r) => r.ident.to_string(),
                _ => "*".to_owned(),
            };
            let mut names = path.iter().cloned().chain([last]);
            let first = names.next().unwrap_or_default();
            found.push((first, names.next().unwrap_or_default()));
        }
    }
}

/// Parts of the house named in the code itself, as `crate::part::…`, comments left out.
fn inline(text: &str) -> Vec<String> {
    let code = text.lines().map(|line| line.split("//").next().unwrap_or(line)).collect::<Vec<_>>().join("\n");
    let name = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    code.match_indices("crate::").map(|(at, found)| name(&code[at + found.len()..])).filter(|n| !n.is_empty()).collect()
}

/// True if `part` may name `other`.
fn may_use(part: &str, other: &str) -> bool {
    part == other || level(other) < level(part)
}

#[test]
fn imports_run_one_way_and_rooms_keep_apart() {
    let mut breaches = Vec::new();
    for source in sources().iter().filter(|s| s.part != "lib") {
        let mut found = Vec::new();
        imports(&source.file.items, &mut found);
        let named = found.into_iter().filter(|(first, _)| first == "crate" || first == "guiyi").map(|(_, part)| part);
        for part in named.chain(inline(&source.text)) {
            let is_part =
                part == "cli" || part == "pipeline" || part == "rules" || part == "model" || ROOMS.contains(&part.as_str());
            if is_part && !may_use(&source.part, &part) {
                breaches.push(format!("{} uses `{part}`", source.path.display()));
            }
        }
    }
    breaches.dedup();
    assert!(breaches.is_empty(), "imports must run main → cli → pipeline → rooms → rules → model:\n{}", breaches.join("\n"));
}

#[test]
fn every_file_says_what_it_is() {
    let silent: Vec<String> = sources()
        .iter()
        .filter(|s| !s.file.attrs.iter().any(|a| matches!(a.style, AttrStyle::Inner(_)) && a.path().is_ident("doc")))
        .map(|s| s.path.display().to_string())
        .collect();
    assert!(silent.is_empty(), "files without `//!`:\n{}", silent.join("\n"));
}

#[test]
fn outside_crates_stay_in_their_rooms() {
    let rooms: BTreeMap<&str, &[&str]> = CRATES.iter().copied().collect();
    let mut breaches = Vec::new();
    for source in sources() {
        let mut found = Vec::new();
        imports(&source.file.items, &mut found);
        for (name, _) in found {
            if rooms.get(name.as_str()).is_some_and(|allowed| !allowed.contains(&source.part.as_str())) {
                breaches.push(format!("{} uses `{name}`", source.path.display()));
            }
        }
    }
    assert!(breaches.is_empty(), "outside crates in the wrong room:\n{}", breaches.join("\n"));
}
