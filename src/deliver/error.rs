//! What can go wrong while claiming, writing and publishing.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why nothing was delivered.
#[derive(Debug, thiserror::Error)]
pub enum DeliverError {
    /// Another run holds the lock (exit code 3).
    #[error("another run holds the lock: {owner}, for {} s\n\nhint: wait until it is done; a killed run never keeps the lock", age.as_secs())]
    Busy {
        /// Who holds it, as the lock file says (`pid 4711`).
        owner: String,
        /// For how long.
        age: Duration,
    },
    /// The target folder of `dedupe` is already there.
    #[error("`{}` already exists\n\nhint: add `--replace` to put the new files in its place", .0.display())]
    Exists(PathBuf),
    /// The target folder holds files that no run of guiyi wrote.
    #[error("`{}` holds `{foreign}`, which guiyi did not write\n\nhint: choose another folder, or move the file away", target.display())]
    Foreign {
        /// The target folder.
        target: PathBuf,
        /// One of the foreign entries.
        foreign: String,
    },
    /// PostgreSQL, or the way to it, says no.
    #[error("cannot {action} PostgreSQL: {message}")]
    Postgres {
        /// What was tried: `connect to`, `copy into`, …
        action: &'static str,
        /// What the server says.
        message: String,
    },
    /// A key that others may read.
    #[error("key `{}` may be read by others (mode {mode:o})\n\nhint: `chmod 600` it", path.display())]
    Exposed {
        /// The key file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// The outside world failed.
    #[error("cannot {action} `{}`: {reason}", path.display())]
    Io {
        /// What was tried: `write`, `rename`, …
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// The system's answer. Not called a source: it is in the sentence already, and chains print sources behind it.
        reason: io::Error,
    },
    /// Parquet could not be encoded.
    #[error("cannot write `{}`: {message}", path.display())]
    Encode {
        /// The file.
        path: PathBuf,
        /// What the encoder says.
        message: String,
    },
}

impl DeliverError {
    /// Puts a name and an action to a system error.
    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |reason| Self::Io { action, path, reason }
    }
}
