//! Reads single columns of the Parquet files that `deliver` wrote, straight from their pages.
//!
//! Comes in: a published file. Goes out: one column at a time, text as a dictionary with a code per row. polars would make
//! a text of its own of every row and hold the whole table; here a column is a few reads and gone when its user is done.
//! What is encoded in other ways than `deliver` does it is left to polars. No mmap.

use std::fs;
use std::io::Cursor;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use polars::prelude::{Column as PlColumn, DataType};
use polars_parquet::parquet::encoding::Encoding;
use polars_parquet::parquet::encoding::hybrid_rle::HybridRleDecoder;
use polars_parquet::parquet::page::{DataPage, split_buffer};
use polars_parquet::parquet::read::{BasicDecompressor, PageReader};
use polars_parquet::parquet::schema::types::PrimitiveLogicalType;
use polars_parquet::read::{ColumnChunkMetadata, FileMetadata, ParquetType, PhysicalType, read_metadata};
use rayon::prelude::*;

use crate::model::table::Data;
use crate::model::text::{Arena, MISSING, TextColumn};

use super::parquet;

/// A Parquet file of a run, read column by column.
#[derive(Debug)]
pub(super) struct PagedFile {
    path: PathBuf,
    file: fs::File,
    metadata: FileMetadata,
}

impl PagedFile {
    /// Opens a file and reads which columns it has.
    ///
    /// # Errors
    /// If it cannot be read or is no Parquet.
    pub(super) fn open(path: &Path) -> anyhow::Result<Self> {
        let mut file = fs::File::open(path).with_context(|| format!("cannot read `{}`", path.display()))?;
        let metadata = read_metadata(&mut file).with_context(|| parquet::damaged(path))?;
        Ok(Self { path: path.to_path_buf(), file, metadata })
    }

