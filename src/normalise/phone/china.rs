//! Chinese numbers: mobiles without metadata, landlines, service numbers and platform privacy numbers.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::decide::Verdict;
use super::{filler, world};
use crate::model::value::Class;

/// True if eleven digits begin with an assigned mobile prefix.
///
/// Prefixes as in libphonenumber's metadata (CN, mobile): 13x 145 147 15x (not 154) 162 165–167 1610 170–173 175–178
/// 1740–1745 18x 19x (not 194).
pub(super) fn is_mobile(digits: &str) -> bool {
    let d = digits.as_bytes();
    if d.len() != 11 || d[0] != b'1' {
        return false;
    }
    match d[1] {
        b'3' | b'8' => true,
        b'4' => matches!(d[2], b'5' | b'7'),
        b'5' | b'9' => d[2] != b'4',
        b'6' => matches!(d[2], b'2' | b'5' | b'6' | b'7') || (d[2] == b'1' && d[3] == b'0'),
        b'7' => matches!(d[2], b'0'..=b'3' | b'5'..=b'8') || (d[2] == b'4' && d[3] == b'0' && d[4] <= b'5'),
        _ => false,
    }
}

/// True for eleven digits of a mobile's shape whose prefix is not assigned (or not to our knowledge).
fn has_mobile_shape(digits: &str) -> bool {
    let d = digits.as_bytes();
    d.len() == 11 && d[0] == b'1' && (b'3'..=b'9').contains(&d[1])
}

/// The verdict of an assigned mobile.
pub(super) fn mobile(digits: &str) -> Verdict {
    let mut text = String::with_capacity(14);
    text.push_str("+86");
    text.push_str(digits);
    Verdict { class: Class::Valid, text, n_national: digits.len(), region: Cow::Borrowed("CN"), kind: "mobile", reason: None }
}

/// The verdict of digits after +86, or of a number known to be Chinese: `None` if it is no Chinese number.
pub(super) fn explicit(rest: &str) -> Option<Verdict> {
    let rest = bare_mobile(rest).unwrap_or_else(|| rest.trim_start_matches('0'));
    if filler::is_filler(rest) {
        return Some(Verdict::placeholder(rest));
    }
    if is_mobile(rest) {
        return Some(mobile(rest));
    }
    if let Some(verdict) = service(rest).or_else(|| landline(rest)) {
        return Some(verdict);
    }
    if has_mobile_shape(rest) {
        return Some(unassigned(rest));
    }
    let local = (7..=8).contains(&rest.len()) && rest.as_bytes()[0] >= b'2';
    local.then(|| Verdict {
        class: Class::Possible,
        text: format!("+86{rest}"),
        n_national: rest.len(),
        region: Cow::Borrowed("CN"),
        kind: "landline",
        reason: Some("area_code_missing"),
    })
}

/// The mobile inside digits with a trunk 0, a country code, or a carrier's dialling prefix before it.
pub(super) fn bare_mobile(digits: &str) -> Option<&str> {
    const CARRIERS: &[&str] = &["17951", "17911", "17901", "17909", "17908", "12593", "10193", "17950"];
    let rest = digits.trim_start_matches('0');
    let rest = rest.strip_prefix("86").filter(|r| r.trim_start_matches('0').len() >= 11).unwrap_or(rest).trim_start_matches('0');
    let rest = if rest.len() == 16 { CARRIERS.iter().find_map(|c| rest.strip_prefix(c)).unwrap_or(rest) } else { rest };
    (is_mobile(rest)).then_some(rest)
}

/// A mobile-shaped number of an unassigned prefix.
pub(super) fn unassigned(digits: &str) -> Verdict {
    Verdict {
        class: Class::Possible,
        text: format!("+86{digits}"),
        n_national: digits.len(),
        region: Cow::Borrowed("CN"),
        kind: "mobile",
        reason: Some("unassigned_prefix"),
    }
}

/// True if eleven digits look like a mobile of an unassigned prefix.
pub(super) fn is_unassigned_mobile(digits: &str) -> bool {
    has_mobile_shape(digits) && !is_mobile(digits)
}

