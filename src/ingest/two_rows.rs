//! Headers of two rows: groups above (`客户信息`, `Bill to`), names below, and cells merged over both rows.
//!
//! Comes in: the first rows as text and the row that was taken for the header. Goes out: the row that ends the header and
//! the name of every column. A header of one row comes back as it is.

use std::collections::BTreeSet;

use super::layout::is_value;
use crate::rules::known_header;

/// The header's last row and the names of its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// Index of its last row.
    pub at: usize,
    /// One name per column, unwrapped; empty where there is none.
    pub names: Vec<String>,
    /// The names come from two rows.
    pub is_joined: bool,
}

/// Joins the row at `at` with the one below it, if that names the columns it leaves open, or with the one above, where
/// cells are merged over both.
pub(super) fn whole(rows: &[Vec<String>], at: usize) -> Header {
    let below = rows.get(at + 1).filter(|next| goes_on(&rows[at], next));
    if let Some(names) = below {
        return Header { at: at + 1, names: joined(&rows[at], names), is_joined: true };
    }
    let names = &rows[at];
    let above = at.checked_sub(1).map(|i| &rows[i]).filter(|above| is_group_row(above, names));
    match above {
        Some(above) => Header { at, names: joined(above, names), is_joined: true },
        None => Header { at, names: names.clone(), is_joined: false },
    }
}

fn cell(row: &[String], column: usize) -> &str {
    row.get(column).map_or("", String::as_str)
}

fn filled(row: &[String]) -> impl Iterator<Item = usize> {
    row.iter().enumerate().filter(|(_, c)| !c.is_empty()).map(|(i, _)| i)
}

/// The row below gives names to columns that stay open in `header`, or that begin such a group, and to no others.
fn goes_on(header: &[String], next: &[String]) -> bool {
    let open = |column: usize| cell(header, column).is_empty();
    let named: Vec<usize> = filled(next).collect();
    let inside = |&column: &usize| open(column) || open(column + 1) && column + 1 < header.len().max(next.len());
    let opened = named.iter().filter(|&&column| open(column)).count();
    let first = filled(header).next().unwrap_or(usize::MAX);
    let last = filled(next).last().unwrap_or(0);
    // Every column between the first name and the last has one of its own.
    let complete = (first..=last).all(|column| !open(column) || !cell(next, column).is_empty());
    // Names, and no row of data that happens to lack what the header names.
    let known = named.iter().filter(|&&c| known_header(&next[c])).count();
    let values = named.iter().any(|&c| is_value(&next[c]) || next[c].parse::<f64>().is_ok());
    opened >= 1 && named.len() >= 2 && complete && named.iter().all(inside) && known * 2 >= named.len() && !values
}

/// The row above holds groups or merged names: at least two cells, short, no values and no `label: value`, and it names a
/// column that the header leaves open.
fn is_group_row(above: &[String], names: &[String]) -> bool {
    let cells: Vec<usize> = filled(above).collect();
    let short = |&c: &usize| above[c].chars().count() <= 20 && !above[c].contains([':', '：']) && !is_value(&above[c]);
    let opens = cells.iter().any(|&c| cell(names, c).is_empty());
    cells.len() >= 2 && opens && cells.iter().all(short)
}

/// The lower name of each column, the upper one where there is none; with its group before it where names would stand twice
/// (`收货人` over `姓名` and `地址`, beside `购买人` over `姓名`).
fn joined(above: &[String], names: &[String]) -> Vec<String> {
    let width = above.len().max(names.len());
    let mut group = "";
    let columns: Vec<(&str, &str, &str)> = (0..width)
        .map(|column| {
            let (upper, lower) = (cell(above, column), cell(names, column));
            if !upper.is_empty() {
                group = upper;
            }
            (group, upper, lower)
        })
        .collect();
    let is_twice = |name: &str| columns.iter().filter(|(_, _, lower)| *lower == name).count() > 1;
    let told: BTreeSet<&str> =
        columns.iter().filter(|(_, _, n)| !n.is_empty() && is_twice(n)).map(|(group, _, _)| *group).collect();
    columns
        .iter()
        .map(|&(group, upper, lower)| match lower {
            "" => upper.to_owned(),
            _ if told.contains(group) && !group.is_empty() => {
                let space = if group.is_ascii() { " " } else { "" };
                format!("{group}{space}{lower}")
            }
            _ => lower.to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[&[&str]], at: usize, expected: (usize, &[&str])) {
        let rows: Vec<Vec<String>> = rows.iter().map(|r| r.iter().map(|&c| c.to_owned()).collect()).collect();
        let header = whole(&rows, at);
        assert_eq!(
            (header.at, header.names),
            (expected.0, expected.1.iter().map(|&c| c.to_owned()).collect::<Vec<_>>()),
            "{rows:?}"
        );
    }

    #[test]
    fn cells_merged_over_both_rows_keep_their_names() {
        let rows: &[&[&str]] = &[
            &["2026年1月客户跟进台账"],
            &["序号", "客户信息", "", "", "跟进情况", ""],
            &["", "公司", "联系人", "电话", "方式", "日期"],
            &["1", "甲公司", "张三", "13812345678", "拜访", "1月2日"],
        ];
        check(rows, 2, (2, &["序号", "公司", "联系人", "电话", "方式", "日期"]));
        check(rows, 1, (2, &["序号", "公司", "联系人", "电话", "方式", "日期"]));
    }

    #[test]
    fn a_group_among_single_names_goes_on_below() {
        let rows: &[&[&str]] = &[
            &["姓名", "性别", "联系方式", "", "地址", "备注"],
            &["", "", "手机", "邮箱", "", ""],
            &["张三", "男", "13812345678", "", "杭州市", ""],
        ];
        check(rows, 0, (1, &["姓名", "性别", "手机", "邮箱", "地址", "备注"]));
    }

    #[test]
    fn a_name_that_would_stand_twice_takes_its_group_along() {
        let rows: &[&[&str]] = &[
            &["订单号", "购买人", "", "收货人", "", ""],
            &["", "姓名", "电话", "姓名", "电话", "地址"],
            &["1", "张三", "13812345678", "李四", "13912345678", "杭州"],
        ];
        check(rows, 1, (1, &["订单号", "购买人姓名", "购买人电话", "收货人姓名", "收货人电话", "收货人地址"]));
        let rows: &[&[&str]] = &[&["Order", "Bill to", "", "Ship to", ""], &["", "Name", "City", "Name", "City"]];
        check(rows, 1, (1, &["Order", "Bill to Name", "Bill to City", "Ship to Name", "Ship to City"]));
    }

    #[test]
    fn one_row_stays_one_row() {
        let header: &[&str] = &["姓名", "手机", ""];
        check(&[header, &["张三", "13812345678", "x"]], 0, (0, header));
        check(&[&["导出时间：2026-01-01", "", "a"], header, &["张三", "1", "x"]], 1, (1, header));
        check(&[&["名单", "", ""], header, &["张三", "1", "x"]], 1, (1, header));
        // A row that is short of values is no second header row.
        check(
            &[&["Name", "Phone", "Notes", ""], &["", "", "call back", "x"], &["Ada", "555 0100", "", ""]],
            0,
            (0, &["Name", "Phone", "Notes", ""]),
        );
    }
}
