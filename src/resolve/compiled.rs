//! The match rules, checked.

use crate::model::decisions::Decision;
use crate::rules::{MatchRules, RuleError, Rules};

/// What `resolve` needs of the configuration.
#[derive(Debug, Clone, Default)]
pub struct Compiled {
    /// `[match]`.
    pub matching: MatchRules,
    /// Decided pairs.
    pub decisions: Vec<Decision>,
}

/// Checks the match rules.
///
/// # Errors
/// Every value out of its range, with a hint.
pub fn compile(rules: &Rules) -> Result<Compiled, Vec<RuleError>> {
    let mut errors = Vec::new();
    if let Some(precision) = rules.matching.precision
        && !(0.5..1.0).contains(&precision)
    {
        errors.push(RuleError {
            file: "guiyi.toml".to_owned(),
            line: 0,
            message: format!("`precision = {precision}` in [match] is not between 0.5 and 1"),
            hint: "0.985 accepts 15 wrong pairs in a thousand; leave it out to maximise F1".to_owned(),
        });
    }
    if errors.is_empty() {
        Ok(Compiled { matching: rules.matching.clone(), decisions: rules.decisions.clone() })
    } else {
        Err(errors)
    }
}
