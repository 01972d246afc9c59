//! Checks every expression of metrics, lifecycle, tags and follow-ups before any data is read.
//!
//! Comes in: the rules. Goes out: [`Compiled`], or every mistake with file, line and hint. Order: metrics over rows,
//! then metrics over fields in the order they need each other (cycles are mistakes), lifecycle, tags, follow-ups.
//! Each expression is also run once on an empty row, so that whatever polars itself refuses is known now.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::publish::MASTER;
use crate::rules::{
    AffinityRules, Calendar, CurrencyRules, ExampleRule, ExtractRule, FollowupRule, KeyLines, LifecycleRule, MaskLevel, MetricRule,
    Place, RuleError, Rules, TagRule, did_you_mean, personal,
};

use super::columns;
use super::entry::Entry;
use super::extract::{ACCOUNT, Chosen, Extract};
use super::frame::try_on_one_row;
use super::manual::Names;
use super::sql::{self, Columns, Expression, Grain, SqlError, Type};
use super::zone::Zone;

/// The checked rules of this room, ready to run.
#[derive(Debug, Clone)]
pub struct Compiled {
    pub(super) metrics: Vec<Metric>,
    pub(super) conditions: Vec<Condition>,
    pub(super) fields_order: Vec<usize>,
    pub(super) lifecycle: Vec<Stage>,
    pub(super) tags: Vec<Tag>,
    pub(super) followups: Vec<Followup>,
    pub(super) field_types: Columns,
    pub(super) zone: Zone,
    pub(super) currency: String,
    pub(super) rates: Option<CurrencyRules>,
    pub(super) examples: Vec<ExampleRule>,
    pub(super) extracts: Vec<Extract>,
    pub(super) names: Names,
    pub(super) entry: Vec<Entry>,
    pub(super) affinity: AffinityRules,
    pub(super) calendar: Calendar,
    pub(super) managers: BTreeMap<String, String>,
}

/// The rows a metric is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    Events,
    Items,
    Fields,
}

#[derive(Debug, Clone)]
pub(super) struct Metric {
    pub(super) rule: MetricRule,
    pub(super) from: From,
    pub(super) value: Expression,
    /// The condition on the rows that count, by name; `None` = all do.
    pub(super) rows: Option<String>,
}

/// Rows of `events` or `items` that count, shared by all metrics that say the same.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    pub(super) name: String,
    pub(super) from: From,
    pub(super) filter: Option<Expression>,
    pub(super) text: String,
    pub(super) within_ms: Option<i64>,
}

#[derive(Debug, Clone)]
pub(super) struct Stage {
    pub(super) rule: LifecycleRule,
    pub(super) when: Expression,
    pub(super) since: Option<Expression>,
}

#[derive(Debug, Clone)]
pub(super) struct Tag {
    pub(super) rule: TagRule,
    pub(super) when: Expression,
    pub(super) since: Option<Expression>,
}

#[derive(Debug, Clone)]
pub(super) struct Followup {
    pub(super) rule: FollowupRule,
    pub(super) from: Expression,
    pub(super) when: Option<Expression>,
    pub(super) unless: Option<Expression>,
}

/// Checks the rules of this room.
///
/// # Errors
/// Every mistake in any expression: syntax, unknown columns, wrong types, cycles, names taken twice.
pub fn compile(rules: &Rules) -> Result<Compiled, Vec<RuleError>> {
    let mut compiler = Compiler { rules, errors: Vec::new(), fields: columns::fields(rules), conditions: Vec::new() };
    compiler.check_names();
    let (metrics, fields_order) = compiler.metrics();
    let lifecycle = compiler.lifecycle();
    compiler.fields.insert("lifecycle".to_owned(), Type::Text);
    compiler.fields.insert("lifecycle_since".to_owned(), Type::Time);
    let tags = compiler.tags();
    compiler.fields.insert("tags".to_owned(), Type::Text);
    let followups = compiler.followups();
    compiler.fields.insert("customer_id".to_owned(), Type::Text);
    let extracts = compiler.extracts(&metrics);
    let entry = compiler.entry_rules();
    if !compiler.errors.is_empty() {
        compiler.errors.sort();
        compiler.errors.dedup();
        return Err(compiler.errors);
    }
    let compiled = Compiled {
        metrics,
        conditions: compiler.conditions,
        fields_order,
        lifecycle,
        tags,
        followups,
        field_types: compiler.fields,
        zone: Zone::new(rules.project.timezone.parse().unwrap_or(chrono_tz::Asia::Shanghai)),
        currency: rules.project.currency.clone(),
        rates: rules.currency.clone(),
        examples: rules.examples.clone(),
        extracts,
        names: Names::new(rules),
        entry,
        affinity: rules.affinity.clone(),
        calendar: rules.calendar.clone(),
        managers: rules.managers.clone(),
    };
    let mistakes = super::examples::check(&compiled);
    if mistakes.is_empty() { Ok(compiled) } else { Err(mistakes) }
}

