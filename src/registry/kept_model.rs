//! Reads a kept model: `model.json` and the frequency facts that go with it.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, anyhow, bail};

use crate::model::publish::MODEL_FILE;
use crate::model::trained::{Facts, TrainedModel};

use super::pages::PagedFile;

/// The frequency facts: in `state/` of a run, beside `model.json` where `train` wrote it.
pub const FACTS_FILE: &str = "facts.parquet";

/// What to do about a model that is not whole.
const RETRAIN: &str = "hint: `guiyi run --retrain` trains it anew";

/// The model at a path, with the facts beside it (`facts.parquet`) or of its run (`state/facts.parquet`); without either,
/// facts are empty: what is common is counted in the table at hand then.
///
/// # Errors
/// If it cannot be read, or is no model of this version.
pub fn model_at(path: &Path) -> anyhow::Result<TrainedModel> {
    let hint = "hint: `guiyi train` writes a model; every run has one as model.json";
    let text = fs::read_to_string(path).map_err(|e| anyhow!("`{}`: {}\n\n{hint}", path.display(), e.to_string().to_lowercase()))?;
    let mut model = TrainedModel::read(&text).map_err(|why| anyhow!("`{}` {why}\n\n{hint}", path.display()))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let beside = [folder.join(FACTS_FILE), folder.join("state").join(FACTS_FILE)];
    if let Some(path) = beside.iter().find(|path| path.is_file()) {
        model.facts = facts(path).with_context(|| format!("the facts of the model in `{}` cannot be used", path.display()))?;
    }
    Ok(model)
}

/// The model of a published run; `None` if it is of an older layout or has no facts, which is as good as none.
///
/// # Errors
/// If it or its facts are damaged.
pub fn model_of(run: &Path) -> anyhow::Result<Option<TrainedModel>> {
    let Ok(text) = fs::read_to_string(run.join(MODEL_FILE)) else { return Ok(None) };
    let mut model = match TrainedModel::read(&text) {
        Ok(model) => model,
        Err(_) if serde_json::from_str::<serde_json::Value>(&text).is_ok() => return Ok(None),
        Err(why) => bail!("the model of the last run, `{}`, {why}\n\n{RETRAIN}", run.join(MODEL_FILE).display()),
    };
    let path = run.join("state").join(FACTS_FILE);
    if !path.is_file() {
        return Ok(None);
    }
    model.facts =
        facts(&path).map_err(|_| anyhow!("the facts of the last run in `{}` cannot be used\n\n{RETRAIN}", path.display()))?;
    Ok(Some(model))
}

fn facts(path: &Path) -> anyhow::Result<Facts> {
    let file = PagedFile::open(path)?;
    let parts = file.texts("part")?;
    let [terms, values] = file.several(["term", "value"], PagedFile::numbers)?;
    let mut facts = Facts::default();
    let mut start = 0;
    // Rows come sorted by part; a part without terms has one row without a hash.
    while start < parts.len() {
        let part = parts.get(start);
        let end = (start..parts.len()).find(|&row| parts.get(row) != part).unwrap_or(parts.len());
        let term = |row: usize| -> Option<(u64, u32)> { Some((terms[row]?.cast_unsigned(), u32::try_from(values[row]?).ok()?)) };
        facts.set(part.to_owned(), (start..end).filter_map(term).collect());
        start = end;
    }
    Ok(facts)
}
