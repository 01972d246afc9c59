//! North American numbers (+1): area codes looked up once in the metadata, then without it.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::LazyLock;

use hashbrown::HashMap;

use super::decide::Verdict;
use super::world;
use crate::model::value::Class;

/// What is known of an area code after probing the metadata.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Area {
    /// Valid for every exchange 200–999, in the United States (0) or Canada (1).
    Whole(u8),
    /// Not assigned: no pattern of the metadata begins so.
    Nobody,
    /// No probe is a number: assigned with a few numbers only.
    Unknown,
    /// Differs by exchange, belongs to another country, or is no ordinary line: ask the metadata.
    Mixed,
}

/// Area codes with which none of the number patterns of the 25 countries of +1 can begin. Source: libphonenumber's metadata as in
/// rlibphonenumber 2.2.15, all patterns but the general ones expanded to their first three digits.
#[rustfmt::skip]
const UNASSIGNED: &[u16] = &[
    200, 211, 221, 222, 230, 232, 233, 237, 238, 241, 243, 244, 245, 247, 255, 258, 259, 261, 265, 266, 271, 275, 277, 278, 280,
    282, 285, 286, 287, 288, 290, 291, 292, 293, 294, 295, 296, 297, 298, 299, 300, 311, 322, 328, 333, 335, 338, 342, 344, 348,
    349, 355, 356, 357, 358, 359, 362, 366, 370, 371, 372, 373, 374, 375, 376, 377, 378, 379, 381, 383, 384, 387, 388, 389, 390,
    391, 392, 393, 394, 395, 396, 397, 398, 399, 400, 411, 420, 421, 422, 426, 427, 429, 433, 436, 439, 444, 446, 449, 451, 452,
    453, 454, 455, 456, 457, 459, 460, 461, 462, 465, 466, 467, 471, 476, 477, 481, 482, 483, 485, 486, 487, 488, 489, 490, 491,
    492, 493, 494, 495, 496, 497, 498, 499, 511, 535, 536, 537, 538, 542, 543, 545, 546, 547, 549, 550, 552, 553, 554, 555, 556,
    558, 560, 565, 568, 569, 576, 578, 583, 589, 590, 591, 592, 593, 594, 595, 596, 597, 598, 599, 611, 621, 624, 625, 627, 632,
    634, 635, 637, 638, 642, 643, 644, 648, 652, 653, 654, 655, 663, 665, 666, 668, 673, 674, 675, 676, 677, 679, 685, 687, 688,
    690, 691, 692, 693, 694, 695, 696, 697, 698, 699, 700, 710, 711, 722, 723, 729, 733, 735, 736, 739, 741, 744, 745, 746, 749,
    750, 751, 752, 755, 756, 759, 761, 764, 766, 768, 776, 777, 783, 788, 789, 790, 791, 792, 793, 794, 795, 796, 797, 798, 799,
    811, 822, 823, 824, 827, 834, 836, 837, 841, 842, 846, 851, 852, 853, 861, 871, 874, 875, 880, 881, 882, 883, 884, 885, 886,
    887, 889, 890, 891, 892, 893, 894, 895, 896, 897, 898, 899, 911, 921, 922, 923, 924, 926, 927, 932, 933, 935, 944, 946, 950,
    953, 955, 957, 958, 960, 961, 962, 963, 964, 965, 966, 967, 968, 969, 974, 976, 977, 981, 982, 987, 988, 990, 991, 992, 993,
    994, 995, 996, 997, 998, 999,
];

const COUNTRIES: [&str; 2] = ["US", "CA"];

/// Exchanges and lines that stand for an area code: an area code counts as whole if all of them agree.
const PROBES: [&str; 5] = ["2345678", "5550199", "6401234", "7191919", "9876543"];

static AREAS: LazyLock<Vec<Area>> = LazyLock::new(|| (200..1000).map(probe).collect());

fn probe(area: u16) -> Area {
    if UNASSIGNED.binary_search(&area).is_ok() {
        return Area::Nobody;
    }
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
    digits.len() == 10 && area.is_some_and(|a| !matches!(AREAS[a - 200], Area::Nobody | Area::Unknown))
}

/// The verdict of ten digits if they are an assigned number.
pub(super) fn valid(digits: &str) -> Option<Verdict> {
    if !has_shape(digits) {
        return None;
    }
    let area: usize = digits.get(..3)?.parse().ok()?;
    match AREAS[area - 200] {
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

/// Numbers that a thread remembers what the metadata said of: one number comes with many extensions.
const REMEMBERED: usize = 4096;

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
        assert!(UNASSIGNED.windows(2).all(|w| w[0] < w[1]));
        for area in UNASSIGNED {
            for exchange in (200..1000).step_by(41) {
                assert_eq!(world::valid_in(&format!("{area}{exchange}2345"), "", 1), None, "{area} {exchange}");
            }
        }
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
