//! Company and organisation names: brand, word overlap weighted by rarity, acronym; the legal form does not count.
//!
//! Word overlap is the cosine of inverse-document-frequency weights over folded words (Salton & Buckley 1988), with
//! a one-edit or prefix match counting as the same word.

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::model::text::{Arena, Interner};
use crate::model::value::{Dict, Part};

use super::super::text::{Sketch, jaro_winkler, sketches, within_one_edit};
use super::{Buckets, Memo, NULL, part_counts};

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

/// Compares company names.
pub struct CompanyComparer {
    companies: Vec<Company>,
    brands: Arena,
    /// The words of each distinct trade.
    trades: Vec<Box<[Box<str>]>>,
    acronyms: Arena,
    /// Distinct words of each value, sorted by code, one value after the other.
    words: Vec<u32>,
    texts: Arena,
    sketches: Vec<Sketch>,
    brand_sketches: Vec<Sketch>,
    rarity: Vec<f32>,
    buckets: Buckets,
}

/// What of a name is looked at for every pair, in one place of memory. Codes, 0 = none.
#[derive(Debug, Clone, Copy, Default)]
struct Company {
    /// Whole name as keyed: sorted words and branch.
    key: u32,
    brand: u32,
    sound: u32,
    branch: u32,
    trade: u32,
    acronym: u32,
    /// Where its words begin and end.
    words: [u32; 2],
    /// Length of the vector of its words' rarities.
    norm: f32,
}

impl CompanyComparer {
    /// Prepares the words of every distinct name.
    pub fn new(dict: &Dict) -> Self {
        let mut keys = Interner::new();
        let mut interned = Interner::new();
        let mut words = Vec::new();
        let mut sorted: Vec<&str> = Vec::new();
        let mut companies = Vec::with_capacity(dict.len());
        for c in 0..dict.len() as u32 {
            let tokens = dict.part(c, Part::Tokens);
            let source = if tokens.is_empty() { dict.part(c, Part::Brand) } else { tokens };
            sorted.clear();
            sorted.extend(source.split('|').filter(|t| !t.is_empty()));
            sorted.sort_unstable();
            sorted.dedup();
            let key = if sorted.is_empty() {
                keys.intern(dict.text(c))
            } else {
                keys.intern(&format!("{}#{}", sorted.join("|"), dict.part(c, Part::Branch)))
            };
            let start = words.len();
            words.extend(sorted.iter().map(|t| interned.intern(t)));
            words[start..].sort_unstable();
            let code = |part: Part| dict.part_column(part).code(c);
            companies.push(Company {
                key,
                brand: code(Part::Brand),
                sound: code(Part::BrandPinyin),
                branch: code(Part::Branch),
                trade: code(Part::Trade),
                acronym: code(Part::Acronym),
                words: [start as u32, words.len() as u32],
                norm: 0.0,
            });
        }
        let texts = interned.into_arena();
        let pool = |part: Part| dict.part_column(part).pool.arena();
        Self {
            companies,
            trades: pool(Part::Trade).iter().map(|(_, t)| trade_words(t)).collect(),
            brands: pool(Part::Brand).clone(),
            acronyms: pool(Part::Acronym).clone(),
            words,
            sketches: sketches(&texts),
            brand_sketches: sketches(pool(Part::Brand)),
            texts,
            rarity: Vec::new(),
            buckets: Buckets::default(),
        }
    }

    /// Fixes the frequency classes and the rarity of words.
    pub fn count(&mut self, counts: &[u32]) {
        let keys = self.keys();
        let pool = keys.iter().copied().max().unwrap_or(0) as usize + 1;
        self.buckets = Buckets::new(part_counts(&keys, pool, counts), EXACT);
        // Words are weighed over distinct names, so that one buyer's many orders do not make his company's words common.
        let mut seen = vec![0u32; self.texts.len()];
        for (value, company) in self.companies.iter().enumerate() {
            if counts.get(value).copied().unwrap_or(0) > 0 {
                self.words_of(company).iter().for_each(|&w| seen[w as usize] += 1);
            }
        }
        let names = counts.iter().filter(|&&c| c > 0).count().max(1) as f32;
        self.rarity = seen.iter().map(|&s| ((names + 1.0) / (s as f32 + 0.5)).ln().max(0.1)).collect();
        for company in &mut self.companies {
            let [start, end] = company.words.map(|w| w as usize);
            company.norm = self.words[start..end].iter().map(|&t| self.rarity[t as usize].powi(2)).sum::<f32>().sqrt();
        }
    }

