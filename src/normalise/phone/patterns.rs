//! Valid numbers of the commonest countries without libphonenumber's machinery: one automaton per country over all of its patterns.
//!
//! Comes in: digits with their calling code, or as people at home write them. Goes out: the verdict that libphonenumber's
//! metadata gives, or `None` for whatever is not certainly valid, which is then asked there (`super::world`). Both must say the same
//! (tests compare them). The patterns are in `data/phone_patterns.txt`; source in the file.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::{LazyLock, OnceLock};

use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input, MatchKind};

use super::decide::Verdict;
use crate::model::value::Class;

/// How a country's people write their own numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AtHome {
    /// With one 0 before them; abroad begins with 00.
    Zero,
    /// With one 0 before them; abroad begins otherwise.
    ZeroOnly,
    /// As they are.
    Plain,
    /// By rules that are not known here.
    Other,
}

/// What a pattern is about, in the order in which libphonenumber asks.
const TYPES: [(&str, Class, &str); 8] = [
    ("premium", Class::Role, "other"),
    ("toll_free", Class::Role, "toll_free"),
    ("shared_cost", Class::Role, "other"),
    ("voip", Class::Valid, "voip"),
    ("personal", Class::Valid, "other"),
    ("pager", Class::Valid, "other"),
    ("uan", Class::Role, "other"),
    ("voicemail", Class::Valid, "other"),
];

/// Bits of the other patterns, behind those of [`TYPES`].
const FIXED: u32 = 1 << 8;
const MOBILE: u32 = 1 << 9;
const GENERAL: u32 = 1 << 10;
const LEAD: u32 = 1 << 11;

/// A pattern of a country.
struct Pattern {
    /// What it is about: one bit.
    is: u32,
    /// Possible lengths of a number, one bit each; all of them where the metadata names none.
    lengths: u32,
    text: &'static str,
}

/// The numbers of a country.
struct Country {
    region: &'static str,
    code: &'static str,
    at_home: AtHome,
    /// Numbers that begin so are not looked at.
    others: Vec<&'static str>,
    patterns: Vec<Pattern>,
    automaton: OnceLock<Option<DFA>>,
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let mut countries: Vec<Country> = Vec::new();
    for line in include_str!("../data/phone_patterns.txt").lines().filter(|l| !l.starts_with('#')) {
        let mut words = line.split(' ');
        let mut word = || words.next().unwrap_or_default();
        match (word(), countries.last_mut()) {
            ("=", _) => countries.push(Country::new([word(), word(), word(), word()])),
            (name, Some(country)) => country.patterns.push(Pattern::new(name, word(), word())),
            (_, None) => {}
        }
    }
    countries
});

/// Where the country of each calling code stands in [`COUNTRIES`], by the code's digits; one more than its place, 0 for none.
static BY_CODE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut places = vec![0; 1000];
    for (place, country) in (1..).zip(COUNTRIES.iter()) {
        // No code begins with another one, so the numbers behind a code can all stand for it.
        let first =
            country.code.bytes().fold(0, |n, d| n * 10 + usize::from(d - b'0')) * 10_usize.pow(3 - country.code.len() as u32);
        places[first..first + 10_usize.pow(3 - country.code.len() as u32)].fill(place);
    }
    places
});

thread_local! {
    /// What this thread's automata have found out, by country.
    static CACHES: RefCell<Vec<Option<Cache>>> = const { RefCell::new(Vec::new()) };
}

/// The verdict of digits in international form (without the plus sign), if they are a valid number of a country of the table.
pub(super) fn international(digits: &str) -> Option<Verdict> {
    let first = digits.get(..3)?.bytes().try_fold(0, |n, d| d.is_ascii_digit().then(|| n * 10 + usize::from(d - b'0')))?;
    let place = usize::from(BY_CODE[first]).checked_sub(1)?;
    let country = &COUNTRIES[place];
    let national = &digits[country.code.len()..];
    match (country.at_home, national.strip_prefix('0')) {
        // +49 (0)89 …
        (AtHome::Zero | AtHome::ZeroOnly, Some(rest)) => without_zero(place, national, rest),
        _ => country.verdict(place, national),
    }
}

/// The verdict of digits as people write them inside a country of the table, if they are a valid number of it.
pub(super) fn at_home(digits: &str, country: &str) -> Option<Verdict> {
    let rest = digits.strip_prefix('0')?;
    let place = COUNTRIES.iter().position(|c| c.region == country && c.at_home == AtHome::Zero)?;
    without_zero(place, digits, rest)
}

/// The verdict of a number before which a 0 was dialled, if no number begins so itself.
fn without_zero(place: usize, dialled: &str, rest: &str) -> Option<Verdict> {
    let country = &COUNTRIES[place];
    let certain = !rest.starts_with('0') && country.bits(place, dialled)? & GENERAL == 0;
    if certain { country.verdict(place, rest) } else { None }
}

