//! Postcodes by their shape.
//!
//! In: a text that may be a postcode. Out: the folded code and the country its shape proves. Does not look codes up.

/// Recognises words of an address line as a postcode. `country` is what is known (`""` if nothing), `digits_allowed` whether
/// bare digits may be a code here. Gives the folded code and the country it proves (`""` if none).
#[must_use]
pub fn recognise(text: &str, country: &str, digits_allowed: bool) -> Option<(String, &'static str)> {
    // Taiwan and Iceland have codes of three digits.
    let short = text.len() == 3 && matches!(country, "TW" | "IS");
    if !text.is_ascii()
        || text.len() > 12
        || text.len() < 4 && !short
        || text.contains('/')
        || !text.bytes().any(|b| b.is_ascii_digit())
    {
        return None;
    }
    if let Some((home, code)) = behind_letters(text).filter(|(home, _)| country.is_empty() || country == *home) {
        return recognise(code, home, true).map(|(code, _)| (code, home));
    }
    let glued: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let known = |c: &str| country.is_empty() || country == c;
    if known("CA") && has_shape(&glued, "A9A9A9") {
        return Some((glued, "CA"));
    }
    if known("GB") && is_british(&glued) {
        return Some((glued, "GB"));
    }
    if known("IE") && is_irish(&glued) && text.contains(' ') {
        return Some((glued, "IE"));
    }
    let split = text.contains([' ', '-']);
    let printed = |want| has_shape(text, want);
    // Codes written in two pieces count where their country is known: 111 43, 1015 CJ, 00-590, 150-0002.
    let in_pieces = match country {
        "NL" => printed("9999 AA") || printed("9999AA"),
        "SE" | "CZ" | "SK" | "GR" => printed("999 99"),
        "PL" => printed("99-999"),
        "IN" => printed("999 999"),
        "BR" => printed("99999-999"),
        "JP" => printed("999-9999"),
        "PT" => printed("9999-999"),
        "US" | "" => printed("99999-9999"),
        _ => false,
    };
    // Of no known country, the shapes that only one has.
    let capitals = text.bytes().rev().take(2).all(|b| b.is_ascii_uppercase());
    let only = match country {
        "" if (printed("9999 AA") || printed("9999AA")) && capitals => "NL",
        "" if printed("99999-999") => "BR",
        "" if printed("99-999") && digits_allowed => "PL",
        "" if printed("9999-999") && digits_allowed => "PT",
        "AR" if has_shape(text, "A9999") || has_shape(text, "A9999AAA") => "AR",
        _ => "",
    };
    if !only.is_empty() {
        return Some((glued, only));
    }
    if in_pieces {
        return Some(if matches!(country, "US" | "") { (glued[..5].to_owned(), "US") } else { (glued, "") });
    }
    let digits = glued.bytes().all(|b| b.is_ascii_digit());
    if !digits || split || !digits_allowed {
        return None;
    }
    let fits = if country.is_empty() { matches!(glued.len(), 4..=6) } else { is_digits_of(&glued, country) };
    fits.then_some((glued, ""))
}

/// Letters of countries before their postcodes, as on cars.
const LETTERS: &[(&str, &str)] = &[
    ("A", "AT"),
    ("B", "BE"),
    ("CH", "CH"),
    ("CZ", "CZ"),
    ("D", "DE"),
    ("DE", "DE"),
    ("DK", "DK"),
    ("E", "ES"),
    ("F", "FR"),
    ("FR", "FR"),
    ("H", "HU"),
    ("I", "IT"),
    ("IT", "IT"),
    ("L", "LU"),
    ("N", "NO"),
    ("NL", "NL"),
    ("P", "PT"),
    ("PL", "PL"),
    ("S", "SE"),
    ("SE", "SE"),
];

/// `D-40212`: the country and the code.
fn behind_letters(text: &str) -> Option<(&'static str, &str)> {
    let (letters, code) = text.split_once('-')?;
    let (_, home) = LETTERS.iter().find(|(known, _)| *known == letters)?;
    (code.len() >= 4 && code.starts_with(|c: char| c.is_ascii_digit())).then_some((*home, code))
}

/// True if a code has this shape: `A` stands for a letter, `9` for a digit, anything else for itself.
fn has_shape(code: &str, shape: &str) -> bool {
    code.len() == shape.len()
        && code.bytes().zip(shape.bytes()).all(|(c, want)| match want {
            b'A' => c.is_ascii_alphabetic(),
            b'9' => c.is_ascii_digit(),
            want => c == want,
        })
}

/// `SW1A2AA`, `M11AE`, `SS80QR`: the outward code of two to four characters, then a digit and two letters.
fn is_british(code: &str) -> bool {
    ["A99AA", "A999AA", "AA99AA", "AA999AA", "A9A9AA", "AA9A9AA"].iter().any(|shape| has_shape(code, shape))
        && !code.starts_with(['Q', 'V', 'X'])
}

/// `D02Y006`: a routing key of letter, digit, digit (or `D6W`), then four characters.
fn is_irish(code: &str) -> bool {
    code.get(..4).is_some_and(|head| has_shape(head, "A99A")) && code.len() == 7 && code.bytes().skip(4).any(|b| b.is_ascii_digit())
}

