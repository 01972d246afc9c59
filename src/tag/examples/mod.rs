//! Tests of rule authors: `[[example]]` blocks, each a made customer with events and what the rules must say about it.
//!
//! Comes in: [`Compiled`] rules. Goes out: which examples fail, with file, line, what was expected and what came out
//! instead, and for tags the part of the condition that decided. Every example is one customer of its own, computed by
//! the same code as a run; a quantile over all customers sees only that one.

mod check;
mod times;
mod verdict;
mod world;

use std::borrow::Cow;

use crate::model::customers::ByPeople;
use crate::rules::{ExampleRule, RuleError};

use super::compile::Compiled;
use super::zone::Zone;
use super::{TagInput, tag};

pub(super) use check::check;

/// What became of all examples.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExampleOutcome {
    /// Examples that hold.
    pub held: usize,
    /// What does not hold, in the order of the rules.
    pub failures: Vec<RuleError>,
}

/// Runs every example.
#[must_use]
pub fn examples(compiled: &Compiled) -> ExampleOutcome {
    let mut outcome = ExampleOutcome::default();
    for rule in &compiled.examples {
        let mut failures = run(rule, compiled);
        outcome.held += usize::from(failures.is_empty());
        outcome.failures.append(&mut failures);
    }
    outcome
}

/// The rules as an example sees them: in its own time zone.
fn seen_by<'a>(rule: &ExampleRule, compiled: &'a Compiled) -> Cow<'a, Compiled> {
    match rule.timezone.as_ref().and_then(|zone| zone.parse().ok()) {
        Some(zone) => Cow::Owned(Compiled { zone: Zone::new(zone), ..compiled.clone() }),
        None => Cow::Borrowed(compiled),
    }
}

fn run(rule: &ExampleRule, compiled: &Compiled) -> Vec<RuleError> {
    let compiled = seen_by(rule, compiled);
    let world = world::build(rule, &compiled);
    let people = ByPeople::default();
    let input = TagInput {
        customers: &world.customers,
        records: &world.records,
        events: &world.events,
        people: &people,
        as_of_ms: world.as_of_ms,
    };
    let outcome = tag(input, &compiled);
    verdict::failures(&verdict::Case { rule, compiled: &compiled, world: &world, outcome: &outcome })
}
