//! `synth`: made exports with known truth into a folder.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::failure::Failure;
use crate::model::watch::Watch;
use crate::synth::{self, FOLDER, Made, Night, Plan, Sink};

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
    /// Nights of a world that changes, each in a folder of its own; `None` for one that does not.
    pub nights: Option<u32>,
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

/// Name of a night's folder; with one width for all, so that they sort.
fn night_folder(Night { night, of }: Night) -> String {
    format!("night-{night:0width$}", width = of.to_string().len().max(2))
}

/// Writes the files. With nights, the names in the outcome begin with the night's folder.
///
/// # Errors
/// If the folder cannot be written, or the user stopped.
pub fn synth(options: &SynthOptions, watch: &dyn Watch) -> Result<Vec<Made>, Failure> {
    let folder = &options.out;
    fs::create_dir_all(folder).with_context(|| format!("{}: cannot make the folder", folder.display()))?;
    let plan = match options.size {
        Size::Customers(customers) => Plan { customers, seed: options.seed, night: None },
        Size::Rows(rows) => Plan::of_rows(rows, options.seed),
    };
    let Some(of) = options.nights else { return one(options, &plan, folder, watch) };
    let mut all = Vec::new();
    for night in 1..=of {
        let night = Night { night, of };
        let name = night_folder(night);
        let made = one(options, &Plan { night: Some(night), ..plan }, &folder.join(&name), watch)?;
        all.extend(made.into_iter().map(|m| Made { file: format!("{name}/{FOLDER}/{}", m.file), ..m }));
    }
    Ok(all)
}

/// Writes one world, as it is.
fn one(options: &SynthOptions, plan: &Plan, folder: &Path, watch: &dyn Watch) -> Result<Vec<Made>, Failure> {
    let mut sink = Folder(folder);
    let made = match (options.crm, options.size) {
        (true, Size::Rows(rows) | Size::Customers(rows)) => synth::crm(rows, options.seed, &mut sink, watch),
        (false, _) => synth::channels(plan, &mut sink, watch),
    };
    match made {
        Err(_) if watch.cancelled() => Err(Failure::Stopped),
        made => Ok(made.with_context(|| format!("{}: cannot write", folder.display()))?),
    }
}
