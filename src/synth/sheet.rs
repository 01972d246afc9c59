//! Writes rows as a real export file (csv in the platform's encoding, or xlsx) and keeps the truth beside it.

use std::io::{self, Write};

use csv::StringRecord;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::evolve::Entry;

/// Opens the files that are made. The caller decides where they go.
pub trait Sink {
    /// A new file by name.
    ///
    /// # Errors
    /// If the file cannot be made.
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write>>;
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// UTF-8 csv.
    Utf8,
    /// UTF-8 csv with a byte order mark and an empty column at each line's end.
    BomTrailing,
    /// GB18030 csv with CRLF, as Chinese Excel and Taobao write.
    Gb18030,
    /// A workbook with this many banner rows above the header.
    Xlsx(u32),
}

/// One export file being written. Rows count from 1 in `truth`.
pub struct Sheet<'a> {
    name: String,
    body: Body,
    truth: &'a mut Truth,
    row: u64,
    /// Are rows written, or only made?
    is_shown: bool,
    record: StringRecord,
}

enum Body {
    Csv { out: Box<csv::Writer<Vec<u8>>>, file: Box<dyn Write>, form: Form },
    Book { book: Box<Workbook>, file: Box<dyn Write>, at: u32 },
}

/// `truth.csv`: file, row, person; and `happened.csv`: file, person, what.
pub struct Truth {
    out: csv::Writer<Box<dyn Write>>,
    /// `happened.csv`, in a world that changes.
    happened: Option<csv::Writer<Box<dyn Write>>>,
    /// Rows written so far, over all files.
    pub rows: u64,
}

impl Truth {
    /// Starts `truth.csv`, and `happened.csv` if the world changes.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn create(sink: &mut dyn Sink, changes: bool) -> io::Result<Self> {
        let mut out = csv::Writer::from_writer(sink.create("truth.csv")?);
        out.write_record(["file", "row", "person_id"])?;
        let mut happened = if changes { Some(csv::Writer::from_writer(sink.create("happened.csv")?)) } else { None };
        if let Some(happened) = &mut happened {
            happened.write_record(["file", "person_id", "happened"])?;
        }
        Ok(Self { out, happened, rows: 0 })
    }

    /// Flushes the file.
    ///
    /// # Errors
    /// If the disk is full.
    pub fn finish(mut self) -> io::Result<u64> {
        self.out.flush()?;
        self.happened.iter_mut().try_for_each(csv::Writer::flush)?;
        Ok(self.rows)
    }
}

/// Exports lie in this folder, the truth beside it: so `init` on the folder sees exports only.
pub const FOLDER: &str = "exports";

/// Encoded text is handed on in pieces of this many bytes.
const PIECE: usize = 1 << 16;

impl<'a> Sheet<'a> {
    /// Starts a file with its header.
    ///
    /// # Errors
    /// If the file cannot be made.
    pub fn create(sink: &mut dyn Sink, truth: &'a mut Truth, name: &str, form: Form, header: &[&str]) -> io::Result<Self> {
        let mut file = sink.create(&format!("{FOLDER}/{name}"))?;
        let body = match form {
            Form::Xlsx(banner) => Body::Book { book: Box::new(workbook(banner)?), file, at: banner },
            Form::Utf8 | Form::BomTrailing | Form::Gb18030 => {
                if form == Form::BomTrailing {
                    file.write_all("\u{feff}".as_bytes())?;
                }
                let ends = if form == Form::Gb18030 { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
                Body::Csv { out: csv::WriterBuilder::new().terminator(ends).from_writer(Vec::new()).into(), file, form }
            }
        };
        let mut sheet = Self { name: name.to_owned(), body, truth, row: 0, is_shown: true, record: StringRecord::new() };
        sheet.record.extend(header);
        sheet.write()?;
        Ok(sheet)
    }

    /// Says which entry the next rows belong to: rows of one that is not there tonight are made and not written.
    ///
    /// # Errors
    /// If the disk is full.
    pub fn entry(&mut self, entry: &Entry) -> io::Result<()> {
        self.is_shown = entry.is_shown;
        if let (Some(out), Some(happened)) = (&mut self.truth.happened, entry.happened) {
            out.write_record([self.name.as_str(), &entry.who.id.to_string(), &happened.to_string()])?;
        }
        Ok(())
    }

    /// Appends one row that belongs to `person`.
    ///
    /// # Errors
    /// If the disk is full.
    pub fn row<'c>(&mut self, person: u64, cells: impl IntoIterator<Item = &'c str>) -> io::Result<()> {
        if !self.is_shown {
            return Ok(());
        }
        self.record.clear();
        for cell in cells {
            self.record.push_field(cell);
        }
        self.row += 1;
        self.truth.rows += 1;
        let (row, person) = (self.row.to_string(), person.to_string());
        self.truth.out.write_record([self.name.as_str(), &row, &person])?;
        self.write()
    }

    fn write(&mut self) -> io::Result<()> {
        match &mut self.body {
            Body::Csv { out, form, .. } => {
                if *form == Form::BomTrailing {
                    self.record.push_field("");
                }
                out.write_record(&self.record)?;
                if self.row.is_multiple_of(256) { self.drain(PIECE) } else { Ok(()) }
            }
            Body::Book { book, at, .. } => {
                let sheet = book.worksheet_from_index(0).map_err(broken)?;
                for (column, cell) in (0u16..).zip(self.record.iter()).filter(|(_, c)| !c.is_empty()) {
                    sheet.write_string(*at, column, cell).map_err(broken)?;
                }
                *at += 1;
                Ok(())
            }
        }
    }

    /// Encodes what was written since the last time, once it is at least `floor` bytes.
    fn drain(&mut self, floor: usize) -> io::Result<()> {
        let Body::Csv { out, file, form } = &mut self.body else { return Ok(()) };
        out.flush()?;
        if out.get_ref().len() < floor {
            return Ok(());
        }
        let ends = if *form == Form::Gb18030 { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let next = csv::WriterBuilder::new().terminator(ends).from_writer(Vec::with_capacity(2 * PIECE));
        let text = std::mem::replace(&mut **out, next).into_inner().map_err(|e| io::Error::other(e.to_string()))?;
        if *form == Form::Gb18030 {
            let text = String::from_utf8(text).map_err(io::Error::other)?;
            file.write_all(&encoding_rs::GB18030.encode(&text).0)
        } else {
            file.write_all(&text)
        }
    }

    /// Ends the file and returns its rows.
    ///
    /// # Errors
    /// If the disk is full.
    pub fn finish(mut self) -> io::Result<u64> {
        self.drain(0)?;
        match self.body {
            Body::Csv { mut file, .. } => file.flush()?,
            Body::Book { mut book, mut file, .. } => {
                file.write_all(&book.save_to_buffer().map_err(broken)?)?;
                file.flush()?;
            }
        }
        Ok(self.row)
    }
}

/// A workbook whose bytes depend on nothing but its cells.
fn workbook(banner: u32) -> io::Result<Workbook> {
    let mut book = Workbook::new();
    let day = ExcelDateTime::from_ymd(2026, 1, 1).map_err(broken)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let sheet = book.add_worksheet();
    for row in 0..banner {
        let text = if row == 0 { "2026 春季展会 观众登记 / Spring Trade Show Visitors" } else { "导出时间 2026-10-31" };
        sheet.write_string(row, 0, text).map_err(broken)?;
    }
    Ok(book)
}

#[expect(clippy::needless_pass_by_value, reason = "used as a function of map_err")]
fn broken(error: XlsxError) -> io::Error {
    io::Error::other(error.to_string())
}
