//! One run at a time: an advisory lock that dies with its process.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::error::DeliverError;

/// Locks the file at `path` (made if absent) and writes into it who holds it since when.
pub(super) fn take(path: &Path) -> Result<File, DeliverError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600);
    let mut file = options.open(path).map_err(DeliverError::io("open lock", path))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(busy(&mut file)),
        Err(TryLockError::Error(e)) => return Err(DeliverError::io("lock", path)(e)),
    }
    let text = format!("pid {}\nsince {}\n", std::process::id(), now());
    file.set_len(0).and_then(|()| file.write_all(text.as_bytes())).map_err(DeliverError::io("write", path))?;
    Ok(file)
}

/// Locks a folder itself, so that nothing is left beside it. It says nothing about its holder.
pub(super) fn take_folder(path: &Path) -> Result<File, DeliverError> {
    let folder = File::open(path).map_err(DeliverError::io("open", path))?;
    match folder.try_lock() {
        Ok(()) => Ok(folder),
        Err(TryLockError::WouldBlock) => Err(DeliverError::Busy { owner: "another guiyi process".to_owned(), age: Duration::ZERO }),
        Err(TryLockError::Error(e)) => Err(DeliverError::io("lock", path)(e)),
    }
}

/// Reads owner and age; a file that says nothing yet is a run that has just begun.
fn busy(file: &mut File) -> DeliverError {
    let mut text = String::new();
    let read = file.seek(SeekFrom::Start(0)).and_then(|_| file.read_to_string(&mut text));
    let owner = text.lines().next().filter(|_| read.is_ok()).unwrap_or("unknown process").to_owned();
    let since = text.lines().find_map(|l| l.strip_prefix("since ")).and_then(|s| s.parse().ok()).unwrap_or_else(now);
    // A clock that went backwards gives age zero, not an overflow.
    DeliverError::Busy { owner, age: Duration::from_secs(now().saturating_sub(since)) }
}

/// Seconds since the epoch.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs())
}