    /// Names of the columns, in the file's order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.metadata.schema().fields().iter().map(ParquetType::name)
    }

    /// A column: text, whole numbers, times, numbers, or yes and no; `None` if there is none of this name or it has a type
    /// that `deliver` never writes. Money is whole numbers in Parquet.
    ///
    /// # Errors
    /// If the file is damaged.
    pub(super) fn data(&self, name: &str) -> anyhow::Result<Option<Data>> {
        if !self.names().any(|n| n == name) {
            return Ok(None);
        }
        match self.paged(name).with_context(|| parquet::damaged(&self.path))? {
            Some(data) => Ok(Some(data)),
            None => Ok(data_of(parquet::read(&self.path, Some(&[name]))?.column(name)?)),
        }
    }

    /// A column of texts; missing is `""`.
    ///
    /// # Errors
    /// If there is no such column of texts, or the file is damaged.
    pub(super) fn texts(&self, name: &str) -> anyhow::Result<TextColumn> {
        match self.data(name)? {
            Some(Data::Text(column)) => Ok(column),
            _ => Err(self.lacks(name)),
        }
    }

    /// A column of whole numbers.
    ///
    /// # Errors
    /// If there is no such column of whole numbers, or the file is damaged.
    pub(super) fn numbers(&self, name: &str) -> anyhow::Result<Vec<Option<i64>>> {
        match self.data(name)? {
            Some(Data::Int(numbers)) => Ok(numbers),
            _ => Err(self.lacks(name)),
        }
    }

    /// A column of numbers.
    ///
    /// # Errors
    /// As [`Self::numbers`].
    pub(super) fn floats(&self, name: &str) -> anyhow::Result<Vec<Option<f64>>> {
        match self.data(name)? {
            Some(Data::Float(numbers)) => Ok(numbers),
            _ => Err(self.lacks(name)),
        }
    }

    /// Several columns of one type, read side by side.
    ///
    /// # Errors
    /// The first that `read` gives.
    pub(super) fn several<T: Send + std::fmt::Debug, const N: usize>(
        &self,
        names: [&str; N],
        read: impl Fn(&Self, &str) -> anyhow::Result<T> + Sync,
    ) -> anyhow::Result<[T; N]> {
        let columns: Vec<anyhow::Result<T>> = names.par_iter().map(|name| read(self, name)).collect();
        let columns: Vec<T> = columns.into_iter().collect::<anyhow::Result<_>>()?;
        Ok(columns.try_into().expect("as many columns as names"))
    }

    fn lacks(&self, name: &str) -> anyhow::Error {
        anyhow!("no column `{name}` of the right type").context(parquet::damaged(&self.path))
    }

    /// A column from its pages; `None` if they are not as `deliver` writes them.
    fn paged(&self, name: &str) -> anyhow::Result<Option<Data>> {
        let chunks: Vec<&ColumnChunkMetadata> =
            self.metadata.row_groups.iter().filter_map(|group| group.columns_under_root_iter(name)).flatten().collect();
        // A table without rows may have no chunk to look at.
        let Some(first) = chunks.first() else { return Ok(None) };
        let of_column = first.descriptor().descriptor.primitive_type.clone();
        let is_time = matches!(of_column.logical_type, Some(PrimitiveLogicalType::Timestamp { .. }));
        match (first.physical_type(), of_column.logical_type) {
            (PhysicalType::ByteArray, Some(PrimitiveLogicalType::String)) => self.texts_of(&chunks),
            (PhysicalType::Int64, None | Some(PrimitiveLogicalType::Timestamp { .. })) => {
                let numbers = self.values(&chunks, None, &mut |bytes| Ok((Some(i64::from_le_bytes(eight(bytes)?)), 8)))?;
                Ok(numbers.map(if is_time { Data::Time } else { Data::Int }))
            }
            (PhysicalType::Double, None) => {
                let floats = self.values(&chunks, None, &mut |bytes| Ok((Some(f64::from_le_bytes(eight(bytes)?)), 8)))?;
                Ok(floats.map(Data::Float))
            }
            _ => Ok(None),
        }
    }

    fn texts_of(&self, chunks: &[&ColumnChunkMetadata]) -> anyhow::Result<Option<Data>> {
        let mut values = Arena::new();
        values.reserve(0, foreseen(chunks, ColumnChunkMetadata::uncompressed_size));
        let codes = self.values(chunks, MISSING, &mut |bytes| {
            let (length, rest) = bytes.split_first_chunk().context("a text without a length")?;
            let length = u32::from_le_bytes(*length) as usize;
            let text = std::str::from_utf8(rest.get(..length).context("a text without an end")?)?;
            Ok((if text.is_empty() { MISSING } else { values.push(text) }, 4 + length))
        })?;
        Ok(codes.map(|codes| Data::Text(TextColumn { values: values.into(), codes })))
    }

    /// One value per row of the chunks, `missing` where there is none. `read` takes one value off the front of the bytes it
    /// is given and says how many it took. `None` if a page is of another encoding.
    fn values<T: Copy>(&self, chunks: &[&ColumnChunkMetadata], missing: T, read: Read<T>) -> anyhow::Result<Option<Vec<T>>> {
        let mut out = Vec::with_capacity(foreseen(chunks, ColumnChunkMetadata::num_values));
        for chunk in chunks {
            let range = chunk.byte_range();
            let mut bytes = vec![0; usize::try_from(range.end - range.start)?];
            self.file.read_exact_at(&mut bytes, range.start)?;
            let reader = PageReader::new(Cursor::new(bytes.into()), chunk, Vec::new(), usize::MAX);
            let mut pages = BasicDecompressor::new(reader, Vec::new());
            let mut dictionary = Vec::new();
            if let Some(page) = pages.read_dict_page()? {
                dictionary = plain(&page.buffer, page.num_values, read)?;
            }
            while let Some(page) = pages.next() {
                let page = page?.decompress(&mut pages)?;
                if !rows_of(&page, missing, &dictionary, read, &mut out)? {
                    return Ok(None);
                }
                pages.reuse_page_buffer(page);
            }
        }
        Ok(Some(out))
    }
}

