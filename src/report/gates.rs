//! Gates: figures against the levels the project sets.
//!
//! Comes in: gate rules and figures. Goes out: one result per gate. A figure that could not be measured passes: there
//! is nothing to judge, and the report shows a dash.

use crate::rules::Gate;

use super::facts::{GateResult, Kpi};

/// Slack for figures that are fractions: a value that prints as its level meets it.
const SLACK: f64 = 1e-12;

/// Judges every gate.
#[must_use]
pub fn gates(rules: &[Gate], kpis: &[Kpi]) -> Vec<GateResult> {
    rules.iter().map(|gate| judge(gate, kpis.iter().find(|kpi| kpi.name == gate.kpi && kpi.channel == gate.channel))).collect()
}

fn judge(gate: &Gate, kpi: Option<&Kpi>) -> GateResult {
    let value = kpi.and_then(|kpi| kpi.value);
    let previous = kpi.and_then(|kpi| kpi.previous);
    let drop = value.zip(previous).map(|(now, before)| before - now).filter(|drop| *drop > 0.0);
    let name = gate.channel.as_ref().map_or_else(|| gate.kpi.clone(), |channel| format!("{}/{channel}", gate.kpi));
    let mut misses = Vec::new();
    if let Some(value) = value {
        if let Some(min) = gate.min.filter(|min| value < *min - SLACK) {
            misses.push(format!("{name} {} < {}", show(value), show(min)));
        }
        if let Some(max) = gate.max.filter(|max| value > *max + SLACK) {
            misses.push(format!("{name} {} > {}", show(value), show(max)));
        }
    }
    if let (Some(drop), Some(max_drop)) = (drop, gate.max_drop)
        && drop > max_drop + SLACK
    {
        misses.push(format!("{name} fell by {} > {}", show(drop), show(max_drop)));
    }
    GateResult {
        kpi: gate.kpi.clone(),
        channel: gate.channel.clone(),
        value,
        min: gate.min,
        max: gate.max,
        max_drop: gate.max_drop,
        drop,
        passed: misses.is_empty(),
        fail: gate.fail,
        miss: misses.join(", "),
    }
}

/// A level as printed: at most four decimals.
fn show(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Place;

    fn gate(min: Option<f64>, max_drop: Option<f64>) -> Gate {
        Gate { place: Place::default(), kpi: "unification".into(), channel: None, min, max: None, max_drop, fail: true }
    }

    fn kpi(value: Option<f64>, previous: Option<f64>) -> Kpi {
        Kpi { name: "unification".into(), value, previous, ..Kpi::default() }
    }

    #[test]
    fn a_value_at_its_level_passes_and_one_below_is_named() {
        let judge = |value| gates(&[gate(Some(0.95), None)], &[kpi(Some(value), None)]).remove(0);
        assert!(judge(0.95).passed);
        assert!(judge(19.0 / 20.0).passed);
        assert_eq!(judge(0.9412).miss, "unification 0.9412 < 0.95");
    }

    #[test]
    fn a_fall_since_the_last_run_is_missed_but_a_rise_is_not() {
        let judge = |now, before| gates(&[gate(None, Some(0.02))], &[kpi(Some(now), Some(before))]).remove(0);
        assert_eq!(judge(0.93, 0.96).miss, "unification fell by 0.03 > 0.02");
        assert!(judge(0.99, 0.96).passed);
    }

    #[test]
    fn what_was_not_measured_passes() {
        assert!(gates(&[gate(Some(0.95), None)], &[kpi(None, None)])[0].passed);
        assert!(gates(&[gate(Some(0.95), None)], &[])[0].passed);
    }

    #[test]
    fn a_share_of_nothing_is_unknown() {
        assert_eq!(Kpi::share("unification", None, 0, 0).value, None);
        assert_eq!(Kpi::share("unification", Some("jd"), 1, 4).key(), "unification/jd");
    }
}
