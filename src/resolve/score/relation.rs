//! Relations: different customers who share values for a reason. They are what a match is most easily taken for.
//!
//! Comes in: factors with their kinds. Goes out: classes of the mixture beside matches and unrelated pairs, each with
//! the probabilities of every cell. Persons have households (one phone, one address, one family name, one employer, now and
//! then one mailbox) and colleagues (one employer, one mail domain, one switchboard and house; names like anybody's).
//! Organisations have neighbours (sister companies and tenants at one address, often with one word of the name in common)
//! and branches (one name and web site at different places).

use crate::model::kind::Kind;
use crate::model::mapping::Entity;

use super::em::{PRIOR, maximise};
use super::names::take_strangers;
use super::pattern::{Factor, Layout, Pattern};

/// Most relations a model has.
pub const RELATIONS_MAX: usize = 4;

/// Members of a household who agree in what is each one's own, at the most: the limit keeps records of one person with a
/// spoilt given name from being taken for a family.
const SELDOM_MOST: f64 = 0.05;

/// Related pairs, at the least, per matching pair: families and branches exist even where the table shows too few of them to be
/// learned.
const RELATED_LEAST: f64 = 0.1;

/// Matches among which [`RELATED_LEAST`] still stands for half of what is thought, where persons are told from families.
const SHOWN: f64 = 100.0;

/// How a factor behaves between related customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// As between unrelated ones.
    Chance,
    /// Learned from the related pairs.
    Learned,
    /// The second of two slots is learned (the family name), the first is at chance.
    Second,
    /// Equality is learned, up to [`SELDOM_MOST`]: twins, a date or number copied from the row above, a parent's mailbox.
    Seldom,
    /// The last level but one is learned, the host of a mail address; equality too, as [`Share::Seldom`].
    Host,
    /// What falls short of closeness is learned; equality and closeness are at chance: they are what a match is.
    Partly,
    /// What of an address lies above the house is learned: one road, one town. The house itself is at chance.
    Town,
}

/// One relation.
#[derive(Debug, Clone)]
pub struct Relation {
    /// Its name in reports.
    pub name: &'static str,
    /// Probability that two random identity records are related so.
    pub lambda: f64,
    /// Probability of each cell, `[factor][cell]`.
    pub p: Vec<Vec<f64>>,
    /// How each factor is shared; empty in a kept model, which learns no more.
    pub share: Vec<Share>,
}

/// Names of all relations.
const NAMES: [&str; 4] = ["household", "neighbours", "branches", "colleagues"];

impl Relation {
    /// A relation of a kept model; `None` if there is none of that name.
    #[must_use]
    pub fn kept(name: &str, lambda: f64, p: Vec<Vec<f64>>) -> Option<Self> {
        let name = NAMES.into_iter().find(|n| *n == name)?;
        Some(Self { name, lambda, p, share: Vec::new() })
    }

    /// What the related are.
    #[must_use]
    pub fn entity(&self) -> Entity {
        if self.name == NAMES[0] || self.name == NAMES[3] { Entity::Person } else { Entity::Organisation }
    }

    /// True where families are told from persons.
    #[must_use]
    pub fn is_of_families(&self) -> bool {
        self.name == NAMES[0]
    }

    /// Related pairs per matching pair, at the least, where as many matches (`showing`) would show it if they were related. Names tell
    /// the persons of a household or an office apart, so that a table shows by itself how many there are; branches and
    /// neighbours are told from one firm by hardly anything.
    #[must_use]
    pub fn least(&self, showing: f64) -> f64 {
        if self.entity() == Entity::Person { RELATED_LEAST * SHOWN / (SHOWN + showing) } else { RELATED_LEAST }
    }

    /// True if a pair of this relation is told from a match by such a pattern: what the related share and what is each one's own
    /// are both comparable.
    #[must_use]
    pub fn would_show(&self, factors: &[Factor], pattern: Pattern) -> bool {
        let compared = |i: usize| {
            let own = if self.share[i] == Share::Second { 15 } else { 255 };
            factors[i].cell(pattern) & own != 0
        };
        let reached = |kind: Kind| {
            matches!(kind, Kind::Phone | Kind::Address | Kind::Company | Kind::Url | Kind::Email | Kind::MemberId | Kind::AccountId)
        };
        let (shared, own): (Vec<usize>, Vec<usize>) =
            (0..factors.len()).filter(|&i| compared(i)).partition(|&i| self.share[i] == Share::Learned);
        !own.is_empty() && shared.iter().any(|&i| reached(factors[i].kinds[0]))
    }

