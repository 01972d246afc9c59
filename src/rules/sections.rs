//! Every section of a rule file without a file of its own: metrics, tags, lifecycle, follow-ups, merge, gates and settings.
//!
//! Comes in: a parsed file. Goes out: its sections added to [`Parsed`]. Sections that exist once (`[project]`,
//! `[match]`, …) may stand in any file; a second one is a mistake that names the first.

use std::collections::BTreeMap;

use crate::model::publish::MASTER;

use super::channel::{read_channel, read_code, read_timezone};
use super::example::read_example;
use super::extract::{WrittenExtract, read_extract};
use super::hint::did_you_mean;
use super::people::{
    DAYS_OFF, read_alias, read_calendar, read_costs, read_due, read_entry_rule, read_expiry, read_followup_log, read_managers,
    read_manual_tags,
};
use super::reader::{Section, Source};
use super::types::{
    AffinityRules, Calendar, ChannelRule, CompletenessRules, CurrencyRules, DeliverRules, EntryRule, EraseRules, ExampleRule,
    FollowupRule, Gate, LifecycleRule, MatchRules, MergeRule, MetricRule, NormaliseRules, NotifyRules, NotifyWhen, PeopleFile,
    Place, PostgresRules, Project, TagAliasRule, TagRule,
};

/// Figures a gate can watch.
pub(super) const KPIS: &[&str] = &[
    "unification",
    "completeness",
    "rejected_share",
    "customers",
    "records",
    "records_per_customer",
    "multi_channel_share",
    "expected_precision",
    "expected_recall",
    "model_drift",
];

/// What can decide between values of one field.
const PREFERENCES: &[&str] = &["trust", "newest", "complete", "frequent", "longest"];

/// Everything the files read so far say.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) project: Option<(Place, Project)>,
    pub(super) channels: Vec<ChannelRule>,
    pub(super) metrics: Vec<MetricRule>,
    pub(super) tags: Vec<TagRule>,
    pub(super) lifecycle: Vec<LifecycleRule>,
    pub(super) followups: Vec<FollowupRule>,
    pub(super) tag_aliases: Vec<TagAliasRule>,
    pub(super) entry_rules: Vec<EntryRule>,
    pub(super) manual_tags: Option<(Place, PeopleFile)>,
    pub(super) followup_log: Option<(Place, PeopleFile)>,
    pub(super) costs: Option<(Place, PeopleFile)>,
    pub(super) affinity: Option<(Place, AffinityRules)>,
    pub(super) calendar: Option<(Place, Calendar)>,
    pub(super) managers: Option<(Place, BTreeMap<String, String>)>,
    pub(super) examples: Vec<ExampleRule>,
    pub(super) extracts: Vec<WrittenExtract>,
    pub(super) merge: Vec<MergeRule>,
    pub(super) gates: Option<(Place, Vec<Gate>)>,
    pub(super) matching: Option<(Place, MatchRules)>,
    pub(super) normalise: Option<(Place, NormaliseRules)>,
    pub(super) completeness: Option<(Place, CompletenessRules)>,
    pub(super) deliver: Option<(Place, DeliverRules)>,
    pub(super) currency: Option<(Place, CurrencyRules)>,
    pub(super) erase: Option<(Place, EraseRules)>,
    pub(super) notify: Option<(Place, NotifyRules)>,
}

