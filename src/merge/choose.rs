//! Chooses one value per customer out of the values of its rows.

use std::hint::black_box;
use std::ops::Range;

use rayon::prelude::*;

use crate::model::customers::Roster;
use crate::model::kind::Kind;
use crate::model::mapping::Entity;
use crate::model::records::{Field, Records};
use crate::model::text::MISSING;

use super::compile::Compiled;
use super::prefer::{CRITERIA_MAX, Prefer};
use super::quality;

/// What every choice looks at.
#[derive(Clone, Copy)]
pub(super) struct World<'a> {
    pub records: &'a Records,
    pub roster: &'a Roster,
    pub entity: &'a [Entity],
    /// When each row was last known to be true; `i64::MIN` where unknown.
    pub times: &'a [i64],
    pub places: &'a Places,
    pub rules: &'a Compiled,
}

/// The rows of all customers one customer after the other, so that what is asked of a customer's rows lies together. Place `i` is
/// that of row `roster.members.codes()[i]`.
pub(super) struct Places {
    /// The place of each row; [`NOWHERE`] if it is no customer's.
    of_row: Vec<u32>,
    /// Channel of the row at each place, and when that was last known to be true.
    told: Vec<(u16, i64)>,
    /// Whose row is at each place.
    customer: Vec<u32>,
}

/// "No customer's row" in [`Places::of_row`].
const NOWHERE: u32 = u32::MAX;

/// "Several values" among the codes of a field by place: no dictionary has so many values.
const SEVERAL: u32 = u32::MAX;

impl Places {
    pub(super) fn new(records: &Records, roster: &Roster, times: &[i64]) -> Self {
        let mut of_row = vec![NOWHERE; records.len()];
        for (place, &row) in (0..).zip(roster.members.codes()) {
            of_row[row as usize] = place;
        }
        let mut told = vec![(0, 0); roster.members.codes().len()];
        for (row, &place) in of_row.iter().enumerate().filter(|(_, place)| **place != NOWHERE) {
            told[place as usize] = (records.channel(row), times[row]);
        }
        let customers = 0..roster.members.len();
        let customer = customers.flat_map(|c| std::iter::repeat_n(c as u32, roster.members.get(c).len())).collect();
        Self { of_row, told, customer }
    }

    /// The value of a field at each place: [`MISSING`], a code, or [`SEVERAL`]. Rows are walked through as they lie; what is
    /// written all over the memory, nobody waits for.
    fn values(&self, field: &Field, rows: &Range<u32>) -> Vec<u32> {
        let mut values = vec![MISSING; self.told.len()];
        for row in rows.start as usize..rows.end as usize {
            let code = match field.values.get(row) {
                [] => continue,
                [code] => *code,
                _ => SEVERAL,
            };
            let place = self.of_row[row];
            if place != NOWHERE {
                values[place as usize] = code;
            }
        }
        values
    }
}

/// One distinct value of a customer, with all that preferences look at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value {
    /// Index into the sources.
    pub source: u16,
    /// Code in the source's dictionary.
    pub code: u32,
    /// The row it is taken from: most trusted, then newest, then first.
    pub record: u32,
    /// Quality, then one number per preference; larger is better.
    keys: [i64; CRITERIA_MAX + 1],
}

/// One occurrence of a value in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Occurrence {
    source: u16,
    code: u32,
    /// Where the row stands in [`Places`]: for one customer, in the order of rows.
    place: u32,
}

impl Occurrence {
    /// Is it the same value as another one?
    fn is_of(&self, other: &Self) -> bool {
        (self.source, self.code) == (other.source, other.code)
    }
}

/// Why a value won.
pub(super) mod reason {
    /// It was the only value.
    pub(in crate::merge) const ONLY: &str = "only";
    /// It was clearer or more whole than the next best.
    pub(in crate::merge) const CLEAR: &str = "clear";
    /// Nothing told the best two apart; the smaller text won.
    pub(in crate::merge) const TIE: &str = "tie";
}

/// The best value of a column for a customer, the others behind it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranking<'v> {
    /// Best first; empty if the customer has no usable value.
    pub values: &'v [Value],
    /// What told the best from the next best.
    pub rule: &'static str,
}

/// Chooses among the values of some fields by one order of preference.
pub(super) struct Chooser<'a> {
    world: World<'a>,
    kind: Kind,
    sources: &'a [&'a Field],
    /// The values of each source by place.
    values: Vec<Vec<u32>>,
    prefer: &'a [Prefer],
    trust: Vec<i64>,
}

