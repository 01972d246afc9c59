//! Comparisons: one per field, each with ordered levels from "exact and rare" down to "else".
//!
//! Comes in: two cells of value codes. Goes out: one level per slot of the comparison (0 = not comparable, which is
//! no evidence; 1 = best). Comparers are symmetric and read only codes and prepared features. Exact agreement is
//! split into levels by the frequency of the agreeing value (term frequency as levels), so that m and u of rare and
//! common values are learned apart instead of assumed.

mod address;
mod chosen;
mod company;
mod date;
mod frequency;
mod groups;
mod id;
mod mail;
mod name;
mod phone;
mod plain;
mod sound;
mod visible;
mod words;

use crate::model::kind::Kind;
use crate::model::records::Records;
use crate::model::trained::{FieldProfile, six_digits};
use crate::model::value::{Dict, Part};

pub use chosen::{comparisons, is_ones_own, mostly};
pub use frequency::{Buckets, TermPart, Terms};
pub use id::shown_characters;
pub use mail::{explained_by_names, made_from, may_be_explained};
pub use name::{FIRST_LETTER, last_han};
pub use phone::{shown_digits, written_digits};
pub use visible::LEVELS as VISIBLE;

/// Slots a pattern has room for: 128 bits of four.
pub const SLOTS_MAX: usize = 31;

/// Level 0: a value is missing or nothing of both is comparable.
pub const NULL: u8 = 0;

/// One slot of a comparison: its levels' names, best first (level 1 is `levels[0]`).
#[derive(Debug, Clone)]
pub struct Slot {
    /// Slot name in reports: the field's name, or `name.given`.
    pub name: String,
    /// Names of levels 1, 2, ….
    pub levels: Vec<&'static str>,
    /// Levels 1..=exact mean equality of the whole value.
    pub exact: u8,
}

/// One comparison: a field's values against another record's.
pub struct Comparison {
    /// Field name.
    pub name: String,
    /// Field name with its scope (`account_id@jd`): what the comparison is known by in a kept model.
    pub known_as: String,
    /// Index into `Records::fields`.
    pub field: usize,
    /// Kind of the field.
    pub kind: Kind,
    /// Is a record that has only this an identity?
    pub identifies: bool,
    /// Do different customers agree in it so seldom that matches stand out by it?
    pub anchors: bool,
    /// One to three slots.
    pub slots: Vec<Slot>,
    /// Number among the comparisons.
    number: u8,
    /// Identity records per value code.
    pub count: Vec<u32>,
    /// Which values of the field take part (class), by code.
    usable: Vec<bool>,
    comparer: Comparer,
}

enum Comparer {
    Name(name::NameComparer),
    Phone(phone::PhoneComparer),
    Mail(mail::MailComparer),
    Company(Box<company::CompanyComparer>),
    Address(Box<address::AddressComparer>),
    Date(date::DateComparer),
    Id(id::IdComparer),
    Plain(plain::PlainComparer),
}

/// A small direct-mapped memory of string comparisons; one per worker, its content never changes a result.
pub struct Memo {
    /// Number of the comparison at hand.
    comparison: u8,
    keys: Vec<u64>,
    levels: Vec<u8>,
}

impl Default for Memo {
    fn default() -> Self {
        Self { comparison: 0, keys: vec![u64::MAX; Self::SIZE], levels: vec![0; Self::SIZE] }
    }
}

impl Memo {
    const SIZE: usize = 1 << 15;

    /// The level of two texts of the comparison at hand, computed once while it stays in memory. `part`: 0 to 3, where a
    /// comparison has texts of several sorts. `compute` gets the smaller code first, whatever the order of the pair.
    pub fn level(&mut self, part: u8, a: u32, b: u32, compute: impl Fn(u32, u32) -> u8) -> u8 {
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        let key = u64::from(self.comparison << 2 | part) << 56 | u64::from(a) << 28 | u64::from(b);
        let slot = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 49) as usize;
        if self.keys[slot] == key {
            return self.levels[slot];
        }
        let level = compute(a, b);
        self.keys[slot] = key;
        self.levels[slot] = level;
        level
    }
}

/// The value codes of all identity records.
#[derive(Clone, Copy)]
pub struct Cells<'a> {
    /// Row-major, `width` per record; 0 = missing, [`super::prepare::LIST`] bit = several values.
    pub codes: &'a [u32],
    /// Cells that hold several values.
    pub lists: &'a [Vec<u32>],
    /// Comparisons.
    pub width: usize,
}

impl Comparison {
    /// Appends the usable value codes of a source row.
    pub fn values_of(&self, records: &Records, row: usize, out: &mut Vec<u32>) {
        for &code in records.fields[self.field].values.get(row) {
            if self.usable[code as usize] && !out.contains(&code) {
                out.push(code);
            }
        }
    }

