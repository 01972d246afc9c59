//! Columns that list everything a customer has: channels, accounts, manual tags.

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;

use crate::model::customers::Roster;
use crate::model::kind::{Kind, Party};
use crate::model::recode::Recoder;
use crate::model::records::{Field, Records};
use crate::model::table::Data;
use crate::model::text::{TextBuilder, TextColumn};
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
    joined(roster, fields, |field, row, code, out| {
        if !field.dict.class(code).is_key() {
            return false;
        }
        out.push_str(match field.scope.as_str() {
            "" => &records.platforms[records.channel(row as usize) as usize],
            scope => scope,
        });
        out.push(':');
        out.push_str(field.dict.text(code));
        true
    })
}

/// `manual_tags`: every tag that people or platforms gave, sorted.
pub(super) fn manual_tags(records: &Records, roster: &Roster) -> NamedColumn {
    let fields: Vec<&Field> = records.fields.iter().filter(|f| f.kind == Kind::Tags && f.party == Party::Principal).collect();
    let tags = joined(roster, &fields, |field, _, code, out| {
        let readable = !matches!(field.dict.class(code), Class::Placeholder | Class::Invalid);
        out.push_str(if readable { field.dict.text(code) } else { "" });
        readable
    });
    ("manual_tags".to_owned(), tags)
}

/// Distinct texts of all values of a customer, sorted and joined. `show` appends the text of a value (row, code), and says
/// whether it has one.
fn joined(roster: &Roster, fields: &[&Field], show: impl Fn(&Field, u32, u32, &mut String) -> bool + Sync) -> Data {
    let customers = roster.ids.len();
    if fields.is_empty() {
        return Data::Text(TextColumn::missing(customers));
    }
    let spans: Vec<_> = fields.iter().map(|field| field.values.span()).collect();
    let gather = |customer: usize, found: &mut Found| {
        for &row in roster.members.get(customer) {
            for (field, _) in fields.iter().zip(&spans).filter(|(_, span)| span.contains(&(row as usize))) {
                for &code in field.values.get(row as usize).iter().filter(|&&code| code != 0) {
                    found.push(|text| show(field, row, code, text));
                }
            }
        }
    };
    let cells = |start: usize| {
        let (mut cells, mut found) = (Cells::default(), Found::default());
        for customer in start..customers.min(start + CHUNK) {
            found.clear();
            gather(customer, &mut found);
            found.join_into(&mut cells.all);
            cells.ends.push(cells.all.len());
        }
        cells
    };
    let starts: Vec<usize> = (0..customers).step_by(CHUNK).collect();
    let chunks: Vec<Cells> = starts.into_par_iter().map(cells).collect();
    let mut column = TextBuilder::default();
    for chunk in &chunks {
        column.push_each(&chunk.iter().collect::<Vec<_>>());
    }
    Data::Text(column.finish())
}

/// Cells of a column one after the other.
#[derive(Default)]
struct Cells {
    all: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Cells {
    fn iter(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |&end| &self.all[std::mem::replace(&mut start, end)..end])
    }
}

/// The texts of one customer.
#[derive(Default)]
struct Found {
    all: String,
    texts: Vec<Range<usize>>,
}

impl Found {
    fn clear(&mut self) {
        self.all.clear();
        self.texts.clear();
    }

    /// Keeps what `write` appends, if it says so.
    fn push(&mut self, write: impl FnOnce(&mut String) -> bool) {
        let start = self.all.len();
        if write(&mut self.all) {
            self.texts.push(start..self.all.len());
        } else {
            self.all.truncate(start);
        }
    }

    /// Appends the distinct texts, sorted and joined.
    fn join_into(&mut self, out: &mut String) {
        let all = &self.all;
        self.texts.sort_unstable_by(|a, b| all[a.clone()].cmp(&all[b.clone()]));
        self.texts.dedup_by(|a, b| all[a.clone()] == all[b.clone()]);
        for (i, text) in self.texts.iter().enumerate() {
            if i > 0 {
                out.push('|');
            }
            out.push_str(&all[text.clone()]);
        }
    }
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
