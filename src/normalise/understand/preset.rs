//! Known exports: choosing the preset whose header signature a table has, and what it says of each column.

use std::collections::BTreeSet;

use crate::model::kind::Target;
use crate::model::raw::RawTable;
use crate::rules::{ChannelRule, Preset};

use super::UnderstandError;
use super::header_key;

/// The preset of a table: forced by the rule, else the one whose signature the header has; none if it has none's.
///
/// # Errors
/// If the rule names a preset that does not exist, or two presets fit equally well.
pub(super) fn choose<'a>(
    table: &RawTable,
    presets: &'a [Preset],
    rule: Option<&ChannelRule>,
) -> Result<Option<&'a Preset>, UnderstandError> {
    if let Some(name) = rule.and_then(|r| r.preset.as_deref()) {
        return match presets.iter().find(|p| p.name == name) {
            Some(preset) => Ok(Some(preset)),
            None => Err(UnderstandError::UnknownPreset {
                name: name.to_owned(),
                known: presets.iter().map(|p| p.name.clone()).collect(),
            }),
        };
    }
    let keys: BTreeSet<String> = table.header.iter().map(|h| header_key(h)).collect();
    let mut fitting: Vec<(usize, &Preset)> = presets.iter().filter_map(|p| fits(p, &keys).map(|score| (score, p))).collect();
    fitting.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
    let best = fitting.first().map_or(0, |(score, _)| *score);
    let ties: Vec<String> = fitting.iter().filter(|(score, _)| *score == best).map(|(_, p)| p.name.clone()).collect();
    if ties.len() > 1 {
        return Err(UnderstandError::Tie { file: table.file.clone(), presets: ties });
    }
    Ok(fitting.first().map(|(_, preset)| *preset))
}

/// How many of the preset's signature headers are there; `None` if its conditions do not hold.
fn fits(preset: &Preset, keys: &BTreeSet<String>) -> Option<usize> {
    let has = |h: &String| keys.contains(&header_key(h));
    let all = !(preset.signature.is_empty() && preset.any_of.is_empty()) && preset.signature.iter().all(has);
    let any = preset.any_of.is_empty() || preset.any_of.iter().any(has);
    let none = !preset.not.iter().any(has);
    (all && any && none).then(|| preset.signature.len() + preset.any_of.iter().filter(|h| has(h)).count())
}

/// What a list of target → headers says of each column: the target and its position in the composition.
///
/// A target's column is the first of the headers that the table has; all columns whose header is listed feed it.
pub(super) fn targets(header: &[String], fields: &[(Target, Vec<String>)]) -> Vec<Option<(Target, u8)>> {
    let mut out: Vec<Option<(Target, u8)>> = vec![None; header.len()];
    for (target, names) in fields {
        for (order, name) in names.iter().enumerate() {
            let key = header_key(name);
            for (slot, column) in out.iter_mut().zip(header) {
                if slot.is_none() && header_key(column) == key {
                    *slot = Some((target.clone(), u8::try_from(order).unwrap_or(u8::MAX)));
                }
            }
        }
    }
    out
}

/// The first entry of the rule none of whose headers the table has.
///
/// # Errors
/// Names the target, its headers and the closest header of the table.
pub(super) fn check_rule(table: &RawTable, rule: &ChannelRule) -> Result<(), UnderstandError> {
    let keys: Vec<String> = table.header.iter().map(|h| header_key(h)).collect();
    for (target, names) in &rule.fields {
        if names.iter().any(|n| keys.contains(&header_key(n))) {
            continue;
        }
        let wanted = names.first().map_or(String::new(), |n| header_key(n));
        let closest = table
            .header
            .iter()
            .zip(&keys)
            .max_by(|a, b| {
                strsim::jaro_winkler(a.1, &wanted).total_cmp(&strsim::jaro_winkler(b.1, &wanted)).then_with(|| b.0.cmp(a.0))
            })
            .map_or(String::new(), |(h, _)| h.clone());
        return Err(UnderstandError::MissingColumn {
            file: table.file.clone(),
            target: target.to_string(),
            headers: names.clone(),
            closest,
        });
    }
    Ok(())
}
