//! Which rows of a channel count tonight: delivered ones and remembered ones, by the channel's mode.
//!
//! The unit is what one source key stands for: a row, or all rows of an order. In an `upsert` channel the newest value of a
//! key wins: by the time of its last change; else by the run that first saw the value; else by file name and row. A value
//! that was superseded counts as news again only if it comes back alone: it was not delivered in the run before, and
//! the value that holds now is not delivered tonight. Modification times of files play no part.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::model::hash::{hash64, hash128, mix};
use crate::model::kind::{EventPart, Kind, Party, Target};
use crate::model::mapping::RecordType;
use crate::model::raw::RawTable;
use crate::model::shaped::{ChannelTable, NO_EVENT, ShapedColumn};
use crate::model::text::MISSING;

use super::Seen;

/// How tonight's rows and remembered rows go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Rows are only ever added: each different row of a key counts once.
    Append,
    /// The newest value of a key counts.
    Upsert,
    /// A delivered key counts as delivered; one that is not delivered counts while its rows have left by age.
    Window,
    /// Only tonight's rows count; they are remembered for a night without a usable delivery.
    Last,
    /// Nothing usable was delivered: everything remembered counts.
    Stand,
}

/// One table of the channel.
#[derive(Debug)]
pub struct Source<'a> {
    /// Its shaped rows.
    pub table: &'a ChannelTable,
    /// The same as read.
    pub raw: &'a RawTable,
    /// Number of the run that first saw each raw row; `None` for tonight's tables.
    pub first: Option<&'a [u32]>,
    /// When each row was last changed at the source.
    pub updated_at: Vec<Option<i64>>,
    /// May the row have left the export by age? One per row; empty for tonight's tables.
    pub aged: Vec<bool>,
}

/// What counts.
#[derive(Debug, Default)]
pub struct Settled {
    /// Per source and shaped row: does it count?
    pub keep: Vec<Vec<bool>>,
    /// Per source and shaped row: the run that first saw its value.
    pub first: Vec<Vec<u32>>,
    /// Superseded values to remember.
    pub seen: Vec<Seen>,
    /// Rows that get another source key than they were shaped with: (source, row, key).
    pub rekeyed: Vec<(usize, usize, String)>,
}

/// What one key has in one table.
#[derive(Debug)]
struct Unit {
    key: u128,
    table: u32,
    /// Range of the sorted list of rows.
    rows: (usize, usize),
    value: u64,
    updated: i64,
    first: u32,
    kept: bool,
}

/// Decides which rows count. `sources` are the remembered tables and tonight's, in the order of their file names; `run` is
/// the number of this run; `seen` are the superseded values of the last one.
#[must_use]
pub fn settle(policy: Policy, sources: &[Source], seen: &[Seen], run: u32) -> Settled {
    let mut out = Settled {
        keep: sources.iter().map(|s| vec![true; s.table.rows.len()]).collect(),
        first: sources.iter().map(|s| firsts(s, run)).collect(),
        ..Settled::default()
    };
    match policy {
        Policy::Stand => out.seen = seen.to_vec(),
        Policy::Last => {
            for (keep, source) in out.keep.iter_mut().zip(sources) {
                keep.fill(source.first.is_none());
            }
        }
        Policy::Append | Policy::Upsert | Policy::Window => by_key(policy, sources, seen, run, &mut out),
    }
    out
}

fn by_key(policy: Policy, sources: &[Source], seen: &[Seen], run: u32, out: &mut Settled) {
    let rows = rows_by_key(sources);
    let units = units(policy, sources, &rows, out);
    let mut known: Vec<Seen> = seen.to_vec();
    known.sort_unstable();
    let mut carried = known.clone();
    let mut night = Night { sources, rows: &rows, known: &known, run, out: &mut *out };
    for of_key in units.chunk_by(|a, b| a.key == b.key) {
        if of_key.len() == 1 && policy != Policy::Window {
            // A key with one value: nothing to decide.
            continue;
        }
        match policy {
            Policy::Append => night.append(of_key),
            Policy::Upsert => night.upsert(of_key),
            Policy::Window | Policy::Last | Policy::Stand => night.window(of_key),
        }
    }
    // What was said about a value tonight replaces what was known of it.
    let told: BTreeSet<(u128, u64)> = out.seen.iter().map(|s| (s.key, s.value)).collect();
    carried.retain(|s| !told.contains(&(s.key, s.value)));
    out.seen.extend(carried);
}

/// The run that first saw each shaped row's value, as far as the table itself knows.
fn firsts(source: &Source, run: u32) -> Vec<u32> {
    match source.first {
        None => vec![run; source.table.rows.len()],
        Some(first) => raw_rows(source.table, source.raw).map(|raw| first[raw]).collect(),
    }
}

/// The raw row behind each shaped row; both lists of row numbers ascend.
fn raw_rows<'a>(table: &'a ChannelTable, raw: &'a RawTable) -> impl Iterator<Item = usize> + 'a {
    table.rows.iter().map(|number| raw.rows.partition_point(|r| r < number))
}

