//! `init`: exports nobody has described yet → a commented project.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};

use super::failure::Failure;
use super::inputs::{InputFile, Reader, read_files, shown};
use crate::model::kind::{Kind, Party, Target};
use crate::model::mapping::Mapping;
use crate::model::shaped::ChannelTable;
use crate::model::watch::Watch;
use crate::rules::{self, PROJECT_FILE};

/// What `init` is asked to do.
#[derive(Debug, Clone)]
pub struct InitOptions {
    /// Files and folders.
    pub inputs: Vec<PathBuf>,
    /// Project folder.
    pub project: PathBuf,
    /// Write over an existing `guiyi.toml`.
    pub replace: bool,
}

/// One channel of the new project.
#[derive(Debug, Clone)]
pub struct NewChannel {
    /// Channel name.
    pub name: String,
    /// `files` pattern.
    pub files: String,
    /// Preset, or `None` for a guessed table.
    pub preset: Option<String>,
    /// Rows found.
    pub rows: u64,
    /// Columns that feed something.
    pub mapped: usize,
    /// Columns.
    pub columns: usize,
}

/// A new project.
#[derive(Debug, Clone)]
pub struct InitOutcome {
    /// The project file.
    pub file: PathBuf,
    /// Its channels.
    pub channels: Vec<NewChannel>,
    /// Files that were left out, with the reason.
    pub left_out: Vec<String>,
}

/// Reads the exports and writes `guiyi.toml`.
///
/// # Errors
/// If the project exists already, no file can be used, or the disk says no. Nothing was written then.
pub fn init(options: &InitOptions, watch: &dyn Watch) -> Result<InitOutcome, Failure> {
    let file = options.project.join(PROJECT_FILE);
    if file.exists() && !options.replace {
        let hint = "hint: choose another folder, or add `--replace`";
        return Err(anyhow!("{}: the project exists already\n\n{hint}", file.display()).into());
    }
    let (found, mut left_out) = find(&options.inputs)?;
    let rules = rules::implied(&options.project)?;
    let reader = Reader { presets: &rules.presets, project: &rules.project, watch };
    watch.stage("ingest", 0);
    let mut tables: Vec<(PathBuf, ChannelTable)> = Vec::new();
    for path in found {
        let input = InputFile { shown: path.to_string_lossy().into_owned(), path: path.clone() };
        match read_files(&reader, &[input], None) {
            Ok(read) => {
                for table in read {
                    match useless(&table) {
                        None => tables.push((path.clone(), table)),
                        Some(why) => left_out.push(format!("{}: {why}", table.file)),
                    }
                }
            }
            Err(problem) => left_out.push(format!("{problem:#}").lines().next().unwrap_or_default().to_owned()),
        }
        if watch.cancelled() {
            return Err(Failure::Stopped);
        }
    }
    if tables.is_empty() {
        return Err(anyhow!("no export found\n{}", left_out.join("\n")).into());
    }
    let channels = group(&options.project, tables);
    let written: Vec<(String, &Mapping)> = channels.iter().map(|(channel, mapping)| (channel.files.clone(), mapping)).collect();
    let text = rules::write_project(&written);
    fs::create_dir_all(&options.project).with_context(|| format!("{}: cannot make the folder", options.project.display()))?;
    fs::write(&file, text).with_context(|| format!("{}: cannot write", file.display()))?;
    Ok(InitOutcome { file, channels: channels.into_iter().map(|(channel, _)| channel).collect(), left_out })
}

