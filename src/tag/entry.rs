//! Entry rules: do people write names, codes and notes as agreed?
//!
//! Comes in: tables as they were read, before anything is normalised. Goes out: per rule, channel and owner how many
//! filled cells there are and how many break the rule, with a few examples. Nothing is changed or rejected.

use std::collections::BTreeMap;

use polars::prelude::{DataFrame, Expr, IntoColumn, NamedFrom, PlSmallStr, Series, lit};

use crate::model::kind::{EventPart, Kind, Party, Target};
use crate::model::shaped::ChannelTable;
use crate::rules::EntryRule;

use super::compile::Compiled;
use super::frame::{evaluate, holds};

/// Examples kept per rule, channel and owner.
const SAMPLES: usize = 3;

/// One rule, ready to run.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    rule: EntryRule,
    target: Option<Target>,
}

/// How one rule is kept by one owner in one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryBreaches {
    /// The rule's field.
    pub field: String,
    /// What people are told.
    pub message: String,
    /// Channel.
    pub channel: String,
    /// Who entered it; `""` if unknown.
    pub owner: String,
    /// Filled cells.
    pub cells: u64,
    /// Cells that break the rule.
    pub breaches: u64,
    /// File, row and text of the first ones.
    pub samples: Vec<(String, u32, String)>,
}

impl Entry {
    /// Checks a rule: (key, message, hint) of what is wrong.
    pub(super) fn new(rule: &EntryRule) -> Result<Self, (&'static str, String, &'static str)> {
        breaks(&[""], &rule.pattern).map_err(|_| {
            let message = format!("`pattern` of the entry rule for `{}` is no regular expression: `{}`", rule.field, rule.pattern);
            ("pattern", message, "inside `\"…\"` a backslash is written twice; `'…'` takes it as it is")
        })?;
        Ok(Self { rule: rule.clone(), target: rule.field.parse().ok() })
    }

    fn is_about(&self, target: &Target) -> bool {
        match target {
            Target::Extra(name, _) | Target::Attribute(name, _) => *name == self.rule.field || self.target.as_ref() == Some(target),
            other => self.target.as_ref() == Some(other),
        }
    }
}

/// Which filled texts do not match?
fn breaks(texts: &[&str], pattern: &str) -> Result<Vec<bool>, String> {
    const TEXT: &str = "text";
    let column = Series::new(PlSmallStr::from_static(TEXT), texts).into_column();
    let frame = DataFrame::new(texts.len(), vec![column]).map_err(|error| error.to_string())?;
    let matches = evaluate(&frame, Expr::Column(PlSmallStr::from_static(TEXT)).str().contains(lit(pattern), true))?;
    Ok(holds(&matches).iter().zip(texts).map(|(matches, text)| !matches && !text.trim().is_empty()).collect())
}

/// Counts how entry rules are kept, by rule, channel and owner.
#[must_use]
pub fn entry_breaches(tables: &[ChannelTable], compiled: &Compiled) -> Vec<EntryBreaches> {
    let mut out = Vec::new();
    for entry in &compiled.entry {
        let mut found: BTreeMap<(&str, &str), EntryBreaches> = BTreeMap::new();
        let wanted = |table: &&ChannelTable| entry.rule.channel.as_ref().is_none_or(|channel| *channel == table.mapping.channel);
        for table in tables.iter().filter(wanted) {
            of_table(entry, table, &mut found);
        }
        out.extend(found.into_values());
    }
    out
}

fn of_table<'a>(entry: &Entry, table: &'a ChannelTable, found: &mut BTreeMap<(&'a str, &'a str), EntryBreaches>) {
    let column = |target: Target| table.columns.iter().find(|column| column.target == target).map(|column| &column.text);
    let owner = column(Target::Field(Party::Principal, Kind::Owner)).or_else(|| column(Target::Event(EventPart::Owner)));
    let channel = table.mapping.channel.as_str();
    for column in table.columns.iter().filter(|column| entry.is_about(&column.target)) {
        let texts: Vec<&str> = column.text.values.iter().map(|(_, text)| text).collect();
        // The pattern was tried when the rules were read.
        let Ok(breaks) = breaks(&texts, &entry.rule.pattern) else { continue };
        for row in 0..table.rows.len() {
            let code = column.text.codes[row];
            if texts[code as usize].trim().is_empty() {
                continue;
            }
            let owner = owner.map_or("", |owner| owner.get(row).trim());
            let line = found.entry((channel, owner)).or_insert_with(|| EntryBreaches {
                field: entry.rule.field.clone(),
                message: entry.rule.message.clone(),
                channel: channel.to_owned(),
                owner: owner.to_owned(),
                cells: 0,
                breaches: 0,
                samples: Vec::new(),
            });
            line.cells += 1;
            if breaks[code as usize] {
                line.breaches += 1;
                if line.samples.len() < SAMPLES {
                    line.samples.push((table.file.clone(), table.rows[row], texts[code as usize].to_owned()));
                }
            }
        }
    }
}
