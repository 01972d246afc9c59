//! Records to identity records: rows equal in all matching values fold into one, each with one block of value codes.
//!
//! Folding is not merging: an identity record too poor to match itself is unfolded again before clustering.

use std::hint::black_box;

use hashbrown::HashTable;
use rayon::prelude::*;

use crate::model::hash::{hash64, mix};
use crate::model::kind::Kind;
use crate::model::mapping::Entity;
use crate::model::records::Records;
use crate::model::trained::{Facts, FieldProfile};
use crate::model::value::{Class, Part};

use super::compare::{Cells, Comparison, Terms, comparisons, made_from, mostly};
use super::compiled::KeptModel;
use super::score::{LEARNABLE, Layout, misfit};
use super::twice::Twice;

/// No identity: the row has nothing to be matched by.
pub const NONE: u32 = u32::MAX;

/// Marks a code that is an index into [`Prepared::lists`] instead of a value.
pub const LIST: u32 = 1 << 31;

/// Pairs compared side by side: while one waits for memory, the next ones are under way.
pub const SIDE_BY_SIDE: usize = 64;

/// Of persons and organisations, those that are fewer are one record in so many for both to be told apart in scoring.
const RARER_LEAST: usize = 20;

/// Share of records that may hold another field beside the only one.
const BESIDE_MOST: f64 = 0.05;

/// Identity records whose values do not all stay near the processor.
const FAR: usize = 100_000;

/// What the later steps work on.
pub struct Prepared {
    /// The comparisons, in the order of their slots.
    pub comparisons: Vec<Comparison>,
    /// Value codes, row-major: `codes[i * width + slot]`; 0 = missing, [`LIST`] bit = several values.
    pub codes: Vec<u32>,
    /// Cells that hold several values.
    pub lists: Vec<Vec<u32>>,
    /// First source row of each identity record.
    pub first_row: Vec<u32>,
    /// Source rows folded into each identity record.
    pub rows: Vec<u32>,
    /// Identity record of each source row, or [`NONE`].
    pub identity_of_row: Vec<u32>,
    /// Persons and organisations never merge.
    pub entity: Vec<Entity>,
    /// Mail addresses whose local part is made from the record's own name, per identity record.
    pub mail_from_name: Vec<bool>,
    /// Content hash of each identity record: stable over runs, thread counts and row orders.
    pub content: Vec<u64>,
    /// Frequency facts: learned from these records, or those of the kept model.
    pub facts: Facts,
    /// How the values of each field lie.
    pub profile: Vec<FieldProfile>,
    /// Fields that say something and had no room in a pattern.
    pub left_out: Vec<String>,
    /// Why the kept model could not be used.
    pub misfit: Option<String>,
}

