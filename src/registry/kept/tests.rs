//! Scenarios of remembering: each night is a few rows of key, value and time of change.

use super::*;
use crate::model::kind::{Kind, Party, Target};
use crate::model::mapping::{ColumnMapping, Mapping, RecordType};
use crate::model::raw::RawTable;
use crate::model::shaped::{ChannelTable, NO_EVENT, ShapedColumn};
use crate::model::text::TextColumn;

/// (key, value, time of change).
type Row = (&'static str, &'static str, Option<i64>);

fn raw(file: &str, rows: &[(String, String)]) -> RawTable {
    RawTable {
        file: file.to_owned(),
        header: vec!["id".into(), "name".into()],
        columns: vec![TextColumn::from_texts(rows.iter().map(|r| &r.0)), TextColumn::from_texts(rows.iter().map(|r| &r.1))],
        rows: (1..=rows.len() as u32).collect(),
        ..RawTable::default()
    }
}

/// The raw table as a table of persons with a key, or of order lines that fold by it.
fn shaped(raw: &RawTable, record: RecordType) -> ChannelTable {
    let key = Target::Field(Party::Principal, Kind::SourceKey);
    let column = |header: &str, target: &Target| ColumnMapping::made(header, target);
    let name = Target::Field(Party::Principal, Kind::PersonName);
    let columns = vec![column("id", &key), column("name", &name)];
    ChannelTable {
        mapping: Mapping { record, columns, ..Mapping::default() },
        file: raw.file.clone(),
        rows: raw.rows.clone(),
        source_key: raw.columns[0].clone(),
        columns: vec![
            ShapedColumn { target: key, network: None, source: 0, text: raw.columns[0].clone() },
            ShapedColumn { target: name, network: None, source: 1, text: raw.columns[1].clone() },
        ],
        event_of_row: vec![NO_EVENT; raw.rows.len()],
        ..ChannelTable::default()
    }
}

/// What is remembered from night to night.
#[derive(Default)]
struct Channel {
    known: Vec<(String, String)>,
    updated: Vec<Option<i64>>,
    first: Vec<u32>,
    seen: Vec<Seen>,
    run: u32,
}

impl Channel {
    /// Delivers files and gives the rows that count, sorted, as `key=value`.
    fn night(&mut self, policy: Policy, record: RecordType, files: &[&[Row]]) -> Vec<String> {
        self.run += 1;
        let own = |rows: &[Row]| rows.iter().map(|r| (r.0.to_owned(), r.1.to_owned())).collect::<Vec<_>>();
        let mut raws = vec![raw("kept", &self.known)];
        raws.extend(files.iter().enumerate().map(|(i, rows)| raw(&format!("{i}.csv"), &own(rows))));
        let tables: Vec<ChannelTable> = raws.iter().map(|r| shaped(r, record)).collect();
        let times = |i: usize| if i == 0 { self.updated.clone() } else { files[i - 1].iter().map(|r| r.2).collect() };
        let sources: Vec<Source> = (0..raws.len())
            .map(|i| Source {
                table: &tables[i],
                raw: &raws[i],
                first: (i == 0).then_some(self.first.as_slice()),
                updated_at: times(i),
                aged: if i == 0 { self.updated.iter().map(|at| at.is_none_or(|at| at < 100)).collect() } else { Vec::new() },
            })
            .collect();
        let settled = settle(policy, &sources, &self.seen, self.run);
        let mut rows = Vec::new();
        for (i, keep) in settled.keep.iter().enumerate() {
            for row in (0..keep.len()).filter(|&row| keep[row]) {
                let renamed = settled.rekeyed.iter().find(|r| (r.0, r.1) == (i, row)).map(|r| r.2.as_str());
                let shown = format!("{}={}", renamed.unwrap_or(tables[i].source_key.get(row)), raws[i].columns[1].get(row));
                let known = (raws[i].columns[0].get(row).to_owned(), raws[i].columns[1].get(row).to_owned());
                rows.push((shown, known, times(i)[row], settled.first[i][row]));
            }
        }
        rows.sort();
        self.known = rows.iter().map(|r| r.1.clone()).collect();
        self.updated = rows.iter().map(|r| r.2).collect();
        self.first = rows.iter().map(|r| r.3).collect();
        self.seen = settled.seen;
        rows.into_iter().map(|r| r.0).collect()
    }
}

