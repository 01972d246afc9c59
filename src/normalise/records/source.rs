//! Normalises each distinct raw value of each source once and interns the outcome.
//!
//! Fields are independent and run in parallel; within a field distinct values are normalised in parallel chunks,
//! collected in order, and interned one after the other, so codes do not depend on threads.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::model::kind::Kind;
use crate::model::mapping::{DateOrder, Entity};
use crate::model::packed::Packed;
use crate::model::shaped::ChannelTable;
use crate::model::text::{ListColumn, MISSING};
use crate::model::value::{Class, Dict, Normal, Part};
use crate::model::watch::Watch;
use crate::normalise::address::{self, AddressParts};
use crate::normalise::missing::is_missing;
use crate::normalise::name::{self, NameParts};
use crate::normalise::parties::{Both, both, is_firm, is_known_person};
use crate::normalise::understand::{ends_only, party_type};
use crate::normalise::{Context, cell, date, gender, phone, present};

use super::order::with_comma;
use super::plan::{FieldPlan, Reader, SourcePlan};
use super::tuples::Tuples;
use super::wrong::{WRONG_FIELD, belongs_to};

/// Distinct values normalised at a time: bounds the memory of values that are not interned yet, two blocks of them.
const BLOCK: usize = 1 << 14;
/// Distinct values per task: large enough to hide the cost of a task.
const CHUNK: usize = 256;

/// A field with its dictionary and, per source, the codes of each distinct raw value.
#[derive(Debug)]
pub(super) struct BuiltField {
    /// What the field is.
    pub plan: FieldPlan,
    /// Distinct normalised values.
    pub dict: Dict,
    /// One per source, in the plan's order; moved values come as further sources.
    pub sources: Vec<BuiltSource>,
    /// Values that belong to another field: (source, distinct raw value, kind, value).
    pub moved: Vec<(usize, u32, Kind, Normal)>,
}

