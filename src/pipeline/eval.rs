//! `eval`: how good an xref is against labels.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, anyhow};

use super::failure::Failure;
use super::linked;
use crate::eval::{self, Point, Score};
use crate::model::publish::{JOINS, MODEL_FILE};
use crate::registry::PublishedTable;

/// Precision and recall over thresholds.
#[derive(Debug, Clone)]
pub struct Curve {
    /// The threshold of the run, in bits.
    pub chosen: f64,
    /// From the highest threshold down.
    pub points: Vec<Point>,
}

/// Reads both files and scores; with `curve` at every threshold too, from the run that the xref lies in.
///
/// # Errors
/// If a file cannot be read, or the two have no record in common: their figures would say nothing. With `curve` also if the xref
/// does not lie in the folder of its run.
pub fn eval(xref: &Path, truth: &Path, curve: bool) -> Result<(Score, Option<Curve>), Failure> {
    let read = |path: &Path| fs::read(path).with_context(|| format!("{}: cannot read", path.display()));
    let joined = eval::join(&read(xref)?, &read(truth)?).map_err(anyhow::Error::from)?;
    let score = eval::score(&joined);
    if score.rows > 0 && score.missing == score.rows {
        let hint = "hint: both name records by file and row, or both by source key; the file of a label may be the end of the path in the xref";
        return Err(anyhow!("no record of {} is in {}\n\n{hint}", truth.display(), xref.display()).into());
    }
    if !curve {
        return Ok((score, None));
    }
    let folder = xref.parent().unwrap_or(Path::new(""));
    let path = folder.join(format!("{}.parquet", JOINS.name));
    if !path.exists() {
        let hint = "hint: a curve needs the xref where `run` or `dedupe` wrote it; an erasure takes the file with it, and the next run writes it again";
        return Err(anyhow!("{}: there is no `joins.parquet` beside it\n\n{hint}", xref.display()).into());
    }
    let joins = PublishedTable::read(&path)?.table()?;
    let model = linked::model(folder).ok_or_else(|| anyhow!("{}: cannot read the threshold", folder.join(MODEL_FILE).display()))?;
    let chosen = model.threshold_bits;
    let points = eval::curve(&joined, &joins, chosen).map_err(anyhow::Error::from)?;
    Ok((score, Some(Curve { chosen, points })))
}
