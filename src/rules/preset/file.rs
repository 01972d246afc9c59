//! The file shape of a preset (serde) and its way to a [`Preset`], with every mistake at its line.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{self, SeqAccess, Visitor};
use toml::Spanned;

use super::{Preset, header_key};
use crate::model::kind::Target;
use crate::model::mapping::{Entity, RecordType};
use crate::rules::error::{RuleError, RuleErrors};

/// Canonical states of an order.
const STATES: [&str; 4] = ["paid", "pending", "cancelled", "refunded"];
/// Known packings.
const PACKINGS: [&str; 2] = ["name_phone_address", "key_values"];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PresetFile {
    name: String,
    title: String,
    platform: String,
    record: Spanned<String>,
    #[serde(default)]
    event_kind: String,
    entity: Option<Spanned<String>>,
    signature: Vec<Headers>,
    #[serde(default)]
    any_of: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    fields: BTreeMap<Spanned<String>, Headers>,
    #[serde(default)]
    ignore: Vec<String>,
    #[serde(default)]
    open: bool,
    #[serde(default)]
    status: BTreeMap<Spanned<String>, Vec<String>>,
    #[serde(default)]
    missing: Vec<String>,
    currency: Option<String>,
    country: Option<String>,
    timezone: Option<Spanned<String>>,
    #[serde(default)]
    relay_email: bool,
    #[serde(default)]
    file_consent: Vec<FileConsent>,
    joined: Option<char>,
    #[serde(default)]
    packed: BTreeMap<String, Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileConsent {
    contains: String,
    purpose: String,
    given: bool,
}

/// One header or a list of them.
#[derive(Debug)]
struct Headers(Vec<String>);

impl<'de> Deserialize<'de> for Headers {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;
        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Headers;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a header or a list of headers")
            }
            fn visit_str<E: de::Error>(self, one: &str) -> Result<Headers, E> {
                Ok(Headers(vec![one.to_owned()]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Headers, A::Error> {
                let mut headers = Vec::new();
                while let Some(header) = list.next_element()? {
                    headers.push(header);
                }
                Ok(Headers(headers))
            }
        }
        deserializer.deserialize_any(OneOrMany)
    }
}

/// Reads a preset. `file` names it in messages.
///
/// # Errors
/// Every mistake with its line: TOML syntax, unknown keys and types stop at the first; unknown targets, record types,
/// states, packings and time zones are gathered.
pub fn parse_preset(file: &str, text: &str) -> Result<Preset, RuleErrors> {
    let read: PresetFile = toml::from_str(text).map_err(|error| {
        let message = error.message().lines().next().unwrap_or_default().to_owned();
        let line = error.span().map_or(0, |span| line_of(text, &span));
        let hint = "see `rules/channels/taobao_orders.toml` for every key a preset may have".to_owned();
        RuleErrors(vec![RuleError { file: file.to_owned(), line, message, hint }])
    })?;
    let mut mistakes = Mistakes { file, text, found: Vec::new() };
    let preset = mistakes.check(read);
    if mistakes.found.is_empty() { Ok(preset) } else { Err(RuleErrors(mistakes.found)) }
}

fn line_of(text: &str, span: &Range<usize>) -> u32 {
    1 + text.get(..span.start).unwrap_or(text).matches('\n').count() as u32
}

fn keys(headers: &[String]) -> Vec<String> {
    headers.iter().map(|h| header_key(h)).collect()
}

struct Mistakes<'a> {
    file: &'a str,
    text: &'a str,
    found: Vec<RuleError>,
}