    fn keys(&self) -> Vec<u32> {
        self.companies.iter().map(|c| c.key).collect()
    }

    fn words_of(&self, company: &Company) -> &[u32] {
        let [start, end] = company.words.map(|w| w as usize);
        &self.words[start..end]
    }

    /// Agreement code of every value and the frequency classes.
    pub fn exactness(&self) -> (Cow<'_, [u32]>, &Buckets) {
        (Cow::Owned(self.keys()), &self.buckets)
    }

    /// Level of two names.
    pub fn compare(&self, a: u32, b: u32, memo: &mut Memo) -> u8 {
        let (p, q) = (&self.companies[a as usize], &self.companies[b as usize]);
        if p.key == 0 || q.key == 0 {
            return NULL;
        }
        if p.key == q.key {
            return 1 + self.buckets.class(p.key);
        }
        memo.level(0, a, b, |a, b| {
            let (p, q) = (&self.companies[a as usize], &self.companies[b as usize]);
            let level = self.texts_level(p, q);
            // Two named, different branches are not the same place, and sister companies have one brand in two trades.
            let branches = p.branch != 0 && q.branch != 0 && p.branch != q.branch;
            if branches || level < SOME && self.other_trade(p, q) { level.max(SOME) } else { level }
        })
    }

    /// Both name a trade, and no word of one is a word of the other or its abbreviation.
    fn other_trade(&self, p: &Company, q: &Company) -> bool {
        let (x, y) = (&self.trades[p.trade as usize], &self.trades[q.trade as usize]);
        !x.is_empty() && !y.is_empty() && !x.iter().any(|s| y.iter().any(|t| s == t || alike(s, t) || shares_characters(s, t)))
    }

    fn texts_level(&self, p: &Company, q: &Company) -> u8 {
        let overlap = self.overlap(p, q);
        let same_sound = p.sound != 0 && p.sound == q.sound;
        if p.brand != 0 && (p.brand == q.brand || same_sound) || overlap >= 0.85 {
            return SAME_BRAND;
        }
        let (x, y) = (self.brands.get(p.brand), self.brands.get(q.brand));
        let (sx, sy) = (self.brand_sketches[p.brand as usize], self.brand_sketches[q.brand as usize]);
        let close_brand = sx.could_be_close(sy, CLOSE_BRAND)
            && sx.length().min(sy.length()) >= 3
            && (within_one_edit(x, y) && sx.length() >= 4 || jaro_winkler(x, y) >= CLOSE_BRAND);
        if close_brand || overlap >= 0.62 {
            return CLOSE;
        }
        let (s, t) = (self.acronyms.get(p.acronym), self.acronyms.get(q.acronym));
        if short_for(s, y, t) || short_for(t, x, s) {
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
    fn overlap(&self, p: &Company, q: &Company) -> f32 {
        let (x, y) = (self.words_of(p), self.words_of(q));
        if x.is_empty() || y.is_empty() {
            return 0.0;
        }
        // Two words may be like one: the words of the shorter name are looked for in the longer one.
        let shared = match x.len().cmp(&y.len()) {
            Ordering::Less => self.shared(x, y),
            Ordering::Greater => self.shared(y, x),
            Ordering::Equal => self.shared(x, y).max(self.shared(y, x)),
        };
        (shared / (p.norm * q.norm)).min(1.0)
    }

    /// Weight of the words of one name that another has too, or one like it.
    fn shared(&self, x: &[u32], y: &[u32]) -> f32 {
        let mut shared = 0.0;
        for &s in x {
            if y.binary_search(&s).is_ok() {
                shared += self.rarity[s as usize].powi(2);
            } else if let Some(&t) = y.iter().find(|&&t| {
                self.could_be_alike(s, t) && x.binary_search(&t).is_err() && alike(self.texts.get(s), self.texts.get(t))
            }) {
                shared += 0.8 * self.rarity[s as usize] * self.rarity[t as usize];
            }
        }
        shared
    }
}

fn trade_words(trade: &str) -> Box<[Box<str>]> {
    trade.split([' ', '|']).filter(|w| !w.is_empty()).map(Into::into).collect()
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
