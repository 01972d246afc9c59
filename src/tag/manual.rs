//! Tags that people gave: in a channel's column or in the project's own table, kept apart from those of rules.
//!
//! Comes in: records, the project's table, `[[tag_alias]]`. Goes out: one row per tag with its canonical name, who gave
//! it and when, and one column of canonical names per customer. A tag of a channel carries the row's owner and the time
//! the row was last changed. No rule takes such a tag away; only its own end does.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::model::customers::{ManualTags, NO_CUSTOMER};
use crate::model::kind::{Kind, Party};
use crate::model::records::Field;
use crate::model::text::{Interner, TextBuilder, TextColumn};
use crate::model::value::Class;
use crate::rules::Rules;

use super::TagInput;
use super::compile::Compiled;

/// Tags given by people.
#[derive(Debug, Clone)]
pub(super) struct Manual {
    /// Canonical names per customer, sorted and joined.
    pub(super) column: TextColumn,
    /// One row per tag.
    pub(super) rows: ManualTags,
}

/// What names mean.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// Folded name → what it means, by channel (`None` = everywhere).
    aliases: HashMap<String, Vec<(Option<String>, Meaning)>>,
    /// Folded canonical names → the name.
    canonical: HashMap<String, Arc<str>>,
}

/// What one name means.
#[derive(Debug, Clone)]
pub(super) struct Meaning {
    pub(super) tag: Arc<str>,
    pub(super) known: bool,
    expires_ms: Option<i64>,
}

impl Names {
    /// The names of all tags and aliases.
    pub(super) fn new(rules: &Rules) -> Self {
        let mut names = Self::default();
        for tag in &rules.tags {
            let name: Arc<str> = Arc::from(tag.name.as_str());
            for written in [&tag.name, &tag.name_en].into_iter().filter(|name| !name.is_empty()) {
                names.canonical.entry(folded(written)).or_insert_with(|| Arc::clone(&name));
            }
        }
        for alias in &rules.tag_aliases {
            let to: Arc<str> = Arc::from(alias.to.as_str());
            names.canonical.entry(folded(&alias.to)).or_insert_with(|| Arc::clone(&to));
            for from in &alias.from {
                let meaning = Meaning { tag: Arc::clone(&to), known: true, expires_ms: alias.expires_ms };
                names.aliases.entry(folded(from)).or_default().push((alias.channel.clone(), meaning));
            }
        }
        names
    }

    /// What a name of a channel means; an alias of that channel comes before one of all.
    pub(super) fn meaning(&self, name: &str, channel: &str) -> Meaning {
        let key = folded(name);
        let aliases = self.aliases.get(&key).map(Vec::as_slice).unwrap_or_default();
        let own = aliases.iter().find(|(of, _)| of.as_deref() == Some(channel));
        if let Some((_, meaning)) = own.or_else(|| aliases.iter().find(|(of, _)| of.is_none())) {
            return meaning.clone();
        }
        match self.canonical.get(&key) {
            Some(tag) => Meaning { tag: Arc::clone(tag), known: true, expires_ms: None },
            None => Meaning { tag: Arc::from(name), known: false, expires_ms: None },
        }
    }
}

fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// One tag while it is gathered; texts are codes of one pool.
struct Row {
    customer: u32,
    tag: u32,
    given: u32,
    channel: u32,
    record: Option<u32>,
    by: u32,
    at: Option<i64>,
    note: u32,
}

/// Gathers all tags that people gave; `None` if there are none.
pub(super) fn manual(input: &TagInput, compiled: &Compiled, remarks: &mut Vec<String>) -> Option<Manual> {
    let mut gathered = Gathered { input, compiled, pool: Interner::new(), rows: Vec::new(), expired: 0 };
    gathered.of_channels();
    gathered.of_project();
    if gathered.expired > 0 {
        remarks.push(format!("{} tags given by people have ended and are left out", gathered.expired));
    }
    let nobody = gathered.rows.is_empty() && gathered.expired == 0;
    (!nobody).then(|| gathered.finish())
}

struct Gathered<'a> {
    input: &'a TagInput<'a>,
    compiled: &'a Compiled,
    pool: Interner,
    rows: Vec<Row>,
    expired: u64,
}

