//! Which of the tables that `init` found are one channel, and how a rule file names them.
//!
//! Comes in: understood tables with their file and, in a workbook or archive, the part of it. Goes out: channels with a
//! pattern for their files and, where a file holds several channels, the sheets or members that are theirs. It reads and
//! writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::id_columns::{Ids, codes_of};
use super::init::NewChannel;
use super::same_ids::same_ids;
use super::same_values::same_values;
use crate::model::kind::{Kind, Party, Target};
use crate::model::mapping::Mapping;
use crate::model::shaped::ChannelTable;
use crate::rules::ChannelFiles;

/// A table that was found.
pub(super) struct Found {
    /// The file as a rule names it: relative to the project.
    pub file: String,
    /// `!member`, `#sheet` or both; empty where the file holds this table alone.
    pub part: String,
    /// It says something about customers.
    pub is_used: bool,
    /// The table.
    pub table: ChannelTable,
}

impl Found {
    fn member(&self) -> Option<&str> {
        let part = self.part.strip_prefix('!')?;
        let sheet = self.sheet().map_or(0, |s| s.len() + 1);
        Some(&part[..part.len() - sheet])
    }

    fn sheet(&self) -> Option<&str> {
        self.part.rsplit_once('#').map(|(_, sheet)| sheet)
    }

    /// What tables of one channel share: the preset, else their columns.
    fn layout(&self) -> (String, BTreeSet<String>) {
        match &self.table.mapping.preset {
            Some(preset) => (preset.clone(), BTreeSet::new()),
            None => (String::new(), self.table.mapping.columns.iter().map(|c| c.header.clone()).collect()),
        }
    }
}

/// One channel per preset, or per file and layout where none fits; several files of one preset share a pattern if one fits
/// them and they hold nothing else.
pub(super) fn group(tables: &[Found]) -> Vec<(NewChannel, Mapping)> {
    type Key = (String, String, BTreeSet<String>);
    let mut groups: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (i, found) in tables.iter().enumerate().filter(|(_, t)| t.is_used) {
        let (preset, columns) = found.layout();
        let file = if preset.is_empty() { found.file.clone() } else { String::new() };
        groups.entry((preset, file, columns)).or_default().push(i);
    }
    let files: Vec<String> = tables.iter().map(|t| t.file.clone()).collect();
    let mut lists: Vec<Vec<usize>> = Vec::new();
    for members in groups.into_values() {
        if is_whole(tables, &members) && pattern(&files, &members).is_some() {
            lists.push(members);
            continue;
        }
        let mut by_file: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for &i in &members {
            by_file.entry(&files[i]).or_default().push(i);
        }
        lists.extend(by_file.into_values());
    }
    lists.sort();
    let mut names: BTreeMap<String, u32> = BTreeMap::new();
    let mut channels: Vec<(NewChannel, Mapping)> = lists.iter().map(|members| new_channel(tables, members, &mut names)).collect();
    let firsts: Vec<(&Found, &Mapping)> = lists.iter().zip(&channels).map(|(members, (_, m))| (&tables[members[0]], m)).collect();
    let codes: Vec<Vec<(usize, Ids)>> = firsts.iter().map(|(found, _)| codes_of(found)).collect();
    let shared = same_values(&firsts, &codes);
    for (same, (channel, mapping)) in same_ids(&firsts, &codes).into_iter().zip(&mut channels) {
        if let Some(platform) = same.platform {
            mapping.platform = platform;
        }
        mapping.remarks.extend(same.remarks);
        channel.files.further = same.further;
    }
    for same in shared {
        let column = &mut channels[same.channel].1.columns[same.column];
        (column.target, column.reason) = (same.target, format!("{}; {}", column.reason, same.reason));
    }
    channels
}

/// True if the files of these tables hold no others.
fn is_whole(tables: &[Found], members: &[usize]) -> bool {
    let files: BTreeSet<&str> = members.iter().map(|&i| tables[i].file.as_str()).collect();
    tables.iter().filter(|t| files.contains(t.file.as_str())).count() == members.len()
}

