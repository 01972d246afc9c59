//! `decisions.csv` as people keep it: decisions are added and taken out in one step each; every other line stays as it was.
//!
//! Comes in: the project folder and decisions. Goes out: the file, replaced whole or not at all.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use crate::model::decisions::{Answer, Decision, delimiter_of, text_of};
use crate::model::publish::DECISIONS;

use super::error::DeliverError;
use super::folder;

/// What is to change in the file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Revision<'a> {
    /// Taken out: every line about these two records with this verdict.
    pub out: &'a [Decision],
    /// Added at the end.
    pub new: &'a [Decision],
}

/// Changes `decisions.csv` of a project; makes it if it is missing. Two people who decide at once both keep their lines.
///
/// # Errors
/// What the system says; the file is then as it was.
pub fn revise_decisions(root: &Path, file: &str, revision: Revision) -> Result<(), DeliverError> {
    // The folder's own lock: nothing is left beside it, and it dies with the process.
    let lock = File::open(root).map_err(DeliverError::io("open", root))?;
    lock.lock().map_err(DeliverError::io("lock", root))?;
    let named = root.join(file);
    // A link stays a link: what it leads to is replaced.
    let path = named.canonicalize().unwrap_or(named);
    let before = match fs::read(&path) {
        Ok(bytes) => Some(text_of(&bytes).ok_or(std::io::ErrorKind::InvalidData.into()).map_err(DeliverError::io("read", &path))?),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => None,
        Err(e) => return Err(DeliverError::io("read", &path)(e)),
    };
    let fresh = path.with_file_name(format!(".{file}.partial"));
    let written = write(&fresh, &revised(before.as_deref(), revision), before.is_some().then_some(&path));
    if written.is_err() {
        // What is left of it is worth nothing; the failure itself is told.
        drop(fs::remove_file(&fresh));
    }
    written?;
    fs::rename(&fresh, &path).map_err(DeliverError::io("rename to", &path))?;
    folder::sync(path.parent().unwrap_or(root))
}

/// Writes the file durably, with the rights of the one it replaces.
fn write(fresh: &Path, text: &str, like: Option<&std::path::PathBuf>) -> Result<(), DeliverError> {
    let mut out = folder::create(fresh)?;
    if let Some(old) = like {
        let rights = fs::metadata(old).map_err(DeliverError::io("read", old))?.permissions();
        out.set_permissions(rights).map_err(DeliverError::io("write", fresh))?;
    }
    out.write_all(text.as_bytes()).and_then(|()| out.sync_all()).map_err(DeliverError::io("write", fresh))
}

/// The file's new text.
fn revised(before: Option<&str>, revision: Revision) -> String {
    let header = format!("{}\n", DECISIONS.join(","));
    let before = before.filter(|text| !text.trim().is_empty()).unwrap_or(&header);
    let ends = if before.contains("\r\n") { "\r\n" } else { "\n" };
    let delimiter = delimiter_of(before);
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(before.as_bytes());
    let columns: Vec<String> = reader.headers().map(|h| h.iter().map(|c| c.trim().to_owned()).collect()).unwrap_or_default();
    let records: Vec<(usize, bool)> = reader
        .records()
        .map_while(Result::ok)
        .map(|record| {
            let cell = |name: &str| columns.iter().position(|c| c == name).and_then(|i| record.get(i)).unwrap_or("").trim();
            // The reader's position may lie before the line end of the record above.
            let from = record.position().map_or(0, |p| p.byte() as usize);
            let start = from + before[from..].len() - before[from..].trim_start_matches(['\r', '\n']).len();
            (start, revision.out.iter().any(|d| is_about(d, cell)))
        })
        .collect();
    let mut text = String::with_capacity(before.len() + 128 * revision.new.len());
    text.push_str(&before[..records.first().map_or(before.len(), |r| r.0)]);
    for (i, &(start, _)) in records.iter().enumerate().filter(|(_, (_, out))| !out) {
        text.push_str(&before[start..records.get(i + 1).map_or(before.len(), |r| r.0)]);
    }
    if !text.ends_with('\n') {
        text.push_str(ends);
    }
    text.push_str(&lines(&columns, revision.new, (delimiter, ends)));
    text
}

