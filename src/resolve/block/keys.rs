//! Blocking keys: what of each value two records may share to be looked at.
//!
//! Keys hash value content, never codes, so that they mean the same in every batch.

use rayon::prelude::*;

use crate::model::hash::{hash64, mix};
use crate::model::kind::Kind;
use crate::model::records::Records;
use crate::model::value::{Class, Dict, Part};

use super::super::compare::{Comparison, written_digits};
use super::super::prepare::Prepared;

/// Keeps keys by ear apart from keys in pinyin.
const HEARD: u64 = 0x6561_7200;

/// What of a value is the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Atom {
    /// The whole value as keyed.
    Whole,
    /// Given and family name, in either order.
    NameFull,
    /// Given and family name in pinyin; in tables of several scripts also by their consonants.
    NameSound,
    /// Given name.
    Given,
    /// Formal names behind a given name.
    GivenRoot,
    /// Family name.
    Family,
    /// Family name in pinyin.
    FamilySound,
    /// First three letters (one 汉字) of the given name.
    GivenStart,
    /// First three letters (one 汉字) of the family name.
    FamilyStart,
    /// Year of a date.
    Year,
    /// Month and day of a date.
    MonthDay,
    /// Last four digits, also of masked numbers.
    Last4,
    /// Last seven digits.
    Last7,
    /// Local part of a mail address.
    Local,
    /// Brand of a company.
    Brand,
    /// Brand in pinyin.
    BrandSound,
    /// Each rare word of a company name.
    Word,
    /// Acronym of a company.
    Acronym,
    /// Road and house number.
    House,
    /// Road.
    Road,
    /// Postcode.
    Postcode,
    /// District.
    District,
    /// City.
    City,
}

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
    /// Where the keys of each value code begin, and where the last one's end.
    offsets: Vec<u32>,
    keys: Vec<u64>,
}

impl KeyColumn {
    /// What a word of one name only is known by from run to run.
    pub fn lone_word(&self, word: &str) -> u64 {
        mix(self.id, hash64(word.as_bytes()))
    }

    /// Value codes that keys are listed of.
    pub fn values(&self) -> u32 {
        self.offsets.len() as u32 - 1
    }

    /// The keys of one value.
    pub fn of_value(&self, code: u32) -> &[u64] {
        &self.keys[self.offsets[code as usize] as usize..self.offsets[code as usize + 1] as usize]
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

/// The atoms of a kind, best first.
fn atoms(kind: Kind) -> &'static [Atom] {
    match kind {
        Kind::PersonName => &[
            Atom::NameFull,
            Atom::NameSound,
            Atom::Given,
            Atom::GivenRoot,
            Atom::Family,
            Atom::FamilySound,
            Atom::GivenStart,
            Atom::FamilyStart,
        ],
        Kind::BirthDate => &[Atom::Whole, Atom::Year, Atom::MonthDay],
        Kind::Phone => &[Atom::Whole, Atom::Last4, Atom::Last7],
        Kind::Email => &[Atom::Whole, Atom::Local],
        Kind::Company => &[Atom::Whole, Atom::Brand, Atom::BrandSound, Atom::Word, Atom::Acronym],
        Kind::Address => &[Atom::House, Atom::Road, Atom::Postcode, Atom::District, Atom::City],
        Kind::Gender => &[],
        _ => &[Atom::Whole],
    }
}

/// One column per comparison and atom that any record has.
pub fn columns(records: &Records, prepared: &Prepared) -> Vec<KeyColumn> {
    let wanted: Vec<(usize, Atom)> =
        prepared.comparisons.iter().enumerate().flat_map(|(slot, c)| atoms(c.kind).iter().map(move |&atom| (slot, atom))).collect();
    wanted
        .into_par_iter()
        .map(|(slot, atom)| {
            let comparison = &prepared.comparisons[slot];
            column(slot, comparison, atom, &records.fields[comparison.field].dict)
        })
        .filter(|column| !column.keys.is_empty() || !column.lone_words.is_empty())
        .collect()
}

fn column(slot: usize, comparison: &Comparison, atom: Atom, dict: &Dict) -> KeyColumn {
    let (words, lone) = if atom == Atom::Word { rare_words(dict, comparison) } else { Default::default() };
    let mut offsets = Vec::with_capacity(dict.len() + 1);
    let mut keys: Vec<u64> = Vec::new();
    let mut own = Vec::new();
    offsets.push(0);
    for code in 0..dict.len() as u32 {
        if code != 0 && comparison.count.get(code as usize).copied().unwrap_or(0) > 0 {
            own.clear();
            value_keys(atom, comparison.kind, dict, code, &words, &mut own);
            if atom == Atom::NameSound {
                own.extend(comparison.heard_keys(code).iter().map(|key| mix(hash64(key.as_bytes()), HEARD)));
            }
            let start = keys.len();
            for &key in &own {
                if !keys[start..].contains(&key) {
                    keys.push(key);
                }
            }
        }
        offsets.push(keys.len() as u32);
    }
    keys.shrink_to_fit();
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
    let mut column = KeyColumn {
        comparison: slot,
        kind: comparison.kind,
        name: comparison.name.clone(),
        atom,
        splits,
        known_as,
        id,
        lone_words: Vec::new(),
        offsets,
        keys,
    };
    column.lone_words = lone.into_iter().map(|word| column.lone_word(word)).collect();
    column.lone_words.sort_unstable();
    column
}

/// Words of company names that fewer than one name in fifty has: the hashes of those of several names, ascending, and those
/// of one.
fn rare_words<'a>(dict: &'a Dict, comparison: &Comparison) -> (Vec<u64>, Vec<&'a str>) {
    let mut seen: std::collections::BTreeMap<&str, u32> = std::collections::BTreeMap::new();
    for code in 1..dict.len() as u32 {
        if comparison.count.get(code as usize).copied().unwrap_or(0) == 0 {
            continue;
        }
        for word in dict.part(code, Part::Tokens).split('|').filter(|w| !w.is_empty()) {
            *seen.entry(word).or_default() += 1;
        }
    }
    let rare = seen.into_iter().filter(|(w, _)| w.chars().count() >= 2 && !comparison.is_common_word(w));
    let (several, lone): (Vec<_>, Vec<_>) = rare.partition(|&(_, s)| s >= 2);
    let mut several: Vec<u64> = several.into_iter().map(|(w, _)| hash64(w.as_bytes())).collect();
    several.sort_unstable();
    (several, lone.into_iter().map(|(w, _)| w).collect())
}

