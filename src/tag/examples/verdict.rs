//! Compares what came out with what an example expects.

use crate::model::customers::{Followup, TagOutcome};
use crate::model::table::Data;
use crate::rules::{Cell, ExampleRule, Place, RuleError, WrittenCell};

use super::super::compile::Compiled;
use super::super::evidence::{Evidence, Question, evidence};
use super::super::frame::{show, to_f64};
use super::times;
use super::world::World;

/// One example with its outcome.
pub(super) struct Case<'a> {
    pub(super) rule: &'a ExampleRule,
    pub(super) compiled: &'a Compiled,
    pub(super) world: &'a World,
    pub(super) outcome: &'a TagOutcome,
}

/// Everything that is not as expected.
pub(super) fn failures(case: &Case) -> Vec<RuleError> {
    let mut errors = Vec::new();
    case.tags(&mut errors);
    case.stage(&mut errors);
    for cell in &case.rule.metrics {
        case.metric(cell, &mut errors);
    }
    case.followups(&mut errors);
    for remark in case.outcome.remarks.iter().filter(|remark| remark.contains("could not be computed")) {
        case.fail(&mut errors, &case.rule.place, remark.clone(), String::new());
    }
    errors
}

/// How many numbers may differ: results are rounded to a millionth.
const TOLERANCE: f64 = 1e-6;

