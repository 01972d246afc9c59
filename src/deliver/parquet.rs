//! Parquet with the same bytes for the same table: fixed row groups, one chunk each, integers for money.
//!
//! Columns are encoded and compressed side by side, and then written in order. Text goes from its dictionary to pages as it
//! is: polars would make every row a text of its own first and then look all of them up again. Extremes are kept where
//! they can narrow a search: for numbers, for few texts, and for texts in order.

use std::io::{BufWriter, Write};
use std::ops::Range;

use polars::prelude::{
    DataFrame, DataType, Field, ParquetCompression, ParquetWriter, PlSmallStr, PolarsResult, Schema, TimeUnit, TimeZone,
};
use polars_arrow::array::{Array, BooleanArray, DictionaryArray, PrimitiveArray, Utf8Array};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::datatypes::{ArrowDataType, IntegerType, TimeUnit as ArrowTimeUnit};
use polars_arrow::offset::Offsets;
use polars_arrow::types::NativeType;
use polars_parquet::write::{
    CompressedPage, CompressionOptions, Encoding, ParquetType, StatisticsOptions, Version, WriteOptions, ZstdLevel,
    array_to_columns,
};
use rayon::prelude::*;

use super::pages::{Texts, compressed};
use crate::model::table::{Data, Table};
use crate::model::text::{MISSING, TextColumn};

/// Rows of a row group. Part of the bytes: changing it changes every file.
const ROW_GROUP: usize = 1 << 17;

/// Effort of zstd. Level 3 takes half as long again and saves a twentieth of the bytes.
pub(super) const ZSTD_LEVEL: i32 = 1;

/// Extremes are looked for among so many different texts at most: of more, they narrow no search.
pub(super) const EXTREMES_MAX: usize = 1 << 12;

/// Text is written as a dictionary if a value stands in so many rows on average.
pub(super) const ROWS_PER_VALUE: f64 = 4.0 / 3.0;

/// Writes a table. Text missing is null; times are UTC milliseconds; money is minor units.
pub(super) fn write(file: impl Write + Send, table: &Table) -> PolarsResult<()> {
    let mut out = BufWriter::with_capacity(1 << 20, file);
    let schema: Schema = table.columns().iter().map(|c| Field::new(c.name.as_str().into(), dtype(&c.data))).collect();
    let mut writer = ParquetWriter::new(&mut out).batched(&schema)?;
    let types = writer.parquet_schema().fields().to_vec();
    let mut seen: Vec<Seen> = table.columns().iter().map(|c| Seen::of(&c.data)).collect();
    let mut encode = |rows: Range<usize>| -> PolarsResult<Vec<Vec<CompressedPage>>> {
        let columns = table.columns().par_iter().zip(&types).zip(&mut seen);
        columns.map(|((c, as_type), seen)| pages(&c.data, rows.clone(), as_type, seen)).collect()
    };
    let mut groups = (0..table.rows()).step_by(ROW_GROUP).map(|start| start..table.rows().min(start + ROW_GROUP));
    let mut group = groups.next();
    let mut ready = group.clone().map(&mut encode).transpose()?;
    // A row group is written while the next one is encoded.
    while let (Some(rows), Some(pages)) = (group, ready) {
        group = groups.next();
        let write = || writer.write_row_group(rows.len() as u64, &pages);
        let (written, encoded) = rayon::join(write, || group.clone().map(&mut encode).transpose());
        written?;
        ready = encoded?;
    }
    writer.finish()?;
    drop(writer);
    Ok(out.flush()?)
}

/// Writes a frame that was read from a file of ours, in the same manner.
pub(super) fn write_frame(file: impl Write, frame: &DataFrame) -> PolarsResult<()> {
    let mut out = BufWriter::with_capacity(1 << 20, file);
    let mut writer = ParquetWriter::new(&mut out)
        .with_compression(ParquetCompression::Zstd(Some(ZstdLevel::try_new(ZSTD_LEVEL)?)))
        .batched(frame.schema())?;
    for start in (0..frame.height()).step_by(ROW_GROUP) {
        let mut group = frame.slice(start as i64, ROW_GROUP);
        group.rechunk_mut();
        writer.write_batch(&group)?;
    }
    writer.finish()?;
    drop(writer);
    Ok(out.flush()?)
}

