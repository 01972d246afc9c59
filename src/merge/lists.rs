//! Columns that list everything a customer has: channels, accounts, manual tags.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::model::customers::Roster;
use crate::model::kind::{Kind, Party};
use crate::model::recode::Recoder;
use crate::model::records::{Field, Records};
use crate::model::table::Data;
use crate::model::text::TextColumn;
use crate::model::value::Class;

use super::fields::principal;
use super::{CHUNK, NamedColumn};

/// `channels`: names of the channels with a row of the customer, sorted.
pub(super) fn channels(records: &Records, roster: &Roster) -> NamedColumn {
    let mut column = Recoder::new();
    let mut seen: BTreeSet<u16> = BTreeSet::new();
    for customer in 0..roster.ids.len() {
        let mut of_rows = roster.members.get(customer).iter().map(|&row| records.channel(row as usize));
        let first = of_rows.next();
        let only = first.filter(|&first| of_rows.all(|channel| channel == first));
        if let Some(only) = only {
            column.push_code(0, u32::from(only) + 1, || &records.channels[only as usize]);
            continue;
        }
        seen.clear();
        seen.extend(roster.members.get(customer).iter().map(|&row| records.channel(row as usize)));
        column.push_text(&seen.iter().map(|&c| records.channels[c as usize].as_str()).collect::<Vec<_>>().join("|"));
    }
    ("channels".to_owned(), Data::Text(column.finish()))
}

/// `account_ids`: `platform:id` of every clear account, sorted.
pub(super) fn account_ids(records: &Records, roster: &Roster) -> NamedColumn {
    ("account_ids".to_owned(), scoped(records, roster, &principal(records, Kind::AccountId)))
}

/// Ids of these fields as `scope:id`, sorted; the scope of a field without one is the row's platform.
pub(super) fn scoped(records: &Records, roster: &Roster, fields: &[&Field]) -> Data {
    joined(roster, fields, |field, row, code| {
        let scope = match field.scope.as_str() {
            "" => records.platforms[records.channel(row as usize) as usize].as_str(),
            scope => scope,
        };
        (field.dict.class(code).is_key()).then(|| format!("{scope}:{}", field.dict.text(code)))
    })
}

/// `manual_tags`: every tag that people or platforms gave, sorted.
pub(super) fn manual_tags(records: &Records, roster: &Roster) -> NamedColumn {
    let fields: Vec<&Field> = records.fields.iter().filter(|f| f.kind == Kind::Tags && f.party == Party::Principal).collect();
    let tags = joined(roster, &fields, |field, _, code| {
        let readable = !matches!(field.dict.class(code), Class::Placeholder | Class::Invalid);
        readable.then(|| field.dict.text(code).to_owned())
    });
    ("manual_tags".to_owned(), tags)
}

/// Distinct texts of all values of a customer, sorted and joined.
fn joined(roster: &Roster, fields: &[&Field], show: impl Fn(&Field, u32, u32) -> Option<String> + Sync) -> Data {
    let customers = roster.ids.len();
    if fields.is_empty() {
        return Data::Text(TextColumn::missing(customers));
    }
    let spans: Vec<_> = fields.iter().map(|field| field.values.span()).collect();
    let cell = |customer: usize| {
        let mut texts: Vec<String> = Vec::new();
        for &row in roster.members.get(customer) {
            for (field, _) in fields.iter().zip(&spans).filter(|(_, span)| span.contains(&(row as usize))) {
                let codes = field.values.get(row as usize).iter().filter(|&&code| code != 0);
                texts.extend(codes.filter_map(|&code| show(field, row, code)));
            }
        }
        texts.sort_unstable();
        texts.dedup();
        if texts.len() == 1 { texts.remove(0) } else { texts.join("|") }
    };
    let starts: Vec<usize> = (0..customers).step_by(CHUNK).collect();
    let cells: Vec<Vec<String>> =
        starts.into_par_iter().map(|start| (start..customers.min(start + CHUNK)).map(cell).collect()).collect();
    Data::Text(TextColumn::from_texts(cells.iter().flatten()))
}

/// Which customers have a clear platform account: a way to reach them.
pub(super) fn has_account(records: &Records, roster: &Roster) -> Vec<bool> {
    let fields = principal(records, Kind::AccountId);
    let has = |row: &u32| {
        let clear = |f: &&Field| f.values.get(*row as usize).iter().any(|&code| code != 0 && f.dict.class(code).is_filled());
        fields.iter().any(clear)
    };
    let customers = (0..roster.ids.len()).into_par_iter().with_min_len(CHUNK);
    customers.map(|customer| roster.members.get(customer).iter().any(has)).collect()
}