/// Buffers of one thread.
#[derive(Default)]
struct Scratch {
    /// Those of a chunk of customers, customer by customer.
    occurrences: Vec<Occurrence>,
    /// Where each customer's occurrences end.
    ends: Vec<usize>,
    values: Vec<Value>,
}

/// Customers handled at a time by one thread.
const CHUNK: usize = 2048;

impl<'a> Chooser<'a> {
    /// A chooser for the master column `field` of this kind.
    pub(super) fn new(world: World<'a>, field: &str, kind: Kind, sources: &'a [&'a Field]) -> Self {
        let trust = world.records.channels.iter().map(|c| i64::from(world.rules.trust(c))).collect();
        // Most fields are filled by few files, and rows stand by file.
        let of_field = |field: &&Field| {
            let span = field.values.span();
            world.places.values(field, &(span.start as u32..span.end as u32))
        };
        let values = sources.iter().map(of_field).collect();
        Self { world, kind, sources, values, prefer: world.rules.prefer(field), trust }
    }

    /// Ranks every customer's values and keeps what `keep` makes of them, in customer order. `keep` gets the customer and
    /// its ranking and adds to the chunk's result.
    pub(super) fn each<R: Default + Send>(&self, keep: impl Fn(usize, Ranking, &mut R) + Sync) -> Vec<R> {
        let customers = self.world.roster.ids.len();
        let starts: Vec<usize> = (0..customers).step_by(CHUNK).collect();
        starts
            .into_par_iter()
            .map_init(Scratch::default, |scratch, start| {
                let chunk = start..customers.min(start + CHUNK);
                self.gather(chunk.clone(), scratch);
                let Scratch { occurrences, ends, values } = scratch;
                let (mut result, mut from) = (R::default(), 0);
                for (customer, &end) in chunk.zip(&*ends) {
                    let rule = self.rank(self.world.entity[customer], &mut occurrences[from..end], values);
                    keep(customer, Ranking { values, rule }, &mut result);
                    from = end;
                }
                result
            })
            .collect()
    }

    /// Looks up what the customers' rows hold.
    fn gather(&self, customers: Range<usize>, scratch: &mut Scratch) {
        let Scratch { occurrences, ends, .. } = scratch;
        occurrences.clear();
        ends.clear();
        if let [values] = self.values.as_slice() {
            self.gather_single(customers, values, scratch);
            return self.look_ahead(scratch);
        }
        let members = &self.world.roster.members;
        for customer in customers {
            let places = members.places(customer);
            for (source, values) in (0..).zip(&self.values) {
                for (place, &code) in (places.start as u32..).zip(&values[places.clone()]) {
                    match code {
                        MISSING => {}
                        SEVERAL => occurrences.extend(self.several(source, place)),
                        code => occurrences.push(Occurrence { source, code, place }),
                    }
                }
            }
            ends.push(occurrences.len());
        }
        self.look_ahead(scratch);
    }

    /// The same of a single source: most fields are filled in few rows, and the others are passed by without asking whose they are.
    fn gather_single(&self, customers: Range<usize>, values: &[u32], scratch: &mut Scratch) {
        let Scratch { occurrences, ends, .. } = scratch;
        let members = &self.world.roster.members;
        let places = members.places(customers.start).start..members.places(customers.end - 1).end;
        ends.resize(customers.len(), 0);
        for (place, &code) in places.clone().zip(&values[places]).filter(|(_, code)| **code != MISSING) {
            let before = occurrences.len();
            match code {
                SEVERAL => occurrences.extend(self.several(0, place as u32)),
                code => occurrences.push(Occurrence { source: 0, code, place: place as u32 }),
            }
            ends[self.world.places.customer[place] as usize - customers.start] += occurrences.len() - before;
        }
        let mut sum = 0;
        for end in ends {
            sum += *end;
            *end = sum;
        }
    }

    /// The values of a row that has several.
    fn several(&self, source: u16, place: u32) -> impl Iterator<Item = Occurrence> {
        let codes = self.sources[source as usize].values.get(self.record(place) as usize);
        codes.iter().filter(|&&code| code != MISSING).map(move |&code| Occurrence { source, code, place })
    }

    /// The row at a place.
    fn record(&self, place: u32) -> u32 {
        self.world.roster.members.codes()[place as usize]
    }

    /// Looks at what ranking will ask of the values: of each its class, and where a customer has several, their texts. Values lie
    /// all over the memory: in a loop of nothing else many of them are fetched at once.
    fn look_ahead(&self, scratch: &Scratch) {
        let Scratch { occurrences, ends, .. } = scratch;
        let class = |o: &Occurrence| self.sources[o.source as usize].dict.class(o.code) as i64;
        black_box(occurrences.iter().fold(0, |seen, o| seen ^ class(o)));
        let mut from = 0;
        for &end in ends {
            let own = &occurrences[from..end];
            from = end;
            if let [_, _, ..] = own {
                let text = |o: &Occurrence| self.sources[o.source as usize].dict.texts().bytes(o.code).first().copied();
                black_box(own.iter().fold(0, |seen, o| seen ^ text(o).unwrap_or(0)));
            }
        }
    }

    /// Puts the usable ones of a customer's values into `values`, best first, and says what decided.
    fn rank(&self, entity: Entity, occurrences: &mut [Occurrence], values: &mut Vec<Value>) -> &'static str {
        values.clear();
        if occurrences.len() > 1 {
            occurrences.sort_unstable();
        }
        values.extend(occurrences.chunk_by(Occurrence::is_of).filter_map(|same| self.value(entity, same)));
        if let [_, _, ..] = values.as_slice() {
            // Most customers have one value, and what it is worth need not be known.
            values.clear();
            values.extend(occurrences.chunk_by(Occurrence::is_of).filter_map(|same| self.weighed(entity, same)));
            values.sort_unstable_by(|a, b| b.keys.cmp(&a.keys).then_with(|| self.content(a).cmp(&self.content(b))));
        }
        self.rule(values)
    }

