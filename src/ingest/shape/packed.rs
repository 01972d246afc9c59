//! Cells that hold several values: `周强，86-13900000004，江苏省 扬州市 …`, `姓名:张三;手机号:138…`, `Wright, Roger, 1854-1921` and `张三5678`.
//!
//! A packed column stays and gets sister columns, one per kind of value. Columns that a preset declares are unpacked
//! wherever a cell fits; others only if half of their distinct values fit, of names with years of life a tenth.

use crate::model::hash::hash64;
use crate::model::kind::{Kind, Party, Target};
use crate::model::lifespan::{Lifespan, lifespan};
use crate::model::shaped::{ChannelTable, ShapedColumn};
use crate::model::text::{Arena, Interner, MISSING, TextColumn};
use crate::rules::packed_columns;

use super::contact::{Contact, contact};

/// Distinct values looked at to see whether an undeclared column is packed.
const LOOK_VALUES: usize = 1000;
/// Share of names with years of life that says a column has them.
const LIVES: f64 = 0.1;

/// Share of names with the end of a phone number behind them from which on it is asked whether that is what it is.
const TAILS: f64 = 0.02;
/// Rows with such a name and a phone of their own, and the share of them whose phone ends so, that say it is.
const TAILS_LEAST: u32 = 5;
const TAILS_RIGHT: f64 = 0.8;

/// Adds the sister columns of packed columns; a packed address cell keeps only the address.
pub(super) fn unpack(shaped: &mut ChannelTable) {
    let declared = shaped.mapping.preset.as_deref().map(packed_columns).unwrap_or_default();
    let known_births = births(&shaped.columns, shaped.rows.len());
    let phones = tailed(&shaped.columns).then(|| last_digits(&shaped.columns, shaped.rows.len()));
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
            (Target::Field(Party::Principal, Kind::PersonName), None) if share(&column.text.values, is_lifespan) > LIVES => {
                sisters.extend(life_columns(column, &known_births));
            }
            (Target::Field(Party::Principal, Kind::PersonName), _) => {
                sisters.extend(phones.as_deref().and_then(|phones| tail_column(column, phones)));
            }
            _ => {}
        }
    }
    shaped.columns.append(&mut sisters);
}

/// The digits behind a name in 汉字, as staff tell customers of one name apart: a mobile number or its last four digits.
fn tail(cell: &str) -> Option<&str> {
    let name = cell.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &cell[name.len()..];
    let is_number = digits.len() == 4 || digits.len() == 11 && digits.starts_with('1');
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let name = name.trim_end_matches([' ', '-', '_', '+']);
    (is_number && name.chars().count() <= 12 && name.starts_with(is_han) && name.ends_with(is_han)).then_some(digits)
}

fn tailed(columns: &[ShapedColumn]) -> bool {
    let names = columns.iter().filter(|c| c.target == Target::Field(Party::Principal, Kind::PersonName));
    names.into_iter().any(|c| share(&c.text.values, |cell| tail(cell).is_some()) >= TAILS)
}

/// What a row says of the customer's phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// Nothing.
    Nothing,
    /// A number whose last digits are hidden.
    Hidden,
    /// The last four digits of the first one.
    Last([u8; 4]),
}

/// What is known of the customer's phone by row.
fn last_digits(columns: &[ShapedColumn], rows: usize) -> Vec<Known> {
    let phones: Vec<&TextColumn> =
        columns.iter().filter(|c| c.target == Target::Field(Party::Principal, Kind::Phone)).map(|c| &c.text).collect();
    let last = |text: &str| {
        let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
        digits.last_chunk::<4>().filter(|_| digits.len() >= 7).map_or(Known::Hidden, |last| Known::Last(*last))
    };
    let of_row =
        |row: usize| phones.iter().find(|text| text.codes[row] != MISSING).map_or(Known::Nothing, |text| last(text.get(row)));
    (0..rows).map(of_row).collect()
}