    /// The cells before any pair is seen.
    fn guess(&mut self, factors: &[Factor], prior: &[Vec<f64>], u: &[Vec<f64>]) {
        let none: Vec<Vec<f64>> = factors.iter().map(|f| vec![0.0; f.cells()]).collect();
        self.learn(factors, &none, prior, u);
    }

    /// Learns the cells from sums of posteriors.
    pub fn learn(&mut self, factors: &[Factor], sums: &[Vec<f64>], prior: &[Vec<f64>], u: &[Vec<f64>]) {
        self.p = (0..factors.len()).map(|i| cells(&factors[i], self.share[i], &sums[i], &prior[i], &u[i])).collect();
    }
}

/// The relations a table can have, by what its records are and its factors compare. `prior` is the default m.
#[must_use]
pub fn relations(layout: &Layout, prior: &[Vec<f64>], u: &[Vec<f64>]) -> Vec<Relation> {
    let factors = &layout.factors;
    let holds = |entity: Entity| layout.both || layout.entity == entity;
    let has = |kinds: &[Kind]| factors.iter().any(|f| f.kinds.iter().any(|k| kinds.contains(k)));
    let mut found = Vec::new();
    // Brothers and sisters are of one place as well, where each one's birthday tells them apart.
    let at_home = has(&[Kind::Phone, Kind::Address, Kind::Company]) || has(&[Kind::Place]) && has(&[Kind::BirthDate]);
    if holds(Entity::Person) && has(&[Kind::PersonName]) && at_home {
        found.push(relation(NAMES[0], factors, household_share));
    }
    let at_work = has(&[Kind::Company, Kind::Url]) || has(&[Kind::Email]) && has(&[Kind::Phone, Kind::Address]);
    if holds(Entity::Person) && has(&[Kind::PersonName]) && at_work {
        found.push(relation(NAMES[3], factors, colleague_share));
    }
    if holds(Entity::Organisation) && has(&[Kind::Company]) {
        if has(&[Kind::Phone, Kind::Address]) {
            found.push(relation(NAMES[1], factors, neighbour_share));
        }
        if has(&[Kind::Address]) {
            let mut branches = relation(NAMES[2], factors, branch_share);
            // With nothing but a name and an address, two houses in one town are a branch as well as a firm that moved.
            let tells_branches = factors.iter().any(|f| !f.kinds.iter().all(|&kind| matches!(kind, Kind::Company | Kind::Address)));
            for (i, factor) in factors.iter().enumerate().filter(|(_, factor)| factor.kinds[0] == Kind::Address) {
                let houses: f64 =
                    (1..factor.cells()).filter(|&cell| !is_above_the_house(factor, cell)).map(|cell| prior[i][cell]).sum();
                if houses < HOUSES_LEAST || !tells_branches {
                    branches.share[i] = Share::Chance;
                }
            }
            found.push(branches);
        }
    }
    debug_assert!(found.len() <= RELATIONS_MAX);
    for relation in &mut found {
        relation.guess(factors, prior, u);
    }
    found
}

/// Learns how often a household has one value of these factors, which the table shows to be families'. A table that names persons and
/// has nothing else that households share has them by these alone.
pub fn share_with_families(
    relations: &mut Vec<Relation>,
    layout: &Layout,
    of_families: &[usize],
    (prior, u): (&[Vec<f64>], &[Vec<f64>]),
) {
    if of_families.is_empty() {
        return;
    }
    if (layout.both || layout.entity == Entity::Person) && !relations.iter().any(Relation::is_of_families) {
        relations.push(relation(NAMES[0], &layout.factors, household_share));
    }
    for relation in relations.iter_mut().filter(|relation| relation.is_of_families()) {
        for &i in of_families {
            relation.share[i] = Share::Learned;
        }
        relation.guess(&layout.factors, prior, u);
    }
}

fn relation(name: &'static str, factors: &[Factor], share: fn(&Factor) -> Share) -> Relation {
    Relation { name, lambda: 0.0, p: Vec::new(), share: factors.iter().map(share).collect() }
}

fn is_place(kind: Kind) -> bool {
    matches!(kind, Kind::Phone | Kind::Address | Kind::Place | Kind::Category | Kind::Industry | Kind::JobTitle | Kind::CompanySize)
}

