//! Channels that remember rows: tonight's tables and those of earlier runs, settled by the channel's mode.

use super::inputs::Reader;
use crate::ingest;
use crate::model::finding::Skipped;
use crate::model::mapping::Mapping;
use crate::model::publish::KEPT_FORMAT;
use crate::model::raw::RawTable;
use crate::model::shaped::ChannelTable;
use crate::normalise::{records, understand};
use crate::registry::kept::{KeptTable, Memory, Policy, Remembered, Seen, Source, settle};
use crate::rules::{ChannelRule, Mode, OnProblem};

/// How a channel remembers; `None` if it does not.
pub(super) fn policy(channel: &ChannelRule) -> Option<Policy> {
    match channel.mode {
        Mode::Append => Some(Policy::Append),
        Mode::Upsert => Some(Policy::Upsert),
        Mode::Snapshot if channel.window_ms.is_some() => Some(Policy::Window),
        Mode::Snapshot if channel.on_problem == OnProblem::KeepLast => Some(Policy::Last),
        Mode::Snapshot => None,
    }
}

/// True for rows of earlier runs.
pub(super) fn is_kept(table: &ChannelTable) -> bool {
    table.input.format == KEPT_FORMAT
}

/// What is remembered of a channel.
pub(super) type Known = (Vec<KeptTable>, Vec<Seen>);

/// When a run happens, as far as remembering needs it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tonight {
    /// Number of the run, from 1.
    pub run: u32,
    /// The moment it looks from.
    pub as_of_ms: i64,
}

/// The tables that count tonight, and what the next run will remember.
pub(super) fn join(
    reader: &Reader,
    channel: &ChannelRule,
    (policy, tonight): (Policy, Tonight),
    (kept, seen): Known,
    delivered: Vec<RawTable>,
) -> anyhow::Result<(Vec<ChannelTable>, Memory)> {
    let kept = if policy == Policy::Last { Vec::new() } else { kept };
    let raws: Vec<&RawTable> = kept.iter().map(|k| &k.raw).chain(&delivered).collect();
    let mappings = mappings(reader, channel, &raws)?;
    let mut tables: Vec<ChannelTable> =
        raws.iter().zip(mappings).map(|(raw, mapping)| ingest::shape((*raw).clone(), mapping)).collect();
    for (table, known) in tables.iter_mut().zip(&kept) {
        known_keys(table, known);
    }
    let oldest = tonight.as_of_ms - channel.window_ms.unwrap_or(i64::MAX / 2);
    let sources: Vec<Source> = tables
        .iter()
        .zip(&raws)
        .enumerate()
        .map(|(i, (table, raw))| Source {
            table,
            raw,
            first: kept.get(i).map(|k| k.first.as_slice()),
            updated_at: if policy == Policy::Upsert { past(records::updated_at(table), tonight.as_of_ms) } else { Vec::new() },
            aged: match policy {
                Policy::Window if i < kept.len() => {
                    records::earliest(table).iter().map(|at| at.is_none_or(|at| at <= oldest)).collect()
                }
                _ => Vec::new(),
            },
        })
        .collect();
    let settled = settle(policy, &sources, &seen, tonight.run);
    drop((sources, raws));
    for (table, row, key) in &settled.rekeyed {
        let keys = &mut tables[*table].source_key;
        keys.codes[*row] = std::sync::Arc::make_mut(&mut keys.values).push(key);
    }
    let mut memory = Memory { channel: channel.name.clone(), seen: settled.seen, run: tonight.run, ..Memory::default() };
    let known = kept.into_iter().map(Remembered::all);
    let fresh = delivered.into_iter().map(|raw| Remembered { raw, origin: None, rows: Vec::new() });
    for (i, source) in known.chain(fresh).enumerate() {
        memory.sources.push(remembered(source, &tables[i], &settled.keep[i], &settled.first[i]));
        account(&mut tables[i], &settled.keep[i], policy);
    }
    // Remembered layouts of which nothing counts are no input of tonight.
    tables.retain(|t| !is_kept(t) || t.input.physical_rows > 0);
    Ok((tables, memory))
}

/// A clock may go ahead of ours by a time zone, and by no more.
const AHEAD_MS: i64 = 86_400_000;

/// Times without those that lie ahead: a year mistyped as 2099 would be the newest value for good.
fn past(times: Vec<Option<i64>>, as_of_ms: i64) -> Vec<Option<i64>> {
    times.into_iter().map(|at| at.filter(|&at| at <= as_of_ms.saturating_add(AHEAD_MS))).collect()
}

/// One mapping per table. Tables of one header are understood alike: by the one with most rows.
fn mappings(reader: &Reader, channel: &ChannelRule, raws: &[&RawTable]) -> anyhow::Result<Vec<Mapping>> {
    let mut known: Vec<(&[String], Mapping)> = Vec::new();
    let mut out = Vec::with_capacity(raws.len());
    for raw in raws {
        if let Some((_, mapping)) = known.iter().find(|(header, _)| *header == raw.header) {
            out.push(mapping.clone());
            continue;
        }
        let alike = raws.iter().filter(|r| r.header == raw.header);
        let largest = alike.min_by_key(|r| (std::cmp::Reverse(r.rows.len()), &r.file)).unwrap_or(raw);
        let mapping = understand::understand(largest, reader.presets, Some(channel), reader.project)?;
        known.push((&raw.header, mapping.clone()));
        out.push(mapping);
    }
    Ok(out)
}

/// Remembered rows keep the keys they had.
fn known_keys(table: &mut ChannelTable, known: &KeptTable) {
    let codes = table.rows.iter().map(|&number| known.source_key.codes[number as usize - 1]).collect();
    table.source_key = crate::model::text::TextColumn { values: known.source_key.values.clone(), codes };
}

/// The rows of a table that the next run will remember: those that count; and of rows that were remembered before also
/// those that tonight's rules reject, for rules change.
fn remembered(mut source: Remembered, table: &ChannelTable, keep: &[bool], first: &[u32]) -> Remembered {
    let before = std::mem::take(&mut source.rows);
    let mut rows: Vec<(u32, u32, String)> = Vec::with_capacity(table.rows.len());
    let mut raw = 0;
    let rejected = |from: usize, to: usize| before.get(from..to).unwrap_or_default().to_vec();
    for (row, number) in table.rows.iter().enumerate() {
        let at = source.raw.rows.partition_point(|r| r < number);
        rows.extend(rejected(raw, at));
        raw = at + 1;
        if keep[row] {
            rows.push((at as u32, first[row], table.source_key.get(row).to_owned()));
        }
    }
    rows.extend(rejected(raw, source.raw.rows.len()));
    source.rows = rows;
    source
}

/// Takes the rows out that do not count, and says so: tonight's are skipped with a reason, remembered ones are not read.
fn account(table: &mut ChannelTable, keep: &[bool], policy: Policy) {
    let dropped = keep.iter().filter(|k| !**k).count() as u64;
    table.retain(keep);
    if is_kept(table) {
        table.input.physical_rows = table.rows.len() as u64 + table.rejects.len() as u64;
    } else if dropped > 0 {
        let reason = if policy == Policy::Append { "known" } else { "superseded" };
        table.skipped.push(Skipped { reason, rows: dropped });
    }
}
