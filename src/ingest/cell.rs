//! One cell: takes off what spreadsheets and platforms wrap around a value so that it stays text.
//!
//! Comes in: a cell as split. Goes out: a slice of it. Folding (full width, case) is the normalisers' work.

/// Takes off surrounding blanks (tabs, no-break and ideographic spaces, zero-width marks), `="…"`, a guarding `'`,
/// and Flamingo's `(Security Alert: …)` text. A cell of blanks gives `""`.
pub(super) fn unwrap(cell: &str) -> &str {
    let mut text = trim(cell);
    let Some(&first) = text.as_bytes().first() else { return text };
    match first {
        b'=' => {
            if let Some(inner) = text.strip_prefix("=\"").and_then(|t| t.strip_suffix('"')) {
                text = trim(inner);
            }
        }
        b'\'' => text = without_guard(text),
        b'(' => text = without_alert(text),
        _ => {}
    }
    text
}

/// A number as it is typed: no `.0` and no exponent. NaN and infinities are missing.
pub(super) fn number(x: f64) -> String {
    if !x.is_finite() {
        return String::new();
    }
    if x.fract() == 0.0 && x.abs() < 1e15 { format!("{}", x as i64) } else { format!("{x}") }
}

fn trim(text: &str) -> &str {
    let bytes = text.as_bytes();
    match (bytes.first(), bytes.last()) {
        (Some(a), Some(b)) if a.is_ascii_graphic() && b.is_ascii_graphic() => text,
        _ => {
            text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{202c}' | '\0'))
        }
    }
}

/// A leading `'` is Excel's mark for text, except in Dutch names (`'s-Hertogenbosch`, `'t Hoen`).
fn without_guard(text: &str) -> &str {
    let rest = &text[1..];
    let dutch = rest.starts_with("s-") || rest.starts_with("s ") || rest.starts_with("t ");
    if rest.is_empty() || dutch { text } else { trim(rest.strip_suffix('\'').unwrap_or(rest)) }
}

/// Contact Form 7's Flamingo puts a warning before values that start like a formula.
fn without_alert(text: &str) -> &str {
    if !text.starts_with("(Security Alert:") {
        return text;
    }
    text.split_once("for details.)").map_or(text, |(_, rest)| trim(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrappers_come_off_and_values_stay() {
        for (cell, value) in [
            ("=\"3100000000000045\"", "3100000000000045"),
            ("'13800138000", "13800138000"),
            ("'+31612345678", "+31612345678"),
            ("'=1+2", "=1+2"),
            ("\t9001", "9001"),
            (" \u{3000}张三\u{a0}", "张三"),
            ("\u{200b}", ""),
            ("\" \"", "\" \""),
            ("   ", ""),
            ("'", "'"),
            ("'s-Hertogenbosch", "'s-Hertogenbosch"),
            ("4.479E+11", "4.479E+11"),
            ("１３８", "１３８"),
            (
                "(Security Alert: Suspicious content is detected. See https://a.example/ for details.) +8613800138000",
                "+8613800138000",
            ),
            ("(832) 408-1631", "(832) 408-1631"),
        ] {
            assert_eq!(unwrap(cell), value, "{cell:?}");
        }
    }
}
