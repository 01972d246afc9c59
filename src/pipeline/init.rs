//! `init`: exports nobody has described yet → a commented project.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};

use super::failure::Failure;
use super::grouping::{Found, group};
use super::inputs::{InputFile, Reader, is_aside, read_files, shown};
use crate::model::kind::{Kind, Target};
use crate::model::mapping::Mapping;
use crate::model::shaped::ChannelTable;
use crate::model::watch::Watch;
use crate::rules::{self, ChannelFiles, PROJECT_FILE};

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
    /// Its files and the parts of them.
    pub files: ChannelFiles,
    /// Preset, or `None` for a guessed table.
    pub preset: Option<String>,
    /// Rows found.
    pub rows: u64,
    /// Columns that feed something.
    pub mapped: usize,
    /// Columns.
    pub columns: usize,
}

impl NewChannel {
    /// The files with the parts of them, as outputs name these: `book.xlsx#Contacts`.
    #[must_use]
    pub fn files_shown(&self) -> String {
        let part =
            |mark: &str, parts: &[String]| if parts.is_empty() { String::new() } else { format!("{mark}{}", parts.join(",")) };
        format!("{}{}{}", self.files.files, part("!", &self.files.members), part("#", &self.files.sheets))
    }
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
    let reader = Reader { presets: &rules.presets, project: &rules.project, shared: &BTreeSet::new(), carries_all: true, watch };
    watch.stage("ingest", 0);
    let root = absolute(&options.project);
    let mut tables = Vec::new();
    for path in found {
        let input = InputFile { shown: path.to_string_lossy().into_owned(), path: path.clone() };
        match read_files(&reader, std::slice::from_ref(&input), None) {
            Ok(read) => {
                let file = relative(&root, &absolute(&path));
                for table in read {
                    let why = useless(&table);
                    left_out.extend(why.map(|why| format!("{}: {why}", table.file)));
                    let part = table.file.strip_prefix(&input.shown).unwrap_or_default().to_owned();
                    tables.push(Found { file: file.clone(), part, is_used: why.is_none(), table });
                }
            }
            Err(problem) => left_out.push(format!("{problem:#}").lines().next().unwrap_or_default().to_owned()),
        }
        if watch.cancelled() {
            return Err(Failure::Stopped);
        }
    }
    if !tables.iter().any(|t| t.is_used) {
        return Err(anyhow!("no export found\n{}", left_out.join("\n")).into());
    }
    let mut channels = group(&tables);
    for (_, mapping) in &mut channels {
        in_their_zone(mapping, &rules.project.timezone);
    }
    let written: Vec<(ChannelFiles, &Mapping)> =
        channels.iter().map(|(channel, mapping)| (channel.files.clone(), mapping)).collect();
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
        if is_aside(&path) || path.join("current").exists() {
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
        Target::Extra(..)
        | Target::Attribute(..)
        | Target::Consent(_)
        | Target::OptOut(_)
        | Target::UpdatedAt
        | Target::CreatedAt => false,
    };
    let columns = &table.mapping.columns;
    (!columns.iter().any(|c| says_something(&c.target))).then_some("no column says who a customer is or what happened")
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

/// Naive times of a country are times of its zone, where neither a rule nor a preset says another.
fn in_their_zone(mapping: &mut Mapping, default: &str) {
    if let Some((zone, _)) = rules::zone_of(&mapping.country).filter(|_| mapping.timezone == default) {
        zone.clone_into(&mut mapping.timezone);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_from_the_project_to_the_file() {
        assert_eq!(relative(Path::new("/h/p"), Path::new("/h/p/exports/a.csv")), "exports/a.csv");
        assert_eq!(relative(Path::new("/h/p"), Path::new("/h/exports/a.csv")), "../exports/a.csv");
        assert_eq!(relative(Path::new("/h/p"), Path::new("/data/a.csv")), "/data/a.csv");
    }
}
