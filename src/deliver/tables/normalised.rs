//! `normalised`: every source row with its values made comparable (`dedupe --normalise-only`).

use std::collections::HashMap;

use crate::model::kind::{Kind, Party};
use crate::model::publish::NORMALISED;
use crate::model::recode::Recoder;
use crate::model::records::{Field, Records};
use crate::model::table::{Data, Table};
use crate::model::text::TextColumn;
use crate::model::value::{Class, Part};

use super::columns;

/// One row per source row, in the order of `records`; extra fields follow the fixed columns, then `findings`. `brand` gives the brand
/// of a company's text as it is written there; a company without one is not asked about.
#[must_use]
pub fn normalised(records: &Records, brand: impl Fn(&str) -> String) -> Table {
    let rows = || 0..records.len() as u32;
    let mut table = Table::new();
    table.push("channel", columns::channels(records, rows()));
    table.push("file", columns::files(records, rows()));
    table.push("row", columns::row_numbers(records, rows()));
    table.push("source_key", columns::source_keys(records, rows()));
    table.push("entity", Data::Text(TextColumn::from_texts(records.entity.iter().map(|e| e.name()))));
    for (name, kind, show) in FIXED {
        table.push(*name, column(records, &principal(records, *kind), show, &brand));
    }
    let fixed = |kind: Kind| FIXED.iter().any(|(_, k, _)| *k == kind);
    for field in &records.fields {
        let own = field.name != field.kind.name() || !fixed(field.kind) || field.party == Party::Receiver;
        if own && table.column(&field.name).is_none() && !NORMALISED.columns.contains(&field.name.as_str()) {
            let same: Vec<&Field> = records.fields.iter().filter(|f| f.name == field.name).collect();
            table.push(field.name.clone(), column(records, &same, &Show::All, &brand));
        }
    }
    table.push("findings", findings(records));
    table
}

/// What of a field's values a column shows.
enum Show {
    /// The first readable value.
    First,
    /// All readable values.
    All,
    /// A part of the first readable value.
    Part(Part),
    /// The brand of the first readable value, as it is written.
    Brand,
}

/// Fixed columns after `entity`, with where they come from.
const FIXED: &[(&str, Kind, Show)] = &[
    ("name", Kind::PersonName, Show::First),
    ("company", Kind::Company, Show::First),
    ("company_brand", Kind::Company, Show::Brand),
    ("phone", Kind::Phone, Show::First),
    ("phones", Kind::Phone, Show::All),
    ("email", Kind::Email, Show::First),
    ("emails", Kind::Email, Show::All),
    ("gender", Kind::Gender, Show::First),
    ("birth_date", Kind::BirthDate, Show::First),
    ("country", Kind::Address, Show::Part(Part::Country)),
    ("province", Kind::Address, Show::Part(Part::Province)),
    ("city", Kind::Address, Show::Part(Part::City)),
    ("district", Kind::Address, Show::Part(Part::District)),
    ("address", Kind::Address, Show::First),
    ("postcode", Kind::Address, Show::Part(Part::Postcode)),
];

fn principal(records: &Records, kind: Kind) -> Vec<&Field> {
    let of_kind = |f: &&Field| f.kind == kind && f.party == Party::Principal && f.name == kind.name();
    records.fields.iter().filter(of_kind).collect()
}

fn column(records: &Records, fields: &[&Field], show: &Show, brand: &impl Fn(&str) -> String) -> Data {
    let mut column = Recoder::new();
    let mut brands: HashMap<(usize, u32), String> = HashMap::new();
    for row in 0..records.len() {
        let readable: Vec<(usize, u32)> = fields
            .iter()
            .enumerate()
            .flat_map(|(source, f)| f.values.get(row).iter().map(move |&code| (source, code)))
            .filter(|&(source, code)| code != 0 && !matches!(fields[source].dict.class(code), Class::Placeholder | Class::Invalid))
            .collect();
        match (show, readable.as_slice()) {
            (_, []) => column.push_text(""),
            (Show::Part(part), [(source, code), ..]) => column.push_text(fields[*source].dict.part(*code, *part)),
            (Show::Brand, [(source, code), ..]) => {
                let dict = &fields[*source].dict;
                let written = || if dict.part(*code, Part::Brand).is_empty() { String::new() } else { brand(dict.text(*code)) };
                column.push_text(brands.entry((*source, *code)).or_insert_with(written));
            }
            (Show::First, [(source, code), ..]) | (Show::All, [(source, code)]) => {
                column.push_code(*source, *code, || fields[*source].dict.text(*code));
            }
            (Show::All, all) => {
                let texts: Vec<&str> = all.iter().map(|&(source, code)| fields[source].dict.text(code)).collect();
                column.push_text(&texts.join("|"));
            }
        }
    }
    Data::Text(column.finish())
}

/// Reason codes of each row, joined by `|`.
fn findings(records: &Records) -> Data {
    let mut column = Recoder::new();
    for row in 0..records.len() {
        let codes = if row < records.findings.len() { records.findings.get(row) } else { &[] };
        let reasons: Vec<&str> = codes.iter().map(|&c| records.finding_codes.get(c)).collect();
        column.push_text(&reasons.join("|"));
    }
    Data::Text(column.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::mapping::Entity;
    use crate::model::text::ListColumn;
    use crate::model::value::{Dict, Normal};

    #[test]
    fn fixed_columns_come_first_then_extras_then_findings() {
        let mut dict = Dict::new();
        let good = dict.intern(&Normal::valid("+8613812345678"));
        let filler = dict.intern(&Normal { text: "+8613800138000".into(), class: Class::Placeholder, ..Normal::default() });
        let mut phones = ListColumn::new();
        phones.push([filler, good]);
        let field = |name: &str, kind, dict: &Dict, values: &ListColumn| Field {
            name: name.into(),
            kind,
            party: Party::Principal,
            scope: String::new(),
            matches: true,
            dict: dict.clone(),
            values: values.clone(),
        };
        let records = Records {
            channels: vec!["web".into()],
            platforms: vec!["web".into()],
            files: vec!["a.csv".into()],
            channel_of_file: vec![0],
            file: vec![0],
            row: vec![1],
            source_key: TextColumn::from_texts(["k"]),
            entity: vec![Entity::Person],
            fields: vec![field("phone", Kind::Phone, &dict, &phones), field("等级", Kind::Category, &dict, &phones)],
            ..Records::default()
        };
        let table = normalised(&records, str::to_owned);
        let names: Vec<&str> = table.columns().iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, [NORMALISED.columns, &["等级", "findings"]].concat());
        let Some(Data::Text(phone)) = table.column("phone") else { panic!("text") };
        assert_eq!(phone.get(0), "+8613812345678");
    }
}
