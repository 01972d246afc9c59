//! Which rows of a sheet or text are header, banner, instructions, totals and footer: judged by what cells look like.
//!
//! Comes in: the first rows as text. Goes out: the header's place. Nothing here knows a file format.

use crate::model::remark::Remark;
use crate::model::text::TextColumn;
use crate::rules::known_header;

/// How many rows are looked at for a header. Banners of real exports are up to a dozen rows.
pub(super) const LOOK_ROWS: usize = 40;

/// A row that was taken for data where a header was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Headless {
    /// Physical row, from 1.
    pub row: u32,
    /// Its cells, shortened.
    pub value: String,
}

/// Finds the header among the first rows; `wanted` is the user's physical row from 1.
///
/// The header is the first row that is about as wide as the table and holds names rather than values, unless a later
/// row holds clearly more names that exports are known to use.
pub(super) fn find_header(rows: &[Vec<String>], wanted: Option<u32>) -> Result<usize, Headless> {
    if let Some(row) = wanted {
        let index = (row as usize).wrapping_sub(1);
        let filled = rows.get(index).is_some_and(|cells| cells.iter().any(|c| !c.is_empty()));
        return if filled { Ok(index) } else { Err(Headless { row, value: String::new() }) };
    }
    let filled: Vec<usize> = rows.iter().map(|cells| cells.iter().filter(|c| !c.is_empty()).count()).collect();
    let known: Vec<usize> = rows.iter().map(|cells| cells.iter().filter(|c| known_header(c)).count()).collect();
    let first = first_header_like(rows, &filled, &known);
    let most = (0..rows.len()).rev().max_by_key(|&i| known[i]);
    match (first, most) {
        (Some(first), Some(most)) if known[most] >= 2 && known[most] > 2 * known[first] => Ok(most),
        (Some(first), _) => Ok(first),
        (None, Some(most)) if known[most] >= 2 && known[most] * 2 >= filled[most] => Ok(most),
        (None, _) => Err(headless(rows, &filled)),
    }
}

/// The first row wider than half the table, if it holds names; else the first such row that is wider than all before
/// it (a banner of labels and values stands above).
fn first_header_like(rows: &[Vec<String>], filled: &[usize], known: &[usize]) -> Option<usize> {
    let widest = filled.iter().copied().max().filter(|&n| n > 0)?;
    let first = filled.iter().position(|&n| n * 2 > widest)?;
    if is_header_like(rows, first, known[first]) {
        return Some(first);
    }
    let mut before = filled[first];
    (first + 1..rows.len()).find(|&i| {
        let wider = filled[i] > before;
        before = before.max(filled[i]);
        wider && is_header_like(rows, i, known[i])
    })
}

fn headless(rows: &[Vec<String>], filled: &[usize]) -> Headless {
    let index = filled.iter().position(|&n| n > 0).unwrap_or(0);
    let value: String = rows.get(index).map_or_else(String::new, |cells| cells.join(",")).chars().take(80).collect();
    Headless { row: index as u32 + 1, value }
}

fn is_header_like(rows: &[Vec<String>], index: usize, known: usize) -> bool {
    let cells: Vec<&String> = rows[index].iter().filter(|c| !c.is_empty()).collect();
    let values = cells.iter().filter(|c| is_value(c)).count();
    let numbers = cells.iter().filter(|c| c.parse::<f64>().is_ok()).count();
    if values * 5 >= cells.len().max(1) && values > 0 || (values + numbers) * 2 > cells.len() {
        return false;
    }
    // Names don't come back as values further down; 男, 北京, VIP do.
    let recurring = rows[index]
        .iter()
        .enumerate()
        .filter(|(column, cell)| {
            !cell.is_empty() && rows[index + 1..].iter().any(|r| r.get(*column) == Some(*cell) && r != &rows[index])
        })
        .count();
    known > 0 || recurring < 2
}

/// True for text that is a value and no column name: mail address, phone, date, long number.
pub(super) fn is_value(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let chars = cell.chars().count();
    let mail = cell.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.') && !cell.contains(' '));
    let number = digits >= 5 && cell.chars().all(|c| c.is_ascii_digit() || " +-().,/:\u{a5}\u{ffe5}$€*".contains(c));
    let date = digits >= 5 && digits * 2 >= chars && cell.starts_with(|c: char| c.is_ascii_digit());
    let masked = digits >= 3 && cell.contains("***");
    mail || number || date || masked || cell.starts_with("=\"")
}

