//! Person names: given, family and middle name as three slots of one comparison.
//!
//! Knows equal values by frequency, swapped order, nicknames, initials, pinyin against 汉字, one-edit typos and
//! Jaro–Winkler closeness (thresholds 0.92 and 0.82, the usual ones of Winkler's work and Splink's guides).

use std::borrow::Cow;

use crate::model::hash::hash64;
use crate::model::text::{Arena, Interner};
use crate::model::value::{Dict, Part};

use super::super::text::{Sketch, jaro_winkler, sketches, within_one_edit};
use super::{Buckets, Memo, NULL, Slot, TermPart, Terms, intersect};

const GIVEN: &[&str] =
    &["equal, rare", "equal", "equal, common", "equal, very common", "nickname or sound", "initial", "close", "near", "else"];
const FAMILY: &[&str] =
    &["equal, rare", "equal", "equal, common", "equal, very common", "swapped or sound", "close", "near", "else"];
const MIDDLE: &[&str] = &["equal", "initial", "else"];

/// Jaro–Winkler similarity of near names.
const NEAR: f64 = 0.82;

const G_SOUND: u8 = 5;
const G_INITIAL: u8 = 6;
const G_CLOSE: u8 = 7;
const G_NEAR: u8 = 8;
const G_ELSE: u8 = 9;
const F_SOUND: u8 = 5;
const F_CLOSE: u8 = 6;
const F_NEAR: u8 = 7;
const F_ELSE: u8 = 8;

