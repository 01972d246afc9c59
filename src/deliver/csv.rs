//! CSV as spreadsheets and scripts expect it: RFC 4180 with `\n`, UTF-8, times with offset, formulas made harmless.

use std::fmt::Write as _;
use std::io::{self, Write};

use chrono::{SecondsFormat, TimeZone as _};
use chrono_tz::Tz;
use rayon::prelude::*;

use crate::model::table::{Data, Table};

/// Rows formatted at a time by one thread.
const CHUNK_ROWS: usize = 4096;
/// Chunks in memory at a time.
const CHUNKS: usize = 16;

/// For whom a CSV file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvFlavour {
    /// For people: cells a spreadsheet would run as formulas get a leading `'`; a BOM if the style asks for it.
    People,
    /// For scripts: byte-true, never a BOM.
    Exact,
}

/// How values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Zone of printed times.
    pub timezone: Tz,
    /// Write a BOM before people's files.
    pub bom: bool,
}

/// Writes a table. A table without rows still has its header.
pub(super) fn write(out: &mut impl Write, table: &Table, flavour: CsvFlavour, style: Style) -> io::Result<()> {
    if flavour == CsvFlavour::People && style.bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut header = encoder();
    for column in table.columns() {
        header.write_field(guarded(&column.name, flavour, &mut String::new()))?;
    }
    header.write_record(None::<&[u8]>)?;
    out.write_all(&into_bytes(header)?)?;
    let starts: Vec<usize> = (0..table.rows()).step_by(CHUNK_ROWS).collect();
    for batch in starts.chunks(CHUNKS) {
        let blocks: Vec<io::Result<Vec<u8>>> = batch.par_iter().map(|&start| rows(table, start, flavour, style)).collect();
        for block in blocks {
            out.write_all(&block?)?;
        }
    }
    Ok(())
}

fn encoder() -> ::csv::Writer<Vec<u8>> {
    ::csv::WriterBuilder::new().terminator(::csv::Terminator::Any(b'\n')).from_writer(Vec::with_capacity(1 << 16))
}

fn into_bytes(writer: ::csv::Writer<Vec<u8>>) -> io::Result<Vec<u8>> {
    writer.into_inner().map_err(|e| io::Error::other(e.to_string()))
}

