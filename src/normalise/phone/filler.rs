//! Digits typed only to fill the field.

/// Numbers that are known fillers: China Mobile's message centre, and emergency numbers given as one's own.
const KNOWN: &[&str] = &["13800138000", "13800138001", "13012345678", "110", "119", "120", "122", "911", "112", "999"];

/// True if the national digits are a filler: one digit throughout, a count up or down, a repeated short group, or a mobile
/// prefix followed by eight equal digits. Short codes of services are no fillers.
pub(super) fn is_filler(digits: &str) -> bool {
    let d = digits.as_bytes();
    if d.len() < 5 {
        return KNOWN.contains(&digits) || (!d.is_empty() && d.iter().all(|&b| b == d[0]));
    }
    d.iter().all(|&b| b == d[0])
        || KNOWN.contains(&digits)
        || (d.len() >= 9 && digits.ends_with("0000000"))
        || runs(d, 1)
        || runs(d, 9)
        || starts_counting(d)
        || (d.len() == 11 && d[0] == b'1' && d[3..].iter().all(|&b| b == d[3]))
        || (d.len() >= 9 && (2..=3).any(|period| d.iter().skip(period).zip(d).all(|(a, b)| a == b)))
}

/// True for eleven digits as long as a Chinese mobile that begin like none and count from 1 to 8 (`12012345678`).
pub(super) fn is_no_mobile(digits: &str) -> bool {
    let d = digits.as_bytes();
    d.len() == 11 && d[0] == b'1' && d[1] < b'3' && digits.ends_with("12345678")
}

/// True if every digit is the one before plus `step` (9 = minus one), modulo ten. Only counts from 0, 1, 2 may pass
/// over from 9 to 0 (and those from 0 down): 90 1234 5678 is somebody's mobile in Japan.
fn runs(digits: &[u8], step: u8) -> bool {
    let wraps = digits.windows(2).any(|w| w[0].abs_diff(w[1]) == 9);
    let may_wrap = if step == 1 { digits[0] <= b'2' } else { matches!(digits[0], b'0' | b'9') };
    (may_wrap || !wraps) && digits.windows(2).all(|w| (w[0] - b'0' + step) % 10 == w[1] - b'0')
}

/// True for numbers that count from 1 to 8 and go on anyhow (`12345678901`). Shorter counts may be parts of real numbers:
/// Malaysian mobiles begin with 12, +60 12-345 6483.
fn starts_counting(digits: &[u8]) -> bool {
    (8..=12).contains(&digits.len()) && digits.starts_with(b"12345678")
}
