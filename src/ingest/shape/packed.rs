//! Cells that hold several values: `周强，86-13900000004，江苏省 扬州市 …` and `姓名:张三;手机号:138…`.
//!
//! A packed column stays and gets sister columns, one per kind of value. Columns that a preset declares are unpacked
//! wherever a cell fits; others only if half of their distinct values fit.

use crate::model::kind::{Kind, Party, Target};
use crate::model::shaped::{ChannelTable, ShapedColumn};
use crate::model::text::{Arena, Interner, TextColumn};
use crate::rules::packed_columns;

/// Distinct values looked at to see whether an undeclared column is packed.
const LOOK_VALUES: usize = 200;

/// Adds the sister columns of packed columns; a packed address cell keeps only the address.
pub(super) fn unpack(shaped: &mut ChannelTable) {
    let declared = shaped.mapping.preset.as_deref().map(packed_columns).unwrap_or_default();
    let mut sisters = Vec::new();
    for column in &mut shaped.columns {
        let header = crate::rules::header_key(&shaped.mapping.columns[column.source].header);
        let form = declared.iter().find(|(h, _)| *h == header).map(|(_, form)| form.as_str());
        match (&column.target, form) {
            (Target::Field(party, Kind::Address), form)
                if form == Some("name_phone_address") || mostly(&column.text.values, is_contact) =>
            {
                let party = *party;
                sisters.extend(contact_columns(column, party));
            }
            (_, Some("key_values")) => sisters.extend(key_value_columns(column)),
            (Target::Field(_, Kind::Text) | Target::Extra(_, Kind::Text), None) if mostly(&column.text.values, is_key_values) => {
                sisters.extend(key_value_columns(column));
            }
            _ => {}
        }
    }
    shaped.columns.append(&mut sisters);
}

fn mostly(values: &Arena, fits: impl Fn(&str) -> bool) -> bool {
    let looked = (values.len() - 1).min(LOOK_VALUES);
    let fitting = values.iter().skip(1).take(looked).filter(|(_, text)| fits(text)).count();
    looked > 0 && fitting * 2 > looked
}

/// Splits `name，phone，address`; the phone must look like one.
fn contact(cell: &str) -> Option<(&str, &str, &str)> {
    let mut parts = cell.splitn(3, ['，', ',']);
    let (name, phone, address) = (parts.next()?.trim(), parts.next()?.trim(), parts.next()?.trim());
    let dialled = phone.chars().filter(|c| c.is_ascii_digit() || *c == '*').count();
    let is_phone = dialled >= 7 && phone.chars().all(|c| c.is_ascii_digit() || "+-* ()".contains(c));
    (is_phone && !name.is_empty() && name.chars().count() <= 40).then_some((name, phone, address))
}

fn is_contact(cell: &str) -> bool {
    contact(cell).is_some()
}

fn contact_columns(column: &mut ShapedColumn, party: Party) -> [ShapedColumn; 2] {
    let split =
        |part: fn((&str, &str, &str)) -> String| per_value(&column.text, |cell| contact(cell).map(part).unwrap_or_default());
    let names = split(|c| c.0.to_owned());
    let phones = split(|c| c.1.to_owned());
    column.text = per_value(&column.text, |cell| contact(cell).map_or_else(|| cell.to_owned(), |c| c.2.to_owned()));
    let sister = |kind, text| ShapedColumn { target: Target::Field(party, kind), source: column.source, text };
    [sister(Kind::PersonName, names), sister(Kind::Phone, phones)]
}

/// Labels in key-value cells and what they feed.
const LABELS: [(&str, Kind); 16] = [
    ("姓名", Kind::PersonName),
    ("名字", Kind::PersonName),
    ("联系人", Kind::PersonName),
    ("name", Kind::PersonName),
    ("手机号", Kind::Phone),
    ("手机", Kind::Phone),
    ("电话", Kind::Phone),
    ("phone", Kind::Phone),
    ("邮箱", Kind::Email),
    ("email", Kind::Email),
    ("公司", Kind::Company),
    ("地址", Kind::Address),
    ("生日", Kind::BirthDate),
    ("性别", Kind::Gender),
    ("身份证", Kind::NationalId),
    ("微信", Kind::Nickname),
];

fn label_kind(label: &str) -> Option<Kind> {
    let folded = label.trim().to_lowercase();
    (folded.chars().count() <= 12).then(|| LABELS.iter().find(|(l, _)| folded.contains(l)).map(|(_, kind)| *kind)).flatten()
}

fn pairs(cell: &str) -> impl Iterator<Item = (Kind, &str)> {
    cell.split([';', '；', '\n']).filter_map(|pair| {
        let (label, value) = pair.split_once([':', '：'])?;
        Some((label_kind(label)?, value.trim()))
    })
}

fn is_key_values(cell: &str) -> bool {
    pairs(cell).count() >= 2
}

fn key_value_columns(column: &ShapedColumn) -> Vec<ShapedColumn> {
    let mut kinds: Vec<Kind> = column.text.values.iter().flat_map(|(_, cell)| pairs(cell).map(|(kind, _)| kind)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let value_of =
        |cell: &str, wanted: Kind| pairs(cell).find(|(kind, _)| *kind == wanted).map_or_else(String::new, |(_, v)| v.to_owned());
    kinds
        .into_iter()
        .map(|kind| ShapedColumn {
            target: Target::Field(Party::Principal, kind),
            source: column.source,
            text: per_value(&column.text, |cell| value_of(cell, kind)),
        })
        .collect()
}

/// A column made by changing each distinct value once.
fn per_value(column: &TextColumn, change: impl Fn(&str) -> String) -> TextColumn {
    let mut values = Interner::new();
    let codes: Vec<u32> = column.values.iter().map(|(_, text)| values.intern(&change(text))).collect();
    TextColumn { values: values.into_arena().into(), codes: column.codes.iter().map(|&c| codes[c as usize]).collect() }
}
