//! Channel presets: how a known export is recognised by its header and read.
//!
//! Comes in: `rules/channels/*.toml`, shipped ones compiled in, a project's own through [`parse_preset`]. Goes out:
//! [`Preset`] values and [`recognise`]. Headers are compared as normalised *sets* ([`header_key`]), never by position.

mod file;
mod header;
mod shipped;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::kind::Target;
use crate::model::mapping::{Entity, RecordType};

use super::error::RuleErrors;

pub use file::parse_preset;
pub use header::{header_key, known_header};
pub use shipped::packed_columns;

/// One known export layout (`rules/channels/NAME.toml`). All headers are held as [`header_key`] gives them.
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
    /// Headers that must all be there; of each group (translations of one header) one.
    pub signature: Vec<Vec<String>>,
    /// Headers of which at least one must be there; empty = no such condition.
    pub any_of: Vec<String>,
    /// Headers that must not be there.
    pub not: Vec<String>,
    /// Target → headers that may feed it, in composition order. Headers absent from a file are passed over. One
    /// header may feed several targets.
    pub fields: Vec<(Target, Vec<String>)>,
    /// Headers that are known and dropped.
    pub ignore: Vec<String>,
    /// `true` = columns the preset doesn't name are the customer's own answers (form questions, merge fields) and are
    /// understood by header and values as in an unknown table; otherwise they never become identities.
    pub open: bool,
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
    /// What joins the line items of an order within one cell (Douyin: `;`).
    pub joined: Option<char>,
    /// Header → how its cells are packed: `name_phone_address` (`name，phone，address`) or `key_values`
    /// (`label:value;label:value`). `ingest::shape` splits them.
    pub packed: Vec<(String, String)>,
}

impl Preset {
    /// How well the preset fits a header: the number of its headers that are there, or `None` if the signature isn't.
    /// `header` holds [`header_key`]s.
    #[must_use]
    pub fn matches(&self, header: &BTreeSet<String>) -> Option<usize> {
        let all = self.signature.iter().all(|group| group.iter().any(|h| header.contains(h)));
        let any = self.any_of.is_empty() || self.any_of.iter().any(|h| header.contains(h));
        let none = !self.not.iter().any(|h| header.contains(h));
        let says_something = !self.signature.is_empty() || !self.any_of.is_empty();
        (all && any && none && says_something).then(|| self.known(header))
    }

    /// How many of these headers the preset names, whatever its signature says. `header` holds [`header_key`]s.
    #[must_use]
    pub fn known(&self, header: &BTreeSet<String>) -> usize {
        self.headers().intersection(&header.iter().collect()).count()
    }

    /// The targets a column feeds with its place in their composition; empty if the preset doesn't know the header.
    /// `header` is a [`header_key`].
    #[must_use]
    pub fn targets(&self, header: &str) -> Vec<(Target, u8)> {
        let place = |headers: &Vec<String>| headers.iter().position(|h| h == header).map(|at| u8::try_from(at).unwrap_or(u8::MAX));
        self.fields.iter().filter_map(|(target, headers)| place(headers).map(|at| (target.clone(), at))).collect()
    }

    /// True if the preset knows the header and says that it is dropped.
    #[must_use]
    pub fn ignores(&self, header: &str) -> bool {
        self.ignore.iter().any(|h| h == header)
    }

    /// Consent that the name of `file` states: for each purpose the first hit. Case is free; folders don't count.
    #[must_use]
    pub fn consent_of(&self, file: &str) -> Vec<(String, bool)> {
        let name = file.rsplit(['/', '!']).next().unwrap_or(file).to_lowercase();
        let mut stated: Vec<(String, bool)> = Vec::new();
        for (part, purpose, given) in &self.file_consent {
            if name.contains(&part.to_lowercase()) && !stated.iter().any(|(p, _)| p == purpose) {
                stated.push((purpose.clone(), *given));
            }
        }
        stated
    }

    /// Every header the preset names.
    fn headers(&self) -> BTreeSet<&String> {
        let fields = self.fields.iter().flat_map(|(_, headers)| headers);
        fields.chain(self.signature.iter().flatten()).chain(&self.any_of).chain(&self.ignore).collect()
    }
}

/// What a header says about the channel.
#[derive(Debug)]
pub enum Recognised<'a> {
    /// One preset fits best.
    One(&'a Preset),
    /// No preset fits.
    None,
    /// Several fit equally well: the caller refuses and lists their names.
    Tie(Vec<&'a str>),
}

/// Finds the preset of a header as read. More known headers win; a draw is a tie.
#[must_use]
pub fn recognise<'a>(presets: &'a [Preset], header: &[String]) -> Recognised<'a> {
    let keys: BTreeSet<String> = header.iter().map(|h| header_key(h)).filter(|h| !h.is_empty()).collect();
    let scored: Vec<(usize, &Preset)> = presets.iter().filter_map(|p| p.matches(&keys).map(|score| (score, p))).collect();
    let Some(best) = scored.iter().map(|s| s.0).max() else { return Recognised::None };
    let winners: Vec<&Preset> = scored.into_iter().filter(|s| s.0 == best).map(|s| s.1).collect();
    match winners.as_slice() {
        [one] => Recognised::One(one),
        several => Recognised::Tie(several.iter().map(|p| p.name.as_str()).collect()),
    }
}

/// The presets compiled into the program, sorted by name.
///
/// # Errors
/// Never for a released program: a test parses every shipped preset.
pub fn presets() -> Result<Vec<Preset>, RuleErrors> {
    shipped::all().clone()
}

#[cfg(test)]
mod tests;