/// (key, table, row) of all rows, sorted.
fn rows_by_key(sources: &[Source]) -> Vec<(u128, u32, u32)> {
    let mut rows: Vec<(u128, u32, u32)> = Vec::new();
    for (t, source) in sources.iter().enumerate() {
        rows.extend(keys(source.table).into_iter().enumerate().map(|(row, key)| (key, t as u32, row as u32)));
    }
    rows.par_sort_unstable();
    rows
}

/// Hash of the key of each row: the source's own, the order's for orders without one, else the hash the row is known by.
fn keys(table: &ChannelTable) -> Vec<u128> {
    let of = |target: Target| -> Vec<&ShapedColumn> { table.columns.iter().filter(|c| c.target == target).collect() };
    let mut own = of(Target::Field(Party::Principal, Kind::SourceKey));
    if own.is_empty() && matches!(table.mapping.record, RecordType::Event | RecordType::Line) {
        own = of(Target::Event(EventPart::Key));
    }
    let key = |row: usize| own.iter().find(|c| c.text.codes[row] != MISSING).map(|c| c.text.get(row));
    (0..table.rows.len())
        .into_par_iter()
        .map(|row| {
            let event = table.event_of_row.get(row).copied().unwrap_or(NO_EVENT);
            let speaker = if table.mapping.record == RecordType::Line && event != NO_EVENT {
                table.event_first_row[event as usize] as usize
            } else {
                row
            };
            let text = key(row).or_else(|| key(speaker)).unwrap_or_else(|| table.source_key.get(row));
            hash128(text.as_bytes())
        })
        .collect()
}

/// A hash of what each raw row says. The order of columns and empty cells do not matter, so that a source may add a column.
fn values(raw: &RawTable) -> Vec<u64> {
    let of_column = |(name, column): (&String, &crate::model::text::TextColumn)| -> Vec<u64> {
        let seed = hash64(name.as_bytes());
        column.values.iter().map(|(code, text)| if code == MISSING { 0 } else { mix(seed, hash64(text.as_bytes())) }).collect()
    };
    let hashes: Vec<Vec<u64>> = raw.header.par_iter().zip(&raw.columns).map(of_column).collect();
    (0..raw.rows.len())
        .into_par_iter()
        .map(|row| {
            let cells = raw.columns.iter().zip(&hashes);
            cells.fold(0u64, |sum, (column, hashes)| sum.wrapping_add(hashes[column.codes[row] as usize]))
        })
        .collect()
}

/// What each key has in each table; where a table repeats a person's key, only the newest row of it stays.
fn units(policy: Policy, sources: &[Source], rows: &[(u128, u32, u32)], out: &mut Settled) -> Vec<Unit> {
    let hashes: Vec<Vec<u64>> = sources
        .iter()
        .map(|s| {
            let values = values(s.raw);
            raw_rows(s.table, s.raw).map(|raw| values[raw]).collect()
        })
        .collect();
    let mut units = Vec::new();
    let mut start = 0;
    while start < rows.len() {
        let (key, table, _) = rows[start];
        let source = &sources[table as usize];
        let record = source.table.mapping.record;
        let of_key = rows[start..].iter().take_while(|r| (r.0, r.1) == (key, table)).count();
        let whole = policy != Policy::Append || record == RecordType::Line;
        let mut range = (start, if whole { start + of_key } else { start + 1 });
        start = range.1;
        let updated = |row: u32| source.updated_at.get(row as usize).copied().flatten().unwrap_or(i64::MIN);
        if policy == Policy::Upsert && record == RecordType::Person && of_key > 1 {
            let best = (range.0..range.1).max_by_key(|&i| (updated(rows[i].2), i)).unwrap_or(range.0);
            for (_, _, row) in rows[range.0..range.1].iter().filter(|r| r.2 != rows[best].2) {
                out.keep[table as usize][*row as usize] = false;
            }
            range = (best, best + 1);
        }
        let mine = &rows[range.0..range.1];
        let value = mine.iter().fold(0u64, |sum, r| mix(sum, hashes[table as usize][r.2 as usize]));
        units.push(Unit {
            key,
            table,
            rows: range,
            value,
            updated: mine.iter().map(|r| updated(r.2)).max().unwrap_or(i64::MIN),
            first: mine.first().map_or(0, |r| out.first[table as usize][r.2 as usize]),
            kept: source.first.is_some(),
        });
    }
    units
}

/// The decision, key by key.
struct Night<'a, 'b> {
    sources: &'a [Source<'a>],
    rows: &'a [(u128, u32, u32)],
    known: &'a [Seen],
    run: u32,
    out: &'b mut Settled,
}

