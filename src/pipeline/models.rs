//! Which model a flow scores with: one that was asked for, that of the last published run, or none, so that one is trained;
//! and what it takes over of the last run's links.

use std::path::Path;
use std::sync::Arc;

use anyhow::anyhow;

use super::failure::Failure;
use super::published::Published;
use crate::model::resolution::{ModelUse, Resolution};
use crate::registry::{linkage_of, model_at, model_of};
use crate::resolve::{KeptModel, LastLinkage};
use crate::rules::Rules;

/// The model that was asked for on the command line, else in `[match] model`.
///
/// # Errors
/// If it cannot be read.
pub(super) fn wanted(flag: Option<&Path>, rules: &Rules) -> anyhow::Result<Option<KeptModel>> {
    let configured = rules.matching.model.as_ref().map(|path| rules.root.join(path));
    let path = flag.or(configured.as_deref());
    Ok(path.map(model_at).transpose()?.map(|model| KeptModel { model, wanted: true }))
}

/// The model of the last published run: the next one keeps it, so that customers change because records did.
///
/// # Errors
/// If its facts are damaged.
pub(super) fn of_last_run(before: Option<&Published>) -> anyhow::Result<Option<KeptModel>> {
    let model = before.map(|before| model_of(&before.folder)).transpose()?.flatten();
    Ok(model.map(|model| KeptModel { model, wanted: false }))
}

/// The model that scored the last published run, for flows that retell it.
///
/// # Errors
/// If its facts are damaged.
pub(super) fn as_published(before: Option<&Published>) -> anyhow::Result<Option<KeptModel>> {
    Ok(of_last_run(before)?.map(|kept| KeptModel { wanted: true, ..kept }))
}

/// What the last published run left of its linkage.
pub(super) fn linkage_of_last_run(before: Option<&Published>) -> LastLinkage {
    match before.map(|before| linkage_of(&before.folder)) {
        None => LastLinkage::None,
        Some(Ok(linkage)) => LastLinkage::Kept(Arc::new(linkage)),
        Some(Err(why)) => LastLinkage::Missing(why),
    }
}

/// Whoever asked for a model gets it or an error: another one is no substitute.
///
/// # Errors
/// If the model does not fit the records.
pub(super) fn insist(given: Option<&KeptModel>, resolution: &Resolution) -> Result<(), Failure> {
    match (&resolution.model_use, given) {
        (ModelUse::Replaced(why), Some(KeptModel { wanted: true, .. })) => Err(anyhow!(
            "the model cannot score these records: {why}\n\nhint: train one on a table with the same fields (`guiyi train`), or leave the model out"
        )
        .into()),
        _ => Ok(()),
    }
}
