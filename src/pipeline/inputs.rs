//! From channel rules to channel tables: find the files, read, understand, shape; and what to do about a broken channel.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use rayon::prelude::*;

use super::failure::Failure;
use super::published::Published;
use crate::ingest::{self, ReadOptions};
use crate::model::raw::RawTable;
use crate::model::shaped::ChannelTable;
use crate::model::watch::Watch;
use crate::normalise::understand;
use crate::rules::{ChannelRule, OnProblem, Preset, Project, Rules};

/// Folder inside a run that keeps the files of `keep_last` channels.
pub(super) const KEPT: &str = "state/inputs";

/// One file to read.
#[derive(Debug, Clone)]
pub(super) struct InputFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its name in outputs: relative to the project, with `/`.
    pub shown: String,
}

/// What was read.
#[derive(Default)]
pub(super) struct Inputs {
    /// One table per file, archive member or sheet.
    pub tables: Vec<ChannelTable>,
    /// Things the user should know.
    pub remarks: Vec<String>,
    /// Files of `keep_last` channels, to be kept with the run.
    pub kept: Vec<InputFile>,
}

/// What a channel is read with.
pub(super) struct Reader<'a> {
    pub presets: &'a [Preset],
    pub project: &'a Project,
    pub watch: &'a dyn Watch,
}

/// Rows the channels will have, roughly, for a progress bar; a channel whose files cannot be found counts nothing.
pub(super) fn expected_rows(rules: &Rules) -> u64 {
    let files = rules.channels.iter().flat_map(|channel| files(&rules.root, channel).unwrap_or_default());
    files.map(|file| rows_of(&file.path).unwrap_or(0)).sum()
}

/// Bytes of a file's head that are looked at for an estimate.
const HEAD: u64 = 1 << 16;

/// A file's size over the mean length of its first lines. Packed files and workbooks hold about a row in 60 bytes.
fn rows_of(path: &Path) -> std::io::Result<u64> {
    use std::io::Read as _;
    let size = std::fs::metadata(path)?.len();
    let mut head = Vec::new();
    std::fs::File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    let lines = memchr::memchr_iter(b'\n', &head).count() as u64;
    let is_packed = [b"PK".as_slice(), b"\x1f\x8b", b"\x28\xb5", b"\xd0\xcf"].iter().any(|magic| head.starts_with(magic));
    Ok(if is_packed || lines == 0 { size / 60 } else { size * lines / (head.len() as u64).max(1) })
}

/// Reads every channel of the project. `previous` is looked at for `keep_last` and `max_drop`; `accept_drop` turns the latter off.
pub(super) fn read_channels(
    rules: &Rules,
    previous: Option<&Published>,
    accept_drop: bool,
    watch: &dyn Watch,
) -> Result<Inputs, Failure> {
    let reader = Reader { presets: &rules.presets, project: &rules.project, watch };
    let read: Vec<anyhow::Result<Inputs>> = rules
        .channels
        .par_iter()
        .map(|channel| {
            let tables = read_channel(&reader, &rules.root, channel);
            let checked = tables.and_then(|inputs| if accept_drop { Ok(inputs) } else { check_drop(channel, inputs, previous) });
            checked.or_else(|problem| on_problem(&reader, channel, previous, problem))
        })
        .collect();
    let mut all = Inputs::default();
    for inputs in read {
        let inputs = inputs?;
        all.tables.extend(inputs.tables);
        all.remarks.extend(inputs.remarks);
        all.kept.extend(inputs.kept);
    }
    all.tables.sort_by(|a, b| a.file.cmp(&b.file));
    if let Some(twice) = all.tables.windows(2).find(|w| w[0].file == w[1].file) {
        let (a, b) = (&twice[0].mapping.channel, &twice[1].mapping.channel);
        let hint = "hint: make the `files` patterns of the two channels exclude each other";
        return Err(anyhow!("`{}` is read by channel `{a}` and by channel `{b}`\n\n{hint}", twice[0].file).into());
    }
    Ok(all)
}

fn read_channel(reader: &Reader, root: &Path, channel: &ChannelRule) -> anyhow::Result<Inputs> {
    let files = files(root, channel)?;
    let kept = if channel.on_problem == OnProblem::KeepLast { files.clone() } else { Vec::new() };
    let tables = read_files(reader, &files, Some(channel))?;
    Ok(Inputs { tables, remarks: Vec::new(), kept })
}

/// Reads, understands and shapes files; tables come in the order of the files.
pub(super) fn read_files(reader: &Reader, files: &[InputFile], channel: Option<&ChannelRule>) -> anyhow::Result<Vec<ChannelTable>> {
    let options = options(channel);
    let read: Vec<anyhow::Result<Vec<ChannelTable>>> = files
        .par_iter()
        .map(|file| {
            let raw = ingest::read(&file.path, &file.shown, &options, reader.watch)?;
            raw.into_iter().map(|table| shape(reader, table, channel)).collect()
        })
        .collect();
    let mut tables = Vec::new();
    for some in read {
        tables.extend(some?);
    }
    Ok(tables)
}

fn shape(reader: &Reader, table: RawTable, channel: Option<&ChannelRule>) -> anyhow::Result<ChannelTable> {
    let mapping = understand::understand(&table, reader.presets, channel, reader.project)?;
    Ok(ingest::shape(table, mapping))
}

