//! Takes a person out of a published run: every file that holds rows of theirs is written anew without them, and the whole
//! run changes places with the old one in one step.
//!
//! Files without such rows are linked, not copied. What was removed is counted per file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufReader, Write as _};
use std::path::{Path, PathBuf};

use polars::prelude::{
    BooleanChunked, DataFrame, IntoColumn as _, IntoSeries as _, NamedFrom as _, ParquetReader, PolarsResult, SerReader as _,
    StringChunked,
};

use crate::model::hash::hash128;
use crate::model::publish::KEPT;

use super::claim::{Hold, MANIFEST, exchange};
use super::error::DeliverError;
use super::manifest::Manifest;
use super::prune::partial_name;
use super::{calendar, folder, parquet};

/// What goes out of one run.
#[derive(Debug, Default)]
pub struct Forgotten {
    /// Customers to be removed.
    pub customers: BTreeSet<String>,
    /// Their records: channel and source key.
    pub sources: BTreeSet<(String, String)>,
    /// The same as file and row in this run.
    pub rows: BTreeSet<(String, i64)>,
    /// Texts that must not stand in the raw text of rejected rows: phones, mail addresses.
    pub needles: Vec<String>,
    /// Files written anew by the caller, by name.
    pub replaced: BTreeMap<String, Vec<u8>>,
    /// Added to the remarks of `run.json`.
    pub remark: String,
    /// Folder name of each channel's remembered rows.
    pub kept_folders: BTreeMap<String, String>,
}

/// Rows removed or blanked, by file.
pub type Removed = BTreeMap<String, u64>;

impl Hold {
    /// Takes people out of a run. The run is as it was until everything is written; nothing changes if it holds nothing of
    /// theirs.
    ///
    /// # Errors
    /// What the system or a decoder says; the run is then as it was.
    pub fn forget(&self, run_id: &str, forgotten: &Forgotten) -> Result<Removed, DeliverError> {
        let runs = self.out().join("runs");
        let (place, fresh) = (runs.join(run_id), runs.join(partial_name(run_id)));
        folder::remove(&fresh).map_err(DeliverError::io("remove", &fresh))?;
        folder::make(&fresh)?;
        let made = rewrite(&place, &fresh, forgotten);
        let removed = match made {
            Ok(removed) if !removed.is_empty() => removed,
            other => {
                folder::remove(&fresh).map_err(DeliverError::io("remove", &fresh))?;
                return other;
            }
        };
        folder::sync_all(&fresh)?;
        exchange(&fresh, &place)?;
        folder::sync(&runs)?;
        folder::remove(&fresh).map_err(DeliverError::io("remove", &fresh))?;
        Ok(removed)
    }
}

/// Writes the run anew into `to`; `run.json` last, and only if anything was removed.
fn rewrite(from: &Path, to: &Path, forgotten: &Forgotten) -> Result<Removed, DeliverError> {
    let mut names = Vec::new();
    list(from, "", &mut names)?;
    // Items know their event only: events come first.
    names.sort_by_key(|name| (name == "items.parquet", name == MANIFEST, name.clone()));
    let mut work = Rewriting { from, to, forgotten, events: BTreeSet::new(), removed: Removed::new() };
    for name in &names {
        work.file(name)?;
    }
    Ok(work.removed)
}

