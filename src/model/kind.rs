//! Kinds of value (closed), parties and targets: what a column is.
//!
//! Fields are open, kinds are closed: a user may have any column, and each is mapped to a kind that decides how it
//! is normalised, blocked, compared and merged.

use std::fmt;
use std::str::FromStr;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// The kind of a field's values.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind { $($(#[$doc])* $variant,)+ }

        impl Kind {
            /// Every kind, in declaration order.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant,)+];

            /// The kind's name in rule files and reports.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Kind::$variant => $name,)+ }
            }
        }

        impl FromStr for Kind {
            type Err = UnknownName;
            fn from_str(s: &str) -> Result<Self, UnknownName> {
                match s { $($name => Ok(Kind::$variant),)+ _ => Err(UnknownName(s.to_owned())) }
            }
        }
    };
}

/// A name that is no kind, party or target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownName(pub String);

kinds! {
    /// A whole person name, in any order and script.
    PersonName = "name",
    /// Given (first) name only; composed into [`Kind::PersonName`].
    GivenName = "given_name",
    /// Middle name or initial; composed into [`Kind::PersonName`].
    MiddleName = "middle_name",
    /// Family name only; composed into [`Kind::PersonName`].
    FamilyName = "family_name",
    /// A name the person chose: nick, account display name. Weak evidence.
    Nickname = "nickname",
    /// Phone number(s).
    Phone = "phone",
    /// Area code that belongs before a phone column; composed into [`Kind::Phone`].
    AreaCode = "area_code",
    /// Mail address(es).
    Email = "email",
    /// Company or organisation name.
    Company = "company",
    /// Free-text or one-cell address.
    Address = "address",
    /// Street and number without the levels above; composed into [`Kind::Address`].
    Street = "street",
    /// House number alone; composed into [`Kind::Address`].
    HouseNumber = "house_number",
    /// Unit, flat, second address line; composed into [`Kind::Address`].
    Unit = "unit",
    /// Country; composed into [`Kind::Address`].
    Country = "country",
    /// Province or state; composed into [`Kind::Address`].
    Province = "province",
    /// City; composed into [`Kind::Address`].
    City = "city",
    /// District, county, suburb; composed into [`Kind::Address`].
    District = "district",
    /// Postcode; composed into [`Kind::Address`].
    Postcode = "postcode",
    /// A place that is not an address (birth place, region of activity).
    Place = "place",
    /// A date or time that is not a birth date.
    Date = "date",
    /// Date of birth.
    BirthDate = "birth_date",
    /// Year of birth in a column of its own; composed into [`Kind::BirthDate`].
    BirthYear = "birth_year",
    /// Month of birth in a column of its own; composed into [`Kind::BirthDate`].
    BirthMonth = "birth_month",
    /// Day of birth in a column of its own; composed into [`Kind::BirthDate`].
    BirthDay = "birth_day",
    /// Gender or sex.
    Gender = "gender",
    /// Membership or loyalty card number, scoped by channel.
    MemberId = "member_id",
    /// Account on a platform, scoped by platform.
    AccountId = "account_id",
    /// Personal identity number: 身份证, social security number, passport.
    NationalId = "national_id",
    /// Number of an organisation: 统一社会信用代码, VAT, company number.
    TaxId = "tax_id",
    /// Web site or social profile.
    Url = "url",
    /// Industry of a company.
    Industry = "industry",
    /// Size class or head count of a company.
    CompanySize = "company_size",
    /// End of a contract.
    ContractEnd = "contract_end",
    /// Position in a company.
    JobTitle = "job_title",
    /// A value out of a short list.
    Category = "category",
    /// Money.
    Amount = "amount",
    /// A number that is no money and no id.
    Number = "number",
    /// Score of a survey (NPS, CSAT).
    Score = "score",
    /// Yes or no; consent statements.
    Boolean = "boolean",
    /// Tags given by people or platforms, a list.
    Tags = "tags",
    /// Who looks after the customer.
    Owner = "owner",
    /// The source's own id of the row.
    SourceKey = "source_key",
    /// Source key of the record this one was merged or converted into.
    LinksTo = "links_to",
    /// Free text: notes, messages, inquiries.
    Text = "text",
    /// Constants, sequence numbers, unused columns: counted and dropped.
    Ignore = "ignore",
}

