//! Makes files durable beside the writing of others: a disk takes its time, and no core has to wait for it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};

use super::error::DeliverError;

/// Files on their way to the disk. Dropped before [`Durable::finish`], nothing is promised.
#[derive(Debug)]
pub(super) struct Durable {
    files: Sender<(PathBuf, File)>,
    worker: JoinHandle<Result<(), DeliverError>>,
}

impl Durable {
    /// Starts a thread that does nothing but wait for the disk; `folder` is named if that fails.
    pub(super) fn start(folder: &Path) -> Result<Self, DeliverError> {
        let (files, waiting) = channel();
        let worker = Builder::new().name("fsync".to_owned()).spawn(move || sync(&waiting));
        Ok(Self { files, worker: worker.map_err(DeliverError::io("write", folder))? })
    }

    /// Hands over a file that is written. What goes wrong from now on, [`Durable::finish`] says.
    pub(super) fn push(&self, path: PathBuf, file: File) {
        // The thread ends only with the channel, or with a panic that `finish` hands on.
        drop(self.files.send((path, file)));
    }

    /// Waits until every file is durable.
    ///
    /// # Errors
    /// The first failure, as the system says it.
    ///
    /// # Panics
    /// If the thread did.
    pub(super) fn finish(self) -> Result<(), DeliverError> {
        drop(self.files);
        self.worker.join().expect("waiting for a disk does not panic")
    }
}

fn sync(waiting: &Receiver<(PathBuf, File)>) -> Result<(), DeliverError> {
    let mut outcome = Ok(());
    for (path, file) in waiting {
        if outcome.is_ok() {
            outcome = file.sync_all().map_err(DeliverError::io("write", &path));
        }
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_file_that_cannot_be_made_durable_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let durable = Durable::start(folder.path()).unwrap();
        let path = folder.path().join("a");
        durable.push(path.clone(), File::create(&path).unwrap());
        // A pipe cannot be synced.
        let (reader, _writer) = std::io::pipe().unwrap();
        durable.push("pipe".into(), File::from(std::os::fd::OwnedFd::from(reader)));
        let error = durable.finish().unwrap_err().to_string();
        assert!(error.starts_with("cannot write `pipe`: "), "{error}");
    }
}