impl Mistakes<'_> {
    fn add(&mut self, span: &Range<usize>, message: String, hint: String) {
        self.found.push(RuleError { file: self.file.to_owned(), line: line_of(self.text, span), message, hint });
    }

    fn check(&mut self, read: PresetFile) -> Preset {
        let record = self.record(&read.record);
        let entity = read.entity.as_ref().and_then(|e| self.entity(e));
        let fields = self.fields(&read.fields);
        let status = self.status(&read.status);
        let packed = self.packed(&read.packed);
        let timezone = read.timezone.map(|zone| self.timezone(zone));
        if read.signature.is_empty() && read.any_of.is_empty() {
            self.add(
                &(0..0),
                "`signature` and `any_of` are empty".to_owned(),
                "name the headers that only this export has".to_owned(),
            );
        }
        Preset {
            name: read.name,
            title: read.title,
            platform: read.platform,
            record,
            event_kind: read.event_kind,
            entity,
            signature: read.signature.iter().map(|group| keys(&group.0)).collect(),
            any_of: keys(&read.any_of),
            not: keys(&read.not),
            fields,
            ignore: keys(&read.ignore),
            open: read.open,
            status,
            missing: read.missing,
            currency: read.currency,
            country: read.country,
            timezone,
            relay_email: read.relay_email,
            file_consent: read.file_consent.into_iter().map(|c| (c.contains, c.purpose, c.given)).collect(),
            joined: read.joined,
            packed,
        }
    }

    fn record(&mut self, word: &Spanned<String>) -> RecordType {
        match word.get_ref().as_str() {
            "person" => RecordType::Person,
            "event" => RecordType::Event,
            "line" => RecordType::Line,
            "relation" => RecordType::Relation,
            other => {
                let hint = "use `person`, `event`, `line` or `relation`".to_owned();
                self.add(&word.span(), format!("unknown record type `{other}`"), hint);
                RecordType::Person
            }
        }
    }

    fn entity(&mut self, word: &Spanned<String>) -> Option<Entity> {
        match word.get_ref().as_str() {
            "person" => Some(Entity::Person),
            "organisation" => Some(Entity::Organisation),
            other => {
                let hint = "use `person` or `organisation`, or leave it out to decide per record".to_owned();
                self.add(&word.span(), format!("unknown entity `{other}`"), hint);
                None
            }
        }
    }

    fn fields(&mut self, read: &BTreeMap<Spanned<String>, Headers>) -> Vec<(Target, Vec<String>)> {
        let mut fields = Vec::new();
        for (name, headers) in read {
            match name.get_ref().parse::<Target>() {
                Ok(target) => fields.push((target, keys(&headers.0))),
                Err(unknown) => {
                    let hint = "targets are kinds (`phone`), `receiver.KIND`, `event.PART`, `item.PART`, `consent.PURPOSE`, `opt_out.PURPOSE`, `extra.KIND.NAME`, `updated_at`, `created_at`";
                    self.add(&name.span(), format!("unknown target `{}`", unknown.0), hint.to_owned());
                }
            }
        }
        fields
    }

    fn status(&mut self, read: &BTreeMap<Spanned<String>, Vec<String>>) -> BTreeMap<String, String> {
        let mut status = BTreeMap::new();
        for (state, words) in read {
            if STATES.contains(&state.get_ref().as_str()) {
                status.extend(words.iter().map(|word| (word.trim().to_lowercase(), state.get_ref().clone())));
            } else {
                self.add(
                    &state.span(),
                    format!("unknown status `{}`", state.get_ref()),
                    "use `paid`, `pending`, `cancelled` or `refunded`".to_owned(),
                );
            }
        }
        status
    }

    fn packed(&mut self, read: &BTreeMap<String, Spanned<String>>) -> Vec<(String, String)> {
        for form in read.values().filter(|form| !PACKINGS.contains(&form.get_ref().as_str())) {
            self.add(
                &form.span(),
                format!("unknown packing `{}`", form.get_ref()),
                "use `name_phone_address` or `key_values`".to_owned(),
            );
        }
        read.iter().map(|(header, form)| (header_key(header), form.get_ref().clone())).collect()
    }

    fn timezone(&mut self, zone: Spanned<String>) -> String {
        if zone.get_ref().parse::<chrono_tz::Tz>().is_err() {
            self.add(
                &zone.span(),
                format!("unknown time zone `{}`", zone.get_ref()),
                "use an IANA name such as `Asia/Shanghai`".to_owned(),
            );
        }
        zone.into_inner()
    }
}