impl Prepared {
    /// Number of identity records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.first_row.len()
    }

    /// True if there is no identity record.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first_row.is_empty()
    }

    /// What most records are; persons where both are as many.
    #[must_use]
    pub fn mostly(&self) -> Entity {
        mostly(&self.entity)
    }

    /// Whether persons and organisations are both there, one record in [`RARER_LEAST`] at the least.
    #[must_use]
    pub fn has_both(&self) -> bool {
        let organisations = self.entity.iter().filter(|&&entity| entity == Entity::Organisation).count();
        organisations.min(self.len() - organisations) * RARER_LEAST >= self.len().max(1)
    }

    /// The only comparison that nearly all records can be matched by, if no other has a say.
    #[must_use]
    pub fn only_field(&self) -> Option<usize> {
        let width = self.width();
        let filled = |slot: usize| self.codes.iter().skip(slot).step_by(width).filter(|&&code| code != 0).count();
        let mut fields = (0..width).filter(|&slot| filled(slot) as f64 > BESIDE_MOST * self.len() as f64);
        fields.next().filter(|_| fields.next().is_none())
    }

    /// Number of comparisons.
    #[must_use]
    pub fn width(&self) -> usize {
        self.comparisons.len()
    }

    /// The codes of one identity record, one per comparison.
    #[must_use]
    pub fn row(&self, identity: u32) -> &[u32] {
        let w = self.width();
        &self.codes[identity as usize * w..(identity as usize + 1) * w]
    }

    /// Reads the rows of these pairs, so that they are near when they are compared: reads that do not wait for one another
    /// cost little more than a single one. What of a small table is compared is near anyway.
    pub fn touch_rows(&self, pairs: impl Iterator<Item = (u32, u32)>) {
        if self.len() < FAR {
            return;
        }
        let width = self.width();
        let first = |id: u32| self.codes.get(id as usize * width).copied().unwrap_or(0);
        black_box(pairs.fold(0, |sum, (a, b)| sum ^ first(a) ^ first(b)));
    }

    /// Reads what one comparison looks at in these pairs, [`SIDE_BY_SIDE`] at the most. The first records of consecutive pairs
    /// are mostly the same.
    pub fn touch_values(&self, pairs: impl Iterator<Item = (u32, u32)>, comparison: usize) {
        if self.len() < FAR {
            return;
        }
        let mut codes = [0; 2 * SIDE_BY_SIDE];
        let (mut filled, mut last) = (0, u32::MAX);
        for (a, b) in pairs.take(SIDE_BY_SIDE) {
            let (x, y) = (self.row(a)[comparison], self.row(b)[comparison]);
            if y == 0 || x == 0 {
                continue;
            }
            for code in [x, y] {
                if code & LIST == 0 && code != last {
                    codes[filled] = code;
                    filled += 1;
                }
            }
            last = x;
        }
        black_box(self.comparisons[comparison].touch(&codes[..filled]));
    }

    /// The values of one cell.
    #[must_use]
    pub fn values<'a>(&'a self, code: &'a u32) -> &'a [u32] {
        match *code {
            0 => &[],
            c if c & LIST != 0 => &self.lists[(c & !LIST) as usize],
            _ => std::slice::from_ref(code),
        }
    }
}

/// Times the identity records a model was trained on that a table may have grown or shrunk before it is trained anew.
const GROWTH_MOST: u64 = 2;

/// Why a kept model is not to be used for these records.
fn refusal(kept: &KeptModel, comparisons: &[Comparison], records: u64) -> Option<String> {
    let KeptModel { model, wanted } = kept;
    if let Some(why) = misfit(&Layout::new(comparisons, Entity::Person), model) {
        return Some(why);
    }
    if *wanted {
        return None;
    }
    if model.em_rounds == 0 && records >= LEARNABLE as u64 {
        return Some("it has default weights, and now there is enough to learn from".to_owned());
    }
    let much = records > GROWTH_MOST * model.records || model.records > GROWTH_MOST * records;
    much.then(|| format!("{} identity records now, {} when it was trained", records, model.records))
}

