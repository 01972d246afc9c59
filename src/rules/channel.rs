//! `[[channel]]`: which files are a channel and how they are read.
//!
//! Comes in: a section of a rule file. Goes out: a [`ChannelRule`]; mistakes stay with the section's file. The keys
//! that say how a table is read are shared with the configuration of `dedupe`.

use crate::model::kind::{Kind, Target};
use crate::model::mapping::{Entity, RecordType};

use super::hint::did_you_mean;
use super::reader::{Section, Value, texts_of};
use super::sections::read_span;
use super::types::{ChannelRule, Mode, OnProblem};

/// What the words of `entity` mean.
pub(super) const ENTITIES: &[(&str, Entity)] = &[("person", Entity::Person), ("organisation", Entity::Organisation)];

/// What the words of `record` mean.
pub(super) const RECORDS: &[(&str, RecordType)] =
    &[("person", RecordType::Person), ("event", RecordType::Event), ("line", RecordType::Line), ("relation", RecordType::Relation)];

const MODES: &[(&str, Mode)] = &[("snapshot", Mode::Snapshot), ("append", Mode::Append), ("upsert", Mode::Upsert)];

const PROBLEMS: &[(&str, OnProblem)] = &[("fail", OnProblem::Fail), ("keep_last", OnProblem::KeepLast), ("skip", OnProblem::Skip)];

/// What a status word may mean.
pub(super) const STATUSES: &[&str] = &["paid", "pending", "cancelled", "refunded"];

/// Trust of a channel that says nothing.
const DEFAULT_TRUST: u8 = 50;

/// Reads one `[[channel]]`.
pub(super) fn read_channel(section: &mut Section<'_, '_>) -> ChannelRule {
    let mut rule = ChannelRule { place: section.source.place(section.at), trust: DEFAULT_TRUST, ..ChannelRule::default() };
    rule.name = section.required("name");
    if rule.name.contains([':', '|', '/']) {
        section.blame(
            "name",
            format!("channel name `{}` holds `:`, `|` or `/`", rule.name),
            "these separate ids and lists".to_owned(),
        );
    }
    match section.texts("files") {
        Some(files) if !files.is_empty() => rule.files = files,
        _ => {
            let message = format!("channel `{}` has no `files`", rule.name);
            section.source.error(section.at, message, "add `files = \"exports/*.csv\"`".to_owned());
        }
    }
    rule.mode = section.choice("mode", MODES).unwrap_or_default();
    if let Some(trust) = section.whole("trust", 0, 100) {
        rule.trust = u8::try_from(trust).unwrap_or(DEFAULT_TRUST);
    }
    rule.on_problem = section.choice("on_problem", PROBLEMS).unwrap_or_default();
    rule.max_drop = section.share("max_drop");
    rule.window_ms = read_span(section, "window");
    if rule.window_ms.is_some() && rule.mode != Mode::Snapshot {
        section.blame(
            "window",
            format!("`window` of channel `{}` has no meaning here: rows of an `append` or `upsert` channel never leave", rule.name),
            "remove `window`, or `mode`".to_owned(),
        );
    }
    rule.cost = section.number("cost");
    rule.one_per_customer = section.flag("one_per_customer").unwrap_or_default();
    rule.unique_persons = section.flag("unique_persons").unwrap_or_default();
    read_table_keys(section, &mut rule);
    rule
}

/// Reads the keys that say how a table is read; shared by `[[channel]]` and the configuration of `dedupe`.
pub(super) fn read_table_keys(section: &mut Section<'_, '_>, rule: &mut ChannelRule) {
    rule.preset = section.text("preset");
    rule.platform = section.text("platform");
    rule.entity = section.choice("entity", ENTITIES);
    rule.record = section.choice("record", RECORDS);
    rule.event_kind = section.text("event_kind");
    rule.missing = section.texts("missing").unwrap_or_default();
    rule.encoding = section.text("encoding");
    rule.sheets = section.texts("sheet").unwrap_or_default();
    rule.members = section.texts("member").unwrap_or_default();
    rule.header_row = section.whole("header_row", 1, i64::from(u32::MAX)).and_then(|row| u32::try_from(row).ok());
    rule.delimiter = read_delimiter(section);
    rule.timezone = read_timezone(section);
    rule.country = read_code(section, "country", 2, "an ISO 3166 code such as `CN`");
    rule.currency = read_code(section, "currency", 3, "an ISO 4217 code such as `CNY`");
    read_status(section, rule);
    read_fields(section, rule);
    read_columns(section, rule);
}

fn read_delimiter(section: &mut Section<'_, '_>) -> Option<char> {
    let text = section.text("delimiter")?;
    let mut letters = text.chars();
    match (text.as_str(), letters.next(), letters.next()) {
        ("tab", _, _) => Some('\t'),
        (_, Some(letter), None) => Some(letter),
        _ => {
            section.blame("delimiter", format!("`delimiter` must be one character or `tab`, not `{text}`"), String::new());
            None
        }
    }
}

