//! Tables in HTML and in Excel 2003 XML, which shops and back offices like to name `.xls`.
//!
//! Comes in: text that begins with a tag. Goes out: one table per `<table>` or worksheet, cells as text. Spans keep
//! columns in their places; layout tables around a table hold no cells of their own. It draws no page: hidden rows and
//! styles are not looked at.

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

use super::encoding::{self, Choice, Evidence, TextBlocks};
use super::source::Source;
use super::workbook::{self, Grid};
use super::{IngestError, ReadOptions};
use crate::model::raw::RawTable;
use crate::model::watch::Watch;

/// Bytes of the head that are searched for what tells the markup and its encoding.
const LOOK_BYTES: usize = 16 * 1024;
/// Beginnings of pages and fragments, lower case.
const PAGE_STARTS: [&str; 12] =
    ["<html", "<!doctype", "<table", "<head", "<meta", "<style", "<body", "<div", "<center", "<tr", "<title", "<!--"];
/// The name space of Excel 2003 XML workbooks.
const SPREADSHEET: &str = "urn:schemas-microsoft-com:office:spreadsheet";
/// Most columns or rows one cell may span: more is damage.
const SPAN_MAX: u32 = 1000;

/// What kind of markup a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    /// A web page or a piece of one.
    Html,
    /// A workbook as Excel 2003 XML.
    SpreadsheetXml,
    /// XML of another kind.
    OtherXml,
}

/// Tells by its beginning whether a text is markup.
pub(super) fn recognise(evidence: &Evidence) -> Option<Markup> {
    let head = head(evidence);
    let text = head.trim_start();
    if text.starts_with("<?xml") || text.starts_with("<workbook") {
        return Some(match () {
            () if text.contains(SPREADSHEET) => Markup::SpreadsheetXml,
            () if text.contains("<html") => Markup::Html,
            () => Markup::OtherXml,
        });
    }
    PAGE_STARTS.iter().any(|start| text.starts_with(start)).then_some(Markup::Html)
}

/// The beginning in lower case, as far as it is ASCII in any encoding.
fn head(evidence: &Evidence) -> String {
    let bytes = &evidence.head[..evidence.head.len().min(LOOK_BYTES)];
    bytes.iter().filter(|b| b.is_ascii() && **b != 0).map(|b| char::from(b.to_ascii_lowercase())).collect()
}

/// Reads every table of a page or workbook.
pub(super) fn read(
    source: &Source,
    evidence: &Evidence,
    markup: Markup,
    options: &ReadOptions,
    watch: &dyn Watch,
) -> Result<Vec<RawTable>, IngestError> {
    let (format, nothing) = match markup {
        Markup::Html => ("html", "is a web page without a table, whatever its name says"),
        Markup::SpreadsheetXml => ("xml", "is an Excel workbook without a table"),
        Markup::OtherXml => {
            return Err(IngestError::unreadable(
                &source.shown,
                "is XML, whatever its name says",
                "export the table as csv or xlsx",
            ));
        }
    };
    let choice = encoding_of(source, evidence, options)?;
    let mut blocks = TextBlocks::new(source.reader()?, choice.encoding);
    let mut text = String::new();
    blocks.fill(&mut text, usize::MAX).map_err(|e| IngestError::io(&source.shown, &e))?;
    let mut reader = Reader { is_xml: markup == Markup::SpreadsheetXml, ..Reader::default() };
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(!reader.is_xml);
    for token in Tokenizer::new_with_emitter(&text, emitter) {
        let Ok(token) = token;
        reader.take(token);
        if watch.cancelled() {
            break;
        }
    }
    let grids = reader.finish();
    if grids.is_empty() {
        return Err(IngestError::unreadable(&source.shown, nothing, "export the table again, as csv or xlsx"));
    }
    let names: Vec<String> = grids.iter().map(|(name, _)| name.clone()).collect();
    let wanted = workbook::chosen(source, &names, &options.sheets)?;
    let grids: Vec<(String, Grid)> = grids.into_iter().filter(|(name, _)| wanted.contains(name)).collect();
    let mut tables = workbook::tables(source, format, &grids, options, watch)?;
    let mut unread = workbook::unread(&names, &wanted);
    for table in &mut tables {
        choice.name.clone_into(&mut table.input.encoding);
        choice.runner_up.clone_into(&mut table.input.encoding_runner_up);
        table.input.encoding_margin = choice.margin;
        table.input.remarks.extend(choice.remark.clone());
        table.input.remarks.append(&mut unread);
    }
    Ok(tables)
}

