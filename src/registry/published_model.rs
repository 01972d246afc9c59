//! Looks into the `model.json` of a published run, as far as it is told to people.

use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;

/// What a published model says of itself. Numbers it does not hold are missing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PublishedModel {
    /// Prior in bits: log2 of the odds that two records match.
    pub prior: Option<f64>,
    /// Bits from which on records are linked.
    pub threshold: Option<f64>,
    /// What each comparison can weigh.
    pub comparisons: Vec<ComparisonSpan>,
}

/// The span of one comparison's weights.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonSpan {
    /// Field, or fields compared together.
    pub name: String,
    /// Bits of its heaviest level.
    pub best: f64,
    /// Bits of its lightest level.
    pub worst: f64,
}

impl PublishedModel {
    /// Reads a `model.json`.
    ///
    /// # Errors
    /// If it cannot be read or is no JSON.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
        let model: Value = serde_json::from_str(&text).with_context(|| format!("`{}` is damaged", path.display()))?;
        Ok(Self::of(&model))
    }

    fn of(model: &Value) -> Self {
        let lambda = model["lambda"].as_f64().filter(|&lambda| lambda > 0.0 && lambda < 1.0);
        let factors = model["factors"].as_array().map(Vec::as_slice).unwrap_or_default();
        let span = |factor: &Value| {
            let levels = factor["levels"].as_array()?.iter().filter_map(|level| level["bits"].as_f64());
            let (worst, best) = levels.fold((f64::MAX, f64::MIN), |(low, high), bits| (low.min(bits), high.max(bits)));
            (worst <= best).then(|| ComparisonSpan { name: factor["name"].as_str().unwrap_or_default().to_owned(), best, worst })
        };
        Self {
            prior: lambda.map(|lambda| (lambda / (1.0 - lambda)).log2()),
            threshold: model["threshold_bits"].as_f64(),
            comparisons: factors.iter().filter_map(span).collect(),
        }
    }

    /// What a field can weigh at best and at worst; `None` if it takes no part, or not by itself.
    #[must_use]
    pub fn span(&self, field: &str) -> Option<(f64, f64)> {
        let own = self.comparisons.iter().filter(|c| c.name == field);
        own.map(|c| (c.best, c.worst)).reduce(|a, b| (a.0.max(b.0), a.1.min(b.1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_tells_prior_threshold_and_the_span_of_each_comparison() {
        let level = |bits: f64| serde_json::json!({ "level": ["x"], "m": 0.1, "u": 0.1, "bits": bits });
        let model = PublishedModel::of(&serde_json::json!({
            "lambda": 0.2, "threshold_bits": 1.5,
            "factors": [
                { "name": "phone", "levels": [level(11.0), level(2.0), level(-9.0)] },
                { "name": "account_id", "levels": [level(5.0), level(-1.0)] },
                { "name": "account_id", "levels": [level(7.0), level(-2.0)] },
                { "name": "unused", "levels": [] },
            ],
        }));
        assert_eq!((model.prior, model.threshold), (Some(-2.0), Some(1.5)));
        assert_eq!((model.span("phone"), model.span("account_id")), (Some((11.0, -9.0)), Some((7.0, -2.0))));
        assert_eq!((model.span("unused"), PublishedModel::of(&Value::Null)), (None, PublishedModel::default()));
    }
}