/// An IANA time zone.
pub(super) fn read_timezone(section: &mut Section<'_, '_>) -> Option<String> {
    let text = section.text("timezone")?;
    if text.parse::<chrono_tz::Tz>().is_err() {
        let names: Vec<&str> = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
        let hint = super::hint::nearest(&text, names)
            .map_or_else(|| "use an IANA name such as `Asia/Shanghai`".to_owned(), |name| format!("did you mean `{name}`?"));
        section.blame("timezone", format!("unknown time zone `{text}`"), hint);
        return None;
    }
    Some(text)
}

/// An upper-case code of a fixed length.
pub(super) fn read_code(section: &mut Section<'_, '_>, key: &'static str, letters: usize, expected: &str) -> Option<String> {
    let text = section.text(key)?;
    let code = text.trim().to_ascii_uppercase();
    if code.len() != letters || !code.bytes().all(|b| b.is_ascii_uppercase()) {
        section.blame(key, format!("`{key}` must be {expected}, not `{text}`"), String::new());
        return None;
    }
    Some(code)
}

/// `status = { 交易成功 = "paid", … }`.
fn read_status(section: &mut Section<'_, '_>, rule: &mut ChannelRule) {
    for (word, value) in section.entries("status").unwrap_or_default() {
        let at = value.span().start;
        match value.get_ref().as_str() {
            Some(status) if STATUSES.contains(&status) => {
                rule.status.insert(word.trim().to_lowercase(), status.to_owned());
            }
            Some(status) => {
                let hint = did_you_mean(status, STATUSES.iter().copied());
                section.source.error(at, format!("status word `{word}` cannot mean `{status}`"), hint);
            }
            None => section.source.error(at, format!("status word `{word}` must have a text"), String::new()),
        }
    }
}

/// `fields = { phone = "联系手机", "event.at" = ["付款时间", "下单时间"] }`: target to headers.
fn read_fields(section: &mut Section<'_, '_>, rule: &mut ChannelRule) {
    let Some(entries) = section.entries("fields") else { return };
    let mut flat = Vec::new();
    flatten("", entries, &mut flat);
    for (name, value) in flat {
        let at = value.span().start;
        let Some(target) = read_target(section, &name, at) else { continue };
        match texts_of(value) {
            Some(headers) => rule.fields.push((target, headers)),
            None => section.source.error(at, format!("field `{name}` must have a header or a list of headers"), String::new()),
        }
    }
}

/// Dotted keys (`event.at = …`) come as nested tables; this makes them one name again.
fn flatten<'a, 'i>(prefix: &str, entries: Vec<(String, &'a Value<'i>)>, out: &mut Vec<(String, &'a Value<'i>)>) {
    for (key, value) in entries {
        let name = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
        match value.get_ref().as_table() {
            Some(table) => flatten(&name, super::reader::entries_of(table), out),
            None => out.push((name, value)),
        }
    }
}

/// `columns = { "联系手机" = "phone" }`: header to target. Headers of one target compose in the order written.
fn read_columns(section: &mut Section<'_, '_>, rule: &mut ChannelRule) {
    for (header, value) in section.entries("columns").unwrap_or_default() {
        let at = value.span().start;
        let Some(name) = value.get_ref().as_str() else {
            section.source.error(at, format!("column `{header}` must have a target in quotes"), String::new());
            continue;
        };
        let Some(target) = read_target(section, name, at) else { continue };
        match rule.fields.iter_mut().find(|(known, _)| *known == target) {
            Some((_, headers)) => headers.push(header),
            None => rule.fields.push((target, vec![header])),
        }
    }
}

fn read_target(section: &mut Section<'_, '_>, name: &str, at: usize) -> Option<Target> {
    let target = name.parse::<Target>().ok();
    if target.is_none() {
        let names = target_names();
        let hint = did_you_mean(name, names.iter().map(String::as_str).collect::<Vec<_>>());
        section.source.error(at, format!("unknown field `{name}`"), hint);
    }
    if let Some(Target::Attribute(own, kind)) = &target
        && !kind.is_compared()
    {
        let hint = format!("`attribute.category.{own}` compares whole values, `extra.{kind}.{own}` keeps them beside");
        section.source.error(at, format!("values of `{name}` cannot be compared"), hint);
        return None;
    }
    target
}

/// Every target without a name of its own, for hints.
fn target_names() -> Vec<String> {
    use crate::model::kind::{EventPart, ItemPart};
    let mut names: Vec<String> = Kind::ALL.iter().map(|kind| kind.name().to_owned()).collect();
    names.extend(EventPart::ALL.iter().map(|(_, name)| format!("event.{name}")));
    names.extend(ItemPart::ALL.iter().map(|(_, name)| format!("item.{name}")));
    names.extend(Kind::ALL.iter().map(|kind| format!("receiver.{kind}")));
    names.extend(["created_at".to_owned(), "updated_at".to_owned(), "consent.marketing".to_owned()]);
    names
}