/// The user's encoding, else the one the markup declares if it fits the bytes, else the one found.
fn encoding_of(source: &Source, evidence: &Evidence, options: &ReadOptions) -> Result<Choice, IngestError> {
    let wanted = options.encoding.as_deref();
    if wanted.is_none()
        && let Some(declared) = declared(&head(evidence))
        && let Ok(choice) = encoding::choose(&source.shown, evidence, Some(&declared))
    {
        return Ok(choice);
    }
    encoding::choose(&source.shown, evidence, wanted)
}

/// The label after `charset=` (HTML) or `encoding=` (XML declaration).
fn declared(head: &str) -> Option<String> {
    let after = |mark: &str| head.split_once(mark).map(|(_, rest)| rest);
    let rest = after("charset=").or_else(|| after("encoding="))?.trim_start_matches(['"', '\'', ' ']);
    let label: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')).collect();
    (!label.is_empty()).then_some(label)
}

/// A `<table>` in the making.
#[derive(Default)]
struct Open {
    /// Place among all tables, by where they begin.
    number: usize,
    name: String,
    grid: Grid,
    /// Row of the next `<tr>`.
    next_row: u32,
    row: u32,
    column: u32,
    /// Text of the open cell, and the number a page keeps beside what it shows (`x:num`).
    cell: Option<(String, Option<String>)>,
    /// For each column, the first row that no earlier cell reaches into.
    free_from: Vec<u32>,
}

impl Open {
    fn row(&mut self, index: Option<u32>) {
        self.end_cell();
        self.row = index.map_or(self.next_row, |i| i.saturating_sub(1));
        self.next_row = self.row + 1;
        self.column = 0;
    }

    fn cell(&mut self, tag: &StartTag<()>) {
        self.end_cell();
        if self.next_row == 0 {
            self.row(None);
        }
        match number(tag, b"ss:index") {
            Some(index) => self.column = index.saturating_sub(1).min(SPAN_MAX * 16),
            None => {
                while self.free_from.get(self.column as usize).is_some_and(|&row| row > self.row) {
                    self.column += 1;
                }
            }
        }
        let across = number(tag, b"colspan").or_else(|| number(tag, b"ss:mergeacross").map(|n| n + 1)).unwrap_or(1);
        let down = number(tag, b"rowspan").unwrap_or(1);
        let (across, down) = (across.clamp(1, SPAN_MAX), down.clamp(1, SPAN_MAX));
        let end = (self.column + across) as usize;
        if self.free_from.len() < end {
            self.free_from.resize(end, 0);
        }
        self.free_from[self.column as usize..end].fill(self.row + down);
        let kept = tag.attributes.get(b"x:num".as_slice()).map(|v| text_of(&v.value)).filter(|v| !v.is_empty());
        self.cell = Some((String::new(), kept));
        // The text belongs to the first column of a span.
        self.free_from[self.column as usize] = self.free_from[self.column as usize].max(self.row + 1);
    }

    fn end_cell(&mut self) {
        let Some((text, kept)) = self.cell.take() else { return };
        let shown = text.trim();
        // Excel shows long numbers as 1.39E+10 and keeps the digits beside.
        let value = kept.filter(|_| shown.contains("E+")).unwrap_or_else(|| shown.to_owned());
        self.grid.push(self.row, self.column, &value);
        self.column += 1;
    }
}

/// Puts tokens together to tables.
#[derive(Default)]
struct Reader {
    is_xml: bool,
    open: Vec<Open>,
    done: Vec<Open>,
    begun: usize,
    sheet: String,
    /// Inside `<script>`, `<style>` or `<title>`.
    is_mute: bool,
    /// The open cell's value is a point in time (Excel 2003 XML).
    is_time: bool,
}

