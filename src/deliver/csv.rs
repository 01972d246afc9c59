//! CSV as spreadsheets and scripts expect it: RFC 4180 with `\n`, UTF-8, times with offset, formulas made harmless.

use std::io::{self, Write};
use std::ops::Range;

use chrono_tz::Tz;
use rayon::prelude::*;

use super::clock::Clock;
use crate::model::table::{Data, Table};
use crate::model::text::MISSING;

/// Rows formatted at a time by one thread.
const CHUNK_ROWS: usize = 4096;
/// Rows whose texts are looked up together.
const BLOCK_ROWS: usize = 256;
/// Chunks formatted together; as many are written meanwhile.
const CHUNKS: usize = 8;
/// What a cell takes, about.
const BYTES_PER_CELL: usize = 10;

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
pub(super) fn write(out: &mut (impl Write + Send), table: &Table, flavour: CsvFlavour, style: Style) -> io::Result<()> {
    if flavour == CsvFlavour::People && style.bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut header = Vec::new();
    for (i, column) in table.columns().iter().enumerate() {
        if i > 0 {
            header.push(b',');
        }
        text(column.name.as_bytes(), flavour, &mut header);
    }
    end_row(&mut header, 0);
    out.write_all(&header)?;
    let starts: Vec<usize> = (0..table.rows()).step_by(CHUNK_ROWS).collect();
    // Written blocks are filled again: fresh memory would cost as much as formatting.
    let blocks = || -> Vec<Vec<u8>> { starts.iter().take(CHUNKS).map(|_| Vec::new()).collect() };
    let (mut ready, mut next) = (blocks(), blocks());
    let format = |batch: &[usize], blocks: &mut [Vec<u8>]| {
        let chunk = |clock: &mut Clock, (&start, block): (&usize, &mut Vec<u8>)| rows(table, start, flavour, clock, block);
        batch.par_iter().zip(blocks).for_each_init(|| Clock::new(style.timezone), chunk);
    };
    let mut batches = starts.chunks(CHUNKS);
    let mut batch = batches.next().unwrap_or_default();
    format(batch, &mut ready);
    while !batch.is_empty() {
        let following = batches.next().unwrap_or_default();
        let write = || ready[..batch.len()].iter().try_for_each(|block| out.write_all(block));
        let (written, ()) = rayon::join(write, || format(following, &mut next));
        written?;
        std::mem::swap(&mut ready, &mut next);
        batch = following;
    }
    Ok(())
}

/// One chunk of rows as CSV, in the place of what `out` held.
fn rows(table: &Table, start: usize, flavour: CsvFlavour, clock: &mut Clock, out: &mut Vec<u8>) {
    let end = table.rows().min(start + CHUNK_ROWS);
    out.clear();
    let (mut filled, commas_after) = filled(table, start..end);
    out.reserve((end - start) * (filled.len() * BYTES_PER_CELL + table.columns().len()));
    for first in (start..end).step_by(BLOCK_ROWS) {
        let block = first..end.min(first + BLOCK_ROWS);
        for Filled { data, cells, .. } in &mut filled {
            cells.clear();
            if let Data::Text(values) = data {
                cells.extend(values.codes[block.clone()].iter().map(|&code| Cell::of(values.values.bytes(code), flavour)));
            }
        }
        for row in block {
            let begin = out.len();
            for Filled { commas, data, cells } in &filled {
                (0..*commas).for_each(|_| out.push(b','));
                match cells.get(row - first) {
                    Some(cell) => cell.write(flavour, out),
                    None => print(data, row, clock, out),
                }
            }
            (0..commas_after).for_each(|_| out.push(b','));
            end_row(out, begin);
        }
    }
}

/// A column with a value in some of the rows.
struct Filled<'a> {
    /// Commas since the cell of the filled column before.
    commas: usize,
    data: &'a Data,
    /// The texts of a block of rows; none of a column without text.
    cells: Vec<Cell<'a>>,
}

/// The columns with a value in some of these rows, and the commas after the last of them. Of a master's columns half are
/// empty where no channel fills them.
fn filled(table: &Table, rows: Range<usize>) -> (Vec<Filled<'_>>, usize) {
    let (mut filled, mut last) = (Vec::new(), 0);
    for (i, column) in table.columns().iter().enumerate().filter(|(_, column)| has_values(&column.data, rows.clone())) {
        filled.push(Filled { commas: i - last, data: &column.data, cells: Vec::with_capacity(BLOCK_ROWS) });
        last = i;
    }
    (filled, table.columns().len().saturating_sub(last + 1))
}

