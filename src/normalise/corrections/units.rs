//! Rare texts of a field that are one slip away from a frequent one.
//!
//! The frequent texts are indexed by what is left of them when one character is taken out (SymSpell, Garbe 2012), so that
//! a rare text asks the index instead of every other text.

use rayon::prelude::*;

use super::{Counts, FREQUENT_MIN, TIMES_MIN, edit, place};
use crate::model::correction::Correction;
use crate::model::hash::{hash64, mix};
use crate::model::records::{Field, Records};
use crate::model::slots::Slots;
use crate::model::text::MISSING;
use crate::model::value::{Class, Dict, Part};
use crate::normalise::{address, email};

/// Longest text that is looked at, in characters.
const LENGTH_MAX: usize = 40;

/// One distinct text within its context.
struct Unit<'a> {
    text: &'a str,
    context: u64,
    rows: u64,
    first: u32,
}

/// The text of a value that `part` is about, and the hash of what it is compared within; `None` if it has none.
pub(super) fn unit<'a>(dict: &'a Dict, code: u32, part: &str) -> Option<(&'a str, u64)> {
    let of = |p: Part| dict.part(code, p);
    let within = |parts: &[Part]| parts.iter().fold(1, |h, p| mix(h, hash64(of(*p).as_bytes())));
    let (text, context) = match own_parts(part) {
        Some((own, context)) => (of(own), within(context)),
        None if part == "domain" => (dict.text(code).rsplit_once('@').map_or("", |(_, domain)| domain), 0),
        None => (dict.text(code), 0),
    };
    (is_usable(dict, code) && !text.is_empty()).then_some((text, context))
}

/// The part of a value that `part` is about, and those it is compared within; `None` where it is about the value's own text.
fn own_parts(part: &str) -> Option<(Part, &'static [Part])> {
    match part {
        "city" => Some((Part::City, &[Part::Country, Part::Province])),
        "district" => Some((Part::District, &[Part::Country, Part::Province, Part::City])),
        "brand" => Some((Part::Brand, &[Part::Trade])),
        _ => None,
    }
}

fn is_usable(dict: &Dict, code: u32) -> bool {
    matches!(dict.class(code), Class::Valid | Class::Possible | Class::Role)
}

/// Suggestions for one part of a field.
pub(super) fn rare(records: &Records, field: &Field, counts: &Counts, part: &'static str) -> Vec<Correction> {
    let units = units(field, counts, part);
    let index = Index::of(&units);
    if index.folded.is_empty() {
        return Vec::new();
    }
    let suggestion = |scratch: &mut Scratch, unit: &Unit| {
        let (best, reason) = better(unit, &units, &index, scratch)?;
        let (file, row) = place(records, unit.first);
        (!is_known(part, unit.text)).then(|| Correction {
            field: field.name.clone(),
            part,
            value: unit.text.to_owned(),
            suggestion: best.text.to_owned(),
            rows: unit.rows,
            suggestion_rows: best.rows,
            reason,
            file,
            row,
            context: unit.context,
            ..Correction::default()
        })
    };
    units.par_iter().with_min_len(512).map_init(Scratch::default, suggestion).flatten_iter().collect()
}

/// The most frequent unit one slip away, if it is frequent enough beside this one, and what the slip is.
fn better<'u, 'a>(
    unit: &Unit,
    units: &'u [Unit<'a>],
    index: &Index,
    scratch: &mut Scratch,
) -> Option<(&'u Unit<'a>, &'static str)> {
    scratch.fold(unit)?;
    scratch.near.clear();
    for &key in &scratch.keys {
        scratch.near.extend(index.get(key));
    }
    if scratch.near.is_empty() {
        return None;
    }
    scratch.near.sort_unstable();
    scratch.near.dedup();
    let frequent = scratch.near.iter().map(|&i| {
        let (unit, folded) = &index.folded[i as usize];
        (&units[*unit as usize], folded)
    });
    let slips = frequent.filter(|(f, _)| f.context == unit.context && f.rows >= unit.rows.saturating_mul(TIMES_MIN));
    let found = slips.filter_map(|(f, folded)| Some((f, edit::slip(&scratch.folded, folded)?)));
    found.max_by(|(a, _), (b, _)| a.rows.cmp(&b.rows).then_with(|| b.text.cmp(a.text)))
}

/// Room for what is made of one unit after the other.
#[derive(Default)]
struct Scratch {
    text: String,
    folded: Vec<char>,
    before: Vec<u64>,
    keys: Vec<u64>,
    near: Vec<u32>,
}

/// Odd, and large, as the base of a polynomial over 2^64 should be: the fraction of the golden ratio.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