fn household_share(factor: &Factor) -> Share {
    match factor.kinds[0] {
        Kind::PersonName if factor.at.len() == 2 => Share::Second,
        // A factor of its own: slot 1 of names is the family name.
        Kind::PersonName if factor.of[0].1 == 1 => Share::Learned,
        // Husband and wife are of one age nearly, and so are neighbours' children.
        Kind::Company | Kind::Url | Kind::Gender | Kind::Number => Share::Learned,
        Kind::BirthDate | Kind::NationalId | Kind::Email => Share::Seldom,
        kind if is_place(kind) => Share::Learned,
        _ => Share::Chance,
    }
}

fn colleague_share(factor: &Factor) -> Share {
    match factor.kinds[0] {
        Kind::Company | Kind::Url => Share::Learned,
        Kind::Email => Share::Host,
        kind if is_place(kind) => Share::Learned,
        _ => Share::Chance,
    }
}

fn neighbour_share(factor: &Factor) -> Share {
    match factor.kinds[0] {
        Kind::Company | Kind::Url => Share::Partly,
        kind if is_place(kind) => Share::Learned,
        _ => Share::Chance,
    }
}

fn branch_share(factor: &Factor) -> Share {
    match factor.kinds[0] {
        Kind::Company | Kind::Url | Kind::Category | Kind::Industry => Share::Learned,
        Kind::Address => Share::Town,
        _ => Share::Chance,
    }
}

fn cells(factor: &Factor, share: Share, sums: &[f64], prior: &[f64], u: &[f64]) -> Vec<f64> {
    match share {
        Share::Chance => u.to_vec(),
        Share::Learned => maximise(factor, sums, prior, u),
        Share::Second => second(factor, sums, prior, u),
        Share::Partly => partly(factor, sums, u, falls_short),
        Share::Town => partly(factor, sums, u, is_above_the_house),
        Share::Seldom => seldom(factor, sums, u),
        Share::Host => host(factor, sums, u),
    }
}

/// Other given names as frequent as chance has them; equal ones are what a match is.
fn second(factor: &Factor, sums: &[f64], prior: &[f64], u: &[f64]) -> Vec<f64> {
    let mut cells = u.to_vec();
    debug_assert_eq!(factor.at.len(), 2);
    let family: Vec<f64> = (0..16).map(|f| (0..16).map(|g| sums[g | f << 4]).sum::<f64>() + PRIOR * prior[f << 4]).collect();
    let total: f64 = family[1..].iter().sum::<f64>().max(1e-300);
    for f in 1..16 {
        let p = family[f] / total;
        cells[f << 4] = p;
        for g in 1..16 {
            cells[g | f << 4] = p * u[g];
        }
    }
    cells
}

/// The levels of equality take a learned share together, divided as chance divides them; the others keep their proportions.
fn seldom(factor: &Factor, sums: &[f64], u: &[f64]) -> Vec<f64> {
    let exact = usize::from(factor.exact[0]);
    let (equal, all): (f64, f64) = (sums[1..=exact].iter().sum(), sums[1..16].iter().sum());
    let chance: f64 = u[1..=exact].iter().sum();
    if chance <= 0.0 {
        // Nobody shares a value by chance: there is nothing to divide a share by.
        return u.to_vec();
    }
    let share = ((equal + PRIOR * chance) / (all + PRIOR)).clamp(chance, SELDOM_MOST.max(chance));
    let mut cells = u.to_vec();
    for (level, cell) in cells.iter_mut().enumerate().take(16).skip(1) {
        *cell *= if level <= exact { share / chance } else { (1.0 - share) / (1.0 - chance) };
    }
    cells
}

/// As [`seldom`], but that the last level but one takes what is learned from what differs.
fn host(factor: &Factor, sums: &[f64], u: &[f64]) -> Vec<f64> {
    let mut cells = seldom(factor, sums, u);
    let (same, other) = (factor.levels[0] - 1, factor.levels[0]);
    let both = cells[same] + cells[other];
    let share = (sums[same] + PRIOR / 2.0) / (sums[same] + sums[other] + PRIOR);
    cells[same] = both * share;
    cells[other] = both * (1.0 - share);
    cells
}

/// A cell whose comparable slots are at their last two levels: partial agreement and none.
fn falls_short(factor: &Factor, cell: usize) -> bool {
    let level = Factor::split(cell);
    (0..factor.at.len()).all(|slot| level[slot] == 0 || level[slot] + 1 >= factor.levels[slot])
}