fn list(folder: &Path, prefix: &str, names: &mut Vec<String>) -> Result<(), DeliverError> {
    for entry in fs::read_dir(folder).map_err(DeliverError::io("read folder", folder))? {
        let entry = entry.map_err(DeliverError::io("read folder", folder))?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            list(&entry.path(), &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

/// A cell of people's files without the `'` against formulas.
fn plain_cell(cell: &str) -> String {
    cell.trim_start_matches('\'').to_owned()
}

/// By which columns a row is known as theirs.
enum Known {
    /// One of these columns holds the customer.
    Customer(&'static [&'static str]),
    /// These pairs of columns hold channel and source key.
    Source(&'static [(&'static str, &'static str)]),
    /// Both ways: the customer columns, and the pairs.
    Either(&'static [&'static str], &'static [(&'static str, &'static str)]),
    /// File and row.
    Row,
    /// The event of a removed row.
    Event,
    /// The source key, in a table of this channel.
    KeyOf(String),
    /// The hash of the source key, in the superseded values of this channel.
    SeenOf(String),
}

/// Hashes and links of all records together, in which nobody can be looked up: they go with the first who is erased, and the
/// next run makes them anew.
const OF_EVERYBODY: [&str; 5] =
    ["joins.parquet", "state/identities.parquet", "state/links.parquet", "state/steps.parquet", "state/words.parquet"];

/// What to do with a file.
fn known(name: &str, forgotten: &Forgotten) -> Option<Known> {
    if let Some(path) = name.strip_prefix(&format!("{KEPT}/")) {
        let (folder, file) = path.rsplit_once('/')?;
        let channel = forgotten.kept_folders.get(folder)?;
        let channel = channel.clone();
        return Some(if file == "seen.parquet" { Known::SeenOf(channel) } else { Known::KeyOf(channel) });
    }
    Some(match name {
        "master.csv"
        | "master.parquet"
        | "lineage.parquet"
        | "followups.csv"
        | "manual_tags.csv"
        | "tag_changes.csv"
        | "escalations.csv"
        | "customer_channels.csv"
        | "customer_months.csv" => Known::Customer(&["customer_id"]),
        "xref.csv" | "xref.parquet" => Known::Source(&[("channel", "source_key")]),
        "state/records.parquet" => Known::Either(&["customer_id"], &[("channel", "source_key")]),
        "review.csv" => {
            Known::Either(&["customer_id_a", "customer_id_b"], &[("channel_a", "source_key_a"), ("channel_b", "source_key_b")])
        }
        "state/edges.parquet" => Known::Source(&[("left_channel", "left_source_key"), ("right_channel", "right_source_key")]),
        "events.parquet" | "corrections.csv" => Known::Row,
        "items.parquet" => Known::Event,
        _ => return None,
    })
}

/// A run while it is written anew.
struct Rewriting<'a> {
    from: &'a Path,
    to: &'a Path,
    forgotten: &'a Forgotten,
    /// Ids of removed events.
    events: BTreeSet<String>,
    removed: Removed,
}

impl Rewriting<'_> {
    fn file(&mut self, name: &str) -> Result<(), DeliverError> {
        if OF_EVERYBODY.contains(&name) {
            return Ok(());
        }
        let (from, to) = (self.from.join(name), self.to.join(name));
        if let Some(parent) = to.parent() {
            folder::make(parent)?;
        }
        let is = |ending: &str| Path::new(name).extension().is_some_and(|e| e == ending);
        let removed = match known(name, self.forgotten) {
            Some(known) if is("parquet") => self.parquet(&from, &to, &known)?,
            Some(known) => self.csv(&from, &to, Some(&known))?,
            None if name == "rejects.csv" => self.csv(&from, &to, None)?,
            None if name == "followups.ics" => self.calendar(&from, &to)?,
            None => self.other(name, &from, &to)?,
        };
        if removed > 0 {
            self.removed.insert(name.to_owned(), removed);
        } else if !to.exists() {
            link(&from, &to)?;
        }
        Ok(())
    }

    /// Report and manifest; everything else stays.
    fn other(&self, name: &str, from: &Path, to: &Path) -> Result<u64, DeliverError> {
        let bytes = match self.forgotten.replaced.get(name) {
            Some(bytes) => bytes.clone(),
            None if name == MANIFEST && !self.removed.is_empty() => {
                let Some(mut manifest) = Manifest::read(from) else { return Ok(0) };
                manifest.remarks.push(self.forgotten.remark.clone());
                manifest.to_json().into_bytes()
            }
            None => return Ok(0),
        };
        write(to, &bytes)?;
        // Said by the files that held rows; these two follow.
        Ok(0)
    }

    fn parquet(&mut self, from: &Path, to: &Path, known: &Known) -> Result<u64, DeliverError> {
        let failed = |e: &dyn std::fmt::Display| DeliverError::Encode { path: from.to_path_buf(), message: e.to_string() };
        let file = File::open(from).map_err(DeliverError::io("read", from))?;
        let mut frame = ParquetReader::new(file).set_rechunk(true).finish().map_err(|e| failed(&e))?;
        let theirs = self.theirs(&frame, known).map_err(|e| failed(&e))?;
        let mut removed = theirs.iter().filter(|t| **t).count() as u64;
        if matches!(known, Known::Row) {
            self.note_events(&frame, &theirs).map_err(|e| failed(&e))?;
        }
        if removed > 0 {
            let stay = BooleanChunked::new("stay".into(), theirs.iter().map(|t| !t).collect::<Vec<bool>>());
            frame = frame.filter(&stay).map_err(|e| failed(&e))?;
        }
        removed += self.unlink_company(&mut frame).map_err(|e| failed(&e))?;
        if removed > 0 {
            let out = folder::create(to)?;
            parquet::write_frame(&out, &frame).map_err(|e| failed(&e))?;
            out.sync_all().map_err(DeliverError::io("write", to))?;
        }
        Ok(removed)
    }

    /// Which rows of a table are theirs.
    fn theirs(&self, frame: &DataFrame, known: &Known) -> PolarsResult<Vec<bool>> {
        let mut theirs = vec![false; frame.height()];
        let mut mark = |is: &dyn Fn(usize) -> bool| theirs.iter_mut().enumerate().for_each(|(row, t)| *t = *t || is(row));
        let (customers, sources): (&[&str], &[(&str, &str)]) = match known {
            Known::Customer(columns) => (columns, &[]),
            Known::Source(pairs) => (&[], pairs),
            Known::Either(columns, pairs) => (columns, pairs),
            Known::Row => {
                let (files, rows) = (texts(frame, "file")?, frame.column("row")?.i64()?);
                mark(&|i| self.forgotten.rows.contains(&(files[i].to_owned(), rows.get(i).unwrap_or(0))));
                return Ok(theirs);
            }
            Known::Event => {
                let events = texts(frame, "event_id")?;
                mark(&|i| self.events.contains(events[i]));
                return Ok(theirs);
            }
            Known::KeyOf(channel) => {
                let keys = texts(frame, "source_key")?;
                mark(&|i| self.forgotten.sources.contains(&(channel.clone(), keys[i].to_owned())));
                return Ok(theirs);
            }
            Known::SeenOf(channel) => {
                let hashes = self.hashes_of(channel);
                let keys = texts(frame, "key")?;
                mark(&|i| hashes.contains(keys[i]));
                return Ok(theirs);
            }
        };
        for column in customers {
            let ids = texts(frame, column)?;
            mark(&|i| self.forgotten.customers.contains(ids[i]));
        }
        for (channel, key) in sources {
            let (channels, keys) = (texts(frame, channel)?, texts(frame, key)?);
            mark(&|i| self.forgotten.sources.contains(&(channels[i].to_owned(), keys[i].to_owned())));
        }
        Ok(theirs)
    }

    /// Hashes of their source keys in a channel, with and without the number of a repeated key (`7#2`).
    fn hashes_of(&self, channel: &str) -> BTreeSet<String> {
        let keys = self.forgotten.sources.iter().filter(|(of, _)| of == channel).map(|(_, key)| key.as_str());
        let both = keys.flat_map(|key| std::iter::once(key).chain(key.rsplit_once('#').map(|(base, _)| base)));
        both.map(|key| format!("{:032x}", hash128(key.as_bytes()))).collect()
    }

    fn note_events(&mut self, frame: &DataFrame, theirs: &[bool]) -> PolarsResult<()> {
        let ids = texts(frame, "event_id")?;
        self.events.extend(ids.iter().zip(theirs).filter(|(_, t)| **t).map(|(id, _)| (*id).to_owned()));
        Ok(())
    }

    /// Blanks links of others to a removed organisation.
    fn unlink_company(&self, frame: &mut DataFrame) -> PolarsResult<u64> {
        let Ok(links) = texts(frame, "company_id") else { return Ok(0) };
        let linked = links.iter().filter(|id| self.forgotten.customers.contains(**id)).count() as u64;
        if linked > 0 {
            let left: Vec<Option<&str>> =
                links.iter().map(|id| (!id.is_empty() && !self.forgotten.customers.contains(*id)).then_some(*id)).collect();
            let column = StringChunked::new("company_id".into(), left).into_series().into_column();
            frame.with_column(column)?;
        }
        Ok(linked)
    }

    /// Leaves their rows out of a CSV file; without `known` it is the file of rejects, whose raw text is blanked where it
    /// names them.
    fn csv(&self, from: &Path, to: &Path, known: Option<&Known>) -> Result<u64, DeliverError> {
        let failed = |e: csv::Error| DeliverError::Encode { path: from.to_path_buf(), message: e.to_string() };
        let bytes = fs::read(from).map_err(DeliverError::io("read", from))?;
        let (bom, text) = match bytes.strip_prefix("\u{feff}".as_bytes()) {
            Some(rest) => ("\u{feff}", rest),
            None => ("", bytes.as_slice()),
        };
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(BufReader::new(text));
        let header = reader.headers().map_err(failed)?.clone();
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
        writer.write_record(&header).map_err(failed)?;
        let at = |name: &str| header.iter().position(|h| h == name);
        let mut removed = 0;
        for row in reader.records() {
            let row = row.map_err(failed)?;
            let cell = |name: &str| at(name).and_then(|i| row.get(i)).unwrap_or("");
            let row = match known {
                Some(known) if self.is_theirs(known, &cell) => {
                    removed += 1;
                    continue;
                }
                _ => self.blanked(known, &header, row, &mut removed),
            };
            writer.write_record(&row).map_err(failed)?;
        }
        if removed > 0 {
            let text = writer.into_inner().map_err(|e| DeliverError::io("write", to)(std::io::Error::other(e.to_string())))?;
            write(to, &[bom.as_bytes(), &text].concat())?;
        }
        Ok(removed)
    }

    /// Leaves their events out of a calendar file.
    fn calendar(&self, from: &Path, to: &Path) -> Result<u64, DeliverError> {
        let text = fs::read_to_string(from).map_err(DeliverError::io("read", from))?;
        let (left, removed) = calendar::without(&text, &self.forgotten.customers);
        if removed > 0 {
            write(to, left.as_bytes())?;
        }
        Ok(removed)
    }

    fn is_theirs<'r>(&self, known: &Known, cell: &dyn Fn(&str) -> &'r str) -> bool {
        let (customers, sources): (&[&str], &[(&str, &str)]) = match known {
            Known::Customer(columns) => (columns, &[]),
            Known::Source(pairs) => (&[], pairs),
            Known::Either(columns, pairs) => (columns, pairs),
            // A suggestion made from a row of theirs, or a number of theirs that is nobody's.
            Known::Row => {
                let at = (plain_cell(cell("file")), cell("row").parse().unwrap_or(0));
                let names_them = |text: &str| self.forgotten.needles.iter().any(|needle| text.contains(needle.as_str()));
                return self.forgotten.rows.contains(&at) || names_them(cell("value")) || names_them(cell("suggestion"));
            }
            Known::Event | Known::KeyOf(_) | Known::SeenOf(_) => (&[], &[]),
        };
        // Cells of people's files may carry a `'` against formulas; customer ids never do, source keys may.
        let plain = |name: &str| cell(name).trim_start_matches('\'').to_owned();
        customers.iter().any(|name| self.forgotten.customers.contains(cell(name)))
            || sources.iter().any(|(channel, key)| {
                let exact = (cell(channel).to_owned(), cell(key).to_owned());
                self.forgotten.sources.contains(&exact) || self.forgotten.sources.contains(&(plain(channel), plain(key)))
            })
    }

    /// Links to a removed organisation, and raw text of rejected rows that names them.
    fn blanked(
        &self,
        known: Option<&Known>,
        header: &csv::StringRecord,
        row: csv::StringRecord,
        removed: &mut u64,
    ) -> csv::StringRecord {
        let is_bad = |name: &str, cell: &str| match known {
            Some(_) => name == "company_id" && self.forgotten.customers.contains(cell),
            None => name == "raw" && self.forgotten.needles.iter().any(|needle| cell.contains(needle.as_str())),
        };
        if !header.iter().zip(&row).any(|(name, cell)| is_bad(name, cell)) {
            return row;
        }
        *removed += 1;
        header.iter().zip(&row).map(|(name, cell)| if is_bad(name, cell) { "" } else { cell }).collect()
    }
}

fn texts<'a>(frame: &'a DataFrame, name: &str) -> PolarsResult<Vec<&'a str>> {
    Ok(frame.column(name)?.str()?.iter().map(Option::unwrap_or_default).collect())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), DeliverError> {
    let mut file = folder::create(path)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(DeliverError::io("write", path))
}

/// The same file under another name; a copy where the system has no links.
fn link(from: &Path, to: &Path) -> Result<(), DeliverError> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    fs::copy(from, to).map(|_| ()).map_err(DeliverError::io("copy to", &PathBuf::from(to)))
}
