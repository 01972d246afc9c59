//! `decisions.csv`: what people decided about pairs of records.
//!
//! Comes in: the project's file. Goes out: decisions with their lines; mistakes as rule errors, for a decision that
//! is silently dropped would bring a wrong merge back.

use std::path::Path;

use crate::model::decisions::{Decision, Identity, Verdict};
use crate::model::publish::DECISIONS;

use super::error::RuleError;
use super::hint::did_you_mean;
use super::load::read_text;

/// The file people keep in the project.
pub const DECISIONS_FILE: &str = "decisions.csv";

/// Reads the project's decisions; none if there is no file.
pub(super) fn read_decisions(root: &Path, errors: &mut Vec<RuleError>) -> Vec<Decision> {
    if !root.join(DECISIONS_FILE).exists() {
        return Vec::new();
    }
    read_text(root, DECISIONS_FILE, errors).map_or_else(Vec::new, |text| parse_decisions(DECISIONS_FILE, &text, errors))
}

/// Parses the text of a decisions file. Columns may stand in any order; `by`, `at` and `note` may be left out.
pub(super) fn parse_decisions(file: &str, text: &str, errors: &mut Vec<RuleError>) -> Vec<Decision> {
    let mut fail = |line: u64, message: String, hint: String| {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        errors.push(RuleError { file: file.to_owned(), line, message, hint });
    };
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let mut position = [None; 8];
    for (i, name) in header.iter().enumerate() {
        match DECISIONS.iter().position(|known| *known == name.trim()) {
            Some(column) => position[column] = Some(i),
            None => fail(1, format!("unknown column `{name}`"), did_you_mean(name, DECISIONS.iter().copied())),
        }
    }
    let missing: Vec<&str> = DECISIONS[..5].iter().zip(position).filter(|(_, p)| p.is_none()).map(|(name, _)| *name).collect();
    if !missing.is_empty() {
        fail(1, format!("has no column `{}`", missing.join("`, `")), format!("the header is `{}`", DECISIONS.join(",")));
        return Vec::new();
    }
    let mut decisions = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                fail(error.position().map_or(0, csv::Position::line), "cannot be read as CSV".to_owned(), String::new());
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |column: usize| position[column].and_then(|i| record.get(i)).unwrap_or("").trim().to_owned();
        let verdict = match cell(4).as_str() {
            "same" => Verdict::Same,
            "different" => Verdict::Different,
            other => {
                fail(
                    line,
                    format!("verdict `{other}` is neither `same` nor `different`"),
                    did_you_mean(other, ["same", "different"]),
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
        if a == b {
            fail(line, format!("compares `{}:{}` with itself", a.channel, a.source_key), String::new());
            continue;
        }
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        decisions.push(Decision { a, b, verdict, by: cell(5), at: cell(6), note: cell(7), line });
    }
    decisions
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_header_without_the_verdict_is_one_mistake() {
        let mut errors = Vec::new();
        assert!(parse_decisions(DECISIONS_FILE, "channel_a,source_key_a,channel_b,source_key_b,verdikt\n", &mut errors).is_empty());
        assert_eq!(errors[0].hint, "did you mean `verdict`?");
        assert_eq!(errors[1].message, "has no column `verdict`");
    }
}