/// What a file says of all its chunks together, as far as room is made for it before it is found to be true.
fn foreseen(chunks: &[&ColumnChunkMetadata], of: impl Fn(&ColumnChunkMetadata) -> i64) -> usize {
    const MOST: usize = 1 << 28;
    let each = chunks.iter().map(|chunk| usize::try_from(of(chunk)).unwrap_or(0));
    each.fold(0, usize::saturating_add).min(MOST)
}

/// Takes one value off the front of some bytes, and says how many they were.
type Read<'a, T> = &'a mut dyn FnMut(&[u8]) -> anyhow::Result<(T, usize)>;

/// This many values one after the other.
fn plain<T>(mut bytes: &[u8], count: usize, read: Read<T>) -> anyhow::Result<Vec<T>> {
    let mut values = Vec::with_capacity(count.min(bytes.len()));
    for _ in 0..count {
        let (value, taken) = read(bytes)?;
        values.push(value);
        bytes = bytes.get(taken..).unwrap_or_default();
    }
    Ok(values)
}

/// Appends the rows of a page; false, and none of them, if it is of an encoding that `deliver` does not use.
fn rows_of<T: Copy>(page: &DataPage, missing: T, dictionary: &[T], read: Read<T>, out: &mut Vec<T>) -> anyhow::Result<bool> {
    let parts = split_buffer(page)?;
    let rows = page.num_values();
    // One level: a row has a value or it has not.
    let present = match page.descriptor.max_def_level {
        0 => None,
        1 => Some(HybridRleDecoder::new(parts.def, 1, rows).collect()?),
        _ => return Ok(false),
    };
    let count = present.as_ref().map_or(rows, |present| present.iter().filter(|&&level| level == 1).count());
    let values: Vec<T> = match page.encoding() {
        Encoding::Plain => plain(parts.values, count, read)?,
        Encoding::PlainDictionary | Encoding::RleDictionary if count == 0 => Vec::new(),
        Encoding::PlainDictionary | Encoding::RleDictionary => {
            let (width, keys) = parts.values.split_first().context("a page without keys")?;
            let keys = HybridRleDecoder::new(keys, u32::from(*width), count).collect()?;
            let value = |key: u32| dictionary.get(key as usize).copied().context("a key of no value");
            keys.into_iter().map(value).collect::<anyhow::Result<_>>()?
        }
        _ => return Ok(false),
    };
    if values.len() != count || present.as_ref().is_some_and(|present| present.len() != rows) {
        bail!("a page that ends too soon");
    }
    match present.filter(|_| count < rows) {
        None => out.extend_from_slice(&values),
        Some(present) => {
            let mut values = values.into_iter();
            out.extend(present.iter().map(|&level| if level == 1 { values.next().unwrap_or(missing) } else { missing }));
        }
    }
    Ok(true)
}

fn eight(bytes: &[u8]) -> anyhow::Result<[u8; 8]> {
    bytes.first_chunk().copied().context("a number that ends too soon")
}

