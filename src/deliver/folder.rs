//! Folders and files as personal data needs them: 0700 and 0600, durable before they are seen.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use super::error::DeliverError;

/// Makes a folder and its parents, for the owner only. An existing one is left as it is.
pub(super) fn make(path: &Path) -> Result<(), DeliverError> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(DeliverError::io("make folder", path))
}

/// Creates a file for the owner only; an existing one is emptied.
pub(super) fn create(path: &Path) -> Result<File, DeliverError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options.open(path).map_err(DeliverError::io("write", path))
}

/// Makes the entries of a folder durable.
pub(super) fn sync(path: &Path) -> Result<(), DeliverError> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(DeliverError::io("make durable", path))
}

/// Makes the entries of a folder and of all folders in it durable. Files are made durable when they are written.
pub(super) fn sync_all(path: &Path) -> Result<(), DeliverError> {
    for entry in fs::read_dir(path).map_err(DeliverError::io("read folder", path))? {
        let entry = entry.map_err(DeliverError::io("read folder", path))?;
        if entry.file_type().is_ok_and(|t| t.is_dir()) {
            sync_all(&entry.path())?;
        }
    }
    sync(path)
}

/// Removes a folder with everything in it; an absent one is fine.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Proves that files can be written in a folder, before the long work.
pub(super) fn try_writing(path: &Path) -> Result<(), DeliverError> {
    let probe = path.join(".probe");
    create(&probe)?;
    fs::remove_file(&probe).map_err(DeliverError::io("write", &probe))
}