    /// The value that all of these rows have, or `None` if it can be no golden value. Its keys are all equal.
    fn value(&self, entity: Entity, same: &[Occurrence]) -> Option<Value> {
        let Occurrence { source, code, .. } = same[0];
        quality::class_rank(entity, self.sources[source as usize].dict.class(code))?;
        let best = same.iter().max_by(|a, b| self.row(a).cmp(&self.row(b)).then(b.place.cmp(&a.place)))?;
        Some(Value { source, code, record: self.record(best.place), keys: [0; CRITERIA_MAX + 1] })
    }

    /// The value with the keys that preferences compare.
    fn weighed(&self, entity: Entity, same: &[Occurrence]) -> Option<Value> {
        let mut value = self.value(entity, same)?;
        let dict = &self.sources[value.source as usize].dict;
        value.keys[0] = quality::quality(self.kind, entity, dict, value.code)?;
        for (key, prefer) in value.keys[1..].iter_mut().zip(self.prefer) {
            *key = match prefer {
                Prefer::Trust => same.iter().map(|o| self.row(o).0).max().unwrap_or(0),
                Prefer::Newest => same.iter().map(|o| self.row(o).1).max().unwrap_or(i64::MIN),
                Prefer::Complete => i64::from(dict.n_parts(value.code)),
                Prefer::Frequent => same.len() as i64,
                Prefer::Longest => dict.text(value.code).chars().count() as i64,
            };
        }
        Some(value)
    }

    /// Trust and time of an occurrence's row.
    fn row(&self, occurrence: &Occurrence) -> (i64, i64) {
        let (channel, time) = self.world.places.told[occurrence.place as usize];
        (self.trust[channel as usize], time)
    }

    /// What a value is, independent of codes: its text, then its content hash.
    fn content(&self, value: &Value) -> (&'a str, u64) {
        let dict = &self.sources[value.source as usize].dict;
        (dict.text(value.code), dict.hash(value.code))
    }

    /// The criterion that tells the best value from the next best one.
    fn rule(&self, values: &[Value]) -> &'static str {
        let [best, next, ..] = values else { return reason::ONLY };
        match (0..best.keys.len()).find(|&i| best.keys[i] != next.keys[i]) {
            Some(0) => reason::CLEAR,
            Some(i) => self.prefer[i - 1].name(),
            None => reason::TIE,
        }
    }

    /// May the value fill a required field?
    pub(super) fn is_filled(&self, value: &Value) -> bool {
        self.sources[value.source as usize].dict.class(value.code).is_filled()
    }
}