fn value_keys(atom: Atom, kind: Kind, dict: &Dict, code: u32, words: &[u64], keys: &mut Vec<u64>) {
    let part = |p: Part| dict.part(code, p);
    let mut one = |text: &str| {
        if !text.is_empty() {
            keys.push(hash64(text.as_bytes()));
        }
    };
    let clear = dict.class(code).is_key();
    match atom {
        Atom::Whole if !clear && dict.class(code) != Class::Invalid => {}
        Atom::Whole if kind == Kind::Phone => one(&written_digits(dict, code)),
        Atom::Whole if kind == Kind::Url => one(part(Part::Domain)),
        Atom::Whole => one(if part(Part::Key).is_empty() { dict.text(code) } else { part(Part::Key) }),
        Atom::Given => one(part(Part::Given)),
        Atom::Family => one(part(Part::Family)),
        Atom::GivenStart => one(start(part(Part::Given))),
        Atom::FamilyStart => one(start(part(Part::Family))),
        Atom::GivenRoot => part(Part::Key).split('|').for_each(one),
        Atom::FamilySound => part(Part::FamilyPinyin).split('|').for_each(one),
        Atom::NameFull => {
            let (g, f) = (part(Part::Given), part(Part::Family));
            if !g.is_empty() && !f.is_empty() {
                let (x, y) = (hash64(g.as_bytes()), hash64(f.as_bytes()));
                keys.push(mix(x.min(y), x.max(y)));
            }
        }
        Atom::NameSound => {
            for g in part(Part::GivenPinyin).split('|').filter(|t| !t.is_empty()) {
                for f in part(Part::FamilyPinyin).split('|').filter(|t| !t.is_empty()) {
                    keys.push(mix(hash64(f.as_bytes()), hash64(g.as_bytes())));
                }
            }
        }
        Atom::Year => one(part(Part::Year)),
        Atom::MonthDay if !part(Part::Day).is_empty() => one(&format!("{}{}", part(Part::Month), part(Part::Day))),
        Atom::MonthDay => {}
        Atom::Last4 | Atom::Last7 => {
            let digits = if dict.class(code) == Class::Masked { part(Part::Mask) } else { part(Part::National) };
            let want = if atom == Atom::Last4 { 4 } else { 7 };
            if digits.is_ascii() && digits.len() >= want {
                let end = &digits[digits.len() - want..];
                if end.bytes().all(|b| b.is_ascii_digit()) {
                    one(end);
                }
            }
        }
        Atom::Local if part(Part::Local).len() >= 4 && dict.class(code) != Class::Role => one(part(Part::Local)),
        Atom::Local => {}
        Atom::Brand => one(part(Part::Brand)),
        Atom::BrandSound => one(part(Part::BrandPinyin)),
        Atom::Acronym if part(Part::Acronym).len() >= 2 => one(part(Part::Acronym)),
        Atom::Acronym => {}
        Atom::Word => {
            keys.extend(part(Part::Tokens).split('|').map(|w| hash64(w.as_bytes())).filter(|h| words.binary_search(h).is_ok()));
        }
        Atom::House => {
            let (road, number) = (part(Part::Road), part(Part::Number));
            if !road.is_empty() && !number.is_empty() {
                keys.push(mix(hash64(road.as_bytes()), hash64(number.as_bytes())));
            }
        }
        Atom::Road => one(part(Part::Road)),
        Atom::Postcode => one(part(Part::Postcode)),
        Atom::District => one(part(Part::District)),
        Atom::City => one(part(Part::City)),
    }
}

/// First 汉字, or the first three letters.
fn start(text: &str) -> &str {
    if text.is_ascii() { &text[..text.len().min(3)] } else { &text[..text.chars().next().map_or(0, char::len_utf8)] }
}
