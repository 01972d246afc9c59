//! Figures, gates and the trend. Shapes only, see the parent.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One figure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Kpi {
    /// `unification`, `completeness`, `rejected_share`, …
    pub name: String,
    /// Channel; `None` = overall.
    pub channel: Option<String>,
    /// Its value; `None` if there was nothing to measure.
    pub value: Option<f64>,
    /// Value of the previous run.
    pub previous: Option<f64>,
    /// Counted on top of the fraction, if it is one.
    pub part: Option<u64>,
    /// Counted below.
    pub whole: Option<u64>,
}

impl Kpi {
    /// A share of counted things; unknown if there is nothing to count.
    #[must_use]
    pub fn share(name: &str, channel: Option<&str>, part: u64, whole: u64) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "counts of rows are far below 2^53")]
        let value = (whole > 0).then(|| part as f64 / whole as f64);
        Self {
            name: name.to_owned(),
            channel: channel.map(str::to_owned),
            value,
            previous: None,
            part: Some(part),
            whole: Some(whole),
        }
    }

    /// A plain number.
    #[must_use]
    pub fn number(name: &str, value: f64) -> Self {
        Self { name: name.to_owned(), value: Some(value), ..Self::default() }
    }

    /// Key in [`PreviousRun::values`]: the name, and the channel after a `/`.
    #[must_use]
    pub fn key(&self) -> String {
        self.channel.as_ref().map_or_else(|| self.name.clone(), |channel| format!("{}/{channel}", self.name))
    }
}

/// One gate with its outcome.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GateResult {
    /// Figure it watches.
    pub kpi: String,
    /// Channel; `None` = overall.
    pub channel: Option<String>,
    /// The figure's value.
    pub value: Option<f64>,
    /// Smallest accepted value.
    pub min: Option<f64>,
    /// Largest accepted value.
    pub max: Option<f64>,
    /// Largest accepted drop since the last run.
    pub max_drop: Option<f64>,
    /// Drop since the last run, if it fell.
    pub drop: Option<f64>,
    /// Did it pass?
    pub passed: bool,
    /// Does a miss make exit code 1?
    pub fail: bool,
    /// What was missed, `NAME value < level`; `""` if passed.
    pub miss: String,
}

/// Figures of one run, for the trend.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HistoryPoint {
    /// Run id.
    pub run_id: String,
    /// Customers.
    pub customers: u64,
    /// Unification, 0–1.
    pub unification: Option<f64>,
    /// Completeness, 0–1.
    pub completeness: Option<f64>,
}