/// Takes what falls short in both slots out of what a match learns by itself, where related customers learn it: a company whose
/// name and web site are both other ones, at one address, is a neighbour as well as it may be the same, and nothing
/// but chance would tell training which. One customer shows it as often as each slot alone makes it.
pub fn apart(factor: &Factor, m: &mut [f64]) {
    let both: Vec<usize> = (0..factor.cells()).filter(|&c| Factor::comparable(c) == 3).collect();
    let short = |level: usize, slot: usize| level + 1 >= factor.levels[slot];
    // Share of each level of a slot among the cells where the other slot does not fall short.
    let share = |slot: usize| -> [f64; 16] {
        let of = |level: Option<usize>| -> f64 {
            let counts = |c: &&usize| {
                let split = Factor::split(**c);
                !short(split[1 - slot], 1 - slot) && level.is_none_or(|l| split[slot] == l)
            };
            both.iter().filter(counts).map(|&c| m[c]).sum()
        };
        let all = of(None).max(1e-300);
        std::array::from_fn(|level| of(Some(level)) / all)
    };
    let shares = [share(0), share(1)];
    let alone = |cell: usize| {
        let [a, b] = Factor::split(cell);
        shares[0][a] * shares[1][b]
    };
    let (short, rest): (Vec<usize>, Vec<usize>) = both.iter().partition(|&&c| falls_short(factor, c));
    let of_short: f64 = short.iter().map(|&c| alone(c)).sum();
    let all = rest.iter().map(|&c| m[c]).sum::<f64>() / (1.0 - of_short).max(1e-9);
    for &cell in &short {
        m[cell] = m[cell].min(all * alone(cell));
    }
    let sum: f64 = both.iter().map(|&c| m[c]).sum();
    if sum > 0.0 {
        for &c in &both {
            m[c] /= sum;
        }
    }
}

/// Times as often a customer's given name is altogether another one, under one family name, as the family name under one given
/// name, at the most; and the share that is always possible. What is beyond is siblings: nothing but chance would tell
/// training whether the customers are persons or families where all else is shared.
const OTHER_GIVEN_MOST: (f64, f64) = (3.0, 0.05);

/// Takes other given names under one family name out of what a match learns, as far as they are siblings'.
pub fn siblings_apart(factor: &Factor, m: &mut [f64], u: &[f64]) {
    let [exact_given, exact_family] = factor.exact.map(usize::from);
    let [last_given, last_family] = factor.levels;
    let sum = |m: &[f64], given: std::ops::RangeInclusive<usize>, family: std::ops::RangeInclusive<usize>| -> f64 {
        given.flat_map(|g| family.clone().map(move |f| g | f << 4)).map(|cell| m[cell]).sum()
    };
    let other_given = sum(m, last_given..=last_given, 1..=exact_family);
    let one_family = sum(m, 1..=last_given, 1..=exact_family);
    let other_family = sum(m, 1..=exact_given, last_family..=last_family);
    let one_given = sum(m, 1..=exact_given, 1..=last_family);
    let (times, always) = OTHER_GIVEN_MOST;
    let most = (times * other_family / one_given.max(1e-300)).clamp(always, 0.5);
    if other_given <= most * one_family {
        return;
    }
    let kept = most * (one_family - other_given) / (1.0 - most) / other_given;
    for f in 1..=exact_family {
        let (cell, beside) = (last_given | f << 4, factor.letters(0).map(|letter| letter | f << 4));
        take_strangers(m, u, (cell, kept * m[cell]), beside);
    }
    let both = |c: &usize| Factor::comparable(*c) == 3;
    let all: f64 = (0..factor.cells()).filter(both).map(|c| m[c]).sum();
    (0..factor.cells()).filter(both).for_each(|c| m[c] /= all);
}

/// A cell of an address in which neither house nor postcode agree.
fn is_above_the_house(factor: &Factor, cell: usize) -> bool {
    let level = Factor::split(cell)[0];
    let name = level.checked_sub(1).and_then(|at| factor.names[0].get(at));
    name.is_some_and(|name| !HOUSE.iter().any(|house| name.starts_with(house)))
}

/// Share of a match's pairs that agree in a house, by default, from which on one town is no sign of a match: where addresses are
/// towns alone, a firm's name in one town is what a match is.
const HOUSES_LEAST: f64 = 0.2;

/// How the names of levels begin at which house or postcode of two addresses agree.
const HOUSE: [&str; 4] = ["same house", "close road", "same postcode", "same room"];

