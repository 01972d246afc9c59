//! `xref`: every source row and its customer.

use crate::model::customers::Customers;
use crate::model::recode::Recoder;
use crate::model::records::Records;
use crate::model::resolution::{MatchedBy, Resolution};
use crate::model::table::{Data, Table};

use super::columns;

/// One row per accepted source row, in the order of `records` (file, row).
#[must_use]
pub fn xref(records: &Records, resolution: &Resolution, customers: &Customers) -> Table {
    let rows = || 0..records.len() as u32;
    let weight = |w: &Option<f32>| w.map(columns::bits);
    columns::table(&[
        ("channel", &|| columns::channels(records, rows())),
        ("file", &|| columns::files(records, rows())),
        ("row", &|| columns::row_numbers(records, rows())),
        ("source_key", &|| columns::source_keys(records, rows())),
        ("customer_id", &|| columns::customers(&customers.ids, rows().map(|row| customers.of_record[row as usize]))),
        ("matched_by", &|| matched_by(resolution)),
        ("match_weight", &|| Data::Float(resolution.match_weight.iter().map(weight).collect())),
    ])
}

/// One row per join, by (file, row).
#[must_use]
pub fn joins(records: &Records, resolution: &Resolution) -> Table {
    let joins = &resolution.joins;
    let (rows, to) = (|| joins.iter().map(|join| join.row), || joins.iter().map(|join| join.to));
    let weight = |bits: f64| Some((bits.clamp(-1000.0, 1000.0) * 1024.0).round() / 1024.0);
    columns::table(&[
        ("file", &|| columns::files(records, rows())),
        ("row", &|| columns::row_numbers(records, rows())),
        ("to_file", &|| columns::files(records, to())),
        ("to_row", &|| columns::row_numbers(records, to())),
        ("weight", &|| Data::Float(joins.iter().map(|join| weight(join.bits)).collect())),
    ])
}

fn matched_by(resolution: &Resolution) -> Data {
    let names: Vec<String> = resolution.exact_keys.iter().map(|key| format!("exact:{key}")).collect();
    let mut column = Recoder::new();
    for by in &resolution.matched_by {
        match by {
            MatchedBy::Single => column.push_code(0, 1, || "single"),
            MatchedBy::Score => column.push_code(0, 2, || "score"),
            MatchedBy::Decision => column.push_code(0, 3, || "decision"),
            MatchedBy::None => column.push_code(0, 4, || "none"),
            MatchedBy::Exact(key) => {
                let name = names.get(*key as usize).map_or("exact:", String::as_str);
                column.push_code(1, u32::from(*key) + 1, || name);
            }
        }
    }
    Data::Text(column.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::customers::NO_CUSTOMER;
    use crate::model::publish::XREF;
    use crate::model::text::TextColumn;

    #[test]
    fn a_row_without_identity_has_no_customer() {
        let records = Records {
            channels: vec!["pdd".into()],
            platforms: vec!["pdd".into()],
            files: vec!["a.csv".into()],
            channel_of_file: vec![0],
            file: vec![0, 0],
            row: vec![1, 3],
            source_key: TextColumn::from_texts(["k1", "k2"]),
            ..Records::default()
        };
        let resolution = Resolution {
            matched_by: vec![MatchedBy::Exact(0), MatchedBy::None],
            match_weight: vec![Some(12.3456), None],
            exact_keys: vec!["phone".into()],
            ..Resolution::default()
        };
        let customers = Customers { ids: ["0A"].into_iter().collect(), of_record: vec![0, NO_CUSTOMER], ..Customers::default() };
        let table = xref(&records, &resolution, &customers);
        let names: Vec<&str> = table.columns().iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, XREF.columns);
        let Some(Data::Text(ids)) = table.column("customer_id") else { panic!("text") };
        let Some(Data::Text(by)) = table.column("matched_by") else { panic!("text") };
        assert_eq!((ids.get(0), ids.get(1), by.get(0), by.get(1)), ("0A", "", "exact:phone", "none"));
        let Some(Data::Float(weights)) = table.column("match_weight") else { panic!("float") };
        assert_eq!(weights, &[Some(12.346), None]);
    }
}
