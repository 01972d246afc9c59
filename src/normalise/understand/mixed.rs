//! Whether a name or company column speaks of persons and of organisations: in turn, or of both in one cell.
//!
//! In: what the column was taken for and what its values look like. Out: yes or no. Which cell is what is decided where
//! cells are read (`parties`).

use crate::model::kind::{Kind, Party, Target};
use crate::normalise::parties::{both, is_firm, is_known_person};

use super::facts::{ColumnFacts, Sampled};
use super::looks::Look;

/// Share of cells with a person and a firm from which on they are no accident.
const BOTH_LEAST: f32 = 0.1;
/// Shares of persons and of organisations from which on a column holds both.
const PERSONS_LEAST: f32 = 0.15;
const FIRMS_LEAST: f32 = 0.1;

/// True if the cells of a column with this target name persons and organisations.
pub(super) fn is_mixed(target: &Target, facts: &ColumnFacts) -> bool {
    match target {
        Target::Field(Party::Principal, Kind::PersonName) => holds_both(facts) || in_turn(facts, |s| is_known_person(&s.text)),
        // Firms are called by the names of people (`Smith Baker`); in 汉字 a bare name is a person's.
        Target::Field(Party::Principal, Kind::Company) => {
            holds_both(facts) || in_turn(facts, |s| s.looks.has(Look::HanName) && is_known_person(&s.text))
        }
        _ => false,
    }
}

fn holds_both(facts: &ColumnFacts) -> bool {
    facts.share_of(|s| both(&s.text).is_some()) >= BOTH_LEAST
}

fn in_turn(facts: &ColumnFacts, is_person: impl Fn(&Sampled) -> bool) -> bool {
    // Looked at first, since it costs nothing.
    let may_be = facts.share_of(|s| s.looks.has(Look::OrgWord) || s.looks.has(Look::LegalForm));
    may_be >= FIRMS_LEAST
        && facts.share_of(|s| s.looks.has(Look::OrgWord) && is_firm(&s.text)) >= FIRMS_LEAST
        && facts.share_of(is_person) >= PERSONS_LEAST
}
