//! From a project folder to [`Rules`], or to every mistake in it.
//!
//! Comes in: `guiyi.toml`, `rules/*.toml`, `rules/channels/*.toml`, `rules/extracts/*.toml` and `decisions.csv`. Goes out: the checked rules;
//! sections the project does not write are the shipped ones. What expressions mean is checked later by the room that
//! owns them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::decisions::read_decisions;
use super::error::{RuleError, RuleErrors};
use super::extract::{read_template, resolve_extracts};
use super::hint::did_you_mean;
use super::people::weekends;
use super::preset::{Preset, parse_preset, presets};
use super::reader::Source;
use super::sections::{Parsed, read_file};
use super::shipped::{shipped, shipped_extracts};
use super::types::{ExtractTemplate, MatchRules, PeopleFile, Place, Project, Rules};

/// The project file.
pub const PROJECT_FILE: &str = "guiyi.toml";

/// Reads a project. All mistakes of all files are given together, in order of file and line.
///
/// # Errors
/// Everything that is wrong in any rule file, or that `guiyi.toml` cannot be read.
pub fn load(root: &Path) -> Result<Rules, RuleErrors> {
    let mut errors = Vec::new();
    let mut parsed = Parsed::default();
    let name = project_name(root);
    read_into(root, PROJECT_FILE, &name, &mut parsed, &mut errors);
    for file in toml_files(root, "rules") {
        read_into(root, &file, &name, &mut parsed, &mut errors);
    }
    let presets = read_presets(root, &mut errors);
    let decisions = read_decisions(root, &mut errors);
    check_channels(&parsed, &presets, &mut errors);
    let templates = read_templates(root, &mut errors);
    let extracts = resolve_extracts(std::mem::take(&mut parsed.extracts), &templates, &mut errors);
    if !errors.is_empty() {
        errors.sort();
        errors.dedup();
        return Err(RuleErrors(errors));
    }
    let mut rules = assemble(root, &name, parsed)?;
    rules.presets = presets;
    rules.extracts = extracts;
    rules.decisions = decisions;
    Ok(rules)
}

/// The rules of a job without a project (`dedupe`): shipped presets, no channels, no tags, F1 as the aim of matching.
///
/// # Errors
/// Never for a released program: a test reads every shipped file.
pub fn implied(root: &Path) -> Result<Rules, RuleErrors> {
    let name = project_name(root);
    Ok(Rules {
        root: root.to_owned(),
        project: Project::named(&name),
        presets: presets()?,
        matching: MatchRules { precision: None, ..MatchRules::default() },
        ..Rules::default()
    })
}

/// The folder's own name, for projects that give themselves none.
fn project_name(root: &Path) -> String {
    let full = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    full.file_name().map_or_else(|| "guiyi".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// `FOLDER/*.toml` of the project, sorted by name; empty if there is no such folder.
fn toml_files(root: &Path, folder: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(root.join(folder)) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| Path::new(name).extension().is_some_and(|ext| ext == "toml") && !name.starts_with('.'))
        .map(|name| format!("{folder}/{name}"))
        .collect();
    names.sort();
    names
}

/// A file's text; what cannot be read is a mistake of the whole file.
pub(super) fn read_text(root: &Path, file: &str, errors: &mut Vec<RuleError>) -> Option<String> {
    let path: PathBuf = root.join(file);
    let mut fail = |message: String, hint: &str| {
        errors.push(RuleError { file: file.to_owned(), line: 0, message, hint: hint.to_owned() });
    };
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let hint = if file == PROJECT_FILE { "`guiyi init EXPORTS -o PROJECT` writes one" } else { "" };
            fail(format!("cannot be read: {}", error.to_string().to_lowercase()), hint);
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => Some(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned)),
        Err(error) => {
            let line = 1 + memchr::memchr_iter(b'\n', &error.as_bytes()[..error.utf8_error().valid_up_to()]).count();
            fail(format!("is not UTF-8 (first at line {line})"), "save the file as UTF-8");
            None
        }
    }
}