/// Files of the inputs, sorted; folders are searched through. Hidden entries and other projects' output are passed over.
fn find(inputs: &[PathBuf]) -> Result<(Vec<PathBuf>, Vec<String>), Failure> {
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    for input in inputs {
        let kind = fs::metadata(input).with_context(|| format!("{}: cannot be read", input.display()))?;
        if kind.is_dir() { walk(input, &mut found, &mut left_out)? } else { found.push(input.clone()) }
    }
    found.sort();
    found.dedup();
    Ok((found, left_out))
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>, left_out: &mut Vec<String>) -> Result<(), Failure> {
    let context = || format!("{}: cannot be read", folder.display());
    for entry in fs::read_dir(folder).with_context(context)? {
        let path = entry.with_context(context)?.path();
        let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        // `~$` marks the lock files of spreadsheet programs.
        if name.starts_with('.') || name.starts_with("~$") || path.join("current").exists() {
            continue;
        }
        if path.is_dir() {
            walk(&path, found, left_out)?;
        } else if is_text_document(&name) {
            left_out.push(format!("{}: a document, not an export", path.display()));
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// Names that are never an export, whatever is in them.
fn is_text_document(name: &str) -> bool {
    let name = name.to_lowercase();
    [".md", ".pdf", ".docx", ".doc", ".toml", ".png", ".jpg", ".html"].iter().any(|end| name.ends_with(end))
}

/// Why a table cannot be a channel: nothing in it says who somebody is, and it has no event.
fn useless(table: &ChannelTable) -> Option<&'static str> {
    let says_something = |target: &Target| match target {
        Target::Field(_, kind) => {
            !matches!(kind, Kind::Ignore | Kind::Text | Kind::Number | Kind::SourceKey | Kind::Amount | Kind::Date)
        }
        Target::Event(_) | Target::Item(_) => true,
        Target::Extra(..) | Target::Consent(_) | Target::OptOut(_) | Target::UpdatedAt | Target::CreatedAt => false,
    };
    let columns = &table.mapping.columns;
    (!columns.iter().any(|c| says_something(&c.target))).then_some("no column says who a customer is or what happened")
}

/// One channel per preset, or per file where none fits; several files of one preset share a pattern if one fits them.
fn group(project: &Path, tables: Vec<(PathBuf, ChannelTable)>) -> Vec<(NewChannel, Mapping)> {
    let root = absolute(project);
    let all: Vec<String> = tables.iter().map(|(path, _)| relative(&root, &absolute(path))).collect();
    let mut groups: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (i, (_, table)) in tables.iter().enumerate() {
        let mapping = &table.mapping;
        let key = mapping.preset.clone().map_or_else(|| (String::new(), all[i].clone()), |preset| (preset, String::new()));
        groups.entry(key).or_default().push(i);
    }
    let mut lists: Vec<Vec<usize>> = Vec::new();
    for members in groups.into_values() {
        if pattern(&all, &members).is_some() { lists.push(members) } else { lists.extend(members.into_iter().map(|i| vec![i])) }
    }
    lists.sort();
    let mut names: BTreeMap<String, u32> = BTreeMap::new();
    lists.iter().map(|members| new_channel(&all, &tables, members, &mut names)).collect()
}

fn new_channel(
    all: &[String],
    tables: &[(PathBuf, ChannelTable)],
    members: &[usize],
    names: &mut BTreeMap<String, u32>,
) -> (NewChannel, Mapping) {
    let mut mapping = tables[members[0]].1.mapping.clone();
    let count = names.entry(mapping.channel.clone()).or_default();
    *count += 1;
    if *count > 1 {
        mapping.channel = format!("{}_{count}", mapping.channel);
    }
    let ignored = Target::Field(Party::Principal, Kind::Ignore);
    let channel = NewChannel {
        name: mapping.channel.clone(),
        files: pattern(all, members).unwrap_or_else(|| glob::Pattern::escape(&all[members[0]])),
        preset: mapping.preset.clone(),
        rows: members.iter().map(|&i| tables[i].1.rows.len() as u64).sum(),
        mapped: mapping.columns.iter().filter(|c| c.target != ignored).count(),
        columns: mapping.columns.len(),
    };
    (channel, mapping)
}

/// A pattern that matches exactly these files among all that were found.
fn pattern(all: &[String], members: &[usize]) -> Option<String> {
    let first = &all[members[0]];
    if members.iter().all(|&i| all[i] == *first) {
        return Some(glob::Pattern::escape(first));
    }
    let names: Vec<&str> = members.iter().map(|&i| all[i].as_str()).collect();
    let shortest = names.iter().map(|n| n.len()).min().unwrap_or(0);
    let head = common(&names, |n| n.char_indices().map(|(at, c)| (at + c.len_utf8(), c)).collect());
    let tail = common(&names, |n| n.char_indices().rev().map(|(at, c)| (n.len() - at, c)).collect()).min(shortest - head);
    let (head, tail) = (&first[..head], &first[first.len() - tail..]);
    let text = format!("{}*{}", glob::Pattern::escape(head), glob::Pattern::escape(tail));
    let pattern = glob::Pattern::new(&text).ok()?;
    let options = glob::MatchOptions { require_literal_separator: true, ..glob::MatchOptions::default() };
    let fits = |i: usize| pattern.matches_with(&all[i], options) == members.iter().any(|&m| all[m] == all[i]);
    (0..all.len()).all(fits).then_some(text)
}

/// Bytes of the longest common run of characters in the order that `letters` gives, with its length in bytes so far.
fn common(names: &[&str], letters: impl Fn(&str) -> Vec<(usize, char)>) -> usize {
    let first = letters(names[0]);
    let mut len = 0;
    for (k, &(bytes, c)) in first.iter().enumerate() {
        if names.iter().any(|n| letters(n).get(k).map(|l| l.1) != Some(c)) {
            break;
        }
        len = bytes;
    }
    len
}

fn absolute(path: &Path) -> PathBuf {
    let full = fs::canonicalize(path).or_else(|_| {
        let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::canonicalize(parent).map(|p| p.join(path.file_name().unwrap_or_default()))
    });
    full.or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

/// The path from the project to a file, with `..` where it lies beside it.
fn relative(root: &Path, path: &Path) -> String {
    let shared = root.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    if shared <= 1 {
        return path.to_string_lossy().into_owned();
    }
    let up = root.components().count() - shared;
    let mut relative: PathBuf = std::iter::repeat_n("..", up).collect();
    relative.extend(path.components().skip(shared));
    shown(Path::new(""), &relative)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(all: &[&str], members: &[usize], expected: Option<&str>) {
        let all: Vec<String> = all.iter().map(|s| (*s).to_owned()).collect();
        assert_eq!(pattern(&all, members).as_deref(), expected, "{all:?} {members:?}");
    }

    #[test]
    fn files_share_a_pattern_only_if_it_fits_no_other() {
        check(&["a/x_1.csv", "a/x_2.csv", "a/y.csv"], &[0, 1], Some("a/x_*.csv"));
        check(&["a/x1.csv", "a/x2.csv", "a/x3.csv"], &[0, 1], None);
        check(&["订单/1月.csv", "订单/2月.csv"], &[0, 1], Some("订单/*月.csv"));
        check(&["a/x.csv"], &[0], Some("a/x.csv"));
        check(&["a/[x].csv"], &[0], Some("a/[[]x[]].csv"));
    }

    #[test]
    fn a_path_leads_from_the_project_to_the_file() {
        assert_eq!(relative(Path::new("/h/p"), Path::new("/h/p/exports/a.csv")), "exports/a.csv");
        assert_eq!(relative(Path::new("/h/p"), Path::new("/h/exports/a.csv")), "../exports/a.csv");
        assert_eq!(relative(Path::new("/h/p"), Path::new("/data/a.csv")), "/data/a.csv");
    }
}
