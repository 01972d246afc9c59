//! JSON (an array of objects, or an object that holds one) and JSON lines.
//!
//! Every key is a column, in order of first appearance; nested keys are joined by `.`, lists of plain values by `|`,
//! other lists stay JSON. `null` is missing.

use std::collections::HashMap;

use serde_json::Value;

use super::block::BlockWriter;
use super::build::Builder;
use super::encoding::{self, Choice, Evidence, TextBlocks};
use super::source::Source;
use super::{IngestError, ReadOptions};
use crate::model::raw::{InputFacts, RawTable};
use crate::model::watch::Watch;

/// Bytes of text parsed at a time.
const BLOCK_BYTES: usize = 4 * 1024 * 1024;

/// True if the file is JSON by name, or by its first character where the name does not say csv or text.
pub(super) fn is_json(source: &Source, evidence: &Evidence) -> bool {
    let first = evidence.head.iter().find(|b| !b.is_ascii_whitespace() && !matches!(b, 0xef | 0xbb | 0xbf | 0xff | 0xfe | 0));
    source.is_named(&["json", "jsonl", "ndjson"])
        || (matches!(first, Some(b'{' | b'[')) && !source.is_named(&["csv", "tsv", "txt"]))
}

/// Reads the one table of a JSON or JSON lines file.
pub(super) fn read(
    source: &Source,
    evidence: &Evidence,
    options: &ReadOptions,
    watch: &dyn Watch,
) -> Result<RawTable, IngestError> {
    let choice = encoding::choose(&source.shown, evidence, options.encoding.as_deref())?;
    let mut rows = Rows::default();
    let lines = source.is_named(&["jsonl", "ndjson"]) || is_lines(source, &choice)?;
    if lines {
        read_lines(source, &choice, &mut rows, watch)?;
    } else {
        read_document(source, &choice, &mut rows, watch)?;
    }
    let input = InputFacts {
        format: if lines { "jsonl" } else { "json" }.to_owned(),
        encoding: choice.name.to_owned(),
        encoding_runner_up: choice.runner_up.to_owned(),
        encoding_margin: choice.margin,
        ..InputFacts::default()
    };
    Ok(rows.finish(source.shown.clone(), input))
}

/// JSON lines under another name: the first line is a whole object and more follows.
fn is_lines(source: &Source, choice: &Choice) -> Result<bool, IngestError> {
    let mut text = String::new();
    let mut blocks = TextBlocks::new(source.reader()?, choice.encoding);
    blocks.fill(&mut text, BLOCK_BYTES).map_err(|e| IngestError::io(&source.shown, &e))?;
    let mut lines = text.lines().filter(|l| !l.trim().is_empty());
    let whole = |line: &str| serde_json::from_str::<Value>(line).is_ok_and(|v| v.is_object());
    Ok(lines.next().is_some_and(whole) && lines.next().is_some_and(|l| l.trim_start().starts_with('{')))
}

fn read_lines(source: &Source, choice: &Choice, rows: &mut Rows, watch: &dyn Watch) -> Result<(), IngestError> {
    let mut blocks = TextBlocks::new(source.reader()?, choice.encoding);
    let mut text = String::new();
    loop {
        let wanted = text.len() + BLOCK_BYTES;
        let last = blocks.fill(&mut text, wanted).map_err(|e| IngestError::io(&source.shown, &e))?;
        let whole = if last { text.len() } else { text.rfind('\n').map_or(0, |n| n + 1) };
        for line in text[..whole].lines() {
            match serde_json::from_str::<Value>(line) {
                _ if line.trim().is_empty() => rows.blank(),
                Ok(Value::Object(object)) => rows.object(object),
                Ok(_) | Err(_) => rows.unreadable(line),
            }
            watch.tick(1);
        }
        text.drain(..whole);
        rows.flush();
        if last || watch.cancelled() {
            return Ok(());
        }
    }
}

fn read_document(source: &Source, choice: &Choice, rows: &mut Rows, watch: &dyn Watch) -> Result<(), IngestError> {
    let bytes = source.bytes()?;
    let (text, _) = choice.encoding.decode_with_bom_removal(&bytes);
    let document: Value = serde_json::from_str(&text).map_err(|error| {
        let what = format!("is no JSON (line {}: {error})", error.line());
        IngestError::unreadable(&source.shown, what, "the file is truncated or damaged: export it again")
    })?;
    let elements = elements(source, document)?;
    for element in elements {
        match element {
            Value::Object(object) => rows.object(object),
            other => rows.unreadable(&other.to_string()),
        }
        watch.tick(1);
    }
    rows.flush();
    Ok(())
}