/// Folds rows into identity records. `ignored` names fields kept out of matching; `kept` is a model to be used, with its
/// frequency facts, if it fits the table.
#[must_use]
pub fn prepare(records: &Records, ignored: &[String], kept: Option<&KeptModel>) -> Prepared {
    let (mut comparisons, left_out) = comparisons(records, ignored);
    let width = comparisons.len();
    let n = records.len();
    let mut p = Prepared {
        comparisons: Vec::new(),
        codes: Vec::new(),
        lists: Vec::new(),
        first_row: Vec::new(),
        rows: Vec::new(),
        identity_of_row: vec![NONE; n],
        entity: Vec::new(),
        mail_from_name: Vec::new(),
        content: Vec::new(),
        facts: Facts::default(),
        profile: Vec::new(),
        left_out,
        misfit: None,
    };
    // Keys and cells of rows in parallel; folding itself is sequential, so identities are numbered by first row.
    let mut codes = vec![0u32; n * width];
    let keys: Vec<(u64, bool)> =
        codes.par_chunks_mut(width.max(1)).enumerate().map(|(row, cells)| row_key(records, &comparisons, row, cells)).collect();
    // Rows whose key is like no other's are not looked for.
    let twice = Twice::of(n, keys.iter().filter(|(_, usable)| *usable).map(|(key, _)| *key));
    let mut table: HashTable<u32> = HashTable::new();
    let mut cell = Vec::new();
    for (row, &(key, usable)) in keys.iter().enumerate() {
        if !usable {
            continue;
        }
        let content = &p.content;
        let first = &p.first_row;
        let same = |&id: &u32| content[id as usize] == key && same_values(records, &comparisons, row, first[id as usize] as usize);
        let may_fold = twice.may_hold(key);
        if let Some(&id) = may_fold.then(|| table.find(key, same)).flatten() {
            p.rows[id as usize] += 1;
            p.identity_of_row[row] = id;
            continue;
        }
        let id = p.first_row.len() as u32;
        p.first_row.push(row as u32);
        p.rows.push(1);
        p.entity.push(records.entity[row]);
        p.content.push(key);
        p.identity_of_row[row] = id;
        // Identity records are fewer than the rows so far: their cells move up to the front.
        let start = id as usize * width;
        codes.copy_within(row * width..(row + 1) * width, start);
        for (code, comparison) in codes[start..start + width].iter_mut().zip(&comparisons).filter(|(code, _)| **code == LIST) {
            cell.clear();
            comparison.values_of(records, row, &mut cell);
            p.lists.push(cell.clone());
            *code = LIST | (p.lists.len() as u32 - 1);
        }
        if may_fold {
            let content = &p.content;
            table.insert_unique(key, id, |&i| content[i as usize]);
        }
    }
    codes.truncate(p.first_row.len() * width);
    written_once(records, &comparisons, &mut codes);
    p.codes = codes;
    debug_assert_eq!(p.codes.len(), p.len() * width);
    p.misfit = kept.and_then(|kept| refusal(kept, &comparisons, p.first_row.len() as u64));
    // A model without facts still has its weights: what is common is counted here then.
    let kept = kept.filter(|_| p.misfit.is_none()).map(|kept| &kept.model.facts).filter(|facts| facts.parts().next().is_some());
    if let Some(facts) = kept {
        p.facts = facts.clone();
    }
    let cells = Cells { codes: &p.codes, lists: &p.lists, width };
    let count = |(slot, comparison): (usize, &mut Comparison)| {
        let (name, mut learned) = (comparison.known_as.clone(), Facts::default());
        let dict = &records.fields[comparison.field].dict;
        comparison.count_values(cells, slot, dict, &mut Terms::new(&name, kept, &mut learned));
        learned
    };
    let learned: Vec<Facts> = comparisons.par_iter_mut().enumerate().map(count).collect();
    for learned in learned {
        p.facts.extend(learned);
    }
    p.profile = comparisons.iter().flat_map(|c| c.profile(p.first_row.len())).collect();
    p.comparisons = comparisons;
    p.mail_from_name = mail_from_name(records, &p);
    p
}

/// Of a name and a nickname that are one text in a record, one is left: shops put the nickname of whoever gave no name into the column of
/// names too, and it is no second witness. A valid name stays; what only may be one is the nickname.
fn written_once(records: &Records, comparisons: &[Comparison], codes: &mut [u32]) {
    let slot = |kind: Kind| comparisons.iter().position(|c| c.kind == kind);
    let (Some(name), Some(nickname)) = (slot(Kind::PersonName), slot(Kind::Nickname)) else { return };
    let dict = |slot: usize| &records.fields[comparisons[slot].field].dict;
    let (names, nicknames) = (dict(name), dict(nickname));
    codes.par_chunks_mut(comparisons.len()).for_each(|row| {
        let (of_name, of_nickname) = (row[name], row[nickname]);
        let single = (of_name | of_nickname) & LIST == 0 && of_name != 0 && of_nickname != 0;
        if single && names.text(of_name) == nicknames.text(of_nickname) {
            row[if names.class(of_name) == Class::Valid { nickname } else { name }] = 0;
        }
    });
}