/// Words that import templates explain their columns with.
const INSTRUCTIONS: [&str; 14] = [
    "必填",
    "选填",
    "请填写",
    "请输入",
    "填写说明",
    "示例",
    "例如",
    "格式：",
    "格式:",
    "不超过",
    "下拉选择",
    "required",
    "optional",
    "e.g.",
];

/// True for a template's row of instructions: at least half of the filled cells, and two, explain.
pub(super) fn is_instruction(cells: &[String]) -> bool {
    let (mut filled, mut explaining) = (0, 0);
    for cell in cells.iter().filter(|c| !c.is_empty()) {
        filled += 1;
        let folded = cell.to_lowercase();
        explaining += usize::from(INSTRUCTIONS.iter().any(|w| folded.contains(w)));
    }
    explaining >= 2 && explaining * 2 >= filled
}

/// Words that begin a row of totals.
const TOTALS: [&str; 22] = [
    "合计",
    "总计",
    "小计",
    "共计",
    "总和",
    "本页合计",
    "合計",
    "總計",
    "小計",
    "共計",
    "総計",
    "total",
    "totals",
    "grand total",
    "subtotal",
    "sum",
    "summe",
    "gesamt",
    "gesamtsumme",
    "totale",
    "insgesamt",
    "suma",
];

/// True for a cell that may begin a row of totals.
pub(super) fn is_total(cell: &str) -> bool {
    // The longest word has 12 letters; a colon may follow.
    cell.len() <= 16 && TOTALS.iter().any(|word| cell.trim_end_matches([':', '：', ' ']).eq_ignore_ascii_case(word))
}

/// True for a row of totals: a word for it, then numbers only. (Sum and Total are family names, too.)
pub(super) fn is_total_row(cells: &[String]) -> bool {
    let mut filled = cells.iter().filter(|c| !c.is_empty());
    let number = |c: &String| {
        is_total(c)
            || c == "-"
            || c.chars().all(|c| c.is_ascii_digit() || " ,.-+%\u{a5}\u{ffe5}$€£元笔条件个共人位名户份行筆條個".contains(c))
    };
    filled.next().is_some_and(|first| is_total(first)) && filled.all(number)
}

/// Labels of footers, before a colon.
const FOOTER_LABELS: [&str; 16] = [
    "导出时间",
    "导出日期",
    "导出人",
    "制表人",
    "制表时间",
    "制表日期",
    "打印时间",
    "打印日期",
    "生成时间",
    "数据来源",
    "统计时间",
    "统计周期",
    "查询时间",
    "备注",
    "注",
    "说明",
];

/// Beginnings of footers, lower case.
const FOOTERS: [&str; 21] = [
    "以下空白",
    "(以下空白)",
    "以下无",
    "--",
    "==",
    "**",
    "##",
    "※",
    "以上数据",
    "以上信息",
    "generated on",
    "generated by",
    "generated at",
    "exported on",
    "exported by",
    "exported at",
    "report generated",
    "printed on",
    "copyright",
    "©",
    "end of report",
];

/// True for the first cell of a footer (export time, row count, remarks) in a row with `filled` cells, asked only of
/// rows with one or two cells after which no data follows.
pub(super) fn is_footer(cell: &str, filled: usize) -> bool {
    let folded = cell.to_lowercase();
    let mut chars = cell.chars();
    let (first, second) = (chars.next().unwrap_or(' '), chars.next().unwrap_or(' '));
    let marked = first == '#' && !second.is_ascii_digit();
    let counted = first == '共' && (second.is_ascii_digit() || second == ' ' || second == ':' || second == '：');
    let summed = filled == 2 && folded.split([' ', ':', '：']).next().is_some_and(is_total);
    let label = cell.split([':', '：']).next().unwrap_or_default();
    let labelled = label.len() < cell.len() && (FOOTER_LABELS.contains(&label) || (filled == 1 && is_label(label)));
    marked || counted || labelled || summed || FOOTERS.iter().any(|f| folded.starts_with(f))
}