/// The list of records in a document.
fn elements(source: &Source, document: Value) -> Result<Vec<Value>, IngestError> {
    let object = match document {
        Value::Array(elements) => return Ok(elements),
        Value::Object(object) => object,
        _ => return Err(IngestError::unreadable(&source.shown, "holds no list of objects", "write one object per record")),
    };
    let mut lists = Vec::new();
    collect_lists("", &object, &mut lists);
    match lists.as_slice() {
        [] => Ok(vec![Value::Object(object)]),
        [(_, list)] => Ok((*list).clone()),
        several => {
            let names = several.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let what = format!("holds {} lists of objects: {names}", several.len());
            Err(IngestError::unreadable(&source.shown, what, "save each list as a file of its own"))
        }
    }
}

/// Lists of objects at any depth of nested objects, with their paths.
fn collect_lists<'a>(path: &str, object: &'a serde_json::Map<String, Value>, found: &mut Vec<(String, &'a Vec<Value>)>) {
    for (key, value) in object {
        let name = joined(path, key);
        match value {
            Value::Array(list) if list.iter().any(Value::is_object) => found.push((name, list)),
            Value::Object(inner) => collect_lists(&name, inner, found),
            _ => {}
        }
    }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// One record waiting to be written, or a line that is none.
enum Pending {
    Cells(Vec<(usize, String)>),
    Blank,
    Unreadable(String),
}

/// Records whose columns are found while reading.
#[derive(Default)]
struct Rows {
    columns: HashMap<String, usize>,
    names: Vec<String>,
    pending: Vec<Pending>,
    builder: Option<Builder>,
}

impl Rows {
    fn object(&mut self, object: serde_json::Map<String, Value>) {
        let mut named = Vec::with_capacity(object.len());
        flatten("", object, &mut named);
        let cells = named.into_iter().map(|(name, text)| (self.column(name), text)).collect();
        self.pending.push(Pending::Cells(cells));
    }

    fn blank(&mut self) {
        self.pending.push(Pending::Blank);
    }

    fn unreadable(&mut self, raw: &str) {
        self.pending.push(Pending::Unreadable(raw.to_owned()));
    }

    fn column(&mut self, name: String) -> usize {
        if let Some(&column) = self.columns.get(&name) {
            return column;
        }
        self.names.push(name.clone());
        self.columns.insert(name, self.names.len() - 1);
        self.names.len() - 1
    }

    fn flush(&mut self) {
        let builder = self.builder.get_or_insert_with(|| Builder::new(Vec::new(), None, ','));
        builder.widen(&self.names);
        let mut writer = BlockWriter::default();
        let mut cells = vec![String::new(); self.names.len()];
        for pending in self.pending.drain(..) {
            match pending {
                Pending::Blank => writer.end_record(),
                Pending::Unreadable(raw) => {
                    builder.take(&writer.text, &writer.block);
                    writer.clear();
                    builder.reject("unreadable", &raw);
                }
                Pending::Cells(values) => {
                    cells.iter_mut().for_each(String::clear);
                    for (column, text) in values {
                        cells[column] = text;
                    }
                    for text in &cells {
                        writer.cell(text);
                    }
                    writer.end_record();
                }
            }
        }
        builder.take(&writer.text, &writer.block);
    }

    fn finish(mut self, file: String, input: InputFacts) -> RawTable {
        self.flush();
        self.builder.unwrap_or_else(|| Builder::new(Vec::new(), None, ',')).finish(file, input)
    }
}

/// The plain values of an object and of those within it, by their keys joined with `.`.
pub(super) fn flatten(path: &str, object: serde_json::Map<String, Value>, cells: &mut Vec<(String, String)>) {
    for (key, value) in object {
        let name = joined(path, &key);
        match value {
            Value::Object(inner) => flatten(&name, inner, cells),
            value => cells.push((name, text_of(value))),
        }
    }
}

/// A plain value, or a list of such with `|` between; other lists as JSON.
pub(super) fn text_of(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        Value::Array(list) if list.iter().all(|v| !v.is_object() && !v.is_array()) => {
            list.into_iter().map(text_of).filter(|t| !t.is_empty()).collect::<Vec<_>>().join("|")
        }
        Value::Number(number) => {
            number.as_f64().filter(|_| number.is_f64()).map_or_else(|| number.to_string(), super::cell::number)
        }
        other => other.to_string(),
    }
}
