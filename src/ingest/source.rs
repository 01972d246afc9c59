//! A file's bytes: opened, unpacked (gz, zst), hashed. Archives' members are read into memory.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufReader, Cursor, Read};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::IngestError;

/// Where the bytes of one table file are.
#[derive(Debug, Clone)]
enum Place {
    Disk(PathBuf, Packing),
    Memory(Arc<[u8]>, Packing),
}

/// How a stream is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    None,
    Gzip,
    Zstd,
}

/// One stream of bytes with the names it goes by. Opened anew for each pass.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// Path as shown, with `!member`.
    pub shown: String,
    /// Extension in lower case, under `.gz` and `.zst`.
    extension: String,
    place: Place,
}

impl Source {
    /// A file on disk.
    pub(super) fn open(path: &Path, shown_as: &str) -> Result<Self, IngestError> {
        let facts = fs::metadata(path).map_err(|e| IngestError::io(shown_as, &e))?;
        if facts.is_dir() {
            return Err(IngestError::unreadable(shown_as, "is a folder, not a file", "write a pattern such as `exports/*.csv`"));
        }
        if facts.len() == 0 {
            return Err(IngestError::Empty { file: shown_as.to_owned() });
        }
        let magic =
            head(File::open(path).map_err(|e| IngestError::io(shown_as, &e))?, 4).map_err(|e| IngestError::io(shown_as, &e))?;
        let place = Place::Disk(path.to_owned(), packing(&magic));
        Ok(Self { shown: shown_as.to_owned(), extension: extension(shown_as), place })
    }

    /// A member of an archive.
    pub(super) fn member(archive: &str, name: &str, bytes: Vec<u8>) -> Self {
        let packing = packing(&bytes);
        Self { shown: format!("{archive}!{name}"), extension: extension(name), place: Place::Memory(bytes.into(), packing) }
    }

    /// True if the file's name ends with one of these extensions.
    pub(super) fn is_named(&self, extensions: &[&str]) -> bool {
        extensions.contains(&self.extension.as_str())
    }

    /// The unpacked bytes from the beginning.
    pub(super) fn reader(&self) -> Result<Box<dyn Read + Send>, IngestError> {
        match &self.place {
            Place::Disk(path, packing) => {
                let file = File::open(path).map_err(|e| IngestError::io(&self.shown, &e))?;
                unpacked(BufReader::with_capacity(128 * 1024, file), *packing).map_err(|e| IngestError::io(&self.shown, &e))
            }
            Place::Memory(bytes, packing) => {
                unpacked(Cursor::new(Arc::clone(bytes)), *packing).map_err(|e| IngestError::io(&self.shown, &e))
            }
        }
    }

    /// All unpacked bytes.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, IngestError> {
        let mut bytes = Vec::new();
        self.reader()?.read_to_end(&mut bytes).map_err(|e| IngestError::io(&self.shown, &e))?;
        Ok(bytes)
    }

    /// The first `n` unpacked bytes, fewer if there are no more.
    pub(super) fn head(&self, n: u64) -> Result<Vec<u8>, IngestError> {
        head(self.reader()?, n).map_err(|e| IngestError::io(&self.shown, &e))
    }
}

/// What tells one state of a file on disk from another: size, time of change, and which file it is. `None` if it is gone.
pub(super) fn stamp(path: &Path) -> Option<(u64, SystemTime, u64)> {
    let facts = fs::metadata(path).ok()?;
    Some((facts.len(), facts.modified().ok()?, facts.ino()))
}

/// SHA-256 in hex and size of a file as it lies on disk.
pub(super) fn fingerprint(path: &Path) -> io::Result<(String, u64)> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut chunk = vec![0; 256 * 1024];
    let mut bytes = 0;
    loop {
        let n = file.read(&mut chunk)?;
        if n == 0 {
            break;
        }
        hash.update(&chunk[..n]);
        bytes += n as u64;
    }
    let mut hex = String::with_capacity(64);
    for byte in hash.finalize() {
        write!(hex, "{byte:02x}").expect("writing to a string cannot fail");
    }
    Ok((hex, bytes))
}

fn head(reader: impl Read, n: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(n).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn packing(bytes: &[u8]) -> Packing {
    match bytes {
        [0x1f, 0x8b, ..] => Packing::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Packing::Zstd,
        _ => Packing::None,
    }
}

fn unpacked(reader: impl io::BufRead + Send + 'static, packing: Packing) -> io::Result<Box<dyn Read + Send>> {
    Ok(match packing {
        Packing::None => Box::new(reader),
        Packing::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(reader)),
        Packing::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(reader)?),
    })
}

fn extension(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase();
    let bare = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    bare.rsplit_once('.').map_or_else(String::new, |(_, extension)| extension.to_owned())
}