impl Gathered<'_> {
    /// Tags in columns of channels.
    fn of_channels(&mut self) {
        let records = self.input.records;
        let of = |kind| records.fields.iter().filter(move |f: &&Field| f.kind == kind && f.party == Party::Principal);
        let fields: Vec<&Field> = of(Kind::Tags).collect();
        let owners: Vec<&Field> = of(Kind::Owner).collect();
        let mut known: HashMap<(usize, u32, u16), (Meaning, u32, u32)> = HashMap::new();
        for record in 0..if fields.is_empty() { 0 } else { records.len() } {
            let customer = self.input.customers.of_record[record];
            if customer == NO_CUSTOMER {
                continue;
            }
            let at = records.updated_at[record].or(records.created_at[record]);
            let channel = records.channel(record);
            for (f, field) in fields.iter().enumerate() {
                for &code in field.values.get(record) {
                    if code == 0 || matches!(field.dict.class(code), Class::Placeholder | Class::Invalid) {
                        continue;
                    }
                    let (meaning, tag, given) = known.entry((f, code, channel)).or_insert_with(|| {
                        let text = field.dict.text(code);
                        let meaning = self.compiled.names.meaning(text, records.channel_name(record));
                        let tag = self.pool.intern(&meaning.tag);
                        (meaning, tag, self.pool.intern(text))
                    });
                    let (tag, given, expires) = (*tag, *given, meaning.expires_ms);
                    if self.is_over(at, expires, None) {
                        self.expired += 1;
                        continue;
                    }
                    let own = owners.iter().flat_map(|owner| owner.values.get(record).iter().map(|&code| owner.dict.text(code)));
                    let by = self.pool.intern(own.into_iter().next().unwrap_or(""));
                    let channel = self.pool.intern(records.channel_name(record));
                    self.rows.push(Row { customer, tag, given, channel, record: Some(record as u32), by, at, note: 0 });
                }
            }
        }
    }

    /// Tags in the project's own table.
    fn of_project(&mut self) {
        for given in &self.input.people.tags {
            let meaning = self.compiled.names.meaning(&given.tag, "");
            if self.is_over(given.at, meaning.expires_ms, given.expires) {
                self.expired += 1;
                continue;
            }
            let pool = &mut self.pool;
            let row = Row {
                customer: given.customer,
                tag: pool.intern(&meaning.tag),
                given: pool.intern(given.tag.trim()),
                channel: 0,
                record: None,
                by: pool.intern(&given.by),
                at: given.at,
                note: pool.intern(&given.note),
            };
            self.rows.push(row);
        }
    }

    /// Has a tag of this date ended? One without a date never ends by age.
    fn is_over(&self, at: Option<i64>, expires_ms: Option<i64>, until: Option<i64>) -> bool {
        let now = self.input.as_of_ms;
        let by_age = at.zip(expires_ms).is_some_and(|(at, expires)| at.saturating_add(expires) <= now);
        by_age || until.is_some_and(|until| until <= now)
    }

    fn finish(mut self) -> Manual {
        let pool = std::sync::Arc::new(self.pool.into_arena());
        self.rows.sort_by(|a, b| {
            let key = |row: &Row| (row.customer, pool.get(row.tag), row.at, row.record, pool.get(row.given), pool.get(row.by));
            key(a).cmp(&key(b))
        });
        let mut column = TextBuilder::default();
        let mut rows = self.rows.iter().peekable();
        for customer in 0..self.input.customers.ids.len() as u32 {
            let own = std::iter::from_fn(|| rows.next_if(|row| row.customer == customer));
            let names: BTreeSet<&str> = own.map(|row| pool.get(row.tag)).collect();
            column.push(&names.into_iter().collect::<Vec<_>>().join("|"));
        }
        let texts =
            |of: fn(&Row) -> u32| TextColumn { values: std::sync::Arc::clone(&pool), codes: self.rows.iter().map(of).collect() };
        let rows = ManualTags {
            customer: self.rows.iter().map(|row| row.customer).collect(),
            tag: texts(|row| row.tag),
            given_as: texts(|row| row.given),
            channel: texts(|row| row.channel),
            record: self.rows.iter().map(|row| row.record).collect(),
            by: texts(|row| row.by),
            at: self.rows.iter().map(|row| row.at).collect(),
            note: texts(|row| row.note),
        };
        Manual { column: column.finish(), rows }
    }
}