/// How many digits a postcode has in a country; `0` where codes have letters or are unknown.
fn digits_of(country: &str) -> usize {
    match country {
        "US" | "DE" | "FR" | "IT" | "ES" | "MX" | "TR" | "FI" | "SE" | "MY" | "TH" | "ID" | "KR" | "UA" | "SA" | "VN" | "GR"
        | "CZ" | "SK" | "HR" | "EG" | "PK" | "MA" | "PL" => 5,
        "AU" | "NZ" | "CH" | "AT" | "BE" | "DK" | "NO" | "HU" | "ZA" | "PH" | "BG" | "LU" | "CY" | "SI" => 4,
        "CN" | "IN" | "SG" | "RU" | "RO" | "KZ" | "CO" | "EC" => 6,
        "JP" | "IL" | "CL" | "PT" => 7,
        "BR" => 8,
        "IS" => 3,
        _ => 0,
    }
}

fn is_digits_of(code: &str, country: &str) -> bool {
    let want = digits_of(country);
    code.bytes().all(|b| b.is_ascii_digit()) && (code.len() == want || want == 0 && matches!(code.len(), 3..=8))
}

/// A code such as `DE`, `MA` or `ID` names a country and a state of the US: true if the digits are a postcode of the
/// country and not one of the state.
#[must_use]
pub fn is_of_country_not_state(digits: &str, country: &str) -> bool {
    // First digits of the zip codes of Delaware, Massachusetts and Idaho (USPS).
    let of_state = match country {
        "DE" => digits.starts_with("197") || digits.starts_with("198") || digits.starts_with("199"),
        "MA" => digits.starts_with("01") || digits.starts_with("02"),
        "ID" => digits.starts_with("83"),
        _ => false,
    };
    digits_of(country) == digits.len() && !of_state
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
    match country {
        "US" if digits && code.len() == 4 => Some(format!("0{code}")),
        "AU" if digits && code.len() == 3 => Some(format!("0{code}")),
        "GB" => is_british(&code).then_some(code),
        "CA" => has_shape(&code, "A9A9A9").then_some(code),
        "NL" => (has_shape(&code, "9999AA") || has_shape(&code, "9999")).then_some(code),
        "" | "IE" | "AR" | "MT" => Some(code),
        _ => is_digits_of(&code, country).then_some(code),
    }
}

/// What is left of a text that should be a postcode and is none (`2873G`, `27|17`): its letters, digits and signs, upper
/// case; `""` where they are too few or too many for a mistyped code. One letter in it may stand for a digit, so it can be
/// compared, never printed.
#[must_use]
pub fn mistyped(text: &str) -> String {
    let code: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| super::fold::char(c).unwrap_or(c).to_ascii_uppercase())
        .collect();
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    if code.is_ascii() && (4..=10).contains(&code.len()) && digits >= 2 { code } else { String::new() }
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
        !country.is_empty() || is_british(&code) || has_shape(&code, "A9A9A9") || (digits && matches!(code.len(), 4..=6))
    })
}

/// A code with its blank or dash where its country prints one, others as they are.
#[must_use]
pub fn printed(code: &str, country: &str) -> String {
    let at = match country {
        "SE" | "CZ" | "SK" | "GR" if code.len() == 5 => return format!("{} {}", &code[..3], &code[3..]),
        "NL" if code.len() == 6 => return format!("{} {}", &code[..4], &code[4..]),
        "IE" if code.len() == 7 => return format!("{} {}", &code[..3], &code[3..]),
        "PL" if code.len() == 5 => 2,
        "BR" if code.len() == 8 => 5,
        "JP" if code.len() == 7 => 3,
        "PT" if code.len() == 7 => 4,
        _ if is_british(code) || has_shape(code, "A9A9A9") => {
            return format!("{} {}", &code[..code.len() - 3], &code[code.len() - 3..]);
        }
        _ => return code.to_owned(),
    };
    format!("{}-{}", &code[..at], &code[at..])
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
    fn a_mistyped_code_is_kept_for_comparison() {
        for (text, want) in
            [("2873g", "2873G"), ("27|17", "27|17"), (" 0 2x39", "02X39"), ("n/a", ""), ("12", ""), ("unknown 1", "")]
        {
            assert_eq!(mistyped(text), want, "{text}");
        }
    }

    #[test]
    fn a_shape_alone_proves_a_british_or_canadian_code() {
        assert_eq!(recognise("LS1 4AP", "", false), Some(("LS14AP".to_owned(), "GB")));
        assert_eq!(recognise("M5H 2N2", "", false), Some(("M5H2N2".to_owned(), "CA")));
        assert_eq!(recognise("43215", "", false), None);
        assert_eq!(recognise("111 43", "SE", false), Some(("11143".to_owned(), "")));
        assert_eq!(recognise("111 43", "", true), None);
        assert_eq!(printed("SS80QR", ""), "SS8 0QR");
        assert_eq!(printed("00590", "PL"), "00-590");
    }
}
