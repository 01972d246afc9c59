//! `eval`: how good an xref is against labels.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use super::failure::Failure;
use crate::eval::{self, Score};

/// Reads both files and scores.
///
/// # Errors
/// If a file cannot be read or the two do not fit together.
pub fn eval(xref: &Path, truth: &Path) -> Result<Score, Failure> {
    let read = |path: &Path| fs::read(path).with_context(|| format!("{}: cannot read", path.display()));
    let joined = eval::join(&read(xref)?, &read(truth)?).map_err(anyhow::Error::from)?;
    Ok(eval::score(&joined))
}
