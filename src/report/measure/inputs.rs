//! Inputs, field matrix, findings and rejects.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::correction::Correction;
use crate::model::finding::{Findings, SAMPLES};
use crate::model::kind::Party;
use crate::model::records::{Field, Records};
use crate::model::remark::Remark;
use crate::model::shaped::ChannelTable;
use crate::model::value::Class;

use crate::report::facts::{CorrectionLine, FieldQuality, FindingLine, Input, NamedCount, RejectLine, RemarkLine, Sample};

/// One line per file, by name.
pub(super) fn inputs(tables: &[ChannelTable]) -> Vec<Input> {
    let mut lines: Vec<Input> = tables
        .iter()
        .map(|table| Input {
            file: table.file.clone(),
            channel: table.mapping.channel.clone(),
            preset: table.mapping.preset.clone().unwrap_or_default(),
            format: table.input.format.clone(),
            encoding: table.input.encoding.clone(),
            rows: table.input.physical_rows,
            accepted: table.rows.len() as u64,
            rejected: table.rejects.len() as u64,
            skipped: table.skipped.iter().map(|skipped| NamedCount::new(skipped.reason, skipped.rows)).collect(),
            remarks: table.input.remarks.iter().map(RemarkLine::from).collect(),
        })
        .collect();
    lines.sort_by(|a, b| a.file.cmp(&b.file));
    lines
}

/// Rejects by file and reason, most rows first.
pub(super) fn rejects(tables: &[ChannelTable]) -> Vec<RejectLine> {
    let mut lines: Vec<RejectLine> = Vec::new();
    for table in tables {
        for reject in &table.rejects {
            let at = lines.iter().position(|line| line.file == table.file && line.reason == reject.reason).unwrap_or_else(|| {
                let reason = reject.reason.to_owned();
                lines.push(RejectLine { file: table.file.clone(), reason, ..RejectLine::default() });
                lines.len() - 1
            });
            let line = &mut lines[at];
            line.rows += 1;
            if line.samples.len() < SAMPLES {
                line.samples.push(Sample { file: table.file.clone(), row: reject.row, text: reject.raw.clone() });
            }
        }
    }
    lines.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| (&a.file, &a.reason).cmp(&(&b.file, &b.reason))));
    lines
}

/// Most suggestions shown; `corrections.csv` has all.
const CORRECTIONS_SHOWN: usize = 100;

/// Suggestions, applied ones and those of the most frequent values first.
pub(super) fn corrections(
    found: &[Correction],
    reasons: &BTreeMap<&'static str, (&'static str, &'static str)>,
) -> Vec<CorrectionLine> {
    let mut sorted: Vec<&Correction> = found.iter().collect();
    sorted.sort_by_key(|c| std::cmp::Reverse((c.applied, c.suggestion_rows.max(c.names))));
    let line = |c: &&Correction| {
        let (zh, en) = reasons.get(c.reason).copied().unwrap_or_default();
        CorrectionLine {
            field: c.field.clone(),
            part: c.part.to_owned(),
            value: c.value.clone(),
            suggestion: c.suggestion.clone(),
            rows: c.rows,
            suggestion_rows: c.suggestion_rows,
            names: c.names,
            reason: c.reason.to_owned(),
            zh: zh.to_owned(),
            en: en.to_owned(),
            file: c.file.clone(),
            row: c.row,
            applied: c.applied,
        }
    };
    sorted.iter().take(CORRECTIONS_SHOWN).map(line).collect()
}

/// Findings, most cells first.
pub(super) fn findings(findings: &Findings, reasons: &BTreeMap<&'static str, (&'static str, &'static str)>) -> Vec<FindingLine> {
    let meaning = |reason: &str| reasons.get(reason).copied().unwrap_or_default();
    let mut lines: Vec<FindingLine> = findings
        .counts
        .iter()
        .map(|((channel, field, reason), count)| FindingLine {
            channel: channel.clone(),
            field: field.clone(),
            reason: (*reason).to_owned(),
            zh: meaning(reason).0.to_owned(),
            en: meaning(reason).1.to_owned(),
            cells: count.cells,
            samples: count
                .samples
                .iter()
                .map(|(file, row, text)| Sample { file: file.clone(), row: *row, text: text.clone() })
                .collect(),
        })
        .collect();
    // The sort is stable: equal counts stay in order of channel, field, reason.
    lines.sort_by_key(|line| std::cmp::Reverse(line.cells));
    lines
}

