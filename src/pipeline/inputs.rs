//! From channel rules to channel tables: find the files, read, understand, shape; and what to do about a broken channel.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use rayon::prelude::*;

use super::failure::Failure;
use super::keep::{self, Tonight, is_kept};
use super::published::Published;
use crate::deliver::InputEntry;
use crate::ingest::{self, ReadOptions};
use crate::model::kind::{Kind, Target};
use crate::model::publish::KEPT_FORMAT;
use crate::model::raw::RawTable;
use crate::model::remark::Remark;
use crate::model::shaped::ChannelTable;
use crate::model::watch::Watch;
use crate::normalise::understand;
use crate::registry::kept::{self, Memory, Policy};
use crate::rules::{ChannelRule, OnProblem, Preset, Project, Recognised, Rules, header_key, recognise};

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
    pub remarks: Vec<Remark>,
    /// What the next run will remember of channels.
    pub memories: Vec<Memory>,
}

/// What reading looks at besides the rules and the files.
#[derive(Clone, Copy)]
pub(super) struct Night<'a> {
    /// The last published run: for remembered rows and `max_drop`.
    pub previous: Option<&'a Published>,
    /// The moment the run looks from.
    pub as_of_ms: i64,
    /// Let channels drop by more than their `max_drop`.
    pub accept_drop: bool,
}

impl Night<'_> {
    /// Number of the run, from 1.
    pub fn run(&self) -> u32 {
        self.previous.map_or(0, |p| p.manifest.run) + 1
    }
}

/// What a channel is read with.
pub(super) struct Reader<'a> {
    pub presets: &'a [Preset],
    pub project: &'a Project,
    /// Files that several channels read, each its own part.
    pub shared: &'a BTreeSet<PathBuf>,
    /// Carry columns that feed nothing, too, for who looks at what channels have in common.
    pub carries_all: bool,
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

/// Reads every channel of the project.
pub(super) fn read_channels(rules: &Rules, night: &Night, watch: &dyn Watch) -> Result<Inputs, Failure> {
    let shared = shared(rules);
    let reader = Reader { presets: &rules.presets, project: &rules.project, shared: &shared, carries_all: false, watch };
    let read: Vec<anyhow::Result<Inputs>> = rules
        .channels
        .par_iter()
        .map(|channel| match keep::policy(channel) {
            None => read_channel(&reader, &rules.root, channel, night),
            Some(policy) => read_keeping(&reader, &rules.root, channel, (policy, night)),
        })
        .collect();
    let mut all = Inputs::default();
    for inputs in read {
        let inputs = inputs?;
        all.tables.extend(inputs.tables);
        all.remarks.extend(inputs.remarks);
        all.memories.extend(inputs.memories);
    }
    all.tables.sort_by(|a, b| a.file.cmp(&b.file));
    only_unread_by_all(&mut all.tables);
    if let Some(twice) = all.tables.windows(2).find(|w| w[0].file == w[1].file) {
        let (a, b) = (&twice[0].mapping.channel, &twice[1].mapping.channel);
        let hint = "hint: make the `files` patterns of the two channels exclude each other, or name the parts of the file each reads: `sheet = \"…\"`, `member = \"…\"`";
        return Err(anyhow!("`{}` is read by channel `{a}` and by channel `{b}`\n\n{hint}", twice[0].file).into());
    }
    Ok(all)
}

/// Keeps one remark for every sheet and member that no channel read: what one channel leaves, another one may read.
fn only_unread_by_all(tables: &mut [ChannelTable]) {
    let read: BTreeSet<String> = tables.iter().map(|table| table.file.clone()).collect();
    let mut told = BTreeSet::new();
    for table in tables {
        let ChannelTable { file, input, .. } = table;
        input.remarks.retain(|remark| {
            let mark = match remark.code() {
                "sheet_unread" => '#',
                "member_unread" => '!',
                _ => return true,
            };
            let whole = file.split_once(mark).map_or(file.as_str(), |(whole, _)| whole);
            let part = format!("{whole}{mark}{}", remark.values()[0]);
            // A member that holds several sheets is read as each of them.
            let is_read =
                read.range(part.clone()..).next().is_some_and(|next| *next == part || next.starts_with(&format!("{part}#")));
            !is_read && told.insert(part)
        });
    }
}

/// Files that more than one channel names. What cannot be found is no matter here: its channel will say so.
fn shared(rules: &Rules) -> BTreeSet<PathBuf> {
    let (mut seen, mut twice) = (BTreeSet::new(), BTreeSet::new());
    for file in rules.channels.iter().flat_map(|channel| files(&rules.root, channel).unwrap_or_default()) {
        if !seen.insert(file.path.clone()) {
            twice.insert(file.path);
        }
    }
    twice
}

