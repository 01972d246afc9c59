//! Chinese addresses in Latin letters: the divisions at their end.
//!
//! In: an address in Latin letters. Out: the divisions of China it ends with, and what is left. Does not read roads.

use std::sync::LazyLock;

use super::divisions::{Division, TABLE};
use super::locate::Place;
use super::pinyin::{LEVEL_WORDS, city, county, division_stems, may_name_province, province_index, province_of, stem, stem_of};
use super::world::folded;

/// What [`scan`] found: the divisions, their names as written, the postcode and what is left.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// The divisions.
    pub place: Place,
    /// Province as written, empty for a municipality.
    pub province: String,
    /// City as written.
    pub city: String,
    /// District as written.
    pub district: String,
    /// Six digits, in Taiwan also three or five, or empty.
    pub postcode: String,
    /// The text without all of these, lines joined by `, `.
    pub rest: String,
    stated: bool,
}

/// Reads Chinese divisions off the end of an address in Latin letters (`…, Xihu District, Hangzhou, Zhejiang 310012, China`).
/// `None` unless the text proves that it is Chinese: the country, a province, or with `home` a city of China.
#[must_use]
pub fn scan(text: &str, home: bool) -> Option<Scan> {
    if !text.is_ascii() && !text.contains(['\u{FC}', '\u{2019}']) || text.len() > 400 {
        return None;
    }
    let levelled = || text.as_bytes().windows(3).any(|w| w.eq_ignore_ascii_case(b"shi"));
    scan_from_end(text, home).or_else(|| scan_from_end(&levelled().then(|| by_level_words(text))??, home)).or_else(|| {
        // Guangdong Shenzhen Nanshan: from large to small, nothing else.
        let mut words: Vec<&str> = text.split([',', ' ', '/', '-']).filter(|w| !w.is_empty()).collect();
        words.reverse();
        let plain =
            (2..=5).contains(&words.len()) && may_end_division(words[words.len() - 1]) && !text.bytes().any(|b| b.is_ascii_digit());
        plain.then(|| scan_from_end(&words.join(","), home)).flatten().filter(|s| s.rest.is_empty())
    })
}

/// `zhejiang sheng hangzhou shi xihu qu wenyi lu 18 hao`: pinyin from large to small with level words, turned round.
fn by_level_words(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split([' ', ',']).filter(|w| !w.is_empty()).collect();
    let is = |w: &str, levels: &[&str]| levels.iter().any(|l| w.eq_ignore_ascii_case(l));
    let sheng = words.iter().position(|w| is(w, &["sheng"])).map_or(0, |i| i + 1);
    let shi = (sheng..words.len()).find(|&i| is(words[i], &["shi"]))? + 1;
    let county = (shi..words.len().min(shi + 4)).find(|&i| is(words[i], &["qu", "xian", "shi"])).map_or(shi, |i| i + 1);
    let pieces = [&words[county..], &words[shi..county], &words[sheng..shi], &words[..sheng]];
    let pieces: Vec<String> = pieces.iter().filter(|p| !p.is_empty()).map(|p| p.join(" ")).collect();
    (shi - sheng <= 4 && sheng <= 4 && pieces.len() > 1).then(|| pieces.join(", "))
}

/// Letters that tell the ends of names apart.
const END: usize = 3;

/// How names of divisions, level words and the country end, three letters each: a cheap first look.
static ENDS: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let mut ends = vec![false; 26_usize.pow(END as u32)];
    for name in division_stems().chain(LEVEL_WORDS.iter().chain(COUNTRY).copied()) {
        if let Some(slot) = end_of(name) {
            ends[slot] = true;
        }
    }
    ends
});

/// The slot of [`ENDS`] of the last word of an ASCII text; `None` if that has fewer letters.
fn end_of(text: &str) -> Option<usize> {
    let mut letters = text.bytes().rev().take_while(|b| *b != b' ').filter(u8::is_ascii_alphabetic);
    let mut slot = 0;
    for _ in 0..END {
        slot = slot * 26 + usize::from(letters.next()?.to_ascii_lowercase() - b'a');
    }
    Some(slot)
}

/// False where no name of a division that ends with this word is known, and it is no postcode.
fn may_end_division(word: &str) -> bool {
    if !word.is_ascii() {
        return true;
    }
    let word = word.trim_end_matches('.');
    if word.bytes().any(|b| b.is_ascii_digit()) {
        return is_code(word);
    }
    end_of(word).is_none_or(|slot| ENDS[slot])
}

/// Six digits, as postcodes of China have, and of Taiwan since 2020.
fn is_code(word: &str) -> bool {
    word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit())
}

/// Three or five digits, as postcodes of Taiwan have as well: those of half the world, too.
fn is_taiwanese_code(word: &str) -> bool {
    matches!(word.len(), 3 | 5) && word.bytes().all(|b| b.is_ascii_digit())
}

/// Do the last words name a city of Taiwan: `Taipei City`?
fn end_in_taiwan(words: &[&str]) -> bool {
    let named = |n: usize| city(&stem(&words[words.len() - n..].join(" ")), &Place::default());
    (1..=words.len().min(3)).filter_map(named).any(|own| is_of_taiwan(TABLE.get(own)))
}

fn is_of_taiwan(division: &Division) -> bool {
    division.code / 10_000 == 71
}

