//! The two streams: stdout for data, stderr for everything else.

use std::io::{self, Write};

/// Writes data to stdout.
///
/// # Errors
/// If stdout is closed; the caller's exit code is still 0 then.
pub fn data(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Writes one line to stderr.
pub fn log(line: &str) {
    // A closed stderr is no reason to stop a job.
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Lays cells out in columns of equal width; Chinese characters count double. Columns of numbers are set to the right.
#[must_use]
pub fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let column = |c: usize| rows.iter().filter_map(move |row| row.get(c)).map(String::as_str);
    let widths: Vec<usize> = (0..header.len()).map(|c| column(c).map(width).fold(width(header[c]), usize::max)).collect();
    let numbers: Vec<bool> = (0..header.len())
        .map(|c| column(c).all(|cell| cell.is_empty() || is_number(cell)) && column(c).any(|cell| !cell.is_empty()))
        .collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut text = String::new();
        for ((cell, &w), &number) in cells.zip(&widths).zip(&numbers) {
            let gap = " ".repeat(w.saturating_sub(width(cell)));
            let parts: [&str; 3] = if number { [&gap, cell, "  "] } else { [cell, &gap, "  "] };
            text.extend(parts);
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    };
    let mut out = line(&mut header.iter().copied());
    for row in rows {
        out.push_str(&line(&mut row.iter().map(String::as_str)));
    }
    out
}

fn is_number(cell: &str) -> bool {
    cell.strip_suffix('%').unwrap_or(cell).parse::<f64>().is_ok()
}

/// Columns a text takes on a terminal.
fn width(text: &str) -> usize {
    text.chars().map(|c| if matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}') { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    #[test]
    fn chinese_takes_two_columns() {
        let text = super::table(&["a", "n"], &[vec!["张三".into(), "1".into()], vec!["x".into(), "10".into()]]);
        assert_eq!(text, "a      n\n张三   1\nx     10\n");
    }
}