/// 400 and 800 numbers, 95xxx/96xxx/100xx short codes, and 950 relay numbers.
pub(super) fn service(digits: &str) -> Option<Verdict> {
    let (class, kind, reason) = match digits.len() {
        10 if digits.starts_with("400") => (Class::Role, "other", None),
        10 if digits.starts_with("800") => (Class::Role, "toll_free", None),
        9..=18 if digits.starts_with("950") => (Class::Virtual, "voip", Some("privacy_number")),
        11..=18 if digits.starts_with("95") && !digits.starts_with("95000") && digits.len() >= 12 => {
            (Class::Virtual, "voip", Some("privacy_number"))
        }
        5 if ["95", "96", "100", "101", "123", "125"].iter().any(|p| digits.starts_with(p)) => (Class::Role, "other", None),
        6..=8 if digits.starts_with("95") || digits.starts_with("96") => return short_or_local(digits),
        _ => return None,
    };
    // Short codes have no international form.
    let text = if digits.len() <= 8 { digits.to_owned() } else { format!("+86{digits}") };
    Some(Verdict { class, text, n_national: digits.len(), region: Cow::Borrowed("CN"), kind, reason })
}

/// Six digits from 95 or 96 and eight from 9510 are a short code; other seven or eight may be a local number elsewhere.
fn short_or_local(digits: &str) -> Option<Verdict> {
    (digits.len() == 6 || digits.starts_with("9510") && digits.len() == 8).then(|| Verdict {
        class: Class::Role,
        text: digits.to_owned(),
        n_national: digits.len(),
        region: Cow::Borrowed("CN"),
        kind: "other",
        reason: None,
    })
}

/// Which subscriber lengths an area code has, by probing the metadata: bit 0 for seven digits, bit 1 for eight.
static AREAS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let valid = |area: usize, rest: &str| world::valid_in(&format!("{area}{rest}"), "CN", 86).is_some_and(|v| v.kind == "landline");
    let bit = |area: usize, probes: [&str; 2]| u8::from(probes.iter().all(|rest| valid(area, rest)));
    (0..1000)
        .map(|area| if area < 10 { 0 } else { bit(area, ["2345678", "7654321"]) | (bit(area, ["23456789", "76543210"]) << 1) })
        .collect()
});

/// An ordinary landline without trunk 0 by the table of area codes alone; `None` leaves it to the metadata.
pub(super) fn plain_landline(national: &str) -> Option<Verdict> {
    let short_area = national.starts_with("10") || national.starts_with('2');
    let (area, subscriber) = national.split_at_checked(if short_area { 2 } else { 3 })?;
    let bit = match subscriber.len() {
        7 => 1,
        8 => 2,
        _ => return None,
    };
    // Numbers from 1, 8 and 9 hold services; the metadata knows them.
    let ordinary = (b'2'..=b'7').contains(&subscriber.as_bytes()[0]) || (subscriber.starts_with('8') && !short_area);
    let known = ordinary && AREAS[area.parse::<usize>().ok()?] & bit != 0;
    known.then(|| Verdict {
        class: Class::Valid,
        text: format!("+86{national}"),
        n_national: national.len(),
        region: Cow::Borrowed("CN"),
        kind: "landline",
        reason: None,
    })
}

/// A landline with its area code and without trunk 0: valid by metadata, or of the right shape.
pub(super) fn landline(national: &str) -> Option<Verdict> {
    if !(9..=11).contains(&national.len()) || !has_area_code(national) {
        return None;
    }
    if let Some(verdict) = plain_landline(national).or_else(|| world::valid_in(national, "CN", 86)) {
        return Some(verdict);
    }
    // Subscribers' numbers do not begin with 1; what does and is not valid is more likely another country's.
    let area_len = if national.starts_with("10") || national.starts_with('2') { 2 } else { 3 };
    if national.as_bytes()[area_len] == b'1' {
        return None;
    }
    Some(Verdict {
        class: Class::Possible,
        text: format!("+86{national}"),
        n_national: national.len(),
        region: Cow::Borrowed("CN"),
        kind: "landline",
        reason: Some("unassigned_prefix"),
    })
}

/// True if the digits begin with an area code's shape and have a subscriber number of seven or eight digits after it.
fn has_area_code(national: &str) -> bool {
    let d = national.as_bytes();
    let area = match (d[0], d[1]) {
        (b'1', b'0') | (b'2', _) => 2,
        (b'3'..=b'9', _) => 3,
        _ => return false,
    };
    let subscriber = &d[area..];
    (7..=8).contains(&subscriber.len()) && (area == 3 || subscriber.len() == 8) && (b'1'..=b'9').contains(&subscriber[0])
}
