//! Strangers who share what is given to one customer: numbers and addresses one is reached by, accounts, ids that do not run out.
//!
//! Comes in: chance as it is measured. Goes out: u of such factors, limited; which factors they are.

use crate::model::kind::Kind;

use super::chance::Chance;
use super::pattern::Factor;

/// Strangers who share a number or an address that is given to one customer, per record, at the most: those who share it for
/// a reason are related, and what many share is counted. Without the limit the number of two rows that have nothing else right
/// would be called chance.
const STRANGERS_MOST: f64 = 0.01;
/// Holders that are still few: as many records as one customer has in a folder of a dozen exports. Where no number has more,
/// those with the most are no switchboards.
const FEW_HOLDERS: u32 = 12;

/// Factors of what is given to one customer.
#[must_use]
pub fn given_to_one(factors: &[Factor], chance: &Chance, records: usize) -> Vec<usize> {
    (0..factors.len()).filter(|&i| is_given_to_one(&factors[i], is_endless(i, chance, records))).collect()
}

/// True if equal ids are no accident.
fn is_endless(factor: usize, chance: &Chance, records: usize) -> bool {
    chance.drawn.get(factor).copied().flatten().is_some_and(|drawn| drawn < STRANGERS_MOST / records as f64)
}

/// True for numbers and addresses one is reached by and for accounts on a platform; and for other ids whose characters are
/// `endless`: equal ones are no accident.
fn is_given_to_one(factor: &Factor, endless: bool) -> bool {
    match factor.kinds[..] {
        [Kind::Phone | Kind::Email | Kind::AccountId] => true,
        [Kind::MemberId | Kind::NationalId | Kind::TaxId] => endless,
        _ => false,
    }
}

/// Limits strangers who share a value that is given to one customer.
pub fn limit_strangers(u: &mut [f64], (i, factor): (usize, &Factor), chance: &Chance, records: usize) {
    let most = STRANGERS_MOST / records as f64;
    if is_given_to_one(factor, is_endless(i, chance, records)) {
        let crowded = chance.holders.get(i).is_none_or(|&holders| holders > FEW_HOLDERS);
        let levels = 1..=usize::from(factor.exact[0]) - usize::from(crowded);
        at_most(u, &chance.cells[i], &levels, (most, factor.kept_chance));
    }
}

/// Lowers these levels to `most` together, none below a share of its chance.
fn at_most(u: &mut [f64], chance: &[f64], levels: &std::ops::RangeInclusive<usize>, (most, kept): (f64, f64)) {
    let sum: f64 = levels.clone().map(|level| u[level]).sum();
    if sum > most {
        levels.clone().for_each(|level| u[level] = (u[level] * most / sum).max(chance[level] * kept));
    }
}
