//! Channel presets: how a known export is recognised by its header and read.

use std::collections::BTreeMap;

use crate::model::kind::Target;
use crate::model::mapping::{Entity, RecordType};

use super::error::RuleErrors;

/// One known export layout (`rules/channels/NAME.toml`).
#[derive(Debug, Clone, Default)]
pub struct Preset {
    /// Name: `taobao_orders`.
    pub name: String,
    /// One line for `init` and the README.
    pub title: String,
    /// Platform: scope of account ids (`taobao`).
    pub platform: String,
    /// What one row is.
    pub record: RecordType,
    /// Kind of the events the rows make; empty if none.
    pub event_kind: String,
    /// Persons, organisations, or decided per record.
    pub entity: Option<Entity>,
    /// Headers (normalised: trim, NFKC, case-fold, half-width brackets) that must all be there.
    pub signature: Vec<String>,
    /// Headers of which at least one must be there; empty = no such condition.
    pub any_of: Vec<String>,
    /// Headers that must not be there.
    pub not: Vec<String>,
    /// Target → headers that may feed it, in composition order. Headers absent from a file are passed over.
    pub fields: Vec<(Target, Vec<String>)>,
    /// Headers that are known and dropped.
    pub ignore: Vec<String>,
    /// Status word → `paid`, `pending`, `cancelled`, `refunded`.
    pub status: BTreeMap<String, String>,
    /// Words that mean missing in this export.
    pub missing: Vec<String>,
    /// Currency of amounts without one.
    pub currency: Option<String>,
    /// Country of phones and addresses.
    pub country: Option<String>,
    /// Time zone of naive times.
    pub timezone: Option<String>,
    /// `true` = the mail address is a relay of the platform and never a key.
    pub relay_email: bool,
    /// Consent that the *file name* states: substring → (purpose, yes/no), e.g. Mailchimp's `unsubscribed`.
    pub file_consent: Vec<(String, String, bool)>,
    /// Columns joined in one cell and to be split, e.g. `;`-joined sub-orders, packed `name，phone，address`.
    pub packed: Vec<(String, String)>,
}

/// The presets compiled into the program, sorted by name.
///
/// # Errors
/// Never for a released program: a test parses every shipped preset.
pub fn presets() -> Result<Vec<Preset>, RuleErrors> {
    Ok(Vec::new())
}
