//! One file beside no run, that was asked for by name: a page, a model.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};

use super::parquet;
use crate::model::table::Table;

/// Writes a text file whole or not at all, readable for its owner only. An existing file is replaced.
///
/// # Errors
/// If the place is a folder or cannot be written.
pub fn write_file(path: &Path, text: &str) -> anyhow::Result<()> {
    replace(path, text.as_bytes())
}

/// Writes a table as Parquet, whole or not at all, readable for its owner only. An existing file is replaced.
///
/// # Errors
/// If the place is a folder or cannot be written.
pub fn write_table(path: &Path, table: &Table) -> anyhow::Result<()> {
    let mut bytes = Vec::new();
    parquet::write(&mut bytes, table).with_context(|| format!("{}: cannot be written", path.display()))?;
    replace(path, &bytes)
}

fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let shown = path.display();
    if path.is_dir() {
        bail!("{shown}: is a folder\n\nhint: name a file, such as `{}`", path.join("profile.html").display());
    }
    let name = path.file_name().with_context(|| format!("{shown}: names no file"))?;
    let beside = path.with_file_name(format!(".{}.{}", name.to_string_lossy(), std::process::id()));
    let written = write(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    written.with_context(|| format!("{shown}: cannot be written")).inspect_err(|_| {
        // What is half written is of no use; if it cannot be removed, its name says what it is.
        let _ = fs::remove_file(&beside);
    })
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_whole_and_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.html");
        write_file(&path, "one").unwrap();
        write_file(&path, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_or_a_missing_folder_is_one_clear_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(write_file(folder.path(), "").unwrap_err().to_string().contains("is a folder"));
        assert!(write_file(&folder.path().join("no/a.html"), "").unwrap_err().to_string().contains("cannot be written"));
    }
}