impl Reader {
    fn take(&mut self, token: Token) {
        match token {
            Token::StartTag(tag) => {
                let name = text_of(&tag.name);
                let name = name.rsplit(':').next().unwrap_or(&name).to_owned();
                self.start(&name, &tag);
                if tag.self_closing && self.is_xml {
                    self.end(&name);
                }
            }
            Token::EndTag(tag) => {
                let name = text_of(&tag.name);
                self.end(name.rsplit(':').next().unwrap_or(&name));
            }
            Token::String(text) => self.text(&text_of(&text.value)),
            Token::Comment(text) => {
                // What XML calls CDATA is a comment to HTML.
                if let Some(data) = text_of(&text.value).strip_prefix("[CDATA[") {
                    self.text(data.strip_suffix("]]").unwrap_or(data));
                }
            }
            Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    fn start(&mut self, name: &str, tag: &StartTag<()>) {
        match name {
            "script" | "style" | "title" => self.is_mute = true,
            "worksheet" => self.sheet = tag.attributes.get(b"ss:name".as_slice()).map(|v| text_of(&v.value)).unwrap_or_default(),
            "table" => {
                self.begun += 1;
                let name = if self.is_xml { self.sheet.clone() } else { self.begun.to_string() };
                self.open.push(Open { number: self.begun, name, ..Open::default() });
            }
            "tr" | "row" => self.innermost(|table| table.row(number(tag, b"ss:index"))),
            "td" | "th" | "cell" => self.innermost(|table| table.cell(tag)),
            "data" => self.is_time = tag.attributes.get(b"ss:type".as_slice()).is_some_and(|v| text_of(&v.value) == "DateTime"),
            "br" | "p" | "div" | "li" => self.text("\n"),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "script" | "style" | "title" => self.is_mute = false,
            "table" => self.end_table(),
            "td" | "th" | "cell" | "tr" | "row" => self.innermost(Open::end_cell),
            "data" => self.is_time = false,
            "p" | "div" | "li" => self.text("\n"),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_mute {
            return;
        }
        let (is_xml, is_time) = (self.is_xml, self.is_time);
        let Some(Open { cell: Some((cell, _)), .. }) = self.open.last_mut() else { return };
        match () {
            () if is_time => cell.push_str(&point_in_time(text)),
            () if is_xml => cell.push_str(text),
            () if text == "\n" => {
                if !cell.trim_end_matches(' ').ends_with('\n') && !cell.trim().is_empty() {
                    cell.push('\n');
                }
            }
            () => push_collapsed(cell, text),
        }
    }

    fn innermost(&mut self, change: impl FnOnce(&mut Open)) {
        if let Some(table) = self.open.last_mut() {
            change(table);
        }
    }

    fn end_table(&mut self) {
        if let Some(mut table) = self.open.pop() {
            table.end_cell();
            self.done.push(table);
        }
    }

    /// The tables with cells, in the order they begin.
    fn finish(mut self) -> Vec<(String, Grid)> {
        while !self.open.is_empty() {
            self.end_table();
        }
        self.done.sort_by_key(|table| table.number);
        let filled = self.done.into_iter().filter(|table| !table.grid.is_empty());
        filled
            .map(|mut table| {
                table.grid.settle();
                (table.name, table.grid)
            })
            .collect()
    }
}

/// Adds text as a browser shows it: white space is one space.
fn push_collapsed(cell: &mut String, text: &str) {
    for c in text.chars() {
        let is_space = matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        if !is_space {
            cell.push(c);
        } else if !cell.is_empty() && !cell.ends_with([' ', '\n']) {
            cell.push(' ');
        }
    }
}

/// `2026-01-02T10:00:00.000` as a workbook's cell would show it.
fn point_in_time(text: &str) -> String {
    let Some((day, clock)) = text.trim().split_once('T') else { return text.to_owned() };
    let clock = clock.split('.').next().unwrap_or(clock);
    if clock == "00:00:00" { day.to_owned() } else { format!("{day} {clock}") }
}

/// A whole number in an attribute.
fn number(tag: &StartTag<()>, name: &[u8]) -> Option<u32> {
    tag.attributes.get(name).and_then(|value| text_of(&value.value).trim().parse().ok())
}

/// Bytes of the tokenizer as text: they come out of a `str`.
fn text_of(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
