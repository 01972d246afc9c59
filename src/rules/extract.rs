//! `[[extract]]` and the templates it may name (`rules/extracts/*.toml`): which customers, which columns, which file.
//!
//! Comes in: sections and template files. Goes out: [`ExtractRule`]s with their template filled in. Whether the SQL is
//! sound is checked by the room that runs it.

use crate::model::kind::Kind;
use crate::model::nature::Personal;

use super::error::RuleError;
use super::hint::did_you_mean;
use super::reader::{Section, Source, Value};
use super::types::{
    ExtractColumn, ExtractFormat, ExtractRule, ExtractTemplate, KeyLines, MaskLevel, Place, Rules, Shape, TextEncoding,
};

const FORMATS: &[(&str, ExtractFormat)] = &[
    ("csv", ExtractFormat::Csv),
    ("xlsx", ExtractFormat::Xlsx),
    ("parquet", ExtractFormat::Parquet),
    ("jsonl", ExtractFormat::Jsonl),
];

const ENCODINGS: &[(&str, TextEncoding)] =
    &[("utf-8", TextEncoding::Utf8), ("utf-8-bom", TextEncoding::Utf8Bom), ("gb18030", TextEncoding::Gb18030)];

const MASKS: &[(&str, MaskLevel)] = &[("clear", MaskLevel::Clear), ("partial", MaskLevel::Partial), ("hidden", MaskLevel::Hidden)];

const SHAPES: &[(&str, Shape)] = &[
    ("family_name", Shape::FamilyName),
    ("given_name", Shape::GivenName),
    ("local_phone", Shape::LocalPhone),
    ("date", Shape::Date),
    ("month_day", Shape::MonthDay),
];

/// An `[[extract]]` as written, before its template is known.
#[derive(Debug)]
pub(super) struct WrittenExtract {
    place: Place,
    lines: KeyLines,
    name: String,
    filter: String,
    columns: Vec<ExtractColumn>,
    order: Vec<(String, bool)>,
    limit: Option<u64>,
    mask: MaskLevel,
    format: Option<ExtractFormat>,
    encoding: Option<TextEncoding>,
    required: Option<Vec<String>>,
    template: Option<String>,
    include_opted_out: bool,
    purpose: Option<String>,
    file: Option<String>,
}

/// Reads one `[[extract]]`.
pub(super) fn read_extract(section: &mut Section<'_, '_>) -> WrittenExtract {
    let name = section.required("name");
    let file = section.text("file");
    for (key, text) in [("name", Some(&name)), ("file", file.as_ref())] {
        if text.is_some_and(|text| text.contains(['/', '\\']) || text.starts_with('.')) {
            section.blame(key, format!("`{key}` of [[extract]] must be a file name"), "`-o FILE` writes elsewhere".to_owned());
        }
    }
    WrittenExtract {
        place: section.source.place(section.at),
        name,
        filter: section.text("where").unwrap_or_default(),
        columns: read_columns(section),
        order: section.texts("order").unwrap_or_default().iter().map(|text| direction(text)).collect(),
        limit: section.whole("limit", 1, i64::MAX).and_then(|n| u64::try_from(n).ok()),
        mask: section.choice("mask", MASKS).unwrap_or_default(),
        format: section.choice("format", FORMATS),
        encoding: section.choice("encoding", ENCODINGS),
        required: section.texts("required"),
        template: section.text("template"),
        include_opted_out: section.flag("include_opted_out").unwrap_or_default(),
        purpose: section.text("purpose"),
        file,
        lines: section.lines(),
    }
}

/// `net_spend DESC` as expression and whether downwards.
fn direction(text: &str) -> (String, bool) {
    let text = text.trim();
    let ends = |word: &str| {
        let at = text.len().checked_sub(word.len())?;
        let found = text.is_char_boundary(at) && text[at..].eq_ignore_ascii_case(word);
        found.then(|| text[..at].trim_end().to_owned())
    };
    ends(" desc").map(|rest| (rest, true)).or_else(|| ends(" asc").map(|rest| (rest, false))).unwrap_or((text.to_owned(), false))
}

