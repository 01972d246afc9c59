//! Company and organisation names: brand, word overlap weighted by rarity, acronym; the legal form does not count.
//!
//! Word overlap is the cosine of inverse-document-frequency weights over folded words (Salton & Buckley 1988), with
//! a one-edit or prefix match counting as the same word.

mod alike;
mod masked;
mod spoken;

use std::borrow::Cow;
use std::cmp::Ordering;

use rayon::prelude::*;

use crate::model::hash::{hash64, mix};
use crate::model::text::{Arena, Interner};
use crate::model::trained::term;
use crate::model::value::{Dict, Part};

use super::super::text::{Sketch, jaro_winkler, sketches, within_one_edit};
use super::groups::Groups;
use super::words::{Member, Sets};
use super::{Buckets, Memo, NULL, TermPart, Terms};
use alike::{
    alike, are_other_stages, differ_in_a_word, differ_in_kind, differ_in_number, differ_in_one_of_four, shares_characters,
};
use masked::Masked;
use spoken::Spoken;

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

/// The hash of what a name is equal by, cheaper than that of [`key_of`] and of no meaning beyond one table.
fn key_hash(dict: &Dict, code: u32, sorted: &[&str]) -> u64 {
    if sorted.is_empty() {
        return hash64(dict.text(code).as_bytes());
    }
    let branch = u64::from(dict.part_column(Part::Branch).code(code));
    sorted.iter().fold(branch, |hash, word| mix(hash, hash64(word.as_bytes())))
}

/// Whether an earlier name is equal to one of these sorted words.
fn same_key(dict: &Dict, (earlier, code): (u32, u32), sorted: &[&str]) -> bool {
    let branch = dict.part_column(Part::Branch);
    let words = sorted_words(dict, earlier);
    words == sorted
        && if sorted.is_empty() { dict.text(earlier) == dict.text(code) } else { branch.code(earlier) == branch.code(code) }
}

/// Compares company names.
pub struct CompanyComparer {
    companies: Vec<Company>,
    brands: Arena,
    /// The words of each distinct trade.
    trades: Vec<Box<[Box<str>]>>,
    /// Distinct words of each value, sorted by code, one value after the other.
    words: Vec<u32>,
    texts: Arena,
    sketches: Vec<Sketch>,
    /// Readings of brands: pinyin, and names of their own in Latin letters.
    sounds: Sets,
    /// Lines of business of trades, in words that are the same for all languages.
    lines: Sets,
    /// Brands in kana, hangul, Cyrillic or Greek, to be heard beside those in Latin letters.
    spoken: Spoken,
    masked: Masked,
    /// Province and city of each value by its name, 0 where it names none.
    seats: Vec<[u32; 2]>,
    /// Names that have each word, by the word's hash; words of one name are left out.
    seen: Vec<(u64, u32)>,
    rarity: Vec<f32>,
    buckets: Buckets,
}

/// What of a name is looked at for every pair, in one place of memory. Codes, 0 = none.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
struct Company {
    /// Whole name as keyed: sorted words and branch.
    key: u32,
    brand: u32,
    /// How its brand is read.
    sound: Member,
    /// Lines of business.
    lines: Member,
    branch: u32,
    trade: u32,
    /// Code of an acronym of two letters or more.
    acronym: u32,
    /// The brand that is written like the acronym.
    acronym_as_brand: u32,
    /// Is the brand one word?
    is_word: bool,
    /// Where its words begin, and how many there are.
    first_word: u32,
    words: u16,
    /// Length and characters of the brand, see [`Sketch`].
    brand_length: u8,
    brand_characters: u64,
    /// Length of the vector of its words' rarities.
    norm: f32,
    marks: Marks,
}

impl Company {
    /// Where its words are.
    fn place(&self) -> std::ops::Range<usize> {
        let start = self.first_word as usize;
        start..start + usize::from(self.words)
    }

    fn brand_sketch(&self) -> Sketch {
        Sketch::from_parts((self.brand_characters, self.brand_length))
    }

    fn could_be_close_brand(&self, other: &Self) -> bool {
        self.brand_length.min(other.brand_length) >= 3 && self.brand_sketch().could_be_close(other.brand_sketch(), CLOSE_BRAND)
    }

    /// False only if no word of one is a word of the other or like one, the brands are neither equal nor close, and
    /// neither is short for the other.
    fn could_agree(&self, other: &Self) -> bool {
        self.marks.meet(other.marks)
            || self.brand != 0 && self.brand == other.brand
            || self.could_be_close_brand(other)
            || short_for(self, other)
            || short_for(other, self)
    }
}

