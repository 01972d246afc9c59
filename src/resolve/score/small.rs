//! The model of tables too small to learn from: default m, and chance agreement as it is in a population, not in the
//! handful of rows at hand.

use crate::model::kind::Kind;
use crate::model::mapping::Entity;

use super::super::prepare::Prepared;
use super::chance::{Chance, by_content, own_levels};
use super::em::Trained;
use super::pattern::{Factor, Layout};
use super::relation::Relation;

/// Identity records from which on a table is learned from.
pub const LEARNABLE: usize = 60;

/// Prior that two records of a small table match. With the chances below, a whole name alone does not join two records,
/// and a name with a phone number, a mail address or a birth date does.
const PRIOR: f64 = 1e-5;

/// How often two different people or firms agree in a value of a kind. Orders of magnitude: numbers are unique but for
/// reuse and typing, a date of birth is one of some 30,000, common names make one pair in a hundred. Persons share an employer more
/// often than firms share a name.
fn agreement(kind: Kind, entity: Entity) -> f64 {
    match kind {
        Kind::Company | Kind::Url if entity == Entity::Organisation => 1e-4,
        Kind::Phone | Kind::Email | Kind::NationalId | Kind::TaxId | Kind::MemberId | Kind::AccountId | Kind::Nickname => 1e-6,
        Kind::BirthDate => 1e-4,
        Kind::Company | Kind::Url => 1e-3,
        Kind::PersonName => 1e-2,
        Kind::Gender => 0.5,
        _ => 0.05,
    }
}

/// The same of addresses, by level: neighbours in one house are some in ten thousand pairs, of one road or postcode a few in a
/// thousand, of one district one in a hundred, of one town one in twenty.
fn nearness(level: &str) -> f64 {
    match level {
        "same room" | "close road, same number" => 1e-4,
        "same house, few holders" | "same house, many holders" | "same house, other room" => 3e-4,
        "close road, close number" | "same postcode, rare" | "close city name" => 1e-3,
        "same postcode" | "same road or close postcode" => 3e-3,
        "same or close district" | "same city, rare" => 1e-2,
        "same city" => 0.05,
        _ => 0.1,
    }
}

/// Chance agreement per factor and cell, as [`Chance`] has it; how far values can agree is that of the records at hand.
#[must_use]
pub fn chance(prepared: &Prepared, layout: &Layout) -> Chance {
    let kinds: Vec<Kind> = prepared.comparisons.iter().map(|c| c.kind).collect();
    let cells: Vec<Vec<f64>> = layout.factors.iter().map(|f| factor_cells(f, &kinds, layout.entity)).collect();
    let floor = vec![0.0; cells.len()];
    let own = own_levels(prepared, layout, &by_content(prepared));
    let n = prepared.len() as f64;
    Chance {
        cells,
        least: floor.clone(),
        own,
        floor,
        holders: Vec::new(),
        visible: Vec::new(),
        drawn: Vec::new(),
        together: Vec::new(),
        pairs: (n * (n - 1.0) / 2.0).max(1.0),
    }
}

fn factor_cells(factor: &Factor, kinds: &[Kind], entity: Entity) -> Vec<f64> {
    let slot = |which: usize| {
        let (levels, exact) = (factor.levels[which], usize::from(factor.exact[which]));
        let equal = agreement(kinds[factor.of[which].0], entity);
        let mut p = vec![0.0; 16];
        (1..=exact).for_each(|l| p[l] = equal / exact as f64);
        // Closeness is some times as frequent as equality, and never usual.
        (exact + 1..levels).for_each(|l| p[l] = (3.0 * equal).min(0.05));
        if factor.kinds[which] == Kind::Address {
            (1..levels).for_each(|l| p[l] = nearness(factor.names[which][l - 1]));
        }
        p[levels] = 1.0 - p.iter().sum::<f64>();
        p
    };
    let first = slot(0);
    if factor.at.len() == 1 {
        return first;
    }
    let second = slot(1);
    let mut cells = vec![0.0; 256];
    for a in 0..16 {
        for b in 0..16 {
            cells[a | b << 4] = match (a, b) {
                (0, 0) => 0.0,
                (_, 0) => first[a],
                (0, _) => second[b],
                _ => first[a] * second[b],
            };
        }
    }
    cells
}

/// The default model over that chance: nothing is learned.
#[must_use]
pub fn model(m: Vec<Vec<f64>>, mut relations: Vec<Relation>, chance: &Chance) -> Trained {
    for relation in &mut relations {
        relation.lambda = PRIOR;
    }
    Trained {
        m,
        u: chance.cells.clone(),
        lambda: PRIOR,
        relations,
        together: Vec::new(),
        likelihood: Vec::new(),
        remarks: vec![format!("fewer than {LEARNABLE} distinct records: weights are defaults, not learned from the data")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::watch::Unwatched;
    use crate::resolve::prepare::prepare;
    use crate::resolve::tests::{Row, records};
    use crate::resolve::{Compiled, resolve};
    use crate::rules::MatchRules;

    #[test]
    fn in_a_small_table_a_name_and_a_house_are_one_person_and_a_house_alone_is_none() {
        let rows: [Row; 6] = [
            ("anna", "abel", "2123456789", "", "elm 5"),
            ("anna", "abel", "", "anna@mail.example", "elm 5"),
            ("bela", "busch", "", "", "elm 5"),
            ("carl", "conrad", "2123456700", "", "oak 7"),
            ("dora", "dorn", "", "dora@mail.example", "ash 9"),
            ("anna", "abel", "", "", "oak 11"),
        ];
        let matching = MatchRules { precision: None, ..MatchRules::default() };
        let found = resolve(&records(&rows), &Compiled { matching, ..Compiled::default() }, &Unwatched);
        assert_eq!(found.cluster[0], found.cluster[1]);
        assert_eq!(found.clusters, 5, "{:?}", found.cluster);
    }

    #[test]
    fn how_near_neighbours_are_is_known_of_every_level_of_addresses() {
        let prepared = prepare(&records(&[("anna", "abel", "", "", "elm 5"), ("bela", "busch", "", "", "oak 7")]), &[], None);
        let layout = Layout::of(&prepared);
        let factor = layout.factors.iter().find(|f| f.kinds[0] == Kind::Address).expect("addresses are compared");
        let (_, known) = factor.names[0].split_last().expect("levels have names");
        let unknown: Vec<_> = known.iter().filter(|level| nearness(level) > 0.05 && **level != "same province").collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
