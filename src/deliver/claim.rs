//! The claim on an output folder: lock, hidden sibling, writers, one rename.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::model::table::Table;

use super::csv::{self, CsvFlavour, Style};
use super::durable::Durable;
use super::error::DeliverError;
use super::manifest::Manifest;
use super::prune::{self, Keep, leftovers, old_runs, partial_name};
use super::{folder, lock, parquet};

/// Name of the manifest. A folder with one was written by a run.
pub(super) const MANIFEST: &str = "run.json";

/// An output folder in the making. Dropped without [`Claim::publish`], it leaves nothing behind.
#[derive(Debug)]
pub struct Claim {
    partial: PathBuf,
    target: Target,
    /// Names relative to the folder, of everything written.
    written: Mutex<BTreeSet<String>>,
    /// Takes written files to the disk; `None` once they are there.
    durable: Option<Durable>,
    published: bool,
    /// Held until the claim ends.
    _lock: File,
}

/// Where the finished folder goes.
#[derive(Debug)]
enum Target {
    /// `out/runs/<run_id>`, with `out/current` pointing to it.
    Run { out: PathBuf, run_id: String },
    /// A folder of its own.
    Folder(PathBuf),
}

/// The lock on an output folder: while it lives, nobody else publishes, repoints or removes a run there. What the next
/// run builds on must be looked up only now.
#[derive(Debug)]
pub struct Hold {
    out: PathBuf,
    lock: File,
}

/// Takes the lock on `out_dir`, which is made if absent, and removes what killed runs left.
///
/// # Errors
/// [`DeliverError::Busy`] if another run holds the lock; else what the system says.
pub fn hold(out_dir: &Path) -> Result<Hold, DeliverError> {
    let runs = out_dir.join("runs");
    folder::make(&runs)?;
    let lock = lock::take(&out_dir.join(".lock"))?;
    leftovers(&runs)?;
    Ok(Hold { out: out_dir.to_path_buf(), lock })
}

impl Hold {
    /// The output folder.
    #[must_use]
    pub fn out(&self) -> &Path {
        &self.out
    }

    /// Claims the folder for a run: makes the hidden sibling folder and proves that it can be written.
    ///
    /// # Errors
    /// What the system says.
    pub fn claim(self, run_id: &str) -> Result<Claim, DeliverError> {
        let partial = self.out.join("runs").join(partial_name(run_id));
        Claim::start(partial, Target::Run { out: self.out, run_id: run_id.to_owned() }, self.lock)
    }

    /// Points `current` to a published run, in one step.
    ///
    /// # Errors
    /// What the system says; `current` is then as it was.
    pub fn point(&self, run_id: &str) -> Result<(), DeliverError> {
        point(&self.out, run_id)
    }

    /// Replaces a file of the output folder that belongs to no run, in one step.
    ///
    /// # Errors
    /// What the system says; the file is then as it was.
    pub fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), DeliverError> {
        replace(&self.out, name, bytes)
    }
}

/// Takes the lock and claims the folder at once, for a run that builds on nothing.
///
/// # Errors
/// As [`hold`] and [`Hold::claim`].
pub fn claim(out_dir: &Path, run_id: &str) -> Result<Claim, DeliverError> {
    hold(out_dir)?.claim(run_id)
}

/// Claims a folder of its own (`dedupe -o DIR`), under the same promises. An existing, non-empty one needs `replace`, and
/// is only replaced if a run wrote everything in it.
///
/// # Errors
/// [`DeliverError::Exists`], [`DeliverError::Foreign`], [`DeliverError::Busy`]; else what the system says.
pub fn claim_dir(dir: &Path, replace: bool) -> Result<Claim, DeliverError> {
    let real = if dir.exists() { dir.canonicalize() } else { std::path::absolute(dir) };
    let dir = real.map_err(DeliverError::io("find", dir))?;
    check_target(&dir, replace)?;
    let name = dir.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let parent = dir.parent().unwrap_or(Path::new("/"));
    folder::make(parent)?;
    let partial = parent.join(partial_name(&name));
    folder::make(&partial)?;
    let lock = lock::take_folder(&partial)?;
    clear(&partial)?;
    Claim::start(partial, Target::Folder(dir), lock)
}