fn scan_from_end(text: &str, home: bool) -> Option<Scan> {
    let mut ends = text.rsplit([',', ';', '\n', '|', '(', ')', ' ']).map(str::trim).filter(|s| !s.is_empty());
    let last = ends.next()?;
    if !(may_end_division(last) || is_taiwanese_code(last) && may_end_division(ends.next()?)) {
        return None;
    }
    let mut found = Scan::default();
    let segments: Vec<&str> = text.split([',', ';', '\n', '|', '(', ')']).map(str::trim).filter(|s| !s.is_empty()).collect();
    let mut kept: Vec<String> = Vec::new();
    for (i, segment) in segments.iter().enumerate().rev() {
        let words: Vec<&str> = segment.split_whitespace().collect();
        let left = found.take_words(&words, kept.is_empty());
        if left > 0 {
            kept.push(words[..left].join(" "));
        }
        if i + 1 == segments.len() && left == words.len() {
            return None; // The end of the text says nothing of China.
        }
    }
    let known = found.stated || !found.province.is_empty() || home && found.place.city.is_some();
    if !known || found.place.is_empty() {
        return None;
    }
    kept.reverse();
    found.rest = kept.join(", ");
    Some(found)
}

impl Scan {
    /// ISO code of where the divisions are.
    #[must_use]
    pub fn country(&self) -> &'static str {
        if self.place.province.is_some_and(|own| is_of_taiwan(TABLE.get(own))) { "TW" } else { "CN" }
    }

    /// Takes divisions off the end of one line of words; how many words are left. `open`: nothing unknown was met yet, so a name
    /// may stand without its level word.
    fn take_words(&mut self, words: &[&str], open: bool) -> usize {
        let mut left = words.len();
        'words: while left > 0 {
            let last = words[left - 1].trim_end_matches('.');
            let is_postcode =
                is_code(last) || is_taiwanese_code(last) && self.place.is_empty() && end_in_taiwan(&words[..left - 1]);
            if is_postcode && self.postcode.is_empty() && open {
                last.clone_into(&mut self.postcode);
                left -= 1;
                continue;
            }
            for n in (1..=left.min(5)).rev() {
                let name = words[left - n..left].join(" ");
                if !name.bytes().any(|b| b.is_ascii_digit()) && self.take_name(&name, open) {
                    left -= n;
                    continue 'words;
                }
            }
            break;
        }
        left
    }

    /// Takes one name if it is the country or the next division upwards.
    fn take_name(&mut self, name: &str, open: bool) -> bool {
        let low = folded(name);
        if !self.stated && self.place.is_empty() && open && COUNTRY.contains(&low.as_str()) {
            self.stated = true;
            return true;
        }
        let letters = low.bytes().filter(|b| *b != b' ').count();
        let stem = stem_of(low);
        let levelled = stem.len() < letters;
        if !open && !levelled {
            return false;
        }
        if self.place.province.is_none()
            && let Some(own) = Some(name).filter(|n| may_name_province(n)).and_then(|_| province_of(&stem)).and_then(province_index)
        {
            self.place.take(&TABLE, own);
            let is_city = self.place.city.is_some();
            name.clone_into(if is_city { &mut self.city } else { &mut self.province });
            // A municipality is no proof of its own: `Shanghai` is known, but a province's name is surer.
            self.stated |= is_city;
            return true;
        }
        let is_sure = self.stated || self.place.province.is_some() || stem.len() >= 5;
        if self.place.city.is_none()
            && is_sure
            && let Some(own) = city(&stem, &self.place)
        {
            self.place.take(&TABLE, own);
            name.clone_into(&mut self.city);
            return true;
        }
        // Xihu District, Hangzhou: within the city; Kunshan, Suzhou too.
        let fits = self.place.city.is_some() || self.place.province.is_some() && levelled;
        if self.place.county.is_none()
            && fits
            && let Some(own) = county(&stem, &self.place)
        {
            self.place.take(&TABLE, own);
            name.clone_into(&mut self.district);
            return true;
        }
        // Hangzhou, Hangzhou City; Beijing, Beijing.
        open && self.place.county.is_none() && levelled && !stem.is_empty() && self.city.eq_ignore_ascii_case(name)
    }
}

/// Names of the country at the end of an address, folded.
const COUNTRY: &[&str] = &[
    "china",
    "cn",
    "chn",
    "pr china",
    "p r china",
    "prc",
    "mainland china",
    "peoples republic of china",
    "the peoples republic of china",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divisions_are_read_off_the_end_of_a_latin_address() {
        let check = |text: &str, want: [&str; 3], rest: &str| {
            let found = scan(text, true).unwrap_or_default();
            let names = [found.place.province_name(), found.place.city_name(), found.place.county_name()];
            assert_eq!((names, found.rest.as_str()), (want, rest), "{text}");
        };
        let xihu = ["浙江省", "杭州市", "西湖区"];
        check("100 Wensan Road, Xihu District, Hangzhou, Zhejiang 310012, China", xihu, "100 Wensan Road");
        check("Xihu District Hangzhou City Zhejiang Province P.R. China", xihu, "");
        check("Nanshan, Shenzhen", ["广东省", "深圳市", "南山区"], "");
        check("7 Xinyi Road Section 5, Xinyi District, Taipei City 110", ["台湾省", "台北市", "信义区"], "7 Xinyi Road Section 5");
        check("Harbin, Heilongjiang", ["黑龙江省", "哈尔滨市", ""], "");
        check("Hohhot, Inner Mongolia", ["内蒙古自治区", "呼和浩特市", ""], "");
        check("88 Jianguo Road, Chaoyang District, Beijing", ["北京市", "北京市", "朝阳区"], "88 Jianguo Road");
        check("100 Century Avenue, Pudong New Area, Shanghai", ["上海市", "上海市", "浦东新区"], "100 Century Avenue");
        assert_eq!(scan("1 Main St, Springfield, IL 62701", true), None);
        assert_eq!(scan("12 Beijing Road", true), None);
        assert_eq!(scan("Anyang, Korea", true), None);
    }
}
