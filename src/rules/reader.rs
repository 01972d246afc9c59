//! Reads one TOML file key by key, gathering every mistake with its line.
//!
//! Comes in: a file's text. Goes out: typed values, and in [`Source::errors`] all that was wrong: syntax, types,
//! values, keys nobody asked for. It knows nothing about what the sections mean.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::RuleError;
use super::hint::did_you_mean;
use super::types::{Cell, Place, WrittenCell};

/// A parsed value with its span.
pub(super) type Value<'i> = Spanned<DeValue<'i>>;

/// One file and the mistakes found in it so far.
#[derive(Debug)]
pub(super) struct Source<'i> {
    file: String,
    text: &'i str,
    /// Mistakes in the order found.
    pub(super) errors: Vec<RuleError>,
    /// What every section asks for, where that is wanted ([`Source::recording`]).
    asked: Option<Vec<Asked>>,
}

/// A key that a section asks for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    /// The section's title: `[match]`.
    pub(super) section: String,
    /// The key.
    pub(super) key: &'static str,
    /// What its value must be.
    pub(super) shape: Shape,
    /// Must it be there?
    pub(super) required: bool,
}

/// What a key's value must be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// Looked at by the caller.
    Any,
    /// A text.
    Text,
    /// A text or a list of texts.
    Texts,
    /// True or false.
    Flag,
    /// A whole number within bounds.
    Whole(i64, i64),
    /// A number.
    Number,
    /// A number or a percentage in quotes.
    Level,
    /// A share or a percentage in quotes.
    Share,
    /// A duration.
    Duration,
    /// One of these words.
    Choice(Vec<&'static str>),
    /// A table with keys of the user's.
    Entries,
    /// A table with this title.
    Table(String),
    /// Tables with this title.
    Tables(String),
}

impl<'i> Source<'i> {
    /// A file as the user knows it, and its text.
    pub(super) fn new(file: &str, text: &'i str) -> Self {
        Self { file: file.to_owned(), text, errors: Vec::new(), asked: None }
    }

    /// A file that is read only to note what its sections ask for: sections that are not there are read, too.
    pub(super) fn recording() -> Self {
        Self { asked: Some(Vec::new()), ..Self::new("", "") }
    }

    /// What was asked for, in the order asked, each key of a section once.
    pub(super) fn into_asked(self) -> Vec<Asked> {
        self.asked.unwrap_or_default()
    }

    fn is_recording(&self) -> bool {
        self.asked.is_some()
    }

    /// Parses the text; syntax errors are noted, and what could be read is given.
    pub(super) fn parse(&mut self) -> Spanned<DeTable<'i>> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let start = error.span().map_or(0, |span| span.start);
            let mut message = error.message().trim().replace('\n', " ");
            if let Some(first) = message.chars().next() {
                message.replace_range(..first.len_utf8(), &first.to_lowercase().to_string());
            }
            let hint = if message.starts_with("invalid unquoted key") {
                "keys of other than ASCII letters, digits, `-` and `_` stand in quotes: `\"交易成功\" = \"paid\"`"
            } else {
                ""
            };
            self.error(start, format!("not valid TOML: {message}"), hint.to_owned());
        }
        table
    }

    /// Line of a byte offset, from 1.
    pub(super) fn line(&self, offset: usize) -> u32 {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        1 + u32::try_from(memchr::memchr_iter(b'\n', before).count()).unwrap_or(u32::MAX - 1)
    }

    /// Line on which a string value's first character stands: after `"""` and a line break it is the next one.
    fn content_line(&self, span: &Range<usize>) -> u32 {
        let raw = self.text.get(span.clone()).unwrap_or("");
        let opens = ["\"\"\"\n", "'''\n", "\"\"\"\r\n", "'''\r\n"];
        self.line(span.start) + u32::from(opens.iter().any(|open| raw.starts_with(open)))
    }

    /// Where an offset is, for checks that come later.
    pub(super) fn place(&self, offset: usize) -> Place {
        Place { file: self.file.clone(), line: self.line(offset) }
    }

    /// Notes a mistake.
    pub(super) fn error(&mut self, offset: usize, message: String, hint: String) {
        let line = self.line(offset);
        self.errors.push(RuleError { file: self.file.clone(), line, message, hint });
    }
}

