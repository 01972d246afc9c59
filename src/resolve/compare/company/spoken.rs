//! Brands in kana, hangul, Cyrillic or Greek, heard beside brands in Latin letters: ソニー and Sony, 삼성 and Samsung.
//!
//! Comes in: brands by code with their readings. Goes out: whether two of different writings sound alike, see [`super::super::sound`].

use hashbrown::HashMap;

use super::super::sound::Word;
use crate::model::text::Arena;
use crate::model::value::{Dict, Part};

/// Longest brand that is heard, in bytes.
const BRAND_MAX: usize = 60;

/// The brands of a table that are heard, and all brands' texts.
pub(super) struct Spoken {
    words: HashMap<u32, Word>,
    brands: Arena,
}

impl Spoken {
    /// Prepares the brands that are neither in Latin letters nor in 汉字.
    pub(super) fn new(dict: &Dict) -> Self {
        let (brands, readings) = (dict.part_column(Part::Brand), dict.part_column(Part::BrandPinyin));
        let mut words = HashMap::new();
        for value in 1..dict.len() as u32 {
            let (brand, reading) = (brands.code(value), readings.code(value));
            let text = brands.pool.arena().get(brand);
            if reading != 0 && !text.is_ascii() && text.len() <= BRAND_MAX && text.chars().all(is_heard) {
                words.entry(brand).or_insert_with(|| Word::spoken(text, readings.pool.arena().get(reading)));
            }
        }
        let brands = if words.is_empty() { Arena::new() } else { brands.pool.arena().clone() };
        Self { words, brands }
    }

    /// False unless one brand is heard and the other is in Latin letters.
    pub(super) fn may_be_alike(&self, a: u32, b: u32) -> bool {
        let heard = |brand: u32| self.words.contains_key(&brand);
        let latin = |brand: u32| brand != 0 && self.brands.get(brand).is_ascii();
        !self.words.is_empty() && (heard(a) && latin(b) || heard(b) && latin(a))
    }

    /// Do two brands of different writings sound alike?
    pub(super) fn alike(&self, a: u32, b: u32) -> bool {
        if !self.may_be_alike(a, b) {
            return false;
        }
        let (word, latin) = match self.words.get(&a) {
            Some(word) => (word, b),
            None => (&self.words[&b], a),
        };
        word.sounds_like(self.brands.get(latin))
    }
}

/// Letters of writings that are read letter by letter or syllable by syllable.
fn is_heard(c: char) -> bool {
    matches!(c, ' ' | '\u{370}'..='\u{45F}' | '\u{3041}'..='\u{30FF}' | '\u{AC00}'..='\u{D7A3}')
}
