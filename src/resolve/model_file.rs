//! `model.json`: the model in a form people and diffs can read.

use serde_json::{Value, json};

use super::engine::Worked;
use super::score::Factor;

/// Version of the file's layout.
pub const MODEL_VERSION: u32 = 1;

/// The model as JSON text: prior, threshold, and per factor the m, u and weight, and the relations' probabilities, of each cell.
#[must_use]
pub fn json(w: &Worked<'_>) -> String {
    let factors: Vec<Value> = w.layout.factors.iter().enumerate().map(|(i, f)| factor(w, i, f)).collect();
    let model = json!({
        "version": MODEL_VERSION,
        "method": "Fellegi–Sunter, EM without labels; classes: match, related but different, unrelated",
        "lambda": round(w.trained.lambda),
        "relations": w.trained.relations.iter().map(|r| json!({ "name": r.name, "lambda": round(r.lambda) })).collect::<Vec<_>>(),
        "threshold_bits": w.choice.threshold,
        "expected_precision": round(w.choice.precision),
        "expected_recall": round(w.choice.recall),
        "em_rounds": w.trained.likelihood.len(),
        "factors": factors,
    });
    let mut text = serde_json::to_string_pretty(&model).expect("a tree of numbers and texts is JSON");
    text.push('\n');
    text
}

fn factor(w: &Worked<'_>, i: usize, f: &Factor) -> Value {
    let levels: Vec<Value> = (1..f.cells())
        .filter(|&cell| w.trained.m[i][cell] > 0.0)
        .map(|cell| {
            let [a, b] = Factor::split(cell);
            let name = |slot: usize, level: usize| if level == 0 { "not comparable" } else { f.names[slot][level - 1] };
            let mut names = vec![name(0, a)];
            if f.at.len() == 2 {
                names.push(name(1, b));
            }
            let mut level = json!({
                "level": names,
                "m": round(w.trained.m[i][cell]),
                "u": round(w.trained.u[i][cell]),
                "bits": round(w.weights.matching[i][cell]),
            });
            for relation in &w.trained.relations {
                level[relation.name] = round(relation.p[i][cell]).into();
            }
            level
        })
        .collect();
    json!({ "name": f.name, "levels": levels })
}

/// Six significant digits: enough to read, and no noise in diffs.
fn round(x: f64) -> f64 {
    if x == 0.0 || !x.is_finite() { 0.0 } else { format!("{x:.5e}").parse().unwrap_or(x) }
}