/// The values of one source.
#[derive(Debug)]
pub(super) struct BuiltSource {
    /// Index of the table.
    pub table: usize,
    /// Shaped column whose text is shown in samples.
    pub column: usize,
    /// Distinct raw value of each row; `None` = the codes of `column`.
    pub of_row: Option<Vec<u32>>,
    /// Codes into the dictionary per distinct raw value.
    pub codes: ListColumn,
    /// Reasons per distinct raw value, ascending.
    pub findings: Vec<(u32, &'static str)>,
}

impl BuiltSource {
    /// The distinct raw value of each row of the table.
    pub(super) fn of_row<'a>(&'a self, tables: &'a [&ChannelTable]) -> &'a [u32] {
        match &self.of_row {
            Some(codes) => codes,
            None => &tables[self.table].columns[self.column].text.codes,
        }
    }
}

/// Normalises every source of every field.
pub(super) fn build(tables: &[&ChannelTable], plans: &[FieldPlan], watch: &dyn Watch) -> Vec<BuiltField> {
    watch.stage("normalise", tables.iter().map(|t| t.rows.len() as u64).sum::<u64>() * plans.len() as u64);
    plans.par_iter().map(|plan| field(tables, plan, watch)).collect()
}

fn field(tables: &[&ChannelTable], plan: &FieldPlan, watch: &dyn Watch) -> BuiltField {
    let mut built = BuiltField { plan: plan.clone(), dict: Dict::of(plan.kind), sources: Vec::new(), moved: Vec::new() };
    for (s, source) in plan.sources.iter().enumerate() {
        let table = tables[source.table];
        if !watch.cancelled() {
            one_source(s, source, table, &mut built);
        }
        watch.tick(table.rows.len() as u64);
    }
    built
}

/// What a chunk of distinct raw values became.
#[derive(Default)]
struct Outcomes {
    values: Packed,
    /// Per raw value: where its values end.
    ends: Vec<u32>,
    /// The values that belong to another field, in order, by the index of their raw value, with the kind they really are.
    moved: Vec<(u32, Vec<(Kind, Normal)>)>,
}

impl Outcomes {
    /// Takes the values of the next raw value out of `values`, and those that belong elsewhere.
    fn push(&mut self, values: &mut Vec<Normal>, moved: Vec<(Kind, Normal)>) {
        if !moved.is_empty() {
            self.moved.push((self.ends.len() as u32, moved));
        }
        for value in values.drain(..) {
            self.values.push(&value);
        }
        self.ends.push(self.values.len() as u32);
    }
}

fn one_source(s: usize, source: &SourcePlan, table: &ChannelTable, built: &mut BuiltField) {
    let tuples = Tuples::new(source, table);
    let context = context(source, table);
    let reading = Reading { source, table, context: &context, missing: missing_codes(&tuples, source, table, &context) };
    let bytes = source.columns.iter().map(|&(_, c)| table.columns[c].text.values.text_bytes()).max().unwrap_or(0);
    let is_first = built.sources.is_empty();
    let mut taken = Taken::new(s, reading.mixed(), built, tuples.len());
    taken.dict.reserve(tuples.len(), bytes);
    let mut start = 1;
    let mut block = reading.block(&tuples, start);
    while !block.is_empty() {
        let end = tuples.len().min(start + BLOCK);
        // The next block is normalised while the values of this one are interned.
        let (next, ()) = rayon::join(|| reading.block(&tuples, end), || taken.take(block));
        // Values of later sources are mostly those of the first.
        if start == 1 && is_first {
            taken.dict.foresee(tuples.len() - end);
        }
        (start, block) = (end, next);
    }
    let (codes, findings) = (taken.codes, taken.findings);
    let column = source.columns.iter().find(|(kind, _)| *kind == built.plan.kind).unwrap_or(&source.columns[0]).1;
    built.sources.push(BuiltSource { table: source.table, column, of_row: tuples.of_row, codes, findings });
}

/// What the distinct raw values of a source became so far.
struct Taken<'a> {
    source: usize,
    /// Values of another field are no mistake.
    mixed: bool,
    dict: &'a mut Dict,
    moved: &'a mut Vec<(usize, u32, Kind, Normal)>,
    codes: ListColumn,
    findings: Vec<(u32, &'static str)>,
    /// Codes of one chunk's values, and of one raw value.
    scratch: (Vec<u32>, Vec<u32>),
}

impl<'a> Taken<'a> {
    /// Nothing so far, with room for so many raw values.
    fn new(source: usize, mixed: bool, built: &'a mut BuiltField, tuples: usize) -> Self {
        let mut codes = ListColumn::with_capacity(tuples, tuples);
        codes.push([]);
        let (dict, moved) = (&mut built.dict, &mut built.moved);
        Self { source, mixed, dict, moved, codes, findings: Vec::new(), scratch: Default::default() }
    }

    /// Interns the values of a block.
    fn take(&mut self, block: Vec<Outcomes>) {
        for chunk in block {
            let (codes, list) = &mut self.scratch;
            codes.clear();
            self.dict.intern_packed(&chunk.values, codes);
            let mut values = chunk.values.iter().zip(codes.iter());
            let mut moved = chunk.moved.into_iter().peekable();
            let mut begin = 0;
            for (i, end) in (0..).zip(chunk.ends) {
                let distinct = self.codes.len() as u32;
                list.clear();
                for (value, &code) in values.by_ref().take((end - begin) as usize) {
                    self.findings.extend(value.findings.iter().map(|&reason| (distinct, reason)));
                    if code != MISSING && !list.contains(&code) {
                        list.push(code);
                    }
                }
                begin = end;
                if let Some((_, values)) = moved.next_if(|m| m.0 == i) {
                    self.findings.extend(values.iter().flat_map(|(_, value)| &value.findings).map(|&reason| (distinct, reason)));
                    if !self.mixed {
                        self.findings.push((distinct, WRONG_FIELD));
                    }
                    self.moved.extend(values.into_iter().map(|(kind, value)| (self.source, distinct, kind, value)));
                }
                self.codes.push(list.iter().copied());
            }
        }
    }
}

/// What a source's normaliser may know.
fn context<'a>(source: &SourcePlan, table: &'a ChannelTable) -> Context<'a> {
    let mapping = &table.mapping;
    let dates = source
        .columns
        .iter()
        .find_map(|&(_, c)| mapping.columns.get(table.columns[c].source).and_then(|m| m.dates))
        .unwrap_or(DateOrder::Iso);
    let ends_only = match source.columns[..] {
        [(_, c)] => mapping.columns.get(table.columns[c].source).is_some_and(|column| ends_only(&column.header)),
        _ => false,
    };
    Context { ends_only, ..table_context(table, dates) }
}

