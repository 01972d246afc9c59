//! Which fields the records will have and which columns of which table feed them.
//!
//! Columns that together make one value (name parts, address parts, day + month + year, area code + phone) become one
//! source; every other column is a source of its own.

use std::collections::BTreeMap;

use crate::model::kind::{Kind, Party, Target};
use crate::model::shaped::ChannelTable;
use crate::normalise::gender::holds_codes;

/// What a field is, and its sources in table order.
#[derive(Debug, Clone)]
pub(super) struct FieldPlan {
    /// Field name.
    pub name: String,
    /// Kind of the values.
    pub kind: Kind,
    /// Whom they belong to.
    pub party: Party,
    /// Scope; `""` = everywhere.
    pub scope: String,
    /// True if any feeding column matches.
    pub matches: bool,
    /// What feeds it, by table.
    pub sources: Vec<SourcePlan>,
}

/// Columns of one table that make one value of one field.
#[derive(Debug, Clone)]
pub(super) struct SourcePlan {
    /// Index of the table.
    pub table: usize,
    /// How the columns become a value.
    pub reader: Reader,
    /// Kind and index (into the table's shaped columns) of each part, in composition order.
    pub columns: Vec<(Kind, usize)>,
}

impl SourcePlan {
    /// Adds the column that says of each row whether it is a person or an organisation, to a name that needs no other.
    fn with_type(&mut self, table: &ChannelTable) {
        let is_name = matches!(self.reader, Reader::Cell(Kind::PersonName | Kind::Company));
        let of_source = |wanted: usize| table.columns.iter().position(|c| c.source == wanted);
        if let Some(column) = table.mapping.party_column.filter(|_| is_name).and_then(of_source) {
            self.reader = Reader::Party;
            self.columns.push((Kind::Category, column));
        }
    }
}

/// How a source's columns become values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// One column of a kind that needs no other.
    Cell(Kind),
    /// Name parts.
    Name,
    /// Address parts.
    Address,
    /// A name and a word that says whether it is a person's or an organisation's.
    Party,
    /// Year, month and day.
    Birth,
    /// Area code before a phone; the country of the row's address for numbers without one.
    Phone,
    /// A gender as a digit of ISO/IEC 5218.
    GenderCode,
    /// A refusal: yes means no, no means nothing.
    OptOut,
}

/// Order of fields in the records: what a person looks for first.
const ORDER: &[Kind] = &[
    Kind::PersonName,
    Kind::Nickname,
    Kind::Company,
    Kind::Phone,
    Kind::Email,
    Kind::Address,
    Kind::BirthDate,
    Kind::Gender,
    Kind::NationalId,
    Kind::TaxId,
    Kind::MemberId,
    Kind::AccountId,
];

type Key = (u8, usize, Party, String, String);

/// The fields of all tables, in their final order.
pub(super) fn plans(tables: &[&ChannelTable]) -> Vec<FieldPlan> {
    let mut fields: BTreeMap<Key, FieldPlan> = BTreeMap::new();
    for (t, table) in tables.iter().enumerate() {
        for party in [Party::Principal, Party::Receiver] {
            for (kind, mut source) in composites(t, table, party) {
                if party == Party::Principal {
                    source.with_type(table);
                }
                add(&mut fields, table, &Target::Field(party, kind), source);
            }
        }
        for (c, column) in table.columns.iter().enumerate() {
            if let Some(kind) = single_kind(&column.target) {
                let reader = match kind {
                    _ if matches!(column.target, Target::OptOut(_)) => Reader::OptOut,
                    Kind::Gender if holds_codes(column.text.values.iter().map(|(_, text)| text)) => Reader::GenderCode,
                    _ => Reader::Cell(kind),
                };
                let mut source = SourcePlan { table: t, reader, columns: vec![(kind, c)] };
                if matches!(column.target, Target::Field(Party::Principal, Kind::Company)) {
                    source.with_type(table);
                }
                add(&mut fields, table, &column.target, source);
            }
        }
    }
    fields.into_values().collect()
}

/// The name of a field that `target` feeds, its kind, party and scope. Accounts of a network are the same in every channel.
fn identity(table: &ChannelTable, target: &Target, network: Option<&str>) -> Option<(String, Kind, Party, String)> {
    let scope = |kind: Kind| match kind {
        Kind::AccountId if network.is_some() => network.unwrap_or_default().to_owned(),
        Kind::AccountId | Kind::MemberId => table.mapping.platform.clone(),
        Kind::LinksTo => table.mapping.channel.clone(),
        _ => String::new(),
    };
    match target {
        Target::Field(Party::Principal, kind) => Some((kind.name().to_owned(), *kind, Party::Principal, scope(*kind))),
        Target::Field(Party::Receiver, kind) => Some((format!("receiver_{kind}"), *kind, Party::Receiver, scope(*kind))),
        Target::Extra(name, kind) => Some((name.clone(), *kind, Party::Principal, scope(*kind))),
        // An attribute is the same wherever it has the same name.
        Target::Attribute(name, kind) => Some((name.clone(), *kind, Party::Principal, String::new())),
        Target::Consent(purpose) | Target::OptOut(purpose) => {
            Some((format!("consent.{purpose}"), Kind::Boolean, Party::Principal, String::new()))
        }
        Target::Event(_) | Target::Item(_) | Target::UpdatedAt | Target::CreatedAt => None,
    }
}