/// A polars column as `deliver` wrote it; `None` for a type that it never writes.
fn data_of(column: &PlColumn) -> Option<Data> {
    Some(match column.dtype() {
        DataType::String => Data::Text(TextColumn::from_texts(column.str().ok()?.iter().map(Option::unwrap_or_default))),
        DataType::Int64 => Data::Int(column.i64().ok()?.iter().collect()),
        DataType::Float64 => Data::Float(column.f64().ok()?.iter().collect()),
        DataType::Boolean => Data::Bool(column.bool().ok()?.iter().collect()),
        DataType::Datetime(..) => Data::Time(column.cast(&DataType::Int64).ok()?.i64().ok()?.iter().collect()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use polars::prelude::{IntoColumn as _, NamedFrom as _, ParquetCompression, ParquetWriter, Series, TimeUnit, TimeZone};

    use super::*;

    /// A file as polars writes it: pages of dictionaries, or plain where values hardly repeat.
    fn written(columns: Vec<PlColumn>) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.parquet");
        let mut frame = polars::prelude::DataFrame::new_infer_height(columns).unwrap();
        let writer = ParquetWriter::new(fs::File::create(&path).unwrap());
        writer.with_compression(ParquetCompression::Zstd(None)).with_row_group_size(Some(1000)).finish(&mut frame).unwrap();
        (folder, path)
    }

    fn texts(data: Option<Data>) -> Vec<String> {
        match data {
            Some(Data::Text(column)) => column.iter().map(str::to_owned).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn columns_read_back_over_several_row_groups() {
        let rows = 2500_i64;
        let few: Vec<Option<String>> = (0..rows).map(|i| (i % 7 > 0).then(|| format!("张{}", i % 5))).collect();
        let many: Vec<String> = (0..rows).map(|i| format!("key {i}")).collect();
        let numbers: Vec<Option<i64>> = (0..rows).map(|i| (i % 3 > 0).then_some(i * 1_000_003)).collect();
        let floats: Vec<Option<f64>> = (0..rows).map(|i| (i % 4 > 0).then_some(i as f64 / 8.0)).collect();
        let flags: Vec<Option<bool>> = (0..rows).map(|i| (i % 5 > 0).then_some(i % 2 == 0)).collect();
        let times = Series::new("time".into(), &numbers).cast(&DataType::Datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC)));
        let (_folder, path) = written(vec![
            Series::new("few".into(), &few).into_column(),
            Series::new("many".into(), &many).into_column(),
            Series::new("none".into(), vec![None::<&str>; many.len()]).into_column(),
            Series::new("number".into(), &numbers).into_column(),
            Series::new("float".into(), &floats).into_column(),
            Series::new("flag".into(), &flags).into_column(),
            times.unwrap().into_column(),
        ]);
        let file = PagedFile::open(&path).unwrap();
        assert_eq!(file.names().collect::<Vec<_>>(), ["few", "many", "none", "number", "float", "flag", "time"]);
        let plain: Vec<String> = few.iter().map(|text| text.clone().unwrap_or_default()).collect();
        assert_eq!(texts(file.data("few").unwrap()), plain);
        assert_eq!(texts(file.data("many").unwrap()), many);
        assert_eq!(texts(file.data("none").unwrap()), vec![""; many.len()]);
        assert_eq!(file.numbers("number").unwrap(), numbers);
        assert_eq!(file.floats("float").unwrap(), floats);
        assert!(matches!(file.data("flag").unwrap(), Some(Data::Bool(read)) if read == flags));
        assert!(matches!(file.data("time").unwrap(), Some(Data::Time(read)) if read == numbers));
        assert!(file.data("missing").unwrap().is_none() && file.texts("number").is_err() && file.numbers("few").is_err());
    }

    #[test]
    fn a_table_without_rows_has_columns_without_values() {
        let (_folder, path) = written(vec![Series::new("text".into(), Vec::<&str>::new()).into_column()]);
        assert_eq!(texts(PagedFile::open(&path).unwrap().data("text").unwrap()), Vec::<String>::new());
    }

    #[test]
    fn a_damaged_file_is_named() {
        let (_folder, path) = written(vec![Series::new("text".into(), ["a", "b"]).into_column()]);
        let mut bytes = fs::read(&path).unwrap();
        bytes[4..40].fill(0xff);
        fs::write(&path, &bytes).unwrap();
        let error = format!("{:#}", PagedFile::open(&path).and_then(|file| file.texts("text")).unwrap_err());
        assert!(error.starts_with(&format!("`{}` is damaged\n\nhint: ", path.display())), "{error}");
        fs::write(&path, b"PAR1").unwrap();
        let error = format!("{:#}", PagedFile::open(&path).unwrap_err());
        assert!(error.starts_with(&format!("`{}` is damaged\n\nhint: ", path.display())), "{error}");
    }
}
