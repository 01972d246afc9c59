//! `eval`: how good an xref is against labels.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, anyhow};

use super::failure::Failure;
use crate::eval::{self, Score};

/// Reads both files and scores.
///
/// # Errors
/// If a file cannot be read, or the two have no record in common: their figures would say nothing.
pub fn eval(xref: &Path, truth: &Path) -> Result<Score, Failure> {
    let read = |path: &Path| fs::read(path).with_context(|| format!("{}: cannot read", path.display()));
    let joined = eval::join(&read(xref)?, &read(truth)?).map_err(anyhow::Error::from)?;
    let score = eval::score(&joined);
    if score.rows > 0 && score.missing == score.rows {
        let hint = "hint: both name records by file and row, or both by source key; the file of a label may be the end of the path in the xref";
        return Err(anyhow!("no record of {} is in {}\n\n{hint}", truth.display(), xref.display()).into());
    }
    Ok(score)
}