/// Is a line about the two records of a decision, with its verdict?
fn is_about<'c>(decision: &Decision, cell: impl Fn(&str) -> &'c str) -> bool {
    let (a, b) = (&decision.a, &decision.b);
    let left = (cell("channel_a"), cell("source_key_a"));
    let right = (cell("channel_b"), cell("source_key_b"));
    let is = |x: (&str, &str), id: &crate::model::decisions::Identity| x.0 == id.channel && x.1 == id.source_key;
    Answer::read(cell("verdict")) == Some(Answer::Decided(decision.verdict))
        && (is(left, a) && is(right, b) || is(left, b) && is(right, a))
}

/// New lines in the file's own order of columns; a column it lacks is left out.
fn lines(columns: &[String], new: &[Decision], (delimiter, ends): (u8, &str)) -> String {
    let terminator = if ends == "\n" { csv::Terminator::Any(b'\n') } else { csv::Terminator::CRLF };
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).terminator(terminator).from_writer(Vec::new());
    for d in new {
        let cells = columns.iter().map(|column| match column.as_str() {
            "channel_a" => d.a.channel.as_str(),
            "source_key_a" => &d.a.source_key,
            "channel_b" => &d.b.channel,
            "source_key_b" => &d.b.source_key,
            "verdict" => d.verdict.name(),
            "by" => &d.by,
            "at" => &d.at,
            "note" => &d.note,
            _ => "",
        });
        writer.write_record(cells).expect("a Vec takes everything");
    }
    String::from_utf8(writer.into_inner().expect("a Vec takes everything")).expect("only texts were written")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::decisions::{Identity, Verdict};

    fn decision(a: &str, b: &str, verdict: Verdict) -> Decision {
        let id = |key: &str| Identity { channel: "jd".into(), source_key: key.into() };
        Decision { a: id(a), b: id(b), verdict, by: "王".into(), at: "2026-01-05".into(), note: "a, b".into(), line: 0 }
    }

    fn check(before: Option<&str>, out: &[Decision], new: &[Decision], expected: &str) {
        assert_eq!(revised(before, Revision { out, new }), expected);
    }

    #[test]
    fn new_lines_stand_as_the_spreadsheet_wrote_the_others() {
        let before = "channel_a;source_key_a;channel_b;source_key_b;verdict\njd;1;jd;2;同\n";
        let expected = "channel_a;source_key_a;channel_b;source_key_b;verdict\njd;1;jd;3;different\n";
        check(Some(before), &[decision("2", "1", Verdict::Same)], &[decision("1", "3", Verdict::Different)], expected);
    }

    #[test]
    fn a_missing_file_gets_header_and_lines() {
        let expected = "channel_a,source_key_a,channel_b,source_key_b,verdict,by,at,note\njd,1,jd,2,same,王,2026-01-05,\"a, b\"\n";
        check(None, &[], &[decision("1", "2", Verdict::Same)], expected);
        check(Some(" \n"), &[], &[decision("1", "2", Verdict::Same)], expected);
    }

    #[test]
    fn other_lines_and_the_order_of_columns_stay() {
        let before =
            "\u{feff}verdict,channel_a,source_key_a,channel_b,source_key_b\r\n\"same\",jd,1,jd,2\r\ndifferent,jd,3,jd,\"4\"";
        let new = [decision("5", "6", Verdict::Different)];
        check(Some(before), &[], &new, &format!("{before}\r\ndifferent,jd,5,jd,6\r\n"));
        let left = "\u{feff}verdict,channel_a,source_key_a,channel_b,source_key_b\r\n\"same\",jd,1,jd,2\r\n";
        check(Some(before), &[decision("4", "3", Verdict::Different)], &[], left);
        check(Some(before), &[decision("3", "4", Verdict::Same)], &[], &format!("{before}\r\n"));
    }

    #[test]
    fn the_file_is_replaced_and_nothing_is_left_beside_it() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("decisions.csv");
        let one = [decision("1", "2", Verdict::Same)];
        revise_decisions(root.path(), "decisions.csv", Revision { out: &[], new: &one }).unwrap();
        revise_decisions(root.path(), "decisions.csv", Revision { out: &one, new: &[] }).unwrap();
        assert_eq!(fs::read_to_string(path).unwrap().lines().count(), 1);
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }
}
