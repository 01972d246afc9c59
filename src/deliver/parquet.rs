//! Parquet with the same bytes for the same table: fixed row groups, one chunk each, integers for money.

use std::io::{BufWriter, Write};

use polars::prelude::{
    BooleanChunked, Column as PlColumn, DataFrame, DataType, Field, Float64Chunked, Int64Chunked, IntoColumn, IntoSeries,
    NewChunkedArray as _, ParquetCompression, ParquetWriter, PlSmallStr, PolarsResult, Schema, StringChunkedBuilder, TimeUnit,
    TimeZone,
};
use rayon::prelude::*;

use crate::model::table::{Column, Data, Table};

/// Rows of a row group. Part of the bytes: changing it changes every file.
const ROW_GROUP: usize = 1 << 17;

/// Writes a table. Text missing is null; times are UTC milliseconds; money is minor units.
pub(super) fn write(file: impl Write, table: &Table) -> PolarsResult<()> {
    let mut out = BufWriter::with_capacity(1 << 20, file);
    let schema: Schema = table.columns().iter().map(|c| Field::new(c.name.as_str().into(), dtype(&c.data))).collect();
    let mut writer = ParquetWriter::new(&mut out).with_compression(ParquetCompression::Zstd(None)).batched(&schema)?;
    for start in (0..table.rows()).step_by(ROW_GROUP) {
        let end = table.rows().min(start + ROW_GROUP);
        let columns: Vec<PlColumn> = table.columns().par_iter().map(|c| series(c, start, end)).collect();
        writer.write_batch(&DataFrame::new(end - start, columns)?)?;
    }
    writer.finish()?;
    drop(writer);
    Ok(out.flush()?)
}

/// Writes a frame that was read from a file of ours, in the same manner.
pub(super) fn write_frame(file: impl Write, frame: &DataFrame) -> PolarsResult<()> {
    let mut out = BufWriter::with_capacity(1 << 20, file);
    let mut writer = ParquetWriter::new(&mut out).with_compression(ParquetCompression::Zstd(None)).batched(frame.schema())?;
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

/// Rows `start..end` of a column, in one chunk.
fn series(column: &Column, start: usize, end: usize) -> PlColumn {
    let name = PlSmallStr::from_str(&column.name);
    match &column.data {
        Data::Text(values) => {
            let mut builder = StringChunkedBuilder::new(name, end - start);
            for &code in &values.codes[start..end] {
                builder.append_option((code != 0).then(|| values.values.get(code)));
            }
            builder.finish().into_series().into_column()
        }
        Data::Int(values) | Data::Money(values) => {
            Int64Chunked::from_slice_options(name, &values[start..end]).into_series().into_column()
        }
        Data::Float(values) => Float64Chunked::from_slice_options(name, &values[start..end]).into_series().into_column(),
        Data::Bool(values) => BooleanChunked::from_slice_options(name, &values[start..end]).into_series().into_column(),
        Data::Time(values) => Int64Chunked::from_slice_options(name, &values[start..end])
            .into_datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC))
            .into_series()
            .into_column(),
    }
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
}
