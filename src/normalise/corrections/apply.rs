//! Puts suggestions in the place of values, where a rule says so. Every changed row gets the finding `corrected`; the raw
//! text stays in the source.

use std::collections::{BTreeMap, BTreeSet};

use super::rule::Compiled;
use super::units::unit;
use crate::model::correction::Correction;
use crate::model::finding::Findings;
use crate::model::parts::Parts;
use crate::model::records::{Field, Records};
use crate::model::text::{ListColumn, MISSING};
use crate::model::value::{Class, Dict, Normal, Part};
use crate::normalise::{Context, cell};

/// Reason code of changed rows.
const CORRECTED: &str = "corrected";

/// Applies what the rules allow, marks it as applied, and counts it among the findings.
pub fn apply(records: &mut Records, findings: &mut Findings, corrections: &mut [Correction], rules: &Compiled) {
    let mut changed: BTreeSet<u32> = BTreeSet::new();
    for at in 0..records.fields.len() {
        let name = records.fields[at].name.clone();
        let mut own: Vec<&mut Correction> =
            corrections.iter_mut().filter(|c| c.field == name && rules.allows(&c.field, c.part)).collect();
        if own.is_empty() {
            continue;
        }
        let rows = rewrite(&mut records.fields[at], &mut own);
        for &row in &rows {
            let file = records.files[records.file[row as usize] as usize].clone();
            let number = records.row[row as usize];
            findings.add(records.channel_name(row as usize), &name, CORRECTED, 1, || (file, number, String::new()));
        }
        changed.extend(rows);
    }
    if !changed.is_empty() {
        note(records, &changed);
    }
}

/// Rewrites the values of one field; the rows that changed.
fn rewrite(field: &mut Field, corrections: &mut [&mut Correction]) -> Vec<u32> {
    let mut everywhere: BTreeMap<u32, u32> = BTreeMap::new();
    let mut in_row: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for correction in corrections.iter_mut() {
        let codes: Vec<u32> = (1..field.dict.len() as u32).filter(|&code| is_meant(&field.dict, code, correction)).collect();
        for code in codes {
            let Some(better) = better(field, code, correction) else { continue };
            let new = field.dict.intern(&better);
            if new == MISSING || new == code {
                continue;
            }
            correction.applied = true;
            if correction.at.is_empty() {
                everywhere.insert(code, new);
            } else {
                in_row.extend(correction.at.iter().map(|&row| ((row, code), new)));
            }
        }
    }
    let mut rows = Vec::new();
    let mut values = ListColumn::new();
    for row in 0..field.values.len() {
        let mut codes: Vec<u32> = Vec::new();
        for &code in field.values.get(row) {
            let new = in_row.get(&(row as u32, code)).or_else(|| everywhere.get(&code)).copied().unwrap_or(code);
            if new != code && rows.last() != Some(&(row as u32)) {
                rows.push(row as u32);
            }
            if !codes.contains(&new) {
                codes.push(new);
            }
        }
        values.push(codes);
    }
    field.values = values;
    rows
}

/// Is the value one that the correction is about?
fn is_meant(dict: &Dict, code: u32, correction: &Correction) -> bool {
    match correction.part {
        "name" | "number" | "mailbox" => dict.text(code) == correction.value,
        part => unit(dict, code, part) == Some((correction.value.as_str(), correction.context)),
    }
}

/// The value with the suggestion in its place; `None` if it cannot be put there.
fn better(field: &Field, code: u32, correction: &Correction) -> Option<Normal> {
    let (dict, suggestion) = (&field.dict, correction.suggestion.as_str());
    match correction.part {
        // Nobody's: a filler from here on.
        "number" | "mailbox" => {
            Some(Normal { class: Class::Placeholder, parts: Parts::default(), ..Normal::valid(dict.text(code)) })
        }
        "city" | "district" => Some(replaced(field, code, correction)),
        "domain" => {
            let (local, _) = dict.text(code).rsplit_once('@')?;
            parsed(field, &format!("{local}@{suggestion}"))
        }
        "brand" => {
            let text = dict.text(code);
            text.contains(&correction.value).then(|| parsed(field, &text.replacen(&correction.value, suggestion, 1))).flatten()
        }
        _ => parsed(field, suggestion),
    }
}

fn parsed(field: &Field, text: &str) -> Option<Normal> {
    let mut values = Vec::new();
    cell(field.kind, text, &Context::default(), &mut values);
    values.into_iter().next().filter(|v| v.class.is_evidence())
}

/// An address with another city or district in its text and in its parts. What is not kept of the parts is as the text says, if it says
/// the same of all others.
fn replaced(field: &Field, code: u32, correction: &Correction) -> Normal {
    let dict = &field.dict;
    let swap = |text: &str| text.replacen(&correction.value, &correction.suggestion, 1);
    let own = if correction.part == "city" { Part::City } else { Part::District };
    let mut value = Normal { class: dict.class(code), ..Normal::valid(swap(dict.text(code))) };
    let kept = |part: &&Part| !matches!(part, Part::Key | Part::Tokens);
    for &part in Part::ALL.iter().filter(kept) {
        let text = dict.part(code, part);
        value.set(part, if part == own { swap(text) } else { text.to_owned() });
    }
    let is_like = |read: &Normal| {
        (&read.text, read.class) == (&value.text, value.class)
            && Part::ALL.iter().filter(kept).all(|&part| read.part(part) == value.part(part))
    };
    parsed(field, &value.text).filter(is_like).unwrap_or(value)
}

/// Adds the finding to the rows.
fn note(records: &mut Records, rows: &BTreeSet<u32>) {
    let known = records.finding_codes.iter().find(|(_, text)| *text == CORRECTED).map(|(code, _)| code);
    let code = known.unwrap_or_else(|| records.finding_codes.push(CORRECTED));
    let mut findings = ListColumn::new();
    for row in 0..records.row.len() {
        let old = if row < records.findings.len() { records.findings.get(row) } else { &[] };
        let new = rows.contains(&(row as u32)) && !old.contains(&code);
        findings.push(old.iter().copied().chain(new.then_some(code)));
    }
    records.findings = findings;
}