/// Nights of an upsert channel without times of change: the files of each, and what must count then.
fn check_upsert(nights: &[(&[&[Row]], &[&str])]) {
    let mut channel = Channel::default();
    for (i, (files, expected)) in nights.iter().enumerate() {
        assert_eq!(channel.night(Policy::Upsert, RecordType::Person, files), *expected, "night {}", i + 1);
    }
}

const A: Row = ("7", "old", None);
const B: Row = ("7", "new", None);

#[test]
fn a_key_that_is_not_delivered_stays() {
    check_upsert(&[
        (&[&[A, ("8", "x", None)]], &["7=old", "8=x"]),
        (&[&[("8", "y", None)]], &["7=old", "8=y"]),
        (&[], &["7=old", "8=y"]),
    ]);
}

#[test]
fn an_old_file_that_lies_there_for_ever_does_not_bring_its_value_back() {
    check_upsert(&[(&[&[A]], &["7=old"]), (&[&[A], &[B]], &["7=new"]), (&[&[A], &[B]], &["7=new"]), (&[&[A]], &["7=new"])]);
}

#[test]
fn a_value_that_comes_back_after_it_was_gone_is_news() {
    check_upsert(&[(&[&[A]], &["7=old"]), (&[&[B]], &["7=new"]), (&[&[A]], &["7=old"]), (&[&[A]], &["7=old"])]);
}

#[test]
fn files_seen_in_the_same_run_rank_by_name_and_rows_by_number() {
    check_upsert(&[(&[&[B], &[A]], &["7=old"])]);
    check_upsert(&[(&[&[A, B]], &["7=new"])]);
}

#[test]
fn the_time_of_change_decides_before_anything_else() {
    let mut channel = Channel::default();
    let night = |channel: &mut Channel, rows: &[Row]| channel.night(Policy::Upsert, RecordType::Person, &[rows]);
    assert_eq!(night(&mut channel, &[("7", "new", Some(20))]), ["7=new"]);
    assert_eq!(night(&mut channel, &[("7", "old", Some(10))]), ["7=new"]);
    assert_eq!(night(&mut channel, &[("7", "undated", None)]), ["7=new"]);
    assert_eq!(night(&mut channel, &[("7", "newest", Some(30)), ("7", "older", Some(25))]), ["7=newest"]);
}

#[test]
fn the_lines_of_an_order_are_replaced_together() {
    let mut channel = Channel::default();
    let night = |channel: &mut Channel, rows: &[Row]| channel.night(Policy::Upsert, RecordType::Line, &[rows]);
    let (cup, mug) = (("1", "cup", None), ("1", "mug", None));
    assert_eq!(night(&mut channel, &[cup, mug]), ["1=cup", "1=mug"]);
    assert_eq!(night(&mut channel, &[mug, ("2", "lid", None)]), ["1=mug", "2=lid"]);
}

#[test]
fn appended_rows_accumulate_and_the_same_row_counts_once() {
    let mut channel = Channel::default();
    let night = |channel: &mut Channel, files: &[&[Row]]| channel.night(Policy::Append, RecordType::Person, files);
    assert_eq!(night(&mut channel, &[&[A]]), ["7=old"]);
    assert_eq!(night(&mut channel, &[&[A, ("8", "x", None)]]), ["7=old", "8=x"]);
    assert_eq!(night(&mut channel, &[&[B]]), ["7#2=new", "7=old", "8=x"]);
}

#[test]
fn a_window_loses_rows_by_age_only() {
    let mut channel = Channel::default();
    let night = |channel: &mut Channel, rows: &[Row]| channel.night(Policy::Window, RecordType::Person, &[rows]);
    assert_eq!(night(&mut channel, &[("1", "old", Some(50)), ("2", "young", Some(150)), ("3", "undated", None)]).len(), 3);
    // Row 2 is young and would still be in the export: it was deleted at the source.
    assert_eq!(night(&mut channel, &[("4", "new", Some(160))]), ["1=old", "3=undated", "4=new"]);
    assert_eq!(night(&mut channel, &[("1", "edited", Some(50))]), ["1=edited", "3=undated"]);
}

#[test]
fn superseded_values_are_forgotten_in_time() {
    let seen = |last| Seen { key: 1, value: 2, first: 1, last };
    let table = |seen| Memory { seen: vec![seen], run: 100, ..Memory::default() }.tables().len();
    assert_eq!((table(seen(100)), table(seen(11)), table(seen(10))), (1, 1, 0));
}