/// The free cells share what chance gives them by what is learned.
fn partly(factor: &Factor, sums: &[f64], u: &[f64], is_free: fn(&Factor, usize) -> bool) -> Vec<f64> {
    let mut cells = u.to_vec();
    for group in 1..4 {
        let free: Vec<usize> =
            (0..factor.cells()).filter(|&c| Factor::comparable(c) == group && u[c] > 0.0 && is_free(factor, c)).collect();
        let mass: f64 = free.iter().map(|&c| u[c]).sum();
        let total: f64 = free.iter().map(|&c| sums[c] + PRIOR * u[c] / mass).sum();
        for &c in &free {
            cells[c] = mass * (sums[c] + PRIOR * u[c] / mass) / total;
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name and site of three levels each: equal, partly, else.
    fn name_and_site() -> Factor {
        Factor {
            name: "company+url".to_owned(),
            slots: vec!["company".to_owned(), "url".to_owned()],
            at: vec![0, 1],
            of: vec![(0, 0), (1, 0)],
            levels: [3, 3],
            names: vec![vec!["equal", "partly", "else"]; 2],
            exact: [1, 1],
            kinds: vec![Kind::Company, Kind::Url],
            kept_chance: 0.02,
        }
    }

    #[test]
    fn a_town_is_a_branchs_where_something_else_tells_branches_from_firms_that_moved() {
        let one = |kind: Kind, names: Vec<&'static str>, slot: usize| Factor {
            at: vec![slot],
            of: vec![(slot, 0)],
            levels: [names.len(), 0],
            names: vec![names],
            exact: [1, 0],
            kinds: vec![kind],
            ..name_and_site()
        };
        let of_address = |phone: bool| {
            let mut factors = vec![
                one(Kind::Company, vec!["equal", "some words", "else"], 0),
                one(Kind::Address, vec!["same house", "same city", "else"], 1),
            ];
            factors.extend(phone.then(|| one(Kind::Phone, vec!["equal", "one digit", "else"], 2)));
            let layout = Layout { offset: (0..factors.len()).collect(), factors, entity: Entity::Organisation, both: false };
            let mut cells = vec![0.0; 16];
            (cells[1], cells[2], cells[3]) = (0.6, 0.3, 0.1);
            let cells = vec![cells; layout.factors.len()];
            let found = relations(&layout, &cells, &cells);
            found.iter().find(|r| r.name == NAMES[2]).map(|r| r.share[1])
        };
        assert_eq!((of_address(true), of_address(false)), (Some(Share::Town), Some(Share::Chance)));
    }

    #[test]
    fn other_given_names_are_learned_as_far_as_other_family_names_are() {
        let at = |given: usize, family: usize| given | family << 4;
        let name = Factor { kinds: vec![Kind::PersonName; 2], of: vec![(0, 0), (0, 1)], ..name_and_site() };
        let other_given = |m: &[f64]| m[at(3, 1)] / (1..=3).map(|given| m[at(given, 1)]).sum::<f64>();
        let learned = |siblings: f64, married: f64| {
            let mut m = vec![0.0; 256];
            (m[at(1, 1)], m[at(3, 1)], m[at(1, 3)]) = (1.0 - siblings - married, siblings, married);
            siblings_apart(&name, &mut m, &[0.01; 256]);
            assert!((m.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            other_given(&m)
        };
        // Half the pairs show another given name, and none another family name: families.
        assert!((learned(0.5, 0.0) - 0.05).abs() < 1e-9);
        // One in five has another family name: so many spoilt given names may be a person's.
        let spoilt = learned(0.2, 0.16);
        assert!((spoilt - 0.2 / 0.84).abs() < 1e-9, "{spoilt}");
    }

    #[test]
    fn another_name_with_another_site_is_what_each_alone_makes_it() {
        let at = |name: usize, site: usize| name | site << 4;
        let mut m = vec![0.0; 256];
        for (cell, p) in [(at(1, 1), 0.70), (at(1, 3), 0.07), (at(2, 1), 0.07), (at(3, 1), 0.07), (at(2, 3), 0.09), (0x1, 1.0)] {
            m[cell] = p;
        }
        apart(&name_and_site(), &mut m);
        // One name in ten has another site, one site in twelve a name that is partly another.
        let expected = (0.07 / 0.77) * (0.07 / 0.84);
        assert!((m[at(2, 3)] - expected).abs() < 1e-3, "{} {expected}", m[at(2, 3)]);
        assert!((m.iter().sum::<f64>() - 2.0).abs() < 1e-9, "each group of cells is a distribution");
        let before = m.clone();
        apart(&name_and_site(), &mut m);
        assert!(m.iter().zip(&before).all(|(a, b)| (a - b).abs() < 1e-9), "what each alone makes it stays");
    }
}
