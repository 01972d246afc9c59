//! The words of `prefer = […]` and what they compare.

/// One criterion of a choice; larger wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Prefer {
    /// Trust of the most trusted channel that has the value.
    Trust,
    /// Latest time of a row that has the value; rows without a time come last.
    Newest,
    /// Number of parts the value has (given and family name; province, city, road …).
    Complete,
    /// Number of rows that have the value.
    Frequent,
    /// Length of the text in characters.
    Longest,
}

impl Prefer {
    /// Every word, as written in rules and shown in lineage.
    pub const ALL: &'static [(Prefer, &'static str)] = &[
        (Prefer::Trust, "trust"),
        (Prefer::Newest, "newest"),
        (Prefer::Complete, "complete"),
        (Prefer::Frequent, "frequent"),
        (Prefer::Longest, "longest"),
    ];

    /// The word in rules and lineage.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The criterion of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name)| *name == word).map(|(p, _)| *p)
    }
}

/// The order that a master column uses where `[[merge]]` says nothing.
///
/// Names and dates of birth do not change, so what most rows say wins over what the last row says; phones, addresses and
/// owners do change, so the newest wins.
#[must_use]
pub(super) fn default_order(field: &str) -> &'static [Prefer] {
    use Prefer::{Complete, Frequent, Longest, Newest, Trust};
    match field {
        "name" => &[Trust, Frequent, Complete, Newest, Longest],
        "company" => &[Trust, Frequent, Newest, Complete, Longest],
        "gender" | "birth_date" => &[Trust, Frequent, Newest],
        "address" => &[Trust, Newest, Complete, Frequent, Longest],
        "owner" => &[Newest, Trust, Frequent],
        _ => &[Trust, Newest, Frequent, Complete, Longest],
    }
}

/// Most criteria a choice can have: one of each word.
pub(super) const CRITERIA_MAX: usize = Prefer::ALL.len();
