//! The review queue as a sheet for people: csv as Excel opens it, or a workbook with colours and a list of verdicts.
//!
//! Comes in: questions. Goes out: one file, whole or not at all, for its owner only.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use chrono_tz::Tz;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook,
    Worksheet, XlsxError,
};

use crate::model::publish::REVIEW;
use crate::model::review::{Agreement, Question};
use crate::model::table::{Data, Table};
use crate::model::text::TextColumn;

use super::csv::{self, CsvFlavour, Style};
use super::error::DeliverError;
use super::folder;

/// How a sheet is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetForm {
    /// UTF-8 with a byte order mark, so that Excel reads it right.
    Csv,
    /// A workbook.
    Xlsx,
}

/// A sheet to be filled in.
#[derive(Debug, Clone, Copy)]
pub struct ReviewSheet<'a> {
    /// The run that asks.
    pub run_id: &'a str,
    /// The questions, best one first.
    pub questions: &'a [Question],
    /// Leave out source keys: answers are then found by run and item.
    pub without_keys: bool,
}

/// Writes a sheet. An existing file may hold somebody's answers and is only replaced if `replace` says so.
///
/// # Errors
/// [`DeliverError::Exists`]; else what the system says. An existing file is then as it was.
pub fn review_sheet(path: &Path, form: SheetForm, sheet: ReviewSheet, replace: bool) -> Result<(), DeliverError> {
    if path.exists() && !replace {
        return Err(DeliverError::Exists(path.to_path_buf()));
    }
    let bytes = match form {
        SheetForm::Csv => {
            let mut bytes = Vec::new();
            let style = Style { timezone: Tz::UTC, bom: true };
            csv::write(&mut bytes, &table(sheet), CsvFlavour::People, style).map_err(DeliverError::io("write", path))?;
            bytes
        }
        SheetForm::Xlsx => {
            workbook(sheet).map_err(|e| DeliverError::Encode { path: path.to_path_buf(), message: e.to_string() })?
        }
    };
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let fresh = path.with_file_name(format!(".{name}.partial"));
    let mut out = folder::create(&fresh)?;
    let written = out.write_all(&bytes).and_then(|()| out.sync_all()).and_then(|()| fs::rename(&fresh, path));
    if written.is_err() {
        // What is left of it is worth nothing; the failure itself is told.
        drop(fs::remove_file(&fresh));
    }
    written.map_err(DeliverError::io("write", path))
}

/// One column: name and cells.
type Column = (String, Vec<String>);

/// The fixed columns, by name.
fn fixed(sheet: ReviewSheet, name: &str) -> Column {
    let key = |q: &Question, side: usize| if sheet.without_keys { String::new() } else { q.records[side].source_key.clone() };
    let cell = |q: &Question| match name {
        "item" => q.item.to_string(),
        "kind" => q.kind.name().to_owned(),
        "customer_id_a" => q.customers[0].clone(),
        "channel_a" => q.records[0].channel.clone(),
        "source_key_a" => key(q, 0),
        "customer_id_b" => q.customers[1].clone(),
        "channel_b" => q.records[1].channel.clone(),
        "source_key_b" => key(q, 1),
        "weight" => q.weight.clone(),
        "probability" => q.probability.map_or_else(String::new, |p| p.to_string()),
        "why" => q.why.clone(),
        "differs" => q.differs().collect::<Vec<_>>().join("|"),
        "run" => sheet.run_id.to_owned(),
        // For people to fill in: verdict, note.
        _ => String::new(),
    };
    (name.to_owned(), sheet.questions.iter().map(cell).collect())
}

/// Columns of the csv between those of `review.csv` and the compared fields.
const ADDED: &[&str] = &["note", "differs", "run"];

/// Columns of the workbook before the compared fields: what a person reads first.
const FRONT: &[&str] = &["item", "verdict", "note", "why", "probability"];

/// Columns of the workbook behind the compared fields.
const BACK: &[&str] = &[
    "differs",
    "channel_a",
    "source_key_a",
    "customer_id_a",
    "channel_b",
    "source_key_b",
    "customer_id_b",
    "kind",
    "weight",
    "run",
];

fn table(sheet: ReviewSheet) -> Table {
    let mut table = Table::new();
    let fixed = REVIEW.columns.iter().chain(ADDED).map(|name| fixed(sheet, name));
    for (name, cells) in fixed.chain(compared(sheet).into_iter().map(|(column, _)| column)) {
        table.push(name, Data::Text(TextColumn::from_texts(cells)));
    }
    table
}

/// `FIELD_a`, `FIELD_b` for every field, with how the sides compare.
fn compared(sheet: ReviewSheet) -> Vec<(Column, Vec<Agreement>)> {
    let names = sheet.questions.first().map(|q| q.fields.iter().map(|f| f.name.clone()).collect::<Vec<_>>()).unwrap_or_default();
    let side = |i: usize, name: &str, side: usize| {
        let of = |q: &Question| q.fields.get(i).map_or_else(String::new, |f| f.values[side].clone());
        let agreement = |q: &Question| q.fields.get(i).map_or(Agreement::Missing, |f| f.agreement);
        let name = format!("{name}_{}", ["a", "b"][side]);
        ((name, sheet.questions.iter().map(of).collect()), sheet.questions.iter().map(agreement).collect())
    };
    names.iter().enumerate().flat_map(|(i, name)| [side(i, name, 0), side(i, name, 1)]).collect()
}