/// The context of a table's columns without a date order of their own.
pub(super) fn table_context(table: &ChannelTable, dates: DateOrder) -> Context<'_> {
    let mapping = &table.mapping;
    let default = Context::default();
    Context {
        country: if mapping.country.is_empty() { default.country } else { &mapping.country },
        dates,
        timezone: mapping.timezone.parse().unwrap_or(default.timezone),
        currency: if mapping.currency.is_empty() { default.currency } else { &mapping.currency },
        missing: &mapping.missing,
        relay_email: mapping.relay_email,
        ends_only: false,
    }
}

/// For each column of a source of several, which of its distinct texts say nothing. A text comes in many tuples, so this is
/// looked at once per text; the only column of a source is looked at as it is read.
fn missing_codes(tuples: &Tuples, source: &SourcePlan, table: &ChannelTable, context: &Context) -> Vec<Vec<bool>> {
    if tuples.of_row.is_none() {
        return Vec::new();
    }
    let of_column = |&(kind, c): &(Kind, usize)| {
        let values = &table.columns[c].text.values;
        let codes = (0..values.len() as u32).into_par_iter().with_min_len(CHUNK);
        codes.map(|code| is_missing(kind, values.get(code), context)).collect()
    };
    source.columns.iter().map(of_column).collect()
}

/// Reads distinct tuples of one source.
struct Reading<'a> {
    source: &'a SourcePlan,
    table: &'a ChannelTable,
    context: &'a Context<'a>,
    /// As [`missing_codes`] gives them.
    missing: Vec<Vec<bool>>,
}

impl<'a> Reading<'a> {
    /// True if the source's whole names begin with the family name.
    fn family_first(&self) -> bool {
        let of = |c: usize| self.table.mapping.columns.get(self.table.columns[c].source);
        self.source.columns.iter().any(|&(kind, c)| kind == Kind::PersonName && of(c).is_some_and(|m| m.family_first))
    }

    /// Normalises a block of distinct tuples, in parallel; nothing past the last one.
    fn block(&self, tuples: &Tuples, start: usize) -> Vec<Outcomes> {
        let end = tuples.len().min(start + BLOCK);
        (start..end).into_par_iter().step_by(CHUNK).map(|from| self.chunk(tuples, from..end.min(from + CHUNK))).collect()
    }

    fn chunk(&self, tuples: &Tuples, distinct: std::ops::Range<usize>) -> Outcomes {
        let mut outcomes = Outcomes::default();
        let (mut texts, mut values) = (Vec::with_capacity(self.source.columns.len()), Vec::new());
        for d in distinct {
            texts.clear();
            self.texts(tuples.get(&(d as u32), self.source.columns.len()), &mut texts);
            let moved = if texts.iter().all(|(_, text)| text.is_empty()) { Vec::new() } else { self.read(&texts, &mut values) };
            outcomes.push(&mut values, moved);
        }
        outcomes
    }