/// May `dir` become our output?
fn check_target(dir: &Path, replace: bool) -> Result<(), DeliverError> {
    if !dir.exists() {
        return Ok(());
    }
    let entries = fs::read_dir(dir).map_err(DeliverError::io("read folder", dir))?;
    let names: BTreeSet<String> = entries.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    if names.is_empty() {
        return Ok(());
    }
    if !replace {
        return Err(DeliverError::Exists(dir.to_path_buf()));
    }
    let ours = Manifest::files_of(&dir.join(MANIFEST));
    match names.into_iter().find(|name| name != MANIFEST && !ours.contains(name)) {
        Some(foreign) => Err(DeliverError::Foreign { target: dir.to_path_buf(), foreign }),
        None => Ok(()),
    }
}

/// Empties a folder and keeps it.
fn clear(path: &Path) -> Result<(), DeliverError> {
    for entry in fs::read_dir(path).map_err(DeliverError::io("read folder", path))?.flatten() {
        let path = entry.path();
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.map_err(DeliverError::io("remove", &path))?;
    }
    Ok(())
}

impl Claim {
    fn start(partial: PathBuf, target: Target, lock: File) -> Result<Self, DeliverError> {
        folder::make(&partial)?;
        // Made before the probe: if it fails, dropping the claim removes the folder.
        let mut claim = Self { partial, target, written: Mutex::default(), durable: None, published: false, _lock: lock };
        folder::try_writing(&claim.partial)?;
        claim.durable = Some(Durable::start(&claim.partial)?);
        Ok(claim)
    }

    /// The hidden folder, for what must be written by others (stage dumps, spilled data).
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.partial
    }

    /// Writes `<name>.csv`. `name` may hold one level of folder (`state/ids`).
    ///
    /// # Errors
    /// What the system says.
    pub fn csv(&self, name: &str, table: &Table, flavour: CsvFlavour, style: &Style) -> Result<(), DeliverError> {
        let (path, mut file) = self.open(&format!("{name}.csv"))?;
        csv::write(&mut file, table, flavour, *style).map_err(DeliverError::io("write", &path))?;
        self.seal(path, file)
    }

    /// Writes `<name>.parquet`: the same bytes for the same table, whatever the number of threads.
    ///
    /// # Errors
    /// What the system or the encoder says.
    pub fn parquet(&self, name: &str, table: &Table) -> Result<(), DeliverError> {
        let (path, file) = self.open(&format!("{name}.parquet"))?;
        parquet::write(&file, table).map_err(|e| DeliverError::Encode { path: path.clone(), message: e.to_string() })?;
        self.seal(path, file)
    }

    /// Writes a text file under its full name (`report/index.html`).
    ///
    /// # Errors
    /// What the system says.
    pub fn text(&self, name: &str, text: &str) -> Result<(), DeliverError> {
        self.bytes(name, text.as_bytes())
    }

    /// Writes a file under its full name.
    ///
    /// # Errors
    /// What the system says.
    pub fn bytes(&self, name: &str, bytes: &[u8]) -> Result<(), DeliverError> {
        let (path, mut file) = self.open(name)?;
        file.write_all(bytes).map_err(DeliverError::io("write", &path))?;
        self.seal(path, file)
    }

    /// Writes `run.json`, last: it lists every file written before.
    ///
    /// # Errors
    /// What the system says.
    pub fn manifest(&self, manifest: &Manifest) -> Result<(), DeliverError> {
        let mut manifest = manifest.clone();
        manifest.files = self.written().into_iter().collect();
        self.text(MANIFEST, &manifest.to_json())
    }

    /// Replaces a file of the output folder that belongs to no run, as [`Hold::replace`] does; nothing for a folder of its own.
    ///
    /// # Errors
    /// What the system says; the file is then as it was.
    pub fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), DeliverError> {
        match &self.target {
            Target::Run { out, .. } => replace(out, name, bytes),
            Target::Folder(_) => Ok(()),
        }
    }

    /// Names of everything written so far, sorted.
    #[must_use]
    pub fn written(&self) -> BTreeSet<String> {
        self.written.lock().map(|names| names.clone()).unwrap_or_default()
    }

    fn open(&self, name: &str) -> Result<(PathBuf, File), DeliverError> {
        let path = self.partial.join(name);
        if let Some(parent) = path.parent() {
            folder::make(parent)?;
        }
        if let Ok(mut names) = self.written.lock() {
            names.insert(name.to_owned());
        }
        folder::create(&path).map(|file| (path, file))
    }

    /// A file that is written becomes durable beside what is written next; [`Claim::publish`] waits for it.
    fn seal(&self, path: PathBuf, file: File) -> Result<(), DeliverError> {
        match &self.durable {
            Some(durable) => {
                durable.push(path, file);
                Ok(())
            }
            None => file.sync_all().map_err(DeliverError::io("write", &path)),
        }
    }

    /// Makes the folder durable, renames it into place and repoints `current`. Runs beyond what is to be kept are removed
    /// first, but never the one that was current so far; a folder of its own ignores `keep`. Returns where the folder is now.
    ///
    /// # Errors
    /// What the system says; the last published run is then still there and current.
    pub fn publish(mut self, keep: impl Into<Keep>) -> Result<PathBuf, DeliverError> {
        if !self.written().contains(MANIFEST) {
            // The mark by which `--replace` knows its own files.
            self.manifest(&Manifest::default())?;
        }
        if let Some(durable) = self.durable.take() {
            durable.finish()?;
        }
        folder::sync_all(&self.partial)?;
        let place = match &self.target {
            Target::Run { out, run_id } => {
                let runs = out.join("runs");
                let place = runs.join(run_id);
                old_runs(&runs, &current_of(out), keep.into())?;
                prune::announce(&runs, run_id)?;
                fs::rename(&self.partial, &place).map_err(DeliverError::io("rename to", &place))?;
                if let Err(error) = folder::sync(&runs).and_then(|()| point(out, run_id)) {
                    // Not current: out of sight again, and dropped with the claim.
                    fs::rename(&place, &self.partial).map_err(DeliverError::io("take back", &place))?;
                    prune::settle(&runs)?;
                    return Err(error);
                }
                // The run is out; a mark that stays says no more than `current` does.
                drop(prune::settle(&runs));
                place
            }
            Target::Folder(dir) => {
                exchange(&self.partial, dir)?;
                // What is there now is the replaced folder, if there was one.
                folder::remove(&self.partial).map_err(DeliverError::io("remove", &self.partial))?;
                folder::sync(dir.parent().unwrap_or(Path::new("/")))?;
                dir.clone()
            }
        };
        self.published = true;
        Ok(place)
    }
}