fn new_channel(tables: &[Found], members: &[usize], names: &mut BTreeMap<String, u32>) -> (NewChannel, Mapping) {
    let first = &tables[members[0]];
    let mut mapping = first.table.mapping.clone();
    if members.len() > 1
        && let Some(sheet) = first.sheet()
        && is_whole(tables, members)
        && let Some(stem) = mapping.channel.strip_suffix(&format!("_{sheet}"))
    {
        // All sheets of the workbook are the channel, so none gives it its name.
        let stem = stem.to_owned();
        if mapping.platform == mapping.channel {
            mapping.platform.clone_from(&stem);
        }
        mapping.channel = stem;
    }
    let count = names.entry(mapping.channel.clone()).or_default();
    *count += 1;
    if *count > 1 {
        mapping.channel = format!("{}_{count}", mapping.channel);
    }
    let ignored = Target::Field(Party::Principal, Kind::Ignore);
    let channel = NewChannel {
        name: mapping.channel.clone(),
        files: channel_files(tables, members),
        preset: mapping.preset.clone(),
        rows: members.iter().map(|&i| tables[i].table.rows.len() as u64).sum(),
        mapped: mapping.columns.iter().filter(|c| c.target != ignored).count(),
        columns: mapping.columns.len(),
    };
    (channel, mapping)
}

/// The pattern of the files and, where a file holds more than these tables, the parts that are theirs.
fn channel_files(tables: &[Found], members: &[usize]) -> ChannelFiles {
    let files: Vec<String> = tables.iter().map(|t| t.file.clone()).collect();
    let pattern = pattern(&files, members).unwrap_or_else(|| glob::Pattern::escape(&files[members[0]]));
    if is_whole(tables, members) {
        return ChannelFiles { files: pattern, ..ChannelFiles::default() };
    }
    let beside: Vec<&Found> = tables.iter().filter(|t| t.file == files[members[0]]).collect();
    let own: Vec<&Found> = members.iter().map(|&i| &tables[i]).collect();
    let (members, sheets) = (parts(&beside, &own, Found::member), parts(&beside, &own, Found::sheet));
    ChannelFiles { files: pattern, members, sheets, ..ChannelFiles::default() }
}

/// The names of some parts among all of a file: one pattern if one fits them alone, so that the next month's sheet or a new
/// date in a member's name is read, too; else each. Nothing if they are all there are.
fn parts(all: &[&Found], own: &[&Found], name: fn(&Found) -> Option<&str>) -> Vec<String> {
    let names: BTreeSet<&str> = all.iter().filter_map(|f| name(f)).collect();
    let wanted: BTreeSet<&str> = own.iter().filter_map(|f| name(f)).collect();
    if names == wanted || wanted.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    let indexes: Vec<usize> = (0..names.len()).filter(|&i| wanted.contains(names[i].as_str())).collect();
    pattern(&names, &indexes).map_or_else(|| indexes.iter().map(|&i| glob::Pattern::escape(&names[i])).collect(), |p| vec![p])
}

/// A pattern that matches exactly these files among all that were found.
fn pattern(all: &[String], members: &[usize]) -> Option<String> {
    let first = &all[members[0]];
    if members.iter().all(|&i| all[i] == *first) {
        return Some(glob::Pattern::escape(first));
    }
    let names: Vec<&str> = members.iter().map(|&i| all[i].as_str()).collect();
    let shortest = names.iter().map(|n| n.len()).min().unwrap_or(0);
    let head = common(&names, |n| n.char_indices().map(|(at, c)| (at + c.len_utf8(), c)).collect());
    let tail = common(&names, |n| n.char_indices().rev().map(|(at, c)| (n.len() - at, c)).collect()).min(shortest - head);
    let (head, tail) = (&first[..head], &first[first.len() - tail..]);
    let text = format!("{}*{}", glob::Pattern::escape(head), glob::Pattern::escape(tail));
    let pattern = glob::Pattern::new(&text).ok()?;
    let options = glob::MatchOptions { require_literal_separator: true, ..glob::MatchOptions::default() };
    let fits = |i: usize| pattern.matches_with(&all[i], options) == members.iter().any(|&m| all[m] == all[i]);
    (0..all.len()).all(fits).then_some(text)
}

