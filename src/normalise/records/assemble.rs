//! Puts the normalised fields of all tables together: rows, lists of codes, findings, entities.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::finding::{Findings, SAMPLES};
use crate::model::kind::{Kind, Party, Target};
use crate::model::mapping::{DateOrder, Entity};
use crate::model::records::{Field, Records};
use crate::model::shaped::ChannelTable;
use crate::model::text::{Arena, Interner, ListColumn, MISSING, TextColumn};
use crate::model::value::Dict;
use crate::normalise::date;

use super::plan::FieldPlan;
use super::source::{BuiltField, BuiltSource, table_context};
use super::{Normalised, Told};

/// Completes the records of all tables (already sorted by file), of which only the frame is there, with their
/// normalised fields.
pub(super) fn assemble(tables: &[&ChannelTable], frame: Records, mut built: Vec<BuiltField>, told: Told) -> Normalised {
    place_moved(tables, &mut built);
    let mut out = Normalised { records: frame, ..Normalised::default() };
    let of_rows = || match told {
        Told::OfRows => row_findings(tables, &built),
        Told::Counted => Default::default(),
    };
    let (counted, of_rows) = rayon::join(|| count_findings(tables, &built), of_rows);
    out.findings = counted;
    (out.records.findings, out.records.finding_codes) = of_rows;
    out.records.fields = built.into_par_iter().map(|field| finish(tables, field)).collect();
    out
}

/// Records without fields: rows, files, channels, keys and times.
pub(super) fn frame(tables: &[&ChannelTable]) -> Records {
    let mut records = Records::default();
    let rows = tables.iter().map(|table| table.rows.len()).sum();
    records.file.reserve(rows);
    records.row.reserve(rows);
    let mut channels: BTreeMap<&str, &str> = BTreeMap::new();
    for table in tables {
        channels.entry(&table.mapping.channel).or_insert(&table.mapping.platform);
    }
    records.channels = channels.keys().map(|&c| c.to_owned()).collect();
    records.platforms = channels.values().map(|&p| p.to_owned()).collect();
    for table in tables {
        if records.files.last() != Some(&table.file) {
            let channel = records.channels.binary_search(&table.mapping.channel).expect("every table's channel was collected");
            records.files.push(table.file.clone());
            records.channel_of_file.push(u16::try_from(channel).expect("fewer than 2^16 channels"));
        }
        let file = u32::try_from(records.files.len() - 1).expect("fewer than 2^32 files");
        records.file.resize(records.file.len() + table.rows.len(), file);
        records.row.extend_from_slice(&table.rows);
        append(&mut records.created_at, times(table, &Target::CreatedAt), rows);
        append(&mut records.updated_at, times(table, &Target::UpdatedAt), rows);
    }
    records.source_key = source_keys(tables);
    records
}

/// Appends, without a copy where this is all there will be: `rows` are.
fn append<T>(all: &mut Vec<T>, mut more: Vec<T>, rows: usize) {
    if more.len() == rows {
        *all = more;
        return;
    }
    all.reserve_exact(rows - all.len());
    all.append(&mut more);
}

/// Rows looked at by one thread at a time, at least.
const ROWS: usize = 4096;

/// The source keys of all tables; those of the only table as they are. A key that two tables have is there twice.
fn source_keys(tables: &[&ChannelTable]) -> TextColumn {
    if let [only] = tables {
        return only.source_key.clone();
    }
    let (mut values, mut codes) = (Arena::new(), Vec::with_capacity(tables.iter().map(|table| table.rows.len()).sum()));
    let keys = || tables.iter().map(|table| &table.source_key);
    values.reserve(keys().map(|keys| keys.values.len()).sum(), keys().map(|keys| keys.values.text_bytes()).sum());
    for keys in keys() {
        let shift = values.append(&keys.values);
        codes.extend(keys.codes.iter().map(|&code| if code == MISSING { MISSING } else { code + shift }));
    }
    TextColumn { values: values.into(), codes }
}

/// The point in time of each row in the first column that feeds `target` and has one.
pub(super) fn times(table: &ChannelTable, target: &Target) -> Vec<Option<i64>> {
    let mut out = vec![None; table.rows.len()];
    for column in table.feeding(target) {
        let dates = table.mapping.columns.get(column.source).and_then(|m| m.dates).unwrap_or(DateOrder::Iso);
        let context = table_context(table, dates);
        let distinct = per_distinct(&column.text, |text| date::instant(text, &context));
        for (slot, &code) in out.iter_mut().zip(&column.text.codes) {
            *slot = slot.or(distinct[code as usize]);
        }
    }
    out
}

/// Computes a value per distinct text, in parallel; the missing text gives `None`.
pub(super) fn per_distinct<T: Send>(column: &TextColumn, read: impl Fn(&str) -> Option<T> + Sync) -> Vec<Option<T>> {
    (0..column.values.len() as u32)
        .into_par_iter()
        .with_min_len(256)
        .map(|code| if code == MISSING { None } else { read(column.values.get(code)) })
        .collect()
}