impl Case<'_> {
    fn fail(&self, errors: &mut Vec<RuleError>, place: &Place, message: String, hint: String) {
        let message = format!("example `{}`: {message}", self.rule.name);
        errors.push(RuleError { file: place.file.clone(), line: place.line, message, hint });
    }

    fn place(&self, key: &str) -> Place {
        self.rule.place.of_key(&self.rule.lines, key)
    }

    fn tags(&self, errors: &mut Vec<RuleError>) {
        let given: Vec<&str> = self.outcome.tags.get(0).split('|').filter(|tag| !tag.is_empty()).collect();
        for tag in self.rule.tags.iter().filter(|tag| !given.contains(&tag.as_str())) {
            let got = if given.is_empty() { "no tag".to_owned() } else { format!("`{}`", given.join("`, `")) };
            let hint = self.evidence(tag).map_or_else(String::new, |evidence| why_absent(&evidence));
            self.fail(errors, &self.place("tags"), format!("expected tag `{tag}`, got {got}"), hint);
        }
        for tag in self.rule.not_tags.iter().filter(|tag| given.contains(&tag.as_str())) {
            let hint = self.evidence(tag).map_or_else(String::new, |e| format!("`{}` holds: {}", e.condition, values(&e)));
            self.fail(errors, &self.place("not_tags"), format!("expected no tag `{tag}`, got it"), hint);
        }
    }

    fn evidence(&self, tag: &str) -> Option<Evidence> {
        let question = Question { tag, customer: 0, as_of_ms: self.world.as_of_ms };
        evidence(self.compiled, &self.world.customers, self.outcome, question)
    }

    fn stage(&self, errors: &mut Vec<RuleError>) {
        let Some(expected) = &self.rule.stage else { return };
        let got = self.outcome.lifecycle.get(0);
        if got != expected {
            let word = |stage: &str| if stage.is_empty() { "no stage".to_owned() } else { format!("stage `{stage}`") };
            self.fail(errors, &self.place("stage"), format!("expected {}, got {}", word(expected), word(got)), String::new());
        }
    }

    fn metric(&self, cell: &WrittenCell, errors: &mut Vec<RuleError>) {
        let Some(data) = self.outcome.metrics.column(&cell.name) else { return };
        if !self.equals(data, &cell.cell) {
            let got = show(data, 0, &self.compiled.zone).map_or_else(|| "nothing".to_owned(), |got| format!("`{got}`"));
            let expected = match &cell.cell {
                Cell::Text(text) if text.is_empty() => "nothing".to_owned(),
                Cell::Text(text) => format!("`{text}`"),
                Cell::Number(number) => format!("`{number}`"),
                Cell::Bool(truth) => format!("`{truth}`"),
            };
            self.fail(errors, &cell.place, format!("expected metric `{}` to be {expected}, got {got}", cell.name), String::new());
        }
    }

    fn equals(&self, data: &Data, expected: &Cell) -> bool {
        match (data, expected) {
            (data, Cell::Text(text)) if text.is_empty() => show(data, 0, &self.compiled.zone).is_none(),
            (Data::Int(values), Cell::Number(number)) => values[0].is_some_and(|n| (to_f64(n) - number).abs() < TOLERANCE),
            (Data::Float(values), Cell::Number(number)) => values[0].is_some_and(|n| (n - number).abs() < TOLERANCE),
            (Data::Money(values), Cell::Number(number)) => {
                values[0].is_some_and(|n| (to_f64(n) / 100.0 - number).abs() < TOLERANCE)
            }
            (Data::Text(values), Cell::Text(text)) => values.get(0) == text,
            (Data::Bool(values), Cell::Bool(truth)) => values[0] == Some(*truth),
            (Data::Time(values), Cell::Text(text)) => {
                let expected = times::moment(text, self.world.as_of_ms, &self.compiled.zone);
                values[0].is_some() && values[0] == expected
            }
            _ => false,
        }
    }

    fn followups(&self, errors: &mut Vec<RuleError>) {
        let open: Vec<&Followup> = self.outcome.followups.iter().collect();
        let time = |ms: i64| show(&Data::Time(vec![Some(ms)]), 0, &self.compiled.zone).unwrap_or_default();
        let shown: Vec<String> = open.iter().map(|f| format!("`{}` due {}", f.action, time(f.due_at))).collect();
        let got = if shown.is_empty() { "none".to_owned() } else { shown.join(", ") };
        for cell in &self.rule.followups {
            let due = match &cell.cell {
                Cell::Text(text) if !text.is_empty() => times::moment(text, self.world.as_of_ms, &self.compiled.zone),
                Cell::Text(_) | Cell::Number(_) | Cell::Bool(_) => None,
            };
            if !open.iter().any(|f| f.action == cell.name && due.is_none_or(|due| due == f.due_at)) {
                let when = due.map_or_else(String::new, |due| format!(" due {}", time(due)));
                self.fail(errors, &cell.place, format!("expected follow-up `{}`{when}, got {got}", cell.name), String::new());
            }
        }
        for action in self.rule.not_followups.iter().filter(|action| open.iter().any(|f| f.action == **action)) {
            self.fail(errors, &self.place("not_followups"), format!("expected no follow-up `{action}`, got {got}"), String::new());
        }
        let is_overdue = |action: &str| open.iter().any(|f| f.action == action && f.overdue == Some(true));
        for action in self.rule.overdue.iter().filter(|action| !is_overdue(action)) {
            let hint = if open.iter().any(|f| f.action == *action && f.overdue.is_none()) {
                "without any event of kind `followup` or `touch` nothing is called overdue".to_owned()
            } else {
                String::new()
            };
            self.fail(errors, &self.place("overdue"), format!("expected follow-up `{action}` to be overdue, got {got}"), hint);
        }
    }
}

/// Which part of a condition failed, with the values it read.
fn why_absent(evidence: &Evidence) -> String {
    if let Some(rival) = &evidence.ousted_by {
        return format!("its condition holds, but `{rival}` of the same group comes first");
    }
    let failed: Vec<&str> = evidence.parts.iter().filter(|(_, holds)| !holds).map(|(part, _)| part.as_str()).collect();
    format!("`{}` does not hold: {}", failed.join("`, `"), values(evidence))
}

fn values(evidence: &Evidence) -> String {
    let shown = evidence.values.iter().map(|(name, value)| {
        let value = if value.is_empty() { "nothing" } else { value.as_str() };
        format!("{name} is {value}")
    });
    shown.collect::<Vec<_>>().join(", ")
}
