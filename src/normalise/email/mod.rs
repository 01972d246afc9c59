//! Mail addresses: a cell in, every address of it out, with the key the provider would deliver by.
//!
//! `scan` finds the addresses in a cell, `provider` knows which addresses are one mailbox, `typo` suggests the domain
//! that was meant, `local` says whether a person, a role, a relay or a filler stands before the @. Suggestions feed the
//! key only; the text keeps what was written.

mod domain;
mod local;
mod provider;
mod scan;
mod typo;

#[cfg(test)]
mod tests;

use super::Context;
use crate::model::parts::Parts;
use crate::model::value::{Class, Normal, Part};
use domain::Domain;
use local::Role;

/// Is a domain one of a mail provider, free or paid?
#[must_use]
pub fn is_free_provider(domain: &str) -> bool {
    provider::is_free(domain) || provider::is_listed(domain)
}

/// Every mail address of a cell. A cell without any gives one [`Class::Invalid`] value with the reason.
///
/// `text` is lower case with the domain in Unicode; `Key` is the full address as the provider delivers it (dots and tags
/// of the provider removed, alias domains folded, a typo of the domain mended, IDN in ASCII), `Local` and `Domain` its
/// halves; `Digits` a number that may be a QQ account or a phone.
pub fn normalise(raw: &str, context: &Context, out: &mut Vec<Normal>) {
    let before = out.len();
    addresses(raw, out);
    if context.relay_email {
        out[before..].iter_mut().filter(|n| n.class.is_key()).for_each(as_relay);
    }
}

/// An address of a table whose addresses are all relays.
fn as_relay(normal: &mut Normal) {
    normal.class = Class::Virtual;
    normal.set(Part::Type, Role::Relay.name());
    normal.findings.push("relay_address");
}

fn addresses(raw: &str, out: &mut Vec<Normal>) {
    let before = out.len();
    if let Some(quoted) = scan::quoted(raw.trim()) {
        out.push(address(&quoted));
        return;
    }
    let trimmed = raw.trim_matches(|c: char| c.is_whitespace() || c == '\'' || c == '"');
    if scan::is_plain(trimmed) {
        out.push(address(&trimmed.to_ascii_lowercase()));
        return;
    }
    let mut rejected = None;
    for found in scan::addresses(trimmed) {
        let mut normal = address(&found.text);
        if normal.class == Class::Invalid {
            rejected.get_or_insert(normal);
            continue;
        }
        normal.findings.extend(found.repaired.then_some("punctuation_repaired"));
        if !out[before..].iter().any(|n| n.text == normal.text) {
            out.push(normal);
        }
    }
    if out.len() == before {
        out.push(rejected.unwrap_or_else(|| {
            let reason = if trimmed.contains(['@', '＠']) { "bad_address" } else { "no_at_sign" };
            Normal { text: trimmed.to_owned(), class: Class::Invalid, parts: Parts::default(), findings: vec![reason] }
        }));
    }
}

/// The value of one folded, lower-case address.
fn address(text: &str) -> Normal {
    let invalid = |reason| Normal { text: text.to_owned(), class: Class::Invalid, parts: Parts::default(), findings: vec![reason] };
    let Some((local, written)) = text.split_once('@') else { return invalid("no_at_sign") };
    if written.contains('@') {
        return invalid("bad_address");
    }
    if text.contains('*') {
        return masked(text);
    }
    if let Some(reason) = local::fault(local) {
        return invalid(reason);
    }
    Domain::of(written, |domain| domain.map_or_else(|| invalid("bad_domain"), |domain| at(local, domain)))
}

/// The value of an address with these halves.
fn at(local: &str, domain: &Domain) -> Normal {
    let key_local = domain.delivery.mailbox(local);
    let text = [local, "@", &domain.printed].concat();
    let mut normal = Normal { parts: Parts::with_capacity(3 * text.len()), text, ..Normal::default() };
    let role = local::role(local, domain);
    normal.class = match role {
        Role::Filler => Class::Placeholder,
        Role::Relay => Class::Virtual,
        Role::Function => Class::Role,
        Role::Person if domain.is_mended || domain.unknown_top || !local.is_ascii() => Class::Possible,
        Role::Person => Class::Valid,
    };
    normal.findings.extend(match role {
        Role::Filler => Some("filler_address"),
        Role::Relay => Some("relay_address"),
        Role::Function => Some("role_address"),
        Role::Person => None,
    });
    normal.findings.extend(domain.is_mended.then_some("domain_typo_suggested"));
    normal.findings.extend(domain.unknown_top.then_some("unknown_tld"));
    normal.parts.write(Part::Key, |out| out.extend([&*key_local, "@", &domain.key]));
    normal.set(Part::Type, role.name());
    normal.set(Part::Digits, local::digits(&key_local).unwrap_or_default());
    normal.set(Part::Local, &key_local);
    normal.set(Part::Domain, &domain.key);
    normal
}

/// An address with hidden characters: its pattern, each hidden character one `*` as written.
fn masked(text: &str) -> Normal {
    let mut normal = Normal { text: text.to_owned(), class: Class::Masked, parts: Parts::default(), findings: vec!["masked"] };
    if !text.chars().any(char::is_alphanumeric) {
        normal.class = Class::Placeholder;
        normal.findings = vec!["fully_masked"];
        return normal;
    }
    normal.set(Part::Mask, text);
    let domain = text.rsplit('@').next().unwrap_or("");
    if !domain.contains('*') {
        normal.set(Part::Domain, domain);
    }
    normal
}