/// A channel that is what its files say tonight.
fn read_channel(reader: &Reader, root: &Path, channel: &ChannelRule, night: &Night) -> anyhow::Result<Inputs> {
    let read = files(root, channel).and_then(|files| read_files(reader, &files, Some(channel)));
    let checked = read.and_then(|tables| check_drop(channel, &tables, night).map(|()| tables));
    match checked {
        Ok(tables) => {
            let remarks = dropped(channel, &tables, night).into_iter().collect();
            Ok(Inputs { tables, remarks, ..Inputs::default() })
        }
        Err(problem) if channel.on_problem == OnProblem::Skip => {
            let remark = Remark::new("channel_left_out", [channel.name.clone(), first_line(&problem)]);
            Ok(Inputs { remarks: vec![remark], ..Inputs::default() })
        }
        Err(problem) => Err(problem),
    }
}

/// A channel that remembers rows. Where its delivery is broken, and its rule does not stop the run then, everything
/// remembered stands.
fn read_keeping(reader: &Reader, root: &Path, channel: &ChannelRule, (policy, night): (Policy, &Night)) -> anyhow::Result<Inputs> {
    let known = night.previous.map(|p| kept::kept(&p.folder, &channel.name)).transpose()?.unwrap_or_default();
    let tonight = Tonight { run: night.run(), as_of_ms: night.as_of_ms };
    let nothing_known = known.0.is_empty();
    let again = if channel.on_problem == OnProblem::Fail { None } else { Some(known.clone()) };
    let read = files(root, channel).and_then(|files| read_raw(reader, &files, Some(channel)));
    let joined = read.and_then(|raws| keep::join(reader, channel, (policy, tonight), known, raws));
    let checked = joined.and_then(|joined| check_drop(channel, &joined.0, night).map(|()| joined));
    let ((tables, memory), remarks) = match (checked, again) {
        // Where nothing is remembered yet, a drop loses rows in every mode.
        (Ok(joined), _) if policy == Policy::Last || nothing_known => {
            let remarks = dropped(channel, &joined.0, night).into_iter().collect();
            (joined, remarks)
        }
        (Ok(joined), _) => (joined, Vec::new()),
        (Err(problem), None) => return Err(problem),
        (Err(problem), Some(_)) if nothing_known && channel.on_problem == OnProblem::KeepLast => {
            return Err(problem.context(format!("channel `{}` has no rows of an earlier run to fall back on", channel.name)));
        }
        (Err(problem), Some(known)) => {
            let remark = Remark::new("channel_kept", [channel.name.clone(), first_line(&problem)]);
            (keep::join(reader, channel, (Policy::Stand, tonight), known, Vec::new())?, vec![remark])
        }
    };
    Ok(Inputs { tables, remarks, memories: vec![memory] })
}

/// Reads, understands and shapes files; tables come in the order of the files.
pub(super) fn read_files(reader: &Reader, files: &[InputFile], channel: Option<&ChannelRule>) -> anyhow::Result<Vec<ChannelTable>> {
    read_each(reader, files, channel, |table| shape(reader, table, channel))
}

/// Reads files as they are.
fn read_raw(reader: &Reader, files: &[InputFile], channel: Option<&ChannelRule>) -> anyhow::Result<Vec<RawTable>> {
    read_each(reader, files, channel, Ok)
}

/// Reads files at once and does something with every table in them.
fn read_each<T: Send>(
    reader: &Reader,
    files: &[InputFile],
    channel: Option<&ChannelRule>,
    then: impl Fn(RawTable) -> anyhow::Result<T> + Sync,
) -> anyhow::Result<Vec<T>> {
    let options = options(channel);
    let read_one = |file: &InputFile| -> anyhow::Result<Vec<T>> {
        let options = ReadOptions { names_sheets: reader.shared.contains(&file.path), ..options.clone() };
        let tables = ingest::read(&file.path, &file.shown, &options, reader.watch)?;
        tables.iter().try_for_each(|table| check_layout(reader.presets, channel, table))?;
        tables.into_iter().map(&then).collect()
    };
    let read: Vec<anyhow::Result<Vec<T>>> = files.par_iter().map(read_one).collect();
    let mut all = Vec::new();
    for some in read {
        all.extend(some?);
    }
    Ok(all)
}

/// A channel that names its preset must not be handed another export under the same file name: its columns would be read
/// as if they meant nothing. A rule that maps columns itself knows what it does.
fn check_layout(presets: &[Preset], channel: Option<&ChannelRule>, table: &RawTable) -> anyhow::Result<()> {
    let Some((channel, name)) = channel.and_then(|c| c.preset.as_deref().map(|name| (c, name))) else { return Ok(()) };
    let Some(own) = presets.iter().find(|p| p.name == name) else { return Ok(()) };
    let header: BTreeSet<String> = table.header.iter().map(|h| header_key(h)).filter(|h| !h.is_empty()).collect();
    if own.matches(&header).is_some() || !channel.fields.is_empty() {
        return Ok(());
    }
    let known = own.known(&header);
    let what = match recognise(presets, &table.header) {
        Recognised::One(other) if 2 * known < other.known(&header) => format!("the header is that of preset `{}`, not", other.name),
        _ if known == 0 && !own.open => "none of the columns is known to".to_owned(),
        _ => return Ok(()),
    };
    let place = format!("{}:{}", channel.place.file, channel.place.line);
    let hint =
        "hint: is it the right file? if the export has changed, change `preset` of the channel or map its columns in `fields`";
    Err(anyhow!("{}: {what} `{name}`, which channel `{}` names ({place})\n\n{hint}", table.file, channel.name))
}

