//! Time zones of countries, for projects that `init` writes.
//!
//! Source: `zone1970.tab` of the IANA time zone database; of a country with several zones the one most of its people live in.

/// Country, zone, and whether the country has others.
#[rustfmt::skip]
const ZONES: &[(&str, &str, bool)] = &[
    ("AE", "Asia/Dubai", false), ("AR", "America/Argentina/Buenos_Aires", false), ("AT", "Europe/Vienna", false), ("AU", "Australia/Sydney", true),
    ("BE", "Europe/Brussels", false), ("BR", "America/Sao_Paulo", true), ("CA", "America/Toronto", true), ("CH", "Europe/Zurich", false),
    ("CL", "America/Santiago", true), ("CO", "America/Bogota", false), ("CZ", "Europe/Prague", false), ("DE", "Europe/Berlin", false),
    ("DK", "Europe/Copenhagen", false), ("ES", "Europe/Madrid", true), ("FI", "Europe/Helsinki", false), ("FR", "Europe/Paris", false),
    ("GB", "Europe/London", false), ("GR", "Europe/Athens", false), ("HK", "Asia/Hong_Kong", false), ("HU", "Europe/Budapest", false),
    ("ID", "Asia/Jakarta", true), ("IE", "Europe/Dublin", false), ("IL", "Asia/Jerusalem", false), ("IN", "Asia/Kolkata", false),
    ("IT", "Europe/Rome", false), ("JP", "Asia/Tokyo", false), ("KR", "Asia/Seoul", false), ("MO", "Asia/Macau", false),
    ("MX", "America/Mexico_City", true), ("MY", "Asia/Kuala_Lumpur", false), ("NL", "Europe/Amsterdam", false), ("NO", "Europe/Oslo", false),
    ("NZ", "Pacific/Auckland", true), ("PH", "Asia/Manila", false), ("PL", "Europe/Warsaw", false), ("PT", "Europe/Lisbon", true),
    ("RO", "Europe/Bucharest", false), ("RU", "Europe/Moscow", true), ("SA", "Asia/Riyadh", false), ("SE", "Europe/Stockholm", false),
    ("SG", "Asia/Singapore", false), ("TH", "Asia/Bangkok", false), ("TR", "Europe/Istanbul", false), ("TW", "Asia/Taipei", false),
    ("UA", "Europe/Kyiv", false), ("US", "America/New_York", true), ("VN", "Asia/Ho_Chi_Minh", false), ("ZA", "Africa/Johannesburg", false),
];

/// The time zone most people of a country (ISO 3166 alpha-2) live in, and whether the country has others; `None` for China, whose zone
/// is the default, and for countries not listed.
#[must_use]
pub fn zone_of(country: &str) -> Option<(&'static str, bool)> {
    ZONES.iter().find(|(code, ..)| *code == country).map(|&(_, zone, several)| (zone, several))
}

/// Language of reports for a country: Chinese where Chinese is written, else English.
#[must_use]
pub fn language_of(country: &str) -> &'static str {
    if matches!(country, "" | "CN" | "HK" | "MO" | "TW") { "zh" } else { "en" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_is_one_and_every_country_stands_once() {
        for (at, (country, zone, _)) in ZONES.iter().enumerate() {
            assert!(zone.parse::<chrono_tz::Tz>().is_ok(), "{zone}");
            assert!(at == 0 || ZONES[at - 1].0 < *country, "{country}");
        }
        assert_eq!(zone_of("US"), Some(("America/New_York", true)));
        assert_eq!((zone_of("CN"), language_of("CN"), language_of("GB")), (None, "zh", "en"));
    }
}
