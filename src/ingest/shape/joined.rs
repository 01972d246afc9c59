//! Orders whose line items are joined within the cells of one row (`A1;A2`, `2;1`): what holds for the whole order is
//! often written once per line item, and is one value again here.
//!
//! Item columns, amounts and statuses stay as they are: each part belongs to its line item.

use crate::model::kind::{EventPart, Target};
use crate::model::mapping::Mapping;
use crate::model::raw::RawTable;
use crate::model::text::{Interner, TextColumn};

/// Makes repeated values of a cell one value, in every column of the order as a whole. Times that differ give the first.
pub(super) fn collapse(table: &mut RawTable, mapping: &Mapping) {
    let Some(joint) = mapping.joined else { return };
    for (column, plan) in table.columns.iter_mut().zip(&mapping.columns) {
        let fed = mapping.columns.iter().filter(|c| c.header == plan.header).map(|c| &c.target);
        if fed.clone().any(is_of_a_line) || !column.values.iter().any(|(_, text)| text.contains(joint)) {
            continue;
        }
        let is_time = fed.clone().any(|t| matches!(t, Target::Event(EventPart::At | EventPart::PaidAt)));
        *column = changed(column, |cell| one_value(cell, joint, is_time));
    }
}

/// True for what each line item has of its own.
fn is_of_a_line(target: &Target) -> bool {
    matches!(target, Target::Item(_) | Target::Event(EventPart::Amount | EventPart::Refunded | EventPart::Status))
}

fn one_value(cell: &str, joint: char, is_time: bool) -> &str {
    let mut parts = cell.split(joint).map(str::trim).filter(|p| !p.is_empty());
    let Some(first) = parts.next() else { return cell };
    if is_time || parts.all(|part| part == first) { first } else { cell }
}

fn changed(column: &TextColumn, change: impl Fn(&str) -> &str) -> TextColumn {
    let mut values = Interner::new();
    let codes: Vec<u32> = column.values.iter().map(|(_, text)| values.intern(change(text))).collect();
    TextColumn { values: values.into_arena().into(), codes: column.codes.iter().map(|&c| codes[c as usize]).collect() }
}
