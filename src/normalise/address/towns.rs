//! Which county a town (街道, 镇, 乡) lies in.
//!
//! In: the name of a town and the divisions that are known. Out: the one county, or city without counties, that has such a
//! town there; nothing where several have. The table is searched as it lies in the program; only where the names of each first character lie is kept beside it.

use std::sync::LazyLock;

use hashbrown::HashMap;

use super::divisions::TABLE;
use super::locate::Place;

/// Towns; format and source stand in the file.
const TOWNS: &str = include_str!("../data/towns.txt");

/// Level words of towns and their letters in the table, longest first.
const LEVELS: &[(&str, u8)] = &[("街道", b'j'), ("民族乡", b'x'), ("苏木", b'x'), ("镇", b'z'), ("乡", b'x')];

/// The division a town lies in, given what is known: a county of the known city or province, or one of the counties that
/// share the name of an ambiguous one. A town by its level of today wins over one that had another level (大良镇, 大良街道).
#[must_use]
pub fn county_of(town: &str, place: &Place) -> Option<u16> {
    let (stem, level) = LEVELS.iter().find_map(|(word, level)| Some((town.strip_suffix(word)?, *level)))?;
    if place.county.is_some() || stem.chars().count() < 2 {
        return None;
    }
    let entries = entries(stem)?;
    let fitting = |exact: bool| {
        let mut found = entries
            .split(' ')
            .filter(|e| !exact || e.as_bytes().last() == Some(&level))
            .filter_map(|e| TABLE.by_code(e.get(..6)?.parse().ok()?))
            .filter(|&own| fits(own, place));
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    };
    // Without any division only the exact name counts.
    fitting(true).or_else(|| if place.is_empty() { None } else { fitting(false) })
}

/// Does `text` begin with the name of a town of this county, with or without its level word (张江 of 浦东新区)?
#[must_use]
pub fn begins_with_town_of(county: u32, text: &str) -> bool {
    let ends: Vec<usize> = text.char_indices().map(|(i, c)| i + c.len_utf8()).take(4).skip(1).collect();
    ends.iter().any(|end| is_town_of(county, &text[..*end]))
}

/// Is `name` a town of this county (or of this city without counties), without its level word?
#[must_use]
pub fn is_town_of(county: u32, name: &str) -> bool {
    let own = |entry: &str| entry.get(..6).and_then(|code| code.parse::<u32>().ok()) == Some(county);
    entries(name).is_some_and(|all| all.split(' ').any(own))
}

/// As [`is_town_of`] for towns outside the city proper: no 街道.
#[must_use]
pub fn is_rural_town_of(county: u32, name: &str) -> bool {
    let own = |entry: &str| entry.get(..6).and_then(|code| code.parse::<u32>().ok()) == Some(county) && !entry.ends_with('j');
    entries(name).is_some_and(|all| all.split(' ').any(own))
}

/// The towns of this county or city without counties, without their level words.
pub fn of(county: u32) -> impl Iterator<Item = &'static str> {
    let own = move |entry: &str| entry.get(..6).and_then(|code| code.parse::<u32>().ok()) == Some(county);
    let lines = TOWNS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '));
    lines.filter(move |(_, all)| all.split(' ').any(own)).map(|(name, _)| name)
}

/// Is `name` a town of any county, without its level word?
#[must_use]
pub fn is_town(name: &str) -> bool {
    entries(name).is_some()
}

fn fits(own: u16, place: &Place) -> bool {
    let division = TABLE.get(own);
    place.province.is_none_or(|p| p == division.province)
        && place.city.is_none_or(|c| c == division.parent)
        && place.ambiguous.is_none_or(|a| TABLE.get(a).name == division.name)
}

/// The lines of names that begin with the same character.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// Where they begin and end in [`TOWNS`].
    start: usize,
    end: usize,
    /// Lengths of the names in characters, one bit each.
    lengths: u16,
}

static RUNS: LazyLock<HashMap<char, Run>> = LazyLock::new(|| {
    let mut runs: HashMap<char, Run> = HashMap::new();
    let mut at = 0;
    for line in TOWNS.split_inclusive('\n') {
        let (start, name) = (at, line.split(' ').next().unwrap_or_default());
        at += line.len();
        let Some(first) = name.chars().next().filter(|first| *first != '#') else { continue };
        let run = runs.entry(first).or_insert(Run { start, end: at, lengths: 0 });
        run.end = at;
        run.lengths |= 1 << name.chars().count().min(15);
    }
    runs
});

/// The rest of the line that begins with `stem` and a blank, by binary search.
fn entries(stem: &str) -> Option<&'static str> {
    let run = RUNS.get(&stem.chars().next()?).filter(|run| run.lengths >> stem.chars().count().min(15) & 1 == 1)?;
    let (mut low, mut high) = (run.start, run.end);
    while low < high {
        let middle = low + (high - low) / 2;
        let start = TOWNS.as_bytes()[low..middle].iter().rposition(|b| *b == b'\n').map_or(low, |i| low + i + 1);
        let end = TOWNS.as_bytes()[start..].iter().position(|b| *b == b'\n').map_or(TOWNS.len(), |i| start + i);
        let line = TOWNS.get(start..end)?;
        let (name, rest) = line.split_once(' ')?;
        match name.cmp(stem) {
            std::cmp::Ordering::Equal => return Some(rest),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::locate::locate;
    use super::*;

    fn check(known: &str, town: &str, want: &str) {
        let (place, _) = locate(known, Place::default());
        assert_eq!(county_of(town, &place).map_or("", |i| TABLE.get(i).name), want, "{known} {town}");
    }

    #[test]
    fn every_line_is_found_and_names_divisions_that_exist() {
        for line in TOWNS.lines().filter(|l| !l.starts_with('#')) {
            let (stem, rest) = line.split_once(' ').expect("a name and codes");
            assert_eq!(entries(stem), Some(rest));
            assert!(rest.split(' ').all(|e| TABLE.by_code(e[..6].parse().expect("a code")).is_some()), "{line}");
        }
        assert_eq!((entries(""), entries("一"), entries("龥龥")), (None, None, None));
    }

    #[test]
    fn a_town_tells_the_county_where_only_one_has_it() {
        check("广东省佛山市", "大良街道", "顺德区");
        check("广东省佛山市", "大良镇", "顺德区");
        check("朝阳区", "望京街道", "朝阳区");
        check("广东省", "虎门镇", "东莞市");
        check("", "回龙观街道", "昌平区");
        check("", "城关镇", "");
        check("河南省", "城关镇", "");
        check("北京市", "没有街道", "");
        check("北京市海淀区", "中关村街道", "");
    }
}
