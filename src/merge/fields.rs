//! Which master column is chosen from which fields, and the columns and lineage that come of it.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::customers::Lineage;
use crate::model::events::Events;
use crate::model::kind::{Kind, Party};
use crate::model::mapping::Entity;
use crate::model::recode::Recoder;
use crate::model::records::{Field, Records};
use crate::model::table::Data;
use crate::model::text::{Arena, ListColumn, MISSING, TextColumn};
use crate::model::value::{Class, Dict, Normal, Part};

use super::choose::{Chooser, World};
use super::told::{Losers, Told, lineage};
use super::{LINEAGE_ROWS, NamedColumn, extras, lists};

/// All chosen columns with what later steps need of them.
pub(super) struct Chosen<'a> {
    pub columns: Vec<NamedColumn>,
    /// One list per column.
    pub lineage: Vec<Lineage>,
    /// The chosen company of each customer.
    pub company: Picks<'a>,
    /// Per field, which customers have it filled.
    pub filled: BTreeMap<String, Vec<bool>>,
}

/// The chosen value of each customer.
pub(super) struct Picks<'a> {
    sources: Vec<&'a Field>,
    picks: Vec<Option<(u16, u32)>>,
}

impl Picks<'_> {
    /// Dictionary and code of a customer's value.
    pub(super) fn get(&self, customer: usize) -> Option<(&Dict, u32)> {
        self.picks[customer].map(|(source, code)| (&self.sources[source as usize].dict, code))
    }
}

/// How a column shows the chosen value.
#[derive(Clone, Copy)]
enum Show {
    Text,
    Part(Part),
}

impl Show {
    fn of(self, dict: &Dict, code: u32) -> &str {
        self.texts(dict).get(self.code(dict, code))
    }

    /// What it shows of any value.
    fn texts(self, dict: &Dict) -> &Arena {
        match self {
            Show::Text => dict.texts(),
            Show::Part(part) => dict.part_column(part).pool.arena(),
        }
    }

    /// Which of the texts it shows of a value.
    fn code(self, dict: &Dict, code: u32) -> u32 {
        match self {
            Show::Text => code,
            Show::Part(part) => dict.part_column(part).code(code),
        }
    }
}

/// One choice and the columns it fills.
struct Spec<'a> {
    /// Name in `[[merge]]`.
    field: &'a str,
    kind: Kind,
    sources: Vec<&'a Field>,
    columns: Vec<(String, Show)>,
    /// Column that lists all clear values, best first; there is one other column then.
    list: Option<&'a str>,
    /// A field beyond the contract's columns: it gets the type of its kind.
    extra: bool,
}

/// Columns that show the chosen address.
const ADDRESS: &[(&str, Show)] = &[
    ("country", Show::Part(Part::Country)),
    ("province", Show::Part(Part::Province)),
    ("city", Show::Part(Part::City)),
    ("district", Show::Part(Part::District)),
    ("address", Show::Text),
    ("postcode", Show::Part(Part::Postcode)),
];

/// Fixed columns with a choice of their own: name in rules, kind, column that lists all.
const SIMPLE: &[(&str, Kind, Option<&str>)] = &[
    ("phone", Kind::Phone, Some("phones")),
    ("email", Kind::Email, Some("emails")),
    ("gender", Kind::Gender, None),
    ("birth_date", Kind::BirthDate, None),
];

/// Chooses every column that is chosen.
pub(super) fn choose<'a>(world: &World<'a>, events: &Events) -> Chosen<'a> {
    let records = world.records;
    let company_spec = Spec::simple("company", Kind::Company, principal(records, Kind::Company), None);
    let company = run(world, &company_spec, |_| false);
    let picks = Picks { sources: company_spec.sources.clone(), picks: company.picks.clone() };
    let others = || -> Vec<Made> {
        let owners = event_owners(records, events);
        let extras = extras::fields(records);
        let of = |spec: &Spec| {
            if extras::is_scoped(spec.kind) {
                Made::listed(&spec.columns[0].0, lists::scoped(records, world.roster, &spec.sources))
            } else {
                Made::of(spec, run(world, spec, |_| false)).typed(spec, world)
            }
        };
        specs(records, owners.as_ref(), &extras).par_iter().map(of).collect()
    };
    let (mut made, others) = rayon::join(|| names(world, &company_spec, &company), others);
    made.add(Made::of(&company_spec, company));
    for other in others {
        made.add(other);
    }
    Chosen { columns: made.columns, lineage: made.lineage, company: picks, filled: made.filled }
}

