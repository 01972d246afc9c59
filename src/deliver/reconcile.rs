//! Nothing lost: every physical row of every file is skipped, accepted or rejected, and every accepted row is in xref.

use std::collections::BTreeMap;

use crate::model::records::Records;
use crate::model::shaped::ChannelTable;

/// Checks the contract's conservation law per file: physical = skipped + accepted + rejected, and accepted = rows of
/// `records` (which are the rows of xref).
///
/// # Errors
/// One sentence per file that does not add up, with the numbers. Such a run must not be published.
pub fn reconcile(tables: &[ChannelTable], records: &Records) -> Result<(), String> {
    let mut in_xref: BTreeMap<&str, u64> = BTreeMap::new();
    for &file in &records.file {
        *in_xref.entry(&records.files[file as usize]).or_default() += 1;
    }
    let mut wrong = Vec::new();
    let mut accepted_of: BTreeMap<&str, u64> = BTreeMap::new();
    for table in tables {
        let (accepted, rejected) = (table.rows.len() as u64, table.rejects.len() as u64);
        let skipped: u64 = table.skipped.iter().map(|s| s.rows).sum();
        let physical = table.input.physical_rows;
        if physical != skipped + accepted + rejected {
            wrong.push(format!(
                "`{}`: {physical} physical rows are not {skipped} skipped + {accepted} accepted + {rejected} rejected",
                table.file
            ));
        }
        *accepted_of.entry(&table.file).or_default() += accepted;
    }
    let files: std::collections::BTreeSet<&str> = accepted_of.keys().chain(in_xref.keys()).copied().collect();
    for file in files {
        let (accepted, known) = (accepted_of.get(file).copied().unwrap_or(0), in_xref.get(file).copied().unwrap_or(0));
        if accepted != known {
            wrong.push(format!("`{file}`: {accepted} rows were accepted, {known} are in xref"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::Skipped;
    use crate::model::raw::{InputFacts, RawReject};

    fn table(rows: u32, physical_rows: u64) -> ChannelTable {
        ChannelTable {
            file: "a.csv".into(),
            rows: (1..=rows).collect(),
            rejects: vec![RawReject { row: 9, reason: "wrong_width", column: String::new(), raw: "x".into() }],
            skipped: vec![Skipped { reason: "header", rows: 1 }],
            input: InputFacts { physical_rows, ..InputFacts::default() },
            ..ChannelTable::default()
        }
    }

    fn records(rows: usize) -> Records {
        Records { files: vec!["a.csv".into()], file: vec![0; rows], ..Records::default() }
    }

    #[test]
    fn a_file_that_adds_up_passes() {
        assert_eq!(reconcile(&[table(3, 5)], &records(3)), Ok(()));
    }

    #[test]
    fn a_lost_row_is_named_with_its_file_and_numbers() {
        let lost = reconcile(&[table(3, 6)], &records(3)).unwrap_err();
        assert_eq!(lost, "`a.csv`: 6 physical rows are not 1 skipped + 3 accepted + 1 rejected");
        let unknown = reconcile(&[table(3, 5)], &records(2)).unwrap_err();
        assert_eq!(unknown, "`a.csv`: 3 rows were accepted, 2 are in xref");
    }
}