impl Country {
    fn new([region, code, at_home, others]: [&'static str; 4]) -> Self {
        let at_home = match at_home {
            "home" => AtHome::Zero,
            "trunk" => AtHome::ZeroOnly,
            "none" => AtHome::Plain,
            _ => AtHome::Other,
        };
        let others = others.split(',').filter(|p| *p != "-").collect();
        Self { region, code, at_home, others, patterns: Vec::new(), automaton: OnceLock::new() }
    }

    /// The verdict of national digits, if they are valid.
    fn verdict(&self, place: usize, national: &str) -> Option<Verdict> {
        if self.others.iter().any(|prefix| national.starts_with(prefix)) {
            return None;
        }
        let bits = self.bits(place, national)?;
        let shared = self.patterns.iter().any(|p| p.is == LEAD);
        if bits & GENERAL == 0 || shared && bits & LEAD == 0 {
            return None;
        }
        let (class, kind) = match TYPES.iter().enumerate().find(|(i, _)| bits & (1 << i) != 0) {
            Some((_, (_, class, kind))) => (*class, *kind),
            None if bits & (FIXED | MOBILE) == FIXED | MOBILE => (Class::Valid, "fixed_or_mobile"),
            None if bits & FIXED != 0 => (Class::Valid, "landline"),
            None if bits & MOBILE != 0 => (Class::Valid, "mobile"),
            None => return None,
        };
        let mut text = String::with_capacity(1 + self.code.len() + national.len());
        text.extend(["+", self.code, national]);
        Some(Verdict { class, text, n_national: national.len(), region: Cow::Borrowed(self.region), kind, reason: None })
    }

    /// The patterns that national digits fit, as bits; `None` if the automaton gave up.
    fn bits(&self, place: usize, national: &str) -> Option<u32> {
        let automaton = self.automaton.get_or_init(|| self.build()).as_ref()?;
        CACHES.with_borrow_mut(|caches| {
            if caches.is_empty() {
                caches.resize_with(COUNTRIES.len(), || None);
            }
            let cache = caches[place].get_or_insert_with(|| automaton.create_cache());
            let start = Input::new(national).anchored(Anchored::Yes);
            let mut state = automaton.start_state_forward(cache, &start).ok()?;
            for &digit in national.as_bytes() {
                state = automaton.next_state(cache, state, digit).ok()?;
                if state.is_dead() {
                    return Some(0);
                }
            }
            state = automaton.next_eoi_state(cache, state).ok()?;
            if !state.is_match() {
                return Some(0);
            }
            let fitting = (0..automaton.match_len(cache, state)).map(|i| automaton.match_pattern(cache, state, i).as_usize());
            let length = 1_u32.checked_shl(national.len() as u32).unwrap_or(0);
            Some(fitting.map(|i| &self.patterns[i]).filter(|p| p.lengths & length != 0).fold(0, |bits, p| bits | p.is))
        })
    }

    fn build(&self) -> Option<DFA> {
        let patterns: Vec<String> = self.patterns.iter().map(|p| format!("(?:{})", p.text)).collect();
        DFA::builder()
            .syntax(syntax::Config::new().unicode(false).utf8(false))
            .configure(DFA::config().match_kind(MatchKind::All))
            .build_many(&patterns)
            .ok()
    }
}

impl Pattern {
    fn new(name: &str, lengths: &str, text: &'static str) -> Self {
        let is = match name {
            "fixed" => FIXED,
            "mobile" => MOBILE,
            "general" => GENERAL,
            "lead" => LEAD,
            name => TYPES.iter().position(|t| t.0 == name).map_or(0, |i| 1 << i),
        };
        let listed = lengths.split(',').filter_map(|n| n.parse::<u32>().ok()).fold(0, |mask, n| mask | 1 << n);
        Self { is, lengths: if listed == 0 { u32::MAX } else { listed }, text }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::normalise::phone::world;

    #[test]
    fn every_pattern_is_one_of_the_known() {
        for (place, country) in COUNTRIES.iter().enumerate() {
            assert!(country.patterns.iter().all(|p| p.is.is_power_of_two()), "{}", country.region);
            assert!(country.patterns.iter().any(|p| p.is == GENERAL), "{}", country.region);
            assert!(country.bits(place, "1234567").is_some(), "{}", country.region);
            assert_eq!(usize::from(BY_CODE[format!("{:0<3}", country.code).parse::<usize>().unwrap()]), place + 1);
        }
        assert_eq!(COUNTRIES.len(), 43);
    }

    #[test]
    fn ordinary_numbers_are_known() {
        for (digits, region, kind) in [
            ("4915112345678", "DE", "mobile"),
            ("498952354270", "DE", "landline"),
            ("4908952354270", "DE", "landline"),
            ("33612345678", "FR", "mobile"),
            ("442079460958", "GB", "landline"),
            ("447400123456", "GB", "mobile"),
            ("819012345678", "JP", "mobile"),
            ("61412345678", "AU", "mobile"),
            ("390612345678", "IT", "landline"),
            ("85291234567", "HK", "mobile"),
        ] {
            let verdict = international(digits).unwrap_or_else(|| panic!("{digits} is known"));
            assert_eq!((&*verdict.region, verdict.kind), (region, kind), "{digits}");
        }
        assert_eq!(at_home("01511234567", "DE").map(|v| v.text), at_home_slowly("01511234567", "DE").map(|v| v.text));
    }

    fn at_home_slowly(digits: &str, country: &str) -> Option<Verdict> {
        world::asked_national(digits, country)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn the_metadata_says_the_same(place in 0..COUNTRIES.len(), head in "0?[0-9]{0,4}", tail in "[0-9]{4,9}") {
            let country = &COUNTRIES[place];
            let digits = format!("{}{head}{tail}", country.code);
            if let Some(quick) = international(&digits) {
                prop_assert_eq!(Some(quick), world::asked_international(&digits), "{}", digits);
            }
            let digits = format!("0{head}{tail}");
            if let Some(quick) = at_home(&digits, country.region) {
                prop_assert_eq!(Some(quick), world::asked_national(&digits, country.region), "{} {}", country.region, digits);
            }
        }
    }
}