/// Replaces a file of the output folder in one step.
fn replace(out: &Path, name: &str, bytes: &[u8]) -> Result<(), DeliverError> {
    let (path, fresh) = (out.join(name), out.join(format!(".{name}.new")));
    let mut file = folder::create(&fresh)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(DeliverError::io("write", &fresh))?;
    fs::rename(&fresh, &path).map_err(DeliverError::io("replace", &path))?;
    folder::sync(out)
}

/// Name of the run that `out/current` points to; empty before the first.
pub(super) fn current_of(out: &Path) -> String {
    let link = fs::read_link(out.join("current")).unwrap_or_default();
    link.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Points `out/current` to a published run, in one step: readers see the old or the new one.
fn point(out: &Path, run_id: &str) -> Result<(), DeliverError> {
    let (link, fresh) = (out.join("current"), out.join(".current.new"));
    if fresh.symlink_metadata().is_ok() {
        fs::remove_file(&fresh).map_err(DeliverError::io("remove", &fresh))?;
    }
    symlink(Path::new("runs").join(run_id), &fresh).map_err(DeliverError::io("write", &fresh))?;
    fs::rename(&fresh, &link).map_err(DeliverError::io("repoint", &link))?;
    folder::sync(out)
}

/// Puts `new` in the place of `old` with one rename. If `old` is there, the two change names where the system can do
/// that in one step, and in two steps elsewhere.
pub(super) fn exchange(new: &Path, old: &Path) -> Result<(), DeliverError> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    let failed = |e: std::io::Error| DeliverError::io("rename to", old)(e);
    let occupied = fs::read_dir(old).is_ok_and(|mut entries| entries.next().is_some());
    if !occupied {
        // An empty folder gives way to a rename.
        return fs::rename(new, old).map_err(failed);
    }
    if renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE).is_ok() {
        return Ok(());
    }
    let aside = old.with_file_name(format!(
        "{}.old",
        partial_name(&old.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned()))
    ));
    fs::rename(old, &aside).map_err(failed)?;
    fs::rename(new, old).map_err(failed)?;
    fs::rename(&aside, new).map_err(failed)
}

impl Drop for Claim {
    fn drop(&mut self) {
        if !self.published {
            // Nothing can be reported from here; the next claim removes what stays.
            drop(folder::remove(&self.partial));
        }
    }
}

#[cfg(test)]
#[path = "claim_tests.rs"]
mod tests;