impl Kind {
    /// Can two values of the kind be compared as a field of their own? Parts of composites, texts, amounts and times cannot.
    #[must_use]
    pub fn is_compared(self) -> bool {
        matches!(
            self,
            Kind::PersonName
                | Kind::Phone
                | Kind::Email
                | Kind::Company
                | Kind::Address
                | Kind::BirthDate
                | Kind::NationalId
                | Kind::TaxId
                | Kind::MemberId
                | Kind::AccountId
                | Kind::Nickname
                | Kind::Url
                | Kind::Gender
                | Kind::Number
                | Kind::Place
                | Kind::Category
                | Kind::Industry
                | Kind::JobTitle
                | Kind::CompanySize
        )
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Whom a value belongs to within one source row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Party {
    /// The row's one principal: buyer, member, contact, lead.
    #[default]
    Principal,
    /// Whom the goods go to; a contact point, not a key, unless promoted (contract: Customer, person, organisation).
    Receiver,
}

/// What a source column feeds. `Display` and `FromStr` are the names used in rule files:
/// `phone`, `receiver.phone`, `event.at`, `item.sku`, `consent.sms`, `opt_out.email`, `extra.date.since`, `attribute.category.regiment`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// A value of a party, kind-typed.
    Field(Party, Kind),
    /// A user's extra field with its own name.
    Extra(String, Kind),
    /// A user's extra field that hangs on the customer (a regiment, a parish): it takes part in matching, and training learns how much
    /// it says.
    Attribute(String, Kind),
    /// A part of the row's event.
    Event(EventPart),
    /// A part of a line item.
    Item(ItemPart),
    /// Consent statement for a purpose (`marketing`, `sms`, …).
    Consent(String),
    /// Refusal for a purpose (`Email Opt Out`): a yes is a no to it; a no says nothing, since nobody was asked.
    OptOut(String),
    /// When the row was last changed at the source (upsert order).
    UpdatedAt,
    /// When the source first knew the person.
    CreatedAt,
}

/// Columns of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventPart {
    /// The platform's id of the event (order number).
    Key,
    /// Kind word, where a column carries it; otherwise the preset says it.
    Kind,
    /// When it happened.
    At,
    /// When it was paid, where apart.
    PaidAt,
    /// Status word of the platform.
    Status,
    /// Amount paid or payable.
    Amount,
    /// Amount refunded.
    Refunded,
    /// Currency code.
    Currency,
    /// Sales person, guide.
    Owner,
    /// Survey score.
    Score,
    /// Message, remark.
    Text,
}

/// Columns of a line item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ItemPart {
    /// Stock keeping unit.
    Sku,
    /// Product title.
    Product,
    /// Pieces.
    Quantity,
    /// Line amount or unit price.
    Amount,
}

impl Target {
    /// Name and kind of a user's own field, whether it takes part in matching or not; `None` for all other targets.
    #[must_use]
    pub fn own_field(&self) -> Option<(&str, Kind)> {
        match self {
            Target::Extra(name, kind) | Target::Attribute(name, kind) => Some((name, *kind)),
            _ => None,
        }
    }
}

impl EventPart {
    /// Every part with its name after `event.`.
    pub const ALL: &'static [(EventPart, &'static str)] = &[
        (EventPart::Key, "key"),
        (EventPart::Kind, "kind"),
        (EventPart::At, "at"),
        (EventPart::PaidAt, "paid_at"),
        (EventPart::Status, "status"),
        (EventPart::Amount, "amount"),
        (EventPart::Refunded, "refunded"),
        (EventPart::Currency, "currency"),
        (EventPart::Owner, "owner"),
        (EventPart::Score, "score"),
        (EventPart::Text, "text"),
    ];
}