fn dtype(data: &Data) -> DataType {
    match data {
        Data::Text(_) => DataType::String,
        Data::Int(_) | Data::Money(_) => DataType::Int64,
        Data::Float(_) => DataType::Float64,
        Data::Bool(_) => DataType::Boolean,
        Data::Time(_) => DataType::Datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC)),
    }
}

/// Some rows of a column, ready for pages.
struct Chunk {
    array: Box<dyn Array>,
    encoding: Encoding,
    /// Keep the least and the greatest value.
    extremes: bool,
}

/// The values of a text column that a row group holds, in order of appearance. Kept from one row group to the next: a
/// dictionary may be far larger than a row group, and most of it stands in none.
#[derive(Default)]
pub(super) struct Seen {
    /// For each code its place among `distinct`, counted from 1; 0 for those that were not seen.
    place: Vec<u32>,
    pub(super) distinct: Vec<u32>,
}

impl Seen {
    fn of(data: &Data) -> Self {
        match data {
            Data::Text(column) => Self { place: vec![0; column.values.len()], distinct: Vec::new() },
            _ => Self::default(),
        }
    }

    /// Forgets the values before, and gives a key to each of these codes that is not missing: its value's place among the
    /// distinct ones.
    pub(super) fn keys_of(&mut self, codes: &[u32], keys: &mut Vec<u32>) {
        for code in self.distinct.drain(..) {
            self.place[code as usize] = 0;
        }
        keys.clear();
        keys.reserve(codes.len());
        for &code in codes.iter().filter(|&&code| code != MISSING) {
            let place = &mut self.place[code as usize];
            if *place == 0 {
                self.distinct.push(code);
                *place = self.distinct.len() as u32;
            }
            keys.push(*place - 1);
        }
    }
}

/// Some rows of a column as compressed pages.
fn pages(data: &Data, rows: Range<usize>, as_type: &ParquetType, seen: &mut Seen) -> PolarsResult<Vec<CompressedPage>> {
    if let (Data::Text(column), ParquetType::PrimitiveType(of_type)) = (data, as_type) {
        let texts = Texts { column, rows: rows.clone(), of_type };
        if let Some(pages) = texts.pages(seen)? {
            return Ok(pages);
        }
    }
    let chunk = match data {
        Data::Text(column) => texts(column, rows, seen)?,
        other => {
            let array = plain(other, rows);
            let encoding = if matches!(other, Data::Bool(_)) { Encoding::Plain } else { Encoding::RleDictionary };
            Chunk { array, encoding, extremes: true }
        }
    };
    polars_pages(chunk, as_type)
}

/// The pages that polars makes.
fn polars_pages(chunk: Chunk, as_type: &ParquetType) -> PolarsResult<Vec<CompressedPage>> {
    let Chunk { array, encoding, extremes } = chunk;
    let compression = CompressionOptions::Zstd(Some(ZstdLevel::try_new(ZSTD_LEVEL)?));
    let statistics = StatisticsOptions { min_value: extremes, max_value: extremes, ..StatisticsOptions::default() };
    let options = WriteOptions { statistics, version: Version::V1, compression, data_page_size: None };
    let pages = array_to_columns(array, as_type.clone(), options, &[encoding])?.into_iter().flatten();
    pages.map(|page| compressed(page?)).collect()
}

