//! Company and organisation names: brand, word overlap weighted by rarity, acronym; the legal form does not count.
//!
//! Word overlap is the cosine of inverse-document-frequency weights over folded words (Salton & Buckley 1988), with
//! a one-edit or prefix match counting as the same word.

use std::borrow::Cow;

use crate::model::hash::hash64;
use crate::model::trained::term;
use crate::model::value::{Dict, Part};

use super::super::text::{Sketch, jaro_winkler, sketches, within_one_edit};
use super::{Buckets, Memo, NULL, TermPart, Terms, part_codes};

/// Jaro–Winkler similarity of close brands.
const CLOSE_BRAND: f64 = 0.93;

/// Level names, best first.
pub const LEVELS: &[&str] = &[
    "equal, rare",
    "equal",
    "equal, common",
    "same brand or nearly all words",
    "close brand or most words",
    "acronym",
    "some words",
    "else",
];
/// Levels of equality.
pub const EXACT: u8 = 3;

const SAME_BRAND: u8 = 4;
const CLOSE: u8 = 5;
const ACRONYM: u8 = 6;
const SOME: u8 = 7;
const ELSE: u8 = 8;

/// Name of the fact that lists words.
const WORDS: &str = "words";
/// Stands for the number of names among the hashes of words.
const NAMES: u64 = 0;

/// The distinct words of a name, sorted.
fn sorted_words(dict: &Dict, code: u32) -> Vec<&str> {
    let tokens = dict.part(code, Part::Tokens);
    let source = if tokens.is_empty() { dict.part(code, Part::Brand) } else { tokens };
    let mut sorted: Vec<&str> = source.split('|').filter(|t| !t.is_empty()).collect();
    sorted.sort_unstable();
    sorted.dedup();
    sorted
}

/// What two names are equal by.
fn key_of(dict: &Dict, code: u32, sorted: &[&str]) -> String {
    if sorted.is_empty() { dict.text(code).to_owned() } else { format!("{}#{}", sorted.join("|"), dict.part(code, Part::Branch)) }
}

/// Compares company names.
pub struct CompanyComparer {
    /// Whole name as keyed: sorted words and branch.
    key: Vec<u32>,
    brand: Vec<u32>,
    sound: Vec<u32>,
    branch: Vec<u32>,
    trade: Vec<u32>,
    brands: Vec<Box<str>>,
    trades: Vec<Box<str>>,
    acronym: Vec<Box<str>>,
    /// Distinct words of each value, sorted by code.
    words: Vec<Box<[u32]>>,
    texts: Vec<Box<str>>,
    sketches: Vec<Sketch>,
    brand_sketches: Vec<Sketch>,
    /// Names that have each word, by the word's hash; words of one name are left out.
    seen: Vec<(u64, u32)>,
    rarity: Vec<f32>,
    norm: Vec<f32>,
    buckets: Buckets,
}

impl CompanyComparer {
    /// Prepares the words of every distinct name.
    pub fn new(dict: &Dict) -> Self {
        let n = dict.len() as u32;
        let mut keys = crate::model::text::Interner::new();
        let mut words = crate::model::text::Interner::new();
        let mut key = Vec::with_capacity(n as usize);
        let mut of_value = Vec::with_capacity(n as usize);
        for c in 0..n {
            let sorted = sorted_words(dict, c);
            key.push(keys.intern(&key_of(dict, c, &sorted)));
            let mut codes: Vec<u32> = sorted.iter().map(|t| words.intern(t)).collect();
            codes.sort_unstable();
            of_value.push(codes.into_boxed_slice());
        }
        Self {
            key,
            brand: part_codes(dict, Part::Brand),
            sound: part_codes(dict, Part::BrandPinyin),
            branch: part_codes(dict, Part::Branch),
            trade: part_codes(dict, Part::Trade),
            trades: dict.part_column(Part::Trade).pool.arena().iter().map(|(_, t)| t.into()).collect(),
            brands: dict.part_column(Part::Brand).pool.arena().iter().map(|(_, t)| t.into()).collect(),
            acronym: (0..n).map(|c| dict.part(c, Part::Acronym).into()).collect(),
            words: of_value,
            sketches: sketches(words.arena()),
            brand_sketches: sketches(dict.part_column(Part::Brand).pool.arena()),
            texts: words.arena().iter().map(|(_, t)| t.into()).collect(),
            seen: Vec::new(),
            rarity: Vec::new(),
            norm: Vec::new(),
            buckets: Buckets::default(),
        }
    }

    /// Fixes the frequency classes and the rarity of words.
    pub fn count(&mut self, counts: &[u32], dict: &Dict, terms: &mut Terms<'_>) {
        let part = TermPart { name: "", codes: &self.key, classes: EXACT };
        self.buckets = terms.buckets(&part, counts, |v| {
            let v = v as u32;
            hash64(key_of(dict, v, &sorted_words(dict, v)).as_bytes())
        });
        let word = |w: usize| hash64(self.texts[w].as_bytes());
        self.seen = terms.numbers(WORDS, || self.words_seen(counts, &word));
        let names = term(&self.seen, NAMES).unwrap_or(1).max(1) as f32;
        // A word that is not listed was in one name at the most.
        let seen = |w: usize| term(&self.seen, word(w)).unwrap_or(1) as f32;
        self.rarity = (0..self.texts.len()).map(|w| ((names + 1.0) / (seen(w) + 0.5)).ln().max(0.1)).collect();
        self.norm = self.words.iter().map(|w| w.iter().map(|&t| self.rarity[t as usize].powi(2)).sum::<f32>().sqrt()).collect();
    }

