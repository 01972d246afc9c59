//! Digits too many for any number, because a system that kept digits only wrote number and extension as one
//! (`+1-782-555-0136 x6342` → `178255501366342`), often with the country code once more before it.

use super::decide::{Verdict, decide};
use super::nanp;
use super::scan::Candidate;
use crate::model::value::{Class, Normal, Part};

/// Digits of an extension: two or fewer too many are rather a slip of the finger.
const EXTENSION: std::ops::RangeInclusive<usize> = 3..=6;

/// The reason such a value carries.
const REASON: &str = "extension_without_mark";

/// The number of a candidate whose end is its extension; `None` where no reading, or more than one, is a whole number that
/// could be told without guessing its country.
pub(super) fn with_extension(candidate: &Candidate, country: &str) -> Option<Normal> {
    if !candidate.extension.is_empty() || candidate.repaired {
        return None;
    }
    let (verdict, extension) = north_american(candidate, country).or_else(|| only_reading(candidate, country))?;
    let verdict = verdict.behind(extension);
    let class = if verdict.class == Class::Virtual { Class::Virtual } else { Class::Possible };
    let mut normal = Verdict { class, ..verdict }.into_normal();
    normal.set(Part::Extension, extension);
    normal.findings.push(REASON);
    Some(normal)
}

/// Ten digits behind +1, or behind a 1 in North America: the one plan whose numbers all have one length.
fn north_american<'a>(candidate: &'a Candidate, country: &str) -> Option<(Verdict, &'a str)> {
    let coded = candidate.digits.strip_prefix('1').filter(|_| candidate.plus || nanp::is_home(country))?;
    // +1 178…: the country code was written before digits that had it, and no area code begins with 1.
    let national = coded.strip_prefix('1').unwrap_or(coded);
    let (number, extension) = national.split_at_checked(10).filter(|(_, tail)| EXTENSION.contains(&tail.len()))?;
    Some((nanp::valid(number).or_else(|| nanp::unassigned(number))?, extension))
}

fn only_reading<'a>(candidate: &'a Candidate, country: &str) -> Option<(Verdict, &'a str)> {
    let digits = candidate.digits.as_str();
    let readings = EXTENSION.filter(|tail| tail + 10 <= digits.len()).map(|tail| digits.split_at(digits.len() - tail));
    let told = readings.map(|(number, extension)| (decide(number, candidate.plus, country), extension));
    let mut whole = told.filter(|(verdict, _)| verdict.class == Class::Valid && verdict.reason.is_none());
    whole.next().filter(|_| whole.next().is_none())
}
