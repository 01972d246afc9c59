//! Tests of this room on small tables written out in full.

use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;

use proptest::prelude::*;

use super::*;
use crate::model::watch::Unwatched;

fn trap(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/traps").join(name)
}

fn read_trap(name: &str, options: &ReadOptions) -> Result<Vec<RawTable>, IngestError> {
    let tables = read(&trap(name), &format!("exports/{name}"), options, &Unwatched);
    tables.iter().flatten().for_each(balanced);
    tables
}

/// Nothing is lost: physical rows = skipped + accepted + rejected, and record numbers run from 1 without gaps.
fn balanced(table: &RawTable) {
    let skipped: u64 = table.skipped.iter().map(|s| s.rows).sum();
    assert_eq!(table.input.physical_rows, skipped + (table.rows.len() + table.rejects.len()) as u64, "{}", table.file);
    let mut rows: Vec<u32> = table.rows.iter().copied().chain(table.rejects.iter().map(|r| r.row)).collect();
    rows.sort_unstable();
    assert!(rows.iter().enumerate().all(|(i, &row)| row as usize == i + 1), "{}: {rows:?}", table.file);
    assert!(table.columns.iter().all(|c| c.len() == table.rows.len()) && table.columns.len() == table.header.len());
}

fn one(name: &str) -> RawTable {
    let mut tables = read_trap(name, &ReadOptions::default()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(tables.len(), 1, "{name}");
    tables.remove(0)
}

fn row(table: &RawTable, row: usize) -> Vec<&str> {
    table.columns.iter().map(|c| c.get(row)).collect()
}

fn skipped(table: &RawTable) -> Vec<(&'static str, u64)> {
    table.skipped.iter().map(|s| (s.reason, s.rows)).collect()
}

fn fails(name: &str, expected: &str) -> IngestError {
    let error = read_trap(name, &ReadOptions::default()).err().unwrap_or_else(|| panic!("{name} was read"));
    let shown = error.to_string();
    assert_eq!(shown.lines().next(), Some(expected));
    assert!(shown.contains("\n\nhint: "), "{shown}");
    error
}

#[test]
fn every_encoding_is_found_and_decoded_before_splitting() {
    for (name, encoding, column, text) in [
        ("gb18030_taobao.csv", "GB18030", 9, "水杯|保温"),
        ("utf8_bom_douyin.csv", "UTF-8", 0, "6900000000000000001"),
        ("utf16le_bom_zoho.csv", "UTF-16LE", 3, "王"),
        ("utf16be_bom.csv", "UTF-16BE", 3, "王"),
        ("utf16le_no_bom_tabs.txt", "UTF-16LE", 3, "王"),
        ("utf16be_no_bom.csv", "UTF-16BE", 0, "李明"),
        ("macroman_cfdb7.csv", "MacRoman", 5, "?????? ????"),
        ("big5.csv", "Big5", 0, "林志豪"),
        ("shift_jis.csv", "Shift-JIS", 0, "佐藤たけし"),
        ("euc_kr.csv", "EUC-KR", 0, "이서준"),
        ("windows1252_semicolon.csv", "windows-1252", 0, "Zoë Weiß"),
    ] {
        let table = one(name);
        assert_eq!(table.input.encoding, encoding, "{name}");
        assert_eq!(table.columns[column].get(table.rows.len() - 1), text, "{name}");
        assert!(table.rejects.is_empty(), "{name}");
    }
    let scored = one("gb18030_taobao.csv").input;
    assert!(scored.encoding_margin > 1.0 && !scored.encoding_runner_up.is_empty());
    assert!(one("header_only.csv").input.encoding_margin.is_infinite());
}

#[test]
fn utf8_with_a_few_cut_characters_stays_utf8() {
    let table = one("damaged_utf8.csv");
    assert_eq!((table.input.encoding.as_str(), table.rows.len()), ("UTF-8", 41));
    assert_eq!(table.input.remarks, ["byte sequences that are no UTF-8, replaced: 2"]);
}

#[test]
fn a_stray_nul_byte_does_not_make_text_utf16() {
    let table = one("stray_nul.csv");
    assert_eq!((table.input.encoding.as_str(), row(&table, 0)), ("UTF-8", vec!["Ann Lee", "5550100", "Rome"]));
    assert_eq!(table.input.remarks, ["NUL characters taken out: 1"]);
    let table = one("stray_nuls_gbk.csv");
    assert_eq!((table.input.encoding.as_str(), row(&table, 0)[2], row(&table, 1)[0]), ("GB18030", "扬州", "林宇"));
    // The same for a NUL at every place of a small table.
    let clean = "name,phone,city\nAnn,5550100,Rome\n";
    for at in 0..=clean.len() {
        let mut text = clean.as_bytes().to_vec();
        text.insert(at, 0);
        let table = &read_text(&text).unwrap()[0];
        assert_eq!((table.header.join(",").as_str(), row(table, 0)), ("name,phone,city", vec!["Ann", "5550100", "Rome"]), "{at}");
    }
}

#[test]
fn a_right_override_is_taken_and_a_wrong_one_refused() {
    let with = |name: &str, encoding: &str| {
        read_trap(name, &ReadOptions { encoding: Some(encoding.to_owned()), ..ReadOptions::default() })
    };
    for (name, encoding) in [
        ("gb18030_taobao.csv", "gbk"),
        ("macroman_cfdb7.csv", "macintosh"),
        ("utf16le_no_bom_tabs.txt", "utf-16le"),
        ("tabs.tsv", "big5"),
    ] {
        assert!(with(name, encoding).is_ok(), "{name} as {encoding}");
    }
    for (name, encoding) in [
        ("gb18030_taobao.csv", "windows-1252"),
        ("gb18030_taobao.csv", "utf-8"),
        ("multi_line.csv", "klingon"),
        ("blank_rows.csv", "gb18030"),
        ("utf16le_bom_zoho.csv", "utf-8"),
    ] {
        let error = with(name, encoding).unwrap_err();
        assert!(matches!(error, IngestError::BadEncoding { .. }), "{name} as {encoding}: {error}");
    }
    let shown = with("gb18030_taobao.csv", "windows-1252").unwrap_err().to_string();
    assert_eq!(
        shown,
        "exports/gb18030_taobao.csv: encoding `windows-1252` does not fit the bytes\n\nhint: the bytes look like GB18030: leave `encoding` out or write `GB18030`"
    );
}

#[test]
fn text_lost_at_the_source_is_said() {
    let remarks = one("macroman_cfdb7.csv").input.remarks;
    assert_eq!(remarks[0].code(), "lost_text");
    assert!(remarks[0].english().starts_with("column `Name` holds question marks for text"), "{remarks:?}");
}

#[test]
fn wrappers_come_off_and_headers_stay_as_written() {
    let table = one("gb18030_taobao.csv");
    assert_eq!(table.header[5], "收货地址 ");
    assert_eq!(table.columns[0].get(0), "3100000000000101");
    assert_eq!(table.columns[7].get(0), "13900000004");
    let table = one("scientific.csv");
    assert_eq!(row(&table, 0), ["周晓月", "1.39E+10", "4.479E+11"]);
    assert_eq!(row(&table, 1), ["林宇", "13900000005", "00012"]);
    assert_eq!(one("flamingo_guard.csv").columns[2].get(0), "+8613900000004");
}

#[test]
fn delimiters_and_line_ends_are_sniffed() {
    for (name, delimiter, rows) in [
        ("windows1252_semicolon.csv", ';', 2),
        ("macroman_cfdb7.csv", ';', 2),
        ("sep_line.csv", '|', 1),
        ("tabs.tsv", '\t', 1),
        ("utf16le_no_bom_tabs.txt", '\t', 2),
        ("old_mac_lines.csv", ',', 2),
        ("crlf_mixed.csv", ',', 2),
    ] {
        let table = one(name);
        assert_eq!((table.input.delimiter, table.rows.len()), (Some(delimiter), rows), "{name}");
        assert!(table.header.len() > 1);
    }
}

#[test]
fn rows_that_are_no_data_are_skipped_with_their_reason() {
    let table = one("banner_footer.csv");
    assert_eq!(skipped(&table), [("banner", 2), ("blank", 1), ("footer", 1), ("header", 1), ("total", 1)]);
    assert_eq!((table.header[0].as_str(), row(&table, 1)[0]), ("交易号", "20260002"));
    assert_eq!(skipped(&one("footer_lines.csv")), [("footer", 3), ("header", 1)]);
    assert_eq!(skipped(&one("blank_rows.csv")), [("blank", 5), ("header", 1)]);
    assert_eq!(skipped(&one("repeated_header.csv")), [("header", 2)]);
    let table = one("template_marks.csv");
    assert_eq!(skipped(&table), [("header", 1), ("instruction", 1)]);
    assert_eq!(row(&table, 0), ["周晓月", "13900000004", "展会", ""]);
}

#[test]
fn repeated_headers_stay_and_an_empty_last_column_goes() {
    let table = one("duplicate_headers.csv");
    assert_eq!(table.header, ["订单号", "分销员", "收货人", "分销员"]);
    assert_eq!(row(&table, 1), ["2", "", "林宇", "丙"]);
    assert_eq!(table.input.remarks, ["empty trailing columns dropped: 1"]);
}

#[test]
fn a_cell_over_several_lines_is_one_record() {
    let table = one("multi_line.csv");
    assert_eq!(table.rows.len(), 3);
    assert_eq!(table.columns[3].get(0), "Dorpsstraat 1\nAchterhuis");
    assert_eq!(table.columns[4].get(0), "Bel aan a.u.b.\r\n\"2x\" bellen");
}

#[test]
fn an_unbalanced_quote_swallows_nothing() {
    let table = one("unbalanced_quote.csv");
    let names: Vec<&str> = table.columns[0].iter().collect();
    assert_eq!(names, ["周晓月", "林宇", "陈,晨", "黄河"]);
    assert_eq!(row(&table, 2)[2], "解放路3号, 5室");
    assert_eq!(table.input.remarks, ["rows with an unbalanced quote, the quote dropped: 2 (first: row 1)"]);
}

#[test]
fn rows_of_wrong_width_are_mended_or_rejected() {
    let table = one("wrong_width.csv");
    assert_eq!(table.rows, [1, 2, 5]);
    assert_eq!(row(&table, 0), ["周晓月", "13900000004", ""]);
    let rejects: Vec<_> = table.rejects.iter().map(|r| (r.row, r.reason, r.raw.as_str())).collect();
    assert_eq!(rejects, [(3, "wrong_width", "陈晨,13900000006,上海,浦东,多余"), (4, "wrong_width", "孤")]);
}

#[test]
fn row_names_without_a_header_shift_no_column() {
    let table = one("row_names.csv");
    assert_eq!(table.header, ["", "name", "email", "city"]);
    assert_eq!(row(&table, 2), ["3", "Cy", "cy@example.com", "Rome"]);
}

#[test]
fn a_header_alone_is_a_table_without_rows() {
    let table = one("header_only.csv");
    assert_eq!((table.header.len(), table.rows.len(), table.input.physical_rows), (3, 0, 1));
}

#[test]
fn what_is_no_table_gives_one_clear_error() {
    assert!(matches!(fails("empty.csv", "exports/empty.csv: the file is empty"), IngestError::Empty { .. }));
    assert!(matches!(fails("blank.csv", "exports/blank.csv: the file is empty"), IngestError::Empty { .. }));
    let headerless =
        "exports/headerless.csv:1: no header row found, this row looks like data: `周晓月,13900000004,zhou@example.com`";
    assert!(matches!(fails("headerless.csv", headerless), IngestError::NoHeader { row: 1, .. }));
    assert!(matches!(fails("nowhere.csv", "exports/nowhere.csv: no such file"), IngestError::Missing { .. }));
    for (name, what) in [
        ("binary.csv", "is not a table or text file"),
        ("picture.csv", "is a picture"),
        ("web_page.xls", "is a web page without a table, whatever its name says"),
        ("other.xml", "is XML, whatever its name says"),
        ("truncated.csv.gz", "the compressed data ends too early"),
        ("truncated.xlsx", "the workbook is damaged or truncated (Cannot detect file format)"),
        ("encrypted.zip", "the archive is protected by a password"),
        ("truncated.json", "is no JSON (line 1: EOF while parsing a value at line 1 column 24)"),
        (
            "truncated.parquet",
            "the Parquet file is damaged or truncated (parquet: File out of specification: The file must end with PAR1)",
        ),
        ("", "is a folder, not a file"),
    ] {
        assert!(matches!(fails(name, &format!("exports/{name}: {what}")), IngestError::Unreadable { .. }), "{name}");
    }
}

#[test]
fn workbooks_give_every_sheet_with_a_table() {
    let tables = read_trap("sheets.xlsx", &ReadOptions::default()).unwrap();
    let files: Vec<&str> = tables.iter().map(|t| t.file.as_str()).collect();
    assert_eq!(files, ["exports/sheets.xlsx#扫码名单", "exports/sheets.xlsx#会员"]);
    assert_eq!(skipped(&tables[0]), [("banner", 1), ("blank", 1), ("header", 1), ("total", 1)]);
    assert_eq!(
        row(&tables[0], 0),
        ["周晓月", "13900000004", "zhou@example.com", "2026-03-12 09:14:02", "1990-05-01", "12.5", "00012"]
    );
    assert_eq!(row(&tables[0], 1)[5..], ["100", "TRUE"]);
    assert_eq!(tables[0].input.remarks, ["sheet `填写说明` holds no table and was passed over"]);
    let sheet = |name: &str| read_trap("sheets.xlsx", &ReadOptions { sheets: vec![name.to_owned()], ..ReadOptions::default() });
    assert_eq!(sheet("会员").unwrap()[0].file, "exports/sheets.xlsx");
    assert!(matches!(sheet("客户").unwrap_err(), IngestError::NoSheet { .. }));
    assert_eq!(sheet("扫码*").unwrap()[0].header, tables[0].header);
    // Beside other channels of the same workbook the sheet is named.
    let named = ReadOptions { sheets: vec!["会员".to_owned()], names_sheets: true, ..ReadOptions::default() };
    assert_eq!(read_trap("sheets.xlsx", &named).unwrap()[0].file, "exports/sheets.xlsx#会员");
}

#[test]
fn a_wrong_dimension_hides_no_cell() {
    let table = one("wrong_dimension.xlsx");
    assert_eq!((table.header.len(), table.rows.len()), (4, 2));
    assert_eq!(row(&table, 1), ["3100000000000202", "5", "56.5", "交易成功"]);
}

#[test]
fn old_and_open_workbooks_are_read() {
    let table = one("wjx.xls");
    assert_eq!(row(&table, 0), ["1", "2026-09-03 12:00:00", "10秒", "127.0.0.1(本地)", "周晓月", "13900000004"]);
    assert_eq!(row(&one("contacts.ods"), 0), ["Ada", "ada@example.com", "2026-01-02"]);
    let table = one("members.xlsb");
    assert_eq!((table.input.format.as_str(), table.header.len()), ("xlsb", 5));
    assert_eq!(row(&table, 0), ["周晓月", "13900000004", "2026-03-12 09:14:15", "120", "江苏省扬州市解放路3号"]);
    assert_eq!(row(&table, 1), ["林宇", "13900000005", "2026-03-13", "12.5", ""]);
}

#[test]
fn a_web_page_named_xls_is_a_table() {
    let table = one("html_gbk.xls");
    assert_eq!((table.input.format.as_str(), table.input.encoding.as_str()), ("html", "GB18030"));
    assert_eq!(table.header, ["订单号", "姓名", "手机", "收货\u{a0}地址", "金额"]);
    assert_eq!(row(&table, 0), ["3100000000000301", "周晓月", "13900000004", "江苏省扬州市\n解放路3号 & 5室", "12.50"]);
    // Spans leave blanks and shift nothing.
    assert_eq!(row(&table, 1), ["3100000000000302", "", "13900000005", "上海市 浦东新区", ""]);
    assert_eq!(row(&table, 2), ["3100000000000303", "林宇", "", "<无>", "7"]);
}

#[test]
fn an_excel_2003_xml_workbook_is_read() {
    let tables = read_trap("excel_2003.xls", &ReadOptions::default()).unwrap();
    assert_eq!((tables.len(), tables[0].file.as_str()), (1, "exports/excel_2003.xls"));
    assert_eq!(row(&tables[0], 0), ["周晓月", "13900000004", "", "2026-01-02 10:30:00"]);
    assert_eq!(row(&tables[0], 1), ["林宇", "", "上海 & 苏州", "2026-01-03"]);
    assert_eq!(skipped(&tables[0]), [("blank", 1), ("header", 1)]);
    assert_eq!(tables[0].input.remarks, ["sheet `说明` holds no table and was passed over"]);
}

#[test]
fn packed_files_are_unpacked() {
    assert_eq!(one("shopify.csv.gz").rows.len(), 3);
    assert_eq!(one("forms.jsonl.zst").input.format, "jsonl");
    assert_eq!(one("gbk_names.zip").file, "exports/gbk_names.zip!客户名单.csv");
    let tables = read_trap("archive.zip", &ReadOptions::default()).unwrap();
    let files: Vec<&str> = tables.iter().map(|t| t.file.as_str()).collect();
    assert_eq!(files, ["exports/archive.zip!tb/orders.csv", "exports/archive.zip!forms.csv"]);
    assert_eq!(tables[0].input.remarks, ["`exports/archive.zip!说明.txt` holds no table and was passed over"]);
    let members = |name: &str| ReadOptions { members: vec![name.to_owned()], ..ReadOptions::default() };
    let one = read_trap("archive.zip", &members("form*")).unwrap();
    assert_eq!((one.len(), one[0].file.as_str()), (1, "exports/archive.zip!forms.csv"));
    let error = read_trap("archive.zip", &members("b.csv")).unwrap_err().to_string();
    assert_eq!(error, "exports/archive.zip: no member `b.csv`\n\nhint: the archive has `tb/orders.csv`, `说明.txt`, `forms.csv`");
    assert_eq!((tables[0].input.sha256.len(), tables[0].input.bytes), (64, std::fs::metadata(trap("archive.zip")).unwrap().len()));
}

#[test]
fn json_keys_are_columns() {
    let table = one("contacts.json");
    assert_eq!(table.header, ["id", "name", "phone", "tags", "address.city", "address.street", "items", "score", "active"]);
    assert_eq!(row(&table, 0), ["1", "周晓月", "13900000004", "VIP|老客户", "扬州", "", "[{\"sku\":\"A\"}]", "", ""]);
    assert_eq!(row(&table, 1), ["2", "林宇", "", "", "", "", "", "4", "true"]);
    let table = one("lines.jsonl");
    assert_eq!((table.header.len(), table.rows.as_slice(), skipped(&table)), (3, &[1, 2][..], vec![("blank", 1)]));
    assert_eq!((table.rejects[0].row, table.rejects[0].reason), (3, "unreadable"));
}

#[test]
fn parquet_columns_are_text() {
    let table = one("contacts.parquet");
    assert_eq!(row(&table, 0), ["Ada", "5550100", "2026-01-02 10:00:00", "1990-05-01", "true", "a|b"]);
    assert_eq!((row(&table, 1)[1], skipped(&table)), ("13900000004", vec![("blank", 1)]));
}

#[test]
fn options_of_the_user_win() {
    let options = ReadOptions { header_row: Some(2), delimiter: Some(','), ..ReadOptions::default() };
    let table = &read_trap("headerless.csv", &options).unwrap()[0];
    assert_eq!((table.header[0].as_str(), table.rows.len(), skipped(table)), ("林宇", 0, vec![("banner", 1), ("header", 1)]));
}

fn read_text(text: &[u8]) -> Result<Vec<RawTable>, IngestError> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.csv");
    std::fs::write(&path, text).expect("writing to it");
    let tables = read(&path, "a.csv", &ReadOptions::default(), &Unwatched);
    tables.iter().flatten().for_each(balanced);
    tables
}