/// Short words before a colon, but not a web address.
fn is_label(text: &str) -> bool {
    let letters = text.chars().any(char::is_alphabetic) && !text.chars().any(|c| c.is_ascii_digit());
    letters && text.chars().count() <= 24 && !text.starts_with("http") && !text.starts_with("mailto")
}

/// Says so where text was destroyed before it was written: cells of nothing but question marks.
pub(super) fn damage_at_source(header: &[String], columns: &[TextColumn]) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (name, column) in header.iter().zip(columns) {
        let lost = |t: &str| t.len() >= 2 && t.bytes().all(|b| matches!(b, b'?' | b' ')) && t.contains("??");
        let values = column.values.iter().skip(1).filter(|(_, t)| lost(t)).count();
        if values > 0 {
            remarks.push(Remark::new("lost_text", [name.clone(), values.to_string()]));
        }
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(rows: &[&[&str]]) -> Result<usize, u32> {
        let rows: Vec<Vec<String>> = rows.iter().map(|r| r.iter().map(|&c| c.to_owned()).collect()).collect();
        find_header(&rows, None).map_err(|h| h.row)
    }

    #[test]
    fn the_header_is_found_below_banners() {
        assert_eq!(header(&[&["姓名", "手机"], &["张三", "13812345678"]]), Ok(0));
        assert_eq!(
            header(&[
                &["导出时间：2026-01-01", "", ""],
                &["", "", ""],
                &["姓名", "手机", "城市"],
                &["张三", "13812345678", "北京"]
            ]),
            Ok(2)
        );
        assert_eq!(header(&[&["Report", "Orders"], &["a", "b", "c", "d"], &["1", "2", "3", "4"]]), Ok(1));
        assert_eq!(header(&[&["客户信息", "客户信息", "", "订单", ""], &["姓名", "手机", "邮箱", "订单号", "金额"]]), Ok(1));
        assert_eq!(header(&[&["email"], &["a@b.com"]]), Ok(0));
    }

    #[test]
    fn a_table_without_header_is_refused() {
        assert_eq!(header(&[&["张三", "13812345678", "a@b.com"], &["李四", "13912345678", ""]]), Err(1));
        assert_eq!(header(&[&["张三", "男", "北京"], &["李四", "男", "北京"], &["王五", "女", "上海"]]), Err(1));
        assert_eq!(header(&[&["a@b.com"], &["c@d.com"]]), Err(1));
    }

    #[test]
    fn the_users_row_wins() {
        let rows = vec![vec!["1".to_owned()], vec!["2".to_owned()]];
        assert_eq!(find_header(&rows, Some(2)), Ok(1));
        assert!(find_header(&rows, Some(9)).is_err());
    }

    #[test]
    fn instructions_totals_and_footers_are_known() {
        let row = |cells: &[&str]| is_instruction(&cells.iter().map(|&c| c.to_owned()).collect::<Vec<_>>());
        assert!(row(&["必填，不超过50字", "选填", "", "例如：13800000000"]));
        assert!(!row(&["张三", "13800000000", "必填"]));
        assert!(is_total("合计：") && is_total("Grand Total") && !is_total("Total Wine & More"));
        let total = |cells: &[&str]| is_total_row(&cells.iter().map(|&c| c.to_owned()).collect::<Vec<_>>());
        assert!(total(&["合计", "", "3笔", "￥1,200.00"]) && total(&["", "Total:", "12"]) && !total(&["", "Sum", "Wai", "1"]));
        for (cell, filled, footer) in [
            ("导出时间：2026-01-01", 2, true),
            ("#----", 1, true),
            ("#1050", 1, false),
            ("共 2 条记录", 1, true),
            ("共享科技有限公司", 1, false),
            ("Shop: Main Street", 1, true),
            ("Shop: Main Street", 2, false),
            ("Total sign-ups:", 2, true),
            ("合計人數", 2, false),
            ("以下空白", 1, true),
            ("https://a.example", 1, false),
            ("张三", 1, false),
        ] {
            assert_eq!(is_footer(cell, filled), footer, "{cell}");
        }
    }
}
