//! How long loops report progress, notice a stop and spill, without knowing a terminal or a disk.

use std::io;
use std::path::PathBuf;

/// What a room may ask of the outside while it works. Rooms never print or open files.
pub trait Watch: Sync {
    /// A stage begins with `total` units of work (0 = unknown).
    fn stage(&self, name: &str, total: u64);
    /// From here on the job works on this many source rows: what its log says per stage.
    fn rows(&self, _rows: u64) {}
    /// `units` more units of the current stage are done. Called from any thread.
    fn tick(&self, units: u64);
    /// True once the user asked to stop; long loops return early with whatever they have, and the pipeline drops it.
    fn cancelled(&self) -> bool;
    /// A folder for spilled data, the only way to spill.
    ///
    /// # Errors
    /// If the folder cannot be made.
    fn scratch(&self) -> io::Result<PathBuf>;
}

/// Watches nothing; for tests and library use.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn stage(&self, _name: &str, _total: u64) {}
    fn tick(&self, _units: u64) {}
    fn cancelled(&self) -> bool {
        false
    }
    fn scratch(&self) -> io::Result<PathBuf> {
        Err(io::Error::new(io::ErrorKind::Unsupported, "no scratch folder here"))
    }
}
