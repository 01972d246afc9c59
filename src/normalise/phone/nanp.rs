//! North American numbers (+1): area codes looked up once in the metadata, then without it.

use std::borrow::Cow;
use std::cell::RefCell;

use hashbrown::HashMap;

use super::decide::Verdict;
use super::world;
use crate::model::value::Class;

/// What is known of an area code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Area {
    /// Valid for every exchange 200–999, in the United States (0) or Canada (1).
    Whole(u8),
    /// Not assigned: no pattern of the metadata begins so.
    Nobody,
    /// Assigned with a few numbers only: ask the metadata.
    Unknown,
    /// Differs by exchange, belongs to another country, or is no ordinary line: ask the metadata.
    Mixed,
}

/// The area codes 200 to 999, a hundred in a line: whole in the United States (`u`) or Canada (`c`), nobody's (`-`: none of the
/// number patterns of the 25 countries of +1 can begin so), assigned with few numbers (`?`), mixed (`m`). Source: libphonenumber's
/// metadata as in rlibphonenumber 2.2.15, which takes a tenth of a second to ask; a test asks it.
#[rustfmt::skip]
const AREAS: [&str; 8] = [
    "-uuucuuuuuu-uuuuuuuuu--uuucuuu-u--uuc--uu-m---m-uccuuuu-uc--u-uc?--umuu-ucu-u--u-u-u?----c----------",
    "-uuuuucuuuu-uuuuuuuuuu-uuuuu-uuuu-u-uu-umu-c-muu--uuuuc-----uu-uuc-ccu----------u-c--uu-------------",
    "-uucuuuuuuu-uuuucucu---uuu--c-ucu-uu-cc-umuu-u-uu-c-------u----uu---cuu-u?cu--uuu---u---------------",
    "muuuuucuuuu-uucuuuucummmmmmmmmuummu----uuu--m---c--u-----u-u-uuuu-mu--uuuuuu-m-cucu-cuucm-----------",
    "muuucuuuuuu-ucuuuuuuu-mu--u-uuuu-m--u--cuu---uuc-?uu----uumuuuu-?--u-ummc-----u-uuuc?-u--u----------",
    "-uuuucuuuc--uuuuuuuuu?--uuuuu-uuu-u--uu-u-cu---uu----cu--um-u-uu-u-?-uuuuuuu--cucuc-muum------------",
    "muuuuuucumu-uuuuuuucuu---cu-umuuum-u--uuu--umu-uumu---umuuuuu-uuuumcm?u-uc--mmuc--------m-----------",
    "mucuucuuuuu-uuuuuuuuu----u--uuuu--u-uuumuucu-u-uuu-uu-u-u--u----------uuuu-u--uuu--muuu--u----------",
];

const COUNTRIES: [&str; 2] = ["US", "CA"];

/// What is known of the area code that ten digits begin with.
fn area(digits: &str) -> Option<Area> {
    let code: usize = digits.get(..3)?.parse().ok()?;
    let of_hundred = AREAS.get((code / 100).checked_sub(2)?)?.as_bytes();
    Some(match of_hundred[code % 100] {
        b'u' => Area::Whole(0),
        b'c' => Area::Whole(1),
        b'-' => Area::Nobody,
        b'?' => Area::Unknown,
        _ => Area::Mixed,
    })
}

/// True for the countries whose people write numbers without +1.
pub(super) fn is_home(country: &str) -> bool {
    /// ISO 3166 codes of the members of the North American numbering plan.
    #[rustfmt::skip]
    const HOME: &[&str] = &[
        "US", "CA", "PR", "DO", "JM", "TT", "BS", "BB", "AG", "AI", "AS", "BM", "DM", "GD", "GU", "KN", "KY", "LC", "MP", "MS",
        "SX", "TC", "VC", "VG", "VI",
    ];
    HOME.contains(&country)
}

/// True if ten digits have the plan's shape: area and exchange begin with 2–9.
pub(super) fn has_shape(digits: &str) -> bool {
    let d = digits.as_bytes();
    d.len() == 10 && d[0] >= b'2' && d[3] >= b'2'
}

