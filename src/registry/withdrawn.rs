//! Ids of runs that were rolled back: never given again, to whomever.
//!
//! They stand in `out/withdrawn_ids`, one a line, beside the runs and not in one of them: rollback and retention never
//! shorten the list. The next run takes them into its ledger.

use std::path::Path;

use anyhow::{Context as _, bail};

use super::id::CustomerId;
use super::ledger::{LedgerRow, Status};
use super::pages::PagedFile;
use super::state::State;

/// Name of the list in the output folder.
pub const WITHDRAWN_FILE: &str = "withdrawn_ids";

/// Reads the list, ascending; empty if there is none.
///
/// # Errors
/// If the file cannot be read or holds something else than ids.
pub fn withdrawn(out: &Path) -> anyhow::Result<Vec<CustomerId>> {
    let path = out.join(WITHDRAWN_FILE);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let mut ids = Vec::new();
    for (line, word) in text.lines().enumerate() {
        let Some(id) = CustomerId::parse(word) else { bail!("{}:{}: `{word}` is no customer id", path.display(), line + 1) };
        ids.push(id);
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// The list after a rollback: what it held, and every id of the ledger that is left which the other does not know.
#[must_use]
pub fn withdraw(listed: &[CustomerId], left: &[LedgerRow], back_to: &[LedgerRow]) -> Vec<CustomerId> {
    let known = |id: CustomerId| back_to.binary_search_by_key(&id, |row| row.id).is_ok();
    let mut ids: Vec<CustomerId> = left.iter().map(|row| row.id).filter(|&id| !known(id)).chain(listed.iter().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Ids of a run's `master.parquet`, as far as that can be read: for a run whose ledger cannot.
#[must_use]
pub fn ids_of_master(run: &Path) -> Vec<LedgerRow> {
    let ids = PagedFile::open(&run.join("master.parquet")).and_then(|file| file.texts("customer_id"));
    let row = |id| LedgerRow { id, born: 0, seen: 0, status: Status::Active, redirect: None };
    ids.map(|ids| ids.iter().filter_map(CustomerId::parse).map(row).collect()).unwrap_or_default()
}

/// The text of the list.
#[must_use]
pub fn withdrawn_text(ids: &[CustomerId]) -> String {
    let mut text = ids.iter().map(CustomerId::to_string).collect::<Vec<_>>().join("\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

impl State {
    /// Takes withdrawn ids into the ledger. An id the ledger knows stays what it is: somebody went back to a run that gave it.
    pub fn withdraw(&mut self, ids: &[CustomerId]) {
        let known = std::mem::take(&mut self.ledger);
        let is_new = |id: &&CustomerId| known.binary_search_by_key(*id, |row| row.id).is_err();
        let new =
            ids.iter().filter(is_new).map(|&id| LedgerRow { id, born: 0, seen: 0, status: Status::Withdrawn, redirect: None });
        let new: Vec<LedgerRow> = new.collect();
        self.ledger = known;
        self.ledger.extend(new);
        self.ledger.sort_unstable_by_key(|row| row.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> CustomerId {
        CustomerId::parse(text).expect("an id")
    }

    fn row(text: &str) -> LedgerRow {
        LedgerRow { id: id(text), born: 1, seen: 1, status: Status::Active, redirect: None }
    }

    #[test]
    fn what_the_older_run_does_not_know_is_withdrawn_and_stays_so() {
        let (a, b, c) = ("00000000000A", "00000000000B", "00000000000C");
        let first = withdraw(&[], &[row(a), row(b)], &[row(a)]);
        assert_eq!(first, [id(b)]);
        assert_eq!(withdraw(&first, &[row(a), row(c)], &[row(a)]), [id(b), id(c)]);
        let mut state = State { ledger: vec![row(a), row(c)], ..State::default() };
        state.withdraw(&[id(b), id(c)]);
        let ledger: Vec<_> = state.ledger.iter().map(|r| (r.id, r.status)).collect();
        assert_eq!(ledger, [(id(a), Status::Active), (id(b), Status::Withdrawn), (id(c), Status::Active)]);
    }
}
