//! Mapped fields beyond the contract's columns: which there are, what they are called, which type they have.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone as _};
use chrono_tz::Tz;

use crate::model::kind::{Kind, Party};
use crate::model::publish::MASTER;
use crate::model::records::{Field, Records};
use crate::model::table::Data;
use crate::model::text::TextColumn;

/// Ids only mean something within their scope: they are listed as `scope:id`.
pub(super) fn is_scoped(kind: Kind) -> bool {
    matches!(kind, Kind::MemberId | Kind::AccountId)
}

/// Extra fields by name, in field order; fields of one name (several scopes) go together.
pub(super) fn fields(records: &Records) -> Vec<(String, Vec<&Field>)> {
    let mut named: Vec<(String, Vec<&Field>)> = Vec::new();
    for field in records.fields.iter().filter(|f| f.party == Party::Principal && !f.name.starts_with(super::consent::PREFIX)) {
        let own_name = field.name != field.kind.name();
        let dropped = matches!(field.kind, Kind::Tags | Kind::SourceKey | Kind::LinksTo | Kind::Ignore);
        if dropped || !(own_name || field.kind.nature().own_column) {
            continue;
        }
        match named.iter_mut().find(|(name, _)| *name == field.name) {
            Some((_, fields)) if fields[0].kind == field.kind => fields.push(field),
            Some(_) => {}
            None => named.push((field.name.clone(), vec![field])),
        }
    }
    named
}

/// The column of an extra field: its name, marked where the contract has a column of that name.
pub(super) fn column_name(name: &str) -> String {
    if MASTER.columns.contains(&name) { format!("extra_{name}") } else { name.to_owned() }
}

/// Texts as the type that rules compute with: dates as times (a bare date at 00:00), numbers, money; else text.
/// What cannot be read is missing.
pub(super) fn typed(kind: Kind, texts: TextColumn, zone: Tz) -> Data {
    match kind {
        Kind::Date | Kind::ContractEnd => Data::Time(each(&texts, |text| time(text, zone))),
        Kind::Number | Kind::Score => Data::Float(each(&texts, number)),
        Kind::Amount => Data::Money(each(&texts, |text| number(text).map(|n| (n * 100.0).round() as i64))),
        _ => Data::Text(texts),
    }
}

/// Reads each distinct text once.
fn each<T: Copy>(texts: &TextColumn, read: impl Fn(&str) -> Option<T>) -> Vec<Option<T>> {
    let values: Vec<Option<T>> = texts.values.iter().map(|(_, text)| read(text)).collect();
    texts.codes.iter().map(|&code| values[code as usize]).collect()
}

/// ISO dates and times; a time without offset is local.
fn time(text: &str, zone: Tz) -> Option<i64> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.timestamp_millis());
    }
    let naive = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().and_then(|day| day.and_hms_opt(0, 0, 0));
    let naive = naive
        .or_else(|| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok())
        .or_else(|| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").ok())?;
    zone.from_local_datetime(&naive).earliest().map(|at| at.timestamp_millis())
}

/// A number with or without thousands separators and a currency mark.
fn number(text: &str) -> Option<f64> {
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | '，' | ' ' | '¥' | '￥' | '$' | '€' | '£' | '元')).collect();
    digits.parse::<f64>().ok().filter(|n| n.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_date_is_local_midnight() {
        let zone = chrono_tz::Asia::Shanghai;
        assert_eq!(time("2026-09-28", zone), Some(1_790_524_800_000));
        assert_eq!(time("2026-09-28T12:54:11+08:00", zone), Some(1_790_571_251_000));
        assert_eq!(time("2026-09-28 12:54:11", zone), Some(1_790_571_251_000));
        assert_eq!(time("soon", zone), None);
    }

    #[test]
    fn numbers_may_carry_separators_and_marks() {
        assert_eq!((number("1,234.5"), number("￥99"), number("n/a")), (Some(1234.5), Some(99.0), None));
    }

    #[test]
    fn a_name_of_the_contract_is_marked() {
        assert_eq!((column_name("tags"), column_name("等级")), ("extra_tags".to_owned(), "等级".to_owned()));
    }
}
