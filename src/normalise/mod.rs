//! Makes every value comparable: one file per kind of value, raw text in, [`Normal`] values out.
//!
//! Pure and total: any text gives a value with a class and reason codes, never an error and never a panic.
//! Idempotent: normalising a normalised text gives the same value. The caller normalises each distinct raw text once.
//! Keys and parts are for matching; `text` is what a person reads.

mod edges;
pub mod fold;
mod masks;
pub mod missing;
pub mod reasons;
pub mod phone;
pub mod pinyin;
pub mod email;
pub mod name;
mod parties;
pub mod company;
pub mod address;
pub mod date;
pub mod money;
pub mod id;
pub mod gender;
pub mod boolean;
pub mod url;
pub mod text;
pub mod understand;
pub mod records;
pub mod corrections;
pub mod profile;

use chrono_tz::Tz;

use crate::model::kind::Kind;
use crate::model::mapping::DateOrder;
use crate::model::value::Normal;

/// What a normaliser may know besides the raw text: the column's and channel's defaults.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Default country of phones and addresses, ISO 3166 alpha-2.
    pub country: &'a str,
    /// Order of day and month in this column.
    pub dates: DateOrder,
    /// Zone of naive times.
    pub timezone: Tz,
    /// Default currency, ISO 4217.
    pub currency: &'a str,
    /// Words that mean missing in this table, besides the general ones; compared after trimming, case-insensitively.
    pub missing: &'a [String],
    /// True if the table's mail addresses are a platform's relays.
    pub relay_email: bool,
    /// True if the column holds the last characters of numbers only.
    pub ends_only: bool,
}

impl Default for Context<'_> {
    fn default() -> Self {
        Self {
            country: "CN",
            dates: DateOrder::Iso,
            timezone: chrono_tz::Asia::Shanghai,
            currency: "CNY",
            missing: &[],
            relay_email: false,
            ends_only: false,
        }
    }
}

/// Normalises one cell of a kind that needs no other column. A cell may hold several values (phones, mail addresses);
/// a missing cell gives none. `out` is appended to.
pub fn cell(kind: Kind, raw: &str, context: &Context, out: &mut Vec<Normal>) {
    if !missing::is_missing(kind, raw, context) {
        present(kind, raw, context, out);
    }
}

/// As [`cell`] for a cell that is not missing.
fn present(kind: Kind, raw: &str, context: &Context, out: &mut Vec<Normal>) {
    match kind {
        Kind::PersonName | Kind::GivenName | Kind::MiddleName | Kind::FamilyName => name::normalise(raw, context, out),
        Kind::Nickname => name::nickname(raw, context, out),
        Kind::Phone => phone::normalise(raw, context, out),
        Kind::Email => email::normalise(raw, context, out),
        Kind::Company => company::normalise(raw, context, out),
        Kind::Address
        | Kind::Street
        | Kind::HouseNumber
        | Kind::Unit
        | Kind::Country
        | Kind::Province
        | Kind::City
        | Kind::District
        | Kind::Postcode => {
            address::normalise(raw, context, out);
        }
        Kind::Date | Kind::ContractEnd => date::normalise(raw, context, out),
        Kind::BirthDate | Kind::BirthYear | Kind::BirthMonth | Kind::BirthDay => date::birth(raw, context, out),
        Kind::Gender => gender::normalise(raw, context, out),
        Kind::MemberId | Kind::AccountId | Kind::SourceKey | Kind::LinksTo | Kind::AreaCode => id::plain(raw, context, out),
        Kind::NationalId => id::national(raw, context, out),
        Kind::TaxId => id::tax(raw, context, out),
        Kind::Url => url::normalise(raw, context, out),
        Kind::Boolean => boolean::normalise(raw, context, out),
        Kind::Tags => text::tags(raw, context, out),
        Kind::Place | Kind::Industry | Kind::CompanySize | Kind::JobTitle | Kind::Category | Kind::Owner => {
            text::category(raw, context, out);
        }
        Kind::Amount | Kind::Number | Kind::Score | Kind::Text | Kind::Ignore => text::free(raw, context, out),
    }
}
