//! Brings values into the form another program imports: name parts, local phones, dates, lists, lengths.

use std::sync::Arc;

use chrono::TimeZone as _;
use chrono_tz::Tz;

use crate::model::table::{Data, Table};
use crate::model::text::{Interner, TextColumn};
use crate::rules::{ExtractColumn, Shape};

use super::Sheet;

/// Takes a person's name apart: family name, given name. A name of one part is a family name.
pub type NameSplit<'a> = dyn Fn(&str) -> (String, String) + 'a;

/// The table with every column in its form.
pub(super) fn shaped(table: &Table, sheet: &Sheet) -> Table {
    let mut out = Table::new();
    for (i, column) in table.columns().iter().enumerate() {
        let data = match sheet.rule.columns.get(i) {
            Some(wanted) => Arc::new(one(&column.data, wanted, sheet)),
            None => Arc::clone(&column.data),
        };
        out.share(column.name.clone(), &data);
    }
    out
}

fn one(data: &Data, wanted: &ExtractColumn, sheet: &Sheet) -> Data {
    let data = match (data, wanted.shape) {
        (Data::Time(times), Shape::Date | Shape::MonthDay) => {
            let pattern = if wanted.shape == Shape::Date { "%Y-%m-%d" } else { "%m/%d" };
            Data::Text(TextColumn::from_texts(
                times.iter().map(|at| at.map_or_else(String::new, |at| day(at, sheet.zone, pattern))),
            ))
        }
        (Data::Text(column), shape) if shape != Shape::Plain => each(column, |text| form(text, shape, sheet)),
        (data, _) => data.clone(),
    };
    match data {
        Data::Text(column) if wanted.separator.is_some() || wanted.max_chars.is_some() => {
            let separator = wanted.separator.as_deref().unwrap_or("|");
            let most = wanted.max_chars.unwrap_or(usize::MAX);
            each(&column, |text| text.replace('|', separator).chars().take(most).collect())
        }
        data => data,
    }
}

/// Changes each distinct text once.
fn each(column: &TextColumn, change: impl Fn(&str) -> String) -> Data {
    let mut changed = Interner::new();
    let codes: Vec<u32> =
        column.values.iter().map(|(_, text)| if text.is_empty() { 0 } else { changed.intern(&change(text)) }).collect();
    let codes = column.codes.iter().map(|&code| codes[code as usize]).collect();
    Data::Text(TextColumn { values: changed.into_arena().into(), codes })
}

fn form(text: &str, shape: Shape, sheet: &Sheet) -> String {
    match shape {
        Shape::Plain => text.to_owned(),
        Shape::FamilyName => (sheet.split)(text).0,
        Shape::GivenName => (sheet.split)(text).1,
        Shape::LocalPhone => text.split('|').map(local_phone).collect::<Vec<_>>().join("|"),
        Shape::Date => text.get(..10).unwrap_or(text).to_owned(),
        Shape::MonthDay => month_day(text),
    }
}

/// `+8613912345678` as `13912345678`, landlines with their area code's zero; other countries as they are.
fn local_phone(phone: &str) -> String {
    match phone.strip_prefix("+86") {
        Some(mobile) if mobile.len() == 11 && mobile.starts_with('1') => mobile.to_owned(),
        Some(landline) if !landline.is_empty() && !landline.starts_with(['4', '8']) => format!("0{landline}"),
        Some(service) if !service.is_empty() => service.to_owned(),
        _ => phone.to_owned(),
    }
}

/// `1988-03-04` as `03/04`; a date without month and day gives nothing.
fn month_day(text: &str) -> String {
    let mut parts = text.split('-').skip(1);
    match (parts.next(), parts.next().and_then(|day| day.get(..2))) {
        (Some(month), Some(day)) if month.len() == 2 => format!("{month}/{day}"),
        _ => String::new(),
    }
}

fn day(at: i64, zone: Tz, pattern: &str) -> String {
    zone.timestamp_millis_opt(at).single().map_or_else(String::new, |at| at.format(pattern).to_string())
}

/// The rows whose required columns are all filled, and how many are not.
pub(super) fn complete(table: Table, required: &[String]) -> (Table, u64) {
    let wanted: Vec<&Data> = required.iter().filter_map(|name| table.column(name)).collect();
    let rows: Vec<usize> = (0..table.rows()).filter(|&row| wanted.iter().all(|data| is_filled(data, row))).collect();
    let incomplete = (table.rows() - rows.len()) as u64;
    if incomplete == 0 {
        return (table, 0);
    }
    let mut out = Table::new();
    for column in table.columns() {
        out.push(column.name.clone(), picked(&column.data, &rows));
    }
    (out, incomplete)
}

fn is_filled(data: &Data, row: usize) -> bool {
    match data {
        Data::Text(column) => !column.get(row).is_empty(),
        Data::Int(values) | Data::Time(values) | Data::Money(values) => values[row].is_some(),
        Data::Float(values) => values[row].is_some(),
        Data::Bool(values) => values[row].is_some(),
    }
}

fn picked(data: &Data, rows: &[usize]) -> Data {
    fn pick<T: Copy>(values: &[T], rows: &[usize]) -> Vec<T> {
        rows.iter().map(|&row| values[row]).collect()
    }
    match data {
        Data::Text(column) => Data::Text(TextColumn { values: column.values.clone(), codes: pick(&column.codes, rows) }),
        Data::Int(values) => Data::Int(pick(values, rows)),
        Data::Float(values) => Data::Float(pick(values, rows)),
        Data::Time(values) => Data::Time(pick(values, rows)),
        Data::Money(values) => Data::Money(pick(values, rows)),
        Data::Bool(values) => Data::Bool(pick(values, rows)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_as_people_dial_them() {
        let check = |phone, expected| assert_eq!(local_phone(phone), expected, "{phone}");
        check("+8613912345678", "13912345678");
        check("+8657187654321", "057187654321");
        check("+864008001234", "4008001234");
        check("+14155550100", "+14155550100");
        check("+86139****5678", "139****5678");
    }

    #[test]
    fn a_birthday_needs_month_and_day() {
        assert_eq!(
            (month_day("1988-03-04"), month_day("1988"), month_day("1988-03")),
            ("03/04".into(), String::new(), String::new())
        );
    }
}