fn has_values(data: &Data, rows: Range<usize>) -> bool {
    match data {
        Data::Text(values) => values.codes[rows].iter().any(|&code| code != MISSING),
        Data::Int(values) | Data::Money(values) | Data::Time(values) => values[rows].iter().any(Option::is_some),
        Data::Float(values) => values[rows].iter().any(Option::is_some),
        Data::Bool(values) => values[rows].iter().any(Option::is_some),
    }
}

/// A text cell that was looked at. Texts lie all over the memory: looked up column by column, many are fetched at once.
struct Cell<'a> {
    bytes: &'a [u8],
    /// Written as it is.
    plain: bool,
}

impl<'a> Cell<'a> {
    fn of(bytes: &'a [u8], flavour: CsvFlavour) -> Self {
        let may_run =
            flavour == CsvFlavour::People && matches!(bytes.first(), Some(b'=' | b'@' | b'\t' | b'\r' | b'+' | b'-' | b'\''));
        Self { bytes, plain: !may_run && !is_quoted(bytes) }
    }

    fn write(&self, flavour: CsvFlavour, out: &mut Vec<u8>) {
        if self.plain { out.extend_from_slice(self.bytes) } else { text(self.bytes, flavour, out) }
    }
}

/// Must the cell stand in quotes? All bytes are looked at: without a way out of the loop, many are looked at at once.
fn is_quoted(bytes: &[u8]) -> bool {
    bytes.iter().fold(false, |found, b| found | matches!(b, b',' | b'"' | b'\n' | b'\r'))
}

/// Ends a row that began at `begin`. One empty cell alone is quoted, or the row could not be told from no row.
fn end_row(out: &mut Vec<u8>, begin: usize) {
    if out.len() == begin {
        out.extend_from_slice(b"\"\"");
    }
    out.push(b'\n');
}

/// Prints a value that is no text; missing prints nothing. None of it ever needs quotes.
fn print(data: &Data, row: usize, clock: &mut Clock, out: &mut Vec<u8>) {
    match data {
        Data::Text(_) => {}
        Data::Int(values) => values[row].iter().for_each(|&v| int(v, out)),
        Data::Float(values) => values[row].iter().for_each(|&v| float(v, out)),
        Data::Bool(values) => {
            values[row].iter().for_each(|&v| out.extend_from_slice(if v { b"true" } else { b"false" }));
        }
        Data::Money(values) => values[row].iter().for_each(|&v| money(v, out)),
        Data::Time(values) => values[row].iter().for_each(|&v| clock.print(v, out)),
    }
}

