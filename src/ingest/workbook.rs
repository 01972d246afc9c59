//! Workbooks (xlsx, xls, xlsb, ods): every sheet with a table, cells as text.
//!
//! Dates become ISO text, whole numbers lose their `.0`. Rows are assembled from the cells themselves; the declared
//! dimension of a sheet is never trusted.

use std::io::{Cursor, Read, Seek};

use calamine::{Data, DataRef, ExcelDateTime, Reader, Sheets, Xlsx};

use super::block::BlockWriter;
use super::build::Builder;
use super::delimited::no_header;
use super::layout;
use super::source::Source;
use super::two_rows::{self, Header};
use super::{IngestError, ReadOptions, is_wanted, listed};
use crate::model::raw::{InputFacts, RawTable};
use crate::model::remark::Remark;
use crate::model::text::Interner;
use crate::model::watch::Watch;

/// The cells of a sheet, row by row, as codes of one interner.
#[derive(Default)]
pub(super) struct Grid {
    texts: Interner,
    /// (row, column, code) of filled cells.
    cells: Vec<(u32, u32, u32)>,
}

impl Grid {
    /// Adds a cell; an empty one is none.
    pub(super) fn push(&mut self, row: u32, column: u32, text: &str) {
        let code = self.texts.intern(text);
        if code != 0 {
            self.cells.push((row, column, code));
        }
    }

    /// Puts the cells in order and moves the table to the first used column.
    pub(super) fn settle(&mut self) {
        if !self.cells.is_sorted() {
            self.cells.sort_unstable();
        }
        let left = self.cells.iter().map(|c| c.1).min().unwrap_or(0);
        self.cells.iter_mut().for_each(|c| c.1 -= left);
    }

    /// True without cells.
    pub(super) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    fn width(&self) -> usize {
        self.cells.iter().map(|c| c.1 as usize + 1).max().unwrap_or(0)
    }

    /// The cells of each row, from the first used row on; unused rows between are empty.
    fn rows(&self) -> impl Iterator<Item = &[(u32, u32, u32)]> {
        let mut rest = self.cells.as_slice();
        let first = rest.first().map_or(0, |c| c.0);
        let end = rest.last().map_or(0, |c| c.0 + 1);
        (first..end).map(move |row| {
            let n = rest.iter().take_while(|c| c.0 == row).count();
            let (now, later) = rest.split_at(n);
            rest = later;
            now
        })
    }

    fn texts_of(&self, row: &[(u32, u32, u32)]) -> Vec<String> {
        let mut cells = vec![String::new(); row.last().map_or(0, |c| c.1 as usize + 1)];
        for &(_, column, code) in row {
            super::cell::unwrap(self.texts.arena().get(code)).clone_into(&mut cells[column as usize]);
        }
        cells
    }
}

/// Reads the sheets of a workbook that hold tables.
pub(super) fn read(
    source: &Source,
    bytes: Vec<u8>,
    options: &ReadOptions,
    watch: &dyn Watch,
) -> Result<Vec<RawTable>, IngestError> {
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|e| damaged(&source.shown, &e))?;
    let format = match book {
        Sheets::Xls(_) => "xls",
        Sheets::Xlsx(_) => "xlsx",
        Sheets::Xlsb(_) => "xlsb",
        Sheets::Ods(_) => "ods",
    };
    let all = book.sheet_names();
    let names = chosen(source, &all, &options.sheets)?;
    let unread = unread(&all, &names);
    let mut grids = Vec::new();
    for name in names {
        let grid = grid(&mut book, &name).map_err(|e| damaged(&source.shown, &e))?;
        if !grid.is_empty() {
            grids.push((name, grid));
        }
        if watch.cancelled() {
            break;
        }
    }
    if grids.is_empty() {
        return Err(IngestError::Empty { file: source.shown.clone() });
    }
    let mut tables = tables(source, format, &grids, options, watch)?;
    if let Some(first) = tables.first_mut() {
        first.input.remarks.extend(unread);
    }
    Ok(tables)
}

/// Says which sheets were not asked for: the next month's may be among them.
pub(super) fn unread(all: &[String], chosen: &[String]) -> Vec<Remark> {
    all.iter().filter(|name| !chosen.contains(name)).map(|name| Remark::new("sheet_unread", [name.clone()])).collect()
}

/// The names of the sheets to read: those that fit, all if nothing is asked for. Each name asked for must fit one.
pub(super) fn chosen(source: &Source, names: &[String], wanted: &[String]) -> Result<Vec<String>, IngestError> {
    if wanted.is_empty() {
        return Ok(names.to_vec());
    }
    let fits_none = |wanted: &&String| !names.iter().any(|name| is_wanted(name, std::slice::from_ref(wanted)));
    if let Some(missing) = wanted.iter().find(fits_none) {
        let known = listed(names.iter().map(String::as_str));
        return Err(IngestError::NoSheet { file: source.shown.clone(), sheet: missing.clone(), known });
    }
    Ok(names.iter().filter(|name| is_wanted(name, wanted)).cloned().collect())
}