fn read_into(root: &Path, file: &str, name: &str, parsed: &mut Parsed, errors: &mut Vec<RuleError>) {
    let Some(text) = read_text(root, file, errors) else { return };
    let mut source = Source::new(file, &text);
    read_file(&mut source, parsed, name);
    errors.append(&mut source.errors);
}

/// Shipped presets, then the project's own; the same name replaces.
fn read_presets(root: &Path, errors: &mut Vec<RuleError>) -> Vec<Preset> {
    let mut by_name: BTreeMap<String, Preset> = BTreeMap::new();
    match presets() {
        Ok(shipped) => by_name.extend(shipped.into_iter().map(|preset| (preset.name.clone(), preset))),
        Err(mut shipped) => errors.append(&mut shipped.0),
    }
    for file in toml_files(root, "rules/channels") {
        let Some(text) = read_text(root, &file, errors) else { continue };
        match parse_preset(&file, &text) {
            Ok(preset) => {
                by_name.insert(preset.name.clone(), preset);
            }
            Err(mut own) => errors.append(&mut own.0),
        }
    }
    by_name.into_values().collect()
}

/// Shipped extract templates, then the project's own; the same name replaces.
fn read_templates(root: &Path, errors: &mut Vec<RuleError>) -> Vec<ExtractTemplate> {
    let mut by_name: BTreeMap<String, ExtractTemplate> = BTreeMap::new();
    for (file, text) in shipped_extracts() {
        let template = read_template(file, text, errors);
        by_name.insert(template.name.clone(), template);
    }
    for file in toml_files(root, "rules/extracts") {
        let Some(text) = read_text(root, &file, errors) else { continue };
        let template = read_template(&file, &text, errors);
        by_name.insert(template.name.clone(), template);
    }
    by_name.into_values().collect()
}

fn check_channels(parsed: &Parsed, presets: &[Preset], errors: &mut Vec<RuleError>) {
    let mut fail = |place: &super::types::Place, message: String, hint: String| {
        errors.push(RuleError { file: place.file.clone(), line: place.line, message, hint });
    };
    for (i, channel) in parsed.channels.iter().enumerate() {
        if let Some(first) = parsed.channels[..i].iter().find(|c| c.name == channel.name && !c.name.is_empty()) {
            let message =
                format!("channel `{}` is written twice, first in {}:{}", channel.name, first.place.file, first.place.line);
            fail(&channel.place, message, "one channel may list several files".to_owned());
        }
        if let Some(name) = channel.preset.as_ref().filter(|name| !presets.iter().any(|p| p.name == **name)) {
            let hint = did_you_mean(name, presets.iter().map(|p| p.name.as_str()));
            fail(&channel.place, format!("channel `{}` names the unknown preset `{name}`", channel.name), hint);
        }
    }
    let named = parsed.tag_aliases.iter().map(|rule| (&rule.place, &rule.channel, "tag alias"));
    let named = named.chain(parsed.entry_rules.iter().map(|rule| (&rule.place, &rule.channel, "entry rule")));
    for (place, channel, what) in named {
        let Some(name) = channel.as_ref().filter(|name| !parsed.channels.iter().any(|c| c.name == **name)) else { continue };
        let hint = did_you_mean(name, parsed.channels.iter().map(|c| c.name.as_str()));
        fail(place, format!("{what} for the unknown channel `{name}`"), hint);
    }
    for gate in parsed.gates.iter().flat_map(|(_, gates)| gates) {
        let Some(name) = gate.channel.as_ref().filter(|name| !parsed.channels.iter().any(|c| c.name == **name)) else { continue };
        let hint = did_you_mean(name, parsed.channels.iter().map(|c| c.name.as_str()));
        fail(&gate.place, format!("gate for the unknown channel `{name}`"), hint);
    }
    if parsed.channels.is_empty() && errors.is_empty() {
        errors.push(RuleError {
            file: PROJECT_FILE.to_owned(),
            line: 0,
            message: "has no [[channel]]".to_owned(),
            hint: "`guiyi init EXPORTS -o PROJECT` writes one per export".to_owned(),
        });
    }
}