    /// Counts identity records per value and per part, and fixes the frequency levels.
    /// `terms` gives the kept levels, or takes the learned ones.
    pub fn count_values(&mut self, cells: Cells<'_>, slot: usize, dict: &Dict, terms: &mut Terms<'_>) {
        let Cells { codes, lists, width } = cells;
        let mut count = vec![0u32; self.usable.len()];
        for &code in codes.iter().skip(slot).step_by(width) {
            if code & super::prepare::LIST != 0 {
                lists[(code & !super::prepare::LIST) as usize].iter().for_each(|&c| count[c as usize] += 1);
            } else {
                count[code as usize] += 1;
            }
        }
        match &mut self.comparer {
            Comparer::Name(c) => c.count(&count, terms),
            Comparer::Phone(c) => c.count(&count, dict, terms),
            Comparer::Mail(c) => c.count(&count, dict, terms),
            Comparer::Company(c) => c.count(&count, dict, terms),
            Comparer::Address(c) => c.count(&count, dict, terms),
            Comparer::Date(c) => c.count(&count, dict, terms),
            Comparer::Id(c) => c.count(&count, terms),
            Comparer::Plain(c) => c.count(&count, terms),
        }
        self.count = count;
    }

    /// How the values of `n` identity records lie, per slot that has classes of frequency.
    pub fn profile(&self, n: usize) -> Vec<FieldProfile> {
        let slot = |(index, slot): (usize, &Slot)| {
            let exactness = self.exactness(index)?;
            let classes: Vec<f64> = exactness.buckets.agreeing(slot.exact).iter().map(|a| a.1).collect();
            // Of several values in one cell each counts: the shares are those of values then.
            let all = classes.iter().sum::<f64>().max(n as f64).max(1.0);
            let missing = all - classes.iter().sum::<f64>();
            let shares = std::iter::once(missing).chain(classes).map(|count| six_digits(count / all)).collect();
            Some(FieldProfile { name: slot.name.clone(), shares })
        };
        self.slots.iter().enumerate().filter_map(slot).collect()
    }

    /// Whether a word of a company's name is in so many names that it says little of one.
    pub fn is_common_word(&self, word: &str) -> bool {
        matches!(&self.comparer, Comparer::Company(c) if c.is_common(word))
    }

    /// Levels of two values, one per slot, packed as by [`Self::compare`].
    pub fn compare_two(&self, a: u32, b: u32, memo: &mut Memo) -> u16 {
        memo.comparison = self.number;
        self.compare_values(a, b, memo)
    }

    /// Best levels over the cross product of two cells, one per slot, packed four bits each (first slot lowest).
    pub fn compare(&self, a: &[u32], b: &[u32], memo: &mut Memo) -> u16 {
        memo.comparison = self.number;
        if let (&[x], &[y]) = (a, b) {
            return self.compare_values(x, y, memo);
        }
        let mut best = 0u16;
        let mut best_rank = u32::MAX;
        for &x in a {
            for &y in b {
                let packed = self.compare_values(x, y, memo);
                let rank = rank(packed);
                // Of levels that rank alike the smaller ones, whatever the order of values.
                if rank < best_rank || rank == best_rank && packed < best {
                    best_rank = rank;
                    best = packed;
                }
            }
        }
        best
    }

    /// True if names in Latin letters have keys by which names of other scripts meet them: where there are enough such names.
    pub fn keys_latin_by_ear(&self) -> bool {
        matches!(&self.comparer, Comparer::Name(c) if c.keys_latin_by_ear())
    }

    /// Keys under which a name meets names of other scripts that sound like it; empty for every other kind.
    pub fn heard_keys(&self, code: u32) -> Vec<String> {
        match &self.comparer {
            Comparer::Name(c) => c.heard_keys(code),
            _ => Vec::new(),
        }
    }

    /// Reads what is compared of each of these values, so that it is near when they are compared. Reads that do not
    /// wait for one another cost little more than a single one. The sum of what was read means nothing.
    pub fn touch(&self, codes: &[u32]) -> u32 {
        fn all(codes: &[u32], read: impl Fn(u32) -> u32) -> u32 {
            codes.iter().fold(0, |sum, &code| sum ^ read(code))
        }
        match &self.comparer {
            Comparer::Name(c) => all(codes, |code| c.touch(code)),
            Comparer::Phone(c) => all(codes, |code| c.touch(code)),
            Comparer::Mail(c) => all(codes, |code| c.touch(code)),
            Comparer::Company(c) => all(codes, |code| c.touch(code)),
            Comparer::Address(c) => all(codes, |code| c.touch(code)),
            Comparer::Date(c) => all(codes, |code| c.touch(code)),
            Comparer::Id(c) => all(codes, |code| c.touch(code)),
            Comparer::Plain(c) => all(codes, |code| c.touch(code)),
        }
    }

