//! Labelled pairs: `id_a,id_b,verdict`, or the columns of `decisions.csv`.
//!
//! Comes in: a file named on the command line. Goes out: pairs with their verdict, the channel empty where the file gives
//! none; every mistake with its line. Labels teach, they do not decide.

use std::path::Path;

use crate::model::decisions::{Answer, Decision, Identity};

use super::decisions::parse_decisions;
use super::error::{RuleError, RuleErrors};
use super::load::read_text;

/// Columns of the short form; the source's own keys of two records and what is true of them.
const COLUMNS: [&str; 3] = ["id_a", "id_b", "verdict"];

/// Reads labelled pairs. Questions that were skipped teach nothing and are left out.
///
/// # Errors
/// Everything that is wrong in the file, or that it cannot be read.
pub fn read_labels(path: &Path) -> Result<Vec<Decision>, RuleErrors> {
    let mut errors = Vec::new();
    let file = path.to_string_lossy();
    let labels = read_text(Path::new(""), &file, &mut errors).map(|text| parse_labels(&file, &text, &mut errors));
    errors.sort();
    if errors.is_empty() { Ok(labels.unwrap_or_default()) } else { Err(RuleErrors(errors)) }
}

fn parse_labels(file: &str, text: &str, errors: &mut Vec<RuleError>) -> Vec<Decision> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let at = |name: &str| header.iter().position(|h| h.trim() == name);
    let [Some(a), Some(b), Some(verdict)] = COLUMNS.map(at) else {
        if at("channel_a").is_some() || at("source_key_a").is_some() {
            return parse_decisions(file, text, errors);
        }
        let message = format!("has no columns `{}`", COLUMNS.join("`, `"));
        let hint = "labels are `id_a,id_b,verdict` with verdict same or different; or the columns of decisions.csv".to_owned();
        errors.push(RuleError { file: file.to_owned(), line: 1, message, hint });
        return Vec::new();
    };
    let mut labels = Vec::new();
    for record in reader.records() {
        let mut fail = |line: u64, message: String, hint: &str| {
            let line = u32::try_from(line).unwrap_or(u32::MAX);
            errors.push(RuleError { file: file.to_owned(), line, message, hint: hint.to_owned() });
        };
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                fail(error.position().map_or(0, csv::Position::line), "cannot be read as CSV".to_owned(), "");
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |at: usize| record.get(at).unwrap_or("").trim();
        let verdict = match Answer::read(cell(verdict)) {
            Some(Answer::Decided(verdict)) => verdict,
            Some(Answer::Skip) => continue,
            None => {
                fail(
                    line,
                    format!("verdict `{}` is neither `same` nor `different`", cell(verdict)),
                    "also 1 and 0, yes and no, 是 and 否",
                );
                continue;
            }
        };
        if cell(a).is_empty() || cell(b).is_empty() || cell(a) == cell(b) {
            fail(line, format!("`{}` and `{}` are not two records", cell(a), cell(b)), "each line names two records by their keys");
            continue;
        }
        let identity = |key: &str| Identity { channel: String::new(), source_key: key.to_owned() };
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let none = String::new;
        labels.push(Decision { a: identity(cell(a)), b: identity(cell(b)), verdict, by: none(), at: none(), note: none(), line });
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::decisions::Verdict;

    #[test]
    fn both_forms_are_read_and_skipped_questions_left_out() {
        let mut errors = Vec::new();
        let short = parse_labels("pairs.csv", "id_a,id_b,verdict\n1,2,same\n1,3,0\n2,3,?\n4,5,是\n", &mut errors);
        let verdicts: Vec<Verdict> = short.iter().map(|l| l.verdict).collect();
        assert_eq!(verdicts, [Verdict::Same, Verdict::Different, Verdict::Same]);
        assert!(short.iter().all(|l| l.a.channel.is_empty()));
        let text = "channel_a,source_key_a,channel_b,source_key_b,verdict\njd,1,taobao,2,different\n";
        let long = parse_labels("pairs.csv", text, &mut errors);
        assert_eq!((long[0].a.channel.as_str(), long[0].line), ("jd", 2));
        assert_eq!(errors, []);
    }

    #[test]
    fn mistakes_are_told_with_file_line_and_value() {
        let check = |text: &str, line: u32, part: &str| {
            let mut errors = Vec::new();
            assert!(parse_labels("pairs.csv", text, &mut errors).is_empty());
            assert_eq!((errors[0].file.as_str(), errors[0].line), ("pairs.csv", line));
            assert!(errors[0].message.contains(part), "{}", errors[0].message);
        };
        check("a,b\n1,2\n", 1, "has no columns `id_a`");
        check("id_a,id_b,verdict\n1,2,maybe\n", 2, "`maybe`");
        check("id_a,id_b,verdict\n1,1,same\n", 2, "`1` and `1` are not two records");
    }
}
