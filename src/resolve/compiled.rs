//! The match rules, checked.

use std::sync::Arc;

use crate::model::decisions::Decision;
use crate::model::linkage::Linkage;
use crate::model::trained::TrainedModel;
use crate::rules::{MatchRules, RuleError, Rules};

/// What `resolve` needs of the configuration.
#[derive(Debug, Clone, Default)]
pub struct Compiled {
    /// `[match]`.
    pub matching: MatchRules,
    /// Decided pairs.
    pub decisions: Vec<Decision>,
    /// Labelled pairs to learn from; they decide nothing by themselves. An empty channel stands for any.
    pub labels: Vec<Decision>,
    /// A model to use instead of training. One that does not fit is not used, which the outcome says.
    pub model: Option<KeptModel>,
    /// What the last run left of its linkage.
    pub last: LastLinkage,
    /// Score every pair and link every part, whatever the last run left; blocks are treated as then all the same.
    pub full: bool,
}

/// What the last run left of its linkage.
#[derive(Debug, Clone, Default)]
pub enum LastLinkage {
    /// There was no run to build upon.
    #[default]
    None,
    /// Nothing that can be used; half a sentence on why.
    Missing(String),
    /// This.
    Kept(Arc<Linkage>),
}

/// A model that is there before the records.
#[derive(Debug, Clone)]
pub struct KeptModel {
    /// The model.
    pub model: TrainedModel,
    /// Whoever gave it wants this one: it is used also where the table has grown or shrunk much since it was trained,
    /// and its threshold also where the rules now ask for another precision.
    pub wanted: bool,
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
        Ok(Compiled { matching: rules.matching.clone(), decisions: rules.decisions.clone(), ..Compiled::default() })
    } else {
        Err(errors)
    }
}
