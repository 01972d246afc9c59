//! `explain`: why one customer, why not, which value won, why a tag. Works on what a run would decide now.

use std::path::PathBuf;

use anyhow::anyhow;

use super::as_of::AsOf;
use super::consolidate::{Labels, Setting, World, consolidate, label, zone};
use super::failure::Failure;
use super::guard::{guard, normalise_living};
use super::inputs::{Night, expected_rows, read_channels};
use super::links::{Bond, Link, Web};
use super::published::last;
use super::rooms::{self, Rooms};
use super::run::{follow, state_of};
use super::stages::Stages;
use super::{models, people};
use crate::deliver::{Style, tables};
use crate::model::customers::NO_CUSTOMER;
use crate::model::table::{Data, Table};
use crate::model::watch::Watch;
use crate::normalise::records::Told;
use crate::resolve::{self, PairExplanation};
use crate::rules::{self, did_you_mean};
use crate::tag::{self, Evidence, Question};

/// What is to be explained.
#[derive(Debug, Clone)]
pub struct ExplainOptions {
    /// Project folder.
    pub project: PathBuf,
    /// The moment it looks from.
    pub as_of: AsOf,
    /// A `customer_id`, `CHANNEL:SOURCE_KEY` or `FILE:ROW`.
    pub id: String,
    /// The other one.
    pub other: Option<String>,
    /// Look the answer up in a published run instead of running the project: the last one, or the one of this id.
    pub published: Option<Option<String>>,
    /// A tag of the one: why has the customer it, or not?
    pub tag: Option<String>,
}

/// One customer, as text cells.
#[derive(Debug, Clone)]
pub struct CustomerStory {
    /// Master columns that are filled.
    pub golden: Vec<(String, String)>,
    /// Rows of the customer: channel, file, row, source key, matched by, weight.
    pub members: Vec<Vec<String>>,
    /// How the rows hold together.
    pub bond: Bond,
    /// Where values came from: field, value, channel, file, row, rule, losers.
    pub lineage: Vec<Vec<String>>,
    /// Touchpoints in order of time, those of the follow-up log among them: at, kind, status, amount, currency, channel, owner,
    /// and what it was about (products, message, action and outcome).
    pub timeline: Vec<Vec<String>>,
    /// Open follow-ups: action, due, overdue, owner.
    pub followups: Vec<Vec<String>>,
}

/// Why one customer has a tag, or has not.
#[derive(Debug, Clone)]
pub struct TagStory {
    /// The customer's id.
    pub customer_id: String,
    /// The tag.
    pub tag: String,
    /// What the rule saw; `None` if no rule makes the tag.
    pub evidence: Option<Evidence>,
    /// Where people gave it: given as, channel, file, row, by, at, note.
    pub given: Vec<Vec<String>>,
}

/// What a published run kept of how two customers or rows are related.
#[derive(Debug, Clone)]
pub struct LinkStory {
    /// Customer of each; empty for a row without usable identity.
    pub customers: [String; 2],
    /// Scored pairs with one end on either side, strongest first.
    pub links: Vec<Link>,
    /// Further ones that are not listed.
    pub more: usize,
    /// Where both are one customer and no pair between them was kept: the way from row to row.
    pub way: Vec<Link>,
    /// True if both rows are equal in all that is compared.
    pub equal: bool,
    /// The two rows whose values are shown, as `FILE:ROW`.
    pub shown: [String; 2],
    /// The values they were compared by.
    pub kept: Vec<Kept>,
    /// Prior in bits, if the run says so.
    pub prior: Option<f64>,
    /// Threshold in bits, if the run says so.
    pub threshold: Option<f64>,
}

/// A field of two rows as it was compared.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its name, with the platform behind `@` where it belongs to one.
    pub field: String,
    /// Both values, several joined by `|`; empty where missing.
    pub values: [String; 2],
    /// Bits of the field at best and at worst; `None` where a value is missing, or the field is weighed with others.
    pub span: Option<(f64, f64)>,
}

/// The answer.
#[derive(Debug)]
pub enum Explanation {
    /// One ID was given.
    Customer(Box<CustomerStory>),
    /// One ID and a tag were given.
    Tag(Box<TagStory>),
    /// One ID was given that belongs to nobody: a row without usable identity.
    Nobody(String),
    /// Two IDs were given and a published run was asked: whether they are one, and the scored links between them.
    Links(Box<LinkStory>),
    /// Two IDs were given: the pair that speaks most for them being one, and whether they are.
    Pair {
        /// Names of both records.
        names: [String; 2],
        /// True if both are the same customer.
        together: bool,
        /// Comparison by comparison.
        why: Box<PairExplanation>,
    },
}

