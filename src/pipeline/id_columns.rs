//! Columns of ids in understood tables, with the rows they stand in, and what the rows say beside them.
//!
//! For `init`, which looks for ids that several channels share.

use std::collections::{BTreeSet, HashMap};

use super::grouping::Found;
use crate::model::hash::hash64;
use crate::model::kind::{Kind, Party, Target};
use crate::model::shown::{Aligned, Shown, shown};
use crate::model::text::TextColumn;

/// Share of the smaller column's ids that the other has, too.
const SHARED_PART: f64 = 0.3;
/// What is compared beside a value nobody knows: what a person has; all of a firm's people have its name.
pub(super) const PERSONAL: [Kind; 5] = [Kind::Phone, Kind::Email, Kind::PersonName, Kind::GivenName, Kind::FamilyName];
/// Ids that two columns share, at the least: fewer are chance.
pub(super) const SHARED_LEAST: usize = 20;
/// Ids of the smaller column that are looked for in the other; hashes choose them, so that the order of rows changes nothing.
const LOOKED_FOR: usize = 5000;
/// Characters of a code, at the least: shorter ones are equal by accident.
const CHARS_LEAST: usize = 5;
/// Share of a column's values that have a digit, as codes do and words do not.
const WITH_DIGIT: f64 = 0.8;

/// A column of ids.
pub(super) struct Ids<'a> {
    /// Its header.
    pub header: String,
    /// What it was taken for; [`Kind::Text`] = nobody knows.
    pub kind: Kind,
    /// Each stands once: it may be the row's own key.
    pub is_key: bool,
    /// First row of each id, by the hash of the trimmed id in small letters.
    rows: HashMap<u64, usize>,
    /// The table they stand in.
    pub table: &'a Found,
}

impl<'a> Ids<'a> {
    pub fn new(table: &'a Found, header: &str, kind: Kind, text: &TextColumn) -> Self {
        let hash = |value: &str| (!value.trim().is_empty()).then(|| hash64(value.trim().to_lowercase().as_bytes()));
        let hashes: Vec<Option<u64>> = text.values.iter().map(|(_, value)| hash(value)).collect();
        let (mut rows, mut filled) = (HashMap::new(), 0);
        for (row, hash) in text.codes.iter().enumerate().filter_map(|(row, &code)| Some((row, hashes[code as usize]?))) {
            filled += 1;
            rows.entry(hash).or_insert(row);
        }
        Self { header: header.to_owned(), kind, is_key: rows.len() == filled, rows, table }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The ids that both have.
    #[expect(clippy::cast_precision_loss, reason = "a share for a decision")]
    pub fn shared(&self, other: &Ids) -> Shared {
        let every = (self.len().min(other.len()) / LOOKED_FOR).max(1) as u64;
        let turned = self.len() > other.len();
        let (small, large) = if turned { (other, self) } else { (self, other) };
        let looked_for = || small.rows.iter().filter(|(id, _)| id.is_multiple_of(every));
        let both = looked_for().filter_map(|(id, &row)| Some((row, *large.rows.get(id)?)));
        let rows: Vec<(usize, usize)> = both.map(|(a, b)| if turned { (b, a) } else { (a, b) }).collect();
        Shared { part: rows.len() as f64 / looked_for().count().max(1) as f64, rows }
    }
}

/// Ids that two columns have, of those looked for.
pub(super) struct Shared {
    /// Share of the smaller column's ids, 0–1.
    pub part: f64,
    /// Their first rows in the one and the other.
    pub rows: Vec<(usize, usize)>,
}

impl Shared {
    /// Too few for the columns to be of one kind.
    pub fn is_chance(&self) -> bool {
        self.rows.len() < SHARED_LEAST || self.part < SHARED_PART
    }
}

/// The columns that a table's mapping knows to be ids of customers or its own keys.
pub(super) fn ids_of(found: &Found) -> Vec<Ids<'_>> {
    let table = &found.table;
    let mut out = Vec::new();
    for (at, column) in table.mapping.columns.iter().enumerate() {
        let Target::Field(Party::Principal, kind @ (Kind::MemberId | Kind::AccountId | Kind::SourceKey)) = column.target else {
            continue;
        };
        let shaped = table.columns.iter().find(|c| c.source == at).map(|c| &c.text);
        let Some(text) = shaped.or((kind == Kind::SourceKey).then_some(&table.source_key)) else { continue };
        let ids = Ids::new(found, &column.header, kind, text);
        if ids.len() >= SHARED_LEAST {
            out.push(ids);
        }
    }
    out
}