/// Rows of a text column: its values with a key per row where they repeat, else text by text.
fn texts(column: &TextColumn, rows: Range<usize>, seen: &mut Seen) -> PolarsResult<Chunk> {
    let codes = &column.codes[rows];
    let mut keys = Vec::new();
    seen.keys_of(codes, &mut keys);
    let filled = keys.len();
    if filled == 0 {
        return empty(codes.len());
    }
    let validity = (filled < codes.len()).then(|| codes.iter().map(|&code| code != MISSING).collect::<Bitmap>());
    let distinct = &seen.distinct;
    if (filled as f64) < distinct.len() as f64 * ROWS_PER_VALUE {
        let extremes = is_sorted(column, codes);
        return Ok(Chunk { array: Box::new(gathered(column, codes, validity)?), encoding: Encoding::Plain, extremes });
    }
    let extremes = distinct.len() <= EXTREMES_MAX || is_sorted(column, distinct);
    let values = gathered(column, distinct, None)?;
    let mut keys = keys.into_iter();
    let keys: Vec<u32> = codes.iter().map(|&code| if code == MISSING { 0 } else { keys.next().unwrap_or_default() }).collect();
    let keys = PrimitiveArray::new(ArrowDataType::UInt32, keys.into(), validity);
    let dtype = ArrowDataType::Dictionary(IntegerType::UInt32, Box::new(ArrowDataType::LargeUtf8), false);
    let array = Box::new(DictionaryArray::try_new(dtype, keys, Box::new(values))?);
    Ok(Chunk { array, encoding: Encoding::RleDictionary, extremes })
}

/// So many missing texts.
fn empty(rows: usize) -> PolarsResult<Chunk> {
    let validity = (rows > 0).then(|| Bitmap::new_zeroed(rows));
    let offsets = Offsets::new_zeroed(rows);
    let array = Utf8Array::<i64>::try_new(ArrowDataType::LargeUtf8, offsets.into(), Vec::new().into(), validity)?;
    Ok(Chunk { array: Box::new(array), encoding: Encoding::Plain, extremes: true })
}

/// Rows with the same value as the row before are many: their texts are not looked at.
pub(super) fn is_sorted(column: &TextColumn, codes: &[u32]) -> bool {
    codes.is_sorted_by(|&a, &b| a == b || column.values.bytes(a) <= column.values.bytes(b))
}

/// The texts of these codes, one after the other.
fn gathered(column: &TextColumn, codes: &[u32], validity: Option<Bitmap>) -> PolarsResult<Utf8Array<i64>> {
    let mut bytes: Vec<u8> = Vec::with_capacity(codes.iter().map(|&code| column.values.bytes(code).len()).sum());
    let mut offsets: Vec<i64> = Vec::with_capacity(codes.len() + 1);
    offsets.push(0);
    for &code in codes {
        bytes.extend_from_slice(column.values.bytes(code));
        offsets.push(bytes.len() as i64);
    }
    Utf8Array::try_new(ArrowDataType::LargeUtf8, Offsets::try_from(offsets)?.into(), bytes.into(), validity)
}

/// Rows of a column without text.
fn plain(data: &Data, rows: Range<usize>) -> Box<dyn Array> {
    match data {
        Data::Text(_) => Utf8Array::<i64>::new_empty(ArrowDataType::LargeUtf8).boxed(),
        Data::Int(values) | Data::Money(values) => numbers(&values[rows], ArrowDataType::Int64),
        Data::Float(values) => numbers(&values[rows], ArrowDataType::Float64),
        Data::Bool(values) => {
            let (values, validity) = (&values[rows.clone()], validity(&values[rows]));
            let bits = values.iter().map(|value| value.unwrap_or_default()).collect::<Bitmap>();
            BooleanArray::new(ArrowDataType::Boolean, bits, validity).boxed()
        }
        Data::Time(values) => {
            numbers(&values[rows], ArrowDataType::Timestamp(ArrowTimeUnit::Millisecond, Some(PlSmallStr::from_static("UTC"))))
        }
    }
}

fn numbers<T: NativeType>(values: &[Option<T>], dtype: ArrowDataType) -> Box<dyn Array> {
    let plain: Vec<T> = values.iter().map(|value| value.unwrap_or_default()).collect();
    PrimitiveArray::new(dtype, plain.into(), validity(values)).boxed()
}