/// Runs the project in memory and looks the IDs up.
///
/// # Errors
/// What would stop a run, or an ID that is not there.
pub fn explain(options: &ExplainOptions, watch: &dyn Watch) -> Result<Explanation, Failure> {
    if let Some(run) = &options.published {
        return super::lookup::look_up(options, run.as_deref());
    }
    let stages = Stages::start(watch);
    let rules = rules::load(&options.project)?;
    let mut rooms = rooms::compile(&rules)?;
    let zone = zone(&rules.project.timezone);
    let out = rules.root.join(&rules.project.out);
    let before = last(&out)?;
    // What is explained is the published run: its model, not one trained on what has come in since.
    rooms.resolve.model = models::as_published(before.as_ref())?;
    rooms.resolve.last = models::linkage_of_last_run(before.as_ref());
    let as_of_ms = options.as_of.resolve(zone);
    let night = Night { previous: before.as_ref(), as_of_ms, accept_drop: true };
    let mut inputs = stages.run_of("ingest", expected_rows(&rules), || read_channels(&rules, &night, watch))??;
    let data = normalise_living(&mut inputs, guard(&rules, &out)?.as_mut(), Told::Counted, &stages)?;
    let mut state = state_of(before.as_ref(), &out)?;
    let said = people::read(&rules, zone, watch)?;
    follow(&mut rooms, &said, &data.records, state.as_mut())?;
    let setting = Setting { rooms: &rooms, previous: state.as_ref(), as_of_ms, said: &said, lists_corrections: false };
    let merged = consolidate(data, &setting, &stages)?;
    let labels = Labels { tag: &rooms.tag, merge: &rooms.merge, tables: &inputs.tables, as_of_ms };
    let world = label(&merged, &labels, &stages)?;
    let rows = find(&world, &options.id)?;
    if let Some(other) = &options.other {
        return Ok(pair(&world, &rooms, &rows, &find(&world, other)?, watch));
    }
    let style = Style { timezone: zone, bom: false };
    match (world.customers.of_record[rows[0]], &options.tag) {
        (NO_CUSTOMER, _) => Ok(Explanation::Nobody(name(&world, rows[0]))),
        (customer, Some(tag)) => {
            let question = Question { tag, customer, as_of_ms: setting.as_of_ms };
            Ok(Explanation::Tag(Box::new(tag_story(&world, &rooms, question, &style)?)))
        }
        (customer, None) => Ok(Explanation::Customer(Box::new(story(&world, customer, &style)))),
    }
}

/// Records that an ID names: all of a customer, or one.
fn find(world: &World, id: &str) -> Result<Vec<usize>, Failure> {
    let (records, customers) = (&world.data.records, &world.customers);
    if let Some(at) = customers.ids.find(id) {
        return Ok(customers.members.get(at).iter().map(|&row| row as usize).collect());
    }
    // An id of earlier days leads to the customer it became part of.
    let redirect = world.assignment.ledger.iter().find(|row| row.id.to_string() == id).and_then(|row| row.redirect);
    if let Some(now) = redirect.map(|now| now.to_string()).filter(|now| now != id) {
        return find(world, &now);
    }
    let row = (0..records.len()).find(|&row| {
        let is_key = |(channel, key): (&str, &str)| channel == records.channel_name(row) && key == records.source_key.get(row);
        // A source key may hold colons itself: every split is tried.
        let by_key = id.match_indices(':').any(|(at, _)| is_key((&id[..at], &id[at + 1..])));
        by_key || name(world, row) == id
    });
    row.map(|row| vec![row]).ok_or_else(|| unknown(id))
}

/// The error of an ID that is not there.
pub(super) fn unknown(id: &str) -> Failure {
    let hint = "hint: an ID is a `customer_id`, `CHANNEL:SOURCE_KEY` or `FILE:ROW`, as in xref.csv";
    anyhow!("nothing is known by `{id}`\n\n{hint}").into()
}