/// The phone numbers behind names, for rows that have none of their own: where the table's own phones say that this is what they are.
fn tail_column(column: &ShapedColumn, phones: &[Known]) -> Option<ShapedColumn> {
    let (mut told, mut right) = (0u32, 0u32);
    for (row, phone) in phones.iter().enumerate() {
        if let (Known::Last(last), Some(digits)) = (phone, tail(column.text.get(row))) {
            told += 1;
            right += u32::from(digits.as_bytes().ends_with(last));
        }
    }
    if told < TAILS_LEAST || f64::from(right) < TAILS_RIGHT * f64::from(told) {
        return None;
    }
    let number = |digits: &str| if digits.len() == 4 { format!("*******{digits}") } else { digits.to_owned() };
    let mut text = per_value(&column.text, |cell| tail(cell).map_or_else(String::new, number));
    text.codes.iter_mut().zip(phones).filter(|(_, phone)| **phone != Known::Nothing).for_each(|(code, _)| *code = MISSING);
    Some(ShapedColumn { target: Target::Field(Party::Principal, Kind::Phone), network: None, source: column.source, text })
}

fn mostly(values: &Arena, fits: impl Fn(&str) -> bool) -> bool {
    share(values, fits) > 0.5
}

/// Share of the distinct values that fit, 0–1: of all, or of some [`LOOK_VALUES`] that their hashes choose, so that the order of rows
/// changes nothing.
fn share(values: &Arena, fits: impl Fn(&str) -> bool) -> f64 {
    let every = (values.len() / LOOK_VALUES).max(1) as u64;
    let (mut looked, mut fitting) = (0u32, 0u32);
    for (_, text) in values.iter().skip(1).filter(|(_, text)| every == 1 || hash64(text.as_bytes()).is_multiple_of(every)) {
        looked += 1;
        fitting += u32::from(fits(text));
    }
    if looked == 0 { 0.0 } else { f64::from(fitting) / f64::from(looked) }
}

fn is_lifespan(cell: &str) -> bool {
    lifespan(cell).is_some()
}

/// Rows whose birth date a column of its own says.
fn births(columns: &[ShapedColumn], rows: usize) -> Vec<bool> {
    let birth = [Kind::BirthDate, Kind::BirthYear].map(|kind| Target::Field(Party::Principal, kind));
    let columns: Vec<&TextColumn> = columns.iter().filter(|c| birth.contains(&c.target)).map(|c| &c.text).collect();
    (0..rows).map(|row| columns.iter().any(|text| text.codes[row] != MISSING)).collect()
}

/// Takes the years of life out of names: that of birth, for rows whose birth date no other column knows, and that of death, which hangs
/// on the customer under its own name.
fn life_columns(column: &mut ShapedColumn, known_births: &[bool]) -> [ShapedColumn; 2] {
    let year = |of: fn(Lifespan) -> Option<u16>| {
        per_value(&column.text, |cell| lifespan(cell).and_then(of).map_or_else(String::new, |year| year.to_string()))
    };
    let sister = |target, text| ShapedColumn { target, network: None, source: column.source, text };
    let mut born = year(|life| life.born);
    born.codes.iter_mut().zip(known_births).filter(|(_, known)| **known).for_each(|(code, _)| *code = MISSING);
    let died = sister(Target::Attribute("died".to_owned(), Kind::BirthDate), year(|life| life.died));
    let born = sister(Target::Field(Party::Principal, Kind::BirthDate), born);
    column.text = per_value(&column.text, |cell| lifespan(cell).map_or(cell, |life| life.name).to_owned());
    [died, born]
}

fn is_contact(cell: &str) -> bool {
    contact(cell).is_some()
}

fn contact_columns(column: &mut ShapedColumn, party: Party) -> [ShapedColumn; 2] {
    let split = |part: fn(Contact) -> String| per_value(&column.text, |cell| contact(cell).map(part).unwrap_or_default());
    let names = split(|c| c.name);
    let phones = split(|c| c.phone);
    column.text = per_value(&column.text, |cell| contact(cell).map_or_else(|| cell.to_owned(), |c| c.address));
    let sister = |kind, text| ShapedColumn { target: Target::Field(party, kind), network: None, source: column.source, text };
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
            network: None,
            source: column.source,
            text: per_value(&column.text, |cell| value_of(cell, kind)),
        })
        .collect()
}

/// A column made by changing each distinct value once.
pub(super) fn per_value(column: &TextColumn, change: impl Fn(&str) -> String) -> TextColumn {
    let mut values = Interner::new();
    let codes: Vec<u32> = column.values.iter().map(|(_, text)| values.intern(&change(text))).collect();
    TextColumn { values: values.into_arena().into(), codes: column.codes.iter().map(|&c| codes[c as usize]).collect() }
}