struct Compiler<'a> {
    rules: &'a Rules,
    errors: Vec<RuleError>,
    fields: Columns,
    conditions: Vec<Condition>,
}

/// Where an expression was written.
#[derive(Clone, Copy)]
struct Site<'a> {
    place: &'a Place,
    lines: &'a KeyLines,
    key: &'static str,
    /// How messages call the rule: ``tag `高价值客户` ``.
    title: &'a str,
}

impl Compiler<'_> {
    fn fail(&mut self, place: &Place, message: String, hint: &str) {
        self.errors.push(RuleError { file: place.file.clone(), line: place.line, message, hint: hint.to_owned() });
    }

    /// Notes the mistakes of one expression at their lines.
    fn blame(&mut self, site: Site, mistakes: Vec<SqlError>) {
        let place = site.place.of_key(site.lines, site.key);
        for mistake in mistakes {
            self.errors.push(RuleError {
                file: place.file.clone(),
                line: place.line + mistake.line.saturating_sub(1),
                message: format!("`{}` of {}: {}", site.key, site.title, mistake.message),
                hint: mistake.hint,
            });
        }
    }

    /// Compiles an expression over one table, tries it on an empty row, and wants a certain type.
    fn expression(&mut self, site: Site, text: &str, columns: &Columns, grain: Grain, wanted: Option<Type>) -> Option<Expression> {
        let checked = sql::compile(text, columns, grain).and_then(|expression| {
            let fault = |message: String| vec![SqlError { line: 1, message, hint: String::new() }];
            if let Some(wanted) = wanted.filter(|wanted| !expression.kind.agrees(*wanted)) {
                return Err(fault(format!("`{}` gives {}, not {}", sql::one_line(text), expression.kind.name(), wanted.name())));
            }
            let unknown = self.unknown_tags(&expression);
            if !unknown.is_empty() {
                return Err(unknown);
            }
            try_on_one_row(&expression, columns, grain).map_err(fault)?;
            Ok(expression)
        });
        checked.map_err(|mistakes| self.blame(site, mistakes)).ok()
    }

    /// Tags that an expression asks for and no rule makes: it would never hold, and nobody would see why.
    fn unknown_tags(&self, expression: &Expression) -> Vec<SqlError> {
        let known = || self.rules.tags.iter().map(|tag| tag.name.as_str());
        let unknown = expression.tags.iter().filter(|(tag, _)| !known().any(|name| name == tag));
        let mistake = |(tag, line): &(String, u32)| SqlError {
            line: *line,
            message: format!("no rule makes the tag `{tag}`"),
            hint: did_you_mean(tag, known().collect::<Vec<_>>()),
        };
        unknown.map(mistake).collect()
    }

    fn condition(&mut self, site: Site, text: &str) -> Option<Expression> {
        let columns = self.fields.clone();
        self.expression(site, text, &columns, Grain::Row, Some(Type::Bool))
    }

    fn check_names(&mut self) {
        let rules = self.rules;
        let mut seen: Vec<(&str, &Place)> = Vec::new();
        for metric in &rules.metrics {
            if MASTER.columns.contains(&metric.name.as_str()) || self.fields.contains_key(&metric.name) {
                let message = format!("metric `{}` has the name of a field", metric.name);
                self.fail(&metric.place.of_key(&metric.lines, "name"), message, "choose another name");
            }
            self.once(&mut seen, "metric", &metric.name, &metric.place);
        }
        seen.clear();
        for tag in &rules.tags {
            self.once(&mut seen, "tag", &tag.name, &tag.place);
        }
        seen.clear();
        for stage in &rules.lifecycle {
            self.once(&mut seen, "lifecycle stage", &stage.stage, &stage.place);
        }
    }

    fn once<'r>(&mut self, seen: &mut Vec<(&'r str, &'r Place)>, what: &str, name: &'r str, place: &'r Place) {
        if let Some((_, first)) = seen.iter().find(|(known, _)| *known == name) {
            let message = format!("{what} `{name}` is written twice, first in {}:{}", first.file, first.line);
            self.fail(place, message, "keep one of them");
        }
        seen.push((name, place));
    }

    /// All metrics in rule order, and the order in which those over fields are computed.
    fn metrics(&mut self) -> (Vec<Metric>, Vec<usize>) {
        let rules = self.rules;
        let mut found: Vec<Option<Metric>> = vec![None; rules.metrics.len()];
        for (i, rule) in rules.metrics.iter().enumerate() {
            let from = match rule.from.as_str() {
                "fields" => continue,
                "items" => From::Items,
                _ => From::Events,
            };
            found[i] = self.row_metric(rule, from);
            let kind = found[i].as_ref().map_or(Type::Any, |metric| metric.value.kind);
            self.fields.insert(rule.name.clone(), kind);
        }
        let order = self.fields_order();
        for &i in &order {
            let rule = &rules.metrics[i];
            let title = format!("metric `{}`", rule.name);
            if !rule.filter.is_empty() || rule.within_ms.is_some() {
                let key = if rule.filter.is_empty() { "within" } else { "where" };
                let message = format!("{title} has `{key}`, but `from = \"fields\"` has one row per customer");
                self.fail(&rule.place.of_key(&rule.lines, key), message, "put the condition into `value` with CASE");
            }
            let columns = self.fields.clone();
            let site = Site { place: &rule.place, lines: &rule.lines, key: "value", title: &title };
            let value = self.expression(site, &rule.value, &columns, Grain::Row, None);
            let kind = value.as_ref().map_or(Type::Any, |value| value.kind);
            self.fields.insert(rule.name.clone(), kind);
            found[i] = value.map(|value| Metric { rule: rule.clone(), from: From::Fields, value, rows: None });
        }
        (found.into_iter().flatten().collect(), order)
    }

    fn row_metric(&mut self, rule: &MetricRule, from: From) -> Option<Metric> {
        let title = format!("metric `{}`", rule.name);
        let site = |key| Site { place: &rule.place, lines: &rule.lines, key, title: &title };
        let columns = if from == From::Items { columns::items() } else { columns::events() };
        let condition = self.row_condition(rule, from, site("where"), &columns);
        let rows = condition.as_ref().and_then(Option::as_deref);
        let value = self.expression(site("value"), &rule.value, &columns, Grain::Group(rows), None)?;
        condition.map(|rows| Metric { rule: rule.clone(), from, value, rows })
    }

    /// The name of the column that says which rows count; `None` inside if all do, `None` outside on a mistake.
    #[expect(clippy::option_option, reason = "a mistake, no condition and a condition are three answers")]
    fn row_condition(&mut self, rule: &MetricRule, from: From, site: Site, columns: &Columns) -> Option<Option<String>> {
        if rule.filter.trim().is_empty() && rule.within_ms.is_none() {
            return Some(None);
        }
        let text = sql::one_line(&rule.filter);
        let same = |c: &&Condition| c.from == from && c.text == text && c.within_ms == rule.within_ms;
        if let Some(known) = self.conditions.iter().find(same) {
            return Some(Some(known.name.clone()));
        }
        let filter = if text.is_empty() {
            None
        } else {
            Some(self.expression(site, &rule.filter, columns, Grain::Row, Some(Type::Bool))?)
        };
        let name = format!("__rows_{}", self.conditions.len());
        self.conditions.push(Condition { name: name.clone(), from, filter, text, within_ms: rule.within_ms });
        Some(Some(name))
    }

    /// Metrics over fields, each after those it reads; a cycle is a mistake and its metrics are left out.
    fn fields_order(&mut self) -> Vec<usize> {
        let rules = self.rules;
        let over_fields: Vec<usize> = (0..rules.metrics.len()).filter(|&i| rules.metrics[i].from == "fields").collect();
        let mut visible = self.fields.clone();
        for &i in &over_fields {
            visible.insert(rules.metrics[i].name.clone(), Type::Any);
        }
        let needs: Vec<BTreeSet<String>> = over_fields
            .iter()
            .map(|&i| sql::compile(&rules.metrics[i].value, &visible, Grain::Row).map_or_else(|_| BTreeSet::new(), |e| e.uses))
            .collect();
        let mut order = Vec::new();
        let mut waiting: Vec<usize> = (0..over_fields.len()).collect();
        while !waiting.is_empty() {
            let blocked: BTreeSet<&str> = waiting.iter().map(|&w| rules.metrics[over_fields[w]].name.as_str()).collect();
            let (ready, still): (Vec<usize>, Vec<usize>) =
                waiting.iter().partition(|&&w| !needs[w].iter().any(|name| blocked.contains(name.as_str())));
            if ready.is_empty() {
                self.blame_cycle(&over_fields, &still, &needs);
                break;
            }
            order.extend(ready.into_iter().map(|w| over_fields[w]));
            waiting = still;
        }
        order
    }

    fn blame_cycle(&mut self, over_fields: &[usize], waiting: &[usize], needs: &[BTreeSet<String>]) {
        let rules = self.rules;
        let name = |w: usize| rules.metrics[over_fields[w]].name.as_str();
        for &w in waiting {
            let around: Vec<&str> = waiting.iter().map(|&other| name(other)).filter(|other| needs[w].contains(*other)).collect();
            let rule = &rules.metrics[over_fields[w]];
            let message = format!("metric `{}` needs `{}`, which needs it again", rule.name, around.join("`, `"));
            self.fail(&rule.place.of_key(&rule.lines, "value"), message, "break the circle");
            self.fields.insert(rule.name.clone(), Type::Any);
        }
    }

    fn lifecycle(&mut self) -> Vec<Stage> {
        let rules = self.rules;
        let mut stages = Vec::new();
        for rule in &rules.lifecycle {
            let title = format!("lifecycle stage `{}`", rule.stage);
            let site = |key| Site { place: &rule.place, lines: &rule.lines, key, title: &title };
            let when = self.condition(site("when"), &rule.when);
            let columns = self.fields.clone();
            let since = (!rule.since.trim().is_empty())
                .then(|| self.expression(site("since"), &rule.since, &columns, Grain::Row, Some(Type::Time)));
            if let Some(when) = when {
                stages.push(Stage { rule: rule.clone(), when, since: since.flatten() });
            }
        }
        stages
    }

    fn tags(&mut self) -> Vec<Tag> {
        let rules = self.rules;
        let mut tags = Vec::new();
        for rule in &rules.tags {
            let title = format!("tag `{}`", rule.name);
            let site = Site { place: &rule.place, lines: &rule.lines, key: "when", title: &title };
            let when = self.condition(site, &rule.when);
            let columns = self.fields.clone();
            let since = (!rule.since.trim().is_empty())
                .then(|| self.expression(Site { key: "since", ..site }, &rule.since, &columns, Grain::Row, Some(Type::Time)));
            if rule.expires_ms.is_some() && since.is_none() {
                let message = format!("{title} has `expires`, but no `since` to count from");
                self.fail(&rule.place.of_key(&rule.lines, "expires"), message, "add `since = \"last_inquiry_at\"`");
            }
            if let Some(when) = when {
                tags.push(Tag { rule: rule.clone(), when, since: since.flatten() });
            }
        }
        tags
    }

    fn entry_rules(&mut self) -> Vec<Entry> {
        let rules = self.rules;
        let mut entries = Vec::new();
        for rule in &rules.entry_rules {
            match Entry::new(rule) {
                Ok(entry) => entries.push(entry),
                Err((key, message, hint)) => self.fail(&rule.place.of_key(&rule.lines, key), message, hint),
            }
        }
        entries
    }

    fn extracts(&mut self, metrics: &[Metric]) -> Vec<Extract> {
        let rules = self.rules;
        let extracts: Vec<Extract> = rules.extracts.iter().map(|rule| self.extract(rule)).collect();
        for extract in &extracts {
            self.check_published(extract, metrics);
        }
        extracts
    }

    /// A published run holds no events: what is made of them must have been delivered.
    fn check_published(&mut self, extract: &Extract, metrics: &[Metric]) {
        let mut read: Vec<(&'static str, &Place, &Expression)> = Vec::new();
        let place = &extract.rule.place;
        read.extend(extract.filter.iter().map(|filter| ("where", place, filter)));
        read.extend(extract.columns.iter().map(|chosen| ("columns", &chosen.column.place, &chosen.value)));
        read.extend(extract.order.iter().map(|(order, _)| ("order", place, order)));
        for (key, place, expression) in read {
            if let Some(gone) = expression.uses.iter().find_map(|name| gone(name, metrics)) {
                let place = if key == "columns" { place.clone() } else { place.of_key(&extract.rule.lines, key) };
                let (title, name) = (format!("extract `{}`", extract.rule.name), &gone.rule.name);
                let message = format!("`{key}` of {title}: metric `{name}` is made of {}, and for rules only", gone.rule.from);
                self.fail(
                    &place,
                    message,
                    "take `deliver = false` off the metric: an extract looks at a published run, which has no events",
                );
            }
        }
    }

    fn extract(&mut self, rule: &ExtractRule) -> Extract {
        let title = format!("extract `{}`", rule.name);
        let site = |key| Site { place: &rule.place, lines: &rule.lines, key, title: &title };
        let filter = (!rule.filter.trim().is_empty()).then(|| self.condition(site("where"), &rule.filter)).flatten();
        let columns = self.fields.clone();
        let order = rule.order.iter().filter_map(|(text, down)| {
            let expression = self.expression(site("order"), text, &columns, Grain::Row, None)?;
            Some((expression, *down))
        });
        let order = order.collect();
        let no_lines = KeyLines::new();
        let mut chosen = Vec::new();
        for column in &rule.columns {
            let site = Site { place: &column.place, lines: &no_lines, key: "columns", title: &title };
            let Some(value) = self.expression(site, &column.value, &columns, Grain::Row, None) else { continue };
            let plain = sql::column_name(&column.value, &columns);
            if plain.as_deref() == Some(ACCOUNT) && rule.per_account.is_none() {
                let hint = "`account_ids` lists all accounts of a customer";
                self.fail(&column.place, format!("`columns` of {title}: `{ACCOUNT}` is no column of the master"), hint);
            }
            if rule.mask != MaskLevel::Clear && plain.is_none() {
                let hidden = value.uses.iter().find(|name| personal(name, self.rules).is_some()).cloned();
                if let Some(name) = hidden {
                    let message = format!("`columns` of {title}: `{}` computes with `{name}`, which `mask` hides", column.header);
                    self.fail(&column.place, message, "name the column alone, or set `mask = \"clear\"`");
                }
            }
            chosen.push(Chosen { column: column.clone(), value, plain });
        }
        Extract { rule: rule.clone(), filter, columns: chosen, order }
    }

    fn followups(&mut self) -> Vec<Followup> {
        let rules = self.rules;
        let mut followups = Vec::new();
        for rule in &rules.followups {
            let title = format!("follow-up `{}`", rule.action);
            let site = |key| Site { place: &rule.place, lines: &rule.lines, key, title: &title };
            let columns = self.fields.clone();
            let from = self.expression(site("from"), &rule.from, &columns, Grain::Row, Some(Type::Time));
            let written = |text: &str| !text.trim().is_empty();
            let when = written(&rule.when).then(|| self.condition(site("when"), &rule.when)).flatten();
            let unless = written(&rule.unless).then(|| self.condition(site("unless"), &rule.unless)).flatten();
            if let Some(from) = from {
                followups.push(Followup { rule: rule.clone(), from, when, unless });
            }
        }
        followups
    }
}

/// The metric that is not to be had from a published master where `name` is asked for: itself, or one it is made of.
fn gone<'m>(name: &str, metrics: &'m [Metric]) -> Option<&'m Metric> {
    let metric = metrics.iter().find(|metric| metric.rule.name == name && !metric.rule.deliver)?;
    match metric.from {
        From::Fields => metric.value.uses.iter().find_map(|name| gone(name, metrics)),
        From::Events | From::Items => Some(metric),
    }
}
