//! Times the stages of a flow for `run.json` and stops it between two of them when the user asked to.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::failure::Failure;
use crate::deliver::{StageSeconds, peak_memory};
use crate::model::watch::Watch;

/// The stages done so far, and who watches them.
pub(super) struct Stages<'a> {
    pub watch: &'a dyn Watch,
    started: Instant,
    /// With the moment each began.
    done: Mutex<Vec<(Instant, StageSeconds)>>,
}

impl<'a> Stages<'a> {
    pub fn start(watch: &'a dyn Watch) -> Self {
        Self { watch, started: Instant::now(), done: Mutex::default() }
    }

    /// Runs one stage under its name.
    pub fn run<T>(&self, name: &str, stage: impl FnOnce() -> T) -> Result<T, Failure> {
        self.run_of(name, 0, stage)
    }

    /// Runs one stage of `total` units of work.
    pub fn run_of<T>(&self, name: &str, total: u64, stage: impl FnOnce() -> T) -> Result<T, Failure> {
        self.watch.stage(name, total);
        self.room(name, stage)
    }

    /// Runs one stage whose room announces its own steps. What it gave is dropped if the user asked to stop meanwhile:
    /// rooms return early then.
    pub fn room<T>(&self, name: &str, stage: impl FnOnce() -> T) -> Result<T, Failure> {
        let began = Instant::now();
        let outcome = stage();
        self.list().push((began, StageSeconds { name: name.to_owned(), ..until_now(began) }));
        if self.watch.cancelled() { Err(Failure::Stopped) } else { Ok(outcome) }
    }

    pub fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// The stage that was done last goes on until now: what was begun beside it had to be waited for.
    pub fn prolong(&self) {
        if let Some((began, last)) = self.list().last_mut() {
            *last = StageSeconds { name: std::mem::take(&mut last.name), ..until_now(*began) };
        }
    }

    pub fn done(&self) -> Vec<StageSeconds> {
        self.list().iter().map(|(_, stage)| stage.clone()).collect()
    }

    fn list(&self) -> MutexGuard<'_, Vec<(Instant, StageSeconds)>> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stage without a name that began then and ends now.
fn until_now(began: Instant) -> StageSeconds {
    StageSeconds { name: String::new(), seconds: began.elapsed().as_secs_f64(), peak_memory_bytes: peak_memory() }
}