impl Scratch {
    /// Folds a unit's text and makes its keys: the text itself and what is left of it without one character, hashed with its
    /// context. `None` if it is too short or too long to be looked at.
    fn fold(&mut self, unit: &Unit) -> Option<()> {
        edit::fold_into(unit.text, &mut self.text, &mut self.folded);
        let length = self.folded.len();
        if !(2..=LENGTH_MAX).contains(&length) {
            return None;
        }
        // Hashes are polynomials, so that one character is left out by the hashes of what is before and behind it.
        self.before.clear();
        self.before.push(1);
        for &c in &self.folded {
            let last = self.before[self.before.len() - 1];
            self.before.push(last.wrapping_mul(BASE).wrapping_add(u64::from(c)));
        }
        self.keys.clear();
        self.keys.push(mix(unit.context, self.before[length]));
        let (mut behind, mut power) = (0u64, 1u64);
        for (i, &c) in self.folded.iter().enumerate().rev() {
            self.keys.push(mix(unit.context, self.before[i].wrapping_mul(power).wrapping_add(behind)));
            behind = behind.wrapping_add(u64::from(c).wrapping_mul(power));
            power = power.wrapping_mul(BASE);
        }
        Some(())
    }
}

/// The frequent units by their keys.
struct Index {
    /// Each frequent unit's number and its folded text.
    folded: Vec<(u32, Vec<char>)>,
    /// (key, index into `folded`), ascending.
    keys: Vec<(u64, u32)>,
    /// Where the keys of each value of their upper bits begin.
    starts: Vec<u32>,
    /// How far keys are shifted for their upper bits.
    shift: u32,
}

impl Index {
    fn of(units: &[Unit]) -> Self {
        let (mut folded, mut keys) = (Vec::new(), Vec::new());
        let mut scratch = Scratch::default();
        for (i, unit) in (0u32..).zip(units).filter(|(_, u)| u.rows >= FREQUENT_MIN) {
            if scratch.fold(unit).is_some() {
                keys.extend(scratch.keys.iter().map(|&key| (key, folded.len() as u32)));
                folded.push((i, scratch.folded.clone()));
            }
        }
        keys.par_sort_unstable();
        // About one key for each start.
        let shift = 63 - keys.len().max(1).ilog2();
        let mut starts = vec![0u32; (u64::MAX >> shift) as usize + 2];
        for &(key, _) in &keys {
            starts[(key >> shift) as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        Self { folded, keys, starts, shift }
    }

    /// Those that have a key.
    fn get(&self, key: u64) -> impl Iterator<Item = u32> + '_ {
        let upper = (key >> self.shift) as usize;
        let some = &self.keys[self.starts[upper] as usize..self.starts[upper + 1] as usize];
        some.iter().filter(move |(k, _)| *k == key).map(|&(_, i)| i)
    }
}

/// Most parts that make a unit: its own, and three that it is compared within.
const PARTS: usize = 4;

fn units<'a>(field: &'a Field, counts: &Counts, part: &str) -> Vec<Unit<'a>> {
    let dict = &field.dict;
    let parts = own_parts(part);
    if parts.is_some_and(|(own, _)| dict.part_column(own).pool.arena().is_empty()) {
        return Vec::new();
    }
    // Equal parts have equal codes: only values whose own text is meant are known by it.
    let columns = parts.map(|(own, context)| [&[own], context].concat()).unwrap_or_default();
    let columns: Vec<_> = columns.into_iter().map(|p| dict.part_column(p)).collect();
    let (mut known, mut codes) = (Slots::default(), Vec::<[u32; PARTS]>::new());
    let mut units: Vec<Unit> = Vec::new();
    for code in (1..dict.len() as u32).filter(|&c| counts.rows[c as usize] > 0 && is_usable(dict, c)) {
        let mut own = [MISSING; PARTS];
        for (own, column) in own.iter_mut().zip(&columns) {
            *own = column.code(code);
        }
        let (text, hash) = if parts.is_some() {
            if own[0] == MISSING {
                continue;
            }
            ("", own.iter().fold(1, |h, &c| mix(h, u64::from(c))))
        } else {
            let Some((text, _)) = unit(dict, code, part) else { continue };
            (text, hash64(text.as_bytes()))
        };
        let same = |i: u32| codes[i as usize] == own && (parts.is_some() || units[i as usize].text == text);
        let at = match known.find_or_free(hash, same) {
            Ok(at) => at,
            Err(free) => {
                let Some((text, context)) = unit(dict, code, part) else { continue };
                free.take(units.len() as u32);
                codes.push(own);
                units.push(Unit { text, context, rows: 0, first: u32::MAX });
                units.len() as u32 - 1
            }
        };
        let unit = &mut units[at as usize];
        unit.rows += counts.rows[code as usize];
        unit.first = unit.first.min(counts.first[code as usize]);
    }
    units
}

/// Texts that are right however rare: mail providers, divisions of China.
fn is_known(part: &str, text: &str) -> bool {
    match part {
        "domain" => email::is_free_provider(text),
        "city" | "district" => address::is_division(text),
        _ => false,
    }
}