/// How the words of a name begin and end, a bit each for what is hashed to it.
///
/// Words that are equal, or one the beginning of the other, begin with the same two characters. Of two words one edit apart
/// the edit leaves the first two characters or the last three; those too short for that are of scripts other than Latin and
/// share a character.
#[derive(Debug, Clone, Copy, Default)]
struct Marks {
    heads: u64,
    tails: u64,
}

impl Marks {
    fn add(&mut self, word: &str) {
        let bit = |text: &str| 1u64 << (hash64(text.as_bytes()) >> 58);
        let at = |characters: usize| word.char_indices().nth(characters).map_or(word.len(), |(at, _)| at);
        self.heads |= bit(&word[..at(2)]);
        self.tails |= bit(&word[at(word.chars().count().saturating_sub(3))..]);
        if !word.is_ascii() {
            let mut own = [0; 4];
            self.heads |= word.chars().fold(0, |bits, c| bits | bit(c.encode_utf8(&mut own)));
        }
    }

    /// False only if no word of one is like a word of the other.
    fn meet(self, other: Self) -> bool {
        self.heads & other.heads != 0 || self.tails & other.tails != 0
    }
}

/// Most words that are looked at of one name.
const WORDS_MAX: usize = u16::MAX as usize;

impl CompanyComparer {
    /// Prepares the words of every distinct name.
    pub fn new(dict: &Dict) -> Self {
        let mut keys = Groups::with_capacity(dict.len());
        let mut interned = Interner::new();
        let mut words = Vec::new();
        let mut companies = Vec::with_capacity(dict.len());
        let brands = sketches(dict.part_column(Part::Brand).pool.arena());
        let (sounds, sound_of) = readings(dict);
        let lines = Sets::new(dict, Part::Line);
        for c in 0..dict.len() as u32 {
            let sorted = sorted_words(dict, c);
            let code = |part: Part| dict.part_column(part).code(c);
            let branch = dict.part_column(Part::Branch).code(c);
            let key = if c == 0 {
                0
            } else {
                keys.number(key_hash(dict, c, &sorted), c, |earlier| same_key(dict, (earlier, c), &sorted))
            };
            let start = words.len();
            let mut marks = Marks::default();
            for word in &sorted {
                marks.add(word);
            }
            words.extend(sorted.iter().take(WORDS_MAX).map(|t| interned.intern(t)));
            let (brand_characters, brand_length) = brands[code(Part::Brand) as usize].parts();
            let acronym = dict.part(c, Part::Acronym);
            companies.push(Company {
                key,
                brand: code(Part::Brand),
                sound: sound_of(c, &sounds),
                lines: lines.of_text[code(Part::Line) as usize],
                branch,
                trade: code(Part::Trade),
                // Initials of pinyin stand for a brand only where they are written.
                acronym: if acronym.len() >= 2 && dict.part(c, Part::Brand).is_ascii() { code(Part::Acronym) } else { 0 },
                acronym_as_brand: dict.part_column(Part::Brand).pool.find(acronym).filter(|_| acronym.len() >= 2).unwrap_or(0),
                is_word: !dict.part(c, Part::Brand).contains(' '),
                first_word: start as u32,
                words: (words.len() - start) as u16,
                brand_length,
                brand_characters,
                norm: 0.0,
                marks,
            });
        }
        let texts = in_text_order(&interned.into_arena(), &mut words);
        for company in &companies {
            words[company.place()].sort_unstable();
        }
        let pool = |part: Part| dict.part_column(part).pool.arena();
        let (provinces, cities) = (dict.part_column(Part::Province), dict.part_column(Part::City));
        Self {
            companies,
            spoken: Spoken::new(dict),
            masked: Masked::new(dict),
            seats: (0..dict.len() as u32).map(|c| [provinces.code(c), cities.code(c)]).collect(),
            trades: pool(Part::Trade).iter().map(|(_, t)| trade_words(t)).collect(),
            brands: pool(Part::Brand).clone(),
            words,
            sketches: sketches(&texts),
            sounds,
            lines,
            texts,
            seen: Vec::new(),
            rarity: Vec::new(),
            buckets: Buckets::default(),
        }
    }