/// Reads all sections of one file into `parsed`; mistakes go to `source`.
pub(super) fn read_file(source: &mut Source<'_>, parsed: &mut Parsed, fallback_name: &str) {
    let document = source.parse();
    let mut root = Section::new(source, document.get_ref(), 0, "this file");
    let project = root.table("project", "[project]", |s| (place(s), read_project(s, fallback_name)));
    once(&mut root, "project", &mut parsed.project, project);
    let matching = root.table("match", "[match]", |s| (place(s), read_match(s, MatchRules::default())));
    once(&mut root, "match", &mut parsed.matching, matching);
    let normalise = root.table("normalise", "[normalise]", |s| (place(s), read_normalise(s)));
    once(&mut root, "normalise", &mut parsed.normalise, normalise);
    let completeness = root.table("completeness", "[completeness]", |s| (place(s), read_completeness(s)));
    once(&mut root, "completeness", &mut parsed.completeness, completeness);
    let deliver = root.table("deliver", "[deliver]", |s| (place(s), read_deliver(s)));
    once(&mut root, "deliver", &mut parsed.deliver, deliver);
    let currency = root.table("currency", "[currency]", |s| (place(s), read_currency(s)));
    once(&mut root, "currency", &mut parsed.currency, currency);
    let erase = root.table("erase", "[erase]", |s| (place(s), EraseRules { key_file: s.text("key_file") }));
    once(&mut root, "erase", &mut parsed.erase, erase);
    let notify = root.table("notify", "[notify]", |s| (place(s), read_notify(s)));
    once(&mut root, "notify", &mut parsed.notify, notify);
    let gates = root.table("gates", "[gates]", |s| (place(s), read_gates(s)));
    once(&mut root, "gates", &mut parsed.gates, gates);
    parsed.channels.extend(root.tables("channel", read_channel));
    parsed.metrics.extend(root.tables("metric", read_metric));
    parsed.tags.extend(root.tables("tag", read_tag));
    parsed.lifecycle.extend(root.tables("lifecycle", read_lifecycle));
    parsed.followups.extend(root.tables("followup", read_followup));
    let manual_tags = root.table("manual_tags", "[manual_tags]", |s| (place(s), read_manual_tags(s)));
    once(&mut root, "manual_tags", &mut parsed.manual_tags, manual_tags);
    let followup_log = root.table("followup_log", "[followup_log]", |s| (place(s), read_followup_log(s)));
    once(&mut root, "followup_log", &mut parsed.followup_log, followup_log);
    let costs = root.table("costs", "[costs]", |s| (place(s), read_costs(s)));
    once(&mut root, "costs", &mut parsed.costs, costs);
    let calendar = root.table("calendar", "[calendar]", |s| (place(s), read_calendar(s)));
    once(&mut root, "calendar", &mut parsed.calendar, calendar);
    let affinity = root.table("affinity", "[affinity]", |s| (place(s), read_affinity(s)));
    once(&mut root, "affinity", &mut parsed.affinity, affinity);
    let managers = read_managers(&mut root);
    once(&mut root, "managers", &mut parsed.managers, managers);
    parsed.tag_aliases.extend(root.tables("tag_alias", read_alias));
    parsed.entry_rules.extend(root.tables("entry_rule", read_entry_rule));
    parsed.examples.extend(root.tables("example", read_example));
    parsed.extracts.extend(root.tables("extract", read_extract));
    parsed.merge.extend(root.tables("merge", read_merge));
    root.finish();
}

fn place(section: &Section<'_, '_>) -> Place {
    section.source.place(section.at)
}

/// Keeps a section that may be written once.
fn once<T>(root: &mut Section<'_, '_>, name: &'static str, slot: &mut Option<(Place, T)>, new: Option<(Place, T)>) {
    let Some(new) = new else { return };
    if let Some((first, _)) = slot {
        let message = format!("[{name}] is written twice, first in {}:{}", first.file, first.line);
        root.blame(name, message, "keep one of them".to_owned());
        return;
    }
    *slot = Some(new);
}

fn read_project(section: &mut Section<'_, '_>, fallback_name: &str) -> Project {
    let defaults = Project::named(fallback_name);
    Project {
        name: section.text("name").unwrap_or(defaults.name),
        timezone: read_timezone(section).unwrap_or(defaults.timezone),
        country: read_code(section, "country", 2, "an ISO 3166 code such as `CN`").unwrap_or(defaults.country),
        currency: read_code(section, "currency", 3, "an ISO 4217 code such as `CNY`").unwrap_or(defaults.currency),
        language: section.choice("language", &[("zh", "zh"), ("en", "en")]).map_or(defaults.language, str::to_owned),
        out: section.text("out").unwrap_or(defaults.out),
        keep_runs: section.whole("keep_runs", 1, 100_000).and_then(|runs| u32::try_from(runs).ok()).unwrap_or(defaults.keep_runs),
        keep_for_ms: read_span(section, "keep_for"),
    }
}

