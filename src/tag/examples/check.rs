//! Do examples speak of fields, metrics, tags, stages and follow-ups that exist, in values of their type?

use crate::rules::{Cell, ExampleRule, Place, RuleError, WrittenCell, did_you_mean};

use super::super::compile::{Compiled, From};
use super::super::sql::Type;
use super::{seen_by, times};

/// Every mistake of every example, by file and line.
pub(in super::super) fn check(compiled: &Compiled) -> Vec<RuleError> {
    let mut errors = Vec::new();
    for rule in &compiled.examples {
        let own = seen_by(rule, compiled);
        let as_of = times::as_of(&rule.as_of, &own.zone);
        let mut checker = Checker { compiled: &own, rule, as_of: as_of.unwrap_or_default(), errors: &mut errors };
        if as_of.is_none() {
            checker.fail("as_of", format!("`{}` is no day and no time", rule.as_of), TIME_HINT.to_owned());
        }
        checker.customer();
        checker.events();
        checker.expectations();
    }
    errors.sort();
    errors
}

const TIME_HINT: &str = "write `2026-06-30`, `2026-06-30 18:00`, `2026-06-30T18:00:00+09:00`, or `-3d` from `as_of`";

/// Fields that are made by rules.
const MADE: [&str; 3] = ["tags", "lifecycle", "lifecycle_since"];

struct Checker<'a> {
    compiled: &'a Compiled,
    rule: &'a ExampleRule,
    as_of: i64,
    errors: &'a mut Vec<RuleError>,
}

impl Checker<'_> {
    fn fail(&mut self, key: &str, message: String, hint: String) {
        let place = self.rule.place.of_key(&self.rule.lines, key);
        self.fail_at(&place, message, hint);
    }

    fn fail_at(&mut self, place: &Place, message: String, hint: String) {
        let message = format!("example `{}`: {message}", self.rule.name);
        self.errors.push(RuleError { file: place.file.clone(), line: place.line, message, hint });
    }

    fn customer(&mut self) {
        let (compiled, rule) = (self.compiled, self.rule);
        let is_metric = |name: &str| compiled.metrics.iter().any(|m| m.rule.name == name);
        for cell in &rule.customer {
            match compiled.field_types.get(&cell.name) {
                Some(_) if MADE.contains(&cell.name.as_str()) || is_metric(&cell.name) => {
                    let hint = "say what must come out with `tags`, `stage` or `metrics`".to_owned();
                    self.fail_at(&cell.place, format!("`{}` is made by rules", cell.name), hint);
                }
                Some(kind) => self.typed(cell, *kind, "field"),
                None => {
                    let fields = compiled.field_types.keys().map(String::as_str).filter(|name| !is_metric(name));
                    let hint = did_you_mean(&cell.name, fields.collect::<Vec<_>>());
                    self.fail_at(&cell.place, format!("unknown field `{}`", cell.name), hint);
                }
            }
        }
    }

    /// Is the value one of its type?
    fn typed(&mut self, cell: &WrittenCell, kind: Type, what: &str) {
        let given = match &cell.cell {
            Cell::Text(text) if text.is_empty() => return,
            Cell::Text(text) if kind == Type::Time => {
                if times::moment(text, self.as_of, &self.compiled.zone).is_none() {
                    self.fail_at(&cell.place, format!("`{text}` of `{}` is no time", cell.name), TIME_HINT.to_owned());
                }
                return;
            }
            Cell::Text(_) => Type::Text,
            Cell::Number(_) => Type::Number,
            Cell::Bool(_) => Type::Bool,
        };
        if !given.agrees(kind) {
            let message = format!("{what} `{}` is {}, not {}", cell.name, kind.name(), given.name());
            self.fail_at(&cell.place, message, String::new());
        }
    }

    fn events(&mut self) {
        for event in &self.rule.events {
            let Some(at) = event.at.as_ref() else { continue };
            if times::moment(at, self.as_of, &self.compiled.zone).is_none() {
                self.fail_at(&event.place, format!("`{at}` is no time"), TIME_HINT.to_owned());
            }
        }
    }

    fn expectations(&mut self) {
        let (compiled, rule) = (self.compiled, self.rule);
        let tags: Vec<&str> = compiled.tags.iter().map(|tag| tag.rule.name.as_str()).collect();
        self.known("tags", "tag", &rule.tags, &tags);
        self.known("not_tags", "tag", &rule.not_tags, &tags);
        let stages: Vec<&str> = compiled.lifecycle.iter().map(|stage| stage.rule.stage.as_str()).collect();
        let stage: Vec<String> = rule.stage.iter().filter(|stage| !stage.is_empty()).cloned().collect();
        self.known("stage", "lifecycle stage", &stage, &stages);
        let actions: Vec<&str> = compiled.followups.iter().map(|followup| followup.rule.action.as_str()).collect();
        let named: Vec<String> = rule.followups.iter().map(|cell| cell.name.clone()).collect();
        self.known("followups", "follow-up", &named, &actions);
        self.known("not_followups", "follow-up", &rule.not_followups, &actions);
        self.known("overdue", "follow-up", &rule.overdue, &actions);
        for cell in &rule.followups {
            self.typed(cell, Type::Time, "due time");
        }
        let metrics: Vec<&str> = compiled.metrics.iter().map(|metric| metric.rule.name.as_str()).collect();
        for cell in &rule.metrics {
            if let Some(metric) = compiled.metrics.iter().find(|metric| metric.rule.name == cell.name) {
                self.typed(cell, metric.value.kind, "metric");
            } else {
                let hint = did_you_mean(&cell.name, metrics.iter().copied());
                self.fail_at(&cell.place, format!("unknown metric `{}`", cell.name), hint);
            }
        }
        let uses_items = compiled.metrics.iter().any(|metric| metric.from == From::Items);
        let gives_items = rule.events.iter().find(|event| !event.items.is_empty());
        if let Some(event) = gives_items.filter(|_| !uses_items) {
            self.fail_at(&event.place, "no metric reads line items".to_owned(), "leave `items` out".to_owned());
        }
    }

    fn known(&mut self, key: &str, what: &str, named: &[String], known: &[&str]) {
        for name in named.iter().filter(|name| !known.contains(&name.as_str())) {
            let hint = did_you_mean(name, known.iter().copied());
            self.fail(key, format!("unknown {what} `{name}`"), hint);
        }
    }
}