/// One table per sheet that has a header; sheets without one (explanations, charts) are passed over if others have.
pub(super) fn tables(
    source: &Source,
    format: &str,
    grids: &[(String, Grid)],
    options: &ReadOptions,
    watch: &dyn Watch,
) -> Result<Vec<RawTable>, IngestError> {
    let mut tables = Vec::new();
    let mut passed_over = Vec::new();
    let mut first_error = None;
    for (name, grid) in grids {
        let file = format!("{}#{name}", source.shown);
        let first: Vec<Vec<String>> = grid.rows().take(look_rows(options)).map(|r| grid.texts_of(r)).collect();
        let found = layout::find_header(&first, options.header_row).map_err(|h| no_header(&file, h));
        match found {
            Ok(_) if grids.len() > 1 && grid.width() < 2 => passed_over.push(name),
            Ok(header_at) => tables.push(table(&file, format, grid, &two_rows::whole(&first, header_at), watch)),
            Err(error) => {
                passed_over.push(name);
                first_error.get_or_insert(error);
            }
        }
    }
    let only = tables.len() == 1 && !options.names_sheets;
    let Some(table) = tables.first_mut() else {
        return Err(first_error.unwrap_or_else(|| IngestError::Empty { file: source.shown.clone() }));
    };
    if only {
        table.file.clone_from(&source.shown);
    }
    for name in passed_over {
        table.input.remarks.push(Remark::new("sheet_passed_over", [name.clone()]));
    }
    Ok(tables)
}

fn look_rows(options: &ReadOptions) -> usize {
    layout::LOOK_ROWS.max(options.header_row.unwrap_or(0) as usize)
}

fn table(file: &str, format: &str, grid: &Grid, found: &Header, watch: &dyn Watch) -> RawTable {
    let width = grid.width();
    let mut header: Vec<String> = vec![String::new(); width];
    for &(_, column, code) in grid.rows().nth(found.at).unwrap_or_default() {
        grid.texts.arena().get(code).trim_matches(['\r', '\n']).clone_into(&mut header[column as usize]);
    }
    let written = header.clone();
    if found.is_joined {
        header.iter_mut().zip(&found.names).for_each(|(cell, name)| cell.clone_from(name));
    }
    let mut builder = Builder::new(header, Some(found.at as u64), ',');
    builder.is_written(&written);
    let mut writer = BlockWriter::default();
    for row in grid.rows() {
        let mut next = 0;
        for &(_, column, code) in row {
            (next..column).for_each(|_| writer.cell(""));
            writer.cell(grid.texts.arena().get(code));
            next = column + 1;
        }
        (next..width as u32).for_each(|_| writer.cell(""));
        writer.end_record();
        if writer.is_full() {
            builder.take(&writer.text, &writer.block);
            watch.tick(writer.block.records.len() as u64);
            writer.clear();
        }
    }
    builder.take(&writer.text, &writer.block);
    watch.tick(writer.block.records.len() as u64);
    builder
        .finish(file.to_owned(), InputFacts { format: format.to_owned(), encoding_margin: f64::INFINITY, ..InputFacts::default() })
}

fn grid<R: Read + Seek + Clone>(book: &mut Sheets<R>, name: &str) -> Result<Grid, calamine::Error> {
    let mut grid = Grid::default();
    if let Sheets::Xlsx(xlsx) = book {
        xlsx_cells(xlsx, name, &mut grid)?;
    } else {
        let range = book.worksheet_range(name)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, data) in range.used_cells() {
            grid.push(top + row as u32, left + column as u32, &text_of(data));
        }
    }
    grid.settle();
    Ok(grid)
}

/// Streams the cells, so that one stray cell in the last row or column costs nothing.
fn xlsx_cells<R: Read + Seek>(book: &mut Xlsx<R>, name: &str, grid: &mut Grid) -> Result<(), calamine::Error> {
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        // Chart sheets hold no cells.
        Err(calamine::XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    while let Some(cell) = reader.next_cell()? {
        let (row, column) = cell.get_position();
        match cell.get_value() {
            DataRef::SharedString(text) => grid.push(row, column, &unescaped(text)),
            value => grid.push(row, column, &text_of(&Data::from(value.clone()))),
        }
    }
    Ok(())
}

fn text_of(data: &Data) -> String {
    match data {
        Data::Empty | Data::Error(_) => String::new(),
        Data::Int(n) => n.to_string(),
        Data::Float(x) => super::cell::number(*x),
        Data::String(text) => unescaped(text).into_owned(),
        Data::Bool(b) => if *b { "TRUE" } else { "FALSE" }.to_owned(),
        Data::DateTime(time) => iso(*time),
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
    }
}

/// Excel writes a carriage return in a shared string as `_x000D_`.
fn unescaped(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains("_x000D_") { text.replace("_x000D_", "").into() } else { text.into() }
}

fn iso(time: ExcelDateTime) -> String {
    if time.is_duration() {
        let seconds = (time.as_f64() * 86_400.0).round() as i64;
        return format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    // Half a second is added so that 09:59:59.999 of a float is 10:00:00.
    let rounded = ExcelDateTime::new(time.as_f64() + 0.5 / 86_400.0, calamine::ExcelDateTimeType::DateTime, is_1904(time));
    let (year, month, day, hour, minute, second, _) = rounded.to_ymd_hms_milli();
    let clock = format!("{hour:02}:{minute:02}:{second:02}");
    match clock.as_str() {
        _ if time.as_f64() < 1.0 => clock,
        "00:00:00" => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {clock}"),
    }
}

/// The 1904 flag has no getter: it shows in the date.
fn is_1904(time: ExcelDateTime) -> bool {
    time.to_ymd_hms_milli() != ExcelDateTime::new(time.as_f64(), calamine::ExcelDateTimeType::DateTime, false).to_ymd_hms_milli()
}

fn damaged(file: &str, error: &calamine::Error) -> IngestError {
    let text = error.to_string();
    if text.to_lowercase().contains("password") || text.to_lowercase().contains("encrypt") {
        return IngestError::unreadable(file, "the workbook is protected by a password", "save it without password");
    }
    IngestError::unreadable(
        file,
        format!("the workbook is damaged or truncated ({text})"),
        "open it in Excel and save it again, or export it again",
    )
}