/// Every choice but name and company: fixed columns, then extra fields in field order.
fn specs<'a>(records: &'a Records, owners: Option<&'a Field>, extras: &'a [(String, Vec<&'a Field>)]) -> Vec<Spec<'a>> {
    let simple = SIMPLE.iter().map(|&(field, kind, list)| Spec::simple(field, kind, principal(records, kind), list));
    let mut specs: Vec<Spec> = simple.collect();
    specs.push(Spec {
        columns: ADDRESS.iter().map(|&(name, show)| (name.to_owned(), show)).collect(),
        ..Spec::simple("address", Kind::Address, principal(records, Kind::Address), None)
    });
    let mut owned = principal(records, Kind::Owner);
    owned.extend(owners);
    specs.push(Spec::simple("owner", Kind::Owner, owned, None));
    specs.extend(extras.iter().map(|(name, fields)| Spec {
        columns: vec![(extras::column_name(name), Show::Text)],
        extra: true,
        ..Spec::simple(name, fields[0].kind, fields.clone(), None)
    }));
    specs
}

/// Principal fields of a kind under the kind's own name.
pub(super) fn principal(records: &Records, kind: Kind) -> Vec<&Field> {
    records.fields.iter().filter(|f| f.kind == kind && f.party == Party::Principal && f.name == kind.name()).collect()
}

impl<'a> Spec<'a> {
    /// A choice that fills the column of its own name.
    fn simple(field: &'a str, kind: Kind, sources: Vec<&'a Field>, list: Option<&'a str>) -> Self {
        Self { field, kind, sources, columns: vec![(field.to_owned(), Show::Text)], list, extra: false }
    }
}

/// What a choice made of all customers.
#[derive(Default)]
struct Outcome {
    picks: Vec<Option<(u16, u32)>>,
    filled: Vec<bool>,
    /// Customers with lineage.
    told: Vec<Told>,
    /// What lost, per column of the choice; empty if nobody is told about.
    losers: Vec<Losers>,
    /// All clear values, best first: indexes into `listed`.
    lists: ListColumn,
    listed: Vec<(u16, u32)>,
}

/// Makes a choice for every customer; about those that are `silent`, nothing is told.
fn run(world: &World, spec: &Spec, silent: impl Fn(usize) -> bool + Sync) -> Outcome {
    let chooser = Chooser::new(*world, spec.field, spec.kind, &spec.sources);
    let chunks = chooser.each(|customer, ranking, out: &mut Outcome| {
        let best = ranking.values.first();
        out.picks.push(best.map(|v| (v.source, v.code)));
        out.filled.push(best.is_some_and(|v| chooser.is_filled(v)));
        if spec.list.is_some() {
            let clear = ranking.values.iter().filter(|v| chooser.is_filled(v)).map(|v| (v.source, v.code));
            let first = out.listed.len() as u32;
            out.listed.extend(clear);
            out.lists.push(first..out.listed.len() as u32);
        }
        let Some(best) = best else { return };
        if world.roster.members.get(customer).len() < LINEAGE_ROWS || silent(customer) {
            return;
        }
        out.told.push(Told { customer: customer as u32, record: best.record, rule: ranking.rule });
        out.losers.resize_with(spec.columns.len(), Losers::default);
        if ranking.values.len() == 1 {
            return out.losers.iter_mut().for_each(Losers::push_none);
        }
        let mut buffer = String::new();
        for ((_, show), losers) in spec.columns.iter().zip(&mut out.losers) {
            let texts = ranking.values.iter().map(|v| show.of(&spec.sources[v.source as usize].dict, v.code));
            losers.push(texts, &mut buffer);
        }
    });
    join(chunks)
}

fn join(chunks: Vec<Outcome>) -> Outcome {
    let mut all = Outcome::default();
    let sum = |of: fn(&Outcome) -> usize| chunks.iter().map(of).sum();
    all.picks.reserve(sum(|chunk| chunk.picks.len()));
    all.filled.reserve(sum(|chunk| chunk.filled.len()));
    all.told.reserve(sum(|chunk| chunk.told.len()));
    all.listed.reserve(sum(|chunk| chunk.listed.len()));
    all.lists = ListColumn::with_capacity(sum(|chunk| chunk.lists.len()), sum(|chunk| chunk.listed.len()));
    let columns = chunks.iter().map(|chunk| chunk.losers.len()).max().unwrap_or(0);
    all.losers = (0..columns).map(|column| Losers::room_for(chunks.iter().filter_map(|chunk| chunk.losers.get(column)))).collect();
    for chunk in chunks {
        let first = all.listed.len() as u32;
        for row in 0..chunk.lists.len() {
            all.lists.push(chunk.lists.get(row).iter().map(|&at| at + first));
        }
        all.listed.extend(chunk.listed);
        all.picks.extend(chunk.picks);
        all.filled.extend(chunk.filled);
        all.told.extend(chunk.told);
        all.losers.iter_mut().zip(&chunk.losers).for_each(|(losers, more)| losers.append(more));
    }
    all
}

/// Columns, lineage and filled flags while they are gathered.
#[derive(Default)]
struct Made {
    columns: Vec<NamedColumn>,
    lineage: Vec<Lineage>,
    filled: BTreeMap<String, Vec<bool>>,
}

impl Made {
    /// What one choice makes.
    fn of(spec: &Spec, mut outcome: Outcome) -> Self {
        let mut made = Self::default();
        let mut losers = std::mem::take(&mut outcome.losers).into_iter();
        for (name, how) in &spec.columns {
            let column = shown(&spec.sources, &outcome.picks, *how);
            let column = match spec.list {
                None => column.finish(),
                Some(list) => {
                    let (column, listed) = listed(column, &spec.sources, &outcome);
                    made.columns.push((list.to_owned(), Data::Text(listed)));
                    column
                }
            };
            if let Some(losers) = losers.next() {
                made.lineage.push(lineage(name, &outcome.told, &losers.finish(), &column, |_| true));
            }
            made.columns.push((name.clone(), Data::Text(column)));
            if let Show::Part(part) = how {
                made.filled.insert(name.clone(), part_filled(spec, &outcome, *part));
            }
        }
        made.filled.insert(spec.field.to_owned(), outcome.filled);
        made
    }

    /// A column without a choice.
    fn listed(name: &str, data: Data) -> Self {
        Self { columns: vec![(name.to_owned(), data)], ..Self::default() }
    }

    /// Gives an extra field the type of its kind.
    fn typed(mut self, spec: &Spec, world: &World) -> Self {
        if spec.extra {
            for (_, data) in &mut self.columns {
                if let Data::Text(texts) = data {
                    *data = extras::typed(spec.kind, std::mem::take(texts), world.rules.timezone);
                }
            }
        }
        self
    }

    fn add(&mut self, more: Self) {
        self.columns.extend(more.columns);
        self.lineage.extend(more.lineage);
        self.filled.extend(more.filled);
    }
}

/// A part is filled if the value has it and is itself filled, or is masked elsewhere: of `浙江省杭州市****` the province is.
fn part_filled(spec: &Spec, outcome: &Outcome, part: Part) -> Vec<bool> {
    let dict = |source: u16| &spec.sources[source as usize].dict;
    let has = |(source, code): (u16, u32)| dict(source).part_column(part).code(code) != 0;
    let is_clear = |(source, code): (u16, u32)| {
        dict(source).class(code) == Class::Masked && !dict(source).part(code, part).contains(['*', '＊', '×'])
    };
    let filled = |(pick, &filled): (&Option<(u16, u32)>, &bool)| pick.is_some_and(|pick| has(pick) && (filled || is_clear(pick)));
    outcome.picks.iter().zip(&outcome.filled).map(filled).collect()
}

/// A column of chosen values.
fn shown(sources: &[&Field], picks: &[Option<(u16, u32)>], how: Show) -> Recoder {
    let mut column = Recoder::new();
    column.expect(picks.iter().flatten().count(), sources.iter().map(|field| how.texts(&field.dict)));
    let code = |&pick: &Option<(u16, u32)>| {
        let (source, code) = pick.map_or((0, MISSING), |(source, code)| (source as usize, code));
        (source, if code == MISSING { MISSING } else { how.code(&sources[source].dict, code) })
    };
    column.push_codes(picks.iter().map(code), |source, code| how.texts(&sources[source].dict).get(code));
    column
}

/// The column of chosen values, and one that lists all clear values, best first: mostly the chosen ones alone.
fn listed(mut column: Recoder, sources: &[&Field], outcome: &Outcome) -> (TextColumn, TextColumn) {
    for row in 0..outcome.lists.len() {
        match outcome.lists.get(row) {
            [] => column.push_text(""),
            [at] => {
                let (source, code) = outcome.listed[*at as usize];
                column.push_code(source as usize, code, || sources[source as usize].dict.text(code));
            }
            several => {
                let mut texts: Vec<&str> = Vec::with_capacity(several.len());
                for &at in several {
                    let (source, code) = outcome.listed[at as usize];
                    let text = sources[source as usize].dict.text(code);
                    if !texts.contains(&text) {
                        texts.push(text);
                    }
                }
                column.push_text(&texts.join("|"));
            }
        }
    }
    column.finish_as_two(outcome.picks.len())
}

/// Names of persons; an organisation with a company is named by it.
fn names(world: &World, company_spec: &Spec, company: &Outcome) -> Made {
    let by_company = |customer: usize| world.entity[customer] == Entity::Organisation && company.picks[customer].is_some();
    let spec = Spec::simple("name", Kind::PersonName, principal(world.records, Kind::PersonName), None);
    let mut name = run(world, &spec, by_company);
    let sources: Vec<&Field> = spec.sources.iter().chain(&company_spec.sources).copied().collect();
    let shift = spec.sources.len() as u16;
    for customer in (0..name.picks.len()).filter(|&c| by_company(c)) {
        name.picks[customer] = company.picks[customer].map(|(source, code)| (source + shift, code));
        name.filled[customer] = company.filled[customer];
    }
    let mut made = Made::of(&Spec { sources, ..spec }, name);
    if let (Some((_, Data::Text(column))), Some(losers)) = (made.columns.first(), company.losers.first()) {
        made.lineage.push(lineage("name", &company.told, &losers.column(), column, |customer| by_company(customer as usize)));
    }
    made
}

/// Owners that events carry, as a field of their source rows.
fn event_owners(records: &Records, events: &Events) -> Option<Field> {
    let mut named: Vec<(u32, u32)> =
        (0..events.len()).filter(|&e| events.owner.codes[e] != 0).map(|e| (events.record[e], events.owner.codes[e])).collect();
    if named.is_empty() {
        return None;
    }
    named.sort_unstable();
    named.dedup();
    let mut dict = Dict::new();
    let codes: Vec<u32> = events.owner.values.iter().map(|(_, text)| dict.intern(&Normal::valid(text))).collect();
    let mut values = ListColumn::new();
    let mut rest = named.as_slice();
    for row in 0..records.len() as u32 {
        let (mine, others) = rest.split_at(rest.partition_point(|&(record, _)| record == row));
        values.push(mine.iter().map(|&(_, code)| codes[code as usize]));
        rest = others;
    }
    let (name, kind) = (Kind::Owner.name().to_owned(), Kind::Owner);
    Some(Field { name, kind, party: Party::Principal, scope: String::new(), matches: false, dict, values })
}
