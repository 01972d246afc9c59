//! What a choice tells about the customers it was made for, and the lineage of a column that comes of it.
//!
//! Comes in: for each customer of two or more rows the winning row, the rule and the losing values. Goes out: columns
//! that share their texts with the golden column. Which value wins is decided elsewhere.

use std::sync::Arc;

use crate::model::customers::Lineage;
use crate::model::text::{Arena, Interner, MISSING, TextColumn};

/// What a choice told about one customer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    /// Customer index.
    pub customer: u32,
    /// Row that carries the winner.
    pub record: u32,
    /// What decided.
    pub rule: &'static str,
}

/// The losing values of one column, one text per [`Told`].
#[derive(Debug, Default)]
pub(super) struct Losers {
    texts: Arena,
    codes: Vec<u32>,
}

impl Losers {
    /// None yet, with room for all of these.
    pub(super) fn room_for<'l>(parts: impl Iterator<Item = &'l Self>) -> Self {
        let (texts, bytes, codes) = parts.fold((0, 0, 0), |(texts, bytes, codes), part| {
            (texts + part.texts.len(), bytes + part.texts.text_bytes(), codes + part.codes.len())
        });
        let mut all = Self { texts: Arena::new(), codes: Vec::with_capacity(codes) };
        all.texts.reserve(texts, bytes);
        all
    }

    /// Appends the distinct texts that lost, `""` left out; the winner's text comes first.
    pub(super) fn push<'t>(&mut self, mut texts: impl Iterator<Item = &'t str>, buffer: &mut String) {
        buffer.clear();
        let winner = texts.next().unwrap_or("");
        let mut seen: Vec<&str> = Vec::new();
        for text in texts {
            if text.is_empty() || text == winner || seen.contains(&text) {
                continue;
            }
            if !seen.is_empty() {
                buffer.push('|');
            }
            buffer.push_str(text);
            seen.push(text);
        }
        self.codes.push(if buffer.is_empty() { MISSING } else { self.texts.push(buffer) });
    }

    /// Nothing lost.
    pub(super) fn push_none(&mut self) {
        self.codes.push(MISSING);
    }

    /// Appends those of the customers that follow.
    pub(super) fn append(&mut self, more: &Self) {
        let shift = self.texts.append(&more.texts);
        self.codes.extend(more.codes.iter().map(|&code| if code == MISSING { MISSING } else { code + shift }));
    }

    /// As a column.
    pub(super) fn finish(self) -> TextColumn {
        TextColumn { values: self.texts.into(), codes: self.codes }
    }

    /// As a column, and keeps them.
    pub(super) fn column(&self) -> TextColumn {
        TextColumn { values: self.texts.clone().into(), codes: self.codes.clone() }
    }
}

/// The lineage of a golden column: of the customers told about, those that are wanted and have a value.
pub(super) fn lineage(
    field: &str,
    told: &[Told],
    losers: &TextColumn,
    golden: &TextColumn,
    wanted: impl Fn(u32) -> bool,
) -> Lineage {
    let mut rules = Interner::new();
    // There are few rules, and always the same.
    let mut known: Vec<(&'static str, u32)> = Vec::new();
    let mut out = Lineage {
        field: field.to_owned(),
        value: TextColumn { values: Arc::clone(&golden.values), codes: Vec::with_capacity(told.len()) },
        losers: TextColumn { values: Arc::clone(&losers.values), codes: Vec::with_capacity(told.len()) },
        ..Lineage::default()
    };
    for (told, &losers) in told.iter().zip(&losers.codes) {
        let value = golden.codes[told.customer as usize];
        if value != MISSING && wanted(told.customer) {
            out.customer.push(told.customer);
            out.record.push(told.record);
            out.value.codes.push(value);
            out.losers.codes.push(losers);
            let seen = known.iter().find(|(rule, _)| std::ptr::eq(*rule, told.rule)).map(|(_, code)| *code);
            let code = seen.unwrap_or_else(|| {
                let code = rules.intern(told.rule);
                known.push((told.rule, code));
                code
            });
            out.rule.codes.push(code);
        }
    }
    out.rule.values = rules.into_arena().into();
    out
}
