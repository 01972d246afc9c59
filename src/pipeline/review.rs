//! `review --export`: the open questions as a sheet for people.

use std::path::{Path, PathBuf};

use anyhow::anyhow;

use super::failure::Failure;
use super::review_queue::{Desk, masked, open};
use crate::deliver::{self, ReviewSheet, SheetForm};
use crate::model::watch::Watch;

/// What is to be exported.
#[derive(Debug, Clone)]
pub struct ExportOptions {
    /// Project folder.
    pub project: PathBuf,
    /// The sheet: `.csv` or `.xlsx`.
    pub file: PathBuf,
    /// Hide names, numbers and source keys.
    pub masked: bool,
    /// Put the sheet in the place of an existing file.
    pub replace: bool,
}

/// What was exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exported {
    /// Questions in the sheet.
    pub open: usize,
    /// Questions of the run that are answered already.
    pub answered: usize,
}

/// Writes the open questions of the last published run.
///
/// # Errors
/// If nothing is published, or the file is there or cannot be written.
pub fn export(options: &ExportOptions, watch: &dyn Watch) -> Result<Exported, Failure> {
    let form = form(&options.file)?;
    let desk = Desk::open(&options.project)?;
    let all = desk.questions(watch)?;
    let asked = all.len();
    let decisions = &desk.rules.decisions;
    let mut questions = open(all, decisions, &desk.said(decisions));
    if options.masked {
        questions = masked(questions);
    }
    let sheet = ReviewSheet { run_id: &desk.run.run_id, questions: &questions, without_keys: options.masked };
    deliver::review_sheet(&options.file, form, sheet, options.replace)?;
    Ok(Exported { open: questions.len(), answered: asked - questions.len() })
}

fn form(file: &Path) -> Result<SheetForm, Failure> {
    let extension = file.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    match extension.as_str() {
        "csv" => Ok(SheetForm::Csv),
        "xlsx" => Ok(SheetForm::Xlsx),
        _ => Err(anyhow!("`{}` is neither `.csv` nor `.xlsx`\n\nhint: `--export review.xlsx`", file.display()).into()),
    }
}
