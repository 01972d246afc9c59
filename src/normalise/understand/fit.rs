//! What the normalisers themselves make of a column's sample, once its kind, country and date order are known.

use crate::model::kind::{EventPart, Kind, Target};
use crate::model::mapping::{DateOrder, Mapping};
use crate::model::value::{Class, Normal};
use crate::normalise::{Context, cell};

use super::decide::percent;
use super::ends;
use super::facts::ColumnFacts;
use crate::normalise::gender::holds_codes;

/// Share of the sample that the kind's normaliser takes (valid, possible, shared or masked), and the sentence that says
/// so; `None` for kinds whose normaliser takes anything.
pub(super) fn parsed(target: &Target, facts: &ColumnFacts, dates: Option<DateOrder>, mapping: &Mapping) -> Option<(f32, String)> {
    let kind = tested_kind(target)?;
    let default = Context::default();
    let context = Context {
        country: &mapping.country,
        dates: dates.unwrap_or(DateOrder::Iso),
        timezone: mapping.timezone.parse().unwrap_or(default.timezone),
        currency: &mapping.currency,
        missing: &mapping.missing,
        relay_email: mapping.relay_email,
        ends_only: ends::says_so(&facts.header),
    };
    if kind == Kind::Gender && holds_codes(facts.sample.iter().map(|s| s.text.as_str())) {
        return None;
    }
    let mut values: Vec<Normal> = Vec::new();
    let classes: Vec<Option<Class>> = facts
        .sample
        .iter()
        .map(|s| {
            values.clear();
            cell(kind, &s.text, &context, &mut values);
            values.iter().map(|v| v.class).min()
        })
        .collect();
    let share = |test: &dyn Fn(Class) -> bool| facts.share_where(|i| classes[i].is_some_and(test));
    let taken = share(&Class::is_evidence);
    let masked = share(&|c| c == Class::Masked);
    let fillers = share(&|c| c == Class::Placeholder);
    let mut says = format!("{} of {} filled cells are read as {}", percent(taken), facts.filled, kind.name().replace('_', " "));
    for (part, name) in [(masked, "masked"), (fillers, "fillers")] {
        if part >= 0.005 {
            says += &[", ", &percent(part), " ", name].concat();
        }
    }
    Some((taken, says))
}

/// The kinds whose normalisers refuse what does not fit.
fn tested_kind(target: &Target) -> Option<Kind> {
    let kind = match target {
        Target::Field(_, kind) | Target::Extra(_, kind) | Target::Attribute(_, kind) => *kind,
        Target::Event(EventPart::At | EventPart::PaidAt) | Target::CreatedAt | Target::UpdatedAt => Kind::Date,
        Target::Event(_) | Target::Item(_) | Target::Consent(_) | Target::OptOut(_) => return None,
    };
    let tested = [
        Kind::Phone,
        Kind::Email,
        Kind::Date,
        Kind::BirthDate,
        Kind::ContractEnd,
        Kind::Gender,
        Kind::NationalId,
        Kind::TaxId,
        Kind::Url,
    ];
    tested.contains(&kind).then_some(kind)
}