/// A whole number.
fn int(value: i64, out: &mut Vec<u8>) {
    if value < 0 {
        out.push(b'-');
    }
    let mut rest = value.unsigned_abs();
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// The shortest decimal that reads back as the same number, without exponent.
fn float(value: f64, out: &mut Vec<u8>) {
    const WHOLE_MAX: f64 = 1e15;
    if value.fract() == 0.0 && value.abs() < WHOLE_MAX && !(value == 0.0 && value.is_sign_negative()) {
        return int(value as i64, out);
    }
    if !short_float(value, out) {
        write!(out, "{value}").expect("a Vec takes everything");
    }
}

/// A number of at most six decimals and fifteen digits; false, and nothing printed, for any other. No two such decimals are
/// the same double, so that there is no shorter one for it.
fn short_float(value: f64, out: &mut Vec<u8>) -> bool {
    const PLACES: usize = 6;
    const MILLION: f64 = 1e6;
    const DIGITS_MAX: f64 = 1e15;
    let millionths = (value.abs() * MILLION).round();
    if !(1.0..DIGITS_MAX).contains(&millionths) || millionths / MILLION != value.abs() {
        return false;
    }
    if value < 0.0 {
        out.push(b'-');
    }
    let millionths = millionths as u64;
    int((millionths / MILLION as u64) as i64, out);
    let mut rest = millionths % MILLION as u64;
    let mut decimals = [b'0'; PLACES];
    for digit in decimals.iter_mut().rev() {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    let length = decimals.iter().rposition(|&digit| digit != b'0').map_or(0, |last| last + 1);
    out.push(b'.');
    out.extend_from_slice(&decimals[..length]);
    true
}

/// Minor units with two decimals.
fn money(minor: i64, out: &mut Vec<u8>) {
    if minor < 0 {
        out.push(b'-');
    }
    let minor = minor.unsigned_abs();
    int((minor / 100) as i64, out);
    out.extend_from_slice(&[b'.', b'0' + (minor / 10 % 10) as u8, b'0' + (minor % 10) as u8]);
}

/// A text cell: with a leading `'` where a spreadsheet would run it, in quotes where it holds a comma, a quote or a line
/// end.
fn text(bytes: &[u8], flavour: CsvFlavour, out: &mut Vec<u8>) {
    let guarded = flavour == CsvFlavour::People && std::str::from_utf8(bytes).is_ok_and(needs_guard);
    if !is_quoted(bytes) {
        if guarded {
            out.push(b'\'');
        }
        return out.extend_from_slice(bytes);
    }
    out.push(b'"');
    if guarded {
        out.push(b'\'');
    }
    for (i, part) in bytes.split(|&b| b == b'"').enumerate() {
        if i > 0 {
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(part);
    }
    out.push(b'"');
}

/// Would a spreadsheet run the text, or does it look guarded already? Then it gets a mark too, so that taking one off
/// always gives the text back.
fn needs_guard(text: &str) -> bool {
    is_formula(text.trim_start_matches('\''))
}

/// Would a spreadsheet run this cell? Numbers, E.164 phones and lists of them also start with a sign and stay.
fn is_formula(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(b'=' | b'@' | b'\t' | b'\r') => true,
        Some(b'+' | b'-') => !is_number(&text[1..]) && !text.split('|').all(is_e164),
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
    fn lists_of_phones_are_no_formulas() {
        assert!(!is_formula("+8613912345678") && !is_formula("+8613912345678|+442079460958"));
        assert!(is_formula("+8613912345678|cmd") && is_formula("+|+1") && is_formula("+cmd|' /C calc'!A0"));
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
    fn numbers_print_as_the_standard_library_prints_them() {
        for v in [0, 7, -10, 1_234_567, i64::MAX, i64::MIN] {
            check(Data::Int(vec![Some(v)]), CsvFlavour::Exact, &format!("v\n{v}\n"));
        }
        for v in [0.0, -0.0, 12.0, -3.25, 1e15, 123_456_789_012_345.0, 1e300, f64::MIN_POSITIVE, 0.1 + 0.2] {
            check(Data::Float(vec![Some(v)]), CsvFlavour::Exact, &format!("v\n{v}\n"));
        }
        check(Data::Money(vec![Some(i64::MIN), Some(-100)]), CsvFlavour::Exact, "v\n-92233720368547758.08\n-1.00\n");
    }

    #[test]
    fn columns_without_values_are_commas_wherever_they_stand() {
        let empty = || Data::Text(TextColumn::missing(2));
        let full = || Data::Int(vec![Some(1), None]);
        let row = |columns: Vec<Data>| {
            let (mut table, mut out) = (Table::new(), Vec::new());
            for data in columns {
                table.push("v", data);
            }
            write(&mut out, &table, CsvFlavour::Exact, STYLE).unwrap();
            String::from_utf8(out).unwrap().split_once('\n').unwrap().1.to_owned()
        };
        assert_eq!(row(vec![empty(), full(), Data::Bool(vec![None; 2]), full(), empty(), empty()]), ",1,,1,,\n,,,,,\n");
        assert_eq!(row(vec![empty(), Data::Float(vec![None; 2])]), ",\n,\n");
        assert_eq!(row(vec![empty()]), "\"\"\n\"\"\n");
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
        #[test]
        fn decimals_print_as_the_standard_library_prints_them(minor in -9_999_999_999_999_i64..9_999_999_999_999, places in 0..9_i32) {
            let value = minor as f64 / 10_f64.powi(places);
            for value in [value, value.next_up(), value.sqrt().abs()] {
                let mut printed = Vec::new();
                float(value, &mut printed);
                prop_assert_eq!(String::from_utf8(printed).unwrap(), value.to_string());
            }
        }
    }

    proptest! {
        /// Cells are quoted as the csv crate quotes them.
        #[test]
        fn cells_are_quoted_where_a_reader_needs_it(rows in prop::collection::vec(["[ab,\"\r\n 中']{0,4}", "[x\"]{0,2}"], 0..5), columns in 1..3_usize) {
            let mut table = Table::new();
            let mut plain = ::csv::WriterBuilder::new().terminator(::csv::Terminator::Any(b'\n')).from_writer(Vec::new());
            plain.write_record(&["a", "b"][..columns]).unwrap();
            for (i, name) in ["a", "b"].into_iter().take(columns).enumerate() {
                table.push(name, Data::Text(TextColumn::from_texts(rows.iter().map(|row| &row[i]))));
            }
            for row in &rows {
                plain.write_record(&row[..columns]).unwrap();
            }
            let mut out = Vec::new();
            write(&mut out, &table, CsvFlavour::Exact, STYLE).unwrap();
            prop_assert_eq!(String::from_utf8(out).unwrap(), String::from_utf8(plain.into_inner().unwrap()).unwrap());
        }

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
