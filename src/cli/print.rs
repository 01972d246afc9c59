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

/// Lays cells out in columns of equal width; Chinese characters count double. Numbers are set to the right.
#[must_use]
pub fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = header.iter().map(|h| width(h)).collect();
    for row in rows {
        for (w, cell) in widths.iter_mut().zip(row) {
            *w = (*w).max(width(cell));
        }
    }
    let mut out = String::new();
    let mut line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut text = String::new();
        for (cell, &w) in cells.zip(&widths) {
            let gap = " ".repeat(w.saturating_sub(width(cell)));
            let number = cell.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+') && !cell.contains(['/', ':']);
            if number { text.extend([&gap, cell, "  "]) } else { text.extend([cell, &gap, "  "]) }
        }
        out.push_str(text.trim_end());
        out.push('\n');
    };
    line(&mut header.iter().copied());
    for row in rows {
        line(&mut row.iter().map(String::as_str));
    }
    out
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
        assert_eq!(text, "a     n\n张三   1\nx     10\n");
    }
}
