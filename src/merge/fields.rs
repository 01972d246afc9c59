//! Which master column is chosen from which fields, and the columns and lineage that come of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::customers::Lineage;
use crate::model::events::Events;
use crate::model::kind::{Kind, Party};
use crate::model::mapping::Entity;
use crate::model::recode::Recoder;
use crate::model::records::{Field, Records};
use crate::model::table::Data;
use crate::model::text::ListColumn;
use crate::model::value::{Dict, Normal, Part};

use super::choose::{Chooser, Ranking, Value, World};
use super::{LINEAGE_ROWS, NamedColumn, extras, lists};

/// All chosen columns with what later steps need of them.
pub(super) struct Chosen<'a> {
    pub columns: Vec<NamedColumn>,
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
        match self {
            Show::Text => dict.text(code),
            Show::Part(part) => dict.part(code, part),
        }
    }
}

/// One choice and the columns it fills.
struct Spec<'a> {
    /// Name in `[[merge]]`.
    field: &'a str,
    kind: Kind,
    sources: Vec<&'a Field>,
    columns: Vec<(Arc<str>, Show)>,
    /// Column that lists all clear values, best first.
    list: Option<&'a str>,
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
    let company =
        run(
            world,
            &company_spec,
            |customer| if world.entity[customer] == Entity::Organisation { Also::Name } else { Also::Nothing },
        );
    let named_by_company = |customer: usize| world.entity[customer] == Entity::Organisation && company.picks[customer].is_some();
    let name_spec = Spec::simple("name", Kind::PersonName, principal(records, Kind::PersonName), None);
    let name = run(world, &name_spec, |customer| if named_by_company(customer) { Also::Silent } else { Also::Nothing });
    let mut made = Made::default();
    made.columns.push(("name".to_owned(), names(&name_spec, &name, &company_spec, &company, &named_by_company)));
    let filled = (0..name.filled.len()).map(|c| if named_by_company(c) { company.filled[c] } else { name.filled[c] });
    made.filled.insert("name".to_owned(), filled.collect());
    made.lineage.extend(name.lineage);
    let picks = Picks { sources: company_spec.sources.clone(), picks: company.picks.clone() };
    made.take(&company_spec, company);
    for &(field, kind, list) in SIMPLE {
        let spec = Spec::simple(field, kind, principal(records, kind), list);
        made.take(&spec, run(world, &spec, |_| Also::Nothing));
    }
    let columns = ADDRESS.iter().map(|&(name, show)| (Arc::from(name), show)).collect();
    let sources = principal(records, Kind::Address);
    let address = Spec { field: "address", kind: Kind::Address, sources, columns, list: None };
    made.take(&address, run(world, &address, |_| Also::Nothing));
    let owners = event_owners(records, events);
    let mut sources = principal(records, Kind::Owner);
    sources.extend(&owners);
    let owner = Spec::simple("owner", Kind::Owner, sources, None);
    made.take(&owner, run(world, &owner, |_| Also::Nothing));
    more(world, &mut made);
    Chosen { columns: made.columns, lineage: made.lineage, company: picks, filled: made.filled }
}

/// The extra columns, in field order.
fn more(world: &World, made: &mut Made) {
    for (name, fields) in extras::fields(world.records) {
        let column = extras::column_name(&name);
        let kind = fields[0].kind;
        if extras::is_scoped(kind) {
            made.columns.push((column, lists::scoped(world.records, world.roster, &fields)));
            continue;
        }
        let spec = Spec { columns: vec![(Arc::from(column.as_str()), Show::Text)], ..Spec::simple(&name, kind, fields, None) };
        let outcome = run(world, &spec, |_| Also::Nothing);
        made.filled.insert(name.clone(), outcome.filled.clone());
        made.lineage.extend(outcome.lineage);
        let Data::Text(texts) = show(&spec.sources, &outcome.picks, Show::Text) else { continue };
        made.columns.push((column, extras::typed(kind, texts, world.rules.timezone)));
    }
}

/// Principal fields of a kind under the kind's own name.
pub(super) fn principal(records: &Records, kind: Kind) -> Vec<&Field> {
    records.fields.iter().filter(|f| f.kind == kind && f.party == Party::Principal && f.name == kind.name()).collect()
}

impl<'a> Spec<'a> {
    /// A choice that fills the column of its own name.
    fn simple(field: &'a str, kind: Kind, sources: Vec<&'a Field>, list: Option<&'a str>) -> Self {
        Self { field, kind, sources, columns: vec![(Arc::from(field), Show::Text)], list }
    }
}

/// What else a choice tells about one customer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Also {
    Nothing,
    /// The value is the customer's name, too.
    Name,
    /// Another choice fills the column: no lineage from this one.
    Silent,
}

/// What a choice made of all customers.
#[derive(Default)]
struct Outcome {
    picks: Vec<Option<(u16, u32)>>,
    filled: Vec<bool>,
    lineage: Vec<Lineage>,
    /// All clear values, best first: indexes into `listed`.
    lists: ListColumn,
    listed: Vec<(u16, u32)>,
}