/// Interns values that were found in a column of another kind into the field they belong to.
fn place_moved(tables: &[&ChannelTable], built: &mut Vec<BuiltField>) {
    for from in 0..built.len() {
        let moved = std::mem::take(&mut built[from].moved);
        let party = built[from].plan.party;
        let mut start = 0;
        while start < moved.len() {
            // One run per (source, kind): values come in source order, kinds are mixed within.
            let source = moved[start].0;
            let end = start + moved[start..].iter().take_while(|m| m.0 == source).count();
            for kind in [Kind::PersonName, Kind::Phone, Kind::Email, Kind::Company] {
                let values: Vec<_> = moved[start..end].iter().filter(|m| m.2 == kind).collect();
                if values.is_empty() {
                    continue;
                }
                let to = field_of(built, kind, party);
                let origin = &built[from].sources[source];
                let mut copy = BuiltSource {
                    table: origin.table,
                    column: origin.column,
                    of_row: origin.of_row.clone(),
                    codes: ListColumn::new(),
                    findings: Vec::new(),
                };
                let distinct = origin.codes.len();
                let mut values = values.into_iter().peekable();
                for d in 0..distinct as u32 {
                    let mut codes = Vec::new();
                    while let Some((_, _, _, value)) = values.next_if(|m| m.1 == d) {
                        let code = built[to].dict.intern(value);
                        if code != MISSING && !codes.contains(&code) {
                            codes.push(code);
                        }
                    }
                    copy.codes.push(codes);
                }
                built[to].sources.push(copy);
            }
            start = end;
        }
    }
    for field in built {
        // Stable: the column of the kind itself comes before what was found elsewhere.
        field.sources.sort_by_key(|s| s.table);
    }
    debug_assert!(tables.iter().all(|t| t.columns.iter().all(|c| c.text.len() == t.rows.len())), "columns are as long as rows");
}

/// The field of a kind and party, made if no column feeds it.
fn field_of(built: &mut Vec<BuiltField>, kind: Kind, party: Party) -> usize {
    if let Some(found) = built.iter().position(|f| f.plan.kind == kind && f.plan.party == party && is_own(&f.plan)) {
        return found;
    }
    let name = match party {
        Party::Principal => kind.name().to_owned(),
        Party::Receiver => format!("receiver_{kind}"),
    };
    let plan = FieldPlan { name, kind, party, scope: String::new(), matches: true, sources: Vec::new() };
    built.push(BuiltField { plan, dict: Dict::of(kind), sources: Vec::new(), moved: Vec::new() });
    built.len() - 1
}

/// True for the kind's own field, false for a user's extra of the same kind.
fn is_own(plan: &FieldPlan) -> bool {
    plan.name == plan.kind.name() || plan.name.strip_prefix("receiver_") == Some(plan.kind.name())
}

/// How many codes the rows of a field have together, about: one row in so many is looked at.
fn estimated_codes(tables: &[&ChannelTable], field: &BuiltField) -> usize {
    const ONE_IN: usize = 61;
    let of_source = |source: &BuiltSource| -> usize {
        let seen = source.of_row(tables).iter().step_by(ONE_IN);
        seen.map(|&distinct| source.codes.get(distinct as usize).len()).sum::<usize>() * ONE_IN
    };
    let codes: usize = field.sources.iter().map(of_source).sum();
    codes + codes / 64
}

/// The list of codes of every row of a field.
fn finish(tables: &[&ChannelTable], mut field: BuiltField) -> Field {
    let rows = tables.iter().map(|t| t.rows.len()).sum();
    let mut values = ListColumn::with_capacity(rows, estimated_codes(tables, &field));
    let mut list: Vec<u32> = Vec::new();
    for (t, table) in tables.iter().enumerate() {
        let sources: Vec<(&[u32], &ListColumn)> =
            field.sources.iter().filter(|s| s.table == t).map(|s| (s.of_row(tables), &s.codes)).collect();
        if let [(of_row, codes)] = sources[..] {
            for &distinct in of_row {
                values.push(codes.get(distinct as usize).iter().copied());
            }
            continue;
        }
        for row in 0..table.rows.len() {
            list.clear();
            for (of_row, codes) in &sources {
                for &code in codes.get(of_row[row] as usize) {
                    if !list.contains(&code) {
                        list.push(code);
                    }
                }
            }
            values.push(list.iter().copied());
        }
    }
    field.sources = Vec::new();
    let plan = field.plan;
    Field {
        name: plan.name,
        kind: plan.kind,
        party: plan.party,
        scope: plan.scope,
        matches: plan.matches,
        dict: field.dict,
        values,
    }
}

