//! Blocking keys of all records, one column per comparison and atom.
//!
//! In: identity records with their values. Out: [`KeyColumn`]s, which tell the keys of a value or a record. A key is worked out once
//! per distinct value, or once per distinct text of the part it is made from; see [`super::atom`] for what the keys are.

use hashbrown::HashTable;
use rayon::prelude::*;

use crate::model::hash::{hash64, mix};
use crate::model::kind::Kind;
use crate::model::records::Records;
use crate::model::value::{Class, Dict, Part, PartColumn};

use super::super::compare::{Comparison, last_han};
use super::super::prepare::{LIST, Prepared};
use super::super::twice::Twice;
use super::atom::{Atom, atoms, part_keys, part_of, shows_ends, whole_keys};

/// Keys of one atom over all identity records.
pub struct KeyColumn {
    /// Comparison it comes from.
    pub comparison: usize,
    /// Kind of that comparison.
    pub kind: Kind,
    /// Field name, for rule names.
    pub name: String,
    /// What of the value.
    pub atom: Atom,
    /// May it split an oversized block?
    pub splits: bool,
    /// Field with its scope, and atom: the same in every run.
    pub known_as: String,
    /// Hash of [`Self::known_as`].
    pub id: u64,
    /// Words of one name only, which are no keys, as hashes of their own, ascending; see [`Self::lone_word`].
    pub lone_words: Vec<u64>,
    /// Of [`Atom::Ends`]: is the value, by its code, partly hidden? Empty for all other atoms.
    masked: Vec<bool>,
    /// By value code: 0 where it has no key, its key where it has one, else one more than the place in `lists`.
    only: Vec<u64>,
    lists: Vec<Box<[u64]>>,
}

/// What [`KeyColumn::only`] holds up to here are places of lists; keys are larger.
const LISTED: u64 = u32::MAX as u64;

/// What a hash is as a key.
fn as_key(hash: u64) -> u64 {
    if hash > LISTED { hash } else { hash | 1 << 63 }
}

/// What a column tells of a record at first sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glance {
    /// No key.
    None,
    /// This one.
    One(u64),
    /// Perhaps several.
    Several,
}

impl KeyColumn {
    /// What a word of one name only is known by from run to run.
    pub fn lone_word(&self, word: &str) -> u64 {
        self.lone_hash(hash64(word.as_bytes()))
    }

    fn lone_hash(&self, word: u64) -> u64 {
        mix(self.id, word)
    }

    /// Value codes that keys are listed of.
    pub fn values(&self) -> u32 {
        self.only.len() as u32
    }

    /// The keys of one value.
    pub fn of_value(&self, code: u32) -> &[u64] {
        match &self.only[code as usize] {
            0 => &[],
            &listed if listed <= LISTED => &self.lists[listed as usize - 1],
            key => std::slice::from_ref(key),
        }
    }

    /// The keys of a cell of [`Prepared::codes`], as far as they are told without another look.
    pub fn glance(&self, cell: u32) -> Glance {
        if cell & LIST != 0 {
            return Glance::Several;
        }
        match self.only[cell as usize] {
            0 => Glance::None,
            listed if listed <= LISTED => Glance::Several,
            key => Glance::One(key),
        }
    }

    /// The keys of one identity record, each once. `several` is room for those of a record with several values.
    pub fn keys<'a>(&'a self, prepared: &Prepared, id: u32, several: &'a mut Vec<u64>) -> &'a [u64] {
        match prepared.values(&prepared.row(id)[self.comparison]) {
            [] => &[],
            &[one] => self.of_value(one),
            list => {
                several.clear();
                for key in list.iter().flat_map(|&code| self.of_value(code)) {
                    if !several.contains(key) {
                        several.push(*key);
                    }
                }
                several
            }
        }
    }
}

/// Which keys a column is to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Every one.
    All,
    /// Those that several records may share: no other key can bring two together.
    Shared,
}

