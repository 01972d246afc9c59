//! `diff`: two published runs side by side.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::failure::Failure;
use super::history::named;
use super::published::Published;
use crate::deliver::Manifest;
use crate::registry::{self, Comparison, LedgerRow, Status};
use crate::rules;

/// What differs between two runs.
#[derive(Debug, Clone, Serialize)]
pub struct Difference {
    /// `run.json` of the first.
    pub first: Manifest,
    /// `run.json` of the second.
    pub second: Manifest,
    /// Customers and cells.
    pub master: Comparison,
    /// What became of customers of the first that the second lacks: (id, fate, id it was merged into or `""`).
    pub fates: Vec<Fate>,
    /// Customers whose value changed, by column.
    pub fields: BTreeMap<String, u64>,
}

/// What became of a customer.
#[derive(Debug, Clone, Serialize)]
pub struct Fate {
    /// The customer.
    pub customer_id: String,
    /// `merged`, `retired`, `withdrawn`, or `unknown` where the second run never heard of it.
    pub fate: &'static str,
    /// The customer it was merged into; `""` if it was not.
    pub into_customer_id: String,
}

/// Compares two published runs of a project.
///
/// # Errors
/// If a run is not there or cannot be read.
pub fn diff(project: &Path, first: &str, second: &str) -> Result<Difference, Failure> {
    let rules = rules::load(project)?;
    let out = rules.root.join(&rules.project.out);
    let (first, second) = (named(&out, first)?, named(&out, second)?);
    let master = |run: &Published| run.folder.join("master.csv");
    let compared = registry::compare(&master(&first), &master(&second))?;
    let ledger = registry::load(&second.folder.join("state"))?.map(|state| state.ledger).unwrap_or_default();
    let fates = compared.gone.iter().map(|id| fate(id, &ledger)).collect();
    let mut fields = BTreeMap::new();
    for cell in &compared.cells {
        *fields.entry(cell.field.clone()).or_default() += 1;
    }
    Ok(Difference { first: first.manifest, second: second.manifest, master: compared, fates, fields })
}

fn fate(id: &str, ledger: &[LedgerRow]) -> Fate {
    let row =
        registry::CustomerId::parse(id).and_then(|id| ledger.binary_search_by_key(&id, |row| row.id).ok()).map(|at| &ledger[at]);
    let fate = match row.map(|row| row.status) {
        Some(Status::Merged) => "merged",
        Some(Status::Retired) => "retired",
        Some(Status::Withdrawn) => "withdrawn",
        // Erased customers are still in the ledger until the next run.
        Some(Status::Active) => "retired",
        None => "unknown",
    };
    let into = row.and_then(|row| row.redirect).map(|id| id.to_string()).unwrap_or_default();
    Fate { customer_id: id.to_owned(), fate, into_customer_id: into }
}
