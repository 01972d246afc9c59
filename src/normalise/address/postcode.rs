//! Postcodes by their shape.
//!
//! In: a text that may be a postcode. Out: the folded code and the country its shape proves. Does not look codes up.

/// Recognises the words that end a line as a postcode. `words` is how many were glued, `country` what is known (`""` if
/// nothing), `digits_allowed` whether bare digits may be a code here. Gives the folded code and the country it proves (`""` if none).
#[must_use]
pub fn recognise(text: &str, words: usize, country: &str, digits_allowed: bool) -> Option<(String, &'static str)> {
    if !text.is_ascii() || text.len() > 12 {
        return None;
    }
    let code: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let known = |c: &str| country.is_empty() || country == c;
    if known("CA") && shape(&code) == "A9A9A9" {
        return Some((code, "CA"));
    }
    if known("GB") && is_british(&code) {
        return Some((code, "GB"));
    }
    let digits = code.bytes().all(|b| b.is_ascii_digit());
    if words > 1 || !digits {
        // 1012 AB Amsterdam.
        return (country == "NL" && shape(&code) == "9999AA").then_some((code, "NL"));
    }
    let plus_four = code.len() == 9 && text.as_bytes().get(5) == Some(&b'-');
    match code.len() {
        _ if plus_four && known("US") => Some((code[..5].to_owned(), "US")),
        5 if digits_allowed => Some((code, "")),
        4 | 6 if digits_allowed && !country.is_empty() && is_digits_of(&code, country) => Some((code, "")),
        4 if digits_allowed && country.is_empty() => Some((code, "")),
        6 if digits_allowed && country.is_empty() => Some((code, "")),
        _ => None,
    }
}

/// Letters as `A`, digits as `9`.
fn shape(code: &str) -> String {
    code.bytes().map(|b| if b.is_ascii_digit() { '9' } else { 'A' }).collect()
}

/// `SW1A2AA`, `M11AE`, `SS80QR`: the outward code of two to four characters, then a digit and two letters.
fn is_british(code: &str) -> bool {
    matches!(shape(code).as_str(), "A99AA" | "A999AA" | "AA99AA" | "AA999AA" | "A9A9AA" | "AA9A9AA")
        && !code.starts_with(['Q', 'V', 'X'])
}

/// How many digits a postcode has in a country; `0` where codes have letters or are unknown.
fn digits_of(country: &str) -> usize {
    match country {
        "US" | "DE" | "FR" | "IT" | "ES" | "MX" | "TR" | "FI" | "SE" | "MY" | "TH" | "ID" | "KR" | "UA" | "SA" | "VN" | "GR"
        | "CZ" | "SK" | "HR" | "EG" | "PK" | "MA" => 5,
        "AU" | "NZ" | "CH" | "AT" | "BE" | "DK" | "NO" | "HU" | "ZA" | "PH" | "BG" | "LU" | "CY" | "SI" => 4,
        "CN" | "IN" | "SG" | "RU" | "RO" | "KZ" | "CO" | "EC" => 6,
        "JP" | "IL" | "CL" => 7,
        "BR" => 8,
        _ => 0,
    }
}

fn is_digits_of(code: &str, country: &str) -> bool {
    let want = digits_of(country);
    code.bytes().all(|b| b.is_ascii_digit()) && (code.len() == want || want == 0 && matches!(code.len(), 3..=8))
}

/// Folds a postcode column's value: upper case, no blanks or dashes, ZIP+4 to 5, a lost leading zero of a US code put
/// back. `None` if the text is no postcode of `country` (any country if `""`).
#[must_use]
pub fn fold(text: &str, country: &str) -> Option<String> {
    let text = text.trim().trim_start_matches(['\'', '〒']);
    let text = text.strip_suffix(".0").unwrap_or(text);
    let code: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '\u{3000}' | '.'))
        .map(|c| super::fold::char(c).unwrap_or(c).to_ascii_uppercase())
        .collect();
    if code.len() < 3
        || code.len() > 10
        || !code.bytes().all(|b| b.is_ascii_alphanumeric())
        || !code.bytes().any(|b| b.is_ascii_digit())
    {
        return None;
    }
    let digits = code.bytes().all(|b| b.is_ascii_digit());
    if digits && code.len() == 9 && matches!(country, "US" | "") {
        return Some(code[..5].to_owned());
    }
    let letters_first = matches!(country, "GB" | "CA" | "IE" | "NL" | "AR" | "MT");
    match country {
        "" => Some(code),
        "US" if digits && code.len() == 4 => Some(format!("0{code}")),
        "AU" if digits && code.len() == 3 => Some(format!("0{code}")),
        "GB" => is_british(&code).then_some(code),
        "CA" => (shape(&code) == "A9A9A9").then_some(code),
        _ if letters_first => Some(code),
        _ => is_digits_of(&code, country).then_some(code),
    }
}

/// Does `text` look like a postcode of `country` (ISO alpha-2; `""` or unknown: of any country)?
///
/// ```
/// use guiyi::normalise::address::looks_like_postcode;
/// assert!(looks_like_postcode("SS8 0QR", "GB"));
/// assert!(!looks_like_postcode("43215", "CN"));
/// ```
#[must_use]
pub fn looks_like_postcode(text: &str, country: &str) -> bool {
    fold(text, country).is_some_and(|code| {
        let digits = code.bytes().all(|b| b.is_ascii_digit());
        !country.is_empty() || is_british(&code) || shape(&code) == "A9A9A9" || (digits && matches!(code.len(), 4..=6))
    })
}

/// A British or Canadian code with its blank, others as they are.
#[must_use]
pub fn printed(code: &str) -> String {
    if is_british(code) || shape(code) == "A9A9A9" {
        let (head, tail) = code.split_at(code.len() - 3);
        return format!("{head} {tail}");
    }
    code.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postcodes_fold_to_one_form_per_country() {
        for (text, country, want) in [
            ("ss8 0qr", "GB", Some("SS80QR")),
            ("43215-1234", "US", Some("43215")),
            ("2138", "US", Some("02138")),
            ("'78701", "US", Some("78701")),
            ("m5h 2n2", "CA", Some("M5H2N2")),
            ("800", "AU", Some("0800")),
            ("310000", "CN", Some("310000")),
            ("43215", "CN", None),
            ("150-0041", "JP", Some("1500041")),
            ("10115", "DE", Some("10115")),
            ("hello", "", None),
            ("12345.0", "US", Some("12345")),
        ] {
            assert_eq!(fold(text, country).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn a_shape_alone_proves_a_british_or_canadian_code() {
        assert_eq!(recognise("LS14AP", 2, "", false), Some(("LS14AP".to_owned(), "GB")));
        assert_eq!(recognise("M5H2N2", 2, "", false), Some(("M5H2N2".to_owned(), "CA")));
        assert_eq!(recognise("43215", 1, "", false), None);
        assert_eq!(printed("SS80QR"), "SS8 0QR");
    }
}
