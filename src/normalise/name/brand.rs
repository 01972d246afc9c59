//! Brands of firms spelt in syllables of Hong Kong or Taiwan, read in pinyin.
//!
//! Comes in: a folded brand in Latin letters. Goes out: its likeliest readings, by which it meets the same brand in 汉字 (利丰, Li & Fung).

use super::romanised::{CANTONESE, likeliest};
use super::surnames;
use super::wade_giles;

/// Most syllables of a brand that is read, and most readings of one.
const BRAND_MAX: usize = 4;
const BRAND_READINGS_MAX: usize = 8;
/// Longest syllable of any spelling, in letters.
const SYLLABLE_MAX: usize = 6;

/// How the brand of a firm reads in pinyin that is spelt in syllables of Hong Kong or Taiwan (`Li & Fung` as lifeng, among others), the
/// likeliest ones; `None` for any other words, and for one alone.
pub(in crate::normalise) fn brand_readings(brand: &str) -> Option<String> {
    let (first, rest) = brand.split_once(' ')?;
    // A cheap first look: most brands have a longer word at one end.
    if first.len() > SYLLABLE_MAX || rest.rsplit_once(' ').map_or(rest, |(_, last)| last).len() > SYLLABLE_MAX {
        return None;
    }
    let surname = surnames::romanised(first).filter(|pinyin| !pinyin.contains('|'));
    let (hong_kong, taiwan) = (CANTONESE.get(first), wade_giles::SYLLABLES.get(first));
    if surname.is_none() && hong_kong.is_none() && taiwan.is_none() || rest.split(' ').count() >= BRAND_MAX {
        return None;
    }
    let surname = surname.map(|pinyin| vec![pinyin]);
    let of = |first: Option<&Vec<&'static str>>, syllable: &dyn Fn(&str) -> Option<&'static Vec<&'static str>>| {
        let rest: Vec<&Vec<&str>> = rest.split(' ').map(syllable).collect::<Option<_>>()?;
        let all: Vec<&Vec<&str>> = std::iter::once(first?).chain(rest).collect();
        Some(likeliest(&all))
    };
    let hong_kong = of(hong_kong.or(surname.as_ref()), &|word| CANTONESE.get(word));
    let taiwan = of(taiwan, &|word| wade_giles::SYLLABLES.get(word));
    let readings = [hong_kong, taiwan].into_iter().flatten().collect::<Vec<_>>().join("|");
    let likeliest: Vec<&str> = readings.split('|').filter(|reading| !reading.is_empty()).take(BRAND_READINGS_MAX).collect();
    (!likeliest.is_empty()).then(|| likeliest.join("|"))
}

/// A word of two syllables in the spelling of Hong Kong (`kinlong`), parted; `None` for any other and where it may be parted in two ways.
pub(in crate::normalise) fn two_syllables(word: &str) -> Option<[&str; 2]> {
    if !word.is_ascii() {
        return None;
    }
    let mut cuts = (2..word.len().saturating_sub(1))
        .map(|at| word.split_at(at))
        .filter(|(a, b)| CANTONESE.contains_key(a) && CANTONESE.contains_key(b));
    let (one, two) = cuts.next()?;
    cuts.next().is_none().then_some([one, two])
}