/// Cell formats of the workbook.
struct Formats {
    header: Format,
    verdict: Format,
    plain: Format,
    quiet: Format,
    equal: Format,
    overlaps: Format,
    differs: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = || Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let filled = |colour: u32| cell().set_background_color(Color::RGB(colour));
        Self {
            header: filled(0xD9_E1F2).set_bold().set_border_bottom(FormatBorder::Thin),
            verdict: filled(0xFF_FFCC).set_bold().set_border(FormatBorder::Thin),
            plain: cell(),
            quiet: cell().set_font_color(Color::RGB(0x80_8080)),
            equal: filled(0xE2_EFDA),
            overlaps: filled(0xFF_F2CC),
            differs: filled(0xF8_CBAD).set_bold(),
        }
    }

    /// Differences are bold as well: colour alone must not carry them.
    fn of(&self, agreement: Agreement) -> &Format {
        match agreement {
            Agreement::Equal => &self.equal,
            Agreement::Overlaps => &self.overlaps,
            Agreement::Differs => &self.differs,
            Agreement::Missing => &self.plain,
        }
    }
}

fn workbook(sheet: ReviewSheet) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The bytes depend on nothing but the questions.
    let day = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let formats = Formats::new();
    let page = book.add_worksheet();
    page.set_name("review")?;
    let mut at = 0;
    for name in FRONT {
        let format = if *name == "verdict" { &formats.verdict } else { &formats.plain };
        write_column(page, at, &fixed(sheet, name), &formats.header, |_| format)?;
        at += 1;
    }
    for (column, agreements) in compared(sheet) {
        write_column(page, at, &column, &formats.header, |row| formats.of(agreements[row]))?;
        at += 1;
    }
    for name in BACK {
        write_column(page, at, &fixed(sheet, name), &formats.header, |_| &formats.quiet)?;
        at += 1;
    }
    let last = sheet.questions.len() as u32;
    page.set_freeze_panes(1, 2)?;
    page.autofilter(0, 0, last, at - 1)?;
    page.add_data_validation(1, 1, last.max(1), 1, &verdicts()?)?;
    book.save_to_buffer()
}

/// Writes one column; its width follows its texts within what a screen can hold.
fn write_column<'f>(
    page: &mut Worksheet,
    at: u16,
    column: &Column,
    header: &Format,
    format: impl Fn(usize) -> &'f Format,
) -> Result<(), XlsxError> {
    let (name, cells) = column;
    page.write_string_with_format(0, at, name, header)?;
    let is_number = matches!(name.as_str(), "item" | "probability");
    for (row, cell) in cells.iter().enumerate() {
        let place = row as u32 + 1;
        match cell.parse::<f64>() {
            Ok(number) if is_number => page.write_number_with_format(place, at, number, format(row))?,
            _ => page.write_string_with_format(place, at, cell, format(row))?,
        };
    }
    // Chinese characters are twice as wide.
    let width = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let widest = cells.iter().map(|c| width(c)).chain([width(name)]).max().unwrap_or(0);
    page.set_column_width(at, widest.clamp(8, 36) as f64 + 2.0)?;
    Ok(())
}

/// The list behind a verdict cell. Other words may be typed: the import knows many.
fn verdicts() -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_list_strings(&["same", "different", "skip"])?
        .set_error_style(DataValidationErrorStyle::Information)
        .set_input_title("same / different / skip")?
        .set_input_message("同一客户: same 或 是\n不同客户: different 或 否\n跳过: skip, 或留空")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::decisions::Identity;
    use crate::model::review::{Compared, QuestionKind};

    fn question() -> Question {
        let id = |key: &str| Identity { channel: "jd".into(), source_key: key.into() };
        let field = |name: &str, a: &str, b: &str| Compared {
            name: name.into(),
            values: [a.into(), b.into()],
            agreement: Agreement::of(a, b),
        };
        Question {
            item: 3,
            kind: QuestionKind::Pair,
            customers: ["C1".into(), "C2".into()],
            records: [id("3100000000000045"), id("=2")],
            weight: "1.5".into(),
            probability: Some(0.625),
            why: "just below the threshold".into(),
            fields: vec![field("name", "张伟", "张玮"), field("phone", "+8613912345678", "+8613912345678")],
            moves: 1,
        }
    }

    #[test]
    fn the_csv_names_the_differing_fields_and_guards_formulas() {
        let sheet = ReviewSheet { run_id: "r1", questions: &[question()], without_keys: false };
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("q.csv");
        review_sheet(&path, SheetForm::Csv, sheet, false).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(
            text,
            "\u{feff}item,kind,customer_id_a,channel_a,source_key_a,customer_id_b,channel_b,source_key_b,weight,probability,why,\
             verdict,note,differs,run,name_a,name_b,phone_a,phone_b\n\
             3,pair,C1,jd,3100000000000045,C2,jd,'=2,1.5,0.625,just below the threshold,,,name,r1,张伟,张玮,+8613912345678,+8613912345678\n"
        );
        let error = review_sheet(&path, SheetForm::Csv, sheet, false).unwrap_err().to_string();
        assert!(error.contains("already exists"), "{error}");
        review_sheet(&path, SheetForm::Csv, ReviewSheet { without_keys: true, ..sheet }, true).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains("3100000000000045") && !text.contains("=2"), "{text}");
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }

    #[test]
    fn the_same_questions_give_the_same_workbook() {
        let sheet = ReviewSheet { run_id: "r1", questions: &[question()], without_keys: false };
        let (a, b) = (workbook(sheet).unwrap(), workbook(sheet).unwrap());
        assert!(a == b && a.starts_with(b"PK"));
        assert!(workbook(ReviewSheet { questions: &[], ..sheet }).is_ok());
    }
}