/// `columns = ["name", "phone"]`, or `columns = { "客户姓名" = "name", "手机" = { value = "phone", as = "local_phone" } }`.
fn read_columns(section: &mut Section<'_, '_>) -> Vec<ExtractColumn> {
    let Some(value) = section.value("columns") else { return Vec::new() };
    if value.get_ref().is_table() {
        let entries = section.entries("columns").unwrap_or_default();
        return entries.into_iter().filter_map(|(header, value)| read_column(section, header, value)).collect();
    }
    let place = section.source.place(value.span().start);
    let names = section.texts("columns").unwrap_or_default();
    let column = |name: String| ExtractColumn {
        place: place.clone(),
        header: name.clone(),
        // Names of fields need not be SQL words.
        value: format!("\"{}\"", name.replace('"', "\"\"")),
        shape: Shape::Plain,
        separator: None,
        max_chars: None,
    };
    names.into_iter().map(column).collect()
}

fn read_column<'i>(section: &mut Section<'_, 'i>, header: String, value: &Value<'i>) -> Option<ExtractColumn> {
    let at = value.span().start;
    let place = section.source.place(at);
    if let Some(text) = value.get_ref().as_str() {
        let value = text.to_owned();
        return Some(ExtractColumn { place, header, value, shape: Shape::Plain, separator: None, max_chars: None });
    }
    let Some(table) = value.get_ref().as_table() else {
        section.source.error(
            at,
            format!("column `{header}` must have an expression in quotes, or a table with `value`"),
            String::new(),
        );
        return None;
    };
    let mut inner = Section::new(section.source, table, at, &format!("column `{header}`"));
    let column = ExtractColumn {
        place,
        value: inner.required("value"),
        shape: inner.choice("as", SHAPES).unwrap_or_default(),
        separator: inner.text("separator"),
        max_chars: inner.whole("max_chars", 1, 32_767).and_then(|n| usize::try_from(n).ok()),
        header,
    };
    inner.finish();
    Some(column)
}

/// Reads one template file.
pub(super) fn read_template(file: &str, text: &str, errors: &mut Vec<RuleError>) -> ExtractTemplate {
    let mut source = Source::new(file, text);
    let document = source.parse();
    let mut root = Section::new(&mut source, document.get_ref(), 0, "this template");
    let template = ExtractTemplate {
        name: root.required("name"),
        title: root.text("title").unwrap_or_default(),
        format: root.choice("format", FORMATS).unwrap_or_default(),
        encoding: root.choice("encoding", ENCODINGS).unwrap_or_default(),
        required: root.texts("required").unwrap_or_default(),
        per_account: root.text("per_account"),
        purpose: root.text("purpose"),
        columns: read_columns(&mut root),
    };
    if template.columns.is_empty() {
        root.source.error(
            0,
            "this template has no `[columns]`".to_owned(),
            "add `[columns]` with `\"Header\" = \"column\"`".to_owned(),
        );
    }
    root.finish();
    check_required(&template.required, &template.columns, &Place { file: file.to_owned(), line: 1 }, &mut source.errors);
    errors.append(&mut source.errors);
    template
}

fn check_required(required: &[String], columns: &[ExtractColumn], place: &Place, errors: &mut Vec<RuleError>) {
    let headers = || columns.iter().map(|column| column.header.as_str());
    for name in required.iter().filter(|name| !columns.is_empty() && !headers().any(|header| header == name.as_str())) {
        let message = format!("`required` names `{name}`, which is no column here");
        let hint = did_you_mean(name, headers().collect::<Vec<_>>());
        errors.push(RuleError { file: place.file.clone(), line: place.line, message, hint });
    }
}

/// Fills templates in and checks what extracts say together.
pub(super) fn resolve_extracts(
    written: Vec<WrittenExtract>,
    templates: &[ExtractTemplate],
    errors: &mut Vec<RuleError>,
) -> Vec<ExtractRule> {
    let mut extracts: Vec<ExtractRule> = Vec::new();
    for extract in written {
        if let Some(first) = extracts.iter().find(|known| known.name == extract.name) {
            let message =
                format!("extract `{}` is written twice, first in {}:{}", extract.name, first.place.file, first.place.line);
            let Place { file, line } = extract.place.clone();
            errors.push(RuleError { file, line, message, hint: "keep one of them".to_owned() });
        }
        extracts.push(resolve_extract(extract, templates, errors));
    }
    extracts
}

