//! How a brand in Latin, Cyrillic or Greek letters is read where brands of other writings stand beside it.

use super::super::{lines, twins};
use super::trades;
use crate::model::value::{Normal, Part};
use crate::normalise::name::{brand_readings, spellings, two_syllables};
use crate::normalise::pinyin;

/// Sets how the brand is read, and the lines of business: both are asked for only beside firms in other writings.
pub(super) fn set_reading(out: &mut Normal) {
    if let Some(reading) = reading(out) {
        out.set(Part::BrandPinyin, reading);
        let trade = out.part(Part::Trade).to_owned();
        out.parts.write(Part::Line, |line| lines::push_latin(trade.split(' '), line));
    }
}

/// How a brand is read where other writings stand beside it; `None` for most brands in Latin letters.
fn reading(name: &Normal) -> Option<String> {
    let brand = name.part(Part::Brand);
    if brand.is_ascii() {
        let read = twins::reading_of(&twins::with_university(brand, name.part(Part::Trade)));
        // China Merchants Bank
        let of_china = || (name.part(Part::Region) == "china").then(|| twins::twin_of(&["china ", brand].concat())).flatten();
        return match (read.or_else(of_china), abroad(brand, name.part(Part::Region))) {
            (Some(read), Some(abroad)) => Some([read, abroad].join("|")),
            (read, abroad) => read.or(abroad),
        };
    }
    let known = |c: char| c == ' ' || ('\u{370}'..='\u{45F}').contains(&c);
    brand.chars().all(known).then(|| {
        let brand = brand.replace(' ', "");
        let mut read = spellings(&brand);
        if brand.contains('й') {
            // Лукойл is Lukoil.
            read.push('|');
            read.push_str(&spellings(&brand.replace('й', "и")));
        }
        read
    })
}

/// Where firms spell their names by Cantonese, as one word too.
const CANTONESE_PLACES: &[&str] =
    &["dongguan", "foshan", "guangdong", "guangzhou", "hongkong", "jiangmen", "macao", "macau", "shenzhen", "zhongshan", "zhuhai"];

/// A brand in syllables of Hong Kong or Taiwan, in pinyin: Li & Fung, Kinlong of Guangdong.
fn abroad(brand: &str, region: &str) -> Option<String> {
    if brand.contains(' ') {
        return brand_readings(brand);
    }
    let syllables = if CANTONESE_PLACES.contains(&region) { two_syllables(brand) } else { None };
    syllables.and_then(|syllables| brand_readings(&syllables.join(" ")))
}

/// How many words of a Chinese firm's name are its brand in pinyin (Yong Li | Aluminium, Hengli | Shoe Material); 0 if none is.
pub(super) fn in_pinyin(tokens: &[&str]) -> usize {
    // Medicine could be spelt me-di-ci-ne.
    let names = tokens.iter().take_while(|t| !trades::is_latin_trade(t));
    let syllables: Vec<usize> = names.map_while(|t| Some(pinyin::split(t)?.len())).collect();
    if syllables.iter().sum::<usize>() < 2 { 0 } else { syllables.len() }
}