fn run(world: &World, spec: &Spec, also: impl Fn(usize) -> Also + Sync) -> Outcome {
    let chooser = Chooser::new(*world, spec.field, spec.kind, &spec.sources);
    let name: Arc<str> = Arc::from("name");
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
        let also = also(customer);
        if also == Also::Silent || world.roster.members.get(customer).len() < LINEAGE_ROWS {
            return;
        }
        tell(spec, customer, ranking, &mut out.lineage);
        if also == Also::Name {
            let again = out.lineage.last().filter(|l| l.customer == customer as u32).cloned();
            out.lineage.extend(again.map(|l| Lineage { field: name.clone(), ..l }));
        }
    });
    join(chunks)
}

fn join(chunks: Vec<Outcome>) -> Outcome {
    let mut all = Outcome::default();
    for chunk in chunks {
        let first = all.listed.len() as u32;
        for row in 0..chunk.lists.len() {
            all.lists.push(chunk.lists.get(row).iter().map(|&at| at + first));
        }
        all.listed.extend(chunk.listed);
        all.picks.extend(chunk.picks);
        all.filled.extend(chunk.filled);
        all.lineage.extend(chunk.lineage);
    }
    all
}

/// One line of lineage per column that shows something.
fn tell(spec: &Spec, customer: usize, ranking: Ranking, lineage: &mut Vec<Lineage>) {
    let [best, others @ ..] = ranking.values else { return };
    for (name, show) in &spec.columns {
        let text = |value: &Value| show.of(&spec.sources[value.source as usize].dict, value.code);
        let value = text(best);
        if value.is_empty() {
            continue;
        }
        let mut losers: Vec<&str> = Vec::new();
        for loser in others.iter().map(|v| text(v)) {
            if !loser.is_empty() && loser != value && !losers.contains(&loser) {
                losers.push(loser);
            }
        }
        lineage.push(Lineage {
            customer: customer as u32,
            field: Arc::clone(name),
            value: value.to_owned(),
            record: best.record,
            rule: ranking.rule,
            losers: losers.join("|"),
        });
    }
}

/// Columns, lineage and filled flags while they are gathered.
#[derive(Default)]
struct Made {
    columns: Vec<NamedColumn>,
    lineage: Vec<Lineage>,
    filled: BTreeMap<String, Vec<bool>>,
}

impl Made {
    fn take(&mut self, spec: &Spec, outcome: Outcome) {
        for (name, how) in &spec.columns {
            self.columns.push((name.to_string(), show(&spec.sources, &outcome.picks, *how)));
            if let Show::Part(part) = how {
                self.filled.insert(name.to_string(), part_filled(spec, &outcome, *part));
            }
        }
        if let Some(list) = spec.list {
            self.columns.push((list.to_owned(), listed(&spec.sources, &outcome)));
        }
        self.filled.insert(spec.field.to_owned(), outcome.filled);
        self.lineage.extend(outcome.lineage);
    }
}

/// A part is filled if the value is and has it.
fn part_filled(spec: &Spec, outcome: &Outcome, part: Part) -> Vec<bool> {
    let has = |(source, code): (u16, u32)| spec.sources[source as usize].dict.part_column(part).code(code) != 0;
    outcome.picks.iter().zip(&outcome.filled).map(|(pick, &filled)| filled && pick.is_some_and(has)).collect()
}

/// A column of chosen values.
fn show(sources: &[&Field], picks: &[Option<(u16, u32)>], how: Show) -> Data {
    let mut column = Recoder::new();
    for pick in picks {
        push(&mut column, sources, *pick, how);
    }
    Data::Text(column.finish())
}

fn push(column: &mut Recoder, sources: &[&Field], pick: Option<(u16, u32)>, how: Show) {
    let Some((source, code)) = pick else { return column.push_text("") };
    let dict = &sources[source as usize].dict;
    match how {
        Show::Text => column.push_code(source as usize, code, || dict.text(code)),
        Show::Part(part) => {
            let parts = dict.part_column(part);
            column.push_code(source as usize, parts.code(code), || dict.part(code, part));
        }
    }
}

/// A column that lists all clear values, best first.
fn listed(sources: &[&Field], outcome: &Outcome) -> Data {
    let mut column = Recoder::new();
    for row in 0..outcome.lists.len() {
        match outcome.lists.get(row) {
            [] => column.push_text(""),
            [at] => push(&mut column, sources, Some(outcome.listed[*at as usize]), Show::Text),
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
    Data::Text(column.finish())
}

/// Names of persons, and of organisations their company.
fn names(name: &Spec, by_name: &Outcome, company: &Spec, by_company: &Outcome, use_company: &dyn Fn(usize) -> bool) -> Data {
    let sources: Vec<&Field> = name.sources.iter().chain(&company.sources).copied().collect();
    let shift = name.sources.len() as u16;
    let mut column = Recoder::new();
    for customer in 0..by_name.picks.len() {
        let pick = if use_company(customer) {
            by_company.picks[customer].map(|(source, code)| (source + shift, code))
        } else {
            by_name.picks[customer]
        };
        push(&mut column, &sources, pick, Show::Text);
    }
    Data::Text(column.finish())
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