    /// The texts of a tuple with their kinds; those that say nothing are `""`.
    fn texts(&self, codes: &[u32], out: &mut Vec<(Kind, &'a str)>) {
        for (i, (&(kind, c), &code)) in self.source.columns.iter().zip(codes).enumerate() {
            let text = self.table.columns[c].text.values.get(code);
            let missing = match self.missing.get(i) {
                Some(of_code) => of_code[code as usize],
                None => is_missing(kind, text, self.context),
            };
            out.push((kind, if missing { "" } else { text }));
        }
    }

    /// True if the source's cells name persons and organisations.
    fn mixed(&self) -> bool {
        let of = |c: usize| self.table.mapping.columns.get(self.table.columns[c].source);
        self.source.reader == Reader::Party || matches!(self.source.columns[..], [(_, c)] if of(c).is_some_and(|m| m.mixed))
    }

    /// A text as a value of another kind.
    fn elsewhere(&self, kind: Kind, text: &str) -> Vec<(Kind, Normal)> {
        let mut values = Vec::new();
        cell(kind, text, self.context, &mut values);
        values.into_iter().map(|value| (kind, value)).collect()
    }

    /// Reads a cell of a mixed column: its own part into `out`, the other one is given back; `None` if it is all its own.
    fn read_mixed(&self, kind: Kind, text: &str, out: &mut Vec<Normal>) -> Option<Vec<(Kind, Normal)>> {
        let is_person = kind == Kind::PersonName;
        if let Some(Both { person, company }) = both(text) {
            let (own, other) = if is_person { (&person, &company) } else { (&company, &person) };
            cell(kind, own, self.context, out);
            return Some(self.elsewhere(if is_person { Kind::Company } else { Kind::PersonName }, other));
        }
        match kind {
            Kind::PersonName if is_firm(text) => Some(self.elsewhere(Kind::Company, text)),
            Kind::Company if is_known_person(text) => Some(self.elsewhere(Kind::PersonName, text)),
            _ => None,
        }
    }

    /// Fills `out` with the values of texts that say something; gives those that really are of another kind.
    fn read(&self, texts: &[(Kind, &str)], out: &mut Vec<Normal>) -> Vec<(Kind, Normal)> {
        let first = texts[0].1;
        if let Reader::Cell(kind @ (Kind::PersonName | Kind::Company)) = self.source.reader
            && self.mixed()
            && let Some(other) = self.read_mixed(kind, first, out)
        {
            return other;
        }
        match self.source.reader {
            Reader::Cell(kind) => match belongs_to(kind, first) {
                Some(other) => return self.elsewhere(other, first),
                None if kind == Kind::PersonName && self.family_first() => cell(kind, &with_comma(first), self.context, out),
                None => present(kind, first, self.context, out),
            },
            Reader::Party => {
                let (kind, said) = (texts[0].0, party_type::entity_of(texts[1].1));
                let really = match said {
                    Some(Entity::Person) => Kind::PersonName,
                    Some(Entity::Organisation) => Kind::Company,
                    None => kind,
                };
                if really != kind {
                    return self.elsewhere(really, first);
                }
                match said {
                    None => match self.read_mixed(kind, first, out) {
                        Some(other) => return other,
                        None => present(kind, first, self.context, out),
                    },
                    Some(_) if kind == Kind::PersonName && self.family_first() => {
                        cell(kind, &with_comma(first), self.context, out);
                    }
                    Some(_) => cell(kind, first, self.context, out),
                }
            }
            Reader::Name => compose_name(texts, self.family_first(), self.context, out),
            Reader::Address => compose_address(texts, self.context, out),
            Reader::Birth => {
                let part = |kind| texts.iter().find(|(k, _)| *k == kind).map_or("", |(_, t)| t);
                date::compose_birth(part(Kind::BirthYear), part(Kind::BirthMonth), part(Kind::BirthDay), self.context, out);
            }
            Reader::Phone => {
                let number = joined(texts, Kind::Phone);
                if let Some(other) = belongs_to(Kind::Phone, &number) {
                    return self.elsewhere(other, &number);
                }
                compose_phone(texts, &number, self.context, out);
            }
            Reader::GenderCode => cell(Kind::Gender, gender::of_code(first), self.context, out),
            Reader::OptOut => refuse(first, self.context, out),
        }
        Vec::new()
    }
}

/// All texts of one kind, joined by a space.
fn joined<'a>(texts: &[(Kind, &'a str)], kind: Kind) -> Cow<'a, str> {
    let [out] = joined_each(texts, [kind]);
    out
}

/// As [`joined`], for each of several kinds.
fn joined_each<'a, const N: usize>(texts: &[(Kind, &'a str)], kinds: [Kind; N]) -> [Cow<'a, str>; N] {
    let mut out = [const { Cow::Borrowed("") }; N];
    for (kind, text) in texts.iter().filter(|(_, text)| !text.is_empty()) {
        let Some(at) = kinds.iter().position(|k| k == kind) else { continue };
        if out[at].is_empty() {
            out[at] = Cow::Borrowed(text.trim());
        } else {
            let whole = out[at].to_mut();
            whole.push(' ');
            whole.push_str(text.trim());
        }
    }
    out
}