/// Slots of a name comparison: given, family, middle.
pub fn slots(name: &str) -> Vec<Slot> {
    let slot = |part: &str, levels: &[&'static str], exact| Slot { name: format!("{name}.{part}"), levels: levels.to_vec(), exact };
    vec![slot("given", GIVEN, 4), slot("family", FAMILY, 4), slot("middle", MIDDLE, 1)]
}

/// Compares names by their parts. Given and family texts share one pool of words, so that swaps are code tests.
pub struct NameComparer {
    names: Vec<Name>,
    /// Middle names of each distinct middle text, in text order.
    middles: Vec<Box<[u32]>>,
    words: Arena,
    roots: Sets,
    given_sound: Sets,
    family_sound: Sets,
    given_bucket: Buckets,
    family_bucket: Buckets,
}

/// What of a name is looked at for every pair, in one place of memory. Codes, 0 = none.
#[derive(Debug, Clone, Copy, Default)]
struct Name {
    given: u32,
    family: u32,
    middle: u32,
    roots: Set,
    given_sound: Set,
    family_sound: Set,
    /// Sketches of given and family name: characters, then lengths.
    characters: [u64; 2],
    lengths: [u8; 2],
    han: bool,
    initial: bool,
}

impl Name {
    fn sketch(&self, which: usize) -> Sketch {
        Sketch::from_parts((self.characters[which], self.lengths[which]))
    }

    /// Two words that no test of closeness can bring together: no initial, no double name, too few letters in common.
    fn unlike(&self, other: &Self, which: usize) -> bool {
        let (x, y) = (self.sketch(which), other.sketch(which));
        let plain = |s: Sketch| s.is_ascii_word() && s.length() > 1;
        plain(x) && plain(y) && !x.could_be_close(y, NEAR)
    }
}

/// A set of words: its code and one bit per member, some of them shared.
#[derive(Debug, Clone, Copy, Default)]
struct Set {
    code: u32,
    bits: u32,
}

/// Sets of words: readings, formal names.
struct Sets {
    /// Sorted word codes of each distinct text.
    sets: Vec<Box<[u32]>>,
}

impl Sets {
    fn new(dict: &Dict, part: Part) -> Self {
        let mut words = Interner::new();
        let set = |text: &str, words: &mut Interner| {
            let mut codes: Vec<u32> = text.split('|').filter(|t| !t.is_empty()).map(|t| words.intern(t)).collect();
            codes.sort_unstable();
            codes.dedup();
            codes.into_boxed_slice()
        };
        let arena = dict.part_column(part).pool.arena();
        Self { sets: arena.iter().map(|(_, text)| set(text, &mut words)).collect() }
    }

    fn set(&self, code: u32) -> Set {
        let bit = |word: &u32| 1u32 << (word.wrapping_mul(0x9E37_79B1) >> 27);
        Set { code, bits: self.sets[code as usize].iter().fold(0, |bits, word| bits | bit(word)) }
    }

    /// Whether two sets share a member; `None` if one has none.
    fn agree(&self, x: Set, y: Set) -> Option<bool> {
        if x.code == 0 || y.code == 0 {
            return None;
        }
        let shared = |x: Set, y: Set| intersect(&self.sets[x.code as usize], &self.sets[y.code as usize]);
        Some(x.code == y.code || x.bits & y.bits != 0 && shared(x, y))
    }
}

impl NameComparer {
    /// Prepares the features of every distinct name.
    pub fn new(dict: &Dict) -> Self {
        let mut words = Interner::new();
        let mut codes = |part: Part| -> Vec<u32> {
            let arena = dict.part_column(part).pool.arena();
            arena.iter().map(|(_, text)| words.intern(text)).collect()
        };
        let (given, family) = (codes(Part::Given), codes(Part::Family));
        let middle =
            |text: &str, words: &mut Interner| text.split(' ').filter(|t| !t.is_empty()).map(|t| words.intern(t)).collect();
        let middles = dict.part_column(Part::Middle).pool.arena().iter().map(|(_, t)| middle(t, &mut words)).collect();
        let words = words.into_arena();
        let sketches = sketches(&words);
        let sets = [Part::Key, Part::GivenPinyin, Part::FamilyPinyin].map(|part| Sets::new(dict, part));
        let name = |v: u32| {
            let code = |part: Part| dict.part_column(part).code(v);
            let (given, family) = (given[code(Part::Given) as usize], family[code(Part::Family) as usize]);
            let (g, f) = (sketches[given as usize].parts(), sketches[family as usize].parts());
            Name {
                given,
                family,
                middle: code(Part::Middle),
                roots: sets[0].set(code(Part::Key)),
                given_sound: sets[1].set(code(Part::GivenPinyin)),
                family_sound: sets[2].set(code(Part::FamilyPinyin)),
                characters: [g.0, f.0],
                lengths: [g.1, f.1],
                han: dict.part(v, Part::Script) == "han",
                initial: words.get(given).len() == 1,
            }
        };
        let names = (0..dict.len() as u32).map(name).collect();
        let [roots, given_sound, family_sound] = sets;
        let (given_bucket, family_bucket) = (Buckets::default(), Buckets::default());
        Self { names, middles, words, roots, given_sound, family_sound, given_bucket, family_bucket }
    }

    /// Fixes the frequency classes.
    pub fn count(&mut self, counts: &[u32], terms: &mut Terms<'_>) {
        let mut buckets = |name, codes: &[u32]| {
            let word = |v: usize| hash64(self.words.get(codes[v]).as_bytes());
            terms.buckets(&TermPart { name, codes, classes: 4 }, counts, word)
        };
        (self.given_bucket, self.family_bucket) = (buckets("given", &self.codes(0)), buckets("family", &self.codes(1)));
    }

    fn codes(&self, slot: usize) -> Vec<u32> {
        self.names.iter().map(|n| if slot == 0 { n.given } else { n.family }).collect()
    }

    /// Agreement code of every value and the frequency classes, for given (0) and family (1) name.
    pub fn exactness(&self, slot: usize) -> Option<(Cow<'_, [u32]>, &Buckets)> {
        match slot {
            0 => Some((Cow::Owned(self.codes(0)), &self.given_bucket)),
            1 => Some((Cow::Owned(self.codes(1)), &self.family_bucket)),
            _ => None,
        }
    }

    /// Levels of two names: given | family << 4 | middle << 8.
    pub fn compare(&self, a: u32, b: u32, memo: &mut Memo) -> u16 {
        let (x, y) = (&self.names[a as usize], &self.names[b as usize]);
        let (ga, gb, fa, fb) = (x.given, y.given, x.family, y.family);
        if ga != 0 && fa != 0 && ga == fb && fa == gb && ga != fa {
            return pack(1 + self.given_bucket.class(ga), F_SOUND, self.middle_level(x, y));
        }
        let mut given = self.given_level(x, y, memo);
        let mut family = self.family_level(x, y, memo);
        // One side is a single word: it may be the other's family name.
        if fa == 0 && ga != 0 && fb != 0 && ga == fb && given == G_ELSE
            || fb == 0 && gb != 0 && fa != 0 && gb == fa && given == G_ELSE
        {
            family = 1 + self.family_bucket.class(if fa == 0 { fb } else { fa });
            given = NULL;
        }
        pack(given, family, self.middle_level(x, y))
    }

    fn middle(&self, name: &Name) -> &[u32] {
        &self.middles[name.middle as usize]
    }

    fn given_level(&self, x: &Name, y: &Name, memo: &mut Memo) -> u8 {
        let (ga, gb) = (x.given, y.given);
        if ga == 0 || gb == 0 {
            // A middle name may stand in for the given name (Sir Falkiner Minchin).
            let (one, other) = if ga == 0 { (gb, x) } else { (ga, y) };
            return if one != 0 && other.middle != 0 && self.middle(other).contains(&one) { G_CLOSE } else { NULL };
        }
        if ga == gb {
            return if x.initial { G_INITIAL } else { 1 + self.given_bucket.class(ga) };
        }
        if x.han != y.han {
            return match self.given_sound.agree(x.given_sound, y.given_sound) {
                Some(true) => G_SOUND,
                Some(false) => G_ELSE,
                None => NULL,
            };
        }
        if self.roots.agree(x.roots, y.roots) == Some(true) || self.given_sound.agree(x.given_sound, y.given_sound) == Some(true) {
            return G_SOUND;
        }
        let level =
            if x.unlike(y, 0) { G_ELSE } else { memo.level(0, ga, gb, |a, b| given_text(self.words.get(a), self.words.get(b))) };
        let stands_in = |name: &Name, given: u32| name.middle != 0 && self.middle(name).contains(&given);
        if level == G_ELSE && (stands_in(x, gb) || stands_in(y, ga)) { G_CLOSE } else { level }
    }

    fn family_level(&self, x: &Name, y: &Name, memo: &mut Memo) -> u8 {
        let (fa, fb) = (x.family, y.family);
        if fa == 0 || fb == 0 {
            return NULL;
        }
        if fa == fb {
            return 1 + self.family_bucket.class(fa);
        }
        let sound = || self.family_sound.agree(x.family_sound, y.family_sound);
        if x.han != y.han {
            return match sound() {
                Some(true) => F_SOUND,
                Some(false) => F_ELSE,
                None => NULL,
            };
        }
        if x.han {
            return if sound() == Some(true) { F_SOUND } else { F_ELSE };
        }
        if x.unlike(y, 1) {
            return F_ELSE;
        }
        memo.level(1, fa, fb, |a, b| family_text(self.words.get(a), self.words.get(b)))
    }

    fn middle_level(&self, x: &Name, y: &Name) -> u8 {
        if x.middle == 0 || y.middle == 0 {
            return NULL;
        }
        let (x, y) = (self.middle(x), self.middle(y));
        if x.is_empty() || y.is_empty() {
            return NULL;
        }
        if x == y && !x.iter().any(|&w| self.is_initial(w)) {
            return 1;
        }
        let first = |codes: &[u32]| self.words.get(codes[0]).chars().next();
        let shares = x.iter().any(|w| y.contains(w) && !self.is_initial(*w));
        if shares || first(x) == first(y) { 2 } else { 3 }
    }

    fn is_initial(&self, word: u32) -> bool {
        self.words.get(word).len() == 1
    }
}

fn pack(given: u8, family: u8, middle: u8) -> u16 {
    u16::from(given) | u16::from(family) << 4 | u16::from(middle) << 8
}

fn given_text(a: &str, b: &str) -> u8 {
    let han = !a.is_ascii() && !b.is_ascii();
    if han {
        return han_overlap(a, b, G_NEAR, G_ELSE);
    }
    if a.len() == 1 || b.len() == 1 {
        return if a.as_bytes()[0] == b.as_bytes()[0] { G_INITIAL } else { G_ELSE };
    }
    if a.len().min(b.len()) >= 4 && within_one_edit(a, b) || parts_meet(a, b) {
        return G_CLOSE;
    }
    let similarity = jaro_winkler(a, b);
    if similarity >= 0.92 {
        G_CLOSE
    } else if similarity >= NEAR || a.len().min(b.len()) >= 3 && (a.starts_with(b) || b.starts_with(a)) {
        G_NEAR
    } else {
        G_ELSE
    }
}

fn family_text(a: &str, b: &str) -> u8 {
    if a.len().min(b.len()) >= 4 && within_one_edit(a, b) || parts_meet(a, b) {
        return F_CLOSE;
    }
    let similarity = jaro_winkler(a, b);
    if similarity >= 0.92 {
        F_CLOSE
    } else if similarity >= NEAR || a.len().min(b.len()) == 1 && a.as_bytes()[0] == b.as_bytes()[0] {
        F_NEAR
    } else {
        F_ELSE
    }
}

/// Given names in 汉字 of at least two characters that share one at its place.
fn han_overlap(a: &str, b: &str, near: u8, other: u8) -> u8 {
    let shared = a.chars().zip(b.chars()).filter(|(x, y)| x == y).count();
    let (n, m) = (a.chars().count(), b.chars().count());
    if shared > 0 && n.max(m) >= 2 { near } else { other }
}

/// Double names: a whole word of one is a word of the other (`smith-jones`, `smith`; `mary ann`, `ann`).
fn parts_meet(a: &str, b: &str) -> bool {
    let split = |c: char| c == '-' || c == ' ';
    if !a.contains(split) && !b.contains(split) {
        return false;
    }
    a.split(split).any(|x| x.len() >= 3 && b.split(split).any(|y| x == y))
}
