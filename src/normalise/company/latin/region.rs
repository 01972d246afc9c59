//! Places in company names in Latin letters: taken off where a brand is left without them.

use super::super::places;
use super::{NAMED_OF, PLAIN, STOP_WORDS, Word, trades};
use crate::normalise::pinyin;

/// Words of levels that follow a Chinese place in Latin letters.
pub(super) const LEVELS: &[&str] = &["city", "province", "district", "county", "town"];

/// Takes a place off the end or, for a Chinese city, the front, leaving a word.
pub(super) fn strip_region(words: &mut Vec<Word>, region: &mut String) {
    for k in [2, 1] {
        let n = words.len();
        if n <= k {
            continue;
        }
        let tail = &words[n - k..];
        if tail.iter().map(|w| w.key.len()).sum::<usize>() > places::LATIN_MAX {
            continue;
        }
        let joined: String = tail.iter().map(|w| w.key.as_str()).collect();
        // Toys R Us; Bank Central Asia.
        let pronoun = joined == "us" && tail[0].raw == "Us";
        let of_bank = words[0].key == "bank" && words[1..n - k].iter().all(|w| PLAIN.contains(&w.key.as_str()));
        if places::is_latin(&joined)
            && !pronoun
            && !of_bank
            && words[..n - k]
                .iter()
                .any(|w| !STOP_WORDS.contains(&w.key.as_str()) && !trades::is_latin_trade(trades::expand(&w.key)))
            && !is_joined_by_of(&words[..n - k])
        {
            words.truncate(n - k);
            *region = joined;
            return;
        }
    }
    strip_of_region(words, region);
    strip_inner_region(words, region);
    // Hong Kong Wing Fat Trading, but Hong Kong Land
    if let [hong, kong, rest @ ..] = words.as_slice() {
        let own = |w: &&Word| !STOP_WORDS.contains(&w.key.as_str()) && !trades::is_latin_trade(trades::expand(&w.key));
        if hong.key == "hong" && kong.key == "kong" && rest.iter().filter(own).count() > 1 && rest[0].key != "and" {
            "hongkong".clone_into(region);
            words.drain(..2);
        }
    }
    // Foshan Shunde Midea; Dongguan City Yishun.
    while words.first().is_some_and(|w| places::is_chinese_latin(&w.key)) {
        let park = words.get(1).is_some_and(|w| w.key == "industrial") && words.get(2).is_some_and(|w| w.key == "park");
        let level = if park { 2 } else { usize::from(words.get(1).is_some_and(|w| LEVELS.contains(&w.key.as_str()))) };
        if words.iter().skip(1 + level).all(|w| trades::is_latin_trade(trades::expand(&w.key))) {
            return;
        }
        *region = words.remove(0).key;
        words.drain(..level);
        strip_district(words);
    }
}

/// Guangzhou | Baiyun District | Lihua Leather: the district behind a city.
fn strip_district(words: &mut Vec<Word>) {
    let levelled = words.len() > 2 && LEVELS.contains(&words[1].key.as_str()) && pinyin::split(&words[0].key).is_some();
    let branded = |w: &Word| !trades::is_latin_trade(trades::expand(&w.key));
    if levelled && words[2..].iter().any(branded) {
        words.drain(..2);
    }
}

/// `A&W Food Services of Canada`: a country behind a brand and its trade is where it works.
pub(super) fn strip_of_region(words: &mut Vec<Word>, region: &mut String) {
    let [before @ .., trade, of, place] = words.as_slice() else { return };
    let known = of.key == "of" && places::is_latin(&place.key) && trades::is_latin_trade(trades::expand(&trade.key));
    let branded = before.iter().any(|w| !STOP_WORDS.contains(&w.key.as_str()) && !trades::is_latin_trade(trades::expand(&w.key)));
    if known && branded && !NAMED_OF.contains(&trades::expand(&trade.key)) {
        place.key.clone_into(region);
        words.truncate(words.len() - 2);
    }
}

/// `Haier Europe Appliances`: takes a country out that stands behind the brand and before nothing but trades.
pub(super) fn strip_inner_region(words: &mut Vec<Word>, region: &mut String) {
    let trade = |w: &Word| trades::is_latin_trade(trades::expand(&w.key));
    let Some(at) = words.iter().rposition(|w| !trade(w)).filter(|at| *at > 0 && *at + 1 < words.len()) else { return };
    let before = &words[..at];
    // BMW China Automotive Trading, but Great China Trading
    let china = words[at].key == "china" && before.iter().any(|w| !trade(w) && !PLAIN.contains(&w.key.as_str()));
    let country = places::is_latin(&words[at].key) && (china || !places::is_chinese_latin(&words[at].key));
    if country && before.iter().any(|w| !STOP_WORDS.contains(&w.key.as_str()) && !trade(w)) && !is_joined_by_of(before) {
        *region = words.remove(at).key;
    }
}

/// `Bank of China`, `Air in Asia`: the place is the name.
pub(super) fn is_joined_by_of(before: &[Word]) -> bool {
    before
        .last()
        .is_some_and(|w| matches!(w.key.as_str(), "of" | "in" | "de" | "the" | "del" | "do" | "da" | "du" | "di" | "della"))
}
