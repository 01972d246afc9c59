//! Years of life behind a name, as headings of libraries, museums and archives write them: `Wright, Roger, 1854-1921`,
//! `Burgin, Susan, b. 1725`, `徐悲鸿（1895—1953）`; and clinics the date of birth: `Smith, John (DOB 12/03/1980)`.

/// A name and the years that stood behind it; at least one of them is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifespan<'a> {
    /// The name without them.
    pub name: &'a str,
    /// Year of birth.
    pub born: Option<u16>,
    /// Year of death.
    pub died: Option<u16>,
}

/// Words before a year of birth and of death, lower case.
const BORN: [&str; 13] = ["born", "geb.", "geb", "d.o.b.", "dob:", "dob", "b.", "b", "*", "né", "出生于", "出生", "生于"];
const DIED: [&str; 6] = ["died", "gest.", "gest", "d.", "d", "†"];
/// Words that say a year is not certain.
const ABOUT: [&str; 6] = ["approximately", "circa", "ca.", "ca", "c.", "um"];
/// What stands between the two years.
const DASHES: [char; 6] = ['-', '–', '—', '−', '~', '～'];
/// Years that lives are told by.
const YEARS: std::ops::RangeInclusive<u16> = 1000..=2100;

/// Splits the years of life off a name; `None` where the text ends in something else. A lone year says nothing: it may be that of
/// the record.
#[must_use]
pub fn lifespan(text: &str) -> Option<Lifespan<'_>> {
    let text = text.trim().trim_end_matches(['.', ',']);
    let (name, years) = match text.strip_suffix([')', '）', ']']) {
        Some(open) => open.rsplit_once(['(', '（', '['])?,
        None => text.rsplit_once([',', '，'])?,
    };
    let (born, died) = of_life(&years.to_lowercase())?;
    let name = name.trim().trim_end_matches([',', '，']).trim_end();
    let is_name = name.chars().any(char::is_alphabetic) && !name.chars().any(|c| c.is_ascii_digit());
    (is_name && (born.is_some() || died.is_some())).then_some(Lifespan { name, born, died })
}

/// The years of `1854-1921`, `1854-`, `b. 1854`, `ca. 1854–1921?`.
fn of_life(years: &str) -> Option<(Option<u16>, Option<u16>)> {
    if let Some(born) = whole_date(years) {
        return Some((Some(born), None));
    }
    if let Some((born, died)) = years.split_once(DASHES) {
        let side = |text: &str, words| if text.trim().is_empty() { Some(None) } else { year(text, words).map(Some) };
        return Some((side(born, &BORN[..])?, side(died, &DIED[..])?));
    }
    let starts = |words: &[&str]| words.iter().any(|word| years.trim().starts_with(word));
    if starts(&DIED) {
        return Some((None, Some(year(years, &DIED)?)));
    }
    starts(&BORN).then(|| year(years, &BORN)).flatten().map(|year| (Some(year), None))
}

/// The year of a date in figures (`12/03/1980`, `1980-03-12`), which behind a name is that of birth.
fn whole_date(text: &str) -> Option<u16> {
    let mut rest = text.trim();
    for word in &BORN {
        rest = rest.strip_prefix(word).unwrap_or(rest).trim_start_matches([' ', ':', '：']);
    }
    let mark = rest.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let parts: Vec<&str> = rest.split(mark).map(str::trim).collect();
    let is_number = |p: &&str| (1..=4).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit());
    let [first, middle, last] = parts[..] else { return None };
    let year = if first.len() == 4 { first } else { last };
    let short = [first, middle, last].iter().filter(|p| p.len() <= 2).count();
    let is_date = parts.iter().all(is_number) && short == 2 && year.len() == 4;
    year.parse().ok().filter(|year| is_date && YEARS.contains(year))
}

/// A year of four digits behind any of these words, perhaps uncertain.
fn year(text: &str, words: &[&str]) -> Option<u16> {
    let mut rest = text.trim().trim_end_matches('?');
    for word in words.iter().chain(&ABOUT) {
        rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
    }
    let is_year = rest.len() == 4 && rest.bytes().all(|b| b.is_ascii_digit());
    rest.parse().ok().filter(|year| is_year && YEARS.contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_life_are_split_off_names() {
        let cases: [(&str, &str, Option<u16>, Option<u16>); 16] = [
            ("Wright, Roger, 1854-1921", "Wright, Roger", Some(1854), Some(1921)),
            ("Wright, Roger, 1854-", "Wright, Roger", Some(1854), None),
            ("Wright, Roger, -1921.", "Wright, Roger", None, Some(1921)),
            ("Burgin, Susan Catherine, b. 1725", "Burgin, Susan Catherine", Some(1725), None),
            ("Burgin, Susan, d. 1790", "Burgin, Susan", None, Some(1790)),
            ("Susan Burgin (1725–1790)", "Susan Burgin", Some(1725), Some(1790)),
            ("Susan Burgin (born 1725)", "Susan Burgin", Some(1725), None),
            ("Hans Maler (* 1480, † 1526)", "", None, None),
            ("Hans Maler, ca. 1480-1526?", "Hans Maler", Some(1480), Some(1526)),
            ("徐悲鸿（1895—1953）", "徐悲鸿", Some(1895), Some(1953)),
            ("Smith, John (12/03/1980)", "Smith, John", Some(1980), None),
            ("Smith, John [DOB: 12.3.1980]", "Smith, John", Some(1980), None),
            ("John Smith, 1980-03-12", "John Smith", Some(1980), None),
            ("张伟（1980-03-12）", "张伟", Some(1980), None),
            ("Anna Klein (geb. 1950)", "Anna Klein", Some(1950), None),
            ("Müller, Jürgen, † 1920", "Müller, Jürgen", None, Some(1920)),
        ];
        for (text, name, born, died) in cases {
            let expected = (!name.is_empty()).then_some(Lifespan { name, born, died });
            assert_eq!(lifespan(text), expected, "{text}");
        }
    }

    #[test]
    fn what_ends_in_something_else_stays_whole() {
        let whole = [
            "",
            "-",
            "Gordon, J.",
            "Smith, John, 1999",
            "1854-1921",
            "Suite 12, 1854-1921",
            "12, 13-14",
            "Doe, Jane, 555-1234",
            "Doe, Jane, 555-123-4567",
            "Doe, Jane, 12/03",
            "A (née B)",
            "Foo, b.",
        ];
        for text in whole {
            assert_eq!(lifespan(text), None, "{text}");
        }
    }
}