/// `FILE:ROW` of a record.
fn name(world: &World, row: usize) -> String {
    let records = &world.data.records;
    format!("{}:{}", records.files[records.file[row] as usize], records.row[row])
}

/// The strongest scored pair between two sets of records, else their first records.
fn pair(world: &World, rooms: &Rooms, a: &[usize], b: &[usize], watch: &dyn Watch) -> Explanation {
    let side = |row: u32| (a.binary_search(&(row as usize)).is_ok(), b.binary_search(&(row as usize)).is_ok());
    let between = |left: u32, right: u32| (side(left).0 && side(right).1) || (side(left).1 && side(right).0);
    let edges = world.resolution.edges.iter().filter(|e| between(e.left, e.right));
    let best = edges.max_by_key(|e| (e.weight(), std::cmp::Reverse((e.left, e.right))));
    let (x, y) = best.map_or_else(|| (a[0], b[b.len() - 1]), |e| (e.left as usize, e.right as usize));
    let of = |row: usize| world.customers.of_record[row];
    let together = of(x) == of(y) && of(x) != NO_CUSTOMER;
    let why = resolve::explain_pair(&world.data.records, &rooms.resolve, x, y, watch);
    Explanation::Pair { names: [name(world, x), name(world, y)], together, why: Box::new(why) }
}

/// How the rows of a customer hold together.
fn bond(world: &World, customer: u32) -> Bond {
    let World { data, resolution, customers, .. } = world;
    let key = |row: u32| (data.records.channel_name(row as usize).to_owned(), data.records.source_key.get(row as usize).to_owned());
    let mut web = Web::default();
    for &row in customers.members.get(customer as usize) {
        let (channel, source_key) = key(row);
        web.row(name(world, row as usize), channel, source_key);
    }
    let owner = |row: u32| customers.of_record[row as usize];
    for edge in resolution.edges.iter().filter(|e| owner(e.left) == customer && owner(e.right) == customer) {
        let rule = resolution.facts.rules.get(usize::from(edge.rule)).map_or("", |rule| rule.name.as_str());
        web.pair(key(edge.left), key(edge.right), i64::from(edge.weight()), rule);
    }
    web.bond(Some(resolution.facts.threshold).filter(|bits| bits.is_finite()))
}

fn story(world: &World, customer: u32, style: &Style) -> CustomerStory {
    let World { data, resolution, customers, master, .. } = world;
    let at = customer as usize;
    let id = &customers.ids[at];
    let golden = cells(master, at, style).into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let xref = tables::xref(&data.records, resolution, customers);
    let lineage = tables::lineage(&data.records, customers);
    let lineage = rows_of(&lineage, id, LINEAGE, style);
    let followups = tables::followups(customers, &world.tags);
    let followups = rows_of(&followups, id, FOLLOWUP, style);
    let members = rows_of(&xref, id, MEMBER, style);
    let (bond, timeline) = (bond(world, customer), timeline(world, customer, style));
    CustomerStory { golden, members, bond, lineage, timeline, followups }
}