#[test]
fn blocks_do_not_show_in_the_table() {
    // More than one block of text, with quoted cells across every boundary.
    let mut text = String::from("id,note,name\n");
    for i in 0..150_000 {
        let line = format!("{i},\"line one, {i}\nline two of the note with some more text in it\",name{}\n", i % 97);
        text.push_str(&line);
    }
    let table = &read_text(text.as_bytes()).unwrap()[0];
    assert_eq!((table.rows.len(), table.rejects.len(), table.input.remarks.len()), (150_000, 0, 0));
    assert_eq!(row(table, 149_999), ["149999", "line one, 149999\nline two of the note with some more text in it", "name37"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_a_balanced_table_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = read_text(&bytes);
    }

    #[test]
    fn any_csv_like_text_gives_a_balanced_table_or_an_error(text in "(name,phone\n)?([a-z张\",;\t\r\n ]|\"\"|,,){0,120}") {
        let _ = read_text(text.as_bytes());
    }

    #[test]
    fn what_is_written_is_read(cells in proptest::collection::vec(proptest::collection::vec("[a-z张,\"\n ]{0,6}", 3), 1..20)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["名称甲", "名称乙", "名称丙"]).unwrap();
        for row in &cells { writer.write_record(row.iter().map(|c| format!("x{c}x"))).unwrap(); }
        let tables = read_text(&writer.into_inner().unwrap()).unwrap();
        prop_assert_eq!(tables[0].rows.len(), cells.len());
        for (i, expected) in cells.iter().enumerate() {
            let expected: Vec<String> = expected.iter().map(|c| format!("x{c}x")).collect();
            prop_assert_eq!(row(&tables[0], i), expected);
        }
    }
}

/// Appends a line whenever a row is counted.
struct Growing(PathBuf);

impl Watch for Growing {
    fn stage(&self, _name: &str, _total: u64) {}
    fn tick(&self, _units: u64) {
        let mut file = fs::OpenOptions::new().append(true).open(&self.0).unwrap();
        file.write_all("李娜,13787654321\n".as_bytes()).unwrap();
    }
    fn cancelled(&self) -> bool {
        false
    }
    fn scratch(&self) -> io::Result<PathBuf> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

#[test]
fn a_file_that_grows_while_it_is_read_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("people.csv");
    fs::write(&path, "姓名,手机号码\n张伟,13912345678\n").unwrap();
    assert!(read(&path, "people.csv", &ReadOptions::default(), &Unwatched).is_ok());
    let error = read(&path, "people.csv", &ReadOptions::default(), &Growing(path.clone())).unwrap_err().to_string();
    assert!(error.starts_with("people.csv: changed while it was read"), "{error}");
}