fn shape(reader: &Reader, table: RawTable, channel: Option<&ChannelRule>) -> anyhow::Result<ChannelTable> {
    let mut mapping = understand::understand(&table, reader.presets, channel, reader.project)?;
    if !reader.carries_all {
        return Ok(ingest::shape(table, mapping));
    }
    let targets: Vec<Target> = mapping.columns.iter().map(|c| c.target.clone()).collect();
    for column in &mut mapping.columns {
        if let Target::Extra(_, kind @ Kind::Ignore) = &mut column.target {
            *kind = Kind::Category;
        }
    }
    let mut shaped = ingest::shape(table, mapping);
    for (column, target) in shaped.mapping.columns.iter_mut().zip(targets) {
        column.target = target;
    }
    Ok(shaped)
}

/// How a channel's files are to be read.
pub(super) fn options(channel: Option<&ChannelRule>) -> ReadOptions {
    channel.map_or_else(ReadOptions::default, |c| ReadOptions {
        encoding: c.encoding.clone(),
        delimiter: c.delimiter,
        sheets: c.sheets.clone(),
        members: c.members.clone(),
        names_sheets: false,
        header_row: c.header_row,
    })
}

/// Is it a file that a program keeps beside the one that is meant: the lock of a workbook that somebody has open (`~$…`), a
/// hidden one?
pub(super) fn is_aside(path: &Path) -> bool {
    let name = path.file_name().map_or_else(Default::default, |name| name.to_string_lossy());
    name.starts_with('.') || name.starts_with("~$")
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
            if !(is_pattern && (path.is_dir() || is_aside(&path) && !is_aside(Path::new(pattern)))) {
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

/// Rows a channel was delivered in the last published run; for a channel that only falls back on its last delivery also
/// the rows it fell back on. `None` if it had no table there.
fn rows_before(channel: &ChannelRule, previous: Option<&Published>) -> Option<u64> {
    let inputs = &previous?.manifest.inputs;
    let falls_back = keep::policy(channel) == Some(Policy::Last);
    let mine = inputs.iter().filter(|i| i.channel == channel.name && (falls_back || i.format != KEPT_FORMAT));
    let mine: Vec<u64> = mine.map(InputEntry::delivered).collect();
    (!mine.is_empty()).then(|| mine.iter().sum())
}

/// Fewer rows before a drop say nothing.
const DROP_ROWS: u64 = 20;

/// A drop by more than this share is told where no `max_drop` stops it.
const DROP_TOLD: f64 = 0.3;

/// What to say of a channel that has lost many rows and has no `max_drop`: a truncated export looks like this, and an export
/// of nobody, whose header is all there is.
fn dropped(channel: &ChannelRule, tables: &[ChannelTable], night: &Night) -> Option<Remark> {
    let before = rows_before(channel, night.previous).filter(|&rows| rows >= DROP_ROWS)?;
    let now = delivered(tables);
    let is_told = channel.max_drop.is_none() && !night.accept_drop;
    let is_deep = before.saturating_sub(now) as f64 > DROP_TOLD * before as f64;
    (is_told && is_deep).then(|| Remark::new("channel_dropped", [channel.name.clone(), now.to_string(), before.to_string()]))
}

/// Rows of tonight's files.
fn delivered(tables: &[ChannelTable]) -> u64 {
    tables.iter().filter(|t| !is_kept(t)).map(|t| InputEntry::of(t).delivered()).sum()
}

/// Has the channel lost more rows than its `max_drop` allows?
fn check_drop(channel: &ChannelRule, tables: &[ChannelTable], night: &Night) -> anyhow::Result<()> {
    let before = rows_before(channel, night.previous);
    let (Some(most), Some(before), false) = (channel.max_drop, before, night.accept_drop) else { return Ok(()) };
    let now = delivered(tables);
    let drop = if before == 0 { 0.0 } else { before.saturating_sub(now) as f64 / before as f64 };
    if drop <= most {
        return Ok(());
    }
    let place = &channel.place;
    Err(anyhow!(
        "{}:{}: channel `{}` has {now} rows, {before} in the last run: a drop of {:.1} %, `max_drop` is {:.1} %\n\n\
         hint: if the drop is real, run once with `--accept-drop`",
        place.file,
        place.line,
        channel.name,
        drop * 100.0,
        most * 100.0
    ))
}

fn first_line(problem: &anyhow::Error) -> String {
    format!("{problem:#}").lines().next().unwrap_or_default().to_owned()
}
