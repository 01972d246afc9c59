//! Between the model's columns and polars': only the columns some rule reads, only for the rows at hand.
//!
//! Comes in: tables, events, customers. Goes out: polars columns, and results as [`Data`] again. Times are wall-clock
//! times of the project inside SQL and instants outside; numbers of a result are rounded to a millionth, so that sums
//! of money meet their thresholds exactly.

use std::borrow::Cow;
use std::ops::Range;

use polars::prelude::{
    Column, DataFrame, DataType, Expr, IdxCa, IntoColumn, IntoLazy, NamedFrom, PlSmallStr, Series, TimeUnit, col, lit,
};

use crate::model::table::Data;
use crate::model::text::{Arena, MISSING, TextBuilder, TextColumn};

use super::sql::{AS_OF, Columns, Expression, Grain, Type};
use super::zone::Zone;

/// Wall-clock times in SQL.
pub(super) const TIME: DataType = DataType::Datetime(TimeUnit::Milliseconds, None);

/// The polars type of a column.
pub(super) fn dtype(kind: Type) -> DataType {
    match kind {
        Type::Number => DataType::Float64,
        Type::Text | Type::Any => DataType::String,
        Type::Time => TIME,
        Type::Bool => DataType::Boolean,
    }
}

/// The expression with `as_of` (wall-clock milliseconds) filled in.
pub(super) fn bound(expression: &Expression, as_of_local: i64) -> Expr {
    expression.expr.clone().map_expr(|part| match part {
        Expr::Column(name) if name.as_str() == AS_OF => lit(as_of_local).cast(TIME),
        other => other,
    })
}

/// Runs a checked expression on one row of NULLs, so that what polars refuses is known before any data.
pub(super) fn try_on_one_row(expression: &Expression, columns: &Columns, grain: Grain) -> Result<(), String> {
    let mut frame: Vec<Column> =
        expression.uses.iter().map(|name| missing(name, columns.get(name).copied().unwrap_or(Type::Any), 1)).collect();
    if let Grain::Group(Some(name)) = grain {
        frame.push(Column::new(name.into(), [true]));
    }
    if frame.is_empty() {
        frame.push(Column::new("__row".into(), [true]));
    }
    let expr = bound(expression, 0).alias("__value");
    let run = DataFrame::new(1, frame).and_then(|frame| frame.lazy().select([expr]).collect());
    run.map(|_| ()).map_err(|error| format!("cannot be computed: {}", super::sql::one_line(&error.to_string()).to_lowercase()))
}

/// A column of NULLs.
pub(super) fn missing(name: &str, kind: Type, rows: usize) -> Column {
    Series::full_null(PlSmallStr::from_str(name), rows, &dtype(kind)).into_column()
}

/// A column of wall-clock times.
pub(super) fn times(name: &str, local: Vec<Option<i64>>) -> Column {
    let series = Series::new(PlSmallStr::from_str(name), local);
    series.i64().map_or_else(
        |_| missing(name, Type::Time, series.len()),
        |times| times.clone().into_datetime(TimeUnit::Milliseconds, None).into_column(),
    )
}

/// A text column of a range of rows; missing is NULL.
pub(super) fn texts(name: &str, column: &TextColumn, rows: Range<usize>) -> Column {
    // Few rows of a large dictionary are read one by one.
    if rows.len() < column.values.len() / 4 {
        let values: Vec<Option<&str>> = rows.map(|row| Some(column.get(row)).filter(|text| !text.is_empty())).collect();
        return Column::new(PlSmallStr::from_str(name), values);
    }
    by_code(name, &dictionary(&column.values), column.codes[rows].iter().copied())
}

/// The distinct texts as a series, the missing one as NULL: rows are then gathered by code without copying text.
pub(super) fn dictionary(values: &Arena) -> Series {
    let texts: Vec<Option<&str>> = values.iter().map(|(code, text)| (code != MISSING).then_some(text)).collect();
    Series::new(PlSmallStr::EMPTY, texts)
}

