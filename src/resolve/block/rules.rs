//! Blocking rules: conjunctions of keys, chosen by the kinds a table has, recall first.

use crate::model::kind::Kind;

use super::atom::Atom;
use super::keys::KeyColumn;

/// One rule: records that share a key in every column form a block.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Field and atom names joined by `+`.
    pub name: String,
    /// The same with the scopes of its fields, each once: what it is known by from run to run.
    pub known_as: String,
    /// Indexes of key columns.
    pub columns: Vec<usize>,
    /// What it asks for is shared by many (an employer, a house, a birthday, a family name, how a value begins): only small blocks
    /// are paired whole.
    pub weak: bool,
    /// The column of which only a value in full and a masked one make a pair.
    pub half_hidden: Option<usize>,
}

use Atom::{
    Acronym, Brand, BrandSound, BrandStart, City, District, End, Ends, Family, FamilyEnd, FamilySound, FamilyStart, First, Given,
    GivenEnd, GivenRoot, GivenStart, House, HouseStart, Last4, Last7, Local, MonthDay, NameFull, NameSound, Postcode, Road, Shown,
    Start, Whole, Word, Year,
};
use Kind::{
    AccountId, Address, BirthDate, Category, Company, Email, Industry, JobTitle, MemberId, NationalId, Nickname, PersonName, Phone,
    Place, TaxId, Url,
};

/// Every rule as a conjunction of (kind, atom), in order: the surest first, so that a pair is told of its best reason.
const RULES: &[&[(Kind, Atom)]] = &[
    &[(NationalId, Whole)],
    &[(TaxId, Whole)],
    &[(Email, Whole)],
    &[(Phone, Whole)],
    &[(MemberId, Whole)],
    &[(AccountId, Whole)],
    &[(Nickname, Whole)],
    &[(PersonName, NameFull)],
    &[(PersonName, NameSound)],
    &[(BirthDate, Whole), (PersonName, Given)],
    &[(BirthDate, Whole), (PersonName, Family)],
    &[(Company, Whole)],
    &[(Address, House), (PersonName, Family)],
    &[(Address, House), (PersonName, Given)],
    &[(Address, House)],
    &[(Address, HouseStart)],
    &[(Company, Brand)],
    &[(Company, BrandSound)],
    &[(Url, Whole)],
    &[(Email, Local)],
    &[(Phone, Last7)],
    &[(Phone, Ends)],
    &[(Phone, Shown), (PersonName, Given)],
    &[(Phone, Shown), (PersonName, Family)],
    &[(Phone, Shown), (Company, Brand)],
    &[(Phone, Last4), (PersonName, FamilySound)],
    &[(Phone, Last4), (PersonName, Family)],
    &[(Phone, Last4), (PersonName, Given)],
    &[(Phone, Last4), (PersonName, GivenEnd)],
    &[(Phone, Last4), (Address, District)],
    &[(Phone, Last4), (Company, Brand)],
    &[(Phone, Last4), (Nickname, First)],
    &[(NationalId, Last4), (PersonName, Family)],
    &[(NationalId, Last4), (PersonName, Given)],
    &[(NationalId, Last4), (PersonName, GivenEnd)],
    &[(NationalId, Last4), (Address, City)],
    &[(TaxId, Last4), (PersonName, Family)],
    &[(TaxId, Last4), (PersonName, Given)],
    &[(TaxId, Last4), (Company, Brand)],
    &[(MemberId, Last4), (PersonName, Family)],
    &[(MemberId, Last4), (PersonName, Given)],
    &[(Address, Postcode), (PersonName, Given)],
    &[(Address, Postcode), (PersonName, Family)],
    &[(Address, Postcode), (BirthDate, Whole)],
    &[(PersonName, GivenRoot), (PersonName, Family)],
    &[(BirthDate, Whole)],
    &[(PersonName, GivenStart), (PersonName, FamilyStart), (BirthDate, Year)],
    &[(PersonName, Given), (BirthDate, MonthDay)],
    &[(PersonName, Family), (BirthDate, MonthDay)],
    &[(Address, Postcode), (Company, Word)],
    &[(Address, Postcode), (Company, Acronym)],
    &[(Address, City), (Company, Acronym)],
    &[(Company, Word), (Address, City)],
    &[(Company, Word)],
    &[(Company, Whole), (PersonName, Family)],
    &[(Company, Brand), (PersonName, Given)],
    &[(Address, Road), (PersonName, Family)],
    &[(Address, Road), (PersonName, Given)],
    &[(Address, District), (PersonName, Family), (PersonName, GivenStart)],
    &[(Address, District), (PersonName, Given), (PersonName, FamilyStart)],
    &[(Address, City), (PersonName, Family), (PersonName, GivenStart)],
    &[(Address, City), (PersonName, Given), (PersonName, FamilyStart)],
    &[(Address, District), (PersonName, Family)],
    &[(Address, District), (PersonName, Given)],
    &[(Address, City), (PersonName, Family)],
    &[(Address, City), (PersonName, Given)],
    &[(Address, City), (BirthDate, Year)],
    &[(Place, Whole), (PersonName, Family)],
    &[(Place, Whole), (PersonName, Given)],
    &[(Place, Whole), (BirthDate, Year)],
    &[(Category, Whole), (PersonName, Family)],
    &[(Category, Whole), (PersonName, Given)],
    &[(Industry, Whole), (PersonName, Family)],
    &[(JobTitle, Whole), (PersonName, Family)],
    &[(PersonName, GivenStart), (PersonName, FamilyStart)],
    &[(PersonName, Family), (PersonName, GivenStart)],
    &[(Email, End)],
    &[(Email, Start)],
    &[(AccountId, End)],
    &[(AccountId, Start)],
    &[(NationalId, End)],
    &[(NationalId, Start)],
    &[(TaxId, End)],
    &[(TaxId, Start)],
    &[(MemberId, End)],
    &[(MemberId, Start)],
    &[(PersonName, GivenEnd), (PersonName, FamilyStart)],
    &[(PersonName, GivenStart), (PersonName, FamilyEnd)],
    &[(PersonName, GivenEnd), (PersonName, FamilyEnd)],
    &[(Address, City), (Company, BrandStart)],
    &[(Address, Postcode)],
    &[(PersonName, Family)],
];

