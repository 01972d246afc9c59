//! Numbers with hidden digits: the visible pattern without country code and separators.

use super::scan::Candidate;
use super::world;
use crate::model::parts::Parts;
use crate::model::value::{Class, Normal, Part};

/// The value of a candidate with `*`: [`Class::Masked`] with its pattern, a placeholder if nothing is visible.
pub(super) fn masked(candidate: &Candidate) -> Normal {
    pattern(national_pattern(&candidate.digits, candidate.plus))
}

/// The value of a pattern without country code.
pub(super) fn pattern(pattern: &str) -> Normal {
    let visible = pattern.bytes().filter(u8::is_ascii_digit).count();
    if visible == 0 {
        return Normal {
            text: pattern.to_owned(),
            class: Class::Placeholder,
            parts: Parts::default(),
            findings: vec!["fully_masked"],
        };
    }
    if !(5..=18).contains(&pattern.len()) {
        return Normal { text: pattern.to_owned(), class: Class::Invalid, parts: Parts::default(), findings: vec!["wrong_length"] };
    }
    let mut normal = Normal { text: pattern.to_owned(), class: Class::Masked, parts: Parts::default(), findings: vec!["masked"] };
    normal.set(Part::Mask, pattern);
    let bytes = pattern.as_bytes();
    if bytes.len() == 11 && bytes[0] == b'1' && matches!(bytes[1], b'3'..=b'9' | b'*') {
        normal.set(Part::Region, "CN");
        normal.set(Part::Type, "mobile");
    }
    normal
}

/// The last digits of a number with stars for the others, as many as mobiles of the country have.
pub(super) fn with_hidden_front(digits: &str, country: &str) -> String {
    let length = match country {
        "CN" => 11,
        "HK" | "SG" | "MO" | "NO" | "DK" => 8,
        "FR" | "AU" | "ES" | "PT" | "NL" | "CH" => 9,
        _ => 10,
    };
    format!("{digits:*>length$}")
}

/// The pattern without country code and trunk 0.
fn national_pattern(digits: &str, plus: bool) -> &str {
    let international = plus || digits.starts_with("00");
    let rest = if international { digits.trim_start_matches('0') } else { digits };
    let stripped = if rest.starts_with("86") && (international || rest.len() == 13) {
        &rest[2..]
    } else if rest.len() == 11 && rest.starts_with('1') && international {
        &rest[1..]
    } else if international {
        world::calling_code_length(rest).map_or(rest, |n| &rest[n..])
    } else {
        rest
    };
    // A trunk 0 before a visible area code is not part of the national number.
    stripped.strip_prefix('0').filter(|s| s.len() >= 9).unwrap_or(stripped)
}
