//! `decisions.csv`: what people decided about pairs of records.
//!
//! Comes in: the project's file. Goes out: decisions with their lines; mistakes as rule errors, for a decision that
//! is silently dropped would bring a wrong merge back.

use std::fs;
use std::path::Path;

use crate::model::decisions::{Answer, Decision, Identity, delimiter_of, text_of};
use crate::model::publish::DECISIONS;

use super::error::RuleError;
use super::hint::did_you_mean;

/// The file people keep in the project.
pub const DECISIONS_FILE: &str = "decisions.csv";

/// Reads the project's decisions; none if there is no file.
pub(super) fn read_decisions(root: &Path, errors: &mut Vec<RuleError>) -> Vec<Decision> {
    if !root.join(DECISIONS_FILE).exists() {
        return Vec::new();
    }
    let mut fail = |message: String| {
        let hint = "save the file as csv in UTF-8".to_owned();
        errors.push(RuleError { file: DECISIONS_FILE.to_owned(), line: 0, message, hint });
        Vec::new()
    };
    match fs::read(root.join(DECISIONS_FILE)) {
        Ok(bytes) => match text_of(&bytes) {
            Some(text) => parse_decisions(DECISIONS_FILE, &text, errors),
            None => fail("is not UTF-8, UTF-16 or GB18030".to_owned()),
        },
        Err(error) => fail(format!("cannot be read: {}", error.to_string().to_lowercase())),
    }
}

/// Parses the text of a decisions file. Columns may stand in any order, between commas, semicolons or tabs; `by`, `at` and
/// `note` may be left out. Verdicts are read as a sheet of questions is; one that says `skip` decides nothing. Rows without
/// anything, and cells beyond the header, are what spreadsheets leave.
pub(super) fn parse_decisions(file: &str, text: &str, errors: &mut Vec<RuleError>) -> Vec<Decision> {
    let mut fail = |line: u64, message: String, hint: String| {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        errors.push(RuleError { file: file.to_owned(), line, message, hint });
    };
    let text = text.trim_start_matches('\u{feff}');
    let delimiter = delimiter_of(text);
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let mut position = [None; 8];
    for (i, name) in header.iter().enumerate() {
        match DECISIONS.iter().position(|known| *known == name.trim()) {
            Some(column) => position[column] = Some(i),
            None if name.trim().is_empty() => {}
            None => fail(1, format!("unknown column `{name}`"), did_you_mean(name, DECISIONS.iter().copied())),
        }
    }
    let missing: Vec<&str> = DECISIONS[..5].iter().zip(position).filter(|(_, p)| p.is_none()).map(|(name, _)| *name).collect();
    if !missing.is_empty() {
        fail(1, format!("has no column `{}`", missing.join("`, `")), format!("the header is `{}`", DECISIONS.join(",")));
        return Vec::new();
    }
    let mut decisions = Vec::new();
    let mut lines = Lines { text, at: 0, line: 1 };
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                fail(error.position().map_or(0, |at| lines.of(at)), "cannot be read as CSV".to_owned(), String::new());
                continue;
            }
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = record.position().map_or(0, |at| lines.of(at));
        let cell = |column: usize| position[column].and_then(|i| record.get(i)).unwrap_or("").trim().to_owned();
        let other = cell(4);
        let verdict = match Answer::read(&other) {
            Some(Answer::Decided(verdict)) => verdict,
            Some(Answer::Skip) => continue,
            None => {
                fail(
                    line,
                    format!("verdict `{other}` is neither `same` nor `different`"),
                    did_you_mean(&other, ["same", "different"]),
                );
                continue;
            }
        };
        let a = Identity { channel: cell(0), source_key: cell(1) };
        let b = Identity { channel: cell(2), source_key: cell(3) };
        if [&a.channel, &a.source_key, &b.channel, &b.source_key].iter().any(|text| text.is_empty()) {
            fail(line, "needs channel and source key of both records".to_owned(), String::new());
            continue;
        }
        if let Some(key) = [&a.source_key, &b.source_key].into_iter().find(|key| is_rounded(key)) {
            let hint = "take the keys from `review.csv` or `xref.csv`; `guiyi review --import` knows rows by run and item";
            fail(line, format!("`{key}` is a source key that a spreadsheet has rounded"), hint.to_owned());
            continue;
        }
        if a == b {
            fail(line, format!("compares `{}:{}` with itself", a.channel, a.source_key), String::new());
            continue;
        }
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        decisions.push(Decision { a, b, verdict, by: cell(5), at: cell(6), note: cell(7), line });
    }
    decisions
}