/// Which values are there; `None` if all are.
fn validity<T>(values: &[Option<T>]) -> Option<Bitmap> {
    (!values.iter().all(Option::is_some)).then(|| values.iter().map(Option::is_some).collect())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use polars::prelude::{ParquetReader, SerReader as _};

    use super::*;
    use crate::model::text::TextColumn;

    fn table(rows: usize) -> Table {
        let mut table = Table::new();
        table.push(
            "text",
            Data::Text(TextColumn::from_texts((0..rows).map(|i| if i % 3 == 0 { String::new() } else { format!("张{i}") }))),
        );
        table.push("time", Data::Time((0..rows).map(|i| (i % 2 == 0).then_some(i as i64 * 1000)).collect()));
        table.push("money", Data::Money((0..rows).map(|i| Some(i as i64)).collect()));
        table.push("float", Data::Float((0..rows).map(|i| Some(i as f64 / 3.0)).collect()));
        table.push("bool", Data::Bool((0..rows).map(|i| Some(i % 5 == 0)).collect()));
        table
    }

    fn bytes(table: &Table, threads: usize) -> Vec<u8> {
        let mut file = tempfile::tempfile().unwrap();
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| write(&file, table)).unwrap();
        let mut bytes = Vec::new();
        std::io::Seek::rewind(&mut file).unwrap();
        file.read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn what_was_written_reads_back() {
        let bytes = bytes(&table(7), 2);
        let frame = ParquetReader::new(std::io::Cursor::new(bytes)).finish().unwrap();
        let texts: Vec<Option<&str>> = frame.column("text").unwrap().str().unwrap().iter().collect();
        assert_eq!(texts, [None, Some("张1"), Some("张2"), None, Some("张4"), Some("张5"), None]);
        assert_eq!(frame.column("time").unwrap().dtype(), &DataType::Datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC)));
        assert_eq!(frame.column("money").unwrap().i64().unwrap().get(6), Some(6));
    }

    #[test]
    fn a_table_without_rows_reads_back_with_its_columns() {
        let frame = ParquetReader::new(std::io::Cursor::new(bytes(&table(0), 1))).finish().unwrap();
        assert_eq!((frame.height(), frame.width()), (0, 5));
    }

    #[test]
    fn bytes_do_not_depend_on_the_number_of_threads() {
        let table = table(ROW_GROUP + 10);
        assert_eq!(bytes(&table, 1), bytes(&table, 4));
    }

    /// The pages of a text column once as they are made, once by polars.
    fn check_pages(texts: &[String]) {
        let column = TextColumn::from_texts(texts);
        let mut table = Table::new();
        table.push("text", Data::Text(column.clone()));
        let data = Data::Text(column.clone());
        let schema: Schema = [Field::new("text".into(), DataType::String)].into_iter().collect();
        let as_type = ParquetWriter::new(Vec::new()).batched(&schema).unwrap().parquet_schema().fields()[0].clone();
        let shown = |pages: Vec<CompressedPage>| pages.iter().map(|page| format!("{page:?}")).collect::<Vec<_>>();
        let (mut seen, mut again) = (Seen::of(&data), Seen::of(&data));
        for rows in [0..texts.len() / 3, texts.len() / 3..texts.len()] {
            if rows.is_empty() {
                continue;
            }
            let own = pages(&data, rows.clone(), &as_type, &mut seen).unwrap();
            let theirs = polars_pages(self::texts(&column, rows, &mut again).unwrap(), &as_type).unwrap();
            assert_eq!(shown(own), shown(theirs));
        }
    }

    #[test]
    fn pages_of_texts_are_those_that_polars_makes() {
        let many = |rows: usize, text: &dyn Fn(usize) -> String| check_pages(&(0..rows).map(text).collect::<Vec<_>>());
        many(9_000, &|i| format!("张{}", i % 7));
        many(9_000, &|i| if i % 3 == 0 { String::new() } else { format!("张{}", i * 7919 % 1000) });
        many(90_000, &|i| if i % 50 < 20 { String::new() } else { format!("a text of its own, {}", i * 7919 % 90_000) });
        many(30_000, &|i| format!("{i:06} in order"));
        many(30_000, &|i| if i < 29_000 { String::new() } else { format!("{i:06} in order, most missing") });
        many(40_000, &|_| String::new());
        many(12, &|i| if i == 3 { "one".to_owned() } else { String::new() });
        many(6_000, &|i| format!("{} values {} that are long are cut by polars, at sixty-four bytes", i % 3, "很".repeat(20)));
        many(20_000, &|i| format!("{}", i * 7919 % 6_000));
    }
}