/// Rows of a dictionary by code.
pub(super) fn by_code(name: &str, dictionary: &Series, codes: impl Iterator<Item = u32>) -> Column {
    let codes = IdxCa::from_vec(PlSmallStr::EMPTY, codes.collect());
    let rows = codes.len();
    let gathered = dictionary.take(&codes).map(|series| series.with_name(PlSmallStr::from_str(name)).into_column());
    gathered.unwrap_or_else(|_| missing(name, Type::Text, rows))
}

/// A model column over a range of rows as the SQL type a rule was promised; what does not fit is NULL.
pub(super) fn to_column(name: &str, data: &Data, kind: Type, rows: Range<usize>, zone: &Zone) -> Column {
    let label = PlSmallStr::from_str(name);
    match (data, kind) {
        (Data::Text(column), Type::Text | Type::Any) => texts(name, column, rows),
        (Data::Text(column), Type::Number) => {
            Column::new(label, rows.map(|row| column.get(row).trim().parse::<f64>().ok()).collect::<Vec<_>>())
        }
        (Data::Text(column), Type::Bool) => Column::new(label, rows.map(|row| truth(column.get(row))).collect::<Vec<_>>()),
        (Data::Text(column), Type::Time) => times(name, rows.map(|row| read_local(column.get(row))).collect()),
        (Data::Time(values), Type::Time) => times(name, rows.map(|row| values[row].map(|instant| zone.local(instant))).collect()),
        (Data::Bool(values), Type::Bool) => Column::new(label, &values[rows]),
        (Data::Int(values), Type::Number) => Column::new(label, &values[rows]),
        (Data::Float(values), Type::Number) => Column::new(label, &values[rows]),
        (Data::Money(values), Type::Number) => {
            Column::new(label, rows.map(|row| values[row].map(|minor| to_f64(minor) / 100.0)).collect::<Vec<_>>())
        }
        (other, kind) => {
            let texts: Vec<Option<String>> = rows.map(|row| show(other, row, zone)).collect();
            match kind {
                Type::Text | Type::Any => Column::new(label, texts),
                Type::Number | Type::Time | Type::Bool => missing(name, kind, texts.len()),
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "amounts and counts are far below 2^53")]
pub(super) fn to_f64(value: i64) -> f64 {
    value as f64
}

fn truth(text: &str) -> Option<bool> {
    match text {
        "true" | "yes" | "1" | "是" => Some(true),
        "false" | "no" | "0" | "否" => Some(false),
        _ => None,
    }
}

/// A date or time as written in the master, as wall-clock milliseconds.
pub(super) fn read_local(text: &str) -> Option<i64> {
    let date = |text: &str| chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let full = text.replacen('T', " ", 1);
    let time = match text.len() {
        10 => date(text)?.and_hms_opt(0, 0, 0)?,
        16 => chrono::NaiveDateTime::parse_from_str(&full, "%Y-%m-%d %H:%M").ok()?,
        _ => chrono::NaiveDateTime::parse_from_str(full.get(..19)?, "%Y-%m-%d %H:%M:%S").ok()?,
    };
    Some(time.and_utc().timestamp_millis())
}

/// One value as a person reads it; `None` if missing.
pub(super) fn show(data: &Data, row: usize, zone: &Zone) -> Option<String> {
    match data {
        Data::Text(column) => Some(column.get(row).to_owned()).filter(|text| !text.is_empty()),
        Data::Int(values) => values[row].map(|n| n.to_string()),
        Data::Float(values) => values[row].map(|n| n.to_string()),
        Data::Money(values) => values[row].map(|minor| format!("{:.2}", to_f64(minor) / 100.0)),
        Data::Bool(values) => values[row].map(|b| b.to_string()),
        Data::Time(values) => values[row].and_then(|instant| {
            let local = chrono::DateTime::from_timestamp_millis(zone.local(instant))?;
            Some(local.format("%Y-%m-%d %H:%M:%S").to_string())
        }),
    }
}

/// A result column as model data. Whole numbers stay whole; others are rounded to a millionth; what is not finite is
/// missing.
pub(super) fn to_data(series: &Series, kind: Type, zone: &Zone) -> Data {
    let cast = |to: &DataType| series.cast(to).map(Cow::<Series>::Owned).unwrap_or(Cow::Borrowed(series));
    match series.dtype() {
        DataType::Boolean => Data::Bool(series.bool().map(|b| b.iter().collect()).unwrap_or_default()),
        DataType::String => Data::Text(text_column(series)),
        DataType::Datetime(..) | DataType::Date => {
            let local = cast(&TIME).cast(&DataType::Int64);
            let local = local.as_ref().ok().and_then(|s| s.i64().ok());
            Data::Time(local.map(|times| times.iter().map(|t| t.map(|t| zone.instant(t))).collect()).unwrap_or_default())
        }
        DataType::Float32 | DataType::Float64 => {
            let values = cast(&DataType::Float64);
            Data::Float(values.f64().map(|f| f.iter().map(|x| x.and_then(rounded)).collect()).unwrap_or_default())
        }
        DataType::Null => absent(kind, series.len()),
        _ => {
            let values = cast(&DataType::Int64);
            Data::Int(values.i64().map(|i| i.iter().collect()).unwrap_or_default())
        }
    }
}

/// Data of a kind without any value.
pub(super) fn absent(kind: Type, rows: usize) -> Data {
    match kind {
        Type::Number => Data::Float(vec![None; rows]),
        Type::Text | Type::Any => Data::Text(TextColumn::missing(rows)),
        Type::Time => Data::Time(vec![None; rows]),
        Type::Bool => Data::Bool(vec![None; rows]),
    }
}

fn text_column(series: &Series) -> TextColumn {
    /// Texts looked up together.
    const TOGETHER: usize = 256;
    let mut builder = TextBuilder::default();
    if let Ok(texts) = series.str() {
        let (mut texts, mut some) = (texts.iter(), Vec::with_capacity(TOGETHER));
        loop {
            some.clear();
            some.extend(texts.by_ref().take(TOGETHER).map(Option::unwrap_or_default));
            if some.is_empty() {
                break;
            }
            builder.push_each(&some);
        }
    }
    builder.finish()
}

/// Rounds to a millionth; `None` if not finite.
pub(super) fn rounded(value: f64) -> Option<f64> {
    const PLACES: f64 = 1e6;
    let scaled = value * PLACES;
    // Beyond 2^52 a double has no digits left to round.
    let near = if scaled.abs() < 4.5e15 { scaled.round() / PLACES } else { value };
    near.is_finite().then_some(near)
}

/// Floats of a result series rounded, other types as they are: later rules see what is published.
pub(super) fn settled(series: Series) -> Series {
    if !matches!(series.dtype(), DataType::Float32 | DataType::Float64) {
        return series;
    }
    let name = series.name().clone();
    match series.f64() {
        Ok(values) => Series::new(name, values.iter().map(|x| x.and_then(rounded)).collect::<Vec<_>>()),
        Err(_) => series,
    }
}

/// True where a boolean result holds; NULL is false.
pub(super) fn holds(series: &Series) -> Vec<bool> {
    let Ok(values) = series.bool() else { return vec![false; series.len()] };
    let mut out = Vec::with_capacity(values.len());
    for chunk in values.downcast_iter() {
        // Bits at a time, not values.
        match chunk.validity() {
            Some(known) => out.extend((chunk.values() & known).iter()),
            None => out.extend(chunk.values().iter()),
        }
    }
    out
}

/// Runs one row-wise expression over a frame.
pub(super) fn evaluate(frame: &DataFrame, expr: Expr) -> Result<Series, String> {
    const VALUE: &str = "__value";
    let run = || -> polars::prelude::PolarsResult<Series> {
        let out = frame.clone().lazy().with_columns([expr.alias(VALUE)]).select([col(VALUE)]).collect()?;
        Ok(out.column(VALUE)?.as_materialized_series().rechunk())
    };
    run().map_err(|error| super::sql::one_line(&error.to_string()).to_lowercase())
}
