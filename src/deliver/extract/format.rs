//! The bytes of an extract: CSV in three encodings, workbook, Parquet, JSON lines.

use chrono::{SecondsFormat, TimeZone as _};
use chrono_tz::Tz;
use serde_json::{Map, Value};

use crate::deliver::csv::{self, CsvFlavour, Style};
use crate::deliver::parquet;
use crate::model::table::{Data, Table};
use crate::rules::{ExtractFormat, TextEncoding};

use super::{Sheet, xlsx};

/// The whole file.
pub(super) fn bytes(table: &Table, sheet: &Sheet) -> Result<Vec<u8>, String> {
    match sheet.rule.format {
        ExtractFormat::Csv => text(table, sheet),
        ExtractFormat::Xlsx => xlsx::bytes(table, &sheet.rule.name, sheet.zone, sheet.as_of_ms),
        ExtractFormat::Parquet => {
            let mut out = Vec::new();
            parquet::write(&mut out, table).map_err(|error| error.to_string())?;
            Ok(out)
        }
        ExtractFormat::Jsonl => Ok(jsonl(table, sheet.zone)),
    }
}

fn text(table: &Table, sheet: &Sheet) -> Result<Vec<u8>, String> {
    let style = Style { timezone: sheet.zone, bom: sheet.rule.encoding == TextEncoding::Utf8Bom };
    let mut out = Vec::new();
    csv::write(&mut out, table, CsvFlavour::People, style).map_err(|error| error.to_string())?;
    if sheet.rule.encoding != TextEncoding::Gb18030 {
        return Ok(out);
    }
    let text = String::from_utf8(out).map_err(|error| error.to_string())?;
    let (encoded, _, unknown) = encoding_rs::GB18030.encode(&text);
    if unknown { Err("a character cannot be written in GB18030".to_owned()) } else { Ok(encoded.into_owned()) }
}

/// One object per row with typed values; what is missing is null.
fn jsonl(table: &Table, zone: Tz) -> Vec<u8> {
    let mut out = String::new();
    for row in 0..table.rows() {
        let object: Map<String, Value> =
            table.columns().iter().map(|column| (column.name.clone(), value(&column.data, row, zone))).collect();
        out.push_str(&Value::Object(object).to_string());
        out.push('\n');
    }
    out.into_bytes()
}

fn value(data: &Data, row: usize, zone: Tz) -> Value {
    match data {
        Data::Text(column) => Some(column.get(row)).filter(|text| !text.is_empty()).into(),
        Data::Int(values) => values[row].into(),
        Data::Float(values) => values[row].into(),
        Data::Bool(values) => values[row].into(),
        Data::Money(values) => values[row].map(|minor| minor as f64 / 100.0).into(),
        Data::Time(values) => {
            let at = values[row].and_then(|at| zone.timestamp_millis_opt(at).single());
            at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, false)).into()
        }
    }
}
