//! Known exports: choosing the preset of a table, and what a preset or the user's rule says of each column.

use crate::model::kind::{Kind, Party, Target};
use crate::model::raw::RawTable;
use crate::rules::{ChannelRule, Preset, Recognised, header_key, recognise};

use super::facts::ColumnFacts;
use super::{UnderstandError, beside};

/// The preset of a table: forced by the rule, else the one whose signature the header has; none if it has none's.
///
/// # Errors
/// If the rule names a preset that does not exist, or two presets fit equally well.
pub(super) fn choose<'a>(
    table: &RawTable,
    presets: &'a [Preset],
    rule: Option<&ChannelRule>,
) -> Result<Option<&'a Preset>, UnderstandError> {
    if let Some(name) = rule.and_then(|r| r.preset.as_deref()) {
        return match presets.iter().find(|p| p.name == name) {
            Some(preset) => Ok(Some(preset)),
            None => Err(UnderstandError::UnknownPreset {
                name: name.to_owned(),
                known: presets.iter().map(|p| p.name.clone()).collect(),
            }),
        };
    }
    match recognise(presets, &table.header) {
        Recognised::One(preset) => Ok(Some(preset)),
        Recognised::None => Ok(None),
        Recognised::Tie(names) => {
            Err(UnderstandError::Tie { file: table.file.clone(), presets: names.into_iter().map(str::to_owned).collect() })
        }
    }
}

/// The targets that a rule's fields give each column, with the column's place in the composition.
///
/// A column may feed several targets; every column whose header is listed feeds the target.
pub(super) fn ruled(header: &[String], fields: &[(Target, Vec<String>)]) -> Vec<Vec<(Target, u8)>> {
    header
        .iter()
        .map(|column| {
            let key = header_key(column);
            let place = |names: &Vec<String>| names.iter().position(|n| header_key(n) == key);
            fields.iter().filter_map(|(t, names)| place(names).map(|at| (t.clone(), u8::try_from(at).unwrap_or(u8::MAX)))).collect()
        })
        .collect()
}

/// A column that is listed as name and as nickname (客户名称 of WeCom, which customers choose themselves) is the name where no column
/// listed before it is there, else the nickname.
pub(super) fn one_name(columns: &mut [Vec<(Target, u8)>]) {
    for party in [Party::Principal, Party::Receiver] {
        let (name, nickname) = (Target::Field(party, Kind::PersonName), Target::Field(party, Kind::Nickname));
        let of = |targets: &[(Target, u8)], target: &Target| targets.iter().find(|(t, _)| t == target).map(|(_, at)| *at);
        let first = columns.iter().filter_map(|targets| of(targets, &name)).min();
        for targets in columns.iter_mut() {
            if let (Some(at), Some(_)) = (of(targets, &name), of(targets, &nickname)) {
                let dropped = if first.is_some_and(|first| first < at) { &name } else { &nickname };
                targets.retain(|(target, _)| target != dropped);
            }
        }
    }
}

/// A remark that holds names (备注 of WeCom) is the name where a preset leaves it open whether another column is the name or a nickname
/// and no column listed before that is there.
pub(super) fn remarked(facts: &[ColumnFacts], columns: &mut [Vec<(Target, u8)>]) {
    let [name, nickname] = [Kind::PersonName, Kind::Nickname].map(|kind| Target::Field(Party::Principal, kind));
    let is = |targets: &[(Target, u8)], target: &Target| targets.iter().any(|(t, _)| t == target);
    let is_open = columns.iter().any(|targets| is(targets, &name) && is(targets, &nickname));
    let is_named = columns.iter().any(|targets| is(targets, &name) && !is(targets, &nickname));
    if !is_open || is_named {
        return;
    }
    if let Some(remark) = (0..columns.len()).find(|&i| columns[i].is_empty() && beside::holds_names(&facts[i])) {
        columns[remark].push((name, 0));
    }
}

/// Columns from which on a rule tells one table from another.
const COLUMNS_OF_A_TABLE: usize = 3;

/// Checks that every target of the rule's fields finds a column.
///
/// # Errors
/// Names the first target without one, its headers, and the most similar header of the table; if most of the rule's columns
/// are missing, that it is another table.
pub(super) fn check_rule(table: &RawTable, rule: &ChannelRule) -> Result<(), UnderstandError> {
    let keys: Vec<String> = table.header.iter().map(|h| header_key(h)).collect();
    let is_there = |names: &[String]| names.iter().any(|n| keys.contains(&header_key(n)));
    let found = rule.fields.iter().filter(|(_, names)| is_there(names)).count();
    let Some((target, names)) = rule.fields.iter().find(|(_, names)| !is_there(names)) else { return Ok(()) };
    let wanted = names.first().map_or(String::new(), |n| header_key(n));
    let likeness = |key: &str| strsim::jaro_winkler(key, &wanted);
    let closest = table
        .header
        .iter()
        .zip(&keys)
        .max_by(|a, b| likeness(a.1).total_cmp(&likeness(b.1)).then_with(|| b.0.cmp(a.0)))
        .map_or(String::new(), |(header, _)| header.clone());
    let hint = if rule.fields.len() < COLUMNS_OF_A_TABLE || 2 * found >= rule.fields.len() {
        format!("did you mean `{closest}`?")
    } else {
        let part = if table.file.contains('#') { "; `sheet = \"…\"` in the channel names the sheets that are" } else { "" };
        let all = rule.fields.len();
        format!("it is another table, with {found} of the {all} columns that the channel's rule names{part}")
    };
    let (file, target, headers) = (table.file.clone(), target.to_string(), names.clone());
    Err(UnderstandError::MissingColumn { file, target, headers, hint })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed_as_name_and_nickname_is_the_name_where_nothing_better_is_there() {
        let target = |name: &str| name.parse::<Target>().expect("a target");
        let fields = [
            (target("name"), vec!["备注名".to_owned(), "客户名称".to_owned()]),
            (target("nickname"), vec!["昵称".to_owned(), "客户名称".to_owned()]),
        ];
        let of = |header: &[&str]| -> Vec<String> {
            let header: Vec<String> = header.iter().map(|&h| h.to_owned()).collect();
            let mut columns = ruled(&header, &fields);
            one_name(&mut columns);
            columns.iter().map(|targets| targets.iter().map(|(t, _)| t.to_string()).collect::<Vec<_>>().join("+")).collect()
        };
        assert_eq!(of(&["客户名称", "手机"]), ["name", ""]);
        assert_eq!(of(&["客户名称", "备注名"]), ["nickname", "name"]);
    }
}
