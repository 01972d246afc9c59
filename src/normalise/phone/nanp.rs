//! North American numbers (+1): area codes looked up once in the metadata, then without it.

use std::sync::LazyLock;

use super::decide::Verdict;
use super::world;
use crate::model::value::Class;

/// What is known of an area code after probing the metadata.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Area {
    /// Valid for every exchange 200–999, in the United States (0) or Canada (1).
    Whole(u8),
    /// No probe is a number: not assigned, or with a few numbers only.
    Unknown,
    /// Differs by exchange, belongs to another country, or is no ordinary line: ask the metadata.
    Mixed,
}

const COUNTRIES: [&str; 2] = ["US", "CA"];

/// Exchanges and lines that stand for an area code: an area code counts as whole if all of them agree.
const PROBES: [&str; 5] = ["2345678", "5550199", "6401234", "7191919", "9876543"];

static AREAS: LazyLock<Vec<Area>> = LazyLock::new(|| (200..1000).map(probe).collect());

fn probe(area: u16) -> Area {
    let found: Vec<Option<Verdict>> = PROBES.iter().map(|rest| world::valid_in(&format!("{area}{rest}"), "", 1)).collect();
    if found.iter().all(Option::is_none) {
        return Area::Unknown;
    }
    for (i, country) in COUNTRIES.iter().enumerate() {
        let whole = |v: &Option<Verdict>| v.as_ref().is_some_and(|v| v.region == *country && v.kind == "fixed_or_mobile");
        if found.iter().all(whole) {
            return Area::Whole(u8::from(i == 1));
        }
    }
    Area::Mixed
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
    let area = digits.get(..3).and_then(|a| a.parse::<usize>().ok()).filter(|a| *a >= 200);
    digits.len() == 10 && area.is_some_and(|a| AREAS[a - 200] != Area::Unknown)
}

/// The verdict of ten digits if they are an assigned number.
pub(super) fn valid(digits: &str) -> Option<Verdict> {
    if !has_shape(digits) {
        return None;
    }
    let area: usize = digits.get(..3)?.parse().ok()?;
    match AREAS[area - 200] {
        Area::Unknown | Area::Mixed => world::valid_in(digits, "", 1),
        Area::Whole(country) => {
            let mut text = String::with_capacity(12);
            text.push_str("+1");
            text.push_str(digits);
            Some(Verdict {
                class: Class::Valid,
                text,
                national: digits.to_owned(),
                region: COUNTRIES[usize::from(country)].to_owned(),
                kind: "fixed_or_mobile",
                reason: None,
            })
        }
    }
}

/// The verdict of digits after +1.
pub(super) fn explicit(rest: &str) -> Option<Verdict> {
    if let Some(verdict) = valid(rest) {
        return Some(verdict);
    }
    let reason = match rest.len() {
        10 if rest.as_bytes()[0] >= b'2' => "unassigned_prefix",
        7 if rest.as_bytes()[0] >= b'2' => "area_code_missing",
        _ => return None,
    };
    Some(Verdict {
        class: Class::Possible,
        text: format!("+1{rest}"),
        national: rest.to_owned(),
        region: String::new(),
        kind: "",
        reason: Some(reason),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