/// A duration longer than 0.
pub(super) fn read_span(section: &mut Section<'_, '_>, key: &'static str) -> Option<i64> {
    let millis = section.duration(key)?;
    if millis <= 0 {
        section.blame(key, format!("`{key}` must be longer than 0"), "such as `90d`".to_owned());
        return None;
    }
    Some(millis)
}

/// Reads `[match]` over the defaults of the verb.
pub(super) fn read_match(section: &mut Section<'_, '_>, defaults: MatchRules) -> MatchRules {
    MatchRules {
        precision: section.share("precision").or(defaults.precision),
        threshold_bits: section.number("threshold_bits").or(defaults.threshold_bits),
        ignore: section.texts("ignore").unwrap_or(defaults.ignore),
        model: section.text("model").or(defaults.model),
        block_max: section
            .whole("block_max", 0, i64::from(u32::MAX))
            .and_then(|n| u32::try_from(n).ok())
            .unwrap_or(defaults.block_max),
    }
}

pub(super) fn read_normalise(section: &mut Section<'_, '_>) -> NormaliseRules {
    let apply_corrections = section.texts("apply_corrections").unwrap_or_default();
    NormaliseRules { place: place(section), apply_corrections }
}

fn read_completeness(section: &mut Section<'_, '_>) -> CompletenessRules {
    let defaults = CompletenessRules::default();
    let mut list = |key: &'static str| {
        let names = section.texts(key)?;
        let known: Vec<&str> = required_names();
        for name in &names {
            if !known.contains(&name.as_str()) {
                section.blame(key, format!("unknown field `{name}`"), did_you_mean(name, known.iter().copied()));
            }
        }
        Some(names)
    };
    let person = list("person");
    let organisation = list("organisation");
    CompletenessRules { person: person.unwrap_or(defaults.person), organisation: organisation.unwrap_or(defaults.organisation) }
}

/// Fields that may be required: master columns, kinds, and `contact` and `channel` of the contract.
fn required_names() -> Vec<&'static str> {
    let mut names = vec!["contact", "channel"];
    names.extend(MASTER.columns);
    names.extend(crate::model::kind::Kind::ALL.iter().map(|kind| kind.name()));
    names.sort_unstable();
    names.dedup();
    names
}

fn read_deliver(section: &mut Section<'_, '_>) -> DeliverRules {
    let defaults = DeliverRules::default();
    DeliverRules {
        bom: section.flag("bom").unwrap_or(defaults.bom),
        mask_report: section.flag("mask_report").unwrap_or(defaults.mask_report),
        postgres: section.table("postgres", "[deliver.postgres]", read_postgres),
    }
}

fn read_notify(section: &mut Section<'_, '_>) -> NotifyRules {
    let rules = NotifyRules {
        wecom: read_url(section, "wecom"),
        dingtalk: read_url(section, "dingtalk"),
        dingtalk_secret: section.text("dingtalk_secret"),
        webhook: read_url(section, "webhook"),
        when: section.choice("when", &[("always", NotifyWhen::Always), ("problem", NotifyWhen::Problem)]).unwrap_or_default(),
        timeout_ms: read_span(section, "timeout"),
    };
    if rules.dingtalk_secret.is_some() && rules.dingtalk.is_none() {
        section.blame("dingtalk_secret", "`dingtalk_secret` without `dingtalk`".to_owned(), "add the robot's URL".to_owned());
    }
    rules
}