    /// Fixes the frequency classes and the rarity of words.
    pub fn count(&mut self, counts: &[u32], dict: &Dict, terms: &mut Terms<'_>) {
        let keys = self.keys();
        let part = TermPart { name: "", codes: &keys, classes: EXACT };
        self.buckets = terms.buckets(&part, counts, |v| {
            let v = v as u32;
            hash64(key_of(dict, v, &sorted_words(dict, v)).as_bytes())
        });
        let word = |w: usize| hash64(self.texts.get(w as u32).as_bytes());
        self.seen = terms.numbers(WORDS, || self.words_seen(counts, &word));
        let names = term(&self.seen, NAMES).unwrap_or(1).max(1) as f32;
        // A word that is not listed was in one name at the most.
        let seen = |w: usize| term(&self.seen, word(w)).unwrap_or(1) as f32;
        self.rarity = (0..self.texts.len()).map(|w| ((names + 1.0) / (seen(w) + 0.5)).ln().max(0.1)).collect();
        for company in &mut self.companies {
            company.norm = self.words[company.place()].iter().map(|&t| self.rarity[t as usize].powi(2)).sum::<f32>().sqrt();
        }
    }

    /// In how many distinct names each word is, where it is in several, and the number of names. Words are weighed over
    /// distinct names, so that one buyer's many orders do not make his company's words common.
    fn words_seen(&self, counts: &[u32], word: &dyn Fn(usize) -> u64) -> Vec<(u64, u32)> {
        let mut seen = vec![0u32; self.texts.len()];
        let mut names = 0;
        for (value, company) in self.companies.iter().enumerate().skip(1) {
            if counts.get(value).copied().unwrap_or(0) > 0 {
                names += 1;
                self.words_of(company).iter().for_each(|&w| seen[w as usize] += 1);
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

    fn keys(&self) -> Vec<u32> {
        self.companies.iter().map(|c| c.key).collect()
    }

    fn words_of(&self, company: &Company) -> &[u32] {
        &self.words[company.place()]
    }

    /// Agreement code of every value and the frequency classes.
    pub fn exactness(&self) -> (Cow<'_, [u32]>, &Buckets) {
        (Cow::Owned(self.keys()), &self.buckets)
    }

    /// Reads what is compared of a value, see [`super::Comparison::touch`].
    pub fn touch(&self, code: u32) -> u32 {
        self.companies[code as usize].key
    }

    /// Level of two names.
    pub fn compare(&self, a: u32, b: u32, memo: &mut Memo) -> u8 {
        let (p, q) = (&self.companies[a as usize], &self.companies[b as usize]);
        if p.key == 0 || q.key == 0 {
            return NULL;
        }
        if let Some(agree) = self.masked.agree(a, b) {
            return if agree { NULL } else { ELSE };
        }
        if p.key == q.key {
            return if self.lie_apart(a, b) { SOME } else { 1 + self.buckets.class(p.key) };
        }
        if !p.could_agree(q) && !self.sound_alike(p, q) && !self.spoken.may_be_alike(p.brand, q.brand) {
            return ELSE;
        }
        memo.level(0, a, b, |a, b| {
            let (p, q) = (&self.companies[a as usize], &self.companies[b as usize]);
            let level = self.texts_level(p, q);
            // Two named, different branches are not the same place, and sister companies have one brand in two trades.
            let branches = p.branch != 0 && q.branch != 0 && p.branch != q.branch;
            let apart = branches || level < SOME && (self.other_trade(p, q) || self.lie_apart(a, b));
            if apart { level.max(SOME) } else { level }
        })
    }

    /// Do two names name different cities, or provinces? 上海华联商厦 is not 北京华联商厦.
    fn lie_apart(&self, a: u32, b: u32) -> bool {
        let (x, y) = (self.seats[a as usize], self.seats[b as usize]);
        x.iter().zip(&y).any(|(x, y)| *x != 0 && *y != 0 && x != y)
    }

    fn sound_alike(&self, p: &Company, q: &Company) -> bool {
        self.sounds.agree(p.sound, q.sound) == Some(true)
    }

    /// Is one brand in Latin letters and the other is not?
    fn differ_in_script(&self, p: &Company, q: &Company) -> bool {
        self.brands.get(p.brand).is_ascii() != self.brands.get(q.brand).is_ascii()
    }

    /// Both name a trade, and no word of one is a word of the other or its abbreviation, or they are stages of school. Of two scripts,
    /// and where one names no trade, only lines of business are known. They also tell 饰品 from 服饰.
    fn other_trade(&self, p: &Company, q: &Company) -> bool {
        let (x, y) = (&self.trades[p.trade as usize], &self.trades[q.trade as usize]);
        if x.is_empty() || y.is_empty() || x[0].is_ascii() != y[0].is_ascii() {
            return self.lines.agree(p.lines, q.lines) == Some(false);
        }
        if !x[0].is_ascii() && self.lines.agree(p.lines, q.lines) == Some(false) {
            return true;
        }
        !x.iter().any(|s| y.iter().any(|t| s == t || alike(s, t) || shares_characters(s, t))) || are_other_stages(x, y)
    }

    fn texts_level(&self, p: &Company, q: &Company) -> u8 {
        let overlap = self.overlap(p, q);
        let same_sound = self.sound_alike(p, q);
        // 永利 is Yongli, and may be meant by 永力.
        if p.brand != 0 && (p.brand == q.brand || same_sound && self.differ_in_script(p, q)) || overlap >= 0.85 {
            return SAME_BRAND;
        }
        if overlap >= 0.62 && !self.other_brands(p, q)
            || same_sound
            || self.close_brands(p, q)
            || self.spoken.alike(p.brand, q.brand)
        {
            CLOSE
        } else if short_for(p, q) || short_for(q, p) {
            ACRONYM
        } else if overlap >= 0.33 {
            SOME
        } else {
            ELSE
        }
    }

    /// Do the brands differ in a number, a direction or a whole word, however much else is shared: Smith & Sons, Jones & Sons?
    fn other_brands(&self, a: &Company, b: &Company) -> bool {
        let (x, y) = (self.brands.get(a.brand), self.brands.get(b.brand));
        differ_in_number(x, y) || differ_in_a_word(x, y) || differ_in_kind(x, y)
    }

    fn close_brands(&self, a: &Company, b: &Company) -> bool {
        if !a.could_be_close_brand(b) {
            return false;
        }
        let (x, y) = (self.brands.get(a.brand), self.brands.get(b.brand));
        (within_one_edit(x, y) && a.brand_length.min(b.brand_length) >= 4 || jaro_winkler(x, y) >= CLOSE_BRAND)
            && !differ_in_one_of_four(x, y)
            && !self.other_brands(a, b)
    }

    fn could_be_alike(&self, s: u32, t: u32) -> bool {
        self.sketches[s as usize].could_be_close(self.sketches[t as usize], 1.0)
    }

    /// Cosine of the two names' words, 0–1.
    fn overlap(&self, p: &Company, q: &Company) -> f32 {
        let (x, y) = (self.words_of(p), self.words_of(q));
        if x.is_empty() || y.is_empty() || !p.marks.meet(q.marks) {
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

/// Numbers words by their texts, so that sums over words and the first of several alike do not depend on the order of rows.
fn in_text_order(texts: &Arena, words: &mut [u32]) -> Arena {
    let mut order: Vec<u32> = (1..texts.len() as u32).collect();
    order.par_sort_unstable_by_key(|&code| texts.get(code));
    let mut rank = vec![0u32; texts.len()];
    let mut sorted = Arena::new();
    for code in order {
        rank[code as usize] = sorted.push(texts.get(code));
    }
    for word in words {
        *word = rank[*word as usize];
    }
    sorted
}

/// The readings of brands, and which one a value has. Those of brands in Latin letters are the brands themselves where brands in
/// Cyrillic, Greek or kana stand beside them.
fn readings(dict: &Dict) -> (Sets, impl Fn(u32, &Sets) -> Member) {
    let (read, brands) = (dict.part_column(Part::BrandPinyin), dict.part_column(Part::Brand));
    let foreign = |c: char| matches!(c, '\u{370}'..='\u{45F}' | '\u{3041}'..='\u{30FF}');
    let n_read = read.pool.arena().len();
    let heard = brands.pool.arena().iter().any(|(_, brand)| brand.contains(foreign));
    let latin = brands.pool.arena().iter().filter(|_| heard).map(|(_, brand)| if brand.is_ascii() { brand } else { "" });
    let texts = read.pool.arena().iter().map(|(_, text)| text.to_owned()).chain(latin.map(|brand| brand.replace(' ', "")));
    let sound_of = move |value: u32, sets: &Sets| match read.code(value) as usize {
        0 if heard => sets.of_text[n_read + brands.code(value) as usize],
        reading => sets.of_text[reading],
    };
    (Sets::of(texts), sound_of)
}

fn trade_words(trade: &str) -> Box<[Box<str>]> {
    trade.split([' ', '|']).filter(|w| !w.is_empty()).map(Into::into).collect()
}

/// One name's acronym is the other's brand or acronym (`lm` of LM Limited and of Langmere Manufacturing). Two names in full that have the
/// same initials are two (St. John's Hospital, St. Joseph's Hospital).
fn short_for(p: &Company, q: &Company) -> bool {
    (p.is_word || q.is_word) && p.acronym != 0 && p.acronym == q.acronym || p.acronym_as_brand != 0 && p.acronym_as_brand == q.brand
}

#[cfg(test)]
mod tests;