/// The source × field matrix: channels in order, fields in order; fields a channel never fills are left out.
pub(super) fn fields(records: &Records) -> Vec<FieldQuality> {
    let mut lines = Vec::new();
    let ranges = file_ranges(records);
    for (channel, name) in records.channels.iter().enumerate() {
        let rows: Vec<std::ops::Range<usize>> = ranges
            .iter()
            .enumerate()
            .filter(|(file, _)| records.channel_of_file[*file] as usize == channel)
            .map(|(_, range)| range.clone())
            .collect();
        let measured: Vec<FieldQuality> = records.fields.par_iter().map(|field| quality(field, &rows)).collect();
        let filled = measured.into_iter().filter(|line| line.filled > 0);
        lines.extend(filled.map(|line| FieldQuality { channel: name.clone(), ..line }));
    }
    lines
}

/// Fewer usable values before say nothing.
const USABLE_LEAST: u64 = 20;

/// Fields that were usable in at least twice the share of a channel's rows in the last run: a column that was emptied, that
/// stands under another header, or whose numbers a spreadsheet rounded.
pub(super) fn dropped(before: &[FieldQuality], now: &[FieldQuality]) -> Vec<Remark> {
    let rows = |channel: &str| now.iter().find(|line| line.channel == channel).map_or(0, |line| line.rows);
    let valid = |was: &FieldQuality| {
        now.iter().find(|line| line.channel == was.channel && line.field == was.field).map_or(0, |line| line.valid)
    };
    let known = before.iter().filter(|was| was.valid >= USABLE_LEAST);
    let beside = known.map(|was| (was, valid(was), rows(&was.channel))).filter(|(.., rows)| *rows >= USABLE_LEAST);
    beside
        .filter(|(was, valid, rows)| 2 * u128::from(*valid) * u128::from(was.rows) < u128::from(was.valid) * u128::from(*rows))
        .map(|(was, valid, rows)| {
            let numbers = [valid, rows, was.valid, was.rows].map(|n| n.to_string());
            let [valid, rows, valid_before, rows_before] = numbers;
            Remark::new("column_dropped", [was.channel.clone(), was.field.clone(), valid, rows, valid_before, rows_before])
        })
        .collect()
}

/// Rows of each file; rows are ordered by file.
fn file_ranges(records: &Records) -> Vec<std::ops::Range<usize>> {
    let start = |file: usize| records.file.partition_point(|f| (*f as usize) < file);
    (0..records.files.len()).map(|file| start(file)..start(file + 1)).collect()
}

/// One field over the rows of one channel. A row counts once, by its best value.
fn quality(field: &Field, rows: &[std::ops::Range<usize>]) -> FieldQuality {
    let own_party = field.party == Party::Principal || field.name.starts_with("receiver");
    let name = if own_party { field.name.clone() } else { format!("receiver_{}", field.name) };
    let all = rows.iter().map(|rows| rows.len() as u64).sum();
    let mut line = FieldQuality { field: name, rows: all, ..FieldQuality::default() };
    // Outside of its span a field has no value.
    let span = field.values.span();
    let mut held =
        rows.iter().map(|rows| rows.start.max(span.start)..rows.end.min(span.end)).filter(|rows| !rows.is_empty()).peekable();
    if held.peek().is_none() {
        return line;
    }
    let mut seen = vec![false; field.dict.len()];
    for row in held.flatten() {
        let best = field.values.get(row).iter().map(|&code| (rank(field.dict.class(code)), code)).min();
        let Some((rank, _)) = best else { continue };
        line.filled += 1;
        match rank {
            0 => line.valid += 1,
            1 => line.masked += 1,
            2 => line.placeholder += 1,
            _ => line.invalid += 1,
        }
        for &code in field.values.get(row) {
            if self::rank(field.dict.class(code)) == 0 && !std::mem::replace(&mut seen[code as usize], true) {
                line.distinct += 1;
            }
        }
    }
    line
}

/// 0 usable, 1 masked, 2 placeholder, 3 invalid.
fn rank(class: Class) -> u8 {
    match class {
        Class::Valid | Class::Possible | Class::Role | Class::Virtual => 0,
        Class::Masked => 1,
        Class::Placeholder => 2,
        Class::Invalid => 3,
    }
}
