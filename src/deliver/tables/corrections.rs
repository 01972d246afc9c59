//! `corrections`: what the data themselves suggest instead of rare values, and values that stand beside too many names.

use crate::model::correction::Correction;
use crate::model::table::{Data, Table};
use crate::model::text::TextColumn;

/// One row per suggestion, in the order given.
#[must_use]
pub fn corrections(found: &[Correction]) -> Table {
    let text = |of: fn(&Correction) -> &str| Data::Text(TextColumn::from_texts(found.iter().map(of)));
    let count = |of: fn(&Correction) -> u64| Data::Int(found.iter().map(|c| i64::try_from(of(c)).ok()).collect());
    let mut table = Table::new();
    table.push("field", text(|c| &c.field));
    table.push("part", text(|c| c.part));
    table.push("value", text(|c| &c.value));
    table.push("suggestion", text(|c| &c.suggestion));
    table.push("rows", count(|c| c.rows));
    table.push("suggestion_rows", count(|c| c.suggestion_rows));
    table.push("names", count(|c| c.names));
    table.push("reason", text(|c| c.reason));
    table.push("file", text(|c| &c.file));
    table.push("row", count(|c| u64::from(c.row)));
    table.push("applied", Data::Bool(found.iter().map(|c| Some(c.applied)).collect()));
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::publish::CORRECTIONS;

    #[test]
    fn columns_are_those_of_the_contract() {
        let table = corrections(&[Correction {
            field: "email".into(),
            part: "domain",
            value: "gmial.com".into(),
            ..Correction::default()
        }]);
        assert_eq!(table.columns().iter().map(|c| c.name.as_str()).collect::<Vec<_>>(), CORRECTIONS.columns);
        let Some(Data::Text(values)) = table.column("value") else { panic!("text") };
        assert_eq!(values.get(0), "gmial.com");
    }
}