/// Counts findings by (channel, field, reason) and keeps the first rows as samples.
fn count_findings(tables: &[&ChannelTable], built: &[BuiltField]) -> Findings {
    let mut findings = Findings::default();
    for field in built {
        for source in field.sources.iter().filter(|s| !s.findings.is_empty()) {
            let table = tables[source.table];
            let of_row = source.of_row(tables);
            let mut seen = vec![(0u32, u32::MAX); source.codes.len()];
            for (row, &d) in of_row.iter().enumerate() {
                let entry = &mut seen[d as usize];
                entry.0 += 1;
                entry.1 = entry.1.min(row as u32);
            }
            for (reason, told) in told(&source.findings, &seen) {
                for (i, &first) in (0..).zip(&told.first) {
                    let raw = table.columns[source.column].text.get(first as usize);
                    let sample = || (table.file.clone(), table.rows[first as usize], raw.to_owned());
                    let cells = if i == 0 { told.cells } else { 0 };
                    findings.add(&table.mapping.channel, &field.plan.name, reason, cells, sample);
                }
            }
        }
    }
    findings
}

/// How often a source has a reason, and the first rows that do.
#[derive(Default)]
struct Reason {
    cells: u64,
    /// Ascending, at most as many as there are samples.
    first: Vec<u32>,
}

/// What is to be told of each reason, from the reasons per distinct raw value and from (rows, first row) of each.
fn told(findings: &[(u32, &'static str)], seen: &[(u32, u32)]) -> BTreeMap<&'static str, Reason> {
    let mut out: BTreeMap<&'static str, Reason> = BTreeMap::new();
    for of_value in findings.chunk_by(|a, b| a.0 == b.0) {
        let (cells, first) = seen[of_value[0].0 as usize];
        for (i, (_, reason)) in of_value.iter().enumerate().filter(|_| cells > 0) {
            // A cell of several values may have a reason twice.
            if of_value[..i].iter().any(|(_, before)| before == reason) {
                continue;
            }
            let told = out.entry(reason).or_default();
            told.cells += u64::from(cells);
            let at = told.first.partition_point(|&earlier| earlier < first);
            if at < SAMPLES {
                told.first.truncate(SAMPLES - 1);
                told.first.insert(at, first);
            }
        }
    }
    out
}

/// The reason codes of every row.
fn row_findings(tables: &[&ChannelTable], built: &[BuiltField]) -> (ListColumn, crate::model::text::Arena) {
    let mut names = Interner::new();
    let mut lists = ListColumn::new();
    let mut row_codes: Vec<u32> = Vec::new();
    for (t, table) in tables.iter().enumerate() {
        let sources: Vec<(&[u32], ListColumn)> = built
            .iter()
            .flat_map(|f| &f.sources)
            .filter(|s| s.table == t && !s.findings.is_empty())
            .map(|s| (s.of_row(tables), codes_of(s, &mut names)))
            .collect();
        for row in 0..table.rows.len() {
            row_codes.clear();
            for (of_row, codes) in &sources {
                row_codes.extend_from_slice(codes.get(of_row[row] as usize));
            }
            row_codes.sort_unstable();
            row_codes.dedup();
            lists.push(row_codes.iter().copied());
        }
    }
    (lists, names.into_arena())
}

/// The finding codes of each distinct raw value of a source.
fn codes_of(source: &BuiltSource, names: &mut Interner) -> ListColumn {
    let mut out = ListColumn::new();
    let mut findings = source.findings.iter().peekable();
    for distinct in 0..source.codes.len() as u32 {
        let mut codes = Vec::new();
        while let Some((_, reason)) = findings.next_if(|f| f.0 == distinct) {
            codes.push(names.intern(reason));
        }
        out.push(codes);
    }
    out
}

/// Decides person or organisation per row: the table's word, else a person name makes a person and a company alone an
/// organisation.
pub(super) fn decide_entities(records: &mut Records, tables: &[&ChannelTable]) {
    let fields = |kind: Kind| -> Vec<&Field> {
        records.fields.iter().filter(|f| f.kind == kind && f.party == Party::Principal && f.scope.is_empty()).collect()
    };
    let (names, companies) = (fields(Kind::PersonName), fields(Kind::Company));
    let filled = |fields: &[&Field], row: usize| {
        fields.iter().any(|f| f.values.get(row).iter().any(|&code| f.dict.class(code).is_evidence()))
    };
    let of_row = |row: usize| {
        if filled(&companies, row) && !filled(&names, row) { Entity::Organisation } else { Entity::Person }
    };
    let mut entities = vec![Entity::Person; records.len()];
    let mut base = 0;
    for table in tables {
        let end = base + table.rows.len();
        match table.mapping.entity {
            Some(entity) => entities[base..end].fill(entity),
            None => {
                entities[base..end]
                    .par_iter_mut()
                    .with_min_len(ROWS)
                    .enumerate()
                    .for_each(|(i, entity)| *entity = of_row(base + i));
            }
        }
        base = end;
    }
    records.entity = entities;
}