/// The rules whose columns exist; a kind with several fields gives one rule per field.
#[must_use]
pub fn rules(columns: &[KeyColumn]) -> Vec<Rule> {
    let persons = columns.iter().any(|c| c.kind == PersonName);
    let mut rules: Vec<Rule> = Vec::new();
    for conjunction in RULES {
        let mut partial: Vec<Vec<usize>> = vec![Vec::new()];
        for &(kind, atom) in *conjunction {
            let matching: Vec<usize> = (0..columns.len()).filter(|&c| columns[c].kind == kind && columns[c].atom == atom).collect();
            partial = partial.iter().flat_map(|p| matching.iter().map(move |&c| [p.as_slice(), &[c]].concat())).collect();
        }
        for chosen in partial.into_iter().filter(|p| !p.is_empty()) {
            let name = chosen.iter().map(|&c| name(&columns[c])).collect::<Vec<_>>().join("+");
            let weak = persons
                && (chosen.len() == 1
                    || chosen.iter().any(|&c| columns[c].atom == MonthDay)
                    || chosen.iter().all(|&c| columns[c].kind != PersonName && columns[c].kind != BirthDate))
                && chosen.iter().all(|&c| is_common(&columns[c]))
                || chosen.iter().any(|&c| columns[c].atom.is_edge());
            let known_as = chosen.iter().map(|&c| columns[c].known_as.as_str()).collect::<Vec<_>>().join("+");
            let half_hidden = chosen.iter().copied().find(|&c| columns[c].atom == Ends);
            rules.push(Rule { name, known_as, columns: chosen, weak, half_hidden });
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    for rule in &mut rules {
        while !seen.insert(rule.known_as.clone()) {
            rule.known_as.push('\'');
        }
    }
    rules
}

/// Keys that say little about one person, even two of them together.
fn is_common(column: &KeyColumn) -> bool {
    match column.kind {
        Company | Address | Place | Category | Industry | JobTitle | Url | BirthDate => true,
        PersonName => matches!(column.atom, Given | Family | GivenStart | FamilyStart),
        _ => false,
    }
}

/// How a key column is named in rules.
pub(super) fn name(column: &KeyColumn) -> String {
    match column.atom {
        Whole => column.name.clone(),
        atom => format!("{}.{}", column.name, format!("{atom:?}").to_lowercase()),
    }
}