/// The columns of a guessed table that may be codes of something a customer has. Those of known exports are known.
pub(super) fn codes_of(found: &Found) -> Vec<(usize, Ids<'_>)> {
    let mapping = &found.table.mapping;
    if mapping.preset.is_some() {
        return Vec::new();
    }
    let columns = mapping.columns.iter().enumerate().filter(|(_, column)| is_unknown(&column.target));
    columns
        .filter_map(|(at, column)| {
            let text = &found.table.columns.iter().find(|c| c.source == at)?.text;
            let ids = looks_like_codes(text).then(|| Ids::new(found, &column.header, Kind::Text, text))?;
            (ids.len() >= SHARED_LEAST).then_some((at, ids))
        })
        .collect()
}

/// Columns that are kept beside or dropped, because nobody knows what they are.
fn is_unknown(target: &Target) -> bool {
    matches!(
        target,
        Target::Extra(_, Kind::Ignore | Kind::Text | Kind::Category | Kind::MemberId) | Target::Attribute(_, Kind::Category)
    )
}

#[expect(clippy::cast_precision_loss, reason = "shares for a decision")]
fn looks_like_codes(text: &TextColumn) -> bool {
    let values = || text.values.iter().map(|(_, value)| value.trim()).filter(|value| !value.is_empty());
    let all = values().count();
    let with_digit = values().filter(|value| value.chars().any(char::is_numeric)).count();
    let long = values().filter(|value| value.chars().count() >= CHARS_LEAST).count();
    all >= SHARED_LEAST && with_digit as f64 >= WITH_DIGIT * all as f64 && long as f64 >= WITH_DIGIT * all as f64
}

/// What is compared beside ids: names, phones and mail addresses, the buyer's or the receiver's.
pub(super) struct Values<'a> {
    columns: Vec<(Kind, &'a TextColumn)>,
}

impl<'a> Values<'a> {
    /// The columns of these kinds.
    pub fn of(found: &'a Found, kinds: &[Kind]) -> Self {
        let columns = found.table.columns.iter().filter_map(|c| match c.target {
            Target::Field(_, kind) if kinds.contains(&kind) => Some((kind, &c.text)),
            _ => None,
        });
        Self { columns: columns.collect() }
    }

    fn at(&self, row: usize, kind: Kind) -> BTreeSet<String> {
        let fold = |text: &str| -> String {
            match kind {
                Kind::Phone => {
                    let digits: Vec<char> = text.chars().filter(|c| c.is_ascii_digit() || *c == '*').collect();
                    digits[digits.len().saturating_sub(8)..].iter().collect()
                }
                _ => text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect(),
            }
        };
        let own = self.columns.iter().filter(|(k, _)| *k == kind).map(|(_, text)| fold(text.get(row)));
        own.filter(|value| value.chars().count() >= 2).collect()
    }

    /// Whether two rows agree in something; `None` where nothing is filled on both sides.
    pub fn agrees(&self, row: usize, other: &Values, other_row: usize) -> Option<bool> {
        let kinds: BTreeSet<Kind> = self.columns.iter().map(|(kind, _)| *kind).collect();
        let mut told = None;
        for kind in kinds {
            let (a, b) = (self.at(row, kind), other.at(other_row, kind));
            if !a.is_empty() && !b.is_empty() {
                told = Some(told.unwrap_or(false) || a.iter().any(|x| b.iter().any(|y| is_same(x, y))));
            }
        }
        told
    }
}

/// Equal, or equal in all that is shown where stars hide some: from both ends, as far as neither hides anything.
fn is_same(x: &str, y: &str) -> bool {
    if !x.contains('*') && !y.contains('*') {
        return x == y;
    }
    let [x, y] = [x, y].map(|text| text.chars().collect::<Vec<char>>());
    matches!(shown(&x, &y, '*', Aligned::Loosely), Shown::Agrees(1..))
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn what_stars_hide_says_nothing_against_it() {
        for (x, y, want) in [
            ("苏云", "苏云", true),
            ("苏云", "苏晓", false),
            ("苏*", "苏云", true),
            ("王**", "苏云", false),
            ("**天", "苏云天", true),
            ("38****24", "38431924", true),
            ("38****24", "38431925", false),
            ("***", "苏云", false),
        ] {
            assert_eq!((is_same(x, y), is_same(y, x)), (want, want), "{x} {y}");
        }
    }
}