/// An http(s) URL, or the name of an environment variable that holds one.
fn read_url(section: &mut Section<'_, '_>, key: &'static str) -> Option<String> {
    let text = section.text(key)?;
    let is_url = ["http://", "https://"].iter().any(|scheme| text.len() > scheme.len() && text.starts_with(scheme));
    if is_url || (text.len() > 1 && text.starts_with('$')) {
        return Some(text);
    }
    // The text is not shown: it may hold a key.
    let hint = "`https://…`, or `$NAME` of an environment variable that holds it".to_owned();
    section.blame(key, format!("`{key}` is no URL"), hint);
    None
}

fn read_postgres(section: &mut Section<'_, '_>) -> PostgresRules {
    PostgresRules { url: section.required("url"), schema: section.text("schema").unwrap_or_else(|| "guiyi".to_owned()) }
}

fn read_affinity(section: &mut Section<'_, '_>) -> AffinityRules {
    let defaults = AffinityRules::default();
    AffinityRules {
        by_sku: section.choice("by", &[("product", false), ("sku", true)]).unwrap_or(defaults.by_sku),
        min_customers: section
            .whole("min_customers", 1, i64::MAX)
            .and_then(|n| u64::try_from(n).ok())
            .unwrap_or(defaults.min_customers),
        min_lift: section.number("min_lift").unwrap_or(defaults.min_lift),
        min_confidence: section.share("min_confidence").unwrap_or(defaults.min_confidence),
    }
}

fn read_currency(section: &mut Section<'_, '_>) -> CurrencyRules {
    let base = read_code(section, "base", 3, "an ISO 4217 code such as `CNY`");
    if base.is_none() {
        let at = section.at;
        section.source.error(at, "[currency] has no `base`".to_owned(), "add `base = \"CNY\"`".to_owned());
    }
    let mut rates = BTreeMap::new();
    for (code, value) in section.entries("rates").unwrap_or_default() {
        match super::reader::number_of(value.get_ref()) {
            Some(rate) if rate > 0.0 => {
                rates.insert(code.to_ascii_uppercase(), rate);
            }
            _ => section.source.error(
                value.span().start,
                format!("rate of `{code}` must be a number above 0"),
                "how many units of `base` one unit of it is worth".to_owned(),
            ),
        }
    }
    CurrencyRules { base: base.unwrap_or_default(), rates }
}

fn read_gates(section: &mut Section<'_, '_>) -> Vec<Gate> {
    let mut gates = Vec::new();
    for &kpi in KPIS {
        gates.extend(read_gate(section, kpi, None));
    }
    for (channel, value) in section.entries("channel").unwrap_or_default() {
        let Some(table) = value.get_ref().as_table() else {
            let message = format!("gates of channel `{channel}` must be a table");
            section.source.error(value.span().start, message, String::new());
            continue;
        };
        let title = format!("[gates.channel.{channel}]");
        let mut inner = Section::new(section.source, table, value.span().start, &title);
        for &kpi in KPIS {
            gates.extend(read_gate(&mut inner, kpi, Some(&channel)));
        }
        inner.finish();
    }
    gates
}

/// `unification = 0.95`, `= "95%"`, or `= { min = 0.95, max_drop = 0.02, on_breach = "warn" }`.
fn read_gate(section: &mut Section<'_, '_>, kpi: &'static str, channel: Option<&str>) -> Option<Gate> {
    let read_table = |s: &mut Section<'_, '_>| {
        (s.level("min"), s.level("max"), s.level("max_drop"), s.choice("on_breach", &[("fail", true), ("warn", false)]))
    };
    let title = format!("gate `{kpi}`");
    section.note_one_of(kpi, &title, read_table);
    let value = section.value(kpi)?;
    let mut gate = Gate {
        place: section.source.place(value.span().start),
        kpi: kpi.to_owned(),
        channel: channel.map(str::to_owned),
        min: None,
        max: None,
        max_drop: None,
        fail: true,
    };
    if value.get_ref().is_table() {
        let read = section.table(kpi, &title, read_table);
        let (min, max, max_drop, fail) = read.unwrap_or_default();
        gate = Gate { min, max, max_drop, fail: fail.unwrap_or(true), ..gate };
    } else {
        let level = section.level(kpi);
        match kpi {
            "rejected_share" | "model_drift" => gate.max = level,
            _ => gate.min = level,
        }
    }
    Some(gate)
}