/// One table of a file while it is read. Every key that is asked for is known; the others are mistakes
/// ([`Section::finish`]).
#[derive(Debug)]
pub(super) struct Section<'a, 'i> {
    /// The file.
    pub(super) source: &'a mut Source<'i>,
    table: &'a DeTable<'i>,
    /// Byte offset of the table.
    pub(super) at: usize,
    /// How messages call the table: `[match]`.
    title: String,
    asked: Vec<&'static str>,
    lines: BTreeMap<&'static str, u32>,
}

/// How a found value is called in messages.
fn found(value: &DeValue) -> String {
    match value {
        DeValue::String(text) => format!("the text `{text}`"),
        DeValue::Integer(_) => "a whole number".to_owned(),
        DeValue::Float(_) => "a number".to_owned(),
        DeValue::Boolean(_) => "true or false".to_owned(),
        DeValue::Datetime(_) => "a date".to_owned(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

impl<'a, 'i> Section<'a, 'i> {
    /// Starts reading a table.
    pub(super) fn new(source: &'a mut Source<'i>, table: &'a DeTable<'i>, at: usize, title: &str) -> Self {
        Self { source, table, at, title: title.to_owned(), asked: Vec::new(), lines: BTreeMap::new() }
    }

    /// Notes what a key's value must be, if that is wanted. The outermost reader knows best, and speaks first.
    fn note(&mut self, key: &'static str, shape: impl FnOnce() -> Shape) {
        let Some(asked) = &mut self.source.asked else { return };
        if !asked.iter().any(|a| a.section == self.title && a.key == key) {
            asked.push(Asked { section: self.title.clone(), key, shape: shape(), required: false });
        }
    }

    /// Notes that a key must be there.
    fn note_required(&mut self, key: &'static str) {
        self.note(key, || Shape::Text);
        let asked = self.source.asked.iter_mut().flatten();
        asked.filter(|a| a.section == self.title && a.key == key).for_each(|a| a.required = true);
    }

    /// The value of a key, if written.
    pub(super) fn value(&mut self, key: &'static str) -> Option<&'a Value<'i>> {
        self.asked.push(key);
        self.note(key, || Shape::Any);
        let (_, value) = self.table.iter().find(|(name, _)| name.get_ref() == key)?;
        let line = self.source.content_line(&value.span());
        self.lines.insert(key, line);
        Some(value)
    }

    /// True if a key is written.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.iter().any(|(name, _)| name.get_ref() == key)
    }

    /// Notes that a key's value is not what it must be.
    fn wrong(&mut self, key: &str, value: &Value<'i>, expected: &str) {
        let message = format!("`{key}` of {} must be {expected}, not {}", self.title, found(value.get_ref()));
        self.source.error(value.span().start, message, String::new());
    }

    /// Notes a mistake about a key's value, in the caller's words.
    pub(super) fn blame(&mut self, key: &'static str, message: String, hint: String) {
        let at = self.table.iter().find(|(name, _)| name.get_ref() == key).map_or(self.at, |(_, value)| value.span().start);
        self.source.error(at, message, hint);
    }

    /// A text.
    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        self.note(key, || Shape::Text);
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => {
                self.wrong(key, value, "a text in quotes");
                None
            }
        }
    }

    /// A text that must be there and not be blank; its absence is noted.
    pub(super) fn required(&mut self, key: &'static str) -> String {
        self.note_required(key);
        let given = self.has(key);
        let text = self.text(key).unwrap_or_default();
        if !given {
            self.source.error(self.at, format!("{} has no `{key}`", self.title), format!("add `{key} = \"...\"`"));
        } else if text.trim().is_empty() && self.table.iter().any(|(n, v)| n.get_ref() == key && v.get_ref().is_str()) {
            self.blame(key, format!("`{key}` of {} is empty", self.title), String::new());
        }
        text
    }

    /// One text or a list of texts.
    pub(super) fn texts(&mut self, key: &'static str) -> Option<Vec<String>> {
        self.note(key, || Shape::Texts);
        let value = self.value(key)?;
        let texts = texts_of(value);
        if texts.is_none() {
            self.wrong(key, value, "a text or a list of texts");
        }
        texts
    }

    /// True or false.
    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        self.note(key, || Shape::Flag);
        let value = self.value(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(key, value, "true or false");
        }
        flag
    }

    /// A whole number within bounds.
    pub(super) fn whole(&mut self, key: &'static str, min: i64, max: i64) -> Option<i64> {
        self.note(key, || Shape::Whole(min, max));
        let value = self.value(key)?;
        let number = value.get_ref().as_integer().and_then(|i| i64::from_str_radix(i.as_str(), i.radix()).ok());
        match number {
            Some(number) if (min..=max).contains(&number) => Some(number),
            Some(number) => {
                self.blame(key, format!("`{key}` of {} must be from {min} to {max}, not `{number}`", self.title), String::new());
                None
            }
            None => {
                self.wrong(key, value, "a whole number");
                None
            }
        }
    }

    /// A number.
    pub(super) fn number(&mut self, key: &'static str) -> Option<f64> {
        self.note(key, || Shape::Number);
        let value = self.value(key)?;
        let number = number_of(value.get_ref());
        if number.is_none() {
            self.wrong(key, value, "a number");
        }
        number
    }

    /// A point in time: a text in quotes, or a TOML date; read by whoever knows the time zone.
    pub(super) fn moment(&mut self, key: &'static str) -> Option<String> {
        let value = self.value(key)?;
        let text = moment_of(value.get_ref());
        if text.is_none() {
            self.wrong(key, value, "a time such as `\"2026-06-30 18:00\"` or `\"-3d\"`");
        }
        text
    }

    /// The entries of a table as plain values, in file order; lists and tables in it are mistakes.
    pub(super) fn cells(&mut self, key: &'static str) -> Vec<WrittenCell> {
        let mut cells = Vec::new();
        for (name, value) in self.entries(key).unwrap_or_default() {
            if let Some(cell) = cell_of(value.get_ref()) {
                cells.push(WrittenCell { place: self.source.place(value.span().start), name, cell });
            } else {
                let message = format!("`{name}` in `{key}` of {} must be one value, not {}", self.title, found(value.get_ref()));
                self.source.error(value.span().start, message, String::new());
            }
        }
        cells
    }

    /// A number, or a percentage in quotes (`"30%"`).
    pub(super) fn level(&mut self, key: &'static str) -> Option<f64> {
        self.note(key, || Shape::Level);
        let value = self.value(key)?;
        let number = number_of(value.get_ref()).or_else(|| percent_of(value.get_ref()));
        if number.is_none() {
            self.wrong(key, value, "a number or a percentage in quotes");
        }
        number
    }

    /// A share from 0 to 1, or a percentage in quotes.
    pub(super) fn share(&mut self, key: &'static str) -> Option<f64> {
        self.note(key, || Shape::Share);
        let share = self.level(key)?;
        if !(0.0..=1.0).contains(&share) {
            self.blame(key, format!("`{key}` of {} must be from 0 % to 100 %, not `{share}`", self.title), String::new());
            return None;
        }
        Some(share)
    }

    /// A duration such as `30d`, in milliseconds.
    pub(super) fn duration(&mut self, key: &'static str) -> Option<i64> {
        self.note(key, || Shape::Duration);
        let text = self.text(key)?;
        let millis = super::duration::parse_duration(&text);
        if millis.is_none() {
            let hint = "write a number and a unit: `15m`, `24h`, `30d`, `2w`".to_owned();
            self.blame(key, format!("`{key}` of {} is no duration: `{text}`", self.title), hint);
        }
        millis
    }

    /// One of several words.
    pub(super) fn choice<T: Copy>(&mut self, key: &'static str, choices: &[(&'static str, T)]) -> Option<T> {
        self.note(key, || Shape::Choice(choices.iter().map(|(name, _)| *name).collect()));
        let text = self.text(key)?;
        let choice = choices.iter().find(|(name, _)| *name == text).map(|(_, choice)| *choice);
        if choice.is_none() {
            let hint = did_you_mean(&text, choices.iter().map(|(name, _)| *name).collect::<Vec<_>>());
            self.blame(key, format!("`{key}` of {} does not know `{text}`", self.title), hint);
        }
        choice
    }

    /// The entries of a table-valued key, in file order.
    pub(super) fn entries(&mut self, key: &'static str) -> Option<Vec<(String, &'a Value<'i>)>> {
        self.note(key, || Shape::Entries);
        let value = self.value(key)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(key, value, "a table");
        }
        table.map(entries_of)
    }

    /// A nested table, read by `read`.
    pub(super) fn table<T>(&mut self, key: &'static str, title: &str, read: impl FnOnce(&mut Section<'_, 'i>) -> T) -> Option<T> {
        self.note(key, || Shape::Table(title.to_owned()));
        if self.source.is_recording() {
            let empty = DeTable::new();
            return Some(read(&mut Section::new(self.source, &empty, 0, title)));
        }
        let value = self.value(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(key, value, "a table");
            return None;
        };
        let mut section = Section::new(self.source, table, value.span().start, title);
        let read = read(&mut section);
        section.finish();
        Some(read)
    }

    /// An array of tables (`[[key]]`), each read by `read`.
    pub(super) fn tables<T>(&mut self, key: &'static str, mut read: impl FnMut(&mut Section<'_, 'i>) -> T) -> Vec<T> {
        let title = format!("[[{key}]]");
        self.note(key, || Shape::Tables(title.clone()));
        if self.source.is_recording() {
            let empty = DeTable::new();
            return vec![read(&mut Section::new(self.source, &empty, 0, &title))];
        }
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            let message = format!("`{key}` must be written as `[[{key}]]`, not as {}", found(value.get_ref()));
            self.source.error(value.span().start, message, String::new());
            return Vec::new();
        };
        let mut out = Vec::new();
        for element in array {
            let at = element.span().start;
            let Some(table) = element.get_ref().as_table() else {
                self.source.error(at, format!("`{key}` must be written as `[[{key}]]`"), String::new());
                continue;
            };
            let mut section = Section::new(self.source, table, at, &title);
            out.push(read(&mut section));
            section.finish();
        }
        out
    }

    /// Notes, if that is wanted, that a key may also be a table with this title.
    pub(super) fn note_one_of<T>(&mut self, key: &'static str, title: &str, read: impl FnOnce(&mut Section<'_, 'i>) -> T) {
        if self.source.is_recording() {
            self.note(key, || Shape::Any);
            let empty = DeTable::new();
            read(&mut Section::new(self.source, &empty, 0, title));
        }
    }

    /// Lines of the keys read so far.
    pub(super) fn lines(&self) -> BTreeMap<&'static str, u32> {
        self.lines.clone()
    }

    /// Notes every key that was never asked for.
    pub(super) fn finish(self) {
        for (key, _) in self.table {
            let name: &str = key.get_ref();
            if !self.asked.contains(&name) {
                let hint = did_you_mean(name, self.asked.iter().copied());
                self.source.error(key.span().start, format!("unknown key `{name}` in {}", self.title), hint);
            }
        }
    }
}