/// Everything that happened to a customer, in order of time; what has no time stands first.
fn timeline(world: &World, customer: u32, style: &Style) -> Vec<Vec<String>> {
    let World { data, customers, people, .. } = world;
    let (records, events) = (&data.records, &data.events);
    let money = |minor: i64| cell(&Data::Money(vec![Some(minor)]), 0, style);
    let at = |at: Option<i64>| at.map_or_else(String::new, |at| time(at, style));
    let mut touched: Vec<(Option<i64>, Vec<String>)> = Vec::new();
    for event in (0..events.len()).filter(|&event| customers.of_record[events.record[event] as usize] == customer) {
        let first = events.items.event.partition_point(|&of| (of as usize) < event);
        let items = (first..events.items.event.len()).take_while(|&item| events.items.event[item] as usize == event);
        let names = items.map(|item| [events.items.product.get(item), events.items.sku.get(item)]);
        let mut about: Vec<&str> = names.filter_map(|names| names.into_iter().find(|name| !name.is_empty())).collect();
        about.extend(Some(events.text.get(event)).filter(|text| !text.is_empty()));
        let cells = vec![
            at(events.at[event]),
            events.kind.get(event).to_owned(),
            events.status.get(event).to_owned(),
            events.amount[event].map_or_else(String::new, money),
            events.amount[event].map_or_else(String::new, |_| events.currency.get(event).to_owned()),
            records.channel_name(events.record[event] as usize).to_owned(),
            events.owner.get(event).to_owned(),
            about.join(", "),
        ];
        touched.push((events.at[event], cells));
    }
    for entry in people.log.iter().flatten().filter(|entry| entry.customer == customer) {
        let about: Vec<&str> =
            [entry.action.as_str(), entry.outcome.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
        let none = String::new;
        let cells = vec![
            at(Some(entry.at)),
            "followup".to_owned(),
            none(),
            none(),
            none(),
            "followup_log".to_owned(),
            entry.by.clone(),
            about.join(", "),
        ];
        touched.push((Some(entry.at), cells));
    }
    touched.sort_by_key(|(at, _)| *at);
    touched.into_iter().map(|(_, cells)| cells).collect()
}

/// Why a customer has a tag, or has not.
fn tag_story(world: &World, rooms: &Rooms, question: Question, style: &Style) -> Result<TagStory, Failure> {
    let evidence = tag::evidence(&rooms.tag, world.customers, &world.tags, question);
    let is_given = world.tags.manual.tag.values.iter().any(|(_, name)| name == question.tag);
    if evidence.is_none() && !is_given {
        let hint = did_you_mean(question.tag, rooms.tag.tag_names());
        return Err(anyhow!("no rule makes the tag `{}`, and nobody gave it\n\nhint: {hint}", question.tag).into());
    }
    let id = world.customers.ids[question.customer as usize].to_owned();
    let given = tables::manual_tags(&world.data.records, world.customers, &world.tags);
    let given = rows_of(&given, &id, &["tag", "given_as", "channel", "file", "row", "by", "at", "note"], style);
    let given = given.into_iter().filter(|row| row[0] == question.tag).map(|mut row| row.split_off(1)).collect();
    Ok(TagStory { customer_id: id, tag: question.tag.to_owned(), evidence, given })
}

/// Columns of [`CustomerStory::followups`].
pub(super) const FOLLOWUP: &[&str] = &["action", "due_at", "overdue", "owner"];
/// Columns of [`CustomerStory::members`].
pub(super) const MEMBER: &[&str] = &["channel", "file", "row", "source_key", "matched_by", "match_weight"];
/// Columns of [`CustomerStory::lineage`].
pub(super) const LINEAGE: &[&str] = &["field", "value", "channel", "file", "row", "rule", "losers"];
/// Columns of [`CustomerStory::timeline`].
pub(super) const TIMELINE: &[&str] = &["at", "kind", "status", "amount", "currency", "channel", "owner", "text"];

pub(super) fn cells(table: &Table, row: usize, style: &Style) -> Vec<(String, String)> {
    table.columns().iter().map(|c| (c.name.clone(), cell(&c.data, row, style))).collect()
}

/// These columns of a customer's rows.
pub(super) fn rows_of(table: &Table, id: &str, columns: &[&str], style: &Style) -> Vec<Vec<String>> {
    let Some(Data::Text(ids)) = table.column("customer_id") else { return Vec::new() };
    let rows = (0..table.rows()).filter(|&row| ids.get(row) == id);
    let data: Vec<Option<&Data>> = columns.iter().map(|name| table.column(name)).collect();
    rows.map(|row| data.iter().map(|d| d.map_or_else(String::new, |d| cell(d, row, style))).collect()).collect()
}

/// A cell as people read it.
fn cell(data: &Data, row: usize, style: &Style) -> String {
    let print = |value: Option<String>| value.unwrap_or_default();
    match data {
        Data::Text(text) => text.get(row).to_owned(),
        Data::Int(v) => print(v[row].map(|n| n.to_string())),
        Data::Float(v) => print(v[row].map(|x| format!("{x:.3}"))),
        Data::Bool(v) => print(v[row].map(|b| b.to_string())),
        Data::Money(v) => print(v[row].map(|n| format!("{}{}.{:02}", if n < 0 { "-" } else { "" }, n.abs() / 100, n.abs() % 100))),
        Data::Time(v) => print(v[row].map(|ms| time(ms, style))),
    }
}

/// A moment as people read it.
pub(super) fn time(ms: i64, style: &Style) -> String {
    use chrono::TimeZone as _;
    style.timezone.timestamp_millis_opt(ms).single().map_or_else(String::new, |t| t.format("%Y-%m-%d %H:%M:%S").to_string())
}
