//! The rest of the world through libphonenumber's metadata (crate rlibphonenumber).

use std::cell::OnceCell;

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberType, Region, get_national_significant_number_owned,
};

use super::decide::Verdict;
use super::patterns;
use crate::model::value::Class;

/// The verdict of national digits if they are a valid number of `country` (any country of `code` where `""`).
pub(super) fn valid_in(national: &str, country: &str, code: u32) -> Option<Verdict> {
    let number = PHONE_NUMBER_UTIL.parse(format!("+{code}{national}").as_str(), None).ok()?;
    let verdict = valid(&number)?;
    (verdict.national() == national && (country.is_empty() || verdict.region == country)).then_some(verdict)
}

/// The verdict of digits in international form: valid, possible, or `None`.
pub(super) fn international(digits: &str) -> Option<Verdict> {
    if let Some(verdict) = patterns::international(digits) {
        return Some(verdict);
    }
    let number = PHONE_NUMBER_UTIL.parse(format!("+{digits}").as_str(), None).ok()?;
    valid(&number).or_else(|| possible(&number))
}

/// The verdict of digits in international form if valid.
pub(super) fn international_valid(digits: &str) -> Option<Verdict> {
    patterns::international(digits).or_else(|| asked_international(digits))
}

/// As [`international_valid`], by the metadata alone.
pub(super) fn asked_international(digits: &str) -> Option<Verdict> {
    if digits.strip_prefix('1').is_some_and(|national| !has_length_of_one(national)) {
        return None;
    }
    valid(&PHONE_NUMBER_UTIL.parse(format!("+{digits}").as_str(), None).ok()?)
}

/// Have the digits behind +1 the one length of all numbers of North America, with a trunk 1 or without? All else need not be
/// asked for: a cell of many digits is mostly a number with its extension run on.
fn has_length_of_one(national: &str) -> bool {
    national.len() == 10 || (national.len() == 11 && national.starts_with('1'))
}

/// The verdict of digits as written inside `country`: valid only.
pub(super) fn national_valid(digits: &str, country: &str) -> Option<Verdict> {
    National::new(digits, country).valid()
}

/// Digits as written inside a country, for the metadata to be asked of more than once.
pub(super) struct National<'a> {
    digits: &'a str,
    country: &'a str,
    parsed: OnceCell<Option<PhoneNumber>>,
}

impl<'a> National<'a> {
    /// Digits as written inside `country`.
    pub(super) fn new(digits: &'a str, country: &'a str) -> Self {
        Self { digits, country, parsed: OnceCell::new() }
    }

    fn parsed(&self) -> Option<&PhoneNumber> {
        self.parsed.get_or_init(|| parse_national(self.digits, self.country)).as_ref()
    }

    /// Their verdict: valid only.
    pub(super) fn valid(&self) -> Option<Verdict> {
        patterns::at_home(self.digits, self.country).or_else(|| valid(self.parsed()?))
    }

    /// Their verdict: possible by length, local numbers included.
    pub(super) fn possible(&self) -> Option<Verdict> {
        possible(self.parsed()?)
    }
}

/// As [`national_valid`], by the metadata alone.
#[cfg(test)]
pub(super) fn asked_national(digits: &str, country: &str) -> Option<Verdict> {
    valid(&parse_national(digits, country)?)
}

/// The length of the calling code that begins `digits`; `None` if there is none.
pub(super) fn calling_code_length(digits: &str) -> Option<usize> {
    (1..=3).find(|&n| {
        let code = digits.get(..n).and_then(|s| s.parse::<i32>().ok());
        code.is_some_and(|code| PHONE_NUMBER_UTIL.get_region_for_country_code(code).is_some())
    })
}

fn parse_national(digits: &str, country: &str) -> Option<PhoneNumber> {
    let region = Region::from_code(country).ok()?;
    PHONE_NUMBER_UTIL.parse(digits, Some(region)).ok()
}

fn valid(number: &PhoneNumber) -> Option<Verdict> {
    let region = PHONE_NUMBER_UTIL.get_region_for_number(number)?;
    let (class, kind) = match PHONE_NUMBER_UTIL.get_number_type(number) {
        PhoneNumberType::Mobile => (Class::Valid, "mobile"),
        PhoneNumberType::FixedLine => (Class::Valid, "landline"),
        PhoneNumberType::FixedLineOrMobile => (Class::Valid, "fixed_or_mobile"),
        PhoneNumberType::VoIP => (Class::Valid, "voip"),
        PhoneNumberType::TollFree => (Class::Role, "toll_free"),
        PhoneNumberType::SharedCost | PhoneNumberType::PremiumRate | PhoneNumberType::UAN => (Class::Role, "other"),
        PhoneNumberType::PersonalNumber | PhoneNumberType::Pager | PhoneNumberType::VoiceMail => (Class::Valid, "other"),
        // No type means that the number fits none of the country's patterns.
        PhoneNumberType::Unknown => return None,
    };
    let national = get_national_significant_number_owned(number);
    let region = region.as_region_str();
    let region = if region.as_str() == "001" { String::new() } else { region.as_str().to_owned() };
    let text = format!("+{}{national}", number.country_code);
    Some(Verdict { class, text, n_national: national.len(), region: region.into(), kind, reason: None })
}

fn possible(number: &PhoneNumber) -> Option<Verdict> {
    let length = PHONE_NUMBER_UTIL.is_possible_number_with_reason(number).ok()?;
    let national = get_national_significant_number_owned(number);
    let reason = match length {
        NumberLengthType::IsPossible => "unassigned_prefix",
        NumberLengthType::IsPossibleLocalOnly => "area_code_missing",
    };
    let text = format!("+{}{national}", number.country_code);
    let region = PHONE_NUMBER_UTIL.get_region_for_country_code(number.country_code);
    let region = region.map(|r| r.as_region_str().as_str().to_owned()).filter(|r| r != "001").unwrap_or_default();
    let (n_national, region) = (national.len(), region.into());
    Some(Verdict { class: Class::Possible, text, n_national, region, kind: "", reason: Some(reason) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_north_america_have_one_length() {
        for area in (200..1000).step_by(7).map(|area| area.to_string()) {
            for prefix in ["", "1", "11", "0", "01"] {
                for rest in ["5", "555", "5550123", "55501234", "555012345", "5550123456", "555012345678", "55501234567890"] {
                    let national = [prefix, &area, rest].concat();
                    let asked = PHONE_NUMBER_UTIL.parse(format!("+1{national}").as_str(), None).ok().and_then(|n| valid(&n));
                    assert!(asked.is_none() || has_length_of_one(&national), "{national}: {asked:?}");
                    assert_eq!(asked_international(&format!("1{national}")), asked, "{national}");
                }
            }
        }
    }
}