    /// In how many distinct names each word is, where it is in several, and the number of names. Words are weighed over
    /// distinct names, so that one buyer's many orders do not make his company's words common.
    fn words_seen(&self, counts: &[u32], word: &dyn Fn(usize) -> u64) -> Vec<(u64, u32)> {
        let mut seen = vec![0u32; self.texts.len()];
        let mut names = 0;
        for (value, words) in self.words.iter().enumerate().skip(1) {
            if counts.get(value).copied().unwrap_or(0) > 0 {
                names += 1;
                words.iter().for_each(|&w| seen[w as usize] += 1);
            }
        }
        let several = seen.iter().enumerate().filter(|(_, s)| **s > 1).map(|(w, &s)| (word(w), s));
        several.chain([(NAMES, names)]).collect()
    }

    /// Whether a word is in so many names that it says little of one: more than one name in fifty.
    pub fn is_common(&self, word: &str) -> bool {
        let names = term(&self.seen, NAMES).unwrap_or(0);
        term(&self.seen, hash64(word.as_bytes())).unwrap_or(1) > (names / 50).max(8)
    }

    /// Agreement code of every value and the frequency classes.
    pub fn exactness(&self) -> (Cow<'_, [u32]>, &Buckets) {
        (Cow::Borrowed(&self.key), &self.buckets)
    }

    /// Level of two names.
    pub fn compare(&self, a: u32, b: u32, memo: &mut Memo) -> u8 {
        let (i, j) = (a as usize, b as usize);
        if self.key[i] == 0 || self.key[j] == 0 {
            return NULL;
        }
        if self.key[i] == self.key[j] {
            return 1 + self.buckets.class(self.key[i]);
        }
        memo.level(8, a, b, || {
            let level = self.texts_level(i, j);
            // Two named, different branches are not the same place, and sister companies have one brand in two trades.
            let branches = self.branch[i] != 0 && self.branch[j] != 0 && self.branch[i] != self.branch[j];
            if branches || level < SOME && self.other_trade(i, j) { level.max(SOME) } else { level }
        })
    }

    /// Both name a trade, and no word of one is a word of the other or its abbreviation.
    fn other_trade(&self, i: usize, j: usize) -> bool {
        let (x, y) = (&*self.trades[self.trade[i] as usize], &*self.trades[self.trade[j] as usize]);
        let words = |t: &'_ str| t.split([' ', '|']).filter(|w| !w.is_empty()).map(str::to_owned).collect::<Vec<String>>();
        let (p, q) = (words(x), words(y));
        !p.is_empty() && !q.is_empty() && !p.iter().any(|s| q.iter().any(|t| s == t || alike(s, t) || shares_characters(s, t)))
    }

    fn texts_level(&self, i: usize, j: usize) -> u8 {
        let (ba, bb) = (self.brand[i], self.brand[j]);
        let overlap = self.overlap(i, j);
        let same_sound = self.sound[i] != 0 && self.sound[i] == self.sound[j];
        if ba != 0 && (ba == bb || same_sound) || overlap >= 0.85 {
            return SAME_BRAND;
        }
        let (x, y) = (&*self.brands[ba as usize], &*self.brands[bb as usize]);
        let close_brand = self.brand_sketches[ba as usize].could_be_close(self.brand_sketches[bb as usize], CLOSE_BRAND)
            && x.chars().count().min(y.chars().count()) >= 3
            && (within_one_edit(x, y) && x.chars().count() >= 4 || jaro_winkler(x, y) >= CLOSE_BRAND);
        if close_brand || overlap >= 0.62 {
            CLOSE
        } else if short_for(&self.acronym[i], y, &self.acronym[j]) || short_for(&self.acronym[j], x, &self.acronym[i]) {
            ACRONYM
        } else if overlap >= 0.33 {
            SOME
        } else {
            ELSE
        }
    }

    fn could_be_alike(&self, s: u32, t: u32) -> bool {
        self.sketches[s as usize].could_be_close(self.sketches[t as usize], 1.0)
    }

    /// Cosine of the two names' words, 0–1.
    fn overlap(&self, i: usize, j: usize) -> f32 {
        let (x, y) = (&self.words[i], &self.words[j]);
        if x.is_empty() || y.is_empty() {
            return 0.0;
        }
        let mut shared = 0.0;
        for &s in x {
            if y.binary_search(&s).is_ok() {
                shared += self.rarity[s as usize].powi(2);
            } else if let Some(&t) = y.iter().find(|&&t| {
                self.could_be_alike(s, t) && x.binary_search(&t).is_err() && alike(&self.texts[s as usize], &self.texts[t as usize])
            }) {
                shared += 0.8 * self.rarity[s as usize] * self.rarity[t as usize];
            }
        }
        (shared / (self.norm[i] * self.norm[j])).min(1.0)
    }
}

/// One name's acronym is the other's brand or acronym (`lm` of LM Limited and of Langmere Manufacturing).
fn short_for(acronym: &str, brand: &str, other: &str) -> bool {
    acronym.len() >= 2 && (acronym == brand || acronym == other)
}

/// Trades in 汉字 that share a character name one trade in two ways (`塑胶`, `塑料`).
fn shares_characters(s: &str, t: &str) -> bool {
    !s.is_ascii() && s.chars().any(|c| t.contains(c))
}

fn alike(s: &str, t: &str) -> bool {
    let short = s.len().min(t.len());
    short >= 5 && within_one_edit(s, t) || short >= 3 && (s.starts_with(t) || t.starts_with(s))
}