/// True if ten digits begin with an assigned area code, whatever their exchange.
pub(super) fn has_area(digits: &str) -> bool {
    digits.len() == 10 && area(digits).is_some_and(|area| !matches!(area, Area::Nobody | Area::Unknown))
}

/// The verdict of ten digits if they are an assigned number.
pub(super) fn valid(digits: &str) -> Option<Verdict> {
    if !has_shape(digits) {
        return None;
    }
    match area(digits)? {
        Area::Nobody => None,
        Area::Unknown | Area::Mixed => asked(digits),
        Area::Whole(country) => {
            let mut text = String::with_capacity(12);
            text.push_str("+1");
            text.push_str(digits);
            Some(Verdict {
                class: Class::Valid,
                text,
                n_national: digits.len(),
                region: Cow::Borrowed(COUNTRIES[usize::from(country)]),
                kind: "fixed_or_mobile",
                reason: None,
            })
        }
    }
}

/// Numbers that a thread remembers what the metadata said of: one number comes with many extensions. About 1.5 MB.
const REMEMBERED: usize = 1 << 14;

thread_local! {
    static ASKED: RefCell<HashMap<u64, Option<Verdict>>> = RefCell::default();
}

/// The verdict of ten digits by the metadata, which takes long over the 25 countries of +1.
fn asked(digits: &str) -> Option<Verdict> {
    let Ok(number) = digits.parse() else { return world::valid_in(digits, "", 1) };
    ASKED.with_borrow_mut(|asked| {
        if asked.len() >= REMEMBERED {
            asked.clear();
        }
        asked.entry(number).or_insert_with(|| world::valid_in(digits, "", 1)).clone()
    })
}

/// The verdict of digits after +1 that are no assigned number ([`valid`] says so).
pub(super) fn unassigned(rest: &str) -> Option<Verdict> {
    let reason = match rest.len() {
        10 if rest.as_bytes()[0] >= b'2' => "unassigned_prefix",
        7 if rest.as_bytes()[0] >= b'2' => "area_code_missing",
        _ => return None,
    };
    Some(Verdict {
        class: Class::Possible,
        text: format!("+1{rest}"),
        n_national: rest.len(),
        region: Cow::Borrowed(""),
        kind: "",
        reason: Some(reason),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_has_a_number_in_an_unassigned_area() {
        let nobody = (200..1000).filter(|code| area(&code.to_string()) == Some(Area::Nobody));
        for code in nobody {
            for exchange in (200..1000).step_by(41) {
                assert_eq!(world::valid_in(&format!("{code}{exchange}2345"), "", 1), None, "{code} {exchange}");
            }
        }
    }

    #[test]
    fn areas_are_what_the_metadata_says_of_some_of_their_numbers() {
        for code in 200..1000 {
            let ask = |rest: &&str| world::valid_in(&format!("{code}{rest}"), "", 1);
            let found: Vec<Option<Verdict>> = ["2345678", "5550199", "6401234", "7191919", "9876543"].iter().map(ask).collect();
            let whole = |country: &str| {
                let is = |v: &Option<Verdict>| v.as_ref().is_some_and(|v| v.region == country && v.kind == "fixed_or_mobile");
                found.iter().all(is)
            };
            let want = match COUNTRIES.iter().position(|country| whole(country)) {
                Some(country) => Area::Whole(country as u8),
                None if found.iter().any(Option::is_some) => Area::Mixed,
                None => Area::Unknown,
            };
            let known = area(&code.to_string()).filter(|known| (*known, want) != (Area::Nobody, Area::Unknown));
            assert!(known.is_none_or(|known| known == want), "{code}: {known:?}, not {want:?}");
        }
        assert!(AREAS.iter().all(|hundred| hundred.len() == 100));
        assert_eq!((area("199"), area("20"), area("1000000")), (None, None, None));
    }

    #[test]
    fn the_table_agrees_with_the_metadata() {
        for area in 200..1000 {
            for rest in ["2001234", "3105550", "4567890", "8999999"] {
                let digits = format!("{area}{rest}");
                let slow = world::valid_in(&digits, "", 1);
                let fast = valid(&digits);
                assert_eq!(fast.map(|v| (v.text, v.region)), slow.map(|v| (v.text, v.region)), "{digits}");
            }
        }
    }
}
