//! A workbook of one sheet: typed cells, a bold header that stays, a filter, the same bytes for the same rows.

use chrono::{DateTime, TimeZone as _};
use chrono_tz::Tz;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::model::table::{Data, Table};

/// Most rows below a header: a limit of the format.
const ROWS_MAX: usize = 1_048_575;

/// Most characters of a cell: a limit of the format.
const CHARS_MAX: usize = 32_767;

/// Narrowest and widest column, in characters.
const WIDTHS: (usize, usize) = (8, 48);

/// Rows looked at for the width of a column.
const ROWS_FOR_WIDTH: usize = 200;

/// The workbook's bytes.
pub(super) fn bytes(table: &Table, name: &str, zone: Tz, as_of_ms: i64) -> Result<Vec<u8>, String> {
    if table.rows() > ROWS_MAX {
        return Err(format!("a sheet holds {ROWS_MAX} rows, not {}; use csv or parquet, or a `limit`", table.rows()));
    }
    workbook(table, name, zone, as_of_ms).map_err(|error| error.to_string().to_lowercase())
}

fn workbook(table: &Table, name: &str, zone: Tz, as_of_ms: i64) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The moment of the run, not of the call: the same extract gives the same bytes.
    let created = DateTime::from_timestamp_millis(as_of_ms).unwrap_or_default();
    let created = ExcelDateTime::parse_from_str(&created.format("%Y-%m-%dT%H:%M:%S").to_string())?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(name))?;
    let header = Format::new().set_bold();
    for (c, column) in (0_u16..).zip(table.columns()) {
        sheet.write_string_with_format(0, c, &column.name, &header)?;
        cells(sheet, c, &column.data, zone)?;
        sheet.set_column_width(c, width(&column.name, &column.data) as f64)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    if let Some(last) = u16::try_from(table.columns().len()).ok().and_then(|n| n.checked_sub(1)) {
        sheet.autofilter(0, 0, u32::try_from(table.rows()).unwrap_or(u32::MAX), last)?;
    }
    book.save_to_buffer()
}

/// A name without the signs that sheets may not have, of at most 31 characters.
fn sheet_name(name: &str) -> String {
    let clean: String =
        name.chars().map(|c| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') { '_' } else { c }).take(31).collect();
    if clean.is_empty() { "extract".to_owned() } else { clean }
}

fn cells(sheet: &mut Worksheet, c: u16, data: &Data, zone: Tz) -> Result<(), XlsxError> {
    let money = Format::new().set_num_format("#,##0.00");
    let time = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    for (r, row) in (1_u32..).zip(0..data.len()) {
        match data {
            Data::Text(column) => {
                let text = column.get(row);
                if !text.is_empty() {
                    // A string cell is never run as a formula.
                    let short: String = text.chars().take(CHARS_MAX).collect();
                    sheet.write_string(r, c, short)?;
                }
            }
            Data::Int(values) => {
                if let Some(n) = values[row] {
                    sheet.write_number(r, c, n as f64)?;
                }
            }
            Data::Float(values) => {
                if let Some(x) = values[row] {
                    sheet.write_number(r, c, x)?;
                }
            }
            Data::Money(values) => {
                if let Some(minor) = values[row] {
                    sheet.write_number_with_format(r, c, minor as f64 / 100.0, &money)?;
                }
            }
            Data::Bool(values) => {
                if let Some(truth) = values[row] {
                    sheet.write_boolean(r, c, truth)?;
                }
            }
            Data::Time(values) => {
                let local = values[row].and_then(|at| zone.timestamp_millis_opt(at).single());
                if let Some(local) = local {
                    // Sheets know no time before 1900: such a time is a text.
                    let text = local.format("%Y-%m-%dT%H:%M:%S").to_string();
                    match ExcelDateTime::parse_from_str(&text) {
                        Ok(at) => sheet.write_datetime_with_format(r, c, &at, &time)?,
                        Err(_) => sheet.write_string(r, c, &text)?,
                    };
                }
            }
        }
    }
    Ok(())
}

/// Wide enough for the header and the first rows.
fn width(header: &str, data: &Data) -> usize {
    let of = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let widest = match data {
        Data::Text(column) => column.iter().take(ROWS_FOR_WIDTH).map(of).max().unwrap_or(0),
        Data::Time(_) => 19,
        Data::Money(_) => 12,
        Data::Int(_) | Data::Float(_) | Data::Bool(_) => 8,
    };
    (widest.max(of(header)) + 2).clamp(WIDTHS.0, WIDTHS.1)
}