impl ItemPart {
    /// Every part with its name after `item.`.
    pub const ALL: &'static [(ItemPart, &'static str)] =
        &[(ItemPart::Sku, "sku"), (ItemPart::Product, "product"), (ItemPart::Quantity, "quantity"), (ItemPart::Amount, "amount")];
}

fn name_of<T: Copy + PartialEq>(table: &'static [(T, &'static str)], part: T) -> &'static str {
    table.iter().find(|(p, _)| *p == part).map_or("", |(_, n)| n)
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Field(Party::Principal, kind) => write!(f, "{kind}"),
            Target::Field(Party::Receiver, kind) => write!(f, "receiver.{kind}"),
            Target::Extra(name, kind) => write!(f, "extra.{kind}.{name}"),
            Target::Attribute(name, kind) => write!(f, "attribute.{kind}.{name}"),
            Target::Event(part) => write!(f, "event.{}", name_of(EventPart::ALL, *part)),
            Target::Item(part) => write!(f, "item.{}", name_of(ItemPart::ALL, *part)),
            Target::Consent(purpose) => write!(f, "consent.{purpose}"),
            Target::OptOut(purpose) => write!(f, "opt_out.{purpose}"),
            Target::UpdatedAt => f.write_str("updated_at"),
            Target::CreatedAt => f.write_str("created_at"),
        }
    }
}

impl FromStr for Target {
    type Err = UnknownName;

    fn from_str(s: &str) -> Result<Self, UnknownName> {
        let unknown = || UnknownName(s.to_owned());
        if let Some(rest) = s.strip_prefix("event.") {
            return EventPart::ALL.iter().find(|(_, n)| *n == rest).map(|(p, _)| Target::Event(*p)).ok_or_else(unknown);
        }
        if let Some(rest) = s.strip_prefix("item.") {
            return ItemPart::ALL.iter().find(|(_, n)| *n == rest).map(|(p, _)| Target::Item(*p)).ok_or_else(unknown);
        }
        if let Some(rest) = s.strip_prefix("consent.") {
            return Ok(Target::Consent(rest.to_owned()));
        }
        if let Some(rest) = s.strip_prefix("opt_out.") {
            return Ok(Target::OptOut(rest.to_owned()));
        }
        if let Some(rest) = s.strip_prefix("receiver.") {
            return rest.parse().map(|k| Target::Field(Party::Receiver, k)).map_err(|_| unknown());
        }
        for (prefix, own) in [("extra.", Target::Extra as fn(String, Kind) -> Target), ("attribute.", Target::Attribute)] {
            if let Some(rest) = s.strip_prefix(prefix) {
                let (kind, name) = rest.split_once('.').ok_or_else(unknown)?;
                return Ok(own(name.to_owned(), kind.parse().map_err(|_| unknown())?));
            }
        }
        match s {
            "updated_at" => Ok(Target::UpdatedAt),
            "created_at" => Ok(Target::CreatedAt),
            _ => s.parse().map(|k| Target::Field(Party::Principal, k)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_reads_back_what_it_prints() {
        let mut all =
            vec![Target::UpdatedAt, Target::CreatedAt, Target::Consent("sms".into()), Target::Extra("店员".into(), Kind::Category)];
        all.extend([Target::OptOut("email".into()), Target::Attribute("parish. old".into(), Kind::Category)]);
        all.extend(Kind::ALL.iter().flat_map(|&k| [Target::Field(Party::Principal, k), Target::Field(Party::Receiver, k)]));
        all.extend(EventPart::ALL.iter().map(|&(p, _)| Target::Event(p)));
        all.extend(ItemPart::ALL.iter().map(|&(p, _)| Target::Item(p)));
        for target in all {
            assert_eq!(target.to_string().parse(), Ok(target));
        }
    }
}
