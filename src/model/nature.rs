//! What follows from a kind outside matching: what its values are in rules, whether it is a column of its own in the
//! master, and which personal data it holds. One list for all rooms, so that a new kind cannot be forgotten by one.

use super::kind::Kind;

/// What the values of a kind are in rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Text.
    Text,
    /// Whole or not.
    Number,
    /// A point in time.
    Time,
    /// Yes or no.
    Bool,
}

/// What kind of personal data a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Personal {
    /// A person's name.
    Name,
    /// Phones.
    Phone,
    /// Mail addresses.
    Email,
    /// Street addresses and postcodes.
    Address,
    /// A birth date.
    Birth,
    /// Ids that name a person on some platform or card.
    Id,
    /// Free text, in which anything may stand.
    Text,
}

/// What follows from a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nature {
    /// What its values are.
    pub holds: Holds,
    /// Does a field of it become a column of the master under the kind's own name? Others go into the contract's columns.
    pub own_column: bool,
    /// Which personal data it holds.
    pub personal: Option<Personal>,
}

const fn shared(holds: Holds, personal: Option<Personal>) -> Nature {
    Nature { holds, own_column: false, personal }
}

const fn own(holds: Holds, personal: Option<Personal>) -> Nature {
    Nature { holds, own_column: true, personal }
}

impl Kind {
    /// What follows from the kind.
    #[must_use]
    pub fn nature(self) -> Nature {
        use Holds::{Bool, Number, Text, Time};
        match self {
            Kind::PersonName | Kind::GivenName | Kind::MiddleName | Kind::FamilyName => shared(Text, Some(Personal::Name)),
            Kind::Nickname => own(Text, Some(Personal::Name)),
            Kind::Phone | Kind::AreaCode => shared(Text, Some(Personal::Phone)),
            Kind::Email => shared(Text, Some(Personal::Email)),
            Kind::Address | Kind::Street | Kind::HouseNumber | Kind::Unit | Kind::Postcode => shared(Text, Some(Personal::Address)),
            Kind::BirthDate => shared(Time, Some(Personal::Birth)),
            Kind::BirthYear | Kind::BirthMonth | Kind::BirthDay => shared(Text, Some(Personal::Birth)),
            Kind::AccountId | Kind::SourceKey | Kind::LinksTo => shared(Text, Some(Personal::Id)),
            Kind::MemberId | Kind::NationalId => own(Text, Some(Personal::Id)),
            Kind::Text | Kind::Url => own(Text, Some(Personal::Text)),
            Kind::Company
            | Kind::Country
            | Kind::Province
            | Kind::City
            | Kind::District
            | Kind::Gender
            | Kind::Tags
            | Kind::Owner
            | Kind::Ignore => shared(Text, None),
            Kind::Place | Kind::TaxId | Kind::Industry | Kind::CompanySize | Kind::JobTitle | Kind::Category => own(Text, None),
            Kind::Date | Kind::ContractEnd => own(Time, None),
            Kind::Amount | Kind::Number | Kind::Score => own(Number, None),
            Kind::Boolean => own(Bool, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_names_or_reaches_a_person_is_personal() {
        let personal: Vec<&str> =
            Kind::ALL.iter().filter(|kind| kind.nature().personal.is_some()).map(|kind| kind.name()).collect();
        for name in
            ["name", "nickname", "phone", "email", "address", "birth_date", "member_id", "account_id", "national_id", "text"]
        {
            assert!(personal.contains(&name), "{name}");
        }
        for name in ["company", "province", "gender", "tax_id", "industry"] {
            assert!(!personal.contains(&name), "{name}");
        }
    }

    #[test]
    fn columns_of_the_contract_are_no_columns_of_their_own() {
        for kind in Kind::ALL.iter().filter(|kind| kind.nature().own_column) {
            assert!(!crate::model::publish::MASTER.columns.contains(&kind.name()), "{kind}");
        }
    }
}