/// Bytes of the longest common run of characters in the order that `letters` gives, with its length in bytes so far.
fn common(names: &[&str], letters: impl Fn(&str) -> Vec<(usize, char)>) -> usize {
    let first = letters(names[0]);
    let mut len = 0;
    for (k, &(bytes, c)) in first.iter().enumerate() {
        if names.iter().any(|n| letters(n).get(k).map(|l| l.1) != Some(c)) {
            break;
        }
        len = bytes;
    }
    len
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::mapping::ColumnMapping;

    fn check(all: &[&str], members: &[usize], expected: Option<&str>) {
        let all: Vec<String> = all.iter().map(|s| (*s).to_owned()).collect();
        assert_eq!(pattern(&all, members).as_deref(), expected, "{all:?} {members:?}");
    }

    #[test]
    fn files_share_a_pattern_only_if_it_fits_no_other() {
        check(&["a/x_1.csv", "a/x_2.csv", "a/y.csv"], &[0, 1], Some("a/x_*.csv"));
        check(&["a/x1.csv", "a/x2.csv", "a/x3.csv"], &[0, 1], None);
        check(&["订单/1月.csv", "订单/2月.csv"], &[0, 1], Some("订单/*月.csv"));
        check(&["a/x.csv"], &[0], Some("a/x.csv"));
        check(&["a/[x].csv"], &[0], Some("a/[[]x[]].csv"));
    }

    fn ignored(header: &str) -> ColumnMapping {
        let target = Target::Field(Party::Principal, Kind::Ignore);
        let reason = String::new();
        ColumnMapping {
            header: header.to_owned(),
            target,
            order: 0,
            dates: None,
            fit: 1.0,
            reason,
            matches: false,
            family_first: false,
            mixed: false,
        }
    }

    fn found(file: &str, part: &str, preset: Option<&str>, headers: &[&str]) -> Found {
        let mut mapping = Mapping { channel: part.replace('#', "book_"), ..Mapping::default() };
        mapping.preset = preset.map(str::to_owned);
        mapping.columns = headers.iter().map(|h| ignored(h)).collect();
        let table = ChannelTable { mapping, ..ChannelTable::default() };
        Found { file: file.to_owned(), part: part.to_owned(), is_used: !headers.is_empty(), table }
    }

    /// Files, members and sheets of each channel.
    fn grouped(tables: &[Found]) -> Vec<(String, String, String)> {
        let of = |(c, _): (NewChannel, Mapping)| (c.files.files, c.files.members.join("+"), c.files.sheets.join("+"));
        group(tables).into_iter().map(of).collect()
    }

    #[test]
    fn sheets_of_one_layout_are_one_channel_and_others_are_named() {
        let months = [found("b.xlsx", "#1月", None, &["姓名"]), found("b.xlsx", "#2月", None, &["姓名"])];
        assert_eq!(grouped(&months), [("b.xlsx".into(), String::new(), String::new())]);
        assert_eq!(group(&months)[0].0.name, "book");
        let odd = [
            found("b.xlsx", "#Accounts", None, &["Account"]),
            found("b.xlsx", "#Contacts", Some("crm"), &["Name"]),
            found("b.xlsx", "#Lists", None, &[]),
            found("c.csv", "", Some("crm"), &["Name"]),
        ];
        let expected = [
            ("b.xlsx".into(), String::new(), "Accounts".into()),
            ("b.xlsx".into(), String::new(), "Contacts".into()),
            ("c.csv".into(), String::new(), String::new()),
        ];
        assert_eq!(grouped(&odd), expected);
    }

    #[test]
    fn members_of_an_archive_are_told_apart() {
        let zip = [
            found("x.zip", "!orders_1.csv", None, &["订单号"]),
            found("x.zip", "!orders_2.csv", None, &["订单号"]),
            found("x.zip", "!people.xlsx#A", None, &["姓名"]),
            found("x.zip", "!people.xlsx#B", None, &["名称"]),
        ];
        let expected = [
            ("x.zip".into(), "orders_*.csv".into(), String::new()),
            ("x.zip".into(), "people.xlsx".into(), "A".into()),
            ("x.zip".into(), "people.xlsx".into(), "B".into()),
        ];
        assert_eq!(grouped(&zip), expected);
    }
}