fn compose_name(texts: &[(Kind, &str)], family_first: bool, context: &Context, out: &mut Vec<Normal>) {
    let [full, given, middle, family] = joined_each(texts, [Kind::PersonName, Kind::GivenName, Kind::MiddleName, Kind::FamilyName]);
    let full = if family_first { Cow::Owned(with_comma(&full).into_owned()) } else { full };
    name::compose(&NameParts { full: &full, given: &given, middle: &middle, family: &family }, context, out);
}

fn compose_address(texts: &[(Kind, &str)], context: &Context, out: &mut Vec<Normal>) {
    let kinds = [
        Kind::Address,
        Kind::Street,
        Kind::HouseNumber,
        Kind::Unit,
        Kind::District,
        Kind::City,
        Kind::Province,
        Kind::Postcode,
        Kind::Country,
    ];
    let [free, street, number, unit, district, city, province, postcode, country] = joined_each(texts, kinds);
    let parts = AddressParts {
        free: &free,
        street: &street,
        number: &number,
        unit: &unit,
        district: &district,
        city: &city,
        province: &province,
        postcode: &postcode,
        country: &country,
    };
    address::compose(&parts, context, out);
}

/// An opt-out read as consent: yes is `no`, no says nothing.
fn refuse(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    cell(Kind::Boolean, raw, context, out);
    out.retain(|value| value.text != "no");
    for value in out.iter_mut().filter(|v| v.text == "yes") {
        "no".clone_into(&mut value.text);
    }
}

/// Puts the area code before a number that does not carry one itself. A number without a country of its own is read as one of
/// its row's country where it is one there, except that a mobile at home is no landline abroad.
fn compose_phone(texts: &[(Kind, &str)], number: &str, context: &Context, out: &mut Vec<Normal>) {
    let [area, country] = joined_each(texts, [Kind::AreaCode, Kind::Country]);
    if number.is_empty() {
        return;
    }
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let whole = area.is_empty() || number.trim_start().starts_with(['+', '(']) || digits >= 10;
    let number = if whole { Cow::Borrowed(number) } else { Cow::Owned(format!("{area} {number}")) };
    let before = out.len();
    phone::normalise(&number, context, out);
    let is_one = |values: &[Normal]| values.iter().any(|n| !matches!(n.class, Class::Invalid | Class::Possible));
    let is_mobile = |values: &[Normal]| values.iter().any(|n| n.class == Class::Valid && n.part(Part::Type) == "mobile");
    if phone::is_of_no_home(&number) {
        return;
    }
    let country = address::country_code(&country).filter(|code| *code != context.country);
    let Some(country) = country else { return };
    let here = &out[before..];
    // A guess at a third country says less than the row does; spreadsheets drop the leading zero.
    let guessed = |n: &Normal| n.findings.contains(&"country_code_assumed") && n.part(Part::Region) != country;
    let at_home = is_one(here) && !here.iter().any(guessed);
    if at_home && !is_written_at_home(&number, country) {
        return;
    }
    let mut abroad = Vec::new();
    phone::normalise(&number, &Context { country, ..*context }, &mut abroad);
    // Eight digits are a number in Hong Kong and in Singapore: whoever lives there has it there.
    let nearer = is_mobile(&abroad) || !is_mobile(here);
    let of_country = |values: &[Normal]| values.iter().any(|n| n.class == Class::Possible && n.part(Part::Region) == country);
    let better = is_one(&abroad) && (nearer || !at_home) || of_country(&abroad) && !is_one(here);
    if better && !abroad.iter().any(guessed) {
        out.truncate(before);
        out.append(&mut abroad);
    }
}

/// Countries whose own numbers are written with a leading zero at home.
const LEADING_ZERO: &[&str] = &[
    "AT", "AU", "BE", "CH", "DE", "FI", "FR", "GB", "HR", "ID", "IE", "IL", "IT", "JP", "KE", "KR", "LU", "MY", "NG", "NL", "NZ",
    "PH", "RO", "RS", "SE", "SI", "SK", "TH", "TR", "TW", "UA", "VN", "ZA",
];

/// False for numbers that nobody writes so in this country.
fn is_written_at_home(number: &str, country: &str) -> bool {
    let first = number.chars().find(char::is_ascii_digit);
    !LEADING_ZERO.contains(&country) || first == Some('0')
}
