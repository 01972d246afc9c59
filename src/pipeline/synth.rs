//! `synth`: made exports with known truth into a folder.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::failure::Failure;
use crate::model::watch::Watch;
use crate::synth::{self, Made, Plan, Sink};

/// What to make and where.
#[derive(Debug, Clone)]
pub struct SynthOptions {
    /// Folder; made if missing. Files of the same names are replaced.
    pub out: PathBuf,
    /// Size of the population or number of rows.
    pub size: Size,
    /// Seed.
    pub seed: u64,
    /// One flat file of CRM contacts instead of channels.
    pub crm: bool,
}

/// How much is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// This many customers.
    Customers(u64),
    /// About this many rows over all channels.
    Rows(u64),
}

struct Folder<'a>(&'a Path);

impl Sink for Folder<'_> {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write>> {
        let path = self.0.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = File::create(path)?;
        Ok(Box::new(BufWriter::with_capacity(1 << 18, file)))
    }
}

/// Writes the files.
///
/// # Errors
/// If the folder cannot be written, or the user stopped.
pub fn synth(options: &SynthOptions, watch: &dyn Watch) -> Result<Vec<Made>, Failure> {
    let folder = &options.out;
    fs::create_dir_all(folder).with_context(|| format!("{}: cannot make the folder", folder.display()))?;
    let mut sink = Folder(folder);
    let plan = match options.size {
        Size::Customers(customers) => Plan { customers, seed: options.seed },
        Size::Rows(rows) => Plan::of_rows(rows, options.seed),
    };
    let made = match (options.crm, options.size) {
        (true, Size::Rows(rows) | Size::Customers(rows)) => synth::crm(rows, options.seed, &mut sink, watch),
        (false, _) => synth::channels(&plan, &mut sink, watch),
    };
    match made {
        Err(_) if watch.cancelled() => Err(Failure::Stopped),
        made => Ok(made.with_context(|| format!("{}: cannot write", folder.display()))?),
    }
}
