//! Times the stages of a flow for `run.json` and stops it between two of them when the user asked to.

use std::cell::RefCell;
use std::time::Instant;

use super::failure::Failure;
use crate::deliver::{StageSeconds, peak_memory};
use crate::model::watch::Watch;

/// The stages done so far, and who watches them.
pub(super) struct Stages<'a> {
    pub watch: &'a dyn Watch,
    started: Instant,
    done: RefCell<Vec<StageSeconds>>,
}

impl<'a> Stages<'a> {
    pub fn start(watch: &'a dyn Watch) -> Self {
        Self { watch, started: Instant::now(), done: RefCell::default() }
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
        let (seconds, peak_memory_bytes) = (began.elapsed().as_secs_f64(), peak_memory());
        self.done.borrow_mut().push(StageSeconds { name: name.to_owned(), seconds, peak_memory_bytes });
        if self.watch.cancelled() { Err(Failure::Stopped) } else { Ok(outcome) }
    }

    pub fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    pub fn done(&self) -> Vec<StageSeconds> {
        self.done.borrow().clone()
    }
}