/// The entries of a table in the order they were written.
pub(super) fn entries_of<'a, 'i>(table: &'a DeTable<'i>) -> Vec<(String, &'a Value<'i>)> {
    let mut entries: Vec<_> = table.iter().map(|(key, value)| (key.span().start, key.get_ref().to_string(), value)).collect();
    entries.sort_by_key(|(at, _, _)| *at);
    entries.into_iter().map(|(_, key, value)| (key, value)).collect()
}

/// One text or a list of texts.
pub(super) fn texts_of(value: &Value) -> Option<Vec<String>> {
    if let Some(text) = value.get_ref().as_str() {
        return Some(vec![text.to_owned()]);
    }
    value.get_ref().as_array()?.iter().map(|v| v.get_ref().as_str().map(str::to_owned)).collect()
}

/// A text or a date, as text.
fn moment_of(value: &DeValue) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Datetime(at) => Some(at.to_string()),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

/// One plain value.
fn cell_of(value: &DeValue) -> Option<Cell> {
    moment_of(value).map(Cell::Text).or_else(|| number_of(value).map(Cell::Number)).or_else(|| value.as_bool().map(Cell::Bool))
}

/// A number, whole or not.
pub(super) fn number_of(value: &DeValue) -> Option<f64> {
    if let Some(whole) = value.as_integer() {
        #[expect(clippy::cast_precision_loss, reason = "levels and costs are far below 2^53")]
        return i64::from_str_radix(whole.as_str(), whole.radix()).ok().map(|n| n as f64);
    }
    value.as_float().and_then(|f| f.as_str().parse().ok()).filter(|f: &f64| f.is_finite())
}

/// A percentage in quotes as a share.
pub(super) fn percent_of(value: &DeValue) -> Option<f64> {
    value.as_str()?.trim().strip_suffix('%')?.trim().parse::<f64>().ok().map(|p| p / 100.0)
}