fn add(fields: &mut BTreeMap<Key, FieldPlan>, table: &ChannelTable, target: &Target, source: SourcePlan) {
    let network = source.columns.first().and_then(|&(_, c)| table.columns[c].network);
    let Some((name, kind, party, scope)) = identity(table, target, network) else { return };
    let extra = u8::from(matches!(target, Target::Extra(..) | Target::Attribute(..) | Target::Consent(_) | Target::OptOut(_)));
    let rank = ORDER.iter().position(|&k| k == kind).unwrap_or(ORDER.len());
    let matches = source.columns.iter().any(|&(_, c)| {
        let column = &table.columns[c];
        table.mapping.columns.get(column.source).is_some_and(|m| m.matches)
    });
    let field = fields.entry((extra, rank, party, name.clone(), scope.clone())).or_insert_with(|| FieldPlan {
        name,
        kind,
        party,
        scope,
        matches: false,
        sources: Vec::new(),
    });
    field.matches |= matches;
    field.sources.push(source);
}

/// The kind of a column that makes values on its own; `None` for parts of composites and columns that make no field.
fn single_kind(target: &Target) -> Option<Kind> {
    match target {
        Target::Field(_, kind) => match kind {
            Kind::Ignore | Kind::SourceKey => None,
            kind if composite_of(*kind).is_some() => None,
            kind => Some(*kind),
        },
        Target::Extra(_, Kind::Ignore | Kind::SourceKey) | Target::Attribute(_, Kind::Ignore | Kind::SourceKey) => None,
        Target::Extra(_, kind) | Target::Attribute(_, kind) => Some(*kind),
        Target::Consent(_) | Target::OptOut(_) => Some(Kind::Boolean),
        Target::Event(_) | Target::Item(_) | Target::UpdatedAt | Target::CreatedAt => None,
    }
}

/// The kind that a part is composed into.
fn composite_of(part: Kind) -> Option<Kind> {
    match part {
        Kind::PersonName | Kind::GivenName | Kind::MiddleName | Kind::FamilyName => Some(Kind::PersonName),
        Kind::Phone | Kind::AreaCode => Some(Kind::Phone),
        Kind::Address
        | Kind::Street
        | Kind::HouseNumber
        | Kind::Unit
        | Kind::Country
        | Kind::Province
        | Kind::City
        | Kind::District
        | Kind::Postcode => Some(Kind::Address),
        Kind::BirthDate | Kind::BirthYear | Kind::BirthMonth | Kind::BirthDay => Some(Kind::BirthDate),
        _ => None,
    }
}

/// Sources of one party that may be made of several columns.
fn composites(t: usize, table: &ChannelTable, party: Party) -> Vec<(Kind, SourcePlan)> {
    let parts = |whole: Kind| -> Vec<(Kind, usize)> {
        let mut found: Vec<(u8, usize, Kind)> = Vec::new();
        for (c, column) in table.columns.iter().enumerate() {
            if let Target::Field(p, kind) = column.target
                && p == party
                && composite_of(kind) == Some(whole)
            {
                let order = table.mapping.columns.get(column.source).map_or(0, |m| m.order);
                found.push((order, c, kind));
            }
        }
        found.sort_unstable_by_key(|&(order, c, _)| (order, c));
        found.into_iter().map(|(_, c, kind)| (kind, c)).collect()
    };
    let mut out = Vec::new();
    let mut push = |kind: Kind, reader: Reader, columns: Vec<(Kind, usize)>| {
        out.push((kind, SourcePlan { table: t, reader, columns }));
    };
    for (reader, columns) in name_sources(&parts(Kind::PersonName)) {
        push(Kind::PersonName, reader, columns);
    }
    let country = parts(Kind::Address).into_iter().find(|&(kind, c)| kind == Kind::Country && is_mixed(table, c));
    for (reader, columns) in phone_sources(&parts(Kind::Phone), country) {
        push(Kind::Phone, reader, columns);
    }
    let address = parts(Kind::Address);
    if !address.is_empty() {
        push(Kind::Address, Reader::Address, address);
    }
    let (whole, pieces): (Vec<_>, Vec<_>) = parts(Kind::BirthDate).into_iter().partition(|(k, _)| *k == Kind::BirthDate);
    for column in whole {
        push(Kind::BirthDate, Reader::Cell(Kind::BirthDate), vec![column]);
    }
    if !pieces.is_empty() {
        push(Kind::BirthDate, Reader::Birth, pieces);
    }
    out
}

/// The first whole-name column goes together with the parts; further whole names are values of their own.
fn name_sources(columns: &[(Kind, usize)]) -> Vec<(Reader, Vec<(Kind, usize)>)> {
    let (whole, mut parts): (Vec<_>, Vec<_>) = columns.iter().copied().partition(|(k, _)| *k == Kind::PersonName);
    let mut out = Vec::new();
    let mut whole = whole.into_iter();
    if !parts.is_empty() {
        parts.splice(0..0, whole.next());
        out.push((Reader::Name, parts));
    }
    out.extend(whole.map(|column| (Reader::Cell(Kind::PersonName), vec![column])));
    out
}

/// True if a column holds more than one value.
fn is_mixed(table: &ChannelTable, column: usize) -> bool {
    // The first value of a dictionary is "missing".
    table.columns[column].text.values.len() > 2
}

/// An area code goes with the first phone after it; `country` is a column of several countries, for all of them.
fn phone_sources(columns: &[(Kind, usize)], country: Option<(Kind, usize)>) -> Vec<(Reader, Vec<(Kind, usize)>)> {
    let mut area = columns.iter().copied().find(|(k, _)| *k == Kind::AreaCode);
    let mut out = Vec::new();
    for &column in columns.iter().filter(|(k, _)| *k == Kind::Phone) {
        let before: Vec<(Kind, usize)> = country.into_iter().chain(area.take()).collect();
        if before.is_empty() {
            out.push((Reader::Cell(Kind::Phone), vec![column]));
        } else {
            out.push((Reader::Phone, before.into_iter().chain([column]).collect()));
        }
    }
    out
}