/// One column per comparison and atom that any record has; with `edges` those of the edges of values too.
pub fn columns(records: &Records, prepared: &Prepared, wanted: Wanted, edges: bool) -> Vec<KeyColumn> {
    let of_slot = |(slot, c): (usize, &'static [Atom])| c.iter().map(move |&atom| (slot, atom));
    let atoms = prepared.comparisons.iter().map(|c| atoms(c.kind)).enumerate().flat_map(of_slot);
    let atoms: Vec<(usize, Atom)> = atoms.filter(|(_, atom)| edges || !atom.is_edge()).collect();
    atoms
        .into_par_iter()
        .filter_map(|(slot, atom)| {
            let comparison = &prepared.comparisons[slot];
            if atom == Atom::Ends && !shows_ends(&records.fields[comparison.field].dict) {
                // Numbers in full meet by more.
                return None;
            }
            let mut column = column(slot, comparison, atom, &records.fields[comparison.field].dict);
            if atom == Atom::Ends {
                column.forget_keys_of_masks(&records.fields[comparison.field].dict);
            }
            let has_any = column.only.iter().any(|&key| key != 0) || !column.lone_words.is_empty();
            if wanted == Wanted::Shared {
                column.forget_lone_keys(&comparison.count);
            }
            has_any.then_some(column)
        })
        .collect()
}

fn column(slot: usize, comparison: &Comparison, atom: Atom, dict: &Dict) -> KeyColumn {
    let (words, lone) = if atom == Atom::Word { rare_words(dict, comparison) } else { Default::default() };
    let splits = matches!(
        atom,
        Atom::Whole
            | Atom::Given
            | Atom::Family
            | Atom::Postcode
            | Atom::House
            | Atom::District
            | Atom::City
            | Atom::Year
            | Atom::Last4
            | Atom::Brand
    );
    let known_as = format!("{}.{atom:?}", comparison.known_as);
    let id = hash64(known_as.as_bytes());
    let (only, lists) = value_keys(comparison, atom, dict, &words);
    let mut column = KeyColumn {
        comparison: slot,
        kind: comparison.kind,
        name: comparison.name.clone(),
        atom,
        splits,
        known_as,
        id,
        lone_words: Vec::new(),
        masked: Vec::new(),
        only,
        lists,
    };
    column.lone_words = lone.into_iter().map(|word| column.lone_hash(word)).collect();
    column.lone_words.sort_unstable();
    column
}

impl KeyColumn {
    /// Does the one record hold a value in full and the other a masked one? What two masks show makes no pair, and numbers in full
    /// meet by more: so a pair hangs on its two records alone.
    pub fn is_half_hidden(&self, prepared: &Prepared, left: u32, right: u32) -> bool {
        let holds = |id: u32, masked: bool| {
            let values = prepared.values(&prepared.row(id)[self.comparison]);
            values.iter().any(|&code| self.only[code as usize] != 0 && self.masked[code as usize] == masked)
        };
        holds(left, true) && holds(right, false) || holds(left, false) && holds(right, true)
    }

    /// Takes out keys that masked values alone have: what they show is a key where a value in full bears it, and never of its own.
    fn forget_keys_of_masks(&mut self, dict: &Dict) {
        self.masked = (0..self.only.len() as u32).map(|code| dict.class(code) == Class::Masked).collect();
        let masked = &self.masked;
        let mut clear: Vec<u64> =
            self.only.iter().enumerate().filter(|&(code, &key)| key > LISTED && !masked[code]).map(|(_, &key)| key).collect();
        clear.sort_unstable();
        for (code, key) in self.only.iter_mut().enumerate() {
            if masked[code] && clear.binary_search(key).is_err() {
                *key = 0;
            }
        }
    }

    /// Takes out keys that one record alone has. `count`: identity records per value.
    fn forget_lone_keys(&mut self, count: &[u32]) {
        let held = |code: u32| if count.get(code as usize).is_some_and(|&c| c > 1) { 2 } else { 1 };
        let all = || {
            (0..self.values()).flat_map(|code| self.of_value(code).iter().flat_map(move |&key| (0..held(code)).map(move |_| key)))
        };
        let twice = Twice::of(all().count(), all());
        for key in self.only.iter_mut().filter(|key| **key > LISTED) {
            if !twice.may_hold(*key) {
                *key = 0;
            }
        }
    }
}

/// Hashes of the words of company names that fewer than one name in fifty has: those of several names, ascending, and those
/// of one.
fn rare_words(dict: &Dict, comparison: &Comparison) -> (Vec<u64>, Vec<u64>) {
    let mut seen: HashTable<(u64, u32, &str)> = HashTable::new();
    for code in 1..dict.len() as u32 {
        if comparison.count.get(code as usize).copied().unwrap_or(0) == 0 {
            continue;
        }
        for word in dict.part(code, Part::Tokens).split('|').filter(|w| !w.is_empty()) {
            let hash = hash64(word.as_bytes());
            seen.entry(hash, |s| s.0 == hash, |s| s.0).or_insert((hash, 0, word)).get_mut().1 += 1;
        }
    }
    let rare = seen.into_iter().filter(|(_, _, w)| w.chars().count() >= 2 && !comparison.is_common_word(w));
    let (several, lone): (Vec<_>, Vec<_>) = rare.partition(|&(_, s, _)| s >= 2);
    let mut several: Vec<u64> = several.into_iter().map(|(hash, ..)| hash).collect();
    several.sort_unstable();
    (several, lone.into_iter().map(|(hash, ..)| hash).collect())
}

/// The keys of every value that a record has, see [`KeyColumn::only`].
fn value_keys(comparison: &Comparison, atom: Atom, dict: &Dict, words: &[u64]) -> (Vec<u64>, Vec<Box<[u64]>>) {
    let mut lists = Vec::new();
    let counted = |code: u32| code != 0 && comparison.count.get(code as usize).is_some_and(|&count| count > 0);
    let hashes = |part: Part| -> Vec<u64> {
        dict.part_column(part)
            .pool
            .arena()
            .iter()
            .map(|(_, text)| if text.is_empty() { 0 } else { hash64(text.as_bytes()) })
            .collect()
    };
    let of_two = |a: Part, b: Part, join: fn(u64, u64) -> u64| -> Vec<u64> {
        let (of_a, of_b) = (hashes(a), hashes(b));
        let key = |code: u32| {
            let (x, y) = (of_a[dict.part_column(a).code(code) as usize], of_b[dict.part_column(b).code(code) as usize]);
            if x != 0 && y != 0 && counted(code) { as_key(join(x, y)) } else { 0 }
        };
        (0..dict.len() as u32).map(key).collect()
    };
    let mut own = Vec::new();
    let only = match atom {
        Atom::NameFull => of_two(Part::Given, Part::Family, |x, y| mix(x.min(y), x.max(y))),
        Atom::House => of_two(Part::Road, Part::Number, mix),
        _ => {
            if let Some(part) = part_of(atom, comparison.kind) {
                // Keys of a part are worked out once per text of that part.
                let mut of_texts = |part: Part| -> (&PartColumn, Vec<u64>) {
                    let column = dict.part_column(part);
                    let mut key = |(_, text): (u32, &str)| {
                        own.clear();
                        part_keys(atom, text, words, &mut own);
                        listed(&mut own, &mut lists)
                    };
                    (column, column.pool.arena().iter().map(&mut key).collect())
                };
                let (column, of_text) = of_texts(part);
                // A name of one word may be the family name.
                let lone = matches!(atom, Atom::Family | Atom::FamilyStart | Atom::FamilyEnd).then(|| of_texts(Part::Given));
                let key = |code: u32| match (column.code(code), &lone) {
                    (0, Some((given, of_given))) => of_given[given.code(code) as usize],
                    (0, None) if atom == Atom::GivenEnd => {
                        last_han(dict, code).map_or(0, |c| as_key(hash64(c.to_string().as_bytes())))
                    }
                    (text, _) => of_text[text as usize],
                };
                let of_mail = comparison.kind == Kind::Email;
                let is_key = |code: u32| counted(code) && !(of_mail && dict.class(code) == Class::Role);
                (0..dict.len() as u32).map(|code| if is_key(code) { key(code) } else { 0 }).collect()
            } else {
                let mut key = |code: u32| {
                    own.clear();
                    if counted(code) {
                        whole_keys(atom, comparison, dict, code, &mut own);
                    }
                    listed(&mut own, &mut lists)
                };
                (0..dict.len() as u32).map(&mut key).collect()
            }
        }
    };
    (only, lists)
}

/// Keys as they are held in [`KeyColumn::only`].
fn listed(own: &mut [u64], lists: &mut Vec<Box<[u64]>>) -> u64 {
    let mut kept = 0;
    for i in 0..own.len() {
        let key = as_key(own[i]);
        if !own[..kept].contains(&key) {
            own[kept] = key;
            kept += 1;
        }
    }
    match &own[..kept] {
        [] => 0,
        &[one] => one,
        several => {
            lists.push(several.into());
            lists.len() as u64
        }
    }
}
