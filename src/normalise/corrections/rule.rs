//! `[normalise] apply_corrections`: which suggestions may stand in a value's place.

use crate::model::kind::Kind;
use crate::rules::{RuleError, Rules, did_you_mean};

/// Parts that have a name of their own.
const PARTS: &[&str] = &["domain", "city", "district", "brand", "name", "number", "mailbox"];

/// What is applied: parts and fields by name, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compiled {
    pub(super) apply: Vec<String>,
}

impl Compiled {
    /// Is anything applied at all? Else suggestions are a list beside the data, and nobody has to wait for them.
    #[must_use]
    pub fn is_applied(&self) -> bool {
        !self.apply.is_empty()
    }

    /// May suggestions of this part of this field be applied?
    pub(super) fn allows(&self, field: &str, part: &str) -> bool {
        self.apply.iter().any(|name| if part == "value" { name == field } else { name == part })
    }
}

/// Checks the names.
///
/// # Errors
/// A name that is neither a part nor a field of a channel.
pub fn compile(rules: &Rules) -> Result<Compiled, Vec<RuleError>> {
    let written = &rules.normalise;
    let mut known: Vec<&str> = PARTS.to_vec();
    known.extend(
        [Kind::Category, Kind::Place, Kind::Industry, Kind::JobTitle, Kind::CompanySize, Kind::Owner, Kind::Tags].map(Kind::name),
    );
    let mapped = rules.channels.iter().flat_map(|c| &c.fields).chain(rules.presets.iter().flat_map(|p| &p.fields));
    known.extend(mapped.filter_map(|(target, _)| target.own_field()).map(|(name, _)| name));
    let unknown = written.apply_corrections.iter().filter(|name| !known.contains(&name.as_str()));
    let errors: Vec<RuleError> = unknown
        .map(|name| RuleError {
            file: written.place.file.clone(),
            line: written.place.line,
            message: format!("[normalise] cannot apply corrections of `{name}`"),
            hint: did_you_mean(name, known.iter().copied()),
        })
        .collect();
    if errors.is_empty() { Ok(Compiled { apply: written.apply_corrections.clone() }) } else { Err(errors) }
}