/// Whether every mail address of an identity record is made from one of its names.
fn mail_from_name(records: &Records, p: &Prepared) -> Vec<bool> {
    let slot = |kind: Kind| p.comparisons.iter().position(|c| c.kind == kind);
    let (Some(name), Some(mail)) = (slot(Kind::PersonName), slot(Kind::Email)) else { return vec![false; p.len()] };
    let (names, mails) = (&records.fields[p.comparisons[name].field].dict, &records.fields[p.comparisons[mail].field].dict);
    (0..p.len() as u32)
        .into_par_iter()
        .map(|id| {
            let row = p.row(id);
            let mut addresses = p.values(&row[mail]).iter().peekable();
            addresses.peek().is_some()
                && addresses.all(|&m| {
                    p.values(&row[name]).iter().any(|&n| {
                        let parts = [Part::Given, Part::Family, Part::GivenPinyin, Part::FamilyPinyin];
                        made_from(mails.part(m, Part::Local), &parts.map(|part| names.part(n, part)))
                    })
                })
        })
        .collect()
}

/// Content hash of a row's matching values, and whether they are an identity at all. Fills in its cells; [`LIST`] alone where
/// a cell holds several values.
fn row_key(records: &Records, comparisons: &[Comparison], row: usize, cells: &mut [u32]) -> (u64, bool) {
    let mut key = hash64(records.entity[row].name().as_bytes());
    let mut usable = false;
    let mut cell = Vec::new();
    for (slot, comparison) in comparisons.iter().enumerate() {
        cell.clear();
        comparison.values_of(records, row, &mut cell);
        let field = &records.fields[comparison.field];
        // Values of a list count without order.
        let sum = cell.iter().fold(0u64, |s, &c| s.wrapping_add(mix(field.dict.hash(c), 7)));
        cells[slot] = match cell[..] {
            [] => 0,
            [one] => one,
            _ => LIST,
        };
        if !cell.is_empty() {
            key = mix(key, mix(slot as u64 + 1, sum));
            usable |= comparison.identifies;
        }
    }
    (key, usable)
}

fn same_values(records: &Records, comparisons: &[Comparison], a: usize, b: usize) -> bool {
    records.entity[a] == records.entity[b]
        && comparisons.iter().all(|c| {
            let values = &records.fields[c.field].values;
            if values.get(a) == values.get(b) {
                return true;
            }
            let (mut x, mut y) = (Vec::new(), Vec::new());
            c.values_of(records, a, &mut x);
            c.values_of(records, b, &mut y);
            x.sort_unstable();
            y.sort_unstable();
            x == y
        })
}

#[cfg(test)]
mod tests {
    use crate::model::value::Normal;
    use crate::resolve::tests::{Row, own_field, records};

    use super::*;

    #[test]
    fn a_name_that_is_the_nickname_again_is_one_witness() {
        let rows: Vec<Row> = vec![("wang", "fang", "2000000001", "", ""); 3];
        let mut table = records(&rows);
        let maybe = |text: &str| Normal { class: Class::Possible, ..Normal::valid(text) };
        let names = [Normal::valid("王芳"), maybe("涵涵妈妈"), Normal::valid("李娜")];
        let nicknames = ["王芳", "涵涵妈妈", "小幸运"].map(Normal::valid);
        table.fields[0] = own_field("name", Kind::PersonName, names.into_iter().map(Some));
        table.fields.push(own_field("nickname", Kind::Nickname, nicknames.into_iter().map(Some)));
        let prepared = prepare(&table, &[], None);
        let slot = |kind: Kind| prepared.comparisons.iter().position(|c| c.kind == kind).expect("compared");
        let filled = |kind: Kind| -> Vec<bool> { (0..3).map(|id| prepared.row(id)[slot(kind)] != 0).collect() };
        assert_eq!(filled(Kind::PersonName), [true, false, true]);
        assert_eq!(filled(Kind::Nickname), [false, true, true]);
    }
}