fn read_metric(section: &mut Section<'_, '_>) -> MetricRule {
    let place = place(section);
    let name = section.required("name");
    let from = section.choice("from", &[("events", "events"), ("items", "items"), ("fields", "fields")]);
    let filter = section.text("where").unwrap_or_default();
    let within_ms = section.duration("within");
    if within_ms.is_some_and(|within| within <= 0) {
        section.blame("within", format!("`within` of metric `{name}` must be longer than 0"), String::new());
    }
    let value = section.required("value");
    let deliver = section.flag("deliver").unwrap_or(true);
    let from = from.unwrap_or("events").to_owned();
    MetricRule { place, name, from, filter, within_ms, value, deliver, lines: section.lines() }
}

/// The dimensions of tags.
const DIMENSIONS: &[(&str, &str)] = &[("basic", "basic"), ("behaviour", "behaviour"), ("value", "value"), ("needs", "needs")];

fn read_tag(section: &mut Section<'_, '_>) -> TagRule {
    let place = place(section);
    let name = section.required("name");
    if name.contains('|') {
        section.blame("name", format!("tag `{name}` holds `|`"), "`|` separates the tags of a cell".to_owned());
    }
    TagRule {
        place,
        name,
        name_en: section.text("name_en").unwrap_or_default(),
        dimension: section.choice("dimension", DIMENSIONS).unwrap_or("basic").to_owned(),
        when: section.required("when"),
        group: section.text("group"),
        priority: section
            .whole("priority", i64::from(i32::MIN), i64::from(i32::MAX))
            .and_then(|p| i32::try_from(p).ok())
            .unwrap_or(0),
        since: section.text("since").unwrap_or_default(),
        expires_ms: read_expiry(section),
        description: section.text("description").unwrap_or_default(),
        lines: section.lines(),
    }
}

fn read_lifecycle(section: &mut Section<'_, '_>) -> LifecycleRule {
    LifecycleRule {
        place: place(section),
        stage: section.required("stage"),
        stage_en: section.text("stage_en").unwrap_or_default(),
        when: section.required("when"),
        since: section.text("since").unwrap_or_default(),
        lines: section.lines(),
    }
}

fn read_followup(section: &mut Section<'_, '_>) -> FollowupRule {
    let place = place(section);
    let action = section.required("action");
    let from = section.required("from");
    if !section.has("due") {
        let at = section.at;
        section.source.error(at, format!("follow-up `{action}` has no `due`"), "add `due = \"24h\"`".to_owned());
    }
    FollowupRule {
        place,
        action,
        action_en: section.text("action_en").unwrap_or_default(),
        from,
        due: read_due(section),
        on_day_off: section.choice("on_day_off", DAYS_OFF).unwrap_or_default(),
        escalate_ms: section.duration("escalate"),
        when: section.text("when").unwrap_or_default(),
        unless: section.text("unless").unwrap_or_default(),
        lines: section.lines(),
    }
}

fn read_merge(section: &mut Section<'_, '_>) -> MergeRule {
    let place = place(section);
    let field = section.required("field");
    let prefer = section.texts("prefer").unwrap_or_default();
    for word in &prefer {
        if !PREFERENCES.contains(&word.as_str()) {
            let hint = did_you_mean(word, PREFERENCES.iter().copied());
            section.blame("prefer", format!("`prefer` of field `{field}` does not know `{word}`"), hint);
        }
    }
    if prefer.is_empty() {
        let at = section.at;
        let hint = format!("known are `{}`", PREFERENCES.join("`, `"));
        section.source.error(at, format!("[[merge]] of field `{field}` has no `prefer`"), hint);
    }
    MergeRule { place, field, prefer }
}