/// Lines of a text that is read from front to back.
struct Lines<'t> {
    text: &'t str,
    /// How far lines are counted, and the line there.
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line a record begins in: the reader's position may lie before the line ends above it.
    fn of(&mut self, position: &csv::Position) -> u64 {
        let rest = self.text.get(position.byte() as usize..).unwrap_or_default();
        let start = self.text.len() - rest.trim_start_matches(['\r', '\n']).len();
        let passed = self.text.get(self.at..start).unwrap_or_default();
        let lone = passed.as_bytes().windows(2).filter(|two| two[0] == b'\r' && two[1] != b'\n').count();
        let lone = lone + usize::from(passed.ends_with('\r'));
        self.line += (lone + passed.bytes().filter(|&b| b == b'\n').count()) as u64;
        self.at = self.at.max(start);
        self.line
    }
}

/// Is it a long number as spreadsheets show it, `4.56704E+17`?
fn is_rounded(key: &str) -> bool {
    let Some((digits, power)) = key.split_once("E+") else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    is_number(power) && digits.split_once('.').is_some_and(|(whole, rest)| whole.len() == 1 && is_number(whole) && is_number(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::decisions::Verdict;

    #[test]
    fn decisions_are_read_with_their_lines() {
        let mut errors = Vec::new();
        let text = "channel_a,source_key_a,channel_b,source_key_b,verdict,by,at,note\n\
                    jd,1,taobao,2,same,王,2026-01-05,回访确认\n\
                    jd,1,taobao,3,maybe,,,\n\
                    jd,1,jd,1,same,,,\n\
                    jd,,jd,1,same,,,\n";
        let decisions = parse_decisions(DECISIONS_FILE, text, &mut errors);
        assert_eq!(decisions.len(), 1);
        assert_eq!((decisions[0].line, decisions[0].verdict, decisions[0].by.as_str()), (2, Verdict::Same, "王"));
        assert_eq!(errors.iter().map(|e| e.line).collect::<Vec<_>>(), [3, 4, 5]);
    }

    #[test]
    fn a_file_is_read_as_a_spreadsheet_saves_it() {
        let rows = "channel_a;source_key_a;channel_b;source_key_b;verdict;by;at;note;\r\n\
                    淘宝;1;jd;2;同;;;\"两行\n备注\";\r\n;;;;;;;;\r\njd;1;jd;3;不同。;;;;\r\njd;5;jd;6;待定;;;;\r\njd;4.5E+17;jd;3;否;;;;\r\n";
        let (gbk, ..) = encoding_rs::GB18030.encode(rows);
        let wide: Vec<u8> = std::iter::once(0xfeff).chain(rows.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [rows.as_bytes(), &gbk, &wide, format!("\u{feff}{rows}").as_bytes()] {
            let mut errors = Vec::new();
            let decisions = parse_decisions(DECISIONS_FILE, &text_of(bytes).unwrap(), &mut errors);
            let read: Vec<_> = decisions.iter().map(|d| (d.line, d.a.channel.as_str(), d.verdict)).collect();
            assert_eq!(read, [(2, "淘宝", Verdict::Same), (5, "jd", Verdict::Different)]);
            assert_eq!(
                errors.iter().map(|e| (e.line, e.message.as_str())).collect::<Vec<_>>(),
                [(7, "`4.5E+17` is a source key that a spreadsheet has rounded")]
            );
        }
        assert!(text_of(b"\xff\xff\xff").is_none());
    }

    #[test]
    fn a_header_without_the_verdict_is_one_mistake() {
        let mut errors = Vec::new();
        assert!(parse_decisions(DECISIONS_FILE, "channel_a,source_key_a,channel_b,source_key_b,verdikt\n", &mut errors).is_empty());
        assert_eq!(errors[0].hint, "did you mean `verdict`?");
        assert_eq!(errors[1].message, "has no column `verdict`");
    }
}