/// Fills the sections the project does not write with the shipped ones.
///
/// Shipped tags, stages and follow-ups bring the shipped metrics along that the project does not define itself.
fn assemble(root: &Path, name: &str, mut parsed: Parsed) -> Result<Rules, RuleErrors> {
    let defaults = read_shipped()?;
    let mut uses_shipped = parsed.metrics.is_empty();
    let all_shipped = uses_shipped && parsed.tags.is_empty() && parsed.lifecycle.is_empty() && parsed.followups.is_empty();
    if all_shipped {
        parsed.examples.extend(defaults.examples);
    }
    if parsed.tags.is_empty() {
        parsed.tags = defaults.tags;
        uses_shipped = true;
    }
    if parsed.lifecycle.is_empty() {
        parsed.lifecycle = defaults.lifecycle;
        uses_shipped = true;
    }
    if parsed.followups.is_empty() {
        parsed.followups = defaults.followups;
        uses_shipped = true;
    }
    if uses_shipped {
        let own: Vec<String> = parsed.metrics.iter().map(|m| m.name.clone()).collect();
        parsed.metrics.extend(defaults.metrics.into_iter().filter(|m| !own.contains(&m.name)));
    }
    if parsed.merge.is_empty() {
        parsed.merge = defaults.merge;
    }
    Ok(Rules {
        root: root.to_owned(),
        project: parsed.project.map_or_else(|| Project::named(name), |(_, project)| project),
        channels: parsed.channels,
        metrics: parsed.metrics,
        tags: parsed.tags,
        lifecycle: parsed.lifecycle,
        followups: parsed.followups,
        examples: parsed.examples,
        tag_aliases: parsed.tag_aliases,
        entry_rules: parsed.entry_rules,
        manual_tags: parsed.manual_tags.map(|(_, file)| file).or_else(|| default_manual_tags(root)),
        followup_log: parsed.followup_log.map(|(_, file)| file),
        costs: parsed.costs.map(|(_, file)| file),
        affinity: parsed.affinity.map(|(_, rules)| rules).unwrap_or_default(),
        calendar: parsed.calendar.map_or_else(weekends, |(_, calendar)| calendar),
        managers: parsed.managers.map(|(_, managers)| managers).unwrap_or_default(),
        merge: parsed.merge,
        gates: parsed.gates.or(defaults.gates).map_or_else(Vec::new, |(_, gates)| gates),
        matching: parsed.matching.map_or_else(MatchRules::default, |(_, rules)| rules),
        normalise: parsed.normalise.map(|(_, rules)| rules).unwrap_or_default(),
        completeness: parsed.completeness.map(|(_, rules)| rules).unwrap_or_default(),
        deliver: parsed.deliver.map(|(_, rules)| rules).unwrap_or_default(),
        currency: parsed.currency.map(|(_, rules)| rules),
        erase: parsed.erase.map(|(_, rules)| rules).unwrap_or_default(),
        notify: parsed.notify.map(|(_, rules)| rules).unwrap_or_default(),
        ..Rules::default()
    })
}

/// `manual_tags.csv`, where the project has one and says nothing else.
fn default_manual_tags(root: &Path) -> Option<PeopleFile> {
    const FILE: &str = "manual_tags.csv";
    root.join(FILE).is_file().then(|| PeopleFile {
        place: Place { file: FILE.to_owned(), line: 1 },
        files: vec![FILE.to_owned()],
        ..PeopleFile::default()
    })
}

/// The shipped rule files, read.
fn read_shipped() -> Result<Parsed, RuleErrors> {
    let mut parsed = Parsed::default();
    let mut errors = Vec::new();
    for (file, text) in shipped() {
        let mut source = Source::new(file, text);
        read_file(&mut source, &mut parsed, "");
        errors.append(&mut source.errors);
    }
    if errors.is_empty() { Ok(parsed) } else { Err(RuleErrors(errors)) }
}