    /// True only if two values are surely not equal: none of the exact levels is theirs.
    pub fn differ(&self, a: u32, b: u32) -> bool {
        // For these, what is touched is what equality goes by.
        let differ = |x: u32, y: u32| x != 0 && y != 0 && x != y;
        match &self.comparer {
            Comparer::Phone(c) => differ(c.touch(a), c.touch(b)),
            Comparer::Mail(c) => differ(c.touch(a), c.touch(b)),
            Comparer::Company(c) => differ(c.touch(a), c.touch(b)),
            Comparer::Id(c) => differ(c.touch(a), c.touch(b)),
            Comparer::Plain(c) => differ(c.touch(a), c.touch(b)),
            Comparer::Name(_) | Comparer::Address(_) | Comparer::Date(_) => false,
        }
    }

    fn compare_values(&self, a: u32, b: u32, memo: &mut Memo) -> u16 {
        match &self.comparer {
            Comparer::Name(c) => c.compare(a, b, memo),
            Comparer::Phone(c) => u16::from(c.compare(a, b)),
            Comparer::Mail(c) => u16::from(c.compare(a, b, memo)),
            Comparer::Company(c) => u16::from(c.compare(a, b, memo)),
            Comparer::Address(c) => u16::from(c.compare(a, b, memo)),
            Comparer::Date(c) => u16::from(c.compare(a, b)),
            Comparer::Id(c) => u16::from(c.compare(a, b)),
            Comparer::Plain(c) => u16::from(c.compare(a, b, memo)),
        }
    }
}

/// Order of packed levels: smaller is better; a null slot ranks after every agreement but before "else" would help.
fn rank(packed: u16) -> u32 {
    (0..3).map(|i| (packed >> (4 * i)) & 15).map(|l| if l == 0 { 14 } else { u32::from(l) }).sum()
}

/// Sums value counts into the counts of one part's codes.
fn part_counts(of_value: &[u32], pool: usize, counts: &[u32]) -> Vec<u32> {
    let mut sums = vec![0u32; pool];
    for (value, &part) in of_value.iter().enumerate() {
        sums[part as usize] = sums[part as usize].saturating_add(counts.get(value).copied().unwrap_or(0));
    }
    sums
}

/// The part codes of every value of a dictionary.
fn part_codes(dict: &Dict, part: Part) -> Vec<u32> {
    let column = dict.part_column(part);
    (0..dict.len() as u32).map(|c| column.code(c)).collect()
}

/// True if two sorted sets share a member.
fn intersect(a: &[u32], b: &[u32]) -> bool {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
        }
    }
    false
}

impl Comparison {
    /// Frequency classes behind the exact levels of a slot, and the code each value agrees by; `None` if the slot has
    /// no exact levels by frequency.
    pub fn exactness(&self, slot: usize) -> Option<Exactness<'_>> {
        let (codes, buckets) = match &self.comparer {
            Comparer::Name(c) => c.exactness(slot)?,
            Comparer::Phone(c) => c.exactness(),
            Comparer::Mail(c) => c.exactness(),
            Comparer::Company(c) => c.exactness(),
            Comparer::Address(_) => return None,
            Comparer::Date(c) => c.exactness(),
            Comparer::Id(c) => c.exactness(),
            Comparer::Plain(c) => c.exactness(),
        };
        let among = match &self.comparer {
            Comparer::Date(c) => c.whole_pairs(&self.count),
            _ => 1.0,
        };
        Some(Exactness { codes, buckets, among })
    }

    /// Probability that different customers agree in what masked values show: in most of it, and in some. `None` where nothing is
    /// masked, or nothing known of it.
    pub fn strangers_by_visible(&self) -> Option<[f64; 2]> {
        match &self.comparer {
            Comparer::Phone(c) => c.strangers_by_visible(&self.count),
            Comparer::Id(c) => c.strangers_by_visible(&self.count),
            _ => None,
        }
    }

    /// Smallest probability that two different customers agree exactly, from the parts of the values, which are known far better
    /// than the whole values are; 0 where values have no parts to tell it by.
    pub fn least_agreement(&self) -> f64 {
        match &self.comparer {
            Comparer::Date(c) => c.equal_by_parts(&self.count),
            _ => 0.0,
        }
    }

    /// Probability that ids drawn at random, character by character, are equal; `None` of other kinds.
    pub fn drawn_agreement(&self) -> Option<f64> {
        match &self.comparer {
            Comparer::Id(c) => Some(c.equal_by_characters(&self.count)),
            _ => None,
        }
    }
}

/// How exact agreement of a slot is known from counts alone.
pub struct Exactness<'a> {
    /// Agreement code of each value code; 0 = none.
    pub codes: std::borrow::Cow<'a, [u32]>,
    /// Frequency classes of the agreement codes.
    pub buckets: &'a Buckets,
    /// Share of the pairs that have a value in which both have one that can be equal, as far as others are compared too.
    pub among: f64,
}