fn resolve_extract(written: WrittenExtract, templates: &[ExtractTemplate], errors: &mut Vec<RuleError>) -> ExtractRule {
    let mut fail = |key: &str, message: String, hint: String| {
        let place = written.place.of_key(&written.lines, key);
        errors.push(RuleError { file: place.file, line: place.line, message, hint });
    };
    let template = written.template.as_ref().and_then(|name| {
        let known = templates.iter().find(|template| template.name == *name);
        if known.is_none() {
            let hint = did_you_mean(name, templates.iter().map(|template| template.name.as_str()));
            fail("template", format!("extract `{}` names the unknown template `{name}`", written.name), hint);
        }
        known
    });
    if written.template.is_some() && !written.columns.is_empty() {
        let hint = "copy the template to rules/extracts/ under another name to change its columns".to_owned();
        fail("columns", format!("extract `{}` has both `template` and `columns`", written.name), hint);
    }
    let format = written.format.or(template.map(|t| t.format)).unwrap_or_default();
    if format != ExtractFormat::Csv && written.encoding.is_some() {
        fail("encoding", format!("extract `{}` has an `encoding`, but is no CSV", written.name), "leave it out".to_owned());
    }
    let columns = if written.columns.is_empty() { template.map_or_else(Vec::new, |t| t.columns.clone()) } else { written.columns };
    let required = written.required.or_else(|| template.map(|t| t.required.clone())).unwrap_or_default();
    check_required(&required, &columns, &written.place.of_key(&written.lines, "required"), errors);
    ExtractRule {
        encoding: written.encoding.or(template.map(|t| t.encoding)).unwrap_or_default(),
        per_account: template.and_then(|t| t.per_account.clone()),
        purpose: written.purpose.or_else(|| template.and_then(|t| t.purpose.clone())),
        place: written.place,
        lines: written.lines,
        name: written.name,
        filter: written.filter,
        columns,
        order: written.order,
        limit: written.limit,
        mask: written.mask,
        format,
        required,
        include_opted_out: written.include_opted_out,
        file: written.file,
    }
}

/// Which personal data a column of the master holds, by its name or by the kind the project maps it to.
#[must_use]
pub fn personal(column: &str, rules: &Rules) -> Option<Personal> {
    match column {
        "name" => return Some(Personal::Name),
        "phone" | "phones" => return Some(Personal::Phone),
        "email" | "emails" => return Some(Personal::Email),
        "address" | "postcode" => return Some(Personal::Address),
        "birth_date" => return Some(Personal::Birth),
        "account_ids" => return Some(Personal::Id),
        _ => {}
    }
    let mapped = rules.channels.iter().map(|c| &c.fields).chain(rules.presets.iter().map(|p| &p.fields)).flatten();
    let own = mapped.filter_map(|(target, _)| target.own_field()).filter(|(name, _)| *name == column).map(|(_, kind)| kind);
    own.chain(column.parse::<Kind>().ok()).find_map(|kind| kind.nature().personal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_template_is_sound() {
        let mut errors = Vec::new();
        let mut names: Vec<String> = super::super::shipped::shipped_extracts()
            .iter()
            .map(|(file, text)| read_template(file, text, &mut errors).name)
            .collect();
        assert_eq!(errors, []);
        names.dedup();
        assert_eq!(names.len(), 7, "{names:?}");
    }

    #[test]
    fn an_order_may_say_its_direction() {
        let check = |text, expected: (&str, bool)| assert_eq!(direction(text), (expected.0.to_owned(), expected.1), "{text}");
        check("spend desc", ("spend", true));
        check("spend ASC", ("spend", false));
        check("积分", ("积分", false));
        check("DESC", ("DESC", false));
    }
}