impl Night<'_, '_> {
    fn rows_of(&self, unit: &Unit) -> impl Iterator<Item = (usize, usize)> + use<'_> {
        self.rows[unit.rows.0..unit.rows.1].iter().map(|r| (r.1 as usize, r.2 as usize))
    }

    fn drop_rows(&mut self, unit: &Unit) {
        for (_, table, row) in &self.rows[unit.rows.0..unit.rows.1] {
            self.out.keep[*table as usize][*row as usize] = false;
        }
    }

    fn first_seen(&mut self, unit: &Unit, first: u32) {
        for (_, table, row) in &self.rows[unit.rows.0..unit.rows.1] {
            self.out.first[*table as usize][*row as usize] = first;
        }
    }

    fn seen(&self, unit: &Unit) -> Option<Seen> {
        let at = self.known.binary_search_by_key(&(unit.key, unit.value), |s| (s.key, s.value)).ok()?;
        Some(self.known[at])
    }

    /// A delivered key replaces what is remembered of it; one that is not delivered stays while it may have aged out.
    fn window(&mut self, units: &[Unit]) {
        let delivered = units.iter().any(|u| !u.kept);
        for unit in units.iter().filter(|u| u.kept) {
            let aged = self.rows_of(unit).any(|(table, row)| self.sources[table].aged.get(row).copied().unwrap_or(true));
            if delivered || !aged {
                self.drop_rows(unit);
            }
        }
    }

    /// The newest value stays, the others are remembered as superseded.
    fn upsert(&mut self, units: &[Unit]) {
        let holds: Option<u64> = units.iter().find(|u| u.kept).map(|u| u.value);
        let delivered = |value: u64| units.iter().any(|u| !u.kept && u.value == value);
        let holder_is_back = holds.is_some_and(delivered);
        let mut ranked: Vec<((i64, u32, bool, u32), usize)> = Vec::new();
        for (i, unit) in units.iter().enumerate() {
            if unit.kept && delivered(unit.value) {
                self.drop_rows(unit);
                continue;
            }
            let first = match (unit.kept, self.seen(unit)) {
                (true, _) => unit.first,
                (false, _) if Some(unit.value) == holds => units.iter().find(|u| u.kept).map_or(unit.first, |holder| holder.first),
                (false, Some(old)) if holder_is_back || old.last + 1 >= self.run => old.first,
                (false, _) => self.run,
            };
            self.first_seen(unit, first);
            ranked.push(((unit.updated, first, !unit.kept, unit.table), i));
        }
        ranked.sort_unstable();
        let Some((_, winner)) = ranked.pop() else { return };
        for ((_, first, fresh, _), i) in ranked {
            let unit = &units[i];
            self.drop_rows(unit);
            if unit.value != units[winner].value {
                let last = if fresh { self.run } else { self.run.saturating_sub(1) };
                self.out.seen.push(Seen { key: unit.key, value: unit.value, first, last });
            }
        }
    }

    /// Every different row stays once; tonight's copy before the remembered one, whose key it takes over.
    fn append(&mut self, units: &[Unit]) {
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut order: Vec<&Unit> = units.iter().collect();
        order.sort_unstable_by_key(|u| (u.value, u.kept, u.table, u.rows));
        let mut fresh: Vec<&Unit> = Vec::new();
        for same in order.chunk_by(|a, b| a.value == b.value) {
            let remembered = same.iter().find(|u| u.kept);
            for extra in &same[1..] {
                self.drop_rows(extra);
            }
            match remembered {
                Some(known) => {
                    self.first_seen(same[0], known.first);
                    taken.extend(self.take_over(same[0], known));
                }
                None => fresh.push(same[0]),
            }
        }
        fresh.sort_unstable_by_key(|u| (u.table, u.rows));
        for unit in fresh {
            self.number(unit, &mut taken);
        }
    }

    /// Gives the rows of a unit the keys that the remembered copy has; returns these.
    fn take_over(&mut self, unit: &Unit, known: &Unit) -> Vec<String> {
        let keys: Vec<String> = self.rows_of(known).map(|(t, row)| self.sources[t].table.source_key.get(row).to_owned()).collect();
        let rows: Vec<(usize, usize)> = self.rows_of(unit).collect();
        for (&(table, row), key) in rows.iter().zip(&keys) {
            if self.sources[table].table.source_key.get(row) != key {
                self.out.rekeyed.push((table, row, key.clone()));
            }
        }
        keys
    }

    /// Numbers the keys of new rows on where others have them already: `7`, `7#2`, `7#3`.
    fn number(&mut self, unit: &Unit, taken: &mut BTreeSet<String>) {
        let rows: Vec<(usize, usize)> = self.rows_of(unit).collect();
        for (table, row) in rows {
            let own = self.sources[table].table.source_key.get(row).to_owned();
            if taken.insert(own.clone()) {
                continue;
            }
            let mut number = 2;
            let mut key = format!("{own}#{number}");
            while !taken.insert(key.clone()) {
                number += 1;
                key = format!("{own}#{number}");
            }
            self.out.rekeyed.push((table, row, key));
        }
    }
}