/// How a channel's files are to be read.
pub(super) fn options(channel: Option<&ChannelRule>) -> ReadOptions {
    channel.map_or_else(ReadOptions::default, |c| ReadOptions {
        encoding: c.encoding.clone(),
        delimiter: c.delimiter,
        sheet: c.sheet.clone(),
        header_row: c.header_row,
    })
}

/// The files of a channel, sorted by name. A pattern that matches nothing is a problem of the channel.
pub(super) fn files(root: &Path, channel: &ChannelRule) -> anyhow::Result<Vec<InputFile>> {
    let mut files = Vec::new();
    for pattern in &channel.files {
        let place = || format!("{}:{}: channel `{}`", channel.place.file, channel.place.line, channel.name);
        let escaped = glob::Pattern::escape(&root.to_string_lossy());
        let full = if Path::new(pattern).is_absolute() { pattern.clone() } else { format!("{escaped}/{pattern}") };
        let is_pattern = pattern.contains(['*', '?', '[']);
        let found = glob::glob(&full).with_context(|| format!("{}: `{pattern}` is no file pattern", place()))?;
        let before = files.len();
        for path in found {
            let path = path.with_context(place)?;
            // A folder that is named is a mistake for the reader to report; one that is merely matched is passed over.
            if !(is_pattern && path.is_dir()) {
                files.push(InputFile { shown: shown(root, &path), path });
            }
        }
        if files.len() == before {
            let hint = "hint: check `files` of the channel, or set `on_problem = \"skip\"` or `\"keep_last\"`";
            return Err(anyhow!("{}: no file matches `{pattern}`\n\n{hint}", place()));
        }
    }
    files.sort_by(|a, b| a.shown.cmp(&b.shown));
    files.dedup_by(|a, b| a.shown == b.shown);
    Ok(files)
}

/// The path relative to the project, with `/`; as it is where it lies elsewhere.
pub(super) fn shown(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let text = relative.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}

/// Rows a channel had in the last published run; `None` if it had no table there.
fn rows_before(channel: &str, previous: Option<&Published>) -> Option<u64> {
    let inputs = &previous?.manifest.inputs;
    let mine: Vec<u64> = inputs.iter().filter(|i| i.channel == channel).map(|i| i.accepted).collect();
    (!mine.is_empty()).then(|| mine.iter().sum())
}

fn check_drop(channel: &ChannelRule, inputs: Inputs, previous: Option<&Published>) -> anyhow::Result<Inputs> {
    let (Some(most), Some(before)) = (channel.max_drop, rows_before(&channel.name, previous)) else { return Ok(inputs) };
    let now: u64 = inputs.tables.iter().map(|t| t.rows.len() as u64).sum();
    let drop = if before == 0 { 0.0 } else { before.saturating_sub(now) as f64 / before as f64 };
    if drop > most {
        let place = &channel.place;
        return Err(anyhow!(
            "{}:{}: channel `{}` has {now} rows, {before} in the last run: a drop of {:.1} %, `max_drop` is {:.1} %\n\n\
             hint: if the drop is real, run once with `--accept-drop`",
            place.file,
            place.line,
            channel.name,
            drop * 100.0,
            most * 100.0
        ));
    }
    Ok(inputs)
}

/// Decides what a broken channel means for the run.
fn on_problem(
    reader: &Reader,
    channel: &ChannelRule,
    previous: Option<&Published>,
    problem: anyhow::Error,
) -> anyhow::Result<Inputs> {
    let what = first_line(&problem);
    match channel.on_problem {
        OnProblem::Fail => Err(problem),
        OnProblem::Skip => {
            let remark = format!("channel `{}` is left out: {what}", channel.name);
            Ok(Inputs { remarks: vec![remark], ..Inputs::default() })
        }
        OnProblem::KeepLast => {
            let kept = kept_files(channel, previous);
            if kept.is_empty() {
                return Err(problem.context(format!("channel `{}` has no files of an earlier run to fall back on", channel.name)));
            }
            let tables = read_files(reader, &kept, Some(channel))?;
            let remark = format!("channel `{}` keeps the rows of the last run: {what}", channel.name);
            Ok(Inputs { tables, remarks: vec![remark], kept })
        }
    }
}

fn first_line(problem: &anyhow::Error) -> String {
    format!("{problem:#}").lines().next().unwrap_or_default().to_owned()
}

/// Where a file is kept inside a run: names that lead out of the project are brought in.
pub(super) fn kept_name(shown: &str) -> String {
    shown.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect::<Vec<_>>().join("/")
}

/// The channel's files as the last published run kept them.
fn kept_files(channel: &ChannelRule, previous: Option<&Published>) -> Vec<InputFile> {
    let Some(previous) = previous else { return Vec::new() };
    let entries = previous.manifest.inputs.iter().filter(|i| i.channel == channel.name);
    let mut files: Vec<InputFile> = entries
        .map(|entry| {
            let shown = entry.file.split(['!', '#']).next().unwrap_or(&entry.file).to_owned();
            InputFile { path: previous.folder.join(KEPT).join(kept_name(&shown)), shown }
        })
        .filter(|file| file.path.is_file())
        .collect();
    files.dedup_by(|a, b| a.shown == b.shown);
    files
}