/// One chunk of rows as CSV.
fn rows(table: &Table, start: usize, flavour: CsvFlavour, style: Style) -> io::Result<Vec<u8>> {
    let end = table.rows().min(start + CHUNK_ROWS);
    let mut writer = encoder();
    let mut cell = String::new();
    for row in start..end {
        for column in table.columns() {
            let text = match &column.data {
                Data::Text(values) => guarded(values.get(row), flavour, &mut cell),
                other => {
                    cell.clear();
                    print(other, row, style, &mut cell);
                    cell.as_bytes()
                }
            };
            writer.write_field(text)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    into_bytes(writer)
}

/// Prints a value that is no text; missing prints nothing.
fn print(data: &Data, row: usize, style: Style, out: &mut String) {
    let printed = match data {
        Data::Text(_) => Ok(()),
        Data::Int(values) => values[row].map_or(Ok(()), |v| write!(out, "{v}")),
        Data::Float(values) => values[row].map_or(Ok(()), |v| write!(out, "{v}")),
        Data::Bool(values) => values[row].map_or(Ok(()), |v| write!(out, "{v}")),
        Data::Money(values) => values[row].map_or(Ok(()), |v| money(v, out)),
        Data::Time(values) => values[row].map_or(Ok(()), |v| time(v, style.timezone, out)),
    };
    printed.expect("a String takes everything");
}

/// Minor units with two decimals.
fn money(minor: i64, out: &mut String) -> std::fmt::Result {
    let sign = if minor < 0 { "-" } else { "" };
    let minor = minor.unsigned_abs();
    write!(out, "{sign}{}.{:02}", minor / 100, minor % 100)
}

/// A point in time as `2026-09-28T12:54:11+08:00`; one beyond the calendar prints nothing.
fn time(millis: i64, zone: Tz, out: &mut String) -> std::fmt::Result {
    match zone.timestamp_millis_opt(millis).single() {
        Some(at) => out.write_str(&at.to_rfc3339_opts(SecondsFormat::Secs, false)),
        None => Ok(()),
    }
}

/// The bytes of a text cell, with a leading `'` where a spreadsheet would run it.
fn guarded<'a>(text: &'a str, flavour: CsvFlavour, buffer: &'a mut String) -> &'a [u8] {
    // A text that looks guarded already gets a mark too, so that taking one off always gives the text back.
    if flavour == CsvFlavour::Exact || !is_formula(text.trim_start_matches('\'')) {
        return text.as_bytes();
    }
    buffer.clear();
    buffer.push('\'');
    buffer.push_str(text);
    buffer.as_bytes()
}

/// Would a spreadsheet run this cell? Numbers and E.164 phones also start with a sign and stay.
fn is_formula(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(b'=' | b'@' | b'\t' | b'\r') => true,
        Some(b'+' | b'-') => !is_number(&text[1..]) && !is_e164(text),
        _ => false,
    }
}

/// Digits with at most one point, and an exponent.
fn is_number(unsigned: &str) -> bool {
    unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && unsigned.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'))
        && unsigned.parse::<f64>().is_ok()
}

fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (4..=15).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::text::TextColumn;

    const STYLE: Style = Style { timezone: chrono_tz::Asia::Shanghai, bom: false };

    fn check(data: Data, flavour: CsvFlavour, expected: &str) {
        let mut table = Table::new();
        table.push("v", data);
        let mut out = Vec::new();
        write(&mut out, &table, flavour, STYLE).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn a_table_without_rows_has_its_header() {
        check(Data::Int(Vec::new()), CsvFlavour::People, "v\n");
    }

    #[test]
    fn typed_values_print_as_the_contract_says() {
        check(Data::Money(vec![Some(1234), Some(-5), Some(0), None]), CsvFlavour::Exact, "v\n12.34\n-0.05\n0.00\n\"\"\n");
        check(Data::Time(vec![Some(1_790_571_251_000)]), CsvFlavour::Exact, "v\n2026-09-28T12:54:11+08:00\n");
        check(Data::Float(vec![Some(0.1), Some(3.0)]), CsvFlavour::Exact, "v\n0.1\n3\n");
        check(Data::Bool(vec![Some(true), Some(false)]), CsvFlavour::Exact, "v\ntrue\nfalse\n");
    }

    #[test]
    fn formulas_are_made_harmless_for_people_only() {
        let cells = ["=1+1", "+8613800000001", "+1 day", "-3.5", "-a", "@x", "a,b", "say \"hi\"", "+1|+2"];
        let people = "v\n'=1+1\n+8613800000001\n'+1 day\n-3.5\n'-a\n'@x\n\"a,b\"\n\"say \"\"hi\"\"\"\n'+1|+2\n";
        check(Data::Text(TextColumn::from_texts(cells)), CsvFlavour::People, people);
        let exact = people.replace('\'', "");
        check(Data::Text(TextColumn::from_texts(cells)), CsvFlavour::Exact, &exact);
    }

    #[test]
    fn a_bom_stands_before_peoples_files_only() {
        let mut table = Table::new();
        table.push("v", Data::Int(Vec::new()));
        let style = Style { bom: true, ..STYLE };
        for (flavour, expected) in [(CsvFlavour::People, "\u{feff}v\n"), (CsvFlavour::Exact, "v\n")] {
            let mut out = Vec::new();
            write(&mut out, &table, flavour, style).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }

    proptest! {
        /// No written cell can run, and taking the mark off again gives the text back.
        #[test]
        fn guarding_is_undone_by_taking_the_mark_off(text in "[=+\\-@\t\r']?[0-9a-z+.\",\n|中]{0,8}") {
            let mut table = Table::new();
            table.push("a", Data::Text(TextColumn::from_texts([&text])));
            table.push("b", Data::Text(TextColumn::from_texts(["end"])));
            let mut out = Vec::new();
            write(&mut out, &table, CsvFlavour::People, STYLE).unwrap();
            let mut reader = ::csv::Reader::from_reader(out.as_slice());
            let cell = reader.records().next().unwrap().unwrap()[0].to_owned();
            prop_assert!(!is_formula(&cell));
            let undone = cell.strip_prefix('\'').filter(|rest| is_formula(rest.trim_start_matches('\''))).unwrap_or(&cell);
            prop_assert_eq!(undone, text);
        }
    }
}
